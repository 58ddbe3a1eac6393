"""The hash chain of a station's log: each event carries the hash of the one before, so that nothing can be slipped in,
left out or changed without the district seeing it."""

import hashlib

GENESIS = bytes(32)
"""What stands before the first event of an epoch."""


def chain_hash(previous: bytes, op_id: bytes, body: bytes) -> bytes:
    """SHA-256 of `previous` (32 bytes), `op_id` (16 bytes) and `body` one after the other: the hash of this event.

    The first two have fixed lengths, so no two different events give the same input.
    """
    if len(previous) != 32 or len(op_id) != 16:
        raise ValueError("a chain link needs a hash of 32 bytes and an op_id of 16")
    return hashlib.sha256(previous + op_id + body).digest()
