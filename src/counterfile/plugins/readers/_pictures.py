"""Pictures decoded with suspicion: image files, and the scans that lie inside other formats.

Only the formats named here are tried: Pillow knows others, some of which start programs.
"""

from __future__ import annotations

import contextlib
import io
import math
import struct
import warnings
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from counterfile.errors import BadInput, NotADocument, TooLarge, Unreadable
from counterfile.model.reading import Picture
from counterfile.plugins.readers._draft import clean_line

if TYPE_CHECKING:
    from PIL import Image

MAX_PIXELS = 178_000_000  # of one picture in the file; an A4 page at 1,200 dpi has 139 million
MAX_SHOWN = 40_000_000  # pixels of a picture that is handed out
MIN_WIDTH, MIN_HEIGHT = 100, 40  # pixels; below it is an icon, a spacer or a logo

_A4 = (595.28, 841.89)  # points
_LEAST_DPI = 72.0  # of a picture that does not say: a small one is a small page, not a coarse one
_PLAUSIBLE_DPI = (50.0, 1300.0)
_PLAUSIBLE_SIDE = (100.0, 2400.0)  # points; A1 is 2,384 high

MEDIA_TYPES = {
    "PNG": "image/png",
    "JPEG": "image/jpeg",
    "MPO": "image/jpeg",
    "TIFF": "image/tiff",
    "WEBP": "image/webp",
    "GIF": "image/gif",
    "BMP": "image/bmp",
    "JPEG2000": "image/jp2",
}
"""Pillow's name of a format -> its media type."""

_STUMBLES = (
    OSError,
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    SyntaxError,
    ArithmeticError,
    AssertionError,
    EOFError,
    RuntimeError,
    struct.error,
    zlib.error,
)
"""What Pillow lets through of damaged files."""

_ORIENTATION = 0x0112
_SUBFILE = 254  # tag of a TIFF: bit 0 marks a smaller copy of another picture


@dataclass(frozen=True, slots=True)
class Shape:
    """How large a picture is, upright."""

    pixels: tuple[int, int]
    dpi: tuple[float, float]
    """Across and down; they differ for fax."""

    @property
    def points(self) -> tuple[float, float]:
        """Width and height of the page that the picture is of."""
        return round(72 * self.pixels[0] / self.dpi[0], 2), round(72 * self.pixels[1] / self.dpi[1], 2)


def preload() -> None:
    """Load Pillow and its decoders, before the sandbox closes."""
    from PIL import Image

    Image.init()


def open_picture(content: bytes) -> Image.Image:
    """Open an image file at its first picture; nothing is decoded yet.

    Raises:
        TooLarge: more pixels than allowed.
        NotADocument: no picture of a known format.
        Unreadable: damaged.
    """
    from PIL import Image, UnidentifiedImageError

    try:
        with _quiet():
            # MPO, a JPEG that holds several, has no entry of its own.
            image = Image.open(io.BytesIO(content), formats=[name for name in MEDIA_TYPES if name != "MPO"])
    except Image.DecompressionBombError:
        raise _too_many_pixels() from None
    except UnidentifiedImageError:
        raise NotADocument("no picture in a known format, or damaged from its first bytes") from None
    except _STUMBLES as error:
        raise damaged(error) from None
    _check_size(image)
    return image


def go_to(image: Image.Image, frame: int) -> None:
    """Turn to another picture of the file, from 0.

    Raises:
        EOFError: there are fewer.
        TooLarge: it has more pixels than allowed.
        Unreadable: it is damaged.
    """
    try:
        with _quiet():
            image.seek(frame)
    except EOFError:
        raise
    except _STUMBLES as error:
        raise damaged(error) from None
    _check_size(image)


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """Keep Pillow's warnings about damaged tags to itself: what cannot be shown raises."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def _check_size(image: Image.Image) -> None:
    if image.width < 1 or image.height < 1:
        raise Unreadable("a picture without pixels")
    if image.width * image.height > MAX_PIXELS:
        raise _too_many_pixels()


def _too_many_pixels() -> TooLarge:
    return TooLarge(f"a picture of more than {MAX_PIXELS:,} pixels")


def damaged(error: Exception) -> Unreadable:
    """Return the error that says so."""
    return Unreadable(f"this picture is damaged or truncated ({clean_line(str(error))[:120] or type(error).__name__})")


def is_copy(image: Image.Image) -> bool:
    """Return whether this picture of a TIFF is a smaller copy of another one, not a page."""
    tags = getattr(image, "tag_v2", None)
    try:
        with _quiet():
            value = tags.get(_SUBFILE, 0) if tags is not None else 0
    except _STUMBLES:
        return False
    return isinstance(value, int) and bool(value & 1)


def shape_of(image: Image.Image) -> Shape:
    """Return how large the current picture is once it is upright, and at which resolution its page is plausible."""
    across, down = image.size
    horizontal, vertical = _said_dpi(image)
    if _orientation(image) in {5, 6, 7, 8}:
        across, down = down, across
        horizontal, vertical = vertical, horizontal
    if not (_is_plausible(across, horizontal) and _is_plausible(down, vertical) and 0.4 < horizontal / vertical < 2.5):
        horizontal = vertical = _assumed_dpi(across, down)
    return Shape((across, down), (horizontal, vertical))


def _said_dpi(image: Image.Image) -> tuple[float, float]:
    try:
        horizontal, vertical = (float(number) for number in image.info.get("dpi") or ())
    except (TypeError, ValueError, ZeroDivisionError):
        return 0.0, 0.0
    return (horizontal, vertical) if math.isfinite(horizontal) and math.isfinite(vertical) else (0.0, 0.0)


def _is_plausible(pixels: int, dpi: float) -> bool:
    least, most = _PLAUSIBLE_DPI
    return least <= dpi <= most and _PLAUSIBLE_SIDE[0] <= 72 * pixels / dpi <= _PLAUSIBLE_SIDE[1]


def _assumed_dpi(across: int, down: int) -> float:
    """Return the resolution at which a picture has the size of A4; one that is very long has A4's width."""
    short, long = sorted((across, down))
    dpi = 72 * short / _A4[0] if long > 2 * short and down > across else 72 * long / _A4[1]
    return max(dpi, _LEAST_DPI)


def _orientation(image: Image.Image) -> int:
    # A TIFF's own size tells of the turn already.
    if image.format == "TIFF":
        return 1
    try:
        with _quiet():
            value = image.getexif().get(_ORIENTATION, 1)
    except _STUMBLES:
        return 1
    return value if isinstance(value, int) else 1


def decoded(image: Image.Image) -> tuple[Image.Image, bool]:
    """Decode the current picture, also where its end is missing.

    Returns:
        The picture, and whether it is whole.

    Raises:
        Unreadable: it is damaged from the start.
    """
    from PIL import Image, ImageFile

    try:
        with _quiet():
            image.load()
    except Image.DecompressionBombError:
        raise _too_many_pixels() from None
    except _STUMBLES as error:
        if not isinstance(error, OSError) or ImageFile.LOAD_TRUNCATED_IMAGES:
            raise damaged(error) from None
    else:
        return image, True
    try:
        # What came before the cut is shown, as browsers do; the switch is the library's only one.
        ImageFile.LOAD_TRUNCATED_IMAGES = True
        image.load()
    except _STUMBLES as error:
        raise damaged(error) from None
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = False
    return image, False


def is_blank(image: Image.Image) -> bool:
    """Return whether a decoded picture has one color only."""
    extrema = image.getextrema()
    pairs = [extrema] if isinstance(extrema[0], int | float) else list(extrema)
    return all(pair[0] == pair[1] for pair in pairs if isinstance(pair, tuple))


def picture_of(image: Image.Image, dpi: float) -> Picture:
    """Decode the current picture, upright, on white, at this resolution or its own if that is less.

    Raises:
        BadInput: one of its kinds.
    """
    shape = shape_of(image)
    own = max(shape.dpi)
    wanted = min(dpi, own) if math.isfinite(dpi) and dpi > 0 else own
    across = max(round(shape.pixels[0] * wanted / shape.dpi[0]), 1)
    down = max(round(shape.pixels[1] * wanted / shape.dpi[1]), 1)
    if across * down > MAX_SHOWN:
        shrink = math.sqrt(MAX_SHOWN / (across * down))
        across, down, wanted = max(int(across * shrink), 1), max(int(down * shrink), 1), wanted * shrink
    upright = shown(image, (across, down))
    return Picture(across, down, upright.tobytes(), wanted)


def shown(image: Image.Image, size: tuple[int, int]) -> Image.Image:
    """Return the current picture, upright, as RGB on white, at this size in pixels.

    Raises:
        BadInput: one of its kinds.
    """
    from PIL import Image, ImageOps

    turned = _orientation(image) in {5, 6, 7, 8}
    try:
        # JPEG can be decoded at a half, a quarter or an eighth for a fraction of the cost.
        image.draft("RGB", size[::-1] if turned else size)
    except _STUMBLES as error:
        raise damaged(error) from None
    image, _ = decoded(image)
    try:
        if image.format != "TIFF":
            with _quiet():
                image = ImageOps.exif_transpose(image)
        plain = _plain(image)
        if plain.size != size:
            larger = plain.width < size[0] or plain.height < size[1]
            if plain.mode == "1":
                plain = plain.convert("L")
            plain = plain.resize(size, Image.Resampling.BICUBIC if larger else Image.Resampling.BOX)
        return plain.convert("RGB")
    except _STUMBLES as error:
        raise damaged(error) from None


def _plain(image: Image.Image) -> Image.Image:
    """Return a picture without transparency and with at most 8 bits a color."""
    from PIL import Image

    if image.mode in {"I", "F"} or image.mode.startswith("I;16"):
        # Sixteen bits and more: the darkest and the brightest that are there become black and white.
        wide = image.convert("F")
        low, high = (float(value) for value in wide.getextrema() if isinstance(value, int | float))
        return wide.point(
            lambda value: value * (255.0 / max(high - low, 1.0)) - low * (255.0 / max(high - low, 1.0))
        ).convert("L")
    if image.mode in {"RGBA", "LA", "PA", "La", "RGBa"} or (image.mode == "P" and "transparency" in image.info):
        full = image.convert("RGBA")
        ground = Image.new("RGB", full.size, "white")
        ground.paste(full, mask=full.getchannel("A"))
        return ground
    return image if image.mode in {"1", "L", "RGB"} else image.convert("RGB")


def too_small(pixels: tuple[int, int]) -> bool:
    """Return whether a picture is too small to be a page: an icon, a spacer, a logo."""
    return pixels[0] < MIN_WIDTH or pixels[1] < MIN_HEIGHT


def size_of(content: bytes) -> tuple[int, int] | None:
    """Return the pixels of a picture, upright, or None where it cannot be shown."""
    try:
        return shape_of(open_picture(content)).pixels
    except BadInput:
        return None
