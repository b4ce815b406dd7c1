"""Word documents (docx).

Reads:
    Office Open XML text documents: headings by style or outline level, paragraphs, list items, tables with their spans.
    Hidden text becomes furniture; deleted text of tracked changes is left out, inserted text is read.

Source:
    ECMA-376 part 1 (WordprocessingML), read with lxml without entities, network or huge trees.

Caveats:
    Headers, footers, notes and comments are not read. Pictures are left out, but in a document of less than 200
    characters each that is as large as a scanned page becomes a page that waits for recognition. Numbers that Word makes
    (automatic numbering) are not in the file's text. Old Word files (doc) are another format.

License:
    lxml BSD-3-Clause, Pillow MIT-CMU.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from typing import TYPE_CHECKING

from counterfile.errors import BadInput, Encrypted, NotADocument, TooLarge, Unreadable
from counterfile.model.reading import BlockKind, Draft, Line, Picture
from counterfile.plugins.readers import _pictures, _scans, _zipfile
from counterfile.plugins.readers._draft import Piece, assemble, clean
from counterfile.text.pages import NOTICE_END

if TYPE_CHECKING:
    from lxml import etree

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
MAX_PART = 256 << 20  # bytes of one part, unpacked

_DEEP = 50  # tables inside tables


class DocxReader:
    """Reads Word documents."""

    name = "docx"
    version = "2"

    def preload(self) -> None:
        """Load lxml; the sandbox calls this in the worker that reads PDF, office and XML files."""
        from lxml import etree  # noqa: F401

        _pictures.preload()

    def sniff(self, head: bytes, name: str) -> float:
        """Return how surely these bytes are a Word document; see `counterfile.hooks.Reader`."""
        if not head.startswith(b"PK"):
            return 0.0
        if b"word/" in head:
            # The same letters stand in other archives, too: then the reader of archives is asked next.
            return 0.497
        named = name.lower().endswith((".docx", ".docm", ".dotx"))
        # The marks may stand behind the first bytes: then the archive reader decides last.
        return 0.48 if named else 0.47 if b"[Content_Types].xml" in head else 0.0

    def read(self, content: bytes, name: str) -> Draft:
        """Read a document.

        Raises:
            NotADocument: it is another kind of archive, or has neither text nor scanned pages.
            Encrypted: it wants a password.
            TooLarge: a part swells beyond the limits.
            Unreadable: it is damaged.
        """
        with _zipfile.open_zip(content) as archive:
            main = _main_part(archive)
            root = parse_part(archive, main)
            styles = _styles(archive)
        walk = _Walk(styles)
        body = root.find("{*}body")
        pieces = list(walk.blocks(root if body is None else body))
        own = sum(len(piece.text) for piece in pieces if piece.kind is not BlockKind.FURNITURE)
        scans = _scanned(content) if own < _scans.LEAST_TEXT else []
        if not own and not scans:
            raise NotADocument("a Word document without text (small pictures, or nothing)")
        _mark_title(pieces)
        return _scans.with_pages(assemble(pieces, media_type=MEDIA_TYPE), scans)

    def render(self, content: bytes, name: str, number: int, dpi: float) -> Picture:
        """Return a scanned page that was pasted into a document without text; see `counterfile.hooks.Renderer`."""
        return _scans.render(_scanned(content), number, dpi)

    def characters(self, content: bytes, name: str, number: int) -> tuple[Line, ...]:
        """Return nothing: text has no places in this format."""
        return ()


def _scanned(content: bytes) -> list[bytes]:
    """Return the pictures in the order in which the text shows them."""
    with _zipfile.open_zip(content) as archive:
        main = _main_part(archive)
        relations = f"word/_rels/{main.removeprefix('word/')}.rels"
        if relations not in archive.namelist():
            return []
        root = parse_part(archive, main)
        return _scans.pages_of(_scans.related(archive, root, parse_part(archive, relations), main))


def _main_part(archive: zipfile.ZipFile) -> str:
    names = set(archive.namelist())
    for candidate in ("word/document.xml", "word/document2.xml"):
        if candidate in names:
            return candidate
    if "EncryptedPackage" in names:
        raise Encrypted("this document wants a password")
    raise NotADocument("no Word document in this archive")


def parse_part(archive: zipfile.ZipFile, name: str) -> etree._Element:
    """Parse one XML part of an office file.

    Raises:
        BadInput: it is missing, too large or damaged; the message names it.
    """
    try:
        content = _zipfile.read_member(archive, archive.getinfo(name), MAX_PART)
    except KeyError:
        raise Unreadable(f"the part {name} is missing") from None
    except TooLarge as error:
        raise TooLarge(f"the part {name}: {error}") from None
    except BadInput as error:
        raise type(error)(f"the part {name}: {error}") from None
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise Unreadable(f"the part {name} is damaged: {str(error)[:160]}") from None
    if root is None:
        raise Unreadable(f"the part {name} is empty")
    return root


def _styles(archive: zipfile.ZipFile) -> dict[str, int]:
    """Return the heading level of each paragraph style that has one: 0 for a title, 1 to 6 for headings."""
    if "word/styles.xml" not in archive.namelist():
        return {}
    try:
        root = parse_part(archive, "word/styles.xml")
    except BadInput:
        return {}
    levels: dict[str, int] = {}
    for style in root.iter("{*}style"):
        identifier = _attribute(style, "styleId")
        name = style.find("{*}name")
        label = (_attribute(name, "val") if name is not None else "").lower()
        level = _level(label)
        outline = style.find(".//{*}outlineLvl")
        if level is None and outline is not None and _attribute(outline, "val").isdigit():
            level = int(_attribute(outline, "val")) + 1
        if identifier and level is not None and level <= 6:
            levels[identifier] = level
    return levels


def _level(label: str) -> int | None:
    if label in {"title", "标题", "文档标题"}:
        return 0
    for prefix in ("heading ", "标题 ", "heading", "标题"):
        if label.startswith(prefix) and label.removeprefix(prefix).strip().isdigit():
            return min(max(int(label.removeprefix(prefix)), 1), 6)
    return None


def _local(element: etree._Element) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _attribute(element: etree._Element, name: str) -> str:
    for key, value in element.attrib.items():
        if str(key).rpartition("}")[2] == name:
            return str(value)
    return ""


class _Walk:
    """Turns a document's body into pieces."""

    def __init__(self, styles: dict[str, int]) -> None:
        self.styles = styles
        self.tables = 0

    def blocks(self, parent: etree._Element, depth: int = 0) -> Iterator[Piece]:
        """Yield what stands in a body, a cell or a content control, in order."""
        if depth > _DEEP:
            raise Unreadable(f"tables or controls inside each other more than {_DEEP} deep")
        for child in parent:
            local = _local(child)
            if local == "p":
                yield from self._paragraph(child, depth)
            elif local == "tbl":
                yield from self._table(child, depth + 1)
            elif local in {"sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag"}:
                yield from self.blocks(child, depth + 1)

    def _paragraph(self, paragraph: etree._Element, depth: int) -> Iterator[Piece]:
        shown, hidden, boxes = _texts(paragraph)
        text = clean(shown)
        if text:
            level, listed = self._shape(paragraph)
            if level == 0:
                yield Piece(BlockKind.TITLE, text)
            elif level is not None:
                yield Piece(BlockKind.HEADING, text, level=level)
            else:
                yield Piece(BlockKind.LIST_ITEM if listed else BlockKind.PARAGRAPH, text)
        unseen = clean(hidden)
        if unseen:
            yield Piece(BlockKind.FURNITURE, unseen, name="hidden")
        for box in boxes:
            yield from self.blocks(box, depth + 1)

    def _shape(self, paragraph: etree._Element) -> tuple[int | None, bool]:
        """Return a paragraph's heading level, None for none, and whether it is a list item."""
        properties = paragraph.find("{*}pPr")
        if properties is None:
            return None, False
        style = properties.find("{*}pStyle")
        level = self.styles.get(_attribute(style, "val")) if style is not None else None
        outline = properties.find("{*}outlineLvl")
        if level is None and outline is not None and _attribute(outline, "val") in set("012345"):
            level = int(_attribute(outline, "val")) + 1
        return level, properties.find("{*}numPr") is not None

    def _table(self, table: etree._Element, depth: int) -> Iterator[Piece]:
        number = self.tables
        self.tables += 1
        open_cells: dict[int, Piece] = {}
        pieces: list[Piece] = []
        nested: dict[int, list[Piece]] = {}
        for row_number, row in enumerate(_children(table, "tr")):
            properties = row.find("{*}trPr")
            header = properties is not None and properties.find("{*}tblHeader") is not None
            column = 0
            if properties is not None and (before := properties.find("{*}gridBefore")) is not None:
                column = _count(_attribute(before, "val"))
            for cell in _children(row, "tc"):
                span, merge = _spans(cell)
                above = open_cells.get(column)
                if merge == "continue" and above is not None:
                    above.rowspan += 1
                else:
                    inside = list(self.blocks(cell, depth))
                    has_table = any(piece.table >= 0 for piece in inside)
                    own = [piece.text for piece in inside if piece.kind is not BlockKind.FURNITURE]
                    text = "" if has_table else "\n".join(own)
                    piece = Piece(
                        BlockKind.CELL, text, table=number, row=row_number, col=column, colspan=span, header=header
                    )
                    pieces.append(piece)
                    nested[id(piece)] = [inner for inner in inside if has_table or inner.kind is BlockKind.FURNITURE]
                    open_cells[column] = piece
                column += span
        # Only now, when every span has grown to its end.
        for piece in pieces:
            yield piece
            yield from nested[id(piece)]


def _children(parent: etree._Element, local: str) -> Iterator[etree._Element]:
    """Yield rows or cells, also those inside content controls and tracked insertions."""
    for child in parent:
        name = _local(child)
        if name == local:
            yield child
        elif name in {"sdt", "sdtContent", "customXml", "ins"}:
            yield from _children(child, local)


def _count(value: str) -> int:
    return min(int(value), 200) if value.isdigit() and len(value) < 6 else 0


def _spans(cell: etree._Element) -> tuple[int, str]:
    """Return how many columns a cell spans, and whether it begins or continues a vertical merge."""
    properties = cell.find("{*}tcPr")
    if properties is None:
        return 1, ""
    grid = properties.find("{*}gridSpan")
    merge = properties.find("{*}vMerge")
    span = max(_count(_attribute(grid, "val")), 1) if grid is not None else 1
    return span, "" if merge is None else _attribute(merge, "val") or "continue"


def _texts(paragraph: etree._Element) -> tuple[str, str, list[etree._Element]]:
    """Return a paragraph's shown text, its hidden text, and the text boxes anchored in it."""
    shown: list[str] = []
    hidden: list[str] = []
    boxes: list[etree._Element] = []
    stack = [(child, False) for child in reversed(paragraph)]
    while stack:
        element, is_hidden = stack.pop()
        local = _local(element)
        if local in {"del", "moveFrom", "pPr", "rPr", "Fallback", "instrText", "delText"}:
            continue
        if local == "txbxContent":
            boxes.append(element)
            continue
        into = hidden if is_hidden else shown
        if local == "t":
            into.append(element.text or "")
        elif local in {"tab", "ptab"}:
            into.append(" ")
        elif local in {"br", "cr"}:
            into.append("\n")
        elif local == "noBreakHyphen":
            into.append("-")
        elif local == "r":
            properties = element.find("{*}rPr")
            vanish = properties.find("{*}vanish") if properties is not None else None
            gone = is_hidden or (vanish is not None and _attribute(vanish, "val") not in {"0", "false", "off"})
            stack.extend((child, gone) for child in reversed(element))
        else:
            stack.extend((child, is_hidden) for child in reversed(element))
    return "".join(shown), "".join(hidden), boxes


def _mark_title(pieces: list[Piece]) -> None:
    """Mark the first lines that end as a notice's title does, where no style says title."""
    if any(piece.kind is BlockKind.TITLE for piece in pieces):
        return
    for piece in pieces[:8]:
        if (
            piece.kind in {BlockKind.PARAGRAPH, BlockKind.HEADING}
            and 6 <= len(piece.text) <= 120
            and NOTICE_END.search(piece.text)
        ):
            piece.kind, piece.level = BlockKind.TITLE, 0
            return
