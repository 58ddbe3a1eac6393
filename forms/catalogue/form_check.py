"""What is wrong with the form fields of a service guide: rules that could never be met, and fields that nobody would see."""

from collections.abc import Iterator, Mapping

from forms.catalogue.guide import ServiceGuide, Situation
from forms.field_spec import FieldSpec

PREFILL_SOURCES = frozenset({"name", "id_number", "phone", "address", "village", "birth_date", "age", "sex"})


def field_errors(guide: ServiceGuide) -> Iterator[str]:
    """Chinese sentences; part of `guide_errors`."""
    by_key = {field.key: field for field in guide.fields}
    if len(by_key) < len(guide.fields):
        yield "表格里有两项用了同一个编号，每一项要有自己的编号。"
    for field in guide.fields:
        yield from _rule_errors(field)
        yield from _dependency_errors(field, by_key)
    for situation in guide.situations:
        yield from _situation_errors(situation, by_key)


def _rule_errors(field: FieldSpec) -> Iterator[str]:
    name = field.label or field.key
    if not field.label.strip():
        yield f"表格里的“{field.key}”没有写名称。"
    codes = [choice.code for choice in field.choices]
    if field.kind == "choice" and not codes:
        yield f"“{name}”是选择题，却没有写可选的答案。"
    if field.kind != "choice" and codes:
        yield f"“{name}”不是选择题，却写了可选的答案。"
    if len(set(codes)) < len(codes):
        yield f"“{name}”有两个答案用了同一个编号。"
    if field.minimum is not None and field.maximum is not None and field.minimum > field.maximum:
        yield f"“{name}”的最小值比最大值还大。"
    if field.not_future and field.not_past:
        yield f"“{name}”既不能晚于今天又不能早于今天，只能填当天，请核对。"
    if field.prefill and field.prefill not in PREFILL_SOURCES:
        yield f"“{name}”的自动填写来源“{field.prefill}”不认识。"
    if field.max_length < 1:
        yield f"“{name}”的最大字数要大于 0。"


def _dependency_errors(field: FieldSpec, by_key: Mapping[str, FieldSpec]) -> Iterator[str]:
    if field.shown_if is None:
        return
    key, values = field.shown_if
    source = by_key.get(key)
    if source is None:
        yield f"“{field.label}”要看“{key}”的答案，表格里却没有这一项。"
        return
    if not values:
        yield f"“{field.label}”没有写在哪个答案下才填。"
    allowed = {choice.code for choice in source.choices}
    unknown = [value for value in values if source.kind == "choice" and value not in allowed]
    if unknown:
        yield f"“{field.label}”要看“{source.label}”选“{'、'.join(unknown)}”，可选的答案里却没有。"
    if _circular(field, by_key):
        yield f"“{field.label}”填不填绕了一圈又看自己的答案，永远不会出现。"


def _circular(field: FieldSpec, by_key: Mapping[str, FieldSpec]) -> bool:
    seen = {field.key}
    current = field
    while current.shown_if is not None and current.shown_if[0] in by_key:
        key = current.shown_if[0]
        if key in seen:
            return True
        seen.add(key)
        current = by_key[key]
    return False


def _situation_errors(situation: Situation, by_key: Mapping[str, FieldSpec]) -> Iterator[str]:
    for key in situation.fields or ():
        field = by_key.get(key)
        if field is None:
            yield f"情形“{situation.name}”要填“{key}”，表格里却没有这一项。"
        elif field.shown_if is not None and field.shown_if[0] not in (situation.fields or ()):
            yield f"情形“{situation.name}”要填“{field.label}”，却没有要填它所看的“{field.shown_if[0]}”。"
