"""Which refused events still ask something of the agent: not those put right since, nor those somebody has read (decision 103)."""

from forms.events import MaterialsSupplied, read_data
from station_app.storage.database import Database
from station_app.storage.log import COLUMNS, REFUSED, EventLog, LoggedEvent

MOST = 200

# The same act again, later, stands in the place of the first: if it was refused too, it has a line of its own.
_DONE_AGAIN = """
    refused.case_id <> '' AND refused.kind <> 'materials_supplied' AND EXISTS (
        SELECT 1 FROM event AS again WHERE again.case_id = refused.case_id AND again.kind = refused.kind
        AND again.origin = 'own' AND again.position > refused.position)
"""
# The draft, and the receipt made of it, hold all that was supplied; what it was printed and shown for is done with it.
_IN_THE_DRAFT = "('materials_supplied', 'one_time_notice_given', 'paper_printed', 'identity_revealed')"
_RECEIPT = (
    "SELECT 1 FROM event AS receipt WHERE receipt.case_id = refused.case_id AND receipt.kind = 'case_received' AND "
)
_RESTS_ON_A_REFUSED_RECEIPT = f"""
    refused.case_id <> '' AND refused.kind NOT IN ('case_received', 'withdrawn', 'voided')
    AND EXISTS ({_RECEIPT} receipt.position < refused.position AND receipt.verdict IN {REFUSED})
    AND NOT EXISTS ({_RECEIPT} receipt.position < refused.position
        AND (receipt.verdict IS NULL OR receipt.verdict NOT IN {REFUSED}))
    AND (refused.kind IN {_IN_THE_DRAFT} OR NOT EXISTS ({_RECEIPT} receipt.position > refused.position))
"""
_GIVEN_UP = """
    refused.kind = 'case_received' AND EXISTS (
        SELECT 1 FROM event AS later WHERE later.case_id = refused.case_id AND later.kind IN ('withdrawn', 'voided')
        AND later.origin = 'own' AND later.position > refused.position)
"""
# Refused anew for another reason it is news.
_READ = """
    lower(hex(refused.op_id)) || ' ' || refused.reason IN (
        SELECT json_extract(CAST(body AS TEXT), '$.data.op_id') || ' ' || json_extract(CAST(body AS TEXT), '$.data.reason')
        FROM event WHERE case_id = '' AND kind = 'refusal_noted')
"""
_OPEN = (
    f"SELECT {', '.join(f'refused.{column}' for column in COLUMNS)} FROM event AS refused "
    f"WHERE refused.verdict IN {REFUSED} AND refused.kind <> 'refusal_noted' AND "
    + " AND ".join(f"NOT ({reason})" for reason in (_DONE_AGAIN, _RESTS_ON_A_REFUSED_RECEIPT, _GIVEN_UP, _READ))
    + f" ORDER BY refused.position DESC LIMIT {MOST}"
)


class OpenRefusals:
    def __init__(self, database: Database, log: EventLog) -> None:
        self._database = database
        self._log = log

    def all(self) -> tuple[LoggedEvent, ...]:
        """The newest first, `MOST` at most; one statement on a day when nothing was refused."""
        found = (LoggedEvent(*row) for row in self._database.rows(_OPEN))
        return tuple(logged for logged in found if not self._is_supplied_again(logged))

    def parked(self) -> int:
        """Events that the district keeps until its program knows them: nothing is to be done."""
        return int(self._database.value("SELECT count(*) FROM event WHERE verdict = 'parked'"))

    def _is_supplied_again(self, logged: LoggedEvent) -> bool:
        """A supply is put right once each of its materials has been supplied later."""
        if logged.kind != "materials_supplied":
            return False
        later = (
            each
            for each in self._log.of_case(logged.case_id)
            if each.kind == logged.kind and each.origin == "own" and each.position > logged.position
        )
        return _materials(logged) <= {code for each in later for code in _materials(each)}


def _materials(supply: LoggedEvent) -> set[str]:
    return {line.code for line in read_data(supply.event, MaterialsSupplied).materials}
