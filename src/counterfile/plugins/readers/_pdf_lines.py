"""The lines of a PDF page: their text as it is searched, and where each stands on the page."""

from __future__ import annotations

import ctypes
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import NamedTuple

from counterfile.plugins.readers._draft import Place, clean_blanks, clean_line, is_plain, trace_line
from counterfile.plugins.readers._pdf_pdfium import Floats, OpenPage, calls, units_of

Box = tuple[int, int, int, int]
"""Left, top, right, bottom in tenths of a point, on the page as it is shown."""

_LINE = re.compile("[^\r\n]+")
_TOKEN = re.compile("[^ \r\n\t\u00a0\u3000\ufffe]+")
_BREAK = "\ufffe"
"""PDFium's mark for a hyphen at the end of a line, behind which it joins the next line."""

_MOST_BOXES = 2_000  # of one line
_SAME = 15  # tenths of a point within which two prints of the same words are one print, made twice
_BACK = 5  # tenths of a point by which a character may begin before the middle of the one before it


class Run(NamedTuple):
    """A stretch of the page's own text."""

    start: int
    """Code points into `PageText.text`, half open."""
    end: int


@dataclass(slots=True)
class Printed:
    """One line of print."""

    runs: tuple[Run, ...]
    """Stretches of the page's text, joined by a blank each."""
    text: str
    """Clean; the empty text for a line of blanks."""
    box: Box | None
    """None where nothing of it is on the page, or its place is not known."""


@dataclass(slots=True)
class Passage:
    """Lines of print that are one block: mostly one; more of them in a cell, and where a word was divided."""

    prints: list[Printed]
    joints: Sequence[str] = ()
    """What stands between two prints, one fewer than these: nothing, a blank, a hyphen or a line feed."""

    @property
    def text(self) -> str:
        """The text of the block."""
        if len(self.prints) == 1:
            return self.prints[0].text
        parts = [self.prints[0].text]
        for joint, printed in zip(self.joints, self.prints[1:], strict=True):
            parts += (joint, printed.text)
        return "".join(parts)


class PageText:
    """The text of an open page by code points, with the boxes that PDFium has for them."""

    def __init__(self, page: OpenPage) -> None:
        units, self.characters = units_of(page)
        self.page = page
        self.text = units.decode("utf-16-le", "surrogatepass")
        size = len(units) // 2
        self._shifted = self.characters != size
        self._units: list[int] | None = None
        if len(self.text) != size:
            wide = (2 if letter > "\uffff" else 1 for letter in self.text)
            self._units = [0, *accumulate(wide)]
        self.dropped = max(self.characters - size, 0)
        """Characters that the page shows and that have no Unicode value."""
        if _BREAK in self.text:
            self._keep_hyphens()
        self._loose = Floats()
        self._loose_pointer = ctypes.byref(self._loose)
        self._tight = (ctypes.c_double * 4)()
        self._tight_pointers = tuple(ctypes.byref(self._tight, 8 * place) for place in range(4))
        self._place = page.frame.place
        do = calls()
        self._loose_box, self._character_box = do.loose_box, do.character_box
        self._plain = is_plain(self.text)

    def _keep_hyphens(self) -> None:
        """Tell hyphens at the end of a line from characters without a value, which PDFium marks alike."""
        is_hyphen = calls().is_hyphen
        letters = list(self.text)
        for at, letter in enumerate(letters):
            if letter == _BREAK and is_hyphen(self.page.text, self.character(at)) != 1:
                letters[at] = "\ufffd"
                self.dropped += 1
        self.text = "".join(letters)

    def character(self, at: int) -> int:
        """Return PDFium's number of the code point `at`; less than 0 where it has none."""
        unit = at if self._units is None else self._units[at]
        if not self._shifted:
            return unit
        return int(calls().character_of_unit(self.page.text, unit))

    def box(self, run: Run) -> Box | None:
        """Return where a stretch of one line stands; None where that is not known or off the page.

        The room of the first and the last character and the ink of the one between tell, where a line runs from left to
        right; every box of the stretch is asked for where it does not.
        """
        raw = self.text[run.start : run.end]
        first = run.start + len(raw) - len(raw.lstrip())
        last = run.end - 1 - len(raw) + len(raw.rstrip())
        if last < first:
            return None
        begin = self.advance_box(first)
        if first == last:
            return begin or self.character_box(first)
        end = self.advance_box(last)
        if begin is None or end is None:
            return self._whole_box(first, last)
        left, top, right, bottom = begin
        _, high, far, low = end
        # As wide as a fifth of its height for each character, or something of it stands elsewhere.
        if end[0] <= left or 5 * (far - left) < (last - first) * (low - high) or not (high < bottom and top < low):
            return self._whole_box(first, last)
        middle = self.character_box((first + last) // 2) if last - first > 1 else None
        if middle is not None:
            if middle[0] < left or middle[2] > far:
                return self._whole_box(first, last)
            top, bottom = min(top, middle[1]), max(bottom, middle[3])
        return left, top if top < high else high, far if far > right else right, bottom if bottom > low else low

    def token_box(self, token: Run) -> Box | None:
        """Return where a word stands, by its first and last character; None where that is not known or off the page."""
        begin = self.advance_box(token.start)
        if token.end - token.start == 1 or begin is None:
            return begin
        end = self.advance_box(token.end - 1)
        if end is None or end[2] < begin[0]:
            return None
        left, top, right, bottom = begin
        _, high, far, low = end
        return left, top if top < high else high, far if far > right else right, bottom if bottom > low else low

    def _whole_box(self, start: int, last: int) -> Box | None:
        """Return the box around every box that PDFium has for a stretch."""
        do = calls()
        first, final = self.character(start), self.character(last)
        if first < 0 or final < first:
            return None
        left, top, right, bottom = self._tight_pointers
        boxes = []
        for number in range(min(do.count_boxes(self.page.text, first, final - first + 1), _MOST_BOXES)):
            if do.box(self.page.text, number, left, top, right, bottom):
                x0, y1, x1, y0 = self._tight
                box = self._place(x0, y0, x1, y1)
                if box is not None:
                    boxes.append(box)
        return joined(boxes)

    def character_box(self, at: int) -> Box | None:
        """Return where the ink of one code point is; None where it has none, as a blank, or that is not known."""
        number = self.character(at)
        left, right, bottom, top = self._tight_pointers
        if number < 0 or not self._character_box(self.page.text, number, left, right, bottom, top):
            return None
        x0, x1, y0, y1 = self._tight
        return self._place(x0, y0, x1, y1)

    def advance_box(self, at: int) -> Box | None:
        """Return the room that one code point takes in its line, as high as its font; None where it is not known."""
        number = self.character(at)
        loose = self._loose
        if number < 0 or not self._loose_box(self.page.text, number, self._loose_pointer):
            return None
        # FS_RECTF has left, top, right, bottom; letters that are drawn upside down have them the other way around.
        x0, y1, x1, y0 = loose.a, loose.b, loose.c, loose.d
        return self._place(x0, y0, x1, y1) if x0 <= x1 and y0 <= y1 else self._place(x1, y1, x0, y0)

    def lines(self) -> Iterator[Run]:
        """Yield the page's lines as PDFium parts them, blank ones too."""
        for found in _LINE.finditer(self.text):
            yield Run(found.start(), found.end())

    def tokens(self, line: Run) -> Iterator[Run]:
        """Yield what blanks part within a line."""
        for found in _TOKEN.finditer(self.text, line.start, line.end):
            yield Run(found.start(), found.end())

    def is_divided(self, at: int) -> bool:
        """Return whether a word goes on in the next line here."""
        return self.text.startswith(_BREAK, at)

    def printed(self, *runs: Run) -> Printed:
        """Return runs of one line of print with its text, and its place where it is one run."""
        text = self.clean(" ".join([self.text[run.start : run.end] for run in runs]))
        return Printed(runs, text, self.box(runs[0]) if text and len(runs) == 1 else None)

    def clean(self, raw: str) -> str:
        """Return what `clean_line` does; quickly where the whole page has nothing else to clean than blanks."""
        return clean_blanks(raw) if self._plain else clean_line(raw)

    def passage(self, line: Run) -> Passage | None:
        """Return one of `lines` as a block; None where it is blank."""
        raw = self.text[line.start : line.end]
        if _BREAK in raw:
            return self._divided(line, raw)
        text = self.clean(raw)
        return Passage([Printed((line,), text, self.box(line))]) if text else None

    def _divided(self, line: Run, raw: str) -> Passage | None:
        """A line that goes on in the next one within a word: the word is whole again where it is surely one."""
        prints: list[Printed] = []
        joints: list[str] = []
        at = line.start
        for part in raw.split(_BREAK):
            run = Run(at, at + len(part))
            at = run.end + 1
            printed = self.printed(run) if part else None
            if printed is None or not printed.text:
                continue
            if prints:
                before, after = prints[-1].text[-1], printed.text[0]
                joints.append("" if before.islower() and after.islower() else "-")
            prints.append(printed)
        return put_together(prints, joints) if prints else None

    def edges(self, printed: Printed) -> tuple[int, ...]:
        """Return where each code point of a line begins and the last one ends; empty where that is not sure.

        Turned lines, vertical ones and those from right to left have no such places.
        """
        if printed.box is None:
            return ()
        joined_text = " ".join(self.text[run.start : run.end] for run in printed.runs)
        origin = trace_line(joined_text)
        if origin is None:
            return ()
        numbers: list[int] = []
        for run in printed.runs:
            numbers += ([-1] if numbers else []) + list(range(run.start, run.end))
        places: list[Box | None] = []
        for letter, (first, last) in zip(printed.text, origin, strict=True):
            boxes = [self._letter(numbers[at]) for at in range(first, last) if numbers[at] >= 0]
            found = None if letter == " " else joined([box for box in boxes if box is not None])
            if found is None and letter != " ":
                return ()
            places.append(found)
        return _edges(places, printed.box)

    def _letter(self, at: int) -> Box | None:
        return self.advance_box(at) or self.character_box(at)


def put_together(prints: list[Printed], joints: list[str]) -> Passage:
    """Return lines of print as one block; with blanks between them where they would melt to other characters."""
    passage = Passage(prints, joints)
    return passage if unicodedata.is_normalized("NFC", passage.text) else Passage(prints, [" "] * len(joints))


def joined(boxes: Sequence[Box]) -> Box | None:
    """Return the box around boxes; None for none.

    >>> joined([(10, 20, 30, 40), (25, 18, 60, 41)])
    (10, 18, 60, 41)
    """
    if len(boxes) < 2:
        return boxes[0] if boxes else None
    left, top, right, bottom = zip(*boxes, strict=True)
    return min(left), min(top), max(right), max(bottom)


def _edges(places: Sequence[Box | None], box: Box) -> tuple[int, ...]:
    """Return the edges of code points whose boxes are known, None for blanks; empty where they turn back."""
    edges: list[int] = []
    left, _, right, _ = box
    end = left
    middle = left - 2 * _BACK
    at = 0
    while at < len(places):
        place = places[at]
        if place is None:
            edges.append(end)
            at += 1
            continue
        # Code points of one glyph, as of a ligature, share its box: each gets its part of the width.
        same = 1
        while at + same < len(places) and places[at + same] == place:
            same += 1
        # A character that begins before the middle of the one before it does not stand to its right.
        if place[0] < middle:
            return ()
        edges += [place[0] + (place[2] - place[0]) * part // same for part in range(same)]
        end = place[2]
        middle = (place[0] + end) // 2 - _BACK
        at += same
    edges.append(end)
    # Neighbors may overlap a little (kerning, slanted letters), and ink may begin inside the room of a character.
    return tuple(accumulate((min(max(edge, left), right) for edge in edges), max))


def without_reprints(lines: Sequence[tuple[Run, Passage]]) -> tuple[list[tuple[Run, Passage]], int]:
    """Leave out what is printed a second time at the same place, as for bold type or a shadow; also say how many."""
    if len({passage.prints[0].text for _, passage in lines}) == len(lines):
        return list(lines), 0
    seen: dict[str, list[Box]] = {}
    kept: list[tuple[Run, Passage]] = []
    for run, passage in lines:
        printed = passage.prints[0]
        if len(passage.prints) == 1 and (box := printed.box) is not None:
            places = seen.setdefault(printed.text, [])
            if any(abs(box[0] - left) <= _SAME and abs(box[1] - top) <= _SAME for left, top, _, _ in places):
                continue
            places.append(box)
        kept.append((run, passage))
    return kept, len(lines) - len(kept)


def places_of(passage: Passage, text: PageText | None = None) -> list[Place]:
    """Return where the lines of a passage stand, within its text.

    Args:
        passage: The block.
        text: The open page, to measure each character; None for the lines alone.
    """
    places = []
    at = 0
    for number, printed in enumerate(passage.prints):
        if number:
            at += len(passage.joints[number - 1])
        end = at + len(printed.text)
        if printed.box is not None:
            places.append(Place(at, end, *printed.box, text.edges(printed) if text is not None else ()))
        at = end
    return places
