"""ZIP archives.

Reads:
    ZIP files; their members become documents of their own, archives inside archives included.

Source:
    Python's `zipfile`, behind checks of our own: number of members, unpacked size and ratio, members that lie over each
    other. Names: the UTF-8 flag (bit 11), else UTF-8 if valid, else GB18030, as Chinese systems write it.

Caveats:
    Members that lead out of the archive, links, damaged and locked members are refused, each with its reason. What is
    more than a gibibyte when unpacked has to be unpacked by hand.

License:
    Nothing beside Python.
"""

from __future__ import annotations

import zipfile
from collections.abc import Sequence

from counterfile.errors import BadInput, Encrypted, NotADocument, TooLarge
from counterfile.model.reading import Member, Unpacked
from counterfile.plugins.readers import _members, _zipfile

MEDIA_TYPE = "application/zip"

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
    version = "1"

    def sniff(self, head: bytes, name: str) -> float:
        """Return how surely these bytes are a ZIP archive; see `counterfile.hooks.Reader`."""
        if head.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08PK\x03\x04")):
            # Office files are archives too: their readers are asked when this one declines.
            return 0.49
        return 0.3 if name.lower().endswith(".zip") else 0.0

    def read(self, content: bytes, name: str) -> Unpacked:
        """Unpack an archive.

        Raises:
            NotADocument: it is empty, or an office file that no reader reads.
            Encrypted: every member wants a password.
            TooLarge: it unpacks to more than allowed.
            Unreadable: it is damaged or built as a bomb.
        """
        with _zipfile.open_zip(content) as archive:
            files = [info for info in archive.infolist() if not info.filename.endswith("/")]
            _refuse_packages(files)
            return _unpack(archive, files)


def _refuse_packages(files: Sequence[zipfile.ZipInfo]) -> None:
    if not files:
        raise NotADocument("an empty archive")
    names = {info.filename for info in files}
    for mark, words in _PACKAGES:
        if mark in names and (mark != "content.xml" or "mimetype" in names):
            raise NotADocument(words if "refuses" in words else f"{words}: no reader reads this format")
    if all(info.flag_bits & 0x1 for info in files):
        raise Encrypted("every member of this archive wants a password")


def _unpack(archive: zipfile.ZipFile, files: Sequence[zipfile.ZipInfo]) -> Unpacked:
    members: dict[str, Member] = {}
    refused: list[tuple[str, str]] = []
    left = _zipfile.MAX_TOTAL
    for info in files:
        name = member_name(info)
        reason = _refusal(name, info, members)
        if reason is None:
            try:
                unpacked = _zipfile.read_member(archive, info, left)
            except TooLarge as error:
                if left < _zipfile.MAX_TOTAL and "more than" in str(error) and info.file_size > left:
                    raise TooLarge(f"the archive holds more than {_zipfile.MAX_TOTAL} bytes") from None
                reason = str(error)
            except BadInput as error:
                reason = str(error)
            else:
                left -= len(unpacked)
                members[name] = Member(name, unpacked)
        if reason is not None:
            refused.append((_members.printable(name), reason[:300]))
    return Unpacked(tuple(members.values()), MEDIA_TYPE, tuple(refused))


def _refusal(name: str, info: zipfile.ZipInfo, members: dict[str, Member]) -> str | None:
    """Return why a member may not be unpacked, or None."""
    reason = _members.refusal(name)
    if reason is None and _zipfile.is_link(info):
        return "a link or a device, not a file"
    return reason or ("a second member of this name" if name in members else None)


def member_name(info: zipfile.ZipInfo) -> str:
    """Return a member's path, decoded, with `/` between its parts."""
    name = info.orig_filename
    if not info.flag_bits & 0x800:
        # `zipfile` decoded it as CP437, which every byte survives.
        name = _members.decoded(name.encode("cp437", "replace"), name)
    return _members.tidy(name)
