"""What the files on a stick are called, and where on it they are looked for. The label inside decides, never the name."""

from datetime import datetime
from pathlib import Path

from forms.dates import CHINA
from sync.protocol.bundle import SUFFIX, Direction, Manifest
from sync.protocol.bundle_failures import told_stick_errors

FOLDER = "便民服务站"
_WORDS: dict[Direction, str] = {"to_district": "报送", "to_station": "回执"}


def bundle_name(manifest: Manifest, made_at: int, bundle_id: bytes) -> str:
    """便民站5299-01-报送-20261123-1012-1a2b3c4d.vsu; the answer to it has the same ending, so that people see the pair."""
    moment = datetime.fromtimestamp(made_at / 1000, CHINA)
    pc = f"便民站{manifest.station}-{manifest.device}"
    return f"{pc}-{_WORDS[manifest.direction]}-{moment:%Y%m%d-%H%M}-{bundle_id[:4].hex()}{SUFFIX}"


def bundles_in(folder: Path) -> list[Path]:
    """The files in a folder and in its folder 便民服务站, in the order of their names. Raises StickFailure."""
    with told_stick_errors():
        places = [place for place in (folder, folder / FOLDER) if place.is_dir()]
        found = [path for place in places for path in place.iterdir() if path.suffix == SUFFIX and path.is_file()]
    # Files that another system leaves beside each of its own (._name) are not ours.
    return sorted(path for path in found if not path.name.startswith("."))
