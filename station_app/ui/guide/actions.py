"""What the guide screen asks of the desk; runs on the worker."""

from typing import TYPE_CHECKING, NamedTuple

from forms.catalogue.guide import ServiceGuide

if TYPE_CHECKING:
    from station_app.desk.context import Desk


class Guides(NamedTuple):
    """`places` stands for {village}, {township}, {county}; `bundled`: nothing has come from the district yet."""

    items: tuple[ServiceGuide, ...]
    places: dict[str, str]
    bundled: bool
    version: int
    published_at: str


def ask_guides(desk: "Desk") -> Guides:
    catalogue = desk.catalogue
    return Guides(
        catalogue.items, desk.place_names(), desk.catalogue_is_bundled, catalogue.version, catalogue.published_at
    )
