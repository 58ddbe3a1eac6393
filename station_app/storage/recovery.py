"""A forgotten password at the station's end: what was asked for, and the answer that fits it and nothing else.

The one-time secret lies on the disk under the new password (Argon2id), from the request to the answer. So neither the PC
with the answer, nor the answer with a copy of the disk, opens anything for whoever does not know that password.
"""

import base64
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import msgspec

from forms.failures import InputFailure
from station_app.storage.durable_file import write_durably
from station_app.storage.failures import told_os_errors
from station_app.storage.keys import KeyCost, Unlocked, open_under_password, read_keys, wrap_under_password
from station_app.storage.lock_out import forgive, guarded
from station_app.storage.places import Places
from sync.protocol.recovery import RecoveryAnswer, RecoveryRequest, open_key


class Asked(msgspec.Struct, frozen=True):
    """What waits for an answer. `box`: the one-time secret under the new password."""

    request_id: str
    made_at: str
    login: str
    name: str
    cost: KeyCost
    salt: str
    box: str


class NothingAsked(InputFailure):
    def __init__(self) -> None:
        super().__init__(
            "这台电脑没有在等重设密码的回执，也许已经用过了。忘了密码，请先在这台电脑上写一份申请。",
            "This PC is not waiting for an answer; it may have been used already. Write a request on this PC first.",
        )


class AnswerOfAnother(InputFailure):
    def __init__(self) -> None:
        super().__init__(
            "这份回执不是给这台电脑最近一次申请的，打不开，什么也没有改。请找和申请同一个号的回执，或者重新申请。",
            "This answer is not for the latest request of this PC and opens nothing; nothing was changed. Look for the answer "
            "of the same number, or ask again.",
        )


def ask(
    directory: Path,
    login: str,
    password: str,
    machine: str,
    now: datetime,
    random: Callable[[int], bytes],
    cost: KeyCost,
) -> RecoveryRequest:
    """Makes a request and remembers it; an earlier one is answered no more. Raises `InputFailure` for an unknown login."""
    from nacl.public import PrivateKey

    keys = read_keys(directory)
    agent = next((agent for agent in keys.agents if agent.login == login), None)
    if agent is None:
        raise InputFailure("这台电脑上没有这个登录名。", "Nobody on this PC has this login.")
    secret, request_id = random(32), random(16)
    salt, box = wrap_under_password(secret, password, random, cost)
    asked = Asked(request_id.hex(), now.isoformat(timespec="seconds"), login, agent.name, cost, salt, box)
    write_durably(Places(directory).recovery, msgspec.json.encode(asked))
    return RecoveryRequest(
        request_id,
        int(now.timestamp() * 1000),
        login,
        agent.name,
        machine,
        bytes(PrivateKey(secret).public_key),
        base64.b64decode(keys.recovery_box),
    )


def waiting(directory: Path) -> Asked | None:
    """What was asked for and not answered yet."""
    path = Places(directory).recovery
    if not path.is_file():
        return None
    with told_os_errors():
        content = path.read_bytes()
    try:
        return msgspec.json.decode(content, type=Asked)
    except msgspec.DecodeError:
        # Only a hand makes it unreadable; a new request takes its place.
        return None


def open_answer(directory: Path, answer: RecoveryAnswer, password: str, now: datetime) -> Unlocked:
    """The store's key out of an answer. `password`: the one typed with the request; wrong ones count as at the sign-in.

    Raises `NothingAsked`, `AnswerOfAnother`, `WrongPassword`, `LockedOut`. Whether the key is the store's, the store tells.
    """
    from nacl.exceptions import CryptoError

    asked = waiting(directory)
    if asked is None:
        raise NothingAsked
    if asked.request_id != answer.request_id.hex():
        raise AnswerOfAnother
    secret = guarded(
        directory,
        _counted_as(asked.login),
        now,
        lambda: open_under_password(asked.box, asked.salt, password, asked.cost),
    )
    try:
        raw_key, _ = open_key(secret, answer.sealed_key)
    except CryptoError as error:
        raise AnswerOfAnother from error
    return Unlocked(raw_key, asked.login, asked.name)


def forget(directory: Path) -> None:
    """The answer has been used; played again it opens nothing. A wait for wrong passwords of before is over."""
    asked = waiting(directory)
    with told_os_errors():
        Places(directory).recovery.unlink(missing_ok=True)
    if asked is not None:
        forgive(directory, asked.login)


def _counted_as(login: str) -> str:
    # Apart from the sign-in's: whoever has forgotten a password has tried it too often already.
    return f"recovery/{login}"
