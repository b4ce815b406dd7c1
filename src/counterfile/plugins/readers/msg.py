"""Outlook messages (msg).

Reads:
    Subject, date and the sender's domain as for e-mails; the HTML body, else the plain one, else the one in RTF. A message
    with attachments becomes a container: its body and each attachment are documents of their own.

Source:
    MS-OXMSG and MS-OXPROPS (property streams), MS-OXRTFCP (compressed RTF), read from the compound file with olefile.

Caveats:
    Addresses are never read, only the sender's domain. Messages inside the message are refused with a reason: save them
    as files. Appointments and contacts give their subject and notes only.

License:
    olefile BSD-2-Clause.
"""

from __future__ import annotations

import datetime as dt
import re
import struct
from typing import TYPE_CHECKING

from counterfile.errors import NotADocument, TooLarge
from counterfile.model.reading import Draft, Unpacked
from counterfile.plugins.readers import _ole
from counterfile.plugins.readers._draft import clean_line
from counterfile.plugins.readers._mail import Mail, domain_of, finish, iso_date
from counterfile.plugins.readers.eml import decode
from counterfile.plugins.readers.rtf import rtf_pieces

if TYPE_CHECKING:
    import olefile

MEDIA_TYPE = "application/vnd.ms-outlook"

_SUBJECT, _BODY, _HTML, _RTF = "0037", "1000", "1013", "1009"
_SENDERS = ("5D01", "0C1F", "0065")
_FILE_NAMES = ("3707", "3704", "3001")
_DATA = "3701"
_SENT, _RECEIVED = 0x0039, 0x0E06
_CODE_PAGE, _HTML_CODE_PAGE = 0x3FFD, 0x3FDE

_CHARSETS = {
    936: "gbk",
    54936: "gb18030",
    950: "big5",
    932: "shift_jis",
    949: "euc-kr",
    65001: "utf-8",
    20127: "us-ascii",
    28591: "iso-8859-1",
}
_EPOCH = dt.datetime(1601, 1, 1, tzinfo=dt.UTC)
_ATTACHED = re.compile(r"__attach_version1\.0_#[0-9A-Fa-f]{8}")

_MAX_RTF = 50_000_000  # bytes, unpacked
_RTF_START = (
    rb"{\rtf1\ansi\mac\deff0\deftab720{\fonttbl;}{\f0\fnil \froman \fswiss \fmodern \fscript \fdecor MS Sans SerifSymbol"
    rb"ArialTimes New RomanCourier{\colortbl\red0\green0\blue0" + b"\r\n" + rb"\par \pard\plain\f0\fs20\b\i\u\tab\tx"
)
"""What the dictionary of compressed RTF holds before the first byte (MS-OXRTFCP 2.1.3.1.2)."""


class MsgReader:
    """Reads Outlook messages."""

    name = "msg"
    version = "1"

    def preload(self) -> None:
        """Load olefile; the sandbox calls this in the worker that reads PDF and office files."""
        import olefile  # noqa: F401

    def sniff(self, head: bytes, name: str) -> float:
        """Return how surely these bytes are an Outlook message; see `counterfile.hooks.Reader`."""
        return _ole.sureness(head, name, (".msg", ".oft"), 0.44)

    def read(self, content: bytes, name: str) -> Draft | Unpacked:
        """Read a message.

        Raises:
            NotADocument: it is another kind of compound file, or has neither text nor attachments.
            TooLarge: its text swells beyond the limits.
            Unreadable: it is damaged.
        """
        if not content.startswith(_ole.MAGIC):
            raise NotADocument("no Outlook message: the signature is missing")
        ole = _ole.open_ole(content)
        if not _ole.stream(ole, "__properties_version1.0"):
            raise NotADocument("no Outlook message in this file")
        return finish(_mail(ole), MEDIA_TYPE)


def _mail(ole: olefile.OleFileIO[str]) -> Mail:
    fixed = _fixed(_ole.stream(ole, "__properties_version1.0"))
    charset = _charset_of(fixed.get(_CODE_PAGE, 0))
    mail = Mail(subject=clean_line(_string(ole, "", _SUBJECT, charset)), date=_day(fixed))
    for sender in _SENDERS:
        mail.domain = mail.domain or domain_of(_string(ole, "", sender, charset))
    page = _ole.stream(ole, f"__substg1.0_{_HTML}0102")
    if page:
        mail.html, mail.charset = decode(page, _charset_of(fixed.get(_HTML_CODE_PAGE, 0)))
    mail.html = mail.html or _string(ole, "", _HTML, charset)
    if not mail.html:
        mail.text = _string(ole, "", _BODY, charset)
        if not mail.text.strip():
            packed = _ole.stream(ole, f"__substg1.0_{_RTF}0102")
            mail.text = "\n".join(piece.text for piece in rtf_pieces(unpacked_rtf(packed))) if packed else ""
    folders = sorted({path[0] for path in ole.listdir(streams=True, storages=True) if _ATTACHED.fullmatch(path[0])})
    for folder in folders:
        names = (clean_line(_string(ole, f"{folder}/", name, charset)) for name in _FILE_NAMES)
        name = next(filter(None, names), "attachment.bin")
        data = _ole.stream(ole, f"{folder}/__substg1.0_{_DATA}0102")
        if data:
            mail.attachments.append((name, data))
        elif ole.exists(f"{folder}/__substg1.0_{_DATA}000D"):
            mail.refused.append((name, "a message inside the message: save it as a file of its own"))
        else:
            mail.refused.append((name, "empty, or only a link"))
    return mail


def _string(ole: olefile.OleFileIO[str], folder: str, name: str, charset: str) -> str:
    """Return a text property in whichever of its two forms it is kept, empty where it is not."""
    wide = _ole.stream(ole, f"{folder}__substg1.0_{name}001F")
    if wide:
        return wide[: len(wide) // 2 * 2].decode("utf-16-le", "replace").rstrip("\x00")
    narrow = _ole.stream(ole, f"{folder}__substg1.0_{name}001E").rstrip(b"\x00")
    return decode(narrow, charset)[0] if narrow else ""


def _fixed(properties: bytes) -> dict[int, int]:
    """Return the properties of fixed length: each has 16 bytes behind a head of 32."""
    found = {}
    for at in range(32, len(properties) - 15, 16):
        _, identifier, _, value = struct.unpack_from("<HHIQ", properties, at)
        found[identifier] = value
    return found


def _charset_of(page: int) -> str:
    page &= 0xFFFFFFFF
    return _CHARSETS.get(page) or (f"windows-{page}" if 1250 <= page <= 1258 else "")


def _day(fixed: dict[int, int]) -> str:
    ticks = fixed.get(_SENT) or fixed.get(_RECEIVED) or 0
    try:
        return iso_date(_EPOCH + dt.timedelta(microseconds=ticks // 10)) if ticks else ""
    except OverflowError:
        return ""


def unpacked_rtf(packed: bytes) -> bytes:
    """Return RTF that was compressed by MS-OXRTFCP; what can be had of damaged bytes.

    Raises:
        NotADocument: the bytes are something else.
        TooLarge: it is longer than allowed.
    """
    if len(packed) < 16:
        raise NotADocument("a message whose text is missing")
    _, size, kind, _ = struct.unpack_from("<IIII", packed)
    if size > _MAX_RTF:
        raise TooLarge(f"more than {_MAX_RTF} bytes of RTF")
    if kind == 0x414C454D:
        return packed[16 : 16 + size]
    if kind != 0x75465A4C:
        raise NotADocument("a message whose text is packed in an unknown way")
    window = bytearray(_RTF_START.ljust(4096, b"\x00"))
    write = len(_RTF_START)
    out = bytearray()
    at = 16
    while at < len(packed) and len(out) < size:
        control = packed[at]
        at += 1
        for bit in range(8):
            if at >= len(packed):
                break
            if not control >> bit & 1:
                chunk = packed[at : at + 1]
                at += 1
                out += chunk
                window[write] = chunk[0]
                write = (write + 1) % 4096
                continue
            token = int.from_bytes(packed[at : at + 2], "big")
            at += 2
            offset, length = token >> 4, (token & 15) + 2
            if offset == write:
                return bytes(out)
            for step in range(length):
                byte = window[(offset + step) % 4096]
                out.append(byte)
                window[write] = byte
                write = (write + 1) % 4096
    return bytes(out)
