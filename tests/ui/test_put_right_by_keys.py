"""A receipt that the district sent back is put right at the real shell, by keys alone."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from forms.events import decode_event
from station_app.ui.new_case.view import NewCaseScreen
from station_app.ui.shell import Shell
from station_app.ui.sync.view import SyncScreen
from sync.protocol.messages import SealedEvent, Verdict
from tests.storage.station import applied, outcome
from tests.ui.desk_at_hand import DeskAtHand


def judged(seq: int, event: SealedEvent) -> Verdict:
    if decode_event(event.body).kind == "case_received":
        return Verdict(seq, event.op_id, "rejected", reason="number_taken")
    return applied(seq, event.op_id, seq)


def test_enter_opens_the_draft_and_f10_receives_it_again(at_hand: DeskAtHand, qtbot: QtBot) -> None:
    shell = Shell(at_hand.surroundings)
    qtbot.addWidget(shell)
    shell.show()
    case_id, store = at_hand.receive("龙小凤"), at_hand.desk.store
    batch = store.outgoing(100, 1_000_000)
    store.record_exchange(outcome(verdicts=tuple(judged(n, event) for n, event in enumerate(batch.events, 1))))
    shell.go("sync")
    screen = shell.shown
    assert isinstance(screen, SyncScreen)
    assert not screen.refused.isHidden()
    QTest.keyClick(screen.refused.table, Qt.Key.Key_Return)
    draft = shell.shown
    assert isinstance(draft, NewCaseScreen)
    assert draft.case is not None
    assert draft.case.content.applicant.name == "龙小凤"
    draft.main_action()
    qtbot.waitUntil(lambda: store.drafts.open() == ())
    assert [event.kind for event in store.log.of_case(case_id)].count("case_received") == 2
    shell.go("sync")
    assert screen.refused.isHidden()
    assert screen.heading.text().startswith("等着上传")
