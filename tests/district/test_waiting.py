"""Whatever waits at the district has a day, is named once it is late, and silence does not stop the law's clock."""

import hashlib
from collections.abc import Callable
from datetime import datetime, timedelta

import msgspec
import pytest
from sqlalchemy import update

from forms.case import CaseContent, MaterialLine, Page
from forms.dates import CHINA
from forms.events import Forwarded, ParticularCorrected, ParticularsCorrected, ResultArrived
from forms.lifecycle import State
from forms.waiting import WaitingRules
from sync.district import review
from sync.district.case_log import find_case, refresh_due
from sync.district.console.case_view import CaseView, view_case
from sync.district.console.queue import Queue, read_queue
from sync.district.database.engine import reading, writing
from sync.district.database.tables import case_row
from sync.district.deemed import accept_in_silence
from sync.district.district import District
from sync.district.review import Act
from sync.district.stations import add_station
from sync.district.users import User
from tests.district.conftest import SETTINGS, SetClock
from tests.district.officers import perform_by_whose_it_is, township
from tests.district.station_double import StationDouble, event_of, old_age_content, received

OFFICER = township("云台镇", "云台镇民政办")
USER = User("chen", "陈平", "township", "云台镇", "云台镇民政办", "")
CARD = b"\xff\xd8\xff a photograph of a card"
PAGE = Page(hashlib.sha256(CARD).hexdigest(), len(CARD))
WHOLE = (MaterialLine("ID", "居民身份证", copies=1, pages=(PAGE,)),)
Do = Callable[..., bool]


@pytest.fixture
def do(published: District) -> Do:
    forms = iter(range(1, 1000))

    def perform_act(act: Act) -> bool:
        return perform_by_whose_it_is(published, OFFICER, "case-1", next(forms).to_bytes(16, "big"), act)

    return perform_act


def send(station: StationDouble, clock: SetClock, *, pages: bool = True, **changes: object) -> None:
    content: CaseContent = msgspec.structs.replace(old_age_content("n"), materials=WHOLE, **changes)
    station.write(received("case-1", content))
    station.sync_all()
    if pages:
        assert station.page("PATCH", PAGE.sha256, PAGE.size, clock.ms, 0, CARD).status_code == 204


def queue(district: District, show: str = "open", query: str = "") -> Queue:
    with reading(district.engine) as connection:
        return read_queue(connection, district, USER, show, query, 1)


def view(district: District) -> CaseView:
    with reading(district.engine) as connection:
        return view_case(connection, district, USER, "case-1")


def state(district: District) -> State:
    with reading(district.engine) as connection:
        stored = find_case(connection, district, "case-1")
    assert stored is not None
    return stored.case.state


def test_a_case_that_nobody_confirms_is_late_and_says_who_is_waited_for(
    station: StationDouble, published: District, clock: SetClock
) -> None:
    send(station, clock, pages=False)
    row = queue(published).rows[0]
    assert (row.due.words, row.waits) == ("还剩 3 天", "等镇里签收")
    clock.go_on(days=30)
    assert queue(published).counts["late"] == 1
    row = queue(published, "late").rows[0]
    assert (row.due.level, row.due.words, row.waits) == ("late", "超期 19 天", "等镇里签收")
    wait = view(published).waits[0]
    assert (wait.until, wait.why, wait.level) == ("11月26日", "送到后 3 个工作日内签收", "late")


def test_what_came_over_the_line_whole_counts_as_received_from_the_day_it_came(
    station: StationDouble, published: District, clock: SetClock
) -> None:
    send(station, clock)
    clock.go_on(days=3)
    assert accept_in_silence(published).accepted == ()
    assert state(published) is State.RECEIVED
    clock.go_on(days=1)
    assert accept_in_silence(published).accepted == ()
    with reading(published.engine) as connection:
        stored = find_case(connection, published, "case-1")
    assert stored is not None
    assert (stored.case.state, stored.case.office) == (State.UNDER_CHECK, "云台镇民政办")
    assert stored.case.authority_received_at.startswith("2026-11-23T10:30")
    clock.moment = datetime(2026, 12, 1, 0, 30, tzinfo=CHINA)
    assert accept_in_silence(published).accepted == ("case-1",)
    assert accept_in_silence(published).accepted == ()
    station.sync_all()
    assert station.kinds()[-2:] == ["receipt_confirmed", "accepted"]
    shown = next(line for line in view(published).history if line.what == "签收材料")
    assert "一直没有签收" in shown.detail


@pytest.mark.parametrize(
    "incomplete",
    [
        {"pages": False},
        {"materials": (MaterialLine("ID", "居民身份证", copies=1),)},
        {"materials": (*WHOLE, MaterialLine("form", "申请表", originals=1, originals_kept=True, pages=(PAGE,)))},
    ],
)
def test_what_has_not_come_or_goes_on_paper_is_late_and_never_deemed(
    station: StationDouble, published: District, clock: SetClock, incomplete: dict[str, object]
) -> None:
    content = msgspec.structs.replace(
        old_age_content("n"),
        materials=incomplete.get("materials", WHOLE),  # type: ignore[arg-type]
    )
    station.write(received("case-1", content))
    station.sync_all()
    if "pages" not in incomplete and any(line.pages for line in content.materials):
        assert station.page("PATCH", PAGE.sha256, PAGE.size, clock.ms, 0, CARD).status_code == 204
    clock.go_on(days=30)
    assert accept_in_silence(published).accepted == ()
    assert state(published) is State.RECEIVED
    assert queue(published).counts["late"] == 1


def test_originals_on_the_way_are_there_when_the_office_says_so_with_what_is_missing(
    station: StationDouble, published: District, clock: SetClock, do: Do
) -> None:
    send(station, clock)
    do(review.confirm_receipt)
    do(review.accept)
    station.write(event_of("forwarded", Forwarded("post", "M-1", "EMS 1")))
    station.sync_all()
    assert [wait.words for wait in view(published).waits] == ["等云台镇民政办集中办理", "等云台镇民政办签收原件"]
    assert "originals" in view(published).acts
    do(review.receive_originals("户口簿少一页"))
    assert "originals" not in view(published).acts
    assert "与交接单不符：户口簿少一页" in [line.detail for line in view(published).history]
    with pytest.raises(Exception, match="没有在路上的原件"):
        do(review.receive_originals(""))


def test_a_pause_that_should_be_over_is_late(
    station: StationDouble, published: District, clock: SetClock, do: Do
) -> None:
    send(station, clock)
    for act in (review.confirm_receipt, review.accept, review.suspend("公示", 7, "")):
        do(act)
    assert queue(published).rows[0].due.words == "还剩 5 天"
    clock.go_on(days=8)
    row = queue(published, "late").rows[0]
    assert (row.state, row.waits) == ("特别程序，不计时", "等云台镇民政办的特别程序结束")


def test_an_item_done_in_rounds_is_due_with_its_next_round(
    station: StationDouble, published: District, clock: SetClock, do: Do
) -> None:
    send(station, clock)
    do(review.confirm_receipt)
    do(review.accept)
    row = queue(published).rows[0]
    assert (row.due.words, row.waits) == ("还剩 5 天", "等云台镇民政办集中办理")
    assert msgspec.json.decode(station.sync_all()[-1].body)["data"]["promised_until"] == "2026-11-30"


def test_a_result_on_its_way_waits_for_the_station_and_is_named_when_it_does_not_come(
    station: StationDouble, published: District, clock: SetClock, do: Do
) -> None:
    send(station, clock)
    for act in (review.confirm_receipt, review.accept, review.decide(True, None, "", "", send_now=False)):
        do(act)
    do(review.send_result("officer"))
    assert queue(published, "coming").rows[0].waits == "等结果送到站里"
    clock.go_on(days=10)
    assert queue(published, "late").rows[0].state == "结果在路上"
    station.write(event_of("result_arrived", ResultArrived()))
    assert station.sync().verdicts[0].verdict == "applied"
    assert state(published) is State.RESULT_AT_STATION


def test_the_district_sets_other_rules_and_a_newer_program_counts_anew(
    station: StationDouble, published: District, clock: SetClock
) -> None:
    send(station, clock, pages=False)
    with writing(published.engine) as connection:
        connection.execute(update(case_row).values(due="9999-12-31"))
        refresh_due(connection, published)
    assert queue(published).rows[0].due.words == "还剩 3 天"
    with writing(published.engine) as connection:
        changed = msgspec.structs.replace(SETTINGS.for_station(), waiting=WaitingRules(confirm=1))
        add_station(connection, published, "5299", changed, "test")
    assert queue(published).rows[0].due.words == "还剩 1 天"
    clock.moment += timedelta(days=2)
    assert queue(published).counts["late"] == 1


def test_a_correction_by_the_station_is_shown_and_found_by_what_was_and_what_is(
    station: StationDouble, published: District, clock: SetClock
) -> None:
    send(station, clock)
    corrected = ParticularsCorrected(
        (
            ParticularCorrected("applicant.name", "李䶮", "李龑"),
            ParticularCorrected("applicant.phone", "13800000000", "0859-0000777"),
        ),
        "身份证上是龑",
    )
    station.write(event_of("particulars_corrected", corrected))
    assert station.sync().verdicts[0].verdict == "applied"
    for query in ("李䶮", "李龑", "13800000000", "0859-0000777"):
        assert [row.name for row in queue(published, "open", query).rows] == ["李龑"], query
    line = view(published).history[-1]
    assert (line.what, line.detail) == (
        "更正信息",
        "姓名 李䶮 改为 李龑，电话 138****0000 改为 0859-****777，身份证上是龑",
    )


def test_who_it_is_cannot_be_corrected_once_it_was_decided(
    station: StationDouble, published: District, clock: SetClock, do: Do
) -> None:
    send(station, clock)
    for act in (review.confirm_receipt, review.accept, review.decide(True, None, "", "", send_now=False)):
        do(act)
    renamed = ParticularsCorrected((ParticularCorrected("applicant.name", "李䶮", "李龑"),), "写错")
    station.write(event_of("particulars_corrected", renamed))
    called = ParticularsCorrected((ParticularCorrected("applicant.phone", "", "0859-0000777"),), "换号")
    station.write(event_of("particulars_corrected", called))
    verdicts = [(verdict.verdict, verdict.reason) for verdict in station.sync().verdicts]
    assert verdicts == [("rejected", "illegal_move"), ("applied", "")]
    nonsense = event_of("particulars_corrected", called)
    nonsense.data["corrected"][0]["what"] = "applicant.state"
    station.write(nonsense)
    assert station.sync().verdicts[0].reason == "bad_data"


def test_a_page_that_was_sent_for_one_case_is_seen_on_the_next_without_being_sent_again(
    station: StationDouble, published: District, clock: SetClock
) -> None:
    send(station, clock)
    again = msgspec.structs.replace(
        old_age_content("n2"), materials=(msgspec.structs.replace(WHOLE[0], status="on_file"),)
    )
    station.write(received("case-2", again))
    station.sync_all()
    assert station.page("HEAD", PAGE.sha256, PAGE.size, clock.ms).headers["upload-offset"] == str(PAGE.size)
    with reading(published.engine) as connection:
        shown = view_case(connection, published, USER, "case-2").materials[0]
    assert (shown.status, [page.has_come for page in shown.pages]) == ("存档里有", [True])


def test_what_is_past_is_late_also_in_a_year_without_a_calendar(
    station: StationDouble, published: District, clock: SetClock
) -> None:
    send(station, clock, pages=False)
    clock.go_on(days=60)
    row = queue(published, "late").rows[0]
    assert (row.due.level, row.due.words) == ("late", "已超期")
