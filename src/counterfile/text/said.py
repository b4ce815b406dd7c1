"""Numbers as an article says them, in English or Chinese: digits, words, shares, and how exactly each is meant.

An article writes "more than a dozen", "nearly 140 million", "64 %", "九项" or "过半". Each is read as the range of values of
which it would be true, so that it can be held against a figure. Dates, years, clock times and ordinals are no counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

import msgspec


class Said(msgspec.Struct, frozen=True):
    """One number of a text."""

    start: int
    end: int
    """Half open; code points."""
    words: str
    low: Decimal
    """The least value of which the words would be true."""
    high: Decimal
    """The greatest one."""
    share: bool = False
    """Whether a part of a whole is meant; `low` and `high` are then hundredths, 0 to 100."""

    def fits(self, value: Decimal) -> bool:
        """Return whether a value is what the words say; of a share in hundredths."""
        return self.low <= value <= self.high


def said(text: str) -> list[Said]:
    """Return the numbers that a text says, in order, none within another.

    >>> [(each.words, int(each.low), int(each.high)) for each in said("Nine of 50 tenders, since 2018")]
    [('Nine', 9, 9), ('50', 50, 50)]
    >>> [(each.words, int(each.low), int(each.high)) for each in said("有九项采购，占六成以上的不到3份")]
    [('九', 9, 9), ('六成以上', 60, 100), ('不到3', 2, 2)]
    """
    taken = [False] * len(text)
    found: list[Said] = []
    for match in _NO_COUNT.finditer(text):
        _take(taken, match)
    for read in (_shares, _dozens, _digits, _english, _chinese):
        for match, number in read(text):
            if not any(taken[match.start() : match.end()]):
                _take(taken, match)
                found.append(number)
    return sorted(found, key=lambda each: each.start)


def _take(taken: list[bool], match: re.Match[str]) -> None:
    taken[match.start() : match.end()] = [True] * (match.end() - match.start())


_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_NO_COUNT = re.compile(
    rf"""
    \b\d{{4}}-\d{{1,2}}(?:-\d{{1,2}})?\b | \b\d{{1,2}}:\d\d(?::\d\d)?\b
    | \b\d{{1,2}}(?:st|nd|rd|th)?\ (?:{_MONTHS})(?:\ (?:19|20)\d\d)?\b
    | \b(?:{_MONTHS})\ \d{{1,2}}(?:st|nd|rd|th)?\b(?:,?\ (?:19|20)\d\d)?
    | (?:19|20)\d\d年(?:\d{{1,2}}月(?:\d{{1,2}}[日号])?)? | \d{{1,2}}月(?:\d{{1,2}}[日号])? | \d{{1,2}}[时點点](?:\d{{1,2}}分)?
    | \b(?:19|20)\d\d(?:\s?[-–—/]\s?(?:(?:19|20)\d\d|\d\d))?(?![\d.,]*\d)(?!\s*(?:million|billion|thousand|万|亿|元|项|个|家|份))\b
    | (?<=[A-Za-z])\d+ | \d+(?:st|nd|rd|th)\b | 第[〇零一二三四五六七八九十百千\d]+
    | \b[A-Za-z]+[-_]\d[\w-]*
    """,
    re.VERBOSE,
)
"""Numbers that count nothing: dates, years, times, ordinals, and what is part of a name."""

_BEFORE: tuple[tuple[str, str], ...] = (
    ("over", r"more than|over|at least|no fewer than|no less than|upwards of|超过|至少|不少于|逾|超"),
    ("under", r"fewer than|less than|under|not quite|不到|不足|少于|低于"),
    ("nearly", r"nearly|almost|close to|up to|as many as|将近|接近|近|最多|多达"),
    ("about", r"about|around|roughly|some|approximately|大约|约|大概"),
)
_AFTER = r"or more|以上|多|余"
_LEFT = "|".join(f"(?P<{name}>{words})" for name, words in _BEFORE)
_QUALIFIED = rf"(?:(?:{_LEFT})\s*(?:(?:CNY|RMB|USD|EUR|GBP|US\$|[¥￥$€£])\s*)?)?"


def _ranged(match: re.Match[str], value: Decimal, slack: Decimal) -> tuple[Decimal, Decimal]:
    """Return the values of which a number with its qualifier is true; `slack` is half a unit of its last place."""
    marks = match.groupdict()
    if marks.get("over") or marks.get("after"):
        # "More than 50" of 5,000 would be true and misleading.
        return value, max(value * Decimal("1.5"), value + 1)
    if marks.get("under"):
        return value * Decimal("0.5"), value - Decimal("0.000001") if slack else value - 1
    if marks.get("nearly"):
        return value * Decimal("0.9"), value
    if marks.get("about"):
        return value * Decimal("0.9"), value * Decimal("1.1")
    return value - slack, value + slack


_SCALES = {
    "thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000, "trillion": 10**12, "m": 1_000_000, "bn": 10**9,
    "百": 100, "千": 1_000, "万": 10_000, "百万": 1_000_000, "千万": 10_000_000, "亿": 100_000_000, "万亿": 10**12,
}  # fmt: skip
_DIGITS = re.compile(
    rf"{_QUALIFIED}(?P<digits>(?<![A-Za-z0-9_.])\d[\d,，]*(?:\.\d+)?)"
    r"(?:\s?(?P<scale>万亿|百万|千万|[百千万亿]|thousand|million|billion|trillion|bn|m)(?![A-Za-z]))?"
    rf"\s?(?P<percent>%|％|percent\b|per cent\b)?(?P<after>\s?(?:{_AFTER}))?",
    re.IGNORECASE,
)


def _digits(text: str) -> Iterator[tuple[re.Match[str], Said]]:
    for match in _DIGITS.finditer(text):
        printed = re.sub(r"[,，]", "", match["digits"])
        scale = _SCALES.get((match["scale"] or "").lower(), 1)
        value = Decimal(printed) * scale
        places = len(printed.partition(".")[2])
        rounded = scale > 1 or places > 0 or bool(match["percent"])
        slack = Decimal(scale).scaleb(-places) / 2 if rounded else Decimal(0)
        yield match, _number(match, *_ranged(match, value, slack), share=bool(match["percent"]))


def _number(match: re.Match[str], low: Decimal, high: Decimal, *, share: bool = False) -> Said:
    words = match[0].rstrip(" ，,")
    return Said(match.start(), match.start() + len(words), words, low, high, share)


_UNITS = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
_SMALL = {word: number for number, word in enumerate(_UNITS.split())}
_TENNER = "twenty thirty forty fifty sixty seventy eighty ninety"
_TENS = {word: 10 * number for number, word in enumerate(_TENNER.split(), 2)}
_TEN = "|".join(_TENS)
_UNIT = "|".join(sorted((word for word in _SMALL if word not in ("zero", "one")), key=len, reverse=True))
_WORDED = rf"(?:{_TEN})(?:[- ](?:one|{_UNIT}))?|{_UNIT}"
_ENGLISH = re.compile(
    rf"{_QUALIFIED}\b(?P<number>{_WORDED})(?:\s(?P<scale>hundred|thousand|million|billion))?\b(?P<after>\s(?:or more)\b)?",
    re.IGNORECASE,
)


def _english(text: str) -> Iterator[tuple[re.Match[str], Said]]:
    """Yield numbers in English words; a lone "one" is too often a pronoun to be a number."""
    for match in _ENGLISH.finditer(text):
        parts = re.split(r"[- ]", match["number"].lower())
        value = Decimal(sum(_TENS.get(part, _SMALL.get(part, 0)) for part in parts))
        scale = {"hundred": 100, **_SCALES}.get((match["scale"] or "").lower(), 1)
        slack = Decimal(scale) / 2 if scale > 100 else Decimal(0)
        yield match, _number(match, *_ranged(match, value * scale, slack))


_HAN = "〇零一二两三四五六七八九"
_HAN_DIGIT = {character: number for number, character in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_COUNTED = "项个家份次起件条名省市区县种处所批类元"
_CHINESE = re.compile(
    rf"{_QUALIFIED}(?P<number>[{_HAN}十百千]+)(?P<scale>万亿|[万亿])?(?P<after>多|余)?(?=[{_COUNTED}万亿])(?!一[个次起])"
)


def _chinese(text: str) -> Iterator[tuple[re.Match[str], Said]]:
    """Yield numbers in Chinese numerals before a word that counts; a lone 一 is an article more often than a number."""
    for match in _CHINESE.finditer(text):
        value = _han(match["number"])
        if value is not None and value > 1:
            scale = _SCALES.get(match["scale"] or "", 1)
            slack = Decimal(scale) / 2 if scale > 1 else Decimal(0)
            yield match, _number(match, *_ranged(match, Decimal(value) * scale, slack))


def _han(numeral: str) -> int | None:
    """Return the number below 10,000 that a Chinese numeral spells, or None where it spells none.

    >>> _han("三十二"), _han("十"), _han("一百零五"), _han("二〇"), _han("十百")
    (32, 10, 105, 20, None)
    """
    if not set(numeral) & set("十百千"):
        return int("".join(str(_HAN_DIGIT[each]) for each in numeral))
    match = re.fullmatch(rf"(?:([{_HAN}])千)?零?(?:([{_HAN}])百)?零?(?:([{_HAN}])?(十))?([{_HAN}])?", numeral)
    if match is None:
        return None
    thousands, hundreds, tens, ten, ones = match.groups()
    total = 1000 * _HAN_DIGIT.get(thousands, 0) + 100 * _HAN_DIGIT.get(hundreds, 0)
    return total + (10 * _HAN_DIGIT.get(tens, 1) if ten else 0) + _HAN_DIGIT.get(ones, 0)


_WORDS: tuple[tuple[str, str, str], ...] = (
    (r"\bmore than a dozen\b|十多|十余|十几", "12", "19"),
    (r"\bdozens\b|数十|几十", "24", "199"),
    (r"\b(?:a|one) dozen\b", "11", "13"),
    (r"\bhundreds\b|数百|几百|上百", "100", "1999"),
    (r"\bthousands\b|数千|几千|上千", "1000", "19999"),
)
"""Words that say roughly how many, with the least and the greatest count of which they are true."""


def _dozens(text: str) -> Iterator[tuple[re.Match[str], Said]]:
    for pattern, low, high in _WORDS:
        for match in re.finditer(pattern, text, re.IGNORECASE):
            yield match, _number(match, Decimal(low), Decimal(high))


_PARTS: tuple[tuple[str, str, str], ...] = (
    (r"\b(?:the )?(?:vast|overwhelming) majority\b|绝大多数|绝大部分", "75", "100"),
    (
        r"\bmajority\b|\bmore than half\b|\bover half\b|大多数|多数|过半|半数以上|超过一半|一半以上|大部分",
        "50.0001",
        "100",
    ),
    (r"\b(?:fewer|less) than half\b|\bminority\b|少数|不到一半|不足一半", "0", "49.9999"),
    (r"\btwo[- ]thirds\b|三分之二", "64", "69.4"),
    (r"\bthree[- ]quarters\b|四分之三", "72.5", "77.5"),
    (r"\b(?:a|one)[- ]third\b|三分之一", "30.6", "36"),
    (r"\b(?:a|one)[- ]quarter\b|四分之一", "22.5", "27.5"),
    (r"(?<!a )\bhalf\b(?! a )|半数|一半", "45", "55"),
)
"""Words for a part of a whole, with the hundredths of which they are true."""
_TENTHS = re.compile(rf"{_QUALIFIED}(?P<number>[一二两三四五六七八九])成(?P<half>半)?(?P<after>多|以上)?")


def _shares(text: str) -> Iterator[tuple[re.Match[str], Said]]:
    for pattern, low, high in _PARTS:
        for match in re.finditer(pattern, text, re.IGNORECASE):
            yield match, _number(match, Decimal(low), Decimal(high), share=True)
    for match in _TENTHS.finditer(text):
        value = Decimal(10 * _HAN_DIGIT[match["number"]] + (5 if match["half"] else 0))
        least, most = _ranged(match, value, Decimal(5))
        most = Decimal(100) if match["after"] else min(most, Decimal(100))
        yield match, _number(match, least, most, share=True)
