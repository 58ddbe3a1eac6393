"""A forgotten password: asked for here, answered by the district, taken in here. Works without a line, with two small files."""

from collections.abc import Callable
from pathlib import Path

import msgspec

from forms.dates import china_time
from forms.events import PasswordRecovered, make_event
from station_app.desk.sign_in import check_password
from station_app.storage import recovery
from station_app.storage.failures import DatabaseDamaged
from station_app.storage.keys import KeyCost, Unlocked
from station_app.storage.recovery import AnswerOfAnother, NothingAsked
from station_app.storage.recovery_files import find_answer, write_request
from station_app.storage.store import Clock, open_store

Random = Callable[[int], bytes]


class AskedFor(msgspec.Struct, frozen=True):
    """The request is in `path`; `code` is read out to the district by telephone."""

    path: Path
    code: str


def ask_for_recovery(
    directory: Path,
    login: str,
    password: str,
    folder: Path,
    machine: str,
    clock: Clock,
    random: Random,
    *,
    cost: KeyCost | None = None,
) -> AskedFor:
    """Writes a request into `folder`; `password` is the new one, and opens the answer. `machine`: what this PC is called.

    Raises `InputFailure` for a short password or an unknown login, EnvironmentFailure where a disk does.
    """
    check_password(password)
    request = recovery.ask(directory, login, password, machine, clock.now(), random, cost or KeyCost())
    return AskedFor(*write_request(request, folder))


def is_asked_for(directory: Path) -> bool:
    """Whether this PC waits for an answer."""
    return recovery.waiting(directory) is not None


def take_answer(
    directory: Path,
    folder: Path,
    password: str,
    clock: Clock,
    random: Random,
    *,
    cost: KeyCost | None = None,
    machine: str | None = None,
) -> Unlocked:
    """Takes the district's answer in `folder` in: `password`, typed with the request, is the agent's from now on, and the log
    says so. The agent is signed in.

    Raises `NothingAsked`, `AnswerOfAnother`, `NoAnswerThere`, `RecoveryUnusable`, `WrongPassword`, `LockedOut`, and the
    failures of the store; nothing is changed then.
    """
    asked = recovery.waiting(directory)
    if asked is None:
        raise NothingAsked
    answer = find_answer(folder, asked.request_id)
    unlocked = recovery.open_answer(directory, answer, password, clock.now())
    try:
        store = open_store(directory, unlocked, clock, random, machine=machine)
    except DatabaseDamaged as error:
        # A key that is not this store's looks like damage.
        raise AnswerOfAnother from error
    login, name = unlocked.agent_login, unlocked.agent_name
    try:
        office = store.facts.enrolment().identity.station
        at = china_time(clock.now()).replace(microsecond=0).isoformat()
        data = PasswordRecovered(login, name, asked.request_id[:8])
        with store.transaction():
            store.append(make_event("password_recovered", data, at=at, actor=name, office=office))
            store.give_password(login, name, password, cost)
    finally:
        store.close()
    recovery.forget(directory)
    return unlocked
