"""A station as the wire sees it: a log of events, a chain and a key, and nothing of the desk."""

import hashlib
from dataclasses import dataclass, field
from typing import Any, Protocol

import msgspec

from forms.case import Applicant, CaseContent, Defect, MaterialLine, Page
from forms.events import CaseReceived, Event, encode_event, make_event
from sync.protocol import blob_auth, signing
from sync.protocol.chain import GENESIS, chain_hash
from sync.protocol.codec import pack, unpack
from sync.protocol.enrolment import open_grant, read_code, seal_request
from sync.protocol.messages import (
    PROTOCOL_VERSION,
    Cursor,
    EnrolmentGrant,
    FeedEntry,
    SealedEvent,
    SyncAnswer,
    SyncRequest,
)

RECEIVED_AT = "2026-11-23T10:12:00+08:00"


class Wire(Protocol):
    """A client of the district: litestar's TestClient or requests against a real port."""

    def post(self, path: str, *, content: bytes) -> Any: ...

    def request(self, method: str, path: str, *, headers: dict[str, str], content: bytes) -> Any: ...


@dataclass
class StationDouble:
    wire: Wire
    grant: EnrolmentGrant
    seed: bytes
    epoch: int = 1
    events: list[SealedEvent] = field(default_factory=list)
    cursor: Cursor = field(default_factory=Cursor)
    feed: list[FeedEntry] = field(default_factory=list)
    sent: int = 0

    def write(self, event: Event, op_id: bytes | None = None) -> bytes:
        """Appends to the station's log; returns the op_id."""
        body = encode_event(event)
        chosen = op_id or hashlib.sha256(body + len(self.events).to_bytes(4, "big")).digest()[:16]
        self.events.append(SealedEvent(chosen, body))
        return chosen

    def hash_at(self, seq: int) -> bytes:
        here = GENESIS
        for sealed in self.events[:seq]:
            here = chain_hash(here, sealed.op_id, sealed.body)
        return here

    def request(self, first_seq: int | None = None, count: int = 5000, **changes: Any) -> SyncRequest:
        first = self.sent + 1 if first_seq is None else first_seq
        request = SyncRequest(
            protocol=PROTOCOL_VERSION,
            station=self.grant.station,
            device=self.grant.device,
            epoch=self.epoch,
            first_seq=first,
            previous_hash=self.hash_at(first - 1),
            clock=0,
            cursor=self.cursor,
            program="0.1",
            feed_bytes=1 << 20,
            events=tuple(self.events[first - 1 : first - 1 + count]),
        )
        return msgspec.structs.replace(request, **changes)

    def seal(self, request: SyncRequest) -> bytes:
        return signing.seal(pack(request, 3), self.seed, "sync-request")

    def exchange(self, request: SyncRequest | None = None) -> SyncAnswer:
        """Sends and reads, but records nothing: the answer may be thought lost."""
        sealed = self.seal(request or self.request())
        answer = self.wire.post("/sync", content=sealed)
        assert answer.status_code == 200, answer.text
        return self.read(answer.content, sealed)

    def read(self, data: bytes, sealed: bytes) -> SyncAnswer:
        return unpack(signing.open_sealed(data, self.grant.server_key, "sync-answer", sealed), SyncAnswer)

    def sync(self) -> SyncAnswer:
        """One exchange, recorded: what was sent is done, what came is kept."""
        answer = self.exchange()
        if answer.action == "continue":
            self.sent += len(answer.verdicts)
            self.cursor = answer.cursor
            self.feed += answer.feed
        return answer

    def sync_all(self) -> list[FeedEntry]:
        while self.sync().more or self.sent < len(self.events):
            pass
        return self.feed

    def kinds(self) -> list[str]:
        """What came down, by the kind of the event or the publication."""
        return [msgspec.json.decode(e.body)["kind"] if e.kind in ("event", "own_event") else e.kind for e in self.feed]

    def page(self, method: str, sha256: str, size: int, now_ms: int, offset: int = 0, chunk: bytes = b"") -> Any:
        path = f"/blobs/{self.grant.station}/{sha256}"
        asked = blob_auth.BlobRequest(method, path, offset, size, now_ms, chunk)
        headers = blob_auth.request_headers(asked, self.grant.station, self.grant.device, self.seed)
        return self.wire.request(method, path, headers=headers, content=chunk)


def enrol_station(wire: Wire, code_text: str, machine: str = "PC") -> StationDouble:
    code = read_code(code_text)
    key, seed = code.key(), signing.new_seed()
    answer = wire.post("/enrol", content=seal_request(code, key, seed, machine, "0.1"))
    assert answer.status_code == 200, answer.text
    grant = open_grant(answer.content, key, signing.public_key(seed))
    return StationDouble(wire, grant, seed, grant.epoch)


def old_age_content(number: str = "", name: str = "李䶮", page: Page | None = None, **changes: Any) -> CaseContent:
    """An old-age allowance, everything there. The person is invented, the area 529901 is not allocated."""
    content = CaseContent(
        item_code="MZ-004",
        item_version=1,
        item_name="高龄津贴",
        situation="first",
        situation_name="首次申请",
        applicant=Applicant(
            name=name,
            id_number="52990119420211002X",
            phone="13800000000",
            village="响水洞村",
            birth_date="1942-02-11",
            sex="female",
        ),
        form={"account": "6222000000000000"},
        materials=(
            MaterialLine("ID", "居民身份证", originals=1, copies=1, pages=(page,) if page else ()),
            MaterialLine("HUKOU", "户口簿", status="deferred", due="2026-12-04"),
        ),
        receipt_number=number,
    )
    return msgspec.structs.replace(content, **changes)


def received(case_id: str, content: CaseContent | None = None) -> Event:
    return make_event(
        "case_received",
        CaseReceived(content or old_age_content()),
        case_id=case_id,
        at=RECEIVED_AT,
        actor="龙秀珍",
        office="5299",
    )


def event_of(kind: str, data: msgspec.Struct, case_id: str = "case-1") -> Event:
    return make_event(kind, data, case_id=case_id, at=RECEIVED_AT, actor="龙秀珍", office="5299")


MISSING_PAGE = Defect("户口簿", "缺户主页", "原件和复印件各一份", "HUKOU")
