"""Mentions of organizations whose truth is known, from CSV files, gzipped or not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from counterfile.errors import BadUsage
from counterfile.resolving.mentions import Mention
from counterfile.text.csv_files import cell, csv_rows

COLUMNS = ("rec_id", "name", "country", "city", "address", "cluster")
"""Columns that are read; only ``rec_id``, ``name`` and ``cluster`` must be there."""


@dataclass(frozen=True, slots=True)
class Labeled:
    """Mentions, and which of them are one organization."""

    mentions: tuple[Mention, ...]
    truth: dict[str, str]
    """Mention -> its cluster; one without a cluster has one of its own."""


def read_labeled(path: Path) -> Labeled:
    """Read a labeled set; letter case of the columns does not matter, other columns are left alone.

    Raises:
        Missing: there is no such file.
        BadUsage: a column is missing, an id is empty or occurs twice, or it is no such file.
    """
    with csv_rows(path) as rows:
        return _parse(path.name, rows)


def _parse(name: str, lines: Iterator[list[str]]) -> Labeled:
    header = [cell.strip().lower() for cell in next(lines, [])]
    missing = [column for column in ("rec_id", "name", "cluster") if column not in header]
    if missing:
        there = ", ".join(header[:20]) or "none"
        raise BadUsage(f"{name}: the columns {', '.join(missing)} are wanted and missing; there are {there}")
    places = [header.index(column) if column in header else None for column in COLUMNS]
    mentions: list[Mention] = []
    truth: dict[str, str] = {}
    for row, cells in enumerate(lines, 2):
        if not any(cells):
            continue
        known = [cell(cells, place) for place in places]
        if not known[0] or known[0] in truth:
            why = f"the rec_id {known[0]!r} occurs twice" if known[0] else "the rec_id is empty"
            raise BadUsage(f"{name}: row {row}: {why}; each record has its own")
        mentions.append(Mention(known[0], known[1], known[2], known[3], known[4]))
        truth[known[0]] = f"cluster {known[5]}" if known[5] else f"record {known[0]}"
    if not mentions:
        raise BadUsage(f"{name}: it holds no records below its header")
    return Labeled(tuple(mentions), truth)
