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

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

import msgspec
import yaml

from counterfile.resolving._procedure_features import READ, Said, keys_of, said, spoken
from counterfile.resolving._procedure_levels import FEATURES, UNKNOWN, levels, told
from counterfile.resolving._procedure_linkage import NEVER, UNLIKELY
from counterfile.resolving._procedure_rounds import with_rounds

__all__ = [
    "FEATURES",
    "JOINS",
    "READ",
    "UNKNOWN",
    "Link",
    "Row",
    "Said",
    "Weights",
    "as_table",
    "bond",
    "can_tell",
    "compare",
    "explain",
    "keys_of",
    "levels",
    "read_table",
    "said",
    "shipped",
    "spoken",
    "strength",
    "told",
    "with_rounds",
]

JOINS = 0.5
"""Probability from which two notices are linked."""

_SURE = 0.95
"""Probability from which notices on different lots of one purchase are linked by themselves."""

_WEAKEST = math.log(0.15 / 0.85)
"""Log odds below which two notices are in no file by the average of the others'."""

_AT = {feature: at for at, feature in enumerate(FEATURES)}
_ID, _NUMBER, _TITLE, _LOTS, _BUYER = (_AT[name] for name in ("id", "number", "title", "lots", "buyer"))


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


class Weights(msgspec.Struct, frozen=True):
    """Log odds by feature and level."""

    procedure: Mapping[str, Mapping[str, float]]
    family: Mapping[str, Mapping[str, float]]
    bias: tuple[float, float]
    """Of *one procedure* and of *one family*, before anything is compared."""


@dataclass(frozen=True, slots=True)
class Link:
    """How two notices belong together."""

    procedure: float
    """Probability that they are of one attempt."""
    family: float
    """Probability that they are of one project; at least `procedure`."""
    rule: str
    """The rule that decided *one procedure* before any sum, in words; empty where none did."""
    neutral: bool
    """Two notices on different lots: they neither belong together by themselves nor speak against each other."""
    unlikely: bool
    """All but their numbers speaks so much against it that no third notice makes one attempt of them."""
    one: Said
    two: Said
    weights: Weights = field(repr=False, compare=False)

    @property
    def rows(self) -> tuple[Row, ...]:
        """The table that explains the link: a row for each of `FEATURES`."""
        procedure, family = self.weights.procedure, self.weights.family
        return tuple(
            Row(name, one, two, level, procedure[name].get(level, 0.0), family[name].get(level, 0.0))
            for name, one, two, level in told(self.one, self.two)
        )


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
    found = levels(one, two)
    first, second = weights.bias
    for feature, level in zip(FEATURES, found, strict=True):
        if level is not UNKNOWN:
            first += weights.procedure[feature].get(level, 0.0)
            second += weights.family[feature].get(level, 0.0)
    numbers = weights.procedure["number"].get(found[_NUMBER], 0.0)
    unlikely = first - numbers < _WEAKEST and numbers <= 0
    procedure, family = _probability(first), _probability(second)
    rule, decided = _rule(one, two, found)
    if decided is not None:
        procedure = decided
    neutral = found[_LOTS] == "other lots" and not rule and found[_NUMBER] != "same number" and procedure < _SURE
    if neutral:
        procedure = min(procedure, 0.4)
    return Link(procedure, max(procedure, family), rule, neutral, unlikely, one, two, weights)


def bond(link: Link) -> float | None:
    """Return what a link says where files are made; see `_procedure_linkage.Score`."""
    if link.rule:
        return link.procedure or NEVER
    return None if link.neutral else UNLIKELY if link.unlikely else link.procedure


def can_tell(one: Said, two: Said) -> bool:
    """Return whether both say enough to be compared: titles, or numbers, or ids, or where they lead."""
    links = (one.own | one.leads) & (two.own | two.leads) | one.files & two.files
    return bool((one.titles and two.titles) or (one.numbers and two.numbers) or (one.ocids and two.ocids) or links)


def explain(link: Link, *, family: bool = False) -> str:
    """Return a sentence on why two notices are linked, the weightiest reasons first.

    Args:
        link: What `compare` returned.
        family: Whether it is told why they are of one family rather than of one procedure.
    """
    if link.rule and not family:
        return link.rule
    weighed = [(row.family if family else row.weight, row) for row in link.rows if row.level != UNKNOWN]
    reasons = [_reason(row) for weight, row in sorted(weighed, key=lambda pair: -pair[0]) if weight >= 0.25][:5]
    doubts = [_reason(row) for weight, row in sorted(weighed, key=lambda pair: pair[0]) if weight <= -0.25][:3]
    sentence = "; ".join(reasons) or "nothing that they say agrees"
    if doubts:
        sentence += "; but " + "; ".join(doubts)
    return sentence + (f"; {link.rule}" if link.rule else "")


def strength(weight: float) -> str:
    """Return what a weight means, in words.

    >>> strength(4.5), strength(-1.0), strength(0.1)
    ('speaks strongly for it', 'speaks against it', 'hardly counts')
    """
    size = abs(weight)
    if size < 0.25:
        return "hardly counts"
    way = "for it" if weight > 0 else "against it"
    return f"speaks {'strongly ' if size >= 2.5 else '' if size >= 1 else 'weakly '}{way}"


def _reason(row: Row) -> str:
    values = row.one if row.one == row.two else " / ".join(value or "–" for value in (row.one, row.two))
    return f"{row.feature}: {row.level} ({values})" if values else f"{row.feature}: {row.level}"


def _probability(odds: float) -> float:
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, odds))))


@cache
def shipped() -> Weights:
    """Return the weights that come with the program."""
    return read_table(files("counterfile.resolving").joinpath("_procedure_weights.yaml").read_text("utf-8"))


def read_table(text: str) -> Weights:
    """Return the weights of a table in YAML, as `as_table` writes it."""
    table = yaml.safe_load(text)
    return Weights(
        procedure={name: {level: float(pair[0]) for level, pair in table[name].items()} for name in FEATURES},
        family={name: {level: float(pair[1]) for level, pair in table[name].items()} for name in FEATURES},
        bias=(float(table["bias"][0]), float(table["bias"][1])),
    )


def as_table(weights: Weights) -> str:
    """Return weights as a table in YAML to be read: for each level [one procedure, one family], to a tenth."""

    def shown(one: float, two: float) -> str:
        return f"[{round(one, 1) + 0.0:.1f}, {round(two, 1) + 0.0:.1f}]"  # + 0.0 makes -0.0 a plain zero

    lines = [f"bias: {shown(*weights.bias)}"]
    for feature in FEATURES:
        lines.append(f"{feature}:")
        levels_ = weights.procedure[feature]
        lines += [f"  {level}: {shown(one, weights.family[feature][level])}" for level, one in levels_.items()]
    return "\n".join(lines) + "\n"


def _rule(one: Said, two: Said, found: tuple[str, ...]) -> tuple[str, float | None]:
    """Return the rule that decides whether two notices are of one procedure, and what it decides."""
    level = found[_ID]
    if level == "same id" and not (found[_TITLE] in _UNLIKE and found[_BUYER] in _OTHERS):
        # Converters and forms left as they came give one id to notices of unlike titles by other buyers.
        return f"both carry the publisher's own id of the procedure ({_id(one, two)})", 1.0
    if level == "other id of one publisher":
        return f"one publisher gave them different ids ({_id(one, two)})", 0.0
    if (one.round or 1) != (two.round or 1):
        return f"rounds {one.round or 1} and {two.round or 1} are two attempts", 0.0
    return "", None


_UNLIKE = ("unlike", "a little alike", UNKNOWN)
_OTHERS = ("other", "other but alike", "other by the title")


def _id(one: Said, two: Said) -> str:
    _, first, second, _ = next(told(one, two))
    return first if first == second else f"{first} / {second}"
