"""The one way a use case writes an event: checked against the case's state, then logged, in the caller's transaction."""

import msgspec

from forms import lifecycle
from forms.events import Event, make_event
from forms.failures import InputFailure
from forms.lifecycle import Case
from forms.words import STATES
from station_app.desk.context import Desk

_PUT = {
    "materials_supplied": ("补材料", "materials cannot be supplied"),
    "forwarded": ("送出原件", "originals cannot be sent"),
    "withdrawn": ("撤回", "it cannot be withdrawn"),
    "voided": ("作废", "it cannot be voided"),
    "result_arrived": ("登记结果到站", "the arrival of the result cannot be recorded"),
    "particulars_corrected": ("更正这些信息", "these particulars cannot be corrected"),
    "delivered": ("送达", "it cannot be delivered"),
    "delivery_undone": ("撤销送达", "no delivery can be taken back"),
    "decided_at_station": ("在站里办结", "it cannot be decided at the station"),
}


class NotPossibleNow(InputFailure):
    """The case's state does not allow this act."""

    def __init__(self, kind: str, state: lifecycle.State) -> None:
        zh, en = _PUT.get(kind, ("做这一步", "this cannot be done"))
        words = STATES[state]
        super().__init__(
            f"这件事现在是“{words.zh}”，不能{zh}。请打开这件事看看最新进展。",
            f"This case is now “{words.en}”, so {en}. Open it to see where it stands.",
        )
        self.kind = kind
        self.state = state


class CaseUnknown(InputFailure):
    def __init__(self) -> None:
        super().__init__(
            "本机没有这件事的记录。请核对编号，或者先同步一次再找。",
            "This computer has no such case. Check the number, or sync once and look again.",
        )


def new_event(desk: Desk, kind: str, data: msgspec.Struct, case_id: str = "") -> Event:
    """An event of this station, by whoever is signed in, now."""
    return make_event(
        kind,
        data,
        case_id=case_id,
        at=desk.now().isoformat(),
        actor=desk.agent.name,
        office=desk.store.facts.enrolment().identity.station,
        offset_ms=desk.store.facts.place().offset_ms - desk.clock.ahead_s * 1000,
    )


def case_of(desk: Desk, case_id: str) -> Case:
    """The case as it stands. Raises `CaseUnknown`."""
    folded = desk.store.projections.fold(case_id)
    if not folded.events:
        raise CaseUnknown
    return folded.case


def act(desk: Desk, case_id: str, kind: str, data: msgspec.Struct) -> None:
    """Logs what happened to an existing case. Raises `CaseUnknown` or `NotPossibleNow`, and nothing is changed then."""
    with desk.store.transaction():
        write(desk, case_of(desk, case_id), kind, data, case_id)


def write(desk: Desk, case: Case, kind: str, data: msgspec.Struct, case_id: str) -> None:
    """As `act`, for a case that is in hand (or new). Inside a transaction only."""
    event = new_event(desk, kind, data, case_id)
    try:
        lifecycle.apply(case, event)
    except lifecycle.IllegalMove as error:
        raise NotPossibleNow(kind, error.state) from error
    desk.store.append(event)
