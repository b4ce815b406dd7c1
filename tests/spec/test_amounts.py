"""What a printed price says: the table that the manual shows.

Columns: the header or label over the price, the price as printed, what Counterfile reads. `None` means that it
abstains, because the words have two readings. All prices are invented.
"""

from __future__ import annotations

import pytest

from counterfile.text.money import read_amount

TOTALS = [
    # header, as printed, as read
    (None, "￥482.6035 万元（人民币）", "CNY 4826035.00 total"),
    (None, "￥318.204000 万元", "CNY 3182040.00 total"),
    (None, "264.715309万元", "CNY 2647153.09 total"),
    ("中标金额(万元)", "482.6035", "CNY 4826035.00 total"),
    (None, "合同金额（元）：7240000.00", "CNY 7240000.00 total"),
    (None, "608,417.52 元", "CNY 608417.52 total"),
    (None, "83,150,260.00元", "CNY 83150260.00 total"),
    (None, "54.68万", "CNY 546800.00 total"),
    (None, "2.1亿元", "CNY 210000000.00 total"),
    (None, "1亿2千万元", "CNY 120000000.00 total"),
    (None, "71.2500000（万元）", "CNY 712500.00 total"),
    (None, "报价：386400（元）", "CNY 386400.00 total"),
    ("报价(元)", "386400", "CNY 386400.00 total"),
    ("报价（元）", "38.64万元", "CNY 386400.00 total"),  # the unit at the value wins
    (None, "包1-1650000.00元", "CNY 1650000.00 total"),
    (None, "３１８．０４万元", "CNY 3180400.00 total"),
    (None, "万元 128.6", "CNY 1286000.00 total"),
    (None, "￥: 99，550.00元", "CNY 99550.00 total"),
    (None, "90万元/三年", "CNY 900000.00 total"),
]
IN_WORDS = [
    (None, "肆拾伍万元整", "CNY 450000.00 total"),
    (None, "肆佰捌拾贰万陆仟零叁拾伍元整", "CNY 4826035.00 total"),
    (None, "叁佰壹拾捌万零贰佰元整", "CNY 3180200.00 total"),
    (None, "人民币壹亿贰仟叁佰肆拾伍万陆仟柒佰捌拾玖元零壹分", "CNY 123456789.01 total"),
    (None, "贰亿元整", "CNY 200000000.00 total"),
    (None, "人民币柒万肆仟叁佰元整（￥7.43万元）", "CNY 74300.00 total"),  # the digits confirm the words
    (None, "人民币柒万肆仟叁佰元整（￥7.34万元）", None),  # and here they contradict them
    (None, "小写：80000元 大写：捌万元整", "CNY 80000.00 total"),
]
NO_TOTAL = [
    (None, "1267500", "unknown_unit"),  # never 元 by default
    (None, "中标（成交）金额 1384500；备注 服务期：1年", "unknown_unit"),
    (None, "单价：12.78元", "CNY 12.78 unit_price"),
    ("单价（元）", "12.78", "CNY 12.78 unit_price"),
    ("投标报价（元/吨）", "364.50", "CNY 364.50 unit_price"),
    (None, "286.6元/工日", "CNY 286.60 unit_price"),
    (None, "每年30万元，服务期三年", "CNY 300000.00 per_year"),
    (None, "482360.00\n元每年", "CNY 482360.00 per_year"),
    (None, "下浮率 12%", "0.12 rate"),
    (None, "优惠率 8.5%", "0.085 rate"),
    (None, "费率 0.85%", "0.0085 rate"),
    ("下浮率(%)", "12", "0.12 rate"),
    (None, "95折", "0.95 rate"),
    (None, "300-500万元", "range"),
    (None, "100万元以上", "range"),
    (None, "按计价格[2002]10号收费标准的50%计取", "formula"),
    (None, "总中标金额：0.000000 万元", "not_stated"),
    (None, "详见附件", "not_stated"),
    (None, "/", "not_stated"),
]
ABSTAINED = [
    (None, "最高限价：98万元；预算金额：100万元", None),  # two totals
    (None, "设计158000元，施工4631003.68元", None),  # components, never one of them
    (None, "施工费386400元，设计费下浮率3.5%", None),
    (None, "386400.89407499.83元", None),  # two numbers run together
    (None, "2899360.003.", None),  # a section number run on
    ("投标报价（万元）", "￥5179175.00", None),  # the header says 万元, the size says 元
    ("报价（元）/下浮率（%）", "12", "unknown_unit"),
]
FOREIGN = [
    (None, "USD 120,000", "USD 120000.00 total"),
    (None, "12万美元", "USD 120000.00 total"),
    (None, "€15,000", "EUR 15000.00 total"),
    (None, "EUR 1,234.56", "EUR 1234.56 total"),
    (None, "€1.234,56", "EUR 1234.56 total"),
    (None, "1 234 567,89 €", "EUR 1234567.89 total"),
    (None, "EUR 1.234", None),  # a thousand to some, one to others
    (None, "$2.5 million", "USD 2500000.00 total"),
    (None, "RMB 3.2 million", "CNY 3200000.00 total"),
    (None, "CNY 500,000", "CNY 500000.00 total"),
    (None, "GBP 25,000 per year", "GBP 25000.00 per_year"),
    ("Value (EUR)", "120000", "EUR 120000.00 total"),
]


@pytest.mark.parametrize(("header", "printed", "expected"), TOTALS + IN_WORDS + NO_TOTAL + ABSTAINED + FOREIGN)
def test_printed_price_is_read_as_the_table_says(header: str | None, printed: str, expected: str | None) -> None:
    amount = read_amount(printed, header)

    assert expected == (None if amount is None else str(amount))
