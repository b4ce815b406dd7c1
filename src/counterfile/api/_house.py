"""What the routes share: the open inquiry, its lists, and the one pen.

**One writer.** An inquiry is written by one process at a time, which holds its lock. A decision through the API holds it
for the moments that keeping it takes: it waits up to `PATIENCE` for a command that is about to end, then says *busy*.
Decisions through this server wait for each other in a queue. A job that writes (a run) holds the pen until it ends or is
canceled, and decisions meanwhile say *busy* at once, with the job's id. Reading never waits.
"""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Iterator, Sequence
from typing import Literal, Protocol

import msgspec

from counterfile import flow
from counterfile.api._jobs import Jobs
from counterfile.api._problems import Refusal
from counterfile.api._remembered import Remembered
from counterfile.api._settling import Settling
from counterfile.app import note
from counterfile.desk import Desk, Source
from counterfile.errors import StoreBusy
from counterfile.model.document import Document
from counterfile.model.judgement import Judgement
from counterfile.settings import Settings
from counterfile.store import layout
from counterfile.store.ports import Archive, Store, View
from counterfile.views.coding import blind

PATIENCE = 5.0
"""Seconds that a decision waits for another one to be kept."""


class Inquiry(Source, Protocol):
    """An open inquiry, as far as this door needs it (`app.Inquiry` is one)."""

    settings: Settings
    store: Store
    archive: Archive

    def writing(self, patience: float = 0.0) -> contextlib.AbstractContextManager[None]:
        """Hold the inquiry for writing, or raise `StoreBusy` after so many seconds."""
        ...

    def run(
        self,
        *,
        retry: bool = False,
        reread: bool = False,
        recognize: Sequence[str] | Literal["wanted", "all", "never"] | None = None,
    ) -> Iterator[flow.Progress]:
        """Bring all files up to date; yield progress."""
        ...


class Named(msgspec.Struct, frozen=True):
    """A document with the name of its file."""

    document: Document
    name: str


class House:
    """One inquiry behind the API."""

    def __init__(self, desk: Desk, inquiry: Inquiry) -> None:
        """Take an open inquiry and its lists; both stay the caller's."""
        self.desk = desk
        self.inquiry = inquiry
        self.pen = threading.Lock()
        self.jobs = Jobs()
        self.remembered = Remembered(inquiry.folder / layout.CACHE)
        self._settling = Settling(self.writing, inquiry.archive)

    @property
    def view(self) -> View:
        """Return the facts, without answers of coders that their other coder may not see yet."""
        return blind(self.inquiry.store)

    def shelf(self) -> Sequence[Named]:
        """Return every document, in order of digest.

        Raises:
            NotReady: the list is being made.
        """
        return self.desk.now(all_documents, list[Named])

    @contextlib.contextmanager
    def writing(self) -> Iterator[Store]:
        """Hold the pen for one decision.

        Raises:
            Refusal: a job or another process holds it.
        """
        if job := self.jobs.writing:
            raise Refusal("busy", f"the job {job} is writing to the inquiry", job=job)
        until = time.monotonic() + PATIENCE
        if not self.pen.acquire(timeout=PATIENCE):
            raise Refusal("busy", "other decisions are being kept", job=self.jobs.writing)
        try:
            with contextlib.ExitStack() as stack:
                try:
                    stack.enter_context(self.inquiry.writing(max(0.0, until - time.monotonic())))
                except StoreBusy as error:
                    raise Refusal("busy", "a command or another server is writing to the inquiry") from error
                yield self.inquiry.store
        finally:
            self.pen.release()

    def probe(self) -> None:
        """Raise `Refusal` if nobody could write now, so that a job that writes is refused before it begins."""
        with self.writing():
            return

    def note(self, judgements: Sequence[Judgement]) -> list[Judgement]:
        """Store judgements on values for whoever holds the pen; files are linked anew when the next answer need not wait."""
        kept = note(self.inquiry.store, judgements)
        self._settling.ask()
        return kept

    def close(self) -> None:
        """End all jobs, and link what answers have made due."""
        self.jobs.close()
        self._settling.close()
        self.remembered.close()


def all_documents(desk: Desk) -> list[Named]:
    """Return every document with its name, in order of digest."""
    found: list[Named] = []
    after = ""
    while some := desk.view.documents(after=after):
        after = some[-1].digest
        found += named(desk.view, some)
    return found


def named(view: View, documents: Sequence[Document]) -> list[Named]:
    """Return documents with the name under which each came first."""
    arrivals = view.first_arrivals([document.digest for document in documents])
    return [
        Named(document, arrivals[document.digest].name if document.digest in arrivals else document.digest[:12])
        for document in documents
    ]
