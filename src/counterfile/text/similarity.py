"""How alike two strings are: cheap measures over characters, which need no word list."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise

from rapidfuzz import fuzz

from counterfile.text.names import core_title
from counterfile.text.script import HAN


def dice(a: str, b: str) -> float:
    """Return the Dice coefficient of two strings' character pairs, repeated pairs counted.

    Returns:
        1.0 for equal strings, 0.0 for no common pair; two different strings without pairs (under two characters): 0.0.

    Source:
        Dice (1945), "Measures of the amount of ecologic association between species", Ecology 26(3), 297-302.

    >>> dice("警务云平台", "警务云平台采购")
    0.8
    """
    if a == b:
        return 1.0
    first, second = Counter(pairwise(a)), Counter(pairwise(b))
    both = first.total() + second.total()
    return 2 * (first & second).total() / both if both else 0.0


def ratio(a: str, b: str) -> float:
    """Return how few characters must be inserted or deleted to make the strings equal, 1.0 for none.

    >>> ratio("警务云平台", "警务云") == 0.75
    True
    """
    return fuzz.ratio(a, b) / 100


def title_likeness(a: str, b: str) -> float:
    """Return how alike two projects' titles are, 0.0 to 1.0, by their core (`names.core_title`).

    A title that holds the other whole (the buyer's name added in front) counts as nearly equal. Titles whose years,
    phases or lot numbers differ are different projects however alike the rest is, so their likeness is halved.

    Returns:
        1.0 where the cores are equal; 0.0 where one of them is empty.

    >>> title_likeness("某市警务云平台采购项目中标公告", "某市警务云平台采购项目（二次）招标公告")
    1.0
    >>> title_likeness("某市智慧交通一期项目", "某市智慧交通二期项目") < 0.5
    True
    """
    first, second = core_title(a), core_title(b)
    if not first or not second:
        return 0.0
    if first == second:
        return 1.0
    likeness = (dice(first, second) + ratio(first, second)) / 2
    short, long = sorted((first, second), key=len)
    if len(short) >= _ENOUGH and short in long:
        likeness = max(likeness, 0.8 + 0.2 * len(short) / len(long))
    ours, theirs = _numbers(first), _numbers(second)
    if ours != theirs and (ours - theirs and theirs - ours):
        likeness /= 2
    return likeness


_ENOUGH = 8  # characters: a shorter title inside a longer one proves little

_COUNTED = re.compile(
    f"[0-9]+(?:[.][0-9]+)?|[一二三四五六七八九十]+(?=[期批标包段号次区年级])|(?<=[第包段期])[一二三四五六七八九十]+|(?<![a-z{HAN}])[a-z](?=[包标])"
)


def _numbers(title: str) -> frozenset[str]:
    """Return the numbers by which similar projects of one buyer differ."""
    return frozenset(_COUNTED.findall(title))
