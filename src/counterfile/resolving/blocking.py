"""Candidate pairs: which mentions are worth comparing, found by character pieces rather than by words.

Each name's nearest neighbors by weighted pieces (TF-IDF cosine), by words in English (across scripts and languages), by
equal proper name and by common identifier.
"""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
from scipy import sparse  # type: ignore[import-untyped]

from counterfile.resolving import _grams
from counterfile.resolving.mentions import Floats, Table, Whole, rarity, weighed

NEAREST = 20
"""Neighbors of a name by its pieces."""

NEAREST_BRIDGE = 10
"""Neighbors of a name by its English words."""

LARGE = 60
"""Mentions with an equal proper name, identifier or acronym up to which all of them are paired; above, each with a few."""

_PRODUCTS = 100_000_000  # multiplications that blocking may cost for each of its matrices; frequent pieces go first
_MORE_PRODUCTS = 300  # for each name, so that a million names may cost more
_PIECES_PRODUCTS = 2_000  # the same for pieces: of names made of few syllables, pieces are frequent

MANY = 100_000
"""Mentions above which fewer neighbors are looked at: names are then dense enough that the first few hold the right one."""

FEW = 8
"""Neighbors of a name above `MANY` mentions."""


def block(table: Table) -> tuple[Whole, Whole]:
    """Return candidate pairs as two arrays of rows, the first the smaller, sorted, each pair once."""
    count = len(table)
    few = count > MANY
    nearest, bridge = (FEW, FEW // 2) if few else (NEAREST, NEAREST_BRIDGE)
    pairs = np.concatenate(
        [
            _nearest(table.pieces, nearest, _PIECES_PRODUCTS),
            _nearest(table.bridge, bridge),
            _nearest(table.words, 0 if few else bridge),
            _nearest_other_script(table, table.bridge, bridge),
            _nearest_other_script(table, _spelled(table), bridge),
            *(one * count + two for one, two in _keyed(table)),
        ]
    )
    pairs.sort()
    pairs = pairs[np.r_[True, pairs[1:] != pairs[:-1]]] if len(pairs) else pairs
    return (pairs // count, pairs % count) if count else (pairs, pairs)


def _keyed(table: Table) -> Iterator[tuple[Whole, Whole]]:
    """Yield pairs that share an exact key, the smaller row first."""
    every = np.arange(len(table))
    for codes in (table.core_code, table.concept_code, table.bare_code):
        yield from _within(codes[codes > 0], every[codes > 0])
    for keys in (_second_names(table), _acronyms(table), _identifiers(table)):
        known: dict[str, int] = {}
        listed = [(known.setdefault(key, len(known)), row) for key, row in keys]
        coded = np.array(listed, np.int64).reshape(-1, 2)
        yield from _within(coded[:, 0], coded[:, 1])


def _second_names(table: Table) -> Iterator[tuple[str, int]]:
    """Yield names that some row has in brackets, with the rows that have them in brackets or as their own."""
    second = set(table.aside) - {""}
    if second:
        for row, (aside, bare) in enumerate(zip(table.aside, table.bare, strict=True)):
            yield from ((name, row) for name in {aside, bare} & second)


def _acronyms(table: Table) -> Iterator[tuple[str, int]]:
    """Yield acronyms with the rows whose words begin with their letters, and those that are the acronym."""
    known = {initials for initials in table.initials if len(initials) >= _ACRONYM}
    for row, (initials, bare) in enumerate(zip(table.initials, table.bare, strict=True)):
        if initials in known:
            yield initials, row
        elif bare in known:
            yield bare, row


_ACRONYM = 3  # letters from which an acronym says something


def _identifiers(table: Table) -> Iterator[tuple[str, int]]:
    if table.identified:
        for row, identifiers in enumerate(table.identifiers):
            yield from ((identifier, row) for identifier in identifiers)


def _within(keys: Whole, rows: Whole) -> Iterator[tuple[Whole, Whole]]:
    """Yield all pairs of rows of one key; of a large group each row with the few before it and with the first."""
    order = np.lexsort((rows, keys))
    keys, rows = keys[order], rows[order]
    starts = np.flatnonzero(np.r_[True, keys[1:] != keys[:-1]]) if len(keys) else order
    sizes = np.diff(np.r_[starts, len(keys)])
    place = np.arange(len(keys)) - np.repeat(starts, sizes)
    size = np.repeat(sizes, sizes)
    for before in range(1, LARGE):
        later = np.flatnonzero((place >= before) & ((size <= LARGE) | (before <= _BEFORE)))
        if not len(later):
            return
        if before == _BEFORE:
            far = np.flatnonzero((place > before) & (size > LARGE))
            yield rows[far - place[far]], rows[far]
        yield rows[later - before], rows[later]


_BEFORE = 3  # rows of a large group that each is paired with


def _nearest(matrix: Any, nearest: int, products: int = _MORE_PRODUCTS) -> Whole:
    """Return each row's nearest other rows by cosine, as smaller row * count + greater row."""
    if not nearest or matrix.shape[0] < 2:
        return np.zeros(0, np.int64)
    normal = _normal(_pruned(matrix, products))
    every = np.arange(matrix.shape[0])
    # Each row is its own nearest.
    return _paired(normal, normal, nearest + 1, every, every, len(every))


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
    normal = _normal(_pruned(matrix, _MORE_PRODUCTS))
    there = _paired(normal[han], normal[other], nearest, han, other, len(table))
    back = _paired(normal[other], normal[han], nearest, other, han, len(table))
    return np.concatenate([there, back])


def _pruned(matrix: Any, products: int) -> Any:
    """Return the matrix with columns renumbered, without those that occur once or so often that products explode."""
    counts = np.bincount(matrix.indices, minlength=matrix.shape[1])
    budget = max(_PRODUCTS, products * matrix.shape[0])
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


def _paired(queries: Any, corpus: Any, nearest: int, query_rows: Whole, corpus_rows: Whole, count: int) -> Whole:
    """Return the pairs of all queries with their nearest rows of the corpus, as smaller row * count + greater row."""
    rows, columns, _ = nearest_of(queries, corpus, nearest, _NEAR)
    ones, twos = query_rows[rows], corpus_rows[columns]
    apart = ones != twos
    return np.asarray((np.minimum(ones, twos) * count + np.maximum(ones, twos))[apart], np.int64)


def nearest_of(queries: Any, corpus: Any, most: int, least: float) -> tuple[Whole, Whole, Floats]:
    """Return for each query its nearest rows of the corpus: places of queries, rows, and their products.

    Args:
        queries: Sparse rows of length one.
        corpus: As `queries`, in the same columns.
        most: Rows for each query.
        least: Product below which a row is not near.
    """
    turned = corpus.T.tocsr()

    def some(part: tuple[int, int]) -> tuple[Whole, Whole, Floats]:
        rows, columns, products = _top(queries[part[0] : part[1]] @ turned, most, least)
        return part[0] + rows, columns, products

    # SciPy and NumPy let go of the interpreter's lock, so that threads keep the cores busy.
    with ThreadPoolExecutor(max_workers=min(os.cpu_count() or 1, 4)) as pool:
        found = [(np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0, np.float32))]
        found += pool.map(some, _parts(queries, turned))
    rows, columns, products = (np.concatenate(each) for each in zip(*found, strict=True))
    return rows, columns, products


def _parts(queries: Any, turned: Any) -> Iterator[tuple[int, int]]:
    """Yield first and last (exclusive) queries of parts that cost about the same."""
    each = np.diff(turned.indptr)[queries.indices]
    cost = np.r_[0, np.cumsum(each)][queries.indptr]
    start, count = 0, queries.shape[0]
    while start < count:
        end = int(np.searchsorted(cost, cost[start] + _PART_PRODUCTS))
        end = min(max(end, start + 1), start + _PART_ROWS, count)
        yield start, end
        start = end


_PART_PRODUCTS = 4_000_000
_PART_ROWS = 60_000  # fits the 16 bits that `_best` gives to rows
_NEAR = 0.1  # cosine below which no neighbor is looked at
_STEPS = (0.3, 0.2, 0.15)


def _top(product: Any, most: int, least: float) -> tuple[Whole, Whole, Floats]:
    """Return rows, columns and values of the greatest entries of each row.

    Most entries are small and most rows have enough greater ones, so only rows that lack them are looked at again.
    """
    left = np.arange(product.shape[0])
    found = []
    for step in (*(step for step in _STEPS if step > least), least):
        near = np.flatnonzero(product.data >= step)
        bounds = np.searchsorted(near, product.indptr)
        held = np.diff(bounds)
        done = held >= (most if step > least else 0)
        chosen = near[np.repeat(done, held)]
        rows, columns, values = _best(np.repeat(np.cumsum(done) - 1, held * done), product, chosen, most)
        found.append((left[done][rows], columns, values))
        if done.all():
            break
        product, left = product[~done], left[~done]
    rows, columns, values = (np.concatenate(each) for each in zip(*found, strict=True))
    return rows, columns, values


def _best(rows: Whole, product: Any, chosen: Whole, most: int) -> tuple[Whole, Whole, Floats]:
    """Return the greatest of the chosen entries of each row, of equal ones the first columns."""
    # One number an entry, by whose order entries sort by row, then by falling value, then by column.
    value = (65535 - np.minimum(product.data[chosen] * 65535, 65535)).astype(np.uint64)
    key = (
        (rows.astype(np.uint64) << np.uint64(48)) | (value << np.uint64(32)) | product.indices[chosen].astype(np.uint64)
    )
    key.sort()
    rows = (key >> np.uint64(48)).astype(np.int64)
    place = np.arange(len(rows)) - np.searchsorted(rows, rows)
    key, rows = key[place < most], rows[place < most]
    values = 1 - ((key >> np.uint64(32)) & np.uint64(65535)).astype(np.float32) / 65535
    return rows, (key & np.uint64(0xFFFFFFFF)).astype(np.int64), values


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
    for identifier, row in _identifiers(table):
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
