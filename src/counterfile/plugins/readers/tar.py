"""Tar archives and single compressed files.

Reads:
    tar, tar.gz (tgz), tar.bz2, tar.xz, tar.zst, and a single file compressed as gz, bz2, xz or zst, whose member is called
    as the file without its ending. Members become documents of their own, archives inside archives included.

Source:
    Python's `tarfile`, `gzip`, `bz2`, `lzma` and Zstandard, as a stream that ends at a gibibyte or at 200 times the packed
    length.
    Names: pax headers, else UTF-8 if valid, else the charset that fits best, GB18030 before others.

Caveats:
    Links, devices and members that lead out of the archive are refused, each with its reason. Of an archive that is cut
    off, the members before the cut are kept and the cut is listed.

License:
    Nothing beside Python; before 3.14 backports.zstd PSF-2.0, which comes with py7zr.
"""

from __future__ import annotations

import struct
import tarfile

from counterfile.errors import NotADocument, Unreadable
from counterfile.model.reading import Unpacked
from counterfile.plugins.readers import _names, _zipfile
from counterfile.plugins.readers._members import (
    DAMAGE,
    Collector,
    Stream,
    packing_of,
    read_up_to,
    refusal,
    tidy,
)

MEDIA_TYPE = "application/x-tar"

_BLOCK = tarfile.BLOCKSIZE
_TAR_DAMAGE = (*DAMAGE, tarfile.TarError, OverflowError, IndexError, KeyError, struct.error)
_PACKINGS = {
    "gz": ("application/gzip", ("tgz", "gz", "gzip", "z")),
    "bz2": ("application/x-bzip2", ("tbz2", "tbz", "bz2")),
    "xz": ("application/x-xz", ("txz", "xz")),
    "zst": ("application/zstd", ("tzst", "zst")),
}
"""Packing -> media type and endings of names."""


class TarReader:
    """Unpacks tar archives and compressed files."""

    name = "tar"
    version = "2"

    def sniff(self, head: bytes, name: str) -> float:
        """Return how surely these bytes are a tar archive or compressed; see `counterfile.hooks.Reader`."""
        if packing_of(head) is not None:
            return 0.95
        return 0.95 if is_tar(head) else 0.0

    def read(self, content: bytes, name: str) -> Unpacked:
        """Unpack an archive or a compressed file.

        Raises:
            NotADocument: it is neither, or holds nothing.
            TooLarge: it unpacks to more than allowed, or swells as a bomb does.
            Unreadable: it is damaged from the start.
        """
        packing = packing_of(content)
        stream = Stream(content, packing)
        try:
            start = stream.peek(_BLOCK)
        except DAMAGE as error:
            raise Unreadable(f"this {packing} file is damaged or truncated ({str(error)[:120]})") from None
        if is_tar(start):
            return _tar(stream, len(content))
        if packing is None:
            raise NotADocument("no tar archive")
        return _single(stream, packing, content, name)


def is_tar(head: bytes) -> bool:
    """Return whether the first block is a member's header whose checksum is right."""
    if len(head) < _BLOCK or not head[0]:
        return False
    digits = head[148:156].strip(b" \x00")
    if not digits or digits.strip(b"01234567"):
        return False
    return int(digits, 8) == sum(head[:148]) + 8 * 32 + sum(head[156:_BLOCK])


def _tar(stream: Stream, packed: int) -> Unpacked:
    found = Collector(MEDIA_TYPE, packed)
    try:
        with tarfile.open(fileobj=stream, mode="r:", encoding="utf-8", errors="surrogateescape") as archive:
            while (info := archive.next()) is not None:
                # The list that tarfile keeps is of no use here.
                archive.members = []  # type: ignore[attr-defined]
                _member(archive, info, found)
            if stream.last.strip(b"\x00"):
                raise tarfile.ReadError("a member's header is damaged")
    except _TAR_DAMAGE as error:
        if not found.members and not found.refused:
            raise Unreadable(f"this tar archive is damaged or truncated ({str(error)[:120]})") from None
        found.refuse("(the rest)", f"the archive is damaged or truncated here ({str(error)[:120]})")
    if not found.members and not found.refused:
        raise NotADocument("an empty archive")
    return found.unpacked()


def _member(archive: tarfile.TarFile, info: tarfile.TarInfo, found: Collector) -> None:
    name = _name(info)
    if info.isdir():
        found.count()
        return
    if not info.isreg():
        found.refuse(name, refusal(tidy(name)) or "a link or a device, not a file")
        return

    def read(most: int) -> bytes:
        stream = archive.extractfile(info)
        content = b"" if stream is None else read_up_to(stream, most)
        if len(content) < min(info.size, most):
            raise tarfile.ReadError(f"the member {tidy(name)} is cut off")
        return content

    found.take(name, read)


def _name(info: tarfile.TarInfo) -> str:
    raw = info.name.encode("utf-8", "surrogateescape")
    return _names.decoded(raw, _names.codec_of([raw]))


def _single(stream: Stream, packing: str, content: bytes, name: str) -> Unpacked:
    media_type, endings = _PACKINGS[packing]
    try:
        unpacked = stream.read(_zipfile.MAX_TOTAL + 1)
        if stream.broken is not None:
            raise stream.broken
    except DAMAGE as error:
        raise Unreadable(f"this {packing} file is damaged or truncated ({str(error)[:120]})") from None
    if not unpacked.strip(b"\x00"):
        raise NotADocument(f"a {packing} file with nothing in it")
    stem, _, ending = tidy(name).rpartition("/")[2].rpartition(".")
    member = stem if stem and ending.lower() in endings else tidy(name).rpartition("/")[2]
    found = Collector(media_type, len(content))
    found.take(member if refusal(member) is None else "content", lambda most: unpacked[:most])
    return found.unpacked()
