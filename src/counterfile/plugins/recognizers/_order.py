"""The order in which a person reads what stands on a page: columns, rows, and parts of rows."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median

_DEEP = 6  # columns within columns
_WIDE = 7.0  # heights; the lines of a column of prose are at least this wide at the middle, entries of a list are not
_MANY = 4  # lines of each column, at least
_CROSSING = 0.25  # of the lines, at most, may run over the gap between two columns


@dataclass(frozen=True, slots=True)
class Box:
    """Something that stands on a page, level."""

    left: float
    top: float
    right: float
    bottom: float
    item: int
    """The caller's number of it."""

    @property
    def height(self) -> float:
        return self.bottom - self.top

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2


def rows(boxes: list[Box], depth: int = 0) -> list[list[Box]]:
    """Return the rows in reading order, each from left to right; columns of prose one after the other."""
    gap = _gap(boxes) if depth < _DEEP and len(boxes) >= 2 * _MANY else None
    if gap is None:
        return _plain_rows(boxes)
    crossing = sorted((box for box in boxes if box.left < gap < box.right), key=lambda box: box.middle)
    result: list[list[Box]] = []
    rest = [box for box in boxes if not box.left < gap < box.right]
    for border in [*crossing, None]:
        above = [box for box in rest if border is None or box.middle < border.middle]
        rest = [box for box in rest if border is not None and box.middle >= border.middle]
        left = [box for box in above if box.right <= gap]
        right = [box for box in above if box.right > gap]
        if _is_column(left) and _is_column(right):
            result += rows(left, depth + 1) + rows(right, depth + 1)
        else:
            result += _plain_rows(above)
        if border is not None:
            result.append([border])
    return [row for row in result if row]


def _gap(boxes: list[Box]) -> float | None:
    """Return where a gutter between two columns of prose runs, None if there is none."""
    lines = [box for box in boxes if box.right - box.left > 2 * box.height]
    if len(lines) < 2 * _MANY:
        return None
    low, high = min(box.left for box in lines), max(box.right for box in lines)
    best: tuple[int, float, float] | None = None
    # A gutter begins where some line ends.
    for edge in sorted({round(box.right) for box in lines}):
        if not low + 0.15 * (high - low) < edge < high - 0.15 * (high - low):
            continue
        begins = [box.left for box in lines if box.left > edge]
        if len(begins) < _MANY:
            continue
        place = (edge + min(begins)) / 2 if min(begins) > edge else edge + 0.5
        crossing = sum(box.left < place < box.right for box in lines)
        if crossing > _CROSSING * len(lines):
            continue
        left = [box for box in lines if box.right <= place]
        right = [box for box in lines if box.left >= place]
        if _is_column(left) and _is_column(right) and _side_by_side(left, right):
            score = (-crossing, min(begins) - edge, place)
            best = score if best is None or score > best else best
    return best[2] if best is not None else None


def _is_column(boxes: list[Box]) -> bool:
    """Return whether these are lines of prose: most as wide as a sentence goes on, most as wide as the widest."""
    if len(boxes) < _MANY:
        return False
    width = max(box.right for box in boxes) - min(box.left for box in boxes)
    full = [box for box in boxes if box.right - box.left > 0.6 * width]
    height = median(box.height for box in boxes)
    return width > _WIDE * height and len(full) >= 0.5 * len(boxes)


def _side_by_side(left: list[Box], right: list[Box]) -> bool:
    top = max(min(box.top for box in left), min(box.top for box in right))
    bottom = min(max(box.bottom for box in left), max(box.bottom for box in right))
    shorter = min(
        max(box.bottom for box in left) - min(box.top for box in left),
        max(box.bottom for box in right) - min(box.top for box in right),
    )
    return bottom - top > 0.6 * shorter


def _plain_rows(boxes: list[Box]) -> list[list[Box]]:
    """Group what stands at one height."""
    result: list[list[Box]] = []
    for box in sorted(boxes, key=lambda box: box.middle):
        for row in reversed(result[-4:]):
            nearest = min(row, key=lambda other: abs((other.left + other.right) - (box.left + box.right)))
            apart = all(
                min(other.right, box.right) - max(other.left, box.left) < 0.3 * min(box.height, other.height)
                for other in row
            )
            if apart and abs(nearest.middle - box.middle) < 0.5 * min(nearest.height, box.height):
                row.append(box)
                break
        else:
            result.append([box])
    result.sort(key=lambda row: sum(box.middle for box in row) / len(row))
    return [sorted(row, key=lambda box: box.left) for row in result]
