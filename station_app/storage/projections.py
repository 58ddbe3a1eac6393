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
from forms.waiting import Standing, standing
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

    `deferred_due`: the first day by which a deferred material is to come; `wanted`: the materials still to come, by name.
    `standing`: JSON of `forms.waiting.Standing`. `result_here`: a result on paper has come, or was made here.
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
    deferred_due: str
    wanted: str
    received_at: str
    decided_by_station: bool
    search_text: str
    standing: str
    result_here: bool


COLUMNS = StoredCase.__struct_fields__
PAGES_COMING = (
    "(case_row.state = 'result_at_station' AND case_row.result_here = 0 AND EXISTS (SELECT 1 FROM page_use "
    "JOIN page USING (sha256) WHERE page_use.case_id = case_row.case_id AND page.is_result = 1 AND page.held = 0 "
    "AND page.let_go = 0))"
)
"""The result is here as soon as its pages are."""
SELECTED = ", ".join([*(f"case_row.{name}" for name in COLUMNS), PAGES_COMING])
_UPSERT = (
    f"INSERT INTO case_row ({', '.join(COLUMNS)}) VALUES ({', '.join('?' * len(COLUMNS))}) "
    f"ON CONFLICT (case_id) DO UPDATE SET {', '.join(f'{name} = excluded.{name}' for name in COLUMNS[1:])}"
)


class ListedCase(StoredCase, frozen=True):
    """A row as it is read: `pages_coming` changes without any event of the case."""

    pages_coming: bool = False

    def stands(self) -> Standing:
        """How the case waits. One that has gone up and whose number has not come back yet counts as arrived."""
        if not self.standing:
            return Standing(state=State(self.state))
        found = msgspec.json.decode(self.standing, type=Standing)
        if self.pages_coming:
            return msgspec.structs.replace(found, state=State.RESULT_ON_THE_WAY)
        return msgspec.structs.replace(found, arrived=found.arrived or not self.unsent)


def stored_case(row: tuple[Any, ...]) -> ListedCase:
    return msgspec.convert(dict(zip((*COLUMNS, "pages_coming"), row, strict=True)), ListedCase, strict=False)


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

    def fill_in(self) -> None:
        """Folds anew what an older program has left without saying how it waits. Nothing where there is nothing such."""
        old = self._database.rows("SELECT case_id FROM case_row WHERE ended = 0 AND standing = ''")
        if old:
            with self._database.transaction():
                self.refresh([str(case_id) for (case_id,) in old])

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
        former = [each.before for each in case.corrected]
        names = (applicant.name, applicant.village, applicant.id_number, applicant.phone, *_numbers(folded), *former)
        called = [applicant.name, *(each.before for each in case.corrected if each.what == "applicant.name")]
        initials = tuple(variant for name in called for variant in self._pinyin.initial_variants(name))
        refused = case.state is State.DRAFT and content.receipt_number != ""
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
            deferred_due=min((line.due for line in wanted if line.due), default=""),
            wanted="、".join(_wanted(case, wanted)),
            received_at=case.station_received_at,
            decided_by_station=any(logged.kind == "decided_at_station" and logged.counts for logged in folded.events),
            search_text=search_text(names, initials),
            standing=msgspec.json.encode(standing(case, refused=refused)).decode(),
            result_here=case.result_arrived_at != "" or case.decided_here,
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


def _outstanding(case: Case) -> tuple[MaterialLine, ...]:
    if case.state is not State.DRAFT and case.state not in lifecycle.BEFORE_DECISION:
        return ()
    return tuple(line for line in case.content.materials if line.status in OUTSTANDING)


def _wanted(case: Case, outstanding: tuple[MaterialLine, ...]) -> tuple[str, ...]:
    if case.state is State.CORRECTION_REQUIRED:
        return tuple(defect.material for defect in case.correction_defects)
    return tuple(line.name for line in outstanding)
