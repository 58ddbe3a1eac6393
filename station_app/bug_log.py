"""What goes wrong inside the program, for whoever mends it: where, never what was in the hands of the agent."""

import logging
from pathlib import Path

from forms.where_not_what import WhereNotWhat

KEPT_BYTES = 256 * 1024
KEPT_FILES = 3


class BugLog(logging.Handler):
    """Begins its file with the first error, and loads what that takes (sockets among it) no earlier."""

    def __init__(self, file: Path) -> None:
        super().__init__(logging.ERROR)
        self._path = file
        self._file: logging.Handler | None = None

    def emit(self, record: logging.LogRecord) -> None:
        if self._file is None:
            from logging.handlers import RotatingFileHandler

            self._file = RotatingFileHandler(
                self._path, maxBytes=KEPT_BYTES, backupCount=KEPT_FILES, encoding="utf-8", delay=True
            )
            self._file.setFormatter(WhereNotWhat("%(asctime)s %(levelname)s %(name)s %(message)s"))
        self._file.emit(record)

    def close(self) -> None:
        if self._file is not None:
            self._file.close()
        super().close()


def keep_bug_log(directory: Path) -> logging.Handler:
    """Errors of the whole program go to `directory`/log/desk.log from now on. Raises OSError where the disk does."""
    folder = directory / "log"
    folder.mkdir(parents=True, exist_ok=True)
    handler = BugLog(folder / "desk.log")
    logging.getLogger().addHandler(handler)
    return handler
