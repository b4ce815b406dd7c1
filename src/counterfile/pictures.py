"""Pictures of pages, and their recognition: the airlock with a cache before it.

What lies in the cache was checked when it came out of the airlock; all of it can be deleted and is made anew.
"""

from __future__ import annotations

import contextlib
import hashlib
import tempfile
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import cast

import msgspec

from counterfile.errors import Missing, Unreadable
from counterfile.model.reading import Line, Page, Reading, Sight, Source
from counterfile.sandbox import Airlock, Limits, Task, pages
from counterfile.store.ports import Archive, View
from counterfile.views import picture_masks

IMAGE = Task("counterfile.sandbox.pages:image_task", pages.Image, check=pages.checked_image, flavor=pages.heavy)
"""A page to its encoded picture."""

CHARACTERS = Task(
    "counterfile.sandbox.pages:characters_task", tuple[Line, ...], check=pages.checked_lines, flavor=pages.heavy
)
"""A page to the places of its characters."""

SIGHT = Task(
    "counterfile.sandbox.pages:sight_task",
    Sight,
    check=pages.checked_sight,
    flavor=pages.recognizing,
    limits=Limits(wall_seconds=180.0, cpu_seconds=120, memory=4 << 30),
)
"""A page to what recognition sees on it."""

WIDTHS = (800, 1400, 2000)
"""Pixels across: of a small screen, a screen, a sharp one. Other wishes get the next larger, so that the cache stays small."""

MAX_CACHE = 2_000_000_000
"""Bytes of pictures kept; beyond, the oldest go."""


class Recognition:
    """Recognition of pages, each once: see `stages.ocr.Recognition`."""

    def __init__(self, airlock: Airlock, cache: Path, version: str) -> None:
        """Use an airlock that knows the task `SIGHT`; `version` names the recognizer."""
        self.version = version
        self._airlock = airlock
        self._cache = cache / "sights"

    def see(self, digest: str, content: bytes, name: str, reader: str, page: int) -> Sight:
        """Recognize one page of a document.

        Raises:
            BadInput: one of its kinds.
        """
        kept = _Kept(self._cache, f"{digest}\n{reader}\n{page}\n{self.version}")
        if (found := kept.get()) is not None:
            with contextlib.suppress(msgspec.DecodeError):
                return pages.checked_sight(msgspec.msgpack.decode(found, type=Sight))
        wanted = msgspec.msgpack.encode(pages.Page(reader, page))
        sight = cast(Sight, self._airlock.call(SIGHT.function, content, name, wanted))
        kept.put(msgspec.msgpack.encode(sight))
        return sight


class Pictures:
    """Pictures of the pages of an inquiry's documents, with personal identifiers painted over."""

    def __init__(self, view: View, archive: Archive, cache: Path, *, accept_unsandboxed: bool = False) -> None:
        """Prepare; the airlock starts with the first picture."""
        self._accept = accept_unsandboxed
        self._view = view
        self._archive = archive
        self._cache = cache / "pages"
        self._airlock: Airlock | None = None
        self._lock = threading.Lock()
        _prune(self._cache)

    def close(self) -> None:
        """End the airlock."""
        if self._airlock is not None:
            self._airlock.close()

    def image(self, reading: Reading, number: int, width: int) -> pages.Image:
        """Return the picture of a page.

        Args:
            reading: The document's current Reading.
            number: Of the page, from 1.
            width: Pixels across that are wished for; see `WIDTHS`.

        Raises:
            Missing: there is no such page.
            Unreadable: its text was not read yet, so that nothing could be masked; or its format has no pictures.
            BadInput: the page cannot be rendered.
        """
        page = page_of(reading, number)
        lines = self._view.lines(reading.id)
        if refusal := withheld(reading, lines, number):
            raise Unreadable(refusal)
        across = next((each for each in WIDTHS if each >= width), WIDTHS[-1])
        painted = picture_masks.boxes(reading, lines, number)
        wanted = pages.Page(
            reader=reading.reader.partition(" ")[0],
            number=number,
            width=across,
            points=page.width,
            turned=page.turned,
            painted=painted,
        )
        packed = msgspec.msgpack.encode(wanted)
        kept = _Kept(self._cache, f"{reading.document}\n{reading.reader}\n{hashlib.sha256(packed).hexdigest()}")
        if (found := kept.get()) is not None:
            with contextlib.suppress(msgspec.DecodeError):
                return pages.checked_image(msgspec.msgpack.decode(found, type=pages.Image))
        image = cast(pages.Image, self._call(IMAGE, reading, packed))
        kept.put(msgspec.msgpack.encode(image))
        return image

    def characters(self, reading: Reading, lines: Sequence[Line], number: int) -> tuple[Line, ...]:
        """Return the lines of a page with the place of every character, where its format knows them.

        Args:
            reading: The document's current Reading.
            lines: Its lines, of all pages.
            number: Of the page, from 1.

        Raises:
            Missing: there is no such page.
            BadInput: the file cannot be asked.
        """
        page = page_of(reading, number)
        lines = tuple(line for line in lines if line.page == number)
        if not lines or page.source is not Source.LAYER or all(line.edges for line in lines):
            return lines
        packed = msgspec.msgpack.encode(pages.Page(reading.reader.partition(" ")[0], number))
        exact = cast("tuple[Line, ...]", self._call(CHARACTERS, reading, packed))
        if [line.end - line.start for line in exact] != [line.end - line.start for line in lines]:
            # Another version of the reader cuts its lines otherwise: rather no exact places than wrong ones.
            return lines
        return tuple(msgspec.structs.replace(line, edges=other.edges) for line, other in zip(lines, exact, strict=True))

    def _call(self, task: Task, reading: Reading, packed: bytes) -> object:
        with self._lock:
            if self._airlock is None:
                self._airlock = Airlock(workers=1, tasks=(IMAGE, CHARACTERS), accept_unsandboxed=self._accept)
        arrivals = self._view.first_arrivals([reading.document])
        name = arrivals[reading.document].name if arrivals else ""
        return self._airlock.call(task.function, self._archive.get(reading.document), name, packed)


def withheld(reading: Reading, lines: Sequence[Line], number: int) -> str:
    """Return why the picture of a page is not shown, a sentence with what to do; empty if it may be shown."""
    reason = picture_masks.withheld(reading, lines, number)
    step = f"; `counterfile ocr {reading.document[:16]}` recognizes it" if reason else ""
    return f"the picture of page {number} is withheld: {reason}{step}" if reason else ""


def page_of(reading: Reading, number: int) -> Page:
    """Return a page of a Reading.

    Raises:
        Missing: there is no page with this number.
    """
    for page in reading.pages:
        if page.number == number:
            return page
    raise Missing(f"there is no page {number}; this document has {len(reading.pages) or 'no'} pages")


class _Kept:
    """One entry of a cache."""

    def __init__(self, folder: Path, key: str) -> None:
        name = hashlib.sha256(key.encode()).hexdigest()
        self._path = folder / name[:2] / name

    def get(self) -> bytes | None:
        try:
            return self._path.read_bytes()
        except FileNotFoundError:
            return None

    def put(self, content: bytes) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile("wb", dir=self._path.parent, prefix=".coming-", delete=False) as aside:
            aside.write(content)
        Path(aside.name).replace(self._path)


def _prune(folder: Path) -> None:
    """Delete the oldest entries of a cache until it is half as large as it may be, if it is too large."""
    entries = sorted(
        ((status.st_mtime, status.st_size, path) for path in folder.glob("??/*") for status in [path.stat()]),
        reverse=True,
    )
    total = sum(size for _, size, _ in entries)
    if total <= MAX_CACHE:
        return
    while entries and total > MAX_CACHE // 2:
        _, size, path = entries.pop()
        path.unlink(missing_ok=True)
        total -= size
