"""Turns records into pages: the templates, and the few words and dates they need."""

from datetime import date, datetime
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from forms import words
from forms.dates import chinese_date, half_width
from forms.masking import mask_bank_account, mask_id, mask_phone
from sync.district.clock_watch import Doubt, doubt
from sync.district.database.engine import reading
from sync.district.district import District

TEMPLATES = Path(__file__).parent / "templates"


class Renderer:
    """One set of compiled templates. Every value is escaped; a name that is missing is our bug and raises."""

    def __init__(self, district: District) -> None:
        self._district = district
        self._environment = Environment(
            loader=FileSystemLoader(TEMPLATES),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._environment.filters.update(
            mask_id=mask_id,
            mask_phone=mask_phone,
            mask_account=mask_bank_account,
            chinese_day=_chinese_day,
            stamp=self._stamp,
            initial_digits=half_width,
        )

    def page(self, root: str, template: str, **values: object) -> str:
        """The HTML of one page. `root`: the way from it to the console's root, for its links."""
        settings = self._district.settings
        clock = self._clock_doubt() if "visit" in values else None
        return self._environment.get_template(template).render(
            root=root, county=settings.county_name, clock=clock, **values
        )

    def _clock_doubt(self) -> Doubt | None:
        with reading(self._district.engine) as connection:
            return doubt(connection, self._district)

    def _stamp(self, at: str) -> str:
        return words.stamp(at, self._now()) if at else ""

    def _now(self) -> datetime:
        return self._district.now()


def _chinese_day(iso: str) -> str:
    return chinese_date(date.fromisoformat(iso[:10])) if iso else ""
