"""HTML pages.

Reads:
    Saved pages of procurement portals (``.html``, ``.htm``, ``.shtml``, ``.xhtml``), fragments of them, and saved
    answers of portals' interfaces: a JSON object or a base64 string that carries HTML.

    Title, headings, paragraphs, list items and table cells become blocks of their kind; `meta`, microdata and JSON-LD values become fields;
    what belongs to the site and not to the notice (navigation, neighbors' titles, footers, hidden elements) becomes
    furniture: kept and searchable, never extracted from. Addresses of other pages and files to which the notice's own
    text leads, and the page's own where it tells it, become fields behind the text.

Source:
    Parsing: lexbor, through selectolax, which builds the tree that the HTML standard prescribes. Table positions: the
    standard's table model (4.9.12). Furniture: known body containers of Chinese portals, then link density, the edges
    that a title and the lines behind a notice make, and names of elements and classes.

Caveats:
    What a page loads by script is not in its bytes. White text on white ground is not recognized as hidden. Classes
    hidden by a style sheet are recognized where the sheet is inside the page and the selector is one class.

License:
    selectolax MIT, lexbor Apache-2.0.
"""

from __future__ import annotations

import re

from counterfile.model.reading import Draft
from counterfile.plugins.readers import _charset
from counterfile.plugins.readers._draft import Piece, assemble
from counterfile.plugins.readers._html_aside import refuse
from counterfile.plugins.readers._html_links import links
from counterfile.plugins.readers._html_own import settle
from counterfile.plugins.readers._html_page import Page
from counterfile.plugins.readers._html_pieces import pieces
from counterfile.plugins.readers._html_unwrap import carried, looks_base64, unwrap

MEDIA_TYPE = "text/html"

_PADDED = re.compile(rb"(?:/\*\*/)?[\w$.]{1,80}\(\s*[\[{\"]|\)\]\}'")  # JSON as a script's argument, or behind a guard


class HtmlReader:
    """Reads HTML pages, and JSON or base64 that carries them."""

    name = "html"
    version = "4"

    def sniff(self, head: bytes, name: str) -> float:
        """Return how surely these bytes are HTML; see `counterfile.hooks.Reader`."""
        start = head.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n\x00").lower().replace(b"\x00", b"")
        if start.startswith((b"<!doctype html", b"<html", b"<head", b"<body")):
            return 1.0
        suffix = name.lower().rpartition(".")[2]
        named = suffix in {"html", "htm", "shtml", "xhtml", "jhtml", "jsp", "asp", "aspx", "php", "do"}
        if b"\x00" in start[:64] or start.startswith(
            (b"%pdf", b"pk\x03\x04", b"\xd0\xcf\x11\xe0", b"\x89png", b"\xff\xd8\xff", b"gif8")
        ):
            return 0.0
        if start.startswith(b"<?xml"):
            return 0.95 if b"<html" in start else 0.05
        if re.search(
            rb"<(?:html|head|body|div|table|p|span|section|article|td|tr|br|h[1-6]|meta|title|center|ul|li|script|font)\b[^<]*>",
            start,
        ):
            return 0.8 if named or start.startswith(b"<") else 0.5
        if (start.startswith((b"{", b"[", b'"')) or _PADDED.match(start)) and re.search(
            rb"&lt;|<\\?/|\\u003c|<p|<div|<table", start
        ):
            return 0.6
        return 0.55 if named else 0.05 if start.startswith((b"{", b"[", b'"')) or looks_base64(head) else 0.0

    def read(self, content: bytes, name: str) -> Draft:
        """Read a page.

        Raises:
            NotADocument: an anti-robot, login or error page, a page without text of its own, or no HTML at all.
        """
        decoded = _charset.decode(content, declared_in=content[:4096])
        text, titles = unwrap(decoded.text)
        signals = [("replacement_characters_decoded", str(decoded.replaced))] if decoded.replaced else []
        if text is not decoded.text:
            signals.append(("unwrapped", "yes"))
        page = _settled(text, titles)
        inside = carried(page)
        if inside is not None:
            page = _settled(inside[0], [*titles, *inside[1]])
            signals.append(("unwrapped", "yes"))
        found = list(pieces(page))
        refuse(page, found)
        found += links(page)
        return assemble(found, media_type=MEDIA_TYPE, charset=decoded.charset, signals=(*signals, *page.signals))


def _settled(text: str, titles: list[str]) -> Page:
    page = Page(text, titles)
    settle(page)
    return page


def pieces_of(markup: str) -> list[Piece]:
    """Return the blocks of HTML that is no page of a site: the body of a mail, a field of another format.

    Nothing above its heading or below a line such as "share" is taken for a site's.
    """
    page = Page(markup, [])
    settle(page, of_a_site=False)
    return list(pieces(page))
