"""The label object holds what the notice says, in the guidelines' schema."""

from __future__ import annotations

from counterfile.plugins.extractors.labels import LabelExtractor
from counterfile.plugins.extractors.prose import ProseExtractor
from counterfile.plugins.extractors.summary import SummaryExtractor
from counterfile.plugins.extractors.tables import TableExtractor
from counterfile.stages.extract import extract_reading
from counterfile.testing.extractors import reading_of, table_of
from counterfile.views.labels import label

LAYERS = (SummaryExtractor(), LabelExtractor(), TableExtractor(), ProseExtractor())


def test_label_of_an_award_is_whole() -> None:
    reading = reading_of(
        "项目编号：QHSL-2026-15",
        "采购人：宜昌市兴山县水利局",
        "代理机构：泽塘招标代理有限公司",
        "预算金额：40万元",
        "中标单位：临沅仪器有限公司",
        "中标金额（万元）：32.5",
        "中标日期：2026年3月16日",
        title="兴山县水文设备采购项目（二次）中标公告",
    )

    found = label(extract_reading(reading, LAYERS)[0][1], "notice.html")

    assert found == {
        "file": "notice.html",
        "id": "n-0000000000000000",
        "stage": "award",
        "round": 2,
        "project_numbers": ["QHSL-2026-15"],
        "project_title": "兴山县水文设备采购项目（二次）",
        "buyer": "宜昌市兴山县水利局",
        "agency": "泽塘招标代理有限公司",
        "budget": "400000.00",
        "ceiling": None,
        "published": None,
        "opening": None,
        "decided": "2026-03-16",
        "signed": None,
        "lots": [
            {
                "lot": None,
                "title": None,
                "status": "awarded",
                "suppliers": [{"name": "临沅仪器有限公司", "rank": None, "lead": None}],
                "amount": "325000.00",
                "role": "award",
                "basis": "total",
                "raw": "32.5",
            }
        ],
        "place": {"province": None, "city": "宜昌市", "county": "兴山县"},
        "consortium_allowed": None,
        "doubt": None,
    }


def test_rate_is_no_amount() -> None:
    reading = reading_of("中标人：临沅仪器有限公司", "中标价：下浮率12%", title="青河县印刷服务采购中标公告")

    lots = label(extract_reading(reading, LAYERS)[0][1], "a.html")["lots"]

    assert isinstance(lots, list)
    assert [(lot["amount"], lot["basis"]) for lot in lots] == [(None, "rate")]


def test_candidates_carry_their_own_amounts() -> None:
    reading = table_of(
        ["排名", "中标候选人名称", "投标报价（元）"],
        ["1", "临沅建设工程有限公司", "1760419.05"],
        ["2", "泽塘建设集团有限公司", "1788000.00"],
        title="青河县停车场工程中标候选人公示",
    )

    lots = label(extract_reading(reading, LAYERS)[0][1], "a.html")["lots"]

    assert isinstance(lots, list)
    assert [party["amount"] for party in lots[0]["suppliers"]] == ["1760419.05", "1788000.00"]
    assert lots[0]["amount"] == "1760419.05"


def test_no_statements_give_an_empty_label() -> None:
    found = label((), "a.html")

    assert found["stage"] is None
    assert found["lots"] == []
