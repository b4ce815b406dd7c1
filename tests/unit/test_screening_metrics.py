"""The figures by which orders of reading are compared."""

from __future__ import annotations

import numpy as np
import pytest

from counterfile.screening.curves import curve, picture
from counterfile.screening.metrics import figures, loss, read_for


def asreview_loss(labels: list[int]) -> float:
    """Compute the loss by ASReview's own formula (asreview.metrics.loss), written down here as a second way."""
    relevant, total = sum(labels), len(labels)
    area = relevant * (total - (relevant - 1) / 2) - np.cumsum(labels).sum()
    return float(area / (relevant * (total - relevant)))


def test_loss_equals_the_formula_of_asreview_on_any_order() -> None:
    rng = np.random.default_rng(3)
    for _ in range(200):
        labels = [1, 0, *(rng.random(int(rng.integers(1, 300))) < rng.random()).astype(int).tolist()]

        assert loss(labels) == pytest.approx(asreview_loss(labels), abs=1e-12)


def test_loss_equals_asreview_where_it_is_installed() -> None:
    metrics = pytest.importorskip("asreview.metrics")
    labels = [0, 1, 1, 0, 0, 1, 0, 0]

    assert loss(labels) == pytest.approx(metrics.loss(labels), abs=1e-12)


def test_loss_wants_both_kinds() -> None:
    with pytest.raises(ValueError, match="both kinds"):
        loss([1, 1])


def test_n95_counts_to_the_last_record_that_is_needed() -> None:
    labels = [1] * 19 + [0] * 10 + [1]

    assert read_for(labels, 20, 0.95) == 19
    assert read_for(labels, 20, 1.0) == 30


def test_figures_leave_prior_knowledge_out_of_the_loss_and_count_it_as_read() -> None:
    found = figures([1, 0, 1, 0, 1], total=10, priors=2)

    assert (found.n, found.relevant, found.n95) == (10, 3, 5)
    assert found.wss95 == pytest.approx(0.45)
    assert found.loss == pytest.approx(asreview_loss([1, 0, 1, 0, 0, 0, 0, 0]))
    assert found.atd == 2.0
    assert (found.recall10, found.recall50) == (pytest.approx(1 / 3), 1.0)


def test_curve_ends_at_all_and_picture_shows_runs_and_stops() -> None:
    drawn = picture([[1, 0, 1], [0, 1, 1]], 8, "<b>heap & co</b>", stops=[3, 3])

    assert curve([1, 0, 1], 8)[-1] == (1.0, 8, 2, 1.0)
    assert (drawn.count("<polyline"), drawn.count("<circle")) == (2, 2)
    assert "&lt;b&gt;heap &amp; co" in drawn
    assert "<script" not in drawn
