"""English for the names of the shipped items' situations, materials and form fields: what an English screen shows.

Kept beside the items and not in them, so that a clerk's file stays Chinese. Read when a screen is English, not before.
"""

import tomllib
from pathlib import Path
from typing import Any

import msgspec

from forms.catalogue.guide import RequiredMaterial, ServiceGuide, Situation
from forms.catalogue.loader import CatalogueError
from forms.field_spec import Choice, FieldSpec

ENGLISH_FILE = Path(__file__).parent / "english.toml"


class ItemNames(msgspec.Struct, frozen=True):
    """English by situation code, field key, and `field key.choice code`."""

    situations: dict[str, str] = {}
    fields: dict[str, str] = {}
    choices: dict[str, str] = {}


class EnglishNames(msgspec.Struct, frozen=True):
    """Asks by code; what has no English yet (an item a district added) is given back in Chinese."""

    materials: dict[str, str] = {}
    items: dict[str, ItemNames] = {}

    def item(self, guide: ServiceGuide) -> str:
        return guide.english_name or guide.name

    def material(self, material: RequiredMaterial) -> str:
        return self.materials.get(material.code, material.name)

    def situation(self, guide: ServiceGuide, situation: Situation) -> str:
        return self._names(guide).situations.get(situation.code, situation.name)

    def field(self, guide: ServiceGuide, field: FieldSpec) -> str:
        return self._names(guide).fields.get(field.key, field.label)

    def choice(self, guide: ServiceGuide, field: FieldSpec, choice: Choice) -> str:
        return self._names(guide).choices.get(f"{field.key}.{choice.code}", choice.label)

    def _names(self, guide: ServiceGuide) -> ItemNames:
        return self.items.get(guide.code, ItemNames())


def load_english(path: Path = ENGLISH_FILE) -> EnglishNames:
    """The shipped English names. Raises CatalogueError for a file that cannot be read as such."""
    try:
        data: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
        return msgspec.convert(data, EnglishNames)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise CatalogueError(
            f"英文名称文件“{path.name}”的写法不对：{error}。", f"{path.name} cannot be read: {error}."
        ) from error
