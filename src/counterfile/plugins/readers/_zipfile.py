"""ZIP containers read with suspicion: nothing is believed about sizes, names or places until it was counted."""

from __future__ import annotations

import io
import itertools
import lzma
import stat
import struct
import zipfile
import zlib

from counterfile.errors import Encrypted, TooLarge, Unreadable

MAX_MEMBERS = 10_000
MAX_TOTAL = 1 << 30  # bytes of all members together, unpacked
MAX_RATIO = 200  # unpacked to packed, for members of more than a mebibyte
_SMALL = 1 << 20

_END = struct.Struct("<4s4H2LH")
_END_64 = struct.Struct("<4sQ2H2L4Q")
_LOCAL = struct.Struct("<4s5H3L2H")


def open_zip(content: bytes) -> zipfile.ZipFile:
    """Open an archive whose directory is of a bearable size and whose members do not lie over each other.

    Raises:
        TooLarge: more members than allowed.
        Unreadable: damaged, or built as a bomb.
    """
    count = _count(content)
    if count > MAX_MEMBERS:
        raise TooLarge(f"{count} members where {MAX_MEMBERS} are allowed")
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError, struct.error) as error:
        raise Unreadable(f"this archive is damaged or truncated ({str(error)[:120]})") from None
    if len(archive.infolist()) > MAX_MEMBERS:
        raise TooLarge(f"{len(archive.infolist())} members where {MAX_MEMBERS} are allowed")
    _refuse_overlaps(content, archive)
    return archive


def _count(content: bytes) -> int:
    """Return how many members the directory announces, before anything walks it."""
    at = content.rfind(b"PK\x05\x06", max(len(content) - 65_557, 0))
    if at < 0 or at + _END.size > len(content):
        raise Unreadable("this archive is truncated: its directory is missing")
    count = int(_END.unpack_from(content, at)[4])
    wide = content.rfind(b"PK\x06\x06", max(at - 1000, 0), at)
    if wide >= 0 and wide + _END_64.size <= len(content):
        return max(count if count != 0xFFFF else 0, int(_END_64.unpack_from(content, wide)[7]))
    return count


def _refuse_overlaps(content: bytes, archive: zipfile.ZipFile) -> None:
    spans = []
    for info in archive.infolist():
        at = info.header_offset
        if at < 0 or at + _LOCAL.size > len(content):
            raise Unreadable("this archive is truncated: a member lies behind its end")
        fields = _LOCAL.unpack_from(content, at)
        if fields[0] != b"PK\x03\x04":
            raise Unreadable("this archive is damaged: a member is not where the directory says")
        spans.append((at, at + _LOCAL.size + fields[9] + fields[10] + info.compress_size))
    spans.sort()
    for (_, end), (start, _) in itertools.pairwise(spans):
        if start < end:
            raise Unreadable("members of this archive lie over each other, as in an archive bomb")


def is_link(info: zipfile.ZipInfo) -> bool:
    """Return whether a member is a symbolic link or a device instead of a file."""
    mode = info.external_attr >> 16
    return info.create_system == 3 and mode != 0 and stat.S_IFMT(mode) not in {0, stat.S_IFREG, stat.S_IFDIR}


def read_member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, most: int) -> bytes:
    """Unpack one member, at most `most` bytes of it.

    Raises:
        TooLarge: it is longer than `most`, or swells more than `MAX_RATIO` times.
        Encrypted: it wants a password.
        Unreadable: it is damaged, or packed in a way that is not known here.
    """
    if info.flag_bits & 0x1:
        raise Encrypted("this member wants a password")
    parts = []
    total = 0
    try:
        with archive.open(info) as stream:
            while chunk := stream.read(1 << 20):
                total += len(chunk)
                if total > most:
                    raise TooLarge(f"more than {most} bytes when unpacked")
                if total > _SMALL and total > MAX_RATIO * max(info.compress_size, 1):
                    raise TooLarge(
                        f"unpacked it is more than {MAX_RATIO} times as long as packed, as in an archive bomb"
                    )
                parts.append(chunk)
    except (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError, ValueError, struct.error) as error:
        raise Unreadable(f"damaged ({str(error)[:120]})") from None
    except (NotImplementedError, RuntimeError) as error:
        raise Unreadable(f"packed in a way that is not known here ({str(error)[:120]})") from None
    return b"".join(parts)
