"""Tables as CSV, JSON and Parquet: the same rows as on the page, each with the address where it stands."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from typing import Any

import msgspec
from starlette.responses import Response

from counterfile.desk import as_of_header

_FORMULA = re.compile(r"[=+\-@\t\r]")
_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?")

FORMATS = {"json": "JSON", "csv": "CSV", "parquet": "Parquet"}
"""Kinds of files in which every table is given: the end of its address, and its name."""

SUFFIXES = tuple(FORMATS)

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
    """Return a table as a file of the kind that `suffix` names: ``csv``, ``json`` or ``parquet``."""
    if suffix == "parquet":
        response = _parquet(found)
    elif suffix == "csv":
        response = _csv(found)
    else:
        response = as_json([dict(zip(found.columns, row, strict=True)) for row in found.rows])
    response.headers.update(as_of_header())
    return response


def as_json(found: Any) -> Response:
    """Return anything made of model structs as JSON; amounts are strings, so that no digit is lost."""
    content = msgspec.json.format(msgspec.json.encode(found), indent=2)
    return Response(content + b"\n", media_type="application/json")


def _csv(found: Table) -> Response:
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(found.columns)
    writer.writerows([_safe(cell) for cell in row] for row in found.rows)
    return Response(
        # With the byte order mark, spreadsheets read Chinese without being told the encoding.
        stream.getvalue().encode("utf-8-sig"),
        media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{_file_name(found)}.csv"'},
    )


def _parquet(found: Table) -> Response:
    import pyarrow as pa  # type: ignore[import-untyped]
    import pyarrow.parquet as pq  # type: ignore[import-untyped]

    columns = [[row[place] for row in found.rows] for place in range(len(found.columns))]
    stream = io.BytesIO()
    pq.write_table(pa.Table.from_arrays([_array(cells) for cells in columns], names=list(found.columns)), stream)
    return Response(
        stream.getvalue(),
        media_type="application/vnd.apache.parquet",
        headers={"Content-Disposition": f'attachment; filename="{_file_name(found)}.parquet"'},
    )


def _array(cells: Sequence[Cell]) -> Any:
    """Return a column: numbers and truths where all of its cells are such, else text; None stays empty."""
    import pyarrow as pa

    met = {type(cell) for cell in cells if cell is not None}
    for kinds, kind in (({bool}, pa.bool_()), ({int}, pa.int64()), ({int, float}, pa.float64())):
        if met and met <= kinds:
            return pa.array(cells, kind)
    return pa.array([None if cell is None else str(cell) for cell in cells], pa.string())


def _file_name(found: Table) -> str:
    return re.sub(r"[^A-Za-z0-9-]", "-", found.name)


def _safe(cell: Cell) -> Cell:
    """Return a cell that no spreadsheet takes for a formula: text from a document may have been written to be one."""
    if isinstance(cell, str) and _FORMULA.match(cell) and not _NUMBER.fullmatch(cell):
        return "'" + cell
    return cell
