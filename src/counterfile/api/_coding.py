"""The queue of a coding, and of what two of its coders differ on: the desk of `screening.coding`, kept between requests.

An item is a question about a unit: its id is the unit's and the question's name with ``|`` between them. A coder never
sees what another coder said; a third person sees both, with their words, and nothing of software's.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Iterator, Sequence
from pathlib import Path

from counterfile.api._queued import Fact, Given, Item, Kind, Opinion, Option, Passage, Queue, Source, opens, passage
from counterfile.errors import BadUsage, Missing
from counterfile.model.codebook import NOT_MENTIONED, CodeQuestion, in_language
from counterfile.model.codebook import Kind as Takes
from counterfile.model.judgement import Judgement
from counterfile.screening.coding import Desk, Offer
from counterfile.screening.coding import Given as Words
from counterfile.store.ports import Store, View
from counterfile.views import screening
from counterfile.views.coding import LATER, UNSURE, Said, Shown

BETWEEN = "|"
"""Between a unit and a question in an item's id."""

_YES_NO = (Option("yes", "yes", key="yes"), Option("no", "no", key="no"))
_ALWAYS = (
    Option(NOT_MENTIONED, "not mentioned", key="not-mentioned"),
    Option(UNSURE, "unsure", key="unsure"),
    Option(LATER, "later", key="later"),
)


class Codings:
    """A coding's desk, built when it is first asked for and kept up to date."""

    def __init__(self, view: Callable[[], View], cache: Path) -> None:
        """Take the facts and the folder for what can be built again."""
        self._view = view
        self._cache = cache
        self._desk: Desk | None = None
        self.lock = threading.RLock()

    @property
    def view(self) -> View:
        """Return the facts."""
        return self._view()

    def desk(self) -> Desk:
        """Return the desk, up to date with what others answered.

        Raises:
            BadUsage: no coding has begun.
        """
        if self._desk is None:
            self._desk = Desk(self._view(), self._cache)
        else:
            self._desk.refresh()
        return self._desk

    def note(self, stored: Sequence[Judgement]) -> None:
        """Take note of answers as stored."""
        with self.lock:
            if self._desk is not None:
                self._desk.note(stored)


class Coding:
    """The queue of questions that a coder answers; see `_queued.Source`."""

    kind: Kind = "code"

    def __init__(self, codings: Codings) -> None:
        """Take the desk's keeper."""
        self._codings = codings

    def upcoming(self, by: str, count: int, without: Collection[str], language: str) -> Queue:
        """Return what a coder is to answer next."""
        with self._codings.lock:
            try:
                desk = self._codings.desk()
                offers = list(_ahead(desk, by, count + len(without)))
            except BadUsage as error:
                return Queue(self.kind, (), 0, str(error))
            wanted = [each for each in offers if _id(each.unit, each.question) not in without][:count]
            items = tuple(_item(self._codings.view, desk, each, self.kind, language) for each in wanted)
        return Queue(self.kind, items, offers[0].left if offers else _left(desk, by), "")

    def item(self, wanted: str, by: str, language: str) -> Item | None:
        """Return one question about a unit, as this coder sees it."""
        with self._codings.lock:
            desk = self._codings.desk()
            offer = _named(desk, wanted, Shown.QUEUE)
            following = desk.next(by)
            if offer is not None and following is not None and wanted == _id(following.unit, following.question):
                offer = following
            return _item(self._codings.view, desk, offer, self.kind, language) if offer else None

    def decide(self, store: Store, given: Given) -> list[Judgement]:
        """Return the judgements that an answer makes.

        Raises:
            BadUsage: the question takes no such answer, or it wants words.
            Missing: there is no such item.
        """
        with self._codings.lock:
            return _decided(self._codings.desk(), given, adjudicate=False)

    def undo(self, store: Store, by: str) -> tuple[str, list[Judgement]]:
        """Return the item of a coder's last answer and the judgements that take it back."""
        with self._codings.lock:
            return _undone(self._codings.desk(), by)

    def note(self, stored: Sequence[Judgement]) -> None:
        """Take note of judgements as stored."""
        self._codings.note(stored)


class CodingDisputes(Coding):
    """The queue of what two coders differ on, or one was unsure of: a third person decides; see `_queued.Source`."""

    kind: Kind = "adjudicate"

    def upcoming(self, by: str, count: int, without: Collection[str], language: str) -> Queue:
        """Return what this person may decide: they are none of the coders."""
        with self._codings.lock:
            try:
                desk = self._codings.desk()
            except BadUsage as error:
                return Queue(self.kind, (), 0, str(error))
            open_ = [
                _id(unit, name)
                for unit, name in desk.board.disputes()
                if by not in desk.board.coders(unit) and _id(unit, name) not in without
            ]
            found = [self._of(desk, each, language) for each in open_[:count]]
        return Queue(self.kind, tuple(each for each in found if each is not None), len(open_), "")

    def item(self, wanted: str, by: str, language: str) -> Item | None:
        """Return one question about a unit with what its coders said; nothing while it is sealed, or theirs."""
        with self._codings.lock:
            desk = self._codings.desk()
            unit, _, name = wanted.partition(BETWEEN)
            if by in desk.board.coders(unit) or not desk.board.is_disputed(unit, name):
                return None
            return self._of(desk, wanted, language)

    def _of(self, desk: Desk, wanted: str, language: str) -> Item | None:
        offer = _named(desk, wanted, Shown.ADJUDICATED)
        if offer is None:
            return None
        said = desk.board.resolve(offer.unit, offer.question).said
        opinions = tuple(_opinion(self._codings.view, each) for each in said)
        return _item(self._codings.view, desk, offer, self.kind, language, opinions)

    def decide(self, store: Store, given: Given) -> list[Judgement]:
        """Return the judgements that a third person's answer makes.

        Raises:
            BadUsage: there is nothing to decide between, or the third is one of the two.
            Missing: there is no such item.
        """
        with self._codings.lock:
            return _decided(self._codings.desk(), given, adjudicate=True)


class Together:
    """Two queues of one kind as one: what the first has comes first; an item's id tells whose it is."""

    def __init__(self, kind: Kind, plain: Source, coded: Source) -> None:
        """Take both; items of `coded` have `BETWEEN` in their id."""
        self.kind = kind
        self._plain, self._coded = plain, coded
        self._last: dict[str, Source] = {}

    def _of(self, wanted: str) -> Source:
        return self._coded if BETWEEN in wanted else self._plain

    def upcoming(self, by: str, count: int, without: Collection[str], language: str) -> Queue:
        """Return the next items of both."""
        first = self._plain.upcoming(by, count, without, language)
        second = self._coded.upcoming(by, count - len(first.items), without, language)
        closed = "" if not first.closed or not second.closed else f"{first.closed}; {second.closed}"
        return Queue(self.kind, (*first.items, *second.items), first.left + second.left, closed)

    def item(self, wanted: str, by: str, language: str) -> Item | None:
        """Return one item."""
        return self._of(wanted).item(wanted, by, language)

    def decide(self, store: Store, given: Given) -> list[Judgement]:
        """Return the judgements that an answer makes."""
        self._last[given.by] = self._of(given.item)
        return self._of(given.item).decide(store, given)

    def undo(self, store: Store, by: str) -> tuple[str, list[Judgement]]:
        """Return what takes a person's last answer back: that of the queue in which they answered last."""
        order = [self._last.get(by, self._plain), self._plain, self._coded]
        for source in order[:-1]:
            try:
                return source.undo(store, by)
            except BadUsage:
                continue  # no answer of theirs in this one
        return order[-1].undo(store, by)

    def note(self, stored: Sequence[Judgement]) -> None:
        """Take note of judgements as stored."""
        self._plain.note(stored)
        self._coded.note(stored)


def _ahead(desk: Desk, by: str, count: int) -> Iterator[Offer]:
    """Yield what a coder is asked next, and what comes after it if that is the unit's other questions or units."""
    first = desk.next(by)
    if first is None:
        return
    yield first
    board, names = desk.board, {_id(first.unit, first.question)}
    due = board.due(first.unit, by, first.kind, repeat=first.shown is Shown.REPEAT)
    for question in due[1:]:
        if len(names) >= count:
            return
        names.add(_id(first.unit, question.name))
        yield Offer(first.unit, first.kind, question.name, first.shown, first.left)
    yield from desk.after(by, first, count - len(names))


def _left(desk: Desk, by: str) -> int:
    offer = desk.next(by)
    return offer.left if offer is not None else 0


def _id(unit: str, question: str) -> str:
    return f"{unit}{BETWEEN}{question}"


def _named(desk: Desk, wanted: str, shown: Shown) -> Offer | None:
    unit, _, name = wanted.partition(BETWEEN)
    kind, question = desk.kind(unit), desk.began.question(name)
    if kind is None or question is None or question.unit is not kind:
        return None
    return Offer(unit, kind, name, shown, 1)


def _decided(desk: Desk, given: Given, *, adjudicate: bool) -> list[Judgement]:
    unit, _, name = given.item.partition(BETWEEN)
    if _named(desk, given.item, Shown.QUEUE) is None:
        raise Missing(f"{given.item!r} is no question about a unit that is to be coded")
    answer = given.value if given.answer == "other" else given.answer
    said = Words((), (given.quote,) if given.quote else (), given.reason, given.note, given.seconds)
    return desk.answer(unit, name, answer, given.by, said, adjudicate=adjudicate)


def _undone(desk: Desk, by: str) -> tuple[str, list[Judgement]]:
    last = desk.board.last(by)
    made = desk.undo(by)
    return (_id(last.unit, last.question) if last else ""), made


def _opinion(view: View, said: Said) -> Opinion:
    words = " · ".join(each for each in (said.reason, said.note) if each)
    reading = view.reading(said.reading) if said.evidence else None
    shown = (passage(reading, said.evidence, option=said.answer),) if reading is not None else ()
    return Opinion(said.coder, said.answer, words, shown)


def _options(question: CodeQuestion, suggested: str, language: str) -> tuple[Option, ...]:
    """Return the answers that can be given at once; others are written."""
    if question.kind is Takes.YES_NO:
        return (*_YES_NO, *_ALWAYS)
    own = tuple(
        Option(each.name, in_language(each.labels, language) or each.name, said=True) for each in question.options
    )
    known = {each.answer for each in own}
    accept = (Option(suggested, suggested, said=True, key="accept"),) if suggested and suggested not in known else ()
    return (*accept, *own, *_ALWAYS)


def _item(view: View, desk: Desk, offer: Offer, kind: Kind, language: str, opinions: tuple[Opinion, ...] = ()) -> Item:
    question = desk.question(offer.question)
    told = desk.words(offer.unit, offer.kind)
    made = desk.suggestion(offer.unit, question, offer.shown)
    facts = (("Buyer", told.buyer), ("Kind of notice", told.stage), ("Published", told.published))
    options = _options(question, made.answer, language)
    if kind == "adjudicate":
        options = tuple(each for each in options if each.answer != LATER)
    return Item(
        id=_id(offer.unit, offer.question),
        kind=kind,
        question=in_language(question.ask, language),
        asked="",
        title=told.title,
        facts=tuple(Fact(name, value) for name, value in facts if value),
        passages=tuple(_passages(view, told, [(p.start, p.end, p.marks, p.answer) for p in made.passages])),
        options=options,
        why="",
        expected=None,
        document=told.document,
        opens=opens(told.document),
        free=question.kind is not Takes.YES_NO,
        opinions=opinions,
    )


def _passages(
    view: View, told: screening.Words, some: Sequence[tuple[int, int, tuple[tuple[int, int], ...], str]]
) -> Iterator[Passage]:
    for start, end, marks, answer in some:
        name, spans = screening.spans(told, marks or ((start, end),), view)
        reading = view.reading(name) if spans else None
        if reading is not None:
            yield passage(reading, spans, option=answer)
