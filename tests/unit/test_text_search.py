"""Search tokens, phrases and hits."""

from __future__ import annotations

import pytest

from counterfile.text.search import _fold, find, find_all, matches, phrases, tokens


def test_han_text_becomes_overlapping_pairs() -> None:
    assert tokens("公安局") == ["公安", "安局"]


def test_lone_han_character_is_its_own_token() -> None:
    assert tokens("第3包") == ["第", "3", "包"]


def test_latin_words_and_numbers_stay_whole() -> None:
    assert tokens("Body-worn CAMERA Ｖ2.0") == ["body", "worn", "camera", "v2", "0"]


def test_blanks_inside_han_text_leave_no_trace() -> None:
    assert tokens("某市公安局") == tokens("某 市　公\n安\u200b局")


def test_traditional_characters_are_found_by_simplified_ones() -> None:
    assert tokens("警务处采购") == tokens("警務處採購")


def test_punctuation_parts_han_runs() -> None:
    assert tokens("公安、消防") == ["公安", "消防"]


def test_runs_that_would_join_by_accident_are_kept_apart() -> None:
    # Without the lone character between, 甲乙 and 乙丙 would answer a search for 甲乙丙.
    assert tokens("甲乙，乙丙") == ["甲乙", "乙", "乙丙"]


def test_phrases_split_at_blanks_and_keep_quotes_whole() -> None:
    assert phrases("警务云 “body worn camera”") == [["警务", "务云"], ["body", "worn", "camera"]]


def test_mixed_term_drops_a_lone_character_at_its_edge() -> None:
    assert phrases("2025年") == [["2025"]]
    assert phrases("第3标段") == [["3", "标段"]]


def test_lone_character_as_a_term_is_kept() -> None:
    assert phrases("局") == [["局"]]


@pytest.mark.parametrize("query", ["", "  ", "、。", '""'])
def test_query_without_words_has_no_phrases_and_matches_nothing(query: str) -> None:
    assert phrases(query) == []
    assert find("某市公安局", query) == []
    assert not matches("某市公安局", query)


def test_find_gives_positions_in_the_original() -> None:
    text = "某 市公\n安局 采購 Ｄｒｏｎｅ"

    assert find(text, "某市公安局 采购 drone") == [(0, 7), (8, 10), (11, 16)]


def test_find_survives_characters_that_fold_to_several() -> None:
    text = "㈱某某公司"

    assert find(text, "某某公司") == [(1, 5)]


def test_find_wants_whole_latin_words() -> None:
    assert find("GPSS 系统", "gps") == []
    assert find("北斗GPS系统", "gps") == [(2, 5)]


def test_find_joins_overlapping_hits() -> None:
    assert find("公安局长", "公安局 安局长") == [(0, 4)]


def test_matches_wants_every_term() -> None:
    assert matches("某市公安局采购无人机", "公安局 无人机")
    assert not matches("某市公安局采购无人机", "公安局 摄像机")


def test_all_terms_or_none_are_given() -> None:
    text = "某市公安局采购 Drone"

    assert find_all(text, "公安局 drone") == find(text, "公安局 drone") == [(2, 5), (8, 13)]
    assert find_all(text, "公安局 水务局") == []
    assert find_all(text, "") == []


def test_characters_that_fold_to_several_keep_their_places() -> None:
    text = "㈱青 澜ﬁnder 公安 局"

    assert [text[start:end] for start, end in find(text, "青澜 finder 公安局")] == ["青 澜", "ﬁnder", "公安 局"]


def test_no_character_folds_to_nothing() -> None:
    """A text of the same length is taken to be folded character for character."""
    assert all(_fold(chr(code)) for code in range(0x110000) if not 0xD800 <= code < 0xE000)
