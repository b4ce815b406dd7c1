"""PDF files with a text layer.

Reads:
    PDF of every version, also where it is named otherwise. Each line of a page is a paragraph; pages keep their number
    and size. Lines that return on most pages (running heads, page numbers) become furniture.

Source:
    PDFium, through pypdfium2.

Caveats:
    A scan has no text layer: it is refused, and read again when a version that recognizes pictures of text arrives.
    Tables are lines. A text layer can differ from what the page shows.

License:
    pypdfium2 Apache-2.0 or BSD-3-Clause, PDFium BSD-3-Clause and Apache-2.0.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from typing import TYPE_CHECKING

from counterfile.errors import BadInput, Encrypted, TooLarge, Unreadable
from counterfile.model.reading import BlockKind, Draft
from counterfile.plugins.readers._draft import NOTICE_END, Piece, assemble, clean_line

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pypdfium2 as pdfium  # type: ignore[import-untyped]

MEDIA_TYPE = "application/pdf"
MAX_PAGES = 10_000  # per document

_PAGE_NUMBER = re.compile(
    r"[-—–·\s]*\d{1,4}[-—–·\s]*|第?\s*\d{1,4}\s*页?\s*[/，,共of]+\s*\d{1,4}\s*页?|第\s*\d{1,4}\s*页.{0,10}|page\s+\d+.{0,12}|[ivxlc]{1,6}",
    re.IGNORECASE,
)
_EDGE = 3  # lines at the top and at the bottom that may be running heads


class PdfReader:
    """Reads the text layer of PDF files."""

    name = "pdf"
    version = "1"

    def preload(self) -> None:
        """Load PDFium; the sandbox calls this in the worker that reads PDF and office files."""
        import pypdfium2  # noqa: F401

    def sniff(self, head: bytes, name: str) -> float:
        """Return how surely these bytes are PDF; see `counterfile.hooks.Reader`."""
        at = head.find(b"%PDF-", 0, 1100)
        if at == 0:
            return 1.0
        if at > 0:
            # Readers accept rubbish before the mark; another format may quote it, so its own mark outweighs this.
            return 0.9
        return 0.3 if name.lower().endswith(".pdf") else 0.0

    def read(self, content: bytes, name: str) -> Draft:
        """Read a PDF's text layer.

        Raises:
            Encrypted: it wants a password.
            Unreadable: it is damaged, or no page has text (a scan).
            TooLarge: more pages than a document may have.
        """
        document = _open(content)
        try:
            pages, sizes, failed = _pages(document)
        finally:
            document.close()
        empty = sum(not lines for lines in pages)
        if empty == len(pages):
            if failed == len(pages):
                raise Unreadable("no page of this PDF can be opened: it is damaged")
            raise Unreadable("no text layer (a scan); OCR comes with the reading issue")
        signals = [("pages", str(len(pages)))]
        signals += [("empty_pages", str(empty))] if empty else []
        signals += [("damaged_pages", str(failed))] if failed else []
        return assemble(_pieces(pages), media_type=MEDIA_TYPE, page_sizes=sizes, signals=signals)


def _open(content: bytes) -> pdfium.PdfDocument:
    import pypdfium2 as pdfium

    at = max(content.find(b"%PDF-", 0, 1100), 0)
    try:
        document = pdfium.PdfDocument(content[at:] if at else content)
    except pdfium.PdfiumError as error:
        raise _refusal(error) from None
    count = len(document)
    if count == 0:
        document.close()
        raise Unreadable("a PDF without pages")
    if count > MAX_PAGES:
        document.close()
        raise TooLarge(f"{count} pages where {MAX_PAGES} are allowed")
    return document


def _refusal(error: pdfium.PdfiumError) -> BadInput:
    reason = str(error)
    if "password" in reason.lower():
        return Encrypted("this PDF wants a password")
    if "security" in reason.lower():
        return Encrypted("this PDF is locked in a way that PDFium does not know")
    return Unreadable(f"this PDF is damaged or truncated ({clean_line(reason)[:120]})")


def _pages(document: pdfium.PdfDocument) -> tuple[list[list[str]], list[tuple[float, float]], int]:
    """Return each page's lines and size, and how many could not be opened."""
    import pypdfium2 as pdfium

    pages: list[list[str]] = []
    sizes: list[tuple[float, float]] = []
    failed = 0
    for number in range(len(document)):
        try:
            page = document[number]
            width, height = page.get_size()
            textpage = page.get_textpage()
            text = textpage.get_text_range() if textpage.count_chars() > 0 else ""
            textpage.close()
            page.close()
        except pdfium.PdfiumError:
            failed += 1
            pages.append([])
            sizes.append((0.0, 0.0))
            continue
        pages.append([line for line in map(clean_line, text.splitlines()) if line])
        sizes.append((_side(width), _side(height)))
    return pages, sizes, failed


def _side(points: float) -> float:
    return round(points, 2) if math.isfinite(points) and 0 <= points <= 100_000 else 0.0


def _pieces(pages: list[list[str]]) -> Iterable[Piece]:
    running = _running(pages)
    titled = False
    for number, lines in enumerate(pages, 1):
        for place, line in enumerate(lines):
            edge = place < _EDGE or place >= len(lines) - _EDGE
            last_or_first = place == 0 or place == len(lines) - 1
            if (edge and _shape(line) in running) or (
                last_or_first and len(lines) > 1 and _PAGE_NUMBER.fullmatch(line)
            ):
                yield Piece(BlockKind.FURNITURE, line, page=number)
            elif not titled and number == 1 and place < 8 and 6 <= len(line) <= 120 and NOTICE_END.search(line):
                titled = True
                yield Piece(BlockKind.TITLE, line, page=number)
            else:
                yield Piece(BlockKind.PARAGRAPH, line, page=number)


def _running(pages: list[list[str]]) -> frozenset[str]:
    """Return the shapes of lines that stand at the edge of most pages; one page or two prove nothing."""
    if len(pages) < 3:
        return frozenset()
    seen: Counter[str] = Counter()
    for lines in pages:
        edges = lines[:_EDGE] + lines[max(len(lines) - _EDGE, _EDGE) :]
        seen.update({_shape(line) for line in edges})
    return frozenset(shape for shape, count in seen.items() if shape and count >= max(3, len(pages) * 0.6))


def _shape(line: str) -> str:
    return re.sub(r"\d+", "0", line)
