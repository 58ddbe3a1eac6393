"""Every bad input of docs/bad-input.md at the real desk and on the real line: its sentence, and that nothing is lost."""

import re
import secrets
import shutil
from pathlib import Path

import msgspec
import pytest
from PIL import Image

from forms.case import CaseContent
from forms.failures import Failure, InputFailure
from station_app.desk import drafts
from station_app.desk.add_page import add_page
from station_app.desk.list_cases import list_cases
from station_app.desk.open_case import open_case
from station_app.desk.receive_case import receive_case
from station_app.desk.sync_status import sync_status
from station_app.jobs import line_state
from station_app.storage.failures import DatabaseBusy, DatabaseDamaged, DiskFull
from sync.district.database.engine import writing
from sync.district.database.tables import device
from sync.district.district import District
from sync.protocol import signing
from sync.station.engine import SyncEngine
from sync.station.errors import CertificateRefused, NotOurServer, Refused
from sync.station.http_carrier import HttpCarrier
from tests.e2e.both_ends import assert_same_cases, received
from tests.storage.station import SetClock, complete_content, drafted, enrolled, id_number, opened_desk
from tests.sync.loopback_server import CERTIFICATES, Visit, serving
from tests.sync.real_ends import Station

ROOT = Path(__file__).parents[2]
DOCUMENT = (ROOT / "docs" / "bad-input.md").read_text("utf-8")


def is_documented(failure: Failure) -> None:
    """The document has the very sentence that the agent reads."""
    assert str(failure) in DOCUMENT, str(failure)


def refused(station: Station, content: CaseContent) -> InputFailure:
    """Receiving this draft fails, and the draft is as it was."""
    draft_id = drafted(station.desk, content)
    with pytest.raises(InputFailure) as told:
        receive_case(station.desk, draft_id)
    assert drafts.load_draft(station.desk, draft_id).content == content
    assert list_cases(station.desk, only="all") == ()
    return told.value


def test_a_wrong_check_digit(station: Station) -> None:
    good = complete_content(station.desk)
    wrong = id_number(124)[:-1] + ("1" if id_number(124)[-1] != "1" else "2")
    content = msgspec.structs.replace(good, applicant=msgspec.structs.replace(good.applicant, id_number=wrong))
    is_documented(refused(station, content))


def test_a_date_in_the_future(station: Station) -> None:
    good = complete_content(station.desk)
    is_documented(refused(station, msgspec.structs.replace(good, form={**good.form, "birth_date": "2031-01-01"})))


def test_an_empty_checklist(station: Station) -> None:
    is_documented(refused(station, msgspec.structs.replace(complete_content(station.desk), materials=())))


def test_a_photograph_of_forty_megabytes_is_taken_and_travels(station: Station, tmp_path: Path) -> None:
    photograph = tmp_path / "户口簿.bmp"
    Image.effect_noise((4000, 3500), 90).convert("RGB").save(photograph)
    assert photograph.stat().st_size > 40_000_000
    page = add_page(station.desk, photograph)
    content = complete_content(station.desk)
    line = msgspec.structs.replace(content.materials[0], pages=(page,))
    content = msgspec.structs.replace(content, materials=(line, *content.materials[1:]))
    case_id = receive_case(station.desk, drafted(station.desk, content)).case_id
    assert station.sync().pages_sent == 1
    case = open_case(station.desk, case_id)
    assert (case.pages_total, case.pages_sent) == (1, 1)


def test_a_file_that_is_too_large_or_no_image(station: Station, tmp_path: Path) -> None:
    large, text = tmp_path / "户口簿.jpg", tmp_path / "说明.jpg"
    with large.open("wb") as file:
        file.truncate(70 * 1024 * 1024)
    text.write_text("这不是照片", "utf-8")
    for path in (large, text):
        with pytest.raises(InputFailure) as told:
            add_page(station.desk, path)
        is_documented(told.value)


def test_a_second_press_of_the_button(station: Station, district: District) -> None:
    draft_id = drafted(station.desk, complete_content(station.desk))
    first = receive_case(station.desk, draft_id)
    assert receive_case(station.desk, draft_id) == first
    assert station.sync().rejected == 0
    assert receive_case(station.desk, draft_id) == first
    assert [row.case_id for row in list_cases(station.desk, only="all")] == [first.case_id]
    assert_same_cases(station, district)


def test_a_full_disk(small_disk: Path, clock: SetClock) -> None:
    directory = small_disk / "station"
    desk = opened_desk(directory, enrolled(directory, clock), clock)
    draft_id = drafted(desk, complete_content(desk))
    (small_disk / "filler").write_bytes(bytes(shutil.disk_usage(small_disk).free))
    with pytest.raises(DiskFull) as told:
        receive_case(desk, draft_id)
    is_documented(told.value)
    assert drafts.load_draft(desk, draft_id).content.applicant.name == "李䶮"
    (small_disk / "filler").unlink()
    done = receive_case(desk, draft_id)
    assert [row.case_id for row in list_cases(desk, only="all")] == [done.case_id]
    desk.close()


def test_a_locked_database(station: Station) -> None:
    draft_id = drafted(station.desk, complete_content(station.desk))
    other = opened_desk(station.directory, station.unlocked, station.clock)
    station.desk.store.database.run("PRAGMA busy_timeout = 20")
    with other.store.transaction(), pytest.raises(DatabaseBusy) as told:
        receive_case(station.desk, draft_id)
    is_documented(told.value)
    other.close()
    assert receive_case(station.desk, draft_id).case_id


def test_a_damaged_database(station: Station) -> None:
    received(station, "李䶮")
    assert station.sync().failure is None
    station.close()
    path = station.directory / "station.db"
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2] + bytes(4096) + whole[len(whole) // 2 + 4096 :])
    station.clock.wait(days=1)
    with pytest.raises(DatabaseDamaged) as told:
        station.open()
    is_documented(told.value)
    path.write_bytes(whole)
    station.open()


def portal(visit: Visit) -> None:
    visit.reply(200, "<html><title>请登录</title></html>".encode(), Content_Type="text/html")


def failed_run(station: Station, url: str, ca_file: Path | None = None) -> Failure:
    """What a run at another address ends with. The case that waits goes on waiting."""
    carrier = HttpCarrier(url, station.desk.store.identity(), station.clock, station.desk.store.proven_servers, ca_file)
    report = SyncEngine(station.desk.store, carrier, station.clock).run_once()
    carrier.close()
    assert report.failure is not None
    assert sync_status(station.desk).unsent_cases == 1
    assert line_state.ended(report).detail_zh == report.failure.zh
    return report.failure


def test_a_server_that_answers_with_html(station: Station, district: District) -> None:
    received(station, "李䶮")
    with serving(portal) as server:
        failure = failed_run(station, server.url)
    assert isinstance(failure, NotOurServer)
    is_documented(failure)
    assert station.sync().failure is None
    assert_same_cases(station, district)


def test_an_expired_certificate(station: Station, district: District) -> None:
    received(station, "李䶮")
    with serving(portal, "expired") as server:
        failure = failed_run(station, server.url, CERTIFICATES / "ca.pem")
    assert isinstance(failure, CertificateRefused)
    is_documented(failure)
    assert station.sync().failure is None
    assert_same_cases(station, district)


def test_a_wrong_station_key(station: Station, district: District) -> None:
    """The district knows another key for this device: the PC was enrolled anew, or somebody copied its directory."""
    received(station, "李䶮")
    with writing(district.engine) as connection:
        right = connection.execute(device.select()).one().public_key
        connection.execute(device.update().values(public_key=signing.public_key(secrets.token_bytes(32))))
    failure = station.sync().failure
    assert isinstance(failure, Refused)
    is_documented(failure)
    assert sync_status(station.desk).unsent_cases == 1
    with writing(district.engine) as connection:
        connection.execute(device.update().values(public_key=right))
    assert station.sync().failure is None
    assert_same_cases(station, district)


def test_a_server_with_another_key_than_the_districts(station: Station, district: District) -> None:
    received(station, "李䶮")
    enrolment = station.desk.store.facts.enrolment()
    stranger = signing.public_key(secrets.token_bytes(32))
    identity = msgspec.structs.replace(enrolment.identity, server_key=stranger)
    station.desk.store.facts.write("enrolment", msgspec.structs.replace(enrolment, identity=identity))
    failure = station.sync().failure
    assert isinstance(failure, NotOurServer)
    is_documented(failure)
    assert sync_status(station.desk).unsent_cases == 1
    station.desk.store.facts.write("enrolment", enrolment)
    assert station.sync().failure is None
    assert_same_cases(station, district)


def test_every_test_that_the_document_names_is_there() -> None:
    named = re.findall(r"(tests/[\w/]+\.py)::(\w+)", DOCUMENT)
    assert len(named) >= 12
    for path, name in named:
        assert f"def {name}(" in (ROOT / path).read_text("utf-8"), f"{path}::{name}"
