"""Old PowerPoint presentations (ppt).

Reads:
    Binary presentations of PowerPoint 97 to 2003 and of WPS (dps): each slide is a page, its title a heading, the
    paragraphs of its shapes in the order in which they lie in the file. Hidden slides, dates, footers and slide numbers
    become furniture.

Source:
    MS-PPT: the edits lead to the document and its slides (2.3.1 to 2.3.6), the texts of a slide stand in its shapes
    (2.9.76) or in the outline (2.4.14.3); read from the compound file with olefile.

Caveats:
    Cells of a table are paragraphs. Notes, comments, charts and pictures are left out. PowerPoint 95 and older is
    refused: convert it with LibreOffice.

License:
    olefile BSD-2-Clause.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from counterfile.errors import Encrypted, NotADocument, TooLarge, Unreadable
from counterfile.model.reading import BlockKind, Draft
from counterfile.plugins.readers import _ole
from counterfile.plugins.readers._draft import Piece, assemble, clean
from counterfile.plugins.readers._zipfile import UNLOCK

MEDIA_TYPE = "application/vnd.ms-powerpoint"
MAX_SLIDES = 5000
HINT = "`soffice --headless --convert-to pptx FILE` (LibreOffice) makes a file that is read"

_MAX_RECORDS = 2_000_000
_MAX_EDITS = 10_000
_DEEP = 60  # records inside records
_POINT = 8  # master units, of which an inch has 576

_DOCUMENT, _DOCUMENT_ATOM, _SLIDE, _SLIDE_INFO = 1000, 1001, 1006, 1017
_SLIDE_PERSIST, _PLACEHOLDER, _OUTLINE_REF = 1011, 3011, 3998
_HEADER, _CHARS, _BYTES, _LIST, _EDIT, _DIRECTORY = 3999, 4000, 4008, 4080, 4085, 6002
_DRAWING, _SHAPE, _TEXTBOX = 0x040C, 0xF004, 0xF00D
_LOCKED = 0xF3D1C4DF
_TITLES = {0: 2, 6: 1}
"""Kind of text -> level of the heading."""
_ASIDE = {7, 8, 9, 10}
"""Placeholders for date, slide number, footer and header."""


class PptReader:
    """Reads old PowerPoint presentations."""

    name = "ppt"
    version = "1"

    def preload(self) -> None:
        """Load olefile; the sandbox calls this in the worker that reads PDF and office files."""
        import olefile  # noqa: F401

    def sniff(self, head: bytes, name: str) -> float:
        """Return how surely these bytes are an old presentation; see `counterfile.hooks.Reader`."""
        return _ole.sureness(head, name, (".ppt", ".pps", ".pot", ".dps"), 0.44)

    def read(self, content: bytes, name: str) -> Draft:
        """Read a presentation.

        Raises:
            NotADocument: it is another kind of compound file, of an older PowerPoint, or has no text.
            Encrypted: it wants a password.
            TooLarge: more slides than allowed.
            Unreadable: it is damaged.
        """
        if not content.startswith(_ole.MAGIC):
            raise NotADocument("no old presentation: the signature is missing")
        ole = _ole.open_ole(content)
        records = _ole.stream(ole, "PowerPoint Document")
        if not records:
            older = ole.exists("PP40") or ole.exists("PP95")
            raise NotADocument(f"a presentation of PowerPoint 95: {HINT}" if older else "no presentation in this file")
        user = _ole.stream(ole, "Current User")
        if len(user) >= 16 and struct.unpack_from("<I", user, 12)[0] == _LOCKED:
            raise Encrypted(f"this presentation wants a password: {UNLOCK}")
        try:
            slides, size = _slides(records, user)
        except (struct.error, IndexError, ValueError) as error:
            raise _ole.damaged(error) from None
        pieces = list(_pieces(slides))
        if not any(piece.text and piece.kind is not BlockKind.FURNITURE for piece in pieces):
            raise NotADocument("a presentation without text (pictures, or nothing)")
        return assemble(pieces, media_type=MEDIA_TYPE, page_sizes=[size] * len(slides))


@dataclass(frozen=True, slots=True)
class _Record:
    """A header and where its content lies."""

    kind: int
    instance: int
    start: int
    end: int


@dataclass(slots=True)
class _Text:
    """What one shape says."""

    kind: int
    """0 and 6 are titles."""
    text: str
    aside: bool = False


@dataclass(slots=True)
class _Slide:
    outline: list[_Text] = field(default_factory=list)
    """Texts that the document's outline keeps for the slide's shapes."""
    texts: list[_Text] = field(default_factory=list)
    hidden: bool = False


def _records(stream: bytes, start: int, end: int) -> Iterator[_Record]:
    """Yield the records that stand side by side."""
    for _ in range(_MAX_RECORDS):
        if start + 8 > end:
            return
        first, kind, size = struct.unpack_from("<HHI", stream, start)
        last = min(start + 8 + size, end)
        yield _Record(kind, first >> 4, start + 8, last)
        start = start + 8 + size


def _record_at(stream: bytes, at: int) -> _Record:
    first, kind, size = struct.unpack_from("<HHI", stream, at)
    return _Record(kind, first >> 4, at + 8, min(at + 8 + size, len(stream)))


def _slides(stream: bytes, user: bytes) -> tuple[list[_Slide], tuple[float, float]]:
    """Return the slides in the order in which they are shown, and their size in points."""
    places, document = _persisted(stream, user)
    if document is None:
        # The way through the edits is damaged: all that looks like a slide, in the order of the file.
        loose = [record for record in _records(stream, 0, len(stream)) if record.kind == _SLIDE]
        return [_slide(stream, record, []) for record in loose[:MAX_SLIDES]], (720.0, 540.0)
    size = (720.0, 540.0)
    slides: list[_Slide] = []
    for record in _records(stream, document.start, document.end):
        if record.kind == _DOCUMENT_ATOM and record.end - record.start >= 8:
            width, height = struct.unpack_from("<ii", stream, record.start)
            size = (width / _POINT, height / _POINT) if 0 < width < 100_000 and 0 < height < 100_000 else size
        elif record.kind == _LIST and record.instance == 0:
            for reference, outline in _listed(stream, record):
                if len(slides) >= MAX_SLIDES:
                    raise TooLarge(f"more than {MAX_SLIDES} slides")
                at = places.get(reference)
                found = _record_at(stream, at) if at is not None else None
                slides.append(
                    _slide(stream, found, outline)
                    if found is not None and found.kind == _SLIDE
                    else _Slide(outline, outline)
                )
    return slides, size


def _persisted(stream: bytes, user: bytes) -> tuple[dict[int, int], _Record | None]:
    """Return where each numbered part lies by the latest edit that names it, and the document."""
    places: dict[int, int] = {}
    document = None
    at = struct.unpack_from("<I", user, 16)[0] if len(user) >= 20 else 0
    seen: set[int] = set()
    while at and at not in seen and len(seen) < _MAX_EDITS and at + 28 <= len(stream):
        seen.add(at)
        edit = _record_at(stream, at)
        if edit.kind != _EDIT or edit.end - edit.start < 20:
            break
        _, _, before, directory, reference = struct.unpack_from("<5I", stream, edit.start)
        for number, place in _directory(stream, directory):
            places.setdefault(number, place)
        document = document if document is not None else reference
        at = before
    at = places.get(document, len(stream)) if document is not None else len(stream)
    if at + 8 > len(stream):
        return {}, None
    found = _record_at(stream, at)
    return (places, found) if found.kind == _DOCUMENT else ({}, None)


def _directory(stream: bytes, at: int) -> Iterator[tuple[int, int]]:
    if at + 8 > len(stream):
        return
    record = _record_at(stream, at)
    place = record.start
    while record.kind == _DIRECTORY and place + 4 <= record.end:
        word = struct.unpack_from("<I", stream, place)[0]
        first, count = word & 0xFFFFF, word >> 20
        count = min(count, (record.end - place - 4) // 4)
        for number, offset in enumerate(struct.unpack_from(f"<{count}I", stream, place + 4)):
            yield first + number, offset
        place += 4 + 4 * count
        if not count:
            return


def _listed(stream: bytes, outline: _Record) -> Iterator[tuple[int, list[_Text]]]:
    """Yield the slides of the outline: what each is referred to by, and its texts."""
    reference = None
    texts: list[_Text] = []
    kind = 4
    for record in _records(stream, outline.start, outline.end):
        if record.kind == _SLIDE_PERSIST and record.end - record.start >= 4:
            if reference is not None:
                yield reference, texts
            reference, texts = struct.unpack_from("<I", stream, record.start)[0], []
        elif record.kind == _HEADER and record.end - record.start >= 4:
            kind = struct.unpack_from("<I", stream, record.start)[0]
            texts.append(_Text(kind, ""))
        elif record.kind in {_CHARS, _BYTES} and texts:
            texts[-1].text += _characters(stream, record)
    if reference is not None:
        yield reference, texts


def _characters(stream: bytes, record: _Record) -> str:
    raw = stream[record.start : record.end]
    return raw.decode("utf-16-le", "replace") if record.kind == _CHARS else raw.decode("latin-1")


def _slide(stream: bytes, slide: _Record, outline: list[_Text]) -> _Slide:
    found = _Slide(outline)
    for record in _records(stream, slide.start, slide.end):
        if record.kind == _SLIDE_INFO and record.end - record.start >= 12:
            found.hidden = bool(struct.unpack_from("<H", stream, record.start + 10)[0] & 4)
        elif record.kind == _DRAWING:
            found.texts.extend(_shapes(stream, record, outline, 0))
    if not found.texts:
        found.texts = outline
    return found


def _shapes(stream: bytes, parent: _Record, outline: list[_Text], depth: int) -> Iterator[_Text]:
    if depth > _DEEP:
        raise Unreadable(f"groups inside each other more than {_DEEP} deep")
    for record in _records(stream, parent.start, parent.end):
        if record.kind == _SHAPE:
            yield from _shape(stream, record, outline)
        elif record.kind in {0xF002, 0xF003}:
            yield from _shapes(stream, record, outline, depth + 1)


def _shape(stream: bytes, shape: _Record, outline: list[_Text]) -> Iterator[_Text]:
    texts: list[_Text] = []
    aside = False
    for record in _records(stream, shape.start, shape.end):
        if record.kind == _TEXTBOX:
            texts.extend(_textbox(stream, record, outline))
        elif record.kind == 0xF011:
            for inner in _records(stream, record.start, record.end):
                if inner.kind == _PLACEHOLDER and inner.end - inner.start >= 5:
                    aside = stream[inner.start + 4] in _ASIDE
    for text in texts:
        yield _Text(text.kind, text.text, aside)


def _textbox(stream: bytes, box: _Record, outline: list[_Text]) -> Iterator[_Text]:
    kind = 4
    for record in _records(stream, box.start, box.end):
        if record.kind == _OUTLINE_REF and record.end - record.start >= 4:
            number = struct.unpack_from("<i", stream, record.start)[0]
            if 0 <= number < len(outline):
                yield outline[number]
        elif record.kind == _HEADER and record.end - record.start >= 4:
            kind = struct.unpack_from("<I", stream, record.start)[0]
        elif record.kind in {_CHARS, _BYTES}:
            yield _Text(kind, _characters(stream, record))


def _pieces(slides: list[_Slide]) -> Iterator[Piece]:
    for number, slide in enumerate(slides, 1):
        for text in slide.texts:
            lines = text.text.replace("\x0b", "\n").split("\r")
            level = _TITLES.get(text.kind, 0)
            if slide.hidden or text.aside:
                shown = clean("\n".join(lines))
                yield Piece(BlockKind.FURNITURE, shown, page=number, name="hidden" if slide.hidden else "")
            elif level:
                title = clean(" ".join(lines).replace("\n", " "))
                yield Piece(BlockKind.HEADING, title, page=number, level=level)
            else:
                for line in lines:
                    yield Piece(BlockKind.PARAGRAPH, clean(line), page=number)
