"""The way in, before there is a desk: enrolment, sign-in, and the password that comes back from a locked screen."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from forms.failures import Failure
    from station_app.desk.recover_password import AskedFor
    from station_app.desk.restoring import RestoredWords
    from station_app.ui.surroundings import Backups, Clock, Surroundings


@dataclass(frozen=True)
class EnrolmentForm:
    """What is asked at the first start. `code` is the district's one-time code; the password never shows in a repr."""

    server_address: str
    code: str
    name: str
    login: str
    password: str = field(repr=False)


@dataclass(frozen=True)
class EnrolAgainForm:
    """What is asked where the district does not know this PC any more: a new code, and an agent who may open the store."""

    server_address: str
    code: str
    login: str
    password: str = field(repr=False)


@dataclass(frozen=True)
class Rescue:
    """What restoring takes where the password was right and the data could not be opened."""

    login: str
    agent_name: str
    backups: "Backups"
    clock: "Clock"


class Entrance(Protocol):
    """Built by app.py; what takes time runs off the GUI thread and answers there. Every failure is a `Failure`."""

    @property
    def practice(self) -> bool: ...

    def is_enrolled(self) -> bool: ...

    def agents(self) -> tuple[tuple[str, str], ...]:
        """(login, name) of each agent of this PC."""

    def enrol(
        self, form: EnrolmentForm, done: "Callable[[Surroundings], None]", failed: "Callable[[Failure], None]"
    ) -> None:
        """Enrols this PC with the district, makes the store and the first agent, and opens the desk."""

    def server_address(self) -> str:
        """Where this PC was enrolled; empty where that is not known."""

    def enrol_again(
        self, form: EnrolAgainForm, done: "Callable[[Surroundings], None]", failed: "Callable[[Failure], None]"
    ) -> None:
        """Gives this PC a new registration at its station, which keeps all it holds, and opens the desk."""

    def sign_in(
        self, login: str, password: str, done: "Callable[[Surroundings], None]", failed: "Callable[[Failure], None]"
    ) -> None:
        """Opens the desk for this agent; ends the one that was open."""

    def is_recovery_asked(self) -> bool:
        """Whether this PC waits for the district's answer about a forgotten password."""

    def ask_recovery(
        self,
        login: str,
        password: str,
        folder: Path | None,
        done: "Callable[[AskedFor], None]",
        failed: "Callable[[Failure], None]",
    ) -> None:
        """Writes a request for a new password to `folder`; None: the stick that is in."""

    def take_recovery(
        self,
        password: str,
        folder: Path | None,
        done: "Callable[[Surroundings], None]",
        failed: "Callable[[Failure], None]",
    ) -> None:
        """Takes the district's answer in and opens the desk; `password` is the one typed with the request."""

    def check_password(
        self, login: str, password: str, done: Callable[[], None], failed: "Callable[[Failure], None]"
    ) -> None:
        """Whether this is the password of the agent whose desk is open."""

    def rescue(self) -> Rescue | None:
        """After a sign-in that failed because the data are damaged or gone; else None."""

    def restore(
        self,
        login: str,
        password: str,
        source: Path,
        refused: "Callable[[Failure], None]",
        begun: Callable[[], None],
        done: "Callable[[RestoredWords], None]",
        failed: "Callable[[Failure], None]",
    ) -> None:
        """Puts a backup in the place of the data. `refused`: the password is wrong, and the desk is as it was. Else
        `begun`, when the desk is about to be closed, and then `done`, or `failed` with the data as they were.
        """
