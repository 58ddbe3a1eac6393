"""`station-app recover ask|take FOLDER`: a new password for who has forgotten it, by the district's recovery key."""

import argparse
import platform
import secrets
from pathlib import Path

from station_app.commands.data_directory import add_directory
from station_app.commands.password import read_password
from station_app.system_clock import SystemClock


def add_to(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = commands.add_parser("recover", help="ask the district for a new password, or take its answer in")
    parser.add_argument("action", choices=("ask", "take"), help="write the request, or take the answer in")
    parser.add_argument("folder", type=Path, metavar="DIR", help="the stick, or a folder on it")
    parser.add_argument("--login", default="", help="whose password was forgotten (ask)")
    parser.add_argument(
        "--password-file", type=Path, metavar="FILE", help="first line is the new password, the same both times"
    )
    add_directory(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    from station_app.commands.stick_folder import check_folder
    from station_app.desk.recover_password import ask_for_recovery, take_answer
    from station_app.desk.sign_in import claim_directory

    check_folder(options.folder)
    password = read_password(options)
    with claim_directory(options.directory):
        if options.action == "take":
            unlocked = take_answer(options.directory, options.folder, password, SystemClock(), secrets.token_bytes)
            print(f"{unlocked.agent_name}的密码已经重设。 / {unlocked.agent_login} has a new password.")
            return 0
        asked = ask_for_recovery(
            options.directory,
            options.login,
            password,
            options.folder,
            platform.node(),
            SystemClock(),
            secrets.token_bytes,
        )
    print(asked.path)
    print(f"请打电话给县里报核对码：{asked.code} / Read this code out to the district by telephone.")
    return 0
