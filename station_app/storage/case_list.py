"""Reads rows of cases for lists, each in one statement."""

from typing import Literal

from forms.typed_text import fold
from station_app.storage.database import Database
from station_app.storage.projections import PAGES_COMING, SELECTED, ListedCase, stored_case
from station_app.storage.search import CaseSearch

Which = Literal["open", "all", "deliver"]

# A case that is only a notice so far is shown while its draft is there to be finished; one whose receipt the district
# did not take is shown always.
_NOT_ABANDONED = "(state <> 'draft' OR case_row.receipt_number <> '' OR EXISTS (SELECT 1 FROM draft WHERE draft.case_id = case_row.case_id AND draft.receipt_number = ''))"
_CONDITIONS: dict[Which, str] = {
    "open": f"ended = 0 AND {_NOT_ABANDONED}",
    "all": _NOT_ABANDONED,
    "deliver": f"ended = 0 AND NOT {PAGES_COMING} AND (state IN ('result_at_station', 'not_accepted') "
    "OR (state IN ('decided_granted', 'decided_refused') AND decided_by_station = 1))",
}


class CaseList:
    def __init__(self, database: Database, search: CaseSearch) -> None:
        self._database = database
        self._search = search

    def find(self, query: str, which: Which, limit: int) -> tuple[ListedCase, ...]:
        """The newest cases that `query` finds; all of them where it is empty."""
        condition = _CONDITIONS[which]
        if fold(query):
            found = self._search.rows(query, SELECTED, condition, limit)
        else:
            found = self._database.rows(
                f"SELECT {SELECTED} FROM case_row WHERE {condition} ORDER BY position DESC LIMIT ?", (limit,)
            )
        return tuple(stored_case(row) for row in found)

    def row(self, case_id: str) -> ListedCase | None:
        found = self._database.row(f"SELECT {SELECTED} FROM case_row WHERE case_id = ?", (case_id,))
        return None if found is None else stored_case(found)

    def by_number(self, number: str) -> str | None:
        """The case a receipt, a notice or the district gave this number to. The newest if there are several."""
        found = self._database.value(
            "SELECT case_number.case_id FROM case_number JOIN case_row USING (case_id) WHERE number = ? "
            "ORDER BY position DESC LIMIT 1",
            (number,),
        )
        return None if found is None else str(found)

    def of_person(self, text: str, limit: int = 50) -> tuple[ListedCase, ...]:
        """The cases of whoever has exactly this document number or this name, the newest first."""
        found = self._database.rows(
            f"SELECT {SELECTED} FROM case_row WHERE position IN (SELECT position FROM case_row WHERE id_number = ?1 "
            "AND id_number <> '' UNION SELECT position FROM case_row WHERE applicant_name = ?1) "
            "AND state <> 'draft' ORDER BY position DESC LIMIT ?2",
            (text, limit),
        )
        return tuple(stored_case(row) for row in found)

    def count_unsent(self) -> tuple[int, int]:
        """How many events wait to be sent, and of how many cases."""
        found = self._database.row(
            "SELECT count(*), count(DISTINCT nullif(case_id, '')) FROM event WHERE verdict IS NULL AND origin = 'own'"
        )
        return (int(found[0]), int(found[1])) if found else (0, 0)

    def count_state(self, state: str) -> int:
        return int(self._database.value("SELECT count(*) FROM case_row WHERE state = ? AND ended = 0", (state,)))
