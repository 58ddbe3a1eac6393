"""What befell the data of a PC or of the district, written in the transaction that it is about. Words: console/happening_words.py."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from sqlalchemy import Connection, insert, select

from sync.district.counter import next_value
from sync.district.database.tables import happening
from sync.district.district import District

Kind = Literal[
    "put_back_copy",
    "put_back_by_hand",
    "put_back_noticed",
    "put_back_told",
    "history_differs",
    "enrolled",
    "judged_anew",
    "unknown_pc",
    "clock_doubted",
    "clock_settled",
    "clock_confirmed",
]
PUT_BACK: tuple[Kind, ...] = ("put_back_copy", "put_back_by_hand", "put_back_noticed", "put_back_told")
CLOCK: tuple[Kind, ...] = ("clock_doubted", "clock_settled", "clock_confirmed")
SHOWN_DAYS = 60


@dataclass(frozen=True)
class Happening:
    """`detail` by kind: put_back_copy when the copy was made; history_differs the new epoch; enrolled the code that this
    PC had before, or empty; clock_doubted what the clock said and what it should have said, with a comma between;
    clock_confirmed whose word it was; judged_anew how many were counted and how many were not, with a comma between."""

    at: str
    kind: Kind
    station: str = ""
    device: str = ""
    detail: str = ""


def record(
    connection: Connection, district: District, kind: Kind, station: str = "", device: str = "", detail: str = ""
) -> None:
    connection.execute(
        insert(happening).values(
            district=district.code,
            number=next_value(connection, district, "happening"),
            at=district.now().isoformat(timespec="seconds"),
            kind=kind,
            station=station,
            device=device,
            detail=detail,
        )
    )


def recent(connection: Connection, district: District, days: int = SHOWN_DAYS) -> tuple[Happening, ...]:
    """The newest first."""
    since = (district.now() - timedelta(days=days)).isoformat(timespec="seconds")
    columns = happening.c
    rows = connection.execute(
        select(columns.at, columns.kind, columns.station, columns.device, columns.detail)
        .where(columns.district == district.code, columns.at >= since)
        .order_by(columns.number.desc())
    )
    return tuple(Happening(*row) for row in rows)
