"""Behind which words a value stands: the label before it, the header over it, or only the heading above.

What a person points at in one notice becomes a rule for its whole layout only through the words that announce it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from enum import StrEnum

import msgspec

from counterfile.model.notice import Property
from counterfile.model.reading import Block, BlockKind, Reading
from counterfile.text import kinds
from counterfile.text.aliases import MEANINGS
from counterfile.text.kinds import Section
from counterfile.text.labels import MAX_LABEL, Field, Meaning, alias_key, own_meaning
from counterfile.text.names import is_organization
from counterfile.text.sections import MAX_HEADING, SECTIONS


class Sort(StrEnum):
    """What kind of words announce a value."""

    LABEL = "label"
    COLUMN = "column"
    SECTION = "section"
    """A heading: nothing nearer announces it."""


class Cause(msgspec.Struct, frozen=True):
    """The words that announce a value."""

    sort: Sort
    words: str
    """As printed, on one line."""
    start: int
    """Code points into the Reading's text, half open."""
    end: int
    key: str
    """`labels.alias_key` of the words."""
    section: str = ""
    """The heading above, as printed; empty where there is none."""

    @property
    def own(self) -> Meaning | None:
        """What the label means without being taught; None where it is unknown."""
        return own_meaning(self.words)

    @property
    def is_generic(self) -> bool:
        """Whether it is the heading that says what such a label means (名称, 金额), so that it can be taught for one layout at most."""
        own = self.own
        return own is not None and (
            own.field in (Field.AMOUNT, Field.DEADLINE)
            or (own.field in (Field.NAME, Field.ADDRESS, Field.PARTY_ID) and own.party is None)
        )


GUARDED = frozenset(
    {
        Property.SUPPLIER,
        Property.CANDIDATE,
        Property.AWARD_VALUE,
        Property.BID_VALUE,
        Property.CONTRACT_VALUE,
    }
)
"""What the layers never claim in a section of the buyer, the agency, the experts or the fees, whatever a label says."""


def cause_of(reading: Reading, start: int, end: int) -> Cause | None:
    """Return what announces the value at ``start:end``; None in page furniture, in structured fields and where nothing does."""
    index = bisect_right(reading.blocks, start, key=lambda block: block.start) - 1
    if index < 0:
        return None
    block = reading.blocks[index]
    if end > block.end or block.kind in (BlockKind.FURNITURE, BlockKind.FIELD):
        return None
    section = _section(reading, index)
    found = _in_line(reading, block, start)
    if found is None:
        if block.kind is BlockKind.CELL:
            found = _in_table(reading, block)
        else:
            found = _in_flat_table(reading, index, start) or _line_above(reading, index, start)
    if found is not None:
        sort, low, high = found
        words = " ".join(reading.text[low:high].split())
        cause = Cause(sort, words, low, high, alias_key(words), section[0] if section else "")
        listed = sort is Sort.LABEL and block.kind is not BlockKind.CELL and high < start and _goes_on(reading, end)
        return _of_heading((words, low, high)) if listed and "\n" in reading.text[high:start] else cause
    section = _over_list(reading, index, start) or section
    return None if section is None else _of_heading(section)


def taught_by(reading: Reading, start: int, end: int, meant: Property | None) -> Cause | None:
    """Return what a correction of the value at ``start:end`` teaches: what announces it, or the heading above a general label.

    Args:
        reading: With the value.
        start: Code points into its text.
        end: Half open.
        meant: What the value is; None for nothing that is claimed.
    """
    cause = cause_of(reading, start, end)
    if cause is None or cause.sort is Sort.SECTION or not cause.is_generic or not teachable(cause, meant):
        return cause
    index = bisect_right(reading.blocks, start, key=lambda block: block.start) - 1
    section = _section(reading, index)
    heading = None if section is None else _of_heading(section)
    return heading if heading is not None and not teachable(heading, meant) else cause


def _of_heading(section: tuple[str, int, int]) -> Cause:
    return Cause(Sort.SECTION, section[0], section[1], section[2], alias_key(section[0]))


def _lines_after(reading: Reading, at: int) -> Iterator[str]:
    """Yield the lines behind the one that `at` stands in, furniture and cells left out, blanks at their ends too."""
    index = max(bisect_right(reading.blocks, at - 1, key=lambda block: block.start) - 1, 0)
    begin = reading.text.find("\n", at)
    for block in reading.blocks[index : index + 3]:
        if block.kind in _LISTED and begin >= 0:
            low = max(block.start, begin + 1)
            yield from (line.strip() for line in reading.text[low : block.end].split("\n")[:3] if line.strip())


def _goes_on(reading: Reading, end: int) -> bool:
    """Tell whether the line after a value is an organization too, so that the words above head a list."""
    return is_item(next(_lines_after(reading, end), ""))


def _over_list(reading: Reading, index: int, start: int) -> tuple[str, int, int] | None:
    """Return the line over a list of organizations that the value is an item of; None where it is in none."""
    lines: list[tuple[int, int]] = []
    for block in reading.blocks[max(0, index - MAX_LIST) : index + 1]:
        if block.kind not in _LISTED:
            lines.clear()
            continue
        at = block.start
        for line in reading.text[block.start : block.end].split("\n"):
            if at < start and line.strip():
                lines.append((at, at + len(line)))
            at += len(line) + 1
    items = 0
    for low, high in reversed(lines):
        words = reading.text[low:high]
        if is_item(words) or start <= high:
            items += 1
            continue
        if items and len(words) <= MAX_HEADING and is_labellike(words) and not _COLON.search(words.strip()[:-1]):
            return " ".join(words.split()), low, high
        return None
    return None


def is_item(line: str) -> bool:
    """Tell whether a line is an organization and nothing besides its number."""
    words = _ITEM.sub("", line, count=1).strip(" 　，,；;。.")
    return 3 < len(words) <= 60 and is_organization(words)


_ITEM = re.compile(r"^\s*(?:[(（]?\d{1,3}[)）、.．]|[①-⑳]|[一二三四五六七八九十]{1,3}[、.．])\s*")
_LISTED = frozenset({BlockKind.PARAGRAPH, BlockKind.HEADING, BlockKind.LIST_ITEM, BlockKind.CAPTION})
MAX_LIST = 200
"""Blocks above a value that are looked through for the head of its list."""


def teachable(cause: Cause, meant: Property | None) -> str:
    """Return why a cause cannot be taught to mean a property, in words; empty where it can. None means: nothing that is claimed."""
    if cause.sort is Sort.SECTION:
        return _teachable_heading(cause, meant)
    if not is_labellike(cause.words):
        return f"{cause.words!r} does not look like a label"
    own = cause.own
    if meant is None:
        if own is not None and own.field is Field.OTHER:
            return f"{cause.words!r} is known already as a label of nothing that is claimed"
        return ""
    wanted = MEANINGS.get(meant)
    if wanted is None:
        return f"no label announces {meant.value}"
    if own is not None and (own.field, own.party) == (wanted.field, wanted.party):
        return f"{cause.words!r} is read as {meant.value} already: the value was missed for another reason"
    if meant in _REGIONS and not _OF_REGION.match(cause.key):
        return (
            f"{cause.words!r} announces more than the {meant.name.lower()}: what it stands in is read from it by itself"
        )
    if meant is Property.STAGE and not _OF_STAGE.search(cause.key):
        return f"{cause.words!r} does not announce what kind of notice it is"
    if cause.is_generic and meant not in GUARDED:
        return f"{cause.words!r} means different things under different headings, which a label alone cannot teach"
    return ""


_REGIONS = frozenset({Property.PROVINCE, Property.CITY, Property.COUNTY})
_OF_REGION = re.compile(
    r"(?!.*(?:址|住所))(?:.*(?:[地区域省市县州]|行政|region|area|province|state|city|county|district|land\b|nuts))",
    re.IGNORECASE,
)
_OF_STAGE = re.compile(r"[类型式别]|性质|种类|阶段|type|kind|form|stage|art\b|nature", re.IGNORECASE)
"""Words of labels that announce a region or a kind of notice; an address or a summary also holds one, and announces more."""


def _teachable_heading(cause: Cause, meant: Property | None) -> str:
    if len(cause.words) > MAX_HEADING or not is_labellike(cause.words):
        return f"only the heading {cause.words!r} announces it, which is too long or too particular to be taught"
    own = kinds.section_of(cause.words)
    if meant is None:
        return f"{cause.words!r} heads nothing that is claimed already" if own in UNUSED_SECTIONS else ""
    wanted = SECTIONS.get(meant)
    if wanted is None:
        return f"only the heading {cause.words!r} announces it, and no heading tells of {meant.value}"
    if own is wanted and meant not in LISTED:
        return (
            f"{cause.words!r} is read as a heading of {wanted.value} already: the value was missed for another reason"
        )
    return ""


LISTED = frozenset({Property.SUPPLIER, Property.CANDIDATE, Property.BUYER, Property.AGENCY})
"""What is read from a bare list only where a heading was taught: also one that is known, since bidders are listed as well."""

UNUSED_SECTIONS = frozenset(
    {
        Section.FAILED,
        Section.PERFORMANCE,
        Section.EXPERTS,
        Section.FEE,
        Section.COMPLAINT,
        Section.QUALIFICATION,
        Section.OBTAIN,
    }
)


def headings(reading: Reading, key: str) -> Iterator[tuple[int, int]]:
    """Yield where a heading stands: as a line of its own. Furniture, cells and structured fields are left out."""
    for block in reading.blocks:
        if block.kind not in _LISTED:
            continue
        at = block.start
        for line in reading.text[block.start : block.end].split("\n"):
            if 1 < len(line) <= MAX_HEADING and alias_key(line) == key:
                yield at, at + len(line)
            at += len(line) + 1


def sections_over(reading: Reading, key: str) -> Iterator[Section | None]:
    """Yield in which section each place of a label stands, by the nearest heading above that opens one; None under none."""
    for start, _ in occurrences(reading, key):
        index = bisect_right(reading.blocks, start, key=lambda block: block.start) - 1
        yield next(_sections_above(reading, index, start), None)


def _sections_above(reading: Reading, index: int, start: int) -> Iterator[Section]:
    """Yield what the short lines above a place open, the nearest first; at most `MAX_ABOVE` lines are looked at."""
    looked = 0
    for block in reversed(reading.blocks[max(0, index - MAX_ABOVE) : index + 1]):
        if block.kind is BlockKind.FURNITURE:
            continue
        for line in reversed(reading.text[block.start : min(block.end, start)].split("\n")):
            looked += 1
            if looked > MAX_ABOVE:
                return
            words = line.strip()
            if 2 < len(words) <= MAX_HEADING and not _COLON.search(words[:-1]):
                section = kinds.section_of(words)
                if section is None and (block.kind is BlockKind.HEADING or _NUMBERED.match(words)):
                    return  # a heading that nobody knows hides what stands above it
                if section is not None:
                    yield section


MAX_ABOVE = 60
"""Lines above a label that are looked through for the heading of a party."""


def is_labellike(words: str) -> bool:
    """Return whether words may be a label: short, with letters, without digits that a value would have, no organization's name."""
    key = alias_key(words)
    return (
        1 < len(key) <= MAX_LABEL
        and re.search(r"\d{3,}", key) is None
        and re.search(r"[^\W\d_]", key) is not None
        and not (len(key) > 6 and is_organization(key))
    )


def occurrences(reading: Reading, key: str) -> Iterator[tuple[int, int]]:
    """Yield where a label stands as a label: before a colon, as a cell or as a line of its own. Furniture is left out."""
    for block in reading.blocks:
        if block.kind in (BlockKind.FURNITURE, BlockKind.FIELD):
            continue
        text = reading.text[block.start : block.end]
        if block.kind is BlockKind.CELL and alias_key(text.replace("\n", "")) == key:
            yield block.start, block.end
            continue
        at = block.start
        for line in text.split("\n"):
            yield from ((at + low, at + high) for low, high in _labels_in(line[:MAX_LINE], key))
            at += len(line) + 1


MAX_LINE = 3000
"""Code points of a line that are looked at."""
_COLON = re.compile("[:：]")
_BOUNDARY = re.compile(r"[\s，,；;。、>》】\]|/*!！?？]")
_STRONG = re.compile(r"[，,；;。>》】\]|!！?？]")


def _labels_in(line: str, key: str) -> Iterator[tuple[int, int]]:
    if len(line) <= MAX_LABEL + 8 and alias_key(line) == key:
        yield 0, len(line)
        return
    begin = 0
    for colon in _COLON.finditer(line):
        for start in _starts(line, begin, colon.start()):
            if alias_key(line[start : colon.start()]) == key:
                yield start, colon.start()
                break
        begin = colon.end()


def _starts(line: str, begin: int, end: int) -> Iterator[int]:
    """Yield where the label that ends at a colon may begin: with the stretch, then behind each boundary."""
    low = max(begin, end - 64)
    yield low
    for match in _BOUNDARY.finditer(line, low, end):
        yield match.end()


def _in_line(reading: Reading, block: Block, start: int) -> tuple[Sort, int, int] | None:
    """Return the label before the last colon on the value's own line."""
    begin = max(block.start, reading.text.rfind("\n", block.start, start) + 1, start - MAX_LINE)
    before = reading.text[begin:start]
    colons = [match.start() for match in _COLON.finditer(before)]
    if not colons or len(before) - colons[-1] > 120:
        return None
    low = colons[-2] + 1 if len(colons) > 1 else 0
    # After another pair a blank parts (项目：某工程 授牌单位：甲); at the head of a line blanks are the label's own (授 牌 单 位：甲).
    parting = _BOUNDARY if len(colons) > 1 else _STRONG
    end = len(before[: colons[-1]].rstrip())
    for at in [low, *(match.end() for match in parting.finditer(before, low, end))][::-1]:
        words = before[at:end].strip()
        if is_labellike(words):
            return Sort.LABEL, begin + end - len(words), begin + end
    return None


def _in_table(reading: Reading, cell: Block) -> tuple[Sort, int, int] | None:
    """Return the header over a cell, or the label to its left."""
    cells = [block for block in reading.blocks if block.table == cell.table and block.kind is BlockKind.CELL]
    above = [one for one in cells if one.row < cell.row and _over(one, cell) and _text(reading, one)]
    left = [one for one in cells if one.row <= cell.row < one.row + one.rowspan and one.col < cell.col]
    left = [one for one in left if _text(reading, one)]
    header = max((one for one in above if one.header), key=lambda one: one.row, default=None)
    # Beside a cell that is a known label, a cell is that label's value, whatever stands above it.
    paired = any(own_meaning(_text(reading, one)) is not None for one in left)
    if header is None and above and not paired:
        first = min(one.row for one in cells)
        top = [one for one in cells if one.row == first and _text(reading, one)]
        if len(top) > 2 and sum(is_labellike(_text(reading, one)) for one in top) * 2 > len(top):
            header = next((one for one in above if one.row == first), None)
    if header is not None and is_labellike(_text(reading, header)):
        return (Sort.COLUMN, *_place(reading, header))
    # In a table that reads by rows the label stands first, and other values stand between.
    for nearest in sorted(left, key=lambda one: -one.col):
        words = _text(reading, nearest)
        if is_labellike(words):
            return (Sort.LABEL, *_place(reading, nearest))
        if not (is_item(words) or _NO_LETTERS.fullmatch(words)):
            return None
    return None


_NO_LETTERS = re.compile(r"[^\u3400-\u9fffA-Za-z]*(?:[亿万]?元|%|％)?")


def _over(one: Block, cell: Block) -> bool:
    return one.col < cell.col + max(cell.colspan, 1) and cell.col < one.col + max(one.colspan, 1)


def _text(reading: Reading, block: Block) -> str:
    return reading.text[block.start : block.end].replace("\n", "").strip()


def _place(reading: Reading, block: Block) -> tuple[int, int]:
    text = reading.text[block.start : block.end]
    start = block.start + len(text) - len(text.lstrip())
    return start, start + len(text.strip())


def _in_flat_table(reading: Reading, index: int, start: int) -> tuple[Sort, int, int] | None:
    """Return the head over a value of the first row of a table that a portal printed as one line a cell.

    Heads are a run of short lines without figures, as many as the row has values. Where a head that is known does not fit the
    value that would stand under it, the lines are no such table.
    """
    lines = _lines_before(reading, index, start)
    if lines is None:
        return None
    for column in range(min(len(lines), MAX_COLUMNS)):
        # If this is its column, the row begins so many lines above the value, and the heads end there.
        last = len(lines) - column
        first = last
        while first > 0 and last - first < MAX_COLUMNS and _is_head(reading.text[slice(*lines[first - 1])]):
            first -= 1
        if last - first < max(column + 1, 3):
            continue
        heads, values = lines[first:last], lines[last:]
        row = [*values, *_lines_from(reading, index, start)][: len(heads)]
        fitting = all(_fits(reading, head, value) for head, value in zip(heads, row, strict=False))
        # Labels and values in turn are no table: of a row's values few look like heads.
        fitting &= len(row) == len(heads) and sum(_is_head(reading.text[slice(*one)]) for one in row) * 5 <= 2 * len(
            row
        )
        opened = first == 0 or _opens(reading.text[slice(*lines[first - 1])])
        return (Sort.COLUMN, *heads[column]) if fitting and opened else None
    return None


def _opens(line: str) -> bool:
    """Tell whether a line stands over a table: a numbered heading, or a line that ends with a colon."""
    words = line.strip()
    return words.endswith((":", "：")) or _NUMBERED_LINE.match(words) is not None


MAX_COLUMNS = 15
"""Heads of a table that was printed as lines."""
_FIGURES = frozenset({Field.RANK, Field.AMOUNT, Field.BID, Field.AWARD, Field.CONTRACT, Field.BUDGET, Field.CEILING})


def _lines_before(reading: Reading, index: int, start: int) -> list[tuple[int, int]] | None:
    """Return the lines above the value's own, in order, cells and furniture ending them; None where it does not begin its line."""
    found: list[tuple[int, int]] = []
    for block in reading.blocks[max(0, index - 2 * MAX_COLUMNS) : index + 1]:
        if block.kind not in _LISTED:
            found.clear()
            continue
        at = block.start
        for line in reading.text[block.start : block.end].split("\n"):
            if at <= start < at + len(line):
                return found[-2 * MAX_COLUMNS :] if not reading.text[at:start].strip() else None
            if line.strip():
                found.append((at, at + len(line)))
            at += len(line) + 1
    return None


def _lines_from(reading: Reading, index: int, start: int) -> Iterator[tuple[int, int]]:
    """Yield the value's own line and those below it."""
    for block in reading.blocks[index : index + MAX_COLUMNS]:
        if block.kind not in _LISTED:
            return
        at = block.start
        for line in reading.text[block.start : block.end].split("\n"):
            if line.strip() and start < at + len(line):
                yield at, at + len(line)
            at += len(line) + 1


def _is_head(line: str) -> bool:
    words = line.strip()
    return len(words) <= 22 and is_labellike(words) and not _COLON.search(words) and not _NUMBERED_LINE.match(words)


_NUMBERED_LINE = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}|[(（].{1,3}[)）]|\d{1,2})\s*[、.．]|[(（][一二三四五六七八九十\d]"
)


def _fits(reading: Reading, head: tuple[int, int], value: tuple[int, int]) -> bool:
    """Tell whether a value may stand under a head that is known; under any other everything may."""
    own = own_meaning(reading.text[slice(*head)])
    return own is None or own.field not in _FIGURES or re.search(r"\d", reading.text[slice(*value)]) is not None


def _line_above(reading: Reading, index: int, start: int) -> tuple[Sort, int, int] | None:
    """Return the line before the value's own, where it is short enough to be a label and the value begins its line."""
    block = reading.blocks[index]
    begin = max(block.start, reading.text.rfind("\n", block.start, start) + 1)
    if reading.text[begin:start].strip():
        return None
    end = begin - 1
    if begin == block.start:
        before = reading.blocks[index - 1] if index else None
        if before is None or before.kind in (BlockKind.FURNITURE, BlockKind.CELL, BlockKind.TITLE, BlockKind.FIELD):
            return None
        end = before.end
    low = reading.text.rfind("\n", 0, end) + 1
    words = reading.text[low:end].strip()
    if len(words) > 22 or not is_labellike(words):
        return None
    lead = len(reading.text[low:end]) - len(reading.text[low:end].lstrip())
    return Sort.LABEL, low + lead, low + lead + len(words)


_NUMBERED = re.compile(r"\s*(?:[一二三四五六七八九十]{1,3}\s*[、.．]|[(（][一二三四五六七八九十]{1,3}[)）])")
MAX_BACK = 400
"""Blocks that are looked through for a heading."""


def _section(reading: Reading, index: int) -> tuple[str, int, int] | None:
    """Return the nearest heading above a block: marked as one, or a short numbered line."""
    for block in reversed(reading.blocks[max(0, index - MAX_BACK) : index]):
        text = reading.text[block.start : block.end]
        if block.kind is BlockKind.HEADING or (
            block.kind is not BlockKind.FURNITURE and len(text) <= 40 and _NUMBERED.match(text)
        ):
            return " ".join(text.split()), block.start, block.end
    return None
