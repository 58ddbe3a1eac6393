"""A forgotten password: asked for here, answered by the district, taken in here. Works without a line, with two small files."""

from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec

from forms.dates import china_time
from forms.events import PasswordRecovered, make_event
from forms.failures import InputFailure
from station_app.desk.sign_in import check_password
from station_app.storage import recovery
from station_app.storage.durable_file import write_durably
from station_app.storage.failures import DatabaseDamaged, told_os_errors
from station_app.storage.keys import KeyCost, Unlocked
from station_app.storage.recovery import AnswerOfAnother, NothingAsked
from station_app.storage.store import Clock, open_store
from sync.protocol.recovery import (
    SUFFIX,
    RecoveryAnswer,
    RecoveryUnusable,
    file_name,
    is_answer,
    pack,
    read_file,
    recovery_code,
    unpack,
)

Random = Callable[[int], bytes]
MOST_FILES = 200


class AskedFor(msgspec.Struct, frozen=True):
    """The request is in `path`; `code` is read out to the district by telephone."""

    path: Path
    code: str


class NoAnswerThere(InputFailure):
    def __init__(self, folder: Path) -> None:
        super().__init__(
            f"“{folder}”里没有“重设密码”文件。请先让县里写好回执，拷到同一个 U 盘，再试一次。",
            f"There is no answer for a forgotten password in {folder}. Let the district write one to the same stick first.",
        )


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
    data, path = pack(request), folder / file_name(request)
    with told_os_errors():
        folder.mkdir(parents=True, exist_ok=True)
    write_durably(path, data)
    return AskedFor(path, recovery_code(data))


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
    answer = _answer_in(directory, folder)
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
        data = PasswordRecovered(login, name, answer.request_id[:4].hex())
        with store.transaction():
            store.append(make_event("password_recovered", data, at=at, actor=name, office=office))
            store.give_password(login, name, password, cost)
    finally:
        store.close()
    recovery.forget(directory)
    return unlocked


def _answer_in(directory: Path, folder: Path) -> RecoveryAnswer:
    """The answer to what was asked, else any other one, so that it can be said what is wrong with it."""
    asked = recovery.waiting(directory)
    if asked is None:
        raise NothingAsked
    found: list[RecoveryAnswer] = []
    unusable: RecoveryUnusable | None = None
    for name, data in _answers(folder):
        try:
            found.append(unpack(data, RecoveryAnswer, name))
        except RecoveryUnusable as failure:
            unusable = failure
    fitting = [answer for answer in found if answer.request_id.hex() == asked.request_id]
    if fitting:
        return fitting[0]
    if unusable is not None:
        raise unusable
    if found:
        raise AnswerOfAnother
    raise NoAnswerThere(folder)


def _answers(folder: Path) -> Iterator[tuple[str, bytes]]:
    with told_os_errors():
        paths = [folder] if folder.is_file() else sorted(folder.glob(f"*{SUFFIX}"))[:MOST_FILES]
        for path in paths:
            if path.is_file() and not path.name.startswith("."):
                data = read_file(path)
                if is_answer(data) or path == folder:
                    yield path.name, data
