"""The panel in which the agent records what an applicant has brought later."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, cast

import msgspec
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QCheckBox, QHBoxLayout, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from forms.case import MaterialLine, Page
from forms.lifecycle import Case
from station_app.ui.case.model import is_wanted, supply_lines
from station_app.ui.look import Look
from station_app.ui.parts.doubt_words import doubt_words
from station_app.ui.parts.field import Field
from station_app.ui.parts.label import label
from station_app.ui.parts.page_pick import PagePick
from station_app.ui.parts.page_trim import Taken
from station_app.ui.parts.panel import Panel
from station_app.ui.parts.scrolled import Scrolled
from station_app.ui.words import Words

if TYPE_CHECKING:
    from station_app.desk.add_page import AddedPage


Taking = tuple[tuple[Page, ...], dict[str, str]]


class SupplyRow(QWidget):
    """One material: ticked when it was brought, with the pages that were added now."""

    def __init__(self, look: Look, line: MaterialLine, name: str, note: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.line = line
        self.pages: tuple[Page, ...] = ()
        self._doubts: dict[str, str] = {}
        self.brought = QCheckBox(name.replace("&", "&&"))
        self.pick = PagePick(look, name)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(0, 0, 0, 0)
        said = QHBoxLayout()
        said.addWidget(self.brought)
        said.addWidget(label(note, "small", tone="soon"))
        said.addStretch(1)
        self._row.addLayout(said, 1)
        self._row.addWidget(self.pick, 0, Qt.AlignmentFlag.AlignRight)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def add(self, added: "tuple[AddedPage, ...]") -> tuple[str, ...]:
        """Pages were taken in: whoever adds one has brought the material. What is to be said of them."""
        self._doubts |= {each.page.sha256: each.doubt for each in added}
        self.pages += tuple(each.page for each in added if each.page not in self.pages)
        self.brought.setChecked(True)
        self._show()
        return tuple(dict.fromkeys(words for each in added if (words := doubt_words(each.doubt))))

    def replace(self, taken: Taken) -> None:
        """Another page in the place of one."""
        self._doubts[taken.page.sha256] = taken.doubt
        kept = (page for page in self.pages if page != taken.page)
        self.pages = tuple(taken.page if page.sha256 == taken.old else page for page in kept)
        self._show()

    def taken(self) -> Taking:
        """The pages that were added, and why each may be hard to read."""
        return self.pages, dict(self._doubts)

    def take_again(self, taken: Taking) -> None:
        self.pages, self._doubts = taken[0], dict(taken[1])
        self._show()

    def remove(self, sha256: str) -> None:
        self.pages = tuple(page for page in self.pages if page.sha256 != sha256)
        self._show()

    def _show(self) -> None:
        self.pick.show_count(len(self.pages), in_doubt=any(self._doubts.get(page.sha256) for page in self.pages))
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The buttons below the name where they would be cut beside it."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        wanted = sum(item.sizeHint().width() for at in (0, 1) if (item := self._row.itemAt(at)) is not None)
        beside = wanted + self._row.spacing() <= self.width()
        self._row.setDirection(QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom)

    def supplied(self) -> MaterialLine:
        """The line as it goes into the case: only what was brought now."""
        return msgspec.structs.replace(self.line, status="provided", due="", pages=self.pages)


class SupplyPanel(Panel):
    """`page_wanted` carries (row, Path): somebody has to take the file in and call the row's `add`. `large_wanted`: show
    this row's pages large.
    """

    page_wanted = Signal(object, object)
    large_wanted = Signal(object)

    def __init__(self, look: Look, case: Case, words: Words, act: Callable[[], None]) -> None:
        super().__init__(look, "", "", act)
        self.set_heading(self.tr("补来了什么"))
        self.act_words = self.tr("存下补来的材料")
        self.set_note(self.tr("空格键勾选"))
        self.rows = [
            SupplyRow(look, line, words.material(line.code, line.name), self._note(line, case, words))
            for line in supply_lines(case)
        ]
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, look.px(8), 0)
        for row in self.rows:
            row.pick.picked.connect(partial(self._picked, row))
            row.pick.opened.connect(partial(self.large_wanted.emit, row))
            column.addWidget(row)
        column.addStretch(1)
        self.body.addWidget(Scrolled(inside), 1)
        self.remark = Field(look, self.tr("备注"), QLineEdit(), name_width=50)
        self.body.addWidget(self.remark)

    def _note(self, line: MaterialLine, case: Case, words: Words) -> str:
        why = [
            d.defect if d.material == line.name else f"{words.material(d.code, d.material)} {d.defect}"
            for d in case.correction_defects
            if line.code in (d.code, d.material) or line.name == d.material
        ]
        if why:
            return "；".join(part for part in why if part)
        return words.material_status(line.status) if is_wanted(line, case) else ""

    def _picked(self, row: SupplyRow, path: Path) -> None:
        self.page_wanted.emit(row, path)

    def pages(self) -> tuple[str, ...]:
        """SHA-256 of every page that was added in this panel."""
        return tuple(page.sha256 for row in self.rows for page in row.pages)

    def written(self) -> object:
        return super().written(), {row.line.code: row.taken() for row in self.rows}

    def write_again(self, state: object) -> None:
        values, taken = cast("tuple[object, dict[str, Taking]]", state)
        for row in self.rows:
            row.take_again(taken.get(row.line.code, ((), {})))
        super().write_again(values)

    def first_input(self) -> QWidget:
        return self.rows[0].brought if self.rows else self.remark.input

    def supplied(self) -> tuple[MaterialLine, ...]:
        """What was ticked."""
        return tuple(row.supplied() for row in self.rows if row.brought.isChecked())
