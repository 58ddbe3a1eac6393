"""A table of rows that are only shown: a model of cells, no widget a row, Enter opens."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent, QMouseEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from station_app.ui.look import Look
from station_app.ui.parts.cells import Cell

_WIDEST = 1.6
_NARROWEST = 0.7
Index = QModelIndex | QPersistentModelIndex


class Column(NamedTuple):
    """`width` in px at 17 px text; the one column with `stretch` takes what is left, and gives way first. `may_go`: it is left out
    where there is no room for all.
    """

    heading: str
    width: int
    stretch: bool = False
    may_go: bool = False


class RowModel(QAbstractTableModel):
    """Rows of cells, each with the key that opening it hands on."""

    def __init__(self, look: Look, columns: Sequence[Column], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._columns = tuple(columns)
        self._rows: tuple[tuple[Cell, ...], ...] = ()
        self._keys: tuple[str, ...] = ()
        self._bold = QFont()
        self._bold.setBold(True)

    def show(self, rows: Sequence[tuple[Cell, ...]], keys: Sequence[str]) -> None:
        """Replace all rows. `keys` has one entry for each row, and a row one cell for each column; else ValueError, since an
        exception while Qt asks for a cell ends the program.
        """
        if len(keys) != len(rows) or any(len(row) != len(self._columns) for row in rows):
            raise ValueError(f"{len(rows)} rows, {len(keys)} keys, {len(self._columns)} columns")
        self.beginResetModel()
        self._rows, self._keys = tuple(rows), tuple(keys)
        self.endResetModel()

    def key(self, row: int) -> str:
        return self._keys[row]

    def row_of(self, key: str) -> int:
        """The row with this key, or -1."""
        return self._keys.index(key) if key in self._keys else -1

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        cell = self._rows[index.row()][index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return cell.shown
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return cell.text
        if role == Qt.ItemDataRole.ForegroundRole and cell.tone != "plain":
            return self._look.tone(cell.tone)
        if role == Qt.ItemDataRole.FontRole and cell.tone != "plain":
            return self._bold
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Horizontal:
            if role == Qt.ItemDataRole.DisplayRole:
                return self._columns[section].heading
            if role == Qt.ItemDataRole.TextAlignmentRole:
                return int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        return None


class ToneDelegate(QStyledItemDelegate):
    """Keeps a tone's colour on the chosen row too. What is too long is cut in the middle: names that begin alike end otherwise."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        super().initStyleOption(option, index)
        option.textElideMode = Qt.TextElideMode.ElideMiddle  # type: ignore[attr-defined]
        colour = index.data(Qt.ItemDataRole.ForegroundRole)
        if colour is not None:
            palette: QPalette = option.palette  # type: ignore[attr-defined]
            palette.setColor(QPalette.ColorRole.HighlightedText, colour)
            palette.setColor(QPalette.ColorRole.Text, colour)


class RowTable(QTableView):
    """Shows a RowModel. `opened` tells the key of the row that Enter or a double click chose."""

    opened = Signal(str)

    def __init__(
        self, look: Look, columns: Sequence[Column], name: str, *, plain: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.rows = RowModel(look, columns, self)
        self.setModel(self.rows)
        self.setItemDelegate(ToneDelegate(self))
        self.setAccessibleName(name)
        self.setProperty("role", "plain" if plain else "")
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(look.px(46))
        self._lay_out_columns(look, columns)
        self.doubleClicked.connect(lambda index: self.opened.emit(self.rows.key(index.row())))

    def _lay_out_columns(self, look: Look, columns: Sequence[Column]) -> None:
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionsClickable(False)
        header.setMinimumSectionSize(look.px(60))
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self._widths = [look.px(column.width) for column in columns]
        self._may_go = [section for section, column in enumerate(columns) if column.may_go]
        self._stretch = next((section for section, column in enumerate(columns) if column.stretch), -1)
        for section, width in enumerate(self._widths):
            self.setColumnWidth(section, width)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """As wide as laid out, wider for long words within reason. What is too much for the screen, columns give up that have
        room to spare, then the one that stretches; then columns go that may. Only where all of that is too little it
        scrolls sideways.
        """
        words = [min(self.sizeHintForColumn(each), round(own * _WIDEST)) for each, own in enumerate(self._widths)]
        gone: set[int] = set()
        widths = self._widths_without(gone, words)
        for section in self._may_go:
            if sum(widths.values()) > self.viewport().width():
                gone.add(section)
                widths = self._widths_without(gone, words)
        for section in range(len(self._widths)):
            self.setColumnHidden(section, section in gone)
        for section, width in widths.items():
            self.setColumnWidth(section, width)

    def _widths_without(self, gone: set[int], words: Sequence[int]) -> dict[int, int]:
        """`words`: how wide each column's own words are, within reason."""
        shown = [section for section in range(len(self._widths)) if section not in gone]
        widths = {each: max(self._widths[each], words[each]) for each in shown}
        left = self.viewport().width() - sum(widths.values())
        for section in [each for each in shown if each != self._stretch] + [self._stretch] * (self._stretch >= 0):
            if left < 0:
                needed = self._least(section) if section == self._stretch else words[section]
                spared = max(0, min(-left, widths[section] - max(needed, self._heading_width(section))))
                widths[section] -= spared
                left += spared
        if self._stretch >= 0:
            # Where it scrolls sideways anyhow, nothing is cut for it.
            widths[self._stretch] = widths[self._stretch] + left if left >= 0 else self._widths[self._stretch]
        return widths

    def _least(self, section: int) -> int:
        """So narrow the column that stretches may become: its words are cut in the middle then."""
        return round(self._widths[section] * _NARROWEST)

    def _heading_width(self, section: int) -> int:
        header = self.horizontalHeader()
        return header.minimumSectionSize() if header.isHidden() else header.sectionSizeHint(section)

    def height_for(self, rows: int) -> int:
        """How tall it is, in px, with so many rows in sight and what is above them."""
        header = self.horizontalHeader()
        above = 0 if header.isHidden() else header.sizeHint().height()
        return above + self.verticalHeader().defaultSectionSize() * rows + 2 * self.frameWidth() + 2

    def show_rows(self, rows: Sequence[tuple[Cell, ...]], keys: Sequence[str]) -> None:
        """Replace the rows, keeping the chosen one chosen where it is still there."""
        chosen = self.chosen()
        self.rows.show(rows, keys)
        self._fit()
        row = self.rows.row_of(chosen) if chosen else -1
        if rows:
            self.selectRow(max(row, 0))

    def choose(self, key: str) -> None:
        """Put the cursor on the row with this key, where there is one."""
        row = self.rows.row_of(key)
        if row >= 0:
            self.selectRow(row)

    def choose_none(self) -> None:
        """Put the cursor nowhere: what is done next is done to nobody until somebody is chosen."""
        self.setCurrentIndex(QModelIndex())
        self.clearSelection()

    def chosen(self) -> str:
        """The key of the row the cursor is on; empty when there is none."""
        index = self.currentIndex()
        return self.rows.key(index.row()) if index.isValid() else ""

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A row that is half in sight stays where it is: the next click is meant for what is under it now."""
        self.setAutoScroll(False)
        super().mousePressEvent(event)
        self.setAutoScroll(True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.chosen():
            self.opened.emit(self.chosen())
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        """Typing moves nothing: a scanned code is typed too."""
