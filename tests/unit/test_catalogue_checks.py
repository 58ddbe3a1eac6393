"""The completeness check finds each fault, and the comparison says each change."""

from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms.catalogue.compare import what_changed
from forms.catalogue.completeness import catalogue_errors, guide_errors, guide_gaps
from forms.catalogue.guide import Fee, RequiredMaterial, ServiceGuide, Situation, Step, TimeLimit
from forms.catalogue.loader import Catalogue, load_items
from forms.catalogue.wording import office_name
from forms.field_spec import Choice, FieldSpec

ITEMS = load_items()
GUIDE = next(guide for guide in ITEMS if guide.code == "MZ-004")
ID_CARD = GUIDE.materials[0]
FIRST = GUIDE.situations[0]


def changed(**values: Any) -> ServiceGuide:
    return msgspec.structs.replace(GUIDE, **values)


def with_material(**values: Any) -> ServiceGuide:
    return changed(materials=(msgspec.structs.replace(ID_CARD, **values), *GUIDE.materials[1:]))


def with_field(field: FieldSpec) -> ServiceGuide:
    return changed(fields=(*GUIDE.fields, field))


YES_OR_NO = (Choice("a", "有"), Choice("b", "没有"))

FAULTS = {
    "没有写事项名称": changed(name=" "),
    "没有写办理结果": changed(result=msgspec.structs.replace(GUIDE.result, name="")),
    "版本号": changed(version=0),
    "生效日期": changed(effective_from="2026年1月"),
    "没有依据的不能收费": changed(fee=Fee(charged=True, standard="每张 10 元")),
    "只能用 {village}": changed(steps=(Step("受理", "{city}民政局"),)),
    "材料编码“id_card”用了不止一次": changed(materials=(*GUIDE.materials, ID_CARD)),
    "兜底": with_material(name="县里要求的其他材料"),
    "没有写要几份原件": with_material(originals=0, copies=0),
    "原件留下": with_material(originals=0, originals_kept=True),
    "要写明几个工作日内补来": with_material(necessity="deferrable"),
    "却没有写成可以后补": with_material(deferrable_days=5),
    "没有写情形": changed(situations=()),
    "情形编码“first”用了不止一次": changed(situations=(*GUIDE.situations, FIRST)),
    "没有材料清单": changed(situations=(Situation("bare", "什么也不带", ()),)),
    "材料里却没有这一样": changed(situations=(Situation("odd", "首次申请", ("id_card", "passport")),)),
    "写了不止一次": changed(situations=(Situation("twice", "首次申请", ("id_card", "id_card")),)),
    "承诺时限要写明数目": changed(promised_limit=TimeLimit("working_day")),
    "不用再写数目": changed(promised_limit=TimeLimit("on_the_spot", 3)),
    "比法定时限": changed(statutory_limit=TimeLimit("working_day", 10), promised_limit=TimeLimit("working_day", 11)),
    "不能是负数": changed(public_notice_days=-1),
    "站里不是决定机关": changed(authority="decide"),
    "须有主管部门的书面委托": changed(on_receipt_clock="station"),
    "用了同一个编号": with_field(GUIDE.fields[0]),
    "却没有写可选的答案": with_field(FieldSpec("x", "有没有", kind="choice")),
    "不是选择题": with_field(FieldSpec("x", "有没有", choices=YES_OR_NO)),
    "两个答案": with_field(FieldSpec("x", "有没有", kind="choice", choices=(YES_OR_NO[0], YES_OR_NO[0]))),
    "最小值比最大值还大": with_field(FieldSpec("x", "几口人", kind="number", minimum=9, maximum=1)),
    "只能填当天": with_field(FieldSpec("x", "哪天", kind="date", not_future=True, not_past=True)),
    "自动填写来源": with_field(FieldSpec("x", "生肖", prefill="zodiac")),
    "表格里却没有这一项": with_field(FieldSpec("x", "哪一家", shown_if=("no_such", ("a",)))),
    "可选的答案里却没有": with_field(FieldSpec("x", "哪一家", shown_if=("living_with", ("moon",)))),
    "没有写在哪个答案下才填": with_field(FieldSpec("x", "哪一家", shown_if=("living_with", ()))),
    "永远不会出现": changed(
        fields=(FieldSpec("p", "甲", shown_if=("q", ("1",))), FieldSpec("q", "乙", shown_if=("p", ("1",)))),
        situations=(msgspec.structs.replace(FIRST, fields=None),),
    ),
    "却没有要填它所看的": changed(situations=(msgspec.structs.replace(FIRST, fields=("institution",)),)),
    "最大字数": with_field(FieldSpec("x", "备注", max_length=0)),
}


@pytest.mark.parametrize("sentence", FAULTS)
def test_each_fault_is_named(sentence: str) -> None:
    found = [error for error in guide_errors(FAULTS[sentence]) if sentence in error]
    assert len(found) >= 1
    assert all(error.endswith("。") for error in found)


def test_every_fault_at_once_and_not_the_first_alone() -> None:
    guide = changed(name="", version=0, promised_limit=TimeLimit("working_day"), materials=(*GUIDE.materials, ID_CARD))
    assert len(guide_errors(guide)) == 4


def test_a_catalogue_with_errors_names_the_item() -> None:
    bad = with_material(name="其他材料")
    catalogue = Catalogue(1, "2026-01-01T00:00:00+08:00", "云岭县", (GUIDE, bad))
    errors = catalogue_errors(catalogue)
    assert errors[0] == "事项编码“MZ-004”用了不止一次，每个事项要有自己的编码。"
    assert errors[1].startswith("高龄津贴：材料“其他材料”是兜底的说法")
    assert catalogue_errors(Catalogue(1, "", "云岭县", ())) == ("目录里一个事项也没有。",)


def test_gaps_are_wanted_and_do_not_block() -> None:
    bare = changed(legal_basis=(), conditions=(), steps=(), faq=(), who_must_come="", english_name="", visits=3)
    assert guide_errors(bare) == ()
    gaps = guide_gaps(bare)
    for sentence in ("还没有写设定依据。", "还没有写办理流程。", "还没有写常见问题。", "还没有写谁来办。"):
        assert sentence in gaps
    assert "要跑 3 次，超过了 2 次，请看看能不能减。" in gaps
    assert "法定时限没有写依据。" in gaps
    assert "等县里确认：承诺时限：待县里确认" in gaps


def test_gaps_of_materials() -> None:
    spare = RequiredMaterial("spare", "老年证", originals=1, kind="form", to_confirm=True)
    gaps = guide_gaps(changed(materials=(*GUIDE.materials, spare)))
    assert "材料“老年证”没有写审查要点。" in gaps
    assert "表格“老年证”没有填写说明，也没有样表。" in gaps
    assert "材料“老年证”没有用在任何一种情形里。" in gaps
    assert any(gap.startswith("这些材料等县里确认：") and "老年证" in gap for gap in gaps)


def test_office_name_fills_in_and_refuses_what_it_does_not_know() -> None:
    assert office_name("{township}民政办或者{county}民政局", {"township": "清水镇", "county": "云岭县"}) == (
        "清水镇民政办或者云岭县民政局"
    )
    with pytest.raises(KeyError):
        office_name("{city}民政局", {"township": "清水镇"})


@given(st.sampled_from(ITEMS))
def test_nothing_changed_says_nothing(guide: ServiceGuide) -> None:
    assert what_changed(guide, guide) == ()
    assert what_changed(guide, msgspec.structs.replace(guide, version=guide.version + 1)) == ()


def test_a_new_item_is_said() -> None:
    assert what_changed(None, GUIDE) == ("新增事项：高龄津贴。",)


@given(data=st.data(), guide=st.sampled_from(ITEMS))
def test_any_material_taken_out_is_said_and_put_back_is_said(data: st.DataObject, guide: ServiceGuide) -> None:
    gone = data.draw(st.sampled_from(guide.materials))
    without = msgspec.structs.replace(guide, materials=tuple(m for m in guide.materials if m is not gone))
    assert f"不再要：{gone.name}。" in what_changed(guide, without)
    assert f"新增材料：{gone.name}。" in what_changed(without, guide)


CHANGES = {
    "承诺时限：由按月集中办理改为15 个工作日。": changed(promised_limit=TimeLimit("working_day", 15)),
    "收费：由不收费改为每张 10 元。": changed(fee=Fee(True, "每张 10 元", "某某文件")),
    "公示：由不公示改为 7 天。": changed(public_notice_days=7),
    "身份证：由原件 1 份（看过退还）、复印件 1 份改为原件 1 份（看过退还）、复印件 2 份。": with_material(copies=2),
    "身份证：由“必须带”改为“可以后补”。": with_material(necessity="deferrable", deferrable_days=10),
    "身份证的审查要点改为：在有效期内。": with_material(standard="在有效期内"),
    "材料“身份证”改称“居民身份证”。": with_material(name="居民身份证"),
    "取消情形：首次申请。": changed(situations=GUIDE.situations[1:]),
    "“首次申请”的清单去掉：户口簿。": changed(
        situations=(
            msgspec.structs.replace(FIRST, materials=tuple(c for c in FIRST.materials if c != "household_register")),
            *GUIDE.situations[1:],
        )
    ),
    "站里的权限：由“站里收件，上级受理”改为“站里受委托受理”。": changed(authority="accept"),
    "现在要本人办，不能委托别人代办。": changed(agent_allowed=False),
    "到场次数：由 1 次改为 2 次。": changed(visits=2),
    "表格里多填：老年证号。": with_field(FieldSpec("card", "老年证号")),
    "办理条件有改动，收件前请看一遍新的条件。": changed(conditions=("年满 75 周岁",)),
}


@pytest.mark.parametrize("sentence", CHANGES)
def test_each_change_is_said(sentence: str) -> None:
    assert what_changed(GUIDE, CHANGES[sentence]) == (sentence,)
