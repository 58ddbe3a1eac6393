"""The 站点 page tells in words what befell each PC and the district's data; Chromium, scripts off, real stations."""

import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import msgspec
import pytest
from playwright.sync_api import Browser, Page, expect

from station_app.desk.enrol_again import device_code, enrol_again
from sync.district.database.engine import writing
from sync.district.devices import revoke
from sync.district.district import District, incarnation
from sync.district.put_back import begin_anew
from sync.district.stations import add_station, make_code
from sync.district.users import User, add_user
from sync.station.enrol import request_enrolment
from tests.chromium import chromium, needs_chromium, photograph
from tests.e2e.both_ends import received
from tests.storage.station import SetClock
from tests.sync.real_ends import SETTINGS, Station, code_for, enrolled

PASSWORD = "a long password"

pytestmark = needs_chromium


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture
def page(browser: Browser, district: District, url: str) -> Iterator[Page]:
    with writing(district.engine) as connection:
        add_user(connection, district, User("long", "龙小芳", "district", "", "清水县政务服务局", ""), PASSWORD)
    context = browser.new_context(
        base_url=url, java_script_enabled=False, viewport={"width": 1366, "height": 768}, locale="zh-CN"
    )
    page = context.new_page()
    page.goto("/console/sign-in")
    page.fill("input[name=login]", "long")
    page.fill("input[name=password]", PASSWORD)
    page.get_by_role("button", name="登录").click()
    yield page
    context.close()


def told(page: Page, words: str) -> None:
    page.goto("/console/stations")
    expect(page.get_by_text(words)).to_be_visible()


def put_back(station: Station, copy: Path) -> None:
    """The PC's whole directory as it was."""
    station.close()
    shutil.rmtree(station.directory)
    shutil.copytree(copy, station.directory)
    station.open()


def test_an_old_backup_and_two_clones_are_told_apart(
    page: Page, station: Station, district: District, clock: SetClock, tmp_path: Path
) -> None:
    received(station, "李䶮", 124)
    assert station.sync().failure is None
    station.close()
    shutil.copytree(station.directory, tmp_path / "copy")
    station.open()
    received(station, "欧阳𬸚", 125)
    assert station.sync().failure is None
    put_back(station, tmp_path / "copy")
    assert station.sync().failure is None
    told(page, "01 号电脑 11月23日 10:12 恢复过旧备份，重新传了 2 条，没有重复")
    clone = Station(tmp_path / "copy", station.unlocked, clock, station.url)
    for each in (clone, station, clone):
        received(each, "𠮷野", 126)
        assert each.sync().failure is None
    told(page, "好像有两台电脑用着 01 号的同一个登记（7 天里已经交替 4 次）")
    photograph(page, "stations-clones")
    grant, seed = request_enrolment(station.url, code_for(district), "二号机", "0.1", formerly=device_code(clone.desk))
    enrol_again(clone.desk, grant, seed)
    told(page, "01 号电脑 11月23日 10:12 重新登记，现在是 02 号")
    told(page, "其中一台已经重新登记，不再互相影响")
    page.set_viewport_size({"width": 390, "height": 844})
    photograph(page, "stations-clones-phone")
    clone.close()


def test_a_new_pc_says_how_far_it_is(
    page: Page, station: Station, district: District, url: str, clock: SetClock, tmp_path: Path
) -> None:
    for serial in range(3):
        received(station, "李䶮", 124 + serial)
    assert station.sync().failure is None
    clock.wait(hours=1)
    with enrolled(tmp_path / "second", code_for(district), url, clock) as second:
        told(page, "02 号电脑 11月23日 11:12 加入：办件 3 件已取回 0 件")
        assert second.sync().failure is None
        assert second.sync().failure is None
        with writing(district.engine) as connection:
            revoke(connection, district, "5299", "01", "2026-11-23T11:20:00+08:00")
        told(page, "02 号电脑 11月23日 11:12 登记，接替了 01 号电脑。原有办件 3 件、照片和文书 0 张都取回了")


def test_who_has_sent_again_after_a_restoration(
    page: Page, station: Station, district: District, url: str, clock: SetClock, tmp_path: Path
) -> None:
    received(station, "李䶮", 124)
    with ExitStack() as stack:
        for code, name in (("5300", "月亮坝村便民服务站"), ("5301", "石门坎村便民服务站")):
            with writing(district.engine) as connection:
                words = SETTINGS.for_station()
                add_station(connection, district, code, msgspec.structs.replace(words, station_name=name), "init")
                one_time = make_code(connection, district, code, district.now())
            other = stack.enter_context(enrolled(tmp_path / code, one_time, url, clock))
            assert other.sync().failure is None
        assert station.sync().failure is None
        clock.wait(hours=1)
        with writing(district.engine) as connection:
            assert begin_anew(connection, district, incarnation(connection, district), "put_back_by_hand")
        told(page, "由管理员放回了以前的一份。0 个站已补传，3 个站还没有联系")
        for _ in range(2):
            assert station.sync().failure is None
        told(page, "1 个站已补传，2 个站还没有联系：月亮坝村便民服务站、石门坎村便民服务站")
        photograph(page, "stations-put-back")
        page.set_viewport_size({"width": 390, "height": 844})
        photograph(page, "stations-put-back-phone")
