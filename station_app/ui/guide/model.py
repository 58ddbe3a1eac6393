"""A service guide as a page to read: sections of lines, then HTML with every text escaped. No Qt."""

from collections.abc import Callable, Iterator
from html import escape
from typing import NamedTuple

from forms.catalogue.find_items import find_items
from forms.catalogue.guide import RequiredMaterial, ServiceGuide, Situation
from forms.catalogue.wording import authority_text, necessity_text, who_comes
from station_app.ui.parts.item_names import item_name, names_in
from station_app.ui.words import Words

Office = Callable[[str], str]


class Table(NamedTuple):
    heading: str
    note: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


class Section(NamedTuple):
    """`alert` marks what the district has still to confirm."""

    heading: str
    lines: tuple[str, ...] = ()
    tables: tuple[Table, ...] = ()
    alert: bool = False


def found(items: tuple[ServiceGuide, ...], text: str) -> tuple[ServiceGuide, ...]:
    """The guides that what was typed finds, as everywhere else; by their category too."""
    return find_items(items, text)


class GuideText:
    """Writes a guide's sections. `office` fills the district's names into an office template."""

    def __init__(self, words: Words, office: Office) -> None:
        self._words, self._office = words, office
        self._names = names_in(words.language)

    def title(self, guide: ServiceGuide) -> str:
        return item_name(guide, self._words.language)

    def sections(self, guide: ServiceGuide, changes: tuple[str, ...] = ()) -> tuple[Section, ...]:
        """The whole guide, beginning with what changed in it; what it says nothing of is left out."""
        changed = Section(self._words.say("这一版改了什么", "Changed in this version"), changes, alert=True)
        return tuple(section for section in (changed, *self._all(guide)) if section.lines or section.tables)

    def _all(self, guide: ServiceGuide) -> Iterator[Section]:
        say = self._words.say
        yield Section(say("怎么办", "In short"), tuple(self._short(guide)))
        if guide.unconfirmed:
            yield Section(say("待县里确认", "To be confirmed by the county"), guide.unconfirmed, alert=True)
        yield Section(say("什么条件能办", "Conditions"), guide.conditions)
        tables = tuple(self._checklist(guide, situation) for situation in guide.situations)
        yield Section(say("哪种情形带什么", "What to bring in which case"), (), tables)
        yield Section(say("怎么走", "Steps"), tuple(self._steps(guide)))
        yield Section(say("常问的", "Questions people ask"), tuple(f"{ask}　{answer}" for ask, answer in guide.faq))
        yield Section(say("这些不能开", "Not given here"), (), tuple(self._refusals(guide)))
        yield Section(say("注意", "Notes"), guide.notes)
        yield Section(say("依据", "Legal basis"), guide.legal_basis)

    def _short(self, guide: ServiceGuide) -> Iterator[str]:
        words, say = self._words, self._words.say
        english = words.language == "en"
        if guide.who_must_come:
            yield say("谁来：{who}", "Who comes: {who}", who=who_comes(guide))
        yield say("跑几趟：{n} 趟", "Visits: {n}", n=guide.visits)
        promised, statutory = words.limit(guide.promised_limit), words.limit(guide.statutory_limit)
        note = f"（{guide.promised_limit.note}）" if guide.promised_limit.note else ""
        yield say("承诺时限：{limit}{note}", "Promised limit: {limit}{note}", limit=promised, note=note)
        yield say("法定时限：{limit}", "Statutory limit: {limit}", limit=statutory)
        if guide.public_notice_days:
            yield say("公示：{n} 天", "Public notice: {n} days", n=guide.public_notice_days)
        for procedure in guide.special_procedures:
            yield say("特别程序（不计时）：{what}", "Special procedure (clock stopped): {what}", what=procedure)
        yield say("收费：{fee}", "Fee: {fee}", fee=words.fee(guide.fee))
        if guide.fee.charged and guide.fee.basis:
            yield say("收费依据：{basis}", "Basis of the fee: {basis}", basis=guide.fee.basis)
        authority = authority_text(guide.authority, english=english)
        yield say("本站：{what}", "This station: {what}", what=authority)
        yield say("受理：{office}", "Accepted by: {office}", office=self._office(guide.accepting_office))
        yield say("决定：{office}", "Decided by: {office}", office=self._office(guide.deciding_office))
        validity = f"（{guide.result.validity}）" if guide.result.validity else ""
        yield say("办成以后：{what}{validity}", "Result: {what}{validity}", what=guide.result.name, validity=validity)
        agent = say("可以委托别人来", "yes") if guide.agent_allowed else say("要本人来", "no, in person only")
        yield say("委托：{yes}", "By authorisation: {yes}", yes=agent)

    def _checklist(self, guide: ServiceGuide, situation: Situation) -> Table:
        say = self._words.say
        columns = (
            say("材料", "Material"),
            say("份数", "How many"),
            say("要不要", "Needed"),
            say("怎样才算合格", "Standard"),
        )
        rows = tuple(self._material(material) for material in guide.checklist(situation.code))
        return Table(self._names.situation(guide, situation), situation.note, columns, rows)

    def _material(self, material: RequiredMaterial) -> tuple[str, ...]:
        say, language = self._words.say, self._words.language
        counts = []
        if material.originals:
            kept = say("收存", "kept") if material.originals_kept else say("看过退还", "shown and returned")
            counts.append(say("原件 {n}（{kept}）", "original {n} ({kept})", n=material.originals, kept=kept))
        if material.copies:
            counts.append(say("复印 {n}", "copies {n}", n=material.copies))
        needed = necessity_text(material.necessity, english=language == "en")
        if material.necessity == "deferrable":
            needed += say("（{n} 个工作日内）", " (within {n} working days)", n=material.deferrable_days)
        confirm = say("　待县里确认", "　to be confirmed") if material.to_confirm else ""
        name = self._names.material(material)
        standard = "　".join(part for part in (material.standard, material.fill_note) if part)
        return name + confirm, say("，", ", ").join(counts), needed, standard

    def _refusals(self, guide: ServiceGuide) -> Iterator[Table]:
        say = self._words.say
        if guide.refusals:
            columns = (say("不能开的", "What is not given"), say("怎么办", "What to do instead"))
            yield Table("", "", columns, tuple((refusal.what, refusal.instead) for refusal in guide.refusals))

    def _steps(self, guide: ServiceGuide) -> Iterator[str]:
        for place, step in enumerate(guide.steps, 1):
            limit = f"（{step.limit}）" if step.limit else ""
            yield f"{place}　{step.name}　{self._office(step.handler)}{limit}"


def html(sections: tuple[Section, ...]) -> str:
    """The sections as HTML for the guide's style sheet; every text is escaped."""
    return "".join(_section(section) for section in sections)


def _section(section: Section) -> str:
    mark = ' class="alert"' if section.alert else ""
    lines = "".join(f"<p{mark}>{'▲ ' if section.alert else ''}{_text(line)}</p>" for line in section.lines)
    return f"<h2>{escape(section.heading)}</h2>{lines}{''.join(_table(table) for table in section.tables)}"


def _text(text: str) -> str:
    """Escaped, each line of it on a line of its own."""
    return "<br>".join(escape(line) for line in text.strip().splitlines())


def _table(table: Table) -> str:
    note = f"<p>{_text(table.note)}</p>" if table.note else ""
    head = "".join(f'<th align="left">{escape(column)}</th>' for column in table.columns)
    rows = "".join("<tr>" + "".join(f"<td>{_text(cell)}</td>" for cell in row) + "</tr>" for row in table.rows)
    heading = f"<h3>{escape(table.heading)}</h3>" if table.heading else ""
    return f"{heading}{note}<table width='100%'><tr>{head}</tr>{rows}</table>"
