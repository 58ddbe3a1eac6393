"""A request that the server cannot take at all: no verdict on any event, and nothing lost on either side."""

import msgspec

from sync.protocol.reasons import refusal_body


class RequestRefused(Exception):
    """`status` is the HTTP status, `reason` a key of `sync.protocol.reasons`, `retry_after` seconds (0: do not say)."""

    def __init__(self, status: int, reason: str, retry_after: int = 0) -> None:
        super().__init__(f"{status} {reason}")
        self.status = status
        self.reason = reason
        self.retry_after = retry_after

    def body(self) -> bytes:
        """The JSON of `RefusalBody`."""
        return msgspec.json.encode(refusal_body(self.reason))

    def headers(self) -> dict[str, str]:
        return {"Retry-After": str(self.retry_after)} if self.retry_after else {}
