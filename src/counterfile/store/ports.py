"""What a store must do. `memory` is the slow, obvious one that the others are tested against.

A store keeps the facts (documents with their arrivals, readings, statements, judgements, and the activities
they come from) and the plain indexes over them: which work is due, which activity is the current one for a
piece of work, who belongs to which cluster, and the search index. All of the latter can be rebuilt.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from enum import StrEnum
from typing import Protocol

import msgspec

from counterfile.model.activity import Activity
from counterfile.model.document import Arrival, Document, State
from counterfile.model.judgement import Judgement
from counterfile.model.notice import Notice, Property
from counterfile.model.reading import Line, Lines, Reading
from counterfile.model.statement import Statement


class Cluster(StrEnum):
    """What members are gathered into."""

    PROCEDURE = "procedure"
    """Notices of one attempt to buy; ids begin with ``p-``."""
    FAMILY = "family"
    """Notices of one project and all its attempts; ids begin with ``f-``."""
    ORGANIZATION = "organization"
    """Name keys of one organization; ids begin with ``o-``."""


class Outcome(msgspec.Struct, frozen=True):
    """How reading a document ended: the fact behind its state."""

    state: State
    reason: str | None = None
    media_type: str | None = None
    reader: str | None = None
    """Name and version of the reader; None where none read it."""
    sandbox: str | None = None
    """The step of the sandbox's ladder; None where nothing was tried."""


class Arrived(msgspec.Struct, frozen=True):
    """Bytes found inside a container, on their way into the archive."""

    content: bytes
    name: str
    origin: str
    container: str


class Inside(msgspec.Struct, frozen=True):
    """A file that lies in a container."""

    digest: str
    name: str
    """Its own name there."""
    size: int
    """Bytes."""


class Published(msgspec.Struct, frozen=True):
    """A notice that extraction found, with what it says."""

    notice: Notice
    statements: tuple[Statement, ...]


Fact = Outcome | Arrived | Reading | Lines | Published | Judgement
"""What a stage may yield."""


class Counts(msgspec.Struct, frozen=True):
    """How much of everything there is; ``added == read + failed + skipped + pending``."""

    arrivals: int
    added: int
    read: int
    failed: int
    skipped: int
    pending: int
    notices: int
    procedures: int
    families: int
    organizations: int
    statements: int
    judgements: int
    waiting: int = 0
    """Documents with pages that wait for recognition."""
    waiting_pages: int = 0


class Hits(msgspec.Struct, frozen=True):
    """A page of search results."""

    total: int
    documents: tuple[str, ...]
    """Digests: first those whose own text holds the words, then those that hold them in page furniture too; each in
    order of arrival."""


class View(Protocol):
    """The reading half of a store: what stages, views and doors see."""

    def changes(self) -> str:
        """Return how far the facts are: another text whenever any was added, so that what was made of them can be kept."""
        ...

    def counts(self) -> Counts:
        """Count everything once."""
        ...

    def document(self, digest: str) -> Document | None:
        """Return the document with this SHA-256, or None."""
        ...

    def documents(self, state: State | None = None, *, after: str = "", limit: int = 1000) -> list[Document]:
        """Return documents in order of digest, those after the digest `after`, all states if `state` is None."""
        ...

    def waiting(self, *, after: str = "", limit: int = 1000) -> list[Document]:
        """Return documents with pages that wait for recognition, in order of digest, those after the digest `after`."""
        ...

    def arrivals(self, digest: str) -> list[Arrival]:
        """Return every coming of a document, the first one first."""
        ...

    def scan_arrivals(self) -> Iterator[Arrival]:
        """Yield every arrival, the first one first."""
        ...

    def first_arrivals(self, digests: Sequence[str]) -> dict[str, Arrival]:
        """Return how each document came first."""
        ...

    def named(self, name: str) -> list[str]:
        """Return the digests of documents that came under exactly this file name, sorted."""
        ...

    def containers(self, digests: Sequence[str], limit: int) -> dict[str, list[str]]:
        """Return the containers in which each document lies, sorted, any `limit` of them where there are more.

        Documents that lie in none are left out.
        """
        ...

    def inside(self, containers: Sequence[str], limit: int) -> dict[str, list[Inside]]:
        """Return up to `limit` files that lie in each container, the first arrival first; empty for what is none."""
        ...

    def prefixed(self, prefix: str, limit: int = 10) -> list[str]:
        """Return up to `limit` digests of documents that begin with `prefix`, sorted."""
        ...

    def due(self, stage: str, version: str | None, limit: int) -> list[str]:
        """Return work that a stage must do: marked as due, or last done by another version; None: marked only."""
        ...

    def due_count(self, stage: str, version: str | None) -> int:
        """Return how much work `due` has in all."""
        ...

    def currents(self, stage: str, works: Sequence[str]) -> dict[str, tuple[str, str]]:
        """Return the (version, key) with which each piece of work was last done; those never done are left out."""
        ...

    def near(self, stage: str, works: Collection[str]) -> dict[str, list[str]]:
        """Return, for each piece of work, the works before it in order of id that share a telling key with it, sorted.

        A key tells something as long as no more works have it than its limit; see `Batch.place`.
        """
        ...

    def crowded(self, stage: str, keys: Mapping[str, int]) -> set[str]:
        """Return those of the keys that more works have than the number given with each: they tell nothing."""
        ...

    def activity(self, activity_id: str) -> Activity | None:
        """Return an activity by its id, or None."""
        ...

    def current(self, stage: str, work: str) -> Activity | None:
        """Return the latest activity of a stage for a piece of work, or None."""
        ...

    def reading(self, reading_id: str) -> Reading | None:
        """Return a Reading by its id, superseded ones too, or None."""
        ...

    def reading_of(self, digest: str) -> Reading | None:
        """Return the current Reading of a document, or None while it has none."""
        ...

    def lines(self, reading_id: str) -> tuple[Line, ...]:
        """Return where a Reading's text stands on its pages; empty where that is not known."""
        ...

    def readings_of(self, digests: Sequence[str]) -> dict[str, Reading]:
        """Return the current Reading of each document that has one."""
        ...

    def notice(self, notice_id: str) -> Notice | None:
        """Return a notice that the current extraction finds, or None."""
        ...

    def notices_called(self, notices: Collection[str]) -> dict[str, Notice]:
        """Return those of the ids that are current notices, each with its notice."""
        ...

    def notices(self, *, after: str = "", limit: int = 1000) -> list[Notice]:
        """Return current notices in order of id, those after the id `after`."""
        ...

    def present(self, notices: Collection[str]) -> set[str]:
        """Return those of the ids that are current notices."""
        ...

    def notices_in(self, digest: str) -> list[Notice]:
        """Return the current notices of one document, in order of position."""
        ...

    def notices_of(self, digests: Sequence[str]) -> dict[str, list[Notice]]:
        """Return the current notices of each document, in order of position; a document without any has an empty list."""
        ...

    def statements(
        self, notices: Sequence[str], properties: Collection[Property] | None = None
    ) -> dict[str, list[Statement]]:
        """Return the current statements of notices, in order of extraction; a notice without any has an empty list."""
        ...

    def claims(self, notices: Sequence[str], properties: Collection[Property]) -> dict[str, list[Statement]]:
        """Return the current statements of notices without evidence and ids: what tables of everything are made of."""
        ...

    def keyed(self, properties: Collection[Property], keys: Collection[str]) -> dict[str, list[str]]:
        """Return, for each key, the ids of notices that state any of these properties with it, sorted."""
        ...

    def stated(self, properties: Collection[Property], keys: Collection[str]) -> set[str]:
        """Return those of the keys that some notice states for any of these properties."""
        ...

    def keys(self, properties: Collection[Property], *, after: str = "", limit: int = 1000) -> list[str]:
        """Return the distinct keys stated for any of these properties, sorted, those after the key `after`."""
        ...

    def scan(self, properties: Collection[Property]) -> Iterator[Statement]:
        """Yield every current statement of these properties without evidence, in order of notice."""
        ...

    def judgements(self, question: str, members: Collection[str]) -> list[Judgement]:
        """Return the judgements in force that touch any of the members, oldest first.

        In force are a person's judgements that no newer one on the same question and pair replaced, and
        software's judgements from activities that are still the current ones for their work, where no
        person has answered.
        """
        ...

    def judgement(self, judgement_id: str) -> Judgement | None:
        """Return a judgement by its id, in force or not, or None."""
        ...

    def judgements_of(self, stage: str, work: str) -> list[Judgement]:
        """Return what the current activity of a stage for a piece of work judged, in its order."""
        ...

    def history(self, question: str | None = None, *, limit: int = 1000) -> list[Judgement]:
        """Return judgements of persons, the newest first."""
        ...

    def cluster(self, kind: Cluster, member: str) -> str | None:
        """Return the id of the cluster that a member belongs to, or None."""
        ...

    def clusters_of(self, kind: Cluster, members: Sequence[str]) -> dict[str, str]:
        """Return the cluster of each member that has one."""
        ...

    def members(self, kind: Cluster, cluster: str) -> list[str]:
        """Return the members of a cluster, sorted; empty for an unknown id."""
        ...

    def clusters(self, kind: Cluster, *, after: str = "", limit: int = 1000) -> list[str]:
        """Return cluster ids in order, those after the id `after`."""
        ...

    def scan_clusters(self, kind: Cluster) -> Iterator[tuple[str, str]]:
        """Yield every (member, cluster), in order of member."""
        ...

    def redirect(self, cluster: str) -> str | None:
        """Return the id that a merged cluster's id now leads to, or None if it was never merged away."""
        ...

    def search(self, query: str, *, limit: int = 20, offset: int = 0) -> Hits:
        """Find documents whose current text holds every term of the query (see `text.search`)."""
        ...


class Batch(Protocol):
    """The writing half: everything in one batch becomes durable together, or not at all."""

    def arrive(self, arrival: Arrival, size: int) -> bool:
        """Record an arrival whose bytes are already in the archive; return whether the document is new.

        The same digest from the same origin and container is recorded once.
        """
        ...

    def mark_due(self, stage: str, works: Iterable[str]) -> None:
        """Mark work as due for a stage."""
        ...

    def place(self, stage: str, work: str, keys: Mapping[str, int]) -> None:
        """Say by which keys a piece of work is found near others, in place of what was said before.

        Marked as due are the work itself, the works after it that share a telling key with it before or now, and
        all works of a key that begins or ceases to tell: exactly those whose neighborhood (`View.near`) changes.

        Args:
            stage: Whose work it is.
            work: The piece of work.
            keys: Each with the number of works above which it says nothing; that number belongs to the key.
        """
        ...

    def redo(self, stage: str, works: Iterable[str]) -> None:
        """Mark work as due and forget that it was done, so that the same version does it again."""
        ...

    def adopt(self, stage: str, version: str, readers: Collection[str]) -> None:
        """Count documents as done by `version` that were read by one of these readers, whatever version did it.

        So a new version of one reader makes due what that reader read, what failed and what was set aside, and no more.
        """
        ...

    def done(self, stage: str, works: Iterable[str]) -> None:
        """Take work off the list of what is due, where no activity is to be recorded."""
        ...

    def record(self, stage: str, version: str, work: str, key: str, facts: Sequence[Fact]) -> Activity:
        """Record a finished activity and its facts, and make it the current one for its work."""
        ...

    def judge(self, judgement: Judgement) -> Judgement:
        """Record a person's judgement; return it with its id and time."""
        ...

    def assign(self, kind: Cluster, cluster: str, members: Collection[str]) -> None:
        """Make a cluster consist of exactly these members, taking them from where they were."""
        ...

    def forget(self, kind: Cluster, members: Collection[str]) -> None:
        """Take members that no longer exist out of their clusters."""
        ...

    def lead(self, old: str, new: str) -> None:
        """Make the id of a cluster that was merged away lead to the surviving one."""
        ...


class Store(View, Protocol):
    """Both halves."""

    def batch(self) -> AbstractContextManager[Batch]:
        """Begin a transaction; it is committed at the end of the block and rolled back by an exception."""
        ...

    def now(self) -> dt.datetime:
        """Return the store's clock, UTC."""
        ...

    def close(self) -> None:
        """Release files and locks."""
        ...


class Archive(Protocol):
    """Originals by digest: sealed, never changed."""

    def put(self, contents: Sequence[bytes]) -> list[str]:
        """Keep bytes durably and return their digests in the same order; bytes already kept are left alone.

        Raises:
            StorageFull: nothing of the unfinished part is visible; what was kept before stays.
        """
        ...

    def get(self, digest: str) -> bytes:
        """Return the bytes with this digest.

        Raises:
            Missing: the archive has no such bytes.
        """
        ...

    def verify(self, digest: str) -> bool:
        """Return whether the kept bytes still have this digest; False when changed or gone."""
        ...
