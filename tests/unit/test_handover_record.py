"""The hand-over record of a stick: whose, what, and the code that both sides compare."""

from datetime import date

import msgspec
import pytest

from forms.papers import handover_record
from forms.papers.handover_record import HandoverRecord
from forms.papers.layout import Layout, Pairs, Signature, Table, Title

RECORD = HandoverRecord(
    station_name="响水洞村便民服务站",
    township_name="响水镇",
    county_name="清水县",
    agent_name="龙秀珍",
    carried_by="杨副镇长",
    day=date(2026, 11, 23),
    direction="out",
    file_name="便民站5299-01-报送-20261123-1012-1a2b3c4d.vsu",
    code="3F2A-91BC-77D0",
    cases=86,
    events=212,
    pages=310,
    page_bytes=24_800_000,
    enquiry_phone="0859-0000123",
    complaint_phone="0859-0000456",
)


def told(layout: Layout) -> str:
    return msgspec.json.encode(layout).decode()


def test_says_who_carries_what_and_the_code() -> None:
    layout = handover_record.layout(RECORD)
    text = told(layout)
    for words in (
        "杨副镇长",
        "86 件",
        "212 条",
        "310 张（24.8 MB）",
        "3F2A-91BC-77D0",
        RECORD.file_name,
        "0859-0000456",
    ):
        assert words in text
    (title,) = [block for block in layout.blocks if isinstance(block, Title)]
    assert title.code is not None
    assert title.code.value == RECORD.code
    assert "受理" not in text


def test_all_three_sign() -> None:
    (signature,) = [block for block in handover_record.layout(RECORD).blocks if isinstance(block, Signature)]
    assert len(signature.labels) == 3


@pytest.mark.parametrize(("agreed", "word"), [(None, ""), (True, "一致"), (False, "不一致")])
def test_what_came_back_says_whether_both_sides_count_the_same(agreed: bool | None, word: str) -> None:
    record = msgspec.structs.replace(RECORD, direction="back", results=79, agreed=agreed)
    layout = handover_record.layout(record)
    (table,) = [block for block in layout.blocks if isinstance(block, Table)]
    assert [row[2] for row in table.rows] == [word, word, word, ""]
    assert table.rows[-1] == ("办理结果", "79 件", "")
    (pairs,) = [block for block in layout.blocks if isinstance(block, Pairs)]
    assert [pair.value for pair in pairs.rows[1]] == ["清水县", "响水洞村便民服务站"]
