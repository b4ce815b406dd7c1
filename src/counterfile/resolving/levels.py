"""Comparison levels and their weights without any answers: the probabilistic model of Fellegi and Sunter.

The levels are few and plain; weights come from the pairs themselves by expectation maximization. `portable` has the
coarser levels that Splink computes past one machine.

Source:
    Fellegi and Sunter (1969), "A theory for record linkage"; Winkler (1988), "Using the EM algorithm for weight
    computation in the Fellegi-Sunter model".
"""

from __future__ import annotations

from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from counterfile.resolving.features import NAMES
from counterfile.resolving.mentions import Floats


class Level(msgspec.Struct, frozen=True):
    """One level: reached where a feature is at least a bound."""

    label: str
    feature: str
    least: float


class Comparison(msgspec.Struct, frozen=True):
    """Levels in falling order; a pair is on the first whose bound it reaches, else on the last, which has no bound."""

    name: str
    levels: tuple[Level, ...]
    missing: tuple[str, float] | None = None
    """Feature and its value where nothing is to be compared; such pairs count for neither side."""


COMPARISONS: tuple[Comparison, ...] = (
    Comparison(
        "name",
        (
            Level("same but for the legal form", "spelling", 1.0),
            Level("same proper name", "core_same", 1.0),
            Level("one letter in ten differs", "spelling", 0.9),
            Level("the shorter stands in the longer", "pieces_short", 0.9),
            Level("most pieces in common", "pieces", 0.6),
            Level("proper names begin alike", "start_core", 0.85),
        ),
    ),
    Comparison("form", (Level("same legal form", "form", 1.0),), ("form", 0.0)),
    Comparison("kind", (Level("same kind", "kind", 1.0),), ("kind", 0.0)),
    Comparison("place", (Level("same place", "place", 1.0),), ("place", 0.5)),
    Comparison("number", (Level("same numbers", "number", 1.0),), ("number", 0.5)),
    Comparison("city", (Level("same city", "city", 1.0),), ("city", 0.0)),
    Comparison("address", (Level("addresses alike", "address", 0.85),), ("address", -1.0)),
    Comparison("identifier", (Level("common identifier", "identifier", 1.0),), ("identifier", 0.0)),
)


class Weights(msgspec.Struct, frozen=True):
    """How often each level is met: by pairs that are one organization (`m`) and by others (`u`)."""

    share: float
    """Share of the candidate pairs that are one organization."""
    m: tuple[tuple[float, ...], ...]
    u: tuple[tuple[float, ...], ...]


def levels(rows: Floats) -> NDArray[np.int64]:
    """Return the level of each pair in each comparison, shape ``(pairs, comparisons)``; -1 where something is missing."""
    out = np.empty((len(rows), len(COMPARISONS)), np.int64)
    for number, comparison in enumerate(COMPARISONS):
        reached = np.full(len(rows), len(comparison.levels), np.int64)
        for place in range(len(comparison.levels) - 1, -1, -1):
            level = comparison.levels[place]
            reached[rows[:, NAMES.index(level.feature)] >= level.least - 1e-6] = place
        if comparison.missing is not None:
            feature, value = comparison.missing
            reached[rows[:, NAMES.index(feature)] == value] = -1
        out[:, number] = reached
    return out


def estimate(found: NDArray[np.int64], *, rounds: int = 50, share: float = 0.05) -> Weights:
    """Return the weights that make the levels of candidate pairs most likely, by expectation maximization.

    Args:
        found: What `levels` gave, of all candidate pairs.
        rounds: Most rounds.
        share: Where the share of pairs that are one organization starts.
    """
    sizes = [len(comparison.levels) + 1 for comparison in COMPARISONS]
    # A start in which higher levels are met more by what is one organization.
    m = [_normal(np.array([2.0 ** -(place * 1.5) for place in range(size)])) for size in sizes]
    u = [_normal(np.array([2.0 ** (place * 1.5) for place in range(size)])) for size in sizes]
    for _ in range(rounds):
        sure = probability(found, Weights(share, _frozen(m), _frozen(u)))
        before, share = share, float(np.clip(sure.mean(), 1e-5, 0.9))
        for number, size in enumerate(sizes):
            met = found[:, number] >= 0
            column = found[met, number]
            m[number] = _normal(np.bincount(column, weights=sure[met], minlength=size) + 0.5)
            u[number] = _normal(np.bincount(column, weights=1 - sure[met], minlength=size) + 0.5)
        if abs(share - before) < 1e-6:
            break
    return Weights(share, _frozen(m), _frozen(u))


def probability(found: NDArray[np.int64], weights: Weights) -> NDArray[np.float64]:
    """Return how likely each pair is one organization, given its levels."""
    odds = np.full(len(found), np.log(weights.share / (1 - weights.share)))
    for number, (m, u) in enumerate(zip(weights.m, weights.u, strict=True)):
        # Missing (-1) picks the last entry: no weight.
        odds += np.append(np.log(np.array(m) / np.array(u)), 0.0)[found[:, number]]
    return np.asarray(1 / (1 + np.exp(-np.clip(odds, -50, 50))))


def _normal(counts: NDArray[Any]) -> NDArray[np.float64]:
    return np.asarray(counts / counts.sum(), np.float64)


def _frozen(columns: list[NDArray[np.float64]]) -> tuple[tuple[float, ...], ...]:
    return tuple(tuple(column.tolist()) for column in columns)
