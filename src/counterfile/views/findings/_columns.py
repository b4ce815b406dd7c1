"""Which columns a unit has, its own and those that it borrows."""

from __future__ import annotations

import datetime as dt
import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass

from counterfile.model.finding import Condition, Unit
from counterfile.views.tables import COLUMNS, Column, Kind

SUFFIX = ".yaml"
LOCKED = ".lock.json"
TEXT = "text"
CODE = "code:"
YEAR = "_year"


PLURAL = {
    Unit.DOCUMENT: "documents",
    Unit.NOTICE: "notices",
    Unit.PROCEDURE: "procedures",
    Unit.FAMILY: "families",
    Unit.LOT: "lots",
    Unit.AWARD: "awards",
    Unit.ORGANIZATION: "organizations",
}
PARENTS: dict[Unit, tuple[tuple[Unit, str], ...]] = {
    Unit.NOTICE: ((Unit.PROCEDURE, "procedure"), (Unit.FAMILY, "family")),
    Unit.PROCEDURE: ((Unit.FAMILY, "family"),),
    Unit.LOT: ((Unit.PROCEDURE, "procedure"),),
    Unit.AWARD: ((Unit.LOT, "lot"), (Unit.PROCEDURE, "procedure")),
}
"""Tables above a unit, with its column that holds the other's id: each unit has exactly one of them."""


NOTICES = "notices"


@dataclass(frozen=True, slots=True)
class Resolved:
    """Where a field of a finding is found."""

    column: Column
    level: Unit | str
    """The unit that owns the column; `NOTICES` where some notice of the unit must meet the condition."""
    year: bool = False
    """True where only the year of a date is meant."""


def resolve(unit: Unit, name: str) -> Resolved | None:
    """Return where a field is found for a unit: its own column, one of a table above it, or of its notices; or None.

    ``notice.published`` means the column of the notices even where the unit has one of that name.
    """
    has_notices = unit is not Unit.ORGANIZATION
    if name == TEXT:
        return Resolved(Column(TEXT, Kind.TEXT, "the notice's own words"), NOTICES) if has_notices else None
    if name.startswith(CODE):
        column = Column(name, Kind.CODE, "answer to a question of the codebook")
        return Resolved(column, NOTICES if has_notices else unit) if len(name) > len(CODE) else None
    bare = name.removeprefix("notice.")
    if bare == name:
        for owner in (unit, *(above for above, _ in PARENTS.get(unit, ()))):
            found = _own(owner, name)
            if found is not None:
                return found
    if not has_notices:
        return None
    found = _own(Unit.NOTICE, bare)
    if found is None:
        return None
    return found if unit is Unit.NOTICE else Resolved(found.column, NOTICES, found.year)


def _own(unit: Unit, name: str) -> Resolved | None:
    by_name = {column.name: column for column in COLUMNS[unit]}
    if name in by_name:
        return Resolved(by_name[name], unit)
    if (
        name.endswith(YEAR)
        and (column := by_name.get(name.removesuffix(YEAR))) is not None
        and column.kind is Kind.DATE
    ):
        return Resolved(Column(name, Kind.CODE, f"year of {column.name}"), unit, year=True)
    return None


def names_of(unit: Unit, kind: Kind | None = None) -> str:
    names = [column.name for column in COLUMNS[unit] if kind in (None, column.kind)]
    return ", ".join(names)


def no_column(unit: Unit, name: str) -> str:
    """Say why a unit has no such column, and whose it is."""
    owners = [other for other in Unit if _own(other, name) is not None]
    if name == TEXT or name.startswith(CODE):
        owners = [Unit.NOTICE]
    if owners:
        one = owners[0]
        many = "" if unit is Unit.DOCUMENT else f", and one {unit} may have several"
        return (
            f"{name} belongs to the {' or the '.join(owners)}, not to the {unit}{many}; use unit: {one} "
            f"(with measure: distinct to count {PLURAL[unit]}), or one of the columns of a {unit}: {names_of(unit)}"
        )
    near = difflib.get_close_matches(name, [column.name for column in COLUMNS[unit]], 1)
    hint = f" (did you mean {near[0]}?)" if near else ""
    return f"there is no column {name}{hint}; the columns of a {unit} are {names_of(unit)}, text and code:NAME"


def level_of(unit: Unit, name: str) -> Unit | str:
    return resolved_of(unit, name).level


def resolved_of(unit: Unit, name: str) -> Resolved:
    """Return where a field is found, after the parser made sure that it is."""
    found = resolve(unit, name)
    if found is None:
        raise KeyError(f"{unit} has no column {name}")
    return found


def fields_of(conditions: Iterable[Condition]) -> str:
    return ", ".join(dict.fromkeys(condition.field for condition in conditions))


def source_column(resolved: Resolved) -> str:
    """Return the column whose sources stand behind a field: of an amount's currency the amount itself."""
    name = resolved.column.name
    if resolved.year:
        return name.removesuffix(YEAR)
    return re.sub(r"_(?:currency|basis|problem|role|scope)$", "", name)


def day_of(text: str, *, end: bool) -> dt.date:
    """Return the day that a date spells; of a year or a month the first day, or the last."""
    match = re.fullmatch(r"(\d{4})(?:-(\d{1,2}))?(?:-(\d{1,2}))?", text)
    if match is None:
        raise ValueError(text)
    year = int(match[1])
    month, day = (int(part) if part else None for part in match.groups()[1:])
    if day is not None:
        return dt.date(year, month or 1, day)
    if month is not None:
        first = dt.date(year, month, 1)
        following = dt.date(year + month // 12, month % 12 + 1, 1)
        return following - dt.timedelta(days=1) if end else first
    return dt.date(year, 12, 31) if end else dt.date(year, 1, 1)
