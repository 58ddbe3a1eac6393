"""The way in, really: enrolment, sign-in and the check of a password, each off the GUI thread; then the desk is built."""

import threading
from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from forms.failures import Failure
from station_app.desk import sign_in
from station_app.jobs.gui_thread import GuiThread
from station_app.line_settings import LineSettings, read_line, write_line
from station_app.system_clock import SystemClock
from station_app.ui.entrance import EnrolAgainForm, EnrolmentForm
from station_app.ui.preferences import Preferences
from station_app.version import VERSION

# What only an open desk needs is imported when somebody has come in: the sign-in is painted first.
if TYPE_CHECKING:
    from station_app.session import Session
    from station_app.storage.keys import Unlocked
    from station_app.ui.surroundings import Surroundings

T = TypeVar("T")
Failed = Callable[[Failure], None]


class DeskEntrance:
    """`station_app.ui.entrance.Entrance` on a data directory. `bug` is told of what should not have happened."""

    def __init__(
        self, directory: Path, preferences: Preferences, bug: Callable[[BaseException], None], practice: bool = False
    ) -> None:
        self._directory = directory
        self._preferences = preferences
        self._bug = bug
        self._clock = SystemClock()
        self._session: Session | None = None
        line = read_line(directory)
        self.practice = practice or bool(line and line.practice)

    @cached_property
    def _gui(self) -> GuiThread:
        """First asked for by `_aside`, on the thread of the windows; not before the sign-in is painted, since making it takes 15 ms."""
        return GuiThread()

    def is_enrolled(self) -> bool:
        return sign_in.is_enrolled(self._directory)

    def agents(self) -> tuple[tuple[str, str], ...]:
        return sign_in.agents(self._directory)

    def enrol(self, form: EnrolmentForm, done: "Callable[[Surroundings], None]", failed: Failed) -> None:
        self._aside(lambda: self._enrolled(form), lambda unlocked: self._open(unlocked, done, failed), failed)

    def server_address(self) -> str:
        line = read_line(self._directory)
        return line.url if line else ""

    def enrol_again(self, form: EnrolAgainForm, done: "Callable[[Surroundings], None]", failed: Failed) -> None:
        self._aside(lambda: self._enrolled_again(form), lambda unlocked: self._open(unlocked, done, failed), failed)

    def sign_in(self, login: str, password: str, done: "Callable[[Surroundings], None]", failed: Failed) -> None:
        self._aside(
            lambda: sign_in.sign_in(self._directory, login, password, self._clock),
            lambda unlocked: self._open(unlocked, done, failed),
            failed,
        )

    def check_password(self, login: str, password: str, done: Callable[[], None], failed: Failed) -> None:
        self._aside(lambda: sign_in.sign_in(self._directory, login, password, self._clock), lambda _: done(), failed)

    def close(self) -> None:
        """Ends the desk that is open: what was asked for is finished, nothing is dropped."""
        self._gui.close()
        if self._session is not None:
            self._session.close()

    def _enrolled(self, form: EnrolmentForm) -> "Unlocked":
        import platform
        import secrets

        from station_app.desk.enrol_station import enrol_station
        from sync.station.enrol import request_enrolment

        sign_in.check_password(form.password)
        grant, seed = request_enrolment(form.server_address, form.code, platform.node(), VERSION)
        unlocked = enrol_station(
            self._directory, grant, seed, form.login, form.name, form.password, self._clock, secrets.token_bytes
        )
        write_line(self._directory, LineSettings(form.server_address, practice=self.practice))
        return unlocked

    def _enrolled_again(self, form: EnrolAgainForm) -> "Unlocked":
        """Before any desk is open: a sync that is under way would write down answers to the registration of before."""
        import platform
        import secrets

        from station_app.desk.enrol_again import device_code, enrol_again
        from station_app.desk.open_desk import open_desk
        from sync.station.enrol import request_enrolment

        unlocked = sign_in.sign_in(self._directory, form.login, form.password, self._clock)
        known = read_line(self._directory) or LineSettings(form.server_address, practice=self.practice)
        desk = open_desk(self._directory, unlocked, self._clock, secrets.token_bytes)
        try:
            grant, seed = request_enrolment(
                form.server_address,
                form.code,
                platform.node(),
                VERSION,
                known.authority,
                known.allow_plain,
                formerly=device_code(desk),
            )
            enrol_again(desk, grant, seed)
        finally:
            desk.close()
        write_line(self._directory, known._replace(url=form.server_address))
        return unlocked

    def _open(self, unlocked: "Unlocked", done: "Callable[[Surroundings], None]", failed: Failed) -> None:
        from station_app.session import Session

        if self._session is not None:
            self._session.close()
        self._session = Session(self._directory, unlocked, self._clock, self._preferences, self.practice)
        self._session.open(done, failed)

    def _aside(self, call: Callable[[], T], done: Callable[[T], None], failed: Failed) -> None:
        """Runs `call` on a thread of its own; the answer comes back to the thread of the windows."""
        arguments = (self._gui, call, done, failed)
        threading.Thread(target=self._attempt, args=arguments, name="entrance", daemon=True).start()

    def _attempt(self, gui: GuiThread, call: Callable[[], T], done: Callable[[T], None], failed: Failed) -> None:
        try:
            result = call()
        except Failure as failure:
            gui.post(lambda failure=failure: failed(failure))  # type: ignore[misc]
        except Exception as error:  # noqa: BLE001 - our bug, whatever it is: logged, and said to the agent
            gui.post(lambda error=error: self._bug(error))  # type: ignore[misc]
        else:
            gui.post(lambda: done(result))
