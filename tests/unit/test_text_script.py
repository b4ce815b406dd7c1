"""Scripts and foldings."""

from __future__ import annotations

import pytest

from counterfile.text.script import dominant_language, fold, han_share, has_han, simplify, squeeze


def test_fold_makes_width_case_and_compatibility_forms_equal() -> None:
    assert fold("ＡＢＣ１２３㈱") == "abc123(株)"
    assert fold("ABC") == "abc"


def test_fold_of_a_folded_text_changes_nothing() -> None:
    assert fold("ẞϔÅ") == fold(fold("ẞϔÅ"))


def test_simplify_keeps_length_and_simplified_text() -> None:
    assert simplify("香港警務處採購無人機") == "香港警务处采购无人机"
    assert simplify("某市公安局") == "某市公安局"


def test_squeeze_drops_blanks_of_justified_print() -> None:
    assert squeeze(" 采　购 人： 某 市\n公安局 ") == "采购人：某市公安局"


def test_squeeze_keeps_single_spaces_between_latin_words() -> None:
    assert squeeze("Example  City\nCouncil \u00a0ABC 采购") == "Example City Council ABC 采购"


def test_squeeze_drops_characters_of_no_width() -> None:
    assert squeeze("公\u200b安\ufeff局") == "公安局"


@pytest.mark.parametrize(
    ("text", "expected"), [("GB/T 2260", False), ("a市", True), ("〇", True), ("𠮷野", True), ("", False)]
)
def test_has_han(text: str, expected: bool) -> None:
    assert expected is has_han(text)


def test_han_share_counts_letters_only() -> None:
    assert han_share("采购ab 12,。") == 0.5
    assert han_share("123") == 0.0
    assert han_share("abc") == 0.0


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("某市公安局采购GPS定位系统", "zh"),
        ("Supply of drones to the City Police", "en"),
        ("Construction works in Wuhan (武汉)", "en"),
        ("12,345.00 — 2025", "und"),
        ("", "und"),
    ],
)
def test_dominant_language_is_told_by_script(text: str, expected: str) -> None:
    assert expected == dominant_language(text)
