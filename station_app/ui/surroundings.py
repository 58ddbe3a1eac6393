"""What every screen is given: the desk's worker, printing, sync, clock, places, words and looks. Built by app.py."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from PySide6.QtCore import SignalInstance

from forms.failures import Failure
from station_app.jobs.inline_pictures import InlinePictures
from station_app.ui.look import Look
from station_app.ui.parts.final_act import FinalActs
from station_app.ui.preferences import Preferences
from station_app.ui.words import Words

if TYPE_CHECKING:
    from PySide6.QtGui import QImage

    from forms.papers.layout import Layout
    from station_app.desk.backups import BackupsSeen, FoundBackup
    from station_app.desk.context import Desk
    from station_app.desk.restoring import RestoreWords
    from station_app.jobs.stick_runner import CopiedIn, CopiedOut, Seen

T = TypeVar("T")


class Worker(Protocol):
    """The one thread that owns the database (station_app.jobs.DatabaseWorker, or InlineWorker in tests)."""

    changed: SignalInstance
    bug: SignalInstance

    def run(
        self,
        call: "Callable[[Desk], T]",
        done: Callable[[T], None] | None = None,
        failed: Callable[[Failure], None] | None = None,
        changes: frozenset[str] = frozenset(),
    ) -> None:
        """Runs `call` there; `done` or `failed` is called on the GUI thread. `changes`: what its success changes."""


class Printing(Protocol):
    """station_app.jobs.PrintRunner: papers to PDF, picture and printer, off the GUI thread."""

    def render_and_print(
        self,
        layout: "Layout",
        path: Path,
        printer: str | None,
        done: Callable[[Any], None],
        failed: Callable[[Failure], None],
    ) -> None: ...

    def preview(
        self,
        layout: "Layout",
        width_px: int,
        done: "Callable[[QImage], None]",
        failed: Callable[[Failure], None] | None = None,
    ) -> None: ...


class Going(Protocol):
    def give_up(self) -> None:
        """No more pictures after the one that is being made."""


class Pictures(Protocol):
    """station_app.jobs.PictureWorker: pictures off both the GUI's and the database's thread; InlinePictures in tests."""

    def run(self, call: Callable[[], T], done: Callable[[T], None], failed: Callable[[Failure], None]) -> None: ...

    def each(
        self,
        make: Callable[[], Iterator[T]],
        one: Callable[[T], None],
        done: Callable[[], None],
        failed: Callable[[Failure], None],
    ) -> Going:
        """`one` for each that is made, then `done`, also where it was given up; or `failed`."""


class LineView(Protocol):
    """The state of the line as the sync runner tells it (station_app.jobs.LineState). `done` of `total` bytes of pages."""

    @property
    def phase(self) -> str: ...
    @property
    def words_zh(self) -> str: ...
    @property
    def words_en(self) -> str: ...
    @property
    def done(self) -> int: ...
    @property
    def total(self) -> int: ...
    @property
    def detail_zh(self) -> str: ...
    @property
    def detail_en(self) -> str: ...
    @property
    def waits_zh(self) -> str: ...
    @property
    def waits_en(self) -> str: ...
    @property
    def cause(self) -> str: ...
    @property
    def next_try_s(self) -> float: ...
    @property
    def lasted_s(self) -> float: ...
    @property
    def records_per_s(self) -> float: ...
    @property
    def bytes_per_s(self) -> float: ...


class Sync(Protocol):
    """station_app.jobs.SyncRunner. `state` carries a LineView."""

    state: SignalInstance

    def sync_now(self, *, everything: bool = True) -> None:
        """`everything`: also what the allowance holds back."""

    def after_save(self) -> None: ...


class Stick(Protocol):
    """station_app.jobs.StickRunner: the stick's two ways off the GUI thread."""

    def look(self, done: "Callable[[Seen], None]", failed: Callable[[Failure], None]) -> None: ...

    def copy_out(
        self,
        folder: Path,
        carried_by: str,
        done: "Callable[[CopiedOut], None]",
        failed: Callable[[Failure], None],
    ) -> None: ...

    def copy_in(self, folder: Path, done: "Callable[[CopiedIn], None]", failed: Callable[[Failure], None]) -> None: ...


class Backups(Protocol):
    """station_app.backups.Backups: on a thread of its own; answers on the thread of the windows."""

    def look(self, done: "Callable[[BackupsSeen], None]", failed: Callable[[Failure], None]) -> None:
        """Which backups there are, and the second disk."""

    def look_at(self, path: Path, done: "Callable[[FoundBackup], None]", failed: Callable[[Failure], None]) -> None: ...

    def back_up(self, folder: Path, done: Callable[[Path], None], failed: Callable[[Failure], None]) -> None: ...

    def keep_second(
        self, folder: Path | None, done: Callable[[None], None], failed: Callable[[Failure], None]
    ) -> None: ...

    def what(self, source: Path, done: "Callable[[RestoreWords], None]", failed: Callable[[Failure], None]) -> None:
        """What restoring would do; changes nothing."""


class AllowedNow(Protocol):
    """sync.station.allowance.Allowance."""

    @property
    def metered(self) -> bool: ...
    @property
    def pages_from(self) -> str: ...
    @property
    def pages_until(self) -> str: ...


class KeptAllowance(Protocol):
    """station_app.allowance_file.AllowanceFile: what the agent allows the line. Both wait for the disk."""

    def read(self) -> AllowedNow: ...

    def keep(self, metered: bool, pages_from: str, pages_until: str) -> None: ...


class Clock(Protocol):
    def now(self) -> datetime:
        """The time now, with its offset."""


class Places(Protocol):
    """The district's words for its places and phones: the published SettingsDocument."""

    @property
    def county_name(self) -> str: ...
    @property
    def township_name(self) -> str: ...
    @property
    def village_name(self) -> str: ...
    @property
    def station_name(self) -> str: ...
    @property
    def enquiry_phone(self) -> str: ...
    @property
    def complaint_phone(self) -> str: ...
    @property
    def county_word(self) -> str: ...
    @property
    def township_word(self) -> str: ...
    @property
    def villages(self) -> tuple[str, ...]: ...


@dataclass(frozen=True)
class Surroundings:
    """`places` reads the settings of the moment: a publication may change them. `papers` is the folder printed PDFs go to.

    `practice` marks the practice station plainly.
    """

    worker: Worker
    printing: Printing
    sync: Sync
    clock: Clock
    places: Callable[[], Places]
    words: Words
    look: Look
    preferences: Preferences
    agent_login: str
    agent_name: str
    papers: Path
    practice: bool = False
    stick: Stick | None = None
    backups: Backups | None = None
    allowance: KeptAllowance | None = None
    final_acts: FinalActs = field(default_factory=FinalActs)
    pictures: Pictures = field(default_factory=InlinePictures)

    @property
    def printer(self) -> str | None:
        """The printer's name; None where this PC has none, and papers go to a file only."""
        from PySide6.QtPrintSupport import QPrinterInfo

        return self.preferences.printer or QPrinterInfo.defaultPrinterName() or None

    def line_words(self, line: LineView, *, detail: bool = False) -> str:
        """What the line says of itself, in the language of the screen; `detail`: what happened and what to do."""
        if self.words.language == "en":
            return line.detail_en if detail else line.words_en
        return line.detail_zh if detail else line.words_zh

    def failure_words(self, failure: Failure) -> str:
        """The failure's sentence in the language of the screen."""
        return failure.en if self.words.language == "en" else failure.zh
