"""A clerk of the township and one of the county at the console, through its forms over HTTP, while the server comes and goes."""

import sqlite3
import threading
from contextlib import closing
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import requests

from station_app.day.steps import DayFailed
from station_app.day.township import Township
from station_app.practice import ADMINISTRATOR, CLERK, PASSWORD
from sync.district.district import DATABASE

BUTTONS = ("确认收到", "受理", "作出决定")


class Officer:
    """Works on a thread of its own from `start` to `close`. `acts` counts what the console has confirmed.

    A server that is away, or a form that is too old, ends one act; the next begins with a new sign-in. What else comes out
    of one is in `broken`.
    """

    def __init__(self, url: str, data: Path, seed: int) -> None:
        self._url, self._data, self._chance = url, data, Random(seed)
        self._offices: dict[str, Township] = {}
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._work, name="officer", daemon=True)
        self.acts = 0
        self.broken: list[str] = []

    def start(self) -> None:
        self._thread.start()

    def close(self) -> None:
        self._ended.set()
        self._thread.join()
        self._leave()

    def _work(self) -> None:
        while not self._ended.wait(self._chance.uniform(0.1, 0.6)):
            try:
                numbers = self._numbers()
                if numbers:
                    self._act(self._chance.choice(numbers))
            except (requests.RequestException, DayFailed, sqlite3.OperationalError):
                self._leave()
            except Exception as error:  # noqa: BLE001 - a page that no clerk could read, whatever it is
                self.broken.append(f"the clerk at the console: {error!r}")
                self._leave()

    def _numbers(self) -> list[str]:
        """The console's queue shows the oldest first; any case may be the next here."""
        with closing(sqlite3.connect(f"file:{self._data / DATABASE}?mode=ro", uri=True)) as database:
            return [
                row[0] for row in database.execute("SELECT receipt_number FROM case_row WHERE receipt_number <> ''")
            ]

    def _act(self, number: str) -> None:
        """The next step of the case with this receipt number, where one is open."""
        for login in (CLERK, ADMINISTRATOR):
            office = self._signed_in(login)
            page = office.case(number)[1]
            for button in BUTTONS:
                if any(button in form.buttons for form in page.forms):
                    self._press(office, number, button)
                    self.acts += 1
                    return

    def _press(self, township: Township, number: str, button: str) -> None:
        if button != "作出决定":
            township.act(number, button)
            return
        with TemporaryDirectory() as folder:
            document = Path(folder) / "通知书.pdf"
            document.write_bytes(b"%PDF-1.7\n" + self._chance.randbytes(self._chance.choice((300, 40_000))))
            township.act(number, button, document, verdict="granted", document_name="发放通知书", document_number="")

    def _signed_in(self, login: str) -> Township:
        if login not in self._offices:
            office = Township(self._url)
            office.sign_in(login, PASSWORD)
            self._offices[login] = office
        return self._offices[login]

    def _leave(self) -> None:
        for office in self._offices.values():
            office.close()
        self._offices = {}
