"""The ledger: one verdict for each operation, for ever; and the links of each device's chain it stands on."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import sha256

from sqlalchemy import Connection, Row, and_, insert, select

from sync.district.admission import Judgement
from sync.district.case_log import Origin
from sync.district.database.tables import chain, ledger, quarantine
from sync.district.district import District
from sync.protocol.messages import SealedEvent

_OP_IDS_AT_ONCE = 500


@dataclass(frozen=True)
class Recorded:
    """What the ledger holds of one operation."""

    body_hash: bytes
    judgement: Judgement


@dataclass
class Ledger:
    """The ledger as one transaction on one station sees and extends it. `write` once at the end."""

    connection: Connection
    district: District
    station: str
    at: str
    known: dict[bytes, Recorded] = field(default_factory=dict)
    _rows: list[dict[str, object]] = field(default_factory=list)
    _links: list[dict[str, object]] = field(default_factory=list)
    _quarantined: dict[tuple[bytes, bytes], dict[str, object]] = field(default_factory=dict)

    def read(self, op_ids: Sequence[bytes]) -> None:
        """Loads what is known of these operations, a few hundred a statement."""
        for start in range(0, len(op_ids), _OP_IDS_AT_ONCE):
            part = op_ids[start : start + _OP_IDS_AT_ONCE]
            rows = self.connection.execute(
                select(ledger).where(ledger.c.district == self.district.code, ledger.c.op_id.in_(part))
            )
            self.known.update((row.op_id, _recorded(row)) for row in rows)

    def judged(self, sealed: SealedEvent) -> Judgement | None:
        """The stored verdict again; quarantine for the same operation with other bytes; None for a new operation."""
        recorded = self.known.get(sealed.op_id)
        if recorded is None:
            return None
        if recorded.body_hash == sha256(sealed.body).digest():
            return recorded.judgement
        return Judgement("quarantined", reason="other_content")

    def record(self, sealed: SealedEvent, origin: Origin, judgement: Judgement) -> None:
        """A first verdict."""
        body_hash = sha256(sealed.body).digest()
        self.known[sealed.op_id] = Recorded(body_hash, judgement)
        self._rows.append(
            {
                "district": self.district.code,
                "op_id": sealed.op_id,
                "station": self.station,
                "device": origin.device,
                "epoch": origin.epoch,
                "seq": origin.seq,
                "body_hash": body_hash,
                "verdict": judgement.verdict,
                "case_order": judgement.order,
                "reason": judgement.reason,
                "detail": judgement.detail,
                "body": None if judgement.verdict == "applied" else sealed.body,
                "at": self.at,
            }
        )

    def set_apart(self, sealed: SealedEvent, origin: Origin) -> None:
        """Keeps the other bytes of a known operation for a person to look at."""
        body_hash = sha256(sealed.body).digest()
        self._quarantined[sealed.op_id, body_hash] = {
            "district": self.district.code,
            "op_id": sealed.op_id,
            "body_hash": body_hash,
            "station": self.station,
            "device": origin.device,
            "body": sealed.body,
            "at": self.at,
        }

    def link(self, origin: Origin, op_id: bytes, hash: bytes) -> None:
        """One new link of the device's chain."""
        self._links.append(
            {
                "district": self.district.code,
                "station": self.station,
                "device": origin.device,
                "epoch": origin.epoch,
                "seq": origin.seq,
                "op_id": op_id,
                "hash": hash,
            }
        )

    def write(self) -> None:
        if self._rows:
            self.connection.execute(insert(ledger), self._rows)
        if self._links:
            self.connection.execute(insert(chain), self._links)
        for (op_id, body_hash), row in self._quarantined.items():
            same = and_(
                quarantine.c.district == self.district.code,
                quarantine.c.op_id == op_id,
                quarantine.c.body_hash == body_hash,
            )
            if self.connection.execute(select(quarantine.c.op_id).where(same)).first() is None:
                self.connection.execute(insert(quarantine), [row])


def chain_hash_at(
    connection: Connection, district: District, station: str, device: str, epoch: int, seq: int
) -> bytes | None:
    """The hash the district holds at one place of a device's chain, or None."""
    found = connection.execute(
        select(chain.c.hash).where(
            chain.c.district == district.code,
            chain.c.station == station,
            chain.c.device == device,
            chain.c.epoch == epoch,
            chain.c.seq == seq,
        )
    ).scalar()
    return None if found is None else bytes(found)


def _recorded(row: Row[tuple[object, ...]]) -> Recorded:
    return Recorded(row.body_hash, Judgement(row.verdict, row.case_order, row.reason, row.detail))
