"""A short Chinese name is read as a longer one's by the order and the places of its characters."""

import numpy as np
import pytest

from counterfile.resolving._parts import parse, word_starts
from counterfile.resolving._shortening import shortened
from counterfile.resolving.features import NAMES, compare
from counterfile.resolving.mentions import Mention, Table


def of(one: str, two: str) -> float:
    return shortened(parse(one), parse(two))


@pytest.mark.parametrize(
    ("short", "long"),
    [
        ("甲瑞科技", "湖东甲瑞智能科技股份有限公司"),
        ("甲瑞数科", "湖东甲瑞数码科技股份有限公司"),
        ("粤甲路桥", "广东甲乙路桥建设股份有限公司"),
        ("甲瑞股份", "湖东甲瑞制冷股份有限公司"),
        ("*ST甲瑞", "湖东甲瑞制冷股份有限公司"),
    ],
)
def test_a_short_name_made_of_beginnings_fits_whole(short: str, long: str) -> None:
    assert of(short, long) == 1.0
    assert of(long, short) == 1.0


def test_a_character_for_another_place_counts_nothing() -> None:
    assert of("粤甲路桥", "广东甲乙路桥股份有限公司") > of("沪甲路桥", "广东甲乙路桥股份有限公司")


def test_another_proper_name_fits_less() -> None:
    assert of("甲瑞科技", "湖东甲瑞智能科技股份有限公司") > of("甲通科技", "湖东甲瑞智能科技股份有限公司")


def test_long_names_are_no_short_forms() -> None:
    assert of("湖东甲瑞智能科技有限公司", "湖东甲瑞智能科技发展股份有限公司") == 0.0


def test_words_begin_at_place_proper_name_and_trade() -> None:
    assert {0, 2, 4, 6} <= word_starts("广东甲瑞路桥建设")


def row(one: str, two: str) -> dict[str, float]:
    table = Table([Mention("a", one), Mention("b", two)])
    return dict(zip(NAMES, compare(table, np.array([0]), np.array([1]))[0].tolist(), strict=True))


def test_trades_are_compared_where_both_have_one() -> None:
    assert row("甲瑞智能科技有限公司", "甲瑞科技")["trade"] == 1.0
    assert row("甲瑞科技有限公司", "甲瑞医药有限公司")["trade"] == 0.0
    assert row("甲瑞科技有限公司", "甲瑞股份")["trade"] == -1.0


@pytest.mark.parametrize(
    ("one", "two", "field"),
    [
        ("湖东医科大学", "湖东医科大学附属医院", 1.0),
        ("湖东医科大学", "Hudong Law University", -1.0),
        ("湖东医科大学", "湖东大学", -0.5),
        ("甲瑞", "乙瑞", 0.0),
    ],
)
def test_fields_of_names_are_compared_in_any_language(one: str, two: str, field: float) -> None:
    assert row(one, two)["field"] == field
