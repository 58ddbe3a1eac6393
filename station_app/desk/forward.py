"""Originals leave the station with one manifest for all of them."""

from collections.abc import Sequence
from typing import Literal

from forms.events import Forwarded
from forms.failures import InputFailure
from station_app.desk.act import act
from station_app.desk.clock_check import next_number
from station_app.desk.context import Desk


def forward(desk: Desk, case_ids: Sequence[str], means: Literal["officer", "agent", "post"], taken_by: str = "") -> str:
    """All of the cases or none; returns the manifest's number. `taken_by`: who took them, or the tracking number."""
    if not case_ids:
        raise InputFailure("还没有选要送出的办件。", "Choose the cases whose originals are sent.")
    with desk.store.transaction():
        number = next_number(desk)
        for case_id in dict.fromkeys(case_ids):
            act(desk, case_id, "forwarded", Forwarded(means, number, taken_by.strip()))
    return number
