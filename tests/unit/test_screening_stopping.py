"""Bounds on what is missed hold as often as they say, and heuristics say that they bound nothing."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import pytest
from scipy.stats import hypergeom

from counterfile.errors import BadUsage
from counterfile.screening import stopping
from counterfile.screening.parts import Read


def reads(labels: Sequence[int], total: int, random: Sequence[int] = ()) -> list[Read]:
    return [Read(bool(label), total - at, at in random) for at, label in enumerate(labels)]


def test_the_tail_equals_the_hypergeometric_chance() -> None:
    hits = np.array([0, 1, 4])

    chance = stopping.tail_chance(200, hits, 60, 5)

    tails = [hypergeom.cdf(3 - j, 200 - s, 5 - j, 60 - s) for j, s in enumerate((0, 1, 2, 5))]
    assert chance == pytest.approx(min(tails), rel=1e-9)


def test_more_records_than_are_unread_cannot_be_relevant() -> None:
    assert stopping.tail_chance(10, np.array([0]), 9, 3) == 0.0


@pytest.mark.parametrize(("unread", "drawn", "high"), [(10_000, 300, 100), (10_000, 600, 50)])
def test_no_find_in_a_sample_bounds_the_missed_share(unread: int, drawn: int, high: int) -> None:
    assert stopping.elusion(unread, drawn, 0) < high


def test_the_elusion_bound_is_the_exact_hypergeometric_one() -> None:
    most = stopping.elusion(400, 80, 2)

    assert hypergeom.cdf(2, 400, most, 80) >= 0.05 > hypergeom.cdf(2, 400, most + 1, 80)


def test_an_elusion_sample_of_everything_leaves_no_doubt() -> None:
    assert stopping.elusion(50, 50, 3) == 3


def test_an_impossible_sample_is_refused() -> None:
    with pytest.raises(ValueError, match="no sample"):
        stopping.elusion(10, 20, 0)


def test_the_betting_bound_is_true_at_every_look_in_95_of_100_runs() -> None:
    total, relevant, runs = 150, 12, 150
    rule = stopping.BettingMartingale()
    broken = 0
    for seed in range(runs):
        rng = np.random.default_rng(seed)
        order = rng.permutation(np.repeat([1, 0], [relevant, total - relevant])).tolist()
        every = reads(order, total, range(total))
        looks = [rule.judge(total, every[:read]) for read in range(10, total, 7)]
        recalls = [sum(order[:read]) / relevant for read in range(10, total, 7)]
        broken += any(look.recall_low > recall + 1e-9 for look, recall in zip(looks, recalls, strict=True))

    assert broken / runs <= 0.05


def test_the_ranked_bound_is_true_at_the_stop_even_for_a_ranking_by_chance() -> None:
    total, relevant, runs = 90, 12, 60
    rule = stopping.RankedTail(0.8)
    missed = 0
    for seed in range(runs):
        order = np.random.default_rng(seed).permutation(np.repeat([1, 0], [relevant, total - relevant])).tolist()
        every = reads(order, total)
        stop = next(read for read in range(1, total + 1) if rule.judge(total, every[:read]).stop)
        missed += sum(order[:stop]) / relevant < 0.8

    assert missed / runs <= 0.15  # the ranking is no better than chance: the worst that the assumption allows


def test_random_picks_alone_are_evidence_for_the_bettor() -> None:
    labels = [1] * 20 + [0] * 60

    without = stopping.BettingMartingale().judge(100, reads(labels, 100))
    with_picks = stopping.BettingMartingale().judge(100, reads(labels, 100, range(20, 80)))

    assert without.missed_high == 20
    assert with_picks.missed_high is not None
    assert with_picks.missed_high < 8


def test_a_hypothesis_that_cannot_be_makes_the_bettor_rich() -> None:
    wealth = stopping.log_wealth(np.array([5.0]), np.array([4.0]), np.array([False]))

    assert wealth == math.inf


def test_reading_everything_is_full_recall() -> None:
    for name in ("ranked-tail", "betting-martingale", "knee"):
        assert stopping.rule(name).judge(5, reads([1, 0, 0, 1, 0], 5)).stop
    assert stopping.RankedTail().judge(5, reads([1, 0, 0, 1, 0], 5)).recall_low == 1.0


def test_nothing_found_never_stops_before_the_end() -> None:
    for name in ("ranked-tail", "betting-martingale", "in-a-row:5", "knee"):
        assert not stopping.rule(name).judge(100, reads([0] * 60, 100, range(60))).stop


def test_heuristics_stop_without_a_bound() -> None:
    labels = [1] * 30 + [0] * 170

    in_a_row = stopping.rule("in-a-row:100").judge(1000, reads(labels, 1000))
    knee = stopping.Knee().judge(100_000, reads([1] * 150 + [0] * 1000, 100_000))

    assert in_a_row.stop
    assert knee.stop
    assert (in_a_row.recall_low, in_a_row.missed_high) == (0.0, None)
    assert "no bound" in in_a_row.reason


def test_a_rule_in_words_carries_its_number() -> None:
    tail, row = stopping.rule("ranked-tail:90"), stopping.rule("in-a-row:50")

    assert isinstance(tail, stopping.RankedTail)
    assert tail.target == pytest.approx(0.9)
    assert isinstance(row, stopping.InARow)
    assert row.count == 50


@pytest.mark.parametrize("written", ["often", "ranked-tail:much", "ranked-tail:100", "in-a-row:0", "knee:3"])
def test_a_rule_that_is_none_is_refused(written: str) -> None:
    with pytest.raises(BadUsage):
        stopping.rule(written)


def test_prevalence_comes_from_the_random_picks_only() -> None:
    found = stopping.prevalence(reads([1, 1, 1, 0, 1, 0], 100, (3, 4, 5)))

    assert found is not None
    assert found[0] == pytest.approx(1 / 3)
    assert found[1] < found[0] < found[2]
    assert stopping.prevalence(reads([1, 0], 10)) is None
