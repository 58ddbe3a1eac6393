"""The pages of a case: of what the deciding office made, as they came with the feed, and of the materials."""

from forms.case import MaterialLine, Page
from station_app.desk.act import case_of
from station_app.desk.context import Desk


def result_pages(desk: Desk, case_id: str) -> tuple[Page, ...]:
    """Empty while there is no result, or where it comes on paper. Read one by `add_page.page_bytes`."""
    result = case_of(desk, case_id).result
    return result.pages if result else ()


def material_pages(desk: Desk, case_id: str) -> tuple[tuple[MaterialLine, Page], ...]:
    """Every page that is read, with the material it belongs to, in the order of the checklist."""
    return tuple((line, page) for line in case_of(desk, case_id).content.materials for page in line.pages)
