"""The new-case screen in the real shell on a real desk, worked as an agent works it. `python -m tests.ui.new_case_at_hand`
draws its states into build/screens/."""

import tempfile
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from station_app.ui.new_case.view import NewCaseScreen
from station_app.ui.shell import Shell
from tests.storage.station import complete_content, drafted, id_number
from tests.ui.desk_at_hand import DeskAtHand

FOLDER = Path(__file__).parents[2] / "build" / "screens"
ITEM = "MZ-005"
KEY = Qt.Key


def type_text(text: str, widget: QWidget | None = None) -> None:
    """Type where the cursor is: ASCII key by key, anything else as an input method does."""
    target = widget or QApplication.focusWidget()
    assert target is not None
    if text.isascii():
        QTest.keyClicks(target, text)
    else:
        typed = QInputMethodEvent()
        typed.setCommitString(text)
        QApplication.sendEvent(target, typed)


class NewCaseAtHand:
    """`screen` in `shell`, of the size given."""

    def __init__(self, at_hand: DeskAtHand, width: int = 1366, height: int = 768) -> None:
        self.at_hand = at_hand
        self.shell = Shell(at_hand.surroundings)
        self.shell.resize(width, height)
        self.shell.show()
        self.shell.go("new_case", None)
        found = self.shell.shown
        assert isinstance(found, NewCaseScreen)
        self.screen: NewCaseScreen = found
        self.parts = found.parts
        self.shell.activateWindow()
        found.parts.what.item.setFocus()
        self.settle()

    def settle(self) -> None:
        """Let the pauses for saving and looking pass, and the page be drawn."""
        self.screen.looking.look_now()
        if self.screen.keeper is not None:
            self.screen.keeper.save_now()
        case = self.screen.case
        if case is not None and case.situation is not None:
            loop = QEventLoop()
            self.screen.looking.drawn.connect(loop.quit)
            self.screen.looking.unprintable.connect(loop.quit)
            QTimer.singleShot(10_000, loop.quit)
            self.screen.looking.look_now()
            loop.exec()
        QApplication.processEvents()

    def choose(self, item: str = ITEM, situation: str = "nursing") -> None:
        self.parts.what.item.chosen.emit(item)
        box = self.parts.what.situation
        box.setCurrentIndex(box.findData(situation))

    def applicant(self, **values: Any) -> None:
        for name, value in values.items():
            self.put(self.parts.who.entries[name].input, value)

    def form(self, **values: str) -> None:
        for key, value in values.items():
            self.put(self.parts.form.entries[key].input, value)

    def put(self, widget: QWidget, value: str) -> None:
        """As if it were typed there, and left."""
        widget.setFocus()
        match widget:
            case _ if hasattr(widget, "code"):
                widget.setCurrentIndex(widget.findData(value))
            case _ if hasattr(widget, "setEditText"):
                widget.setEditText(value)
            case _:
                widget.clear()
                widget.insert(value)
        self.parts.receive.setFocus()

    def tick(self, *but: str) -> None:
        """Tick every line but these."""
        for code, row in self.parts.materials.rows.items():
            if code not in but and not row.box.isChecked():
                row.box.click()

    def fill(self, *but: str) -> None:
        """A complete application, but for these materials."""
        self.choose()
        number = id_number(124)
        self.applicant(name="李䶮", id_number=number, phone="13800000000", village="响水洞村", address="三组 12 号")
        self.form(
            disability_card=f"{number}42", disability_kind="4", disability_grade="2", account="6222000000000000000"
        )
        self.tick(*but)

    def press(self, *keys: Qt.Key, to: QWidget | None = None) -> None:
        """Press keys where the cursor is."""
        for key in keys:
            QTest.keyClick(to or QApplication.focusWidget() or self.shell, key)

    def close(self) -> None:
        """Nothing is left under way."""
        self.screen.leave()
        self.shell.hide()

    def shot(self, name: str) -> Path:
        FOLDER.mkdir(parents=True, exist_ok=True)
        path = FOLDER / f"new_case-{name}.png"
        self.shell.grab().save(str(path))
        return path


def _draw(app: QApplication) -> None:
    from PySide6.QtGui import QFontDatabase

    from resources.paths import font_file
    from station_app.ui.look import Look, load_fonts

    load_fonts()
    QFontDatabase.addApplicationFont(str(font_file("HanaMinB")))
    states = {
        "empty": lambda new: None,
        "list": lambda new: QTest.keyClicks(new.parts.what.item, "c"),
        "complete": lambda new: new.fill(),
        "missing": lambda new: new.fill("id_card", "bank_card", "register_head_page"),
        "deferred": lambda new: new.fill("register_head_page"),
        "errors": _errors,
        "agent": _agent,
        "recognised": _recognised,
        "drafts": _drafts,
        "rare": lambda new: (new.fill(), new.applicant(name="欧阳𬸚\U000e0041\ue000")),
    }
    for size, px in (((1366, 768), 17), ((1024, 768), 17), ((1366, 768), 24), ((1024, 768), 24)):
        Look(px).put_on(app)
        for name, make in states.items():
            if (size, px) != ((1366, 768), 17) and name not in ("complete", "agent", "empty"):
                continue
            with tempfile.TemporaryDirectory() as folder:
                at_hand = DeskAtHand(Path(folder), text_px=px)
                if name in ("drafts", "empty"):
                    drafted(at_hand.desk, complete_content(at_hand.desk, "买买提·吐尔逊", 126))
                    drafted(at_hand.desk, complete_content(at_hand.desk, "欧阳𬸚", 128))
                if name == "recognised":
                    at_hand.receive()
                new = NewCaseAtHand(at_hand, *size)
                make(new)
                new.settle()
                end = "" if (size, px) == ((1366, 768), 17) else f"-{size[0]}-{px}"
                print(new.shot(name + end))
                if name == "complete":
                    bar = new.parts.scrolled.verticalScrollBar()
                    bar.setValue(bar.maximum())
                    print(new.shot(name + "-below" + end))
                new.close()
                at_hand.close()


def _errors(new: NewCaseAtHand) -> None:
    new.fill("id_card")
    new.applicant(id_number="529901194603121245", phone="1380000", name="")
    new.settle()
    new.screen.main_action()


def _agent(new: NewCaseAtHand) -> None:
    new.fill()
    new.parts.who.by_agent.click()
    entries = new.parts.who.agent.person.entries
    for name, value in (
        ("name", "李秀兰"),
        ("relation", "女儿"),
        ("id_number", id_number(125)),
        ("phone", "13800000001"),
    ):
        new.put(entries[name].input, value)
    new.put(entries["valid_until"].input, "2027年5月1日")
    new.parts.scrolled.verticalScrollBar().setValue(140)


def _recognised(new: NewCaseAtHand) -> None:
    new.choose()
    new.applicant(id_number=id_number(124))
    new.tick("register_head_page")


def _drafts(new: NewCaseAtHand) -> None:
    new.screen.enter("drafts")


if __name__ == "__main__":
    _draw(QApplication([]))
