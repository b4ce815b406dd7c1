"""Words that stand in a text only as a part of other words are no quote of it."""

from __future__ import annotations

import pytest

from counterfile.model.evidence import Span
from counterfile.text.quotes import is_cut, splits

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
