"""Power cuts and impatience: nothing lost, nothing twice."""

import hashlib
import random
import threading
import time
from collections.abc import Callable
from pathlib import Path

import httpx
import msgspec
from sqlalchemy import func, select

from forms.case import Page
from sync.district.commands import main
from sync.district.database.engine import reading, writing
from sync.district.database.tables import case_row, chain, event, feed, ledger, page, station
from sync.district.district import District, open_district
from sync.district.exchange import exchange
from sync.district.pages import page_file
from sync.district.stations import make_code
from sync.protocol import blob_auth
from tests.district.conftest import SETTINGS
from tests.district.server_process import ServerProcess
from tests.district.station_double import StationDouble, enrol_station, old_age_content, received

KILLS = 20
CASES = 120


def test_the_same_push_from_many_threads_at_once_is_one_push(station: StationDouble, district: District) -> None:
    for number in range(20):
        station.write(received(f"case-{number}", old_age_content(f"N-{number}")))
    data = station.seal(station.request())
    answers: list[bytes] = []
    threads = [threading.Thread(target=lambda: answers.append(exchange(district, data))) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    verdicts = {station.read(answer, data).verdicts for answer in answers}
    assert (len(answers), len(verdicts)) == (6, 1)
    assert counts(district) == {"case_row": 20, "event": 40, "ledger": 20, "chain": 20}


def test_two_stations_at_once_get_different_official_numbers(
    enrolled: Callable[..., StationDouble], district: District
) -> None:
    stations = [enrolled("5299"), enrolled("5300")]
    for each in stations:
        for number in range(15):
            each.write(received(f"{each.grant.station}-{number}", old_age_content(f"{each.grant.station}-{number}")))
    sealed = [[each.seal(each.request(n, 1)) for n in range(1, 16)] for each in stations]
    threads = [
        threading.Thread(target=lambda batch=batch: [exchange(district, data) for data in batch])  # type: ignore[misc]
        for batch in sealed
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    with reading(district.engine) as connection:
        numbers = set(connection.execute(select(case_row.c.official_number)).scalars())
    assert len(numbers) == 30


def test_twenty_power_cuts_lose_nothing_and_double_nothing(tmp_path: Path) -> None:
    chance = random.Random(20261123)
    settings = tmp_path / "settings.json"
    settings.write_bytes(msgspec.json.encode(SETTINGS))
    home = tmp_path / "d"
    assert main(["init", "--directory", str(home), "--settings", str(settings)]) == 0
    assert main(["enrol", "--directory", str(home), "--station", "5299"]) == 0
    district = open_district(home)
    with writing(district.engine) as connection:
        code = make_code(connection, district, "5299", district.now())
    district.engine.dispose()
    content = chance.randbytes(60_000)
    sha256 = hashlib.sha256(content).hexdigest()
    with ServerProcess(home, tmp_path / "ready") as server:
        desk = enrol_station(httpx.Client(base_url=server.address, trust_env=False), code)
        for number in range(CASES):
            attached = Page(sha256, len(content)) if number == 0 else None
            desk.write(received(f"case-{number}", old_age_content(f"N-{number}", page=attached)))
        lost_answers = _work_through_kills(server, desk, chance, sha256, content)
        desk.wire.close()  # type: ignore[attr-defined]
    assert lost_answers >= KILLS
    district = open_district(home)
    assert counts(district) == {"case_row": CASES, "event": 2 * CASES, "ledger": CASES, "chain": CASES}
    with reading(district.engine) as connection:
        orders = connection.execute(select(event.c.case_order, func.count()).group_by(event.c.case_order)).all()
        positions = list(connection.execute(select(feed.c.position).order_by(feed.c.position)).scalars())
        last = connection.execute(select(station.c.feed_position)).scalar_one()
        numbers = set(connection.execute(select(case_row.c.official_number)).scalars())
        whole = connection.execute(select(page.c.complete)).scalar_one()
    assert sorted(tuple(row) for row in orders) == [(1, CASES), (2, CASES)]
    assert positions == list(range(1, last + 1))
    assert len(numbers) == CASES
    assert whole
    assert page_file(district, "5299", sha256).read_bytes() == content
    assert len({entry.op_id for entry in desk.feed if entry.op_id}) == CASES
    district.engine.dispose()


def _work_through_kills(
    server: ServerProcess, desk: StationDouble, chance: random.Random, sha256: str, content: bytes
) -> int:
    """Syncs in small batches and sends a page in pieces while the server is killed; returns how often that was felt."""
    felt = kills = held = 0
    more = True
    while kills < KILLS or desk.sent < CASES or held < len(content) or more:
        timer = threading.Timer(chance.uniform(0.0, 0.12), server.kill) if kills < KILLS else None
        if timer is not None:
            timer.start()
        try:
            while True:
                more = _exchange_some(desk, chance.randint(1, 3))
                if desk.sent and held < len(content):
                    held = _send_some(desk, sha256, content, held, chance.randint(1, 900))
                if timer is None and desk.sent == CASES and held == len(content) and not more:
                    return felt
        except httpx.TransportError:
            felt += 1
        finally:
            if timer is not None:
                timer.join()
        kills += 1
        desk.wire.close()  # type: ignore[attr-defined]
        server.start()
        desk.wire = httpx.Client(base_url=server.address, trust_env=False)
    return felt


def _exchange_some(desk: StationDouble, count: int) -> bool:
    answer = desk.exchange(desk.request(count=count))
    assert answer.action == "continue"
    assert {verdict.verdict for verdict in answer.verdicts} <= {"applied"}
    desk.sent += len(answer.verdicts)
    desk.cursor = answer.cursor
    desk.feed += answer.feed
    return answer.more


def _send_some(desk: StationDouble, sha256: str, content: bytes, held: int, size: int) -> int:
    piece = content[held : held + size]
    answer = desk.page("PATCH", sha256, len(content), int(time.time() * 1000), held, piece)
    assert answer.status_code in (204, 409)
    return int(answer.headers[blob_auth.OFFSET])


def counts(district: District) -> dict[str, int]:
    with reading(district.engine) as connection:
        return {
            table.name: connection.execute(select(func.count()).select_from(table)).scalar_one()
            for table in (case_row, event, ledger, chain)
        }
