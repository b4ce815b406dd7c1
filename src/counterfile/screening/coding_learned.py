"""What software learns of one question from the answers so far: which sentences speak for which answer.

For each answer that passages carried, a linear classifier tells sentences that coders marked from those of units to which
nobody gave that answer. A unit is as likely to have an answer as its best sentence speaks for it; how likely that is, is
learned from units that the classifier had not seen (three parts by turns).

Source: Platt (1999), "Probabilistic outputs for support vector machines", for the probabilities; Maron and Lozano-Pérez
(1998), "A framework for multiple-instance learning", for units that are as their best part is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from counterfile.screening import learners
from counterfile.screening.coding_cues import sentences
from counterfile.screening.features import HashedText
from counterfile.screening.parts import Floats, Record

LEAST = 8
"""Units with an answer, and as many without, before anything is learned of it."""

MOST_UNITS = 600
"""Units learned from, the newest; more make suggestions slower and little better."""

MOST_OTHERS = 40
"""Sentences taken from one unit that does not have the answer."""

BITS = 18
"""Columns of a sentence's vector: two to this many."""

PARTS = 3


@dataclass(frozen=True, slots=True)
class Example:
    """A unit's words with the answers that persons gave."""

    text: str
    answers: frozenset[str]
    """Of a question that may have many, each by itself; empty where nothing is mentioned."""
    marked: tuple[tuple[int, int], ...]
    """Stretches of `text` that carry the answers."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """How far a unit's words speak for an answer."""

    answer: str
    probability: float
    passages: tuple[tuple[int, int, float], ...]
    """Sentences that speak for it with how much, the heaviest first."""


@dataclass(frozen=True, slots=True)
class Value:
    weights: Floats
    slope: float
    offset: float


class Learned:
    """What was learned of one question."""

    def __init__(self, extractor: Any, values: dict[str, Value], units: int) -> None:
        """Use `learn`."""
        self.extractor = extractor
        self.values = values
        self.units = units
        """Answered units that it was learned from."""

    @property
    def answers(self) -> tuple[str, ...]:
        """The answers that something was learned of."""
        return tuple(self.values)

    def speak(self, text: str, most: int = 3) -> list[Spoken]:
        """Return what a unit's words speak for, the most likely first."""
        places = sentences(text)
        if not places:
            return []
        rows = self.extractor.transform([Record("", "", text[start:end]) for start, end in places])
        found = []
        for answer, value in self.values.items():
            scores = np.asarray(rows @ value.weights).ravel()
            best = np.argsort(-scores, kind="stable")[:most]
            speaking = tuple((*places[row], float(scores[row])) for row in best if scores[row] > 0)
            found.append(Spoken(answer, _chance(value, float(scores.max())), speaking))
        return sorted(found, key=lambda one: -one.probability)


def learn(examples: Sequence[Example], classifier: str, seed: int) -> Learned | None:
    """Return what is learned from answers; None while no answer was given, and not given, `LEAST` times.

    Args:
        examples: In the order of answering.
        classifier: See `learners.part`.
        seed: Of whatever is random.
    """
    examples = examples[-MOST_UNITS:]
    wanted = [
        answer
        for answer in sorted({answer for each in examples for answer in each.answers})
        if sum(answer in each.answers and bool(each.marked) for each in examples) >= LEAST
        and sum(answer not in each.answers for each in examples) >= LEAST
    ]
    if not wanted:
        return None
    table = _Table(examples)
    values = {answer: _value(table, answer, learners.part("classifier", classifier), seed) for answer in wanted}
    return Learned(table.extractor, values, len(examples))


class _Table:
    """All sentences of all examples as rows."""

    def __init__(self, examples: Sequence[Example]) -> None:
        places = [sentences(each.text) for each in examples]
        records = [
            Record("", "", each.text[start:end])
            for each, some in zip(examples, places, strict=True)
            for start, end in some
        ]
        self.examples = examples
        self.extractor = HashedText(bits=BITS, inner=False)
        self.rows = self.extractor.fit_transform(records)
        self.unit = np.repeat(np.arange(len(examples)), [len(some) for some in places])
        self.marked = np.array(
            [
                any(start < last and first < end for first, last in each.marked)
                for each, some in zip(examples, places, strict=True)
                for start, end in some
            ],
            dtype=bool,
        )
        self.nth = np.concatenate([np.arange(len(some)) for some in places]) if places else np.array([])

    def has(self, answer: str) -> NDArray[np.bool_]:
        """Return which units have an answer."""
        return np.array([answer in each.answers for each in self.examples], dtype=bool)


def _value(table: _Table, answer: str, machine: Any, seed: int) -> Value:
    has = table.has(answer)
    part = np.random.default_rng(seed).permutation(len(has)) % PARTS
    scores = np.full(len(has), np.nan)
    for number in range(PARTS):
        weights = _fit(table, has, part != number, machine, seed)
        if weights is not None:
            inside = part[table.unit] == number
            said = np.asarray(table.rows[inside] @ weights).ravel()
            for unit in np.unique(table.unit[inside]):
                scores[unit] = said[table.unit[inside] == unit].max()
    every = _fit(table, has, np.ones(len(has), dtype=bool), machine, seed)
    if every is None:
        raise AssertionError("an answer is learned only where it was given with passages")
    slope, offset = _platt(scores, has)
    return Value(every, slope, offset)


def _fit(table: _Table, has: NDArray[np.bool_], among: NDArray[np.bool_], machine: Any, seed: int) -> Floats | None:
    """Return weights learned from some of the units; None where one side is missing among them."""
    inside = among[table.unit]
    speaking = inside & has[table.unit] & table.marked
    # What else a unit with the answer says may speak for it, too: only units without it tell what does not.
    others = inside & ~has[table.unit] & (table.nth < MOST_OTHERS)
    if not speaking.any() or not others.any():
        return None
    rows = np.flatnonzero(speaking | others)
    labels = speaking[rows].astype(np.int8)
    found: Floats = machine.fit(table.rows[rows], labels, learners.FixedRatio(1.0).weigh(labels), seed)
    return found


def _platt(scores: NDArray[np.float64], has: NDArray[np.bool_]) -> tuple[float, float]:
    """Return slope and offset of the logistic curve from scores to probabilities."""
    from sklearn.linear_model import LogisticRegression  # type: ignore[import-untyped]

    known = ~np.isnan(scores)
    if has[known].all() or not has[known].any():
        return 1.0, 0.0
    machine = LogisticRegression(C=10.0)
    machine.fit(scores[known].reshape(-1, 1), has[known])
    # A better sentence never makes an answer less likely, however few units there are to learn from.
    return max(0.0, float(machine.coef_[0][0])), float(machine.intercept_[0])


def _chance(value: Value, score: float) -> float:
    return float(1.0 / (1.0 + np.exp(-np.clip(value.slope * score + value.offset, -30, 30))))
