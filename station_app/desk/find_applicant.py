"""Who has been here before: their particulars, and the papers on file that need not be brought again (许可法§35)."""

from forms.case import CaseContent, Page
from forms.catalogue.guide import RequiredMaterial
from forms.dates import china_date
from forms.identity import normalise_number
from forms.person_name import normalise_name
from forms.validity import OnFilePaper, last_day, may_be_used, words
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
    return tuple(_on_file(desk, cases) for cases in people.values())


def _on_file(desk: Desk, cases: list[tuple[CaseContent, str]]) -> OnFile:
    """`cases`: the newest first. Of each material the paper that was here last."""
    reusable = _reusable(desk)
    papers: dict[str, OnFilePaper] = {}
    pages: dict[str, tuple[Page, ...]] = {}
    printed: dict[str, str] = {}
    for content, received_at in cases:
        for line in content.materials:
            if line.code not in reusable or line.code in papers:
                continue
            if line.status == "on_file":
                # Whoever took it from the file may have written down what is printed on it.
                printed.setdefault(line.code, line.valid_until)
            elif line.status == "provided" and (line.copies or line.pages):
                until = line.valid_until or printed.get(line.code, "")
                papers[line.code] = OnFilePaper(china_date(received_at), until)
                pages[line.code] = line.pages
    said = {code: words(reusable[code], paper, desk.today()) for code, paper in papers.items()}
    good = {code for code, paper in papers.items() if may_be_used(reusable[code], paper, desk.today())}
    return OnFile(
        cases[0][0],
        {code: text for code, text in said.items() if code in good},
        len(cases),
        papers,
        pages,
        {code: text for code, text in said.items() if code not in good},
    )


def _reusable(desk: Desk) -> dict[str, RequiredMaterial]:
    """A code means the same paper in every item: where two items differ, the one that expires first holds."""
    found: dict[str, RequiredMaterial] = {}
    today = OnFilePaper(desk.today())
    for guide in desk.catalogue.items:
        for material in guide.materials:
            if material.reusable:
                known = found.setdefault(material.code, material)
                last, other = last_day(known, today), last_day(material, today)
                if other is not None and (last is None or other < last):
                    found[material.code] = material
    return found
