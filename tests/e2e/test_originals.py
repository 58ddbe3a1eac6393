"""Originals from the desk to the district: behind every page that is read, point for point, without their place."""

from io import BytesIO
from pathlib import Path

import pytest
from msgspec.structs import replace
from PIL import Image

from forms.events import pages_in
from station_app.desk.act import case_of
from station_app.desk.add_page import add_page
from station_app.desk.open_case import open_case
from station_app.desk.receive_case import receive_case
from sync.district.console.page_counts import count_pages, pages_come
from sync.district.database.engine import reading
from sync.district.district import District
from sync.district.pages import read_page
from tests.made_photographs import grained
from tests.storage.station import complete_content, drafted
from tests.sync.real_ends import CODE, Station
from tests.unit.test_desk_loose_pages import that_keeps_originals


def taken_at_home(path: Path, colour: tuple[int, int, int]) -> Path:
    """A photograph of a house with the place it was taken at."""
    exif = Image.Exif()
    exif.get_ifd(0x8825).update({1: "N", 2: (26.0, 35.0, 12.5), 3: "E", 4: (106.0, 42.0, 30.25)})
    grained(Image.new("RGB", (900, 700), colour), 1, grain=40).save(path, "JPEG", quality=92, exif=exif)
    return path


def test_originals_travel_last_and_arrive_as_they_were_taken(
    station: Station, district: District, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = that_keeps_originals(station.desk)
    made = []
    for serial, colour in ((124, (90, 140, 60)), (125, (150, 120, 90))):
        photo = taken_at_home(tmp_path / f"房屋{serial}.jpg", colour)
        content = complete_content(desk, "李䶮", serial)
        first, *rest = content.materials
        content = replace(content, materials=(replace(first, pages=(add_page(desk, photo),)), *rest))
        made.append((receive_case(desk, drafted(desk, content)).case_id, photo.read_bytes()))
    sent: list[str] = []
    send = station.carrier.send_page

    def watched(sha256: str, size: int, offset: int, piece: bytes) -> int:
        if sha256 not in sent:
            sent.append(sha256)
        return send(sha256, size, offset, piece)

    monkeypatch.setattr(station.carrier, "send_page", watched)
    assert station.sync().failure is None
    pages = [page for case_id, _ in made for page in pages_in(case_of(station.desk, case_id).content)]
    originals = {page.original.sha256 for page in pages if page.original}
    assert len(originals) == 2
    assert set(sent[:2]) == {page.sha256 for page in pages} - originals
    assert set(sent[2:]) == originals
    for case_id, photo in made:
        (page,) = [page for page in pages_in(case_of(station.desk, case_id).content) if page.original]
        assert page.original is not None
        arrived = read_page(district, CODE, page.original.sha256).read_bytes()
        assert Image.open(BytesIO(arrived)).tobytes() == Image.open(BytesIO(photo)).tobytes()
        assert Image.open(BytesIO(photo)).getexif()
        assert not Image.open(BytesIO(arrived)).getexif()
        shown = open_case(station.desk, case_id)
        assert (shown.pages_sent, shown.originals_sent) == (1, 1)
        with reading(district.engine) as connection:
            counts = count_pages(case_of(station.desk, case_id).content, pages_come(connection, district, case_id))
        assert (counts.total, counts.waiting, counts.originals_waiting) == (1, 0, 0)
