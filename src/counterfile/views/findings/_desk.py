"""The tables in a database that reaches nothing outside, and searches in the words of notices."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

import duckdb

from counterfile.model.finding import Unit
from counterfile.model.reading import BlockKind, Reading
from counterfile.text import search
from counterfile.views.tables import Workbench


class Desk:
    """The tables in a database that reaches nothing outside, and what searches found so far."""

    def __init__(self, bench: Workbench) -> None:
        self.bench = bench
        self._registered: set[Unit] = set()
        self._searched: dict[str, frozenset[str]] = {}
        self._hits: dict[tuple[str, str], tuple[tuple[int, int], ...]] = {}
        self._tables = 0

    @cached_property
    def connection(self) -> duckdb.DuckDBPyConnection:
        """An empty database in memory, without files, network or extensions."""
        connection = duckdb.connect(":memory:", config={"enable_external_access": "false"})
        connection.execute("SET python_enable_replacements = false")
        return connection

    def table(self, unit: Unit) -> str:
        """Return the name of a unit's table in the database."""
        if unit not in self._registered:
            self.connection.register(unit.value, self.bench.table(unit))
            self._registered.add(unit)
        return f'"{unit.value}"'

    def temporary(self, columns: Mapping[str, Sequence[str]]) -> str:
        """Put texts into a table of their own and return its name."""
        import pyarrow as pa  # type: ignore[import-untyped]

        self._tables += 1
        name = f"given_{self._tables}"
        arrays = {column: pa.array(list(values), pa.string()) for column, values in columns.items()}
        self.connection.register(name, pa.table(arrays))
        return name

    def containing(
        self, terms: Sequence[str], among: Iterable[str]
    ) -> dict[str, dict[str, tuple[tuple[int, int], ...]]]:
        """Return, by term, the notices whose own words hold it, and where.

        A neighbor's title in the page's furniture is not the notice's own word.

        Args:
            terms: What to look for, each as a whole.
            among: Notices to look at.
        """
        view = self.bench.view
        for term in terms:
            if term not in self._searched:
                self._searched[term] = frozenset(view.search(quoted(term), limit=10_000_000).documents)
        found: dict[str, dict[str, tuple[tuple[int, int], ...]]] = {term: {} for term in terms}
        waiting: dict[str, list[str]] = {}
        rows = self.bench.rows(Unit.NOTICE)
        for notice in among:
            waiting.setdefault(rows[notice].values["document"], []).append(notice)
        for document, notices in waiting.items():
            wanted = [term for term in terms if document in self._searched[term]]
            unknown = [term for term in wanted if any((term, notice) not in self._hits for notice in notices)]
            if unknown:
                self._look(document, unknown)
            for term in wanted:
                for notice in notices:
                    spans = self._hits.get((term, notice), ())
                    if spans:
                        found[term][notice] = spans
        return found

    def _look(self, document: str, terms: Sequence[str]) -> None:
        reading = self.bench.view.reading_of(document)
        if reading is None:
            return
        for notice in self.bench.view.notices_in(document):
            for term in terms:
                self._hits[term, notice.id] = own_words(reading, term, notice.start, notice.end)


def own_words(reading: Reading, term: str, start: int, end: int) -> tuple[tuple[int, int], ...]:
    """Return where a term stands in one notice of a Reading, outside the page's furniture.

    Args:
        reading: The whole document's text.
        term: Looked for as a whole; see `text.search.find`.
        start: Of the notice, code points.
        end: Half open.
    """
    hits = [hit for hit in search.find(reading.text, quoted(term)) if start <= hit[0] and hit[1] <= end]
    if not hits:
        return ()
    own = [block for block in reading.blocks if block.kind is not BlockKind.FURNITURE]
    return tuple(hit for hit in hits if any(block.start <= hit[0] and hit[1] <= block.end for block in own))


def quoted(term: str) -> str:
    """Return a term as a query that keeps it whole."""
    return '"' + re.sub(r'["“”＂「」『』]', " ", term) + '"'
