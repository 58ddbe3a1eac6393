"""Opens a desk for one thread: its own connection, and the published documents read once."""

import logging
from collections.abc import Callable
from pathlib import Path
from typing import cast

from forms.catalogue.english import load_english
from forms.catalogue.loader import Catalogue, load_items
from forms.failures import EnvironmentFailure
from forms.workdays import WorkCalendar, load_calendars
from station_app.desk.context import Agent, Desk
from station_app.storage.keys import Unlocked
from station_app.storage.publications import Publications
from station_app.storage.published import Document, PublicationKind, read_document
from station_app.storage.store import Clock, SettingsDocument, Store, open_store

_log = logging.getLogger(__name__)


class SettingsNotRead(EnvironmentFailure):
    """Without the station's names no paper can be printed."""

    def __init__(self) -> None:
        super().__init__(
            "县里发来的本站设置（站名、电话），这个版本的程序读不懂，所以打不开。办件数据都在，没有动过。请更新程序，或者联系县里。",
            "This version of the program cannot read the station's settings (its name, phones) from the district, so it does "
            "not open. The case data are untouched. Update the program, or call the district.",
        )


def open_desk(
    directory: Path,
    unlocked: Unlocked,
    clock: Clock,
    random: Callable[[int], bytes],
    *,
    machine: str | None = None,
) -> Desk:
    """Raises the sentences of `station_app.storage.failures`. `machine` (a fingerprint) is read from this PC unless told."""
    store = open_store(directory, unlocked, clock, random, machine=machine)
    return furnished(store, clock, Agent(unlocked.agent_login, unlocked.agent_name), random)


def furnished(store: Store, clock: Clock, agent: Agent, random: Callable[[int], bytes]) -> Desk:
    """A desk on an open store. Before the first sync the catalogue and calendars that came with the program serve.

    Of a publication that this program cannot read, the one before serves. Raises `DatabaseDamaged` and `SettingsNotRead`.
    """
    not_read: list[PublicationKind] = []
    catalogue = cast(Catalogue | None, _published(store.publications, "catalogue", not_read))
    calendar = cast(WorkCalendar | None, _published(store.publications, "calendar", not_read))
    settings = cast(SettingsDocument | None, _published(store.publications, "settings", not_read))
    if settings is None:
        raise SettingsNotRead
    bundled = load_calendars()
    return Desk(
        store=store,
        clock=clock,
        agent=agent,
        settings=settings,
        catalogue=catalogue or Catalogue(0, "", "", load_items()),
        catalogue_is_bundled=catalogue is None,
        calendar=bundled.with_years(calendar) if calendar else bundled,
        english=load_english(),
        random=random,
        not_read=tuple(not_read),
    )


def _published(publications: Publications, kind: PublicationKind, not_read: list[PublicationKind]) -> Document | None:
    newest = publications.read(kind)
    if newest is None:
        return None
    document = read_document(kind, newest)
    if document is not None:
        return document
    not_read.append(kind)
    _log.warning("the newest %s of the district is not read by this program; the one before serves", kind)
    before = publications.before(kind)
    return None if before is None else read_document(kind, before)
