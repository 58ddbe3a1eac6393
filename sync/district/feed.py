"""The feed: what each station has still to learn, in one order a station, with positions from a locked counter."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, and_, func, insert, or_, select, update

from sync.district.database.tables import event, feed, publication, station
from sync.district.district import District, incarnation
from sync.protocol.messages import Cursor, FeedEntry, FeedKind

_ROWS_AT_ONCE = 200
_BEYOND = 1 << 62


@dataclass(frozen=True)
class NewEntry:
    """An event by its `op_id`, or a publication by its kind and version. `at_ms`: the server's time, ms since 1970."""

    kind: FeedKind
    at_ms: int
    op_id: bytes | None = None
    version: int = 0


@dataclass(frozen=True)
class Reader:
    """Who reads: its own events of `epoch` up to `shown` it holds already, so they are passed over.

    `shape`: what an entry becomes for it (a large document a reference).

    `shown`: as far as this very request proves that its chain is the district's. `head`: as far as the district's goes.
    """

    station: str
    device: str
    epoch: int
    shown: int
    head: int
    shape: Callable[[FeedEntry], FeedEntry] = lambda entry: entry


@dataclass(frozen=True)
class FeedPage:
    entries: tuple[FeedEntry, ...]
    cursor: Cursor
    more: bool


def extend(connection: Connection, district: District, code: str, entries: Sequence[NewEntry]) -> None:
    """Appends to a station's feed. The station's row must be locked by this transaction; do it late in it."""
    if not entries:
        return
    last = connection.execute(
        update(station)
        .where(station.c.district == district.code, station.c.station == code)
        .values(feed_position=station.c.feed_position + len(entries))
        .returning(station.c.feed_position)
    ).scalar_one()
    first = last - len(entries) + 1
    connection.execute(
        insert(feed),
        [
            {
                "district": district.code,
                "station": code,
                "position": first + place,
                "kind": entry.kind,
                "op_id": entry.op_id,
                "publication": "" if entry.op_id else entry.kind,
                "version": entry.version,
                "at_ms": entry.at_ms,
            }
            for place, entry in enumerate(entries)
        ],
    )


def read(connection: Connection, district: District, reader: Reader, cursor: Cursor, max_bytes: int) -> FeedPage:
    """The entries after `cursor`, at least one where there is one, then as many as `max_bytes` of bodies hold.

    A cursor of another incarnation or stream, or beyond the end, begins again at 0. Of publications only the newest
    version of each kind is sent.

    The page ends before an own event beyond `shown`: whether the reader has it or has lost it (an old backup, another
    copy of the same PC) only its next batches tell, and a cursor beyond it would leave it out for ever.
    """
    here = incarnation(connection, district)
    end = end_of(connection, district, reader.station)
    believed = cursor.incarnation == here and cursor.stream == reader.station and 0 <= cursor.position <= end
    position = cursor.position if believed else 0
    if reader.shown < reader.head:
        end = max(position, min(end, _first_not_shown(connection, district, reader, position) - 1))
    entries, position = _collect(connection, district, reader, position, end, max_bytes)
    # What is left may be nothing but entries to pass over: then the cursor goes to the end at once.
    more = bool(_rows(connection, district, reader, position, end, 1))
    return FeedPage(tuple(entries), Cursor(here, reader.station, position if more else end), more)


def _collect(
    connection: Connection, district: District, reader: Reader, position: int, end: int, max_bytes: int
) -> tuple[list[FeedEntry], int]:
    entries: list[FeedEntry] = []
    used = 0
    while rows := _rows(connection, district, reader, position, end, _ROWS_AT_ONCE):
        for row in rows:
            entry = reader.shape(row)
            used += len(entry.body)
            if entries and used > max_bytes:
                return entries, position
            entries.append(entry)
            position = entry.position
        if len(rows) < _ROWS_AT_ONCE:
            break
    return entries, position


def end_of(connection: Connection, district: District, code: str) -> int:
    """The position of the last entry of a station's feed; 0 where there is none."""
    found = connection.execute(
        select(station.c.feed_position).where(station.c.district == district.code, station.c.station == code)
    ).scalar_one()
    return int(found)


def _first_not_shown(connection: Connection, district: District, reader: Reader, position: int) -> int:
    """The position of the first own event beyond `shown`; one beyond every position where there is none."""
    found = connection.execute(
        select(func.min(feed.c.position))
        .join(event, and_(event.c.district == feed.c.district, event.c.op_id == feed.c.op_id))
        .where(
            feed.c.district == district.code,
            feed.c.station == reader.station,
            feed.c.position > position,
            event.c.device == reader.device,
            event.c.epoch == reader.epoch,
            event.c.seq > reader.shown,
        )
    ).scalar()
    return _BEYOND if found is None else int(found)


def _rows(
    connection: Connection, district: District, reader: Reader, position: int, end: int, limit: int
) -> list[FeedEntry]:
    newer = feed.alias("newer")
    superseded = (
        select(newer.c.position)
        .where(
            newer.c.district == feed.c.district,
            newer.c.station == feed.c.station,
            newer.c.publication == feed.c.publication,
            newer.c.position > feed.c.position,
            feed.c.publication != "",
        )
        .exists()
    )
    scope = or_(
        and_(publication.c.kind == "settings", publication.c.scope == feed.c.station),
        and_(publication.c.kind != "settings", publication.c.scope == ""),
    )
    own = and_(feed.c.kind == "own_event", event.c.device == reader.device, event.c.epoch == reader.epoch)
    query = (
        select(
            feed.c.position,
            feed.c.kind,
            func.coalesce(event.c.body, publication.c.body).label("body"),
            feed.c.op_id,
            event.c.case_order,
            feed.c.at_ms,
        )
        .outerjoin(event, and_(event.c.district == feed.c.district, event.c.op_id == feed.c.op_id))
        .outerjoin(
            publication,
            and_(
                publication.c.district == feed.c.district,
                publication.c.kind == feed.c.publication,
                publication.c.version == feed.c.version,
                scope,
            ),
        )
        .where(
            feed.c.district == district.code,
            feed.c.station == reader.station,
            feed.c.position > position,
            feed.c.position <= end,
            ~superseded,
            or_(feed.c.op_id.is_(None), ~own),
        )
        .order_by(feed.c.position)
        .limit(limit)
    )
    return [
        FeedEntry(row.position, row.kind, row.body, row.op_id or b"", row.case_order or 0, row.at_ms)
        for row in connection.execute(query)
    ]
