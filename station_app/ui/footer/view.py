"""The footer's words and place."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from station_app.desk.views import SyncStatus
from station_app.ui.footer.model import FooterState, footer_state
from station_app.ui.parts.cells import MARKS, Tone
from station_app.ui.parts.label import label, set_property
from station_app.ui.parts.still_there import still_there
from station_app.ui.surroundings import LineView, Surroundings

if TYPE_CHECKING:
    from station_app.desk.context import Desk

_A_MINUTE_MS = 60_000


def ask_sync_status(desk: "Desk") -> SyncStatus:
    """The store's counts; runs on the worker."""
    from station_app.desk.sync_status import sync_status

    return sync_status(desk)


class Footer(QFrame):
    """Asks the store once for each change, and listens to the line. `clock_doubted` tells a ClockDoubt or None."""

    clock_doubted = Signal(object)

    def __init__(self, surroundings: Surroundings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._surroundings = surroundings
        self._status: SyncStatus | None = None
        self._line: LineView | None = None
        self.setProperty("role", "foot")
        px = surroundings.look.px
        row = QHBoxLayout(self)
        row.setContentsMargins(px(18), px(8), px(18), px(8))
        self._mark = label("●")
        self._text = label()
        self._last = label("", "soft")
        row.addWidget(self._mark)
        row.addWidget(self._text)
        row.addStretch(1)
        row.addWidget(self._last)
        surroundings.sync.state.connect(self._line_changed)
        # 今天 becomes 昨天 at midnight.
        self._clock = QTimer(self)
        self._clock.setInterval(_A_MINUTE_MS)
        self._clock.timeout.connect(self._show)
        self._clock.start()
        self._show()

    @property
    def text(self) -> str:
        return self._text.text()

    @property
    def last_sync(self) -> str:
        return self._last.text()

    def refresh(self) -> None:
        """Ask the store what waits."""
        self._surroundings.worker.run(ask_sync_status, still_there(self, self._status_came))

    def _status_came(self, status: SyncStatus) -> None:
        self._status = status
        self.clock_doubted.emit(status.clock_doubt)
        self._show()

    def _line_changed(self, line: LineView) -> None:
        ended = self._line is not None and self._line.phase == "syncing" and line.phase != "syncing"
        self._line = line
        self._show()
        if ended:
            self.refresh()

    def _show(self) -> None:
        state = footer_state(self._status, self._line)
        shape: Tone = {"good": "good", "soon": "soon", "late": "late"}.get(state.tone, "good")  # type: ignore[assignment]
        self._mark.setText("●" if state.tone in ("soon", "main", "soft") else MARKS[shape])
        set_property(self._mark, "tone", state.tone)
        set_property(self._text, "tone", state.tone)
        self._text.setText(self._words(state))
        self._last.setText(self._last_words(state))

    def _words(self, state: FooterState) -> str:
        waiting = self._waiting(state)
        match state.saying:
            case "asking":
                return ""
            case "sending" if state.total:
                said = f"{self._line_words()}　{state.done * 100 // state.total}%"
            case "sending":
                said = self._line_words()
            case "told_by_line" | "offline" if waiting:
                said = self.tr("{line}；{waiting}已存在本机，通了自动上传").format(
                    line=self._line_words(), waiting=waiting
                )
            case "told_by_line" | "offline":
                said = self._line_words()
            case "waiting":
                said = self.tr("{waiting}已存在本机，等着上传").format(waiting=waiting)
            case "never":
                said = self.tr("还没有同步过")
            case _:
                said = self.tr("已同步，没有等着传的")
        if state.refused:
            said += self.tr("；{n} 条被退回，按 F8 看").format(n=state.refused)
        return said

    def _waiting(self, state: FooterState) -> str:
        parts = []
        if state.cases:
            parts.append(self.tr("{n} 件").format(n=state.cases))
        if state.records:
            parts.append(self.tr("{n} 条记录").format(n=state.records))
        if state.pages:
            parts.append(self.tr("{n} 张照片").format(n=state.pages))
        return self.tr("、").join(parts)

    def _line_words(self) -> str:
        return self._surroundings.line_words(self._line) if self._line is not None else ""

    def _last_words(self, state: FooterState) -> str:
        if not state.last_success:
            return ""
        now = self._surroundings.clock.now()
        return self.tr("上次同步：{when}").format(when=self._surroundings.words.moment(state.last_success, now))
