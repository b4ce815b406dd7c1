"""Reading with pictures -> Reading with their text: pages that are pictures, or whose own text lies, are recognized.

The Reading before stays kept: a page that was recognized for its doubtful text layer can be compared with it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import groupby
from typing import NamedTuple, Protocol

import msgspec

from counterfile.errors import BadInput
from counterfile.model.reading import (
    Block,
    BlockKind,
    Line,
    Lines,
    Page,
    Reading,
    Seen,
    Segment,
    Sight,
    Source,
    is_waiting,
)
from counterfile.store.ports import Archive, Fact, View
from counterfile.text import pages as lines_of_pages
from counterfile.text.languages import runs
from counterfile.text.mask import mask
from counterfile.text.script import has_han

BASE = "base"
"""Signal of a Reading from this stage: the id of the Reading that it was made from."""


class Recognition(Protocol):
    """What this stage needs of the sandbox."""

    version: str
    """Name and version of the recognizer."""

    def see(self, digest: str, content: bytes, name: str, reader: str, page: int) -> Sight:
        """Recognize one page of a document, or raise `BadInput`.

        Args:
            digest: Of the document, by which an earlier answer may be found again.
            content: Its bytes.
            name: The file's own name.
            reader: Name of the reader that renders its pages.
            page: From 1.
        """
        ...


class Work(msgspec.Struct, frozen=True):
    """A document with pages to recognize."""

    name: str
    reading: Reading
    """The reader's own."""
    lines: tuple[Line, ...]
    """Of `reading`."""


class OcrStage:
    """Recognizes pages; see `flow.Stage`. Work is due for it only when a person or the screening wants it."""

    name = "ocr"

    def __init__(
        self,
        archive: Archive,
        recognition: Recognition,
        *,
        workers: int = 1,
        on_page: Callable[[], object] = lambda: None,
    ) -> None:
        """Use `recognition`.

        Args:
            archive: Where the originals are.
            recognition: The recognizer behind the airlock.
            workers: Pages of one document recognized at once.
            on_page: Called after each page, from any thread.
        """
        self.version = recognition.version
        self._archive = archive
        self._recognition = recognition
        self._workers = workers
        self._on_page = on_page

    def load(self, works: Sequence[str], view: View) -> Sequence[Work | None]:
        """Return each document's first name and the Reading that its reader gave."""
        readings, arrivals = view.readings_of(works), view.first_arrivals(works)
        found: list[Work | None] = []
        for work in works:
            reading = readings.get(work)
            base = dict(reading.signals).get(BASE) if reading else None
            if base is not None:
                reading = view.reading(base)
            if reading is None or not any(map(is_waiting, reading.pages)) or work not in arrivals:
                found.append(None)
                continue
            found.append(Work(arrivals[work].name, reading, view.lines(reading.id)))
        return found

    def key(self, loaded: Work) -> str:
        """Return the id of the Reading that its reader gave."""
        return loaded.reading.id

    def run(self, loaded: Work) -> Sequence[Fact]:
        """Return the Reading with the text of its pictures, and where it stands."""
        content = self._archive.get(loaded.reading.document)
        wanted = [page.number for page in loaded.reading.pages if is_waiting(page)]
        with ThreadPoolExecutor(max_workers=min(self._workers, len(wanted))) as pool:
            answers = pool.map(lambda number: self._see(loaded, content, number), wanted)
            seen = dict(zip(wanted, answers, strict=True))
        sights = {number: sight for number, sight in seen.items() if isinstance(sight, Sight)}
        failures = {number: str(failure) for number, failure in seen.items() if isinstance(failure, BadInput)}
        reading, lines = compose(loaded.reading, loaded.lines, sights, failures, self.version)
        return [reading, Lines(reading.id, lines)]

    def _see(self, work: Work, content: bytes, number: int) -> Sight | BadInput:
        reader = work.reading.reader.partition(" ")[0]
        try:
            return self._recognition.see(work.reading.document, content, work.name, reader, number)
        except BadInput as error:
            return error
        finally:
            self._on_page()

    def due_after(self, facts: Iterable[Fact]) -> Iterable[str]:
        """Return nothing: what is wanted is asked for (`views.wanted`)."""
        return ()


class _Put(NamedTuple):
    """A block before its position is known."""

    block: Block
    """With the positions that it had in the Reading before; meaningless for what was recognized."""
    lines: tuple[str, ...]
    """Its text, one string for each of `seen`; a single one for a block from before."""
    seen: tuple[Seen, ...] = ()


def compose(
    base: Reading,
    places: Sequence[Line],
    sights: dict[int, Sight],
    failures: dict[int, str],
    engine: str,
) -> tuple[Reading, tuple[Line, ...]]:
    """Return a Reading in which recognized pages have the recognized text, and where its text stands.

    Args:
        base: What the reader gave; its other pages stay as they are.
        places: The lines of `base`.
        sights: What was seen, by number of page.
        failures: Why a page could not be recognized, by its number.
        engine: Name and version of the recognizer.
    """
    puts = _puts(base, sights)
    writer = _Writer(base, places)
    for put in puts:
        writer.put(put)
    text, masked = mask(writer.text())
    blocks = tuple(writer.blocks)
    signals = {
        **dict(base.signals),
        BASE: base.id,
        **({"recognized": _numbers(sights)} if sights else {}),
        **_confidence(sights),
        **({"not_recognized": f"{_numbers(failures)}: {next(iter(failures.values()))}"[:500]} if failures else {}),
    }
    label = f"{base.reader} + {engine}"
    recognized = ",".join(map(str, sorted(sights)))
    reading = Reading(
        id="rd-" + hashlib.sha256(f"{base.id}\n{label}\n{recognized}".encode()).hexdigest()[:20],
        document=base.document,
        reader=label,
        text=text,
        blocks=blocks,
        pages=tuple(_pages(base, sights, writer.spans)),
        segments=(Segment(0, len(text)),),
        charset=base.charset,
        masked=masked,
        signals=tuple(sorted(signals.items())),
        sandbox=base.sandbox,
        languages=runs(text, blocks),
    )
    return reading, tuple(writer.lines)


def _puts(base: Reading, sights: dict[int, Sight]) -> list[_Put]:
    """Return all blocks in the order of pages; those of no page go first."""
    by_page: dict[int, list[Block]] = {}
    for block in base.blocks:
        by_page.setdefault(block.page, []).append(block)
    running = lines_of_pages.running_heads([[seen.text for seen in sights[number].lines] for number in sorted(sights)])
    tables = 1 + max((block.table for block in base.blocks), default=-1)
    titled = any(block.kind is BlockKind.TITLE for block in base.blocks)
    puts = [_Put(block, (base.text[block.start : block.end],)) for block in by_page.get(0, ())]
    for page in base.pages:
        sight = sights.get(page.number)
        if sight is None:
            puts += [_Put(block, (base.text[block.start : block.end],)) for block in by_page.get(page.number, ())]
            continue
        for put in _seen(sight, page.number, tables, running, titled=titled):
            titled = titled or put.block.kind is BlockKind.TITLE
            puts.append(put)
        tables += 1 + max((seen.table for seen in sight.lines), default=-1)
    return puts


def _seen(sight: Sight, page: int, tables: int, running: frozenset[str], *, titled: bool) -> Iterable[_Put]:
    """Yield the blocks of a recognized page: a block a line, and one for all lines of a cell."""
    at = 0
    for cell, group in groupby(sight.lines, key=_cell):
        lines = tuple(group)
        if cell is not None:
            first = lines[0]
            block = Block(
                BlockKind.CELL, 0, 0, page, tables + first.table, first.row, first.col, first.rowspan, first.colspan
            )
            yield _Put(block, tuple(line.text for line in lines), lines)
            at += len(lines)
            continue
        for line in lines:
            kind = BlockKind.PARAGRAPH
            if lines_of_pages.is_furniture(line.text, at, len(sight.lines), running):
                kind = BlockKind.FURNITURE
            elif not titled and page == 1 and lines_of_pages.is_title(line.text, at):
                kind, titled = BlockKind.TITLE, True
            yield _Put(Block(kind, 0, 0, page), (line.text,), (line,))
            at += 1


def _cell(seen: Seen) -> tuple[int, int, int] | None:
    return (seen.table, seen.row, seen.col) if seen.table >= 0 else None


class _Writer:
    """Puts blocks one after the other and keeps where their lines come to stand."""

    def __init__(self, base: Reading, places: Sequence[Line]) -> None:
        self.blocks: list[Block] = []
        self.lines: list[Line] = []
        self.spans: dict[int, tuple[int, int]] = {}
        self._parts: list[str] = []
        self._at = 0
        self._places = list(places)
        self._next = 0

    def text(self) -> str:
        """Return the whole text."""
        return "\n".join(self._parts)

    def put(self, put: _Put) -> None:
        """Add one block."""
        start = self._at
        text = put.lines[0]
        if put.seen:
            text = self._put_seen(put, start)
        else:
            self._move(put.block, start)
        end = start + len(text)
        self.blocks.append(msgspec.structs.replace(put.block, start=start, end=end))
        self._parts.append(text)
        page = put.block.page
        self.spans[page] = (self.spans.get(page, (start, end))[0], end)
        self._at = end + 1

    def _put_seen(self, put: _Put, start: int) -> str:
        text = ""
        for seen in put.seen:
            # A Chinese sentence goes on in the next line of its cell without a blank.
            tight = not text or (has_han(text[-1]) and has_han(seen.text[0]))
            text += ("" if tight else " ") + seen.text
            end = start + len(text)
            place = (seen.left, seen.top, seen.right, seen.bottom, seen.edges, seen.confidence)
            self.lines.append(Line(end - len(seen.text), end, put.block.page, *place))
        return text

    def _move(self, block: Block, start: int) -> None:
        """Take the lines of a block from before along to its new place."""
        while self._next < len(self._places) and self._places[self._next].start < block.start:
            self._next += 1
        while self._next < len(self._places) and self._places[self._next].start < block.end:
            line = self._places[self._next]
            shift = start - block.start
            self.lines.append(msgspec.structs.replace(line, start=line.start + shift, end=line.end + shift))
            self._next += 1


def _pages(base: Reading, sights: dict[int, Sight], spans: dict[int, tuple[int, int]]) -> Iterable[Page]:
    last = 0
    for page in base.pages:
        start, end = spans.get(page.number, (last, last))
        last = end
        sight = sights.get(page.number)
        if sight is None:
            yield msgspec.structs.replace(page, start=start, end=end)
        else:
            size = {"width": round(sight.width, 2), "height": round(sight.height, 2), "turned": sight.turned}
            yield msgspec.structs.replace(page, start=start, end=end, source=Source.OCR, **size)


def _numbers(pages: Iterable[int]) -> str:
    """Return numbers of pages, the first twenty by name.

    >>> _numbers([3, 1])
    '1, 3'
    """
    numbers = sorted(pages)
    more = f" and {len(numbers) - 20} more" if len(numbers) > 20 else ""
    return ", ".join(map(str, numbers[:20])) + more


def _confidence(sights: dict[int, Sight]) -> dict[str, str]:
    """Return the mean confidence over all characters, and that of the worst page."""
    weights = {
        number: (sum(len(seen.text) * seen.confidence for seen in sight.lines), sum(len(s.text) for s in sight.lines))
        for number, sight in sights.items()
    }
    total = sum(count for _, count in weights.values())
    if not total:
        return {}
    worst = min(sure / count for sure, count in weights.values() if count)
    mean = sum(sure for sure, _ in weights.values()) / total
    return {"ocr_confidence": f"{mean:.3f}", "ocr_confidence_worst_page": f"{worst:.3f}"}
