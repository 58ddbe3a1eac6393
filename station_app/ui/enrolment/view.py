"""The first start: address and one-time code from the district, and the first agent's name and password."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from station_app.ui.enrolment.model import SHORTEST_PASSWORD, Complaint, complaints, whole_address
from station_app.ui.entrance import EnrolmentForm
from station_app.ui.look import Look
from station_app.ui.parts.buttons import KeyButton
from station_app.ui.parts.card import Card
from station_app.ui.parts.enter_goes_on import EnterGoesOn
from station_app.ui.parts.field import Field
from station_app.ui.parts.label import label
from station_app.ui.parts.scrolled import Scrolled
from station_app.ui.parts.strip import Strip


class EnrolmentView(QWidget):
    """`asked` carries an EnrolmentForm. What was typed stays when the answer is no."""

    asked = Signal(object)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("entrance")
        self._look = look
        self.fields = self._make_fields()
        self.strip = Strip(look)
        self.button = KeyButton(self.tr("加入，开始使用"), "F10", role="main", on=self.main_action)
        content = QWidget()
        centre = QHBoxLayout(content)
        centre.addStretch(1)
        centre.addWidget(self._make_card())
        centre.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, look.px(12), 0, look.px(12))
        column.addWidget(Scrolled(content))
        self._enter = EnterGoesOn(self, self.button)
        self._enter.watch(*(field.input for field in self.fields.values()))
        self.setFocusProxy(self.fields["server_address"].input)
        main_key = QShortcut(QKeySequence("F10"), self)
        main_key.activated.connect(self.main_action)

    def _make_fields(self) -> dict[str, Field]:
        return {
            "server_address": self._field(self.tr("县里服务器地址"), self.tr("县里发的通知上有，照着输。")),
            "code": self._field(self.tr("一次性登记码"), self.tr("县里给的，只能用一次，大小写和横杠都不要紧。")),
            "name": self._field(self.tr("您的姓名"), self.tr("会印在回执上。")),
            "login": self._field(self.tr("登录名"), self.tr("自己起，用字母和数字，比如姓名的拼音。")),
            "password": self._field(
                self.tr("密码"), self.tr("至少 {n} 位，别用生日。").format(n=SHORTEST_PASSWORD), secret=True
            ),
            "password_again": self._field(
                self.tr("密码再输一遍"), self.tr("忘了密码找县里，资料不会丢。"), secret=True
            ),
        }

    def _field(self, name: str, help_text: str, *, secret: bool = False) -> Field:
        line = QLineEdit()
        line.setMaxLength(200)
        if secret:
            line.setEchoMode(QLineEdit.EchoMode.Password)
        return Field(self._look, name, line, help_text=help_text, name_width=140)

    def _make_card(self) -> Card:
        card = Card(self._look)
        card.setFixedWidth(self._look.px(680))
        card.body.addWidget(label(self.tr("第一次使用"), "title"))
        card.body.addWidget(
            label(self.tr("这台电脑要先在县里登记一次，需要连上网。登记好以后没有网也能办。"), "soft", wrap=True)
        )
        card.body.addWidget(self.strip)
        card.body.addWidget(label(self.tr("1　县里给的"), "heading"))
        for key in ("server_address", "code"):
            card.body.addWidget(self.fields[key])
        card.body.addWidget(label(self.tr("2　您自己的"), "heading"))
        for key in ("name", "login", "password", "password_again"):
            card.body.addWidget(self.fields[key])
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.button)
        card.body.addLayout(row)
        return card

    def main_action(self) -> None:
        """Check everything at once; ask the district only when it can be sent."""
        if not self.button.isEnabled():
            return
        form = self._form()
        found = complaints(form, self._typed("password_again"))
        for key, field in self.fields.items():
            field.say_problem(self._words(found[key]) if key in found else "")
        if found:
            self.fields[next(iter(found))].input.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.strip.clear()
        self.button.setEnabled(False)
        self.button.say(self.tr("正在登记"))
        self.asked.emit(form)

    def say_failed(self, sentence: str) -> None:
        """The answer was no: say why; everything typed stays."""
        self.button.setEnabled(True)
        self.button.say(self.tr("加入，开始使用"))
        self.strip.say(sentence, "late")

    def _form(self) -> EnrolmentForm:
        return EnrolmentForm(
            server_address=whole_address(self.fields["server_address"].text),
            code=self.fields["code"].text,
            name=self.fields["name"].text,
            login=self.fields["login"].text,
            password=self._typed("password"),
        )

    def _typed(self, key: str) -> str:
        line = self.fields[key].input
        # Blanks belong to a password.
        return line.text() if isinstance(line, QLineEdit) else ""

    def _words(self, complaint: Complaint) -> str:
        return {
            "address_missing": self.tr("请输县里服务器的地址。"),
            "address_wrong": self.tr("这个地址不对，应该像 zwfw.example.cn 这样，请对照通知再看一遍。"),
            "code_missing": self.tr("请输县里给的登记码。"),
            "name_missing": self.tr("请输您的姓名。"),
            "login_wrong": self.tr("登录名用 2 到 30 个字母或数字，中间不要空格。"),
            "password_short": self.tr("密码至少要 {n} 位。").format(n=SHORTEST_PASSWORD),
            "password_differs": self.tr("两次输的密码不一样，请再输一遍。"),
        }[complaint]
