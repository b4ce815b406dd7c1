"""Clusterings are compared by pairs, by records and as wholes."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterfile.resolving.measures import b_cubed, exactness, measure, pairwise, wrong_pairs

CLUSTERINGS = st.integers(1, 12).flatmap(
    lambda n: st.tuples(*(st.lists(st.integers(0, 4), min_size=n, max_size=n) for _ in range(2)))
)


def named(clusters: list[int]) -> dict[str, int]:
    return {f"n-{at:02}": cluster for at, cluster in enumerate(clusters)}


@given(CLUSTERINGS)
def test_pairwise_agrees_with_counting_every_pair(both: tuple[list[int], list[int]]) -> None:
    found, truth = map(named, both)
    pairs = list(combinations(found, 2))
    joined = {pair for pair in pairs if found[pair[0]] == found[pair[1]]}
    wanted = {pair for pair in pairs if truth[pair[0]] == truth[pair[1]]}

    rates = pairwise(found, truth)

    assert rates.precision == pytest.approx(len(joined & wanted) / len(joined) if joined else 1.0)
    assert rates.recall == pytest.approx(len(joined & wanted) / len(wanted) if wanted else 1.0)


@given(CLUSTERINGS)
def test_b_cubed_agrees_with_looking_at_every_record(both: tuple[list[int], list[int]]) -> None:
    found, truth = map(named, both)
    precisions, recalls = [], []
    for record in found:
        beside = {other for other in found if found[other] == found[record]}
        wanted = {other for other in found if truth[other] == truth[record]}
        precisions.append(len(beside & wanted) / len(beside))
        recalls.append(len(beside & wanted) / len(wanted))

    rates = b_cubed(found, truth)

    assert rates.precision == pytest.approx(sum(precisions) / len(found))
    assert rates.recall == pytest.approx(sum(recalls) / len(found))


@given(CLUSTERINGS)
def test_wrong_pairs_are_those_that_pairwise_counts(both: tuple[list[int], list[int]]) -> None:
    found, truth = map(named, both)
    pairs = list(combinations(sorted(found), 2))

    merged, missed = wrong_pairs(found, truth)

    assert sorted(merged) == [(a, b) for a, b in pairs if found[a] == found[b] and truth[a] != truth[b]]
    assert sorted(missed) == [(a, b) for a, b in pairs if found[a] != found[b] and truth[a] == truth[b]]


def test_nothing_joined_is_precise_and_finds_nothing() -> None:
    rates = pairwise(named([0, 1, 2]), named([0, 0, 1]))

    assert (rates.precision, rates.recall, rates.f1) == (1.0, 0.0, 0.0)


def test_exactness_counts_only_clusters_of_two_and_more() -> None:
    assert exactness(named([0, 0, 1, 2, 2]), named([0, 0, 1, 2, 3])) == 1.0
    assert exactness(named([0, 0, 0]), named([0, 0, 1])) == 0.0
    assert exactness(named([0, 1]), named([0, 1])) == 1.0


def test_intervals_hold_the_value_and_are_the_same_for_one_seed() -> None:
    truth = named([at // 3 for at in range(60)])
    found = named([at // 3 if at % 9 else 90 + at for at in range(60)])

    first, second = measure(found, truth, seed=5), measure(found, truth, seed=5)

    assert first == second
    assert first.pairwise.f1.low < first.pairwise.f1.value < first.pairwise.f1.high
    assert first.exact.low <= first.exact.value <= first.exact.high
    assert first.pairwise.f1.value == pytest.approx(pairwise(found, truth).f1)
    assert first.b_cubed.f1.value == pytest.approx(b_cubed(found, truth).f1)
    assert (first.records, first.true, first.true_pairs) == (60, 20, 60)


def test_without_samples_an_interval_is_its_value() -> None:
    measures = measure(named([0, 0]), named([0, 0]), resamples=0)

    assert (measures.exact.low, measures.exact.high) == (1.0, 1.0)


def test_clusterings_of_other_records_are_refused() -> None:
    with pytest.raises(ValueError, match="1 differ, such as 'n-02'"):
        pairwise(named([0, 0]), named([0, 0, 0]))
