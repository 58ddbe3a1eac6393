"""The declaration of one field of an application form: what it asks, and the rules an answer has to meet."""

from typing import Literal

import msgspec

FieldKind = Literal[
    "text",
    "long_text",
    "number",
    "money",
    "date",
    "choice",
    "yes_no",
    "phone",
    "identity",
    "bank_account",
    "disability_card",
]


class Choice(msgspec.Struct, frozen=True, omit_defaults=True):
    code: str
    label: str


class FieldSpec(msgspec.Struct, frozen=True, omit_defaults=True):
    """`shown_if` is (field key, the values of it for which this field is asked); a field not asked is never required.

    `prefill` names a value of the applicant's record (name, id_number, phone, address, village, birth_date, age, sex)
    that the desk writes in first. `minimum`/`maximum` bound numbers, or ages and days for dates (see forms.fields).
    """

    key: str
    label: str
    kind: FieldKind = "text"
    required: bool = True
    choices: tuple[Choice, ...] = ()
    shown_if: tuple[str, tuple[str, ...]] | None = None
    prefill: str = ""
    minimum: int | None = None
    maximum: int | None = None
    not_future: bool = False
    not_past: bool = False
    max_length: int = 60
    hint: str = ""
