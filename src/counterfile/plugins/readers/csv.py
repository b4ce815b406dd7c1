"""Tables of values (csv, tsv).

Reads:
    Files of records with commas, semicolons, tabs or bars between values, in every charset of the text reader. Lines above
    the table that fill one cell only are its title; the first full line is its header.

Source:
    RFC 4180 by Python's `csv` module; the charset is found as for text files, the separator is the one that gives most
    lines the same number of values.

Caveats:
    Without the name (``.csv``, ``.tsv``) only an obviously regular table is taken for one. Values stay as they are written.

License:
    Nothing beside Python.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator

from counterfile.errors import NotADocument, TooLarge, Unreadable
from counterfile.model.reading import BlockKind, Draft
from counterfile.plugins.readers import _charset
from counterfile.plugins.readers._draft import Piece, assemble, clean
from counterfile.plugins.readers.text import _CODE, _LETTER

MEDIA_TYPE = "text/csv"
MAX_CELLS = 400_000  # with a value, per file
MAX_ROWS = 1_100_000
_MAX_COLUMNS = 20_000
_SEPARATORS = ",\t;|"
_SAMPLE = 60  # records


class CsvReader:
    """Reads tables of values."""

    name = "csv"
    version = "2"

    def sniff(self, head: bytes, name: str) -> float:
        """Return how surely these bytes are a table of values; see `counterfile.hooks.Reader`."""
        wide = head.startswith((b"\xff\xfe", b"\xfe\xff"))
        if (b"\x00" in head and not wide) or head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(
            (b"<", b"%PDF-", b"PK\x03\x04")
        ):
            return 0.0
        if name.lower().endswith((".csv", ".tsv")):
            return 0.65
        return 0.3 if not wide and not _CODE.match(head) and _is_regular(head) else 0.0

    def read(self, content: bytes, name: str) -> Draft:
        """Read a table.

        Raises:
            NotADocument: the bytes are not text, or hold no letter.
            TooLarge: more rows or cells than allowed.
            Unreadable: a value is never closed.
        """
        decoded = _charset.decode(content)
        separator = _separator(decoded.text)
        pieces = list(_pieces(decoded.text, separator))
        if not any(_LETTER.search(piece.text) for piece in pieces):
            raise NotADocument("a table without any words")
        signals = [("replacement_characters_decoded", str(decoded.replaced))] if decoded.replaced else []
        return assemble(pieces, media_type=MEDIA_TYPE, charset=decoded.charset, signals=signals)


def _is_regular(head: bytes) -> bool:
    """Whether at least four lines hold the same number, three or more, of values, and none another number.

    >>> _is_regular(b"lot,supplier,price\\n1,A,5\\n2,B,6\\n3,C,7\\n4,D")
    True
    >>> _is_regular(b"Lots 1, 2 and 3 were awarded\\nto Vision Ltd, Exampletown\\n")
    False
    """
    lines = head.splitlines()[:-1]
    if len(lines) < 4:
        return False
    for separator in (b",", b"\t", b";"):
        text = b"\n".join(lines).decode("latin-1")
        widths = {len(record) for record in _records(text, separator.decode()) if record}
        if len(widths) == 1 and min(widths) >= 3:
            return True
    return False


def _records(text: str, separator: str) -> Iterator[list[str]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        yield from reader
    except csv.Error:
        return


def _separator(text: str) -> str:
    """Return the separator that gives most lines one and the same number of values; empty for none."""
    best, score = "", 0
    for separator in _SEPARATORS:
        widths: Counter[int] = Counter()
        for number, record in enumerate(_records(text[:200_000], separator)):
            if number >= _SAMPLE:
                break
            widths[len(record)] += 1
        regular = max((count for width, count in widths.items() if width > 1), default=0)
        if regular > score:
            best, score = separator, regular
    return best


def _pieces(text: str, separator: str) -> Iterator[Piece]:
    """Yield the title lines and the cells of a table; without a separator, its lines."""
    if not separator:
        for line in text.splitlines():
            yield Piece(BlockKind.PARAGRAPH, clean(line))
        return
    cells = 0
    begun = False
    row = 0
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        for record in reader:
            values = [clean(value) for value in record[:_MAX_COLUMNS]]
            filled = sum(map(bool, values))
            if not filled:
                continue
            if not begun and filled == 1:
                yield Piece(BlockKind.PARAGRAPH, next(value for value in values if value))
                continue
            for column, value in enumerate(values):
                if value:
                    yield Piece(BlockKind.CELL, value, table=0, row=row, col=column, header=not begun)
            begun = True
            row += 1
            cells += filled
            if cells > MAX_CELLS or row > MAX_ROWS:
                raise TooLarge(f"more than {MAX_CELLS} cells or {MAX_ROWS} rows")
    except csv.Error as error:
        raise Unreadable(f"this table is damaged ({error})") from None
