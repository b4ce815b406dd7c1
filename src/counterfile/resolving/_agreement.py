"""Whether two names say the same in every part: what is joined without asking needs this as well as a high probability.

A probability is learned from names of other collections, and may be wrong where a new one has habits of its own. These
rules are not learned: each word of either name must be accounted for in the other.
"""

from __future__ import annotations

import re
from functools import lru_cache

from rapidfuzz.distance import OSA, LCSseq

from counterfile.resolving import _words
from counterfile.resolving._parts import LEVEL, Parts, same_branch, without_trades
from counterfile.text.places import find_place


def differ(one: Parts, two: Parts) -> str:
    """Return what keeps two names from being joined without asking, in a word, or an empty text.

    >>> from counterfile.resolving._parts import parse
    >>> differ(parse("Quillmark Systems Ltd"), parse("QUILLMARK SYSTEMS LIMITED"))
    ''
    >>> differ(parse("Quillmark Systems Ltd"), parse("Quillmark Services Ltd"))
    'words'
    >>> differ(parse("某市第一中学"), parse("某市第二中学"))
    'number'
    """
    if one.text == two.text and one.form == two.form and one.branch == two.branch:
        return "sole" if one.sole or two.sole else ""
    for name, apart in (
        ("sole", one.sole or two.sole),
        ("branch", bool(one.branch) != bool(two.branch) or (one.branch and not same_branch(one.branch, two.branch))),
        ("number", "".join(one.numbers) != "".join(two.numbers)),
        ("group", one.group != two.group),
        ("form", _forms_differ(one.form, two.form)),
        ("kind", one.kind and two.kind and one.kind != two.kind and one.bare != two.bare),
    ):
        if apart:
            return name
    if one.han and two.han:
        return _han(one, two)
    if one.places and two.places and not _within(one.places, two.places):
        return "place"
    return "" if _latin(one, two) else "words"


_LOOSE_FORMS = {"", "company", "stock-word", "co"}  # say that it is a company, not which kind


def _forms_differ(one: str, two: str) -> bool:
    return one != two and one not in _LOOSE_FORMS and two not in _LOOSE_FORMS


# ---------------------------------------------------------------- Han


def _han(one: Parts, two: Parts) -> str:
    ours, theirs = _leveled(one.bare), _leveled(two.bare)
    short, long = sorted((ours, theirs), key=len)
    if len(short) < _SHORT:
        return "words"
    if (
        ours == theirs
        or (len(short) == _SHORT and short == one.core == two.core)
        or (len(short) > _SHORT and one.spelled == two.spelled)
    ):
        return ""
    if one.places and two.places and not _within(one.places, two.places):
        return "place"
    firm = one.kind in {"", "company"} and two.kind in {"", "company"}
    if firm and one.places == two.places and _placeless(ours) == _placeless(theirs):
        return ""
    if not firm:
        # A body's name is long for a reason; only the places above it may be left out.
        above = long[: len(long) - len(short)]
        return "" if long.endswith(short) and _is_place(above) else "words"
    if LCSseq.similarity(short, long) < len(short):
        return "words"
    return "" if len(short) > _SHORT and _is_common(short, long) else "words"


_SHORT = 3  # characters up to which many names share one


@lru_cache(maxsize=100_000)
def _leveled(bare: str) -> str:
    """Return a name without the 市, 省, 县 and 区 behind its places."""
    return LEVEL.sub("", bare)


def _within(ours: tuple[str, ...], theirs: tuple[str, ...]) -> bool:
    return any(x.startswith(y) or y.startswith(x) for x in ours for y in theirs)


@lru_cache(maxsize=100_000)
def _placeless(text: str) -> str:
    """Return a text without its places, wherever they stand."""
    for start, end, _ in reversed(find_place(text)):
        text = text[:start] + text[end:]
    return text


@lru_cache(maxsize=100_000)
def _is_place(text: str) -> bool:
    """Return whether a text is nothing but places, one after the other."""
    return sum(end - start for start, end, _ in find_place(text)) >= len(text.rstrip("市省县区"))


def _is_common(short: str, long: str) -> bool:
    """Return whether what the longer name has beyond the shorter is places, and trades and kinds at its end.

    A shorter name that stands there whole, and has two characters of its own, may be followed by anything.
    """
    left = _beyond(short, long)
    if short in long and len(without_trades(_STATE.sub("", _placeless(short)))) >= _OWN:
        before = long[: long.index(short)]
        return not before or _is_place(before)
    return all(_is_place(words) or (long.endswith(words) and not without_trades(words)) for words in left)


_STATE = re.compile("^(?:中国|国家|全国|中华)")  # begins the names of many that have nothing in common
_OWN = 2  # characters of a proper name, places and trades aside


def _beyond(short: str, long: str) -> list[str]:
    """Return the stretches of the longer name that the shorter has not."""
    out, at = [], 0
    for block in LCSseq.editops(short, long).as_matching_blocks():
        if block.b > at:
            out.append(long[at : block.b])
        at = block.b + block.size
    if at < len(long):
        out.append(long[at:])
    return [words for words in out if words]


# ---------------------------------------------------------------- other scripts, and one of each


def _latin(one: Parts, two: Parts) -> bool:
    ours, theirs = set(one.concepts.split()), set(two.concepts.split())
    if ours == theirs or (len(one.spelled) >= _LEAST and one.spelled == two.spelled):
        return bool(ours)
    if one.bare == two.bare or (min(len(one.bare), len(two.bare)) >= _LONG and _near(one.bare, two.bare, spaced=True)):
        return True
    left, right = ours - theirs, theirs - ours
    if len(left) != len(right) or not ours & theirs:
        return False
    return all(any(_near(word, other) for other in right) for word in left) and all(
        any(_near(word, other) for word in left) for other in right
    )


_LEAST = 6  # letters from which equal spelling is no chance
_LONG = 12  # letters of a whole name in which one may differ


# Words whose near ones are others: Hunan is no Henan.
_KNOWN = frozenset(_words.LATIN_PLACES) | frozenset(_words.CONCEPTS.values())


@lru_cache(maxsize=100_000)
def _near(one: str, two: str, *, spaced: bool = False) -> bool:
    """Return whether two words are one with a slip of the keys; short words and numbers must be equal."""
    if any(sign.isdigit() for sign in one + two):
        return one == two
    short, long = sorted((one, two), key=len)
    if {one, two} & _KNOWN:
        return False
    if not spaced and len(short) >= _PREFIX and long.startswith(short):
        return True
    if len(short) < _LEAST:
        return False
    return OSA.distance(one, two) <= (1 if len(short) < _TWICE else 2)


_PREFIX = 4  # letters of a word cut short
_TWICE = 10  # letters from which two slips are let pass
