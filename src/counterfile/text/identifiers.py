"""Knows the identifiers of procurement: credit codes of organizations and numbers of projects.

A project number is typed by clerks: full-width brackets here, half-width there, a blank after a dash. It is kept
as printed; `number_key` is what two spellings of one number share. What a number tells about place, year and
method is a hint to corroborate with, never a fact.
"""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum

import msgspec

from counterfile.text.dates import find_dates


class UsccClass(StrEnum):
    """What kind of body a credit code names: its first two characters, registry and class (GB 32100, annex A)."""

    STATE_ORGAN = "state_organ"
    PUBLIC_INSTITUTION = "public_institution"
    MASS_ORGANIZATION = "mass_organization"
    LEGAL_SERVICE = "legal_service"
    """Law firms, notaries, arbitration commissions."""
    FOREIGN_OFFICE = "foreign_office"
    """Resident offices of foreign media, culture and tourism bodies."""
    ASSOCIATION = "association"
    PRIVATE_NON_ENTERPRISE = "private_non_enterprise"
    FOUNDATION = "foundation"
    RELIGIOUS = "religious"
    TRADE_UNION = "trade_union"
    COMPANY = "company"
    SOLE_TRADER = "sole_trader"
    """A person in business: to be treated as personal data."""
    COOPERATIVE = "cooperative"
    MILITARY = "military"
    RURAL_COLLECTIVE = "rural_collective"
    OTHER = "other"


class NumberHints(msgspec.Struct, frozen=True):
    """What the shape of a project number suggests; None where it suggests nothing."""

    region_code: str | None = None
    """Six digits of GB/T 2260."""
    year: int | None = None
    method: str | None = None
    """open, restricted, consultation, negotiation, inquiry or single_source."""
    round: int | None = None
    """2 for a second attempt; None, not 1, where the number does not say."""


def is_uscc(text: str) -> bool:
    """Tell whether `text` is one unified social credit code: 18 characters with a right check character.

    Width, case and outer blanks do not matter. All registries are known, also those with a letter in front
    (N rural collectives, A military), which common libraries reject.

    Source:
        GB 32100-2015: weights 3^i mod 31 over the alphabet without I, O, S, V, Z.

    >>> is_uscc("91110000123456780W"), is_uscc("91110000123456780A")
    (True, False)
    """
    code = _code(text)
    if _USCC_SHAPE.fullmatch(code) is None:
        return False
    total = sum(_USCC_VALUE[sign] * weight for sign, weight in zip(code, _USCC_WEIGHTS, strict=False))
    return _USCC_VALUE[code[17]] == -total % 31


def uscc_class(text: str) -> UsccClass:
    """Return what kind of body the credit code `text` names.

    Raises:
        ValueError: `text` is no credit code.

    >>> str(uscc_class("91110000123456780W"))
    'company'
    """
    if not is_uscc(text):
        raise ValueError(
            f"{text!r} is no unified social credit code: 18 characters and their check character are wanted"
        )
    code = _code(text)
    return _CLASSES.get(code[:2]) or _REGISTRIES.get(code[0]) or UsccClass.OTHER


def clean_number(text: str) -> str:
    """Return the number as printed, without the label, blanks, punctuation and unpaired brackets around it.

    >>> clean_number("（项目编号：JSZC-320300-2026-0001）")
    'JSZC-320300-2026-0001'
    >>> clean_number("[2026]CG（Q）015号")
    '[2026]CG（Q）015号'
    """
    label = _LABEL.match(text)
    number = (text[label.end() :] if label else text).strip(_OUTER)
    while number:
        if number[-1] in _CLOSE and (_unpaired(number) or _wraps(number)):
            wrapped = _wraps(number)
            number = number[1 if wrapped else 0 : -1].strip(_OUTER)
        elif number[0] in _OPEN and _unpaired(number):
            number = number[1:].strip(_OUTER)
        else:
            label = _LABEL.match(number)
            if label is None:
                return number
            number = number[label.end() :].strip(_OUTER)
    return number


def number_key(text: str) -> str:
    """Return what all spellings of one project number share: for linking, never for showing.

    Width, case, blanks, the kind of brackets and dashes and a final 号 do not count. A notice of the Official Journal
    of the Union has one key by its number in the journal (2020/S 068-161232) and by its own (161232-2020, since 2023
    with zeros before it).

    >>> number_key("徐采公〔２０２６〕jssw（Q） 001号") == number_key("徐采公(2026)JSSW(q)001")
    True
    >>> number_key("2020/S 068-161232"), number_key("161232-2020"), number_key("00161232-2020")
    ('161232-2020', '161232-2020', '161232-2020')
    """
    folded = unicodedata.normalize("NFKC", text).translate(_KEY_FOLD)
    # Taking blanks out can bring a letter and an accent together: composed once more, the key of a key is itself.
    key = unicodedata.normalize("NFKC", "".join(folded.split()).casefold()).rstrip("号")
    journal = _JOURNAL.fullmatch(key)
    return f"{journal['own'] or journal['padded']}-{journal['year'] or journal['in']}" if journal is not None else key


def find_numbers(text: str) -> list[tuple[int, int, str]]:
    """Return start, end (half open) and words of the strings that are shaped like project numbers.

    Found are letters with digits, dashes and bracketed years, with the Chinese words before such a bracket
    (兴采公〔2026〕015号). Left out are phones, dates, amounts, credit codes, resident ids, file numbers of rules
    and certificate numbers. Digits alone are taken only right after a label that ends in 编号 or 代码.

    >>> find_numbers("某市公安局视频项目（编号：SXZC-2026-0107）成交公告，电话0311-5550123")
    [(13, 27, 'SXZC-2026-0107')]
    """
    if _DIGITS_THREE.search(text) is None:
        return []
    folded = text.translate(_WIDTH)
    found = []
    for match in _CANDIDATE.finditer(folded):
        start, end = _trimmed(folded, *match.span())
        if start < end and _is_number(folded, start, end):
            found.append((start, end, text[start:end]))
    return found


def number_hints(text: str) -> NumberHints:
    """Return what the shape of a project number suggests about place, year, method and round.

    >>> number_hints("JSZC-320300-XZTY-G2026-0001")
    NumberHints(region_code='320300', year=2026, method='open', round=None)
    >>> number_hints("兴采磋〔2025〕015号（二次）")
    NumberHints(region_code=None, year=2025, method='consultation', round=2)
    """
    key = number_key(text).upper()
    return NumberHints(
        region_code=_region(key),
        year=_year(key),
        method=next((method for pattern, method in _METHODS if pattern.search(key)), None),
        round=_round(key),
    )


# --- Credit codes --------------------------------------------------------------------------------------------------

_USCC_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_USCC_VALUE = {sign: value for value, sign in enumerate(_USCC_ALPHABET)}
_USCC_WEIGHTS = [pow(3, i, 31) for i in range(17)]
_USCC_SHAPE = re.compile(rf"[1-9ANY][1-9][0-9]{{6}}[{_USCC_ALPHABET}]{{10}}")
_CLASSES = {
    "11": UsccClass.STATE_ORGAN,
    "12": UsccClass.PUBLIC_INSTITUTION,
    "13": UsccClass.MASS_ORGANIZATION,
    "51": UsccClass.ASSOCIATION,
    "52": UsccClass.PRIVATE_NON_ENTERPRISE,
    "53": UsccClass.FOUNDATION,
    "91": UsccClass.COMPANY,
    "92": UsccClass.SOLE_TRADER,
    "93": UsccClass.COOPERATIVE,
}
_REGISTRIES = {
    "2": UsccClass.FOREIGN_OFFICE,
    "3": UsccClass.LEGAL_SERVICE,
    "4": UsccClass.FOREIGN_OFFICE,
    "6": UsccClass.FOREIGN_OFFICE,
    "7": UsccClass.RELIGIOUS,
    "8": UsccClass.TRADE_UNION,
    "A": UsccClass.MILITARY,
    "N": UsccClass.RURAL_COLLECTIVE,
}


def _code(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip().upper()


# --- Project numbers -----------------------------------------------------------------------------------------------

_OPEN, _CLOSE = "([{（［【〔﹝「<〈《", ")]}）］】〕﹞」>〉》"
_DASHES = "—–－−―‐‑‒─﹣"
_OUTER = " \u3000\u00a0\u200b\ufeff\t\r\n\v\f,，.。;；:：、!！?？\"'“”‘’|-—_=*"
_LABEL = re.compile(
    r"[\s(（\[【]*[一-龥A-Za-z()（）/、\s]{0,24}?(?:编号|代码|文号|编码|案号|号码|No\.?|number|reference|ref\.?)\s*(?:[)）])?\s*(?:[:：为是]|$)\s*",
    re.I,
)
_KEY_FOLD = (
    dict.fromkeys(map(ord, _OPEN), "(")
    | dict.fromkeys(map(ord, _CLOSE), ")")
    | dict.fromkeys(map(ord, _DASHES), "-")
    | dict.fromkeys(map(ord, "\u200b\u200c\u200d\ufeff\u00ad"), None)
)
_WIDTH = (
    {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
    | dict.fromkeys(map(ord, "［【〔﹝"), "[")
    | dict.fromkeys(map(ord, "］】〕﹞"), "]")
    | dict.fromkeys(map(ord, _DASHES), "-")
)
_PAIRS = dict(zip(_OPEN, _CLOSE, strict=True))


def _unpaired(number: str) -> bool:
    """Tell whether an outer bracket of `number` has no partner in it."""
    depth = 0
    for sign in number:
        depth += (sign in _OPEN) - (sign in _CLOSE)
        if depth < 0:
            return True
    return depth > 0


def _wraps(number: str) -> bool:
    """Tell whether the first and the last character are one pair of brackets around everything."""
    if number[0] not in _OPEN or number[-1] not in _CLOSE:
        return False
    depth = 0
    for index, sign in enumerate(number):
        depth += (sign in _OPEN) - (sign in _CLOSE)
        if depth == 0:
            return index == len(number) - 1
    return False


_JOURNAL = re.compile(
    r"(?P<year>(?:19|20)\d\d)/s0?0?\d{1,3}-0*(?P<own>[1-9]\d{2,6})|0+(?P<padded>[1-9]\d{2,6})-(?P<in>20\d\d)(?<=\d{8}-\d{4})",
    re.A,
)
"""Numbers of notices in the Official Journal of the Union, folded."""
_DIGITS_THREE = re.compile(r"\d\D?\d\D?\d")
_PART = (
    r"[A-Za-z0-9]+|[(\[](?:[A-Za-z0-9]{1,12}|(?:19|20)\d\d-\d{1,4}|(?!元|万|含|不|大写|盖章|人民币)[一-龥]{1,3})[)\]]"
)
_CANDIDATE = re.compile(
    r"(?<![\dA-Za-z/])(?:19|20)\d\d/S \d{3}-\d{4,7}(?![\dA-Za-z-])|"
    rf"(?:[一-龥]{{1,12}}\s?(?=[(\[]\s?(?:19|20)\d\d\s?[)\]])|[一-龥]{{1,12}}-(?=(?:19|20)\d\d-\d))?(?:{_PART})(?:[-_/]{{0,2}}(?:{_PART})|(?<=[)\]])[一-龥]{{1,4}}(?=\d)|(?<=\d)[一-龥]字第?(?=\d)|第?(?<=第)\d+)*(?:-[一-龥]{{1,3}}\d+)?(?:号(?!楼|院|路|线|门))?"
    rf"(?:\((?:[第]?[二三四]次|重招?|[2-9])\))?"
)
_LABEL_END = re.compile(r"(?:编号|代码|文号|编码)\s*[)）]?\s*[:：为是]?\s*$")
_NOT_PART_OF_IT = re.compile(r"^.*(?:编号|文号|代码)[为是]?|^(?:根据|依据|按照|关于|受|的|为|以|和|与|及|本|其)+")
_RULE = re.compile(
    r"(?:财库|财办库|财综|财建|财购|财办|价格|发改|发改办|国发|国办发|办发|[办发函令规通文字])[(\[]\d{4}[)\]]第?\d+号?$"
)
_CERTIFICATE = re.compile(
    r"许证字|[建交水]安|监资字|ICP|(?<![A-Za-z])(?:GB|JGJ|CJJ|DB|JTG|ISO|IEC|HJ|SL|DL|YD|GA)/?T?\s?\d"
)
_CERTIFICATE_BEFORE = re.compile(
    r"(?:证|资质|注册|职称|岗位|工程师|建造师|[一二三特甲乙丙壹贰叁]级|其他[,、]|[工料检全量械]员)[^\n]{0,60}$"
)
_OWN_LABEL = re.compile(r"(?:项目|招标|采购|标段|合同|备案|包)\s*\)?\s*(?:编号|代码)\s*\)?\s*[:：为是]?\s*$")
_PHONE = re.compile(r"(?:\+?86-?)?(?:0\d{2,3}-?[2-9]\d{6,7}(?:[-/]\d{1,8})*|1[3-9]\d{9}|[48]00-?\d{3,4}-?\d{3,4})")
_PHONE_BEFORE = re.compile(
    r"(?:电话|传真|手机|联系方式|邮编|账号|帐号|卡号|身份证号?|信用代码|识别号|机构代码|QQ|tel|fax)[^一-龥\d]{0,4}$",
    re.I,
)
_ADDRESS_AROUND = re.compile(r"[@]|://|\.(?:com|cn|net|org|gov|htm|html|pdf|docx?|xlsx?|zip|rar)\b", re.I)
_MEASURE_AFTER = re.compile(r"\s*(?:万|亿|元|%|米|吨|平方|mm|cm|km|kg|kw|年|个|套|台)", re.I)


def _trimmed(folded: str, start: int, end: int) -> tuple[int, int]:
    """Drop words before the number that belong to the sentence, a lot's letter after it, and brackets around it."""
    words = _NOT_PART_OF_IT.match(folded[start:end])
    if words is not None and words.end() < end - start:
        start += words.end()
    while start < end and folded[start] in "-_/":
        start += 1
    if _LOT_AFTER.match(folded, end) and folded[end - 1].isalpha() and folded[end - 2].isdigit():
        end -= 1  # 0012A包: the letter names the lot
    if end - start > 2 and _wraps(folded[start:end]):
        start, end = start + 1, end - 1
    lead = _LABELED_WORDS.search(folded, max(0, start - 24), start)
    if lead is not None:
        start = lead.start("words")
    return start, end


_LABELED_WORDS = re.compile(r"(?:编号|代码|文号|编码)\s*\)?\s*[:：]\s*(?P<words>[一-龥]{1,12})$")
_LOT_AFTER = re.compile(r"\s?(?:包|标段)")


def _is_number(folded: str, start: int, end: int) -> bool:
    words = folded[start:end]
    before = folded[max(0, start - 16) : start]
    digits = sum(sign.isdigit() for sign in words)
    labeled = _LABEL_END.search(before) is not None
    if digits < 3 or len(words) < 5 or _is_something_else(words, before, folded, start, end):
        return False
    if words.isdigit():
        return labeled and len(words) <= 30
    has_letter = any(sign.isalpha() for sign in words.removesuffix("号"))
    if labeled:
        return True
    if not has_letter:
        return digits >= 10 and words.count("-") >= 1 and "." not in words and "/" not in words
    return digits >= 5 or (digits >= 4 and _BRACKET_YEAR.search(words) is not None)


_BRACKET_YEAR = re.compile(r"[(\[](?:19|20)\d\d[)\]]")


def _is_something_else(words: str, before: str, folded: str, start: int, end: int) -> bool:
    """Tell whether `words` are a phone, a date, an amount, a credit code, an address or a rule's file number."""
    if _PHONE.fullmatch(words) or _PHONE_BEFORE.search(before) or _is_dates(words):
        return True
    if len(words) == 18 and (is_uscc(words) or (_RESIDENT_ID.fullmatch(words) and "编号" not in before)):
        return True
    if _RULE.search(words) or _CERTIFICATE.search(folded[max(0, start - 4) : end]):
        return True
    if _CERTIFICATE_BEFORE.search(folded[max(0, start - 64) : start]) and not _OWN_LABEL.search(before):
        return True
    return _in_address(folded, start, end) or _is_measure(words, before, folded, end)


_RESIDENT_ID = re.compile(r"\d{17}[\dXx]")


def _is_measure(words: str, before: str, folded: str, end: int) -> bool:
    """Tell whether `words` are an amount, a quantity or the station of a road (K6+582-K9+539)."""
    if before.endswith(("+", "¥", "￥", "$", "€")) or folded[end : end + 1] == "+":
        return True
    return not any(sign.isalpha() for sign in words) and _MEASURE_AFTER.match(folded, end) is not None


def _in_address(folded: str, start: int, end: int) -> bool:
    """Tell whether the run of characters without blanks around it is a web or mail address or a file name."""
    left, right = start, end
    while left > 0 and _ADDRESS_SIGN.match(folded[left - 1]):
        left -= 1
    while right < len(folded) and _ADDRESS_SIGN.match(folded[right]):
        right += 1
    return _ADDRESS_AROUND.search(folded[left:right]) is not None


_ADDRESS_SIGN = re.compile(r"[!-~]")


def _is_dates(words: str) -> bool:
    """Tell whether nothing but dates, clock times and dashes make up `words`."""
    found = find_dates(words)
    if not found:
        return False
    rest = words
    for start, end, _ in reversed(found):
        rest = rest[:start] + rest[end:]
    return not rest.strip("-_/. T") or re.fullmatch(r"[-T\s]*\d{1,2}", rest) is not None


# --- Hints ---------------------------------------------------------------------------------------------------------

_PROVINCE = r"(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5])"
_REGION_TOKEN = re.compile(rf"(?<!\d)({_PROVINCE}\d{{4}})(?!\d)(?=.)")
_REGION_HEAD = re.compile(rf"^({_PROVINCE}\d{{4}})\d{{9,}}(?:-|$)")
_PLATFORM = re.compile(
    rf"^(?:SDGP(?=\d{{21}}$)|N(?=\d{{16}}$))({_PROVINCE}\d{{4}})(?:\d{{3}}(?=20\d{{10}}$))?(20[0-3]\d)\d*$", re.A
)
"""Numbers that a province's platform makes: region, unit and year without a sign between."""
_YEARS = (
    re.compile(r"\((20[0-3]\d)\)"),
    re.compile(r"(?<!\d)(20[0-3]\d)(?!\d)"),
    re.compile(r"(?<!\d)(20[0-3]\d)(?=\d{2,6}(?!\d))"),
)
_AGENCY_YEAR = re.compile(r"^\d{4}-(\d\d)\d\d[A-Z]")
_METHODS = (
    (re.compile(r"单一来源|\((?:DY|DYLY)\)|[-_]DY(?:LY)?[-_\d]|采单|-D20\d\d-"), "single_source"),
    (re.compile(r"磋商|\((?:CS|JZXCS|竞磋)\)|[-_](?:CS|JZCS|ZCCS)[-_\d]|-C20\d\d-|采磋|竞磋"), "consultation"),
    (re.compile(r"谈判|\((?:TP|JT|JZXTP|竞谈)\)|[-_](?:TP|JT|JZTP)[-_\d]|-T20\d\d-|采谈|竞谈"), "negotiation"),
    (re.compile(r"询价|\(XJ\)|[-_]XJ[-_\d]|-X20\d\d-|采询"), "inquiry"),
    (re.compile(r"邀请|\(YQ\)|[-_]YQ[-_\d]|采邀|-Y20\d\d-"), "restricted"),
    (re.compile(r"公开|\((?:GK|公)\)|[-_]GK[-_\d]|-G20\d\d-|采公"), "open"),
)
_ROUND = re.compile(r"第?([二三四五])次|\(([2-9])\)$|XM00([2-9])$|(重招|重新招标)|\((重)\)")


def _region(key: str) -> str | None:
    match = _REGION_HEAD.search(key) or _PLATFORM.search(key) or _REGION_TOKEN.search(key)
    return match.group(1) if match else None


def _year(key: str) -> int | None:
    platform = _PLATFORM.search(key)
    if platform is not None:
        return int(platform.group(2))
    for pattern in _YEARS:
        years = {int(year) for year in pattern.findall(key)}
        if years:
            return years.pop() if len(years) == 1 else None
    agency = _AGENCY_YEAR.search(key)
    return 2000 + int(agency.group(1)) if agency else None


def _round(key: str) -> int | None:
    match = _ROUND.search(key)
    if match is None:
        return None
    word, digit, serial = match.group(1), match.group(2), match.group(3)
    if word:
        return "二三四五".index(word) + 2
    return int(digit or serial or 2)
