"""The last step of a restore: what lies ready takes the place of what is there, and goes on after a crash where it was.

Light: each program does it when it claims the directory, the desk before its first paint.
"""

import json
import os
import time
from pathlib import Path

from station_app.storage.durable_file import sync_directory
from station_app.storage.failures import told_os_errors
from station_app.storage.places import BEING_MADE, Places

READY = "restore.ready"
_PLAN = "plan.json"


def is_pending(directory: Path) -> bool:
    """Whether a restore was begun that has to be finished, since from its first rename on it goes forward only."""
    return (directory / READY).is_dir()


def put_in_place(ready: Path, directory: Path, aside: str) -> None:
    """Everything in `ready`, a folder in `directory`, takes the place of its like; the old goes to the folder `aside`
    (empty: there is none).

    `ready` has to be on the disk whole. Up to the rename of `ready` nothing has happened; from there on `finish` does the
    rest, now or at the next start.
    """
    with told_os_errors():
        if aside:
            (directory / aside).mkdir(exist_ok=True)
        with (ready / _PLAN).open("w", encoding="utf-8") as file:
            json.dump({"aside": aside}, file)
            file.flush()
            os.fsync(file.fileno())
        sync_directory(ready)
        os.replace(ready, directory / READY)
        sync_directory(directory)
    finish(directory)


def finish(directory: Path) -> None:
    """Finishes a restore that a crash has cut, and removes what cut backups and restores have left over.

    Every step may be done again. Only whoever has claimed the directory may call it.
    """
    with told_os_errors():
        ready = directory / READY
        if ready.is_dir():
            _finish(Places(directory), Places(ready), directory / _aside(ready))
            # Under a name that is removed below: without its plan it would be taken for one that is pending.
            os.replace(ready, directory / f"{BEING_MADE}{time.time_ns()}")
            sync_directory(directory)
        _remove_left_over(directory)


def _aside(ready: Path) -> str:
    try:
        return str(json.loads((ready / _PLAN).read_text("utf-8"))["aside"])
    except (OSError, ValueError, KeyError):
        # It was on the disk before the first rename; a disk that has lost it since must not keep the desk shut.
        return "replaced-restore"


def _finish(here: Places, ready: Places, old: Path) -> None:
    old.mkdir(exist_ok=True)
    for page in sorted(ready.pages.glob("*/*.page")):
        target = here.pages / page.parent.name / page.name
        target.parent.mkdir(parents=True, exist_ok=True)
        os.replace(page, target)
        sync_directory(target.parent)
    if ready.keys.exists():
        _set_aside(here.keys, old)
        os.replace(ready.keys, here.keys)
    if ready.line.exists():
        os.replace(ready.line, here.line)
    if ready.database.exists():
        for end in ("-wal", "-shm", ""):
            _set_aside(here.database.with_name(here.database.name + end), old)
        os.replace(ready.database, here.database)
    for folder in (here.pages, old, here.directory):
        if folder.is_dir():
            sync_directory(folder)


def _set_aside(path: Path, old: Path) -> None:
    if path.exists() and not (old / path.name).exists():
        os.replace(path, old / path.name)


def _remove_left_over(directory: Path) -> None:
    left = [folder for folder in directory.glob(f"{BEING_MADE}*") if folder.is_dir()]
    if left:
        import shutil

        for folder in left:
            # What a virus scanner holds now goes at the next start.
            shutil.rmtree(folder, ignore_errors=True)
