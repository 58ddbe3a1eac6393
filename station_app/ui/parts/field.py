"""An input with its name, a word of help, and what is wrong with it, in one place."""

from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QStyledItemDelegate,
    QVBoxLayout,
    QWidget,
)

from station_app.ui.look import Look
from station_app.ui.parts.label import label, set_property


class Field(QWidget):
    """`widget` is a line, a text or a list. The name stands at the left (`name_width` px at 17 px text), help beneath."""

    def __init__(
        self,
        look: Look,
        name: str,
        widget: QWidget,
        *,
        help_text: str = "",
        name_width: int = 120,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.input = widget
        widget.setAccessibleName(name)
        widget.setAccessibleDescription(help_text)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(look.px(10))
        self.name = label(name, "soft")
        self.name.setBuddy(widget)
        self.name.setMinimumWidth(look.px(name_width))
        self.name.setFixedHeight(look.px(40))
        column = QVBoxLayout()
        column.setSpacing(look.px(2))
        column.addWidget(widget)
        self._problem = label("", "problem", wrap=True)
        self._problem.hide()
        column.addWidget(self._problem)
        self._help = label(help_text, "small", wrap=True)
        if not help_text:
            # setVisible(True) before it has a parent would open it as a window of its own and take the focus.
            self._help.hide()
        column.addWidget(self._help)
        # The input stays at the top, level with its neighbour's, however tall the name is.
        column.addStretch(1)
        beside = QVBoxLayout()
        beside.addWidget(self.name)
        beside.addStretch(1)
        row.addLayout(beside)
        row.addLayout(column, 1)
        self._listen(widget)

    def _listen(self, widget: QWidget) -> None:
        """What was wrong is not said of what is being written now; whoever checks it says so again."""
        match widget:
            case QLineEdit() | QPlainTextEdit():
                widget.textChanged.connect(self._changed)
            case QComboBox():
                widget.currentTextChanged.connect(self._changed)
                # Else Qt draws the rows of its list as no other list here.
                widget.setItemDelegate(QStyledItemDelegate(widget))

    def _changed(self, *_: object) -> None:
        if self.problem:
            self.say_problem("")

    @property
    def text(self) -> str:
        """What was typed or chosen, without blanks around it."""
        match self.input:
            case QLineEdit():
                return self.input.text().strip()
            case QPlainTextEdit():
                return self.input.toPlainText().strip()
            case QComboBox():
                return self.input.currentText().strip()
        return ""

    @property
    def problem(self) -> str:
        return self._problem.text()

    def say_problem(self, sentence: str) -> None:
        """Show what is wrong, or nothing."""
        self._problem.setText(sentence)
        self._problem.setVisible(bool(sentence))
        self._help.setVisible(bool(self._help.text()) and not sentence)
        set_property(self.input, "wrong", bool(sentence))
