"""The real district in this process: its exchange and page code on SQLite in memory, which can be cut off at any statement."""

import inspect
import sqlite3
import sys
import unittest.mock
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from random import Random
from types import SimpleNamespace
from typing import Any

import msgspec
from sqlalchemy import Engine, create_engine, event, insert, text, update
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import StaticPool

from sync.district import bundles, pages
from sync.district.app import BUSY_RETRY_SECONDS
from sync.district.database.engine import _begin_sqlite, _prepare_sqlite, is_busy, writing
from sync.district.database.migrate import migrate
from sync.district.database.tables import device, setting, station
from sync.district.district import Clock, District
from sync.district.exchange import exchange
from sync.district.keys import ServerKeys
from sync.district.refusals import RequestRefused
from sync.district.routes import page_routes
from sync.district.stations import add_station
from sync.protocol import page_post, signing
from sync.protocol.codec import MAX_REQUEST_BYTES
from sync.protocol.reasons import RefusalBody
from sync.station.http_line import MESSAGE_TYPE, Reply
from tests.faults.strict_disk import StrictDisk
from tests.sync.real_ends import SETTINGS

FULL_SYNC = 2
_MANY_PAGES = 1 << 30
_WRITING = inspect.unwrap(writing).__code__


class PowerCut(Exception):
    """The program ended here. An Exception, so that SQLAlchemy rolls back as a restart would."""


class DistrictNode:
    """One district. `handle` is what its HTTP server does with a request; `bugs` collects what never may happen."""

    def __init__(self, directory: Path, clock: Clock, random: Random) -> None:
        self.random = random
        self.cut_in = 0
        self.only_commits = False
        self.full = False
        self.in_file = False
        self.was_full = 0
        self.before_write: list[Callable[[], None]] = []
        self.bugs: list[Exception] = []
        self.crash_points: Counter[tuple[str, str, str]] = Counter()
        self._transaction = ""
        self.engine: Engine = create_engine(
            "sqlite://", poolclass=StaticPool, connect_args={"check_same_thread": False}
        )
        event.listen(self.engine, "connect", _prepare_sqlite)
        event.listen(self.engine, "begin", self._begins)
        event.listen(self.engine, "begin", _begin_sqlite)
        event.listen(self.engine, "before_cursor_execute", self._executes)
        self._real_commit = self.engine.dialect.do_commit
        self.engine.dialect.do_commit = self._commits  # type: ignore[method-assign]
        migrate(self.engine)
        self.disk = StrictDisk(directory / "pages")
        seed = random.randbytes(32)
        keys = ServerKeys(seed, bytes(32))
        self.district = District(
            SETTINGS.district, directory, self.engine, keys, clock, SETTINGS, random=lambda n: self.random.randbytes(n)
        )
        self._lasting = b""
        self.new_incarnation()

    def enrol(self, station_code: str, device_code: str, seed: bytes, epoch: int) -> None:
        """A device as an enrolment leaves it. The enrolment itself has tests of its own: its Argon2 takes 0.1 s."""
        with writing(self.engine) as connection:
            add_station(connection, self.district, station_code, SETTINGS.for_station(), "init")
            connection.execute(
                insert(device).values(
                    district=self.district.code,
                    station=station_code,
                    device=device_code,
                    public_key=signing.public_key(seed),
                    machine="PC",
                    program="0.1",
                    enrolled_at="2026-11-23T09:00:00+08:00",
                    revoked_at="",
                    last_contact_at="",
                    epoch=epoch,
                    seq=0,
                    hash=b"",
                )
            )
            connection.execute(update(station).where(station.c.station == station_code).values(last_epoch=epoch))

    def handle(self, method: str, path: str, headers: Mapping[str, str], body: bytes) -> Reply:
        """What the server's handlers do. Raises PowerCut where one was asked for."""
        self._limit_size(self.full)
        try:
            if path == "/sync":
                if len(body) > MAX_REQUEST_BYTES:
                    return _refused(RequestRefused(413, "too_large"))
                return Reply(200, {"Content-Type": MESSAGE_TYPE}, exchange(self.district, body))
            if path == page_post.PATH:
                with self.on_its_disk():
                    return Reply(200, {"Content-Type": MESSAGE_TYPE}, page_routes._by_post(self.district, body))
            return self._page(method, path, headers, body)
        except RequestRefused as refused:
            return _refused(refused)
        except OperationalError as error:
            return self._database_failed(error)
        except OSError as error:
            return self._failed(error, expected=self.disk.full)
        except PowerCut:
            raise
        except Exception as error:  # noqa: BLE001 - whatever else comes out is told as a bug of the server
            return self._failed(error, expected=False)
        finally:
            self._limit_size(False)

    def move_to_file(self, engine: Engine) -> None:
        """Goes on with a database in a file, for many threads at once; what needs the one connection is not there then."""
        with engine.connect() as connection:
            into = connection.connection.driver_connection
            assert isinstance(into, sqlite3.Connection)
            self.raw.backup(into)
        self.engine.dispose()
        self.engine = engine
        self.in_file = True
        self.district = replace(self.district, engine=engine)

    def restart(self, power: bool) -> int:
        """Begins anew after a cut. `power`: what was not synced is lost. Returns how many things were."""
        self.cut_in, self.only_commits, self.before_write = 0, False, []
        self.district = replace(self.district, decoded={})
        if self.raw.in_transaction:
            self.raw.rollback()
        if not power:
            return 0
        dropped = self.disk.power_cut()
        if self._synchronous() < FULL_SYNC:
            # In WAL mode anything less than FULL syncs at a checkpoint only, not at a commit.
            self.raw.deserialize(self._lasting)
            dropped += 1
        return dropped

    def snapshot(self) -> tuple[bytes, dict[str, bytes]]:
        return self.raw.serialize(), self.disk.snapshot()

    def put_back(self, snapshot: tuple[bytes, dict[str, bytes]], anew: bool = True) -> None:
        """A backup restored: `district-server backup` gives the copy an incarnation of its own."""
        self.raw.deserialize(snapshot[0])
        self.disk.put_back(snapshot[1])
        self.restart(power=False)
        if anew:
            self.new_incarnation()
        self.checkpoint()

    def new_incarnation(self) -> None:
        wanted = (setting.c.district == self.district.code, setting.c.name == "incarnation")
        value = self.random.randbytes(8).hex()
        with writing(self.engine) as connection:
            if not connection.execute(update(setting).where(*wanted).values(value=value)).rowcount:
                connection.execute(insert(setting).values(district=self.district.code, name="incarnation", value=value))

    def incarnation(self) -> str:
        return str(self.rows("SELECT value FROM setting WHERE name = 'incarnation'")[0][0])

    @contextmanager
    def filled_up(self) -> Iterator[None]:
        """No byte more fits on its disk."""
        self.full = self.disk.full = True
        self._limit_size(True)
        try:
            yield
        finally:
            self.full = self.disk.full = False
            self._limit_size(False)

    @contextmanager
    def disturbed(self) -> Iterator[None]:
        """What was to happen at some commit or lock happens in here or not at all."""
        try:
            yield
        finally:
            self.cut_in, self.only_commits, self.before_write = 0, False, []

    def checkpoint(self) -> None:
        if self._synchronous() < FULL_SYNC:
            self._lasting = self.raw.serialize()

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        if self.in_file:
            with self.engine.connect() as connection:
                return [tuple(row) for row in connection.execute(text(sql))]
        return self.raw.execute(sql).fetchall()

    def revoke(self, device_code: str, station_code: str, at: str) -> None:
        with writing(self.engine) as connection:
            where = (device.c.station == station_code, device.c.device == device_code)
            connection.execute(update(device).where(*where).values(revoked_at=at))

    @cached_property
    def raw(self) -> sqlite3.Connection:
        """The one connection to the database in memory."""
        connection = self.engine.raw_connection()
        found = connection.driver_connection
        assert isinstance(found, sqlite3.Connection)
        connection.close()
        return found

    def on_its_disk(self) -> AbstractContextManager[Any]:
        """While pages are written."""
        return unittest.mock.patch.object(pages, "os", self.disk)

    def _page(self, method: str, path: str, headers: Mapping[str, str], body: bytes) -> Reply:
        code, sha256 = path.split("/")[2:4]
        asked: Any = SimpleNamespace(method=method, headers=headers, url=SimpleNamespace(path=path))
        with self.on_its_disk():
            if method == "HEAD":
                said: Any = page_routes._tell_offset(self.district, asked, code, sha256)
            elif method == "PATCH":
                said = page_routes._take(self.district, asked, code, sha256, body)
            else:
                said = page_routes._give(self.district, asked, code, sha256)
        content = said.content or b""
        told = {**said.headers, "Content-Type": str(said.media_type), "Content-Length": str(len(content))}
        return Reply(said.status_code, told, content)

    def _begins(self, connection: Any) -> None:
        writes = not connection.get_execution_options().get("district_read_only")
        if self.before_write and writes:
            self.before_write.pop(0)()
        self._transaction = _whose_transaction() if writes else ""

    def _executes(self, *_: Any) -> None:
        if not self.only_commits:
            self._count_down()

    def _commits(self, connection: Any) -> None:
        name = self._transaction
        if name or not self.only_commits:
            self._count_down(name, "before")
        self._real_commit(connection)
        if name:
            self.crash_points["district", name, "committed"] += 1
            self._count_down(name, "after")

    def _count_down(self, name: str = "", when: str = "") -> None:
        if self.cut_in:
            self.cut_in -= 1
            if not self.cut_in:
                if name:
                    self.crash_points["district", name, when] += 1
                raise PowerCut

    def _limit_size(self, full: bool) -> None:
        if self.in_file:
            return
        raw = self.raw
        if not raw.in_transaction:
            pages_now = raw.execute("PRAGMA page_count").fetchone()[0]
            raw.execute(f"PRAGMA max_page_count = {pages_now if full else _MANY_PAGES}")

    def _synchronous(self) -> int:
        return int(self.raw.execute("PRAGMA synchronous").fetchone()[0])

    def _database_failed(self, error: OperationalError) -> Reply:
        if is_busy(error):
            return _refused(RequestRefused(503, "busy", BUSY_RETRY_SECONDS))
        return self._failed(error, expected=self.full and "full" in str(error))

    def _failed(self, error: Exception, expected: bool) -> Reply:
        if expected:
            self.was_full += 1
        else:
            self.bugs.append(error)
        body = msgspec.json.encode(RefusalBody("server_fault"))
        return Reply(500, {"Content-Type": "application/json"}, body)


def _whose_transaction() -> str:
    """The function of the district whose transaction begins, and over which carrier; empty for the simulation's own."""
    frame = sys._getframe(2)
    while frame.f_globals["__name__"].partition(".")[0] in ("sqlalchemy", "contextlib") or frame.f_code is _WRITING:
        frame = frame.f_back
    module, name = frame.f_globals["__name__"], frame.f_code.co_name
    if not module.startswith("sync.district."):
        return ""
    carrier = "HTTP"
    while frame is not None:
        carrier = "stick" if frame.f_globals["__name__"] == bundles.__name__ else carrier
        frame = frame.f_back
    return f"{carrier} {module.rpartition('.')[2]}.{name}"


def _refused(refused: RequestRefused) -> Reply:
    return Reply(refused.status, {"Content-Type": "application/json", **refused.headers()}, refused.body())
