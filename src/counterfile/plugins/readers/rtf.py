r"""Rich Text Format (rtf).

Reads:
    Paragraphs, headings by outline level, tables with their merged cells. Characters in every code page of Windows, of
    the document (``\ansicpg936``) or of a font, and Unicode escapes.

Source:
    Rich Text Format specification 1.9.1 (Microsoft), by a small parser of our own: groups, destinations, character runs.

Caveats:
    Headers, footers, notes, pictures and embedded objects are left out, so is hidden and deleted text. A table inside a
    table's cell becomes lines of that cell.

License:
    Nothing beside Python.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from counterfile.errors import NotADocument, Unreadable
from counterfile.model.reading import BlockKind, Draft
from counterfile.plugins.readers._draft import Piece, assemble, clean
from counterfile.plugins.readers.docx import _mark_title

MEDIA_TYPE = "application/rtf"

_DEEP = 2000  # groups inside groups
_MAX_CELLS = 300  # of one row
_NEAR = 30  # twips: edges of cells that are meant to be one

_TOKEN = re.compile(
    rb"\\(?:'(?P<hex>[0-9A-Fa-f]{2})|(?P<word>[A-Za-z]{1,32})(?P<number>-?\d{1,10})?[ ]?|(?P<sign>[^A-Za-z']))"
    rb"|(?P<open>\{)|(?P<close>\})|[\r\n\x00]+|(?P<raw>[^\\{}\r\n\x00]+)",
    re.DOTALL,
)

_CHARSETS = {
    77: "mac_roman",
    128: "cp932",
    129: "cp949",
    134: "gb18030",
    136: "cp950",
    161: "cp1253",
    162: "cp1254",
    163: "cp1258",
    177: "cp1255",
    178: "cp1256",
    186: "cp1257",
    204: "cp1251",
    222: "cp874",
    238: "cp1250",
}
_PAGES = {
    936: "gb18030",
    932: "cp932",
    949: "cp949",
    950: "cp950",
    65001: "utf-8",
    10000: "mac_roman",
    54936: "gb18030",
}
_SINGLE = frozenset([437, 850, 852, 866, 874, *range(1250, 1259)])

_SKIPPED = frozenset(
    [
        "colortbl",
        "stylesheet",
        "info",
        "pict",
        "header",
        "headerl",
        "headerr",
        "headerf",
        "footer",
        "footerl",
        "footerr",
        "footerf",
        "footnote",
        "annotation",
        "themedata",
        "nonshppict",
        "sp",
        "shprslt",
        "fldinst",
        "xe",
        "tc",
        "rxe",
        "bkmkstart",
        "bkmkend",
        "listtext",
        "pntext",
        "filetbl",
        "revtbl",
        "objdata",
        "private1",
        "do",
        "template",
    ]
)
_STARRED = frozenset(["shpinst", "shptxt", "shpgrp", "ud", "nesttableprops"])
"""Destinations that are read although older programs may ignore them."""

_WORDS = {
    "tab": " ",
    "emspace": " ",
    "enspace": " ",
    "qmspace": " ",
    "line": "\n",
    "lbr": "\n",
    "nestcell": "\n",
    "nestrow": "\n",
    "emdash": "—",
    "endash": "–",
    "lquote": "‘",
    "rquote": "’",
    "ldblquote": "“",
    "rdblquote": "”",
    "bullet": "•",
}


class RtfReader:
    """Reads Rich Text Format."""

    name = "rtf"
    version = "1"

    def sniff(self, head: bytes, name: str) -> float:
        """Return how surely these bytes are RTF; see `counterfile.hooks.Reader`."""
        return 0.98 if head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{\\rtf") else 0.0

    def read(self, content: bytes, name: str) -> Draft:
        """Read a document.

        Raises:
            NotADocument: it holds no text.
            TooLarge: it holds more text than a Reading may.
            Unreadable: it is damaged.
        """
        pieces = rtf_pieces(content)
        if not pieces:
            raise NotADocument("an RTF document without text (pictures, or nothing)")
        _mark_title(pieces)
        return assemble(pieces, media_type=MEDIA_TYPE)


def rtf_pieces(content: bytes) -> list[Piece]:
    """Return the pieces of an RTF document.

    Raises:
        Unreadable: groups lie too deep.
    """
    walk = _Walk(content)
    walk.run()
    return walk.pieces


@dataclass(slots=True)
class _Group:
    """What holds until a group ends."""

    skipped: bool = False
    fonts: bool = False
    codec: str = ""
    """Of the font at hand; empty for the document's."""
    hidden: bool = False
    unicode_skip: int = 1
    starred: bool = False


@dataclass(slots=True)
class _CellShape:
    right: int
    across: bool
    """True where it continues the cell on its left."""
    down: bool
    """True where it continues the cell above."""


@dataclass(slots=True)
class _Row:
    cells: list[str] = field(default_factory=list)
    shapes: list[_CellShape] = field(default_factory=list)
    header: bool = False


class _Walk:
    """Turns tokens into pieces."""

    def __init__(self, content: bytes) -> None:
        self.content = content.lstrip(b"\xef\xbb\xbf \t\r\n")
        self.pieces: list[Piece] = []
        self.group = _Group()
        self.stack: list[_Group] = []
        self.codec = "cp1252"
        self.fonts: dict[int, str] = {}
        self.font = -1
        self.default_font = -1
        self.skip = 0
        """Stand-ins of a Unicode character that are still to be passed over."""
        self.text: list[str] = []
        self.bytes = bytearray()
        self.bytes_codec = ""
        self.level = 0
        self.in_table = self.header = False
        self.cells: list[str] = []
        self.shapes: list[_CellShape] = []
        self.merge = [False, False]
        self.rows: list[_Row] = []
        self.tables = 0

    def run(self) -> None:
        content, at, end = self.content, 0, len(self.content)
        while at < end:
            found = _TOKEN.match(content, at)
            if found is None:
                at += 1
                continue
            at = found.end()
            kind = found.lastgroup
            if kind == "open":
                if len(self.stack) > _DEEP:
                    raise Unreadable(f"groups inside each other more than {_DEEP} deep")
                self.stack.append(self.group)
                self.group = replace(self.group, starred=False)
                self.skip = 0
            elif kind == "close":
                if not self.stack:
                    break
                self.group = self.stack.pop()
                self.skip = 0
            elif kind == "raw":
                self._bytes(found["raw"])
            elif kind == "hex":
                self._bytes(bytes([int(found["hex"], 16)]))
            elif kind == "sign":
                self._sign(found["sign"])
            elif kind in {"word", "number"}:
                word = found["word"].decode("ascii")
                number = int(found["number"]) if found["number"] is not None else None
                if word == "bin":
                    at += min(max(number or 0, 0), end - at)
                else:
                    self._word(word, number)
        self._paragraph(last=True)
        self._end_table()

    def _bytes(self, raw: bytes) -> None:
        group = self.group
        if group.fonts or group.skipped or group.hidden:
            return
        if self.skip:
            passed = min(self.skip, len(raw))
            self.skip -= passed
            raw = raw[passed:]
        codec = group.codec or self.codec
        if codec != self.bytes_codec:
            self._flush()
            self.bytes_codec = codec
        self.bytes += raw

    def _flush(self) -> None:
        if self.bytes:
            self.text.append(self.bytes.decode(self.bytes_codec or "cp1252", "replace"))
            self.bytes.clear()

    def _shown(self, text: str) -> None:
        if self.skip:
            self.skip -= 1
            return
        if not (self.group.skipped or self.group.fonts or self.group.hidden):
            self._flush()
            self.text.append(text)

    def _sign(self, sign: bytes) -> None:
        if sign == b"*":
            self.group.starred = True
        elif sign in b"\\{}":
            self._bytes(sign)
        elif sign == b"~":
            self._shown(" ")
        elif sign == b"_":
            self._shown("-")
        elif sign in b"\r\n":
            self._word("par", None)

    def _word(self, word: str, number: int | None) -> None:
        group = self.group
        if group.starred:
            group.starred = False
            if word not in _STARRED:
                group.skipped = True
        if word == "fonttbl":
            group.fonts = True
        elif word in _SKIPPED:
            group.skipped = True
        elif word == "upr":
            # The same text twice; its Unicode form follows in \ud.
            group.skipped = True
        elif word == "ud":
            group.skipped = False
        elif group.fonts:
            self._font_table(word, number)
        elif not group.skipped:
            self._character(word, number)

    def _font_table(self, word: str, number: int | None) -> None:
        if word == "f" and number is not None:
            self.font = number
        elif word == "fcharset" and number in _CHARSETS:
            self.fonts[self.font] = _CHARSETS[number]
        elif word == "cpg" and number is not None:
            self.fonts[self.font] = _code_page(number) or self.fonts.get(self.font, "")

    def _character(self, word: str, number: int | None) -> None:
        group = self.group
        if word == "u" and number is not None:
            self.skip = 0
            self._shown(chr(number & 0xFFFF))
            self.skip = group.unicode_skip
        elif word == "uc":
            group.unicode_skip = min(max(number or 0, 0), 20)
        elif word in _WORDS:
            self._shown(_WORDS[word])
        elif word in {"f", "af"} and number is not None:
            if word == "f" or self.fonts.get(number):
                group.codec = self.fonts.get(number, "")
        elif word == "plain":
            group.codec, group.hidden = self.fonts.get(self.default_font, ""), False
        elif word in {"v", "deleted"}:
            group.hidden = number != 0
        elif word == "ansicpg" and number is not None:
            self.codec = _code_page(number) or self.codec
        elif word == "deff" and number is not None:
            self.default_font = number
        elif word == "mac":
            self.codec = "mac_roman"
        elif word == "pc":
            self.codec = "cp437"
        else:
            self._structure(word, number)

    def _structure(self, word: str, number: int | None) -> None:
        if word in {"par", "sect", "page"}:
            self._paragraph()
        elif word == "pard":
            self.in_table, self.level = False, 0
        elif word == "intbl":
            self.in_table = True
        elif word == "outlinelevel" and number is not None:
            self.level = number + 1 if 0 <= number <= 5 else 0
        elif word == "cell":
            if len(self.cells) < _MAX_CELLS:
                self.cells.append(self._taken())
        elif word == "row":
            self._row()
        elif word == "trowd":
            self.header = False
            self.shapes, self.merge = [], [False, False]
        else:
            self._row_shape(word, number)

    def _row_shape(self, word: str, number: int | None) -> None:
        if word == "trhdr":
            self.header = True
        elif word == "clmrg":
            self.merge[0] = True
        elif word == "clvmrg":
            self.merge[1] = True
        elif word == "cellx":
            if len(self.shapes) < _MAX_CELLS:
                self.shapes.append(_CellShape(number or 0, *self.merge))
            self.merge = [False, False]

    def _taken(self) -> str:
        self._flush()
        text = "".join(self.text)
        self.text.clear()
        # Characters beyond the first plane come as two halves.
        return clean(text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").replace("\r", "\n"))

    def _paragraph(self, *, last: bool = False) -> None:
        if not last and (self.in_table or self.cells):
            self._flush()
            self.text.append("\n")
            return
        if last and self.cells:
            self._row()
        text = self._taken()
        if text:
            self._end_table()
            kind = BlockKind.HEADING if self.level else BlockKind.PARAGRAPH
            self.pieces.append(Piece(kind, text, level=self.level))

    def _row(self) -> None:
        rest = self._taken()
        if rest:
            self.cells.append(rest)
        if self.cells:
            self.rows.append(_Row(self.cells, list(self.shapes), self.header))
        self.cells = []

    def _end_table(self) -> None:
        if self.rows:
            self.pieces.extend(_table(self.rows, self.tables))
            self.tables += 1
            self.rows = []


def _code_page(number: int) -> str:
    return _PAGES.get(number) or (f"cp{number}" if number in _SINGLE else "")


def _table(rows: list[_Row], number: int) -> Iterator[Piece]:
    """Give each cell its place: columns are where any row of the table has an edge."""
    edges: list[int] = []
    shaped = all(len(row.shapes) >= len(row.cells) for row in rows)
    if shaped:
        for right in sorted({shape.right for row in rows for shape in row.shapes[: len(row.cells)]}):
            if not edges or right - edges[-1] > _NEAR:
                edges.append(right)
    pieces: list[Piece] = []
    above: dict[int, Piece] = {}
    for row_number, row in enumerate(rows):
        column = 0
        last: Piece | None = None
        for place, text in enumerate(row.cells):
            shape = row.shapes[place] if shaped else None
            span = 1
            if shape is not None:
                end = next((at for at, edge in enumerate(edges) if shape.right <= edge + _NEAR), column)
                span = max(end + 1 - column, 1)
            if shape is not None and shape.across and last is not None and not text:
                last.colspan += span
            elif shape is not None and shape.down and column in above and not text:
                last = above[column]
                last.rowspan = row_number - last.row + 1
            else:
                last = Piece(
                    BlockKind.CELL, text, table=number, row=row_number, col=column, colspan=span, header=row.header
                )
                pieces.append(last)
                above[column] = last
            column += span
    yield from pieces
