"""Why the district did not take an event, in words; the codes are the protocol's."""

from sync.protocol.reasons import words


def refusal_words(reason: str, detail: str = "") -> tuple[str, str]:
    """(Chinese, English) for a verdict's reason, with the district's own remark after it."""
    said = words(reason)
    return (f"{said.zh}（{detail}）", f"{said.en} ({detail})") if detail else (said.zh, said.en)
