"""The district's server is put back from a backup: what it decided since is not so any more, here either."""

from pathlib import Path

from forms.lifecycle import State
from station_app.desk.list_cases import list_cases
from station_app.desk.open_case import open_case
from station_app.desk.sync_status import sync_status
from station_app.desk.what_happened import happened
from station_app.desk.withdraw import withdraw
from sync.district import review
from sync.district.commands import main
from sync.district.district import District, open_district
from sync.station.errors import LineFailure
from tests.e2e.both_ends import assert_same_cases, received
from tests.storage.station import SetClock
from tests.sync.real_ends import Station, act, served


def backed_up(district: District, to: Path) -> Path:
    assert main(["backup", "--directory", str(district.directory), "--to", str(to)]) == 0
    return to


def at(station: Station, url: str) -> None:
    """The same address leads to the other server from now on."""
    station.close()
    station.url = url
    station.open()


def state_of(station: Station, case_id: str) -> State:
    return open_case(station.desk, case_id).case.state


def test_what_was_decided_after_the_backup_is_decided_again(
    station: Station, district: District, clock: SetClock, tmp_path: Path
) -> None:
    case_id, other = received(station, "李䶮", 124), received(station, "𠮷野", 125)
    assert station.sync().failure is None
    act(district, case_id, review.confirm_receipt)
    backup = backed_up(district, tmp_path / "backup")
    act(district, case_id, review.accept, review.decide(True, None, "", "", False))
    act(district, other, review.confirm_receipt)
    later = received(station, "欧阳𬸚", 126)
    assert station.sync().failure is None
    assert state_of(station, case_id) is State.DECIDED_GRANTED
    old_number = open_case(station.desk, later).case.official_number

    restored = open_district(backup, clock)
    with served(restored) as url:
        at(station, url)
        assert station.sync().failure is None
        assert state_of(station, case_id) is State.UNDER_CHECK
        assert state_of(station, other) is State.RECEIVED
        assert_same_cases(station, restored)
        lines = {line.kind: line for line in open_case(station.desk, case_id).history}
        assert "县里的系统从备份恢复过" in lines["decided"].refused_reason
        assert lines["receipt_confirmed"].refused_reason == ""
        assert sync_status(station.desk).refused == 0

        act(restored, case_id, review.accept, review.decide(False, None, "不在范围", "可以申请复议", False))
        assert station.sync().failure is None
        assert state_of(station, case_id) is State.DECIDED_REFUSED
        assert_same_cases(station, restored)
        # Whoever has a paper with the number of before still finds the case.
        assert [row.case_id for row in list_cases(station.desk, old_number, only="all")][-1:] == [later]
        assert_rebuilds(station)
    restored.engine.dispose()


def test_a_line_that_breaks_while_the_feed_is_read_again_takes_nothing_back(
    station: Station, district: District, clock: SetClock, tmp_path: Path
) -> None:
    cases = [received(station, "李䶮", 130 + at) for at in range(6)]
    assert station.sync().failure is None
    for case_id in cases:
        act(district, case_id, review.confirm_receipt, review.accept)
    assert station.sync().failure is None
    withdraw(station.desk, cases[0], "不办了")
    restored = open_district(backed_up(district, tmp_path / "backup"), clock)
    with served(restored) as url:
        at(station, url)
        real, asked = station.carrier.exchange, []

        def breaks(request: bytes) -> bytes:
            # A server that has shown nothing yet, the wrong epoch, all that is here; then the feed.
            asked.append(request)
            if len(asked) == 4:
                raise LineFailure
            return real(request)

        station.carrier.exchange = breaks  # type: ignore[method-assign]
        assert isinstance(station.sync().failure, LineFailure)
        assert [state_of(station, case_id) for case_id in cases[1:]] == [State.ACCEPTED] * 5
        station.carrier.exchange = real  # type: ignore[method-assign]
        assert station.sync().failure is None
        assert_same_cases(station, restored)
    restored.engine.dispose()


def assert_rebuilds(station: Station) -> None:
    """The lists made anew from the log say the same."""
    before = list_cases(station.desk, only="all")
    station.desk.store.projections.rebuild()
    assert list_cases(station.desk, only="all") == before


def test_the_station_says_what_happened_to_the_district(
    station: Station, district: District, clock: SetClock, tmp_path: Path
) -> None:
    case_id = received(station, "李䶮", 124)
    assert station.sync().failure is None
    backup = backed_up(district, tmp_path / "backup")
    act(district, case_id, review.confirm_receipt)
    assert station.sync().failure is None
    assert happened(station.desk) == ()
    restored = open_district(backup, clock)
    with served(restored) as url:
        at(station, url)
        assert station.sync().failure is None
    (told,) = happened(station.desk)
    assert "县里的系统从备份恢复过（本机11月23日 10:12发现）" in told.zh
    assert "没有丢，也没有重复" in told.zh
    assert "涉及 1 件" in told.zh
    clock.wait(days=15)
    assert happened(station.desk) == ()
    restored.engine.dispose()
