"""The console before somebody who means ill: an officer of another place, a guesser, a page that is a program."""

import hashlib
import re
import socket
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urljoin

import httpx
import pytest
from litestar import Litestar
from litestar.testing import TestClient
from nacl import pwhash

from forms.case import Applicant, Page
from sync.district.app import build_app
from sync.district.commands import main
from sync.district.console.access import COOKIE
from sync.district.database.engine import reading, writing
from sync.district.database.tables import audit, user
from sync.district.district import District
from sync.district.users import LONGEST_SESSION, User, add_user
from tests.district.station_double import StationDouble, enrol_station, old_age_content, received
from tests.storage.station import SetClock
from tests.sync.real_ends import code_for, new_district
from tests.threats.server_at_hand import served

PASSWORD, NEW = "a long password", "another long one"
HOSTILE = "\"'><script>alert(1)</script><img src=x onerror=alert(1)>{{7*7}}"
JPEG = b"\xff\xd8\xff\xe0<script>alert(1)</script>"
NO_PAGE = (
    b"<!doctype html><script>alert(1)</script>",
    b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
    b"GIF89a/*",
    b"MZ\x90",
)


@pytest.fixture
def district(tmp_path: Path, clock: SetClock) -> Iterator[District]:
    made = new_district(tmp_path / "district", clock)
    with writing(made.engine) as connection:
        for login, role, township in (
            ("here", "township", "响水镇"),
            ("elsewhere", "township", "清水镇"),
            ("all", "district", ""),
        ):
            add_user(connection, made, User(login, "陈平", role, township, "民政办", ""), PASSWORD)  # type: ignore[arg-type]
    yield made
    made.engine.dispose()


@pytest.fixture
def client(district: District) -> Iterator[TestClient[Litestar]]:
    with TestClient(build_app(district)) as client:
        yield client


def enter(client: httpx.Client, login: str = "here", password: str = PASSWORD) -> str:
    """Signs in; the token that this session's forms carry, empty where it was refused."""
    client.cookies.clear()
    client.post("/console/sign-in", data={"login": login, "password": password}, follow_redirects=False)
    found = re.search('name="csrf" value="([0-9a-f]+)"', client.get("/console/cases").text)
    return found.group(1) if found else ""


def is_in(client: httpx.Client) -> bool:
    return client.get("/console/cases", follow_redirects=False).status_code == 200


def sent(client: httpx.Client, district: District, clock: SetClock, *contents: bytes) -> list[str]:
    """A case of the station with these bytes as its pages, whole at the district; their names."""
    station: StationDouble = enrol_station(client, code_for(district))  # type: ignore[arg-type]
    now_ms = int(clock.now().timestamp() * 1000)
    names = [hashlib.sha256(content).hexdigest() for content in contents]
    for number, (name, content) in enumerate(zip(names, contents, strict=True)):
        applicant = Applicant(HOSTILE, village=HOSTILE, address=HOSTILE, phone="1")
        page = Page(name, len(content), "text/html", HOSTILE)
        case = old_age_content(f"n{number}", page=page, applicant=applicant, item_name=HOSTILE, urgent_reason=HOSTILE)
        station.write(received(f"case-{number}", case))
        station.sync_all()
        assert station.page("PATCH", name, len(content), now_ms, 0, content).status_code == 204
    return names


def test_a_page_that_is_a_program_is_never_shown_as_one(
    client: TestClient[Litestar], district: District, clock: SetClock
) -> None:
    """By its first bytes, not by what the station calls it; and never kept in the browser."""
    names = sent(client, district, clock, JPEG, *NO_PAGE)
    enter(client)
    for number, name in enumerate(names):
        answer = client.get(f"/console/cases/case-{number}/pages/{name}")
        kind, shown = answer.headers["content-type"], answer.headers["content-disposition"]
        assert (kind, shown) == (
            ("image/jpeg", "inline") if number == 0 else ("application/octet-stream", "attachment")
        )
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["cache-control"] == "no-store"
        assert "default-src 'none'" in answer.headers["content-security-policy"]


def test_what_a_station_writes_is_text_on_every_page(
    client: TestClient[Litestar], district: District, clock: SetClock
) -> None:
    sent(client, district, clock, JPEG)
    enter(client, "all")
    for path in ("cases", "cases?show=all", "cases/case-0", "cases?q=" + HOSTILE, "stations", "users", "sticks"):
        answer = client.get(f"/console/{path}")
        assert "<script>" not in answer.text, path
        assert "<img src=x" not in answer.text, path
        assert ">49<" not in answer.text, path
        policy = answer.headers["content-security-policy"]
        assert "script" not in policy
        assert "unsafe" not in policy
        assert (answer.headers["x-frame-options"], "frame-ancestors 'none'" in policy) == ("DENY", True)
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in client.get("/console/cases").text


def test_whoever_looks_is_written_down(client: TestClient[Litestar], district: District, clock: SetClock) -> None:
    (name,) = sent(client, district, clock, JPEG)
    csrf = enter(client)
    client.get("/console/cases/case-0")
    client.get(f"/console/cases/case-0/pages/{name}")
    client.post("/console/cases/case-0/reveal", data={"csrf": csrf})
    enter(client, "elsewhere")
    for path in ("case-0", f"case-0/pages/{name}"):
        assert client.get(f"/console/cases/{path}").status_code == 403
    with reading(district.engine) as connection:
        rows = connection.execute(audit.select().order_by(audit.c.number)).all()
    told = [(row.login, row.act, row.about, row.detail) for row in rows if row.act not in ("publish", "list_cases")]
    assert told == [
        ("here", "open_case", "case-0", ""),
        ("here", "open_page", "case-0", name),
        ("here", "reveal_identity", "case-0", ""),
    ]


def test_a_login_that_nobody_has_costs_a_guess_as_much(
    client: TestClient[Litestar], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same words, and the same work: neither tells who is here."""
    tried: list[bytes] = []
    real = pwhash.verify
    monkeypatch.setattr(pwhash, "verify", lambda stored, given: tried.append(stored) or real(stored, given))
    said = [
        client.post("/console/sign-in", data={"login": login, "password": "a guess in the dark"}).text.replace(
            login, ""
        )
        for login in ("here", "nobody")
    ]
    assert said[0] == said[1]
    costs = [stored.split(b"$")[1:4] for stored in tried]
    assert len(costs) == 2
    assert costs[0] == costs[1] == [b"argon2id", b"v=19", b"m=65536,t=2,p=1"]


def test_a_new_password_and_a_removal_end_every_session_at_once(
    client: TestClient[Litestar], district: District, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    where = ("--directory", str(district.directory), "--login", "here")
    file = tmp_path / "password"
    file.write_text(NEW, "utf-8")
    enter(client)
    assert is_in(client)
    assert main(["users", "passwd", *where, "--password-file", str(file)]) == 0
    assert not is_in(client)
    assert not enter(client)
    assert enter(client, password=NEW)
    assert main(["users", "remove", *where]) == 0
    assert not is_in(client)
    assert not enter(client, password=NEW)
    capsys.readouterr()
    assert main(["users", "remove", *where]) == 1
    assert "没有登录名是“here”的人" in capsys.readouterr().err
    file.write_text("short", "utf-8")
    assert main(["users", "passwd", *where[:3], "all", "--password-file", str(file)]) == 1
    with reading(district.engine) as connection:
        acts = [(row.login, row.act, row.about) for row in connection.execute(audit.select())]
        assert connection.execute(user.select().where(user.c.login == "here")).first() is None
    assert ("district-server", "give_password", "here") in acts
    assert ("district-server", "remove_user", "here") in acts


def test_ones_own_password_is_changed_with_the_old_one(client: TestClient[Litestar], district: District) -> None:
    enter(client)
    elsewhere = client.cookies[COOKIE]
    csrf = enter(client)

    def change(**form: str) -> httpx.Response:
        return client.post("/console/password", data={"csrf": csrf, **form}, follow_redirects=False)

    assert change(old="wrong", new=NEW, again=NEW).status_code == 422
    assert change(old=PASSWORD, new=NEW, again=NEW + "x").status_code == 422
    assert change(old=PASSWORD, new="short", again="short").status_code == 422
    assert client.post("/console/password", data={"old": PASSWORD, "new": NEW, "again": NEW}).status_code == 403
    answer = change(old=PASSWORD, new=NEW, again=NEW)
    assert (answer.status_code, urljoin("/console/password", answer.headers["location"])) == (303, "/console/cases")
    assert is_in(client), "whoever changed it goes on"
    client.cookies.clear()
    client.cookies.set(COOKIE, elsewhere, path="/console")
    assert not is_in(client), "every other session has ended"
    assert not enter(client)
    assert enter(client, password=NEW)


def test_guessing_the_old_password_locks_as_at_the_sign_in(client: TestClient[Litestar]) -> None:
    csrf = enter(client)
    said = ""
    for _ in range(6):
        form = {"csrf": csrf, "old": "wrong wrong", "new": NEW, "again": NEW}
        said = client.post("/console/password", data=form).text
    assert "分钟再试" in said


@pytest.mark.parametrize(("secure", "wanted"), [(True, True), (False, False)])
def test_behind_tls_the_cookie_travels_over_tls_only(district: District, secure: bool, wanted: bool) -> None:
    """`serve --behind-tls` says so where a proxy does the TLS."""
    with TestClient(build_app(district, secure=secure)) as client:
        form = {"login": "here", "password": PASSWORD}
        cookie = client.post("/console/sign-in", data=form, follow_redirects=False).headers["set-cookie"].lower()
    parts = {part.strip() for part in cookie.split(";")}
    assert ("secure" in parts) is wanted
    assert {"httponly", "samesite=strict", f"max-age={int(LONGEST_SESSION.total_seconds())}"} <= parts
    # No path: the browser takes that of the sign-in, /console or what a proxy makes of it, and never the whole host's.
    assert not any(part.startswith("path") for part in parts)


def test_a_form_from_another_site_changes_nothing(client: TestClient[Litestar], district: District) -> None:
    """Without the session's token each form is refused; the cookie would not have come along either (SameSite)."""
    enter(client, "all")
    forms = ("users", "stations", "stations/5299/code", "publish/catalogue", "password", "sticks", "sign-out")
    for path in forms:
        for csrf in ("", "0" * 32):
            answer = client.post(
                f"/console/{path}",
                data={"csrf": csrf},
                headers={"Origin": "https://evil.example"},
                follow_redirects=False,
            )
            assert answer.status_code == 403, path
    assert is_in(client)


@pytest.mark.parametrize("path", ["/console/sticks", "/console/publish/look", "/console/cases/x/act/decide"])
def test_without_a_session_no_large_body_is_waited_for(district: District, path: str) -> None:
    """The answer is there though 200 MB were announced and none of it was sent."""
    head = f"POST {path} HTTP/1.1\r\nHost: x\r\nContent-Type: multipart/form-data; boundary=b\r\n"
    with served(district.directory) as port, socket.create_connection(("127.0.0.1", port), timeout=20) as line:
        line.sendall(f"{head}Content-Length: {200 << 20}\r\n\r\n--b\r\n".encode())
        assert line.recv(4096).startswith(b"HTTP/1.1 303")


@pytest.mark.parametrize("page", ["9" * 5000, "-1", "²", "0", "1e9"])
def test_a_page_number_that_is_none_is_the_first_page(client: TestClient[Litestar], page: str) -> None:
    enter(client)
    assert client.get(f"/console/cases?page={page}").status_code == 200
