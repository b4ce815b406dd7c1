"""Texts -> sparse vectors: words for scripts with spaces, characters for Chinese, Japanese and Korean, by hashing.

What becomes a feature is decided character by character, so a heap may mix scripts, and so may one text. Hashing needs
no vocabulary: records that come later never change what the earlier ones look like.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse  # type: ignore[import-untyped]

from counterfile.screening.parts import Record, Term
from counterfile.text.script import HAN, fold, simplify

SHORT = 40
"""Units (words and CJK characters): a heap whose median record has fewer also gets the n-grams inside its words."""

LONGEST = 200_000
"""Characters of one field that are looked at; a record says what it is about before that."""

_CHUNK = 4_000  # records counted at once: numpy pays off, and the work arrays stay below some 300 MB


class HashedText:
    """Hashed n-grams with logarithmic counts, inverse document frequency and rows of length one.

    Words of two letters or more: alone and in pairs. Characters of Chinese, Japanese and Korean: alone, in pairs and
    in threes, never across punctuation. In heaps of short texts besides: the three to five characters inside each word,
    which find inflected, compound and misspelled words again.

    Source: Weinberger and others (2009), "Feature hashing for large scale multitask learning"; Salton and Buckley
        (1988), "Term-weighting approaches in automatic text retrieval", for the weights.
    """

    name = "hashed-text"

    def __init__(
        self,
        *,
        bits: int = 22,
        title: float = 2.0,
        inner: bool | None = None,
        cues: Sequence[str] = (),
        common: float = 0.95,
    ) -> None:
        """Keep the settings.

        Args:
            bits: The table has two to this many columns.
            title: How often a title's terms count in addition, where there is a body, too; at least 0.
            inner: Whether to take n-grams inside words; None decides by the median length of the first heap.
            cues: Terms of the question; their own n-grams count as if they stood in the title as well.
            common: Terms in a greater share of the records than this say nothing and are left out.
        """
        self.bits, self.title, self.inner, self.common = bits, title, inner, common
        self._words = _Words()
        self._cues = frozenset(column for cue in cues for column, _, _ in _spans(cue, self._mask, inner=False))
        self._idf: NDArray[np.float32] | None = None

    @property
    def _mask(self) -> np.uint64:
        return np.uint64((1 << self.bits) - 1)

    def fit_transform(self, records: Sequence[Record]) -> Any:
        """Return one row a record, and keep how common each column is for rows that come later."""
        return self.fit_chunks([records])

    def fit_chunks(self, chunks: Iterable[Sequence[Record]]) -> Any:
        """Do the same for records that come some at a time, so that a heap's texts are never held all at once.

        Whether n-grams inside words are taken is decided by the first of the chunks.
        """
        counted = []
        for records in chunks:
            if self.inner is None:
                self.inner = _median_units(records) < SHORT
            counted.append(self._count(records))
        if len(counted) == 1:
            counts = counted[0]
        else:
            counts = _stacked(counted) if counted else self._count([])
        total = max(1, counts.shape[0])
        frequency = np.bincount(counts.indices, minlength=counts.shape[1])
        idf = (np.log((1 + total) / (1 + frequency)) + 1).astype(np.float32)
        # In a handful of records a term may well stand in all of them and still be the question's own.
        idf[frequency > max(self.common * total, 20)] = 0.0
        self._idf = idf
        return self._weigh(counts)

    def transform(self, records: Sequence[Record]) -> Any:
        """Return rows for more records, weighted as those of the first heap.

        Raises:
            ValueError: `fit_transform` was not called before.
        """
        if self._idf is None:
            raise ValueError("fit_transform comes first: the weights of the terms come from the heap")
        return self._weigh(self._count(records))

    @property
    def fitted(self) -> NDArray[np.float32] | None:
        """What `fit_transform` learned: one weight a column; None before. `restore` takes it back."""
        return self._idf

    def restore(self, fitted: NDArray[np.float32], *, inner: bool) -> None:
        """Stand as after `fit_transform`, with weights that were kept."""
        self._idf, self.inner = fitted, inner

    def locate(self, record: Record) -> list[Term]:
        """Return where each feature of a record stands, longer ones beside the shorter ones inside them."""
        fields = (("title", record.title), ("body", record.body))
        return [
            Term(column, field, start, end)
            for field, text in fields
            for column, start, end in _spans(text[:LONGEST], self._mask, inner=bool(self.inner))
        ]

    def _count(self, records: Sequence[Record]) -> Any:
        parts = [self._count_some(records[at : at + _CHUNK]) for at in range(0, len(records), _CHUNK)]
        if not parts:
            return sparse.csr_matrix((0, 1 << self.bits), dtype=np.float32)
        return parts[0] if len(parts) == 1 else _stacked(parts)

    def _count_some(self, records: Sequence[Record]) -> Any:
        units: list[int] = []
        lengths = np.zeros((len(records), 2), dtype=np.int64)
        for row, record in enumerate(records):
            for part, text in enumerate((record.title, record.body)):
                before = len(units)
                units.extend(self._words.numbers(text))
                units.append(_BREAK)
                lengths[row, part] = len(units) - before
        sequence = np.array(units, dtype=np.int64)
        row_of = np.repeat(np.arange(len(records)), lengths.sum(axis=1))
        # A title is worth more than a body; where titles are all there is, there is nothing to compare them with.
        heavy = np.tile(np.array([1.0 + self.title, 1.0]), len(records))
        heavy[0::2][lengths[:, 1] <= 1] = 1.0
        weight = np.repeat(heavy, lengths.ravel()).astype(np.float32)
        rows, columns, values = [], [], []
        for places, hashes in self._features(sequence):
            rows.append(row_of[places])
            columns.append((hashes & self._mask).astype(np.int64))
            values.append(weight[places])
        return self._table(np.concatenate(rows), np.concatenate(columns), np.concatenate(values), len(records))

    def _features(self, sequence: NDArray[np.int64]) -> Iterator[tuple[NDArray[np.int64], NDArray[np.uint64]]]:
        """Yield positions in the sequence with the hashes of the features that begin there."""
        code, kind = self._words.codes()[sequence], self._words.kinds()[sequence]
        words = np.flatnonzero(kind == _WORD)
        yield words, _hash(code[words], _WORD)
        pairs = np.flatnonzero((kind[:-1] == _WORD) & (kind[1:] == _WORD))
        yield pairs, _hash(_join(_hash(code[pairs], _WORD), code[pairs + 1]), _WORD)
        yield from _runs(code, kind)
        if self.inner:
            grams, ends = self._words.inner()
            first = np.concatenate(([0], ends))[sequence[words]]
            many = ends[sequence[words]] - first
            offsets = np.arange(many.sum()) - np.repeat(np.cumsum(many) - many, many)
            yield np.repeat(words, many), grams[np.repeat(first, many) + offsets]

    def _table(
        self, rows: NDArray[np.int64], columns: NDArray[np.int64], values: NDArray[np.float32], total: int
    ) -> Any:
        """Return the counts, those of cue terms raised, one entry for each row and column."""
        if self._cues:
            values[np.isin(columns, list(self._cues))] += np.float32(self.title)
        shape = (total, 1 << self.bits)
        counts = sparse.coo_matrix((values, (rows.astype(np.int32), columns.astype(np.int32))), shape=shape).tocsr()
        counts.sum_duplicates()
        return counts

    def _weigh(self, counts: Any) -> Any:
        assert self._idf is not None  # noqa: S101  # both callers see to it
        np.log(counts.data, out=counts.data)
        counts.data += np.float32(1.0)
        counts.data *= self._idf[counts.indices]
        squares = np.bincount(
            np.repeat(np.arange(counts.shape[0]), np.diff(counts.indptr)),
            weights=counts.data.astype(np.float64) ** 2,
            minlength=counts.shape[0],
        )
        length = np.sqrt(np.where(squares > 0, squares, 1.0)).astype(np.float32)
        counts.data /= np.repeat(length, np.diff(counts.indptr))
        return counts


_BREAK = 0  # the number of what no n-gram crosses
_SIGN, _CHARACTER, _WORD = 0, 1, 2

# Kana and Hangul are cut into characters like Han: Korean words carry their grammar as endings.
_CJK = HAN + "\u3041-\u30ff\u31f0-\u31ff\uac00-\ud7af"
# Folding makes 「，」 a plain comma. Beside CJK characters it parts them; between Latin words it is passed over.
_PLAIN_SIGNS = ",;:!?."
_WIDE_SIGNS = "()。、《》【】「」『』〈〉"
_UNIT = re.compile(
    f"[{_CJK}]|[^\\W_{_CJK}]{{2,}}|[{_WIDE_SIGNS}]|(?<=[{_CJK}])[{_PLAIN_SIGNS}]|[{_PLAIN_SIGNS}](?=[{_CJK}])"
)
_SIGNS = frozenset(_PLAIN_SIGNS + _WIDE_SIGNS)
_INNER = (3, 4, 5)


class _Words:
    """Every unit that was seen, with its hash; a unit's number is only good within one object."""

    def __init__(self) -> None:
        self._number: dict[str, int] = {"": _BREAK}
        self._code = [0]
        self._kind = [_SIGN]
        self._grams: list[int] = []
        self._ends: list[int] = [0]

    def numbers(self, text: str) -> list[int]:
        """Return the numbers of a text's units in order, breaks included."""
        known = self._number
        found = []
        for unit in _UNIT.findall(_folded(text[:LONGEST])):
            number = known.get(unit)
            found.append(self._add(unit) if number is None else number)
        return found

    def _add(self, unit: str) -> int:
        if unit in _SIGNS:
            self._number[unit] = _BREAK
            return _BREAK
        number = len(self._code)
        self._number[unit] = number
        self._code.append(_code(unit))
        self._kind.append(_kind(unit))
        return number

    def codes(self) -> NDArray[np.uint64]:
        return np.array(self._code, dtype=np.uint64)

    def kinds(self) -> NDArray[np.int8]:
        return np.array(self._kind, dtype=np.int8)

    def inner(self) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
        """Return the hashes of all n-grams inside words, and where each unit's end among them."""
        units = [unit for unit, number in self._number.items() if number != _BREAK]
        for unit in units[len(self._ends) - 1 :]:
            if len(unit) > 1:
                self._grams.extend(code for code, _, _ in _inside(unit))
            self._ends.append(len(self._grams))
        hashes = _hash(np.array(self._grams, dtype=np.uint64), _WORD + 1)
        return hashes, np.array(self._ends, dtype=np.int64)


def _folded(text: str) -> str:
    return text.lower() if text.isascii() else simplify(fold(text))


def _code(unit: str) -> int:
    return zlib.crc32(unit.encode("utf-8", "surrogatepass"))


def _kind(unit: str) -> int:
    return _CHARACTER if len(unit) == 1 else _WORD


def _inside(word: str) -> Iterator[tuple[int, int, int]]:
    """Yield the n-grams of a word with blanks at its ends: code, start and end within the word."""
    padded = f" {word} "
    for size in _INNER:
        for at in range(len(padded) - size + 1):
            yield _code(padded[at : at + size]), max(0, at - 1), min(len(word), at + size - 1)


def _runs(code: NDArray[np.uint64], kind: NDArray[np.int8]) -> Iterator[tuple[NDArray[np.int64], NDArray[np.uint64]]]:
    """Yield the runs of one, two and three CJK characters."""
    character = kind == _CHARACTER
    for size in (1, 2, 3):
        last = len(kind) - size + 1
        if last <= 0:
            return
        whole = character[:last].copy()
        for ahead in range(1, size):
            whole &= character[ahead : last + ahead]
        places = np.flatnonzero(whole)
        hashes = _hash(code[places], _CHARACTER)
        for ahead in range(1, size):
            hashes = _hash(_join(hashes, code[places + ahead]), _CHARACTER)
        yield places, hashes


def _join(first: NDArray[np.uint64], second: NDArray[np.uint64]) -> NDArray[np.uint64]:
    with np.errstate(over="ignore"):
        return first * np.uint64(3) + second


def _hash(code: NDArray[np.uint64], kind: int) -> NDArray[np.uint64]:
    """Return well mixed 64 bits; arithmetic modulo 2**64 is meant.

    Source: the finalizer of SplitMix64, Steele, Lea and Flood (2014).
    """
    with np.errstate(over="ignore"):
        mixed = code + np.uint64(0x9E3779B97F4A7C15) * np.uint64(kind + 1)
        mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        return mixed ^ (mixed >> np.uint64(31))


def _spans(text: str, mask: np.uint64, *, inner: bool) -> Iterator[tuple[int, int, int]]:
    """Yield column, start and end of each feature of a text: the same features as are counted, one at a time."""
    flat, origins = _origins(text)
    units = [(hit.group(), hit.start(), hit.end()) for hit in _UNIT.finditer(flat)]

    def span(first: int, last: int) -> tuple[int, int]:
        return origins[first], origins[last - 1] + 1

    def column(hashes: NDArray[np.uint64]) -> int:
        return int((hashes & mask)[0])

    def code(unit: str) -> NDArray[np.uint64]:
        return np.array([_code(unit)], dtype=np.uint64)

    for at, (unit, start, end) in enumerate(units):
        if unit in _SIGNS:
            continue
        kind = _kind(unit)
        hashes = _hash(code(unit), kind)
        yield column(hashes), *span(start, end)
        for ahead in range(1, 2 if kind == _WORD else 3):
            if at + ahead >= len(units) or units[at + ahead][0] in _SIGNS or _kind(units[at + ahead][0]) != kind:
                break
            follower, _, after = units[at + ahead]
            hashes = _hash(_join(hashes, code(follower)), kind)
            yield column(hashes), *span(start, after)
        if inner and kind == _WORD:
            for gram, first, last in _inside(unit):
                yield column(_hash(np.array([gram], dtype=np.uint64), _WORD + 1)), *span(start + first, start + last)


def _origins(text: str) -> tuple[str, list[int]]:
    """Return the folded text and, for each of its characters, the original's that it came from.

    Folding looks at one character at a time here; combining marks, which fold together with the letter before them,
    are kept beside it, so that the words are cut as in the whole text.
    """
    if len(folded := _folded(text)) == len(text):
        return folded, list(range(len(text)))
    parts: list[str] = []
    origins: list[int] = []
    for start, end in pairwise([*(at for at, c in enumerate(text) if not _is_mark(c) or at == 0), len(text)]):
        piece = _folded(text[start:end])
        parts.append(piece)
        origins.extend([start] * len(piece))
    return "".join(parts), origins


def _is_mark(character: str) -> bool:
    return "\u0300" <= character <= "\u036f" or character in "\u3099\u309a\uff9e\uff9f"


def _median_units(records: Sequence[Record]) -> float:
    some = records[:: max(1, len(records) // 1000)]
    lengths = [len(_UNIT.findall(_folded(record.title + " " + record.body[:LONGEST]))) for record in some]
    return float(np.median(lengths)) if lengths else 0.0


def _stacked(parts: list[Any]) -> Any:
    """Return the rows of all parts, each part given up once it is copied."""
    total = sum(part.nnz for part in parts)
    columns = parts[0].shape[1]
    data = np.empty(total, dtype=np.float32)
    indices = np.empty(total, dtype=np.int32)
    lengths = []
    at = 0
    parts.reverse()
    while parts:
        part = parts.pop()
        data[at : at + part.nnz], indices[at : at + part.nnz] = part.data, part.indices
        at += part.nnz
        lengths.append(np.diff(part.indptr))
    ends = np.concatenate(([0], np.cumsum(np.concatenate(lengths), dtype=np.int64)))
    return sparse.csr_matrix((data, indices, ends), shape=(len(ends) - 1, columns))
