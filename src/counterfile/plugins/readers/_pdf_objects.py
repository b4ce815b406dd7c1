"""What a PDF page draws: pictures, hidden text, and the ruling lines of tables."""

from __future__ import annotations

import ctypes
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from counterfile.plugins.readers._pdf_pdfium import FORM, IMAGE, PATH, SHADING, TEXT, OpenPage, calls

MAX_OBJECTS = 20_000  # of one page that are looked at
MAX_RULES = 6_000  # strokes of one page that may be rules of tables

_ALL = 120  # objects up to which a survey looks at each
_ENDS = 12  # objects at the beginning and at the end that a survey looks at in any case
_STEP = 4  # else it looks at every fourth: a table has dozens of rules, often each an object of its own
_SAMPLED = 24  # text objects whose way of drawing is asked for
_DEPTH = 4  # of objects within objects
_THIN = 30  # tenths of a point up to which a drawn rectangle is a rule
_SEGMENTS = 400  # of one path; what has more is a drawing
_INVISIBLE = 3  # text rendering mode
_BEZIER = 1


@dataclass(slots=True)
class Survey:
    """What kinds of things a page draws, from a sample of its objects."""

    objects: int = 0
    pictures: int = 0
    cover: float = 0.0
    """Share of the page that pictures cover, 0 to 1."""
    paths: int = 0
    texts: int = 0
    """Text objects that were asked whether they are visible."""
    invisible: int = 0
    """How many of them are not."""
    shadings: int = 0

    @property
    def hidden(self) -> bool:
        """Whether most of the text is drawn invisibly, as recognition programs do over a scan."""
        return self.texts > 0 and self.invisible >= 0.8 * self.texts

    @property
    def draws(self) -> bool:
        """Whether the page draws anything but text."""
        return self.pictures + self.paths + self.shadings > 0


class Matrix(NamedTuple):
    """The usual six numbers of an affine map."""

    a: float = 1.0
    b: float = 0.0
    c: float = 0.0
    d: float = 1.0
    e: float = 0.0
    f: float = 0.0

    def at(self, x: float, y: float) -> tuple[float, float]:
        """Return where a point comes to lie."""
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f

    def then(self, outer: Matrix) -> Matrix:
        """Return the map that does this one first."""
        (a, b), (c, d) = (
            (self.a * outer.a + self.b * outer.c, self.a * outer.b + self.b * outer.d),
            (self.c * outer.a + self.d * outer.c, self.c * outer.b + self.d * outer.d),
        )
        return Matrix(a, b, c, d, *outer.at(self.e, self.f))


_UPRIGHT = Matrix()


def survey(page: OpenPage) -> Survey:
    """Look at a page's objects: at each of a few, at a sample of many."""
    do = calls()
    count = max(do.count_objects(page.page), 0)
    found = Survey(objects=count)
    if count <= _ALL:
        places: Sequence[int] = range(count)
    else:
        step = max(_STEP, count // 2_000)
        places = [*range(_ENDS), *range(_ENDS, count - _ENDS, step), *range(count - _ENDS, count)]
    get, handle = do.object, page.page
    things = [get(handle, place) for place in places]
    kinds = list(map(do.object_kind, things))
    found.paths = kinds.count(PATH)
    texts = [thing for thing, kind in zip(things, kinds, strict=True) if kind == TEXT]
    for thing in texts[:: max(len(texts) // _SAMPLED, 1)]:
        found.texts += 1
        found.invisible += do.render_mode(thing) == _INVISIBLE
    if len(texts) + found.paths < len(things):
        for thing, kind in zip(things, kinds, strict=True):
            if kind not in (TEXT, PATH):
                _note(found, page, thing, kind)
    found.cover = min(found.cover, 1.0)
    return found


def _note(found: Survey, page: OpenPage, thing: int, kind: int) -> None:
    """Count an object that is neither text nor path; a form by what is in it."""
    do = calls()
    if kind == IMAGE:
        found.pictures += 1
        found.cover += _cover(page, thing, _UPRIGHT)
    elif kind == SHADING:
        found.shadings += 1
    elif kind == FORM:
        for inner, inner_kind, matrix in _parts(thing, _UPRIGHT, 1, [MAX_OBJECTS]):
            if inner_kind == IMAGE:
                found.pictures += 1
                found.cover += _cover(page, inner, matrix)
            elif inner_kind == PATH:
                found.paths += 1
            elif inner_kind == SHADING:
                found.shadings += 1
            elif inner_kind == TEXT and found.texts < _SAMPLED:
                found.texts += 1
                found.invisible += do.render_mode(inner) == _INVISIBLE


def _cover(page: OpenPage, thing: int, matrix: Matrix) -> float:
    box = _bounds(page, thing, matrix)
    whole = page.frame.width * page.frame.height * 100
    return (box[2] - box[0]) * (box[3] - box[1]) / whole if box is not None and whole > 0 else 0.0


def _bounds(page: OpenPage, thing: int, matrix: Matrix) -> tuple[int, int, int, int] | None:
    do = calls()
    if not do.object_bounds(thing, *do.side_pointers):
        return None
    left, bottom, right, top = do.sides
    if matrix is not _UPRIGHT:
        corners = [matrix.at(x, y) for x in (left, right) for y in (bottom, top)]
        left, right = min(x for x, _ in corners), max(x for x, _ in corners)
        bottom, top = min(y for _, y in corners), max(y for _, y in corners)
    return page.frame.place(left, bottom, right, top)


def _parts(form: int, matrix: Matrix, depth: int, left: list[int]) -> Iterator[tuple[int, int, Matrix]]:
    """Yield what a form draws: handle, kind, and the map to the page; `left` counts down what may still be looked at."""
    do = calls()
    inner = _matrix(form).then(matrix)
    for place in range(min(do.count_parts(form), MAX_OBJECTS)):
        left[0] -= 1
        if left[0] < 0:
            return
        thing = do.part(form, place)
        kind = do.object_kind(thing)
        if kind == FORM and depth < _DEPTH:
            yield from _parts(thing, inner, depth + 1, left)
        else:
            yield thing, kind, inner


def _matrix(thing: int) -> Matrix:
    six = (ctypes.c_float * 6)()
    if not calls().object_matrix(thing, six):
        return _UPRIGHT
    values = tuple(six)
    return Matrix(*values) if all(map(math.isfinite, values)) else _UPRIGHT


# --- rules -----------------------------------------------------------------------------------------------------------


class Rule(NamedTuple):
    """A straight stroke along one axis, in tenths of a point on the page as it is shown."""

    across: bool
    """True for one from left to right, False for one from top to bottom."""
    at: int
    """Its distance from the top edge, or from the left one."""
    start: int
    end: int


def rules(page: OpenPage) -> list[Rule]:
    """Return the strokes that may be rules of tables: lines, thin rectangles, and the sides of framed rectangles."""
    found: list[Rule] = []
    do = calls()
    left = [MAX_OBJECTS]
    get, handle = do.object, page.page
    things = [get(handle, place) for place in range(min(do.count_objects(handle), MAX_OBJECTS))]
    for thing, kind in zip(things, map(do.object_kind, things), strict=True):
        if kind == TEXT:
            continue
        if kind == PATH:
            _rules_of(page, thing, _UPRIGHT, found)
        elif kind == FORM:
            for inner, inner_kind, matrix in _parts(thing, _UPRIGHT, 1, left):
                if inner_kind == PATH:
                    _rules_of(page, inner, matrix, found)
        if len(found) > MAX_RULES:
            return []
    return found


def _rules_of(page: OpenPage, path: int, matrix: Matrix, found: list[Rule]) -> None:
    do = calls()
    box = _bounds(page, path, matrix)
    if box is None:
        return
    if not do.draw_mode(path, *do.mode_pointers):
        return
    fill, stroke = do.modes
    if not (fill or stroke):
        return
    left, top, right, bottom = box
    if right - left <= _THIN or bottom - top <= _THIN:
        if bottom - top <= _THIN:
            found.append(Rule(True, (top + bottom) // 2, left, right))
        if right - left <= _THIN:
            found.append(Rule(False, (left + right) // 2, top, bottom))
    elif stroke or do.count_segments(path) > 5:
        _rules_of_segments(page, path, _matrix(path).then(matrix), found, stroked=bool(stroke))


def _rules_of_segments(page: OpenPage, path: int, matrix: Matrix, found: list[Rule], *, stroked: bool) -> None:
    """Add the straight parts of a path that has several; of one that is only filled, the thin rectangles in it."""
    for points in _figures(path, matrix):
        if not stroked:
            xs, ys = [x for x, _ in points], [y for _, y in points]
            box = page.frame.place(min(xs), min(ys), max(xs), max(ys))
            if box is None:
                continue
            left, top, right, bottom = box
            if bottom - top <= _THIN:
                found.append(Rule(True, (top + bottom) // 2, left, right))
            if right - left <= _THIN:
                found.append(Rule(False, (left + right) // 2, top, bottom))
            continue
        for (x0, y0), (x1, y1) in pairwise(points):
            box = page.frame.place(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))
            if box is None:
                continue
            left, top, right, bottom = box
            if bottom - top <= 5 < right - left:
                found.append(Rule(True, (top + bottom) // 2, left, right))
            elif right - left <= 5 < bottom - top:
                found.append(Rule(False, (left + right) // 2, top, bottom))


def _figures(path: int, matrix: Matrix) -> Iterator[list[tuple[float, float]]]:
    """Yield the corners of each figure of straight lines in a path, in page coordinates; figures with curves are none."""
    do = calls()
    count = do.count_segments(path)
    if not 0 < count <= _SEGMENTS:
        return
    x, y = ctypes.c_float(), ctypes.c_float()
    points: list[tuple[float, float]] = []
    curved = False
    for place in range(count):
        segment = do.segment(path, place)
        kind = do.segment_kind(segment)
        if kind == 2:  # a new figure begins
            if len(points) > 1 and not curved:
                yield points
            points, curved = [], False
        curved = curved or kind == _BEZIER
        if do.segment_point(segment, ctypes.byref(x), ctypes.byref(y)):
            points.append(matrix.at(x.value, y.value))
        if do.segment_closes(segment) and points:
            points.append(points[0])
    if len(points) > 1 and not curved:
        yield points
