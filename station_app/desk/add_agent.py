"""Who shares this desk (AB岗: a primary and a backup), each with a password of their own."""

from forms.events import AgentAdded
from forms.failures import InputFailure
from station_app.desk import sign_in
from station_app.desk.act import new_event
from station_app.desk.context import Desk
from station_app.storage.keys import KeyCost


class LoginTaken(InputFailure):
    def __init__(self, login: str) -> None:
        super().__init__(
            f"登录名“{login}”在这台电脑上已经有人用了，请换一个。",
            f"The login “{login}” is in use on this computer; choose another.",
        )


def agents(desk: Desk) -> tuple[tuple[str, str], ...]:
    """(login, name) of everybody who can sign in here, in the order they were added."""
    return sign_in.agents(desk.store.places.directory)


def add_agent(desk: Desk, login: str, name: str, password: str, *, cost: KeyCost | None = None) -> None:
    """Another agent may sign in here from now on; whoever is signed in adds them, and the log keeps who that was.

    Raises `LoginTaken`, or `InputFailure` for an empty login or name or a short password. Nothing is changed then.
    """
    login, name = login.strip(), name.strip()
    if not login or not name:
        raise InputFailure("请填写代办员的姓名和登录名。", "Enter the agent's name and login.")
    sign_in.check_password(password)
    if any(login.casefold() == known.casefold() for known, _ in agents(desk)):
        raise LoginTaken(login)
    with desk.store.transaction():
        desk.store.append(new_event(desk, "agent_added", AgentAdded(login, name)))
        desk.store.give_password(login, name, password, cost)


def change_password(desk: Desk, old: str, new: str, *, cost: KeyCost | None = None) -> None:
    """A new password for whoever is signed in. A wrong `old` counts as a wrong try at the sign-in does.

    Raises `WrongPassword`, `LockedOut` (station_app.storage), or `InputFailure` for a new one that is too short.
    """
    sign_in.check_password(new)
    sign_in.sign_in(desk.store.places.directory, desk.agent.login, old, desk.clock)
    desk.store.give_password(desk.agent.login, desk.agent.name, new, cost)
