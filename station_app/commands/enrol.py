"""`station-app enrol`: the first start without a window, for whoever sets up many PCs."""

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
    parser.add_argument("--name", required=True, help="the agent's name as printed on papers")
    parser.add_argument("--ca-file", type=Path, metavar="FILE", help="the district's own certificate authority")
    add_directory(parser)
    add_agent(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    from station_app.desk.enrol_station import enrol_station
    from station_app.desk.sign_in import AlreadyEnrolled, check_password, claim_directory, is_enrolled
    from station_app.line_settings import LineSettings, write_line
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
        write_line(options.directory, LineSettings(options.server, str(options.ca_file or "")))
    print(
        f"已登记：{grant.station}，设备 {grant.device}。 / Enrolled as station {grant.station}, device {grant.device}."
    )
    return 0
