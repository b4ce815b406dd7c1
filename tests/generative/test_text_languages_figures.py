"""What a language prints is read back: sums, days and ranges, in each language whose words the package has."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counterfile.model.value import Basis
from counterfile.text.dates import find_dates, read_date, read_range
from counterfile.text.figures import read_figure
from counterfile.text.lexicon import lexicon, lexicons
from counterfile.text.money import find_amounts, read_amount

LANGUAGES = [one.language for one in lexicons()]
SUMS = st.integers(100_000, 10**12).map(lambda cents: Decimal(cents) / 100)
DAYS = st.dates(date(1995, 1, 1), date(2035, 12, 31))


def grouped(number: Decimal, group: str, decimal: str) -> str:
    """1234567.80 as the signs want it, always with two decimals."""
    return f"{number:,.2f}".replace(",", "\0").replace(".", decimal).replace("\0", group)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("currency", ["EUR", "PLN", "SEK"])
@given(number=SUMS)
@settings(max_examples=12, deadline=None)
def test_sum_is_read_back(language: str, currency: str, number: Decimal) -> None:
    decimal = lexicon(language).decimal
    for group in (" ", "\u00a0", "\u202f", "." if decimal == "," else ","):
        printed = grouped(number, group, decimal)
        for text in (f"{printed} {currency}", f"{currency} {printed}"):
            amount = read_amount(text, language=language)
            assert amount is not None
            assert (amount.basis, amount.amount, amount.currency) == (Basis.TOTAL, number, currency)
            assert [found.amount for _, _, found in find_amounts(f"({text})")] == [number]
        assert read_figure(printed, language) == number


@pytest.mark.parametrize("language", LANGUAGES)
@given(thousands=st.integers(1, 999), rest=st.integers(0, 999))
@settings(max_examples=20, deadline=None)
def test_whole_sum_is_read_by_its_language_or_not_at_all(language: str, thousands: int, rest: int) -> None:
    number = thousands * 1000 + rest
    own, other = (".", ",") if lexicon(language).decimal == "," else (",", ".")
    told = read_amount(f"{thousands}{own}{rest:03} EUR", language=language)

    assert told is not None
    assert told.amount == number
    assert read_amount(f"{thousands}{other}{rest:03} EUR", language=language) is None
    assert read_amount(f"{thousands},{rest:03} EUR") is None
    assert read_amount(f"{thousands}.{rest:03} EUR") is None


@pytest.mark.parametrize("language", LANGUAGES)
@given(day=DAYS)
@settings(max_examples=20, deadline=None)
def test_day_with_the_months_name_is_read_back(language: str, day: date) -> None:
    name = lexicon(language).words("months", "names")[day.month - 1].split()[0]
    for text in (
        f"{day.day}. {name} {day.year}",
        f"{day.day} {name} {day.year}",
        f"({day.day} {name.capitalize()} {day.year})",
    ):
        assert read_date(text, language) == day
        assert [found for _, _, found in find_dates(text, language)] == [day]


@given(day=DAYS)
@settings(max_examples=60, deadline=None)
def test_day_in_figures_is_read_back_or_left_open(day: date) -> None:
    assert read_date(f"{day:%d.%m.%Y}, 12:00") == day
    assert read_date(f"{day.day}.{day.month}.{day.year}") == day
    assert read_date(f"{day:%d/%m/%Y}", "fr") == day
    assert read_date(f"{day:%d/%m/%Y}") in ({day} if day.day > 12 or day.day == day.month else {None})


@pytest.mark.parametrize("language", [one for one in LANGUAGES if lexicon(one).words("days", "to")])
@given(first=DAYS, length=st.integers(1, 300))
@settings(max_examples=12, deadline=None)
def test_range_is_read_back(language: str, first: date, length: int) -> None:
    spoken, last = lexicon(language), first + timedelta(length)
    names = spoken.words("months", "names")
    printed = [f"{day.day}. {names[day.month - 1].split()[0]} {day.year}" for day in (first, last)]
    for to in (*spoken.words("days", "to"), "-", "–"):
        assert read_range(f"{printed[0]} {to} {printed[1]}", language) == (first, last)


@pytest.mark.parametrize(
    ("text", "label", "expected"),
    [
        ("1.234,56 EUR", None, "EUR 1234.56 total"),
        ("1 234,56 €", None, "EUR 1234.56 total"),
        ("12 345 678,90 zł", None, "PLN 12345678.90 total"),
        ("CHF 1’234’567.80", None, "CHF 1234567.80 total"),
        ("1,234 EUR", None, None),
        ("1,234 EUR", "Contract value", "EUR 1234.00 total"),
        ("1,234 EUR", "Valeur du marché", None),
        ("1.234 EUR", "Gesamtwert des Auftrags", "EUR 1234.00 total"),
        ("1.234", "Gesamtwert des Auftrags (EUR)", "EUR 1234.00 total"),
        ("€15,000", None, "EUR 15000.00 total"),
        ("15,000欧元", None, "EUR 15000.00 total"),
        ("2,5 millions d’euros", None, "EUR 2500000.00 total"),
        ("3 Mio. EUR", None, "EUR 3000000.00 total"),
        ("1,2 Mrd. Euro", None, "EUR 1200000000.00 total"),
        ("450 tys. zł", None, "PLN 450000.00 total"),
        ("15 mil. Kč", None, "CZK 15000000.00 total"),
        ("15 mil EUR", None, None),
        ("1 250 000 kr", None, None),
        ("1 250 000 kr", "Kontraktsvärde", "SEK 1250000.00 total"),
        ("1 250 000 kr", "Kontraktens værdi", "DKK 1250000.00 total"),
        ("1.250.000,- EUR", None, "EUR 1250000.00 total"),
        ("12 000 € par an", None, "EUR 12000.00 per_year"),
        ("12.000,00 EUR jährlich", None, "EUR 12000.00 per_year"),
        ("0,85 €/kWh", None, "EUR 0.85 unit_price"),
        ("jusqu’à 20 000 EUR", None, "range"),
        ("1 200 000 Ft", None, "HUF 1200000.00 total"),
        ("100 ft", None, "unknown_unit"),
    ],
)
def test_price_of_a_european_notice(text: str, label: str | None, expected: str | None) -> None:
    amount = read_amount(text, label)

    assert (None if amount is None else str(amount)) == expected


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("3. Mai 2024, 12:00 Uhr", None, "2024-05-03"),
        ("le 1er août 2024 à 12h00", None, "2024-08-01"),
        ("3 de mayo de 2024", None, "2024-05-03"),
        ("3 maja 2024 r., godz. 10:00", None, "2024-05-03"),
        ("2024. május 3.", None, "2024-05-03"),
        ("3 Μαΐου 2024", None, "2024-05-03"),
        ("3 май 2024", None, "2024-05-03"),
        ("5 listopada 2024", None, None),  # November in Poland, October in Croatia
        ("5 listopada 2024", "pl", "2024-11-05"),
        ("5 listopada 2024", "hr", "2024-10-05"),
        ("12 Lots 2024-05-06", None, "2024-05-06"),
        ("31.02.2024", None, None),
        ("5/3/2024", "en", None),
        ("第1.2.2024条", None, None),
    ],
)
def test_day_of_a_european_notice(text: str, language: str | None, expected: str | None) -> None:
    day = read_date(text, language)

    assert (None if day is None else day.isoformat()) == expected


def test_range_may_leave_out_what_its_days_share() -> None:
    assert read_range("vom 3. bis 8. Mai 2024") == (date(2024, 5, 3), date(2024, 5, 8))
    assert read_range("du 3 au 8 mai 2024") == (date(2024, 5, 3), date(2024, 5, 8))
    assert read_range("3.–8. Mai 2024") == (date(2024, 5, 3), date(2024, 5, 8))
    assert read_range("du 3 mai 2024 à 9h00 au 8 juin 2024 à 12h00") == (date(2024, 5, 3), date(2024, 6, 8))
    assert read_range("3 offres reçues le 8 mai 2024") is None
