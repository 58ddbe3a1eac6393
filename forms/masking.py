"""What of a number may be seen on a screen or a paper: enough to tell two apart, never enough to use it (PIPL §6, §51)."""

_STAR = "*"


def mask_id(number: str) -> str:
    """An identity document's number: 529901********124X. A short one keeps less, one of up to four characters nothing.

    A disability card's number (20 digits) loses its last two as well: they say which disability.
    """
    if len(number) >= 20:
        return _keep(number[:18], 6, 4) + _STAR * (len(number) - 18)
    return _keep(number, 6, 4) if len(number) >= 15 else _keep_some(number)


def mask_phone(number: str) -> str:
    """138****0000; of a land line the area code and the last three digits."""
    area, dash, line = number.partition("-")
    if dash and len(area) <= 4 and len(line) >= 7:
        return area + dash + _keep(line, 0, 3)
    return _keep(number, 3, 4) if len(number) >= 11 else _keep_some(number)


def mask_bank_account(number: str) -> str:
    """Only the last four digits; of a short one fewer."""
    return _keep(number, 0, 4 if len(number) >= 12 else len(number) // 4)


def _keep(number: str, first: int, last: int) -> str:
    hidden = max(len(number) - first - last, 0)
    return number[:first] + _STAR * hidden + number[len(number) - last :]


def _keep_some(number: str) -> str:
    if len(number) <= 4:
        return _STAR * len(number)
    return _keep(number, 1 + (len(number) >= 9), len(number) // 4)
