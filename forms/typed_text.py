"""Text as somebody typed or pasted it, made the text that was meant: the one door for every word that comes in.

Look-alikes: the Kangxi and CJK radicals, which text copied from a PDF has in place of the characters they look like
(⻢ for 马), are other characters to every search. The table is Unicode's EquivalentUnifiedIdeograph (UCD 15, Unicode licence).
"""

import unicodedata
from typing import Final

_RADICALS: Final = (
    "⺁⺂⺃⺄⺅⺆⺇⺈⺉⺊⺋⺌⺍⺎⺏⺐⺑⺒⺓⺔⺕⺖⺗⺘⺙⺛⺜⺝⺞⺟⺠⺡⺢⺣⺤⺥⺦⺧⺨⺩⺪⺫⺬⺭⺮⺯⺰⺱⺲⺳⺴⺵⺶⺷⺸"
    "⺹⺺⺻⺼⺽⺾⺿⻀⻁⻂⻃⻄⻅⻆⻇⻈⻉⻊⻋⻌⻍⻎⻏⻐⻑⻒⻓⻔⻕⻖⻗⻘⻙⻚⻛⻜⻝⻞⻟⻠⻡⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻭⻮⻯"
    "⻰⻱⻲⻳⼀⼁⼂⼃⼄⼅⼆⼇⼈⼉⼊⼋⼌⼍⼎⼏⼐⼑⼒⼓⼔⼕⼖⼗⼘⼙⼚⼛⼜⼝⼞⼟⼠⼡⼢⼣⼤⼥⼦⼧⼨⼩⼪⼫⼬⼭⼮⼯⼰⼱⼲"
    "⼳⼴⼵⼶⼷⼸⼹⼺⼻⼼⼽⼾⼿⽀⽁⽂⽃⽄⽅⽆⽇⽈⽉⽊⽋⽌⽍⽎⽏⽐⽑⽒⽓⽔⽕⽖⽗⽘⽙⽚⽛⽜⽝⽞⽟⽠⽡⽢⽣⽤⽥⽦⽧⽨⽩"
    "⽪⽫⽬⽭⽮⽯⽰⽱⽲⽳⽴⽵⽶⽷⽸⽹⽺⽻⽼⽽⽾⽿⾀⾁⾂⾃⾄⾅⾆⾇⾈⾉⾊⾋⾌⾍⾎⾏⾐⾑⾒⾓⾔⾕⾖⾗⾘⾙⾚⾛⾜⾝⾞⾟⾠"
    "⾡⾢⾣⾤⾥⾦⾧⾨⾩⾪⾫⾬⾭⾮⾯⾰⾱⾲⾳⾴⾵⾶⾷⾸⾹⾺⾻⾼⾽⾾⾿⿀⿁⿂⿃⿄⿅⿆⿇⿈⿉⿊⿋⿌⿍⿎⿏⿐⿑⿒⿓⿔⿕"
)
_CHARACTERS: Final = (
    "厂乛乚乙亻冂𠘨刀刂卜㔾小小兀尣尢𡯂巳幺彑𫜹忄心扌攵旡日月歺母民氵氺灬爫爫丬牛犭王𤴔目示礻𥫗糹纟罓罒㓁冗𦉫羊𦍌𦍋"
    "耂肀聿肉𦥑艹艹艹虎衤覀西见角𧢲讠贝𧾷车辶辶辶邑钅長镸长门𨸏阝雨青韦页风飞食𩙿飠饣𩠐马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜"
    "龙龜亀龟一丨丶丿乙亅二亠人儿入八冂冖冫几凵刀力勹匕匚匸十卜卩厂厶又口囗土士夂夊夕大女子宀寸小尢尸屮山巛工己巾干"
    "幺广廴廾弋弓彐彡彳心戈戶手支攴文斗斤方无日曰月木欠止歹殳毋比毛氏气水火爪父爻爿片牙牛犬玄玉瓜瓦甘生用田疋疒癶白"
    "皮皿目矛矢石示禸禾穴立竹米糸缶网羊羽老而耒耳聿肉臣自至臼舌舛舟艮色艸虍虫血行衣襾見角言谷豆豕豸貝赤走足身車辛辰"
    "辵邑酉釆里金長門阜隶隹雨靑非面革韋韭音頁風飛食首香馬骨高髟鬥鬯鬲鬼魚鳥鹵鹿麥麻黃黍黑黹黽鼎鼓鼠鼻齊齒龍龜龠"
)
_LOOK_ALIKES: Final = str.maketrans(_RADICALS, _CHARACTERS)
_JOINERS: Final = frozenset("\u200c\u200d")
"""They are part of how Uyghur, Mongolian and Dai are written, and of nothing else here."""
_BREAKS: Final = "\t\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"
_COMPATIBLE: Final = range(0xF900, 0xFB00), range(0x2F800, 0x2FA20)


def has_break(text: str) -> bool:
    """Whether there is a tab or the end of a line inside: two cells of a table, or two lines, pasted as one."""
    return any(sign in _BREAKS for sign in text.strip())


def plain_characters(text: str) -> str:
    """Radicals and compatibility ideographs made the ordinary characters they stand for."""
    text = text.translate(_LOOK_ALIKES)
    if all(ord(sign) < 0xF900 for sign in text):
        return text
    return "".join(
        unicodedata.normalize("NFC", sign) if any(ord(sign) in block for block in _COMPATIBLE) else sign
        for sign in text
    )


def without_invisible(text: str) -> str:
    """Without what nobody sees: marks of byte order and direction, soft hyphens, spaces of no width. Joiners stay between
    letters of a script that joins."""
    if text.isascii():
        return text
    return "".join(
        sign
        for at, sign in enumerate(text)
        if unicodedata.category(sign) != "Cf"
        or (sign in _JOINERS and _joins(text[at - 1 : at] + text[at + 1 : at + 2]))
    )


def _joins(around: str) -> bool:
    return len(around) == 2 and all(0x0600 <= ord(sign) < 0x2E80 or ord(sign) > 0x1F000 for sign in around)


_LEFT_OUT: Final = dict.fromkeys(map(ord, " \t\r\n\u3000-‐‑‒–—―−_·•‧∙⋅・･●.．,，。、()（）/"))


def fold(text: str) -> str:
    """A text as every search compares it: width, case, look-alikes, invisible signs, dots, dashes and spaces told apart by
    nobody. The same for what is stored and what is asked for."""
    for _ in range(4):
        # What is left out may have kept apart what belongs together.
        plain = unicodedata.normalize("NFKC", plain_characters(without_invisible(text)))
        folded = plain.lower().translate(_LEFT_OUT)
        if folded == text:
            break
        text = folded
    return text


_QUOTES: Final = "'’‘′`＇\"“”"


def pasted(text: str) -> str:
    """A number, a date or a code as it was meant: without what nobody sees, and without the quotation mark that a
    spreadsheet puts before what is text."""
    return without_invisible(text).strip().strip(_QUOTES).strip()


def words_of(query: str) -> tuple[str, ...]:
    """The words of what is searched for, folded; without the quotes that a spreadsheet puts before a number."""
    return tuple(folded for part in query.split() if (folded := fold(pasted(part))))
