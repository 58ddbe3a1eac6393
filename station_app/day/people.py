"""Who comes to the desk on the practice day, and with what. Nobody of them exists: 529901 is no area of any district."""

from dataclasses import dataclass, field
from datetime import date

AREA = "529901"
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_ACCOUNT = "6222000000000000000"


def invented_number(born: date, serial: int) -> str:
    """An identity number with a right check digit (GB 11643) that nobody was given."""
    body = f"{AREA}{born:%Y%m%d}{serial:03d}"
    return body + "10X98765432"[sum(int(digit) * weight for digit, weight in zip(body, _WEIGHTS, strict=True)) % 11]


@dataclass(frozen=True)
class Visitor:
    """`item` and `situation` are codes of the catalogue; `typed` is what finds the item. `answers`: the form's fields by
    their labels; a choice by its words. `forgets`: materials left at home; `photographs`: those the agent takes a picture
    of."""

    name: str
    born: date
    serial: int
    item: str
    typed: str
    situation: str
    phone: str = "13800000000"
    village: str = "响水洞村"
    address: str = "三组12号"
    answers: dict[str, str] = field(default_factory=dict)
    forgets: tuple[str, ...] = ()
    photographs: tuple[str, ...] = ()

    @property
    def number(self) -> str:
        return invented_number(self.born, self.serial)


def old_age_allowance(name: str, serial: int) -> Visitor:
    """Somebody over 80 with every paper there."""
    answers = {"和谁一起住": "老伴", "领款账号": _ACCOUNT}
    return Visitor(name, date(1944, 3, 12), serial, "MZ-004", "gljt", "first", answers=answers, photographs=("身份证",))


def disability_allowance(name: str, serial: int, forgets: tuple[str, ...]) -> Visitor:
    """Somebody with a physical disability of the first grade, who comes without some of the papers."""
    born = date(1962, 8, 1)
    answers = {
        "残疾证号": invented_number(born, serial) + "41",
        "残疾类别": "肢体",
        "残疾等级": "一级",
        "领款账号": _ACCOUNT,
    }
    return Visitor(
        name, born, serial, "MZ-005", "lxbt", "nursing", village="石门坎村", answers=answers, forgets=forgets
    )


def social_security_card(name: str, serial: int) -> Visitor:
    """Somebody who has lost the card."""
    answers = {"选哪家银行": "农村信用社", "怎么领卡": "到站里领"}
    return Visitor(name, date(1985, 5, 20), serial, "SB-005", "sbk", "replace", village="大坝村", answers=answers)
