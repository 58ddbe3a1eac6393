"""The carrier against a real HTTP server on loopback: what is not the district's own answer is never taken for one."""

import os
import socket
import subprocess
import sys
import threading
from collections.abc import Callable

import msgspec
import pytest

from forms.failures import InputFailure
from sync.protocol import blob_auth, enrolment, signing
from sync.protocol.messages import EnrolmentGrant
from sync.protocol.reasons import refusal_body
from sync.station import http_line
from sync.station.enrol import NotTheDistrict, request_enrolment
from sync.station.errors import (
    CertificateRefused,
    LineFailure,
    NotOurServer,
    PageRefused,
    Refused,
    ServerBusy,
    TooLarge,
)
from sync.station.http_carrier import HttpCarrier
from sync.station.http_line import MESSAGE_TYPE
from sync.station.ports import PagePart, StationIdentity
from tests.sync.loopback_server import CERTIFICATES, Visit, serving
from tests.sync.memory_store import StandingClock

DEVICE, DISTRICT = bytes(range(32)), bytes(range(1, 33))
IDENTITY = StationIdentity("520100", "520101", "01", DEVICE, signing.public_key(DISTRICT))
SHA = "a" * 64
CA = CERTIFICATES / "ca.pem"


def carrier(url: str, **options: object) -> HttpCarrier:
    return HttpCarrier(url, IDENTITY, StandingClock(), **({"proven": None} | options))  # type: ignore[arg-type]


def refused(status: int, reason: str, **headers: str) -> Callable[[Visit], None]:
    body = msgspec.json.encode(refusal_body(reason))
    return lambda visit: visit.reply(status, body, Content_Type="application/json", **headers)


def told(visit: Visit, status: int, held: int, length: int, seed: bytes = DISTRICT) -> None:
    headers = blob_auth.answer_headers(visit.headers["X-Signature"], held, length, seed)
    visit.reply(status, **{name.replace("-", "_"): value for name, value in headers.items()})


def test_an_exchange_goes_up_and_comes_back_on_one_connection() -> None:
    with serving(lambda visit: visit.reply(200, visit.body[::-1], Content_Type=MESSAGE_TYPE)) as server:
        line = carrier(server.url)
        assert line.exchange(b"up") == b"pu"
        assert line.exchange(b"again") == b"niaga"
        assert [visit[:2] for visit in server.visits] == [("POST", "/sync")] * 2
        line.close()


@pytest.mark.parametrize(
    ("answer", "failure", "said"),
    [
        (lambda visit: visit.reply(200, b"<html>", Content_Type="text/html"), NotOurServer, "不是县里的系统"),
        (lambda visit: visit.reply(200, b"VS"), NotOurServer, "不是县里的系统"),
        (lambda visit: visit.reply(302, b"", Location="http://portal.example/"), NotOurServer, "先登录"),
        (lambda visit: visit.reply(401, b"<html>", Content_Type="text/html"), NotOurServer, "不是县里的系统"),
        (lambda visit: visit.reply(502, b"bad gateway"), NotOurServer, "不是县里的系统"),
        (lambda visit: visit.reply(400, b"{", Content_Type="application/json"), NotOurServer, "不是县里的系统"),
        (
            lambda visit: visit.reply(400, b'{"reason":"\xf8"}', Content_Type="application/json"),
            NotOurServer,
            "不是县里",
        ),
        (refused(401, "unknown_device"), Refused, "没有登记这台电脑"),
        (refused(403, "bad_signature"), Refused, "核对不了"),
        (refused(400, "not_our_message"), Refused, "读不了"),
        (refused(413, "too_large"), TooLarge, "太大"),
        (refused(503, "busy"), ServerBusy, "正忙"),
        (refused(500, "busy"), ServerBusy, "正忙"),
        (lambda visit: visit.reply(200, b"short", length=90, Content_Type=MESSAGE_TYPE), LineFailure, "连不上"),
        (lambda visit: visit.wfile.write(b"HTTP/1."), LineFailure, "连不上"),
    ],
)
def test_every_other_answer_is_a_failure_with_its_sentence(
    answer: Callable[[Visit], None], failure: type[Exception], said: str
) -> None:
    def once(visit: Visit) -> None:
        answer(visit)
        visit.close_connection = True

    with serving(once) as server:
        line = carrier(server.url)
        with pytest.raises(failure, match=said):
            line.exchange(b"up")
        line.close()


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize(
    ("header", "date", "seconds"),
    [
        ("120", "", 120.0),
        ("999999", "", 3600.0),
        ("-5", "", 0.0),
        ("0", "", 0.0),
        ("Wed, 21 Oct 2026 07:28:00 GMT", "Wed, 21 Oct 2026 07:26:30 GMT", 90.0),
        ("Wed, 21 Oct 2026 07:28:00 GMT", "Wed, 21 Oct 2026 07:30:00 GMT", 0.0),
        ("Wed, 21 Oct 2026 07:28:00 GMT", "Tue, 20 Oct 2026 07:28:00 GMT", 3600.0),
        ("Wednesday, 21-Oct-26 07:28:00 GMT", "Wed Oct 21 07:27:20 2026", 40.0),
        ("soon", "Wed, 21 Oct 2026 07:28:00 GMT", 60.0),
        ("Wed, 21 Oct 2026 07:28:00 GMT", "today", 60.0),
        ("nan", "", 60.0),
        ("inf", "", 60.0),
        ("", "", 0.0),
    ],
)
def test_retry_after_is_heeded_within_bounds(status: int, header: str, date: str, seconds: float) -> None:
    """A date is measured from the answer's own, whatever this PC's clock says."""

    def answer(visit: Visit) -> None:
        if date:
            visit.date_time_string = lambda *_: date  # type: ignore[method-assign, assignment]
        refused(status, "busy", Retry_After=header)(visit)

    with serving(answer) as server:
        line = carrier(server.url)
        with pytest.raises(ServerBusy) as busy:
            line.exchange(b"up")
        assert busy.value.retry_after == seconds
        line.close()


def test_nobody_there_is_a_line_failure() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        line = carrier(f"http://127.0.0.1:{free.getsockname()[1]}")
        with pytest.raises(LineFailure):
            line.exchange(b"up")
        line.close()


def test_an_answer_without_end_is_not_taken_into_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http_line, "MOST_BODY_BYTES", 100_000)

    def endless(visit: Visit) -> None:
        visit.send_response(200)
        visit.end_headers()
        for _ in range(1000):
            visit.wfile.write(bytes(10_000))

    with serving(endless) as server:
        line = carrier(server.url)
        with pytest.raises(NotOurServer):
            line.exchange(b"up")
        line.close()


def test_a_server_that_stalls_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http_line, "STALL_SECONDS", 0.2)
    go_on = threading.Event()
    with serving(lambda visit: (go_on.wait(20), visit.reply(204))[0]) as server:  # type: ignore[arg-type, func-returns-value]
        line = carrier(server.url)
        with pytest.raises(LineFailure):
            line.exchange(b"up")
        go_on.set()
        line.close()


@pytest.mark.parametrize("certificate", ["", "good"])
def test_another_thread_can_end_a_transfer_that_hangs(certificate: str) -> None:
    arrived, go_on = threading.Event(), threading.Event()

    def hang(_: Visit) -> None:
        arrived.set()
        go_on.wait(20)

    with serving(hang, certificate) as server:
        line = carrier(server.url, ca_file=CA)
        ending = threading.Thread(target=lambda: (arrived.wait(20), line.abort()))
        ending.start()
        with pytest.raises(LineFailure):
            line.exchange(b"up")
        go_on.set()
        ending.join()
        with pytest.raises(LineFailure):
            line.exchange(b"up")
        line.close()


@pytest.mark.parametrize("url", ["http://district.example", "ftp://127.0.0.1", "district.example", "", "https://"])
def test_an_address_that_is_not_safe_is_refused_in_words(url: str) -> None:
    with pytest.raises(InputFailure, match="https://"):
        carrier(url)


def test_plain_http_goes_to_this_computer_or_where_the_settings_say_so() -> None:
    carrier("http://127.0.0.1:1/")
    carrier("http://localhost:1")
    carrier("http://district.example", allow_plain=True)


def test_tls_with_the_districts_own_authority() -> None:
    with serving(lambda visit: visit.reply(200, b"ok", Content_Type=MESSAGE_TYPE), "good") as server:
        line = carrier(server.url, ca_file=CA)
        assert line.exchange(b"up") == b"ok"
        line.close()


@pytest.mark.parametrize(
    ("certificate", "said"),
    [
        ("expired", "证书过期了"),
        ("not_yet_valid", "日期不对"),
        ("other_name", "别的名字"),
        ("other_issuer", "拿不出县里的证书"),
    ],
)
def test_a_certificate_that_will_not_do_says_why(certificate: str, said: str) -> None:
    with serving(lambda visit: visit.reply(200, b"ok", Content_Type=MESSAGE_TYPE), certificate) as server:
        line = carrier(server.url, ca_file=CA)
        with pytest.raises(CertificateRefused, match=said):
            line.exchange(b"up")
        assert server.visits == []
        line.close()


def test_without_the_districts_authority_only_the_systems_are_trusted() -> None:
    with serving(lambda visit: visit.reply(200), "good") as server:
        line = carrier(server.url)
        with pytest.raises(CertificateRefused, match="拿不出县里的证书"):
            line.exchange(b"up")
        line.close()


def test_a_page_request_is_signed_and_its_answer_checked() -> None:
    def held(visit: Visit) -> None:
        read = blob_auth.read_request(visit.command, visit.path, visit.headers, visit.body)  # type: ignore[arg-type]
        now_ms = int(StandingClock().now().timestamp() * 1000) + 5000
        blob_auth.check_request(read, visit.headers["X-Signature"], signing.public_key(DEVICE), now_ms)
        assert read.time == now_ms
        told(visit, 204 if visit.command == "PATCH" else 200, read.offset + len(read.chunk), read.length)

    with serving(held) as server:
        line = carrier(server.url)
        line.set_offset(5000)
        assert line.page_offset(SHA, 30) == 0
        assert line.send_page(SHA, 30, 7, b"piece") == 12
        assert server.visits[0][1] == f"/blobs/520101/{SHA}"
        line.close()


def test_another_offset_is_told_by_409() -> None:
    with serving(lambda visit: told(visit, 409, 21, 30)) as server:
        line = carrier(server.url)
        assert line.send_page(SHA, 30, 0, b"piece") == 21
        line.close()


def test_a_page_confirmed_by_somebody_else_is_not_confirmed() -> None:
    with serving(lambda visit: told(visit, 204, 30, 30, DEVICE)) as server:
        line = carrier(server.url)
        with pytest.raises(NotOurServer):
            line.send_page(SHA, 30, 0, b"piece")
        line.close()
    with serving(lambda visit: visit.reply(200)) as server:
        line = carrier(server.url)
        with pytest.raises(NotOurServer):
            line.page_offset(SHA, 30)
        line.close()


@pytest.mark.parametrize(
    ("status", "failure"),
    [(401, Refused), (404, PageRefused), (413, PageRefused), (422, PageRefused), (503, ServerBusy)],
)
def test_a_refused_page_says_why_even_to_head(status: int, failure: type[Exception]) -> None:
    with serving(refused(status, "bad_signature")) as server:
        line = carrier(server.url)
        for call in (lambda: line.page_offset(SHA, 30), lambda: line.send_page(SHA, 30, 0, b"x")):
            with pytest.raises(failure) as caught:
                call()
            assert type(caught.value) is failure
        line.close()


def test_a_page_is_fetched_by_parts_or_whole_or_as_far_as_it_came() -> None:
    content = bytes(range(100))

    def part(visit: Visit) -> None:
        first, last = (int(end) for end in visit.headers["Range"].removeprefix("bytes=").split("-"))
        piece = content[first : last + 1]
        told_range = f"bytes {first}-{first + len(piece) - 1}/100"
        visit.reply(206, piece, Content_Range=told_range, Content_Type="application/octet-stream")

    with serving(part) as server:
        line = carrier(server.url)
        assert line.fetch_page(SHA, 10, 20) == PagePart(content[10:30], 100)
        line.close()
    with serving(lambda visit: visit.reply(200, content, Content_Type="application/octet-stream")) as server:
        line = carrier(server.url)
        assert line.fetch_page(SHA, 0, 20) == PagePart(content, 100)
        line.close()
    with serving(lambda visit: visit.reply(200, content[:7], 100, Content_Type="application/octet-stream")) as server:
        line = carrier(server.url)
        assert line.fetch_page(SHA, 0, 20) == PagePart(content[:7], 100)
        line.close()


@pytest.mark.parametrize(
    "headers",
    [
        {"Content_Type": "text/html"},
        {"Content_Type": "application/octet-stream", "Content_Range": "bytes 5-9/100"},
        {"Content_Type": "application/octet-stream"},
    ],
)
def test_a_part_that_was_not_asked_for_is_not_taken(headers: dict[str, str]) -> None:
    with serving(lambda visit: visit.reply(206, b"piece", **headers)) as server:
        line = carrier(server.url)
        with pytest.raises(NotOurServer):
            line.fetch_page(SHA, 10, 20)
        line.close()


def grant_for(visit: Visit, code: enrolment.EnrolmentCode, key: bytes, server_seed: bytes = DISTRICT) -> None:
    asked = enrolment.open_request(visit.body)
    assert asked.code == code.name
    if not enrolment.proves(asked, key):
        refused(403, "code_unknown")(visit)
        return
    grant = EnrolmentGrant(1, "520100", "520101", "02", 1, signing.public_key(server_seed), bytes(32), b"{}")
    body = enrolment.seal_grant(grant, key, asked.device_key, server_seed)
    visit.reply(200, body, Content_Type=MESSAGE_TYPE)


def test_a_code_enrols_this_pc_even_if_the_first_answer_is_lost() -> None:
    code = enrolment.new_code(os.urandom)
    key, lost = code.key(), [True]

    def answer(visit: Visit) -> None:
        if lost:
            lost.clear()
            visit.hang_up()
            return
        grant_for(visit, code, key)

    with serving(answer) as server:
        grant, seed = request_enrolment(server.url, code.text().lower(), "一号机", "0.1")
        assert (grant.station, grant.device, len(seed)) == ("520101", "02", 32)
        assert server.visits[0][3] == server.visits[1][3]


def test_a_wrong_code_an_unknown_one_and_a_false_district_say_so() -> None:
    code, other = enrolment.new_code(os.urandom), enrolment.new_code(os.urandom)
    key = code.key()
    with serving(lambda visit: grant_for(visit, code, other.key())) as server:
        with pytest.raises(Refused, match="登记码不对"):
            request_enrolment(server.url, code.text(), "")
        with pytest.raises(InputFailure, match="有一位不对"):
            request_enrolment(server.url, code.text()[:-1] + ("0" if code.text()[-1] != "0" else "1"), "")

    def false_district(visit: Visit) -> None:
        asked = enrolment.open_request(visit.body)
        grant = EnrolmentGrant(1, "520100", "520101", "02", 1, signing.public_key(DEVICE), bytes(32), b"{}")
        visit.reply(200, enrolment.seal_grant(grant, bytes(32), asked.device_key, DEVICE), Content_Type=MESSAGE_TYPE)

    with serving(false_district) as server, pytest.raises(NotTheDistrict, match="认不得这个登记码"):
        request_enrolment(server.url, code.text(), "")
    with serving(lambda visit: visit.hang_up()) as server, pytest.raises(LineFailure):
        request_enrolment(server.url, code.text(), "", signing_seed=DEVICE)
    assert len(key) == 32


def test_nothing_heavy_is_imported_before_a_line_is_used() -> None:
    script = (
        "import sys; from sync.station import engine, http_carrier, enrol; from station_app.jobs import sync_runner, print_runner;"
        "heavy = {'requests', 'urllib3', 'zstandard', 'reportlab'} & set(sys.modules); sys.exit(str(heavy) if heavy else 0)"
    )
    subprocess.run([sys.executable, "-c", script], check=True, timeout=60)
