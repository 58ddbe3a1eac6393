"""When two states of the small world are one: what is random, or a mere count of tries, is left out."""

import hashlib
from typing import Any

from tests.faults.sim_store import SimStore
from tests.faults.world import World

Names = dict[bytes, str]


def names_at_district(world: World) -> Names:
    """What each operation is called whatever its random number: the district's own draw a new one on every path."""
    wanted = "SELECT op_id, case_id, kind, author, case_order FROM event ORDER BY case_id, case_order"
    return {
        op_id: op_id.hex() if author == "station" else f"{case_id}/{kind}/{order}"
        for op_id, case_id, kind, author, order in world.node.rows(wanted)
    }


def store_key(store: SimStore, names: Names) -> Any:
    rows = [
        (
            names.get(row.op_id, row.op_id.hex() if row.origin != "district" else f"lost/{row.case_id}/{row.kind}"),
            row.origin,
            row.seq,
            row.verdict,
            row.order,
        )
        for row in store.log.values()
    ]
    place = (store.epoch, store.reached.position, store.reading_anew)
    return place, store.head.seq, rows, sorted(store.pages.items()), sorted(store.vault)


def district_key(world: World, names: Names) -> bytes:
    rows = world.node.rows
    parts = (
        sorted(
            (names.get(row[0], row[0].hex()), *row[1:]) for row in rows("SELECT op_id, verdict, case_order FROM ledger")
        ),
        rows("SELECT station, device, epoch, seq FROM device ORDER BY 1, 2"),
        rows("SELECT station, last_epoch FROM station ORDER BY 1"),
        [
            (row[0], row[1], names.get(row[2], "") if row[2] else "")
            for row in rows("SELECT station, position, op_id FROM feed ORDER BY 1, 2")
        ],
        rows("SELECT sha256, committed, complete FROM page ORDER BY 1"),
        sorted(names.values()),
    )
    return hashlib.sha256(repr(parts).encode()).digest()
