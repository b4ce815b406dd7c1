"""Are two names of organizations names of one? Judged by the two names alone, so that nothing depends on what else is there.

`keys_of` says by which keys a name finds its like, `compare` what two names say: a rule in words where there is one (the
same letters, the division above left out, a former name that the name itself states), else the likeness that the
organization matcher has learned, with the frequencies of pieces of names counted once and shipped. What names cannot tell
(other places, other registration numbers, both bidding in one lot) is known from notices; see `views.organizations`.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from counterfile.resolving._linking_names import (
    SURE,
    Form,
    Rule,
    agree,
    apart,
    form_of,
    is_plausible,
    kept_apart,
    keys_of,
    relation_of,
    rule_of,
)
from counterfile.resolving._linking_shapes import AGREED, JOINS, PART_OF, PERHAPS, PROPOSES, Link, Row

if TYPE_CHECKING:
    from counterfile.resolving.model import Layer

__all__ = [
    "AGREED",
    "JOINS",
    "PART_OF",
    "PERHAPS",
    "PROPOSES",
    "SURE",
    "Form",
    "Link",
    "Row",
    "Rule",
    "agree",
    "apart",
    "compare",
    "explain",
    "form_of",
    "is_plausible",
    "kept_apart",
    "keys_of",
    "relation_of",
    "rule_of",
]

_BY_RULE = dict.fromkeys(SURE, 0.995) | {Rule.PERHAPS_DIVISION: 0.9}


def compare(pairs: Sequence[tuple[str, str]], layer: Layer | None = None) -> list[Link]:
    """Return what the names of each pair say; many pairs at once cost little more than one.

    Args:
        pairs: Names as printed.
        layer: What persons' answers have taught; None for the shipped judgement.
    """
    links: list[Link | None] = [_by_rule(one, two) for one, two in pairs]
    left = [at for at, link in enumerate(links) if link is None]
    if left:
        # Loading what weighs takes half a second, and most commands weigh nothing.
        from counterfile.resolving._linking_weights import weighed

        for at, link in zip(left, weighed([pairs[at] for at in left], layer), strict=True):
            links[at] = link
    return [link for link in links if link is not None]


def explain(link: Link) -> str:
    """Return a sentence on why two names are, or may be, one organization, the weightiest reasons first."""
    if link.rule is not None and not link.guard:
        return link.rule.value
    reasons = [_reason(row) for row in link.rows if row.weight >= _TOLD][:4]
    doubts = [_reason(row) for row in link.rows if row.weight <= -_TOLD][:3]
    sentence = "; ".join(reasons) or "little that the names say agrees"
    if doubts:
        sentence += "; but " + "; ".join(doubts)
    return sentence + (f"; never without asking: {link.guard}" if link.guard else "")


_TOLD = 0.25  # log-odds from which a row is told


def _reason(row: Row) -> str:
    values = row.one if row.one == row.two else f"{row.one or '–'} / {row.two or '–'}"
    return f"{row.feature} ({values})"


def _by_rule(one: str, two: str) -> Link | None:
    rule = rule_of(one, two)
    if rule is None or (guard := apart(one, two)):
        return None if rule is None else Link(0.0, rule, guard, None)
    probability = _BY_RULE[rule]
    return Link(probability, rule, "", None, (Row("rule", rule.value, one, two, round(_odds(probability), 3)),))


def _odds(probability: float) -> float:
    return math.log(probability / (1 - probability))
