"""Recall curves: how much was found after how much reading, as rows and as a picture (SVG without scripts)."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import numpy as np

STEPS = (0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.75, 1.0)
"""Shares of the heap that the table shows."""


def curve(labels: Sequence[int], total: int, shares: Sequence[float] = STEPS) -> list[tuple[float, int, int, float]]:
    """Return (share of the heap, records read, relevant found, recall) at these shares.

    Args:
        labels: 1 or 0 in the order of reading; what is missing at the end is not relevant.
        total: Records of the heap.
        shares: Rising, above 0 to 1.

    >>> curve([1, 0, 1, 0], 8, (0.25, 0.5))
    [(0.25, 2, 1, 0.5), (0.5, 4, 2, 1.0)]
    """
    running = np.cumsum(labels)
    relevant = int(running[-1])
    rows = []
    for share in shares:
        read = round(share * total)
        found = int(running[min(read, len(running)) - 1]) if read else 0
        rows.append((share, read, found, found / relevant))
    return rows


def picture(runs: Sequence[Sequence[int]], total: int, title: str, stops: Sequence[int] = ()) -> str:
    """Return the recall curves of some runs as one SVG picture.

    Beside them stand the diagonal (reading at random) and the target of 95 %; a stop is a dot on its run's curve.

    Args:
        runs: Each as `curve` takes it.
        total: Records of the heap.
        title: Shown above the picture and read out by programs that read the screen.
        stops: Records read when a rule stopped, one a run, or none.
    """
    lines = []
    for number, labels in enumerate(runs):
        running = np.cumsum(labels)
        relevant = int(running[-1])
        corners = [(0.0, 0.0)]
        # One corner for each find keeps the picture small at any size of heap.
        for place in np.flatnonzero(np.asarray(labels)).tolist():
            corners += [(place / total, corners[-1][1]), ((place + 1) / total, float(running[place]) / relevant)]
        corners.append((1.0, 1.0))
        points = " ".join(f"{_x(x)},{_y(y)}" for x, y in corners)
        lines.append(f'<polyline points="{points}" fill="none" stroke="#1f5f8b" stroke-width="1.5" opacity="0.8"/>')
        if number < len(stops):
            recall = float(running[min(stops[number], len(running)) - 1]) / relevant
            lines.append(f'<circle cx="{_x(stops[number] / total)}" cy="{_y(recall)}" r="4" fill="#b03a2e"/>')
    frame = [
        f'<rect x="{_x(0)}" y="{_y(1)}" width="{_WIDE}" height="{_HIGH}" fill="none" stroke="#888"/>',
        f'<line x1="{_x(0)}" y1="{_y(0)}" x2="{_x(1)}" y2="{_y(1)}" stroke="#888" stroke-dasharray="4 4"/>',
        f'<line x1="{_x(0)}" y1="{_y(0.95)}" x2="{_x(1)}" y2="{_y(0.95)}" stroke="#b03a2e" stroke-dasharray="2 4"/>',
    ]
    for share in (0, 0.25, 0.5, 0.75, 1):
        frame.append(_text(_x(share), _y(0) + 18, f"{share:.0%}", "middle"))
        frame.append(_text(_x(0) - 6, _y(share) + 4, f"{share:.0%}", "end"))
    frame.append(_text(_x(0.5), _y(0) + 36, f"read, of {total:,} records", "middle"))
    frame.append(_text(_x(0), _y(1) - 10, title, "start"))
    inside = "\n".join([f"<title>{escape(title)}</title>", *frame, *lines])
    size = f'viewBox="0 0 {_WIDE + 80} {_HIGH + 80}" width="{_WIDE + 80}" height="{_HIGH + 80}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" role="img" {size} font-family="sans-serif" font-size="12">\n{inside}\n</svg>\n'


_WIDE, _HIGH = 560, 360  # of the plot, in pixels


def _x(share: float) -> float:
    return round(55 + share * _WIDE, 1)


def _y(share: float) -> float:
    return round(30 + (1 - share) * _HIGH, 1)


def _text(x: float, y: float, words: str, anchor: str) -> str:
    return f'<text x="{x}" y="{y}" text-anchor="{anchor}" fill="#333">{escape(words)}</text>'
