"""The grammar of prices: what it reads, and above all where it abstains."""

from __future__ import annotations

from decimal import Decimal

import pytest

from counterfile.model.value import NOT_STATED, Amount, Basis
from counterfile.text.money import capitals, find_amounts, read_amount, unit_of


def yuan(value: str) -> Amount:
    return Amount(Basis.TOTAL, Decimal(value), "CNY")


def read(printed: str, unit: str | None = None) -> str | None:
    amount = read_amount(printed, unit)
    return None if amount is None else str(amount)


# --- Totals --------------------------------------------------------------------------------------------------------


def test_amount_in_wan_becomes_yuan() -> None:
    amount = read_amount("48.26万元")

    assert yuan("482600") == amount


def test_value_keeps_every_printed_decimal() -> None:
    amount = read_amount("508,251.135元")

    assert amount is not None
    assert Decimal("508251.135") == amount.amount


@pytest.mark.parametrize(
    "printed",
    [
        "386400元",
        "386,400元",
        "386,400.00 元",
        "￥386400",
        "¥ 386,400.00",
        "人民币386400元",
        "人民币：386400",
        "RMB386,400.00",
        "386400元人民币",
        "386400 CNY",
        "386400.00元（含税）",
        "人民币￥386400元",
        "386400元/大写：叁拾捌万陆仟肆佰元整",
        "38.64万元",
        "38.64 万",
        "38.64\n万元",
        "38.64（万元）",
        "38.64(万元)",
        "0.003864亿元",
        "386.4千元",
        "38万6400元",
        "成交金额：386400元。",
        "投标总价为386400元",
        "约38.64万元",
        "不超过38.64万元",
        "第2包：386400元",
        "1、386400元",
        "2026年3月16日签订，386400元",
        "服务期12个月，386400元",
        "<b class='price'>386400</b> 元",
        "386400元(/)",
        "386400圆",
        "386400圆整",
        "叁拾捌万陆仟肆佰元整",
        "叁拾捌万陆仟肆佰圆",
        "三十八万六千四百元",
        "叁拾捌萬陸仟肆佰圓整",
        "386400元（大写：叁拾捌万陆仟肆佰元整）",
        "38.64（叁拾捌万陆仟肆佰元整）",
        "386400元，386400.00元",
        "386400元（设计费报价：86400元，施工费报价：300000元）",
        "386400元，其中暂列金额20000元",
        "386400元（下浮率5%）",
        "386400元（税率6%）",
        "3.5元/平方米，总金额为386400元",
        "每年128800元，三年共386400元",
        "128800元×3年=386400元",
    ],
)
def test_forms_of_one_total_are_read_alike(printed: str) -> None:
    assert read(printed) == "CNY 386400.00 total"


@pytest.mark.parametrize(
    ("printed", "unit", "expected"),
    [
        ("38.64", "中标金额(万元)", "CNY 386400.00 total"),
        ("38.64", "万元", "CNY 386400.00 total"),
        ("￥38.64", "中标金额（万元）", "CNY 386400.00 total"),
        ("包2-38.64", "报价(万元)", "CNY 386400.00 total"),
        ("386400元", "中标金额(万元)", "CNY 386400.00 total"),
        ("￥386400元", "中标金额(万元)", "CNY 386400.00 total"),
        ("38.64万", "金额（美元）", "USD 386400.00 total"),
        ("38.64", "金额（万美元）", "USD 386400.00 total"),
        ("386400", "金额（¥）", "CNY 386400.00 total"),
        ("386400", "中标人名称", "unknown_unit"),
        ("386400", "", "unknown_unit"),
        ("￥386400", "中标人名称", "CNY 386400.00 total"),
        ("￥38640000", "中标金额（万元）", None),
        ("报价￥38640000", "中标金额（万元）", None),
        ("报价￥38.64", "中标金额（万元）", "CNY 386400.00 total"),
        ("38.64", "报价（人民币/万元）", "CNY 386400.00 total"),
        ("38.64（人民币/万元）", None, None),
        ("38.64", "报价（万元、元）", "unknown_unit"),
        ("0.3864", "Contract value (million USD)", "USD 386400.00 total"),
        ("386.4", "Value in thousands (EUR)", "EUR 386400.00 total"),
        ("386.4", "RMB '000", "CNY 386400.00 total"),
        ("0.3864", "Value (€m)", "EUR 386400.00 total"),
        ("0.0003864", "Value, GBP bn", "GBP 386400.00 total"),
        ("386.4", "Budget kEUR", "EUR 386400.00 total"),
        ("386400（人民币）", None, "CNY 386400.00 total"),
    ],
)
def test_header_gives_the_unit_that_the_value_lacks(printed: str, unit: str | None, expected: str | None) -> None:
    assert expected == read(printed, unit)


# --- Kinds that are no total ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "printed",
    [
        "12.78元/平方米",
        "12.78元/㎡",
        "12.78元每平方米",
        "每平方米12.78元",
        "12.78（元/吨）",
        "综合单价：12.78元",
        "12.78元/人/年",
    ],
)
def test_price_of_one_is_a_unit_price(printed: str) -> None:
    assert read(printed) == "CNY 12.78 unit_price"


def test_header_of_unit_price_makes_a_unit_price() -> None:
    assert read("12.78元", "单价") == "CNY 12.78 unit_price"
    assert read("12.78", "单价(元)") == "CNY 12.78 unit_price"
    assert read("12.78", "单价") == "unknown_unit"
    assert read("12.78", "单价总计（元）") == "CNY 12.78 total"


@pytest.mark.parametrize(
    "printed",
    [
        "每年30万元",
        "30万元/年",
        "30万元每年",
        "30万元（人民币）/年",
        "年租金30万元",
        "每年人民币叁拾万元整",
        "叁拾万元/年",
    ],
)
def test_yearly_price_is_no_total(printed: str) -> None:
    assert read(printed) == "CNY 300000.00 per_year"


def test_year_of_a_date_makes_no_yearly_price() -> None:
    assert read("2026年服务费30万元") == "CNY 300000.00 total"


def test_header_of_yearly_price_makes_a_yearly_price() -> None:
    assert read("30", "报价（万元/年）") == "CNY 300000.00 per_year"
    assert read("30", "报价（万元/三年）") == "CNY 300000.00 total"


@pytest.mark.parametrize(
    ("printed", "unit", "expected"),
    [
        ("12%", None, "0.12 rate"),
        ("12％", None, "0.12 rate"),
        ("3‰", None, "0.003 rate"),
        ("8.5折", None, "0.85 rate"),
        ("折扣系数0.95", None, "0.95 rate"),
        ("下浮率：12", None, "rate"),
        ("12", "下浮率", "rate"),
        ("12", "下浮率（%）", "0.12 rate"),
        ("3", "费率（‰）", "0.003 rate"),
        ("设计费下浮率3%，监理费下浮率5%", None, "rate"),
        ("12%", "报价（元）", "0.12 rate"),
        ("0%", None, "0 rate"),
    ],
)
def test_rate_is_a_share_and_never_money(printed: str, unit: str | None, expected: str) -> None:
    assert expected == read(printed, unit)


@pytest.mark.parametrize(
    "printed",
    [
        "300-500万元",
        "300万元至500万元",
        "300～500万元",
        "超过300万元",
        "300万元以上",
        "300万元（含300万元）以下",
        "300-500",
    ],
)
def test_range_has_no_point_value(printed: str) -> None:
    assert read(printed) in {"range", None}
    assert read(printed) != "CNY 3000000.00 total"


@pytest.mark.parametrize(
    "printed",
    [
        "按计价格[2002]10号收费标准的50%计取",
        "按照招标代理服务收费标准下浮",
        "按发改价格[2011]534号文件的80%执行",
        "参照《招标代理服务收费管理办法》执行",
        "中标价×1.5%",
        "基准价1200的80%",
    ],
)
def test_rule_to_compute_by_is_a_formula(printed: str) -> None:
    assert read(printed) == "formula"


@pytest.mark.parametrize(
    "printed",
    [
        "",
        " ",
        "/",
        "-",
        "——",
        "无",
        "详见附件",
        "见附件",
        "/ 元",
        "元",
        "0",
        "0元",
        "0.000000 万元",
        "￥0.00",
        "零元",
        "暂无",
        "N/A",
        "null",
    ],
)
def test_placeholders_state_nothing(printed: str) -> None:
    assert read_amount(printed) in {NOT_STATED}


# --- Abstentions ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "printed",
    [
        "98万元；100万元",
        "设计158000元，施工4631003.68元",
        "12万美元（约85万元）",
        "包1：50万元 包2：60万元",
        "386400元，下浮率3.5%",
        "386400元，按标准的80%计取",
        "12元/吨，386400元",
        "12元/吨，15元/吨",
        "每年30万元，12元/吨",
        "386400元，300-500万元",
        "386400 12500元",
        "386400 12500",
        "149267.89407499.83元",
        "1,234,56元",
        "1000，200元",
        "包1，200元",
        "2899360.003.",
        "-386400元",
        "-386400",
        "人民币12万美元",
        "叁佰万元整 肆佰万元整",
        "伍万叁元整",
        "百万元整",
        "壹佰玖拾伍万万元整（￥195万元）",
        "12万平方米",
        "某市公安局",
        "包2",
        "2026年3月16日",
        "1千2亿元",
        "1千2千元",
        "1.2.3元（EUR）",
        "EUR 1.234",
        "EUR 1.23.456",
        "EUR 1,23.45",
        "EUR 1,2345",
        "5 m",
        "A123456",
        "123456B",
        "K12元",
        "陆万里",
        "三元区公安局",
        "总投资5000万元，中标金额300万元",
    ],
)
def test_words_with_two_readings_are_left_alone(printed: str) -> None:
    assert read_amount(printed) is None


def test_name_that_begins_with_yuan_on_the_next_line_is_no_unit() -> None:
    assert read("3\n元润建设工程有限公司") == "unknown_unit"


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("EUR 1.234.567,89", "EUR 1234567.89 total"),
        ("EUR 1.234.567", "EUR 1234567.00 total"),
        ("1.5 million EUR", "EUR 1500000.00 total"),
        ("€2,5 million", "EUR 2500000.00 total"),
        ("EUR 1.234 million", "EUR 1234000.00 total"),
        ("£12,345.67", "GBP 12345.67 total"),
        ("HK$ 5,000", "HKD 5000.00 total"),
        ("US$120,000.00", "USD 120000.00 total"),
        ("120,000.00 USD", "USD 120000.00 total"),
        ("CHF 12'345.60", "CHF 12345.60 total"),
        ("15万欧元", "EUR 150000.00 total"),
        ("欧元15,000", "EUR 15000.00 total"),
        ("120000日元", "JPY 120000.00 total"),
        ("USD 85 per hour", "USD 85.00 unit_price"),
        ("$2.5bn", "USD 2500000000.00 total"),
        ("12k USD", "USD 12000.00 total"),
        ("see annex 3", "not_stated"),
        ("见附件3", "not_stated"),
        ("￥85/小时", "CNY 85.00 unit_price"),
        ("not disclosed", "not_stated"),
    ],
)
def test_foreign_forms_keep_their_currency(printed: str, expected: str | None) -> None:
    assert expected == read(printed)


# --- 大写 ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("壹元整", "1"),
        ("拾元整", "10"),
        ("拾伍万元", "150000"),
        ("壹佰元整", "100"),
        ("壹佰零贰元整", "102"),
        ("伍仟元整", "5000"),
        ("壹万零伍拾元整", "10050"),
        ("叁佰万", "3000000"),
        ("捌\n万\n元整", "80000"),
        ("人民币 伍拾万 元整", "500000"),
        ("壹元贰角叁分", "1.23"),
        ("壹佰元零伍分", "100.05"),
        ("壹元贰分叁角", None),
        ("捌角整", None),
        ("贰亿零叁万元整", "200030000"),
        ("零佰零拾壹万贰仟零佰零拾零元零角零分", "12000"),
        ("一百二十万元", "1200000"),
        ("两千元", "2000"),
        ("二十一元", "21"),
        ("壹佰贰元整", None),
        ("伍万叁元整", None),
        ("壹拾佰元整", None),
        ("壹贰叁元整", None),
        ("壹亿亿元整", None),
        ("壹万万元整", None),
        ("亿元整", None),
        ("壹佰元整与贰佰元整", None),
        ("无", None),
        ("肆拾伍万元整，即肆拾伍万元整", "450000"),
    ],
)
def test_capitals_have_one_reading_or_none(words: str, expected: str | None) -> None:
    assert capitals(words) == (None if expected is None else Decimal(expected))


# --- Units in labels -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        ("中标金额(万元)", "万元"),
        ("中标金额（万元）", "万元"),
        ("报价（元）", "元"),
        ("报价(\n元）", "元"),
        ("单价（元/平方米）", "元/平方米"),
        ("万元", "万元"),
        ("单位：元", "元"),
        ("合同金额（万元人民币）", "万元人民币"),
        ("金额（人民币：元）", "元"),
        ("下浮率(%)", "%"),
        ("金额（万）", "万"),
        ("Value (EUR)", "EUR"),
        ("金额（万美元）", "万美元"),
        ("单价", None),
        ("中标人名称", None),
        ("单元", None),
        ("元件名称", None),
        ("报价（元）/下浮率（%）", None),
    ],
)
def test_unit_of_a_label(label: str, expected: str | None) -> None:
    assert expected == unit_of(label)


# --- Prose ---------------------------------------------------------------------------------------------------------

PROSE = (
    "一、中标金额：人民币柒万肆仟叁佰元整（￥7.43万元），单价 12.5元/平方米，服务费每年30万元。"
    "注册资金300-500万元；另付 USD 120,000。联系电话：0311-85550123，项目编号SXZC-2026-0107，面积12万平方米，共24块。"
)


def test_amounts_of_prose_come_with_their_words() -> None:
    found = [(PROSE[start:end], str(amount)) for start, end, amount in find_amounts(PROSE)]

    assert found == [
        ("人民币柒万肆仟叁佰元整（￥7.43万元）", "CNY 74300.00 total"),
        ("单价 12.5元/平方米", "CNY 12.50 unit_price"),
        ("每年30万元", "CNY 300000.00 per_year"),
        ("300-500万元", "range"),
        ("USD 120,000", "USD 120000.00 total"),
    ]


@pytest.mark.parametrize(
    ("prose", "expected"),
    [
        ("没有价格的一句话。", []),
        ("电话0311-85550123，传真0311-85550124", []),
        ("预算（柒万元整，￥8万元）", []),
        ("合同金额（元）：386400", ["（元）：386400"]),
        ("报价（元）\n1\n某公司", []),
        ("金额386400元，规模100.200.300元", ["386400元"]),
        ("投标总价不超过480万元", ["480万元"]),
        ("注册资金超过480万元", ["超过480万元"]),
        ("成交金额100万元以上的部分", ["100万元以上"]),
        ("不含零元，0.00元", ["零元，0.00元"]),
        ("合同价捌万元整，另付材料费以及运输费50元", ["捌万元整", "50元"]),
        ("人民币12万美元", []),
        ("伍万叁元整", []),
        ("1千2亿元", []),
        ("等待期间，电源12 V，K12元", []),
        ("三元区公安局，陆万里，伍佰强企业，一百元整", ["一百元整"]),
    ],
)
def test_prose_gives_only_what_is_printed_with_a_unit(prose: str, expected: list[str]) -> None:
    assert expected == [prose[start:end] for start, end, _ in find_amounts(prose)]
