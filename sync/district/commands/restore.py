"""`district-server restore`: puts a backup in the place of the data, after saying what that means."""

import argparse
import sys
import tempfile
from pathlib import Path
from typing import Any

from sqlalchemy.exc import DatabaseError

from forms import words
from forms.dates import china_time
from forms.failures import EnvironmentFailure, Failure
from sync.district.commands.directory import add_directory
from sync.district.copy_of_district import Contents, check_same_district, contents, working_copy
from sync.district.district import DATABASE, SystemClock, open_district
from sync.district.in_use import in_use
from sync.district.restore import Restoration, Restored

YES = ("是", "y", "yes")


def add_to(commands: Any) -> None:
    parser = commands.add_parser("restore", help="put a backup in place 用备份恢复", description=__doc__)
    add_directory(parser)
    parser.add_argument("backup", type=Path, metavar="BACKUP", help="what `backup` wrote 备份目录")
    parser.add_argument("--yes", action="store_true", help="do not ask 不再询问")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    source, directory = options.backup, options.directory
    check_same_district(source, directory)
    directory.mkdir(parents=True, exist_ok=True, mode=0o700)
    now = china_time(SystemClock().now())
    try:
        with (
            in_use(directory, alone=True),
            tempfile.TemporaryDirectory(dir=directory, prefix="restore-") as work,
            working_copy(source, Path(work)) as engine,
        ):
            what = contents(source, engine)
            _say_first(what, _present(directory))
            if not options.yes and not _agreed():
                print("没有恢复，什么也没有动。")
                return 0
            done = Restoration(source, directory, Path(work), engine, now).run(what)
    except OSError as error:
        raise EnvironmentFailure(
            f"恢复没有做完：{error}。备份和原来的数据库都还在，请看看磁盘，再来一次。",
            f"The restoration was not finished: {error}. Backup and former database are there; look at the disk, try again.",
        ) from error
    _say_after(done)
    return 0


def _present(directory: Path) -> Contents | None:
    """What is there now; None where nothing is, or it cannot be read."""
    if not (directory / DATABASE).is_file():
        return None
    try:
        district = open_district(directory)
    except (Failure, OSError):
        return None
    except DatabaseError as error:
        print(f"现在的数据库读不了（{error.orig}）。", file=sys.stderr)
        return None
    try:
        return contents(directory, district.engine)
    finally:
        district.engine.dispose()


def _say_first(what: Contents, present: Contents | None) -> None:
    made = words.stamp(what.made_at, SystemClock().now())
    print(f"备份：{what.county}，{made}做的，办件 {what.cases} 件、照片和文书 {what.pages} 张。")
    if present is not None:
        print(f"现在：办件 {present.cases} 件、照片和文书 {present.pages} 张。")
    print("恢复以后：")
    print("· 现在的数据库另存到 replaced- 开头的目录，什么都不删；照片留着，缺的从备份补。")
    print("· 备份以后各站传来的，各站下次联系时会自动补传，不会丢，也不会重复。")
    print("· 备份以后县里、镇里办的（受理、决定、停用电脑等）要重新办；备份以后登记的电脑要重新登记。")


def _agreed() -> bool:
    if not sys.stdin.isatty():
        raise EnvironmentFailure(
            "没有人回答，所以没有恢复，什么也没有动。确定要恢复就加上 --yes。",
            "There is nobody to answer, so nothing was restored. Add --yes if it is meant.",
        )
    return input("确定用这份备份恢复吗？（是/否）").strip().lower() in YES


def _say_after(done: Restored) -> None:
    print(f"已恢复。照片和文书 {done.pages} 张都在。")
    if done.pages_lost:
        print(f"另有 {done.pages_lost} 张这里和备份里都没有：站里有的会自动补传，县里自己的结果文书要重新上传。")
    if done.aside is not None:
        print(f"原来的数据库在“{done.aside}”。")
    print("请启动服务器。哪些站已经补传，看控制台“站点”页。")
