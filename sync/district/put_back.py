"""Whether the district's database was put back from a copy, and the new incarnation that begins then (decision 110).

A database cannot know what it has forgotten. Two others do: a file beside it, which says how far it had come, and the
stations, each of which knows how far it has read. Whatever shows that the database was further already begins a new
incarnation: every station then sends again what it holds, and reads the feed anew.
"""

from pathlib import Path

import msgspec
from sqlalchemy import Connection, delete, func, select, update

from forms.failures import EnvironmentFailure
from sync.district.database.engine import reading, writing
from sync.district.database.tables import counter, setting, station
from sync.district.district import District, incarnation
from sync.district.durable_file import write_durably
from sync.district.happenings import PUT_BACK, Kind, recent, record

MARK = "furthest.json"
COPY = "copy_made_at"
"""The setting that `district-server backup` leaves in its copy."""
DAYS_BETWEEN_TOLD = 1
_INCARNATIONS_KEPT = 50


class Mark(msgspec.Struct, frozen=True):
    """How far the database had come in each incarnation that was served here, the newest last."""

    seen: tuple[tuple[str, int], ...] = ()

    def shows_loss(self, here: str, furthest: int) -> bool:
        """The database is behind what it was, or in an incarnation that had ended already."""
        known = dict(self.seen)
        return here in known and (self.seen[-1][0] != here or furthest < known[here])

    def moved(self, here: str, furthest: int) -> "Mark":
        others = tuple(each for each in self.seen if each[0] != here)
        return Mark((*others, (here, furthest))[-_INCARNATIONS_KEPT:])


def look(district: District) -> bool:
    """Compares the database with the mark beside it and moves the mark. True: it was put back, and begins anew now.

    Raises `EnvironmentFailure` where the mark cannot be read or written.
    """
    # The mark first: another server may move both while we look, and a mark is never ahead of its database.
    mark = _read(district.directory / MARK)
    here, furthest = _place(district)
    lost = mark.shows_loss(here, furthest)
    if lost:
        with writing(district.engine) as connection:
            begin_anew(connection, district, here, "put_back_noticed")
        here, furthest = _place(district)
    moved = mark.moved(here, furthest)
    if moved != mark:
        _write(district.directory / MARK, moved)
    return lost


def begin_anew(
    connection: Connection,
    district: District,
    was: str,
    kind: Kind,
    station: str = "",
    device: str = "",
    detail: str = "",
) -> bool:
    """Begins a new incarnation after `was`; False where another server has done so meanwhile."""
    changed = connection.execute(
        update(setting)
        .where(setting.c.district == district.code, setting.c.name == "incarnation", setting.c.value == was)
        .values(value=district.random(8).hex())
    )
    if not changed.rowcount:
        return False
    record(connection, district, kind, station, device, detail)
    return True


def told_by_station(connection: Connection, district: District, station: str, device: str) -> None:
    """A PC has read or sent what this database does not have. Believed once a day: a PC may be made to lie."""
    if all(each.kind not in PUT_BACK for each in recent(connection, district, DAYS_BETWEEN_TOLD)):
        begin_anew(connection, district, incarnation(connection, district), "put_back_told", station, device)


def begin_from_copy(district: District) -> bool:
    """Where this database is a copy that `district-server backup` made and nobody has served yet: begins anew."""
    is_ours = (setting.c.district == district.code, setting.c.name == COPY)
    with writing(district.engine) as connection:
        made_at = connection.execute(select(setting.c.value).where(*is_ours)).scalar()
        if made_at is None:
            return False
        connection.execute(delete(setting).where(*is_ours))
        return begin_anew(connection, district, incarnation(connection, district), "put_back_copy", detail=str(made_at))


def _place(district: District) -> tuple[str, int]:
    """The incarnation, and what only grows: positions of the feeds, and everything that is counted."""
    with reading(district.engine) as connection:
        sums = (
            select(func.coalesce(func.sum(column), 0)).where(table.c.district == district.code)
            for table, column in ((station, station.c.feed_position), (counter, counter.c.value))
        )
        furthest = sum(int(connection.execute(each).scalar_one()) for each in sums)
        return incarnation(connection, district), furthest


def _read(path: Path) -> Mark:
    try:
        return msgspec.json.decode(path.read_bytes(), type=Mark)
    except FileNotFoundError:
        return Mark()
    except msgspec.DecodeError:
        # Without it the stations still tell; it is made anew from the database.
        return Mark()
    except OSError as error:
        raise _unusable(path, error) from error


def _write(path: Path, mark: Mark) -> None:
    try:
        write_durably(path, msgspec.json.encode(mark))
    except OSError as error:
        raise _unusable(path, error) from error


def _unusable(path: Path, error: OSError) -> EnvironmentFailure:
    return EnvironmentFailure(
        f"“{path}”读写不了：{error}。数据没有动过。请检查磁盘和权限。",
        f"{path} cannot be read or written: {error}. Nothing was touched; check the disk and who may write there.",
    )
