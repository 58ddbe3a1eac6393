"""What the three papers say, before anything is drawn."""

import re
from typing import Any

import msgspec
import pytest

from forms.catalogue.guide import Fee, TimeLimit
from forms.catalogue.loader import load_items
from forms.papers import delivery_receipt, material_receipt, one_time_notice
from forms.papers.layout import Code, Layout, Pairs, Signature, Table, Title
from forms.papers.words import fee_words, limit_words, originals_words, wanted_words
from tests.paper_examples import DAUGHTER, SIX_MISSING, delivery, every_layout, head, notice, receipt


def words(layout: Layout) -> str:
    def strings(value: Any) -> list[str]:
        if isinstance(value, str):
            return [value]
        parts = value.values() if isinstance(value, dict) else value if isinstance(value, list | tuple) else ()
        return [text for part in parts for text in strings(part)]

    return "\n".join(strings(msgspec.to_builtins(layout)))


@pytest.mark.parametrize("name", sorted(every_layout()))
def test_every_paper_says_who_where_what_and_both_phones(name: str) -> None:
    text = words(every_layout()[name])
    for wanted in (
        "响水洞村便民服务站",
        "5299-03-20261123-0007-K",
        "CL-001",
        "529901********124X",
        "138****0000",
        "龙秀珍",
    ):
        assert wanted in text
    for wanted in ("0859-0000123", "12345", "2026年11月23日", "盖章处", "存"):
        assert wanted in text
    assert not re.search(r"\d{17}[\dXx]", text), "a paper never holds a whole identity number"
    assert "！" not in text


@pytest.mark.parametrize("name", sorted(every_layout()))
def test_every_paper_carries_its_number_as_a_code_and_a_free_place_for_the_seal(name: str) -> None:
    blocks = every_layout()[name].blocks
    titles = [block for block in blocks if isinstance(block, Title)]
    assert [title.code for title in titles] == [Code("5299-03-20261123-0007-K")]
    assert [block.seal is not None for block in blocks if isinstance(block, Signature)] == [True]


def test_every_row_of_every_table_has_a_cell_for_each_column() -> None:
    tables = [block for layout in every_layout().values() for block in layout.blocks if isinstance(block, Table)]
    assert tables
    for table in tables:
        assert {len(row) for row in table.rows} == {len(table.columns)}


class TestMaterialReceipt:
    def test_says_of_each_material_what_was_kept_and_what_went_back(self) -> None:
        table = next(block for block in material_receipt.layout(receipt()).blocks if isinstance(block, Table))
        assert table.rows[0] == ("1", "身份证", "看过退还", "留 1 份", "本人提交")
        assert table.rows[2] == ("3", "残疾人证", "看过退还", "留 1 份", "站内存档")
        assert table.rows[3] == ("4", "银行卡", "", "留 1 份", "本人提交")
        assert table.rows[4] == ("5", "残疾人两项补贴申请表", "收存 1 份", "", "本人提交")

    def test_names_what_is_missing_and_until_when(self) -> None:
        text = words(material_receipt.layout(receipt(missing=SIX_MISSING)))
        assert "还缺 6 样" in text
        assert "户口簿（户主页）（原件 1 份、复印件 1 份）" in text
        assert "2026年12月4日" in text

    def test_says_nothing_of_missing_materials_where_none_is(self) -> None:
        assert "还缺" not in words(material_receipt.layout(receipt(missing=())))

    def test_says_limit_fee_and_that_it_is_not_the_organs_acceptance(self) -> None:
        text = words(material_receipt.layout(receipt()))
        assert "承诺 20 个工作日（法定 30 个工作日），自茅坪镇民政办受理之日起" in text
        assert "不收费" in text
        assert "只证明本站收到上列材料，不是受理决定" in text
        assert "视为受理" not in text
        assert "2026年11月26日以前" in text

    def test_the_stations_own_act_is_never_called_acceptance(self) -> None:
        text = words(material_receipt.layout(receipt()))
        assert not re.search(r"本站受理|受理日期|受理凭证|已受理", text)

    def test_where_the_station_may_receive_for_the_organ_the_clock_starts_at_the_desk(self) -> None:
        text = words(material_receipt.layout(receipt(clock="station")))
        assert "自本站收件之日起" in text
        assert "不是受理决定" not in text

    def test_a_charged_fee_is_said_with_its_tariff_and_basis(self) -> None:
        fee = Fee(charged=True, standard="工本费 20 元", basis="省价费〔2020〕1 号")
        assert "工本费 20 元（依据：省价费〔2020〕1 号）" in words(material_receipt.layout(receipt(fee=fee)))

    def test_an_empty_draft_makes_a_slip_without_number_or_code(self) -> None:
        empty = head("", number="", item_name="", item_code="", situation_name="", masked_id="", masked_phone="")
        record = receipt(
            head=empty, received=(), missing=(), accepting_office="", promised_limit=None, fee=None, forward_until=None
        )
        layout = material_receipt.layout(record)
        text = words(layout)
        assert "（收件后自动编号）" in text
        assert "由受理机关依法决定" in text
        assert "None" not in text
        assert [block.code for block in layout.blocks if isinstance(block, Title)] == [None]

    def test_names_the_representative_and_the_districts_number(self) -> None:
        changed = receipt(head=head(representative_name="𠮷野", official_number="QX20261124-0183"))
        pairs = [block for block in material_receipt.layout(changed).blocks if isinstance(block, Pairs)]
        values = {pair.label: pair.value for block in pairs for row in block.rows for pair in row}
        assert values["代理人"] == "𠮷野"
        assert values["县区编号"] == "QX20261124-0183"


class TestOneTimeNotice:
    def test_lists_everything_with_what_is_wrong_and_what_would_be_right(self) -> None:
        layout = one_time_notice.layout(notice())
        table = next(block for block in layout.blocks if isinstance(block, Table))
        assert len(table.rows) == 6
        assert table.rows[0] == ("1", "户口簿（户主页）", "缺少", "原件 1 份、复印件 1 份", "2026年12月4日")
        assert table.rows[1][2:4] == ("照片模糊，看不清等级", "复印件 1 份；重新复印，编号和等级清楚可辨")
        assert "还有下列 6 项材料" in words(layout)
        assert "不用再准备：身份证、户口簿（本人页）、残疾人证" in words(layout)

    def test_the_stations_notice_is_no_refusal(self) -> None:
        text = words(one_time_notice.layout(notice()))
        assert "经本站核对" in text
        assert "不是不予受理决定" in text

    def test_a_correction_of_the_organ_is_the_organs_with_its_seal_and_handler(self) -> None:
        record = notice(
            issued_by="authority", authority_name="茅坪镇民政办", handler_name="陈平", handler_phone="0859-0000456"
        )
        layout = one_time_notice.layout(record)
        text = words(layout)
        assert "经茅坪镇民政办审查" in text
        assert "陈平 0859-0000456" in text
        seals = [block.seal.caption for block in layout.blocks if isinstance(block, Signature) and block.seal]
        assert seals == ["茅坪镇民政办\n（盖章处）"]

    def test_a_second_notice_gives_its_reason(self) -> None:
        text = words(one_time_notice.layout(notice(again_because="申请情形改变")))
        assert "这是再次告知，原因：申请情形改变" in text

    @pytest.mark.parametrize(("issued_by", "expected"), [("station", "收件前补齐"), ("authority", "不限期")])
    def test_no_day_set_is_said_beside_others_that_have_one(self, issued_by: str, expected: str) -> None:
        undated = msgspec.structs.replace(SIX_MISSING[1], until=None)
        record = notice(missing=(SIX_MISSING[0], undated), issued_by=issued_by, authority_name="茅坪镇民政办")
        table = next(block for block in one_time_notice.layout(record).blocks if isinstance(block, Table))
        assert [row[4] for row in table.rows] == ["2026年12月4日", expected]

    def test_without_any_day_there_is_no_column_of_days(self) -> None:
        undated = tuple(msgspec.structs.replace(material, until=None) for material in SIX_MISSING)
        table = next(b for b in one_time_notice.layout(notice(missing=undated)).blocks if isinstance(b, Table))
        assert [column.heading for column in table.columns] == ["序号", "材料", "问题", "要求"]


class TestDeliveryReceipt:
    def grid(self, **changes: Any) -> dict[str, str]:
        layout = delivery_receipt.layout(delivery(**changes))
        table = next(block for block in layout.blocks if isinstance(block, Table))
        return {label.replace("\n", ""): value for label, value in table.rows}

    def test_names_documents_recipient_place_and_method(self) -> None:
        grid = self.grid()
        assert grid["送达文书名称及文号"] == "残疾人两项补贴审批决定书（清残补〔2026〕183 号）　1 份\n一卡通　1 份"
        assert grid["受送达人"] == "𠮷野"
        assert grid["送达方式"] == "直接送达（在便民服务站领取）"
        assert "年　　月　　日" in grid["受送达人签名或盖章"]
        assert grid["送达人"] == "龙秀珍"

    def test_a_substitute_signs_with_relation_and_reason(self) -> None:
        grid = self.grid(method="substitute", substitute=DAUGHTER)
        assert "受送达人签名或盖章" not in grid
        assert "阿依古丽（女儿）" in grid["代收人签名及代收理由"]
        assert "代收理由：本人卧床，不便到场" in grid["代收人签名及代收理由"]

    def test_post_gives_its_tracking_number(self) -> None:
        assert (
            self.grid(method="post", tracking_number="EX123456789CN")["送达方式"] == "邮寄送达，邮件号码 EX123456789CN"
        )


@pytest.mark.parametrize(
    ("promised", "statutory", "expected"),
    [
        (TimeLimit("on_the_spot"), TimeLimit("working_day", 5), "当场办结"),
        (TimeLimit("monthly_batch"), None, "按月集中办理"),
        (TimeLimit("working_day", 7), None, "承诺 7 个工作日，自镇里受理之日起"),
        (TimeLimit("working_day", 20), TimeLimit("month", 2), "承诺 20 个工作日（法定 2 个月），自镇里受理之日起"),
        (TimeLimit("monthly_batch", note="当月收到的，下月发放"), None, "按月集中办理；当月收到的，下月发放"),
        (TimeLimit("day", 7, "自受理之日起，公示 7 天另算"), None, "承诺 7 日，自镇里受理之日起；公示 7 天另算"),
        (
            TimeLimit("working_day", 7, "自评定结果收齐之日起，评定时间另算"),
            None,
            "承诺 7 个工作日，自评定结果收齐之日起；评定时间另算",
        ),
        (TimeLimit("day", 3), TimeLimit("on_the_spot"), "承诺 3 日，自镇里受理之日起"),
    ],
)
def test_limits_in_words(promised: TimeLimit, statutory: TimeLimit | None, expected: str) -> None:
    assert limit_words(promised, statutory, "镇里受理") == expected


def test_fees_originals_and_wanted_copies_in_words() -> None:
    assert fee_words(Fee()) == "不收费"
    assert fee_words(Fee(charged=True)) == "按规定收费"
    assert [originals_words(0, False), originals_words(1, False), originals_words(2, False)] == [
        "",
        "看过退还",
        "看过退还 2 份",
    ]
    assert originals_words(2, True) == "收存 2 份"
    assert [wanted_words(0, 0), wanted_words(0, 2), wanted_words(1, 1)] == ["", "复印件 2 份", "原件 1 份、复印件 1 份"]


class TestWhatIsNotKnown:
    def test_a_fee_that_nobody_has_settled_is_not_printed_as_none(self) -> None:
        said = fee_words(Fee(charged=True, confirmed=False))
        assert "还没有核定" in said
        assert "不收费" not in said

    def test_every_fee_that_an_item_calls_unconfirmed_is_one_in_its_data(self) -> None:
        for guide in load_items():
            doubtful = any("工本费" in text or "收费" in text for text in guide.unconfirmed)
            fees = [guide.fee, *(guide.fee_of(situation.code) for situation in guide.situations)]
            assert not doubtful or any(not fee.confirmed for fee in fees), guide.code

    def test_a_lost_card_and_a_first_one_cost_what_is_known_of_each(self) -> None:
        card = next(guide for guide in load_items() if guide.code == "SB-005")
        assert [fee_words(card.fee_of(code))[:4] for code in ("new", "replace", "exchange")] == [
            "不收费",
            "收不收、",
            "收不收、",
        ]

    def test_who_brought_the_papers_is_said(self) -> None:
        by_another = material_receipt.layout(receipt(head=head(representative_name="𠮷野")))
        assert "代理人交" in words(by_another)
        assert "本人提交" not in words(by_another)
        assert "本人提交" in words(material_receipt.layout(receipt()))
