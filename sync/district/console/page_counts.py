"""Which photographs of a case have come, and how many are still on their way from the station."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection, and_, select

from forms.case import CaseContent
from forms.events import pages_in
from sync.district.case_log import find_case
from sync.district.database.tables import case_page, page
from sync.district.district import District

_HELD = and_(
    page.c.district == case_page.c.district, page.c.station == case_page.c.station, page.c.sha256 == case_page.c.sha256
)


@dataclass(frozen=True)
class PageCounts:
    """`waiting` of `total` pages that are read, and of the originals beside them, have not come whole."""

    total: int = 0
    waiting: int = 0
    originals_waiting: int = 0


def pages_come(connection: Connection, district: District, case_id: str) -> frozenset[str]:
    """SHA-256 of every page of a case that is here whole."""
    rows = connection.execute(
        select(page.c.sha256)
        .select_from(case_page.join(page, _HELD))
        .where(case_page.c.district == district.code, case_page.c.case_id == case_id, page.c.complete)
    )
    return frozenset(rows.scalars())


def count_pages(content: CaseContent, come: frozenset[str]) -> PageCounts:
    """Of the materials as they stand: a page that was replaced by a later one is of no interest any more."""
    originals = {each.original.sha256 for each in pages_in(content) if each.original}
    pages = {each.sha256 for each in pages_in(content)} - originals
    return PageCounts(len(pages), len(pages - come), len(originals - come))


def waiting_in(connection: Connection, district: District, case_ids: Iterable[str]) -> dict[str, PageCounts]:
    """Of these cases the ones that wait for pages. Only they are read whole."""
    rows = connection.execute(
        select(case_page.c.case_id)
        .distinct()
        .select_from(case_page.outerjoin(page, _HELD))
        .where(
            case_page.c.district == district.code,
            case_page.c.case_id.in_(tuple(case_ids)),
            page.c.complete.is_not(True),
        )
    )
    found: dict[str, PageCounts] = {}
    for case_id in rows.scalars().all():
        stored = find_case(connection, district, case_id)
        if stored is not None:
            found[case_id] = count_pages(stored.case.content, pages_come(connection, district, case_id))
    return found
