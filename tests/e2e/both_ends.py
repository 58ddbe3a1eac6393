"""What both ends must agree on, read from the real store and the real district."""

from sqlalchemy import select

from forms.lifecycle import Case
from station_app.desk.list_cases import list_cases
from station_app.desk.open_case import open_case
from station_app.desk.receive_case import receive_case
from sync.district.case_log import find_case
from sync.district.database.engine import reading
from sync.district.database.tables import case_row
from sync.district.district import District
from tests.storage.station import complete_content, drafted
from tests.sync.real_ends import Station


def received(station: Station, name: str, serial: int = 124) -> str:
    """A complete old-age allowance through the desk's use cases; its case."""
    return receive_case(station.desk, drafted(station.desk, complete_content(station.desk, name, serial))).case_id


def at_district(district: District, case_id: str) -> Case:
    with reading(district.engine) as connection:
        stored = find_case(connection, district, case_id)
    assert stored is not None
    return stored.case


def cases_at_district(district: District) -> list[str]:
    with reading(district.engine) as connection:
        return [str(case_id) for case_id in connection.execute(select(case_row.c.case_id)).scalars()]


def assert_same_cases(station: Station, district: District) -> None:
    """Every case is on both sides exactly once, and is the same case."""
    here = [row.case_id for row in list_cases(station.desk, only="all", limit=10_000)]
    assert sorted(here) == sorted(cases_at_district(district))
    for case_id in here:
        assert open_case(station.desk, case_id).case == at_district(district, case_id), case_id
