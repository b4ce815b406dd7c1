"""What the other candidates say of a pair: a name's best partner is more likely its own than its second best."""

from __future__ import annotations

from typing import Any

import msgspec
import numpy as np
from scipy import sparse  # type: ignore[import-untyped]

from counterfile.resolving.mentions import Floats, Whole

RIVALS: tuple[tuple[str, str, int], ...] = (
    ("likeness", "what the two names say by themselves, in log-odds", 1),
    ("lead_least", "by how much the pair beats the next best partner, of the two the smaller lead", 1),
    ("lead_most", "by how much the pair beats the next best partner, of the two the greater lead", 1),
    ("rank_worst", "how many candidates are better, of the two the more", -1),
    ("rank_best", "how many candidates are better, of the two the fewer", -1),
    ("others_few", "how many others the one is like, of the two the fewer", 0),
    ("others_many", "how many others the one is like, of the two the more", 0),
    ("common", "how many others both are like", 1),
    ("apart_few", "how many others only one of them is like, the fewer", -1),
    ("apart_many", "how many others only one of them is like, the more", -1),
    ("common_share", "which share of the others that one is like the other is like too", 1),
)
"""Columns: name, what it says, and whether more of it speaks for (1) or against (-1) one organization."""

_NONE = -9.3  # log-odds of no partner at all
_LIKE = 0.02  # probability from which a candidate counts among those a name is like
_ENOUGH = 3.0  # common likes counted
_CHUNK = 100_000


class Neighborhood(msgspec.Struct, frozen=True):
    """The candidates of every mention, by first scores."""

    ones: Whole
    twos: Whole
    first: Floats
    """Log-odds of each pair by itself."""
    best: Floats
    """Log-odds of each mention's best pair."""
    second: Floats
    count: Whole
    """Candidates of each mention."""
    like: Any
    """Probabilities between mentions that are like each other, a symmetric CSR matrix."""
    degree: Floats
    ranks: Whole
    """Shape ``(2, pairs)``: how many of the one's, and of the other's, candidates are better than the pair."""


def neighborhood(count: int, ones: Whole, twos: Whole, first: Floats) -> Neighborhood:
    """Return the candidates of `count` mentions, looked up by mention."""
    pairs = len(ones)
    source = np.concatenate([ones, twos])
    both = np.concatenate([first, first])
    order = np.lexsort((-both, source))
    ordered = source[order]
    starts = np.flatnonzero(np.r_[True, ordered[1:] != ordered[:-1]]) if len(ordered) else np.zeros(0, np.int64)
    lengths = np.diff(np.r_[starts, len(ordered)])
    ranks = np.empty(len(ordered), np.int64)
    ranks[order] = np.arange(len(ordered)) - np.repeat(starts, lengths)
    best = np.full(count, _NONE, np.float32)
    second = np.full(count, _NONE, np.float32)
    best[ordered[starts]] = both[order][starts]
    several = lengths > 1
    second[ordered[starts[several]]] = both[order][starts[several] + 1]
    sure = 1 / (1 + np.exp(-first))
    kept = sure > _LIKE
    a, b, weight = ones[kept], twos[kept], sure[kept]
    like = sparse.csr_matrix(
        (np.r_[weight, weight].astype(np.float32), (np.r_[a, b], np.r_[b, a])), shape=(count, count)
    )
    return Neighborhood(
        ones=ones,
        twos=twos,
        first=first,
        best=best,
        second=second,
        count=np.bincount(source, minlength=count),
        like=like,
        degree=np.asarray(like.sum(axis=1), np.float32).ravel(),
        ranks=ranks.reshape(2, pairs),
    )


def of_candidates(around: Neighborhood, chosen: Whole | slice = slice(None)) -> Floats:
    """Return the columns of `RIVALS` for the candidate pairs themselves, or for the chosen ones among them."""
    ones, twos, first = around.ones[chosen], around.twos[chosen], around.first[chosen]
    ranks = around.ranks[:, chosen]
    # A pair's rival is the best partner but the other of the pair.
    rival_one = np.where(ranks[0] == 0, around.second[ones], around.best[ones])
    rival_two = np.where(ranks[1] == 0, around.second[twos], around.best[twos])
    counted = np.where(1 / (1 + np.exp(-first)) > _LIKE, 1 / (1 + np.exp(-first)), 0)
    return _columns(around, ones, twos, first, rival_one, rival_two, ranks[0], ranks[1], counted)


def of_others(around: Neighborhood, ones: Whole, twos: Whole, first: Floats) -> Floats:
    """Return the columns of `RIVALS` for pairs that are not among the candidates."""
    nothing = np.zeros(len(ones), np.float32)
    best, count = around.best, around.count
    return _columns(around, ones, twos, first, best[ones], best[twos], count[ones], count[twos], nothing)


def _columns(
    around: Neighborhood,
    ones: Whole,
    twos: Whole,
    first: Floats,
    rival_one: Any,
    rival_two: Any,
    rank_one: Any,
    rank_two: Any,
    counted: Any,
) -> Floats:
    common = np.empty(len(ones), np.float32)
    for start in range(0, len(ones), _CHUNK):
        part = slice(start, start + _CHUNK)
        product = around.like[ones[part]].multiply(around.like[twos[part]])
        common[part] = np.asarray(product.sum(axis=1)).ravel()
    one, two = around.degree[ones] - counted, around.degree[twos] - counted
    whole = common
    # Beyond a few, more common likes only say that many names share their words.
    common = np.minimum(common, _ENOUGH)
    few, many = np.minimum(one, two), np.maximum(one, two)
    lead_one, lead_two = first - rival_one, first - rival_two
    columns = (
        first,
        np.minimum(lead_one, lead_two),
        np.maximum(lead_one, lead_two),
        np.maximum(rank_one, rank_two),
        np.minimum(rank_one, rank_two),
        few,
        many,
        common,
        few - whole,
        many - whole,
        whole / np.maximum(few, 0.1),
    )
    return np.stack([np.asarray(column, np.float32) for column in columns], axis=1)
