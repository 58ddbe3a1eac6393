"""What township and district staff do with a case: each act is an event of the district, in the station's feed at once.

An act is named by the form it was sent from, so that the same form sent twice is one act.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256

import msgspec
from sqlalchemy import Connection, select

from forms import events as ev
from forms.case import Defect, ResultDocument
from forms.catalogue.guide import ServiceGuide
from forms.dates import china_date
from forms.events import Event, make_event
from forms.failures import InputFailure
from forms.lifecycle import Case, IllegalMove, Suspension, next_state
from forms.workdays import CalendarMissing, WorkCalendar
from sync.district import clock_watch, limits
from sync.district.case_log import CaseLog, StoredCase, find_case
from sync.district.competence import Competence, NotTheirs, Officer, competence
from sync.district.database.engine import writing
from sync.district.database.tables import event
from sync.district.district import District
from sync.district.publications import current_calendar, guide_of
from sync.district.stations import station_settings
from sync.protocol.messages import SettingsDocument

MOST_EXTRA_DAYS = 15
"""行政许可法§42: ten working days more, fifteen where several offices decide together; once."""


@dataclass(frozen=True)
class Desk:
    """What an act is decided on: the case as it is now, its guide, the calendar, the day and who acts."""

    stored: StoredCase
    guide: ServiceGuide | None
    calendar: WorkCalendar
    now: datetime
    officer: Officer
    settings: SettingsDocument | None
    """The station's; None for one that the district does not have."""
    competence: Competence
    clock_is_doubted: bool = False

    @property
    def case(self) -> Case:
        return self.stored.case

    @property
    def today(self) -> date:
        return china_date(self.now)

    def is_theirs(self, kind: str) -> bool:
        """Whether this act belongs to the office of who acts."""
        return self.competence.refusal(self.officer, kind) is None

    def check_theirs(self, kind: str) -> None:
        """Raises `InputFailure` that says whose act it is, where it is another office's."""
        refusal = self.competence.refusal(self.officer, kind)
        if refusal is not None:
            raise refusal


Acts = list[tuple[str, msgspec.Struct]]
Act = Callable[[Connection, Desk], Acts]


def perform(district: District, officer: Officer, case_id: str, act_id: bytes, act: Act) -> bool:
    """Does `act` in one transaction; False if this very form had been done before, and then nothing happens.

    Raises `InputFailure` where it is not possible (any more) or another office's, KeyError for a case that is not there.
    """
    with writing(district.engine) as connection:
        stored = find_case(connection, district, case_id)
        if stored is None:
            raise KeyError(case_id)
        log = CaseLog(connection, district, stored.station, district.now())
        if _was_done(connection, district, act_id):
            return False
        if officer.township not in ("", log.locked.township):
            raise NotTheirs("这件事不是本乡镇的，不能办。", "This case belongs to another township.")
        # Read again now that the station's row is locked.
        desk = desk_for(connection, district, officer, log.case(case_id) or stored)
        try:
            for place, (kind, data) in enumerate(act(connection, desk)):
                desk.check_theirs(kind)
                log.append_own(_op_id(act_id, place), _event(desk, case_id, kind, data))
        except IllegalMove as illegal:
            raise _no_longer() from illegal
        log.write()
    return True


def desk_for(connection: Connection, district: District, officer: Officer, stored: StoredCase) -> Desk:
    content = stored.case.content
    guide = guide_of(connection, district, content.item_code, content.item_version)
    settings = station_settings(connection, district, stored.station)
    whose = competence(connection, district, guide, settings, content.item_name)
    doubted = clock_watch.doubt(connection, district) is not None
    calendar = current_calendar(connection, district)
    return Desk(stored, guide, calendar, district.now(), officer, settings, whose, doubted)


def _possible(desk: Desk, kind: str) -> None:
    """Raises IllegalMove before anything is computed from a case that has not come that far (a page that is old)."""
    next_state(desk.case.state, kind)


def confirm_receipt(_: Connection, desk: Desk) -> Acts:
    """确认收到: day 0 of the five days begins."""
    return [("receipt_confirmed", ev.ReceiptConfirmed(desk.officer.office))]


def confirm_receipt_but(discrepancy: str) -> Act:
    """确认收到, saying what of the originals was not as the manifest lists them."""
    return lambda _, desk: [("receipt_confirmed", ev.ReceiptConfirmed(desk.officer.office, "", discrepancy.strip()))]


def receive_originals(discrepancy: str) -> Act:
    """收到原件 that the station sent after the case had been confirmed."""

    def act(_: Connection, desk: Desk) -> Acts:
        _possible(desk, "originals_received")
        if not desk.case.originals_sent_at:
            raise InputFailure("这件事现在没有在路上的原件。", "No originals of this case are on the way.")
        return [("originals_received", ev.OriginalsReceived(discrepancy.strip()))]

    return act


def accept(_: Connection, desk: Desk) -> Acts:
    """受理, with the end dates of the guide's limits."""
    _possible(desk, "accepted")
    promised = promised_on_acceptance(desk)
    data = ev.Accepted(
        promised_until=promised.promised_until,
        statutory_until=promised.statutory_until,
        handler=desk.officer.name,
        phone=desk.officer.phone,
    )
    return [("accepted", data)]


def promised_on_acceptance(desk: Desk) -> limits.Promise:
    start = limits.acceptance_start(desk.case, desk.stored.supplied_at, desk.guide, desk.today, desk.stored.arrived_at)
    return limits.promise(desk.case, start, desk.guide, desk.calendar)


def require_correction(defects: tuple[Defect, ...], due: date | None) -> Act:
    """要求补正: once, everything, within five working days of receipt (行政许可法§32(4))."""

    def act(_: Connection, desk: Desk) -> Acts:
        _possible(desk, "correction_required")
        if desk.case.corrections:
            raise InputFailure(
                "这件事已经要求补正过一次。按行政许可法第三十二条，补正要一次说全，不能再要求。",
                "A correction has been asked for before; the law allows it once (许可法§32(4)).",
            )
        if not defects:
            raise InputFailure("请勾选要补的材料，至少一样。", "Tick at least one material that has to be supplied.")
        if any(not defect.defect.strip() for defect in defects):
            raise InputFailure("勾选的材料都要写明哪里不对、怎么补。", "Say for each ticked material what is wrong.")
        if due is None or due <= desk.today:
            raise InputFailure("请写明补正期限，要在今天以后。", "Give the last day for the correction, after today.")
        _within_five_days(desk)
        data = ev.CorrectionRequired(defects, due.isoformat(), desk.officer.name, desk.officer.phone)
        return [("correction_required", data)]

    return act


def refuse_acceptance(reason: str, competent_office: str) -> Act:
    """不予受理: wrong matter or wrong office, and which one is right (行政许可法§32(1)(2))."""

    def act(_: Connection, __: Desk) -> Acts:
        if not reason.strip():
            raise InputFailure("请写明不予受理的理由。", "Give the reason for not accepting.")
        return [("not_accepted", ev.NotAccepted(reason.strip(), competent_office.strip()))]

    return act


def suspend(procedure: str, expected_days: int, basis: str) -> Act:
    """特别程序: its time is not counted, its length is told in writing (行政许可法§45)."""

    def act(_: Connection, __: Desk) -> Acts:
        if not procedure.strip() or expected_days < 1:
            raise InputFailure(
                "请写明是什么程序、预计要多少天，要书面告诉申请人。",
                "Name the procedure and how many days it is expected to take.",
            )
        return [("suspended", ev.Suspended(procedure.strip(), expected_days, basis.strip()))]

    return act


def resume(_: Connection, desk: Desk) -> Acts:
    """特别程序结束: the clock goes on and the end dates move by the pause."""
    _possible(desk, "resumed")
    *before, last = desk.case.suspensions or (Suspension("", desk.now.isoformat()),)
    ended = msgspec.structs.replace(last, until=desk.now.isoformat())
    promised = _promise(desk, msgspec.structs.replace(desk.case, suspensions=(*before, ended)))
    return [("resumed", ev.Resumed(promised.promised_until, promised.statutory_until))]


def extend(days: int, reason: str, approver: str) -> Act:
    """延长: once, with the head's approval, the reason told (行政许可法§42)."""

    def act(_: Connection, desk: Desk) -> Acts:
        if desk.case.extension_days:
            raise InputFailure("这件事已经延长过一次，不能再延长。", "This case has been extended once already.")
        if not 1 <= days <= MOST_EXTRA_DAYS:
            raise InputFailure(
                f"延长的天数要在 1 到 {MOST_EXTRA_DAYS} 个工作日之间。",
                f"Extend by 1 to {MOST_EXTRA_DAYS} working days.",
            )
        if not reason.strip() or not approver.strip():
            raise InputFailure("请写明延长的理由和批准人。", "Give the reason and who approved it.")
        _possible(desk, "extended")
        promised = _promise(desk, desk.case, days)
        data = ev.Extended(days, reason.strip(), approver.strip(), promised.promised_until, promised.statutory_until)
        return [("extended", data)]

    return act


def decide(granted: bool, document: ResultDocument | None, reason: str, remedies: str, send_now: bool) -> Act:
    """决定; a refusal gives its reasons and the remedies (行政许可法§38). `send_now`: the result goes with the feed."""

    def act(_: Connection, __: Desk) -> Acts:
        if not granted and not (reason.strip() and remedies.strip()):
            raise InputFailure(
                "不予批准要写明理由和救济途径（复议、诉讼的期限）。", "A refusal needs its reasons and the remedies."
            )
        if send_now and (document is None or not document.pages):
            raise InputFailure(
                "要随网发到站里，请附上结果文书的扫描件（PDF 或图片）。",
                "To send the result over the line, attach the document (PDF or picture).",
            )
        data = ev.Decided(granted, document, reason.strip(), remedies.strip() if not granted else "")
        sent: Acts = [("result_sent", ev.ResultSent("electronic"))] if send_now else []
        return [("decided", data), *sent]

    return act


def send_result(means: str) -> Act:
    """结果送站: over the line where the document is attached, carried by an officer, or by post."""

    def act(_: Connection, desk: Desk) -> Acts:
        document = desk.case.result
        if means == "electronic" and not (document and document.pages):
            raise InputFailure(
                "作决定时没有附扫描件，不能随网发，请派人送或者邮寄。", "No document is attached; send it on paper."
            )
        try:
            return [("result_sent", msgspec.convert({"means": means}, ev.ResultSent))]
        except msgspec.ValidationError as error:
            raise InputFailure("请选结果怎么送到站里。", "Choose how the result goes to the station.") from error

    return act


def lapse(_: Connection, desk: Desk) -> Acts:
    """逾期没补: the district's rule takes an overdue correction for a withdrawal (安阳条例§36; local)."""
    if not desk.case.correction_due or date.fromisoformat(desk.case.correction_due) >= desk.today:
        raise InputFailure("补正期限还没有过。", "The time for the correction has not passed yet.")
    if desk.clock_is_doubted:
        raise InputFailure(
            "服务器的时间可能不对，弄清以前不能按逾期处理。请告诉县里的管理员。",
            "The server's clock may be wrong: nothing counts as overdue until that is settled. Tell the administrator.",
        )
    return [("lapsed", ev.Withdrawn("逾期没有补正"))]


def _promise(desk: Desk, case: Case, more_days: int = 0) -> limits.Promise:
    start = limits.acceptance_start(
        case, desk.stored.supplied_at, desk.guide, china_date(case.accepted_at), desk.stored.arrived_at
    )
    return limits.promise(case, start, desk.guide, desk.calendar, more_days)


def undo_deemed_acceptance(reason: str) -> Act:
    """撤销视为受理: silence was counted by a wrong clock, or the case should never have been deemed accepted."""

    def act(_: Connection, __: Desk) -> Acts:
        if not reason.strip():
            raise InputFailure("请写明为什么撤销视为受理。", "Give the reason for taking the deemed acceptance back.")
        return [("deemed_acceptance_undone", ev.Withdrawn(reason.strip()))]

    return act


def _within_five_days(desk: Desk) -> None:
    if desk.clock_is_doubted:
        return
    try:
        due = limits.check_due(desk.case, desk.stored.supplied_at, desk.calendar)
    except CalendarMissing:
        return
    if due is not None and desk.today > due:
        raise InputFailure(
            "收到已经过了五个工作日，没有告知补正，按法律视为已受理，不能再要求补正。",
            "Five working days have passed in silence: the case counts as accepted (许可法§32(4)).",
        )


def _event(desk: Desk, case_id: str, kind: str, data: msgspec.Struct) -> Event:
    at = desk.now.isoformat(timespec="milliseconds")
    return make_event(kind, data, case_id=case_id, at=at, actor=desk.officer.name, office=desk.officer.office)


def _op_id(act_id: bytes, place: int) -> bytes:
    return act_id if place == 0 else sha256(act_id + bytes([place])).digest()[:16]


def _was_done(connection: Connection, district: District, act_id: bytes) -> bool:
    found = connection.execute(
        select(event.c.op_id).where(event.c.district == district.code, event.c.op_id == act_id)
    ).first()
    return found is not None


def _no_longer() -> InputFailure:
    return InputFailure(
        "这一步现在不能办：这件事刚才已经往前走了。请看最新的进展再办。",
        "This step is not possible now: the case has moved on. Look at where it stands.",
    )
