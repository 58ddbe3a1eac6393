"""What is there, what may follow, and what is missing, for one draft against the guide's exact checklist."""

from datetime import date

import msgspec

from forms.case import CaseContent, MaterialLine
from forms.catalogue.guide import RequiredMaterial, ServiceGuide
from forms.workdays import CalendarMissing, WorkCalendar

_THERE = frozenset({"provided", "on_file"})


class Checklist(msgspec.Struct, frozen=True):
    """The lines of the guide in its order, with what the draft says of each.

    `missing`: required and not there. `deferred`: may follow, by the `due` of each line. `unknown_year`: the year whose
    calendar is missing, where a due date could not be told (0: none).
    """

    lines: tuple[MaterialLine, ...]
    missing: tuple[MaterialLine, ...]
    deferred: tuple[MaterialLine, ...]
    unknown_year: int = 0


def checklist(guide: ServiceGuide, content: CaseContent, calendar: WorkCalendar, today: date) -> Checklist:
    """Raises KeyError for a situation that the guide does not have."""
    ticked = {line.code: line for line in content.materials}
    unknown_year = 0
    lines = []
    for material in guide.checklist(content.situation, by_agent=content.agent is not None):
        line = ticked.get(material.code, MaterialLine(material.code, material.name, "missing"))
        line = msgspec.structs.replace(line, name=material.name)
        if material.necessity == "deferrable" and line.status not in _THERE:
            try:
                due = _due(line, material, calendar, today)
            except CalendarMissing as error:
                due, unknown_year = "", error.year
            line = msgspec.structs.replace(line, status="deferred", due=due)
        elif line.status not in _THERE:
            wanted = "missing" if material.necessity == "required" else "not_needed"
            line = msgspec.structs.replace(line, status=wanted, due="")
        lines.append(line)
    return Checklist(
        tuple(lines),
        tuple(line for line in lines if line.status == "missing"),
        tuple(line for line in lines if line.status == "deferred"),
        unknown_year,
    )


def is_copies_only(material: RequiredMaterial, line: MaterialLine) -> bool:
    """An original was to be looked at and only copies were brought."""
    return line.status == "provided" and material.originals > 0 and not line.originals and line.copies > 0


def _due(line: MaterialLine, material: RequiredMaterial, calendar: WorkCalendar, today: date) -> str:
    last = calendar.add_working_days(today, material.deferrable_days)
    chosen = line.due or last.isoformat()
    return min(max(chosen, today.isoformat()), last.isoformat())
