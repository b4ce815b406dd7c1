"""A value follows from its quotes by a function with a name, or it is refused."""

from __future__ import annotations

import pytest

from counterfile.errors import NoEvidence
from counterfile.text.derive import NAMES, derive


@pytest.mark.parametrize(
    ("derivation", "quotes", "value"),
    [
        ("name", ("青河县 公安局；",), "青河县公安局"),
        ("number", ("QHZC-2026-\n0107",), "QHZC-2026-0107"),
        ("amount", ("517.9175", "中标金额（万元）"), "CNY 5179175.00 total"),
        ("amount", ("517.9175万元", "中标金额（元）"), "CNY 5179175.00 total"),
        ("amount", ("15816618.00", "投标报价(元/%)"), "CNY 15816618.00 total"),
        ("amount", ("1267500",), "unknown_unit"),
        ("amount", ("37000.00", "Budget (EUR)"), "EUR 37000.00 total"),
        ("unit_price", ("29.86", "投标单价（元/亩）"), "CNY 29.86 unit_price"),
        ("money", ("436000.5", "usd"), "USD 436000.50 total"),
        ("date", ("202\n6\n年\n3\n月\n20\n日",), "2026-03-20"),
        ("date", ("3月8日", "2026年3月1日"), "2026-03-08"),
        ("stage", ("青河县道路工程中标结果公告",), "award"),
        ("stage_words", ("现将成交结果公告如下",), "award"),
        ("stage_label", ("中标单位",), "award"),
        ("tag", ("tenderAmendment",), "amendment"),
        ("round", ("青河县道路工程（第二次）招标公告",), "2"),
        ("flag", ("否",), "false"),
        ("province", ("湖北省宜昌市兴山县人民政府",), "湖北省"),
        ("city", ("420526 兴山县",), "宜昌市"),
        ("county", ("宜昌市兴山县",), "兴山县"),
        ("rank", ("第二名",), "2"),
        ("lead", ("青河建设有限公司", "青河建设有限公司（联合体牵头人）、白石设计院（成员）"), "true"),
        ("lot", (" 第 一 包：",), "第一包"),
        ("status", ("不足三家，废标",), "failed"),
        ("status_of_stage", ("青河县道路工程中标结果公告",), "awarded"),
        ("method", ("采用竞争性磋商方式",), "竞争性磋商"),
        ("title", ("青河县道路\n改造工程",), "青河县道路改造工程"),
    ],
)
def test_value_follows_from_its_quotes(derivation: str, quotes: tuple[str, ...], value: str) -> None:
    assert value == derive(derivation, quotes)


def test_number_with_a_share_header_below_a_hundred_is_a_rate() -> None:
    assert derive("amount", ("58.90", "投标报价(元/%)")).endswith("rate")


@pytest.mark.parametrize(
    ("derivation", "quotes"),
    [
        ("amount", ("捌万元（￥90000）",)),
        ("date", ("2026年3月",)),
        ("stage", ("青河县道路工程",)),
        ("flag", ("是 否",)),
        ("rank", ("青河建设有限公司",)),
        ("lead", ("青河建设有限公司", "青河建设有限公司、白石设计院有限公司")),
        ("money", ("436000", "dollars")),
        ("name", ("",)),
        ("name", ()),
        ("guess", ("5万元",)),
    ],
)
def test_what_does_not_follow_is_refused(derivation: str, quotes: tuple[str, ...]) -> None:
    with pytest.raises(NoEvidence):
        derive(derivation, quotes)


def test_every_derivation_has_a_name_of_its_own() -> None:
    assert len(set(NAMES)) == len(NAMES)
    assert {
        "name",
        "number",
        "amount",
        "date",
        "stage",
        "round",
        "flag",
        "province",
        "city",
        "county",
        "rank",
        "lead",
        "lot",
    } <= set(NAMES)
