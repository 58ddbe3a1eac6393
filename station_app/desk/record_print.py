"""A printed paper is an event: which paper, by the hash of its PDF, how many copies."""

from typing import Literal

from forms.events import PaperPrinted
from station_app.desk.act import act
from station_app.desk.context import Desk

Paper = Literal["material_receipt", "one_time_notice", "delivery_receipt", "result", "handover_manifest"]


def record_print(desk: Desk, case_id: str, paper: Paper, pdf_sha256: str, copies: int = 1) -> None:
    """`pdf_sha256`: 64 hexadecimal digits. Called after the case itself has been recorded."""
    act(desk, case_id, "paper_printed", PaperPrinted(paper, pdf_sha256, copies))
