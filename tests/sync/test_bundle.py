"""The stick's file itself: what goes in comes out, and any damage is named before anything of it is believed."""

import errno
import hashlib
import os
import random
import struct
from pathlib import Path

import msgspec
import pytest

from sync.protocol import bundle_write, signing
from sync.protocol.bundle import (
    CHUNK,
    PREFIX,
    SEALED_KEY,
    STREAM_HEADER,
    Counts,
    Manifest,
    Part,
    hand_code,
    packed_label,
    read_label,
)
from sync.protocol.bundle_failures import UNUSABLE, BundleUnusable, StickFailure, stick_failure
from sync.protocol.bundle_names import FOLDER, bundle_name, bundles_in
from sync.protocol.bundle_read import Bundle, label_of, open_bundle
from sync.protocol.bundle_write import write_bundle
from sync.protocol.messages import Cursor

STATION, DISTRICT, STRANGER = (hashlib.sha256(name).digest() for name in (b"station", b"district", b"stranger"))
PARTS = (b"a request" * 40, b"x" * (CHUNK + 17), os.urandom(3 * CHUNK))


def manifest(*parts: bytes, receiver: bytes = DISTRICT) -> Manifest:
    named = tuple(Part("page", f"{at}", len(part), hashlib.sha256(part).digest()) for at, part in enumerate(parts))
    return Manifest(
        protocol=1,
        direction="to_district",
        bundle_id=bytes(16),
        district="529901",
        station="5299",
        device="01",
        receiver=signing.public_key(receiver),
        made_at=1_795_000_000_000,
        carried_by="杨副镇长",
        epoch=1,
        first_seq=1,
        last_seq=0,
        cursor=Cursor(),
        counts=Counts(),
        kinds=(),
        parts=named,
    )


def written(folder: Path, parts: tuple[bytes, ...] = PARTS, seed: bytes = STATION) -> Path:
    path = folder / "a.vsu"
    write_bundle(path, manifest(*parts), parts, seed)
    return path


def opened(path: Path, seed: bytes = DISTRICT) -> Bundle:
    return open_bundle(path, seed, "to_district")


def reason(path: Path, seed: bytes = DISTRICT) -> str:
    with pytest.raises(BundleUnusable) as told:
        opened(path, seed)
    assert UNUSABLE[told.value.reason].zh in told.value.zh
    assert path.name in told.value.zh
    return told.value.reason


@pytest.mark.parametrize("parts", [(), (b"",), (b"a",), (b"", b"b", b""), (bytes(CHUNK),), PARTS])
def test_what_goes_in_comes_out(tmp_path: Path, parts: tuple[bytes, ...]) -> None:
    path = tmp_path / "a.vsu"
    digest = write_bundle(path, manifest(*parts), parts, STATION)
    bundle = opened(path)
    assert bundle.sha256 == digest == hashlib.sha256(path.read_bytes()).digest()
    assert (bundle.signer, bundle.manifest) == (signing.public_key(STATION), manifest(*parts))
    assert bundle.label.size == path.stat().st_size
    assert [b"".join(pieces) for _, pieces in bundle.parts()] == list(parts)
    assert [part.size for part, _ in bundle.parts()] == [len(part) for part in parts]
    assert list(tmp_path.iterdir()) == [path]


def test_whoever_finds_the_stick_reads_the_label_and_nothing_else(tmp_path: Path) -> None:
    path = written(tmp_path)
    label = label_of(path)
    assert (label.station, label.device, label.direction) == ("5299", "01", "to_district")
    assert reason(path, STRANGER) == "other_receiver"
    assert PARTS[0] not in path.read_bytes()
    assert "杨副镇长".encode() not in path.read_bytes()


def test_every_byte_that_is_changed_is_noticed(tmp_path: Path) -> None:
    """Every byte of the beginning, and a few hundred at random of the rest."""
    path = written(tmp_path)
    whole = path.read_bytes()
    beginning = len(packed_label(label_of(path))) + SEALED_KEY + STREAM_HEADER + 40
    source = random.Random(20261123)
    places = [*range(beginning), *source.sample(range(beginning, len(whole)), 150), len(whole) - 1]
    for place in places:
        bit = 1 << source.randrange(8)
        path.write_bytes(whole[:place] + bytes([whole[place] ^ bit]) + whole[place + 1 :])
        said = reason(path)
        # A changed length of the label may only look as if the file ended there.
        assert said == "altered" or (said == "truncated" and 4 <= place < PREFIX.size), (place, said)
    path.write_bytes(whole)
    opened(path)


def test_every_way_of_being_cut_short_is_named(tmp_path: Path) -> None:
    path = written(tmp_path)
    whole = path.read_bytes()
    label = len(packed_label(label_of(path)))
    stream = label + SEALED_KEY + STREAM_HEADER
    ends = {0, 1, 3, 4, PREFIX.size, label - 1, label, label + 1, stream - 1, stream, stream + 1}
    ends |= {stream + (CHUNK + 17) * at for at in (1, 2, 3)} | {len(whole) - 18, len(whole) - 1}
    ends |= set(random.Random(7).sample(range(len(whole)), 40))
    for end in sorted(ends):
        path.write_bytes(whole[:end])
        assert reason(path) == "truncated", end
    path.write_bytes(whole + b"x")
    assert reason(path) == "too_long"


def test_a_chunk_left_out_or_moved_is_noticed(tmp_path: Path) -> None:
    path = written(tmp_path)
    whole = path.read_bytes()
    at, step = len(packed_label(label_of(path))) + SEALED_KEY + STREAM_HEADER, CHUNK + 17
    first, second = whole[at : at + step], whole[at + step : at + 2 * step]
    path.write_bytes(whole[:at] + second + first + whole[at + 2 * step :])
    assert reason(path) == "altered"
    path.write_bytes(whole[:at] + first + first + whole[at + 2 * step :])
    assert reason(path) == "altered"


def test_another_file_or_another_format_is_named(tmp_path: Path) -> None:
    picture = tmp_path / "照片.jpg"
    picture.write_bytes(b"\xff\xd8\xff" + bytes(100))
    assert reason(picture) == "not_ours"
    path = written(tmp_path)
    whole = path.read_bytes()
    label = packed_label(label_of(path))
    clear = PREFIX.pack(b"VSU", 2, len(label) - PREFIX.size - 8) + label[PREFIX.size : -8]
    path.write_bytes(clear + hashlib.sha256(clear).digest()[:8] + whole[len(label) :])
    assert reason(path) == "newer_format"
    path.write_bytes(struct.pack(">3sBI", b"VSU", 1, 1 << 30) + bytes(5000))
    assert reason(path) == "altered"


def test_a_label_put_before_another_stream_is_noticed(tmp_path: Path) -> None:
    """The stream is authenticated together with the label: nobody can make a file look like another station's."""
    path = written(tmp_path)
    label = label_of(path)
    rest = path.read_bytes()[len(packed_label(label)) :]
    path.write_bytes(packed_label(msgspec.structs.replace(label, station="5300")) + rest)
    assert reason(path) == "altered"


def test_a_file_signed_for_somebody_else_is_not_handed_on(tmp_path: Path) -> None:
    """Whoever received a file may encrypt its signed manifest anew for another: the manifest says whom it is for."""
    path = tmp_path / "a.vsu"
    meant_for_stranger = manifest(receiver=STRANGER)
    signed = signing.seal(msgspec.msgpack.encode(meant_for_stranger), STATION, "bundle")

    def forwarded(*_: object) -> bytes:
        return signed

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bundle_write.signing, "seal", forwarded)
        write_bundle(path, manifest(), [], STRANGER)
    assert reason(path) == "other_receiver"


def test_a_manifest_that_nobody_signed_is_named(tmp_path: Path) -> None:
    path = tmp_path / "a.vsu"
    good = signing.seal(msgspec.msgpack.encode(manifest()), STATION, "bundle")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bundle_write.signing, "seal", lambda *_: good[:-1] + bytes([good[-1] ^ 1]))
        write_bundle(path, manifest(), [], STATION)
    assert reason(path) == "bad_signature"
    wrong_purpose = signing.seal(msgspec.msgpack.encode(manifest()), STATION, "sync-request")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bundle_write.signing, "seal", lambda *_: wrong_purpose)
        write_bundle(path, manifest(), [], STATION)
    assert reason(path) == "bad_signature"


def test_what_does_not_fit_the_manifest_is_never_written(tmp_path: Path) -> None:
    for pieces in ([b"short"], [*PARTS, b"more"], [b"y" * len(part) for part in PARTS]):
        with pytest.raises(ValueError, match=r"manifest|early"):
            write_bundle(tmp_path / "a.vsu", manifest(*PARTS), pieces, STATION)
    assert list(tmp_path.iterdir()) == []


def test_a_stick_that_holds_something_else_than_was_written_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bundle_write, "file_digest", lambda _: bytes(32))
    with pytest.raises(StickFailure, match="读回来不一样"):
        written(tmp_path)


@pytest.mark.parametrize(
    ("number", "words"),
    [(errno.ENOSPC, "放不下"), (errno.EROFS, "写保护"), (errno.EIO, "拔出来"), (errno.ENODEV, "拔出来")],
)
def test_a_stick_that_fails_is_told_in_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, words: str
) -> None:
    def fails(_: int) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(bundle_write.os, "fsync", fails)
    with pytest.raises(StickFailure, match=words) as told:
        written(tmp_path)
    assert told.value.full == stick_failure(OSError(number, "")).full
    assert list(tmp_path.iterdir()) == []


def test_the_files_of_a_stick_are_found_and_others_left(tmp_path: Path) -> None:
    made = manifest()
    name = bundle_name(made, made.made_at, bytes.fromhex("1a2b3c4d") + bytes(12))
    assert name == "便民站5299-01-报送-20261118-1906-1a2b3c4d.vsu"
    (tmp_path / FOLDER).mkdir()
    for path in (tmp_path / name, tmp_path / FOLDER / name, tmp_path / f"._{name}", tmp_path / "照片.jpg"):
        path.write_bytes(b"")
    assert bundles_in(tmp_path) == [tmp_path / FOLDER / name, tmp_path / name]
    assert bundles_in(tmp_path / "nowhere") == []


def test_codes_that_people_compare() -> None:
    assert hand_code(bytes.fromhex("3f2a91bc77d0") + bytes(26)) == "3F2A-91BC-77D0"


def test_the_label_is_read_without_reading_the_file(tmp_path: Path) -> None:
    path = written(tmp_path)
    with path.open("rb") as file:
        label, clear = read_label(file, path.name)
        assert file.tell() == len(clear) == len(packed_label(label))
