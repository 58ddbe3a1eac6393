"""A false server: the real station before the real server program with another certificate, or another district's keys."""

import secrets
from collections.abc import Callable
from pathlib import Path

import pytest

from station_app.desk.sync_status import sync_status
from sync.district.district import District
from sync.protocol import codec, signing
from sync.protocol.messages import Cursor, Head, SyncAnswer, SyncRequest
from sync.station.engine import SyncEngine
from sync.station.enrol import NotTheDistrict, request_enrolment
from sync.station.errors import CertificateRefused, NotOurServer, Refused, UnprovenServer
from sync.station.http_carrier import HttpCarrier
from sync.station.http_line import MESSAGE_TYPE
from sync.station.ports import StationIdentity
from tests.e2e.both_ends import cases_at_district, received
from tests.sync.loopback_server import Visit, serving
from tests.sync.real_ends import Station, code_for
from tests.threats.server_at_hand import CERTIFICATES, made, served

CA = CERTIFICATES / "ca.pem"


@pytest.fixture
def elsewhere(tmp_path: Path) -> District:
    """Another district's real server: it speaks the protocol, and has keys of its own."""
    return made(tmp_path / "elsewhere" / "district")


def tls(name: str) -> tuple[str, ...]:
    pem = str(CERTIFICATES / f"{name}.pem")
    return "--certificate", pem, "--key", pem


@pytest.mark.parametrize("certificate", ["other_name", "other_issuer", "expired"])
def test_before_another_certificate_nothing_is_said(station: Station, elsewhere: District, certificate: str) -> None:
    received(station, "李䶮")
    with served(elsewhere.directory, *tls(certificate)) as port:
        url = f"https://127.0.0.1:{port}"
        carrier = HttpCarrier(url, station.desk.store.identity(), station.clock, station.desk.store.proven_servers, CA)
        report = SyncEngine(station.desk.store, carrier, station.clock).run_once()
        carrier.close()
        assert isinstance(report.failure, CertificateRefused)
        with pytest.raises(CertificateRefused):
            request_enrolment(url, code_for(elsewhere), "二号机", ca_file=CA)
    assert sync_status(station.desk).unsent_cases == 1
    assert cases_at_district(elsewhere) == []


def test_a_right_certificate_and_another_districts_key_is_no_district(station: Station, elsewhere: District) -> None:
    """Whoever holds a certificate is still not the district: its answers are signed by the wrong key, or not at all."""
    received(station, "李䶮")
    with served(elsewhere.directory, *tls("good")) as port:
        carrier = HttpCarrier(
            f"https://127.0.0.1:{port}",
            station.desk.store.identity(),
            station.clock,
            station.desk.store.proven_servers,
            CA,
        )
        report = SyncEngine(station.desk.store, carrier, station.clock).run_once()
        carrier.close()
    assert isinstance(report.failure, NotOurServer | Refused)
    assert sync_status(station.desk).unsent_cases == 1


def test_at_enrolment_a_false_district_learns_no_code_and_is_noticed(
    elsewhere: District, district: District, new_pc: Callable[[str], Station]
) -> None:
    """The code of the real district, typed at the address of a false one; it still enrols one PC where it belongs."""
    code = code_for(district)
    with served(elsewhere.directory, *tls("good")) as port, pytest.raises((NotTheDistrict, Refused)):
        request_enrolment(f"https://127.0.0.1:{port}", code, "一号机", ca_file=CA)
    assert new_pc("real").desk.store.identity().server_key == district.keys.public


def test_a_code_that_somebody_else_used_is_told(district: District, url: str) -> None:
    """Overheard and used first: the right PC is refused in words, and the district sees whose PC has it."""
    code = code_for(district)
    request_enrolment(url, code, "somebody's", signing_seed=secrets.token_bytes(32))
    with pytest.raises(Refused, match="用过"):
        request_enrolment(url, code, "一号机", signing_seed=secrets.token_bytes(32))


def test_a_server_that_anybody_would_trust_is_told_of_nobody_before_it_has_shown_that_it_is_the_district(
    station: Station, district: District
) -> None:
    """It has a certificate that holds, the very address, and writes down what it is sent; then the district is back."""
    received(station, "李䶮")
    proven = station.desk.store.proven_servers
    identity, facts = station.desk.store.identity(), station.desk.store.facts
    said = codec.pack(SyncAnswer(1, identity.station, "continue", Head(), 0, Cursor()))

    def answer(visit: Visit) -> None:
        sealed = signing.seal(said, signing.new_seed(), "sync-answer", visit.body)
        visit.reply(200, sealed, Content_Type=MESSAGE_TYPE)

    with serving(answer, "good") as false:
        carrier = HttpCarrier(false.url, identity, station.clock, proven, CA)
        engine = SyncEngine(station.desk.store, carrier, station.clock)
        for _ in range(3):
            assert isinstance(engine.run_once().failure, NotOurServer)
        with pytest.raises(UnprovenServer):
            carrier.send_page("a" * 64, 4, 0, b"page")
        carrier.close()
        asked = [(method, path, _opened(body, identity)) for method, path, _, body in false.visits]
    assert [(method, path, request.events) for method, path, request in asked] == [("POST", "/sync", ())] * 3
    assert facts.proven_servers() == ()

    with served(district.directory, *tls("good")) as port:
        carrier = HttpCarrier(f"https://127.0.0.1:{port}", station.desk.store.identity(), station.clock, proven, CA)
        report = SyncEngine(station.desk.store, carrier, station.clock).run_once()
        carrier.close()
    assert report.failure is None
    assert sync_status(station.desk).unsent_cases == 0
    assert len(cases_at_district(district)) == len(facts.proven_servers()) == 1


def _opened(body: bytes, identity: StationIdentity) -> SyncRequest:
    payload = signing.open_sealed(body, signing.public_key(identity.signing_seed), "sync-request")
    return codec.unpack(payload, SyncRequest)
