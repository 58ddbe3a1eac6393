"""Reads service items from their files, and a published catalogue from its bytes.

The files are what a district starts from and edits; a desk reads the published catalogue, which decodes in
about a millisecond. So `load_items` is for publishing and for checks, not for the desk's start.
"""

import re
import tomllib
from pathlib import Path
from typing import Any, get_args, get_origin, get_type_hints

import msgspec

from forms.catalogue.find_items import find_items
from forms.catalogue.guide import ServiceGuide
from forms.failures import InputFailure

ITEMS_DIRECTORY = Path(__file__).parent / "items"

_PLACE = re.compile(r" - at `\$\.?(?P<place>.*?)`$")
_REASONS = (
    (re.compile(r"Object missing required field `(.+)`"), "缺少“{}”这一项，请补上"),
    (re.compile(r"Expected `(.+)`, got `(.+)`"), "应当是 {}，写成了 {}，请改正"),
    (re.compile(r"Invalid enum value '?(.+?)'?$"), "写的是“{}”，不在允许的几种写法里，请对照说明改正"),
)


class CatalogueError(InputFailure):
    """A service item, or a published catalogue, that cannot be read. The sentences name the file and the field."""


class Catalogue(msgspec.Struct, frozen=True):
    """What a district publishes: all its service items at one version. `published_at` is ISO 8601 with offset."""

    version: int
    published_at: str
    district: str
    items: tuple[ServiceGuide, ...]

    def item(self, code: str) -> ServiceGuide:
        """The item with this code. Raises KeyError for a code this catalogue does not have."""
        for guide in self.items:
            if guide.code == code:
                return guide
        raise KeyError(code)

    def find(self, text: str) -> tuple[ServiceGuide, ...]:
        """Items that match a name, a short name, pinyin initials, a code or a situation, the best match first.

        What nobody can tell apart does not matter (forms.typed_text.fold). Nothing typed finds everything, in the
        catalogue's order.
        """
        return find_items(self.items, text)


def load_items(directory: Path | None = None) -> tuple[ServiceGuide, ...]:
    """Every `*.toml` of the directory (the shipped items unless told), in the order of the file names.

    Raises CatalogueError that names the file and the field; OSError where a file cannot be read at all.
    """
    place = ITEMS_DIRECTORY if directory is None else directory
    guides = tuple(load_item(path) for path in sorted(place.glob("*.toml")))
    if not guides:
        raise CatalogueError(
            f"目录“{place}”里没有事项文件（扩展名为 .toml），请核对目录。",
            f"The folder {place} holds no item file (*.toml); check that it is the right one.",
        )
    return guides


def load_item(path: Path) -> ServiceGuide:
    """One item file. Unlike a published catalogue, a key nobody knows is an error here: it is a slip of the pen."""
    data = _parsed(path)
    unknown = _unknown_keys(data, ServiceGuide, "")
    if unknown:
        raise CatalogueError(
            f"文件“{path.name}”里有不认识的项：{'、'.join(unknown)}，请对照说明改正。",
            f"{path.name} has keys that are not known: {', '.join(unknown)}.",
        )
    try:
        return msgspec.convert(data, ServiceGuide)
    except msgspec.ValidationError as error:
        raise CatalogueError(f"文件“{path.name}”的{_reason(error)}。", f"{path.name}: {error}.") from error


def _parsed(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8").removeprefix("\ufeff"))
    except UnicodeDecodeError as error:
        raise CatalogueError(
            f"文件“{path.name}”不是 UTF-8 编码，请另存为 UTF-8 再用。",
            f"{path.name} is not UTF-8; save it as UTF-8.",
        ) from error
    except tomllib.TOMLDecodeError as error:
        raise CatalogueError(
            f"文件“{path.name}”的写法不对：{_toml_reason(error)}。", f"{path.name} cannot be read: {error}."
        ) from error


def decode_catalogue(data: bytes) -> Catalogue:
    """A published catalogue from its JSON. Fields this version does not know are passed over. Raises CatalogueError."""
    try:
        return msgspec.json.decode(data, type=Catalogue)
    except msgspec.ValidationError as error:
        raise CatalogueError(
            f"收到的事项目录不完整，先继续用原来的目录：{_reason(error)}。",
            f"The published catalogue is incomplete; the one before it stays in use: {error}.",
        ) from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise CatalogueError(
            "收到的不是事项目录，先继续用原来的目录，请让县里重新发布一次。",
            "What came is not a catalogue; the one before it stays in use. Ask the district to publish it again.",
        ) from error


def encode_catalogue(catalogue: Catalogue) -> bytes:
    """The same catalogue always gives the same bytes, so that they can be signed and compared."""
    return msgspec.json.encode(catalogue)


def _toml_reason(error: tomllib.TOMLDecodeError) -> str:
    found = re.search(r"line (\d+), column (\d+)", str(error))
    if found is None:
        return "文件没有写完整，请检查最后一行的引号和括号"
    return f"第 {found.group(1)} 行第 {found.group(2)} 个字附近有问题，请检查引号、括号和等号"


def _reason(error: msgspec.ValidationError) -> str:
    message = str(error)
    found = _PLACE.search(message)
    field = f"“{found.group('place')}”" if found and found.group("place") else "内容"
    plain = _PLACE.sub("", message)
    for pattern, words in _REASONS:
        matched = pattern.search(plain)
        if matched:
            return field + words.format(*matched.groups())
    return f"{field}不对：{plain}"


def _unknown_keys(data: object, kind: Any, place: str) -> list[str]:
    """Keys of a TOML table that the struct does not have, each with its place; tables within tables too."""
    if isinstance(data, list) and get_origin(kind) is tuple and get_args(kind):
        inner = get_args(kind)[0]
        return [key for at, part in enumerate(data) for key in _unknown_keys(part, inner, f"{place}[{at}]")]
    if not isinstance(data, dict) or not (isinstance(kind, type) and issubclass(kind, msgspec.Struct)):
        return []
    known = get_type_hints(kind)
    unknown: list[str] = []
    for key, value in data.items():
        where = f"{place}.{key}" if place else key
        unknown += _unknown_keys(value, known[key], where) if key in known else [where]
    return unknown
