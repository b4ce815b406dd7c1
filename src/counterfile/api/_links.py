"""The queue of pairs to be checked: do two notices belong together, do two names mean one organization?"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Literal, Protocol, TypedDict

import msgspec

from counterfile import plugins
from counterfile.api._house import House
from counterfile.api._queued import (
    PUT_ASIDE,
    TAKEN_BACK,
    Comparison,
    Consequence,
    Fact,
    Given,
    Item,
    Kind,
    Option,
    Passage,
    Queue,
    opens,
    passage,
    standing_token,
    tokened,
)
from counterfile.desk import Apart, Desk, Kept
from counterfile.errors import BadSetup, BadUsage, Missing
from counterfile.hooks import Rule
from counterfile.model.files import Proof
from counterfile.model.finding import FindingSpec
from counterfile.model.judgement import AgentKind, Answer, Judgement, Question
from counterfile.model.reading import Reading
from counterfile.store import layout
from counterfile.store.ports import Store, View
from counterfile.views import findings, judging, queue
from counterfile.views.aside import ASIDE, LATER, asides, put_aside
from counterfile.views.queue import Field
from counterfile.views.queue import Item as Pair

MOST = 500
"""Pairs kept in the queue."""

PROOFS = 3
"""Passages shown of each side."""

QUESTIONS = (Question.SAME_PROCEDURE, Question.SAME_FAMILY, Question.SAME_ORGANIZATION)

ASKED = {
    "procedure": "Do these two belong to one procedure?",
    "family": "Are these two attempts of one project?",
    "organization": "Is this one organization?",
}

OPTIONS = (
    Option("same", "the same", key="merge"),
    Option("different", "different", key="split"),
    Option("unsure", "unsure", key="unsure"),
    PUT_ASIDE,
)


class Pairs(Protocol):
    """What gives pairs: the module `views.queue`."""

    def links(
        self, view: View, *, limit: int = 50, specs: Sequence[FindingSpec] = (), buyer_class: Rule | None = None
    ) -> Sequence[Pair]:
        """Return pairs, those that weigh most first."""
        ...

    def item(
        self, view: View, key: str, *, specs: Sequence[FindingSpec] = (), buyer_class: Rule | None = None
    ) -> Pair | None:
        """Return one pair."""
        ...


class _Figures(TypedDict):
    specs: Sequence[FindingSpec]
    buyer_class: Rule | None


class Links:
    """The queue of pairs."""

    kind: Kind = "links"

    def __init__(self, house: House, source: Pairs = queue) -> None:
        """Take the inquiry and what gives pairs."""
        self._house = house
        self._source = source
        apart = Apart(house.desk, all_pairs, tuple[Pair, ...])
        self._rows: Kept[tuple[Pair, ...]] = Kept(lambda: all_pairs(house.desk, source), house.desk.fingerprint, apart)

    def upcoming(self, by: str, count: int, without: Collection[str], language: str) -> Queue:
        """Return the pairs to be checked next; see `_queued.Source`.

        Raises:
            NotReady: the list is being made.
        """
        view = self._house.view
        rows = self._rows.get(wait=self._rows.ready or self._house.desk.is_small())
        decided = _decided(view, rows)
        open_ = [row for row in rows if (row.question, *sorted(row.subjects)) not in decided]
        later = asides(view, by)
        waiting = sorted((row for row in open_ if row.key not in without), key=lambda row: later.get(row.key, -1))
        chosen = waiting[:count]
        return Queue(self.kind, tuple(_item(view, row) for row in chosen), len(open_), "")

    def item(self, wanted: str, by: str, language: str) -> Item | None:
        """Return one pair; of a large inquiry without the figures that it would move, which takes minutes to compute."""
        view, desk = self._house.view, self._house.desk
        found = (
            self._source.item(view, wanted, **_figures(desk)) if desk.is_small() else self._source.item(view, wanted)
        )
        return _item(view, found) if found is not None else None

    def decide(self, store: Store, given: Given) -> list[Judgement]:
        """Return what an answer makes true. To keep two files apart, every pair of their members is said.

        Raises:
            BadUsage: there is no such answer.
            Missing: there is no such pair.
        """
        if given.answer == LATER:
            return [put_aside(given.item, given.by, tokened(given, "links"))]
        if given.answer not in (Answer.SAME, Answer.DIFFERENT, Answer.UNSURE):
            raise BadUsage(f"{given.answer!r} is no answer; there are same, different, unsure, later")
        row = self._source.item(store, given.item)
        if row is None:
            raise Missing(f"no pair is called {given.item!r}; `GET /api/v1/queue/links` names those to be checked")
        reason = tokened(given, "links")
        first, second = (side.cluster or "" for side in row.sides)
        if given.answer == Answer.DIFFERENT and first and second and first != second and row.kind != "family":
            return judging.judgements(store, "different", first, second, reason=reason, by=given.by)
        one, other = sorted(row.subjects)
        return [Judgement(row.question, one, other, given.answer, given.by, AgentKind.PERSON, reason)]

    def undo(self, store: Store, by: str) -> tuple[str, list[Judgement]]:
        """Return what takes a person's last answer here back.

        Raises:
            BadUsage: there is none.
        """
        rows = standing_token(store, (*QUESTIONS, ASIDE), by, "links")
        first = rows[-1]
        item = first.subject if first.question == ASIDE else f"{first.question}|{first.subject}|{first.other}"
        return item, [msgspec.structs.replace(row, **TAKEN_BACK) for row in rows]

    def note(self, stored: Sequence[Judgement]) -> None:
        """Need not: the list follows from the facts."""


def all_pairs(desk: Desk, source: Pairs = queue) -> tuple[Pair, ...]:
    """Return the pairs to be checked, those that weigh most first."""
    return tuple(source.links(desk.view, limit=MOST, **_figures(desk)))


def _figures(desk: Desk) -> _Figures:
    """Return the findings, so that it can be said which of them a decision moves."""
    specs: Sequence[FindingSpec]
    try:
        specs = findings.load_findings(desk.source.folder / layout.FINDINGS)
    except BadSetup:
        specs = ()  # a finding's file is wrong, which its own page says; a pair can be judged without
    return _Figures(specs=specs, buyer_class=plugins.buyer_class())


def _decided(view: View, rows: Iterable[Pair]) -> set[tuple[str, str, str]]:
    """Return the question and the two members of those pairs that a person has decided."""
    ends: dict[str, set[str]] = {}
    for row in rows:
        ends.setdefault(row.question, set()).update(row.subjects)
    return {
        (question, each.subject, each.other)
        for question, members in ends.items()
        for each in view.judgements(question, members)
        if each.agent_kind is AgentKind.PERSON
    }


def _item(view: View, row: Pair) -> Item:
    readings: dict[str, Reading | None] = {}
    passages = [
        made
        for number, side in enumerate(row.sides)
        for proof in side.proofs[:PROOFS]
        if (made := _passage(view, readings, proof, str(number + 1))) is not None
    ]
    document = next((side.proofs[0].document for side in row.sides if side.proofs), "")
    moved = Consequence("moves {n} figures", len(row.consequence.figures))
    joined = Consequence("joins {n} files", row.consequence.files)
    return Item(
        id=row.key,
        kind="links",
        question=ASKED.get(row.kind, ASKED["procedure"]),
        asked="",
        title=row.title,
        facts=tuple(Fact(f"{number}", side.name) for number, side in enumerate(row.sides, 1)),
        passages=tuple(passages),
        options=OPTIONS,
        why="",
        expected=None,
        document=document,
        opens=passages[0].opens if passages else (opens(document) if document else ""),
        rows=tuple(_comparison(field) for field in row.table),
        consequences=tuple(each for each in (joined, moved) if each.count),
    )


_AGREEMENT: dict[str, Literal["agree", "near", "differ", "missing"]] = {
    "agree": "agree",
    "near": "near",
    "differ": "differ",
    "missing": "missing",
}


def _comparison(field: Field) -> Comparison:
    return Comparison(
        field=field.name,
        one=field.one,
        other=field.two,
        agreement=_AGREEMENT[field.agrees],
        weight=field.weight,
        words=field.says,
    )


def _passage(view: View, readings: dict[str, Reading | None], proof: Proof, side: str) -> Passage | None:
    """Return the words of a proof in their context; None where they cannot be placed."""
    notice = view.notice(proof.notice)
    if notice is None or not proof.quote:
        return None
    if notice.reading not in readings:
        readings[notice.reading] = view.reading(notice.reading)
    reading = readings[notice.reading]
    start = reading.text.find(proof.quote, notice.start, notice.end) if reading is not None else -1
    if reading is None or start < 0:
        return None
    return passage(
        reading, [(start, start + len(proof.quote))], label=side, option=side, statement=proof.statement, context=60
    )
