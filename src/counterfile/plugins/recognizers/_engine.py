"""The way of one page from pixels to lines in reading order."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import fmean

import cv2
import numpy as np

from counterfile.model.reading import Picture, Seen, Sight
from counterfile.plugins.recognizers import _ink, _order, _rulings
from counterfile.plugins.recognizers._letters import NOTHING, Letters, letters, one_script
from counterfile.plugins.recognizers._models import STRIP, Floats, Models, Pixels
from counterfile.plugins.recognizers._strips import Strip, cut, strips
from counterfile.text.script import han_share

_SIDE = 1344  # pixels; longer side of the picture in which lines are first sought
_LARGER = 2.0  # at most, a small picture is enlarged for that
_BAND = 1_200_000  # pixels that the detector sees at once; more cost more a pixel
_MOST_SOUGHT = 6_000_000  # pixels in which lines are sought
_SMALL = 14.0  # pixels; where lines are lower, they are sought again in a larger picture
_GOOD = 22.0  # pixels; height of lines there

_ROOM = 1.2  # heights of a line that its strip takes
_SHORT = 8.0  # heights; shorter lines are not squeezed: they are often numbers, and cost little
_SQUEEZE = 0.8
_TALL = 1.7  # heights for a width: a line that stands
_PROBES = 4  # lines by which the orientation is tried
_PROBE_WIDTH = 14  # heights, of a line tried
_SURE = 0.9  # mean sureness of probes, from which on no other orientation is tried
_SKEW = 0.2  # degrees; less is left
_FAR_SKEW = 4.0  # degrees; from here on, lines are sought anew in the leveled picture

_DOUBT = 0.9  # sureness of a line below which it is read in other ways too
_SECOND = 60  # lines of a page that are, at most
_LOWEST = 0.5  # sureness of a line below which it is nothing
_LOWEST_SHORT = 0.65  # of a line of one or two characters


@dataclass(frozen=True, slots=True)
class _Line:
    strip: Strip
    letters: Letters


class Engine:
    """Models in memory, and what is done with them."""

    def __init__(self, label: str) -> None:
        """Load the models; `label` is the engine's name and version.

        Raises:
            ImportError: they are not installed.
        """
        cv2.setNumThreads(0)
        self.label = label
        self.models = Models()

    def see(self, picture: Picture) -> Sight:
        """Return the text of a picture.

        Raises:
            Unreadable: it is no picture.
        """
        page = _ink.open_page(picture)
        if _ink.is_empty(page.pixels):
            return self._sight(page, [], {})
        signals: dict[str, str] = {}
        page = self._cleaned(page, signals)
        page, found = self._upright(page)
        page, found = self._level(page, found)
        tables = [table for table in _rulings.tables(page.pixels) if not _is_lettering(table, found)]
        bare = _rulings.erase(page.pixels, tables)
        parts = [part for strip in found for part in _within_cells(strip, tables)]
        lines = self._read(bare, _widened(parts))
        return self._sight(page, _in_order(lines, tables, page), signals)

    def _sight(self, page: _ink.Page, lines: list[Seen], signals: dict[str, str]) -> Sight:
        high, wide = page.pixels.shape[:2]
        return Sight(
            round(wide * page.points, 2),
            round(high * page.points, 2),
            page.turned,
            self.label,
            tuple(lines),
            tuple(signals.items()),
        )

    def _cleaned(self, page: _ink.Page, signals: dict[str, str]) -> _ink.Page:
        pixels, seals = _ink.without_seals(page.pixels)
        if seals:
            signals["seals"] = str(seals)
        gray = np.asarray(cv2.cvtColor(pixels, cv2.COLOR_BGR2GRAY), np.uint8)
        if _ink.is_bilevel(gray) and _ink.speckles(pixels) > 0.3:
            pixels = _ink.without_speckles(pixels)
            signals["speckled"] = "1"
        return _ink.Page(pixels, page.points, page.turned, page.leveled)

    # --- where lines are -----------------------------------------------------------------------------------------

    def _find(self, pixels: Pixels) -> list[Strip]:
        """Return the lines of a page in its pixels."""
        factor = min(_SIDE / max(pixels.shape[:2]), _LARGER)
        found = self._find_at(pixels, factor)
        if found:
            # The lower lines decide: small print is what gets lost.
            height = float(
                np.percentile([strip.height * factor for strip in found if strip.width > strip.height] or [99], 25)
            )
            most = (_MOST_SOUGHT / (pixels.shape[0] * pixels.shape[1])) ** 0.5
            again = min(factor * _GOOD / height, most, max(1.0, factor * _LARGER))
            if height < _SMALL and again > 1.15 * factor:
                found = self._find_at(pixels, again)
        return found

    def _find_at(self, pixels: Pixels, factor: float) -> list[Strip]:
        how = cv2.INTER_AREA if factor < 1 else cv2.INTER_CUBIC
        size = (max(round(pixels.shape[1] * factor), 8), max(round(pixels.shape[0] * factor), 8))
        small = np.asarray(cv2.resize(pixels, size, interpolation=how), np.uint8)
        return [strip.scaled(1 / factor) for strip in strips(self._likelihood(small))]

    def _likelihood(self, picture: Pixels) -> Floats:
        """Ask the detector band by band, leaving out what is empty."""
        high, wide = picture.shape[:2]
        result = np.zeros((high, wide), np.float32)
        gray = np.asarray(cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY), np.int16)
        printed = np.abs(gray - int(np.median(gray))) > 40
        by_row = printed.sum(axis=1)
        top = 0
        while top < high:
            bottom = _band_end(by_row, top, max(_BAND // wide, 256))
            inked = np.flatnonzero(by_row[top:bottom] > 0)
            across = np.flatnonzero(printed[top:bottom].any(axis=0))
            if len(inked) and len(across):
                rows = slice(max(top + int(inked[0]) - 24, top), min(top + int(inked[-1]) + 25, bottom))
                cols = slice(max(int(across[0]) - 24, 0), min(int(across[-1]) + 25, wide))
                result[rows, cols] = self.models.find(picture[rows, cols])
            top = bottom
        return result

    # --- which way is up -----------------------------------------------------------------------------------------

    def _upright(self, page: _ink.Page) -> tuple[_ink.Page, list[Strip]]:
        found = self._find(page.pixels)
        turn = self._turn(page, found)
        if turn == 0:
            return page, found
        page = _ink.turned(page, turn)
        return page, self._find(page.pixels)

    def _turn(self, page: _ink.Page, found: list[Strip]) -> int:
        """Return by how many degrees clockwise the page must be turned, by reading some lines in every way."""
        lying = [strip for strip in found if strip.width > _TALL * strip.height]
        standing = [strip for strip in found if strip.height > _TALL * strip.width]
        if sum(strip.height for strip in standing) > 1.2 * sum(strip.width for strip in lying):
            probes = sorted(standing, key=lambda strip: -strip.height)[:_PROBES]
            sure = {turn: self._sureness(page, probes, turn) for turn in (90, 270)}
            sure[0] = fmean(
                letters_of.sureness for letters_of in (self._read_standing(page.pixels, one) for one in probes)
            )
            best = max(sure, key=lambda turn: sure[turn])
            return best if best == 0 or sure[best] > sure[0] + 0.05 else 0
        if not lying:
            return 0
        probes = sorted(lying, key=lambda strip: -strip.width)[: 2 * _PROBES : 2]
        upright = self._sureness(page, probes, 0)
        if upright > _SURE:
            return 0
        return 180 if self._sureness(page, probes, 180) > upright + 0.05 else 0

    def _sureness(self, page: _ink.Page, probes: list[Strip], turn: int) -> float:
        """Return how surely lines are read when the page is turned clockwise by `turn`."""
        pieces = []
        for strip in probes:
            upright = _flat(page.pixels, strip)
            longer = max(upright.shape[:2])
            most = _PROBE_WIDTH * min(upright.shape[:2])
            start = max((longer - most) // 2, 0)
            part = upright[:, start : start + most] if upright.shape[1] == longer else upright[start : start + most]
            piece = np.ascontiguousarray(np.rot90(part, -(turn // 90)))
            pieces.append(_to_strip(piece))
        return fmean([read.confidence for read in self.models.read(pieces)] or [0.0])

    def _level(self, page: _ink.Page, found: list[Strip]) -> tuple[_ink.Page, list[Strip]]:
        long = [strip for strip in found if strip.width > 4 * strip.height]
        if not long:
            return page, found
        angles = np.array([strip.angle for strip in long])
        weights = np.array([strip.width for strip in long])
        order = np.argsort(angles)
        middle = int(np.searchsorted(np.cumsum(weights[order]), weights.sum() / 2))
        skew = float(angles[order][min(middle, len(order) - 1)])
        if abs(skew) < _SKEW:
            return page, found
        page, found = _ink.leveled(page, skew, found)
        return page, self._find(page.pixels) if abs(skew) > _FAR_SKEW else found

    # --- what they say -------------------------------------------------------------------------------------------

    def _read(self, pixels: Pixels, found: list[Strip]) -> list[_Line]:
        lines = []
        squeeze = _SQUEEZE
        for strip in sorted(found, key=lambda strip: strip.y):
            if strip.height > _TALL * strip.width and strip.height > 2.5 * _usual_height(found):
                lines.append(_Line(strip, self._read_standing(pixels, strip)))
            else:
                short = strip.width < _SHORT * strip.height
                read = self._read_lying(pixels, strip, squeeze=1.0 if short else squeeze)
                lines.append(_Line(strip, read))
                if not short and read.text:
                    # Letters are half as wide as Chinese characters: squeezed, equal ones run together. The next line
                    # is likely to be in the same language.
                    squeeze = _SQUEEZE if han_share(read.text) > 0.5 else 1.0
        doubtful = sorted(
            (k for k, line in enumerate(lines) if line.letters.sureness < _DOUBT or line.letters.gapped),
            key=lambda k: -lines[k].strip.width,
        )
        for k in doubtful[:_SECOND]:
            lines[k] = self._read_again(pixels, lines[k])
        lines = [line for line in lines if _is_something(line.letters)]
        texts = one_script([line.letters.text for line in lines])
        return [_Line(line.strip, replace(line.letters, text=text)) for line, text in zip(lines, texts, strict=True)]

    def _read_lying(self, pixels: Pixels, strip: Strip, *, room: float = _ROOM, squeeze: float = _SQUEEZE) -> Letters:
        roomy = Strip(strip.x, strip.y, strip.width, strip.height * room, strip.angle)
        return self._letters(cut(pixels, roomy, squeeze=squeeze), strip)

    def _letters(self, piece: Pixels, strip: Strip) -> Letters:
        read = self.models.read([piece])[0]
        if not read.text:
            return NOTHING
        return letters(read, _ink.darkness(piece), strip.height * piece.shape[1] / max(strip.width, 1.0))

    def _read_again(self, pixels: Pixels, line: _Line) -> _Line:
        """Read a doubtful line closer, softer and without grain, and keep the surest."""
        best = line.letters
        strip = line.strip
        # Stretched, equal digits come apart.
        stretch = 1.4 if best.gapped else 1.0
        closer = cut(pixels, Strip(strip.x, strip.y, strip.width, strip.height * 1.1, strip.angle), squeeze=stretch)
        for piece in (closer, np.asarray(cv2.medianBlur(closer, 3), np.uint8)):
            other = self._letters(piece, strip)
            if best.gapped and len(other.text) > len(best.text) and other.sureness > best.sureness - 0.1:
                best = other
            if other.sureness > best.sureness and len(other.text) >= 0.8 * len(best.text):
                best = other
            if best.sureness > _DOUBT:
                break
        return _Line(strip, best)

    def _read_standing(self, pixels: Pixels, strip: Strip) -> Letters:
        """Read a column of letters that stand one below the other: laid side by side they are a line."""
        piece = _stacked(_flat(pixels, strip))
        read = self.models.read([piece])[0]
        found = letters(read, _ink.darkness(piece), float(STRIP))
        return found


def _flat(pixels: Pixels, strip: Strip) -> Pixels:
    return cut(pixels, strip, height=max(round(strip.height), 1))


def _to_strip(piece: Pixels) -> Pixels:
    wide = max(round(piece.shape[1] * STRIP / piece.shape[0] * _SQUEEZE), 8)
    return np.asarray(cv2.resize(piece, (min(wide, 1600), STRIP), interpolation=cv2.INTER_AREA), np.uint8)


def _stacked(column: Pixels) -> Pixels:
    """Return the letters of a column side by side, as a strip."""
    high, wide = column.shape[:2]
    ink = _ink.darkness(np.ascontiguousarray(np.rot90(column)))[::-1]
    # A letter is about as high as the column is wide: cut at the emptiest row near there.
    cuts = [0]
    while high - cuts[-1] > 1.4 * wide:
        low, far = cuts[-1] + int(0.6 * wide), min(cuts[-1] + int(1.35 * wide), high)
        window = ink[low:far]
        away = np.abs(np.arange(len(window)) - 0.35 * wide) / wide
        cuts.append(low + int(np.argmin(window + 0.2 * away)))
    cuts.append(high)
    letters_ = []
    for top, bottom in pairwise(cuts):
        part = column[top:bottom]
        letters_.append(cv2.resize(part, (max(round(part.shape[1] * STRIP / max(part.shape[0], wide)), 4), STRIP)))
    return np.asarray(np.concatenate(letters_[:80], axis=1), np.uint8)


def _band_end(by_row: np.ndarray[tuple[int], np.dtype[np.int64]], top: int, most: int) -> int:
    """Return where a band of at most `most` rows ends: at the emptiest row of its last third."""
    if len(by_row) - top <= most * 1.2:
        return len(by_row)
    begin = top + 2 * most // 3
    window = by_row[begin : top + most]
    emptiest = np.flatnonzero(window == window.min())
    return begin + int(emptiest[len(emptiest) // 2]) + 1


def _usual_height(found: list[Strip]) -> float:
    heights = sorted(min(strip.height, strip.width) for strip in found)
    return heights[len(heights) // 2]


def _is_something(found: Letters) -> bool:
    if not found.text:
        return False
    return found.sureness >= (_LOWEST_SHORT if len(found.text) < 3 else _LOWEST)


# --- tables and order --------------------------------------------------------------------------------------------


def _within_cells(strip: Strip, tables: list[_rulings.Table]) -> Iterable[Strip]:
    """Yield a strip, or its parts where the detector ran over a drawn line between two cells."""
    for table in tables:
        if table.holds(strip.x, strip.y):
            left, right = strip.x - strip.width / 2, strip.x + strip.width / 2
            room = 0.35 * strip.height
            borders = sorted(
                ruling.at
                for ruling in table.upright
                if left + room < ruling.at < right - room and ruling.begin <= strip.y <= ruling.end
            )
            places = [left, *_apart(borders, room), right]
            for begin, end in pairwise(places):
                yield strip.part((begin - left) / strip.width, (end - left) / strip.width)
            return
    yield strip


def _is_lettering(table: _rulings.Table, found: list[Strip]) -> bool:
    """Return whether a drawn grid is no higher than the line at its place: large letters are made of crossing lines."""
    return any(
        abs(strip.y - (table.top + table.bottom) / 2) < strip.height / 2
        and abs(strip.x - (table.left + table.right) / 2) < strip.width / 2
        and table.bottom - table.top < 1.3 * strip.height
        for strip in found
    )


_RIM = 0.3  # heights by which a strip is widened on each side: the detector cuts into thin digits


def _widened(found: list[Strip]) -> list[Strip]:
    """Return the strips a little wider, where nothing stands beside them."""
    result = []
    for strip in found:
        rim = _RIM * strip.height
        left, right = strip.x - strip.width / 2, strip.x + strip.width / 2
        beside = [
            other
            for other in found
            if other is not strip and abs(other.y - strip.y) < 0.5 * (other.height + strip.height)
        ]
        begin = max([left - rim, *(edge for other in beside if (edge := other.x + other.width / 2) <= left + rim)])
        end = min([right + rim, *(edge for other in beside if (edge := other.x - other.width / 2) >= right - rim)])
        if strip.height > _TALL * strip.width:
            result.append(strip)
        else:
            result.append(strip.part(min((begin - left) / strip.width, 0.0), max((end - left) / strip.width, 1.0)))
    return result


def _apart(places: list[float], least: float) -> list[float]:
    result: list[float] = []
    for place in places:
        if not result or place - result[-1] > least:
            result.append(place)
    return result


def _in_order(lines: list[_Line], tables: list[_rulings.Table], page: _ink.Page) -> list[Seen]:
    """Return the lines as they are read; a table stands where its upper edge is."""
    inside: dict[int, list[_Line]] = {}
    outside: list[_Line] = []
    for line in lines:
        number = next((n for n, table in enumerate(tables) if table.holds(line.strip.x, line.strip.y)), None)
        if number is None:
            outside.append(line)
        else:
            inside.setdefault(number, []).append(line)
    boxes = [_box(line, n) for n, line in enumerate(outside)]
    boxes += [
        _order.Box(tables[n].left, tables[n].top, tables[n].right, tables[n].bottom, len(outside) + n) for n in inside
    ]
    standing = [line for line in outside if _stands(line.strip)]
    if sum(len(line.letters.text) for line in standing) > 0.5 * sum(len(line.letters.text) for line in lines):
        # Columns of characters are read from the right.
        rest = [line for line in lines if not _stands(line.strip)]
        columns = sorted(standing, key=lambda line: -line.strip.x)
        return [_seen([line], page) for line in columns] + (_in_order(rest, tables, page) if rest else [])
    seen: list[Seen] = []
    count = 0
    for row in _order.rows(boxes):
        parts: list[_Line] = []
        for box in row:
            if box.item < len(outside):
                parts.append(outside[box.item])
                continue
            seen += _joined(parts, page)
            parts = []
            seen += _of_table(inside[box.item - len(outside)], tables[box.item - len(outside)], count, page)
            count += 1
        seen += _joined(parts, page)
    return seen


def _stands(strip: Strip) -> bool:
    return strip.height > _TALL * strip.width


def _box(line: _Line, number: int) -> _order.Box:
    strip = line.strip
    half_wide, half_high = strip.width / 2, strip.height / 2
    return _order.Box(strip.x - half_wide, strip.y - half_high, strip.x + half_wide, strip.y + half_high, number)


def _of_table(lines: list[_Line], table: _rulings.Table, number: int, page: _ink.Page) -> list[Seen]:
    by_cell: dict[_rulings.Cell, list[_Line]] = {}
    for line in lines:
        cell = table.cell_at(line.strip.x, line.strip.y)
        if cell is not None:
            by_cell.setdefault(cell, []).append(line)
    seen = []
    for cell in sorted(by_cell, key=lambda cell: (cell.row, cell.col)):
        content = by_cell[cell]
        for row in _order.rows([_box(line, n) for n, line in enumerate(content)]):
            for one in _joined([content[box.item] for box in row], page, near=1e9):
                seen.append(
                    Seen(
                        one.text,
                        one.left,
                        one.top,
                        one.right,
                        one.bottom,
                        one.edges,
                        one.confidence,
                        number,
                        cell.row,
                        cell.col,
                        cell.rowspan,
                        cell.colspan,
                    )
                )
    return seen


_NEAR = 2.0  # heights between two parts of a row that are one line


def _joined(parts: list[_Line], page: _ink.Page, near: float = _NEAR) -> list[Seen]:
    """Return neighbors of a row as one line, those that stand far apart as several."""
    groups: list[list[_Line]] = []
    for part in parts:
        if groups:
            last = groups[-1][-1].strip
            gap = (part.strip.x - part.strip.width / 2) - (last.x + last.width / 2)
            if gap < near * min(last.height, part.strip.height) and not (_stands(last) or _stands(part.strip)):
                groups[-1].append(part)
                continue
        groups.append([part])
    return [_seen(group, page) for group in groups]


def _seen(group: list[_Line], page: _ink.Page) -> Seen:
    text = ""
    edges: list[int] = []
    corners = []
    weight = 0.0
    for line in group:
        places = [_place(line.strip, share, page) for share in line.letters.edges]
        if text and _blank_between(text[-1], line.letters.text[0]):
            text += " "
        elif edges:
            edges.pop()
        text += line.letters.text
        edges += places
        weight += line.letters.sureness * len(line.letters.text)
        corners += [page.shown(float(x), float(y)) for x, y in line.strip.corners()]
    for k in range(1, len(edges)):
        edges[k] = max(edges[k], edges[k - 1])
    count = sum(len(line.letters.text) for line in group)
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    return Seen(
        text,
        _tenths(min(xs)),
        _tenths(min(ys)),
        _tenths(max(xs)),
        _tenths(max(ys)),
        tuple(edges),
        round(weight / max(count, 1), 4),
    )


def _place(strip: Strip, share: float, page: _ink.Page) -> int:
    spot = strip.part(share, share)
    return _tenths(page.shown(spot.x, spot.y)[0])


def _blank_between(first: str, second: str) -> bool:
    """Return whether parts of a line that stand apart need a blank: two Chinese ones do not."""
    return first.isascii() or second.isascii()


def _tenths(points: float) -> int:
    return max(round(points * 10), 0)
