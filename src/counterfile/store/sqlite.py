"""The store of an inquiry on one machine: SQLite in WAL mode, durable at every batch."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import sqlite3
import threading
import zlib
from collections import namedtuple
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, TypeVar, cast

import msgspec
import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.dialects.sqlite import insert

from counterfile.errors import BadSetup, StorageFull, StoreBusy, StoreVersion
from counterfile.model.activity import Activity
from counterfile.model.document import Arrival, Document, State
from counterfile.model.evidence import Span
from counterfile.model.judgement import AgentKind, Judgement
from counterfile.model.notice import Notice, Property
from counterfile.model.reading import Block, LanguageRun, Line, Lines, Page, Reading, Segment, is_waiting
from counterfile.model.statement import Statement
from counterfile.model.value import Amount, Basis
from counterfile.store import layout
from counterfile.store.ports import Cluster, Counts, Fact, Hits, Inside, Outcome, Published
from counterfile.store.rules import in_force, indexed, statement_id
from counterfile.text import search

HEAD = "0004"
"""The revision of the schema that this version of Counterfile reads and writes."""

BUSY_SECONDS = 10.0
"""How long to wait for another process that writes."""

CHUNK = 5000
"""Values looked up by one query; bounds the memory that its answer takes."""

KEPT = 16
"""Histories of judgements that are kept."""

T = TypeVar("T")

_PROPERTIES = {name.value: name for name in Property}
_BASES = {basis.value: basis for basis in Basis}
_CLAIMS = """
    SELECT s.notice, s.subject, s.property, s.value, s.derivation, s.layer, s.confidence, s.conflict, s.key, s.basis,
           s.amount, s.currency, s.rate
    FROM notice AS n JOIN statement AS s ON s.activity = n.activity AND s.notice = n.id
    WHERE n.id IN ({}) AND s.property IN ({})
    ORDER BY s.activity, s.number
"""


class _Layout(msgspec.Struct, frozen=True, array_like=True):
    """What a Reading keeps in one column; later versions add at the end."""

    blocks: tuple[Block, ...]
    pages: tuple[Page, ...]
    segments: tuple[Segment, ...]
    signals: tuple[tuple[str, str], ...]
    languages: tuple[LanguageRun, ...] = ()


def utc_now() -> dt.datetime:
    """Return the time now, UTC, to the second."""
    return dt.datetime.now(dt.UTC).replace(microsecond=0)


def create(path: Path) -> None:
    """Build an empty database at `path`, or bring an older one up to date.

    Raises:
        BadSetup: `path` is not a database, or its folder cannot be written.
    """
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", "counterfile:store/migrations")
    engine = _engine(path)
    try:
        with engine.begin() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
    except sa.exc.DatabaseError as error:
        raise BadSetup(f"{path} cannot be used as a database ({error.orig}); choose another folder") from error
    finally:
        engine.dispose()


def _engine(path: Path) -> sa.Engine:
    engine = sa.create_engine(
        f"sqlite:///{path}",
        connect_args={"check_same_thread": False, "timeout": BUSY_SECONDS},
        pool_size=32,
        pool_use_lifo=True,  # readers take what was just put back: few connections, each with its pages in memory
    )

    @event.listens_for(engine, "connect")
    def _connected(connection: sqlite3.Connection, _: object) -> None:
        # pysqlite must not begin transactions by itself: batches begin IMMEDIATE, so that two writers queue
        # instead of failing half-way (https://docs.sqlalchemy.org/en/20/dialects/sqlite.html#pysqlite-serializable).
        connection.isolation_level = None
        cursor = connection.cursor()
        cursor.execute("PRAGMA journal_mode=WAL")
        cursor.execute("PRAGMA synchronous=FULL")
        cursor.execute("PRAGMA cache_size=-131072")  # KiB; keeps the inner pages of the large trees in memory
        cursor.execute("PRAGMA mmap_size=1073741824")  # bytes
        cursor.execute("PRAGMA temp_store=MEMORY")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begun(connection: sa.Connection) -> None:
        mode = "IMMEDIATE" if connection.get_execution_options().get("writes") else "DEFERRED"
        connection.exec_driver_sql(f"BEGIN {mode}")

    return engine


class SqliteStore:
    """`ports.Store` over one SQLite file."""

    def __init__(self, path: Path, *, clock: Callable[[], dt.datetime] = utc_now) -> None:
        """Open an existing database.

        Raises:
            StoreVersion: it was written by another version of Counterfile.
            BadSetup: it is missing or no database.
        """
        if not path.is_file():
            raise BadSetup(f"no database at {path}; run `counterfile init` in the folder of the inquiry")
        self._clock = clock
        self._engine = _engine(path)
        self._local = threading.local()
        self._counted: tuple[int, Counts] | None = None
        self._histories: dict[tuple[str | None, int], tuple[Judgement, ...]] = {}
        self._watching = threading.Lock()
        self._watch: sa.PoolProxiedConnection | None = None
        self._check(path)

    def _check(self, path: Path) -> None:
        try:
            with self._engine.connect() as connection:
                found = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
        except sa.exc.DatabaseError as error:
            raise BadSetup(f"{path} is not a Counterfile database ({error.orig}); restore it from a copy") from error
        if found != HEAD:
            step = "`counterfile store upgrade`" if (found or "") < HEAD else "a newer version of Counterfile"
            raise StoreVersion(f"{path} has schema {found}, this version of Counterfile wants {HEAD}; use {step}")

    def now(self) -> dt.datetime:
        """Return the clock's time, UTC."""
        return self._clock()

    def close(self) -> None:
        """Close all connections; who still reads, in another thread, opens new ones."""
        with self._watching:
            if self._watch is not None:
                self._watch.close()
                self._watch = None
        self._engine.dispose()

    # Connections: inside a batch its thread reads its own writes, every other read is a snapshot of its own.

    @contextmanager
    def _connection(self) -> Iterator[sa.Connection]:
        batch: _SqliteBatch | None = getattr(self._local, "batch", None)
        if batch is not None:
            batch.flush()
            yield batch.connection
        else:
            with self._engine.connect() as connection:
                yield connection

    @contextmanager
    def _cursor(self) -> Iterator[sqlite3.Cursor]:
        """Give the driver's own cursor: a page asks some twenty small questions, and each is mostly the overhead of asking."""
        batch: _SqliteBatch | None = getattr(self._local, "batch", None)
        if batch is not None:
            batch.flush()
            yield _cursor(batch.connection)
            return
        connection = self._engine.raw_connection()
        try:
            yield cast(sqlite3.Cursor, connection.cursor())
        finally:
            connection.close()

    def _read(self, sql: str, *values: object) -> list[Any]:
        """Return the rows of a query, their columns by name."""
        with self._cursor() as cursor:
            rows = cursor.execute(sql, values)
            row = _row(tuple(column[0] for column in rows.description))
            return list(map(row._make, rows))

    def _rows(self, query: sa.Executable) -> Sequence[sa.Row[Any]]:
        with self._connection() as connection:
            return connection.execute(query).all()

    def _scalar(self, query: sa.Executable) -> Any:
        with self._connection() as connection:
            return connection.execute(query).scalar()

    def _stream(self, query: sa.Executable) -> Iterator[sa.Row[Any]]:
        with self._connection() as connection:
            yield from connection.execution_options(yield_per=5000).execute(query)

    @contextmanager
    def batch(self) -> Iterator[_SqliteBatch]:
        """Begin a transaction; commit at the end of the block, roll back on an exception."""
        try:
            with self._engine.connect().execution_options(writes=True) as connection, connection.begin():
                batch = _SqliteBatch(connection, self._clock())
                self._local.batch = batch
                try:
                    yield batch
                    batch.flush()
                finally:
                    self._local.batch = None
        except sa.exc.OperationalError as error:
            raise _translated(error) from error

    # Documents

    def changes(self) -> str:
        """Return how far the facts are: another text whenever any was added."""
        return "-".join(str(row.last or 0) for row in self._read(_CHANGES))

    def counts(self) -> Counts:
        """Count everything once."""
        if getattr(self._local, "batch", None) is not None:
            return self._counts()
        with self._watching:  # so that of twenty readers who come after a commit one counts
            if self._watch is None:
                self._watch = self._engine.raw_connection()
            # Told to a connection whenever another one has committed, whichever process it is in.
            now = self._watch.cursor().execute("PRAGMA data_version").fetchone()[0]
            if self._counted is None or self._counted[0] != now:
                self._counted = (now, self._counts())
            return self._counted[1]

    def _counts(self) -> Counts:
        with self._cursor() as cursor:
            execute = cursor.execute
            documents = execute("SELECT count(*) FROM document").fetchone()[0]
            # Nearly all are read: the few others are counted by their index.
            states = {each: execute(_STATE_COUNT, (each,)).fetchone()[0] for each in State if each is not State.READ}
            tally = dict(execute("SELECT name, count FROM tally"))
            clusters = {kind: tally.get(kind) or _count_clusters(cursor, kind) for kind in Cluster}
            waiting, waiting_pages = execute(
                "SELECT count(*), sum(waiting) FROM document_state WHERE waiting > 0"
            ).fetchone()
            # Facts are numbered from 1 and never removed, so the last number is how many there are.
            arrivals, _, judgements = (last or 0 for (last,) in execute(_CHANGES))
            return Counts(
                arrivals=arrivals,
                added=documents,
                read=documents - sum(states.values()),
                failed=states[State.FAILED],
                skipped=states[State.SKIPPED],
                pending=states[State.PENDING],
                notices=execute("SELECT count(*) FROM notice").fetchone()[0],
                procedures=clusters[Cluster.PROCEDURE],
                families=clusters[Cluster.FAMILY],
                organizations=clusters[Cluster.ORGANIZATION],
                statements=tally.get(layout.statement.name, 0),
                judgements=judgements,
                waiting=waiting,
                waiting_pages=waiting_pages or 0,
            )

    def _documents(self) -> sa.Select[Any]:
        document, state = layout.document, layout.document_state
        columns = (state.c[name] for name in ("state", "reason", "media_type", "stage", "reader", "sandbox", "waiting"))
        return sa.select(document.c.digest, document.c.size, *columns).join(state, state.c.digest == document.c.digest)

    def document(self, digest: str) -> Document | None:
        """Return the document with this SHA-256, or None."""
        rows = self._read(_DOCUMENT, digest)
        return _document(rows[0]) if rows else None

    def documents(self, state: State | None = None, *, after: str = "", limit: int = 1000) -> list[Document]:
        """Return documents in order of digest, those after the digest `after`, all states if `state` is None."""
        table = layout.document_state
        query = self._documents().where(table.c.digest > after).order_by(table.c.digest).limit(limit)
        if state is not None:
            query = query.where(table.c.state == state)
        return [_document(row) for row in self._rows(query)]

    def waiting(self, *, after: str = "", limit: int = 1000) -> list[Document]:
        """Return documents with pages that wait for recognition, in order of digest."""
        table = layout.document_state
        query = self._documents().where(table.c.waiting > 0, table.c.digest > after)
        return [_document(row) for row in self._rows(query.order_by(table.c.digest).limit(limit))]

    def arrivals(self, digest: str) -> list[Arrival]:
        """Return every coming of a document, the first one first."""
        return [_arrival(row) for row in self._read(_ARRIVALS, _array([digest]))]

    def first_arrivals(self, digests: Sequence[str]) -> dict[str, Arrival]:
        """Return how each document came first."""
        found: dict[str, Arrival] = {}
        for some in _chunks(digests):
            for row in self._read(_ARRIVALS, _array(some)):
                if row.digest not in found:
                    found[row.digest] = _arrival(row)
        return found

    def scan_arrivals(self) -> Iterator[Arrival]:
        """Yield every arrival, the first one first."""
        table = layout.arrival
        for row in self._stream(sa.select(table).order_by(table.c.seq)):
            yield _arrival(row)

    def named(self, name: str) -> list[str]:
        """Return the digests of documents that came under exactly this file name, sorted."""
        table = layout.arrival
        rows = self._rows(sa.select(table.c.digest).where(table.c.name == name).distinct().order_by(table.c.digest))
        return [row.digest for row in rows]

    def containers(self, digests: Sequence[str], limit: int) -> dict[str, list[str]]:
        """Return up to `limit` containers in which each document lies, sorted."""
        found: dict[str, list[str]] = {}
        with self._cursor() as cursor:
            for some in _chunks(digests):
                for (digest,) in cursor.execute(_CONTAINED, (_array(some),)).fetchall():
                    found[digest] = sorted(row[0] for row in cursor.execute(_CONTAINERS, (digest, limit)))
        return found

    def inside(self, containers: Sequence[str], limit: int) -> dict[str, list[Inside]]:
        """Return up to `limit` files that lie in each container, the first arrival first."""
        with self._cursor() as cursor:
            found = {container: cursor.execute(_INSIDE, (container, limit)).fetchall() for container in containers}
        return {container: [Inside(*row) for row in rows] for container, rows in found.items()}

    def prefixed(self, prefix: str, limit: int = 10) -> list[str]:
        """Return up to `limit` digests that begin with `prefix`, sorted."""
        column = layout.document.c.digest
        rows = self._rows(
            sa.select(column).where(column >= prefix, column < prefix + "g").order_by(column).limit(limit)
        )
        return [row.digest for row in rows]

    # Work

    def due(self, stage: str, version: str | None, limit: int) -> list[str]:
        """Return work marked as due, then work last done by another version; None: marked only."""
        due, current = layout.due, layout.current
        rows = self._rows(sa.select(due.c.work).where(due.c.stage == stage).order_by(due.c.work).limit(limit))
        works = [row.work for row in rows]
        if len(works) < limit and version is not None:
            other = sa.select(current.c.work).where(
                current.c.stage == stage, sa.or_(current.c.version < version, current.c.version > version)
            )
            known = set(works)
            works += [row.work for row in self._rows(other.limit(limit)) if row.work not in known]
        return works[:limit]

    def due_count(self, stage: str, version: str | None) -> int:
        """Return how much work `due` has in all."""
        due, current = layout.due, layout.current
        marked = sa.select(due.c.work).where(due.c.stage == stage)
        if version is None:
            return int(self._scalar(sa.select(sa.func.count()).select_from(marked.subquery())))
        other = sa.select(current.c.work).where(
            current.c.stage == stage, sa.or_(current.c.version < version, current.c.version > version)
        )
        return int(self._scalar(sa.select(sa.func.count()).select_from(marked.union(other).subquery())))

    def currents(self, stage: str, works: Sequence[str]) -> dict[str, tuple[str, str]]:
        """Return the (version, key) with which each piece of work was last done."""
        activity, current = layout.activity, layout.current
        found: dict[str, tuple[str, str]] = {}
        for some in _chunks(works):
            query = (
                sa.select(current.c.work, activity.c.version, activity.c.key)
                .join(activity, current.c.activity == activity.c.seq)
                .where(current.c.stage == stage, _among(current.c.work, some))
            )
            found.update((row.work, (row.version, row.key)) for row in self._rows(query))
        return found

    def near(self, stage: str, works: Collection[str]) -> dict[str, list[str]]:
        """Return, for each piece of work, the works before it that share a telling key with it, sorted."""
        found: dict[str, set[str]] = {}
        with self._connection() as connection:
            cursor = _cursor(connection)
            telling: dict[int, list[str]] = {}
            for work in works:
                near = found.setdefault(work, set())
                for key, most in cursor.execute(_PLACES, (work, stage)).fetchall():
                    if key not in telling:
                        telling[key] = _telling(cursor, key, most)
                    near.update(other for other in telling[key] if other < work)
        return {work: sorted(near) for work, near in found.items()}

    def crowded(self, stage: str, keys: Mapping[str, int]) -> set[str]:
        """Return those of the keys that more works have than the number given with each."""
        with self._cursor() as cursor:
            return {
                key
                for key, most in keys.items()
                if len(cursor.execute(_PLACED, (_place(stage, key), most + 1)).fetchall()) > most
            }

    def activity(self, activity_id: str) -> Activity | None:
        """Return an activity by its id, or None."""
        number = activity_id.removeprefix("ac-")
        if not number.isdecimal():
            return None
        rows = self._rows(sa.select(layout.activity).where(layout.activity.c.seq == int(number)))
        return _activity(rows[0]) if rows else None

    def current(self, stage: str, work: str) -> Activity | None:
        """Return the latest activity of a stage for a piece of work, or None."""
        activity, current = layout.activity, layout.current
        rows = self._rows(
            sa.select(activity)
            .join(current, current.c.activity == activity.c.seq)
            .where(current.c.stage == stage, current.c.work == work)
        )
        return _activity(rows[0]) if rows else None

    # Readings

    def reading(self, reading_id: str) -> Reading | None:
        """Return a Reading by its id, superseded ones too, or None."""
        rows = self._read("SELECT * FROM reading WHERE id = ?", reading_id)
        return _reading(rows[0]) if rows else None

    def reading_of(self, digest: str) -> Reading | None:
        """Return the current Reading of a document, or None while it has none."""
        return self.readings_of([digest]).get(digest)

    def lines(self, reading_id: str) -> tuple[Line, ...]:
        """Return where a Reading's text stands on its pages; empty where that is not known."""
        reading, line = layout.reading, layout.line
        query = sa.select(line.c.packed).join(reading, reading.c.seq == line.c.reading)
        packed = self._scalar(query.where(reading.c.id == reading_id))
        return msgspec.msgpack.decode(zlib.decompress(packed), type=tuple[Line, ...]) if packed else ()

    def readings_of(self, digests: Sequence[str]) -> dict[str, Reading]:
        """Return the current Reading of each document that has one."""
        found: dict[str, Reading] = {}
        for some in _chunks(digests):
            found.update((row.document, _reading(row)) for row in self._read(_READINGS_OF, _array(some)))
        return found

    # Notices and statements

    def notice(self, notice_id: str) -> Notice | None:
        """Return a notice that the current extraction finds, or None."""
        return self.notices_called([notice_id]).get(notice_id)

    def notices_called(self, notices: Collection[str]) -> dict[str, Notice]:
        """Return those of the ids that are current notices, each with its notice."""
        return {
            row.id: _notice(row) for some in _chunks(list(notices)) for row in self._read(_NOTICES_CALLED, _array(some))
        }

    def notices(self, *, after: str = "", limit: int = 1000) -> list[Notice]:
        """Return current notices in order of id, those after the id `after`."""
        table = layout.notice
        rows = self._rows(sa.select(table).where(table.c.id > after).order_by(table.c.id).limit(limit))
        return [_notice(row) for row in rows]

    def present(self, notices: Collection[str]) -> set[str]:
        """Return those of the ids that are current notices."""
        column = layout.notice.c.id
        return {
            row.id
            for some in _chunks(list(notices))
            for row in self._rows(sa.select(column).where(_among(column, some)))
        }

    def notices_in(self, digest: str) -> list[Notice]:
        """Return the current notices of one document, in order of position."""
        return self.notices_of([digest])[digest]

    def notices_of(self, digests: Sequence[str]) -> dict[str, list[Notice]]:
        """Return the current notices of each document, in order of position."""
        found: dict[str, list[Notice]] = {digest: [] for digest in digests}
        for some in _chunks(list(found)):
            for row in self._read(_NOTICES_OF, _array(some)):
                found[row.document].append(_notice(row))
        return found

    def statements(
        self, notices: Sequence[str], properties: Collection[Property] | None = None
    ) -> dict[str, list[Statement]]:
        """Return the current statements of notices, in order of extraction."""
        found: dict[str, list[Statement]] = {each: [] for each in notices}
        names = _array(list(Property if properties is None else properties))
        for some in _chunks(list(found)):
            spans: dict[tuple[int, int], list[Span]] = {}
            for row in self._read(_SPANS, _array(some), names):
                spans.setdefault((row.activity, row.statement), []).append(_span(row))
            for row in self._read(_STATEMENTS, _array(some), names):
                found[row.notice].append(_statement(row, tuple(spans.get((row.activity, row.number), ()))))
        return found

    def claims(self, notices: Sequence[str], properties: Collection[Property]) -> dict[str, list[Statement]]:
        """Return the current statements of notices without evidence and ids."""
        found: dict[str, list[Statement]] = {each: [] for each in notices}
        wanted = [name.value for name in properties]
        with self._connection() as connection:
            for some in _chunks(list(found)):
                # This goes through everything that was ever stated: rows come straight from the driver, by place.
                sql = _CLAIMS.format(", ".join("?" * len(some)), ", ".join("?" * len(wanted)))
                rows = connection.exec_driver_sql(sql, (*some, *wanted)).cursor
                assert rows is not None  # noqa: S101 -- a query always has a cursor; told to the type checker
                for (
                    each,
                    subject,
                    name,
                    value,
                    how,
                    layer,
                    sure,
                    conflict,
                    key,
                    basis,
                    number,
                    currency,
                    rate,
                ) in rows.fetchall():
                    amount = None
                    if basis is not None:
                        amount = Amount(
                            _BASES[basis],
                            None if number is None else Decimal(number),
                            currency,
                            None if rate is None else Decimal(rate),
                        )
                    claim = Statement(
                        each, subject, _PROPERTIES[name], value, (), how, layer, sure, bool(conflict), amount, key
                    )
                    found[each].append(claim)
        return found

    def keyed(self, properties: Collection[Property], keys: Collection[str]) -> dict[str, list[str]]:
        """Return the ids of notices that state any of these properties with each key, sorted."""
        found: dict[str, list[str]] = {key: [] for key in keys}
        names = _array(list(properties))
        for some in _chunks(list(found)):
            for row in self._read(_KEYED, _array(some), names):
                found[row.key].append(row.notice)
        return found

    def stated(self, properties: Collection[Property], keys: Collection[str]) -> set[str]:
        """Return those of the keys that some notice states for any of these properties."""
        statement, notice = layout.statement, layout.notice
        # One statement is enough to know: an agency may be named in thousands.
        wanted = sa.func.json_each(json.dumps(list(keys), ensure_ascii=False)).table_valued("value")
        one = (
            sa.select(statement.c.notice)
            .join(notice, (notice.c.id == statement.c.notice) & (notice.c.activity == statement.c.activity))
            .where(statement.c.key == wanted.c.value, _among(statement.c.property, list(properties)))
            .correlate(wanted)
            .exists()
        )
        return {row.value for row in self._rows(sa.select(wanted.c.value).where(one))}

    def keys(self, properties: Collection[Property], *, after: str = "", limit: int = 1000) -> list[str]:
        """Return the distinct keys stated for any of these properties, sorted, those after the key `after`."""
        statement, notice = layout.statement, layout.notice
        rows = self._rows(
            sa.select(statement.c.key)
            .join(notice, (notice.c.id == statement.c.notice) & (notice.c.activity == statement.c.activity))
            .where(statement.c.key > after, _among(statement.c.property, list(properties)))
            .distinct()
            .order_by(statement.c.key)
            .limit(limit)
        )
        return [row.key for row in rows]

    def scan(self, properties: Collection[Property]) -> Iterator[Statement]:
        """Yield every current statement of these properties without evidence, in order of notice."""
        statement, notice = layout.statement, layout.notice
        query = (
            sa.select(statement)
            .select_from(notice)
            .join(statement, (statement.c.activity == notice.c.activity) & (statement.c.notice == notice.c.id))
            .where(_among(statement.c.property, list(properties)))
            .order_by(notice.c.id, statement.c.number)
        )
        for row in self._stream(query):
            yield _statement(row, ())

    # Judgements

    def judgements(self, question: str, members: Collection[str]) -> list[Judgement]:
        """Return the judgements in force that touch any of the members, oldest first."""
        rows: dict[int, Any] = {}
        for some in _chunks(list(members)):
            rows.update((row.seq, row) for row in self._read(_JUDGEMENTS, _array(some), question))
        return in_force(self._judgements([rows[seq] for seq in sorted(rows)]))

    def judgement(self, judgement_id: str) -> Judgement | None:
        """Return a judgement by its id, in force or not, or None."""
        number = judgement_id.removeprefix("j-")
        if not number.isdecimal():
            return None
        rows = self._judgements(self._rows(sa.select(layout.judgement).where(layout.judgement.c.seq == int(number))))
        return rows[0] if rows else None

    def judgements_of(self, stage: str, work: str) -> list[Judgement]:
        """Return what the current activity of a stage for a piece of work judged, in its order."""
        judgement, current = layout.judgement, layout.current
        query = (
            sa.select(judgement)
            .join(current, current.c.activity == judgement.c.activity)
            .where(current.c.stage == stage, current.c.work == work)
            .order_by(judgement.c.seq)
        )
        return self._judgements(self._rows(query))

    def history(self, question: str | None = None, *, limit: int = 1000) -> list[Judgement]:
        """Return judgements of persons, the newest first."""
        if getattr(self._local, "batch", None) is not None:
            return self._judgements(self._read(_HISTORY, question, limit, 0))
        # The log only grows: what was read once stands, and what came since is read.
        known = self._histories.get((question, limit), ())
        last = int(known[0].id.removeprefix("j-")) if known else 0
        if new := self._judgements(self._read(_HISTORY, question, limit, last)):
            known = (*new, *known)[:limit]
            if len(self._histories) >= KEPT:
                self._histories.clear()
            self._histories[question, limit] = known
        return list(known)

    def _judgements(self, rows: Sequence[Any]) -> list[Judgement]:
        spans: dict[int, list[Span]] = {}
        for some in _chunks([row.seq for row in rows if row.reading]):
            for row in self._read(_JUDGEMENT_SPANS, _array(some)):
                spans.setdefault(row.judgement, []).append(_span(row))
        return [_judgement(row, tuple(spans.get(row.seq, ()))) for row in rows]

    # Clusters

    def cluster(self, kind: Cluster, member: str) -> str | None:
        """Return the id of the cluster that a member belongs to, or None."""
        return self.clusters_of(kind, [member]).get(member)

    def clusters_of(self, kind: Cluster, members: Sequence[str]) -> dict[str, str]:
        """Return the cluster of each member that has one."""
        found: dict[str, str] = {}
        for some in _chunks(list(members)):
            found.update(self._read(_CLUSTERS_OF, kind, _array(some)))
        return found

    def members(self, kind: Cluster, cluster: str) -> list[str]:
        """Return the members of a cluster, sorted; empty for an unknown id."""
        return [row.member for row in self._read(_MEMBERS, kind, cluster)]

    def clusters(self, kind: Cluster, *, after: str = "", limit: int = 1000) -> list[str]:
        """Return cluster ids in order, those after the id `after`."""
        table = layout.cluster
        query = sa.select(table.c.cluster).where(table.c.kind == kind, table.c.cluster > after).distinct()
        return [row.cluster for row in self._rows(query.order_by(table.c.cluster).limit(limit))]

    def scan_clusters(self, kind: Cluster) -> Iterator[tuple[str, str]]:
        """Yield every (member, cluster), in order of member."""
        table = layout.cluster
        query = sa.select(table.c.member, table.c.cluster).where(table.c.kind == kind).order_by(table.c.member)
        for row in self._stream(query):
            yield row.member, row.cluster

    def redirect(self, cluster: str) -> str | None:
        """Return the id that a merged cluster's id now leads to, or None if it was never merged away."""
        seen = cluster
        while rows := self._read("SELECT new FROM redirect WHERE old = ?", seen):
            seen = rows[0].new
        return seen if seen != cluster else None

    # Search

    def search(self, query: str, *, limit: int = 20, offset: int = 0) -> Hits:
        """Find documents whose current text holds every term of the query."""
        phrases = search.phrases(query)
        if not phrases:
            return Hits(0, ())
        match = " AND ".join('"' + " ".join(tokens) + '"' for tokens in phrases)
        own = f"own : ({match})"
        with self._cursor() as cursor:
            # The index gives rows in order, so a page of it ends as soon as it is full; counting goes through all.
            rows = cursor.execute(_FOUND_OWN, (own, limit, offset)).fetchall()
            count = cursor.execute(_FOUND_COUNT, (match,)).fetchone()[0]
            if len(rows) < limit and offset + len(rows) < count:
                before = offset + len(rows) if rows else cursor.execute(_FOUND_COUNT, (own,)).fetchone()[0]
                rest = (match, own, limit - len(rows), max(offset - before, 0))
                rows += cursor.execute(_FOUND_LATER, rest).fetchall()
            documents = dict(cursor.execute(_FOUND_DOCUMENTS, (_array([seq for (seq,) in rows]),)).fetchall())
        return Hits(count, tuple(documents[seq] for (seq,) in rows))


_CHANGES = """
    SELECT max(seq) AS last FROM arrival UNION ALL SELECT max(seq) FROM activity UNION ALL SELECT max(seq) FROM judgement
"""
_STATE_COUNT = "SELECT count(*) FROM document_state WHERE state = ?"
_CLUSTERS_COUNT = "SELECT count(*) FROM (SELECT DISTINCT cluster FROM cluster WHERE kind = ?)"
_CLUSTERS_THERE = """
    SELECT count(*) FROM json_each(?) AS wanted
    WHERE EXISTS (SELECT 1 FROM cluster WHERE kind = ? AND cluster = wanted.value)
"""
_DOCUMENT = """
    SELECT document.digest, size, state, reason, media_type, stage, reader, sandbox, waiting
    FROM document JOIN document_state AS state ON state.digest = document.digest WHERE document.digest = ?
"""
_ARRIVALS = "SELECT * FROM arrival WHERE digest IN (SELECT value FROM json_each(?)) ORDER BY seq"
_CONTAINED = """
    SELECT value FROM json_each(?) AS wanted
    WHERE EXISTS (SELECT 1 FROM arrival WHERE digest = wanted.value AND container != '')
"""
_CONTAINERS = "SELECT DISTINCT container FROM arrival WHERE digest = ? AND container != '' LIMIT ?"
_INSIDE = """
    SELECT a.digest, a.name, d.size FROM arrival AS a JOIN document AS d ON d.digest = a.digest
    WHERE a.container = ? AND a.container != '' ORDER BY a.seq LIMIT ?
"""
_READINGS_OF = """
    SELECT reading.* FROM document_state AS state JOIN reading ON reading.seq = state.reading
    WHERE state.digest IN (SELECT value FROM json_each(?))
"""
_NOTICES_CALLED = "SELECT * FROM notice WHERE id IN (SELECT value FROM json_each(?))"
_NOTICES_OF = "SELECT * FROM notice WHERE document IN (SELECT value FROM json_each(?)) ORDER BY start"
_STATEMENTS = """
    SELECT s.* FROM notice AS n JOIN statement AS s ON s.activity = n.activity AND s.notice = n.id
    WHERE n.id IN (SELECT value FROM json_each(?)) AND s.property IN (SELECT value FROM json_each(?))
    ORDER BY s.activity, s.number
"""
_SPANS = """
    SELECT e.* FROM notice AS n JOIN statement AS s ON s.activity = n.activity AND s.notice = n.id
    JOIN evidence AS e ON e.activity = s.activity AND e.statement = s.number
    WHERE n.id IN (SELECT value FROM json_each(?)) AND s.property IN (SELECT value FROM json_each(?))
    ORDER BY e.activity, e.statement, e.number
"""
_KEYED = """
    SELECT DISTINCT s.key, s.notice FROM statement AS s JOIN notice AS n ON n.id = s.notice AND n.activity = s.activity
    WHERE s.key IN (SELECT value FROM json_each(?)) AND s.property IN (SELECT value FROM json_each(?))
    ORDER BY s.notice
"""
_JUDGEMENTS = """
    SELECT j.* FROM judgement AS j LEFT JOIN activity AS a ON a.seq = j.activity
    LEFT JOIN current AS c ON c.stage = a.stage AND c.work = a.work AND c.activity = a.seq
    WHERE j.seq IN (
        SELECT seq FROM judgement WHERE subject IN (SELECT value FROM json_each(?1)) AND question = ?2
        UNION SELECT seq FROM judgement WHERE other IN (SELECT value FROM json_each(?1)) AND question = ?2
    ) AND (j.activity IS NULL OR c.activity IS NOT NULL)
"""
_HISTORY = """
    SELECT * FROM judgement WHERE activity IS NULL AND (?1 IS NULL OR question = ?1) AND seq > ?3
    ORDER BY seq DESC LIMIT ?2
"""
_JUDGEMENT_SPANS = """
    SELECT * FROM judgement_evidence WHERE judgement IN (SELECT value FROM json_each(?)) ORDER BY judgement, number
"""
_CLUSTERS_OF = "SELECT member, cluster FROM cluster WHERE kind = ? AND member IN (SELECT value FROM json_each(?))"
_MEMBERS = "SELECT member FROM cluster WHERE kind = ? AND cluster = ? ORDER BY member"
_FOUND_COUNT = "SELECT count(*) FROM search WHERE search MATCH ?"
_FOUND_OWN = "SELECT rowid FROM search WHERE search MATCH ? ORDER BY rowid LIMIT ? OFFSET ?"
_FOUND_LATER = """
    SELECT rowid FROM search WHERE search MATCH ? AND rowid NOT IN (SELECT rowid FROM search WHERE search MATCH ?)
    ORDER BY rowid LIMIT ? OFFSET ?
"""
_FOUND_DOCUMENTS = "SELECT seq, document FROM reading WHERE seq IN (SELECT value FROM json_each(?))"


class _SqliteBatch:
    """`ports.Batch`: gathers rows and writes them by table, since one long insert beats many short ones."""

    def __init__(self, connection: sa.Connection, now: dt.datetime) -> None:
        self.connection = connection
        self._now = now.isoformat()
        self._next: dict[str, int] = {}
        self._rows: dict[str, list[dict[str, Any]]] = {}
        self._due: dict[tuple[str, str], None] = {}
        self._numbers: dict[str, int] = {}
        self._leads: dict[str, str] = {}
        self._assigned: set[tuple[str, str]] = set()

    def arrive(self, arrival: Arrival, size: int) -> bool:
        """Record an arrival; return whether the document is new."""
        self.flush()
        execute = self.connection.execute
        table = layout.arrival
        execute(
            insert(table)
            .values(
                digest=arrival.digest,
                name=arrival.name,
                origin=arrival.origin,
                container=arrival.container or "",
                collector=arrival.collector,
                arrived_at=arrival.arrived_at.isoformat(),
            )
            .on_conflict_do_nothing()
        )
        new = execute(insert(layout.document).values(digest=arrival.digest, size=size).on_conflict_do_nothing())
        if new.rowcount != 1:
            return False
        execute(insert(layout.document_state).values(digest=arrival.digest, state=State.PENDING))
        return True

    def mark_due(self, stage: str, works: Iterable[str]) -> None:
        """Mark work as due for a stage."""
        self._due.update(dict.fromkeys((stage, work) for work in works))

    def place(self, stage: str, work: str, keys: Mapping[str, int]) -> None:
        """Say by which keys a piece of work is found near others; mark as due whose neighborhood changes."""
        cursor = _cursor(self.connection)
        old = dict(cursor.execute(_PLACES, (work, stage)).fetchall())
        new = {_place(stage, key): most for key, most in keys.items()}
        due = {work}
        for key, most in {**old, **new}.items():
            # Two more than tell anything: with this work and without it the key is silent.
            others = {row[0] for row in cursor.execute(_PLACED, (key, most + 2))} - {work}
            told, tells = len(others) + (key in old) <= most, len(others) + (key in new) <= most
            if told or tells:
                due.update(others if told != tells else (other for other in others if other > work))
        gone = [(key, work, stage) for key in old.keys() - new.keys()]
        cursor.executemany("DELETE FROM place WHERE key = ? AND work = ? AND stage = ?", gone)
        added = [(key, work, stage, most) for key, most in new.items() if old.get(key) != most]
        cursor.executemany("INSERT OR REPLACE INTO place (key, work, stage, most) VALUES (?, ?, ?, ?)", added)
        self.mark_due(stage, due)

    def redo(self, stage: str, works: Iterable[str]) -> None:
        """Mark work as due and forget that it was done."""
        self.flush()
        table = layout.current
        works = list(works)
        for some in _chunks(works):
            self.connection.execute(table.delete().where(table.c.stage == stage, _among(table.c.work, some)))
        self.mark_due(stage, works)

    def adopt(self, stage: str, version: str, readers: Collection[str]) -> None:
        """Count documents as done by `version` that were read by one of these readers."""
        self.flush()
        current, state = layout.current, layout.document_state
        read = sa.select(state.c.digest).where(state.c.state == State.READ, _among(state.c.reader, readers))
        self.connection.execute(
            current.update()
            .where(current.c.stage == stage, current.c.version != version, current.c.work.in_(read))
            .values(version=version)
        )

    def done(self, stage: str, works: Iterable[str]) -> None:
        """Take work off the list of what is due."""
        for work in works:
            self._due.pop((stage, work), None)
            self._add("done", {"b_stage": stage, "b_work": work})

    def record(self, stage: str, version: str, work: str, key: str, facts: Sequence[Fact]) -> Activity:
        """Record a finished activity and its facts, and make it the current one for its work."""
        seq = self._number(layout.activity)
        row = {"seq": seq, "stage": stage, "version": version, "work": work, "key": key, "ended_at": self._now}
        self._add(layout.activity, row)
        self.done(stage, (work,))
        self._rows.setdefault("current", []).append({"stage": stage, "work": work, "version": version, "activity": seq})
        published = [fact for fact in facts if isinstance(fact, Published)]
        for fact in facts:
            if isinstance(fact, Reading):
                self._add_reading(fact)
            elif isinstance(fact, Lines):
                self._add_lines(fact)
            elif isinstance(fact, Outcome):
                self._add_outcome(seq, stage, work, fact)
            elif isinstance(fact, Judgement):
                self._add_judgement(fact, seq)
        if published or stage == "extract":
            self._replace_notices(seq, work, published)
        return Activity(f"ac-{seq}", stage, version, work, key, dt.datetime.fromisoformat(self._now))

    def judge(self, judgement: Judgement) -> Judgement:
        """Record a person's judgement; return it with its id and time."""
        seq = self._add_judgement(judgement, None)
        decided = judgement.decided_at or dt.datetime.fromisoformat(self._now)
        return msgspec.structs.replace(judgement, id=f"j-{seq}", decided_at=decided)

    def assign(self, kind: Cluster, cluster: str, members: Collection[str]) -> None:
        """Make a cluster consist of exactly these members."""
        if (kind, cluster) in self._assigned:
            self.flush()
        self._assigned.add((kind, cluster))
        self._rows.setdefault("cluster_gone", []).append({"b_kind": kind, "b_cluster": cluster})
        rows = [{"kind": kind, "member": member, "cluster": cluster} for member in members]
        self._rows.setdefault("cluster", []).extend(rows)
        # An id that leads a cluster again (after a split) must no longer lead elsewhere.
        self._leads.pop(cluster, None)
        self._add("redirect_gone", {"b_old": cluster})

    def forget(self, kind: Cluster, members: Collection[str]) -> None:
        """Take members that no longer exist out of their clusters."""
        self.flush()
        table = layout.cluster
        with self._tallying({"cluster": [{"kind": kind, "member": member} for member in members]}):
            for some in _chunks(list(members)):
                self.connection.execute(table.delete().where(table.c.kind == kind, _among(table.c.member, some)))

    def lead(self, old: str, new: str) -> None:
        """Make the id of a cluster that was merged away lead to the surviving one."""
        self._leads[old] = new

    # Rows

    def _number(self, table: sa.Table) -> int:
        """Return the next `seq`; the write lock is ours, so nobody else takes it."""
        if table.name not in self._next:
            highest = self.connection.execute(sa.select(sa.func.max(table.c.seq))).scalar()
            self._next[table.name] = (highest or 0) + 1
        number = self._next[table.name]
        self._next[table.name] += 1
        return number

    def _add(self, table: sa.Table | str, row: dict[str, Any]) -> None:
        self._rows.setdefault(table if isinstance(table, str) else table.name, []).append(row)

    def _add_reading(self, reading: Reading) -> None:
        known = self.connection.execute(
            sa.select(layout.reading.c.seq).where(layout.reading.c.id == reading.id)
        ).scalar()
        old = self.connection.execute(
            sa.select(layout.document_state.c.reading).where(layout.document_state.c.digest == reading.document)
        ).scalar()
        if known is None:
            known = self._number(layout.reading)
            packed = _Layout(reading.blocks, reading.pages, reading.segments, reading.signals, reading.languages)
            self._add(
                layout.reading,
                {
                    "seq": known,
                    "id": reading.id,
                    "document": reading.document,
                    "reader": reading.reader,
                    "text": reading.text,
                    "layout": zlib.compress(msgspec.msgpack.encode(packed), 1),
                    "charset": reading.charset,
                    "masked": reading.masked,
                    "sandbox": reading.sandbox,
                },
            )
            self._numbers[reading.id] = known
        if old == known:
            return
        if old is not None:
            self._unindex(old)
        self._rows.setdefault("search", []).append({"rowid": known, **_tokens(reading)})
        waiting = sum(map(is_waiting, reading.pages))
        self._rows.setdefault("reading_of", []).append(
            {"b_digest": reading.document, "b_reading": known, "b_waiting": waiting}
        )

    def _add_lines(self, lines: Lines) -> None:
        number = self._numbers.get(lines.reading)
        if number is None:
            # The Reading was known before, and its lines with it: they follow from it.
            return
        packed = zlib.compress(msgspec.msgpack.encode(lines.lines), 1)
        self._add(layout.line, {"reading": number, "packed": packed})

    def _unindex(self, seq: int) -> None:
        # A contentless index forgets a row only when told the very tokens that it was given.
        row = self.connection.execute(sa.select(layout.reading).where(layout.reading.c.seq == seq)).one()
        self.connection.execute(
            sa.text("INSERT INTO search(search, rowid, own, furniture) VALUES ('delete', :rowid, :own, :furniture)"),
            {"rowid": seq, **_tokens(_reading(row))},
        )

    def _add_outcome(self, activity: int, stage: str, digest: str, outcome: Outcome) -> None:
        row = msgspec.structs.asdict(outcome)
        self._add(layout.outcome, {"activity": activity, **row})
        told = {f"b_{name}": value for name, value in row.items()}
        self._rows.setdefault("state_of", []).append({"b_digest": digest, "b_stage": stage, **told})

    def _replace_notices(self, activity: int, digest: str, published: Sequence[Published]) -> None:
        self._rows.setdefault("notices_gone", []).append({"b_document": digest})
        number = 0
        for fact in published:
            notice = fact.notice
            self._add(
                layout.notice,
                {
                    "id": notice.id,
                    "document": notice.document,
                    "reading": notice.reading,
                    "activity": activity,
                    "start": notice.start,
                    "end": notice.end,
                },
            )
            for statement in fact.statements:
                amount = statement.amount
                self._add(
                    layout.statement,
                    {
                        "activity": activity,
                        "number": number,
                        "notice": statement.notice,
                        "subject": statement.subject,
                        "property": statement.property,
                        "value": statement.value,
                        "derivation": statement.derivation,
                        "layer": statement.layer,
                        "confidence": statement.confidence,
                        "conflict": statement.conflict,
                        "basis": amount and amount.basis,
                        "amount": _plain(amount.amount) if amount else None,
                        "currency": amount and amount.currency,
                        "rate": _plain(amount.rate) if amount else None,
                        "key": statement.key,
                    },
                )
                for order, span in enumerate(statement.evidence):
                    row = {"start": span.start, "end": span.end, "quote": span.quote, "page": span.page}
                    self._add(layout.evidence, {"activity": activity, "statement": number, "number": order, **row})
                number += 1

    def _add_judgement(self, judgement: Judgement, activity: int | None) -> int:
        seq = self._number(layout.judgement)
        decided = judgement.decided_at.isoformat() if judgement.decided_at else self._now
        self._add(
            layout.judgement,
            {
                "seq": seq,
                "activity": activity,
                "question": judgement.question,
                "subject": judgement.subject,
                "other": judgement.other,
                "answer": judgement.answer,
                "agent": judgement.agent,
                "agent_kind": judgement.agent_kind,
                "reason": judgement.reason,
                "score": judgement.score,
                "decided_at": decided,
                "reading": judgement.reading,
            },
        )
        for order, span in enumerate(judgement.evidence):
            row = {"start": span.start, "end": span.end, "quote": span.quote, "page": span.page}
            self._add(layout.judgement_evidence, {"judgement": seq, "number": order, **row})
        return seq

    @contextmanager
    def _tallying(self, rows: Mapping[str, Sequence[Mapping[str, Any]]]) -> Iterator[None]:
        """Keep the numbers of clusters right while these rows change some.

        Whoever shows how many there are would count a hundred thousand members after every commit.
        """
        cursor = _cursor(self.connection)
        touched: dict[str, set[str]] = {}
        for row in rows.get("cluster_gone", ()):
            touched.setdefault(row["b_kind"], set()).add(row["b_cluster"])
        for kind in {row["kind"] for row in rows.get("cluster", ())}:
            members = [row["member"] for row in rows["cluster"] if row["kind"] == kind]
            found = touched.setdefault(kind, set())
            found.update(old for _, old in cursor.execute(_CLUSTERS_OF, (kind, _array(members))))
        asked = {kind: (_array(sorted(clusters)), kind) for kind, clusters in touched.items()}
        before = {kind: cursor.execute(_CLUSTERS_THERE, some).fetchone()[0] for kind, some in asked.items()}
        yield
        for kind, some in asked.items():
            if cursor.execute("SELECT 1 FROM tally WHERE name = ?", (kind,)).fetchone() is None:
                change = _count_clusters(cursor, kind)
            else:
                change = cursor.execute(_CLUSTERS_THERE, some).fetchone()[0] - before[kind]
            self.connection.execute(_TALLIED, {"name": kind, "count": change})

    def flush(self) -> None:
        """Write what was gathered, table by table, in the order in which it depends on each other."""
        rows, self._rows = self._rows, {}
        rows["due"] = [{"stage": stage, "work": work} for stage, work in self._due]
        rows["redirect"] = [{"old": old, "new": new} for old, new in self._leads.items()]
        self._due.clear()
        self._leads.clear()
        self._assigned.clear()
        execute = self.connection.execute
        for name in ("activity", "outcome", "reading", "line"):
            if rows.get(name):
                execute(layout.metadata.tables[name].insert(), rows[name])
        with self._tallying(rows):
            for name, statement in _UPDATES.items():
                if rows.get(name):
                    execute(statement, rows[name])
        for name in ("notice", "statement", "evidence", "judgement", "judgement_evidence"):
            if rows.get(name):
                execute(layout.metadata.tables[name].insert(), rows[name])
        if stated := len(rows.get("statement", ())):
            execute(_TALLIED, {"name": layout.statement.name, "count": stated})


_state = layout.document_state
_due_insert = insert(layout.due)
_current_insert = insert(layout.current)
_cluster_insert = insert(layout.cluster)
_redirect_insert = insert(layout.redirect)
_tally_insert = insert(layout.tally)
_TALLIED = _tally_insert.on_conflict_do_update(
    index_elements=["name"], set_={"count": layout.tally.c.count + _tally_insert.excluded.count}
)
_UPDATES: dict[str, sa.Executable] = {
    "done": layout.due.delete().where(
        layout.due.c.stage == sa.bindparam("b_stage"), layout.due.c.work == sa.bindparam("b_work")
    ),
    "due": _due_insert.on_conflict_do_nothing(),
    "current": _current_insert.on_conflict_do_update(
        index_elements=["stage", "work"],
        set_={"version": _current_insert.excluded.version, "activity": _current_insert.excluded.activity},
    ),
    "state_of": _state.update()
    .where(_state.c.digest == sa.bindparam("b_digest"))
    .values({name: sa.bindparam(f"b_{name}") for name in ("stage", *Outcome.__struct_fields__)}),
    "reading_of": _state.update()
    .where(_state.c.digest == sa.bindparam("b_digest"))
    .values(reading=sa.bindparam("b_reading"), waiting=sa.bindparam("b_waiting")),
    "search": sa.text("INSERT INTO search(rowid, own, furniture) VALUES (:rowid, :own, :furniture)"),
    "notices_gone": layout.notice.delete().where(layout.notice.c.document == sa.bindparam("b_document")),
    "cluster_gone": layout.cluster.delete().where(
        layout.cluster.c.kind == sa.bindparam("b_kind"), layout.cluster.c.cluster == sa.bindparam("b_cluster")
    ),
    "redirect_gone": layout.redirect.delete().where(layout.redirect.c.old == sa.bindparam("b_old")),
    "redirect": _redirect_insert.on_conflict_do_update(
        index_elements=["old"], set_={"new": _redirect_insert.excluded.new}
    ),
    "cluster": _cluster_insert.on_conflict_do_update(
        index_elements=["kind", "member"], set_={"cluster": _cluster_insert.excluded.cluster}
    ),
}
"""Changes to the indexes, by the name under which a batch gathers their parameters."""


_PLACES = "SELECT key, most FROM place WHERE work = ? AND stage = ?"
_PLACED = "SELECT work FROM place WHERE key = ? LIMIT ?"


def _cursor(connection: sa.Connection) -> sqlite3.Cursor:
    """Return the driver's own cursor: looking up twenty keys of a thousand works is mostly the overhead of the call."""
    driver = connection.connection.driver_connection
    assert isinstance(driver, sqlite3.Connection)  # noqa: S101 -- the engine is SQLite's; told to the type checker
    return driver.cursor()


def _count_clusters(cursor: sqlite3.Cursor, kind: str) -> int:
    return int(cursor.execute(_CLUSTERS_COUNT, (kind,)).fetchone()[0])


def _telling(cursor: sqlite3.Cursor, key: int, most: int) -> list[str]:
    """Return the works that have a key, none where there are more than its limit."""
    works = [row[0] for row in cursor.execute(_PLACED, (key, most + 1))]
    return works if len(works) <= most else []


def _place(stage: str, key: str) -> int:
    """Return the number under which a key is kept: two keys share one in fewer than one of a million inquiries."""
    return int.from_bytes(hashlib.blake2b(f"{stage}|{key}".encode(), digest_size=8).digest()) >> 1


def _translated(error: sa.exc.OperationalError) -> Exception:
    message = str(error.orig)
    if "disk is full" in message or "disk I/O error" in message:
        return StorageFull(f"the database cannot grow ({message}); free some space and run the command again")
    if "locked" in message or "busy" in message:
        return StoreBusy("another process is writing to this inquiry; wait for it to end and run the command again")
    return error


def _tokens(reading: Reading) -> dict[str, str]:
    own, furniture = indexed(reading)
    return {"own": " ".join(own), "furniture": " ".join(furniture)}


@cache
def _row(columns: tuple[str, ...]) -> Any:
    """Return the kind of row with these columns."""
    return namedtuple("_row", columns)


def _array(values: Sequence[Any]) -> str:
    """Return values as one JSON array: a list of a thousand placeholders is built and parsed anew for every query."""
    return json.dumps(values, ensure_ascii=False)


def _among(column: sa.ColumnElement[Any], values: Collection[Any]) -> sa.ColumnElement[bool]:
    """Return the condition that a column holds any of the values."""
    array = sa.func.json_each(_array(list(values))).table_valued("value")
    return column.in_(sa.select(array.c.value))


def _chunks(values: Sequence[Any]) -> Iterator[list[Any]]:
    for start in range(0, len(values), CHUNK):
        yield list(values[start : start + CHUNK])


def _plain(number: Decimal | None) -> str | None:
    return None if number is None else format(number, "f")


def _document(row: Any) -> Document:
    return Document(
        digest=row.digest,
        size=row.size,
        state=State(row.state),
        reason=row.reason,
        media_type=row.media_type,
        stage=row.stage,
        reader=row.reader,
        sandbox=row.sandbox,
        waiting=row.waiting,
    )


def _arrival(row: Any) -> Arrival:
    return Arrival(
        digest=row.digest,
        name=row.name,
        origin=row.origin,
        container=row.container or None,
        collector=row.collector,
        arrived_at=dt.datetime.fromisoformat(row.arrived_at),
    )


def _activity(row: Any) -> Activity:
    ended = dt.datetime.fromisoformat(row.ended_at)
    return Activity(f"ac-{row.seq}", row.stage, row.version, row.work, row.key, ended)


def _reading(row: Any) -> Reading:
    packed = msgspec.msgpack.decode(zlib.decompress(row.layout), type=_Layout)
    return Reading(
        id=row.id,
        document=row.document,
        reader=row.reader,
        text=row.text,
        blocks=packed.blocks,
        pages=packed.pages,
        segments=packed.segments,
        charset=row.charset,
        masked=row.masked,
        signals=packed.signals,
        sandbox=row.sandbox,
        languages=packed.languages,
    )


def _notice(row: Any) -> Notice:
    return Notice(row.id, row.document, row.reading, row.start, row.end)


def _span(row: Any) -> Span:
    return Span(row.start, row.end, row.quote, row.page)


def _statement(row: Any, evidence: tuple[Span, ...]) -> Statement:
    amount = None
    if row.basis is not None:
        amount = Amount(
            basis=Basis(row.basis),
            amount=None if row.amount is None else Decimal(row.amount),
            currency=row.currency,
            rate=None if row.rate is None else Decimal(row.rate),
        )
    statement = Statement(
        notice=row.notice,
        subject=row.subject,
        property=Property(row.property),
        value=row.value,
        evidence=evidence,
        derivation=row.derivation,
        layer=row.layer,
        confidence=row.confidence,
        conflict=bool(row.conflict),
        amount=amount,
        key=row.key,
    )
    return msgspec.structs.replace(statement, id=statement_id(statement)) if evidence else statement


def _judgement(row: Any, evidence: tuple[Span, ...]) -> Judgement:
    return Judgement(
        question=row.question,
        subject=row.subject,
        other=row.other,
        answer=row.answer,
        agent=row.agent,
        agent_kind=AgentKind(row.agent_kind),
        reason=row.reason,
        score=row.score,
        decided_at=dt.datetime.fromisoformat(row.decided_at),
        reading=row.reading,
        evidence=evidence,
        id=f"j-{row.seq}",
    )
