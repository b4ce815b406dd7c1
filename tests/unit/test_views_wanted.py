"""Pictures are recognized where the screening wants them, not everywhere."""

import msgspec

from counterfile.model.document import State
from counterfile.model.judgement import AgentKind, Answer, Judgement, Question
from counterfile.model.reading import Page, Source
from counterfile.store.memory import MemoryStore
from counterfile.store.ports import Outcome
from counterfile.testing import facts
from counterfile.views import wanted

TENDER = "临沅市公安局智能监控系统采购项目公开招标公告"


def store_with(places: dict[str, tuple[str, str | None]]) -> MemoryStore:
    """A relevant notice called tender and scans, each at an origin and in a container."""
    store = MemoryStore()
    with store.batch() as batch:
        for name, (origin, container) in places.items():
            arrival = msgspec.structs.replace(
                facts.arrival(name, facts.digest(container) if container else None),
                origin=origin,
                name=origin.rpartition("/")[2],
            )
            batch.arrive(arrival, 10)
            words = facts.reading(name, TENDER if name == "tender" else "")
            if name == "tender":
                batch.record("read", "1", words.document, "k", [words, Outcome(State.READ)])
                batch.record("extract", "1", words.document, "k", [facts.published(words)])
                yes = Judgement(
                    question=Question.RELEVANT,
                    subject=facts.notice(words).id,
                    other="",
                    answer=Answer.YES,
                    agent="screen 1",
                    agent_kind=AgentKind.SOFTWARE,
                    reason="it says 监控",
                )
                batch.record("screen", "1", words.document, "k", [yes])
            else:
                scan = msgspec.structs.replace(words, pages=(Page(1, 0, 0, 595.0, 842.0, source=Source.NONE),))
                batch.record("read", "1", words.document, "k", [scan, Outcome(State.READ)])
    return store


def names(store: MemoryStore, terms: tuple[str, ...] = ()) -> set[str]:
    return {store.arrivals(digest)[0].origin for digest in wanted.wanted(store, terms)}


def test_a_scan_beside_a_relevant_notice_is_wanted_and_others_are_not() -> None:
    store = store_with(
        {
            "tender": ("heap/a/tender.html", None),
            "beside": ("heap/a/附件1.pdf", None),
            "elsewhere": ("heap/b/附件1.pdf", None),
        }
    )

    assert names(store) == {"heap/a/附件1.pdf"}


def test_a_scan_from_the_same_archive_is_wanted() -> None:
    store = store_with(
        {
            "tender": ("heap/x.zip!/one/tender.html", "zip"),
            "inside": ("heap/x.zip!/two/scan.pdf", "zip"),
            "other": ("heap/y.zip!/two/scan.pdf", "other zip"),
        }
    )

    assert names(store) == {"heap/x.zip!/two/scan.pdf"}


def test_a_large_folder_is_a_heap_and_not_a_notice_with_attachments() -> None:
    places: dict[str, tuple[str, str | None]] = {f"scan{n}": (f"heap/{n}.pdf", None) for n in range(wanted.NEIGHBORS)}
    store = store_with({"tender": ("heap/tender.html", None), **places})

    assert names(store) == set()


def test_a_file_name_with_a_cue_term_is_wanted() -> None:
    store = store_with({"scan": ("b/视频监控采购合同.pdf", None), "other": ("c/办公家具.pdf", None)})

    assert names(store, ("视频监控",)) == {"b/视频监控采购合同.pdf"}
