"""RAR and other archives of old systems.

Reads:
    RAR of versions 2 to 5; Windows cabinets (cab), LZH, CD images (ISO 9660), cpio, xar; single files and tar archives
    compressed by compress (Z), lzip, lzma or lz4. Members become documents of their own.

Source:
    libarchive of the system (3.4 or newer), in this process; its RAR readers are programs of their own, not unrar.

Caveats:
    Where libarchive is not installed these files are refused with what to install. Locked RAR archives, volumes of a
    larger one, and a few methods of RAR 3 are refused: unpack them by hand. Members that lead out, links and devices are
    refused, each with its reason; of a damaged archive the members before the damage are kept.

License:
    libarchive BSD-2-Clause; it is the system's and not shipped.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from counterfile.errors import Encrypted, NotADocument, Unreadable
from counterfile.model.reading import Unpacked
from counterfile.plugins.readers import _libarchive
from counterfile.plugins.readers._members import refusal, tidy

_RAR, _RAR5 = b"Rar!\x1a\x07\x00", b"Rar!\x1a\x07\x01\x00"
_MAIN, _FILE, _ENCRYPTION = 1, 2, 4  # kinds of header of RAR 5
_LOCK = 1  # record of a member's extra area
_MAX_BLOCKS = 100_000
_UNPACK = "this archive wants a password: unpack it with another program and add the files"
_LZH = re.compile(rb"..-l[hz][0-9ds]-", re.DOTALL)
_ISO_AT = 0x8001  # where a CD image names its format

_KINDS: tuple[tuple[bytes, str, tuple[str, ...]], ...] = (
    (_RAR5, "application/vnd.rar", ("rar5",)),
    (_RAR, "application/vnd.rar", ("rar",)),
    (b"MSCF\x00\x00\x00\x00", "application/vnd.ms-cab-compressed", ("cab",)),
    (b"070701", "application/x-cpio", ("cpio",)),
    (b"070702", "application/x-cpio", ("cpio",)),
    (b"070707", "application/x-cpio", ("cpio",)),
    (b"xar!\x00\x1c", "application/x-xar", ("xar",)),
    (b"LZIP\x01", "application/x-lzip", ("tar", "raw")),
    (b"\x04\x22\x4d\x18", "application/x-lz4", ("tar", "raw")),
    (b"\x1f\x9d", "application/x-compress", ("tar", "raw")),
    (b"]\x00\x00", "application/x-lzma", ("tar", "raw")),
)
"""First bytes -> media type, formats of libarchive."""

_ENDINGS = (".lz", ".lz4", ".z", ".lzma")


class RarReader:
    """Unpacks RAR archives and others that libarchive knows."""

    name = "rar"
    version = "1"

    def preload(self) -> None:
        """Load libarchive; the sandbox calls this in the worker that reads archives."""
        _libarchive.library()

    def sniff(self, head: bytes, name: str) -> float:
        """Return how surely these bytes are one of these archives; see `counterfile.hooks.Reader`."""
        kind = _kind(head)
        if kind is not None:
            # An LZMA file has no mark worth the name.
            return 0.98 if kind[0] != "application/x-lzma" else 0.3 if name.lower().endswith(_ENDINGS) else 0.0
        return 0.3 if name.lower().endswith(".iso") and not head.strip(b"\x00") else 0.0

    def read(self, content: bytes, name: str) -> Unpacked:
        """Unpack an archive.

        Raises:
            NotADocument: it is none of these archives, or empty.
            Encrypted: it wants a password.
            TooLarge: it unpacks to more than allowed, or swells as a bomb does.
            Unreadable: it is damaged, one of several volumes, or libarchive is missing.
        """
        kind = _kind(content)
        if kind is None:
            raise NotADocument("no archive of a kind that is known here")
        if _is_volume(content):
            raise Unreadable("one volume of a RAR archive in several: unpack them together by hand and add the files")
        if _is_locked(content):
            raise Encrypted(_UNPACK)
        media_type, formats = kind
        found, broken = _libarchive.unpacked(
            content, formats, media_type, single=_single_name(name) if formats[-1] == "raw" else ""
        )
        if isinstance(broken, Encrypted):
            raise Encrypted(_UNPACK)
        if broken is not None:
            raise broken
        if not found.members and not found.refused:
            raise NotADocument("an empty archive")
        return found


def _kind(content: bytes) -> tuple[str, tuple[str, ...]] | None:
    """Return media type and formats by the first bytes, or None."""
    for mark, media_type, formats in _KINDS:
        if content.startswith(mark):
            return media_type, formats
    if _LZH.match(content[:7]):
        return "application/x-lzh-compressed", ("lha",)
    if content[_ISO_AT : _ISO_AT + 5] == b"CD001":
        return "application/x-iso9660-image", ("iso9660",)
    return None


def _is_volume(content: bytes) -> bool:
    """Return whether the main header of a RAR archive says that it is one of several volumes."""
    if content.startswith(_RAR):
        return len(content) > 12 and content[9] == 0x73 and bool(content[10] & 1)
    for kind, body, _ in itertools.islice(_blocks(content), 2):
        if kind == _MAIN:
            return bool(_number(body, 0)[0] & 1)
    return False


def _is_locked(content: bytes) -> bool:
    """Return whether a RAR 5 archive holds a locked member: libarchive takes what is in it for damaged."""
    for kind, _, extra in _blocks(content):
        if kind == _ENCRYPTION:
            return True
        at = 0
        while kind == _FILE and at < len(extra):
            size, start = _number(extra, at)
            if _number(extra, start)[0] == _LOCK:
                return True
            at = start + size if size else len(extra)
    return False


def _blocks(content: bytes) -> Iterator[tuple[int, bytes, bytes]]:
    """Yield kind, own fields and extra area of each header of a RAR 5 archive."""
    at = len(_RAR5)
    for _ in range(_MAX_BLOCKS if content.startswith(_RAR5) else 0):
        # Checksum, size of what follows, kind, flags, size of the extra area, size of the content.
        size, start = _number(content, at + 4)
        head = content[start : start + size]
        if not head:
            return
        kind, place = _number(head, 0)
        flags, place = _number(head, place)
        extra, place = _number(head, place) if flags & 1 else (0, place)
        length, place = _number(head, place) if flags & 2 else (0, place)
        cut = max(len(head) - extra, place)
        yield kind, head[place:cut], head[cut:]
        at = start + size + length


def _number(content: bytes, at: int) -> tuple[int, int]:
    """Return a number of seven bits a byte, and where what follows it begins."""
    value = 0
    for shift in range(10):
        if at >= len(content):
            break
        value |= (content[at] & 0x7F) << 7 * shift
        at += 1
        if not content[at - 1] & 0x80:
            break
    return value, at


def _single_name(name: str) -> str:
    """Return what a compressed file's content is called: the file without its ending."""
    own = tidy(name).rpartition("/")[2]
    stem, _, ending = own.rpartition(".")
    wanted = stem if stem and f".{ending.lower()}" in _ENDINGS else own
    return wanted if refusal(wanted) is None else "content"
