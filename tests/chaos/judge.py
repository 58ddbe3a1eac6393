"""What must be so when everything has settled, read from the real stores, the real database and the real files."""

import hashlib
import secrets
import shutil
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import msgspec

from forms.events import decode_event
from forms.failures import Failure
from forms.lifecycle import Case
from station_app.desk.context import Desk
from station_app.desk.open_desk import open_desk
from station_app.storage.database import connect
from station_app.storage.failures import DatabaseDamaged
from station_app.system_clock import SystemClock
from sync.district.district import DATABASE
from sync.protocol.signing import public_key
from tests.chaos.journal import Told
from tests.chaos.pc import Pc
from tests.faults.invariants import Judged, district_agrees_with_itself, nothing_twice
from tests.storage.test_projections import tables

MAY_COME_TOO_LATE = frozenset({"materials_supplied", "forwarded", "withdrawn"})
"""The office may have gone on meanwhile: then the act is refused in words, and is not lost."""
PAGES_OF = ("case_received", "materials_supplied")


@dataclass
class AtDistrict:
    """The district's database and page files, read while the server stands still."""

    data: Path
    _connection: sqlite3.Connection = field(init=False)

    def __post_init__(self) -> None:
        self._connection = sqlite3.connect(self.data / DATABASE)

    def rows(self, sql: str) -> list[Any]:
        return self._connection.execute(sql).fetchall()

    def ledger(self) -> dict[str, tuple[str, str, str]]:
        """op_id in hex: verdict, hash of the body in hex, reason."""
        found = self.rows("SELECT op_id, verdict, body_hash, reason FROM ledger")
        return {op_id.hex(): (verdict, body_hash.hex(), reason) for op_id, verdict, body_hash, reason in found}

    def page(self, station: str, sha256: str) -> bytes:
        path = self.data / "pages" / station / sha256[:2] / sha256
        return path.read_bytes() if path.is_file() else b""

    def close(self) -> None:
        self._connection.close()


def judge(data: Path, pcs: Iterable[Pc], told: Iterable[Told], gone: frozenset[str]) -> Judged:
    """Everything that is wrong. `gone`: events that were on no living disk any more when something died."""
    judged = Judged()
    with closing(AtDistrict(data)) as there:
        _nothing_lost(there, told, gone, judged)
        nothing_twice(there, judged)
        district_agrees_with_itself(there, judged)
        held: set[str] = set()
        for pc in pcs:
            try:
                with closing(opened(pc)) as desk:
                    _both_ends_agree(there, pc, desk, judged)
                    held |= {row[0] for row in desk.store.database.rows("SELECT sha256 FROM page WHERE held = 1")}
            except Failure as failure:
                judged.broken.append(f"the data of {pc.name} cannot be read: {failure.en}")
        _pages_are_whole(there, held, judged)
    return judged


def opened(pc: Pc) -> Desk:
    return open_desk(pc.directory, pc.unlocked, SystemClock(), secrets.token_bytes)


def held_by(pc: Pc) -> set[str]:
    """Every event in this PC's log; the desk is closed."""
    with closing(opened(pc)) as desk:
        return {row[0].hex() for row in desk.store.database.rows("SELECT op_id FROM event")}


def unsent_and_readable(pc: Pc) -> set[str]:
    """The events in damaged data that never went up, where they can be read as a whole: a restore has to bring them over.

    Read in a copy, since whoever opens a database changes it.
    """
    with TemporaryDirectory() as folder:
        for path in pc.directory.glob("station.db*"):
            shutil.copy(path, folder)
        try:
            with closing(connect(Path(folder) / "station.db", pc.unlocked.raw_key)) as database:
                unsent = (
                    "SELECT op_id, case_id, kind, body FROM event WHERE origin = 'own' AND verdict IS NULL ORDER BY seq"
                )
                return {op_id.hex() for op_id, *_, body in database.rows(unsent) if _is_whole(body)}
        except DatabaseDamaged:
            return set()


def _is_whole(body: bytes) -> bool:
    """SQLCipher 4 gives zeros for a damaged end of a long value, and its error only later. The judge does not ask the
    program that it judges."""
    try:
        msgspec.json.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return False
    return True


def public_key_of(pc: Pc) -> bytes:
    """What the district knows this PC by; the desk is closed."""
    with closing(opened(pc)) as desk:
        return public_key(desk.store.identity().signing_seed)


def _nothing_lost(there: AtDistrict, told: Iterable[Told], gone: frozenset[str], judged: Judged) -> None:
    ledger = there.ledger()
    known = {event.op_id: event for event in told}
    # A number that two clones of one machine have given: that receipt is a draft again, and what rests on it waits with it.
    again = {event.case_id for event in known.values() if ledger.get(event.op_id, ("", "", ""))[2] == "number_taken"}
    for op_id, event in known.items():
        name = f"{op_id[:6]} {event.kind} of {event.case_id[:8]}"
        verdict, body_hash, reason = ledger.get(op_id, ("", "", ""))
        if not verdict:
            if op_id not in gone:
                judged.lost.append(name)
            continue
        if body_hash != event.body_hash:
            judged.diverged.append(f"{name} has other bytes at the district")
        refused_rightly = event.kind in MAY_COME_TOO_LATE or event.case_id in again
        if verdict != "applied" and not (verdict == "rejected" and refused_rightly):
            judged.lost.append(f"{name} is {verdict}: {reason}")


def _both_ends_agree(there: AtDistrict, pc: Pc, desk: Desk, judged: Judged) -> None:
    cases = there.rows(f"SELECT case_id, snapshot FROM case_row WHERE station = '{pc.station}'")
    for case_id, snapshot in cases:
        here, other = desk.store.projections.fold(case_id).case, msgspec.json.decode(snapshot, type=Case)
        if here != other:
            judged.diverged.append(f"{pc.name} has {case_id} as {here.state}, the district as {other.state}")
    if desk.store.log.first_break() is not None:
        judged.diverged.append(f"the chain of {pc.name} at {desk.store.log.first_break()}")
    live = tables(desk.store)
    desk.store.projections.rebuild()
    if tables(desk.store) != live:
        judged.diverged.append(f"the tables of {pc.name} are not what its log makes")


def _pages_are_whole(there: AtDistrict, held: set[str], judged: Judged) -> None:
    """A page that no living PC holds any more and that never came is nobody's fault, as its event's would be."""
    whole = dict(there.rows("SELECT station || sha256, complete FROM page"))
    for station, body in there.rows(f"SELECT station, body FROM event WHERE author = 'station' AND kind IN {PAGES_OF}"):
        for sha256 in _pages(body):
            is_there = whole.get(station + sha256) and hashlib.sha256(there.page(station, sha256)).hexdigest() == sha256
            if not is_there and sha256 in held:
                judged.lost.append(f"page {sha256[:6]} of {station}")


def _pages(body: bytes) -> set[str]:
    """The pages that an event names, wherever in it they stand."""
    found: set[str] = set()
    waiting: list[Any] = [msgspec.to_builtins(decode_event(body).data)]
    while waiting:
        match waiting.pop():
            case {"sha256": str(sha256), **more}:
                found.add(sha256)
                waiting += more.values()
            case dict() as fields:
                waiting += fields.values()
            case list() | tuple() as items:
                waiting += items
    return found
