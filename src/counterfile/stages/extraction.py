"""Reading -> statements: hands each Reading through the airlock to the layers and their resolver (`stages.extract`).

Labels and headings that a person taught (`views.correcting`) go in with each Reading in which they stand, and are part of its
key: when one is taught or taken back, exactly the documents with that label are extracted again. Models that were trained from
corrections (`views.models`) go in with every Reading: they may answer wherever a label or a passage stands, and finding out
where means asking them, which is the work of extraction itself.

Languages of the inquiry's own (`text.lexicon.read_folder`) go in with every Reading too, and are part of the stage's version:
a changed word makes all extraction due again, since it may stand anywhere.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Protocol, cast

import msgspec

from counterfile.model.notice import Notice
from counterfile.model.reading import Reading
from counterfile.model.statement import Statement
from counterfile.store.ports import Fact, Published, View
from counterfile.text import lexicon, prepared
from counterfile.text.prepared import Learned
from counterfile.views import models, proposals, teaching

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

    def __init__(self, airlock: Airlock, version: str, learned: Callable[[View], Learned] | None = None) -> None:
        """Take an airlock, and what gives the models in use; None makes them where they are needed.

        `version` names the resolver and all layers: what a better one says replaces what was said. The languages that this
        process reads besides those of the package are taken from `lexicon.in_use`.
        """
        spoken = lexicon.in_use()
        self.version = f"{version}, words {lexicon.digest(spoken)}" if spoken else version
        self._languages = (lexicon.pack(spoken),) if spoken else ()
        self._airlock = airlock
        self._learned = learned if learned is not None else models.Models().learned

    def load(self, works: Sequence[str], view: View) -> Sequence[Reading | None]:
        """Return the current Reading of each document, with what was taught that holds in it and the models in use."""
        readings = view.readings_of(works)
        taught, learned = teaching.lessons(view), self._learned(view)
        proposed = proposals.proposals_of(view, readings)
        return [
            prepared.prepared(teaching.with_aliases(one, taught), proposals=proposed.get(work, ()), learned=learned)
            if (one := readings.get(work)) is not None
            else None
            for work in works
        ]

    def key(self, loaded: Reading) -> str:
        """Return the Reading's id, and a digest of what was learned that is used on it."""
        return f"{loaded.id} {prepared.digest(loaded)}".rstrip()

    def run(self, loaded: Reading) -> Sequence[Fact]:
        """Return each notice with its statements."""
        extracted = cast(Extracted, self._airlock.call(TASK, msgspec.msgpack.encode(loaded), *self._languages))
        found = []
        for notice, statements in extracted:
            segment = loaded.segments[segment_number(notice)]
            published = Notice(notice, loaded.document, loaded.id, segment.start, segment.end)
            found.append(Published(published, statements))
        return found

    def due_after(self, facts: Iterable[Fact]) -> Iterable[str]:
        """Return the documents that have a new Reading, or for which a model proposes words."""
        some = list(facts)
        return [*(fact.document for fact in some if isinstance(fact, Reading)), *proposals.documents(some)]


def segment_number(notice: str) -> int:
    """Return which segment of its Reading a notice is, from 0.

    >>> segment_number("n-abababababababab"), segment_number("n-abababababababab-3")
    (0, 2)
    """
    parts = notice.split("-")
    return int(parts[2]) - 1 if len(parts) > 2 else 0
