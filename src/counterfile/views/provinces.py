"""Procedures, notices and money by province, with what they are counted out of."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import msgspec

from counterfile.views.purchases import Asked, Purchase, Purchases, Sum, chosen, currency


class Province(msgspec.Struct, frozen=True):
    """One province-level division, or a place of another country as documents name it."""

    name: str
    """As most procedures state it; empty for those that state none."""
    procedures: int
    """0 where the inquiry knows the province and none of its procedures was asked for."""
    notices: int
    money: Decimal | None
    """Sum of plain award totals in the one currency; None where none of the procedures states one."""
    totals: int
    """Procedures in that sum."""


class Provinces(msgspec.Struct, frozen=True):
    """All of them."""

    rows: tuple[Province, ...]
    """Those with most procedures first, without those that state no province."""
    not_stated: Province
    procedures: int
    """All that were asked for: the denominator."""
    notices: int
    currency: str
    """Of the money: that of most award totals; empty without any."""
    other_currencies: int
    """Procedures whose award total is in another currency and in no sum."""
    without_total: int
    """Procedures without a plain award total."""


def provinces(found: Purchases, asked: Asked) -> Provinces:
    """Return the procedures that are asked for by province; `Asked.province` is left aside."""
    asked = msgspec.structs.replace(asked, province="")
    some = chosen(found, asked)
    code = currency(some, Sum.AWARD)
    groups: dict[str, list[Purchase]] = {name: [] for name in found.provinces}
    nowhere: list[Purchase] = []
    for each in some:
        (groups[each.province] if each.province else nowhere).append(each)
    rows = sorted((_row(name, group, code) for name, group in groups.items()), key=lambda row: -row.procedures)
    awarded = [total for each in some if (total := each.total(Sum.AWARD)) is not None]
    return Provinces(
        rows=tuple(rows),
        not_stated=_row("", nowhere, code),
        procedures=len(some),
        notices=sum(each.notices for each in some),
        currency=code,
        other_currencies=sum(1 for total in awarded if total[0] != code),
        without_total=len(some) - len(awarded),
    )


def _row(name: str, group: Sequence[Purchase], code: str) -> Province:
    totals = [total[1] for each in group if (total := each.total(Sum.AWARD)) is not None and total[0] == code]
    return Province(
        name, len(group), sum(each.notices for each in group), sum(totals, Decimal(0)) if totals else None, len(totals)
    )
