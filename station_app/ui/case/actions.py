"""What a case's screen asks of the desk. Everything here runs on the worker."""

from collections.abc import Callable, Mapping
from io import BytesIO
from typing import TYPE_CHECKING, Literal, NamedTuple, cast

from forms.case import MaterialLine, Page, ResultDocument
from forms.failures import EnvironmentFailure, Failure
from station_app.desk.views import CasePage
from station_app.imaging.pdf import Pdf, PdfUnreadable, is_pdf, opened
from station_app.imaging.upright import upright

if TYPE_CHECKING:
    from forms.events import Particular
    from station_app.desk.context import Desk

Call = Callable[["Desk"], None]
Means = Literal["officer", "agent", "post"]


_PDF_SCALE = 1.8  # A4 at 130 dpi: readable, and no wider than the screen.


class Picture(NamedTuple):
    """One page as a picture, or why it cannot be shown. `of`: the material it belongs to; None for the office's document.

    `is_away`: it is not on this PC, and the next sync fetches it.
    """

    content: bytes | None
    failure: Failure | None = None
    of: MaterialLine | None = None
    is_away: bool = False


class Read(NamedTuple):
    """One file of a case as it lies here, or what is shown in its place."""

    content: bytes | Picture
    of: MaterialLine | None


def open_case(case_id: str) -> "Callable[[Desk], CasePage]":
    def call(desk: "Desk") -> CasePage:
        from station_app.desk.open_case import open_case

        return open_case(desk, case_id)

    return call


def reveal(case_id: str, what: Literal["id_number", "phone"] = "id_number") -> "Callable[[Desk], str]":
    def call(desk: "Desk") -> str:
        from station_app.desk.reveal_identity import reveal_identity

        return reveal_identity(desk, case_id, what)

    return call


def record_arrival(case_id: str, remark: str) -> Call:
    def call(desk: "Desk") -> None:
        from station_app.desk.arrive import record_arrival

        record_arrival(desk, case_id, remark)

    return call


def correct(case_id: str, wanted: Mapping[str, str], reason: str) -> Call:
    def call(desk: "Desk") -> None:
        from station_app.desk.correct_particulars import correct_particulars

        correct_particulars(desk, case_id, cast("Mapping[Particular, str]", wanted), reason)

    return call


def receive_again(case_id: str) -> "Callable[[Desk], str]":
    def call(desk: "Desk") -> str:
        from station_app.desk.receive_again import receive_again

        return receive_again(desk, case_id)

    return call


def supply(case_id: str, lines: tuple[MaterialLine, ...], remark: str) -> "Callable[[Desk], None]":
    def call(desk: "Desk") -> None:
        from station_app.desk.supply_materials import supply_materials

        supply_materials(desk, case_id, lines, remark=remark)

    return call


def withdraw(case_id: str, reason: str) -> "Callable[[Desk], None]":
    def call(desk: "Desk") -> None:
        from station_app.desk.withdraw import withdraw

        withdraw(desk, case_id, reason)

    return call


def undo_delivery(case_id: str, reason: str) -> Call:
    def call(desk: "Desk") -> None:
        from station_app.desk.deliver import undo_delivery

        undo_delivery(desk, case_id, reason)

    return call


def void(case_id: str, reason: str) -> "Callable[[Desk], None]":
    def call(desk: "Desk") -> None:
        from station_app.desk.withdraw import void

        void(desk, case_id, reason)

    return call


def document_name(item_code: str) -> "Callable[[Desk], str]":
    """What the guide calls the item's result."""

    def call(desk: "Desk") -> str:
        guide = desk.guide(item_code)
        return guide.result.name if guide else ""

    return call


def decide(case_id: str, granted: bool, document: ResultDocument | None, reason: str) -> "Callable[[Desk], None]":
    def call(desk: "Desk") -> None:
        from station_app.desk.decide_at_station import decide_at_station

        decide_at_station(desk, case_id, granted, document, reason)

    return call


def forward(case_id: str, means: Means, taken_by: str) -> "Callable[[Desk], str]":
    def call(desk: "Desk") -> str:
        from station_app.desk.forward import forward

        return forward(desk, (case_id,), means, taken_by=taken_by)

    return call


def result_pages(case_id: str) -> "Callable[[Desk], tuple[Read, ...]]":
    def call(desk: "Desk") -> tuple[Read, ...]:
        from station_app.desk.result_pages import result_pages

        return tuple(_read(desk, page, None) for page in result_pages(desk, case_id))

    return call


def material_pages(case_id: str) -> "Callable[[Desk], tuple[Read, ...]]":
    def call(desk: "Desk") -> tuple[Read, ...]:
        from station_app.desk.result_pages import material_pages

        return tuple(_read(desk, page, line) for line, page in material_pages(desk, case_id))

    return call


def _read(desk: "Desk", page: Page, of: MaterialLine | None) -> Read:
    from station_app.desk.add_page import is_here, page_bytes

    was_here = is_here(desk, page)
    try:
        return Read(page_bytes(desk, page.sha256), of)
    except EnvironmentFailure as failure:
        return Read(Picture(None, failure, of, not was_here), of)


def drawn(read: "tuple[Read, ...]") -> tuple[Picture, ...]:
    """Every page of these as a picture. Needs no desk, and takes its time."""
    return tuple(picture for each in read for picture in _drawn(each))


def _drawn(read: Read) -> list[Picture]:
    if isinstance(read.content, Picture):
        return [read.content]
    try:
        return [Picture(content, None, read.of) for content in _pictures(read.content)]
    except (PdfUnreadable, OSError, SyntaxError, ValueError):
        # What an office sent is not believed to be whole; the screen has a sentence for a page that cannot be shown.
        return [Picture(None, None, read.of)]


def _pictures(content: bytes) -> list[bytes]:
    if not is_pdf(content):
        return [upright(content)]
    with opened(content) as document:
        return [_png(document, number) for number in range(len(document))]


def _png(document: Pdf, number: int) -> bytes:
    out = BytesIO()
    document.picture(number, _PDF_SCALE).save(out, "PNG")
    return out.getvalue()
