"""Addresses of pages and files on the web: which of them name one thing, and what two spellings of one share."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, unquote, urlsplit

from counterfile.text.mask import mask

LONGEST = 300
"""Characters of an address that is looked at."""

_MOST_FIELDS = 8
_SCHEMES = frozenset({"", "http", "https"})
_DATE = re.compile(r"(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])")
_DIGITS = re.compile(r"\d{6}")
_LONG = re.compile(r"\d{7}")
_HEXADECIMAL = re.compile(r"(?=[0-9a-f-]*\d)[0-9a-f]{16}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_ENDING = re.compile(
    r"\.(?:pdf|docx?|xlsx?|wps|et|pptx?|zip|rar|7z|ofd|rtf|csv|xml|jpe?g|png|tiff?|dwg|[a-z]{0,3}zf|[a-z]{0,2}czbj)$"
)
_VISIT = re.compile(r"session|token|^_|^(?:t|ts|time|timestamp|rnd|random|from|v|ver|version|utm_\w+|sign|key)$")
"""Fields of a query that change from visit to visit."""


def address_key(address: str) -> str:
    """Return what all spellings of one address share, for linking; empty for one that may be of many things.

    Portals name a page or a file by a number of its own in the last part of the path or in the query; what is named by
    words alone (``index.html``, ``download.do``) is left out, and so is an address with a personal identifier in it.
    The host does not count: a link from beside a page leaves it out.

    >>> address_key("../202103/t20210305_16031234.htm") == address_key("http://zfcg.linjiang.example/a/T20210305_16031234.htm#top")
    True
    >>> address_key("/notice/detail.do?id=4028e48274a1b2c301&from=list")
    'detail.do?id=4028e48274a1b2c301'
    >>> address_key("http://www.linjiang.example/index.html"), address_key("javascript:void(0)"), address_key("20210305.htm")
    ('', '', '')
    """
    address = address.strip()
    if not address or len(address) > LONGEST:
        return ""
    try:
        parts = urlsplit(address)
        fields = parse_qsl(parts.query, max_num_fields=_MOST_FIELDS) if parts.query else []
    except ValueError:
        return ""
    if parts.scheme.casefold() not in _SCHEMES:
        return ""
    last = unquote(parts.path).rstrip("/").rpartition("/")[2].casefold().strip()
    if _is_telling(last):
        return "" if holds_personal(address) else last
    told = sorted(
        f"{name}={value}"
        for name, value in ((name.casefold(), value.casefold()) for name, value in fields)
        if not _VISIT.search(name) and _is_telling(value)
    )
    return f"{last}?{'&'.join(told)}" if told and last and not holds_personal(address) else ""


def is_file(address: str) -> bool:
    """Return whether an address ends as files to be kept do: an attachment and no page.

    >>> is_file("/upload/P020210305512340987654.pdf?v=2"), is_file("t20210305_16031234.htm")
    (True, False)
    """
    return _ENDING.search(address.partition("?")[0].partition("#")[0].rstrip().casefold()) is not None


def holds_personal(address: str) -> bool:
    """Return whether an address holds what `mask` masks elsewhere, which leaves addresses alone.

    >>> holds_personal("/list.do?mobile=13900001234"), holds_personal("/t20210305_16031234.htm")
    (True, False)
    """
    values = re.split(r"[/?&=;#:]+", unquote(address))
    return any("@" in value or (_LONG.search(value) is not None and mask(f"手机：{value}")[1] > 0) for value in values)


def _is_telling(name: str) -> bool:
    """Return whether a name holds a number of its own: six figures besides a date, or sixteen of a digest."""
    if _HEXADECIMAL.search(name):
        return True
    return _DIGITS.search(_DATE.sub(" ", name, count=1)) is not None
