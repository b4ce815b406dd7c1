"""The words that carry a value, and where they stand (W3C Web Annotation: source, position, quote)."""

from __future__ import annotations

import msgspec


class Span(msgspec.Struct, frozen=True, array_like=True):
    """A stretch of a Reading's text, with the words found there."""

    start: int
    """Code points into `Reading.text`, half open."""
    end: int
    quote: str
    """Equal to ``reading.text[start:end]``; the flow refuses a statement where it is not."""
    page: int = 0
    """From 1; 0 where the format has no pages."""
