"""Counts of machine-coded answers with the error that a checked sample gives them."""

from __future__ import annotations

import numpy as np
import pytest

from counterfile.views.estimates import Part, estimate, prediction_powered


def covered(rng: np.random.Generator, units: int, yes: float, right_yes: float, right_no: float, checked: int) -> bool:
    """Draw a heap, code it by a software that errs, check a sample of each part, and say whether the interval holds."""
    truth = rng.random(units) < yes
    said = np.where(truth, rng.random(units) < right_yes, rng.random(units) > right_no)
    parts = []
    for answer in (True, False):
        members = np.flatnonzero(said == answer)
        sample = rng.choice(members, min(checked, len(members)), replace=False)
        parts.append(Part(len(members), len(sample), int(truth[sample].sum())))
    found = estimate(parts)
    assert found is not None
    return bool(found.low <= truth.sum() <= found.high)


@pytest.mark.parametrize(
    ("units", "yes", "right_yes", "right_no", "checked"),
    [
        (2_000, 0.10, 0.90, 0.98, 100),
        (2_000, 0.01, 0.80, 0.999, 60),
        (5_000, 0.40, 0.95, 0.95, 200),
        (800, 0.05, 0.60, 0.97, 50),
        (10_000, 0.002, 0.90, 0.9999, 150),
        (300, 0.30, 1.0, 1.0, 40),
    ],
)
def test_the_interval_covers_the_truth_in_94_of_100_runs(
    units: int, yes: float, right_yes: float, right_no: float, checked: int
) -> None:
    rng = np.random.default_rng(20)

    held = sum(covered(rng, units, yes, right_yes, right_no, checked) for _ in range(1_000))

    assert held >= 940


def test_checking_everything_leaves_no_error_and_more_checks_leave_less() -> None:
    wide = estimate([Part(1000, 40, 4), Part(200, 40, 36)])
    close = estimate([Part(1000, 400, 40), Part(200, 100, 90)])
    whole = estimate([Part(1000, 1000, 100), Part(200, 200, 180)])

    assert wide is not None
    assert close is not None
    assert whole is not None
    assert wide.high - wide.low > close.high - close.low > 0
    assert (whole.low, whole.count, whole.high) == (280, 280, 280)


def test_a_part_that_nobody_checked_gives_no_estimate_and_an_empty_one_no_matter() -> None:
    assert estimate([Part(10, 0, 0), Part(5, 5, 1)]) is None
    assert estimate([Part(0, 0, 0), Part(5, 5, 1)]) is not None


@pytest.mark.parametrize("part", [Part(5, 6, 1), Part(5, 3, 4), Part(5, 3, -1)])
def test_a_sample_that_cannot_be_is_refused(part: Part) -> None:
    with pytest.raises(ValueError, match="is no sample"):
        estimate([part])


def test_large_samples_agree_with_the_interval_of_the_methods_authors() -> None:
    rng = np.random.default_rng(4)
    truth = rng.random(20_000) < 0.2
    said = np.where(truth, rng.random(20_000) < 0.9, rng.random(20_000) > 0.97)
    sample, rest = np.arange(2_000), np.arange(2_000, 20_000)
    parts = [
        Part(
            int((said == answer).sum()),
            int((said[sample] == answer).sum()),
            int(truth[sample][said[sample] == answer].sum()),
        )
        for answer in (True, False)
    ]

    ours = estimate(parts)
    low, high = prediction_powered(truth[sample].astype(float), said[sample].astype(float), said[rest].astype(float))

    assert ours is not None
    assert ours.low / 20_000 == pytest.approx(low, abs=0.004)
    assert ours.high / 20_000 == pytest.approx(high, abs=0.004)


def test_the_authors_interval_is_reproduced_where_their_package_is_there() -> None:
    ppi = pytest.importorskip("ppi_py", reason="ppi-python is not installed")
    rng = np.random.default_rng(9)
    answers, predicted, others = rng.random(300), rng.random(300), rng.random(4_000)

    ours = prediction_powered(answers, predicted, others)
    theirs = ppi.ppi_mean_ci(answers, predicted, others, alpha=0.05, lam=1)

    assert ours == pytest.approx([end.item() for end in theirs], rel=1e-9)
