"""PDFium at first hand: documents, pages, their text and objects, without a Python object for each of them.

A page has some forty lines and up to thousands of objects, so the price of a call decides the speed. These calls take and
return plain numbers and keep the interpreter's lock; that is a third of what the calls of pypdfium2's own classes take.
"""

from __future__ import annotations

import ctypes
import math
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import Any

from counterfile.errors import BadInput, Encrypted, TooLarge, Unreadable
from counterfile.model.reading import Picture
from counterfile.plugins.readers._pdf_fonts import fonts

MAX_PAGES = 10_000  # per document
MAX_PIXELS = 40_000_000  # of one rendered page
MAX_CHARACTERS = 2_000_000  # of one page
MAX_SIDE = 20_000  # pixels of a rendered page's side

TEXT, PATH, IMAGE, SHADING, FORM = 1, 2, 3, 4, 5
"""Kinds of page objects."""

_PASSWORD, _SECURITY = 4, 5  # of FPDF_GetLastError
_REASONS = {1: "unknown error", 2: "file error", 3: "data format error", 6: "page not found or content error"}
_BGR = 2  # FPDFBitmap_BGR
_ANNOTATIONS, _REVERSED = 0x01, 0x10  # FPDF_ANNOT, FPDF_REVERSE_BYTE_ORDER

_POINTER = ctypes.c_void_p
_INT = ctypes.c_int
_FLOAT = ctypes.c_float


def _call(raw: Any, name: str, result: Any, *arguments: Any) -> Callable[..., Any]:
    # The address comes from pypdfium2, which finds and initializes the library.
    address = ctypes.cast(getattr(raw, name), _POINTER).value
    return ctypes.PYFUNCTYPE(result, *arguments)(address or 0)


class Calls:
    """The functions of PDFium that this reader uses, by their names without their prefix."""

    def __init__(self) -> None:
        from pypdfium2 import raw  # type: ignore[import-untyped]

        def call(name: str, result: Any, *arguments: Any) -> Callable[..., Any]:
            return _call(raw, name, result, *arguments)

        four = (_POINTER,) * 4
        self.load = call("FPDF_LoadMemDocument64", _POINTER, ctypes.c_char_p, ctypes.c_size_t, ctypes.c_char_p)
        self.close = call("FPDF_CloseDocument", None, _POINTER)
        self.last_error = call("FPDF_GetLastError", ctypes.c_ulong)
        self.count_pages = call("FPDF_GetPageCount", _INT, _POINTER)
        self.load_page = call("FPDF_LoadPage", _POINTER, _POINTER, _INT)
        self.close_page = call("FPDF_ClosePage", None, _POINTER)
        self.width = call("FPDF_GetPageWidthF", _FLOAT, _POINTER)
        self.height = call("FPDF_GetPageHeightF", _FLOAT, _POINTER)
        self.page_box = call("FPDF_GetPageBoundingBox", _INT, _POINTER, _POINTER)
        self.rotation = call("FPDFPage_GetRotation", _INT, _POINTER)
        self.load_text = call("FPDFText_LoadPage", _POINTER, _POINTER)
        self.close_text = call("FPDFText_ClosePage", None, _POINTER)
        self.count_characters = call("FPDFText_CountChars", _INT, _POINTER)
        self.text = call("FPDFText_GetText", _INT, _POINTER, _INT, _INT, _POINTER)
        self.character_of_unit = call("FPDFText_GetCharIndexFromTextIndex", _INT, _POINTER, _INT)
        self.count_boxes = call("FPDFText_CountRects", _INT, _POINTER, _INT, _INT)
        self.box = call("FPDFText_GetRect", _INT, _POINTER, _INT, *four)
        self.character_box = call("FPDFText_GetCharBox", _INT, _POINTER, _INT, *four)
        self.loose_box = call("FPDFText_GetLooseCharBox", _INT, _POINTER, _INT, _POINTER)
        self.is_generated = call("FPDFText_IsGenerated", _INT, _POINTER, _INT)
        self.is_hyphen = call("FPDFText_IsHyphen", _INT, _POINTER, _INT)
        self.is_unmapped = call("FPDFText_HasUnicodeMapError", _INT, _POINTER, _INT)
        self.count_objects = call("FPDFPage_CountObjects", _INT, _POINTER)
        self.object = call("FPDFPage_GetObject", _POINTER, _POINTER, _INT)
        self.object_kind = call("FPDFPageObj_GetType", _INT, _POINTER)
        self.object_bounds = call("FPDFPageObj_GetBounds", _INT, _POINTER, *four)
        self.object_matrix = call("FPDFPageObj_GetMatrix", _INT, _POINTER, _POINTER)
        self.count_parts = call("FPDFFormObj_CountObjects", _INT, _POINTER)
        self.part = call("FPDFFormObj_GetObject", _POINTER, _POINTER, ctypes.c_ulong)
        self.render_mode = call("FPDFTextObj_GetTextRenderMode", _INT, _POINTER)
        self.draw_mode = call("FPDFPath_GetDrawMode", _INT, _POINTER, _POINTER, _POINTER)
        self.count_segments = call("FPDFPath_CountSegments", _INT, _POINTER)
        self.segment = call("FPDFPath_GetPathSegment", _POINTER, _POINTER, _INT)
        self.segment_point = call("FPDFPathSegment_GetPoint", _INT, _POINTER, _POINTER, _POINTER)
        self.segment_kind = call("FPDFPathSegment_GetType", _INT, _POINTER)
        self.segment_closes = call("FPDFPathSegment_GetClose", _INT, _POINTER)
        self.count_annotations = call("FPDFPage_GetAnnotCount", _INT, _POINTER)
        # For calls that are made thousands of times on a page: where PDFium writes what it returns.
        self.sides = (ctypes.c_float * 4)()
        self.side_pointers = tuple(ctypes.byref(self.sides, 4 * place) for place in range(4))
        self.modes = (ctypes.c_int * 2)()
        self.mode_pointers = tuple(ctypes.byref(self.modes, 4 * place) for place in range(2))


class DrawingCalls:
    """The functions of PDFium that draw pages, likewise."""

    def __init__(self) -> None:
        from pypdfium2 import raw

        self.create_bitmap = _call(raw, "FPDFBitmap_CreateEx", _POINTER, _INT, _INT, _INT, _POINTER, _INT)
        self.destroy_bitmap = _call(raw, "FPDFBitmap_Destroy", None, _POINTER)
        self.fill = _call(raw, "FPDFBitmap_FillRect", _INT, _POINTER, _INT, _INT, _INT, _INT, ctypes.c_ulong)
        self.render = _call(raw, "FPDF_RenderPageBitmap", None, _POINTER, _POINTER, _INT, _INT, _INT, _INT, _INT, _INT)
        self.draw_forms = _call(raw, "FPDF_FFLDraw", None, _POINTER, _POINTER, _POINTER, *(_INT,) * 6)
        self.init_forms = _call(raw, "FPDFDOC_InitFormFillEnvironment", _POINTER, _POINTER, _POINTER)
        self.exit_forms = _call(raw, "FPDFDOC_ExitFormFillEnvironment", None, _POINTER)
        self.form_information = raw.FPDF_FORMFILLINFO


@cache
def drawing_calls() -> DrawingCalls:
    """Return the functions that draw, loaded once."""
    return DrawingCalls()


@cache
def calls() -> Calls:
    """Return the functions, loaded once; the sandbox does so in the worker that reads PDF files."""
    return Calls()


class Floats(ctypes.Structure):
    """Four or six floats, as PDFium wants them: a rectangle (left, top, right, bottom) or a matrix (a to f)."""

    _fields_ = [(name, _FLOAT) for name in "abcdef"]


class Frame:
    """From PDFium's places to places as in `counterfile.model.reading.Line`: the page as it is shown, in tenths."""

    __slots__ = ("_bottom", "_left", "_right", "_top", "_turn", "height", "width")

    def __init__(self, page: int) -> None:
        do = calls()
        self.width, self.height = side(do.width(page)), side(do.height(page))
        box = Floats()
        if not do.page_box(page, ctypes.byref(box)):
            box.a, box.b, box.c, box.d = 0.0, self.height, self.width, 0.0
        self._left, self._top, self._right, self._bottom = box.a, box.b, box.c, box.d
        self._turn = do.rotation(page)

    def place(self, left: float, bottom: float, right: float, top: float) -> tuple[int, int, int, int] | None:
        """Return left, top, right, bottom in tenths of a point; None where nothing of it is on the page."""
        width, height = self.width, self.height
        if self._turn == 0:
            x0, y0, x1, y1 = left - self._left, self._top - top, right - self._left, self._top - bottom
        elif self._turn == 1:
            x0, y0, x1, y1 = bottom - self._bottom, left - self._left, top - self._bottom, right - self._left
        elif self._turn == 2:
            x0, y0, x1, y1 = self._right - right, bottom - self._bottom, self._right - left, top - self._bottom
        else:
            x0, y0, x1, y1 = self._top - top, self._right - right, self._top - bottom, self._right - left
        if 0.0 <= x0 <= x1 <= width and 0.0 <= y0 <= y1 <= height:
            return int(x0 * 10.0 + 0.5), int(y0 * 10.0 + 0.5), int(x1 * 10.0 + 0.5), int(y1 * 10.0 + 0.5)
        # Comparisons with NaN are false, so a broken place ends here too.
        if not (x1 >= 0.0 and y1 >= 0.0 and x0 <= width and y0 <= height and x0 <= x1 and y0 <= y1):
            return None
        return (
            int(max(x0, 0.0) * 10.0 + 0.5),
            int(max(y0, 0.0) * 10.0 + 0.5),
            int(min(x1, width) * 10.0 + 0.5),
            int(min(y1, height) * 10.0 + 0.5),
        )


def side(points: float) -> float:
    """Return the side of a page in points, or 0.0 for a value that no page has."""
    return round(points, 2) if math.isfinite(points) and 0 <= points <= 100_000 else 0.0


@dataclass(slots=True)
class OpenPage:
    """A page while it is open; the numbers are PDFium's handles."""

    page: int
    text: int
    """0 where PDFium cannot make a text page."""
    frame: Frame
    document: int


class Document:
    """An open PDF file; close it, and use nothing of it afterwards."""

    def __init__(self, content: bytes, password: bytes | None = None) -> None:
        """Open a file.

        Raises:
            Encrypted: it wants another password, or is locked in a way that PDFium does not know.
            Unreadable: it is damaged.
            TooLarge: more pages than a document may have.
        """
        self._do = calls()
        self.mended = False
        """True for a file that PDFium refused as it was."""
        fonts().use_boxes()
        # PDFium reads these bytes as long as the document is open.
        self._content = content
        self.handle: int = self._do.load(content, len(content), password) or 0
        if not self.handle:
            raise refusal(self._do.last_error())
        self.pages: int = self._do.count_pages(self.handle)
        if self.pages <= 0:
            self.close()
            raise Unreadable("a PDF without pages")
        if self.pages > MAX_PAGES:
            self.close()
            raise TooLarge(f"{self.pages} pages where {MAX_PAGES} are allowed")

    def __enter__(self) -> Document:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Free what PDFium holds; a second time does nothing."""
        if self.handle:
            self._do.close(self.handle)
            self.handle = 0

    @contextmanager
    def page(self, number: int) -> Iterator[OpenPage | None]:
        """Open page `number`, from 1; None where it is damaged."""
        do = self._do
        page = do.load_page(self.handle, number - 1)
        if not page:
            yield None
            return
        text = do.load_text(page) or 0
        try:
            yield OpenPage(page, text, Frame(page), self.handle)
        finally:
            if text:
                do.close_text(text)
            do.close_page(page)


def refusal(error: int) -> BadInput:
    """Return what to say where PDFium does not open a file.

    Args:
        error: As FPDF_GetLastError gives it.
    """
    if error == _PASSWORD:
        return Encrypted("this PDF wants a password")
    if error == _SECURITY:
        return Encrypted("this PDF is locked in a way that PDFium does not know")
    return Unreadable(f"this PDF is damaged or truncated (PDFium: {_REASONS.get(error, f'error {error}')})")


def units_of(page: OpenPage) -> tuple[bytes, int]:
    """Return a page's text as UTF-16, little-endian, and how many characters PDFium counts in it.

    PDFium's characters are the units of this text, except those without a Unicode value, which the text leaves out.

    Raises:
        TooLarge: more characters than a page may have.
    """
    if not page.text:
        return b"", 0
    do = calls()
    count = do.count_characters(page.text)
    if count <= 0:
        return b"", 0
    if count > MAX_CHARACTERS:
        raise TooLarge(f"{count} characters on one page, where {MAX_CHARACTERS} are allowed")
    buffer = ctypes.create_string_buffer(2 * count + 2)
    written = do.text(page.text, 0, count, buffer)
    return buffer.raw[: 2 * max(written - 1, 0)], count


def render(document: Document, number: int, dpi: float) -> Picture:
    """Return a page as pixels, with annotations and forms, at `dpi` or at less where it would be too large.

    Raises:
        Unreadable: there is no such page, or it is damaged.
    """
    do = calls()
    if not 1 <= number <= document.pages:
        raise Unreadable(f"page {number} is asked for, where there are {document.pages}")
    fonts().use_own()
    forms, keep = _forms(document)
    page = do.load_page(document.handle, number - 1)
    try:
        if not page:
            raise Unreadable(f"page {number} of this PDF is damaged")
        return _rendered(page, forms, number, dpi)
    finally:
        if page:
            do.close_page(page)
        if forms:
            drawing_calls().exit_forms(forms)
        del keep


def _forms(document: Document) -> tuple[int, object]:
    """Return the handle by which filled-in fields are drawn, and what must live as long as it."""
    do = drawing_calls()
    information = do.form_information(version=2)
    return do.init_forms(document.handle, ctypes.byref(information)) or 0, information


def _rendered(page: int, forms: int, number: int, dpi: float) -> Picture:
    across, down = side(calls().width(page)), side(calls().height(page))
    do = drawing_calls()
    if across <= 0 or down <= 0:
        raise Unreadable(f"page {number} has no size: {across} by {down} points")
    dpi = fitting_dpi(across, down, dpi)
    width, height = max(1, round(across * dpi / 72)), max(1, round(down * dpi / 72))
    stride = (3 * width + 3) // 4 * 4
    pixels = ctypes.create_string_buffer(stride * height)
    bitmap = do.create_bitmap(width, height, _BGR, pixels, stride)
    if not bitmap:
        raise Unreadable(f"page {number} cannot be drawn at {width} by {height} pixels")
    try:
        do.fill(bitmap, 0, 0, width, height, 0xFFFFFFFF)
        place = (0, 0, width, height, 0, _ANNOTATIONS | _REVERSED)
        do.render(bitmap, page, *place)
        if forms:
            do.draw_forms(forms, bitmap, page, *place)
    finally:
        do.destroy_bitmap(bitmap)
    rgb = pixels.raw
    if stride != 3 * width:
        rgb = b"".join(rgb[row * stride : row * stride + 3 * width] for row in range(height))
    return Picture(width, height, rgb, dpi)


def is_blank(page: OpenPage, dpi: float) -> bool:
    """Return whether a page, drawn small, is of one color."""
    if page.frame.width <= 0 or page.frame.height <= 0:
        return True
    rgb = _rendered(page.page, 0, 0, dpi).rgb
    return rgb == rgb[:3] * (len(rgb) // 3)


def fitting_dpi(width: float, height: float, dpi: float) -> float:
    """Return the wanted resolution, or the highest at which a page of this size in points is not too large a picture.

    >>> round(fitting_dpi(595, 842, 200)), round(fitting_dpi(595, 842, 5000))
    (200, 643)
    """
    area = math.sqrt(MAX_PIXELS * 0.999 / (width * height)) * 72
    return min(dpi, area, MAX_SIDE * 72 / max(width, height))
