"""How many units really meet a question that software answered, from a random sample that people checked.

Software's answers alone give a count without an error; people's answers to a random sample alone give an error without
the software's work. Together they give both: the units are divided by what software says, within each part the sample
tells how often it is right, and the parts are added up. For answers of yes and no this is prediction-powered inference
with the best weight for each part.

Sources:
    Angelopoulos, Bates, Fannjiang, Jordan, Zrnic (2023), "Prediction-powered inference", Science 382, 669-674: the
    idea, and `prediction_powered`, their interval for a mean.
    Zou, Huang, Zhang (2009), "A note on confidence interval estimation for a linear function of binomial proportions",
    Computational Statistics and Data Analysis 53, 1080-1085: how the parts' Wilson intervals are added up, which holds
    where nearly all checked answers are right and the normal interval does not.
    Brown, Cai, DasGupta (2001), "Interval estimation for a binomial proportion", Statistical Science 16, 101-133.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import msgspec

Z = 1.959963984540054
"""Of a two-sided 95 % interval."""


class Part(msgspec.Struct, frozen=True):
    """The units of which software says the same."""

    units: int
    checked: int
    """Units of the random sample among them."""
    yes: int
    """Of `checked`, those of which people say yes."""


class Estimate(msgspec.Struct, frozen=True):
    """A count with a 95 % interval."""

    count: float
    low: float
    high: float
    units: int
    checked: int


def estimate(parts: Sequence[Part]) -> Estimate | None:
    """Return how many units meet the question, with a 95 % interval; None where a part was not checked at all.

    What people checked is known: only the rest of each part is uncertain, so that checking everything leaves no error.

    Args:
        parts: By software's answer; a part without units counts for nothing.

    Raises:
        ValueError: more units are checked than there are, or more say yes than were checked.

    >>> found = estimate([Part(100, 50, 45), Part(900, 150, 3)])
    >>> round(found.count), round(found.low), round(found.high)
    (108, 93, 137)
    """
    count = below = above = 0.0
    for part in parts:
        if not 0 <= part.yes <= part.checked <= part.units:
            raise ValueError(f"{part.yes} of {part.checked} checked of {part.units} units is no sample")
        rest = part.units - part.checked
        if not rest:
            count += part.yes
            continue
        if not part.checked:
            return None
        share = part.yes / part.checked
        low, high = _wilson(part.yes, part.checked)
        count += part.yes + rest * share
        # The rest is itself a draw: what it holds scatters around its rate.
        scatter = rest * max(share * (1 - share), 1 / (4 * part.checked)) if part.checked else 0.0
        below += (rest * (share - low)) ** 2 + Z * Z * scatter
        above += (rest * (high - share)) ** 2 + Z * Z * scatter
    least = sum(part.yes for part in parts)
    most = sum(part.units - part.checked + part.yes for part in parts)
    return Estimate(
        count,
        max(least, count - math.sqrt(below)),
        min(most, count + math.sqrt(above)),
        sum(part.units for part in parts),
        sum(part.checked for part in parts),
    )


def _wilson(yes: int, checked: int) -> tuple[float, float]:
    """Return the modified Wilson 95 % interval of a share, 0 to 1 (Brown, Cai, DasGupta 2001, section 4.1.1)."""
    share = yes / checked
    middle = (share + Z * Z / (2 * checked)) / (1 + Z * Z / checked)
    half = Z / (1 + Z * Z / checked) * math.sqrt(share * (1 - share) / checked + Z * Z / (4 * checked * checked))
    low, high = max(0.0, middle - half), min(1.0, middle + half)
    # Next to none and next to all the interval is too short on the far side.
    low = _FEW[yes] / checked if yes in _FEW else low
    high = 1 - _FEW[checked - yes] / checked if checked - yes in _FEW else high
    return min(low, share), max(high, share)


_FEW = {1: 0.05129, 2: 0.35536, 3: 0.81769}
"""Half the 5 % quantile of chi-square with twice as many degrees of freedom."""


def prediction_powered(
    answers: Sequence[float], predicted: Sequence[float], others: Sequence[float], weight: float = 1.0
) -> tuple[float, float]:
    """Return the 95 % interval of a mean as the authors of the method give it: normal, for large samples.

    Args:
        answers: People's, of the checked sample.
        predicted: Software's, of the same units.
        others: Software's, of all units that were not checked.
        weight: How much software's answers count, 0 to 1; 1 is the method's first form.

    Raises:
        ValueError: fewer than two units are checked, or than two are not.
    """
    n, size = len(answers), len(others)
    if n < 2 or size < 2 or len(predicted) != n:
        raise ValueError(f"{n} answers, {len(predicted)} predictions and {size} others give no interval")
    off = [answer - weight * guess for answer, guess in zip(answers, predicted, strict=True)]
    middle = weight * _mean(others) + _mean(off)
    half = Z * math.sqrt(weight * weight * _variance(others) / size + _variance(off) / n)
    return middle - half, middle + half


def _mean(values: Sequence[float]) -> float:
    return math.fsum(values) / len(values)


def _variance(values: Sequence[float]) -> float:
    middle = _mean(values)
    return math.fsum((value - middle) ** 2 for value in values) / len(values)
