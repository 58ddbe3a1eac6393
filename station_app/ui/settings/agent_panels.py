"""The panels of the settings for those who sit at this desk: another agent, and one's own password."""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QLineEdit, QWidget

from station_app.ui.enrolment.model import SHORTEST_PASSWORD, Complaint, password_complaints, person_complaints
from station_app.ui.look import Look
from station_app.ui.parts.enter_goes_on import EnterGoesOn
from station_app.ui.parts.field import Field
from station_app.ui.parts.label import label
from station_app.ui.parts.panel import Panel


def tr(text: str) -> str:
    return QCoreApplication.translate("AgentPanels", text)


class FieldsPanel(Panel):
    """Fields one beneath the other; `complaints` says what is wrong with each, and the first wrong one gets the cursor."""

    def __init__(self, look: Look, heading: str, said: str, act_words: str, act: Callable[[], None]) -> None:
        super().__init__(look, heading, act_words, act)
        self.fields: dict[str, Field] = {}
        self._enter = EnterGoesOn(self)
        self.body.addWidget(label(said, "soft", wrap=True))

    def add(self, key: str, name: str, help_text: str = "", *, secret: bool = False) -> None:
        """One more line; a `secret` one shows nothing of what is typed."""
        line = QLineEdit()
        line.setMaxLength(200)
        if secret:
            line.setEchoMode(QLineEdit.EchoMode.Password)
        field = Field(self.look, name, line, help_text=help_text, name_width=140)
        self.fields[key] = field
        self.body.addWidget(field)
        self._enter.watch(line)

    def first_input(self) -> QWidget:
        return next(iter(self.fields.values())).input

    def typed(self, key: str) -> str:
        """What was typed, with its blanks: they belong to a password."""
        line = self.fields[key].input
        return line.text() if isinstance(line, QLineEdit) else ""

    def complaints(self) -> dict[str, Complaint]:
        raise NotImplementedError

    def is_complete(self) -> bool:
        found = self.complaints()
        for key, field in self.fields.items():
            field.say_problem(_words(found[key]) if key in found else "")
        if found:
            self.fields[next(iter(found))].input.setFocus()
        return not found


class AddAgentPanel(FieldsPanel):
    """AB岗: somebody else who may sit at this desk."""

    def __init__(self, look: Look, act: Callable[[], None]) -> None:
        said = tr("添加以后，在登录的地方选自己的名字，用自己的密码进。密码请本人来输。")
        super().__init__(look, tr("添加代办员"), said, tr("添加"), act)
        self.add("name", tr("姓名"), tr("会印在回执上。"))
        self.add("login", tr("登录名"), tr("用字母和数字，比如姓名的拼音。"))
        self.add("password", tr("密码"), tr("至少 {n} 位，别用生日。").format(n=SHORTEST_PASSWORD), secret=True)
        self.add("password_again", tr("密码再输一遍"), secret=True)
        self.body.addStretch(1)

    def complaints(self) -> dict[str, Complaint]:
        name, login = self.fields["name"].text, self.fields["login"].text
        return person_complaints(name, login, self.typed("password"), self.typed("password_again"))


class PasswordPanel(FieldsPanel):
    """A new password for whoever is signed in."""

    def __init__(self, look: Look, name: str, act: Callable[[], None]) -> None:
        said = tr("改的是{name}的密码。改好以后，下次锁屏、登录用新密码。").format(name=name)
        super().__init__(look, tr("改密码"), said, tr("改密码"), act)
        self.add("old", tr("现在的密码"), secret=True)
        self.add("password", tr("新密码"), tr("至少 {n} 位，别用生日。").format(n=SHORTEST_PASSWORD), secret=True)
        self.add("password_again", tr("新密码再输一遍"), secret=True)
        self.body.addStretch(1)

    def complaints(self) -> dict[str, Complaint]:
        missing: dict[str, Complaint] = {} if self.typed("old") else {"old": "password_missing"}
        return {**missing, **password_complaints(self.typed("password"), self.typed("password_again"))}


def _words(complaint: Complaint) -> str:
    return {
        "name_missing": tr("请输姓名。"),
        "login_wrong": tr("登录名用 2 到 30 个字母或数字，中间不要空格。"),
        "password_missing": tr("请输现在的密码。"),
        "password_short": tr("密码至少要 {n} 位。").format(n=SHORTEST_PASSWORD),
        "password_differs": tr("两次输的密码不一样，请再输一遍。"),
    }[complaint]
