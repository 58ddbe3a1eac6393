"""Papers of invented people, as tests and pictures use them. `python -m tests.paper_examples FOLDER` draws them as PNG."""

import sys
from datetime import date
from pathlib import Path
from typing import Any

from forms.catalogue.guide import Fee, TimeLimit
from forms.papers import delivery_receipt, material_receipt, one_time_notice
from forms.papers.layout import Layout
from forms.papers.records import (
    DeliveredDocument,
    DeliveryReceipt,
    MaterialReceipt,
    MissingMaterial,
    OneTimeNotice,
    PaperHead,
    ReceivedMaterial,
    Substitute,
)

DAY = date(2026, 11, 23)
UNTIL = date(2026, 12, 4)
OFFICE = "茅坪镇民政办"
NAMES = ("李䶮", "欧阳𬸚", "𠮷野", "买买提·吐尔逊")

FIVE = (
    ReceivedMaterial("身份证", originals=1, copies=1),
    ReceivedMaterial("户口簿（本人页）", originals=1, copies=1),
    ReceivedMaterial("残疾人证", originals=1, copies=1, source="on_file"),
    ReceivedMaterial("银行卡", copies=1),
    ReceivedMaterial("残疾人两项补贴申请表", originals=1, originals_kept=True),
)
_MORE = (
    "核对授权书",
    "家庭收入和财产状况申报表",
    "承包地、山林权属证明及四至界线说明（村民小组组长签字）",
    "结婚证",
    "独生子女父母光荣证",
    "医院诊断证明书",
    "出院小结",
    "费用清单",
    "火化证明或者死亡医学证明",
)
FOURTEEN = FIVE + tuple(ReceivedMaterial(name, originals=1, copies=place % 4) for place, name in enumerate(_MORE))
SIX_MISSING = (
    MissingMaterial("户口簿（户主页）", originals=1, copies=1, until=UNTIL),
    MissingMaterial("残疾人证", "照片模糊，看不清等级", "重新复印，编号和等级清楚可辨", copies=1, until=UNTIL),
    MissingMaterial(
        "家庭收入和财产状况申报表",
        "缺少户主签名",
        "由户主本人签名并写明日期，不会写字的按指印",
        originals=1,
        until=UNTIL,
    ),
    MissingMaterial("银行卡", "不是本人账户", "申请人本人的账户，社保卡的银行账户也可以", copies=1, until=UNTIL),
    MissingMaterial("核对授权书", standard="全部家庭成员签字", originals=1, until=UNTIL),
    MissingMaterial(
        "委托书", "没有写明代理期限", "写明代理人、事项、权限和期限，由委托人签名", originals=1, until=UNTIL
    ),
)


def head(applicant_name: str = "李䶮", **changes: Any) -> PaperHead:
    values: dict[str, Any] = {
        "station_name": "响水洞村便民服务站",
        "township_name": "茅坪镇",
        "county_name": "清溪县",
        "number": "5299-03-20261123-0007-K",
        "item_name": "残疾人两项补贴（护理补贴）",
        "item_code": "CL-001",
        "situation_name": "首次申请，一级或二级残疾",
        "applicant_name": applicant_name,
        "masked_id": "529901********124X",
        "masked_phone": "138****0000",
        "agent_name": "龙秀珍",
        "made_on": DAY,
        "enquiry_phone": "0859-0000123",
        "complaint_phone": "12345",
    }
    return PaperHead(**(values | changes))


def receipt(applicant_name: str = "李䶮", **changes: Any) -> MaterialReceipt:
    """A receipt with five materials and one to come."""
    values: dict[str, Any] = {
        "head": head(applicant_name),
        "received_on": DAY,
        "received": FIVE,
        "missing": SIX_MISSING[:1],
        "accepting_office": OFFICE,
        "forward_until": date(2026, 11, 26),
        "promised_limit": TimeLimit("working_day", 20),
        "statutory_limit": TimeLimit("working_day", 30),
        "fee": Fee(),
    }
    return MaterialReceipt(**(values | changes))


def notice(applicant_name: str = "欧阳𬸚", **changes: Any) -> OneTimeNotice:
    values: dict[str, Any] = {
        "head": head(applicant_name),
        "noticed_on": DAY,
        "missing": SIX_MISSING,
        "in_order": ("身份证", "户口簿（本人页）", "残疾人证"),
        "open_hours": "工作日 8:30 至 17:30，赶场天不休",
        "fee": Fee(),
    }
    return OneTimeNotice(**(values | changes))


def delivery(applicant_name: str = "𠮷野", **changes: Any) -> DeliveryReceipt:
    values: dict[str, Any] = {
        "head": head(applicant_name, official_number="QX20261124-0183"),
        "documents": (
            DeliveredDocument("残疾人两项补贴审批决定书", "清残补〔2026〕183 号"),
            DeliveredDocument("一卡通"),
        ),
        "recipient_name": applicant_name,
        "place": "响水洞村便民服务站",
    }
    return DeliveryReceipt(**(values | changes))


DAUGHTER = Substitute("阿依古丽", "女儿", "本人卧床，不便到场", "529901********2340")


def every_layout() -> dict[str, Layout]:
    """The three papers, usual and crowded, in names that try the fonts."""
    crowded = head(
        "买买提·吐尔逊",
        official_number="QX20261124-0183",
        representative_name="𠮷野",
        item_name="城乡居民基本养老保险待遇申领以及被征地农民养老保险补贴资格核定与丧葬补助金申领",
        situation_name="家庭成员之一死亡，由其他法定继承人代为申请，且户口簿登记的住址与实际居住地不一致",
    )
    return {
        "receipt": material_receipt.layout(receipt()),
        "receipt_complete": material_receipt.layout(receipt("欧阳𬸚", missing=())),
        "receipt_crowded": material_receipt.layout(receipt(head=crowded, received=FOURTEEN, missing=SIX_MISSING)),
        "notice": one_time_notice.layout(notice()),
        "delivery": delivery_receipt.layout(delivery()),
        "delivery_substitute": delivery_receipt.layout(
            delivery("买买提·吐尔逊", method="substitute", substitute=DAUGHTER, delivered_on=UNTIL)
        ),
    }


def main(folder: Path) -> None:
    """Writes receipt.png, notice.png and delivery.png for the documents."""
    from PIL import Image

    from station_app.printing.page_image import page_png
    from station_app.printing.pdf import render

    for name in ("receipt", "notice", "delivery"):
        path = folder / f"{name}.png"
        path.write_bytes(page_png(render(every_layout()[name]), 640 if name == "receipt" else 800))
        with Image.open(path) as picture:
            few_colours = picture.convert("RGB").quantize(128)
        few_colours.save(path, optimize=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
