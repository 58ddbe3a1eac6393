"""Official numbers: made of the case alone, so that a case gets the same one again after any restoration (decision 111)."""

import hashlib
from datetime import date

from forms.receipt_number import ALPHABET

CHARACTERS = 7
"""31⁷ = 27,512,614,111 numbers a day."""


def official_number(prefix: str, day: date, case_id: str, attempt: int = 0) -> str:
    """For example QX20261124-7K3M9PX: the district's prefix, the day of the receipt, seven characters made of the case.

    `attempt` counts from 0; the next one gives another number, for the day when two cases come out the same.
    """
    digest = hashlib.sha256(f"village-station/1/official-number/{case_id}/{attempt}".encode()).digest()
    left, code = int.from_bytes(digest, "big"), ""
    for _ in range(CHARACTERS):
        left, index = divmod(left, len(ALPHABET))
        code += ALPHABET[index]
    return f"{prefix}{day:%Y%m%d}-{code}"
