"""The way in, really: enrolment, sign-in and the check of a password, each off the GUI thread; then the desk is built."""

import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from forms.failures import Failure, InputFailure
from station_app.desk import sign_in
from station_app.jobs.gui_thread import GuiThread
from station_app.line_settings import LineSettings, read_line, write_line
from station_app.storage.places import Places
from station_app.system_clock import SystemClock
from station_app.ui.entrance import EnrolmentForm
from station_app.ui.preferences import Preferences
from station_app.version import VERSION

# What only an open desk needs is imported when somebody has come in: the sign-in is painted first.
if TYPE_CHECKING:
    from station_app.desk.recover_password import AskedFor
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
        self._gui = GuiThread()
        self._clock = SystemClock()
        self._session: Session | None = None
        line = read_line(directory)
        self.practice = practice or bool(line and line.practice)

    def is_enrolled(self) -> bool:
        return sign_in.is_enrolled(self._directory)

    def agents(self) -> tuple[tuple[str, str], ...]:
        return sign_in.agents(self._directory)

    def enrol(self, form: EnrolmentForm, done: "Callable[[Surroundings], None]", failed: Failed) -> None:
        self._aside(lambda: self._enrolled(form), lambda unlocked: self._open(unlocked, done, failed), failed)

    def sign_in(self, login: str, password: str, done: "Callable[[Surroundings], None]", failed: Failed) -> None:
        self._aside(
            lambda: sign_in.sign_in(self._directory, login, password, self._clock),
            lambda unlocked: self._open(unlocked, done, failed),
            failed,
        )

    def is_recovery_asked(self) -> bool:
        return Places(self._directory).recovery.is_file()

    def ask_recovery(
        self, login: str, password: str, folder: Path | None, done: "Callable[[AskedFor], None]", failed: Failed
    ) -> None:
        def call() -> "AskedFor":
            import platform
            import secrets

            from station_app.desk.recover_password import ask_for_recovery

            place, random = _stick(folder), secrets.token_bytes
            return ask_for_recovery(self._directory, login, password, place, platform.node(), self._clock, random)

        self._aside(call, done, failed)

    def take_recovery(
        self, password: str, folder: Path | None, done: "Callable[[Surroundings], None]", failed: Failed
    ) -> None:
        def call() -> "Unlocked":
            import secrets

            from station_app.desk.recover_password import take_answer

            return take_answer(self._directory, _stick(folder), password, self._clock, secrets.token_bytes)

        self._aside(call, lambda unlocked: self._open(unlocked, done, failed), failed)

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

    def _open(self, unlocked: "Unlocked", done: "Callable[[Surroundings], None]", failed: Failed) -> None:
        from station_app.session import Session

        if self._session is not None:
            self._session.close()
        self._session = Session(self._directory, unlocked, self._clock, self._preferences, self.practice)
        self._session.open(done, failed)

    def _aside(self, call: Callable[[], T], done: Callable[[T], None], failed: Failed) -> None:
        """Runs `call` on a thread of its own; the answer comes back to the thread of the windows."""
        threading.Thread(target=self._attempt, args=(call, done, failed), name="entrance", daemon=True).start()

    def _attempt(self, call: Callable[[], T], done: Callable[[T], None], failed: Failed) -> None:
        try:
            result = call()
        except Failure as failure:
            self._gui.post(lambda failure=failure: failed(failure))  # type: ignore[misc]
        except Exception as error:  # noqa: BLE001 - our bug, whatever it is: logged, and said to the agent
            self._gui.post(lambda error=error: self._bug(error))  # type: ignore[misc]
        else:
            self._gui.post(lambda: done(result))


def _stick(folder: Path | None) -> Path:
    """`folder`, or the stick that is in. Not on the GUI thread: a slow stick is waited for. Raises `InputFailure`."""
    from station_app.jobs.stick_drives import drives
    from sync.protocol.bundle_names import FOLDER

    if folder is not None:
        return folder
    found = drives()
    if not found:
        raise InputFailure(
            "没有找到 U 盘。请插上 U 盘再按一次，或者按“换一个位置”自己选。",
            "No stick was found. Insert one and press again, or choose another place.",
        )
    return found[0].path / FOLDER
