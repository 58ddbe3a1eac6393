"""The practice day, in order: three people, the township in between, a lost line, and everything handed over."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from station_app.day.desk_agent import DeskAgent
from station_app.day.made_papers import decision
from station_app.day.people import Visitor, disability_allowance, old_age_allowance, social_security_card
from station_app.day.steps import Steps
from station_app.day.township import Township
from station_app.practice import ADMINISTRATOR, CLERK, PASSWORD, PracticeDistrict

HEAD_PAGE, CERTIFICATE = "户口簿（户主页）", "残疾人证"
SCREENS = (("F1", "today"), ("F3", "cases"), ("F5", "enquiry"), ("F6", "guide"), ("F7", "ledger"), ("F8", "sync"))


class Story:
    """`line_lost`: the server is stopped where somebody is at the desk, and comes back later."""

    def __init__(
        self, agent: DeskAgent, district: PracticeDistrict, steps: Steps, folder: Path, *, pictures: bool = True
    ) -> None:
        self._agent, self._district, self._steps, self._folder = agent, district, steps, folder
        self._pictures = pictures
        self._signed_in: dict[str, Township] = {}

    @property
    def township(self) -> Township:
        """The township's clerk at the console, who accepts."""
        return self._officer(CLERK)

    @property
    def county(self) -> Township:
        """The county's, who decides what the township only accepts."""
        return self._officer(ADMINISTRATOR)

    def close(self) -> None:
        for each in self._signed_in.values():
            each.close()

    def old_age(self, visitor: Visitor, *, line_lost: bool = False) -> None:
        """Received, sent, accepted, granted, delivered with a signature."""
        with self._steps.step(f"{visitor.name} 申请高龄津贴：登记，材料齐全"):
            self._agent.write_down(visitor)
            self._picture("new-case-complete")
        with self._lost_line(line_lost), self._steps.step("收件，打印材料接收凭证"):
            number = self._agent.receive()
            self._picture("case-received")
        with self._steps.step(f"传到镇里（{number}）"):
            self._agent.sync()
        with self._steps.step("镇里确认收到，受理"):
            self._confirm_and_accept(number)
        with (
            self._lost_line(line_lost),
            self._steps.step("站里接着办别的，回来再同步" if line_lost else "站里看到受理"),
        ):
            if not line_lost:
                self._agent.fetch(number, "集中办理")
                self._picture("case-accepted")
        self._decide_and_deliver(number, visitor, "高龄津贴发放通知书")

    def disability(self, visitor: Visitor, *, line_lost: bool = False) -> None:
        """A paper missing: one-time notice; brought, received; the township asks for a correction; supplied, decided."""
        agent = self._agent
        with self._steps.step(f"{visitor.name} 申请残疾人护理补贴：没带{'、'.join(visitor.forgets)}"):
            agent.write_down(visitor)
            self._picture("new-case-missing")
        with self._lost_line(line_lost), self._steps.step("一次说全，打印一次性告知书，草稿留着"):
            agent.give_notice()
            self._picture("notice-given")
        with self._steps.step("东西补来了，接着收件，打印材料接收凭证"):
            agent.bring(CERTIFICATE)
            number = agent.receive()
        with self._steps.step(f"传到镇里（{number}），镇里要求补正{HEAD_PAGE}"):
            agent.sync()
            self.township.act(number, "确认收到")
            self.township.correct(number, HEAD_PAGE, "户主页没有交")
            agent.fetch(number, "等村民补材料")
            self._picture("case-correction")
        with self._lost_line(line_lost), self._steps.step("补来户主页，登记"):
            agent.supply(number, (HEAD_PAGE,))
        with self._steps.step("传到镇里，镇里受理"):
            agent.sync()
            self.township.act(number, "受理")
        self._decide_and_deliver(number, visitor, "残疾人两项补贴审批表")

    def card(self, visitor: Visitor, *, line_lost: bool = False) -> None:
        """A lost social security card: received, sent, granted, handed over."""
        with self._lost_line(line_lost), self._steps.step(f"{visitor.name} 补办社会保障卡：登记，收件"):
            self._agent.write_down(visitor)
            number = self._agent.receive()
        with self._steps.step(f"传到镇里（{number}），受理"):
            self._agent.sync()
            self._confirm_and_accept(number)
        self._decide_and_deliver(number, visitor, "社会保障卡")

    def look_round(self) -> None:
        """Every screen once, and the lock."""
        with self._steps.step("各个屏幕看一遍，锁屏再回来"):
            for key, screen in SCREENS:
                self._agent.hands.key(key)
                self._agent.on(screen)
                self._agent.hands.settle()
                self._picture(screen)
            self._agent.sign_in_again()

    def _officer(self, login: str) -> Township:
        if login not in self._signed_in:
            self._signed_in[login] = Township(self._district.url)
            self._signed_in[login].sign_in(login, PASSWORD)
        return self._signed_in[login]

    def _confirm_and_accept(self, number: str) -> None:
        self.township.act(number, "确认收到")
        self.township.act(number, "受理")

    def _decide_and_deliver(self, number: str, visitor: Visitor, title: str) -> None:
        document = decision(self._folder / f"{title}-{visitor.serial}.pdf", title, visitor.name)
        with self._steps.step(f"县里作出决定：准予，{title}随网发到站里"):
            self.county.act(
                number, "作出决定", document, verdict="granted", document_name=title, document_number="练〔2026〕1号"
            )
            self._agent.fetch(number, "可以取了")
            self._picture("case-result")
        with self._steps.step(f"{visitor.name} 来取：在屏幕上签名，打印送达回证"):
            self._agent.deliver(number, "delivery" if self._pictures else "")
        with self._steps.step("送达也传到镇里，两边一样"):
            self._agent.sync()
            if not self.township.sees(number, "送达"):
                self._agent.fail(f"the console does not know that {number} was delivered")

    @contextmanager
    def _lost_line(self, lost: bool) -> Iterator[None]:
        """The server is gone while this is done, and back afterwards; nothing may be lost or done twice."""
        if lost:
            self._district.stop()
            self._agent.see_offline()
            self._picture("offline")
        yield
        if lost:
            self._district.start()

    def _picture(self, name: str) -> None:
        if self._pictures:
            self._agent.hands.picture(name)


def work_the_day(story: Story, *, second_round: bool = True) -> None:
    """The whole day; then all of it again with the server stopped in the middle of each case."""
    story.old_age(old_age_allowance("李䶮", 101))
    story.disability(disability_allowance("欧阳𬸚", 103, (CERTIFICATE, HEAD_PAGE)))
    story.card(social_security_card("买买提·吐尔逊", 105))
    story.look_round()
    if second_round:
        story.old_age(old_age_allowance("𠮷桂英", 102), line_lost=True)
        story.disability(disability_allowance("石大山", 104, (CERTIFICATE, HEAD_PAGE)), line_lost=True)
        story.card(social_security_card("吴国庆", 106), line_lost=True)
