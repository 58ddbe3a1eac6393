"""The composition root of the desk: the application, its look and language, the way in, and the one window."""

import gc
import logging
import os
import sys
from dataclasses import dataclass, replace
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QTranslator
from PySide6.QtWidgets import QApplication

from resources.paths import ROOT
from station_app.bug_log import keep_bug_log
from station_app.desk.sign_in import DirectoryClaim, claim_directory
from station_app.desk_entrance import DeskEntrance
from station_app.ui.look import Look, load_fonts
from station_app.ui.preferences import Language, Preferences, load_preferences, save_preferences
from station_app.ui.window import Window

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class DeskOptions:
    """`text_px` and `language` override what this PC's user has set; `practice` marks the station as one for practice."""

    directory: Path
    text_px: int | None = None
    language: Language | None = None
    practice: bool = False


class DeskProgram:
    """The running desk. Make it on the main thread; `close` ends every thread it began and lets the directory go."""

    def __init__(self, app: QApplication, options: DeskOptions) -> None:
        """Raises a Failure where the directory is in use or cannot be written."""
        self._claim: DirectoryClaim = claim_directory(options.directory)
        self._bugs = keep_bug_log(options.directory)
        self._file = options.directory / "preferences.json"
        self.preferences = _preferences(options, load_preferences(self._file))
        self._translators = install_language(app, self.preferences.language)
        load_fonts()
        look = Look(self.preferences.text_px)
        look.put_on(app)
        self.entrance = DeskEntrance(options.directory, self.preferences, self.bug, options.practice)
        self.window = Window(self.entrance, look, self.preferences)
        self.window.preferences_changed.connect(self._keep)

    def bug(self, error: BaseException) -> None:
        """Logs what should not have happened, and says so on the screen that is shown."""
        _log.error("an unexpected error", exc_info=error)
        shell = self.window.shell
        if shell is not None:
            shell.surroundings.worker.bug.emit(error)

    def close(self) -> None:
        self.entrance.close()
        logging.getLogger().removeHandler(self._bugs)
        self._bugs.close()
        self._claim.close()

    def _keep(self, preferences: Preferences) -> None:
        """A setting that cannot be kept holds until the program ends; no work is lost with it."""
        self.preferences = preferences
        try:
            save_preferences(self._file, preferences)
        except OSError as error:
            _log.error("the preferences could not be kept", exc_info=error)


def make_application(arguments: list[str]) -> QApplication:
    """The QApplication. An input method that the bundled Qt has no plug-in for is replaced by one it has (ibus)."""
    wanted = os.environ.get("QT_IM_MODULE", "")
    if wanted.startswith("fcitx") and not _has_input_plugin(wanted):
        os.environ["QT_IM_MODULE"] = "ibus"
    app = QApplication(arguments)
    app.setApplicationName("village-station")
    return app


def install_language(app: QCoreApplication, language: str) -> list[QTranslator]:
    """Source texts are Chinese; Qt's own (of its file dialogs and menus) English. The translators have to live as long as
    the application speaks the language. One that is not there leaves its texts as they are.
    """
    if language == "zh":
        folder = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath))
        file = folder / "qtbase_zh_CN.qm"
    else:
        file = ROOT / "translations" / f"{language}.qm"
    translator = QTranslator(app)
    if not translator.load(str(file)):
        return []
    app.installTranslator(translator)
    return [translator]


def run_desk(options: DeskOptions) -> int:
    """Opens the window and returns when it is closed."""
    app = make_application(sys.argv[:1])
    program = DeskProgram(app, options)

    def unexpected(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        program.bug(error)

    sys.excepthook = unexpected
    program.window.show()
    gc.enable()
    try:
        return app.exec()
    finally:
        program.close()


def _preferences(options: DeskOptions, found: Preferences) -> Preferences:
    return replace(found, text_px=options.text_px or found.text_px, language=options.language or found.language)


def _has_input_plugin(name: str) -> bool:
    folder = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.PluginsPath)) / "platforminputcontexts"
    return any(name in plugin.name for plugin in folder.glob("*"))
