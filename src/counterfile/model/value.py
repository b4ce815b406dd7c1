"""Amounts of money, kind first: a total, a unit price and a rate are never the same thing."""

from __future__ import annotations

import re
from decimal import Decimal
from enum import StrEnum

import msgspec


class Basis(StrEnum):
    """What a printed price is the price of. Only a total may be summed."""

    TOTAL = "total"
    UNIT_PRICE = "unit_price"
    """Per piece, hour, kilogram; `Amount.amount` holds the price of one."""
    PER_YEAR = "per_year"
    """A yearly amount whose number of years is not part of the figure."""
    RATE = "rate"
    """A discount, fee rate or coefficient: `Amount.rate` holds it, `Amount.amount` is None."""
    RANGE = "range"
    """Two ends and no point value."""
    FORMULA = "formula"
    """A rule to compute a price by (a tariff times a share)."""
    UNKNOWN_UNIT = "unknown_unit"
    """A number without any unit: 元 or 万元 cannot be told, so there is no amount."""
    NOT_STATED = "not_stated"
    """Zero, a dash, a placeholder, "see annex": nothing is said."""


class Amount(msgspec.Struct, frozen=True):
    """What a printed price says."""

    basis: Basis
    amount: Decimal | None = None
    """In the currency's main unit (yuan, not 万元); None unless basis is total, unit_price or per_year."""
    currency: str | None = None
    """ISO 4217; None where `amount` is None."""
    rate: Decimal | None = None
    """As a share: 12 % is 0.12. None unless basis is rate."""

    def __str__(self) -> str:
        """Return the canonical form that is stored and compared: ``CNY 5179175.00 total``."""
        if self.amount is not None:
            return f"{self.currency} {self.amount:.2f} {self.basis}"
        if self.rate is not None:
            return f"{self.rate.normalize():f} {self.basis}"
        return str(self.basis)


NOT_STATED = Amount(Basis.NOT_STATED)


_CANONICAL = re.compile(r"(?:(?P<currency>[A-Z]{3}) )?(?P<number>-?\d+(?:\.\d+)?)(?: (?P<basis>[a-z_]+))?")


def read_canonical(value: str) -> Amount | None:
    """Return the amount that a canonical form spells, the opposite of ``str(Amount)``; None if it spells none.

    A currency and a number without a basis are a total, since that is what a person who corrects an amount means.

    >>> read_canonical("CNY 5179175.00 total")
    Amount(basis=<Basis.TOTAL: 'total'>, amount=Decimal('5179175.00'), currency='CNY', rate=None)
    >>> read_canonical("0.12 rate").rate
    Decimal('0.12')
    """
    text = value.strip()
    if text in set(Basis):
        return Amount(Basis(text))
    match = _CANONICAL.fullmatch(text)
    if match is None:
        return None
    basis = match["basis"] or (Basis.TOTAL if match["currency"] else "")
    if basis not in set(Basis):
        return None
    if basis == Basis.RATE:
        return Amount(Basis.RATE, rate=Decimal(match["number"])) if not match["currency"] else None
    if not match["currency"]:
        return None
    return Amount(Basis(basis), Decimal(match["number"]), match["currency"])
