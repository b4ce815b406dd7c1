"""PDF files written by hand: Chinese text with a font of its own, maps that lie, rules, scans, turned pages.

No font is embedded: what a page says is told by its map from glyphs to characters, which is the part under test.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

A4 = (595, 842)
LATIN_WIDTH = 0.5  # of the font's size; other characters are as wide as high

Told = Callable[[str], str | None]
"""What the file says that a character is; None leaves it out of the map."""


@dataclass(slots=True)
class Shown:
    """A line of text on a page."""

    text: str
    x: float
    y: float
    """From the lower edge, as PDF counts."""
    size: float = 12.0
    mode: int = 0
    """Text rendering mode: 3 is invisible."""
    lying: bool = True
    """Whether it is set in the font whose map `told` makes."""


@dataclass(slots=True)
class PageSample:
    """What a page shows, from back to front."""

    lines: list[Shown] = field(default_factory=list)
    drawn: str = ""
    """Operators drawn before the text: rules, pictures (``/Im1 Do``)."""
    size: tuple[float, float] = A4
    rotate: int = 0
    crop: tuple[float, float, float, float] | None = None


def lines_of(
    texts: Sequence[str], *, left: float = 72, top: float = 780, step: float = 20, mode: int = 0
) -> list[Shown]:
    """Lines one under the other."""
    return [Shown(text, left, top - step * number, mode=mode) for number, text in enumerate(texts)]


def pdf_of(pages: Sequence[PageSample], told: Told | None = None, *, map_at_all: bool = True) -> bytes:
    """Write a PDF.

    Args:
        pages: Its pages.
        told: What the map says of each character; None for the truth.
        map_at_all: False leaves out the map from glyphs to characters.
    """
    letters = sorted({letter for page in pages for line in page.lines for letter in line.text})
    glyphs = {letter: number for number, letter in enumerate(letters, 3)}
    truth = {letter: letter for letter in letters}
    said = truth if told is None else {letter: word for letter in letters if (word := told(letter)) is not None}
    objects: list[bytes] = [b"<< /Type /Catalog /Pages 2 0 R >>", b""]
    fonts = []
    for number, table in enumerate((said, truth)):
        fonts.append(_font(objects, glyphs, table, with_map=map_at_all or number == 1))
    picture = _add(
        objects,
        _stream(
            b"\x80" * 3, "/Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceRGB /BitsPerComponent 8"
        ),
    )
    kids = []
    for page in pages:
        content = _add(objects, _stream(_content(page, glyphs), ""))
        crop = f"/CropBox [{' '.join(map(str, page.crop))}]" if page.crop else ""
        kids.append(
            _add(
                objects,
                (
                    f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {page.size[0]} {page.size[1]}] {crop} /Rotate {page.rotate}"
                    f" /Contents {content} 0 R /Resources << /Font << /F1 {fonts[0]} 0 R /F2 {fonts[1]} 0 R >>"
                    f" /XObject << /Im1 {picture} 0 R >> >> >>"
                ).encode(),
            )
        )
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(f'{kid} 0 R' for kid in kids)}] /Count {len(kids)} >>".encode()
    return _file(objects)


def _add(objects: list[bytes], content: bytes) -> int:
    objects.append(content)
    return len(objects)


def _stream(content: bytes, entries: str) -> bytes:
    packed = zlib.compress(content)
    return f"<< {entries} /Filter /FlateDecode /Length {len(packed)} >>\nstream\n".encode() + packed + b"\nendstream"


def _font(objects: list[bytes], glyphs: dict[str, int], said: dict[str, str], *, with_map: bool) -> int:
    narrow = " ".join(f"{number} [{500 if letter < chr(0x2000) else 1000}]" for letter, number in glyphs.items())
    descriptor = _add(
        objects,
        b"<< /Type /FontDescriptor /FontName /Sample /Flags 4 /FontBBox [0 -200 1000 800] /ItalicAngle 0"
        b" /Ascent 800 /Descent -200 /CapHeight 700 /StemV 80 >>",
    )
    descendant = _add(
        objects,
        (
            "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Sample /DW 1000 /CIDToGIDMap /Identity"
            f" /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /W [{narrow}]"
            f" /FontDescriptor {descriptor} 0 R >>"
        ).encode(),
    )
    rows = [f"<{glyphs[letter]:04X}> <{word.encode('utf-16-be').hex()}>" for letter, word in said.items()]
    parts = [rows[at : at + 100] for at in range(0, len(rows), 100)]
    table = "".join(f"{len(part)} beginbfchar\n" + "\n".join(part) + "\nendbfchar\n" for part in parts)
    cmap = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /S def /CMapType 2 def\n"
        f"1 begincodespacerange <0000> <FFFF> endcodespacerange\n{table}endcmap end end"
    )
    unicode = f"/ToUnicode {_add(objects, _stream(cmap.encode(), ''))} 0 R" if with_map else ""
    return _add(
        objects,
        (
            "<< /Type /Font /Subtype /Type0 /BaseFont /Sample /Encoding /Identity-H"
            f" /DescendantFonts [{descendant} 0 R] {unicode} >>"
        ).encode(),
    )


def _content(page: PageSample, glyphs: dict[str, int]) -> bytes:
    parts = [page.drawn, "BT"]
    for line in page.lines:
        codes = "".join(f"{glyphs[letter]:04X}" for letter in line.text)
        font = "F1" if line.lying else "F2"
        parts.append(f"/{font} {line.size} Tf {line.mode} Tr 1 0 0 1 {line.x} {line.y} Tm <{codes}> Tj")
    return "\n".join([*parts, "ET"]).encode()


def _file(objects: list[bytes]) -> bytes:
    body = bytearray(b"%PDF-1.5\n")
    places = []
    for number, content in enumerate(objects, 1):
        places.append(len(body))
        body += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    start = len(body)
    body += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    body += b"".join(b"%010d 00000 n \n" % place for place in places)
    body += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    return bytes(body)


def width_of(text: str, size: float = 12.0) -> float:
    """Points that a line takes."""
    return sum(LATIN_WIDTH if letter < "\u2000" else 1.0 for letter in text) * size


def ruled(columns: Sequence[float], rows: Sequence[float], *, missing: Sequence[tuple[str, int, int]] = ()) -> str:
    """Operators that draw the rules of a grid.

    Args:
        columns: x of the walls, from left to right.
        rows: y of the rules, from top to bottom.
        missing: Stretches left out: ``("across", rule, column)`` or ``("down", wall, row)``.
    """
    parts = ["0.5 w"]
    for rule, y in enumerate(rows):
        for column in range(len(columns) - 1):
            if ("across", rule, column) not in missing:
                parts.append(f"{columns[column]} {y} m {columns[column + 1]} {y} l S")
    for wall, x in enumerate(columns):
        for row in range(len(rows) - 1):
            if ("down", wall, row) not in missing:
                parts.append(f"{x} {rows[row]} m {x} {rows[row + 1]} l S")
    return "\n".join(parts)


def cell_lines(
    columns: Sequence[float], rows: Sequence[float], texts: Sequence[Sequence[str]], size: float = 10
) -> list[Shown]:
    """The text of a grid's cells, each wrapped by hand with line feeds."""
    return [
        Shown(line, columns[col] + 5, rows[row] - size * 1.2 * (number + 1), size)
        for row, cells in enumerate(texts)
        for col, text in enumerate(cells)
        for number, line in enumerate(text.split("\n"))
        if line
    ]


SCAN = "q {width} 0 0 {height} 0 0 cm /Im1 Do Q"
"""Operators that draw a picture over the page."""
