"""The one look at a notice that all layers share: labels with their values, tables with typed headers, sections.

A portal's page reaches this place in three shapes: paragraphs (``采购人：某局``), tables, and tables flattened into
one line a cell. The outline brings all three to the same two nouns, `Pair` and `Table`, and keeps for each the section
and the lot that it stands in, since 名称 under 采购人信息 and 名称 under 代理机构信息 are two things.
"""

from __future__ import annotations

# ruff: noqa: PLR0912 (one branch a kind of line, value or field; the order of the branches is the rule)
import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from counterfile.model.reading import Block, BlockKind, Reading, Segment
from counterfile.plugins.extractors._changes import (
    AMENDS,
    CHANGE,
    NEW_COLUMN,
    NEW_LEAD,
    OLD_COLUMN,
    OLD_LEAD,
    old_spans,
)
from counterfile.plugins.extractors._flat import JOINT_CELL, MARK, RANKED, adds_up, flat_rows, is_head, opens
from counterfile.plugins.extractors._grid import GridWalk
from counterfile.plugins.extractors._lines import (
    MAX_LINE,
    TRIM_LEFT,
    Found,
    belongs,
    first_colon,
    tight,
    wraps,
)
from counterfile.plugins.extractors._lines import look as _look
from counterfile.plugins.extractors._seen import Column, Line, Lot, Outline, Pair, Spot, Table
from counterfile.plugins.extractors._spaced import spaced_table
from counterfile.text.kinds import LotLabel, Section, find_lots, lot_status_of, rank_of
from counterfile.text.label_model import understand
from counterfile.text.labels import AMOUNT_FIELDS, DATE_FIELDS, Field, Meaning, Party, fold_label, meaning
from counterfile.text.money import read_amount
from counterfile.text.names import is_organization
from counterfile.text.sections import section_of

__all__ = ["MAX_LINE", "Column", "Line", "Lot", "Outline", "Pair", "Spot", "Table", "outline"]


_last: list[tuple[Reading, Segment, Outline]] = []


def outline(reading: Reading, segment: Segment) -> Outline:
    """Return the outline of one segment; the last one is kept, since every layer asks for the same."""
    if _last and _last[0][0] is reading and _last[0][1] is segment:
        return _last[0][2]
    made = _Walk(reading, segment).walk()
    _last[:] = [(reading, segment, made)]
    return made


# ------------------------------------------------------------------------------------------------------- the one walk


class _Walk:
    """Goes once through the blocks of a segment and fills an `Outline`."""

    def __init__(self, reading: Reading, segment: Segment) -> None:
        self.reading = reading
        self.segment = segment
        self.text = reading.text
        self.made = Outline()
        self.section: Section | None = None
        self.party: Section | None = None
        self.lot: Lot | None = None
        self.count = 0
        self.taken = -1
        self.by_key: dict[str, Lot] = {}
        self.amends = AMENDS.search(self.text, segment.start, min(segment.end, segment.start + 600)) is not None
        self.old = False
        """Within a part that a correction quotes as it was before."""
        self.ranked: tuple[int, Spot] | None = None
        """The rank that a line of its own gives to the labels below it (第一中标候选人 / 单位名称：…)."""
        self.replaced: dict[tuple[Field, Party | None], Spot] = {}
        """The last old value of each kind that no new one has answered yet."""

    def walk(self) -> Outline:
        run: list[Line] = []
        tables: dict[int, list[Block]] = {}
        order: list[list[Line] | int] = []
        for block in self._blocks():
            if block.kind is BlockKind.FURNITURE:
                continue
            if block.kind is BlockKind.FIELD:
                self.made.fields.append(block)
                continue
            if block.kind is BlockKind.TITLE:
                self.made.titles.append(self._spot(block.start, block.end))
                if block.name:
                    self.made.fields.append(block)
                elif (
                    run
                    or order
                    or (
                        len(self.made.titles) > 1
                        and _look(self.text[block.start : min(block.end, block.start + MAX_LINE)]).pairs
                    )
                ):
                    # A reader may take 项目名称：… or a project's name in large letters for a title.
                    run.extend(self.lines(block.start, block.end, heading=False, cell=False))
                continue
            if block.kind is BlockKind.CELL:
                if block.table not in tables:
                    tables[block.table] = []
                    if run:
                        order.append(run)
                        run = []
                    order.append(block.table)
                tables[block.table].append(block)
                continue
            run.extend(self.lines(block.start, block.end, heading=block.kind is BlockKind.HEADING, cell=False))
        if run:
            order.append(run)
        for item in order:
            if isinstance(item, int):
                self._grid(tables[item])
            else:
                self.paragraphs(item)
        return self.made

    def _blocks(self) -> Sequence[Block]:
        blocks = self.reading.blocks
        low = bisect_left(blocks, self.segment.start, key=lambda block: block.start)
        high = bisect_left(blocks, self.segment.end, key=lambda block: block.start)
        return blocks[low:high]

    def _spot(self, start: int, end: int) -> Spot:
        return Spot(start, end, self.text[start:end])

    def lines(self, start: int, end: int, *, heading: bool, cell: bool) -> list[Line]:
        lines = []
        at = start
        for part in self.text[start:end].split("\n"):
            if part.strip():
                words = part[:MAX_LINE]
                lines.append(Line(at, at + len(words), words, heading, cell))
            at += len(part) + 1
        return lines

    # ---- running text

    def paragraphs(self, lines: list[Line]) -> None:
        lines = self._join_fragments(lines)
        looked = [_look(line.text) for line in lines]
        self._mend_split_labels(lines, looked)
        index = 0
        while index < len(lines):
            index = self._line(lines, looked, index)

    def _join_fragments(self, lines: list[Line]) -> list[Line]:
        """Join what a portal's tags tore apart: ``202`` / ``6`` / ``年``, ``（`` / ``否`` / ``）``, ``采购人`` / ``信息``."""
        joined: list[Line] = []
        width = max((len(line.text) for line in lines), default=0) if self.reading.pages else 0
        for line in lines:
            before = joined[-1] if joined else None
            if (
                before is not None
                and line.start - before.end <= 1
                and (belongs(before.text, line.text) or (width >= 24 and wraps(before.text, line.text, width)))
            ):
                joined[-1] = Line(
                    before.start, line.end, self.text[before.start : line.end], before.heading, before.cell
                )
            else:
                joined.append(line)
        return joined

    def _mend_split_labels(self, lines: list[Line], looked: list[Found]) -> None:
        """Join a label to the colon that a portal's tags pushed to the next line (``项目编号`` / ``：JC-01``)."""
        index = 1
        while index < len(lines):
            line, before = lines[index], lines[index - 1]
            joined = None
            if line.text[:1] in ":：" and len(before.text) <= 30 and not looked[index - 1].pairs:
                joined = self._spot(before.start, line.end)
            elif (
                not looked[index].pairs
                and 0 < (colon := first_colon(line.text)) <= 6
                and len(before.text) <= 12
                and not re.search(r"\d", before.text)
                and _ANSWER.fullmatch(before.text) is None
                and not looked[index - 1].pairs
                and looked[index - 1].label is None
            ):
                candidate = self.text[before.start : line.start + colon]
                if meaning(candidate) is not None:
                    joined = self._spot(before.start, line.end)
            if joined is not None:
                text = joined.text.replace("\n", " ")
                lines[index - 1 : index + 1] = [Line(joined.start, joined.end, text, before.heading, before.cell)]
                looked[index - 1 : index + 1] = [_look(text)]
                continue
            index += 1

    def _line(self, lines: list[Line], looked: list[Found], index: int) -> int:
        line, found = lines[index], looked[index]
        self.count += 1
        if self.amends:
            self._old_or_new(line, found)
        if line.start != self.taken:
            if line.heading or found.section is not None:
                self._enter(line, found)
            self._lot_of(line, found)
        self.made.lines.append(
            Line(
                line.start,
                line.end,
                line.text,
                line.heading,
                line.cell,
                self.party or self.section,
                self.lot,
                self.count,
            )
        )
        if found.pairs:
            return self._emit_pairs(lines, looked, index)
        if self.amends and self._new_value(line):
            return index + 1
        if (rows := self._spaced(lines, index)) is not None:
            return rows
        if (rank := self._opens_rank(lines, looked, index)) is not None:
            self.ranked = (rank, self._spot(line.start, line.end))
            return index + 1
        if found.label is None and (told := self._told(lines, looked, index)) is not None:
            found = looked[index] = replace(found, label=told)
        if found.label is not None:
            follow = index + 1
            if found.section is not None and (
                found.label.field in {Field.OTHER, Field.LOT_STATUS} or (found.level and found.label.weak)
            ):
                return follow  # 采购人信息 opens a section; what follows is no value of it
            if found.level and self._heads_follow(looked, follow):
                return follow  # 1、推荐的中标候选人 stands above a table whose header begins below
            run = self._transposed_run(lines, looked, index)
            run = run if run is not None else self._header_run(lines, looked, index)
            if run is not None:
                return run
            value = self._following(lines, looked, follow)
            if value is not None and found.label.field in _TYPED and self._is_lot_alone(lines[value[0]].text):
                value = None  # the next lot begins
            if value is None and found.label.field in AMOUNT_FIELDS and _is_rate_line(looked, follow):
                value = (follow, follow)
            if value is None:
                self.pair(found.label, self._spot(line.start, line.end), None, None, cell=line.cell)
                return follow
            first, last = value
            self.pair(
                found.label,
                self._spot(line.start, line.end),
                self._spot(lines[first].start, lines[first].end),
                self._spot(lines[first].start, lines[last].end),
                cell=line.cell,
            )
            return follow
        run = self._header_run(lines, looked, index)
        if run is None and index + 1 < len(lines) and self._is_lot_alone(line.text):
            words = lines[index + 1]
            if len(words.text) <= 60 and not looked[index + 1].pairs and lot_status_of(words.text):
                status, label = self._spot(words.start, words.end), self._spot(line.start, line.end)
                self.pair(Meaning(Field.LOT_STATUS), label, status, status, cell=line.cell)
        return run if run is not None else index + 1

    def _told(self, lines: list[Line], looked: list[Found], index: int) -> Meaning | None:
        """Return what a strange line means that stands where a label stands, among lines that are label and value in turn."""
        line, found = lines[index], looked[index]
        if found.section is not None or line.heading or index + 1 >= len(lines) or not _STRANGE.fullmatch(line.text):
            return None
        value, after = looked[index + 1], index + 2
        if value.pairs or value.label is not None or value.section is not None or lines[index + 1].heading:
            return None
        turn = line.text.rstrip().endswith(("：", ":")) or (
            index > 0 and (self.taken == lines[index - 1].start or looked[index - 1].section is not None)
        )
        ends = after >= len(lines) or looked[after].label is not None or looked[after].section is not None
        if not (turn and (ends or self._strange(lines, looked, after))) or is_organization(line.text):
            return None
        told = understand(line.text, section=self.party or self.section, value=lines[index + 1].text)
        return told if told is not None and told.field in _CLAIMED and told.rank is None else None

    def _strange(self, lines: list[Line], looked: list[Found], index: int) -> bool:
        return looked[index].level > 0 or bool(looked[index].pairs) or _STRANGE.fullmatch(lines[index].text) is not None

    def _heads_lot(self, text: str) -> bool:
        """True for a line that only opens a lot: 第一包入围： after 中标结果："""
        lots = find_lots(text) if len(text) <= 20 and text.rstrip().endswith(("：", ":")) else []
        return len(lots) == 1 and lots[0].start <= 1 and lots[0].end < len(text.rstrip()) - 1

    def _spaced(self, lines: list[Line], index: int) -> int | None:
        """Read a table of one line a row, whose cells blanks part; return the line after it, or None if there is none."""
        found = spaced_table(lines, index)
        if found is None:
            return None
        columns, rows = found
        if not self.correct(columns, rows):
            unit = self.unit_above(lines[index].start)
            section = self.party or self.section
            self.made.tables.append(Table(columns, tuple(rows), section, self.lot, True, self.count, unit))
        self.count += len(rows)
        return index + 1 + len(rows)

    def _new_value(self, line: Line) -> bool:
        """Read 现更正为：326 万元 below the one old value that it replaces; return whether it was such a line."""
        lead = NEW_LEAD.match(line.text)
        words = line.text[lead.end() :].strip() if lead is not None else ""
        kinds = [kind for kind in self.replaced if kind[0] in _TYPED]
        if lead is None or not words or len(kinds) != 1 or len(words) > 60:
            return False
        start = line.start + line.text.find(words, lead.end())
        value = Spot(start, start + len(words), words)
        self.pair(
            Meaning(kinds[0][0], kinds[0][1]),
            self._spot(line.start, line.start + lead.end()),
            value,
            value,
            cell=line.cell,
        )
        return True

    def _is_lot_alone(self, text: str) -> bool:
        lots = find_lots(text) if len(text) <= 20 else []
        return len(lots) == 1 and not (text[: lots[0].start] + text[lots[0].end :]).strip(" 　()（）：:【】[]、.")

    def _opens_rank(self, lines: list[Line], looked: list[Found], index: int) -> int | None:
        """Return the rank that a line of its own gives to the labels in the lines below it, or None."""
        if index + 1 >= len(lines) or _RANK_LINE.fullmatch(lines[index].text) is None:
            return None
        below = looked[index + 1]
        if below.pairs:
            what = below.pairs[0][2]
            opens = not lines[index + 1].text[: below.pairs[0][0]].strip(_NUMBERING)
        elif below.label is not None and index + 2 < len(lines):
            what = below.label
            opens = looked[index + 2].label is None and not looked[index + 2].pairs
        else:
            return None
        party = what.field is Field.NAME and what.party not in {Party.BUYER, Party.AGENCY}
        fits = what.rank is None and (party or what.field in {Field.BID, Field.AWARD, Field.AMOUNT})
        return rank_of(lines[index].text) if opens and fits else None

    def _old_or_new(self, line: Line, found: Found) -> None:
        """Open or close a part that a correction quotes as it was (更正前：… 更正后：…)."""
        if NEW_LEAD.match(line.text) or (found.level == 1 and found.section is not None):
            self.old = False
        elif OLD_LEAD.match(line.text):
            self.old = True

    def _enter(self, line: Line, found: Found) -> None:
        section = found.section if found.section is not None else section_of(line.text)
        spot = self._spot(line.start, line.end)
        self.made.headings.append(spot)
        if section is None:
            return
        self.ranked = None
        is_party = section in {Section.BUYER, Section.AGENCY, Section.SUPPLIER}
        if found.level == 2 or (is_party and self.section is Section.CONTACT):
            self.party = section if section is not Section.OTHER else self.party
        else:
            self.section, self.party = section, section if is_party else None
            self.lot = None

    def _lot_of(self, line: Line, found: Found) -> None:
        """Open a lot where a line begins with its label, or is a short heading that ends in it."""
        text = line.text
        if _FILE.search(text):
            return
        if len(text) > 300 and not _LOT_HEAD.match(text[:20]):
            return
        lots = find_lots(text[:400])
        if not lots:
            return
        if len(lots) > 1 and len(text) < 400 and _only_lots(text, lots):
            for lot in lots:
                self._register(line, lot)
            self.lot = None
            return
        first = lots[0]
        head = _LOT_HEAD.match(text)
        lead = text[: first.start]
        begins = head is not None and first.start <= head.end() + 1 and not lead.strip(_LOT_LEAD)
        if begins and not _LOT_NOT.match(text[first.end : first.end + 8]):
            self.lot, self.ranked = self._register(line, first), None
            self._lot_title(line, first)
            return
        ends = not text[lots[-1].end :].strip(_LOT_TAIL) and len(text) <= 80 and not found.pairs and found.label is None
        if ends and (line.heading or found.level or re.search(r"项目|工程|采购|服务", lead)):
            self.lot = self._register(line, lots[-1])

    def _register(self, line: Line, lot: LotLabel) -> Lot:
        known = self.by_key.get(lot.key)
        if known is None:
            known = Lot(self._spot(line.start + lot.start, line.start + lot.end), lot.key)
            self.by_key[lot.key] = known
            self.made.lots.append(known)
        return known

    def _lot_title(self, line: Line, lot: LotLabel) -> None:
        rest = line.text[lot.end :]
        match = re.match(r"\s*[)）】]?\s*(?:名称)?\s*[:：、,，.\-—]\s*", rest)
        if match is None and _NAMED_LOT.match(rest) and meaning(rest) is None:
            match = re.match(r"\s+", rest)
        if self.lot is None or self.lot.title is not None or match is None:
            return
        start = line.start + lot.end + match.end()
        title = self.text[start : line.end]
        cut = re.search(r"[;；。，,]|\s{2,}|预算|最高限价|中标|成交|供应商|数量|[:：]", title)
        title = title[: cut.start()] if cut else title
        title = title.rstrip(" 　:：。（(")
        if (
            1 < len(title) <= 60
            and not is_organization(title)
            and read_amount(title) is None
            and not re.search(r"废标|流标|终止", title)
        ):
            self.lot.title = Spot(start, start + len(title), title)

    def _emit_pairs(self, lines: list[Line], looked: list[Found], index: int) -> int:
        line, found = lines[index], looked[index]
        last = len(found.pairs) - 1
        quoted = old_spans(line.text) if self.amends else []
        changes = [match.span() for match in CHANGE.finditer(line.text)] if self.amends else []
        for number, (label, colon, what, start, stop) in enumerate(found.pairs):
            value = whole = None
            old, end = False, stop
            for low, high in changes:
                # The words 更正为 at the end of a value only lead to the next one.
                if start < low < end and not line.text[high:end].strip(TRIM_LEFT + '“”"「『'):
                    end, old = tight(line.text, start, low)[1], True
            if number == last:
                follow = self._following(lines, looked, index + 1)
                if start < end:
                    value = self._spot(line.start + start, line.start + end)
                    whole = value
                    if follow is not None and not self._blocks_follow(lines, looked, index + 1):
                        whole = self._spot(value.start, lines[self._short_run(lines, *follow)].end)
                elif (
                    follow is not None
                    and not self._blocks_follow(lines, looked, index + 1)
                    and not self._heads_lot(lines[follow[0]].text)
                    and not (what.field is Field.OTHER and found.section is not None)
                ):
                    value = self._spot(lines[follow[0]].start, lines[follow[0]].end)
                    whole = self._spot(value.start, lines[follow[1]].end)
            elif start < end:
                value = whole = self._spot(line.start + start, line.start + end)
            self.pair(
                what,
                self._spot(line.start + label, line.start + colon),
                value,
                whole,
                cell=line.cell,
                old=old
                or any(low <= label and end <= high for low, high in quoted)
                or (
                    self.amends
                    and what.field in _TYPED
                    and _FORMER.match(line.text[label:colon]) is not None
                    and CHANGE.search(line.text, start, max(start, stop)) is None
                ),
                inside=bool(line.text[:label].strip(_NUMBERING)),
                lead=line.text[max(0, label - _LEAD) : label],
            )
        return index + 1

    def _heads_before(self, lines: list[Line], looked: list[Found], index: int) -> bool:
        """True where the line before a header is a head as well that nobody knows (采购标段 before 标的名称)."""
        line, found = lines[index - 1], looked[index - 1]
        return (
            found.label is None and not found.pairs and not found.level and found.section is None and not line.heading
        ) and is_head(line.text)

    def _heads_follow(self, looked: list[Found], index: int) -> bool:
        """True where two lines that are labels alone follow, unnumbered: the header of a flattened table."""
        heads = looked[index : index + 2]
        return len(heads) == 2 and all(one.label is not None and not one.level and not one.pairs for one in heads)

    def _blocks_follow(self, lines: list[Line], looked: list[Found], index: int) -> bool:
        """True where the next line opens a flattened table, whose header is no value."""
        return index < len(lines) and looked[index].label is not None

    def _short_run(self, lines: list[Line], first: int, last: int) -> int:
        index = first
        while index <= last and len(lines[index].text) <= 10:
            index += 1
        return max(first, index - 1) if index > first else first

    def _following(self, lines: list[Line], looked: list[Found], index: int) -> tuple[int, int] | None:
        """Return the plain lines from `index` on, at most 14, or None if the next line is a label or a heading."""
        last = index
        while last < len(lines) and last < index + 14:
            found = looked[last]
            if found.pairs or found.label is not None or found.section is not None or lines[last].heading:
                break
            if found.level == 1:
                break
            last += 1
        return (index, last - 1) if last > index else None

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
        inside: bool = False,
        lead: str = "",
        before: Spot | None = None,
    ) -> None:
        empty = Spot(label.end, label.end, "")
        if (
            self.ranked is not None
            and rank is None
            and what.rank is None
            and (
                what.field in {Field.BID, Field.AWARD, Field.AMOUNT}
                or (what.field is Field.NAME and what.party not in {Party.BUYER, Party.AGENCY})
            )
        ):
            rank, ranked = self.ranked
        old = old or self.old
        if value is not None:
            self.taken = value.start
            if self.amends and what.field is not Field.OTHER:
                value, before = self._replaced(what, value, before, old=old)
            if what.field is Field.TITLE and what.weak:
                self._lot_in_title(value)
        self.made.pairs.append(
            Pair(
                what,
                label,
                value or empty,
                whole or value or empty,
                self.section,
                party or self.party,
                self.lot,
                cell,
                summary,
                self.count,
                what.rank if what.rank is not None else rank,
                old,
                ranked,
                inside,
                lead,
                before,
            )
        )

    def _replaced(self, what: Meaning, value: Spot, before: Spot | None, *, old: bool) -> tuple[Spot, Spot | None]:
        """Part a value that tells its own change (原…，更正为…), and remember or fetch the old value of its kind."""
        kind = (what.field, what.party)
        if old:
            self.replaced[kind] = value
            return value, None
        change = CHANGE.search(value.text)
        if change is not None and change.start() > 0 and change.end() < len(value.text):
            lead = re.match(r"\s*(?:原(?:为|定|定于)?|由|从)[:：]?\s*", value.text)
            start, end = tight(value.text, lead.end() if lead else 0, change.start())
            stop = re.compile(r"[；;。\n]").search(value.text, change.end())
            left, right = tight(value.text, change.end(), stop.start() if stop else len(value.text))
            if start < end and left < right:
                before = Spot(value.start + start, value.start + end, value.text[start:end])
                value = Spot(value.start + left, value.start + right, value.text[left:right])
        return value, before or self.replaced.pop(kind, None)

    def unit_above(self, start: int) -> Spot | None:
        """Return the line that gives the unit of the table that begins at `start`, if one stands right above it."""
        above = [line for line in self.made.lines[-4:] if line.end <= start][-2:]
        for line in reversed(above):
            if len(line.text) <= 40 and _UNIT_LINE.search(line.text):
                return Spot(line.start, line.end, line.text)
        return None

    def correct(self, columns: tuple[Column, ...], rows: Sequence[tuple[Spot | None, ...]]) -> bool:
        """Read a table of corrections (更正项, 更正前, 更正后); return whether it is one."""
        heads = [fold_label(column.label.text) for column in columns]
        new = next((number for number, head in enumerate(heads) if NEW_COLUMN.search(head)), None)
        old = next((number for number, head in enumerate(heads) if OLD_COLUMN.search(head)), None)
        if new is None or old is None or new == old:
            return False
        for cells in rows[:100]:
            after, before = cells[new], cells[old]
            if after is None:
                continue
            for number, item in enumerate(cells):
                what = meaning(item.text.replace("\n", "")) if item is not None and number not in {old, new} else None
                if item is not None and what is not None and what.field is not Field.OTHER:
                    self.pair(what, item, after, after, cell=True, before=before)
                    break
            else:
                was = self.old
                for self.old, spot in ((True, before), (False, after)):
                    if spot is not None:
                        self.paragraphs(self.lines(spot.start, spot.end, heading=False, cell=True))
                self.old = was
        return True

    def _lot_in_title(self, value: Spot) -> None:
        """标段名称：某工程二标段 opens the lot that its name ends in."""
        lots = find_lots(value.text)
        if lots and not value.text[lots[-1].end :].strip(" )）】]"):
            line = Line(value.start, value.end, value.text, False, False)
            self.lot = self._register(line, lots[-1])

    # ---- tables flattened to one line a cell

    def _header_run(self, lines: list[Line], looked: list[Found], index: int) -> int | None:
        """Read a flattened table that begins at `index`; return the line after it, or None if there is none."""
        columns: list[tuple[int, int, Meaning | None]] = []
        known = 0
        at = index
        while at < len(lines) and at < index + 30:
            line, found = lines[at], looked[at]
            what = found.label
            if line.heading or (found.level == 1 and at > index):
                break
            if what is None and columns and re.fullmatch(r"[(（].{1,12}[)）]", line.text):
                columns[-1] = (
                    columns[-1][0],
                    at,
                    meaning(self.text[lines[columns[-1][0]].start : line.end].replace("\n", "")),
                )
            elif what is None and found.pairs and len(found.pairs) == 1 and not columns:
                break
            elif what is not None and what.rank is not None and columns:
                break  # 第一名 begins the first row
            elif what is not None and not found.pairs:
                columns.append((at, at, what))
                known += 1
            elif known >= 2 and known > 2 * (len(columns) - known) and self._header_word(lines, looked, at):
                columns.append((at, at, None))
            elif columns and not found.pairs and found.section is None and is_head(line.text):
                columns.append((at, at, understand(line.text, section=self.party or self.section)))
            else:
                break
            at += 1
        while columns and columns[-1][2] is None and not is_head(lines[columns[-1][0]].text):
            columns.pop()
        if len(columns) < 2 or known < 2:
            return None
        if index and self._heads_before(lines, looked, index):
            columns.insert(0, (index - 1, index - 1, None))
        begin = columns[-1][1] + 1
        values = self._values(lines, looked, begin, columns)
        if len(columns) == 2 and (len(values) < 2 or len(values) % 2):
            return None
        if len(values) < 2 or len(values) < min(3, known - 1):
            return None
        useful = sum(1 for _, _, what in columns if what is not None and what.field is not Field.OTHER)
        if useful == 0:
            return begin + len(values)
        heads = tuple(Column(what, self._spot(lines[first].start, lines[last].end)) for first, last, what in columns)
        spots = [self._spot(lines[number].start, lines[number].end) for number in values]
        if MARK.fullmatch(spots[0].text.strip()) and heads[0].meaning != RANKED:
            # The ranks' own header stands elsewhere (中标候选人及排序 over the whole table).
            heads = (Column(RANKED, spots[0]), *heads)
        rows = flat_rows(heads, spots)
        unit = self.unit_above(lines[index].start)
        for number in range(index, begin + len(values)):
            if number > index:
                self.count += 1
                line = lines[number]
                self.made.lines.append(
                    Line(
                        line.start,
                        line.end,
                        line.text,
                        False,
                        line.cell,
                        self.party or self.section,
                        self.lot,
                        self.count,
                    )
                )
        if not self.correct(heads, rows):
            section = self.party or self.section
            self.made.tables.append(Table(heads, tuple(rows), section, self.lot, True, self.count, unit))
        return begin + len(values)

    def _transposed_run(self, lines: list[Line], looked: list[Found], index: int) -> int | None:
        """Read a flattened table whose headers stand in its first column: 名次 and n ranks, then a label and n values each.

        Return the line after it, or None if there is none.
        """
        first = looked[index].label
        if first is None or first.field not in {Field.RANK, Field.NAME} or first.rank is not None:
            return None
        columns: list[tuple[Column, list[Spot]]] = []
        at = index
        while at < len(lines) and looked[at].label is not None and not lines[at].heading:
            what, label = looked[at].label, self._spot(lines[at].start, lines[at].end)
            values: list[Spot] = []
            follow = at + 1
            while follow < len(lines) and len(values) <= 12 and self._is_cell(lines[follow], looked[follow]):
                values.append(self._spot(lines[follow].start, lines[follow].end))
                follow += 1
            if columns and len(values) != len(columns[0][1]):
                if values or follow >= len(lines) or looked[follow].label is None:
                    break
                at = follow  # 项目负责人 over 姓名 and 证书编号
                continue
            if not columns and (len(values) < 2 or not opens(what, values)):
                return None
            columns.append((Column(what, label), values))
            at = follow
        if len(columns) < 2 or not any(column.meaning and column.meaning.field is Field.NAME for column, _ in columns):
            return None
        rows = tuple(tuple(values[number] for _, values in columns) for number in range(len(columns[0][1])))
        heads = tuple(column for column, _ in columns)
        self.count += at - index
        self.made.tables.append(Table(heads, rows, self.party or self.section, self.lot, True, self.count))
        return at

    def _is_cell(self, line: Line, found: Found) -> bool:
        if line.heading or found.level == 1 or (found.pairs and "牵头" not in line.text):
            return False
        return found.label is None or bool(MARK.fullmatch(line.text.strip()))

    def _header_word(self, lines: list[Line], looked: list[Found], at: int) -> bool:
        line = lines[at]
        if (
            not 2 <= len(line.text) <= 14
            or re.search(r"[\d。，：:；]", line.text)
            or not re.search(r"[\u4e00-\u9fff]", line.text)
            or looked[at].pairs
            or is_organization(line.text)
        ):
            return False
        follow = at + 1
        return follow < len(lines) and looked[follow].label is not None and not looked[follow].pairs

    def _values(
        self, lines: list[Line], looked: list[Found], begin: int, columns: list[tuple[int, int, Meaning | None]]
    ) -> list[int]:
        values: list[int] = []
        at = begin
        while at < len(lines) and len(values) < 400:
            line, found = lines[at], looked[at]
            if line.heading or (found.section is not None and (found.level or not _is_value(line.text))):
                break
            if found.level == 1 or (values and len(values) % len(columns) == 0 and _ends_rows(line, found, columns)):
                break
            if found.pairs and JOINT_CELL.match(line.text) and _has_names(columns):
                pass
            elif found.pairs:
                fields = {pair[2].field for pair in found.pairs}
                inside = fields <= {Field.OTHER} and len(values) % len(columns) != 0
                joint = fields <= {Field.OTHER} and any(JOINT_CELL.match(lines[number].text) for number in values)
                if joint and found.pairs[0][3] < found.pairs[0][4]:
                    values.append(at)
                    at += 1
                    continue
                if found.level or not (fields <= AMOUNT_FIELDS or inside) or found.pairs[0][3] >= found.pairs[0][4]:
                    break
            elif found.label is not None and found.label.rank is not None:
                pass
            elif found.label is not None and (
                found.label.field is not Field.OTHER or (values and len(values) % len(columns) == 0)
            ):
                break
            values.append(at)
            at += 1
        return values

    # ---- tables with cells

    def _grid(self, blocks: list[Block]) -> None:
        self.ranked = None
        GridWalk(self, blocks).walk()


def _ends_rows(line: Line, found: Found, columns: list[tuple[int, int, Meaning | None]]) -> bool:
    """True for a line after whole rows that begins no other: the rows' sum, or an amount with a label of its own."""
    first = columns[0][2]
    labeled = {pair[2].field for pair in found.pairs} if found.pairs else set()
    opens_row = first is not None and first.field in AMOUNT_FIELDS
    return adds_up(line.text) or (bool(labeled) and labeled <= AMOUNT_FIELDS and not opens_row)


def _is_rate_line(looked: list[Found], index: int) -> bool:
    """True for a line such as 下浮率：18.5%, which is the price of the label above it."""
    if index >= len(looked) or len(looked[index].pairs) != 1:
        return False
    start, _, what, low, high = looked[index].pairs[0]
    return start == 0 and low < high and what.rate and what.field in AMOUNT_FIELDS


_RANK_LINE = re.compile(
    r"\s*(?:[(（]?[一二三四五六七八九十\d]{1,2}[)）、.．]\s*)?(?:推荐)?第\s*[一二三四五六七八九十\d]{1,2}\s*"
    r"(?:名|位|(?:推荐)?(?:中标|成交|中选|入围)?候选(?:人|供应商|单位|中标人))(?:信息|情况)?\s*[:：]?\s*"
)
_NAMED_LOT = re.compile(r"\s+[\u4e00-\u9fff][^，,。；;：:（(\s]{1,40}(?:[：:，,（(]|\s*$)")
_STRANGE = re.compile(r"\s*[\u4e00-\u9fff(（)）/、]{2,16}\s*[:：]?\s*")
"""Words alone, as a label is whose value stands in the next line."""
_CLAIMED = AMOUNT_FIELDS | DATE_FIELDS | {Field.NAME, Field.NUMBER, Field.CONTRACT_NUMBER}
_ANSWER = re.compile(r"\s*(?:是|否|有|无|不?接受|不?允许|[/\\—-]+)\s*")
"""A value that answers the label above it, and no first half of the label below."""
_FORMER = re.compile(r"\s*(?:\d{1,2}[、.．])?\s*原(?!因|则|公[告示]|材|产)")
"""A label that a correction puts before what was: 原成交金额."""
_TYPED = AMOUNT_FIELDS | DATE_FIELDS | {Field.CONSORTIUM}
_UNIT_LINE = re.compile(r"单位\s*[:：]\s*(?:人民币)?\s*(?:万|亿|千)?元(?!\s*/)")
_FILE = re.compile(r"\.(?:pdf|docx?|xlsx?|zip|rar|7z|wps|jpe?g|png)\b|\d+(?:\.\d+)?\s*[KM]B?$", re.IGNORECASE)
_LEAD = 10
"""Code points kept of what stands before a label."""
_NUMBERING = " 　0123456789一二三四五六七八九十.．、()（）【】[]★*●·-"
"""What may stand before the first label of a line."""
_LOT_TAIL = " 　()（）：:】]"
"""What may stand after the label that a heading ends in."""
_LOT_LEAD = " 　、.．()（）一二三四五六七八九十0123456789【[《：:"
"""What may stand before the label that a line begins with."""
_LOT_HEAD = re.compile(
    r"\s*(?:[(（]?[一二三四五六七八九十\d]{0,2}[)）、.．]?\s*)?[【\[(（《]?(?:第|[合采分标包]|[A-Za-z\d一二三四五六七八九十ⅠⅡⅢⅣⅤ])"
)
_LOT_NOT = re.compile(r"\s*(?:含|括|装|修|干|不|内|外|组成|投标人|资格|的特定)")


def _only_lots(text: str, lots: list[LotLabel]) -> bool:
    rest = text
    for lot in reversed(lots):
        rest = rest[: lot.start] + rest[lot.end :]
    return not rest.strip(" 　、，,；;：:和及")


def _has_names(columns: list[tuple[int, int, Meaning | None]]) -> bool:
    return any(what is not None and what.field is Field.NAME for _, _, what in columns)


def _is_value(text: str) -> bool:
    return bool(re.search(r"\d", text)) or is_organization(text)
