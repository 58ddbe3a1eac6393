"""An officer of the township or the county at the district's console: a browser without scripts, on loopback."""

from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from station_app.day.steps import DayFailed
from station_app.day.web_form import WebPage, read_page

if TYPE_CHECKING:
    import requests

TIMEOUT_S = 30


class Township:
    """Signed in as one officer. Every act goes through the forms of the pages, as by hand."""

    def __init__(self, url: str) -> None:
        import requests

        self._url = url
        self._session = requests.Session()
        self._session.trust_env = False

    def sign_in(self, login: str, password: str) -> None:
        self._submit(self._get("/console/sign-in"), "登录", login=login, password=password)

    def close(self) -> None:
        self._session.close()

    def case(self, number: str) -> tuple[str, WebPage]:
        """The page of the case with this receipt number: its address and what it shows. Raises DayFailed."""
        answer = self._session.get(f"{self._url}/console/cases", params={"q": number, "show": "all"}, timeout=TIMEOUT_S)
        address = next(
            (link for _, link in read_page(answer.text, answer.url).links if "/console/cases/" in link), None
        )
        if address is None:
            raise DayFailed(f"the console does not have the case {number}")
        return address, self._get(address)

    def sees(self, number: str, words: str) -> bool:
        """Whether the page of the case shows `words`."""
        return words in self.case(number)[1].text

    def act(self, number: str, button: str, document: Path | None = None, **fields: str) -> None:
        """Fills in the form of the case with this button and presses it. Raises DayFailed for a form that comes back."""
        self._submit(self.case(number)[1], button, document, **fields)

    def correct(self, number: str, material: str, defect: str) -> None:
        """Asks for a correction of one material, named as on the page."""
        page = self.case(number)[1]
        values = page.form("发出补正要求").values
        code = next((key[5:] for key, name in values.items() if key.startswith("name_") and name == material), None)
        if code is None:
            raise DayFailed(f"the console does not list “{material}”")
        self._submit(page, "发出补正要求", None, **{"material": code, f"defect_{code}": defect})

    def _get(self, address: str) -> WebPage:
        answer = self._session.get(urljoin(self._url, address), timeout=TIMEOUT_S)
        return self._page(answer)

    def _submit(self, page: WebPage, button: str, document: Path | None = None, **fields: str) -> None:
        try:
            form = page.form(button)
        except LookupError as error:
            raise DayFailed(str(error)) from error
        sent: dict[str, Any] = {"data": {**form.values, **fields}}
        if document is not None:
            sent["files"] = {"document": (document.name, document.read_bytes(), "application/pdf")}
        elif form.multipart:
            sent["files"] = {"document": ("", b"")}
        self._page(self._session.post(urljoin(self._url, form.action), timeout=TIMEOUT_S, **sent))

    def _page(self, answer: "requests.Response") -> WebPage:
        page = read_page(answer.text, answer.url)
        if answer.status_code >= 400 or 'role="alert"' in answer.text:
            raise DayFailed(f"the console says: {page.text[:400]}")
        return page
