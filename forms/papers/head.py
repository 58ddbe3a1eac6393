"""What every paper begins and ends with: title and code, the case and its people, the phones."""

from forms.dates import chinese_date
from forms.papers.layout import Code, Footer, Pair, Pairs, Title
from forms.papers.records import PaperHead
from forms.papers.words import identity_words


def title(head: PaperHead, name: str) -> Title:
    """The paper's title with the station above it; the code holds the receipt number, which opens the case."""
    return Title(name, head.station_name, Code(head.number) if head.number else None)


def numbers(head: PaperHead) -> tuple[tuple[Pair, ...], ...]:
    own = Pair("编号", head.number or "（收件后自动编号）", "strong" if head.number else "soft")
    return ((own,), (Pair("县区编号", head.official_number),)) if head.official_number else ((own,),)


def matter(head: PaperHead) -> tuple[tuple[Pair, ...], ...]:
    """The item with its code and situation: rows of a Pairs block."""
    code = f"　编码 {head.item_code}" if head.item_code else ""
    rows: list[tuple[Pair, ...]] = [(Pair("事项", f"{head.item_name}{code}"),)]
    if head.situation_name:
        rows.append((Pair("情形", head.situation_name),))
    return tuple(rows)


def people(head: PaperHead) -> tuple[tuple[Pair, ...], ...]:
    """Applicant, identity document, phone and representative: rows of a Pairs block."""
    applicant = Pair("申请人", head.applicant_name, "strong")
    rows: list[tuple[Pair, ...]] = [(applicant, Pair("电话", head.masked_phone)) if head.masked_phone else (applicant,)]
    rows.append((Pair("证件", identity_words(head)),))
    if head.representative_name:
        rows.append((Pair("代理人", head.representative_name),))
    return tuple(rows)


def case_block(head: PaperHead, *closing: tuple[Pair, ...]) -> Pairs:
    """The block that names the case: numbers, people, matter, then the paper's own rows."""
    return Pairs((*numbers(head), *people(head), *matter(head), *closing))


def footer(head: PaperHead, keepers: str) -> Footer:
    """`keepers` says how many copies there are and who keeps them."""
    return Footer((f"咨询、查进度：{head.enquiry_phone}　　投诉：{head.complaint_phone}", keepers))


def running(head: PaperHead) -> str:
    """What names the case on every following page."""
    return "　".join(part for part in (head.number, head.applicant_name, head.item_name) if part)


def again(head: PaperHead) -> str:
    """The mark of a printing after the first; empty on the first."""
    return f"补打　{chinese_date(head.again_on)}" if head.again_on else ""


def subject(head: PaperHead) -> str:
    return " ".join(part for part in (head.number, head.item_name) if part)
