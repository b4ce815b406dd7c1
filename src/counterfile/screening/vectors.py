"""The vectors of an inquiry's heap, kept beside it: building them takes seconds to minutes, loading them none.

They are a cache: thrown away, they are built again from the words, and screening goes on as before. What came since
they were built is added in the same columns and weights, so that earlier rankings stay what they were.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from scipy import sparse  # type: ignore[import-untyped]

from counterfile.screening import learners
from counterfile.screening.features import HashedText
from counterfile.screening.parts import Record
from counterfile.screening.session import Settings
from counterfile.store.ports import View
from counterfile.views.screening import Item, Words, words

FORMAT = "1"
"""Raised when the same words give other vectors."""

CHUNK = 500
"""Units whose words are held at once."""

MOST_NEW = 0.25
"""Share of a heap that may have come since its vectors were built; above it, they are built anew."""


def load_or_build(view: View, heap: Sequence[Item], settings: Settings, folder: Path) -> tuple[Any, Any]:
    """Return the extractor fitted to a heap, and the heap's matrix in the order of its units.

    Args:
        view: Where the words are.
        heap: In order of id.
        settings: Which extractor, and the cues that it raises.
        folder: Where vectors are kept; made when it is not there.
    """
    extractor = learners.part("extractor", settings.extractor)
    if not isinstance(extractor, HashedText):
        # How a guest's state is kept, only the guest would know.
        return extractor, extractor.fit_transform([record for some in _records(view, heap) for record in some])
    extractor = HashedText(cues=settings.cues)
    place = folder / f"vectors-{_key(settings)}.npz"
    kept = _load(place)
    now = {one.id: one.content for one in heap}
    if kept is not None and heap:
        before, matrix, fitted, inner = kept
        same = {name: row for row, (name, content) in enumerate(before) if now.get(name) == content}
        if len(same) >= (1 - MOST_NEW) * len(heap):
            extractor.restore(fitted, inner=inner)
            if [name for name, _ in before] == list(now) and len(same) == len(now):
                return extractor, matrix
            return extractor, _saved(place, heap, extractor, _joined(view, heap, extractor, matrix, same))
    return extractor, _saved(place, heap, extractor, extractor.fit_chunks(_records(view, heap)))


def record(one: Words) -> Record:
    """Return what a learner sees of a unit."""
    return Record(one.id, one.title, one.body)


def _records(view: View, heap: Sequence[Item]) -> Iterator[list[Record]]:
    for at in range(0, len(heap), CHUNK):
        yield [record(one) for one in words(view, heap[at : at + CHUNK])]


def _joined(view: View, heap: Sequence[Item], extractor: HashedText, matrix: Any, same: dict[str, int]) -> Any:
    """Return the matrix for a heap some of whose units have a row already."""
    new = [one for one in heap if one.id not in same]
    parts = [matrix, *(extractor.transform(some) for some in _records(view, new))]
    every = sparse.vstack(parts, format="csr") if new else matrix
    place = {one.id: matrix.shape[0] + row for row, one in enumerate(new)}
    return every[np.array([same.get(one.id, place.get(one.id, -1)) for one in heap], dtype=np.intp)]


def _key(settings: Settings) -> str:
    parts = (FORMAT, settings.extractor, *settings.cues)
    return hashlib.blake2b("\x1f".join(parts).encode(), digest_size=6).hexdigest()


def _load(place: Path) -> tuple[list[tuple[str, str]], Any, Any, bool] | None:
    """Return what is kept, None where nothing is or where it is damaged: then it is built again."""
    try:
        with place.open("rb") as file, np.load(file, allow_pickle=False) as kept:
            names = bytes(kept["names"]).decode().split("\n")
            contents = bytes(kept["contents"]).decode().split("\n")
            shape = (len(names), len(kept["fitted"]))
            matrix = sparse.csr_matrix((kept["data"], kept["indices"], kept["indptr"]), shape=shape)
            return list(zip(names, contents, strict=True)), matrix, kept["fitted"], bool(kept["inner"])
    except (OSError, KeyError, ValueError, EOFError, zipfile.BadZipFile):
        return None


def _saved(place: Path, heap: Sequence[Item], extractor: HashedText, matrix: Any) -> Any:
    """Keep a matrix, whole or not at all, and return it."""
    fitted = extractor.fitted
    if not heap or fitted is None:
        return matrix
    place.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile("wb", dir=place.parent, prefix=".coming-", delete=False) as aside:
        np.savez(
            aside,
            names=np.frombuffer("\n".join(one.id for one in heap).encode(), dtype=np.uint8),
            contents=np.frombuffer("\n".join(one.content for one in heap).encode(), dtype=np.uint8),
            data=matrix.data,
            indices=matrix.indices,
            indptr=matrix.indptr,
            fitted=fitted,
            inner=np.array(bool(extractor.inner)),
        )
        aside.flush()
        os.fsync(aside.fileno())
    Path(aside.name).replace(place)
    return matrix
