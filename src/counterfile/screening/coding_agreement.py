"""How well coders agree, question by question, on the random overlap only, and how well each agrees with themselves.

Counted are units that chance gave to two coders before the start and that both have answered to the end, as they answered
before anybody decided between them. What a coder put aside, or was not asked, is a missing answer. A number is compared
twice: whether it is mentioned at all, and, where both give one, how far the two are apart.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from counterfile.model.codebook import NOT_MENTIONED, CodeQuestion, Kind
from counterfile.screening.agreement import Agreement, Level, agreement
from counterfile.views.coding import LATER, UNSURE, Board, Said, Shown

MENTIONED = "mentioned"
"""Stands for any answer that says something, where answers are all different."""


@dataclass(frozen=True, slots=True)
class Agreed:
    """How well coders agree on one question."""

    question: str
    what: str
    """``answer``; for numbers, dates and quotations ``mentioned``, and for numbers ``value`` besides."""
    agreement: Agreement
    answers: dict[str, int]
    """How often each answer was given in the overlap, the commonest first: what is rare agrees by chance."""


@dataclass(frozen=True, slots=True)
class Repeated:
    """How well a coder agrees with what they said before, not knowing that it was asked again."""

    coder: str
    question: str
    agreement: Agreement


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Two coders' answers to one question about one unit, or one's who was unsure."""

    unit: str
    question: str
    answers: tuple[Said, ...]


def agreements(board: Board) -> list[Agreed]:
    """Return the agreement on every question that two coders have answered about a unit of the overlap."""
    found = []
    for question in board.questions:
        pairs = overlap_answers(board, question)
        for what, level, order, take in _views(question):
            table = _table([[take(said) for said in row] for row in pairs], pairs)
            if sum(sum(answer is not None for answer in row) >= 2 for row in table) == 0:
                continue
            counted = Counter(answer for row in table for answer in row if answer is not None)
            found.append(Agreed(question.name, what, agreement(table, level, order), dict(counted.most_common())))
    return found


def overlap_answers(board: Board, question: CodeQuestion) -> list[list[Said]]:
    """Return, for each unit of the overlap that two coders are done with, their answers, in order of coder."""
    found = []
    for unit in sorted(board.units()):
        if not board.is_double(unit, question.unit):
            continue
        done = [coder for coder in board.coders(unit) if board.has_finished(unit, coder)]
        some = [board.mine(unit, coder).get(question.name) for coder in sorted(done)]
        row = [said for said in some if said is not None and said.shown is Shown.QUEUE and said.answer != LATER]
        if len(done) >= 2 and row:
            found.append(row)
    return found


def repeated(board: Board) -> list[Repeated]:
    """Return how each coder's answers agree with their own to what came a second time."""
    found = []
    coders = sorted({said.coder for said in board.entries})
    for coder in coders:
        twice = [unit for unit in board.units() if board.has_finished(unit, coder, repeat=True)]
        for question in board.questions:
            _, level, order, take = _views(question)[0]
            table: list[list[str | None]] = []
            for unit in twice:
                first = board.mine(unit, coder).get(question.name)
                second = board.mine(unit, coder, repeat=True).get(question.name)
                if first is not None and second is not None:
                    table.append([take(first), take(second)])
            if any(None not in row for row in table):
                found.append(Repeated(coder, question.name, agreement(table, level, order)))
    return found


def disagreements(board: Board) -> list[Disagreement]:
    """Return what a third person is to decide, with the answers and their passages."""
    return [Disagreement(unit, name, board.resolve(unit, name).said) for unit, name in board.disputes()]


_Take = Callable[[Said], str | None]


def _views(question: CodeQuestion) -> list[tuple[str, Level, tuple[str, ...], _Take]]:
    """Return in what respects answers are compared: its name, the level, an order, and what is taken of an answer."""
    order = (NOT_MENTIONED, *(option.name for option in question.options)) if question.ordered else ()
    match question.kind:
        case Kind.MANY_OF:
            return [("answer", Level.SETS, (), _answer)]
        case Kind.ONE_OF if question.ordered:
            return [("answer", Level.ORDINAL, order, _settled)]
        case Kind.NUMBER:
            return [(MENTIONED, Level.NOMINAL, (), _mentioned), ("value", Level.INTERVAL, (), _value)]
        case Kind.DATE:
            return [("answer", Level.NOMINAL, (), _answer)]
        case Kind.QUOTATION:
            return [(MENTIONED, Level.NOMINAL, (), _mentioned)]
        case _:
            return [("answer", Level.NOMINAL, (), _answer)]


def _answer(said: Said) -> str:
    return said.answer


def _settled(said: Said) -> str | None:
    """Return an answer that has a place in an order."""
    return None if said.answer == UNSURE else said.answer


def _mentioned(said: Said) -> str:
    return said.answer if said.answer in (NOT_MENTIONED, UNSURE) else MENTIONED


def _value(said: Said) -> str | None:
    return None if said.answer in (NOT_MENTIONED, UNSURE) else said.answer


def _table(rows: Sequence[Sequence[str | None]], said: Sequence[Sequence[Said]]) -> list[list[str | None]]:
    """Return units by coders, so that two coders who answered the same units stand in columns of their own."""
    coders = sorted({each.coder for row in said for each in row})
    found = []
    for row, who in zip(rows, said, strict=True):
        by_coder = dict(zip((each.coder for each in who), row, strict=True))
        found.append([by_coder.get(coder) for coder in coders])
    return found
