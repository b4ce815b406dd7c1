"""What is said of two names of organizations."""

from __future__ import annotations

import msgspec

from counterfile.resolving._linking_names import SURE, Rule

JOINS = 0.98
"""Probability from which two names are one organization without asking."""

AGREED = 0.982
"""Probability of names that are likely one and of which every word is accounted for in the other."""

PERHAPS = "perhaps same organization?"
"""Question on two name keys that only software answers, with `Answer.UNSURE`: a person may be asked, or notices may tell."""

PART_OF = "part of?"
"""Question on two name keys, the part first and the whole second: how it is a part, ``branch`` or ``group``."""

PROPOSES = 0.12
"""Probability from which a person is asked whether two names are one organization."""


class Row(msgspec.Struct, frozen=True):
    """One comparison: a line of the table that explains a link."""

    feature: str
    says: str
    one: str
    two: str
    weight: float
    """Log odds: above 0 it speaks for one organization."""


class Link(msgspec.Struct, frozen=True):
    """What two names say about each other."""

    probability: float
    """That they are one organization, by the names alone."""
    rule: Rule | None
    guard: str
    """Why they are never joined without asking, in words; empty where nothing stands guard."""
    relation: tuple[str, str, str] | None
    """(part, whole, how), names as given; None where neither says to be a part of the other."""
    rows: tuple[Row, ...] = ()
    """The heaviest first; empty below `PROPOSES`."""

    @property
    def automatic(self) -> bool:
        """Whether the names alone are enough to join them without asking."""
        return not self.guard and (self.rule in SURE or self.probability >= JOINS)
