"""A case's events as lines of its history. Details are made of names, numbers and dates, in Chinese."""

from collections.abc import Callable
from datetime import date
from typing import Any

from forms import events as ev
from forms.dates import china_date, short_day
from forms.events import EVENT_DATA, Event
from forms.particulars import changes
from forms.words import MEANS, METHODS, PAPERS, SENT_BY
from station_app.desk.views import HistoryLine
from station_app.storage.log import LoggedEvent
from station_app.storage.refusals import why_it_does_not_count


def history_line(logged: LoggedEvent, township_word: str) -> HistoryLine:
    """`township_word`: 镇, 乡 or 街道, as the district's settings say."""
    event = logged.event
    zh, en = why_it_does_not_count(logged)
    return HistoryLine(
        kind=event.kind,
        at=event.at,
        actor=event.actor,
        office=event.office,
        detail=_detail(event, township_word),
        by_district=logged.origin == "district",
        sent=not logged.unsent,
        refused_reason=zh,
        refused_reason_en=en,
        data=event.data,
        case_id=event.case_id,
        parked=logged.verdict == "parked",
    )


def _detail(event: Event, township_word: str) -> str:
    writer = _DETAILS.get(event.kind)
    if writer is None:
        return ""
    return writer(ev.read_data(event, EVENT_DATA[event.kind].data)).replace("{township}", township_word)


def _joined(*parts: str) -> str:
    return "；".join(part for part in parts if part)


def _day(text: str) -> str:
    return short_day(date.fromisoformat(text) if len(text) == 10 else china_date(text)) if text else ""


def _received(data: ev.CaseReceived) -> str:
    later = [
        f"缺{line.name}，{_day(line.due)}前补来" if line.due else f"缺{line.name}"
        for line in data.content.materials
        if line.status == "deferred"
    ]
    replaced = f"原凭证 {data.replaced_number} 作废，请换回" if data.replaced_number else ""
    return _joined(replaced, *later)


def _notice(data: ev.OneTimeNoticeGiven) -> str:
    return _joined("、".join(defect.material for defect in data.defects), data.again_reason)


def _printed(data: ev.PaperPrinted) -> str:
    return f"{PAPERS[data.paper].zh} {data.copies} 份"


def _forwarded(data: ev.Forwarded) -> str:
    manifest = f"，交接单 {data.manifest_number}" if data.manifest_number else ""
    return MEANS[data.means].zh + manifest + (f"，{data.taken_by}取走" if data.taken_by else "")


def _supplied(data: ev.MaterialsSupplied) -> str:
    return _joined("、".join(line.name for line in data.materials), data.remark)


def _correction(data: ev.CorrectionRequired) -> str:
    what = [f"{defect.material}（{defect.defect}）" if defect.defect else defect.material for defect in data.defects]
    return _joined(
        "、".join(what), f"{_day(data.due)}前补来" if data.due else "", f"{data.handler} {data.phone}".strip()
    )


def _confirmed(data: ev.ReceiptConfirmed) -> str:
    silent = "材料已经全部传到，一直没有签收，从传到那天算收到" if data.since else ""
    return _joined(data.office, silent, f"与交接单不符：{data.discrepancy}" if data.discrepancy else "")


def _accepted(data: ev.Accepted) -> str:
    return _joined("五个工作日没有告知补正，视为受理" if data.deemed else "", _until(data))


def _until(data: ev.Accepted | ev.Extended | ev.Resumed) -> str:
    promised = f"承诺到{_day(data.promised_until)}" if data.promised_until else ""
    statutory = f"法定到{_day(data.statutory_until)}" if data.statutory_until else ""
    return _joined(promised, statutory)


def _suspended(data: ev.Suspended) -> str:
    return _joined(
        f"{data.procedure}{data.expected_days}天，不计时" if data.expected_days else f"{data.procedure}，不计时"
    )


def _decided(data: ev.Decided | ev.DecidedAtStation) -> str:
    document = f"{data.document.name} {data.document.number}".strip() if data.document else ""
    return _joined("准予" if data.granted else "不予批准", document, data.reason)


def _delivered(data: ev.Delivered) -> str:
    return _joined(f"{data.recipient}，{METHODS[data.method].zh}", data.document, data.remark)


_DETAILS: dict[str, Callable[[Any], str]] = {
    "case_received": _received,
    "one_time_notice_given": _notice,
    "paper_printed": _printed,
    "forwarded": _forwarded,
    "materials_supplied": _supplied,
    "withdrawn": lambda data: _joined(data.reason),
    "voided": lambda data: _joined(data.reason),
    "lapsed": lambda data: _joined(data.reason),
    "deemed_acceptance_undone": lambda data: _joined(data.reason),
    "decided_at_station": _decided,
    "delivered": _delivered,
    "delivery_undone": lambda data: _joined(data.reason),
    "official_number_assigned": lambda data: _joined(data.number),
    "receipt_confirmed": _confirmed,
    "originals_received": lambda data: _joined(data.discrepancy),
    "result_sent": lambda data: SENT_BY[data.means].zh,
    "result_arrived": lambda data: _joined(data.remark),
    "particulars_corrected": lambda data: _joined(*changes(data.corrected), data.reason),
    "correction_required": _correction,
    "accepted": _accepted,
    "not_accepted": lambda data: _joined(data.reason, data.competent_office),
    "suspended": _suspended,
    "resumed": _until,
    "extended": lambda data: _joined(f"延长{data.days}个工作日", data.reason, _until(data)),
    "decided": _decided,
}
