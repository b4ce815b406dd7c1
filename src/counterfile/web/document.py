"""A Reading as a page shows it: headings, paragraphs, lists and tables, with the passages of statements marked."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

import msgspec

from counterfile.model.files import DocumentFile
from counterfile.model.reading import Block, BlockKind, Reading
from counterfile.model.statement import Statement
from counterfile.views.passages import marked

PART = 60_000
"""Code points on one page, more or less: long tender documents are cut into parts at a block's end."""

WIDEST = 60
"""Columns of a table beyond which cells are put one after the other."""


class Mark(msgspec.Struct, frozen=True):
    """A stretch of text, highlighted or not."""

    text: str
    statements: tuple[str, ...] = ()
    """Ids of the statements that it carries."""
    hit: bool = False
    """Whether it is found by the search that led here."""
    anchors: tuple[str, ...] = ()
    """Element ids that go before it."""
    focus: bool = False
    """Whether it carries the statement that the page was opened for."""

    @property
    def plain(self) -> bool:
        """Return whether nothing is highlighted."""
        return not self.statements and not self.hit


class Cell(msgspec.Struct, frozen=True):
    """A table cell."""

    marks: tuple[Mark, ...]
    header: bool = False
    rowspan: int = 1
    colspan: int = 1
    at: str = ""
    """Where its blocks stand in the text, one after the other: ``120-130 145-150``, code points, half open."""


class Node(msgspec.Struct, frozen=True):
    """Something that stands by itself in the text."""

    kind: str
    """``heading``, ``paragraph``, ``list``, ``table``, ``fields``, ``furniture``."""
    marks: tuple[Mark, ...] = ()
    level: int = 0
    items: tuple[tuple[Mark, ...], ...] = ()
    rows: tuple[tuple[Cell, ...], ...] = ()
    names: tuple[str, ...] = ()
    """Of fields, one for each item."""
    page: int = 0
    """Where a new page of the document begins with this node, its number; else 0."""
    open: bool = False
    """Of furniture: whether something in it was asked for."""
    at: str = ""
    """Where it stands in the text, ``120-130``; empty for what has items or rows, which say it themselves."""
    ats: tuple[str, ...] = ()
    """Where each of `items` stands."""


class Text(msgspec.Struct, frozen=True):
    """One part of a Reading's text."""

    nodes: tuple[Node, ...]
    part: int
    """From 1."""
    parts: int
    starts: tuple[int, ...] = (0,)
    """Code points at which the parts begin."""


def spans_of(file: DocumentFile, statements: Sequence[Statement]) -> list[tuple[int, int, str]]:
    """Return the evidence of those statements that the document's file tells of.

    The first span of each goes by the statement's id, further ones by the id and ``~``, so that an anchor is made once.
    """
    told = {proof.statement for notice in file.notices for _, _, value in notice.said for proof in value.proofs}
    return [
        (span.start, span.end, statement.id + ("~" if number else ""))
        for statement in statements
        if statement.id in told
        for number, span in enumerate(statement.evidence)
    ]


def render(
    reading: Reading,
    spans: Sequence[tuple[int, int, str]],
    hits: Sequence[tuple[int, int]] = (),
    focus: str = "",
    part: int | None = None,
) -> Text:
    """Return one part of a Reading's text, ready to be shown.

    Args:
        reading: The masked text with its blocks.
        spans: Evidence, see `spans_of`.
        hits: Where the words of a search stand.
        focus: The statement that the page is opened for; its part is shown unless `part` says otherwise.
        part: Which part, from 1; None for that of `focus`, else of the first hit outside furniture, else the first.
    """
    blocks = _filled(reading)
    parts = _parts(blocks)
    if part is None:
        wanted = next((start for start, _, name in spans if name == focus), None)
        if wanted is None and hits:
            wanted = hits[0][0]
        part = 1 if wanted is None else max(1, sum(1 for some in parts if some[0].start <= wanted))
    part = min(max(part, 1), len(parts))
    nodes = tuple(_Writer(reading, spans, hits, focus).nodes(parts[part - 1]))
    return Text(nodes, part, len(parts), tuple(some[0].start for some in parts))


def _at(block: Block) -> str:
    return f"{block.start}-{block.end}"


def _filled(reading: Reading) -> list[Block]:
    """Return the blocks with paragraphs for text that stands in none."""
    filled: list[Block] = []
    at = 0
    for block in (*reading.blocks, None):
        start = block.start if block else len(reading.text)
        if reading.text[at:start].strip():
            filled.append(Block(BlockKind.PARAGRAPH, at, start))
        if block:
            filled.append(block)
            at = max(at, block.end)
    return filled or [Block(BlockKind.PARAGRAPH, 0, len(reading.text))]


def _parts(blocks: Sequence[Block]) -> list[list[Block]]:
    parts: list[list[Block]] = [[]]
    for block in blocks:
        current = parts[-1]
        in_table = bool(current) and block.table >= 0 and current[-1].table == block.table
        if current and not in_table and block.end - current[0].start > PART:
            parts.append([])
        parts[-1].append(block)
    return parts


class _Writer:
    def __init__(
        self, reading: Reading, spans: Sequence[tuple[int, int, str]], hits: Sequence[tuple[int, int]], focus: str
    ) -> None:
        self.text = reading.text
        found = [*spans, *((start, end, f"hit-{number}") for number, (start, end) in enumerate(hits, 1))]
        self.spans = sorted(found)
        self.starts = [start for start, _, _ in self.spans]
        self.longest = max((end - start for start, end, _ in self.spans), default=0)
        self.focus = focus
        self.anchored: set[str] = set()

    def marks(self, block: Block) -> tuple[Mark, ...]:
        first = bisect_left(self.starts, block.start - self.longest)
        last = bisect_left(self.starts, block.end)
        pieces = marked(self.text[block.start : block.end], self.spans[first:last], block.start)
        found = []
        for piece in pieces:
            names = [name.rstrip("~") for name in piece.ids]
            statements = tuple(dict.fromkeys(name for name in names if name.startswith("st-")))
            begins = [name for name in piece.begins if not name.endswith("~") and name not in self.anchored]
            self.anchored.update(begins)
            found.append(
                Mark(
                    text=piece.text,
                    statements=statements,
                    hit=any(name.startswith("hit-") for name in names),
                    anchors=tuple(f"ev-{name}" if name.startswith("st-") else name for name in begins),
                    focus=bool(self.focus) and self.focus in statements,
                )
            )
        return tuple(found)

    def nodes(self, blocks: Sequence[Block]) -> list[Node]:
        nodes: list[Node] = []
        at = 0
        page = 0
        while at < len(blocks):
            block = blocks[at]
            run = self._run(blocks, at)
            at += len(run)
            turned = block.page if block.page != page and block.page > 0 else 0
            page = block.page or page
            nodes.append(self._node(run, turned))
        return nodes

    def _run(self, blocks: Sequence[Block], at: int) -> list[Block]:
        """Return the blocks from `at` that make one node together."""
        first = blocks[at]
        if first.kind not in (BlockKind.LIST_ITEM, BlockKind.CELL, BlockKind.FIELD, BlockKind.FURNITURE):
            return [first]
        run = [first]
        for block in blocks[at + 1 :]:
            if block.kind is not first.kind or block.table != first.table:
                break
            run.append(block)
        return run

    def _node(self, run: Sequence[Block], page: int) -> Node:
        first = run[0]
        if first.kind is BlockKind.CELL:
            return Node("table", rows=self._rows(run), page=page)
        if first.kind in (BlockKind.LIST_ITEM, BlockKind.FIELD, BlockKind.FURNITURE):
            kinds = {BlockKind.LIST_ITEM: "list", BlockKind.FIELD: "fields", BlockKind.FURNITURE: "furniture"}
            items = tuple(self.marks(block) for block in run)
            wanted = any(mark.focus or mark.hit for item in items for mark in item)
            names = tuple(block.name for block in run)
            return Node(
                kinds[first.kind],
                items=items,
                names=names,
                page=page,
                open=wanted,
                ats=tuple(_at(block) for block in run),
            )
        if first.kind in (BlockKind.TITLE, BlockKind.HEADING):
            return Node(
                "heading",
                self.marks(first),
                level=first.level if first.kind is BlockKind.HEADING else 1,
                page=page,
                at=_at(first),
            )
        return Node("paragraph", self.marks(first), page=page, at=_at(first))

    def _rows(self, run: Sequence[Block]) -> tuple[tuple[Cell, ...], ...]:
        """Return a table's rows; a place that the source left out becomes an empty cell, so that columns stand true."""
        places: dict[tuple[int, int], list[Block]] = {}
        for block in run:
            places.setdefault((block.row, block.col), []).append(block)
        taken: set[tuple[int, int]] = set()
        last_row, last_column = max(row for row, _ in places), min(max(column for _, column in places), WIDEST)
        rows: dict[int, list[Cell]] = {}
        at: dict[int, int] = {}
        for (row, column), blocks in sorted(places.items()):
            cells = rows.setdefault(row, [])
            free = at.get(row, 0)
            while free < min(column, WIDEST):
                if (row, free) not in taken:
                    cells.append(Cell(()))
                free += 1
            block = blocks[0]
            # A span reaches no further than the table does, whatever the source claims.
            spans = (
                max(1, min(block.rowspan, last_row - row + 1)),
                max(1, min(block.colspan, last_column - column + 1)),
            )
            marks = tuple(mark for number, each in enumerate(blocks) for mark in self._cell(each, number))
            cells.append(Cell(marks, block.header, *spans, at=" ".join(map(_at, blocks))))
            taken |= {(row + down, column + right) for down in range(spans[0]) for right in range(spans[1])}
            at[row] = column + spans[1]
        return tuple(tuple(rows[row]) for row in sorted(rows))

    def _cell(self, block: Block, number: int) -> tuple[Mark, ...]:
        marks = self.marks(block)
        return (Mark("\n"), *marks) if number else marks
