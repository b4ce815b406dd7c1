"""Where a page's own text leads, and under which address it stood: what tells that two pages speak of one purchase.

Kept are addresses that name one page or one file (`text.addresses`), of links in what is the notice's own: a site's
menus, its neighbors before and behind and its lists of other notices are furniture by then, and lead nowhere here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from counterfile.model.reading import BlockKind
from counterfile.plugins.readers._draft import Piece, clean_line
from counterfile.plugins.readers._html_page import Page
from counterfile.text.addresses import address_key, is_file

MOST_PAGES = 8
"""Links to other pages above which they are a list of notices, none of which is what this one is about."""

MOST_FILES = 40
"""Links to files that are kept."""

_SAVED = re.compile(
    r"<!--\s*(?:saved from url=\(\d{4}\)|Page saved with SingleFile\s+url:\s*)(?P<address>https?://[^\s>]{4,280})"
)
"""What browsers write in front of a page that they save (Mark of the Web), and what SingleFile writes."""

_HEAD = 4000  # characters in which that stands

_TOLD = (("canonical", 'link[rel="canonical"]', "href"), ("og:url", 'meta[property="og:url"]', "content"))
"""A word that stands in a page that tells its address so, the element that does, and its attribute."""


def links(page: Page) -> Iterator[Piece]:
    """Yield the page's own address, if it tells it, and those to which its own text leads, as fields behind the text."""
    own = _own(page)
    known = address_key(own)
    if own:
        yield Piece(BlockKind.FIELD, own, name="address")
    pages: dict[str, str] = {}
    files: dict[str, str] = {}
    for line in page.lines:
        if line.leads and not line.furniture and not line.hidden:
            for lead in line.leads:
                address = clean_line(lead)
                key = address_key(address)
                if key and key != known:
                    (files if is_file(address) else pages).setdefault(key, address)
    kept = [*list(files.values())[:MOST_FILES], *(pages.values() if len(pages) <= MOST_PAGES else ())]
    for number, address in enumerate(kept, 1):
        yield Piece(BlockKind.FIELD, address, name=f"link:{number}")


def _own(page: Page) -> str:
    """Return the page's own address, or empty where nothing tells it or it may be of many pages."""
    told = [
        node.attributes.get(name) or ""
        for word, selector, name in _TOLD
        if word in page.source
        for node in page.tree.css(selector)[:2]
    ]
    saved = _SAVED.search(page.source, 0, _HEAD)
    told += [saved["address"]] if saved else []
    return next((address for address in map(clean_line, told) if address_key(address)), "")
