"""The domain's words in the language of the screen: `forms.words` with the language and the place words put in."""

from collections.abc import Mapping
from datetime import date, datetime
from functools import cached_property
from typing import Any, Final

from forms import words
from forms.catalogue.guide import Fee, TimeLimit
from forms.english_history import history_detail
from forms.lifecycle import ENDED, State
from forms.waiting import Wait, most_pressing
from forms.words import Language
from station_app.desk.views import CaseRow, HistoryLine, RefusedLine

_COLLECT: Final = ("deliver", "tell_collect")


class Words:
    """Says states, steps, holders and times in one language. `township_word` is 镇, 乡 or 街道."""

    def __init__(self, language: Language = "zh", township_word: str = "镇") -> None:
        self.language: Final[Language] = language
        self.township_word = township_word

    def say(self, zh: str, en: str, **values: object) -> str:
        """A sentence of a screen's model, with `{names}` filled in."""
        return words.Phrase(zh, en).said(self.language, **values)

    def iso_day(self, day: str) -> str:
        """An ISO day without its year: 12月4日."""
        return words.written_day(day, self.language)

    def full_day(self, day: str) -> str:
        """An ISO day with its year."""
        return words.written_day(day, self.language, year=True)

    def validity(self, until: str) -> str:
        """Until when a paper is good, as it is printed on it."""
        return words.validity(until, self.language)

    def state(self, state: str) -> str:
        return words.STATES[State(state)].said(self.language)

    def event(self, kind: str) -> str:
        """The heading of a history line; a kind this version does not know keeps its name."""
        phrase = words.EVENTS.get(kind)
        return phrase.said(self.language) if phrase else kind

    def paper(self, paper: str) -> str:
        phrase = words.PAPERS.get(paper)
        return phrase.said(self.language) if phrase else paper

    def method(self, method: str) -> str:
        return words.METHODS[method].said(self.language)

    def means(self, means: str) -> str:
        return words.MEANS[means].said(self.language, township=self.township_word)

    def identity_kind(self, kind: str) -> str:
        return words.IDENTITY_KINDS[kind].said(self.language)

    def material_status(self, status: str) -> str:
        return words.MATERIAL_STATUSES[status].said(self.language)

    def category(self, category: str) -> str:
        phrase = words.CATEGORIES.get(category)
        return phrase.said(self.language) if phrase else category

    def coming(self, state: str) -> tuple[str, ...]:
        return words.coming(State(state), self.township_word, self.language)

    def limit(self, limit: TimeLimit) -> str:
        return words.limit(limit, self.language)

    def fee(self, fee: Fee) -> str:
        return words.fee(fee, self.language)

    def day(self, day: date, *, year: bool = False) -> str:
        return words.day(day, self.language, year=year)

    def weekday(self, day: date) -> str:
        return words.weekday(day, self.language)

    def moment(self, at: str, now: datetime) -> str:
        return words.moment(at, now, self.language)

    def stamp(self, at: str, now: datetime) -> str:
        return words.stamp(at, now, self.language)

    def days_left(self, days: int) -> str:
        return words.days_left(days, self.language)

    def term(self, row: CaseRow) -> str:
        """The first column of a list: what the days say, 可以取了, or how it stands where no day can be said."""
        if row.next_step in _COLLECT and row.urgency != "late":
            return words.Phrase("可以取了", "Ready to collect").said(self.language)
        if State(row.state) in ENDED:
            return self.state(row.state)
        if row.days_left is None:
            past = words.Phrase("已超期", "Overdue").said(self.language)
            return past if row.urgency == "late" else self.state(row.state)
        return self.days_left(row.days_left)

    def holder(self, row: CaseRow) -> str:
        """Who has to do what is due first, in a word: 镇里, 村民, 本站."""
        wait = most_pressing(row.waits)
        named = row.office if wait.holder == "township" else ""
        return named or words.WHO[wait.holder].said(self.language, township=self.township_word)

    def place(self, row: CaseRow) -> str:
        """Who holds the case now."""
        return words.holder(row.holder, row.office, self.township_word, self.language)

    def waits(self, row: CaseRow) -> tuple[str, ...]:
        """Everything that is waited for, for whom, and until which day; nothing for what has ended."""
        return tuple(self._wait(row, wait) for wait in row.waits)

    def _wait(self, row: CaseRow, wait: Wait) -> str:
        said = words.waiting(wait, row.office, self.township_word, self.language)
        if wait.until is None:
            return said
        until, why = words.day(wait.until, self.language), words.why_until(wait, self.language)
        return self.say("{said}，到{until}（{why}）", "{said}, until {until} ({why})", said=said, until=until, why=why)

    def next_step(self, row: CaseRow) -> str:
        if row.next_step == "wait" and row.waits:
            return words.waiting(row.waits[0], row.office, self.township_word, self.language)
        english = self.language == "en" and row.english_detail
        return words.next_step(row.next_step, row.english_detail if english else row.next_detail, self.language)

    def item(self, row: CaseRow | RefusedLine) -> str:
        """The item's name; Chinese where it has no other."""
        return row.english_item or row.item_name if self.language == "en" else row.item_name

    def material(self, code: str, name: str) -> str:
        """A material's name by its code; `name` where it has no other in this language."""
        return self._materials.get(code, name)

    @cached_property
    def _materials(self) -> Mapping[str, str]:
        if self.language == "zh":
            return {}
        # Read when a screen is English, not before.
        from forms.catalogue.english import load_english

        return load_english().materials

    def refusal(self, line: HistoryLine) -> str:
        """Why the district did not take this step; empty for one that counts."""
        return line.refused_reason if self.language == "zh" else line.refused_reason_en

    def history_detail(self, line: HistoryLine) -> str:
        """What a step of a case's history says beneath its heading."""
        if self.language == "zh":
            return line.detail
        return history_detail(line.kind, self._in_english(line.data))

    def _in_english(self, data: Any) -> Any:
        """An event's data with the names of the materials it knows by code."""
        if isinstance(data, list | tuple):
            return [self._in_english(part) for part in data]
        if not isinstance(data, dict):
            return data
        renamed = {key: self._in_english(value) for key, value in data.items()}
        for key in ("name", "material"):
            if key in renamed and "code" in renamed:
                renamed[key] = self.material(str(renamed["code"]), str(renamed[key]))
        return renamed
