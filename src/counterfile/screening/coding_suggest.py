"""What software suggests beside a unit: passages first, and the answer that they carry; nothing where it is in doubt.

Before enough is answered, cue terms speak; then what was learned from the answers, with the cue terms' passages beside it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from counterfile.errors import BadUsage
from counterfile.model.codebook import JOINT, NOT_MENTIONED, CodeQuestion, Kind
from counterfile.screening.coding_cues import Hit, hits, sentence
from counterfile.screening.coding_learned import Learned, Spoken
from counterfile.text import dates
from counterfile.views.codebook import checked_answer

MOST = 6
"""Passages shown beside one question."""

SURE = 0.7
"""Probability from which an answer that was learned is suggested; below, its passages alone are shown."""

ABSENT = 0.1
"""Probability up to which it is suggested that nothing is mentioned."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence that may carry an answer."""

    start: int
    """Code points of the unit's words, half open."""
    end: int
    answer: str
    """What it speaks for; empty where that is for the coder to say."""
    why: str
    """The cue term, or ``learned``."""
    marks: tuple[tuple[int, int], ...] = ()
    """Where cue terms stand."""
    errors: int = 0
    """Of a cue term with slips: characters in which it differs."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What software makes of a unit."""

    answer: str
    """Empty where it suggests none."""
    passages: tuple[Passage, ...]
    probability: float | None = None
    """Of `answer`; None where only cue terms speak."""
    source: str = ""
    """``cues``, or ``learned`` and from how many units."""

    def carrying(self, answer: str) -> tuple[Passage, ...]:
        """Return the passages that carry an answer: those that speak for a part of it, or for none in particular."""
        parts = set(answer.split(JOINT))
        return tuple(each for each in self.passages if not each.answer or each.answer in parts)


def suggest(question: CodeQuestion, text: str, learned: Learned | None = None) -> Suggestion:
    """Return what software suggests for a unit's words."""
    found = _cued(question, text)
    spoken = learned.speak(text) if learned is not None else []
    if question.kind in (Kind.NUMBER, Kind.DATE, Kind.QUOTATION):
        return _valued(question, text, [*found, *_spoken_passages(spoken)])
    if spoken:
        return _by_learning(question, found, spoken, learned.units if learned else 0)
    return _by_cues(question, found)


def _cued(question: CodeQuestion, text: str) -> list[Passage]:
    """Return the sentences with cue terms: of a question with options, those of its options speak for them."""
    speaks = "yes" if question.kind is Kind.YES_NO else ""
    found = _gathered(text, hits(text, question.terms, question.fuzzy), speaks)
    for option in question.options:
        found += _gathered(text, hits(text, option.terms), option.name)
    return sorted(found, key=lambda one: (one.errors, one.start))


def _gathered(text: str, some: Sequence[Hit], answer: str) -> list[Passage]:
    places: dict[tuple[int, int], list[Hit]] = {}
    for hit in some:
        places.setdefault(sentence(text, hit.start, hit.end), []).append(hit)
    return [
        Passage(
            start,
            end,
            answer,
            "、".join(dict.fromkeys(hit.term for hit in inside)),
            tuple((hit.start, hit.end) for hit in inside),
            min(hit.errors for hit in inside),
        )
        for (start, end), inside in places.items()
    ]


def _by_cues(question: CodeQuestion, found: Sequence[Passage]) -> Suggestion:
    exact = [each for each in found if not each.errors]
    said = tuple(dict.fromkeys(each.answer for each in exact if each.answer))
    answer = ""
    if question.kind is Kind.MANY_OF:
        answer = JOINT.join(option.name for option in question.options if option.name in said)
    elif len(said) == 1:
        answer = said[0]
    return Suggestion(answer, tuple(found[:MOST]), None, "cues" if found else "")


def _by_learning(question: CodeQuestion, found: Sequence[Passage], spoken: Sequence[Spoken], units: int) -> Suggestion:
    likely = [each for each in spoken if each.probability >= SURE and each.passages]
    passages = _merged([*_spoken_passages(spoken, 0.5), *(each for each in found if not each.errors)])
    passages += [each for each in found if each.errors and not any(_meet(each, other) for other in passages)]
    source = f"learned from {units}"
    if question.kind is Kind.MANY_OF and likely:
        names = {each.answer for each in likely}
        answer = JOINT.join(option.name for option in question.options if option.name in names)
        return Suggestion(answer, tuple(passages[:MOST]), min(each.probability for each in likely), source)
    if likely:
        return Suggestion(likely[0].answer, tuple(passages[:MOST]), likely[0].probability, source)
    highest = max(each.probability for each in spoken)
    if highest <= ABSENT and not passages and _knows_all(question, spoken):
        return Suggestion(NOT_MENTIONED, (), 1.0 - highest, source)
    return Suggestion("", tuple(passages[:MOST]), None, source)


def _knows_all(question: CodeQuestion, spoken: Sequence[Spoken]) -> bool:
    """Return whether every answer that says something was learned; of one that was not, silence says nothing."""
    names = {each.answer for each in spoken}
    return "yes" in names if question.kind is Kind.YES_NO else all(option.name in names for option in question.options)


def _spoken_passages(spoken: Sequence[Spoken], least: float = 0.3) -> list[Passage]:
    return [
        Passage(start, end, "" if each.answer == _HERE else each.answer, "learned")
        for each in spoken
        if each.probability >= least
        for start, end, _ in each.passages
    ]


def _merged(some: Sequence[Passage]) -> list[Passage]:
    """Return passages, those of one place and answer as one."""
    kept: dict[tuple[int, int, str], Passage] = {}
    for each in some:
        place = (each.start, each.end, each.answer)
        before = kept.get(place)
        kept[place] = each if before is None or each.marks else before
    return list(kept.values())


def _meet(one: Passage, other: Passage) -> bool:
    return one.start < other.end and other.start < one.end


# --- Numbers, dates and quotations


_HERE = "(here)"
"""The answer that is learned of a question whose answers are all different: it stands in this sentence."""

_NUMBER = re.compile(
    r"(?<![\d.])(?<!\d,)\d{1,3}(?:,\d{3})+(?:\.\d+)?(?![\d,])|(?<![\d.])(?<!\d,)\d+(?:\.\d+)?(?![\d.,]*\d)"
)


def learned_answers(question: CodeQuestion, answer: str) -> frozenset[str]:
    """Return what is learned of an answer: each of several by itself; of a number, a date or words that they stand here."""
    if answer in (NOT_MENTIONED, "unsure"):
        return frozenset()
    if question.kind in (Kind.NUMBER, Kind.DATE, Kind.QUOTATION):
        return frozenset({_HERE})
    return frozenset(answer.split(JOINT))


def _valued(question: CodeQuestion, text: str, found: Sequence[Passage]) -> Suggestion:
    """Return the one value that stands in the passages; no answer where there are several, or none."""
    passages = _merged(found)[:MOST]
    values = {
        value for each in passages if not each.errors for value in values_in(question, text[each.start : each.end])
    }
    answer = next(iter(values)) if len(values) == 1 else ""
    if question.kind is Kind.QUOTATION:
        answer = text[passages[0].start : passages[0].end] if len(passages) == 1 and not passages[0].errors else ""
    return Suggestion(answer, tuple(passages), None, "cues" if passages else "")


def values_in(question: CodeQuestion, words: str) -> list[str]:
    """Return the numbers or dates that stand in a passage, in stored form."""
    if question.kind is Kind.DATE:
        return [day.isoformat() for _, _, day in dates.find_dates(words)]
    if question.kind is not Kind.NUMBER:
        return []
    flat = unicodedata.normalize("NFKC", words)
    inside = [(start, end) for start, end, _ in dates.find_dates(flat)]
    found = []
    for match in _NUMBER.finditer(flat):
        if any(start < match.end() and match.start() < end for start, end in inside):
            continue
        try:
            found.append(checked_answer(question, match[0]))
        except BadUsage:
            continue  # longer than any count or sum: a number by which something is called
    return found
