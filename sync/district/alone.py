"""One event at a time, each in a savepoint: what a bug or a database cannot take is refused and blocks nothing (decision 155)."""

import logging

from sqlalchemy import Connection
from sqlalchemy.exc import OperationalError, SQLAlchemyError

from sync.district.admission import Judgement, admit
from sync.district.case_log import CaseLog, Origin
from sync.district.database.engine import is_busy
from sync.district.district import District
from sync.district.full_disk import is_full

_OF_CONTENT = (
    ValueError,
    TypeError,
    LookupError,
    ArithmeticError,
    AttributeError,
    AssertionError,
    RuntimeError,
    SQLAlchemyError,
)
"""How code fails on what it was given; a disk, a line and the end of the program fail otherwise."""

log = logging.getLogger("district")


def is_of_the_content(error: Exception) -> bool:
    """Whether the failure may lie in what an event says: not a full disk, a lock or a lost connection, which pass."""
    if is_full(error) or is_busy(error) or isinstance(error, OperationalError):
        return False
    return isinstance(error, _OF_CONTENT)


def admit_alone(
    connection: Connection, district: District, before: CaseLog, op_id: bytes, body: bytes, origin: Origin
) -> Judgement:
    """As `admit`, and written at once. `before`: the transaction's own log, with nothing pending in it."""
    try:
        with connection.begin_nested():
            alone = CaseLog(connection, district, before.station, before.now)
            alone.parked_cases = before.parked_cases
            judgement = admit(connection, district, alone, before.station, op_id, body, origin)
            alone.write()
    except Exception as error:
        if not is_of_the_content(error):
            raise
        log.exception("the event %s of station %s could not be taken in and is refused", op_id.hex(), before.station)
        return Judgement("rejected", reason="bad_data", detail=type(error).__name__)
    return judgement
