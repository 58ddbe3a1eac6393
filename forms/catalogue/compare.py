"""What changed between two versions of a service guide, in the sentences an agent reads before using the new one."""

from collections.abc import Iterator

from forms import words
from forms.catalogue.guide import RequiredMaterial, ServiceGuide, Situation
from forms.catalogue.wording import authority_text, necessity_text


def what_changed(old: ServiceGuide | None, new: ServiceGuide) -> tuple[str, ...]:
    """Chinese sentences, the weightiest first; empty when nothing that a desk works by has changed.

    `old` is None for an item that was not in the catalogue before.
    """
    if old is None:
        return (f"新增事项：{new.name}。",)
    return (
        *_materials(old, new),
        *_situations(old, new),
        *_limits_and_fee(old, new),
        *_way_of_handling(old, new),
        *_fields(old, new),
    )


def _materials(old: ServiceGuide, new: ServiceGuide) -> Iterator[str]:
    before = {material.code: material for material in old.materials}
    after = {material.code: material for material in new.materials}
    for code, material in after.items():
        if code not in before:
            yield f"新增材料：{material.name}。"
        else:
            yield from _material(before[code], material)
    for code, material in before.items():
        if code not in after:
            yield f"不再要：{material.name}。"


def _material(old: RequiredMaterial, new: RequiredMaterial) -> Iterator[str]:
    if old.name != new.name:
        yield f"材料“{old.name}”改称“{new.name}”。"
    if (old.originals, old.originals_kept, old.copies) != (new.originals, new.originals_kept, new.copies):
        yield f"{new.name}：由{_pieces(old)}改为{_pieces(new)}。"
    if old.necessity != new.necessity:
        yield f"{new.name}：由“{necessity_text(old.necessity)}”改为“{necessity_text(new.necessity)}”。"
    if old.necessity == new.necessity and old.deferrable_days != new.deferrable_days:
        yield f"{new.name}：后补期限由 {old.deferrable_days} 个工作日改为 {new.deferrable_days} 个工作日。"
    if old.keep_original_scan != new.keep_original_scan:
        yield f"{new.name}：照片的原图{'要' if new.keep_original_scan else '不再'}一起保存、一起上传。"
    if old.standard != new.standard:
        yield f"{new.name}的审查要点改为：{new.standard.rstrip('。') or '不作要求'}。"


def _pieces(material: RequiredMaterial) -> str:
    parts = []
    if material.originals:
        parts.append(f"原件 {material.originals} 份（{'留下' if material.originals_kept else '看过退还'}）")
    if material.copies:
        parts.append(f"复印件 {material.copies} 份")
    return "、".join(parts) or "不收纸质件"


def _situations(old: ServiceGuide, new: ServiceGuide) -> Iterator[str]:
    before = {situation.code: situation for situation in old.situations}
    after = {situation.code: situation for situation in new.situations}
    names = {material.code: material.name for material in (*old.materials, *new.materials)}
    for code, situation in after.items():
        if code not in before:
            yield f"新增情形：{situation.name}。"
        else:
            yield from _checklist(before[code], situation, names)
    for code, situation in before.items():
        if code not in after:
            yield f"取消情形：{situation.name}。"


def _checklist(old: Situation, new: Situation, names: dict[str, str]) -> Iterator[str]:
    if old.name != new.name:
        yield f"情形“{old.name}”改称“{new.name}”。"
    added = [names.get(code, code) for code in new.materials if code not in old.materials]
    dropped = [names.get(code, code) for code in old.materials if code not in new.materials]
    if added:
        yield f"“{new.name}”的清单加上：{'、'.join(added)}。"
    if dropped:
        yield f"“{new.name}”的清单去掉：{'、'.join(dropped)}。"


def _limits_and_fee(old: ServiceGuide, new: ServiceGuide) -> Iterator[str]:
    for name, before, after in (
        ("承诺时限", words.limit(old.promised_limit), words.limit(new.promised_limit)),
        ("法定时限", words.limit(old.statutory_limit), words.limit(new.statutory_limit)),
        ("收费", words.fee(old.fee), words.fee(new.fee)),
        ("公示", _notice_days(old.public_notice_days), _notice_days(new.public_notice_days)),
    ):
        if before != after:
            yield f"{name}：由{before}改为{after}。"


def _notice_days(days: int) -> str:
    return f" {days} 天" if days else "不公示"


def _way_of_handling(old: ServiceGuide, new: ServiceGuide) -> Iterator[str]:
    for name, before, after in (
        ("事项名称", old.name, new.name),
        ("受理单位", old.accepting_office, new.accepting_office),
        ("决定单位", old.deciding_office, new.deciding_office),
        ("站里的权限", authority_text(old.authority), authority_text(new.authority)),
        ("办理结果", old.result.name, new.result.name),
        ("谁来办", old.who_must_come, new.who_must_come),
    ):
        if before != after:
            yield f"{name}：由“{before}”改为“{after}”。"
    if old.agent_allowed != new.agent_allowed:
        yield "现在可以委托别人代办。" if new.agent_allowed else "现在要本人办，不能委托别人代办。"
    if old.visits != new.visits:
        yield f"到场次数：由 {old.visits} 次改为 {new.visits} 次。"
    if old.conditions != new.conditions:
        yield "办理条件有改动，收件前请看一遍新的条件。"


def _fields(old: ServiceGuide, new: ServiceGuide) -> Iterator[str]:
    before = {field.key: field.label for field in old.fields}
    after = {field.key: field.label for field in new.fields}
    added = [label for key, label in after.items() if key not in before]
    dropped = [label for key, label in before.items() if key not in after]
    if added:
        yield f"表格里多填：{'、'.join(added)}。"
    if dropped:
        yield f"表格里不再填：{'、'.join(dropped)}。"
