"""A bug for whoever mends it: where in the program, never what was in anybody's hands.

A message of an exception may quote what somebody typed, so only its type and its places in the code are kept.
"""

import logging
import traceback
from pathlib import Path


class WhereNotWhat(logging.Formatter):
    """Time, module and place; of an exception its type and its frames, without its words."""

    def format(self, record: logging.LogRecord) -> str:
        # Another handler's account of the same exception is kept in the record, words and all.
        kept, record.exc_text = record.exc_text, None
        try:
            return super().format(record)
        finally:
            record.exc_text = kept

    def formatException(self, ei: object) -> str:
        kind, _, trace = ei if isinstance(ei, tuple) else (None, None, None)
        frames = traceback.extract_tb(trace)
        places = [f"  {Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames]
        return "\n".join([f"{getattr(kind, '__name__', kind)}", *places])
