"""The newest program for each kind of PC: kept as a signed notice and its file, and given to the sticks of stations."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from forms.failures import EnvironmentFailure, InputFailure
from sync.district.district import District
from sync.district.durable_file import write_durably
from sync.protocol.program_update import ProgramUpdate, is_newer, open_update, seal_update
from sync.protocol.signing import BadSignature

FOLDER = "programs"
_NOTICE = ".notice"
_READ_AT_ONCE = 1 << 20


@dataclass(frozen=True)
class OfferedUpdate:
    notice: bytes
    update: ProgramUpdate
    path: Path

    def pieces(self) -> Iterator[bytes]:
        with self.path.open("rb") as file:
            while piece := file.read(_READ_AT_ONCE):
                yield piece


def offer_update(district: District, source: Path, version: str, platform: str, note_zh: str = "") -> ProgramUpdate:
    """Keeps a copy of the installer at `source` and signs what it is. Raises `InputFailure`, `EnvironmentFailure`."""
    if not source.is_file():
        raise InputFailure(f"没有“{source}”这个文件。", f"There is no file {source}.")
    folder = district.directory / FOLDER
    try:
        folder.mkdir(exist_ok=True, mode=0o700)
        content = source.read_bytes()
        update = ProgramUpdate(
            version=version,
            platform=platform,
            file=source.name,
            size=len(content),
            sha256=hashlib.sha256(content).digest(),
            published_at=int(district.now().timestamp() * 1000),
            note_zh=note_zh,
        )
        notice = seal_update(update, district.keys.signing_seed)
        try:
            open_update(notice, district.keys.public)
        except BadSignature as error:
            raise InputFailure(
                f"文件名“{source.name}”不能用，请只用英文字母、数字、点和横线。",
                f"{source.name} cannot be used as a file name: letters, digits, dots and dashes only.",
            ) from error
        write_durably(folder / update.sha256.hex(), content)
        write_durably(folder / f"{platform}{_NOTICE}", notice)
    except OSError as error:
        raise EnvironmentFailure(f"新版程序没有存成：{error}。", f"The program was not kept: {error}.") from error
    return update


def update_for(district: District, platform: str, version: str) -> OfferedUpdate | None:
    """What a PC of this platform with this version should get; None where it has the newest, or nothing is known of it."""
    path = district.directory / FOLDER / f"{platform}{_NOTICE}"
    if not platform or "/" in platform or "\\" in platform or not path.is_file():
        return None
    notice = path.read_bytes()
    update = open_update(notice, district.keys.public)
    found = OfferedUpdate(notice, update, district.directory / FOLDER / update.sha256.hex())
    return found if is_newer(update.version, version) and found.path.is_file() else None
