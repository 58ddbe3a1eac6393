"""A PC that the district does not know (any more), or one of two copies of a PC, joins its station anew and keeps all."""

from station_app.desk.context import Desk
from station_app.storage.enrolled import OtherStation
from station_app.storage.store import EnrolmentGrant

__all__ = ["OtherStation", "device_code", "enrol_again"]


def device_code(desk: Desk) -> str:
    """The code this PC has at its district so far."""
    return desk.store.identity().device


def enrol_again(desk: Desk, grant: EnrolmentGrant, signing_seed: bytes) -> int:
    """Puts the new registration in the place of the old one; returns how many records go up (again) with the next syncs.

    One transaction: cases, drafts, pages and what was never sent stay as they are, under the same identities, so the district
    counts each once. Raises `OtherStation` for a code of another station; nothing has changed then.
    """
    desk.store.enrol_again(grant, signing_seed)
    return desk.store.log.tail()[0]
