"""Answers to questions of the codebook: compared as numbers and days, and as what a figure is broken down by."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Iterable, Mapping
from decimal import Decimal, InvalidOperation

from counterfile.errors import BadUsage
from counterfile.model.codebook import JOINT, NOT_MENTIONED, CodeQuestion, Kind
from counterfile.model.finding import Condition, FindingSpec, Operator
from counterfile.model.judgement import Judgement
from counterfile.store.ports import View
from counterfile.views import coding
from counterfile.views.findings._columns import CODE, day_of

NOT_ANSWERED = "not answered"
"""What a breakdown by a question calls units without an answer in force."""

LIMITS = (Operator.FROM, Operator.TO)


def is_number(text: str) -> bool:
    """Return whether a limit or an answer is a plain number; a year is one too.

    >>> is_number("12.5"), is_number("2021"), is_number("2021-07"), is_number("unsure")
    (True, True, False, False)
    """
    return _number(text) is not None


def within(answer: str, operator: Operator, limit: str) -> bool | None:
    """Return whether an answer is a limit's value or more (`Operator.FROM`), or less (`Operator.TO`).

    Days are written as they are known: an answer that gives a month only is all its days, and so is a limit.

    Returns:
        None where that cannot be decided: the answer is no number and no day, or its days lie on both sides.

    >>> within("12", Operator.FROM, "9.5"), within("2021-07", Operator.TO, "2021"), within("unsure", Operator.TO, "3")
    (True, True, None)
    >>> within("2021", Operator.FROM, "2021-07"), within("2022", Operator.FROM, "2021-07")
    (None, True)
    """
    number, least = _number(answer), _number(limit)
    if number is not None and least is not None:
        return number >= least if operator is Operator.FROM else number <= least
    days, ends = _days(answer), _days(limit)
    if days is None or ends is None:
        return None
    if operator is Operator.FROM:
        one, other = days[0] >= ends[0], days[1] >= ends[0]
    else:
        one, other = days[1] <= ends[1], days[0] <= ends[1]
    return one if one is other else None


def check_limits(view: View, conditions: Iterable[Condition], spec: FindingSpec) -> None:
    """Refuse limits of questions whose answers are neither numbers nor days, or are the other of the two.

    Raises:
        BadUsage: the message says what the question asks for.
    """
    limited = [each for each in conditions if each.field.startswith(CODE) and each.operator in LIMITS]
    began = [each for each in coding.events(view) if isinstance(each, coding.Began)] if limited else []
    for each in limited:
        question = began[-1].question(each.field.removeprefix(CODE)) if began else None
        if question is not None and not _fits(question, each.values[0]):
            wanted = {Kind.NUMBER: "a number such as 3", Kind.DATE: "a day such as 2021-07-15, a month or a year"}
            said = wanted.get(question.kind, "one of its answers; only numbers and dates have limits")
            raise BadUsage(
                f"{spec.source or spec.name}: {each.field} is a question of kind {question.kind}: "
                f"{each.operator}: {each.values[0]} stands there, {said} is wanted"
            )


def answered(said: Iterable[Judgement]) -> tuple[str, ...]:
    """Return the answers to a question that a unit has, sorted; of several notices what only some mention counts."""
    found = {part for each in said for part in each.answer.split(JOINT)}
    return tuple(sorted(found - {NOT_MENTIONED} or found)) or (NOT_ANSWERED,)


def why_open(conditions: Iterable[Condition], said: Mapping[str, Collection[Judgement]]) -> str:
    """Return why limits of answers decide nothing for a unit: its notices state nothing; empty where that is not why.

    Args:
        conditions: On answers.
        said: The unit's answers, by question.
    """
    for each in conditions:
        answers = {one.answer for one in said.get(each.field, ())}
        if each.operator in LIMITS and answers == {NOT_MENTIONED}:
            return f"{each.field} is {NOT_MENTIONED}"
    return ""


def _fits(question: CodeQuestion, limit: str) -> bool:
    if question.kind is Kind.NUMBER:
        return is_number(limit)
    return question.kind is Kind.DATE and _days(limit) is not None


def _number(text: str) -> Decimal | None:
    try:
        found = Decimal(text)
    except InvalidOperation:
        return None
    return found if found.is_finite() else None


def _days(text: str) -> tuple[dt.date, dt.date] | None:
    if not _DAY.fullmatch(text):
        return None
    try:
        return day_of(text, end=False), day_of(text, end=True)
    except ValueError:
        return None


_DAY = re.compile(r"\d{4}(?:-\d{1,2}){0,2}", re.ASCII)
