"""Large CSV files of a user's own, gzipped or not, row by row."""

from __future__ import annotations

import contextlib
import csv
import gzip
import io
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path

from counterfile.errors import BadUsage, Missing

LARGEST = 4 << 30
"""Code points of a file once it is unpacked."""

CELL = 1 << 27
"""Code points of one cell."""


@contextlib.contextmanager
def csv_rows(path: Path) -> Iterator[Iterator[list[str]]]:
    """Open a file and give its rows as they are read, the header first.

    Raises:
        Missing: there is no such file.
        BadUsage: it is no CSV file in UTF-8, or it is larger than `LARGEST`; also while its rows are read in the block.
    """
    if not path.is_file():
        raise Missing(f"there is no file {path}")
    csv.field_size_limit(CELL)
    try:
        with path.open("rb") as file:
            packed = file.read(2) == b"\x1f\x8b"
            file.seek(0)
            raw = gzip.GzipFile(fileobj=file) if packed else file
            with io.TextIOWrapper(raw, encoding="utf-8-sig", newline="") as text:
                yield csv.reader(_limited(path.name, text))
    except (UnicodeDecodeError, csv.Error, gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise BadUsage(f"{path.name}: it is no CSV file in UTF-8 ({error})") from error


def cell(cells: Sequence[str], column: int | None) -> str:
    """Return a row's cell without blanks around it; empty where the row is too short or there is no such column."""
    return cells[column].strip() if column is not None and column < len(cells) else ""


def _limited(name: str, file: io.TextIOWrapper) -> Iterator[str]:
    left = LARGEST
    for line in file:
        left -= len(line)
        if left < 0:
            raise BadUsage(f"{name}: it is larger than {LARGEST >> 30} GB; split it")
        yield line
