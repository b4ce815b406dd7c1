"""From a stretch of text to rectangles on a page's picture."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

from counterfile.model.reading import Line


class Box(NamedTuple):
    """A rectangle on a page, in tenths of a point from its left and top edge, as it is shown."""

    left: int
    top: int
    right: int
    bottom: int


def boxes(text: str, lines: Sequence[Line], start: int, end: int) -> list[Box]:
    """Return where a stretch of text stands, one rectangle for each line that it touches.

    Args:
        text: Of the Reading.
        lines: Of one page, in order; see `Line`.
        start: Code points, half open.
        end: See `start`.
    """
    found = []
    for line in lines:
        first, last = max(start, line.start), min(end, line.end)
        if first < last:
            edges = line.edges or spread(text[line.start : line.end], line.left, line.right)
            found.append(Box(edges[first - line.start], line.top, edges[last - line.start], line.bottom))
    return found


def spread(text: str, left: int, right: int) -> tuple[int, ...]:
    """Return where each code point of a line probably begins, and the last one ends: wide characters count double.

    >>> spread("甲a", 0, 300)
    (0, 200, 300)
    """
    widths = [2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text]
    total = sum(widths) or 1
    edges, at = [left], 0
    for width in widths:
        at += width
        edges.append(left + round((right - left) * at / total))
    return tuple(edges)
