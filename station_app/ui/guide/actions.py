"""What the guide screen asks of the desk; runs on the worker."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, NamedTuple

from forms.catalogue.guide import ServiceGuide

if TYPE_CHECKING:
    from forms.papers.layout import Layout
    from station_app.desk.context import Desk


class Guides(NamedTuple):
    """`places` stands for {village}, {township}, {county}; `bundled`: nothing has come from the district yet.

    `changes`: what the newest publication changed, by item.
    """

    items: tuple[ServiceGuide, ...]
    places: dict[str, str]
    bundled: bool
    version: int
    published_at: str
    changes: Mapping[str, tuple[str, ...]]


def ask_guides(desk: "Desk") -> Guides:
    from station_app.desk.service_guides import changes

    catalogue, bundled = desk.catalogue, desk.catalogue_is_bundled
    return Guides(
        catalogue.items, desk.place_names(), bundled, catalogue.version, catalogue.published_at, changes(desk)
    )


def guide_layout(guide: ServiceGuide) -> "Callable[[Desk], Layout]":
    """The guide as a paper."""

    def call(desk: "Desk") -> "Layout":
        from forms.papers import service_guide
        from station_app.desk.service_guides import guide_sheet

        return service_guide.layout(guide_sheet(desk, guide))

    return call
