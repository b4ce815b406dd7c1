"""A font of last resort for PDF text: every character of it is the same box.

Chinese PDF files often leave out the font and count on the reader's computer for it. PDFium drops a glyph that no font
has, where it is drawn by itself, and with it its character. The sandbox shows no fonts, and text must not depend on which
ones a computer has: so for reading, each font that is missing is this one. Pages are drawn with the computer's own.
"""

from __future__ import annotations

import ctypes
import re
import struct
from functools import cache
from typing import Any

_UNITS = 1000  # to the em
_LEFT, _LOW, _RIGHT, _HIGH = 50, -120, 950, 880  # of the box; the advance is the em
_GLYPHS = 65_535
# Charsets: symbols (fonts that say nothing of themselves, as most Chinese ones), Japanese, Korean (two), Chinese (two).
# Western fonts that are missing PDFium has substitutes for, whose widths are better than a box's.
_BOXED = frozenset({2, 128, 129, 130, 134, 136})
_NAMES = re.compile(
    rb"sim(?:sun|hei|kai|fang)|song|hei|kai(?:ti|_|$)|fang|xing|deng|ming|li(?:su|shu)|youyuan|cjk|hans|hant|gothic|mincho"
    rb"|batang|gulim|dotum|malgun|^FZ|^HY|^ST[A-Z]|[\x80-\xff]",
    re.IGNORECASE,
)
"""East Asian fonts by their names, where a file says nothing else."""

_HANDLE = 1


@cache
def box_font() -> bytes:
    """Return a TrueType font in which every code point, and every glyph number, is one box."""
    glyph = _box()
    # Two copies: entries of the index alternate between them, so that each glyph has an outline without one of its own.
    index = struct.pack(">2I", 0, len(glyph)) * ((_GLYPHS + 1) // 2)
    tables = {
        b"cmap": _every_character(),
        b"glyf": glyph + glyph,
        b"head": struct.pack(
            ">IIIIHHQQhhhhHHhhh",
            0x00010000, 0x00010000, 0, 0x5F0F3CF5, 0, _UNITS, 0, 0, _LEFT, _LOW, _RIGHT, _HIGH, 0, 8, 2, 1, 0,
        ),
        b"hhea": struct.pack(
            ">IhhhHhhhhhhhhhhhH", 0x00010000, _HIGH, _LOW, 0, _UNITS, _LEFT, _LEFT, _RIGHT, 1, 0, 0, 0, 0, 0, 0, 0, 1
        ),
        b"hmtx": struct.pack(">Hh", _UNITS, _LEFT) + struct.pack(">h", _LEFT) * (_GLYPHS - 1),
        b"loca": index + struct.pack(">I", 0) * (_GLYPHS + 1 - 2 * ((_GLYPHS + 1) // 2)),
        b"maxp": struct.pack(">IHHHHHHHHHHHHHH", 0x00010000, _GLYPHS, 4, 1, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0),
    }  # fmt: skip
    directory = struct.pack(">IHHHH", 0x00010000, len(tables), 0, 0, 0)
    at = len(directory) + 16 * len(tables)
    body = b""
    for name, table in sorted(tables.items()):
        directory += struct.pack(">4sIII", name, 0, at + len(body), len(table))
        body += table + bytes(-len(table) % 4)
    return directory + body


def _box() -> bytes:
    header = struct.pack(">hhhhh", 1, _LEFT, _LOW, _RIGHT, _HIGH)
    ends = struct.pack(">HH", 3, 0)  # the last point of the only contour; no instructions
    flags = bytes([1] * 4)
    across = struct.pack(">hhhh", _LEFT, 0, _RIGHT - _LEFT, 0)
    up = struct.pack(">hhhh", _LOW, _HIGH - _LOW, 0, _LOW - _HIGH)
    glyph = header + ends + flags + across + up
    return glyph + bytes(-len(glyph) % 4)


def _every_character() -> bytes:
    """A character map (format 13: many characters to one glyph)."""
    groups = struct.pack(">III", 0, 0x10FFFF, 1)
    table = struct.pack(">HHIII", 13, 0, 16 + len(groups), 0, 1) + groups
    return struct.pack(">HHHHI", 0, 1, 3, 10, 12) + table


class Fonts:
    """Decides where PDFium gets missing fonts from."""

    def __init__(self) -> None:
        from pypdfium2 import raw  # type: ignore[import-untyped]

        self._raw = raw
        self._font = box_font()
        fields = dict(raw.FPDF_SYSFONTINFO._fields_)

        def map_font(
            _info: Any, _weight: int, _italic: int, charset: int, _pitch: int, face: Any, _exact: Any
        ) -> int | None:
            name = ctypes.string_at(face)[:100] if face else b""
            return _HANDLE if charset in _BOXED or _NAMES.search(name) else None

        def font_bytes(_info: Any, _font: Any, table: int, buffer: Any, size: int) -> int:
            if table:
                return 0  # asked for "ttcf": this is no collection
            if buffer and size >= len(self._font):
                ctypes.memmove(buffer, self._font, len(self._font))
            return len(self._font)

        def charset_of(_info: Any, _font: Any) -> int:
            return 134

        # PDFium keeps the addresses: the objects must live as long as the process.
        self._boxes = raw.FPDF_SYSFONTINFO(
            version=1,
            MapFont=fields["MapFont"](map_font),
            GetFontData=fields["GetFontData"](font_bytes),
            GetFontCharset=fields["GetFontCharset"](charset_of),
        )
        self._used = ""

    def use_boxes(self) -> None:
        """Take the font of last resort from here on: to read."""
        if self._used != "boxes":
            self._raw.FPDF_SetSystemFontInfo(ctypes.byref(self._boxes))
            self._used = "boxes"

    def use_own(self) -> None:
        """Take the computer's own fonts from here on: to draw."""
        if self._used != "own":
            self._raw.FPDF_SetSystemFontInfo(self._raw.FPDF_GetDefaultSystemFontInfo())
            self._used = "own"


@cache
def fonts() -> Fonts:
    """Return the choice of fonts of this process."""
    return Fonts()
