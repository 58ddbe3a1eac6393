"""The photograph beside its page: at hand while the case is written, gone when it is received, and its original where asked."""

import hashlib
import os
from collections.abc import Iterator
from dataclasses import replace as with_field
from io import BytesIO
from pathlib import Path

import pytest
from msgspec.structs import replace
from PIL import Image

from forms.case import CaseContent, MaterialLine, Page
from forms.events import pages_in
from station_app.desk import drafts
from station_app.desk.act import case_of
from station_app.desk.add_page import add_page, page_bytes, take_pages
from station_app.desk.bare_photograph import bare
from station_app.desk.context import Desk
from station_app.desk.crop_page import Trim
from station_app.desk.loose_pages import KEPT_LOOSE, let_loose_pages_go, photograph_of, sweep
from station_app.desk.open_case import open_case
from station_app.desk.receive_case import receive_case
from station_app.desk.supply_materials import supply_materials
from station_app.desk.trim_page import look, open_photograph, trim_page
from tests.made_photographs import SLANTED, jpeg, on_table, photographed, written
from tests.storage.station import SetClock, complete_content, drafted, enrolled, opened_desk

SMALL = (1200, 1600)


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


@pytest.fixture
def desk(tmp_path: Path, clock: SetClock) -> Iterator[Desk]:
    found = opened_desk(tmp_path / "station", enrolled(tmp_path / "station", clock), clock)
    yield found
    found.close()


@pytest.fixture(scope="module")
def slanted() -> bytes:
    return jpeg(photographed(on_table(written(3, 12, 20), SLANTED, "wood", SMALL), 3))


@pytest.fixture
def photograph(slanted: bytes, tmp_path: Path) -> Path:
    path = tmp_path / "申请表.jpg"
    path.write_bytes(slanted)
    return path


def vault(desk: Desk) -> set[str]:
    return {path.stem for path in desk.store.places.pages.rglob("*.page")}


def sources(desk: Desk) -> set[str]:
    return {name for name, _ in desk.store.sources.kept()}


def paged(desk: Desk, *pages: Page, code: str = "id_card") -> CaseContent:
    content = complete_content(desk)
    lines = tuple(replace(line, pages=pages) if line.code == code else line for line in content.materials)
    return replace(content, materials=lines)


def that_keeps_originals(desk: Desk, code: str = "id_card") -> Desk:
    """The desk of a district whose guides want the photographs of this material as they came."""
    items = tuple(
        replace(
            guide,
            materials=tuple(replace(each, keep_original_scan=each.code == code) for each in guide.materials),
        )
        for guide in desk.catalogue.items
    )
    return with_field(desk, catalogue=replace(desk.catalogue, items=items))


def test_the_photograph_stays_beside_its_page_without_its_metadata(
    desk: Desk, photograph: Path, slanted: bytes
) -> None:
    page = add_page(desk, photograph)
    found = photograph_of(desk, page.sha256)
    assert found is not None
    assert (found.content, found.name) == (bare(slanted), "申请表.jpg")
    on_disk = next(desk.store.places.sources.iterdir()).read_bytes()
    assert slanted[2000:2200] not in on_disk


def test_it_is_opened_large_with_the_corners_that_were_taken(desk: Desk, photograph: Path) -> None:
    page = add_page(desk, photograph)
    opened = open_photograph(desk, page.sha256)
    assert max(Image.open(BytesIO(opened.picture)).size) == 1200
    assert opened.guess is not None
    for taken, guessed in zip(opened.trim.corners, opened.guess, strict=True):
        assert taken == pytest.approx(guessed, abs=0.01)
    assert Image.open(BytesIO(look(opened.picture, opened.trim))).height <= 800


def test_a_page_cut_by_hand_comes_from_the_photograph_and_takes_its_place(desk: Desk, photograph: Path) -> None:
    page = add_page(desk, photograph)
    turned = trim_page(desk, page.sha256, Trim(turns=1)).page
    assert Image.open(BytesIO(page_bytes(desk, turned.sha256))).size == (1400, 1050)
    back = trim_page(desk, turned.sha256, open_photograph(desk, page.sha256).trim).page
    assert back.sha256 == page.sha256, "from the photograph again, and not from the page that was turned"
    let_loose_pages_go(desk, [turned.sha256])
    assert vault(desk) == sources(desk) == {page.sha256}


def test_a_page_whose_photograph_is_gone_is_cut_from_itself(desk: Desk, photograph: Path) -> None:
    page = add_page(desk, photograph)
    desk.store.sources.drop(page.sha256)
    turned = trim_page(desk, page.sha256, Trim(turns=2)).page
    before, after = (Image.open(BytesIO(page_bytes(desk, name))) for name in (page.sha256, turned.sha256))
    assert after.size == before.size
    assert turned.sha256 != page.sha256


def test_corners_that_hold_no_page_change_nothing(desk: Desk, photograph: Path) -> None:
    page = add_page(desk, photograph)
    with pytest.raises(ValueError, match="no page"):
        trim_page(desk, page.sha256, Trim(corners=((0.5, 0.5),) * 4))
    assert vault(desk) == sources(desk) == {page.sha256}


def test_what_a_draft_has_does_not_go(desk: Desk, photograph: Path) -> None:
    page = add_page(desk, photograph)
    drafted(desk, paged(desk, page))
    let_loose_pages_go(desk, [page.sha256])
    assert vault(desk) == sources(desk) == {page.sha256}


def test_when_the_case_is_received_the_photograph_goes_and_the_page_stays(desk: Desk, photograph: Path) -> None:
    page = add_page(desk, photograph)
    done = receive_case(desk, drafted(desk, paged(desk, page)))
    assert sources(desk) == set()
    assert vault(desk) == {page.sha256}
    assert pages_in(case_of(desk, done.case_id).content) == (page,)
    let_loose_pages_go(desk, [page.sha256])
    assert vault(desk) == {page.sha256}, "a received case keeps its pages whatever is asked"


def test_a_deleted_draft_leaves_neither_page_nor_photograph(desk: Desk, photograph: Path) -> None:
    draft_id = drafted(desk, paged(desk, add_page(desk, photograph)))
    drafts.discard_draft(desk, draft_id)
    assert vault(desk) == sources(desk) == set()


def test_what_a_power_cut_left_goes_after_a_day(desk: Desk, clock: SetClock, photograph: Path) -> None:
    left, used = add_page(desk, photograph), trim_page(desk, add_page(desk, photograph).sha256, Trim(turns=1)).page
    drafted(desk, paged(desk, used))
    now = clock.now().timestamp()
    for path in desk.store.places.sources.iterdir():
        os.utime(path, (now, now))
    assert sweep(desk) == 0
    clock.wait(seconds=KEPT_LOOSE.total_seconds() + 1)
    assert sweep(desk) == 1
    assert left.sha256 not in vault(desk)
    assert vault(desk) == sources(desk) == {used.sha256}


def test_a_photograph_that_was_left_of_a_received_case_goes_at_once(desk: Desk, photograph: Path) -> None:
    page = add_page(desk, photograph)
    receive_case(desk, drafted(desk, paged(desk, page)))
    desk.store.sources.keep(page.sha256, b"left by a power cut")
    assert sweep(desk) == 1
    assert vault(desk) == {page.sha256}
    assert sources(desk) == set()


def test_an_original_is_a_page_of_its_own_behind_the_one_that_is_read(
    desk: Desk, photograph: Path, slanted: bytes
) -> None:
    asking = that_keeps_originals(desk)
    page = add_page(asking, photograph)
    done = receive_case(asking, drafted(asking, paged(asking, page)))
    (line,) = (line for line in case_of(desk, done.case_id).content.materials if line.code == "id_card")
    original = line.pages[0].original
    assert original is not None
    assert line.pages == (replace(page, original=original),)
    assert original.sha256 == hashlib.sha256(bare(slanted)).hexdigest()
    assert page_bytes(desk, original.sha256) == bare(slanted)
    assert (original.size, original.media_type) == (len(bare(slanted)), "image/jpeg")
    counted = desk.store.pages.counts()
    assert (counted.unsent, counted.unsent_bytes) == (2, page.size + original.size)
    assert desk.store.pages.to_carry() == [(page.sha256, page.size), (original.sha256, original.size)]
    shown = open_case(desk, done.case_id)
    assert (shown.pages_total, shown.pages_sent, shown.originals_total, shown.originals_sent) == (1, 0, 1, 0)


def test_an_original_is_not_kept_where_nobody_asked(desk: Desk, photograph: Path) -> None:
    asking = that_keeps_originals(desk, "bank_card")
    done = receive_case(asking, drafted(asking, paged(asking, add_page(asking, photograph))))
    assert [page.original for page in pages_in(case_of(desk, done.case_id).content)] == [None]


def test_supplied_photographs_have_their_originals_too(desk: Desk, photograph: Path) -> None:
    done = receive_case(desk, drafted(desk, complete_content(desk)))
    asking = that_keeps_originals(desk)
    page = take_pages(asking, photograph)[0].page
    supply_materials(asking, done.case_id, [MaterialLine("id_card", "身份证", pages=(page,))])
    (supplied,) = (line.pages for line in case_of(desk, done.case_id).content.materials if line.pages)
    assert supplied[0].original is not None
    assert sources(desk) == set()
    assert vault(desk) == {page.sha256, supplied[0].original.sha256}
