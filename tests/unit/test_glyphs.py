"""What the district looks up is what the papers have."""

import pytest

from forms.failures import InputFailure
from resources.glyphs import unprintable
from station_app.printing.faces import has_glyph
from sync.district.database.engine import writing
from sync.district.district import District
from sync.district.stations import add_station
from tests.district.conftest import SETTINGS, clock, district

__all__ = ["clock", "district"]

BLOCKS = (
    0x20,
    0x3400,
    0x4E00,
    0x9FF0,
    0x20000,
    0x2A6D0,
    0x2B730,
    0x2CEA0,
    0x2EBE0,
    0x30000,
    0x31350,
    0x0F00,
    0x0620,
    0xA000,
)


@pytest.mark.parametrize("start", BLOCKS, ids=hex)
def test_the_list_of_characters_is_the_fonts_own(start: int) -> None:
    signs = "".join(chr(code) for code in range(start, start + 0x40) if not chr(code).isspace())
    assert unprintable(signs) == "".join(sign for sign in signs if not has_glyph(sign))


@pytest.mark.parametrize("field", ["station_name", "village_name", "township_name", "villages"])
def test_a_station_whose_name_cannot_be_printed_is_not_published(district: District, field: str) -> None:
    from msgspec.structs import replace

    settings = SETTINGS.for_station()
    rare = "响水\U00031350村"
    changed = replace(settings, **{field: (rare,) if field == "villages" else rare})
    with writing(district.engine) as connection, pytest.raises(InputFailure, match="\U00031350"):
        add_station(connection, district, "5301", changed, "long")
    with writing(district.engine) as connection:
        add_station(connection, district, "5301", settings, "long")
