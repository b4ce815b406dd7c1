"""Notices for the benchmarks of extraction: invented ones that carry their truth, and real ones measured in place."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

import msgspec

from bench.measuring import SHARED
from counterfile.demo import NoticeTruth, build
from counterfile.errors import BadInput
from counterfile.model.reading import Draft, Reading, Segment, Unpacked
from counterfile.sandbox.reading import read_bytes

REAL = SHARED / "data" / "cn-notices"
GOLD = SHARED / "gold" / "dev"


class Invented(msgspec.Struct, frozen=True):
    """A file of the demo heap, read."""

    path: str
    reading: Reading
    notices: tuple[NoticeTruth, ...]


def readings(path: str, content: bytes) -> Iterator[tuple[str, Reading]]:
    """Read a file in process; yield path and Reading of itself or its members, nothing where it cannot be read."""
    try:
        draft = read_bytes(content, path.rpartition("/")[2])
    except BadInput:
        return
    if isinstance(draft, Unpacked):
        for member in draft.members:
            yield from readings(f"{path}!/{member.name}", member.content)
        return
    yield path, _reading(draft, content)


def _reading(draft: Draft, content: bytes) -> Reading:
    digest = hashlib.sha256(content).hexdigest()
    segments = draft.segments or (Segment(0, len(draft.text)),)
    return Reading(f"rd-{digest[:20]}", digest, "bench", draft.text, draft.blocks, draft.pages, segments)


def invented(seed: int, procedures: int) -> Iterator[Invented]:
    """Yield the files of a demo heap that hold notices."""
    heap = build(seed, procedures)
    truths = {file.path: tuple(file.notices) for file in heap.truth.files if file.notices}
    for file in heap.files:
        for path, reading in readings(file.path, file.content):
            if path in truths:
                yield Invented(path, reading, truths[path])


def real(every: int = 1) -> Iterator[Reading]:
    """Yield the Readings of the real notices, or of each `every`-th; none where they are not beside this checkout."""
    yield from _folder(REAL, every)


def labeled() -> Iterator[tuple[Path, Reading]]:
    """Yield path and Reading of each labeled notice; none where they are not beside this checkout."""
    for path in sorted((GOLD / "notices").glob("*")):
        for _, reading in readings(path.name, path.read_bytes()):
            yield path, reading


def _folder(folder: Path, every: int) -> Iterator[Reading]:
    files = sorted(path for path in folder.rglob("*") if path.is_file() and path.suffix != ".jsonl")
    for path in files[::every]:
        for _, reading in readings(path.name, path.read_bytes()):
            yield reading
