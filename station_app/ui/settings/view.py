"""F11: size of the text, language, printer, and when the screen locks."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QWidget

from station_app.ui.look import TEXT_SIZES
from station_app.ui.parts.buttons import KeyButton
from station_app.ui.parts.card import Card
from station_app.ui.parts.choice_row import ChoiceRow
from station_app.ui.parts.field import Field
from station_app.ui.parts.label import label
from station_app.ui.parts.scrolled import Scrolled
from station_app.ui.preferences import Language, Preferences
from station_app.ui.screen import Screen
from station_app.ui.surroundings import Surroundings

LOCK_MINUTES = (5, 10, 20, 30)


class SettingsScreen(Screen):
    """`asked` carries the Preferences to be kept; whoever keeps them makes the screens anew."""

    screen_id = "settings"
    asked = Signal(object)

    def __init__(self, surroundings: Surroundings, parent: QWidget | None = None) -> None:
        super().__init__(surroundings, parent)
        names = (self.tr("普通"), self.tr("大字"), self.tr("特大字"))
        sizes = [(str(size), name) for size, name in zip(TEXT_SIZES, names, strict=True)]
        self.text_size = ChoiceRow(self.look, sizes, self.tr("字的大小"))
        self.language = ChoiceRow(self.look, (("zh", "中文"), ("en", "English")), self.tr("语言"))
        minutes = [(str(n), self.tr("{n} 分钟").format(n=n)) for n in LOCK_MINUTES]
        self.lock = ChoiceRow(self.look, minutes, self.tr("多久没人动就锁屏"))
        self.printer = Field(self.look, self.tr("打印机"), QComboBox(), name_width=170)
        card = Card(self.look)
        for heading, widget in (
            (self.tr("字的大小"), self.text_size),
            (self.tr("语言"), self.language),
            (self.tr("多久没人动就锁屏"), self.lock),
        ):
            card.body.addWidget(label(heading, "heading"))
            card.body.addWidget(widget)
        card.body.addWidget(label(self.tr("打印"), "heading"))
        card.body.addWidget(self.printer)
        card.body.addStretch(1)
        self.body.addWidget(Scrolled(card), 1)
        self.bottom.addWidget(KeyButton(self.tr("返回"), "Esc", on=self.escape))
        self.bottom.addStretch(1)
        self.bottom.addWidget(KeyButton(self.tr("存下"), "F10", role="main", on=self.main_action))
        self.setFocusProxy(self.text_size)

    @property
    def title(self) -> str:
        return self.tr("设置")

    def enter(self, argument: object = None) -> None:
        """`argument` True: they have just been kept."""
        kept = self.surroundings.preferences
        self.text_size.choose(str(kept.text_px))
        self.language.choose(kept.language)
        nearest = min(LOCK_MINUTES, key=lambda minutes: abs(minutes - kept.lock_minutes))
        self.lock.choose(str(nearest))
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
        )

    def main_action(self) -> None:
        self.asked.emit(self.chosen())
