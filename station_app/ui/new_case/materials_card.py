"""Part 3: the exact checklist of the situation. Space ticks; the arrow keys go up and down; pages by file, drop or Ctrl+V."""

from pathlib import Path
from typing import Final

from msgspec.structs import replace
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QCheckBox, QVBoxLayout, QWidget

from forms.catalogue.english import EnglishNames
from station_app.ui.look import Look
from station_app.ui.new_case.material_detail import MaterialDetail
from station_app.ui.new_case.material_lines import Line
from station_app.ui.new_case.material_row import MaterialRow
from station_app.ui.new_case.model import NewCase
from station_app.ui.new_case.page_sources import files_in, has_pages, picture_in
from station_app.ui.parts.card import Card
from station_app.ui.parts.file_dialog import choose_pages
from station_app.ui.parts.label import label
from station_app.ui.words import Words

MOST_IN_SIGHT: Final = 8
"""Lines that are in sight together with what stands beneath them."""


class MaterialsCard(Card):
    """`edited` after each change; `files` asks to add files to a line (code, paths, a copied picture with its name);
    `page_opened` asks to show a page large (code, SHA-256).
    """

    edited = Signal()
    page_opened = Signal(str, str)
    files = Signal(str, object, object)

    def __init__(self, look: Look, words: Words, names: EnglishNames, parent: QWidget | None = None) -> None:
        super().__init__(look, parent=parent)
        self._names = names
        self.set_heading(self.tr("3　材料齐不齐"))
        self._look, self._words = look, words
        self._case: NewCase | None = None
        self._at = ""
        self.choose_files = choose_pages
        self.rows: dict[str, MaterialRow] = {}
        self.list = QVBoxLayout()
        self.list.setSpacing(look.px(2))
        self.body.addLayout(self.list)
        self.nothing = label(self.tr("先选事项和情形，这里就列出要带的材料。"), "soft", wrap=True)
        self.body.addWidget(self.nothing)
        self.detail = MaterialDetail(look)
        self.detail.add.connect(self._ask_files)
        self.detail.brought.connect(self._brought)
        self.detail.only_copies.connect(self._only_copies)
        self.detail.defect.connect(self._defect)
        self.detail.validity.connect(self._validity)
        self.detail.open_page.connect(self.page_opened)
        self.body.addWidget(self.detail)
        self.pinned: QVBoxLayout | None = None
        """Where the detail stands for a long list, in sight whichever line the cursor is at; set by whoever lays the form out."""
        self.setAcceptDrops(True)

    def show_case(self, case: NewCase) -> None:
        """Show the checklist as it stands."""
        self._case = case
        lines = self._lines(case)
        if tuple(self.rows) != tuple(line.code for line in lines):
            self._make(lines)
        for line in lines:
            in_doubt = any(case.doubts.get(page.sha256) for page in line.pages)
            self.rows[line.code].show_line(line, self._words, in_doubt=in_doubt)
        self.nothing.setVisible(not lines)
        self._place_detail(len(lines) > MOST_IN_SIGHT)
        self.detail.setVisible(bool(lines))
        self.set_note(self.tr("空格键勾选　・　缺什么自动写进告知书") if lines else "")
        self._show_detail(lines)

    def _lines(self, case: NewCase) -> tuple[Line, ...]:
        """The checklist, with names in the language of the screen."""
        return tuple(replace(line, name=self._names.materials.get(line.code, line.name)) for line in case.lines())

    def _place_detail(self, many: bool) -> None:
        place = self.pinned if many and self.pinned is not None else self.body
        if place.indexOf(self.detail) < 0:
            (self.body if place is self.pinned else self.pinned or self.body).removeWidget(self.detail)
            place.addWidget(self.detail)

    def _make(self, lines: tuple[Line, ...]) -> None:
        for row in self.rows.values():
            self.list.removeWidget(row)
            row.hide()
            row.deleteLater()
        self.rows = {}
        for line in lines:
            row = MaterialRow(self._look, line)
            row.ticked.connect(self._ticked)
            row.come_to.connect(self._come_to)
            row.pages_asked.connect(self._ask_files)
            self.rows[line.code] = row
            self.list.addWidget(row)
            row.show()
        self._at = ""

    def _show_detail(self, lines: tuple[Line, ...]) -> None:
        if lines and self._case is not None:
            line = next((line for line in lines if line.code == self._at), lines[0])
            self.detail.show_line(line, self._case.doubts)

    def _come_to(self, code: str) -> None:
        self._at = code
        if self._case is not None:
            self._show_detail(self._lines(self._case))

    @property
    def at(self) -> str:
        """The code of the line the cursor is at, or was last."""
        return self._at or next(iter(self.rows), "")

    def focus_line(self) -> None:
        """Put the cursor to the line it was at."""
        row = self.rows.get(self.at)
        if row is not None:
            row.box.setFocus(Qt.FocusReason.OtherFocusReason)

    def _ticked(self, code: str, there: bool) -> None:
        if self._case is not None:
            self._at = code
            self._case.tick(code, there)
            self.edited.emit()

    def _brought(self, code: str) -> None:
        if self._case is not None:
            self._case.brought(code)
            self.edited.emit()

    def _only_copies(self, code: str, only: bool) -> None:
        if self._case is not None:
            self._case.only_copies(code, only)
            self.edited.emit()

    def _defect(self, code: str, text: str) -> None:
        if self._case is not None and code:
            self._case.say_defect(code, text)
            self.edited.emit()

    def _validity(self, code: str, text: str) -> None:
        if self._case is not None and code:
            self._case.say_validity(code, text)
            self.edited.emit()

    def _ask_files(self, code: str) -> None:
        kinds = self.tr("照片和扫描件 (*.jpg *.jpeg *.png *.bmp *.tif *.tiff *.webp *.pdf);;所有文件 (*)")
        paths = self.choose_files(self, self.tr("选照片或扫描件"), kinds)
        if paths:
            self.files.emit(code, paths, None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
        box = QApplication.focusWidget()
        if event.matches(QKeySequence.StandardKey.Paste) and self.rows:
            self.paste()
        elif step is not None and isinstance(box, QCheckBox):
            boxes = [row.box for row in self.rows.values()]
            if box in boxes:
                boxes[max(0, min(boxes.index(box) + step, len(boxes) - 1))].setFocus(Qt.FocusReason.TabFocusReason)
        else:
            super().keyPressEvent(event)

    def paste(self) -> None:
        """Add what has been copied to the line the cursor is at."""
        data = QGuiApplication.clipboard().mimeData()
        image = picture_in(data)
        if paths := files_in(data):
            self.files.emit(self.at, paths, None)
        elif image is not None:
            self.files.emit(self.at, (), (image, self.tr("粘贴的图片")))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self.rows and has_pages(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """On a line it goes to that line, elsewhere to the one the cursor is at."""
        place = event.position().toPoint()
        under = (code for code, row in self.rows.items() if row.geometry().contains(place))
        paths: tuple[Path, ...] = files_in(event.mimeData())
        if paths:
            self.files.emit(next(under, self.at), paths, None)
            event.acceptProposedAction()
