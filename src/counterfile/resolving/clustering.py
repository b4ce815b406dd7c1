"""Groups that hold: average linkage inside each component, with what must never be joined kept apart.

Joining whoever is linked to whoever (connected components) lets one false link join two large groups. Here two groups
are joined only if their members are, on average over all pairs, likely the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray
from scipy import sparse  # type: ignore[import-untyped]
from scipy.sparse.csgraph import connected_components  # type: ignore[import-untyped]

from counterfile.resolving._agreement import differ
from counterfile.resolving.features import NAMES
from counterfile.resolving.mentions import Floats, Table, Whole
from counterfile.resolving.model import Model, Scored, score_others, sigmoid

CUT = 0.4
"""Mean probability (over log-odds) from which groups are joined, where the truth is the legal person."""

GROUP_CUT = 0.05
"""As `CUT`, where the truth is the corporate group, whose members' names need not be alike."""

GROUP_SIZE = 10.0
"""Mean size of a record's group from which the data is taken to speak of corporate groups."""

AUTOMATIC = 0.9
"""As `CUT`, for what is joined without asking."""

LOOSE = 0.1
"""Probability from which a pair holds a component together."""

COMPONENT = 400
"""Members up to which all pairs of a component are compared; a larger one is cut at a higher probability first."""

_APART = 1e9  # distance of what must never be joined: no average with it falls below any cut
_SHIFT = 7.0  # makes distances (negated log-odds, bounded) positive


class Components(msgspec.Struct, frozen=True):
    """Groups of mentions that could be one organization, of one size, with the log-odds of every pair of them."""

    rows: Whole
    """Shape ``(groups, size)``."""
    odds: NDArray[np.float64]
    """Shape ``(groups, size, size)``; below -1e8 where a pair must never be joined."""


def components(
    table: Table,
    scored: Scored,
    model: Model,
    *,
    never: Iterable[tuple[int, int]] = (),
    same: Iterable[tuple[int, int]] = (),
) -> list[Components]:
    """Return the components of two or more mentions by size, with all pairs inside compared.

    Args:
        table: The mentions.
        scored: Their candidate pairs.
        model: What scored them.
        never: Pairs of rows that a person told apart.
        same: Pairs of rows that a person joined; they are in one component whatever their likeness.
    """
    joined = [(one, two) if one < two else (two, one) for one, two in same]
    found = _Squares(_groups(len(table), scored, joined))
    inside = found.inside(scored.ones, scored.twos)
    odds = np.where(forbidden(scored.features)[inside], -_APART, scored.log_odds[inside])
    found.fill(scored.ones[inside], scored.twos[inside], odds)
    ones, twos = found.missing()
    for start in range(0, len(ones), _CHUNK):
        some = ones[start : start + _CHUNK], twos[start : start + _CHUNK]
        odds, compared = score_others(table, *some, scored.around, model)
        found.fill(*some, np.where(forbidden(compared), -_APART, odds))
    for pairs, odds_of in ((joined, _APART), (never, -_APART)):
        told = np.array(list(pairs), np.int64).reshape(-1, 2)
        told = told[found.inside(told[:, 0], told[:, 1])]
        found.fill(told[:, 0], told[:, 1], np.full(len(told), odds_of))
    for part in found.parts:
        sole = table.sole[part.rows]
        part.odds[sole[:, :, None] | sole[:, None, :]] = -_APART
    return found.parts


_CHUNK = 200_000


class _Squares:
    """The log-odds of all pairs inside each group: one square a group, those of one size beside each other."""

    def __init__(self, of: Whole) -> None:
        """Take the group of each mention, -1 of one alone."""
        members = np.flatnonzero(of >= 0)
        _, number, sizes = np.unique(of[members], return_inverse=True, return_counts=True)
        size = sizes[number]
        order = np.lexsort((number, size))
        members, number, size = members[order], number[order], size[order]
        starts = np.flatnonzero(np.r_[True, number[1:] != number[:-1]]) if len(number) else number
        self._of = of
        self._place = np.zeros(len(of), np.int64)
        self._place[members] = np.arange(len(members)) - np.repeat(starts, size[starts])
        # Where the line of a mention begins in the row of all squares.
        self._line = np.zeros(len(of), np.int64)
        self._line[members] = np.cumsum(size) - size
        self._odds = np.full(int(size.sum()), np.nan)
        self.parts = []
        for each in np.unique(size).tolist():
            some = members[size == each]
            line = int(self._line[some[0]])
            square = self._odds[line : line + len(some) * each].reshape(-1, each, each)
            self.parts.append(Components(some.reshape(-1, each), square))

    def inside(self, ones: Whole, twos: Whole) -> NDArray[np.bool_]:
        """Return which pairs are of one group."""
        return np.asarray((self._of[ones] >= 0) & (self._of[ones] == self._of[twos]))

    def fill(self, ones: Whole, twos: Whole, odds: NDArray[Any]) -> None:
        """Write the log-odds of pairs."""
        self._odds[self._line[ones] + self._place[twos]] = odds
        self._odds[self._line[twos] + self._place[ones]] = odds

    def missing(self) -> tuple[Whole, Whole]:
        """Return the pairs that nothing was written of."""
        ones, twos = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
        for part in self.parts:
            group, one, two = np.nonzero(np.triu(np.isnan(part.odds), 1))
            ones.append(part.rows[group, one])
            twos.append(part.rows[group, two])
        return np.concatenate(ones), np.concatenate(twos)


def forbidden(rows: Floats) -> NDArray[np.bool_]:
    """Return which pairs are never one organization, by features.

    A branch (分公司, 分局, 派出所) and its parent or another branch; two valid credit codes; of Chinese names also a body
    and a unit of it (某某大学, 某某大学附属医院), other places, other numbers (第一, 第二).
    """
    column = {
        name: rows[:, NAMES.index(name)] for name in ("branch", "identifier", "scripts", "unit", "place", "number")
    }
    chinese = (column["unit"] == 1) | (column["place"] == -1) | (column["number"] == -1)
    return np.asarray((column["branch"] < 1) | (column["identifier"] == -1) | (chinese & (column["scripts"] == 1)))


def guarded(rows: Floats) -> NDArray[np.bool_]:
    """Return which pairs are never joined without asking, by features.

    What is `forbidden`; in Chinese names also where only one is a group (集团) or only one has a number.
    """
    group, number = rows[:, NAMES.index("group")] < 1, rows[:, NAMES.index("number")] <= 0
    return np.asarray(forbidden(rows) | ((group | number) & (rows[:, NAMES.index("scripts")] == 1)))


def cluster(count: int, parts: Sequence[Components], cut: float) -> Whole:
    """Return the group of each of `count` mentions, numbered in the order of their first members.

    Source:
        Sokal and Michener (1958), average linkage (UPGMA), over log-odds.
    """
    label = np.arange(count)
    limit = _SHIFT - float(np.log(cut / (1 - cut)))
    for part in parts:
        label[part.rows] = np.take_along_axis(part.rows, _averaged(_distance(part.odds), limit), axis=1)
    return np.asarray(np.unique(label, return_inverse=True)[1], np.int64)


def _averaged(distance: NDArray[np.float64], limit: float) -> Whole:
    """Return for each member of many groups of one size the first member that average linkage joins it with.

    SciPy does the same for one group at a time, which takes a millisecond each.

    Args:
        distance: Shape ``(groups, size, size)``; written over.
        limit: Mean distance up to which two clusters are joined.
    """
    groups, size, _ = distance.shape
    found = np.tile(np.arange(size), (groups, 1))
    weight = np.ones((groups, size))
    distance[:, np.arange(size), np.arange(size)] = np.inf
    left = np.arange(groups)
    while len(left):
        nearest = distance.reshape(len(left), -1).argmin(axis=1)
        near = distance.reshape(len(left), -1)[np.arange(len(left)), nearest] <= limit
        left, nearest, distance, weight = left[near], nearest[near], distance[near], weight[near]
        every = np.arange(len(left))
        one, two = nearest // size, nearest % size
        ours, theirs = weight[every, one][:, None], weight[every, two][:, None]
        joined = (ours * distance[every, one] + theirs * distance[every, two]) / (ours + theirs)
        distance[every, one] = distance[every, :, one] = joined
        distance[every, two] = distance[every, :, two] = np.inf
        weight[every, one] += theirs[:, 0]
        found[left] = np.where(found[left] == two[:, None], one[:, None], found[left])
    return found


def automatic(table: Table, parts: Sequence[Components]) -> Whole:
    """Return the group of each mention, of groups that may be joined without asking.

    The probability must be high on average, and no two members may differ in a part of their names (`_agreement`) or in
    their identifiers; a group above `LARGEST` is left to a person.
    """
    held = []
    for part in parts:
        odds = part.odds.copy()
        group, one, two = np.nonzero(np.triu((odds > _DOUBTFUL) & (odds < _TOLD), 1))
        pairs = zip(part.rows[group, one].tolist(), part.rows[group, two].tolist(), strict=True)
        apart = np.array([bool(differ(table.parts[first], table.parts[second])) for first, second in pairs], bool)
        group, one, two = group[apart], one[apart], two[apart]
        odds[group, one, two] = odds[group, two, one] = -_APART
        held.append(Components(part.rows, odds))
    label = cluster(len(table), held, AUTOMATIC)
    sizes = np.bincount(label, minlength=1)
    alone = np.flatnonzero(sizes[label] > LARGEST)
    label[alone] = len(label) + alone
    return np.asarray(np.unique(label, return_inverse=True)[1], np.int64)


_DOUBTFUL = -1.0  # log-odds below which a pair keeps a group from being joined by itself

LARGEST = 200
"""Members above which a group is never joined without asking."""

_TOLD = 1e8  # a person joined the pair


def level(label: Whole) -> float:
    """Return the mean size of a record's group: some 2 where names are of legal persons, 10 and more of groups."""
    return float((np.bincount(label).astype(np.float64) ** 2).sum() / max(len(label), 1))


def weakest(parts: Sequence[Components], label: Whole) -> dict[int, float]:
    """Return for each group of two or more the least mean probability with which a member belongs to its others."""
    found: dict[int, float] = {}
    for part in parts:
        of = label[part.rows]
        together = of[:, :, None] == of[:, None, :]
        together[:, np.arange(of.shape[1]), np.arange(of.shape[1])] = False
        others = together.sum(axis=2)
        sure = np.where(together, sigmoid(np.clip(part.odds, -20, 20)), 0)
        mean = sure.sum(axis=2) / np.maximum(others, 1)
        order = np.argsort(-mean[others > 0], kind="stable")
        # Of equal keys the last one counts, which is the least.
        found.update(zip(of[others > 0][order].tolist(), mean[others > 0][order].tolist(), strict=True))
    return found


def _distance(odds: NDArray[np.float64]) -> NDArray[np.float64]:
    distance = np.where(odds < -_TOLD, _APART, _SHIFT - np.clip(odds, -_SHIFT, _SHIFT))
    distance[odds > _TOLD] = 0
    return distance


def _groups(count: int, scored: Scored, joined: Sequence[tuple[int, int]]) -> Whole:
    """Return the component of each mention, -1 of one alone; a too large one is cut at a higher probability."""
    ones, twos, sure = scored.ones, scored.twos, scored.probability
    if joined:
        pairs = np.array(joined, np.int64)
        ones, twos = np.r_[ones, pairs[:, 0]], np.r_[twos, pairs[:, 1]]
        sure = np.r_[sure, np.ones(len(pairs), np.float32)]
    of = np.full(count, -1, np.int64)
    number = 0
    threshold = LOOSE
    kept = np.flatnonzero(sure > threshold)
    while len(kept):
        nodes, place = np.unique(np.r_[ones[kept], twos[kept]], return_inverse=True)
        graph = sparse.coo_matrix((np.ones(len(kept), np.int8), place.reshape(2, -1)), shape=(len(nodes), len(nodes)))
        label = connected_components(graph, directed=False)[1]
        if threshold > _HIGHEST:
            label = _portions(label)
        sizes = np.bincount(label)
        done = (sizes[label] <= COMPONENT) & (sizes[label] > 1)
        of[nodes[done]] = number + label[done]
        number += len(sizes)
        threshold = 1 - (1 - threshold) * 0.7
        kept = kept[(sizes > COMPONENT)[label[place[: len(kept)]]] & (sure[kept] > threshold)]
    return of


_HIGHEST = 0.9995


def _portions(label: Whole) -> Whole:
    """Return labels by which a component that no cut takes apart is taken in portions of `COMPONENT`."""
    order = np.argsort(label, kind="stable")
    place = np.empty(len(label), np.int64)
    place[order] = np.arange(len(label)) - np.searchsorted(label[order], label[order])
    return np.asarray(np.unique(label * len(label) + place // COMPONENT, return_inverse=True)[1], np.int64)
