"""What a run of the engine did, for the footer and for the desk."""

from datetime import datetime
from typing import Literal

import msgspec

from forms.failures import Failure

Stage = Literal["events", "pages", "fetch"]


class Progress(msgspec.Struct, frozen=True):
    """`done` of `total`: events sent so far (total 0: not known), or bytes of pages."""

    stage: Stage
    done: int
    total: int


class Held(msgspec.Struct, frozen=True):
    """What an allowance keeps waiting: photographs to send, result documents to fetch, and the bytes of both as far as known.

    `opens`: when they go by themselves, in China's time; None: when the agent says so. `seconds`: from the run until then.
    """

    pages: int = 0
    results: int = 0
    bytes: int = 0
    opens: datetime | None = None
    seconds: float = 0.0


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
    held: Held = Held()

    @property
    def changed(self) -> bool:
        """Whether anything a screen shows is different now."""
        return bool(self.sent or self.received or self.pages_sent or self.pages_fetched)
