"""Office files behind a password.

Reads:
    Word, Excel and PowerPoint files, old and new, that are locked by a password. What comes out is the same file without
    its lock, a document of its own. Workbooks that Excel itself locked with its built-in password, as it does when a
    workbook's structure is protected, are opened without being asked.

Source:
    MS-OFFCRYPTO, through msoffcrypto-tool: ECMA-376 standard and agile encryption, RC4, RC4 CryptoAPI and XOR.

Caveats:
    Files under rights management are not opened. Other files of the compound format are left to their own readers.

License:
    msoffcrypto-tool MIT, cryptography Apache-2.0 or BSD-3-Clause.
"""

from __future__ import annotations

import io
import re
import struct
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any
from xml.parsers.expat import ExpatError

from counterfile.errors import Encrypted, NotADocument, Unreadable
from counterfile.model.reading import Member, Unpacked
from counterfile.plugins.readers import _ole
from counterfile.plugins.readers._draft import clean_line
from counterfile.plugins.readers._members import refusal, tidy
from counterfile.plugins.readers._zipfile import UNLOCK

if TYPE_CHECKING:
    import olefile

MEDIA_TYPE = "application/x-ole-storage"

_BUILT_IN = ("VelvetSweatshop", "/01Hannes Ruescher/01")
"""Passwords that Excel and PowerPoint give themselves (MS-OFFCRYPTO 2.4.2.3, MS-PPT 2.3.7)."""

_FILE_PASS = 0x002F  # record of a workbook
_LOCKED_PPT = 0xF3D1C4DF  # token of a locked presentation's current user
_SECTOR = 512  # bytes before the first stream
_TURNS = re.compile(rb'spinCount="(\d{1,12})"')
_MAX_TURNS = 1_000_000  # of the key; Office takes 100,000
_MAX_RECORDS = 50  # at a workbook's beginning, among which the lock would be


class LockedReader:
    """Unlocks Office files."""

    name = "locked"
    version = "1"

    def preload(self) -> None:
        """Load msoffcrypto-tool; the sandbox calls this in the worker that reads office files."""
        import msoffcrypto  # type: ignore[import-untyped]  # noqa: F401

    def sniff(self, head: bytes, name: str) -> float:
        """Return how surely these bytes are a locked Office file; see `counterfile.hooks.Reader`."""
        if not head.startswith(_ole.MAGIC):
            return 0.0
        # Where the first bytes show the lock it is asked before the others, which could only say that they cannot read.
        return 0.495 if _seems_locked(head[_SECTOR:]) else 0.3

    def read(self, content: bytes, name: str) -> Unpacked:
        """Open a file that has a built-in password.

        Raises:
            NotADocument: it is not locked.
            Encrypted: it wants a password.
            Unreadable: it is damaged.
        """
        opened = _opened(content, name, _BUILT_IN)
        if opened is None:
            raise Encrypted(f"this document wants a password: {UNLOCK}")
        return opened

    def unlock(self, content: bytes, name: str, passwords: Sequence[str]) -> Unpacked:
        """Open a file with one of these passwords; see `counterfile.hooks.Unlocker`."""
        opened = _opened(content, name, (*passwords, *_BUILT_IN))
        if opened is None:
            raise Encrypted("none of the passwords opens this document")
        return opened


def _seems_locked(first: bytes) -> bool:
    """Return whether the first stream of a compound file, which mostly is the text's, begins with a lock."""
    if first.startswith(b"\xec\xa5"):
        return len(first) > 12 and bool(first[11] & 1)
    return first.startswith(b"\x09\x08") and _has_file_pass(first)


def _opened(content: bytes, name: str, passwords: Sequence[str]) -> Unpacked | None:
    """Return the file without its lock, or None where no password opens it.

    Raises:
        NotADocument: it is not locked.
        Encrypted: it is locked in another way than by a password, or the lock is damaged.
        Unreadable: it is damaged.
    """
    if not content.startswith(_ole.MAGIC):
        raise NotADocument("no compound file")
    ole = _ole.open_any(content)
    if ole.exists("\x06DataSpaces/DataSpaceInfo/DRMEncryptedDataSpace"):
        raise Encrypted("this document is under rights management: only its owner's program can open it")
    if not is_locked(ole):
        raise NotADocument("not locked")
    if any(int(turns) > _MAX_TURNS for turns in _TURNS.findall(_ole.stream(ole, "EncryptionInfo"))):
        raise Unreadable(f"its key is made in more than {_MAX_TURNS} turns, which no program asks for")
    import msoffcrypto

    for password in passwords:
        target = io.BytesIO()
        try:
            file: Any = msoffcrypto.OfficeFile(io.BytesIO(content))
            file.load_key(password=password, **({"verify_password": True} if ole.exists("EncryptedPackage") else {}))
            file.decrypt(target)
        except msoffcrypto.exceptions.InvalidKeyError:
            continue
        except msoffcrypto.exceptions.DecryptionError as error:
            if "password" in str(error).lower() or "key" in str(error).lower():
                continue
            raise _damaged(error) from None
        except (*_ole.STUMBLES, RuntimeError, ExpatError, msoffcrypto.exceptions.FileFormatError) as error:
            raise _damaged(error) from None
        own = tidy(name).rpartition("/")[2]
        return Unpacked((Member(own if refusal(own) is None else "document", target.getvalue()),), MEDIA_TYPE)
    return None


def _damaged(error: Exception) -> Encrypted:
    return Encrypted(
        f"this document is locked in a way that is not known here, or damaged ({clean_line(str(error))[:120]})"
    )


def is_locked(ole: olefile.OleFileIO[str]) -> bool:
    """Return whether a compound file says that its content is locked by a password."""
    if ole.exists("EncryptedPackage"):
        return True
    word = _ole.stream(ole, "WordDocument")
    if len(word) > 12:
        mark, _, _, _, _, flags = struct.unpack_from("<6H", word)
        return bool(mark in {0xA5EC, 0xA5DC} and flags & 0x0100)
    user = _ole.stream(ole, "Current User")
    if len(user) >= 16 and struct.unpack_from("<I", user, 12)[0] == _LOCKED_PPT:
        return True
    return any(_has_file_pass(_ole.stream(ole, name)) for name in ("Workbook", "Book"))


def _has_file_pass(workbook: bytes) -> bool:
    at = 0
    for _ in range(_MAX_RECORDS):
        if at + 4 > len(workbook):
            return False
        kind, size = struct.unpack_from("<HH", workbook, at)
        if kind == _FILE_PASS:
            return True
        at += 4 + size
    return False
