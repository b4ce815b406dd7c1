"""Parquet, for analysis: typed columns, compressed.

Writes:
    Amounts as decimal(24, 2), dates as date32, several values as a list of strings, everything else as text, integer,
    boolean or double; Zstandard compression, 20,000 rows to a group. A column's type follows from its first values, so a
    column without any value is text.

Raises:
    BadUsage: a column mixes types that Parquet keeps apart.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from itertools import islice
from typing import Any

from counterfile.errors import BadUsage

GROUP = 20_000
"""Rows in one group."""


class ParquetExporter:
    """Writes Parquet; see `counterfile.hooks.Exporter`."""

    name = "parquet"
    suffix = ".parquet"

    def write(self, columns: list[str], rows: Iterator[tuple[object, ...]], path: str) -> int:
        """Write the table to `path` and return the number of rows."""
        import pyarrow as pa  # type: ignore[import-untyped]
        import pyarrow.parquet as pq  # type: ignore[import-untyped]

        # Types must be known before the first group is written, so all rows are gathered by column first: a column
        # may be empty for long before its first value.
        gathered: list[list[object]] = [[] for _ in columns]
        count = 0
        while some := list(islice(rows, GROUP)):
            for place, values in enumerate(zip(*some, strict=True)):
                gathered[place].extend(values)
            count += len(some)
        arrays = [_array(column, values) for column, values in zip(columns, gathered, strict=True)]
        table = pa.Table.from_arrays(arrays, names=columns)
        pq.write_table(table, path, compression="zstd", row_group_size=GROUP)
        return count


def _array(column: str, values: list[object]) -> Any:
    import pyarrow as pa

    first = next((value for value in values if value is not None and value != []), None)
    kinds: list[tuple[type | tuple[type, ...], Any]] = [
        (bool, pa.bool_()),
        (int, pa.int64()),
        (float, pa.float64()),
        (Decimal, pa.decimal128(24, 2)),
        (dt.datetime, pa.timestamp("us", tz="UTC")),
        (dt.date, pa.date32()),
        ((list, tuple), pa.list_(pa.string())),
    ]
    kind = next((arrow for python, arrow in kinds if isinstance(first, python)), pa.string())
    if first is None and any(value == [] for value in values):
        kind = pa.list_(pa.string())
    try:
        return pa.array(values, kind)
    except (pa.ArrowInvalid, pa.ArrowTypeError) as error:
        raise BadUsage(f"column {column}: {error}; export it as CSV or JSON lines") from error
