"""Pinyin initials (拼音首字母) of names, for finding 欧阳娜 by typing oyn. A surname is read as surnames are.

The table is made at build time by packaging/make_pinyin_table.py; nothing is read until `PinyinTable.load()`.
"""

import gzip
from itertools import islice, product
from pathlib import Path

BUNDLED = Path(__file__).with_name("pinyin_initials.gz")
MOST_VARIANTS = 16

# Characters whose first letter as a surname is not their usual one: 区 ōu, 仇 qiú, 单 shàn, 查 zhā, 解 xiè, 曾 zēng and so
# on; two letters where families differ (覃 qín, tán). 朴 piáo, 任 rén and 盖 gě keep their letter and need no entry.
_SURNAMES = "么y 乐yl 乜n 仇q 佴n 单s 句g 召s 圈j 区o 折s 曾z 查z 炅g 祭z 种c 秘b 粘n 翟z 藏zc 覃qt 解x 谌cs 费fb 郇xh 阚k 隗kw 重c 颉x 繁p"
_COMPOUND_SURNAMES = (
    "欧阳oy 尉迟yc 万俟mq 长孙zs 澹台tt 单于cy 夏侯xh 令狐lh 呼延hy 鲜于xy 宰父zf 谷梁gl 皇甫hf 上官sg 诸葛zg 司马sm 东方df "
    "独孤dg 南宫ng 公孙gs 慕容mr 轩辕xy 钟离zl 宇文yw 司徒st 司空sk 太史ts 端木dm 乐正yz 拓跋tb 夹谷jg 百里bl 羊舌ys 濮阳py "
    "淳于cy 赫连hl 申屠st 闻人wr 闾丘lq 亓官qg 巫马wm 漆雕qd 壤驷rs 西门xm 第五dw 贺兰hl 纳兰nl 完颜wy 叶赫yh 车正jz 子车zj"
)


def _entries(text: str, length: int) -> dict[str, str]:
    return {entry[:length]: entry[length:] for entry in text.split()}


class PinyinTable:
    """First letters of the readings of some 42,000 characters; make one with `load()` and pass it on. Immutable."""

    def __init__(self, text: str) -> None:
        blocks, self._letters, *several = text.split("\n")
        self._several = {
            character: letters for letters, group in (line.split("\t") for line in several) for character in group
        }
        self._blocks: list[tuple[int, int, int]] = []
        place = 0
        for block in blocks.split():
            first, last = (int(end, 16) for end in block.split("-"))
            self._blocks.append((first, last, place - first))
            place += last - first + 1
        self._surnames = _entries(_SURNAMES, 1)
        self._compound_surnames = _entries(_COMPOUND_SURNAMES, 2)

    @classmethod
    def load(cls, path: Path = BUNDLED) -> "PinyinTable":
        """The bundled table: some 20 ms, once."""
        return cls(gzip.decompress(path.read_bytes()).decode("utf-8"))

    def initials(self, name: str) -> str:
        """The initials in small letters: 买买提·吐尔逊 gives mmttex, "Anna Li" gives al.

        Of Latin words the first letter, of digits each; whatever has no known reading is left out.
        """
        return "".join(letters[0] for letters in self._read(name, variants=False))

    def initial_variants(self, name: str) -> tuple[str, ...]:
        """Every way the initials may be typed, `initials(name)` first, at most 16: 单于飞 is cyf, and sf… is found too."""
        surname_first = ["".join(letters[0] for letters in self._read(name, variants=False))]
        every = ("".join(letters) for letters in product(*self._read(name, variants=True)))
        found = dict.fromkeys([*surname_first, *islice(every, MOST_VARIANTS * 4)])
        return tuple(islice(found, MOST_VARIANTS))

    def _read(self, name: str, *, variants: bool) -> list[str]:
        read = [(character, self._letters_of(character, name, place)) for place, character in enumerate(name)]
        letters = [letters for _, letters in read]
        for place, surname in enumerate(self._surname_letters(name)):
            usual = letters[place] if variants else ""
            letters[place] = "".join(dict.fromkeys(surname + usual))
        return [each for each in letters if each]

    def _surname_letters(self, name: str) -> tuple[str, ...]:
        compound = self._compound_surnames.get(name[:2])
        if compound and len(name) > 2:
            return tuple(compound)
        single = self._surnames.get(name[:1])
        return (single,) if single and len(name) > 1 else ()

    def _letters_of(self, character: str, name: str, place: int) -> str:
        if character.isascii():
            starts = place == 0 or not (name[place - 1].isascii() and name[place - 1].isalpha())
            return character.lower() if character.isdigit() or (character.isalpha() and starts) else ""
        return self._several.get(character) or self._usual(ord(character))

    def _usual(self, code: int) -> str:
        for first, last, shift in self._blocks:
            if first <= code <= last:
                return self._letters[code + shift].strip(".")
        return ""
