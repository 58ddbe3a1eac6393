"""What a service guide lacks. Errors stop its publication; gaps are what DOMAIN calls for and the district has still to fill.

The rules come from the field list of a service guide (GB/T 36114, as platforms use it), 行政许可法§58 (no fee without
a basis), 安阳市政务服务条例§13 (no catch-all material) and the practice of at most two visits.
"""

from collections.abc import Iterable, Iterator
from datetime import date

from forms import words
from forms.catalogue.form_check import field_errors
from forms.catalogue.guide import LimitUnit, RequiredMaterial, ServiceGuide, TimeLimit
from forms.catalogue.loader import Catalogue
from forms.catalogue.wording import OFFICE_PLACEHOLDERS, placeholders
from forms.workdays import round_of

# A checklist that ends in one of these is open: nobody can say whether it is complete (安阳市政务服务条例§13).
CATCH_ALL_WORDS = (
    "其他材料",
    "其它材料",
    "其他相关",
    "其它相关",
    "相关材料",
    "等材料",
    "需要的材料",
    "所需材料",
    "有关材料",
)
MOST_VISITS = 2
COUNTED_UNITS: frozenset[LimitUnit] = frozenset({"working_day", "day", "month", "hour", "minute"})


def guide_errors(guide: ServiceGuide) -> tuple[str, ...]:
    """Chinese sentences; a guide with any of these cannot be published."""
    return (
        *_heading_errors(guide),
        *_material_errors(guide),
        *_situation_errors(guide),
        *_limit_errors(guide),
        *_authority_errors(guide),
        *field_errors(guide),
    )


def guide_gaps(guide: ServiceGuide) -> tuple[str, ...]:
    """Chinese sentences: what the guide should say and does not, and what the district has not confirmed. They do not block."""
    return (*_heading_gaps(guide), *_material_gaps(guide), *_limit_gaps(guide), *_confirmation_gaps(guide))


def catalogue_errors(catalogue: Catalogue) -> tuple[str, ...]:
    """Everything that stops a catalogue from being published; each sentence names the item."""
    doubled = _twice(guide.code for guide in catalogue.items)
    found = [f"事项编码“{code}”用了不止一次，每个事项要有自己的编码。" for code in doubled]
    if not catalogue.items:
        found.append("目录里一个事项也没有。")
    for guide in catalogue.items:
        found += [f"{guide.name or guide.code}：{sentence}" for sentence in guide_errors(guide)]
    return tuple(found)


def _twice(values: Iterable[str]) -> list[str]:
    seen: set[str] = set()
    doubled: list[str] = []
    for value in values:
        if value in seen and value not in doubled:
            doubled.append(value)
        seen.add(value)
    return doubled


def _heading_errors(guide: ServiceGuide) -> Iterator[str]:
    for name, text in (
        ("事项编码", guide.code),
        ("事项名称", guide.name),
        ("简称", guide.short_name),
        ("类别", guide.category),
        ("受理单位", guide.accepting_office),
        ("决定单位", guide.deciding_office),
        ("办理结果", guide.result.name),
    ):
        if not text.strip():
            yield f"没有写{name}。"
    if guide.version < 1:
        yield "版本号要从 1 开始。"
    try:
        date.fromisoformat(guide.effective_from)
    except ValueError:
        yield f"生效日期“{guide.effective_from}”不对，请写成 2026-01-01 的样子。"
    if guide.fee.charged and not (guide.fee.standard and guide.fee.basis):
        yield "写了收费，就要写明收费标准和依据；没有依据的不能收费。"
    for template in (guide.accepting_office, guide.deciding_office, *(step.handler for step in guide.steps)):
        for name in placeholders(template):
            if name not in OFFICE_PLACEHOLDERS:
                yield f"单位名称“{template}”里的“{{{name}}}”不认识，只能用 {{village}}、{{township}}、{{county}}。"


def _material_errors(guide: ServiceGuide) -> Iterator[str]:
    for code in _twice(material.code for material in guide.materials):
        yield f"材料编码“{code}”用了不止一次。"
    for material in guide.materials:
        name = material.name or material.code
        if not material.name.strip():
            yield f"材料“{material.code}”没有写名称。"
        if any(word in material.name for word in CATCH_ALL_WORDS):
            yield f"材料“{name}”是兜底的说法，要写清楚到底是哪一样。"
        if not material.originals and not material.copies:
            yield f"材料“{name}”没有写要几份原件、几份复印件。"
        if material.originals_kept and not material.originals:
            yield f"材料“{name}”写了原件留下，却没有写要几份原件。"
        if (material.validity == "months") != (material.valid_months > 0):
            yield f"材料“{name}”按月数算有效期的，要写几个月；不按月数算的，不写月数。"
        if material.necessity == "deferrable" and material.deferrable_days < 1:
            yield f"材料“{name}”可以后补，要写明几个工作日内补来。"
        if material.necessity != "deferrable" and material.deferrable_days:
            yield f"材料“{name}”写了后补天数，却没有写成可以后补。"


def _situation_errors(guide: ServiceGuide) -> Iterator[str]:
    known = {material.code for material in guide.materials}
    if not guide.situations:
        yield "没有写情形，至少要有一种。"
    for code in _twice(situation.code for situation in guide.situations):
        yield f"情形编码“{code}”用了不止一次。"
    for situation in guide.situations:
        if not situation.materials:
            yield f"情形“{situation.name}”没有材料清单。"
        for code in situation.materials:
            if code not in known:
                yield f"情形“{situation.name}”的清单里有“{code}”，材料里却没有这一样。"
        for code in _twice(situation.materials):
            yield f"情形“{situation.name}”的清单里，“{code}”写了不止一次。"


def _limit_errors(guide: ServiceGuide) -> Iterator[str]:
    for name, limit in (("法定时限", guide.statutory_limit), ("承诺时限", guide.promised_limit)):
        if limit.unit in COUNTED_UNITS and limit.amount < 1:
            yield f"{name}要写明数目。"
        if limit.unit not in COUNTED_UNITS and limit.amount:
            yield f"{name}写的是“{words.limit(limit)}”，不用再写数目。"
        if limit.round_day and round_of(limit) is None:
            yield f"{name}的集中办理日“{limit.round_day}”看不懂：按月的写几号，如 15；按年的写月和日，如 06-30。"
    if _longer(guide.promised_limit, guide.statutory_limit):
        promised, statutory = words.limit(guide.promised_limit), words.limit(guide.statutory_limit)
        yield f"承诺时限（{promised}）比法定时限（{statutory}）还长。"
    if guide.public_notice_days < 0 or guide.visits < 0:
        yield "公示天数和到场次数不能是负数。"


def _longer(promised: TimeLimit, statutory: TimeLimit) -> bool:
    if statutory.unit == "on_the_spot":
        return promised.unit != "on_the_spot"
    return promised.unit == statutory.unit and promised.amount > statutory.amount


def _authority_errors(guide: ServiceGuide) -> Iterator[str]:
    if guide.authority == "decide" and "{village}" not in guide.deciding_office:
        yield "站里不是决定机关：只有由村里决定的事项才能写成“村里直接办”。"
    if guide.on_receipt_clock == "station" and guide.authority not in ("accept", "decide"):
        yield "时限从站里收件起算，须有主管部门的书面委托，站里的权限也要写成受委托受理。"


def _heading_gaps(guide: ServiceGuide) -> Iterator[str]:
    for name, filled in (
        ("实施编码", guide.implementation_code),
        ("设定依据", guide.legal_basis),
        ("办理条件", guide.conditions),
        ("办理流程", guide.steps),
        ("谁来办", guide.who_must_come),
        ("常见问题", guide.faq),
        ("表格要填的内容", guide.fields),
        ("拼音首字母", guide.initials),
        ("老百姓的叫法", guide.everyday_names),
        ("英文名称", guide.english_name),
        ("资料来源", guide.sources),
    ):
        if not filled:
            yield f"还没有写{name}。"
    if guide.visits > MOST_VISITS:
        yield f"要跑 {guide.visits} 次，超过了 {MOST_VISITS} 次，请看看能不能减。"


def _material_gaps(guide: ServiceGuide) -> Iterator[str]:
    used = {code for situation in guide.situations for code in situation.materials}
    for material in guide.materials:
        yield from _one_material_gaps(material)
        if material.code not in used:
            yield f"材料“{material.name}”没有用在任何一种情形里。"


def _one_material_gaps(material: RequiredMaterial) -> Iterator[str]:
    if not material.standard:
        yield f"材料“{material.name}”没有写审查要点。"
    if material.kind == "form" and not (material.sample or material.fill_note):
        yield f"表格“{material.name}”没有填写说明，也没有样表。"
    if material.reusable and not material.validity:
        yield f"材料“{material.name}”存档后可以再用，没有写多久有效；没写的按收到后一年算。"


def _limit_gaps(guide: ServiceGuide) -> Iterator[str]:
    if not guide.statutory_limit.basis:
        yield "法定时限没有写依据。"
    if guide.promised_limit.unit in COUNTED_UNITS and not guide.promised_limit.note:
        yield "承诺时限没有写从哪一天算起。"


def _confirmation_gaps(guide: ServiceGuide) -> Iterator[str]:
    yield from (f"等县里确认：{text}" for text in guide.unconfirmed)
    waiting = [material.name for material in guide.materials if material.to_confirm]
    if waiting:
        yield f"这些材料等县里确认：{'、'.join(waiting)}。"
