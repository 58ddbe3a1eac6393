"""Who may see and do what in the console, and what the browser is told to refuse."""

import io
import re
import zipfile
from html import unescape
from typing import Any
from urllib.parse import urljoin

import pytest
from litestar import Litestar
from litestar.testing import TestClient

from forms.case import Applicant, Page
from sync.district.console.access import COOKIE
from sync.district.database.engine import reading, writing
from sync.district.database.tables import event
from sync.district.district import District
from sync.district.users import User, add_user
from tests.district.conftest import SetClock
from tests.district.station_double import StationDouble, old_age_content, received

PASSWORD = "a long password"
NAME = '<script>alert("李䶮")</script>'


@pytest.fixture
def clerks(published: District) -> District:
    with writing(published.engine) as connection:
        for login, role, township in (
            ("here", "township", "云台镇"),
            ("elsewhere", "township", "清水镇"),
            ("all", "district", ""),
        ):
            new = User(login, "陈平", role, township, "民政办", "")  # type: ignore[arg-type]
            add_user(connection, published, new, PASSWORD)
    return published


@pytest.fixture
def sent(station: StationDouble, clerks: District) -> StationDouble:
    page = Page("a" * 64, 10)
    station.write(received("case-1", old_age_content("n", page=page, applicant=Applicant(NAME))))
    station.sync()
    return station


def enter(client: TestClient[Litestar], login: str = "here") -> str:
    """Signs in; returns the token that this session's forms carry."""
    client.cookies.clear()
    form = {"login": login, "password": PASSWORD}
    answer = client.post("/console/sign-in", data=form, follow_redirects=False)
    assert (answer.status_code, urljoin("/console/sign-in", answer.headers["location"])) == (303, "/console/cases")
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    found = re.search('name="csrf" value="([0-9a-f]+)"', client.get("/console/cases").text)
    assert found is not None
    return found.group(1)


def confirm(client: TestClient[Litestar], csrf: str, act: str = "ab" * 16) -> Any:
    form = {"csrf": csrf, "act": act}
    return client.post("/console/cases/case-1/act/confirm", data=form, follow_redirects=False)


@pytest.mark.usefixtures("clerks")
@pytest.mark.parametrize("path", ["/console/", "/console/cases", "/console/cases/x", "/console/publish"])
def test_nobody_sees_anything_without_signing_in(client: TestClient[Litestar], path: str) -> None:
    answer = client.get(path, follow_redirects=False)
    assert (answer.status_code, urljoin(path, answer.headers["location"])) == (303, "/console/sign-in")


@pytest.mark.usefixtures("sent")
def test_a_form_without_this_sessions_token_does_nothing(client: TestClient[Litestar], district: District) -> None:
    enter(client)
    assert confirm(client, "").status_code == 403
    assert confirm(client, "0" * 32).status_code == 403
    assert kinds(district) == ["case_received", "official_number_assigned"]


@pytest.mark.usefixtures("sent")
def test_a_form_sent_twice_is_one_act(client: TestClient[Litestar], district: District) -> None:
    csrf = enter(client)
    assert [confirm(client, csrf).status_code for _ in range(2)] == [303, 303]
    assert kinds(district).count("receipt_confirmed") == 1
    again = confirm(client, csrf, act="cd" * 16)
    assert again.status_code == 422
    assert "刚才已经往前走了" in again.text


@pytest.mark.usefixtures("sent")
@pytest.mark.parametrize("act", ["", "zz", "ab"])
def test_a_form_that_is_not_ours_is_refused_in_words(client: TestClient[Litestar], act: str) -> None:
    csrf = enter(client)
    answer = confirm(client, csrf, act)
    assert (answer.status_code, "这张表单不完整" in answer.text) == (422, True)


@pytest.mark.usefixtures("sent")
def test_another_township_sees_nothing_of_it(client: TestClient[Litestar]) -> None:
    csrf = enter(client, "elsewhere")
    assert "case-1" not in client.get("/console/cases?show=all").text
    assert client.get("/console/cases/case-1").status_code == 403
    assert client.get("/console/cases/case-1/pages/" + "a" * 64).status_code == 403
    assert confirm(client, csrf).status_code == 403
    assert client.post("/console/cases/case-1/reveal", data={"csrf": csrf}).status_code == 403


@pytest.mark.usefixtures("sent")
def test_only_the_district_publishes_and_enrols(client: TestClient[Litestar]) -> None:
    csrf = enter(client)
    for path in ("/console/publish", "/console/stations", "/console/users"):
        assert client.get(path).status_code == 403
    for path in ("/console/publish/catalogue", "/console/stations/5299/code", "/console/users"):
        assert client.post(path, data={"csrf": csrf}).status_code == 403
    enter(client, "all")
    assert client.get("/console/publish").status_code == 200


@pytest.mark.usefixtures("sent")
def test_a_name_is_text_and_never_a_script(client: TestClient[Litestar]) -> None:
    enter(client)
    for path in ("/console/cases", "/console/cases/case-1"):
        answer = client.get(path)
        assert "<script>" not in answer.text
        assert "&lt;script&gt;" in answer.text
        assert "script" not in answer.headers["content-security-policy"]
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.usefixtures("sent")
def test_what_is_not_there_is_said_in_words(client: TestClient[Litestar]) -> None:
    csrf = enter(client)
    for path in ("/console/cases/none", "/console/nothing", "/console/cases/case-1/pages/" + "b" * 64):
        answer = client.get(path)
        assert (answer.status_code, "没有这一页" in answer.text) == (404, True)
    assert "还没有传上来" in client.get("/console/cases/case-1/pages/" + "a" * 64).text
    assert client.post("/console/cases/case-1/act/nothing", data={"csrf": csrf, "act": "ab" * 16}).status_code == 404
    assert client.get("/console/fonts/other.ttf").status_code == 404


def test_a_session_ends_with_the_day_and_with_signing_out(
    client: TestClient[Litestar], clerks: District, clock: SetClock
) -> None:
    csrf = enter(client)
    kept = client.cookies[COOKIE]
    client.post("/console/sign-out", data={"csrf": csrf})
    client.cookies.set(COOKIE, kept)
    assert client.get("/console/cases", follow_redirects=False).status_code == 303
    enter(client)
    clock.go_on(hours=11)
    assert client.get("/console/cases", follow_redirects=False).status_code == 303


def test_a_session_goes_on_while_it_is_used_for_a_week_at_most(
    client: TestClient[Litestar], clerks: District, clock: SetClock
) -> None:
    enter(client)
    for _ in range(18):
        clock.go_on(hours=9)
        assert client.get("/console/cases", follow_redirects=False).status_code == 200
    clock.go_on(hours=9)
    assert client.get("/console/cases", follow_redirects=False).status_code == 303


def left_alone(client: TestClient[Litestar], clock: SetClock, path: str, form: dict[str, Any]) -> str:
    """A form that is sent after its session ended: the page that asks for the password."""
    clock.go_on(hours=11)
    answer = client.post(path, data=form, follow_redirects=False)
    assert (answer.status_code, "刚才填的都在，还没有提交" in answer.text) == (401, True)
    return answer.text


def carried(page: str) -> dict[str, Any]:
    """What the page that asks for the password sends along."""
    found: dict[str, Any] = {}
    for name, value in re.findall(r'<textarea name="([^"]*)" hidden>\n(.*?)</textarea>', page, re.S):
        found.setdefault(name, []).append(unescape(value))
    return found


REASON = '申请人"未满" 80 周岁\n<b>见</b>户口簿 & 身份证'


@pytest.mark.usefixtures("sent")
def test_what_was_typed_comes_back_after_the_session_ended(client: TestClient[Litestar], clock: SetClock) -> None:
    csrf = enter(client)
    confirm(client, csrf)
    path = "/console/cases/case-1/act/not_accept"
    form = {"csrf": csrf, "act": "cd" * 16, "reason": REASON, "competent_office": "县残联"}
    page = left_alone(client, clock, path, form)
    assert csrf not in page
    sent = carried(page)
    assert sent["reason"] == [REASON]
    wrong = client.post(path, data={**sent, "password_again_for_session": "wrong"})
    assert (wrong.status_code, "密码不对" in wrong.text) == (422, True)
    assert carried(wrong.text) == sent
    back = client.post(path, data={**sent, "password_again_for_session": PASSWORD})
    assert back.status_code == 200
    assert "已经重新登录" in back.text
    assert REASON in unescape(back.text)
    assert "不予受理了" not in back.text
    form["csrf"] = re.search('name="csrf" value="([0-9a-f]+)"', back.text).group(1)  # type: ignore[union-attr]
    assert client.post(path, data=form, follow_redirects=False).status_code == 303


@pytest.mark.usefixtures("clerks")
@pytest.mark.parametrize(
    ("path", "form"),
    [
        (
            "/console/users",
            {"login": "neu", "name": "易小春", "office": "民政办", "township": "云台镇", "phone": "0859-1"},
        ),
        (
            "/console/stations",
            {"station": "5300", "is_new": "yes", "station_name": "石门坎村站", "villages": "石门坎村"},
        ),
    ],
)
def test_every_form_that_is_written_in_comes_back(
    client: TestClient[Litestar], clock: SetClock, path: str, form: dict[str, Any]
) -> None:
    csrf = enter(client, "all")
    sent = carried(left_alone(client, clock, path, {**form, "csrf": csrf, "password": "a secret of somebody"}))
    assert sent == {name: [value] for name, value in form.items()}
    back = client.post(path, data={**sent, "password_again_for_session": PASSWORD}).text
    for value in form.values():
        assert f'value="{value}"' in back, value


@pytest.mark.usefixtures("sent")
def test_a_file_is_chosen_again_and_that_is_said(client: TestClient[Litestar], clock: SetClock) -> None:
    csrf = enter(client)
    confirm(client, csrf)
    clock.go_on(hours=11)
    path, form = "/console/cases/case-1/act/accept", {"csrf": csrf, "act": "ef" * 16}
    page = client.post(path, data=form, files={"document": ("批准书.pdf", b"%PDF-1.7")}).text
    back = client.post(path, data={**carried(page), "password_again_for_session": PASSWORD})
    assert "附件没有留下，请重新选" in back.text


@pytest.mark.usefixtures("clerks")
def test_whoever_never_signed_in_has_nothing_read(client: TestClient[Litestar]) -> None:
    client.cookies.set(COOKIE, "00" * 32 + "-6900000")
    answer = client.post("/console/users", data={"name": "x"}, follow_redirects=False)
    assert answer.status_code == 303


@pytest.mark.usefixtures("sent")
@pytest.mark.parametrize(
    ("content", "status", "said"),
    [(b"MZ a program", 422, "不是 PDF"), (b"%PDF" + bytes(20 << 20), 422, "20 MB"), (bytes(22 << 20), 413, "20 MB")],
)
def test_a_result_that_is_no_document_is_refused(
    client: TestClient[Litestar], content: bytes, status: int, said: str
) -> None:
    csrf = enter(client)
    confirm(client, csrf)
    client.post("/console/cases/case-1/act/accept", data={"csrf": csrf, "act": "cd" * 16})
    csrf = enter(client, "all")
    form = {"csrf": csrf, "act": "ef" * 16, "verdict": "granted", "document_name": "批准书", "send_now": "yes"}
    answer = client.post("/console/cases/case-1/act/decide", data=form, files={"document": ("批准书.pdf", content)})
    assert (answer.status_code, said in answer.text) == (status, True)
    assert "准予" in client.get("/console/cases/case-1").text


@pytest.mark.usefixtures("sent")
def test_what_was_filled_in_is_kept_when_something_is_missing(client: TestClient[Litestar]) -> None:
    csrf = enter(client)
    confirm(client, csrf)
    form = {"csrf": csrf, "act": "cd" * 16, "material": "HUKOU", "name_HUKOU": "户口簿", "due": "2026-12-07"}
    answer = client.post("/console/cases/case-1/act/correct", data=form | {"defect_ID": "看不清"})
    assert "都要写明" in answer.text
    assert 'value="看不清"' in answer.text
    assert 'value="HUKOU" checked' in answer.text


@pytest.mark.usefixtures("clerks")
@pytest.mark.parametrize(
    ("content", "said"),
    [(b"not a zip", "不是 zip"), (b"", "先选"), ("bad toml", "写法不对"), ("no items", "没有事项文件")],
)
def test_a_catalogue_that_cannot_be_read_is_refused_in_words(
    client: TestClient[Litestar], content: bytes | str, said: str
) -> None:
    csrf = enter(client, "all")
    data = content if isinstance(content, bytes) else _zip("x.toml" if content == "bad toml" else "x.txt", "a = [")
    files = {"items": ("items.zip", data)} if data else None
    answer = client.post("/console/publish/look", data={"csrf": csrf}, files=files)
    assert (answer.status_code, said in answer.text) == (422, True)


@pytest.mark.usefixtures("clerks")
def test_a_calendar_that_cannot_be_read_is_refused_in_words(client: TestClient[Litestar]) -> None:
    csrf = enter(client, "all")
    answer = client.post("/console/publish/calendar", data={"csrf": csrf}, files={"calendar": ("c.json", b"{}")})
    assert (answer.status_code, "工作日历不能用" in answer.text) == (422, True)


@pytest.mark.usefixtures("clerks")
def test_the_bundled_fonts_are_served_for_rare_characters(client: TestClient[Litestar]) -> None:
    style = client.get("/console/console.css").text
    assert "U+20000-2FFFF" in style
    for name in re.findall(r'url\("(.+?)"\)', style):
        answer = client.get(f"/console/{name}")
        assert (answer.status_code, answer.headers["content-type"]) == (200, "font/ttf")
        assert "immutable" in answer.headers["cache-control"]


def _zip(name: str, text: str) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr(name, text)
    return content.getvalue()


def kinds(district: District) -> list[str]:
    with reading(district.engine) as connection:
        return [row.kind for row in connection.execute(event.select().order_by(event.c.case_order))]
