"""Pages: never wrong bytes, never half a file."""

import hashlib
from pathlib import Path

import pytest

from station_app.storage import durable_file
from station_app.storage.failures import PageDamaged, PageNotHere
from station_app.storage.store import Store
from station_app.storage.vault import Vault
from tests.faults.strict_disk import StrictDisk


def files(directory: Path) -> list[Path]:
    return [path for path in (directory / "pages").rglob("*") if path.is_file()]


def test_a_page_comes_back_as_it_was_and_is_kept_once(store: Store, directory: Path) -> None:
    content = bytes(range(256)) * 300
    sha256 = store.vault.write(content)
    assert sha256 == hashlib.sha256(content).hexdigest()
    assert store.vault.write(content) == sha256
    assert store.vault.read(sha256) == content
    assert [path.name for path in files(directory)] == [f"{sha256}.page"]


@pytest.mark.parametrize("end", [0, 10, 23, 24, 39, 40, 200, -1])
def test_a_file_cut_anywhere_is_told(store: Store, directory: Path, end: int) -> None:
    sha256 = store.vault.write(b"page" * 100)
    (path,) = files(directory)
    path.write_bytes(path.read_bytes()[:end])
    with pytest.raises(PageDamaged, match="重新拍一张"):
        store.vault.read(sha256)


@pytest.mark.parametrize("at", [0, 24, 41, -1])
def test_a_changed_byte_is_told(store: Store, directory: Path, at: int) -> None:
    sha256 = store.vault.write(b"page" * 100)
    (path,) = files(directory)
    content = bytearray(path.read_bytes())
    content[at] ^= 1
    path.write_bytes(content)
    with pytest.raises(PageDamaged):
        store.vault.read(sha256)


def test_writing_a_damaged_page_again_mends_it(store: Store, directory: Path) -> None:
    sha256 = store.vault.write(b"page")
    files(directory)[0].write_bytes(b"")
    store.vault.write(b"page")
    assert store.vault.read(sha256) == b"page"


def test_a_page_of_another_name_is_not_taken(store: Store, directory: Path) -> None:
    one, other = store.vault.write(b"one"), store.vault.write(b"other")
    by_name = {path.stem: path for path in files(directory)}
    by_name[other].write_bytes(by_name[one].read_bytes())
    with pytest.raises(PageDamaged):
        store.vault.read(other)


def test_a_page_that_is_not_here_is_told(store: Store) -> None:
    with pytest.raises(PageNotHere, match="同步一次"):
        store.vault.read("ab" * 32)
    for name in ("../../keys.json", "AB" * 32, ""):
        with pytest.raises(ValueError, match="64 small hexadecimal digits"):
            store.vault.read(name)


def test_another_station_key_opens_nothing(store: Store, directory: Path) -> None:
    sha256 = store.vault.write(b"page")
    other = Vault(directory / "pages", bytes(32), lambda n: bytes(n))
    with pytest.raises(PageDamaged):
        other.read(sha256)


def test_a_page_is_there_after_a_power_cut(store: Store, directory: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    disk = StrictDisk(directory)
    monkeypatch.setattr(durable_file, "os", disk)
    sha256 = store.vault.write(b"page")
    for path in files(directory):
        assert path.parent.name in disk.lasting(path.parent.parent)
        assert path.name in disk.lasting(path.parent)
    assert "pages" in disk.lasting(directory)
    assert store.vault.read(sha256) == b"page"
