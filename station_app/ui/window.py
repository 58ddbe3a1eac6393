"""The one window: enrolment at the first start, sign-in, the desk's shell, and the lock over it."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

from PySide6.QtCore import QCoreApplication, QSize, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication, QIcon
from PySide6.QtWidgets import QApplication, QStackedWidget, QVBoxLayout, QWidget

from resources.paths import icon_file
from station_app.ui.entrance import EnrolAgainForm, EnrolmentForm, Entrance
from station_app.ui.idle import IdleWatch
from station_app.ui.look import TEXT_SIZES, Look, load_rare_characters
from station_app.ui.preferences import Preferences
from station_app.ui.sign_in.view import SignInView

# The shell and the enrolment are imported when they are needed: the sign-in is painted first.
if TYPE_CHECKING:
    from forms.failures import Failure
    from station_app.desk.restoring import RestoredWords
    from station_app.ui.enrolment.again import EnrolAgainView
    from station_app.ui.enrolment.view import EnrolmentView
    from station_app.ui.entrance import Rescue
    from station_app.ui.recovery.view import RecoveryView
    from station_app.ui.settings.restore_door import RestoreDoor
    from station_app.ui.shell import Shell
    from station_app.ui.surroundings import Surroundings

COMMON_SCREEN: Final = (1366, 768)
SMALLEST_SCREEN: Final = (800, 500)
"""What a window may be made: 1024 × 600 and 1366 × 768 at 125 % leave some 520 px below a title bar and above a task bar."""
_TITLE_BAR: Final = 32


class Window(QWidget):
    """`preferences_changed` carries Preferences to be kept; `opened` the Shell when somebody has come in."""

    preferences_changed = Signal(object)
    opened = Signal(object)

    def __init__(self, entrance: Entrance, look: Look, preferences: Preferences) -> None:
        super().__init__()
        self.setObjectName("window")
        self._entrance, self._look, self._preferences = entrance, look, preferences
        self._shell: Shell | None = None
        self._door: EnrolAgainView | EnrolmentView | RecoveryView | SignInView | RestoreDoor | None = None
        self._told_of_loss: tuple[str, ...] = ()
        self._restoring = False
        self._stack = QStackedWidget()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)
        self.setWindowTitle(self.tr("便民服务站"))
        self.setWindowIcon(QIcon(str(icon_file("station-256.png"))))
        self.setMinimumSize(*SMALLEST_SCREEN)
        self.resize(_at_most_the_screen(*COMMON_SCREEN))
        self._idle = IdleWatch(preferences.lock_minutes, self)
        self._idle.idle.connect(self.lock)
        self._show_entrance()
        load_rare_characters()

    @property
    def shell(self) -> "Shell | None":
        """The desk, once somebody has signed in; it stays while the screen is locked."""
        return self._shell

    @property
    def shown(self) -> QWidget:
        """EnrolmentView, EnrolAgainView, SignInView or Shell: whatever fills the window."""
        return self._stack.currentWidget()

    @property
    def is_locked(self) -> bool:
        return self._shell is not None and self.shown is not self._shell

    def _show_entrance(self) -> None:
        if self._entrance.is_enrolled():
            view = SignInView(self._look, self._entrance.agents())
            view.asked.connect(self._sign_in)
            view.forgotten.connect(self._show_recovery)
            view.again_asked.connect(self._show_again)
            self._let_in(view)
        else:
            from station_app.ui.enrolment.view import EnrolmentView

            first = EnrolmentView(self._look)
            first.asked.connect(self._enrol)
            self._let_in(first)

    def _show_recovery(self) -> None:
        from station_app.ui.recovery.view import RecoveryView

        entrance = self._entrance
        view = RecoveryView(self._look, entrance.agents(), waiting=entrance.is_recovery_asked())
        view.asked.connect(
            lambda login, password, folder: entrance.ask_recovery(
                login, password, folder, view.say_asked, self._not_let_in
            )
        )
        view.came.connect(
            lambda password, folder: entrance.take_recovery(password, folder, self._came_in, self._not_let_in)
        )
        view.left.connect(self._show_door)
        self._let_in(view)

    def _show_door(self) -> None:
        """Back from a forgotten password: to the sign-in, or to the lock over a desk that is open."""
        if self._shell is None:
            self._show_entrance()
        else:
            self._show_lock(self._shell)

    def _show_again(self) -> None:
        from station_app.ui.enrolment.again import EnrolAgainView

        view = EnrolAgainView(self._look, self._entrance.agents(), self._entrance.server_address())
        view.asked.connect(self._enrol_again)
        view.left.connect(self._show_entrance)
        self._let_in(view)

    def _enrol_again(self, form: EnrolAgainForm) -> None:
        self._entrance.enrol_again(form, self._came_in, self._not_let_in)

    def _let_in(self, view: "EnrolAgainView | EnrolmentView | RecoveryView | SignInView | RestoreDoor") -> None:
        old, self._door = self._door, view
        self._fill(view)
        self._drop(old)

    def _enrol(self, form: EnrolmentForm) -> None:
        self._entrance.enrol(form, self._came_in, self._not_let_in)

    def _sign_in(self, login: str, password: str) -> None:
        self._entrance.sign_in(login, password, self._came_in, self._not_let_in)

    def _came_in(self, surroundings: "Surroundings") -> None:
        old = self._shell
        shell = self._open(replace(surroundings, look=self._look, preferences=self._preferences))
        if old is not None:
            here, unfinished = old.here, old.unfinished()
            unfinished.pop(here[0], None)
            shell.carry(unfinished)
            if old.shown.unsaved() is not None:
                shell.go(*here)
            self._drop(old)
        self._watch_idle()

    def _open(self, surroundings: "Surroundings") -> "Shell":
        from station_app.ui.shell import Shell

        shell = Shell(surroundings)
        shell.lock_asked.connect(self.lock)
        shell.text_size_asked.connect(self._change_text_size)
        shell.preferences_asked.connect(self._prefer)
        shell.restore_asked.connect(self._restore)
        self._shell = shell
        self._fill(shell)
        self.opened.emit(shell)
        return shell

    def _not_let_in(self, failure: "Failure") -> None:
        if self._door is not None:
            self._door.say_failed(failure.en if self._preferences.language == "en" else failure.zh)
        rescue = self._entrance.rescue()
        if rescue is not None and isinstance(self._door, SignInView):
            self._door.offer_restore(lambda: self._open_rescue(rescue))

    def _open_rescue(self, rescue: "Rescue") -> None:
        """The data cannot be opened: a backup is chosen before anybody can come in."""
        from station_app.ui.settings.restore_door import RestoreDoor
        from station_app.ui.settings.restore_panel import RestoreMeans
        from station_app.ui.words import Words

        words = Words(self._preferences.language)
        door = RestoreDoor(RestoreMeans(self._look, words, rescue.clock, rescue.backups, rescue.agent_name))
        door.asked.connect(
            lambda source, password: self._entrance.restore(
                rescue.login, password, source, self._not_let_in, self._close_desk, self._restored, self._not_restored
            )
        )
        door.left.connect(self._show_entrance)
        self._let_in(door)

    def lock(self) -> None:
        """Cover the desk; what is being typed is kept first. Nothing to do where nobody is in."""
        if self._shell is None or self.is_locked:
            return
        clipboard = QApplication.clipboard()
        if clipboard.ownsClipboard() or QApplication.activeWindow() is not None:
            # A number copied here would wait for whoever sits down next; what another program is working with stays.
            clipboard.clear()
        self._shell.leave()
        self._show_lock(self._shell)

    def _show_lock(self, shell: "Shell") -> None:
        view = SignInView(self._look, self._entrance.agents(), locked=True)
        view.choose(shell.surroundings.agent_login)
        view.asked.connect(self._unlock)
        view.forgotten.connect(self._show_recovery)
        self._let_in(view)

    def _unlock(self, login: str, password: str) -> None:
        if self._shell is not None and login == self._shell.surroundings.agent_login:
            self._entrance.check_password(login, password, self._unlocked, self._not_let_in)
        else:
            self._sign_in(login, password)

    def _unlocked(self) -> None:
        if self._shell is not None:
            self._fill(self._shell)
            self._shell.enter_again()

    def _restore(self, source: Path, password: str) -> None:
        shell = self._shell
        if shell is not None:
            login = shell.surroundings.agent_login
            self._entrance.restore(
                login, password, source, shell.restore_refused, self._close_desk, self._restored, self._not_restored
            )

    def _close_desk(self) -> None:
        """A restore begins: nobody can do anything until it has come to its end."""
        self._restoring = True
        shell, self._shell = self._shell, None
        self._let_in(SignInView(self._look, self._entrance.agents()))
        self._drop(shell)
        self._at_the_door().wait(self.tr("正在恢复备份，请不要关电脑…"))

    def _restored(self, words: "RestoredWords") -> None:
        said = words.short_en if self._preferences.language == "en" else words.short_zh
        self._at_the_door_again(said, "good")

    def _not_restored(self, failure: "Failure") -> None:
        self._at_the_door_again(failure.en if self._preferences.language == "en" else failure.zh, "late")

    def _at_the_door_again(self, said: str, tone: Literal["good", "late"]) -> None:
        self._restoring = False
        self._show_entrance()
        self._at_the_door().strip.say(said, tone)

    def _at_the_door(self) -> SignInView:
        view = self.shown
        assert isinstance(view, SignInView)
        return view

    def _change_text_size(self, step: int) -> None:
        place = TEXT_SIZES.index(self._look.text_px) + step
        if 0 <= place < len(TEXT_SIZES):
            self._prefer(replace(self._preferences, text_px=TEXT_SIZES[place]))

    def _prefer(self, preferences: Preferences) -> None:
        """Keep the preferences and make the shell anew with them, on the screen it was, losing nothing."""
        old = self._shell
        if old is None or not old.leave():
            return
        self._preferences = preferences
        self.preferences_changed.emit(preferences)
        self._idle.set_minutes(preferences.lock_minutes)
        self._look = Look(preferences.text_px, self._look.tokens)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            self._look.put_on(app)
        shell = self._open(replace(old.surroundings, look=self._look, preferences=preferences))
        screen_id, argument = old.here
        unfinished = old.unfinished()
        unfinished.pop(screen_id, None)
        shell.carry(unfinished)
        self._drop(old)
        shell.go(screen_id, True if screen_id == "settings" else argument)

    def _fill(self, view: QWidget) -> None:
        if self._stack.indexOf(view) < 0:
            self._stack.addWidget(view)
        self._stack.setCurrentWidget(view)
        view.setFocus()
        if self._door is not None and self._door is not view:
            self._drop(self._door)
            self._door = None

    def _drop(self, view: QWidget | None) -> None:
        if view is not None:
            self._stack.removeWidget(view)
            view.hide()
            view.deleteLater()

    def _watch_idle(self) -> None:
        app = QCoreApplication.instance()
        if app is not None:
            app.installEventFilter(self._idle)

    def closeEvent(self, event: QCloseEvent) -> None:
        """What is being typed is kept before the window closes; a restore comes to its end first."""
        if self._restoring:
            event.ignore()
            return
        if self._shell is not None and not self.is_locked and not self._shell.leave():
            event.ignore()
            return
        if self._asks_before_closing():
            event.ignore()
            return
        super().closeEvent(event)

    def _asks_before_closing(self) -> bool:
        """Once: what is typed and not recorded would be gone. Whoever closes again means it."""
        titles = self._shell.would_be_lost() if self._shell is not None else ()
        if not titles or titles == self._told_of_loss:
            return False
        self._told_of_loss = titles
        said = self.tr("“{titles}”里写的还没有登记，关了就没有了。要留就回去登记；不要了，就再关一次。")
        sentence = said.format(titles="”“".join(titles))
        if isinstance(self._door, SignInView):
            self._door.strip.say(sentence, "late")
        elif self._shell is not None:
            self._shell.shown.strip.say(sentence, "late")
        return True


def _at_most_the_screen(width: int, height: int) -> QSize:
    """The window yields to the screen: its lower edge holds the main button."""
    screen = QGuiApplication.primaryScreen()
    room = screen.availableSize() if screen is not None else QSize(width, height)
    return QSize(min(width, room.width()), min(height, room.height() - _TITLE_BAR))
