"""Opens a desk for one thread: its own connection, and the published documents read once."""

import logging
from collections.abc import Callable
from pathlib import Path
from typing import Generic, NamedTuple, TypeVar

from forms.catalogue.english import load_english
from forms.catalogue.loader import Catalogue, decode_catalogue, load_items
from forms.failures import EnvironmentFailure
from forms.workdays import decode_calendar, load_calendars
from station_app.desk.context import Agent, Desk
from station_app.desk.stated_clock import stated
from station_app.storage.keys import Unlocked
from station_app.storage.publications import Publications
from station_app.storage.published import PublicationKind, decode_settings, read_document
from station_app.storage.store import Clock, Store, open_store

T = TypeVar("T")
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
    catalogue = _serving(store.publications, "catalogue", decode_catalogue)
    calendar = _serving(store.publications, "calendar", decode_calendar)
    settings = _serving(store.publications, "settings", decode_settings)
    if settings.document is None:
        raise SettingsNotRead
    bundled = load_calendars()
    return Desk(
        store=store,
        clock=stated(clock, store.facts.clock_ahead_s()),
        agent=agent,
        settings=settings.document,
        catalogue=catalogue.document or Catalogue(0, "", "", load_items()),
        catalogue_is_bundled=catalogue.document is None,
        calendar=bundled if calendar.document is None else bundled.with_years(calendar.document),
        english=load_english(),
        random=random,
        not_read=catalogue.not_read + calendar.not_read + settings.not_read,
    )


class _Serving(NamedTuple, Generic[T]):
    document: T | None
    not_read: tuple[PublicationKind, ...] = ()


def _serving(publications: Publications, kind: PublicationKind, decode: Callable[[bytes], T]) -> _Serving[T]:
    newest = publications.read(kind)
    document = None if newest is None else read_document(decode, newest)
    if newest is None or document is not None:
        return _Serving(document)
    _log.warning("the newest %s of the district is not read by this program; the one before serves", kind)
    before = publications.before(kind)
    return _Serving(None if before is None else read_document(decode, before), (kind,))
