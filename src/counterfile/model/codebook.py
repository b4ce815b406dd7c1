"""What an inquiry asks: of which notices are in scope, and of those, question by question."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from enum import StrEnum

import msgspec

NOT_MENTIONED = "not mentioned"
"""The answer to any question whose words say nothing of it; never the same as no."""

JOINT = "; "
"""Between the answers to a question that may have many."""


class Kind(StrEnum):
    """What an answer looks like."""

    YES_NO = "yes/no"
    """``yes``, ``no`` or ``unsure``."""
    ONE_OF = "one of"
    MANY_OF = "many of"
    NUMBER = "number"
    DATE = "date"
    """ISO, as ``2023-05-12``, ``2023-05`` or ``2023``."""
    QUOTATION = "quotation"


class Unit(StrEnum):
    """What is looked at as one thing."""

    DOCUMENT = "document"
    NOTICE = "notice"
    PROCEDURE = "procedure"
    ORGANIZATION = "organization"


class Option(msgspec.Struct, frozen=True):
    """One of the answers that a question offers."""

    name: str
    """What is stored; no ``;`` in it."""
    labels: dict[str, str] = {}
    """What a coder sees, by language; empty: the name."""
    terms: tuple[str, ...] = ()
    """Cue terms that suggest this answer."""


class Example(msgspec.Struct, frozen=True):
    """A passage with its right answer."""

    text: str
    answer: str


class Condition(msgspec.Struct, frozen=True):
    """When a question is asked at all."""

    question: str
    answers: tuple[str, ...]
    """Any of these answers to it."""


class CodeQuestion(msgspec.Struct, frozen=True):
    """A question of the codebook."""

    name: str
    ask: dict[str, str]
    """The question's words by language; under an empty key where no language is named."""
    kind: Kind = Kind.YES_NO
    unit: Unit = Unit.NOTICE
    version: int = 1
    """Raised by the author whenever earlier answers are no longer good."""
    options: tuple[Option, ...] = ()
    instructions: dict[str, str] = {}
    examples: tuple[Example, ...] = ()
    terms: tuple[str, ...] = ()
    """Cue terms, found as they are but for width, case and traditional characters."""
    fuzzy: tuple[str, ...] = ()
    """Cue terms of which a few characters may differ or be missing."""
    when: Condition | None = None
    read_first: bool = False
    """Whether a coder answers before any suggestion is shown."""
    ordered: bool = False
    """Whether the options run from least to most; agreement then counts how far two answers are apart."""
    line: int = 0
    """Where it stands in the file, from 1."""

    @property
    def meaning(self) -> str:
        """Return 8 hexadecimal digits that change when earlier answers may no longer fit."""
        when = (self.when.question, *sorted(self.when.answers)) if self.when else ()
        options = sorted(option.name for option in self.options)
        return _digest((str(self.version), self.kind, self.unit, *options, "|", *when))

    @property
    def wording(self) -> str:
        """Return 8 hexadecimal digits that change with any word that a coder reads."""
        said = [*_items(self.ask), *_items(self.instructions)]
        said += [word for option in self.options for word in (option.name, *_items(option.labels))]
        return _digest((*said, *(word for each in self.examples for word in (each.text, each.answer))))


class Screening(msgspec.Struct, frozen=True):
    """The question by which notices are screened, and what is chosen before the start."""

    ask: dict[str, str]
    start: tuple[str, ...] = ()
    """Words of the question, or whole example texts; learned from until ten relevant ones are found."""
    unit: Unit = Unit.NOTICE
    """A notice, or a procedure: then its notices are read together."""
    stop: str = "ranked-tail:95"
    """The stopping rule with its target; see ``screening.stopping.rule``."""
    random: float = 0.05
    """Share of what is shown that is drawn by chance."""
    overlap: float = 0.0
    """Share of the units that two people read, blind to each other."""
    seed: int = 1
    readers: tuple[str, ...] = ()
    """Pseudonyms of those who share the heap; empty: whoever comes."""
    reasons: tuple[str, ...] = ()
    """Reasons for a no that a reader may choose from."""
    line: int = 0


class Coding(msgspec.Struct, frozen=True):
    """How the work of coding is shared."""

    overlap: float = 0.2
    """Share of the units that two coders answer."""
    repeats: float = 0.05
    """Share of a coder's units that come a second time, without saying so."""
    seed: int = 1
    coders: tuple[str, ...] = ()
    """Pseudonyms; empty: whoever comes."""
    scope: str = "relevant"
    """``relevant`` codes what is in scope, ``all`` everything."""
    classifier: str = "logistic"
    """What learns from the answers; see ``screening.learners``."""


class Codebook(msgspec.Struct, frozen=True):
    """What the inquiry asks."""

    terms: tuple[str, ...] = ()
    """Cue terms for relevance, in the codebook's order; empty means: no screening by terms."""
    screening: Screening | None = None
    coding: Coding = Coding()
    questions: tuple[CodeQuestion, ...] = ()

    @property
    def digest(self) -> str:
        """Return 8 hexadecimal digits that change when a term does, whatever their order."""
        return hashlib.blake2b("\n".join(sorted(self.terms)).encode(), digest_size=4).hexdigest()

    def question(self, name: str) -> CodeQuestion | None:
        """Return the question of this name, or None."""
        return next((each for each in self.questions if each.name == name), None)


def in_language(words: dict[str, str], language: str = "") -> str:
    """Return words in a language, else in the first one that is there, else nothing.

    >>> in_language({"en": "Is it?", "zh": "是否？"}, "zh"), in_language({"": "Is it?"}, "zh"), in_language({})
    ('是否？', 'Is it?', '')
    """
    return words.get(language) or next(iter(words.values()), "")


def _items(words: dict[str, str]) -> list[str]:
    return [part for pair in sorted(words.items()) for part in pair]


def _digest(parts: Iterable[str]) -> str:
    return hashlib.blake2b("\x1f".join(parts).encode(), digest_size=4).hexdigest()
