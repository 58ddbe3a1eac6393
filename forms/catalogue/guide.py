"""What the district publishes of one service item: the service guide (GB/T 36114 calls it 办事指南), as frozen data."""

from collections.abc import Iterator
from typing import Literal

import msgspec

from forms.catalogue.eligibility import Condition
from forms.field_spec import FieldSpec

LimitUnit = Literal["on_the_spot", "working_day", "day", "month", "hour", "minute", "monthly_batch", "yearly_round"]
Authority = Literal["consult", "receive", "accept", "decide"]
Validity = Literal["", "unlimited", "months", "printed"]
Necessity = Literal["required", "deferrable", "optional"]
Proof = Literal["", "authorisation", "agent_identity"]
Representation = Literal["", "agent", "guardian"]
Clock = Literal["authority", "station"]
"""From whose receipt the item's limit runs."""


class TimeLimit(msgspec.Struct, frozen=True, omit_defaults=True):
    """A limit of the authority's clock. `amount` counts `unit`s and is 0 where the unit says it all (on the spot, a batch).

    The start day itself is not counted (民法典§201). `note` says in words what the clock starts from or does not include.
    `round_day`: when a batch or a yearly round is done: "15" of each month, "06-30" of each year; empty: the last working
    day of the month or year.
    """

    unit: LimitUnit
    amount: int = 0
    note: str = ""
    basis: str = ""
    round_day: str = ""


class RequiredMaterial(msgspec.Struct, frozen=True, omit_defaults=True):
    """One line of the checklist.

    `originals`: how many originals are shown; `originals_kept` whether they stay with the case;
    `copies`: how many copies are kept. `necessity` follows the national codes 1 必要 / 3 容缺后补 / 2 非必要.
    `deferrable_days` counts working days from the day of receipt and is set for a deferrable material only.
    `reusable`: a copy on file that has not expired may be used again (许可法§35). `validity`: how long one is good for, without
    end, `valid_months` from when it was here, or until what is printed on it; empty: not said (forms.validity). `code` means the same paper in
    every item, so that a paper on file is found again. `keep_original_scan`: its photographs are kept and sent as they
    came too, beside the page that is read. `proves`: asked for only where somebody comes for the applicant, and what it shows then.
    """

    code: str
    name: str
    originals: int = 0
    originals_kept: bool = False
    copies: int = 0
    necessity: Necessity = "required"
    kind: Literal["certificate", "form", "other"] = "certificate"
    source: Literal["self", "government", "station", "other"] = "self"
    standard: str = ""
    fill_note: str = ""
    sample: str = ""
    basis: str = ""
    deferrable_days: int = 0
    reusable: bool = False
    validity: Validity = ""
    valid_months: int = 0
    to_confirm: bool = False
    keep_original_scan: bool = False
    proves: Proof = ""


class Fee(msgspec.Struct, frozen=True, omit_defaults=True):
    """`charged` False prints 不收费, which is said too. `standard` is the tariff in words. `confirmed` False: whether it costs
    anything is not known yet, and nothing is printed as if it were.
    """

    charged: bool = False
    standard: str = ""
    basis: str = ""
    confirmed: bool = True


class Situation(msgspec.Struct, frozen=True, omit_defaults=True):
    """One answer to "which case is yours", and the exact checklist it leads to (codes of `ServiceGuide.materials`, in order).

    `fee`: where it differs from the item's. `represented_by`: this situation is one in which somebody else comes: an agent, who
    needs a letter of authorisation (民法典§165), or a guardian, who acts by law (民法典§23, §27, §28) and needs none.
    """

    code: str
    name: str
    materials: tuple[str, ...]
    note: str = ""
    fields: tuple[str, ...] | None = None
    fee: Fee | None = None
    represented_by: Representation = ""


LETTER = RequiredMaterial(
    "letter_of_authorisation",
    "委托书",
    originals=1,
    originals_kept=True,
    kind="form",
    source="station",
    standard="写明委托谁、办什么事、到哪一天，委托人签名或者按手印",
    fill_note="委托人不会写字的，代写以后念给他听，按手印，另请一个人见证。",
    basis="《中华人民共和国民法典》第一百六十五条",
    proves="authorisation",
)
AGENT_IDENTITY = RequiredMaterial(
    "agent_id_card",
    "代办人身份证",
    originals=1,
    copies=1,
    source="government",
    standard="在有效期内；姓名、号码与委托书上一致；正反面复印在同一张纸上",
    validity="printed",
    proves="agent_identity",
)
OF_AN_AGENT = (LETTER, AGENT_IDENTITY)
"""What whoever comes for somebody else brings with any item, unless the item lists papers of its own that prove it."""


class Result(msgspec.Struct, frozen=True, omit_defaults=True):
    name: str
    kind: Literal["certificate", "permit", "decision", "payment", "registration", "card", "none"] = "decision"
    validity: str = ""


class Step(msgspec.Struct, frozen=True, omit_defaults=True):
    name: str
    handler: str
    limit: str = ""


class Refusal(msgspec.Struct, frozen=True, omit_defaults=True):
    """Something people ask for under this item that must not be given: what it is, and where to go or what to show instead."""

    what: str
    instead: str


class ServiceGuide(msgspec.Struct, frozen=True, omit_defaults=True):
    """Everything a desk needs to know about one service item. `code` and numbers are opaque strings: never parse them.

    Offices and step handlers may hold {village}, {township}, {county}: see `forms.catalogue.wording.office_name`.
    `initials`: pinyin initials of `name` and, after a space, of `short_name` where they differ.
    `everyday_names`: what people say when they mean this item (五保, 合作医疗, 死亡); searched, never printed.
    `agent_needs_letter` False: whoever comes for the applicant needs no letter of authorisation here.
    `unconfirmed`: what the district has still to confirm, in sentences a clerk reads.
    """

    code: str
    name: str
    short_name: str
    category: str
    version: int
    effective_from: str
    authority: Authority
    deciding_office: str
    accepting_office: str
    statutory_limit: TimeLimit
    promised_limit: TimeLimit
    result: Result
    fee: Fee
    materials: tuple[RequiredMaterial, ...]
    situations: tuple[Situation, ...]
    fields: tuple[FieldSpec, ...] = ()
    steps: tuple[Step, ...] = ()
    legal_basis: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()
    who_must_come: str = ""
    agent_allowed: bool = True
    agent_needs_letter: bool = True
    applicant_kind: Literal["person", "household"] = "person"
    visits: int = 1
    public_notice_days: int = 0
    special_procedures: tuple[str, ...] = ()
    on_receipt_clock: Clock = "authority"
    implementation_code: str = ""
    faq: tuple[tuple[str, str], ...] = ()
    notes: tuple[str, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    unconfirmed: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    english_name: str = ""
    initials: str = ""
    everyday_names: tuple[str, ...] = ()
    eligibility: tuple[Condition, ...] = ()

    def fee_of(self, situation: str) -> Fee:
        """What a situation costs; the item's own fee where the situation has none, or is none of this item."""
        fees = (each.fee for each in self.situations if each.code == situation and each.fee is not None)
        return next(fees, self.fee)

    def situation(self, code: str) -> Situation:
        """The situation with this code. Raises KeyError for a code this version of the guide does not have."""
        for situation in self.situations:
            if situation.code == code:
                return situation
        raise KeyError(code)

    @property
    def known_materials(self) -> tuple[RequiredMaterial, ...]:
        """Every material that a case of this item may have a line for."""
        own = {material.code for material in self.materials}
        return (*self.materials, *(each for each in OF_AN_AGENT if each.code not in own))

    def checklist(self, situation_code: str, *, by_agent: bool = False) -> tuple[RequiredMaterial, ...]:
        """The exact materials for one situation, in the order the guide lists them. `by_agent`: somebody comes for the applicant,
        as is always so in some situations.
        """
        situation = self.situation(situation_code)
        by_agent = by_agent or bool(situation.represented_by)
        by_code = {material.code: material for material in self.materials}
        listed = tuple(by_code[code] for code in situation.materials if by_agent or not by_code[code].proves)
        return (*listed, *self._of_an_agent(situation, listed)) if by_agent else listed

    def _of_an_agent(self, situation: Situation, listed: tuple[RequiredMaterial, ...]) -> Iterator[RequiredMaterial]:
        proven = {material.proves for material in listed}
        for material in OF_AN_AGENT:
            needed = material is not LETTER or (self.agent_needs_letter and situation.represented_by != "guardian")
            if needed and material.proves not in proven:
                yield material
