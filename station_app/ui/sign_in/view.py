"""Sign in, and come back from a locked screen."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtGui import QIcon, QKeySequence, QShortcut
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from resources.paths import icon_file
from station_app.ui.look import Look
from station_app.ui.parts.buttons import KeyButton
from station_app.ui.parts.card import Card
from station_app.ui.parts.enter_goes_on import EnterGoesOn
from station_app.ui.parts.field import Field
from station_app.ui.parts.label import label
from station_app.ui.parts.strip import Strip


class SignInView(QWidget):
    """`asked` carries login and password. `busy` while the answer is under way: a second press does nothing."""

    asked = Signal(str, str)
    forgotten = Signal()
    again_asked = Signal()
    """The district does not know this PC (any more): it wants a new registration."""

    def __init__(
        self, look: Look, agents: tuple[tuple[str, str], ...], *, locked: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("entrance")
        px = look.px
        self._agents = QComboBox()
        # The logins are kept here: handing one to Qt as an item's data costs 40 ms before the first paint.
        self._logins = [login for login, _ in agents]
        self._agents.addItems([name for _, name in agents])
        self.password = QLineEdit()
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.password.setMaxLength(200)
        show = QCheckBox(self.tr("显示密码"))
        show.toggled.connect(self._show_password)
        self.strip = Strip(look)
        self.button = KeyButton(
            self.tr("回来接着办") if locked else self.tr("进入"), "F10", role="main", on=self.main_action
        )
        self._restore: KeyButton | None = None
        self._card = card = Card(look)
        card.setFixedWidth(px(520))
        card.body.setSpacing(px(14))
        card.body.addLayout(_head(look, self._title(locked), self._hint(locked)))
        card.body.addWidget(self.strip)
        card.body.addWidget(Field(look, self.tr("代办员"), self._agents, name_width=80))
        card.body.addWidget(Field(look, self.tr("密码"), self.password, name_width=80))
        card.body.addLayout(_between(show, right=0))
        card.body.addWidget(self.button)
        self.forgotten_button = KeyButton(self.tr("忘了密码"), role="link", on=self.forgotten.emit)
        card.body.addLayout(_between(self.forgotten_button))
        self.again_button = KeyButton(self.tr("县里说要重新登记这台电脑"), role="link", on=self.again_asked.emit)
        if not locked:
            # Not over an open desk: its sync would go on under the registration of before.
            card.body.addLayout(_between(self.again_button))
        column = QVBoxLayout(self)
        column.addStretch(2)
        column.addLayout(_between(card))
        column.addStretch(3)
        self._enter = EnterGoesOn(card, self.button)
        self._enter.watch(self._agents)
        self.password.returnPressed.connect(self.main_action)
        self.setFocusProxy(self.password)
        main_key = QShortcut(QKeySequence("F10"), self)
        main_key.activated.connect(self.main_action)

    def _title(self, locked: bool) -> str:
        return self.tr("屏幕锁着") if locked else self.tr("便民服务站")

    def _hint(self, locked: bool) -> str:
        if locked:
            return self.tr("刚才的东西都在，输密码接着办。换人也从这里进。")
        return self.tr("选自己的名字，输密码。没有网也能进。")

    def choose(self, login: str) -> None:
        """Put this agent on top."""
        self._agents.setCurrentIndex(self._logins.index(login) if login in self._logins else 0)

    def main_action(self) -> None:
        """Ask to come in, unless an answer is under way or there is no password yet."""
        if not self.button.isEnabled():
            return
        if not self.password.text():
            self.strip.say(self.tr("请输密码。"))
            self.password.setFocus()
            return
        self._set_busy(True)
        self.strip.clear()
        self.asked.emit(self._logins[self._agents.currentIndex()], self.password.text())

    def say_failed(self, sentence: str) -> None:
        """The answer was no: say why, and let the password be typed anew."""
        self._set_busy(False)
        self.strip.say(sentence, "late")
        self.password.selectAll()
        self.password.setFocus()

    def offer_restore(self, on: Callable[[], None]) -> None:
        """The password was right, and the data cannot be opened: the way to a backup."""
        if self._restore is None:
            self._restore = KeyButton(self.tr("从备份恢复"), role="small", on=on)
            self._card.body.addWidget(self._restore)

    def wait(self, sentence: str) -> None:
        """Nobody can come in until something else is done: say what."""
        self._set_busy(True)
        self.strip.say(sentence)

    def _set_busy(self, busy: bool) -> None:
        self.button.setEnabled(not busy)
        self.again_button.setEnabled(not busy)
        self.password.setReadOnly(busy)

    def _show_password(self, shown: bool) -> None:
        self.password.setEchoMode(QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password)


def _head(look: Look, title: str, hint: str) -> QVBoxLayout:
    picture = label()
    size = look.px(56)
    picture.setPixmap(QIcon(str(icon_file("station-256.png"))).pixmap(size, size))
    head = QVBoxLayout()
    head.setSpacing(look.px(4))
    for widget in (picture, label(title, "title"), label(hint, "small", wrap=True)):
        # By its name: Qt's enumerations take 15 ms to make, and the first paint does without them.
        widget.setObjectName("centred")
        head.addWidget(widget)
    return head


def _between(widget: QWidget, right: int = 1) -> QHBoxLayout:
    """The widget in the middle of what is free; at its right end with `right` 0."""
    row = QHBoxLayout()
    row.addStretch(1)
    row.addWidget(widget)
    row.addStretch(right)
    return row
