"""How likely a decided value is right: what the layers saw, as one probability that can be believed.

A layer says how sure it is in its own measure. Here that is turned into a share: of values stated at 0.9, nine in ten
are right. What counts is known when the resolver decides: which layer proposed the value and how surely, whether other
layers give the same value, whether any gives another one, whether the notice contradicts itself, what kind of value
it is, and whether its page was recognized from a picture.

Method:
    Logistic regression (Platt 1999, "Probabilistic outputs for support vector machines"), fitted with a ridge on the
    labeled notices by ``python -m bench calibration``: on what is extracted from them as they are, with the labels of
    one family of layouts unknown, and by single layers, so that it has seen values go wrong. Few labeled values are
    wrong, so the coefficients are few, and the result stays within `BOUNDS`.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from counterfile.model.candidate import Candidate
from counterfile.model.notice import AMOUNTS, DATES, ORGANIZATIONS, Property

BOUNDS = (0.02, 0.999)
"""No value is stated as impossible or as certain."""
CONTRADICTED = 0.5
"""Of two values that contradict each other one is right at most; no labeled notice says more than that."""

_SINGLE = frozenset({Property.STAGE, Property.ROUND, Property.TITLE, Property.BUYER, Property.AGENCY, *DATES})
"""Properties of which a notice has one value, so that another value contradicts it."""


@dataclass(frozen=True, slots=True)
class Features:
    """What is known of a value when it is decided."""

    property: Property
    layer: str
    sure: float
    """The layer's own measure, 0 to 1."""
    agreeing: int
    """Other layers that give the same value."""
    rivals: int
    """Other values given for a property that has one value."""
    conflict: bool = False
    """True where the notice says something else as well, and both are stated."""
    recognized: bool = False
    """True where the words were recognized from a picture."""


COEFFICIENTS = {
    "always": 3.875,
    "sure": 0.451,
    "agreeing": 1.728,
    "rivals": -0.909,
    "layer L0": 0.702,
    "layer L1": -0.899,
    "layer L2": -0.107,
    "layer L3": 0.516,
    "layer L4": -0.173,
    "kind amount": -0.275,
    "kind date": -0.296,
    "kind number": 0.735,
    "kind organization": 0.945,
    "kind other": 0.462,
    "kind place": 0.836,
    "kind published": -2.019,
    "kind stage": 0.315,
    "kind supplier": -0.206,
    "kind title": -0.457,
}
"""Weight of each feature in the logarithm of the odds (see `terms`), as ``python -m bench calibration`` prints them."""
PRIORS = {"recognized": -0.7, "layer L6": -2.0, "layer L7": -1.8}
"""The same for what no labeled notice shows, on the careful side of what is simulated (``python -m bench calibration``), until people
have judged such values.

- L6, stated at 0.78 on average: taggers trained from 50 corrections were right in 444 of 452 invented sentences of a wording that they
  had never seen, and in 4 of 11 values on real notices of families of layouts that they had never seen (11 say little).
- L7: the checks keep 99 % of right proposals and 32 % of wrong ones. Of a model that is mistaken in half of what it proposes, as it may
  be where every other layer is silent, 75 % would be right, and that is what is stated; of one that is mistaken in 15 %, 95 %.
- Recognition misreads a character now and then; that weight is set by hand.
"""
_WEIGHTS = COEFFICIENTS | PRIORS


def calibrated(features: Features) -> float:
    """Return the probability that a value is right, within `BOUNDS`."""
    return probability(features, _WEIGHTS)


def probability(features: Features, weights: Mapping[str, float]) -> float:
    """Return the probability by other weights, for fitting; a feature without a weight counts nothing."""
    odds = math.fsum(weights.get(name, 0.0) * value for name, value in terms(features))
    low, high = BOUNDS
    return min(max(1 / (1 + math.exp(-odds)), low), CONTRADICTED if features.conflict else high)


def terms(features: Features) -> list[tuple[str, float]]:
    """Return the terms of the sum: name of the coefficient and value of the feature."""
    sure = min(max(features.sure, 0.05), 0.95)
    found = [
        ("always", 1.0),
        ("sure", math.log(sure / (1 - sure))),
        (f"layer {features.layer}", 1.0),
        (f"kind {kind_of(features.property)}", 1.0),
        ("agreeing", float(min(features.agreeing, 2))),
        ("rivals", float(min(features.rivals, 2))),
    ]
    found += [("recognized", 1.0)] if features.recognized else []
    return found


def kind_of(prop: Property) -> str:
    """Return which coefficient a property shares: amounts, other dates, organizations, places are judged together.

    >>> kind_of(Property.AWARD_VALUE), kind_of(Property.BUYER), kind_of(Property.TITLE)
    ('amount', 'organization', 'title')
    """
    if prop in AMOUNTS:
        return "amount"
    if prop is Property.PUBLISHED:
        return "published"  # a page prints many dates, and one of its surroundings is easily taken for its own
    if prop in DATES:
        return "date"
    if prop in {Property.SUPPLIER, Property.CANDIDATE}:
        return "supplier"
    if prop in ORGANIZATIONS:
        return "organization"
    if prop in {Property.PROVINCE, Property.CITY, Property.COUNTY}:
        return "place"
    if prop in {Property.NUMBER, Property.CONTRACT_NUMBER, Property.OCID}:
        return "number"
    if prop in {Property.TITLE, Property.NOTICE_TITLE}:
        return "title"
    if prop in {Property.STAGE, Property.ROUND}:
        return "stage"
    return "other"


class Witnesses:
    """Which layers gave which values, over all candidates of one notice."""

    def __init__(self, candidates: Iterable[Candidate]) -> None:
        self._layers: dict[tuple[str, str], set[str]] = defaultdict(set)
        self._values: dict[Property, set[str]] = defaultdict(set)
        for one in candidates:
            self._layers[_family(one.property), one.key or one.value].add(one.layer)
            self._values[one.property].add(one.key or one.value)

    def features(self, one: Candidate, *, conflict: bool, recognized: bool) -> Features:
        """Return the features of a value that is about to be stated."""
        told = one.key or one.value
        agreeing = len(self._layers[_family(one.property), told] - {one.layer})
        rivals = len(self._values[one.property] - {told}) if one.property in _SINGLE else 0
        return Features(one.property, one.layer, one.confidence, agreeing, rivals, conflict, recognized)


def _family(prop: Property) -> str:
    """Return what layers agree on: one may call a bidder a candidate whom another calls the winner."""
    kind = kind_of(prop)
    return kind if kind in {"amount", "supplier"} else prop.value
