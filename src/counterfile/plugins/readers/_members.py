"""What every container's reader does with members: names decoded, places checked, totals counted."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import re
from collections.abc import Callable
from typing import Protocol

from counterfile.errors import TooLarge
from counterfile.model.reading import Member, Unpacked
from counterfile.plugins.readers import _zipfile
from counterfile.plugins.readers._draft import clean_line

_SYSTEM = re.compile(r"(?:^|/)(?:__MACOSX/|\.DS_Store$|Thumbs\.db$|desktop\.ini$|\._)", re.IGNORECASE)
_MAX_NAME = 500  # characters
_SMALL = 1 << 20

DAMAGE = _zipfile.DAMAGE


class Collector:
    """Takes members one by one within the limits; what is refused is listed with its reason."""

    def __init__(self, media_type: str, packed: int) -> None:
        """`packed` is the archive's own length, which the unpacked one is measured by."""
        self.media_type = media_type
        self.members: dict[str, Member] = {}
        self.refused: list[tuple[str, str]] = []
        self._packed = packed
        self._total = 0
        self._entries = 0

    def take(self, name: str, read: Callable[[int], bytes], *, origin: str = "", captured: str = "") -> None:
        """Read one member with `read`, which is told the most bytes to return, and keep it.

        Raises:
            TooLarge: with it the archive holds more than allowed.
            BadInput: whatever `read` raises.
        """
        self.count()
        name = tidy(name)
        reason = refusal(name)
        if reason is None and name in self.members:
            reason = "a second member of this name"
        if reason is not None:
            self.refuse(name, reason, counted=True)
            return
        content = read(self.room + 1)
        self._total += len(content)
        if self._total > _zipfile.MAX_TOTAL:
            raise TooLarge(f"the archive holds more than {_zipfile.MAX_TOTAL} bytes")
        if self._total > _SMALL and self._total > _zipfile.MAX_RATIO * self._packed:
            raise TooLarge(
                f"unpacked it is more than {_zipfile.MAX_RATIO} times as long as packed, as in an archive bomb"
            )
        self.members[name] = Member(name, content, origin, captured)

    @property
    def room(self) -> int:
        """How many bytes may still come; one more is too many."""
        most = min(_zipfile.MAX_TOTAL, max(_SMALL, _zipfile.MAX_RATIO * self._packed))
        return max(most - self._total, 0)

    def refuse(self, name: str, reason: str, *, counted: bool = False) -> None:
        """List a member that is not unpacked."""
        if not counted:
            self.count()
        self.refused.append((printable(name), clean_line(reason)[:300]))

    def count(self) -> None:
        """Count one entry, kept or not.

        Raises:
            TooLarge: more than allowed.
        """
        self._entries += 1
        if self._entries >= _zipfile.MAX_MEMBERS:
            raise TooLarge(f"{self._entries} members or more where fewer than {_zipfile.MAX_MEMBERS} are allowed")

    def unpacked(self) -> Unpacked:
        """Return what was taken and what was refused."""
        return Unpacked(tuple(self.members.values()), self.media_type, tuple(self.refused))


def tidy(name: str) -> str:
    """Return a member's path as a Reading may hold it, with `/` between its parts.

    >>> tidy(".\\\\公告\\\\1.html")
    '公告/1.html'
    """
    name = name.split("\x00", maxsplit=1)[0].replace("\\", "/")
    while name.startswith("./"):
        name = name[2:]
    # Between slashes nothing changes but what a Reading's names may not hold.
    return "/".join(clean_line(part) for part in name.split("/"))


def refusal(name: str) -> str | None:
    """Return why a member of this tidy name may not be unpacked, or None.

    >>> refusal("../etc/passwd")
    'a path that leads out of the archive'
    """
    parts = name.split("/")
    if name.startswith("/") or name[1:2] == ":":
        return "an absolute path"
    if ".." in parts:
        return "a path that leads out of the archive"
    if not all(part and part != "." for part in parts) or not name.isprintable() or len(name) > _MAX_NAME:
        return "not a usable name"
    if _SYSTEM.search(name):
        return "left there by an operating system"
    return None


def printable(name: str) -> str:
    """Return a name as it may be shown, whatever bytes it was made of."""
    shown = "".join(character if character.isprintable() else "\ufffd" for character in name[:200])
    return clean_line(shown) or "(no name)"


class Readable(Protocol):
    """What bytes are read from."""

    def read(self, size: int, /) -> bytes:
        """Return up to `size` bytes, none at the end."""
        ...


def read_up_to(stream: Readable, most: int) -> bytes:
    """Return all bytes of a stream, but at most `most`; memory is taken only for bytes that are there."""
    parts = []
    left = most
    while left > 0 and (chunk := stream.read(min(left, _SMALL))):
        parts.append(chunk)
        left -= len(chunk)
    return b"".join(parts)


def packing_of(head: bytes) -> str | None:
    """Return how bytes are compressed (``gz``, ``bz2``, ``xz``, ``zst``), by their first ones, or None."""
    if head.startswith(b"\x1f\x8b\x08"):
        return "gz"
    if head.startswith(b"BZh") and head[4:10] in {b"1AY&SY", b"\x17rE8P\x90"}:
        return "bz2"
    if head.startswith(b"\x28\xb5\x2f\xfd"):
        return "zst"
    return "xz" if head.startswith(b"\xfd7zXZ\x00") else None


class _Packed(Protocol):
    """What Python's compressed files have in common."""

    def read1(self, size: int, /) -> bytes:
        """Return some bytes, none at the end."""
        ...


class Stream(io.RawIOBase):
    """Unpacked bytes that can only be read forward, and not without end."""

    def __init__(self, content: bytes, packing: str | None) -> None:
        super().__init__()
        packed = io.BytesIO(content)
        self._from: _Packed = packed
        if packing == "gz":
            self._from = gzip.GzipFile(fileobj=packed, mode="rb")
        elif packing == "bz2":
            self._from = bz2.BZ2File(packed)
        elif packing == "xz":
            self._from = lzma.LZMAFile(packed)  # noqa: SIM115 - it holds no handle
        elif packing == "zst":
            self._from = _zipfile.zstandard().ZstdFile(packed)
        self._most = max(_zipfile.MAX_RATIO * len(content), _SMALL) if packing else len(content)
        self._at = 0
        self._peeked = b""
        self.last = b""
        """What was read last."""
        self.broken: Exception | None = None
        """The damage that was met, raised by the next read at the latest."""
        self.appended = False
        """True where something follows that is not compressed."""

    def peek(self, size: int) -> bytes:
        """Return the first bytes without going on."""
        while len(self._peeked) < size and (chunk := self._next(size - len(self._peeked), bool(self._peeked))):
            self._peeked += chunk
        return self._peeked

    def read(self, size: int | None = -1) -> bytes:
        wanted = _zipfile.MAX_TOTAL + _SMALL - self._at if size is None or size < 0 else size
        parts: list[bytes] = []
        while wanted > 0:
            if self._peeked:
                chunk, self._peeked = self._peeked[:wanted], self._peeked[wanted:]
            else:
                chunk = self._more(min(wanted, _SMALL), parts)
            if not chunk:
                break
            parts.append(chunk)
            wanted -= len(chunk)
            self._at += len(chunk)
            # A tar's own headers and padding come on top of what its members hold.
            if self._at > _zipfile.MAX_TOTAL + (64 << 20):
                raise TooLarge(f"the archive holds more than {_zipfile.MAX_TOTAL} bytes")
            if self._at > self._most:
                raise TooLarge(
                    f"unpacked it is more than {_zipfile.MAX_RATIO} times as long as packed, as in an archive bomb"
                )
        self.last = b"".join(parts)
        return self.last

    def _more(self, size: int, before: list[bytes]) -> bytes:
        """Return more bytes; damage waits until the bytes before it were handed out."""
        try:
            if self.broken is None:
                return self._next(size, bool(self._at or before))
        except DAMAGE as error:
            self.broken = error
        if self.broken is not None and not before:
            raise self.broken
        return b""

    def _next(self, size: int, begun: bool) -> bytes:
        if self.appended:
            return b""
        try:
            return self._from.read1(size)
        except gzip.BadGzipFile as error:
            # Rubbish behind a whole file: gunzip passes over it, too.
            if not begun or "Not a gzipped" not in str(error):
                raise
            self.appended = True
            return b""

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = 0) -> int:
        if whence != 0 or offset < self._at:
            raise ValueError("a member that lies before the one before it")
        while self._at < offset and self.read(min(offset - self._at, _SMALL)):
            pass
        return self._at
