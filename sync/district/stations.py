"""The stations of the district: their settings, and the one-time codes that join a PC to them."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

import msgspec
from sqlalchemy import Connection, insert, select, update

from forms.dates import china_time
from forms.failures import InputFailure
from forms.receipt_number import mint
from resources.glyphs import unprintable
from sync.district import feed, happenings, publications
from sync.district.case_log import lock_station, refresh_due, rules_in
from sync.district.counter import next_value
from sync.district.database.engine import writing
from sync.district.database.tables import device, enrolment_code, station
from sync.district.district import District, incarnation
from sync.district.refusals import RequestRefused
from sync.protocol.codec import NotOurMessage
from sync.protocol.enrolment import (
    HOURS_VALID,
    WRONG_PROOFS_ALLOWED,
    new_code,
    open_request,
    proves,
    seal_grant,
)
from sync.protocol.messages import PROTOCOL_VERSION, EnrolmentGrant, EnrolmentRequest, SettingsDocument
from sync.protocol.signing import BadSignature


@dataclass(frozen=True)
class _Code:
    name: str
    key: bytes
    station: str
    expires_at: str
    used_at: str
    wrong_proofs: int
    device_key: bytes
    grant: bytes


def add_station(
    connection: Connection, district: District, code: str, settings: SettingsDocument, by_login: str
) -> None:
    """A new station, or new settings for one there is. What is published already goes into a new station's feed."""
    _check_code(code)
    _check_printable(settings)
    where = (station.c.district == district.code, station.c.station == code)
    known = connection.execute(select(station.c.settings).where(*where)).first()
    body = msgspec.json.encode(settings)
    if known is None:
        connection.execute(insert(station).values(_new_station(district, code, settings.township_name)))
        _begin_feed(connection, district, code)
    elif _same_words(known.settings, body):
        return
    version = publications.next_version(connection, district, "settings", code)
    body = msgspec.json.encode(msgspec.structs.replace(settings, version=version))
    connection.execute(
        update(station).where(*where).values(township=settings.township_name, settings=body, settings_version=version)
    )
    publications.publish(connection, district, "settings", body, by_login, scope=code)
    if known is not None and rules_in(known.settings) != settings.waiting:
        refresh_due(connection, district)


def _check_printable(settings: SettingsDocument) -> None:
    """The district's own words stand on every paper of the station; a square to fill in by hand is for villagers' names."""
    words = msgspec.to_builtins(settings).values()
    texts = [each for word in words for each in (word if isinstance(word, list | tuple) else [word])]
    lacking = unprintable("".join(text for text in texts if isinstance(text, str)))
    if lacking:
        signs = "、".join(f"“{sign}”" for sign in lacking)
        raise InputFailure(
            f"站名、村名这些字里有打印不出来的：{signs}。每张凭证上都会缺字，没有保存。请换成通用的写法，或者告诉程序的维护单位补字。",
            f"No font of the program has {signs}, and every paper would lack it; nothing was saved. Write it another way, or "
            "ask whoever maintains the program for the character.",
        )


def _check_code(code: str) -> None:
    # It begins every receipt number, so it has to be writable in one.
    try:
        mint(code, "01", date(2026, 1, 1), 1)
    except ValueError as error:
        raise InputFailure(
            f"站的编码“{code}”不能用：请用 1 到 12 位数字或大写字母（不用 I、O 等容易看错的字母）。",
            f"{code!r} cannot be a station's code: 1 to 12 digits or capital letters that cannot be misread.",
        ) from error


def station_settings(connection: Connection, district: District, code: str) -> SettingsDocument | None:
    """None for a station the district does not have."""
    body = connection.execute(
        select(station.c.settings).where(station.c.district == district.code, station.c.station == code)
    ).scalar()
    return None if body is None else msgspec.json.decode(body, type=SettingsDocument)


def make_code(connection: Connection, district: District, code: str, now: datetime) -> str:
    """A one-time enrolment code for a station, valid for `HOURS_VALID` hours, as it is read out."""
    taken = set(
        connection.execute(select(enrolment_code.c.name).where(enrolment_code.c.district == district.code)).scalars()
    )
    made = new_code(district.random)
    while made.name in taken:
        made = new_code(district.random)
    connection.execute(
        insert(enrolment_code).values(
            district=district.code,
            name=made.name,
            key=made.key(),
            station=code,
            made_at=now.isoformat(timespec="seconds"),
            expires_at=(now + timedelta(hours=HOURS_VALID)).isoformat(timespec="seconds"),
            used_at="",
            wrong_proofs=0,
            device_key=b"",
            grant_body=b"",
        )
    )
    return made.text()


def enrol(district: District, data: bytes) -> bytes:
    """The answer to `POST /enrol`. Raises `RequestRefused`; a wrong proof is counted even so."""
    try:
        request = open_request(data)
    except (BadSignature, NotOurMessage) as error:
        raise RequestRefused(400, "not_our_message") from error
    with writing(district.engine) as connection:
        code = _find_code(connection, district, request.code)
        reason = _why_not(district, code, request)
        if code is None or reason:
            _count_wrong_proof(connection, district, request, reason)
            granted = None
        else:
            granted = code.grant or _grant(connection, district, code, request)
    if code is None or granted is None:
        raise RequestRefused(403, reason or "code_unknown")
    grant = msgspec.msgpack.decode(granted, type=EnrolmentGrant)
    return seal_grant(grant, code.key, request.device_key, district.keys.signing_seed)


def _find_code(connection: Connection, district: District, name: str) -> _Code | None:
    columns = enrolment_code.c
    row = connection.execute(
        select(
            columns.name,
            columns.key,
            columns.station,
            columns.expires_at,
            columns.used_at,
            columns.wrong_proofs,
            columns.device_key,
            columns.grant_body,
        )
        .where(columns.district == district.code, columns.name == name)
        .with_for_update()
    ).first()
    return None if row is None else _Code(*row)


def _why_not(district: District, code: _Code | None, request: EnrolmentRequest) -> str:
    if code is None or code.wrong_proofs >= WRONG_PROOFS_ALLOWED:
        return "code_unknown"
    if not proves(request, code.key):
        return "code_unknown"
    if code.used_at:
        return "" if code.device_key == request.device_key else "code_used"
    return "code_expired" if china_time(code.expires_at) < district.now() else ""


def _count_wrong_proof(connection: Connection, district: District, request: EnrolmentRequest, reason: str) -> None:
    if reason == "code_unknown":
        connection.execute(
            update(enrolment_code)
            .where(enrolment_code.c.district == district.code, enrolment_code.c.name == request.code)
            .values(wrong_proofs=enrolment_code.c.wrong_proofs + 1)
        )


def _grant(connection: Connection, district: District, code: _Code, request: EnrolmentRequest) -> bytes:
    """A new device with an epoch of its own, so that its events never bear another PC's numbers."""
    now = district.now().isoformat(timespec="seconds")
    epoch = lock_station(connection, district, code.station).last_epoch + 1
    number = next_value(connection, district, f"device/{code.station}")
    settings = station_settings(connection, district, code.station)
    grant = EnrolmentGrant(
        protocol=PROTOCOL_VERSION,
        district=district.code,
        station=code.station,
        device=f"{number:02d}",
        epoch=epoch,
        server_key=district.keys.public,
        recovery_key=district.keys.recovery_public,
        settings=msgspec.json.encode(settings),
        incarnation=incarnation(connection, district),
    )
    connection.execute(insert(device).values(_new_device(district, grant, request, now)))
    happenings.record(connection, district, "enrolled", grant.station, grant.device, request.formerly[:32])
    connection.execute(
        update(station)
        .where(station.c.district == district.code, station.c.station == code.station)
        .values(last_epoch=epoch)
    )
    body = msgspec.msgpack.encode(grant)
    connection.execute(
        update(enrolment_code)
        .where(enrolment_code.c.district == district.code, enrolment_code.c.name == code.name)
        .values(used_at=now, device_key=request.device_key, grant_body=body)
    )
    return body


def _new_device(district: District, grant: EnrolmentGrant, request: EnrolmentRequest, now: str) -> dict[str, object]:
    return {
        "district": district.code,
        "station": grant.station,
        "device": grant.device,
        "public_key": request.device_key,
        "machine": request.machine[:200],
        "program": request.program[:60],
        "enrolled_at": now,
        "revoked_at": "",
        "last_contact_at": "",
        "epoch": grant.epoch,
        "seq": 0,
        "hash": b"",
    }


def _new_station(district: District, code: str, township: str) -> dict[str, object]:
    return {
        "district": district.code,
        "station": code,
        "township": township,
        "settings": b"{}",
        "settings_version": 0,
        "last_epoch": 0,
        "feed_position": 0,
        "created_at": district.now().isoformat(timespec="seconds"),
        "last_contact_at": "",
    }


def _begin_feed(connection: Connection, district: District, code: str) -> None:
    at_ms = int(district.now().timestamp() * 1000)
    kinds: tuple[publications.PublicationKind, ...] = ("catalogue", "calendar")
    published = [publications.latest(connection, district, kind) for kind in kinds]
    entries = [
        feed.NewEntry(kind, at_ms, version=found.version) for kind, found in zip(kinds, published, strict=True) if found
    ]
    feed.extend(connection, district, code, entries)


def _same_words(before: bytes, now: bytes) -> bool:
    old, new = (msgspec.json.decode(body, type=SettingsDocument) for body in (before, now))
    return old == msgspec.structs.replace(new, version=old.version)
