"""Why an event does not count in its case, in words; the codes of a refusal are the protocol's."""

from collections.abc import Callable

from forms.lifecycle import State
from forms.words import STATES, Phrase
from station_app.storage.log import LoggedEvent
from sync.protocol.reasons import words

_LOST = (
    "县里的系统从备份恢复过，这一步县里没有了，要等县里重新办。着急请打电话问县里。",
    "The district's server was put back from a backup and has lost this step; it has to be done again there. Call if urgent.",
)


def why_it_does_not_count(logged: LoggedEvent) -> tuple[str, str]:
    """(Chinese, English); empty for an event that counts. Of the district's remark only what an agent can read is said."""
    if logged.lost:
        return _LOST
    if not logged.refused:
        return "", ""
    said = words(logged.reason)
    remark = _REMARKS.get(logged.reason, _no_remark)(logged.detail)
    return (f"{said.zh}（{remark.zh}）", f"{said.en} ({remark.en})") if remark.zh else (said.zh, said.en)


def _no_remark(_: str) -> Phrase:
    return Phrase("", "")


def _state_then(detail: str) -> Phrase:
    if detail not in set(State) or detail == State.DRAFT:
        return Phrase("", "")
    state = STATES[State(detail)]
    return Phrase(f"那时这件事是“{state.zh}”", f"the case was “{state.en}” then")


def _number(detail: str) -> Phrase:
    return Phrase(f"编号 {detail}", f"number {detail}") if detail else Phrase("", "")


_REMARKS: dict[str, Callable[[str], Phrase]] = {"illegal_move": _state_then, "number_taken": _number}
