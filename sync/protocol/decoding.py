"""The one place where MessagePack from outside becomes a record: what is no record is one kind of error, however it is wrong."""

from typing import TypeVar

import msgspec

T = TypeVar("T")


def decode(data: bytes, type: type[T]) -> T:
    """The record in `data`. Raises msgspec.DecodeError (or its ValidationError) for everything else, also for what is nested
    deeper than can be read."""
    try:
        return msgspec.msgpack.decode(data, type=type)
    except RecursionError as error:
        raise msgspec.DecodeError("nested too deep") from error
