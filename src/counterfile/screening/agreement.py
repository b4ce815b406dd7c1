"""How well coders agree: percent, kappas, Krippendorff's alpha and Gwet's AC1, each with a bootstrap interval and n.

A table has one row a unit and one answer a coder, None where a coder did not answer. Only units that chance chose for
several coders belong in it: whoever picks the units picks the agreement. Units with fewer than two answers say nothing
of agreement and are not counted in n.

Sources: Cohen (1960), "A coefficient of agreement for nominal scales"; Fleiss (1971), "Measuring nominal scale agreement
among many raters"; Gwet (2008), "Computing inter-rater reliability and its variance in the presence of high agreement",
whose treatment of missing answers is also that of the R and Python packages irrCAC; Krippendorff (2011), "Computing
Krippendorff's alpha-reliability"; Passonneau (2006), "Measuring agreement on set-valued items (MASI)"; Efron (1979),
"Bootstrap methods", for the intervals: units are drawn with replacement, and the percentiles are reported.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

Table = Sequence[Sequence[str | None]]
"""Units by coders."""

Numbers = NDArray[np.float64]

DRAWS = 1000
"""Bootstrap samples of an interval."""

SEED = 20_200
"""Of the bootstrap: the same table always has the same interval."""


class Level(StrEnum):
    """What differs by how much."""

    NOMINAL = "nominal"
    ORDINAL = "ordinal"
    """Answers in the order given."""
    INTERVAL = "interval"
    """Answers are numbers."""
    SETS = "sets"
    """Answers are sets, their members joined by ``; ``; differing by MASI."""


@dataclass(frozen=True, slots=True)
class Measure:
    """A coefficient with its interval."""

    name: str
    value: float | None
    """None where it is not defined: with one and the same answer throughout, chance alone agrees as much."""
    low: float | None
    """Of the 95 % bootstrap interval; None where the coefficient, or most of its samples, are not defined."""
    high: float | None


@dataclass(frozen=True, slots=True)
class Agreement:
    """How well coders agree on one question."""

    n: int
    """Units with two answers or more."""
    coders: int
    level: Level
    percent: Measure
    cohen: Measure | None
    """Only between two coders who answered the same units."""
    fleiss: Measure
    alpha: Measure
    ac1: Measure

    @property
    def measures(self) -> tuple[Measure, ...]:
        """All coefficients that were computed."""
        found = (self.percent, self.cohen, self.fleiss, self.alpha, self.ac1)
        return tuple(each for each in found if each is not None)


def agreement(table: Table, level: Level = Level.NOMINAL, order: Sequence[str] = (), seed: int = SEED) -> Agreement:
    """Return all coefficients for a table with their intervals.

    Args:
        table: Units by coders.
        level: How answers differ, for alpha; the other coefficients know only the same and not the same.
        order: The answers of an ordinal question from least to most; those not named come first, sorted.
        seed: Of the bootstrap.

    Raises:
        ValueError: the rows differ in length, or answers are no numbers at the interval level.
    """
    counted = _counted(table, level, order)
    usable = counted.several()

    def measure(name: str, every: _Counted, statistic: Callable[[_Counted, Numbers], float]) -> Measure:
        return _measured(name, every, statistic, seed)

    width = max((len(row) for row in table), default=0)
    pairs = [(row[0], row[1]) for row in table if len(row) == 2]
    both = [(one, other) for one, other in pairs if one is not None and other is not None]
    cohen = None
    if width == 2 and both:
        cohen = _measured("Cohen's kappa", _pairs(both), _cohen, seed)
    return Agreement(
        n=len(usable.counts),
        coders=width,
        level=level,
        percent=measure("percent agreement", usable, _percent),
        cohen=cohen,
        fleiss=measure("Fleiss' kappa", counted, _fleiss),
        alpha=measure("Krippendorff's alpha", usable, _alpha),
        ac1=measure("Gwet's AC1", counted, _ac1),
    )


def percent(table: Table) -> float | None:
    """Return the share of pairs of answers to a unit that are the same, averaged over units; None without any pair."""
    return _value(_counted(table, Level.NOMINAL, ()).several(), _percent)


def cohen_kappa(first: Sequence[str], second: Sequence[str]) -> float | None:
    """Return Cohen's kappa of two coders' answers to the same units; None where it is 0/0.

    Raises:
        ValueError: the two differ in length.

    >>> cohen_kappa(["y", "y", "n", "n"], ["y", "n", "n", "n"])
    0.5
    """
    return _value(_pairs(list(zip(first, second, strict=True))), _cohen)


def fleiss_kappa(table: Table) -> float | None:
    """Return Fleiss' kappa of two or more coders; None where it is 0/0."""
    return _value(_counted(table, Level.NOMINAL, ()), _fleiss)


def gwet_ac1(table: Table) -> float | None:
    """Return Gwet's AC1, which stays useful where nearly all answers are the same; None with a single answer in use."""
    return _value(_counted(table, Level.NOMINAL, ()), _ac1)


def krippendorff_alpha(table: Table, level: Level = Level.NOMINAL, order: Sequence[str] = ()) -> float | None:
    """Return Krippendorff's alpha; None where there is no variation that chance could miss.

    >>> round(krippendorff_alpha([["1", "1"], ["2", "2"], ["3", "4"], [None, "3"]], Level.INTERVAL) or 0.0, 3)
    0.878
    """
    return _value(_counted(table, level, order).several(), _alpha)


def masi(first: frozenset[str], second: frozenset[str]) -> float:
    """Return the MASI distance of two sets: 0.0 for equal ones, 1.0 for disjoint ones.

    >>> masi(frozenset("ab"), frozenset("a")) == 1 - 1 / 2 * 2 / 3
    True
    """
    if first == second:
        return 0.0
    both, either = len(first & second), len(first | second)
    if not both:
        return 1.0
    kind = 2 / 3 if first <= second or second <= first else 1 / 3
    return 1.0 - both / either * kind


# --- From answers to numbers


@dataclass(frozen=True)
class _Counted:
    """How often each unit got each answer."""

    counts: Numbers
    """Units by answers."""
    values: Numbers
    """The answers as numbers, at the interval level; else their places."""
    level: Level
    distance: Numbers | None = None
    """Squared distances between answers where they do not depend on their frequency."""

    def several(self) -> _Counted:
        """Return the units with two answers or more."""
        keep = self.counts.sum(axis=1) >= 2
        return _Counted(self.counts[keep], self.values, self.level, self.distance)


def _counted(table: Table, level: Level, order: Sequence[str]) -> _Counted:
    if len({len(row) for row in table}) > 1:
        raise ValueError("every unit has one place a coder")
    present = {answer for row in table for answer in row if answer is not None}
    if level is Level.INTERVAL:
        names = sorted(present, key=float)
    else:
        place = {name: at for at, name in enumerate(order)}
        names = sorted(present, key=lambda name: (place.get(name, -1), name))
    column = {name: at for at, name in enumerate(names)}
    counts = np.zeros((len(table), len(names)))
    for row, answers in enumerate(table):
        for answer in answers:
            if answer is not None:
                counts[row, column[answer]] += 1
    values = (
        np.array([float(name) for name in names]) if level is Level.INTERVAL else np.arange(len(names), dtype=float)
    )
    return _Counted(counts, values, level, _distance(names, values, level))


def _distance(names: Sequence[str], values: Numbers, level: Level) -> Numbers | None:
    if level is Level.NOMINAL:
        return 1.0 - np.eye(len(names))
    if level is Level.INTERVAL:
        return np.asarray((values[:, None] - values[None, :]) ** 2)
    if level is Level.SETS:
        sets = [frozenset(part.strip() for part in name.split(";") if part.strip()) for name in names]
        return np.array([[masi(one, other) for other in sets] for one in sets]).reshape(len(sets), len(sets))
    return None


def _pairs(both: Sequence[tuple[str | None, str | None]]) -> _Counted:
    """Return each unit's pair of answers as one of all pairs, row by row of a square."""
    names = sorted({str(answer) for pair in both for answer in pair})
    column = {name: at for at, name in enumerate(names)}
    counts = np.zeros((len(both), len(names) ** 2))
    for row, (one, other) in enumerate(both):
        counts[row, column[str(one)] * len(names) + column[str(other)]] = 1
    return _Counted(counts, np.arange(len(names), dtype=float), Level.NOMINAL)


# --- The coefficients, of units that count `weight` times each


def _percent(counted: _Counted, weight: Numbers) -> float:
    counts, answers = counted.counts, counted.counts.sum(axis=1)
    several = answers >= 2
    share = (counts * (counts - 1)).sum(axis=1)[several] / (answers * (answers - 1))[several]
    return _ratio(float((share * weight[several]).sum()), float(weight[several].sum()))


def _shares(counted: _Counted, weight: Numbers) -> Numbers:
    """Return how common each answer is, every unit with any answer counting the same."""
    answers = counted.counts.sum(axis=1)
    any_ = answers > 0
    total = weight[any_].sum()
    if not total:
        return np.zeros(counted.counts.shape[1])
    return np.asarray((counted.counts[any_] / answers[any_, None] * weight[any_, None]).sum(axis=0) / total)


def _fleiss(counted: _Counted, weight: Numbers) -> float:
    expected = float((_shares(counted, weight) ** 2).sum())
    return _beyond(_percent(counted, weight), expected)


def _ac1(counted: _Counted, weight: Numbers) -> float:
    shares = _shares(counted, weight)
    categories = len(shares)
    if categories < 2:
        return float("nan")
    return _beyond(_percent(counted, weight), float((shares * (1 - shares)).sum()) / (categories - 1))


def _cohen(counted: _Counted, weight: Numbers) -> float:
    size = len(counted.values)
    joint = (counted.counts * weight[:, None]).sum(axis=0).reshape(size, size)
    joint = joint / joint.sum()
    expected = float(joint.sum(axis=1) @ joint.sum(axis=0))
    return _beyond(float(np.trace(joint)), expected)


def _alpha(counted: _Counted, weight: Numbers) -> float:
    counts = counted.counts
    answers = counts.sum(axis=1)
    if not len(answers):
        return float("nan")
    share = weight / (answers - 1)
    together = (counts * share[:, None]).T @ counts - np.diag((counts * share[:, None]).sum(axis=0))
    frequency = together.sum(axis=0)
    total = float(frequency.sum())
    distance = counted.distance if counted.distance is not None else _ordinal(frequency)
    expected = float(frequency @ distance @ frequency) / (total * (total - 1)) if total > 1 else 0.0
    return 1.0 - float((together * distance).sum()) / total / expected if expected > 0 else float("nan")


def _ordinal(frequency: Numbers) -> Numbers:
    """Return the squared distances of ranks: how many answers lie between two, the two themselves counting half."""
    middle = np.cumsum(frequency) - frequency / 2
    return np.asarray((middle[:, None] - middle[None, :]) ** 2)


def _beyond(observed: float, expected: float) -> float:
    return _ratio(observed - expected, 1.0 - expected)


def _ratio(above: float, below: float) -> float:
    return above / below if below > 1e-12 else float("nan")


# --- Intervals


def _value(counted: _Counted, statistic: Callable[[_Counted, Numbers], float]) -> float | None:
    if not len(counted.counts):
        return None
    found = statistic(counted, np.ones(len(counted.counts)))
    return None if np.isnan(found) else float(found)


def _measured(name: str, counted: _Counted, statistic: Callable[[_Counted, Numbers], float], seed: int) -> Measure:
    value = _value(counted, statistic)
    if value is None:
        return Measure(name, None, None, None)
    units = len(counted.counts)
    rng = np.random.default_rng(seed)
    drawn = rng.multinomial(units, np.full(units, 1 / units), size=DRAWS).astype(np.float64)
    found: Any = np.array([statistic(counted, weight) for weight in drawn])
    found = found[~np.isnan(found)]
    if len(found) < DRAWS / 2:
        return Measure(name, value, None, None)
    low, high = np.percentile(found, [2.5, 97.5])
    return Measure(name, value, float(low), float(high))
