"""What every store must do: call each of `CHECKS` with a new, empty store."""

from __future__ import annotations

import msgspec

from counterfile.model.document import State
from counterfile.model.judgement import Question
from counterfile.model.notice import Property
from counterfile.model.reading import Block, BlockKind, LanguageRun, Line, Lines, Page, Source
from counterfile.store.ports import Cluster, Inside, Outcome, Store
from counterfile.store.rules import WITHDRAWN
from counterfile.testing import facts

TENDER = "临沅市公安局智能监控系统采购项目公开招标公告\n项目编号:LY-2021-018\n采购人:临沅市公安局"
AWARD = "临沅市公安局智能监控系统采购项目中标公告\n项目编号:LY-2021-018\n中标金额:128.6万元"


class _Stop(Exception):
    """Raised by a check itself to leave a batch."""


def check_counts_add_up(store: Store) -> None:
    """Added documents are pending until an outcome says otherwise, and the states add up."""
    with store.batch() as batch:
        for name in ("tender", "award", "broken", "robot"):
            batch.arrive(facts.arrival(name), 10)
        batch.record("read", "1", facts.digest("tender"), "k", [Outcome(State.READ, media_type="text/html")])
        batch.record("read", "1", facts.digest("broken"), "k", [Outcome(State.FAILED, "cut off")])
        batch.record("read", "1", facts.digest("robot"), "k", [Outcome(State.SKIPPED, "anti-robot page")])
    counts = store.counts()
    assert (counts.added, counts.read, counts.failed, counts.skipped, counts.pending) == (4, 1, 1, 1, 1)
    document = store.document(facts.digest("broken"))
    assert document is not None
    assert (document.state, document.reason, document.stage) == (State.FAILED, "cut off", "read")
    assert [d.digest for d in store.documents(State.SKIPPED)] == [facts.digest("robot")]


def check_same_bytes_again_are_an_arrival(store: Store) -> None:
    """The same digest from the same place is recorded once; from another place it is one more arrival."""
    with store.batch() as batch:
        assert batch.arrive(facts.arrival("tender"), 10)
        assert not batch.arrive(facts.arrival("tender"), 10)
        assert not batch.arrive(facts.arrival("tender", container=facts.digest("zip")), 10)
    assert (store.counts().added, store.counts().arrivals) == (1, 2)
    assert store.first_arrivals([facts.digest("tender")]) == {facts.digest("tender"): facts.arrival("tender")}
    assert [a.container for a in store.scan_arrivals()] == [None, facts.digest("zip")]
    assert store.named("tender.html") == [facts.digest("tender")]
    assert store.prefixed(facts.digest("tender")[:8]) == [facts.digest("tender")]


def check_containers_are_found_by_their_files_and_files_by_their_container(store: Store) -> None:
    """Each document once for each container, each container's files as they came, and no more than wanted."""
    papers, loose, outer, inner = map(facts.digest, ("papers", "loose", "outer", "inner"))
    with store.batch() as batch:
        batch.arrive(facts.arrival("loose"), 10)
        batch.arrive(facts.arrival("papers"), 5000)
        for container in (inner, outer):
            batch.arrive(facts.arrival("papers", container=container), 5000)
        batch.arrive(msgspec.structs.replace(facts.arrival("papers", container=outer), origin="again"), 5000)
        batch.arrive(facts.arrival("loose", container=outer), 10)
    assert store.containers([papers, loose], 9) == {papers: sorted([inner, outer]), loose: [outer]}
    assert store.containers([outer, facts.digest("none")], 9) == {}
    assert [len(found) for found in store.containers([papers], 1).values()] == [1]
    file, page = Inside(papers, "papers.html", 5000), Inside(loose, "loose.html", 10)
    assert store.inside([inner, outer, papers], 9) == {inner: [file], outer: [file, file, page], papers: []}
    assert store.inside([outer], 2) == {outer: [file, file]}


def check_failed_batch_leaves_nothing(store: Store) -> None:
    """What a batch did is gone when its block raises."""
    try:
        with store.batch() as batch:
            batch.arrive(facts.arrival("tender"), 10)
            batch.mark_due("read", [facts.digest("tender")])
            raise _Stop
    except _Stop:
        pass
    assert store.counts().added == 0
    assert store.due("read", "1", 10) == []


def check_work_is_due_until_done_and_again_for_another_version(store: Store) -> None:
    """Marked work is due, recorded work is not, work of another version is."""
    with store.batch() as batch:
        batch.mark_due("read", ["b", "a"])
    assert store.due("read", "1", 10) == ["a", "b"]
    with store.batch() as batch:
        batch.record("read", "1", "a", "k", [])
        batch.done("read", ["b"])
    assert store.due("read", "1", 10) == []
    assert store.currents("read", ["a", "b"]) == {"a": ("1", "k")}
    assert store.due("read", "2", 10) == ["a"]
    assert store.due_count("read", "2") == 1
    assert (store.due("read", None, 10), store.due_count("read", None)) == ([], 0)
    with store.batch() as batch:
        batch.redo("read", ["a"])
    assert store.due("read", "1", 10) == ["a"]
    assert store.currents("read", ["a"]) == {}


def check_reading_comes_back_whole(store: Store) -> None:
    """A Reading is returned as it was recorded, and the newest is the current one."""
    first, second = facts.reading("tender", TENDER), facts.reading("tender", TENDER + "\n二")
    with store.batch() as batch:
        batch.arrive(facts.arrival("tender"), 10)
        batch.record("read", "1", first.document, "k", [first, Outcome(State.READ)])
    assert store.reading_of(first.document) == first
    with store.batch() as batch:
        batch.record("read", "2", first.document, "k", [second, Outcome(State.READ)])
    assert store.reading_of(first.document) == second
    assert store.reading(first.id) == first


def check_places_and_languages_come_back(store: Store) -> None:
    """Lines are kept beside their Reading, languages inside it."""
    words = facts.reading("tender", TENDER)
    words = msgspec.structs.replace(
        words,
        pages=(Page(1, 0, len(TENDER), 595.3, 841.9, turned=90, source=Source.OCR, doubt="garbled"),),
        languages=(LanguageRun(0, len(TENDER), "zh", "Hans"),),
    )
    lines = (Line(0, 4, 1, 720, 700, 1200, 820, (720, 840, 960, 1080, 1200), 0.98), Line(4, 9, 1, 1200, 700, 1800, 820))
    with store.batch() as batch:
        batch.arrive(facts.arrival("tender"), 10)
        batch.record("read", "1", words.document, "k", [words, Lines(words.id, lines), Outcome(State.READ)])
    assert store.reading_of(words.document) == words
    assert store.lines(words.id) == lines
    assert store.lines("rd-none") == ()


def check_pages_wait_until_another_reading_has_their_text(store: Store) -> None:
    """Pictures and doubted pages are counted as waiting until the current Reading has none."""
    words = facts.reading("scan", TENDER)
    size = (595.0, 842.0)
    pages = (
        Page(1, 0, 5, *size),
        Page(2, 5, 9, *size, doubt="garbled"),
        Page(3, 9, 9, *size, source=Source.NONE),
        Page(4, 9, 12, *size, source=Source.OCR, doubt="garbled"),
    )
    with store.batch() as batch:
        batch.arrive(facts.arrival("scan"), 10)
        batch.arrive(facts.arrival("tender"), 10)
        first = msgspec.structs.replace(words, pages=pages)
        batch.record("read", "1", words.document, "k", [first, Outcome(State.READ)])
    assert [(d.digest, d.waiting) for d in store.waiting()] == [(words.document, 2)]
    assert (store.counts().waiting, store.counts().waiting_pages) == (1, 2)
    assert store.waiting(after=words.document) == []
    done = msgspec.structs.replace(words, id="rd-recognized", pages=pages[:1] + pages[3:])
    with store.batch() as batch:
        batch.record("ocr", "1", words.document, "k", [done])
    assert store.waiting() == []
    assert (store.counts().waiting, store.counts().waiting_pages) == (0, 0)


def check_a_new_reader_makes_due_only_what_it_may_know_better(store: Store) -> None:
    """Documents of unchanged readers are adopted; those of the changed one, and all that failed, stay due."""
    old, new = "html 1, pdf 1", "html 1, pdf 2"
    with store.batch() as batch:
        for name, outcome in (
            ("page", Outcome(State.READ, reader="html 1", sandbox="landlock+seccomp")),
            ("paper", Outcome(State.READ, reader="pdf 1")),
            ("broken", Outcome(State.FAILED, "cut off", sandbox="landlock+seccomp")),
            ("robot", Outcome(State.SKIPPED, "anti-robot page")),
        ):
            batch.arrive(facts.arrival(name), 10)
            batch.record("read", old, facts.digest(name), "k", [outcome])
    document = store.document(facts.digest("page"))
    assert document is not None
    assert (document.reader, document.sandbox) == ("html 1", "landlock+seccomp")
    assert store.due_count("read", new) == 4
    with store.batch() as batch:
        batch.adopt("read", new, ["html 1", "pdf 2"])
    assert sorted(store.due("read", new, 10)) == sorted(map(facts.digest, ("paper", "broken", "robot")))
    assert store.due_count("read", new) == 3
    with store.batch() as batch:
        batch.record("read", new, facts.digest("paper"), "k", [Outcome(State.READ, reader="pdf 2")])
    assert facts.digest("paper") not in store.due("read", new, 10)


def check_statements_of_the_latest_extraction_count(store: Store) -> None:
    """A second extraction replaces what the first said in every view."""
    words = facts.reading("tender", TENDER)
    number = facts.statement(words, Property.NUMBER, "LY-2021-018", key="ly-2021-018")
    buyer = facts.statement(words, Property.BUYER, "临沅市公安局", key="临沅市公安局")
    notice = facts.notice(words)
    with store.batch() as batch:
        batch.arrive(facts.arrival("tender"), 10)
        batch.record("read", "1", words.document, "k", [words, Outcome(State.READ)])
        batch.record("extract", "1", words.document, "k", [facts.published(words, number, buyer)])
    found = store.statements([notice.id])[notice.id]
    assert [(s.property, s.value, s.evidence) for s in found] == [
        (Property.NUMBER, "LY-2021-018", number.evidence),
        (Property.BUYER, "临沅市公安局", buyer.evidence),
    ]
    assert all(s.id.startswith("st-") for s in found)
    assert store.keyed([Property.NUMBER], ["ly-2021-018", "x"]) == {"ly-2021-018": [notice.id], "x": []}
    assert store.notice(notice.id) == notice
    with store.batch() as batch:
        batch.record("extract", "2", words.document, "k", [facts.published(words, buyer)])
    assert [s.property for s in store.statements([notice.id])[notice.id]] == [Property.BUYER]
    assert store.keyed([Property.NUMBER], ["ly-2021-018"]) == {"ly-2021-018": []}
    assert store.keys([Property.BUYER, Property.NUMBER]) == ["临沅市公安局"]
    assert [s.value for s in store.scan([Property.BUYER])] == ["临沅市公安局"]
    (claim,) = store.claims([notice.id], [Property.BUYER])[notice.id]
    assert (claim.value, claim.key, claim.evidence, claim.id) == ("临沅市公安局", "临沅市公安局", (), "")
    assert store.claims([notice.id], [Property.NUMBER]) == {notice.id: []}
    assert store.present([notice.id, "n-none"]) == {notice.id}
    assert store.stated([Property.BUYER, Property.NUMBER], ["临沅市公安局", "ly-2021-018"]) == {"临沅市公安局"}


def check_changes_tell_that_a_fact_was_added(store: Store) -> None:
    """Another text after each batch that adds a fact, the same one after a batch that adds none."""
    seen = [store.changes()]
    with store.batch() as batch:
        batch.arrive(facts.arrival("tender"), 10)
    seen.append(store.changes())
    with store.batch() as batch:
        batch.record("read", "1", facts.digest("tender"), "k", [Outcome(State.READ)])
    seen.append(store.changes())
    with store.batch() as batch:
        batch.judge(facts.judgement(Question.SAME_PROCEDURE, "n-a", "n-b", "same", person="editor"))
    seen.append(store.changes())
    assert len(set(seen)) == 4
    with store.batch() as batch:
        batch.mark_due("read", [facts.digest("tender")])
    assert store.changes() == seen[-1]


def check_notices_are_found_by_id_and_by_document(store: Store) -> None:
    """Many at once are what one after the other would be; what does not exist is left out or empty."""
    published = facts.published(facts.reading("tender", TENDER))
    digest, notice = published.notice.document, published.notice
    with store.batch() as batch:
        batch.arrive(facts.arrival("tender"), 10)
        batch.record("extract", "1", digest, "k", [published])
    assert store.notices_called([notice.id, "n-none"]) == {notice.id: notice}
    assert store.notice(notice.id) == notice
    assert store.notices_of([digest, "none"]) == {digest: [notice], "none": []}
    assert store.notices_in(digest) == [notice]


def check_person_beats_software(store: Store) -> None:
    """A person's answer counts over software's, later or earlier, until it is withdrawn."""
    ask = Question.SAME_PROCEDURE
    with store.batch() as batch:
        batch.judge(facts.judgement(ask, "n-1", "n-2", "different", person="editor"))
        batch.record("resolve", "1", "number:x", "k", [facts.judgement(ask, "n-1", "n-2", "same")])
    assert [j.answer for j in store.judgements(ask, ["n-1"])] == ["different"]
    with store.batch() as batch:
        batch.judge(facts.judgement(ask, "n-1", "n-2", WITHDRAWN, person="editor"))
    assert [j.answer for j in store.judgements(ask, ["n-2"])] == ["same"]
    assert [j.answer for j in store.history()] == [WITHDRAWN, "different"]
    assert [store.judgement(j.id) for j in store.history()] == store.history()
    assert store.judgement("j-999") is None
    assert [j.answer for j in store.judgements_of("resolve", "number:x")] == ["same"]
    with store.batch() as batch:
        batch.record("resolve", "1", "number:x", "k2", [])
    assert store.judgements(ask, ["n-1"]) == []
    assert store.judgements_of("resolve", "number:x") == []


def check_clusters_hold_exactly_their_members(store: Store) -> None:
    """Assigning moves members, merged ids lead on, and an id that leads again leads nowhere else."""
    kind = Cluster.PROCEDURE
    with store.batch() as batch:
        batch.assign(kind, "p-1", ["n-1"])
        batch.assign(kind, "p-2", ["n-2", "n-3"])
    with store.batch() as batch:
        batch.assign(kind, "p-1", ["n-1", "n-2", "n-3"])
        batch.lead("p-2", "p-1")
    assert store.members(kind, "p-1") == ["n-1", "n-2", "n-3"]
    assert store.members(kind, "p-2") == []
    assert store.redirect("p-2") == "p-1"
    with store.batch() as batch:
        batch.assign(kind, "p-1", ["n-1"])
        batch.assign(kind, "p-2", ["n-2", "n-3"])
    assert store.redirect("p-2") is None
    assert dict(store.scan_clusters(kind)) == {"n-1": "p-1", "n-2": "p-2", "n-3": "p-2"}
    assert store.clusters(kind, after="p-1") == ["p-2"]
    with store.batch() as batch:
        batch.forget(kind, ["n-1"])
    assert store.cluster(kind, "n-1") is None


def check_search_finds_any_two_characters_and_only_those(store: Store) -> None:
    """A Chinese phrase of two characters or more is found wherever it stands, and nowhere else."""
    tender, award = facts.reading("tender", TENDER), facts.reading("award", AWARD)
    with store.batch() as batch:
        for name, words in (("tender", tender), ("award", award)):
            batch.arrive(facts.arrival(name), 10)
            batch.record("read", "1", words.document, "k", [words, Outcome(State.READ)])
    both, one = (tender.document, award.document), (tender.document,)
    assert store.search("监控").documents == both
    assert store.search("能监控系").documents == both
    assert store.search("采购人").documents == one
    assert store.search("监控 中标金额").documents == (award.document,)
    assert store.search("监系").total == 0
    assert store.search("ly-2021-018").total == 2
    assert store.search("监控", limit=1, offset=1).documents == (award.document,)
    newer = facts.reading("tender", "更正公告")
    with store.batch() as batch:
        batch.record("read", "2", tender.document, "k", [newer, Outcome(State.READ)])
    assert store.search("监控").documents == (award.document,)


def check_search_puts_own_text_before_furniture(store: Store) -> None:
    """What a page only mentions in its navigation comes after what it says itself."""
    page = facts.reading("page", "办公家具采购公告\n上一篇:监控系统采购公告")
    navigation = page.blocks[1]
    page = msgspec.structs.replace(
        page, blocks=(page.blocks[0], Block(BlockKind.FURNITURE, navigation.start, navigation.end))
    )
    tender = facts.reading("tender", TENDER)
    with store.batch() as batch:
        for name, words in (("page", page), ("tender", tender)):
            batch.arrive(facts.arrival(name), 10)
            batch.record("read", "1", words.document, "k", [words, Outcome(State.READ)])
    assert store.search("监控").documents == (tender.document, page.document)
    assert store.search("监控", limit=1, offset=1).documents == (page.document,)
    assert store.search("家具").documents == (page.document,)


def check_neighborhoods_follow_from_keys(store: Store) -> None:
    """Works that share a telling key are near; exactly those whose neighborhood changes become due."""

    def due_after(work: str, keys: dict[str, int]) -> list[str]:
        with store.batch() as batch:
            batch.done("resolve", store.due("resolve", "", 100))
        with store.batch() as batch:
            batch.place("resolve", work, keys)
        return sorted(store.due("resolve", "", 100))

    assert due_after("notice:b", {"number:1": 3, "title:x": 2}) == ["notice:b"]
    assert due_after("notice:a", {"number:1": 3}) == ["notice:a", "notice:b"]
    assert due_after("notice:c", {"number:1": 3, "title:x": 2}) == ["notice:c"]
    near = store.near("resolve", ["notice:a", "notice:b", "notice:c", "notice:z"])
    assert near == {"notice:a": [], "notice:b": ["notice:a"], "notice:c": ["notice:a", "notice:b"], "notice:z": []}
    assert store.crowded("resolve", {"number:1": 3, "title:x": 1, "number:2": 0}) == {"title:x"}
    # A fourth work is more than the key can tell: it says nothing any more, to nobody.
    assert due_after("notice:d", {"number:1": 3}) == ["notice:a", "notice:b", "notice:c", "notice:d"]
    assert store.near("resolve", ["notice:c", "notice:d"]) == {"notice:c": ["notice:b"], "notice:d": []}
    assert store.crowded("resolve", {"number:1": 3}) == {"number:1"}
    assert due_after("notice:d", {}) == ["notice:a", "notice:b", "notice:c", "notice:d"]
    assert store.near("resolve", ["notice:c"]) == {"notice:c": ["notice:a", "notice:b"]}
    assert store.near("another stage", ["notice:c"]) == {"notice:c": []}


CHECKS = (
    check_counts_add_up,
    check_same_bytes_again_are_an_arrival,
    check_containers_are_found_by_their_files_and_files_by_their_container,
    check_failed_batch_leaves_nothing,
    check_work_is_due_until_done_and_again_for_another_version,
    check_reading_comes_back_whole,
    check_places_and_languages_come_back,
    check_pages_wait_until_another_reading_has_their_text,
    check_a_new_reader_makes_due_only_what_it_may_know_better,
    check_statements_of_the_latest_extraction_count,
    check_changes_tell_that_a_fact_was_added,
    check_notices_are_found_by_id_and_by_document,
    check_person_beats_software,
    check_neighborhoods_follow_from_keys,
    check_clusters_hold_exactly_their_members,
    check_search_finds_any_two_characters_and_only_those,
    check_search_puts_own_text_before_furniture,
)
"""All promises of a store, each a function that takes an empty store and raises AssertionError."""
