"""A printed paper is an event: which paper, by the hash of its PDF, how many copies."""

from typing import Literal

from forms.case import CaseContent
from forms.events import PaperPrinted, PrintedPaper
from station_app.desk.act import act
from station_app.desk.context import Desk
from station_app.desk.paper_facts import facts_now

Paper = PrintedPaper | Literal["correction_notice"]
"""The correction notice is a one-time notice too, and is recorded as one, with what it said."""


def record_print(desk: Desk, case_id: str, paper: Paper, pdf_sha256: str, copies: int = 1) -> None:
    """`pdf_sha256`: 64 hexadecimal digits. Called after the case itself has been recorded."""
    # The paper that hands on the office's correction is made by its first printing.
    if paper == "correction_notice":
        printed = PaperPrinted("one_time_notice", pdf_sha256, copies, facts_now(desk, CaseContent()))
    else:
        printed = PaperPrinted(paper, pdf_sha256, copies)
    act(desk, case_id, "paper_printed", printed)
