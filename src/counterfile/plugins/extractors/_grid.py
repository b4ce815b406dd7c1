"""Tables with cells: key and value side by side, header and rows, or their transpose."""

from __future__ import annotations

# ruff: noqa: PLR0912, SIM905 (one branch a kind of line, value or field; the order of the branches is the rule)
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from counterfile.model.reading import Block
from counterfile.plugins.extractors._flat import MARK, RANKED, SUM, is_head
from counterfile.plugins.extractors._lines import LAX, MAX_LINE, look
from counterfile.plugins.extractors._seen import Column, Line, Lot, Outline, Spot, Table
from counterfile.text.kinds import Section, rank_of
from counterfile.text.label_model import understand
from counterfile.text.labels import AMOUNT_FIELDS, DATE_FIELDS, Field, Meaning, Party, fold_label, meaning
from counterfile.text.names import is_organization
from counterfile.text.sections import section_of


class Around(Protocol):
    """What a table needs of the walk through the notice that it stands in."""

    text: str
    made: Outline
    section: Section | None
    party: Section | None
    lot: Lot | None
    count: int

    def unit_above(self, start: int) -> Spot | None:
        """Return the line that gives the unit of the table that begins at `start`."""
        ...

    def lines(self, start: int, end: int, *, heading: bool, cell: bool) -> list[Line]:
        """Return the lines of a stretch of text."""
        ...

    def paragraphs(self, lines: list[Line]) -> None:
        """Read lines of running text."""
        ...

    def correct(self, columns: tuple[Column, ...], rows: Sequence[tuple[Spot | None, ...]]) -> bool:
        """Read a table of corrections; return whether it is one."""
        ...

    def pair(
        self,
        what: Meaning,
        label: Spot,
        value: Spot | None,
        whole: Spot | None,
        *,
        cell: bool,
        rank: int | None = None,
        ranked: Spot | None = None,
        party: Section | None = None,
        summary: bool = False,
        old: bool = False,
        before: Spot | None = None,
    ) -> None:
        """Keep a label and what stands beside it."""
        ...


@dataclass(slots=True)
class _Cell:
    block: Block
    spot: Spot
    label: Meaning | None
    colon: bool
    pairs: bool
    carried: bool = False


class GridWalk:
    """Reads one table of cells: key and value side by side, header and rows, or its transpose."""

    def __init__(self, walk: Around, blocks: list[Block]) -> None:
        self.out = walk
        rows: dict[int, list[_Cell]] = {}
        for block in blocks:
            cell = self._cell(block)
            for row in range(block.row, block.row + min(max(block.rowspan, 1), 200)):
                kept = (
                    cell
                    if row == block.row
                    else _Cell(block, cell.spot, cell.label, cell.colon, cell.pairs, carried=True)
                )
                rows.setdefault(row, []).append(kept)
        self.rows = [sorted(cells, key=lambda cell: cell.block.col) for _, cells in sorted(rows.items())]
        self.header: list[tuple[int, int, Column]] = []
        self.collected: list[tuple[Spot | None, ...]] = []
        self.columns: tuple[Column, ...] = ()
        self.transposed: list[tuple[Column, list[Spot]]] = []
        self.summary = False
        self.unit: Spot | None = None

    def _cell(self, block: Block) -> _Cell:
        text = self.out.text[block.start : block.end]
        start, end = block.start + (len(text) - len(text.lstrip())), block.end - (len(text) - len(text.rstrip()))
        spot = Spot(start, max(start, end), self.out.text[start : max(start, end)])
        flat = spot.text.replace("\n", "")
        colon = flat.endswith(("：", ":"))
        label = meaning(flat) if len(flat) <= 40 else None
        if (
            label is not None
            and label.field is Field.OTHER
            and not colon
            and (len(flat) > 14 or LAX.search(fold_label(flat)))
        ):
            label = None
        if label is not None and not colon and re.fullmatch(r"第\s*[一二三四五六七八九十\d]+\s*[名位]", flat):
            label = None  # 第一名 beside 名次 is a value
        if label is not None and not colon and label.rank is None and re.search(r"\d", fold_label(flat)):
            label = None
        if (
            label is not None
            and not colon
            and label.field in {Field.NAME, Field.OTHER}
            and len(flat) > 6
            and is_organization(flat)
        ):
            label = None
        pairs = label is None and any(look(part[:MAX_LINE]).pairs for part in spot.text.split("\n"))
        return _Cell(block, spot, label, colon, pairs)

    def walk(self) -> None:
        labels = {fold_label(cell.spot.text) for cells in self.rows[:20] for cell in cells if cell.label is not None}
        self.summary = len(labels & _SUMMARY) >= 3
        self._guess_keys()
        first = next((cell.spot.start for cells in self.rows for cell in cells), 0)
        self.unit = self.out.unit_above(first)
        for number, cells in enumerate(self.rows):
            self.out.count += 1
            self._row(cells, self.rows[number + 1] if number + 1 < len(self.rows) else [])
        self._close()

    def _guess_keys(self) -> None:
        """Ask the classifier for keys that the lexicon does not know, in a table whose other rows begin with labels."""
        rows = [[cell for cell in cells if cell.spot.text and not cell.carried] for cells in self.rows]
        keyed = [own for own in rows if len(own) in {2, 4}]
        known = sum(1 for own in keyed if own[0].label is not None and own[1].label is None)
        if known < 2 or 2 * known < len(keyed):
            return
        for own in keyed:
            for key, value in zip(own[::2], own[1::2], strict=True):
                if MARK.fullmatch(key.spot.text.strip()) or is_organization(key.spot.text):
                    continue  # 第二名 beside 第一名 is a value, and so is a bidder beside another
                if value.label is None and (key.label is None or (key.label.field is Field.OTHER and key.label.weak)):
                    told = understand(key.spot.text.replace("\n", ""), section=self.out.section, value=value.spot.text)
                    if told is not None and told.field is not Field.OTHER:
                        key.label, key.pairs = told, False

    def _row(self, cells: list[_Cell], following: list[_Cell]) -> None:
        own = [cell for cell in cells if cell.spot.text and not cell.carried]
        if not own:
            return
        documents = [cell for cell in own if _is_document(cell)]
        if documents:
            self._close()
            for cell in own:
                self._as_lines(cell)
            return
        if len(own) == 1 and len([cell for cell in cells if cell.spot.text]) == 1:
            only = own[0]
            if only.label is None or only.colon or not self._active():
                self._close()
                self._as_lines(only)
                return
        self._ranked_row(own, following)
        labels = [cell for cell in own if cell.label is not None]
        if self._is_header(own, labels, following):
            self._open(cells)
            return
        if self.header and (not self._is_keyed(own) or self._is_sum(own)):
            self._data(cells)
            return
        if own[0].label is not None or any(cell.label is not None for cell in own):
            self._keyed(cells, own)
            return
        if self.transposed and len(own) >= 2:
            return
        for cell in own:
            if cell.pairs:
                self._as_lines(cell)
            else:
                line = Line(
                    cell.spot.start,
                    cell.spot.end,
                    cell.spot.text,
                    False,
                    True,
                    self.out.party or self.out.section,
                    self.out.lot,
                    self.out.count,
                )
                self.out.made.lines.append(line)

    def _active(self) -> bool:
        return bool(self.header)

    def _as_lines(self, cell: _Cell) -> None:
        self.out.paragraphs(self.out.lines(cell.spot.start, cell.spot.end, heading=False, cell=True))

    def _ranked_row(self, own: list[_Cell], following: list[_Cell]) -> None:
        """Take 第一中标候选人, 第二中标候选人 … in one row for ranks where the rows below begin with labels."""
        ranks = [cell for cell in own if cell.label is not None and MARK.fullmatch(cell.spot.text.replace("\n", ""))]
        below = next((cell for cell in following if cell.spot.text and not cell.carried), None)
        if len(ranks) < 2 or own[-1] is not ranks[-1] or len(own) > len(ranks) + 1 or below is None:
            return
        if below.label is None or below.label.rank is not None:
            return
        if len(own) == len(ranks):
            if below.block.col >= own[0].block.col:
                return
            own.insert(0, _Cell(own[0].block, own[0].spot, RANKED, False, False))
        elif own[0].label is None or own[0].label.field not in {Field.RANK, Field.NAME}:
            own[0].label = RANKED
        for cell in ranks:
            cell.label = None

    def _is_header(self, own: list[_Cell], labels: list[_Cell], following: list[_Cell]) -> bool:
        if any(cell.colon for cell in labels):
            return False
        if len(labels) < 2:
            return self._is_shaped(own, following)
        if self._is_grouped(own, following):
            return False
        marked = sum(cell.block.header for cell in own)
        if 0 < marked < len(own) and own[0].block.header:
            return False  # a page marks the keys of its rows as heads, and leaves the values beside them unmarked
        if marked and len(labels) >= 0.5 * len(own):
            return len(following) >= 2 or len(own) > 2
        if len(labels) < 0.6 * len(own):
            return self._is_shaped(own, following)
        others = [cell for cell in own if cell.label is None]
        if any(
            len(cell.spot.text) > 16 or re.search(r"\d{3,}", cell.spot.text) or is_organization(cell.spot.text)
            for cell in others
        ):
            return False
        if len(own) == 2:
            # Two labels in a row: a header only where two values follow that are none.
            values = [cell for cell in following if cell.spot.text and not cell.carried]
            return len(values) == 2 and not any(cell.label is not None for cell in values)
        values = [cell for cell in following if cell.spot.text]
        return bool(values) and not (
            labels[0].block.rowspan > 1 and labels[0].label is not None and labels[0].label.rank is not None
        )

    def _is_grouped(self, own: list[_Cell], following: list[_Cell]) -> bool:
        """True for a group's word over several rows, each a key with its value (采购单位 | 名称 | 某局, 地址 | …)."""
        below = [cell for cell in following if cell.spot.text and not cell.carried]
        return (
            len(own) in {3, 5}
            and own[0].block.rowspan > 1
            and own[1].block.rowspan == 1
            and all(cell.label is not None for cell in own[1::2])
            and all(cell.label is None for cell in own[2::2])
            and len(below) in {2, 4}
            and below[0].label is not None
            and below[-1].label is None
        )

    def _is_shaped(self, own: list[_Cell], following: list[_Cell]) -> bool:
        """True for a row of heads that nobody knows: words only, over a row of as many cells with a name and a rank or a figure."""
        below = [cell for cell in following if cell.spot.text]
        if len(own) < 3 or len(below) != len(own) or not all(_like_head(cell) for cell in own):
            return False
        named = any(is_organization(cell.spot.text.replace("\n", "")) for cell in below)
        told = MARK.fullmatch(below[0].spot.text.strip()) or any(re.search(r"\d{3}", cell.spot.text) for cell in below)
        return named and bool(told) and not any(cell.colon for cell in below)

    def _is_keyed(self, own: list[_Cell]) -> bool:
        """True for a row that begins with a label and goes on with a value, though a header stands above."""
        if own[0].label is None or own[0].label.field in {Field.RANK}:
            return False
        if own[0].colon:
            return True
        if len(own) < len(self.header) - 1 and own[0].label.field is not Field.OTHER and own[0].label.rank is None:
            return (
                len(own) % 2 == 0
                and all(cell.label is not None for cell in own[::2])
                and all(cell.label is None for cell in own[1::2])
            )
        return False

    def _is_sum(self, own: list[_Cell]) -> bool:
        """True for the last row of a price list: 合计 and the sum of the column above it."""
        listed = any("单价" in column.label.text for _, _, column in self.header)
        return listed and bool(self.collected) and SUM.fullmatch(own[0].spot.text.strip()) is not None

    def _open(self, cells: list[_Cell]) -> None:
        if self.header and not self.collected:
            above = self.header
            self.header = []
            for cell in (cell for cell in cells if cell.spot.text):
                parent = next((column for low, high, column in above if low <= cell.block.col < high), None)
                flat = cell.spot.text.replace("\n", "")
                what = understand(flat, section=self.out.section)
                if parent is not None and not cell.carried and parent.label.start != cell.spot.start:
                    what = meaning(parent.label.text.replace("\n", "") + flat) or what
                self.header.append(
                    (cell.block.col, cell.block.col + max(cell.block.colspan, 1), Column(what, cell.spot))
                )
        else:
            self._close()
            self.header = [
                (
                    cell.block.col,
                    cell.block.col + max(cell.block.colspan, 1),
                    Column(understand(cell.spot.text.replace("\n", ""), section=self.out.section), cell.spot),
                )
                for cell in cells
                if cell.spot.text
            ]
        self.columns = tuple(column for _, _, column in self.header)

    def _data(self, cells: list[_Cell]) -> None:
        row: list[Spot | None] = []
        for low, high, _ in self.header:
            inside = next((cell.spot for cell in cells if cell.spot.text and low <= cell.block.col < high), None)
            if inside is None:
                inside = next(
                    (
                        cell.spot
                        for cell in cells
                        if cell.spot.text and cell.block.col < low < cell.block.col + max(cell.block.colspan, 1)
                    ),
                    None,
                )
            row.append(inside)
        self.collected.append(tuple(row))

    def _keyed(self, cells: list[_Cell], own: list[_Cell]) -> None:
        if self.header:
            self._close()
        rank, party, ranked = self._group(cells)
        group = next(
            (cell for cell in cells if cell.block.rowspan > 1 and cell.block.col == 0 and cell.spot.text), None
        )
        index = 0
        if own[0].label is not None and own[0].block.rowspan > 1 and len(own) > 2 and own[1].label is not None:
            index = 1
        if own[0].label is None and len(own) > 1 and own[0].block.rowspan > 1:
            index = 1
        if len(own) == 3 and own[2].label is None and own[1].label is not None:
            both = _within(own[0].spot.text, own[1].spot.text)
            if both is not None and not own[0].colon:
                index, own[1].label = 1, both  # 合同 | 编号 | HT-2023-19
        values = [cell for cell in own[index + 1 :] if cell.label is None]
        if (
            own[index].label is not None
            and len(values) >= 2
            and len(values) == len(own) - index - 1
            and not own[index].pairs
        ):
            label = own[index].label
            assert label is not None  # noqa: S101  (told by the line above)
            column = Column(label, own[index].spot)
            if self.transposed and len(self.transposed[0][1]) != len(values):
                self._flush_transposed()
            self.transposed.append((column, [cell.spot for cell in values]))
            return
        self._flush_transposed()
        while index < len(own):
            cell = own[index]
            if cell.label is None:
                if cell.pairs:
                    self._as_lines(cell)
                index += 1
                continue
            value = own[index + 1] if index + 1 < len(own) and own[index + 1].label is None else None
            if value is None and index + 1 < len(own) and cell.colon and not own[index + 1].colon:
                value = own[index + 1]
            if value is None:
                empty_next = any(
                    other.block.col >= cell.block.col + max(cell.block.colspan, 1) and not other.spot.text
                    for other in cells
                )
                if index + 1 == len(own) and not empty_next and cell.label.field in {Field.NAME, Field.OTHER}:
                    self._as_lines(cell)
                else:
                    self.out.pair(
                        cell.label,
                        cell.spot,
                        None,
                        None,
                        cell=True,
                        rank=rank,
                        ranked=ranked,
                        party=party,
                        summary=self.summary,
                    )
                index += 1
                continue
            if (
                value.pairs
                and cell.label.field is Field.OTHER
                and re.search(r"(?:信息|内容|情况|概况)$", fold_label(cell.spot.text))
            ):
                self._as_lines(value)
            else:
                if group is not None and group is not cell:
                    cell.label = _within(group.spot.text, cell.spot.text) or cell.label
                self._value(cell, value, rank, party, ranked)
            index += 2

    def _value(self, cell: _Cell, value: _Cell, rank: int | None, party: Section | None, ranked: Spot | None) -> None:
        assert cell.label is not None  # noqa: S101  (callers give label cells only)
        lines = value.spot.text.split("\n")
        first = lines[0].rstrip()
        spot = value.spot
        if (
            len(lines) > 1
            and cell.label.field not in AMOUNT_FIELDS | DATE_FIELDS
            and any(look(part[:MAX_LINE]).pairs for part in lines[1:])
        ):
            spot = Spot(value.spot.start, value.spot.start + len(first), first)
            self.out.paragraphs(self.out.lines(spot.end + 1, value.spot.end, heading=False, cell=True))
        self.out.pair(
            cell.label,
            cell.spot,
            spot,
            value.spot,
            cell=True,
            rank=rank,
            ranked=ranked,
            party=party,
            summary=self.summary,
        )

    def _group(self, cells: list[_Cell]) -> tuple[int | None, Section | None, Spot | None]:
        """Return the rank (with its words) or the party that a label spanning several rows gives to each of them."""
        for cell in reversed(cells):
            if cell.block.rowspan > 1 and cell.spot.text and cell.block.col < 3:
                rank = cell.label.rank if cell.label is not None else rank_of(cell.spot.text)
                if rank is not None:
                    return rank, Section.CANDIDATES, cell.spot
                if cell.label is not None and cell.label.field is Field.NAME and cell.label.party is not None:
                    return None, _PARTY_SECTION[cell.label.party], None
                section = section_of(cell.spot.text) if len(cell.spot.text) < 30 else None
                if section is not None:
                    return None, section, None
        return None, None, None

    def _close(self) -> None:
        self._flush_transposed()
        if self.header and self.collected and self.out.correct(self.columns, self.collected):
            pass  # its rows were read as pairs
        elif self.header and self.collected:
            self.out.made.tables.append(
                Table(
                    self.columns,
                    tuple(self.collected),
                    self.out.party or self.out.section,
                    self.out.lot,
                    False,
                    self.out.count,
                    self.unit,
                )
            )
        elif self.header:
            for _, _, column in self.header:
                if column.meaning is not None and column.meaning.field is not Field.OTHER:
                    self.out.pair(column.meaning, column.label, None, None, cell=True, summary=self.summary)
        self.header, self.collected, self.columns = [], [], ()

    def _flush_transposed(self) -> None:
        if not self.transposed:
            return
        columns = tuple(column for column, _ in self.transposed)
        count = len(self.transposed[0][1])
        useful = [
            column for column in columns if column.meaning is not None and column.meaning.field is not Field.OTHER
        ]
        if len(self.transposed) >= 2 and len(useful) >= 1:
            rows = tuple(tuple(values[number] for _, values in self.transposed) for number in range(count))
            self.out.made.tables.append(
                Table(columns, rows, self.out.party or self.out.section, self.out.lot, False, self.out.count)
            )
        else:
            for column, values in self.transposed:
                if column.meaning is not None:
                    self.out.pair(column.meaning, column.label, values[0], values[0], cell=True, summary=self.summary)
        self.transposed = []


_PARTY_SECTION = {
    Party.BUYER: Section.BUYER,
    Party.AGENCY: Section.AGENCY,
    Party.SUPPLIER: Section.SUPPLIER,
    Party.CANDIDATE: Section.CANDIDATES,
}
_SUMMARY = frozenset(
    (
        "采购项目名称 品目 采购单位 行政区域 公告时间 本项目招标公告日期 中标日期 成交日期 首次公告日期 总中标金额 总成交金额 "
        "评审专家名单 预算金额 开标时间 获取招标文件时间 代理机构名称 采购单位地址"
    ).split()
)


def _like_head(cell: _Cell) -> bool:
    words = cell.spot.text.replace("\n", "")
    return cell.label is not None or is_head(words) or re.fullmatch(r"[\u4e00-\u9fff]{2,4}", words) is not None


def _within(group: str, key: str) -> Meaning | None:
    """Return what a key says under its group's word (项目 over 名称 and 编号); None where the key needs none or the two tell nothing."""
    own = meaning(key.replace("\n", ""))
    if own is None or len(group) > 12 or (own.field not in _OPEN and not own.weak):
        return None
    both = meaning(group.replace("\n", "").strip() + key.replace("\n", "").strip())
    return both if both is not None and both.field is not Field.OTHER else None


_OPEN = frozenset({Field.NAME, Field.AMOUNT, Field.DEADLINE, Field.NUMBER, Field.OTHER, Field.BUDGET})
"""Meanings that need to be told whose they are."""


def _is_document(cell: _Cell) -> bool:
    """True for a layout cell that holds a whole text, not a value."""
    text = cell.spot.text
    lines = text.split("\n")
    if len(lines) < 3:
        return False
    return (
        sum(1 for part in lines if (found := look(part[:MAX_LINE])).pairs or found.level == 1) >= 3 or len(lines) >= 12
    )
