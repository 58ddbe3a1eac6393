"""One line of the checklist as the agent sees it: what is wanted, whether it is there, until when it may follow."""

from datetime import date
from typing import Literal

import msgspec

from forms.case import CaseContent, Page
from forms.catalogue.guide import ServiceGuide
from forms.workdays import WorkCalendar
from station_app.desk.checklist import checklist, is_copies_only
from station_app.desk.views import OnFile

LineState = Literal["there", "on_file", "deferred", "missing", "left_out"]

_STATES: dict[str, LineState] = {
    "provided": "there",
    "on_file": "on_file",
    "deferred": "deferred",
    "missing": "missing",
    "not_needed": "left_out",
}


class Line(msgspec.Struct, frozen=True):
    """`originals`, `kept` and `copies` are what the guide wants. `due` is the last day of a deferred one, None where no
    calendar says it. `on_file` says in words what the station has, `expired` what it has and may not be used; `defect` what is wrong with one that was brought.
    """

    code: str
    name: str
    state: LineState
    originals: int
    kept: bool
    copies: int
    optional: bool
    due: date | None
    standard: str
    fill_note: str
    on_file: str
    expired: str
    defect: str
    to_confirm: bool
    keeps_original: bool
    pages: tuple[Page, ...]
    valid_until: str = ""
    asks_validity: bool = False
    copies_only: bool = False
    """It was ticked, and the original that is to be seen was not brought."""

    @property
    def is_ticked(self) -> bool:
        return self.state in ("there", "on_file")


def material_lines(
    guide: ServiceGuide, content: CaseContent, calendar: WorkCalendar, today: date, known: OnFile | None
) -> tuple[Line, ...]:
    """The lines of the guide in its order. Raises KeyError for a situation the guide does not have."""
    materials = guide.checklist(content.situation, by_agent=content.agent is not None)
    listed = checklist(guide, content, calendar, today)
    return tuple(
        Line(
            code=material.code,
            name=material.name,
            state=_STATES[line.status],
            originals=material.originals,
            kept=material.originals_kept,
            copies=material.copies,
            optional=material.necessity == "optional",
            due=date.fromisoformat(line.due) if line.due else None,
            standard=material.standard,
            fill_note=material.fill_note,
            on_file=known.materials.get(material.code, "") if known else "",
            expired=known.expired.get(material.code, "") if known else "",
            defect=line.note,
            to_confirm=material.to_confirm,
            keeps_original=material.keep_original_scan,
            pages=line.pages,
            valid_until=line.valid_until,
            asks_validity=material.validity == "printed",
            copies_only=is_copies_only(material, line),
        )
        for material, line in zip(materials, listed.lines, strict=True)
    )
