"""Puts the practice day together: a district, a desk that has never been used, an agent's hands, and the story."""

import shutil
import sys
import tempfile
from pathlib import Path

from station_app.app import DeskOptions, DeskProgram, make_application
from station_app.day.desk_agent import DeskAgent
from station_app.day.hands import Hands
from station_app.day.made_papers import photograph
from station_app.day.steps import DayFailed, Steps
from station_app.day.story import Story, work_the_day
from station_app.practice import PracticeDistrict
from station_app.ui.window import COMMON_SCREEN


def run_day(folder: Path, *, second_round: bool = True) -> int:
    """Works the day; papers and pictures are left under `folder`, which is made anew. 0, or 1 where a step failed."""
    shutil.rmtree(folder, ignore_errors=True)
    for name in ("screens", "papers"):
        (folder / name).mkdir(parents=True)
    steps = Steps()
    with tempfile.TemporaryDirectory(prefix="village-station-day-") as data:
        district = PracticeDistrict(Path(data) / "district")
        with steps.step("练习用的县里系统建好，启动"):
            district.prepare()
            district.start()
        try:
            return _work(folder, Path(data) / "station", district, steps, second_round)
        finally:
            district.stop()


def _work(folder: Path, directory: Path, district: PracticeDistrict, steps: Steps, second_round: bool) -> int:
    app = make_application(sys.argv[:1])
    program = DeskProgram(app, DeskOptions(directory, practice=True))
    # Nobody looks at this display: the pictures are of the screen that most desks have.
    program.window.resize(*COMMON_SCREEN)
    program.window.show()
    agent = DeskAgent(Hands(app, program.window, folder / "screens"), program.window, photograph)
    story = Story(agent, district, steps, folder / "papers")
    failed = ""
    try:
        with steps.step("这台电脑登记到县里，建代办员"):
            agent.enrol(district.url, district.code())
        work_the_day(story, second_round=second_round)
    except DayFailed as failure:
        failed = str(failure)
    finally:
        story.close()
        program.window.close()
        program.close()
        if (directory / "papers").is_dir():
            shutil.copytree(directory / "papers", folder / "papers", dirs_exist_ok=True)
    return _told(steps, folder, failed)


def _told(steps: Steps, folder: Path, failed: str) -> int:
    if failed:
        print(f"✗ {failed}", file=sys.stderr)
        return 1
    pictures, papers = (len(list((folder / name).iterdir())) for name in ("screens", "papers"))
    print(f"✓ {steps.done} 步，{steps.seconds:.0f} 秒；{pictures} 张屏幕、{papers} 份文书在 {folder}")
    return 0
