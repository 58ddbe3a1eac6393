"""The agent of the practice day: what an agent does at each screen, with the keyboard, and what then has to be seen."""

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from forms.catalogue.loader import load_items
from station_app.day.hands import Hands
from station_app.day.people import Visitor
from station_app.day.steps import DayFailed

if TYPE_CHECKING:
    from PySide6.QtGui import QImage

    from station_app.ui.shell import Shell
    from station_app.ui.surroundings import LineView
    from station_app.ui.window import Window

LOGIN, NAME, PASSWORD = "longxiuzhen", "龙秀珍", "practice-2026"
_NUMBER = re.compile(r"5299-[0-9A-Z]+-\d{8}-\d{4}-[0-9A-Z]")


class DeskAgent:
    """`photograph` makes the picture that the agent takes of a material."""

    def __init__(self, hands: Hands, window: "Window", photograph: "Callable[[str], QImage]") -> None:
        self.hands = hands
        self._window = window
        self._photograph = photograph
        self._guides = {guide.code: guide for guide in load_items()}
        self._exchanges = 0

    @property
    def shell(self) -> "Shell":
        shell = self._window.shell
        if shell is None:
            raise DayFailed("nobody has come in")
        return shell

    def enrol(self, url: str, code: str) -> None:
        """The first start of this PC."""
        hands = self.hands
        for name, text in (
            ("县里服务器地址", url),
            ("一次性登记码", code),
            ("您的姓名", NAME),
            ("登录名", LOGIN),
            ("密码", PASSWORD),
            ("密码再输一遍", PASSWORD),
        ):
            hands.fill(name, text)
        hands.picture("enrolment")
        hands.key("F10")
        hands.until(lambda: self._window.shell is not None, "the desk opens")
        self.shell.surroundings.sync.state.connect(self._line_changed)

    def _line_changed(self, line: "LineView") -> None:
        self._exchanges += line.phase != "syncing"

    def sign_in_again(self) -> None:
        """Locks the screen and comes back."""
        self.hands.key("Ctrl+L")
        self.hands.until(lambda: self._window.is_locked, "the screen is locked")
        self.hands.picture("locked")
        self.hands.fill("密码", PASSWORD)
        self.hands.key("F10")
        self.hands.until(lambda: not self._window.is_locked, "the desk is back")

    def on(self, screen_id: str) -> None:
        """Waits until this screen is shown."""
        self.hands.until(lambda: self.shell.shown.screen_id == screen_id, f"the screen {screen_id}")

    def write_down(self, visitor: Visitor) -> None:
        """Fills in the new-case screen from top to bottom for somebody who has just come in."""
        hands = self.hands
        hands.key("F2")
        self.on("new_case")
        hands.until(lambda: "事项" in hands.focus().accessibleName(), "the item can be typed")
        hands.type(visitor.typed)
        guide = self._guides[visitor.item]
        hands.key("Return")
        hands.until(lambda: hands.sees_in("事项", guide.name), f"the item {guide.name}")
        hands.choose("哪种情形", guide.situation(visitor.situation).name)
        for name, text in (
            ("姓名", visitor.name),
            ("身份证", visitor.number),
            ("电话", visitor.phone),
            ("村", visitor.village),
            ("住址", visitor.address),
        ):
            hands.fill(name, text)
        for material in guide.checklist(visitor.situation):
            if material.name not in visitor.forgets and material.necessity != "optional":
                self._tick(material.name, material.name in visitor.photographs)
        for label, answer in visitor.answers.items():
            hands.answer(label, answer)
        hands.until(lambda: hands.sees("草稿已存"), "the draft is kept")
        hands.until(lambda: not hands.sees("选好事项和情形"), "the paper stands beside the form")

    def _tick(self, material: str, photographed: bool) -> None:
        """Space ticks a line; a picture on the clipboard (from a camera or a scanner) is pasted into it."""
        self.hands.to_line(material)
        self.hands.key("Space")
        if photographed:
            self.hands.paste(self._photograph(material))
            self.hands.until(lambda: self.hands.sees("照片 1 张"), f"the picture of {material} is taken in")

    def receive(self) -> str:
        """F10 on a complete screen. Returns the receipt number."""
        self.hands.key("F10")
        self.on("case")
        self.hands.until(lambda: bool(self._number()), "the case has a number")
        self.printed()
        return self._number()

    def give_notice(self) -> None:
        """F9: one complete notice; the draft is kept."""
        self.hands.key("F9")
        self.hands.until(lambda: self.hands.sees("告知书") and self.hands.sees("存在"), "the notice is printed")

    def printed(self) -> None:
        """Waits for the word that the paper is there."""
        self.hands.until(lambda: self.hands.sees("收好了"), "the paper is there")

    def bring(self, material: str) -> None:
        """The villager is back with what was missing: the draft is still on the screen, the line is ticked."""
        self.hands.key("F2")
        self.on("new_case")
        self._tick(material, False)
        self.hands.until(lambda: self.hands.sees("草稿已存"), "the draft is kept")

    def see_offline(self) -> None:
        """Syncs in vain; the footer has to say so, and go on."""
        self.hands.key("F8")
        self.on("sync")
        self.hands.until(lambda: not self.hands.sees("正在"), "the line is free")
        self.hands.key("F10")
        self.hands.until(lambda: "连不上" in self.shell.footer.text, "the footer says that there is no line")
        self.hands.key("Escape")

    def fail(self, why: str) -> None:
        """Ends the day."""
        self.hands.picture("failed")
        raise DayFailed(why)

    def scan(self, number: str) -> None:
        """Reads the code of a slip, on whatever screen is shown; its case comes up. Nothing to do where it is up."""
        if self.shell.shown.screen_id == "case" and self.hands.sees(number):
            return
        self.hands.type(number)
        self.hands.key("Return")
        self.on("case")
        self.hands.until(lambda: self.hands.sees(number), f"the case {number}")

    def sync(self) -> None:
        """F8, F10; waits for the end of the exchange."""
        self.hands.key("F8")
        self.on("sync")
        self.hands.until(lambda: not self.hands.sees("正在"), "the line is free")
        before = self._exchanges
        self.hands.key("F10")
        self.hands.until(lambda: self._exchanges > before, "the exchange ends")
        self.hands.until(lambda: self.shell.footer.text.startswith("已同步"), "everything is sent")

    def fetch(self, number: str, words: str) -> None:
        """Syncs and opens the case until it says `words`."""

        def told() -> bool:
            self.sync()
            self.scan(number)
            return self.hands.sees_soon(words)

        if not told() and not told():
            raise DayFailed(f"the case {number} does not say “{words}”: {self.hands.words()[:600]}")

    def supply(self, number: str, materials: tuple[str, ...]) -> None:
        """Writes down what has been brought later."""
        self.scan(number)
        self.hands.key("F10")
        for material in materials:
            self.hands.to(material)
            self.hands.key("Space")
        self.hands.picture("supply")
        self.hands.key("F10")
        self.hands.until(lambda: self.hands.sees("已经存好"), "what was brought is kept")

    def deliver(self, number: str, picture: str = "") -> None:
        """Hands the result over, signed on the screen."""
        self.scan(number)
        self.hands.key("F10")
        self.on("delivery")
        self.hands.until(lambda: self.hands.sees(number), "the right case is chosen")
        self.hands.sign("在打印的回证上签", "签名")
        if picture:
            self.hands.picture(picture)
        self.hands.key("F10")
        self.hands.until(lambda: self.hands.sees("送达回证"), "the delivery receipt is printed")

    def _number(self) -> str:
        found = _NUMBER.findall(self.hands.words())
        return found[-1] if found else ""
