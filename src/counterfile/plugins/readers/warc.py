"""Web archives (WARC and WACZ).

Reads:
    Captures of web pages as crawlers and browsers save them: ``.warc``, ``.warc.gz``, ``.wacz``. Each answered request for
    a page, PDF, office file, JSON, XML, text or archive becomes a document, called by the capture's host and path; its
    address and time of capture go into its origin.

Source:
    ISO 28500 (WARC 1.0 and 1.1), read with warcio; WACZ 1.1 (a ZIP with WARC files under ``archive/``).

Caveats:
    Pictures, styles, scripts, redirects and revisits are passed over; pages with an error status are listed as refused.
    Of an address captured several times each capture is kept, later ones with their time in the name. The index, the page
    list and the signatures of a WACZ are not read. ARC files, the older format, are not read.

License:
    warcio Apache-2.0.
"""

from __future__ import annotations

import hashlib
import re
import struct
import zlib
from typing import TYPE_CHECKING
from urllib.parse import unquote_to_bytes, urlsplit

from counterfile.errors import BadInput, NotADocument, TooLarge, Unreadable
from counterfile.model.reading import Unpacked
from counterfile.plugins.readers import _names, _zipfile
from counterfile.plugins.readers._draft import clean_line
from counterfile.plugins.readers._members import (
    DAMAGE,
    Collector,
    Stream,
    packing_of,
    read_up_to,
    refusal,
    tidy,
)

if TYPE_CHECKING:
    from warcio.recordloader import ArcWarcRecord  # type: ignore[import-untyped]

WARC = "application/warc"
WACZ = "application/wacz"

_MARK = re.compile(rb"WARC/[01]\.\d+\r?\n")
_INSIDE = re.compile(rb"archive/[^/\x00]{1,200}\.warc")
_TYPES = re.compile(
    r"(?:text/(?:html|plain|xml)|application/(?:xhtml\+xml|(?:[\w.-]+\+)?(?:json|xml)|pdf|ofd|rtf|msword|"
    r"vnd\.(?:openxmlformats|ms-(?:excel|word|powerpoint)|oasis|ofd)[\w.-]*|(?:x-)?(?:zip|zip-compressed|rar|rar-compressed|"
    r"7z-compressed|tar|gzip)))"
)
_NAMED = re.compile(
    r"\.(?:html?|shtml|pdf|ofd|docx?|xlsx?|pptx?|wps|et|od[st]|rtf|json|xml|txt|zip|rar|7z)$", re.IGNORECASE
)
_WHEN = re.compile(r"\d{4}(?:-\d\d(?:-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?Z)?)?)?")
_WEB = ("http://", "https://")
_DAMAGE = (*DAMAGE, struct.error, AttributeError, TypeError, KeyError, IndexError)
"""What warcio raises besides its own errors where a record lacks the headers that it counts on."""
_MAX_ADDRESS = 900  # characters


class WarcReader:
    """Unpacks web archives."""

    name = "warc"
    version = "2"

    def preload(self) -> None:
        """Load warcio; the sandbox calls this in the worker that reads archives."""
        from warcio import archiveiterator  # type: ignore[import-untyped]  # noqa: F401

    def sniff(self, head: bytes, name: str) -> float:
        """Return how surely these bytes are a web archive; see `counterfile.hooks.Reader`."""
        if _MARK.match(_start(head)):
            return 1.0
        if head.startswith(b"PK\x03\x04") and _INSIDE.search(head):
            return 0.97
        return 0.6 if head.startswith(b"PK\x03\x04") and name.lower().endswith(".wacz") else 0.0

    def read(self, content: bytes, name: str) -> Unpacked:
        """Unpack the documents of a web archive.

        Raises:
            NotADocument: it is none, or captured no document.
            TooLarge: it unpacks to more than allowed, or swells as a bomb does.
            Unreadable: it is damaged from the start.
        """
        if content.startswith(b"PK"):
            found = Collector(WACZ, len(content))
            _wacz(content, found)
        else:
            if not _MARK.match(_start(content[:4096])):
                raise NotADocument("no web archive")
            found = Collector(WARC, len(content))
            _warc(content, found)
        if not found.members and not found.refused:
            raise NotADocument("a web archive without a captured document (pictures, scripts, or nothing)")
        return found.unpacked()


def _start(head: bytes) -> bytes:
    """Return the first bytes, unpacked."""
    if packing_of(head) != "gz":
        return head[:64]
    try:
        return zlib.decompressobj(31).decompress(head, 64)
    except zlib.error:
        return b""


def _wacz(content: bytes, found: Collector) -> None:
    with _zipfile.open_zip(content) as archive:
        inside = [info for info in archive.infolist() if _INSIDE.match(info.filename.encode("utf-8", "replace"))]
        if not inside:
            raise NotADocument("no web archive: nothing under archive/ in it")
        for info in inside:
            try:
                _warc(_zipfile.read_member(archive, info, _zipfile.MAX_TOTAL), found)
            except TooLarge:
                raise
            except BadInput as error:
                found.refuse(info.filename, str(error))


def _warc(content: bytes, found: Collector) -> None:
    from warcio.archiveiterator import ArchiveIterator  # type: ignore[import-untyped]
    from warcio.bufferedreaders import ChunkedDataException  # type: ignore[import-untyped]
    from warcio.exceptions import ArchiveLoadFailed  # type: ignore[import-untyped]
    from warcio.statusandheaders import StatusAndHeadersParserException  # type: ignore[import-untyped]

    # Unpacked here and not by warcio, so that what swells is noticed.
    stream = Stream(content, packing_of(content))
    before = len(found.members) + len(found.refused)
    try:
        for record in ArchiveIterator(stream):
            _capture(record, found)
        if stream.broken is not None:
            # warcio takes the end of the bytes for the end of the archive.
            raise stream.broken
    except (*_DAMAGE, ArchiveLoadFailed, ChunkedDataException, StatusAndHeadersParserException) as error:
        reason = clean_line(str(error))[:120]
        if len(found.members) + len(found.refused) == before:
            raise Unreadable(f"this web archive is damaged or truncated ({reason})") from None
        found.refuse("(the rest)", f"the web archive is damaged or truncated here ({reason})")


def _capture(record: ArcWarcRecord, found: Collector) -> None:
    if record.rec_type not in {"response", "resource"}:
        return
    address = str(record.rec_headers.get_header("WARC-Target-URI") or "").strip("<> ")
    if not address.lower().startswith(_WEB):
        return
    headers = record.http_headers or record.rec_headers
    kind = str(headers.get_header("Content-Type") or "").partition(";")[0].strip().lower()
    path = _path(address)
    if not _TYPES.fullmatch(kind) and not (
        kind in {"", "application/octet-stream", "application/x-download"} and _NAMED.search(path.partition("?")[0])
    ):
        return
    status = str(record.http_headers.get_statuscode() or "") if record.http_headers is not None else "200"
    if not status.startswith("2"):
        if not status.startswith("3"):
            found.refuse(path, f"the server answered {status[:10] or 'without a status'}")
        return
    if int(record.rec_headers.get_header("Content-Length") or 0) and record.rec_headers.get_header("WARC-Truncated"):
        found.refuse(path, "the crawler cut it off")
        return
    when = str(record.rec_headers.get_header("WARC-Date") or "")
    captured = when if _WHEN.fullmatch(when) else ""
    name = path if tidy(path) not in found.members else f"{path}@{re.sub(r'[^0-9]', '', captured) or 'again'}"
    if refusal(tidy(name)) is None and tidy(name) in found.members:
        return  # the same capture once more
    found.take(
        name,
        lambda most: read_up_to(record.content_stream(), most),
        origin=_shown(address),
        captured=captured,
    )


def _shown(address: str) -> str:
    return "".join(character for character in clean_line(address) if character.isprintable())[:_MAX_ADDRESS]


def _path(address: str) -> str:
    """Return a name for a capture: host, path and query, readable, each part a part.

    >>> _path("https://www.example.org/a//%E5%85%AC%E5%91%8A.html?id=7&from=../x")
    'www.example.org/a/公告.html?id=7&from=..%x'
    """
    parts = urlsplit(address)
    raw = unquote_to_bytes(parts.path)
    path = _names.decoded(raw, _names.codec_of([raw])).replace("\\", "/")
    pieces = [piece for piece in (clean_line(piece) for piece in path.split("/")) if piece and piece != "."]
    if not pieces or path.endswith("/"):
        pieces.append("index.html")
    name = "/".join([clean_line(parts.netloc.rpartition("@")[2]) or "unknown", *pieces])
    if parts.query:
        name += "?" + re.sub(r"[/\\]", "%", clean_line(parts.query))
    if len(name) > 300:
        # Names are limited; the digest keeps two long addresses apart.
        name = f"{name[:280].rstrip('/ ')}~{hashlib.sha256(address.encode('utf-8', 'replace')).hexdigest()[:12]}"
    return name
