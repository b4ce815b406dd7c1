"""Small bar charts as SVG, made here: no library, no script, no inline style; colors come from the style sheet.

Every chart stands beside a table that says the same.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from decimal import Decimal

import msgspec


class Bar(msgspec.Struct, frozen=True):
    """A bar with its place, in the units of the chart's view box."""

    label: str
    value: str
    """As written beside the bar."""
    x: float
    y: float
    width: float
    height: float


class Chart(msgspec.Struct, frozen=True):
    """Bars and the size of what they stand in."""

    bars: tuple[Bar, ...]
    width: float
    height: float


def columns(values: Sequence[tuple[str, int]], width: float = 640, height: float = 150) -> Chart | None:
    """Return upright bars, one for each label; None where there are fewer than two, which no picture is needed for."""
    if len(values) < 2:
        return None
    top = max(value for _, value in values) or 1
    step = width / len(values)
    # Bars of few values stay slim and readable, those of many never touch.
    slim = min(step * 0.7, 56)
    room = height - 36  # the number above and the label below
    every = math.ceil(len(values) / 12)  # labels that stand side by side without touching
    bars = []
    for number, (name, value) in enumerate(values):
        label = name if number % every == 0 else ""
        tall = round(room * value / top, 2)
        bars.append(Bar(label, f"{value:,}", round(number * step + (step - slim) / 2, 2), 18 + room - tall, slim, tall))
    return Chart(tuple(bars), width, height)


def years(values: Sequence[tuple[str, int]]) -> list[tuple[str, int]]:
    """Return counts by year with the years between that have none, at most 40 of them.

    >>> years([("2019", 2), ("2021", 1)])
    [('2019', 2), ('2020', 0), ('2021', 1)]
    """
    known = dict(values)
    numbers = sorted(int(year) for year in known if year.isdecimal())
    if not numbers:
        return []
    return [(str(year), known.get(str(year), 0)) for year in range(numbers[0], numbers[-1] + 1)][-40:]


def lines(values: Sequence[tuple[str, Decimal, str]], width: float = 640) -> Chart | None:
    """Return lying bars for (label, value, value in words); None where there are fewer than two or all are zero."""
    top = max((value for _, value, _ in values), default=Decimal(0))
    if len(values) < 2 or not top:
        return None
    bars = []
    for number, (label, value, words) in enumerate(values):
        long = round(float(value / top) * width * 0.46, 2)
        bars.append(Bar(label, words, round(width * 0.3, 2), number * 28 + 4, max(long, 1), 18))
    return Chart(tuple(bars), width, len(values) * 28 + 4)
