"""The first start: this PC becomes a station's device, with its first agent."""

from collections.abc import Callable
from pathlib import Path

from forms.dates import china_time
from forms.events import AgentAdded, make_event
from forms.failures import InputFailure
from station_app.desk.sign_in import check_password
from station_app.storage.keys import KeyCost, Unlocked
from station_app.storage.store import Clock, EnrolmentGrant, create_store, open_store


def enrol_station(
    directory: Path,
    grant: EnrolmentGrant,
    signing_seed: bytes,
    login: str,
    name: str,
    password: str,
    clock: Clock,
    random: Callable[[int], bytes],
    *,
    cost: KeyCost | None = None,
    machine: str | None = None,
) -> Unlocked:
    """Makes the encrypted store and signs its first agent in; the log begins with that agent.

    `grant` and `signing_seed` come from the district's answer to the one-time code. Raises `InputFailure` for an empty
    login or name or a short password, `AlreadyEnrolled`, or a failure of the disk.
    """
    login, name = login.strip(), name.strip()
    if not login or not name:
        raise InputFailure("请填写代办员的姓名和登录名。", "Enter the agent's name and login.")
    check_password(password)
    unlocked = create_store(directory, grant, signing_seed, login, name, password, random, cost=cost, machine=machine)
    store = open_store(directory, unlocked, clock, random, machine=machine)
    try:
        at = china_time(clock.now()).replace(microsecond=0).isoformat()
        store.append(make_event("agent_added", AgentAdded(login, name), at=at, actor=name, office=grant.station))
    finally:
        store.close()
    return unlocked
