"""A station that sends: received cases through the real desk, store and engine, every request and its bytes counted."""

import itertools
import random
import secrets
from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec

from forms.case import CaseContent, Page
from forms.events import decode_event
from station_app.desk.context import Desk
from station_app.desk.drafts import new_draft, save_draft
from station_app.desk.open_desk import open_desk
from station_app.desk.receive_case import receive_case
from station_app.storage.keys import Unlocked
from station_app.system_clock import SystemClock
from station_app.version import VERSION
from sync.station.engine import SyncEngine
from sync.station.http_carrier import HttpCarrier
from sync.station.http_line import HttpLine, Reply
from sync.station.report import ExchangeReport
from tests.bench.made_cases import made_cases

EVERYTHING = 10**9


class CountingLine(HttpLine):
    """Counts requests and the bytes of their bodies."""

    requests = 0
    body_bytes = 0

    def request(
        self,
        method: str,
        path: str,
        body: bytes = b"",
        headers: Mapping[str, str] | None = None,
        short_ok: bool = False,
        to_anybody: bool = False,
    ) -> Reply:
        self.requests += 1
        self.body_bytes += len(body)
        return super().request(method, path, body, headers, short_ok, to_anybody)


class SendingStation:
    """A station's desk; `reach` puts its engine on a line to a district's URL, and forgets what it knew of another."""

    def __init__(self, directory: Path, unlocked: Unlocked) -> None:
        self._clock = SystemClock()
        self.desk: Desk = open_desk(directory, unlocked, self._clock, secrets.token_bytes)
        self._carrier: HttpCarrier | None = None

    def reach(self, url: str) -> None:
        if self._carrier is not None:
            self._carrier.close()
        proven = self.desk.store.proven_servers
        self.line = CountingLine(url, allow_plain=True, proven=proven)
        # A desk at work has met its district before.
        proven.remember(self.line.url)
        self._carrier = HttpCarrier(url, self.desk.store.identity(), self._clock, proven, allow_plain=True)
        self._carrier._line = self.line
        self._engine = SyncEngine(self.desk.store, self._carrier, self._clock, program=VERSION)

    def receive(self, seed: int, many: int, attachments: Sequence[bytes] = ()) -> list[bytes]:
        """Receives cases as the agent does, the first ones with one attachment each; the events that wait now, as they
        will be sent."""
        desk = self.desk
        made = itertools.islice(made_cases(desk.catalogue.items, seed, desk.today()), many)
        for content, attachment in itertools.zip_longest(made, attachments):
            draft_id = new_draft(desk)
            save_draft(desk, draft_id, self._with(content, attachment))
            receive_case(desk, draft_id)
        bodies = self.waiting()
        if len(bodies) != many or {decode_event(body).kind for body in bodies} != {"case_received"}:
            raise RuntimeError("something else than the cases waits")
        return bodies

    def _with(self, content: CaseContent, attachment: bytes | None) -> CaseContent:
        if attachment is None:
            return content
        page = Page(self.desk.store.vault.write(attachment), len(attachment), "image/jpeg", "page.jpg")
        first, *rest = content.materials
        return msgspec.structs.replace(content, materials=(msgspec.structs.replace(first, pages=(page,)), *rest))

    def waiting(self) -> list[bytes]:
        return [event.body for event in self.desk.store.outgoing(EVERYTHING, EVERYTHING).events]

    def run(self) -> ExchangeReport:
        """One run of the engine; its failure, if any, is in the report."""
        return self._engine.run_once()

    def run_until_sent(self, most_runs: int) -> int:
        """Runs again after each failure, at once where the runner would wait, until nothing waits; the runs it took.
        RuntimeError where `most_runs` were not enough."""
        for run in range(1, most_runs + 1):
            report = self.run()
            if report.failure is None and not report.refused_pages:
                if self.waiting() or self.desk.store.pages_to_send():
                    raise RuntimeError("the engine believes that everything was sent")
                return run
        raise RuntimeError(f"not everything was sent in {most_runs} runs: {report}")

    def close(self) -> None:
        if self._carrier is not None:
            self._carrier.close()
        self.desk.close()


def made_attachments(seed: int, many: int, size: int) -> list[bytes]:
    """Bytes that do not compress, as those of a photograph."""
    return [random.Random(seed * 1000 + at).randbytes(size) for at in range(many)]
