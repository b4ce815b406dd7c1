"""Old Word documents (doc).

Reads:
    Binary documents of Word 97 to 2003: the main text, paragraph by paragraph, tables cell by cell.

Source:
    MS-DOC: the piece table (2.4.1) gives the characters, the paragraph properties (2.4.6.1) tell cells and rows; read from
    the compound file with olefile.

Caveats:
    Headings are not told from paragraphs, merged cells not from plain ones; headers, footers, notes and text boxes are
    left out. Deleted text of tracked changes is read as if it stood. In a document of less than 200 characters each
    picture that is as large as a scanned page becomes a page that waits for recognition. Word 95 and older is refused:
    convert it with LibreOffice.

License:
    olefile BSD-2-Clause, Pillow MIT-CMU.
"""

from __future__ import annotations

import bisect
import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from counterfile.errors import Encrypted, NotADocument, Unreadable
from counterfile.model.reading import BlockKind, Draft, Line, Picture
from counterfile.plugins.readers import _ole, _pictures, _scans
from counterfile.plugins.readers._draft import Piece, assemble, clean
from counterfile.plugins.readers._zipfile import UNLOCK
from counterfile.plugins.readers.docx import _mark_title

if TYPE_CHECKING:
    import olefile

MEDIA_TYPE = "application/msword"

HINT = "`soffice --headless --convert-to docx FILE` (LibreOffice) makes a file that is read"

_IN_TABLE, _ROW_END = 0x2416, 0x2417
_PAGE = 512  # bytes of a page of paragraph properties
_MAX_CHARACTERS = 20_000_000
_MARKS = re.compile("[\x13\x14\x15]")
_DROPPED = str.maketrans(
    {
        **dict.fromkeys("\x01\x02\x03\x04\x05\x06\x08\x1f"),
        "\x0b": "\n",
        "\x0c": "\n",
        "\x0e": "\n",
        "\x1e": "-",
        "\x09": " ",
    }
)


class DocReader:
    """Reads old Word documents."""

    name = "doc"
    version = "2"

    def preload(self) -> None:
        """Load olefile; the sandbox calls this in the worker that reads PDF and office files."""
        import olefile  # noqa: F401

        _pictures.preload()

    def sniff(self, head: bytes, name: str) -> float:
        """Return how surely these bytes are an old Word document; see `counterfile.hooks.Reader`."""
        return _ole.sureness(head, name, (".doc", ".dot", ".wps"), 0.45)

    def read(self, content: bytes, name: str) -> Draft:
        """Read a document.

        Raises:
            NotADocument: it is another kind of compound file, of an older Word, or has no text.
            Encrypted: it wants a password.
            Unreadable: it is damaged.
        """
        if not content.startswith(_ole.MAGIC):
            raise NotADocument("no old Word document: the signature is missing")
        ole = _ole.open_ole(content)
        main = _ole.stream(ole, "WordDocument")
        if not main:
            raise NotADocument("no Word document in this file")
        if len(main) < 0x1AA:
            raise Unreadable("this Word document is truncated")
        kind, version, _, _, _, flags = struct.unpack_from("<6H", main)
        if kind != 0xA5EC or version < 0x65:
            raise NotADocument(f"a document of Word 95 or older, or of another program: {HINT}")
        if flags & 0x0100:
            raise Encrypted(f"this document wants a password: {UNLOCK}")
        table = _ole.stream(ole, "1Table" if flags & 0x0200 else "0Table")
        try:
            characters = _Characters(main, table)
            pieces = list(_pieces(characters, _paragraphs(main, table)))
        except (struct.error, IndexError, ValueError) as error:
            raise _ole.damaged(error) from None
        own = sum(len(piece.text) for piece in pieces)
        scans = _scanned(ole) if own < _scans.LEAST_TEXT else []
        if not own and not scans:
            raise NotADocument("a Word document without text (small pictures, or nothing)")
        _mark_title(pieces)
        return _scans.with_pages(assemble(pieces, media_type=MEDIA_TYPE), scans)

    def render(self, content: bytes, name: str, number: int, dpi: float) -> Picture:
        """Return a scanned page that was pasted into a document without text; see `counterfile.hooks.Renderer`."""
        return _scans.render(_scanned(_ole.open_ole(content)), number, dpi)

    def characters(self, content: bytes, name: str, number: int) -> tuple[Line, ...]:
        """Return nothing: text has no places in this format."""
        return ()


def _scanned(ole: olefile.OleFileIO[str]) -> list[bytes]:
    """Return the pictures that lie in the text, then those that float over it."""
    return _scans.pages_of([*_scans.blips(_ole.stream(ole, "Data")), *_scans.blips(_ole.stream(ole, "WordDocument"))])


@dataclass(slots=True)
class _Run:
    """Characters that lie together in the file."""

    start: int
    """First character position."""
    text: str
    offset: int
    """Where its bytes begin in the main stream."""
    wide: bool


class _Characters:
    """The main text, and where each character lies in the file."""

    def __init__(self, main: bytes, table: bytes) -> None:
        most = struct.unpack_from("<i", main, 0x4C)[0]
        at, size = struct.unpack_from("<II", main, 0x1A2)
        clx = table[at : at + size]
        if not 0 < most <= _MAX_CHARACTERS or not clx:
            raise Unreadable("this Word document has no text, or its piece table is missing")
        place = 0
        while place < len(clx) and clx[place] == 1:
            place += 3 + struct.unpack_from("<H", clx, place + 1)[0]
        if place >= len(clx) or clx[place] != 2:
            raise Unreadable("this Word document's piece table is damaged")
        length = struct.unpack_from("<I", clx, place + 1)[0]
        plc = clx[place + 5 : place + 5 + length]
        count = (len(plc) - 4) // 12
        if count < 1:
            raise Unreadable("this Word document's piece table is empty")
        bounds = struct.unpack_from(f"<{count + 1}I", plc)
        self.runs: list[_Run] = []
        for number in range(count):
            start, end = bounds[number], min(bounds[number + 1], most)
            if end <= start or (self.runs and start != self.runs[-1].start + len(self.runs[-1].text)):
                continue
            value = struct.unpack_from("<I", plc, 4 * (count + 1) + 8 * number + 2)[0]
            wide = not value & 0x40000000
            offset = value & 0x3FFFFFFF if wide else (value & 0x3FFFFFFF) // 2
            raw = main[offset : offset + (end - start) * (2 if wide else 1)]
            # Every unit is one position: halves of rare characters are joined when lines are made.
            text = (
                "".join(map(chr, struct.unpack(f"<{len(raw) // 2}H", raw[: len(raw) // 2 * 2])))
                if wide
                else _western(raw)
            )
            if len(text) < end - start:
                raise Unreadable("this Word document is truncated: its text ends early")
            self.runs.append(_Run(start, text, offset, wide))

    def each(self) -> Iterator[tuple[str, int]]:
        """Yield each paragraph or cell with its mark, and where the mark lies in the file."""
        parts: list[str] = []
        for run in self.runs:
            begin = 0
            for found in re.finditer("[\r\x07\x0c]", run.text):
                parts.append(run.text[begin : found.end()])
                yield "".join(parts), run.offset + found.start() * (2 if run.wide else 1)
                parts.clear()
                begin = found.end()
            parts.append(run.text[begin:])
        if any(parts):
            yield "".join(parts), -1


def _western(raw: bytes) -> str:
    return "".join(bytes([byte]).decode("cp1252", "replace") if byte > 127 else chr(byte) for byte in raw)


class _Paragraphs:
    """Which stretches of the file are in a table, and which of them end a row."""

    def __init__(self) -> None:
        self.ends: list[int] = []
        self.facts: list[tuple[bool, bool]] = []

    def at(self, offset: int) -> tuple[bool, bool]:
        """Return whether the paragraph whose mark lies there is in a table, and whether it ends a row."""
        number = bisect.bisect_right(self.ends, offset)
        return self.facts[number] if offset >= 0 and number < len(self.facts) else (False, False)


def _paragraphs(main: bytes, table: bytes) -> _Paragraphs:
    at, size = struct.unpack_from("<II", main, 0x102)
    plc = table[at : at + size]
    count = (len(plc) - 4) // 8
    found: list[tuple[int, tuple[bool, bool]]] = []
    for number in range(max(count, 0)):
        page = struct.unpack_from("<I", plc, 4 * (count + 1) + 4 * number)[0] & 0x3FFFFF
        block = main[page * _PAGE : (page + 1) * _PAGE]
        if len(block) < _PAGE:
            continue
        runs = min(block[_PAGE - 1], 29)
        bounds = struct.unpack_from(f"<{runs + 1}I", block)
        for run in range(runs):
            place = block[4 * (runs + 1) + 13 * run] * 2
            found.append((bounds[run + 1], _facts(_properties(block, place))))
    found.sort(key=lambda pair: pair[0])
    paragraphs = _Paragraphs()
    paragraphs.ends = [end for end, _ in found]
    paragraphs.facts = [facts for _, facts in found]
    return paragraphs


def _properties(block: bytes, place: int) -> bytes:
    if place == 0 or place >= _PAGE - 2:
        return b""
    words = block[place]
    if words:
        return block[place + 1 + 2 : place + 2 * words]
    return block[place + 2 + 2 : place + 2 + 2 * block[place + 1]]


def _facts(properties: bytes) -> tuple[bool, bool]:
    """Walk over a paragraph's properties; each begins with a code that tells how long it is."""
    in_table = row_end = False
    at = 0
    while at + 2 < len(properties):
        code = struct.unpack_from("<H", properties, at)[0]
        value = properties[at + 2]
        if code == _IN_TABLE:
            in_table = value == 1
        elif code == _ROW_END:
            row_end = value == 1
        size = (1, 1, 2, 4, 2, 2, 0, 3)[code >> 13]
        if size == 0:
            if code == 0xD608 and at + 4 <= len(properties):
                size = struct.unpack_from("<H", properties, at + 2)[0] + 1
            elif code == 0xC615 and value == 255:
                break
            else:
                size = value + 1
        at += 2 + size
    return in_table, row_end


def _pieces(characters: _Characters, paragraphs: _Paragraphs) -> Iterator[Piece]:
    fields = _Fields()
    table, row = -1, 0
    cells: list[str] = []
    lines: list[str] = []
    open_table = False
    for raw, offset in characters.each():
        text = _line(fields.shown(raw.rstrip("\r\x07")))
        in_table, row_end = paragraphs.at(offset)
        if in_table and not open_table:
            table, row, open_table = table + 1, 0, True
        if not in_table and not raw.endswith("\x07"):
            if open_table:
                yield from _row(cells, lines, table, row)
                cells, lines, open_table = [], [], False
            if text:
                yield Piece(BlockKind.PARAGRAPH, text)
        elif row_end:
            yield from _row(cells, lines, table, row)
            cells, lines, row = [], [], row + 1
        elif raw.endswith("\x07") and open_table:
            cells.append("\n".join(filter(None, [*lines, text])))
            lines = []
        elif open_table:
            lines.append(text)
        elif text:
            yield Piece(BlockKind.PARAGRAPH, text)
    yield from _row(cells, lines, max(table, 0), row)


def _row(cells: list[str], lines: list[str], table: int, row: int) -> Iterator[Piece]:
    rest = "\n".join(filter(None, lines))
    for column, text in enumerate([*cells, rest] if rest else cells):
        yield Piece(BlockKind.CELL, text, table=table, row=row, col=column)


def _line(text: str) -> str:
    return clean(text.translate(_DROPPED).encode("utf-16", "surrogatepass").decode("utf-16", "replace"))


class _Fields:
    """Leaves out the instructions of fields and keeps what they show."""

    def __init__(self) -> None:
        self.stack: list[bool] = []
        """True while the instruction of a field is being read."""

    def shown(self, text: str) -> str:
        if not self.stack and "\x13" not in text:
            return _MARKS.sub("", text)
        parts = []
        at = 0
        for found in _MARKS.finditer(text):
            if not any(self.stack):
                parts.append(text[at : found.start()])
            at = found.end()
            if found.group() == "\x13":
                self.stack.append(True)
            elif found.group() == "\x14" and self.stack:
                self.stack[-1] = False
            elif self.stack:
                self.stack.pop()
        if not any(self.stack):
            parts.append(text[at:])
        return "".join(parts)
