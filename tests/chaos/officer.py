"""A clerk of the township at the console, through its forms over HTTP, while the server comes and goes."""

from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import requests

from station_app.day.steps import DayFailed
from station_app.day.township import Township
from station_app.practice import CLERK, PASSWORD


class Officer:
    """`acts` counts what the console has confirmed. A server that is away, or a form that is too old, ends one act."""

    def __init__(self, url: str, chance: Random) -> None:
        self._url, self._chance = url, chance
        self._township: Township | None = None
        self.acts = 0

    def act(self, number: str) -> None:
        """The next step of the case with this receipt number, if the console has it and a step is open."""
        try:
            township = self._signed_in()
            page = township.case(number)[1]
            for button in ("确认收到", "受理", "作出决定"):
                if any(button in form.buttons for form in page.forms):
                    self._press(township, number, button)
                    self.acts += 1
                    return
        except (requests.RequestException, DayFailed):
            self.close()

    def _press(self, township: Township, number: str, button: str) -> None:
        if button != "作出决定":
            township.act(number, button)
            return
        with TemporaryDirectory() as folder:
            document = Path(folder) / "通知书.pdf"
            document.write_bytes(b"%PDF-1.7\n" + self._chance.randbytes(self._chance.choice((300, 40_000))))
            township.act(number, button, document, verdict="granted", document_name="发放通知书", document_number="")

    def close(self) -> None:
        if self._township is not None:
            self._township.close()
        self._township = None

    def _signed_in(self) -> Township:
        if self._township is None:
            township = Township(self._url)
            township.sign_in(CLERK, PASSWORD)
            self._township = township
        return self._township
