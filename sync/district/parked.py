"""Events of a newer program, kept as they were, are judged once this program knows them (decision 112)."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import Connection, and_, func, select, update

from sync.district.admission import Judgement
from sync.district.alone import admit_alone
from sync.district.case_log import CaseLog, Origin, case_named_in
from sync.district.database.engine import reading, writing
from sync.district.database.tables import chain, device, ledger
from sync.district.district import District
from sync.district.happenings import record

_OP_IDS_AT_ONCE = 500


@dataclass(frozen=True)
class Outcome:
    counted: int = 0
    refused: int = 0
    still_parked: int = 0


def judge_parked(district: District) -> Outcome:
    """Judges what is parked, station by station, each in a transaction of its own. Running it again changes nothing more."""
    counted = refused = 0
    for code in _stations(district):
        with writing(district.engine) as connection:
            here = _judge_station(connection, district, code)
        counted, refused = counted + here.counted, refused + here.refused
    with reading(district.engine) as connection:
        return Outcome(counted, refused, sum(count_parked(connection, district).values()))


def count_parked(connection: Connection, district: District) -> dict[str, int]:
    """How many events are parked, by station; stations without any are left out."""
    rows = connection.execute(
        select(ledger.c.station, func.count())
        .where(ledger.c.district == district.code, ledger.c.verdict == "parked")
        .group_by(ledger.c.station)
    )
    return {str(code): int(number) for code, number in rows}


def _stations(district: District) -> list[str]:
    with reading(district.engine) as connection:
        return sorted(count_parked(connection, district))


def _judge_station(connection: Connection, district: District, code: str) -> Outcome:
    log = CaseLog(connection, district, code, district.now())
    # What is still parked after it stands in the way of what comes later in the same case, and of nothing else.
    log.parked_cases = set()
    columns = ledger.c
    rows = connection.execute(
        select(columns.op_id, columns.device, columns.epoch, columns.seq, columns.body)
        .where(columns.district == district.code, columns.station == code, columns.verdict == "parked")
        .order_by(columns.at, columns.device, columns.epoch, columns.seq)
    ).all()
    judged: dict[bytes, Judgement] = {}
    for row in rows:
        case_id = case_named_in(row.body)
        if case_id and case_id in log.parked_cases:
            continue
        origin = Origin(row.device, row.epoch, row.seq)
        judgement = admit_alone(connection, district, log, row.op_id, row.body, origin)
        if judgement.verdict != "parked":
            judged[row.op_id] = judgement
    if not judged:
        return Outcome()
    for op_id, judgement in judged.items():
        _write_verdict(connection, district, op_id, judgement)
    _tell_devices(connection, district, code, judged)
    counted = sum(judgement.verdict == "applied" for judgement in judged.values())
    refused = len(judged) - counted
    record(connection, district, "judged_anew", code, detail=f"{counted},{refused}")
    return Outcome(counted, refused)


def _write_verdict(connection: Connection, district: District, op_id: bytes, judgement: Judgement) -> None:
    told: dict[str, object] = {
        "verdict": judgement.verdict,
        "case_order": judgement.order,
        "reason": judgement.reason,
        "detail": judgement.detail,
    }
    if judgement.verdict == "applied":
        # It is in the table of events now.
        told["body"] = None
    connection.execute(update(ledger).where(ledger.c.district == district.code, ledger.c.op_id == op_id).values(**told))


def _tell_devices(connection: Connection, district: District, code: str, op_ids: Collection[bytes]) -> None:
    """Each PC that has sent one of them in its present chain is asked to send again from there: it gets the new verdict."""
    first: dict[str, int] = {}
    wanted = list(op_ids)
    for start in range(0, len(wanted), _OP_IDS_AT_ONCE):
        same_chain = and_(
            device.c.district == chain.c.district,
            device.c.station == chain.c.station,
            device.c.device == chain.c.device,
            device.c.epoch == chain.c.epoch,
        )
        rows = connection.execute(
            select(chain.c.device, func.min(chain.c.seq))
            .select_from(chain.join(device, same_chain))
            .where(
                chain.c.district == district.code,
                chain.c.station == code,
                chain.c.op_id.in_(wanted[start : start + _OP_IDS_AT_ONCE]),
            )
            .group_by(chain.c.device)
        )
        for pc, seq in rows:
            first[pc] = min(seq, first.get(pc, seq))
    for pc, seq in first.items():
        is_it = (device.c.district == district.code, device.c.station == code, device.c.device == pc)
        known = connection.execute(select(device.c.judged_anew).where(*is_it)).scalar_one()
        connection.execute(update(device).where(*is_it).values(judged_anew=min(seq, known) if known else seq))
