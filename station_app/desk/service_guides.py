"""What the guides say at this desk: on paper, and what the newest publication changed in them."""

from msgspec.structs import replace

from forms.catalogue.compare import what_changed
from forms.catalogue.guide import ServiceGuide
from forms.catalogue.loader import Catalogue, decode_catalogue
from forms.papers.records import GuideSheet
from station_app.desk.context import Desk
from station_app.storage.published import read_document


def changes(desk: Desk) -> dict[str, tuple[str, ...]]:
    """What changed since the catalogue before this one, by item; only items in which something changed.

    An item that is not done any more stands under its code with one sentence. Empty before the second publication.
    """
    before = desk.store.publications.before("catalogue")
    old = None if before is None else read_document(decode_catalogue, before)
    return {} if old is None else compared(old, desk.catalogue)


def compared(old: Catalogue, new: Catalogue) -> dict[str, tuple[str, ...]]:
    """As `changes`, of two catalogues."""
    known = {guide.code: guide for guide in old.items}
    found = {guide.code: what_changed(known.pop(guide.code, None), guide) for guide in new.items}
    gone = {code: (f"{guide.name}不再办理。",) for code, guide in known.items()}
    return {code: sentences for code, sentences in {**found, **gone}.items() if sentences}


def guide_sheet(desk: Desk, guide: ServiceGuide) -> GuideSheet:
    """The record of a guide's paper."""
    named = replace(
        guide,
        accepting_office=desk.office(guide.accepting_office),
        deciding_office=desk.office(guide.deciding_office),
        steps=tuple(replace(step, handler=desk.office(step.handler)) for step in guide.steps),
    )
    return GuideSheet(
        guide=named,
        station_name=desk.settings.station_name,
        enquiry_phone=desk.settings.enquiry_phone,
        complaint_phone=desk.settings.complaint_phone,
        catalogue_version=desk.catalogue.version,
        printed_on=desk.today(),
    )
