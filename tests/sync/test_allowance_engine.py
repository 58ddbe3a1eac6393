"""The engine with an allowance: records always go; pages wait, are told, and go at their hour or when the agent says so."""

from datetime import datetime, timedelta

import pytest

from forms.dates import CHINA
from station_app.jobs import line_state
from sync.station.allowance import RESULT_BYTES, Allowance
from sync.station.engine import SyncEngine
from sync.station.errors import LineFailure
from sync.station.report import ExchangeReport, Held
from tests.sync.scripted_district import AHEAD_MS, line_breaks
from tests.sync.test_engine import LIMITS, World

NIGHT = Allowance(pages_from="18:00", pages_until="07:00")
METERED = Allowance(metered=True)


class Highest:
    """A source of chance that always gives its most."""

    def uniform(self, _: float, most: float, /) -> float:
        return most


class Allowed(World):
    """A world whose agent has allowed the line `allowance`; what is set while a run is on its way holds at once."""

    def __init__(self, allowance: Allowance) -> None:
        super().__init__()
        self.allowance = allowance
        self.engine = SyncEngine(
            self.store, self.district, self.clock, Highest(), LIMITS, allowance=lambda: self.allowance
        )

    def clock_says(self, hour: int, minute: int = 0) -> None:
        self.clock.at = datetime(2026, 11, 23, hour, minute, tzinfo=CHINA) - timedelta(
            seconds=self.clock.seconds, milliseconds=AHEAD_MS
        )


def test_records_go_at_any_hour_and_photographs_wait() -> None:
    world = Allowed(NIGHT)
    world.clock_says(9)
    world.happened("case_received")
    world.store.add_page(bytes(10_000))
    world.store.add_page(bytes(40_000))
    report = world.engine.run_once()
    assert (report.failure, report.applied, report.pages_sent) == (None, 1, 0)
    assert not world.district.pieces
    assert (report.held.pages, report.held.bytes) == (2, 50_000)
    assert report.held.opens == datetime(2026, 11, 23, 18, tzinfo=CHINA)


def test_at_their_hour_they_go_and_the_next_run_is_then() -> None:
    world = Allowed(NIGHT)
    world.clock_says(17, 58)
    world.store.add_page(bytes(40_000))
    assert world.engine.run_once().held.pages == 1
    delay = world.engine.next_delay()
    assert 120 <= delay <= 180 < LIMITS.every * 1.2, "the hour, and at most a minute of chance after it"
    world.clock.seconds += delay
    report = world.engine.run_once()
    assert (report.pages_sent, report.held) == (1, Held())
    assert world.engine.next_delay() == pytest.approx(LIMITS.every * 1.2)


def test_far_from_the_hour_the_usual_wait_is_kept() -> None:
    world = Allowed(NIGHT)
    world.clock_says(9)
    world.store.add_page(bytes(40_000))
    world.engine.run_once()
    assert world.engine.next_delay() == pytest.approx(LIMITS.every * 1.2)


@pytest.mark.parametrize("allowance", [NIGHT, METERED])
def test_the_agent_sends_everything_for_one_run(allowance: Allowance) -> None:
    world = Allowed(allowance)
    world.clock_says(9)
    world.store.add_page(bytes(40_000))
    assert world.engine.run_once(everything=True).pages_sent == 1
    world.store.add_page(bytes(41_000))
    assert world.engine.run_once().held.pages == 1


@pytest.mark.parametrize("years", [-26, 30])
@pytest.mark.parametrize(("true_hour", "sent"), [(9, 0), (20, 1)])
def test_a_clock_that_is_wrong_by_years_and_hours_changes_no_hour(years: int, true_hour: int, sent: int) -> None:
    world = Allowed(NIGHT)
    world.store.add_page(bytes(40_000))
    world.happened("case_received")
    world.clock_says(true_hour)
    right = world.clock.at
    world.district.now_ms = lambda: int((right.timestamp() + world.clock.seconds) * 1000) + AHEAD_MS  # type: ignore[method-assign]
    world.clock.at = right.replace(year=right.year + years) + timedelta(hours=11)
    report = world.engine.run_once()
    assert (report.failure, report.applied, report.pages_sent) == (None, 1, sent)


def test_on_a_line_paid_by_the_byte_the_small_go() -> None:
    world = Allowed(METERED)
    small = world.store.add_page(bytes(20_000))
    world.store.add_page(bytes(40_000))
    report = world.engine.run_once()
    assert world.store.confirmed == {small}
    assert (report.held.pages, report.held.bytes, report.held.opens) == (1, 40_000, None)


@pytest.mark.parametrize("allowance", [NIGHT, METERED])
def test_a_result_to_hand_over_comes_and_a_large_one_waits(allowance: Allowance) -> None:
    world = Allowed(allowance)
    world.clock_says(9)
    for size in (RESULT_BYTES, RESULT_BYTES + 1):
        content = size.to_bytes(4, "big") + bytes(size - 4)
        sha256 = world.store.add_page(content)
        world.store.confirmed.add(sha256)
        world.store.wanted.append(sha256)
        world.district.results[sha256] = content
    report = world.engine.run_once()
    assert [len(content) for content in world.store.fetched.values()] == [RESULT_BYTES]
    assert (report.failure, report.held.results) == (None, 1)
    asked: list[int] = []
    fetch = world.district.fetch_page
    world.district.fetch_page = lambda *given: (asked.append(1), fetch(*given))[1]  # type: ignore[method-assign, func-returns-value, misc]
    world.engine.run_once()
    assert not asked, "how large it is need not be asked for again"
    world.engine.run_once(everything=True)
    assert len(world.store.fetched) == 2


def test_a_changed_setting_holds_from_the_next_page_on() -> None:
    world = Allowed(Allowance())
    world.clock_says(9)
    for size in (3_000, 20_000, 40_000):
        world.store.add_page(bytes(size))
    confirm = world.store.page_confirmed

    def confirmed(sha256: str) -> None:
        confirm(sha256)
        world.allowance = NIGHT

    world.store.page_confirmed = confirmed  # type: ignore[method-assign]
    report = world.engine.run_once()
    assert (report.pages_sent, report.held.pages) == (1, 2)
    world.allowance = Allowance()
    assert world.engine.run_once().pages_sent == 1, "and back"


def test_after_a_failure_the_backoff_holds_not_the_hour() -> None:
    world = Allowed(NIGHT)
    world.clock_says(17, 59)
    world.store.add_page(bytes(40_000))
    world.engine.run_once()
    world.faults(line_breaks)
    assert isinstance(world.engine.run_once().failure, LineFailure)
    assert world.engine.next_delay() == LIMITS.backoff_first * 2


def said(pages: int = 0, results: int = 0, opens: datetime | None = None, seconds: float = 0.0) -> tuple[str, str]:
    state = line_state.ended(ExchangeReport(held=Held(pages, results, 0, opens, seconds)))
    return state.waits_zh, state.waits_en


def test_what_waits_is_said_with_its_hour_and_the_way_round_it() -> None:
    evening = datetime(2026, 11, 23, 18, tzinfo=CHINA)
    assert said() == ("", "")
    zh, en = said(12, 0, evening, 3600.0)
    assert zh == "12 张照片等到 18:00 再传（设置里定了传照片的时间）。按 F10 可以现在就传。"
    assert en.startswith("12 photographs wait until 18:00 (")
    zh, en = said(1, 1, evening, 20 * 3600.0)
    assert zh.startswith("1 张照片、1 份结果文书等到明天 18:00 再传")
    assert en.startswith("1 photograph and 1 result document wait until 18:00 tomorrow")
    zh, en = said(1)
    assert zh == "1 张照片先不传（设置里开了省流量）。按 F10 可以现在就传。"
    assert en.startswith("1 photograph waits (")


def test_nothing_is_said_to_wait_where_the_line_failed() -> None:
    state = line_state.ended(ExchangeReport(failure=LineFailure(), held=Held(3)))
    assert (state.phase, state.waits_zh) == ("offline", "")
