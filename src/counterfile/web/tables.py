"""Tables as CSV and JSON: the same rows as on the page, each with the address where it stands."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from typing import Any

import msgspec
from starlette.responses import Response

_FORMULA = re.compile(r"[=+\-@\t\r]")
_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?")

Cell = str | int | float | bool | None


class Table(msgspec.Struct, frozen=True):
    """Rows under names."""

    name: str
    """For the file: letters, digits and hyphens."""
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


def table(name: str, columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Table:
    """Return a table."""
    return Table(name, tuple(columns), tuple(tuple(row) for row in rows))


def answer(found: Table, suffix: str) -> Response:
    """Return a table as a file of the kind that `suffix` names: ``csv`` or ``json``."""
    return (
        _csv(found) if suffix == "csv" else as_json([dict(zip(found.columns, row, strict=True)) for row in found.rows])
    )


def as_json(found: Any) -> Response:
    """Return anything made of model structs as JSON; amounts are strings, so that no digit is lost."""
    content = msgspec.json.format(msgspec.json.encode(found), indent=2)
    return Response(content + b"\n", media_type="application/json")


def _csv(found: Table) -> Response:
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(found.columns)
    writer.writerows([_safe(cell) for cell in row] for row in found.rows)
    name = re.sub(r"[^A-Za-z0-9-]", "-", found.name)
    return Response(
        # With the byte order mark, spreadsheets read Chinese without being told the encoding.
        stream.getvalue().encode("utf-8-sig"),
        media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}.csv"'},
    )


def _safe(cell: Cell) -> Cell:
    """Return a cell that no spreadsheet takes for a formula: text from a document may have been written to be one."""
    if isinstance(cell, str) and _FORMULA.match(cell) and not _NUMBER.fullmatch(cell):
        return "'" + cell
    return cell
