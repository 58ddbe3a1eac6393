"""A station's store: the encrypted database, the vault beside it, and the transaction that holds them together."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime
from pathlib import Path

import msgspec

from forms.dates import china_date
from forms.events import Event
from station_app.storage.case_list import CaseList
from station_app.storage.database import Database, check_whole, connect
from station_app.storage.drafts import Drafts
from station_app.storage.durable_file import make_private, sync_directory
from station_app.storage.enrolled import AlreadyEnrolled, OtherStation, is_enrolled
from station_app.storage.facts import Enrolment, Facts, SyncPlace
from station_app.storage.failures import told_os_errors
from station_app.storage.keys import KEY_BYTES, KeyCost, Unlocked, create_keys, set_password, set_recovery_key
from station_app.storage.log import EventLog
from station_app.storage.machine import machine_fingerprint
from station_app.storage.migrations import migrate
from station_app.storage.numbers import Numbers
from station_app.storage.open_refusals import OpenRefusals
from station_app.storage.outbox import Outbox
from station_app.storage.pages import Pages
from station_app.storage.places import Places
from station_app.storage.projections import Projections
from station_app.storage.proven_servers import ProvenServers
from station_app.storage.publications import Publications
from station_app.storage.search import CaseSearch
from station_app.storage.sources import Sources
from station_app.storage.vault import Vault
from sync.protocol.messages import Cursor, EnrolmentGrant, SettingsDocument
from sync.station.ports import Clock, StationIdentity

__all__ = ["Clock", "EnrolmentGrant", "SettingsDocument", "Store", "create_store", "is_enrolled", "open_store"]

Random = Callable[[int], bytes]
LARGEST_DAILY_CHECK = 64 * 1024 * 1024
"""A database up to this size (bytes) is read through at the first start of a day; larger ones when they are backed up."""


class Store(Outbox):
    """One thread's way to the data. Reads go through the parts; changes through `transaction()` and `append()`."""

    def __init__(self, database: Database, places: Places, raw_key: bytes, random: Random, machine: str) -> None:
        self.database = database
        self.places = places
        self.vault = Vault(places.pages, raw_key, random)
        self.sources = Sources(places.sources, raw_key, random)
        self.facts = Facts(database)
        self.proven_servers = ProvenServers(self.facts)
        self.log = EventLog(database, random)
        self.search = CaseSearch(database)
        self.projections = Projections(database, self.log, self.search)
        self.pages = Pages(database, self.vault.holds, self.vault.opens)
        self.publications = Publications(database)
        self.drafts = Drafts(database, random)
        self.cases = CaseList(database, self.search)
        self.refusals = OpenRefusals(database, self.log)
        self._raw_key = raw_key
        self._random = random
        self._machine = machine

    def transaction(self) -> AbstractContextManager[None]:
        """All or nothing, on the disk when it is left. One inside another is part of it."""
        return self.database.transaction()

    def append(self, event: Event) -> bytes:
        """Logs an event of this station and brings every projection up to it, in one transaction. Returns its op_id."""
        with self.transaction():
            logged = self.log.append(event)
            self.projections.added(logged)
            self.pages.note(logged)
            self.projections.refresh([event.case_id])
        return logged.op_id

    def next_number(self, now: datetime) -> str:
        """A number for a receipt, a notice or a manifest, never given again. Inside a transaction only."""
        enrolled = self.facts.enrolment()
        identity = enrolled.identity
        names = (identity.station, identity.device, enrolled.machine)
        numbers = Numbers(self.database, self.places.numbers, names, self._machine, self._random)
        return numbers.next(china_date(now))

    def give_password(self, login: str, name: str, password: str, cost: KeyCost | None = None) -> None:
        """From now on this password opens the store for this agent: a new one, or one who is known here already."""
        set_password(self.places.directory, self._raw_key, login, name, password, self._random, cost or KeyCost())

    def enrol_again(self, grant: EnrolmentGrant, signing_seed: bytes) -> None:
        """This PC is another device of its station from here on; it keeps all it holds, and nothing of it counts as sent.

        Raises `OtherStation` for a grant of another station.
        """
        before = self.facts.enrolment()
        was = before.identity
        ours, theirs = (was.district, was.station), (grant.district, grant.station)
        if ours != theirs:
            raise OtherStation(ours, theirs)
        # Also where the key is the same: whoever opens it with the recovery secret reads which device this is now.
        whose = f"{grant.district}/{grant.station}/{grant.device}"
        set_recovery_key(self.places.directory, self._raw_key, grant.recovery_key, whose)
        identity = StationIdentity(was.district, was.station, grant.device, signing_seed, grant.server_key)
        with self.transaction():
            self.facts.write("enrolment", Enrolment(identity, grant.recovery_key, self._machine))
            if grant.device != was.device:
                # Numbers of another device code begin anew; what this PC has numbered so far bears the old one.
                self.database.run("DELETE FROM number_day")
            self.log.await_again()
            place = msgspec.structs.replace(
                self.facts.place(), cursor=Cursor(incarnation=grant.incarnation), reading_anew=True
            )
            self.facts.write("place", place)
            self.begin_epoch(grant.epoch)
            # After it: pages of the station's other PCs hang on events that it has just taken into this chain.
            self.pages.unconfirm_after(0)

    def close(self) -> None:
        self.database.close()


def create_store(
    directory: Path,
    grant: EnrolmentGrant,
    signing_seed: bytes,
    login: str,
    name: str,
    password: str,
    random: Random,
    *,
    cost: KeyCost | None = None,
    machine: str | None = None,
) -> Unlocked:
    """Makes the encrypted database of a newly enrolled station, and its key file for the first agent.

    The database appears under its name as the last step: what a power cut leaves is no store, and may be made again.
    Raises `AlreadyEnrolled`.
    """
    places = Places(directory)
    if is_enrolled(directory):
        raise AlreadyEnrolled
    with told_os_errors():
        make_private(directory)
        fresh = places.database.with_name("station.db.new")
        for left in (fresh, *(fresh.with_name(fresh.name + end) for end in ("-wal", "-shm"))):
            left.unlink(missing_ok=True)
    raw_key = random(KEY_BYTES)
    database = connect(fresh, raw_key, create=True)
    try:
        migrate(database, lambda: None)
        with database.transaction():
            _write_enrolment(database, grant, signing_seed, machine_fingerprint() if machine is None else machine)
    finally:
        database.close()
    whose = f"{grant.district}/{grant.station}/{grant.device}"
    create_keys(directory, raw_key, login, name, password, grant.recovery_key, random, cost or KeyCost(), whose)
    with told_os_errors():
        fresh.replace(places.database)
        sync_directory(directory)
    return Unlocked(raw_key, login, name)


def open_store(
    directory: Path, unlocked: Unlocked, clock: Clock, random: Random, *, machine: str | None = None
) -> Store:
    """This thread's own connection to the store: migrated, and once a day read through.

    Raises the sentences of `station_app.storage.failures`.
    """
    from station_app.storage.backup import copy_database

    places = Places(directory)
    database = connect(places.database, unlocked.raw_key)
    with _closed_on_failure(database):
        migrate(database, lambda: copy_database(places, unlocked.raw_key, clock.now()))
        store = Store(database, places, unlocked.raw_key, random, machine_fingerprint() if machine is None else machine)
        store.projections.fill_in()
        _check_once_a_day(store, china_date(clock.now()).isoformat())
    return store


def _write_enrolment(database: Database, grant: EnrolmentGrant, signing_seed: bytes, machine: str) -> None:
    facts = Facts(database)
    identity = StationIdentity(grant.district, grant.station, grant.device, signing_seed, grant.server_key)
    facts.write("enrolment", Enrolment(identity, grant.recovery_key, machine))
    facts.write("place", SyncPlace(grant.epoch, Cursor(incarnation=grant.incarnation)))
    Publications(database).write("settings", grant.settings, 0)


def _check_once_a_day(store: Store, today: str) -> None:
    if store.facts.checked_on() == today:
        return
    with told_os_errors():
        size = store.places.database.stat().st_size
    if size <= LARGEST_DAILY_CHECK:
        check_whole(store.database)
    store.facts.write("checked_on", today)


@contextmanager
def _closed_on_failure(database: Database) -> Iterator[None]:
    try:
        yield
    except BaseException:
        database.close()
        raise
