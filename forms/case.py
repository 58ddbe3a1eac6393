"""The records a case is made of: who applies, for what, with which papers. Frozen; they travel inside events."""

from typing import Literal

import msgspec

IdentityKind = Literal["resident_id", "hmt_residence_permit", "foreign_permanent_resident", "passport", "other", "none"]
MaterialStatus = Literal["provided", "on_file", "deferred", "missing", "not_needed"]


class Applicant(msgspec.Struct, frozen=True, omit_defaults=True):
    """The person who applies (申请人). `no_number_reason` is filled where `identity_kind` is "none" (newborn, lost)."""

    name: str
    identity_kind: IdentityKind = "resident_id"
    id_number: str = ""
    no_number_reason: str = ""
    phone: str = ""
    village: str = ""
    address: str = ""
    birth_date: str = ""
    sex: Literal["", "male", "female"] = ""


class AuthorisedAgent(msgspec.Struct, frozen=True, omit_defaults=True):
    """Who acts for the applicant by written authorisation (民法典§165: agent, matter, powers, period, signature)."""

    name: str
    relation: str = ""
    identity_kind: IdentityKind = "resident_id"
    id_number: str = ""
    phone: str = ""
    powers: tuple[Literal["submit", "sign", "collect", "pay"], ...] = ("submit", "collect")
    valid_until: str = ""


class Page(msgspec.Struct, frozen=True, omit_defaults=True):
    """One scanned or photographed page, by the SHA-256 (hex) of its plain bytes; `size` in bytes.

    `original`: the photograph as it came, where the item wants it kept (decision 095). The page itself is what is read.
    """

    sha256: str
    size: int
    media_type: str = "image/jpeg"
    name: str = ""
    original: "Page | None" = None


class MaterialLine(msgspec.Struct, frozen=True, omit_defaults=True):
    """What happened to one line of the checklist. `due` (ISO date) is set where `status` is "deferred" (容缺).

    `valid_until`: what is printed on the paper, an ISO date or "long"; empty where nobody wrote it down. `on_file_since`: of
    one that was not brought anew, the day (ISO) on which it was here.
    """

    code: str
    name: str
    status: MaterialStatus = "provided"
    originals: int = 0
    originals_kept: bool = False
    copies: int = 0
    due: str = ""
    note: str = ""
    pages: tuple[Page, ...] = ()
    valid_until: str = ""
    on_file_since: str = ""


class CaseContent(msgspec.Struct, frozen=True, omit_defaults=True):
    """All that the desk knows when it receives a case; also the shape of a draft (where anything may still be empty)."""

    item_code: str = ""
    item_version: int = 0
    item_name: str = ""
    situation: str = ""
    situation_name: str = ""
    applicant: Applicant = Applicant(name="")
    agent: AuthorisedAgent | None = None
    form: dict[str, str] = {}
    materials: tuple[MaterialLine, ...] = ()
    urgent_reason: str = ""
    receipt_number: str = ""


class Defect(msgspec.Struct, frozen=True, omit_defaults=True):
    """One line of a one-time notice or of a correction: the material, what is wrong or missing, what would be right."""

    material: str
    defect: str
    standard: str = ""
    code: str = ""


class ResultDocument(msgspec.Struct, frozen=True, omit_defaults=True):
    """What the deciding office made: its name and number, and its page(s) where it travels electronically."""

    name: str
    number: str = ""
    pages: tuple[Page, ...] = ()
