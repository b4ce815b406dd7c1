"""What every exporter must do; call `check_exporter` in a plugin's own tests."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

from counterfile.hooks import Exporter

COLUMNS = ["id", "title", "budget", "published", "round", "has_award", "numbers", "empty"]
ROWS: list[tuple[object, ...]] = [
    (
        "p-0123456789abcdef",
        "临沅市公安局“一人一档”平台,（二次）",
        Decimal("5179175.00"),
        dt.date(2021, 7, 29),
        2,
        True,
        ["HNZC-436022-2021-0431", "临采公（2021）0431号"],
        None,
    ),
    ("p-1123456789abcdef", '=HYPERLINK("http://example.com";"打开")', Decimal("-0.01"), None, 1, False, [], None),
    ("p-2123456789abcdef", 'two\nlines\tand a "quote"', None, dt.date(2012, 1, 1), 1, None, ["+1"], None),
]
"""A table with what makes exporters stumble: formulas, quotes, line feeds, empty values, a column without any."""


def check_exporter(exporter: Exporter, folder: Path) -> Path:
    """Check an exporter and return the file that it wrote from `ROWS`.

    Args:
        exporter: An instance.
        folder: An empty folder to write to.

    Raises:
        AssertionError: saying what is wrong.
    """
    assert exporter.name, "an exporter has a name"
    assert exporter.suffix.startswith("."), f"the suffix {exporter.suffix!r} does not begin with a dot"
    first, second, empty = (folder / f"{each}{exporter.suffix}" for each in ("first", "second", "empty"))
    assert exporter.write(COLUMNS, iter(ROWS), str(first)) == len(ROWS), "write returns the number of rows"
    assert exporter.write(COLUMNS, iter(ROWS), str(second)) == len(ROWS), "write returns the number of rows"
    assert first.read_bytes() == second.read_bytes(), "the same rows must give the same bytes"
    assert exporter.write(COLUMNS, iter(()), str(empty)) == 0, "a table without rows has 0 rows"
    assert empty.is_file(), "a table without rows is still a file"
    assert exporter.write(["id"], _many(50_000), str(second)) == 50_000, "rows are counted however many there are"
    return first


def _many(count: int) -> Iterator[tuple[object, ...]]:
    for number in range(count):
        yield (f"n-{number:016x}",)
