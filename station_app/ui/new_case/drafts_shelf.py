"""The drafts that are not received yet: a line that says how many, and their list when somebody wants it."""

from PySide6.QtCore import QObject, Qt, Signal

from station_app.desk.views import DraftRow
from station_app.ui.new_case.actions import discard
from station_app.ui.new_case.drafts_panel import DraftsPanel
from station_app.ui.parts.buttons import KeyButton
from station_app.ui.surroundings import Worker


class DraftsShelf(QObject):
    """`chosen` carries a draft's id; `thinner` comes after one was thrown away; `failed` carries a Failure."""

    chosen = Signal(str)
    thinner = Signal()
    failed = Signal(object)

    def __init__(self, panel: DraftsPanel, link: KeyButton, worker: Worker, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._panel, self._link, self._worker = panel, link, worker
        link.clicked.connect(self._toggle)
        panel.chosen.connect(self.chosen)
        panel.discarded.connect(self._discard)

    def show_drafts(self, drafts: tuple[DraftRow, ...], *, opened: bool) -> None:
        """How many there are; `opened` shows the list."""
        self._panel.show_drafts(drafts)
        self._link.setVisible(bool(drafts))
        self._link.say(self.tr("还有 {n} 份没收完的").format(n=len(drafts)))
        self._panel.setVisible(opened and bool(drafts))
        if self.is_open:
            self._panel.rows[0].setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def is_open(self) -> bool:
        return not self._panel.isHidden()

    def close(self) -> None:
        """Put the list away."""
        self._panel.hide()

    def _toggle(self) -> None:
        self._panel.setVisible(not self.is_open)
        if self.is_open and self._panel.rows:
            self._panel.rows[0].setFocus(Qt.FocusReason.TabFocusReason)

    def _discard(self, draft_id: str) -> None:
        self._worker.run(
            lambda desk: discard(desk, draft_id),
            lambda _: self.thinner.emit(),
            self.failed.emit,
            changes=frozenset({"drafts"}),
        )
