"""The flow records what stages yield, checks it, and never lets one document stop the rest."""

from collections.abc import Iterable, Sequence
from pathlib import Path

import pytest

from counterfile import flow
from counterfile.errors import NoEvidence, NotADocument, Unreadable
from counterfile.model.document import State
from counterfile.model.judgement import Question
from counterfile.model.notice import Property
from counterfile.model.reading import Reading
from counterfile.store.memory import MemoryArchive, MemoryStore
from counterfile.store.ports import Arrived, Fact, Outcome, Published, View
from counterfile.testing import facts

TEXT = "临沅市公安局智能监控系统采购项目公开招标公告\n项目编号:LY-2021-018"


class Read:
    """A read stage that knows its documents by heart."""

    name = "read"

    def __init__(self, texts: dict[str, str | Exception | list[Fact]], version: str = "1") -> None:
        self.texts = {facts.digest(name): (name, text) for name, text in texts.items()}
        self.version = version
        self.runs: list[str] = []

    def load(self, works: Sequence[str], view: View) -> Sequence[str]:
        return works

    def key(self, loaded: str) -> str:
        return loaded

    def run(self, loaded: str) -> Sequence[Fact]:
        name, text = self.texts[loaded]
        self.runs.append(name)
        if isinstance(text, Exception):
            raise text
        if isinstance(text, list):
            return text
        return [facts.reading(name, text), Outcome(State.READ)]

    def due_after(self, facts: Iterable[Fact]) -> Iterable[str]:
        return ()


class Extract:
    """An extract stage that claims one number."""

    name = "extract"
    version = "1"

    def __init__(self, quote: str = "LY-2021-018", value: str | None = None) -> None:
        self.quote, self.value = quote, value

    def load(self, works: Sequence[str], view: View) -> Sequence[Reading | None]:
        return [view.reading_of(work) for work in works]

    def key(self, loaded: Reading) -> str:
        return loaded.id

    def run(self, loaded: Reading) -> Sequence[Fact]:
        said = facts.statement(loaded, Property.NUMBER, self.quote, value=self.value, derivation="number", key="k")
        return [facts.published(loaded, said)]

    def due_after(self, found: Iterable[Fact]) -> Iterable[str]:
        return [fact.document for fact in found if isinstance(fact, Reading)]


def store_with(*names: str) -> MemoryStore:
    store = MemoryStore()
    with store.batch() as batch:
        for name in names:
            batch.arrive(facts.arrival(name), 10)
            batch.mark_due("read", [facts.digest(name)])
    return store


def states(store: MemoryStore) -> dict[str, State]:
    return {store.arrivals(d.digest)[0].name: d.state for d in store.documents()}


def test_document_becomes_reading_and_statement_and_procedure() -> None:
    store = store_with("tender")

    list(flow.run([Read({"tender": TEXT}), Extract()], store, MemoryArchive()))

    counts = store.counts()
    assert (counts.read, counts.notices, counts.procedures) == (1, 1, 1)


def test_bad_input_becomes_a_state_with_its_reason_and_the_rest_goes_on() -> None:
    store = store_with("broken", "robot", "tender")
    read = Read({"broken": Unreadable("cut off"), "robot": NotADocument("anti-robot page"), "tender": TEXT})

    list(flow.run([read, Extract()], store, MemoryArchive()))

    assert states(store) == {"broken.html": "failed", "robot.html": "skipped", "tender.html": "read"}
    document = store.document(facts.digest("broken"))
    assert document is not None
    assert document.reason == "cut off"


def test_second_run_does_nothing() -> None:
    store = store_with("tender", "broken")
    read = Read({"tender": TEXT, "broken": Unreadable("cut off")})
    list(flow.run([read, Extract()], store, MemoryArchive()))
    read.runs.clear()

    steps = list(flow.run([read, Extract()], store, MemoryArchive()))

    assert steps == []
    assert read.runs == []


def test_newer_version_of_a_stage_does_its_work_again() -> None:
    store = store_with("broken")
    list(flow.run([Read({"broken": Unreadable("cut off")})], store, MemoryArchive()))

    list(flow.run([Read({"broken": TEXT}, version="2")], store, MemoryArchive()))

    assert states(store) == {"broken.html": State.READ}


def test_no_evidence_means_the_statement_is_refused_and_the_document_says_so() -> None:
    store = store_with("tender")

    list(flow.run([Read({"tender": TEXT}), Extract(value="LY-2021-999")], store, MemoryArchive()))

    (document,) = store.documents()
    assert document.state is State.FAILED
    assert "does not follow from its words" in (document.reason or "")
    assert store.counts().statements == 0


def test_quote_that_is_not_there_is_refused() -> None:
    words = facts.reading("tender", TEXT)
    said = facts.statement(words, Property.NUMBER, "LY-2021-018", derivation="number")
    other = facts.reading("tender", "x" + TEXT)

    moved = Published(facts.notice(other), (said,))

    with pytest.raises(NoEvidence, match="is not at"):
        flow.check([moved], other, MemoryStore())


def test_members_of_a_container_arrive_and_are_read_in_the_same_run() -> None:
    store = store_with("zip")
    inner = b"inner"
    archive = MemoryArchive()
    (digest,) = MemoryArchive().put([inner])
    arrived = Arrived(inner, "inner.html", "heap/zip!/inner.html", facts.digest("zip"))
    read = Read({"zip": [arrived, Outcome(State.READ)]})
    read.texts[digest] = ("inner", TEXT)

    list(flow.run([read], store, archive))

    assert store.counts().added == 2
    assert read.runs == ["zip", "inner"]
    assert archive.get(digest) == inner


def test_bug_in_a_stage_stops_the_flow_and_keeps_what_was_done() -> None:
    store = store_with("tender")

    with pytest.raises(ZeroDivisionError):
        list(flow.run([Read({"tender": ZeroDivisionError("our bug")})], store, MemoryArchive()))

    assert store.counts().pending == 1


class Pair:
    """A resolve stage that links two notices for as long as it is told to."""

    name = "resolve"

    def __init__(self, notices: Sequence[str], version: str, *, same: bool = True, there: bool = True) -> None:
        self.notices, self.version, self.same, self.there = notices, version, same, there

    def load(self, works: Sequence[str], view: View) -> Sequence[str | None]:
        return [work if self.there else None for work in works]

    def key(self, loaded: str) -> str:
        return loaded

    def run(self, loaded: str) -> Sequence[Fact]:
        one, two = self.notices
        return [facts.judgement(Question.SAME_PROCEDURE, one, two, "same")] if self.same else []

    def due_after(self, found: Iterable[Fact]) -> Iterable[str]:
        return ["number:x"] if any(isinstance(fact, Published) for fact in found) else []


@pytest.mark.parametrize(("same", "there"), [(False, True), (True, False)])
def test_link_that_is_no_longer_said_splits_what_it_joined(same: bool, there: bool) -> None:
    store = store_with("tender", "award")
    read = Read({"tender": TEXT, "award": TEXT + "\n中标公告"})
    notices = [facts.notice(facts.reading(name, text)).id for name, text in (("tender", TEXT), ("award", TEXT))]
    list(flow.run([read, Extract(), Pair(notices, "1")], store, MemoryArchive()))
    assert store.counts().procedures == 1

    list(flow.run([read, Extract(), Pair(notices, "2", same=same, there=there)], store, MemoryArchive()))

    assert store.counts().procedures == 2
    assert store.due("resolve", "2", 9) == []


def test_notice_that_a_newer_extraction_cannot_support_leaves_its_procedure() -> None:
    store = store_with("tender")
    read = Read({"tender": TEXT})
    list(flow.run([read, Extract()], store, MemoryArchive()))
    newer = Extract(value="LY-2021-999")
    newer.version = "2"

    list(flow.run([read, newer], store, MemoryArchive()))

    counts = store.counts()
    assert (counts.failed, counts.notices, counts.procedures, counts.families) == (1, 0, 0, 0)


def test_progress_counts_to_the_total(tmp_path: Path) -> None:
    names = [f"tender{n}" for n in range(5)]
    store = store_with(*names)

    steps = list(flow.run([Read(dict.fromkeys(names, TEXT))], store, MemoryArchive()))

    last = [step for step in steps if step.stage == "read"][-1]
    assert (last.done, last.total, last.failed) == (5, 5, 0)
