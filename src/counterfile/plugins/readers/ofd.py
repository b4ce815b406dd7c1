"""OFD documents, the fixed-layout format of Chinese authorities.

Reads:
    OFD with text (``.ofd``): the characters of every text object, of page templates too, put together to lines by
    where they stand. Each line is a paragraph; pages keep their number and size. Running heads, page numbers, hidden
    text and slanted watermarks become furniture.

Source:
    GB/T 33190-2016 (a ZIP of XML parts: OFD.xml, Document.xml, one Content.xml for each page); read with lxml without
    entities, network or huge trees.

Caveats:
    A scan has no text: it is refused. Pages side by side in columns are read across. Annotations, seals, signatures and
    attachments are not read (attachments are counted in the signal ``attachments``); signatures are not verified.
    Nothing is drawn: what a picture or a clipped path covers is read all the same.

License:
    lxml BSD-3-Clause.
"""

from __future__ import annotations

import itertools
import math
import posixpath
import unicodedata
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from counterfile.errors import BadInput, Encrypted, NotADocument, TooLarge, Unreadable
from counterfile.model.reading import BlockKind, Draft
from counterfile.plugins.readers import _zipfile, pdf
from counterfile.plugins.readers._draft import Piece, assemble, clean_line
from counterfile.plugins.readers.docx import parse_part

if TYPE_CHECKING:
    from lxml import etree

MEDIA_TYPE = "application/ofd"
MAX_PAGES = 10_000  # per document

_POINTS = 72 / 25.4  # of a millimeter, in which OFD measures
_SIZE = 4.0  # millimeters, where a text object names no size
_FARTHEST = 1_000_000.0  # millimeters; beyond it a number is damage


class OfdReader:
    """Reads OFD documents."""

    name = "ofd"
    version = "1"

    def preload(self) -> None:
        """Load lxml; the sandbox calls this in the worker that reads PDF, office and XML files."""
        from lxml import etree  # noqa: F401

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
            Unreadable: it is damaged, or no page has text (a scan).
        """
        with _zipfile.open_zip(content) as archive:
            package = _Package(archive)
            pages = list(package.pages())
        if not any(line.strip() for page in pages for line in page.lines):
            if pages and all(page.damaged for page in pages):
                raise Unreadable("every page of this OFD document is damaged or missing")
            raise Unreadable(
                f"this OFD document has {len(pages)} pages but no text: a scan, to be read when a version reads pictures"
            )
        empty = sum(not page.lines for page in pages)
        damaged = sum(page.damaged for page in pages)
        signals = [("pages", str(len(pages)))]
        signals += [("empty_pages", str(empty))] if empty else []
        signals += [("damaged_pages", str(damaged))] if damaged else []
        signals += [("attachments", str(package.attachments))] if package.attachments else []
        return assemble(
            _pieces(pages), media_type=MEDIA_TYPE, page_sizes=[page.size for page in pages], signals=signals
        )


@dataclass(slots=True)
class _Page:
    lines: list[str]
    aside: list[str]
    """Hidden text and watermarks."""
    size: tuple[float, float]
    """Points."""
    damaged: bool = False


def _pieces(pages: Sequence[_Page]) -> Iterator[Piece]:
    # Running heads and page numbers are told by the same rules as those of PDF pages.
    pieces = [*pdf._pieces([page.lines for page in pages])]
    for number, page in enumerate(pages, 1):
        pieces += [Piece(BlockKind.FURNITURE, line, page=number) for line in page.aside]
    yield from sorted(pieces, key=lambda piece: piece.page)


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
            document_name = self._resolve(_text(body.find("{*}DocRoot")), root_name)
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
        name = self._resolve(location, base)
        if name is None:
            raise Unreadable(f"the part {clean_line(location)[:100]} is missing")
        return name, parse_part(self.archive, name)

    def _resolve(self, location: str, base: str) -> str | None:
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
        self._templates: dict[str, list[_Run]] = {}

    def page(self, location: str) -> _Page:
        try:
            _, root = self.package.part(location, self.name)
        except (Encrypted, TooLarge):
            raise
        except BadInput:
            return _Page([], [], self.size, damaged=True)
        runs: list[_Run] = []
        for template in root.iterfind("{*}Template"):
            runs += self._template(template.get("TemplateID") or "")
        runs += _runs(root)
        size = _size(root.find("{*}Area/{*}PhysicalBox")) or self.size
        aside = [clean_line(run.text) for run in runs if run.aside]
        return _Page(lines_of([run for run in runs if not run.aside]), [line for line in aside if line], size)

    def _template(self, identifier: str) -> list[_Run]:
        if identifier not in self._templates:
            self._templates[identifier] = []
            if identifier in self._places:
                try:
                    _, root = self.package.part(self._places[identifier], self.name)
                except (Encrypted, TooLarge):
                    raise
                except BadInput:
                    return []
                self._templates[identifier] = _runs(root)
        return self._templates[identifier]


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


def _runs(root: etree._Element) -> list[_Run]:
    return [
        run for content in root.iterfind("{*}Content") for one in content.iter("{*}TextObject") for run in _one(one)
    ]


def _one(text_object: etree._Element) -> Iterator[_Run]:
    """Yield what one text object shows, placed on the page by its boundary and its matrix."""
    left, top, *_ = [*_numbers(text_object.get("Boundary")), 0.0, 0.0]
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
        yield _Run(
            _spaced(text, steps, size),
            places[0],
            top + b * x + d * y + f,
            places[-1] + _width(text[-1]) * size * stretch,
            max(size * stretch, 0.1),
            aside=hidden or slanted,
            alone=angle > 5.0 or down > abs(sum(steps)),
            places=places,
            source=text,
        )


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


def lines_of(runs: Sequence[_Run]) -> list[str]:
    """Return lines from the top down, each of the runs that share a baseline, from the left."""
    rows: list[list[_Run]] = []
    for run in sorted(runs, key=lambda run: (run.y, run.x)):
        row = rows[-1] if rows else None
        near = row is not None and abs(run.y - row[0].y) <= 0.45 * min(run.size, row[0].size)
        if row is not None and near and not run.alone and not row[0].alone:
            row.append(run)
        else:
            rows.append([run])
    found = (clean_line(_joined(sorted(row, key=lambda run: run.x))) for row in rows)
    return [line for line in found if line]


def _joined(row: Sequence[_Run]) -> str:
    """Join the runs of a line: a blank where a gap shows, and once what is printed twice to look heavier."""
    row = [run for before, run in itertools.pairwise([None, *row]) if run is not None and not _twice(before, run)]
    if any(run.x < before.right - 0.8 * run.size for before, run in itertools.pairwise(row)):
        # Numbers printed into the gaps of a form ("年 月 日"): each character takes its own place.
        row = sorted((one for run in row for one in _characters(run)), key=lambda run: run.x)
    parts = [row[0].text]
    for before, run in itertools.pairwise(row):
        gap = (run.x - before.right) / min(before.size, run.size)
        latin = before.text[-1:].isascii() and run.text[:1].isascii()
        parts.append(" " + run.text if gap > (0.2 if latin else 0.6) else run.text)
    return "".join(parts)


def _twice(before: _Run | None, run: _Run) -> bool:
    return before is not None and run.text == before.text and abs(run.x - before.x) <= 0.3 * run.size


def _characters(run: _Run) -> Iterator[_Run]:
    """Yield each character as a run of its own."""
    for place, character in zip(run.places, run.source, strict=True):
        if not character.isspace():
            yield _Run(character, place, run.y, place + _width(character) * run.size, run.size)
