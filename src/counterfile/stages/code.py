"""Units that no person has coded -> judgements ``code:NAME``, by what coders taught; marked as software's.

It has work only after persons' coding has stopped, and when it goes on, what software answered is taken back.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from typing import Protocol

import msgspec

from counterfile.model.judgement import Judgement
from counterfile.store.ports import Fact, View
from counterfile.views.screening import Words


class Coder(Protocol):
    """What answers for persons; see ``screening.coding_rest``."""

    version: str
    """Raised with every coding that stops."""

    def read(self, units: Sequence[str]) -> Sequence[Words | None]:
        """Return the words of units; None for one that is gone, or that a person has begun to answer."""
        ...

    def answers(self, unit: str, words: Words) -> Sequence[Judgement]:
        """Return software's answers about a unit, each with passages or none at all."""
        ...


class Work(msgspec.Struct, frozen=True):
    """A unit with its words."""

    unit: str
    words: Words | None
    """None where software has nothing to say of it any more."""


class CodeStage:
    """Codes units as coders taught; see `flow.Stage`. Its work is marked as due by whoever stops or resumes a coding."""

    name = "code"

    def __init__(self, coder: Coder | None) -> None:
        """Answer by this coder; without one, all that was answered is taken back."""
        self.version = coder.version if coder else "0"
        self._coder = coder

    def due_after(self, facts: Iterable[Fact]) -> Iterable[str]:
        """Return nothing: which units are coded was fixed before the start."""
        return ()

    def load(self, works: Sequence[str], view: View) -> Sequence[Work | None]:
        """Return each unit's words; nothing for one that has none and was never answered."""
        words = self._coder.read(works) if self._coder else [None] * len(works)
        said = view.currents(self.name, works)
        return [
            Work(unit, each) if each is not None or unit in said else None
            for unit, each in zip(works, words, strict=True)
        ]

    def key(self, loaded: Work) -> str:
        """Return a digest of the unit's words; the coder is part of the version."""
        told = f"{loaded.words.body}\n{loaded.words.places}" if loaded.words is not None else ""
        return hashlib.sha256(told.encode()).hexdigest()[:32]

    def run(self, loaded: Work) -> Sequence[Fact]:
        """Return one judgement for each question that software answers."""
        if self._coder is None or loaded.words is None:
            return []
        return list(self._coder.answers(loaded.unit, loaded.words))
