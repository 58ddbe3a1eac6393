"""A line that does what it is told: every fault of the wire, played between the real HTTP carrier and the real district."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from sync.protocol import blob_auth, codec, signing
from sync.protocol.chain import chain_hash
from sync.protocol.messages import PROTOCOL_VERSION, Cursor, Head, SealedEvent, SyncAnswer, SyncRequest
from sync.station.errors import LineFailure
from sync.station.http_line import MESSAGE_TYPE, Reply
from sync.station.other_end import OtherEnd
from tests.faults.district_node import PowerCut

if TYPE_CHECKING:
    from tests.faults.pc import Pc
    from tests.faults.world import World

ANOTHER = "another certificate"
BYTES_PER_SECOND = 20_000
MOST_STATEMENTS = 25
"""No transaction of a small batch has more statements; a cut later than the last one is a cut after the commit."""
HTML = b"<html><body>Please sign in to use this network.</body></html>"


class Asked(NamedTuple):
    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes
    short_ok: bool


class Line:
    """One PC's line, in the place of `HttpLine`. `plan`: which fault at which request of this run, from 1."""

    def __init__(self, world: "World", pc: "Pc") -> None:
        self.world, self.pc = world, pc
        self.plan: dict[int, str] = {}
        self.count = 0
        self.other_end = OtherEnd(pc.proven)
        self.server = ""
        self.diverted = 0

    def request(
        self,
        method: str,
        path: str,
        body: bytes = b"",
        headers: Mapping[str, str] | None = None,
        short_ok: bool = False,
        to_anybody: bool = False,
    ) -> Reply:
        asked = Asked(method, path, dict(headers or {}), body, short_ok)
        self.count += 1
        name = self.plan.pop(self.count, "")
        self.other_end.before_a_request(to_anybody)
        if self.diverted:
            return self.answered_by_another(asked)
        self._reach(self.world.certificate)
        reply = FAULTS[name](self, asked) if name else self.deliver(asked)
        self.world.remember(asked, reply)
        return reply

    def _reach(self, server: str) -> None:
        if server != self.server:
            self.server = server
            self.other_end.met(server)

    def answered_by_another(self, asked: Asked) -> Reply:
        """Somebody with a certificate that holds, who reads what he gets and answers in the district's form."""
        self.diverted -= 1
        self._reach(ANOTHER)
        read = _opened(self, asked) if asked.path == "/sync" else None
        if read is None or read.events:
            self.world.violated("false server", f"was told {len(read.events) if read else asked.path}")
        answer = SyncAnswer(1, self.pc.identity.station, "continue", Head(), 0, Cursor())
        sealed = signing.seal(codec.pack(answer), bytes(range(32)), "sync-answer", asked.body)
        return Reply(200, {"Content-Type": MESSAGE_TYPE}, sealed)

    def proven(self) -> None:
        if self.server == ANOTHER:
            self.world.violated("false server", "was taken for the district")
        self.other_end.remember()

    def deliver(self, asked: Asked) -> Reply:
        self.world.clock.wait(0.05 + len(asked.body) / BYTES_PER_SECOND)
        return self.world.node.handle(*asked[:4])

    def injected(self, name: str) -> None:
        self.world.injected(name)

    def close(self) -> None:
        return

    def abort(self) -> None:
        return


Fault = Callable[[Line, Asked], Reply]


def request_cut(line: Line, asked: Asked) -> Reply:
    """The line breaks at some byte of the request. What came of it is refused, should a server look at it at all."""
    line.injected("request cut")
    at = line.world.random.randrange(len(asked.body)) if asked.body else 0
    if asked.body:
        reply = line.deliver(asked._replace(body=asked.body[:at]))
        if reply.status < 400:
            line.world.violated("request cut", f"{at} of {len(asked.body)} bytes were taken as a whole request")
    raise LineFailure("cut")


def answer_cut(line: Line, asked: Asked) -> Reply:
    """The line breaks at some byte of the answer, after the district has committed."""
    line.injected("answer cut")
    reply = line.deliver(asked)
    at = line.world.random.randrange(len(reply.body)) if reply.body else 0
    if asked.short_ok and at:
        return Reply(reply.status, reply.headers, reply.body[:at])
    if line.world.random.random() < 0.5:
        raise LineFailure("cut")
    # A box on the way that gives out what came as if it were all.
    return Reply(reply.status, {**reply.headers, "Content-Length": str(at)}, reply.body[:at])


def answer_lost(line: Line, asked: Asked) -> Reply:
    line.injected("answer lost after the commit")
    line.deliver(asked)
    raise LineFailure("lost")


def line_down(line: Line, _: Asked) -> Reply:
    line.injected("no line")
    line.world.clock.wait(30.0)
    raise LineFailure("down")


def late_duplicate(line: Line, asked: Asked) -> Reply:
    """A request of long ago arrives once more."""
    if line.world.sent:
        line.injected("late duplicate")
        line.deliver(line.world.random.choice(line.world.sent))
    return line.deliver(asked)


def stale_answer(line: Line, asked: Asked) -> Reply:
    """The answer to another request comes in the place of this one's."""
    old = [reply for before, reply in line.world.heard if before != asked]
    reply = line.deliver(asked)
    if not old:
        return reply
    line.injected("answer to another request")
    return line.world.random.choice(old)


def pushed_twice_at_once(line: Line, asked: Asked) -> Reply:
    """The same request is worked off whole while the first is about to take the lock."""
    line.injected("same push twice at once")
    line.world.node.before_write = [lambda: _ignore(line.deliver(asked))]
    try:
        return line.deliver(asked)
    finally:
        line.world.node.before_write = []


def half_open_upload(line: Line, asked: Asked) -> Reply:
    """A piece of a page hangs after its bytes are written; another request comes and takes over."""
    if asked.method != "PATCH":
        return line.deliver(asked)
    line.injected("half-open upload")
    other = _piece_again(line, asked)
    line.world.node.before_write = [lambda: None, lambda: _ignore(line.deliver(other))]
    try:
        return line.deliver(asked)
    finally:
        line.world.node.before_write = []


def district_dies(line: Line, asked: Asked) -> Reply:
    """The district ends at a statement, at the commit, or right after it; sometimes its disk forgets what was not synced."""
    node, power = line.world.node, line.world.random.random() < 0.5
    node.only_commits = line.world.random.random() < 0.5
    node.cut_in = line.world.random.randrange(1, 3 if node.only_commits else MOST_STATEMENTS)
    try:
        line.deliver(asked)
        line.injected("district dies after its commit")
    except PowerCut:
        line.injected("district dies at a statement or commit")
    if node.restart(power) and power:
        line.injected("unsynced writes of the district dropped")
    raise LineFailure("reset")


def district_disk_full(line: Line, asked: Asked) -> Reply:
    node = line.world.node
    node.full = node.disk.full = True
    before = node.was_full
    try:
        reply = line.deliver(asked)
    finally:
        node.full = node.disk.full = False
    if node.was_full > before:
        line.injected("district's disk full")
    return reply


def html_with_200(line: Line, asked: Asked) -> Reply:
    line.injected("HTML with status 200")
    return Reply(200, {"Content-Type": "text/html; charset=utf-8", "Content-Length": str(len(HTML))}, HTML)


def html_as_ours(line: Line, asked: Asked) -> Reply:
    """A page that even claims to be ours."""
    line.injected("HTML with status 200")
    kind = MESSAGE_TYPE if asked.path == "/sync" else "application/octet-stream"
    return Reply(200, {"Content-Type": kind, "Content-Length": str(len(HTML))}, HTML)


def server_busy(line: Line, _: Asked) -> Reply:
    line.injected("server busy")
    return Reply(503, {"Content-Type": "text/html", "Retry-After": "30"}, b"")


def bomb(line: Line, asked: Asked) -> Reply:
    """A few kilobytes that would unpack to 80 MB, up and down, both rightly signed."""
    line.injected("decompression bomb")
    up = signing.seal(line.world.bomb, line.pc.seed, "sync-request")
    if line.world.node.handle("POST", "/sync", {}, up).status not in (400, 401):
        line.world.violated("decompression bomb", "the district took one")
    if asked.path != "/sync":
        return line.deliver(asked)
    down = signing.seal(line.world.bomb, line.world.node.district.keys.signing_seed, "sync-answer", asked.body)
    return Reply(200, {"Content-Type": MESSAGE_TYPE}, down)


def request_changed(line: Line, asked: Asked) -> Reply:
    """One bit of the request is another on arrival."""
    line.injected("bad signature")
    if not asked.body:
        return line.deliver(asked)
    reply = line.deliver(asked._replace(body=_one_bit(line, asked.body)))
    if reply.status < 400:
        line.world.violated("bad signature", "a changed request was taken")
    return reply


def answer_changed(line: Line, asked: Asked) -> Reply:
    line.injected("bad signature")
    reply = line.deliver(asked)
    if blob_auth.SIGNATURE in reply.headers:
        return Reply(reply.status, {**reply.headers, blob_auth.OFFSET: "999999999"}, reply.body)
    return Reply(reply.status, reply.headers, _one_bit(line, reply.body) if reply.body else b"x")


def false_server(line: Line, asked: Asked) -> Reply:
    """A new connection leads elsewhere, and so does the next request."""
    line.injected("false server")
    line.diverted = 2
    return line.answered_by_another(asked)


def certificate_renewed(line: Line, asked: Asked) -> Reply:
    """The next connection of every PC meets a certificate that none has seen."""
    line.injected("new certificate")
    line.world.certificate = f"certificate {line.world.random.randrange(1 << 30)}"
    return line.deliver(asked)


def older_program(line: Line, asked: Asked) -> Reply:
    return _as_another(line, asked, "older protocol at the station", protocol=0)


def newer_program(line: Line, asked: Asked) -> Reply:
    return _as_another(line, asked, "newer protocol at the station", protocol=PROTOCOL_VERSION + 1)


class NewerRequest(SyncRequest, frozen=True, array_like=True):
    mood: str = "hopeful"


class NewerAnswer(SyncAnswer, frozen=True, array_like=True):
    mood: str = "hopeful"


def newer_district(line: Line, asked: Asked) -> Reply:
    """The answer has a field that this program does not know."""
    reply = line.deliver(asked)
    if asked.path != "/sync" or reply.status != 200:
        return reply
    line.injected("newer protocol at the district")
    node_seed = line.world.node.district.keys.signing_seed
    answer = _answer(line, reply, asked.body)
    fields = {name: getattr(answer, name) for name in SyncAnswer.__struct_fields__}
    newer = NewerAnswer(**{**fields, "protocol": PROTOCOL_VERSION + 1})
    sealed = signing.seal(codec.pack(newer), node_seed, "sync-answer", asked.body)
    return Reply(200, reply.headers, sealed)


def other_bytes(line: Line, asked: Asked) -> Reply:
    """This very device sends an operation that the district knows, with other bytes, as its next event."""
    known = line.world.an_applied_operation(line.pc)
    if asked.path != "/sync" or known is None:
        return line.deliver(asked)
    line.injected("same op_id with other bytes")
    line.pc.history_broke = True
    op_id, body = known
    read = _opened(line, asked)
    changed = body.replace(b"2026-11-23T", b"2026-11-24T", 1) + b" "
    prior = chain_hash(read.previous_hash, read.events[0].op_id, read.events[0].body) if read.events else None
    events = (*read.events[:1], SealedEvent(op_id, changed)) if prior else (SealedEvent(op_id, changed),)
    sent = _sealed(line, msgspec.structs.replace(read, events=events))
    reply = line.deliver(asked._replace(body=sent))
    if reply.status == 200:
        told = {verdict.op_id: verdict.verdict for verdict in _answer(line, reply, sent).verdicts}
        if told.get(op_id, "quarantined") != "quarantined":
            line.world.violated("same op_id with other bytes", f"the district says {told[op_id]}")
    return line.deliver(asked)


def _as_another(line: Line, asked: Asked, name: str, protocol: int) -> Reply:
    """The request as a program of another protocol would have written it, and the answer to that."""
    if asked.path != "/sync":
        return line.deliver(asked)
    line.injected(name)
    read = _opened(line, asked)
    fields = {name: getattr(read, name) for name in SyncRequest.__struct_fields__}
    changed = NewerRequest(**{**fields, "protocol": protocol})
    sent = _sealed(line, changed)
    reply = line.deliver(asked._replace(body=sent))
    if reply.status != 200:
        return reply
    seed = line.world.node.district.keys.signing_seed
    payload = signing.open_sealed(reply.body, signing.public_key(seed), "sync-answer", sent)
    return Reply(200, reply.headers, signing.seal(payload, seed, "sync-answer", asked.body))


def _answer(line: Line, reply: Reply, request: bytes) -> SyncAnswer:
    key = line.world.node.district.keys.public
    return codec.unpack(signing.open_sealed(reply.body, key, "sync-answer", request), SyncAnswer)


def _opened(line: Line, asked: Asked) -> SyncRequest:
    payload = signing.open_sealed(asked.body, signing.public_key(line.pc.seed), "sync-request")
    return codec.unpack(payload, SyncRequest)


def _sealed(line: Line, request: SyncRequest) -> bytes:
    return signing.seal(codec.pack(request), line.pc.seed, "sync-request")


def _piece_again(line: Line, asked: Asked) -> Asked:
    """The same piece of a page, maybe a shorter one, signed anew."""
    size, offset = int(asked.headers[blob_auth.LENGTH]), int(asked.headers[blob_auth.OFFSET])
    chunk = asked.body[: line.world.random.randint(0, len(asked.body))]
    again = blob_auth.BlobRequest("PATCH", asked.path, offset, size, int(asked.headers[blob_auth.TIME]), chunk)
    me = line.pc.identity
    return Asked(
        "PATCH", asked.path, blob_auth.request_headers(again, me.station, me.device, line.pc.seed), chunk, False
    )


def _one_bit(line: Line, data: bytes) -> bytes:
    at = line.world.random.randrange(len(data))
    return data[:at] + bytes([data[at] ^ (1 << line.world.random.randrange(8))]) + data[at + 1 :]


def _ignore(_: Any) -> None:
    return None


FAULTS: dict[str, Fault] = {
    fault.__name__: fault
    for fault in (
        request_cut,
        answer_cut,
        answer_lost,
        line_down,
        late_duplicate,
        stale_answer,
        pushed_twice_at_once,
        half_open_upload,
        district_dies,
        district_disk_full,
        html_with_200,
        html_as_ours,
        server_busy,
        bomb,
        request_changed,
        answer_changed,
        older_program,
        newer_program,
        newer_district,
        other_bytes,
        false_server,
        certificate_renewed,
    )
}
