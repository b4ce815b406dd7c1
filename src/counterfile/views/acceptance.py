"""Whether something learned is let in: only if it is better on what it was not learned from, and worse nowhere.

The gate is the same for aliases and for trained models; what is scored by what, the caller says.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Protocol, TypeVar

import msgspec

TOLERANCE = 0.003
"""By how much the share of right values of one field may fall: 0.3 points."""


@dataclass(slots=True)
class Scores:
    """Right values and all values, by field."""

    right: dict[str, int] = field(default_factory=dict)
    total: dict[str, int] = field(default_factory=dict)

    def count(self, name: str, is_right: bool) -> None:
        """Count one value of a field."""
        self.right[name] = self.right.get(name, 0) + is_right
        self.total[name] = self.total.get(name, 0) + 1

    def share(self, name: str) -> float:
        """Return the share of a field's values that are right; 1 where there are none."""
        total = self.total.get(name, 0)
        return self.right.get(name, 0) / total if total else 1.0

    @property
    def overall(self) -> float:
        """The share of all values that are right; 1 where there are none."""
        total = sum(self.total.values())
        return sum(self.right.values()) / total if total else 1.0


class Worse(msgspec.Struct, frozen=True):
    """A field that falls by more than is tolerated."""

    field: str
    before: float
    after: float


class Gate(msgspec.Struct, frozen=True):
    """What the gate says, and why."""

    held_out: int
    """Values that were compared."""
    before: float
    """Share that was right, 0 to 1; 1 where nothing was compared."""
    after: float
    worse: tuple[Worse, ...]

    @property
    def is_better(self) -> bool:
        """Whether more is right than before: nothing to compare is not better."""
        return self.held_out > 0 and self.after > self.before

    @property
    def is_harmful(self) -> bool:
        """Whether some field, or all together, is worse than is tolerated."""
        return bool(self.worse) or self.before - self.after > TOLERANCE

    @property
    def is_accepted(self) -> bool:
        """Whether a model that nobody looked through may replace the one in use."""
        return self.is_better and not self.worse


def gate(before: Scores, after: Scores) -> Gate:
    """Compare the same held-out values before and after.

    Raises:
        ValueError: other values were counted after than before, so that nothing can be compared.
    """
    if before.total != after.total:
        raise ValueError("the held-out values before and after are not the same")
    worse = tuple(
        Worse(name, before.share(name), after.share(name))
        for name in sorted(before.total)
        if before.share(name) - after.share(name) > TOLERANCE + 1e-9
    )
    return Gate(sum(before.total.values()), before.overall, after.overall, worse)


class Taught(msgspec.Struct, frozen=True):
    """A label that a person's correction explains: what a classifier of labels is trained from."""

    words: str
    """As printed."""
    section: str
    """The heading above; empty where there is none."""
    property: str
    """A `Property`; empty for something that is not claimed."""
    layout: str


Model = TypeVar("Model")
Model_co = TypeVar("Model_co", covariant=True)


class Learner(Protocol[Model_co]):
    """What trains a model of labels."""

    def retrain(self, labels: Sequence[Taught]) -> Model_co | None:
        """Return a model trained on these labels besides its own; None where they are too few to train from."""
        ...


def part(taught: Iterable[Taught], *, share: float = 0.3) -> tuple[list[Taught], list[Taught]]:
    """Part labels into those to learn from and those held out, by whole layouts and always in the same way.

    Args:
        taught: All labels.
        share: Of the layouts that are held out, about.
    """
    learn: list[Taught] = []
    held: list[Taught] = []
    for one in taught:
        number = int.from_bytes(hashlib.blake2b(one.layout.encode(), digest_size=4).digest(), "big") / 2**32
        (held if number < share else learn).append(one)
    return learn, held


def retrained(
    learner: Learner[Model],
    taught: Sequence[Taught],
    score: Callable[[Model | None, Sequence[Taught]], Scores],
    *,
    share: float = 0.3,
) -> tuple[Model | None, Gate | None]:
    """Train on one part of the labels, and return the model if the gate lets it in on the other.

    Args:
        learner: Trains.
        taught: What persons' corrections explain.
        score: Counts right answers of a model on held-out labels; of the model in use where it is None.
        share: Of the layouts that are held out, about.

    Returns:
        The model, None where it is not let in or there is none; and what the gate said, None where nothing was trained.
    """
    learn, held = part(taught, share=share)
    model = learner.retrain(learn)
    if model is None:
        return None, None
    said = gate(score(None, held), score(model, held))
    return (model if said.is_accepted else None), said
