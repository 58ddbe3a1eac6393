"""A new registration for a PC that has one: the district does not know it any more, or two PCs share it. All it holds stays."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from station_app.ui.enrolment.model import Complaint, again_complaints, whole_address
from station_app.ui.entrance import EnrolAgainForm
from station_app.ui.look import Look
from station_app.ui.parts.buttons import KeyButton
from station_app.ui.parts.card import Card
from station_app.ui.parts.enter_goes_on import EnterGoesOn
from station_app.ui.parts.field import Field
from station_app.ui.parts.label import label
from station_app.ui.parts.scrolled import Scrolled
from station_app.ui.parts.strip import Strip


class EnrolAgainView(QWidget):
    """`asked` carries an EnrolAgainForm; `left`: back to the sign-in. What was typed stays when the answer is no."""

    asked = Signal(object)
    left = Signal()

    def __init__(
        self, look: Look, agents: tuple[tuple[str, str], ...], server_address: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("entrance")
        self._look = look
        self._logins = [login for login, _ in agents]
        self._agents = QComboBox()
        self._agents.addItems([name for _, name in agents])
        self.fields = {
            "server_address": self._field(self.tr("县里服务器地址"), self.tr("没有换就不用改。")),
            "code": self._field(self.tr("一次性登记码"), self.tr("打电话向县里要，要说清是哪个站。")),
            "password": self._field(self.tr("密码"), self.tr("平时登录用的那个。"), secret=True),
        }
        self._line("server_address").setText(server_address)
        self.strip = Strip(look)
        self.back_button = KeyButton(self.tr("返回"), "Esc", on=self.escape)
        self.button = KeyButton(self.tr("重新登记"), "F10", role="main", on=self.main_action)
        content = QWidget()
        centre = QHBoxLayout(content)
        centre.addStretch(1)
        centre.addWidget(self._make_card(), 0, Qt.AlignmentFlag.AlignTop)
        centre.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, look.px(12), 0, look.px(12))
        column.addWidget(Scrolled(content))
        self._enter = EnterGoesOn(self, self.button)
        self._enter.watch(*(field.input for field in self.fields.values()), self._agents)
        self.setFocusProxy(self.fields["code" if server_address else "server_address"].input)
        for key, act in (("F10", self.main_action), ("Esc", self.escape)):
            QShortcut(QKeySequence(key), self).activated.connect(act)

    def _field(self, name: str, help_text: str, *, secret: bool = False) -> Field:
        line = QLineEdit()
        line.setMaxLength(200)
        if secret:
            line.setEchoMode(QLineEdit.EchoMode.Password)
        return Field(self._look, name, line, help_text=help_text, name_width=140)

    def _make_card(self) -> Card:
        card = Card(self._look)
        card.setFixedWidth(self._look.px(680))
        card.body.addWidget(label(self.tr("重新登记这台电脑"), "title"))
        card.body.addWidget(
            label(self.tr("县里说不认得这台电脑，或者有两台电脑用了同一个登记时，才用这里。"), "soft", wrap=True)
        )
        card.body.addWidget(
            label(
                self.tr("本机的办件、草稿、照片和还没传的登记一样都不会少，登记好以后自动补传，县里已有的不会重复。"),
                wrap=True,
            )
        )
        card.body.addWidget(self.strip)
        for key in ("server_address", "code"):
            card.body.addWidget(self.fields[key])
        card.body.addWidget(Field(self._look, self.tr("代办员"), self._agents, name_width=140))
        card.body.addWidget(self.fields["password"])
        row = QHBoxLayout()
        row.addWidget(self.back_button)
        row.addStretch(1)
        row.addWidget(self.button)
        card.body.addLayout(row)
        return card

    def main_action(self) -> None:
        """Check everything at once; ask the district only when it can be sent."""
        if not self.button.isEnabled():
            return
        form = EnrolAgainForm(
            whole_address(self._line("server_address").text()),
            self._line("code").text().strip(),
            self._logins[self._agents.currentIndex()],
            self._line("password").text(),
        )
        found = again_complaints(form)
        for key, field in self.fields.items():
            field.say_problem(self._words(found[key]) if key in found else "")
        if found:
            self.fields[next(iter(found))].input.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.strip.clear()
        self._set_busy(True)
        self.asked.emit(form)

    def escape(self) -> None:
        """Back to the sign-in, unless the district is being asked: a code is good once."""
        if self.button.isEnabled():
            self.left.emit()

    def say_failed(self, sentence: str) -> None:
        """The answer was no: say why; everything typed stays."""
        self._set_busy(False)
        self.strip.say(sentence, "late")

    def _set_busy(self, busy: bool) -> None:
        self.button.setEnabled(not busy)
        self.back_button.setEnabled(not busy)
        self.button.say(self.tr("正在登记") if busy else self.tr("重新登记"))

    def _line(self, key: str) -> QLineEdit:
        line = self.fields[key].input
        assert isinstance(line, QLineEdit)
        return line

    def _words(self, complaint: Complaint) -> str:
        return {
            "address_missing": self.tr("请输县里服务器的地址。"),
            "address_wrong": self.tr("这个地址不对，应该像 zwfw.example.cn 这样，请对照通知再看一遍。"),
            "code_missing": self.tr("请输县里给的登记码。"),
            "password_missing": self.tr("请输密码。"),
        }[complaint]
