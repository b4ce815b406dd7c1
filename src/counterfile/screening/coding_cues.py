"""Where a question's cue terms stand in a unit's words: as they are, or with the slips that recognition makes.

Exact means but for width, letter case, traditional characters and blanks inside Chinese text. Fuzzy terms may differ in a
few characters, in number by their length; short ones may not, since another word is then as near as a slip.

Source: Navarro (2001), "A guided tour to approximate string matching", for the pieces of which one must be whole: a term
with k errors holds, unchanged, one of any k + 1 pieces of it. Distances are those of the package rapidfuzz (Levenshtein).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import Levenshtein

from counterfile.text import search
from counterfile.text.script import BLANKS, HAN, fold, has_han, simplify
from counterfile.views.codebook import quoted

LONGEST = 200_000
"""Code points of a unit's words that are looked at."""

MOST_SEEDS = 400
"""Places at which one fuzzy term is tried in one unit."""

MOST_CHARACTERS = 240
"""Of one passage; a longer sentence is cut."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A cue term where it stands."""

    start: int
    """Code points of the unit's words, half open."""
    end: int
    term: str
    errors: int = 0
    """Characters in which it differs; 0 for an exact hit."""


def hits(text: str, exact: Iterable[str], fuzzy: Iterable[str] = ()) -> list[Hit]:
    """Return where terms stand in a text, in order; of overlapping hits of one term the one with fewer errors.

    >>> [(one.start, one.term, one.errors) for one in hits("支持人脸识剐与人臉識別", ["人脸识别"], ["人脸识别"])]
    [(2, '人脸识别', 1), (7, '人脸识别', 0)]
    """
    text = text[:LONGEST]
    found = [Hit(start, end, term) for term in exact for start, end in search.find(text, quoted(term))]
    flat: tuple[str, list[int]] | None = None
    for term in fuzzy:
        found += [Hit(start, end, term) for start, end in search.find(text, quoted(term))]
        if errors := allowed(term):
            flat = flat or _flat(text)
            found += _near(*flat, term, errors)
    return _distinct(found)


def allowed(term: str) -> int:
    """Return how many characters of a fuzzy term may differ.

    >>> [allowed(term) for term in ("预警", "人脸识别", "公安视频图像信息综合应用平台", "camera", "facial recognition")]
    [0, 1, 2, 1, 2]
    """
    length = len(_squeezed(term))
    if has_han(term):
        return 0 if length < 4 else 1 if length < 9 else 2
    return 0 if length < 6 else 1 if length < 11 else 2


def passages(text: str, some: Sequence[Hit]) -> list[tuple[int, int]]:
    """Return the sentences in which hits stand, in order, none twice."""
    return list(dict.fromkeys(sentence(text, hit.start, hit.end) for hit in some))


def sentences(text: str) -> list[tuple[int, int]]:
    """Return the sentences of a text, start and end, without blanks around them; long ones are cut.

    >>> [("一、概况。\\n预算50万元；工期90天"[a:b]) for a, b in sentences("一、概况。\\n预算50万元；工期90天")]
    ['一、概况。', '预算50万元；', '工期90天']
    """
    found: list[tuple[int, int]] = []
    at = 0
    text = text[:LONGEST]
    for match in _END.finditer(text):
        found += _pieces(text, at, match.end())
        at = match.end()
    return [*found, *_pieces(text, at, len(text))]


def sentence(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the sentence around a stretch, cut to `MOST_CHARACTERS` where it is longer."""
    before = max((match.end() for match in _END.finditer(text, max(0, start - MOST_CHARACTERS), start)), default=-1)
    first = before if before >= 0 else max(0, start - MOST_CHARACTERS // 2)
    behind = _END.search(text, end, min(len(text), end + MOST_CHARACTERS))
    last = behind.end() if behind else min(len(text), end + MOST_CHARACTERS // 2)
    while first < start and text[first].isspace():
        first += 1
    while last > end and text[last - 1].isspace():
        last -= 1
    return first, last


_END = re.compile(r"[\n。；;！!？?]+|(?<=[a-z)])\. +(?=[A-Z])")


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    for at in range(start, end, MOST_CHARACTERS):
        first, last = at, min(end, at + MOST_CHARACTERS)
        while first < last and text[first].isspace():
            first += 1
        while last > first and text[last - 1].isspace():
            last -= 1
        if last > first:
            yield first, last


def _near(flat: str, origins: Sequence[int], term: str, errors: int) -> Iterator[Hit]:
    wanted = _squeezed(term)
    size = len(wanted) // (errors + 1)
    tried: set[int] = set()
    for piece in range(errors + 1):
        offset = piece * size
        seed = wanted[offset : offset + size]
        at = flat.find(seed)
        while at >= 0 and len(tried) < MOST_SEEDS:
            start = at - offset
            if start not in tried:
                tried.add(start)
                best = _best(flat, start, wanted, errors)
                if best is not None:
                    first, last, differs = best
                    if differs and _is_whole(flat, first, last):
                        yield Hit(origins[first], origins[last - 1] + 1, term, differs)
            at = flat.find(seed, at + 1)


def _best(flat: str, start: int, wanted: str, errors: int) -> tuple[int, int, int] | None:
    """Return the stretch near a place that differs least from a term, with its errors; None where all differ too much."""
    found = None
    for first in range(max(0, start - errors), start + errors + 1):
        for length in range(len(wanted) - errors, len(wanted) + errors + 1):
            last = first + length
            if last > len(flat):
                continue
            differs = Levenshtein.distance(flat[first:last], wanted, score_cutoff=errors)
            # Of equal ones the stretch of the term's own length stands for what was meant.
            rank = (differs, abs(length - len(wanted)), abs(first - start))
            if differs <= errors and (found is None or rank < found[0]):
                found = (rank, first, last)
    return None if found is None else (found[1], found[2], found[0][0])


def _is_whole(flat: str, first: int, last: int) -> bool:
    """Return whether a stretch cuts no word of Latin letters or number."""
    before, behind = flat[first - 1 : first], flat[last : last + 1]
    cut = before and _LATIN.match(before) and _LATIN.match(flat[first])
    return not cut and not (behind and _LATIN.match(behind) and _LATIN.match(flat[last - 1]))


def _distinct(found: Iterable[Hit]) -> list[Hit]:
    kept: list[Hit] = []
    for hit in sorted(found, key=lambda one: (one.errors, one.start, -one.end)):
        if not any(hit.term == one.term and hit.start < one.end and one.start < hit.end for one in kept):
            kept.append(hit)
    return sorted(kept, key=lambda one: (one.start, one.end))


@lru_cache(maxsize=4096)
def _squeezed(term: str) -> str:
    return _flat(term.strip())[0]


def _flat(text: str) -> tuple[str, list[int]]:
    """Return a text as terms are compared, without blanks beside Chinese, and where each character stood."""
    parts, origins = [], []
    for at, character in enumerate(text):
        folded = _folded(character)
        parts.append(folded)
        origins += [at] * len(folded)
    joined = "".join(parts)
    idle = {at for blank in _IDLE.finditer(joined) for at in range(*blank.span())}
    if not idle:
        return joined, origins
    keep = [at for at in range(len(joined)) if at not in idle]
    return "".join(joined[at] for at in keep), [origins[at] for at in keep]


@lru_cache(maxsize=16384)
def _folded(character: str) -> str:
    return simplify(fold(character))


_IDLE = re.compile(f"(?<=[{HAN}])[{BLANKS}]+(?=[{HAN}])")
_LATIN = re.compile(f"[^\\W_{HAN}]")
