"""The database key: made at random once, wrapped for each agent's password and once for the district's recovery key.

So a lost password or an agent who leaves loses nothing, and a stolen PC gives nothing away. Argon2id (RFC 9106) turns
a password into the key of a secretbox; the recovery copy is a sealed box to the district's X25519 key.
"""

import base64
from collections.abc import Callable
from pathlib import Path

import msgspec

from forms.failures import InputFailure
from station_app.storage.durable_file import write_durably
from station_app.storage.failures import DatabaseDamaged, DatabaseUnreachable, told_os_errors
from station_app.storage.places import Places

KEY_BYTES = 32
SHORTEST_PASSWORD = 8
_WRAP = "argon2id13+xsalsa20poly1305"
_SEAL = "x25519-sealed-box"


class KeyCost(msgspec.Struct, frozen=True):
    """What one try of a password costs: passes, and bytes of memory. Kept with each wrapped key, so it can be raised."""

    passes: int = 3
    memory: int = 128 * 1024 * 1024


class WrappedKey(msgspec.Struct, frozen=True):
    """The database key under one agent's password."""

    login: str
    name: str
    alg: str
    cost: KeyCost
    salt: str
    box: str


class KeyFile(msgspec.Struct, frozen=True):
    agents: tuple[WrappedKey, ...]
    recovery_alg: str
    recovery_box: str
    version: int = 1


class Unlocked(msgspec.Struct, frozen=True):
    """Who is signed in, and the key that proves it. Never written anywhere."""

    raw_key: bytes
    agent_login: str
    agent_name: str

    def __repr__(self) -> str:
        return f"Unlocked(agent_login={self.agent_login!r})"


class WrongPassword(InputFailure):
    def __init__(self, tries_left: int) -> None:
        super().__init__(
            f"密码不对，请再输一次。再错{tries_left}次，要等一会儿才能接着试。",
            f"The password is not right. After {tries_left} more wrong tries you will have to wait.",
        )


def create_keys(
    directory: Path,
    raw_key: bytes,
    login: str,
    name: str,
    password: str,
    recovery_key: bytes,
    random: Callable[[int], bytes],
    cost: KeyCost,
    whose: str = "",
) -> None:
    """Writes the key file for the first agent. `recovery_key`: the district's X25519 public key, 32 bytes.

    `whose`: district/station/device, for whoever holds the recovery secret; sealed in with the key.
    """
    agent = _wrap(raw_key, login, name, password, random, cost)
    _write(directory, KeyFile((agent,), _SEAL, _sealed_for(recovery_key, raw_key, whose)))


def set_recovery_key(directory: Path, raw_key: bytes, recovery_key: bytes, whose: str = "") -> None:
    """From now on this key of the district opens the store, and the one of before no more. `whose`: as in `create_keys`."""
    keys = read_keys(directory)
    _write(directory, msgspec.structs.replace(keys, recovery_box=_sealed_for(recovery_key, raw_key, whose)))


def set_password(
    directory: Path,
    raw_key: bytes,
    login: str,
    name: str,
    password: str,
    random: Callable[[int], bytes],
    cost: KeyCost,
) -> None:
    """Adds an agent, or gives one a new password; whoever has the key may do it (another agent, or the district)."""
    keys = read_keys(directory)
    agents = {agent.login: agent for agent in keys.agents}
    agents[login] = _wrap(raw_key, login, name, password, random, cost)
    _write(directory, msgspec.structs.replace(keys, agents=tuple(agents.values())))


def unwrap(directory: Path, login: str, password: str) -> Unlocked | None:
    """The key, if the password opens it; None if it does not, or if there is no such agent."""
    agent = next((agent for agent in read_keys(directory).agents if agent.login == login), None)
    if agent is None:
        return None
    raw_key = open_under_password(agent.box, agent.salt, password, agent.cost)
    return None if raw_key is None else Unlocked(raw_key, agent.login, agent.name)


def unseal(directory: Path, recovery_secret: bytes) -> bytes:
    """The database key by the district's recovery secret (X25519, 32 bytes). Raises `DatabaseDamaged` if it does not fit."""
    from nacl.exceptions import CryptoError

    from sync.protocol.recovery import open_key

    try:
        return open_key(recovery_secret, base64.b64decode(read_keys(directory).recovery_box))[0]
    except CryptoError as error:
        raise DatabaseDamaged("the recovery key does not fit") from error


def read_keys(directory: Path) -> KeyFile:
    """Raises `DatabaseUnreachable` where there is no key file, `DatabaseDamaged` where it cannot be read."""
    path = Places(directory).keys
    if not path.is_file():
        raise DatabaseUnreachable(f"{path.name} is missing")
    with told_os_errors():
        content = path.read_bytes()
    try:
        return msgspec.json.decode(content, type=KeyFile)
    except msgspec.DecodeError as error:
        raise DatabaseDamaged(f"{path.name}: {error}") from error


def _write(directory: Path, keys: KeyFile) -> None:
    write_durably(Places(directory).keys, msgspec.json.format(msgspec.json.encode(keys)))


def wrap_under_password(secret: bytes, password: str, random: Callable[[int], bytes], cost: KeyCost) -> tuple[str, str]:
    """(salt, box) of a secret that only this password opens."""
    from nacl.pwhash.argon2id import SALTBYTES
    from nacl.secret import SecretBox

    salt = random(SALTBYTES)
    box = SecretBox(_stretch(password, salt, cost)).encrypt(secret, random(SecretBox.NONCE_SIZE))
    return _text(salt), _text(bytes(box))


def open_under_password(box: str, salt: str, password: str, cost: KeyCost) -> bytes | None:
    """What `wrap_under_password` wrapped; None for another password."""
    from nacl.exceptions import CryptoError
    from nacl.secret import SecretBox

    wrapping = _stretch(password, base64.b64decode(salt), cost)
    try:
        return SecretBox(wrapping).decrypt(base64.b64decode(box))
    except CryptoError:
        return None


def _wrap(
    raw_key: bytes, login: str, name: str, password: str, random: Callable[[int], bytes], cost: KeyCost
) -> WrappedKey:
    salt, box = wrap_under_password(raw_key, password, random, cost)
    return WrappedKey(login, name, _WRAP, cost, salt, box)


def _stretch(password: str, salt: bytes, cost: KeyCost) -> bytes:
    from nacl.pwhash import argon2id

    return argon2id.kdf(KEY_BYTES, password.encode(), salt, opslimit=cost.passes, memlimit=cost.memory)


def _text(value: bytes) -> str:
    return base64.b64encode(value).decode()


def _sealed_for(recovery_key: bytes, raw_key: bytes, whose: str) -> str:
    from sync.protocol.recovery import seal_key

    return _text(seal_key(recovery_key, raw_key, whose))
