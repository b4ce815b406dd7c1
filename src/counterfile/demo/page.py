"""Prints the facts of a purchase, and keeps the label of what was printed.

Every layout takes its facts from a `Page`, so that the truth of a notice is exactly what its text says: a date
that a layout leaves out is null in its label.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TypeAlias

from counterfile.demo.names import Organization
from counterfile.demo.plan import FEATURES, Bid, Lot, Purchase
from counterfile.demo.truth import LotLabel, NoticeTruth, PlaceLabel, SupplierLabel

Cell: TypeAlias = str | tuple[str, int, int]
"""Text, or text with its row span and column span."""
Block: TypeAlias = tuple[str, str] | tuple[str, str, str, str] | tuple[str, list[list[Cell]]]
"""``("h", heading)``, ``("p", paragraph)``, ``("kv", label, value, name)`` or ``("t", rows)``, header row first."""


def table(rows: list[list[Cell]]) -> Block:
    """Return rows as a block; written out only for the type checker, which would guess narrower cells."""
    return ("t", rows)


_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_UNITS = ("", "拾", "佰", "仟")
_GROUPS = ("", "万", "亿")
_PLAIN = "〇一二三四五六七八九十"


def yuan(cents: int) -> str:
    """Return ``5179175.00``.

    >>> yuan(517917500)
    '5179175.00'
    """
    return f"{cents // 100}.{cents % 100:02d}"


def wan(cents: int) -> str:
    """Return the amount in 万元 with no more decimals than it needs.

    >>> wan(517917500), wan(12000000)
    ('517.9175', '12')
    """
    return f"{cents // 1_000_000}.{cents % 1_000_000:06d}".rstrip("0").rstrip(".")


def capitals(cents: int) -> str:
    """Return the amount in capital numerals, as contracts spell it.

    >>> capitals(517917500), capitals(325031000), capitals(12345678901)
    ('伍佰壹拾柒万玖仟壹佰柒拾伍元整', '叁佰贰拾伍万零叁佰壹拾元整', '壹亿贰仟叁佰肆拾伍万陆仟柒佰捌拾玖元零壹分')
    """
    whole, rest = divmod(cents, 100)
    text, zero = "", False
    for place in range(len(str(whole)) - 1, -1, -1):
        digit = whole // 10**place % 10
        if digit:
            text += ("零" if zero and text else "") + _DIGITS[digit] + _UNITS[place % 4]
            zero = False
        else:
            zero = True
        if place % 4 == 0 and whole // 10**place % 10_000:
            text += _GROUPS[place // 4]
            zero = zero and place > 0
    text += "元"
    if not rest:
        return text + "整"
    jiao, fen = divmod(rest, 10)
    return text + (f"{_DIGITS[jiao]}角" if jiao else "零") + (f"{_DIGITS[fen]}分" if fen else "")


def long_date(day: dt.date) -> str:
    """Return ``2021年03月05日``."""
    return f"{day.year}年{day.month:02d}月{day.day:02d}日"


def plain_date(day: dt.date) -> str:
    """Return the date in Chinese numerals: ``二〇二一年三月五日``.

    >>> plain_date(dt.date(2021, 12, 20)), plain_date(dt.date(2013, 3, 15))
    ('二〇二一年十二月二十日', '二〇一三年三月十五日')
    """

    def small(n: int) -> str:
        tens, ones = divmod(n, 10)
        head = "" if not tens else "十" if tens == 1 else _PLAIN[tens] + "十"
        return head + (_PLAIN[ones] if ones else "")

    return f"{''.join(_PLAIN[int(c)] for c in str(day.year))}年{small(day.month)}月{small(day.day)}日"


def english_date(day: dt.date) -> str:
    """Return ``5 March 2021``."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


@dataclass(slots=True)
class Publication:
    """One act of publication: which stage of which purchase, when, in which dress."""

    purchase: Purchase
    stage: str
    date: dt.date
    dress: str
    """The purchase's portal, or ``text``, ``docx``, ``pdf``, ``xlsx``."""
    serial: int
    """Unique in the heap."""
    form: str = "new"
    """``new`` (since July 2020), ``old``, ``works``, ``agency`` or ``english``."""


class Page:
    """Prints facts of one publication; `truth` grows with what was printed."""

    __slots__ = ("named", "p", "pub", "truth")

    def __init__(self, pub: Publication) -> None:
        p = pub.purchase
        self.pub, self.p = pub, p
        self.named: list[tuple[Organization, str]] = []
        self.truth = NoticeTruth(
            id="", file="", segment=0, stage=pub.stage, round=1, project_numbers=[], project_title=None, buyer=None,
            agency=None, budget=None, ceiling=None, published=None, opening=None, decided=None, signed=None, lots=[],
            place=PlaceLabel(), consortium_allowed=None, doubt=None, procedure=p.id, family=p.family, buyer_id=None,
            agency_id=None, supplier_ids=[], contract_number=None, mentions=[], conflict=False, near_duplicate_of=None,
        )  # fmt: skip

    # --- what names the purchase

    def number(self) -> str:
        """The project number; the award of some purchases prints its brackets in the other width."""
        text = self.p.number
        if "（" in text and self.pub.stage in {"award", "contract"} and self.p.index % 2:
            text = text.replace("（", "(").replace("）", ")")
        return self._number(text)

    def plan_number(self) -> str:
        """The number of the purchasing plan."""
        return self._number(self.p.plan_number or "")

    def section_number(self) -> str:
        """The number of the works section."""
        return self._number(f"{self.p.number}001")

    def _number(self, text: str) -> str:
        if text not in self.truth.project_numbers:
            self.truth.project_numbers.append(text)
        return text

    def contract_number(self) -> str:
        """The contract's own number: the project's with a suffix."""
        self.truth.contract_number = self.p.number + _contract_suffix(self.p)
        return self.truth.contract_number

    def title(self) -> str:
        """The purchase's name, with the mark of a later round."""
        self.truth.project_title = self.p.title
        self.truth.round = self.p.attempt
        return self.p.title

    # --- bodies

    def buyer(self) -> str:
        """The buyer, sometimes under another of its names."""
        org = self.p.buyer
        odd = org.variants and (self.p.index + len(self.pub.stage)) % 5 == 0 and self.pub.dress != "text"
        text = org.variants[self.p.index % len(org.variants)] if odd else org.name
        if self.truth.buyer is None:
            self.truth.buyer, self.truth.buyer_id = text, org.id
            self.named.append((org, text))
            if not self.p.english:
                place = org.place
                self._place(None, place.city if place.city and place.city in text else None,
                            place.county if place.county and place.county in text else None)  # fmt: skip
        return self.truth.buyer

    def _place(self, province: str | None, city: str | None, county: str | None) -> None:
        place = self.truth.place
        place.province = place.province or province
        place.city = place.city or city
        place.county = place.county or county

    def address(self) -> str:
        """The buyer's address."""
        place = self.p.buyer.place
        if self.p.english:
            self._place(None, place.city, None)
            return f"{self.p.street}, {place.city}, Republic of Lindora"
        self._place(place.province, place.city, place.county)
        return place.whole + self.p.street

    def region(self) -> str:
        """The administrative region as a portal's box prints it."""
        place = self.p.buyer.place
        if self.p.index % 3 == 0 and place.county:
            self._place(None, None, place.county)
            return place.county
        self._place(place.province, None, None)
        return place.province or ""

    def province(self) -> str:
        """The buyer's province."""
        self._place(self.p.buyer.place.province, None, None)
        return self.p.buyer.place.province or ""

    def town(self) -> str:
        """The buyer's town, in English notices."""
        self._place(None, self.p.buyer.place.city, None)
        return self.p.buyer.place.city or ""

    def agency(self) -> str:
        """The agency; empty where the buyer runs the procedure itself."""
        org = self.p.agency
        if org is None:
            return ""
        if self.truth.agency is None:
            self.truth.agency, self.truth.agency_id = org.name, org.id
            self.named.append((org, org.name))
        return org.name

    def agency_address(self) -> str:
        """The agency's address."""
        return f"{self.p.agency.place.whole}创业大厦{self.p.index % 20 + 3}层" if self.p.agency else ""

    def supplier(self, org: Organization) -> str:
        """A supplier, sometimes under another of its names."""
        text = org.name
        if org.variants and (self.p.index + len(self.pub.stage)) % 3 == 0:
            text = org.variants[0]
        self.named.append((org, text))
        if org.id not in self.truth.supplier_ids:
            self.truth.supplier_ids.append(org.id)
        return text

    # --- dates

    def published(self) -> dt.date:
        """Day of publication."""
        self.truth.published = self.pub.date.isoformat()
        return self.pub.date

    def opening(self) -> dt.date:
        """Day of bid opening as this notice gives it."""
        p = self.p
        later = self.pub.stage not in {"tender", "planning"} and p.moved_opening is not None
        day = p.moved_opening if later and p.moved_opening else p.opening
        self.truth.opening = day.isoformat()
        return day

    def decided(self) -> dt.date:
        """Day of the award decision."""
        self.truth.decided = self.p.decided.isoformat()
        return self.p.decided

    def signed(self) -> dt.date:
        """Day of the contract's signature."""
        self.truth.signed = self.p.signed.isoformat()
        return self.p.signed

    # --- money

    def budget(self) -> tuple[str, str]:
        """The budget as a suffix of its label and the printed value."""
        self.truth.budget = yuan(self.p.budget)
        return _price(self.p.budget, self.p.budget_style)

    def ceiling(self) -> tuple[str, str]:
        """The ceiling, like `budget`."""
        self.truth.ceiling = yuan(self.p.ceiling)
        return _price(self.p.ceiling, self.p.budget_style)

    def open_lots(self) -> list[tuple[Cell, Cell, Cell]]:
        """Label, title and budget in yuan of each named lot of a tender; empty without lots."""
        rows: list[tuple[Cell, Cell, Cell]] = []
        for lot in self.p.lots:
            if lot.label is None:
                continue
            text = yuan(lot.budget)
            rows.append((lot.label, lot.title or "", text))
            currency = None if self.p.currency == "CNY" else self.p.currency
            raw = text + ("元" if currency is None else "")
            self.truth.lots.append(LotLabel(lot.label, lot.title, "open", [], text, "budget", "total", raw, currency))
        return rows

    def lot(
        self,
        lot: Lot,
        bid: Bid,
        *,
        role: str,
        price: tuple[str | None, str | None, str | None],
        status: str = "awarded",
    ) -> list[str]:
        """Label one awarded lot; ``price`` is amount, basis and raw. Return the suppliers' names as printed."""
        printed = [self.supplier(org) for org in bid.suppliers]
        joint = len(printed) > 1
        labels = [SupplierLabel(name, None, n == 0 if joint else None) for n, name in enumerate(printed)]
        amount, basis, raw = price
        currency = None if self.p.currency == "CNY" or amount is None else self.p.currency
        self.truth.lots.append(LotLabel(lot.label, None, status, labels, amount, role, basis, raw, currency))
        return printed

    def failed_lot(self, lot: Lot) -> None:
        """Label one lot that came to nothing."""
        self.truth.lots.append(LotLabel(lot.label, None, "failed", [], None, None, None, None))

    def consortium(self) -> str:
        """Whether consortia are allowed, with the answer in one of the usual positions."""
        allowed = self.p.consortium
        self.truth.consortium_allowed = allowed
        return (
            f"本项目{'接受' if allowed else '不接受'}联合体投标。",
            f"本项目（{'是' if allowed else '否'}）接受联合体投标。",
            f"本项目（是/否）接受联合体投标：{'是' if allowed else '否'}",
            f"联合体投标：{'☑接受 □不接受' if allowed else '□接受 ☑不接受'}",
        )[self.p.consortium_style]

    # --- closing

    def mentions(self, text: str) -> None:
        """Note the codes whose words stand in the notice's own text."""
        lower, at = (text.lower(), 1) if self.p.english else (text, 0)
        self.truth.mentions = [code for code, words in FEATURES.items() if words[at] in lower]


def _contract_suffix(p: Purchase) -> str:
    # On works portals the number followed by 001 is that of the section.
    if p.portal == "works":
        return "-HT01"
    return "001" if p.number[-1].isdigit() else "-001"


def _price(cents: int, style: str) -> tuple[str, str]:
    if style == "wan":
        return "", f"{wan(cents)}万元"
    if style == "label":
        return "（元）", yuan(cents)
    if style == "wan_label":
        return "（万元）", wan(cents)
    return "", f"{cents // 100:,}.{cents % 100:02d}元" if cents % 3 else f"{yuan(cents)}元"
