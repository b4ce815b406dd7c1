"""Groups that hold: average linkage inside each component, with what must never be joined kept apart.

Joining whoever is linked to whoever (connected components) lets one false link join two large groups. Here two groups
are joined only if their members are, on average over all pairs, likely the same.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray
from scipy import sparse  # type: ignore[import-untyped]
from scipy.cluster.hierarchy import fcluster, linkage  # type: ignore[import-untyped]
from scipy.sparse.csgraph import connected_components  # type: ignore[import-untyped]
from scipy.spatial.distance import squareform  # type: ignore[import-untyped]

from counterfile.resolving._agreement import differ
from counterfile.resolving.features import NAMES
from counterfile.resolving.mentions import Floats, Table, Whole
from counterfile.resolving.model import Model, Scored, score_others, sigmoid

CUT = 0.4
"""Mean probability (over log-odds) from which groups are joined, where the truth is the legal person."""

GROUP_CUT = 0.12
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


class Component(msgspec.Struct, frozen=True):
    """Mentions that could be one organization, with the log-odds of every pair of them."""

    rows: Whole
    odds: NDArray[np.float64]
    """Shape ``(rows, rows)``; below -1e8 where a pair must never be joined."""


def components(
    table: Table,
    scored: Scored,
    model: Model,
    *,
    never: Iterable[tuple[int, int]] = (),
    same: Iterable[tuple[int, int]] = (),
) -> list[Component]:
    """Return the components of two or more mentions, with all pairs inside compared.

    Args:
        table: The mentions.
        scored: Their candidate pairs.
        model: What scored them.
        never: Pairs of rows that a person told apart.
        same: Pairs of rows that a person joined; they are in one component whatever their likeness.
    """
    joined = [(one, two) if one < two else (two, one) for one, two in same]
    groups = _groups(len(table), scored, joined)
    place = np.zeros(len(table), np.int64)
    of = np.full(len(table), -1, np.int64)
    for number, rows in enumerate(groups):
        of[rows] = number
        place[rows] = np.arange(len(rows))
    filled = [np.full((len(rows), len(rows)), np.nan) for rows in groups]
    inside = np.flatnonzero((of[scored.ones] >= 0) & (of[scored.ones] == of[scored.twos]))
    apart = forbidden(scored.features[inside])
    _fill(
        filled, of, place, scored.ones[inside], scored.twos[inside], np.where(apart, -_APART, scored.log_odds[inside])
    )
    ones, twos = _missing(groups, filled)
    if len(ones):
        for start in range(0, len(ones), _CHUNK):
            part = slice(start, start + _CHUNK)
            odds, compared = score_others(table, ones[part], twos[part], scored.around, model)
            _fill(filled, of, place, ones[part], twos[part], np.where(forbidden(compared), -_APART, odds))
    for pairs, odds_of in ((joined, _APART), (never, -_APART)):
        for one, two in pairs:
            if of[one] >= 0 and of[one] == of[two]:
                matrix = filled[of[one]]
                matrix[place[one], place[two]] = matrix[place[two], place[one]] = odds_of
    sole = table.sole
    for rows, matrix in zip(groups, filled, strict=True):
        matrix[sole[rows], :] = matrix[:, sole[rows]] = -_APART
    return [Component(rows, matrix) for rows, matrix in zip(groups, filled, strict=True)]


_CHUNK = 200_000


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


def cluster(count: int, parts: Sequence[Component], cut: float) -> Whole:
    """Return the group of each of `count` mentions, numbered in the order of their first members.

    Source:
        Sokal and Michener (1958), average linkage (UPGMA), over log-odds.
    """
    label = np.arange(count)
    limit = _SHIFT - float(np.log(cut / (1 - cut)))
    for part in parts:
        if len(part.rows) == 2:
            if part.odds[0, 1] >= _SHIFT - limit:
                label[part.rows[1]] = part.rows[0]
            continue
        tree = linkage(squareform(_distance(part.odds), checks=False), "average")
        found = fcluster(tree, limit, "distance")
        label[part.rows] = _least(part.rows, found)
    return np.asarray(np.unique(label, return_inverse=True)[1], np.int64)


def _least(rows: Whole, found: NDArray[np.int32]) -> Whole:
    """Return for each row the least row of its group."""
    least = np.full(int(found.max()) + 1, rows.max(), np.int64)
    np.minimum.at(least, found, rows)
    return least[found]


def automatic(table: Table, parts: Sequence[Component]) -> Whole:
    """Return the group of each mention, of groups that may be joined without asking.

    The probability must be high on average, and no two members may differ in a part of their names (`_agreement`) or in
    their identifiers; a group above `LARGEST` is left to a person.
    """
    held = []
    for part in parts:
        odds = part.odds.copy()
        likely = np.triu((odds > _DOUBTFUL) & (odds < _TOLD), 1)
        for one, two in zip(*np.nonzero(likely), strict=True):
            if differ(table.parts[part.rows[one]], table.parts[part.rows[two]]):
                odds[one, two] = odds[two, one] = -_APART
        held.append(Component(part.rows, odds))
    label = cluster(len(table), held, AUTOMATIC)
    sizes = np.bincount(label, minlength=1)
    alone = np.flatnonzero(sizes[label] > LARGEST)
    label[alone] = len(label) + alone
    return np.asarray(np.unique(label, return_inverse=True)[1], np.int64)


_DOUBTFUL = -1.0  # log-odds below which a pair keeps a group from being joined by itself

LARGEST = 200
"""Members above which a group is never joined without asking."""

_TOLD = 1e8  # a person joined the pair


def level(count: int, parts: Sequence[Component]) -> float:
    """Return the mean size of a record's group at `CUT`: some 2 where names are of legal persons, 10 and more of groups."""
    sizes = np.bincount(cluster(count, parts, CUT))
    return float((sizes.astype(np.float64) ** 2).sum() / max(count, 1))


def weakest(part: Component, members: Sequence[int]) -> float:
    """Return the least mean probability with which a member of a group belongs to its others, 1.0 for one member."""
    if len(members) < 2:
        return 1.0
    odds = part.odds[np.ix_(members, members)]
    sure = sigmoid(np.clip(odds, -20, 20))
    np.fill_diagonal(sure, 0)
    return float((sure.sum(axis=1) / (len(members) - 1)).min())


def _distance(odds: NDArray[np.float64]) -> NDArray[np.float64]:
    distance = np.where(odds < -1e8, _APART, _SHIFT - np.clip(odds, -_SHIFT, _SHIFT))
    distance[odds > 1e8] = 0
    np.fill_diagonal(distance, 0)
    return distance


def _groups(count: int, scored: Scored, joined: Sequence[tuple[int, int]]) -> list[Whole]:
    """Return the components of two or more members; a too large one is cut at a higher probability."""
    ones, twos, sure = scored.ones, scored.twos, scored.probability
    if joined:
        pairs = np.array(joined, np.int64)
        ones, twos = np.r_[ones, pairs[:, 0]], np.r_[twos, pairs[:, 1]]
        sure = np.r_[sure, np.ones(len(pairs), np.float32)]
    found: list[Whole] = []
    threshold = LOOSE
    kept = np.flatnonzero(sure > threshold)
    while len(kept):
        graph = sparse.coo_matrix((np.ones(len(kept), np.int8), (ones[kept], twos[kept])), shape=(count, count))
        label = connected_components(graph, directed=False)[1]
        sizes = np.bincount(label)
        large = sizes > COMPONENT
        if threshold > _HIGHEST:
            large[:] = False
        order = np.argsort(label, kind="stable")
        starts = np.r_[0, np.cumsum(sizes)]
        done = np.flatnonzero((sizes > 1) & ~large)
        found.extend(order[starts[number] : starts[number + 1]] for number in done.tolist())
        threshold = 1 - (1 - threshold) * 0.7
        kept = kept[large[label[ones[kept]]] & (sure[kept] > threshold)]
    return found


_HIGHEST = 0.9995


def _missing(groups: Sequence[Whole], filled: Sequence[NDArray[np.float64]]) -> tuple[Whole, Whole]:
    ones, twos = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
    for rows, matrix in zip(groups, filled, strict=True):
        if len(rows) > COMPONENT:
            # Held together by links that no cut takes apart: what was not compared speaks neither for nor against.
            np.nan_to_num(matrix, copy=False, nan=0.0)
            continue
        if len(rows) == 2 and not np.isnan(matrix[0, 1]):
            continue
        one, two = np.nonzero(np.triu(np.isnan(matrix), 1))
        ones.append(rows[one])
        twos.append(rows[two])
    return np.concatenate(ones), np.concatenate(twos)


def _fill(filled: Sequence[NDArray[np.float64]], of: Whole, place: Whole, ones: Whole, twos: Whole, odds: Any) -> None:
    by: dict[int, list[int]] = defaultdict(list)
    for at, group in enumerate(of[ones].tolist()):
        by[group].append(at)
    first, second = place[ones], place[twos]
    for group, places in by.items():
        matrix = filled[group]
        matrix[first[places], second[places]] = matrix[second[places], first[places]] = odds[places]
