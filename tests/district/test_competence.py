"""Whose act it is: an office acts for itself, a general counter for its level, and nobody for another; held in the domain."""

from pathlib import Path

import pytest
from litestar import Litestar
from litestar.testing import TestClient

from forms import events as ev
from forms.catalogue.loader import load_items
from forms.catalogue.office_level import office_of
from forms.events import EVENT_DATA
from sync.district import review
from sync.district.competence import SIDES, NotTheirs, Officer, competence
from sync.district.console.case_view import _KINDS
from sync.district.database.engine import reading, writing
from sync.district.district import District
from sync.district.review import perform
from sync.district.users import User, add_user
from tests.district.officers import COUNTY, township
from tests.district.pictures import one_page_pdf
from tests.district.station_double import StationDouble, old_age_content, received
from tests.district.test_console_access import enter

NAMES = {"village": "响水洞村", "township": "云台镇", "county": "清溪县"}
GENERAL = township("云台镇")
CIVIL_AFFAIRS = township("云台镇", "云台镇民政办")
FOREST = township("云台镇", "云台镇林业服务窗口")
COUNTY_CIVIL = Officer("ma", "马文明", "清溪县民政局", "", "district")
COUNTY_MEDICAL = Officer("yi", "易小春", "清溪县医疗保障经办机构", "", "district")
EVERYBODY = (GENERAL, CIVIL_AFFAIRS, FOREST, COUNTY, COUNTY_CIVIL, COUNTY_MEDICAL)

# Item, act, and who may do it.
THEIRS = (
    ("MZ-004", "receipt_confirmed", (GENERAL, CIVIL_AFFAIRS)),
    ("MZ-004", "accepted", (GENERAL, CIVIL_AFFAIRS)),
    ("MZ-004", "decided", (COUNTY, COUNTY_CIVIL)),
    ("MZ-004", "extended", (COUNTY, COUNTY_CIVIL)),
    ("MZ-004", "suspended", (GENERAL, CIVIL_AFFAIRS, COUNTY, COUNTY_CIVIL)),
    ("MZ-003", "decided", (GENERAL, CIVIL_AFFAIRS, COUNTY, COUNTY_CIVIL)),
    ("ZH-001", "decided", (GENERAL,)),
)


@pytest.mark.parametrize(("item", "kind", "theirs"), THEIRS)
def test_an_act_is_only_its_offices(published: District, item: str, kind: str, theirs: tuple[Officer, ...]) -> None:
    guide = next(each for each in load_items() if each.code == item)
    with reading(published.engine) as connection:
        whose = competence(connection, published, guide, None, guide.name)
    assert [each.office for each in EVERYBODY if whose.refusal(each, kind) is None] == [each.office for each in theirs]


def test_an_item_that_was_never_published_is_decided_by_the_county_alone(published: District) -> None:
    with reading(published.engine) as connection:
        whose = competence(connection, published, None, None, "没有发布过的事项")
    assert whose.refusal(CIVIL_AFFAIRS, "accepted") is None
    assert [each for each in EVERYBODY if whose.refusal(each, "decided") is None] == [
        COUNTY,
        COUNTY_CIVIL,
        COUNTY_MEDICAL,
    ]


def test_every_act_of_an_officer_belongs_to_an_office() -> None:
    assert set(SIDES) == set(_KINDS.values())
    assert set(SIDES) <= set(EVENT_DATA)


@pytest.mark.parametrize(
    ("template", "levels", "names"),
    [
        ("{township}民政办", {"township"}, ("云台镇民政办",)),
        ("{township}民政办或者{county}民政局", {"township", "county"}, ("云台镇民政办", "清溪县民政局")),
        ("{village}村民委员会", {"village"}, ("响水洞村村民委员会",)),
        ("清溪县云台镇人民政府", {"township"}, ("清溪县云台镇人民政府",)),
        ("县民政局", {"county"}, ("县民政局",)),
        ("黔东南州人力资源和社会保障局", {"county"}, ("黔东南州人力资源和社会保障局",)),
    ],
)
def test_the_level_of_an_office(template: str, levels: set[str], names: tuple[str, ...]) -> None:
    office = office_of(template, NAMES)
    assert (set(office.levels), office.names) == (levels, names)


def test_the_domain_refuses_and_nothing_is_written(published: District, station: StationDouble) -> None:
    station.write(received("case-1", old_age_content("n")))
    station.sync()
    perform(published, CIVIL_AFFAIRS, "case-1", b"1" * 16, review.confirm_receipt)
    perform(published, CIVIL_AFFAIRS, "case-1", b"2" * 16, review.accept)
    station.sync_all()
    before = station.kinds()
    with pytest.raises(NotTheirs, match="由清溪县民政局办，云台镇民政办不能代办"):
        perform(
            published, CIVIL_AFFAIRS, "case-1", b"3" * 16, review.decide(True, ev.ResultDocument("批"), "", "", False)
        )
    with pytest.raises(NotTheirs, match="不是本乡镇的"):
        perform(published, township("清水镇"), "case-1", b"4" * 16, review.suspend("公示", 7, ""))
    station.sync_all()
    assert station.kinds() == before
    assert perform(published, COUNTY, "case-1", b"5" * 16, review.decide(True, None, "", "", False))


def test_a_form_made_by_hand_is_refused_and_its_file_not_kept(
    client: TestClient[Litestar], published: District, station: StationDouble, tmp_path: Path
) -> None:
    with writing(published.engine) as connection:
        add_user(
            connection,
            published,
            User("here", "陈平", "township", "云台镇", "云台镇便民服务中心", ""),
            "a long password",
        )
    station.write(received("case-1", old_age_content("n")))
    station.sync()
    csrf = enter(client)
    for at, act in enumerate(("confirm", "accept")):
        client.post(f"/console/cases/case-1/act/{act}", data={"csrf": csrf, "act": f"{at:032x}"})
    page = client.get("/console/cases/case-1").text
    assert "作出决定由清溪县民政局办" in page
    assert "act/decide" not in page
    kept = sorted(tmp_path.rglob("*"))
    form = {"csrf": csrf, "act": "ef" * 16, "verdict": "granted", "document_name": "批准书", "send_now": "yes"}
    files = {"document": ("批准书.pdf", one_page_pdf())}
    answer = client.post("/console/cases/case-1/act/decide", data=form, files=files)
    assert (answer.status_code, "由清溪县民政局办，云台镇便民服务中心不能代办" in answer.text) == (422, True)
    assert sorted(each for each in tmp_path.rglob("*") if each.suffix not in (".db-wal", ".db-shm")) == [
        each for each in kept if each.suffix not in (".db-wal", ".db-shm")
    ]
