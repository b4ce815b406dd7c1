"""The nouns of the outline: what all layers see of one notice."""

from __future__ import annotations

from dataclasses import dataclass, field

from counterfile.model.reading import Block
from counterfile.text.kinds import Section
from counterfile.text.labels import Meaning


@dataclass(frozen=True, slots=True)
class Spot:
    """A stretch of the Reading's text."""

    start: int
    end: int
    text: str


@dataclass(slots=True)
class Lot:
    """A lot as the notice names it."""

    label: Spot
    key: str
    title: Spot | None = None


@dataclass(frozen=True, slots=True)
class Pair:
    """A label and what stands beside it."""

    meaning: Meaning
    label: Spot
    value: Spot
    """Empty text where nothing stands beside the label."""
    whole: Spot
    """`value` and the short lines after it that may belong to it (a number and its unit on two lines)."""
    section: Section | None
    party: Section | None
    """The subsection when it names a party (采购人信息); else None."""
    lot: Lot | None
    cell: bool
    summary: bool
    """True inside a 公告概要 box."""
    line: int
    """Orders pairs and tables: number of the line."""
    rank: int | None = None
    old: bool = False
    """True for what a correction says was so before: it is no claim of its own."""
    ranked: Spot | None = None
    """The words that give `rank` where they do not stand in the label (第一中标候选人 over several rows)."""
    inside: bool = False
    """True where other words stand before the label in its own line or cell."""
    lead: str = ""
    """The last of these words: a label may be the known end of a longer one (首次 before 公告日期)."""
    before: Spot | None = None
    """The words that a correction replaces by `value`; None where it replaces none that are printed."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its meaning and its header's words."""

    meaning: Meaning | None
    label: Spot


@dataclass(frozen=True, slots=True)
class Table:
    """A table with typed headers, however it was printed."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Spot | None, ...], ...]
    section: Section | None
    lot: Lot | None
    flat: bool
    line: int
    unit: Spot | None = None
    """A line right above that gives the unit of all its sums (单位：万元); None without one."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of running text."""

    start: int
    end: int
    text: str
    heading: bool
    cell: bool
    section: Section | None = None
    lot: Lot | None = None
    number: int = 0


@dataclass(slots=True)
class Outline:
    """What all layers see of one notice."""

    titles: list[Spot] = field(default_factory=list)
    """The document's own title first, then headings above the body."""
    lines: list[Line] = field(default_factory=list)
    pairs: list[Pair] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    lots: list[Lot] = field(default_factory=list)
    """Each lot once, in order of appearance, where it is introduced by a heading, a list or a line of its own."""
    headings: list[Spot] = field(default_factory=list)
    fields: list[Block] = field(default_factory=list)
