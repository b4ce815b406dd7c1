"""Every path and every table name, in one place.

    my-inquiry/
      counterfile.toml     settings, all optional
      codebook.yaml        questions
      events.csv           dated events outside the documents, optional
      findings/*.yaml      claims and queries;  findings/*.lock.json  their locks
      archive/             originals by digest: archive/ab/abcd…  (read-only)
      counterfile.db       facts and their indexes (SQLite, WAL)
      counterfile.lock     held by the one process that writes

Besides these tables there is ``search``, an FTS5 table without content of its own: row id = `reading.seq`, the tokens of the
own text and of the furniture.

The tables below are the schema that ``migrations`` builds; a test compares the two.
Facts are only ever inserted. The tables under *indexes* can be rebuilt from them.
"""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import (
    Boolean,
    Column,
    Float,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    text,
)

SETTINGS = "counterfile.toml"
CODEBOOK = "codebook.yaml"
EVENTS = "events.csv"
FINDINGS = "findings"
ARCHIVE = "archive"
CACHE = "cache"
DATABASE = "counterfile.db"
LOCK = "counterfile.lock"

metadata = MetaData()

document = Table(
    "document",
    metadata,
    Column("digest", Text, primary_key=True),
    Column("size", Integer, nullable=False),
    sqlite_with_rowid=False,
)
arrival = Table(
    "arrival",
    metadata,
    Column("seq", Integer, primary_key=True),
    Column("digest", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("origin", Text, nullable=False),
    Column("container", Text, nullable=False),
    Column("collector", Text, nullable=False),
    Column("arrived_at", Text, nullable=False),
    UniqueConstraint("digest", "origin", "container", name="arrival_once"),
    Index("arrival_name", "name"),
    Index("arrival_container", "container", sqlite_where=text("container != ''")),
)
activity = Table(
    "activity",
    metadata,
    Column("seq", Integer, primary_key=True),
    Column("stage", Text, nullable=False),
    Column("version", Text, nullable=False),
    Column("work", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("ended_at", Text, nullable=False),
)
outcome = Table(
    "outcome",
    metadata,
    Column("activity", Integer, primary_key=True),
    Column("state", Text, nullable=False),
    Column("reason", Text),
    Column("media_type", Text),
    Column("reader", Text),
    Column("sandbox", Text),
)
reading = Table(
    "reading",
    metadata,
    Column("seq", Integer, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    Column("document", Text, nullable=False),
    Column("reader", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("layout", LargeBinary, nullable=False),
    Column("charset", Text),
    Column("masked", Integer, nullable=False),
    Column("sandbox", Text, nullable=False),
)
line = Table(
    "line",
    metadata,
    Column("reading", Integer, primary_key=True),
    Column("packed", LargeBinary, nullable=False),
)
statement = Table(
    "statement",
    metadata,
    Column("activity", Integer, primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("notice", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("property", Text, nullable=False),
    Column("value", Text, nullable=False),
    Column("derivation", Text, nullable=False),
    Column("layer", Text, nullable=False),
    Column("confidence", Float, nullable=False),
    Column("conflict", Boolean, nullable=False),
    Column("basis", Text),
    Column("amount", Text),
    Column("currency", Text),
    Column("rate", Text),
    Column("key", Text),
    Index("statement_key", "key", "property", sqlite_where=text("key IS NOT NULL")),
    sqlite_with_rowid=False,
)
evidence = Table(
    "evidence",
    metadata,
    Column("activity", Integer, primary_key=True),
    Column("statement", Integer, primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("quote", Text, nullable=False),
    Column("page", Integer, nullable=False),
    sqlite_with_rowid=False,
)
judgement = Table(
    "judgement",
    metadata,
    Column("seq", Integer, primary_key=True),
    Column("activity", Integer),
    Column("question", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("other", Text, nullable=False),
    Column("answer", Text, nullable=False),
    Column("agent", Text, nullable=False),
    Column("agent_kind", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("score", Float),
    Column("decided_at", Text, nullable=False),
    Column("reading", Text, nullable=False),
    Index("judgement_subject", "subject", "question"),
    Index("judgement_other", "other", "question"),
    Index("judgement_activity", "activity"),
)
judgement_evidence = Table(
    "judgement_evidence",
    metadata,
    Column("judgement", Integer, primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("quote", Text, nullable=False),
    Column("page", Integer, nullable=False),
    sqlite_with_rowid=False,
)

# Indexes: what is current, due, gathered and findable. All can be rebuilt from the facts above.
current = Table(
    "current",
    metadata,
    Column("stage", Text, primary_key=True),
    Column("work", Text, primary_key=True),
    Column("version", Text, nullable=False),
    Column("activity", Integer, nullable=False),
    Index("current_version", "stage", "version"),
    sqlite_with_rowid=False,
)
due = Table(
    "due",
    metadata,
    Column("stage", Text, primary_key=True),
    Column("work", Text, primary_key=True),
    sqlite_with_rowid=False,
)
document_state = Table(
    "document_state",
    metadata,
    Column("digest", Text, primary_key=True),
    Column("state", Text, nullable=False),
    Column("reason", Text),
    Column("media_type", Text),
    Column("reading", Integer),
    Column("stage", Text),
    Column("reader", Text),
    Column("sandbox", Text),
    Column("waiting", Integer, nullable=False, server_default="0"),
    Index("document_state_state", "state", "digest"),
    Index("document_state_waiting", "digest", sqlite_where=text("waiting > 0")),
    sqlite_with_rowid=False,
)
notice = Table(
    "notice",
    metadata,
    Column("id", Text, primary_key=True),
    Column("document", Text, nullable=False),
    Column("reading", Text, nullable=False),
    Column("activity", Integer, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Index("notice_document", "document", "start"),
    sqlite_with_rowid=False,
)
place = Table(
    "place",
    metadata,
    Column("key", Integer, primary_key=True),
    Column("work", Text, primary_key=True),
    Column("stage", Text, primary_key=True),
    Column("most", Integer, nullable=False),
    Index("place_work", "work", "stage"),
    sqlite_with_rowid=False,
)
"""By which keys work is found near other work; `key` is a digest of the stage and the key in words."""
cluster = Table(
    "cluster",
    metadata,
    Column("kind", Text, primary_key=True),
    Column("member", Text, primary_key=True),
    Column("cluster", Text, nullable=False),
    Index("cluster_members", "kind", "cluster"),
    sqlite_with_rowid=False,
)
redirect = Table(
    "redirect",
    metadata,
    Column("old", Text, primary_key=True),
    Column("new", Text, nullable=False),
    sqlite_with_rowid=False,
)
tally = Table(
    "tally",
    metadata,
    Column("name", Text, primary_key=True),
    Column("count", Integer, nullable=False),
    sqlite_with_rowid=False,
)
"""How many statements there are: counting a million rows one by one takes as long as reading them all."""


def archived(folder: Path, digest: str) -> Path:
    """Return where the original with this digest lies below an inquiry's `folder`."""
    return folder / ARCHIVE / digest[:2] / digest
