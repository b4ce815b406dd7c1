"""Old Excel workbooks (xls).

Reads:
    Binary workbooks of Excel 2 to 2003: each sheet's name is a heading, its cells a table; values as last computed.

Source:
    xlrd; values are printed as the reader of xlsx prints them.

Caveats:
    As for xlsx: whole numbers without a point, dates as ISO, merged cells keep their text in the first cell. Workbooks
    behind a password are not opened.

License:
    xlrd BSD-3-Clause, olefile BSD-2-Clause.
"""

from __future__ import annotations

import contextlib
import io
from collections.abc import Iterator
from typing import TYPE_CHECKING

from counterfile.errors import Encrypted, NotADocument, TooLarge, Unreadable
from counterfile.model.reading import BlockKind, Draft
from counterfile.plugins.readers import _ole
from counterfile.plugins.readers._draft import Piece, assemble, clean_line
from counterfile.plugins.readers.xlsx import _printed

if TYPE_CHECKING:
    import xlrd

MEDIA_TYPE = "application/vnd.ms-excel"
MAX_CELLS = 400_000  # with a value, per workbook

_BARE = (
    b"\x09\x08\x10\x00\x00\x06",
    b"\x09\x08\x08\x00\x00\x05",
    b"\x09\x04\x06\x00\x00\x00",
    b"\x09\x02\x06\x00\x00\x00",
    b"\x09\x00\x04\x00",
)
"""How a workbook begins that does not lie in a compound file."""


class XlsReader:
    """Reads old Excel workbooks."""

    name = "xls"
    version = "1"

    def preload(self) -> None:
        """Load xlrd; the sandbox calls this in the worker that reads PDF and office files."""
        import olefile  # noqa: F401
        import xlrd  # noqa: F401

    def sniff(self, head: bytes, name: str) -> float:
        """Return how surely these bytes are an old workbook; see `counterfile.hooks.Reader`."""
        if head.startswith(_BARE):
            return 0.95
        return _ole.sureness(head, name, (".xls", ".xlt", ".et"), 0.46)

    def read(self, content: bytes, name: str) -> Draft:
        """Read a workbook.

        Raises:
            NotADocument: it is another kind of compound file, or has no values.
            Encrypted: it wants a password.
            TooLarge: more cells than allowed.
            Unreadable: it is damaged.
        """
        if content.startswith(_ole.MAGIC):
            ole = _ole.open_ole(content)
            if not ole.exists("Workbook") and not ole.exists("Book"):
                raise NotADocument("no Excel workbook in this file")
        import xlrd
        from xlrd.biffh import XLRDError
        from xlrd.compdoc import CompDocError

        try:
            book = xlrd.open_workbook(file_contents=content, logfile=io.StringIO(), on_demand=True)
            pieces = list(_pieces(book))
        except XLRDError as error:
            if "encrypted" in str(error).lower():
                raise Encrypted("this workbook wants a password") from None
            raise Unreadable(f"this workbook is damaged ({clean_line(str(error))[:160]})") from None
        except (*_ole.STUMBLES, ArithmeticError, CompDocError) as error:
            raise Unreadable(
                f"this workbook is damaged ({type(error).__name__}: {clean_line(str(error))[:120]})"
            ) from None
        if not any(piece.kind is BlockKind.CELL for piece in pieces):
            raise NotADocument("a workbook without values")
        return assemble(pieces, media_type=MEDIA_TYPE)


def _pieces(book: xlrd.Book) -> Iterator[Piece]:
    import xlrd

    cells = tables = 0
    for number in range(book.nsheets):
        sheet = book.sheet_by_index(number)
        title = clean_line(sheet.name or "")
        if title:
            yield Piece(BlockKind.HEADING, title, level=2)
        found = False
        for row in range(sheet.nrows):
            for column in range(sheet.row_len(row)):
                kind = sheet.cell_type(row, column)
                value: object = sheet.cell_value(row, column)
                if kind == xlrd.XL_CELL_DATE:
                    # A number that only looks like a date is shown as a number.
                    with contextlib.suppress(xlrd.xldate.XLDateError, ValueError, OverflowError):
                        value = xlrd.xldate_as_datetime(float(sheet.cell_value(row, column)), book.datemode)
                elif kind == xlrd.XL_CELL_BOOLEAN:
                    value = bool(value)
                elif kind == xlrd.XL_CELL_ERROR:
                    value = None
                text = _printed(value)
                if not text:
                    continue
                cells += 1
                if cells > MAX_CELLS:
                    raise TooLarge(f"more than {MAX_CELLS} cells with values")
                found = True
                yield Piece(BlockKind.CELL, text, table=tables, row=row, col=column)
        tables += found
        book.unload_sheet(number)
