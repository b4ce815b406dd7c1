"""Reads printed dates exactly: the forms of Chinese and European notices, and nothing that only looks like one.

A month without a day is no date, an impossible day (2月30日) is no date, and a day is never guessed from a
context. 5/3/2024 is May in one country and March in another: it is a date only where its language is told. The names
of months come from `counterfile.text.lexicon`. Positions are code points of the text as given.
"""

from __future__ import annotations

import datetime
import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache

from counterfile.text.lexicon import lexicons, until_added
from counterfile.text.phrases import conventions_of, fold_letters


def read_date(text: str, language: str | None = None) -> datetime.date | None:
    """Return the first full date in `text`, or None if no full and possible date is printed.

    Args:
        text: Words with a date among them.
        language: ISO 639-1 code of what they are written in, for dates that mean two days in two countries
            (5/3/2024); None leaves those out.

    >>> read_date("开标时间：2026年3月16日 09:30")
    datetime.date(2026, 3, 16)
    >>> read_date("二〇二一年七月一日"), read_date("20260313 - 09:30:00")
    (datetime.date(2021, 7, 1), datetime.date(2026, 3, 13))
    >>> read_date("den 3. Mai 2024, 12:00 Uhr"), read_date("le 1er août 2024"), read_date("03.05.2024")
    (datetime.date(2024, 5, 3), datetime.date(2024, 8, 1), datetime.date(2024, 5, 3))
    >>> read_date("2021年7月") is None, read_date("5/3/2024") is None, read_date("5/3/2024", "fr")
    (True, True, datetime.date(2024, 3, 5))
    """
    return next((day for _, _, day in _scan(text, language)), None)


def find_dates(text: str, language: str | None = None) -> list[tuple[int, int, datetime.date]]:
    """Return start, end (half open) and day of every full date in `text`, in order; `language` as for `read_date`.

    >>> find_dates("自2026-03-01至2026-03-08")
    [(1, 11, datetime.date(2026, 3, 1)), (12, 22, datetime.date(2026, 3, 8))]
    """
    return list(_scan(text, language))


def read_range(text: str, language: str | None = None) -> tuple[datetime.date, datetime.date] | None:
    """Return the first pair of dates that are printed as from-to, or None if there is none.

    The second date may leave out what it shares with the first (2026年3月1日至8日), and so may the first in European
    words (3.–8. Mai 2024, du 3 au 8 mai 2024). A pair whose end lies before its start is returned as printed: the
    notice says so, and a check elsewhere flags it.

    >>> read_range("2026年3月1日 09:00 至 3月8日 17:00")
    (datetime.date(2026, 3, 1), datetime.date(2026, 3, 8))
    >>> read_range("vom 3. bis 8. Mai 2024"), read_range("du 28 mai 2024 à 9h00 au 3 juin 2024")
    ((datetime.date(2024, 5, 3), datetime.date(2024, 5, 8)), (datetime.date(2024, 5, 28), datetime.date(2024, 6, 3)))
    """
    folded = _fold(text)
    found = list(_scan(text, language))
    for index, (start, end, first) in enumerate(found):
        limit = found[index + 1][0] if index + 1 < len(found) else len(folded)
        gap = folded[end:limit]
        short = _SHORT_END.match(gap)
        if short is not None:
            month = int(short.group("month") or first.month)
            last = _day(first.year, month, int(short.group("day")))
            if last is not None and last >= first:
                return first, last
        if index + 1 < len(found) and (_TO.fullmatch(gap) or _worded_to().fullmatch(fold_letters(gap))):
            return first, found[index + 1][2]
        begin = _short_start(folded[max(0, start - 24) : start], first)
        if begin is not None:
            return begin, first
    return None


def _short_start(before: str, last: datetime.date) -> datetime.date | None:
    """Return the day that stands before a date without its month and year (3. bis 8. Mai 2024), or None."""
    match = _SHORT_START.search(before)
    if match is None or not _worded_to().fullmatch(fold_letters(match["to"])):
        return None
    day = _day(last.year, last.month, int(match["day"]))
    return day if day is not None and day < last else None


_SHORT_START = re.compile(
    r"(?<![\d.,/-])(?P<day>\d{1,2})(?:\.|er|º)?(?P<to>\s*(?:-+|~+|[^\W\d_]+(?:\s[^\W\d_]+){0,2})\s*)$"
)


@until_added
@cache
def _worded_to() -> re.Pattern[str]:
    """What stands between the days of a range, with the clock times of the first; over text without accents."""
    to = {fold_letters(one) for spoken in lexicons() for one in spoken.words("days", "to")} | {
        "to",
        "until",
        "and",
        "-",
        "~",
    }
    clock = {fold_letters(one).rstrip(".") for spoken in lexicons() for one in spoken.words("days", "clock")} | {"at"}
    words = "|".join(sorted(map(re.escape, to - {"and"}), key=len, reverse=True))
    hours = "|".join(sorted(map(re.escape, clock), key=len, reverse=True))
    time = rf"\s*[,(]?\s*(?:(?:{hours})\.?\s*)*\d{{1,2}}(?:\s*[:.h]\s*\d{{2}})?\s*(?:(?:{hours})\b\.?\s*)*\)?"
    return re.compile(rf"(?:{time})?\s*,?\s*(?:{words})\s*")


_FOLD = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
_FOLD |= dict.fromkeys(map(ord, "\u3000\u00a0\u2007\u2009\u202f\u200b\ufeff\t\r\n\v\f"), " ")
_FOLD |= dict.fromkeys(map(ord, "—–－−―‐‑‒─"), "-")
_FOLD |= dict.fromkeys(map(ord, "〜～∼"), "~") | dict.fromkeys(map(ord, "∕／⁄"), "/")
# 二O二一 is typed with the letter O, with ○ (a circle), ◯ or 〇 (the numeral).
_FOLD |= dict.fromkeys(map(ord, "○◯Ｏ零"), "〇")


def _fold(text: str) -> str:
    return text.translate(_FOLD)


@until_added
@cache
def _months() -> dict[str, dict[str, int]]:
    """Return what each name of a month, folded, means in which language."""
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for spoken in lexicons():
        for number, line in enumerate(spoken.words("months", "names"), start=1):
            for name in line.split():
                found[fold_letters(name)][spoken.language] = number
    return found


def _month(name: str, language: str | None) -> int:
    """Return the month of a name, 0 where no language knows it or two mean different months and none is told."""
    told = _months().get(fold_letters(name).rstrip("."), {})
    if language in told:
        return told[language]
    numbers = set(told.values())
    return numbers.pop() if len(numbers) == 1 else 0


_LETTER = "A-Za-zÀ-ɏͰ-Ͽἀ-῿Ѐ-ӿ"
"""Letters of the scripts in which names of months are written."""
_MONTH_NAME = rf"[{_LETTER}]{{3,12}}"
_HAN_DIGIT = {sign: index for index, sign in enumerate("〇一二三四五六七八九")} | {"O": 0, "o": 0, "0": 0}

_HAN_ONES = "一二三四五六七八九"
_HAN_YEAR = rf"[〇Oo{_HAN_ONES}](?:\s?[〇Oo{_HAN_ONES}]){{3}}"
_HINT = re.compile(r"(?:\d\s*){6}|\d\s*[-./年]|[年月]|\d{4}")
_DATE = re.compile(
    rf"""(?=[\d{_LETTER}〇一二三四五六七八九])(?:
      (?<!\d)(?P<y1>(?:19|20)\s?\d\s?\d)\s*年\s*(?P<m1>\d(?:\s?\d)?)\s*月\s*(?P<d1>\d(?:\s?\d)?)\s*[日号]
    | (?<![\d.])(?<!\d-)(?P<y2>(?:19|20)\d\d)\s?(?P<s2>[-./])\s?(?P<m2>\d{{1,2}})\s?(?P=s2)\s?(?P<d2>\d{{1,2}})
      (?!\d)(?!\s?[-/]\s?\d+[A-Za-z])
    | (?<![\dA-Za-z\-_\])])(?P<y3>(?:19|20)\d\d)(?P<m3>0[1-9]|1[0-2])(?P<d3>0[1-9]|[12]\d|3[01])
      (?![\dA-Za-z_%])(?![.,]\d)(?!-\d*[A-Za-z])(?!\s*[元万])
    | (?P<y4>{_HAN_YEAR})\s*年\s*(?P<m4>[{_HAN_ONES}十]{{1,2}})\s*月\s*(?P<d4>[{_HAN_ONES}十廿卅]{{1,3}})\s*[日号]
    | (?<!\d)(?P<d5>\d{{1,2}})(?:st|nd|rd|th|er|re|e|º|°)?[ .-]+(?:(?:of|de|del)\s+|d['’]\s?)?(?P<m5>{_MONTH_NAME})\.?,?
      [ -]+(?:(?:de|del)\s)?(?P<y5>(?:19|20)\d\d)(?!\d)
    | (?<![^\W\d_])(?P<m6>{_MONTH_NAME})\.?\s+(?P<d6>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y6>(?:19|20)\d\d)(?!\d)
    | (?<![^\W\d_])(?P<y9>(?:19|20)\d\d)\.?\s(?:m\.\s|gada\s)?(?P<m9>{_MONTH_NAME})\s(?P<d9>\d{{1,2}})\b(?![.,:/]\d)
    | (?<![\w./-])(?P<d7>\d{{1,2}})(?P<s7>\.\s?|[-/])(?P<m7>\d{{1,2}})(?P=s7)(?P<y7>(?:19|20)\d\d)(?![\w/-]|\.\d)
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


def _scan(text: str, language: str | None = None) -> Iterator[tuple[int, int, datetime.date]]:
    folded = _fold(text)
    if _HINT.search(folded) is None:
        return
    at = 0
    while (match := _DATE.search(folded, at)) is not None:
        day = _read(match, language)
        if day is not None:
            yield match.start(), match.end(), day
        # Words that are no month (12 Lots 2024-05-06) may stand before a date: it is looked for inside them.
        inside = day is None and (match.lastgroup or "")[1:] in _WORDED
        at = match.start() + 1 if inside else match.end()
        if inside and match.string[match.start()].isalpha():
            at = _WORD_END.match(folded, match.start()).end()  # type: ignore[union-attr]


_WORDED = frozenset("5679")
_WORD_END = re.compile(r"[^\W\d_]+")


def _read(match: re.Match[str], language: str | None) -> datetime.date | None:
    form = (match.lastgroup or "")[1:]
    year, month, day = (match.group(f"{part}{form}") for part in "ymd")
    if form == "4":
        return _day(_han_year(year), _han_number(month), _han_number(day))
    if form in "569":
        return _day(int(year), _month(month, language), int(day))
    if form == "7":
        return _in_figures(match, int(day), int(month), int(year), language)
    return _day(*(int(part.replace(" ", "")) for part in (year, month, day)))


def _in_figures(match: re.Match[str], first: int, second: int, year: int, language: str | None) -> datetime.date | None:
    """Return the day of 03.05.2024 or 5/3/2024.

    With points the day comes first wherever this is written. With strokes and dashes it does where the language says
    so, or where the other order is no day or the same one. Chinese text prints no such dates: there it is something else.
    """
    around = match.string[max(0, match.start() - 6) : match.end() + 6]
    if _HAN.search(around):
        return None
    by_day, by_month = _day(year, second, first), _day(year, first, second)
    if match["s7"].startswith(".") or by_day == by_month or by_month is None:
        return by_day
    if by_day is None:
        return by_month
    order = conventions_of(frozenset({language})).dates if language else ""
    return by_day if order in ("dmy", "ymd") else by_month if order == "mdy" else None


_HAN = re.compile(r"[\u4e00-\u9fff]")


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
