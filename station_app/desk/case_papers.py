"""The papers of a case, each as the event that made it recorded it; printed again they say the same and are marked."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import msgspec

from forms import lifecycle
from forms.case import CaseContent
from forms.events import CaseReceived, Delivered, Event, OneTimeNoticeGiven, PaperPrinted, read_data
from forms.lifecycle import Case
from forms.papers import delivery_receipt, material_receipt, one_time_notice
from forms.papers.layout import Layout
from station_app.desk import papers
from station_app.desk.context import Desk
from station_app.desk.paper_facts import made_then


def paper_of_case(desk: Desk, case_id: str, paper: str) -> Layout:
    """The paper as it was made: its agent, its day, its guide and calendar. Marked 补打 where it has been printed before.

    `paper`: material_receipt, one_time_notice, correction_notice or delivery_receipt. Raises LookupError where the case has
    no such paper.
    """
    made_by, layout = _PAPERS[paper]
    events = tuple(each.event for each in desk.store.projections.fold(case_id).events if each.counts)
    place = max((at for at, event in enumerate(events) if event.kind == made_by), default=None)
    if place is None:
        raise LookupError(f"{case_id} has no {paper}")
    return layout(desk, _Made(events, place, paper))


@dataclass(frozen=True)
class _Made:
    """The event that a paper was made by, among those of its case that count."""

    events: tuple[Event, ...]
    place: int
    paper: str

    @property
    def event(self) -> Event:
        return self.events[self.place]

    def case_at(self, place: int) -> Case:
        """As it was right after that event: what was put right later is not on the paper."""
        return lifecycle.fold(self.events[: place + 1])[0]

    @cached_property
    def first_printing(self) -> int | None:
        """The place of the event that says it was printed; None where it has not been."""
        for place in range(self.place + 1, len(self.events)):
            if self.events[place].kind == "paper_printed" and self._is_of(read_data(self.events[place], PaperPrinted)):
                return place
        return None

    def _is_of(self, printed: PaperPrinted) -> bool:
        """What hands on the office's correction is recorded as a one-time notice that keeps what it said."""
        if printed.paper != "one_time_notice":
            return printed.paper == self.paper
        return self.paper == ("one_time_notice" if printed.paper_facts is None else "correction_notice")

    @property
    def was_printed(self) -> bool:
        return self.first_printing is not None


def _receipt(desk: Desk, made: _Made) -> Layout:
    data = read_data(made.event, CaseReceived)
    making = made_then(desk, made.event, data.content, data.paper_facts, again=made.was_printed)
    number = data.content.receipt_number
    return material_receipt.layout(papers.receipt_record(desk, data.content, number, making, data.first_received_at))


def _notice(desk: Desk, made: _Made) -> Layout:
    data = read_data(made.event, OneTimeNoticeGiven)
    making = made_then(desk, made.event, data.content, data.paper_facts, again=made.was_printed)
    return one_time_notice.layout(papers.notice_record(desk, data.content, data.number, data.again_reason, making))


def _correction(desk: Desk, made: _Made) -> Layout:
    """The office's event asks for it; the paper is made by whoever prints it first."""
    place, making = made.first_printing, None
    if place is not None:
        facts = read_data(made.events[place], PaperPrinted).paper_facts
        making = made_then(desk, made.events[place], CaseContent(), facts, again=True)
    # As it was asked for, whoever handles the case later; for the person as they were on record when it was first printed.
    asked, then = made.case_at(made.place), made.case_at(len(made.events) if place is None else place)
    case = msgspec.structs.replace(asked, content=then.content, corrected=then.corrected)
    return one_time_notice.layout(papers.correction_record(desk, case, making))


def _delivery(desk: Desk, made: _Made) -> Layout:
    data = read_data(made.event, Delivered)
    case = made.case_at(made.place)
    making = made_then(desk, made.event, case.content, data.paper_facts, again=made.was_printed)
    return delivery_receipt.layout(papers.delivery_record(desk, case, data, making))


_PAPERS: Final[dict[str, tuple[str, Callable[[Desk, _Made], Layout]]]] = {
    "material_receipt": ("case_received", _receipt),
    "one_time_notice": ("one_time_notice_given", _notice),
    "correction_notice": ("correction_required", _correction),
    "delivery_receipt": ("delivered", _delivery),
}
