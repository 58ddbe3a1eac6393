"""Names of items, situations, materials and form fields in the language of the screen; Chinese where there is no other."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import forms.catalogue
from forms.catalogue.guide import ServiceGuide
from forms.words import Language


@cache
def _english() -> dict[str, Any]:
    path = Path(forms.catalogue.__file__).with_name("english.toml")
    return tomllib.loads(path.read_text("utf-8"))


def item_name(guide: ServiceGuide, language: Language) -> str:
    return guide.english_name or guide.name if language == "en" else guide.name


def material_name(code: str, name: str, language: Language) -> str:
    """`name` is the Chinese one, as the guide or the case has it."""
    return str(_english()["materials"].get(code, name)) if language == "en" else name


def situation_name(item_code: str, code: str, name: str, language: Language) -> str:
    return _of_item(item_code, "situations", code, name, language)


def field_name(item_code: str, key: str, name: str, language: Language) -> str:
    return _of_item(item_code, "fields", key, name, language)


def choice_name(item_code: str, code: str, name: str, language: Language) -> str:
    return _of_item(item_code, "choices", code, name, language)


def _of_item(item_code: str, part: str, code: str, name: str, language: Language) -> str:
    if language == "zh":
        return name
    return str(_english()["items"].get(item_code, {}).get(part, {}).get(code, name))
