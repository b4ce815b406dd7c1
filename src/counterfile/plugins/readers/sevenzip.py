"""7-Zip archives.

Reads:
    7z files; their members become documents of their own, archives inside archives included.

Source:
    py7zr, which unpacks into memory here; nothing is written to the disk.

Caveats:
    Members that lead out of the archive and links are refused, each with its reason. Archives in several volumes and
    locked ones are not read. Of a damaged archive nothing is kept.

License:
    py7zr LGPL-2.1-or-later, used unmodified as a library; so are pyppmd, pybcj, inflate64 and multivolumefile, which it needs.
"""

from __future__ import annotations

import io
import struct
from types import ModuleType
from typing import TYPE_CHECKING, Any, cast

from counterfile.errors import Encrypted, NotADocument, TooLarge, Unreadable
from counterfile.model.reading import Unpacked
from counterfile.plugins.readers import _zipfile
from counterfile.plugins.readers._members import DAMAGE, Collector, refusal, tidy

if TYPE_CHECKING:
    import py7zr

MEDIA_TYPE = "application/x-7z-compressed"

_CHUNK = 16 << 20  # bytes unpacked at a time
_MARK = b"7z\xbc\xaf\x27\x1c"
_DAMAGE = (
    *DAMAGE,
    struct.error,
    AttributeError,
    TypeError,
    KeyError,
    IndexError,
    OverflowError,
    RuntimeError,
    AssertionError,
)
"""What py7zr raises besides its own errors where a header makes no sense."""


class SevenZipReader:
    """Unpacks 7-Zip archives."""

    name = "sevenzip"
    version = "1"

    def preload(self) -> None:
        """Load py7zr; the sandbox calls this in the worker that reads archives."""
        _library()

    def sniff(self, head: bytes, name: str) -> float:
        """Return how surely these bytes are a 7-Zip archive; see `counterfile.hooks.Reader`."""
        return 1.0 if head.startswith(_MARK) else 0.0

    def read(self, content: bytes, name: str) -> Unpacked:
        """Unpack an archive.

        Raises:
            NotADocument: it is empty, or no 7-Zip archive.
            Encrypted: it wants a password.
            TooLarge: it unpacks to more than allowed, or swells as a bomb does.
            Unreadable: it is damaged, or packed in a way that is not known.
        """
        if not content.startswith(_MARK):
            raise NotADocument("no 7-Zip archive")
        py7zr = _library()
        from py7zr.exceptions import (
            AbsolutePathError,
            ArchiveError,
            PasswordRequired,
            UnsupportedCompressionMethodError,
        )

        try:
            with py7zr.SevenZipFile(io.BytesIO(content)) as archive:
                if archive.needs_password():
                    raise Encrypted("this archive wants a password")
                found = _unpack(archive, len(content))
        except PasswordRequired:
            raise Encrypted("this archive wants a password") from None
        except UnsupportedCompressionMethodError as error:
            raise Unreadable(f"packed in a way that is not known here ({str(error)[:120]})") from None
        except (ArchiveError, AbsolutePathError, *_DAMAGE) as error:
            raise Unreadable(f"this archive is damaged or truncated ({str(error)[:120]})") from None
        if not found.members and not found.refused:
            raise NotADocument("an empty archive")
        return found.unpacked()


def _library() -> ModuleType:
    """Return py7zr, told how much to unpack at a time: it would ask the system, which the sandbox does not let it."""
    import py7zr
    import py7zr.py7zr as inner

    vars(inner)["get_memory_limit"] = lambda: _CHUNK
    return py7zr


def _unpack(archive: py7zr.SevenZipFile, packed: int) -> Collector:
    found = Collector(MEDIA_TYPE, packed)
    if len(archive.files) > _zipfile.MAX_MEMBERS:
        raise TooLarge(f"{len(archive.files)} members where {_zipfile.MAX_MEMBERS} are allowed")
    wanted: dict[str, str] = {}
    names: set[str] = set()
    for info in archive.files:
        name = tidy(info.filename)
        if info.is_directory:
            continue
        reason = refusal(name)
        if reason is None and (info.is_symlink or info.is_junction or info.is_socket):
            reason = "a link or a device, not a file"
        if reason is None and name in names:
            reason = "a second member of this name"
        if reason is not None:
            found.refuse(name, reason)
        else:
            wanted[info.filename] = name
            names.add(name)
    store = _Store(found.room)
    if wanted:
        archive.extract(targets=list(wanted), factory=cast(Any, store))
    for original, name in wanted.items():
        unpacked = store.files.get(original) or store.files.get(name)
        if unpacked is None:
            found.refuse(name, "py7zr did not unpack it")
        else:
            found.take(name, unpacked.read)
    return found


class _Store:
    """Makes a place in memory for each member, as py7zr asks for them; all share one limit."""

    def __init__(self, room: int) -> None:
        self.files: dict[str, _InMemory] = {}
        self.room = room

    def create(self, filename: str) -> _InMemory:
        self.files[filename] = place = _InMemory(self)
        return place


class _InMemory:
    """What py7zr takes for a file."""

    def __init__(self, store: _Store) -> None:
        self._store = store
        self._bytes = io.BytesIO()

    def write(self, content: bytes | bytearray) -> int:
        self._store.room -= len(content)
        if self._store.room < 0:
            raise TooLarge(
                f"unpacked it is longer than {_zipfile.MAX_TOTAL} bytes or {_zipfile.MAX_RATIO} times as long as packed, "
                "as in an archive bomb"
            )
        return self._bytes.write(content)

    def read(self, size: int | None = None) -> bytes:
        self._bytes.seek(0)
        return self._bytes.read(-1 if size is None else size)

    def seek(self, offset: int, whence: int = 0) -> int:
        return self._bytes.seek(offset, whence)

    def flush(self) -> None:
        """Do nothing: memory needs none."""

    def size(self) -> int:
        return self._bytes.getbuffer().nbytes

    def close(self) -> None:
        """Keep the bytes: they are read after py7zr is done."""
