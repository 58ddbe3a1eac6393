"""The box in which a village is found by typing its name or its initials; another place stands as it was typed."""

from functools import cached_property
from typing import NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QListWidgetItem, QWidget

from forms.pinyin import PinyinTable
from forms.villages import as_listed, find_villages
from station_app.ui.look import Look
from station_app.ui.new_case.item_box import ItemBox


class Place(NamedTuple):
    """A row of the list: what is recorded, and what the row says."""

    code: str
    words: str


class VillageBox(ItemBox):
    """`offer` gives the listed villages. Leaving the box makes the listed name of what can only mean that one."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(look, self._places, lambda place: place.words, parent)
        self._villages: tuple[str, ...] = ()
        self.setPlaceholderText(self.tr("打村名或拼音首字母"))

    @cached_property
    def _pinyin(self) -> PinyinTable:
        return PinyinTable.load()

    def offer(self, villages: tuple[str, ...]) -> None:
        self._villages = villages

    def setText(self, text: str | None) -> None:
        """What is recorded; a list that is open has no more to say."""
        self._shown = text or ""
        if self.is_open:
            super().close_list()
        super().setText(text)

    def _places(self, text: str) -> tuple[Place, ...]:
        listed = find_villages(self._villages, text, self._pinyin)
        rows = tuple(Place(name, name) for name in listed)
        typed = text.strip()
        if not typed or typed in listed:
            return rows
        return (*rows, Place(typed, self.tr("别的地方：{place}").format(place=typed)))

    def _take(self, row: QListWidgetItem | None) -> None:
        code = row.data(Qt.ItemDataRole.UserRole) if row is not None else None
        if code:
            self.setText(code)
            self.chosen.emit(code)

    def close_list(self) -> None:
        """What was typed stays: it may be another place."""
        self._shown = self.text()
        super().close_list()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.is_open and self.list is not None and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._take(self.list.currentItem())
            # The form's, which goes on to the next entry.
            event.ignore()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() not in (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason):
            self._settle()

    def _settle(self) -> None:
        listed = as_listed(self._villages, self.text(), self._pinyin) if self.text() not in self._villages else ""
        if listed and listed != self.text():
            self.setText(listed)
