"""Runs stages, checks and records what they yield, and keeps the clusters gathered.

Given for nothing to every stage: incremental (the same version and key is never done twice), restartable (a batch is
one transaction), provenance (every fact has an activity), honest failure (`BadInput` becomes the document's state with
its reason; anything else stops the flow), parallel (a stage's `run` sees only what it loaded).
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import islice
from typing import Any, Protocol, runtime_checkable

import msgspec

from counterfile.errors import BadInput, NoEvidence, NotADocument
from counterfile.model.document import Arrival, State
from counterfile.model.judgement import Judgement
from counterfile.model.notice import ORGANIZATIONS, Notice, Property
from counterfile.model.reading import Reading
from counterfile.resolving import packages
from counterfile.store.ports import Archive, Arrived, Batch, Cluster, Fact, Outcome, Published, Store, View
from counterfile.text.derive import derive
from counterfile.text.quotes import are_cut
from counterfile.views import clusters
from counterfile.views.corrected import answers, apply, corrected

BATCH = 256
"""Pieces of work in one transaction: long enough that making it durable costs little, short enough to lose little."""

AHEAD = 64
"""Pieces of work loaded at once, while as many are still being worked on."""

PATIENCE = 2.0
"""Seconds after which a batch is committed though not full, so that slow files are not held back."""

PLACE = "place"
"""Name under which it is kept with which version of a stage all notices were placed."""

GATHER = "gather"
"""Name under which members are due to have their cluster computed anew."""


class Stage(Protocol):
    """A verb: turns one piece of work into facts, and never writes."""

    name: str
    version: str
    """Raised whenever the same input may give other facts; work is then done again."""

    def load(self, works: Sequence[str], view: View) -> Sequence[Any]:
        """Return all that `run` needs for each piece of work, None where there is nothing to do any more."""
        ...

    def key(self, loaded: Any) -> str:
        """Return a name for exactly what goes in."""
        ...

    def run(self, loaded: Any) -> Sequence[Fact]:
        """Return the facts; called from several threads at once.

        Raises:
            BadInput: the document is at fault; the flow records why and goes on.
        """
        ...

    def due_after(self, facts: Iterable[Fact]) -> Iterable[str]:
        """Return the work of this stage that facts of other stages make due."""
        ...


@runtime_checkable
class Placing(Protocol):
    """What a stage has besides whose work is a neighborhood: a thing together with its like."""

    name: str
    version: str

    def places(self, facts: Iterable[Published]) -> Mapping[str, Mapping[str, int]]:
        """Return, for the work of each notice, the keys by which it is found; see `store.ports.Batch.place`."""
        ...


class Progress(msgspec.Struct, frozen=True):
    """How far a run is."""

    stage: str
    done: int
    """Pieces of work of this stage done in this run."""
    total: int
    """Pieces of work of this stage known to this run."""
    failed: int
    """Of `done`, those that ended in a `BadInput`."""


def run(
    stages: Sequence[Stage],
    store: Store,
    archive: Archive,
    *,
    workers: int = 2,
    collector: str = "container 1",
    marked: bool = False,
) -> Iterator[Progress]:
    """Bring `store` up to date; yield after each batch.

    Args:
        stages: In the order of the pipeline.
        store: Where facts are kept.
        archive: Where bytes found inside containers go.
        workers: Threads that call `Stage.run`; each may wait for a process of the sandbox.
        collector: Named as the collector of what is found inside containers.
        marked: Do only what is marked as due and leave what another version did, as after a judgement, which must not
            wait for all that a newer version of the program would do again.
    """
    with ThreadPoolExecutor(max_workers=workers, thread_name_prefix="stage") as pool:
        recorder = _Recorder(stages, store, archive, collector)
        for stage in stages:
            if isinstance(stage, Placing):
                if not marked:
                    place_all(stage, store)
                pack(stage, store)
            yield from _run_stage(stage, None if marked else stage.version, store, pool, recorder)
    yield from gather(store)


def _run_stage(
    stage: Stage, version: str | None, store: Store, pool: ThreadPoolExecutor, recorder: _Recorder
) -> Iterator[Progress]:
    done = failed = 0
    while works := store.due(stage.name, version, BATCH * 4):
        total = done + store.due_count(stage.name, version)
        results = _results(stage, works, store, pool)
        while some := _take(results):
            with store.batch() as batch:
                for result in some:
                    done += 1
                    failed += recorder.record(stage, result, batch)
            yield Progress(stage.name, done, max(total, done), failed)


class _Result(msgspec.Struct, frozen=True):
    """How one piece of work ended."""

    work: str
    loaded: Any
    facts: Sequence[Fact] | BadInput | None
    """What the stage yielded, why it could not, or None if there was nothing to do."""
    again: bool
    """Whether it was done before, so that what it said then must be looked at."""


def _results(stage: Stage, works: Sequence[str], view: View, pool: ThreadPoolExecutor) -> Iterator[_Result]:
    """Yield results in the order of work, keeping the pool busy a little ahead."""
    ahead: deque[tuple[str, Any, Future[Sequence[Fact]] | None, bool]] = deque()
    waiting = iter(works)
    while True:
        if len(ahead) <= AHEAD:
            some = list(islice(waiting, AHEAD))
            done = view.currents(stage.name, some)
            for work, loaded in zip(some, stage.load(some, view) if some else (), strict=True):
                last = done.get(work)
                skip = loaded is None or (last is not None and last == (stage.version, stage.key(loaded)))
                ahead.append((work, loaded, None if skip else pool.submit(stage.run, loaded), last is not None))
        if not ahead:
            return
        work, loaded, future, again = ahead.popleft()
        if future is None:
            yield _Result(work, loaded, None, again)
            continue
        try:
            yield _Result(work, loaded, future.result(), again)
        except BadInput as error:
            yield _Result(work, loaded, error, again)


def _take(results: Iterator[_Result]) -> list[_Result]:
    """Return the next results, until a batch is full or has waited long enough."""
    taken = []
    deadline = time.monotonic() + PATIENCE
    for result in islice(results, BATCH):
        taken.append(result)
        if time.monotonic() > deadline:
            break
    return taken


class _Recorder:
    """Records results, and what they make due for every stage."""

    def __init__(self, stages: Sequence[Stage], store: Store, archive: Archive, collector: str) -> None:
        self._stages = stages
        self._store = store
        self._archive = archive
        self._collector = collector
        # Nobody corrects while a run holds the inquiry.
        self._given = answers(store)

    def record(self, stage: Stage, result: _Result, batch: Batch) -> bool:
        """Record one result; return whether the work failed."""
        work, loaded, found = result.work, result.loaded, result.facts
        if found is None and not (loaded is None and result.again):
            batch.done(stage.name, [work])
            return False
        before = _before(stage, result, self._store)
        if found is None:
            # There is nothing to do any more: what was said then no longer counts.
            self._keep(batch, stage, work, "", before, [])
            return False
        if not isinstance(found, BadInput):
            try:
                check(found, loaded if isinstance(loaded, Reading) else None, self._store)
            except NoEvidence as error:
                found = BadInput(f"{stage.name}: a value does not follow from its words ({error})")
        failed = False
        if isinstance(found, BadInput):
            failed = not isinstance(found, NotADocument)
            state = State.FAILED if failed else State.SKIPPED
            found = [Outcome(state, str(found), sandbox=found.sandbox or None)]
        self._keep(batch, stage, work, stage.key(loaded), before, found)
        return failed

    def _keep(
        self, batch: Batch, stage: Stage, work: str, key: str, before: Sequence[Fact], found: Sequence[Fact]
    ) -> None:
        """Record facts, and mark as due all that they, or those they replace, bear on."""
        batch.record(stage.name, stage.version, work, key, found)
        for arrived in (fact for fact in found if isinstance(fact, Arrived)):
            self._arrive(arrived, batch)
        facts = [*before, *found]
        published = [fact for fact in facts if isinstance(fact, Published)]
        for other in self._stages:
            batch.mark_due(other.name, other.due_after(facts))
            if isinstance(other, Placing):
                batch.mark_due(packages.PACKED, packages.touched(facts))
            if published and isinstance(other, Placing):
                now = [fact for fact in found if isinstance(fact, Published)]
                place(other, batch, now, self._given, {fact.notice.id for fact in published})
        _mark_members(batch, facts)

    def _arrive(self, arrived: Arrived, batch: Batch) -> None:
        """Keep bytes found inside a container and mark them as due to be read."""
        (digest,) = self._archive.put([arrived.content])
        arrival = Arrival(digest, arrived.name, arrived.origin, arrived.container, self._collector, self._store.now())
        if batch.arrive(arrival, len(arrived.content)):
            batch.mark_due("read", [digest])


def _before(stage: Stage, result: _Result, store: Store) -> list[Fact]:
    """Return what the work said when it was last done, so that what it no longer says is looked at again."""
    if not result.again:
        return []
    if stage.name == "extract":
        return list(_published(store, result.work))
    return list(store.judgements_of(stage.name, result.work))


def place(
    stage: Placing,
    batch: Batch,
    now: Sequence[Published],
    given: Mapping[str, Judgement] | None = None,
    touched: Collection[str] = (),
) -> None:
    """Record by which keys notices are found: those of what was read and of what persons made of it.

    Args:
        stage: Whose work they are.
        batch: Where it is recorded, and what becomes due.
        now: Notices as they now are.
        given: Persons' answers about values; see `views.corrected.answers`.
        touched: Ids of notices that may be gone: those not among `now` are found by nothing any more.
    """
    as_corrected = (
        (Published(fact.notice, tuple(apply(fact.notice.id, fact.statements, given))) for fact in now) if given else ()
    )
    gone = set(touched) - {fact.notice.id for fact in now}
    empty = [Published(Notice(notice, "", "", 0, 0), ()) for notice in sorted(gone)]
    for work, keys in stage.places([*now, *as_corrected, *empty]).items():
        batch.place(stage.name, work, keys)
    for notice in gone:
        batch.place(packages.PACKED, clusters.notice_member(notice), {})


def place_all(stage: Placing, store: Store) -> None:
    """Place every notice anew where the stage's version, and so perhaps its keys, changed since that was last done."""
    last = store.current(PLACE, stage.name)
    if last is not None and last.version == stage.version:
        return
    given = answers(store)
    after = ""
    while notices := store.notices(after=after, limit=BATCH * 4):
        after = notices[-1].id
        said = store.claims([notice.id for notice in notices], tuple(Property))
        with store.batch() as batch:
            place(stage, batch, [Published(notice, tuple(said[notice.id])) for notice in notices], given)
    with store.batch() as batch:
        batch.record(PLACE, stage.version, stage.name, "", [])


def pack(stage: Placing, store: Store) -> None:
    """Record anew which files came with which notices, and make due all that this bears on; see `resolving.packages`."""
    while works := store.due(packages.PACKED, None, BATCH):
        notices = packages.of_notices(works)
        with store.batch() as batch:
            batch.done(packages.PACKED, works)
            batch.mark_due(packages.PACKED, packages.of_documents(works, store))
            for work, keys in packages.of_packages(works, store).items():
                batch.place(packages.PACKED, work, keys)
            batch.mark_due(stage.name, notices)
            # In a group of three, what two say of each other counts even where it links nothing by itself.
            batch.mark_due(GATHER, notices)


def _published(store: Store, digest: str) -> list[Published]:
    """Return what the document's notices say until now."""
    notices = store.notices_in(digest)
    statements = store.statements([notice.id for notice in notices]) if notices else {}
    return [Published(notice, tuple(statements[notice.id])) for notice in notices]


def _mark_members(batch: Batch, facts: Iterable[Fact]) -> None:
    """Mark everything whose cluster these facts may change."""
    members: set[str] = set()
    for fact in facts:
        if isinstance(fact, Published):
            members.add(clusters.notice_member(fact.notice.id))
            members |= {
                clusters.name_member(statement.key)
                for statement in fact.statements
                if statement.property in ORGANIZATIONS and statement.key
            }
        elif isinstance(fact, Judgement):
            members |= clusters.members_of(fact)
    batch.mark_due(GATHER, members)


def judge(store: Store, judgements: Sequence[Judgement]) -> list[Judgement]:
    """Store what people said, all or nothing, once the words that they point at are found where they say.

    The inquiry must be held for writing. What else follows from a judgement is the caller's to mark as due.

    Raises:
        NoEvidence: naming the first judgement whose words do not stand there; nothing is stored.
    """
    check(judgements, None, store)
    with store.batch() as batch:
        return [batch.judge(each) for each in judgements]


def check(facts: Iterable[Fact], reading: Reading | None, view: View) -> None:
    """Check that every statement's quotes stand where it says, and that its value follows from them.

    Args:
        facts: What a stage yielded.
        reading: The Reading that the stage worked on, if it did; others are looked up.
        view: Where other Readings are found.

    Raises:
        NoEvidence: naming the first statement that fails.
    """
    for fact in facts:
        if isinstance(fact, Published):
            words = reading if reading and reading.id == fact.notice.reading else view.reading(fact.notice.reading)
            if words is None:
                raise NoEvidence(
                    f"notice {fact.notice.id} points into reading {fact.notice.reading}, which is not kept"
                )
            for statement in fact.statements:
                _check_quotes(statement.evidence, words, f"{statement.property} of {statement.notice}")
                alone = statement.property is Property.NOTICE_TITLE
                if are_cut(words.text, statement.evidence, statement.derivation, whole_line=alone):
                    raise NoEvidence(
                        f"{statement.property} of {statement.notice}: its words are cut out of longer ones"
                    )
                derived = derive(statement.derivation, tuple(span.quote for span in statement.evidence))
                if derived != statement.value:
                    raise NoEvidence(
                        f"{statement.property} of {statement.notice}: {statement.value!r} was claimed, "
                        f"{derived!r} follows from its words"
                    )
        elif isinstance(fact, Judgement) and fact.evidence:
            words = view.reading(fact.reading)
            if words is None:
                raise NoEvidence(f"{fact.question} points into reading {fact.reading!r}, which is not kept")
            _check_quotes(fact.evidence, words, fact.question)


def _check_quotes(evidence: Sequence[Any], reading: Reading, what: str) -> None:
    if not evidence:
        raise NoEvidence(f"{what}: no words were given")
    for span in evidence:
        found = reading.text[span.start : span.end]
        if not found or found != span.quote:
            raise NoEvidence(f"{what}: {span.quote!r} is not at {span.start}, {found!r} is")


def gather(store: Store) -> Iterator[Progress]:
    """Compute anew the clusters of all members that are due; a step of `run`, and enough after a judgement."""
    done = 0
    while members := store.due(GATHER, "", BATCH * 4):
        total = done + store.due_count(GATHER, "")
        with store.batch() as batch:
            for kind in Cluster:
                _gather_kind(kind, members, store, batch)
            batch.done(GATHER, members)
        done += len(members)
        yield Progress(GATHER, done, max(total, done), 0)


def _gather_kind(kind: Cluster, due: Sequence[str], store: Store, batch: Batch) -> None:
    seeds = [clusters.bare(member) for member in due if clusters.belongs(kind, member)]
    view = corrected(store)  # a corrected name or date counts, not what was read
    batch.forget(kind, clusters.gone(kind, seeds, view))
    for change in clusters.changes(kind, seeds, view):
        batch.assign(kind, change.id, change.members)
        for old in change.absorbed:
            batch.lead(old, change.id)
