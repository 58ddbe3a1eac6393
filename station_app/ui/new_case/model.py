"""What is being written at the desk: the draft, what the guide asks for it, and what is known to be wrong. No window."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from msgspec.structs import replace

from forms.case import Applicant, AuthorisedAgent, CaseContent, MaterialLine, Page
from forms.catalogue.guide import ServiceGuide, Situation
from forms.catalogue.loader import Catalogue
from forms.dates import read_date
from forms.failures import Problem
from forms.field_spec import FieldSpec
from forms.fields import asked, prefill
from forms.validity import read_validity
from forms.workdays import WorkCalendar
from station_app.desk.check_draft import asked_fields
from station_app.desk.views import DraftCheck, DraftRow, OnFile
from station_app.ui.new_case.material_lines import Line, material_lines

_NAMED: Final = {
    "name": "name",
    "id_number": "id_number",
    "phone": "phone",
    "address": "address",
    "village": "village",
    "birth_date": "birth_date",
    "sex": "sex",
}
_NO_DATE: Final = Problem(
    "agent.valid_until",
    "看不出是哪一天，请写成 2027-11-23 这样；委托书上没写的可以空着",
    "This is no date; write it as 2027-11-23, or leave it empty if the authorisation names none",
)


@dataclass(frozen=True)
class Rules:
    """What the district has published, read once from the desk, and the day. All of it immutable."""

    catalogue: Catalogue
    calendar: WorkCalendar
    villages: tuple[str, ...]
    today: date


def is_empty(content: CaseContent) -> bool:
    """Whether a draft says nothing: no item, nobody, no paper. A scanned code that went through a field leaves such a one."""
    agent = content.agent or AuthorisedAgent(name="")
    texts = (
        content.item_code,
        content.urgent_reason,
        *(getattr(content.applicant, name) for name in ("name", "id_number", "phone", "village", "address")),
        *(
            content.applicant.no_number_reason,
            agent.name,
            agent.relation,
            agent.id_number,
            agent.phone,
            agent.valid_until,
        ),
        *content.form.values(),
    )
    papers = any(line.pages or line.note or line.status in ("provided", "on_file") for line in content.materials)
    return not papers and not any(text.strip() for text in texts)


class NewCase:
    """One draft while it is on the screen. `draft_id` is empty until it has been saved once.

    A field is named as in `check_draft`: "item", "situation", "applicant.name", "agent.phone", "form.account"…
    """

    def __init__(self, rules: Rules, draft: DraftRow | None = None) -> None:
        self.rules = rules
        self.draft_id = draft.draft_id if draft else ""
        self.content = draft.content if draft else CaseContent()
        self.notices = draft.notices if draft else 0
        self.check: DraftCheck | None = None
        self.on_file: OnFile | None = None
        self.asks_for_all = False
        self.doubts: dict[str, str] = {}
        self._left: set[str] = set()
        self._written_in: dict[str, str] = {}

    @property
    def is_blank(self) -> bool:
        """Nothing has been entered that would be worth keeping, or all of it was taken out again."""
        return is_empty(self.content)

    @property
    def guide(self) -> ServiceGuide | None:
        code = self.content.item_code
        return next((guide for guide in self.rules.catalogue.items if guide.code == code), None)

    @property
    def situation(self) -> Situation | None:
        guide = self.guide
        if guide is None:
            return None
        return next((each for each in guide.situations if each.code == self.content.situation), None)

    def choose_item(self, code: str) -> None:
        """Raises KeyError for an item that is not published. Ticks and answers that the new item asks too are kept."""
        if code == self.content.item_code:
            return
        guide = self.rules.catalogue.item(code)
        self.content = replace(
            self.content,
            item_code=guide.code,
            item_version=guide.version,
            item_name=guide.name,
            situation="",
            situation_name="",
        )
        if len(guide.situations) == 1:
            self.choose_situation(guide.situations[0].code)

    def choose_situation(self, code: str) -> None:
        """Raises KeyError for a situation that the item does not have."""
        if self.guide is not None:
            situation = self.guide.situation(code)
            self.content = replace(self.content, situation=situation.code, situation_name=situation.name)
            if situation.represented_by:
                self.with_agent(wanted=True)
            elif self.content.agent == AuthorisedAgent(name=""):
                self.with_agent(wanted=False)
            self.write_in()

    def change_applicant(self, **given: Any) -> None:
        """Fields of `forms.case.Applicant` by name."""
        self.content = replace(self.content, applicant=replace(self.content.applicant, **given))

    def with_agent(self, wanted: bool) -> None:
        """Whether somebody else acts for the applicant."""
        if wanted != (self.content.agent is not None):
            self.content = replace(self.content, agent=AuthorisedAgent(name="") if wanted else None)

    def change_agent(self, **given: Any) -> None:
        """Fields of `forms.case.AuthorisedAgent` by name; makes one where there is none."""
        agent = self.content.agent or AuthorisedAgent(name="")
        self.content = replace(self.content, agent=replace(agent, **given))

    def recognise(self, found: OnFile) -> None:
        """Take over what earlier cases know of the person; what has been typed here stays."""
        typed, known = self.content.applicant, found.content.applicant
        mine = {name: value for name in Applicant.__struct_fields__ if (value := getattr(typed, name).strip())}
        if known.id_number and not typed.id_number:
            mine.pop("identity_kind", None)
        self.content = replace(self.content, applicant=replace(known, **mine))
        self.on_file = found
        self.write_in()

    def write_in(self) -> None:
        """Fill the form's empty fields from the applicant, and those that were filled so before and not changed since."""
        typed = {key: text for key, text in self.content.form.items() if text != self._written_in.get(key)}
        filled = prefill(self.fields(), self._known(), typed, today=self.rules.today)
        self._written_in = {key: text for key, text in filled.items() if typed.get(key) != text}
        self.content = replace(self.content, form=filled)

    def _known(self) -> Mapping[str, str]:
        return {source: getattr(self.content.applicant, name) for source, name in _NAMED.items()}

    def fields(self) -> tuple[FieldSpec, ...]:
        """Every field the situation may ask."""
        guide, situation = self.guide, self.situation
        return asked_fields(guide, situation.code) if guide and situation else ()

    def asked_now(self) -> frozenset[str]:
        """Keys of the fields to be shown with the answers as they are."""
        return frozenset(spec.key for spec in asked(self.fields(), self.content.form))

    def answer(self, key: str, text: str) -> None:
        self.content = replace(self.content, form={**self.content.form, key: text})

    def lines(self) -> tuple[Line, ...]:
        """The checklist of the situation as it stands; nothing before a situation is chosen."""
        if self.guide is None or self.situation is None:
            return ()
        return material_lines(self.guide, self.content, self.rules.calendar, self.rules.today, self.on_file)

    def tick(self, code: str, there: bool) -> None:
        """The agent has looked at this material. One that is on file is taken from there until `brought` says otherwise."""
        material = self._material(code)
        on_file = self.on_file is not None and code in self.on_file.materials
        self._change_line(
            code,
            status=("on_file" if on_file else "provided") if there else "missing",
            originals=material.originals if there and not on_file else 0,
            originals_kept=material.originals_kept if there and not on_file else False,
            copies=material.copies if there and not on_file else 0,
            note="",
            **self._from_file(code, taken=there and on_file),
        )

    def _from_file(self, code: str, *, taken: bool) -> dict[str, Any]:
        """What a line has from the file: the photographs go with the new case by their names, and are not sent again."""
        known = self.on_file
        if known is None or code not in known.papers:
            return {}
        there = tuple(page for page in self._line(code).pages if page not in known.pages[code])
        if not taken:
            return {"pages": there, "valid_until": "", "on_file_since": ""}
        paper = known.papers[code]
        return {
            "pages": (*known.pages[code], *there),
            "valid_until": paper.valid_until,
            "on_file_since": paper.received_on.isoformat(),
        }

    def say_validity(self, code: str, text: str) -> None:
        """What is printed on the paper; what is no day yet is kept as it is typed, and said."""
        stored = read_validity(text)
        self._change_line(code, valid_until=text.strip() if stored is None else stored)

    def brought(self, code: str) -> None:
        """A material that is on file has been brought anew."""
        material = self._material(code)
        self._change_line(
            code,
            status="provided",
            originals=material.originals,
            originals_kept=material.originals_kept,
            copies=material.copies,
            **self._from_file(code, taken=False),
        )

    def only_copies(self, code: str, only: bool) -> None:
        """Whether the original of a material was not brought, only copies of it."""
        material = self._material(code)
        self._change_line(
            code,
            originals=0 if only else material.originals,
            originals_kept=False if only else material.originals_kept,
            copies=max(material.copies, 1) if only else material.copies,
        )

    def say_defect(self, code: str, note: str) -> None:
        """What is wrong with a material that was brought and cannot be taken; goes into the notice."""
        self._change_line(code, note=note)

    def pages(self, code: str) -> tuple[Page, ...]:
        """The pages of one line of the checklist."""
        return self._line(code).pages

    def add_page(self, code: str, page: Page, doubt: str = "") -> None:
        """A page that is there already is not added twice. `doubt`: why it may be hard to read."""
        pages = self._line(code).pages
        self.doubts[page.sha256] = doubt
        if page not in pages:
            self._change_line(code, pages=(*pages, page))

    def replace_page(self, code: str, sha256: str, page: Page, doubt: str = "") -> None:
        """Another page in the place of one; where it is there already, the one only goes."""
        self.doubts[page.sha256] = doubt
        pages = self._line(code).pages
        others = tuple(page if each.sha256 == sha256 else each for each in pages if each != page)
        self._change_line(code, pages=others)

    def remove_page(self, code: str, sha256: str) -> None:
        self._change_line(code, pages=tuple(page for page in self._line(code).pages if page.sha256 != sha256))

    def _material(self, code: str) -> Any:
        guide = self.guide
        if guide is None:
            raise KeyError(code)
        return next(material for material in guide.known_materials if material.code == code)

    def _line(self, code: str) -> MaterialLine:
        known = {line.code: line for line in self.content.materials}
        return known.get(code) or MaterialLine(code, self._material(code).name, "missing")

    def _change_line(self, code: str, **given: Any) -> None:
        changed = replace(self._line(code), **given)
        others = tuple(line for line in self.content.materials if line.code != code)
        self.content = replace(self.content, materials=(*others, changed))

    def leave_field(self, field: str) -> None:
        """From now on what is wrong with this field is said."""
        self._left.add(field)

    def problems(self) -> tuple[Problem, ...]:
        """Everything known to be wrong, whether or not its field has been left."""
        found = self.check.problems if self.check else ()
        agent = self.content.agent
        if agent is None or not agent.valid_until.strip() or read_date(agent.valid_until):
            return found
        return (*found, _NO_DATE)

    def problem(self, field: str) -> Problem | None:
        """What to say beside a field: the first thing that blocks, else the first to look at; nothing before it is left."""
        if not (self.asks_for_all or field in self._left):
            return None
        found = sorted((p for p in self.problems() if p.field == field), key=lambda p: not p.blocking)
        return found[0] if found else None

    def blocking(self) -> tuple[Problem, ...]:
        """What has to be put right before the case can be received."""
        return tuple(problem for problem in self.problems() if problem.blocking)
