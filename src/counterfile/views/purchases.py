"""Every procedure in a line, with what maps, networks and timelines count.

The rules are those of the tables (`views.tables`): what a total is, which lots a notice awards, where the buyer is. So a
tile, an edge and a bar of these pages count what a finding over the same units would count. Natural persons and sole
traders are left out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from decimal import Decimal
from enum import StrEnum

import msgspec

from counterfile.hooks import Rule
from counterfile.model.files import Role
from counterfile.model.finding import Unit
from counterfile.store.ports import View
from counterfile.text.languages import of_text
from counterfile.text.script import dominant_language
from counterfile.views.tables import Workbench
from counterfile.views.tiles import tile_map

NOT_STATED = "-"
"""What is asked for to see what states no province, and no class."""


class Sum(StrEnum):
    """Totals of a whole purchase; they never mix."""

    BUDGET = "budget"
    AWARD = "award"
    CONTRACT = "contract"


_COLUMNS = {Sum.BUDGET: "budget", Sum.AWARD: "award_total", Sum.CONTRACT: "contract_total"}

Total = tuple[str, Decimal]
"""Currency and amount."""


class Purchase(msgspec.Struct, frozen=True):
    """A procedure."""

    id: str
    date: str
    """Of its first notice, ISO; empty where none is stated."""
    province: str
    """As most procedures spell what is stated of the buyer; empty where nothing is."""
    buyer_class: str
    """Empty where the rule abstains."""
    buyer: str
    """The organization's id; empty where none is named, or a person."""
    agency: str
    notices: int
    totals: tuple[tuple[Sum, Total], ...] = ()
    """Plain totals of the whole purchase."""

    @property
    def year(self) -> str:
        """Return the year of the first notice, empty where it is not known."""
        return self.date[:4]

    def total(self, role: Sum) -> Total | None:
        """Return one of the totals, None where there is no plain one."""
        return dict(self.totals).get(role)


class Won(msgspec.Struct, frozen=True):
    """A lot with its winners."""

    procedure: str
    winners: tuple[str, ...]
    """Ids of organizations, sorted; at least one."""
    alone: bool
    """Whether the lot has a single winner, so that its amount is the winner's."""
    total: Total | None = None
    """What was awarded, where it is one plain total."""


class Act(msgspec.Struct, frozen=True):
    """A notice."""

    document: str
    """Digest."""
    procedure: str
    date: str
    stage: str
    """Empty where nothing says it."""
    language: str = ""
    """BCP 47 tag of the language of its title, empty where that does not tell."""


class Purchases(msgspec.Struct, frozen=True):
    """All of them."""

    procedures: dict[str, Purchase]
    lots: tuple[Won, ...]
    acts: tuple[Act, ...]
    names: dict[str, str]
    """Of every organization that is no person, by id."""
    provinces: tuple[str, ...]
    """All that are stated, the most frequent first."""
    years: tuple[str, ...]
    classes: tuple[str, ...]
    lots_of: dict[str, tuple[Won, ...]] = {}
    """The lots that each organization buys or wins."""
    ran: dict[str, tuple[str, ...]] = {}
    """The procedures of which each organization is the buyer or the agency."""


class MoneyLine(msgspec.Struct, frozen=True):
    """What an organization bought, ran or won in a year, in one currency."""

    year: str
    """Empty where it is not known."""
    role: Role
    kind: Sum
    currency: str
    amount: Decimal
    stated: int
    """Procedures, of a supplier lots, that state a plain total in this currency; at least 1."""
    of: int
    """Procedures, of a supplier lots, of that year in all."""


class Asked(msgspec.Struct, frozen=True):
    """Which procedures are asked for; an empty text asks for all."""

    year: str = ""
    province: str = ""
    """The beginning of its name, so that 四川 finds 四川省; `NOT_STATED` for those that state none."""
    buyer_class: str = ""

    def meets(self, purchase: Purchase) -> bool:
        """Return whether a procedure is asked for."""
        return (
            _is(self.year, purchase.year, purchase.date)
            and _is(self.province, purchase.province, purchase.province)
            and _is(self.buyer_class, purchase.buyer_class, "")
        )


def _is(asked: str, stated: str, whole: str) -> bool:
    if asked == NOT_STATED:
        return not stated
    return not asked or asked == stated or (bool(whole) and whole.startswith(asked))


def gather(
    view: View,
    organizations: Iterable[tuple[str, str]],
    *,
    buyer_class: Rule | None = None,
    bench: Workbench | None = None,
) -> Purchases:
    """Go through every statement once and return all procedures.

    Args:
        view: The inquiry.
        organizations: Id and name of every organization that may be shown; all others are taken for persons.
        buyer_class: The rule that gives the class of a buyer; None leaves it empty.
        bench: The tables, where the caller has them.
    """
    names = dict(organizations)
    bench = bench or Workbench(view, buyer_class=buyer_class)
    read = list(_procedures(bench, names))
    spelled = {"": "", **spellings(_by_frequency(each.province for each in read))}
    procedures = {each.id: msgspec.structs.replace(each, province=spelled[each.province]) for each in read}
    stated = list(procedures.values())
    lots = tuple(_lots(bench, names))
    lots_of: dict[str, list[Won]] = {}
    for won in lots:
        purchase = procedures.get(won.procedure)
        for one in {*won.winners, *([purchase.buyer] if purchase is not None and purchase.buyer else [])}:
            lots_of.setdefault(one, []).append(won)
    ran: dict[str, list[str]] = {}
    for each in stated:
        for one in {each.buyer, each.agency} - {""}:
            ran.setdefault(one, []).append(each.id)
    return Purchases(
        procedures=procedures,
        lots=lots,
        acts=tuple(_acts(bench)),
        names=names,
        provinces=_by_frequency(each.province for each in stated),
        years=tuple(sorted({each.year for each in stated if each.year}, reverse=True)),
        classes=_by_frequency(each.buyer_class for each in stated),
        lots_of={one: tuple(some) for one, some in lots_of.items()},
        ran={one: tuple(some) for one, some in ran.items()},
    )


def money(found: Purchases, organization: str) -> tuple[MoneyLine, ...]:
    """Return what an organization bought, ran and won, by role and year, the newest year first."""
    counted = Counter[tuple[Role, str]]()
    sums: dict[tuple[Role, str, Sum, str], tuple[Decimal, int]] = {}

    def add(role: Role, year: str, kind: Sum, total: Total) -> None:
        amount, number = sums.get((role, year, kind, total[0]), (Decimal(0), 0))
        sums[role, year, kind, total[0]] = (amount + total[1], number + 1)

    for one in found.ran.get(organization, ()):
        purchase = found.procedures[one]
        for role, named in ((Role.BUYER, purchase.buyer), (Role.AGENCY, purchase.agency)):
            if named == organization:
                counted[role, purchase.year] += 1
                for kind, total in purchase.totals:
                    add(role, purchase.year, kind, total)
    for won in found.lots_of.get(organization, ()):
        if organization in won.winners:
            year = found.procedures[won.procedure].year
            counted[Role.SUPPLIER, year] += 1
            if won.alone and won.total is not None:
                add(Role.SUPPLIER, year, Sum.AWARD, won.total)
    lines = [
        MoneyLine(year, role, kind, currency_, amount, number, counted[role, year])
        for (role, year, kind, currency_), (amount, number) in sums.items()
    ]
    kinds, roles = list(Sum), list(Role)
    lines.sort(key=lambda line: (roles.index(line.role), kinds.index(line.kind), line.currency))
    return tuple(sorted(lines, key=lambda line: line.year, reverse=True))


def chosen(all_of_them: Purchases, asked: Asked) -> list[Purchase]:
    """Return the procedures that are asked for, in order of id."""
    return [each for each in all_of_them.procedures.values() if asked.meets(each)]


def spellings(names: Iterable[str]) -> dict[str, str]:
    """Return for each name the first of those that name the same province: 四川 and 四川省 are one.

    >>> spellings(["四川省", "Kent", "四川"])
    {'四川省': '四川省', 'Kent': 'Kent', '四川': '四川省'}
    """
    first: dict[str, str] = {}
    found = {}
    for name in names:
        sign = next((tile.sign for tile in tile_map({name: 1}).tiles if tile.count), name)
        found[name] = first.setdefault(sign, name)
    return found


def currency(purchases: Iterable[Purchase], role: Sum) -> str:
    """Return the currency of most totals of one role, the first by its code if they tie; empty without any."""
    counted = Counter(total[0] for each in purchases if (total := each.total(role)) is not None)
    return min(counted, key=lambda code: (-counted[code], code), default="")


def _procedures(bench: Workbench, names: Collection[str]) -> Iterator[Purchase]:
    for one, row in bench.rows(Unit.PROCEDURE).items():
        found = row.values
        totals = (
            (role, (found[f"{column}_currency"], found[column]))
            for role, column in _COLUMNS.items()
            if found[column] is not None and found[f"{column}_basis"] == "total"
        )
        yield Purchase(
            id=one,
            date=_day(found["published"]),
            province=found["province"] or "",
            buyer_class=found["buyer_class"] or "",
            buyer=_shown(found["buyer"], names),
            agency=_shown(found["agency"], names),
            notices=found["notices"],
            totals=tuple(totals),
        )


def _lots(bench: Workbench, names: Collection[str]) -> Iterator[Won]:
    for row in bench.rows(Unit.LOT).values():
        found = row.values
        every = {*(found["suppliers"] or ()), *(found["contractors"] or ())}
        winners = tuple(sorted(each for each in every if each in names))
        if winners:
            plain = found["award_value"] is not None and found["award_value_basis"] == "total"
            total = (found["award_value_currency"], found["award_value"]) if plain else None
            yield Won(found["procedure"], winners, len(every) == 1, total)


def _acts(bench: Workbench) -> Iterator[Act]:
    for row in bench.rows(Unit.NOTICE).values():
        found = row.values
        language = _language(found["title"] or found["project"] or "")
        yield Act(found["document"], found["procedure"], _day(found["published"]), found["stage"] or "", language)


def _language(title: str) -> str:
    if not title:
        return ""
    # Chinese is told by its characters at once; other languages want their words to be looked up.
    language = "zh" if dominant_language(title) == "zh" else of_text(title)[0]
    return "" if language == "und" else language


def _shown(organization: str | None, names: Collection[str]) -> str:
    return organization if organization is not None and organization in names else ""


def _day(day: object) -> str:
    return str(day) if day is not None else ""


def _by_frequency(values: Iterable[str]) -> tuple[str, ...]:
    counted = Counter(value for value in values if value)
    return tuple(sorted(counted, key=lambda value: (-counted[value], value)))
