"""An input of the new-case screen: what is wrong with it, in red where it stops the case and in amber where it does not."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from forms.failures import Problem
from forms.words import Language
from station_app.ui.look import Look
from station_app.ui.parts.field import Field
from station_app.ui.parts.label import set_property

NAME_WIDTH = 74
_NARROW = 560
_ANY = 16_777_215


def in_two(name: str) -> str:
    """A name on two lines: what is in brackets stays together, and no line begins with what belongs to the one before."""
    if " " in name:
        return name
    half = -(-len(name) // 2)
    at = name.find("（") if name.endswith("）") and name.find("（") > 0 else half
    while at < len(name) - 1 and name[at] in "的了、，：）":
        at += 1
    return f"{name[:at]}\n{name[at:]}"


class Entry(Field):
    """A Field that says a Problem in its own tone. `wide` takes the whole width of the grid."""

    def __init__(
        self,
        look: Look,
        name: str,
        widget: QWidget,
        *,
        help_text: str = "",
        name_width: int = NAME_WIDTH,
        wide: bool = False,
    ) -> None:
        super().__init__(look, name, widget, help_text=help_text, name_width=name_width)
        self.name.setFixedWidth(look.px(name_width))
        self._fit_name(look, name, look.px(name_width))
        self.wide = wide

    def _fit_name(self, look: Look, name: str, width: int) -> None:
        """On one line where it can be, in smaller type if need be; else on two that break where a reader would."""
        if QFontMetrics(look.font()).horizontalAdvance(name) <= width:
            return
        set_property(self.name, "role", "small")
        if QFontMetrics(look.font(15)).horizontalAdvance(name) > width:
            self.name.setText(in_two(name))
            self.name.setWordWrap(True)
            self.name.setMinimumHeight(look.px(40))
            self.name.setMaximumHeight(_ANY)

    def show_problem(self, problem: Problem | None, language: Language) -> None:
        """What is wrong, or nothing."""
        if problem is None:
            self.say_problem("")
            return
        self.say_problem(problem.text_en if language == "en" else problem.text_zh)
        if not problem.blocking:
            set_property(self.input, "wrong", False)
        set_property(self._problem, "role", "problem" if problem.blocking else "small")
        set_property(self._problem, "tone", "late" if problem.blocking else "soon")


class EntryGrid(QWidget):
    """Entries in reading order, two in a row where there is room. Those not shown leave no gap."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._entries: tuple[Entry, ...] = ()
        self._columns = 2
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(look.px(14))
        self._grid.setVerticalSpacing(look.px(8))
        self._grid.setColumnStretch(0, 1)
        self._grid.setColumnStretch(1, 1)

    def show_entries(self, entries: Sequence[Entry]) -> None:
        """Which entries to show, in order."""
        if tuple(entries) == self._entries:
            return
        for entry in self._entries:
            self._grid.removeWidget(entry)
            if entry not in entries:
                entry.hide()
        self._entries = tuple(entries)
        self._lay_out()
        for entry in self._entries:
            entry.show()

    @property
    def inputs(self) -> list[QWidget]:
        """The inputs that are shown, in order."""
        return [entry.input for entry in self._entries]

    def _lay_out(self) -> None:
        row = column = 0
        for entry in self._entries:
            span = self._columns if entry.wide else 1
            if column and column + span > self._columns:
                row, column = row + 1, 0
            self._grid.addWidget(entry, row, column, 1, span, Qt.AlignmentFlag.AlignTop)
            column += span
            if column >= self._columns:
                row, column = row + 1, 0
        self._grid.setColumnStretch(1, 1 if self._columns == 2 else 0)

    def minimumSizeHint(self) -> QSize:
        """As narrow as one column: the second one gives way."""
        narrow = max((entry.minimumSizeHint().width() for entry in self._entries), default=0)
        return QSize(narrow, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        columns = 1 if event.size().width() < self._look.px(_NARROW) else 2
        if columns != self._columns:
            self._columns = columns
            for entry in self._entries:
                self._grid.removeWidget(entry)
            self._lay_out()
