"""Of the line the cursor is at: when it can be taken, what is wrong with it, and its pages. Always in the same place."""

from collections.abc import Mapping

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QIcon, QImage, QPixmap
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from forms.case import Page
from forms.validity import FOR_EVER
from station_app.ui.look import Look
from station_app.ui.new_case.inputs import show_text
from station_app.ui.new_case.material_lines import Line
from station_app.ui.parts.buttons import KeyButton
from station_app.ui.parts.doubt_words import doubt_words
from station_app.ui.parts.label import label

_THUMBNAIL = 64
_MOST_SHOWN = 6


class MaterialDetail(QFrame):
    """`add` asks for files, `open_page` names a page to be seen large, `brought` and `defect` belong to the line that is shown;
    `picture_wanted` is answered by `show_picture`.
    """

    add = Signal(str)
    open_page = Signal(str, str)
    brought = Signal(str)
    only_copies = Signal(str, bool)
    defect = Signal(str, str)
    validity = Signal(str, str)
    picture_wanted = Signal(str)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "side")
        self._look = look
        self._code = ""
        self._shown: tuple[Page, ...] = ()
        self.hint = label("", "small", wrap=True)
        self.hint.setMinimumHeight(look.px(44))
        self.hint.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self.wrong = QLineEdit()
        self.wrong.setPlaceholderText(self.tr("带来了但不能用，写哪里不对，会印在告知书上"))
        self.wrong.setAccessibleName(self.tr("哪里不对"))
        # Enter goes past it: what is typed next belongs to the next thing, and this would be printed on the notice.
        self.wrong.setProperty("optional", True)
        self.wrong.textChanged.connect(lambda text: self.defect.emit(self._code, text))
        self.until = QLineEdit()
        self.until.setPlaceholderText(self.tr("证上的有效期到哪天，如 2036-05-01，或者写“长期”"))
        self.until.setAccessibleName(self.tr("有效期到哪天"))
        self.until.setMaxLength(20)
        self.until.setProperty("optional", True)
        self.until.textEdited.connect(lambda text: self.validity.emit(self._code, text))
        self.new = KeyButton(self.tr("这次带来了新的"), role="small", on=lambda: self.brought.emit(self._code))
        self.copies = QCheckBox(self.tr("只带了复印件"))
        self.copies.toggled.connect(lambda only: self.only_copies.emit(self._code, only))
        self.files = KeyButton(self.tr("加照片、扫描件"), role="small", on=lambda: self.add.emit(self._code))
        self.doubt = label("", "small", tone="soon", wrap=True)
        self.pages = QHBoxLayout()
        self.pages.setSpacing(look.px(6))
        row = QHBoxLayout()
        row.setSpacing(look.px(8))
        for widget in (self.wrong, self.until, self.copies, self.new, self.files):
            row.addWidget(widget, 1 if widget in (self.wrong, self.until) else 0)
        row.addStretch(0)
        column = QVBoxLayout(self)
        column.setContentsMargins(look.px(12), look.px(8), look.px(12), look.px(8))
        column.setSpacing(look.px(6))
        column.addWidget(self.hint)
        column.addLayout(row)
        column.addLayout(self.pages)
        column.addWidget(self.doubt)

    def show_line(self, line: Line, doubts: Mapping[str, str]) -> None:
        """Show one line of the checklist. `doubts`: why a page (SHA-256) may be hard to read."""
        self._code = line.code
        notes = (
            line.standard,
            line.fill_note,
            self.tr("照片连原图一起交") if line.keeps_original else "",
            self.tr("待县里确认") if line.to_confirm else "",
        )
        said = "；".join(note.rstrip("。") for note in notes if note)
        self.hint.setText(self.tr("{name}：{said}").format(name=line.name, said=said) if said else line.name)
        show_text(self.wrong, line.defect)
        self.wrong.setVisible(not line.is_ticked)
        if not self.until.hasFocus():
            show_text(self.until, self.tr("长期") if line.valid_until == FOR_EVER else line.valid_until)
        self.until.setVisible(line.is_ticked and line.asks_validity)
        self.copies.setVisible(line.state == "there" and line.originals > 0 and not line.kept)
        self.copies.blockSignals(True)
        self.copies.setChecked(line.copies_only)
        self.copies.blockSignals(False)
        self.new.setVisible(line.state == "on_file")
        self._show_doubts([doubts.get(page.sha256, "") for page in line.pages])
        if line.pages != self._shown:
            self._show_pages(line)

    def _show_doubts(self, doubts: list[str]) -> None:
        said = [
            self.tr("第 {n} 张　{words}").format(n=n, words=words) if len(doubts) > 1 else words
            for n, d in enumerate(doubts, 1)
            if (words := doubt_words(d))
        ]
        self.doubt.setText("\n".join(f"▲ {words}" for words in said))
        self.doubt.setVisible(bool(said))

    def _show_pages(self, line: Line) -> None:
        self._shown = line.pages
        while (item := self.pages.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for number, page in enumerate(line.pages[:_MOST_SHOWN], 1):
            thumbnail = self._thumbnail(line.code, page, number)
            self.pages.addWidget(thumbnail)
            thumbnail.show()
        if len(line.pages) > _MOST_SHOWN:
            self.pages.addWidget(label(self.tr("共 {n} 张").format(n=len(line.pages)), "small"))
        self.pages.addStretch(1)
        for page in line.pages[:_MOST_SHOWN]:
            self.picture_wanted.emit(page.sha256)

    def _thumbnail(self, code: str, page: Page, number: int) -> KeyButton:
        button = KeyButton(self.tr("看大图"), role="small", on=lambda: self.open_page.emit(code, page.sha256))
        button.setObjectName(page.sha256)
        button.setAccessibleName(self.tr("第 {n} 张看大图，可以转正、裁边、去掉").format(n=number))
        button.setToolTip(page.name)
        return button

    @property
    def thumbnails(self) -> list[QWidget]:
        """The small pictures, in order."""
        shown = [item.widget() for place in range(self.pages.count()) if (item := self.pages.itemAt(place)) is not None]
        return [widget for widget in shown if isinstance(widget, KeyButton)]

    def show_picture(self, sha256: str, content: bytes) -> None:
        """The small picture of a page; nothing where it is not shown any more."""
        image = QImage.fromData(content)
        for place in range(self.pages.count()):
            item = self.pages.itemAt(place)
            button = item.widget() if item is not None else None
            if isinstance(button, KeyButton) and button.objectName() == sha256 and not image.isNull():
                side = self._look.px(_THUMBNAIL)
                small = image.scaled(
                    side, side, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
                )
                button.setIcon(QIcon(QPixmap.fromImage(small)))
                button.setIconSize(QSize(side, side))
                button.setMinimumHeight(side + self._look.px(8))
