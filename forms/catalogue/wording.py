"""How an office, an authority and a necessity of a service guide are said in words. Limits and fees: see `forms.words`."""

import re
from collections.abc import Mapping
from typing import Literal, Protocol, get_args

from forms.catalogue.guide import Authority, Necessity, ServiceGuide

Level = Literal["village", "township", "county"]
OFFICE_PLACEHOLDERS: tuple[Level, ...] = get_args(Level)
"""From the smallest place to the largest: an office belongs to the smallest that it names."""

_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")

_AUTHORITY: dict[Authority, tuple[str, str]] = {
    "consult": ("只提供咨询", "advice only"),
    "receive": ("站里收件，上级受理", "received here, accepted above"),
    "accept": ("站里受委托受理", "accepted here on behalf of the competent office"),
    "decide": ("村里直接办", "decided by the village"),
}
_NECESSITY: dict[Necessity, tuple[str, str]] = {
    "required": ("必须带", "required"),
    "deferrable": ("可以后补", "may follow later"),
    "optional": ("有就带", "bring it if you have it"),
}


class Places(Protocol):
    """Whatever holds the district's words for its places: its settings, or a station's."""

    @property
    def village_name(self) -> str: ...
    @property
    def township_name(self) -> str: ...
    @property
    def county_name(self) -> str: ...


def place_names(places: Places) -> dict[str, str]:
    """What the placeholders of an office stand for."""
    return {"village": places.village_name, "township": places.township_name, "county": places.county_name}


def placeholders(template: str) -> tuple[str, ...]:
    """The names in braces of an office template, in order; also those that no district settings can fill."""
    return tuple(_PLACEHOLDER.findall(template))


def office_name(template: str, settings_names: Mapping[str, str]) -> str:
    """`{township}民政办` → `清水镇民政办`. `settings_names` gives village, township and county as the district names them.

    Raises KeyError for a placeholder that the settings do not name: a paper must never show a brace.
    """
    return _PLACEHOLDER.sub(lambda found: settings_names[found.group(1)], template)


def who_comes(guide: ServiceGuide) -> str:
    """Who has to come, and what somebody brings who comes for them."""
    said = guide.who_must_come
    if not guide.agent_allowed or not guide.agent_needs_letter or "委托书" in said:
        return said
    return f"{said}别人代办的，另带委托书和代办人身份证。"


def authority_text(authority: Authority, *, english: bool = False) -> str:
    """What the station itself may do with this item."""
    return _AUTHORITY[authority][english]


def necessity_text(necessity: Necessity, *, english: bool = False) -> str:
    """Whether a material has to be there, in the words of the checklist."""
    return _NECESSITY[necessity][english]
