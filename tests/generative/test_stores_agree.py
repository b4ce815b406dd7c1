"""Whatever happens to them, the SQLite store and the slow, obvious one answer alike."""

import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from counterfile.model.document import State
from counterfile.model.judgement import Question
from counterfile.model.notice import Property
from counterfile.store import layout, sqlite
from counterfile.store.memory import MemoryStore
from counterfile.store.ports import Cluster, Outcome, Store
from counterfile.store.rules import WITHDRAWN
from counterfile.testing import facts

NAMES = ("tender", "award", "second", "contract")
TEXTS = (
    "临沅市公安局智能监控系统采购项目\n编号 LY-2021-018",
    "监控系统中标公告\n编号 LY-2021-018",
    "办公家具采购\n编号 BG-7",
)
names = st.sampled_from(NAMES)
members = st.lists(st.sampled_from(["n-1", "n-2", "n-3", "n-4"]), min_size=1, max_size=4, unique=True)
commands = st.lists(
    st.one_of(
        st.tuples(st.just("arrive"), names, st.sampled_from([None, "zip"])),
        st.tuples(st.just("read"), names, st.sampled_from(TEXTS)),
        st.tuples(st.just("fail"), names, st.sampled_from([State.FAILED, State.SKIPPED])),
        st.tuples(st.just("extract"), names, st.sampled_from(TEXTS)),
        st.tuples(
            st.just("resolve"), st.sampled_from(["number:a", "number:b"]), st.sampled_from(["same", "different"])
        ),
        st.tuples(st.just("judge"), st.sampled_from(["same", "different", WITHDRAWN]), st.just("editor")),
        st.tuples(st.just("assign"), st.sampled_from(["p-1", "p-2"]), members),
        st.tuples(st.just("forget"), members, st.just("")),
        st.tuples(st.just("due"), names, st.sampled_from(["read", "extract"])),
        st.tuples(st.just("redo"), names, st.sampled_from(["read", "extract"])),
    ),
    max_size=14,
)


def apply(store: Store, command: tuple[str, object, object]) -> None:
    """Do one thing to a store, as the flow would."""
    what, one, two = command
    with store.batch() as batch:
        if what == "arrive":
            batch.arrive(facts.arrival(one, two and facts.digest(two)), 10)
        elif what == "read":
            batch.arrive(facts.arrival(one), 10)
            words = facts.reading(one, two)
            batch.record("read", "1", words.document, two, [words, Outcome(State.READ, media_type="text/plain")])
        elif what == "fail":
            batch.arrive(facts.arrival(one), 10)
            batch.record("read", "1", facts.digest(one), "k", [Outcome(two, "no text")])
        elif what == "extract":
            words = facts.reading(one, two)
            line = two.split("\n")[1].removeprefix("编号 ")
            said = facts.statement(words, Property.NUMBER, line, key=line.lower())
            batch.record("extract", "1", words.document, words.id, [facts.published(words, said)])
        elif what == "resolve":
            batch.record("resolve", "1", one, "k", [facts.judgement(Question.SAME_PROCEDURE, "n-1", "n-2", two)])
        elif what == "judge":
            batch.judge(facts.judgement(Question.SAME_PROCEDURE, "n-1", "n-2", one, person=two))
        elif what == "assign":
            batch.assign(Cluster.PROCEDURE, one, two)
        elif what == "forget":
            batch.forget(Cluster.PROCEDURE, one)
        elif what == "due":
            batch.mark_due(two, [facts.digest(one)])
        else:
            batch.redo(two, [facts.digest(one)])


def seen(store: Store) -> dict[str, object]:
    """Return everything that a view could see, without times."""
    notices = [notice.id for notice in store.notices()]
    return {
        "counts": store.counts(),
        "documents": store.documents(),
        "readings": [store.reading_of(facts.digest(name)) for name in NAMES],
        "arrivals": [store.arrivals(facts.digest(name)) for name in NAMES],
        "containers": store.containers([facts.digest(name) for name in NAMES], 9),
        "inside": store.inside([facts.digest("zip")], 9),
        "due": [store.due(stage, version, 9) for stage in ("read", "extract", "resolve") for version in ("1", "2")],
        "notices": store.notices(),
        "statements": store.statements(notices),
        "keyed": store.keyed([Property.NUMBER], ["ly-2021-018"]),
        "keys": store.keys([Property.NUMBER]),
        "scan": list(store.scan([Property.NUMBER])),
        "judgements": [(j.id, j.answer) for j in store.judgements(Question.SAME_PROCEDURE, ["n-1", "n-3"])],
        "history": [(j.id, j.answer) for j in store.history()],
        "clusters": list(store.scan_clusters(Cluster.PROCEDURE)),
        "search": [
            sorted(store.search(query).documents) for query in ("监控", "采购项目", "监控 中标", "系采", "LY-2021")
        ],
    }


@settings(max_examples=60, deadline=None)
@given(commands)
def test_sqlite_answers_like_memory_whatever_happened(history: list[tuple[str, object, object]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / layout.DATABASE
        sqlite.create(path)
        stores: tuple[Store, Store] = (MemoryStore(), sqlite.SqliteStore(path))
        for store in stores:
            for command in history:
                apply(store, command)

        slow, fast = (seen(store) for store in stores)

        stores[1].close()
        assert slow == fast
