"""What a page says of itself for machines: meta tags, microdata, JSON-LD.

Source:
    HTML living standard 4.2.5 and 5 (meta, microdata); JSON-LD 1.1 as schema.org has it printed in a script element.
    Whatever describes a person (an author, a contact) is left out: it is no fact about a notice.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser

from counterfile.plugins.readers._draft import clean_line

MAX_VALUES = 80
"""Values of one kind that are kept of a page."""

MAX_LENGTH = 5000
"""Characters of one value."""

MAX_SCRIPT = 400_000
"""Characters of a script that is parsed as JSON-LD."""

MAX_DEPTH = 8

_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
_TECHNICAL = re.compile(
    r"viewport|renderer|generator|robots|googlebot|format-detection|referrer|theme-color|csrf|_token|color-scheme|"
    r"handheldfriendly|mobileoptimized|screen-orientation|x5-|full-screen|browsermode|wap-font|force-rendering|imagemode|"
    r"(?:msapplication|apple|twitter|og|fb|google|baidu|sogou|360|shenma|bytedance|msvalidate|applicable|ms\.|next-)\b|"
    r".*(?:verification|verify)",
    re.IGNORECASE,
)
_PERSONS = frozenset(
    ("author", "contactpoint", "creator", "editor", "employee", "email", "telephone", "faxnumber", "founder", "person")
)
_TECHNICAL_KEYS = frozenset(("image", "logo", "url", "sameas", "mainentityofpage", "potentialaction", "breadcrumb"))


def metas(tree: LexborHTMLParser) -> list[tuple[str, str]]:
    """Return name and content of each meta tag that says something of the document, in order, none twice."""
    found: list[tuple[str, str]] = []
    for node in tree.css("meta[name][content], meta[property][content]")[:200]:
        attributes = node.attributes
        name = clean_line(attributes.get("name") or attributes.get("property") or "")[:100]
        content = _plain(attributes.get("content") or "")
        if name and content and not _TECHNICAL.match(name) and (name, content) not in found:
            found.append((name, content))
    return found


def microdata(tree: LexborHTMLParser) -> list[tuple[str, str]]:
    """Return what microdata says where it is not printed: values in an attribute (``content``, ``datetime``)."""
    found: list[tuple[str, str]] = []
    for node in tree.css("[itemprop][content], time[itemprop][datetime]")[:MAX_VALUES]:
        attributes = node.attributes
        name = clean_line(attributes.get("itemprop") or "")[:100]
        content = _plain(attributes.get("content") or attributes.get("datetime") or "")
        if name and content and not _is_left_out(name) and (name, content) not in found:
            found.append((name, content))
    return found


def linked_data(tree: LexborHTMLParser) -> list[tuple[str, str]]:
    """Return path and value of what JSON-LD says: ``("NewsArticle/datePublished", "2024-05-06")``.

    A script that is not JSON is passed over: it says nothing, and the page is read all the same.
    """
    found: list[tuple[str, str]] = []
    for node in tree.css('script[type="application/ld+json"]')[:20]:
        text = node.text()
        if len(text) > MAX_SCRIPT:
            continue
        try:
            content = json.loads(text.strip().removeprefix("<!--").removesuffix("-->"))
        except (ValueError, RecursionError):
            continue
        for path, value in _values(content, "", 0):
            if (path, value) not in found:
                found.append((path, value))
            if len(found) >= MAX_VALUES:
                return found
    return found


def _values(node: object, path: str, depth: int) -> Iterator[tuple[str, str]]:
    if depth > MAX_DEPTH:
        return
    if isinstance(node, list):
        for each in node[:50]:
            yield from _values(each, path, depth + 1)
    elif isinstance(node, dict):
        kind = node.get("@type")
        kind = kind[0] if isinstance(kind, list) and kind else kind
        if isinstance(kind, str) and kind.lower() == "person":
            return
        here = f"{path}:{kind}" if path and isinstance(kind, str) else kind if isinstance(kind, str) else path
        for key, value in list(node.items())[:200]:
            if key == "@graph":
                yield from _values(value, here, depth + 1)
            elif not key.startswith("@") and not _is_left_out(key):
                yield from _values(value, f"{here}/{key}" if here else key, depth + 1)
    elif isinstance(node, str | int | float) and not isinstance(node, bool):
        value = _plain(str(node))
        if value and path:
            yield path[:100], value


def _is_left_out(name: str) -> bool:
    plain = name.rsplit(":", 1)[-1].lower()
    return plain in _PERSONS or plain in _TECHNICAL_KEYS


def _plain(value: str) -> str:
    return clean_line(_TAG.sub("", value[: MAX_LENGTH * 4]))[:MAX_LENGTH]
