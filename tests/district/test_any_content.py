"""Whatever an event says, on either database: it gets a verdict, and the good one behind it is applied."""

import json
from itertools import count
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from forms.events import EVENT_DATA, encode_event
from sync.district.console.case_view import view_case
from sync.district.console.queue import read_queue
from sync.district.database.engine import reading
from sync.district.database.tables import event
from sync.district.district import District
from sync.district.users import User
from sync.protocol.messages import SealedEvent
from tests.district.station_double import StationDouble, old_age_content, received

_numbers = count(1)
CLERK = User("chen", "陈平", "township", "云台镇", "云台镇民政办", "")
NASTY = [
    "\ud800", "a\udfff", "\x00", "响水\x00洞村", "", "长" * 3000, "2026-02-30", "9999-99-99T99:99:99+08:00",
    "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00", "\u202e", "\ufeff", "1" * 64, "é\x1f", "'; DROP TABLE event; --",
]  # fmt: skip
scalars = (
    st.none() | st.booleans() | st.integers(-(2**70), 2**70) | st.sampled_from([10**40, -(10**400), 2**63, 2**31])
    | st.floats() | st.text(max_size=20) | st.sampled_from(NASTY)
)  # fmt: skip
values = st.recursive(scalars, lambda each: st.lists(each, max_size=3) | st.dictionaries(st.text(max_size=5), each, max_size=3), max_leaves=8)  # fmt: skip


def _deep(depth: int) -> Any:
    value: Any = "x"
    for _ in range(depth):
        value = [value]
    return value


def _spots(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every place in a plain value."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(spot for key, each in inner for spot in _spots(each, (*path, key)))]


@st.composite
def events(draw: st.DrawFn) -> bytes:
    """A right receipt with one thing in it put wrong, or an event of any kind, known or not, with anything in it."""
    if draw(st.booleans()):
        whole = json.loads(encode_event(received(f"odd-{next(_numbers)}", old_age_content(f"ODD-{next(_numbers)}"))))
        spot = draw(st.sampled_from(_spots(whole)[1:]))
        at = whole
        for key in spot[:-1]:
            at = at[key]
        at[spot[-1]] = draw(values)
    else:
        kind = draw(st.sampled_from(sorted(EVENT_DATA)) | st.text(max_size=8) | st.sampled_from(NASTY))
        anything = values | st.sampled_from([_deep(50), _deep(500), _deep(900)])
        whole = {"kind": kind, "case_id": draw(st.just("case-odd") | anything), "data": draw(anything)}
        whole |= draw(st.dictionaries(st.sampled_from(["at", "actor", "office", "offset_ms"]), anything))
    return json.dumps(whole, ensure_ascii=draw(st.booleans())).encode("utf-8", "surrogatepass")


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(body=events())
def test_no_event_blocks_those_behind_it(station_on_either: StationDouble, on_either: District, body: bytes) -> None:
    station = station_on_either
    number = next(_numbers)
    station.events.append(SealedEvent(number.to_bytes(16, "big"), body))
    station.write(received(f"good-{number}", old_age_content(f"GOOD-{number}")))
    odd, good = station.sync().verdicts
    assert good.verdict == "applied", (body, odd)
    assert odd.verdict in ("applied", "rejected", "parked")
    with reading(on_either.engine) as connection:
        assert read_queue(connection, on_either, CLERK, "all", "", 1).rows
        for case_id in connection.execute(
            select(event.c.case_id).where(event.c.op_id == odd.op_id, event.c.case_id != "")
        ):
            assert view_case(connection, on_either, CLERK, case_id[0]).case.case_id
    assert odd.reason != "bad_data" or odd.detail not in ("DataError", "IntegrityError"), body


def test_a_nul_is_refused_with_words_and_what_follows_is_taken(station_on_either: StationDouble) -> None:
    body = encode_event(received("case-1", old_age_content("5299-A"))).replace(
        "响水洞村".encode(), "响水\\u0000洞村".encode()
    )
    station_on_either.events.append(SealedEvent(b"n" * 16, body))
    station_on_either.write(received("case-2", old_age_content("5299-B")))
    verdicts = station_on_either.sync().verdicts
    assert [(each.verdict, each.reason) for each in verdicts] == [("rejected", "control_characters"), ("applied", "")]


@pytest.mark.expects_log("taken in event by event|could not be taken in")
def test_what_only_a_bug_of_ours_stumbles_over_is_refused_alone(
    station_on_either: StationDouble, on_either: District, monkeypatch: pytest.MonkeyPatch
) -> None:
    import sync.district.case_log as case_log

    real = case_log.feed.extend

    def stumbles(connection: Any, district: District, code: str, entries: Any) -> None:
        bodies = connection.execute(select(event.c.body).where(event.c.op_id.in_([e.op_id for e in entries]))).scalars()
        if any(b"case-2" in body for body in bodies):
            raise KeyError("nobody thought of this")
        real(connection, district, code, entries)

    monkeypatch.setattr(case_log.feed, "extend", stumbles)
    for number in (1, 2, 3):
        station_on_either.write(received(f"case-{number}", old_age_content(f"5299-{number}")))
    verdicts = station_on_either.sync().verdicts
    assert [(each.verdict, each.reason) for each in verdicts] == [
        ("applied", ""),
        ("rejected", "bad_data"),
        ("applied", ""),
    ]
    with reading(on_either.engine) as connection:
        known = set(connection.execute(select(event.c.case_id).where(event.c.kind == "case_received")).scalars())
    assert known == {"case-1", "case-3"}


def test_a_nul_in_what_is_searched_for_finds_nothing(on_either: District) -> None:
    with reading(on_either.engine) as connection:
        assert connection.execute(select(event).where(event.c.case_id == "a\x00b")).all() == []
