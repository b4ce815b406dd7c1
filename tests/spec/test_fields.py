"""What each field of a notice is read from, as a table: the manual of extraction by example."""

from __future__ import annotations

import pytest

from counterfile.model.notice import Property
from counterfile.plugins.extractors.labels import LabelExtractor
from counterfile.plugins.extractors.prose import ProseExtractor
from counterfile.plugins.extractors.summary import SummaryExtractor
from counterfile.plugins.extractors.tables import TableExtractor
from counterfile.stages.extract import extract_reading
from counterfile.testing.extractors import reading_of

LAYERS = (SummaryExtractor(), LabelExtractor(), TableExtractor(), ProseExtractor())
TENDER = "青河县水文设备采购项目公开招标公告"
AWARD = "青河县水文设备采购项目中标公告"
CONTRACT = "青河县水文设备采购项目合同公告"

SPEC: tuple[tuple[str, str, tuple[str, ...], Property, tuple[str, ...]], ...] = (
    ("a number after its label", TENDER, ("项目编号：QHSL-2026-15",), Property.NUMBER, ("QHSL-2026-15",)),
    (
        "several numbers, each once",
        TENDER,
        ("招标编号：A-2026-15", "项目编号：A-2026-15、B-77号"),
        Property.NUMBER,
        ("A-2026-15", "B-77号"),
    ),
    (
        "a number in brackets after the name",
        TENDER,
        ("项目名称及编号：水文设备采购项目、青政采[2026]067号",),
        Property.NUMBER,
        ("青政采[2026]067号",),
    ),
    ("a certificate's number is none", AWARD, ("安全生产许可证编号：JZ-2026-15",), Property.NUMBER, ()),
    (
        "the buyer under its section",
        TENDER,
        ("1.采购人信息", "名 称：青河县水利局", "2.采购代理机构信息", "名 称：泽塘招标代理有限公司"),
        Property.BUYER,
        ("青河县水利局",),
    ),
    ("the buyer on the line below its label", TENDER, ("招标人", "青河县水利局"), Property.BUYER, ("青河县水利局",)),
    (
        "the buyer who entrusts",
        AWARD,
        ("受青河县水利局的委托，泽塘招标代理有限公司就水文设备组织采购。",),
        Property.BUYER,
        ("青河县水利局",),
    ),
    ("a contact is no buyer", TENDER, ("采购人联系人：王小明",), Property.BUYER, ()),
    (
        "the agency by its label",
        TENDER,
        ("招标代理机构：泽塘招标代理有限公司",),
        Property.AGENCY,
        ("泽塘招标代理有限公司",),
    ),
    (
        "the budget with its unit in the label",
        TENDER,
        ("预算金额（万元）：60",),
        Property.BUDGET,
        ("CNY 600000.00 total",),
    ),
    (
        "the budget before its sources",
        TENDER,
        ("预算金额：60万元（其中：财政资金40万元，自筹资金20万元）",),
        Property.BUDGET,
        ("CNY 600000.00 total",),
    ),
    (
        "the ceiling apart from the budget",
        TENDER,
        ("预算金额：60万元", "最高限价：58万元"),
        Property.CEILING,
        ("CNY 580000.00 total",),
    ),
    (
        "the deadline under its heading",
        TENDER,
        ("四、响应文件提交", "1.截止时间：2026年03月30日08时30分"),
        Property.OPENING,
        ("2026-03-30",),
    ),
    (
        "the time of getting papers is no deadline",
        TENDER,
        ("三、获取招标文件", "时间：2026年3月17日至2026年3月23日"),
        Property.OPENING,
        (),
    ),
    (
        "the deadline in the first sentence",
        TENDER,
        ("潜在投标人应在交易网获取招标文件，并于2026年4月7日14点30分（北京时间）前递交投标文件。",),
        Property.OPENING,
        ("2026-04-07",),
    ),
    ("the date of decision", AWARD, ("中标日期：2026年3月16日",), Property.DECIDED, ("2026-03-16",)),
    (
        "opening and evaluation on one day",
        AWARD,
        ("本项目于2012年7月4日开标、评标，结果如下：",),
        Property.DECIDED,
        ("2012-07-04",),
    ),
    ("the signature of the contract", CONTRACT, ("合同签订日期：2026年4月2日",), Property.SIGNED, ("2026-04-02",)),
    ("the publication by its label", AWARD, ("发布日期：2026-03-17",), Property.PUBLISHED, ("2026-03-17",)),
    (
        "the publication by the signature",
        AWARD,
        ("中标单位：临沅仪器有限公司", "青河县水利局", "二○二六年三月十七日"),
        Property.PUBLISHED,
        ("2026-03-17",),
    ),
    (
        "consortia by the answer",
        TENDER,
        ("本项目（是/否）接受联合体投标：否",),
        Property.CONSORTIUM_ALLOWED,
        ("false",),
    ),
    ("consortia in a sentence", TENDER, ("3.本项目不接受联合体投标。",), Property.CONSORTIUM_ALLOWED, ("false",)),
    (
        "the round in the title",
        TENDER.replace("项目", "项目（第三次）"),
        ("项目编号：QHSL-2026-15",),
        Property.ROUND,
        ("3",),
    ),
    (
        "an extension is no round",
        "青河县水文设备采购项目第二次延期公告",
        ("项目编号：QHSL-2026-15",),
        Property.ROUND,
        (),
    ),
    ("the method", TENDER, ("采购方式：竞争性磋商",), Property.METHOD, ("竞争性磋商",)),
    (
        "the fee apart from the award",
        AWARD,
        ("六、代理服务收费标准及金额：", "收费金额（元）：22600"),
        Property.FEE,
        ("CNY 22600.00 total",),
    ),
)


@pytest.mark.parametrize(("name", "title", "lines", "prop", "expected"), SPEC, ids=[row[0] for row in SPEC])
def test_field(name: str, title: str, lines: tuple[str, ...], prop: Property, expected: tuple[str, ...]) -> None:
    reading = (
        reading_of(*lines, "采购需求：详见招标文件", title=title)
        if "signature" not in name
        else reading_of(*lines, title=title)
    )

    statements = [one for _, told in extract_reading(reading, LAYERS) for one in told]

    assert expected == tuple(one.value for one in statements if one.property is prop and not one.subject)
