"""`district-server recover REQUEST`: answers a station's forgotten password with the recovery key from the safe."""

import argparse
import os
import sys
from pathlib import Path
from typing import Any

from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox

from forms.failures import EnvironmentFailure, InputFailure
from sync.district.commands.directory import add_directory, opened
from sync.district.commands.users import BY_COMMAND
from sync.district.database.engine import reading, writing
from sync.district.devices import is_withdrawn
from sync.district.district import District
from sync.district.users import record_look
from sync.protocol.recovery import (
    KEY_BYTES,
    RecoveryAnswer,
    RecoveryRequest,
    file_name,
    open_key,
    pack,
    read_file,
    recovery_code,
    unpack,
)


def add_to(commands: Any) -> None:
    parser = commands.add_parser(
        "recover", help="answer a forgotten password of a station 重设密码", description=__doc__
    )
    add_directory(parser)
    parser.add_argument("request", type=Path, metavar="REQUEST", help="the station's file 站里的“忘记密码”文件")
    parser.add_argument(
        "--recovery-key", type=Path, required=True, metavar="FILE", help="recovery.private from the safe; - reads stdin"
    )
    parser.add_argument(
        "--code", default="", help="what the agent reads out by telephone; without it only shown 核对码"
    )
    parser.add_argument("--withdrawn", action="store_true", help="also for a PC that was withdrawn 停用的电脑也给")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    path: Path = options.request
    data = _read(path, read_file)
    request = unpack(data, RecoveryRequest, path.name)
    with opened(options) as district:
        raw_key, whose = _opened(district, request, _secret(options.recovery_key))
        code = recovery_code(data)
        said = f"{request.name}（{request.login}），电脑“{request.machine}”，资料属于 {whose or '（旧资料，没有写明）'}"
        # Nobody has signed the request: its words must not steer the terminal.
        print("".join(sign if sign.isprintable() else "?" for sign in said))
        _check(district, whose, options.withdrawn)
        if _plain(options.code) != _plain(code):
            raise InputFailure(
                "请给这位代办员打电话（打站里登记的号码），让他报屏幕上的核对码，用 --code 写上。报的和这份申请的不一样就不能给。"
                "这次没有写回执。",
                "Call the agent at the number you know and pass the code read out to you with --code. If it is not this "
                "request's, do not answer. No answer was written.",
            )
        sealed = _sealed(request, raw_key)
        answer = RecoveryAnswer(request.request_id, sealed)
        with writing(district.engine) as connection:
            record_look(connection, district, BY_COMMAND, "recover_password", whose, f"{request.login} {code}")
    target = path.with_name(file_name(answer))
    _write(target, pack(answer))
    print(f"已写好回执：{target}。请拷回那台电脑，在登录的画面按“忘了密码”取回。")
    return 0


def _opened(district: District, request: RecoveryRequest, secret: bytes) -> tuple[bytes, str]:
    if bytes(PrivateKey(secret).public_key) != district.keys.recovery_public:
        raise InputFailure(
            "这不是本县的恢复钥匙，请从保险柜里取 recovery.private。", "This is not this district's recovery key."
        )
    try:
        return open_key(secret, request.sealed_key)
    except CryptoError as error:
        raise InputFailure(
            "这份申请用本县的恢复钥匙打不开，不是本县的站写的，或者坏了。没有写回执。",
            "The recovery key does not open this request: it is not of a station of this district, or damaged.",
        ) from error


def _sealed(request: RecoveryRequest, raw_key: bytes) -> bytes:
    try:
        return bytes(SealedBox(PublicKey(request.one_time_key)).encrypt(raw_key))
    except (CryptoError, RuntimeError) as error:
        raise InputFailure(
            "这份申请里的一次性钥匙不能用，没有写回执。请站里重新写一份申请。",
            "The request's one-time key cannot be used; no answer was written. Let the station ask again.",
        ) from error


def _check(district: District, whose: str, withdrawn_too: bool) -> None:
    parts = whose.split("/")
    if not whose or len(parts) != 3:
        return
    with reading(district.engine) as connection:
        withdrawn = parts[0] != district.code or is_withdrawn(connection, district, parts[1], parts[2])
    if withdrawn and not withdrawn_too:
        raise InputFailure(
            f"{whose} 已经停用，或者不是本县的，可能是丢失的电脑。没有写回执；核实清楚后再加 --withdrawn。",
            f"{whose} was withdrawn or is not of this district; it may be a lost PC. Make sure, then add --withdrawn.",
        )


def _secret(file: Path) -> bytes:
    secret = sys.stdin.buffer.read(KEY_BYTES + 1) if str(file) == "-" else _read(file, Path.read_bytes)
    if len(secret) != KEY_BYTES:
        raise InputFailure("恢复钥匙应当正好 32 字节，这个不是。", "The recovery key has 32 bytes; this is none.")
    return secret


def _read(path: Path, read: Any) -> bytes:
    try:
        return bytes(read(path))
    except OSError as error:
        raise EnvironmentFailure(f"“{path}”读不了：{error}。", f"{path} cannot be read: {error}.") from error


def _write(path: Path, data: bytes) -> None:
    try:
        with path.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise EnvironmentFailure(f"“{path}”写不进去：{error}。", f"{path} cannot be written: {error}.") from error


def _plain(code: str) -> str:
    return "".join(filter(str.isalnum, code)).upper()
