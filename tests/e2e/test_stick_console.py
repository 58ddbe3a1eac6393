"""The stick at the console, in Chromium with scripts switched off: a file in, its answer out, and back to the station."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from sync.district.database.engine import writing
from sync.district.district import District
from sync.district.stations import add_station, make_code
from sync.district.users import User, add_user
from tests.chromium import PICTURES, chromium, needs_chromium, photograph
from tests.e2e.both_ends import assert_same_cases, received
from tests.e2e.sticks import at_the_district, back, out
from tests.storage.station import SetClock
from tests.sync.real_ends import SETTINGS, Station, enrolled

PASSWORD = "a long password"

pytestmark = needs_chromium


@pytest.fixture
def page(district: District, url: str) -> Iterator[Page]:
    """Signed in as a township clerk: whoever carries the sticks may bring them in."""
    with writing(district.engine) as connection:
        clerk = User("chenping", "陈平", "township", "响水镇", "响水镇民政办", "0859-0000456")
        add_user(connection, district, clerk, PASSWORD)
    with chromium() as browser:
        context = browser.new_context(
            base_url=url, java_script_enabled=False, accept_downloads=True, viewport={"width": 1366, "height": 768}
        )
        page = context.new_page()
        page.goto("/console/sign-in")
        page.fill("input[name=login]", "chenping")
        page.fill("input[name=password]", PASSWORD)
        page.get_by_role("button", name="登录").click()
        yield page
        context.close()


def test_a_stick_is_taken_in_and_answered(page: Page, station: Station, district: District, tmp_path: Path) -> None:
    received(station, "李䶮", 124)
    received(station, "欧阳𬸚", 125)
    went = out(station, tmp_path)
    page.goto("/console/sticks")
    expect(page.get_by_text("还没有。接收以后")).to_be_visible()
    page.set_input_files("#bundle", went.path)
    page.get_by_role("button", name="接收", exact=True).click()
    expect(page.get_by_role("status")).to_contain_text("数目和站里清单一致")
    expect(page.locator(".code")).to_have_text(went.code)
    expect(page.get_by_role("status")).to_contain_text("杨副镇长")
    PICTURES.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=PICTURES / "sticks.png", full_page=True)
    with page.expect_download() as download:
        page.get_by_role("link", name="下载回执").click()
    answers = tmp_path / "answers"
    download.value.save_as(answers / download.value.suggested_filename)
    assert "回执" in download.value.suggested_filename
    came = back(station, answers)
    assert (came.confirmed_cases, came.agreed, came.words) == (2, True, ())
    assert_same_cases(station, district)
    page.goto("/console/sticks")
    expect(page.get_by_role("link", name=download.value.suggested_filename)).to_be_visible()
    assert [path.name for path in (district.directory / "sticks").iterdir()] == ["answers"]


def test_a_damaged_file_and_no_file_are_told(page: Page, station: Station, tmp_path: Path) -> None:
    received(station, "李䶮", 124)
    went = out(station, tmp_path)
    cut = tmp_path / "截断的报送.vsu"
    cut.write_bytes(went.path.read_bytes()[:-50])
    for chosen, words in ((cut, "“截断的报送.vsu”没有拷完整"), (None, "请先选 U 盘上的")):
        page.goto("/console/sticks")
        if chosen is not None:
            page.set_input_files("#bundle", chosen)
        page.get_by_role("button", name="接收", exact=True).click()
        expect(page.get_by_role("alert")).to_contain_text(words)
    page.goto("/console/sticks/..%2F..%2Fdistrict.json")
    expect(page.get_by_text("没有这一页")).to_be_visible()


def test_the_files_of_several_stations_are_taken_in_together(
    page: Page, station: Station, district: District, url: str, clock: SetClock, tmp_path: Path
) -> None:
    received(station, "李䶮", 124)
    with writing(district.engine) as connection:
        add_station(connection, district, "5300", SETTINGS.for_station(), "init")
        code = make_code(connection, district, "5300", district.now())
    with enrolled(tmp_path / "5300", code, url, clock) as other:
        received(other, "𠮷野", 125)
        files = [out(each, tmp_path / "stick").path for each in (station, other)]
        answers = [said.answer for said in at_the_district(district, tmp_path / "stick")]
        foreign = tmp_path / "照片.jpg"
        foreign.write_bytes(b"\xff\xd8 not ours" + bytes(500))
        page.goto("/console/sticks")
        page.set_input_files("#bundle", [*files, *answers, foreign])
        page.get_by_role("button", name="接收", exact=True).click()
        expect(page.get_by_role("alert")).to_have_count(1)
        expect(page.get_by_role("alert")).to_contain_text("“照片.jpg”不是便民服务站的文件")
        expect(page.get_by_role("status")).to_have_count(2)
        expect(page.get_by_role("link", name="下载回执")).to_have_count(2)
        photograph(page, "sticks-several")
        page.emulate_media(media="print")
        expect(page.get_by_text("接收人签名").first).to_be_visible()
        expect(page.get_by_role("button", name="接收", exact=True)).to_be_hidden()
        (PICTURES / "sticks-printed.png").write_bytes(page.screenshot(full_page=True))
        page.emulate_media(media="screen")
        page.set_viewport_size({"width": 390, "height": 844})
        photograph(page, "sticks-phone")
        page.goto("/console/sticks")
        page.set_input_files("#bundle", answers)
        page.get_by_role("button", name="接收", exact=True).click()
        expect(page.get_by_role("alert")).to_contain_text("没有“报送”文件")
