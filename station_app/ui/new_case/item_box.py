"""The box in which an item is found by typing its name or its pinyin initials; the list below is worked by the keyboard."""

from collections.abc import Callable, Sequence
from typing import Protocol, TypeVar

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QWidget

from station_app.ui.look import Look

_MOST_ROWS = 9
_FRAME = 5
"""Px of its border and padding (desk.qss)."""
_CODE = Qt.ItemDataRole.UserRole


class HasCode(Protocol):
    @property
    def code(self) -> str: ...


T = TypeVar("T", bound=HasCode)


class ItemBox(QLineEdit):
    """`chosen` tells an item's code. Enter or Tab takes the row that is marked; Esc closes the list."""

    chosen = Signal(str)

    def __init__(
        self,
        look: Look,
        find: Callable[[str], Sequence[T]],
        name_of: Callable[[T], str],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._look, self._find, self._name_of = look, find, name_of
        self._shown = ""
        self.list: QListWidget | None = None
        self.textEdited.connect(self._search)

    def put(self, name: str) -> None:
        """The item that is chosen, by its name."""
        self._shown = name
        if not self.is_open and self.text() != name:
            self.setText(name)
            self.setCursorPosition(0)

    @property
    def is_open(self) -> bool:
        return self.list is not None and self.list.isVisible()

    def _search(self, text: str) -> None:
        rows = self._list()
        rows.clear()
        for guide in self._find(text):
            row = QListWidgetItem(self._name_of(guide))
            row.setData(_CODE, guide.code)
            rows.addItem(row)
        if not rows.count():
            nothing = QListWidgetItem(self.tr("没有这个事项，换个说法试试，或者打拼音首字母"))
            nothing.setFlags(Qt.ItemFlag.NoItemFlags)
            rows.addItem(nothing)
        rows.setCurrentRow(0)
        self._place(rows)

    def _list(self) -> QListWidget:
        if self.list is None:
            self.list = QListWidget(self.window())
            self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            self.list.setAccessibleName(self.tr("找到的事项"))
            self.list.setProperty("role", "drop")
            self.list.setTextElideMode(Qt.TextElideMode.ElideMiddle)
            self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
            self.list.itemClicked.connect(self._take)
        return self.list

    def _place(self, rows: QListWidget) -> None:
        rows.setParent(self.window())
        row = max(rows.sizeHintForRow(0), self._look.px(44))
        corner = self.mapTo(self.window(), QPoint(0, self.height()))
        room = self.window().height() - corner.y() - self._look.px(8)
        # As wide as the names, into the room beside it: names that begin alike are told apart by their ends.
        beside = self.window().width() - corner.x() - self._look.px(24)
        wanted = max(self.width(), self._look.px(420), rows.sizeHintForColumn(0) + self._look.px(40))
        rows.setGeometry(
            corner.x(),
            corner.y(),
            min(wanted, beside),
            min(row * min(rows.count(), _MOST_ROWS) + 2 * _FRAME, room),
        )
        rows.show()
        rows.raise_()

    def _take(self, row: QListWidgetItem | None) -> None:
        code = row.data(_CODE) if row is not None else None
        if code:
            self.close_list()
            self.chosen.emit(code)

    def close_list(self) -> None:
        """Shut the list; what is chosen stays chosen."""
        if self.list is not None:
            self.list.hide()
        self.put(self._shown)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key == Qt.Key.Key_Down and not self.is_open:
            self._search("" if self.text() == self._shown else self.text())
        elif self.is_open and self.list is not None and key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            step = 1 if key == Qt.Key.Key_Down else -1
            self.list.setCurrentRow((self.list.currentRow() + step) % self.list.count())
        elif self.is_open and self.list is not None and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._take(self.list.currentItem())
        else:
            super().keyPressEvent(event)

    def escape(self) -> bool:
        """Close the list; False where it is not open."""
        was_open = self.is_open
        if was_open:
            self.close_list()
        return was_open

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.selectAll()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        if self.is_open and event.reason() == Qt.FocusReason.TabFocusReason and self.list is not None:
            self._take(self.list.currentItem())
        elif event.reason() not in (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason):
            self.close_list()
        super().focusOutEvent(event)
