"""The district's keys: the seed it signs answers with, and the recovery key that every station's store is wrapped for."""

import os
from dataclasses import dataclass
from pathlib import Path

from nacl.public import PrivateKey
from nacl.signing import SigningKey

from forms.failures import EnvironmentFailure

_SEED = "server.seed"
_RECOVERY_PUBLIC = "recovery.public"
_RECOVERY_PRIVATE = "recovery.private"


@dataclass(frozen=True)
class ServerKeys:
    """`signing_seed`: Ed25519, 32 bytes. `recovery_public`: X25519, 32 bytes; its private half is kept elsewhere."""

    signing_seed: bytes
    recovery_public: bytes

    @property
    def public(self) -> bytes:
        return bytes(SigningKey(self.signing_seed).verify_key)


def make_keys(directory: Path) -> None:
    """Writes new keys, readable by this account only. `recovery.private` belongs on a stick in a safe, not here."""
    directory.mkdir(parents=True, exist_ok=True, mode=0o700)
    recovery = PrivateKey.generate()
    _write(directory / _SEED, bytes(SigningKey.generate()))
    _write(directory / _RECOVERY_PUBLIC, bytes(recovery.public_key))
    _write(directory / _RECOVERY_PRIVATE, bytes(recovery))


def load_keys(directory: Path) -> ServerKeys:
    """Raises `EnvironmentFailure` where a key file is missing or damaged."""
    return ServerKeys(_read(directory / _SEED), _read(directory / _RECOVERY_PUBLIC))


def _write(path: Path, secret: bytes) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(secret)
        file.flush()
        os.fsync(file.fileno())


def _read(path: Path) -> bytes:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise EnvironmentFailure(
            f"服务器的密钥文件“{path}”读不了：{error}。请从备份里取回。",
            f"The key file {path} cannot be read: {error}. Restore it from the backup.",
        ) from error
    if len(content) != 32:
        raise EnvironmentFailure(
            f"服务器的密钥文件“{path}”已损坏。请从备份里取回。",
            f"The key file {path} is damaged. Restore it from the backup.",
        )
    return content
