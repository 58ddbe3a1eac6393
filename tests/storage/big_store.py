"""A store of many cases, for measuring: the same log, chain, tables and projections, written in bulk.

`python -m tests.storage.big_store DIRECTORY [CASES]` makes one; sign in as longxiuzhen with the password of the tests.
"""

import random
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from forms import events as ev
from forms.case import Applicant, CaseContent, MaterialLine
from forms.dates import CHINA
from forms.events import Event, encode_event, make_event
from forms.receipt_number import mint
from station_app.storage.keys import Unlocked
from station_app.storage.store import Store
from sync.protocol.chain import chain_hash
from tests.storage.station import MACHINE, SetClock, enrolled, id_number, opened

SURNAMES = "李王张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗龙石欧单曾仇查解区"
GIVEN = "秀英桂兰国庆建华志强小芳大山丽霞光明永福世珍玉梅文武春生䶮𬸚𠮷娜军伟平"
VILLAGES = ("响水洞村", "石门坎村", "龙潭村", "大坪村", "白岩村", "新寨村")
ITEMS = (("MZ-004", "高龄津贴"), ("MZ-005", "残疾人两项补贴"), ("SB-005", "社会保障卡业务"), ("MZ-003", "临时救助"))
OPEN = 300
"""How many of the newest cases are still open, in every state on the way."""


def make_store(directory: Path, cases: int = 100_000, *, seed: int = 7) -> Unlocked:
    """An enrolled store in `directory` with `cases` cases, oldest first, at about eight a working day. Random but the same."""
    clock = SetClock()
    unlocked = enrolled(directory, clock)
    store = opened(directory, unlocked, clock, MACHINE)
    rng = random.Random(seed)
    with store.transaction():
        _write(store, rng, cases)
        store.projections.rebuild()
    store.database.run("PRAGMA wal_checkpoint(TRUNCATE)")
    store.close()
    return unlocked


def _write(store: Store, rng: random.Random, cases: int) -> None:
    seq, link = store.log.tail()
    rows: list[tuple[object, ...]] = []
    for at in range(cases):
        for order, (origin, event) in enumerate(_history(rng, at, cases), start=1):
            body, op_id = encode_event(event), rng.randbytes(16)
            own = origin == "own"
            if own:
                seq, link = seq + 1, chain_hash(link, op_id, body)
            verdict = "applied" if own else None
            rows.append(
                (
                    origin,
                    op_id,
                    event.case_id,
                    event.kind,
                    body,
                    seq if own else None,
                    link if own else None,
                    verdict,
                    order,
                )
            )
        if len(rows) > 20_000:
            _insert(store, rows)
    _insert(store, rows)


def _insert(store: Store, rows: list[tuple[object, ...]]) -> None:
    store.database.run_many(
        "INSERT INTO event (origin, op_id, case_id, kind, body, seq, hash, verdict, case_order) VALUES (?,?,?,?,?,?,?,?,?)",
        rows,
    )
    rows.clear()


def _history(rng: random.Random, at: int, cases: int) -> Iterator[tuple[str, Event]]:
    case_id = f"{at:08x}{rng.getrandbits(96):024x}"
    day = datetime(2026, 11, 20, 9, tzinfo=CHINA) - timedelta(hours=3 * (cases - at))
    still_open = cases - at <= OPEN
    stage = rng.randrange(6) if still_open else 9

    def event(kind: str, data: object) -> Event:
        return make_event(kind, data, case_id=case_id, at=day.isoformat(), actor="龙秀珍", office="5299")  # type: ignore[arg-type]

    yield "own", event("case_received", ev.CaseReceived(_content(rng, at, day)))
    if not still_open:
        yield "own", event("decided_at_station", ev.DecidedAtStation(True))
        yield "own", event("delivered", ev.Delivered("决定书", "本人"))
        return
    way = (
        ("receipt_confirmed", ev.ReceiptConfirmed("响水镇民政办")),
        ("accepted", ev.Accepted(promised_until=(day + timedelta(days=rng.randrange(60))).date().isoformat())),
        ("decided", ev.Decided(True)),
        ("result_sent", ev.ResultSent()),
    )
    for kind, data in way[:stage]:
        yield "district", event(kind, data)


def _content(rng: random.Random, at: int, day: datetime) -> CaseContent:
    code, item = ITEMS[at % len(ITEMS)]
    born = datetime(1936, 1, 1) + timedelta(days=rng.randrange(25_000))
    name = rng.choice(SURNAMES) + "".join(rng.choice(GIVEN) for _ in range(rng.choice((1, 2, 2))))
    return CaseContent(
        item_code=code,
        item_name=item,
        applicant=Applicant(
            name,
            id_number=id_number(rng.randrange(1000), born.date()),
            phone=f"138{rng.randrange(10**8):08d}",
            village=rng.choice(VILLAGES),
        ),
        materials=(MaterialLine("id_card", "身份证", "provided", 1, False, 1),),
        receipt_number=mint("5299", "03", day.date(), at % 9999 + 1),
    )


if __name__ == "__main__":
    make_store(Path(sys.argv[1]), *(int(many) for many in sys.argv[2:3]))
