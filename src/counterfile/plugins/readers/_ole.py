"""Compound files (OLE) opened with suspicion: old Word and Excel files and Outlook messages lie in them."""

from __future__ import annotations

import io
import struct
from typing import TYPE_CHECKING

from counterfile.errors import NotADocument, TooLarge, Unreadable
from counterfile.plugins.readers._draft import clean_line

if TYPE_CHECKING:
    import olefile

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MAX_ENTRIES = 20_000

STUMBLES = (
    OSError,
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    AssertionError,
    struct.error,
    RecursionError,
    OverflowError,
    EOFError,
)
"""What olefile lets through of damaged files."""


def sureness(head: bytes, name: str, suffixes: tuple[str, ...], base: float) -> float:
    """Return what a reader of compound files says by signature and name: their kind stands deep inside the file.

    Always less than half, so that a reader which declines hands on to the next.
    """
    if not head.startswith(MAGIC):
        return 0.0
    return 0.49 if name.lower().endswith(suffixes) else base


def open_ole(content: bytes) -> olefile.OleFileIO[str]:
    """Open a compound file whose content is not locked.

    Raises:
        NotADocument: it is an office file behind a password, which the reader `locked` opens.
        TooLarge: more entries than allowed.
        Unreadable: it is damaged.
    """
    ole = open_any(content)
    if ole.exists("EncryptedPackage"):
        raise NotADocument("an office file behind a password")
    return ole


def open_any(content: bytes) -> olefile.OleFileIO[str]:
    """Open a compound file.

    Raises:
        TooLarge: more entries than allowed.
        Unreadable: it is damaged.
    """
    import olefile

    try:
        ole = olefile.OleFileIO(io.BytesIO(content))
        names = ole.listdir(streams=True, storages=True)
    except STUMBLES as error:
        raise damaged(error) from None
    if len(names) > MAX_ENTRIES:
        raise TooLarge(f"{len(names)} entries where {MAX_ENTRIES} are allowed")
    return ole


def damaged(error: Exception) -> Unreadable:
    """Return the error that says so."""
    return Unreadable(f"this old office file is damaged ({type(error).__name__}: {clean_line(str(error))[:120]})")


def stream(ole: olefile.OleFileIO[str], name: str) -> bytes:
    """Return a stream's content, empty where there is none.

    Raises:
        Unreadable: it is damaged.
    """
    try:
        if not ole.exists(name) or ole.get_type(name) != 2:
            return b""
        content = ole.openstream(name).read()
    except STUMBLES as error:
        raise damaged(error) from None
    return bytes(content)
