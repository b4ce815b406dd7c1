"""Saved web pages in one file (mht, mhtml).

Reads:
    Web archives as browsers save them: the page itself, exactly as the reader of HTML pages reads it.

Source:
    RFC 2557 by Python's `email` package; the page by the HTML reader.

Caveats:
    Frames, pictures and style sheets of the archive are left out; of several pages the one that the archive names as its
    root is read, else the first.

License:
    Nothing beside Python and the HTML reader's libraries.
"""

from __future__ import annotations

import re

import msgspec

from counterfile.errors import NotADocument
from counterfile.model.reading import Draft
from counterfile.plugins.readers import _charset
from counterfile.plugins.readers.eml import body_bytes, charset_of, header, parsed, parts
from counterfile.plugins.readers.html import HtmlReader

MEDIA_TYPE = "multipart/related"

_SAVED = re.compile(
    rb"^(?:Snapshot-Content-Location:|From:\s*[\"<]?\s*Saved by\b|X-MAF-|From:.{0,40}Microsoft Internet Explorer)",
    re.I | re.M,
)
_RELATED = re.compile(rb"^Content-Type:\s*multipart/related", re.IGNORECASE | re.MULTILINE)
_LETTER = re.compile(rb"^(?:Received|To|Message-ID|Delivered-To|Return-Path):", re.IGNORECASE | re.MULTILINE)


class MhtmlReader:
    """Reads saved web pages."""

    name = "mhtml"
    version = "2"

    def sniff(self, head: bytes, name: str) -> float:
        """Return how surely these bytes are a saved page; see `counterfile.hooks.Reader`."""
        top = re.split(rb"\r?\n\r?\n", head.lstrip(b"\xef\xbb\xbf\r\n\t "), maxsplit=1)[0]
        if not re.match(rb"[A-Za-z][A-Za-z0-9-]{1,40}:", top):
            return 0.0
        named = name.lower().endswith((".mht", ".mhtml"))
        if _SAVED.search(top):
            return 0.97
        if _RELATED.search(top) and (named or not _LETTER.search(top)):
            return 0.96
        return 0.93 if named and b"mime-version:" in top.lower() else 0.0

    def read(self, content: bytes, name: str) -> Draft:
        """Read the page of a web archive.

        Raises:
            NotADocument: it holds no page, or one that the HTML reader sets aside.
            TooLarge: it has more parts than allowed.
            Unreadable: it is damaged.
        """
        message = parsed(content)
        pages = [
            part for part, _ in parts(message) if part.get_content_type() in {"text/html", "application/xhtml+xml"}
        ]
        if not pages:
            raise NotADocument("a web archive without a page")
        root = re.search(r"start=\"?<?([^\";>]+)", header(message, "Content-Type"))
        chosen = next(
            (page for page in pages if root and root.group(1) in header(page, "Content-ID")),
            pages[0],
        )
        raw = body_bytes(chosen)
        charset = charset_of(chosen)
        if charset:
            found = _charset.decode(raw, declared_in=b"charset=" + charset.encode("ascii", "ignore"))
        else:
            found = _charset.decode(raw, declared_in=raw[:4096])
        if not found.text.strip():
            raise NotADocument("a web archive whose page is empty")
        draft = HtmlReader().read(found.text.encode("utf-8-sig", "replace"), name)
        return msgspec.structs.replace(draft, media_type=MEDIA_TYPE, charset=found.charset)
