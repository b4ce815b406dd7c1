"""Second chances for PDF files that PDFium refuses.

A file that was cut off has lost the table of its objects, and mostly the root of its pages, which stand at the end: the
pages that are left get new ones. What is damaged otherwise is left to pypdf: PDFium reads its copy, or its own text
counts. pypdf is slow, so it is asked only for small files.
"""

from __future__ import annotations

import io
import logging
import re
import zlib
from collections.abc import Iterator
from importlib.util import find_spec

from counterfile.errors import BadInput

MAX_SIZE = 30_000_000  # bytes
MAX_PAGES = 300
MAX_TEXT = 5_000_000  # characters

MAX_OBJECTS = 200_000
MAX_UNPACKED = 50_000_000  # bytes of all object streams

_OBJECT = re.compile(rb"(?<![0-9])(\d{1,7})[ \t\r\n]+(\d{1,5})[ \t\r\n]+obj(?![a-zA-Z])")
_PAGE = re.compile(rb"/Type[ \t\r\n]*/Page(?![A-Za-z])")
_PACKED = re.compile(rb"/Type[ \t\r\n]*/ObjStm")
_COUNT, _FIRST = re.compile(rb"/N[ \t\r\n]+(\d{1,6})"), re.compile(rb"/First[ \t\r\n]+(\d{1,8})")
_STREAM = re.compile(rb"stream\r?\n")
_HEAD = 3_000  # bytes of an object in which its kind stands

_STUMBLES = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    EOFError,
    LookupError,
    NotImplementedError,
    OSError,
    RecursionError,
    RuntimeError,
    TypeError,
    ValueError,
)
"""What pypdf lets through of damaged files."""


def available() -> bool:
    """Return whether pypdf is installed."""
    return find_spec("pypdf") is not None


def salvaged(content: bytes) -> bytes | None:
    """Return a file with a new root and a new table of objects behind what is left; None where no page is left."""
    if len(content) > 4 * MAX_SIZE or b"/Encrypt" in content:
        return None
    places: dict[int, tuple[int, int]] = {}
    for count, found in enumerate(_OBJECT.finditer(content)):
        if count >= MAX_OBJECTS:
            return None
        places[int(found[1])] = (found.start(), int(found[2]))
    body = bytearray(content + b"\n")
    for number, inner in _unpacked(content, places):
        # A later object of the same number stands in the file itself, and is newer.
        if number not in places:
            places[number] = (len(body), 0)
            body += b"%d 0 obj\n%b\nendobj\n" % (number, inner)
    pages = [
        number for number in sorted(places) if _is_page(bytes(body[places[number][0] : places[number][0] + _HEAD]))
    ]
    if not pages:
        return None
    root = max(places) + 1
    kids = b" ".join(b"%d %d R" % (number, places[number][1]) for number in pages)
    for number, words in (
        (root, b"<< /Type /Catalog /Pages %d 0 R >>" % (root + 1)),
        (root + 1, b"<< /Type /Pages /Count %d /Kids [%b] /MediaBox [0 0 595 842] >>" % (len(pages), kids)),
    ):
        places[number] = (len(body), 0)
        body += b"%d 0 obj\n%b\nendobj\n" % (number, words)
    start = len(body)
    body += b"xref\n0 1\n0000000000 65535 f \n"
    for number, (place, generation) in sorted(places.items()):
        body += b"%d 1\n%010d %05d n \n" % (number, place, generation)
    body += b"trailer\n<< /Size %d /Root %d 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (root + 2, root, start)
    return bytes(body)


def _is_page(head: bytes) -> bool:
    end = head.find(b"endobj")
    return _PAGE.search(head[:end] if end >= 0 else head) is not None


def _unpacked(content: bytes, places: dict[int, tuple[int, int]]) -> Iterator[tuple[int, bytes]]:
    """Yield number and bytes of the objects in whole object streams."""
    left = MAX_UNPACKED
    for place, _ in list(places.values()):
        head = content[place : place + 600]
        begin = _STREAM.search(head)
        count, first = _COUNT.search(head), _FIRST.search(head)
        if begin is None or count is None or first is None or not _PACKED.search(head[: begin.start()]):
            continue
        end = content.find(b"endstream", place)
        packed = content[place + begin.end() : end if end >= 0 else len(content)]
        try:
            words = zlib.decompressobj().decompress(packed, left)
        except zlib.error:
            continue
        left -= len(words)
        start = int(first[1])
        numbers = [int(word) for word in words[:start].split()[: 2 * int(count[1])] if word.isdigit()]
        offsets = [*numbers[1::2], len(words) - start]
        for number, low, high in zip(numbers[::2], offsets, offsets[1:], strict=False):
            yield number, words[start + low : start + high]
        if left <= 0:
            return


def rewritten(content: bytes) -> bytes | None:
    """Return a sound copy of a damaged file; None where pypdf cannot read it either."""
    if len(content) > MAX_SIZE or not available():
        return None
    import pypdf
    from pypdf.errors import PyPdfError

    out = io.BytesIO()
    with _Silence():
        try:
            source = pypdf.PdfReader(io.BytesIO(content))
            if source.is_encrypted or not 0 < len(source.pages) <= MAX_PAGES:
                return None
            copy = pypdf.PdfWriter(clone_from=source)
            copy.write(out)
        except (PyPdfError, *_STUMBLES):
            return None
    return out.getvalue()


def texts(content: bytes) -> list[tuple[list[str], tuple[float, float]]] | None:
    """Return lines and size in points of each page by pypdf alone; None where it reads no text.

    Its text has no places.
    """
    if len(content) > MAX_SIZE or not available():
        return None
    import pypdf
    from pypdf.errors import PyPdfError

    pages: list[tuple[list[str], tuple[float, float]]] = []
    left = MAX_TEXT
    with _Silence():
        try:
            source = pypdf.PdfReader(io.BytesIO(content))
            if source.is_encrypted:
                return None
            for page in source.pages[:MAX_PAGES]:
                text = page.extract_text()[:left]
                left -= len(text)
                size = (float(page.mediabox.width), float(page.mediabox.height))
                pages.append((re.split("[\r\n]+", text), size))
        except (PyPdfError, BadInput, *_STUMBLES):
            # Pages before the damage were read; they count.
            pass
    return pages if any(line.strip() for lines, _ in pages for line in lines) else None


class _Silence:
    """Keeps pypdf's remarks on damage out of the log while it works; what a file is like is told by the reader."""

    def __enter__(self) -> None:
        self._log = logging.getLogger("pypdf")
        self._level = self._log.level
        self._log.setLevel(logging.CRITICAL + 1)

    def __exit__(self, *_: object) -> None:
        self._log.setLevel(self._level)
