"""What the office does with a case: the dates it promises, what it may not do, and silence that means acceptance."""

from collections.abc import Callable
from datetime import date, datetime

import msgspec
import pytest

from forms.case import Defect, MaterialLine
from forms.catalogue.loader import load_items
from forms.dates import CHINA
from forms.events import MaterialsSupplied, Withdrawn, decode_event
from forms.failures import InputFailure
from forms.lifecycle import Case, State, fold
from forms.workdays import load_calendars
from sync.district import review
from sync.district.case_log import find_case
from sync.district.console.queue import read_queue
from sync.district.database.engine import reading, writing
from sync.district.deemed import accept_in_silence
from sync.district.district import District
from sync.district.publications import guide_of, publish
from sync.district.publishing import propose, publish_calendar
from sync.district.review import Act, desk_for, promised_on_acceptance
from sync.district.users import User
from tests.district.conftest import SetClock
from tests.district.officers import perform_by_whose_it_is, township
from tests.district.station_double import MISSING_PAGE, StationDouble, event_of, old_age_content, received

OFFICER = township("云台镇", "云台镇民政办")
Do = Callable[..., bool]


@pytest.fixture
def do(published: District) -> Do:
    """Performs an act on case-1; each call is a form of its own."""
    forms = iter(range(1, 1000))

    def perform_act(act: Act, form: int | None = None) -> bool:
        act_id = (next(forms) if form is None else form).to_bytes(16, "big")
        return perform_by_whose_it_is(published, OFFICER, "case-1", act_id, act)

    return perform_act


@pytest.fixture
def arrived(station: StationDouble, published: District) -> StationDouble:
    station.write(received("case-1", old_age_content("n", item_code=_ITEM, item_name="临时救助")))
    assert station.sync().verdicts[0].verdict == "applied"
    return station


_ITEM = "MZ-003"


def case(district: District) -> Case:
    with reading(district.engine) as connection:
        stored = find_case(connection, district, "case-1")
    assert stored is not None
    return stored.case


def test_every_act_reaches_the_station_in_order(arrived: StationDouble, do: Do, published: District) -> None:
    for act in (
        review.confirm_receipt,
        review.accept,
        review.suspend("公示", 7, "办法第九条"),
        review.resume,
        review.extend(5, "材料待核", "王主任"),
        review.decide(True, None, "", "", send_now=False),
        review.send_result("officer"),
    ):
        assert do(act)
    arrived.sync_all()
    own = [(e.order, decode_event(e.body)) for e in arrived.feed if e.kind == "event"]
    mine = [(1, decode_event(arrived.events[0].body))]
    folded, refused = fold(event for _, event in sorted(mine + own, key=lambda each: each[0]))
    assert refused == ()
    assert folded == case(published)
    assert folded.state is State.RESULT_ON_THE_WAY


def test_the_same_form_twice_is_one_act(arrived: StationDouble, do: Do) -> None:
    assert do(review.confirm_receipt, form=900)
    assert not do(review.confirm_receipt, form=900)
    arrived.sync_all()
    assert arrived.kinds().count("receipt_confirmed") == 1


@pytest.mark.usefixtures("arrived")
def test_a_step_that_was_taken_meanwhile_is_said_in_words(do: Do) -> None:
    do(review.confirm_receipt)
    with pytest.raises(InputFailure, match="刚才已经往前走了"):
        do(review.confirm_receipt)


@pytest.mark.usefixtures("arrived")
@pytest.mark.parametrize(
    "act",
    [
        review.resume,
        review.extend(5, "材料要核实", "龙主任"),
        review.require_correction((Defect("户口簿", "缺户主页"),), date(2026, 12, 4)),
        review.accept,
    ],
)
def test_a_page_that_is_ahead_of_the_case_is_told_so(do: Do, act: Act) -> None:
    with pytest.raises(InputFailure, match="刚才已经往前走了"):
        do(act)


@pytest.mark.usefixtures("arrived")
def test_the_promised_dates_are_the_guides_from_the_day_of_acceptance(do: Do, published: District) -> None:
    do(review.confirm_receipt)
    do(review.accept)
    with reading(published.engine) as connection:
        guide = guide_of(connection, published, _ITEM, 1)
    assert guide is not None
    expected = _working_days_after(date(2026, 11, 23), guide.promised_limit.amount)
    assert guide.promised_limit.unit == "working_day"
    assert case(published).promised_until == expected.isoformat()


@pytest.mark.usefixtures("arrived")
def test_a_pause_moves_the_end_by_its_working_days(do: Do, published: District, clock: SetClock) -> None:
    do(review.confirm_receipt)
    do(review.accept)
    before = date.fromisoformat(case(published).promised_until)
    do(review.suspend("公示", 7, ""))
    clock.go_on(days=7)
    do(review.resume)
    after = date.fromisoformat(case(published).promised_until)
    assert after == _working_days_after(before, 5)


@pytest.mark.usefixtures("arrived")
def test_a_date_in_a_year_without_a_calendar_is_left_open_and_said(do: Do, published: District) -> None:
    clock = published.clock
    clock.moment = datetime(2026, 12, 28, 9, 0, tzinfo=CHINA)  # type: ignore[attr-defined]
    do(review.confirm_receipt)
    with reading(published.engine) as connection:
        stored = find_case(connection, published, "case-1")
        assert stored is not None
        promised = promised_on_acceptance(desk_for(connection, published, OFFICER, stored))
    assert (promised.promised_until, promised.missing_year) == ("", 2027)
    do(review.accept)
    assert case(published).state is State.ACCEPTED


@pytest.mark.usefixtures("arrived")
@pytest.mark.parametrize(
    ("act", "said"),
    [
        (review.require_correction((), date(2026, 12, 7)), "至少一样"),
        (review.require_correction((MISSING_PAGE,), date(2026, 11, 23)), "在今天以后"),
        (review.require_correction((MISSING_PAGE,), None), "补正期限"),
        (review.refuse_acceptance(" ", ""), "理由"),
        (review.suspend("", 7, ""), "什么程序"),
        (review.extend(16, "理由", "王主任"), "1 到 15"),
        (review.extend(5, "", ""), "批准人"),
        (review.decide(False, None, "", "六十日", False), "救济途径"),
        (review.decide(True, None, "", "", True), "扫描件"),
        (review.lapse, "还没有过"),
    ],
)
def test_what_is_missing_is_said_and_nothing_happens(do: Do, published: District, act: Act, said: str) -> None:
    do(review.confirm_receipt)
    before = case(published)
    with pytest.raises(InputFailure, match=said):
        do(act)
    assert case(published) == before


def test_a_correction_is_asked_for_once_and_the_clock_then_starts_with_the_supplement(
    arrived: StationDouble, do: Do, published: District, clock: SetClock
) -> None:
    do(review.confirm_receipt)
    do(review.require_correction((MISSING_PAGE,), date(2026, 12, 7)))
    clock.go_on(days=7)
    arrived.write(event_of("materials_supplied", MaterialsSupplied((MaterialLine("HUKOU", "户口簿"),))))
    arrived.sync_all()
    clock.go_on(days=2)
    with pytest.raises(InputFailure, match="要求补正过一次"):
        do(review.require_correction((MISSING_PAGE,), date(2026, 12, 20)))
    do(review.accept)
    limit = _limit(published)
    assert case(published).promised_until == _working_days_after(date(2026, 11, 30), limit).isoformat()


@pytest.mark.usefixtures("arrived")
@pytest.mark.parametrize(("means", "said"), [("electronic", "没有附扫描件"), ("by pigeon", "怎么送到站里")])
def test_a_result_goes_only_ways_it_can_go(do: Do, published: District, means: str, said: str) -> None:
    for act in (review.confirm_receipt, review.accept, review.decide(True, None, "", "", send_now=False)):
        do(act)
    with pytest.raises(InputFailure, match=said):
        do(review.send_result(means))
    assert case(published).state is State.DECIDED_GRANTED


@pytest.mark.usefixtures("arrived")
def test_an_extension_is_given_once(do: Do) -> None:
    do(review.confirm_receipt)
    do(review.accept)
    do(review.extend(5, "材料待核", "王主任"))
    with pytest.raises(InputFailure, match="已经延长过一次"):
        do(review.extend(5, "材料待核", "王主任"))


@pytest.mark.usefixtures("arrived")
def test_an_overdue_correction_may_be_taken_for_a_withdrawal(do: Do, published: District, clock: SetClock) -> None:
    do(review.confirm_receipt)
    do(review.require_correction((MISSING_PAGE,), date(2026, 12, 1)))
    clock.go_on(days=9)
    do(review.lapse)
    assert case(published).state is State.LAPSED


def test_five_silent_working_days_mean_accepted_from_the_day_of_receipt(
    arrived: StationDouble, do: Do, published: District, clock: SetClock
) -> None:
    do(review.confirm_receipt)
    clock.moment = datetime(2026, 11, 30, 23, 59, tzinfo=CHINA)
    assert accept_in_silence(published).accepted == ()
    clock.go_on(minutes=1)
    with pytest.raises(InputFailure, match="视为已受理"):
        do(review.require_correction((MISSING_PAGE,), date(2026, 12, 20)))
    assert accept_in_silence(published).accepted == ("case-1",)
    assert accept_in_silence(published).accepted == ()
    deemed = case(published)
    assert (deemed.state, deemed.deemed_accepted) == (State.ACCEPTED, True)
    assert deemed.promised_until == _working_days_after(date(2026, 11, 23), _limit(published)).isoformat()
    arrived.sync_all()
    assert arrived.kinds()[-1] == "accepted"


@pytest.mark.usefixtures("arrived")
def test_without_a_calendar_silence_is_not_guessed_about(do: Do, published: District, clock: SetClock) -> None:
    clock.moment = datetime(2026, 12, 30, 9, 0, tzinfo=CHINA)
    do(review.confirm_receipt)
    clock.moment = datetime(2027, 1, 20, 9, 0, tzinfo=CHINA)
    outcome = accept_in_silence(published)
    assert (outcome.accepted, outcome.missing_years) == ((), (2027,))


def test_a_withdrawal_at_the_station_and_an_act_here_never_undo_each_other(
    arrived: StationDouble, do: Do, published: District
) -> None:
    do(review.confirm_receipt)
    arrived.write(event_of("withdrawn", Withdrawn("不办了")))
    arrived.sync_all()
    with pytest.raises(InputFailure, match="往前走了"):
        do(review.accept)
    assert case(published).state is State.WITHDRAWN


def test_a_new_calendar_fills_in_the_dates_of_the_queue(
    arrived: StationDouble, do: Do, published: District, clock: SetClock
) -> None:
    clock.moment = datetime(2026, 12, 30, 9, 0, tzinfo=CHINA)
    arrived.write(event_of("materials_supplied", MaterialsSupplied((MaterialLine("HUKOU", "户口簿"),))))
    arrived.sync_all()
    do(review.confirm_receipt)
    user = User("chen", "陈平", "township", "云台镇", "云台镇民政办", "")
    with writing(published.engine) as connection:
        assert read_queue(connection, published, user, "open", "", 1).rows[0].due.level == "none"
        made_up = b'{"year":2027,"notice":"test","holidays":{"x":["2027-01-01"]},"workdays":[]}'
        assert publish_calendar(connection, published, made_up, "test") == (2024, 2025, 2026, 2027)
        assert read_queue(connection, published, user, "open", "", 1).rows[0].due.words == "还剩 5 天"


def test_an_item_that_changed_gets_its_next_version(published: District) -> None:
    items = list(load_items())
    items[0] = msgspec.structs.replace(items[0], visits=items[0].visits + 1)
    with writing(published.engine) as connection:
        proposal = propose(connection, published, tuple(items[:-1]))
        assert proposal.catalogue.items[0].version == items[0].version + 1
        assert proposal.catalogue.items[1].version == items[1].version
        assert any(line.startswith("不再办理") for line in proposal.changes)
        assert publish(connection, published, "catalogue", b"{}", "test") == 2


def _limit(district: District) -> int:
    with reading(district.engine) as connection:
        guide = guide_of(connection, district, _ITEM, 1)
    assert guide is not None
    return guide.promised_limit.amount


def _working_days_after(day: date, n: int) -> date:
    return load_calendars().add_working_days(day, n)
