"""From a page's settled lines to blocks."""

from __future__ import annotations

import re
from collections.abc import Iterator

from counterfile.model.reading import BlockKind
from counterfile.plugins.readers._draft import Piece
from counterfile.plugins.readers._html_page import Cell, Line, Page
from counterfile.text.script import has_han

_NUMBERED = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}\s*[、.．:：]|第[一二三四五六七八九十\d]{1,3}[章节部分条]|[（(][一二三四五六七八九十]{1,3}[)）]|\d{1,2}\s*[、.．])"
)
_FILLED_LABEL = re.compile(r"[：:]\s*\S")
_CHINESE_NUMERAL = re.compile(r"[一二三四五六七八九十]{1,3}\s*[、.．:：]")


def pieces(page: Page) -> Iterator[Piece]:
    """Yield the page's blocks in order: titles and machine-named values, then the body."""
    for title in page.titles:
        yield Piece(BlockKind.TITLE if _tells_of(title, page.heads) else BlockKind.FURNITURE, title)
    for name, content in page.fields:
        yield Piece(BlockKind.FIELD, content, name=name)
    lines = page.lines
    at = 0
    while at < len(lines):
        line = lines[at]
        cell = line.cell
        if cell is None or cell.nested or cell.table.number < 0:
            yield _paragraph(line)
            at += 1
            continue
        end = at + 1
        while end < len(lines) and lines[end].cell is cell:
            end += 1
        yield from _cell(cell, lines[at:end])
        at = end


def _tells_of(title: str, heading: str) -> bool:
    """Whether a page's ``<title>`` is about its notice, whose own title is known, and not only the site's name."""
    if not heading:
        return True
    size = 4 if has_han(heading) else 10
    return any(heading[at : at + size] in title for at in range(max(len(heading) - size + 1, 1)))


def _paragraph(line: Line) -> Piece:
    if line.hidden:
        return Piece(BlockKind.FURNITURE, line.text, name="hidden")
    if line.furniture:
        return Piece(BlockKind.FURNITURE, line.text)
    kind, level = line.kind, line.level
    if kind is BlockKind.PARAGRAPH and line.bold and _is_heading(line.text):
        kind, level = BlockKind.HEADING, 2 if _CHINESE_NUMERAL.match(line.text) else 3
    return Piece(kind, line.text, level=level if kind in {BlockKind.HEADING, BlockKind.TITLE} else 0, name=line.name)


def _is_heading(text: str) -> bool:
    """A numbered line in bold is a heading, unless it is a label with its value."""
    return len(text) <= 40 and _NUMBERED.match(text) is not None and _FILLED_LABEL.search(text) is None


def _cell(cell: Cell, lines: list[Line]) -> Iterator[Piece]:
    own = [line for line in lines if not line.furniture and not line.hidden]
    if own:
        yield Piece(
            BlockKind.CELL,
            "\n".join(line.text for line in own),
            table=cell.table.number,
            row=cell.row,
            col=cell.col,
            rowspan=cell.rowspan,
            colspan=cell.colspan,
            header=cell.header,
            name=" ".join(dict.fromkeys(line.name for line in own if line.name)),
        )
    for line in lines:
        if line.furniture or line.hidden:
            yield Piece(BlockKind.FURNITURE, line.text, name="hidden" if line.hidden else "")
