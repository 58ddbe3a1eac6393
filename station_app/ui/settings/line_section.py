"""The line's part of the settings: whether data is spared, and when photographs go. What is chosen holds at once."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from station_app.ui.parts.choice_row import ChoiceRow
from station_app.ui.parts.label import label
from station_app.ui.parts.still_there import still_there
from station_app.ui.surroundings import AllowedNow, KeptAllowance, Surroundings

if TYPE_CHECKING:
    from station_app.desk.context import Desk

EVENING = ("18:00", "07:00")
_HOURS = tuple(f"{hour:02}:00" for hour in range(24))


class LineSection(QWidget):
    """`told` a sentence that went well, `failed` a Failure."""

    told = Signal(str)
    failed = Signal(object)

    def __init__(self, surroundings: Surroundings, kept: KeptAllowance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._surroundings, self._kept = surroundings, kept
        look = surroundings.look
        spare = (("no", self.tr("不用省")), ("yes", self.tr("省流量")))
        when = (
            ("any", self.tr("随时")),
            ("evening", self.tr("晚上 18:00–次日 7:00")),
            ("own", self.tr("自己定")),
        )
        self.spare = ChoiceRow(look, spare, self.tr("省流量"))
        self.when = ChoiceRow(look, when, self.tr("照片什么时候传"))
        self.begin, self.end = self._hours(self.tr("从几点")), self._hours(self.tr("到几点"))
        self.own = self._own_hours()
        self.says = label("", "small", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.px(6))
        column.addWidget(label(self.tr("上网流量"), "heading"))
        column.addWidget(self.spare)
        column.addWidget(label(self.tr("照片什么时候传"), "heading"))
        column.addWidget(self.when)
        column.addWidget(self.own)
        column.addWidget(label(self.tr("登记的内容随时都传，用不了多少流量；这里管的只是照片。"), "small", wrap=True))
        column.addWidget(self.says)
        self.spare.chosen.connect(lambda _: self._keep())
        self.when.chosen.connect(lambda _: self._keep())
        for box in (self.begin, self.end):
            box.activated.connect(lambda _: self._keep())

    def look(self) -> None:
        """What is set now."""
        kept = self._kept

        def call(_: "Desk") -> AllowedNow:
            return kept.read()

        self._surroundings.worker.run(call, still_there(self, self._show), still_there(self, self.failed.emit))

    def _hours(self, name: str) -> QComboBox:
        box = QComboBox()
        box.setAccessibleName(name)
        box.addItems(_HOURS)
        return box

    def _own_hours(self) -> QWidget:
        own = QWidget(self)
        row = QHBoxLayout(own)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(self._surroundings.look.px(10))
        for words, box in ((self.tr("从"), self.begin), (self.tr("到"), self.end)):
            row.addWidget(label(words, "soft"))
            row.addWidget(box)
        row.addStretch(1)
        return own

    def _show(self, allowed: AllowedNow) -> None:
        hours = (allowed.pages_from, allowed.pages_until)
        self.spare.choose("yes" if allowed.metered else "no")
        self.when.choose("any" if hours[0] == hours[1] else "evening" if hours == EVENING else "own")
        for box, kept, usual in zip((self.begin, self.end), hours, EVENING, strict=True):
            if kept and box.findText(kept) < 0:
                box.addItem(kept)
            box.setCurrentText(kept or usual)
        self._explain()

    def _explain(self) -> None:
        own, spares = self.when.code == "own", self.spare.code == "yes"
        self.own.setVisible(own)
        if own and self.begin.currentText() == self.end.currentText():
            said = self.tr("两个钟点一样，就是随时都传。")
        elif spares:
            said = self.tr("大的照片先留在本机，不会丢；要传的时候在同步（F8）里按 F10，或者选“不用省”。")
        elif self.when.code == "any":
            said = self.tr("照片照完就传。")
        else:
            said = self.tr("没到点的照片先留在本机，不会丢；急着要传，在同步（F8）里按 F10。")
        self.says.setText(said)

    def _keep(self) -> None:
        self._explain()
        kept, spares = self._kept, self.spare.code == "yes"
        own = (self.begin.currentText(), self.end.currentText())
        hours = {"any": ("", ""), "evening": EVENING, "own": own}[self.when.code]

        def call(_: "Desk") -> None:
            kept.keep(spares, *hours)

        self._surroundings.worker.run(call, still_there(self, self._done), still_there(self, self.failed.emit))

    def _done(self, _: None) -> None:
        self._surroundings.sync.after_save()
        self.told.emit(self.tr("设好了，马上就照这样传。"))
