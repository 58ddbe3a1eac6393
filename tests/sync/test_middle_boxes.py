"""Boxes on the way that let less through than the district takes: everything arrives all the same, by what they do let through."""

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from forms.catalogue.loader import Catalogue, decode_catalogue, encode_catalogue
from forms.failures import EnvironmentFailure
from station_app.desk.receive_case import receive_case
from sync.district import documents
from sync.district.database.engine import reading, writing
from sync.district.database.tables import case_row
from sync.district.district import District
from sync.district.pages import page_file
from sync.district.publications import current_catalogue, latest, publish
from sync.district.publishing import propose, publish_catalogue
from sync.station.errors import NotOurServer
from tests.lines.cutting_proxy import CuttingProxy
from tests.lines.middle_box import MiddleBox, in_between
from tests.storage.station import SetClock, complete_content, drafted
from tests.sync.real_ends import CODE, OFFICER, code_for, enrolled, new_district, served
from tests.sync.test_cut_line import receive_with_pages


@pytest.fixture
def district(tmp_path: Path) -> Iterator[District]:
    made = new_district(tmp_path / "district", SetClock())
    yield made
    made.engine.dispose()


@pytest.fixture
def box(district: District) -> Iterator[MiddleBox]:
    with served(district) as url, in_between(int(url.rpartition(":")[2])) as made:
        yield made


@pytest.mark.parametrize("refuses", [405, 403, 501, 0])
def test_a_firewall_that_passes_get_and_post_only_keeps_no_photograph_back(
    tmp_path: Path, district: District, box: MiddleBox, refuses: int
) -> None:
    box.passes, box.refuses = {"GET", "POST"}, refuses
    with enrolled(tmp_path / "station", code_for(district), box.url, SetClock()) as station:
        pages = receive_with_pages(station, 3)
        runs = [station.sync().failure for _ in range(4)]
        assert runs[-1] is None
        assert runs.count(None) >= (4 if refuses else 2)
        for sha256, content in pages.items():
            assert page_file(district, CODE, sha256).read_bytes() == content
        # What goes is kept to: no page is tried in vain again.
        before = len(box.seen)
        receive_with_pages(station, 1)
        assert station.sync().failure is None
        assert [seen for seen in box.seen[before:] if seen[2] != "passed"] == []


def test_a_box_that_strips_what_it_does_not_know_keeps_no_photograph_back(
    tmp_path: Path, district: District, box: MiddleBox
) -> None:
    box.strips = {"x-station", "x-device", "x-time", "x-signature", "upload-offset", "upload-length", "range"}
    with enrolled(tmp_path / "station", code_for(district), box.url, SetClock()) as station:
        pages = receive_with_pages(station, 2)
        report = station.sync()
        assert (report.failure, report.refused_pages) == (None, ())
        assert all(page_file(district, CODE, sha256).read_bytes() == content for sha256, content in pages.items())


def test_a_bound_on_bodies_halves_what_is_sent_at_once(tmp_path: Path, district: District, box: MiddleBox) -> None:
    with enrolled(tmp_path / "station", code_for(district), box.url, SetClock()) as station:
        assert station.sync().failure is None
        for number in range(12):
            receive_case(
                station.desk,
                drafted(station.desk, complete_content(station.desk, f"李{'一二三四五六七八九十甲乙'[number]}", 1)),
            )
        pages = receive_with_pages(station, 1)
        box.most_body = 2600
        runs = [station.sync().failure for _ in range(4)]
        assert runs[-1] is None
        assert any(seen[2] == "refused 413" for seen in box.seen), "the box was met"
        with reading(district.engine) as connection:
            assert len(connection.execute(case_row.select()).all()) == 13
        assert all(page_file(district, CODE, sha256).read_bytes() == content for sha256, content in pages.items())


def test_what_stops_pages_on_their_way_up_does_not_stop_results(
    tmp_path: Path, district: District, box: MiddleBox, monkeypatch: pytest.MonkeyPatch
) -> None:
    with enrolled(tmp_path / "station", code_for(district), box.url, SetClock()) as station:
        fetched: list[bool] = []

        def failing() -> None:
            raise NotOurServer(detail="a box")

        monkeypatch.setattr(station.engine._pages, "send_all", failing)
        monkeypatch.setattr(station.engine._pages, "fetch_all", lambda: fetched.append(True))
        assert isinstance(station.sync().failure, EnvironmentFailure)
        assert fetched == [True]


def large_catalogue(district: District, version: int, items: int) -> bytes:
    """A catalogue of very many items, no two alike."""
    with reading(district.engine) as connection:
        found = latest(connection, district, "catalogue")
    assert found is not None
    known = decode_catalogue(found.body).items
    many = tuple(
        msgspec.structs.replace(known[n % len(known)], code=f"XX-{n:04d}", notes=(f"{n * 7919 % 10007:05d}" * 40,))
        for n in range(items)
    )
    return encode_catalogue(Catalogue(version, "2026-11-02T09:00:00+08:00", district.code, (*known, *many)))


@pytest.fixture
def line(district: District) -> Iterator[CuttingProxy]:
    with served(district) as url, CuttingProxy(int(url.rpartition(":")[2])) as line:
        yield line


def test_a_catalogue_larger_than_the_line_ever_carries_comes_and_holds_no_case_up(
    tmp_path: Path, district: District, line: CuttingProxy
) -> None:
    with enrolled(tmp_path / "station", code_for(district), line.url, SetClock()) as station:
        assert station.sync().failure is None
        with writing(district.engine) as connection:
            publish(connection, district, "catalogue", large_catalogue(district, 2, 400), OFFICER.login)
        receive_case(station.desk, drafted(station.desk, complete_content(station.desk, "李䶮", 1)))
        line.cut_every(9_000)
        first = station.sync()
        with reading(district.engine) as connection:
            assert len(connection.execute(case_row.select()).all()) == 1, "the case went first"
        assert first.failure is not None
        assert first.sent == 1
        runs = next(run for run in range(60) if station.sync().failure is None)
        assert runs > 0
        assert len(station.desk.reload().catalogue.items) == 425


def test_the_same_catalogue_published_again_sends_nothing(tmp_path: Path, district: District, box: MiddleBox) -> None:
    with enrolled(tmp_path / "station", code_for(district), box.url, SetClock()) as station:
        assert station.sync().failure is None
        with writing(district.engine) as connection:
            known = current_catalogue(connection, district)
            assert known is not None
            assert (
                publish_catalogue(connection, district, propose(connection, district, known.items), "x")
                == known.version
            )
        report = station.sync()
        assert (report.failure, report.received, report.published) == (None, 0, frozenset())


def test_a_document_is_packed_once_for_all_stations(
    tmp_path: Path, district: District, box: MiddleBox, monkeypatch: pytest.MonkeyPatch
) -> None:
    packed: list[int] = []
    real = documents.pack_document
    monkeypatch.setattr(documents, "INSIDE_BYTES", 1024)
    monkeypatch.setattr(documents, "pack_document", lambda body: packed.append(len(body)) or real(body))
    for number in range(3):
        with enrolled(tmp_path / f"s{number}", code_for(district), box.url, SetClock()) as station:
            assert station.sync().failure is None
            assert len(station.desk.reload().catalogue.items) == 25
    assert sorted(packed) == sorted(set(packed)), "each document once"
