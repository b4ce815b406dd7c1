"""Words that stand in a text only as a part of other words are no quote of it."""

from __future__ import annotations

import pytest

from counterfile.model.evidence import Span
from counterfile.text.quotes import are_cut, is_cut, splits

TEXT = (
    "一、项目编号：XJ-2021-07（重）\n二、受临沅市公安局委托，临沅诚达招标代理有限公司就其监控系统采购项目进行招标\n"
    "中标金额：1,286,000.50元（大写：壹佰贰拾捌万陆仟元伍角）\n本项目不接受联合体投标\n"
    "供应商：青澜（临沅）视讯科技有限公司\n地址：临沅市文昌路161号\n第二标段\n"
    "Buyer: Quenby Vale Municipal Council\n2021年3月12日开标"
)


def at(quote: str) -> Span:
    start = TEXT.index(quote)
    return Span(start, start + len(quote), quote)


@pytest.mark.parametrize(
    ("derivation", "quote"),
    [
        ("number", "XJ-2021-07"),
        ("name", "临沅市公安局"),
        ("name", "临沅诚达招标代理有限公司"),
        ("name", "青澜（临沅）视讯科技有限公司"),
        ("name", "Quenby Vale Municipal Council"),
        ("amount", "1,286,000.50元"),
        ("amount", "壹佰贰拾捌万陆仟元伍角"),
        ("flag", "不接受联合体投标"),
        ("text", "临沅市文昌路161号"),
        ("lot", "第二标段"),
        ("date", "2021年3月12日"),
    ],
)
def test_whole_words_are_not_cut(derivation: str, quote: str) -> None:
    assert not is_cut(TEXT, at(quote), derivation)


@pytest.mark.parametrize(
    ("derivation", "quote"),
    [
        ("number", "XJ-2021"),
        ("number", "2021-07"),
        ("number", "XJ-2021-0"),
        ("name", "沅市公安局"),
        ("name", "临沅市公安"),
        ("name", "临沅诚达招标代理有限"),
        ("name", "视讯科技有限公"),
        ("name", "青澜（临沅"),
        ("name", "Vale Municipal Council"),
        ("name", "Quenby Vale Municipal "),
        ("amount", "286,000.50元"),
        ("amount", "1,286,000"),
        ("amount", "1,286,000.50"),
        ("amount", "壹佰贰拾捌万"),
        ("amount", "贰拾捌万陆仟元伍角"),
        ("flag", "接受联合体投标"),
        ("text", "临沅市文昌路161"),
        ("text", "沅市文昌路161号"),
        ("lot", "二标段"),
        ("lot", "第二标"),
        ("date", "2021年3月1"),
        ("date", "021年3月12日"),
    ],
)
def test_part_of_a_word_is_cut(derivation: str, quote: str) -> None:
    assert is_cut(TEXT, at(quote), derivation)


def test_nothing_is_no_quote() -> None:
    assert is_cut(TEXT, Span(3, 3, ""), "name")


@pytest.mark.parametrize(
    ("before", "behind", "expected"),
    [("", "2021", False), ("第1包", "50万元", False), ("1.", "5元", True), ("(a)", "b", False), ("a", "b", True)],
)
def test_edge_within_a_number_or_a_latin_word_splits_it(before: str, behind: str, expected: bool) -> None:
    assert splits(before, behind) is expected


@pytest.mark.parametrize(
    ("text", "quote", "derivation"),
    [
        ("采购包1、采购包2", "采购包", "lot"),
        ("采购包1、采购包2", "购包1", "lot"),
        ("（A包）", "包", "lot"),
        ("Lot 2 - Software", "Lot", "lot"),
        ("桦屏县老城改造工程（一标段）", "桦屏县老城改造工程（一标段", "title"),
        ("警务云平台采购(重新招标)", "警务云平台采购", "title"),
        ("供应商：青澜（临沅）视讯有限公司", "青澜（临沅）", "name"),
        ("供应商：青澜（临沅）视讯有限公司", "视讯有限公司", "name"),
        ("名称：苍湾璟屿系统集成有限公司", "统集成有限公司", "name"),
        ("名称：临沅市公安局本级机关", "临沅市公安局", "name"),
        ("名称：临沅诚达招标有限公司（浔津分公司）", "临沅诚达招标有限公司", "name"),
        ("名称：桦屏师范学 院 所需", "桦屏师范学", "name"),
        ("名称：桦屏县住房和城乡建设局", "桦屏县住房", "name"),
        ("招标人：远安县水利局", "安县水利局", "county"),
        ("本项目（否）接受联合体投标", "接受联合体投标", "flag"),
        ("本项目不允许联合体投标", "联合体投标", "flag"),
        ("报价：59%", "59", "amount"),
        ("报价：￥1286000", "1286000", "amount"),
        ("警务云平台采购合同公告", "警务云平台采购合同公", "stage"),
        ("Supplier\nQuenby Vision, S.A. de C.V.\nVale", "Quenby Vision, S.A.", "name"),
        ("Supplier\nQuenby & Vale Services\nVale", "Vale Services", "name"),
        ("Supplier\nQuenby (UK) Ltd\nVale", "Quenby", "name"),
        ("Acheteur\nRégie des eaux d'Asunción\nVale", "Régie des eaux d'Asunci", "name"),
        ("Замовник\nВідділ освіти ради\nVale", "Відділ освіти", "name"),
    ],
)
def test_rest_of_a_name_a_lot_or_a_sign_beside_the_quote_cuts_it(text: str, quote: str, derivation: str) -> None:
    start = text.index(quote)

    assert is_cut(text, Span(start, start + len(quote), quote), derivation)


@pytest.mark.parametrize(
    ("text", "quote", "derivation"),
    [
        ("现将临沅市公安局采购意向公开如下", "临沅市公安局", "name"),
        ("交由青澜视讯有限公司承办", "青澜视讯有限公司", "name"),
        ("关于桦屏大学监控系统采购项目的通知", "桦屏大学监控系统采购项目", "title"),
        ("桦屏大学监控系统采购项目的潜在供应商应在平台获取文件", "桦屏大学监控系统采购项目", "title"),
        ("采购（LYZC2031-J1-0417）", "LYZC2031-J1-0417", "number"),
        ("招标人：湖北省远安县水利局", "远安县水利局", "county"),
        ("认定：A包三门峡某公司", "A包", "lot"),
        ("Winner\nQuenby Vision Ltd (Lot 1)\n", "Quenby Vision Ltd", "name"),
        ("Buyer\nMagistrat der Stadt Vale - Hochbauamt -\n", "Magistrat der Stadt Vale - Hochbauamt -", "name"),
    ],
)
def test_words_that_may_stand_beside_a_value_do_not_cut_it(text: str, quote: str, derivation: str) -> None:
    start = text.index(quote)

    assert not is_cut(text, Span(start, start + len(quote), quote), derivation)


def test_title_of_a_notice_is_a_whole_line_and_a_projects_title_need_not_be() -> None:
    span = Span(0, 9, "警务云平台采购项目")

    assert not is_cut("警务云平台采购项目延期公告", span, "title")
    assert is_cut("警务云平台采购项目延期公告", span, "title", whole_line=True)


def test_words_that_a_value_follows_from_as_well_are_not_split_either() -> None:
    text = "金额 USD\n128"
    value, unit = Span(7, 10, "128"), Span(3, 6, "USD")

    assert not are_cut(text, (value, unit), "money")
    assert are_cut(text, (value, Span(3, 5, "US")), "money")
