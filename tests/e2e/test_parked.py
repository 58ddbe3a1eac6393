"""A station's program is newer than the server: what the server does not know is kept, and judged after its upgrade."""

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import select

from forms.events import EVENT_DATA
from forms.lifecycle import State
from station_app.desk.open_case import open_case
from station_app.desk.put_right import refused_lines
from station_app.desk.sync_status import sync_status
from station_app.desk.withdraw import withdraw
from sync.district import review
from sync.district.bundles import import_bundle
from sync.district.database.engine import reading
from sync.district.database.tables import device
from sync.district.district import District
from sync.district.happenings import recent
from sync.district.parked import Outcome, judge_parked
from sync.station.errors import LineFailure
from tests.e2e.both_ends import assert_same_cases, at_district, received
from tests.e2e.sticks import back, out
from tests.storage.station import SetClock
from tests.sync.real_ends import Station, act, code_for, enrolled

Upgrade = Callable[[], None]


@pytest.fixture
def upgrade(monkeypatch: pytest.MonkeyPatch) -> Upgrade:
    """The server knows neither receipts nor withdrawals until this is called."""
    known = {kind: data for kind, data in EVENT_DATA.items() if kind not in ("case_received", "withdrawn")}
    monkeypatch.setattr("sync.district.admission.EVENT_DATA", known)
    return lambda: monkeypatch.setattr("sync.district.admission.EVENT_DATA", EVENT_DATA)


def verdicts(station: Station, case_id: str) -> list[str | None]:
    return [event.verdict for event in station.desk.store.log.of_case(case_id) if event.origin == "own"]


def test_what_was_parked_counts_after_the_upgrade_and_the_station_is_told(
    station: Station, district: District, upgrade: Upgrade, clock: SetClock, tmp_path: Path
) -> None:
    one, two = received(station, "李䶮", 124), received(station, "𠮷野", 125)
    withdraw(station.desk, one, "不办了")
    with enrolled(tmp_path / "second", code_for(district), station.url, clock) as second:
        for each in (station, second):
            assert each.sync().failure is None
        # The printing of the slip rests on a receipt that cannot be judged yet: nothing is refused.
        assert set(verdicts(station, one)) == set(verdicts(station, two)) == {"parked"}
        status = sync_status(station.desk)
        assert (status.parked, status.refused) == (len(verdicts(station, one) + verdicts(station, two)), 0)
        assert all(line.parked for line in open_case(station.desk, one).history)
        assert judge_parked(district).counted == 0
        upgrade()
        outcome = judge_parked(district)
        assert (outcome.refused, outcome.still_parked) == (0, 0)
        assert outcome.counted == len(verdicts(station, one) + verdicts(station, two))
        assert judge_parked(district) == Outcome()
        report = station.sync()
        assert report.failure is None
        assert set(verdicts(station, one) + verdicts(station, two)) == {"applied"}
        assert open_case(station.desk, one).case.state is State.WITHDRAWN
        assert open_case(station.desk, two).case.official_number
        assert (station.sync().sent, sync_status(station.desk).parked) == (0, 0)
        assert second.sync().failure is None
        for each in (station, second):
            assert_same_cases(each, district)
    with reading(district.engine) as connection:
        assert list(connection.execute(select(device.c.judged_anew)).scalars()) == [0, 0]
        assert recent(connection, district)[0].kind == "judged_anew"


def test_what_is_not_possible_any_more_is_refused_in_words(
    station: Station, district: District, monkeypatch: pytest.MonkeyPatch
) -> None:
    case_id = received(station, "李䶮", 124)
    assert station.sync().failure is None
    known = {kind: data for kind, data in EVENT_DATA.items() if kind != "withdrawn"}
    monkeypatch.setattr("sync.district.admission.EVENT_DATA", known)
    withdraw(station.desk, case_id, "不办了")
    assert station.sync().failure is None
    act(district, case_id, review.confirm_receipt, review.accept, review.decide(True, None, "", "", False))
    monkeypatch.setattr("sync.district.admission.EVENT_DATA", EVENT_DATA)
    assert judge_parked(district) == Outcome(counted=0, refused=1, still_parked=0)
    assert station.sync().failure is None
    (refused,) = refused_lines(station.desk)
    assert "镇里已经先办了这一步" in refused.line.refused_reason
    assert open_case(station.desk, case_id).case == at_district(district, case_id)


def test_the_answer_that_calls_it_back_may_be_lost(station: Station, district: District, upgrade: Upgrade) -> None:
    case_id = received(station, "李䶮", 124)
    assert station.sync().failure is None
    upgrade()
    judge_parked(district)
    real = station.carrier.exchange

    def lost(request: bytes) -> bytes:
        real(request)
        raise LineFailure

    station.carrier.exchange = lost  # type: ignore[method-assign]
    for _ in range(3):
        assert isinstance(station.sync().failure, LineFailure)
    station.carrier.exchange = real  # type: ignore[method-assign]
    assert station.sync().failure is None
    assert set(verdicts(station, case_id)) == {"applied"}
    assert_same_cases(station, district)


def test_a_stick_calls_it_back_too(station: Station, district: District, upgrade: Upgrade, tmp_path: Path) -> None:
    case_id = received(station, "李䶮", 124)
    went = out(station, tmp_path / "1")
    assert import_bundle(district, went.path, tmp_path / "1").parked
    back(station, tmp_path / "1")
    assert set(verdicts(station, case_id)) == {"parked"}
    upgrade()
    judge_parked(district)
    for round_ in ("2", "3"):
        import_bundle(district, out(station, tmp_path / round_).path, tmp_path / round_)
        back(station, tmp_path / round_)
    assert set(verdicts(station, case_id)) == {"applied"}
    assert_same_cases(station, district)
