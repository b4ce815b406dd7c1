"""PowerPoint presentations (pptx).

Reads:
    Office Open XML presentations: each slide is a page, its title a heading, its paragraphs and tables in the order in
    which they lie in the file. Hidden slides, dates, footers and slide numbers become furniture.

Source:
    ECMA-376 part 1 (PresentationML, DrawingML), read with lxml without entities, network or huge trees.

Caveats:
    Notes, comments, charts and SmartArt are left out, as are pictures; but in a presentation without text each that is as
    large as a scanned page becomes a page that waits for recognition. Text of the slides' master is not read.

License:
    lxml BSD-3-Clause, Pillow MIT-CMU.
"""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Iterator
from typing import TYPE_CHECKING

from counterfile.errors import NotADocument, TooLarge, Unreadable
from counterfile.model.reading import BlockKind, Draft, Line, Picture
from counterfile.plugins.readers import _pictures, _scans, _zipfile
from counterfile.plugins.readers._draft import Piece, assemble, clean
from counterfile.plugins.readers.docx import _attribute, _local, parse_part

if TYPE_CHECKING:
    from lxml import etree

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
MAX_SLIDES = 5000
_DEEP = 50  # groups inside groups
_POINT = 12_700  # English metric units

_MAIN = "ppt/presentation.xml"


class PptxReader:
    """Reads PowerPoint presentations."""

    name = "pptx"
    version = "2"

    def preload(self) -> None:
        """Load lxml; the sandbox calls this in the worker that reads PDF, office and XML files."""
        from lxml import etree  # noqa: F401

        _pictures.preload()

    def sniff(self, head: bytes, name: str) -> float:
        """Return how surely these bytes are a presentation; see `counterfile.hooks.Reader`."""
        if not head.startswith(b"PK"):
            return 0.0
        if b"ppt/" in head:
            # The same letters stand in other archives, too: then the reader of archives is asked next.
            return 0.497
        named = name.lower().endswith((".pptx", ".pptm", ".ppsx", ".potx"))
        return 0.495 if named else 0.491 if b"[Content_Types].xml" in head else 0.0

    def read(self, content: bytes, name: str) -> Draft:
        """Read a presentation.

        Raises:
            NotADocument: it is another kind of archive, or has neither text nor scanned pages.
            TooLarge: a part swells beyond the limits, or more slides than allowed.
            Unreadable: it is damaged.
        """
        with _zipfile.open_zip(content) as archive:
            names = set(archive.namelist())
            if _MAIN not in names:
                raise NotADocument("no PowerPoint presentation in this archive")
            main = parse_part(archive, _MAIN)
            slides = [part for part in _slides(archive, main, names) if part in names]
            if len(slides) > MAX_SLIDES:
                raise TooLarge(f"{len(slides)} slides where {MAX_SLIDES} are allowed")
            walk = _Walk()
            pieces: list[Piece] = []
            for number, part in enumerate(slides, 1):
                pieces.extend(walk.slide(parse_part(archive, part), number))
        if any(piece.text and piece.kind is not BlockKind.FURNITURE for piece in pieces):
            return assemble(pieces, media_type=MEDIA_TYPE, page_sizes=[_size(main)] * len(slides))
        scans = _scanned(content)
        if not scans:
            raise NotADocument("a presentation without text (small pictures, or nothing)")
        return _scans.with_pages(assemble([], media_type=MEDIA_TYPE), scans)

    def render(self, content: bytes, name: str, number: int, dpi: float) -> Picture:
        """Return a picture of a presentation that has no text; see `counterfile.hooks.Renderer`."""
        return _scans.render(_scanned(content), number, dpi)

    def characters(self, content: bytes, name: str, number: int) -> tuple[Line, ...]:
        """Return nothing: text has no places here."""
        return ()


def _scanned(content: bytes) -> list[bytes]:
    """Return the pictures in the order in which the slides show them."""
    found: list[bytes] = []
    with _zipfile.open_zip(content) as archive:
        names = set(archive.namelist())
        for part in _slides(archive, parse_part(archive, _MAIN), names)[:MAX_SLIDES]:
            relations = f"{posixpath.dirname(part)}/_rels/{posixpath.basename(part)}.rels"
            if part in names and relations in names:
                found += _scans.related(archive, parse_part(archive, part), parse_part(archive, relations), part)
    return _scans.pages_of(found)


def _slides(archive: zipfile.ZipFile, main: etree._Element, names: set[str]) -> list[str]:
    """Return the parts of the slides in the order in which they are shown."""
    relations = "ppt/_rels/presentation.xml.rels"
    if relations not in names:
        raise Unreadable(f"the part {relations} is missing")
    targets = {
        _attribute(relation, "Id"): posixpath.normpath(posixpath.join("/ppt", _attribute(relation, "Target"))).lstrip(
            "/"
        )
        for relation in parse_part(archive, relations)
        if _attribute(relation, "Type").endswith("/slide")
    }
    found = []
    for slide in main.iter("{*}sldId"):
        # The plain `id` is a number, the one of the relations' namespace points to the part.
        for key, value in slide.attrib.items():
            if str(key).startswith("{") and str(key).endswith("}id") and str(value) in targets:
                found.append(targets[str(value)])
    return list(dict.fromkeys(found))


def _size(main: etree._Element) -> tuple[float, float]:
    size = main.find("{*}sldSz")
    sides = [_attribute(size, side) if size is not None else "" for side in ("cx", "cy")]
    if all(side.isascii() and side.isdigit() and len(side) < 10 for side in sides):
        return int(sides[0]) / _POINT, int(sides[1]) / _POINT
    return 720.0, 540.0


class _Walk:
    """Turns slides into pieces."""

    def __init__(self) -> None:
        self.tables = 0

    def slide(self, root: etree._Element, number: int) -> Iterator[Piece]:
        tree = root.find("{*}cSld/{*}spTree")
        if tree is None:
            return
        unseen = _attribute(root, "show") in {"0", "false"}
        for piece in self._shapes(tree, 0):
            piece.page = number
            if unseen:
                piece.kind, piece.level, piece.name = BlockKind.FURNITURE, 0, "hidden"
                piece.table = piece.row = piece.col = -1
                piece.rowspan = piece.colspan = 1
            yield piece

    def _shapes(self, parent: etree._Element, depth: int) -> Iterator[Piece]:
        if depth > _DEEP:
            raise Unreadable(f"groups inside each other more than {_DEEP} deep")
        for shape in parent:
            local = _local(shape)
            if local == "sp":
                yield from self._shape(shape)
            elif local == "graphicFrame":
                for table in shape.iter("{*}tbl"):
                    yield from self._table(table)
            elif local in {"grpSp", "AlternateContent", "Choice"}:
                yield from self._shapes(shape, depth + 1)

    def _shape(self, shape: etree._Element) -> Iterator[Piece]:
        body = shape.find("{*}txBody")
        if body is None:
            return
        place = shape.find("{*}nvSpPr/{*}nvPr/{*}ph")
        role = _attribute(place, "type") if place is not None else ""
        if role in {"title", "ctrTitle"}:
            text = clean(" ".join(_paragraph(item) for item in body.findall("{*}p")).replace("\n", " "))
            if text:
                yield Piece(BlockKind.HEADING, text, level=1 if role == "ctrTitle" else 2)
            return
        kind = BlockKind.FURNITURE if role in {"dt", "ftr", "hdr", "sldNum"} else BlockKind.PARAGRAPH
        for item in body.findall("{*}p"):
            text = clean(_paragraph(item))
            if text:
                yield Piece(kind, text)

    def _table(self, table: etree._Element) -> Iterator[Piece]:
        number = self.tables
        self.tables += 1
        properties = table.find("{*}tblPr")
        first = properties is not None and _attribute(properties, "firstRow") in {"1", "true"}
        for row_number, row in enumerate(table.findall("{*}tr")):
            for column, cell in enumerate(row.findall("{*}tc")):
                if _attribute(cell, "hMerge") in {"1", "true"} or _attribute(cell, "vMerge") in {"1", "true"}:
                    continue
                text = clean("\n".join(_paragraph(item) for item in cell.findall("{*}txBody/{*}p")))
                yield Piece(
                    BlockKind.CELL,
                    text,
                    table=number,
                    row=row_number,
                    col=column,
                    rowspan=_span(_attribute(cell, "rowSpan")),
                    colspan=_span(_attribute(cell, "gridSpan")),
                    header=first and row_number == 0,
                )


def _span(value: str) -> int:
    return min(max(int(value), 1), 1000) if value.isascii() and value.isdigit() and len(value) < 6 else 1


def _paragraph(paragraph: etree._Element) -> str:
    parts: list[str] = []
    for run in paragraph:
        local = _local(run)
        if local in {"r", "fld"}:
            parts.extend(text.text or "" for text in run.findall("{*}t"))
        elif local == "br":
            parts.append("\n")
    return "".join(parts)
