"""What the new-case screen says of the draft as a whole: its heading, what is in the way, and how it ended."""

from pathlib import Path

from PySide6.QtCore import QCoreApplication

from forms.case import CaseContent
from forms.catalogue.english import EnglishNames
from station_app.desk.views import DraftCheck
from station_app.ui.new_case.model import NewCase, Rules
from station_app.ui.parts.item_names import item_name
from station_app.ui.words import Words


def tr(text: str) -> str:
    return QCoreApplication.translate("NewCaseScreen", text)


def heading(case: NewCase, words: Words) -> str:
    """The item, its promised limit, its fee, and how much of it the district has still to confirm."""
    guide = case.guide
    if guide is None:
        return ""
    limit = words.limit(guide.promised_limit)
    says = (
        item_name(guide, words.language),
        tr("承诺 {limit}").format(limit=limit) if guide.promised_limit.amount > 0 else limit,
        words.fee(guide.fee),
        tr("▲ {n} 处待县里确认").format(n=len(guide.unconfirmed)) if guide.unconfirmed else "",
    )
    return "　・　".join(part for part in says if part)


def item_words(content: CaseContent, rules: Rules, words: Words) -> str:
    """What a draft is about; empty before its item is chosen."""
    guide = next((guide for guide in rules.catalogue.items if guide.code == content.item_code), None)
    return item_name(guide, words.language) if guide else content.item_name


def in_the_way(case: NewCase, check: DraftCheck, names: EnglishNames, words: Words) -> str:
    """Why the case cannot be received yet, and what to do."""
    wrong = len(case.blocking())
    missing = tr("、").join(names.materials.get(line.code, line.name) for line in check.missing)
    says = (
        tr("还有 {n} 处要填好或改好，已经标出来了。").format(n=wrong) if wrong else "",
        tr("缺{names}，还不能收件；按 F9 打印告知书，草稿会留着。").format(names=missing) if missing else "",
    )
    return (" " if words.language == "en" else "").join(said for said in says if said)


def paper_is_out(paper: str, number: str, folder: Path, *, on_paper: bool) -> str:
    """A paper has been printed, or saved where there is no printer."""
    if paper == "one_time_notice":
        printed = tr("告知书打好了，草稿还在，材料拿来了接着收。")
        saved = tr("告知书存好了，没有接打印机，到“{folder}”里打。草稿还在。")
    else:
        printed = tr("收好了，编号 {number}，回执打好了。")
        saved = tr("收好了，编号 {number}。没有接打印机，回执存在“{folder}”里。")
    return (printed if on_paper else saved).format(number=number, folder=folder)


def paper_is_not_out(number: str, why: str) -> str:
    """It is recorded, but the paper is still to come; `why` says what to do."""
    return tr("已经登记，编号 {number}。{why}").format(number=number, why=why)
