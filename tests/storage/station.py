"""A real enrolled station in a directory, with invented people, for every test of the storage and the desk."""

import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

import msgspec
from nacl.public import PrivateKey

from forms.case import Applicant, CaseContent, MaterialLine
from forms.dates import CHINA
from forms.events import CaseReceived, Event, encode_event, make_event
from station_app.desk import drafts
from station_app.desk.context import Desk
from station_app.desk.enrol_station import enrol_station
from station_app.desk.open_desk import open_desk
from station_app.storage.keys import KeyCost, Unlocked
from station_app.storage.store import Store, open_store
from sync.protocol.messages import Cursor, EnrolmentGrant, FeedEntry, Head, SettingsDocument, Verdict
from sync.station.ports import ExchangeOutcome

CHEAP = KeyCost(passes=1, memory=8192)
PASSWORD = "correct horse"
RECOVERY = PrivateKey(bytes(range(32)))
MACHINE = "the-pc-of-the-test"


@dataclass
class SetClock:
    """A clock that stands where it is put. Monday, 2026-11-23, 10:12 in China."""

    moment: datetime = datetime(2026, 11, 23, 10, 12, tzinfo=CHINA)

    def now(self) -> datetime:
        return self.moment

    def monotonic(self) -> float:
        return self.moment.timestamp()

    def wait(self, **much: float) -> None:
        self.moment += timedelta(**much)


def settings() -> SettingsDocument:
    return SettingsDocument(
        county_name="清水县",
        township_name="响水镇",
        village_name="响水洞村",
        station_name="响水洞村便民服务站",
        enquiry_phone="0859-0000123",
        complaint_phone="0859-0000456",
        villages=("响水洞村", "石门坎村"),
    )


def grant(device: str = "03", epoch: int = 1) -> EnrolmentGrant:
    return EnrolmentGrant(
        protocol=1,
        district="529900",
        station="5299",
        device=device,
        epoch=epoch,
        server_key=bytes(32),
        recovery_key=bytes(RECOVERY.public_key),
        settings=msgspec.json.encode(settings()),
        incarnation="first",
    )


def enrolled(directory: Path, clock: SetClock, machine: str = MACHINE, device: str = "03") -> Unlocked:
    return enrol_station(
        directory,
        grant(device),
        bytes(32),
        "longxiuzhen",
        "龙秀珍",
        PASSWORD,
        clock,
        secrets.token_bytes,
        cost=CHEAP,
        machine=machine,
    )


def opened(directory: Path, unlocked: Unlocked, clock: SetClock, machine: str = MACHINE) -> Store:
    return open_store(directory, unlocked, clock, secrets.token_bytes, machine=machine)


def opened_desk(directory: Path, unlocked: Unlocked, clock: SetClock, machine: str = MACHINE) -> Desk:
    return open_desk(directory, unlocked, clock, secrets.token_bytes, machine=machine)


def id_number(serial: int, born: date = date(1946, 3, 12)) -> str:
    """A number with a right check digit in an area that belongs to nobody."""
    body = f"529901{born:%Y%m%d}{serial:03d}"
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return body + "10X98765432"[sum(int(digit) * weight for digit, weight in zip(body, weights, strict=True)) % 11]


def complete_content(desk: Desk, name: str = "李䶮", serial: int = 124) -> CaseContent:
    """An old-age allowance with everything there."""
    guide = desk.catalogue.item("MZ-004")
    lines = tuple(
        MaterialLine(material.code, material.name, "provided", material.originals, False, material.copies or 1)
        for material in guide.checklist("first")
    )
    return CaseContent(
        item_code="MZ-004",
        situation="first",
        applicant=Applicant(name, id_number=id_number(serial), phone="13800000000", village="响水洞村"),
        form={
            "birth_date": "1946-03-12",
            "age": "80",
            "living_with": next(field for field in guide.fields if field.key == "living_with").choices[0].code,
            "account_holder": name,
            "account": "6222000000000000000",
        },
        materials=lines,
    )


def drafted(desk: Desk, content: CaseContent) -> str:
    draft_id = drafts.new_draft(desk)
    drafts.save_draft(desk, draft_id, content)
    return draft_id


def received(store: Store, case_id: str, name: str = "李䶮", number: str = "", **more: str) -> bytes:
    """A case straight into the log; its op_id."""
    content = CaseContent(
        item_code="MZ-004",
        item_name="高龄津贴",
        applicant=Applicant(name, **more),  # type: ignore[arg-type]
        receipt_number=number or f"5299-03-20261123-{case_id[:4]}-X",
    )
    return store.append(own(CaseReceived(content), "case_received", case_id))


def own(data: msgspec.Struct, kind: str, case_id: str) -> Event:
    return make_event(kind, data, case_id=case_id, at="2026-11-23T10:12:00+08:00", actor="龙秀珍", office="5299")


def by_district(
    data: msgspec.Struct,
    kind: str,
    case_id: str,
    order: int,
    position: int,
    at: str = "2026-11-24T09:05:00+08:00",
) -> FeedEntry:
    event = make_event(kind, data, case_id=case_id, at=at, actor="陈平", office="响水镇民政办")
    return FeedEntry(position, "event", encode_event(event), secrets.token_bytes(16), order, 1_795_000_000_000)


def outcome(
    *, verdicts: tuple[Verdict, ...] = (), feed: tuple[FeedEntry, ...] = (), position: int = 0
) -> ExchangeOutcome:
    return ExchangeOutcome(verdicts, feed, Cursor("first", "5299", position), Head(), 250, 1_795_000_000_000)


def applied(seq: int, op_id: bytes, order: int) -> Verdict:
    return Verdict(seq, op_id, "applied", order)
