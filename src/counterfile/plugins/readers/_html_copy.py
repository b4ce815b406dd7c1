"""A page of HTML as a harmless copy that looks like it: what the airlock makes for the viewer's frame.

The copy is written anew from a list of allowed elements; nothing of the source's markup is passed on as it was. No address,
no script, no style, no picture survives, so a browser that shows the copy asks nobody for anything. Personal identifiers
are masked as in the Reading, and whatever holds a number that the Reading does not show is masked too: where the two do not
agree, the copy tells less.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from html import escape
from typing import Any

import msgspec

from counterfile.errors import TooLarge
from counterfile.text.mask import mask

MAX_NODES = 200_000
MAX_DEPTH = 200  # elements inside each other that are written; deeper ones lose their tags and keep their text
MAX_TEXT = 2_000_000  # code points

_BLOCKS = frozenset(
    [
        "address",
        "article",
        "blockquote",
        "caption",
        "center",
        "dd",
        "div",
        "dl",
        "dt",
        "figure",
        "footer",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "li",
        "main",
        "ol",
        "p",
        "pre",
        "section",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
    ]
)
_INLINE = frozenset(["b", "br", "em", "i", "small", "span", "strong", "sub", "sup", "u"])
_KEPT = _BLOCKS | _INLINE
_DROPPED = frozenset(
    [
        "applet",
        "audio",
        "base",
        "button",
        "canvas",
        "embed",
        "frame",
        "frameset",
        "head",
        "iframe",
        "input",
        "link",
        "math",
        "meta",
        "noframes",
        "noscript",
        "object",
        "option",
        "script",
        "select",
        "style",
        "svg",
        "template",
        "textarea",
        "title",
        "video",
    ]
)
_VOID = frozenset({"br", "hr"})
_SPANS = re.compile(r"[1-9]\d{0,2}")
_ALIGN = frozenset({"left", "right", "center", "justify"})
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_NUMBERED = re.compile(r"[\w@.+\-]*\d[\w@.+\-]*")
_TELLING = 6  # digits from which a number must stand in the Reading, too


class Wanted(msgspec.Struct, frozen=True, array_like=True):
    """What the viewer asks for."""

    shown: str
    """The Reading's masked text."""
    quote: str = ""
    """Words to be marked; empty for none."""
    before: str = ""
    """What stands before them in the Reading."""


class Copy(msgspec.Struct, frozen=True, array_like=True):
    """The copy."""

    html: str
    """A whole page."""
    marked: bool
    """Whether the words that were asked for are in it, under the id ``ev``."""


def preload(_kind: str) -> None:
    """Import the parser where the airlock's worker starts; whoever only names the task does without it."""
    import selectolax.lexbor  # noqa: F401

    import counterfile.plugins.readers._charset
    import counterfile.plugins.readers._html_unwrap  # noqa: F401


def copy_task(content: bytes, wanted: bytes) -> Copy:
    """Return a page's harmless copy.

    Raises:
        NotADocument: the bytes are no text.
        TooLarge: the page has more elements or text than is shown.
    """
    from selectolax.lexbor import LexborHTMLParser

    from counterfile.plugins.readers import _charset
    from counterfile.plugins.readers._html_unwrap import unwrap

    asked = msgspec.msgpack.decode(wanted, type=Wanted)
    text, _ = unwrap(_charset.decode(content, declared_in=content[:4096]).text)
    writer = _Writer()
    writer.take(LexborHTMLParser(text).body)
    return writer.page(asked)


class _Writer:
    """Pieces of markup and of text, in order: text is masked as a whole before it is written."""

    def __init__(self) -> None:
        self.pieces: list[tuple[bool, str]] = []
        """Whether it is text, and what it is."""
        self.size = 0

    def take(self, root: Any) -> None:
        """Take an element with all that is in it; without recursion, since hostile pages nest deeply."""
        waiting: list[tuple[Any, str, int]] = [(root, "", 0)] if root is not None else []
        count = 0
        while waiting:
            node, closing, depth = waiting.pop()
            if node is None:
                self.pieces.append((False, closing))
                continue
            count += 1
            if count > MAX_NODES:
                raise TooLarge(f"the page has more than {MAX_NODES:,} elements; read its text instead")
            name = node.tag
            if name == "-text":
                self._text(node.text_content or "")
                continue
            if name in _DROPPED or name.startswith(("-", "!")) or _is_hidden(node):
                continue
            if name in _KEPT and depth < MAX_DEPTH:
                self.pieces.append((False, _opened(name, node.attributes)))
                if name in _VOID:
                    continue
                waiting.append((None, f"</{name}>", depth))
            waiting.extend((child, "", depth + 1) for child in reversed(list(node.iter(include_text=True))))

    def _text(self, text: str) -> None:
        clean = unicodedata.normalize("NFC", text).replace("\x00", "")
        self.size += len(clean)
        if self.size > MAX_TEXT:
            raise TooLarge(f"the page has more than {MAX_TEXT:,} characters; read its text instead")
        if clean:
            self.pieces.append((True, clean))

    def page(self, asked: Wanted) -> Copy:
        """Return the whole page, masked, with the words marked."""
        whole = "".join(words if is_text else _break(words) for is_text, words in self.pieces)
        shown = _as_reading(mask(whole)[0], asked.shown)
        start, end = _found(shown, asked)
        body: list[str] = []
        at = 0
        marked = False
        for is_text, words in self.pieces:
            if not is_text:
                body.append(words)
                at += len(_break(words))
                continue
            for first, last, inside in _cut(at, at + len(words), start, end):
                if inside:
                    anchor = "" if marked else ' id="ev"'
                    body.append(f"<mark{anchor}>{escape(shown[first:last])}</mark>")
                    marked = True
                else:
                    body.append(escape(shown[first:last]))
            at += len(words)
        head = (
            '<!doctype html><html><head><meta charset="utf-8"><meta name="color-scheme" content="light"></head><body>'
        )
        return Copy(f"{head}{''.join(body)}</body></html>", marked)


def _break(markup: str) -> str:
    """Return what an element's edge is in the text that is masked: a new line, or nothing inside of a line."""
    name = re.match(r"</?([a-z0-9]+)", markup)
    return "\n" if name is not None and (name[1] in _BLOCKS or name[1] == "br") else ""


def _opened(name: str, attributes: dict[str, str | None]) -> str:
    given = ""
    for each in ("colspan", "rowspan"):
        value = attributes.get(each) or ""
        if name in ("td", "th") and _SPANS.fullmatch(value):
            given += f' {each}="{value}"'
    align = (attributes.get("align") or "").lower()
    if align in _ALIGN:
        given += f' align="{align}"'
    if name == "table":
        given += ' border="1" cellspacing="0" cellpadding="4"'
    return f"<{name}{given}>"


def _is_hidden(node: Any) -> bool:
    attributes = node.attributes
    return "hidden" in attributes or _HIDDEN.search(attributes.get("style") or "") is not None


def _as_reading(text: str, shown: str) -> str:
    """Return the text with every number starred that the Reading does not show."""

    def starred(match: re.Match[str]) -> str:
        word = match[0]
        telling = sum(sign.isdigit() for sign in word) >= _TELLING
        return "*" * len(word) if telling and word not in shown else word

    return _NUMBERED.sub(starred, text)


def _found(text: str, asked: Wanted) -> tuple[int, int]:
    """Return where the quote stands, white space aside: the place whose words before it are most like those wanted."""
    quote = _squeezed(asked.quote)
    if not quote:
        return 0, 0
    places = [at for at, sign in enumerate(text) if not sign.isspace()]
    plain = "".join(text[at] for at in places)
    before = _squeezed(asked.before)[-32:]
    best, score = -1, -1
    at = plain.find(quote)
    tries = 0
    while at >= 0 and tries < 1000:
        tries += 1
        same = _alike(plain[max(0, at - len(before)) : at], before)
        if same > score:
            best, score = at, same
        at = plain.find(quote, at + 1)
    if best < 0:
        return 0, 0
    return places[best], places[best + len(quote) - 1] + 1


def _alike(one: str, other: str) -> int:
    """Return how many characters are the same from the end."""
    count = 0
    for first, second in zip(reversed(one), reversed(other), strict=False):
        if first != second:
            break
        count += 1
    return count


def _squeezed(text: str) -> str:
    return "".join(text.split())


def _cut(first: int, last: int, start: int, end: int) -> Iterator[tuple[int, int, bool]]:
    """Yield a stretch in pieces, each inside or outside of another stretch."""
    low, high = max(first, start), min(last, end)
    if low >= high:
        yield first, last, False
        return
    for one, other, inside in ((first, low, False), (low, high, True), (high, last, False)):
        if one < other:
            yield one, other, inside
