"""CSV that opens everywhere and runs nowhere.

Writes:
    UTF-8 without a byte order mark, commas, line feeds, one header line; quotes only where needed (RFC 4180).
    A missing value is an empty cell. Several values stand in one cell, joined by ``; ``. Dates are ISO, amounts
    plain decimals in the currency's main unit.

Caveats:
    A text cell that a spreadsheet would take for a formula (it begins with ``= + - @``, a tab or a carriage return) gets
    an apostrophe in front, since names and titles come from other people's documents. Numbers stay numbers, negative
    ones too. Whoever wants the bare text takes Parquet or JSON lines.
"""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

_ACTIVE = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # full-width ones count in some spreadsheets


class CsvExporter:
    """Writes CSV; see `counterfile.hooks.Exporter`."""

    name = "csv"
    suffix = ".csv"

    def write(self, columns: list[str], rows: Iterator[tuple[object, ...]], path: str) -> int:
        """Write the table to `path` and return the number of rows."""
        count = 0
        with Path(path).open("w", encoding="utf-8", newline="") as stream:
            writer = csv.writer(stream, lineterminator="\n")
            writer.writerow([inert(column) for column in columns])
            for row in rows:
                writer.writerow([cell(value) for value in row])
                count += 1
        return count


def cell(value: object) -> str:
    """Return a value as the text of one cell.

    >>> cell(None), cell(True), cell(Decimal("-5.00")), cell("=1+1"), cell(["a", "b"])
    ('', 'true', '-5.00', "'=1+1", 'a; b')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, int | float):
        return str(value)
    if isinstance(value, dt.date | dt.datetime):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return inert("; ".join(str(each) for each in value))
    return inert(str(value))


def inert(text: str) -> str:
    """Return text that no spreadsheet runs as a formula.

    >>> inert("@SUM(A1)"), inert("某市公安局")
    ("'@SUM(A1)", '某市公安局')
    """
    # A quote or blank before the sign does not protect: some programs trim before they look.
    bare = text.lstrip(" \u00a0\u3000\ufeff")
    return f"'{text}" if bare.startswith(_ACTIVE) or text.startswith(_ACTIVE) else text
