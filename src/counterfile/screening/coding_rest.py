"""What software answers of what persons left uncoded, once their coding has stopped.

It is marked as software's. An answer that says something shows the sentences that say it, or it is not given: where the
words are in doubt it says ``unsure``, and where nothing was learned and no cue term is known it says nothing at all. How
right it is, a sample tells that persons answer without seeing it (`coding.Desk.draw`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from counterfile.model.codebook import JOINT, NOT_MENTIONED, CodeQuestion, Kind
from counterfile.model.evidence import Span
from counterfile.model.judgement import AgentKind, Judgement
from counterfile.screening.coding import Desk
from counterfile.screening.coding_learned import Learned, Spoken
from counterfile.screening.coding_suggest import Passage, Suggestion, suggest
from counterfile.store.ports import View
from counterfile.views import coding as facts
from counterfile.views import screening
from counterfile.views.coding import UNSURE, Began, Stopped
from counterfile.views.screening import Words

MOST_PASSAGES = 5
"""Shown for one answer."""

SURE, ABSENT = 0.7, 0.3
"""Probability from which an answer is given, and below which nothing is mentioned; between them it is unsure."""


class Rest:
    """Answers the codebook's questions by what coders taught; see ``stages.code.Coder``."""

    def __init__(self, view: View, cache: Path | None, stopped: Stopped) -> None:
        """Use the coding that this stop ends; it is rebuilt when the first unit comes."""
        self.version = f"1 learned {stopped.id}"
        self._view, self._cache, self._stopped = view, cache, stopped
        self._desk: Desk | None = None
        self._models: dict[str, Learned | None] = {}

    def units(self) -> list[str]:
        """Return the units that no person has begun to answer."""
        desk = self._opened()
        begun = set(desk.board.units())
        return [unit for names in desk.began.units.values() for unit in names if unit not in begun]

    def read(self, units: Sequence[str]) -> list[Words | None]:
        """Return the words of units; None for one that is gone, or that a person has begun to answer."""
        desk = self._opened()
        found: list[Words | None] = []
        for unit in units:
            kind = desk.kind(unit)
            item = facts.item(self._view, kind, unit) if kind is not None and not desk.board.of(unit) else None
            found.append(screening.words(self._view, [item])[0] if item is not None else None)
        return found

    def answers(self, unit: str, words: Words) -> list[Judgement]:
        """Return what software answers of a unit, question by question; what its own answers rule out is not asked."""
        desk = self._opened()
        kind = desk.kind(unit)
        said: dict[str, str] = {}
        found = []
        for question in desk.questions:
            if question.unit is not kind:
                continue
            if question.when and not set(said.get(question.when.question, "").split(JOINT)) & set(
                question.when.answers
            ):
                continue
            made = decide(question, words.body, self._models[question.name])
            if made is None:
                continue
            answer, score, passages, reason = made
            reading, spans = screening.spans(words, [(each.start, each.end) for each in passages], self._view)
            if passages and not spans:
                answer, score, reason = UNSURE, None, "its words reach from one document into the next"
            said[question.name] = answer
            found.append(_judgement(unit, question, answer, score, reading, spans, reason, self.version))
        return found

    def _opened(self) -> Desk:
        if self._desk is None:
            desk = Desk(self._view, self._cache)
            upto = int(self._stopped.id.removeprefix("j-"))
            # Learned here, once, from what stood at the stop: what a sample says later must not change what it checks.
            self._models = {each.name: desk.learned(each, upto=upto) for each in desk.questions}
            self._desk = desk
        return self._desk


Made = tuple[str, float | None, Sequence[Passage], str]
"""An answer, how sure it is, its passages, and why."""


def decide(question: CodeQuestion, text: str, learned: Learned | None) -> Made | None:
    """Return software's answer, how sure it is, its passages and why; None where it gives none."""
    cued = suggest(question, text)
    if question.kind in (Kind.NUMBER, Kind.DATE, Kind.QUOTATION):
        return _value(suggest(question, text, learned) if learned else cued)
    known = learned.answers if learned is not None else ()
    if question.kind is not Kind.YES_NO or "yes" in known:
        # Of an answer that too few gave to be learned, its cue terms speak.
        others = [each for each in cued.passages if each.answer and each.answer not in known]
        if learned is not None and not others:
            return _learned(question, learned.speak(text), learned.units)
    return _cued(question, cued)


def _cued(question: CodeQuestion, cued: Suggestion) -> Made | None:
    if cued.answer:
        passages = [each for each in cued.carrying(cued.answer) if not each.errors]
        why = "、".join(dict.fromkeys(each.why for each in passages))
        return cued.answer, None, passages[:MOST_PASSAGES], f"it says {why}"
    if cued.passages:
        return UNSURE, None, cued.passages[:MOST_PASSAGES], "its words speak for more than one answer, or only nearly"
    if question.terms or (question.options and all(option.terms for option in question.options)):
        return NOT_MENTIONED, None, (), "no cue term occurs"
    return None


def _learned(question: CodeQuestion, spoken: Sequence[Spoken], units: int) -> Made:
    if not spoken:
        return NOT_MENTIONED, None, (), "it has no words"
    likely = [each for each in spoken if each.probability >= SURE]
    if not likely:
        highest = max(each.probability for each in spoken)
        if highest >= ABSENT:
            near = [Passage(start, end, spoken[0].answer, "learned") for start, end, _ in spoken[0].passages]
            return UNSURE, None, near[:MOST_PASSAGES], f"only somewhat like what {units} answers taught"
        return NOT_MENTIONED, round(1 - highest, 4), (), f"unlike all that {units} answers taught"
    chosen = likely if question.kind is Kind.MANY_OF else likely[:1]
    chosen = [each for each in chosen if each.passages]
    if not chosen:
        return UNSURE, None, (), "it is like what coders answered so, and no sentence says so"
    names = {each.answer for each in chosen}
    ordered = [o.name for o in question.options if o.name in names] if question.options else [chosen[0].answer]
    passages = [Passage(start, end, each.answer, "learned") for each in chosen for start, end, _ in each.passages]
    score = round(min(each.probability for each in chosen), 4)
    return JOINT.join(ordered), score, passages[:MOST_PASSAGES], f"learned from {units} answers"


def _value(found: Suggestion) -> Made | None:
    if found.answer:
        return found.answer, None, found.passages[:MOST_PASSAGES], "the only one in its passages"
    return None


def _judgement(
    unit: str,
    question: CodeQuestion,
    answer: str,
    score: float | None,
    reading: str,
    spans: Sequence[Span],
    reason: str,
    version: str,
) -> Judgement:
    return Judgement(
        question=facts.CODE + question.name,
        subject=unit,
        other="",
        answer=answer,
        agent=f"code {version}",
        agent_kind=AgentKind.SOFTWARE,
        reason=reason,
        score=score,
        reading=reading if spans else "",
        evidence=tuple(spans),
    )


def rest(view: View, cache: Path | None) -> Rest | None:
    """Return what answers for persons now, None while coding goes on or nobody wants it to."""
    last = next(_course(view), None)
    return Rest(view, cache, last) if isinstance(last, Stopped) and last.rest else None


def _course(view: View) -> Iterator[Began | Stopped]:
    return (each for each in reversed(facts.events(view)) if isinstance(each, Began | Stopped))
