"""What goes wrong inside the program, for whoever mends it: where, never what was in the hands of the agent.

A message of an exception may quote what somebody typed, so only its type and its places in the code are kept.
"""

import logging
import traceback
from logging.handlers import RotatingFileHandler
from pathlib import Path

KEPT_BYTES = 256 * 1024
KEPT_FILES = 3


class WhereNotWhat(logging.Formatter):
    """Time, module and place; of an exception its type and its frames, without its words."""

    def formatException(self, ei: object) -> str:
        kind, _, trace = ei if isinstance(ei, tuple) else (None, None, None)
        frames = traceback.extract_tb(trace)
        places = [f"  {Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames]
        return "\n".join([f"{getattr(kind, '__name__', kind)}", *places])


def keep_bug_log(directory: Path) -> logging.Handler:
    """Errors of the whole program go to `directory`/log/desk.log from now on. Raises OSError where the disk does."""
    folder = directory / "log"
    folder.mkdir(parents=True, exist_ok=True)
    handler = RotatingFileHandler(
        folder / "desk.log", maxBytes=KEPT_BYTES, backupCount=KEPT_FILES, encoding="utf-8", delay=True
    )
    handler.setFormatter(WhereNotWhat("%(asctime)s %(levelname)s %(name)s %(message)s"))
    handler.setLevel(logging.ERROR)
    logging.getLogger().addHandler(handler)
    return handler
