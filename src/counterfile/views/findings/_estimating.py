"""What a count of software's answers is worth: an estimate from the sample of them that people checked."""

from __future__ import annotations

import math
from collections.abc import Collection
from typing import Any

from counterfile.model.codebook import JOINT
from counterfile.model.finding import Estimated, Measure, Operator, Unit
from counterfile.views.coding import checked_sample
from counterfile.views.estimates import Part, estimate
from counterfile.views.findings._columns import CODE
from counterfile.views.findings._query import Asked, Query
from counterfile.views.tables import is_person

_CODED = (Unit.NOTICE, Unit.PROCEDURE, Unit.DOCUMENT)


def estimated(asked: Asked, left_out: Collection[str]) -> Estimated | None:
    """Return how many units really meet the one question of the codebook that a count asks, with a 95 % interval.

    The population is what meets all other conditions; it is divided by what software says, and the checked sample tells
    of each part how often a person says what is counted. What persons coded is known. A part that nobody checked may hold
    nothing or all: it widens the interval upwards by its size.

    Args:
        asked: The finding.
        left_out: Units that its exclusions name.

    Returns:
        None where the finding is no count, asks no such question or several, or no sample was answered to its end.
    """
    spec = asked.spec
    codes = [each for each in asked.conditions if each.field.startswith(CODE)]
    if spec.measure is not Measure.COUNT or spec.unit not in _CODED or len(codes) != 1:
        return None
    condition = codes[0]
    view = asked.bench.view
    sample = checked_sample(view, condition.field.removeprefix(CODE))
    if condition.operator is not Operator.IS or sample is None or not sample.is_complete or sample.kind != spec.unit:
        return None
    others = [each for each in asked.conditions if each is not condition]
    rows = Query(asked, others, (), None, ()).rows() if others else None
    every = asked.bench.rows(spec.unit)
    units = list(every) if rows is None else [unit for unit, tests in map(_split, rows) if all(tests)]
    chosen = asked.chosen
    population = [unit for unit in units if unit not in left_out and (chosen is None or unit in chosen)]
    answers = {each.subject: each for each in view.judgements(condition.field, population)}
    checked = {each.unit: each for each in sample.units}
    parts: dict[str, list[int]] = {}
    known = [0, 0]
    for unit in population:
        answer = answers.get(unit)
        if unit in checked:
            part = parts.setdefault(checked[unit].software or "", [0, 0, 0])
            part[0] += 1
            part[1] += 1
            part[2] += _is(checked[unit].person, condition.values)
        elif answer is not None and is_person(answer):
            known[0] += 1
            known[1] += _is(answer.answer, condition.values)
        else:
            parts.setdefault(answer.answer if answer else "", [0, 0, 0])[0] += 1
    seen = [Part(*part) for part in parts.values() if part[1]]
    unseen = sum(part[0] for part in parts.values() if not part[1])
    found = estimate([Part(known[0], known[0], known[1]), *seen])
    if found is None or not seen:
        return None
    return Estimated(
        f"{found.count:.0f}",
        math.floor(found.low),
        math.ceil(found.high) + unseen,
        sum(part.checked for part in seen),
        unseen,
        sample.sample,
    )


def _split(row: tuple[Any, ...]) -> tuple[str, list[bool]]:
    """Return a row's unit and whether each condition is met; what cannot be decided is not."""
    return row[0], [test is True for test in row[6:]]


def _is(answer: str | None, values: Collection[str]) -> bool:
    return answer is not None and any(each in values for each in answer.split(JOINT))
