"""One agent's time at the desk: the workers that run while somebody is signed in, joined to one another."""

import secrets
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from forms.failures import EnvironmentFailure, Failure
from station_app.allowance_file import AllowanceFile
from station_app.backups import Backups
from station_app.jobs.database_worker import DatabaseWorker
from station_app.jobs.later import later
from station_app.jobs.picture_worker import PictureWorker
from station_app.jobs.print_runner import PrintRunner
from station_app.jobs.stick_runner import Stick, StickRunner
from station_app.jobs.sync_runner import Line, SyncRunner
from station_app.line_settings import LineSettings, read_line
from station_app.storage.durable_file import make_private
from station_app.storage.failures import told_os_errors
from station_app.storage.keys import Unlocked
from station_app.storage.places import Places
from station_app.system_clock import SystemClock
from station_app.ui.look import Look
from station_app.ui.preferences import Preferences
from station_app.ui.surroundings import Surroundings
from station_app.ui.words import Words

if TYPE_CHECKING:
    from station_app.desk.context import Desk
    from station_app.press import PaperPress
    from station_app.storage.store import SettingsDocument
    from sync.station.report import Progress

CARE_AFTER_MS = 120_000
"""What is done once a day waits until the desk has been up for a while: nobody waits for it."""


@dataclass
class _Places:
    """The settings as last read; a publication replaces them."""

    settings: "SettingsDocument"


class Session:
    def __init__(
        self, directory: Path, unlocked: Unlocked, clock: SystemClock, preferences: Preferences, practice: bool
    ) -> None:
        self._directory, self._unlocked, self._clock = directory, unlocked, clock
        self._preferences, self._practice = preferences, practice
        self._papers = Places(directory).papers
        self._closed = False
        self.worker = DatabaseWorker(self._open_desk)
        self.pictures = PictureWorker()
        self.printing = PrintRunner(self._make_press)
        self.sync = SyncRunner(self._open_line, after_run=_give_back)
        self.stick = StickRunner(self._open_stick)
        for way in (self.sync, self.stick):
            way.brought.connect(self.worker.brought)
        self.backups = Backups(DatabaseWorker(self._open_desk), directory, unlocked.raw_key)
        for source in (self.stick, self.backups.worker, self.pictures):
            source.bug.connect(self.worker.bug)

    def open(self, done: Callable[[Surroundings], None], failed: Callable[[Failure], None]) -> None:
        """Opens the store on its thread, then hands over what the screens need."""
        self._forget_papers()
        self.worker.run(lambda desk: desk.settings, lambda settings: self._opened(settings, done), failed)

    def close(self) -> bool:
        """Finishes what was asked for, then ends the threads; a backup under way is given up. False where one goes on."""
        self._closed = True
        ends = (
            self.sync.stop,
            self.stick.stop,
            self.backups.stop,
            self.pictures.stop,
            self.printing.stop,
            self.worker.stop,
        )
        ended = [end() for end in ends]
        self._forget_papers()
        return all(ended)

    def _forget_papers(self) -> None:
        # Nobody lives in a practice district, and its papers are looked at afterwards.
        if not self._practice:
            forget_papers(self._papers)

    def _opened(self, settings: "SettingsDocument", done: Callable[[Surroundings], None]) -> None:
        places = _Places(settings)
        self.worker.changed.connect(lambda changed: self._read_places(changed, places))
        done(
            Surroundings(
                worker=self.worker,
                printing=self.printing,
                sync=self.sync,
                clock=self._clock,
                places=lambda: places.settings,
                words=Words(self._preferences.language, settings.township_word),
                look=Look(self._preferences.text_px),
                preferences=self._preferences,
                agent_login=self._unlocked.agent_login,
                agent_name=self._unlocked.agent_name,
                papers=self._papers,
                practice=self._practice,
                stick=self.stick,
                backups=self.backups,
                allowance=AllowanceFile(self._directory),
                pictures=self.pictures,
            )
        )
        later(CARE_AFTER_MS, self.worker, self._care)
        self.printing.warm_up()
        self.sync.start()

    def _care(self) -> None:
        """Once a day: a verified backup, aside; after it, copies of pages that nobody needs here go."""
        if not self._closed:
            self.backups.daily(self._backed_up, self._not_backed_up)

    def _backed_up(self, to_be_said: Failure | None) -> None:
        if to_be_said is not None:
            self.worker.bug.emit(to_be_said)
        self._let_pages_go()

    def _not_backed_up(self, failure: Failure) -> None:
        self.worker.bug.emit(failure)
        self._let_pages_go()

    def _let_pages_go(self) -> None:
        def call(desk: "Desk") -> None:
            from station_app.desk.let_pages_go import let_pages_go
            from station_app.desk.loose_pages import sweep

            let_pages_go(desk)
            sweep(desk)

        if not self._closed:
            self.worker.run(call)

    def _read_places(self, changed: frozenset[str], places: _Places) -> None:
        if "catalogue" in changed:
            self.worker.run(lambda desk: desk.settings, lambda settings: setattr(places, "settings", settings))

    def _open_desk(self) -> "Desk":
        from station_app.desk.open_desk import open_desk

        return open_desk(self._directory, self._unlocked, self._clock, secrets.token_bytes)

    def _make_press(self) -> "PaperPress":
        from station_app.press import PaperPress

        return PaperPress(self._papers)

    def _open_line(self, on_progress: "Callable[[Progress], None]", should_stop: Callable[[], bool]) -> Line:
        from station_app.line import DistrictLine

        return DistrictLine(self._directory, self._unlocked, self._line_settings(), on_progress, should_stop)

    def _open_stick(self) -> Stick:
        from station_app.stick import StickLine

        return StickLine(self._directory, self._unlocked)

    def _line_settings(self) -> LineSettings:
        line = read_line(self._directory)
        if line is None:
            raise EnvironmentFailure(
                "这台电脑还不知道县里的网址，办件先存在本机。请让县里的技术员重新填网址。",
                "This computer does not know the district's address; cases are kept here. Ask the district's technician.",
            )
        return line


def forget_papers(folder: Path) -> None:
    """Empties the folder of what is in clear. A case draws its papers again; their files tell a thief a name."""
    with told_os_errors():
        make_private(folder)
        for left in folder.iterdir():
            if left.is_dir() and not left.is_symlink():
                shutil.rmtree(left)
            else:
                left.unlink(missing_ok=True)


def _give_back() -> None:
    from station_app.spare_memory import give_back

    give_back()
