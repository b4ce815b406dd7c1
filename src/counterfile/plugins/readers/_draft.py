"""From a reader's pieces to a checked Draft: clean lines, NFC, one line feed between blocks."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from counterfile.errors import TooLarge
from counterfile.model.reading import Block, BlockKind, Draft, Line, Page, Segment, Source

MAX_BLOCKS = 500_000  # per document; enforced on both sides of the sandbox
MAX_TEXT = 20_000_000  # code points per document; enforced on both sides of the sandbox

_SPACE = re.compile("[\t\n\x0b\x0c\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+")
_DROPPED = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb]"
)
_SURROGATE = re.compile("[\ud800-\udfff]")
_HAN = "\u3005\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_CJK_WRAP = re.compile(f"(?<=[{_HAN}、。，；：！？（）《》])[ \t]*\r?\n\\s*(?=[{_HAN}、。，；：！？（）《》])")
_DOUBLED = re.compile(f"(?:([{_HAN}])\\1){{3,}}")
_PAIRS = re.compile(r"(?:(.)\1)+", re.DOTALL)
_PRIVATE = re.compile("[\ue000-\uf8ff]")


class Place(NamedTuple):
    """Where a stretch of a piece's text stands on its page; as `counterfile.model.reading.Line`, but within the piece."""

    start: int
    """Code points into `Piece.text`, half open."""
    end: int
    left: int
    """Tenths of a point, as all sides."""
    top: int
    right: int
    bottom: int
    edges: tuple[int, ...] = ()
    confidence: float = 1.0


class PageKind(NamedTuple):
    """What is known of a page besides its size and text; the fields of `counterfile.model.reading.Page`."""

    turned: int = 0
    source: Source = Source.LAYER
    doubt: str = ""


@dataclass(slots=True)
class Piece:
    """One block before its position is known; `text` may hold several lines."""

    kind: BlockKind
    text: str
    page: int = 0
    table: int = -1
    row: int = -1
    col: int = -1
    rowspan: int = 1
    colspan: int = 1
    header: bool = False
    level: int = 0
    name: str = ""
    segment: int = 0
    """Number of the segment it belongs to; pieces of one segment stand together."""
    places: Sequence[Place] = ()
    """Where its lines stand on `page`, in order and without overlap; empty where that is not known."""


def clean_line(text: str) -> str:
    """Return one line: NFC, blanks of every kind as one space, nothing invisible, no doubled glyphs.

    >>> clean_line("采购\\u3000\\u3000人：\\u200b 某市\\n公安局 ")
    '采购 人： 某市公安局'
    >>> clean_line("一、项项目目编编号号")
    '一、项目编号'
    """
    if not text.isascii() or not text.isprintable():
        text = _CJK_WRAP.sub("", text)
        text = _DROPPED.sub("", text)
        if not unicodedata.is_normalized("NFC", text):
            text = unicodedata.normalize("NFC", text)
        if _SURROGATE.search(text):
            text = _SURROGATE.sub("\ufffd", text)
    text = _SPACE.sub(" ", text).strip(" ")
    return undouble(text) if _DOUBLED.search(text) else text


def is_plain(text: str) -> bool:
    """Return whether there is nothing to clean in any line of the text but its blanks, for `clean_blanks`."""
    if _DROPPED.search(text):
        return False
    return text.isascii() or not (
        _SURROGATE.search(text) or _DOUBLED.search(text) or not unicodedata.is_normalized("NFC", text)
    )


def clean_blanks(line: str) -> str:
    """Return what `clean_line` does of a line in a text that `is_plain`; the line holds no line feed.

    >>> clean_blanks(" 采购\u3000人：  某市公安局")
    '采购 人： 某市公安局'
    """
    return _SPACE.sub(" ", line).strip(" ")


def undouble(line: str) -> str:
    """Return a line without fake bold: every glyph printed twice to look heavier.

    Three doubled characters in a row do not occur in Chinese (高高兴兴 has two), so that many are the mark. Digits are
    halved only when the whole line is doubled: 1122 may be a number.

    >>> undouble("预预算算金金额额：：55万万元元")
    '预算金额：5万元'
    """
    tight = line.replace(" ", "")
    if _PAIRS.fullmatch(tight):
        return tight[::2]
    return _DOUBLED.sub(lambda found: found.group()[::2], line)


def trace_line(line: str) -> list[tuple[int, int]] | None:
    """Return for each code point of ``clean_line(line)`` which code points of `line` it comes from, half open.

    None where that cannot be told for sure. The line holds no line feed.

    >>> trace_line("e\u0301 \u3000x")
    [(0, 2), (2, 4), (4, 5)]
    """
    wanted = clean_line(line)
    if wanted == line:
        return [(at, at + 1) for at in range(len(line))]
    kept: list[tuple[str, int, int]] = []
    for letter, first, last in _composed(line):
        if _SPACE.fullmatch(letter):
            if kept and kept[-1][0] == " ":
                kept[-1] = (" ", kept[-1][1], last)
            elif kept:
                kept.append((" ", first, last))
        else:
            kept.append(("\ufffd" if _SURROGATE.match(letter) else letter, first, last))
    if kept and kept[-1][0] == " ":
        kept.pop()
    kept = _undoubled(kept)
    return [(first, last) for _, first, last in kept] if "".join(letter for letter, _, _ in kept) == wanted else None


def _composed(line: str) -> Iterable[tuple[str, int, int]]:
    """Yield the code points of the line in NFC, without what is dropped, each with where it comes from."""
    at = 0
    while at < len(line):
        if _DROPPED.match(line, at):
            at += 1
            continue
        end = at + 1
        while end < len(line) and (unicodedata.combining(line[end]) or "\u1161" <= line[end] <= "\u11ff"):
            end += 1
        for letter in unicodedata.normalize("NFC", line[at:end]):
            yield letter, at, end
        at = end


def _undoubled(kept: list[tuple[str, int, int]]) -> list[tuple[str, int, int]]:
    text = "".join(letter for letter, _, _ in kept)
    if not _DOUBLED.search(text):
        return kept
    tight = [each for each in kept if each[0] != " "]
    if _PAIRS.fullmatch("".join(letter for letter, _, _ in tight)):
        return [(one[0], one[1], two[2]) for one, two in zip(tight[::2], tight[1::2], strict=True)]
    single: list[tuple[str, int, int]] = []
    at = 0
    for found in _DOUBLED.finditer(text):
        single += kept[at : found.start()]
        single += [(kept[place][0], kept[place][1], kept[place + 1][2]) for place in range(*found.span(), 2)]
        at = found.end()
    return single + kept[at:]


def clean(text: str) -> str:
    """Return text of several lines, each clean, none empty."""
    lines = (clean_line(line) for line in text.split("\n"))
    return "\n".join(line for line in lines if line)


def assemble(
    pieces: Iterable[Piece],
    *,
    media_type: str,
    charset: str | None = None,
    signals: Sequence[tuple[str, str]] = (),
    page_sizes: Sequence[tuple[float, float]] = (),
    page_kinds: Sequence[PageKind] = (),
    segment_names: Sequence[str] = (),
) -> Draft:
    """Join pieces, whose texts must be clean, into a Draft.

    Args:
        pieces: In reading order; empty ones are left out.
        media_type: What the bytes were found to be.
        charset: How they were decoded; None where the format settles it.
        signals: Quality signals besides those counted here.
        page_sizes: Width and height in points of each page; empty for formats without pages.
        page_kinds: What else is known of each page; empty for pages of text that nobody doubts.
        segment_names: Names of the segments that `Piece.segment` counts; empty for one whole.

    Raises:
        TooLarge: more blocks or text than a Reading may hold.
    """
    texts: list[str] = []
    blocks: list[Block] = []
    lines: list[Line] = []
    spans: dict[int, list[int]] = {}
    page_spans: dict[int, list[int]] = {}
    at = 0
    for piece in pieces:
        text = piece.text
        if not text:
            continue
        end = at + len(text)
        blocks.append(
            Block(
                piece.kind,
                at,
                end,
                piece.page,
                piece.table,
                piece.row,
                piece.col,
                piece.rowspan,
                piece.colspan,
                piece.header,
                piece.level,
                piece.name,
            )
        )
        texts.append(text)
        spans.setdefault(piece.segment, [at, end])[1] = end
        if piece.page:
            page_spans.setdefault(piece.page, [at, end])[1] = end
            for start, stop, left, top, right, bottom, edges, confidence in piece.places:
                lines.append(Line(at + start, at + stop, piece.page, left, top, right, bottom, edges, confidence))
        at = end + 1
        if len(blocks) > MAX_BLOCKS or at > MAX_TEXT:
            raise TooLarge(f"more than {MAX_BLOCKS} blocks or {MAX_TEXT} characters of text")
    whole = "\n".join(texts)
    return Draft(
        text=whole,
        blocks=tuple(blocks),
        media_type=media_type,
        pages=_pages(page_sizes, page_kinds, page_spans),
        segments=tuple(
            Segment(spans[number][0], spans[number][1], name)
            for number, name in enumerate(segment_names)
            if number in spans
        ),
        charset=charset,
        signals=(*signals, *_count_odd(whole)),
        lines=tuple(lines),
    )


def _pages(
    sizes: Sequence[tuple[float, float]], kinds: Sequence[PageKind], spans: dict[int, list[int]]
) -> tuple[Page, ...]:
    pages = []
    last = 0
    usual = PageKind()
    for number, (width, height) in enumerate(sizes, 1):
        start, end = spans.get(number, [last, last])
        kind = kinds[number - 1] if kinds else usual
        pages.append(Page(number, start, end, width, height, kind.turned, kind.source, kind.doubt))
        last = end
    return tuple(pages)


def _count_odd(text: str) -> list[tuple[str, str]]:
    """Characters that tell of a damaged file or a lying text layer."""
    if text.isascii():
        return []
    found = []
    if "\ufffd" in text:
        found.append(("replacement_characters", str(text.count("\ufffd"))))
    private = len(_PRIVATE.findall(text))
    if private:
        found.append(("private_use_characters", str(private)))
    return found
