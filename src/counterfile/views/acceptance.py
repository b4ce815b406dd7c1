"""Whether something learned is let in: only if it is better on what it was not learned from, and worse nowhere.

The gate is the same for aliases and for models of every kind; what is scored by what, the caller says.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field

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


class Compared(msgspec.Struct, frozen=True):
    """One field's held-out values."""

    field: str
    total: int
    before: int
    """How many were right."""
    after: int


class Gate(msgspec.Struct, frozen=True):
    """What the gate says, and why."""

    held_out: int
    """Values that were compared."""
    before: float
    """Share that was right, 0 to 1; 1 where nothing was compared."""
    after: float
    worse: tuple[Worse, ...]
    fields: tuple[Compared, ...] = ()
    """In order of name."""

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
    fields = tuple(
        Compared(name, total, before.right.get(name, 0), after.right.get(name, 0))
        for name, total in sorted(before.total.items())
    )
    return Gate(sum(before.total.values()), before.overall, after.overall, worse, fields)


class Taught(msgspec.Struct, frozen=True):
    """A label that a person's correction explains: what a classifier of labels is trained from."""

    words: str
    """As printed."""
    section: str
    """The heading above; empty where there is none."""
    property: str
    """A `Property`; empty for something that is not claimed."""
    layout: str


def folds(layouts: Iterable[str], most: int) -> list[frozenset[str]]:
    """Part layouts into groups of about one size that are held out in turn, always in the same way.

    Args:
        layouts: Each may come more than once.
        most: Groups that are wanted, at least 1; of fewer layouts each is a group of its own.
    """
    named = sorted(set(layouts), key=lambda one: hashlib.blake2b(one.encode(), digest_size=8).digest())
    count = min(most, len(named))
    return [frozenset(named[at::count]) for at in range(count)]
