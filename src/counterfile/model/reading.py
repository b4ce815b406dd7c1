"""How a document's bytes became text: positions that every piece of evidence points into."""

from __future__ import annotations

from enum import StrEnum

import msgspec


class BlockKind(StrEnum):
    """What a stretch of text is."""

    TITLE = "title"
    """The document's own title (an HTML ``title`` or heading above the body, an OCDS title)."""
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST_ITEM = "list_item"
    CELL = "cell"
    """A table cell; `Block.table`, `row`, `col` and the spans say where it stands."""
    FIELD = "field"
    """A leaf of a structured source (JSON, XML, a meta tag, a class-coded element); `Block.name` names it."""
    CAPTION = "caption"
    FURNITURE = "furniture"
    """Navigation, neighbors' titles, footers: kept and searchable, never extracted from."""


class Block(msgspec.Struct, frozen=True, array_like=True):
    """A stretch of a Reading's text. Blocks stand in order and do not overlap."""

    kind: BlockKind
    start: int
    """Code points into `Reading.text`, half open."""
    end: int
    page: int = 0
    """From 1; 0 where the format has no pages."""
    table: int = -1
    """Number of the table within the Reading, from 0; -1 outside tables."""
    row: int = -1
    col: int = -1
    rowspan: int = 1
    colspan: int = 1
    header: bool = False
    """True for a ``th`` or a cell in a marked header row."""
    level: int = 0
    """Of a heading, 1 to 6; 0 otherwise."""
    name: str = ""
    """Machine name given by the source: a JSON pointer, an XML path, a meta name, a code class; else empty."""


class Page(msgspec.Struct, frozen=True, array_like=True):
    """A page of a paged document."""

    number: int
    """From 1."""
    start: int
    end: int
    width: float
    """Points."""
    height: float


class Segment(msgspec.Struct, frozen=True, array_like=True):
    """A part of a Reading that is one act of publication: the whole of an HTML page, one release of a package."""

    start: int
    end: int
    name: str = ""
    """What the source calls it (an OCDS release id, a notice id); empty for a whole document."""


class Draft(msgspec.Struct, frozen=True):
    """What a reader hands out of the sandbox, before it is checked and becomes a `Reading`."""

    text: str
    """NFC, one line feed between blocks, no carriage return and no NUL."""
    blocks: tuple[Block, ...]
    media_type: str
    pages: tuple[Page, ...] = ()
    segments: tuple[Segment, ...] = ()
    """Empty means: one segment, the whole text."""
    charset: str | None = None
    """How bytes were decoded; None where the format settles it."""
    signals: tuple[tuple[str, str], ...] = ()
    """Quality signals, name and value: ("empty_pages", "3"), ("replacement_characters", "12")."""


class Member(msgspec.Struct, frozen=True):
    """A file found inside a container."""

    name: str
    """Path inside the container, `/` between parts, decoded, never absolute and without `..`."""
    content: bytes
    origin: str = ""
    """Where the container says that it came from (the address of a captured page); empty where it says nothing."""
    captured: str = ""
    """When the container says that it was captured, as printed there (``2023-05-12T09:30:00Z``); else empty."""


class Unpacked(msgspec.Struct, frozen=True):
    """What a container's reader hands out: its members, and those it refused."""

    members: tuple[Member, ...]
    media_type: str
    refused: tuple[tuple[str, str], ...] = ()
    """Name and reason of each member not unpacked."""


class Reading(msgspec.Struct, frozen=True):
    """The masked text of a document with the place of every block, by one version of one reader."""

    id: str
    """``rd-`` and 20 hexadecimal digits: a digest of document, reader and version."""
    document: str
    """Digest of the document."""
    reader: str
    """Name and version of the reader: ``html 1``."""
    text: str
    """NFC code points; personal identifiers are masked, each by as many code points as it had."""
    blocks: tuple[Block, ...]
    pages: tuple[Page, ...] = ()
    segments: tuple[Segment, ...] = ()
    """At least one."""
    charset: str | None = None
    masked: int = 0
    """How many personal identifiers were masked."""
    signals: tuple[tuple[str, str], ...] = ()
    sandbox: str = ""
    """The step of the sandbox's ladder that was used: ``process``, ``landlock``, ``bubblewrap``."""
