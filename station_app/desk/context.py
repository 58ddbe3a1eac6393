"""What every use case is given: the store, the clock, who is at the desk, and what the district has published."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from forms.catalogue.english import EnglishNames
from forms.catalogue.guide import ServiceGuide
from forms.catalogue.loader import Catalogue
from forms.catalogue.wording import office_name, place_names
from forms.dates import china_date, china_time
from forms.workdays import WorkCalendar
from station_app.desk.stated_clock import StatedClock
from station_app.storage.published import PublicationKind
from station_app.storage.store import SettingsDocument, Store


@dataclass(frozen=True)
class Agent:
    """Who is signed in."""

    login: str
    name: str


@dataclass(frozen=True)
class Desk:
    """Belongs to one thread. `random(n)` gives n unpredictable bytes. Made by `open_desk`, closed by `close()`."""

    store: Store
    clock: StatedClock
    agent: Agent
    settings: SettingsDocument
    catalogue: Catalogue
    catalogue_is_bundled: bool
    """No catalogue has come from the district yet; the one that came with the program serves."""
    calendar: WorkCalendar
    english: EnglishNames
    random: Callable[[int], bytes]
    not_read: tuple[PublicationKind, ...] = ()
    """What the district has published and this program cannot read; the document before it serves."""

    def today(self) -> date:
        """The day in China."""
        return china_date(self.clock.now())

    def now(self) -> datetime:
        """The time in China, to the second."""
        return china_time(self.clock.now()).replace(microsecond=0)

    def guide(self, item_code: str) -> ServiceGuide | None:
        """The published guide of an item; None where the catalogue does not have it."""
        return next((guide for guide in self.catalogue.items if guide.code == item_code), None)

    def office(self, template: str) -> str:
        """A guide's office with the district's own names in it."""
        return office_name(template, self.place_names()) if template else ""

    def place_names(self) -> dict[str, str]:
        """What stands for {village}, {township} and {county}."""
        return place_names(self.settings)

    def reload(self) -> "Desk":
        """The same desk with what the district has published since."""
        from station_app.desk.open_desk import furnished

        return furnished(self.store, self.clock, self.agent, self.random)

    def close(self) -> None:
        self.store.close()
