"""A page of a document as its picture, with the passages of statements and of a search outlined."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from counterfile.model.reading import Line, Page
from counterfile.views.places import Box, boxes


class Outline(msgspec.Struct, frozen=True):
    """A passage on the picture; all sizes in tenths of a point."""

    id: str
    """Element id: ``ev-`` and the statement, or ``hit-`` and a number; empty for all but the first box of a passage."""
    statement: str
    """Empty for a search hit."""
    words: str
    box: Box
    focus: bool


class Sheet(msgspec.Struct, frozen=True):
    """One page."""

    page: Page
    width: int
    """Of the view, in tenths of a point."""
    height: int
    outlines: tuple[Outline, ...]
    refusal: str
    """Why there is no picture of it; empty where there is one."""
    last: int
    """Number of the last page."""


def sheet(
    text: str,
    page: Page,
    pages: int,
    lines: Sequence[Line],
    spans: Sequence[tuple[int, int, str]],
    hits: Sequence[tuple[int, int]],
    focus: str,
    refusal: str,
) -> Sheet:
    """Return one page ready to be shown.

    Args:
        text: Of the Reading.
        page: Which page.
        pages: How many there are.
        lines: Of the page.
        spans: Evidence: start, end and statement, as `document.spans_of` gives them.
        hits: Where the words of a search stand.
        focus: The statement that the page is opened for.
        refusal: Why no picture is shown; empty where one is.
    """
    marks = [*spans, *((start, end, "") for start, end in hits)]
    outlines = []
    known: set[str] = set()
    for number, (start, end, name) in enumerate(marks):
        if not page.start <= start < page.end:
            continue
        statement = name.rstrip("~")
        anchor = f"ev-{statement}" if statement else f"hit-{number - len(spans) + 1}"
        for box in boxes(text, lines, start, end):
            fresh = "" if anchor in known else anchor
            known.add(anchor)
            outlines.append(Outline(fresh, statement, text[start:end], box, bool(focus) and statement == focus))
    return Sheet(page, round(page.width * 10), round(page.height * 10), tuple(outlines), refusal, pages)
