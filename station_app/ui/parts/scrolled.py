"""A part of a screen that scrolls when the screen is small or the text large."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QFrame, QScrollArea, QWidget


class Scrolled(QScrollArea):
    """Shows `content` at the width there is; whatever gets the focus inside is brought into sight."""

    def __init__(self, content: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        if not content.property("role"):
            # A card keeps its own ground and frame.
            content.setObjectName("scrolled")
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(content)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._follow)

    def _follow(self, _old: QWidget | None, new: QWidget | None) -> None:
        content = self.widget()
        if QGuiApplication.mouseButtons() != Qt.MouseButton.NoButton:
            # It is in sight, having been clicked: nothing moves under the next click.
            return
        if new is not None and content is not None and content.isAncestorOf(new):
            self.ensureWidgetVisible(new, 20, 40)


class ScreenFrame(QScrollArea):
    """Holds a whole screen; scrolls only where the window is smaller than the screen can be."""

    def __init__(self, screen: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(screen)
