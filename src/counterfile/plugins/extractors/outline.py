"""The one look at a notice that all layers share: labels with their values, tables with typed headers, sections.

A portal's page reaches this place in three shapes: paragraphs (``采购人：某局``), tables, and tables flattened into
one line a cell. The outline brings all three to the same two nouns, `Pair` and `Table`, and keeps for each the section
and the lot that it stands in, since 名称 under 采购人信息 and 名称 under 代理机构信息 are two things.
"""

from __future__ import annotations

# ruff: noqa: PLR0912, SIM905 (one branch a kind of line, value or field; the order of the branches is the rule)
import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise

from counterfile.model.reading import Block, BlockKind, Reading, Segment
from counterfile.text.dates import read_date
from counterfile.text.identifiers import is_uscc
from counterfile.text.kinds import LotLabel, Section, find_lots, ordinal, rank_of, section_of
from counterfile.text.label_model import guess_label, understand
from counterfile.text.labels import AMOUNT_FIELDS, DATE_FIELDS, GLUED, Field, Meaning, Party, fold_label, meaning
from counterfile.text.money import read_amount
from counterfile.text.names import is_organization


@dataclass(frozen=True, slots=True)
class Spot:
    """A stretch of the Reading's text."""

    start: int
    end: int
    text: str


@dataclass(slots=True)
class Lot:
    """A lot as the notice names it."""

    label: Spot
    key: str
    title: Spot | None = None


@dataclass(frozen=True, slots=True)
class Pair:
    """A label and what stands beside it."""

    meaning: Meaning
    label: Spot
    value: Spot
    """Empty text where nothing stands beside the label."""
    whole: Spot
    """`value` and the short lines after it that may belong to it (a number and its unit on two lines)."""
    section: Section | None
    party: Section | None
    """The subsection when it names a party (采购人信息); else None."""
    lot: Lot | None
    cell: bool
    summary: bool
    """True inside a 公告概要 box."""
    line: int
    """Orders pairs and tables: number of the line."""
    rank: int | None = None
    old: bool = False
    """True for what a correction says was so before: it is no claim of its own."""
    before: Spot | None = None
    """The words that a correction replaces by `value`; None where it replaces none that are printed."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its meaning and its header's words."""

    meaning: Meaning | None
    label: Spot


@dataclass(frozen=True, slots=True)
class Table:
    """A table with typed headers, however it was printed."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Spot | None, ...], ...]
    section: Section | None
    lot: Lot | None
    flat: bool
    line: int
    unit: Spot | None = None
    """A line right above that gives the unit of all its sums (单位：万元); None without one."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of running text."""

    start: int
    end: int
    text: str
    heading: bool
    cell: bool
    section: Section | None = None
    lot: Lot | None = None
    number: int = 0


@dataclass(slots=True)
class Outline:
    """What all layers see of one notice."""

    titles: list[Spot] = field(default_factory=list)
    """The document's own title first, then headings above the body."""
    lines: list[Line] = field(default_factory=list)
    pairs: list[Pair] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    lots: list[Lot] = field(default_factory=list)
    """Each lot once, in order of appearance, where it is introduced by a heading, a list or a line of its own."""
    headings: list[Spot] = field(default_factory=list)
    fields: list[Block] = field(default_factory=list)


_last: list[tuple[Reading, Segment, Outline]] = []


def outline(reading: Reading, segment: Segment) -> Outline:
    """Return the outline of one segment; the last one is kept, since every layer asks for the same."""
    if _last and _last[0][0] is reading and _last[0][1] is segment:
        return _last[0][2]
    made = _Walk(reading, segment).walk()
    _last[:] = [(reading, segment, made)]
    return made


# ------------------------------------------------------------------------------------------------------- single lines

MAX_LINE = 3000
"""Code points of a line that are looked at: no label stands later, and a hostile line costs no more than a long one."""
_COLON = re.compile(r"[:：]")
_BOUNDARY = re.compile(
    r"[\s，,；;。、(（)）>》】\]|/*!！?？“”\"「『]|(?<=[\dA-Za-z])(?=[\u4e00-\u9fff])|(?<=[\u4e00-\u9fff])(?=\d{1,2}[.．、][\u4e00-\u9fff])"
)
_FIRST_LEVEL = re.compile(
    r"\s*(?:[一二三四五六七八九十]{1,3}\s*[、.．:：]|[(（][一二三四五六七八九十]{1,3}[)）]\s*、?|第[一二三四五六七八九十]{1,2}(?:章|部分|节)|[ⅠⅡⅢⅣⅤⅥⅦⅧⅨ])"
)
_SECOND_LEVEL = re.compile(
    r"\s*(?:\d{1,2}(?:\.\d{1,2})?\s*[、.．)）](?!\d)|[(（]\d{1,2}[)）]|\d{1,2}\s*(?=[\u4e00-\u9fff]{2,}信息))"
)
_SHORT_HEADING = re.compile(
    r"(?:信息|情况|概况|名单|结果|公示|内容|清单|方式|名次|顺序|代理|记录|事宜|事项|期限|信息[(（]如有[)）])$"
)
_TRIM_LEFT = " \t\n\u3000：:、，,;；"
_TRIM_RIGHT = " \t\n\u3000，,；;、(（“"
_LAX = re.compile(
    r"满足|达到|符合|执行|按照|按|见|优秀|合格|详|无|一致|负责|提供|具有|完成|的|及以上|[^标]服务$|以上|以内|签订|起"
)
_PLAIN_SECTIONS = frozenset(
    {
        Section.BUYER,
        Section.AGENCY,
        Section.SUPPLIER,
        Section.AWARD,
        Section.CANDIDATES,
        Section.PROJECT,
        Section.CONTACT,
        Section.CONTRACT,
        Section.FAILED,
        Section.PERFORMANCE,
    }
)
"""Sections that a line without a number may open; 评标委员会成员名单 in the middle of a list of labels opens none."""


@dataclass(frozen=True, slots=True)
class _Found:
    """What one line's own words tell, positions within the line."""

    pairs: tuple[tuple[int, int, Meaning, int, int], ...]
    label: Meaning | None
    level: int
    """1 or 2 for numbered lines, 0 otherwise."""
    section: Section | None
    """Of a line that is a heading; None otherwise."""


@lru_cache(maxsize=16384)
def _look(text: str) -> _Found:
    level = 1 if _FIRST_LEVEL.match(text) else 2 if _SECOND_LEVEL.match(text) else 0
    pairs = _pairs(text)
    label = None
    if not pairs and len(text) <= 40:
        label = _whole_label(text)
    section = None
    bare = not pairs or (pairs[0][0] == 0 and pairs[0][3] >= pairs[0][4] and len(pairs) == 1)
    if len(text) <= 40 and (level or (bare and (len(text) <= 20 and _SHORT_HEADING.search(text.rstrip("：: "))))):
        if level == 1 or bare:
            section = section_of(text if bare else text[: pairs[0][1]])
        if section is None and level == 1:
            section = Section.OTHER
        if not level and (section not in _PLAIN_SECTIONS or (section is Section.CONTACT and len(text) <= 8)):
            section = None
    elif level == 1 and pairs and pairs[0][0] == 0:
        section = section_of(text[: pairs[0][1]]) or Section.OTHER
    elif level == 1:
        section = Section.OTHER
    return _Found(pairs, label, level, section)


def _whole_label(text: str) -> Meaning | None:
    found = meaning(text)
    if found is None:
        return None
    folded = fold_label(text)
    if re.search(r"\d", folded) and found.rank is None:
        return None
    if found.field is Field.OTHER and (len(folded) > 12 or _LAX.search(folded)):
        return None
    lots = find_lots(folded)
    if lots and lots[0].start <= 1 and found.field is not Field.LOT:
        return None
    if len(folded) > (60 if folded.isascii() else 22):
        return None
    if len(folded) > 6 and found.field in {Field.NAME, Field.OTHER} and is_organization(folded):
        return None
    return found


def _pairs(text: str) -> tuple[tuple[int, int, Meaning, int, int], ...]:
    """Return label and value places: (label start, label end, meaning, value start, value end)."""
    if "：" not in text and ":" not in text:
        return ()
    found: list[list[int]] = []
    meanings: list[Meaning] = []
    searched = 0
    for match in _COLON.finditer(text):
        at = match.start()
        before, after = text[at - 1 : at], text[at + 1 : at + 2]
        if (before.isdigit() and after.isdigit()) or text.startswith("//", at + 1):
            continue
        place = _label_before(text, searched, at)
        if place is None:
            continue
        if found:
            found[-1][3] = place[0]
        found.append([place[0], at, at + 1, len(text)])
        meanings.append(place[1])
        searched = at + 1
    result = []
    for (start, end, value, stop), what in zip(found, meanings, strict=True):
        opened = text[start - 1 : start] in "(（【[〔" if start else False
        left, right = _tight(text, value, stop)
        if opened:
            closing = _closing(text, start - 1)
            if closing >= left:
                right = min(right, closing)
                left, right = _tight(text, left, right)
        result.append((start, end, what, left, max(left, right)))
    return tuple(result)


def _closing(text: str, at: int) -> int:
    """Return where the bracket at `at` closes, brackets of its kind inside it counted; -1 if it does not."""
    kinds = "(（", ")）"
    if text[at] not in "(（":
        kinds = text[at], _CLOSES[text[at]]
    depth = 0
    for place in range(at, min(len(text), at + 200)):
        if text[place] in kinds[0]:
            depth += 1
        elif text[place] in kinds[1]:
            depth -= 1
            if depth == 0:
                return place
    return -1


_CLOSES = {"【": "】", "[": "]", "〔": "〕"}


def _label_before(text: str, begin: int, end: int) -> tuple[int, Meaning] | None:
    """Find the label that ends at a colon: the whole line so far, or what follows the last boundary."""
    low = max(begin, end - 64)
    piece = text[low:end]
    first = begin == 0 and low == 0
    if first:
        found = meaning(piece)
        if found is not None and not (" " in piece.strip() and _SENTENCE.search(piece)):
            return 0, _surer(found, piece, text[end + 1 : end + 80])
    chosen: tuple[int, Meaning] | None = None
    stops = [match.end() for match in _BOUNDARY.finditer(piece)]
    if not first:
        stops.insert(0, 0)
    for index in range(len(stops) - 1, -1, -1):
        start = stops[index]
        words = piece[start:]
        if not words.strip():
            continue
        found = meaning(words)
        if (
            found is not None
            and found.field is Field.LOT
            and re.search(r"[\dA-Za-z一二三四五六七八九十第]$", piece[:start].rstrip())
        ):
            found = None  # 01包： opens a lot, 包： would name one
        if found is None:
            if chosen is not None or len(words) > 30:
                break
            continue
        if chosen is None:
            chosen = (low + start, found)
            if not _generic(found) and len(words.strip()) > 3:
                break
            continue
        if _NUMBERED.match(piece, chosen[0] - low):
            break  # …元5.工期： is numbered, so nothing before it belongs to it
        gap = piece[start : chosen[0] - low].strip()
        short = 0 < len(gap) <= (6 if _generic(chosen[1]) and found.field is not Field.OTHER else 2)
        if short and not re.search(r"[\dA-Za-z，,；;。、）)]", gap):
            chosen = (low + start, found)
        break
    if chosen is not None:
        return chosen
    for length in range(min(12, len(piece)), 1, -1):
        found = GLUED.get(piece[-length:])
        if found is not None:
            return end - length, found
    last = stops[-1] if stops else 0
    guess = guess_label(piece[last:], value=text[end + 1 : end + 80])
    if guess is not None and guess.meaning.field is not Field.OTHER:
        return low + last, guess.meaning
    return None


def _surer(found: Meaning, label: str, value: str) -> Meaning:
    """Ask the classifier where the lexicon knows only a label's head (…单位, …名称)."""
    weak = found.field is Field.OTHER and found.weak
    return understand(label, value=value) or found if weak else found


_NUMBERED = re.compile(r"\d{1,2}[.．、][\u4e00-\u9fff]")
_SENTENCE = re.compile(r"[。；！？]|[\u4e00-\u9fff]{12,}\s")


def _generic(found: Meaning) -> bool:
    return found.field in {Field.DEADLINE, Field.AMOUNT, Field.OTHER} or (
        found.field in {Field.NAME, Field.ADDRESS} and found.party is None
    )


def _tight(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start] in _TRIM_LEFT:
        start += 1
    while end > start and (text[end - 1] in _TRIM_RIGHT or text[end - 1] == "。"):
        end -= 1
    if end - start > 1 and text[end - 1] == "." and not text[end - 2].isascii():
        end -= 1
    if end - start > 1 and text[end - 1] in "”」』" and not any(sign in text[start:end] for sign in "“「『"):
        return _tight(text, start, end - 1)  # “开标时间：9时” closes a quotation that the label opened
    return start, end


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
        self.amends = _AMENDS.search(self.text, segment.start, min(segment.end, segment.start + 600)) is not None
        self.old = False
        """Within a part that a correction quotes as it was before."""
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
                    run.extend(self._lines(block.start, block.end, heading=False, cell=False))
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
            run.extend(self._lines(block.start, block.end, heading=block.kind is BlockKind.HEADING, cell=False))
        if run:
            order.append(run)
        for item in order:
            if isinstance(item, int):
                self._grid(tables[item])
            else:
                self._paragraphs(item)
        return self.made

    def _blocks(self) -> Sequence[Block]:
        blocks = self.reading.blocks
        low = bisect_left(blocks, self.segment.start, key=lambda block: block.start)
        high = bisect_left(blocks, self.segment.end, key=lambda block: block.start)
        return blocks[low:high]

    def _spot(self, start: int, end: int) -> Spot:
        return Spot(start, end, self.text[start:end])

    def _lines(self, start: int, end: int, *, heading: bool, cell: bool) -> list[Line]:
        lines = []
        at = start
        for part in self.text[start:end].split("\n"):
            if part.strip():
                words = part[:MAX_LINE]
                lines.append(Line(at, at + len(words), words, heading, cell))
            at += len(part) + 1
        return lines

    # ---- running text

    def _paragraphs(self, lines: list[Line]) -> None:
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
                and (_belongs(before.text, line.text) or (width >= 24 and _wraps(before.text, line.text, width)))
            ):
                joined[-1] = Line(
                    before.start, line.end, self.text[before.start : line.end], before.heading, before.cell
                )
            else:
                joined.append(line)
        return joined

    def _mend_split_labels(self, lines: list[Line], looked: list[_Found]) -> None:
        """Join a label to the colon that a portal's tags pushed to the next line (``项目编号`` / ``：JC-01``)."""
        index = 1
        while index < len(lines):
            line, before = lines[index], lines[index - 1]
            joined = None
            if line.text[:1] in ":：" and len(before.text) <= 30 and not looked[index - 1].pairs:
                joined = self._spot(before.start, line.end)
            elif (
                not looked[index].pairs
                and 0 < (colon := _first_colon(line.text)) <= 6
                and len(before.text) <= 12
                and not re.search(r"\d", before.text)
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

    def _line(self, lines: list[Line], looked: list[_Found], index: int) -> int:
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
        if found.label is not None:
            follow = index + 1
            if found.section is not None and (
                found.label.field in {Field.OTHER, Field.LOT_STATUS} or (found.level and found.label.weak)
            ):
                return follow  # 采购人信息 opens a section; what follows is no value of it
            run = self._transposed_run(lines, looked, index)
            run = run if run is not None else self._header_run(lines, looked, index)
            if run is not None:
                return run
            value = self._following(lines, looked, follow)
            if value is None and found.label.field in AMOUNT_FIELDS and _is_rate_line(looked, follow):
                value = (follow, follow)
            if value is None:
                self._pair(found.label, self._spot(line.start, line.end), None, None, cell=line.cell)
                return follow
            first, last = value
            self._pair(
                found.label,
                self._spot(line.start, line.end),
                self._spot(lines[first].start, lines[first].end),
                self._spot(lines[first].start, lines[last].end),
                cell=line.cell,
            )
            return follow
        run = self._header_run(lines, looked, index)
        return run if run is not None else index + 1

    def _old_or_new(self, line: Line, found: _Found) -> None:
        """Open or close a part that a correction quotes as it was (更正前：… 更正后：…)."""
        if _NEW_LEAD.match(line.text) or (found.level == 1 and found.section is not None):
            self.old = False
        elif _OLD_LEAD.match(line.text):
            self.old = True

    def _enter(self, line: Line, found: _Found) -> None:
        section = found.section if found.section is not None else section_of(line.text)
        spot = self._spot(line.start, line.end)
        self.made.headings.append(spot)
        if section is None:
            return
        is_party = section in {Section.BUYER, Section.AGENCY, Section.SUPPLIER}
        if found.level == 2 or (is_party and self.section is Section.CONTACT):
            self.party = section if section is not Section.OTHER else self.party
        else:
            self.section, self.party = section, section if is_party else None
            self.lot = None

    def _lot_of(self, line: Line, found: _Found) -> None:
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
            self.lot = self._register(line, first)
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

    def _emit_pairs(self, lines: list[Line], looked: list[_Found], index: int) -> int:
        line, found = lines[index], looked[index]
        last = len(found.pairs) - 1
        quoted = _old_spans(line.text) if self.amends else []
        changes = [match.span() for match in _CHANGE.finditer(line.text)] if self.amends else []
        for number, (label, colon, what, start, stop) in enumerate(found.pairs):
            value = whole = None
            old, end = False, stop
            for low, high in changes:
                # The words 更正为 at the end of a value only lead to the next one.
                if start < low < end and not line.text[high:end].strip(_TRIM_LEFT + '“”"「『'):
                    end, old = _tight(line.text, start, low)[1], True
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
                    and not (what.field is Field.OTHER and found.section is not None)
                ):
                    value = self._spot(lines[follow[0]].start, lines[follow[0]].end)
                    whole = self._spot(value.start, lines[follow[1]].end)
            elif start < end:
                value = whole = self._spot(line.start + start, line.start + end)
            self._pair(
                what,
                self._spot(line.start + label, line.start + colon),
                value,
                whole,
                cell=line.cell,
                old=old or any(low <= label and end <= high for low, high in quoted),
            )
        return index + 1

    def _blocks_follow(self, lines: list[Line], looked: list[_Found], index: int) -> bool:
        """True where the next line opens a flattened table, whose header is no value."""
        return index < len(lines) and looked[index].label is not None

    def _short_run(self, lines: list[Line], first: int, last: int) -> int:
        index = first
        while index <= last and len(lines[index].text) <= 10:
            index += 1
        return max(first, index - 1) if index > first else first

    def _following(self, lines: list[Line], looked: list[_Found], index: int) -> tuple[int, int] | None:
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

    def _pair(
        self,
        what: Meaning,
        label: Spot,
        value: Spot | None,
        whole: Spot | None,
        *,
        cell: bool,
        rank: int | None = None,
        party: Section | None = None,
        summary: bool = False,
        old: bool = False,
        before: Spot | None = None,
    ) -> None:
        empty = Spot(label.end, label.end, "")
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
                before,
            )
        )

    def _replaced(self, what: Meaning, value: Spot, before: Spot | None, *, old: bool) -> tuple[Spot, Spot | None]:
        """Part a value that tells its own change (原…，更正为…), and remember or fetch the old value of its kind."""
        kind = (what.field, what.party)
        if old:
            self.replaced[kind] = value
            return value, None
        change = _CHANGE.search(value.text)
        if change is not None and change.start() > 0 and change.end() < len(value.text):
            lead = re.match(r"\s*(?:原(?:为|定|定于)?|由|从)[:：]?\s*", value.text)
            start, end = _tight(value.text, lead.end() if lead else 0, change.start())
            stop = re.compile(r"[；;。\n]").search(value.text, change.end())
            left, right = _tight(value.text, change.end(), stop.start() if stop else len(value.text))
            if start < end and left < right:
                before = Spot(value.start + start, value.start + end, value.text[start:end])
                value = Spot(value.start + left, value.start + right, value.text[left:right])
        return value, before or self.replaced.pop(kind, None)

    def _unit_above(self, start: int) -> Spot | None:
        """Return the line that gives the unit of the table that begins at `start`, if one stands right above it."""
        above = [line for line in self.made.lines[-4:] if line.end <= start][-2:]
        for line in reversed(above):
            if len(line.text) <= 40 and _UNIT_LINE.search(line.text):
                return Spot(line.start, line.end, line.text)
        return None

    def _correct(self, columns: tuple[Column, ...], rows: Sequence[tuple[Spot | None, ...]]) -> bool:
        """Read a table of corrections (更正项, 更正前, 更正后); return whether it is one."""
        heads = [fold_label(column.label.text) for column in columns]
        new = next((number for number, head in enumerate(heads) if _NEW_COLUMN.search(head)), None)
        old = next((number for number, head in enumerate(heads) if _OLD_COLUMN.search(head)), None)
        if new is None or old is None or new == old:
            return False
        for cells in rows[:100]:
            after, before = cells[new], cells[old]
            if after is None:
                continue
            for number, item in enumerate(cells):
                what = meaning(item.text.replace("\n", "")) if item is not None and number not in {old, new} else None
                if item is not None and what is not None and what.field is not Field.OTHER:
                    self._pair(what, item, after, after, cell=True, before=before)
                    break
            else:
                was = self.old
                for self.old, spot in ((True, before), (False, after)):
                    if spot is not None:
                        self._paragraphs(self._lines(spot.start, spot.end, heading=False, cell=True))
                self.old = was
        return True

    def _lot_in_title(self, value: Spot) -> None:
        """标段名称：某工程二标段 opens the lot that its name ends in."""
        lots = find_lots(value.text)
        if lots and not value.text[lots[-1].end :].strip(" )）】]"):
            line = Line(value.start, value.end, value.text, False, False)
            self.lot = self._register(line, lots[-1])

    # ---- tables flattened to one line a cell

    def _header_run(self, lines: list[Line], looked: list[_Found], index: int) -> int | None:
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
            else:
                break
            at += 1
        while columns and columns[-1][2] is None:
            columns.pop()
        if len(columns) < 2 or known < 2:
            return None
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
        if _MARK.fullmatch(spots[0].text.strip()) and heads[0].meaning != _RANKED:
            # The ranks' own header stands elsewhere (中标候选人及排序 over the whole table).
            heads = (Column(_RANKED, spots[0]), *heads)
        rows = _rows(heads, spots)
        unit = self._unit_above(lines[index].start)
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
        if not self._correct(heads, rows):
            section = self.party or self.section
            self.made.tables.append(Table(heads, tuple(rows), section, self.lot, True, self.count, unit))
        return begin + len(values)

    def _transposed_run(self, lines: list[Line], looked: list[_Found], index: int) -> int | None:
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
            if not columns and (len(values) < 2 or not _opens(what, values)):
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

    def _is_cell(self, line: Line, found: _Found) -> bool:
        if line.heading or found.level == 1 or (found.pairs and "牵头" not in line.text):
            return False
        return found.label is None or bool(_MARK.fullmatch(line.text.strip()))

    def _header_word(self, lines: list[Line], looked: list[_Found], at: int) -> bool:
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
        self, lines: list[Line], looked: list[_Found], begin: int, columns: list[tuple[int, int, Meaning | None]]
    ) -> list[int]:
        values: list[int] = []
        at = begin
        while at < len(lines) and len(values) < 400:
            line, found = lines[at], looked[at]
            if line.heading or (found.section is not None and (found.level or not _is_value(line.text))):
                break
            if found.level == 1:
                break
            if found.pairs:
                fields = {pair[2].field for pair in found.pairs}
                inside = fields <= {Field.OTHER} and len(values) % len(columns) != 0
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
        _GridWalk(self, blocks).walk()


_AMENDS = re.compile(r"更正|变更|澄清|延期|顺延|修改|补遗|补充|调整|勘误")
_NOT_OLD = "因则件始装产材油有"
_CHANGE = re.compile(
    r"(?:现|均|统一|全部|应)?(?:更正|变更|修改|修正|调整|更改|改|延期|顺延|推迟|延长)(?:为|至|到|成)\s*[:：]?"
)
"""What stands between the old words and the new ones of a correction."""
_OLD_LEAD = re.compile(
    r"\s*(?:[(（]?[\d一二三四五六七八九十]{1,2}[)）.、．]\s*)?"
    r"(?:原(?:公告|文件|招标文件|采购文件|磋商文件|谈判文件)?(?:内容|信息|条款|表述|规定|为)|原|(?:更正|变更|修改|调整|澄清)前(?:的)?(?:内容|信息)?)\s*(?:为|如下)?\s*[:：]"
)
_NEW_LEAD = re.compile(
    r"\s*(?:[(（]?[\d一二三四五六七八九十]{1,2}[)）.、．]\s*)?"
    r"(?:现(?:更正|变更|修改|调整|更改|改)?(?:内容|信息)?(?:为|如下)|现|(?:更正|变更|修改|调整|更改|澄清)(?:后(?:的)?(?:内容|信息)?|为|成))\s*(?:为|如下)?\s*[:：]"
)
_OLD_COLUMN = re.compile(r"(?:更正|变更|修改|调整|澄清)前|^原")
_NEW_COLUMN = re.compile(r"(?:更正|变更|修改|调整|澄清)后|^现|(?:更正|变更|修改|调整)为")


def _old_spans(text: str) -> list[tuple[int, int]]:
    """Return the stretches of a line that a correction quotes as they were: from 原 to 更正为.

    >>> line = "原开标时间：3月1日，更正为开标时间：3月8日"
    >>> [line[start:end] for start, end in _old_spans(line)]
    ['原开标时间：3月1日，']
    """
    found: list[tuple[int, int]] = []
    low = 0
    for change in _CHANGE.finditer(text):
        lead = re.compile(rf"原(?![{_NOT_OLD}])").search(text, low, change.start())
        if lead is not None:
            found.append((lead.start(), change.start()))
        low = change.end()
    return found


def _is_rate_line(looked: list[_Found], index: int) -> bool:
    """True for a line such as 下浮率：18.5%, which is the price of the label above it."""
    if index >= len(looked) or len(looked[index].pairs) != 1:
        return False
    start, _, what, low, high = looked[index].pairs[0]
    return start == 0 and low < high and what.rate and what.field in AMOUNT_FIELDS


_UNIT_LINE = re.compile(r"单位\s*[:：]\s*(?:人民币)?\s*(?:万|亿|千)?元(?!\s*/)")
_FILE = re.compile(r"\.(?:pdf|docx?|xlsx?|zip|rar|7z|wps|jpe?g|png)\b|\d+(?:\.\d+)?\s*[KM]B?$", re.IGNORECASE)
_CONTINUES = re.compile(r"[：:。，,；;）)】》\]〕%％]|元(?:$|[^\u4e00-\u9fff])|万元|[(（][元万亿%％/、]{1,4}[)）]$")
_DATE_UNIT = re.compile(r"[年月日时点分]")


def _wraps(before: str, text: str, width: int) -> bool:
    """True where a page's edge broke a line in two: the first half is as long as lines get and the second opens nothing."""
    last = before.rsplit("\n", 1)[-1]
    if len(last) < 0.86 * width or len(before) > 1200 or before.rstrip()[-1:] in "。；;！？":
        return False
    found = _look(text)
    return (
        not found.level
        and found.section is None
        and found.label is None
        and not (found.pairs and found.pairs[0][0] == 0)
    )


def _belongs(before: str, text: str) -> bool:
    """True where a line only goes on with the one before it."""
    first, last = text[:1], before[-1:]
    if (
        "牵头" in before[:8]
        and len(before) + len(text) <= 200
        and (last in "：:" or re.match(r"联合体成员|成员", text))
    ):
        return True
    if _CONTINUES.match(text) and len(before) <= 200:
        return not (first in ":：" and len(before) > 30)
    if last in "（(【《" and len(text) <= 60:
        return True
    if (
        len(text) <= 12
        and before.count("(") + before.count("（") > before.count(")") + before.count("）")
        and len(before) <= 60
    ):
        return True
    if (
        len(before) <= 3
        and re.fullmatch(r"[\d一二三四五六七八九十]{1,3}", before.strip())
        and re.match(r"[.．、](?!\d)", text)
    ):
        return True
    if before.rstrip().isdigit() and len(before) <= 4 and (_DATE_UNIT.match(text) or re.match(r"[.．、][^\d]", text)):
        return True
    if (
        before.rstrip().isdigit()
        and len(before.strip()) == 3
        and before.startswith("20")
        and re.fullmatch(r"\d", text.strip())
    ):
        return True
    if (
        re.search(r"\d\s*[年月日时点]\s*$", before)
        and re.match(r"\s*\d{1,2}\s*(?:$|[月日时点分:：])", text)
        and len(text) <= 20
    ):
        return True
    if re.search(r"[年月日时点]\s*\d{1,2}\s*$", before) and _DATE_UNIT.match(text):
        return True
    if len(before) > 20 or before.endswith(("：", ":")):
        return False
    return text.strip() == "信息" or (text.strip() in {"名称", "方式"} and meaning(before) is None)


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


def _opens(what: Meaning | None, values: list[Spot]) -> bool:
    """True where these values make their label the first of a transposed table: all ranks, or all names."""
    if what is not None and what.field is Field.RANK:
        return all(_MARK.fullmatch(value.text.strip()) for value in values)
    return all(is_organization(value.text) or "牵头" in value.text or "联合体" in value.text for value in values)


def _first_colon(text: str) -> int:
    match = _COLON.search(text)
    return match.start() if match else -1


def _is_value(text: str) -> bool:
    return bool(re.search(r"\d", text)) or is_organization(text)


# ---------------------------------------------------------------------------------------------- rows of a flat table

_RANKED = Meaning(Field.RANK)
_MARK = re.compile(
    r"第[一二三四五六七八九十\d]{1,2}(?:名|位|中标候选人|成交候选人|候选人|中选候选人|候选供应商|中标候选供应商|成交候选供应商)|(?:推荐)?第[一二三四五]?\S{0,4}候选人?"
)
_ADDRESS = re.compile(r"号|室|楼|路|街|道|层|栋|幢|座|镇|乡|村|园区|大厦|开发区")


def _rows(columns: tuple[Column, ...], values: list[Spot]) -> list[tuple[Spot | None, ...]]:
    starts = _row_starts(columns, values)
    rows = []
    for number, start in enumerate(starts):
        end = starts[number + 1] if number + 1 < len(starts) else len(values)
        rows.append(_align(columns, values[start:end]))
    return rows


def _row_starts(columns: tuple[Column, ...], values: list[Spot]) -> list[int]:
    first = columns[0]
    width = len(columns)
    name = fold_label(first.label.text)
    field_ = first.meaning.field if first.meaning else None
    if name in {"序号", "编号", "排序", "排名", "名次", "行号"} or field_ in {Field.RANK}:
        if ordinal(values[0].text) == 1 or values[0].text.strip() == "1":
            starts, expected = [0], 2
            for number in range(1, len(values)):
                if ordinal(values[number].text) == expected and number - starts[-1] >= 2:
                    starts.append(number)
                    expected += 1
            return starts
        marks = [number for number, value in enumerate(values) if _MARK.fullmatch(value.text.strip())]
        if marks and marks[0] == 0:
            return marks
    if len(values) % width == 0:
        return list(range(0, len(values), width))
    party = next(
        (number for number, column in enumerate(columns) if column.meaning and column.meaning.field is Field.NAME), None
    )
    if party is not None and party <= 1:
        marks = [
            number - party for number, value in enumerate(values) if number >= party and is_organization(value.text)
        ]
        if len(marks) > 1 and marks[0] == 0 and all(after - before >= 2 for before, after in pairwise(marks)):
            return marks
    return [0]


def _align(columns: tuple[Column, ...], values: list[Spot]) -> tuple[Spot | None, ...]:
    """Lay values on columns in order, by type: flattening drops empty cells, and a long cell may span lines."""
    if len(values) == len(columns):
        return tuple(values)
    width, count = len(columns), len(values)
    if count > 3 * width + 6:
        values, count = values[: 2 * width], 2 * width
    # best[i][j]: the best score of laying the first i values on the first j columns; a value may also be left out.
    low = float("-inf")
    best = [[low] * (width + 1) for _ in range(count + 1)]
    step: list[list[int]] = [[0] * (width + 1) for _ in range(count + 1)]
    best[0][0] = 0.0
    for j in range(1, width + 1):
        best[0][j], step[0][j] = best[0][j - 1] - 0.5, 1
    for i in range(1, count + 1):
        best[i][0], step[i][0] = best[i - 1][0] - 1.5, 2
        for j in range(1, width + 1):
            laid = best[i - 1][j - 1] + _fits(columns[j - 1], values[i - 1])
            skipped = best[i][j - 1] - 0.5
            dropped = best[i - 1][j] - 1.5
            score = max(laid, skipped, dropped)
            best[i][j] = score
            step[i][j] = 3 if score == laid else 1 if score == skipped else 2
    row: list[Spot | None] = [None] * width
    i, j = count, width
    while i or j:
        move = step[i][j]
        if move == 3:
            row[j - 1] = values[i - 1]
            i, j = i - 1, j - 1
        elif move == 1:
            j -= 1
        else:
            i -= 1
    return tuple(row)


def _fits(column: Column, value: Spot) -> float:
    what = column.meaning
    text = value.text.strip()
    if what is None:
        return 0.0
    number = bool(re.fullmatch(r"[\d,，.\s]+", text))
    name = fold_label(column.label.text)
    if what.field is Field.NAME:
        return 4.0 if is_organization(text) else -3.0
    if what.field in AMOUNT_FIELDS:
        return (
            3.0
            if re.search(r"\d|[零壹贰叁肆伍陆柒捌玖]", text) and read_amount(text, column.label.text) is not None
            else -3.0
        )
    if what.field in DATE_FIELDS:
        return 3.0 if read_date(text) else -2.0
    if what.field is Field.PARTY_ID:
        return 4.0 if is_uscc(text) or re.fullmatch(r"[0-9A-Z\-]{9,20}", text) else -3.0
    if what.field is Field.ADDRESS:
        return 1.5 if _ADDRESS.search(text) and not number else -1.0
    if what.field is Field.RANK or name in {"序号", "行号", "数量"}:
        return (
            2.0
            if ordinal(re.sub(r"[^\d一二三四五六七八九十]", "", text) or "x") is not None and len(text) <= 10
            else -2.0
        )
    if re.search(r"得分|分$|分值|评分", name):
        return 2.0 if re.match(r"\d+(?:\.\d+)?分?$", text) else -1.5
    if what.field is Field.LOT:
        return 2.0 if find_lots(text) or len(text) <= 4 else 0.0
    if what.field in {Field.TITLE, Field.LOT_TITLE}:
        return 1.0 if not number and len(text) > 3 and not is_organization(text) else -1.0
    return 0.2 if not number else -0.2


# ------------------------------------------------------------------------------------------------- tables with cells


@dataclass(slots=True)
class _Cell:
    block: Block
    spot: Spot
    label: Meaning | None
    colon: bool
    pairs: bool
    carried: bool = False


class _GridWalk:
    """Reads one table of cells: key and value side by side, header and rows, or its transpose."""

    def __init__(self, walk: _Walk, blocks: list[Block]) -> None:
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
            and (len(flat) > 14 or _LAX.search(fold_label(flat)))
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
        pairs = label is None and any(_look(part[:MAX_LINE]).pairs for part in spot.text.split("\n"))
        return _Cell(block, spot, label, colon, pairs)

    def walk(self) -> None:
        labels = {fold_label(cell.spot.text) for cells in self.rows[:20] for cell in cells if cell.label is not None}
        self.summary = len(labels & _SUMMARY) >= 3
        self._guess_keys()
        first = next((cell.spot.start for cells in self.rows for cell in cells), 0)
        self.unit = self.out._unit_above(first)
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
        if self.header and not self._is_keyed(own):
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
        self.out._paragraphs(self.out._lines(cell.spot.start, cell.spot.end, heading=False, cell=True))

    def _ranked_row(self, own: list[_Cell], following: list[_Cell]) -> None:
        """Take 第一中标候选人, 第二中标候选人 … in one row for ranks where the rows below begin with labels."""
        ranks = [cell for cell in own if cell.label is not None and _MARK.fullmatch(cell.spot.text.replace("\n", ""))]
        below = next((cell for cell in following if cell.spot.text and not cell.carried), None)
        if len(ranks) < 2 or own[-1] is not ranks[-1] or len(own) > len(ranks) + 1 or below is None:
            return
        if below.label is None or below.label.rank is not None:
            return
        if len(own) == len(ranks):
            if below.block.col >= own[0].block.col:
                return
            own.insert(0, _Cell(own[0].block, own[0].spot, _RANKED, False, False))
        elif own[0].label is None or own[0].label.field not in {Field.RANK, Field.NAME}:
            own[0].label = _RANKED
        for cell in ranks:
            cell.label = None

    def _is_header(self, own: list[_Cell], labels: list[_Cell], following: list[_Cell]) -> bool:
        if len(labels) < 2 or any(cell.colon for cell in labels):
            return False
        if any(cell.block.header for cell in own) and len(labels) >= 0.5 * len(own):
            return len(following) >= 2 or len(own) > 2
        if len(labels) < 0.6 * len(own):
            return False
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
        rank, party = self._group(cells)
        index = 0
        if own[0].label is not None and own[0].block.rowspan > 1 and len(own) > 2 and own[1].label is not None:
            index = 1
        if own[0].label is None and len(own) > 1 and own[0].block.rowspan > 1:
            index = 1
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
                    self.out._pair(
                        cell.label, cell.spot, None, None, cell=True, rank=rank, party=party, summary=self.summary
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
                self._value(cell, value, rank, party)
            index += 2

    def _value(self, cell: _Cell, value: _Cell, rank: int | None, party: Section | None) -> None:
        assert cell.label is not None  # noqa: S101  (callers give label cells only)
        lines = value.spot.text.split("\n")
        first = lines[0].rstrip()
        spot = value.spot
        if (
            len(lines) > 1
            and cell.label.field not in AMOUNT_FIELDS | DATE_FIELDS
            and any(_look(part[:MAX_LINE]).pairs for part in lines[1:])
        ):
            spot = Spot(value.spot.start, value.spot.start + len(first), first)
            self.out._paragraphs(self.out._lines(spot.end + 1, value.spot.end, heading=False, cell=True))
        self.out._pair(cell.label, cell.spot, spot, value.spot, cell=True, rank=rank, party=party, summary=self.summary)

    def _group(self, cells: list[_Cell]) -> tuple[int | None, Section | None]:
        """Return the candidate's rank or the party that a label spanning several rows gives to each of them."""
        for cell in reversed(cells):
            if cell.block.rowspan > 1 and cell.spot.text and cell.block.col < 3:
                rank = cell.label.rank if cell.label is not None else rank_of(cell.spot.text)
                if rank is not None:
                    return rank, Section.CANDIDATES
                if cell.label is not None and cell.label.field is Field.NAME and cell.label.party is not None:
                    return None, _PARTY_SECTION[cell.label.party]
                section = section_of(cell.spot.text) if len(cell.spot.text) < 30 else None
                if section is not None:
                    return None, section
        return None, None

    def _close(self) -> None:
        self._flush_transposed()
        if self.header and self.collected and self.out._correct(self.columns, self.collected):
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
                    self.out._pair(column.meaning, column.label, None, None, cell=True, summary=self.summary)
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
                    self.out._pair(column.meaning, column.label, values[0], values[0], cell=True, summary=self.summary)
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


def _is_document(cell: _Cell) -> bool:
    """True for a layout cell that holds a whole text, not a value."""
    text = cell.spot.text
    lines = text.split("\n")
    if len(lines) < 3:
        return False
    return (
        sum(1 for part in lines if (found := _look(part[:MAX_LINE])).pairs or found.level == 1) >= 3 or len(lines) >= 12
    )
