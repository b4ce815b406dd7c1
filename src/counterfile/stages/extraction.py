"""Reading -> statements: hands each Reading through the airlock to the layers and their resolver (`stages.extract`).

Labels that a person taught (`views.correcting`) go in with each Reading in which they stand, and are part of its key: when one is
taught or taken back, exactly the documents with that label are extracted again.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol, cast

import msgspec

from counterfile.model.notice import Notice
from counterfile.model.reading import Reading
from counterfile.model.statement import Statement
from counterfile.store.ports import Fact, Published, View
from counterfile.text import prepared
from counterfile.views import teaching

TASK = "counterfile.worker:extract_task"
"""What is called through the airlock: a packed Reading to `Extracted`."""

Extracted = tuple[tuple[str, tuple[Statement, ...]], ...]
"""Id and statements of each notice."""


class Airlock(Protocol):
    """What this stage needs of the sandbox."""

    def call(self, task: str, *payload: bytes | str) -> object:
        """Run a task in another process, or raise `BadInput`."""
        ...


class ExtractStage:
    """Extracts from Readings; see `flow.Stage`."""

    name = "extract"

    def __init__(self, airlock: Airlock, version: str) -> None:
        """`version` names the resolver and all layers: what a better one says replaces what was said."""
        self.version = version
        self._airlock = airlock

    def load(self, works: Sequence[str], view: View) -> Sequence[Reading | None]:
        """Return the current Reading of each document, with the aliases that hold in it."""
        readings = view.readings_of(works)
        taught = teaching.lessons(view)
        found = [readings.get(work) for work in works]
        return [teaching.with_aliases(one, taught) if one is not None else None for one in found]

    def key(self, loaded: Reading) -> str:
        """Return the Reading's id, and a digest of what was learned that is used on it."""
        return f"{loaded.id} {prepared.digest(loaded)}".rstrip()

    def run(self, loaded: Reading) -> Sequence[Fact]:
        """Return each notice with its statements."""
        extracted = cast(Extracted, self._airlock.call(TASK, msgspec.msgpack.encode(loaded)))
        found = []
        for notice, statements in extracted:
            segment = loaded.segments[segment_number(notice)]
            published = Notice(notice, loaded.document, loaded.id, segment.start, segment.end)
            found.append(Published(published, statements))
        return found

    def due_after(self, facts: Iterable[Fact]) -> Iterable[str]:
        """Return the documents that have a new Reading."""
        return [fact.document for fact in facts if isinstance(fact, Reading)]


def segment_number(notice: str) -> int:
    """Return which segment of its Reading a notice is, from 0.

    >>> segment_number("n-abababababababab"), segment_number("n-abababababababab-3")
    (0, 2)
    """
    parts = notice.split("-")
    return int(parts[2]) - 1 if len(parts) > 2 else 0
