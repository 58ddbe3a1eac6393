"""Invented rows and pages for what a screen shows; the joined tests use the real desk instead."""

from datetime import date, datetime
from typing import Any

from forms.dates import CHINA
from forms.lifecycle import State
from forms.waiting import Wait
from station_app.desk.views import CaseRow, SyncStatus, TodayPage

NOW = datetime(2026, 11, 23, 9, 40, tzinfo=CHINA)


class StoppedClock:
    def now(self) -> datetime:
        return NOW


def row(number: int = 1, **changed: Any) -> CaseRow:
    """A case at the township with eleven days left."""
    given: dict[str, Any] = {
        "case_id": f"case-{number}",
        "receipt_number": f"5299-03-20261123-{number:04d}-K",
        "official_number": "",
        "applicant_name": "吉桂英",
        "masked_id": "529901********1241",
        "village": "响水洞村",
        "item_name": "异地就医备案",
        "state": State.ACCEPTED.value,
        "holder": "township",
        "office": "县医保局",
        "due": "2026-12-08",
        "days_left": 11,
        "urgency": "plain",
        "next_step": "wait",
        "next_detail": "",
        "received_at": "2026-11-20T09:00:00+08:00",
        "unsent": False,
        "waits": (Wait("decide", "township", date(2026, 12, 8)),),
    }
    return CaseRow(**{**given, **changed})


COLLECT = {"holder": "station", "office": "", "urgency": "good", "next_step": "tell_collect", "days_left": None}

ROWS = (
    row(
        1,
        applicant_name="吴国庆",
        item_name="临时救助",
        office="镇民政办",
        days_left=-2,
        due="2026-11-19",
        urgency="late",
        next_step="urge",
    ),
    row(2, applicant_name="欧阳霞", item_name="残疾人两项补贴", office="县残联", days_left=0, urgency="soon"),
    row(
        3,
        applicant_name="石大山",
        item_name="最低生活保障",
        holder="applicant",
        state=State.CORRECTION_REQUIRED.value,
        days_left=3,
        urgency="soon",
        next_step="tell_correction",
        next_detail="户口簿（户主页）",
    ),
    row(4, applicant_name="李䶮", item_name="高龄津贴", state=State.RESULT_AT_STATION.value, **COLLECT),
    row(5, applicant_name="买买提·吐尔逊", item_name="社保卡补换", state=State.RESULT_AT_STATION.value, **COLLECT),
    row(6, applicant_name="欧阳𬸚"),
)

TODAY = TodayPage(2, 1, 1, 1, 1, ROWS, True)


def sync_status(**changed: Any) -> SyncStatus:
    given: dict[str, Any] = {
        "unsent_events": 14,
        "unsent_cases": 12,
        "unsent_pages": 0,
        "unsent_bytes": 0,
        "confirmed_events": 4127,
        "confirmed_pages": 9860,
        "refused": 0,
        "parked": 0,
        "received_results": 3,
        "last_success": "2026-11-22T16:42:00+08:00",
        "offset_ms": 0,
    }
    return SyncStatus(**{**given, **changed})
