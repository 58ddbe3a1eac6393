"""Finds cases by anything a villager may say or show: an index of grams narrows, a look into the text decides."""

from typing import Any

from station_app.storage.database import Database
from station_app.storage.search_text import grams, query_grams, words


class CaseSearch:
    """Keeps `case_search` beside `case_row`, row by row; answers newest first."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def index(self, position: int, text: str, *, replaces: bool) -> None:
        if replaces:
            self._database.run("DELETE FROM case_search WHERE rowid = ?", (position,))
        self._database.run("INSERT INTO case_search (rowid, grams) VALUES (?, ?)", (position, grams(text)))

    def rows(self, query: str, columns: str, condition: str, limit: int) -> list[tuple[Any, ...]]:
        """`columns` of the cases that every word of the query finds and that meet `condition` (SQL of this package)."""
        wanted = words(query)
        if not wanted:
            return []
        sought = [token for word in wanted for token in query_grams(word)]
        checks = " AND ".join(["instr(search_text, ?) > 0"] * len(wanted))
        where = f"{checks} AND {condition}"
        if not sought:
            return self._database.rows(
                f"SELECT {columns} FROM case_row WHERE {where} ORDER BY position DESC LIMIT ?", (*wanted, limit)
            )
        return self._database.rows(
            f"SELECT {columns} FROM case_search JOIN case_row ON case_row.position = case_search.rowid "
            f"WHERE case_search MATCH ? AND {where} ORDER BY case_search.rowid DESC LIMIT ?",
            (" AND ".join(dict.fromkeys(sought)), *wanted, limit),
        )
