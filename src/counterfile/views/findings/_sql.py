"""Findings in plain SQL: what a query names, and the units that it gives, asked in a cage."""

from __future__ import annotations

from counterfile.errors import BadInput, BadUsage
from counterfile.model.finding import FindingSpec, Unit
from counterfile.sandbox.querying import words_of
from counterfile.views.findings._columns import TEXT, resolve
from counterfile.views.findings._desk import Desk
from counterfile.views.tables import TABLE_NAMES

MOST_SQL = 20_000
"""Code points of a query."""

MOST_IDS = 10_000_000
"""Ids that a query may give; which of them are units is looked up afterwards."""


def tables_in(sql: str) -> tuple[str, ...]:
    """Return the tables that a query names: no other is shown to it.

    >>> tables_in("select p.id from procedures p join lots on lots.procedure = p.id")
    ('procedures', 'lots')
    """
    words = words_of(sql)
    return tuple(name for name in TABLE_NAMES if name in words)


def columns_in(unit: Unit, sql: str) -> tuple[str, ...]:
    """Return the columns of a unit that a query names, its own and borrowed ones: their words are its evidence."""
    found = ((name, resolve(unit, name)) for name in sorted(words_of(sql) - {TEXT})) if sql else ()
    return tuple(name for name, column in found if column is not None and not column.year)


def chosen(desk: Desk, spec: FindingSpec) -> frozenset[str]:
    """Return the units that a finding's SQL gives.

    Raises:
        BadUsage: it cannot be run, runs for too long, or gives what is no unit of this kind.
    """
    rows = desk.bench.rows(spec.unit)
    file = spec.source or spec.name
    try:
        ids = desk.given(spec.sql, tables_in(spec.sql), MOST_IDS)
    except BadInput as error:
        raise BadUsage(f"{file}: its sql was refused: {error}") from error
    for each in ids:
        if each not in rows:
            other = next((unit for unit in Unit if unit is not spec.unit and each in desk.bench.rows(unit)), None)
            said = f"which is of the {other}" if other else "which nothing is called here"
            raise BadUsage(f"{file}: its sql gives {each!r}, {said}; ids of the {spec.unit} are wanted")
    return frozenset(ids)
