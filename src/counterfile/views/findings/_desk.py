"""The tables in a database that reaches nothing outside, and searches in the words of notices."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

import duckdb

from counterfile.model.finding import Unit
from counterfile.model.reading import BlockKind, Reading
from counterfile.sandbox.querying import Cage
from counterfile.text import search
from counterfile.views import tables
from counterfile.views.tables import Workbench

FEW = 200
"""Documents up to which words are looked for in each, rather than in the index of all."""


class Desk:
    """The tables in a database that reaches nothing outside, and what searches found so far."""

    def __init__(self, bench: Workbench) -> None:
        self.bench = bench
        self._registered: set[Unit] = set()
        self._searched: dict[str, frozenset[str]] = {}
        self._hits: dict[tuple[str, str], tuple[tuple[int, int], ...]] = {}
        self._given: dict[str, tuple[str, ...]] = {}
        self._readings: dict[str, Reading | None] = {}
        self._tables = 0

    @cached_property
    def cage(self) -> Cage:
        """Where SQL that a person wrote is run."""
        return Cage()

    def given(self, sql: str, names: Sequence[str], most: int) -> tuple[str, ...]:
        """Return the ids that a person's SQL gives over some tables; see `Cage.ids`."""
        if sql not in self._given:
            self._given[sql] = self.cage.ids(sql, {name: tables.table(self.bench, name) for name in names}, most)
        return self._given[sql]

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
        found: dict[str, dict[str, tuple[tuple[int, int], ...]]] = {term: {} for term in terms}
        waiting: dict[str, list[str]] = {}
        rows = self.bench.rows(Unit.NOTICE)
        for notice in among:
            waiting.setdefault(rows.get_value(notice, "document"), []).append(notice)
        few = len(waiting) <= FEW
        wanted = {each: [term for term in terms if few or each in self._holding(term)] for each in waiting}
        self._look({
            document: unknown
            for document, notices in waiting.items()
            if (unknown := [t for t in wanted[document] if any((t, each) not in self._hits for each in notices)])
        })  # fmt: skip
        for document, notices in waiting.items():
            for term in wanted[document]:
                for notice in notices:
                    spans = self._hits.get((term, notice), ())
                    if spans:
                        found[term][notice] = spans
        return found

    def _holding(self, term: str) -> frozenset[str]:
        """Return the documents that hold a term somewhere."""
        if term not in self._searched:
            found = self.bench.view.search(quoted(term), limit=10_000_000)
            self._searched[term] = frozenset(found.documents)
        return self._searched[term]

    def _read(self, documents: Sequence[str]) -> Mapping[str, Reading | None]:
        """Return the Readings of at most `FEW` documents; the last are kept, since the next finding asks for the same."""
        missing = [each for each in documents if each not in self._readings]
        if len(self._readings) + len(missing) > FEW:
            self._readings, missing = {}, list(documents)
        found = self.bench.view.readings_of(missing)
        self._readings.update((each, found.get(each)) for each in missing)
        return self._readings

    def _look(self, wanted: Mapping[str, Sequence[str]]) -> None:
        """Look in documents for the terms that each may hold."""
        documents = list(wanted)
        for start in range(0, len(documents), FEW):
            some = documents[start : start + FEW]
            readings, notices = self._read(some), self.bench.view.notices_of(some)
            for document in some:
                reading = readings[document]
                if reading is not None:
                    for notice in notices[document]:
                        for term in wanted[document]:
                            self._hits[term, notice.id] = own_words(reading, term, notice.start, notice.end)


def own_words(reading: Reading, term: str, start: int, end: int) -> tuple[tuple[int, int], ...]:
    """Return where a term stands in one notice of a Reading, outside the page's furniture.

    Args:
        reading: The whole document's text.
        term: Looked for as a whole; see `text.search.find`.
        start: Of the notice, code points.
        end: Half open.
    """
    hits = [hit for hit in _whole(reading.text, term) if start <= hit[0] and hit[1] <= end]
    if not hits:
        return ()
    own = [block for block in reading.blocks if block.kind is not BlockKind.FURNITURE]
    return tuple(hit for hit in hits if any(block.start <= hit[0] and hit[1] <= block.end for block in own))


def quoted(term: str) -> str:
    """Return a term as a query for all that stands between its quotation marks, each part whole.

    >>> quoted("形成“一人一档”")
    '"形成" "一人一档"'
    """
    return " ".join(f'"{part}"' for part in _parts(term)) or '""'


_MARKS = '"“”＂「」『』'


def _parts(term: str) -> list[str]:
    return [part for part in re.split(f"[{_MARKS}]", term) if search.phrases(f'"{part}"')]


def _whole(text: str, term: str) -> list[tuple[int, int]]:
    """Return where a term stands as a whole: the parts between its quotation marks beside each other."""
    first, *others = [search.find(text, f'"{part}"') for part in _parts(term)] or [[]]
    found = list(first)
    for hits in others:
        ends = dict(hits)
        found = [(start, ends[at]) for start, end in found if (at := _behind(text, end)) in ends]
    return found


def _behind(text: str, end: int) -> int:
    """Return where the next word begins, quotation marks and blanks aside."""
    while end < len(text) and text[end] in _BESIDE:
        end += 1
    return end


_BESIDE = _MARKS + " \t\r\n\u3000"
