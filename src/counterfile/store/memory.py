"""The slow, obvious store that says what every other store must do; made for tests and plugin authors."""

from __future__ import annotations

import copy
import datetime as dt
import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager

import msgspec

from counterfile.errors import Missing
from counterfile.model.activity import Activity
from counterfile.model.document import Arrival, Document, State
from counterfile.model.judgement import Judgement
from counterfile.model.notice import Notice, Property
from counterfile.model.reading import Line, Lines, Reading, is_waiting
from counterfile.model.statement import Statement
from counterfile.store.ports import Cluster, Counts, Fact, Hits, Inside, Outcome, Published
from counterfile.store.rules import in_force, indexed, statement_id
from counterfile.text import search


class MemoryArchive:
    """`ports.Archive` in a dictionary."""

    def __init__(self) -> None:
        self.contents: dict[str, bytes] = {}

    def put(self, contents: Sequence[bytes]) -> list[str]:
        """Keep bytes and return their digests in the same order."""
        digests = [hashlib.sha256(content).hexdigest() for content in contents]
        for digest, content in zip(digests, contents, strict=True):
            self.contents.setdefault(digest, content)
        return digests

    def get(self, digest: str) -> bytes:
        """Return the bytes with this digest, or raise `Missing`."""
        if digest not in self.contents:
            raise Missing(f"the archive has no document {digest}")
        return self.contents[digest]

    def verify(self, digest: str) -> bool:
        """Return whether the kept bytes still have this digest."""
        return hashlib.sha256(self.contents.get(digest, b"")).hexdigest() == digest


class _Tables:
    """All state of a `MemoryStore`; a batch works on the store's own and puts a copy back if it fails."""

    def __init__(self) -> None:
        self.sizes: dict[str, int] = {}
        self.outcomes: dict[str, Outcome] = {}
        self.stages: dict[str, str] = {}
        self.arrivals: list[Arrival] = []
        self.activities: list[Activity] = []
        self.current: dict[tuple[str, str], Activity] = {}
        self.due: set[tuple[str, str]] = set()
        self.places: dict[tuple[str, str], dict[str, int]] = {}
        self.readings: dict[str, Reading] = {}
        self.reading_of: dict[str, str] = {}
        self.reading_order: list[str] = []
        self.lines: dict[str, tuple[Line, ...]] = {}
        self.adopted: dict[tuple[str, str], str] = {}
        self.notices: dict[str, Notice] = {}
        self.statements: dict[str, list[Statement]] = {}
        self.ever_stated = 0
        self.judgements: list[tuple[Judgement, Activity | None]] = []
        self.clusters: dict[tuple[Cluster, str], str] = {}
        self.redirects: dict[str, str] = {}


class MemoryStore:
    """`ports.Store` in dictionaries."""

    def __init__(self, clock: Iterator[dt.datetime] | None = None) -> None:
        """Begin empty; `clock` yields the times to use (default: one second later each time, from 2026-01-01)."""
        self._clock = clock or _ticks()
        self._tables = _Tables()

    def now(self) -> dt.datetime:
        """Return the clock's next time, UTC."""
        return next(self._clock)

    def close(self) -> None:
        """Do nothing: there is nothing to release."""

    @contextmanager
    def batch(self) -> Iterator[MemoryStore]:
        """Begin a transaction on a copy; keep the copy only if the block ends well."""
        before = copy.deepcopy(self._tables)
        try:
            yield self
        except BaseException:
            self._tables = before
            raise

    # View

    def changes(self) -> str:
        """Return how far the facts are."""
        tables = self._tables
        return f"{len(tables.arrivals)}-{len(tables.activities)}-{len(tables.judgements)}"

    def counts(self) -> Counts:
        """Count everything once."""
        tables = self._tables
        states = [document.state for document in self.documents(limit=len(tables.sizes))]
        clusters = {kind: {c for (k, _), c in tables.clusters.items() if k == kind} for kind in Cluster}
        return Counts(
            arrivals=len(tables.arrivals),
            added=len(states),
            read=states.count(State.READ),
            failed=states.count(State.FAILED),
            skipped=states.count(State.SKIPPED),
            pending=states.count(State.PENDING),
            notices=len(tables.notices),
            procedures=len(clusters[Cluster.PROCEDURE]),
            families=len(clusters[Cluster.FAMILY]),
            organizations=len(clusters[Cluster.ORGANIZATION]),
            statements=tables.ever_stated,
            judgements=len(tables.judgements),
            waiting=len(self.waiting(limit=len(tables.sizes))),
            waiting_pages=sum(document.waiting for document in self.waiting(limit=len(tables.sizes))),
        )

    def document(self, digest: str) -> Document | None:
        """Return the document with this SHA-256, or None."""
        size = self._tables.sizes.get(digest)
        if size is None:
            return None
        outcome = self._tables.outcomes.get(digest, Outcome(State.PENDING))
        reading = self.reading_of(digest)
        waiting = sum(map(is_waiting, reading.pages)) if reading else 0
        stage = self._tables.stages.get(digest)
        told = (outcome.state, outcome.reason, outcome.media_type, stage, outcome.reader, outcome.sandbox)
        return Document(digest, size, *told, waiting)

    def waiting(self, *, after: str = "", limit: int = 1000) -> list[Document]:
        """Return documents with pages that wait for recognition, in order of digest."""
        every = self.documents(after=after, limit=len(self._tables.sizes))
        return [document for document in every if document.waiting][:limit]

    def documents(self, state: State | None = None, *, after: str = "", limit: int = 1000) -> list[Document]:
        """Return documents in order of digest."""
        found = [d for digest in sorted(self._tables.sizes) if digest > after and (d := self.document(digest))]
        return [document for document in found if state in (None, document.state)][:limit]

    def arrivals(self, digest: str) -> list[Arrival]:
        """Return every coming of a document, the first one first."""
        return [arrival for arrival in self._tables.arrivals if arrival.digest == digest]

    def scan_arrivals(self) -> Iterator[Arrival]:
        """Yield every arrival, the first one first."""
        yield from self._tables.arrivals

    def first_arrivals(self, digests: Sequence[str]) -> dict[str, Arrival]:
        """Return how each document came first."""
        return {digest: found[0] for digest in digests if (found := self.arrivals(digest))}

    def named(self, name: str) -> list[str]:
        """Return the digests of documents that came under exactly this file name, sorted."""
        return sorted({arrival.digest for arrival in self._tables.arrivals if arrival.name == name})

    def containers(self, digests: Sequence[str], limit: int) -> dict[str, list[str]]:
        """Return up to `limit` containers in which each document lies, sorted."""
        found: dict[str, set[str]] = {}
        for arrival in self._tables.arrivals:
            if arrival.container and arrival.digest in digests:
                found.setdefault(arrival.digest, set()).add(arrival.container)
        return {digest: sorted(some)[:limit] for digest, some in found.items()}

    def inside(self, containers: Sequence[str], limit: int) -> dict[str, list[Inside]]:
        """Return up to `limit` files that lie in each container, the first arrival first."""
        found: dict[str, list[Inside]] = {container: [] for container in containers}
        for arrival in self._tables.arrivals:
            if arrival.container in found:
                size = self._tables.sizes[arrival.digest]
                found[arrival.container].append(Inside(arrival.digest, arrival.name, size))
        return {container: some[:limit] for container, some in found.items()}

    def prefixed(self, prefix: str, limit: int = 10) -> list[str]:
        """Return up to `limit` digests that begin with `prefix`, sorted."""
        return [digest for digest in sorted(self._tables.sizes) if digest.startswith(prefix)][:limit]

    def due(self, stage: str, version: str | None, limit: int) -> list[str]:
        """Return work marked as due, then work last done by another version; None: marked only."""
        return self._all_due(stage, version)[:limit]

    def due_count(self, stage: str, version: str | None) -> int:
        """Return how much work `due` has in all."""
        return len(self._all_due(stage, version))

    def _all_due(self, stage: str, version: str | None) -> list[str]:
        marked = sorted(work for name, work in self._tables.due if name == stage)
        if version is None:
            return marked
        other = sorted(
            work
            for (name, work), activity in self._tables.current.items()
            if name == stage
            and self._tables.adopted.get((stage, work), activity.version) != version
            and work not in marked
        )
        return marked + other

    def currents(self, stage: str, works: Sequence[str]) -> dict[str, tuple[str, str]]:
        """Return the (version, key) with which each piece of work was last done."""
        found = {work: self.current(stage, work) for work in works}
        return {work: (activity.version, activity.key) for work, activity in found.items() if activity is not None}

    def near(self, stage: str, works: Collection[str]) -> dict[str, list[str]]:
        """Return, for each piece of work, the works before it that share a telling key with it, sorted."""
        return {
            work: sorted(
                {
                    other
                    for key in self._tables.places.get((stage, work), {})
                    for other in self._telling(stage, key)
                    if other < work
                }
            )
            for work in works
        }

    def crowded(self, stage: str, keys: Mapping[str, int]) -> set[str]:
        """Return those of the keys that more works have than the number given with each."""
        placed = [key for (name, _), some in self._tables.places.items() if name == stage for key in some]
        return {key for key, most in keys.items() if placed.count(key) > most}

    def _telling(self, stage: str, key: str) -> set[str]:
        """Return the works that have a key, none where there are more than its limit."""
        found = {work: keys[key] for (name, work), keys in self._tables.places.items() if name == stage and key in keys}
        return set(found) if len(found) <= max(found.values(), default=0) else set()

    def activity(self, activity_id: str) -> Activity | None:
        """Return an activity by its id, or None."""
        return next((each for each in self._tables.activities if each.id == activity_id), None)

    def current(self, stage: str, work: str) -> Activity | None:
        """Return the latest activity of a stage for a piece of work, or None."""
        return self._tables.current.get((stage, work))

    def reading(self, reading_id: str) -> Reading | None:
        """Return a Reading by its id, or None."""
        return self._tables.readings.get(reading_id)

    def reading_of(self, digest: str) -> Reading | None:
        """Return the current Reading of a document, or None."""
        return self._tables.readings.get(self._tables.reading_of.get(digest, ""))

    def lines(self, reading_id: str) -> tuple[Line, ...]:
        """Return where a Reading's text stands on its pages; empty where that is not known."""
        return self._tables.lines.get(reading_id, ())

    def readings_of(self, digests: Sequence[str]) -> dict[str, Reading]:
        """Return the current Reading of each document that has one."""
        return {digest: reading for digest in digests if (reading := self.reading_of(digest)) is not None}

    def notice(self, notice_id: str) -> Notice | None:
        """Return a notice that the current extraction finds, or None."""
        return self._tables.notices.get(notice_id)

    def notices_called(self, notices: Collection[str]) -> dict[str, Notice]:
        """Return those of the ids that are current notices, each with its notice."""
        return {each: self._tables.notices[each] for each in notices if each in self._tables.notices}

    def notices(self, *, after: str = "", limit: int = 1000) -> list[Notice]:
        """Return current notices in order of id."""
        return [self._tables.notices[each] for each in sorted(self._tables.notices) if each > after][:limit]

    def present(self, notices: Collection[str]) -> set[str]:
        """Return those of the ids that are current notices."""
        return set(notices) & set(self._tables.notices)

    def notices_in(self, digest: str) -> list[Notice]:
        """Return the current notices of one document, in order of position."""
        return self.notices_of([digest])[digest]

    def notices_of(self, digests: Sequence[str]) -> dict[str, list[Notice]]:
        """Return the current notices of each document, in order of position."""
        found: dict[str, list[Notice]] = {digest: [] for digest in digests}
        for notice in sorted(self._tables.notices.values(), key=lambda notice: notice.start):
            if notice.document in found:
                found[notice.document].append(notice)
        return found

    def statements(
        self, notices: Sequence[str], properties: Collection[Property] | None = None
    ) -> dict[str, list[Statement]]:
        """Return the current statements of notices, in order of extraction."""
        return {
            notice: [
                statement
                for statement in self._tables.statements.get(notice, [])
                if properties is None or statement.property in properties
            ]
            for notice in notices
        }

    def claims(self, notices: Sequence[str], properties: Collection[Property]) -> dict[str, list[Statement]]:
        """Return the current statements of notices without evidence and ids."""
        return {
            notice: [msgspec.structs.replace(statement, evidence=(), id="") for statement in statements]
            for notice, statements in self.statements(notices, properties).items()
        }

    def keyed(self, properties: Collection[Property], keys: Collection[str]) -> dict[str, list[str]]:
        """Return the ids of notices that state any of these properties with each key, sorted."""
        said = [(statement.key, statement.notice) for statement in self.scan(properties)]
        return {key: sorted({notice for found, notice in said if found == key}) for key in keys}

    def stated(self, properties: Collection[Property], keys: Collection[str]) -> set[str]:
        """Return those of the keys that some notice states for any of these properties."""
        return {key for key, notices in self.keyed(properties, keys).items() if notices}

    def keys(self, properties: Collection[Property], *, after: str = "", limit: int = 1000) -> list[str]:
        """Return the distinct keys stated for any of these properties, sorted."""
        return sorted({s.key for s in self.scan(properties) if s.key is not None and s.key > after})[:limit]

    def scan(self, properties: Collection[Property]) -> Iterator[Statement]:
        """Yield every current statement of these properties without evidence, in order of notice."""
        for notice in sorted(self._tables.notices):
            for statement in self._tables.statements.get(notice, []):
                if statement.property in properties:
                    yield msgspec.structs.replace(statement, evidence=(), id="")

    def judgements(self, question: str, members: Collection[str]) -> list[Judgement]:
        """Return the judgements in force that touch any of the members, oldest first."""
        return in_force(
            judgement
            for judgement, activity in self._tables.judgements
            if judgement.question == question
            and (judgement.subject in members or judgement.other in members)
            and (activity is None or self.current(activity.stage, activity.work) == activity)
        )

    def judgement(self, judgement_id: str) -> Judgement | None:
        """Return a judgement by its id, or None."""
        return next((each for each, _ in self._tables.judgements if each.id == judgement_id), None)

    def judgements_of(self, stage: str, work: str) -> list[Judgement]:
        """Return what the current activity of a stage for a piece of work judged, in its order."""
        current = self.current(stage, work)
        return [each for each, activity in self._tables.judgements if current is not None and activity == current]

    def history(self, question: str | None = None, *, limit: int = 1000) -> list[Judgement]:
        """Return judgements of persons, the newest first."""
        found = [judgement for judgement, activity in self._tables.judgements if activity is None]
        return [each for each in reversed(found) if question in (None, each.question)][:limit]

    def cluster(self, kind: Cluster, member: str) -> str | None:
        """Return the id of the cluster that a member belongs to, or None."""
        return self._tables.clusters.get((kind, member))

    def clusters_of(self, kind: Cluster, members: Sequence[str]) -> dict[str, str]:
        """Return the cluster of each member that has one."""
        found = {member: self.cluster(kind, member) for member in members}
        return {member: cluster for member, cluster in found.items() if cluster is not None}

    def members(self, kind: Cluster, cluster: str) -> list[str]:
        """Return the members of a cluster, sorted."""
        return [member for member, found in self.scan_clusters(kind) if found == cluster]

    def clusters(self, kind: Cluster, *, after: str = "", limit: int = 1000) -> list[str]:
        """Return cluster ids in order, those after the id `after`."""
        return sorted({cluster for _, cluster in self.scan_clusters(kind) if cluster > after})[:limit]

    def scan_clusters(self, kind: Cluster) -> Iterator[tuple[str, str]]:
        """Yield every (member, cluster), in order of member."""
        yield from sorted((member, cluster) for (k, member), cluster in self._tables.clusters.items() if k == kind)

    def redirect(self, cluster: str) -> str | None:
        """Return the id that a merged cluster's id now leads to, or None."""
        seen = cluster
        while seen in self._tables.redirects:
            seen = self._tables.redirects[seen]
        return seen if seen != cluster else None

    def search(self, query: str, *, limit: int = 20, offset: int = 0) -> Hits:
        """Find documents whose current text holds every term, by looking into each."""
        phrases = search.phrases(query)
        if not phrases:
            return Hits(0, ())
        first, then = [], []
        for reading_id in self._tables.reading_order:
            reading = self._tables.readings[reading_id]
            if self._tables.reading_of[reading.document] == reading_id:
                own, furniture = indexed(reading)
                if all(_contains(own, phrase) for phrase in phrases):
                    first.append(reading.document)
                elif all(_contains(own, phrase) or _contains(furniture, phrase) for phrase in phrases):
                    then.append(reading.document)
        found = first + then
        return Hits(len(found), tuple(found[offset : offset + limit]))

    # Batch

    def arrive(self, arrival: Arrival, size: int) -> bool:
        """Record an arrival; return whether the document is new."""
        tables = self._tables
        same = {(a.digest, a.origin, a.container) for a in tables.arrivals}
        if (arrival.digest, arrival.origin, arrival.container) not in same:
            tables.arrivals.append(arrival)
        if arrival.digest in tables.sizes:
            return False
        tables.sizes[arrival.digest] = size
        return True

    def mark_due(self, stage: str, works: Iterable[str]) -> None:
        """Mark work as due for a stage."""
        self._tables.due |= {(stage, work) for work in works}

    def place(self, stage: str, work: str, keys: Mapping[str, int]) -> None:
        """Say by which keys a piece of work is found near others; mark as due whose neighborhood changes."""
        places = self._tables.places
        touched = {*places.get((stage, work), {}), *keys}
        before = {key: self._telling(stage, key) for key in touched}
        places[stage, work] = dict(keys)
        due = {work}
        for key in touched:
            now = self._telling(stage, key)
            changed = bool(before[key] - {work}) != bool(now - {work})
            due |= {other for other in before[key] | now if changed or other > work}
        self.mark_due(stage, due)

    def redo(self, stage: str, works: Iterable[str]) -> None:
        """Mark work as due and forget that it was done."""
        for work in works:
            self._tables.current.pop((stage, work), None)
            self._tables.due.add((stage, work))

    def adopt(self, stage: str, version: str, readers: Collection[str]) -> None:
        """Count documents as done by `version` that were read by one of these readers."""
        for document in self.documents(State.READ, limit=len(self._tables.sizes)):
            if document.reader in readers:
                self._tables.adopted[stage, document.digest] = version

    def done(self, stage: str, works: Iterable[str]) -> None:
        """Take work off the list of what is due."""
        self._tables.due -= {(stage, work) for work in works}

    def record(self, stage: str, version: str, work: str, key: str, facts: Sequence[Fact]) -> Activity:
        """Record a finished activity and its facts, and make it the current one for its work."""
        tables = self._tables
        activity = Activity(f"ac-{len(tables.activities) + 1}", stage, version, work, key, self.now())
        tables.activities.append(activity)
        tables.current[stage, work] = activity
        tables.adopted.pop((stage, work), None)
        tables.due.discard((stage, work))
        published = [fact for fact in facts if isinstance(fact, Published)]
        for fact in facts:
            if isinstance(fact, Reading):
                if fact.id not in tables.readings:
                    tables.readings[fact.id] = fact
                    tables.reading_order.append(fact.id)
                tables.reading_of[fact.document] = fact.id
            elif isinstance(fact, Lines):
                tables.lines.setdefault(fact.reading, fact.lines)
            elif isinstance(fact, Outcome):
                tables.outcomes[work] = fact
                tables.stages[work] = stage
            elif isinstance(fact, Judgement):
                self._judge(fact, activity)
        if published or stage == "extract":
            for notice in self.notices_in(work):
                del tables.notices[notice.id]
                tables.statements.pop(notice.id, None)
            for fact in published:
                tables.notices[fact.notice.id] = fact.notice
                tables.statements[fact.notice.id] = [
                    msgspec.structs.replace(statement, id=statement_id(statement)) for statement in fact.statements
                ]
                tables.ever_stated += len(fact.statements)
        return activity

    def judge(self, judgement: Judgement) -> Judgement:
        """Record a person's judgement; return it with its id and time."""
        return self._judge(judgement, None)

    def _judge(self, judgement: Judgement, activity: Activity | None) -> Judgement:
        number = len(self._tables.judgements) + 1
        decided = judgement.decided_at or self.now()
        kept = msgspec.structs.replace(judgement, id=f"j-{number}", decided_at=decided)
        self._tables.judgements.append((kept, activity))
        return kept

    def assign(self, kind: Cluster, cluster: str, members: Collection[str]) -> None:
        """Make a cluster consist of exactly these members."""
        self.forget(kind, self.members(kind, cluster))
        for member in members:
            self._tables.clusters[kind, member] = cluster
        self._tables.redirects.pop(cluster, None)

    def forget(self, kind: Cluster, members: Collection[str]) -> None:
        """Take members that no longer exist out of their clusters."""
        for member in members:
            self._tables.clusters.pop((kind, member), None)

    def lead(self, old: str, new: str) -> None:
        """Make the id of a cluster that was merged away lead to the surviving one."""
        self._tables.redirects[old] = new


def _ticks() -> Iterator[dt.datetime]:
    moment = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    while True:
        yield moment
        moment += dt.timedelta(seconds=1)


def _contains(tokens: list[str], phrase: list[str]) -> bool:
    """Return whether `phrase` stands somewhere in `tokens`, in one piece."""
    return any(tokens[at : at + len(phrase)] == phrase for at in range(len(tokens) - len(phrase) + 1))
