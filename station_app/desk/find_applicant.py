"""Who has been here before: their particulars, and the papers on file that need not be brought again (许可法§35)."""

from forms.case import CaseContent
from forms.dates import china_date, chinese_date
from forms.identity import normalise_number
from forms.person_name import normalise_name
from station_app.desk.context import Desk
from station_app.desk.views import OnFile

MOST_CASES = 50


def find_applicant(desk: Desk, text: str) -> tuple[OnFile, ...]:
    """Everybody with exactly this document number or name, whoever was here last first. Nothing for an empty text."""
    wanted = (normalise_number(text), normalise_name(text))
    stored = {row.case_id: row for key in wanted if key for row in desk.store.cases.of_person(key, MOST_CASES)}
    people: dict[str, list[tuple[CaseContent, str]]] = {}
    for row in sorted(stored.values(), key=lambda row: -row.position):
        content = desk.store.projections.fold(row.case_id).case.content
        people.setdefault(row.id_number or f"{row.applicant_name} {row.case_id}", []).append((content, row.received_at))
    return tuple(OnFile(cases[0][0], _materials(desk, cases), len(cases)) for cases in people.values())


def _materials(desk: Desk, cases: list[tuple[CaseContent, str]]) -> dict[str, str]:
    reusable = {material.code for guide in desk.catalogue.items for material in guide.materials if material.reusable}
    found: dict[str, str] = {}
    for content, received_at in cases:
        for line in content.materials:
            if line.code in reusable and line.status == "provided" and (line.copies or line.pages):
                found.setdefault(line.code, f"存档里有，{chinese_date(china_date(received_at))}收的")
    return found
