"""The console in Chromium with scripts switched off, against the real server on a loopback port."""

import socket
import threading
from collections.abc import Callable, Iterator
from urllib.parse import urljoin

import httpx
import msgspec
import pytest
import uvicorn
from playwright.sync_api import Browser, Page, expect

from forms.case import Applicant, MaterialLine
from forms.case import Page as CasePage
from forms.events import MaterialsSupplied, decode_event
from sync.district.app import build_app
from sync.district.database.engine import reading, writing
from sync.district.database.tables import audit
from sync.district.district import District
from sync.district.stations import make_code
from sync.district.users import User, add_user
from tests.chromium import chromium, needs_chromium, photograph
from tests.district.conftest import SetClock
from tests.district.pictures import one_page_pdf, scanned_page
from tests.district.station_double import StationDouble, enrol_station, event_of, old_age_content, received

PASSWORD = "云台镇的密码2026"

pytestmark = needs_chromium


@pytest.fixture
def address(published: District) -> Iterator[str]:
    """The real application behind a real port."""
    with writing(published.engine) as connection:
        for new in (
            User("chen", "陈平", "township", "云台镇", "云台镇民政办", "0859-0000456"),
            User("long", "龙小芳", "district", "", "清溪县政务服务局", "0859-0000789"),
        ):
            add_user(connection, published, new, PASSWORD)
    server = uvicorn.Server(uvicorn.Config(build_app(published), log_level="warning", access_log=False))
    listener = socket.create_server(("127.0.0.1", 0))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    server.should_exit = True
    thread.join(20)
    listener.close()


@pytest.fixture
def desk(address: str, published: District) -> Iterator[StationDouble]:
    with writing(published.engine) as connection:
        code = make_code(connection, published, "5299", published.now())
    with httpx.Client(base_url=address, trust_env=False) as wire:
        yield enrol_station(wire, code)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture
def open_page(browser: Browser, address: str) -> Iterator[Callable[..., Page]]:
    contexts = []

    def make(width: int = 1366, height: int = 768) -> Page:
        context = browser.new_context(
            java_script_enabled=False, base_url=address, viewport={"width": width, "height": height}, locale="zh-CN"
        )
        contexts.append(context)
        return context.new_page()

    yield make
    for context in contexts:
        context.close()


def sign_in(page: Page, login: str = "chen", password: str = PASSWORD) -> None:
    page.goto("/console/sign-in")
    page.get_by_label("登录名").fill(login)
    page.get_by_label("密码").fill(password)
    page.get_by_role("button", name="登录").click()


def send_case(desk: StationDouble, clock: SetClock, case_id: str, name: str, *, with_page: bool = True) -> None:
    scan = scanned_page(name)
    page = CasePage(_sha(scan), len(scan), "image/jpeg", "户口簿.jpg")
    content = old_age_content(f"5299-01-20261123-{len(desk.events) + 1:04d}-K", name, page)
    desk.write(received(case_id, content))
    desk.sync_all()
    if with_page:
        assert desk.page("PATCH", page.sha256, page.size, clock.ms, 0, scan).status_code == 204


def hand_over(page: Page, login: str) -> None:
    """Another officer signs in where this one was, on the page of case-1."""
    page.context.clear_cookies()
    sign_in(page, login)
    page.goto("/console/cases/case-1")


def _sha(content: bytes) -> str:
    import hashlib

    return hashlib.sha256(content).hexdigest()


def test_a_case_is_confirmed_corrected_accepted_and_decided(
    open_page: Callable[..., Page], desk: StationDouble, clock: SetClock
) -> None:
    send_case(desk, clock, "case-1", "李䶮𬸚𠮷")
    send_case(desk, clock, "case-2", "买买提·吐尔逊", with_page=False)
    page = open_page()
    sign_in(page)
    expect(page.get_by_role("link", name="买买提·吐尔逊")).to_be_visible()
    photograph(page, "queue")
    page.get_by_role("link", name="李䶮𬸚𠮷").click()
    expect(page.locator("h1")).to_contain_text("李䶮𬸚𠮷")
    expect(page.get_by_text("529901********002X")).to_be_visible()
    picture = page.locator(".pages img").first
    expect(picture).to_be_visible()
    photograph(page, "case-arrived")

    page.get_by_role("button", name="确认收到").click()
    expect(page.get_by_text("11月30日前要告知受理或补正")).to_be_visible()
    page.get_by_text("要求补正", exact=True).click()
    page.get_by_role("button", name="发出补正要求").click()
    expect(page.get_by_role("alert")).to_contain_text("至少一样")
    page.get_by_label("户口簿", exact=True).check()
    page.get_by_label("户口簿：哪里不对，怎么补").fill("缺户主页，请补复印件一份")
    photograph(page, "case-correction")
    page.get_by_role("button", name="发出补正要求").click()
    expect(page.locator(".acts")).to_contain_text("等申请人补材料")

    line = MaterialLine("HUKOU", "户口簿", copies=1)
    desk.write(event_of("materials_supplied", MaterialsSupplied((line,)), "case-1"))
    desk.sync_all()
    page.reload()
    expect(page.get_by_text("要求补正", exact=True)).to_have_count(1)  # in the history only: once is all
    page.get_by_role("button", name="受理", exact=True).click()
    expect(page.locator(".acts")).to_contain_text("作出决定由清溪县民政局办")
    photograph(page, "case-not-ours")

    hand_over(page, "long")
    document = one_page_pdf()
    page.get_by_label("准予", exact=True).check()
    page.get_by_label("文号").fill("云民〔2026〕18号")
    page.get_by_label("扫描件（PDF").set_input_files(
        {"name": "高龄津贴审批表.pdf", "mimeType": "application/pdf", "buffer": document}
    )
    photograph(page, "case-decide")
    page.get_by_role("button", name="作出决定").click()
    expect(page.get_by_text("结果已经到站")).to_be_visible()
    photograph(page, "case-decided")

    desk.sync_all()
    assert desk.kinds()[-3:] == ["accepted", "decided", "result_sent"]
    decided = decode_event(desk.feed[-2].body)
    result = decided.data["document"]["pages"][0]
    answer = desk.page("GET", result["sha256"], 0, clock.ms)
    assert (answer.status_code, answer.content) == (200, document)


def test_a_waiting_page_is_said_and_the_phone_shows_it_all(
    open_page: Callable[..., Page], desk: StationDouble, clock: SetClock
) -> None:
    send_case(desk, clock, "case-1", "买买提·吐尔逊", with_page=False)
    page = open_page(390, 844)
    sign_in(page)
    photograph(page, "queue-phone")
    page.get_by_role("link", name="买买提·吐尔逊").click()
    expect(page.get_by_text("这张还在路上", exact=True)).to_be_visible()
    photograph(page, "case-phone")
    box = page.locator("html").bounding_box()
    assert box is not None
    assert box["width"] <= 390


def test_photographs_on_their_way_are_said_in_the_queue_on_the_case_and_where_it_is_decided(
    open_page: Callable[..., Page], desk: StationDouble, clock: SetClock
) -> None:
    scans = [scanned_page(f"第{n}页") for n in range(1, 6)]
    photo = scanned_page("房屋原图") * 9
    original = CasePage(_sha(photo), len(photo), "image/jpeg", "房屋.jpg")
    pages = [CasePage(_sha(scan), len(scan), "image/jpeg", f"{n}.jpg") for n, scan in enumerate(scans)]
    pages[0] = msgspec.structs.replace(pages[0], original=original)
    content = old_age_content("5299-01-20261123-0001-K", "买买提·吐尔逊")
    line = msgspec.structs.replace(content.materials[0], pages=tuple(pages))
    desk.write(received("case-1", msgspec.structs.replace(content, materials=(line, *content.materials[1:]))))
    desk.sync_all()
    for shown, scan in list(zip(pages, scans, strict=True))[:3]:
        assert desk.page("PATCH", shown.sha256, shown.size, clock.ms, 0, scan).status_code == 204
    page = open_page()
    sign_in(page)
    expect(page.locator("table.rows")).to_contain_text("▲ 2 张照片在路上")
    photograph(page, "queue-awaiting")
    page.get_by_role("link", name="买买提·吐尔逊").click()
    expect(page.get_by_text("还有 2 张照片在路上（站里还没传完），共 5 张")).to_be_visible()
    expect(page.get_by_text("这张还在路上", exact=True)).to_have_count(2)
    expect(page.get_by_text("原图还在路上")).to_be_visible()
    page.get_by_role("button", name="确认收到").click()
    page.get_by_text("要求补正", exact=True).click()
    expect(page.locator(".acts")).to_contain_text("材料照片还有 2 张没到（共 5 张），您现在看到的不全")
    expect(page.locator(".acts")).to_contain_text("照片在路上不算缺材料")
    photograph(page, "case-awaiting")
    page.get_by_role("button", name="受理", exact=True).click()
    hand_over(page, "long")
    expect(page.locator(".acts")).to_contain_text("您现在看到的不全", timeout=5_000)
    for shown, scan in list(zip(pages, scans, strict=True))[3:]:
        assert desk.page("PATCH", shown.sha256, shown.size, clock.ms, 0, scan).status_code == 204
    page.reload()
    expect(page.locator(".acts")).not_to_contain_text("您现在看到的不全")
    expect(page.get_by_text("原图还有 1 张在路上")).to_be_visible()
    assert desk.page("PATCH", original.sha256, original.size, clock.ms, 0, photo).status_code == 204
    page.reload()
    expect(page.get_by_text("在路上")).to_have_count(0)
    link = page.get_by_role("link", name="看原图")
    answer = page.request.get(urljoin(page.url, link.get_attribute("href") or ""))
    assert (answer.status, answer.body()) == (200, photo)
    photograph(page, "case-original")
    page.goto("/console/cases")
    expect(page.locator("table.rows")).not_to_contain_text("在路上")


def test_a_refusal_needs_reasons_and_carries_the_remedies(
    open_page: Callable[..., Page], desk: StationDouble, clock: SetClock
) -> None:
    send_case(desk, clock, "case-1", "李䶮")
    page = open_page()
    sign_in(page)
    page.goto("/console/cases/case-1")
    page.get_by_role("button", name="确认收到").click()
    page.get_by_role("button", name="受理", exact=True).click()
    hand_over(page, "long")
    page.get_by_label("不予批准", exact=True).check()
    page.get_by_label("结果随网发到站里").uncheck()
    page.get_by_role("button", name="作出决定").click()
    expect(page.get_by_role("alert")).to_contain_text("不予批准要写明理由")
    page.get_by_label("理由（不予批准的必须写）").fill("申请人未满八十周岁")
    photograph(page, "case-refusal")
    page.get_by_role("button", name="作出决定").click()
    desk.sync_all()
    refused = decode_event(desk.feed[-1].body)
    assert refused.data["reason"] == "申请人未满八十周岁"
    assert "六十日" in refused.data["remedies"]
    assert refused.data["document"] == {"name": "不予批准决定书"}
    page.get_by_role("button", name="已送出").click()
    expect(page.get_by_text("结果在路上，等站里确认收到")).to_be_visible()


def test_the_full_number_is_shown_and_that_is_logged(
    open_page: Callable[..., Page], desk: StationDouble, clock: SetClock, published: District
) -> None:
    send_case(desk, clock, "case-1", "李䶮")
    page = open_page()
    sign_in(page)
    page.goto("/console/cases/case-1")
    page.get_by_role("button", name="显示完整号码").click()
    expect(page.get_by_text("52990119420211002X")).to_be_visible()
    with reading(published.engine) as connection:
        looks = [(row.login, row.act, row.about) for row in connection.execute(audit.select())]
    assert ("chen", "reveal_identity", "case-1") in looks
    page.goto("/console/cases/case-1")
    expect(page.get_by_text("52990119420211002X")).to_have_count(0)


def test_the_district_publishes_and_enrols(open_page: Callable[..., Page], desk: StationDouble) -> None:
    page = open_page()
    sign_in(page, "long")
    page.goto("/console/publish")
    expect(page.get_by_text("2027年的日历还没有发布")).to_be_visible()
    page.get_by_role("button", name="看看自带的 25 个事项").click()
    expect(page.get_by_text("和现在的一样，没有变化")).to_be_visible()
    photograph(page, "publish")
    page.get_by_role("button", name="发布第 2 版").click()
    expect(page.get_by_role("cell", name="第 1 版")).to_be_visible()  # the same again is no new version
    page.goto("/console/stations")
    page.get_by_role("button", name="给一个登记码").first.click()
    assert len(page.locator(".code").inner_text()) == 14
    photograph(page, "stations")
    page.goto("/console/users")
    photograph(page, "users")
    desk.sync_all()
    assert "catalogue" in desk.kinds()


def test_a_wrong_password_locks_after_five(open_page: Callable[..., Page]) -> None:
    page = open_page()
    for _ in range(5):
        sign_in(page, password="not the password")
        expect(page.get_by_role("alert")).to_contain_text("登录名或密码不对")
    sign_in(page)
    expect(page.get_by_role("alert")).to_contain_text("请等 1 分钟再试")
    photograph(page, "sign-in-locked")


def test_many_cases_are_found_by_name_number_and_village(
    open_page: Callable[..., Page], desk: StationDouble, clock: SetClock
) -> None:
    for number in range(60):
        content = old_age_content(f"N-{number:03d}", f"村民{number}")
        desk.write(received(f"case-{number}", content))
    desk.write(received("case-x", old_age_content("N-x", applicant=Applicant("欧阳霞", village="月亮坝村"))))
    desk.sync_all()
    page = open_page()
    sign_in(page)
    expect(page.locator("tbody tr")).to_have_count(50)
    page.get_by_role("link", name="下一页").click()
    expect(page.locator("tbody tr")).to_have_count(11)
    for wanted in ("欧阳", "月亮坝", "n-x", "欧阳 月亮"):
        page.get_by_label("查找").fill(wanted)
        page.get_by_role("button", name="查找").click()
        expect(page.locator("tbody tr")).to_have_count(1)
    page.get_by_label("查找").fill("100%_")
    page.get_by_role("button", name="查找").click()
    expect(page.get_by_text("没有找到“100%_”")).to_be_visible()
