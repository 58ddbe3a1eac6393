"""What a paper made now says beside its case, and what one that was made before said: see `forms.papers.facts`."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import msgspec

from forms.case import CaseContent, MaterialLine
from forms.catalogue.guide import ServiceGuide
from forms.dates import china_date, read_date
from forms.events import Event
from forms.papers.facts import PaperFacts, Wanted
from forms.workdays import CalendarMissing
from station_app.desk.context import Desk

STILL_TO_COME = ("missing", "deferred")
_PERMIT_BASIS = "《中华人民共和国行政许可法》第三十二条"


@dataclass(frozen=True)
class Making:
    """By whom and when a paper was made. `again`: the day of this printing, where the paper had been printed before."""

    agent: str
    on: date
    facts: PaperFacts
    again: date | None = None

    @property
    def forward_until(self) -> date | None:
        """None also for what another program wrote that is no date."""
        return read_date(self.facts.forward_until)


def made_now(desk: Desk, content: CaseContent, lines: Iterable[MaterialLine] = ()) -> Making:
    return Making(desk.agent.name, desk.today(), facts_now(desk, content, lines))


def made_then(desk: Desk, event: Event, content: CaseContent, kept: PaperFacts | None, *, again: bool) -> Making:
    """As the event has it. One of an older program kept no facts: what today's guide says is said only if it is that guide."""
    facts = kept if kept is not None else _facts_of_old(desk, content)
    return Making(event.actor, china_date(event.at), facts, desk.today() if again else None)


def facts_now(desk: Desk, content: CaseContent, lines: Iterable[MaterialLine] = ()) -> PaperFacts:
    """`lines`: the checklist, of which what is still to come is described."""
    settings, guide = desk.settings, desk.guide(content.item_code)
    facts = PaperFacts(
        station_name=settings.station_name,
        township_name=settings.township_name,
        county_name=settings.county_name,
        enquiry_phone=settings.enquiry_phone,
        complaint_phone=settings.complaint_phone,
    )
    return facts if guide is None else _with_guide(desk, facts, guide, content.situation, lines)


def _with_guide(
    desk: Desk, facts: PaperFacts, guide: ServiceGuide, situation: str, lines: Iterable[MaterialLine]
) -> PaperFacts:
    wanted = {line.code for line in lines if line.status in STILL_TO_COME}
    return msgspec.structs.replace(
        facts,
        accepting_office=desk.office(guide.accepting_office),
        forward_until=_forward_until(desk, desk.today()),
        promised_limit=guide.promised_limit,
        statutory_limit=guide.statutory_limit,
        clock=guide.on_receipt_clock,
        fee=guide.fee_of(situation),
        basis=_PERMIT_BASIS if guide.result.kind == "permit" else "",
        wanted={
            each.code: Wanted(each.originals, each.copies, each.standard)
            for each in guide.known_materials
            if each.code in wanted
        },
    )


def _facts_of_old(desk: Desk, content: CaseContent) -> PaperFacts:
    guide = desk.guide(content.item_code)
    same = guide is not None and guide.version == content.item_version
    facts = facts_now(desk, content if same else CaseContent(), content.materials)
    return msgspec.structs.replace(facts, forward_until="")


def _forward_until(desk: Desk, received_on: date) -> str:
    try:
        return desk.calendar.add_working_days(received_on, desk.settings.waiting.forward).isoformat()
    except CalendarMissing:
        return ""
