"""The practice district's server belongs to whoever started it."""

import contextlib
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

import pytest

_START = """
import sys, time
from pathlib import Path
from station_app.practice import PracticeDistrict
district = PracticeDistrict(Path(sys.argv[1]))
district.prepare()
district.start()
print(district.url, flush=True)
time.sleep(60)
"""
ROOT = Path(__file__).parent.parent.parent


def _answers(url: str) -> bool:
    with (
        contextlib.suppress(urllib.error.URLError, ConnectionError),
        urllib.request.urlopen(f"{url}/health", timeout=5),
    ):
        return True
    return False


@pytest.mark.timeout(120)
def test_the_server_ends_with_a_program_that_is_killed(tmp_path: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", _START, str(tmp_path)], cwd=ROOT, stdout=subprocess.PIPE) as starter:
        assert starter.stdout is not None
        url = starter.stdout.readline().decode().strip()
        assert _answers(url)
        starter.send_signal(signal.SIGKILL)
        starter.wait()
    for _ in range(400):
        if not _answers(url):
            return
    pytest.fail("the server is still there")
