"""Labeled heaps from CSV files, gzipped or not, with our column names or those of ASReview."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from counterfile.errors import BadUsage
from counterfile.screening.parts import Record
from counterfile.text.csv_files import cell, csv_rows

_IDS = ("record_id", "id")
_TITLES = ("title", "primary_title")
_BODIES = ("abstract", "notes_abstract", "abstract note", "text", "body")
# In ASReview's own order, the first that is there counts.
_LABELS = (
    "asreview_label",
    "included",
    "label",
    "final_included",
    "label_included",
    "included_label",
    "included_final",
    "included_flag",
    "include",
)
_YES = frozenset({"1", "1.0", "yes", "y", "true"})
_NO = frozenset({"0", "0.0", "no", "n", "false"})
_UNKNOWN = frozenset({"", "-1", "nan", "none"})


@dataclass(frozen=True, slots=True)
class Labeled:
    """A heap of which it is known what is relevant."""

    records: tuple[Record, ...]
    relevant: tuple[bool, ...]
    unlabeled: int
    """Rows without a label; they are left out."""


def read_labeled(path: Path) -> Labeled:
    """Read a labeled heap.

    Columns: ``record_id`` (else rows are numbered from 1), ``title``, ``abstract`` (either may be missing), ``included``;
    letter case does not matter, other columns are left alone.

    Raises:
        Missing: there is no such file.
        BadUsage: a column is missing, a label is neither yes nor no, an id occurs twice, or it is no such file.
    """
    with csv_rows(path) as rows:
        return _parse(path.name, rows)


def _parse(name: str, lines: Iterator[list[str]]) -> Labeled:
    header = [cell.strip().lower() for cell in next(lines, [])]
    label = _column(header, _LABELS)
    title, body, number = _column(header, _TITLES), _column(header, _BODIES), _column(header, _IDS)
    if label is None or (title is None and body is None):
        raise BadUsage(
            f"{name}: the columns wanted are record_id, title, abstract, included; there are {', '.join(header) or 'none'}"
        )
    records: list[Record] = []
    relevant: list[bool] = []
    seen: set[str] = set()
    unlabeled = 0
    for row, cells in enumerate(lines, 1):
        if not any(cells):
            continue
        answer = _answer(name, row, cell(cells, label))
        if answer is None:
            unlabeled += 1
            continue
        record = Record(cell(cells, number) or str(row), cell(cells, title), cell(cells, body))
        if record.id in seen:
            raise BadUsage(f"{name}: row {row}: the id {record.id!r} occurs twice; each record has its own")
        seen.add(record.id)
        records.append(record)
        relevant.append(answer)
    return Labeled(tuple(records), tuple(relevant), unlabeled)


def _column(header: Sequence[str], names: Sequence[str]) -> int | None:
    return next((header.index(each) for each in names if each in header), None)


def _answer(name: str, row: int, written: str) -> bool | None:
    folded = written.strip().lower()
    if folded in _YES:
        return True
    if folded in _NO:
        return False
    if folded in _UNKNOWN:
        return None
    raise BadUsage(f"{name}: row {row}: {written!r} is no label; wanted are 1 or 0, yes or no")
