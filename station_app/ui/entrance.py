"""The way in, before there is a desk: enrolment, sign-in, and the password that comes back from a locked screen."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from forms.failures import Failure
    from station_app.desk.recover_password import AskedFor
    from station_app.ui.surroundings import Surroundings


@dataclass(frozen=True)
class EnrolmentForm:
    """What is asked at the first start. `code` is the district's one-time code; the password never shows in a repr."""

    server_address: str
    code: str
    name: str
    login: str
    password: str = field(repr=False)


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
