"""A person's name as its document writes it: · between its parts, no digits, characters of every plane."""

import re
import unicodedata

from forms.failures import Problem
from forms.typed_text import has_break, plain_characters, without_invisible

LONGEST_NAME = 50
_HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
_MIDDLE_DOTS = str.maketrans(dict.fromkeys("•‧∙⋅・･●．", "·"))
_DOT_BETWEEN_HAN = re.compile(rf"(?<=[{_HAN}])\s*[.·]+\s*(?=[{_HAN}])")
_SPACE_BETWEEN_HAN = re.compile(rf"(?<=[{_HAN}])\s+(?=[{_HAN}])")


def normalise_name(text: str) -> str:
    """The name as it is stored: every kind of middle dot made · (U+00B7), no spaces between Chinese characters, look-alikes
    from a PDF made the characters they stand for, nothing invisible. A tab or line break inside stays, to be asked about.
    """
    plain = plain_characters(without_invisible(text.strip()))
    if has_break(plain):
        # Two cells or two lines: whose name the second one is nobody but the agent knows.
        return plain
    dotted = _DOT_BETWEEN_HAN.sub("·", plain.translate(_MIDDLE_DOTS))
    return _SPACE_BETWEEN_HAN.sub("", " ".join(dotted.split()))


def check_name(text: str, *, field: str = "name") -> tuple[Problem, ...]:
    """Everything wrong with a person's name, counted in characters (code points), not in bytes or UTF-16 units."""
    name = normalise_name(text)
    if not name:
        return (Problem(field, "请填写姓名", "Enter the name"),)
    return (*_unprintable(name, field), *_unlikely(name, field))


def _unprintable(name: str, field: str) -> tuple[Problem, ...]:
    if has_break(name):
        return (
            Problem(
                field,
                "姓名里粘进来了不止一格（中间有制表符或换行），请只留姓名",
                "More than one cell was pasted into the name (there is a tab or a line break inside); leave only the name",
            ),
        )
    kinds = {unicodedata.category(character) for character in name}
    if "Co" in kinds:
        return (
            Problem(
                field,
                "姓名里有一个旧系统自造的字，别的电脑认不出来，请用手写或拆字输入法重新输这个字",
                "The name has a character that only an old system knew; enter that character again by handwriting or parts",
            ),
        )
    if kinds & {"Cc", "Cf", "Cs", "Zl", "Zp"}:
        return (
            Problem(
                field,
                "姓名里夹了看不见的符号，请删掉姓名重新输一遍",
                "There are invisible signs in the name; delete it and type it again",
            ),
        )
    return ()


def _unlikely(name: str, field: str) -> tuple[Problem, ...]:
    problems = []
    if any(character.isdecimal() for character in name):
        problems.append(
            Problem(field, "姓名里不能有数字，请对照证件再看一遍", "A name has no digits; compare it with the document")
        )
    if len(name) > LONGEST_NAME:
        problems.append(
            Problem(
                field,
                f"姓名最多{LONGEST_NAME}个字，现在有{len(name)}个字，请只写姓名",
                f"A name has {LONGEST_NAME} characters at most, here are {len(name)}; write only the name",
            )
        )
    if len(name) == 1:
        problems.append(
            Problem(
                field,
                "姓名只有一个字，请对照证件再看一遍；证件上就是这样的，可以继续",
                "The name has one character only; if the document says so, go on",
                blocking=False,
            )
        )
    return tuple(problems)
