"""The one look of the desk: colours by name, one scale for everything that has a size, fonts, and the style sheet."""

import json
import re
from collections.abc import Callable, Mapping
from typing import Final

from PySide6.QtCore import QTimer
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication

from resources.paths import ROOT, font_file
from station_app.ui.parts.cells import Tone
from station_app.ui.parts.wheel_guard import guard_wheels

TEXT_SIZES: Final = (17, 20, 24)
_FAMILIES: Final = ("Noto Sans SC", "HanaMinB")
_SIZE = re.compile(r"(?<![\w#.-])(\d+)px")
_TOKEN = re.compile(r"@([a-z-]+)")


def read_tokens() -> dict[str, str]:
    """Colour names and their values, `#rrggbb`."""
    tokens: dict[str, str] = json.loads((ROOT / "style" / "tokens.json").read_text("utf-8"))
    return tokens


class Look:
    """Colours and sizes. `text_px` is one of TEXT_SIZES; every size given at 17 px text grows with it."""

    def __init__(self, text_px: int = TEXT_SIZES[0], tokens: Mapping[str, str] | None = None) -> None:
        self.text_px = text_px
        self.tokens = dict(tokens or read_tokens())

    def px(self, size: float) -> int:
        """A size drawn for 17 px text, at this text size."""
        return round(size * self.text_px / TEXT_SIZES[0])

    def colour(self, name: str) -> QColor:
        """Raises KeyError for a name that is not in the tokens."""
        return QColor(self.tokens[name])

    def tone(self, tone: Tone) -> QColor:
        """The colour of an urgency; plain is ink."""
        return self.colour("ink" if tone == "plain" else tone)

    def style_sheet(self) -> str:
        """The style sheet with colours and sizes filled in. Raises KeyError for a token it lacks."""
        sheet = (ROOT / "style" / "desk.qss").read_text("utf-8")
        sheet = _TOKEN.sub(lambda found: self.tokens[found[1]], sheet)
        sheet = _SIZE.sub(lambda found: f"{self._size(int(found[1]))}px", sheet)
        return sheet.replace("{icons}", (ROOT / "icons").as_posix())

    def _size(self, size: int) -> int:
        # Lines stay thin at any text size.
        return size if size <= 3 else self.px(size)

    def font(self, size: float = 17, *, bold: bool = False) -> QFont:
        """The desk's font for what is drawn by hand; `size` in px at 17 px text."""
        font = QFont()
        font.setFamilies(list(_FAMILIES))
        font.setPixelSize(self.px(size))
        font.setBold(bold)
        return font

    def put_on(self, app: QApplication) -> None:
        """Dress the whole application; again after a change of the text size."""
        if app.style().objectName() != "fusion":
            app.setStyle("Fusion")
        app.setFont(self.font())
        app.setPalette(self._palette())
        app.setStyleSheet(self.style_sheet())
        guard_wheels(app)

    def _palette(self) -> QPalette:
        palette = QPalette()
        roles = QPalette.ColorRole
        for role, name in (
            (roles.Window, "ground"),
            (roles.WindowText, "ink"),
            (roles.Base, "paper"),
            (roles.AlternateBase, "band"),
            (roles.Text, "ink"),
            (roles.Button, "paper"),
            (roles.ButtonText, "ink"),
            (roles.Highlight, "main"),
            (roles.HighlightedText, "on-main"),
            (roles.PlaceholderText, "soft"),
        ):
            palette.setColor(role, self.colour(name))
        return palette


def load_fonts() -> None:
    """The fonts that the first paint needs. Raises resources.paths.MissingResource where the installation is damaged."""
    for name in ("NotoSansSC-Regular", "NotoSansSC-Bold"):
        QFontDatabase.addApplicationFont(str(font_file(name)))


def load_rare_characters(then: Callable[[], None] | None = None) -> None:
    """Load the font of the supplementary planes (30 MB) when the first paint is over; `then` is told when it is there."""

    def load() -> None:
        QFontDatabase.addApplicationFont(str(font_file("HanaMinB")))
        if then is not None:
            then()

    QTimer.singleShot(0, load)
