"""Agreement is what the reference packages say it is, on published examples and on tables with gaps."""

from __future__ import annotations

import pytest

from counterfile.screening.agreement import (
    Level,
    agreement,
    cohen_kappa,
    fleiss_kappa,
    gwet_ac1,
    krippendorff_alpha,
    masi,
    percent,
)

# Gwet's example of four raters and twelve units, as irrCAC ships it (raw_4raters).
FOUR = [
    ["1", "1", None, "1"],
    ["2", "2", "3", "2"],
    ["3", "3", "3", "3"],
    ["3", "3", "3", "3"],
    ["2", "2", "2", "2"],
    ["1", "2", "3", "4"],
    ["4", "4", "4", "4"],
    ["1", "1", "2", "1"],
    ["2", "2", "2", "2"],
    [None, "5", "5", "5"],
    [None, None, "1", "1"],
    [None, None, "3", None],
]
EXPECTED = {
    "fleiss": 0.761169275422411,
    "ac1": 0.775444068126995,
    "nominal": 0.743421052631579,
    "ordinal": 0.8153875037548814,
    "interval": 0.8491071428571428,
}
"""By irrCAC 0.4.4 (fleiss, gwet) and krippendorff 0.9.0."""


def test_coefficients_equal_the_reference_packages_on_gwets_four_raters() -> None:
    found = {
        "fleiss": fleiss_kappa(FOUR),
        "ac1": gwet_ac1(FOUR),
        "nominal": krippendorff_alpha(FOUR),
        "ordinal": krippendorff_alpha(FOUR, Level.ORDINAL, ["1", "2", "3", "4", "5"]),
        "interval": krippendorff_alpha(FOUR, Level.INTERVAL),
    }

    assert found == pytest.approx(EXPECTED, abs=1e-9)


def test_cohens_kappa_of_the_textbook_table_is_four_tenths() -> None:
    # 50 proposals: 20 yes by both, 5 and 10 by one alone, 15 no by both.
    first = ["y"] * 20 + ["y"] * 5 + ["n"] * 10 + ["n"] * 15
    second = ["y"] * 20 + ["n"] * 5 + ["y"] * 10 + ["n"] * 15

    assert cohen_kappa(first, second) == pytest.approx(0.4)


def test_sets_that_share_members_agree_in_part() -> None:
    assert masi(frozenset("ab"), frozenset("ab")) == 0.0
    assert masi(frozenset("ab"), frozenset("cd")) == 1.0
    assert masi(frozenset("ab"), frozenset("bc")) == pytest.approx(1 - 1 / 9)
    apart = krippendorff_alpha([["a; b", "a"], ["c", "c"], ["b", "b"]], Level.SETS)
    strict = krippendorff_alpha([["a; b", "a"], ["c", "c"], ["b", "b"]])
    assert apart is not None
    assert strict is not None
    assert strict < apart < 1.0


def test_one_answer_throughout_leaves_chance_corrected_coefficients_undefined() -> None:
    same = [["no", "no"]] * 9

    assert percent(same) == 1.0
    assert (fleiss_kappa(same), krippendorff_alpha(same), gwet_ac1(same)) == (None, None, None)
    assert cohen_kappa(["no"] * 9, ["no"] * 9) is None


def test_rare_codes_pull_kappa_down_and_not_ac1() -> None:
    rare = [["no", "no"]] * 96 + [["yes", "no"]] * 2 + [["no", "yes"]] * 2

    kappa, ac1 = fleiss_kappa(rare), gwet_ac1(rare)

    assert kappa is not None
    assert ac1 is not None
    assert kappa < 0
    assert ac1 > 0.9


def test_units_with_one_answer_are_not_counted_and_intervals_hold_their_value() -> None:
    table = [["yes", "yes"]] * 20 + [["no", "no"]] * 20 + [["yes", "no"]] * 5 + [["no", None]] * 30

    found = agreement(table)

    assert (found.n, found.coders) == (45, 2)
    for measure in found.measures:
        assert measure.value is not None
        assert measure.low is not None
        assert measure.high is not None
        assert measure.low < measure.value < measure.high
    assert agreement(table) == found


def test_no_pair_of_answers_gives_no_figure() -> None:
    found = agreement([["yes", None], [None, "no"]])

    assert found.n == 0
    assert [measure.value for measure in found.measures if measure.name != "Fleiss' kappa"] == [None] * 3


def test_ragged_tables_are_refused() -> None:
    with pytest.raises(ValueError, match="one place a coder"):
        percent([["yes", "no"], ["yes"]])
