"""Pages as a browser without scripts sees them: the text, the links and the forms with what is filled in already."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin


@dataclass
class WebForm:
    """`values`: each field's name and what it would send; a box that is not ticked is absent."""

    action: str
    method: str = "get"
    multipart: bool = False
    values: dict[str, str] = field(default_factory=dict)
    buttons: list[str] = field(default_factory=list)


@dataclass
class WebPage:
    forms: list[WebForm]
    links: list[tuple[str, str]]
    """(words, address)"""
    text: str

    def form(self, button: str) -> WebForm:
        """The form with a button that says `button`. Raises LookupError."""
        for form in self.forms:
            if button in form.buttons:
                return form
        raise LookupError(f"no button “{button}” on this page: {self.text[:400]}")

    def link(self, words: str) -> str:
        """The address of the first link that says `words`. Raises LookupError."""
        for said, address in self.links:
            if words in said:
                return address
        raise LookupError(f"no link “{words}” on this page: {self.text[:400]}")


def read_page(html: str, address: str = "") -> WebPage:
    """`address`: where the page is; links and forms then have whole addresses."""
    reader = _Reader()
    reader.feed(html)
    for form in reader.forms:
        form.action = urljoin(address, form.action)
    links = [(words, urljoin(address, link)) for words, link in reader.links]
    return WebPage(reader.forms, links, " ".join("".join(reader.text).split()))


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[WebForm] = []
        self.links: list[tuple[str, str]] = []
        self.text: list[str] = []
        self._form: WebForm | None = None
        self._address: str | None = None
        self._words: list[str] | None = None
        self._area = ""
        self._select = ""

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attributes}
        if tag == "form":
            self._form = WebForm(
                given.get("action", ""), given.get("method", "get"), "multipart" in given.get("enctype", "")
            )
            self.forms.append(self._form)
        elif tag == "a":
            self._address, self._words = given.get("href", ""), []
        elif tag == "button":
            self._words = []
        elif self._form is not None:
            self._field(self._form, tag, given)

    def _field(self, form: WebForm, tag: str, given: dict[str, str]) -> None:
        name = given.get("name", "")
        if tag == "input":
            chooses = given.get("type") in ("checkbox", "radio")
            if name and given.get("type") != "file" and (not chooses or "checked" in given):
                form.values[name] = given.get("value", "on" if chooses else "")
        elif tag == "textarea":
            self._area, self._words = name, []
        elif tag == "select":
            self._select = name
        elif tag == "option" and self._select and (self._select not in form.values or "selected" in given):
            form.values[self._select] = given.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        words = "".join(self._words or []).strip()
        if tag == "form":
            self._form = None
        elif tag == "a" and self._address is not None:
            self.links.append((words, self._address))
            self._address = self._words = None
        elif tag == "button":
            if self._form is not None:
                self._form.buttons.append(words)
            self._words = None
        elif tag == "textarea" and self._form is not None:
            self._form.values[self._area] = words
            self._words = None
        elif tag == "select":
            self._select = ""

    def handle_data(self, data: str) -> None:
        self.text.append(data)
        if self._words is not None:
            self._words.append(data)
