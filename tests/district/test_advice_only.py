"""An item that stations may only advise on is not counted, whatever a desk sends; what was counted before stays."""

import msgspec

from forms.catalogue.loader import Catalogue, encode_catalogue, load_items
from sync.district.database.engine import writing
from sync.district.district import District
from sync.district.publications import publish
from tests.district.station_double import StationDouble, old_age_content, received


def test_a_receipt_of_an_item_to_advise_on_is_refused_with_its_reason(
    station: StationDouble, published: District
) -> None:
    station.write(received("case-1", old_age_content("N-1")))
    assert [verdict.verdict for verdict in station.sync().verdicts] == ["applied"]
    items = tuple(
        msgspec.structs.replace(guide, authority="consult", version=2) if guide.code == "MZ-004" else guide
        for guide in load_items()
    )
    with writing(published.engine) as connection:
        publish(
            connection,
            published,
            "catalogue",
            encode_catalogue(Catalogue(2, "2026-11-02T09:00:00+08:00", published.code, items)),
            "x",
        )
    station.write(received("case-2", old_age_content("N-2", item_version=2)))
    station.write(received("case-3", old_age_content("N-3", item_version=1)))
    told = station.sync().verdicts
    assert [(verdict.verdict, verdict.reason) for verdict in told] == [("rejected", "advice_only"), ("applied", "")]
