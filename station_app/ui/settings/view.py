"""F11: size of the text, language, printer, when the screen locks; and who sits at this desk."""

from collections.abc import Callable
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QStackedWidget, QWidget

from forms.failures import Failure
from station_app.ui.look import TEXT_SIZES
from station_app.ui.parts.buttons import KeyButton
from station_app.ui.parts.card import Card
from station_app.ui.parts.choice_row import ChoiceRow
from station_app.ui.parts.field import Field
from station_app.ui.parts.label import label
from station_app.ui.parts.scrolled import Scrolled
from station_app.ui.preferences import READER_GAPS_MS, Language, Preferences
from station_app.ui.screen import Screen
from station_app.ui.settings import actions
from station_app.ui.settings.agent_panels import AddAgentPanel, FieldsPanel, PasswordPanel
from station_app.ui.settings.backup_section import BackupSection
from station_app.ui.settings.line_section import LineSection
from station_app.ui.settings.restore_panel import RestoreMeans, RestorePanel
from station_app.ui.surroundings import Surroundings

if TYPE_CHECKING:
    from station_app.desk.context import Desk

LOCK_MINUTES = (5, 10, 20, 30)


class SettingsScreen(Screen):
    """`asked` carries the Preferences to be kept; whoever keeps them makes the screens anew. `restore_asked` carries the
    backup's Path and the password that was typed: whoever hears it closes this desk."""

    screen_id = "settings"
    asked = Signal(object)
    restore_asked = Signal(object, str)

    def __init__(self, surroundings: Surroundings, parent: QWidget | None = None) -> None:
        super().__init__(surroundings, parent)
        names = (self.tr("普通"), self.tr("大字"), self.tr("特大字"))
        sizes = [(str(size), name) for size, name in zip(TEXT_SIZES, names, strict=True)]
        self.text_size = ChoiceRow(self.look, sizes, self.tr("字的大小"))
        self.language = ChoiceRow(self.look, (("zh", "中文"), ("en", "English")), self.tr("语言"))
        minutes = [(str(n), self.tr("{n} 分钟").format(n=n)) for n in LOCK_MINUTES]
        per_row = 2 if self.look.text_px == TEXT_SIZES[-1] else 4
        self.lock = ChoiceRow(self.look, minutes, self.tr("多久没人动就锁屏"), per_row=per_row)
        gaps = [
            (str(gap), words)
            for gap, words in zip(READER_GAPS_MS, (self.tr("一般"), self.tr("慢"), self.tr("很慢")), strict=True)
        ]
        self.reader = ChoiceRow(self.look, gaps, self.tr("扫码枪有多快"))
        self.printer = Field(self.look, self.tr("打印机"), QComboBox(), name_width=170)
        card = Card(self.look)
        for heading, widget in (
            (self.tr("字的大小"), self.text_size),
            (self.tr("语言"), self.language),
            (self.tr("多久没人动就锁屏"), self.lock),
            (self.tr("扫码枪有多快（扫了没反应就选慢一点）"), self.reader),
        ):
            card.body.addWidget(label(heading, "heading"))
            card.body.addWidget(widget)
        card.body.addWidget(label(self.tr("打印"), "heading"))
        card.body.addWidget(self.printer)
        self._add_agents(card)
        self.line = self._add_line(card)
        self.backups = self._add_backups(card)
        card.body.addStretch(1)
        self._settings = Scrolled(card)
        self._shown = QStackedWidget()
        self._shown.addWidget(self._settings)
        self.body.addWidget(self._shown, 1)
        self.back_button = KeyButton(self.tr("返回"), "Esc", on=self.escape)
        self.main_button = KeyButton(self.tr("存下"), "F10", role="main", on=self.press_main)
        self.bottom.addWidget(self.back_button)
        self.bottom.addStretch(1)
        self.bottom.addWidget(self.main_button)
        self.setFocusProxy(self.text_size)

    def _add_agents(self, card: Card) -> None:
        self.agents = label("", wrap=True)
        self.add_button = KeyButton(self.tr("添加代办员"), role="small", on=self.open_add)
        self.password_button = KeyButton(self.tr("改密码"), role="small", on=self.open_password)
        row = QHBoxLayout()
        row.setSpacing(self.look.px(14))
        row.addWidget(self.agents, 1)
        row.addWidget(self.add_button)
        row.addWidget(self.password_button)
        card.body.addWidget(label(self.tr("这台电脑上的代办员"), "heading"))
        card.body.addLayout(row)

    def _add_line(self, card: Card) -> LineSection | None:
        if self.surroundings.allowance is None:
            return None
        section = LineSection(self.surroundings, self.surroundings.allowance)
        section.told.connect(lambda said: self.strip.say(said, "good"))
        section.failed.connect(self.fail)
        card.body.addWidget(section)
        return section

    def _add_backups(self, card: Card) -> BackupSection | None:
        if self.surroundings.backups is None:
            return None
        section = BackupSection(self.surroundings, self.surroundings.backups)
        section.told.connect(lambda said: self.strip.say(said, "good"))
        section.failed.connect(self.fail)
        section.restore_wanted.connect(self.open_restore)
        card.body.addWidget(section)
        return section

    @property
    def title(self) -> str:
        return self.tr("设置")

    def enter(self, argument: object = None) -> None:
        """`argument` True: they have just been kept."""
        self.close_panel()
        self.ask(actions.agents, self._show_agents)
        for section in (self.line, self.backups):
            if section is not None:
                section.look()
        kept = self.surroundings.preferences
        self.text_size.choose(str(kept.text_px))
        self.language.choose(kept.language)
        nearest = min(LOCK_MINUTES, key=lambda minutes: abs(minutes - kept.lock_minutes))
        self.lock.choose(str(nearest))
        self.reader.choose(str(kept.reader_gap_ms))
        self._offer_printers(kept.printer)
        if argument is True:
            words = self.tr("设置存好了。")
            if kept.language != self.words.language:
                words = self.tr("设置存好了，语言下次打开程序时换。")
            self.strip.say(words, "good")

    def _offer_printers(self, kept: str) -> None:
        from PySide6.QtPrintSupport import QPrinterInfo

        box = self.printer.input
        if not isinstance(box, QComboBox):
            return
        names = list(QPrinterInfo.availablePrinterNames())
        box.clear()
        box.addItem(self.tr("用系统默认的") if names else self.tr("没有找到打印机，文书存成文件"), "")
        for name in names + ([kept] if kept and kept not in names else []):
            box.addItem(name, name)
        box.setCurrentIndex(max(box.findData(kept), 0))

    def chosen(self) -> Preferences:
        """What is chosen now."""
        box = self.printer.input
        language: Language = "en" if self.language.code == "en" else "zh"
        return Preferences(
            text_px=int(self.text_size.code),
            language=language,
            printer=str(box.currentData() or "") if isinstance(box, QComboBox) else "",
            lock_minutes=int(self.lock.code),
            reader_gap_ms=int(self.reader.code),
        )

    def main_action(self) -> None:
        if self.panel is not None:
            self.panel.act()
        else:
            self.asked.emit(self.chosen())

    def escape(self) -> None:
        if self.panel is not None:
            self.close_panel()
        else:
            super().escape()

    @property
    def panel(self) -> FieldsPanel | None:
        """The panel that is open."""
        shown = self._shown.currentWidget()
        return shown if isinstance(shown, FieldsPanel) else None

    def open_add(self) -> None:
        """Somebody else is to sit here too."""
        self._open(AddAgentPanel(self.look, self._add))

    def open_password(self) -> None:
        """Whoever is signed in wants another password."""
        self._open(PasswordPanel(self.look, self.surroundings.agent_name, self._change_password))

    def open_restore(self) -> None:
        """A backup is to take the place of this PC's data."""
        found = self.surroundings
        if found.backups is not None:
            means = RestoreMeans(self.look, self.words, found.clock, found.backups, found.agent_name)
            self._open(RestorePanel(means, self.fail, self._restore))

    def _restore(self) -> None:
        panel = cast(RestorePanel, self.panel)
        if panel.source is None:
            self.strip.say(self.tr("请先选一份能用的备份，等下面写出恢复以后怎么样。"))
        elif panel.is_complete() and self.main_button.isEnabled():
            self.main_button.setEnabled(False)
            self.restore_asked.emit(panel.source, panel.typed("password"))

    def restore_refused(self, failure: Failure) -> None:
        """The password was not right; nothing has been done."""
        self._act_failed(failure)
        if isinstance(self.panel, RestorePanel):
            self.panel.forget_password()

    def _open(self, panel: FieldsPanel) -> None:
        self.close_panel()
        self.strip.clear()
        self._shown.addWidget(panel)
        self._shown.setCurrentWidget(panel)
        self.main_button.say(panel.act_words)
        self.back_button.say(self.tr("算了"))
        panel.first_input().setFocus(Qt.FocusReason.OtherFocusReason)

    def close_panel(self) -> None:
        """Back to the settings; what was typed into the panel is gone, passwords first of all."""
        panel = self.panel
        if panel is not None:
            self._shown.removeWidget(panel)
            panel.hide()
            panel.deleteLater()
        self.main_button.setEnabled(True)
        self.main_button.say(self.tr("存下"))
        self.back_button.say(self.tr("返回"))

    def _show_agents(self, agents: tuple[tuple[str, str], ...]) -> None:
        self.agents.setText(self.tr("、").join(name for _, name in agents))

    def _add(self) -> None:
        panel = cast(AddAgentPanel, self.panel)
        if panel.is_complete():
            name = panel.fields["name"].text
            call = actions.add(panel.fields["login"].text, name, panel.typed("password"))
            self._act(call, self.tr("{name}可以在这台电脑上登录了。").format(name=name))

    def _change_password(self) -> None:
        panel = cast(PasswordPanel, self.panel)
        if panel.is_complete():
            call = actions.change_password(panel.typed("old"), panel.typed("password"))
            self._act(call, self.tr("密码改好了，下次用新的。"))

    def _act(self, call: "Callable[[Desk], None]", said: str) -> None:
        if not self.main_button.isEnabled():
            return
        self.main_button.setEnabled(False)
        self.surroundings.worker.run(call, lambda _: self._done(said), self._act_failed, frozenset({"sync"}))

    def _done(self, said: str) -> None:
        self.close_panel()
        self.surroundings.sync.after_save()
        self.ask(actions.agents, self._show_agents)
        self.strip.say(said, "good")
        self.password_button.setFocus()

    def _act_failed(self, failure: Failure) -> None:
        self.main_button.setEnabled(True)
        self.fail(failure)
