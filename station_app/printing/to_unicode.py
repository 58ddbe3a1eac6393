"""A mend of reportlab: the table from a font's codes to characters, right for characters beyond U+FFFF as well.

reportlab 5.1 writes such a character as five hexadecimal digits where PDF wants UTF-16BE (ISO 32000-1, 9.10.3), so that
it prints right and copies wrong; and it puts more than the 100 entries into a block that PostScript's CMaps allow.
"""

from collections.abc import Sequence
from typing import Final

from reportlab.pdfbase import ttfonts

_BLOCK: Final = 100
_OPENING: Final = """/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo
<< /Registry ({name})
/Ordering ({name})
/Supplement 0
>> def
/CMapName /{name} def
/CMapType 2 def
1 begincodespacerange
<00> <FF>
endcodespacerange"""
_CLOSING: Final = "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend"


def to_unicode_cmap(font_name: str, subset: Sequence[int]) -> str:
    """The ToUnicode CMap of a one-byte font whose code n shows the character `subset[n]`."""
    entries = [f"<{place:02X}> <{_utf16(code)}>" for place, code in enumerate(subset)]
    blocks = [entries[start : start + _BLOCK] for start in range(0, len(entries), _BLOCK)]
    lines = [line for block in blocks for line in (f"{len(block)} beginbfchar", *block, "endbfchar")]
    return "\n".join([_OPENING.format(name=font_name), *lines, _CLOSING])


def mend_reportlab() -> None:
    """Puts the table above in reportlab's place, for the whole process; doing it twice does no harm."""
    ttfonts.makeToUnicodeCMap = to_unicode_cmap


def _utf16(code: int) -> str:
    return chr(code).encode("utf-16-be").hex().upper()
