"""What an event of a case says beneath its heading, in English; the Chinese line is made where history is read."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Final

import msgspec

from forms.dates import china_date
from forms.events import ParticularsCorrected
from forms.particulars import changes
from forms.words import METHODS, SENT_BY, day


def history_detail(kind: str, data: Mapping[str, Any]) -> str:
    """Made of names, numbers and dates of the event's data; empty where there is nothing to say."""
    writer = _DETAILS.get(kind)
    return writer(data) if writer else ""


def _joined(*parts: str) -> str:
    return "; ".join(part for part in parts if part)


def _day(text: str) -> str:
    if not text:
        return ""
    return day(date.fromisoformat(text) if len(text) == 10 else china_date(text), "en")


def _received(data: Mapping[str, Any]) -> str:
    lines = data.get("content", {}).get("materials", ())
    missing = [line for line in lines if line.get("status") == "deferred"]
    replaced = data.get("replaced_number", "")
    return _joined(
        f"the slip {replaced} is void, exchange it" if replaced else "",
        *(f"{line['name']} missing, due {_day(line.get('due', ''))}" for line in missing),
    )


def _defects(data: Mapping[str, Any]) -> str:
    found = [
        f"{defect['material']} ({defect['defect']})" if defect.get("defect") else defect["material"]
        for defect in data.get("defects", ())
    ]
    return ", ".join(found)


def _correction(data: Mapping[str, Any]) -> str:
    due = data.get("due", "")
    handler = f"{data.get('handler', '')} {data.get('phone', '')}".strip()
    return _joined(_defects(data), f"due {_day(due)}" if due else "", handler)


def _until(data: Mapping[str, Any]) -> str:
    promised, statutory = data.get("promised_until", ""), data.get("statutory_until", "")
    return _joined(
        f"promised by {_day(promised)}" if promised else "",
        f"statutory limit {_day(statutory)}" if statutory else "",
    )


def _decided(data: Mapping[str, Any]) -> str:
    document = data.get("document") or {}
    named = f"{document.get('name', '')} {document.get('number', '')}".strip()
    return _joined("granted" if data.get("granted") else "refused", named, data.get("reason", ""))


def _suspended(data: Mapping[str, Any]) -> str:
    days = data.get("expected_days", 0)
    return _joined(data.get("procedure", ""), f"about {days} days, not counted" if days else "not counted")


def _forwarded(data: Mapping[str, Any]) -> str:
    number = data.get("manifest_number", "")
    taken_by = data.get("taken_by", "")
    return _joined(f"manifest {number}" if number else "", f"taken by {taken_by}" if taken_by else "")


def _delivered(data: Mapping[str, Any]) -> str:
    method = METHODS[data.get("method", "in_person")].en
    return _joined(data.get("recipient", ""), method, data.get("document", ""), data.get("remark", ""))


def _confirmed(data: Mapping[str, Any]) -> str:
    silent = "all of it had come, nobody confirmed it" if data.get("since") else ""
    return _joined(str(data.get("office", "")), silent, str(data.get("discrepancy", "")))


def _particulars(data: Mapping[str, Any]) -> str:
    told = msgspec.convert(data, ParticularsCorrected)
    return _joined(*changes(told.corrected, "en"), told.reason)


def _reason(data: Mapping[str, Any]) -> str:
    return str(data.get("reason", ""))


_DETAILS: Final[Mapping[str, Callable[[Mapping[str, Any]], str]]] = {
    "case_received": _received,
    "one_time_notice_given": lambda data: _joined(_defects(data), data.get("again_reason", "")),
    "forwarded": _forwarded,
    "materials_supplied": lambda data: _joined(
        ", ".join(line["name"] for line in data.get("materials", ())), data.get("remark", "")
    ),
    "withdrawn": _reason,
    "voided": _reason,
    "lapsed": _reason,
    "deemed_acceptance_undone": _reason,
    "decided_at_station": _decided,
    "delivered": _delivered,
    "delivery_undone": _reason,
    "receipt_confirmed": _confirmed,
    "correction_required": _correction,
    "accepted": lambda data: _joined("deemed accepted" if data.get("deemed") else "", _until(data)),
    "originals_received": lambda data: str(data.get("discrepancy", "")),
    "result_sent": lambda data: SENT_BY[data.get("means", "electronic")].en,
    "result_arrived": lambda data: str(data.get("remark", "")),
    "particulars_corrected": _particulars,
    "not_accepted": lambda data: _joined(data.get("reason", ""), data.get("competent_office", "")),
    "suspended": _suspended,
    "resumed": _until,
    "extended": lambda data: _joined(f"{data.get('days', 0)} more working days", _reason(data), _until(data)),
    "decided": _decided,
}
