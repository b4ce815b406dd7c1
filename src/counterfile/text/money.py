"""Reads printed prices exactly: the kind first, then the number, then its unit.

A Chinese price cell may hold a total, a unit price, a discount rate, a yearly fee or a formula, and the same
number under another header is ten thousand times larger. Every function here therefore abstains where two
readings are possible: a wrong amount is worse than a missing one. Nothing is ever defaulted to 元.

The method: fold the text to half width without moving a character, find every numeral, tell each by what stands
right before and right after it, then decide over all of them. Numerals in 大写 must agree with the digits.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from counterfile.model.value import NOT_STATED, Amount, Basis
from counterfile.text.lexicon import units
from counterfile.text.phrases import conventions_of, fold_words, languages_beside
from counterfile.text.script import has_han


def read_amount(text: str, unit: str | None = None, language: str | None = None) -> Amount | None:
    """Return what a printed price says, or None where it cannot be read as one price.

    Args:
        text: The price as printed: a table cell, or what follows a label.
        unit: The column header or label that may carry the unit or the kind ("中标金额(万元)", "单价",
            "下浮率(%)"). A unit printed at the value wins over it. The words of a European label also tell its
            language.
        language: ISO 639-1 code of what the price is written in, for numbers that are two in two countries
            (1,234 EUR); None leaves them to the label, and without one they are not read.

    Returns:
        A number without any unit gives `UNKNOWN_UNIT`; zero and placeholders give `NOT_STATED`; several
        different rates give `RATE` without a rate. None means that the words hold two different totals,
        digits that contradict the 大写, damaged digits, or no price at all.

    >>> str(read_amount("￥517.9 万元（人民币）"))
    'CNY 5179000.00 total'
    >>> str(read_amount("63.86", "中标金额(万元)"))
    'CNY 638600.00 total'
    >>> str(read_amount("下浮率 12%")), str(read_amount("1267500"))
    ('0.12 rate', 'unknown_unit')
    >>> str(read_amount("12 345 678,90 zł")), str(read_amount("1.234 EUR", "Gesamtwert des Auftrags"))
    ('PLN 12345678.90 total', 'EUR 1234.00 total')
    >>> read_amount("设计158000元，施工4631003.68元") is None, read_amount("1,234 EUR") is None
    (True, True)
    """
    if len(text) > _LONGEST_PRICE:
        return None
    header = _header(unit) if unit else _NO_HEADER
    if language is not None:
        header = header._replace(languages=frozenset({language}))
    plain = _PLAIN.fullmatch(text)
    # Under a foreign currency 1.234 and 1,234 may be two numbers: the long way knows which.
    two = header.currency not in (None, "CNY") and _THREE_LAST.search(text) is not None
    if plain is not None and header.basis is not Basis.RATE and not two:
        return _read_plain(plain, header)
    folded = _fold(text)
    if "<" in folded:  # a portal once printed its own template tags around the number
        folded = _TAG.sub(_blank, folded)
    if _NUMERAL.search(folded) is None:
        return _read_without_number(folded)
    try:
        return _decide(_tokens(folded, text, header), folded)
    except _TwoReadings:
        return None


def find_amounts(text: str) -> list[tuple[int, int, Amount]]:
    """Return the amounts that are printed with a unit or a currency inside prose.

    Adjacent forms of one price (人民币捌万元整（￥80000.00）) come as one amount over both; where the two
    disagree neither is returned. Percentages and numbers without a unit are left out.

    Returns:
        Start, end (code points of `text`, half open) and amount, in order and without overlap. Reading the
        words of such a span with `read_amount` gives the same amount.

    >>> [(a, b, str(amount)) for a, b, amount in find_amounts("预算金额100万元，最高限价98万元。")]
    [(4, 9, 'CNY 1000000.00 total'), (14, 18, 'CNY 980000.00 total')]
    """
    folded = _fold(text)
    if _HAS_UNIT.search(folded) is None:
        return []
    tokens = _tokens(folded, text, _NO_HEADER, prose=True)
    found: list[tuple[int, int, Amount]] = []
    for group in _groups([token for token in tokens if token.basis in _PRINTED], folded):
        start, end = _span(group, folded)
        amount = read_amount(text[start:end])  # a span is read on its own, as a reader of the quote would
        stands_alone = not found or found[-1][1] <= start
        if amount is not None and stands_alone and amount.basis in _PRINTED | {Basis.NOT_STATED}:
            found.append((start, end, amount))
    return found


def unit_of(label: str) -> str | None:
    """Return the unit that a label or a column header carries, half width, or None if it has none or two.

    >>> unit_of("中标金额(万元)"), unit_of("单价（元/平方米）"), unit_of("下浮率(%)")
    ('万元', '元/平方米', '%')
    >>> unit_of("中标人名称") is None
    True
    """
    folded = _fold(label).strip()
    if _UNIT_HINT.search(folded) is None:
        return None
    units = {"".join(match.group("unit").split()) for match in _LABEL_UNIT.finditer(folded)}
    if len(units) > 1:  # （人民币：万元） names one unit, not two
        units = {unit for unit in units if unit.upper() not in _NAMES_OF_CNY}
    return units.pop() if len(units) == 1 else None


def capitals(text: str) -> Decimal | None:
    """Return the yuan of the one numeral in 大写 (or in Chinese words) within `text`.

    None means that there is none, that it is not well formed (two readings, wrong order), or that there are
    two different ones.

    >>> capitals("人民币叁佰贰拾伍万零叁佰壹拾元整")
    Decimal('3250310')
    >>> capitals("壹元贰角叁分")
    Decimal('1.23')
    """
    values = {_capital_value(match.group()) for match in _capitals(_fold(text), prose=False)}
    return values.pop() if len(values) == 1 else None


_THREE_LAST = re.compile(r"^\D*\d{1,3}[.,]\d{3}\D*$")
_LONGEST_PRICE = 2000
"""Code points of a printed price: a longer text is no price, and a hostile one costs no time."""
_LONGEST_NUMERAL = 120
"""Code points of a numeral in words."""

# --- Folding: half width, one character for one, so that positions stay those of the text -------------------------

_FOLD: dict[int, str] = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
_FOLD |= {
    ord(variant): plain
    for plain, variants in {
        " ": "\u3000\u00a0\u2007\u2009\u202f\u200b\u200c\u200d\ufeff\t\r\v\f",
        "¥": "￥",
        "元": "圆圓",
        "万": "萬",
        "亿": "億",
        "币": "幣",
        "-": "—–－−―‐‑‒─",
        "~": "〜～∼",
        "/": "∕／⁄",
        "%": "﹪",
        "[": "［〔【﹝",
        "]": "］〕】﹞",
        "(": "﹙",
        ")": "﹚",
        "贰": "貳弍弐",
        "叁": "參参叄",
        "陆": "陸",
        "壹": "壱弌",
        "玖": "玫",
        "两": "兩",
        "仟": "阡",
        "佰": "陌",
    }.items()
    for variant in variants
}


def _fold(text: str) -> str:
    return text.translate(_FOLD)


def _blank(match: re.Match[str]) -> str:
    return " " * len(match.group())


_TAG = re.compile(r"<[^<>]{1,200}>")

# --- Units and currencies ------------------------------------------------------------------------------------------

_SCALES = {
    "": Decimal(1),
    "百": Decimal(100),
    "佰": Decimal(100),
    "千": Decimal(1000),
    "仟": Decimal(1000),
    "万": Decimal(10**4),
    "十万": Decimal(10**5),
    "百万": Decimal(10**6),
    "千万": Decimal(10**7),
    "亿": Decimal(10**8),
    "十亿": Decimal(10**9),
    "百亿": Decimal(10**10),
    "万亿": Decimal(10**12),
}
_CURRENCIES = {
    "元": "CNY",
    "人民币": "CNY",
    "元人民币": "CNY",
    "美元": "USD",
    "美金": "USD",
    "欧元": "EUR",
    "英镑": "GBP",
    "日元": "JPY",
    "港元": "HKD",
    "港币": "HKD",
    "澳元": "AUD",
    "加元": "CAD",
    "新加坡元": "SGD",
    "瑞士法郎": "CHF",
    "韩元": "KRW",
    "卢布": "RUB",
    "新台币": "TWD",
    "澳门元": "MOP",
}
_CODES = [
    "CNY",
    "USD",
    "EUR",
    "GBP",
    "JPY",
    "HKD",
    "AUD",
    "CAD",
    "SGD",
    "CHF",
    "KRW",
    "RUB",
    "TWD",
    "MOP",
    "INR",
    "NZD",
]
_CODES += [
    "SEK",
    "NOK",
    "DKK",
    "PLN",
    "CZK",
    "HUF",
    "RON",
    "BGN",
    "BRL",
    "MXN",
    "ZAR",
    "TRY",
    "UAH",
    "KZT",
    "THB",
    "MYR",
]
_CODES += ["IDR", "VND", "PHP"]
_CURRENCIES |= {code.lower(): code for code in _CODES}
_UNITS = units()
_EXACT_CASE = frozenset(word for words in _UNITS.currencies.values() for word in words if word != word.lower())
"""Words that are another word in small letters (ft)."""
_CURRENCIES |= {word.lower(): code for code, words in _UNITS.currencies.items() for word in words}
_TWO_CURRENCIES = {word: dict(codes) for word, codes in _UNITS.by_language.items()}
_CURRENCIES |= dict.fromkeys(_TWO_CURRENCIES, "")
_WORD_SCALES = {word: factor for factor, words in _UNITS.scales.items() for word in words}
_SCALES |= {word: Decimal(factor) for word, factor in _WORD_SCALES.items()}
_TWO_SCALES = _UNITS.scales_by_currency


def _any_of(words: list[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


def _is_han(word: str) -> bool:
    return "一" <= word[0] <= "龥"


_HAN_CURRENCY = _any_of([word for word in _CURRENCIES if _is_han(word)])
_HAN_FOREIGN = _any_of([word for word, code in _CURRENCIES.items() if _is_han(word) and code != "CNY"])
_SIGN = "A-Za-zÀ-ɏͰ-ϿЀ-ӿ"
"""Letters of the scripts in which units of money are written, Han apart."""
_SPELLED = [word for word in _CURRENCIES if not _is_han(word) and word not in {one.lower() for one in _EXACT_CASE}]
_SPELLED += sorted(_EXACT_CASE)


def _spelled(word: str) -> str:
    """Return the pattern of a Latin, Greek or Cyrillic currency, in small letters or exactly as printed."""
    made = re.escape(word).replace(r"\ ", r"\s")
    return f"(?-i:{made})" if word in _EXACT_CASE else made


_LATIN_PREFIX = "|".join(map(_spelled, sorted(_SPELLED, key=len, reverse=True)))
_BY_LENGTH = sorted(_SPELLED, key=len, reverse=True)
# One look behind the word for all words that end in a letter: compiled a hundred times it costs a second start.
_LATIN_CURRENCY = (
    rf"(?=[{_SIGN}$€£¥])(?:(?:{'|'.join(_spelled(word) for word in _BY_LENGTH if word[-1].isalpha())})(?![{_SIGN}])"
    rf"|{'|'.join(_spelled(word) for word in _BY_LENGTH if not word[-1].isalpha())})"
)
_HAN_SCALE = "万亿|百亿|十亿|亿|千万|百万|十万|万|仟|千|佰|百"
_SCALE_WORDS = "|".join(
    re.escape(word).replace(r"\ ", r"\s") for word in sorted({*_WORD_SCALES, *_TWO_SCALES}, key=len, reverse=True)
)
_LATIN_SCALE = rf"(?=[{_SIGN}])(?:{_SCALE_WORDS})(?![{_SIGN}²³23])(?:\.(?!\d))?"
_PER_WORDS = "|".join(sorted(map(re.escape, _UNITS.per), key=len, reverse=True))
_PER = rf"(?:/|每|(?<![{_SIGN}])(?:{_PER_WORDS})\b['’]?)\s*(?P<per>[一-龥{_SIGN}㎡㎥²³·*/\d]{{1,12}})"

_AFTER = re.compile(
    rf"""
    (?:,-{{1,2}})?\s*(?P<open>\()?\s*
    (?: (?P<percent>%|‰|折(?!扣))
      | (?P<scale>{_HAN_SCALE})\s*(?P<currency>{_HAN_CURRENCY}|{_LATIN_CURRENCY})
      | (?P<scale2>{_LATIN_SCALE})\s*(?:d['’]\s?|d[ei]\s+)?(?P<currency2>{_HAN_CURRENCY}|{_LATIN_CURRENCY})?
      | (?P<currency3>{_HAN_CURRENCY}|{_LATIN_CURRENCY})(?![ ]?\d)
      | (?P<scale4>万亿|百亿|十亿|亿|千万|百万|十万|万)
        (?=\s*(?:$|[^一-龥A-Za-z㎡㎥\d\s]|左右|整|人民币|以[上下内]|每|及|和|至|到))
    )
    (?P<rmb>\s*\(?\s*(?:人民币|RMB|CNY)\s*\)?)?
    (?:\s*{_PER})?
    (?P<close>\s*\))?
    (?P<tail>\s*整)?
    """,
    re.X | re.I,
)
"""What follows a number: its scale, its currency and what it is the price of."""

_BEFORE = re.compile(
    rf"""
    (?P<per>每\s*[一-龥㎡㎥A-Za-z]{{1,8}}?[\s:]*)?
    (?P<currency>人民币|{_HAN_FOREIGN}|(?<![{_SIGN}])(?:{_LATIN_PREFIX}))
    [ :(]*(?P<sign>¥[ :]*)?$
    """,
    re.X | re.I,
)
_CURRENCY_ENDS = frozenset(word[-1].lower() for word in _CURRENCIES)
_PER_BEFORE = re.compile(r"每\s*(?P<per>[一-龥㎡㎥A-Za-z]{1,8}?)[\s:为¥]*(?:人民币)?[\s:为¥]*$")
_UNIT_BEFORE = re.compile(rf"(?:\(\s*|(?:^|[:;,。、\s]))(?P<unit>(?:{_HAN_SCALE})?元)\s*\)?\s*[:=]?\s*$")
_LABEL_BEFORE = re.compile(
    r"(?:包组|包|标段|标包|品目|标项|分标|第|附件|附表|表|lot|no\.?|package|annex|appendix|item)\s*(?:[(\[]\s*)?$", re.I
)
_WORD_BEFORE = re.compile(r"(?P<rate>率|折扣|系数|比例)[^\d,;。]{0,6}$|(?P<price>单价)[^\d,;。]{0,8}$")
_YEARLY_BEFORE = re.compile(r"(?:^|[^\d一二三四五六七八九十两整全\s])年(?:租金|服务费|费用|维护费|均)[^\d,;。]{0,6}$")
_AT_LEAST = re.compile(
    r"(?:不低于|不少于|(?<!不)(?:大于|超过|高于)|≥|>|(?<![^\W\d_])(?:jusqu['’]à|bis\szu|hasta|fino\sa|plus\sde|moins\sde|mehr\sals|über"
    r"|unter|más\sde|menos\sde|oltre|powyżej|poniżej|do\skwoty|meer\sdan|minder\sdan|mer\sän|mais\sde|peste|nad|pod))\s*(?:人民币|¥|\s)*$",
    re.I,
)
_OPEN_END = re.compile(r"\s*(?:\(\s*不?含[^)]{0,12}\)\s*)?以[上下内外]|\s*\+")
_YEAR_WORD = re.compile(
    r"(?:学|财)?年(?:度)?(?![/·*一-龥])|years?\b|annum\b|a(?:nnum)?\b|(?:" + "|".join(_UNITS.year) + r")\b", re.I
)
_YEARS_WORD = re.compile(r"[\d一二两三四五六七八九十]+\s*(?:个)?年")
_NOT_PER = re.compile(r"\d+(?:[^\d年月日天]|$)|大写|小写|人民币|[Rr][Mm][Bb]")

_COUNTED = re.compile(
    r"\s*(?:万|亿|千|百|余|多)?\s*(?:年|个|月|日|天|小时|分钟|项|台|套|批|次|号|包|标段?|期|人|家|名|份|平方|㎡|㎥|m"
    r"|米|吨|公[里斤顷]|k[mgwv]|t\b|株|棵|辆|所|层|幢|栋|座|册|本|件|只|条|支|位|户|亩|立方|元件|分\b|度|[、.)](?!\d)|\])",
    re.I,
)
"""A number with one of these behind it counts something or numbers a list; it is no price."""

_DATE_OR_FILE = re.compile(
    r"(?:19|20)\d\d\s*[-./年]\s*\d{1,2}\s*[-./月]\s*\d{1,2}\s*日?(?!\d)"
    r"|[\[(]\s*(?:19|20)\d\d\s*[\])]\s*第?\s*\d+\s*号?|《[^》]{1,60}》|\d{1,2}:\d{2}(?::\d{2})?"
)
"""Dates, clock times, titles of rules and their file numbers: their digits are no prices."""

_TITLE = re.compile(r"《[^》]{1,60}》")
_NUMBER = re.compile(r"\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?")
_FOREIGN_NUMBER = re.compile(r"\d{1,3}(?:[ '’]\d{3})+(?!\d)(?:[.,]\d{1,2}(?!\d))?|\d+(?:[.,]\d+)*")
_FOREIGN_HAN = re.compile(_HAN_FOREIGN)
_FOREIGN_WORDS = frozenset(
    part for word in _SPELLED if _CURRENCIES[word.lower()] != "CNY" for part in (word, *word.split()[:1])
)
_LETTERS = re.compile(rf"[{_SIGN}$€£]+")
_MIXED_HINT = re.compile(r"[亿万千]\s*零?\d|元零?\d")
_MIXED = re.compile(
    r"(?<![\d.,])\d+(?:\.\d+)?\s*(?:亿|千万|百万|万|千)(?:\s*零?\d+(?:\.\d+)?\s*(?:千万|百万|十万|万|千|百)?)+\s*元"
    r"|(?<![\d.,])\d+元\d角(?:\d分)?|(?<![\d.,])\d+元零?\d分"
)
"""Digits and Chinese scales by turns: 1亿2千万元, 20万5千元."""
_MIXED_PART = re.compile(r"零?(\d+(?:\.\d+)?)\s*(亿|千万|百万|十万|万|千|百|元|角|分)?")

_NUMERAL = re.compile(r"[\d零〇]\s*元|[\d壹贰叁肆伍陆柒捌玖拾]|[一二三四五六七八九十百千万亿两]+元|百分之")
_HAS_UNIT = re.compile(rf"[元万亿¥$€£]|{_HAN_CURRENCY}|{_LATIN_CURRENCY}", re.I)

# --- Numerals in words ---------------------------------------------------------------------------------------------

_DIGITS = {
    digit: index
    for index, row in enumerate(zip("零壹贰叁肆伍陆柒捌玖", "〇一二三四五六七八九", strict=True))
    for digit in row
}
_DIGITS |= {"两": 2, "〇": 0}
_PLACES = {"拾": 10, "十": 10, "佰": 100, "百": 100, "仟": 1000, "千": 1000}
_CAPITAL_SET = "零〇壹贰叁肆伍陆柒捌玖拾佰仟"
_WORD_SET = "零〇一二两三四五六七八九十百千"
_CENTS = r"(?:\s?零?[零壹贰叁肆伍陆柒捌玖]\s?[角分]){0,2}(?:\s?[整正])?"
_CAPITALS = re.compile(
    rf"(?<!\d)(?<!\d )[{_CAPITAL_SET}](?:\s?[{_CAPITAL_SET}万亿])+(?:\s?元)?{_CENTS}"
    rf"|[零壹贰叁肆伍陆柒捌玖拾]\s?[元万]{_CENTS}"
    # 三元 is the name of a district as well: plain words need a place (十, 百, 万) and an end after 元.
    rf"|(?<!\d)(?<!\d )(?=[零〇一二两三四五六七八九]*[十百千万亿])[{_WORD_SET}][{_WORD_SET}万亿]*元"
    r"(?:零?[一二三四五六七八九]角)?(?:零?[一二三四五六七八九]分)?(?:整|(?![一-龥])|(?=人民币|每|以|左右))"
)
_CAPITAL_RUN = re.compile(rf"[{_CAPITAL_SET}{_WORD_SET}][{_CAPITAL_SET}{_WORD_SET}万亿元角分整正\s]*")
_CAPITAL_END = re.compile(r"[元角分整正]")
_HAN = re.compile(r"[一-龥]")


def _capitals(folded: str, *, prose: bool) -> Iterator[re.Match[str]]:
    """Yield the numerals in words. Without 元 and 整 they may be a name (陆万里), so prose gives none of those."""
    for run in _CAPITAL_RUN.finditer(folded):
        if not 1 < len(run.group()) <= _LONGEST_NUMERAL or (prose and _CAPITAL_END.search(run.group()) is None):
            continue
        for match in _CAPITALS.finditer(folded, run.start(), run.end() + len("人民币")):
            if match.start() >= run.end():
                break
            ends = _CAPITAL_END.search(match.group())
            if ends or not (prose or _HAN.match(folded, match.end())):
                yield match


def _capital_value(printed: str) -> Decimal | None:
    """Return the yuan of one numeral in words, or None unless it has exactly one reading."""
    words = "".join(printed.split()).rstrip("整正")
    whole, found, cents = words.partition("元")
    if not found:
        cut = re.search(r"零?[零壹贰叁肆伍陆柒捌玖一二三四五六七八九][角分]", whole)
        whole, cents = (whole[: cut.start()], whole[cut.start() :]) if cut else (whole, "")
    value = _whole(whole) if whole else 0
    if value is None:
        return None
    total = Decimal(value)
    if cents:
        match = re.fullmatch(r"(?:零?(\S)角)?(?:零?(\S)分)?零?", cents)
        if match is None or not all(part is None or part in _DIGITS for part in match.groups()):
            return None
        tenth, hundredth = match.groups()
        total += Decimal(_DIGITS[tenth] if tenth else 0) / 10 + Decimal(_DIGITS[hundredth] if hundredth else 0) / 100
    return total


def _whole(words: str) -> int | None:
    """Return the integer of e.g. 壹亿贰仟万零叁佰; the parts of 亿 and 万 may stand once each."""
    high, has_high, low = words.rpartition("亿")
    if "亿" in high:
        return None
    left = _under_yi(high) if has_high else 0
    right = _under_yi(low) if low else 0
    if left is None or right is None or (has_high and not left):
        return None
    return left * 10**8 + right


def _under_yi(words: str) -> int | None:
    high, has_high, low = words.rpartition("万")
    if "万" in high:
        return None
    left = _under_wan(high, alone=True) if has_high else 0
    right = _under_wan(low, alone=not has_high) if low else 0
    if left is None or right is None or (has_high and not high):
        return None
    return left * 10**4 + right


def _under_wan(words: str, *, alone: bool) -> int | None:
    """Return the integer below 10,000; `alone` says that nothing larger stands before it.

    A last digit without its place (伍万叁, 壹佰贰) has two readings in use, 50003 and 53000, so it must follow
    a 零 or a 拾, or stand alone.
    """
    value, last, after_zero = 0, 10_000, False
    digit: int | None = None
    for sign in words:
        if sign in _PLACES:
            place = _PLACES[sign]
            if place >= last or (digit is None and not (place == 10 and (alone or after_zero) and not value)):
                return None
            value += (1 if digit is None else digit) * place
            last, digit = place, None
        else:
            if digit:  # two digits without a place between them
                return None
            digit = _DIGITS[sign]
            after_zero = after_zero or digit == 0
    if digit:
        if not (after_zero or last == 10 or (alone and last == 10_000)):
            return None
        value += digit
    return value


# --- Headers -------------------------------------------------------------------------------------------------------

_UNIT_HINT = re.compile(rf"[元%‰¥$€£万亿]|{_LATIN_CURRENCY}|{_HAN_CURRENCY}", re.I)
_NAMES_OF_CNY = frozenset({"人民币", "RMB", "CNY", "¥"})
_HAN_UNIT = rf"\s*(?:{_HAN_SCALE})?(?:{_HAN_CURRENCY})"
_LABEL_UNIT = re.compile(
    rf"""
    (?<![单多公纪状次二])
    (?P<unit>
        (?:{_HAN_SCALE})?\s*(?:{_HAN_CURRENCY})(?:\s*/\s*(?!{_HAN_UNIT})[一-龥A-Za-z㎡㎥²³·\d]{{1,8}})?
      | (?:{_LATIN_CURRENCY})(?:\s*/\s*[A-Za-z]{{1,8}})?
      | [%‰]
      | (?<=\()\s*(?:万|亿)\s*(?=\))
    )
    (?![一-龥])
    """,
    re.X | re.I,
)


class _Header(NamedTuple):
    """What a column header or label says about the numbers under it."""

    scale: Decimal | None = None
    currency: str | None = None
    basis: Basis | None = None
    """UNIT_PRICE, PER_YEAR or RATE if the header says so, else None."""
    percent: Decimal | None = None
    """What a bare number is multiplied by to become a share."""
    languages: frozenset[str] = frozenset()
    """The languages in which these words are a label, or that the caller told."""


_NO_HEADER = _Header()


@lru_cache(maxsize=4096)
def _header(label: str) -> _Header:
    folded = _fold(label)
    unit = unit_of(label)
    languages = frozenset({"zh"}) if has_han(label) else languages_beside(label)
    return _told_by(folded, unit)._replace(languages=languages)


def _told_by(folded: str, unit: str | None) -> _Header:
    basis = None
    if "单价" in folded and "总" not in folded:
        basis = Basis.UNIT_PRICE
    elif _RATE_LABEL.search(folded):
        basis = Basis.RATE
    if unit is None:
        mixed = basis is Basis.RATE and _UNIT_HINT.search(folded.replace("%", "").replace("‰", "")) is not None
        return _NO_HEADER if mixed else _Header(basis=basis)
    if unit in "%‰":
        return _Header(basis=Basis.RATE, percent=Decimal("0.01") if unit == "%" else Decimal("0.001"))
    if basis is Basis.RATE:  # 元 and a rate in one header: which of the two a number is cannot be told
        return _NO_HEADER
    money, _, per = unit.partition("/")
    scale = _SCALE_AT_START.match(money)
    factor = scale.group() if scale else ""
    if per:
        basis = _per_basis(per)
    scale_word = _SCALE_IN_LABEL.search(folded)
    if scale_word is not None:  # Value in EUR million
        factor = next(word for word in _SCALES_IN_LABEL if scale_word.group().strip().lower().startswith(word))
        return _Header(_SCALES_IN_LABEL[factor], _CURRENCIES.get(money.lower(), "CNY"), basis)
    currency = _CURRENCIES.get(money[len(factor) :].lower(), "CNY")
    return _Header(_SCALES[factor], currency, basis) if currency else _Header(basis=basis)


_SCALES_IN_LABEL = {
    "'000": Decimal(1000),
    "thousand": Decimal(1000),
    "k": Decimal(1000),
    "billion": Decimal(10**9),
    "bn": Decimal(10**9),
    "m": Decimal(10**6),
}
_SCALE_IN_LABEL = re.compile(
    r"'000|(?<![A-Za-z])(?:thousand|million|mio|mln|mn|billion|bn)s?(?![A-Za-z])"
    r"|(?<=[€$£])\s?[mk](?![A-Za-z])|(?<![A-Za-z])[mk](?=EUR|USD|GBP|€|£|\$)",
    re.I,
)
_RATE_LABEL = re.compile(r"[率%‰]|折扣|系数|百分比")
_SCALE_AT_START = re.compile(_HAN_SCALE)

# --- Tokens --------------------------------------------------------------------------------------------------------


class _Token(NamedTuple):
    """One numeral of the text, told by its neighbors."""

    start: int
    end: int
    basis: Basis
    """TOTAL, UNIT_PRICE, PER_YEAR, RATE, RANGE; UNKNOWN_UNIT for a bare number."""
    value: Decimal | None
    """Main currency units, or the share of a rate; the bare number; None where only the kind is sure."""
    currency: str | None = None
    words: bool = False
    """True for a numeral in 大写."""


_PRINTED = frozenset({Basis.TOTAL, Basis.UNIT_PRICE, Basis.PER_YEAR, Basis.RANGE})


class _TwoReadings(Exception):
    """Raised and caught in this module only: the words around a number allow two readings, or none."""


def _tokens(folded: str, text: str, header: _Header, *, prose: bool = False) -> list[_Token]:
    """Return the numerals in order, without those that count or date something.

    Raises:
        _TwoReadings: one of them is damaged (149267.89407499.83元) or contradicts itself. In `prose` such a one
            is left out instead, and so are numbers without a unit.
    """
    # No date is followed by 元, so prose, where only numbers with a unit count, need not look for dates.
    no_prices = (_TITLE if "《" in folded else None) if prose else _DATE_OR_FILE
    taken = [match.span() for match in no_prices.finditer(folded)] if no_prices else []
    tokens = []
    for match, read in _worded_numerals(folded, prose=prose):
        taken.append(match.span())
        try:
            tokens.append(read(match))
        except _TwoReadings:
            if not prose:
                raise
    taken.sort(key=lambda span: span[1])
    foreign = _is_foreign(folded, header)
    index = 0
    for match in (_FOREIGN_NUMBER if foreign else _NUMBER).finditer(folded):
        while index < len(taken) and taken[index][1] <= match.start():
            index += 1
        if index < len(taken) and taken[index][0] < match.end():
            continue
        try:
            token = _told(match, text, header, foreign=foreign, prose=prose)
        except _TwoReadings:
            if not prose:
                raise
            continue
        if token is not None:
            tokens.append(token)
    tokens.sort()
    return _join_ranges(tokens, folded, prose=prose)


def _worded_numerals(folded: str, *, prose: bool) -> Iterator[tuple[re.Match[str], Callable[[re.Match[str]], _Token]]]:
    """Yield the numerals with Chinese places in them, each with what reads it."""
    for match in _capitals(folded, prose=prose):
        yield match, _in_capitals
    if _MIXED_HINT.search(folded) is not None:
        for match in _MIXED.finditer(folded):
            yield match, _mixed


def _is_foreign(folded: str, header: _Header) -> bool:
    if header.currency not in (None, "CNY"):
        return True
    if any(word in _FOREIGN_WORDS or (word.lower() in _FOREIGN_WORDS) for word in _LETTERS.findall(folded)):
        return True
    return _FOREIGN_HAN.search(folded) is not None


def _in_capitals(match: re.Match[str]) -> _Token:
    value = _capital_value(match.group())
    if value is None:
        raise _TwoReadings
    before = match.string[max(0, match.start() - 12) : match.start()]
    after = _AFTER_WORDS.match(match.string, match.end())
    if after is not None and not _NOT_PER.match(after.group("per")):
        return _Token(match.start(), after.end(), _per_basis(after.group("per")), value, "CNY", words=True)
    ahead = _PER_BEFORE.search(before)
    basis = _per_basis(ahead.group("per")) if ahead else Basis.TOTAL
    return _Token(match.start(), match.end(), basis, value, "CNY", words=True)


_AFTER_WORDS = re.compile(rf"\s*{_PER}")


def _mixed(match: re.Match[str]) -> _Token:
    """Read 1亿2千万元; its scales must fall from left to right."""
    total, last = Decimal(0), Decimal(10**13)
    for part in _MIXED_PART.finditer(match.group().removesuffix("元")):
        number, scale = part.groups()
        factor = _MIXED_SCALES[scale or ""]
        if factor >= last or Decimal(number) * factor >= last:
            raise _TwoReadings
        total += Decimal(number) * factor
        last = factor
    return _Token(match.start(), match.end(), Basis.TOTAL, total, "CNY")


_MIXED_SCALES = _SCALES | {"元": Decimal(1), "角": Decimal("0.1"), "分": Decimal("0.01")}


def _is_damaged(match: re.Match[str], text: str) -> bool:
    """Tell whether the digits run into other digits, so that where the number ends cannot be told."""
    folded = match.string
    start, end = match.span()
    follows = folded[end : end + 2]
    if len(follows) == 2 and follows[0] in ".," and follows[1].isdigit():
        return True
    if start >= 2 and folded[start - 1] in ".,百千万亿" and folded[start - 2].isdigit():
        return True
    digits = match.group()
    if follows[:1] == "." and _THREE_DECIMALS.search(digits):  # a section number glued on: 360.003.
        return True
    # A full-width comma groups digits only where nothing else can be meant: 包1，200元 is not 1,200.
    wide = "，" in text[start:end]
    return wide and digits.count(",") == 1 and _GROUP_START.search(folded[max(0, start - 4) : start]) is None


_THREE_DECIMALS = re.compile(r"\.\d{3,}$")
_GROUP_START = re.compile(r"(?:^|[¥:($\s为币价额])$")


def _told(match: re.Match[str], text: str, header: _Header, *, foreign: bool, prose: bool) -> _Token | None:
    """Return the token of one number in digits, or None if it is no price."""
    folded = match.string
    start, end = match.span()
    before = folded[max(0, start - 16) : start]
    if _is_damaged(match, text) or (start == len(before) and before.strip(" ¥") == "-"):
        raise _TwoReadings  # a negative price is no price
    after = _AFTER.match(folded, end)
    if after is not None and _NEXT_LINE_NAME.match(folded, end):
        after = None
    if after is not None and after.group("percent"):
        return _rate(match, after, before)
    # The last character before the number tells cheaply whether a currency can stand there.
    prefix = _BEFORE.search(before) if before.rstrip(" :(")[-1:].lower() in _CURRENCY_ENDS else None
    if after is None and prefix is None:
        if prose:
            return _in_prose(match, before, foreign=foreign)
        return _bare(match, before, header, foreign=foreign)
    if prefix is None and _LETTER_BEFORE.search(before):
        raise _TwoReadings  # K12元: a code, or a price?
    return _priced(match, before, prefix, after, header, foreign=foreign)


_LETTER_BEFORE = re.compile(r"[A-Za-z]$")


def _priced(
    match: re.Match[str],
    before: str,
    prefix: re.Match[str] | None,
    after: re.Match[str] | None,
    header: _Header,
    *,
    foreign: bool,
) -> _Token | None:
    """Return the token of a number that has a unit or a currency at it."""
    folded = match.string
    start, end = match.span()
    scale, suffix, per = "", None, None
    if after is not None:
        scale = after.group("scale") or after.group("scale2") or after.group("scale4") or ""
        suffix = after.group("currency") or after.group("currency2") or after.group("currency3")
        suffix = suffix or ("人民币" if after.group("rmb") else None)
        per = after.group("per")
        if per is not None and _HAN_UNIT_AT_START.match(per):
            raise _TwoReadings  # 63.86（人民币/万元）
        end = _end_of(after, per)
        if after.group("scale2") and prefix is None and suffix is None:
            return None  # 5 m and 3 k are lengths and counts unless a currency stands by
        if per is None:
            per, end = _yearly(folded, end)
    elif (behind := _AFTER_WORDS.match(folded, end)) is not None and not _NOT_PER.match(behind.group("per")):
        per, end = behind.group("per"), behind.end()  # $85 per hour
    currency = _currency(prefix, suffix, header)
    if foreign and currency != "CNY":
        decimal = _decimal(prefix, suffix, currency, header)
        number = _foreign_value(match.group(), scaled=bool(scale), decimal=decimal)
    else:
        number = _value(match.group())
    if after is None and header.scale is not None and header.currency == currency:
        if header.scale > 1 and number >= _LARGE_IN_WAN:
            raise _TwoReadings
        number *= header.scale
    else:
        number *= _scale_of(scale, currency)
    if prefix is not None:
        start += prefix.start() - len(before)
    basis = _basis(before, per, header, folded, end)
    return _Token(start, end, basis, None if basis is Basis.RANGE else number, currency)


def _scale_of(word: str, currency: str) -> Decimal:
    """Return what a scale multiplies by; 15 mil. is fifteen thousand or fifteen million by the currency."""
    scale = " ".join(word.lower().split()).rstrip(".")
    if scale in _TWO_SCALES:
        factor = _TWO_SCALES[scale].get(currency)
        if factor is None:
            raise _TwoReadings
        return Decimal(factor)
    return _SCALES[scale]


_COMMA_GROUPS = frozenset(
    [
        "USD",
        "GBP",
        "JPY",
        "HKD",
        "AUD",
        "CAD",
        "SGD",
        "KRW",
        "TWD",
        "MOP",
        "INR",
        "NZD",
        "MXN",
        "THB",
        "MYR",
        "PHP",
        "CNY",
    ]
)
"""Currencies of countries that group thousands with a comma."""


def _decimal(prefix: re.Match[str] | None, suffix: str | None, currency: str, header: _Header) -> str:
    """Return the decimal sign of a price: by its language, by how its currency is printed, or empty for unknown."""
    told = conventions_of(header.languages).decimal
    if told:
        return told
    if header.languages:
        return ""
    han = suffix is not None and _is_han(suffix)
    return "." if prefix is not None or han or currency in _COMMA_GROUPS else ""


_YEARLY = frozenset(tuple(fold_words(one)) for one in _UNITS.yearly)
_WORDS_AFTER = re.compile(rf"\s+(?P<words>[{_SIGN}.'’]+(?:\s[{_SIGN}.'’]+)?)")


def _yearly(folded: str, end: int) -> tuple[str | None, int]:
    """Return a word for "by the year" and where it ends, if such words follow a sum (12 000 € par an)."""
    after = _WORDS_AFTER.match(folded, end)
    if after is None:
        return None, end
    words = fold_words(after["words"])
    for length in (2, 1):
        if words[:length] in _YEARLY:
            return "year", after.end() if len(words) == length else after.start("words") + len(
                after["words"].split()[0]
            )
    return None, end


_NEXT_LINE_NAME = re.compile(r"\s*\n\s*(?:元|万|亿)(?!元|人民币|整|每|以|大写|左右)[一-龥]")
"""A line after the number that begins with 元 or 万 as part of a name."""


_HAN_UNIT_AT_START = re.compile(_HAN_UNIT)


def _end_of(after: re.Match[str], per: str | None) -> int:
    """Return where the unit ends; a bracket that was not opened before the unit is not part of it."""
    if per is not None and _NOT_PER.match(per):
        return after.start("per") - 1
    end = after.end()
    if after.group("close") and not after.group("open") and not (after.group("rmb") or "").count("("):
        end = after.start("close")
    return end


def _currency(prefix: re.Match[str] | None, suffix: str | None, header: _Header) -> str:
    """Return the currency that the signs around a number name; they must not contradict each other."""
    named = {_currency_of(prefix.group("currency"), header)} if prefix else set()
    if prefix is not None and prefix.group("sign"):
        named.add("CNY")
    if suffix is not None:
        named.add(_currency_of(suffix, header))
    if len(named) > 1:
        raise _TwoReadings
    return named.pop() if named else header.currency or "CNY"


def _currency_of(word: str, header: _Header) -> str:
    """Return the code of a currency's word; one that names several (kr) needs the language."""
    key = " ".join(word.lower().split())
    if key in _TWO_CURRENCIES:
        codes = {_TWO_CURRENCIES[key].get(language) for language in header.languages}
        if len(codes) != 1 or None in codes:
            raise _TwoReadings
        return str(codes.pop())
    return _CURRENCIES[key]


def _basis(before: str, per: str | None, header: _Header, folded: str, end: int) -> Basis:
    if per is not None and not _NOT_PER.match(per):
        return _per_basis(per)
    ahead = _PER_BEFORE.search(before)
    if ahead is not None:
        return _per_basis(ahead.group("per"))
    if _YEARLY_BEFORE.search(before):
        return Basis.PER_YEAR
    word = _WORD_BEFORE.search(before)
    if word is not None and word.group("price"):
        return Basis.UNIT_PRICE
    if _OPEN_END.match(folded, end) or _AT_LEAST.search(before):
        return Basis.RANGE
    return header.basis if header.basis in (Basis.UNIT_PRICE, Basis.PER_YEAR) else Basis.TOTAL


def _per_basis(per: str) -> Basis:
    if _YEARS_WORD.match(per):  # 90万元/三年 is the total of the three years
        return Basis.TOTAL
    return Basis.PER_YEAR if _YEAR_WORD.match(per) else Basis.UNIT_PRICE


def _rate(match: re.Match[str], after: re.Match[str], before: str) -> _Token | None:
    """Return the share that a percentage or 折 (8.5折 and 85折 are 85 %) means; the rate of a tax is no price."""
    if _TAX_BEFORE.search(before) or _TAX_AFTER.match(match.string, after.end("percent")):
        return None
    number = _value(match.group())
    sign = after.group("percent")
    whole = {"%": 100, "‰": 1000, "折": 100 if number > 10 else 10}[sign]
    return _Token(match.start(), after.end("percent"), Basis.RATE, number / whole)


_TAX_BEFORE = re.compile(r"税[^\d,;。]{0,4}$")
_TAX_AFTER = re.compile(r"\s*(?:的)?(?:增值)?税")


def _in_prose(match: re.Match[str], before: str, *, foreign: bool) -> _Token | None:
    """Return a bare number of prose if it may begin a range or has its unit on the same line before it."""
    folded = match.string
    start, end = match.span()
    if _COUNTED.match(folded, end):
        return None
    inline = _UNIT_BEFORE.search(before) if "元" in before else None
    if inline is not None and "\n" not in inline.group() and inline.group().rstrip()[-1:] in ":=":
        header = _header(inline.group("unit"))
        value = _value(match.group()) * (header.scale or 1)
        return _Token(start - len(before) + inline.start(), end, Basis.TOTAL, value, header.currency)
    if _RANGE_GAP.match(folded, end) is None:
        return None
    value = _foreign_value(match.group(), scaled=False, decimal="") if foreign else _value(match.group())
    return _Token(start, end, Basis.UNKNOWN_UNIT, value)


def _bare(match: re.Match[str], before: str, header: _Header, *, foreign: bool) -> _Token | None:
    """Return the token of a number with neither a unit nor a currency at it."""
    if _is_no_price(match, before):
        return None
    if foreign and header.currency not in (None, "CNY"):
        decimal = _decimal(None, None, header.currency or "", header)
        number = _foreign_value(match.group(), scaled=False, decimal=decimal)
    else:
        number = _value(match.group())
    start, end = match.span()
    word = _WORD_BEFORE.search(before)
    if word is not None and word.group("rate"):
        return _Token(start, end, Basis.RATE, number if "系数" in before and number <= 2 else None)
    inline = _UNIT_BEFORE.search(before)
    if inline is not None:
        header = _header(inline.group("unit"))
    if header.basis is Basis.RATE:
        return _Token(start, end, Basis.RATE, number * header.percent if header.percent else None)
    if header.scale is None:
        return _Token(start, end, Basis.UNKNOWN_UNIT, number)
    basis = _basis(before, None, header, match.string, end)
    return _Token(start, end, basis, None if basis is Basis.RANGE else number * header.scale, header.currency)


def _is_no_price(match: re.Match[str], before: str) -> bool:
    """Tell whether a bare number counts something, numbers something or is part of a code or a phone."""
    folded, end = match.string, match.end()
    if _LABEL_BEFORE.search(before) or _COUNTED.match(folded, end) or _is_ordinal(match, before):
        return True
    return bool(_CODE_BEFORE.search(before) or _CODE_AFTER.match(folded, end) or _LEADING_ZERO.match(match.group()))


_CODE_BEFORE = re.compile(r"[A-Za-z][-_]?$")
_CODE_AFTER = re.compile(r"[A-Za-z]")


def _is_ordinal(match: re.Match[str], before: str) -> bool:
    """Tell whether the number is the 1 of 1、386400元."""
    follows = match.string[match.end() : match.end() + 1]
    return len(match.group()) <= 2 and follows in ("、", ")") and _LINE_START.search(before) is not None


_LINE_START = re.compile(r"(?:^|[\n;。])\s*\(?$")
_LEADING_ZERO = re.compile(r"0\d")


def _value(digits: str) -> Decimal:
    if _NUMBER.fullmatch(digits) is None:
        raise _TwoReadings
    return Decimal(digits.replace(",", ""))


def _foreign_value(digits: str, *, scaled: bool, decimal: str) -> Decimal:
    """Return the number of 1,234.56, 1.234,56 or 1 234,56.

    One dot or comma before three last digits is a thousand to some and decimal to others: `decimal` tells, or a scale
    that follows (1.234 million). Where it would be decimal, nothing is read: no sum has three decimals.
    """
    digits = _GROUP_SIGNS.sub("", digits)
    signs = _POINTS.findall(digits)
    if not signs:
        return Decimal(digits)
    last = signs[-1]
    whole, _, rest = digits.rpartition(last)
    group = "," if last == "." else "."
    if group in signs:
        if last in signs[:-1] or not _GROUPED[group].fullmatch(whole):
            raise _TwoReadings
        return Decimal(f"{whole.replace(group, '')}.{rest}")
    if _GROUPED[last].fullmatch(digits) and not (scaled and signs == ["."] and decimal != ","):
        if len(signs) == 1 and decimal not in _MARKS - {last}:
            raise _TwoReadings
        return Decimal(digits.replace(last, ""))
    if len(signs) > 1 or (last == "," and len(rest) > 2):
        raise _TwoReadings
    return Decimal(f"{whole}.{rest}")


_MARKS = frozenset(".,")
_GROUP_SIGNS = re.compile(r"[ '’]")
_POINTS = re.compile(r"[.,]")
_GROUPED = {sign: re.compile(rf"\d{{1,3}}(?:{re.escape(sign)}\d{{3}})+") for sign in ".,"}
_RANGE_GAP = re.compile(
    r"\s*(?:-+|~|至|到|(?:to|à|bis|bis\szu|hasta|a|al|tot|till|do|do\skwoty|až|fino\sa|até|până\sla)(?![^\W\d_]))\s*(?:人民币|¥)?\s*",
    re.I,
)


def _join_ranges(tokens: list[_Token], folded: str, *, prose: bool) -> list[_Token]:
    """Make one RANGE of two numbers with 至 or a dash between; of two bare ones (a phone) not in `prose`."""
    joined: list[_Token] = []
    for token in tokens:
        last = joined[-1] if joined else None
        if last is not None and _is_range(last, token, folded, prose=prose):
            joined[-1] = _Token(last.start, token.end, Basis.RANGE, None, token.currency or last.currency)
        else:
            joined.append(token)
    return joined


def _is_range(first: _Token, second: _Token, folded: str, *, prose: bool) -> bool:
    if first.words or second.words or first.end >= second.start:
        return False
    if prose and first.basis is second.basis is Basis.UNKNOWN_UNIT:
        return False
    return _RANGE_GAP.fullmatch(folded, first.end, second.start) is not None


# --- Decisions -----------------------------------------------------------------------------------------------------

_BLANK = "[\\s\\u3000\\u00a0]*"
_PLAIN = re.compile(
    rf"{_BLANK}([¥￥])?{_BLANK}([1-9][0-9]{{0,2}}(?:,[0-9]{{3}})+(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?){_BLANK}"
    rf"(元|万元|亿元)?{_BLANK}(?:[(（]人民币[)）])?{_BLANK}"
)
_EMPTY = re.compile(
    r"[\s/\\\-_.,;:。、()\[\]*~?…|]*(?:(?:详?见|参见|请见|另见|按照?)[^\d]{0,30}|无|暂无|没有|不详|未[^\d]{0,6}|空"
    r"|不适用|n/?a|null|none|nan|tbd|see\b[^\d]{0,40}|not\s(?:stated|applicable|disclosed|available))?[\s/\\\-_.,;:。、()\[\]*~?…|]*",
    re.I,
)
_ANY_DIGITS = re.compile(r"\d+")
_UNIT_WORDS = re.compile(r"(?:人民币|[十百千仟佰]?万?亿?元|[¥$€£])")
_FORMULA = re.compile(
    r"[×*]|计价格|价格|收费标准|收费管理|计取|计算|结算|基准价"
    r"|(?:按照?|依据|根据|参照).{0,40}(?:收取|执行|下浮|标准|规定)"
)
_BINDING_FORMULA = re.compile(r"[×*]|计取|收费标准|基准价")
_TOTAL_MARK = re.compile(
    r"(?:总价|总金额|总报价|总额|合计|共计|总计|总投资|收费金额|(?<!公)共|=|total(?:\s+(?:price|value|amount))?)[^\d,;。]{0,8}$",
    re.I,
)
_OF_WHICH = re.compile(r"其中|含暂列|含暂估|of which|including", re.I)
_DISCOUNT = re.compile(r"\(\s*(?:下浮|优惠|折扣|让利|降幅|降低|降价)[^()\d]{0,6}$")


def _read_plain(match: re.Match[str], header: _Header) -> Amount | None:
    """Read the commonest cells at once: digits, perhaps a ¥, perhaps 元 or 万元. Must agree with the long way."""
    sign, digits, unit = match.groups()
    value = Decimal(digits.replace(",", ""))
    if not value:
        return NOT_STATED
    basis = header.basis or Basis.TOTAL
    if unit is not None:
        return Amount(basis, value * _SCALES[unit[:-1]], "CNY")
    if sign is None and "人民币" not in match.string:
        return _UNKNOWN if header.scale is None else Amount(basis, value * header.scale, header.currency)
    return _signed(value, basis, header)


def _signed(value: Decimal, basis: Basis, header: _Header) -> Amount | None:
    """Return the amount of ￥517.9, whose sign names the currency but leaves the scale to the header."""
    if header.scale is None or header.currency != "CNY" or header.scale == 1:
        return Amount(basis, value, "CNY")
    return None if value >= _LARGE_IN_WAN else Amount(basis, value * header.scale, "CNY")


_LARGE_IN_WAN = 100_000
"""Under a header in 万元, ￥5179175.00 is likelier yuan than 51 billion: neither is believed."""
_UNKNOWN = Amount(Basis.UNKNOWN_UNIT)


def _read_without_number(folded: str) -> Amount | None:
    rest = _UNIT_WORDS.sub("", folded)
    if _EMPTY.fullmatch(rest) and not _FORMULA.search(rest):
        return NOT_STATED
    return Amount(Basis.FORMULA) if _FORMULA.search(folded) else None


def _decide(tokens: list[_Token], folded: str) -> Amount | None:
    """Return the one amount that all numerals together leave possible, else None."""
    by_basis: dict[Basis, list[_Token]] = {}
    for token in tokens:
        by_basis.setdefault(token.basis, []).append(token)
    totals = by_basis.get(Basis.TOTAL, [])
    bare = [token for token in by_basis.pop(Basis.UNKNOWN_UNIT, []) if not _confirms(token, totals)]
    if not totals and _BINDING_FORMULA.search(folded):
        return Amount(Basis.FORMULA)
    if not by_basis:
        return _decide_bare(bare, folded)
    if bare or (len(by_basis) > 1 and not totals):
        return None
    if totals:
        return _decide_total(by_basis, folded)
    return _decide_kind(*next(iter(by_basis.items())), folded)


def _decide_kind(basis: Basis, tokens: list[_Token], folded: str) -> Amount | None:
    """Decide over numerals that are all rates, all ranges, all unit prices or all yearly."""
    values = {(token.value, token.currency) for token in tokens}
    if basis is Basis.RATE:
        if _TARIFF.search(folded):
            return Amount(Basis.FORMULA)
        return Amount(Basis.RATE, rate=tokens[0].value if len(values) == 1 else None)
    if basis is Basis.RANGE:
        return Amount(Basis.RANGE) if len(tokens) == 1 else None
    if len(values) > 1:
        return None
    value, currency = values.pop()
    return Amount(basis, value, currency) if value else NOT_STATED


_TARIFF = re.compile(r"(?:价格|收费|标准|规定|文件|办法).{0,30}\d")


def _confirms(bare: _Token, totals: list[_Token]) -> bool:
    """Tell whether a bare number repeats a total that is printed with its unit (小写：80000 大写：捌万元整).

    Beside 大写 it may as well stand for 万元.
    """
    same = {total.value for total in totals} | {_worth(total) / 10**4 for total in totals if total.words}
    return bare.value in same


def _decide_bare(bare: list[_Token], folded: str) -> Amount | None:
    values = {token.value for token in bare}
    if not values:  # every numeral counted or numbered something
        return _read_without_number(_ANY_DIGITS.sub("", folded))
    if len(values) > 1:
        return None
    return _UNKNOWN if values.pop() else NOT_STATED


def _decide_total(by_basis: dict[Basis, list[_Token]], folded: str) -> Amount | None:
    main = _main_total(by_basis[Basis.TOTAL], folded)
    if main is None or Basis.RANGE in by_basis:
        return None
    rates = by_basis.get(Basis.RATE, [])
    if any(_DISCOUNT.search(folded[max(0, rate.start - 16) : rate.start]) is None for rate in rates):
        return None
    # Beside a unit price or a formula only what is called the total is the total.
    beside = _BINDING_FORMULA.search(folded) or Basis.UNIT_PRICE in by_basis or Basis.PER_YEAR in by_basis
    if beside and _TOTAL_MARK.search(folded[max(0, main.start - 16) : main.start]) is None:
        return None
    return Amount(Basis.TOTAL, main.value, main.currency) if main.value else NOT_STATED


def _main_total(totals: list[_Token], folded: str) -> _Token | None:
    """Return the total that the others repeat or are parts of, or None if two totals stand side by side."""
    if len({token.value for token in totals}) == len({token.currency for token in totals}) == 1:
        return totals[0]
    if len({token.currency for token in totals}) > 1:
        return None
    if folded[: totals[-1].start].rstrip(" ¥").endswith("="):
        return totals[-1]  # 5000元×12=60000元
    parts_start = _OF_WHICH.search(folded, totals[0].end)
    if parts_start is not None and totals[1].start >= parts_start.start() and totals[0] == max(totals, key=_worth):
        return totals[0]
    largest = max(totals, key=_worth)
    parts = [token for token in totals if token.value != largest.value]
    return largest if len(parts) > 1 and sum(map(_worth, parts)) == largest.value else None


def _worth(token: _Token) -> Decimal:
    return token.value or Decimal(0)


# --- Amounts in prose ----------------------------------------------------------------------------------------------

_ADJACENT = re.compile(r"[\s()\[\]:;,，]*(?:大写|小写|人民币|即|计)?[\s()\[\]:¥为]*")


def _groups(tokens: list[_Token], folded: str) -> list[list[_Token]]:
    """Put a numeral in 大写 together with the digits right beside it."""
    groups: list[list[_Token]] = []
    for token in tokens:
        last = groups[-1][-1] if groups else None
        if last is not None and last.words != token.words and len(groups[-1]) == 1:
            gap = folded[last.end : token.start]
            if len(gap) <= 12 and _ADJACENT.fullmatch(gap):
                groups[-1].append(token)
                continue
        groups.append([token])
    return groups


def _span(group: list[_Token], folded: str) -> tuple[int, int]:
    """Return the words of a group, with 每年 and 单价 before it and the closing bracket after it."""
    start, end = group[0].start, group[-1].end
    before = folded[max(0, start - 16) : start]
    ahead = _PER_BEFORE.search(before) or _BEFORE_WORDS.search(before) or _AT_LEAST.search(before)
    if ahead is not None:
        start -= len(before) - ahead.start()
    tail = _OPEN_END.match(folded, end)
    if group[-1].basis is Basis.RANGE and tail is not None:
        end = tail.end()
    words = folded[start:end]
    if words.count("(") > words.count(")") and folded[end : end + 1] == ")":
        end += 1
    return start, end


_BEFORE_WORDS = re.compile(
    r"(?:单价|不低于|不少于|(?<!不)(?:大于|超过|高于)|≥|>|年(?:租金|服务费|费用|维护费|均))[^\d,;。]{0,8}$|人民币[\s:]*$"
)
