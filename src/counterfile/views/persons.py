"""Nothing on natural persons leaves by any door, though a notice prints it.

The masked text of a notice may name a sole trader; what the inquiry *tells* never does (see `views.files`). Answers,
tables, packs and reports that are made from raw statements and judgements go through here.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import cast

import msgspec

from counterfile.model.finding import Counted, Figure, Finding, Source
from counterfile.model.judgement import Judgement, Question
from counterfile.model.notice import Property
from counterfile.model.statement import Statement
from counterfile.store.ports import View
from counterfile.text.mask import mask
from counterfile.views.files import ROLES
from counterfile.views.natural import IDENTIFIERS, is_personal, is_sole_trader, natural

WITHHELD = "(withheld: a natural person)"
"""Stands in place of a name."""


def without_persons(statements: Sequence[Statement]) -> list[Statement]:
    """Return one notice's statements without names and identifiers of natural persons, as `views.files` leaves them out.

    Identifiers must be among the statements: only they tell that a firm is a sole trader.
    """
    hidden = natural([(one.subject, one.property, one.value) for one in statements])
    return [one for one, person in zip(statements, hidden, strict=True) if not person]


def impersonal(view: View) -> View:
    """Return a view whose statements are without natural persons, for what walks through raw facts."""
    return cast(View, _Impersonal(view))


class _Impersonal:
    def __init__(self, view: View) -> None:
        self._view = view

    def __getattr__(self, name: str) -> object:
        return getattr(self._view, name)

    def statements(
        self, notices: Sequence[str], properties: Collection[Property] | None = None
    ) -> dict[str, list[Statement]]:
        """Return the statements of notices; see `without_persons`."""
        return self._of(self._view.statements(notices, _with(properties)), properties)

    def claims(self, notices: Sequence[str], properties: Collection[Property]) -> dict[str, list[Statement]]:
        """Return the same without evidence."""
        return self._of(self._view.claims(notices, {*properties, *IDENTIFIERS}), properties)

    def scan(self, properties: Collection[Property]) -> Iterator[Statement]:
        """Yield every statement of these properties."""
        gathered: list[Statement] = []
        for one in self._view.scan({*properties, *IDENTIFIERS}):
            if gathered and gathered[-1].notice != one.notice:
                yield from (each for each in without_persons(gathered) if each.property in properties)
                gathered = []
            gathered.append(one)
        yield from (each for each in without_persons(gathered) if each.property in properties)

    def judgement(self, judgement_id: str) -> Judgement | None:
        """Return a judgement without persons' names."""
        found = self._view.judgement(judgement_id)
        return found and told(found)

    def judgements(self, question: str, members: Collection[str]) -> list[Judgement]:
        """Return the judgements in force without persons' names."""
        return [told(each) for each in self._view.judgements(question, members)]

    @staticmethod
    def _of(said: dict[str, list[Statement]], properties: Collection[Property] | None) -> dict[str, list[Statement]]:
        return {
            notice: [one for one in without_persons(some) if properties is None or one.property in properties]
            for notice, some in said.items()
        }


def _with(properties: Collection[Property] | None) -> Collection[Property] | None:
    return None if properties is None else {*properties, *IDENTIFIERS}


def told(judgement: Judgement) -> Judgement:
    """Return a judgement with names and numbers of natural persons taken out, and its reason masked."""
    reason = mask(judgement.reason)[0]
    if judgement.question == Question.SAME_ORGANIZATION:
        subject, other = (WITHHELD if is_personal(each) else each for each in (judgement.subject, judgement.other))
        return msgspec.structs.replace(judgement, subject=subject, other=other, reason=reason)
    if judgement.question in (Question.VALUE, Question.READ_BEFORE, Question.PROPOSED):
        name = judgement.subject.rpartition("|")[2]
        personal = (name in set(ROLES) and is_personal(judgement.answer)) or (
            name in set(IDENTIFIERS) and is_sole_trader(judgement.answer)
        )
        if personal:
            return msgspec.structs.replace(judgement, answer=WITHHELD, evidence=(), reason=reason)
    answer = mask(judgement.answer)[0]
    return msgspec.structs.replace(judgement, reason=reason, answer=answer)


def told_source(source: Source, stated: Collection[str]) -> Source:
    """Return what made a unit count, without a natural person's name.

    Args:
        source: As the finding has it.
        stated: Ids of the statements of its notice that may be told, see `impersonal`.
    """
    if not source.id.startswith("st-") or source.id in stated:
        return source
    return msgspec.structs.replace(source, value=WITHHELD, quotes=())


def without_names(found: Finding, view: View) -> Finding:
    """Return a finding as it may be handed on: names of natural persons withheld from its figure and its sources.

    Counts are not changed: what is counted and what is told are two things.

    Args:
        found: With its evidence or without.
        view: The facts that it was computed from.
    """
    return msgspec.structs.replace(
        found, figure=_figure(found.figure), units=tuple(_unit(unit, impersonal(view)) for unit in found.units)
    )


def _unit(unit: Counted, view: View) -> Counted:
    notices = sorted({source.notice for source in unit.sources})
    stated = {one.id for some in view.statements(notices).values() for one in some} if notices else set()
    sources = tuple(told_source(source, stated) for source in unit.sources)
    return msgspec.structs.replace(unit, sources=sources, value="; ".join(map(_named, unit.value.split("; "))))


def _figure(figure: Figure) -> Figure:
    values = tuple(map(_named, figure.values))
    cells = tuple(msgspec.structs.replace(cell, labels=tuple(map(_named, cell.labels))) for cell in figure.cells)
    parts = tuple((_named(name), count) for name, count in figure.parts)
    value = "; ".join(map(_named, figure.value.split("; ")))
    return msgspec.structs.replace(figure, value=value, values=values, cells=cells, parts=parts)


def _named(text: str) -> str:
    return WITHHELD if is_personal(text) else text
