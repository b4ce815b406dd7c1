"""What is particular to the SQLite store: its schema, its version, its errors."""

import sqlite3
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from counterfile.errors import BadSetup, StorageFull, StoreBusy, StoreVersion
from counterfile.model.document import State
from counterfile.model.judgement import AgentKind, Judgement, Question
from counterfile.resolving.packages import PACKED
from counterfile.store import layout, sqlite
from counterfile.store.ports import Cluster, Outcome
from counterfile.testing import facts


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = tmp_path / layout.DATABASE
    sqlite.create(made)
    return made


def test_migrations_build_the_schema_that_layout_describes(path: Path) -> None:
    engine = sa.create_engine(f"sqlite:///{path}")

    with engine.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"include_name": lambda name, *_: not (name or "").startswith("search")}
        )
        differences = compare_metadata(context, layout.metadata)

    engine.dispose()
    assert differences == []


def test_head_is_the_newest_migration() -> None:
    scripts = ScriptDirectory(str(Path(sqlite.__file__).parent / "migrations"))

    assert scripts.get_current_head() == sqlite.HEAD


def test_containers_of_an_older_database_are_due_to_be_looked_at(path: Path) -> None:
    older = sqlite3.connect(path)
    older.execute("DROP INDEX arrival_container")
    older.execute("UPDATE alembic_version SET version_num = '0003'")
    arrival = (facts.digest("papers"), "papers.pdf", "heap/a.zip!/papers.pdf", facts.digest("zip"), "container 1", "")
    older.execute("INSERT INTO arrival VALUES (1, ?, ?, ?, ?, ?, ?)", arrival)
    older.commit()
    older.close()

    sqlite.create(path)

    store = sqlite.SqliteStore(path)
    assert store.due(PACKED, None, 9) == [f"package:{facts.digest('zip')}"]
    store.close()


def test_database_of_a_newer_version_is_refused_with_the_next_step(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.commit()
    connection.close()

    with pytest.raises(StoreVersion, match=r"has schema 9999.*use a newer version"):
        sqlite.SqliteStore(path)


def test_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    path = tmp_path / layout.DATABASE
    path.write_bytes(b"this is a letter, not a database, and long enough to be looked at" * 40)

    with pytest.raises(BadSetup, match="is not a Counterfile database"):
        sqlite.SqliteStore(path)


def test_missing_database_names_the_command_that_makes_one(tmp_path: Path) -> None:
    with pytest.raises(BadSetup, match="counterfile init"):
        sqlite.SqliteStore(tmp_path / layout.DATABASE)


def test_batch_is_refused_while_another_process_writes(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite, "BUSY_SECONDS", 0.1)
    store = sqlite.SqliteStore(path)
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")

    with pytest.raises(StoreBusy, match="another process"), store.batch() as batch:
        batch.mark_due("read", ["a"])

    other.execute("ROLLBACK")
    other.close()
    store.close()


def test_full_disk_is_named_and_leaves_the_batch_undone(path: Path) -> None:
    store = sqlite.SqliteStore(path)
    words = facts.reading("tender", "智能监控系统采购项目公开招标公告\n" * 4000)

    def fill() -> None:
        with store.batch() as batch:
            batch.connection.exec_driver_sql("PRAGMA max_page_count = 60")  # what a full disk says, without filling one
            batch.arrive(facts.arrival("tender"), 10)
            batch.record("read", "1", words.document, "k", [words, Outcome(State.READ)])

    with pytest.raises(StorageFull, match="free some space"):
        fill()

    assert store.counts().added == 0
    store.close()


def test_a_thread_that_reads_on_after_the_store_was_closed_finds_what_it_looks_for(path: Path) -> None:
    store = sqlite.SqliteStore(path)
    assert store.counts().added == 0

    store.close()

    assert store.counts().added == 0
    store.close()


def test_numbers_of_clusters_are_right_after_each_change_without_counting_all_of_them(path: Path) -> None:
    store = sqlite.SqliteStore(path)
    steps: list[tuple[str, list[str]]] = [
        ("p-1", ["n-1", "n-2"]),
        ("p-2", ["n-3"]),
        ("p-1", ["n-1", "n-2", "n-3"]),  # the members of p-2 move, so it is gone
        ("p-2", ["n-2"]),
        ("p-1", []),
    ]

    told = []
    for cluster, members in steps:
        with store.batch() as batch:
            batch.assign(Cluster.PROCEDURE, cluster, members)
        told.append(store.counts().procedures)
    with store.batch() as batch:
        batch.forget(Cluster.PROCEDURE, ["n-2"])
        told.append(store.counts().procedures)

    assert told == [1, 2, 1, 2, 1, 0]
    assert store.counts().organizations == 0
    store.close()


def test_clusters_that_an_older_version_made_are_counted(path: Path) -> None:
    with sqlite3.connect(path) as older:
        rows = [("organization", "青山", "o-1"), ("organization", "白水", "o-2"), ("organization", "黑土", "o-2")]
        older.executemany("INSERT INTO cluster (kind, member, cluster) VALUES (?, ?, ?)", rows)
    older.close()
    store = sqlite.SqliteStore(path)

    before = store.counts().organizations
    with store.batch() as batch:
        batch.assign(Cluster.ORGANIZATION, "o-3", ["黄河"])

    assert (before, store.counts().organizations) == (2, 3)
    store.close()


def test_history_that_was_read_before_has_what_another_process_decided_since(path: Path) -> None:
    ours, theirs = sqlite.SqliteStore(path), sqlite.SqliteStore(path)

    def decide(store: sqlite.SqliteStore, subject: str) -> None:
        with store.batch() as batch:
            batch.judge(Judgement(Question.RELEVANT, subject, "", "yes", "heron", AgentKind.PERSON, "read"))

    decide(ours, "n-1")
    before = ours.history(limit=2)
    decide(theirs, "n-2")
    decide(theirs, "n-3")

    assert [each.subject for each in before] == ["n-1"]
    assert [each.subject for each in ours.history(limit=2)] == ["n-3", "n-2"]
    assert [each.subject for each in ours.history(Question.RELEVANT)] == ["n-3", "n-2", "n-1"]
    assert [each.subject for each in ours.history(Question.RELEVANT)] == ["n-3", "n-2", "n-1"]
    ours.close()
    theirs.close()
