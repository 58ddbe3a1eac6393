"""A case's history as lines a clerk reads: when, what, who, and the one detail that matters."""

from dataclasses import dataclass
from datetime import date

import msgspec
from sqlalchemy import Connection, select

from forms import events as ev
from forms import words
from forms.dates import chinese_date
from forms.events import EVENT_DATA, Event, decode_event, read_data
from forms.particulars import changes
from sync.district.database.tables import event
from sync.district.district import District

_QUIET = ("paper_printed", "identity_revealed")


@dataclass(frozen=True)
class Line:
    """`quiet` lines are shown small: they are facts, not steps."""

    at: str
    what: str
    who: str
    detail: str
    quiet: bool


def history(
    connection: Connection, district: District, case_id: str, station: str, station_name: str
) -> tuple[Line, ...]:
    """Every event of the case in its order; the station is called by its name, not its code."""
    bodies = connection.execute(
        select(event.c.body)
        .where(event.c.district == district.code, event.c.case_id == case_id)
        .order_by(event.c.case_order)
    ).scalars()
    return tuple(_line(decode_event(body), {station: station_name}) for body in bodies)


def _line(happened: Event, names: dict[str, str]) -> Line:
    who = " ".join(part for part in (names.get(happened.office, happened.office), happened.actor) if part)
    data = read_data(happened, EVENT_DATA[happened.kind].data)
    what = words.EVENTS[happened.kind].zh
    if isinstance(data, ev.Accepted) and data.deemed:
        what = "视为受理"
    if isinstance(data, ev.Decided | ev.DecidedAtStation):
        what = "准予" if data.granted else "不予批准"
    return Line(happened.at, what, who, _detail(data), happened.kind in _QUIET)


def _detail(data: msgspec.Struct) -> str:
    return _of_station(data) or _of_clock(data) or _of_office(data)


def _of_station(data: msgspec.Struct) -> str:
    match data:
        case ev.PaperPrinted(paper=paper):
            return words.PAPERS[paper].zh
        case ev.Forwarded(means, manifest_number, taken_by):
            return _joined(words.MEANS[means].said("zh", township="乡镇"), manifest_number, taken_by)
        case ev.MaterialsSupplied(materials, remark=remark):
            return _joined("、".join(line.name for line in materials), remark)
        case ev.OneTimeNoticeGiven(defects=defects, again_reason=reason):
            return _joined("、".join(defect.material for defect in defects), reason)
        case ev.Delivered(document, recipient, method):
            return _joined(document, recipient, words.METHODS[method].zh)
        case ev.Withdrawn(reason):
            return reason
        case ev.ResultArrived(remark):
            return remark
        case ev.ParticularsCorrected(corrected, reason):
            return _joined(*changes(corrected), reason)
        case _:
            return ""


def _of_clock(data: msgspec.Struct) -> str:
    match data:
        case ev.Accepted(deemed, promised, statutory):
            silent = "五个工作日没有告知补正" if deemed else ""
            return _joined(
                silent, promised and f"承诺{_day(promised)}前办结", statutory and f"法定{_day(statutory)}前办结"
            )
        case ev.Suspended(procedure, days):
            return _joined(procedure, f"预计 {days} 天，不计入期限")
        case ev.Resumed(promised, statutory):
            return _until(promised or statutory)
        case ev.Extended(days, reason, approver, promised, statutory):
            return _joined(f"延长 {days} 个工作日：{reason}，{approver}批准", _until(promised or statutory))
        case _:
            return ""


def _of_office(data: msgspec.Struct) -> str:
    match data:
        case ev.OfficialNumberAssigned(number):
            return number
        case ev.CorrectionRequired(defects, due):
            asked = "；".join(f"{defect.material}：{defect.defect}" for defect in defects)
            return _joined(asked, f"{_day(due)}前补齐")
        case ev.NotAccepted(reason, office):
            return _joined(reason, office and f"请到{office}办理")
        case ev.Decided(document=document, reason=reason) | ev.DecidedAtStation(document=document, reason=reason):
            return _joined(f"{document.name} {document.number}".strip() if document else "", reason)
        case ev.ResultSent(means):
            return words.SENT_BY[means].zh
        case ev.ReceiptConfirmed(_, since, discrepancy):
            silent = "材料已经全部传到，一直没有签收，从传到那天算收到" if since else ""
            return _joined(silent, discrepancy and f"与交接单不符：{discrepancy}")
        case ev.OriginalsReceived(discrepancy):
            return discrepancy and f"与交接单不符：{discrepancy}"
        case _:
            return ""


def _until(iso: str) -> str:
    return f"期限到{_day(iso)}" if iso else ""


def _joined(*parts: str) -> str:
    return "，".join(part for part in parts if part)


def _day(iso: str) -> str:
    return chinese_date(date.fromisoformat(iso[:10]))
