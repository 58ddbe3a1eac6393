"""Pages up and result documents down: small ones first, in pieces fit for the line, each from where it stopped."""

from collections.abc import Callable

from forms.failures import EnvironmentFailure
from sync.station.allowance import EVERYTHING, MayGo
from sync.station.errors import LineFailure, NotOurServer, PageRefused, TooLarge
from sync.station.exchange import page_is
from sync.station.pace import Limits, Size
from sync.station.ports import Carrier, Clock, PageToSend, StationStore
from sync.station.report import Stage

MOST_PAGE_BYTES = 20 << 20
MOST_STANDSTILLS = 3
"""Answers in a row that hold no more of a page than before, until the page is left for the next run."""


def _everything() -> MayGo:
    return EVERYTHING


class PageTraffic:
    """Sends and fetches pages. `sent`, `fetched`, `refused` and what is `held` back count since `begin`.

    `between(stage, done, total)` is called before each piece, with bytes of pages; it may raise to end the run.
    """

    def __init__(
        self,
        store: StationStore,
        carrier: Carrier,
        clock: Clock,
        limits: Limits,
        between: Callable[[Stage, int, int], None],
    ) -> None:
        self._store = store
        self._carrier = carrier
        self._clock = clock
        self._between = between
        self._size = Size(limits)
        self._begun: set[str] = set()
        self._arrived: dict[str, tuple[bytes, int]] = {}
        self.begin()

    def begin(self, may_go: Callable[[], MayGo] = _everything) -> None:
        """`may_go` is asked before each page; one that has begun is finished."""
        self._may_go = may_go
        self.sent = 0
        self.fetched = 0
        self.refused: list[tuple[str, str, str]] = []
        self.held_up: list[int] = []
        self.held_down: list[int] = []

    def send_all(self) -> None:
        """Sends each page that waits; one that is refused, or that this PC cannot read, never holds up the others."""
        pages = self._store.pages_to_send()
        most = self._may_go().up
        done, total = 0, sum(page.size for page in pages if page.size <= most)
        for page in pages:
            if page.size > self._may_go().up:
                self.held_up.append(page.size)
                continue
            try:
                content = self._store.read_page(page.sha256)
            except EnvironmentFailure as failure:
                self.refused.append((page.sha256, failure.zh, failure.en))
                continue
            try:
                self._send(page, content, done, total)
            except PageRefused as failure:
                self.refused.append((page.sha256, failure.zh, failure.en))
            done += page.size

    def fetch_all(self) -> None:
        for sha256 in self._store.pages_to_fetch():
            try:
                self._fetch(sha256)
            except PageRefused as failure:
                self._arrived.pop(sha256, None)
                self.refused.append((sha256, failure.zh, failure.en))

    def _send(self, page: PageToSend, content: bytes, done: int, total: int) -> None:
        held = self._where_to_begin(page)
        self._begun.add(page.sha256)
        standstills = 0
        while held < page.size:
            self._between("pages", done + held, total)
            now_held = self._send_piece(page, held, content[held : held + self._size.bytes])
            standstills = 0 if now_held > held else standstills + 1
            if standstills >= MOST_STANDSTILLS:
                raise PageRefused("wrong_content")
            held = now_held
        self._store.page_confirmed(page.sha256)
        self._begun.discard(page.sha256)
        self.sent += 1

    def _where_to_begin(self, page: PageToSend) -> int:
        """A new page that fits one piece is sent without asking first: where it had begun before, the answer says so."""
        if page.size <= self._size.bytes and not page.doubtful and page.sha256 not in self._begun:
            return 0
        return self._checked(page, self._carrier.page_offset(page.sha256, page.size))

    def _send_piece(self, page: PageToSend, held: int, piece: bytes) -> int:
        begun = self._clock.monotonic()
        try:
            now_held = self._carrier.send_page(page.sha256, page.size, held, piece)
        except LineFailure:
            self._size.failed()
            raise
        except TooLarge:
            # A box on the way takes less at once than the district does.
            self._size.failed()
            return held
        self._size.succeeded(len(piece), self._clock.monotonic() - begun)
        return self._checked(page, now_held)

    @staticmethod
    def _checked(page: PageToSend, held: int) -> int:
        if not 0 <= held <= page.size:
            raise NotOurServer(detail=f"{held} bytes held of a page of {page.size}")
        return held

    def _fetch(self, sha256: str) -> None:
        (content, size), standstills = self._arrived.get(sha256, (b"", -1)), 0
        most = self._may_go().down
        while len(content) != size:
            if size > most:
                self.held_down.append(size - len(content))
                return
            self._between("fetch", len(content), max(size, 0))
            piece, size = self._fetch_piece(sha256, len(content), most)
            standstills = 0 if piece else standstills + 1
            if size > MOST_PAGE_BYTES or len(content) + len(piece) > size or standstills >= MOST_STANDSTILLS:
                raise PageRefused("wrong_content")
            content += piece
            self._arrived[sha256] = content, size
        del self._arrived[sha256]
        if not page_is(sha256, content):
            raise PageRefused("wrong_content")
        self._store.store_fetched_page(sha256, content)
        self.fetched += 1

    def _fetch_piece(self, sha256: str, offset: int, most: int) -> tuple[bytes, int]:
        begun = self._clock.monotonic()
        try:
            part = self._carrier.fetch_page(sha256, offset, min(self._size.bytes, most))
        except LineFailure:
            self._size.failed()
            raise
        self._size.succeeded(len(part.content), self._clock.monotonic() - begun)
        return part.content, part.size
