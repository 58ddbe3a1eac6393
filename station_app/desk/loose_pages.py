"""Pages that are part of no case yet, and the photographs they were made of: kept while they are of use, and no longer."""

from collections.abc import Iterable
from datetime import timedelta

import msgspec

from forms.case import CaseContent
from forms.events import pages_in
from station_app.desk.add_page import Photograph
from station_app.desk.context import Desk

KEPT_LOOSE = timedelta(days=1)
"""A page that no draft has may belong to something that is just being written: supplied materials, a delivery."""


def photograph_of(desk: Desk, sha256: str) -> Photograph | None:
    """What a page was made of; None once its case is received, or for a draft that came back with a backup."""
    kept = desk.store.sources.read(sha256)
    return None if kept is None else msgspec.msgpack.decode(kept, type=Photograph)


def let_loose_pages_go(desk: Desk, pages: Iterable[str]) -> None:
    """Removes pages (SHA-256) that were replaced or taken out again; not one that a case, a notice or a draft has."""
    used = drafted(desk)
    for sha256 in pages:
        if sha256 in used:
            continue
        if not desk.store.pages.is_known(sha256):
            desk.store.vault.remove(sha256)
        desk.store.sources.drop(sha256)


def let_photographs_go(desk: Desk, content: CaseContent) -> None:
    """The case is received: what its pages were made of is not needed any more."""
    used = drafted(desk)
    for page in pages_in(content):
        if page.sha256 not in used:
            desk.store.sources.drop(page.sha256)


def sweep(desk: Desk) -> int:
    """Removes what was left behind by a power cut, or by a panel that was closed without saving; how many pages."""
    used, before = drafted(desk), (desk.clock.now() - KEPT_LOOSE).timestamp()
    gone = 0
    for sha256, written in desk.store.sources.kept():
        is_known = desk.store.pages.is_known(sha256)
        if sha256 in used or (not is_known and written >= before):
            continue
        if not is_known:
            desk.store.vault.remove(sha256)
        desk.store.sources.drop(sha256)
        gone += 1
    return gone


def drafted(desk: Desk) -> set[str]:
    """Every page that a draft has which is not received yet."""
    return {page.sha256 for draft in desk.store.drafts.open() for page in pages_in(draft.content)}
