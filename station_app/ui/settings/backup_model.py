"""What the backup part of the settings says: the last one, the second disk, and the list to choose from. No Qt."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from station_app.ui.parts.cells import Cell
from station_app.ui.usb.model import short_path
from station_app.ui.words import Words

if TYPE_CHECKING:
    from station_app.desk.backups import BackupsSeen, FoundBackup


def last_words(seen: "BackupsSeen", now: datetime, words: Words) -> str:
    if not seen.last_at:
        return words.say(
            "还没有备份过。程序开着的时候每天会自己备份一次。", "No backup yet; the program makes one a day."
        )
    here = any(each.here and str(each.path) == seen.last_path for each in seen.found)
    return words.say(
        "上次备份：{when}，{where}。每天自己备份一次，留最近 7 天的。",
        "Last backup: {when}, {where}. One is made each day; the newest 7 stay.",
        when=words.moment(seen.last_at, now),
        where=words.say("在本机", "on this computer") if here else short_path(Path(seen.last_path).parent),
    )


def second_words(seen: "BackupsSeen", now: datetime, words: Words) -> tuple[str, bool]:
    """The sentence, and whether it is one that wants doing."""
    if seen.second is None:
        said = words.say(
            "没有设备份盘：这台电脑的硬盘要是坏了，本机的备份也会一起坏。",
            "No backup disk is set: if this computer's disk fails, the backups on it fail with it.",
        )
        return said, True
    path = short_path(seen.second)
    if seen.second_is_here:
        said = words.say(
            "备份盘：{path}，每天连照片一起备份一份。", "Backup disk: {path}; one a day, with photographs.", path=path
        )
        return said, False
    said = words.say(
        "备份盘：{path}，现在没有接上，上次接上是{when}。",
        "Backup disk: {path}; not connected now, last connected {when}.",
        path=path,
        when=words.moment(seen.second_at, now),
    )
    return said, True


def backup_row(found: "FoundBackup", now: datetime, words: Words) -> tuple[Cell, ...]:
    """When it was made; where it is, and how much is in it."""
    where = words.say("本机", "this computer") if found.here else short_path(found.path.parent)
    what = words.say("{n} 条，有照片", "{n} records, photographs", n=found.events)
    if not found.with_pages:
        what = words.say("{n} 条，不带照片", "{n} records, no photographs", n=found.events)
    return Cell(words.stamp(found.made_at, now)), Cell(f"{where}　{what}")
