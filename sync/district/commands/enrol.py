"""`district-server enrol`: a one-time code that joins a PC to a station; the station is made where it is new."""

import argparse
from pathlib import Path
from typing import Any

import msgspec

from forms.failures import EnvironmentFailure
from sync.district.commands.directory import add_directory, opened
from sync.district.database.engine import writing
from sync.district.district import District
from sync.district.stations import add_station, make_code, station_settings
from sync.protocol.messages import SettingsDocument


def add_to(commands: Any) -> None:
    parser = commands.add_parser("enrol", help="a one-time code for a station's PC 登记码", description=__doc__)
    add_directory(parser)
    parser.add_argument("--station", required=True, metavar="CODE", help="for example 5299 站的编码")
    parser.add_argument(
        "--settings",
        type=Path,
        metavar="FILE",
        help="JSON with what differs from the district's settings (village_name, station_name, phones …) 站的设置",
    )
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    with opened(options) as district, writing(district.engine) as connection:
        known = station_settings(connection, district, options.station)
        if known is None or options.settings is not None:
            settings = _settings(district, known, options.settings)
            add_station(connection, district, options.station, settings, "district-server")
        print(make_code(connection, district, options.station, district.now()))
    return 0


def _settings(district: District, known: SettingsDocument | None, file: Path | None) -> SettingsDocument:
    fields = msgspec.to_builtins(known or district.settings.for_station())
    try:
        if file is not None:
            fields |= msgspec.json.decode(file.read_bytes(), type=dict[str, object])
        return msgspec.convert(fields, SettingsDocument)
    except (OSError, msgspec.DecodeError) as error:
        raise EnvironmentFailure(
            f"设置文件“{file}”读不了：{error}。", f"The settings file {file} cannot be read: {error}."
        ) from error
