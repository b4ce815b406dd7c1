"""Tables with ruling lines: a grid from the rules, its cells by the walls between them, the text by where it stands.

A grid that is not surely a table (a frame, a chart, a form whose cells leak) stays lines: a cell that is wrong hides more
than a line that is plain.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import groupby, pairwise

from counterfile.plugins.readers._pdf_lines import Box, PageText, Passage, Printed, Run, joined, put_together
from counterfile.plugins.readers._pdf_objects import Rule

MAX_CELLS = 4_000  # of one table
MAX_CROSSINGS = 60_000  # pairs of strokes that are tried on one page

_CLUSTER = 15  # tenths of a point within which strokes are one line
_BORDER = 25  # within which lines are one border: a double rule, a thick one
_GAP = 30  # tenths of a point that a rule may be interrupted by
_SHORT = 40  # strokes below it are dots and corners
_OPEN_SIDE = 80  # by which rules reach beyond the outermost border of a table without sides
_PADDING = 120  # inside a cell, left and right together

_WIDE = re.compile("[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f\u2018-\u201d\u2026]")
_CODE = re.compile(r"[0-9A-Z.,]")
_STOP = re.compile(r"[。；;：:！!？?]$")
_MARK = re.compile(
    r"\d{1,2}[、.．)）](?!\d)|[（(][一二三四五六七八九十\d]{1,3}[)）]|[一二三四五六七八九十]{1,3}、|[①-⑳●■□☑◆▲★•]"
)


@dataclass(slots=True)
class Cell:
    """A cell with its text."""

    row: int
    col: int
    rowspan: int
    colspan: int
    passage: Passage


@dataclass(slots=True)
class Table:
    """A table of one page; its cells from left to right, row by row, empty ones left out."""

    cells: list[Cell]
    rows: int
    columns: tuple[int, ...]
    """Where its borders from top to bottom stand, tenths of a point from the left edge of the page."""


@dataclass(slots=True)
class _Region:
    row: int
    col: int
    rowspan: int
    colspan: int
    box: Box
    tokens: list[tuple[Run, Box]] = field(default_factory=list)


@dataclass(slots=True)
class _Grid:
    rows: int
    columns: tuple[int, ...]
    box: Box
    regions: list[_Region]
    by_place: dict[tuple[int, int], _Region]
    heights: tuple[int, ...]

    def region_at(self, x: int, y: int) -> _Region | None:
        """Return the region that a point lies in; None outside the table or its cells."""
        return self.by_place.get((bisect_right(self.heights, y) - 1, bisect_right(self.columns, x) - 1))


# --- grids -----------------------------------------------------------------------------------------------------------


def grids(rules: Sequence[Rule]) -> list[_Grid]:
    """Return the grids that strokes form, from top to bottom."""
    across = _strokes(rule for rule in rules if rule.across)
    down = _strokes(rule for rule in rules if not rule.across)
    if len(across) < 2 or not down or len(across) * len(down) > MAX_CROSSINGS:
        return []
    found = []
    for mine, theirs in _components(across, down):
        if len(mine) >= 2 and len(theirs) >= 1:
            grid = _grid(mine, theirs)
            if grid is not None:
                found.append(grid)
    return sorted(found, key=lambda grid: (grid.box[1], grid.box[0]))


def _strokes(rules: Iterable[Rule]) -> list[Rule]:
    """Join strokes of one line that touch, and leave out what is too short."""
    found: list[Rule] = []
    line: list[Rule] = []
    for rule in sorted(rules, key=lambda rule: rule.at):
        if line and rule.at - line[0].at > _CLUSTER:
            found += _joined_strokes(line)
            line = []
        line.append(rule)
    return found + _joined_strokes(line)


def _joined_strokes(line: list[Rule]) -> list[Rule]:
    found: list[Rule] = []
    for rule in sorted(line, key=lambda rule: rule.start):
        if found and rule.start <= found[-1].end + _GAP:
            last = found[-1]
            found[-1] = last._replace(end=max(last.end, rule.end))
        else:
            found.append(rule)
    return [rule for rule in found if rule.end - rule.start >= _SHORT]


def _components(across: list[Rule], down: list[Rule]) -> list[tuple[list[Rule], list[Rule]]]:
    """Return the strokes that hang together by crossing or touching."""
    parent = list(range(len(across) + len(down)))

    def root(at: int) -> int:
        while parent[at] != at:
            parent[at] = parent[parent[at]]
            at = parent[at]
        return at

    for one, rule in enumerate(across):
        low, high = rule.start - _GAP, rule.end + _GAP
        for other, wall in enumerate(down, len(across)):
            if low <= wall.at <= high and wall.start - _GAP <= rule.at <= wall.end + _GAP:
                parent[root(other)] = root(one)
    groups: dict[int, tuple[list[Rule], list[Rule]]] = {}
    for one, rule in enumerate(across):
        groups.setdefault(root(one), ([], []))[0].append(rule)
    for other, wall in enumerate(down, len(across)):
        groups.setdefault(root(other), ([], []))[1].append(wall)
    return list(groups.values())


def _grid(across: list[Rule], down: list[Rule]) -> _Grid | None:
    heights = _borders(across)
    columns, sides = _with_open_sides(across, _borders(down))
    rows, cols = len(heights) - 1, len(columns) - 1
    if cols < 2 or rows * cols < 3 or rows * cols > MAX_CELLS:
        return None
    walls_down = _walls(down, columns, heights)
    for border in sides:
        walls_down |= {(border, row) for row in range(rows)}
    walls_across = _walls(across, heights, columns)
    regions = _regions(rows, cols, walls_down, walls_across, columns, heights)
    if regions is None:
        return None
    by_place = {
        (row, col): region
        for region in regions
        for row in range(region.row, region.row + region.rowspan)
        for col in range(region.col, region.col + region.colspan)
    }
    return _Grid(rows, columns, (columns[0], heights[0], columns[-1], heights[-1]), regions, by_place, heights)


def _borders(strokes: list[Rule]) -> tuple[int, ...]:
    """Return where the borders stand; neighbors are one border."""
    found: list[int] = []
    for at in sorted(stroke.at for stroke in strokes):
        if not found or at - found[-1] > _BORDER:
            found.append(at)
    return tuple(found)


def _with_open_sides(across: list[Rule], columns: tuple[int, ...]) -> tuple[tuple[int, ...], list[int]]:
    """Add the borders of a table without sides: there most rules reach beyond the outermost wall, equally far."""
    ends = []
    for side, outermost in ((-1, columns[0]), (1, columns[-1])):
        reach = sorted(rule.start if side < 0 else rule.end for rule in across)
        middle = reach[len(reach) // 2]
        equal = sum(abs(end - middle) <= _GAP for end in reach)
        if (middle - outermost) * side >= _OPEN_SIDE and equal >= max(3, 0.8 * len(reach)):
            ends.append((side, middle))
    sides = []
    for side, end in ends:
        if side < 0:
            columns = (end, *columns)
        else:
            columns = (*columns, end)
    for side, _ in ends:
        sides.append(0 if side < 0 else len(columns) - 1)
    return columns, sides


def _walls(strokes: list[Rule], borders: tuple[int, ...], stretches: tuple[int, ...]) -> set[tuple[int, int]]:
    """Return (border, stretch) for each stretch between two crossing borders along which a border has a stroke."""
    found = set()
    for stroke in strokes:
        border = _nearest(borders, stroke.at)
        for stretch, (low, high) in enumerate(pairwise(stretches)):
            if min(stroke.end, high) - max(stroke.start, low) >= 0.7 * (high - low):
                found.add((border, stretch))
    return found


def _nearest(borders: tuple[int, ...], at: int) -> int:
    place = bisect_right(borders, at)
    if place == len(borders) or (place and at - borders[place - 1] <= borders[place] - at):
        return place - 1
    return place


def _regions(
    rows: int,
    cols: int,
    walls_down: set[tuple[int, int]],
    walls_across: set[tuple[int, int]],
    columns: tuple[int, ...],
    heights: tuple[int, ...],
) -> list[_Region] | None:
    """Return the cells, spans joined; None where some are no rectangles, or too many have no wall to the outside."""
    if len(walls_down) == (cols + 1) * rows and len(walls_across) == (rows + 1) * cols:
        return [
            _Region(row, col, 1, 1, (columns[col], heights[row], columns[col + 1], heights[row + 1]))
            for row in range(rows)
            for col in range(cols)
        ]
    seen: set[tuple[int, int]] = set()
    regions: list[_Region] = []
    leaking = 0
    for row in range(rows):
        for col in range(cols):
            if (row, col) in seen:
                continue
            places, closed = _flood(row, col, rows, cols, walls_down, walls_across)
            seen |= places
            if not closed:
                leaking += len(places)
                continue
            low, high = max(place[0] for place in places), max(place[1] for place in places)
            left = min(place[1] for place in places)
            if len(places) != (low - row + 1) * (high - left + 1):
                return None
            box = (columns[left], heights[row], columns[high + 1], heights[low + 1])
            regions.append(_Region(row, left, low - row + 1, high - left + 1, box))
    if leaking > 0.3 * rows * cols or len(regions) < 3:
        return None
    return regions


def _flood(
    row: int, col: int, rows: int, cols: int, walls_down: set[tuple[int, int]], walls_across: set[tuple[int, int]]
) -> tuple[set[tuple[int, int]], bool]:
    """Return the places that hang together with one, and whether walls close them off from the outside."""
    places = {(row, col)}
    queue = [(row, col)]
    closed = True
    while queue:
        y, x = queue.pop()
        for open_, next_ in (
            ((x, y) not in walls_down, (y, x - 1)),
            ((x + 1, y) not in walls_down, (y, x + 1)),
            ((y, x) not in walls_across, (y - 1, x)),
            ((y + 1, x) not in walls_across, (y + 1, x)),
        ):
            if not open_ or next_ in places:
                continue
            if not (0 <= next_[0] < rows and 0 <= next_[1] < cols):
                closed = False
                continue
            places.add(next_)
            queue.append(next_)
    return places, closed


# --- text ------------------------------------------------------------------------------------------------------------


def tables_of(text: PageText, lines: Sequence[tuple[Run, Passage]], found: Sequence[_Grid]) -> list[Passage | Table]:
    """Return the page's passages with tables in place of the lines that stand in them.

    Args:
        text: The open page.
        lines: Its lines that are not blank, in order, each with its passage.
        found: Its grids.
    """
    sorted_lines = [_Sorted(text, run, passage, found) for run, passage in lines]
    tables = {number: _table(text, grid) for number, grid in enumerate(found)}
    given_up = {number for number, table in tables.items() if table is None}
    result: list[Passage | Table] = []
    shown: set[int] = set()
    for line in sorted_lines:
        for number in sorted(line.grids - given_up - shown):
            table = tables[number]
            if table is not None:
                result.append(table)
                shown.add(number)
        if not line.grids or line.grids <= given_up:
            result.append(line.passage)
        elif line.outside:
            passage = _passage_of(text, line.outside)
            if passage is not None:
                result.append(passage)
    return result


class _Sorted:
    """A line whose text was put into the cells that it stands in."""

    __slots__ = ("grids", "outside", "passage")

    def __init__(self, text: PageText, run: Run, passage: Passage, found: Sequence[_Grid]) -> None:
        self.passage = passage
        self.grids: set[int] = set()
        self.outside: list[tuple[Run, Box]] = []
        near = [number for number, grid in enumerate(found) if _meets(passage, grid.box)]
        if not near:
            return
        box = passage.prints[0].box
        if len(passage.prints) == 1 and box is not None:
            place = _region_of(found, near, box)
            if place is not None:
                self.grids.add(place[0])
                place[1].tokens.append((run, box))
                return
        for piece, piece_box in _pieces(text, run, found, near):
            place = _region_of(found, near, piece_box)
            if place is None:
                self.outside.append((piece, piece_box))
            else:
                self.grids.add(place[0])
                place[1].tokens.append((piece, piece_box))


def _meets(passage: Passage, box: Box) -> bool:
    return any(
        printed.box is not None
        and printed.box[0] < box[2]
        and printed.box[2] > box[0]
        and printed.box[1] < box[3]
        and printed.box[3] > box[1]
        for printed in passage.prints
    )


def _region_of(found: Sequence[_Grid], near: Sequence[int], box: Box) -> tuple[int, _Region] | None:
    """Return the cell that both ends of a box lie in."""
    middle = (box[1] + box[3]) // 2
    inset = min(10, (box[2] - box[0]) // 3)
    for number in near:
        first = found[number].region_at(box[0] + inset, middle)
        if first is not None and found[number].region_at(box[2] - inset, middle) is first:
            return number, first
    return None


def _pieces(text: PageText, run: Run, found: Sequence[_Grid], near: Sequence[int]) -> Iterable[tuple[Run, Box]]:
    """Yield the stretches of a line that lie in one cell each, or outside of all."""
    for token in text.tokens(run):
        box = text.token_box(token)
        # Most tokens lie in one cell with both ends; the others are taken apart.
        if box is not None and _region_of(found, near, box) is not None:
            yield token, box
            continue
        places = []
        for at in range(token.start, token.end):
            letter = text.advance_box(at)
            if letter is not None:
                place = _region_of(found, near, letter)
                places.append((at, letter, id(place[1]) if place is not None else 0))
        for _, group in groupby(places, key=lambda each: each[2]):
            members = list(group)
            box = joined([each[1] for each in members])
            if box is not None:
                yield Run(members[0][0], members[-1][0] + 1), box


def _table(text: PageText, grid: _Grid) -> Table | None:
    """Return the table, or None where hardly any of its cells has text, as in a chart."""
    filled = [region for region in grid.regions if region.tokens]
    if len(filled) < 3 or (len(filled) < 6 and len(filled) < 0.15 * len(grid.regions)):
        return None
    if len({region.col for region in filled}) < 2:
        return None
    cells = []
    for region in filled:
        passage = _passage_of(text, region.tokens, region.box)
        if passage is not None:
            cells.append(Cell(region.row, region.col, region.rowspan, region.colspan, passage))
    return Table(cells, grid.rows, grid.columns) if len(cells) >= 3 else None


def _passage_of(text: PageText, tokens: Sequence[tuple[Run, Box]], cell: Box | None = None) -> Passage | None:
    """Return stretches of text as one block: lines of print from top to bottom, put together as they were wrapped."""
    if len(tokens) == 1:
        run, box = tokens[0]
        words = text.clean(text.text[run.start : run.end])
        return Passage([Printed((run,), words, box)]) if words else None
    prints = []
    for line in _lines(tokens):
        runs = _runs(text, [run for run, _ in line])
        words = text.clean(" ".join([text.text[run.start : run.end] for run in runs]))
        if words:
            prints.append(Printed(tuple(runs), words, joined([box for _, box in line])))
    if not prints:
        return None
    joints = [_joint(text, one, other, cell) for one, other in pairwise(prints)]
    return put_together(prints, joints)


def _lines(tokens: Sequence[tuple[Run, Box]]) -> list[list[tuple[Run, Box]]]:
    """Return stretches by lines of print, from top to bottom, each from left to right."""
    lines: list[tuple[int, int, list[tuple[Run, Box]]]] = []
    for token in sorted(tokens, key=lambda token: (token[1][1] + token[1][3], token[1][0])):
        _, top, _, bottom = token[1]
        middle = (top + bottom) // 2
        if lines:
            above, below, members = lines[-1]
            # A dash or a full stop is much lower than its line, so its middle is asked for, not its top.
            if above <= middle <= below or top <= (above + below) // 2 <= bottom:
                members.append(token)
                lines[-1] = (min(above, top), max(below, bottom), members)
                continue
        lines.append((top, bottom, [token]))
    return [sorted(members, key=lambda token: token[1][0]) for _, _, members in lines]


def _runs(text: PageText, runs: Sequence[Run]) -> list[Run]:
    """Join runs that only blanks part in the page's text."""
    found: list[Run] = []
    for run in runs:
        if found and found[-1].end <= run.start and not text.text[found[-1].end : run.start].strip(" \t\u00a0\u3000"):
            found[-1] = Run(found[-1].start, run.end)
        else:
            found.append(run)
    return found


def _joint(text: PageText, one: Printed, other: Printed, cell: Box | None) -> str:
    """Return what stands between two lines of a block.

    A line feed where a new paragraph begins, nothing inside Chinese and where a long number was broken, else a blank.
    """
    before, after = one.text[-1], other.text[0]
    if text.is_divided(one.runs[-1].end):
        return "" if before.islower() and after.islower() else "-"
    if unicodedata.combining(after) or cell is None or one.box is None or other.box is None:
        return " "
    width = cell[2] - cell[0]
    letter = max((one.box[2] - one.box[0]) // max(len(one.text), 1), 1)
    room = width - _PADDING - (one.box[2] - one.box[0])
    if _MARK.match(other.text) and (_STOP.search(one.text) or room > 2 * letter):
        return "\n"
    # The left sides agree and there was room for more: the writer ended the line. Centered words are no such case.
    next_word = 4 if _WIDE.match(after) else len(other.text.split(" ", 1)[0]) + 2
    if abs(one.box[0] - other.box[0]) <= 1.5 * letter and width > 12 * letter and room > next_word * letter:
        return "\n"
    if _STOP.search(one.text) and room > 3 * letter and width > 8 * letter:
        return "\n"
    if _WIDE.match(before) or _WIDE.match(after):
        return ""
    if _CODE.match(before) and _CODE.match(after) and room <= letter and _is_code(one.text) and _is_code(other.text):
        return ""
    return " "


def _is_code(line: str) -> bool:
    return re.fullmatch(r"[0-9A-Z.,\-/]+", line) is not None


def agree(one: Table, other: Table) -> bool:
    """Return whether two tables have the same columns, so that one may go on in the other."""
    return len(one.columns) == len(other.columns) and all(
        abs(mine - theirs) <= _GAP for mine, theirs in zip(one.columns, other.columns, strict=True)
    )
