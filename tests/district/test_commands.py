"""`district-server` as an operator types it."""

import asyncio
import io
import signal
import socket
import sqlite3
import subprocess
import sys
from pathlib import Path

import httpx
import msgspec
import pytest
from sqlalchemy import text

from sync.district.commands import main, serve
from sync.district.database.engine import open_engine, writing
from sync.district.database.migrate import migrate
from sync.district.database.tables import metadata
from sync.district.district import open_district
from tests.district.conftest import SETTINGS
from tests.district.server_process import ServerProcess


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A district made by `init`."""
    settings = tmp_path / "settings.json"
    settings.write_bytes(msgspec.json.encode(SETTINGS))
    assert main(["init", "--directory", str(tmp_path / "d"), "--settings", str(settings)]) == 0
    return tmp_path / "d"


def run(*arguments: object) -> int:
    return main([str(argument) for argument in arguments])


def test_a_second_init_leaves_the_first_alone(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = (home / "district.json").read_bytes()
    settings = home.parent / "settings.json"
    assert run("init", "--directory", home, "--settings", settings) == 1
    assert "没有改动它" in capsys.readouterr().err
    assert (home / "district.json").read_bytes() == before


def test_keys_are_readable_by_the_server_alone(home: Path) -> None:
    assert {path.stat().st_mode & 0o777 for path in (home / "keys").iterdir()} == {0o600}
    assert home.stat().st_mode & 0o777 == 0o700


def test_the_usual_first_day(home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("a long password\n"))
    chen = ("--login", "chen", "--name", "陈平", "--township", "云台镇", "--office", "云台镇民政办")
    assert run("users", "add", "--directory", home, *chen) == 0
    assert run("users", "list", "--directory", home) == 0
    assert "chen\t陈平\ttownship" in capsys.readouterr().out
    assert run("publish", "--directory", home) == 0
    assert "共 25 项" in capsys.readouterr().out
    words = home.parent / "station.json"
    words.write_text('{"village_name": "月亮坝村"}', encoding="utf-8")
    assert run("enrol", "--directory", home, "--station", "5300", "--settings", words) == 0
    assert len(capsys.readouterr().out.strip()) == 14
    assert run("check", "--directory", home) == 0


@pytest.mark.parametrize(
    "arguments", [("check", "--directory", "nowhere"), ("enrol", "--directory", "nowhere", "--station", "5299")]
)
def test_a_directory_without_a_district_is_said_in_one_line(
    arguments: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == 1
    told = capsys.readouterr().err
    assert "district-server init" in told
    assert told.count("\n") == 1


def test_wrong_usage_is_two() -> None:
    with pytest.raises(SystemExit) as end:
        main(["serve"])
    assert end.value.code == 2


def test_a_backup_is_served_as_another_incarnation(home: Path, tmp_path: Path) -> None:
    assert run("backup", "--directory", home, "--to", tmp_path / "b") == 0
    assert run("check", "--directory", tmp_path / "b") == 0
    assert not (tmp_path / "b" / "keys" / "recovery.private").exists()
    assert (tmp_path / "b" / "keys" / "server.seed").read_bytes() == (home / "keys" / "server.seed").read_bytes()
    assert _incarnation(home) != _incarnation(tmp_path / "b")
    assert run("backup", "--directory", home, "--to", tmp_path / "b") == 1


def _incarnation(home: Path) -> str:
    connection = sqlite3.connect(home / "district.db")
    (value,) = connection.execute("SELECT value FROM setting WHERE name = 'incarnation'").fetchone()
    connection.close()
    return str(value)


def test_a_damaged_page_is_found(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from sync.district.pages import keep_own, page_file

    district = open_district(home)
    with writing(district.engine) as connection:
        sha256 = keep_own(connection, district, "5299", b"%PDF-1.4 a decision")
    page_file(district, "5299", sha256).write_bytes(b"something else")
    district.engine.dispose()
    assert run("check", "--directory", home) == 1
    assert "附件丢失或损坏" in capsys.readouterr().err


def test_a_newer_database_is_left_alone(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    connection = sqlite3.connect(home / "district.db")
    with connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    assert run("check", "--directory", home) == 1
    assert "新版本的程序" in capsys.readouterr().err


def test_the_migrations_make_exactly_the_tables(tmp_path: Path) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    engine = open_engine(f"sqlite:///{tmp_path / 'd.db'}")
    assert migrate(engine) == ("0001", "0002", "0003", "0004", "0005")
    assert migrate(engine) == ()
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
        assert connection.execute(text("PRAGMA journal_mode")).scalar() == "wal"
        assert connection.execute(text("PRAGMA synchronous")).scalar() == 2
    engine.dispose()


def test_serve_says_its_port_and_ends_in_good_order(home: Path, tmp_path: Path) -> None:
    with ServerProcess(home, tmp_path / "ready") as server:
        assert httpx.get(f"{server.address}/health", trust_env=False).json()["ready"]
        page = httpx.get(f"{server.address}/console/sign-in", trust_env=False)
        assert "default-src 'none'" in page.headers["Content-Security-Policy"]
        server.process.send_signal(signal.SIGTERM)
        assert server.process.wait(20) == 0


def test_a_port_in_use_is_said(home: Path, tmp_path: Path) -> None:
    with ServerProcess(home, tmp_path / "ready") as server:
        command = [sys.executable, "-m", "sync.district.commands", "serve", "--directory", str(home)]
        second = subprocess.run(
            [*command, "--port", str(server.port)], capture_output=True, text=True, timeout=30, check=False
        )
    assert second.returncode == 1
    assert "换一个端口" in second.stderr
    assert "Traceback" not in second.stderr


def test_the_end_of_an_answer_does_not_wait_for_its_beginning_to_arrive() -> None:
    """Nagle's algorithm would hold it back for a round trip: 600 ms over a satellite."""

    async def no_delay() -> int:
        told: asyncio.Future[int] = asyncio.get_running_loop().create_future()

        async def visit(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            told.set_result(writer.get_extra_info("socket").getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))
            writer.close()

        with serve._listening("127.0.0.1", 0) as listener:
            server = await asyncio.start_server(visit, sock=listener)
            _, writer = await asyncio.open_connection(*listener.getsockname())
            writer.close()
            async with server:
                return await told

    assert asyncio.run(no_delay())
