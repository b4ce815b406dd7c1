"""What a change of the codebook means for the answers that were given before it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from enum import StrEnum

import msgspec

from counterfile.model.codebook import JOINT, CodeQuestion


class How(StrEnum):
    """In what a question changed."""

    ADDED = "added"
    REMOVED = "removed"
    VERSION = "version"
    KIND = "kind"
    UNIT = "unit"
    OPTIONS = "options"
    """An option came or went."""
    CONDITION = "condition"
    """Of whom it is asked."""
    WORDING = "wording"
    """Words that a coder reads: the question, instructions, labels, examples."""
    CUES = "cues"


class Change(msgspec.Struct, frozen=True):
    """How one question differs from what it was."""

    question: str
    how: tuple[How, ...]
    gone: tuple[str, ...] = ()
    """Options that are no more."""
    new: tuple[str, ...] = ()
    """Options that came."""
    cues: tuple[str, ...] = ()
    """Cue terms that came."""

    def voids(self, answer: str) -> bool:
        """Return whether an answer given before no longer counts.

        A new kind, unit or version ends all of them, and so does a new option: it may fit better than what was there.
        An option that went ends the answers that named it. New words or cues leave answers standing: whoever changes
        what a question means raises its version.
        """
        if {How.VERSION, How.KIND, How.UNIT, How.REMOVED} & set(self.how) or self.new:
            return True
        return bool(set(answer.split(JOINT)) & set(self.gone))


def change(before: CodeQuestion | None, now: CodeQuestion | None) -> Change | None:
    """Return how a question changed, None where it did not; one of the two may be None."""
    if before is None or now is None:
        there = now or before
        return Change(there.name, (How.ADDED if now else How.REMOVED,)) if there else None
    old, new = ([option.name for option in each.options] for each in (before, now))
    gone, came = tuple(name for name in old if name not in new), tuple(name for name in new if name not in old)
    how = [
        name
        for name, differs in (
            (How.VERSION, before.version != now.version),
            (How.KIND, before.kind is not now.kind),
            (How.UNIT, before.unit is not now.unit),
            (How.OPTIONS, bool(gone or came)),
            (How.CONDITION, _condition(before) != _condition(now)),
            (How.WORDING, _words(before, set(old) & set(new)) != _words(now, set(old) & set(new))),
            (How.CUES, _cues(before) != _cues(now)),
        )
        if differs
    ]
    if not how:
        return None
    cues = tuple(sorted(_cues(now) - _cues(before)))
    return Change(now.name, tuple(how), gone, came, cues)


def changes(before: Sequence[CodeQuestion], now: Sequence[CodeQuestion]) -> list[Change]:
    """Return how a codebook's questions changed, in the new order; those that are gone come last."""
    old, new = {each.name: each for each in before}, {each.name: each for each in now}
    names = [*new, *(name for name in old if name not in new)]
    return [found for name in names if (found := change(old.get(name), new.get(name))) is not None]


def _condition(question: CodeQuestion) -> tuple[str, frozenset[str]]:
    return (question.when.question, frozenset(question.when.answers)) if question.when else ("", frozenset())


def _words(question: CodeQuestion, options: Collection[str]) -> tuple[object, ...]:
    labels = sorted((each.name, *sorted(each.labels.items())) for each in question.options if each.name in options)
    return sorted(question.ask.items()), sorted(question.instructions.items()), labels, question.examples


def _cues(question: CodeQuestion) -> frozenset[str]:
    own = {*question.terms, *(f"~{term}" for term in question.fuzzy)}
    return frozenset(own | {f"{option.name}: {term}" for option in question.options for term in option.terms})
