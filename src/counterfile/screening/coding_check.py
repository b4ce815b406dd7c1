"""What a changed codebook means for the answers so far: which must be looked at again, and which may want to be."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from counterfile.model.codebook import JOINT, NOT_MENTIONED, Codebook, CodeQuestion
from counterfile.screening.coding import Desk
from counterfile.screening.coding_cues import hits
from counterfile.views import coding as facts
from counterfile.views.coding import Board, Change, How


@dataclass(frozen=True, slots=True)
class Again:
    """What a change of one question means."""

    question: str
    how: tuple[str, ...]
    """What changed; see `views.coding.How`."""
    must: tuple[tuple[str, str], ...]
    """Units with coders whose answers end with the change: they are asked again."""
    may: tuple[str, ...]
    """Units whose answers stand though words that coders read have changed; a raised `version` ends them."""
    newly_asked: tuple[str, ...]
    """Units to which the question is put only now."""
    no_longer_asked: tuple[str, ...]
    """Units whose answers count no more, since the condition rules the question out."""
    new_cues: tuple[str, ...]
    """Units that nobody found to mention it, in whose words a new cue term stands."""


def check(desk: Desk, codebook: Codebook) -> list[Again]:
    """Return what the codebook's changes since the recorded start mean, question by question; nothing where it is the same."""
    return [_again(desk, codebook, each) for each in facts.changes(desk.questions, codebook.questions)]


def _again(desk: Desk, codebook: Codebook, differs: Change) -> Again:
    board, now = desk.board, codebook.question(differs.question)
    said = [each for each in _newest(board) if each.question == differs.question]
    must = tuple((each.unit, each.coder) for each in said if differs.voids(each.answer))
    ended = {unit for unit, _ in must}
    stands = list(dict.fromkeys(each.unit for each in said if each.unit not in ended))
    old = desk.began.question(differs.question)
    asked, dropped = (
        _conditions(board, old, now) if How.CONDITION in differs.how or How.ADDED in differs.how else ((), ())
    )
    return Again(
        question=differs.question,
        how=tuple(each.value for each in differs.how),
        must=must,
        may=tuple(stands) if How.WORDING in differs.how else (),
        newly_asked=asked,
        no_longer_asked=dropped,
        new_cues=tuple(_with_new_cues(desk, differs, now, stands)) if now is not None and differs.cues else (),
    )


def _newest(board: Board) -> Iterator[facts.Said]:
    for unit in board.units():
        for coder in board.coders(unit):
            yield from board.mine(unit, coder).values()


def _conditions(
    board: Board, old: CodeQuestion | None, now: CodeQuestion | None
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the units to which the question is put only now, and those to which it is put no more."""
    newly, no_longer = [], []
    for unit in board.units():
        for coder in board.coders(unit):
            said = board.mine(unit, coder)
            before = old is not None and old.name in said
            if now is not None and not before and now.unit is _kind(board, unit) and facts.is_met(now, said):
                newly.append(unit)
            if before and now is not None and not facts.is_met(now, said):
                no_longer.append(unit)
    return tuple(dict.fromkeys(newly)), tuple(dict.fromkeys(no_longer))


def _kind(board: Board, unit: str) -> object:
    names = {each.name: each.unit for each in board.questions}
    return next((names[each.question] for each in board.of(unit) if each.question in names), None)


def _with_new_cues(desk: Desk, differs: Change, now: CodeQuestion, units: Sequence[str]) -> Iterator[str]:
    """Yield units whose answer does not say what a new cue term in their words speaks for."""
    exact = [term for term in now.terms if term in differs.cues]
    fuzzy = [term for term in now.fuzzy if f"~{term}" in differs.cues]
    for unit in units:
        resolved = desk.board.resolve(unit, now.name)
        if not resolved.counts:
            continue
        answers = set(resolved.answer.split(JOINT))
        body = desk.words(unit, now.unit).body
        silent = bool(answers & {NOT_MENTIONED, "no"}) and bool(hits(body, exact, fuzzy))
        other = any(
            option.name not in answers
            and hits(body, [term for term in option.terms if f"{option.name}: {term}" in differs.cues])
            for option in now.options
        )
        if silent or other:
            yield unit
