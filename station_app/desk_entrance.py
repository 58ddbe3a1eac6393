"""The way in, really: enrolment, sign-in and the check of a password, each off the GUI thread; then the desk is built."""

import threading
from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from forms.failures import EnvironmentFailure, Failure, InputFailure
from station_app.desk import sign_in
from station_app.jobs.gui_thread import GuiThread
from station_app.line_settings import LineSettings, read_line, write_line
from station_app.storage.places import Places
from station_app.system_clock import SystemClock
from station_app.ui.entrance import EnrolAgainForm, EnrolmentForm, Rescue
from station_app.ui.preferences import Preferences
from station_app.version import VERSION

# What only an open desk needs is imported when somebody has come in: the sign-in is painted first.
if TYPE_CHECKING:
    from station_app.desk.recover_password import AskedFor
    from station_app.desk.restoring import RestoredWords
    from station_app.session import Session
    from station_app.storage.keys import Unlocked
    from station_app.ui.surroundings import Surroundings

T = TypeVar("T")
Failed = Callable[[Failure], None]


class StillAtWork(EnvironmentFailure):
    def __init__(self) -> None:
        super().__init__(
            "程序里还有一件事没有做完（可能在打印，或者在写 U 盘），没有恢复，数据没有动。请关掉程序，再打开来恢复。",
            "Something is still being done (printing, or writing to a stick, perhaps). Nothing was restored, nothing changed. "
            "Close the program, start it again, and restore then.",
        )


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
        self._restoring: threading.Thread | None = None
        self._all_ended = True
        self._rescue: Rescue | None = None
        self._end_rescue: Callable[[], bool] = lambda: True
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

    def rescue(self) -> Rescue | None:
        return self._rescue

    def restore(
        self,
        login: str,
        password: str,
        source: Path,
        refused: Failed,
        begun: Callable[[], None],
        done: "Callable[[RestoredWords], None]",
        failed: Failed,
    ) -> None:
        def begin(unlocked: "Unlocked") -> None:
            begun()
            self._restoring = self._aside(lambda: self._restored(unlocked, source), done, failed)

        self._aside(lambda: sign_in.sign_in(self._directory, login, password, self._clock), begin, refused)

    def close(self) -> None:
        """Ends the desk that is open: what was asked for is finished, nothing is dropped; a restore comes to its end."""
        self._gui.close()
        if self._restoring is not None:
            self._restoring.join()
        self._end_session()

    def _end_session(self) -> None:
        session, self._session = self._session, None
        self._rescue = None
        ended = [self._end_rescue(), session is None or session.close()]
        self._end_rescue = lambda: True
        if not all(ended):
            # Whatever goes on may have the store open: until the program ends nothing takes its place.
            self._all_ended = False

    def _restored(self, unlocked: "Unlocked", source: Path) -> "RestoredWords":
        from station_app.desk.restoring import restore_backup

        self._end_session()
        if not self._all_ended:
            raise StillAtWork
        return restore_backup(source, self._directory, unlocked.raw_key, self._clock)

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

        self._end_session()
        self._session = Session(self._directory, unlocked, self._clock, self._preferences, self.practice)
        self._session.open(done, lambda failure: self._not_opened(unlocked, failure, failed))

    def _not_opened(self, unlocked: "Unlocked", failure: Failure, failed: Failed) -> None:
        from station_app.backups import Backups, without_desk
        from station_app.storage.failures import DatabaseDamaged, DatabaseUnreachable

        if self._rescue is None and isinstance(failure, DatabaseDamaged | DatabaseUnreachable):
            backups = Backups(without_desk(), self._directory, unlocked.raw_key)
            self._rescue = Rescue(unlocked.agent_login, unlocked.agent_name, backups, self._clock)
            self._end_rescue = backups.stop
        failed(failure)

    def _aside(self, call: Callable[[], T], done: Callable[[T], None], failed: Failed) -> threading.Thread:
        """Runs `call` on a thread of its own; the answer comes back to the thread of the windows."""
        from station_app.spare_memory import share_one_heap

        share_one_heap()
        arguments = (self._gui, call, done, failed)
        thread = threading.Thread(target=self._attempt, args=arguments, name="entrance", daemon=True)
        thread.start()
        return thread

    def _attempt(self, gui: GuiThread, call: Callable[[], T], done: Callable[[T], None], failed: Failed) -> None:
        try:
            result = call()
        except Failure as failure:
            gui.post(lambda failure=failure: failed(failure))  # type: ignore[misc]
        except Exception as error:  # noqa: BLE001 - our bug, whatever it is: logged, and said to the agent
            gui.post(lambda error=error: self._bug(error))  # type: ignore[misc]
        else:
            gui.post(lambda: done(result))


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
