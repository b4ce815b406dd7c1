"""How right clusters are: pairwise and B-cubed precision and recall, exactness, each with an interval.

A clustering is a mapping from record to cluster; the names of clusters mean nothing beyond being equal or not.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterator, Mapping, Sequence
from itertools import combinations, islice
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Clusters = Mapping[str, Hashable]
"""Record -> cluster. A record that is alone has a cluster of its own."""

RESAMPLES = 1000
"""Bootstrap samples that an interval is drawn from."""

_CHUNK = 50  # samples drawn at once: a million true clusters of 50,000 kinds take 20 MB


class Interval(msgspec.Struct, frozen=True):
    """A share with its 95 % interval over true clusters."""

    value: float
    low: float
    high: float


class Rates(msgspec.Struct, frozen=True):
    """Precision, recall and their harmonic mean, 0 to 1."""

    precision: float
    """1 where nothing is joined."""
    recall: float
    """1 where nothing is to be joined."""
    f1: float


class RateIntervals(msgspec.Struct, frozen=True):
    """`Rates` with intervals."""

    precision: Interval
    recall: Interval
    f1: Interval


class Measures(msgspec.Struct, frozen=True):
    """Everything that is told of one clustering."""

    records: int
    found: int
    """Clusters found."""
    true: int
    """True clusters."""
    true_pairs: int
    """Pairs of records that belong together."""
    pairwise: RateIntervals
    b_cubed: RateIntervals
    exact: Interval
    """Share of the true clusters with two or more records that were found with exactly their records; 1 of none."""


def pairwise(found: Clusters, truth: Clusters) -> Rates:
    """Return how right the pairs are that two clusterings join.

    Raises:
        ValueError: the two are not about the same records.

    >>> pairwise({"a": 1, "b": 1, "c": 1}, {"a": 1, "b": 1, "c": 2})
    Rates(precision=0.3333333333333333, recall=1.0, f1=0.5)
    """
    return _pairs(*_sums(found, truth)[:3])


def b_cubed(found: Clusters, truth: Clusters) -> Rates:
    """Return B-cubed precision and recall: means over records of how much of a record's cluster is right.

    Raises:
        ValueError: the two are not about the same records.

    Source:
        Bagga and Baldwin (1998), "Entity-based cross-document coreferencing using the vector space model".

    >>> b_cubed({"a": 1, "b": 1, "c": 1}, {"a": 1, "b": 1, "c": 2})
    Rates(precision=0.5555555555555555, recall=1.0, f1=0.7142857142857143)
    """
    sums = _sums(found, truth)
    return _means(*sums[3:6])


def exactness(found: Clusters, truth: Clusters) -> float:
    """Return the share of true clusters of two or more records that were found with exactly their records.

    1 where every true cluster is a single record.

    Raises:
        ValueError: the two are not about the same records.

    >>> exactness({"a": 1, "b": 1, "c": 2, "d": 2, "e": 3}, {"a": 1, "b": 1, "c": 2, "d": 2, "e": 2})
    0.5
    """
    return _share(*_sums(found, truth)[6:])


def measure(found: Clusters, truth: Clusters, *, resamples: int = RESAMPLES, seed: int = 1) -> Measures:
    """Return every measure with its 95 % interval.

    The interval is the percentile bootstrap over true clusters: what belongs together is drawn together, and a false
    pair counts half for each of the two clusters that it joins.

    Args:
        found: What a resolver says.
        truth: What is right, of the same records.
        resamples: How many samples are drawn; with 0 every interval is its value.
        seed: Of the drawing.

    Raises:
        ValueError: the two are not about the same records.
    """
    rows = _rows(found, truth)
    drawn = _draw(rows, resamples, seed)
    sums = rows.sum(axis=0).tolist()
    pairs = [_pairs(*each[:3]) for each in drawn]
    means = [_means(*each[3:6]) for each in drawn]
    return Measures(
        records=len(truth),
        found=len(set(found.values())),
        true=len(rows),
        true_pairs=round(sums[2]),
        pairwise=_intervals(_pairs(*sums[:3]), pairs),
        b_cubed=_intervals(_means(*sums[3:6]), means),
        exact=_interval(_share(*sums[6:]), [_share(*each[6:]) for each in drawn]),
    )


def wrong_pairs(
    found: Clusters, truth: Clusters, limit: int = 1000
) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Return the pairs joined falsely and the pairs missed, each up to `limit`, sorted within their cluster.

    >>> wrong_pairs({"a": 1, "b": 1, "c": 2}, {"a": 1, "b": 2, "c": 2})
    ([('a', 'b')], [('b', 'c')])
    """
    _same_records(found, truth)
    return list(islice(_across(found, truth), limit)), list(islice(_across(truth, found), limit))


def _across(joined: Clusters, apart: Clusters) -> Iterator[tuple[str, str]]:
    """Yield the pairs that one clustering joins and the other does not."""
    members: dict[Hashable, list[str]] = {}
    for record, cluster in joined.items():
        members.setdefault(cluster, []).append(record)
    for group in members.values():
        if len({apart[record] for record in group}) > 1:
            yield from ((a, b) for a, b in combinations(sorted(group), 2) if apart[a] != apart[b])


def _same_records(found: Clusters, truth: Clusters) -> None:
    if found.keys() != truth.keys():
        odd = sorted(found.keys() ^ truth.keys())
        raise ValueError(f"the clusterings are not about the same records: {len(odd)} differ, such as {odd[0]!r}")


def _rows(found: Clusters, truth: Clusters) -> NDArray[np.float64]:
    """Return what each true cluster adds to the sums, shape ``(true clusters, 8)``.

    Columns: right pairs, pairs joined (a false one counts half on each side), pairs to join, sum of the records'
    precision, sum of their recall, records, exact (0 or 1), clusters of two or more (0 or 1).
    """
    import numpy as np

    _same_records(found, truth)
    in_found = Counter(found.values())
    in_truth = Counter(truth.values())
    overlaps: dict[Hashable, list[tuple[int, int]]] = {}
    for (cluster, true), overlap in Counter((found[record], true) for record, true in truth.items()).items():
        overlaps.setdefault(true, []).append((overlap, in_found[cluster]))
    rows = np.empty((len(in_truth), 8))
    for at, (true, size) in enumerate(in_truth.items()):
        parts = overlaps[true]
        right = sum(overlap * (overlap - 1) / 2 for overlap, _ in parts)
        rows[at] = (
            right,
            right + sum(overlap * (whole - overlap) / 2 for overlap, whole in parts),
            size * (size - 1) / 2,
            sum(overlap * overlap / whole for overlap, whole in parts),
            sum(overlap * overlap / size for overlap, _ in parts),
            size,
            float(size > 1 and parts == [(size, size)]),
            float(size > 1),
        )
    return rows


def _sums(found: Clusters, truth: Clusters) -> list[float]:
    sums: list[float] = _rows(found, truth).sum(axis=0).tolist()
    return sums


def _draw(rows: NDArray[np.float64], resamples: int, seed: int) -> list[list[float]]:
    """Return the sums of each bootstrap sample.

    Clusters that add the same are drawn as one kind with their number as its weight, which is the same distribution.
    """
    import numpy as np

    if not len(rows) or resamples <= 0:
        return []
    kinds, numbers = np.unique(rows, axis=0, return_counts=True)
    generator = np.random.default_rng(seed)
    shares = numbers / len(rows)
    sums: list[list[float]] = []
    for start in range(0, resamples, _CHUNK):
        some = generator.multinomial(len(rows), shares, size=min(_CHUNK, resamples - start))
        sums += (some @ kinds).tolist()
    return sums


def _pairs(right: float, joined: float, wanted: float) -> Rates:
    return _rates(right / joined if joined else 1.0, right / wanted if wanted else 1.0)


def _means(precision: float, recall: float, records: float) -> Rates:
    return _rates(precision / records, recall / records) if records else _rates(1.0, 1.0)


def _rates(precision: float, recall: float) -> Rates:
    return Rates(precision, recall, 2 * precision * recall / (precision + recall) if precision + recall else 0.0)


def _share(part: float, whole: float) -> float:
    return part / whole if whole else 1.0


def _intervals(rates: Rates, drawn: Sequence[Rates]) -> RateIntervals:
    return RateIntervals(
        _interval(rates.precision, [each.precision for each in drawn]),
        _interval(rates.recall, [each.recall for each in drawn]),
        _interval(rates.f1, [each.f1 for each in drawn]),
    )


def _interval(value: float, drawn: Sequence[float]) -> Interval:
    import numpy as np

    low, high = np.percentile(drawn, [2.5, 97.5]) if drawn else (value, value)
    return Interval(value, float(low), float(high))
