"""How much to send at once and how long to wait: small steps on a bad line, large ones on a good line."""

import random
from typing import Protocol

import msgspec


class Random(Protocol):
    def uniform(self, a: float, b: float, /) -> float: ...


class Limits(msgspec.Struct, frozen=True):
    """Sizes in bytes as they travel, times in seconds.

    `first_bytes`: 3 s at 128 kbit/s, 10 s on GPRS. A hundred waiting cases fit, so that one answer is waited for and not two.
    """

    first_bytes: int = 48 * 1024
    fewest_bytes: int = 2 * 1024
    most_bytes: int = 512 * 1024
    aim_seconds: float = 6.0
    events_at_once: int = 2000
    every: float = 300.0
    backoff_first: float = 15.0
    backoff_most: float = 900.0
    opening: float = 60.0


_BOLDEST = 32
"""The largest step up. On a quick line the second batch may be all of the rest, which compresses best in one piece."""


class Size:
    """One kind of transfer's size: halved on failure, grown on success as long as a transfer stays under `aim_seconds`."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self.bytes = limits.first_bytes

    def succeeded(self, sent: int, seconds: float) -> None:
        """`sent` bytes took `seconds`. A transfer much smaller than was allowed says nothing of the line's speed."""
        limits = self._limits
        if seconds > limits.aim_seconds:
            self._set(int(min(sent, self.bytes) * limits.aim_seconds / seconds))
        elif sent * 2 > self.bytes:
            affordable = sent * limits.aim_seconds / max(seconds, 0.001)
            self._set(int(min(self.bytes * _BOLDEST, affordable)))

    def failed(self) -> None:
        self._set(self.bytes // 2)

    def _set(self, size: int) -> None:
        self.bytes = max(self._limits.fewest_bytes, min(size, self._limits.most_bytes))


class Backoff:
    """How long to wait before the next try: full jitter, so that a hundred stations never come back at one moment."""

    def __init__(self, limits: Limits, source: Random | None = None) -> None:
        self._limits = limits
        self._random = source or random.SystemRandom()
        self._failures = 0
        self._at_least = 0.0

    def succeeded(self) -> None:
        self._failures, self._at_least = 0, 0.0

    def failed(self, at_least: float = 0.0) -> None:
        """`at_least`: what the district asked for (`Retry-After`), in seconds."""
        self._failures += 1
        self._at_least = at_least

    def delay(self, opens: float | None = None) -> float:
        """Seconds until the next try. `opens`: seconds until pages that wait may go; at that moment others come too."""
        if not self._failures:
            usual = self._limits.every * self._random.uniform(0.8, 1.2)
            return (
                usual
                if opens is None
                else min(usual, max(opens, 0.0) + self._random.uniform(0.0, self._limits.opening))
            )
        doubled = self._limits.backoff_first * 2.0 ** min(self._failures, 16)
        return self._at_least + self._random.uniform(1.0, min(doubled, self._limits.backoff_most))
