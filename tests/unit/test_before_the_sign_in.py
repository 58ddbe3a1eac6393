"""The two files that are read before anybody has signed in: the line, and the names in the key file."""

from pathlib import Path

import pytest

from forms.failures import EnvironmentFailure
from station_app.line_settings import LineSettings, line_file, read_line, write_line
from station_app.storage.agent_names import agent_names
from station_app.storage.failures import DatabaseDamaged, DatabaseUnreachable


def test_a_line_comes_back_as_it_was_written(tmp_path: Path) -> None:
    line = LineSettings("https://example.invalid/便民", "/etc/county.pem", allow_plain=True, practice=True)
    write_line(tmp_path / "station", line)
    assert read_line(tmp_path / "station") == line
    assert read_line(tmp_path) is None


def test_what_a_line_does_not_say_has_its_default(tmp_path: Path) -> None:
    line_file(tmp_path).write_text('{"url": "https://example.invalid", "later": 1}')
    assert read_line(tmp_path) == LineSettings("https://example.invalid")


@pytest.mark.parametrize("content", [b"{", b"[]", b"{}", b'{"url": 5}', b'{"url": "x", "practice": 1}', b"\xff"])
def test_a_line_that_cannot_be_read_is_said(tmp_path: Path, content: bytes) -> None:
    line_file(tmp_path).write_bytes(content)
    with pytest.raises(EnvironmentFailure, match="网址文件"):
        read_line(tmp_path)


def test_no_names_without_a_key_file(tmp_path: Path) -> None:
    with pytest.raises(DatabaseUnreachable):
        agent_names(tmp_path)


@pytest.mark.parametrize("content", [b"{", b"[]", b"{}", b'{"agents": 5}', b'{"agents": [{"login": "a"}]}', b"\xff"])
def test_damaged_names_are_said(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "keys.json").write_bytes(content)
    with pytest.raises(DatabaseDamaged):
        agent_names(tmp_path)
