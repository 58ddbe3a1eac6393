"""A backup put in the place of this PC's data: what it will do, in words, beforehand; then the doing, and what it did."""

import secrets
from datetime import datetime
from pathlib import Path

import msgspec

from forms.dates import china_time
from forms.failures import EnvironmentFailure, InputFailure
from station_app.storage import restore
from station_app.storage.failures import DatabaseDamaged, DatabaseUnreachable
from station_app.storage.keys import read_keys
from station_app.storage.lock_out import unlock
from station_app.storage.replacing import is_pending
from station_app.storage.store import Clock
from station_app.storage.taking_over import Beyond


class RestoreWords(msgspec.Struct, frozen=True):
    """What restoring would do, in words, one sentence a line. `events_after`: recorded here and not in the backup; of those
    `unsent` have never reached the district. None: the data here cannot be read.
    """

    made_at: str
    events: int
    events_after: int | None
    unsent: int | None
    zh: str
    en: str


class RestoredWords(msgspec.Struct, frozen=True):
    """What restoring did. `aside`: the folder with what was there before. `short_zh`, `short_en`: for the sign-in, where
    room is short; the sync screen says the rest.
    """

    events: int
    aside: str
    zh: str
    en: str
    short_zh: str
    short_en: str


class RestoreNotFinished(EnvironmentFailure):
    """Everything is ready and on the disk, and the disk failed while it was put in place; the next start goes on."""

    def __init__(self) -> None:
        super().__init__(
            "恢复做到一半，硬盘出了问题。原来的数据和备份里的都在。请关掉程序再打开，会接着做完；还是不行，请联系县里派人来看硬盘。",
            "The disk failed in the middle of the restore. What was here and what is in the backup are both there. Close the "
            "program and start it again: it goes on by itself. If it fails again, ask the district to look at the disk.",
        )


def key_for(source: Path, directory: Path, login: str, password: str, clock: Clock) -> bytes:
    """The key that opens a backup, by the password of today; by the one of the backup where this PC has no key file.

    Raises `WrongPassword`, `LockedOut`, or an InputFailure.
    """
    try:
        read_keys(directory)
    except (DatabaseUnreachable, DatabaseDamaged):
        return restore.opened_by(_there(source), login, password)
    return unlock(directory, login, password, clock.now()).raw_key


def what_restoring_does(source: Path, directory: Path, raw_key: bytes) -> RestoreWords:
    """To be read before anybody restores `source`. Changes nothing. Raises as `storage.restore.look_into`."""
    looked = restore.look_into(_there(source), directory, raw_key)
    manifest, beyond = looked.manifest, looked.beyond
    made = _moment(manifest.made_at)
    zh = [f"这份备份是 {made} 做的，有 {manifest.events} 条记录。"]
    en = [f"This backup was made at {made} and holds {manifest.events} records."]
    for words in (_beyond_words(beyond), _after_words(manifest.with_pages)):
        zh.append(words[0])
        en.append(words[1])
    after, unsent = (None, None) if beyond is None else (beyond.events, beyond.unsent)
    return RestoreWords(manifest.made_at, manifest.events, after, unsent, "\n".join(zh), "\n".join(en))


def restore_backup(source: Path, directory: Path, raw_key: bytes, clock: Clock) -> RestoredWords:
    """Restores `source`. Whoever calls it has claimed the directory, and nobody has the store open.

    Raises as `storage.restore.restore`; then the data are as they were. Or `RestoreNotFinished`.
    """
    try:
        done = restore.restore(_there(source), directory, raw_key, china_time(clock.now()), secrets.token_bytes)
    except EnvironmentFailure as failure:
        if is_pending(directory):
            raise RestoreNotFinished from failure
        raise
    made = _moment(done.made_at)
    zh, en = [f"已经恢复到 {made} 的备份。"], [f"Restored the backup of {made}."]
    if done.aside:
        zh.append(_taken_zh(done.beyond) + f"原来的数据留在旁边的 {done.aside} 文件夹，先不要删。")
        en.append(
            _taken_en(done.beyond) + f"What was there before is kept in the folder {done.aside}; do not delete it yet."
        )
    if done.missing_pages:
        zh.append(f"有 {done.missing_pages} 张照片不在这台电脑上，县里有的下次同步会取回来。")
        en.append(
            f"Photographs not on this computer: {done.missing_pages}. What the district has comes with the next sync."
        )
    over = done.beyond.events if done.beyond is not None else 0
    short = f"，那以后登记的 {over} 条也带过来了" if over else ""
    short_en = f" Records brought over: {over}." if over else ""
    return RestoredWords(
        done.events,
        done.aside,
        "".join(zh),
        " ".join(en),
        f"已经恢复到 {made} 的备份{short}。请登录，别的写在同步（F8）里。",
        f"Restored the backup of {made}.{short_en} Sign in; the rest is said under Sync (F8).",
    )


def _beyond_words(beyond: Beyond | None) -> tuple[str, str]:
    if beyond is None:
        return (
            "现在的数据打不开或者没有，数不出那以后登记了多少。已经传到县里的，下次同步会自动取回；还没有传的取不回来。",
            "The data here cannot be read, or there are none, so nobody can count what was recorded since. What the district "
            "has comes back with the next sync; what was not sent does not.",
        )
    drafts = f"，还有 {beyond.drafts} 份草稿" if beyond.drafts else ""
    drafts_en = f" Drafts that come over too: {beyond.drafts}." if beyond.drafts else ""
    if not beyond.all_read:
        return (
            f"现在的数据坏了一部分。还没有传到县里的读得出来：{beyond.unsent} 条（{beyond.unsent_cases} 件）{drafts}，恢复时"
            "一并带过去。其他的下次同步从县里取回。",
            f"The data here are damaged in part. What was not sent can be read and comes over: records {beyond.unsent}, "
            f"cases {beyond.unsent_cases}.{drafts_en} The rest comes back from the district.",
        )
    if not beyond.events and not beyond.drafts:
        return (
            "那以后本机没有登记过新的，恢复后和现在一样。",
            "Nothing was recorded here since; it will be the same as now.",
        )
    return (
        f"那以后本机又登记了 {beyond.events} 条，其中 {beyond.unsent} 条（{beyond.unsent_cases} 件）还没有传到县里{drafts}。"
        "这些恢复时都从现在的数据带过去，照常上传，不会丢，也不会重复。",
        f"Records made here since: {beyond.events}; not yet at the district: {beyond.unsent} (cases: {beyond.unsent_cases})."
        f"{drafts_en} All of them come over from the data of now and are sent as usual: nothing lost, nothing twice.",
    )


def _after_words(with_pages: bool) -> tuple[str, str]:
    pages = "备份里有照片。" if with_pages else "照片不在这份备份里，原来存着的不动。"
    pages_en = "Photographs are in it." if with_pages else "Photographs are not in it; those kept here stay."
    return (
        f"{pages}现在的数据不会删，留在旁边的 replaced- 文件夹。恢复完要重新登录。",
        f"{pages_en} The data of now are not deleted: they stay beside, in a replaced- folder. Sign in again afterwards.",
    )


def _taken_zh(beyond: Beyond | None) -> str:
    if beyond is None:
        return "原来的数据打不开，没有从里面带过来；已经传到县里的，下次同步会自动取回。"
    if not beyond.events and not beyond.drafts:
        return ""
    drafts = f"、{beyond.drafts} 份草稿" if beyond.drafts else ""
    said = f"备份以后登记的 {beyond.events} 条{drafts}也带过来了，其中 {beyond.unsent} 条还没有传到县里，下次同步上传。"
    return said if beyond.all_read else f"{said}原来的数据坏了一部分，其他的下次同步从县里取回。"


def _taken_en(beyond: Beyond | None) -> str:
    if beyond is None:
        return "The data before could not be read; what the district has comes back with the next sync. "
    if not beyond.events and not beyond.drafts:
        return ""
    said = f"Came over from the data before: records {beyond.events} (not yet sent: {beyond.unsent}), drafts {beyond.drafts}. "
    return said if beyond.all_read else f"{said}The data before are damaged in part; the rest comes from the district. "


def _there(source: Path) -> Path:
    if not source.is_file():
        raise InputFailure(f"没有 {source} 这个备份文件，请看看路径。", f"There is no backup file {source}.")
    return source


def _moment(at: str) -> str:
    return f"{china_time(datetime.fromisoformat(at)):%Y-%m-%d %H:%M}"
