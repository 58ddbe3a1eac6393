from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms.field_spec import Choice, FieldKind, FieldSpec
from forms.fields import asked, check_form, check_name, normalise_form, normalise_name, prefill

TODAY = date(2026, 11, 23)
HOLDER = "529901194203120015"
KINDS = tuple(
    Choice(str(n), label) for n, label in enumerate(("视力", "听力", "言语", "肢体", "智力", "精神", "多重"), 1)
)
GRADES = tuple(Choice(str(n), label) for n, label in enumerate(("一级", "二级", "三级", "四级"), 1))


def spec(kind: FieldKind = "text", **rules: Any) -> FieldSpec:
    return FieldSpec("answer", "这一项", kind, **rules)


def problems(field: FieldSpec, text: str) -> list[str]:
    return [problem.text_zh for problem in check_form([field], {"answer": text}, today=TODAY)]


def blocks(field: FieldSpec, text: str) -> bool:
    return any(problem.blocking for problem in check_form([field], {"answer": text}, today=TODAY))


def stored(field: FieldSpec, text: str) -> str:
    return normalise_form([field], {"answer": text})["answer"]


CHOICES = (Choice("spouse", "老伴"), Choice("alone", "一个人住"))


@pytest.mark.parametrize(
    ("field", "typed", "kept"),
    [
        (spec(), " 竹山组12号 ", "竹山组12号"),
        (spec("long_text", max_length=200), "第一行\r\n第二行", "第一行\n第二行"),
        (spec("number"), "３", "3"),
        (spec("number"), "2.50", "2.5"),
        (spec("number"), "1,200", "1200"),
        (spec("number"), "100", "100"),
        (spec("number", minimum=-5), "-3", "-3"),
        (spec("money"), "1200", "1200.00"),
        (spec("money"), "￥1，200.5元", "1200.50"),
        (spec("money"), "0", "0.00"),
        (spec("date"), "2026年11月3日", "2026-11-03"),
        (spec("date"), "20261103", "2026-11-03"),
        (spec("choice", choices=CHOICES), "老伴", "spouse"),
        (spec("choice", choices=CHOICES), "alone", "alone"),
        (spec("yes_no"), "是", "yes"),
        (spec("yes_no"), "No", "no"),
        (spec("phone"), "138 0000 0000", "13800000000"),
        (spec("phone"), "+86 138-0000-0000", "13800000000"),
        (spec("phone"), "（0859）0000123", "0859-0000123"),
        (spec("phone"), "01000000123", "010-00000123"),
        (spec("identity"), "52990119420312001５", HOLDER),
        (spec("bank_account"), "6222 0200 0000 0000 000", "6222020000000000000"),
        (spec("disability_card"), "529901 19420312 0015 42b1", HOLDER + "42B1"),
        (spec(prefill="name"), "买买提•吐尔逊", "买买提·吐尔逊"),
    ],
)
def test_a_right_answer_is_stored_in_one_form(field: FieldSpec, typed: str, kept: str) -> None:
    assert problems(field, typed) == []
    assert stored(field, typed) == kept
    assert stored(field, kept) == kept
    assert problems(field, kept) == []


@pytest.mark.parametrize(
    ("field", "typed", "says"),
    [
        (spec(), "", "请填写“这一项”"),
        (spec(), "  ", "请填写“这一项”"),
        (spec("choice", choices=CHOICES), "", "请选择“这一项”"),
        (spec("yes_no"), "", "请选择“这一项”"),
        (spec(max_length=4), "五个字的字", "最多4个字，现在有5个字"),
        (spec(), "一\x00二", "看不见的符号"),
        (spec(), "一\n二", "看不见的符号或换行"),
        (spec("number"), "3人", "只填数字，不用写单位"),
        (spec("number"), "三", "只填数字"),
        (spec("number"), "1,2", "只填数字"),
        (spec("number"), "9" * 40, "只填数字"),
        (spec("money"), "9" * 40, "请填多少元"),
        (spec("number"), "-1", "不能小于0"),
        (spec("number", minimum=79), "78", "不能小于79"),
        (spec("number", maximum=30), "30.5", "不能大于30"),
        (spec("money"), "十块", "请填多少元"),
        (spec("money"), "1.234", "小数点后两位"),
        (spec("money"), "-5", "不能小于0元"),
        (spec("money", maximum=100), "100.01", "不能大于100元"),
        (spec("date"), "2026-02-30", "请写成2026年11月23日或2026-11-23这样"),
        (spec("date"), "去年", "请写成"),
        (spec("date", not_future=True), "2026-11-24", "2026年11月24日，还没有到"),
        (spec("date", not_past=True), "2026-11-22", "已经过了"),
        (spec("date", not_future=True, minimum=80), "1946-11-24", "是79周岁，要满80周岁"),
        (spec("date", not_future=True, maximum=17), "2008-11-23", "不能超过17周岁"),
        (spec("date", minimum=-30), "2026-10-23", "不能早于2026年10月24日"),
        (spec("date", maximum=30), "2026-12-24", "不能晚于2026年12月23日"),
        (spec("choice", choices=CHOICES), "子女", "从列出的选项里选一个"),
        (spec("yes_no"), "也许", "请选“是”或“否”"),
        (spec("phone"), "老李家", "电话里只能有数字"),
        (spec("phone"), "13800000000、13900000000", "只填一个号码"),
        (spec("identity"), "529901194203120014", "最后一位对不上"),
        (spec("identity"), "52990119420312001", "应是18位，现在是17位"),
        (spec("bank_account"), "6222ABC0000000005", "只能有数字"),
        (spec("bank_account"), "12345678901", "现在是11位"),
        (spec("bank_account"), "1" * 33, "现在是33位"),
        (spec("disability_card"), HOLDER, "一共20位"),
        (spec(prefill="name"), "李4", "不能有数字"),
    ],
)
def test_a_wrong_answer_blocks_and_says_what_to_do(field: FieldSpec, typed: str, says: str) -> None:
    assert blocks(field, typed)
    (sentence,) = problems(field, typed)
    assert says in sentence


@pytest.mark.parametrize(
    ("field", "typed", "says"),
    [
        (spec("phone"), "1380000000", "有10位"),
        (spec("phone"), "12345", "有5位"),
        (spec("phone"), "12800000000", "有11位"),
        (spec("identity"), "无：新生儿", "没有证件号（新生儿）"),
        (spec("identity"), "没有", "写上没有证件号的原因"),
        (spec("bank_account"), "6222020000000000001", "不像是银行卡号"),
        (spec("bank_account"), "2" * 22, "存折"),
        (spec(prefill="name"), "李", "只有一个字"),
    ],
)
def test_what_is_only_odd_is_told_and_does_not_block(field: FieldSpec, typed: str, says: str) -> None:
    assert not blocks(field, typed)
    (sentence,) = problems(field, typed)
    assert says in sentence


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        (spec("date", not_future=True, minimum=80), "1946-11-23"),
        (spec("date", not_future=True), "2026-11-23"),
        (spec("date", not_past=True), "2026-11-23"),
        (spec("date", minimum=-30, maximum=30), "2026-10-24"),
        (spec("date", minimum=-30, maximum=30), "2026-12-23"),
        (spec("number", minimum=1, maximum=30), "30"),
        (spec(required=False), ""),
        (spec("choice", required=False, choices=CHOICES), " "),
        (spec("date", required=False, not_future=True), ""),
        (spec(max_length=4), "𠮷野𬸚䶮"),
    ],
)
def test_what_lies_just_within_the_rules_passes(field: FieldSpec, typed: str) -> None:
    assert problems(field, typed) == []


def test_every_error_is_told_at_once_in_the_forms_order() -> None:
    specs = [
        FieldSpec("a", "甲", "number"),
        FieldSpec("b", "乙", "date"),
        FieldSpec("c", "丙"),
        FieldSpec("d", "丁", required=False),
    ]
    found = check_form(specs, {"a": "x", "b": "y"}, today=TODAY, english={"a": "First", "b": "Second", "c": "Third"})
    assert [problem.field for problem in found] == ["a", "b", "c"]
    assert [name in problem.text_en for problem, name in zip(found, ("First", "Second", "Third"), strict=True)] == [
        True
    ] * 3


CHAIN = (
    FieldSpec("insured", "参保", "yes_no"),
    FieldSpec("kind", "哪种", "choice", choices=CHOICES, shown_if=("insured", ("yes",))),
    FieldSpec("since", "从哪天", "date", shown_if=("kind", ("spouse",))),
    FieldSpec("lost", "不见的", shown_if=("nowhere", ("yes",))),
    FieldSpec("egg", "蛋", shown_if=("hen", ("yes",))),
    FieldSpec("hen", "鸡", shown_if=("egg", ("yes",))),
    FieldSpec("self", "自己", shown_if=("self", ("yes",))),
)


@pytest.mark.parametrize(
    ("values", "keys"),
    [
        ({}, ["insured"]),
        ({"insured": "否", "kind": "spouse"}, ["insured"]),
        ({"insured": "是"}, ["insured", "kind"]),
        ({"insured": "yes", "kind": "老伴"}, ["insured", "kind", "since"]),
        ({"insured": "no", "kind": "spouse", "since": "x"}, ["insured"]),
        ({"egg": "yes", "hen": "yes", "self": "yes", "nowhere": "yes"}, ["insured"]),
    ],
)
def test_a_chain_of_conditions(values: dict[str, str], keys: list[str]) -> None:
    assert [field.key for field in asked(CHAIN, values)] == keys


def test_what_is_not_asked_is_neither_checked_nor_stored() -> None:
    values = {"insured": "no", "kind": "spouse", "since": "not a date"}
    assert check_form(CHAIN, values, today=TODAY) == ()
    assert normalise_form(CHAIN, values) == {"insured": "no"}


CARD = (
    FieldSpec("card", "残疾证号", "disability_card"),
    FieldSpec("what", "残疾类别", "choice", choices=KINDS),
    FieldSpec("grade", "残疾等级", "choice", choices=GRADES),
)


def test_a_form_that_contradicts_the_disability_card_is_told() -> None:
    right = {"card": HOLDER + "42", "what": "4", "grade": "2"}
    assert check_form(CARD, right, today=TODAY, id_number=HOLDER) == ()
    found = check_form(CARD, right | {"what": "1", "grade": "3"}, today=TODAY)
    assert [(problem.field, problem.blocking) for problem in found] == [("what", False), ("grade", False)]
    assert "选的是视力，残疾人证号里写的是肢体" in found[0].text_zh
    (other,) = check_form(CARD, right, today=TODAY, id_number="529901194203120023")
    assert "不一样" in other.text_zh


PREFILLED = (
    FieldSpec("name", "姓名", prefill="name"),
    FieldSpec("born", "出生日期", "date", prefill="birth_date"),
    FieldSpec("age", "年龄", "number", prefill="age"),
    FieldSpec("sex", "性别", "choice", choices=(Choice("1", "男"), Choice("2", "女")), prefill="sex"),
    FieldSpec("sex_text", "性别", prefill="sex"),
    FieldSpec("phone", "电话", "phone", prefill="phone"),
    FieldSpec("village", "村", "choice", choices=(Choice("zs", "竹山村"),), prefill="village"),
    FieldSpec("other", "别的"),
)


def test_the_applicants_record_is_written_in_first() -> None:
    record = {"name": "买买提•吐尔逊", "id_number": HOLDER, "phone": "138 0000 0000", "village": "竹山村"}
    assert prefill(PREFILLED, record, {}, today=TODAY) == {
        "name": "买买提·吐尔逊",
        "born": "1942-03-12",
        "age": "84",
        "sex": "1",
        "sex_text": "男",
        "phone": "13800000000",
        "village": "zs",
    }


def test_what_somebody_typed_is_not_changed() -> None:
    existing = {"name": "老李", "phone": " ", "other": "x", "unknown": "y"}
    filled = prefill(PREFILLED, {"name": "李四", "phone": "13800000000", "sex": "female", "village": "别村"}, existing)
    assert filled == existing | {"phone": "13800000000", "sex": "2", "sex_text": "女"}


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("买买提.吐尔逊", "买买提·吐尔逊"),
        ("买买提・吐尔逊", "买买提·吐尔逊"),
        ("买买提 · 吐尔逊", "买买提·吐尔逊"),
        ("李 四", "李四"),
        ("李　四", "李四"),
        (" 𠮷 野 ", "𠮷野"),
        ("John  R. Smith", "John R. Smith"),
        ("欧阳𬸚", "欧阳𬸚"),
    ],
)
def test_a_name_is_stored_in_one_form(typed: str, name: str) -> None:
    assert normalise_name(typed) == name
    assert check_name(typed) == ()


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("", "请填写姓名"),
        ("李４", "不能有数字"),
        ("李\x07四", "看不见的符号"),
        ("李\t四", "不止一格"),
        ("李\ue863", "旧系统自造的字"),
        ("李" * 51, "最多50个字，现在有51个字"),
    ],
)
def test_a_wrong_name_blocks(name: str, says: str) -> None:
    (problem,) = check_name(name)
    assert problem.blocking
    assert says in problem.text_zh


def test_a_name_is_counted_in_characters() -> None:
    assert check_name("𠮷" * 50) == ()


@given(
    st.sampled_from(
        [spec(kind, choices=CHOICES) for kind in ("text", "long_text", "number", "money", "date", "choice")]
    )
    | st.sampled_from([spec(kind) for kind in ("yes_no", "phone", "identity", "bank_account", "disability_card")]),
    st.text(max_size=40),
)
def test_no_answer_breaks_the_check_and_reading_twice_changes_nothing(field: FieldSpec, text: str) -> None:
    found = check_form([field], {"answer": text}, today=TODAY)
    assert all(problem.text_zh and problem.text_en and problem.field == "answer" for problem in found)
    once = normalise_form([field], {"answer": text})
    assert normalise_form([field], once) == once
