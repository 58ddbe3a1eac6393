"""The server's clock jumps: nothing legal follows from it, it settles by itself or by somebody's word, and a wrong one is undone."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from litestar import Litestar
from litestar.testing import TestClient
from sqlalchemy import insert, select

from forms.failures import InputFailure
from forms.lifecycle import State
from sync.district import clock_watch, review
from sync.district.case_log import find_case
from sync.district.clock_watch import ClockWatch, confirm
from sync.district.console.happening_view import Happenings
from sync.district.database.engine import reading, writing
from sync.district.database.tables import case_row, setting
from sync.district.deemed import accept_in_silence
from sync.district.district import District
from sync.district.review import perform
from sync.district.users import User, add_user
from sync.district.wrongly_deemed import undo_deemed
from tests.district.conftest import SetClock
from tests.district.officers import township
from tests.district.station_double import MISSING_PAGE, StationDouble, old_age_content, received

CHEN = township("云台镇", "云台镇民政办")


class Steady:
    """Seconds since the start that go on with the clock, until the test moves the clock alone."""

    def __init__(self, clock: SetClock) -> None:
        self.seconds, self._clock = 1000.0, clock

    def __call__(self) -> float:
        return self.seconds

    def pass_by(self, **amount: int) -> None:
        self.seconds += timedelta(**amount).total_seconds()
        self._clock.go_on(**amount)


@pytest.fixture
def steady(clock: SetClock) -> Steady:
    return Steady(clock)


@pytest.fixture
def watch(published: District, steady: Steady) -> ClockWatch:
    return ClockWatch(published, steady)


@pytest.fixture
def waiting(station: StationDouble, published: District, watch: ClockWatch) -> StationDouble:
    """A case that the township has had since Monday 23 November 2026; the clock has been looked at."""
    station.write(received("case-1", old_age_content("n")))
    station.sync()
    perform(published, CHEN, "case-1", b"1" * 16, review.confirm_receipt)
    assert watch.look()
    return station


def state(district: District) -> State:
    with reading(district.engine) as connection:
        stored = find_case(connection, district, "case-1")
    assert stored is not None
    return stored.case.state


def told(district: District) -> str:
    with reading(district.engine) as connection:
        return "".join(each.words for each in Happenings(connection, district).of_district())


@pytest.mark.usefixtures("waiting")
@pytest.mark.parametrize("days", [30, -30, 1])
def test_a_clock_that_jumps_is_not_believed_and_settles_when_it_is_back(
    published: District, clock: SetClock, steady: Steady, watch: ClockWatch, days: int
) -> None:
    steady.pass_by(hours=5)
    assert watch.look()
    clock.go_on(days=days)
    assert not watch.look()
    assert "走错过" in told(published)
    steady.pass_by(minutes=1)
    assert not watch.look()
    clock.go_on(days=-days)
    assert watch.look()
    assert "又对上了" in told(published)
    assert state(published) is State.UNDER_CHECK


@pytest.mark.usefixtures("waiting")
def test_time_that_truly_passes_is_believed(steady: Steady, watch: ClockWatch) -> None:
    for _ in range(30):
        steady.pass_by(days=1)
        assert watch.look()


@pytest.mark.usefixtures("waiting")
def test_while_it_is_in_doubt_nobodys_delay_counts(published: District, clock: SetClock, watch: ClockWatch) -> None:
    clock.go_on(days=30)
    assert not watch.look()
    perform(published, CHEN, "case-1", b"2" * 16, review.require_correction((MISSING_PAGE,), date(2026, 12, 24)))
    clock.go_on(days=30)
    with pytest.raises(InputFailure, match="时间可能不对"):
        perform(published, CHEN, "case-1", b"3" * 16, review.lapse)


def test_after_a_restart_the_stations_clocks_decide(
    waiting: StationDouble, published: District, clock: SetClock, watch: ClockWatch
) -> None:
    clock.go_on(days=30)
    again = ClockWatch(published, lambda: 5.0)
    assert not again.look()
    real = clock.ms - 30 * 86_400_000
    waiting.exchange(waiting.request(clock=real))
    assert not again.look(), "a station that says otherwise"
    waiting.exchange(waiting.request(clock=clock.ms + 60_000))
    assert again.look(), "a station that says the same: the server was off for so long"


@pytest.mark.usefixtures("waiting")
def test_a_clock_behind_the_newest_event_is_doubted_by_a_program_that_knows_nothing_else(
    published: District, clock: SetClock
) -> None:
    with writing(published.engine) as connection:
        connection.execute(setting.delete().where(setting.c.name == "clock"))
    clock.go_on(days=-4000)
    assert not ClockWatch(published, lambda: 5.0).look()


@pytest.mark.usefixtures("waiting")
def test_an_officers_word_settles_it(published: District, clock: SetClock, steady: Steady, watch: ClockWatch) -> None:
    clock.go_on(days=30)
    assert not watch.look()
    confirm(published, "long")
    assert watch.look()
    assert "确认服务器的时间没有错" in told(published)
    steady.pass_by(hours=3)
    assert watch.look()
    clock.go_on(days=1)
    assert not watch.look(), "the next jump is noticed again"


def test_what_a_wrong_clock_deemed_accepted_is_taken_back_at_both_ends(
    waiting: StationDouble, published: District, clock: SetClock
) -> None:
    clock.go_on(days=30)
    assert accept_in_silence(published).accepted == ("case-1",)
    clock.go_on(days=-30)
    assert undo_deemed(published, date(2026, 11, 23), "服务器的时间走错过") == ("case-1",)
    assert undo_deemed(published, date(2026, 11, 23), "服务器的时间走错过") == ()
    assert state(published) is State.UNDER_CHECK
    waiting.sync_all()
    assert waiting.kinds()[-2:] == ["accepted", "deemed_acceptance_undone"]
    assert accept_in_silence(published).accepted == ()
    clock.go_on(days=9)
    assert accept_in_silence(published).accepted == ("case-1",), "by the right clock the law runs as before"


@pytest.mark.usefixtures("waiting")
def test_an_acceptance_that_somebody_spoke_is_not_taken_back(published: District) -> None:
    perform(published, CHEN, "case-1", b"2" * 16, review.accept)
    assert undo_deemed(published, date(2026, 1, 1), "x") == ()
    with pytest.raises(InputFailure, match="往前走了"):
        perform(published, CHEN, "case-1", b"3" * 16, review.undo_deemed_acceptance("点错了"))


@pytest.fixture
def console(published: District, client: TestClient[Litestar]) -> Callable[[str], str]:
    with writing(published.engine) as connection:
        add_user(
            connection, published, User("long", "龙小芳", "district", "", "清溪县政务服务局", ""), "清溪的密码2026"
        )
    client.post("/console/sign-in", data={"login": "long", "password": "清溪的密码2026"})
    return lambda path: client.get(path).text


@pytest.mark.usefixtures("waiting")
def test_the_console_says_so_on_every_page_and_has_the_button(
    console: Callable[[str], str],
    client: TestClient[Litestar],
    published: District,
    clock: SetClock,
    steady: Steady,
    watch: ClockWatch,
) -> None:
    assert "时间可能不对" not in console("/console/cases")
    clock.go_on(hours=3)
    assert not watch.look()
    for path in ("/console/cases", "/console/cases/case-1", "/console/stations", "/console/users"):
        page = console(path)
        assert "服务器的时间可能不对" in page
        assert "时间没有错，照现在的时间继续" in page
    csrf = page.split('name="csrf" value="')[1].split('"')[0]
    assert client.post("/console/clock", data={"csrf": csrf}).status_code == 200
    assert "时间可能不对" not in console("/console/cases")
    assert watch.look()


@pytest.mark.expects_log("could not be worked out")
def test_one_case_that_cannot_be_worked_out_keeps_no_other_from_its_right(
    waiting: StationDouble, published: District, clock: SetClock
) -> None:
    with writing(published.engine) as connection:
        row = connection.execute(select(case_row).where(case_row.c.case_id == "case-1")).mappings().one()
        spoilt = dict(row) | {"case_id": "case-0", "receipt_number": None, "official_number": None, "snapshot": b"{"}
        connection.execute(insert(case_row).values(spoilt))
    clock.go_on(days=30)
    assert accept_in_silence(published).accepted == ("case-1",)


def test_seconds_since_the_start_go_on() -> None:
    assert clock_watch.steady_seconds() <= clock_watch.steady_seconds()
