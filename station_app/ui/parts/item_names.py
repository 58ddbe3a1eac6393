"""Names of items, situations and materials in the language of the screen; Chinese where there is no other."""

from forms.catalogue.english import EnglishNames, load_english
from forms.catalogue.guide import ServiceGuide
from forms.words import Language


def item_name(guide: ServiceGuide, language: Language) -> str:
    return guide.english_name or guide.name if language == "en" else guide.name


def item_lines(guide: ServiceGuide, language: Language) -> str:
    """The short name, which people say and which tells items apart, and the official one beneath where it is another."""
    name = item_name(guide, language)
    return f"{guide.short_name}\n{name}" if language == "zh" and guide.short_name not in ("", name) else name


def names_in(language: Language) -> EnglishNames:
    """Asked by code; on a Chinese screen it gives everything back as the guide has it."""
    return load_english() if language == "en" else EnglishNames()
