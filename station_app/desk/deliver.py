"""送达: the result is handed over and signed for."""

import msgspec

from forms import lifecycle
from forms.case import CaseContent
from forms.events import Delivered, Withdrawn
from forms.failures import InputFailure, Problem
from station_app.desk.act import act, case_of
from station_app.desk.arrive import NotHereYet, record_arrival, result_is_here
from station_app.desk.context import Desk
from station_app.desk.paper_facts import facts_now
from station_app.storage.projections import CaseFolded


def deliver(desk: Desk, case_id: str, delivered: Delivered, *, arrived: bool = False) -> None:
    """`arrived`: the result has just come, and both are recorded. Raises `NotHereYet` for one that is not at the station, and
    `InputFailure` with every gap at once: no recipient, a substitute without relation or reason, no witness.
    """
    problems = tuple(_gaps(delivered))
    if problems:
        zh = "；".join(problem.text_zh for problem in problems)
        en = "; ".join(problem.text_en for problem in problems)
        raise InputFailure(f"{zh}。", f"{en}.", problems)
    with desk.store.transaction():
        case = case_of(desk, case_id)
        if lifecycle.may(case, "delivered") and not result_is_here(desk, case):
            if not arrived:
                raise NotHereYet
            record_arrival(desk, case_id)
        kept = msgspec.structs.replace(delivered, paper_facts=facts_now(desk, CaseContent()))
        act(desk, case_id, "delivered", kept)


def undo_delivery(desk: Desk, case_id: str, reason: str) -> None:
    """The delivery is taken back, with the reason, as an event of its own; what was handed over waits again.

    Raises `InputFailure` without a reason, and once the delivery has gone to the district: its clocks have ended there.
    """
    if not reason.strip():
        raise InputFailure("请写上为什么撤销，以后查得到。", "Give the reason, so that it can be found later.")
    if not may_undo_delivery(desk.store.projections.fold(case_id)):
        raise InputFailure(
            "这次送达已经传到县里，在这里撤销不了。请打电话告诉经办人。",
            "This delivery has gone to the district and cannot be taken back here. Call the officer who handles it.",
        )
    act(desk, case_id, "delivery_undone", Withdrawn(reason.strip()))


def may_undo_delivery(folded: CaseFolded) -> bool:
    """Whether the case's last delivery is still only on this PC."""
    delivered = [logged for logged in folded.events if logged.kind == "delivered"]
    return bool(delivered) and delivered[-1].unsent


def _gaps(delivered: Delivered) -> list[Problem]:
    wanted = [("recipient", delivered.recipient, "请填写谁来领的", "Enter who collected it")]
    if delivered.method == "substitute":
        wanted += [
            ("recipient_relation", delivered.recipient_relation, "请填写代领人和本人的关系", "Enter the relation"),
            ("substitute_reason", delivered.substitute_reason, "请写上本人没来的原因", "Enter why it is a substitute"),
        ]
    if delivered.method == "left":
        wanted.append(("witness", delivered.witness, "留置送达要有见证人，请填写见证人", "Enter the witness"))
    if delivered.method == "post":
        wanted.append(("tracking_number", delivered.tracking_number, "请填写邮件号码", "Enter the tracking number"))
    return [Problem(field, zh, en) for field, value, zh, en in wanted if not value.strip()]
