"""Tables as they are handed out: rows and cells that name natural persons are left out and counted."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import groupby

from counterfile.model.notice import ORGANIZATIONS
from counterfile.model.statement import Statement
from counterfile.views.exchange._said import persons_among
from counterfile.views.natural import IDENTIFIERS
from counterfile.views.tables import Column, Kind, Workbench, dictionary, table_rows

Row = tuple[object, ...]
Cell = Callable[[object], object]
_WHO = frozenset({*ORGANIZATIONS, *IDENTIFIERS})
_NAMES = frozenset({"name", "names", "buyer_name", "agency_name", "supplier_names"})


class HandedOut:
    """The tables of one view of the facts without natural persons."""

    def __init__(self, bench: Workbench) -> None:
        """Look for persons among all names and identifiers; memory grows with those found."""
        self._bench = bench
        self._said: set[tuple[object, ...]] = set()
        """Notice, subject, property and value of what is left out."""
        self._names: set[object] = set()
        named: set[str] = set()
        hidden: set[str] = set()
        self._overridden = {subject.partition("|")[0] for subject in bench.overrides}
        scanned = bench.view.scan(_WHO)
        for notice, some in groupby(scanned, key=lambda each: each.notice):
            corrected = self._corrected(notice, list(some))
            persons = persons_among(corrected)
            for each in corrected:
                party = bench.organization_of(each) if each.property in ORGANIZATIONS else None
                if id(each) in persons:
                    self._said.add((notice, each.subject, each.property.value, each.value))
                    if each.property in ORGANIZATIONS:
                        self._names.add(each.value)
                (hidden if id(each) in persons else named).update([party] if party else ())
        self._parties: set[object] = set(hidden - named)
        self.left_out = len(self._said)
        """Statements that name or identify natural persons."""

    def _corrected(self, notice: str, said: list[Statement]) -> list[Statement]:
        """Return what a notice says of organizations, with persons' corrections in place where there are any."""
        if notice not in self._overridden:
            return said
        return [each for each in self._bench.said([notice], _WHO)[notice] if each.property in _WHO]

    def table(self, name: str) -> tuple[list[str], Iterator[Row]]:
        """Return the columns and rows of a table, as `counterfile.views.tables.table_rows` does, without persons."""
        columns, rows = table_rows(self._bench, name)
        if name == "statements":
            return columns, (row for row in rows if (row[0], row[1], row[2], row[3]) not in self._said)
        found = ((place, self._cell(each)) for place, each in enumerate(dictionary()[name]))
        cells = {place: cell for place, cell in found if cell is not None}
        if name == "organizations":
            rows = (row for row in rows if row[0] not in self._parties)
        return columns, (
            tuple(cells[place](value) if place in cells else value for place, value in enumerate(row)) for row in rows
        )

    def _cell(self, column: Column) -> Cell | None:
        """Return what is done with the cells of a column; None where they stay as they are."""
        names = self._names if column.name in _NAMES else None
        hidden = self._parties if column.organization else names
        if hidden is None:
            return None
        if column.kind in (Kind.TEXTS, Kind.CODES):
            return lambda value: [each for each in value if each not in hidden] if isinstance(value, list) else value
        return lambda value: None if value in hidden else value
