"""Particulars that were put right after the receipt, as a history says them: names in full, numbers masked."""

from collections.abc import Callable, Iterable, Mapping
from typing import Final

from forms.events import ParticularCorrected
from forms.masking import mask_id, mask_phone
from forms.words import PARTICULARS, Language, Phrase

_MASKED: Final[Mapping[str, Callable[[str], str]]] = {"id_number": mask_id, "phone": mask_phone}
_SEX: Final = {"male": Phrase("男", "male"), "female": Phrase("女", "female")}
_SAME: Final = Phrase("{name}改了中间几位（{now}）", "{name}: digits in the middle changed ({now})")
_CHANGED: Final = Phrase("{name} {before} 改为 {now}", "{name}: {before} → {now}")
_NONE: Final = Phrase("（空）", "(empty)")


def changes(corrected: Iterable[ParticularCorrected], language: Language = "zh") -> tuple[str, ...]:
    """One text for each particular: 姓名 李四 改为 李思."""
    return tuple(_change(each, language) for each in corrected)


def _change(each: ParticularCorrected, language: Language) -> str:
    before, now = (_shown(each.what, value, language) for value in (each.before, each.after))
    said = _SAME if before == now and each.before != each.after else _CHANGED
    return said.said(language, name=PARTICULARS[each.what].said(language), before=before, now=now)


def _shown(what: str, value: str, language: Language) -> str:
    field = what.partition(".")[2]
    if not value:
        return _NONE.said(language)
    if field == "sex" and value in _SEX:
        return _SEX[value].said(language)
    return _MASKED[field](value) if field in _MASKED else value
