"""Passages: a text cut into pieces for highlighting, and the words around a piece of evidence.

Positions count code points, as Python's strings do, so a slice is never off by one behind a rare ideograph.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import msgspec

BREAKS = "\n。；;！!？?"
"""Where a snippet may end early: a sentence is easier to read than a window."""


LONE = 24
"""Code points up to which a passage that fills its line is shown with the lines around it."""


class Piece(msgspec.Struct, frozen=True):
    """A stretch of text that is highlighted as a whole or not at all."""

    text: str
    ids: tuple[str, ...] = ()
    """Of the spans that cover it, in order; empty where nothing is highlighted."""
    begins: tuple[str, ...] = ()
    """Of the spans that begin with this piece: where their anchors go."""

    @property
    def hit(self) -> bool:
        """Return whether this piece is highlighted."""
        return bool(self.ids)


class Passage(msgspec.Struct, frozen=True):
    """Some words with their context."""

    parts: tuple[Piece, ...]
    start: int
    """Of the whole snippet in the text, code points, half open."""
    end: int
    cut_before: bool
    """Whether it begins in the middle of a sentence or line."""
    cut_after: bool


def marked(text: str, spans: Sequence[tuple[int, int, str]], offset: int = 0) -> list[Piece]:
    """Return the text in pieces, each covered by the same spans from end to end.

    Args:
        text: A Reading's text or a stretch of it.
        spans: (start, end, id), code points of the whole text, half open. They may overlap, touch, repeat an id and
            reach beyond the stretch; empty ones and those wholly outside are left out.
        offset: Where the stretch begins in the whole text.

    Returns:
        Pieces that join to `text`. Markup is not added: escape the text where it is shown.

    >>> [(piece.text, piece.ids) for piece in marked("预算50万元整", [(2, 6, "a"), (4, 7, "b")])]
    [('预算', ()), ('50', ('a',)), ('万元', ('a', 'b')), ('整', ('b',))]
    """
    inside = []
    for start, end, name in spans:
        first, last = max(start - offset, 0), min(end - offset, len(text))
        if first < last:
            inside.append((first, last, name, start - offset >= 0))
    cuts = sorted({0, len(text), *(first for first, *_ in inside), *(last for _, last, *_ in inside)})
    pieces = []
    begun: set[str] = set()
    for left, right in pairwise(cuts):
        covering = [span for span in inside if span[0] <= left and right <= span[1]]
        ids = tuple(dict.fromkeys(name for _, _, name, _ in covering))
        begins = tuple(
            dict.fromkeys(name for first, _, name, whole in covering if first == left and whole and name not in begun)
        )
        begun.update(begins)
        pieces.append(Piece(text[left:right], ids, begins))
    return pieces


def around(text: str, start: int, end: int, context: int = 60, name: str = "hit") -> Passage:
    """Return the words from `start` to `end` with up to `context` code points on either side.

    The context ends early at the end of a sentence or line, where one lies within reach. Short words that fill their line,
    as in the cell of a table, are given with two lines before and one behind.

    Raises:
        ValueError: the span is not inside the text.

    >>> found = around("一、项目概况。预算金额：50万元。其他事项略。", 12, 16, context=8)
    >>> "".join(piece.text for piece in found.parts), found.cut_before
    ('预算金额：50万元。', False)
    """
    if not 0 <= start <= end <= len(text):
        raise ValueError(f"a span inside 0 to {len(text)} is wanted, {start} to {end} is not")
    low, high = max(0, start - context), min(len(text), end + context)
    before = max((text.rfind(sign, low, start) for sign in BREAKS), default=-1)
    first = before + 1 if before >= 0 else low
    stops = [at for sign in BREAKS if (at := text.find(sign, end, high)) >= 0]
    last = min(stops) + 1 if stops else high
    if end - start <= LONE and len(text[first:last].strip()) < end - start + 4:
        # A cell with nothing but a number says little: the lines around it hold its label.
        first = _lines_before(text, low, start)
        last = text.find("\n", min(last + 1, high), high) if last < high else last
        last = high if last < 0 else last
    stretch = text[first:last]
    left = len(stretch) - len(stretch.lstrip()) if first + len(stretch) - len(stretch.lstrip()) <= start else 0
    first += left
    last = max(end, first + len(text[first:last].rstrip()))
    pieces = marked(text[first:last], [(start, end, name)], first)
    return Passage(tuple(pieces), first, last, cut_before=_is_cut(text, first), cut_after=_is_cut(text, last))


def _lines_before(text: str, low: int, start: int) -> int:
    """Return where the second line before the one with `start` begins, not before `low`."""
    at = start
    for _ in range(3):
        at = text.rfind("\n", low, at)
        if at < 0:
            return low
    return at + 1


def _is_cut(text: str, at: int) -> bool:
    """Return whether a cut at this position goes through a sentence or line."""
    before, after = text[:at].rstrip(" \u3000")[-1:], text[at : at + 1]
    return bool(before) and bool(text[at:].strip()) and before not in BREAKS and after != "\n"
