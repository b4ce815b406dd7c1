"""Small bar charts as SVG, made here: no library, no script, no inline style; colors come from the style sheet.

Every chart stands beside a table that says the same; a report gives each as a Vega-Lite specification with its data too.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

import msgspec

from counterfile.model.event import Event
from counterfile.text.script import has_han


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
    marks: tuple[tuple[float, str], ...] = ()
    """Place across of each event, and what it is."""


def marked(chart: Chart | None, values: Sequence[tuple[str, int]], events: Iterable[Event]) -> Chart | None:
    """Return a chart of years with a mark where an event of one of them begins."""
    if chart is None:
        return None
    step = chart.width / len(values)
    at = {name: number * step for number, (name, _) in enumerate(values)}
    marks = [(round(at[str(each.start.year)], 2), each.told) for each in events if str(each.start.year) in at]
    return msgspec.structs.replace(chart, marks=tuple(marks))


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


def fits(labels: Sequence[str], width: float = 640) -> bool:
    """Return whether labels have room side by side below upright bars.

    >>> fits(["2019", "2020"]), fits(["Political and legal affairs"] * 7)
    (True, False)
    """
    step = width / max(len(labels), 1)
    return all(sum(12 if has_han(sign) else 7 for sign in label) <= step for label in labels)


def vega(about: str, mark: str, rows: Sequence[dict[str, Any]], **encoding: dict[str, Any]) -> str:
    """Return a Vega-Lite specification with its data, as JSON.

    Source:
        Vega-Lite 5; Satyanarayan et al. (2017), "Vega-Lite: A grammar of interactive graphics", IEEE TVCG 23(1).
    """
    spec = {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "description": about,
        "data": {"values": list(rows)},
        "mark": mark,
        "encoding": encoding,
    }
    return msgspec.json.encode(spec).decode()


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
