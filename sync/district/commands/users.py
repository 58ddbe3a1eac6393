"""`district-server users`: who may sign in to the console."""

import argparse
import getpass
import sys
from pathlib import Path
from typing import Any

from forms.console_text import read_line
from forms.failures import EnvironmentFailure
from sync.district.commands.directory import add_directory, opened
from sync.district.database.engine import reading, writing
from sync.district.user_changes import give_password, remove_user
from sync.district.users import User, add_user, list_users, record_look

BY_COMMAND = "district-server"
"""Whose act it is in the audit: whoever may log in to the server itself."""


def add_to(commands: Any) -> None:
    parser = commands.add_parser("users", help="who may sign in to the console 登录人员", description=__doc__)
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    adding = actions.add_parser("add", help="add somebody 添加")
    add_directory(adding)
    adding.add_argument("--login", required=True, help="登录名")
    adding.add_argument("--name", required=True, help="as it stands in the history 姓名")
    adding.add_argument("--role", choices=("township", "district"), default="township")
    adding.add_argument("--township", default="", help="whose stations a township clerk sees 乡镇")
    adding.add_argument("--office", required=True, help="for example 云台镇民政办 单位")
    adding.add_argument("--phone", default="", help="what a villager may call 电话")
    adding.add_argument(
        "--password-file", type=Path, metavar="FILE", help="first line is the password; else it is asked"
    )
    adding.set_defaults(run=add)
    changing = actions.add_parser("passwd", help="give somebody a new password; their sessions end 重设密码")
    add_directory(changing)
    changing.add_argument("--login", required=True, help="登录名")
    changing.add_argument(
        "--password-file", type=Path, metavar="FILE", help="first line is the password; else it is asked"
    )
    changing.set_defaults(run=give)
    removing = actions.add_parser("remove", help="somebody has left; their sessions end 停用")
    add_directory(removing)
    removing.add_argument("--login", required=True, help="登录名")
    removing.set_defaults(run=remove)
    listing = actions.add_parser("list", help="list everybody 列出")
    add_directory(listing)
    listing.set_defaults(run=show)


def add(options: argparse.Namespace) -> int:
    new = User(options.login, options.name, options.role, options.township, options.office, options.phone)
    password = _password(options.password_file)
    with opened(options) as district, writing(district.engine) as connection:
        add_user(connection, district, new, password)
    print(f"已添加：{new.name}（{new.login}）")
    return 0


def give(options: argparse.Namespace) -> int:
    password = _password(options.password_file)
    with opened(options) as district, writing(district.engine) as connection:
        give_password(connection, district, options.login, password)
        record_look(connection, district, BY_COMMAND, "give_password", options.login)
    print(f"已重设密码：{options.login}。原来登录着的都已退出。")
    return 0


def remove(options: argparse.Namespace) -> int:
    with opened(options) as district, writing(district.engine) as connection:
        remove_user(connection, district, options.login)
        record_look(connection, district, BY_COMMAND, "remove_user", options.login)
    print(f"已停用：{options.login}。原来登录着的都已退出；办过的件上名字还在。")
    return 0


def show(options: argparse.Namespace) -> int:
    with opened(options) as district, reading(district.engine) as connection:
        for user in list_users(connection, district):
            print("\t".join((user.login, user.name, user.role, user.township, user.office, user.phone)))
    return 0


def _password(file: Path | None) -> str:
    if file is not None:
        return _first_line(file)
    if not sys.stdin.isatty():
        return read_line()
    return getpass.getpass("密码: ")


def _first_line(file: Path) -> str:
    try:
        return next(iter(file.read_text(encoding="utf-8-sig").splitlines()), "")
    except (OSError, UnicodeDecodeError) as error:
        raise EnvironmentFailure(
            f"密码文件读不了：{file}。请检查路径，文件要存成 UTF-8。",
            f"Cannot read the password file {file}; it has to be UTF-8.",
        ) from error
