"""PDF files: their text layer with the place of every line, their ruled tables, their pages as pictures.

Reads:
    PDF of every version, also where it is named otherwise. Each line of a page is a paragraph with its place; tables with
    ruling lines become cells, over pages too. Lines that return on most pages (running heads, page numbers) become
    furniture. Words printed twice at one place (fake bold, shadows) are kept once. Pages keep number and size, and say
    where their text is from: a page without text that shows something waits for recognition (source ``none``), and one
    whose text lies says why it is doubted (``garbled``, ``missing``, ``doubled``, ``ocr layer``, ``hidden``).

Source:
    ISO 32000 by PDFium, through pypdfium2; what PDFium refuses by pypdf.

Caveats:
    Tables without rules are lines. A digit that is mapped to another one is not noticed. Text of annotations is drawn in
    pictures of pages but not read. What pypdf alone can read has no places.

License:
    pypdfium2 Apache-2.0 or BSD-3-Clause, PDFium BSD-3-Clause and Apache-2.0; pypdf BSD-3-Clause.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

from counterfile.errors import Encrypted, NotADocument, Unreadable
from counterfile.model.reading import BlockKind, Draft, Line, Picture, Source
from counterfile.plugins.readers import _pdf_doubt, _pdf_objects, _pdf_pdfium, _pdf_second, _pdf_tables
from counterfile.plugins.readers._draft import PageKind, Piece, assemble, clean_line
from counterfile.plugins.readers._pdf_lines import PageText, Passage, places_of, without_reprints
from counterfile.plugins.readers._pdf_pdfium import Document, OpenPage
from counterfile.text import pages as page_lines

MEDIA_TYPE = "application/pdf"

_TABLE_PATHS = 4  # paths in a survey from which it is worth looking for a table
_SCAN_COVER = 0.8  # share of a page that a picture covers to be a scan of it
_SCAN_TEXT = 80  # characters up to which the text over a scan is a stamp or a page number, not its text
_DRAWN_PATHS, _DRAWN_TEXT = 150, 30  # paths from which, and characters up to which, a page's words are drawn as curves
_MAPPED = 32  # characters of a page that are asked whether the file maps them
_BLANK_DPI = 20.0
_PASSWORD_CODECS = ("utf-8", "gb18030", "latin-1")


class PdfReader:
    """Reads PDF files, and shows their pages."""

    name = "pdf"
    version = "2"

    def preload(self) -> None:
        """Load PDFium; the sandbox calls this in the worker that reads PDF and office files.

        pypdf is loaded by the few files that need it: it takes ten times as long.
        """
        _pdf_pdfium.calls()
        _pdf_pdfium.drawing_calls()
        _pdf_doubt.preload()

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
            Unreadable: it is damaged.
            NotADocument: nothing is on its pages.
            TooLarge: more pages or text than a document may have.
        """
        return _read(content)

    def unlock(self, content: bytes, name: str, passwords: Sequence[str]) -> Draft:
        """Read a PDF that wants a password; see `counterfile.hooks.Unlocker`.

        Raises:
            Encrypted: none of the passwords opens it.
            BadInput: as `read` does.
        """
        for password in dict.fromkeys(_encoded(passwords)):
            try:
                return _read(content, password)
            except Encrypted:
                continue
        raise Encrypted(f"none of {len(passwords)} passwords opens this PDF")

    def render(self, content: bytes, name: str, number: int, dpi: float) -> Picture:
        """Return a page as pixels, with annotations and forms; see `counterfile.hooks.Renderer`.

        Raises:
            BadInput: one of its kinds.
        """
        with _opened(content) as document:
            return _pdf_pdfium.render(document, number, dpi)

    def characters(self, content: bytes, name: str, number: int) -> tuple[Line, ...]:
        """Return the lines of a page with the place of each character; see `counterfile.hooks.Renderer`.

        Raises:
            BadInput: one of its kinds.
        """
        # Positions count from the beginning of the document, so all of it is read, but only this page is measured.
        draft = _read(content, measured=number)
        if not 1 <= number <= len(draft.pages):
            raise Unreadable(f"page {number} is asked for, where there are {len(draft.pages)}")
        return tuple(line for line in draft.lines if line.page == number)


def _encoded(passwords: Iterable[str]) -> Iterator[bytes]:
    """Yield passwords as bytes: UTF-8 as newer files want it, then as Chinese and as western programs wrote it."""
    for password in passwords:
        for codec in _PASSWORD_CODECS:
            encoded = password.encode(codec, "ignore")
            if encoded and b"\x00" not in encoded:
                yield encoded


def _opened(content: bytes, password: bytes | None = None) -> Document:
    """Open a file, or what can be mended of a damaged one."""
    at = max(content.find(b"%PDF-", 0, 1100), 0)
    try:
        return Document(content[at:] if at else content, password)
    except Unreadable:
        for mend in (_pdf_second.salvaged, _pdf_second.rewritten):
            copy = mend(content)
            if copy is not None:
                with suppress(Unreadable, Encrypted):
                    document = Document(copy)
                    document.mended = True
                    return document
        raise


def _read(content: bytes, password: bytes | None = None, *, measured: int = 0) -> Draft:
    try:
        document = _opened(content, password)
    except Unreadable:
        pages = _pdf_second.texts(content)
        if pages is None:
            raise
        return _read_by_second(pages)
    with document:
        sheets = [_sheet(document, number, measured=number == measured) for number in range(1, document.pages + 1)]
    try:
        return _draft(sheets, mended=document.mended)
    except (NotADocument, Unreadable):
        # What is blank or broken to PDFium may be a page tree that it does not follow.
        pages = _pdf_second.texts(content)
        if pages is None:
            raise
        return _read_by_second(pages)


def _read_by_second(pages: Sequence[tuple[list[str], tuple[float, float]]]) -> Draft:
    lines = [[line for line in map(clean_line, found) if line] for found, _ in pages]
    signals = [("pages", str(len(pages))), ("second_reader", "pypdf")]
    sizes = [(_pdf_pdfium.side(width), _pdf_pdfium.side(height)) for _, (width, height) in pages]
    kinds = [PageKind(doubt=_pdf_doubt.doubt("\n".join(found))) for found in lines]
    return assemble(_pieces(lines), media_type=MEDIA_TYPE, signals=signals, page_sizes=sizes, page_kinds=kinds)


# --- one page --------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Sheet:
    """What is known of one page."""

    pieces: list[Piece] = field(default_factory=list)
    """Lines are paragraphs, cells have the number of their table on this page."""
    tables: list[_pdf_tables.Table] = field(default_factory=list)
    size: tuple[float, float] = (0.0, 0.0)
    kind: PageKind = field(default_factory=PageKind)
    damaged: bool = False
    reprints: int = 0


def _sheet(document: Document, number: int, *, measured: bool) -> _Sheet:
    with document.page(number) as page:
        if page is None:
            return _Sheet(damaged=True)
        text = PageText(page)
        sheet = _Sheet(size=(page.frame.width, page.frame.height))
        seen = _pdf_objects.survey(page)
        lines = [(run, passage) for run in text.lines() if (passage := text.passage(run)) is not None]
        kept, sheet.reprints = without_reprints(lines)
        grids = _pdf_tables.grids(_pdf_objects.rules(page)) if kept and seen.paths >= _TABLE_PATHS else []
        items: Sequence[Passage | _pdf_tables.Table]
        items = _pdf_tables.tables_of(text, kept, grids) if grids else [passage for _, passage in kept]
        for item in items:
            if isinstance(item, Passage):
                places = places_of(item, text if measured else None)
                sheet.pieces.append(Piece(BlockKind.PARAGRAPH, item.text, number, places=places))
                continue
            sheet.pieces += _cells(item, number, len(sheet.tables), text if measured else None)
            sheet.tables.append(item)
        sheet.kind = _kind(text, seen) if kept else _kind_without_text(page, seen)
    return sheet


def _cells(table: _pdf_tables.Table, page: int, number: int, measured: PageText | None) -> Iterator[Piece]:
    for cell in table.cells:
        passage = cell.passage
        yield Piece(
            BlockKind.CELL,
            passage.text,
            page,
            number,
            cell.row,
            cell.col,
            cell.rowspan,
            cell.colspan,
            places=places_of(passage, measured),
        )


def _kind(text: PageText, seen: _pdf_objects.Survey) -> PageKind:
    """Say whether a page's text is believed."""
    doubt = _pdf_doubt.doubt(text.text, dropped=text.dropped, unmapped=_unmapped(text))
    return PageKind(doubt=doubt or _doubt_by_objects(text.text, seen))


def _doubt_by_objects(text: str, seen: _pdf_objects.Survey) -> str:
    """Return why text is not believed that is plausible by itself, by what else the page draws."""
    scanned = seen.cover >= _SCAN_COVER
    if not (scanned or seen.hidden or seen.paths >= _DRAWN_PATHS):
        return ""
    solid = sum(map(len, text.split()))
    if (scanned and solid <= _SCAN_TEXT) or (seen.paths >= _DRAWN_PATHS and solid <= _DRAWN_TEXT):
        return _pdf_doubt.MISSING
    if not seen.hidden:
        return ""
    if scanned or seen.draws:
        return _pdf_doubt.POOR if _pdf_doubt.is_poor(text) else ""
    return _pdf_doubt.HIDDEN


def _unmapped(text: PageText) -> float:
    """Return the share of characters, in a sample, that the file maps to no Unicode value."""
    size = len(text.text)
    places = [at for at in range(0, size, max(size // _MAPPED, 1)) if not text.text[at].isspace()]
    if not places:
        return 0.0
    is_unmapped, page = _pdf_pdfium.calls().is_unmapped, text.page.text
    bad: int = sum(is_unmapped(page, number) == 1 for at in places if (number := text.character(at)) >= 0)
    return bad / len(places)


def _kind_without_text(page: OpenPage, seen: _pdf_objects.Survey) -> PageKind:
    """Say whether a page without text shows something: then it waits for recognition."""
    if seen.pictures or seen.shadings:
        return PageKind(source=Source.NONE)
    if not seen.objects and _pdf_pdfium.calls().count_annotations(page.page) <= 0:
        return PageKind()
    # White rectangles and text of blanks draw nothing; a small picture tells.
    return PageKind(source=Source.LAYER if _pdf_pdfium.is_blank(page, _BLANK_DPI) else Source.NONE)


# --- the document ----------------------------------------------------------------------------------------------------


def _draft(sheets: list[_Sheet], *, mended: bool) -> Draft:
    damaged = sum(sheet.damaged for sheet in sheets)
    if damaged == len(sheets):
        raise Unreadable("no page of this PDF can be opened: it is damaged")
    empty = sum(not sheet.pieces for sheet in sheets)
    pictures = sum(sheet.kind.source is Source.NONE for sheet in sheets)
    if empty == len(sheets) and not pictures:
        raise NotADocument(f"a PDF of blank pages ({len(sheets)}): nothing is drawn on them")
    counts = {
        "pages": len(sheets),
        "empty_pages": empty,
        "pictures": pictures,
        "doubtful": sum(bool(sheet.kind.doubt) for sheet in sheets),
        "damaged_pages": damaged,
        "mended": int(mended),
        "printed_twice": sum(sheet.reprints for sheet in sheets),
    }
    _number_tables(sheets)
    _mark_lines(sheets)
    return assemble(
        (piece for sheet in sheets for piece in sheet.pieces),
        media_type=MEDIA_TYPE,
        signals=[(name, str(count)) for name, count in counts.items() if count],
        page_sizes=[sheet.size for sheet in sheets],
        page_kinds=[sheet.kind for sheet in sheets],
    )


def _mark_lines(sheets: list[_Sheet]) -> None:
    """Mark running heads, page numbers and the title among the lines."""
    texts = [[piece.text for piece in sheet.pieces] for sheet in sheets]
    running = page_lines.running_heads(texts)
    titled = False
    for number, sheet in enumerate(sheets, 1):
        for place, piece in enumerate(sheet.pieces):
            if piece.kind is not BlockKind.PARAGRAPH:
                continue
            if page_lines.is_furniture(piece.text, place, len(sheet.pieces), running):
                piece.kind = BlockKind.FURNITURE
            elif not titled and number == 1 and page_lines.is_title(piece.text, place):
                titled = True
                piece.kind = BlockKind.TITLE


def _pieces(pages: Sequence[Sequence[str]]) -> list[Piece]:
    """Return the pieces of pages of which only the lines are known."""
    sheets = [
        _Sheet([Piece(BlockKind.PARAGRAPH, line, page=number) for line in lines])
        for number, lines in enumerate(pages, 1)
    ]
    _mark_lines(sheets)
    return [piece for sheet in sheets for piece in sheet.pieces]


# --- tables over pages -----------------------------------------------------------------------------------------------


def _number_tables(sheets: list[_Sheet]) -> None:
    """Number tables through the document; one that goes on from the page before keeps its number and counts on."""
    count = 0
    before: tuple[_Sheet, int, int] | None = None
    running: frozenset[str] | None = None
    for sheet in sheets:
        if not sheet.tables:
            before = None
            continue
        if running is None:
            running = page_lines.running_heads([[piece.text for piece in each.pieces] for each in sheets])
        numbers: list[tuple[int, int]] = []
        for local in range(len(sheet.tables)):
            if local == 0 and before is not None and _goes_on(before[0], sheet, running):
                numbers.append((before[1], before[2]))
                _mark_repeated_header(before[0], sheet)
            else:
                numbers.append((count, 0))
                count += 1
        for piece in sheet.pieces:
            if piece.table >= 0:
                table_number, rows = numbers[piece.table]
                piece.table = table_number
                piece.row += rows
        last_number, last_rows = numbers[-1]
        before = (sheet, last_number, last_rows + sheet.tables[-1].rows)


def _goes_on(before: _Sheet, sheet: _Sheet, running: frozenset[str]) -> bool:
    """Return whether the last table of a page goes on in the first one of the next: same columns, nothing between."""
    if not _pdf_tables.agree(before.tables[-1], sheet.tables[0]):
        return False
    return _is_at_edge(list(reversed(before.pieces)), len(before.pieces), running) and _is_at_edge(
        sheet.pieces, len(sheet.pieces), running
    )


def _is_at_edge(pieces: Sequence[Piece], size: int, running: frozenset[str]) -> bool:
    """Return whether only running heads and page numbers stand before the first cell."""
    for place, piece in enumerate(pieces):
        if piece.kind is BlockKind.CELL:
            return True
        if not page_lines.is_furniture(piece.text, place, size, running):
            return False
    return False


def _mark_repeated_header(before: _Sheet, sheet: _Sheet) -> None:
    """Mark the first row as a header where both pages have it."""
    old = [piece for piece in before.pieces if piece.table >= 0]
    # The earlier page has its final numbers already: its last table, from its own first row.
    old = [piece for piece in old if piece.table == old[-1].table]
    first = min(piece.row for piece in old)
    above = [piece for piece in old if piece.row == first]
    below = [piece for piece in sheet.pieces if piece.table == 0 and piece.row == 0]
    if len(above) >= 2 and [(each.col, each.text) for each in above] == [(each.col, each.text) for each in below]:
        for piece in (*above, *below):
            piece.header = True
