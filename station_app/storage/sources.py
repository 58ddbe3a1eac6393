"""Photographs as they came, encrypted, each beside the page that was made of it: only until its case is received.

They are no part of a backup, and nothing of them is ever sent from here.
"""

import hashlib
from collections.abc import Callable
from pathlib import Path

from station_app.storage.durable_file import write_durably
from station_app.storage.failures import told_os_errors

_PURPOSE = b"station-source-1"
_SUFFIX = ".source"


class Sources:
    """One directory, a file for each page that is not part of a case yet, named by the page's SHA-256."""

    def __init__(self, directory: Path, raw_key: bytes, random: Callable[[int], bytes]) -> None:
        self._directory = directory
        self._key = hashlib.blake2b(key=raw_key, person=_PURPOSE, digest_size=32).digest()
        self._random = random

    def keep(self, sha256: str, source: bytes) -> None:
        """What the page was made of; whatever was kept of it before is replaced."""
        from nacl.secret import SecretBox

        with told_os_errors():
            self._directory.mkdir(parents=True, exist_ok=True)
        write_durably(
            self._path(sha256), bytes(SecretBox(self._key).encrypt(source, self._random(SecretBox.NONCE_SIZE)))
        )

    def read(self, sha256: str) -> bytes | None:
        """None where there is nothing, or nothing whole: the page itself is all there is then."""
        from nacl.exceptions import CryptoError
        from nacl.secret import SecretBox

        path = self._path(sha256)
        if not path.is_file():
            return None
        with told_os_errors():
            box = path.read_bytes()
        try:
            return SecretBox(self._key).decrypt(box)
        except (CryptoError, ValueError):
            return None

    def drop(self, sha256: str) -> bool:
        """False where it cannot go now (another program has it open, as on Windows): a later sweep finds it again."""
        try:
            self._path(sha256).unlink(missing_ok=True)
        except OSError:
            return False
        return True

    def kept(self) -> tuple[tuple[str, float], ...]:
        """(page's SHA-256, when it was written, in seconds of this PC's clock) of each."""
        with told_os_errors():
            found = sorted(self._directory.glob(f"*{_SUFFIX}"))
            return tuple((path.name.removesuffix(_SUFFIX), path.stat().st_mtime) for path in found)

    def _path(self, sha256: str) -> Path:
        if len(sha256) != 64 or not set(sha256) <= set("0123456789abcdef"):
            raise ValueError("a page is named by 64 small hexadecimal digits")
        return self._directory / f"{sha256}{_SUFFIX}"
