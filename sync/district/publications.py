"""What the district publishes: the catalogue, the calendar and each station's settings, every version kept."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, TypeVar, cast

from sqlalchemy import Connection, func, insert, select

from forms.catalogue.guide import ServiceGuide
from forms.catalogue.loader import Catalogue, decode_catalogue
from forms.workdays import WorkCalendar, decode_calendar
from sync.district import feed
from sync.district.database.tables import publication, station
from sync.district.district import District

PublicationKind = Literal["catalogue", "calendar", "settings"]
Decoded = TypeVar("Decoded")
_OLD_VERSIONS = 50


@dataclass(frozen=True)
class Published:
    kind: str
    version: int
    body: bytes
    note: str
    by_login: str
    at: str


def latest(connection: Connection, district: District, kind: PublicationKind, scope: str = "") -> Published | None:
    """The newest version of a kind, or None where nothing has been published yet."""
    found = history(connection, district, kind, scope, limit=1)
    return found[0] if found else None


def history(
    connection: Connection, district: District, kind: PublicationKind, scope: str = "", limit: int = 20
) -> tuple[Published, ...]:
    """The versions of a kind, newest first."""
    rows = connection.execute(
        select(publication)
        .where(publication.c.district == district.code, publication.c.kind == kind, publication.c.scope == scope)
        .order_by(publication.c.version.desc())
        .limit(limit)
    )
    return tuple(Published(row.kind, row.version, row.body, row.note, row.by_login, row.at) for row in rows)


def next_version(connection: Connection, district: District, kind: PublicationKind, scope: str = "") -> int:
    last = connection.execute(
        select(func.max(publication.c.version)).where(
            publication.c.district == district.code, publication.c.kind == kind, publication.c.scope == scope
        )
    ).scalar()
    return int(last or 0) + 1


def publish(
    connection: Connection,
    district: District,
    kind: PublicationKind,
    body: bytes,
    by_login: str,
    scope: str = "",
    note: str = "",
) -> int:
    """A new version, put into the feed of every station it is for; returns its number. Locks those stations' rows."""
    where = [station.c.district == district.code]
    if scope:
        where.append(station.c.station == scope)
    locked = connection.execute(
        select(station.c.station).where(*where).order_by(station.c.station).with_for_update()
    ).scalars()
    codes = list(locked)
    version = next_version(connection, district, kind, scope)
    now = district.now()
    connection.execute(
        insert(publication).values(
            district=district.code,
            kind=kind,
            scope=scope,
            version=version,
            body=body,
            note=note,
            by_login=by_login,
            at=now.isoformat(timespec="milliseconds"),
        )
    )
    # A version whose transaction was rolled back may have been read in it.
    district.decoded.pop((kind, version), None)
    for code in codes:
        entry = feed.NewEntry(kind, int(now.timestamp() * 1000), version=version)
        feed.extend(connection, district, code, [entry])
    return version


def current_calendar(connection: Connection, district: District) -> WorkCalendar:
    """The published calendar; an empty one (every question raises `CalendarMissing`) where none is published."""
    versions = _versions(connection, district, "calendar", 1)
    if not versions:
        return WorkCalendar({})
    return _decoded(connection, district, "calendar", versions[0], decode_calendar)


def current_catalogue(connection: Connection, district: District) -> Catalogue | None:
    versions = _versions(connection, district, "catalogue", 1)
    return _decoded(connection, district, "catalogue", versions[0], decode_catalogue) if versions else None


def guide_of(connection: Connection, district: District, code: str, version: int) -> ServiceGuide | None:
    """The guide a case was received under: that very version if it was published, else the newest with this code."""
    return Guides(connection, district).of(code, version)


class Guides:
    """Guides for many cases of one transaction: each is looked for once."""

    def __init__(self, connection: Connection, district: District) -> None:
        self._connection, self._district = connection, district
        self._found: dict[tuple[str, int], ServiceGuide | None] = {}

    def of(self, code: str, version: int) -> ServiceGuide | None:
        """As `guide_of`."""
        if (code, version) not in self._found:
            self._found[code, version] = self._look(code, version)
        return self._found[code, version]

    @cached_property
    def _numbers(self) -> list[int]:
        return _versions(self._connection, self._district, "catalogue", _OLD_VERSIONS)

    def _look(self, code: str, version: int) -> ServiceGuide | None:
        newest = None
        for number in self._numbers:
            catalogue = _decoded(self._connection, self._district, "catalogue", number, decode_catalogue)
            guide = next((item for item in catalogue.items if item.code == code), None)
            if guide is not None and guide.version == version:
                return guide
            newest = newest or guide
        return newest


def _versions(connection: Connection, district: District, kind: PublicationKind, limit: int) -> list[int]:
    found = connection.execute(
        select(publication.c.version)
        .where(publication.c.district == district.code, publication.c.kind == kind, publication.c.scope == "")
        .order_by(publication.c.version.desc())
        .limit(limit)
    )
    return list(found.scalars())


def _decoded(
    connection: Connection, district: District, kind: PublicationKind, version: int, decode: Callable[[bytes], Decoded]
) -> Decoded:
    """A version's document, decoded once a process: it never changes once it is published."""
    known = district.decoded.get((kind, version))
    if known is None:
        body = connection.execute(
            select(publication.c.body).where(
                publication.c.district == district.code,
                publication.c.kind == kind,
                publication.c.scope == "",
                publication.c.version == version,
            )
        ).scalar_one()
        known = district.decoded[kind, version] = decode(body)
    return cast(Decoded, known)
