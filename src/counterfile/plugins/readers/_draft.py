"""From a reader's pieces to a checked Draft: clean lines, NFC, one line feed between blocks."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from counterfile.errors import TooLarge
from counterfile.model.reading import Block, BlockKind, Draft, Page, Segment

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

NOTICE_END = re.compile(
    r"(?:公告|公示|通知|公示表|结果|更正|变更|答疑|澄清|补遗|一览表|采购意向|合同|开标记录|通知书|函|notice|announcement)\s*(?:[（(【\[].{0,20}[)）】\]])?$",
    re.IGNORECASE,
)
"""How the title of a Chinese notice ends: with the type of the notice, maybe a round in brackets."""


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
    segment_names: Sequence[str] = (),
) -> Draft:
    """Join pieces, whose texts must be clean, into a Draft.

    Args:
        pieces: In reading order; empty ones are left out.
        media_type: What the bytes were found to be.
        charset: How they were decoded; None where the format settles it.
        signals: Quality signals besides those counted here.
        page_sizes: Width and height in points of each page; empty for formats without pages.
        segment_names: Names of the segments that `Piece.segment` counts; empty for one whole.

    Raises:
        TooLarge: more blocks or text than a Reading may hold.
    """
    texts: list[str] = []
    blocks: list[Block] = []
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
        at = end + 1
        if len(blocks) > MAX_BLOCKS or at > MAX_TEXT:
            raise TooLarge(f"more than {MAX_BLOCKS} blocks or {MAX_TEXT} characters of text")
    whole = "\n".join(texts)
    return Draft(
        text=whole,
        blocks=tuple(blocks),
        media_type=media_type,
        pages=_pages(page_sizes, page_spans),
        segments=tuple(
            Segment(spans[number][0], spans[number][1], name)
            for number, name in enumerate(segment_names)
            if number in spans
        ),
        charset=charset,
        signals=(*signals, *_count_odd(whole)),
    )


def _pages(sizes: Sequence[tuple[float, float]], spans: dict[int, list[int]]) -> tuple[Page, ...]:
    pages = []
    last = 0
    for number, (width, height) in enumerate(sizes, 1):
        start, end = spans.get(number, [last, last])
        pages.append(Page(number, start, end, width, height))
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
