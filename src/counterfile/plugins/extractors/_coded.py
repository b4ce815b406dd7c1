"""Values of a page's blocks that their portal marked with a code class (``class:code-winningSupplierName``)."""

from __future__ import annotations

import re
from bisect import bisect_left

from counterfile.model.reading import BlockKind, Reading, Segment
from counterfile.plugins.extractors.outline import Spot
from counterfile.text.labels import meaning

_PREFIX = "class:"
_LONGEST = 200
"""Code points of a block that one code may name: a longer one is a container."""
_LABELED = re.compile(r"\s*(?P<label>[^:：]{1,30})[:：]\s*")


def coded_fields(reading: Reading, segment: Segment) -> dict[str, Spot]:
    """Return the value of each code class that marks exactly one block of a segment, by the code's name.

    A block that several codes mark is left to the labels in it, and so is a code that marks several blocks: those are
    the rows of a table, which tell more together.
    """
    low = bisect_left(reading.blocks, segment.start, key=lambda block: block.start)
    high = bisect_left(reading.blocks, segment.end, key=lambda block: block.start)
    found: dict[str, Spot | None] = {}
    for block in reading.blocks[low:high]:
        if not block.name.startswith(_PREFIX) or block.kind is BlockKind.FURNITURE:
            continue
        names = block.name.split()
        for name in names:
            code = name.removeprefix(_PREFIX)
            lone = len(names) == 1 and code not in found and block.end - block.start <= _LONGEST
            found[code] = _value(reading.text, block.start, block.end) if lone else None
    return {code: spot for code, spot in found.items() if spot is not None}


def _value(text: str, start: int, end: int) -> Spot | None:
    """Return a block's words behind its label, if it has one (采购人：某局)."""
    words = text[start:end]
    lead = _LABELED.match(words)
    if lead is not None and meaning(lead["label"]) is not None:
        start += lead.end()
    value = text[start:end].strip()
    at = text.find(value, start) if value else -1
    return Spot(at, at + len(value), value) if at >= 0 else None
