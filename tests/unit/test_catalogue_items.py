"""The 25 shipped items: complete enough to publish, and said as a clerk would say it."""

import re
import subprocess
import sys
from collections.abc import Iterator

import msgspec
import pytest

from forms.catalogue.completeness import catalogue_errors, guide_errors, guide_gaps
from forms.catalogue.eligibility import Condition
from forms.catalogue.english import EnglishNames, load_english
from forms.catalogue.guide import RequiredMaterial, ServiceGuide, Situation
from forms.catalogue.loader import ITEMS_DIRECTORY, Catalogue, load_items
from forms.catalogue.wording import office_name

ITEMS = load_items()
NAMES = {"village": "响水洞村", "township": "清水镇", "county": "云岭县"}
CODES = [guide.code for guide in ITEMS]

each_item = pytest.mark.parametrize("guide", ITEMS, ids=CODES)


@pytest.fixture(scope="module")
def english() -> EnglishNames:
    return load_english()


def chinese_texts(part: object) -> Iterator[str]:
    """Every text of a guide that somebody may read; codes, keys and sources (which name web sites) left out."""
    if isinstance(part, str):
        yield part
    elif isinstance(part, tuple):
        for inner in part:
            yield from chinese_texts(inner)
    elif isinstance(part, Situation):
        yield from (part.name, part.note)
    elif isinstance(part, Condition):
        yield part.instead
    elif isinstance(part, msgspec.Struct):
        for name in part.__struct_fields__:
            if name not in UNREAD and (type(part), name) != (RequiredMaterial, "validity") and name != "proves":
                yield from chinese_texts(getattr(part, name))


UNREAD = {
    "code", "key", "kind", "unit", "prefill", "shown_if", "sources", "initials", "english_name", "authority",
    "on_receipt_clock", "applicant_kind", "necessity", "source", "effective_from", "accepting_office", "deciding_office",
    "handler", "implementation_code", "english_instead",
}  # fmt: skip


def test_there_are_the_25_items_of_the_list() -> None:
    assert len(ITEMS) == 25
    assert [sum(guide.category == name for guide in ITEMS) for name in ("社保", "医保", "民政", "残联", "卫健")] == [
        6, 4, 5, 1, 2,
    ]  # fmt: skip
    assert [sum(guide.category == name for guide in ITEMS) for name in ("住建", "农林", "退役", "综合")] == [3, 2, 1, 1]


@each_item
def test_an_item_has_no_errors(guide: ServiceGuide) -> None:
    assert guide_errors(guide) == ()


def test_the_shipped_catalogue_may_be_published() -> None:
    assert catalogue_errors(Catalogue(1, "2026-01-01T00:00:00+08:00", "云岭县", ITEMS)) == ()


@each_item
def test_what_is_not_confirmed_is_said(guide: ServiceGuide) -> None:
    gaps = guide_gaps(guide)
    assert guide.unconfirmed
    assert all(any(sentence in gap for gap in gaps) for sentence in guide.unconfirmed)
    assert all("待县里" in sentence for sentence in guide.unconfirmed)


@each_item
def test_a_limit_without_a_basis_is_marked_as_unconfirmed(guide: ServiceGuide) -> None:
    counted = guide.statutory_limit.amount > 0
    if counted and not guide.statutory_limit.basis:
        assert re.search(r"时限|工作日|签认", "".join(guide.unconfirmed))


@each_item
def test_every_material_says_what_is_looked_at_and_who_issues_it(guide: ServiceGuide) -> None:
    assert all(material.standard for material in guide.materials)
    assert all(material.fill_note or material.sample for material in guide.materials if material.kind == "form")


@each_item
def test_a_deferrable_material_waits_for_confirmation(guide: ServiceGuide) -> None:
    assert all(material.to_confirm for material in guide.materials if material.necessity == "deferrable")


@each_item
def test_each_situation_asks_for_something_and_not_for_too_much(guide: ServiceGuide) -> None:
    for situation in guide.situations:
        required = [material for material in guide.checklist(situation.code) if material.necessity != "optional"]
        asked = guide.fields if situation.fields is None else situation.fields
        assert required, situation.name
        assert 1 <= len(asked) <= 10, situation.name


@each_item
def test_the_texts_read_as_a_clerk_writes(guide: ServiceGuide) -> None:
    texts = list(chinese_texts(guide))
    assert not [text for text in texts if re.search(r"[!！]|系统错误|操作失败", text)]
    assert not [text for text in texts if re.search(r"[A-Za-z_]{5,}", text)]
    assert not [text for text in texts if re.search(r"[,;?]", text)], "half-width punctuation in Chinese"


@each_item
def test_the_station_receives_and_the_office_accepts(guide: ServiceGuide) -> None:
    own_steps = [step for step in guide.steps if step.handler == "{village}便民服务站"]
    assert own_steps
    assert not [step.name for step in own_steps if "受理" in step.name]


@each_item
def test_offices_are_filled_from_the_districts_settings(guide: ServiceGuide) -> None:
    for template in (guide.accepting_office, guide.deciding_office, *(step.handler for step in guide.steps)):
        filled = office_name(template, NAMES)
        assert "{" not in filled
        assert filled.startswith(tuple(NAMES.values()))


def test_only_the_village_certificate_is_decided_in_the_village() -> None:
    assert [guide.code for guide in ITEMS if guide.authority == "decide"] == ["ZH-001"]
    accepted = [guide.code for guide in ITEMS if guide.authority == "accept"]
    assert accepted == ["SB-001", "SB-004", "YB-001", "YB-002", "WJ-001"]
    for guide in ITEMS:
        assert (guide.on_receipt_clock == "station") == (guide.authority in ("accept", "decide"))


def test_the_village_certificate_refuses_what_a_village_must_not_certify() -> None:
    guide = next(guide for guide in ITEMS if guide.code == "ZH-001")
    refused = [refusal.what for refusal in guide.refusals]
    assert len(refused) == 7 + 20
    assert all(refusal.instead for refusal in guide.refusals)
    assert {"亲属关系证明", "无犯罪记录证明", "婚姻状况证明", "健在证明", "居民财产证明"} <= set(refused)
    assert not {situation.name for situation in guide.situations} & set(refused)


def test_nothing_is_charged_without_a_basis_and_that_is_said() -> None:
    assert not [guide.code for guide in ITEMS if guide.fee.charged and not guide.fee.basis]


def test_one_code_is_one_paper_in_every_item() -> None:
    names: dict[str, set[str]] = {}
    for guide in ITEMS:
        for material in guide.materials:
            names.setdefault(material.code, set()).add(material.name)
    assert not {code: called for code, called in names.items() if len(called) > 1}


def test_old_age_and_disability_have_the_situations_people_come_with() -> None:
    by_code = {guide.code: guide for guide in ITEMS}
    old_age = by_code["MZ-004"]
    assert [material.name for material in old_age.checklist("first")] == [
        "身份证", "户口簿", "社保卡或银行卡", "高龄津贴申请表",
    ]  # fmt: skip
    assert [material.code for material in old_age.checklist("review")] == ["id_card"]
    disability = by_code["MZ-005"]
    nursing = {material.code for material in disability.checklist("nursing")}
    living = {material.code for material in disability.checklist("living")}
    assert living - nursing == {"low_income_certificate"}
    card = by_code["SB-005"]
    assert {"new", "replace", "report_loss", "cancel_loss", "close", "reset_pin"} <= {s.code for s in card.situations}
    with pytest.raises(KeyError):
        card.checklist("no such situation")


@each_item
def test_everything_has_an_english_name(guide: ServiceGuide, english: EnglishNames) -> None:
    said = [
        english.item(guide),
        *(english.material(material) for material in guide.materials),
        *(english.situation(guide, situation) for situation in guide.situations),
        *(english.field(guide, field) for field in guide.fields),
        *(english.choice(guide, field, choice) for field in guide.fields for choice in field.choices),
    ]
    assert not [text for text in said if not text or re.search(r"[\u3400-\u9fff]", text)]


def test_no_english_name_is_left_over(english: EnglishNames) -> None:
    assert set(english.materials) == {material.code for guide in ITEMS for material in guide.known_materials}
    assert set(english.items) == set(CODES)
    for guide in ITEMS:
        names = english.items[guide.code]
        assert set(names.situations) == {situation.code for situation in guide.situations}
        assert set(names.fields) == {field.key for field in guide.fields}
        assert set(names.choices) == {f"{f.key}.{choice.code}" for f in guide.fields for choice in f.choices}


def test_an_item_without_english_is_said_in_chinese() -> None:
    guide = msgspec.structs.replace(ITEMS[0], english_name="")
    nothing = EnglishNames()
    assert nothing.item(guide) == guide.name
    assert nothing.material(guide.materials[0]) == guide.materials[0].name
    assert nothing.situation(guide, guide.situations[0]) == guide.situations[0].name


@each_item
def test_initials_are_those_of_the_names(guide: ServiceGuide) -> None:
    pypinyin = pytest.importorskip("pypinyin")

    def initials(text: str) -> str:
        hanzi = "".join(re.findall(r"[\u4e00-\u9fff]", text))
        return "".join(syllable[0] for syllable in pypinyin.lazy_pinyin(hanzi))

    expected = dict.fromkeys((initials(guide.name), initials(guide.short_name)))
    assert guide.initials.split() == list(expected)


WATCHED_LOAD = """
import sys
from forms.catalogue.loader import load_items, ITEMS_DIRECTORY
seen = []
sys.addaudithook(lambda event, args: seen.append((event, str(args[0]) if args else "")))
items = load_items()
events = list(seen)
opened = [path for event, path in events if event == "open"]
heavy = {"PySide6", "requests", "reportlab", "sqlite_utils", "stdnum", "zstandard", "PIL"} & set(sys.modules)
outside = [path for path in opened if not path.startswith(str(ITEMS_DIRECTORY))]
other = [event for event, _ in events if event.split(".")[0] in ("socket", "subprocess", "import", "sqlite3")]
print(len(items), len(opened), outside, other, sorted(heavy))
"""


def test_loading_opens_the_item_files_and_nothing_else() -> None:
    root = ITEMS_DIRECTORY.parents[2]
    ran = subprocess.run(
        [sys.executable, "-c", WATCHED_LOAD], cwd=root, capture_output=True, text=True, check=True, timeout=60
    )
    assert ran.stdout.strip() == "25 25 [] [] []"
