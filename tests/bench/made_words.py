"""The words of made-up applications: names, villages, what an agent notes about a paper, why somebody applies."""

import random
from datetime import date, timedelta

from forms.field_spec import FieldSpec

SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘蒋蔡余杜叶程苏魏吕丁任沈姚卢龙石单仇查区"
)
GIVEN = "伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂香玉梅红建国华春生文斌志海燕凤琴云德福贵金龙永胜庆家宝素珍淑翠花莲山水根木森正义光辉"
RARE = ("欧阳𬸚", "李䶮", "𠮷素珍", "买买提·吐尔逊")
VILLAGES = ("响水洞村", "石门坎村", "杉木林村", "大坝村", "龙潭村", "白岩村", "梨子坪村", "麻柳湾村")
_SEEN = (
    "原件当面核对过，和复印件一致",
    "复印件上写了“与原件一致”，本人签名按手印",
    "原件退还本人，复印件留站",
    "正反面复印在一张纸上，字迹清楚",
)
_STATES = (
    "证件有效期到{day}",
    "{day}由{name}开具，盖了章，证明编号{serial}",
    "{day}复印，复印的人{name}",
    "签字日期{day}，见证人{name}",
    "{day}由{name}送来，联系电话{phone}",
)
_PLACES = (
    "存在站里第{n}号柜",
    "共{n}页，页码写在右下角",
    "证件编号{serial}",
    "登记簿第{n}页，经手人{name}",
    "票据号{serial}，金额{n}.{cents:02d}元",
)
_REMARKS = (
    "本人看不清字，念给本人听过，没有意见",
    "户口簿上的住址是老地名，和现在的门牌不一样，已经向村民小组长问清楚",
    "身份证上的照片旧了，和本人对过，是同一个人",
    "家里人从外地寄回来的，信封一起留着",
    "章有一点淡，对着光能看清，镇里要是认不出再补",
    "本人腿脚不便，代办员上门取的，当时邻居在场",
    "姓名里有一个少见的字，照身份证写的",
    "上次办别的事交过，翻出来核对了，没有变化",
)
_REASONS = (
    "老伴去年住院，花费大，家里收入少了很多。",
    "儿女都在外地打工，一年回来一次，平时一个人住。",
    "房子是老木房，今年雨水多，屋面漏雨，后墙有裂缝。",
    "腿有残疾，做不了重活，只种得一点菜。",
    "家里有两个娃娃读书，学费和生活费负担重。",
    "收成不好，玉米遭了冰雹，种子钱都没有收回来。",
    "从外地搬回来住，原来在那边办的手续已经停了。",
    "镇里通知要在月底以前报上去，请尽量早一点办。",
)
_SHORT = ("照户口簿填写", "本人口述，已经核对", "和去年一样", "见后面的说明", "由村里证明", "本人自己填写", "没有变化")


def name(source: random.Random) -> str:
    """One in a hundred has a character that not every program can show."""
    if source.random() < 0.01:
        return source.choice(RARE)
    return source.choice(SURNAMES) + "".join(source.choice(GIVEN) for _ in range(source.choice((1, 2, 2, 2))))


def phone(source: random.Random) -> str:
    """A number in a segment that is nobody's."""
    return f"1{source.choice('35789')}{source.randrange(10)}0000{source.randrange(10_000):04d}"


def note(source: random.Random, today: date) -> str:
    """What the agent writes about one paper."""
    facts = {
        "day": (today - timedelta(source.randrange(900))).isoformat(),
        "name": name(source),
        "phone": phone(source),
        "serial": f"{source.randrange(10**8):08d}",
        "n": source.randrange(1, 400),
        "cents": source.randrange(100),
    }
    parts = [
        *source.sample(_SEEN, 2),
        source.choice(_STATES).format(**facts),
        *(place.format(**facts) for place in source.sample(_PLACES, 2)),
        *source.sample(_REMARKS, source.choice((2, 3))),
    ]
    return "；".join(parts) + "。"


def reason(source: random.Random) -> str:
    return "".join(source.sample(_REASONS, source.randint(2, 4)))


def text(source: random.Random, spec: FieldSpec) -> str:
    """An answer in words, or a person's name where one is asked for."""
    if "名" in spec.label or "人" in spec.label:
        return name(source)
    if spec.kind == "long_text":
        return "".join(source.sample(_REASONS, 6))
    return f"{source.choice(_SHORT)}，{name(source)}" if source.random() < 0.5 else source.choice(_REASONS)
