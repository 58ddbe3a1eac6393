"""A stick between real stations and a real district: what is carried there and back."""

from pathlib import Path

from station_app.stick import copy_in, copy_out
from sync.district.bundles import Imported, import_bundle
from sync.district.district import District
from sync.protocol.bundle_names import bundles_in
from sync.protocol.bundle_read import label_of
from sync.station.usb_export import CopiedOut
from sync.station.usb_import import CopiedIn
from tests.sync.real_ends import Station


def out(station: Station, stick: Path, carried_by: str = "杨副镇长") -> CopiedOut:
    return copy_out(station.desk.store, station.clock, stick, carried_by)


def at_the_district(district: District, stick: Path) -> list[Imported]:
    """Every file on the stick that is for the district, answered on the same stick."""
    return [
        import_bundle(district, path, stick) for path in bundles_in(stick) if label_of(path).direction == "to_district"
    ]


def back(station: Station, stick: Path) -> CopiedIn:
    return copy_in(station.desk.store, stick)


def there_and_back(station: Station, district: District, stick: Path) -> CopiedIn:
    out(station, stick)
    at_the_district(district, stick)
    return back(station, stick)
