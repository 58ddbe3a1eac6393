"""One direction of a slow line: when a packet arrives at the other end, if it does."""

import random
from collections import deque


class Lane:
    """Packets leave one after another at `rate_bits` a second, from a queue that holds `queue_packets`: what comes while it
    is full is dropped. Each is lost with the probability `loss`, after it has taken its time on the line; what is left
    arrives `delay_s` later, in order. Counts `passed`, `lost`, `dropped` and the `bytes` that left. Times in seconds."""

    def __init__(self, rate_bits: float, delay_s: float, loss: float, queue_packets: int, seed: int) -> None:
        self._rate, self._delay, self._loss, self._most = rate_bits, delay_s, loss, queue_packets
        self._random = random.Random(seed)
        self._leaves: deque[float] = deque()
        self.passed = self.lost = self.dropped = self.bytes = 0

    def arrival(self, size: int, now: float) -> float | None:
        """When a packet of `size` bytes, handed over at `now`, arrives; None if it never does. `now` never goes back."""
        while self._leaves and self._leaves[0] <= now:
            self._leaves.popleft()
        if len(self._leaves) > self._most:  # the first of them is on its way, not waiting
            self.dropped += 1
            return None
        leaves = (self._leaves[-1] if self._leaves else now) + size * 8 / self._rate
        self._leaves.append(leaves)
        self.bytes += size
        if self._random.random() < self._loss:
            self.lost += 1
            return None
        self.passed += 1
        return leaves + self._delay
