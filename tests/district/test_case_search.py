"""The console finds a case however it is typed: width, dots, dashes, look-alikes, initials, and what people call the item."""

import pytest
from sqlalchemy import text

from sync.district.console.queue import read_queue
from sync.district.database.engine import reading
from sync.district.database.migrate import migrate
from sync.district.district import District
from sync.district.publications import publish
from sync.district.users import User
from tests.district.station_double import StationDouble, old_age_content, received

CLERK = User("chen", "陈平", "township", "云台镇", "云台镇民政办", "")


@pytest.fixture
def cases(station_on_either: StationDouble, on_either: District) -> District:
    from forms.catalogue.loader import Catalogue, encode_catalogue, load_items
    from sync.district.database.engine import writing

    catalogue = Catalogue(1, "2026-11-01T09:00:00+08:00", on_either.code, load_items())
    with writing(on_either.engine) as connection:
        publish(connection, on_either, "catalogue", encode_catalogue(catalogue), "init")
    station_on_either.sync_all()
    for number, (name, item) in enumerate(
        [("买买提·吐尔逊", "MZ-004"), ("马文明", "SB-003"), ("⻢⽂⻘", "SB-005"), ("Anna ＬＩ", "YB-001")]
    ):
        content = old_age_content(f"5299-03-20261123-000{number}-N", name, item_code=item, item_name=item)
        station_on_either.write(received(f"case-{number}", content))
    assert {each.verdict for each in station_on_either.sync().verdicts} == {"applied"}
    return on_either


def found(district: District, query: str) -> set[str]:
    with reading(district.engine) as connection:
        return {row.case_id for row in read_queue(connection, district, CLERK, "all", query, 1).rows}


@pytest.mark.parametrize(
    ("typed", "cases_found"),
    [
        ("买买提•吐尔逊", {"case-0"}),
        ("买买提．吐尔逊", {"case-0"}),
        ("买买提 • 吐尔逊", {"case-0"}),
        ("mmttex", {"case-0"}),
        ("⻢⽂明", {"case-1"}),
        ("mwm", {"case-1"}),
        ("马文青", {"case-2"}),
        ("ANNA li", {"case-3"}),
        ("annali", {"case-3"}),
        ("５２９９—０３—２０２６１１２３—０００１", {"case-1"}),
        ("52990320261123", {"case-0", "case-1", "case-2", "case-3"}),
        ("\u200b'5299-03-20261123-0001-N\ufeff", {"case-1"}),
        ("死亡", {"case-1"}),
        ("死亡 马文明", {"case-1"}),
        ("死亡 买买提", set()),
        ("%", set()),
        ("没有这个人", set()),
        (" • ", {"case-0", "case-1", "case-2", "case-3"}),
    ],
)
def test_a_case_is_found_however_it_is_typed(cases: District, typed: str, cases_found: set[str]) -> None:
    assert found(cases, typed) == cases_found


def test_cases_of_an_older_program_are_found_too(cases: District) -> None:
    """The column was not there: the migration fills it from what the row has."""
    with cases.engine.begin() as connection:
        connection.execute(text("ALTER TABLE case_row DROP COLUMN search_text"))
        connection.execute(text("UPDATE alembic_version SET version_num = '0004'"))
    assert migrate(cases.engine)[0] == "0005"
    assert found(cases, "买买提•吐尔逊") == {"case-0"}
    assert found(cases, "mwm") == {"case-1"}
