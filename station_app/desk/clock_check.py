"""Whether this PC's clock can be right, before a number is minted or anything is dated by it (decision 157).

A dead battery begins in 2009 again. The clock is compared with what cannot be later than now: the newest record, the
district's time at the last contact, what it has published, the day of this program; and with what cannot be long ago.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

from forms.dates import CHINA, china_time, chinese_date
from forms.events import ClockConfirmed
from forms.failures import InputFailure
from station_app.desk.act import new_event
from station_app.desk.context import Desk
from station_app.desk.views import ClockDoubt
from station_app.version import RELEASED

BEHIND = timedelta(hours=12)
"""A record may come from a PC whose clock was a little fast."""
LONGEST_SILENCE = timedelta(days=31)
"""A desk that has recorded nothing and heard nothing for so long is asked once whether the day is right."""


class ClockInDoubt(InputFailure):
    """Nothing was recorded: it would bear a wrong day."""

    def __init__(self, doubt: ClockDoubt) -> None:
        zh, en = doubt.words()
        super().__init__(f"{zh}填的都存着，核对以后再办。", f"{en} What was entered is kept; go on after that.")
        self.doubt = doubt


def clock_doubt(desk: Desk) -> ClockDoubt | None:
    """Why the clock cannot be believed; None where it can. Once the PC's own clock is right again, it alone counts."""
    if desk.clock.ahead_s and _doubt(desk, china_time(desk.clock.pc.now())) is None:
        _move(desk, 0)
    return _doubt(desk, desk.now())


def next_number(desk: Desk) -> str:
    """The next number, dated today. Inside a transaction only. Raises `ClockInDoubt`."""
    doubt = clock_doubt(desk)
    if doubt is not None:
        raise ClockInDoubt(doubt)
    return desk.store.next_number(desk.now())


def confirm_day(desk: Desk, today: date) -> None:
    """Whoever is signed in says which day it is; the desk goes on from there, and an event says so."""
    pc = china_time(desk.clock.pc.now())
    if today < RELEASED:
        raise InputFailure(
            f"{chinese_date(today)}还没有这个程序，请再看看今天是几号。",
            "This program did not exist on that day; look again.",
        )
    # A right day keeps the clock's own hour; another one begins where the PC's hour stands.
    ahead = today - pc.date()
    with desk.store.transaction():
        _move(desk, int(ahead.total_seconds()))
        desk.store.facts.write("clock_confirmed_at", desk.now().isoformat())
        data = ClockConfirmed(today.isoformat(), pc.replace(microsecond=0).isoformat())
        desk.store.append(new_event(desk, "clock_confirmed", data))


def _move(desk: Desk, ahead_s: int) -> None:
    desk.clock.ahead_s = ahead_s
    desk.store.facts.write("clock_ahead_s", ahead_s)


def _doubt(desk: Desk, now: datetime) -> ClockDoubt | None:
    recorded = desk.store.log.newest_at()
    known = (*_published(desk), *_moment(recorded))
    if _goes_on(now, max(known)) or len(known) == 1:
        return None if now >= known[0] - BEHIND else ClockDoubt(now.date(), known[0].date(), known[0].date())
    # Whoever was asked knew better than what is published; since then the records alone tell.
    if desk.store.facts.clock_confirmed_at() and all(_goes_on(now, moment) for moment in _moment(recorded)):
        return None
    newest = max(known)
    return ClockDoubt(now.date(), newest.date(), max(newest, now).date())


def _goes_on(now: datetime, newest: datetime) -> bool:
    return newest - BEHIND <= now <= newest + LONGEST_SILENCE


def _published(desk: Desk) -> Iterator[datetime]:
    """Moments that have been. The first is this program's day."""
    yield datetime.combine(RELEASED, time(), CHINA)
    last = desk.store.facts.place().last_success
    if last:
        yield china_time(datetime.fromtimestamp(last / 1000, UTC))
    yield from _moment(desk.catalogue.published_at)


def _moment(said: str) -> tuple[datetime, ...]:
    try:
        return (china_time(said),)
    except ValueError:
        return ()
