"""What a run of the engine did, for the footer and for the desk."""

from typing import Literal

import msgspec

from forms.failures import Failure

Stage = Literal["events", "pages", "fetch"]


class Progress(msgspec.Struct, frozen=True):
    """`done` of `total`: events sent so far (total 0: not known), or bytes of pages."""

    stage: Stage
    done: int
    total: int


class ExchangeReport(msgspec.Struct, frozen=True):
    """`failure` is what ended the run early; all that is counted here is safe all the same.

    `refused_pages` names pages the district would not take or that this PC cannot read: (sha256, Chinese, English).
    `published` names the kinds of documents that came ("catalogue", "calendar", "settings").
    """

    sent: int = 0
    applied: int = 0
    rejected: int = 0
    parked: int = 0
    received: int = 0
    published: frozenset[str] = frozenset()
    pages_sent: int = 0
    pages_fetched: int = 0
    refused_pages: tuple[tuple[str, str, str], ...] = ()
    bytes_up: int = 0
    bytes_down: int = 0
    failure: Failure | None = None

    @property
    def changed(self) -> bool:
        """Whether anything a screen shows is different now."""
        return bool(self.sent or self.received or self.pages_sent or self.pages_fetched)
