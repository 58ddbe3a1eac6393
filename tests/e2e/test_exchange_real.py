"""The real engine, the real encrypted store and the real district, over HTTP and in process: a case goes and comes back."""

import secrets
import shutil
from contextlib import ExitStack
from pathlib import Path

import msgspec
from litestar.testing import TestClient
from PIL import Image

from forms.case import Page, ResultDocument
from forms.lifecycle import Case, State
from station_app.desk.add_page import add_page
from station_app.desk.list_cases import list_cases
from station_app.desk.open_case import open_case
from station_app.desk.receive_case import receive_case
from station_app.desk.result_pages import result_pages
from station_app.desk.sync_status import sync_status
from sync.district import review
from sync.district.app import build_app
from sync.district.case_log import find_case
from sync.district.database.engine import reading, writing
from sync.district.district import District
from sync.district.pages import keep_own
from sync.station.errors import LineFailure, Refused
from tests.storage.station import SetClock, complete_content, drafted
from tests.sync.real_ends import CODE, InProcess, Station, act, code_for, enrolled, new_district, served

NAMES = ("李䶮", "欧阳𬸚", "𠮷野", "买买提·吐尔逊")


def photograph(folder: Path, seed: int) -> Path:
    """A page of noise, so that it takes several pieces."""
    path = folder / f"{seed}.png"
    Image.frombytes("L", (200, 280), bytes((i * i * seed) % 251 for i in range(200 * 280))).save(path)
    return path


def receive(station: Station, folder: Path, name: str, serial: int, pages: int = 0) -> str:
    content = complete_content(station.desk, name, serial)
    added = tuple(add_page(station.desk, photograph(folder, serial * 10 + at)) for at in range(pages))
    first, *rest = content.materials
    content = msgspec.structs.replace(content, materials=(msgspec.structs.replace(first, pages=added), *rest))
    return receive_case(station.desk, drafted(station.desk, content)).case_id


def at_district(district: District, case_id: str) -> Case:
    with reading(district.engine) as connection:
        stored = find_case(connection, district, case_id)
    assert stored is not None
    return stored.case


def result_of(district: District, content: bytes) -> ResultDocument:
    with writing(district.engine) as connection:
        sha256 = keep_own(connection, district, CODE, content)
    return ResultDocument("高龄津贴审批表", "2026-0183", (Page(sha256, len(content), "application/pdf", "审批表.pdf"),))


def grant(district: District, case_id: str, document: ResultDocument | None) -> None:
    act(
        district,
        case_id,
        review.confirm_receipt,
        review.accept,
        review.decide(True, document, "", "", document is not None),
    )


def check_round_trip(tmp_path: Path, station: Station, district: District) -> None:
    cases = [receive(station, tmp_path, name, 124 + at, pages=at % 2 + 1) for at, name in enumerate(NAMES)]
    report = station.sync()
    assert report.failure is None
    assert (report.rejected, report.parked, report.pages_sent, report.refused_pages) == (0, 0, 6, ())
    assert {"catalogue", "calendar"} <= report.published
    for case_id, name in zip(cases, NAMES, strict=True):
        assert at_district(district, case_id).content.applicant.name == name
    content = secrets.token_bytes(40_000)
    grant(district, cases[1], result_of(district, content))
    report = station.sync()
    assert (report.failure, report.pages_fetched) == (None, 1)
    case = open_case(station.desk, cases[1]).case
    assert case == at_district(district, cases[1])
    assert case.state is State.RESULT_AT_STATION
    assert case.official_number
    (page,) = result_pages(station.desk, cases[1])
    assert station.desk.store.vault.read(page.sha256) == content
    status = sync_status(station.desk)
    assert (status.unsent_events, status.unsent_pages, status.refused) == (0, 0, 0)


def test_a_case_goes_and_comes_back_over_http(tmp_path: Path, station: Station, district: District) -> None:
    check_round_trip(tmp_path, station, district)


def test_a_case_goes_and_comes_back_in_process(tmp_path: Path, station: Station, district: District) -> None:
    with TestClient(build_app(district)) as client:
        station.carrier._line = InProcess(client)  # type: ignore[assignment]
        check_round_trip(tmp_path, station, district)


def test_a_district_that_goes_away_in_the_middle_and_comes_back(
    tmp_path: Path, district: District, clock: SetClock
) -> None:
    with ExitStack() as first, ExitStack() as rest:
        url = first.enter_context(served(district))
        station = rest.enter_context(enrolled(tmp_path / "station", code_for(district), url, clock))
        cases = [receive(station, tmp_path, NAMES[0], 124, pages=2)]
        real, offsets = station.carrier.send_page, []

        def send_and_lose_the_server(sha256: str, size: int, offset: int, chunk: bytes) -> int:
            offsets.append(offset)
            if len(offsets) == 3:
                first.close()
            return real(sha256, size, offset, chunk)

        station.carrier.send_page = send_and_lose_the_server  # type: ignore[method-assign]
        assert isinstance(station.sync().failure, LineFailure)
        assert sync_status(station.desk).unsent_pages == 2
        cases.append(receive(station, tmp_path, NAMES[2], 125))
        assert isinstance(station.sync().failure, LineFailure)
        del offsets[:]
        rest.enter_context(served(district, int(url.rpartition(":")[2])))
        assert station.sync().failure is None
        assert offsets[0] > 0
        assert sync_status(station.desk).unsent_pages == 0
        assert [at_district(district, case_id).state for case_id in cases] == [State.RECEIVED] * 2


def test_a_new_pc_in_place_of_a_dead_one_gets_every_case(
    tmp_path: Path, station: Station, district: District, url: str, clock: SetClock
) -> None:
    cases = [receive(station, tmp_path, name, 124 + at) for at, name in enumerate(NAMES)]
    station.sync()
    grant(district, cases[0], None)
    with enrolled(tmp_path / "new", code_for(district), url, clock) as new:
        assert new.sync().failure is None
        assert {row.case_id for row in list_cases(new.desk, only="all")} == set(cases)
        for case_id in cases:
            assert open_case(new.desk, case_id).case == at_district(district, case_id)
        later = receive(new, tmp_path, NAMES[3], 200)
        assert new.sync().rejected == 0
        assert at_district(district, later).state is State.RECEIVED


def test_an_old_backup_of_the_pc_restored_loses_nothing(tmp_path: Path, station: Station, district: District) -> None:
    before = receive(station, tmp_path, NAMES[0], 124)
    station.sync()
    station.close()
    shutil.copytree(station.directory, tmp_path / "backup")
    station.open()
    between = receive(station, tmp_path, NAMES[1], 125)
    station.sync()
    station.close()
    numbers = station.desk.store.places.numbers
    minted = numbers.read_bytes()
    shutil.rmtree(station.directory)
    shutil.copytree(tmp_path / "backup", station.directory)
    numbers.write_bytes(minted)  # the high-water file stays on the PC when a backup is restored
    station.open()
    report = station.sync()
    assert report.failure is None
    after = receive(station, tmp_path, NAMES[2], 126)
    report = station.sync()
    assert (report.failure, report.rejected) == (None, 0)
    assert {row.case_id for row in list_cases(station.desk, only="all")} == {before, between, after}
    for case_id in (before, between, after):
        assert open_case(station.desk, case_id).case == at_district(district, case_id)


def test_the_same_events_sent_at_every_lost_answer_are_there_once(
    tmp_path: Path, station: Station, district: District
) -> None:
    case_id = receive(station, tmp_path, NAMES[0], 124)
    real = station.carrier.exchange

    def loses(request: bytes) -> bytes:
        real(request)
        raise LineFailure

    for _ in range(3):
        station.carrier.exchange = loses  # type: ignore[method-assign]
        assert isinstance(station.sync().failure, LineFailure)
        receive(station, tmp_path, NAMES[1], 130 + _)
    station.carrier.exchange = real  # type: ignore[method-assign]
    assert station.sync().failure is None
    assert len(list_cases(station.desk, only="all")) == 4
    assert open_case(station.desk, case_id).case == at_district(district, case_id)


def test_a_device_the_district_does_not_know_keeps_everything(
    tmp_path: Path, station: Station, clock: SetClock
) -> None:
    receive(station, tmp_path, NAMES[0], 124)
    other = new_district(tmp_path / "other", clock)
    with served(other) as url:
        station.close()
        station.url = url
        station.open()
        report = station.sync()
    other.engine.dispose()
    assert isinstance(report.failure, Refused)
    assert report.failure.reason == "unknown_device"
    assert sync_status(station.desk).unsent_cases == 1
