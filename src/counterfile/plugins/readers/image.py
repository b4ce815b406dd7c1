"""Images: scans and photographs of pages.

Reads:
    PNG, JPEG, TIFF of many pages (fax included), WebP, GIF, BMP and JPEG 2000. Each picture is a page that waits for
    recognition; it is shown upright, as the camera says. The size of a page comes from the resolution that the file
    tells where it is plausible, else the page is taken for A4.

Source:
    Pillow, with libjpeg-turbo, libtiff, libwebp and OpenJPEG inside; no other of its formats is tried.

Caveats:
    Of an animation only the first picture is taken. Pictures of less than 100 by 40 pixels (icons, spacers, logos) and
    pictures of one color are set aside, pictures of more than 178 million pixels refused. JBIG2 and HEIC are not read.

License:
    Pillow MIT-CMU; the libraries in its wheel are under permissive licenses of their own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from counterfile.errors import NotADocument, TooLarge, Unreadable
from counterfile.model.reading import Draft, Line, Page, Picture, Source
from counterfile.plugins.readers import _pictures

if TYPE_CHECKING:
    from PIL import Image

MAX_PAGES = 2000  # pictures of one file

_MARKS = (
    b"\x89PNG\r\n\x1a\n",
    b"\xff\xd8\xff",
    b"II*\x00",
    b"MM\x00*",
    b"II+\x00",
    b"MM\x00+",
    b"GIF87a",
    b"GIF89a",
    b"\x00\x00\x00\x0cjP  \r\n\x87\n",
    b"\xff\x4f\xff\x51",
)


class ImageReader:
    """Reads images as pages that wait for recognition."""

    name = "image"
    version = "1"

    def preload(self) -> None:
        """Load Pillow; the sandbox calls this in the worker that reads images, PDF and office files."""
        _pictures.preload()

    def sniff(self, head: bytes, name: str) -> float:
        """Return how surely these bytes are an image; see `counterfile.hooks.Reader`."""
        if head.startswith(_MARKS) or (head.startswith(b"RIFF") and head[8:12] == b"WEBP"):
            return 0.98
        # Two letters are a weak mark: the sizes behind them decide.
        return 0.95 if head.startswith(b"BM") and _is_bitmap(head) else 0.0

    def read(self, content: bytes, name: str) -> Draft:
        """Read the pages of an image without a look at what they show.

        Raises:
            NotADocument: it is too small for a page, of one color, or no image.
            TooLarge: more pages or pixels than allowed.
            Unreadable: it is damaged.
        """
        if self.sniff(content[:4096], name) == 0.0:
            raise NotADocument("no image of a kind that is known here")
        try:
            image = _pictures.open_picture(content)
        except NotADocument as error:
            raise Unreadable(str(error)) from None
        media_type = _pictures.MEDIA_TYPES[image.format or ""]
        frames = _frames(image)
        shapes = []
        for frame in frames:
            _turn(image, frame)
            shapes.append(_pictures.shape_of(image))
        largest = max(shape.pixels for shape in shapes)
        if all(_pictures.too_small(shape.pixels) for shape in shapes):
            raise NotADocument(f"a picture of {largest[0]} by {largest[1]} pixels: an icon or a logo, no page")
        first = _pictures.open_picture(content)
        _turn(first, frames[0])
        shown, whole = _pictures.decoded(first)
        if len(frames) == 1 and _pictures.is_blank(shown):
            raise NotADocument("a picture of one color only")
        pages = tuple(Page(number, 0, 0, *shape.points, source=Source.NONE) for number, shape in enumerate(shapes, 1))
        signals = (("pages", str(len(pages))), *(() if whole else (("truncated", "1"),)))
        return Draft("", (), media_type, pages=pages, signals=signals)

    def render(self, content: bytes, name: str, number: int, dpi: float) -> Picture:
        """Return a page at this resolution, or at its own if that is less; see `counterfile.hooks.Renderer`."""
        image = _pictures.open_picture(content)
        frames = _frames(image)
        if not 1 <= number <= len(frames):
            raise NotADocument(f"page {number} of an image of {len(frames)}")
        # Opened anew: what was passed over on the way leaves traces in the decoder.
        image = _pictures.open_picture(content)
        _turn(image, frames[number - 1])
        return _pictures.picture_of(image, dpi)

    def characters(self, content: bytes, name: str, number: int) -> tuple[Line, ...]:
        """Return nothing: an image has no text of its own."""
        return ()


def _is_bitmap(head: bytes) -> bool:
    """Return whether the header behind `BM` has one of the sizes that there are and reserved fields of zero."""
    return int.from_bytes(head[14:18], "little") in {12, 40, 52, 56, 64, 108, 124} and head[6:10] == bytes(4)


def _turn(image: Image.Image, frame: int) -> None:
    if image.format == "TIFF":
        _pictures.go_to(image, frame)


def _frames(image: Image.Image) -> list[int]:
    """Return which pictures of the file are pages: all of a TIFF but smaller copies, else the first."""
    if image.format != "TIFF":
        return [0]
    found: list[int] = []
    for frame in range(MAX_PAGES + 1):
        try:
            _pictures.go_to(image, frame)
        except EOFError:
            break
        if frame == MAX_PAGES:
            raise TooLarge(f"more than {MAX_PAGES} pictures")
        if not _pictures.is_copy(image):
            found.append(frame)
    return found or [0]
