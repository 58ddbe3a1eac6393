"""What this PC's user has set for the screen: text size, language, printer, minutes until it locks by itself."""

import json
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Literal, get_args

Language = Literal["zh", "en"]
TextSize = Literal[17, 20, 24]


READER_GAPS_MS = (60, 150, 400)
"""Of most readers; of slow ones (over Bluetooth, or set so); of the slowest."""


@dataclass(frozen=True)
class Preferences:
    """`text_px`: height of the text in pixels. `lock_minutes`: idle minutes until the screen locks. `reader_gap_ms`: the
    longest pause between two characters of the code reader, one of READER_GAPS_MS.
    """

    text_px: int = 17
    language: Language = "zh"
    printer: str = ""
    lock_minutes: int = 10
    reader_gap_ms: int = 60

    @property
    def reader_gap_s(self) -> float:
        return self.reader_gap_ms / 1000


def load_preferences(path: Path) -> Preferences:
    """The preferences in this file; what is missing or makes no sense takes its default: a screen must always come up."""
    try:
        found = json.loads(path.read_text("utf-8"))
    except (FileNotFoundError, ValueError):
        return Preferences()
    known = {f.name for f in fields(Preferences)} if isinstance(found, dict) else set()
    return _sane(Preferences(**{name: found[name] for name in known if name in found}))


def save_preferences(path: Path, preferences: Preferences) -> None:
    """Raises OSError where the disk does."""
    temporary = path.with_suffix(".new")
    temporary.write_text(json.dumps(asdict(preferences), ensure_ascii=False, indent=1), "utf-8")
    temporary.replace(path)


def _sane(found: Preferences) -> Preferences:
    default = Preferences()
    minutes = found.lock_minutes
    return Preferences(
        text_px=found.text_px if found.text_px in get_args(TextSize) else default.text_px,
        language=found.language if found.language in get_args(Language) else default.language,
        printer=found.printer if isinstance(found.printer, str) else default.printer,
        reader_gap_ms=found.reader_gap_ms if found.reader_gap_ms in READER_GAPS_MS else default.reader_gap_ms,
        lock_minutes=minutes if isinstance(minutes, int) and 1 <= minutes <= 120 else default.lock_minutes,
    )
