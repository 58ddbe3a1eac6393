"""Reading item files and published catalogues: what is wrong is named, nothing is guessed."""

from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms.catalogue.loader import (
    ITEMS_DIRECTORY,
    Catalogue,
    CatalogueError,
    decode_catalogue,
    encode_catalogue,
    load_item,
    load_items,
)

ITEMS = load_items()
CATALOGUE = Catalogue(version=3, published_at="2026-11-23T09:00:00+08:00", district="云岭县", items=ITEMS)
SOURCE = (ITEMS_DIRECTORY / "14-old-age-allowance.toml").read_text(encoding="utf-8")


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "14-gljt.toml"
    path.write_text(text, encoding="utf-8")
    return path


def refused(path: Path) -> CatalogueError:
    with pytest.raises(CatalogueError) as caught:
        load_item(path)
    assert path.name in caught.value.zh
    assert path.name in caught.value.en
    return caught.value


def test_a_misspelt_key_is_named_with_its_place(tmp_path: Path) -> None:
    error = refused(written(tmp_path, SOURCE.replace("copies = 1", "copeis = 1", 1)))
    assert "materials[0].copeis" in error.zh


def test_a_missing_field_is_named(tmp_path: Path) -> None:
    error = refused(written(tmp_path, SOURCE.replace('short_name = "高龄津贴"\n', "")))
    assert "缺少“short_name”" in error.zh


def test_a_word_where_a_number_belongs_is_named_with_its_place(tmp_path: Path) -> None:
    error = refused(written(tmp_path, SOURCE.replace("copies = 1", 'copies = "一份"', 1)))
    assert "“materials[0].copies”应当是 int" in error.zh


def test_a_word_that_is_not_one_of_the_choices_is_quoted(tmp_path: Path) -> None:
    error = refused(written(tmp_path, SOURCE.replace('authority = "receive"', 'authority = "shouli"')))
    assert "“authority”写的是“shouli”" in error.zh


def test_broken_toml_names_the_line(tmp_path: Path) -> None:
    error = refused(written(tmp_path, 'code = "MZ-004"\nname = "高龄津贴\n'))
    assert "第 2 行" in error.zh


def test_a_file_cut_off_in_the_middle_is_refused(tmp_path: Path) -> None:
    refused(written(tmp_path, SOURCE[: SOURCE.index("faq = [") + 10]))


def test_a_file_in_another_encoding_says_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "14-gljt.toml"
    path.write_bytes(SOURCE.encode("gb18030"))
    assert "另存为 UTF-8" in refused(path).zh


def test_a_file_that_notepad_saved_with_a_mark_is_read(tmp_path: Path) -> None:
    path = tmp_path / "14-gljt.toml"
    path.write_text(SOURCE, encoding="utf-8-sig")
    assert load_item(path).code == "MZ-004"


def test_a_folder_without_items_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match="没有事项文件"):
        load_items(tmp_path)


def test_characters_beyond_the_first_plane_come_through(tmp_path: Path) -> None:
    guide = load_item(written(tmp_path, SOURCE.replace("从哪个月开始发", "𬸚家庄𠮷字号从哪个月开始发")))
    again = decode_catalogue(encode_catalogue(msgspec.structs.replace(CATALOGUE, items=(guide,))))
    assert again.items[0].faq[0][0].startswith("𬸚家庄𠮷字号")


def test_a_catalogue_comes_back_as_it_was() -> None:
    data = encode_catalogue(CATALOGUE)
    assert decode_catalogue(data) == CATALOGUE
    assert encode_catalogue(decode_catalogue(data)) == data


def test_a_newer_field_in_a_published_catalogue_is_passed_over() -> None:
    data = encode_catalogue(CATALOGUE).replace(b'{"version":3,', b'{"version":3,"since_next_year":1,', 1)
    assert decode_catalogue(data) == CATALOGUE


def test_a_catalogue_with_a_field_missing_says_which() -> None:
    document = msgspec.json.decode(encode_catalogue(CATALOGUE))
    del document["items"][4]["authority"]
    with pytest.raises(CatalogueError, match=r"items\[4\].*authority"):
        decode_catalogue(msgspec.json.encode(document))


@given(st.binary(max_size=300))
def test_anything_else_is_refused_in_words(data: bytes) -> None:
    with pytest.raises(CatalogueError, match="先继续用原来的目录"):
        decode_catalogue(data)


def test_an_html_page_is_no_catalogue() -> None:
    with pytest.raises(CatalogueError, match="重新发布一次"):
        decode_catalogue(b"<html><body>login</body></html>")


def test_item_by_code() -> None:
    assert CATALOGUE.item("MZ-004").name == "高龄津贴"
    with pytest.raises(KeyError):
        CATALOGUE.item("MZ-999")


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("高龄津贴", "MZ-004"),
        ("gljt", "MZ-004"),
        ("GL JT", "MZ-004"),
        ("ｇｌｊｔ", "MZ-004"),
        ("gl", "MZ-004"),
        ("津贴", "MZ-004"),
        ("mz-004", "MZ-004"),
        ("低保", "MZ-001"),
        ("社保卡", "SB-005"),
        ("sbk", "SB-005"),
        ("shbzk", "SB-005"),
        ("挂失", "SB-005"),
        ("残疾人证", "CL-001"),
        ("护理补贴", "MZ-005"),
        ("社障卡", "SB-005"),
        ("tree felling", "NL-001"),
    ],
)
def test_finding_puts_the_best_first(typed: str, first: str) -> None:
    assert CATALOGUE.find(typed)[0].code == first


def test_finding_nothing_typed_gives_all_and_nonsense_gives_none() -> None:
    assert CATALOGUE.find("  ") == ITEMS
    assert CATALOGUE.find("火星移民") == ()


@given(guide=st.sampled_from(ITEMS), length=st.integers(1, 30))
def test_every_beginning_of_a_name_finds_its_item(guide: object, length: int) -> None:
    found = next(item for item in ITEMS if item is guide)
    for text in (found.name, found.short_name, *found.initials.split(), found.code):
        assert found in CATALOGUE.find(text[:length])
