"""Likeness of strings and titles."""

from __future__ import annotations

from counterfile.text.similarity import dice, ratio, title_likeness


def test_dice_of_equal_strings_is_one_and_of_strangers_zero() -> None:
    assert dice("警务云", "警务云") == 1.0
    assert dice("警务云", "体育馆") == 0.0


def test_dice_counts_repeated_pairs() -> None:
    assert dice("aaa", "aaaa") == 0.8


def test_dice_of_single_characters_is_zero_unless_equal() -> None:
    assert dice("甲", "乙") == 0.0
    assert dice("甲", "甲") == 1.0


def test_ratio_is_a_share() -> None:
    assert ratio("警务云平台", "警务云") == 0.75


def test_titles_of_two_notices_of_one_project_are_equal() -> None:
    assert (
        title_likeness("某市公安局无人机采购项目招标公告", "某市公安局无人机采购项目（二次）中标（成交）结果公告")
        == 1.0
    )


def test_title_with_the_buyer_in_front_is_nearly_equal() -> None:
    assert title_likeness("某市体育中心体育馆地板更换", "体育馆地板更换工程") < 1.0
    assert title_likeness("某市体育中心体育馆座椅地板更换工程", "体育馆座椅地板更换工程") > 0.9


def test_titles_that_differ_by_phase_lot_or_year_are_far_apart() -> None:
    assert title_likeness("某市智慧交通一期项目", "某市智慧交通二期项目") < 0.5
    assert title_likeness("某桥梁检测项目01包", "某桥梁检测项目02包") < 0.5
    assert title_likeness("某市2024年绿化养护", "某市2025年绿化养护") < 0.5


def test_title_without_a_core_is_like_nothing() -> None:
    assert title_likeness("招标公告", "招标公告") == 0.0
