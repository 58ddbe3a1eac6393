"""The words papers share: limits, fees, copies. One place, so that every paper says the same thing the same way."""

from typing import Final

from forms import words
from forms.case import IdentityKind
from forms.catalogue.guide import Fee, LimitUnit, TimeLimit
from forms.papers.records import PaperHead

BLANK_DATE: Final = "　　　　年　　月　　日"

_BATCHED: Final[frozenset[LimitUnit]] = frozenset({"on_the_spot", "monthly_batch", "yearly_round"})
_IDENTITY: Final[dict[IdentityKind, str]] = {
    "resident_id": "居民身份证",
    "hmt_residence_permit": "港澳台居民居住证",
    "foreign_permanent_resident": "外国人永久居留身份证",
    "passport": "护照",
    "other": "其他证件",
    "none": "暂无证件号码",
}


def identity_words(head: PaperHead) -> str:
    """The identity document with its masked number; empty while a draft has no number yet."""
    kind = _IDENTITY[head.identity_kind]
    if head.identity_kind == "none":
        return kind
    return f"{kind} {head.masked_id}" if head.masked_id else ""


def limit_words(promised: TimeLimit, statutory: TimeLimit | None, clock_starts: str) -> str:
    """E.g. 承诺 20 个工作日（法定 30 个工作日），自某镇民政办受理之日起；公示 7 天另算.

    `clock_starts` is the act the clock counts from, unless the promised limit's note names one other than 受理; what else
    the note says follows. Limits without a number of days (on the spot, a monthly or yearly round) have no such clock.
    """
    clauses = promised.note.split("，") if promised.note else []
    starts = [clause for clause in clauses if clause.startswith("自") and clause.endswith("之日起")]
    besides = "，".join(clause for clause in clauses if clause not in starts)
    tail = f"；{besides}" if besides else ""
    if promised.unit in _BATCHED:
        return words.limit(promised) + tail
    legal = f"（法定 {words.limit(statutory)}）" if statutory and statutory.unit not in _BATCHED else ""
    start = next((clause for clause in starts if "受理" not in clause), f"自{clock_starts}之日起")
    return f"承诺 {words.limit(promised)}{legal}，{start}{tail}"


def fee_words(fee: Fee) -> str:
    if not fee.confirmed:
        return "收不收、收多少还没有核定，交费前请先问清"
    if not fee.charged:
        return "不收费"
    basis = f"（依据：{fee.basis}）" if fee.basis else ""
    return f"{fee.standard or '按规定收费'}{basis}"


def originals_words(count: int, kept: bool) -> str:
    """What became of the originals: seen and given back, or kept with the case."""
    if not count:
        return ""
    if kept:
        return f"收存 {count} 份"
    return "看过退还" if count == 1 else f"看过退还 {count} 份"


def wanted_words(originals: int, copies: int) -> str:
    """What to bring of one material, e.g. 原件 1 份、复印件 2 份."""
    parts = [f"原件 {originals} 份" if originals else "", f"复印件 {copies} 份" if copies else ""]
    return "、".join(part for part in parts if part)
