"""7-Zip archives.

Reads:
    7z files; their members become documents of their own, archives inside archives included.

Source:
    py7zr, which unpacks into memory here; nothing is written to the disk. Of what it refuses, libarchive of the system
    saves the members that it can, where it is installed.

Caveats:
    Members that lead out of the archive and links are refused, each with its reason. Locked archives want a password;
    those in several volumes have to be joined by hand.

License:
    py7zr LGPL-2.1-or-later, used unmodified as a library; so are pyppmd, pybcj, inflate64 and multivolumefile, which it needs.
"""

from __future__ import annotations

import io
import re
import struct
from collections.abc import Sequence
from types import ModuleType
from typing import TYPE_CHECKING, Any, cast

from counterfile.errors import Encrypted, NotADocument, TooLarge, Unreadable
from counterfile.model.reading import Unpacked
from counterfile.plugins.readers import _libarchive, _zipfile
from counterfile.plugins.readers._members import DAMAGE, Collector, refusal, tidy

if TYPE_CHECKING:
    import py7zr

MEDIA_TYPE = "application/x-7z-compressed"

_CHUNK = 16 << 20  # bytes unpacked at a time
_VOLUME = re.compile(r"\.0*1$")
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
    version = "2"

    def preload(self) -> None:
        """Load py7zr and libarchive; the sandbox calls this in the worker that reads archives."""
        _library()
        _libarchive.library()

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
        try:
            return _opened(content, name, None)
        except (Encrypted, Unreadable) as error:
            return _second(content, error)

    def unlock(self, content: bytes, name: str, passwords: Sequence[str]) -> Unpacked:
        """Unpack an archive with one of these passwords; see `counterfile.hooks.Unlocker`."""
        for password in passwords:
            try:
                return _opened(content, name, password)
            except Encrypted:
                continue
            except Unreadable:
                # What a wrong password makes of the bytes looks like damage.
                continue
        return _opened(content, name, None) if not passwords else _none_opens(content, name)


def _second(content: bytes, error: Encrypted | Unreadable) -> Unpacked:
    """Return what libarchive, where it is there, can save of an archive that py7zr does not read.

    Raises:
        Encrypted, Unreadable: nothing; as py7zr said it.
    """
    if not content.startswith(_MARK) or _libarchive.library() is None:
        raise error
    saved, _ = _libarchive.unpacked(content, ("7zip",), MEDIA_TYPE)
    if not saved.members:
        raise error
    return saved


def _none_opens(content: bytes, name: str) -> Unpacked:
    """Tell a wrong password from damage: an archive without a lock is read, or refused for what it is."""
    try:
        return _opened(content, name, None)
    except Encrypted:
        raise Encrypted("none of the passwords opens this archive") from None


def _opened(content: bytes, name: str, password: str | None) -> Unpacked:
    if not content.startswith(_MARK):
        raise NotADocument("no 7-Zip archive")
    if _VOLUME.search(name):
        raise Unreadable("the first of several volumes of an archive: join them and add the whole")
    py7zr = _library()
    from py7zr.exceptions import (
        AbsolutePathError,
        ArchiveError,
        PasswordRequired,
        UnsupportedCompressionMethodError,
    )

    try:
        with py7zr.SevenZipFile(io.BytesIO(content), password=password) as archive:
            if password is None and archive.needs_password():
                raise Encrypted(f"this archive wants a password: {_zipfile.UNLOCK}")
            found = _unpack(archive, len(content))
    except PasswordRequired:
        raise Encrypted(f"this archive wants a password: {_zipfile.UNLOCK}") from None
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
