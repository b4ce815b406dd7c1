"""OFD documents, the fixed-layout format of Chinese authorities.

Reads:
    OFD with text (``.ofd``): the characters of every text object, of page templates too, put together to lines by
    where they stand, each with its place on the page. Each line is a paragraph; pages keep their number and size. Running
    heads, page numbers, hidden text and slanted watermarks become furniture. Pages that are pictures wait for
    recognition.

Source:
    GB/T 33190-2016 (a ZIP of XML parts: OFD.xml, Document.xml, one Content.xml for each page); read with lxml without
    entities, network or huge trees. Pictures are decoded with Pillow.

Caveats:
    Pages side by side in columns are read across. Annotations, seals, signatures and attachments are not read (attachments
    are counted in the signal ``attachments``); signatures are not verified. Only pages that are pictures are drawn; what a
    picture or a clipped path covers is read all the same. Pictures in JBIG2 are not shown.

License:
    lxml BSD-3-Clause, Pillow MIT-CMU.
"""

from __future__ import annotations

import itertools
import math
import posixpath
import unicodedata
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from counterfile.errors import BadInput, Encrypted, NotADocument, TooLarge, Unreadable
from counterfile.model.reading import BlockKind, Draft, Line, Picture, Source
from counterfile.plugins.readers import _pictures, _zipfile
from counterfile.plugins.readers._draft import PageKind, Piece, Place, assemble, clean_line, trace_line
from counterfile.plugins.readers.docx import parse_part
from counterfile.text import pages as page_lines

if TYPE_CHECKING:
    from lxml import etree
    from PIL import Image

MEDIA_TYPE = "application/ofd"
MAX_PAGES = 10_000  # per document

_POINTS = 72 / 25.4  # of a millimeter, in which OFD measures
_SIZE = 4.0  # millimeters, where a text object names no size
_FARTHEST = 1_000_000.0  # millimeters; beyond it a number is damage
_MAX_PICTURES = 500  # of one page
_MAX_PICTURE = 64 << 20  # bytes of one picture's file
_SCAN_SHARE = 0.25  # of a page without text that pictures cover at least, where it is a scan
_COVERED_SHARE = 0.7  # of a page with hardly any text
_KEPT = 4  # files of pictures that are kept: a template's come again on each page
_HARDLY = 50  # characters
_DPI = 200.0  # of a page whose pictures do not tell


class OfdReader:
    """Reads OFD documents."""

    name = "ofd"
    version = "2"

    def preload(self) -> None:
        """Load lxml and Pillow; the sandbox calls this in the worker that reads PDF, office and XML files."""
        from lxml import etree  # noqa: F401

        _pictures.preload()

    def sniff(self, head: bytes, name: str) -> float:
        """Return how surely these bytes are an OFD document; see `counterfile.hooks.Reader`."""
        if not head.startswith(b"PK"):
            return 0.0
        if b"OFD.xml" in head:
            return 0.96
        # The mark may stand behind the first bytes: then the archive reader declines and this one is asked.
        return 0.485 if name.lower().endswith(".ofd") else 0.46

    def read(self, content: bytes, name: str) -> Draft:
        """Read an OFD document.

        Raises:
            NotADocument: it is another kind of archive.
            Encrypted: it is locked by a password or a certificate.
            TooLarge: more pages than allowed, or a part swells beyond the limits.
            Unreadable: it is damaged.
        """
        return _read(content)

    def render(self, content: bytes, name: str, number: int, dpi: float) -> Picture:
        """Return a page that is a picture; see `counterfile.hooks.Renderer`."""
        with _zipfile.open_zip(content) as archive:
            package = _Package(archive)
            page = next(itertools.islice(package.pages(), max(number - 1, 0), None), None)
            if page is None or number < 1:
                raise NotADocument(f"the document has no page {number}")
            page.settle()
            if not page.is_scan and not page.is_covered:
                raise NotADocument("this page has its own text: only pages that are pictures are drawn")
            return _drawn(page, dpi)

    def characters(self, content: bytes, name: str, number: int) -> tuple[Line, ...]:
        """Return the lines of one page with the place of each character; see `counterfile.hooks.Renderer`."""
        return tuple(line for line in _read(content, measured=number).lines if line.page == number)


def _read(content: bytes, *, measured: int = 0) -> Draft:
    with _zipfile.open_zip(content) as archive:
        package = _Package(archive)
        pages = []
        for page in package.pages():
            page.settle()
            page.images = []  # one page's pictures at a time are enough
            pages.append(page)
    scans = sum(page.is_scan for page in pages)
    if not scans and not any(shown.text for page in pages for shown in page.lines):
        if pages and all(page.damaged for page in pages):
            raise Unreadable("every page of this OFD document is damaged or missing")
        raise Unreadable(f"this OFD document has {len(pages)} pages but neither text nor pictures that can be shown")
    empty = sum(not page.lines for page in pages)
    damaged = sum(page.damaged for page in pages)
    signals = [("pages", str(len(pages)))]
    signals += [("empty_pages", str(empty))] if empty else []
    signals += [("damaged_pages", str(damaged))] if damaged else []
    signals += [("attachments", str(package.attachments))] if package.attachments else []
    return assemble(
        _pieces(pages, measured),
        media_type=MEDIA_TYPE,
        page_sizes=[page.size for page in pages],
        page_kinds=[
            PageKind(source=Source.NONE if page.is_scan else Source.LAYER, doubt="missing" if page.is_covered else "")
            for page in pages
        ],
        signals=signals,
    )


@dataclass(slots=True)
class _Shown:
    """One line of print."""

    text: str
    """Clean."""
    raw: str
    """Before it was cleaned."""
    sides: Sequence[tuple[float, float] | None]
    """Left and right of each character of `raw`, None for blanks; millimeters."""
    box: tuple[float, float, float, float]
    """Left, top, right, bottom; millimeters."""
    upright: bool = True
    """False for text that runs downward or is turned: its characters have no left and right."""

    def place(self, size: tuple[float, float], *, measured: bool) -> Place | None:
        """Return where it stands, in tenths of a point; None where nothing of it is on the page."""
        width, height = 10 * size[0], 10 * size[1]
        left, top, right, bottom = (_tenths(side) for side in self.box)
        if right <= 0 or bottom <= 0 or left >= width or top >= height:
            return None
        edges = self._edges() if measured and self.upright else ()
        if edges:
            left, right = min(left, edges[0]), max(right, edges[-1])
        return Place(0, len(self.text), max(left, 0), max(top, 0), max(right, 1), max(bottom, 1), edges)

    def _edges(self) -> tuple[int, ...]:
        origins = trace_line(self.raw)
        if not origins:
            return ()
        edges: list[int] = []
        end = 0
        for first, last in origins:
            found = [side for side in self.sides[first:last] if side is not None]
            edges.append(max(_tenths(found[0][0]), 0) if found else end)
            end = max(_tenths(found[-1][1]), 0) if found else end
        edges.append(end)
        for at in range(len(origins) - 1, -1, -1):
            # A blank between two characters that overlap has no width.
            if self.raw[origins[at][0]].isspace():
                edges[at] = min(edges[at], edges[at + 1])
        # Characters that lie over each other have no order from left to right.
        return tuple(edges) if all(one <= two for one, two in itertools.pairwise(edges)) else ()


def _tenths(millimeters: float) -> int:
    return round(10 * _POINTS * millimeters)


@dataclass(slots=True)
class _Image:
    """A picture on a page."""

    content: bytes
    matrix: tuple[float, float, float, float, float, float]
    """Takes the unit square to the page, in millimeters from its left upper corner."""

    @property
    def area(self) -> float:
        """Square millimeters."""
        a, b, c, d, _, _ = self.matrix
        return abs(a * d - b * c)


@dataclass(slots=True)
class _Page:
    lines: list[_Shown]
    aside: list[_Shown]
    """Hidden text and watermarks."""
    size: tuple[float, float]
    """Points."""
    damaged: bool = False
    images: list[_Image] = field(default_factory=list)
    is_scan: bool = False
    """True where it has no text and is a picture that can be shown."""
    is_covered: bool = False
    """True where a picture covers nearly all of it and there is hardly any text."""

    def settle(self) -> None:
        """Find out whether it is a picture."""
        letters = sum(len(shown.text) for shown in self.lines)
        if letters >= _HARDLY or not self.images:
            return
        whole = self.size[0] * self.size[1] / _POINTS**2
        sizes = [(image, _pictures.size_of(image.content)) for image in self.images]
        pages = [image for image, size in sizes if size is not None and not _pictures.too_small(size)]
        share = sum(image.area for image in pages) / whole if whole > 0 else 0.0
        if letters:
            self.is_covered = share >= _COVERED_SHARE
        else:
            self.is_scan = share >= _SCAN_SHARE
            self.damaged = self.damaged or (
                not pages and sum(image.area for image in self.images) >= _SCAN_SHARE * whole
            )


def _pieces(pages: Sequence[_Page], measured: int) -> Iterator[Piece]:
    running = page_lines.running_heads([[shown.text for shown in page.lines] for page in pages])
    titled = False
    for number, page in enumerate(pages, 1):
        for at, shown in enumerate(page.lines):
            kind = BlockKind.PARAGRAPH
            if page_lines.is_furniture(shown.text, at, len(page.lines), running):
                kind = BlockKind.FURNITURE
            elif not titled and number == 1 and page_lines.is_title(shown.text, at):
                titled, kind = True, BlockKind.TITLE
            yield _piece(kind, shown, page, number, measured)
        for shown in page.aside:
            yield _piece(BlockKind.FURNITURE, shown, page, number, measured)


def _piece(kind: BlockKind, shown: _Shown, page: _Page, number: int, measured: int) -> Piece:
    place = shown.place(page.size, measured=number == measured)
    return Piece(kind, shown.text, page=number, places=() if place is None else (place,))


# --- pictures of pages -----------------------------------------------------------------------------------------------


def _drawn(page: _Page, dpi: float) -> Picture:
    """Return the pictures of a page on white, at the resolution of the finest of them if that is less."""
    from PIL import Image

    opened = [
        (image, _pictures.open_picture(image.content)) for image in page.images if _pictures.size_of(image.content)
    ]
    own = max(
        (picture.width / max(math.hypot(*image.matrix[:2]), 0.1) * 25.4 for image, picture in opened), default=_DPI
    )
    wanted = min(dpi, own) if math.isfinite(dpi) and dpi > 0 else own
    width, height = page.size if min(page.size) > 0 else (595.28, 841.89)
    wanted = min(wanted, math.sqrt(_pictures.MAX_SHOWN / (width / 72 * height / 72)))
    size = (max(round(width * wanted / 72), 1), max(round(height * wanted / 72), 1))
    canvas = Image.new("RGB", size, "white")
    for image, picture in opened:
        _paste(canvas, image, picture, wanted / 25.4)
    return Picture(size[0], size[1], canvas.tobytes(), wanted)


def _paste(canvas: Image.Image, image: _Image, picture: Image.Image, scale: float) -> None:
    """Put a picture where its matrix takes the unit square; `scale` is pixels of the canvas for a millimeter."""
    from PIL import Image

    a, b, c, d, e, f = (scale * number for number in image.matrix)
    across, down = max(round(math.hypot(a, b)), 1), max(round(math.hypot(c, d)), 1)
    if across * down > _pictures.MAX_SHOWN or abs(a * d - b * c) < 1.0:
        return
    shown = _pictures.shown(picture, (across, down))
    if abs(b) + abs(c) < 1.0 and a > 0 and d > 0:
        canvas.paste(shown, (round(e), round(f)))
        return
    # Which point of the picture each point of the canvas shows: the inverse of the matrix.
    whole = a * d - b * c
    inverse = (
        across * d / whole,
        -across * c / whole,
        across * (c * f - d * e) / whole,
        -down * b / whole,
        down * a / whole,
        down * (b * e - a * f) / whole,
    )
    turned = shown.transform(canvas.size, Image.Transform.AFFINE, inverse, Image.Resampling.BILINEAR)
    mask = Image.new("L", shown.size, 255).transform(canvas.size, Image.Transform.AFFINE, inverse)
    canvas.paste(turned, mask=mask)


# --- the package -----------------------------------------------------------------------------------------------------


class _Package:
    """The parts of an OFD archive, found by the paths that they name each other by."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self.archive = archive
        self.attachments = 0
        self._names = {name.lower(): name for name in reversed(archive.namelist())}
        if "encryptions.xml" in self._names:
            raise Encrypted("this OFD document is locked by a password or a certificate")
        if "ofd.xml" not in self._names:
            raise NotADocument("no OFD document in this archive")

    def pages(self) -> Iterator[_Page]:
        """Yield every page of every document, in order."""
        root_name = self._names["ofd.xml"]
        total = 0
        for body in parse_part(self.archive, root_name).iter("{*}DocBody"):
            document_name = self.member(_text(body.find("{*}DocRoot")), root_name)
            if document_name is None:
                raise Unreadable("a document that OFD.xml names is missing in the archive")
            document = parse_part(self.archive, document_name)
            self.attachments += self._count_attachments(document, document_name)
            reader = _PageReader(self, document, document_name)
            for place in document.iterfind("{*}Pages/{*}Page"):
                total += 1
                if total > MAX_PAGES:
                    raise TooLarge(f"more than {MAX_PAGES} pages")
                yield reader.page(place.get("BaseLoc") or "")

    def part(self, location: str, base: str) -> tuple[str, etree._Element]:
        """Return the name and root of a part.

        Raises:
            BadInput: it is missing or damaged.
        """
        name = self.member(location, base)
        if name is None:
            raise Unreadable(f"the part {clean_line(location)[:100]} is missing")
        return name, parse_part(self.archive, name)

    def file(self, name: str) -> bytes:
        """Return a member's content.

        Raises:
            BadInput: it is damaged or too large.
        """
        return _zipfile.read_member(self.archive, self.archive.getinfo(name), _MAX_PICTURE)

    def member(self, location: str, base: str) -> str | None:
        """Return the member that a location means; writers differ in whether it counts from the root."""
        path = location.strip().replace("\\", "/")
        if not path:
            return None
        beside = posixpath.join(posixpath.dirname("/" + base), path)
        for candidate in (beside, "/" + path):
            found = self._names.get(posixpath.normpath(candidate).lstrip("/").lower())
            if found is not None:
                return found
        return None

    def _count_attachments(self, document: etree._Element, name: str) -> int:
        location = _text(document.find("{*}Attachments"))
        if not location:
            return 0
        try:
            _, root = self.part(location, name)
        except BadInput:
            return 0
        return sum(1 for _ in root.iter("{*}Attachment"))


class _PageReader:
    """Reads the pages of one document; templates and the usual size are read once."""

    def __init__(self, package: _Package, document: etree._Element, name: str) -> None:
        self.package = package
        self.name = name
        self.size = _size(document.find("{*}CommonData/{*}PageArea/{*}PhysicalBox")) or (0.0, 0.0)
        self._places = {
            template.get("ID") or "": template.get("BaseLoc") or ""
            for template in document.iterfind("{*}CommonData/{*}TemplatePage")
        }
        self._templates: dict[str, tuple[list[_Run], list[_Image]]] = {}
        self._document = document
        self._resources: dict[str, str] | None = None
        self._files: dict[str, bytes | None] = {}

    def page(self, location: str) -> _Page:
        try:
            _, root = self.package.part(location, self.name)
        except (Encrypted, TooLarge):
            raise
        except BadInput:
            return _Page([], [], self.size, damaged=True)
        runs: list[_Run] = []
        images: list[_Image] = []
        for template in root.iterfind("{*}Template"):
            found, behind = self._template(template.get("TemplateID") or "")
            runs += found
            images += behind
        runs += _runs(root)
        images += self._images(root)
        size = _size(root.find("{*}Area/{*}PhysicalBox")) or self.size
        aside = [shown for run in runs if run.aside for shown in lines_of([run])]
        return _Page(lines_of([run for run in runs if not run.aside]), aside, size, images=images[:_MAX_PICTURES])

    def _template(self, identifier: str) -> tuple[list[_Run], list[_Image]]:
        if identifier not in self._templates:
            self._templates[identifier] = ([], [])
            if identifier in self._places:
                try:
                    _, root = self.package.part(self._places[identifier], self.name)
                except (Encrypted, TooLarge):
                    raise
                except BadInput:
                    return [], []
                self._templates[identifier] = (_runs(root), self._images(root))
        return self._templates[identifier]

    def _images(self, root: etree._Element) -> list[_Image]:
        """Return the pictures of a page or a template that can be found; which of them can be shown is not asked yet."""
        found = []
        for shown in itertools.islice(root.iter("{*}ImageObject"), _MAX_PICTURES):
            box = _numbers(shown.get("Boundary"))
            if len(box) != 4 or shown.get("Visible") in {"false", "0"} or shown.get("Alpha") == "0":
                continue
            content = self._media(shown.get("ResourceID") or "")
            if content is None:
                continue
            matrix = _numbers(shown.get("CTM"))
            a, b, c, d, e, f = matrix if len(matrix) == 6 else (box[2], 0.0, 0.0, box[3], 0.0, 0.0)
            found.append(_Image(content, (a, b, c, d, e + box[0], f + box[1])))
        return found

    def _media(self, identifier: str) -> bytes | None:
        """Return the file of a resource, or None where it is missing."""
        if self._resources is None:
            self._resources = self._listed()
        name = self._resources.get(identifier)
        if name is None:
            return None
        if name not in self._files:
            if len(self._files) >= _KEPT:
                self._files.clear()
            try:
                self._files[name] = self.package.file(name)
            except BadInput:
                self._files[name] = None
        return self._files[name]

    def _listed(self) -> dict[str, str]:
        """Return the members that the document's resources name, by their numbers."""
        found: dict[str, str] = {}
        for kind in ("PublicRes", "DocumentRes"):
            for place in self._document.iterfind(f"{{*}}CommonData/{{*}}{kind}"):
                try:
                    name, root = self.package.part(_text(place), self.name)
                except (Encrypted, TooLarge):
                    raise
                except BadInput:
                    continue
                folder = posixpath.join(posixpath.dirname(name), (root.get("BaseLoc") or "").replace("\\", "/"), "x")
                for media in root.iter("{*}MultiMedia"):
                    member = self.package.member(_text(media.find("{*}MediaFile")), folder)
                    if member is not None:
                        found[media.get("ID") or ""] = member
        return found


def _text(element: etree._Element | None) -> str:
    return "" if element is None else (element.text or "").strip()


def _size(box: etree._Element | None) -> tuple[float, float] | None:
    """Return width and height in points of a box in millimeters, or None for one that makes no sense."""
    numbers = _numbers(_text(box))
    if len(numbers) != 4 or not (0 < numbers[2] <= 30_000 and 0 < numbers[3] <= 30_000):
        return None
    return round(numbers[2] * _POINTS, 2), round(numbers[3] * _POINTS, 2)


def _numbers(text: str | None) -> list[float]:
    found = []
    for word in (text or "").split():
        number = _number(word)
        if number is None:
            return []
        found.append(number)
    return found


def _number(word: str | None) -> float | None:
    try:
        number = float(word or "")
    except ValueError:
        return None
    return number if math.isfinite(number) and abs(number) <= _FARTHEST else None


# --- text on a page --------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Run:
    """Characters that one text code shows."""

    text: str
    x: float
    """Millimeters from the page's left edge to the first character."""
    y: float
    """Millimeters from the page's upper edge to the baseline."""
    right: float
    size: float
    aside: bool = False
    """True for hidden text and slanted watermarks."""
    alone: bool = False
    """True for text that runs downward or upside down: no line to share with others."""
    places: tuple[float, ...] = ()
    """Where each character of `source` begins."""
    source: str = ""
    """The characters without the blanks that were put between them."""
    sides: tuple[tuple[float, float] | None, ...] = ()
    """Left and right of each character of `text`, None for a blank that was put between."""
    box: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 0.0)
    """Left, top, right, bottom of the object that it lies in."""


def _runs(root: etree._Element) -> list[_Run]:
    return [
        run for content in root.iterfind("{*}Content") for one in content.iter("{*}TextObject") for run in _one(one)
    ]


def _one(text_object: etree._Element) -> Iterator[_Run]:
    """Yield what one text object shows, placed on the page by its boundary and its matrix."""
    left, top, width, height, *_ = [*_numbers(text_object.get("Boundary")), 0.0, 0.0, 0.0, 0.0]
    matrix = _numbers(text_object.get("CTM"))
    a, b, c, d, e, f = matrix if len(matrix) == 6 else (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
    size = _number(text_object.get("Size")) or _SIZE
    angle = abs(math.degrees(math.atan2(b, a)))
    slanted = min(abs(angle - straight) for straight in (0.0, 90.0, 180.0)) > 5.0
    hidden = (
        text_object.get("Visible") in {"false", "0"}
        or text_object.get("Alpha") == "0"
        or (text_object.get("Fill") in {"false", "0"} and text_object.get("Stroke") not in {"true", "1"})
    )
    stretch = math.hypot(a, b) or 1.0
    x = y = 0.0
    for code in text_object.iterfind("{*}TextCode"):
        # Each place that is left out is the one of the text code before.
        x = _or(_number(code.get("X")), x)
        y = _or(_number(code.get("Y")), y)
        text = "".join(str(part) for part in code.itertext()).strip("\r\n\t")
        if not text.strip():
            continue
        steps = _steps(code.get("DeltaX"), len(text) - 1)
        down = sum(map(abs, _steps(code.get("DeltaY"), len(text) - 1)))
        ways = steps or [_width(character) * size for character in text[:-1]]
        places = tuple(left + a * (x + way) + c * y + e for way in itertools.accumulate(ways, initial=0.0))
        right = places[-1] + _width(text[-1]) * size * stretch
        spaced = _spaced(text, steps, size)
        yield _Run(
            spaced,
            places[0],
            top + b * x + d * y + f,
            right,
            max(size * stretch, 0.1),
            aside=hidden or slanted,
            alone=angle > 5.0 or down > abs(sum(steps)),
            places=places,
            source=text,
            sides=_sides(spaced, text, places, size * stretch),
            box=(left, top, left + width, top + height),
        )


def _sides(spaced: str, text: str, places: Sequence[float], size: float) -> tuple[tuple[float, float] | None, ...]:
    """Return left and right of each character: to the next one where that is near, else as wide as it is."""
    sides: list[tuple[float, float] | None] = []
    at = 0
    for character in spaced:
        if at >= len(text) or character != text[at]:
            sides.append(None)
            continue
        end = places[at] + _width(character) * size
        if at + 1 < len(text) and places[at] < places[at + 1] < end:
            end = places[at + 1]
        sides.append((places[at], end))
        at += 1
    return tuple(sides)


def _or(number: float | None, fallback: float) -> float:
    return fallback if number is None else number


def _steps(deltas: str | None, count: int) -> list[float]:
    """Return the way from each character to the next; ``g 3 2.5`` stands for 2.5 three times.

    >>> _steps("g 2 3.5 7", 4)
    [3.5, 3.5, 7.0, 7.0]
    """
    words = iter((deltas or "").split())
    steps: list[float] = []
    for word in words:
        times = 1
        if word == "g":
            announced = _number(next(words, ""))
            times = max(min(int(announced or 0), count - len(steps)), 0)
            word = next(words, "")  # noqa: PLW2901 - the number that is repeated
        number = _number(word)
        if number is None:
            return []
        steps += [number] * times
        if len(steps) >= count:
            return steps[:count]
    # The last step holds for the characters that are left.
    return steps + steps[-1:] * (count - len(steps))


def _width(character: str) -> float:
    """Return about how wide a character is, in sizes."""
    return 1.0 if unicodedata.east_asian_width(character) in "WF" else 0.5


def _spaced(text: str, steps: Sequence[float], size: float) -> str:
    """Return text with a blank where the next character stands far off, as between the columns of a row."""
    if not any(step > 2.5 * size for step in steps):
        return text
    return "".join(
        character + (" " if step > 2.5 * size else "")
        for character, step in itertools.zip_longest(text, steps[: len(text) - 1], fillvalue=0.0)
        if isinstance(character, str) and isinstance(step, float)
    )


def lines_of(runs: Sequence[_Run]) -> list[_Shown]:
    """Return lines from the top down, each of the runs that share a baseline, from the left."""
    rows: list[list[_Run]] = []
    for run in sorted(runs, key=lambda run: (run.y, run.x)):
        row = rows[-1] if rows else None
        near = row is not None and abs(run.y - row[0].y) <= 0.45 * min(run.size, row[0].size)
        if row is not None and near and not run.alone and not row[0].alone:
            row.append(run)
        else:
            rows.append([run])
    found = (_joined(sorted(row, key=lambda run: run.x)) for row in rows)
    return [shown for shown in found if shown.text]


def _joined(row: Sequence[_Run]) -> _Shown:
    """Join the runs of a line: a blank where a gap shows, and once what is printed twice to look heavier."""
    row = [run for before, run in itertools.pairwise([None, *row]) if run is not None and not _twice(before, run)]
    if any(run.x < before.right - 0.8 * run.size for before, run in itertools.pairwise(row)):
        # Numbers printed into the gaps of a form ("年 月 日"): each character takes its own place.
        row = sorted((one for run in row for one in _characters(run)), key=lambda run: run.x)
    parts = [row[0].text]
    sides = [*row[0].sides]
    for before, run in itertools.pairwise(row):
        gap = (run.x - before.right) / min(before.size, run.size)
        latin = before.text[-1:].isascii() and run.text[:1].isascii()
        if gap > (0.2 if latin else 0.6):
            parts.append(" ")
            sides.append(None)
        parts.append(run.text)
        sides += run.sides
    raw = "".join(parts)
    return _Shown(clean_line(raw), raw, sides, _box(row), upright=not (row[0].alone or row[0].aside))


def _box(row: Sequence[_Run]) -> tuple[float, float, float, float]:
    """Return the box around a line; of text that is turned, the box of its object."""
    if row[0].alone or row[0].aside:
        return row[0].box
    # The baseline of a Chinese font lies an eighth above the lower edge of its characters.
    return (
        min(run.x for run in row),
        min(run.y - 0.88 * run.size for run in row),
        max(run.right for run in row),
        max(run.y + 0.12 * run.size for run in row),
    )


def _twice(before: _Run | None, run: _Run) -> bool:
    return before is not None and run.text == before.text and abs(run.x - before.x) <= 0.3 * run.size


def _characters(run: _Run) -> Iterator[_Run]:
    """Yield each character as a run of its own."""
    for place, character in zip(run.places, run.source, strict=True):
        if not character.isspace():
            end = place + _width(character) * run.size
            yield _Run(character, place, run.y, end, run.size, sides=((place, end),), box=run.box)
