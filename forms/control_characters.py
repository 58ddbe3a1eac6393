"""Characters that no keyboard types, no paper shows and not every database keeps: NUL and its kin, halves of characters.

They come with what was pasted or scanned. At intake they are left out; in an event from elsewhere they are a reason to
refuse that event. Tabs and line breaks are no part of them.
"""

import re
from typing import Any

_NEVER_MEANT = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff]")


def without_control(value: Any) -> Any:
    """The same plain value (text, number, list, mapping of these) with such characters taken out of every text in it."""
    if isinstance(value, str):
        return _NEVER_MEANT.sub("", value)
    if isinstance(value, dict):
        return {without_control(key): without_control(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return type(value)(without_control(each) for each in value)
    return value


def has_control(value: Any) -> bool:
    """Whether any text in a plain value has such a character."""
    if isinstance(value, str):
        return _NEVER_MEANT.search(value) is not None
    if isinstance(value, dict):
        return any(has_control(key) or has_control(each) for key, each in value.items())
    return isinstance(value, list | tuple) and any(map(has_control, value))
