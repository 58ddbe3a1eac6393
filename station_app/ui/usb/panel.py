"""The stick at the right of the sync screen: out (F9), in (Shift+F9), who carries it, and the hand-over record."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer
from PySide6.QtGui import QHideEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from forms.failures import Failure
from station_app.ui.parts.buttons import KeyButton
from station_app.ui.parts.file_dialog import choose_folder
from station_app.ui.parts.label import label, set_property
from station_app.ui.surroundings import Stick, Surroundings
from station_app.ui.usb import model

if TYPE_CHECKING:
    from forms.papers.handover_record import HandoverRecord
    from station_app.jobs.stick_runner import CopiedIn, CopiedOut, Drive, Seen

_LOOK_AGAIN_MS = 3_000
_LONGEST_NAME = 30


class StickPanel(QWidget):
    """Looks for a stick while it is shown; without one, or for another place, a folder can be chosen."""

    def __init__(self, surroundings: Surroundings, stick: Stick, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._surroundings, self._stick = surroundings, stick
        self._drive: Drive | None = None
        self._chosen: Path | None = None
        self._record: HandoverRecord | None = None
        self._busy = False
        self._make_parts()
        self._lay_out()
        self._look_again = QTimer(self)
        self._look_again.setInterval(_LOOK_AGAIN_MS)
        self._look_again.timeout.connect(self.look)
        shortcut = QShortcut(QKeySequence("Shift+F9"), self)
        shortcut.setAutoRepeat(False)
        shortcut.activated.connect(self.copy_in)
        self._show()

    def _make_parts(self) -> None:
        self.carrier = QLineEdit()
        self.carrier.setMaxLength(_LONGEST_NAME)
        self.carrier.setPlaceholderText(self.tr("经手人：谁来拷、谁带走"))
        self.carrier.setAccessibleName(self.tr("经手人"))
        self.out_button = KeyButton(self.tr("拷出到 U 盘"), "F9", on=self.copy_out)
        self.in_button = KeyButton(self.tr("从 U 盘拷入"), "Shift+F9", on=self.copy_in)
        self.paper_button = KeyButton(self.tr("打印交接单"), role="small", on=self.print_record)
        self.place_button = KeyButton(self.tr("换一个位置"), role="small", on=self.choose)
        self.drive_label = label("", "small", wrap=True)
        self.result = label("", wrap=True)
        self.last = label("", "small", wrap=True)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(self._surroundings.look.px(8))
        column.addWidget(
            label(
                self.tr("镇里来人时插上 U 盘，按“拷出”；带回后再插上，按“拷入”。拷几次、先后次序都没关系。"), wrap=True
            )
        )
        column.addWidget(self.carrier)
        column.addWidget(self.out_button)
        column.addWidget(self.in_button)
        column.addWidget(self.result)
        row = QHBoxLayout()
        row.addWidget(self.paper_button)
        row.addWidget(self.place_button)
        row.addStretch(1)
        column.addLayout(row)
        column.addWidget(self.drive_label)
        column.addWidget(self.last)

    def showEvent(self, event: QShowEvent) -> None:
        self._look_again.start()
        self.look()

    def hideEvent(self, event: QHideEvent) -> None:
        self._look_again.stop()

    def look(self) -> None:
        """Which stick is in, and what was carried last."""
        if not self._busy:
            self._stick.look(self._seen, self._failed)

    def choose(self) -> None:
        """Another folder than the stick that was found."""
        found = choose_folder(self, self.tr("U 盘或者文件夹"))
        if found is not None:
            self._chosen = found
            self._show()

    def copy_out(self) -> None:
        place = self._place()
        if place is None or self._busy:
            return
        if not self.carrier.text().strip():
            self._say(self.tr("请先写经手人，交接单上要写谁带走的。"), "soon")
            self.carrier.setFocus()
            return
        self._begin(self.tr("正在拷出，请不要拔 U 盘…"))
        self._stick.copy_out(model.folder_on(place), self.carrier.text().strip(), self._went, self._failed)

    def copy_in(self) -> None:
        place = self._place()
        if place is None or self._busy:
            return
        self._begin(self.tr("正在拷入，请不要拔 U 盘…"))
        self._stick.copy_in(place, self._came, self._failed)

    def print_record(self) -> None:
        """The hand-over record of what was just copied."""
        from forms.papers import handover_record

        if self._record is None:
            return
        surroundings = self._surroundings
        path = surroundings.papers / f"{Path(self._record.file_name).stem}-{handover_record.NAME}.pdf"
        layout = handover_record.layout(self._record)
        surroundings.printing.render_and_print(layout, path, surroundings.printer, self._printed, self._failed)

    def _place(self) -> Path | None:
        if self._chosen is None and self._drive is None:
            self._say(self.tr("没有找到 U 盘。请插上 U 盘，或者按“换一个位置”自己选。"), "soon")
            return None
        return self._chosen or (self._drive.path if self._drive else None)

    def _begin(self, words: str) -> None:
        self._busy, self._record = True, None
        self._say(words, "")
        self._show()

    def _end(self, words: str, tone: str) -> None:
        self._busy = False
        self._say(words, tone)
        self._show()
        self.look()

    def _seen(self, seen: "Seen") -> None:
        self._drive = seen.drives[0] if seen.drives else None
        now = self._surroundings.clock.now()
        self.last.setText(model.last_words(seen.notes, now, self._surroundings.words))
        self._show()

    def _went(self, out: "CopiedOut") -> None:
        surroundings = self._surroundings
        self._record = model.record_out(out, surroundings.places(), surroundings.agent_name)
        self._end(model.out_words(out, surroundings.words), "good")

    def _came(self, came: "CopiedIn") -> None:
        surroundings = self._surroundings
        now = surroundings.clock.now()
        self._record = model.record_back(came, surroundings.places(), surroundings.agent_name, now)
        trouble = bool(came.words) or not came.used or came.agreed is False
        self._end("\n".join(model.in_words(came, surroundings.words)), "soon" if trouble else "good")

    def _printed(self, printed: Any) -> None:
        if printed.printer:
            self._say(self.tr("交接单已经送到打印机，再按一次打第二份，请各方签名。"), "good")
        else:
            self._say(
                self.tr("没有接打印机，交接单存成了文件：{path}").format(path=model.short_path(printed.path)), "good"
            )

    def _failed(self, failure: Failure) -> None:
        self._busy = False
        self._say(self._surroundings.failure_words(failure), "late")
        self._show()

    def _say(self, words: str, tone: str) -> None:
        mark = {"good": "● ", "soon": "▲ ", "late": "■ "}.get(tone, "")
        self.result.setText(mark + words if words else "")
        set_property(self.result, "tone", tone)
        self.result.setVisible(bool(words))

    def _show(self) -> None:
        for button in (self.out_button, self.in_button, self.place_button):
            button.setEnabled(not self._busy)
        self.paper_button.setVisible(self._record is not None)
        self.last.setVisible(bool(self.last.text()))
        self.result.setVisible(bool(self.result.text()))
        if self._chosen is not None:
            self.drive_label.setText(self.tr("位置：{path}").format(path=model.short_path(self._chosen)))
        elif self._drive is not None:
            self.drive_label.setText(model.drive_words(self._drive, self._surroundings.words))
        else:
            self.drive_label.setText(self.tr("还没有插 U 盘。"))
