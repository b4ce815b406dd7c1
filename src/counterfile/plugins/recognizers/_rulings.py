"""Ruled tables: the lines that are drawn, and the cells between them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from counterfile.plugins.recognizers._models import Pixels

_SIDE = 1700  # pixels of the longer side of the picture in which lines are sought
_LONG = 36  # pixels there; the longest stroke of a letter is shorter
_THICK = 12  # pixels there
_NEAR = 6  # pixels there within which two lines are one
_BREAK = 25  # pixels there, of a broken line
_REACH = 14  # pixels there, by which a line may miss the one at which it ends
_COVER = 0.6  # of a cell's side, to be drawn
_LEAST_WIDE, _LEAST_HIGH = 150, 36  # pixels there; a large letter is made of lines that cross, too
_MOST = 120  # rows or columns of a table; with more it is a pattern


@dataclass(frozen=True, slots=True)
class Ruling:
    """A drawn line, level or upright, in pixels of the page."""

    at: float
    """Across its direction."""
    begin: float
    end: float
    thick: float


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell and the rows and columns that it covers."""

    row: int
    col: int
    rowspan: int
    colspan: int
    left: float
    top: float
    right: float
    bottom: float


@dataclass(slots=True)
class Table:
    """A ruled table, in pixels of the page."""

    rows: list[float]
    """Edges from top to bottom."""
    cols: list[float]
    level: list[Ruling]
    upright: list[Ruling]
    cells: list[Cell] = field(default_factory=list)

    @property
    def top(self) -> float:
        return self.rows[0]

    @property
    def bottom(self) -> float:
        return self.rows[-1]

    @property
    def left(self) -> float:
        return self.cols[0]

    @property
    def right(self) -> float:
        return self.cols[-1]

    def holds(self, x: float, y: float) -> bool:
        """Return whether a place lies within the table."""
        return self.left <= x <= self.right and self.top <= y <= self.bottom

    def cell_at(self, x: float, y: float) -> Cell | None:
        """Return the cell at a place, None outside."""
        for cell in self.cells:
            if cell.left <= x < cell.right and cell.top <= y < cell.bottom:
                return cell
        return None


def tables(pixels: Pixels) -> list[Table]:
    """Return the ruled tables of a level page from top to bottom; frames around one text are none."""
    high, wide = pixels.shape[:2]
    factor = min(_SIDE / max(high, wide), 2.0)
    how = cv2.INTER_AREA if factor < 1 else cv2.INTER_LINEAR
    gray = cv2.cvtColor(cv2.resize(pixels, None, fx=factor, fy=factor, interpolation=how), cv2.COLOR_BGR2GRAY)
    dark = _dark(gray)
    level = _drawn(dark, upright=False)
    upright = _drawn(dark, upright=True)
    # Lines that end just before another one meet it.
    joined = cv2.dilate(level | upright, np.ones((5, 5), np.uint8))
    count, drawing = cv2.connectedComponents(joined)
    labels = np.asarray(drawing, np.int32)
    if count < 2:
        return []
    level_by, upright_by = _by_label(level, labels, upright=False), _by_label(upright, labels, upright=True)
    found = []
    for label in sorted(level_by.keys() & upright_by.keys())[:200]:
        table = _table(level_by[label], upright_by[label])
        if table is not None:
            found.append(_scaled(table, 1 / factor))
    return sorted(found, key=lambda table: (table.top, table.left))


def erase(pixels: Pixels, found: list[Table]) -> Pixels:
    """Return the page with the tables' lines painted over, since they are read as strokes of letters."""
    if not found:
        return pixels
    result = pixels.copy()
    high, wide = result.shape[:2]
    paper = np.median(pixels[:: max(high // 60, 1), :: max(wide // 60, 1)].reshape(-1, 3), axis=0).astype(np.uint8)
    for table in found:
        for ruling in table.level:
            half = ruling.thick / 2 + 1
            result[
                max(int(ruling.at - half), 0) : int(ruling.at + half) + 1,
                max(int(ruling.begin), 0) : int(ruling.end) + 1,
            ] = paper
        for ruling in table.upright:
            half = ruling.thick / 2 + 1
            result[
                max(int(ruling.begin), 0) : int(ruling.end) + 1,
                max(int(ruling.at - half), 0) : int(ruling.at + half) + 1,
            ] = paper
    return result


def _dark(gray: npt.NDArray[np.integer[Any] | np.floating[Any]]) -> npt.NDArray[np.uint8]:
    """Return the ink of a page, 255 where there is some: darker than its surroundings by more than the grain is."""
    calm = cv2.medianBlur(gray, 3)
    grain = 1.5 * float(np.mean(cv2.absdiff(gray, calm)[::3, ::3]))
    source = calm if grain > 6 else gray
    ink = cv2.adaptiveThreshold(
        source, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 25, 12 + min(round(2 * grain), 40)
    )
    return np.asarray(ink, np.uint8)


def _drawn(dark: npt.NDArray[np.uint8], *, upright: bool) -> npt.NDArray[np.uint8]:
    """Return what remains of the ink when only long straight runs are kept."""
    # A line that falls by a pixel somewhere would break: thicken across first, and bridge short breaks along.
    across, along = ((3, 1), (1, 5)) if upright else ((1, 3), (5, 1))
    thick = cv2.dilate(dark, cv2.getStructuringElement(cv2.MORPH_RECT, across))
    whole = cv2.morphologyEx(thick, cv2.MORPH_CLOSE, cv2.getStructuringElement(cv2.MORPH_RECT, along))
    size = (1, _LONG) if upright else (_LONG, 1)
    runs = cv2.morphologyEx(whole, cv2.MORPH_OPEN, cv2.getStructuringElement(cv2.MORPH_RECT, size))
    return np.asarray(runs, np.uint8)


def _by_label(mask: npt.NDArray[np.uint8], labels: npt.NDArray[np.int32], *, upright: bool) -> dict[int, list[Ruling]]:
    """Return the straight pieces of a mask by the connected drawing that they belong to."""
    count, pieces, boxes, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    found: dict[int, list[Ruling]] = {}
    for number, (left, top, width, height, area) in enumerate(boxes[: min(count, 5000)].tolist()):
        length, thick = (height, width) if upright else (width, height)
        if number == 0 or area / max(length, 1) > _THICK or thick > max(_THICK, 0.03 * length):
            continue
        inside = pieces[top : top + height, left : left + width] == number
        label = int(labels[top : top + height, left : left + width][inside][0])
        at = (left + width / 2) if upright else (top + height / 2)
        begin = top if upright else left
        found.setdefault(label, []).append(Ruling(at, begin, begin + length, thick))
    return found


def _joined(pieces: list[Ruling]) -> list[Ruling]:
    """Return the rulings with those in one line, and a short break between them, as one."""
    result: list[Ruling] = []
    for piece in sorted(pieces, key=lambda one: (one.begin, one.at)):
        for number, other in enumerate(result):
            if abs(other.at - piece.at) <= _NEAR / 2 and piece.begin - other.end <= _BREAK:
                far = max(other.end, piece.end)
                longer = other if other.end - other.begin >= piece.end - piece.begin else piece
                result[number] = Ruling(longer.at, other.begin, far, max(other.thick, piece.thick))
                break
        else:
            result.append(piece)
    return result


def _anchored(rulings: list[Ruling], others: list[Ruling]) -> list[Ruling]:
    """Return the rulings that end at a crossing one, or go half the way: rows of letters look like short ones."""
    first, last = min(one.begin for one in rulings), max(one.end for one in rulings)

    def meets(at: float, place: float) -> bool:
        return any(abs(one.at - place) <= _REACH and one.begin - _REACH <= at <= one.end + _REACH for one in others)

    return [
        one
        for one in rulings
        if one.end - one.begin >= 0.5 * (last - first) or (meets(one.at, one.begin) and meets(one.at, one.end))
    ]


def _table(level: list[Ruling], upright: list[Ruling]) -> Table | None:
    level, upright = _joined(level), _joined(upright)
    level, upright = _anchored(level, upright), _anchored(upright, level)
    if not level or not upright:
        return None
    rows = _clusters([ruling.at for ruling in level])
    cols = _clusters([ruling.at for ruling in upright])
    # Tables without a frame: the lines themselves reach as far as the table does.
    _extend(cols, min(ruling.begin for ruling in level), max(ruling.end for ruling in level))
    _extend(rows, min(ruling.begin for ruling in upright), max(ruling.end for ruling in upright))
    if not (len(rows) + len(cols) - 1 > 2 and 2 <= len(rows) <= _MOST and 2 <= len(cols) <= _MOST):
        return None
    if cols[-1] - cols[0] < _LEAST_WIDE or rows[-1] - rows[0] < _LEAST_HIGH:
        return None
    table = Table(rows, cols, level, upright)
    table.cells = _cells(table)
    return table if len(table.cells) > 1 else None


def _clusters(places: list[float]) -> list[float]:
    result: list[list[float]] = []
    for place in sorted(places):
        if result and place - result[-1][-1] <= _NEAR:
            result[-1].append(place)
        else:
            result.append([place])
    return [sum(group) / len(group) for group in result]


def _extend(edges: list[float], first: float, last: float) -> None:
    if edges and first < edges[0] - 3 * _NEAR:
        edges.insert(0, first)
    if edges and last > edges[-1] + 3 * _NEAR:
        edges.append(last)


def _cells(table: Table) -> list[Cell]:
    """Join the fields of the grid between which no line is drawn."""
    rows, cols = len(table.rows) - 1, len(table.cols) - 1
    owner = np.arange(rows * cols).reshape(rows, cols)
    for row in range(rows):
        for col in range(cols):
            if col + 1 < cols and not _is_drawn(
                table.upright, table.cols[col + 1], table.rows[row], table.rows[row + 1]
            ):
                owner[owner == owner[row, col + 1]] = owner[row, col]
            if row + 1 < rows and not _is_drawn(table.level, table.rows[row + 1], table.cols[col], table.cols[col + 1]):
                owner[owner == owner[row + 1, col]] = owner[row, col]
    cells = []
    for number in np.unique(owner).tolist():
        down, across = np.nonzero(owner == number)
        parts = [(int(down.min()), int(across.min()), int(down.max()) + 1, int(across.max()) + 1)]
        if (parts[0][2] - parts[0][0]) * (parts[0][3] - parts[0][1]) != len(down):
            # No rectangle: a line was missed somewhere, so the fields stay single.
            parts = [(int(d), int(a), int(d) + 1, int(a) + 1) for d, a in zip(down, across, strict=True)]
        for top, left, bottom, right in parts:
            cells.append(
                Cell(
                    top,
                    left,
                    bottom - top,
                    right - left,
                    table.cols[left],
                    table.rows[top],
                    table.cols[right],
                    table.rows[bottom],
                )
            )
    return sorted(cells, key=lambda cell: (cell.row, cell.col))


def _is_drawn(rulings: list[Ruling], at: float, begin: float, end: float) -> bool:
    covered = sum(
        max(min(ruling.end, end) - max(ruling.begin, begin), 0.0)
        for ruling in rulings
        if abs(ruling.at - at) <= _NEAR + ruling.thick / 2
    )
    return covered >= _COVER * (end - begin)


def _scaled(table: Table, factor: float) -> Table:
    def ruling(one: Ruling) -> Ruling:
        return Ruling(one.at * factor, one.begin * factor, one.end * factor, one.thick * factor)

    return Table(
        [edge * factor for edge in table.rows],
        [edge * factor for edge in table.cols],
        [ruling(one) for one in table.level],
        [ruling(one) for one in table.upright],
        [
            Cell(
                cell.row,
                cell.col,
                cell.rowspan,
                cell.colspan,
                cell.left * factor,
                cell.top * factor,
                cell.right * factor,
                cell.bottom * factor,
            )
            for cell in table.cells
        ],
    )
