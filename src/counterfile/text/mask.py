"""Masking of personal identifiers, before a text is stored, shown or indexed.

What is masked, each character by one ``*``, so that every position in the text stays true:

- resident identity numbers: 18 characters with a valid region, date and check digit, or with a valid date behind a
  label such as 身份证; the old 15 digits only behind such a label;
- mobile numbers of the mainland, also with +86, also printed with blanks, hyphens or full-width digits;
- landlines of a named contact (behind 联系人, or a name with 老师, 先生, 女士 …). A line that only an institution's
  name introduces is its switchboard and stays;
- the local part of e-mail addresses, except for mailboxes of an office (info@, zfcg@ …); the domain names the
  institution and stays;
- bank card numbers: 16 to 19 digits behind 账号, 卡号 and the like, or with a valid check digit near the word bank;
- number plates of vehicles;
- credit codes of sole traders (92…), who are persons.

What stays, whatever its digits look like: project, contract and tender numbers, amounts, dates, credit codes of
companies and institutions, anything inside a longer number or a web address. Telephone numbers of other countries and
regions stay.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from counterfile.text.identifiers import is_uscc


def mask(text: str) -> tuple[str, int]:
    """Return the text with personal identifiers masked, and how many there were.

    The result has the length of the text and differs from it only inside identifiers. Masking it again changes nothing.

    >>> mask("联系人：王老师，电话：138 0013 8000，项目编号：13800138000")
    ('联系人：王老师，电话：*************，项目编号：13800138000', 1)
    """
    spans = sorted(_spans(text))
    if not spans:
        return text, 0
    parts: list[str] = []
    at = count = 0
    for start, end in spans:
        if start < at:
            continue
        parts += (text[at:start], "*" * (end - start))
        at = end
        count += 1
    return "".join(parts) + text[at:], count


def _spans(text: str) -> list[tuple[int, int]]:
    """Return where identifiers stand; the order is free, overlaps are possible."""
    flat = _flatten(text)
    found: list[tuple[int, int]] = []
    if "@" in flat:
        found.extend(_mailboxes(flat))
    for chain in _CHAIN.finditer(flat):
        start, end = chain.span()
        if end - start >= _SHORTEST and _worth_a_look(flat, start, end):
            found.extend(_numbers(flat, start, end))
    if "92" in flat:
        found.extend(_sole_traders(flat))
    found.extend(_plates(flat))
    return found


def _flatten(text: str) -> str:
    """Return the text with full-width digits, letters and signs as their plain forms, character by character."""
    if any(sign in text for sign in _WIDE_SIGNS):
        return text.translate(_PLAIN)
    return text


# Numbers -------------------------------------------------------------------------------------------------------------


def _worth_a_look(flat: str, start: int, end: int) -> bool:
    """Return whether a chain of digits can hold an identifier; this sorts most dates and amounts out cheaply."""
    run = flat[start:end]
    size = end - start if run.isdigit() else sum(map(str.isdigit, run))
    if size >= _MOBILE_SIZE or (run[0] == "0" and size >= _MOBILE_SIZE - 1):
        return True
    # Fewer digits are a landline without its area code, which only a word for telephone tells from a date.
    return size >= _SHORTEST and _PHONE_SIGN.search(flat, max(0, start - 24), start) is not None


class _Group(NamedTuple):
    """Digits without a break inside a chain of digits."""

    start: int
    end: int
    digits: str


def _numbers(flat: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return the identifiers in a chain of digits and separators."""
    groups = [_Group(group.start(), group.end(), group[0]) for group in _GROUP.finditer(flat, start, end)]
    found: list[tuple[int, int]] = []
    first = behind = 0
    while first < len(groups):
        # A number printed digit by digit begins at the first of them.
        inside = first > behind and len(groups[first].digits) == len(groups[first - 1].digits) == 1
        last = None if inside else _identifier(flat, groups, first)
        if last is None:
            first += 1
            continue
        begin, finish = groups[first].start, groups[last].end
        found.append((begin, finish))
        first = behind = last + 1
    return found


def _identifier(flat: str, groups: list[_Group], first: int) -> int | None:
    """Return the last group of the identifier that starts with this group, None if none does."""
    begin = groups[first].start
    if not _free_before(flat, begin):
        return None
    digits = ""
    candidates: list[tuple[int, str]] = []
    for last in range(first, min(first + _MOST_GROUPS, len(groups))):
        digits += groups[last].digits
        if len(digits) > _MOST_DIGITS:
            break
        if len(digits) >= _FEWEST_DIGITS and _free_behind(flat, groups[last].end):
            candidates.append((last, digits))
    # The longest first: 0086 138 0013 8000 before 0086 138 …
    for last, number in reversed(candidates):
        sizes = [len(group.digits) for group in groups[first : last + 1]]
        if _is_personal(flat, begin, groups[last].end, number, sizes):
            return last
    return None


def _is_personal(flat: str, start: int, end: int, digits: str, sizes: list[int]) -> bool:
    """Return whether the digits that stand here are a person's number."""
    size = len(digits)
    if size == _ID_SIZE:
        return _is_resident_id(flat, start, end, digits) or _is_card(flat, start, end, digits)
    if not digits.isdigit():
        return False
    if _MOBILE.fullmatch(digits) is not None:
        return _is_mobile(flat, start, end, sizes)
    if size == _OLD_ID_SIZE:
        return _dated("19" + digits[6:12]) and _ID_LABEL.search(_before(flat, start)) is not None
    if _CARD_FEWEST <= size <= _CARD_MOST:
        return _is_card(flat, start, end, digits)
    if _LANDLINE.fullmatch(digits) is not None:
        return _is_direct_line(flat, start, end, digits, sizes)
    return False


def _is_resident_id(flat: str, start: int, end: int, number: str) -> bool:
    """Return whether these 18 characters are an identity number here."""
    if number[:2] not in _REGIONS or not _dated(number[6:14]):
        return False
    before = _before(flat, start)
    if _ID_LABEL.search(before) is not None:
        return True
    return _id_check(number) and not _is_otherwise_named(before) and not _in_address(flat, start)


def _is_mobile(flat: str, start: int, end: int, sizes: list[int]) -> bool:
    """Return whether eleven digits of the right form are a mobile number here."""
    before = _before(flat, start)
    labeled = _PHONE_LABEL.search(before) is not None
    if not labeled and (_is_otherwise_named(before) or _in_address(flat, start)):
        return False
    if _AMOUNT_BEHIND.match(flat, end) is not None:
        return False
    if len(sizes) == 1 or labeled:
        return True
    # Numbers that stand side by side in a table must not be read as one: only the usual groups count.
    body = sizes[1:] if sizes[0] in (2, 4) and sum(sizes) > _MOBILE_SIZE else sizes
    return tuple(body) in _MOBILE_GROUPS or max(body) <= 2


def _is_direct_line(flat: str, start: int, end: int, digits: str, sizes: list[int]) -> bool:
    """Return whether a landline belongs to a named contact."""
    if len(sizes) > _LANDLINE_GROUPS or (digits[0] != "0" and len(sizes) > 2):
        return False
    before = _before(flat, start)
    if _is_otherwise_named(before) and _PHONE_LABEL.search(before) is None:
        return False
    if _NAME_BEHIND.match(flat, end) is not None:
        return digits[0] == "0" or _PHONE_LABEL.search(before) is not None
    context = _lines_before(flat, start)
    contacts = list(_CONTACT.finditer(context))
    if not contacts:
        return False
    # Behind the contact another body or a shared line may have been introduced.
    between = context[contacts[-1].end() :]
    if _OTHER_LINE.search(between) is not None:
        return False
    return digits[0] == "0" or _PHONE_LABEL.search(before) is not None


def _is_card(flat: str, start: int, end: int, digits: str) -> bool:
    """Return whether 16 to 19 digits are a bank card's or account's number here."""
    if not digits.isdigit():
        return False
    before = _before(flat, start)
    if _CARD_LABEL.search(before) is not None:
        return True
    return _luhn(digits) and _BANK_NEAR.search(before) is not None and not _is_otherwise_named(before)


def _is_otherwise_named(before: str) -> bool:
    """Return whether the words before a number say that it is a project number, a credit code, an amount."""
    return _NUMBER_LABEL.search(before) is not None


def _before(flat: str, start: int) -> str:
    return flat[max(0, start - _CONTEXT) : start]


def _lines_before(flat: str, start: int) -> str:
    """Return the line up to here and the line before it, at most so many characters."""
    begin = max(0, start - _CONTACT_CONTEXT)
    line = flat.rfind("\n", begin, start)
    if line > 0:
        # Blank lines and a lone label between do not part a contact from the number.
        line = flat.rfind("\n", begin, len(flat[begin:line].rstrip()) + begin)
        if line > 0:
            line = flat.rfind("\n", begin, len(flat[begin:line].rstrip()) + begin)
    return flat[max(begin, line + 1) : start]


def _free_before(flat: str, start: int) -> bool:
    """Return whether a number can begin here: not inside a word, a longer number, a decimal fraction or an amount."""
    if start == 0:
        return True
    sign = flat[start - 1]
    if sign in _INSIDE:
        return _WORD_LABEL.search(flat, max(0, start - 12), start) is not None
    if sign in _JOINERS and start > 1:
        return flat[start - 2] not in _INSIDE and flat[start - 2] not in "*)]〕）"
    return sign not in "¥￥$€£"


def _free_behind(flat: str, end: int) -> bool:
    """Return whether a number can end here."""
    following = flat[end : end + 2]
    if not following:
        return True
    if following[0] in _INSIDE:
        return False
    return not (len(following) == 2 and following[0] in ".-－_" and following[1] in _INSIDE)


def _in_address(flat: str, start: int) -> bool:
    """Return whether the number stands inside a web address or a path."""
    token = _ADDRESS.search(flat, max(0, start - 200), start)
    return token is not None and ("://" in token[0] or "www." in token[0].lower() or ".htm" in token[0])


def _dated(digits: str) -> bool:
    """Return whether eight digits are a day on which a living person may be born.

    Before 1910 nobody is: 1900 01 01 is what serial numbers of certificates look like (1100 0019 0001 01…).
    """
    year, month, day = int(digits[:4]), int(digits[4:6]), int(digits[6:])
    if not (1910 <= year < 2050 and 1 <= month <= 12):
        return False
    leap = month == 2 and year % 4 == 0
    return 1 <= day <= _DAYS[month - 1] + leap


def _id_check(number: str) -> bool:
    """Return whether the check digit is right (GB 11643, ISO 7064 MOD 11-2)."""
    total = sum(weight * int(digit) for weight, digit in zip(_ID_WEIGHTS, number, strict=False))
    return "10X98765432"[total % 11] == number[17].upper()


def _luhn(digits: str) -> bool:
    """Return whether the last digit is right (ISO/IEC 7812, Luhn)."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 + place % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


# Other identifiers ---------------------------------------------------------------------------------------------------


def _mailboxes(flat: str) -> list[tuple[int, int]]:
    """Return the local parts of personal e-mail addresses."""
    found = []
    at = flat.find("@")
    while at >= 0:
        local = _MAIL_LOCAL.search(flat, max(0, at - _MAIL_LONGEST), at)
        if local is not None and _MAIL_DOMAIN.match(flat, at + 1) and _OFFICE.fullmatch(local[1].lower()) is None:
            found.append(local.span(1))
        at = flat.find("@", at + 1)
    return found


def _sole_traders(flat: str) -> list[tuple[int, int]]:
    """Return the credit codes of sole traders (GB 32100, class 92)."""
    found = []
    for code in _SOLE_TRADER.finditer(flat):
        digits = re.sub(r"[^0-9A-Za-z]", "", code[0]).upper()
        if len(digits) == 18 and (is_uscc(digits) or _CREDIT_LABEL.search(_before(flat, code.start())) is not None):
            found.append(code.span())
    return found


def _plates(flat: str) -> list[tuple[int, int]]:
    """Return the number plates of vehicles."""
    found = []
    for plate in _PLATE.finditer(flat):
        body = plate["body"]
        if sum(map(str.isdigit, body)) >= 2 and not _is_otherwise_named(_before(flat, plate.start())):
            found.append(plate.span())
    return found


# Tables --------------------------------------------------------------------------------------------------------------

_SHORTEST = 7
_FEWEST_DIGITS = 7
_MOST_DIGITS = 19
_MOST_GROUPS = 19
_ID_SIZE, _OLD_ID_SIZE, _MOBILE_SIZE = 18, 15, 11
_CARD_FEWEST, _CARD_MOST = 16, 19
_LANDLINE_GROUPS = 4
_CONTEXT = 60  # characters before a number in which its label is looked for
_CONTACT_CONTEXT = 120

_PLAIN = {ord("０") + i: ord("0") + i for i in range(10)}
_PLAIN |= {ord("Ａ") + i: ord("A") + i for i in range(26)} | {ord("ａ") + i: ord("a") + i for i in range(26)}
_PLAIN |= {ord("＠"): ord("@"), ord("＋"): ord("+"), ord("．"): ord("."), ord("＿"): ord("_"), ord("－"): ord("-")}
_WIDE_SIGNS = "０１２３４５６７８９＠Ｘｘ"
"""Only these make a text worth translating: brackets, colons and hyphens are known to the patterns in both widths."""

# White space of any width, the characters of no width, and the strokes that are printed for a hyphen.
_SEPARATORS = (
    " \\t\u00a0\u2002-\u200d\u202f\u205f\u2060\u3000\ufeff\u00ad\\-\u2010-\u2015\u2212\u30fc\ufe63\uff0d()（）"
)
_CHAIN = re.compile(
    f"[0-9](?:[0-9]+|[{_SEPARATORS}]{{1,3}}(?=[0-9])|[{_SEPARATORS}]{{0,3}}[Xx](?![0-9A-Za-z])|(?<=[0-9])\\.(?=[0-9]))*"
)
_GROUP = re.compile("[0-9]+[Xx]?|[Xx]")

_INSIDE = frozenset("0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_")
_JOINERS = frozenset("-—–‐－.#〔[")
_WORD_LABEL = re.compile(r"(?i:tel|mobile|mob|phone|cell|fax|wechat|vx|qq|ID|电话|手机)$")

_PHONE_SIGN = re.compile("[话話机式码真热线Tt]")
_MOBILE = re.compile(r"(?:00)?(?:86)?1[3-9][0-9]{9}")
_MOBILE_GROUPS = frozenset({(3, 4, 4), (3, 8), (7, 4), (4, 4, 3), (3, 3, 5), (4, 3, 4), (5, 6), (6, 5), (4, 7), (11,)})
_LANDLINE = re.compile(
    r"(?:(?:00)?86)?(?:0(?:10|2[0-9]|[3-9][0-9]{2})[2-9][0-9]{6,7}|(?:10|2[0-9]|[3-9][0-9]{2})?[2-9][0-9]{6,7})(?:[0-9]{1,4})?"
)

_REGIONS = frozenset(
    re.findall(
        r"\S+",
        """
    11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82 83
    """,
    )
)
_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)

# A label stands directly before its number, apart from a colon, brackets and up to three numbers of the same list.
_TO_NUMBER = r"[\s:：为是#【《(（\[]*(?:[0-9A-Za-z\-_\[\]()（）〔〕*]{3,40}\s?[、,，;；/]\s?){0,3}[\s:：(（\[【]*$"
_NUMBER_LABEL = re.compile(
    r"(?:(?<!身份证)(?<!证件)编\s*号|编码|项目代码|标识码|合同号|项目号|招标号|采购号|备案号|备案|文号|计划号|计划|流水号|订单号|单号|标段号|包号|批号|货号|型号|图号|"
    r"信用代码|机构代码|税号|识别号|注册号|许可证号?|执照号?|发票号码?|邮编|金额|预算|限价|报价|总价|单价|合计|总计|价格|价款|元[)）]|"
    r"(?i:\b(?:no|ref|reference|number|code|project|contract|tender|lot|amount|total|price|postcode)\b\.?))(?:号)?(?:[(（][^()（）]{0,12}[)）])?"
    + _TO_NUMBER
)
_ID_LABEL = re.compile(
    r"(?:身\s*份\s*证(?:件)?(?:明)?|身份号码|证件号|公民身份|居民身份|(?i:\bID\s*(?:card|no|number)?\b|identity|resident))[^0-9\n]{0,16}[\s]*$"
)
_PHONE_LABEL = re.compile(
    r"(?:电\s*话|手\s*机|联\s*系\s*方\s*式|联\s*系\s*号\s*码|座\s*机|微\s*信|热\s*线|传\s*真|(?i:\b(?:tel|telephone|phone|mobile|mob|cell|fax|wechat)\b\.?))"
    r"[^0-9\n]{0,12}(?:[0-9\-－—+()（） *]{5,24}(?:[、,，;；/\s]{1,3}|\s?[或和]\s?)"
    r"(?:(?:手机|电话|座机|办公|传真)[:：]?)?){0,3}\s*[(（+＋]?$"
)
_CARD_LABEL = re.compile(r"(?:[账帐]\s*[号户]|卡\s*号|银行卡|(?i:\b(?:account|card|iban|a/c)\b))[^0-9\n]{0,16}\s*$")
_BANK_NEAR = re.compile(r"银行|开户|户名|转账|汇款|银联|信用社|(?i:\bbank\b)")
_CREDIT_LABEL = re.compile(r"(?:信用代码|税号|识别号|机构代码)[^0-9\n]{0,10}\s*$")
_AMOUNT_BEHIND = re.compile(r"\s*(?:[.,]\d|[万亿]?元|%|％|人民币|台|套|件|个)")

_CONTACT = re.compile(
    r"联\s*系\s*人(?!方式|电话)(?!及联系)|经\s*办\s*人|负\s*责\s*人|项目经理|法定代表人|授权代表|委托代理人|招标专员|"
    r"[\u4e00-\u9fff](?:老师|先生|女士|小姐|经理|主任|科长|处长|所长|工程师|(?:工|总)(?=[\s,，、:：(（0-9]))|"
    r"联\s*系\s*方\s*式\s*[:：]\s*(?=[\u4e00-\u9fff]{2,3}[\s,，、(（])|"
    r"(?i:\b(?:contact(?: person| name| officer)?|attn|attention|mr|mrs|ms|dr)\b)"
)
_OTHER_LINE = re.compile(
    r"(?:公司|局|委员会|中心|医院|学校|学院|大学|政府|总机|(?<![/／、及和话])传\s*真(?!\s*[/／、及])|监督|举报|投诉|热线|值班|服务台|客服|技术支持|采购人信息|代理机构|switchboard|hotline|\bfax\b)"
)
_NAME_BEHIND = re.compile(r"\s*[(（]?\s*[\u4e00-\u9fff]{1,3}(?:老师|先生|女士|小姐|经理|工(?![\u4e00-\u9fff]))")
_ADDRESS = re.compile(r"[!-~]+$")

_MAIL_LONGEST = 66  # characters before the @: 64 of RFC 5321, a blank and one to see where the local part begins
_MAIL_LOCAL = re.compile(r"([A-Za-z0-9._%+\-]*[A-Za-z0-9_])\s?$")
_MAIL_DOMAIN = re.compile(r"\s?[A-Za-z0-9\-]+\s?\.\s?[A-Za-z0-9\-]")
_OFFICE = re.compile(
    r"(?:info|office|contact|service|services|support|admin|webmaster|postmaster|noreply|no-reply|mail|email|sales|marketing|enquiries|hello|help|"
    r"hr|press|media|legal|accounts?|finance|reception|secretariat|registry|general|public|data|privacy|gdpr|dpo|"
    r"kefu|bangongshi|bgs|zhb|xinxi|jubao|jiandu|jijian|caiwu|renshi|dangban|zongheban|zonghe|xxgk|"
    r"[a-z0-9._-]*(?:zfcg|ggzy|caigou|zhaobiao|zhaotoubiao|ztb|zbcg|cgzx|cgb|zbb|zbdl|zbgs|toubiao|tender|procure|procurement|purchas|bidding|bids|"
    r"einkauf|vergabe|marches|achats|compras|contratacion|appalti|gare|zakupki|zamowienia|nakup)[a-z0-9._-]*)[0-9]{0,4}"
)

_SOLE_TRADER = re.compile(
    r"(?<![0-9A-Za-z\-_])92[ ]?[0-9]{6}[ ]?[0-9A-HJ-NP-RTUW-Y]{9}[ ]?[0-9A-HJ-NP-RTUW-Y](?![0-9A-Za-z\-_])"
)

_PLATE = re.compile(
    r"(?<![A-Za-z0-9])[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼使领][A-HJ-NP-Z][·•・.\- ]?"
    r"(?P<body>(?:[A-HJ-NP-Z0-9]{5}|[DFABCEGHJK][A-HJ-NP-Z0-9][0-9]{4}|[0-9]{5}[DFABCEGHJK]|[A-HJ-NP-Z0-9]{4}[挂学警港澳试超领使]))"
    r"(?![A-Za-z0-9\-_])"
)
