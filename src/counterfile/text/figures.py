"""Numbers as the scripts and countries of Europe print them, read exactly or not at all."""

from __future__ import annotations

import re
from decimal import Decimal

from counterfile.text.phrases import conventions_of

_BLANKS = dict.fromkeys(map(ord, "\u00a0\u2007\u2009\u202f"), " ") | {ord("’"): "'", ord("ʼ"): "'"}
_PLAIN = re.compile(r"[+-]?\d{1,24}(?:\.\d{1,20})?(?:[eE]\+?\d{1,2})?", re.ASCII)
_COMMA = re.compile(r"[+-]?\d{1,24},\d{1,2}", re.ASCII)
_GROUPED = re.compile(r"[+-]?\d{1,3}(?P<mark>[ ',.])\d{3}(?:(?P=mark)\d{3}){0,7}(?:(?P<point>[.,])\d{1,20})?", re.ASCII)

_THREE_LAST = re.compile(r"[+-]?\d{1,3}[.,]\d{3}", re.ASCII)


def read_figure(text: str, language: str | None = None) -> Decimal | None:
    """Return the number that a text is, or None where it is none or may be two.

    Args:
        text: The number as printed, and nothing else.
        language: ISO 639-1 code of the language whose conventions it is printed by. XML and JSON are printed by none,
            which is None: a point then stands before decimals.

    A point is a decimal point where it stands alone, as XML and JSON have it, and a comma is a decimal comma before one or two
    digits. ``1,234`` is one thousand in one country and little more than one in another, so it is neither.

    >>> [str(read_figure(text)) for text in ("1.234.567,89", "1 234 567,89", "1'234'567.89", "1,234,567.89", "1234,5")]
    ['1234567.89', '1234567.89', '1234567.89', '1234567.89', '1234.5']
    >>> [read_figure(text) for text in ("1,234", "1.234.56", "1 23 456", "1.234,567,89", "")]
    [None, None, None, None, None]
    >>> str(read_figure("1,234", "en")), str(read_figure("1.234", "de")), read_figure("1,234", "de") is None
    ('1234', '1234', True)
    """
    number = text.translate(_BLANKS).strip()
    decimal = conventions_of(frozenset({language})).decimal if language else ""
    if decimal and _THREE_LAST.fullmatch(number):
        # One mark before three figures: groups them where the language has the other mark for decimals.
        return Decimal(re.sub(r"[.,]", "", number)) if decimal not in number else None
    if _PLAIN.fullmatch(number):
        return Decimal(number)
    if _COMMA.fullmatch(number):
        return Decimal(number.replace(",", "."))
    match = _GROUPED.fullmatch(number)
    if match is None:
        return None
    mark, point = match["mark"], match["point"]
    if point is not None and point == mark:
        return None
    if point is None and mark == "," and number.count(",") == 1:
        return None
    whole, _, cents = number.partition(point) if point is not None else (number, "", "")
    return Decimal(whole.replace(mark, "") + (f".{cents}" if cents else ""))
