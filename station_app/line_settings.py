"""How this PC reaches its district: the address it was enrolled at, kept beside the store. Not secret; no key is in it."""

import json
from pathlib import Path
from typing import NamedTuple

from forms.failures import EnvironmentFailure
from station_app.storage.places import Places


class LineSettings(NamedTuple):
    """`ca_file`: the district's own certificate authority. `allow_plain`: its network is closed and encrypted otherwise."""

    url: str
    ca_file: str = ""
    allow_plain: bool = False
    practice: bool = False

    @property
    def authority(self) -> Path | None:
        return Path(self.ca_file) if self.ca_file else None


def line_file(directory: Path) -> Path:
    return Places(directory).line


def read_line(directory: Path) -> LineSettings | None:
    """None where this directory has never been told. Raises EnvironmentFailure for a file that cannot be read."""
    path = line_file(directory)
    try:
        return _settings(json.loads(path.read_bytes()))
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise EnvironmentFailure(
            f"网址文件 {path} 读不了，所以不知道往哪里传。办件都在本机，没有丢。请重新登记本机，或请县里的技术员看看。",
            f"The file {path} with the district's address cannot be read. Nothing is lost; enrol again or ask the district.",
        ) from error


def write_line(directory: Path, line: LineSettings) -> None:
    """Raises EnvironmentFailure where the disk does."""
    path = line_file(directory)
    try:
        directory.mkdir(parents=True, exist_ok=True)
        temporary = path.with_suffix(".new")
        temporary.write_text(json.dumps(line._asdict(), ensure_ascii=False), "utf-8")
        temporary.replace(path)
    except OSError as error:
        raise EnvironmentFailure(
            f"{path} 写不进去，请看看磁盘是不是满了。", f"Cannot write {path}; is the disk full?"
        ) from error


def _settings(found: object) -> LineSettings:
    """Raises ValueError for what `write_line` would not have written."""
    known = {**LineSettings._field_defaults, **found} if isinstance(found, dict) else found
    match known:
        case {"url": str(url), "ca_file": str(ca_file), "allow_plain": bool(allow_plain), "practice": bool(practice)}:
            return LineSettings(url, ca_file, allow_plain, practice)
    raise ValueError("these are no settings of a line")
