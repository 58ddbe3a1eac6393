"""A draft survives the death of the program in the middle of typing."""

import os
import signal
import subprocess
import sys
from pathlib import Path

from station_app.desk.drafts import list_drafts
from tests.storage.station import SetClock, enrolled, opened_desk

WAIT_S = 0.3
TYPED = 60


def test_kill_9_in_the_middle_of_typing_loses_a_third_of_a_second_at_most(tmp_path: Path) -> None:
    directory, clock = tmp_path / "station", SetClock()
    unlocked = enrolled(directory, clock)
    command = [sys.executable, "-m", "tests.ui.typist", str(directory), unlocked.raw_key.hex()]
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    typed: list[tuple[int, float]] = []
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, env=environment, cwd=Path(__file__).parents[2]
    ) as typist:
        assert typist.stdout is not None
        for line in typist.stdout:
            count, at = line.split()
            typed.append((int(count), float(at)))
            if len(typed) == TYPED:
                typist.send_signal(signal.SIGKILL)
                break
        typist.stdout.read()
    assert typist.returncode == -signal.SIGKILL
    desk = opened_desk(directory, unlocked, clock)
    try:
        drafts = list_drafts(desk)
    finally:
        desk.close()
    assert len(drafts) == 1
    kept = len(drafts[0].content.applicant.address)
    older = [count for count, at in typed if at <= typed[-1][1] - WAIT_S]
    assert kept >= older[-1], f"{kept} of {older[-1]} characters typed {WAIT_S} s before the end"
