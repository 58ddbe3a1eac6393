"""What every part of the district server is handed: who it is, its database, its pages, its keys and its clock."""

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

import msgspec
from sqlalchemy import Connection, Engine, insert, select

from forms.dates import china_time
from forms.failures import EnvironmentFailure
from sync.district.database.engine import open_engine, reading
from sync.district.database.migrate import migrate
from sync.district.database.tables import setting
from sync.district.keys import ServerKeys, load_keys, make_keys
from sync.protocol.messages import SettingsDocument

CONFIG = "district.json"
DATABASE = "district.db"
KEYS = "keys"


class Clock(Protocol):
    def now(self) -> datetime:
        """The time now, with its offset."""


class SystemClock:
    def now(self) -> datetime:
        return datetime.now(UTC)


class DistrictSettings(SettingsDocument, frozen=True, omit_defaults=True, kw_only=True):
    """`district.json`: the district's words for its places (each station starts from them), and its own few settings.

    `district`: its code. `database_url`: empty for SQLite in the directory. `official_number_prefix` begins every
    official number (QX20261124-7K3M9PX).
    """

    district: str
    database_url: str = ""
    official_number_prefix: str = "QX"

    def for_station(self) -> SettingsDocument:
        fields = SettingsDocument.__struct_fields__
        return SettingsDocument(**{name: getattr(self, name) for name in fields})


@dataclass(frozen=True)
class District:
    """One open district server. `random(n)` gives n unpredictable bytes.

    `strangers`: wrong tries with logins that nobody has, and until when they wait: as many as those with real ones.
    `decoded` holds published documents by kind and version; they never change, so they are decoded once.
    """

    code: str
    directory: Path
    engine: Engine
    keys: ServerKeys
    clock: Clock
    settings: DistrictSettings
    random: Callable[[int], bytes] = os.urandom
    decoded: dict[tuple[str, int], object] = field(default_factory=dict, repr=False)
    strangers: dict[str, tuple[int, str]] = field(default_factory=dict, repr=False)

    def now(self) -> datetime:
        """The authority's time, as clocks in China show it."""
        return china_time(self.clock.now())

    @property
    def pages(self) -> Path:
        return self.directory / "pages"


def make_district(directory: Path, settings: DistrictSettings, clock: Clock | None = None) -> District:
    """A new district in `directory`. Raises `EnvironmentFailure` where there is one already."""
    if (directory / CONFIG).exists():
        raise EnvironmentFailure(
            f"“{directory}”里已经有一个服务器的数据，没有改动它。要新建请换一个空目录。",
            f"{directory} already holds a district server; it was left alone. Choose an empty directory.",
        )
    directory.mkdir(parents=True, exist_ok=True, mode=0o700)
    directory.chmod(0o700)
    make_keys(directory / KEYS)
    (directory / CONFIG).write_bytes(msgspec.json.format(msgspec.json.encode(settings)))
    return _opened(directory, settings, clock)


def open_district(directory: Path, clock: Clock | None = None) -> District:
    """The district of `directory`, its database brought up to date. Raises `EnvironmentFailure`."""
    settings = _read_settings(directory)
    if not settings.database_url and not (directory / DATABASE).is_file():
        # An empty one in its place would know no station, and turn all of them away.
        raise EnvironmentFailure(
            f"“{directory}”里的数据库 {DATABASE} 不见了。请用 district-server restore 从备份恢复，其他文件先不要动。",
            f"{directory} has lost its database {DATABASE}. Put a backup in place with district-server restore.",
        )
    return _opened(directory, settings, clock)


def _opened(directory: Path, settings: DistrictSettings, clock: Clock | None) -> District:
    engine = open_engine(settings.database_url or f"sqlite:///{directory / DATABASE}")
    migrate(engine)
    district = District(
        settings.district, directory, engine, load_keys(directory / KEYS), clock or SystemClock(), settings
    )
    _ensure_incarnation(district)
    return district


def read_settings_file(path: Path) -> DistrictSettings:
    """Raises `EnvironmentFailure` with a sentence that names the file and what is wrong in it."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=DistrictSettings)
    except (OSError, msgspec.DecodeError) as error:
        raise EnvironmentFailure(
            f"设置文件“{path}”读不了：{error}。", f"The settings file {path} cannot be read: {error}."
        ) from error


def incarnation(connection: Connection, district: District) -> str:
    """Changes when the server's data is made anew or restored, so that cursors of before are not believed."""
    found = connection.execute(
        select(setting.c.value).where(setting.c.district == district.code, setting.c.name == "incarnation")
    ).scalar_one()
    return str(found)


def _read_settings(directory: Path) -> DistrictSettings:
    if not (directory / CONFIG).exists():
        raise EnvironmentFailure(
            f"“{directory}”里还没有服务器的数据。请先运行 district-server init。",
            f"{directory} holds no district server yet. Run district-server init first.",
        )
    return read_settings_file(directory / CONFIG)


def _ensure_incarnation(district: District) -> None:
    wanted = (setting.c.district == district.code, setting.c.name == "incarnation")
    with reading(district.engine) as connection:
        if connection.execute(select(setting.c.value).where(*wanted)).first():
            return
    with district.engine.begin() as connection:
        if connection.execute(select(setting.c.value).where(*wanted)).first() is None:
            value = district.random(8).hex()
            connection.execute(insert(setting).values(district=district.code, name="incarnation", value=value))
