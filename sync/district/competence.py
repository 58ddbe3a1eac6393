"""Whose act it is: an item names the office that accepts and the one that decides, and nobody else acts for them.

Source: 行政许可法§22, §23 (only the organ that the law names decides), and the item's own guide.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from sqlalchemy import Connection

from forms.catalogue.guide import ServiceGuide
from forms.catalogue.office_level import Office, office_of
from forms.catalogue.wording import Level, place_names
from forms.failures import InputFailure
from sync.district.district import District
from sync.district.publications import current_catalogue
from sync.protocol.messages import SettingsDocument

Role = Literal["township", "district"]
Side = Literal["accepting", "deciding", "either"]

SIDES: dict[str, Side] = {
    "receipt_confirmed": "accepting",
    "originals_received": "either",
    "accepted": "accepting",
    "correction_required": "accepting",
    "not_accepted": "accepting",
    "lapsed": "accepting",
    "deemed_acceptance_undone": "accepting",
    # 入户核查 is done below, 公示 and 鉴定 above: who does it stops the clock, and starts it again.
    "suspended": "either",
    "resumed": "either",
    "extended": "deciding",
    "decided": "deciding",
    "result_sent": "either",
}
"""Every act of an officer, and which office of the item it belongs to."""

_LEVELS: dict[Role, frozenset[Level]] = {
    # 村民委员会 has no officer at the console: the township records its acts.
    "township": frozenset(("village", "township")),
    "district": frozenset(("county",)),
}


class NotTheirs(InputFailure):
    """The act belongs to another office than that of who tried; nothing was done."""


@dataclass(frozen=True)
class Officer:
    """Who acts: the name and office that stand in the event, the phone a villager may call, and for whom they may act.

    `township` is empty for the district's staff.
    """

    login: str
    name: str
    office: str
    phone: str
    role: Role
    township: str = ""


@dataclass(frozen=True)
class Competence:
    """The offices of one case. `templates`: of every item in the catalogue; `places` fills them."""

    item: str
    accepting: Office
    deciding: Office
    templates: frozenset[str] = frozenset()
    places: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def named(self) -> frozenset[str]:
        """Every office that the catalogue gives something to do in this place; asked for once somebody acts."""
        return frozenset(name for template in self.templates for name in office_of(template, self.places).names)

    def refusal(self, officer: Officer, kind: str) -> NotTheirs | None:
        """Why this act is not this officer's, and whose it is; None where it is theirs."""
        offices = (self.accepting, self.deciding) if SIDES[kind] == "either" else (self.office_for(kind),)
        if any(self._acts_for(officer, office) for office in offices):
            return None
        whose = self.office_for(kind).name
        return NotTheirs(
            f"“{self.item}”的这一步由{whose}办，{officer.office}不能代办。请告诉{whose}。",
            f"This step of “{self.item}” belongs to {whose}; {officer.office} cannot do it. Tell {whose}.",
        )

    def office_for(self, kind: str) -> Office:
        """The office that an act belongs to; for one that either may do, the deciding one."""
        return self.accepting if SIDES[kind] == "accepting" else self.deciding

    def _acts_for(self, officer: Officer, office: Office) -> bool:
        """An office that the catalogue names acts for itself; one that it does not name (便民服务中心) for all of its level."""
        if not office.levels & _LEVELS[officer.role]:
            return False
        return officer.office not in self.named or officer.office in office.names


def competence(
    connection: Connection,
    district: District,
    guide: ServiceGuide | None,
    settings: SettingsDocument | None,
    item: str,
) -> Competence:
    """The offices of an item at one station. An item that was never published is accepted there and decided by the county."""
    places = place_names(settings or district.settings)
    if guide is None:
        township, county = f"{places['township']}便民服务中心", f"{places['county']}政务服务机构"
        either = Office(township, frozenset(("township", "county")), (township,))
        return Competence(item, either, Office(county, frozenset(("county",)), (county,)))
    catalogue = current_catalogue(connection, district)
    items = catalogue.items if catalogue else (guide,)
    templates = frozenset(template for each in items for template in (each.accepting_office, each.deciding_office))
    accepting, deciding = office_of(guide.accepting_office, places), office_of(guide.deciding_office, places)
    return Competence(guide.name, accepting, deciding, templates, places)
