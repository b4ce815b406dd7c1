"""Do two notices belong to one attempt to buy, or to two attempts of one project? A probability, with its reasons.

Two notices are compared feature by feature; each comparison ends at a *level* in words ("same series, other number"),
and each level has a weight for *one procedure* and one for *one family* (``_procedure_weights.yaml``). The sums are
log odds, as in the model of Fellegi and Sunter, fitted together so that features that say the same thing twice do not
count twice. A conflict of numbers is such a level and no veto. What no sum may overrule are rules: the publisher's own
id joins and separates, and two rounds are two attempts.

Source:
    Fellegi and Sunter (1969), "A theory for record linkage", Journal of the American Statistical Association 64, 1183-1210.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from importlib.resources import files

import msgspec
import yaml
from rapidfuzz.distance import Indel, Levenshtein

from counterfile.model.notice import Stage
from counterfile.resolving._procedure_features import (
    READ,
    Said,
    Title,
    bigrams,
    is_weak,
    keys_of,
    number_roots,
    said,
    shape_of,
)
from counterfile.resolving._procedure_rounds import with_rounds

__all__ = [
    "FEATURES",
    "JOINS",
    "READ",
    "Link",
    "Row",
    "Said",
    "can_tell",
    "compare",
    "explain",
    "keys_of",
    "levels",
    "said",
    "with_rounds",
]

JOINS = 0.5
"""Probability from which two notices are linked."""

FEATURES = (
    "number",
    "title",
    "words",
    "figures",
    "lots",
    "buyer",
    "agency",
    "round",
    "time",
    "order",
    "reference",
    "opening",
    "amount",
    "supplier",
)
"""What is compared, in the order in which it is told."""

_UNKNOWN = "not told"
_SHORT = 6  # characters of a stem: 办公家具, 保洁服务 and the like are bought by everyone


class Row(msgspec.Struct, frozen=True):
    """One comparison: a line of the table that explains a link."""

    feature: str
    one: str
    """What the first notice says; empty where it says nothing."""
    two: str
    level: str
    weight: float
    """Log odds that it adds to *one procedure*."""
    family: float
    """Log odds that it adds to *one family*."""


class Link(msgspec.Struct, frozen=True):
    """How two notices belong together."""

    procedure: float
    """Probability that they are of one attempt."""
    family: float
    """Probability that they are of one project; at least `procedure`."""
    rows: tuple[Row, ...]
    rule: str = ""
    """The rule that decided *one procedure* before any sum, in words; empty where none did."""
    neutral: bool = False
    """Two notices on different lots: they neither belong together by themselves nor speak against each other."""


class Weights(msgspec.Struct, frozen=True):
    """Log odds by feature and level."""

    procedure: Mapping[str, Mapping[str, float]]
    family: Mapping[str, Mapping[str, float]]
    bias: tuple[float, float]
    """Of *one procedure* and of *one family*, before anything is compared."""


def compare(one: Said, two: Said, weights: Weights | None = None) -> Link:
    """Return how two notices belong together.

    Args:
        one: What the first says; the result is the same whichever comes first.
        two: What the second says.
        weights: Log odds; the shipped ones when None.
    """
    weights = weights or shipped()
    if two.notice < one.notice:
        one, two = two, one
    told = levels(one, two)
    rows = tuple(
        Row(name, first, second, level, weights.procedure[name].get(level, 0.0), weights.family[name].get(level, 0.0))
        for name, (first, second, level) in told.items()
    )
    procedure = _probability(weights.bias[0] + sum(row.weight for row in rows))
    family = _probability(weights.bias[1] + sum(row.family for row in rows))
    rule, decided = _rule(one, two)
    if decided is not None:
        procedure = decided
    numbers = told["number"][2]
    neutral = told["lots"][2] == "other lots" and not rule and numbers != "same number"
    if neutral:
        procedure = min(procedure, 0.4)
    return Link(procedure, max(procedure, family), rows, rule, neutral)


def can_tell(one: Said, two: Said) -> bool:
    """Return whether both say enough to be compared: titles, or numbers, or ids."""
    return bool((one.titles and two.titles) or (one.numbers and two.numbers) or (one.ocids and two.ocids))


def explain(link: Link, *, family: bool = False) -> str:
    """Return a sentence on why two notices are linked, the weightiest reasons first.

    Args:
        link: What `compare` returned.
        family: Whether it is told why they are of one family rather than of one procedure.
    """
    if link.rule and not family:
        return link.rule
    told = [(row.family if family else row.weight, row) for row in link.rows if row.level != _UNKNOWN]
    reasons = [_reason(row) for weight, row in sorted(told, key=lambda pair: -pair[0]) if weight >= 0.25][:5]
    doubts = [_reason(row) for weight, row in sorted(told, key=lambda pair: pair[0]) if weight <= -0.25][:3]
    sentence = "; ".join(reasons) or "nothing that they say agrees"
    if doubts:
        sentence += "; but " + "; ".join(doubts)
    return sentence + (f"; {link.rule}" if link.rule else "")


def _reason(row: Row) -> str:
    values = row.one if row.one == row.two else " / ".join(value or "–" for value in (row.one, row.two))
    return f"{row.feature}: {row.level} ({values})" if values else f"{row.feature}: {row.level}"


def _probability(odds: float) -> float:
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, odds))))


@cache
def shipped() -> Weights:
    """Return the weights that come with the program."""
    text = files("counterfile.resolving").joinpath("_procedure_weights.yaml").read_text("utf-8")
    table = yaml.safe_load(text)
    pairs = {name: {level: tuple(pair) for level, pair in table[name].items()} for name in FEATURES}
    return Weights(
        procedure={name: {level: pair[0] for level, pair in rows.items()} for name, rows in pairs.items()},
        family={name: {level: pair[1] for level, pair in rows.items()} for name, rows in pairs.items()},
        bias=(table["bias"][0], table["bias"][1]),
    )


# Rules ---------------------------------------------------------------------------------------------------------------


def _rule(one: Said, two: Said) -> tuple[str, float | None]:
    """Return the rule that decides whether two notices are of one procedure, and what it decides."""
    if one.ocids & two.ocids:
        return f"both carry the publisher's own id of the procedure ({min(one.ocids & two.ocids)})", 1.0
    if one.ocids and two.ocids and {_publisher(o) for o in one.ocids} & {_publisher(o) for o in two.ocids}:
        return f"one publisher gave them different ids ({min(one.ocids)} / {min(two.ocids)})", 0.0
    if (one.round or 1) != (two.round or 1):
        return f"rounds {one.round or 1} and {two.round or 1} are two attempts", 0.0
    return "", None


def _publisher(ocid: str) -> str:
    """Return whose id it is: the registered prefix of an ocid; ids without one are told apart by their pattern."""
    return ocid[:11] if ocid.startswith("ocds-") else shape_of(ocid)


# Levels --------------------------------------------------------------------------------------------------------------


def levels(one: Said, two: Said) -> dict[str, tuple[str, str, str]]:
    """Return, for each feature, what both say and the level of their agreement."""
    title, pair = _title(one, two)
    return {
        "number": _number(one, two),
        "title": title,
        "words": _words(*pair) if pair else ("", "", _UNKNOWN),
        "figures": _figures(*pair) if pair else ("", "", _UNKNOWN),
        "lots": _lots(one, two),
        "buyer": _buyer(one, two),
        "agency": _names(one.agencies, two.agencies),
        "round": (
            str(one.round or ""),
            str(two.round or ""),
            "same" if (one.round or 1) == (two.round or 1) else "other",
        ),
        "time": _time(one, two),
        "order": _order(one, two),
        "reference": _reference(one, two),
        "opening": _opening(one, two),
        "amount": _amount(one, two),
        "supplier": _supplier(one, two),
    }


def _number(one: Said, two: Said) -> tuple[str, str, str]:
    shared = one.numbers & two.numbers
    if shared:
        strong = [number for number in shared if not is_weak(number)]
        number = min(strong or shared)
        return number, number, "same number" if strong else "same number, but short"
    for first, second in ((one, two), (two, one)):
        part = first.contracts & (second.numbers | second.contracts)
        if part:
            return _shown(one.numbers | one.contracts), _shown(two.numbers | two.contracts), "contract's number"
    if not one.numbers or not two.numbers:
        return _shown(one.numbers), _shown(two.numbers), _UNKNOWN
    values = _shown(one.numbers), _shown(two.numbers)
    if one.roots & two.numbers or two.roots & one.numbers:
        return *values, "one with a suffix"
    if any(root in one.roots for number in two.numbers for root in number_roots(number)):
        return *values, "one root, other suffixes"
    if {shape_of(n) for n in one.numbers} & {shape_of(n) for n in two.numbers}:
        return *values, "other number of one series"
    return *values, "other number"


def _title(one: Said, two: Said) -> tuple[tuple[str, str, str], tuple[Title, Title] | None]:
    """Return how like the titles are, and the two that are most alike."""
    best: tuple[int, float, Title, Title] | None = None
    names = sorted(one.buyers | one.owners | two.buyers | two.owners, key=lambda name: (-len(name), name))
    for a in one.titles:
        for b in two.titles:
            step, likeness = _likeness(a, b, names)
            if best is None or (step, likeness, a.core, b.core) > (best[0], best[1], best[2].core, best[3].core):
                best = (step, likeness, a, b)
    if best is None:
        values = (one.titles[0].core if one.titles else "", two.titles[0].core if two.titles else "")
        return (*values, _UNKNOWN), None
    step, _, a, b = best
    return (a.core, b.core, _STEPS[step]), (a, b)


_STEPS = (
    "unlike",
    "a little alike",
    "partly alike",
    "alike",
    "very alike",
    "one in the other",
    "one cut short",
    "same but short",
    "same but for owner or lots",
    "same",
)


def _likeness(a: Title, b: Title, names: Sequence[str]) -> tuple[int, float]:
    """Return the step of `_STEPS` and the likeness, 0 to 1.

    Args:
        a: A title of the first notice.
        b: One of the second.
        names: Institutions that either notice names, the longest first: the same owner in front makes nothing alike.
    """
    if a.core == b.core:
        return (7 if len(a.core) <= _SHORT else 9), 1.0
    for x, y in ((a.core, b.core), (b.core, a.core)):
        if len(x) >= 12 and y.startswith(x):
            return 6, len(x) / len(y)
    one, two = _without_owners(a, b, names)
    if one == two:
        return (7 if len(one) <= _SHORT else 8), 1.0
    for x, y in ((one, two), (two, one)):
        if len(x) > _SHORT and len(x) * 2 >= len(y) and x in y:
            return 5, len(x) / len(y)
    likeness = max(_dice(one, two), _aligned(one, two))
    steps = (0.3, 0.5, 0.7, 0.85)
    return sum(likeness >= step for step in steps), likeness


def _without_owners(a: Title, b: Title, names: Sequence[str]) -> tuple[str, str]:
    """Return two titles without lots and without the institution in front: one that is in front of both, else each its own."""
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


def _words(a: Title, b: Title) -> tuple[str, str, str]:
    """Tell a title of which a word was replaced, as a place by another, from one that was only lengthened or mistyped."""
    one, two = sorted((a.owner + a.stem, b.owner + b.stem))
    if one == two or Indel.normalized_similarity(one, two) < 0.7:
        return "", "", _UNKNOWN
    for step in Levenshtein.opcodes(one, two):
        replaced, by = one[step.src_start : step.src_end], two[step.dest_start : step.dest_end]
        if step.tag == "replace" and min(len(replaced), len(by)) >= 2:
            return replaced, by, "one replaced"
    return "", "", _UNKNOWN


def _figures(a: Title, b: Title) -> tuple[str, str, str]:
    one, two = a.figures, b.figures
    values = _shown(one), _shown(two)
    if one == two:
        return *values, "same" if one else "none"
    if one <= two or two <= one:
        return *values, "one has more"
    years = {f for f in one if _is_year(f)}, {f for f in two if _is_year(f)}
    if years[0] and years[1] and not years[0] & years[1]:
        return *values, "other years"
    return *values, "other figures"


def _is_year(figure: str) -> bool:
    return len(figure) == 4 and figure[:2] in ("19", "20") and figure.isdecimal()


def _lots(one: Said, two: Said) -> tuple[str, str, str]:
    values = _shown(one.lots), _shown(two.lots)
    if not one.lots and not two.lots:
        return *values, _UNKNOWN
    if not one.lots or not two.lots:
        return *values, "one on a lot"
    return *values, "same lots" if one.lots & two.lots else "other lots"


def _buyer(one: Said, two: Said) -> tuple[str, str, str]:
    first, second = one.buyers or one.owners, two.buyers or two.owners
    values = _shown(first), _shown(second)
    if not first or not second:
        return *values, _UNKNOWN
    if (one.buyers | one.owners) & (two.buyers | two.owners):
        return *values, "same"
    pairs = [(a, b) for a in one.buyers | one.owners for b in two.buyers | two.owners]
    if any(min(len(a), len(b)) >= 4 and (a in b or b in a) for a, b in pairs):
        return *values, "one in the other"
    if any(_is_short_for(a, b) or _is_short_for(b, a) for a, b in pairs):
        return *values, "short for the other"
    if any(_dice(a, b) >= 0.7 for a, b in pairs):
        return *values, "other but alike"
    return *values, "other" if one.buyers and two.buyers else "other by the title"


def _is_short_for(short: str, long: str) -> bool:
    """Return whether all characters of one name stand in the other in order, as 县委宣传部 in 县委员会宣传部."""
    if not 4 <= len(short) < len(long) or len(short) * 2 < len(long) or short[0] != long[0]:
        return False
    rest = iter(long)
    return all(character in rest for character in short)


def _names(one: frozenset[str], two: frozenset[str]) -> tuple[str, str, str]:
    values = _shown(one), _shown(two)
    if not one or not two:
        return *values, _UNKNOWN
    return *values, "same" if one & two or any(a in b or b in a for a in one for b in two) else "other"


def _time(one: Said, two: Said) -> tuple[str, str, str]:
    days = _days(one.published, two.published)
    if days is None:
        return one.published, two.published, _UNKNOWN
    days = abs(days)
    steps = ((15, "within 15 days"), (60, "within 60 days"), (180, "within 180 days"), (365, "within a year"))
    return one.published, two.published, next((words for most, words in steps if days <= most), "years apart")


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


_PLACE = {
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


def _order(one: Said, two: Said) -> tuple[str, str, str]:
    values = one.stage, two.stage
    days = _days(one.published, two.published)
    places = _PLACE.get(Stage(one.stage)) if one.stage else None, _PLACE.get(Stage(two.stage)) if two.stage else None
    if days is None or places[0] is None or places[1] is None:
        return *values, _UNKNOWN
    if places[0] == places[1]:
        if one.stage != two.stage and Stage.TERMINATION in values:
            return *values, "failed and awarded"
        far = abs(days) > 20
        return *values, ("same kind, later" if far else "same kind")
    later = days if places[1] > places[0] else -days
    if later < -2:
        return *values, "out of order"
    return *values, "in order"


def _reference(one: Said, two: Said) -> tuple[str, str, str]:
    if one.first and two.first:
        return one.first, two.first, "same first day" if one.first == two.first else "other first day"
    for first, second in ((one, two), (two, one)):
        if first.first and second.published and second.stage in _CALLS:
            level = "names its day" if first.first == second.published else "names another day"
            return one.first or one.published, two.first or two.published, level
    return "", "", _UNKNOWN


_CALLS = {Stage.TENDER, Stage.PREQUALIFICATION, Stage.SINGLE_SOURCE, Stage.PLANNING}


def _opening(one: Said, two: Said) -> tuple[str, str, str]:
    if not one.opening or not two.opening:
        return one.opening, two.opening, _UNKNOWN
    if one.opening == two.opening:
        return one.opening, two.opening, "same day"
    postponed = Stage.AMENDMENT in (one.stage, two.stage)
    return one.opening, two.opening, "postponed" if postponed else "other day"


def _amount(one: Said, two: Said) -> tuple[str, str, str]:
    if one.awards & two.awards:
        value = f"{min(one.awards & two.awards)}"
        return value, value, "same award"
    if one.budgets & two.budgets:
        value = f"{min(one.budgets & two.budgets)}"
        return value, value, "same budget"
    if one.budgets and two.budgets:
        return f"{max(one.budgets)}", f"{max(two.budgets)}", "other budget"
    for first, second, swapped in ((one, two, False), (two, one, True)):
        if first.budgets and second.awards:
            budget, award = max(first.budgets), max(second.awards)
            values = (f"{award}", f"{budget}") if swapped else (f"{budget}", f"{award}")
            if award > budget:
                return *values, "award above budget"
            return *values, "award near budget" if award * 2 >= budget else "award far below budget"
    if one.awards and two.awards:
        return f"{max(one.awards)}", f"{max(two.awards)}", "other award"
    return "", "", _UNKNOWN


def _supplier(one: Said, two: Said) -> tuple[str, str, str]:
    first, second = one.suppliers | one.candidates, two.suppliers | two.candidates
    if not first or not second:
        return "", "", _UNKNOWN
    if first & second:
        name = min(first & second)
        return name, name, "same"
    return _shown(first), _shown(second), "other"


def _shown(values: frozenset[str]) -> str:
    return ", ".join(sorted(values)[:3])
