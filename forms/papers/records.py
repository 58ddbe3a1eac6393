"""The records papers are made from: typed facts, no words of the paper and no layout."""

from datetime import date
from typing import Literal

import msgspec

from forms.case import IdentityKind
from forms.catalogue.guide import Clock, Fee, ServiceGuide, TimeLimit


class PaperHead(msgspec.Struct, frozen=True, kw_only=True):
    """What every paper says of the station, the case and the people.

    `number` is the station's receipt number (ASCII; empty on a draft, which then carries no code), `official_number`
    the district's, empty until it is known. `masked_id` and `masked_phone` arrive masked: a paper never holds a whole
    identity number. `representative_name` is who acts by written authorisation (委托代理人). `made_on`: the day of the paper and
    its seal; `again_on`: the day of a printing after the first.
    """

    station_name: str
    township_name: str
    county_name: str
    number: str
    official_number: str = ""
    item_name: str
    item_code: str
    situation_name: str = ""
    applicant_name: str
    identity_kind: IdentityKind = "resident_id"
    masked_id: str = ""
    masked_phone: str = ""
    representative_name: str = ""
    agent_name: str
    made_on: date
    again_on: date | None = None
    enquiry_phone: str
    complaint_phone: str


class ReceivedMaterial(msgspec.Struct, frozen=True):
    """One material handed in: how many originals were shown or kept, and how many copies stay at the station."""

    name: str
    originals: int = 0
    originals_kept: bool = False
    copies: int = 0
    source: Literal["brought", "on_file"] = "brought"


class MissingMaterial(msgspec.Struct, frozen=True):
    """A material still to come. `problem` says what is wrong with one that was brought; `standard` what it has to be.

    `until` is the last day for it; None where no day is set.
    """

    name: str
    problem: str = ""
    standard: str = ""
    originals: int = 0
    copies: int = 0
    until: date | None = None


class MaterialReceipt(msgspec.Struct, frozen=True, kw_only=True):
    """材料接收凭证. It proves what the station received; it is not the organ's acceptance (行政许可法§32).

    `accepting_office` is the full name of the office that accepts; `forward_until` the last day by which the station
    sends the case on. What a draft does not know yet stays empty or None and is left off the paper.
    """

    head: PaperHead
    received_on: date
    received: tuple[ReceivedMaterial, ...]
    missing: tuple[MissingMaterial, ...] = ()
    accepting_office: str
    forward_until: date | None = None
    promised_limit: TimeLimit | None = None
    statutory_limit: TimeLimit | None = None
    clock: Clock = "authority"
    fee: Fee | None = None


class OneTimeNotice(msgspec.Struct, frozen=True, kw_only=True):
    """一次性告知书: everything that is missing, once (行政许可法§32(4)).

    `issued_by` "station" is the desk's own check before receiving; "authority" hands on the organ's correction notice,
    which `authority_name` then seals, with its `handler_name` and `handler_phone`. `again_because` is the reason a case gets a second notice.
    """

    head: PaperHead
    noticed_on: date
    missing: tuple[MissingMaterial, ...]
    in_order: tuple[str, ...] = ()
    issued_by: Literal["station", "authority"] = "station"
    authority_name: str = ""
    basis: str = ""
    bring_to: str = ""
    open_hours: str = ""
    again_because: str = ""
    handler_name: str = ""
    handler_phone: str = ""
    fee: Fee | None = None


class DeliveredDocument(msgspec.Struct, frozen=True):
    name: str
    number: str = ""
    copies: int = 1


class Substitute(msgspec.Struct, frozen=True):
    """Somebody who signs in the recipient's place, and why."""

    name: str
    relation: str
    reason: str
    masked_id: str = ""


class DeliveryReceipt(msgspec.Struct, frozen=True, kw_only=True):
    """送达回证. `method` as in the event `delivered`. `tracking_number` belongs to delivery by post, `witness_name` to a
    recipient who cannot or will not sign. `signature`: a picture of what was signed on the screen. `delivered_on` None leaves the date to be written by hand.
    """

    head: PaperHead
    delivered_on: date | None = None
    documents: tuple[DeliveredDocument, ...]
    recipient_name: str
    place: str
    method: Literal["in_person", "at_home", "substitute", "post", "left"] = "in_person"
    substitute: Substitute | None = None
    witness_name: str = ""
    tracking_number: str = ""
    remarks: str = ""
    signature: bytes = b""


class GuideSheet(msgspec.Struct, frozen=True, kw_only=True):
    """办事指南 of one item. The guide's offices and step handlers carry the district's own names already.

    `catalogue_version` is the version the district published, 0 for the catalogue that came with the program.
    """

    guide: ServiceGuide
    station_name: str
    enquiry_phone: str
    complaint_phone: str
    catalogue_version: int
    printed_on: date
