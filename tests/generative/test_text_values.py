"""Properties of the grammars: what is written is read back, what is damaged is never read as the original."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counterfile.model.value import Basis
from counterfile.text.dates import find_dates, read_date, read_range
from counterfile.text.identifiers import clean_number, find_numbers, is_uscc, number_hints, number_key, uscc_class
from counterfile.text.money import capitals, find_amounts, read_amount, unit_of

FEN = st.integers(min_value=1, max_value=10**13 - 1)
DAYS = st.dates(min_value=date(1990, 1, 1), max_value=date(2099, 12, 31))
TEXT = st.text(
    alphabet="0123456789.,，:：;；-—~（）()[]〔〕%￥¥$€元万亿圆整角分壹贰叁零拾佰仟一二十百千"
    "年月日每单价率总共包第至A g/ \n<>",
    max_size=40,
)
WIDE = str.maketrans("0123456789.,", "０１２３４５６７８９．，")
ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def in_words(cents: int) -> str:
    """Write yuan in 大写 as a bank clerk does, independently of the parser."""
    digits, places, sections = "零壹贰叁肆伍陆柒捌玖", ["", "拾", "佰", "仟"], ["", "万", "亿"]
    whole, rest = divmod(cents, 100)
    words, zero = "", False
    for index in range(len(str(whole)) - 1, -1, -1):
        digit = whole // 10**index % 10
        if digit:
            words += ("零" if zero and words else "") + digits[digit] + places[index % 4]
            zero = False
        else:
            zero = True
        if index % 4 == 0 and whole // 10**index % 10**4:
            words += sections[index // 4]
            zero = zero and index > 0
    words = words + "元" if whole else ""
    if not rest:
        return words + "整"
    tenth, hundredth = divmod(rest, 10)
    words += f"{digits[tenth]}角" if tenth else ("零" if whole else "")
    return words + (f"{digits[hundredth]}分" if hundredth else "整")


FORMS = {
    "元": lambda yuan: f"{yuan}元",
    "grouped": lambda yuan: f"{yuan:,}元",
    "万元": lambda yuan: f"{(yuan / 10**4).normalize():f}万元",
    "亿元": lambda yuan: f"{(yuan / 10**8).normalize():f}亿元",
    "brackets": lambda yuan: f"{(yuan / 10**4).normalize():f}（万元）",
    "sign": lambda yuan: f"￥{yuan:,}",
    "full width": lambda yuan: f"{yuan}元".translate(WIDE),
    "RMB": lambda yuan: f"RMB {yuan:,}",
    "大写": lambda yuan: in_words(int(yuan * 100)),
    "both": lambda yuan: f"人民币{in_words(int(yuan * 100))}（￥{yuan:,}元）",
    "sentence": lambda yuan: f"中标金额：{yuan}元人民币。",
}


@pytest.mark.parametrize("form", FORMS)
@given(cents=FEN)
@settings(max_examples=100, deadline=None)
def test_written_amount_is_read_back(form: str, cents: int) -> None:
    yuan = Decimal(cents) / 100
    if form in {"大写", "both"} and cents < 100:
        yuan += 1

    amount = read_amount(FORMS[form](yuan))

    assert amount is not None
    assert (Basis.TOTAL, yuan, "CNY") == (amount.basis, amount.amount, amount.currency)


@given(cents=FEN)
@settings(max_examples=200, deadline=None)
def test_words_of_a_clerk_are_read_back(cents: int) -> None:
    cents = max(cents, 100)

    assert Decimal(cents) / 100 == capitals(in_words(cents))


@given(cents=FEN, form=st.sampled_from(["元", "grouped", "万元", "sign", "both"]), data=st.data())
@settings(max_examples=200, deadline=None)
def test_changed_digit_never_gives_the_original_value(cents: int, form: str, data: st.DataObject) -> None:
    yuan = Decimal(max(cents, 100)) / 100
    printed = FORMS[form](yuan)
    places = [index for index, sign in enumerate(printed) if sign.isdigit()]
    place = data.draw(st.sampled_from(places))
    digit = data.draw(st.sampled_from([digit for digit in "0123456789" if digit != printed[place]]))

    amount = read_amount(printed[:place] + digit + printed[place + 1 :])

    assert amount is None or amount.amount != yuan


@given(cents=FEN, unit=st.sampled_from(["报价（元）", "报价(万元)", "金额（亿元）"]))
@settings(max_examples=100, deadline=None)
def test_header_and_suffix_mean_the_same(cents: int, unit: str) -> None:
    number = f"{Decimal(cents) / 100:.2f}"
    suffix = unit_of(unit)

    assert read_amount(number, unit) == read_amount(f"{number}{suffix}")
    assert read_amount(number, unit) == read_amount(f"价 {number} ", unit)  # the quick and the long way agree


@given(TEXT)
@settings(max_examples=200, deadline=None)
def test_any_text_is_read_without_an_error(text: str) -> None:
    read_amount(text)
    read_amount(text, text)
    capitals(text)
    read_date(text)
    read_range(text)
    number_hints(text)
    clean_number(text)


@given(TEXT)
@settings(max_examples=200, deadline=None)
def test_found_words_give_what_was_found(text: str) -> None:
    last = 0
    for start, end, amount in find_amounts(text):
        assert last <= start < end <= len(text)
        assert amount == read_amount(text[start:end])
        last = end
    for start, end, number in find_numbers(text):
        assert number == text[start:end]
    for start, end, day in find_dates(text):
        assert day == read_date(text[start:end])


DATE_FORMS = [
    "{0.year}年{0.month}月{0.day}日",
    "{0:%Y年%m月%d日}",
    "{0:%Y-%m-%d}",
    "{0.year}.{0.month}.{0.day}",
    "{0.year}/{0.month}/{0.day}",
    "{0:%Y%m%d}",
    "{0:%Y%m%d} - 09:30:00",
    "{0.year} 年\n{0.month} 月 {0.day}\n日",
    "{0.day} {0:%B} {0.year}",
    "{0:%B} {0.day}, {0.year}",
    "{0:%b} {0.day}, {0.year}",
]


@pytest.mark.parametrize("form", DATE_FORMS)
@given(day=DAYS)
@settings(max_examples=50, deadline=None)
def test_written_date_is_read_back(form: str, day: date) -> None:
    printed = form.format(day)

    assert day == read_date(f"时间：{printed}，地点")
    assert [day] == [found for _, _, found in find_dates(printed)]


@given(day=DAYS)
@settings(max_examples=100, deadline=None)
def test_date_in_chinese_words_is_read_back(day: date) -> None:
    digits = "〇一二三四五六七八九"
    tens = ["", "十", "二十", "三十"]
    month, number = (tens[value // 10] + digits[value % 10].strip("〇") for value in (day.month, day.day))
    year = "".join(digits[int(sign)] for sign in str(day.year))

    assert day == read_date(f"{year}年{month}月{number}日")


@given(first=DAYS, last=DAYS)
@settings(max_examples=50, deadline=None)
def test_written_range_is_read_back(first: date, last: date) -> None:
    assert (first, last) == read_range(f"{first} 09:00 至 {last} 17:00")


@st.composite
def credit_codes(draw: st.DrawFn) -> str:
    head = draw(st.sampled_from(["91", "11", "12", "13", "51", "52", "92", "93", "N1", "N2", "A1", "Y1", "31", "81"]))
    body = draw(st.text("0123456789", min_size=6, max_size=6)) + draw(st.text(ALPHABET, min_size=9, max_size=9))
    total = sum(ALPHABET.index(sign) * pow(3, index, 31) for index, sign in enumerate(head + body))
    return head + body + ALPHABET[-total % 31]


@given(code=credit_codes(), place=st.integers(0, 17), sign=st.sampled_from(ALPHABET))
@settings(max_examples=200, deadline=None)
def test_every_single_slip_in_a_credit_code_is_seen(code: str, place: int, sign: str) -> None:
    slipped = code[:place] + sign + code[place + 1 :]

    assert is_uscc(code)
    assert str(uscc_class(code))
    assert is_uscc(slipped) == (slipped == code)


@given(st.text(max_size=30))
@settings(max_examples=100, deadline=None)
def test_any_text_is_checked_without_an_error(text: str) -> None:
    is_uscc(text)
    find_numbers(text)
    assert number_key(number_key(text)) == number_key(text)
    assert clean_number(clean_number(text)) == clean_number(text)
