"""The pages of what the deciding office made, as they came with the feed."""

from forms.case import Page
from station_app.desk.act import case_of
from station_app.desk.context import Desk


def result_pages(desk: Desk, case_id: str) -> tuple[Page, ...]:
    """Empty while there is no result, or where it comes on paper. Read one by `add_page.page_bytes`."""
    result = case_of(desk, case_id).result
    return result.pages if result else ()
