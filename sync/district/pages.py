"""Pages of cases: taken piece by piece, held in a folder, believed only when the whole page's hash is right.

A page has one file from its first byte on; the database says how many bytes of it count and whether it is complete.
"""

import hashlib
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, func, insert, select, update

from sync.district.admission import MAX_PAGE_BYTES
from sync.district.database.engine import reading, writing
from sync.district.database.tables import case_page, page, station
from sync.district.district import District
from sync.district.refusals import RequestRefused

_SHA256 = re.compile(r"[0-9a-f]{64}")


class WrongOffset(Exception):
    """The chunk does not begin where this page's committed bytes end; `held` says where to go on."""

    def __init__(self, held: int) -> None:
        super().__init__(held)
        self.held = held


@dataclass(frozen=True)
class PageState:
    size: int
    committed: int
    complete: bool


def page_file(district: District, code: str, sha256: str) -> Path:
    return district.pages / code / sha256[:2] / sha256


def page_state(connection: Connection, district: District, code: str, sha256: str) -> PageState | None:
    """None for a page of which nothing has come yet."""
    row = connection.execute(
        select(page.c.size, page.c.committed, page.c.complete).where(
            page.c.district == district.code, page.c.station == code, page.c.sha256 == sha256
        )
    ).first()
    return None if row is None else PageState(*row)


def held(district: District, code: str, sha256: str) -> int:
    """How many bytes of the page count. Raises `RequestRefused` (404) for a page no case of the station refers to."""
    with reading(district.engine) as connection:
        _check_known(connection, district, code, sha256)
        state = page_state(connection, district, code, sha256)
    return state.committed if state else 0


def take(district: District, code: str, sha256: str, size: int, offset: int, chunk: bytes) -> int:
    """Takes a chunk and returns how many bytes count now. Raises `WrongOffset` or `RequestRefused`.

    A later request takes over: an earlier one that is still writing finds that and commits nothing.
    """
    if not 0 < size <= MAX_PAGE_BYTES:
        raise RequestRefused(413, "too_large")
    takeover, state = _begin(district, code, sha256, size)
    if state.complete:
        return state.size
    if offset != state.committed:
        raise WrongOffset(state.committed)
    if offset + len(chunk) > size:
        raise RequestRefused(413, "too_large")
    path = page_file(district, code, sha256)
    _write_at(district, path, offset, chunk)
    whole = offset + len(chunk) == size
    is_right = whole and hashlib.sha256(path.read_bytes()).hexdigest() == sha256
    committed = 0 if whole and not is_right else offset + len(chunk)
    with writing(district.engine) as connection:
        now_held = _commit(connection, district, code, sha256, takeover, committed, is_right)
    if now_held != committed:
        raise WrongOffset(now_held)
    if whole and not is_right:
        raise RequestRefused(422, "wrong_content")
    return committed


def read_page(district: District, code: str, sha256: str) -> Path:
    """The file of a complete page that a case of the station refers to. Raises `RequestRefused` (404)."""
    with reading(district.engine) as connection:
        _check_known(connection, district, code, sha256)
        state = page_state(connection, district, code, sha256)
    if state is None or not state.complete:
        raise RequestRefused(404, "page_unknown")
    return page_file(district, code, sha256)


def keep_own(connection: Connection, district: District, code: str, content: bytes) -> str:
    """Stores a page the district itself has made, for a station to fetch; returns its hash.

    The file is on the disk before the row that says so is committed.
    """
    sha256 = hashlib.sha256(content).hexdigest()
    state = page_state(connection, district, code, sha256)
    if state is not None and state.complete:
        return sha256
    _write_at(district, page_file(district, code, sha256), 0, content)
    values = {"size": len(content), "committed": len(content), "complete": True}
    _upsert(connection, district, code, sha256, state, values)
    return sha256


def _begin(district: District, code: str, sha256: str, size: int) -> tuple[int, PageState]:
    with writing(district.engine) as connection:
        _check_known(connection, district, code, sha256)
        _lock(connection, district, code)
        state = page_state(connection, district, code, sha256)
        if state is None or (not state.complete and state.size != size):
            _upsert(connection, district, code, sha256, state, {"size": size, "committed": 0, "complete": False})
            state = PageState(size, 0, False)
        takeover = connection.execute(
            update(page)
            .where(page.c.district == district.code, page.c.station == code, page.c.sha256 == sha256)
            .values(takeover=page.c.takeover + 1)
            .returning(page.c.takeover)
        ).scalar_one()
    return int(takeover), state


def _commit(
    connection: Connection,
    district: District,
    code: str,
    sha256: str,
    takeover: int,
    committed: int,
    complete: bool,
) -> int:
    done = connection.execute(
        update(page)
        .where(
            page.c.district == district.code,
            page.c.station == code,
            page.c.sha256 == sha256,
            page.c.takeover == takeover,
            page.c.complete.is_(False),
        )
        .values(committed=committed, complete=complete, at=district.now().isoformat(timespec="seconds"))
        .returning(page.c.committed)
    ).scalar()
    if done is not None:
        return int(done)
    state = page_state(connection, district, code, sha256)
    return state.committed if state else 0


def _upsert(
    connection: Connection,
    district: District,
    code: str,
    sha256: str,
    state: PageState | None,
    values: Mapping[str, object],
) -> None:
    at = district.now().isoformat(timespec="seconds")
    if state is None:
        place = {"district": district.code, "station": code, "sha256": sha256, "takeover": 0, "at": at}
        connection.execute(insert(page).values(**place, **values))
    else:
        connection.execute(
            update(page)
            .where(page.c.district == district.code, page.c.station == code, page.c.sha256 == sha256)
            .values(**values, at=at)
        )


def _lock(connection: Connection, district: District, code: str) -> None:
    connection.execute(
        select(station.c.station)
        .where(station.c.district == district.code, station.c.station == code)
        .with_for_update()
    )


def _check_known(connection: Connection, district: District, code: str, sha256: str) -> None:
    if not _SHA256.fullmatch(sha256):
        raise RequestRefused(404, "page_unknown")
    count = connection.execute(
        select(func.count()).where(
            case_page.c.district == district.code, case_page.c.station == code, case_page.c.sha256 == sha256
        )
    ).scalar_one()
    if not count:
        raise RequestRefused(404, "page_unknown")


def _write_at(district: District, path: Path, offset: int, chunk: bytes) -> None:
    """Cuts the file at `offset`, writes, and waits until the disk has it, and its name."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        os.ftruncate(handle, offset)
        os.lseek(handle, offset, os.SEEK_SET)
        left = memoryview(chunk)
        while left:
            left = left[os.write(handle, left) :]
        os.fsync(handle)
    finally:
        os.close(handle)
    if offset:
        return
    # Every folder on the way, whoever made it: one that was made before a crash may have no lasting name either.
    for folder in path.parents:
        _sync_folder(folder)
        if folder == district.directory:
            return


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
