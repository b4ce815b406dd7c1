"""Masking of personal identifiers, before a text is stored, shown or indexed.

What is masked, each character by one ``*``, so that every position in the text stays true (line feeds stay):

- resident identity numbers: 18 characters with a valid region, date and check digit, or whatever 14 to 19 digits stand
  behind a label such as 身份证; the old 15 digits only behind such a label;
- mobile numbers of the mainland, also with +86, also printed with blanks, hyphens or full-width digits;
- landlines of a named contact (beside 联系人, or a name with 老师, 先生, 女士 …). A line that only an institution's
  name introduces is its switchboard and stays;
- the local part of e-mail addresses, except for mailboxes of an office (info@, zfcg@ …); the domain names the
  institution and stays;
- bank card numbers: 16 to 19 digits behind 账号, 卡号 and the like, or with a valid check digit near the word bank;
- number plates of vehicles;
- passports, travel permits of Hong Kong, Macau and Taiwan, QQ numbers and WeChat names behind their labels;
- credit codes of sole traders (92…), who are persons;
- telephone numbers of other countries (+33 …) behind a word for mobile or a contact person, and an IBAN that is called
  personal; any other stays.

A number may be damaged: letters that a scanner took for digits (O, l, I, B), a line or a table cell that ends inside
it. Then the form alone is not enough, and the words around it, or its check digit, must say that it is a person's.

What stays, whatever its digits look like: project, contract and tender numbers, amounts, dates, credit codes of
companies and institutions, anything inside a longer number or a web address.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from counterfile.text.identifiers import is_uscc

if TYPE_CHECKING:
    from collections.abc import Iterator


def mask(text: str) -> tuple[str, int]:
    """Return the text with personal identifiers masked, and how many there were.

    The result has the length of the text and differs from it only inside identifiers. Masking it again changes nothing.

    >>> mask("联系人：王老师，电话：138 0013 8000，项目编号：13800138000")
    ('联系人：王老师，电话：*************，项目编号：13800138000', 1)
    """
    count, low, high = 0, 0, len(text)
    # What stood beside a number may only now be told from it, so look there again until nothing is found.
    for _ in range(_MOST_LOOKS):
        spans = _disjoint(text, low, high)
        if not spans:
            break
        parts: list[str] = []
        at = 0
        for start, end in spans:
            parts += (text[at:start], _STARS.sub("*", text[start:end]))
            at = end
        text = "".join(parts) + text[at:]
        count += len(spans)
        low, high = max(0, spans[0][0] - _CONTEXT), min(len(text), spans[-1][1] + _COLUMN_CONTEXT)
    return text, count


def _disjoint(text: str, low: int, high: int) -> list[tuple[int, int]]:
    """Return where identifiers stand between two positions, in order; of two that overlap the first and longest."""
    begin = max(0, low - _REACH)
    found = sorted(_spans(text[begin : high + _REACH]), key=lambda span: (span[0], -span[1]))
    spans: list[tuple[int, int]] = []
    at = low
    for start, end in found:
        if start + begin >= at and end + begin <= high:
            spans.append((start + begin, end + begin))
            at = end + begin
    return spans


def mask_name(name: str) -> str:
    """Return a file's name, a path or an address with the personal identifiers in it masked; the length is kept.

    Names have their own ways: ``_`` parts words, and a name of nothing but digits is the number that a portal gave to a
    page, unless it is an identity number with its check digit.

    >>> mask_name("2021/投标函_王某_13800138000.pdf"), mask_name("13800138000.html")
    ('2021/投标函_王某_***********.pdf', '13800138000.html')
    """
    for _ in range(_MOST_LOOKS):
        if "://" in name:
            masked = _QUERY.sub(lambda found: found[1] + "*" * len(found[2]), _starred(name, mask(name)[0]))
        else:
            masked = "/".join(_masked_part(part) for part in name.split("/"))
        if masked == name:
            break
        name = masked
    return name


def _masked_part(part: str) -> str:
    stem = part.partition(".")[0]
    if _NUMBER_NAME.fullmatch(stem) is not None and not (
        len(stem) == _ID_SIZE and stem[:17].isdigit() and _id_check(stem)
    ):
        return part
    words = part.translate(_NAME_BLANKS)
    # Once with its suffix, for an address (a@b.com), and once without, for a number (138….pdf).
    return _starred(_starred(part, mask(words)[0]), mask(_SUFFIX.sub(" ", words))[0])


def _starred(name: str, masked: str) -> str:
    return "".join("*" if now == "*" else before for before, now in zip(name, masked, strict=True))


def _spans(text: str) -> list[tuple[int, int]]:
    """Return where identifiers stand; the order is free, overlaps are possible."""
    flat = _flatten(text)
    found: list[tuple[int, int]] = []
    if "@" in flat:
        found.extend(_mailboxes(flat))
    if any(sign in flat for sign in _AT_SIGNS):
        found.extend(_disguised_mailboxes(flat))
    for chain in _CHAIN.finditer(flat):
        start, end = chain.span()
        if end - start >= _SHORTEST and _worth_a_look(flat, start, end):
            found.extend(_numbers(flat, start, end))
    found.extend(_damaged(flat, found))
    if "92" in flat:
        found.extend(_sole_traders(flat))
    found.extend(_plates(flat))
    found.extend(_labeled(flat))
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
        return _is_resident_id(flat, start, end, digits) or _is_card(flat, start, digits)
    if not digits.isdigit():
        return False
    if _MOBILE.fullmatch(digits) is not None:
        return _is_mobile(flat, start, end, sizes)
    if size in _LABELED_ID_SIZES and _is_labeled_id(flat, start):
        return True
    if size == _OLD_ID_SIZE and _dated("19" + digits[6:12]) and _is_in_column(flat, start, _ID_COLUMN):
        return True
    if _CARD_FEWEST <= size <= _CARD_MOST and _is_card(flat, start, digits):
        return True
    if _LANDLINE.fullmatch(digits) is not None:
        return _is_direct_line(flat, start, end, digits, sizes)
    return False


def _is_resident_id(flat: str, start: int, end: int, number: str) -> bool:
    """Return whether these 18 characters are an identity number here."""
    if _is_labeled_id(flat, start):
        return True
    if not number[:17].isdigit() or number[:2] not in _REGIONS or not _dated(number[6:14]):
        return False
    if _is_in_column(flat, start, _ID_COLUMN):
        return True
    if not _id_check(number):
        return _ID_WORD.search(_before(flat, start)) is not None and not _is_of_project(flat, start, end)
    return not _is_of_project(flat, start, end)


def _is_labeled_id(flat: str, start: int) -> bool:
    """Return whether the words directly before say that an identity number follows, whatever its digits."""
    before = _before(flat, start)
    return _ID_LABEL.search(before) is not None and not _is_otherwise_named(before) and not _in_address(flat, start)


def _is_mobile(flat: str, start: int, end: int, sizes: list[int]) -> bool:
    """Return whether eleven digits of the right form are a mobile number here."""
    labeled = _PHONE_LABEL.search(_before(flat, start)) is not None
    if not labeled and _is_of_project(flat, start, end):
        return False
    if _AMOUNT_BEHIND.match(flat, end) is not None:
        return False
    if len(sizes) == 1 or labeled:
        return True
    # Numbers that stand side by side in a table must not be read as one: only the usual groups count.
    country = sum(sizes) - _MOBILE_SIZE
    body = sizes[1:] if sizes[0] == country else [sizes[0] - country, *sizes[1:]]
    return tuple(body) in _MOBILE_GROUPS or max(body) <= 2 or _is_in_column(flat, start, _PHONE_COLUMN)


def _is_direct_line(flat: str, start: int, end: int, digits: str, sizes: list[int]) -> bool:
    """Return whether a landline belongs to a named contact."""
    if len(sizes) > _LANDLINE_GROUPS or (digits[0] != "0" and len(sizes) > 2):
        return False
    before = _before(flat, start)
    labeled = _PHONE_LABEL.search(before) is not None
    if not labeled and (digits[0] != "0" or _is_otherwise_named(before)):
        return False
    # Unlabeled digits in one piece are the number of some certificate as well.
    if not labeled and sizes[0] > _AREA_CODE and not _is_in_column(flat, start, _PHONE_COLUMN):
        return False
    if len(digits) > _LONGEST_LANDLINE and (len(sizes) == 1 or sizes[-1] > _LONGEST_EXTENSION):
        return False
    ahead = before.rstrip(_NUMBER_SIGNS)
    if _SHARED_LINE.search(before) is not None or (ahead != before and _is_otherwise_named(ahead)):
        return False
    if _NAME_BEHIND.match(flat, end) is not None or _answers_contact_behind(flat, end):
        return True
    context = _lines_before(flat, start)
    contact = None
    for contact in _CONTACT.finditer(context):  # noqa: B007  the last one counts
        pass
    if contact is None:
        return False
    name = _NAME_BEFORE.search(context)
    if name is not None and _PLACE_LABEL.search(context, 0, name.start()) is None:
        return True
    # Behind the contact another body or a shared line may have been introduced. An address names bodies too, and
    # 采购代理机构联系电话 behind 采购代理机构联系人 names no other.
    between = _ADDRESS_LINE.sub("", context[contact.end() :])
    side = _SIDE.search(context)
    if side is not None:
        between = between.replace(side[1], "")
    return _OTHER_LINE.search(between) is None


def _answers_contact_behind(flat: str, end: int) -> bool:
    """Return whether a contact without a number of his own stands directly behind this number."""
    contact = _CONTACT_BEHIND.match(flat, end)
    return contact is not None and _OWN_NUMBER.match(flat, contact.end()) is None


def _is_card(flat: str, start: int, digits: str) -> bool:
    """Return whether 16 to 19 digits are a bank card's or account's number here."""
    if not digits.isdigit():
        return False
    before = _before(flat, start)
    if _CARD_LABEL.search(before) is not None:
        return True
    if not _luhn(digits):
        return False
    if _is_in_column(flat, start, _CARD_COLUMN):
        return True
    return _BANK_NEAR.search(before) is not None and not _CREDIT_NEAR.search(before) and not _is_of_project(flat, start)


def _is_otherwise_named(before: str) -> bool:
    """Return whether the words before a number say that it is a project number, a credit code, an amount."""
    return _NUMBER_LABEL.search(before) is not None


def _is_of_project(flat: str, start: int, end: int | None = None) -> bool:
    """Return whether a number is named otherwise, stands in a web address, or in a column of project numbers."""
    if _is_otherwise_named(_before(flat, start)) or _in_address(flat, start, end):
        return True
    if not _is_in_column(flat, start, _NUMBER_COLUMN) or _is_in_column(flat, start, _PERSON_COLUMN):
        return False
    return _NAME_LINE.search(flat, max(0, start - 12), start) is None


def _is_in_column(flat: str, start: int, heads: re.Pattern[str]) -> bool:
    """Return whether one of these column heads stands alone on a line before the number."""
    return heads.search(flat, max(0, start - _COLUMN_CONTEXT), start) is not None


def _before(flat: str, start: int) -> str:
    return flat[max(0, start - _CONTEXT) : start]


def _lines_before(flat: str, start: int) -> str:
    """Return the line up to here and the lines before it, at most so many lines and characters."""
    begin = max(0, start - _CONTACT_CONTEXT)
    return "\n".join(flat[begin:start].split("\n")[-_CONTACT_LINES:])


def _free_before(flat: str, start: int) -> bool:
    """Return whether a number can begin here: not inside a word, a longer number, a decimal fraction or an amount."""
    if start == 0:
        return True
    sign = flat[start - 1]
    if sign in _INSIDE:
        return _WORD_LABEL.search(flat, max(0, start - 12), start) is not None
    if sign in _JOINERS and start > 1:
        if sign == "." and _WORD_LABEL.search(flat, max(0, start - 12), start) is not None:
            return True
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


def _in_address(flat: str, start: int, end: int | None = None) -> bool:
    """Return whether the number stands inside a web address or a path."""
    token = _ADDRESS.search(flat, max(0, start - 200), start)
    if token is None:
        return False
    if "://" in token[0] or "www." in token[0].lower() or ".htm" in token[0]:
        return True
    return token[0].endswith("/") and any(map(str.isalpha, token[0])) and flat[end or start :][:1] in {"/", "."}


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


# Damaged numbers -----------------------------------------------------------------------------------------------------


def _damaged(flat: str, found: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield numbers with letters that were digits, or with the end of a line or cell inside; `found` is left out."""
    repaired = _repaired(flat)
    taken = {start for start, _ in found}
    for chain in _LOOSE_CHAIN.finditer(repaired):
        start, end = chain.span()
        if end - start < _MOBILE_SIZE - 1:
            continue
        run = chain[0]
        broken = "\n" in run or "|" in run or "\t" in run
        if broken or repaired[start:end] != flat[start:end]:
            yield from _damaged_in(flat, repaired, start, end, taken)


def _repaired(flat: str) -> str:
    """Return the text with the digits that were read as letters, in words that otherwise are digits."""
    if _MISREAD.search(flat) is None:
        return flat
    return _DIGIT_WORD.sub(_repaired_word, flat)


def _repaired_word(word: re.Match[str]) -> str:
    text = word[0]
    digits = sum(map(str.isdigit, text))
    if digits * (4 if len(text) == 4 else 3) < len(text):
        return text
    if digits in _WHOLE and _BOXES.fullmatch(text) is not None:
        return text
    return text.translate(_MISREAD_SIGNS)


def _damaged_in(flat: str, repaired: str, start: int, end: int, taken: set[int]) -> Iterator[tuple[int, int]]:
    """Yield the identifiers in one chain of digits, blanks, line and cell ends."""
    groups = [_Group(group.start(), group.end(), group[0]) for group in _GROUP.finditer(repaired, start, end)]
    digits = "".join(group.digits for group in groups)
    offsets: dict[int, int] = {}
    at = 0
    for number, group in enumerate(groups):
        offsets[at] = number
        at += len(group.digits)
    offsets[at] = len(groups)
    done = 0
    for offset, first in offsets.items():
        if offset < done or first == len(groups):
            continue
        last = _damaged_identifier(flat, repaired, groups, digits, offset, offsets, taken)
        if last is None:
            continue
        done = offset + sum(len(group.digits) for group in groups[first : last + 1])
        yield groups[first].start, groups[last].end


def _damaged_identifier(
    flat: str, repaired: str, groups: list[_Group], digits: str, offset: int, offsets: dict[int, int], taken: set[int]
) -> int | None:
    """Return the last group of the damaged identifier that starts at this digit of the chain, None if none does."""
    first = offsets[offset]
    begin = groups[first].start
    before = _before(flat, begin) if first == 0 else ""
    sizes: tuple[int, ...] = ()
    if _ID_LABEL.search(before) is not None:
        sizes = _LABELED_SIZES
    elif _CARD_LABEL.search(before) is not None:
        sizes = _CARD_SIZES
    shape = _SHAPES.match(digits, offset)
    if shape is None and first > 0:
        return None
    if not _free_before(repaired, begin):
        return None
    if shape is not None:
        size = shape.end() - offset
        # The last digit of a landline may belong to the next number.
        sizes = (*sizes, size, size - 1) if digits[offset] == "0" else (*sizes, size)
    if first == 0:
        sizes = (*sizes, *_COLUMN_SIZES)
    for stop in [offset + size for size in sizes if offset + size in offsets]:
        # Where a whole number was found on the first line, only a check digit says that it goes on behind it.
        if begin in taken and not _is_checked(digits[offset:stop], is_card=sizes[:1] == _CARD_SIZES[:1]):
            continue
        last = offsets[stop] - 1
        finish = groups[last].end
        if repaired[finish : finish + 1] in _LIST_SIGNS:
            continue  # "1、" on the next line counts items
        damaged = repaired[begin:finish] != flat[begin:finish] or not _ENDS.isdisjoint(repaired[begin:finish])
        if (
            damaged
            and _free_behind(repaired, finish)
            and _is_damaged(repaired, begin, finish, digits[offset:stop], groups[first : last + 1])
        ):
            return last
    return None


def _is_checked(digits: str, *, is_card: bool) -> bool:
    """Return whether these digits end in the check digit of an identity number or, behind its label, of a card."""
    if len(digits) == _ID_SIZE and digits[:17].isdigit() and _dated(digits[6:14]) and _id_check(digits):
        return True
    return is_card and _CARD_FEWEST <= len(digits) <= _CARD_MOST and digits.isdigit() and _luhn(digits)


def _is_damaged(flat: str, start: int, end: int, digits: str, groups: list[_Group]) -> bool:
    """Return whether the words around it, or its check digit, make a damaged number a person's."""
    size = len(digits)
    if size in _LABELED_ID_SIZES and _is_labeled_id(flat, start):
        return True
    if size == _ID_SIZE and _is_resident_id(flat, start, end, digits):
        return True
    if not digits.isdigit():
        return False
    if size == _OLD_ID_SIZE:
        return _dated("19" + digits[6:12]) and _is_in_column(flat, start, _ID_COLUMN)
    if _CARD_FEWEST <= size <= _CARD_MOST:
        before = _before(flat, start)
        return _CARD_LABEL.search(before) is not None or (_luhn(digits) and _is_in_column(flat, start, _CARD_COLUMN))
    if _MOBILE.fullmatch(digits) is not None:
        return _is_damaged_mobile(flat, start, end)
    if _LANDLINE.fullmatch(digits) is not None and digits[0] == "0":
        return _is_direct_line(flat, start, end, digits, [len(group.digits) for group in groups])
    return False


def _is_damaged_mobile(flat: str, start: int, end: int) -> bool:
    """Return whether a label or a person's name stands at a damaged mobile number."""
    before = _before(flat, start)
    if _AMOUNT_BEHIND.match(flat, end) is not None or _is_otherwise_named(before):
        return False
    if _PHONE_LABEL.search(before) is not None or _is_in_column(flat, start, _PHONE_COLUMN):
        return True
    return _CONTACT.search(before[-24:]) is not None or _NAME_BEHIND.match(flat, end) is not None


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


def _disguised_mailboxes(flat: str) -> Iterator[tuple[int, int]]:
    """Yield the local parts of personal addresses that are written against robots: name#qq.com, name(at)163.com."""
    for sign in _AT.finditer(flat):
        local = _MAIL_LOCAL.search(flat, max(0, sign.start() - _MAIL_LONGEST), sign.start())
        if local is not None and _OFFICE.fullmatch(local[1].lower()) is None:
            yield local.span(1)


def _labeled(flat: str) -> Iterator[tuple[int, int]]:
    """Yield what only its label tells: passports, permits, QQ and WeChat names, foreign numbers, personal IBANs."""
    for words, patterns in _LABELED:
        if any(word in flat for word in words):
            for pattern in patterns:
                for value in pattern.finditer(flat):
                    yield value.span("value")
    if "+" in flat:
        for number in _FOREIGN_PHONE.finditer(flat):
            if _is_foreign_direct_line(flat, number.start()):
                yield number.span()


def _is_foreign_direct_line(flat: str, start: int) -> bool:
    """Return whether a number of another country is a mobile or belongs to a named contact."""
    if _FOREIGN_MOBILE.search(_before(flat, start)) is not None:
        return True
    context = _lines_before(flat, start)
    contact = None
    for contact in _FOREIGN_CONTACT.finditer(context):  # noqa: B007  the last one counts
        pass
    return contact is not None and _FOREIGN_OTHER.search(context, contact.end()) is None


def _sole_traders(flat: str) -> list[tuple[int, int]]:
    """Return the credit codes of sole traders (GB 32100, class 92)."""
    found = []
    for code in _SOLE_TRADER.finditer(flat):
        digits = re.sub(r"[^0-9A-Za-z]", "", code[0]).upper()
        if len(digits) == 18 and (is_uscc(digits) or _CREDIT_LABEL.search(_before(flat, code.start())) is not None):
            found.append(code.span())
    return found


def _plates(flat: str) -> Iterator[tuple[int, int]]:
    """Yield the number plates of vehicles."""
    behind = 0
    for plate in _PLATE.finditer(flat):
        start, end = plate.span()
        if start > behind and flat[start - 1] in _INSIDE:
            continue
        if sum(map(str.isdigit, plate["body"])) >= 2 and not _is_otherwise_named(_before(flat, start)):
            yield start, end
            behind = end


# Tables --------------------------------------------------------------------------------------------------------------

_SHORTEST = 7
_FEWEST_DIGITS = 7
_MOST_DIGITS = 19
_MOST_GROUPS = 19
_ID_SIZE, _OLD_ID_SIZE, _MOBILE_SIZE = 18, 15, 11
_CARD_FEWEST, _CARD_MOST = 16, 19
_LANDLINE_GROUPS = 4
_AREA_CODE, _LONGEST_LANDLINE, _LONGEST_EXTENSION = 4, 12, 4  # digits
_CONTEXT = 60  # characters before a number in which its label is looked for
_CONTACT_CONTEXT = 160
_CONTACT_LINES = 7
_COLUMN_CONTEXT = 400
_NUMBER_SIGNS = "0123456789 -－—‐()（）\u3000\u00a0"
_LABELED_ID_SIZES = frozenset(range(14, 20))
_LABELED_SIZES = (18, 15, 19, 17, 16, 14)
_COLUMN_SIZES = (19, 18, 17, 16, 15)
_CARD_SIZES = (19, 18, 17, 16)
_MOST_LOOKS = 8  # two do for nearly all; a text made to want more stays linear
_REACH = 440  # characters around a number that decide about it, and some to spare
_STARS = re.compile("[^\n]")

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
_WORD_LABEL = re.compile(r"(?<![A-Za-z])(?i:tel|mobile|mob|phone|cell|fax|wechat|vx|qq|ID|电话|手机)\.?$")

_ENDS = frozenset("\n|\t")
_LOOSE_CHAIN = re.compile(
    f"[0-9](?:[0-9]+|[{_SEPARATORS}\\n|]{{1,3}}(?=[0-9])|[{_SEPARATORS}\\n|]{{0,3}}[Xx](?![0-9A-Za-z]))*"
)
_MISREAD = re.compile("[0-9][OoQlIB|]|[OoQlIB|][0-9]")
_DIGIT_WORD = re.compile(r"(?<![0-9A-Za-z|])(?=[0-9]{0,40}[OoQlIB|])[0-9OoQlIB|]{2,40}[Xx]?(?![0-9A-Za-z|])")
_MISREAD_SIGNS = str.maketrans("OoQlI|B", "0001118")
_LIST_SIGNS = frozenset("、.．")
_BOXES = re.compile(r"(?:[0-9]{1,8}\|){2,}[0-9Xx]{0,8}")
_WHOLE = frozenset({11, 15, 16, 17, 18, 19})  # digits of whole identifiers, in boxes that strokes part
_SHAPES = re.compile(
    r"[1-9][0-9]{5}(?:19|20)[0-9]{2}[01][0-9][0-3][0-9]{4}[0-9Xx]|(?:(?:00)?86)?1[3-9][0-9]{9}|0(?:10|2[0-9]|[3-9][0-9]{2})[1-9][0-9]{6,7}"
)

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
_TO_NUMBER = (
    r"[\s:：;；|｜=∶﹕为是#【《(（\[]*(?:[0-9A-Za-z\-_\[\]()（）〔〕*]{3,40}\s?[、,，;；/]\s?){0,3}[\s:：(（\[【]*$"
)
_NUMBER_LABEL = re.compile(
    r"(?:(?<!身份证)(?<!证件)编\s*号|编码|项目代码|标识码|合同号|项目号|招标号|采购号|备案号|备案|文号|计划号|计划|流水号|订单号|单号|标段号|包号|批号|货号|型号|图号|"
    r"信用代码|机构代码|税号|识别号|注册号|许可证号?|执照号?|发票号码?|邮编|金额|预算|限价|报价|总价|单价|合计|总计|价格|价款|元[)）]|人民币|"
    r"(?i:\b(?:cny|rmb|usd|eur|no|ref|reference|number|code|project|contract|tender|lot|amount|total|price|postcode)\b\.?))(?:号)?(?:[(（][^()（）]{0,12}[)）])?"
    + _TO_NUMBER
)
_ID_LABEL = re.compile(
    r"(?:身\s*份\s*证(?:件)?(?:明)?|身份号码|证件号|公民身份|居民身份|(?i:\bID\s*card\b|identity card|resident identity))[^0-9\n]{0,16}[\s]*$"
)
_ID_WORD = re.compile(r"(?i:\bID\s*(?:no|number)?\b|identity|resident)[^0-9\n]{0,16}\s*$")
_PHONE_LABEL = re.compile(
    r"(?:电\s*话|手\s*机|联\s*系\s*方\s*式|联\s*系\s*号\s*码|座\s*机|微\s*信|热\s*线|传\s*真|(?i:(?<![a-z])(?:tel|telephone|phone|mobile|mob|cell|fax|wechat)(?![a-z])\.?))"
    r"[^0-9\n]{0,12}(?:[0-9\-－—+()（） *]{5,24}(?:[、,，;；/\s]{1,3}|\s?[或和]\s?)"
    r"(?:(?:手机|电话|座机|办公|传真)[:：]?)?){0,3}\s*[(（+＋]?$"
)
_CARD_LABEL = re.compile(r"(?:[账帐]\s*[号户]|卡\s*号|银行卡|(?i:\b(?:account|card|iban|a/c)\b))[^0-9\n]{0,16}\s*$")
_BANK_NEAR = re.compile(r"银行|开户|户名|转账|汇款|银联|信用社|(?i:\bbank\b)")
_CREDIT_NEAR = re.compile(r"(?:信用代码|税号|识别号|机构代码)[^\n]{0,24}$")
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
_QUERY = re.compile(r"((?:[?&;]|%26)(?:tel|phone|mobile|sjh|idcard|idno|sfzh|e?mail)=)([^&#;\s!]+)", re.IGNORECASE)
_SUFFIX = re.compile(r"\.(?=[A-Za-z0-9]{1,5}(?:$|[ !(]))")
_NUMBER_NAME = re.compile("[A-Za-z]{0,3}[0-9Xx_\\-]+")
_NAME_BLANKS = str.maketrans("_+", "  ")
_ADDRESS = re.compile(r"[!-~]+$")

_TITLE = "老师|先生|女士|小姐|经理|主任|科长|处长|所长|工程师|工|总"
_SURNAME = (
    "(?:欧阳|司马|上官|诸葛|东方|皇甫|尉迟|公孙|慕容|司徒|令狐|[王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖萧田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈"
    "姚卢姜崔钟谭陆汪范金石廖贾夏韦付傅方白邹孟熊秦邱丘江尹薛闫阎段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤常温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮"
    "柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝])"
)
_NAME = f"{_SURNAME}(?:{_TITLE}|[\u4e00-\u9fff]{{1,2}}(?:{_TITLE})?)"
_TO_PHONE = r"[\s,，、:：;；|(（=]{0,6}(?:(?:联系|办公|项目联系|联系人|单位)?(?:电\s*话|手\s*机|方\s*式|座\s*机)(?:号码|号)?)?[\s:：|=∶﹕为]{0,5}[(（]?"
_NAME_BEFORE = re.compile(rf"(?<![\u4e00-\u9fff]){_NAME}{_TO_PHONE}$")
_NAME_LINE = re.compile(rf"(?<![\u4e00-\u9fff])(?!项目|合同|招标|采购){_NAME}[\s,，、:：|]{{0,4}}$")
_PLACE_LABEL = re.compile(r"(?:地\s*址|地\s*点|名\s*称|单位|区划|区域)[\s:：]*$")
_ADDRESS_LINE = re.compile(r"地\s*[址点][:：\s]{0,4}[^\n]{0,60}?(?=\n|$|联系|电\s*话|手\s*机)")
_SIDE = re.compile(
    r"(采购代理机构|招标代理机构|代理机构|采购人|采购单位|招标人|招标机构)(?:项目)?(?:联\s*系\s*人|经\s*办\s*人|负\s*责\s*人)"
)
_SHARED_LINE = re.compile(
    r"(?:监\s*督|投\s*诉|举\s*报|热\s*线|总\s*机|值\s*班|服\s*务|客\s*服|(?<![/／、及和])传\s*真(?!\s*[/／、及]))(?:联系)?(?:电\s*话|部门电话|号码)?[\s:：]*$"
)
_CONTACT_BEHIND = re.compile(
    rf"[\s,，;；、|/]{{0,4}}(?:(?:联系|办公|移动|固定)?(?:电\s*话|手\s*机|方\s*式|座\s*机)(?:号码)?[\s:：|]{{0,3}})?(?:{_NAME}[\s|]{{1,3}})?"
    r"(?:项目|采购人?|招标人?|单位)?(?:联\s*系\s*人|经\s*办\s*人|负\s*责\s*人)"
)
_OWN_NUMBER = re.compile(
    r"(?:姓名)?[^0-9\n]{0,12}\n?[^0-9\n]{0,3}(?:电\s*话|手\s*机|方\s*式|座\s*机)[^0-9\n]{0,6}\s{0,3}[+(（]?[0-9*]"
)

_ID_WORDS = "身份证(?:件)?(?:号码?|编号)?|公民身份号码|居民身份证号码?|证件号码?|法定代表人身份证号"
_NUMBER_WORDS = (
    r"(?:采购|项目|招标|合同|标段|备案|计划|采购项目|采购计划|政府采购计划|招标项目|交易)?"
    r"(?:编\s*号|编\s*码|代\s*码|号|计划号|备案号)|文号|订单号|流水号"
)
_COLUMN_BREAK = r"(?:^|(?<=\n)|(?<=\|)|(?<=\| ))[ \t]*(?:"
_COLUMN_END = r")[ \t]*(?:[(（][^\n()（）]{0,12}[)）])?[ \t]*[:：]?[ \t]*(?=[\n|])"
_ID_COLUMN = re.compile(_COLUMN_BREAK + _ID_WORDS + _COLUMN_END)
_CARD_COLUMN = re.compile(_COLUMN_BREAK + r"(?:银行|收款|个人银行|开户|个人)?(?:[账帐]\s*[号户]|卡\s*号)" + _COLUMN_END)
_PHONE_COLUMN = re.compile(
    _COLUMN_BREAK
    + r"(?:联系|移动|联系人|办公)?(?:电\s*话|手\s*机|方\s*式)(?:号码?)?|(?i:tel|mobile|phone)"
    + _COLUMN_END
)
_NUMBER_COLUMN = re.compile(_COLUMN_BREAK + _NUMBER_WORDS + _COLUMN_END)
_PERSON_COLUMN = re.compile(
    _COLUMN_BREAK + _ID_WORDS + r"|姓\s*名|联系方式|(?:联系)?电\s*话|手\s*机(?:号码?)?" + _COLUMN_END
)

_AT_SIGNS = ("#", "(at", "[at", "（at", "{at", "(AT", "[AT", "（AT", "(@", "[@", "（@", "( at", "[ at")
_AT = re.compile(
    r"\s?(?:[(（\[【{<]\s?(?i:at|@)\s?[)）\]】}>]|#)\s?(?=(?:qq|vip\.qq|163|126|139|189|sina|sohu|foxmail|gmail|hotmail|outlook|yahoo|aliyun|yeah|wo|21cn|tom|icloud)\.[a-z])"
    r"|\s?#\s?(?=[A-Za-z0-9\-]{1,40}\.(?:com|cn|net|org|gov|edu|example)\b)"
    r"|\s?[(（\[【{]\s?(?i:at)\s?[)）\]】}]\s?(?=[A-Za-z0-9\-]{1,40}\.[A-Za-z])"
)
_FILL = r"[^0-9A-Za-z\n+群]{0,10}\s{0,3}"
_CELLS = r"[ \t]*\n(?:[^\n]{0,30}\n){0,3}?"
"""Up to three cells between the head of a column and its value, in a table that was flattened."""
_ID_PAPER = (
    r"(?:护\s*照|通\s*行\s*证|台\s*胞\s*证|回\s*乡\s*证|居\s*留\s*(?:许\s*可|证)|居\s*住\s*证|军\s*官\s*证|士\s*兵\s*证|驾\s*驶\s*证|(?:香港|澳门)(?:居民)?身份证|证件|(?i:\bpassport|\bhkid))"
    r"(?:号码|编号|号|\s?(?i:no|number)\b\.?)?"
)
_PAPER = r"(?P<value>[A-Za-z]{0,2}[ ]?[0-9](?:[ \-]?[0-9]){6,9}(?:[(（][0-9A][)）])?)(?![0-9A-Za-z])"
_WECHAT = r"(?:微\s*信(?!群|公|支付|小程序|扫)(?:号码|号|ID)?|(?<![A-Za-z])(?i:wechat|weixin|vx)(?![A-Za-z])(?:\s?(?i:id|no\.?))?)"
_QQ = r"(?<![0-9A-Za-z官服企务])[Qq]\s{0,2}[Qq](?:号码|号|账号)?"
_LABELED: tuple[tuple[tuple[str, ...], tuple[re.Pattern[str], ...]], ...] = (
    (
        (
            "护照",
            "护 照",
            "护  照",
            "护\u3000照",
            "行证",
            "行 证",
            "胞证",
            "回乡",
            "居留",
            "居住证",
            "军官",
            "士兵",
            "驾驶",
            "澳门",
            "香港",
            "证件",
            "assport",
            "ASSPORT",
            "HKID",
        ),
        (
            re.compile(_ID_PAPER + _FILL + _PAPER),
            re.compile(_ID_PAPER + _CELLS + r"(?P<value>[A-Za-z]{0,2}[0-9]{7,9})(?=\n|$)"),
        ),
    ),
    (
        ("QQ", "qq", "Q Q", "Q  Q", "Q\u3000Q", "Qq"),
        (
            re.compile(_QQ + _FILL + r"(?P<value>[1-9][0-9]{4,10})(?![0-9A-Za-z@])"),
            re.compile(_QQ + _CELLS + r"(?P<value>[1-9][0-9]{5,10})(?=\n|$)"),
        ),
    ),
    (
        ("微信", "微 信", "微  信", "微\u3000信", "echat", "ECHAT", "eChat", "eixin", "vx", "VX"),
        (
            re.compile(
                _WECHAT
                + r"[^0-9A-Za-z\n+群]{0,10}\s{0,3}(?P<value>(?=[A-Za-z_]{0,18}[0-9\-])[A-Za-z0-9][A-Za-z0-9_\-]{4,19})(?![A-Za-z0-9_.@/])"
            ),
            re.compile(r"微\s*信\s*号(?:码)?[:：\s]{1,3}(?P<value>[A-Za-z][A-Za-z0-9_\-]{5,19})(?![A-Za-z0-9_.@/])"),
            re.compile(
                _WECHAT
                + _CELLS
                + r"(?P<value>(?=[A-Za-z_]{0,18}[0-9\-])[A-Za-z][A-Za-z0-9_\-]{5,19}|1[3-9][0-9]{9})(?=\n|$)"
            ),
        ),
    ),
    (
        ("牌",),
        (
            re.compile(
                r"(?:车\s*牌|号\s*牌)(?:号码|号)?[^0-9A-Za-z\n京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼]{0,10}\s{0,3}"
                r"(?P<value>[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][ ]?[A-Za-z][·•・.\- ]{0,2}[A-Za-z0-9]{5,6})(?![A-Za-z0-9])"
            ),
        ),
    ),
    (
        ("个人", "ersonal", "ersonnel", "rivat", "PERSONAL"),
        (
            re.compile(
                r"(?i:\bpersonal|\bprivate|\bpersonnel|\bprivat|个人)[^\n]{0,30}?(?:(?i:iban)|[账帐][号户])[^0-9A-Za-z\n]{0,6}"
                r"(?P<value>[A-Z]{2}[0-9]{2}(?:[ ]?[A-Z0-9]{4}){3,7}(?:[ ]?[A-Z0-9]{1,3})?)(?![A-Za-z0-9])"
            ),
        ),
    ),
)
"""Words of which one must be there, to be quick, and what is then looked for."""

_FOREIGN_PHONE = re.compile(r"\+\s?(?!86)[1-9](?:[\s().\-/]{0,2}[0-9]){7,14}")
_FOREIGN_MOBILE = re.compile(
    r"(?i:\b(?:mobile|mob|cell|cellphone|portable|handy|m[óo]vil|gsm|cellulare|telemóvel)\b\.?)[^0-9\n]{0,14}$"
)
_FOREIGN_CONTACT = re.compile(
    r"(?i:\b(?:contact person|personne de contact|ansprechpartner(?:in)?|persona de contacto|attn|attention|mr|mrs|ms|dr|mme|madame|monsieur|herr|frau|sra?)\b)"
)
_FOREIGN_OTHER = re.compile(r"(?i:switchboard|hotline|\bfax\b|standard téléphonique|zentrale|review body|registry)")

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
    r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼使领][A-HJ-NP-Z][·•・.\- ]?"
    r"(?P<body>(?:[A-HJ-NP-Z0-9]{5}|[DFABCEGHJK][A-HJ-NP-Z0-9][0-9]{4}|[0-9]{5}[DFABCEGHJK]|[A-HJ-NP-Z0-9]{4}[挂学警港澳试超领使]))"
    r"(?![A-Za-z0-9\-_])"
)
