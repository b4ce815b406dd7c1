"""OpenDocument files (odt, ods, odp).

Reads:
    Texts: title, headings, paragraphs, list items, tables with their spans. Spreadsheets: each sheet's name is a heading,
    its cells a table, values as they are shown. Presentations: each slide is a page, its title a heading.

Source:
    OASIS Open Document Format 1.3, part 3, read with lxml without entities, network or huge trees.

Caveats:
    Notes, comments, deleted text of tracked changes, headers, footers and pictures are left out. Cells that repeat are
    read once each up to a limit; automatic numbering is not in the file's text. Flat files (fodt) are another format.

License:
    lxml BSD-3-Clause.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from typing import TYPE_CHECKING

from counterfile.errors import Encrypted, NotADocument, TooLarge, Unreadable
from counterfile.model.reading import BlockKind, Draft
from counterfile.plugins.readers import _zipfile
from counterfile.plugins.readers._draft import Piece, assemble, clean
from counterfile.plugins.readers.docx import _attribute, _local, _mark_title, parse_part

if TYPE_CHECKING:
    from lxml import etree

MAX_CELLS = 400_000  # with a value, per document
MAX_ROWS = 1_100_000  # per sheet
_MAX_COLUMNS = 20_000
_REPEATED = 200  # times that a cell with text is repeated at most
_DEEP = 50  # tables, lists or frames inside each other
_MAX_PAGES = 5000

_MIME = "application/vnd.oasis.opendocument."
_KINDS = ("text", "spreadsheet", "presentation", "graphics")
_SUFFIXES = (".odt", ".ods", ".odp", ".ott", ".ots", ".otp", ".odg", ".odm")
_SILENT = frozenset(
    [
        "tracked-changes",
        "note",
        "annotation",
        "annotation-end",
        "hidden-text",
        "forms",
        "notes",
        "settings",
        "shapes",
        "table-source",
        "object",
        "image",
        "desc",
        "ruby-text",
    ]
)


class OdfReader:
    """Reads OpenDocument texts, spreadsheets and presentations."""

    name = "odf"
    version = "1"

    def preload(self) -> None:
        """Load lxml; the sandbox calls this in the worker that reads PDF, office and XML files."""
        from lxml import etree  # noqa: F401

    def sniff(self, head: bytes, name: str) -> float:
        """Return how surely these bytes are an OpenDocument file; see `counterfile.hooks.Reader`."""
        if not head.startswith(b"PK"):
            return 0.0
        if b"mimetype" + _MIME.encode() in head[:200]:
            return 0.96
        named = name.lower().endswith(_SUFFIXES)
        return 0.495 if named else 0.492 if b"content.xml" in head or b"META-INF/manifest.xml" in head else 0.0

    def read(self, content: bytes, name: str) -> Draft:
        """Read a document.

        Raises:
            NotADocument: it is another kind of archive, or has no text.
            Encrypted: it wants a password.
            TooLarge: a part swells beyond the limits, or more cells than allowed.
            Unreadable: it is damaged.
        """
        with _zipfile.open_zip(content) as archive:
            media_type = _media_type(archive)
            _refuse_locked(archive)
            root = parse_part(archive, "content.xml")
        body = root.find("{*}body")
        inside = next(iter(body), None) if body is not None else None
        if inside is None:
            raise Unreadable("an OpenDocument file without a body")
        walk = _Walk()
        pieces = list(walk.sheets(inside) if _local(inside) == "spreadsheet" else walk.blocks(inside))
        if not any(piece.kind is not BlockKind.HEADING or not media_type.endswith("spreadsheet") for piece in pieces):
            raise NotADocument("an OpenDocument file without text (pictures, or nothing)")
        if media_type.endswith("text"):
            _mark_title(pieces)
        sizes = [(720.0, 540.0)] * walk.pages
        return assemble(pieces, media_type=media_type, page_sizes=sizes)


def _media_type(archive: zipfile.ZipFile) -> str:
    names = set(archive.namelist())
    if "content.xml" not in names:
        raise NotADocument("no OpenDocument file in this archive")
    if "mimetype" in names:
        said = _zipfile.read_member(archive, archive.getinfo("mimetype"), 1000).decode("ascii", "replace").strip()
        for kind in _KINDS:
            if said.startswith(_MIME + kind):
                return _MIME + kind
        if not said.startswith(_MIME):
            raise NotADocument("no OpenDocument file in this archive")
    elif "META-INF/manifest.xml" not in names:
        raise NotADocument("no OpenDocument file in this archive")
    return f"{_MIME}text"


def _refuse_locked(archive: zipfile.ZipFile) -> None:
    if "META-INF/manifest.xml" not in archive.namelist():
        return
    manifest = parse_part(archive, "META-INF/manifest.xml")
    for entry in manifest.iter("{*}file-entry"):
        if _attribute(entry, "full-path") == "content.xml" and entry.find("{*}encryption-data") is not None:
            raise Encrypted("this document wants a password")


class _Walk:
    """Turns a document's body into pieces."""

    def __init__(self) -> None:
        self.tables = 0
        self.cells = 0
        self.pages = 0

    def sheets(self, parent: etree._Element) -> Iterator[Piece]:
        """Yield each sheet of a workbook: its name, then its cells."""
        for table in parent.iter("{*}table"):
            name = clean(_attribute(table, "name"))
            cells = list(self._table(table, 1))
            if cells and name:
                yield Piece(BlockKind.HEADING, name, level=2)
            yield from cells

    def blocks(
        self, parent: etree._Element, depth: int = 0, *, listed: bool = False, title: bool = False
    ) -> Iterator[Piece]:
        """Yield what stands in a body, a cell, a frame or a slide, in order."""
        if depth > _DEEP:
            raise Unreadable(f"tables, lists or frames inside each other more than {_DEEP} deep")
        for child in parent:
            local = _local(child)
            if local in {"p", "h"}:
                yield from self._paragraph(child, local, depth, listed=listed, title=title)
            elif local == "table":
                yield from self._table(child, depth + 1)
            elif local == "page":
                self.pages += 1
                if self.pages > _MAX_PAGES:
                    raise TooLarge(f"more than {_MAX_PAGES} slides")
                for piece in self.blocks(child, depth + 1):
                    piece.page = self.pages
                    yield piece
            elif local == "frame":
                heads = _attribute(child, "class") == "title"
                yield from self.blocks(child, depth + 1, listed=listed, title=heads)
            elif local and local not in _SILENT:
                inside = listed or local in {"list-item", "list-header"}
                yield from self.blocks(child, depth + 1, listed=inside, title=title)

    def _paragraph(
        self, element: etree._Element, local: str, depth: int, *, listed: bool, title: bool
    ) -> Iterator[Piece]:
        shown, boxes = _text(element)
        text = clean(shown)
        if text:
            level = _attribute(element, "outline-level")
            style = _attribute(element, "style-name")
            if title:
                yield Piece(BlockKind.HEADING, text, level=2)
            elif local == "h":
                yield Piece(
                    BlockKind.HEADING, text, level=min(max(int(level), 1), 6) if level in set("123456789") else 1
                )
            elif style == "Title":
                yield Piece(BlockKind.TITLE, text)
            else:
                yield Piece(BlockKind.LIST_ITEM if listed else BlockKind.PARAGRAPH, text)
        for box in boxes:
            yield from self.blocks(box, depth + 1)

    def _table(self, table: etree._Element, depth: int) -> Iterator[Piece]:
        if depth > _DEEP:
            raise Unreadable(f"tables inside each other more than {_DEEP} deep")
        number = self.tables
        self.tables += 1
        row_number = 0
        for row, header in _rows(table, header=False, depth=0):
            times = _count(_attribute(row, "number-rows-repeated"), MAX_ROWS)
            found = False
            for again in range(min(times, _REPEATED)):
                for piece in self._row(row, number, row_number + again, depth, header=header):
                    found = True
                    yield piece
                if not found:
                    break
            row_number += times
            if row_number > MAX_ROWS:
                if found:
                    raise TooLarge(f"more than {MAX_ROWS} rows in a sheet")
                return

    def _row(self, row: etree._Element, number: int, row_number: int, depth: int, *, header: bool) -> Iterator[Piece]:
        column = 0
        for cell in row:
            local = _local(cell)
            if local not in {"table-cell", "covered-table-cell"}:
                continue
            times = _count(_attribute(cell, "number-columns-repeated"), _MAX_COLUMNS)
            inside = list(self.blocks(cell, depth + 1)) if local == "table-cell" else []
            nested = [piece for piece in inside if piece.table >= 0]
            text = "\n".join(piece.text for piece in inside if piece.table < 0)
            if not text and not nested and local == "table-cell":
                text = clean(_attribute(cell, "string-value") or _attribute(cell, "value"))
            if text:
                for again in range(min(times, _REPEATED)):
                    self.cells += 1
                    if self.cells > MAX_CELLS:
                        raise TooLarge(f"more than {MAX_CELLS} cells with values")
                    yield Piece(
                        BlockKind.CELL,
                        text,
                        table=number,
                        row=row_number,
                        col=column + again,
                        rowspan=_count(_attribute(cell, "number-rows-spanned"), 10_000),
                        colspan=_count(_attribute(cell, "number-columns-spanned"), 1000),
                        header=header,
                    )
            yield from nested
            column += times
            if column > _MAX_COLUMNS:
                return


def _rows(table: etree._Element, *, header: bool, depth: int) -> Iterator[tuple[etree._Element, bool]]:
    if depth > _DEEP:
        raise Unreadable(f"groups of rows inside each other more than {_DEEP} deep")
    for child in table:
        local = _local(child)
        if local == "table-row":
            yield child, header
        elif local in {"table-header-rows", "table-row-group", "table-rows"}:
            yield from _rows(child, header=header or local == "table-header-rows", depth=depth + 1)


def _count(value: str, most: int) -> int:
    return min(max(int(value), 1), most) if value.isascii() and value.isdigit() and len(value) < 10 else 1


def _text(paragraph: etree._Element) -> tuple[str, list[etree._Element]]:
    """Return a paragraph's own text, and the text boxes anchored in it."""
    parts: list[str] = [paragraph.text or ""]
    boxes: list[etree._Element] = []
    stack: list[etree._Element | str] = [item for child in reversed(paragraph) for item in (child.tail or "", child)]
    while stack:
        item = stack.pop()
        if isinstance(item, str):
            parts.append(item)
            continue
        local = _local(item)
        if local in {"s", "tab"}:
            parts.append(" ")
        elif local == "line-break":
            parts.append("\n")
        elif local == "text-box":
            boxes.append(item)
        elif local and local not in _SILENT:
            parts.append(item.text or "")
            stack.extend(inner for child in reversed(item) for inner in (child.tail or "", child))
    return "".join(parts), boxes
