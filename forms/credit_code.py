"""The unified social credit code (统一社会信用代码, GB 32100-2015): its form and its check character."""

import re

from forms.failures import Problem
from forms.identity_number import normalise_number, wrong_check_digit

_FORM = re.compile(r"[0-9A-HJ-NPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXY]{10}", re.ASCII)


def check_credit_code(text: str, *, field: str = "credit_code") -> tuple[Problem, ...]:
    """Everything wrong with a unified social credit code; village collectives' codes, which begin with N, included."""
    clean = normalise_number(text)
    if not _FORM.fullmatch(clean):
        return (
            Problem(
                field,
                "统一社会信用代码是18位数字和大写字母（没有I、O、S、V、Z），请对照证照再看一遍",
                "A unified social credit code has 18 digits and capitals (no I, O, S, V, Z); compare it with the document",
            ),
        )
    from stdnum.cn import uscc

    if clean[-1] == uscc.calc_check_digit(clean):
        return ()
    return (wrong_check_digit(field, "统一社会信用代码", "the unified social credit code"),)
