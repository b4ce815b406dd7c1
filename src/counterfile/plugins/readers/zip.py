"""ZIP archives.

Reads:
    ZIP files; their members become documents of their own, archives inside archives included.

Source:
    APPNOTE.TXT 6.3.10; the directory is read with Python's `zipfile` behind checks of our own: number of members, unpacked
    size and ratio, members that lie over each other or have two names. Packed by deflate, deflate64, bzip2, LZMA, xz,
    Zstandard or PPMd. Names: the UTF-8 flag, the Unicode path, else one charset for all names of the archive (UTF-8,
    GB18030, Big5, Shift-JIS, code page 437 or 1252), whichever fits them best.

Caveats:
    Members that lead out of the archive, links, damaged members and those with two names are refused, each with its
    reason. Locked members (PKWARE's first encryption, AES) want a password. Of an archive that is cut off, the members
    before the cut are kept and the cut is listed. Archives in several volumes have to be joined by hand, and what is
    more than a gibibyte when unpacked has to be unpacked by hand.

License:
    pycryptodomex BSD-2-Clause and public domain, inflate64 and pyppmd LGPL-2.1-or-later, backports.zstd PSF-2.0; all come
    with py7zr.
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Callable, Sequence

from counterfile.errors import BadInput, Encrypted, NotADocument, TooLarge, Unreadable
from counterfile.model.reading import Member, Unpacked
from counterfile.plugins.readers import _members, _names, _zipfile
from counterfile.plugins.readers._draft import clean_line

MEDIA_TYPE = "application/zip"

_UTF8 = 0x800

_PACKAGES = (
    ("word/document.xml", "a Word document that its own reader refuses"),
    ("xl/workbook.xml", "an Excel workbook that its own reader refuses"),
    ("xl/workbook.bin", "a binary Excel workbook (xlsb)"),
    ("ppt/presentation.xml", "a PowerPoint presentation"),
    ("OFD.xml", "an OFD document that its own reader refuses"),
    ("META-INF/container.xml", "an e-book (EPUB)"),
    ("AndroidManifest.xml", "an Android program"),
    ("META-INF/MANIFEST.MF", "a Java program"),
    ("content.xml", "an OpenDocument file"),
    ("[Content_Types].xml", "an Office Open XML package"),
)
"""Member -> what an archive with it really is."""


class ZipReader:
    """Unpacks ZIP archives."""

    name = "zip"
    version = "2"

    def preload(self) -> None:
        """Load the rarer methods; the sandbox calls this in the worker that reads archives."""
        import inflate64  # noqa: F401
        import pyppmd  # noqa: F401
        from Cryptodome.Cipher import AES  # noqa: F401

    def sniff(self, head: bytes, name: str) -> float:
        """Return how surely these bytes are a ZIP archive; see `counterfile.hooks.Reader`."""
        if head.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08PK\x03\x04")):
            # Office files are archives too: their readers are asked when this one declines.
            return 0.49
        return 0.3 if name.lower().endswith((".zip", ".z01")) else 0.0

    def read(self, content: bytes, name: str) -> Unpacked:
        """Unpack an archive.

        Raises:
            NotADocument: it is empty, or an office file that no reader reads.
            Encrypted: every member wants a password.
            TooLarge: it unpacks to more than allowed.
            Unreadable: it is damaged or built as a bomb.
        """
        return self.unlock(content, name, ())

    def unlock(self, content: bytes, name: str, passwords: Sequence[str]) -> Unpacked:
        """Unpack an archive, with one of these passwords where a member wants one; see `counterfile.hooks.Unlocker`."""
        if not content.startswith(b"PK") and b"PK\x05\x06" not in content:
            raise NotADocument("no ZIP archive")
        if _zipfile.is_truncated(content):
            return _salvaged(content)
        with _zipfile.open_zip(content) as archive:
            files = [info for info in archive.infolist() if not info.filename.endswith("/")]
            _refuse_packages({info.filename for info in files})
            return _unpack(archive, files, passwords)


def _refuse_packages(names: set[str]) -> None:
    if not names:
        raise NotADocument("an empty archive")
    for mark, words in _PACKAGES:
        if mark in names and (mark != "content.xml" or "mimetype" in names):
            raise NotADocument(words if "refuses" in words else f"{words}: no reader reads this format")


def _unpack(archive: zipfile.ZipFile, files: Sequence[zipfile.ZipInfo], passwords: Sequence[str]) -> Unpacked:
    members: dict[str, Member] = {}
    refused: list[tuple[str, str]] = []
    left = _zipfile.MAX_TOTAL
    locked = 0
    for info, name in zip(files, member_names(files), strict=True):
        reason = _refusal(name, info, members)
        if reason is None:
            try:
                unpacked = _zipfile.read_member(archive, info, left, passwords)
            except TooLarge as error:
                if "more than" in str(error) and info.file_size > left:
                    raise TooLarge(f"the archive holds more than {_zipfile.MAX_TOTAL} bytes") from None
                reason = str(error)
            except Encrypted as error:
                locked += 1
                reason = f"{error}: {_zipfile.UNLOCK}" if not passwords else str(error)
            except BadInput as error:
                reason = str(error)
            else:
                left -= len(unpacked)
                members[name] = Member(name, unpacked)
        if reason is not None:
            refused.append((_members.printable(name), clean_line(reason)[:300]))
    if locked == len(files):
        raise Encrypted(
            "none of the passwords opens this archive"
            if passwords
            else f"every member of this archive wants a password: {_zipfile.UNLOCK}"
        )
    return Unpacked(tuple(members.values()), MEDIA_TYPE, tuple(refused))


def _salvaged(content: bytes) -> Unpacked:
    """Return what is whole in an archive that is cut off."""
    found = list(_zipfile.salvage(content))
    codec = _names.codec_of(name for name, flags, _ in found if not flags & _UTF8)
    collected = _members.Collector(MEDIA_TYPE, len(content))
    names: list[str] = []
    for raw, flags, outcome in found:
        name = _members.tidy(_names.decoded(raw, "utf-8" if flags & _UTF8 else codec))
        names.append(name)
        if isinstance(outcome, bytes):
            collected.take(name, _whole(outcome))
        else:
            collected.refuse(name, str(outcome))
    _refuse_packages(set(names) or {"(nothing)"})
    if not collected.members:
        raise Unreadable("this archive is truncated: its directory is missing, and no member is whole")
    collected.refuse("(the rest)", "the archive is cut off: its directory is missing")
    return collected.unpacked()


def _whole(content: bytes) -> Callable[[int], bytes]:
    return lambda _most: content


def _refusal(name: str, info: zipfile.ZipInfo, members: dict[str, Member]) -> str | None:
    """Return why a member may not be unpacked, or None."""
    reason = _members.refusal(name)
    if reason is None and _zipfile.is_link(info):
        return "a link or a device, not a file"
    return reason or ("a second member of this name" if name in members else None)


def member_names(files: Sequence[zipfile.ZipInfo]) -> list[str]:
    """Return the members' paths, decoded as those of one system, with `/` between their parts."""
    said = [_said_name(info) for info in files]
    codec = _names.codec_of(_zipfile.raw_name(info) for info, name in zip(files, said, strict=True) if name is None)
    return [
        _members.tidy(_names.decoded(_zipfile.raw_name(info), codec) if name is None else name)
        for info, name in zip(files, said, strict=True)
    ]


def _said_name(info: zipfile.ZipInfo) -> str | None:
    """Return the name that the archive itself gives in Unicode, or None."""
    if info.flag_bits & _UTF8:
        return info.orig_filename
    raw = _zipfile.raw_name(info)
    for number, body in _zipfile.fields_of(info.extra):
        # "Info-ZIP Unicode Path": version, checksum of the plain name, name. An old checksum means that it was renamed.
        if number == 0x7075 and len(body) > 5 and body[0] == 1 and body[1:5] == zlib.crc32(raw).to_bytes(4, "little"):
            try:
                return body[5:].decode("utf-8")
            except UnicodeDecodeError:
                return None
    return None
