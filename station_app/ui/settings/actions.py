"""What the settings ask of the desk: who sits here, and their passwords. Runs on the worker."""

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from station_app.desk.context import Desk


def agents(desk: "Desk") -> tuple[tuple[str, str], ...]:
    from station_app.desk import add_agent

    return add_agent.agents(desk)


def add(login: str, name: str, password: str) -> "Callable[[Desk], None]":
    def call(desk: "Desk") -> None:
        from station_app.desk.add_agent import add_agent

        add_agent(desk, login, name, password)

    return call


def change_password(old: str, new: str) -> "Callable[[Desk], None]":
    def call(desk: "Desk") -> None:
        from station_app.desk.add_agent import change_password

        change_password(desk, old, new)

    return call
