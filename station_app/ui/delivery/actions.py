"""What the delivery screen asks of the desk; all of it runs on the worker."""

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from station_app.desk.views import CasePage, CaseRow
from station_app.ui.delivery.model import DeliveryForm

if TYPE_CHECKING:
    from forms.case import Page
    from station_app.desk.context import Desk


class Waiting(NamedTuple):
    """Everything that can be collected, and the one that was asked for, where there is one."""

    rows: tuple[CaseRow, ...]
    chosen: CasePage | None


def ask_waiting(case_id: str, *, first: bool = True) -> "Callable[[Desk], Waiting]":
    """`case_id` empty: the first that can be collected, or with `first` False none."""

    def call(desk: "Desk") -> Waiting:
        from station_app.desk.list_cases import list_cases
        from station_app.desk.open_case import open_case

        rows = list_cases(desk, only="deliver")
        known = {row.case_id for row in rows}
        if case_id and case_id not in known:
            # Asked for by name and not at the station yet: it may have come just now.
            page = open_case(desk, case_id)
            if "result_arrived" in page.allowed:
                return Waiting((*rows, page.row), page)
        chosen = case_id if case_id in known else rows[0].case_id if rows and first else ""
        return Waiting(rows, open_case(desk, chosen) if chosen else None)

    return call


def deliver(
    case_id: str, form: DeliveryForm, signature: bytes, *, arrived: bool = False
) -> "Callable[[Desk], CasePage]":
    """The page of the signature is kept first, then the event; answers the case as it is then. `arrived`: it has just come."""

    def call(desk: "Desk") -> CasePage:
        from station_app.desk.deliver import deliver
        from station_app.desk.open_case import open_case

        page = _signature_page(desk, signature) if signature else None
        deliver(desk, case_id, form.delivered(page), arrived=arrived)
        return open_case(desk, case_id)

    return call


def _signature_page(desk: "Desk", png: bytes) -> "Page":
    from station_app.desk.add_page import add_page

    papers = desk.store.places.papers
    papers.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=papers) as folder:
        path = Path(folder) / "signature.png"
        path.write_bytes(png)
        return add_page(desk, path)
