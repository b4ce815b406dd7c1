"""Masks on pictures of pages: what is a star in the text is painted over on the page.

Literal stars of a source ("***") cannot be told from masks and are painted over too, which hides nothing else.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

from counterfile.model.reading import Line, Page, Reading, Source
from counterfile.views.places import Box

MARGIN = 10  # tenths of a point around what is painted over: strokes reach beyond the measured edges


def boxes(reading: Reading, lines: Sequence[Line], page: int) -> tuple[Box, ...]:
    """Return what must be painted over on one page, in order of the text.

    Ask `withheld` first: a page whose text is not known cannot be masked.

    Args:
        reading: With its masked text.
        lines: Of that Reading, of any pages. Where a line has `edges` the box is exact; where it has none, the box is
            as wide as the masked characters can possibly reach, at most the whole line.
        page: Number of the page, from 1.
    """
    number = page
    sheet = next((each for each in reading.pages if each.number == number), None)
    return tuple(
        _within(box, sheet)
        for line in lines
        if line.page == number
        for run in _MASKED.finditer(reading.text, line.start, line.end)
        for box in [_box(reading.text[line.start : line.end], line, run.start() - line.start, run.end() - line.start)]
    )


def withheld(reading: Reading, lines: Sequence[Line], page: int) -> str:
    """Return why the picture of a page must not be shown, one clause; empty if it may be shown with its `boxes`.

    A page is withheld where its text was not read, or is not believed: what stands there in the picture is not known,
    so it cannot be masked. It is withheld too where a masked character of the page has no place on it.
    """
    sheet = next((each for each in reading.pages if each.number == page), None)
    if sheet is None:
        return f"the document has no page {page}"
    if sheet.source is Source.NONE:
        return "its text was not recognized yet, so personal identifiers on it cannot be masked"
    if sheet.doubt and sheet.source is Source.LAYER:
        return f"its text is not believed ({sheet.doubt}), so personal identifiers on it cannot be masked"
    placed = {at for line in lines if line.page == page for at in range(line.start, line.end)}
    masked = (at for run in _MASKED.finditer(reading.text, sheet.start, sheet.end) for at in range(*run.span()))
    if any(at not in placed for at in masked):
        return "a masked identifier has no known place on it"
    return ""


_MASKED = re.compile(r"\*+")


def _within(box: Box, sheet: Page | None) -> Box:
    """Return the part of a box that lies on its page."""
    if sheet is None:
        return box
    width, height = round(sheet.width * 10), round(sheet.height * 10)
    return Box(max(0, box.left), max(0, box.top), min(width, box.right), min(height, box.bottom))


def _box(text: str, line: Line, start: int, end: int) -> Box:
    """Return the box of the code points from `start` to `end` of a line."""
    left, right = line.left, line.right
    if _is_upright(line, text):
        pass
    elif len(line.edges) == len(text) + 1:
        places = line.edges[start : end + 1]
        left, right = min(places), max(places)
    elif not line.edges and _GAP.search(text) is None:
        first, last = _reach(text, start, end)
        width = line.right - line.left
        left, right = line.left + int(width * first), line.left + int(width * last) + 1
    return Box(left - MARGIN, line.top - MARGIN, right + MARGIN, line.bottom + MARGIN)


def _is_upright(line: Line, text: str) -> bool:
    """Return whether a line runs from top to bottom, where edges from left to right say nothing."""
    return len(text) > 1 and line.bottom - line.top > line.right - line.left


_GAP = re.compile(r"[\t\u2003\u3000]|[\s\u00a0]{2}|\n")
"""A blank of unknown width: without edges, all of such a line is painted over."""


def _reach(text: str, start: int, end: int) -> tuple[float, float]:
    """Return the least part of the line at which the run may begin, and the greatest at which it may end."""
    low = [least for least, _ in _widths(text)]
    high = [most for _, most in _widths(text)]
    before, behind = sum(low[:start]), sum(low[end:])
    return before / (before + sum(high[start:])), 1 - behind / (behind + sum(high[:end]))


def _widths(text: str) -> Iterator[tuple[float, float]]:
    """Yield between which widths each character may be printed, in parts of the type size."""
    for sign in text:
        if sign != "*" and unicodedata.east_asian_width(sign) in {"W", "F"}:
            # Brackets and colons are set half as wide in many fonts.
            yield (0.9, 1.1) if unicodedata.category(sign).startswith("L") else (0.4, 1.1)
        else:
            yield _NARROW


_NARROW = (0.2, 1.1)  # from an i to a W; a star may stand for a full-width digit
