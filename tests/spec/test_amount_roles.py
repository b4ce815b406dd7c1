"""Whose price a price is: the table that the manual shows for amounts within a notice.

Columns: the lines of a notice, what Counterfile states of money (scope, role, value). All notices are invented.
"""

from __future__ import annotations

import pytest

from counterfile.model.notice import AMOUNTS
from counterfile.plugins.extractors.labels import LabelExtractor
from counterfile.plugins.extractors.prose import ProseExtractor
from counterfile.plugins.extractors.structured import StructuredExtractor
from counterfile.plugins.extractors.summary import SummaryExtractor
from counterfile.plugins.extractors.tables import TableExtractor
from counterfile.stages.extract import extract_reading
from counterfile.testing.extractors import reading_of

LAYERS = (StructuredExtractor(), SummaryExtractor(), LabelExtractor(), TableExtractor(), ProseExtractor())
AWARD = "某局设备采购项目中标公告"
TENDER = "某局设备采购项目招标公告"
CANDIDATES = "某桥加固工程中标候选人公示"

NOTICES = [
    # Columns are title, lines, and what is said of money.
    (
        AWARD,
        ("供应商名称：临沅数据技术有限公司", "中标金额：31.8万元", "收费金额（元）：22600"),
        {("lot/1", "awards/value", "CNY 318000.00 total"), ("", "fees/value", "CNY 22600.00 total")},
    ),
    (
        AWARD,
        ("供应商名称：临沅数据技术有限公司", "中标金额：31.8万元", "代理服务费：22600元"),
        {("lot/1", "awards/value", "CNY 318000.00 total"), ("", "fees/value", "CNY 22600.00 total")},
    ),
    (TENDER, ("投标保证金：5万元",), {("", "deposits/value", "CNY 50000.00 total")}),
    (
        TENDER,
        ("最高限价：98万元；预算金额：100万元",),
        {
            ("", "planning/budget/value", "CNY 1000000.00 total"),
            ("", "tender/maximumValue", "CNY 980000.00 total"),
        },
    ),
    (
        AWARD,
        ("中标金额：采购包1：50万元 采购包2：此采购包已作废",),
        {("lot/1", "awards/value", "CNY 500000.00 total")},
    ),
    (
        CANDIDATES,
        (
            "第一中标候选人：岭东路桥建设集团有限公司",
            "投标报价：510,573.09元",
            "第二中标候选人：平澜市政工程有限公司",
            "投标报价：508,251.13元",
        ),
        {
            ("lot/1/supplier/1", "bids/value", "CNY 510573.09 total"),
            ("lot/1/supplier/2", "bids/value", "CNY 508251.13 total"),
        },
    ),
    (
        AWARD,
        (
            "三、中标信息",
            "供应商名称",
            "供应商地址",
            "金额",
            "得分",
            "临沅数据技术有限公司",
            "临沅市解放路26号",
            "1,992,000.00元",
            "92.5",
        ),
        {("lot/1", "awards/value", "CNY 1992000.00 total")},
    ),
    (AWARD, ("中标人：临沅数据技术有限公司", "中标金额：1.00元"), set()),  # the form wants a sum, the bid was a rate
    (AWARD, ("中标人：临沅数据技术有限公司", "中标价：149267.89407499.83元"), set()),  # two sums run together
    (
        AWARD,
        ("中标人：临沅数据技术有限公司", "中标价：￥3250310.000000 万元", "中标金额（小写）：3250310元"),
        {("lot/1", "awards/value", "CNY 32503100000.00 total"), ("lot/1", "awards/value", "CNY 3250310.00 total")},
    ),
]


@pytest.mark.parametrize(("title", "lines", "expected"), NOTICES)
def test_money_of_a_notice_is_stated_in_its_role(
    title: str, lines: tuple[str, ...], expected: set[tuple[str, str, str]]
) -> None:
    reading = reading_of(*lines, title=title)

    found = {
        (one.subject, str(one.property), one.value)
        for _, statements in extract_reading(reading, LAYERS)
        for one in statements
        if one.property in AMOUNTS and one.amount is not None and one.amount.amount is not None
    }

    assert expected == found
