"""The queue: what came, what runs out first, found by name, number, village or item."""

from dataclasses import dataclass
from datetime import date

import msgspec
from sqlalchemy import ColumnElement, Connection, Row, func, select

from forms import words
from forms.lifecycle import Case, State
from forms.waiting import most_pressing
from forms.workdays import CalendarMissing, WorkCalendar
from sync.district import limits
from sync.district.case_search import finds
from sync.district.console.page_counts import PageCounts, waiting_in
from sync.district.database.tables import case_row, station
from sync.district.district import District
from sync.district.publications import Guides, current_calendar
from sync.district.users import User
from sync.protocol.messages import SettingsDocument

ROWS = 50
SOON_DAYS = 3

FILTERS: dict[str, tuple[str, tuple[State, ...]]] = {
    "open": ("没办完的", ()),
    "arrived": ("等确认收到", (State.RECEIVED, State.IN_TRANSIT)),
    "check": ("在核对", (State.UNDER_CHECK,)),
    "correction": ("等补正", (State.CORRECTION_REQUIRED,)),
    "accepted": ("办理中", (State.ACCEPTED, State.SUSPENDED)),
    "result": ("结果要送", (State.DECIDED_GRANTED, State.DECIDED_REFUSED)),
    "coming": ("结果在路上", (State.RESULT_ON_THE_WAY,)),
    "late": ("已超期", ()),
    "all": ("全部", ()),
}


@dataclass(frozen=True)
class Due:
    """`level`: late ■, soon ▲, good ●, none; a colour never stands alone."""

    level: str
    mark: str
    words: str


@dataclass(frozen=True)
class QueueRow:
    case_id: str
    due: Due
    name: str
    item: str
    village: str
    state: str
    waits: str
    number: str
    arrived_at: str
    urgent: bool
    pages_waiting: int


@dataclass(frozen=True)
class Queue:
    rows: tuple[QueueRow, ...]
    counts: dict[str, int]
    total: int
    page: int
    pages: int


def read_queue(connection: Connection, district: District, user: User, chosen: str, query: str, page: int) -> Queue:
    """One page of the cases this user may see, the most pressing first."""
    today = district.now().date()
    calendar = current_calendar(connection, district)
    seen = visible(district, user)
    where = [*seen, *_filter(chosen, today), *finds(connection, district, query)]
    total = connection.execute(select(func.count()).select_from(case_row).where(*where)).scalar_one()
    pages = max(1, -(-total // ROWS))
    page = min(max(page, 1), pages)
    newest_first = chosen == "all"
    order = [case_row.c.arrived_at.desc()] if newest_first else [case_row.c.due, case_row.c.arrived_at]
    rows = connection.execute(
        select(case_row).where(*where).order_by(*order, case_row.c.case_id).limit(ROWS).offset((page - 1) * ROWS)
    )
    found = rows.all()
    waiting = waiting_in(connection, district, (row.case_id for row in found))
    awaited = Awaited(connection, district, calendar)
    shown = tuple(
        _row(row, today, calendar, waiting.get(row.case_id, PageCounts()), awaited.words(row)) for row in found
    )
    counts = {name: _count(connection, seen, name, today) for name in FILTERS if name != "all"}
    return Queue(shown, counts, total, page, pages)


def visible(district: District, user: User) -> list[ColumnElement[bool]]:
    """A township clerk sees the stations of the township; district staff see all."""
    where = [case_row.c.district == district.code]
    if user.role == "township":
        where.append(case_row.c.township == user.township)
    return where


def due_words(state: State, due: str, today: date, calendar: WorkCalendar) -> Due:
    """How a limit is said in the queue and on the case."""
    try:
        days = limits.days_left(due, today, calendar)
    except CalendarMissing as missing:
        if date.fromisoformat(due) < today:
            return Due("late", "■", "已超期")
        return Due("soon", "▲", f"到{words.day(date.fromisoformat(due))}（{missing.year}年日历未发布）")
    if days is None:
        return Due("none", "", words.STATES[state].zh)
    level, mark = ("late", "■") if days < 0 else ("soon", "▲") if days <= SOON_DAYS else ("good", "●")
    return Due(level, mark, words.days_left(days))


class Awaited:
    """What the cases of one page wait for; the stations' words and the guides are read once."""

    def __init__(self, connection: Connection, district: District, calendar: WorkCalendar) -> None:
        self._calendar, self._guides = calendar, Guides(connection, district)
        rows = connection.execute(
            select(station.c.station, station.c.settings).where(station.c.district == district.code)
        )
        self._settings = {row.station: msgspec.json.decode(row.settings, type=SettingsDocument) for row in rows}

    def words(self, row: Row[tuple[object, ...]]) -> str:
        case, settings = msgspec.json.decode(row.snapshot, type=Case), self._settings[row.station]
        guide = self._guides.of(case.content.item_code, case.content.item_version)
        known = limits.Known(row.arrived_at, row.supplied_at, settings.waiting, guide)
        waits = limits.waits(case, known, self._calendar)
        return words.waiting(most_pressing(waits), case.office, settings.township_word) if waits else ""


def _row(row: Row[tuple[object, ...]], today: date, calendar: WorkCalendar, pages: PageCounts, waits: str) -> QueueRow:
    state = State(row.state)
    return QueueRow(
        row.case_id,
        due_words(state, row.due, today, calendar),
        row.applicant_name,
        row.item_name,
        row.village,
        words.STATES[state].zh,
        waits,
        row.official_number or row.receipt_number or "",
        row.arrived_at,
        row.urgent,
        pages.waiting,
    )


def _filter(chosen: str, today: date) -> list[ColumnElement[bool]]:
    if chosen == "all":
        return []
    states = FILTERS.get(chosen, FILTERS["open"])[1]
    where: list[ColumnElement[bool]] = [case_row.c.open]
    if chosen == "late":
        where.append(case_row.c.due < today.isoformat())
    if states:
        where.append(case_row.c.state.in_([state.value for state in states]))
    return where


def _count(connection: Connection, seen: list[ColumnElement[bool]], chosen: str, today: date) -> int:
    where = [*seen, *_filter(chosen, today)]
    return int(connection.execute(select(func.count()).select_from(case_row).where(*where)).scalar_one())
