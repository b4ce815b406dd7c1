"""How two notices compare, feature by feature: each comparison ends at a *level* in words.

A level is found without a look at how it is told: a heap has many pairs to compare and few to explain (`told`).
"""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Callable, Collection, Iterator, Sequence
from functools import lru_cache

from rapidfuzz.distance import Indel, Levenshtein

from counterfile.model.notice import Stage, notice_id
from counterfile.resolving._procedure_features import Said, Title, bigrams, is_publication, is_weak, shape_of

UNKNOWN = "not told"
"""The level of a feature of which one of the two says nothing."""

Values = tuple[str, str]
"""What the first notice says of a feature, and what the second."""

_SHORT = 6  # characters of a stem: 办公家具, 保洁服务 and the like are bought by everyone


def levels(one: Said, two: Said) -> tuple[str, ...]:
    """Return the level of each of `FEATURES`, in their order.

    >>> dict(zip(FEATURES, levels(Said("n-1"), Said("n-2"))))["number"]
    'not told'
    """
    step, pair = _titles(one, two)
    return (
        _id(one, two),
        _number(one, two),
        UNKNOWN if pair is None else _STEPS[step],
        UNKNOWN if pair is None or step < _COMPARABLE else _words(*pair)[2],
        UNKNOWN if pair is None else _figures(*pair),
        _lots(one, two),
        _buyer(one, two),
        _agency(one, two),
        "same" if (one.round or 1) == (two.round or 1) else "other",
        _time(one, two),
        _order(one, two),
        _reference(one, two)[0],
        _opening(one, two),
        _amount(one, two),
        _supplier(one, two),
        _link(one, two)[0],
    )


def told(one: Said, two: Said) -> Iterator[tuple[str, str, str, str]]:
    """Yield feature, what the first says, what the second says, and the level, in the order of `FEATURES`."""
    pair = _titles(one, two)[1]
    for feature, level in zip(FEATURES, levels(one, two), strict=True):
        yield feature, *_VALUES[feature](one, two, pair), level


# Ids and numbers -----------------------------------------------------------------------------------------------------


def _id(one: Said, two: Said) -> str:
    if not one.ocids or not two.ocids:
        return UNKNOWN
    shared = one.ocids & two.ocids
    if shared:
        return "same id" if any(len(each) >= _TELLING_ID for each in shared) else "same id, but short"
    rivals = _rivals(one, two)
    if rivals is None:
        return UNKNOWN
    return "other id, but short" if min(map(len, rivals)) < _TELLING_ID else "other id of one publisher"


_TELLING_ID = 8  # characters: a bare 314 is given by many
_LETTERS_IN_FRONT = re.compile(r"[a-z]+(?:[-_:/.][a-z]+)*(?=[-_:/.])")
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def _rivals(one: Said, two: Said) -> Values | None:
    """Return two ids that one publisher gave, or None."""
    for first in sorted(one.ocids):
        for second in sorted(two.ocids):
            if _publisher(first) == _publisher(second):
                return first, second
    return None


@lru_cache(maxsize=8192)
def _publisher(identifier: str) -> str:
    """Return whose id it is: the registered prefix of an ocid; a UUID (eForms BT-04); letters in front; else its pattern."""
    if identifier.startswith("ocds-"):
        return identifier[:11]
    if _UUID.fullmatch(identifier):
        return "uuid"
    letters = _LETTERS_IN_FRONT.match(identifier)
    return letters[0] if letters else shape_of(identifier)


def _id_values(one: Said, two: Said, _: object) -> Values:
    shared = one.ocids & two.ocids
    if shared:
        found = max(shared, key=lambda each: (len(each), each))
        return found, found
    return _rivals(one, two) or (_shown(one.ocids), _shown(two.ocids))


def _number(one: Said, two: Said) -> str:
    shared = one.numbers & two.numbers
    if shared:
        return "same number, but short" if all(map(is_weak, shared)) else "same number"
    if _contracts(one, two) or _contracts(two, one):
        return "contract's number"
    if not one.numbers or not two.numbers:
        return UNKNOWN
    # A notice's own number in a journal is never another's: only one that names it says something.
    own, its = _own(one), _own(two)
    if not own or not its:
        return UNKNOWN
    if one.roots & two.numbers or two.roots & one.numbers:
        return "one with a suffix"
    if one.roots & two.roots:
        return "one root, other suffixes"
    if {shape_of(number) for number in own} & {shape_of(number) for number in its}:
        return "other number of one series"
    return "other number"


def _contracts(one: Said, two: Said) -> frozenset[str]:
    if not one.contracts:
        return frozenset()
    return (one.contracts | one.continued) & two.numbers or one.contracts & two.contracts


def _own(one: Said) -> list[str]:
    return [number for number in one.numbers if not is_publication(number)]


def _number_values(one: Said, two: Said, _: object) -> Values:
    shared = one.numbers & two.numbers
    if shared:
        number = min([number for number in shared if not is_weak(number)] or shared)
        return number, number
    if _contracts(one, two) or _contracts(two, one):
        return _shown(one.numbers | one.contracts), _shown(two.numbers | two.contracts)
    return _shown(_own(one)), _shown(_own(two))


# Titles --------------------------------------------------------------------------------------------------------------


def _titles(one: Said, two: Said) -> tuple[int, tuple[Title, Title] | None]:
    """Return how like the titles are, as a step of `_STEPS`, and the two that are most alike."""
    best: tuple[int, float, Title, Title] | None = None
    names: list[str] | None = None
    for a in one.titles:
        for b in two.titles:
            found = _whole(a, b)
            if found is None:
                if names is None:
                    every = one.buyers | one.owners | two.buyers | two.owners
                    names = sorted(every, key=lambda name: (-len(name), name))
                found = _likeness(*_without_owners(a, b, names), (a.is_open, b.is_open))
            if best is None or (*found, a.core, b.core) > (best[0], best[1], best[2].core, best[3].core):
                best = (*found, a, b)
    return (0, None) if best is None else (best[0], best[2:])


_STEPS = (
    "unlike",
    "a little alike",
    "partly alike",
    "alike",
    "very alike",
    "one goes on",
    "one in the other",
    "one cut short",
    "same but short",
    "same but general",
    "same but for owner or lots",
    "same",
)
_COMPARABLE = 2
"""The step from which titles are so alike that a replaced word tells something."""


_SAME = len(_STEPS) - 1
_GOES_ON, _WITHIN, _CUT = (_STEPS.index(step) for step in ("one goes on", "one in the other", "one cut short"))
_GENERAL = 16
"""Characters up to which a title without place and institution says only what is bought, as many others do."""
_PROPER = re.compile("[省市县区镇乡村街道路桥河湖局院校厅委部处所站馆园]|大学|中学|小学|公司|中心|集团|[a-z]*\\d")


@lru_cache(maxsize=65536)
def _same(core: str, step: int) -> int:
    """Return the step of two titles that are the same: a lower one for a title that many purchases have."""
    if len(core) <= _SHORT:
        return _STEPS.index("same but short")
    return _STEPS.index("same but general") if len(core) <= _GENERAL and not _PROPER.search(core) else step


def _whole(a: Title, b: Title) -> tuple[int, float] | None:
    """Return the step of `_STEPS` and the likeness of titles that are the same or cut short, None of others."""
    if a.core == b.core:
        return _same(a.core, _SAME), 1.0
    for x, y in ((a, b), (b, a)):
        if len(x.core) >= 12 and y.core.startswith(x.core):
            return (_CUT if x.is_open else _GOES_ON), len(x.core) / len(y.core)
    return None


def _likeness(one: str, two: str, are_open: tuple[bool, bool]) -> tuple[int, float]:
    """Return the step of `_STEPS` and the likeness, 0 to 1, of titles without owner and lots."""
    if one == two:
        return _same(one, _SAME - 1), 1.0
    for x, y, is_open in ((one, two, are_open[0]), (two, one, are_open[1])):
        if len(x) > _SHORT and len(x) * 2 >= len(y) and x in y:
            return (_WITHIN if is_open or not y.startswith(x) else _GOES_ON), len(x) / len(y)
    likeness = _dice(one, two)
    if likeness < 0.85:
        likeness = max(likeness, _aligned(one, two))
    return sum(likeness >= step for step in (0.3, 0.5, 0.7, 0.85)), likeness


def _without_owners(a: Title, b: Title, names: Sequence[str]) -> tuple[str, str]:
    """Return two titles without lots and without the institution in front: one in front of both, else each its own.

    Args:
        a: A title of the first notice.
        b: One of the second.
        names: Institutions that either notice names, the longest first: the same owner in front makes nothing alike.
    """
    one, two = a.owner + a.stem, b.owner + b.stem
    for name in names:
        if one.startswith(name) and two.startswith(name) and min(len(one), len(two)) > len(name) + 1:
            return one[len(name) :], two[len(name) :]
    return _without_owner(a, one, names), _without_owner(b, two, names)


def _without_owner(title: Title, whole: str, names: Sequence[str]) -> str:
    if title.owner:
        return title.stem
    name = next((name for name in names if whole.startswith(name) and len(whole) > len(name) + 1), "")
    return whole[len(name) :]


@lru_cache(maxsize=65536)
def _grams(text: str) -> frozenset[str]:
    return bigrams(text)


def _dice(one: str, two: str) -> float:
    a, b = _grams(one), _grams(two)
    return 2 * len(a & b) / (len(a) + len(b)) if a and b else 0.0


def _aligned(one: str, two: str) -> float:
    """Return the share of characters in their longest common subsequence, for titles of which words were moved out."""
    likeness: float = Indel.normalized_similarity(one, two, score_cutoff=0.5)
    return math.sqrt(likeness) * likeness


def _title_values(one: Said, two: Said, pair: tuple[Title, Title] | None) -> Values:
    if pair is not None:
        return pair[0].core, pair[1].core
    return one.titles[0].core if one.titles else "", two.titles[0].core if two.titles else ""


def _words(a: Title, b: Title) -> tuple[str, str, str]:
    """Tell a title of which a word was replaced, as a place by another, from one that was only lengthened or mistyped."""
    if a.core == b.core:
        return "", "", UNKNOWN
    one, two = a.owner + a.stem, b.owner + b.stem
    if one == two:
        return "", "", UNKNOWN
    acts = _acts(one), _acts(two)
    if acts[0] != acts[1]:
        return _shown(acts[0]), _shown(acts[1]), "other act" if acts[0] and acts[1] else "act in one alone"
    more = _more(one), _more(two)
    if more[0] != more[1]:
        return _shown(more[0]), _shown(more[1]), "more of it in one alone"
    swapped = (two, one) < (one, two)
    if a.words and b.words:
        first, second, level = _spelled(b.words, a.words) if b.words < a.words else _spelled(a.words, b.words)
        return (second, first, level) if b.words < a.words else (first, second, level)
    if Indel.normalized_similarity(one, two) < 0.6 or sorted(one) == sorted(two):
        return "", "", UNKNOWN
    first, second, level = _in_han(two, one) if swapped else _in_han(one, two)
    return (second, first, level) if swapped else (first, second, level)


def _in_han(one: str, two: str) -> tuple[str, str, str]:
    found: dict[str, Values] = {}
    for step in Levenshtein.opcodes(one, two):
        replaced, by = one[step.src_start : step.src_end], two[step.dest_start : step.dest_end]
        if step.tag == "replace":
            found.setdefault(_replaced(replaced, by), (replaced, by))
        elif step.tag != "equal" and step.src_start > 0 and step.src_end < len(one) and len(replaced + by) > 1:
            found.setdefault("one put in", (replaced, by))
    level = next((level for level in _REPLACED if level in found), UNKNOWN)
    return (*found.get(level, ("", "")), level)


_REPLACED = ("one sign replaced", "one replaced", "one character replaced", "one put in")
"""What a replaced word may be, the most telling first, and a word that stands between others in one title alone."""
_SIGNS = frozenset(
    "0123456789〇零一二三四五六七八九十百甲乙丙丁戊己庚辛壬癸abcdefghijklmnopqrstuvwxyz东西南北中上下左右前后内外硬软"
)
"""By which sister purchases are told apart: figures, letters, sides."""
_ACTS = re.compile(
    "监理|设计|勘察|测绘|检测|监测|审计|造价|评估|咨询|可行性研究|可研|环评|环境影响评价|保险|运维|运行维护|维保|验收|招标代理"
)
"""Services that are bought for a work beside the work itself."""


@lru_cache(maxsize=65536)
def _acts(text: str) -> frozenset[str]:
    return frozenset(_ACTS.findall(text))


_MORE = re.compile("追加|增补|补充|扩容|续[采签租]|后续|升级改造|耗材|试剂|配件|备件")
"""What is bought later for a thing that is there."""


@lru_cache(maxsize=65536)
def _more(text: str) -> frozenset[str]:
    return frozenset(_MORE.findall(text))


def _replaced(one: str, two: str) -> str:
    if set(one) <= _SIGNS and set(two) <= _SIGNS:
        return "one sign replaced"
    return "one replaced" if min(len(one), len(two)) >= 2 else "one character replaced"


def _spelled(one: Sequence[str], two: Sequence[str]) -> tuple[str, str, str]:
    """Return whether a word was replaced in a title of words with blanks between; other endings are no other words."""
    for step in Levenshtein.opcodes(one, two):
        if step.tag != "replace":
            continue
        replaced, by = one[step.src_start : step.src_end], two[step.dest_start : step.dest_end]
        if not any(_is_form(word, other) for word in replaced for other in by):
            return " ".join(replaced), " ".join(by), "one replaced"
    return "", "", UNKNOWN


def _is_form(one: str, two: str) -> bool:
    """Return whether two words may be forms or misspellings of one: est and ouest, east and west are not."""
    return one[0] == two[0] and Indel.normalized_similarity(one, two) >= 0.75


def _words_values(_: object, __: object, pair: tuple[Title, Title] | None) -> Values:
    return _words(*pair)[:2] if pair is not None else ("", "")


def _figures(a: Title, b: Title) -> str:
    one, two = a.figures, b.figures
    if one == two:
        return "same" if one else "none"
    if one <= two or two <= one:
        return "one has more"
    years = {f for f in one if _is_year(f)}, {f for f in two if _is_year(f)}
    if years[0] and years[1] and not years[0] & years[1]:
        return "other years"
    return "other figures"


def _is_year(figure: str) -> bool:
    return len(figure) == 4 and figure[:2] in ("19", "20") and figure.isdecimal()


def _figures_values(_: object, __: object, pair: tuple[Title, Title] | None) -> Values:
    return (_shown(pair[0].figures), _shown(pair[1].figures)) if pair is not None else ("", "")


# Lots and institutions -----------------------------------------------------------------------------------------------


def _lots(one: Said, two: Said) -> str:
    if not one.lots and not two.lots:
        return UNKNOWN
    if not one.lots or not two.lots:
        return "one on a lot"
    return "same lots" if one.lots & two.lots else "other lots"


def _buyer(one: Said, two: Said) -> str:
    if not (one.buyers or one.owners) or not (two.buyers or two.owners):
        return UNKNOWN
    if _shared_buyers(one, two):
        return "same"
    first, second = one.buyers | one.owners, two.buyers | two.owners
    if one.buyers and two.buyers and one.owners == two.owners:
        first, second = one.buyers, two.buyers
    level = max(_names(a, b) for a in first for b in second)
    return _NAMED[level] or ("other" if one.buyers and two.buyers else "other by the title")


def _shared_buyers(one: Said, two: Said) -> frozenset[str]:
    """Return the institutions that both name as buyer or owner, one of them at least as buyer if both name buyers."""
    if one.buyers and two.buyers:
        # One title has one owner in front, whoever buys: that is told by the title.
        return (one.buyers & (two.buyers | two.owners)) | (one.owners & two.buyers)
    return (one.buyers | one.owners) & (two.buyers | two.owners)


def _buyer_values(one: Said, two: Said, _: object) -> Values:
    shared = _shared_buyers(one, two)
    if shared:
        return min(shared), min(shared)
    return _shown(one.buyers or one.owners), _shown(two.buyers or two.owners)


_NAMED = ("", "other but alike", "short for the other", "one in the other")


@lru_cache(maxsize=65536)
def _names(a: str, b: str) -> int:
    """Return how two names of buyers that differ belong together, as a place in `_NAMED`."""
    if min(len(a), len(b)) >= 4 and (a in b or b in a):
        return 3
    if _is_short_for(a, b) or _is_short_for(b, a):
        return 2
    return 1 if _dice(a, b) >= 0.7 else 0


def _is_short_for(short: str, long: str) -> bool:
    """Return whether all characters of one name stand in the other in order, as 县委宣传部 in 县委员会宣传部."""
    if not 4 <= len(short) < len(long) or len(short) * 2 < len(long) or short[0] != long[0]:
        return False
    rest = iter(long)
    return all(character in rest for character in short)


def _agency(one: Said, two: Said) -> str:
    if not one.agencies or not two.agencies:
        return UNKNOWN
    if one.agencies & two.agencies or any(a in b or b in a for a in one.agencies for b in two.agencies):
        return "same"
    return "other"


# Time ----------------------------------------------------------------------------------------------------------------


def _time(one: Said, two: Said) -> str:
    days = _days(one.published, two.published)
    if days is None:
        return UNKNOWN
    days = abs(days)
    return next((words for most, words in _SPANS if days <= most), "years apart")


_SPANS = ((15, "within 15 days"), (60, "within 60 days"), (180, "within 180 days"), (365, "within a year"))


@lru_cache(maxsize=16384)
def _day(text: str) -> int | None:
    try:
        return dt.date.fromisoformat(text).toordinal()
    except ValueError:
        return None


def _days(one: str, two: str) -> int | None:
    """Return the days from one date to the other, or None where a date is not known."""
    first, second = _day(one) if one else None, _day(two) if two else None
    return None if first is None or second is None else second - first


_PLACE: dict[str, int] = {
    Stage.PLANNING: 0,
    Stage.PREQUALIFICATION: 1,
    Stage.TENDER: 2,
    Stage.SINGLE_SOURCE: 2,
    Stage.OPENING: 3,
    Stage.CANDIDATES: 4,
    Stage.AWARD: 5,
    Stage.TERMINATION: 5,
    Stage.CONTRACT: 6,
}
"""The order in which notices of one attempt are published; amendments and others may come anywhere."""


def _order(one: Said, two: Said) -> str:
    days = _days(one.published, two.published)
    if days is None:
        return UNKNOWN
    first, second = _PLACE.get(one.stage), _PLACE.get(two.stage)
    if first is None or second is None:
        return "out of order" if _is_changed_before(one, two, days) or _is_changed_before(two, one, -days) else UNKNOWN
    if first == second:
        if one.stage != two.stage and Stage.TERMINATION in (one.stage, two.stage):
            return "failed and awarded"
        if _document(one) == _document(two):
            return "same kind, in one list"
        return "same kind, later" if abs(days) > 20 else "same kind"
    return "out of order" if (days if second > first else -days) < -2 else "in order"


def _document(one: Said) -> str:
    """Return what the ids of all notices of one document share: lines of a plan, releases of a package."""
    return one.notice[:_ID_OF_FIRST]


_ID_OF_FIRST = len(notice_id("0" * 64, 0))


def _is_changed_before(change: Said, call: Said, days: int) -> bool:
    """Return whether a change was published before the call, so many days earlier."""
    return change.stage == Stage.AMENDMENT and call.stage in _CALLS and days > 2


def _reference(one: Said, two: Said) -> tuple[str, str, str]:
    """Return the level, and the days that are compared."""
    if one.first and two.first:
        return "same first day" if one.first == two.first else "other first day", one.first, two.first
    for first, second in ((one, two), (two, one)):
        if first.first and second.published and second.stage in _CALLS:
            level = "names its day" if first.first == second.published else "names another day"
            return level, one.first or one.published, two.first or two.published
    return UNKNOWN, "", ""


_CALLS = frozenset({Stage.TENDER, Stage.PREQUALIFICATION, Stage.SINGLE_SOURCE, Stage.PLANNING})


def _opening(one: Said, two: Said) -> str:
    if not one.opening or not two.opening:
        return UNKNOWN
    if one.opening == two.opening:
        return "same day"
    return "postponed" if Stage.AMENDMENT in (one.stage, two.stage) else "other day"


# Money and bidders ---------------------------------------------------------------------------------------------------


def _amount(one: Said, two: Said) -> str:
    if one.awards & two.awards:
        return "same award"
    if one.budgets and two.budgets:
        return "same budget" if one.budgets & two.budgets else "other budget"
    budgets, awards = one.budgets or two.budgets, two.awards if one.budgets else one.awards
    if budgets and awards:
        budget, award = max(budgets), max(awards)
        if award > budget:
            return "award above budget"
        return "award near budget" if award * 2 >= budget else "award far below budget"
    return "other award" if one.awards and two.awards else UNKNOWN


def _amount_values(one: Said, two: Said, _: object) -> Values:
    for shared in (one.awards & two.awards, one.budgets & two.budgets):
        if shared:
            return f"{min(shared)}", f"{min(shared)}"
    if one.budgets and two.budgets:
        return f"{max(one.budgets)}", f"{max(two.budgets)}"
    if (one.budgets and two.awards) or (two.budgets and one.awards):
        first, second = (one.budgets, two.awards) if one.budgets else (one.awards, two.budgets)
        return f"{max(first)}", f"{max(second)}"
    return (f"{max(one.awards)}", f"{max(two.awards)}") if one.awards and two.awards else ("", "")


def _supplier(one: Said, two: Said) -> str:
    first, second = one.suppliers | one.candidates, two.suppliers | two.candidates
    if not first or not second:
        return UNKNOWN
    return "same" if first & second else "other"


def _supplier_values(one: Said, two: Said, _: object) -> Values:
    first, second = one.suppliers | one.candidates, two.suppliers | two.candidates
    if not first or not second:
        return "", ""
    shared = first & second
    return (min(shared), min(shared)) if shared else (_shown(first), _shown(second))


# Links ---------------------------------------------------------------------------------------------------------------


def _link(one: Said, two: Said) -> tuple[str, str, str]:
    """Return the level, and the addresses that are compared; that two lead to nothing in common says nothing."""
    if found := (one.leads & two.own) or (two.leads & one.own):
        address = min(found)
        return "one leads to the other", *(("leads to it", address) if address in two.own else (address, "leads to it"))
    for level, shared in (("same file", one.files & two.files), ("both lead to one page", one.leads & two.leads)):
        if shared:
            return level, min(shared), min(shared)
    return UNKNOWN, "", ""


# Telling -------------------------------------------------------------------------------------------------------------

_VALUES: dict[str, Callable[[Said, Said, tuple[Title, Title] | None], Values]] = {
    "id": _id_values,
    "number": _number_values,
    "title": _title_values,
    "words": _words_values,
    "figures": _figures_values,
    "lots": lambda one, two, _: (_shown(one.lots), _shown(two.lots)),
    "buyer": _buyer_values,
    "agency": lambda one, two, _: (_shown(one.agencies), _shown(two.agencies)),
    "round": lambda one, two, _: (str(one.round or ""), str(two.round or "")),
    "time": lambda one, two, _: (one.published, two.published),
    "order": lambda one, two, _: (one.stage, two.stage),
    "reference": lambda one, two, _: _reference(one, two)[1:],
    "opening": lambda one, two, _: (one.opening, two.opening),
    "amount": _amount_values,
    "supplier": _supplier_values,
    "link": lambda one, two, _: _link(one, two)[1:],
}

FEATURES = tuple(_VALUES)
"""What is compared, in the order in which it is told."""


def _shown(values: Collection[str]) -> str:
    return ", ".join(sorted(values)[:3])
