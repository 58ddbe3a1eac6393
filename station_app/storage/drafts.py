"""Drafts: what is being written at the desk. Not events; on this PC only; on the disk at every change."""

from collections.abc import Callable
from typing import Any

import msgspec

from forms.case import CaseContent
from forms.failures import InputFailure
from station_app.storage.database import Database

ID_BYTES = 16


class Draft(msgspec.Struct, frozen=True):
    """`case_id` is the case this draft will become. `receipt_number` is set once it has, and `content` is empty then."""

    draft_id: str
    case_id: str
    content: CaseContent
    saved_at: str
    notices: int
    receipt_number: str


class DraftGone(InputFailure):
    def __init__(self) -> None:
        super().__init__(
            "这份草稿已经不在了，可能已经删除。请重新登记。",
            "This draft is gone; it may have been deleted. Start the case again.",
        )


_SELECT = "SELECT draft_id, case_id, content, saved_at, notices, receipt_number FROM draft"


class Drafts:
    def __init__(self, database: Database, random: Callable[[int], bytes]) -> None:
        self._database = database
        self._random = random

    def new(self, saved_at: str) -> str:
        """Makes an empty draft; its id."""
        draft_id, case_id = self._random(ID_BYTES).hex(), self._random(ID_BYTES).hex()
        self._database.run(
            "INSERT INTO draft (draft_id, case_id, content, saved_at) VALUES (?, ?, ?, ?)",
            (draft_id, case_id, msgspec.json.encode(CaseContent()), saved_at),
        )
        return draft_id

    def save(self, draft_id: str, content: CaseContent, saved_at: str) -> None:
        """On the disk when this returns. Raises `DraftGone` for one that was deleted or has become a case."""
        changed = self._database.run(
            "UPDATE draft SET content = ?, saved_at = ? WHERE draft_id = ? AND receipt_number = ''",
            (msgspec.json.encode(content), saved_at, draft_id),
        )
        if not changed:
            raise DraftGone

    def load(self, draft_id: str) -> Draft:
        """Also one that has become a case. Raises `DraftGone`."""
        found = self._database.row(f"{_SELECT} WHERE draft_id = ?", (draft_id,))
        if found is None:
            raise DraftGone
        return _draft(found)

    def open(self) -> tuple[Draft, ...]:
        """Those that have not become a case, the last saved first."""
        found = self._database.rows(f"{_SELECT} WHERE receipt_number = '' ORDER BY saved_at DESC, draft_id")
        return tuple(_draft(row) for row in found)

    def count_open(self) -> int:
        return int(self._database.value("SELECT count(*) FROM draft WHERE receipt_number = ''"))

    def noticed(self, draft_id: str) -> None:
        self._database.run("UPDATE draft SET notices = notices + 1 WHERE draft_id = ?", (draft_id,))

    def received(self, draft_id: str, receipt_number: str) -> None:
        """The draft has become a case: its row stays, so that a second press finds the same number."""
        self._database.run(
            "UPDATE draft SET receipt_number = ?, content = ? WHERE draft_id = ?",
            (receipt_number, msgspec.json.encode(CaseContent()), draft_id),
        )

    def reopen(self, case_id: str, content: CaseContent, saved_at: str) -> None:
        """The district did not take the receipt: the case is a draft again, with all that was known of it."""
        self._database.run(
            "INSERT INTO draft (draft_id, case_id, content, saved_at) VALUES (?, ?, ?, ?) ON CONFLICT (case_id) DO UPDATE "
            "SET content = excluded.content, saved_at = excluded.saved_at, receipt_number = '' WHERE receipt_number <> ''",
            (self._random(ID_BYTES).hex(), case_id, msgspec.json.encode(content), saved_at),
        )

    def close(self, case_id: str, receipt_number: str) -> None:
        """The district took the receipt after all, as one restored from an old backup may: nothing is left to be done."""
        self._database.run(
            "UPDATE draft SET receipt_number = ?, content = ? WHERE case_id = ? AND receipt_number = ''",
            (receipt_number, msgspec.json.encode(CaseContent()), case_id),
        )

    def discard(self, draft_id: str) -> None:
        self._database.run("DELETE FROM draft WHERE draft_id = ? AND receipt_number = ''", (draft_id,))


def _draft(row: tuple[str, str, bytes, str, int, str]) -> Draft:
    draft_id, case_id, content, saved_at, notices, receipt_number = row
    return Draft(draft_id, case_id, msgspec.json.decode(content, type=CaseContent), saved_at, notices, receipt_number)


DraftRow = tuple[Any, ...]


def newer_drafts(here: Database, backed_up: Database) -> list[DraftRow]:
    """The rows that are only `here` or were saved here last; one that has become a case goes before one that has not."""
    known = {str(row[1]): row for row in backed_up.rows(_SELECT)}
    return [row for row in here.rows(_SELECT) if row[1] not in known or _rank(row) > _rank(known[row[1]])]


def take_draft(database: Database, row: DraftRow) -> None:
    """In the place of the one of the same case. Inside a transaction only."""
    database.run("DELETE FROM draft WHERE case_id = ? OR draft_id = ?", (row[1], row[0]))
    database.run(
        "INSERT INTO draft (draft_id, case_id, content, saved_at, notices, receipt_number) VALUES (?, ?, ?, ?, ?, ?)",
        row,
    )


def _rank(row: tuple[object, ...]) -> tuple[bool, str]:
    return row[5] != "", str(row[3])
