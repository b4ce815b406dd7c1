"""Headings that a person taught, on their way to where sections are opened (授牌单位名录: winners follow)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager

import msgspec

from counterfile.model.notice import Property
from counterfile.model.reading import Block, BlockKind, Reading
from counterfile.text import kinds
from counterfile.text.aliases import Alias
from counterfile.text.kinds import Section
from counterfile.text.labels import alias_key

SECTIONS: dict[Property, Section] = {
    Property.SUPPLIER: Section.AWARD,
    Property.SUPPLIER_ID: Section.AWARD,
    Property.AWARD_VALUE: Section.AWARD,
    Property.CANDIDATE: Section.CANDIDATES,
    Property.RANK: Section.CANDIDATES,
    Property.BID_VALUE: Section.CANDIDATES,
    Property.CONTRACT_VALUE: Section.CONTRACT,
    Property.SIGNED: Section.CONTRACT,
    Property.BUYER: Section.BUYER,
    Property.BUYER_ID: Section.BUYER,
    Property.BUYER_ADDRESS: Section.BUYER,
    Property.AGENCY: Section.AGENCY,
    Property.AGENCY_ID: Section.AGENCY,
    Property.OPENING: Section.OPENING,
    Property.FEE: Section.FEE,
}
"""What a heading opens under which a property stands. Of the other properties no heading tells."""

UNCLAIMED = Section.PERFORMANCE
"""What a heading opens under which nothing is claimed: names and sums there are not this procedure's."""

MAX_HEADING = 40
"""Code points of the longest heading."""

_taught: dict[str, Section] = {}


def sections(headings: Iterable[Alias]) -> dict[str, Section]:
    """Return what each heading opens, by `labels.alias_key`; see `taught`."""
    return {one.label: SECTIONS[Property(one.property)] if one.property else UNCLAIMED for one in headings}


@contextmanager
def taught(headings: Mapping[str, Section]) -> Iterator[None]:
    """Let `section_of` look into `headings` before its own words, until the block ends; in one thread."""
    before = dict(_taught)
    _taught.update(headings)
    try:
        yield
    finally:
        _taught.clear()
        _taught.update(before)


def section_of(heading: str) -> Section | None:
    """Return what a heading's section is about: as it was taught, else by its words; None if neither tells.

    >>> with taught({"授牌单位名录": Section.AWARD}):
    ...     section_of("四、授牌单位名录：")
    <Section.AWARD: 'award'>
    """
    if _taught and len(heading) <= MAX_HEADING and (told := _taught.get(alias_key(heading))) is not None:
        return told
    return kinds.section_of(heading)


def with_headings(reading: Reading, keys: Iterable[str]) -> Reading:
    """Return a Reading in which every line that is one of these headings is a block of its own, marked as a heading.

    Text and places stay as they are. Cells, titles, furniture and structured fields are left alone.
    """
    wanted = frozenset(keys)
    blocks: list[Block] = []
    for block in reading.blocks:
        plain = block.kind in (BlockKind.PARAGRAPH, BlockKind.HEADING, BlockKind.LIST_ITEM, BlockKind.CAPTION)
        blocks += _parted(reading.text, block, wanted) if plain else [block]
    return msgspec.structs.replace(reading, blocks=tuple(blocks))


def _parted(text: str, block: Block, wanted: frozenset[str]) -> list[Block]:
    parts: list[Block] = []
    begun = at = block.start
    for line in text[block.start : block.end].split("\n"):
        end = at + len(line)
        if 1 < len(line) <= MAX_HEADING and alias_key(line) in wanted:
            if begun < at - 1:
                parts.append(msgspec.structs.replace(block, start=begun, end=at - 1))
            parts.append(msgspec.structs.replace(block, start=at, end=end, kind=BlockKind.HEADING))
            begun = end + 1
        at = end + 1
    if begun < block.end:
        parts.append(msgspec.structs.replace(block, start=begun))
    return parts
