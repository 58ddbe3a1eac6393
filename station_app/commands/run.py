"""`station-app run`: a practice station for hands; without a display, the practice day instead."""

import argparse
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from station_app.practice import PracticeDistrict

LOGIN: Final = "longxiuzhen"
AGENT: Final = "龙秀珍"


def add_to(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = commands.add_parser("run", help="a practice district and the desk joined to it")
    parser.add_argument("--folder", type=Path, default=Path("build"), help="for the practice data (%(default)s)")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    if not has_display():
        from station_app.commands import day

        options.folder, options.short = options.folder / "day", False
        return day.run(options)
    return _practice(options.folder / "practice")


def has_display() -> bool:
    """Whether a window can be shown here."""
    if sys.platform in ("win32", "darwin"):
        return True
    asked = os.environ.get("QT_QPA_PLATFORM", "")
    if asked:
        return asked not in ("offscreen", "minimal")
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _practice(folder: Path) -> int:
    from station_app.app import DeskOptions, run_desk
    from station_app.desk.sign_in import is_enrolled
    from station_app.practice import ADMINISTRATOR, CLERK, PASSWORD, PracticeDistrict

    station = folder / "station"
    with PracticeDistrict(folder / "district") as district:
        if is_enrolled(station):
            _follow(station, district.url)
        else:
            _enrol(station, district)
        print(f"窗口：代办员 {AGENT}，密码 {PASSWORD}")
        print(f"镇里的操作台：{district.url}/console　登录名 {CLERK}　密码 {PASSWORD}")
        print(f"县里的（决定、发布）：同一个网址　登录名 {ADMINISTRATOR}　密码 {PASSWORD}", flush=True)
        return run_desk(DeskOptions(station, practice=True))


def _enrol(station: Path, district: "PracticeDistrict") -> None:
    """The practice station is ready to sign in to; joining a PC by hand is tried with a code of the console."""
    import secrets

    from station_app.desk.enrol_station import enrol_station
    from station_app.practice import PASSWORD
    from station_app.system_clock import SystemClock
    from sync.station.enrol import request_enrolment

    grant, seed = request_enrolment(district.url, district.code(), "practice")
    enrol_station(station, grant, seed, LOGIN, AGENT, PASSWORD, SystemClock(), secrets.token_bytes)
    _follow(station, district.url)


def _follow(station: Path, url: str) -> None:
    """The practice server has a new port at every start."""
    from station_app.line_settings import LineSettings, write_line

    write_line(station, LineSettings(url, practice=True))
