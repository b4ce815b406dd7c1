"""Pages as pictures, and pictures as text: what the airlock does for page images and recognition (OCR).

Everything here runs inside the airlock, except `checked_image`, `checked_sight` and `checked_lines`, which look at what
comes out of it.
"""

from __future__ import annotations

import importlib
import io
import math
from functools import cache
from importlib.metadata import entry_points
from typing import TYPE_CHECKING, cast

import msgspec

from counterfile.errors import ReaderCrashed, Unreadable
from counterfile.model.reading import Line, Picture, Sight
from counterfile.sandbox.reading import HEAVY, installed_readers, is_clean

if TYPE_CHECKING:
    from counterfile.hooks import Recognizer, Renderer

GROUP = "counterfile.recognizers"
"""Entry points of recognizers."""

OCR = "ocr"
"""The flavor of worker that has recognizers and their models loaded."""

DPI = 200.0
"""Resolution at which pages are rendered to be recognized."""

MAX_PIXELS = 50_000_000  # of one picture
MAX_IMAGE = 40_000_000  # bytes of one encoded picture
MAX_LINES = 20_000  # of one page
SMALL = 600_000  # bytes up to which a picture is kept exact, as PNG

_JPEG_QUALITY = 85
_TURNS = {0, 90, 180, 270}


class Page(msgspec.Struct, frozen=True, array_like=True):
    """Which page is asked for, as it crosses the airlock."""

    reader: str
    """Name of the reader, without its version."""
    number: int
    """From 1."""
    width: int = 0
    """Pixels that the picture should have across; 0 where none is wanted."""
    points: float = 0.0
    """Width of the page as shown, in points; 0 where it is not known."""
    turned: int = 0
    """Degrees clockwise to turn what the file shows."""
    painted: tuple[tuple[int, int, int, int], ...] = ()
    """Left, top, right, bottom of what must not be seen, in tenths of a point."""


class Image(msgspec.Struct, frozen=True, array_like=True):
    """A page's picture, encoded."""

    media_type: str
    """``image/png`` or ``image/jpeg``."""
    width: int
    """Pixels."""
    height: int
    content: bytes


def preload(kind: str) -> None:
    """Import what rendering needs; in a worker for recognition, the models too."""
    if kind == OCR:
        for reader in installed_readers():
            load = getattr(reader, "preload", None)
            if load is not None:
                load()
        for recognizer in installed_recognizers():
            recognizer.preload()


def heavy(*_payload: bytes | str) -> str:
    """Return the flavor of worker for pictures: the one with PDFium."""
    return HEAVY


def recognizing(*_payload: bytes | str) -> str:
    """Return the flavor of worker for recognition."""
    return OCR


def image_task(content: bytes, name: str, wanted: bytes) -> Image:
    """Return one page's picture, with what must not be seen painted over.

    Raises:
        BadInput: one of its kinds.
    """
    page = msgspec.msgpack.decode(wanted, type=Page)
    dpi = 72.0 * page.width / page.points if page.points else DPI
    return _encoded(_rendered(content, name, page, min(max(dpi, 20.0), 400.0)), page)


def sight_task(content: bytes, name: str, wanted: bytes) -> Sight:
    """Return what recognition makes of one page.

    Raises:
        BadInput: one of its kinds.
    """
    page = msgspec.msgpack.decode(wanted, type=Page)
    recognizers = installed_recognizers()
    if not recognizers:
        raise Unreadable("no recognizer is installed; `pip install 'counterfile[ocr]'` brings one")
    return recognizers[0].recognize(_rendered(content, name, page, DPI))


def characters_task(content: bytes, name: str, wanted: bytes) -> tuple[Line, ...]:
    """Return one page's lines with the place of every character.

    Raises:
        BadInput: one of its kinds.
    """
    page = msgspec.msgpack.decode(wanted, type=Page)
    return _renderer(page.reader).characters(content, name, page.number)


def _rendered(content: bytes, name: str, page: Page, dpi: float) -> Picture:
    picture = _renderer(page.reader).render(content, name, page.number, dpi)
    if len(picture.rgb) != 3 * picture.width * picture.height:
        raise Unreadable(f"page {page.number} was rendered to {len(picture.rgb)} bytes, which is no picture")
    return picture


def _renderer(name: str) -> Renderer:
    for reader in installed_readers():
        if reader.name == name and hasattr(reader, "render"):
            return cast("Renderer", reader)
    raise Unreadable(f"the reader {name!r} shows no pages as pictures")


def _encoded(picture: Picture, page: Page) -> Image:
    from PIL import Image as Pillow
    from PIL import ImageDraw

    image = Pillow.frombytes("RGB", (picture.width, picture.height), picture.rgb)
    if page.turned:
        image = image.rotate(-page.turned, expand=True)
    if page.width and image.width > page.width:
        height = max(1, round(image.height * page.width / image.width))
        image = image.resize((page.width, height), Pillow.Resampling.LANCZOS)
    if page.painted and not page.points:
        raise Unreadable(f"page {page.number} has no size, so what is masked on it cannot be painted over")
    if page.painted:
        scale = image.width / (page.points * 10)
        draw = ImageDraw.Draw(image)
        for box in page.painted:
            left, top, right, bottom = (side * scale for side in box)
            draw.rectangle((math.floor(left), math.floor(top), math.ceil(right), math.ceil(bottom)), fill=(40, 40, 40))
    out = io.BytesIO()
    image.save(out, "PNG", compress_level=6)
    kind = "image/png"
    if out.tell() > SMALL:
        out = io.BytesIO()
        image.save(out, "JPEG", quality=_JPEG_QUALITY)
        kind = "image/jpeg"
    return Image(kind, image.width, image.height, out.getvalue())


@cache
def installed_recognizers() -> tuple[Recognizer, ...]:
    """Return the recognizers whose libraries are installed, other packages' first."""
    found: list[Recognizer] = [
        point.load()()
        for point in sorted(entry_points(group=GROUP), key=lambda point: point.name)
        if not point.value.startswith("counterfile.plugins.")
    ]
    return (*found, *importlib.import_module("counterfile.plugins").builtin_recognizers())


# Outside


def checked_image(untrusted_image: Image) -> Image:
    """Return a picture after every check that needs no parser.

    Raises:
        ReaderCrashed: it is no picture of the two kinds, or too large.
    """
    signatures = {"image/png": b"\x89PNG\r\n\x1a\n", "image/jpeg": b"\xff\xd8\xff"}
    signature = signatures.get(untrusted_image.media_type)
    if signature is None or not untrusted_image.content.startswith(signature):
        raise _broken("the picture is neither PNG nor JPEG")
    if not 0 < untrusted_image.width * untrusted_image.height <= MAX_PIXELS or untrusted_image.width < 1:
        raise _broken(f"a picture of {untrusted_image.width} x {untrusted_image.height} pixels")
    if len(untrusted_image.content) > MAX_IMAGE:
        raise _broken(f"a picture of {len(untrusted_image.content)} bytes")
    return untrusted_image


def checked_sight(untrusted_sight: Sight) -> Sight:
    """Return what recognition claims to have seen, after every check.

    Raises:
        ReaderCrashed: the claim breaks the contract; the message says where.
    """
    if untrusted_sight.turned not in _TURNS or len(untrusted_sight.lines) > MAX_LINES:
        raise _broken(f"{len(untrusted_sight.lines)} lines on a page turned by {untrusted_sight.turned}")
    for side in (untrusted_sight.width, untrusted_sight.height):
        if not math.isfinite(side) or not 0 < side <= 100_000:
            raise _broken(f"a page with a side of {side} points")
    if not is_clean(untrusted_sight.engine) or len(untrusted_sight.engine) > 100:
        raise _broken("the recognizer's name is too long or not printable")
    for number, seen in enumerate(untrusted_sight.lines):
        text = seen.text
        if not text or "\n" in text or not is_clean(text):
            raise _broken(f"line {number} is empty, several lines or not NFC")
        if len(seen.edges) not in (0, len(text) + 1) or list(seen.edges) != sorted(seen.edges):
            raise _broken(f"line {number} has {len(seen.edges)} edges for {len(text)} characters, or in no order")
        if not (seen.left <= seen.right and seen.top <= seen.bottom) or not 0.0 <= seen.confidence <= 1.0:
            raise _broken(f"line {number} has no place or confidence")
        if max(map(abs, (seen.left, seen.top, seen.right, seen.bottom))) > 10_000_000:
            raise _broken(f"line {number} lies off the page")
        if seen.table != -1 and not (0 <= seen.table < 10_000 and 0 <= seen.row < 100_000 and 0 <= seen.col < 10_000):
            raise _broken(f"line {number} is a cell at {seen.table}, {seen.row}, {seen.col}")
        if not (1 <= seen.rowspan < 100_000 and 1 <= seen.colspan < 10_000):
            raise _broken(f"line {number} spans {seen.rowspan} rows and {seen.colspan} columns")
    return untrusted_sight


def checked_lines(untrusted_lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """Return lines after every check that needs no text.

    Raises:
        ReaderCrashed: they stand in no order, or their edges do not fit.
    """
    last = 0
    for number, line in enumerate(untrusted_lines):
        if not last <= line.start < line.end or len(line.edges) not in (0, line.end - line.start + 1):
            raise _broken(f"line {number} stands at {line.start}-{line.end} with {len(line.edges)} edges")
        last = line.end
    return untrusted_lines


def _broken(what: str) -> ReaderCrashed:
    return ReaderCrashed(f"the answer breaks its contract: {what}")
