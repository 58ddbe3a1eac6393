"""The stations page: each station's words, its PCs, and what of theirs could not be taken."""

from dataclasses import dataclass

import msgspec
from sqlalchemy import Connection, select

from forms import words
from forms.events import decode_event
from sync.district.console.happening_view import Happenings
from sync.district.console.happening_words import Told
from sync.district.database.tables import device, ledger, quarantine, station
from sync.district.district import District
from sync.protocol import reasons
from sync.protocol.messages import SettingsDocument

_SHOWN = 100


@dataclass(frozen=True)
class ShownDevice:
    code: str
    machine: str
    program: str
    enrolled_at: str
    last_contact_at: str
    revoked_at: str
    events: int


@dataclass(frozen=True)
class ShownStation:
    code: str
    settings: SettingsDocument
    last_contact_at: str
    devices: tuple[ShownDevice, ...]
    told: tuple[Told, ...]


@dataclass(frozen=True)
class SetApart:
    """An event that was not applied: when, whose, what it was, why."""

    at: str
    station: str
    what: str
    case_id: str
    why: str


def read_stations(connection: Connection, district: District, happenings: Happenings) -> tuple[ShownStation, ...]:
    rows = connection.execute(select(station).where(station.c.district == district.code).order_by(station.c.station))
    return tuple(
        ShownStation(
            row.station,
            msgspec.json.decode(row.settings, type=SettingsDocument),
            row.last_contact_at,
            _devices(connection, district, row.station),
            happenings.of_station(row.station),
        )
        for row in rows.all()
    )


def read_set_apart(connection: Connection, district: District) -> tuple[SetApart, ...]:
    """What was rejected, parked or quarantined, newest first."""
    refused = connection.execute(
        select(ledger.c.at, ledger.c.station, ledger.c.body, ledger.c.reason)
        .where(ledger.c.district == district.code, ledger.c.verdict.in_(("rejected", "parked")))
        .order_by(ledger.c.at.desc())
        .limit(_SHOWN)
    )
    apart = [_set_apart(row.at, row.station, row.body or b"", row.reason) for row in refused]
    doubled = connection.execute(
        select(quarantine.c.at, quarantine.c.station, quarantine.c.body)
        .where(quarantine.c.district == district.code)
        .order_by(quarantine.c.at.desc())
        .limit(_SHOWN)
    )
    apart += [_set_apart(row.at, row.station, row.body, "other_content") for row in doubled]
    return tuple(sorted(apart, key=lambda each: each.at, reverse=True))


def _devices(connection: Connection, district: District, code: str) -> tuple[ShownDevice, ...]:
    rows = connection.execute(
        select(device).where(device.c.district == district.code, device.c.station == code).order_by(device.c.device)
    )
    return tuple(
        ShownDevice(
            row.device,
            row.machine,
            row.program,
            row.enrolled_at,
            row.last_contact_at,
            row.revoked_at,
            row.seq,
        )
        for row in rows
    )


def _set_apart(at: str, code: str, body: bytes, reason: str) -> SetApart:
    why = reasons.words(reason).zh
    try:
        happened = decode_event(body)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return SetApart(at, code, "读不懂的内容", "", why)
    known = words.EVENTS.get(happened.kind)
    return SetApart(at, code, known.zh if known else "新版本的登记", happened.case_id, why)
