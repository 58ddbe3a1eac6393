"""Whether the server's clock can be believed before anything legal follows from it (decision 156).

Within a run the wall clock has to go on as the time since the machine's start does. Across a restart it is compared with
the last time that was believed, or the newest event. Where the two differ nothing is deemed, and nobody's delay counts, until
the clock is back, the stations' clocks agree with it, or an officer of the district has said that it is right.
"""

import time
from collections.abc import Callable
from datetime import datetime, timedelta

import msgspec
from sqlalchemy import Connection, delete, func, insert, select, update

from forms.dates import china_time
from sync.district.database.engine import reading, writing
from sync.district.database.tables import device, event, setting
from sync.district.district import District
from sync.district.happenings import record

TOLERANCE = timedelta(minutes=10)
LONGEST_OFF = timedelta(hours=2)
"""How far the clock may have gone on over a restart without anybody's word for it."""
STATIONS_AGREE_WITHIN = timedelta(hours=12)
_NAME = "clock"


class Doubt(msgspec.Struct, frozen=True):
    """ISO times in China: what the clock said when it was noticed, and what it should have said."""

    said: str
    expected: str


class ClockState(msgspec.Struct, frozen=True, omit_defaults=True):
    """`believed`: the last time that was believed (ISO). `confirmed` counts how often somebody said that the clock is right."""

    believed: str = ""
    doubt: Doubt | None = None
    confirmed: int = 0


def steady_seconds() -> float:
    """Seconds since the machine's start, its sleep included where the system counts it; nobody can set them."""
    if hasattr(time, "CLOCK_BOOTTIME"):
        return time.clock_gettime(time.CLOCK_BOOTTIME)
    return time.monotonic()


def doubt(connection: Connection, district: District) -> Doubt | None:
    """Why the clock is not believed now; None where it is."""
    return _read(connection, district).doubt


def confirm(district: District, login: str) -> None:
    """An officer of the district has looked: the clock is right as it is."""
    with writing(district.engine) as connection:
        state = _read(connection, district)
        _write(connection, district, ClockState(_stamp(district.now()), None, state.confirmed + 1))
        record(connection, district, "clock_confirmed", detail=login)


class ClockWatch:
    """One for each run of a program that lets something legal follow. `steady`: seconds that nobody can set."""

    def __init__(self, district: District, steady: Callable[[], float] = steady_seconds) -> None:
        self._district, self._steady = district, steady
        self._anchor: tuple[datetime, float] | None = None
        self._confirmed = -1

    def look(self) -> bool:
        """Whether the clock is believed; notes what changed. Called each minute, and before anything legal follows."""
        now = self._district.now()
        with reading(self._district.engine) as connection:
            state = _read(connection, self._district)
            if self._is_right(connection, state, now) or (
                state.doubt is not None and _stations_agree(connection, self._district)
            ):
                changed = self._believed(state, now)
            else:
                changed = self._doubted(connection, state, now)
        if changed != state:
            with writing(self._district.engine) as connection:
                self._note(connection, state, changed)
        return changed.doubt is None

    def _is_right(self, connection: Connection, state: ClockState, now: datetime) -> bool:
        if self._anchor is not None and self._confirmed != state.confirmed:
            self._anchor = None
        ahead = now - self._expected(connection, state, now)
        return -TOLERANCE <= ahead <= (TOLERANCE if self._anchor else LONGEST_OFF)

    def _expected(self, connection: Connection, state: ClockState, now: datetime) -> datetime:
        if self._anchor is not None:
            moment, steady = self._anchor
            return moment + timedelta(seconds=self._steady() - steady)
        return china_time(state.believed) if state.believed else _newest_event(connection, self._district) or now

    def _believed(self, state: ClockState, now: datetime) -> ClockState:
        self._anchor, self._confirmed = (now, self._steady()), state.confirmed
        is_news = state.doubt is not None or not state.believed or now - china_time(state.believed) > TOLERANCE
        return ClockState(_stamp(now), None, state.confirmed) if is_news else state

    def _doubted(self, connection: Connection, state: ClockState, now: datetime) -> ClockState:
        if state.doubt is not None:
            return state
        expected = self._expected(connection, state, now)
        return ClockState(state.believed, Doubt(_stamp(now), _stamp(expected)), state.confirmed)

    def _note(self, connection: Connection, before: ClockState, after: ClockState) -> None:
        _write(connection, self._district, after)
        if after.doubt is not None:
            record(connection, self._district, "clock_doubted", detail=f"{after.doubt.said},{after.doubt.expected}")
            # Only what the stations' clocks say from now on tells whether this one is right.
            ours = device.c.district == self._district.code
            connection.execute(update(device).where(ours).values(clock_ahead_ms=None))
        elif before.doubt is not None:
            record(connection, self._district, "clock_settled")


def _stations_agree(connection: Connection, district: District) -> bool:
    """Whether the clocks of the PCs that have spoken since speak for this one: at least as many as speak against it."""
    spoken = connection.execute(
        select(device.c.clock_ahead_ms).where(
            device.c.district == district.code, device.c.revoked_at == "", device.c.clock_ahead_ms.is_not(None)
        )
    ).scalars()
    near = [abs(timedelta(milliseconds=ahead)) <= STATIONS_AGREE_WITHIN for ahead in spoken]
    return any(near) and near.count(True) >= near.count(False)


def _newest_event(connection: Connection, district: District) -> datetime | None:
    at_ms = connection.execute(select(func.max(event.c.at_ms)).where(event.c.district == district.code)).scalar()
    return None if at_ms is None else china_time(datetime.fromtimestamp(at_ms / 1000).astimezone())


def _stamp(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")


def _read(connection: Connection, district: District) -> ClockState:
    found = connection.execute(
        select(setting.c.value).where(setting.c.district == district.code, setting.c.name == _NAME)
    ).scalar()
    return ClockState() if found is None else msgspec.json.decode(found, type=ClockState)


def _write(connection: Connection, district: District, state: ClockState) -> None:
    where = (setting.c.district == district.code, setting.c.name == _NAME)
    connection.execute(delete(setting).where(*where))
    value = msgspec.json.encode(state).decode()
    connection.execute(insert(setting).values(district=district.code, name=_NAME, value=value))
