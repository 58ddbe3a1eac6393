"""The server under a path of a proxy that takes that path away: pages, pictures, forms and stations stay below it."""

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import pytest
import uvicorn
from playwright.sync_api import expect

from sync.district.app import build_app
from sync.district.database.engine import writing
from sync.district.users import User, add_user
from tests.chromium import chromium, needs_chromium, photograph
from tests.storage.station import SetClock
from tests.sync.real_ends import code_for, enrolled, new_district
from tests.sync.test_cut_line import receive_with_pages

PASSWORD = "a long password"


class Proxy:
    """Passes on what is below its path, without it; what is asked beside it is noted and not found."""

    def __init__(self, app: Any, path: str) -> None:
        self._app, self._path = app, path
        self.beside: list[str] = []

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "http":
            asked = scope["path"]
            if not asked.startswith(f"{self._path}/"):
                self.beside.append(asked)
                await send({"type": "http.response.start", "status": 404, "headers": []})
                await send({"type": "http.response.body", "body": b""})
                return
            raw = scope["raw_path"].removeprefix(self._path.encode())
            scope = {**scope, "path": asked.removeprefix(self._path), "raw_path": raw}
        await self._app(scope, receive, send)


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


@pytest.fixture
def behind(tmp_path: Path, clock: SetClock) -> Iterator[tuple[Any, Proxy, str]]:
    district = new_district(tmp_path / "district", clock)
    with writing(district.engine) as connection:
        add_user(connection, district, User("all", "龙小芳", "district", "", "县政务服务中心", ""), PASSWORD)
        clerk = User("here", "陈平", "township", "响水镇", "响水镇便民服务中心", "")
        add_user(connection, district, clerk, PASSWORD)
    proxy = Proxy(build_app(district), "/政务/village")
    server = uvicorn.Server(uvicorn.Config(proxy, port=0, log_level="error", access_log=False))
    listener = server.config.bind_socket()
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    yield district, proxy, f"http://127.0.0.1:{listener.getsockname()[1]}/%E6%94%BF%E5%8A%A1/village"
    server.should_exit = True
    thread.join()
    listener.close()
    district.engine.dispose()


@needs_chromium
def test_nothing_leads_out_of_the_path(behind: tuple[Any, Proxy, str], tmp_path: Path, clock: SetClock) -> None:
    district, proxy, url = behind
    with enrolled(tmp_path / "station", code_for(district), url, clock) as station:
        receive_with_pages(station, 1)
        for _ in range(3):
            report = station.sync()
            assert report.failure is None
    with chromium() as browser:
        context = browser.new_context(java_script_enabled=False)
        page = context.new_page()
        page.goto(f"{url}/console/")
        for login in ("all", "here"):
            page.get_by_label("登录名").fill(login)
            page.get_by_label("密码").fill(PASSWORD)
            page.get_by_role("button", name="登录").click()
            expect(page.locator("table.rows")).to_be_visible()
            if login == "all":
                for name in ("U 盘", "发布", "站点", "人员", "改密码", "办件"):
                    page.get_by_role("link", name=name, exact=True).click()
                    expect(page.locator("h1")).to_be_visible()
                page.get_by_role("button", name="退出").click()
        page.locator("table.rows a").first.click()
        picture = page.locator(".pages img").first.get_attribute("src") or ""
        assert page.request.get(urljoin(page.url, picture)).status == 200
        page.get_by_role("button", name="确认收到").click()
        page.get_by_text("要求补正", exact=True).click()
        page.get_by_role("button", name="发出补正要求").click()
        expect(page.get_by_role("alert")).to_contain_text("至少一样")
        photograph(page, "prefix-refused")
        page.get_by_role("button", name="受理", exact=True).click()
        expect(page.locator(".acts")).to_contain_text("作出决定由")
        context.close()
    assert [path for path in proxy.beside if path != "/favicon.ico"] == []
