"""Tables of plain text, one row a line: heads and cells parted by blanks, as many in every row as heads stand above."""

from __future__ import annotations

import re
from collections.abc import Sequence

from counterfile.plugins.extractors._flat import is_head
from counterfile.plugins.extractors._seen import Column, Line, Spot
from counterfile.text.labels import Field, Meaning, meaning
from counterfile.text.names import is_organization
from counterfile.text.script import has_han

_WORDS = re.compile(r"[^\s|｜]+")
_MOST_ROWS = 400
_LONGEST_HEAD = 16


def spaced_table(lines: Sequence[Line], index: int) -> tuple[tuple[Column, ...], list[tuple[Spot | None, ...]]] | None:
    """Return the columns and rows of a table whose heads stand in one line at `index`; None where there is none.

    Every row has as many cells as there are heads, and holds a figure or a body's name: words parted by a blank in
    running text are no row.
    """
    heads = _cells(lines[index])
    if not 3 <= len(heads) <= 12 or not all(_is_head(head.text) for head in heads):
        return None
    columns = tuple(Column(_meaning(head.text), head) for head in heads)
    if sum(column.meaning is not None for column in columns) < 2:
        return None
    rows: list[tuple[Spot | None, ...]] = []
    for line in lines[index + 1 : index + 1 + _MOST_ROWS]:
        cells = _cells(line)
        if line.heading or len(cells) != len(heads) or not any(_is_value(cell.text) for cell in cells):
            break
        rows.append(tuple(cells))
    return (columns, rows) if rows else None


def is_row_of_heads(text: str) -> bool:
    """True for several labels in one line: the heads of a table, and no label of what stands below.

    >>> is_row_of_heads("包号 名称 预算金额（万元）"), is_row_of_heads("采 购 人 名称")
    (True, False)
    """
    words = _WORDS.findall(text)
    return len(words) > 2 and sum(len(word) > 1 and has_han(word) and meaning(word) is not None for word in words) > 1


def _cells(line: Line) -> list[Spot]:
    return [
        Spot(line.start + match.start(), line.start + match.end(), match.group())
        for match in _WORDS.finditer(line.text)
    ]


def _is_head(word: str) -> bool:
    if (
        not 2 <= len(word) <= _LONGEST_HEAD
        or not has_han(word)
        or re.search(r"[：:，,。；;]", word)
        or is_organization(word)
    ):
        return False
    return meaning(word) is not None or is_head(word) or re.fullmatch(r"[\u4e00-\u9fff]{2,6}", word) is not None


def _meaning(word: str) -> Meaning | None:
    found = meaning(word)
    return Meaning(Field.LOT) if found is None and word in {"包", "标段"} else found


def _is_value(word: str) -> bool:
    return re.search(r"\d{2}", word) is not None or is_organization(word)
