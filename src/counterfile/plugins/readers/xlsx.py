"""Excel workbooks (xlsx).

Reads:
    Office Open XML workbooks: each sheet's name is a heading, its cells a table; values as the workbook last computed them.

Source:
    openpyxl, in its read-only mode.

Caveats:
    Values are printed plainly: whole numbers without a point, dates as ISO, without the sheet's own number format. Merged
    cells keep their text in the first cell. Formulas that were never computed have no value. Old workbooks (xls) and binary
    ones (xlsb) are other formats.

License:
    openpyxl MIT.
"""

from __future__ import annotations

import datetime as dt
import io
import struct
import warnings
import zipfile
from collections.abc import Iterator
from typing import TYPE_CHECKING

from counterfile.errors import NotADocument, TooLarge, Unreadable
from counterfile.model.reading import BlockKind, Draft
from counterfile.plugins.readers import _zipfile
from counterfile.plugins.readers._draft import Piece, assemble, clean, clean_line

if TYPE_CHECKING:
    import openpyxl

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MAX_CELLS = 400_000  # with a value, per workbook
MAX_ROWS = 1_100_000  # looked at, per workbook
MAX_PART = 256 << 20  # bytes of one part, unpacked


class XlsxReader:
    """Reads Excel workbooks."""

    name = "xlsx"
    version = "1"

    def preload(self) -> None:
        """Load openpyxl; the sandbox calls this in the worker that reads PDF and office files."""
        import openpyxl  # noqa: F401

    def sniff(self, head: bytes, name: str) -> float:
        """Return how surely these bytes are a workbook; see `counterfile.hooks.Reader`."""
        if not head.startswith(b"PK"):
            return 0.0
        if b"xl/" in head and b"xl/workbook.bin" not in head:
            # The same letters stand in other archives, too: then the reader of archives is asked next.
            return 0.497
        named = name.lower().endswith((".xlsx", ".xlsm", ".xltx"))
        return 0.48 if named else 0.46 if b"[Content_Types].xml" in head else 0.0

    def read(self, content: bytes, name: str) -> Draft:
        """Read a workbook.

        Raises:
            NotADocument: it is another kind of archive, or has no values.
            TooLarge: more cells than allowed, or a part that swells beyond the limits.
            Unreadable: it is damaged.
        """
        _measure(content)
        import openpyxl
        from openpyxl.utils.exceptions import InvalidFileException

        with warnings.catch_warnings():
            # openpyxl warns of features that it does not keep; nothing is written back here.
            warnings.simplefilter("ignore")
            try:
                book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
                pieces = list(_pieces(book))
            except (InvalidFileException, *_DAMAGED) as error:
                raise Unreadable(
                    f"this workbook is damaged ({type(error).__name__}: {clean_line(str(error))[:120]})"
                ) from None
        if not any(piece.kind is BlockKind.CELL for piece in pieces):
            raise NotADocument("a workbook without values")
        return assemble(pieces, media_type=MEDIA_TYPE)


_DAMAGED = (
    zipfile.BadZipFile,
    KeyError,
    ValueError,
    TypeError,
    AttributeError,
    IndexError,
    AssertionError,
    EOFError,
    OSError,
    SyntaxError,
    OverflowError,
    struct.error,
)
"""What openpyxl lets through of damaged files: it checks little and stumbles where it stands."""


def _measure(content: bytes) -> None:
    """Unpack every part once, counting, before a library unpacks them unbounded."""
    with _zipfile.open_zip(content) as archive:
        names = set(archive.namelist())
        if "xl/workbook.xml" not in names:
            raise NotADocument("no Excel workbook in this archive")
        left = _zipfile.MAX_TOTAL
        for info in archive.infolist():
            if info.filename.endswith((".xml", ".rels")):
                left -= len(_zipfile.read_member(archive, info, min(left, MAX_PART)))


def _pieces(book: openpyxl.Workbook) -> Iterator[Piece]:
    cells = rows = tables = 0
    for sheet in book.worksheets:
        title = clean_line(sheet.title or "")
        if title:
            yield Piece(BlockKind.HEADING, title, level=2)
        found = False
        for row_number, row in enumerate(sheet.iter_rows(values_only=True)):
            rows += 1
            if rows > MAX_ROWS:
                raise TooLarge(f"more than {MAX_ROWS} rows")
            for column, value in enumerate(row):
                text = _printed(value)
                if not text:
                    continue
                cells += 1
                if cells > MAX_CELLS:
                    raise TooLarge(f"more than {MAX_CELLS} cells with values")
                found = True
                yield Piece(BlockKind.CELL, text, table=tables, row=row_number, col=column)
        tables += found


def _printed(value: object) -> str:
    """Print a value plainly.

    >>> _printed(1267500.0), _printed(0.85), _printed(True)
    ('1267500', '0.85', 'true')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else format(value, ".15g")
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat(sep=" ")
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    return clean(str(value))
