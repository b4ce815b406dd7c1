"""JSON lines: one object a row, in UTF-8.

Writes:
    Every column in every object, in the table's order, ``null`` where nothing is stated. Amounts are decimal strings,
    since JSON numbers lose cents; dates are ISO; several values are a list.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import msgspec


class JsonlExporter:
    """Writes JSON lines; see `counterfile.hooks.Exporter`."""

    name = "jsonl"
    suffix = ".jsonl"

    def write(self, columns: list[str], rows: Iterator[tuple[object, ...]], path: str) -> int:
        """Write the table to `path` and return the number of rows."""
        count = 0
        encoder = msgspec.json.Encoder(decimal_format="string")
        with Path(path).open("wb") as stream:
            for row in rows:
                plain = {column: _plain(value) for column, value in zip(columns, row, strict=True)}
                stream.write(encoder.encode(plain))
                stream.write(b"\n")
                count += 1
        return count


def _plain(value: object) -> object:
    # Decimal("1E+3") is a thousand, but no reader of JSON should have to know that.
    return format(value, "f") if isinstance(value, Decimal) else value
