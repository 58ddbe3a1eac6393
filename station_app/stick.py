"""The stick's two ways on a real store: for the commands on an open desk's, for the window on a connection of its own."""

import os
import platform
import secrets
from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from pathlib import Path

import msgspec

from station_app.storage.durable_file import sync_directory
from station_app.storage.facts import SyncPlace
from station_app.storage.failures import told_os_errors
from station_app.storage.keys import Unlocked
from station_app.storage.stick_notes import StickNotesRow
from station_app.storage.store import Store, open_store
from station_app.system_clock import SystemClock
from station_app.version import VERSION
from sync.protocol.messages import Head
from sync.protocol.program_update import ProgramUpdate, is_file_of
from sync.station.ports import Clock, PageToSend, StationStore
from sync.station.usb_export import CopiedOut, StickExport
from sync.station.usb_import import CopiedIn, StickImport
from sync.station.usb_ports import StickNotes

UPDATES = "updates"


def platform_name() -> str:
    """windows-amd64, linux-x86_64, linux-aarch64: which program this PC runs."""
    return f"{platform.system()}-{platform.machine()}".lower()


class StoreOnStick:
    """`sync.station.usb_ports.StickStore` on one thread's Store."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._notes = StickNotesRow(store.database)

    @property
    def store(self) -> StationStore:
        return self._store

    def transaction(self) -> AbstractContextManager[None]:
        return self._store.transaction()

    def place(self) -> SyncPlace:
        return self._store.facts.place()

    def holds(self, head: Head) -> bool:
        return head.epoch == self.place().epoch and self._store.log.hash_at(head.seq) == head.hash

    def end(self) -> int:
        return self._store.log.tail()[0]

    def unsent(self) -> tuple[int, int]:
        return self._store.cases.count_unsent()

    def pages_to_carry(self) -> Sequence[PageToSend]:
        return [PageToSend(sha256, size) for sha256, size in self._store.pages.to_carry()]

    def notes(self) -> StickNotes:
        document = self._notes.read()
        return StickNotes() if document is None else msgspec.json.decode(document, type=StickNotes)

    def write_notes(self, notes: StickNotes) -> None:
        self._notes.write(msgspec.json.encode(notes))


def copy_out(store: Store, clock: Clock, folder: Path, carried_by: str) -> CopiedOut:
    """What waits in `store`, as one file in `folder`. Raises StickFailure."""
    export = StickExport(StoreOnStick(store), clock, secrets.token_bytes, VERSION, platform_name())
    return export.write(folder, carried_by)


def copy_in(store: Store, folder: Path) -> CopiedIn:
    """Every answer in `folder` that is for this PC. Raises StickFailure, and the failures of the store."""
    updates = UpdateFolder(store.places.directory / UPDATES)
    return StickImport(StoreOnStick(store), updates.keep).read(folder)


class UpdateFolder:
    """Where newer programs lie until somebody installs them. The desk shows that they are there; it runs none."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def path(self, update: ProgramUpdate) -> Path:
        return self._folder / update.file

    def keep(self, update: ProgramUpdate, pieces: Iterable[bytes]) -> bool:
        """Under its name only once every byte has been written and is what was signed."""
        target = self.path(update)
        if target.is_file() and is_file_of(update, _read(target)):
            return True
        temporary = target.with_name(f"{target.name}.{os.getpid()}.part")
        with told_os_errors():
            self._folder.mkdir(parents=True, exist_ok=True)
            try:
                with temporary.open("wb") as file:
                    for piece in pieces:
                        file.write(piece)
                    file.flush()
                    os.fsync(file.fileno())
                if not is_file_of(update, _read(temporary)):
                    return False
                os.replace(temporary, target)
            finally:
                temporary.unlink(missing_ok=True)
            sync_directory(self._folder)
        return True


def _read(path: Path) -> Iterable[bytes]:
    with path.open("rb") as file:
        while piece := file.read(1 << 20):
            yield piece


class StickLine:
    """A store connection for one thread; `notes` is read anew each time."""

    def __init__(self, directory: Path, unlocked: Unlocked) -> None:
        self._clock = SystemClock()
        self._store = open_store(directory, unlocked, self._clock, secrets.token_bytes)

    def copy_out(self, folder: Path, carried_by: str) -> CopiedOut:
        return copy_out(self._store, self._clock, folder, carried_by)

    def copy_in(self, folder: Path) -> CopiedIn:
        return copy_in(self._store, folder)

    def notes(self) -> StickNotes:
        return StoreOnStick(self._store).notes()

    def close(self) -> None:
        self._store.close()
