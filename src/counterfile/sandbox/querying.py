"""The cage for SQL that a person wrote: a process of its own that has the tables, and nothing else.

The text comes with a finding's file, and that may come from anybody. It is parsed and run by DuckDB in a child of the
airlock's worker: no file, no network, no other process, limits on memory and time, killed when it overruns. DuckDB's own
locks are closed besides: no external access, no extensions, a configuration that cannot be opened again. Only ids come out,
and the caller holds each of them against the units that exist.

Source:
    DuckDB's documentation, "Securing DuckDB".
"""

from __future__ import annotations

import re
import weakref
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, cast

from counterfile.errors import BadInput, TimedOut, TooLarge
from counterfile.sandbox.airlock import Airlock, Limits, Task

if TYPE_CHECKING:
    import pyarrow as pa  # type: ignore[import-untyped]

LIMITS = Limits(wall_seconds=60.0, cpu_seconds=50, memory=2 << 30, output=1 << 28)
"""Of one query; the memory is address space, of which DuckDB may fill half."""

QUERY = Task("counterfile.sandbox.querying:query_task", tuple[str, ...])
"""SQL and tables to ids."""


class Cage:
    """Runs queries one after the other, each in a process of its own; the first one starts the worker.

    The worker ends with this object.
    """

    def __init__(self, limits: Limits = LIMITS) -> None:
        """Prepare; nothing is started yet."""
        # Whatever step of the ladder the machine reaches is taken: DuckDB's own locks stand before it.
        self._airlock = Airlock(1, limits, (QUERY,), accept_unsandboxed=True)
        self.close = weakref.finalize(self, self._airlock.close)
        """Ends the worker; it is called by itself in the end."""

    def ids(self, sql: str, tables: Mapping[str, pa.Table], most: int) -> tuple[str, ...]:
        """Return the ids that a query gives, each once, in its order.

        Args:
            sql: One SELECT that gives one column of texts.
            tables: All that it can see, by name.
            most: How many ids it may give.

        Raises:
            BadInput: it is no such query, gives something else, or the same query may give something else another
                time; the message says what.
            TimedOut: it took too long, and was ended.
            TooLarge: it needed too much memory, or gave more than `most` ids.
        """
        sent = [part for name, table in tables.items() for part in (name, _packed(table))]
        try:
            return cast(tuple[str, ...], self._airlock.call(QUERY.function, sql, str(most), *sent))
        except TimedOut as error:
            raise TimedOut(f"{error}, and was ended") from error


def words_of(sql: str) -> frozenset[str]:
    """Return the names that a query may use, lower case: every word outside its texts and comments.

    >>> sorted(words_of("select id from \\"lots\\" -- all 'of' them\\n where label = 'no name'"))
    ['from', 'id', 'label', 'lots', 'select', 'where']
    """
    return frozenset(word.lower() for word in _WORD.findall(_SILENT.sub(" ", sql)))


_SILENT = re.compile(r"'(?:[^']|'')*'|--[^\n]*|/\*.*?\*/", re.DOTALL)
_WORD = re.compile(r"[^\W\d]\w*")


def _packed(table: pa.Table) -> bytes:
    import pyarrow as pa

    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as stream:
        stream.write_table(table)
    return cast(bytes, sink.getvalue().to_pybytes())


# Inside the cage -----------------------------------------------------------------------------------------------------

_LOCKED: dict[str, str | bool | int | float | list[str]] = {
    "threads": "1",  # the child may start no thread
    "enable_external_access": "false",
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "allow_community_extensions": "false",
    "allow_persistent_secrets": "false",
    "temp_directory": "",
    "memory_limit": f"{LIMITS.memory // 2}B",
}
_CHANCE = frozenset({"sample", "tablesample"})
_CHUNK = 10_000


def preload(_flavor: str) -> None:
    """Import what queries need, before the locks close."""
    import duckdb
    import pyarrow as pa

    duckdb.connect(":memory:", config=_LOCKED).close()
    pa.set_cpu_count(1)


def query_task(sql: str, most: str, *tables: bytes | str) -> tuple[str, ...]:
    """Run one query as a task of the airlock; see `Cage.ids`."""
    import duckdb
    import pyarrow as pa

    connection = duckdb.connect(":memory:", config=_LOCKED)
    connection.execute("SET python_enable_replacements = false")
    fickle = connection.execute("SELECT DISTINCT function_name FROM duckdb_functions() WHERE stability <> 'CONSISTENT'")
    changing = {name for (name,) in fickle.fetchall()} | _CHANCE
    names = set()
    for name, content in zip(tables[::2], tables[1::2], strict=True):
        table = pa.ipc.open_stream(content).read_all()
        names |= {str(name), *table.column_names}
        connection.register(str(name), table)
    connection.execute("SET lock_configuration = true")
    chance = sorted((words_of(sql) & changing) - names)
    if chance:
        raise BadInput(f"{chance[0]} gives something else another time, and a figure must not; write the value itself")
    try:
        statements = connection.extract_statements(sql)
        if [each.type for each in statements] != [duckdb.StatementType.SELECT]:
            kinds = ", ".join(each.type.name for each in statements) or "nothing"
            raise BadInput(f"one SELECT is wanted, {kinds} stands there")
        return _ids(connection.execute(statements[0]), int(most))
    except duckdb.OutOfMemoryException as error:
        raise TooLarge("it needs more memory than a query may use") from error
    except duckdb.Error as error:
        raise BadInput(f"DuckDB refuses it: {error}") from error


def _ids(found: object, most: int) -> tuple[str, ...]:
    """Return the only column of what a query gives.

    Raises:
        BadInput: it has several, or gives something else than texts.
        TooLarge: it has more values than `most`.
    """
    import duckdb

    rows = cast(duckdb.DuckDBPyConnection, found)
    columns: Sequence[tuple[object, ...]] = rows.description or ()
    if len(columns) != 1:
        raise BadInput(f"it gives {len(columns)} columns, one is wanted: the ids of the units")
    ids: dict[str, None] = {}
    while some := rows.fetchmany(_CHUNK):
        for (value,) in some:
            if not isinstance(value, str):
                raise BadInput(f"it gives {value!r} in its column {columns[0][0]}, ids of units are wanted")
            ids[value] = None
        if len(ids) > most:
            raise TooLarge(f"it gives more than {most:,} ids")
    return tuple(ids)
