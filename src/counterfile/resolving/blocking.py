"""Candidate pairs: which mentions are worth comparing, found by character pieces rather than by words.

Each name's nearest neighbors by weighted pieces (TF-IDF cosine), by words in English (across scripts and languages), by
equal proper name and by common identifier.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np
from scipy import sparse  # type: ignore[import-untyped]

from counterfile.resolving import _grams
from counterfile.resolving.mentions import Table, Whole, rarity, weighed

NEAREST = 20
"""Neighbors of a name by its pieces."""

NEAREST_BRIDGE = 10
"""Neighbors of a name by its English words."""

LARGE = 60
"""Mentions with an equal proper name, identifier or acronym up to which all of them are paired; above, each with a few."""

_PRODUCTS = 100_000_000  # multiplications that blocking may cost for each of its matrices; frequent pieces go first
_LEAST_PRODUCTS = 300  # for each name, so that a million names may cost more

MANY = 100_000
"""Mentions above which fewer neighbors are looked at: names are then dense enough that the first few hold the right one."""

FEW = 8
"""Neighbors of a name above `MANY` mentions."""


def block(table: Table) -> tuple[Whole, Whole]:
    """Return candidate pairs as two arrays of rows, the first the smaller, sorted, each pair once."""
    few = len(table) > MANY
    nearest, bridge = (FEW, FEW // 2) if few else (NEAREST, NEAREST_BRIDGE)
    keys = [
        _nearest(table.pieces, nearest),
        _nearest(table.bridge, bridge),
        _nearest(table.words, 0 if few else bridge),
        _nearest_other_script(table, table.bridge, bridge),
        _nearest_other_script(table, _spelled(table), bridge),
        np.fromiter(_keyed(table), np.int64),
    ]
    count = len(table)
    pairs = np.concatenate(keys)
    pairs.sort()
    pairs = pairs[np.r_[True, pairs[1:] != pairs[:-1]]] if len(pairs) else pairs
    return pairs // count if count else pairs, pairs % count if count else pairs


def _keyed(table: Table) -> Iterator[int]:
    """Yield pairs that share an exact key, as first * count + second."""
    count = len(table)
    groups = [by_text(texts) for texts in (table.core, table.concepts, table.bare)]
    groups += [_second_names(table), _acronyms(table), by_identifier(table)]
    for group in groups:
        for rows in group.values():
            yield from (one * count + two for one, two in within(rows))


def _second_names(table: Table) -> dict[str, list[int]]:
    """Return the rows that hold a name which some row has in brackets, in brackets or as its own."""
    second = set(table.aside) - {""}
    by: dict[str, list[int]] = defaultdict(list)
    for row, (aside, bare) in enumerate(zip(table.aside, table.bare, strict=True)):
        for name in {aside, bare} & second:
            by[name].append(row)
    return by


def _acronyms(table: Table) -> dict[str, list[int]]:
    """Return the rows whose words begin with the letters of an acronym, and those that are the acronym."""
    known = {initials for initials in table.initials if len(initials) >= _ACRONYM}
    by: dict[str, list[int]] = defaultdict(list)
    for row, (initials, bare) in enumerate(zip(table.initials, table.bare, strict=True)):
        if initials in known:
            by[initials].append(row)
        elif bare in known:
            by[bare].append(row)
    return by


_ACRONYM = 3  # letters from which an acronym says something


def within(rows: list[int]) -> Iterator[tuple[int, int]]:
    """Yield all pairs of rows, or of a large group each row with the few before it and with the first."""
    for place, row in enumerate(rows):
        if len(rows) <= LARGE:
            yield from ((other, row) for other in rows[:place])
        elif place:
            yield from ((other, row) for other in {rows[0], *rows[max(0, place - 3) : place]})


def _nearest(matrix: Any, nearest: int) -> Whole:
    """Return each row's nearest other rows by cosine, as smaller row * count + greater row."""
    if not nearest or matrix.shape[0] < 2:
        return np.zeros(0, np.int64)
    normal = _normal(_pruned(matrix))
    return np.concatenate([np.zeros(0, np.int64), *_chunks(normal, normal, nearest, np.arange(matrix.shape[0]), None)])


def _spelled(table: Table) -> Any:
    """Return the pieces of the names in Latin letters, of tables that hold names in both scripts."""
    han = int(table.han.sum())
    if not 0 < han < len(table):
        return None
    matrix = _grams.pieces(table.spelled)
    return weighed(matrix, rarity(matrix))


def _nearest_other_script(table: Table, matrix: Any, nearest: int) -> Whole:
    """Return for each name in Han characters its nearest among the others, and the reverse."""
    han = np.flatnonzero(table.han == 1)
    other = np.flatnonzero(table.han == 0)
    if not nearest or not len(han) or not len(other):
        return np.zeros(0, np.int64)
    normal = _normal(_pruned(matrix))
    count = len(table)
    keys = [*_chunks(normal[han], normal[other], nearest, han, other, count)]
    keys += _chunks(normal[other], normal[han], nearest, other, han, count)
    return np.concatenate([np.zeros(0, np.int64), *keys])


def _pruned(matrix: Any) -> Any:
    """Return the matrix with columns renumbered, without those that occur once or so often that products explode."""
    counts = np.bincount(matrix.indices, minlength=matrix.shape[1])
    budget = max(_PRODUCTS, _LEAST_PRODUCTS * matrix.shape[0])
    several = np.flatnonzero(counts > 1)
    order = several[np.argsort(counts[several], kind="stable")]
    kept = order[np.cumsum(counts[order].astype(np.float64) ** 2) <= budget]
    place = np.full(matrix.shape[1], -1, np.int64)
    place[kept] = np.arange(len(kept))
    columns = place[matrix.indices]
    use = columns >= 0
    rows = np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr))[use]
    indptr = np.zeros(matrix.shape[0] + 1, np.int64)
    np.cumsum(np.bincount(rows, minlength=matrix.shape[0]), out=indptr[1:])
    lengths = np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1), np.float32).ravel())
    short = sparse.csr_matrix(
        (matrix.data[use], columns[use].astype(np.int32), indptr.astype(np.int32)), shape=(matrix.shape[0], len(kept))
    )
    # Lengths of the whole rows: what was pruned still counts against likeness.
    return short, lengths


def _normal(pruned: tuple[Any, Any]) -> Any:
    matrix, lengths = pruned
    scale = 1 / np.maximum(lengths, 1e-6)
    out = matrix.copy()
    out.data = (out.data * np.repeat(scale, np.diff(out.indptr))).astype(np.float32)
    return out


def _chunks(
    queries: Any, corpus: Any, nearest: int, query_rows: Whole, corpus_rows: Whole | None, count: int = 0
) -> Iterator[Whole]:
    """Yield the pairs of each chunk of queries with their nearest rows of the corpus."""
    turned = corpus.T.tocsr()
    per_column = np.diff(turned.indptr)
    cost = np.zeros(queries.shape[0] + 1)
    np.cumsum(
        np.bincount(
            np.repeat(np.arange(queries.shape[0]), np.diff(queries.indptr)),
            weights=per_column[queries.indices],
            minlength=queries.shape[0],
        ),
        out=cost[1:],
    )
    total = count or queries.shape[0]
    start = 0
    while start < queries.shape[0]:
        end = int(np.searchsorted(cost, cost[start] + _CHUNK_PRODUCTS))
        end = min(max(end, start + 1), start + _CHUNK_ROWS, queries.shape[0])
        product = queries[start:end] @ turned
        rows, columns = _top(product, nearest + (corpus_rows is None))
        ones = query_rows[start + rows]
        twos = corpus_rows[columns] if corpus_rows is not None else columns
        apart = ones != twos
        ones, twos = ones[apart], twos[apart]
        yield np.minimum(ones, twos) * total + np.maximum(ones, twos)
        start = end


_CHUNK_PRODUCTS = 20_000_000
_CHUNK_ROWS = 60_000
_NEAR = 0.1  # cosine below which no neighbor is looked at


def _top(product: Any, nearest: int) -> tuple[Whole, Whole]:
    """Return rows and columns of the greatest entries of each row."""
    near = np.flatnonzero(product.data >= _NEAR)
    rows = np.searchsorted(product.indptr, near, side="right").astype(np.uint64) - np.uint64(1)
    # One number an entry, by whose order entries sort by row, then by falling value; the rest is its position.
    value = (65535 - np.minimum(product.data[near] * 65535, 65535)).astype(np.uint64)
    key = (rows << np.uint64(48)) | (value << np.uint64(32)) | np.arange(len(near), dtype=np.uint64)
    key.sort()
    sorted_rows = key >> np.uint64(48)
    starts = np.searchsorted(sorted_rows, np.arange(product.shape[0], dtype=np.uint64))
    place = np.arange(len(key)) - starts[sorted_rows.astype(np.int64)]
    chosen = (key[place < nearest] & np.uint64(0xFFFFFFFF)).astype(np.int64)
    return rows[chosen].astype(np.int64), product.indices[near[chosen]].astype(np.int64)


def by_text(texts: Iterable[str]) -> dict[str, list[int]]:
    """Return the rows that hold each text, the empty one aside."""
    by: dict[str, list[int]] = defaultdict(list)
    for row, text in enumerate(texts):
        if text:
            by[text].append(row)
    return dict(by)


def by_identifier(table: Table) -> dict[str, list[int]]:
    """Return the rows that hold each identifier."""
    by: dict[str, list[int]] = defaultdict(list)
    if table.identified:
        for row, identifiers in enumerate(table.identifiers):
            for identifier in identifiers:
                by[identifier].append(row)
    return dict(by)


class Inverted:
    """Rows by their pieces, to find the nearest of one new row."""

    def __init__(self, matrix: Any) -> None:
        """Turn the matrix around."""
        lengths = np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1), np.float32).ravel())
        counts = np.bincount(matrix.indices, minlength=matrix.shape[1])
        self._rows = matrix.shape[0]
        self._lengths = np.maximum(lengths, 1e-6)
        # Postings by column, in one sort of all entries.
        order = np.argsort(matrix.indices, kind="stable")
        self._columns = np.r_[0, np.cumsum(counts)]
        rows = np.repeat(np.arange(matrix.shape[0], dtype=np.int32), np.diff(matrix.indptr))
        self._postings = rows[order]
        self._weights = matrix.data[order]

    def nearest(self, row: Any, most: int) -> list[int]:
        """Return the rows nearest to a new one by cosine, from its rarest pieces until enough entries are read."""
        columns, values = row.indices, row.data
        lengths = self._columns[columns + 1] - self._columns[columns]
        order = np.argsort(lengths, kind="stable")
        found, weights = [], []
        read = 0
        for at in order.tolist():
            if not lengths[at] or (read and read + lengths[at] > _READ):
                continue
            begin = self._columns[columns[at]]
            part = slice(begin, begin + min(int(lengths[at]), _READ))
            found.append(self._postings[part])
            weights.append(self._weights[part] * values[at])
            read += int(lengths[at])
        if not found:
            return []
        rows, place = np.unique(np.concatenate(found), return_inverse=True)
        total = np.bincount(place, weights=np.concatenate(weights)) / self._lengths[rows]
        return [int(rows[at]) for at in np.argsort(-total, kind="stable")[:most]]


_READ = 30_000  # entries read for one new row
