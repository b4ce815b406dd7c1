"""Reads printed dates exactly: the forms of Chinese and English notices, and nothing that only looks like one.

A month without a day is no date, an impossible day (2月30日) is no date, and a day is never guessed from a
context. Positions are code points of the text as given.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator


def read_date(text: str) -> datetime.date | None:
    """Return the first full date in `text`, or None if no full and possible date is printed.

    >>> read_date("开标时间：2026年3月16日 09:30")
    datetime.date(2026, 3, 16)
    >>> read_date("二〇二一年七月一日"), read_date("20260313 - 09:30:00")
    (datetime.date(2021, 7, 1), datetime.date(2026, 3, 13))
    >>> read_date("2021年7月") is None
    True
    """
    return next((day for _, _, day in _scan(text)), None)


def find_dates(text: str) -> list[tuple[int, int, datetime.date]]:
    """Return start, end (half open) and day of every full date in `text`, in order.

    >>> find_dates("自2026-03-01至2026-03-08")
    [(1, 11, datetime.date(2026, 3, 1)), (12, 22, datetime.date(2026, 3, 8))]
    """
    return list(_scan(text))


def read_range(text: str) -> tuple[datetime.date, datetime.date] | None:
    """Return the first pair of dates that are printed as from-to, or None if there is none.

    The second date may leave out what it shares with the first (2026年3月1日至8日). A pair whose end lies before
    its start is returned as printed: the notice says so, and a check elsewhere flags it.

    >>> read_range("2026年3月1日 09:00 至 3月8日 17:00")
    (datetime.date(2026, 3, 1), datetime.date(2026, 3, 8))
    """
    folded = _fold(text)
    found = list(_scan(text))
    for index, (_, end, first) in enumerate(found):
        limit = found[index + 1][0] if index + 1 < len(found) else len(folded)
        gap = folded[end:limit]
        short = _SHORT_END.match(gap)
        if short is not None:
            month = int(short.group("month") or first.month)
            last = _day(first.year, month, int(short.group("day")))
            if last is not None and last >= first:
                return first, last
        if index + 1 < len(found) and _TO.fullmatch(gap):
            return first, found[index + 1][2]
    return None


_FOLD = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
_FOLD |= dict.fromkeys(map(ord, "\u3000\u00a0\u2007\u2009\u202f\u200b\ufeff\t\r\n\v\f"), " ")
_FOLD |= dict.fromkeys(map(ord, "—–－−―‐‑‒─"), "-")
_FOLD |= dict.fromkeys(map(ord, "〜～∼"), "~") | dict.fromkeys(map(ord, "∕／⁄"), "/")
# 二O二一 is typed with the letter O, with ○ (a circle), ◯ or 〇 (the numeral).
_FOLD |= dict.fromkeys(map(ord, "○◯Ｏ零"), "〇")


def _fold(text: str) -> str:
    return text.translate(_FOLD)


_MONTHS = {
    name: index
    for index, names in enumerate(
        (
            "january jan",
            "february feb",
            "march mar",
            "april apr",
            "may",
            "june jun",
            "july jul",
            "august aug",
            "september sept sep",
            "october oct",
            "november nov",
            "december dec",
        ),
        start=1,
    )
    for name in names.split()
}
_MONTH_NAME = "|".join(sorted(_MONTHS, key=len, reverse=True))
_HAN_DIGIT = {sign: index for index, sign in enumerate("〇一二三四五六七八九")} | {"O": 0, "o": 0, "0": 0}

_HAN_ONES = "一二三四五六七八九"
_HAN_YEAR = rf"[〇Oo{_HAN_ONES}](?:\s?[〇Oo{_HAN_ONES}]){{3}}"
_HINT = re.compile(r"(?:\d\s*){6}|\d\s*[-./年]|[年月]|\d{4}")
_DATE = re.compile(
    rf"""(?=[\dADFJMNOSadfjmnos〇一二三四五六七八九])(?:
      (?<!\d)(?P<y1>(?:19|20)\s?\d\s?\d)\s*年\s*(?P<m1>\d(?:\s?\d)?)\s*月\s*(?P<d1>\d(?:\s?\d)?)\s*[日号]
    | (?<![\d.])(?<!\d-)(?P<y2>(?:19|20)\d\d)\s?(?P<s2>[-./])\s?(?P<m2>\d{{1,2}})\s?(?P=s2)\s?(?P<d2>\d{{1,2}})
      (?!\d)(?!\s?[-/]\s?\d+[A-Za-z])
    | (?<![\dA-Za-z\-_\])])(?P<y3>(?:19|20)\d\d)(?P<m3>0[1-9]|1[0-2])(?P<d3>0[1-9]|[12]\d|3[01])
      (?![\dA-Za-z_%])(?![.,]\d)(?!-\d*[A-Za-z])(?!\s*[元万])
    | (?P<y4>{_HAN_YEAR})\s*年\s*(?P<m4>[{_HAN_ONES}十]{{1,2}})\s*月\s*(?P<d4>[{_HAN_ONES}十廿卅]{{1,3}})\s*[日号]
    | (?<!\d)(?P<d5>\d{{1,2}})(?:st|nd|rd|th)?[ .-]+(?:of\s+)?(?P<m5>{_MONTH_NAME})\.?,?[ -]+(?P<y5>(?:19|20)\d\d)(?!\d)
    | (?<![A-Za-z])(?P<m6>{_MONTH_NAME})\.?\s+(?P<d6>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y6>(?:19|20)\d\d)(?!\d)
    )
    """,
    re.X | re.I,
)
_HALF_DAY = r"上午|下午|北京时间|a\.?m\.?|p\.?m\.?"
_TIME = r"\d{1,2}\s*[:时点]\s*(?:\d{1,2}\s*分?)?(?::\d{2})?(?:\.\d+)?(?:Z|\+\d\d:?\d\d)?"
_CLOCK = rf"(?:\s*(?:T|-|日|,)?\s*\(?(?:{_HALF_DAY}|{_TIME})\)?)*"
_TO = re.compile(rf"{_CLOCK}\s*(?:起)?\s*,?\s*(?:至|到|-+|~+|to|until)\s*", re.I)
_SHORT_END = re.compile(
    rf"{_CLOCK}\s*(?:起)?\s*,?\s*(?:至|到|-+|~+)\s*(?:(?P<month>\d{{1,2}})\s*月\s*)?(?P<day>\d{{1,2}})\s*[日号](?!历|内)"
)


def _scan(text: str) -> Iterator[tuple[int, int, datetime.date]]:
    folded = _fold(text)
    if _HINT.search(folded) is None:
        return
    for match in _DATE.finditer(folded):
        day = _read(match)
        if day is not None:
            yield match.start(), match.end(), day


def _read(match: re.Match[str]) -> datetime.date | None:
    form = (match.lastgroup or "")[1:]
    year, month, day = (match.group(f"{part}{form}") for part in "ymd")
    if form == "4":
        return _day(_han_year(year), _han_number(month), _han_number(day))
    if form in "56":
        return _day(int(year), _MONTHS[month.lower()], int(day))
    return _day(*(int(part.replace(" ", "")) for part in (year, month, day)))


def _day(year: int, month: int, day: int) -> datetime.date | None:
    """Return the day, or None if the calendar or the age of procurement notices rules it out."""
    if not 1900 <= year <= 2099:
        return None
    try:
        return datetime.date(year, month, day)
    except ValueError:
        return None


def _han_year(words: str) -> int:
    return int("".join(str(_HAN_DIGIT[sign]) for sign in words.replace(" ", "")))


def _han_number(words: str) -> int:
    """Return the number up to 39 that 二十三, 十一, 廿三 or 二三 (digit by digit is not used for it) spells, else 0."""
    words = words.replace("廿", "二十").replace("卅", "三十")
    tens, has_ten, ones = words.partition("十")
    if not has_ten:
        return _HAN_DIGIT[words] if len(words) == 1 else 0
    if len(tens) > 1 or len(ones) > 1:
        return 0
    return (_HAN_DIGIT[tens] if tens else 1) * 10 + (_HAN_DIGIT[ones] if ones else 0)
