"""Numbers as Europe prints them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterfile.text.figures import read_figure


@pytest.mark.parametrize(
    "text",
    [
        "1234567.89",
        "1.234.567,89",
        "1 234 567,89",
        "1\u00a0234\u00a0567,89",
        "1\u202f234\u202f567,89",
        "1'234'567.89",
        "1’234’567.89",
        "1,234,567.89",
    ],
)
def test_every_countrys_form_is_the_same_number(text: str) -> None:
    assert read_figure(text) == Decimal("1234567.89")


@pytest.mark.parametrize(
    "text", ["1,234", "1.234.56", "1 23 456", "1.234,567,89", "12,3456", "", "abc", "NaN", "1e999", "٣", "1 234,"]
)
def test_what_may_be_two_numbers_or_none_is_none(text: str) -> None:
    assert read_figure(text) is None


@given(st.decimals(min_value=0, max_value=10**12, places=2), st.sampled_from([".,", " ,", "'.", ",."]))
def test_a_printed_number_is_read_back(number: Decimal, marks: str) -> None:
    printed = f"{number:,.2f}".translate(str.maketrans(",.", marks))

    assert read_figure(printed) == number
