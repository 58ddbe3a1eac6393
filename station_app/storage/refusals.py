"""Why an event does not count in its case, in words; the codes of a refusal are the protocol's."""

from station_app.storage.log import LoggedEvent
from sync.protocol.reasons import words

_LOST = (
    "县里的系统从备份恢复过，这一步县里没有了，要等县里重新办。着急请打电话问县里。",
    "The district's server was put back from a backup and has lost this step; it has to be done again there. Call if urgent.",
)


def why_it_does_not_count(logged: LoggedEvent) -> tuple[str, str]:
    """(Chinese, English), with the district's own remark after its reason; empty for an event that counts."""
    if logged.lost:
        return _LOST
    if not logged.refused:
        return "", ""
    said, detail = words(logged.reason), logged.detail
    return (f"{said.zh}（{detail}）", f"{said.en} ({detail})") if detail else (said.zh, said.en)
