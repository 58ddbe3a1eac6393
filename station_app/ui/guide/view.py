"""F6: find an item, read its whole guide."""

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QTextBrowser, QVBoxLayout, QWidget

from forms.catalogue.guide import ServiceGuide
from forms.catalogue.wording import office_name
from forms.failures import Failure
from station_app.ui.guide.actions import Guides, ask_guides, guide_layout
from station_app.ui.guide.model import GuideText, found, html
from station_app.ui.look import Look
from station_app.ui.paper_job import printed_words
from station_app.ui.parts.buttons import KeyButton
from station_app.ui.parts.cells import Cell
from station_app.ui.parts.item_names import item_lines
from station_app.ui.parts.row_table import Column, RowTable
from station_app.ui.screen import Screen
from station_app.ui.surroundings import Surroundings

if TYPE_CHECKING:
    from forms.papers.layout import Layout


class GuideScreen(Screen):
    """`enter` takes an item's code. F9 prints the guide that is shown, F10 begins a case with its item."""

    screen_id = "guide"

    def __init__(self, surroundings: Surroundings, parent: QWidget | None = None) -> None:
        super().__init__(surroundings, parent)
        self._guides = Guides((), {}, False, 0, "", {})
        self._wanted = ""
        self._writer = GuideText(self.words, lambda template: office_name(template, self._guides.places))
        self.search = QLineEdit()
        self.search.setPlaceholderText(self.tr("事项名称或拼音首字母"))
        self.search.setAccessibleName(self.tr("找事项"))
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(lambda _: self._show_items())
        self.search.installEventFilter(self)
        columns = (Column(self.tr("事项"), 180, stretch=True), Column(self.tr("类别"), 90, may_go=True))
        self.table = RowTable(self.look, columns, self.tr("事项"))
        self.table.verticalHeader().setDefaultSectionSize(self.look.px(62))
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._show_guide())
        self.table.opened.connect(lambda _: self.text.setFocus())
        self.text: QTextBrowser = QTextBrowser()
        self.text.setOpenLinks(False)
        self.text.setAccessibleName(self.tr("办事指南"))
        self.text.document().setDocumentMargin(self.look.px(16))
        self.text.document().setDefaultStyleSheet(document_style(self.look))
        left = QVBoxLayout()
        left.setSpacing(self.look.px(10))
        left.addWidget(self.search)
        left.addWidget(self.table, 1)
        middle = QHBoxLayout()
        middle.setSpacing(self.look.px(16))
        middle.addLayout(left, 4)
        middle.addWidget(self.text, 7)
        self.body.addLayout(middle, 1)
        self.bottom.addWidget(KeyButton(self.tr("返回"), "Esc", on=self.escape))
        self.print_button = KeyButton(self.tr("打印这份指南"), "F9", on=self.print_action)
        self.bottom.addWidget(self.print_button)
        self.bottom.addStretch(1)
        self.main_button = KeyButton(self.tr("办这一项"), "F10", role="main", on=self.press_main)
        self.bottom.addWidget(self.main_button)
        self.setFocusProxy(self.search)

    @property
    def title(self) -> str:
        return self.tr("办事指南")

    def enter(self, argument: object = None) -> None:
        self._wanted = argument if isinstance(argument, str) else ""
        self.search.setFocus()
        self.refresh(frozenset())

    def find_action(self) -> None:
        self.search.setFocus()
        self.search.selectAll()

    def refresh(self, changed: frozenset[str]) -> None:
        self.ask(ask_guides, self.show_guides)

    def show_guides(self, guides: Guides) -> None:
        """Show the list and the guide of the chosen item."""
        self._guides = guides
        if guides.bundled:
            self.note_label.setText(self.tr("县里的目录还没收到，先用程序自带的"))
        else:
            self.note_label.setText(self._version_words(guides))
        self._show_items()
        if self._wanted:
            self.table.choose(self._wanted)
            self._wanted = ""

    def _version_words(self, guides: Guides) -> str:
        words = self.tr("县里发布的第 {n} 版").format(n=guides.version)
        if not guides.changes:
            return words
        codes = {guide.code for guide in guides.items}
        gone = [sentence for code, said in guides.changes.items() if code not in codes for sentence in said]
        changed = self.tr("这一版改了 {n} 项").format(n=len(guides.changes))
        return "　".join((words, changed, *gone))

    def _show_items(self) -> None:
        items = found(self._guides.items, self.search.text())
        language = self.words.language
        changed = self._guides.changes
        rows = [
            (
                Cell(item_lines(guide, language), "soon" if guide.code in changed else "plain"),
                Cell(self.words.category(guide.category)),
            )
            for guide in items
        ]
        self.table.show_rows(rows, [guide.code for guide in items])
        self._show_guide()

    @property
    def guide(self) -> ServiceGuide | None:
        """The guide that is shown."""
        code = self.table.chosen()
        return next((guide for guide in self._guides.items if guide.code == code), None)

    def _show_guide(self) -> None:
        guide = self.guide
        self.main_button.setEnabled(guide is not None and guide.authority != "consult")
        self.print_button.setEnabled(guide is not None)
        if guide is None:
            self.text.setPlainText(self.tr("没有这样的事项。换个字试试。"))
            return
        writer = self._writer
        self.text.setHtml(
            f"<h1>{writer.title(guide)}</h1>{html(writer.sections(guide, self._guides.changes.get(guide.code, ())))}"
        )

    def main_action(self) -> None:
        guide = self.guide
        if guide is not None and guide.authority != "consult":
            self.go.emit("new_case", {"item_code": guide.code})

    def print_action(self) -> None:
        """The guide on paper, for the wall or to take home."""
        guide = self.guide
        if guide is not None:
            self.print_button.setEnabled(False)
            self.surroundings.worker.run(
                guide_layout(guide), lambda layout: self._print(guide, layout), self._not_printed
            )

    def _print(self, guide: ServiceGuide, layout: "Layout") -> None:
        around = self.surroundings
        path = around.papers / f"{guide.code} {layout.name}.pdf"
        around.printing.render_and_print(layout, path, around.printer, self._printed, self._not_printed)

    def _printed(self, printed: Any) -> None:
        self.print_button.setEnabled(True)
        self.strip.say(printed_words(printed), "good")

    def _not_printed(self, failure: Failure) -> None:
        self.print_button.setEnabled(True)
        self.fail(failure)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.table.setFocus()
            return True
        return False


def document_style(look: Look) -> str:
    """The style of the guide's text, in the desk's colours and sizes."""
    tokens, px = look.tokens, look.px
    return (
        f"h1 {{ font-size: {px(24)}px; }} h2 {{ font-size: {px(19)}px; color: {tokens['main-dark']}; margin-top: {px(16)}px; }}"
        f"h3 {{ font-size: {px(17)}px; margin-top: {px(10)}px; }} p {{ margin: {px(3)}px 0; }}"
        f".alert {{ color: {tokens['soon']}; }} th {{ color: {tokens['soft']}; }} td, th {{ padding: {px(4)}px {px(10)}px {px(4)}px 0; }}"
    )
