"""How a limit, a fee and an office of a service guide are said in words, the same on screen, on paper and in the console."""

import re
from collections.abc import Mapping

from forms.catalogue.guide import Authority, Fee, LimitUnit, Necessity, TimeLimit

OFFICE_PLACEHOLDERS = ("village", "township", "county")

_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")

_COUNTED: dict[LimitUnit, tuple[str, str, str]] = {
    "working_day": ("{} 个工作日", "{} working day", "{} working days"),
    "day": ("{} 天", "{} calendar day", "{} calendar days"),
    "month": ("{} 个月", "{} month", "{} months"),
    "hour": ("{} 小时", "{} hour", "{} hours"),
    "minute": ("{} 分钟", "{} minute", "{} minutes"),
}
_UNCOUNTED: dict[LimitUnit, tuple[str, str]] = {
    "on_the_spot": ("当场办结", "on the spot"),
    "monthly_batch": ("按月集中办理", "once a month, in a batch"),
    "yearly_round": ("按年度集中办理", "once a year, in a round"),
}
COUNTED_UNITS: frozenset[LimitUnit] = frozenset(_COUNTED)

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


def placeholders(template: str) -> tuple[str, ...]:
    """The names in braces of an office template, in order; also those that no district settings can fill."""
    return tuple(_PLACEHOLDER.findall(template))


def office_name(template: str, settings_names: Mapping[str, str]) -> str:
    """`{township}民政办` → `清水镇民政办`. `settings_names` gives village, township and county as the district names them.

    Raises KeyError for a placeholder that the settings do not name: a paper must never show a brace.
    """
    return _PLACEHOLDER.sub(lambda found: settings_names[found.group(1)], template)


def limit_text(limit: TimeLimit, *, english: bool = False) -> str:
    """`20 个工作日`, `当场办结`. The note is not part of it."""
    if limit.unit in _UNCOUNTED:
        return _UNCOUNTED[limit.unit][english]
    chinese, one, many = _COUNTED[limit.unit]
    if not english:
        return chinese.format(limit.amount)
    return (one if limit.amount == 1 else many).format(limit.amount)


def fee_text(fee: Fee, *, english: bool = False) -> str:
    """`不收费`, or the tariff as the guide words it (which is Chinese in both languages)."""
    if not fee.charged:
        return "no charge" if english else "不收费"
    return fee.standard


def authority_text(authority: Authority, *, english: bool = False) -> str:
    """What the station itself may do with this item."""
    return _AUTHORITY[authority][english]


def necessity_text(necessity: Necessity, *, english: bool = False) -> str:
    """Whether a material has to be there, in the words of the checklist."""
    return _NECESSITY[necessity][english]
