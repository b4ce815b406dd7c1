"""Names as sparse rows of hashed character pieces or words, made for many names at once.

A Han name gives its characters and pairs of characters; other names give runs of three characters with the blanks
around words. Everything works on one array of code points, so a million names take seconds.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse  # type: ignore[import-untyped]

COLUMNS = 1 << 22
"""Hash buckets; a million names have some two million different pieces."""

_HAN_FIRST, _HAN_LAST = 0x3400, 0x9FFF
_END = 10  # the line break that stands between names
_BLANK = 32


def pieces(texts: Sequence[str], *, singles: bool = False) -> Any:
    """Return the character pieces of texts, a CSR matrix of ones, shape ``(texts, COLUMNS)``.

    Args:
        texts: Folded, without line breaks.
        singles: Give single Han characters (and no pairs) in place of pairs.
    """
    return _stacked(lambda some: _pieces(some, singles=singles), texts)


def words(texts: Sequence[str]) -> Any:
    """Return the words of texts and their single Han characters, a CSR matrix of ones, shape ``(texts, COLUMNS)``."""
    return _stacked(_words, texts)


def _stacked(make: Callable[[Sequence[str]], Any], texts: Sequence[str]) -> Any:
    """Return what `make` makes of all texts, some at a time, which bounds the memory that it needs on the way."""
    if len(texts) <= _TEXTS:
        return make(texts)
    parts = [make(texts[start : start + _TEXTS]) for start in range(0, len(texts), _TEXTS)]
    return sparse.vstack(parts, format="csr")


_TEXTS = 50_000


def _pieces(texts: Sequence[str], *, singles: bool) -> Any:
    codes, rows = _codes(texts)
    han = (codes >= _HAN_FIRST) & (codes <= _HAN_LAST)
    if singles:
        at = np.flatnonzero(han)
        return _matrix(rows[at], codes[at].astype(np.uint64), len(texts))
    inside = codes != _END
    both = inside[:-1] & inside[1:] & (han[:-1] | han[1:]) & (codes[:-1] != _BLANK) & (codes[1:] != _BLANK)
    pairs = np.flatnonzero(both)
    plain = inside & ~han
    three = np.flatnonzero(plain[:-2] & plain[1:-1] & plain[2:] & (codes[1:-1] != _BLANK))
    wide = codes.astype(np.uint64)
    hashes = np.concatenate(
        [
            wide[pairs] * np.uint64(0x110000) + wide[pairs + 1],
            (wide[three] * np.uint64(0x110000) + wide[three + 1]) * np.uint64(0x3001)
            + wide[three + 2]
            + np.uint64(1 << 60),
        ]
    )
    return _matrix(np.concatenate([rows[pairs], rows[three]]), hashes, len(texts))


def _words(texts: Sequence[str]) -> Any:
    codes, rows = _codes(texts)
    wide = codes.astype(np.uint64)
    han = (codes >= _HAN_FIRST) & (codes <= _HAN_LAST)
    gap = (codes == _BLANK) | (codes == _END)
    # Of each word one number: the sum over its characters, each mixed with its place in the word.
    begins = np.flatnonzero(~gap[1:] & gap[:-1]) + 1
    if not len(begins):
        return _matrix(np.zeros(0, np.int64), np.zeros(0, np.uint64), len(texts))
    place = _places(begins, len(codes))
    mixed = _mix(wide * np.uint64(0x9E3779B97F4A7C15) + place.astype(np.uint64))
    mixed[gap] = 0
    sums = np.add.reduceat(mixed, begins)
    first_han = han[begins]
    single = np.flatnonzero(han)
    return _matrix(
        np.concatenate([rows[begins[~first_han]], rows[single]]),
        np.concatenate([sums[~first_han], wide[single]]),
        len(texts),
    )


def _places(begins: NDArray[np.int64], length: int) -> NDArray[np.int64]:
    start = np.zeros(length, np.int64)
    start[begins] = begins
    return np.arange(length) - np.maximum.accumulate(start)


def _codes(texts: Sequence[str]) -> tuple[NDArray[np.uint32], NDArray[np.int64]]:
    """Return the code points of all texts, each after a line break and a blank and before a blank, and their rows."""
    joined = "\n " + " \n ".join(texts) + " \n"
    codes = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    rows = np.cumsum(codes == _END) - 1
    return codes, rows


def _mix(values: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Return the values scattered over 64 bits (splitmix64)."""
    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return values ^ (values >> np.uint64(31))


def _matrix(rows: NDArray[np.int64], hashes: NDArray[np.uint64], count: int) -> Any:
    columns = (_mix(hashes) % np.uint64(COLUMNS)).astype(np.int64)
    keys = rows * COLUMNS + columns
    keys.sort()
    keys = keys[np.r_[True, keys[1:] != keys[:-1]]] if len(keys) else keys
    rows, columns = keys // COLUMNS, keys % COLUMNS
    indptr = np.zeros(count + 1, np.int64)
    np.cumsum(np.bincount(rows, minlength=count), out=indptr[1:])
    return sparse.csr_matrix(
        (np.ones(len(columns), np.float32), columns.astype(np.int32), indptr.astype(np.int32)), shape=(count, COLUMNS)
    )
