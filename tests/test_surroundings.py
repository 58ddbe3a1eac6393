"""The guards of conftest.py bite: a test that needs one of them is seen to fail."""

import subprocess
import sys
from pathlib import Path

BAD_TESTS = """
import logging, os, socket, threading
from pathlib import Path
import pytest

stop = threading.Event()

def test_leaves_a_thread():
    threading.Thread(target=lambda: stop.wait(30), name="left behind").start()

def test_ends_the_thread_of_the_test_before():
    stop.set()

def test_logs_a_warning():
    logging.getLogger("desk").warning("the disk is nearly full")

@pytest.mark.expects_log("WARNING desk: the disk")
def test_logs_a_warning_it_expects():
    logging.getLogger("desk").warning("the disk is nearly full")

def test_connects_to_another_machine():
    with socket.socket() as line:
        line.connect(("192.0.2.1", 80))

def test_asks_for_the_address_of_another_machine():
    socket.getaddrinfo("district.example", 443)

def test_connects_to_this_machine():
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()):
        pass

def test_has_a_home_of_its_own(tmp_path_factory):
    assert Path.home().is_relative_to(tmp_path_factory.getbasetemp())
    assert os.environ["QT_QPA_PLATFORM"] == "offscreen"
"""


def test_each_guard_fails_the_test_that_needs_it(tmp_path: Path) -> None:
    guards = (Path(__file__).parent / "conftest.py").read_text("utf-8")
    (tmp_path / "conftest.py").write_text(
        guards.replace("SECONDS_FOR_THREADS_TO_END = 5.0", "SECONDS_FOR_THREADS_TO_END = 0.1")
    )
    (tmp_path / "test_bad.py").write_text(BAD_TESTS)
    (tmp_path / "pytest.ini").write_text("[pytest]\nmarkers = expects_log(pattern): allowed\n")
    run = subprocess.run(
        [
            sys.executable,
            "-m",
            "pytest",
            "-rA",
            "--tb=line",
            "-p",
            "no:randomly",
            "-p",
            "no:xdist",
            "-p",
            "no:cacheprovider",
        ],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    told = {tuple(line.split(" - ")[0].split(" ", 1)) for line in run.stdout.splitlines() if " test_bad.py::" in line}
    verdicts = {
        name.strip().removeprefix("test_bad.py::test_"): verdict for verdict, name in sorted(told, reverse=True)
    }
    assert verdicts == {
        "leaves_a_thread": "ERROR",
        "ends_the_thread_of_the_test_before": "PASSED",
        "logs_a_warning": "ERROR",
        "logs_a_warning_it_expects": "PASSED",
        "connects_to_another_machine": "FAILED",
        "asks_for_the_address_of_another_machine": "FAILED",
        "connects_to_this_machine": "PASSED",
        "has_a_home_of_its_own": "PASSED",
    }, run.stdout
