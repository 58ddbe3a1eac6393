"""The desk's window inside: navigation at the left, the screens, the footer. Nothing of what the screens do."""

import time
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtGui import QHideEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from forms.failures import Failure
from station_app.ui.clock_band import ClockBand
from station_app.ui.code_reader import CodeReader
from station_app.ui.early_keys import EarlyKeys
from station_app.ui.footer.view import Footer
from station_app.ui.navigation import Navigation, Place
from station_app.ui.parts.label import label
from station_app.ui.parts.scrolled import ScreenFrame
from station_app.ui.screen import Screen
from station_app.ui.screens import make_screen
from station_app.ui.settings.view import SettingsScreen
from station_app.ui.surroundings import LineView, Surroundings

if TYPE_CHECKING:
    from station_app.desk.context import Desk

FIRST_SCREEN: Final = "today"


class Shell(QWidget):
    """Screens are made at their first visit. `lock_asked` comes from Ctrl+L, `text_size_asked` (a step)
    from the text-size keys, `preferences_asked` (Preferences) and `restore_asked` (Path, password) from the settings."""

    lock_asked = Signal()
    text_size_asked = Signal(int)
    preferences_asked = Signal(object)
    restore_asked = Signal(object, str)

    def __init__(self, surroundings: Surroundings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("window")
        self.surroundings = surroundings
        self._screens: dict[str, Screen] = {}
        self._frames: dict[str, ScreenFrame] = {}
        self._behind: list[tuple[str, object]] = []
        self._here: tuple[str, object] = ("", None)
        self._line: LineView | None = None
        self._stack = QStackedWidget()
        self._footer = Footer(surroundings)
        self.clock_band = ClockBand(surroundings)
        self._footer.clock_doubted.connect(self.clock_band.show_doubt)
        self._navigation = self._make_navigation()
        self._lay_out()
        self._listen_to_keys()
        self._reader = CodeReader(self._code_read, time.monotonic, self, surroundings.preferences.reader_gap_s)
        self._early = EarlyKeys(self, lambda: bool(self._here[0]) and self.shown.is_coming_up)
        self._carried: dict[str, object] = {}
        surroundings.sync.state.connect(self._line_changed)
        surroundings.worker.changed.connect(self._changed)
        surroundings.worker.bug.connect(self._bug)
        self.go(FIRST_SCREEN)
        self._footer.refresh()

    @property
    def footer(self) -> Footer:
        return self._footer

    @property
    def shown(self) -> Screen:
        """The screen that is shown."""
        return self._screens[self._here[0]]

    def places(self) -> tuple[Place, ...]:
        """The screens of the navigation, in the order of their keys."""
        return (
            Place("today", self.tr("今日"), "F1"),
            Place("new_case", self.tr("收件登记"), "F2"),
            Place("cases", self.tr("办件"), "F3"),
            Place("delivery", self.tr("送达"), "F4"),
            Place("enquiry", self.tr("咨询"), "F5"),
            Place("guide", self.tr("办事指南"), "F6"),
            Place("ledger", self.tr("台账统计"), "F7"),
            Place("sync", self.tr("同步"), "F8"),
        )

    def settings_place(self) -> Place:
        """The entry at the navigation's foot."""
        return Place("settings", self.tr("设置"), "F11")

    def _make_navigation(self) -> Navigation:
        places = self.surroundings.places()
        foot = (
            self.tr("代办员 {name}").format(name=self.surroundings.agent_name),
            self.tr("锁屏 Ctrl+L"),
        )
        station = station_lines(places.station_name)
        navigation = Navigation(self.surroundings.look, station, self.places(), self.settings_place(), foot)
        navigation.asked.connect(self.go)
        return navigation

    def _lay_out(self) -> None:
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        if self.surroundings.practice:
            outer.addWidget(self._practice_band())
        outer.addWidget(self.clock_band)
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self._navigation)
        middle.addWidget(self._stack, 1)
        outer.addLayout(middle, 1)
        outer.addWidget(self._footer)

    def _practice_band(self) -> QFrame:
        band = QFrame()
        band.setProperty("role", "band")
        row = QHBoxLayout(band)
        row.setContentsMargins(0, self.surroundings.look.px(3), 0, self.surroundings.look.px(3))
        row.addStretch(1)
        row.addWidget(label(self.tr("▲ 练习：这里办的都不算数，人和号码都是编的")))
        row.addStretch(1)
        return band

    def _listen_to_keys(self) -> None:
        for place in (*self.places(), self.settings_place()):
            self._key(place.key, partial(self.go, place.screen_id))
        self._key("F9", lambda: self.shown.print_action())
        self._key("F10", lambda: self.shown.press_main())
        self._key("Escape", lambda: self.shown.escape())
        self._key("Ctrl+F", lambda: self.shown.find_action())
        self._key("Ctrl+L", self.lock_asked.emit)
        for keys, step in (("Ctrl++", 1), ("Ctrl+=", 1), ("Ctrl+-", -1)):
            self._key(keys, partial(self.text_size_asked.emit, step))

    def _key(self, keys: str, act: Callable[[], object]) -> None:
        shortcut = QShortcut(QKeySequence(keys), self)
        shortcut.setAutoRepeat(False)
        shortcut.activated.connect(act)

    def go(self, screen_id: str, argument: object = None) -> bool:
        """Show a screen; False where the one shown does not let go."""
        if self._here[0] and not self.shown.leave():
            return False
        if self._here[0] and self._here[0] != screen_id:
            self._behind.append(self._here)
            del self._behind[:-20]
        self._show(screen_id, argument)
        return True

    def go_back(self) -> None:
        """Leave for the screen before; from the first one there is nowhere to go."""
        if not self.shown.leave():
            return
        if self._behind:
            self._show(*self._behind.pop())
        elif self._here[0] != FIRST_SCREEN:
            self._show(FIRST_SCREEN, None)

    def leave(self) -> bool:
        """Before the shell goes away or is locked: whatever is being typed is kept."""
        return self.shown.leave()

    def enter_again(self) -> None:
        """The screen that was left by `leave` comes up again, as it was."""
        self.shown.setFocus()
        self.shown.refresh(frozenset())

    @property
    def here(self) -> tuple[str, object]:
        """The screen that is shown, and what a new one like it has to be opened with to lose nothing."""
        screen_id, argument = self._here
        unsaved = self.shown.unsaved()
        return screen_id, argument if unsaved is None else unsaved

    def unfinished(self) -> dict[str, object]:
        """What is typed on each screen and nowhere else, for `carry` of a new shell."""
        found = {screen_id: screen.unsaved() for screen_id, screen in self._screens.items()}
        return {**self._carried, **{screen_id: each for screen_id, each in found.items() if each is not None}}

    def carry(self, unfinished: dict[str, object]) -> None:
        """What an older shell had: each screen takes up its own when it is shown."""
        self._carried = dict(unfinished)

    def would_be_lost(self) -> tuple[str, ...]:
        """The titles of the screens on which something is typed that the disk does not have."""
        screens = self._screens.items()
        return tuple(screen.title for _, screen in screens if not screen.keeps_itself and screen.unsaved() is not None)

    def _show(self, screen_id: str, argument: object) -> None:
        self.surroundings.final_acts.moved_on()
        self._early.forget()
        screen = self._screens.get(screen_id) or self._make(screen_id)
        self._here = (screen_id, argument)
        self._stack.setCurrentWidget(self._frames[screen_id])
        self._navigation.show_place("cases" if screen_id == "case" else screen_id)
        screen.strip.clear()
        carried = self._carried.pop(screen_id, None)
        screen.enter(carried if argument is None else argument)

    def _make(self, screen_id: str) -> Screen:
        screen = make_screen(screen_id, self.surroundings)
        screen.go.connect(self.go)
        screen.back.connect(self.go_back)
        screen.said.connect(self._say)
        screen.came_up.connect(self._early.let_through)
        if isinstance(screen, SettingsScreen):
            screen.asked.connect(self.preferences_asked)
            screen.restore_asked.connect(self.restore_asked)
        screen.warned.connect(lambda sentence: self.shown.strip.say(sentence, "late"))
        self._screens[screen_id] = screen
        # Each in a frame of its own: a screen that needs more room scrolls, and the window stays as it is.
        self._frames[screen_id] = ScreenFrame(screen)
        self._stack.addWidget(self._frames[screen_id])
        if self._line is not None:
            screen.line_changed(self._line)
        return screen

    def restore_refused(self, failure: Failure) -> None:
        """The settings hear that their password did not open anything."""
        screen = self._screens.get("settings")
        if isinstance(screen, SettingsScreen):
            screen.restore_refused(failure)

    def _say(self, sentence: str) -> None:
        self.shown.strip.say(sentence, "good")

    def _changed(self, changed: frozenset[str]) -> None:
        self.shown.refresh(changed)
        self._footer.refresh()

    def _line_changed(self, line: LineView) -> None:
        self._line = line
        for screen in self._screens.values():
            screen.line_changed(line)

    def _bug(self, error: object) -> None:
        if isinstance(error, Failure):
            self.shown.fail(error)
            return
        self.shown.strip.say(
            self.tr("程序这里有毛病，刚才这一步没有做成；已经存下的都在。请换个办法再试，并告诉县里的技术员。"), "late"
        )

    def _code_read(self, number: str) -> None:
        self.surroundings.worker.run(
            lambda desk: find_by_code(desk, number), lambda case_id: self._code_found(number, case_id), self._fail
        )

    def _code_found(self, number: str, case_id: str | None) -> None:
        if case_id:
            self.go("case", case_id)
        else:
            self.shown.strip.say(self.tr("本站没有编号 {number} 的办件，可能是别的站收的。").format(number=number))

    def _fail(self, failure: Failure) -> None:
        self.shown.fail(failure)

    def showEvent(self, event: QShowEvent) -> None:
        _application().installEventFilter(self._reader)
        _application().installEventFilter(self._early)

    def hideEvent(self, event: QHideEvent) -> None:
        _application().removeEventFilter(self._reader)
        _application().removeEventFilter(self._early)


def station_lines(name: str) -> str:
    """The station's name on two lines where it ends in 便民服务站 (响水洞村 / 便民服务站)."""
    for ending in ("便民服务站", "党群服务中心", "便民服务中心"):
        if name.endswith(ending) and len(name) > len(ending):
            return f"{name.removesuffix(ending)}\n{ending}"
    return name


def _application() -> QCoreApplication:
    application = QCoreApplication.instance()
    if application is None:
        raise RuntimeError("a window needs an application")
    return application


def find_by_code(desk: "Desk", number: str) -> str | None:
    """The case with this receipt number; runs on the worker."""
    from station_app.desk import open_case

    return open_case.find_by_code(desk, number)
