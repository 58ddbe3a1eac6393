"""The photographs or the result of a case, in place of its way. A page that is not here is fetched and shows when it came."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from station_app.ui.case.actions import Picture, Read, drawn
from station_app.ui.parts.card import Card
from station_app.ui.parts.label import set_property
from station_app.ui.parts.page_view import PageView
from station_app.ui.surroundings import Surroundings

if TYPE_CHECKING:
    from station_app.desk.context import Desk


class PagesCard(Card):
    """`awaits`: how many pages are not here yet; call `load` again when something was fetched."""

    def __init__(
        self,
        surroundings: Surroundings,
        heading: str,
        call: "Callable[[Desk], tuple[Read, ...]]",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(surroundings.look, heading, parent=parent)
        self._surroundings, self._call = surroundings, call
        self.awaits = 0
        self.view = PageView(surroundings.look)
        self.body.addWidget(self.view, 1)

    def load(self, *, fetch: bool) -> None:
        """Read the pages; `fetch`: have the line bring at once those that are not here."""
        self._surroundings.worker.run(self._call, lambda read: self._draw(read, fetch))

    def _draw(self, read: tuple[Read, ...], fetch: bool) -> None:
        if isValid(self):
            self._surroundings.pictures.run(
                lambda: drawn(read), lambda pages: self._show(pages, fetch), self._surroundings.worker.bug.emit
            )

    def _show(self, pages: tuple[Picture, ...], fetch: bool) -> None:
        if not isValid(self):
            # Put away while the pages were being read.
            return
        self.awaits = sum(page.is_away for page in pages)
        self.set_note(self.tr("▲ 还有 {n} 张正在从县里取").format(n=self.awaits) if self.awaits else "")
        set_property(self.note, "tone", "soon" if self.awaits else "")
        self.view.show_pages(tuple((self._words(page), page.content) for page in pages), named=True)
        if self.awaits and fetch:
            self._surroundings.sync.sync_now(everything=False)

    def _words(self, page: Picture) -> str:
        name = self._surroundings.words.material(page.of.code, page.of.name) if page.of else self.tr("结果文书")
        if page.content is not None:
            return name
        if page.is_away:
            why = self.tr("这一页不在这台电脑上，正在从县里取，取到了自己显示。没有网的话，有网了再来看。")
        elif page.failure is not None:
            why = self._surroundings.failure_words(page.failure)
        else:
            why = self.tr("这一页显示不出来，请到县里的网页上看。")
        return self.tr("{name}：{why}").format(name=name, why=why)
