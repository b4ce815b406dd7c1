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


class Source(StrEnum):
    """Where the text of a page came from."""

    LAYER = "layer"
    """The file's own text."""
    OCR = "ocr"
    """A picture of the page was recognized."""
    NONE = "none"
    """The page is a picture that was not recognized yet."""


class Page(msgspec.Struct, frozen=True, array_like=True):
    """A page of a paged document."""

    number: int
    """From 1."""
    start: int
    end: int
    width: float
    """Points, of the page as it is shown, `turned` included."""
    height: float
    turned: int = 0
    """Degrees clockwise by which the file's page is turned to be upright: 0, 90, 180, 270."""
    source: Source = Source.LAYER
    doubt: str = ""
    """Why the file's own text of this page is not believed (``garbled``, ``doubled``, ``missing`` …); else empty."""


class Line(msgspec.Struct, frozen=True, array_like=True):
    """Where a stretch of text stands on its page. Lines stand in order of `start` and do not overlap.

    All places are in tenths of a point from the page's left or top edge, as it is shown.
    """

    start: int
    """Code points into `Reading.text`, half open; within one block."""
    end: int
    page: int
    """From 1."""
    left: int
    top: int
    right: int
    bottom: int
    edges: tuple[int, ...] = ()
    """Where each code point begins and the last one ends, left to right: ``end - start + 1`` places. Empty where they
    were not measured: the file can be asked for them."""
    confidence: float = 1.0
    """Of recognition, 0 to 1; 1 for the file's own text."""


def is_waiting(page: Page) -> bool:
    """Return whether a page waits for recognition: a picture, or with a text layer that is not believed."""
    return page.source is Source.NONE or (page.source is Source.LAYER and bool(page.doubt))


class LanguageRun(msgspec.Struct, frozen=True, array_like=True):
    """Neighboring blocks in one language and script. Runs stand in order and begin and end with a block."""

    start: int
    end: int
    language: str
    """BCP 47 tag of the language (``zh``, ``en``, ``de``); ``und`` where the words do not tell."""
    script: str
    """ISO 15924 code (``Hans``, ``Hant``, ``Latn``, ``Cyrl``); ``Zyyy`` for digits and signs only."""


class Picture(msgspec.Struct, frozen=True):
    """A page as pixels, inside the sandbox."""

    width: int
    """Pixels."""
    height: int
    rgb: bytes
    """Three bytes a pixel, row by row from the top."""
    dpi: float
    """Pixels per inch of the page; for an image that does not say, a value at which its page has a plausible size."""


class Seen(msgspec.Struct, frozen=True, array_like=True):
    """One line of text, or a table cell's line, that recognition saw; places as in `Line`."""

    text: str
    left: int
    top: int
    right: int
    bottom: int
    edges: tuple[int, ...]
    """As in `Line`: one more than the code points of `text`."""
    confidence: float
    table: int = -1
    """Number of the table on this page, from 0; -1 outside tables."""
    row: int = -1
    col: int = -1
    rowspan: int = 1
    colspan: int = 1


class Sight(msgspec.Struct, frozen=True):
    """What recognition made of one page."""

    width: float
    """Points, of the page turned upright."""
    height: float
    turned: int
    """Degrees clockwise by which the picture was turned to be upright: 0, 90, 180, 270."""
    engine: str
    """Name and version of the recognizer."""
    lines: tuple[Seen, ...]
    """In reading order; the lines of one cell stand together."""
    signals: tuple[tuple[str, str], ...] = ()


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
    lines: tuple[Line, ...] = ()
    """Where text stands on its pages; empty for formats without places."""
    languages: tuple[LanguageRun, ...] = ()


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
    reader: str = ""
    """Name and version of the reader."""


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
    """The step of the sandbox's ladder that was used: ``landlock+seccomp``, ``bubblewrap+landlock+seccomp``."""
    languages: tuple[LanguageRun, ...] = ()


class Lines(msgspec.Struct, frozen=True):
    """Where a Reading's text stands on its pages: kept beside the Reading, since only pictures need it."""

    reading: str
    """Id of the Reading."""
    lines: tuple[Line, ...]
