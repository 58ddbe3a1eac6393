"""Whether a station may receive an item at all on a day: what it may only advise on, and what is not in force yet, it may not."""

from datetime import date

from forms.catalogue.guide import ServiceGuide
from forms.dates import chinese_date
from forms.failures import Problem


def may_not_be_received(guide: ServiceGuide, office: str, today: date) -> Problem | None:
    """Why not, and where to go; None where it may. `office`: the accepting office by its full name."""
    if guide.authority == "consult":
        return Problem(
            "item",
            f"“{guide.name}”县里没有授权本站收件，只能咨询。请把要带的材料告诉他（F6 可以打办事指南），请他到{office}办，"
            "并在咨询（F5）里登记一笔",
            f"The district has not authorised this station to receive “{guide.english_name or guide.name}”. Give advice and the "
            "printed guide (F6), send the person to the office, and record the enquiry (F5)",
        )
    if guide.effective_from and guide.effective_from > today.isoformat():
        day = date.fromisoformat(guide.effective_from)
        return Problem(
            "item",
            f"“{guide.name}”从{chinese_date(day)}起才能办，现在还不能收",
            f"“{guide.english_name or guide.name}” can be received from {day} on",
        )
    return None
