"""Notices inside other things: JSON and JSONP, base64, escaped HTML, and pages that carry their text where it is not shown."""

from __future__ import annotations

import base64
import binascii
import html as entities
import json
import re
from collections.abc import Iterator
from urllib.parse import unquote

from selectolax.lexbor import LexborHTMLParser

from counterfile.errors import NotADocument
from counterfile.plugins.readers import _charset
from counterfile.plugins.readers._html_own import SAYS
from counterfile.plugins.readers._html_page import CARRIED, Page

SCANTY = 200  # letters of own text up to which a page is asked whether it carries its text elsewhere
LEAST = 40  # letters that a carried text has at least
MAX_SCRIPT = 4_000_000  # characters of a script that are looked through
MAX_LITERALS = 200  # string literals and values of a script that are looked into

_TITLE_KEY = re.compile(r"(?:\w*title|\w*biaoti|headline|subject|(?:notice|project|bulletin)name)$", re.IGNORECASE)
_TAGS = re.compile(r"</?(?:p|div|table|tr|td|span|br|section|h[1-6]|strong|body|html)\b[^<>]*>", re.IGNORECASE)
_ESCAPED = re.compile(r"&lt;/?(?:p|div|table|tr|td|span|br|section|h[1-6]|strong)\b", re.IGNORECASE)
_ANY_TAG = re.compile(r"<[^<>]*>")
_SENTENCE_END = re.compile(r"[。；]|\.\s")
_LETTER = re.compile(r"[^\W_]")
_JSONP = re.compile(
    r"\s*(?:/\*\*/)?\s*(?:[\w$.]{1,80}\s*(?:&&\s*[\w$.]{1,80}\s*)?\(|\)\]\}',?|while\s*\(1\);|for\s*\(;;\);)\s*(?=[\[{\"])"
)
_ASSIGNED = re.compile(r"(?:=|\()\s*(?=[\[{])")
_LITERAL = re.compile(
    r'"([^"\\]*+(?:\\.[^"\\]*+)*+)"|' + r"'([^'\\]*+(?:\\.[^'\\]*+)*+)'|`([^`\\]*+(?:\\.[^`\\]*+)*+)`", re.DOTALL
)
_TEMPLATE_TYPE = re.compile(r"template|html|x-handlebars|text/plain", re.IGNORECASE)


def unwrap(text: str) -> tuple[str, list[str]]:
    """Return the HTML that a file's text is or holds, and titles named beside it.

    Raises:
        NotADocument: it is JSON without any HTML inside, or neither.
    """
    start = text.lstrip("\ufeff \t\r\n")[:200]
    padded = _JSONP.match(text)
    if padded is not None or start.startswith(("{", "[", '"')):
        return _from_json(text, padded.end() if padded is not None else 0)
    if looks_base64(text[:4096].encode("utf-8", "replace")):
        unpacked = _from_base64(text)
        if unpacked is not None:
            return unpacked, []
    if not _TAGS.search(text) and "&lt;" in text:
        unescaped = entities.unescape(text)
        if _TAGS.search(unescaped):
            return unescaped, []
    if "<" not in text:
        raise NotADocument("named like a web page, but without any markup")
    return text, []


def carried(page: Page) -> tuple[str, list[str]] | None:
    """Return the source of a page that shows hardly anything with the text that it carries unseen put in its place.

    Looked through are frames' own documents, `textarea`, `template` and script templates, values of hidden inputs, the
    state that scripts are handed as JSON, and their string literals; each may be escaped or base64.

    Returns:
        The new source and titles named beside the text; None where nothing longer than what is shown was found.
    """
    shown = 0
    for line in page.lines:
        if not line.hidden and not line.furniture and line.links < 0.5:
            shown += len(_LETTER.findall(line.text))
            if shown > SCANTY:
                break
    escaped = _ESCAPED.search(page.source) is not None and any(
        not line.furniture and len(_TAGS.findall(line.text)) >= 2 for line in page.lines
    )
    if shown > SCANTY and not escaped:
        return None
    best, size, titles = "", 0 if escaped else shown, []
    for markup, beside in _hidden_bodies(page, escaped=escaped):
        letters = len(_LETTER.findall(_ANY_TAG.sub("", markup)))
        if letters >= LEAST and letters > size and _tells(markup):
            best, size, titles = markup, letters, beside
    if not best:
        return None
    tree = LexborHTMLParser(page.source)
    for node in tree.css("textarea, template, iframe[srcdoc]"):
        node.decompose()
    if escaped:
        for node in tree.css("div, td, p, pre, section, article, span"):
            if len(_TAGS.findall(node.text(deep=False))) >= 2:
                node.decompose()
    return f'{tree.html or ""}<div class="{CARRIED}">{best}</div>', titles


def _tells(markup: str) -> bool:
    """Whether markup holds the text of a document, and not the buttons and forms that a script will show."""
    lines = [line.strip() for line in _ANY_TAG.sub("\n", markup).split("\n")]
    return (
        sum(SAYS.match(line) is not None for line in lines) >= 2
        or sum(len(_SENTENCE_END.findall(line)) for line in lines) >= 2
    )


def looks_base64(head: bytes) -> bool:
    """Return whether bytes are nothing but base64."""
    tight = head.strip().strip(b'"')
    return len(tight) >= 40 and re.fullmatch(rb"[A-Za-z0-9+/=_\s-]+", tight) is not None and b" " not in tight


# --- JSON ------------------------------------------------------------------------------------------------------------


def _from_json(text: str, at: int) -> tuple[str, list[str]]:
    try:
        value, _ = json.JSONDecoder().raw_decode(text, at + len(text[at:]) - len(text[at:].lstrip("\ufeff \t\r\n")))
    except (ValueError, RecursionError):
        if not _TAGS.search(text):
            raise NotADocument("damaged JSON without any markup") from None
        return text, []
    bodies: list[str] = []
    titles: list[str] = []
    _collect(value, bodies, titles)
    if not bodies:
        raise NotADocument("JSON without a notice's text in it")
    # Answers often carry the body twice, as HTML and as plain text, or beside short hints: the longest is the notice.
    return max(bodies, key=len), titles[:3]


def _collect(value: object, bodies: list[str], titles: list[str]) -> None:
    stack: list[tuple[str, object]] = [("", value)]
    seen = 0
    while stack and seen < 200_000:
        key, item = stack.pop()
        seen += 1
        if isinstance(item, dict):
            stack.extend((str(name), inner) for name, inner in reversed(item.items()))
        elif isinstance(item, list):
            stack.extend((key, inner) for inner in reversed(item))
        elif isinstance(item, str) and item:
            if _TITLE_KEY.search(key) and 4 <= len(item) <= 300:
                titles.append(_ANY_TAG.sub("", item))
            found = _html_in(item)
            if found is not None:
                bodies.append(found)


def _html_in(item: str) -> str | None:
    """Return the HTML that a string is, escaped in one way or another; None where it holds none."""
    if _TAGS.search(item):
        return item
    if "&lt;" in item:
        unescaped = entities.unescape(item)
        if _TAGS.search(unescaped):
            return unescaped
    if "%3C" in item or "%3c" in item:
        unquoted = unquote(item)
        if _TAGS.search(unquoted):
            return unquoted
    if len(item) >= 40 and looks_base64(item[:4096].encode("utf-8", "replace")):
        return _from_base64(item)
    return None


def _from_base64(text: str) -> str | None:
    tight = re.sub(r"[\s\"]+", "", text).translate(str.maketrans("-_", "+/"))
    try:
        content = base64.b64decode(tight + "=" * (-len(tight) % 4), validate=True)
        decoded = _charset.decode(content, declared_in=content[:4096]).text
    except (binascii.Error, ValueError, NotADocument):
        return None
    if _TAGS.search(decoded):
        return decoded
    return _html_in(decoded) if decoded.startswith("%3") or "&lt;" in decoded else None


# --- what a page carries unseen --------------------------------------------------------------------------------------


def _hidden_bodies(page: Page, *, escaped: bool) -> Iterator[tuple[str, list[str]]]:
    tree = page.tree
    for node in tree.css("iframe[srcdoc]")[:20]:
        yield node.attributes.get("srcdoc") or "", []
    for node in tree.css("template")[:20]:
        yield _inner(node.html or ""), []
    values = [node.text() for node in tree.css("textarea, xmp")[:50]]
    values += [node.attributes.get("value") or "" for node in tree.css("input[type=hidden], input:not([type])")[:200]]
    values += [
        node.attributes.get(name) or ""
        for name in ("data-content", "data-html", "data-body")
        for node in tree.css(f"[{name}]")[:20]
    ]
    if escaped:
        shallow = (node.text(deep=False) for node in tree.css("div, td, p, pre, section, article, span")[:5000])
        values += [text for text in shallow if _TAGS.search(text)]
    for value in values:
        found = _html_in(value) if len(value) >= LEAST else None
        if found is not None:
            yield found, []
    for node in tree.css("script")[:100]:
        text = node.text()[:MAX_SCRIPT]
        if len(text) < LEAST:
            continue
        kind = node.attributes.get("type") or ""
        if _TEMPLATE_TYPE.search(kind):
            found = _html_in(text)
            if found is not None:
                yield found, []
        else:
            yield from _in_script(text)


def _inner(markup: str) -> str:
    return re.sub(r"^\s*<template[^>]*>|</template>\s*$", "", markup, flags=re.IGNORECASE)


def _in_script(text: str) -> Iterator[tuple[str, list[str]]]:
    """Yield HTML in the values that a script assigns: JSON objects first, then string literals."""
    decoder = json.JSONDecoder()
    starts = [0] if text.lstrip()[:1] in {"{", "["} else []
    starts += [found.end() for found in _ASSIGNED.finditer(text)][:MAX_LITERALS]
    at = 0
    for start in starts:
        if start < at:
            continue
        try:
            value, at = decoder.raw_decode(
                text, start + len(text[start : start + 200]) - len(text[start : start + 200].lstrip())
            )
        except (ValueError, RecursionError):
            continue
        bodies: list[str] = []
        titles: list[str] = []
        _collect(value, bodies, titles)
        if bodies:
            yield max(bodies, key=len), titles[:3]
    looked = 0
    for found in _LITERAL.finditer(text, at):
        literal = next(group for group in found.groups() if group is not None)
        if len(literal) < LEAST:
            continue
        looked += 1
        if looked > MAX_LITERALS:
            break
        inside = _html_in(_unescaped(literal))
        if inside is not None:
            yield inside, []


_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|(.))", re.DOTALL)
_CONTROLS = {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f", "v": "\v", "0": "", "\n": ""}


def _unescaped(literal: str) -> str:
    """Return what a JavaScript string literal stands for.

    >>> _unescaped(r"\\u003cp\\x3e\\"甲\\"<\\/p>")
    '<p>"甲"</p>'
    """

    def one(found: re.Match[str]) -> str:
        number = found.group(1) or found.group(2)
        return chr(int(number, 16)) if number else _CONTROLS.get(found.group(3), found.group(3))

    return _ESCAPE.sub(one, literal)
