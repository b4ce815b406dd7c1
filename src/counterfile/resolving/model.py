"""How likely two mentions are one organization: two forests of trees and, on top, what a person's answers taught.

The first forest judges a pair by its features alone; the second sees that judgement beside those of the rivals. Both
were trained by ``scripts/organization_model.py`` and are kept as plain arrays.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from importlib import resources
from io import BytesIO
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from counterfile.resolving import features, rivals
from counterfile.resolving._trees import Forest
from counterfile.resolving.mentions import Floats, Table, Whole

COLUMNS = (*features.NAMES, *(name for name, _, _ in rivals.RIVALS))
"""The columns of `Scored.features`."""

_BOUND = 9.2  # log-odds beyond which a probability says no more than "sure"


class Layer(msgspec.Struct, frozen=True):
    """A logistic correction that a person's answers taught: log-odds = offset + slope * shipped + weights * columns."""

    offset: float
    slope: float
    columns: tuple[int, ...]
    weights: tuple[float, ...]
    center: tuple[float, ...]
    scale: tuple[float, ...]

    def apply(self, shipped: Floats, rows: Floats) -> Floats:
        """Return the corrected log-odds."""
        chosen = rows[:, list(self.columns)]
        moved = ((chosen - np.array(self.center)) / np.array(self.scale)) @ np.array(self.weights)
        return np.asarray(self.offset + self.slope * shipped + moved, np.float32)


class Model(msgspec.Struct, frozen=True):
    """The shipped forests, and a layer of what was learned here or None."""

    first: Forest
    second: Forest
    layer: Layer | None = None
    without: frozenset[str] = frozenset()
    """Features switched off, to measure what each is worth."""


class Scored(msgspec.Struct, frozen=True):
    """Candidate pairs with their probabilities."""

    ones: Whole
    """Rows of the table, each smaller than its other."""
    twos: Whole
    probability: Floats
    log_odds: Floats
    features: Floats
    """Shape ``(pairs, len(COLUMNS))``."""
    around: rivals.Neighborhood


@cache
def shipped() -> Model:
    """Return the model that comes with the package."""
    data = resources.files("counterfile.resolving").joinpath("organizations.npz").read_bytes()
    with np.load(BytesIO(data), allow_pickle=False) as arrays:
        return read(arrays)


def read(arrays: Mapping[str, NDArray[Any]]) -> Model:
    """Return the model that `write` made.

    Raises:
        ValueError: the weights were trained on other columns than are computed now.
    """
    if tuple(arrays["columns"].tolist()) != COLUMNS:
        raise ValueError("the weights are of other features: train them anew with scripts/organization_model.py")
    return Model(Forest.read(arrays, "first"), Forest.read(arrays, "second"))


def write(model: Model) -> dict[str, NDArray[Any]]:
    """Return the arrays of a model's forests and the names of its columns, for `numpy.savez_compressed`."""
    return model.first.arrays("first") | model.second.arrays("second") | {"columns": np.array(COLUMNS)}


def score(table: Table, ones: Whole, twos: Whole, model: Model, *, every: bool = False) -> Scored:
    """Return the probabilities of candidate pairs, each by itself and beside its rivals.

    Pairs that their features alone make all but impossible count as rivals, and are left out of what is returned unless
    `every` pair is wanted.
    """
    starts = range(0, len(ones), _PAIRS)

    def first_look(start: int) -> tuple[Floats, Whole, Floats]:
        part = slice(start, start + _PAIRS)
        rows = _switched(features.compare(table, ones[part], twos[part]), model)
        odds = _bounded(model.first.log_odds(rows))
        kept = np.flatnonzero((odds > _FAINT) | every)
        return odds, kept + start, rows[kept]

    # NumPy and rapidfuzz let go of the interpreter's lock, so that two threads keep two cores busy.
    with ThreadPoolExecutor(max_workers=min(os.cpu_count() or 1, 4)) as pool:
        looked = list(pool.map(first_look, starts))
    none = (np.zeros(0, np.float32), np.zeros(0, np.int64), np.zeros((0, len(features.NAMES)), np.float32))
    first, kept, rows = (np.concatenate(column) for column in zip(none, *looked, strict=True))
    around = rivals.neighborhood(len(table), ones, twos, first)
    both = np.hstack([rows, rivals.of_candidates(around, kept)])
    odds = _second(model, both)
    return Scored(ones[kept], twos[kept], sigmoid(odds), odds, both, around)


_FAINT = -6.0  # log-odds of a pair by itself up to which it is not looked at again
_PAIRS = 50_000  # pairs compared at once


def score_others(
    table: Table, ones: Whole, twos: Whole, around: rivals.Neighborhood, model: Model
) -> tuple[Floats, Floats]:
    """Return the log-odds and features of pairs beside the candidates, such as those within a component."""
    rows = _switched(features.compare(table, ones, twos), model)
    first = _bounded(model.first.log_odds(rows))
    both = np.hstack([rows, rivals.of_others(around, ones, twos, first)])
    return _second(model, both), both


def _second(model: Model, both: Floats) -> Floats:
    odds = model.second.log_odds(both)
    if model.layer is not None:
        odds = model.layer.apply(odds, both)
    return _bounded(odds)


def _switched(rows: Floats, model: Model) -> Floats:
    for number, feature in enumerate(features.FEATURES):
        if feature.name in model.without:
            rows[:, number] = feature.silent
    return rows


def _bounded(odds: Floats) -> Floats:
    return np.clip(odds, -_BOUND, _BOUND)


def sigmoid(odds: Floats) -> Floats:
    """Return probabilities of log-odds."""
    return np.asarray(1 / (1 + np.exp(-odds)), np.float32)
