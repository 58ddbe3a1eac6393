"""Two of everything: two PCs of one station at once, and a desk that dies right after it has received."""

import os
import secrets
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import msgspec
import pytest

from forms.case import MaterialLine
from forms.lifecycle import State
from station_app.desk.add_page import add_page, page_bytes
from station_app.desk.list_cases import list_cases
from station_app.desk.open_case import find_by_code, open_case
from station_app.desk.put_right import refused_lines
from station_app.desk.receive_case import receive_case
from station_app.desk.supply_materials import supply_materials
from station_app.desk.sync_status import sync_status
from station_app.desk.withdraw import withdraw
from sync.district import review
from sync.district.district import District
from tests.e2e.both_ends import assert_same_cases, at_district, received
from tests.e2e.test_exchange_real import photograph
from tests.storage.station import SetClock, complete_content, drafted
from tests.sync.real_ends import Station, act

NewPc = Callable[[str], Station]


@pytest.fixture
def desks(new_pc: NewPc) -> tuple[Station, Station]:
    return new_pc("first"), new_pc("second")


def at_once(*works: Callable[[], None]) -> None:
    """Runs these on a thread each; a failure of any fails the test."""
    with ThreadPoolExecutor(len(works)) as pool:
        for done in [pool.submit(work) for work in works]:
            done.result()


def in_step(*stations: Station) -> None:
    """Twice each: what one sends last, the other has not asked for yet."""
    for station in stations * 2:
        assert station.sync().failure is None


def test_two_desks_receive_at_once_and_each_gets_the_others_cases(
    desks: tuple[Station, Station], district: District
) -> None:
    def busy(station: Station, first: int) -> Callable[[], None]:
        def work() -> None:
            station.open()  # a connection belongs to the thread that opened it
            for serial in range(first, first + 8):
                received(station, "李䶮", serial)
                assert station.sync().failure is None
            station.close()

        return work

    for station in desks:
        station.close()
    at_once(busy(desks[0], 100), busy(desks[1], 200))
    for station in desks:
        station.open()
    in_step(*desks)
    numbers = [{row.receipt_number for row in list_cases(station.desk, only="all")} for station in desks]
    assert numbers[0] == numbers[1]
    assert len(numbers[0]) == 16
    for station in desks:
        assert_same_cases(station, district)
        assert sync_status(station.desk).refused == 0
        assert sync_status(station.desk).unsent_events == 0
        assert all(find_by_code(station.desk, number) for number in numbers[0])


def test_a_case_of_the_other_desk_is_read_and_worked_on_here(
    desks: tuple[Station, Station], district: District, tmp_path: Path
) -> None:
    here, there = desks
    page = add_page(here.desk, photograph(tmp_path, 3))
    content = complete_content(here.desk)
    line = msgspec.structs.replace(content.materials[0], pages=(page,))
    content = msgspec.structs.replace(content, materials=(line, *content.materials[1:]))
    case_id = receive_case(here.desk, drafted(here.desk, content)).case_id
    in_step(here, there)
    seen = open_case(there.desk, case_id)
    assert (seen.row.unsent, seen.pages_total, seen.pages_sent) == (False, 1, 1)
    # A page of the station's other PC comes behind the events, like a result (decision 080).
    assert page_bytes(there.desk, page.sha256) == page_bytes(here.desk, page.sha256)
    mine = add_page(there.desk, photograph(tmp_path, 4))
    supply_materials(there.desk, case_id, [MaterialLine("bank_card", "社保卡", pages=(mine,))])
    in_step(there, here)
    for station in desks:
        assert_same_cases(station, district)
        assert (open_case(station.desk, case_id).pages_total, sync_status(station.desk).unsent_pages) == (2, 0)


def test_what_both_desks_did_to_one_case_ends_the_same_on_both(
    desks: tuple[Station, Station], district: District
) -> None:
    first, second = desks
    case_id = received(first, "买买提·吐尔逊")
    in_step(first, second)
    act(district, case_id, review.confirm_receipt)
    withdraw(first.desk, case_id, "不办了")
    withdraw(second.desk, case_id, "人走了")
    supply_materials(second.desk, received(second, "李䶮", 130), [MaterialLine("id_card", "身份证")])
    in_step(first, second)
    in_step(second, first)
    for station in desks:
        assert_same_cases(station, district)
    assert at_district(district, case_id).reason == "不办了"
    (told,) = refused_lines(second.desk)
    assert "没有计入" in told.line.refused_reason
    assert refused_lines(first.desk) == ()


_RECEIVES = """
import sys
from pathlib import Path
import msgspec, secrets
from station_app.desk.put_right import refused_lines
from station_app.desk.receive_case import receive_case
from station_app.desk.sync_status import sync_status
from station_app.storage.keys import Unlocked
from tests.storage.station import SetClock, complete_content, drafted
from tests.sync.real_ends import Station

directory, url, key = Path(sys.argv[1]), sys.argv[2], bytes.fromhex(sys.argv[3])
station = Station(directory, Unlocked(key, "longxiuzhen", "龙秀珍"), SetClock(), url)
print(receive_case(station.desk, drafted(station.desk, complete_content(station.desk, "𠮷野", int(sys.argv[4])))).receipt_number, flush=True)
while sys.argv[5] == "sync":
    station.sync()
sys.stdin.read()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="kill -9 is of POSIX")
@pytest.mark.parametrize("after", ["nothing", "sync"])
def test_a_desk_killed_right_after_it_received_has_the_case_once(
    station: Station, district: District, clock: SetClock, after: str
) -> None:
    station.close()
    told = []
    for serial in range(140, 143):
        arguments = [str(station.directory), station.url, station.unlocked.raw_key.hex(), str(serial), after]
        with subprocess.Popen(
            [sys.executable, "-c", _RECEIVES, *arguments],
            cwd=Path(__file__).parents[2],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        ) as desk:
            assert desk.stdout is not None
            told.append(desk.stdout.readline().strip())
            if after == "sync":
                # Somewhere in its first exchanges, never twice at the same place.
                threading.Event().wait(secrets.randbelow(120) / 1000)
            os.kill(desk.pid, signal.SIGKILL)
    station.open()
    assert sorted(row.receipt_number for row in list_cases(station.desk, only="all")) == sorted(told)
    assert len(set(told)) == 3
    report = station.sync()
    assert (report.failure, report.rejected) == (None, 0)
    assert_same_cases(station, district)
    for number in told:
        case_id = find_by_code(station.desk, number)
        assert case_id is not None
        assert at_district(district, case_id).state is State.RECEIVED
