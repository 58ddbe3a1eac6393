"""What the applicant has brought since: a correction, or a material that was to follow."""

from collections.abc import Mapping, Sequence

from forms.case import CaseContent, MaterialLine
from forms.events import MaterialsSupplied
from forms.failures import InputFailure
from station_app.desk.act import act, case_of
from station_app.desk.context import Desk
from station_app.desk.keep_originals import keep_originals, with_originals
from station_app.desk.loose_pages import let_photographs_go


def supply_materials(
    desk: Desk, case_id: str, lines: Sequence[MaterialLine], form: Mapping[str, str] | None = None, remark: str = ""
) -> None:
    """`lines`: only what was brought now, with its new pages. `form`: only the answers that changed.

    Raises `InputFailure` where nothing was brought, or where the case is past it.
    """
    if not lines and not form:
        raise InputFailure(
            "还没有选补来了哪些材料，请勾上补来的材料。",
            "Tick the materials that were brought.",
        )
    guide = desk.guide(case_of(desk, case_id).content.item_code)
    supplied = with_originals(lines, keep_originals(desk, guide, lines))
    act(desk, case_id, "materials_supplied", MaterialsSupplied(supplied, dict(form or {}), remark.strip()))
    let_photographs_go(desk, CaseContent(materials=supplied))
