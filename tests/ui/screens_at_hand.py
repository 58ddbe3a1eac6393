"""Draws every screen as somebody sees it: `python -m tests.ui.screens_at_hand [zh|en] [text px] [width]` → build/screens/."""

import sys
import tempfile
from collections.abc import Callable
from datetime import timedelta
from operator import attrgetter
from pathlib import Path
from typing import Any

import msgspec
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QApplication

from forms.catalogue.loader import Catalogue, load_items
from forms.events import Withdrawn, decode_event, make_event
from resources.paths import font_file
from station_app.app import install_language
from station_app.desk.add_agent import add_agent
from station_app.desk.daily_backup import back_up_daily
from station_app.desk.give_notice import give_notice
from station_app.desk.record_enquiry import record_enquiry
from station_app.desk.record_print import record_print
from station_app.jobs.line_state import failed
from station_app.storage.happenings import DistrictRestored, Happenings, Restoration
from station_app.ui.look import Look, load_fonts
from station_app.ui.parts.scrolled import Scrolled
from station_app.ui.shell import Shell
from sync.protocol.messages import Verdict
from sync.station.errors import NotOurServer
from tests.storage.station import CHEAP, applied, complete_content, drafted, outcome
from tests.ui.desk_at_hand import DeskAtHand
from tests.ui.test_case_acts import certificate

FOLDER = Path(__file__).parents[2] / "build" / "screens"


class Drawn:
    """One desk with a morning's work in it."""

    def __init__(self, folder: Path, language: str, text_px: int, width: int) -> None:
        self.end = f"-{text_px}-{width}-{language}"
        self.at_hand = at_hand = DeskAtHand(folder, text_px=text_px, language=language)
        # The office's acts below are of the day after.
        at_hand.clock.wait(days=1)
        items = load_items()
        for version in (1, 2):
            guides = tuple(msgspec.structs.replace(guide, visits=version) for guide in items[:3]) + items[3:]
            body = msgspec.json.encode(Catalogue(version, "2026-11-23T09:00:00+08:00", "529900", guides))
            at_hand.desk.store.publications.write("catalogue", body, version)
        at_hand.desk = at_hand.desk.reload()
        self.granted = at_hand.receive("买买提·吐尔逊", 126)
        at_hand.granted(self.granted)
        self.accepted = at_hand.receive("欧阳𬸚", 125)
        at_hand.accepted(self.accepted)
        self.correction = at_hand.receive("石大山", 127)
        at_hand.correction(self.correction)
        self.certificate = certificate(at_hand)
        self.received = at_hand.receive("吉桂英", 129)
        record_print(at_hand.desk, self.received, "material_receipt", "0" * 64)
        partial = complete_content(at_hand.desk, "𠮷野", 131)
        give_notice(at_hand.desk, drafted(at_hand.desk, msgspec.structs.replace(partial, materials=())))
        add_agent(at_hand.desk, "wuguoqing", "吴国庆", "another horse", cost=CHEAP)
        self.shell = Shell(at_hand.surroundings)
        self.shell.resize(width, 768)
        self.shell.show()

    def draw(self, name: str, screen_id: str, argument: Any = None, then: str = "") -> None:
        """Goes there, calls the screen's method `then`, and saves what is seen."""
        self.shell.go(screen_id, argument)
        if then:
            attrgetter(then)(self.shell.shown)()
        self._save(name)

    def draw_settings_below(self) -> None:
        self.draw("settings", "settings")
        bar = self.shell.shown.findChildren(Scrolled)[0].verticalScrollBar()
        bar.setValue(bar.maximum())
        self._save("settings_below")

    def _save(self, name: str) -> None:
        for _ in range(3):
            QApplication.processEvents()
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        path = FOLDER / f"{name}{self.end}.png"
        self.shell.grab().save(str(path))
        print(path)

    def draw_what_happened(self) -> None:
        """The sync screen after a restore here and one at the district, and with a clone at work."""
        store, now = self.at_hand.desk.store, self.at_hand.clock.now()
        ms = int(now.timestamp() * 1000)
        made = (now - timedelta(days=3)).isoformat()
        restored = Restoration(now.isoformat(), made, 0, 5, 3, True, "replaced-20261123-101200", rejoined=True)
        store.facts.write("happenings", Happenings(restored, DistrictRestored(ms, 2), (ms, ms)))
        self.draw("sync_happened", "sync")

    def draw_sent_back(self) -> None:
        """The sync screen with a step that came too late, and a receipt that is a draft again."""
        store = self.at_hand.desk.store
        store.append(
            make_event("withdrawn", Withdrawn("不办了"), case_id=self.granted, at=self.at_hand.clock.now().isoformat())
        )
        self.at_hand.receive("龙小凤", 134)
        batch = store.outgoing(100, 1_000_000)
        verdicts = []
        for place, sealed in enumerate(batch.events):
            kind, seq = decode_event(sealed.body).kind, batch.first_seq + place
            is_last = place >= len(batch.events) - 2
            if kind == "withdrawn":
                verdicts.append(Verdict(seq, sealed.op_id, "rejected", 0, "illegal_move", "decided_granted"))
            elif kind == "case_received" and is_last:
                verdicts.append(Verdict(seq, sealed.op_id, "rejected", 0, "number_taken", "5299-0315-03-261123-0004"))
            else:
                verdicts.append(applied(seq, sealed.op_id, place + 1))
        store.record_exchange(outcome(verdicts=tuple(verdicts)))
        self.draw("sync_sent_back", "sync")

    def draw_line(self) -> None:
        """The sync screen while somebody else answers on the line, in the longest words there are for that."""
        self.at_hand.sync.say(failed(NotOurServer()))
        self.draw("sync_not_ours", "sync")
        self.at_hand.sync.say()

    def draw_all(self) -> None:
        record_enquiry(self.at_hand.desk, _enquiry())
        back_up_daily(self.at_hand.desk, self.at_hand.unlocked.raw_key)
        self.at_hand.receive("龙小凤", 133)
        drawings: tuple[Callable[[], None], ...] = (
            lambda: self.draw("today", "today"),
            lambda: self.draw("cases", "cases"),
            lambda: self.draw("case", "case", self.accepted),
            lambda: self.draw("case_correction", "case", self.correction),
            lambda: self.draw("case_supply", "case", self.correction, "acts.open_supply"),
            lambda: self.draw("case_papers", "case", self.correction, "print_action"),
            lambda: self.draw("case_received", "case", self.received),
            lambda: self.draw("case_void", "case", self.received, "acts.open_void"),
            lambda: self.draw("case_certificate", "case", self.certificate),
            lambda: self.draw("case_decide", "case", self.certificate, "acts.open_decide"),
            lambda: self.draw("delivery", "delivery", self.granted),
            lambda: self.draw("enquiry", "enquiry"),
            lambda: self.draw("guide", "guide", self.at_hand.desk.catalogue.items[0].code),
            lambda: self.draw("guide_certificate", "guide", "ZH-001"),
            lambda: self.draw("ledger", "ledger"),
            lambda: self.draw("sync", "sync"),
            self.draw_line,
            self.draw_settings_below,
            lambda: self.draw("settings_restore", "settings", None, "open_restore"),
            self.draw_sent_back,
            self.draw_what_happened,
            lambda: self.draw("settings_agent", "settings", None, "open_add"),
            lambda: self.draw("new_case_item", "new_case", {"item_code": "ZH-001"}),
            lambda: self.draw("new_case_drafts", "new_case", "drafts"),
        )
        for each in drawings:
            each()


def _enquiry() -> Any:
    from forms.events import EnquiryRecorded

    return EnquiryRecorded("高龄津贴要带什么", "身份证、户口簿、银行卡", "MZ-004")


def main(language: str = "zh", text_px: str = "17", width: str = "1366") -> None:
    app = QApplication([])
    load_fonts()
    QFontDatabase.addApplicationFont(str(font_file("HanaMinB")))
    kept = install_language(app, language)
    Look(int(text_px)).put_on(app)
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        drawn = Drawn(Path(folder), language, int(text_px), int(width))
        drawn.draw_all()
        drawn.shell.hide()
        drawn.at_hand.close()
    del kept


if __name__ == "__main__":
    main(*sys.argv[1:])
