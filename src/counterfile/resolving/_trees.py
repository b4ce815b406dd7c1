"""Boosted regression trees as plain arrays: evaluated in NumPy, explained feature by feature, kept without pickle."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
LEAVES = 16
"""Most leaves of a tree; the bits of the words that trees are evaluated by."""

_ROWS = 32_768  # pairs evaluated at once, few enough that a column stays in the processor's cache
_FEW = 200  # pairs up to which all trees are asked at once
_FIRST_BIT = np.array([(word & -word).bit_length() - 1 if word else 0 for word in range(1 << LEAVES)], np.uint8)


class Forest(msgspec.Struct, frozen=True, eq=False):
    """Trees with at most 16 leaves, numbered from left to right; a pair goes left where its feature is <= threshold.

    A tree is evaluated by bits: every node whose question is answered with no strikes out the leaves on its left, and
    the first leaf left over is the one reached.

    Source:
        Lucchese and others (2015), "QuickScorer: a fast algorithm to rank documents with additive ensembles of
        regression trees".
    """

    base: float
    """Log-odds before any tree."""
    feature: NDArray[np.int16]
    """Column that each inner node asks, shape ``(trees, LEAVES - 1)``; -1 where the tree has fewer nodes."""
    threshold: Floats
    keeps: NDArray[np.uint16]
    """The leaves that a no leaves over, one bit each."""
    above: NDArray[np.int8]
    """The node that each inner node hangs from; -1 of the root."""
    value: Floats
    """Log-odds that each leaf adds, shape ``(trees, LEAVES)``."""
    mean: Floats
    """What a pair that reaches the inner node gets on average, by the pairs of the training."""

    def log_odds(self, rows: Floats) -> Floats:
        """Return the log-odds of pairs whose features are given, shape ``(pairs, features)``."""
        if len(rows) <= _FEW:
            return self._at_once(rows)
        out = np.empty(len(rows), np.float32)
        for start in range(0, len(rows), _ROWS):
            columns = np.ascontiguousarray(rows[start : start + _ROWS].T)
            out[start : start + _ROWS] = self._some(columns)
        return out

    def _at_once(self, rows: Floats) -> Floats:
        """Ask all trees together, which is quicker for few pairs; the sums are added up in the same order."""
        values = self.value[np.arange(len(self.value)), self._reached(rows)]
        return np.asarray(np.cumsum(np.c_[np.full(len(rows), self.base, np.float32), values], axis=1)[:, -1])

    def _reached(self, rows: Floats) -> Any:
        """Return the leaf of each tree that each of a few pairs reaches, ``(pairs, trees)``."""
        strikes = np.where(self.feature >= 0, ~self.keeps, np.uint16(0))
        struck = np.where(rows[:, self.feature] > self.threshold, strikes, np.uint16(0))
        return _FIRST_BIT[~np.bitwise_or.reduce(struck, axis=2)]

    def _some(self, columns: Floats) -> Floats:
        total = np.full(columns.shape[1], self.base, np.float32)
        for tree in range(len(self.feature)):
            total += self.value[tree].take(self._leaves(tree, columns), mode="clip")
        return total

    def _leaves(self, tree: int, columns: Floats) -> Any:
        struck = np.zeros(columns.shape[1], np.uint16)
        word = np.empty_like(struck)
        for feature, threshold, keeps in zip(self.feature[tree], self.threshold[tree], self.keeps[tree], strict=True):
            if feature < 0:
                break
            np.copyto(word, columns[feature] > threshold)
            word *= ~keeps
            struck |= word
        return _FIRST_BIT.take(~struck, mode="clip")

    def parts(self, rows: Floats) -> Floats:
        """Return how much each feature adds to each pair's log-odds, ``(pairs, features + 1)``; the last is the rest.

        Walking down a tree, each step's change of the mean is owed to the feature that was asked. The sum of a row is
        the pair's log-odds.

        Source:
            Saabas (2014), "Interpreting random forests".
        """
        shares = _shares(self, rows.shape[1] + 1)
        out = np.empty((len(rows), rows.shape[1] + 1), np.float32)
        for start in range(0, len(rows), _FEW):
            leaves = self._reached(rows[start : start + _FEW])
            out[start : start + _FEW] = shares[np.arange(len(shares)), leaves].sum(axis=1)
        out[:, -1] += self.base
        return out

    def path(self, tree: int, leaf: int) -> list[int]:
        """Return the inner nodes above a leaf, the nearest first."""
        at = int(self.above[tree][LEAVES - 1 + leaf])
        path = []
        while at >= 0:
            path.append(at)
            at = int(self.above[tree][at])
        return path

    def arrays(self, name: str) -> dict[str, NDArray[Any]]:
        """Return the arrays under names that begin with `name`, for `numpy.savez`."""
        return {f"{name}.{field}": np.asarray(getattr(self, field)) for field in self.__struct_fields__}

    @classmethod
    def read(cls, arrays: Mapping[str, NDArray[Any]], name: str) -> Forest:
        """Return the forest that `arrays` wrote."""
        found: dict[str, Any] = {field: arrays[f"{name}.{field}"] for field in cls.__struct_fields__}
        return cls(**(found | {"base": float(found["base"])}))

    @classmethod
    def grown(cls, trees: list[Any], base: float) -> Forest:
        """Return the forest of scikit-learn's histogram gradient boosting.

        Args:
            trees: The node arrays of its predictors.
            base: Its baseline log-odds.
        """
        count = len(trees)
        feature = np.full((count, LEAVES - 1), -1, np.int16)
        threshold = np.zeros((count, LEAVES - 1), np.float32)
        keeps = np.zeros((count, LEAVES - 1), np.uint16)
        above = np.full((count, 2 * LEAVES - 1), -1, np.int8)
        value = np.zeros((count, LEAVES), np.float32)
        mean = np.zeros((count, LEAVES - 1), np.float32)
        for tree, nodes in enumerate(trees):
            inner = 0
            leaf = 0

            def walk(at: int, parent: int, nodes: Any = nodes, tree: int = tree) -> tuple[float, int, int]:
                nonlocal inner, leaf
                node = nodes[at]
                if node["is_leaf"]:
                    value[tree, leaf] = node["value"]
                    above[tree, LEAVES - 1 + leaf] = parent
                    leaf += 1
                    return float(node["value"]), int(node["count"]), 1 << (leaf - 1)
                me = inner
                inner += 1
                feature[tree, me] = node["feature_idx"]
                threshold[tree, me] = _down(float(node["num_threshold"]))
                above[tree, me] = parent
                left, left_count, left_leaves = walk(int(node["left"]), me)
                right, right_count, right_leaves = walk(int(node["right"]), me)
                keeps[tree, me] = 0xFFFF & ~left_leaves
                total = left_count + right_count
                mean[tree, me] = (left * left_count + right * right_count) / total
                return float(mean[tree, me]), total, left_leaves | right_leaves

            walk(0, -1)
        return cls(base, feature, threshold, keeps, above, value, mean)


@lru_cache(maxsize=8)
def _shares(forest: Forest, width: int) -> Floats:
    """Return what the way to each leaf of each tree owes to each feature, ``(trees, LEAVES, width)``."""
    shares = np.zeros((len(forest.feature), LEAVES, width), np.float32)
    for tree, leaf in np.argwhere(forest.above[:, LEAVES - 1 :] >= 0).tolist():
        shares[tree, leaf, -1] = forest.mean[tree][0]
        below = float(forest.value[tree][leaf])
        for node in forest.path(tree, leaf):
            mean = float(forest.mean[tree][node])
            shares[tree, leaf, forest.feature[tree][node]] += below - mean
            below = mean
    return shares


def _down(number: float) -> np.float32:
    """Return the greatest 32-bit number that is not above a 64-bit one, so that comparisons give the same answer."""
    near = np.float32(number)
    return near if float(near) <= number else np.nextafter(near, np.float32(-np.inf))
