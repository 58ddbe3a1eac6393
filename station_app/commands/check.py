"""`station-app check`: whether this installation can do its work on this PC. One line a part; status 1 if one fails.

With `--login` the station's own data are looked over too: the database, the chain of its events, the files of its pages.
"""

import argparse
import secrets
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from forms.failures import Failure
from station_app.commands.data_directory import add_directory
from station_app.commands.password import add_agent

if TYPE_CHECKING:
    from sync.protocol.messages import EnrolmentGrant


class CheckFailed(Exception):
    """A part works, and works wrongly."""


def add_to(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = commands.add_parser("check", help="see that every part of this installation works on this PC")
    add_directory(parser)
    add_agent(parser, required=False)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    checks = CHECKS
    if options.login:
        checks += (("本站的数据 / this station's data", lambda: _own_data(options)),)
    whole = [_tell(words, check) for words, check in checks]
    return 0 if all(whole) else 1


def _own_data(options: argparse.Namespace) -> str:
    from station_app.commands.opened import opened_desk
    from station_app.desk.maintenance import look_over

    with opened_desk(options) as (desk, _):
        found = look_over(desk)
    _require(
        not found.missing and not found.lost_in,
        f"{found.missing} 张照片的文件不在了，县里有的下次同步会取回；县里也没有的：{'、'.join(found.lost_in) or '—'}"
        f" / files of photographs missing: {found.missing}; neither here nor at the district, by receipt number, as above",
    )
    return f"{found.cases} 件，照片都在 / cases, every photograph there"


def _tell(words: str, check: Callable[[], str]) -> bool:
    """A part that fails is told with its reason, and the other parts are tried all the same."""
    try:
        detail = check()
    except (Failure, ImportError, OSError, CheckFailed) as error:
        print(f"✗ {words}: {error}")
        return False
    print(f"✓ {words}: {detail}")
    return True


def _require(true: bool, otherwise: str) -> None:
    if not true:
        raise CheckFailed(otherwise)


def _catalogue() -> str:
    from forms.catalogue.completeness import guide_errors
    from forms.catalogue.loader import load_items

    items = load_items()
    _require(bool(items), "no items are bundled")
    _require(not any(guide_errors(item) for item in items), "the bundled items are not whole")
    return f"{len(items)}"


def _calendar() -> str:
    from forms.workdays import load_calendars

    return ", ".join(str(year) for year in sorted(load_calendars().years))


def _paper() -> str:
    from forms.papers.layout import Footer, Layout, Paragraph
    from station_app.printing.page_image import page_image
    from station_app.printing.pdf import render

    pdf = render(Layout("A5", "凭证", "", (Paragraph("李䶮 𬸚 𠮷 买买提·吐尔逊"),), Footer(("纸",))))
    _require(not page_image(pdf, 200).isNull(), "the page could not be drawn")
    return f"PDF, {len(pdf)} bytes"


def _identity() -> str:
    from datetime import date

    from forms.identity import check_identity

    problems = check_identity("resident_id", "11010519491231002X", today=date(2026, 1, 1))
    _require(not any(problem.blocking for problem in problems), "a right number was refused")
    return "MOD 11-2"


def _store() -> str:
    """A whole encrypted station in a temporary directory, and a backup of it."""
    from forms.dates import china_time
    from station_app.desk.enrol_station import enrol_station
    from station_app.desk.maintenance import back_up
    from station_app.desk.open_desk import open_desk
    from station_app.system_clock import SystemClock

    clock = SystemClock()
    with tempfile.TemporaryDirectory() as folder:
        directory = Path(folder) / "station"
        unlocked = enrol_station(
            directory, _grant(), bytes(32), "check", "检查", secrets.token_hex(8), clock, secrets.token_bytes
        )
        desk = open_desk(directory, unlocked, clock, secrets.token_bytes)
        try:
            events = back_up(desk, unlocked.raw_key, Path(folder) / f"{china_time(clock.now()):%Y}.backup")
        finally:
            desk.close()
        _require(b"SQLite format" not in (directory / "station.db").read_bytes()[:32], "the database is not encrypted")
    return f"SQLCipher, {events} event"


def _grant() -> "EnrolmentGrant":
    import msgspec
    from nacl.public import PrivateKey

    from sync.protocol.messages import PROTOCOL_VERSION, EnrolmentGrant, SettingsDocument

    settings = SettingsDocument("县", "镇", "村", "站", "0", "0")
    recovery = bytes(PrivateKey.generate().public_key)
    return EnrolmentGrant(
        PROTOCOL_VERSION, "check", "CHECK", "01", 1, bytes(32), recovery, msgspec.json.encode(settings)
    )


def _wire() -> str:
    from sync.protocol import codec, signing
    from sync.protocol.messages import Cursor

    seed = signing.new_seed()
    sealed = signing.seal(codec.pack(Cursor("a", "b", 1)), seed, "sync-request")
    opened = signing.open_sealed(sealed, signing.public_key(seed), "sync-request")
    _require(codec.unpack(opened, Cursor, 1 << 10) == Cursor("a", "b", 1), "a message came back changed")
    import requests

    return f"zstd, Ed25519, requests {requests.__version__}"


CHECKS: tuple[tuple[str, Callable[[], str]], ...] = (
    ("办事目录 / service items", _catalogue),
    ("工作日历 / working days", _calendar),
    ("证件号码 / identity numbers", _identity),
    ("加密存储 / encrypted store", _store),
    ("传送 / wire", _wire),
    ("打印 / papers", _paper),
)
