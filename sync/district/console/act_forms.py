"""The forms of a case page: what each carries, and the act of `sync.district.review` it means."""

from collections.abc import Callable
from pathlib import PurePath

from sqlalchemy import Connection

from forms.case import Defect, Page, ResultDocument
from forms.dates import read_date
from forms.failures import InputFailure
from sync.district import review
from sync.district.console.access import Asked, NotFound
from sync.district.district import District
from sync.district.pages import keep_own
from sync.district.result_file import checked_result
from sync.district.review import Act, Acts, Desk

REFUSAL_NAME = "不予批准决定书"


def read_act(district: District, asked: Asked) -> Act:
    """The act that the form at `…/{act}` asks for. Raises `NotFound` for a form there is not, `InputFailure`."""
    form = _FORMS.get(asked.path["act"])
    if form is None:
        raise NotFound
    return form(district, asked)


def _correct(_: District, asked: Asked) -> Act:
    ticked = asked.form.get("material", [])
    defects = tuple(
        Defect(
            material=asked.value(f"name_{code}"),
            defect=asked.value(f"defect_{code}"),
            standard=asked.value(f"standard_{code}"),
            code=code,
        )
        for code in ticked
    )
    other = asked.value("other_name")
    if other:
        defects += (Defect(other, asked.value("other_defect")),)
    return review.require_correction(defects, read_date(asked.value("due")))


def _decide(district: District, asked: Asked) -> Act:
    upload = asked.upload("document")
    name, number = asked.value("document_name"), asked.value("document_number")
    send_now = asked.value("send_now") == "yes"
    verdict = asked.value("verdict")
    if verdict not in ("granted", "refused"):
        raise InputFailure("请先选：准予，还是不予批准。", "Choose first: granted or refused.")
    granted = verdict == "granted"
    kept = checked_result(upload.content, upload.name) if upload else None

    def act(connection: Connection, desk: Desk) -> Acts:
        named = name or _usual_name(desk, granted)
        document = ResultDocument(named, number)
        # Before the file is kept: whoever may not decide leaves none behind.
        desk.check_theirs("decided")
        if upload is not None and kept is not None:
            content, kind = kept
            sha256 = keep_own(connection, district, desk.stored.station, content)
            page = Page(sha256, len(content), kind, PurePath(upload.name).name[:100])
            document = ResultDocument(named, number, (page,))
        reason, remedies = asked.value("reason"), asked.value("remedies")
        return review.decide(granted, document, reason, remedies, send_now)(connection, desk)

    return act


def _usual_name(desk: Desk, granted: bool) -> str:
    if not granted:
        return REFUSAL_NAME
    return desk.guide.result.name if desk.guide else desk.case.content.item_name


_FORMS: dict[str, Callable[[District, Asked], Act]] = {
    "confirm": lambda _, asked: review.confirm_receipt_but(asked.value("discrepancy")),
    "originals": lambda _, asked: review.receive_originals(asked.value("discrepancy")),
    "accept": lambda _, __: review.accept,
    "correct": _correct,
    "not_accept": lambda _, asked: review.refuse_acceptance(asked.value("reason"), asked.value("competent_office")),
    "suspend": lambda _, asked: review.suspend(asked.value("procedure"), asked.number("days"), asked.value("basis")),
    "resume": lambda _, __: review.resume,
    "extend": lambda _, asked: review.extend(asked.number("days"), asked.value("reason"), asked.value("approver")),
    "decide": _decide,
    "send": lambda _, asked: review.send_result(asked.value("means")),
    "lapse": lambda _, __: review.lapse,
    "undo_deemed": lambda _, asked: review.undo_deemed_acceptance(asked.value("reason")),
}
