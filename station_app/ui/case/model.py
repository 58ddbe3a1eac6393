"""What one case shows: its way as steps, its people, materials and papers in lines. No Qt."""

from datetime import date, datetime
from typing import Final, NamedTuple

from forms.case import MaterialLine
from forms.lifecycle import ENDED, Case, State
from forms.masking import mask_id, mask_phone
from forms.words import Phrase
from station_app.desk.views import CasePage, HistoryLine
from station_app.ui.parts.cells import Cell
from station_app.ui.parts.steps import Mark, Step
from station_app.ui.words import Words

_NOT_STEPS: Final = frozenset({"paper_printed", "identity_revealed", "official_number_assigned"})
_SEX: Final = {"male": Phrase("男", "male"), "female": Phrase("女", "female")}


class ApplicantLines(NamedTuple):
    """The ID number is masked; `rest` are the lines beneath it."""

    first: str
    masked_id: str
    masked_phone: str
    rest: tuple[str, ...]


def steps(page: CasePage, words: Words, now: datetime) -> tuple[Step, ...]:
    """What was done, oldest first; where it stands now; and what is still to come."""
    lines = [line for line in page.history if line.kind not in _NOT_STEPS]
    coming = () if page.case.state in ENDED else _coming(page, words)
    applied = [place for place, line in enumerate(lines) if not line.refused_reason]
    newest = applied[-1] if applied and coming else -1
    done = tuple(_step(line, page, words, now, is_newest=place == newest) for place, line in enumerate(lines))
    return done + tuple(Step(title, mark="coming") for title in coming)


def _coming(page: CasePage, words: Words) -> tuple[str, ...]:
    if "decided_at_station" in page.allowed:
        return words.say("当场办结", "Decided here"), *words.coming(State.RESULT_AT_STATION)
    return words.coming(page.case.state)


def _step(line: HistoryLine, page: CasePage, words: Words, now: datetime, *, is_newest: bool) -> Step:
    mark: Mark = "refused" if line.refused_reason else "now" if is_newest else "done"
    office = line.office if line.by_district else words.say("本站", "this station")
    who = " ".join(part for part in (office, line.actor) if part)
    when = "　".join(part for part in (words.stamp(line.at, now) if line.at else "", who) if part)
    return Step(words.event(line.kind), when, tuple(_details(line, page, words)), mark)


def _details(line: HistoryLine, page: CasePage, words: Words) -> list[str]:
    detail = words.history_detail(line)
    details = [detail] if detail else []
    if line.kind == "case_received":
        details += _printed(page, words)
    if line.refused_reason:
        details.append(words.say("被退回：{why}", "Refused: {why}", why=words.refusal(line)))
    elif line.parked:
        details.append(words.say("县里先存着，等系统更新后自动补上", "Kept by the district until its program knows it"))
    elif not line.sent:
        details.append(words.say("存在本机，还没传上去", "Kept on this PC, not sent yet"))
    return details


def _printed(page: CasePage, words: Words) -> list[str]:
    times = sum(paper == "material_receipt" for paper, _ in page.case.papers)
    return [words.say("凭证打印过 {n} 次", "receipt printed: {n}", n=times)] if times else []


def applicant_lines(case: Case, words: Words) -> ApplicantLines:
    """Who applies: name, sex and year of birth; masked numbers; where they live; who acts for them."""
    person = case.content.applicant
    first = [person.name]
    if person.sex:
        first.append(_SEX[person.sex].said(words.language))
    if person.birth_date:
        year = date.fromisoformat(person.birth_date).year
        first.append(words.say("{year} 年生", "born {year}", year=year))
    number = mask_id(person.id_number) if person.id_number else ""
    if not number:
        number = words.say("没有证件号：{why}", "No number: {why}", why=person.no_number_reason or "—")
    rest = ["　".join(part for part in (person.village, person.address) if part)]
    agent = case.content.agent
    if agent is not None:
        relation = f"{agent.relation} " if agent.relation else ""
        rest.append(words.say("委托{who}代办", "{who} acts by authorisation", who=f"{relation}{agent.name}"))
    return ApplicantLines(
        "　".join(first),
        number,
        mask_phone(person.phone) if person.phone else "",
        tuple(line for line in rest if line),
    )


def material_cells(page: CasePage, words: Words) -> tuple[Cell, ...]:
    """One line for each material; what is missing is marked with until when."""
    return tuple(_material(line, words) for line in page.case.content.materials if line.status != "not_needed")


def _material(line: MaterialLine, words: Words) -> Cell:
    name = words.material(line.code, line.name)
    if line.status == "deferred" and line.due:
        until = words.iso_day(line.due)
        return Cell(words.say("缺 {name}，{day}前补来", "{name} missing, due {day}", name=name, day=until), "soon")
    if line.status in ("deferred", "missing"):
        return Cell(words.say("缺 {name}", "{name} missing", name=name), "soon")
    said = [name]
    if line.originals:
        kept = words.say("原件已收", "original kept") if line.originals_kept else words.say("原件看过", "original seen")
        said.append(kept)
    if line.copies:
        said.append(words.say("复印 {n} 份", "copies: {n}", n=line.copies))
    if line.status == "on_file":
        said.append(words.material_status("on_file"))
        if line.on_file_since:
            said.append(words.say("{day}收的", "received on {day}", day=words.full_day(line.on_file_since)))
    if line.valid_until:
        said.append(words.validity(line.valid_until))
    if line.pages:
        said.append(words.say("照片 {n} 张", "photos: {n}", n=len(line.pages)))
    return Cell("　".join(said))


def pages_words(page: CasePage, words: Words) -> tuple[Cell, ...]:
    """How many photographs there are and how many the district has; nothing where there are none."""
    if not page.pages_total:
        return ()
    left, originals = page.pages_total - page.pages_sent, page.originals_total - page.originals_sent
    if left:
        said = words.say(
            "照片 {n} 张，还有 {left} 张没有传到县里",
            "Photos: {n}; {left} not at the district yet",
            n=page.pages_total,
            left=left,
        )
    else:
        said = words.say("照片 {n} 张，都传到县里了", "Photos: {n}, all at the district", n=page.pages_total)
    cells = [Cell(said, "soon" if left else "plain")]
    if originals:
        said = words.say("原图还有 {n} 张没传完，最后才传", "Originals still to be sent, last of all: {n}", n=originals)
        cells.append(Cell(said))
    return tuple(cells)


def paper_lines(case: Case, words: Words, now: datetime) -> tuple[str, ...]:
    """Every printing, oldest first: paper and when."""
    return tuple(f"{words.paper(paper)}　{words.stamp(at, now)}" for paper, at in case.papers)


def result_lines(case: Case, words: Words) -> tuple[str, ...]:
    """What was decided and why; empty before there is a decision."""
    lines: list[str] = []
    if case.granted is not None:
        lines.append(words.state("decided_granted" if case.granted else "decided_refused"))
    if case.result is not None:
        lines.append("　".join(part for part in (case.result.name, case.result.number) if part))
    if case.reason:
        lines.append(words.say("原因：{why}", "Reason: {why}", why=case.reason))
    if case.remedies:
        lines.append(words.say("不服怎么办：{how}", "Remedies: {how}", how=case.remedies))
    return tuple(lines)


def standing(page: CasePage, words: Words) -> str:
    """Who has it and how many days are left: 在县残联 · 还剩 11 天."""
    parts = [words.place(page.row), words.term(page.row)]
    return "　·　".join(part for part in parts if part and part != "—")


def supply_lines(case: Case) -> tuple[MaterialLine, ...]:
    """The materials that may be supplied now: what a correction asks for first, then what is missing, then the others."""
    asked = [defect.code or defect.material for defect in case.correction_defects]
    lines = {line.code: line for line in case.content.materials}
    for defect in case.correction_defects:
        code = defect.code or defect.material
        lines.setdefault(code, MaterialLine(code=code, name=defect.material))

    def rank(line: MaterialLine) -> int:
        return 0 if line.code in asked or line.name in asked else 1 if line.status in ("deferred", "missing") else 2

    return tuple(sorted(lines.values(), key=rank))


def is_wanted(line: MaterialLine, case: Case) -> bool:
    """Whether this material is what somebody is waiting for."""
    asked = {defect.code for defect in case.correction_defects} | {d.material for d in case.correction_defects}
    return line.code in asked or line.name in asked or line.status in ("deferred", "missing")
