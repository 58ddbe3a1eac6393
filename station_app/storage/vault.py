"""Pages as encrypted files, each named by the SHA-256 of its plain bytes: the same page is kept once."""

import hashlib
from collections.abc import Callable
from pathlib import Path

from station_app.storage.durable_file import sync_directory, write_durably
from station_app.storage.failures import PageDamaged, PageNotHere, told_os_errors

_PURPOSE = b"station-vault-1"


class Vault:
    """The pages under one directory. The key is derived from the database key (BLAKE2b, keyed, with a purpose)."""

    def __init__(self, directory: Path, raw_key: bytes, random: Callable[[int], bytes]) -> None:
        self._directory = directory
        self._key = hashlib.blake2b(key=raw_key, person=_PURPOSE, digest_size=32).digest()
        self._random = random

    def write(self, content: bytes) -> str:
        """Keeps the page and returns its SHA-256 in hex; on the disk for good when this returns."""
        from nacl.secret import SecretBox

        sha256 = hashlib.sha256(content).hexdigest()
        path = self._path(sha256)
        if self.opens(sha256):
            return sha256
        with told_os_errors():
            is_first = not self._directory.exists()
            path.parent.mkdir(parents=True, exist_ok=True)
            # A folder's own name lasts only when the folder it is in was synced.
            sync_directory(self._directory)
            if is_first:
                sync_directory(self._directory.parent)
        box = SecretBox(self._key).encrypt(content, self._random(SecretBox.NONCE_SIZE))
        write_durably(path, bytes(box))
        return sha256

    def write_as(self, sha256: str, content: bytes) -> None:
        """Keeps a page that has to be the one named. Raises ValueError if it is not."""
        if hashlib.sha256(content).hexdigest() != sha256:
            raise ValueError("the page is not the one it was asked for")
        self.write(content)

    def read(self, sha256: str) -> bytes:
        """The page's bytes, never wrong ones. Raises `PageNotHere`, or `PageDamaged` for a partial or changed file."""
        from nacl.exceptions import CryptoError
        from nacl.secret import SecretBox

        path = self._path(sha256)
        if not path.is_file():
            raise PageNotHere(sha256)
        with told_os_errors():
            box = path.read_bytes()
        try:
            content = SecretBox(self._key).decrypt(box)
        except (CryptoError, ValueError) as error:
            raise PageDamaged(sha256) from error
        if hashlib.sha256(content).hexdigest() != sha256:
            raise PageDamaged(sha256)
        return content

    def holds(self, sha256: str) -> bool:
        return self._path(sha256).is_file()

    def opens(self, sha256: str) -> bool:
        """Whether it is here and whole, and of this store: the files may have outlived a database that had another key."""
        try:
            self.read(sha256)
        except (PageNotHere, PageDamaged):
            return False
        return True

    def remove(self, sha256: str) -> None:
        with told_os_errors():
            self._path(sha256).unlink(missing_ok=True)

    def _path(self, sha256: str) -> Path:
        if len(sha256) != 64 or not set(sha256) <= set("0123456789abcdef"):
            raise ValueError("a page is named by 64 small hexadecimal digits")
        return self._directory / sha256[:2] / f"{sha256}.page"
