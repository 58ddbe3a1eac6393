"""Opens a desk for one thread: its own connection, and the published documents read once."""

from collections.abc import Callable
from pathlib import Path

import msgspec

from forms.catalogue.english import load_english
from forms.catalogue.loader import Catalogue, decode_catalogue, load_items
from forms.workdays import WorkCalendar, decode_calendar, load_calendars
from station_app.desk.context import Agent, Desk
from station_app.storage.keys import Unlocked
from station_app.storage.store import Clock, SettingsDocument, Store, open_store


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
    """A desk on an open store. Before the first sync the catalogue and calendars that came with the program serve."""
    published = store.publications.read("catalogue")
    settings = msgspec.json.decode(store.publications.read("settings") or b"", type=SettingsDocument)
    return Desk(
        store=store,
        clock=clock,
        agent=agent,
        settings=settings,
        catalogue=decode_catalogue(published) if published else Catalogue(0, "", "", load_items()),
        catalogue_is_bundled=published is None,
        calendar=_calendar(store.publications.read("calendar")),
        english=load_english(),
        random=random,
    )


def _calendar(published: bytes | None) -> WorkCalendar:
    bundled = load_calendars()
    return bundled.with_years(decode_calendar(published)) if published else bundled
