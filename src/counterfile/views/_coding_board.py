"""All answers unit by unit: who is to answer what, what waits, and what two or three answers come to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum

import msgspec

from counterfile.model.codebook import JOINT, CodeQuestion, Coding, Kind, Unit
from counterfile.views._coding_said import LATER, UNSURE, Said, Shown, overlap
from counterfile.views.screening import chance

REPEAT_AFTER = 10
"""Units that a coder answers in between before one comes a second time: enough to have forgotten it."""

BLOCK = 50
"""Units that coders meet in about the same order, each in an order of their own; so overlaps are not met at the end."""


class Standing(StrEnum):
    """How far a question about a unit is."""

    OPEN = "open"
    WAITING = "waiting"
    """One of two coders has answered, or both are not done with their unit."""
    SINGLE = "single"
    AGREED = "agreed"
    DISAGREED = "disagreed"
    ADJUDICATED = "adjudicated"
    NOT_ASKED = "not asked"
    """Its condition is not met."""


SETTLED = frozenset({Standing.SINGLE, Standing.AGREED, Standing.ADJUDICATED})


class Resolved(msgspec.Struct, frozen=True):
    """What the answers to a question about a unit come to."""

    standing: Standing
    answer: str = ""
    """Empty while nothing counts."""
    said: tuple[Said, ...] = ()
    """The answers that carry it."""

    @property
    def counts(self) -> bool:
        """Whether it is an answer that tables and findings may read."""
        return self.standing in SETTLED


class Board:
    """All answers, kept up to date answer by answer."""

    def __init__(
        self,
        coding: Coding,
        questions: Sequence[CodeQuestion],
        thresholds: Mapping[str, float],
        *,
        single: Iterable[str] = (),
        is_open: bool = False,
    ) -> None:
        """Begin without answers.

        Args:
            coding: Settings, as recorded.
            questions: In the order in which they are asked.
            thresholds: By kind of unit; see `threshold`.
            single: Units of samples, which one person answers whatever chance says.
            is_open: Whether coding has stopped, so that nothing waits for a second coder any more.
        """
        self.coding = coding
        self.questions = tuple(questions)
        self.single = frozenset(single)
        self.is_open = is_open
        self.entries: list[Said] = []
        self._thresholds = dict(thresholds)
        self._questions = {each.name: each for each in questions}
        self._by_unit: dict[str, list[Said]] = {}
        self._begun: dict[str, dict[str, None]] = {}
        # What follows from a unit's answers alone is kept until it gets another one: a coding has many units.
        self._finished: dict[str, dict[tuple[str, bool], bool]] = {}
        self._resolved: dict[str, dict[str, Resolved]] = {}
        self._disputed: dict[str, tuple[str, ...]] = {}

    # Taking answers

    def add(self, said: Said) -> None:
        """Take one more answer."""
        self.entries.append(said)
        self._by_unit.setdefault(said.unit, []).append(said)
        if said.shown is not Shown.ADJUDICATED:
            self._begun.setdefault(said.coder, {}).setdefault(said.unit, None)
        for kept in (self._finished, self._resolved, self._disputed):
            kept.pop(said.unit, None)

    def without(self, said: Said) -> Board:
        """Return a board without one of its answers."""
        return self._with([each for each in self.entries if each is not said])

    def trial(self, said: Said) -> Board:
        """Return a board with one more answer, of its unit only."""
        return self._with([*self._by_unit.get(said.unit, ()), said])

    def trial_without(self, said: Said) -> Board:
        """Return a board without an answer, of its unit only."""
        return self._with([each for each in self._by_unit.get(said.unit, ()) if each is not said])

    def _with(self, entries: Iterable[Said]) -> Board:
        made = Board(self.coding, self.questions, self._thresholds, single=self.single, is_open=self.is_open)
        for each in entries:
            made.add(each)
        return made

    # Who said what

    def units(self) -> list[str]:
        """Return the units with an answer, in the order of their first."""
        return list(self._by_unit)

    def begun_by(self, coder: str) -> list[str]:
        """Return the units that a coder has answered anything about, in the order of their first answer."""
        return list(self._begun.get(coder, ()))

    def has_begun(self, unit: str, coder: str) -> bool:
        """Return whether a coder has answered anything about a unit."""
        return unit in self._begun.get(coder, ())

    def of(self, unit: str) -> list[Said]:
        """Return all answers about a unit, changed ones too."""
        return list(self._by_unit.get(unit, ()))

    def last(self, coder: str) -> Said | None:
        """Return the coder's newest answer that stands."""
        return next((each for each in reversed(self.entries) if each.coder == coder), None)

    def mine(self, unit: str, coder: str, *, repeat: bool = False) -> dict[str, Said]:
        """Return a coder's answers about a unit, by question; those of the second time with `repeat`."""
        return {
            each.question: each
            for each in self._by_unit.get(unit, ())
            if each.coder == coder
            and each.shown is not Shown.ADJUDICATED
            and (each.shown is Shown.REPEAT) == repeat
            and each.question in self._questions
        }

    def coders(self, unit: str) -> list[str]:
        """Return who has answered anything about a unit, in the order of their first answer; no adjudicator."""
        some = self._by_unit.get(unit, ())
        return list(dict.fromkeys(each.coder for each in some if each.shown is not Shown.ADJUDICATED))

    # What is asked

    def asked(self, unit: str, coder: str, kind: Unit, *, repeat: bool = False) -> list[CodeQuestion]:
        """Return the questions that a coder is asked about a unit, as far as their own answers tell."""
        said = self.mine(unit, coder, repeat=repeat)
        return [each for each in self.questions if each.unit is kind and is_met(each, said)]

    def due(self, unit: str, coder: str, kind: Unit, *, repeat: bool = False) -> list[CodeQuestion]:
        """Return the questions that a coder has not answered yet, those put aside left out."""
        said = self.mine(unit, coder, repeat=repeat)
        return [each for each in self.asked(unit, coder, kind, repeat=repeat) if each.name not in said]

    def aside(self, unit: str, coder: str, kind: Unit) -> list[CodeQuestion]:
        """Return the questions that a coder has put aside."""
        said = self.mine(unit, coder)
        return [e for e in self.asked(unit, coder, kind) if e.name in said and said[e.name].answer == LATER]

    def has_finished(self, unit: str, coder: str, *, repeat: bool = False) -> bool:
        """Return whether a coder has answered all that is asked of them about a unit."""
        kept = self._finished.setdefault(unit, {})
        if (coder, repeat) not in kept:
            kept[coder, repeat] = self._has_finished(unit, coder, repeat=repeat)
        return kept[coder, repeat]

    def _has_finished(self, unit: str, coder: str, *, repeat: bool) -> bool:
        said = self.mine(unit, coder, repeat=repeat)
        if not said:
            return False
        kind = self._questions[next(iter(said))].unit
        asked = self.asked(unit, coder, kind, repeat=repeat)
        return all(each.name in said and said[each.name].answer != LATER for each in asked)

    # Who is to answer

    def is_double(self, unit: str, kind: Unit | str) -> bool:
        """Return whether two people answer this unit; it follows from its id, the seed and the share alone."""
        if unit in self.single:
            return False
        return chance(self.coding.seed, "overlap", unit) < self._thresholds.get(str(kind), 0.0)

    def is_for(self, unit: str, coder: str, kind: Unit) -> bool:
        """Return whether a unit is a coder's to answer; without declared coders it is whoever comes first."""
        double, declared = self.is_double(unit, kind), self.coding.coders
        if not declared:
            others = [each for each in self.coders(unit) if each != coder]
            return len(others) < (2 if double else 1)
        if coder not in declared:
            return False
        first = int(chance(self.coding.seed, "coder", unit) * len(declared))
        if declared[first] == coder:
            return True
        if not double or len(declared) < 2:
            return False
        step = 1 + int(chance(self.coding.seed, "second", unit) * (len(declared) - 1))
        return declared[(first + step) % len(declared)] == coder

    def comes_again(self, unit: str, coder: str) -> bool:
        """Return whether a unit comes to a coder a second time, without saying so."""
        return chance(self.coding.seed, f"repeat {coder}", unit) < self.coding.repeats

    def repeats_due(self, coder: str, *, at_end: bool) -> list[str]:
        """Return the units that are to come to a coder again now; at the end of their work, all that are left."""
        order = self.finished_by(coder)
        ready = order if at_end else order[: max(0, len(order) - REPEAT_AFTER)]
        return [
            unit for unit in ready if self.comes_again(unit, coder) and not self.has_finished(unit, coder, repeat=True)
        ]

    def finished_by(self, coder: str) -> list[str]:
        """Return the units that a coder is done with, in the order in which they were begun."""
        return [unit for unit in self._begun.get(coder, ()) if self.has_finished(unit, coder)]

    # What it comes to

    def is_waiting(self, unit: str) -> bool:
        """Return whether a unit with answers waits for its second coder."""
        kind = self._kind(unit)
        return kind is not None and self.is_sealed(unit, kind)

    def is_sealed(self, unit: str, kind: Unit | str) -> bool:
        """Return whether nobody may see what is said of a unit: two are to answer it, and not both have answered all."""
        if self.is_open or not self.is_double(unit, kind):
            return False
        return sum(self.has_finished(unit, coder) for coder in self.coders(unit)) < 2

    def waiting(self) -> list[str]:
        """Return the units whose answers are sealed."""
        return [unit for unit in self._by_unit if self.is_waiting(unit)]

    def resolve(self, unit: str, name: str) -> Resolved:
        """Return what the answers to a question about a unit come to."""
        kept = self._resolved.setdefault(unit, {})
        if name not in kept:
            kept[name] = self._resolve(unit, name)
        return kept[name]

    def _resolve(self, unit: str, name: str) -> Resolved:
        question = self._questions.get(name)
        every = [each for each in self._by_unit.get(unit, ()) if each.question == name]
        if question is None or not self._by_unit.get(unit):
            return Resolved(Standing.OPEN)
        if self.is_waiting(unit):
            return Resolved(Standing.WAITING)
        if question.when is not None:
            above = self.resolve(unit, question.when.question)
            if not above.counts or above.answer == UNSURE:
                # Nothing follows while it is not known whether the question is asked at all.
                return Resolved(Standing.OPEN if above.counts else above.standing)
            if not set(above.answer.split(JOINT)) & set(question.when.answers):
                return Resolved(Standing.NOT_ASKED)
        third = [each for each in every if each.shown is Shown.ADJUDICATED]
        if third:
            return Resolved(Standing.ADJUDICATED, third[-1].answer, (third[-1],))
        newest = [self.mine(unit, coder).get(name) for coder in self.coders(unit)]
        given = [each for each in newest if each is not None and each.answer != LATER]
        if not given:
            return Resolved(Standing.OPEN)
        if len(given) == 1:
            return Resolved(Standing.SINGLE, given[0].answer, (given[0],))
        if all(agree(question, given[0], each) for each in given[1:]):
            return Resolved(Standing.AGREED, given[0].answer, tuple(given))
        return Resolved(Standing.DISAGREED, "", tuple(given))

    def disputes(self) -> list[tuple[str, str]]:
        """Return units and questions on which two coders differ, or about which somebody is unsure, in order."""
        return [(unit, name) for unit in self._by_unit for name in self._disputes_of(unit)]

    def is_disputed(self, unit: str, name: str) -> bool:
        """Return whether a third person is to decide a question about a unit."""
        return unit in self._by_unit and name in self._disputes_of(unit)

    def _disputes_of(self, unit: str) -> tuple[str, ...]:
        if unit not in self._disputed:
            kind = self._kind(unit)
            names = [each.name for each in self.questions if each.unit is kind]
            self._disputed[unit] = tuple(name for name in names if self._wants_third(self.resolve(unit, name)))
        return self._disputed[unit]

    @staticmethod
    def _wants_third(resolved: Resolved) -> bool:
        if resolved.standing is Standing.DISAGREED:
            return bool(resolved.said)
        return resolved.counts and resolved.answer == UNSURE and resolved.standing is not Standing.ADJUDICATED

    def _kind(self, unit: str) -> Unit | None:
        for each in self._by_unit.get(unit, ()):
            if each.question in self._questions:
                return self._questions[each.question].unit
        return None


def is_met(question: CodeQuestion, said: Mapping[str, Said]) -> bool:
    """Return whether a question is asked of whoever answered so."""
    if question.when is None:
        return True
    before = said.get(question.when.question)
    return before is not None and bool(set(before.answer.split(JOINT)) & set(question.when.answers))


def agree(question: CodeQuestion, one: Said, other: Said) -> bool:
    """Return whether two answers are the same; two quotations are where they share words of the document."""
    if question.kind is Kind.QUOTATION and overlap([one], [other]):
        return True
    return one.answer == other.answer


def threshold(seed: int, names: Sequence[str], share: float) -> float:
    """Return the number below which a unit is coded by two, so that exactly this share is, to the nearest unit.

    The number stays what it is when more units come: of those, about the same share lies below.
    """
    count = round(share * len(names))
    if not count:
        return 0.0
    numbers = sorted(chance(seed, "overlap", name) for name in names)
    return 1.0 if count == len(numbers) else (numbers[count - 1] + numbers[count]) / 2


def order(seed: int, names: Sequence[str], coder: str) -> list[str]:
    """Return units in the order in which a coder meets them: by chance, block by block the same for all.

    Whoever stops early has so coded a random part of all, and has met the overlaps of that part.
    """
    common = sorted(names, key=lambda name: chance(seed, "order", name))
    found: list[str] = []
    for at in range(0, len(common), BLOCK):
        found += sorted(common[at : at + BLOCK], key=lambda name: chance(seed, f"order {coder}", name))
    return found
