"""Scripts: which one a text is in, and the foldings that make two spellings of one text equal."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from importlib import resources
from typing import Literal

HAN = "\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f"
"""The Han characters as the inside of a regular expression's character class: ideographs, 々 and 〇."""

BLANKS = "\\s\u00ad\u200b-\u200d\u2060\ufeff"
"""White space and the characters of no width that Word and PDF files leave between characters."""


def fold(text: str) -> str:
    """Return the text in compatibility form and without case, to compare by; its length may change.

    >>> fold("ＡＢＣ（１２３）㈱")
    'abc(123)(株)'
    """
    if text.isascii():
        return text.lower()
    folded = unicodedata.normalize("NFKC", text).casefold()
    # Case folding can leave a character that has a compatibility form itself; the second pass makes folding idempotent.
    return folded if unicodedata.is_normalized("NFKC", folded) else unicodedata.normalize("NFKC", folded)


def simplify(text: str) -> str:
    """Return the text with each traditional Han character replaced by its simplified one; the length stays.

    One character at a time, by the table of OpenCC (package ``opencc-python-reimplemented``): good for finding and
    comparing, not for reading, since it does not know words.

    >>> simplify("香港警務處採購")
    '香港警务处采购'
    """
    return text.translate(_simplified())


def squeeze(text: str) -> str:
    """Return the text without white space inside Han text, with single spaces elsewhere, trimmed.

    >>> squeeze(" 采 购 人：  某市 公安局  ABC   Ltd. ")
    '采购人：某市公安局 ABC Ltd.'
    """
    return _BLANK.sub(" ", _BESIDE_HAN.sub("", text)).strip()


def has_han(text: str) -> bool:
    """Return whether the text holds a Han character."""
    return _HAN.search(text) is not None


def han_share(text: str) -> float:
    """Return the share of Han characters among the letters of a text, 0.0 where it has none.

    >>> han_share("某市ABC")
    0.4
    """
    han = len(_HAN.findall(text))
    if han == 0:
        return 0.0
    # 〇 and unassigned ideographs are no letters to Python, so the others are counted without them.
    return han / (han + sum(map(str.isalpha, _HAN.sub("", text))))


def dominant_language(text: str) -> Literal["zh", "en", "und"]:
    """Return the language that most of a text is in, told by its script alone.

    A Han character says about as much as two or three Latin letters, so a share of a quarter already makes it Chinese.
    Other languages in Latin script also count as ``en``; ``und`` is for texts without either.
    """
    han = len(_HAN.findall(text))
    latin = sum(map(len, _LATIN.findall(text)))
    if han == 0 and latin == 0:
        return "und"
    return "zh" if 4 * han >= han + latin else "en"


_HAN = re.compile(f"[{HAN}]")
_LATIN = re.compile("[A-Za-zÀ-ɏ]+")
_BLANK = re.compile(f"[{BLANKS}]+")

# Chinese full stops, commas, brackets and quotes bring their own space, so blanks beside them say nothing either.
_WIDE = HAN + "\u3001-\u3003\u3008-\u3011\u3014-\u301b\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65"
_BESIDE_HAN = re.compile(f"(?<=[{_WIDE}])[{BLANKS}]+(?=[{_WIDE}])|(?<=[{_WIDE}])[{BLANKS}]+$|^[{BLANKS}]+(?=[{_WIDE}])")


@cache
def _simplified() -> dict[int, str]:
    """Return the table from traditional to simplified characters, first choices only."""
    table = resources.files("opencc").joinpath("dictionary", "TSCharacters.txt").read_text(encoding="utf-8-sig")
    pairs = (line.split() for line in table.splitlines())
    return {ord(old): new for old, new, *_ in pairs if old != new}
