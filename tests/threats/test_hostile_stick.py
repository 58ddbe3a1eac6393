"""A stick made to harm: names that lead elsewhere, links, junk without end, sizes that lie, what starts by itself."""

import hashlib
import os
import struct
from pathlib import Path

import msgspec
import pytest

from station_app.stick import UpdateFolder
from sync.district.bundles import import_bundle
from sync.district.commands import main
from sync.district.district import District
from sync.protocol import bundle_write, signing
from sync.protocol.bundle import MAX_LABEL, PREFIX, Counts, Manifest, Part
from sync.protocol.bundle_failures import BundleUnusable
from sync.protocol.bundle_names import bundles_in
from sync.protocol.bundle_read import label_of
from sync.protocol.bundle_write import write_bundle
from sync.protocol.codec import MAGIC, NotOurMessage, unpack
from sync.protocol.messages import PROTOCOL_VERSION, Cursor, SyncRequest
from sync.protocol.program_update import ProgramUpdate, open_update, seal_update
from sync.protocol.signing import BadSignature
from tests.e2e.both_ends import assert_same_cases, received
from tests.e2e.sticks import at_the_district, back, out
from tests.sync.real_ends import Station

OUTSIDE = ("../../evil.sh", "..\\..\\evil.exe", "/etc/cron.d/evil", "C:\\evil.exe", "evil\x00.exe", "", ".", "..")


def own_manifest(station: Station, district: District, *parts: Part) -> Manifest:
    identity = station.desk.store.identity()
    return Manifest(
        protocol=PROTOCOL_VERSION,
        direction="to_district",
        bundle_id=bytes(16),
        district=identity.district,
        station=identity.station,
        device=identity.device,
        receiver=district.keys.public,
        made_at=1_795_000_000_000,
        carried_by="=HYPERLINK(1)<script>",
        epoch=1,
        first_seq=1,
        last_seq=0,
        cursor=Cursor(),
        counts=Counts(),
        kinds=(),
        parts=parts,
    )


def files(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


def test_a_page_whose_name_leads_elsewhere_is_written_nowhere(
    station: Station, district: District, stick: Path
) -> None:
    """Signed by an enrolled PC: it means ill, and its names are still not believed."""
    before = files(district.directory)
    content = b"#!/bin/sh\n"
    parts = [Part("page", name, len(content), hashlib.sha256(content).digest()) for name in OUTSIDE]
    write_bundle(stick / "a.vsu", own_manifest(station, district, *parts), [content] * len(parts), _seed(station))
    said = import_bundle(district, stick / "a.vsu", stick)
    assert (said.pages, said.pages_refused) == (0, len(OUTSIDE))
    assert {name for name in files(district.directory) if not name.startswith("district.db")} == {
        name for name in before if not name.startswith("district.db")
    }
    assert said.answer.parent == stick


@pytest.mark.parametrize("name", OUTSIDE)
def test_a_program_whose_name_leads_elsewhere_is_no_program(name: str, tmp_path: Path) -> None:
    """Even one that the district's own key has signed."""
    seed = signing.new_seed()
    update = ProgramUpdate("9.0", "windows-amd64", name, 4, hashlib.sha256(b"evil").digest(), 0)
    with pytest.raises(BadSignature):
        open_update(seal_update(update, seed), signing.public_key(seed))
    assert not UpdateFolder(tmp_path / "updates").path(msgspec.structs.replace(update, file="ok.exe")).exists()


def test_links_folders_and_junk_are_left_alone(station: Station, district: District, stick: Path) -> None:
    received(station, "李䶮", 124)
    out(station, stick)
    at_the_district(district, stick)
    secret = stick.parent / "secret"
    secret.write_bytes(b"of this PC alone")
    (stick / "autorun.inf").write_text("[autorun]\nopen=evil.exe\n")
    (stick / "便民站.lnk").write_bytes(b"L\x00\x00\x00")
    (stick / "folder.vsu").mkdir()
    (stick / "nothing.vsu").symlink_to(stick / "not-there")
    (stick / "to-a-secret.vsu").symlink_to(secret)
    (stick / "for-ever.vsu").symlink_to("/dev/zero")
    os.mkfifo(stick / "waits.vsu")
    for number in range(300):
        (stick / f"{number}.vsu").write_bytes(b"")
    came = back(station, stick)
    assert came.confirmed_cases == 1
    assert not any("of this PC alone" in words.zh for words in came.words)
    assert {path.name for path in bundles_in(stick)}.isdisjoint(
        {"folder.vsu", "nothing.vsu", "for-ever.vsu", "waits.vsu"}
    )
    assert station.sync().failure is None
    assert_same_cases(station, district)


@pytest.mark.parametrize("length", [MAX_LABEL + 1, 0xFFFFFFFF])
def test_a_label_that_claims_gigabytes_is_not_read(tmp_path: Path, length: int) -> None:
    path = tmp_path / "a.vsu"
    path.write_bytes(PREFIX.pack(b"VSU", 1, length) + bytes(100))
    with pytest.raises(BundleUnusable) as told:
        label_of(path)
    assert told.value.reason == "altered"


@pytest.mark.parametrize(("size", "content"), [(1 << 40, b"x"), (-1, b""), (-1, b"x"), (1, b"xx")])
def test_sizes_that_lie_are_told(
    station: Station, district: District, stick: Path, monkeypatch: pytest.MonkeyPatch, size: int, content: bytes
) -> None:
    """A part that claims more than the file holds, or less than nothing; signed all the same, by a writer that lies."""
    monkeypatch.setattr(bundle_write, "_checked", lambda _, pieces: pieces)
    lying = own_manifest(station, district, Part("request", "", size, hashlib.sha256(content).digest()))
    path = stick / "a.vsu"
    write_bundle(path, lying, [content], _seed(station))
    with pytest.raises(BundleUnusable) as told:
        import_bundle(district, path, stick)
    assert told.value.reason in ("truncated", "too_long", "altered")


def test_a_request_that_unpacks_to_gigabytes_is_refused_by_stick_too(
    station: Station, district: District, stick: Path
) -> None:
    """Signed, small, and 3 GB when unpacked: its frame says so, and is believed before anything is unpacked."""
    frame = b"\x28\xb5\x2f\xfd\xa4" + struct.pack("<I", 3 << 30)
    bomb = signing.seal(MAGIC + bytes([2]) + bytes(4) + frame, _seed(station), "sync-request")
    with pytest.raises(NotOurMessage):
        unpack(MAGIC + bytes([2]) + bytes(4) + frame, SyncRequest)
    part = Part("request", "", len(bomb), hashlib.sha256(bomb).digest())
    write_bundle(stick / "a.vsu", own_manifest(station, district, part), [bomb], _seed(station))
    with pytest.raises(BundleUnusable):
        import_bundle(district, stick / "a.vsu", stick)


def test_the_command_names_each_bad_file_and_goes_on(
    station: Station, district: District, stick: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    received(station, "李䶮", 124)
    good = out(station, stick).path
    (stick / "0-bad.vsu").write_bytes(b"VSU\x01\xff\xff\xff\xff")
    (stick / "1-bad.vsu").write_bytes(good.read_bytes()[:-5])
    assert main(["import-bundle", "--directory", str(district.directory), str(stick)]) == 1
    told = capsys.readouterr()
    assert "1 件" in told.out
    assert told.err.count(".vsu") >= 2


def _seed(station: Station) -> bytes:
    return station.desk.store.identity().signing_seed
