"""How well a short Chinese name is read as a longer one's: 2 + 2 characters, a place by the one that stands for it."""

from __future__ import annotations

from functools import lru_cache

from counterfile.resolving import _words
from counterfile.resolving._parts import Parts, word_starts

LONGEST = 6
"""Characters of a short name; longer ones are no abbreviations of this kind."""

_MIDDLE = 0.5  # what a character counts that begins no word and continues none


def shortened(one: Parts, two: Parts) -> float:
    """Return how well the shorter of two Han names is read as the longer one's short form, 0 to 1.

    Characters are taken in order; each counts whole where it begins a word (place, proper name, trade) or follows the one
    before it, and half where it stands inside a word. The first may stand for the place of the longer name (粤 for 广东).

    >>> from counterfile.resolving._parts import parse
    >>> shortened(parse("粤某路桥"), parse("广东省某某路桥建设股份有限公司"))
    1.0
    >>> shortened(parse("某甲科技"), parse("某乙科技股份有限公司"))
    0.75
    """
    short, long = (one, two) if len(one.bare) < len(two.bare) else (two, one)
    signs = short.bare
    if not signs or len(signs) > LONGEST:
        return 0.0
    text = long.bare
    starts = _starts(text)
    # Score by the place in the long name of the last character taken, -2 before any.
    reached = {-2: 0.0}
    place = _words.PLACE_SIGNS.get(signs[0], ())
    if place and any(code.startswith(sign) for code in long.places for sign in place):
        reached[-1] = 1.0
    for number, sign in enumerate(signs):
        taken = dict(reached)
        at = text.find(sign)
        while at >= 0:
            whole = at in starts
            best = max(
                (
                    score + (1.0 if whole or before == at - 1 else _MIDDLE)
                    for before, score in reached.items()
                    if before < at and not (number == 0 and before == -1)
                ),
                default=0.0,
            )
            if best > taken.get(at, 0.0):
                taken[at] = best
            at = text.find(sign, at + 1)
        reached = taken
    return max(reached.values()) / len(signs)


@lru_cache(maxsize=100_000)
def _starts(text: str) -> frozenset[int]:
    return word_starts(text)
