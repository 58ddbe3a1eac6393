"""The stick, both ways, with the real store and the real district: everything once, whatever happens on the way."""

import hashlib
import secrets
import shutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import msgspec
import pytest
from PIL import Image

from forms.case import Page, ResultDocument
from forms.failures import Failure
from forms.lifecycle import State
from station_app.desk.add_page import add_page, page_bytes
from station_app.desk.list_cases import list_cases
from station_app.desk.open_case import open_case
from station_app.desk.receive_case import receive_case
from station_app.desk.result_pages import result_pages
from station_app.desk.sync_status import sync_status
from station_app.stick import StickLine, UpdateFolder, platform_name
from station_app.storage.store import open_store
from sync.district import pages, review
from sync.district.commands import main
from sync.district.database.engine import writing
from sync.district.devices import revoke
from sync.district.district import District, open_district
from sync.district.stations import add_station, make_code
from sync.district.updates import offer_update
from sync.protocol.bundle_failures import BundleUnusable
from sync.protocol.bundle_read import open_bundle
from sync.protocol.bundle_write import write_bundle
from sync.protocol.program_update import ProgramUpdate
from sync.protocol.reasons import Words
from sync.station import usb_export
from sync.station.engine import SyncEngine
from sync.station.errors import LineFailure
from sync.station.http_carrier import HttpCarrier
from sync.station.usb_answer import OLDER_DISTRICT, OTHER_HISTORY, OVERTAKEN, SEND_ALL
from tests.e2e.both_ends import assert_same_cases, cases_at_district, received
from tests.e2e.sticks import at_the_district, back, out, there_and_back
from tests.e2e.test_disk_image import imaged, put_back
from tests.storage.station import MACHINE, SetClock, complete_content, drafted
from tests.sync.real_ends import CODE, SETTINGS, SMALL_PIECES, Station, act, enrolled


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    made = tmp_path / "stick"
    made.mkdir()
    return made


def synced_unheard(station: Station) -> Failure | None:
    """A run whose answer is lost after the district has committed."""
    real = station.carrier.exchange

    def unheard(request: bytes) -> bytes:
        real(request)
        raise LineFailure

    station.carrier.exchange = unheard  # type: ignore[method-assign]
    failure = station.sync().failure
    station.carrier.exchange = real  # type: ignore[method-assign]
    return failure


def test_cases_go_out_and_come_back_confirmed(station: Station, district: District, stick: Path) -> None:
    for at, name in enumerate(("李䶮", "欧阳𬸚", "买买提·吐尔逊")):
        received(station, name, 124 + at)
    before = sync_status(station.desk)
    went = out(station, stick)
    assert (went.counts.events, went.counts.cases) == (before.unsent_events, 3)
    assert sync_status(station.desk) == before
    (said,) = at_the_district(district, stick)
    assert (said.code, said.agreed, said.refused, said.action) == (went.code, True, 0, "continue")
    assert sync_status(station.desk) == before
    came = back(station, stick)
    assert (came.used, came.confirmed_cases, came.agreed, came.words) == (1, 3, True, ())
    assert came.published == {"catalogue", "calendar", "settings"}
    assert not station.desk.reload().catalogue_is_bundled
    assert sync_status(station.desk).unsent_events == 0
    assert_same_cases(station, district)


def with_page(station: Station, source: Path, name: str = "李䶮", serial: int = 124) -> tuple[str, Page]:
    """A case received with one photographed page."""
    photograph(source, serial)
    page = add_page(station.desk, source)
    content = complete_content(station.desk, name, serial)
    line = msgspec.structs.replace(content.materials[0], pages=(page,))
    content = msgspec.structs.replace(content, materials=(line, *content.materials[1:]))
    return receive_case(station.desk, drafted(station.desk, content)).case_id, page


def photograph(path: Path, seed: int) -> None:
    Image.effect_noise((500 + seed, 700), 60).convert("RGB").save(path, "JPEG")


def decided(district: District, case_id: str, result: bytes) -> None:
    with writing(district.engine) as connection:
        sha256 = pages.keep_own(connection, district, CODE, result)
    page = Page(sha256, len(result), "image/png", "审批表.png")
    act(
        district,
        case_id,
        review.confirm_receipt,
        review.accept,
        review.decide(True, ResultDocument("高龄津贴审批表", "清民〔2026〕1号", (page,)), "", "", True),
    )


def test_pages_go_with_their_cases_and_results_come_back(
    station: Station, district: District, stick: Path, tmp_path: Path
) -> None:
    case_id, page = with_page(station, tmp_path / "户口簿.jpg")
    went = out(station, stick)
    assert (went.counts.pages, went.counts.page_bytes) == (1, page.size)
    assert open_case(station.desk, case_id).pages_sent == 0
    at_the_district(district, stick)
    came = back(station, stick)
    assert (came.pages_confirmed, came.agreed) == (1, True)
    assert open_case(station.desk, case_id).pages_sent == 1
    assert pages.read_page(district, CODE, page.sha256).read_bytes() == page_bytes(station.desk, page.sha256)

    decided(district, case_id, b"a scanned decision" * 5000)
    came = there_and_back(station, district, stick)
    assert (came.results, came.pages_fetched) == (1, 1)
    (result,) = result_pages(station.desk, case_id)
    assert page_bytes(station.desk, result.sha256) == b"a scanned decision" * 5000
    assert open_case(station.desk, case_id).case.state is State.RESULT_AT_STATION
    assert_same_cases(station, district)


def test_everything_twice_and_in_any_order_counts_once(station: Station, district: District, stick: Path) -> None:
    first, second, third = (stick / name for name in ("1", "2", "3"))
    received(station, "李䶮", 124)
    out(station, first)
    received(station, "欧阳𬸚", 125)
    out(station, second)
    for folder in (second, first, second):
        at_the_district(district, folder)
    received(station, "𠮷野", 126)
    out(station, third)
    at_the_district(district, third)
    assert len(cases_at_district(district)) == 3
    for folder in (third, first, second, third, first):
        came = back(station, folder)
        assert came.words == ()
    assert sync_status(station.desk).unsent_events == 0
    assert sync_status(station.desk).refused == 0
    assert_same_cases(station, district)
    assert there_and_back(station, district, stick).confirmed == 0
    assert station.sync().sent == 0
    assert_same_cases(station, district)


def test_an_answer_that_is_lost_costs_one_more_round(station: Station, district: District, stick: Path) -> None:
    received(station, "李䶮")
    out(station, stick / "1")
    for said in at_the_district(district, stick / "1"):
        said.answer.unlink()
    assert back(station, stick / "1").used == 0
    assert sync_status(station.desk).unsent_cases == 1
    assert there_and_back(station, district, stick / "2").confirmed_cases == 1
    assert_same_cases(station, district)


def test_the_network_may_run_at_any_point_of_the_stick(station: Station, district: District, stick: Path) -> None:
    received(station, "李䶮", 124)
    out(station, stick)
    received(station, "欧阳𬸚", 125)
    assert station.sync().failure is None
    at_the_district(district, stick)
    received(station, "𠮷野", 126)
    act(district, list_cases(station.desk, only="all")[-1].case_id, review.confirm_receipt)
    assert station.sync().failure is None
    cursor = station.desk.store.cursor()
    came = back(station, stick)
    assert (came.words, came.received) == ((), 0)
    assert station.desk.store.cursor() == cursor
    assert sync_status(station.desk).unsent_events == 0
    assert_same_cases(station, district)
    assert station.sync().sent == 0
    assert_same_cases(station, district)


def test_stick_and_network_at_the_very_same_time(station: Station, district: District, stick: Path) -> None:
    """Each on a connection of its own, as the window does it, while the desk goes on receiving."""
    for number in range(6):
        received(station, "李䶮", 200 + number)
        out(station, stick / f"{number}")
        at_the_district(district, stick / f"{number}")
    received(station, "欧阳𬸚", 300)
    epoch = station.desk.store.facts.place().epoch

    def copied_in() -> list[tuple[Words, ...]]:
        line = StickLine(station.directory, station.unlocked)
        try:
            return [line.copy_in(stick / f"{number}").words for number in (3, 0, 5, 1, 4, 2)]
        finally:
            line.close()

    def synced() -> list[Failure | None]:
        store = open_store(station.directory, station.unlocked, station.clock, secrets.token_bytes, machine=MACHINE)
        carrier = HttpCarrier(station.url, store.identity(), station.clock, store.proven_servers)
        try:
            engine = SyncEngine(store, carrier, station.clock, limits=SMALL_PIECES)
            return [engine.run_once().failure for _ in range(4)]
        finally:
            carrier.close()
            store.close()

    with ThreadPoolExecutor(2) as both:
        words, failures = both.submit(copied_in), both.submit(synced)
        received(station, "𠮷野", 301)
        assert words.result() == [()] * 6
        assert failures.result() == [None] * 4
    station.sync()
    assert station.desk.store.facts.place().epoch == epoch
    assert sync_status(station.desk).unsent_events == 0
    assert len(cases_at_district(district)) == 8
    assert_same_cases(station, district)


def test_a_server_that_is_asked_first_whether_it_is_the_district_takes_a_stick_before_it_for_no_loss(
    station: Station, district: District, stick: Path
) -> None:
    """The first question has no case in it, and the district already has what this log would send."""
    received(station, "李䶮", 124)
    out(station, stick)
    at_the_district(district, stick)
    received(station, "欧阳𬸚", 125)
    facts = station.desk.store.facts
    epoch, proven = facts.place().epoch, facts.proven_servers()
    assert station.sync().failure is None
    assert (proven, len(facts.proven_servers()), facts.place().epoch) == ((), 1, epoch)
    assert back(station, stick).words == ()
    assert len(cases_at_district(district)) == 2
    assert_same_cases(station, district)


@pytest.mark.parametrize("answer_comes", [True, False])
def test_a_stick_that_was_empty_when_the_network_went_on_begins_no_epoch(
    station: Station, district: District, stick: Path, answer_comes: bool
) -> None:
    """Nothing waited when it was copied out; to the district that looks like a PC that has lost its last events."""
    received(station, "李䶮", 124)
    assert station.sync().failure is None
    epoch = station.desk.store.facts.place().epoch
    assert out(station, stick).counts.events == 0
    received(station, "欧阳𬸚", 125)
    if answer_comes:
        assert station.sync().failure is None
    else:
        assert isinstance(synced_unheard(station), LineFailure)
    (said,) = at_the_district(district, stick)
    assert said.action == "new_epoch"
    assert back(station, stick).words == (OVERTAKEN,)
    assert station.sync().failure is None
    assert station.desk.store.facts.place().epoch == epoch
    assert_same_cases(station, district)
    assert sync_status(station.desk).unsent_events == 0


def test_an_old_backup_is_noticed_by_stick_and_nothing_is_lost(
    station: Station, district: District, stick: Path
) -> None:
    received(station, "李䶮", 124)
    station.sync()
    imaged(station, "image")
    received(station, "欧阳𬸚", 125)
    assert there_and_back(station, district, stick / "1").confirmed_cases == 1
    put_back(station, "image")
    assert back(station, stick / "1").words == (OTHER_HISTORY,)
    assert len(list_cases(station.desk, only="all")) == 1
    received(station, "𠮷野", 126)
    came = there_and_back(station, district, stick / "2")
    assert came.words == (SEND_ALL,)
    came = there_and_back(station, district, stick / "3")
    assert len(list_cases(station.desk, only="all")) >= 2
    # The receipt number was given twice, once before and once after the backup: the later one is received anew.
    came = there_and_back(station, district, stick / "4")
    assert came.words == ()
    assert len(cases_at_district(district)) + sync_status(station.desk).refused >= 3
    names = {row.applicant_name for row in list_cases(station.desk, only="all")}
    assert names == {"李䶮", "欧阳𬸚", "𠮷野"}
    # On one stick with the answer that counts, the old ones are not worth a word.
    for path in (stick / "1").iterdir():
        shutil.copy(path, stick / "4")
    assert back(station, stick / "4").words == ()
    # Answers of before the new epoch change nothing any more.
    before = sync_status(station.desk)
    assert set(back(station, stick / "1").words) == {OTHER_HISTORY}
    assert sync_status(station.desk) == before


def test_an_old_backup_that_has_nothing_new_is_noticed_by_stick_alone(
    station: Station, district: District, stick: Path
) -> None:
    """The network said that the district knows more than this PC, and went away before anything came of it."""
    received(station, "李䶮", 124)
    station.sync()
    received(station, "欧阳𬸚", 125)
    imaged(station, "image")
    station.sync()
    received(station, "𠮷野", 126)
    station.sync()
    put_back(station, "image")
    station.sync()
    assert (sync_status(station.desk).unsent_events, len(list_cases(station.desk, only="all"))) == (0, 2)
    assert there_and_back(station, district, stick / "1").words == (SEND_ALL,)
    assert there_and_back(station, district, stick / "2").words == ()
    assert len(list_cases(station.desk, only="all")) == 3
    assert_same_cases(station, district)


@pytest.mark.parametrize("by", ["backup", "copy"])
def test_a_district_put_back_gets_everything_again(
    station: Station,
    district: District,
    stick: Path,
    tmp_path: Path,
    clock: SetClock,
    by: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """From a backup, which knows that it is one, or as a copy of the folder, which the station's own place gives away."""
    monkeypatch.setattr(usb_export, "EVENTS_IN_A_REQUEST", 1)
    received(station, "李䶮", 124)
    there_and_back(station, district, stick / "1")
    before = tmp_path / "before"
    if by == "backup":
        assert main(["backup", "--directory", str(district.directory), "--to", str(before)]) == 0
    else:
        district.engine.dispose()
        shutil.copytree(district.directory, before)
    received(station, "欧阳𬸚", 125)
    there_and_back(station, district, stick / "2")
    restored = open_district(before, clock)
    received(station, "𠮷野", 126)
    out(station, stick / "3")
    (said,) = at_the_district(restored, stick / "3")
    assert (said.action != "continue", said.applied, said.agreed) == (True, 0, True)
    assert back(station, stick / "3").words == (SEND_ALL,)
    assert there_and_back(station, restored, stick / "4").words == ()
    assert sync_status(station.desk).unsent_events == 0
    assert_same_cases(station, restored)
    for number in (2, 1, 3, 4):
        back(station, stick / f"{number}")
    assert there_and_back(station, restored, stick / "5").words == ()
    assert sync_status(station.desk).unsent_events == 0
    assert_same_cases(station, restored)
    restored.engine.dispose()


def test_an_answer_of_before_the_district_was_put_back_is_not_believed(
    station: Station, district: District, stick: Path, tmp_path: Path, clock: SetClock
) -> None:
    assert main(["backup", "--directory", str(district.directory), "--to", str(tmp_path / "backup")]) == 0
    received(station, "李䶮", 124)
    out(station, stick / "1")
    at_the_district(district, stick / "1")
    restored = open_district(tmp_path / "backup", clock)
    assert there_and_back(station, restored, stick / "2").words == ()
    received(station, "欧阳𬸚", 125)
    assert back(station, stick / "1").words == (OLDER_DISTRICT,)
    assert sync_status(station.desk).unsent_cases == 1
    assert there_and_back(station, restored, stick / "3").words == ()
    assert_same_cases(station, restored)
    restored.engine.dispose()


def test_two_stations_share_a_stick(
    station: Station, district: District, url: str, stick: Path, tmp_path: Path, clock: SetClock
) -> None:
    with writing(district.engine) as connection:
        add_station(connection, district, "5300", SETTINGS.for_station(), "init")
        code = make_code(connection, district, "5300", district.now())
    with enrolled(tmp_path / "other", code, url, clock) as other:
        received(station, "李䶮", 124)
        received(other, "欧阳𬸚", 125)
        received(other, "𠮷野", 126)
        mine, theirs = out(station, stick), out(other, stick)
        assert mine.path != theirs.path
        assert len(at_the_district(district, stick)) == 2
        for each, cases in ((station, 1), (other, 2)):
            came = back(each, stick)
            assert (came.confirmed_cases, came.of_others, came.words, came.agreed) == (cases, 1, (), True)
            assert sync_status(each.desk).unsent_events == 0
    assert len(cases_at_district(district)) == 3


def test_a_twin_of_the_pc_takes_nothing_that_is_not_its_own(
    new_pc: Callable[[str], Station], district: District, stick: Path
) -> None:
    """Two PCs of one station: each has its own key, and a file for one is somebody else's for the other."""
    first, second = new_pc("first"), new_pc("second")
    received(first, "李䶮", 124)
    out(first, stick)
    at_the_district(district, stick)
    came = back(second, stick)
    assert (came.used, came.of_others) == (0, 1)
    assert back(first, stick).confirmed_cases == 1


def test_a_pc_that_signs_in_the_name_of_another_is_not_believed(
    new_pc: Callable[[str], Station], district: District, stick: Path
) -> None:
    first, second = new_pc("first"), new_pc("second")
    received(first, "李䶮", 124)
    went = out(first, stick / "1")
    bundle = open_bundle(went.path, district.keys.signing_seed, "to_district")
    pieces = [b"".join(part) for _, part in bundle.parts()]
    (stick / "2").mkdir()
    forger = second.desk.store.identity().signing_seed
    write_bundle(stick / "2" / went.path.name, bundle.manifest, pieces, forger)
    with pytest.raises(BundleUnusable) as told:
        at_the_district(district, stick / "2")
    assert told.value.reason == "bad_signature"
    assert told.value.detail == "signed by another device than it names"
    assert cases_at_district(district) == []


def test_a_file_that_holds_another_pcs_request_is_not_taken_in(
    new_pc: Callable[[str], Station], district: District, tmp_path: Path
) -> None:
    """Nothing of it, whoever may have signed what: also not the requests before the strange one."""
    one, other = new_pc("one"), new_pc("other")
    received(one, "李䶮", 124)
    received(other, "欧阳𬸚", 125)
    files = [out(pc, tmp_path / name).path for name, pc in (("a", one), ("b", other))]
    bundles = [open_bundle(path, district.keys.signing_seed, "to_district") for path in files]
    found = [(part, b"".join(pieces)) for bundle in bundles for part, pieces in bundle.parts()]
    mixed = msgspec.structs.replace(bundles[0].manifest, parts=tuple(part for part, _ in found))
    seed = one.desk.store.identity().signing_seed
    write_bundle(files[0], mixed, (data for _, data in found), seed)
    with pytest.raises(BundleUnusable) as told:
        at_the_district(district, tmp_path / "a")
    assert told.value.reason == "bad_signature"
    assert cases_at_district(district) == []


def test_a_pc_that_was_withdrawn_is_not_believed(station: Station, district: District, stick: Path) -> None:
    received(station, "李䶮", 124)
    out(station, stick)
    with writing(district.engine) as connection:
        revoke(connection, district, CODE, station.desk.store.identity().device, "2026-11-23T10:00:00+08:00")
    with pytest.raises(BundleUnusable, match="没有用") as told:
        at_the_district(district, stick)
    assert told.value.reason == "unknown_sender"
    assert cases_at_district(district) == []


def test_many_cases_travel_in_several_requests(
    station: Station, district: District, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(usb_export, "EVENTS_IN_A_REQUEST", 3)
    for at in range(8):
        received(station, "李䶮", 124 + at)
    came = there_and_back(station, district, stick)
    assert (came.confirmed_cases, came.words) == (8, ())
    assert_same_cases(station, district)


def test_a_long_feed_comes_in_one_answer(
    station: Station, district: District, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(usb_export, "FEED_BYTES", 1)
    monkeypatch.setattr("sync.district.bundles.MOST_FEED_BYTES", 1)
    monkeypatch.setattr("sync.district.exchange.LEAST_FEED_BYTES", 1)
    ids = [received(station, "李䶮", 124 + at) for at in range(3)]
    there_and_back(station, district, stick / "1")
    for case_id in ids:
        act(district, case_id, review.confirm_receipt, review.accept)
    came = there_and_back(station, district, stick / "2")
    assert came.received >= 6
    assert came.words == ()
    assert_same_cases(station, district)
    assert back(station, stick / "2").received == 0


def test_a_full_stick_takes_what_fits(
    station: Station, district: District, stick: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sizes = [with_page(station, tmp_path / f"{at}.jpg", "李䶮", 124 + at)[1].size for at in range(3)]
    monkeypatch.setattr(usb_export, "MOST_PAGE_BYTES", sorted(sizes)[0] + 50_000)
    went = out(station, stick)
    assert went.counts.pages + went.left_pages == 3
    assert went.left_pages > 0
    at_the_district(district, stick)
    assert back(station, stick).agreed is True
    monkeypatch.undo()
    there_and_back(station, district, stick)
    assert sync_status(station.desk).unsent_pages == 0


def test_a_newer_program_comes_with_the_answer(
    station: Station, district: District, stick: Path, tmp_path: Path
) -> None:
    installer = tmp_path / "station-app-0.2.0.tar.xz"
    installer.write_bytes(b"a program" * 30_000)
    offer_update(district, installer, "0.2.0", "windows-none")
    assert there_and_back(station, district, stick / "1").update is None
    offer_update(district, installer, "0.2.0", platform_name())
    came = there_and_back(station, district, stick / "2")
    assert came.update is not None
    assert came.update.version == "0.2.0"
    kept = station.directory / "updates" / installer.name
    assert kept.read_bytes() == installer.read_bytes()
    assert list(kept.parent.iterdir()) == [kept]
    offer_update(district, installer, "0.0.9", platform_name())
    assert there_and_back(station, district, stick / "3").update is None


def test_a_program_that_is_not_what_was_signed_is_not_kept(station: Station, tmp_path: Path) -> None:
    update = ProgramUpdate("0.2.0", platform_name(), "new.tar.xz", 4, hashlib.sha256(b"good").digest(), 0)
    folder = UpdateFolder(tmp_path / "updates")
    assert not folder.keep(update, [b"evil"])
    assert list((tmp_path / "updates").iterdir()) == []
    assert folder.keep(update, [b"go", b"od"])
    assert folder.keep(update, [])
