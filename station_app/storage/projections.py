"""The tables that lists and searches read. A case's rows are folded anew from all its events whenever one is added."""

from collections.abc import Callable, Iterable
from functools import cached_property
from typing import Any

import msgspec

from forms import lifecycle
from forms.case import MaterialLine
from forms.events import CaseReceived, Event, OfficialNumberAssigned, OneTimeNoticeGiven, pages_of, read_data
from forms.lifecycle import Case, State
from forms.pinyin import PinyinTable
from station_app.storage.database import Database
from station_app.storage.log import EventLog, LoggedEvent
from station_app.storage.schema import PROJECTIONS
from station_app.storage.search import CaseSearch
from station_app.storage.search_text import search_text

OUTSTANDING = frozenset({"deferred", "missing"})


class CaseFolded(msgspec.Struct, frozen=True):
    """A case, its events in their order, and those that count but its state did not allow."""

    case: Case
    events: tuple[LoggedEvent, ...]
    impossible: tuple[Event, ...]


class StoredCase(msgspec.Struct, frozen=True):
    """One row of `case_row`, in the order of its columns; dates and times as ISO text, empty where there are none.

    `due`: the day the authority or the applicant has to keep, as far as the events say it; `deferred_due`: the first
    day by which a deferred material is to come; `wanted`: the materials still to come, by name.
    """

    position: int
    case_id: str
    state: str
    ended: bool
    unsent: bool
    receipt_number: str
    official_number: str
    applicant_name: str
    id_number: str
    phone: str
    village: str
    item_code: str
    item_name: str
    situation_name: str
    office: str
    due: str
    deferred_due: str
    wanted: str
    received_at: str
    authority_received_at: str
    decided_by_station: bool
    search_text: str


COLUMNS = StoredCase.__struct_fields__
SELECTED = ", ".join(f"case_row.{name}" for name in COLUMNS)
_UPSERT = (
    f"INSERT INTO case_row ({', '.join(COLUMNS)}) VALUES ({', '.join('?' * len(COLUMNS))}) "
    f"ON CONFLICT (case_id) DO UPDATE SET {', '.join(f'{name} = excluded.{name}' for name in COLUMNS[1:])}"
)


def stored_case(row: tuple[Any, ...]) -> StoredCase:
    return msgspec.convert(dict(zip(COLUMNS, row, strict=True)), StoredCase, strict=False)


class Projections:
    def __init__(self, database: Database, log: EventLog, search: CaseSearch) -> None:
        self._database = database
        self._log = log
        self._search = search

    @cached_property
    def _pinyin(self) -> PinyinTable:
        return PinyinTable.load()

    def fold(self, case_id: str) -> CaseFolded:
        """The case as its events make it; those that the district refused, or has forgotten, are left out of it, not out of
        `events`.

        Where the receipt itself was refused, the case is a draft again, but it still says whose and what it was.
        """
        events = self._log.of_case(case_id)
        case, impossible = lifecycle.fold(logged.event for logged in events if logged.counts)
        if case.state is State.DRAFT:
            case = _with_refused_content(case, events)
        return CaseFolded(case, events, impossible)

    def added(self, logged: LoggedEvent) -> None:
        """Notes the pages of an event that has just been logged. The case itself is folded by `refresh`."""
        self._database.run_many(
            "INSERT OR IGNORE INTO page_use (case_id, sha256, op_id) VALUES (?, ?, ?)",
            [(logged.case_id, page.sha256, logged.op_id) for page in pages_of(logged.event)],
        )

    def refresh(self, case_ids: Iterable[str]) -> None:
        """Folds these cases anew and writes their rows."""
        for case_id in dict.fromkeys(case_ids):
            if case_id:
                self._write(self.fold(case_id))

    def rebuild(self) -> None:
        """Drops all projections and makes them again from the log."""
        with self._database.transaction():
            for table in PROJECTIONS:
                self._database.run(f"DELETE FROM {table}")
            for (case_id,) in self._database.rows(
                "SELECT case_id FROM event WHERE case_id <> '' GROUP BY case_id ORDER BY min(position)"
            ):
                folded = self.fold(case_id)
                self._write(folded, new=True)
                for logged in folded.events:
                    self.added(logged)

    def _write(self, folded: CaseFolded, *, new: bool = False) -> None:
        if not folded.events:
            return
        row = self._row(folded)
        known = None
        if not new:
            known = self._database.row("SELECT search_text FROM case_row WHERE case_id = ?", (row.case_id,))
        self._database.run(_UPSERT, msgspec.structs.astuple(row))
        if known is None or known[0] != row.search_text:
            self._search.index(row.position, row.search_text, replaces=known is not None)
        self._database.run_many(
            "INSERT OR IGNORE INTO case_number (number, case_id) VALUES (?, ?)",
            [(number, row.case_id) for number in _numbers(folded)],
        )

    def _row(self, folded: CaseFolded) -> StoredCase:
        case, content = folded.case, folded.case.content
        applicant = content.applicant
        names = (applicant.name, applicant.village, applicant.id_number, applicant.phone, *_numbers(folded))
        wanted = _outstanding(case)
        return StoredCase(
            position=min(logged.position for logged in folded.events),
            case_id=folded.events[0].case_id,
            state=case.state.value,
            ended=case.state in lifecycle.ENDED,
            unsent=any(logged.unsent for logged in folded.events),
            receipt_number=content.receipt_number,
            official_number=case.official_number,
            applicant_name=applicant.name,
            id_number=applicant.id_number,
            phone=applicant.phone,
            village=applicant.village,
            item_code=content.item_code,
            item_name=content.item_name,
            situation_name=content.situation_name,
            office=case.office,
            due=_due(case),
            deferred_due=min((line.due for line in wanted if line.due), default=""),
            wanted="、".join(_wanted(case, wanted)),
            received_at=case.station_received_at,
            authority_received_at=case.authority_received_at,
            decided_by_station=any(logged.kind == "decided_at_station" and logged.counts for logged in folded.events),
            search_text=search_text(names, self._pinyin.initial_variants(applicant.name)),
        )


def _with_refused_content(case: Case, events: tuple[LoggedEvent, ...]) -> Case:
    for logged in events:
        if logged.refused and logged.kind == "case_received":
            return msgspec.structs.replace(case, content=read_data(logged.event, CaseReceived).content)
    return case


def _numbers(folded: CaseFolded) -> tuple[str, ...]:
    """Every number that was ever given to the case, on whatever paper somebody may hold, refused or not."""
    found = [_NUMBERS[logged.kind](logged.event) for logged in folded.events if logged.kind in _NUMBERS]
    return tuple(dict.fromkeys(number for number in found if number))


_NUMBERS: dict[str, Callable[[Event], str]] = {
    "case_received": lambda event: read_data(event, CaseReceived).content.receipt_number,
    "one_time_notice_given": lambda event: read_data(event, OneTimeNoticeGiven).number,
    "official_number_assigned": lambda event: read_data(event, OfficialNumberAssigned).number,
}


def _due(case: Case) -> str:
    if case.state is State.CORRECTION_REQUIRED:
        return case.correction_due
    if case.state is State.ACCEPTED:
        return case.promised_until or case.statutory_until
    return ""


def _outstanding(case: Case) -> tuple[MaterialLine, ...]:
    if case.state is not State.DRAFT and case.state not in lifecycle.BEFORE_DECISION:
        return ()
    return tuple(line for line in case.content.materials if line.status in OUTSTANDING)


def _wanted(case: Case, outstanding: tuple[MaterialLine, ...]) -> tuple[str, ...]:
    if case.state is State.CORRECTION_REQUIRED:
        return tuple(defect.material for defect in case.correction_defects)
    return tuple(line.name for line in outstanding)
