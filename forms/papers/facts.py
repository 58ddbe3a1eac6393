"""What a paper says beside its case: as it was on the day the paper was made, kept with the event, so that a reprint says the same."""

import msgspec

from forms.catalogue.guide import Clock, Fee, TimeLimit


class Wanted(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a material has to be, by the guide of that day."""

    originals: int = 0
    copies: int = 0
    standard: str = ""


class PaperFacts(msgspec.Struct, frozen=True, omit_defaults=True):
    """The station, the guide and the calendar of that day. `wanted`: by material code, what was still to come.

    `forward_until` is an ISO date; empty, like a limit or a fee that is None: it was not known, and is left off the paper.
    """

    station_name: str = ""
    township_name: str = ""
    county_name: str = ""
    enquiry_phone: str = ""
    complaint_phone: str = ""
    accepting_office: str = ""
    forward_until: str = ""
    promised_limit: TimeLimit | None = None
    statutory_limit: TimeLimit | None = None
    clock: Clock = "authority"
    fee: Fee | None = None
    basis: str = ""
    wanted: dict[str, Wanted] = {}
