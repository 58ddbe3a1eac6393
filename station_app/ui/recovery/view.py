"""A forgotten password: a request goes out by stick, the district's answer comes back, and the new password holds."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QComboBox, QFileDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from station_app.ui.enrolment.model import SHORTEST_PASSWORD, password_complaints
from station_app.ui.look import Look
from station_app.ui.parts.buttons import KeyButton
from station_app.ui.parts.card import Card
from station_app.ui.parts.enter_goes_on import EnterGoesOn
from station_app.ui.parts.field import Field
from station_app.ui.parts.label import label
from station_app.ui.parts.scrolled import Scrolled
from station_app.ui.parts.strip import Strip

if TYPE_CHECKING:
    from station_app.desk.recover_password import AskedFor


class RecoveryView(QWidget):
    """`asked` carries login, the new password and a folder (None: the stick that is in), `came` the password and a folder.
    `left` goes back to the sign-in."""

    asked = Signal(str, str, object)
    came = Signal(str, object)
    left = Signal()

    def __init__(
        self, look: Look, agents: tuple[tuple[str, str], ...], *, waiting: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("entrance")
        self._look = look
        self._logins = [login for login, _ in agents]
        self._chosen: Path | None = None
        self._make_parts([name for _, name in agents])
        content = QWidget()
        centre = QHBoxLayout(content)
        centre.addStretch(1)
        centre.addWidget(self._make_card(), 0, Qt.AlignmentFlag.AlignVCenter)
        centre.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, look.px(12), 0, look.px(12))
        column.addWidget(Scrolled(content))
        self._enter = EnterGoesOn(self, self.in_button if waiting else self.out_button)
        self._enter.watch(self._agents, self.password.input, self.again.input)
        for key, act in (("F9", self.ask), ("F10", self.take), ("Esc", self.leave)):
            QShortcut(QKeySequence(key), self).activated.connect(act)
        self.setFocusProxy(self.password.input if waiting else self._agents)
        if waiting:
            self.strip.say(self.tr("申请已经写过了。回执拷回来以后插上 U 盘，输申请时定的新密码，按 F10。"))

    def _make_parts(self, names: list[str]) -> None:
        self._agents = QComboBox()
        self._agents.addItems(names)
        self.password = self._secret(
            self.tr("新密码"), self.tr("至少 {n} 位，别用生日。取回执时还要输，请记住。").format(n=SHORTEST_PASSWORD)
        )
        self.again = self._secret(self.tr("再输一遍"), "")
        self.strip = Strip(self._look)
        self.out_button = KeyButton(self.tr("写申请到 U 盘"), "F9", on=self.ask)
        self.in_button = KeyButton(self.tr("从 U 盘取回执"), "F10", role="main", on=self.take)
        self.leave_button = KeyButton(self.tr("返回"), "Esc", on=self.leave)
        self.place_button = KeyButton(self.tr("换一个位置"), role="link", on=self.choose)

    def _secret(self, name: str, help_text: str) -> Field:
        line = QLineEdit()
        line.setMaxLength(200)
        line.setEchoMode(QLineEdit.EchoMode.Password)
        return Field(self._look, name, line, help_text=help_text, name_width=130)

    def _make_card(self) -> Card:
        card = Card(self._look)
        card.setFixedWidth(self._look.px(700))
        card.body.addWidget(label(self.tr("忘了密码"), "title"))
        steps = (
            self.tr("1　选自己的名字，定一个新密码，插上 U 盘，按 F9 写申请。"),
            self.tr("2　把 U 盘送到县里（或者把文件发过去），再打电话报屏幕上的核对码。"),
            self.tr("3　县里的回执拷回来以后，输新密码，按 F10。资料一件不会少。"),
        )
        card.body.addWidget(label("\n".join(steps), wrap=True))
        card.body.addWidget(self.strip)
        card.body.addWidget(Field(self._look, self.tr("代办员"), self._agents, name_width=130))
        for field in (self.password, self.again):
            card.body.addWidget(field)
        row = QHBoxLayout()
        row.addWidget(self.leave_button)
        row.addStretch(1)
        row.addWidget(self.place_button)
        row.addWidget(self.out_button)
        row.addWidget(self.in_button)
        card.body.addLayout(row)
        return card

    def ask(self) -> None:
        """Write the request, once the new password was typed twice."""
        if not self.out_button.isEnabled():
            return
        found = password_complaints(self._typed(self.password), self._typed(self.again))
        self.password.say_problem(
            self.tr("密码至少要 {n} 位。").format(n=SHORTEST_PASSWORD) if "password" in found else ""
        )
        self.again.say_problem(self.tr("两次输的密码不一样，请再输一遍。") if "password_again" in found else "")
        if found:
            (self.password if "password" in found else self.again).input.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self._set_busy(True)
        self.asked.emit(self._logins[self._agents.currentIndex()], self._typed(self.password), self._chosen)

    def take(self) -> None:
        """Take the answer in, under the password that was typed with the request."""
        if not self.in_button.isEnabled():
            return
        self.again.say_problem("")
        missing = not self._typed(self.password)
        self.password.say_problem(self.tr("请输申请时定的新密码。") if missing else "")
        if missing:
            self.password.input.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self._set_busy(True)
        self.came.emit(self._typed(self.password), self._chosen)

    def leave(self) -> None:
        if self.leave_button.isEnabled():
            self.left.emit()

    def choose(self) -> None:
        """Another folder than a stick's, for a request that goes by mail."""
        chosen = QFileDialog.getExistingDirectory(self, self.tr("选一个位置"))
        if chosen:
            self._chosen = Path(chosen)
            self.strip.say(self.tr("申请和回执都在：{folder}").format(folder=chosen))

    def say_asked(self, asked: "AskedFor") -> None:
        """The request is written: its code has to be read out by telephone."""
        self._set_busy(False)
        said = self.tr("申请写好了：{file}。请打电话给县里，报核对码 {code}。")
        self.strip.say(said.format(file=asked.path, code=asked.code), "good")

    def say_failed(self, sentence: str) -> None:
        """Nothing was changed: say why; what was typed stays."""
        self._set_busy(False)
        self.strip.say(sentence, "late")

    def _set_busy(self, busy: bool) -> None:
        self.strip.clear()
        for button in (self.out_button, self.in_button, self.leave_button):
            button.setEnabled(not busy)

    @staticmethod
    def _typed(field: Field) -> str:
        # Blanks belong to a password.
        return field.input.text() if isinstance(field.input, QLineEdit) else ""
