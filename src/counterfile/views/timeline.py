"""Notices and procedures over time: by month, quarter or year, notices by stage too."""

from __future__ import annotations

from collections import Counter
from enum import StrEnum

import msgspec

from counterfile.model.notice import Stage
from counterfile.views.purchases import Asked, Purchases

MOST = {"month": 120, "quarter": 80, "year": 60}
"""Periods shown, the newest ones: a misread date must not make a list of centuries."""


class Step(StrEnum):
    """How long a period is."""

    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


class Period(msgspec.Struct, frozen=True):
    """A period with what was published in it."""

    name: str
    """``2023``, ``2023-Q2`` or ``2023-05``."""
    procedures: int
    """Procedures whose first notice falls into it."""
    notices: int
    stages: tuple[tuple[str, int], ...]
    """Notices by stage, in the order of a procedure's life; those without a stage under the empty name, last."""

    def of(self, stage: str) -> int:
        """Return the notices of one stage."""
        return dict(self.stages).get(stage, 0)


class Timeline(msgspec.Struct, frozen=True):
    """All periods from the first to the last, those without anything included."""

    periods: tuple[Period, ...]
    stages: tuple[str, ...]
    """All that occur, in the order of a procedure's life."""
    procedures: int
    """All that were asked for."""
    notices: int
    undated_procedures: int
    undated_notices: int
    earlier: int
    """Notices before the first period shown."""


def timeline(found: Purchases, asked: Asked, step: Step) -> Timeline:
    """Return what was published when, in the procedures that are asked for."""
    procedures = {one: each for one, each in found.procedures.items() if asked.meets(each)}
    begun = Counter(period(each.date, step) for each in procedures.values())
    acts = Counter((period(act.date, step), act.stage) for act in found.acts if act.procedure in procedures)
    undated = sum(count for (name, _), count in acts.items() if not name)
    notices = sum(acts.values())
    names = _between({name for name in (*begun, *(name for name, _ in acts)) if name}, step)
    known = {stage for name, stage in acts if name in set(names)}
    stages = (*(stage for stage in Stage if stage in known), *([""] if "" in known else []))
    periods = tuple(
        Period(
            name,
            begun[name],
            sum(acts[name, stage] for stage in stages),
            tuple((stage, acts[name, stage]) for stage in stages if acts[name, stage]),
        )
        for name in names
    )
    shown = sum(each.notices for each in periods)
    return Timeline(
        periods, tuple(stages), len(procedures), notices, begun[""], undated, earlier=notices - undated - shown
    )


def period(date: str, step: Step) -> str:
    """Return the period that a day falls into, empty for an empty one.

    >>> period("2023-05-12", Step.QUARTER)
    '2023-Q2'
    """
    if not date or step is Step.YEAR:
        return date[:4]
    return date[:7] if step is Step.MONTH else f"{date[:4]}-Q{(int(date[5:7]) + 2) // 3}"


def _between(names: set[str], step: Step) -> list[str]:
    """Return the names of all periods from the first to the last, at most `MOST`, the newest ones."""
    if not names:
        return []
    first, last, most = _number(min(names), step), _number(max(names), step), MOST[step]
    return [_name(number, step) for number in range(max(first, last - most + 1), last + 1)]


_PARTS = {Step.MONTH: 12, Step.QUARTER: 4, Step.YEAR: 1}


def _number(name: str, step: Step) -> int:
    year, part = int(name[:4]), name[5:].lstrip("Q")
    return year * _PARTS[step] + (int(part) - 1 if part else 0)


def _name(number: int, step: Step) -> str:
    year, part = divmod(number, _PARTS[step])
    return {Step.MONTH: f"{year:04}-{part + 1:02}", Step.QUARTER: f"{year:04}-Q{part + 1}", Step.YEAR: f"{year:04}"}[
        step
    ]
