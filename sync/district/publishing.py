"""Makes a catalogue ready to be published: what stops it, what it still lacks, and what a desk will find changed."""

import io
import tempfile
import zipfile
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

import msgspec
from sqlalchemy import Connection

from forms.catalogue.compare import what_changed
from forms.catalogue.completeness import catalogue_errors, guide_gaps
from forms.catalogue.guide import ServiceGuide
from forms.catalogue.loader import Catalogue, CatalogueError, encode_catalogue, load_items
from forms.workdays import WorkCalendar, decode_calendar, encode_calendar
from sync.district.case_log import refresh_due
from sync.district.district import District
from sync.district.publications import current_calendar, current_catalogue, next_version, publish

MAX_ITEM_FILES = 2000
MAX_ITEM_BYTES = 16 << 20


@dataclass(frozen=True)
class Proposal:
    """`errors` stop it; `gaps` do not; `changes` is what the desks will be told."""

    catalogue: Catalogue
    errors: tuple[str, ...]
    gaps: tuple[str, ...]
    changes: tuple[str, ...]


def items_from_zip(data: bytes) -> tuple[ServiceGuide, ...]:
    """The item files (*.toml) of a zip archive, folders flattened. Raises `CatalogueError`."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except zipfile.BadZipFile as error:
        raise CatalogueError(
            "这个文件不是 zip 压缩包。请把事项文件（.toml）压成一个 zip 再选。", "This file is no zip archive."
        ) from error
    members = [info for info in archive.infolist() if info.filename.endswith(".toml")]
    if len(members) > MAX_ITEM_FILES or sum(info.file_size for info in members) > MAX_ITEM_BYTES:
        raise CatalogueError("压缩包里的事项文件太多或太大，请核对。", "The archive holds too many or too large files.")
    with tempfile.TemporaryDirectory() as folder:
        for info in members:
            with archive.open(info) as member:
                # The size the archive claims may be a lie.
                (Path(folder) / PurePosixPath(info.filename).name).write_bytes(member.read(MAX_ITEM_BYTES))
        return load_items(Path(folder))


def propose(connection: Connection, district: District, items: tuple[ServiceGuide, ...]) -> Proposal:
    """What publishing these items would mean now. An item that changed under the same version gets the next one."""
    before = current_catalogue(connection, district)
    old = {guide.code: guide for guide in before.items} if before else {}
    items = tuple(_numbered(old.get(guide.code), guide) for guide in items)
    version = next_version(connection, district, "catalogue")
    catalogue = Catalogue(version, district.now().isoformat(timespec="seconds"), district.code, items)
    gaps = [f"{guide.name}：{gap}" for guide in items for gap in guide_gaps(guide)]
    return Proposal(catalogue, catalogue_errors(catalogue), tuple(gaps), _changes(old, items))


def publish_catalogue(connection: Connection, district: District, proposal: Proposal, by_login: str) -> int:
    """Publishes it to every station and returns its version; one that is in force already stays as it is. Raises
    `CatalogueError` where errors stop it."""
    if proposal.errors:
        raise CatalogueError(
            "事项目录里还有错误，没有发布：" + "；".join(proposal.errors[:3]), "The catalogue has errors."
        )
    before = current_catalogue(connection, district)
    if before is not None and before.items == proposal.catalogue.items:
        # The stations have it already: hundreds of them would fetch the same once more.
        return before.version
    note = "\n".join(proposal.changes)
    return publish(connection, district, "catalogue", encode_catalogue(proposal.catalogue), by_login, note=note)


def publish_calendar(connection: Connection, district: District, document: bytes, by_login: str) -> tuple[int, ...]:
    """Adds the years of `document` to the published calendar; returns all its years. Raises `CalendarUnreadable`."""
    merged = current_calendar(connection, district).with_years(decode_calendar(document))
    publish(connection, district, "calendar", encode_calendar(merged), by_login, note=_years(merged))
    refresh_due(connection, district)
    return tuple(sorted(merged.years))


def _numbered(old: ServiceGuide | None, new: ServiceGuide) -> ServiceGuide:
    if old is None or new.version > old.version or new == old:
        return new
    if msgspec.structs.replace(new, version=old.version) == old:
        return old
    return msgspec.structs.replace(new, version=old.version + 1)


def _changes(old: dict[str, ServiceGuide], items: tuple[ServiceGuide, ...]) -> tuple[str, ...]:
    if not old:
        return (f"第一次发布，共 {len(items)} 个事项。",)
    told = []
    for guide in items:
        if guide.code not in old:
            told.append(f"新增事项：{guide.name}")
        elif guide != old[guide.code]:
            told += [f"{guide.name}：{change}" for change in what_changed(old[guide.code], guide)]
    kept = {guide.code for guide in items}
    return (*told, *(f"不再办理：{guide.name}" for code, guide in old.items() if code not in kept))


def _years(calendar: WorkCalendar) -> str:
    return "、".join(f"{year}年" for year in sorted(calendar.years))
