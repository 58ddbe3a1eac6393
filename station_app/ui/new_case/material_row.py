"""One line of the checklist: a box to tick, what is wanted, how it stands, and its pages."""

from typing import Final

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QSizePolicy, QWidget

from station_app.ui.look import Look
from station_app.ui.new_case.material_lines import Line
from station_app.ui.parts.buttons import KeyButton
from station_app.ui.parts.label import label, set_property
from station_app.ui.words import Words

_LONG: Final = 18
_TONES: Final = {"there": "good", "on_file": "good", "deferred": "soon", "missing": "late", "left_out": ""}


def tr(text: str) -> str:
    return QCoreApplication.translate("MaterialRow", text)


def wanted_words(line: Line) -> str:
    """What the agent looks at and keeps: 原件看过，留复印件 1 份."""
    if line.copies_only:
        return tr("只收复印件 {n} 份，原件没有看").format(n=max(line.copies, 1))
    seen = ""
    if line.originals:
        seen = tr("收原件") if line.kept else tr("原件看过")
        if line.originals > 1:
            seen = (tr("收原件 {n} 份") if line.kept else tr("原件 {n} 份看过")).format(n=line.originals)
    copied = tr("留复印件 {n} 份").format(n=line.copies) if line.copies else ""
    return tr("，").join(part for part in (seen, copied) if part)


def state_words(line: Line, words: Words) -> str:
    """How the line stands, with the mark that goes with its colour."""
    if line.is_ticked:
        return line.on_file if line.state == "on_file" else tr("已带来新的") if line.on_file else ""
    if line.state == "left_out":
        return tr("有就带，没有也行")
    if line.state == "deferred":
        if line.due is None:
            return tr("▲ 缺，可容缺，尽早补来")
        return tr("▲ 缺，可容缺，{day}前补来").format(day=words.day(line.due))
    if line.on_file:
        return tr("■ 缺，{where}").format(where=line.on_file)
    if line.expired and not line.defect:
        return tr("■ 缺，{where}").format(where=line.expired)
    return tr("■ 不合格：{what}").format(what=line.defect) if line.defect else tr("■ 缺")


class MaterialRow(QWidget):
    """`ticked` when the box was pressed, `come_to` when the cursor is here, `pages_asked` when pages are to be added."""

    ticked = Signal(str, bool)
    come_to = Signal(str)
    pages_asked = Signal(str)

    def __init__(self, look: Look, line: Line, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.code = line.code
        self.box = QCheckBox()
        self.box.toggled.connect(lambda on: self.ticked.emit(self.code, on))
        self.box.installEventFilter(self)
        self.name = label("", wrap=True)
        self.name.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.state = label("", "small")
        self.state.setMaximumWidth(look.px(290))
        self.state.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.pages = KeyButton("", role="link", on=lambda: self.pages_asked.emit(self.code))
        self.pages.installEventFilter(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(look.px(2))
        row.addWidget(self.box)
        row.addWidget(self.name, 1)
        row.addWidget(self.state)
        row.addWidget(self.pages)

    def show_line(self, line: Line, words: Words, *, in_doubt: bool = False) -> None:
        """Show how the line stands. `in_doubt`: a page of it may be hard to read."""
        self.box.blockSignals(True)
        self.box.setChecked(line.is_ticked)
        self.box.blockSignals(False)
        wanted, state = wanted_words(line), state_words(line, words)
        self.name.setText(f"{line.name}  {wanted}" if wanted else line.name)
        _say(self.state, state, _TONES[line.state])
        self.box.setAccessibleName(" ".join(part for part in (line.name, wanted, state) if part))
        count = len(line.pages)
        said = tr("照片 {n} 张").format(n=count) if count else tr("加照片")
        self.pages.say(f"▲ {said}" if in_doubt else said)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """The words are as good as the box."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.box.setFocus(Qt.FocusReason.MouseFocusReason)
            self.box.toggle()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusIn:
            self.come_to.emit(self.code)
        return False


def _say(shown: QLabel, text: str, tone: str) -> None:
    shown.setText(text)
    shown.setWordWrap(len(text) > _LONG)
    set_property(shown, "tone", tone)
