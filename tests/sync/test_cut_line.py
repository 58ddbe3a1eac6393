"""A line that is cut every few kilobytes: everything arrives, and little of it twice."""

import secrets
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from forms.case import Page
from station_app.desk.receive_case import receive_case
from sync.district.district import District
from sync.district.pages import page_file
from tests.lines.cutting_proxy import CuttingProxy
from tests.storage.station import SetClock, complete_content, drafted
from tests.sync.real_ends import CODE, Station, code_for, enrolled, new_district, served

PAGE_BYTES = 60_000
EVERY_BYTES = 8_000
MOST_RUNS = 200


@pytest.fixture
def district(tmp_path: Path) -> Iterator[District]:
    made = new_district(tmp_path / "district", SetClock())
    yield made
    made.engine.dispose()


@pytest.fixture
def line(district: District) -> Iterator[CuttingProxy]:
    with served(district) as url, CuttingProxy(int(url.rpartition(":")[2])) as line:
        yield line


def receive_with_pages(station: Station, many: int) -> dict[str, bytes]:
    pages = [secrets.token_bytes(PAGE_BYTES) for _ in range(many)]
    named = {station.desk.store.vault.write(page): page for page in pages}
    content = complete_content(station.desk, "李䶮", 1)
    first, *rest = content.materials
    kept = tuple(Page(sha256, PAGE_BYTES, "image/jpeg", "page.jpg") for sha256 in named)
    content = msgspec.structs.replace(content, materials=(msgspec.structs.replace(first, pages=kept), *rest))
    receive_case(station.desk, drafted(station.desk, content))
    return named


def test_pages_larger_than_the_line_ever_carries_arrive_with_little_sent_twice(
    tmp_path: Path, district: District, line: CuttingProxy
) -> None:
    with enrolled(tmp_path / "station", code_for(district), line.url, SetClock()) as station:
        assert station.sync().failure is None
        pages = receive_with_pages(station, 3)
        before = line.up
        line.cut_every(EVERY_BYTES)
        runs = next(run for run in range(MOST_RUNS) if station.sync().failure is None)
        assert not station.desk.store.pages_to_send()
        for sha256, content in pages.items():
            assert page_file(district, CODE, sha256).read_bytes() == content
        assert 3 * PAGE_BYTES // (2 * EVERY_BYTES) < runs <= line.cuts
        # Three requests' headers after each cut are most of it.
        assert line.up - before < 1.5 * 3 * PAGE_BYTES
