"""A clock whose battery is dead: nothing is dated by it unasked, and the desk goes on with the day that the agent says."""

from datetime import date, datetime
from pathlib import Path

import pytest

from forms.dates import CHINA
from forms.events import ClockConfirmed, read_data
from forms.failures import InputFailure
from station_app.desk.clock_check import ClockInDoubt, clock_doubt, confirm_day
from station_app.desk.context import Desk
from station_app.desk.forward import forward
from station_app.desk.give_notice import give_notice
from station_app.desk.receive_case import receive_case
from tests.storage.station import SetClock, complete_content, drafted, enrolled, opened_desk

DEAD = datetime(2009, 1, 1, 0, 3, tzinfo=CHINA)


def receive(desk: Desk, serial: int = 124) -> str:
    return receive_case(desk, drafted(desk, complete_content(desk, serial=serial))).receipt_number


def test_nothing_is_minted_by_a_dead_clock(desk: Desk, clock: SetClock) -> None:
    case_id = receive_case(desk, drafted(desk, complete_content(desk))).case_id
    before = desk.store.log.newest_at()
    clock.moment = DEAD
    draft = drafted(desk, complete_content(desk, serial=126))
    for act in (lambda: receive_case(desk, draft), lambda: forward(desk, [case_id], "officer")):
        with pytest.raises(ClockInDoubt, match="2009年1月1日") as told:
            act()
        assert "2026年11月23日" in told.value.zh
    without = complete_content(desk, serial=127)
    short = drafted(
        desk, type(without)(**{**{n: getattr(without, n) for n in without.__struct_fields__}, "materials": ()})
    )
    with pytest.raises(ClockInDoubt):
        give_notice(desk, short)
    assert desk.store.log.newest_at() == before


def test_the_desk_goes_on_with_the_day_that_is_said(desk: Desk, clock: SetClock, tmp_path: Path) -> None:
    receive(desk)
    clock.moment = DEAD
    confirm_day(desk, date(2026, 11, 24))
    assert clock_doubt(desk) is None
    assert "-20261124-" in receive(desk, 126)
    said = desk.store.log.newest_at()
    assert said.startswith("2026-11-24T00:03")
    (row,) = desk.store.database.rows("SELECT body FROM event WHERE kind = 'clock_confirmed'")
    from forms.events import decode_event

    assert read_data(decode_event(row[0]), ClockConfirmed) == ClockConfirmed("2026-11-24", "2009-01-01T00:03:00+08:00")
    again = opened_desk(tmp_path, enrolled_before(desk), clock)
    assert again.today() == date(2026, 11, 24), "also after the program was closed"
    again.close()


def enrolled_before(desk: Desk) -> object:
    from station_app.desk.sign_in import sign_in
    from tests.storage.station import PASSWORD

    return sign_in(desk.store.places.directory, "longxiuzhen", PASSWORD, desk.clock)


def test_each_start_of_a_dead_clock_asks_again(desk: Desk, clock: SetClock) -> None:
    receive(desk)
    clock.moment = DEAD
    confirm_day(desk, date(2026, 11, 24))
    clock.wait(hours=20)
    receive(desk, 126)
    clock.moment = DEAD
    doubt = clock_doubt(desk)
    assert doubt is not None
    assert doubt.newest == date(2026, 11, 24)


def test_a_clock_that_was_set_right_counts_again_by_itself(desk: Desk, clock: SetClock) -> None:
    receive(desk)
    clock.moment = DEAD
    confirm_day(desk, date(2026, 11, 24))
    clock.moment = datetime(2026, 11, 24, 9, 0, tzinfo=CHINA)
    assert clock_doubt(desk) is None
    assert desk.now() == clock.moment
    assert desk.clock.ahead_s == 0


@pytest.mark.parametrize("days", [-2, 32, 4000])
def test_what_no_desk_would_leave_out_is_asked_about(desk: Desk, clock: SetClock, days: int) -> None:
    receive(desk)
    clock.wait(days=days)
    assert clock_doubt(desk) is not None


@pytest.mark.parametrize("much", [{"days": 30}, {"hours": -11}, {"minutes": 5}, {}])
def test_what_happens_every_day_is_not(desk: Desk, clock: SetClock, much: dict[str, float]) -> None:
    receive(desk)
    clock.wait(**much)
    assert clock_doubt(desk) is None


def test_a_long_pause_is_asked_about_once(desk: Desk, clock: SetClock) -> None:
    receive(desk)
    clock.wait(days=60)
    assert clock_doubt(desk) is not None
    confirm_day(desk, desk.today())
    assert clock_doubt(desk) is None
    assert "-20270122-" in receive(desk, 126)


def test_a_desk_that_is_new_knows_the_programs_day(tmp_path: Path) -> None:
    clock = SetClock(DEAD)
    desk = opened_desk(tmp_path, enrolled(tmp_path, clock), clock)
    doubt = clock_doubt(desk)
    assert doubt is not None
    with pytest.raises(InputFailure, match="还没有这个程序"):
        confirm_day(desk, date(2009, 1, 1))
    desk.close()


def test_after_records_of_a_future_that_was_none_the_agents_word_counts(desk: Desk, clock: SetClock) -> None:
    clock.wait(days=3000)
    confirm_day(desk, desk.today())
    receive(desk)
    clock.wait(days=-3000)
    doubt = clock_doubt(desk)
    assert doubt is not None
    confirm_day(desk, desk.today())
    assert "-20261123-" in receive(desk, 126)
    assert clock_doubt(desk) is None
