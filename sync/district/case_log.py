"""Appends events to cases: order, fold, queue row, page references and feed, all in the caller's transaction."""

from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from itertools import count

import msgspec
from sqlalchemy import BindParameter, Column, Connection, bindparam, insert, select, update

from forms.dates import china_date
from forms.events import EVENT_DATA, Event, OfficialNumberAssigned, decode_event, encode_event, make_event, pages_of
from forms.lifecycle import ENDED, Case, State, apply
from forms.waiting import WaitingRules
from forms.workdays import WorkCalendar
from sync.district import feed, limits
from sync.district.case_search import text_of
from sync.district.database.tables import case_page, case_row, event, ledger, station
from sync.district.district import District
from sync.district.feed import NewEntry
from sync.district.official_number import official_number
from sync.district.publications import Guides, current_calendar
from sync.protocol.messages import SettingsDocument

_BY_GUIDE = (State.RECEIVED, State.ACCEPTED)
"""States in which the item's guide says who holds a case, or until when."""
DISTRICT_ACTOR = ""
"""What the district's server does by itself is nobody's act: only the office stands in the history."""


@dataclass(frozen=True)
class Origin:
    """Where a station's event stands in its device's log."""

    device: str
    epoch: int
    seq: int


@dataclass
class StoredCase:
    """A case and what the queue knows beside it. `supplied_at`: when the last supplement asked for reached the server."""

    case: Case
    station: str
    arrived_at: str
    last_order: int = 0
    supplied_at: str = ""
    is_new: bool = True


@dataclass
class _Pending:
    events: list[dict[str, object]] = field(default_factory=list)
    entries: list[NewEntry] = field(default_factory=list)
    pages: dict[tuple[str, str], str] = field(default_factory=dict)
    changed: set[str] = field(default_factory=set)


def find_case(connection: Connection, district: District, case_id: str) -> StoredCase | None:
    """The case as its events have made it so far, or None."""
    row = connection.execute(
        select(case_row).where(case_row.c.district == district.code, case_row.c.case_id == case_id)
    ).first()
    if row is None:
        return None
    case = msgspec.json.decode(row.snapshot, type=Case)
    return StoredCase(case, row.station, row.arrived_at, row.last_order, row.supplied_at, is_new=False)


@dataclass(frozen=True)
class LockedStation:
    township: str
    last_epoch: int
    settings: bytes

    @cached_property
    def rules(self) -> WaitingRules:
        """How long things may wait at this station and its township."""
        return rules_in(self.settings)


def rules_in(settings: bytes) -> WaitingRules:
    """The rules in a station's settings document."""
    return msgspec.json.decode(settings, type=SettingsDocument).waiting


def lock_station(connection: Connection, district: District, code: str) -> LockedStation:
    """Locks a station's row for this transaction. Raises KeyError for an unknown station."""
    row = connection.execute(
        select(station.c.township, station.c.last_epoch, station.c.settings)
        .where(station.c.district == district.code, station.c.station == code)
        .with_for_update()
    ).first()
    if row is None:
        raise KeyError(code)
    return LockedStation(row.township, row.last_epoch, row.settings)


class CaseLog:
    """The events of one transaction on one station's cases. `append` any number of times, then `write` once.

    `append` folds and checks without touching the database's tables: what it refuses leaves no trace.
    """

    def __init__(self, connection: Connection, district: District, code: str, now: datetime) -> None:
        self.now = now
        self._connection = connection
        self._district = district
        self.station = code
        self.locked = lock_station(connection, district, code)
        self._cases: dict[str, StoredCase | None] = {}
        self._pending = _Pending()
        self._calendar: WorkCalendar | None = None
        self._guides = Guides(connection, district)
        self._parked: set[str] | None = None

    @property
    def parked_cases(self) -> set[str]:
        """Cases of this station with an event that this program does not know: what comes after it cannot be judged."""
        if self._parked is None:
            self._parked = _parked_cases(self._connection, self._district, self.station)
        return self._parked

    @parked_cases.setter
    def parked_cases(self, case_ids: set[str]) -> None:
        self._parked = case_ids

    def case(self, case_id: str) -> StoredCase | None:
        """The case as this transaction has it by now."""
        if case_id not in self._cases:
            self._cases[case_id] = find_case(self._connection, self._district, case_id)
        return self._cases[case_id]

    def number_is_taken(self, receipt_number: str, case_id: str) -> bool:
        """Whether another case bears this receipt number, in the database or in this transaction."""
        return self._is_borne(case_row.c.receipt_number, receipt_number, case_id)

    def append(self, op_id: bytes, happened: Event, body: bytes, origin: Origin | None) -> int:
        """The event's place in its case, 0 for an event of no case. `origin` None: it is the district's own.

        Raises IllegalMove, UnknownKind or msgspec.ValidationError, and then nothing has changed.
        """
        order = self._fold(happened) if EVENT_DATA[happened.kind].of_case else 0
        self._note(op_id, happened, body, origin, order)
        if happened.kind == "case_received":
            self._assign_number(happened)
        return order

    def append_own(self, op_id: bytes, happened: Event) -> int:
        """An act of the district itself."""
        return self.append(op_id, happened, encode_event(happened), None)

    def write(self) -> None:
        """Writes everything appended. The feed's positions are taken last."""
        pending = self._pending
        if not pending.events:
            return
        self._connection.execute(insert(event), pending.events)
        self._write_cases([case_id for case_id in self._cases if case_id in pending.changed])
        self._write_pages()
        feed.extend(self._connection, self._district, self.station, pending.entries)
        self._pending = _Pending()

    def _fold(self, happened: Event) -> int:
        stored = self.case(happened.case_id)
        before = stored.case if stored else Case()
        after = apply(before, happened)
        if stored is None:
            stored = StoredCase(after, self.station, self._stamp())
            self._cases[happened.case_id] = stored
        if before.state is State.CORRECTION_REQUIRED and after.state is State.UNDER_CHECK:
            stored.supplied_at = self._stamp()
        stored.case = after
        stored.last_order += 1
        self._pending.changed.add(happened.case_id)
        return stored.last_order

    def _note(self, op_id: bytes, happened: Event, body: bytes, origin: Origin | None, order: int) -> None:
        at_ms = int(self.now.timestamp() * 1000)
        author = "station" if origin else "district"
        self._pending.events.append(
            {
                "district": self._district.code,
                "op_id": op_id,
                "case_id": happened.case_id if order else "",
                "case_order": order or None,
                "kind": happened.kind,
                "author": author,
                "station": self.station,
                "device": origin.device if origin else "",
                "epoch": origin.epoch if origin else 0,
                "seq": origin.seq if origin else 0,
                "at_ms": at_ms,
                "body": body,
            }
        )
        self._pending.entries.append(NewEntry("own_event" if origin else "event", at_ms, op_id))
        for page in pages_of(happened):
            self._pending.pages.setdefault((page.sha256, happened.case_id), author)

    def _assign_number(self, happened: Event) -> None:
        number = self._official_number(happened)
        assigned = make_event(
            "official_number_assigned",
            OfficialNumberAssigned(number),
            case_id=happened.case_id,
            at=self._stamp(),
            actor=DISTRICT_ACTOR,
            office=self._district.settings.county_name,
        )
        self.append_own(self._district.random(16), assigned)

    def _official_number(self, receipt: Event) -> str:
        prefix, day = self._district.settings.official_number_prefix, self._day_of(receipt)
        for attempt in count():
            number = official_number(prefix, day, receipt.case_id, attempt)
            if not self._is_borne(case_row.c.official_number, number, receipt.case_id):
                return number
        raise AssertionError

    def _day_of(self, receipt: Event) -> date:
        """The day on the slip; for a time that is none, the authority's."""
        try:
            return china_date(receipt.at)
        except ValueError:
            return self.now.date()

    def _is_borne(self, column: Column[str | None], number: str, by_another_than: str) -> bool:
        is_receipt = column is case_row.c.receipt_number
        for case_id, stored in self._cases.items():
            if stored is not None and case_id != by_another_than:
                case = stored.case
                if number == (case.content.receipt_number if is_receipt else case.official_number):
                    return True
        found = self._connection.execute(
            select(case_row.c.case_id).where(case_row.c.district == self._district.code, column == number)
        ).scalar()
        return found not in (None, by_another_than)

    def _write_cases(self, case_ids: list[str]) -> None:
        new = [self._row(case_id) for case_id in case_ids if self._stored(case_id).is_new]
        old = [self._row(case_id) for case_id in case_ids if not self._stored(case_id).is_new]
        if new:
            self._connection.execute(insert(case_row), new)
        if old:
            changing: dict[str, BindParameter[object]] = {
                name: bindparam(f"new_{name}") for name in old[0] if name not in ("district", "case_id")
            }
            where = (case_row.c.district == bindparam("new_district"), case_row.c.case_id == bindparam("new_case_id"))
            rows = [{f"new_{name}": value for name, value in row.items()} for row in old]
            self._connection.execute(update(case_row).where(*where).values(changing), rows)
        for case_id in case_ids:
            self._stored(case_id).is_new = False

    def _stored(self, case_id: str) -> StoredCase:
        stored = self._cases[case_id]
        if stored is None:
            raise LookupError(case_id)
        return stored

    def _row(self, case_id: str) -> dict[str, object]:
        stored = self._stored(case_id)
        case, content = stored.case, stored.case.content
        if self._calendar is None:
            self._calendar = current_calendar(self._connection, self._district)
        return {
            "district": self._district.code,
            "case_id": case_id,
            "station": stored.station,
            "township": self.locked.township,
            "last_order": stored.last_order,
            "state": case.state.value,
            "open": case.state not in ENDED and case.state is not State.DRAFT,
            "item_code": content.item_code[:60],
            "item_name": content.item_name[:200],
            "applicant_name": content.applicant.name[:200],
            "village": content.applicant.village[:60],
            "receipt_number": content.receipt_number or None,
            "official_number": case.official_number or None,
            "urgent": bool(content.urgent_reason),
            "arrived_at": stored.arrived_at,
            "supplied_at": stored.supplied_at,
            "due": limits.next_due(case, self.known(stored), self._calendar),
            "snapshot": msgspec.json.encode(case),
            "corrected": "\n".join(f"{each.before}\n{each.after}" for each in case.corrected),
            "search_text": text_of(case),
        }

    def known(self, stored: StoredCase) -> limits.Known:
        """What is known of how the case waits, beside its events."""
        content = stored.case.content
        guide = self._guides.of(content.item_code, content.item_version) if stored.case.state in _BY_GUIDE else None
        return limits.Known(stored.arrived_at, stored.supplied_at, self.locked.rules, guide)

    def _write_pages(self) -> None:
        if not self._pending.pages:
            return
        wanted = self._pending.pages
        known = self._connection.execute(
            select(case_page.c.sha256, case_page.c.case_id).where(
                case_page.c.district == self._district.code,
                case_page.c.station == self.station,
                case_page.c.case_id.in_(sorted({case_id for _, case_id in wanted})),
            )
        )
        missing = wanted.keys() - {(row.sha256, row.case_id) for row in known}
        if missing:
            rows = [
                {"sha256": sha256, "case_id": case_id, "author": wanted[sha256, case_id]}
                for sha256, case_id in sorted(missing)
            ]
            place = {"district": self._district.code, "station": self.station}
            self._connection.execute(insert(case_page), [place | row for row in rows])

    def _stamp(self) -> str:
        return self.now.isoformat(timespec="milliseconds")


def _parked_cases(connection: Connection, district: District, code: str) -> set[str]:
    rows = connection.execute(
        select(ledger.c.body).where(
            ledger.c.district == district.code, ledger.c.station == code, ledger.c.verdict == "parked"
        )
    ).scalars()
    return {case_named_in(body) for body in rows if body} - {""}


def case_named_in(body: bytes) -> str:
    """The case that an event names; empty where it names none or cannot be read."""
    try:
        return decode_event(body).case_id
    except (msgspec.DecodeError, UnicodeDecodeError):
        return ""


def refresh_due(connection: Connection, district: District) -> None:
    """Works out anew until when every open case waits: after a new calendar, new rules or a newer program."""
    calendar, guides = current_calendar(connection, district), Guides(connection, district)
    here = station.c.district == district.code
    settings = {
        row.station: row.settings
        for row in connection.execute(select(station.c.station, station.c.settings).where(here))
    }
    rules = {code: rules_in(body) for code, body in settings.items()}
    columns = case_row.c
    rows = connection.execute(
        select(
            columns.case_id, columns.station, columns.snapshot, columns.arrived_at, columns.supplied_at, columns.due
        ).where(columns.district == district.code, columns.open)
    ).all()
    for row in rows:
        case = msgspec.json.decode(row.snapshot, type=Case)
        guide = guides.of(case.content.item_code, case.content.item_version) if case.state in _BY_GUIDE else None
        known = limits.Known(row.arrived_at, row.supplied_at, rules.get(row.station, WaitingRules()), guide)
        due = limits.next_due(case, known, calendar)
        if due != row.due:
            where = (case_row.c.district == district.code, case_row.c.case_id == row.case_id)
            connection.execute(update(case_row).where(*where).values(due=due))
