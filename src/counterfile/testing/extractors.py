"""What every extractor must do: a suite that a plugin's author runs on their own layer."""

from __future__ import annotations

import re
from collections.abc import Sequence

from counterfile.hooks import Extractor
from counterfile.model.notice import AMOUNTS
from counterfile.model.reading import Block, BlockKind, Reading, Segment
from counterfile.text.derive import NAMES, derive

_SUBJECT = re.compile(r"(?:lot/\d+(?:/bid/\d+)?(?:/supplier/\d+)?)?")


def reading_of(*lines: str, title: str = "", segments: Sequence[Segment] = ()) -> Reading:
    """Return a Reading made by hand: a title and one paragraph a line.

    >>> reading_of("采购人：某市公安局", title="某项目招标公告").blocks[1].kind
    <BlockKind.PARAGRAPH: 'paragraph'>
    """
    blocks, parts, at = [], [], 0
    for kind, text in [(BlockKind.TITLE, title), *((BlockKind.PARAGRAPH, line) for line in lines)]:
        if text:
            blocks.append(Block(kind, at, at + len(text)))
            parts.append(text)
            at += len(text) + 1
    text = "\n".join(parts)
    return Reading(
        "rd-" + "0" * 20, "0" * 64, "test 1", text, tuple(blocks), (), tuple(segments) or (Segment(0, len(text)),)
    )


def table_of(*rows: Sequence[str], title: str = "", before: str = "", header: bool = False) -> Reading:
    """Return a Reading made by hand: a title, a paragraph, and one table of cells without spans.

    >>> [block.row for block in table_of(["a", "b"], ["c", "d"]).blocks]
    [0, 0, 1, 1]
    """
    blocks, parts, at = [], [], 0
    for kind, text in ((BlockKind.TITLE, title), (BlockKind.PARAGRAPH, before)):
        if text:
            blocks.append(Block(kind, at, at + len(text)))
            parts.append(text)
            at += len(text) + 1
    for number, row in enumerate(rows):
        for col, text in enumerate(row):
            if text:
                blocks.append(
                    Block(BlockKind.CELL, at, at + len(text), 0, 0, number, col, header=header and number == 0)
                )
                parts.append(text)
                at += len(text) + 1
    text = "\n".join(parts)
    return Reading("rd-" + "0" * 20, "0" * 64, "test 1", text, tuple(blocks), (), (Segment(0, len(text)),))


def check_extractor(extractor: Extractor, readings: Sequence[Reading]) -> None:
    """Check what the flow relies on, over readings of the author's choice.

    The layer has a name and a version; it proposes the same twice; every candidate stands inside its segment, quotes
    exactly what stands there, follows from its quotes, and touches no furniture; persons' data is nobody's value.

    Raises:
        AssertionError: with the first candidate that breaks a rule.
    """
    assert extractor.name, "an extractor needs a name"
    assert extractor.version, "an extractor needs a version"
    for reading in readings:
        furniture = [block for block in reading.blocks if block.kind is BlockKind.FURNITURE]
        for segment in reading.segments:
            candidates = list(extractor.propose(reading, segment))
            assert candidates == list(extractor.propose(reading, segment)), (
                "the same words must give the same candidates"
            )
            for one in candidates:
                assert one.evidence, f"{one.property}: a candidate needs evidence"
                assert one.layer == extractor.name, f"{one.property}: the layer is {one.layer}, not {extractor.name}"
                assert 0.0 <= one.confidence <= 1.0, f"{one.property}: confidence is {one.confidence}"
                assert _SUBJECT.fullmatch(one.subject), f"{one.property}: no subject is {one.subject!r}"
                assert one.derivation in NAMES, f"{one.property}: no derivation is {one.derivation!r}"
                assert (one.amount is not None) == (one.property in AMOUNTS), f"{one.property}: amount does not fit"
                for span in one.evidence:
                    assert segment.start <= span.start < span.end <= segment.end, f"{one.property}: outside its segment"
                    assert reading.text[span.start : span.end] == span.quote, f"{one.property}: the quote is not there"
                    assert not any(block.start < span.end and span.start < block.end for block in furniture), (
                        f"{one.property}: evidence in furniture"
                    )
                derived = derive(one.derivation, tuple(span.quote for span in one.evidence))
                assert derived == one.value, f"{one.property}: {derived!r} follows, {one.value!r} is claimed"
