"""A forgotten password, from the station's stick to the district's safe and back: who may, and what opens nothing."""

import shutil
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from nacl.public import PrivateKey

from forms.failures import InputFailure
from station_app.desk.open_desk import open_desk
from station_app.desk.recover_password import AskedFor, ask_for_recovery, is_asked_for, take_answer
from station_app.desk.sign_in import sign_in
from station_app.storage.keys import Unlocked, WrongPassword
from station_app.storage.lock_out import LockedOut
from station_app.storage.places import Places
from station_app.storage.recovery import AnswerOfAnother, NothingAsked
from station_app.storage.recovery_files import NoAnswerThere
from sync.district.commands import main
from sync.district.database.engine import reading, writing
from sync.district.database.tables import audit
from sync.district.devices import revoke
from sync.district.district import District
from sync.protocol.recovery import (
    MOST_BYTES,
    RecoveryAnswer,
    RecoveryRequest,
    RecoveryUnusable,
    file_name,
    pack,
    recovery_code,
    seal_key,
    unpack,
)
from tests.e2e.both_ends import received
from tests.storage.station import CHEAP, MACHINE, PASSWORD, SetClock
from tests.sync.real_ends import Station
from tests.threats.in_clear import found_in_clear

LOGIN, NEW, OTHER = "longxiuzhen", "a new password", "another password"


def asked(station: Station, stick: Path, password: str = NEW) -> AskedFor:
    station.close()
    random = station.desk.random
    return ask_for_recovery(station.directory, LOGIN, password, stick, "一号机", station.clock, random, cost=CHEAP)


def answered(district: District, request: Path, code: str = "", *more: str) -> int:
    key = str(district.directory / "keys" / "recovery.private")
    where = ["--directory", str(district.directory), "--recovery-key", key]
    return main(["recover", *where, *(["--code", code] if code else []), *more, str(request)])


def taken(station: Station, stick: Path, password: str = NEW) -> Unlocked:
    random = station.desk.random
    return take_answer(station.directory, stick, password, station.clock, random, cost=CHEAP, machine=MACHINE)


@pytest.fixture
def station(new_pc: Callable[[str], Station]) -> Station:
    """With a case, which nothing may lose."""
    made = new_pc("station")
    received(made, "李䶮")
    return made


def test_a_new_password_comes_back_and_nothing_is_lost(
    station: Station, district: District, stick: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    request = asked(station, stick)
    assert is_asked_for(station.directory)
    assert answered(district, request.path, request.code) == 0
    device = f"{district.code}/5299/01"
    assert f"龙秀珍（longxiuzhen），电脑“一号机”，资料属于 {device}" in capsys.readouterr().out
    assert taken(station, stick).agent_name == "龙秀珍"
    with pytest.raises(WrongPassword):
        sign_in(station.directory, LOGIN, PASSWORD, station.clock)
    unlocked = sign_in(station.directory, LOGIN, NEW, station.clock)
    desk = open_desk(station.directory, unlocked, station.clock, station.desk.random, machine=MACHINE)
    (logged,) = desk.store.log.of_kind("password_recovered", 10)
    event = logged.event
    assert (event.actor, event.data["login"], event.at) == ("龙秀珍", LOGIN, "2026-11-23T10:12:00+08:00")
    assert desk.store.log.first_break() is None
    assert desk.store.cases.count_unsent()[1] == 1
    desk.close()
    with reading(district.engine) as connection:
        rows = connection.execute(audit.select().where(audit.c.act == "recover_password")).all()
    assert [(row.about, row.detail) for row in rows] == [(device, f"{LOGIN} {request.code}")]
    station.unlocked = unlocked
    station.open()
    assert station.sync().failure is None


def test_the_files_on_the_stick_open_nothing_for_a_finder(station: Station, district: District, stick: Path) -> None:
    """Not with a copy of the PC's disk either: the one-time key lies there under the new password."""
    key = station.unlocked.raw_key
    request = asked(station, stick)
    assert answered(district, request.path, request.code) == 0
    for path in (*stick.iterdir(), Places(station.directory).recovery):
        assert key not in path.read_bytes()
    assert found_in_clear(stick, NEW, PASSWORD, "李䶮") == []
    for _ in range(4):
        with pytest.raises(WrongPassword):
            taken(station, stick, OTHER)
    for _ in range(2):
        with pytest.raises(LockedOut):
            taken(station, stick, OTHER)
    assert Places(station.directory).recovery.stat().st_mode & 0o777 == 0o600
    station.clock.wait(minutes=2)
    assert taken(station, stick).raw_key == key


def test_without_the_code_from_the_telephone_there_is_no_answer(
    station: Station, district: District, stick: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Somebody changed the request on the way, to get the key for himself: the code that the agent reads out differs."""
    request = asked(station, stick)
    honest = unpack(request.path.read_bytes(), RecoveryRequest, "x")
    thief = PrivateKey.generate()
    forged = pack(msgspec.structs.replace(honest, one_time_key=bytes(thief.public_key), name="龙\x1b[2J秀珍"))
    request.path.write_bytes(forged)
    assert recovery_code(forged) != request.code
    for code in ("", request.code, "0000-0000-0000-0000"):
        assert answered(district, request.path, code) == 1
    told = capsys.readouterr()
    assert "打电话" in told.err
    assert "\x1b" not in told.out
    assert list(stick.iterdir()) == [request.path]


def test_an_answer_of_another_pc_or_an_earlier_request_opens_nothing(
    station: Station, new_pc: Callable[[str], Station], district: District, stick: Path
) -> None:
    other = new_pc("other")
    theirs = asked(other, stick / "theirs")
    assert answered(district, theirs.path, theirs.code) == 0
    with pytest.raises(NothingAsked):
        taken(station, stick / "theirs")
    early = asked(station, stick / "early")
    assert answered(district, early.path, early.code) == 0
    asked(station, stick / "late")
    for folder in ("early", "theirs"):
        with pytest.raises(AnswerOfAnother, match="打不开"):
            taken(station, stick / folder)
    with pytest.raises(NoAnswerThere):
        taken(station, stick / "late")
    sign_in(station.directory, LOGIN, PASSWORD, station.clock)


def test_an_answer_played_again_later_opens_nothing(station: Station, district: District, stick: Path) -> None:
    request = asked(station, stick)
    assert answered(district, request.path, request.code) == 0
    shutil.copytree(stick, stick.parent / "copy")
    taken(station, stick)
    with pytest.raises(NothingAsked, match="已经用过"):
        taken(station, stick.parent / "copy")
    asked(station, stick / "again", OTHER)
    with pytest.raises(AnswerOfAnother):
        taken(station, stick.parent / "copy", NEW)
    sign_in(station.directory, LOGIN, NEW, station.clock)


def test_a_key_that_is_not_this_stores_is_not_taken(station: Station, stick: Path) -> None:
    """An answer made by somebody else than the district: it is sealed rightly, and holds another key."""
    request = unpack(asked(station, stick).path.read_bytes(), RecoveryRequest, "x")
    forged = RecoveryAnswer(request.request_id, seal_key(request.one_time_key, bytes(32), ""))
    (stick / file_name(forged)).write_bytes(pack(forged))
    keys = Places(station.directory).keys.read_bytes()
    with pytest.raises(AnswerOfAnother):
        taken(station, stick)
    assert Places(station.directory).keys.read_bytes() == keys
    assert is_asked_for(station.directory), "the right answer may still come"


def test_a_stolen_pc_that_was_withdrawn_gets_no_password(
    station: Station, district: District, stick: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The key itself says whose it is; a thief cannot write another name to it."""
    with writing(district.engine) as connection:
        revoke(connection, district, "5299", "01", "2026-11-23T11:00:00+08:00")
    request = asked(station, stick)
    assert answered(district, request.path, request.code) == 1
    assert "已经停用" in capsys.readouterr().err
    assert answered(district, request.path, request.code, "--withdrawn") == 0


def test_another_districts_key_and_files_that_are_none_are_said(
    station: Station, district: District, stick: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    request = asked(station, stick)
    (stick / "other.private").write_bytes(bytes(PrivateKey.generate()))
    where = ["recover", "--directory", str(district.directory), "--code", request.code, "--recovery-key"]
    assert main([*where, str(stick / "other.private"), str(request.path)]) == 1
    assert "不是本县的恢复钥匙" in capsys.readouterr().err
    assert main([*where, str(stick / "none"), str(request.path)]) == 1
    assert main([*where, str(request.path), str(request.path)]) == 1
    assert "32 字节" in capsys.readouterr().err
    honest = unpack(request.path.read_bytes(), RecoveryRequest, "x")
    for changed in (
        msgspec.structs.replace(honest, sealed_key=bytes(90)),
        msgspec.structs.replace(honest, one_time_key=bytes(32)),
    ):
        request.path.write_bytes(pack(changed))
        assert answered(district, request.path, recovery_code(pack(changed))) == 1


@pytest.mark.parametrize("data", [b"", b"VSR\x01q", b"VSR\x01a\xff", b"VSR\x01q" + bytes(MOST_BYTES), b"<html>"])
def test_what_is_no_such_file_is_refused_in_words(data: bytes, station: Station, stick: Path) -> None:
    for kind in (RecoveryRequest, RecoveryAnswer):
        with pytest.raises(RecoveryUnusable, match="坏了"):
            unpack(data, kind, "a.vsr")  # type: ignore[type-var]
    asked(station, stick)
    (stick / "a.vsr").write_bytes(data)
    with pytest.raises(InputFailure):
        taken(station, stick)


def test_a_short_password_or_an_unknown_agent_asks_for_nothing(station: Station, stick: Path, clock: SetClock) -> None:
    with pytest.raises(InputFailure, match="至少要8位"):
        asked(station, stick, "short")
    with pytest.raises(InputFailure, match="没有这个登录名"):
        ask_for_recovery(station.directory, "nobody", NEW, stick, "", clock, station.desk.random, cost=CHEAP)
    assert list(stick.iterdir()) == []
    assert not is_asked_for(station.directory)


def test_by_command(
    station: Station, district: District, stick: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    from station_app.commands import main as station_app

    station.close()
    (tmp_path / "new").write_text(NEW, "utf-8")
    where = ["--directory", str(station.directory), "--password-file", str(tmp_path / "new")]
    assert station_app(["recover", "ask", str(stick), "--login", LOGIN, *where]) == 0
    said = capsys.readouterr().out
    path, code = Path(said.splitlines()[0]), said.split("核对码：")[1].split()[0]
    assert answered(district, path, code) == 0
    assert station_app(["recover", "take", str(stick), *where]) == 0
    assert station_app(["recover", "take", str(stick), *where]) == 1
    sign_in(station.directory, LOGIN, NEW, station.clock)
