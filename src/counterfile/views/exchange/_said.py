"""What notices say, ready to be handed out: persons' corrections applied, natural persons left out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec

from counterfile.model.document import Arrival
from counterfile.model.notice import ORGANIZATIONS, Notice, Property, Stage
from counterfile.model.statement import Statement
from counterfile.model.value import Amount, Basis
from counterfile.store.ports import View
from counterfile.views.natural import IDENTIFIERS, natural
from counterfile.views.tables import Workbench

EVERYTHING = frozenset(Property)
_LOT = re.compile(r"(lot/\d+)(?:/|$)")
_STAGES = {stage.value: stage for stage in Stage}
_ORDER = {stage: number for number, stage in enumerate(Stage)}


class Said(msgspec.Struct, frozen=True):
    """A notice and what it says."""

    notice: Notice
    stage: Stage | None
    published: str
    """ISO date; empty where the notice states none, or several."""
    statements: tuple[Statement, ...]
    """With evidence, in order of extraction."""
    left_out: tuple[str, ...]
    """Statement ids of names and identifiers of natural persons, which are not among `statements`."""

    def at(self, subject: str, name: Property) -> list[Statement]:
        """Return what is said of one subject under one property."""
        return [each for each in self.statements if each.subject == subject and each.property is name]

    def only(self, subject: str, name: Property) -> Statement | None:
        """Return the statement that counts: the first without conflict, or the first if all agree; else None."""
        return only(self.at(subject, name))

    @property
    def rows(self) -> list[str]:
        """Return the lot rows that are spoken of: ``lot/1`` …, in order of their numbers."""
        found = {match[1] for each in self.statements if (match := _LOT.match(each.subject))}
        return sorted(found, key=lambda row: int(row.partition("/")[2]))

    def suppliers(self, row: str) -> list[str]:
        """Return the supplier rows of a lot row, in order of appearance."""
        prefix = f"{row}/"
        return list(dict.fromkeys(each.subject for each in self.statements if each.subject.startswith(prefix)))


def said_of(bench: Workbench, notices: Sequence[Notice]) -> list[Said]:
    """Return what some notices say, in the order in which they were published."""
    said = bench.said([notice.id for notice in notices], EVERYTHING)
    found = [_said(notice, said.get(notice.id, [])) for notice in notices]
    return sorted(found, key=_when)


def _said(notice: Notice, statements: Sequence[Statement]) -> Said:
    persons = persons_among(statements)
    kept = tuple(each for each in statements if id(each) not in persons)
    stage = only([each for each in kept if not each.subject and each.property is Property.STAGE])
    day = only([each for each in kept if not each.subject and each.property is Property.PUBLISHED])
    return Said(
        notice,
        _STAGES.get(stage.value) if stage else None,
        day.value if day else "",
        kept,
        tuple(each.id for each in statements if id(each) in persons),
    )


def _when(said: Said) -> tuple[str, int, str]:
    return said.published or "9999", _ORDER[said.stage or Stage.OTHER], said.notice.id


def persons_among(statements: Sequence[Statement]) -> set[int]:
    """Return which statements (by Python identity) name or identify natural persons."""
    hidden = natural([(each.subject, each.property, each.value) for each in statements])
    return {id(each) for each, person in zip(statements, hidden, strict=True) if person}


def persons_in(view: View, notices: Iterable[str]) -> set[str]:
    """Return the ids of the statements of some notices that name or identify natural persons."""
    said = view.statements(sorted(set(notices)), (*ORGANIZATIONS, *IDENTIFIERS))
    return {
        each.id
        for statements in said.values()
        for hidden in (persons_among(statements),)
        for each in statements
        if id(each) in hidden
    }


def only(statements: Sequence[Statement]) -> Statement | None:
    """Return the statement that counts: the first without conflict, or the first if all agree; None if they differ."""
    for statement in statements:
        if not statement.conflict:
            return statement
    first = statements[0] if statements else None
    return first if first and all(each.value == first.value for each in statements) else None


def plain_total(statement: Statement | None) -> Amount | None:
    """Return the amount of a statement if it is one plain total in a known currency, else None."""
    amount = statement.amount if statement is not None and not statement.conflict else None
    if amount is None or amount.basis is not Basis.TOTAL or amount.amount is None or amount.currency is None:
        return None
    return amount


def first_days(arrivals: Mapping[str, Arrival], digests: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield the day on which each document first arrived, ISO, by its digest."""
    for digest in digests:
        if digest in arrivals:
            yield digest, arrivals[digest].arrived_at.date().isoformat()
