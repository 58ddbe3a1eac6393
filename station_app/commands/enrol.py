"""`station-app enrol`: the first start without a window; with `--again`, a new registration for a PC that keeps all it holds."""

import argparse
import platform
import secrets
from pathlib import Path

from station_app.commands.data_directory import add_directory
from station_app.commands.password import add_agent, read_password
from station_app.system_clock import SystemClock
from station_app.version import VERSION


def add_to(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = commands.add_parser("enrol", help="join this PC to its district with a one-time code")
    parser.add_argument("server", help="the district's address, https://…")
    parser.add_argument("code", help="the one-time code from the district")
    parser.add_argument("--name", default="", help="the agent's name as printed on papers (not with --again)")
    parser.add_argument(
        "--again", action="store_true", help="the district no longer knows this PC: keep all, join anew"
    )
    parser.add_argument("--ca-file", type=Path, metavar="FILE", help="the district's own certificate authority")
    add_directory(parser)
    add_agent(parser)
    parser.set_defaults(run=run, wrong_usage=parser.error)


def run(options: argparse.Namespace) -> int:
    if not options.again and not options.name:
        options.wrong_usage("the following arguments are required: --name")
    print(_again(options) if options.again else _first(options))
    return 0


def _keep_line(options: argparse.Namespace) -> None:
    from station_app.line_settings import LineSettings, write_line

    write_line(options.directory, LineSettings(options.server, str(options.ca_file or "")))


def _first(options: argparse.Namespace) -> str:
    from station_app.desk.enrol_station import enrol_station
    from station_app.desk.sign_in import AlreadyEnrolled, check_password, claim_directory, is_enrolled
    from sync.station.enrol import request_enrolment

    password = read_password(options)
    check_password(password)
    with claim_directory(options.directory):
        if is_enrolled(options.directory):
            # Before the district is asked: a code is good once, and there would be a device that nobody has.
            raise AlreadyEnrolled
        grant, seed = request_enrolment(options.server, options.code, platform.node(), VERSION, options.ca_file)
        clock = SystemClock()
        enrol_station(options.directory, grant, seed, options.login, options.name, password, clock, secrets.token_bytes)
    return (
        f"已登记：{grant.station}，设备 {grant.device}。 / Enrolled as station {grant.station}, device {grant.device}."
    )


def _again(options: argparse.Namespace) -> str:
    from station_app.commands.opened import opened_desk
    from station_app.desk.enrol_again import device_code, enrol_again
    from sync.station.enrol import request_enrolment

    with opened_desk(options) as (desk, _):
        before = device_code(desk)
        grant, seed = request_enrolment(
            options.server, options.code, platform.node(), VERSION, options.ca_file, formerly=before
        )
        events = enrol_again(desk, grant, seed)
        _keep_line(options)
    return (
        f"已重新登记：{grant.station}，原来的 {before} 号电脑现在是 {grant.device} 号。本机的 {events} 条登记都在，下次同步会全部补传，"
        f"县里已有的不会重复。 / Enrolled again as device {grant.device}; all {events} records are kept and will be sent."
    )
