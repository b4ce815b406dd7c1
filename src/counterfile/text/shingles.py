"""What two texts have in common and where they differ, whatever their blanks, punctuation, spelling of dates, and order.

A text becomes a *stream*: its letters, Han characters and figures without anything between them, dates, times and sums
in one spelling. Streams are compared by overlapping runs of `SIZE` characters (shingles), so that moved lines still
match. A character that no common shingle covers is a difference; it is told together with what stands in its place.

Source:
    Broder (1997), "On the resemblance and containment of documents", Compression and Complexity of Sequences, 21-29.
"""

from __future__ import annotations

import re
from decimal import Decimal
from itertools import pairwise
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from counterfile.text.script import BLANKS, HAN, fold, simplify

SIZE = 6
"""Characters of a shingle: shorter ones are common to all notices, longer ones break at every change."""

SKETCH = 256
"""Shingles kept of a long text, more or less; short texts keep all of theirs."""

Hashes = NDArray[np.uint64]
Sketch = NDArray[np.uint32]


class Change(msgspec.Struct, frozen=True):
    """A place where two texts differ, in their streams."""

    here: str
    """Empty where the second text adds something."""
    there: str
    """Empty where the first text adds something."""
    line: str
    """The canonical line in which `here` (else `there`) stands."""

    @property
    def replaced(self) -> bool:
        """Return whether one thing stands in the place of another."""
        return bool(self.here) and bool(self.there)


class Comparison(msgspec.Struct, frozen=True):
    """What two texts have in common."""

    resemblance: float
    """Shared shingles by all shingles (Jaccard), 0 to 1."""
    here: float
    """Share of the first text's characters that the second one has too."""
    there: float
    changes: tuple[Change, ...]


class Stream:
    """A text ready to be compared."""

    __slots__ = ("_lines", "hashes", "starts", "text", "tokens")

    def __init__(self, canonical: str) -> None:
        """Take what `canonical` returned."""
        pairs = [(line, part) for line in canonical.split("\n") if (part := squash(line))]
        self._lines = [line for line, _ in pairs]
        parts = [part for _, part in pairs]
        self.text = "".join(parts)
        self.starts = np.cumsum([0, *map(len, parts)])
        """Where each line begins, and the end of the text."""
        self.tokens = frozenset(tokens(canonical))
        """Numbers, dates, times, sums and codes, each in its one spelling."""
        self.hashes = hashes(self.text)

    def line_at(self, position: int) -> str:
        """Return the canonical line in which a character of the stream stands."""
        number = int(np.searchsorted(self.starts, position, side="right")) - 1
        return self._lines[min(number, len(self._lines) - 1)] if self._lines else ""

    def is_line(self, start: int, end: int) -> bool:
        """Return whether a stretch is one whole line."""
        number = int(np.searchsorted(self.starts, start))
        return bool(number + 1 < len(self.starts) and self.starts[number] == start and self.starts[number + 1] == end)


def canonical(text: str) -> str:
    """Return a text line by line with one spelling for widths, scripts, dates, times and sums; punctuation stays.

    >>> canonical("开标时间：２０２１年3月5日 上午9：30，预算 ￥1.50万元")
    '开标时间: 20210305 0930,预算15000元'
    """
    text = simplify(fold(text))
    text = _BESIDE_HAN.sub("", text)
    text = _NOISE.sub("", text)
    text = _DATE.sub(_date, text)
    text = _TIME.sub(_time, text)
    return _NUMBER.sub(_number, text)


def tokens(text: str) -> list[str]:
    """Return the numbers and codes of a canonical text: runs of letters and figures with a figure in them.

    >>> tokens("项目编号:jszc-320300-0001,预算15000元")
    ['320300', '0001', '15000']
    """
    return _TOKEN.findall(text)


def squash(line: str) -> str:
    """Return a canonical text without anything between its characters, but for points inside numbers."""
    return _BETWEEN.sub("", line)


def hashes(stream: str) -> Hashes:
    """Return one number for each shingle of a stream, in order; a stream shorter than a shingle has one, empty none."""
    if not stream:
        return np.empty(0, np.uint64)
    signs = np.frombuffer(stream.encode("utf-32-le"), dtype="<u4").astype(np.uint64)
    size = min(SIZE, len(signs))
    count = len(signs) - size + 1
    mixed = np.zeros(count, np.uint64)
    for offset in range(size):
        mixed = (mixed ^ signs[offset : offset + count]) * _ODD
        mixed ^= mixed >> np.uint64(29)
    return mixed


def sketch(found: Hashes) -> Sketch:
    """Return a sample of shingles, sorted: those whose hash is divisible by a power of two that grows with the text.

    Samples of texts of any lengths can be compared, since the sample of the longer one is taken from what that of the
    shorter one would keep too.
    """
    kept = np.unique(found)
    if len(kept) > SKETCH:
        step = 1 << int(len(kept) // SKETCH).bit_length() - 1
        kept = kept[(kept & np.uint64(step - 1)) == 0]
    result: Sketch = np.unique((kept >> np.uint64(24)).astype(np.uint32))
    return result


def compare(one: Stream, other: Stream) -> Comparison:
    """Return what two texts have in common and each place where they differ, those of the first text first."""
    first, second = np.unique(one.hashes), np.unique(other.hashes)
    shared = int(np.isin(first, second, assume_unique=True).sum())
    every = len(first) + len(second) - shared
    ours, theirs = _gaps(one, other, second), _gaps(other, one, first)
    changes: list[Change] = []
    told: set[int] = set()
    for start, end in ours:
        place = _counterpart(one.text, start, end, other.text)
        met = [number for number, gap in enumerate(theirs) if place and _touch(gap, place)]
        there = (
            other.text[place[0] : place[1]]
            if place and (met or _instead(one.text[start:end], other.text, place))
            else ""
        )
        told.update(met)
        changes.append(Change(one.text[start:end], there, one.line_at(start)))
    changes += [
        Change("", other.text[start:end], other.line_at(start))
        for number, (start, end) in enumerate(theirs)
        if number not in told
    ]
    return Comparison(
        resemblance=shared / every if every else 1.0,
        here=_kept(one, ours),
        there=_kept(other, theirs),
        changes=tuple(changes),
    )


def _instead(words: str, other: str, place: tuple[int, int]) -> bool:
    """Return whether a number stands in the place of another that also stands elsewhere, so that it is no gap itself."""
    there = other[place[0] : place[1]]
    return len(there) <= 2 * len(words) + _COUNTING and bool(_TOKEN.search(words)) and bool(_TOKEN.search(there))


def _kept(stream: Stream, gaps: list[tuple[int, int]]) -> float:
    return 1.0 - sum(end - start for start, end in gaps) / len(stream.text) if stream.text else 1.0


def _touch(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _gaps(stream: Stream, other: Stream, known: Hashes) -> list[tuple[int, int]]:
    """Return the stretches of a stream that no shingle of the other covers; those that merely moved are left out."""
    text, count = stream.text, len(stream.text)
    if not count:
        return []
    size = min(SIZE, count)
    starts = np.flatnonzero(np.isin(stream.hashes, known))
    steps: NDArray[Any] = np.zeros(count + 1, np.int64)
    np.add.at(steps, starts, 1)
    np.add.at(steps, starts + size, -1)
    bare = np.flatnonzero(np.cumsum(steps[:-1]) == 0)
    if not len(bare):
        return []
    cuts = np.flatnonzero(np.diff(bare) > 1)
    begins = [int(bare[0]), *(int(bare[cut + 1]) for cut in cuts)]
    ends = [*(int(bare[cut]) + 1 for cut in cuts), int(bare[-1]) + 1]
    found: list[tuple[int, int]] = []
    for begin, stop in zip(begins, ends, strict=True):
        start, end = _whole(text, begin, stop)
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return [piece for gap in found for piece in _by_line(stream, *gap) if not _moved(stream, *piece, other)]


def _by_line(stream: Stream, start: int, end: int) -> list[tuple[int, int]]:
    """Cut a stretch where lines end: what moved, moved by the line or the cell."""
    inside = stream.starts[np.searchsorted(stream.starts, start, side="right") :]
    cuts = [start, *(int(cut) for cut in inside[: np.searchsorted(inside, end)]), end]
    return [(one, two) for one, two in pairwise(cuts) if one < two]


def _whole(text: str, start: int, end: int) -> tuple[int, int]:
    """Widen a stretch to the ends of the numbers and codes at its edges: 2021032(0) is another date, not another 0."""
    while start > 0 and _is_code(text[start]) and _is_code(text[start - 1]):
        start -= 1
    while end < len(text) and _is_code(text[end - 1]) and _is_code(text[end]):
        end += 1
    return start, end


def _is_code(sign: str) -> bool:
    return sign.isascii() and (sign.isalnum() or sign == ".")


def _moved(stream: Stream, start: int, end: int, other: Stream) -> bool:
    """Return whether the other text says the same somewhere else: a sentence, a whole short cell, a long number."""
    words = stream.text[start:end]
    if _TOKEN.fullmatch(words):
        # A sum that took the place of another may stand elsewhere as well: then it stands there once more than before.
        known = len(words) > _COUNTING or stream.is_line(start, end)
        return known and 0 < stream.text.count(words) <= other.text.count(words)
    if len(words) >= _SAYS_ENOUGH:
        return words in other.text
    return stream.is_line(start, end) and words in other.text


def _counterpart(text: str, start: int, end: int, other: str) -> tuple[int, int] | None:
    """Return what stands in another text between the words that surround a stretch of this one; None if not found."""
    for reach in (12, 6, 4):
        left, right = text[max(0, start - reach) : start], text[end : end + reach]
        best: tuple[int, int] | None = None
        at = other.find(left) if left else 0
        for _ in range(_TRIES):
            if at < 0:
                break
            begin = at + len(left)
            stop = other.find(right, begin, begin + _WIDE + reach) if right else min(len(other), begin + _WIDE)
            if stop >= 0 and (best is None or stop - begin < best[1] - best[0]):
                best = (begin, stop)
            at = other.find(left, at + 1) if left else -1
        if best is not None:
            return best
    return None


_SAYS_ENOUGH = 5  # characters that do not stand twice in a notice by chance
_COUNTING = 2  # figures of a number that may be a round, a lot or a day, and stands everywhere
_TRIES = 20  # occurrences of the words before a change that are looked at
_WIDE = 400  # characters beyond which what stands there is no counterpart

_ODD = np.uint64(0x9E3779B97F4A7C15)
_BLANK = "[^\\S\n]|[\u00ad\u200b-\u200d\u2060\ufeff]"
_BESIDE_HAN = re.compile(f"(?<=[{HAN}])(?:{_BLANK})+|(?:{_BLANK})+(?=[{HAN}])")
_NOISE = re.compile("人民币|[¥￥$]\\s?|(?<=元)整|\\*+")
_DATE = re.compile(
    r"(?<!\d)((?:19|20)\d\d)(?:\s?年\s?|[ ]?[-/.][ ]?)(\d{1,2})(?:\s?月\s?|[ ]?[-/.][ ]?)(\d{1,2})(?!\d)(?:\s?[日号])?[ ]?(?:t(?=\d))?"
)
_TIME = re.compile(
    r"(?:(上午|下午|晚上|am|pm)[ ]?)?(?<!\d)([01]?\d|2[0-4])[ ]?(?::[ ]?([0-5]\d)(?::[0-5]\d)?|[时点](?:([0-5]?\d)分)?(?:[0-5]?\d秒)?整?)(?!\d)[ ]?(am|pm)?"
)
_NUMBER = re.compile(r"(?<![\d.])(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?(?![\d.]*\d)(?:(万|亿)(?=元|$|[^\u4e00-\u9fff]))?")
_TOKEN = re.compile(r"[a-z]*\d(?:[a-z0-9]|\.(?=\d))*")
_BETWEEN = re.compile(rf"[^\w.]+|_+|(?<!\d)\.|\.(?!\d)|[{BLANKS}]")


def _date(match: re.Match[str]) -> str:
    year, month, day = match.groups()
    return f" {year}{int(month):02}{int(day):02} "


def _time(match: re.Match[str]) -> str:
    before, hour, minute, minutes, after = match.groups()
    late = before in ("下午", "晚上", "pm") or after == "pm"
    hours = int(hour) + (12 if late and int(hour) < 12 else 0)
    return f"{hours:02}{int(minute or minutes or 0):02}"


def _number(match: re.Match[str]) -> str:
    whole, part, unit = match.groups()
    if part is None and unit is None:
        return str(whole).replace(",", "")
    value = Decimal(whole.replace(",", "") + (part or ""))
    value *= {"万": 10_000, "亿": 100_000_000}.get(unit, 1)
    plain = f"{value:f}"
    return plain.rstrip("0").rstrip(".") if "." in plain else plain
