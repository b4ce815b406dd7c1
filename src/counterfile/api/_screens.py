"""The queue of a screening, and of what two of its readers disagree on: the desk of `screening`, kept between requests."""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import numpy as np

from counterfile import desk as desks
from counterfile.api._queued import AROUND, Fact, Given, Item, Kind, Opinion, Option, Passage, Queue, opens
from counterfile.api._shapes import Highlight
from counterfile.desk import SMALL, NotReady
from counterfile.errors import BadUsage, Missing
from counterfile.model.codebook import in_language
from counterfile.model.judgement import Judgement
from counterfile.screening.desk import Desk, Offer
from counterfile.screening.session import Allowed
from counterfile.store import layout
from counterfile.store.ports import Store, View
from counterfile.views import screening as facts
from counterfile.views.passages import around
from counterfile.views.screening import Began, Shown, Words

PASSAGES = 4
"""Passages shown of a unit where words weigh in."""

OPENING = 700
"""Code points of a unit's beginning that are shown in any case."""

OPTIONS = (
    Option("yes", "relevant", key="yes"),
    Option("no", "not relevant", key="no"),
    Option("unsure", "unsure", key="unsure"),
    Option("later", "later", key="later"),
    Option("not-a-document", "not a document", key="not-a-document"),
)


class Screens:
    """A screening's desk, built when it is first asked for and again when the screening or the heap changes."""

    def __init__(self, view: Callable[[], View], cache: Path, ahead: Callable[[], None] = lambda: None) -> None:
        """Take the facts, the folder for what can be built again, and what builds the most of it elsewhere first."""
        self._view = view
        self._cache = cache
        self._ahead = ahead
        self._lock = threading.RLock()
        self._desk: Desk | None = None
        self._of: tuple[list[str], int] = ([], 0)
        self._offers: dict[tuple[str, str], Offer] = {}
        self._allowed: dict[str, Allowed] = {}
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="ranking")
        self._fit: Future[None] | None = None
        self._builder = ThreadPoolExecutor(max_workers=1, thread_name_prefix="heap")
        self._next_desk: Future[tuple[Desk, tuple[list[str], int]]] | None = None

    def close(self) -> None:
        """End the ranking beside the reading."""
        self._pool.shutdown(wait=True)
        self._builder.shutdown(wait=True, cancel_futures=True)

    @property
    def view(self) -> View:
        """Return the facts."""
        return self._view()

    def desk(self) -> Desk:
        """Return the desk, up to date with what others answered.

        That of a large heap takes a minute, so it is built beside. While the heap grows, the reading goes on over the heap
        as it was; one over all of it is built meanwhile.

        Raises:
            BadUsage: no screening has begun, or there is nothing to screen.
            NotReady: the desk of a large heap is being built.
        """
        view = self._view()
        events = facts.events(view)
        of = ([each.id for each in events], view.counts().notices)
        if of[1] > SMALL and any(isinstance(each, Began) for each in events):
            self._follow(of)
            if self._desk is None or of[0] != self._of[0]:
                raise NotReady
        elif self._desk is None or of != self._of:
            self._take(*self._built(of))
        assert self._desk is not None  # noqa: S101 -- told to the type checker
        self._desk.refresh()
        return self._desk

    def _built(self, of: tuple[list[str], int]) -> tuple[Desk, tuple[list[str], int]]:
        desk = Desk(self._view(), self._cache)
        desk.prepare()
        return desk, of

    def _take(self, desk: Desk, of: tuple[list[str], int]) -> None:
        self._desk, self._of = desk, of
        self._allowed.clear()

    def _follow(self, of: tuple[list[str], int]) -> None:
        if self._next_desk is not None and self._next_desk.done():
            built, self._next_desk = self._next_desk, None
            self._take(*built.result())
        if self._next_desk is None and of != self._of:
            self._next_desk = self._builder.submit(self._built_ahead, of)

    def _built_ahead(self, of: tuple[list[str], int]) -> tuple[Desk, tuple[list[str], int]]:
        self._ahead()
        return self._built(of)

    def upcoming(self, by: str, count: int, without: Collection[str]) -> list[Offer]:
        """Return what a reader is to read next, one after the other, and remember why each was offered."""
        with self._lock:
            desk = self.desk()
            found = [each for each in self._next(desk, by, count + len(without)) if each.unit not in without][:count]
            if len(self._offers) > _KEPT:
                self._offers.clear()
            self._offers |= {(by, each.unit): each for each in found}
            return found

    def _next(self, desk: Desk, by: str, count: int) -> list[Offer]:
        first = desk.next(by, wait=False)
        if first is None:
            return []
        found = {first.unit: first}
        if desk.ended is not None:
            drawn = [unit for sample in desk.samples for unit in sample.units if not desk.board.newest(unit)]
            found |= {unit: Offer(unit, Shown.SAMPLE, None, first.left) for unit in drawn[:count] if unit not in found}
            return list(found.values())
        for one in desk.session.next(count, self._mine(desk, by), wait=False):
            found.setdefault(one.id, Offer(one.id, Shown(one.why.value), one.ranking, first.left))
        for unit in desk.board.double:
            if by not in desk.board.newest(unit) and desk.board.is_for(unit, by):
                found.setdefault(unit, Offer(unit, Shown.OVERLAP, None, first.left))
        return list(found.values())[:count]

    def _mine(self, desk: Desk, by: str) -> Allowed:
        key = by if by in desk.screening.readers else ""
        if key not in self._allowed:
            self._allowed[key] = np.array([desk.board.is_for(one.id, by) for one in desk.heap], dtype=bool)
        return self._allowed[key]

    def offer(self, by: str, unit: str) -> Offer | None:
        """Return how a unit came to be shown to a reader; None where it was not offered."""
        return self._offers.get((by, unit))

    def locked(self) -> threading.RLock:
        """Return what whoever uses the desk holds."""
        return self._lock

    def note(self, stored: Sequence[Judgement]) -> None:
        """Take note of answers as stored, and let a new ranking be made beside the reading where one is due."""
        with self._lock:
            if self._desk is None:
                return
            self._desk.note(stored)
            if self._desk.is_stale and (self._fit is None or self._fit.done()):
                if self._fit is not None:
                    self._fit.result()
                self._fit = self._pool.submit(self._desk.prepare)


_KEPT = 2000  # offers remembered


def all_vectors(desk: desks.Desk) -> int:
    """Build what a screening's desk is ranked by, and leave it in the cache; return how many units it is of."""
    return len(Desk(desk.view, desk.source.folder / layout.CACHE).heap)


class Screening:
    """The queue of units to be screened."""

    kind: Kind = "screen"

    def __init__(self, screens: Screens) -> None:
        """Take the desk's keeper."""
        self._screens = screens

    def upcoming(self, by: str, count: int, without: Collection[str], language: str) -> Queue:
        """Return the next units for a reader; see `_queued.Source`."""
        with self._screens.locked():
            try:
                desk = self._screens.desk()
            except BadUsage as error:
                return Queue(self.kind, (), 0, str(error))
            offers = self._screens.upcoming(by, count, without)
            items = tuple(_item(self._screens.view, desk, each.unit, self.kind, language) for each in offers)
        return Queue(self.kind, items, offers[0].left if offers else 0, "")

    def item(self, wanted: str, by: str, language: str) -> Item | None:
        """Return one unit."""
        with self._screens.locked():
            return _known(self._screens.view, self._screens.desk(), wanted, self.kind, language)

    def decide(self, store: Store, given: Given) -> list[Judgement]:
        """Return what an answer makes true.

        Raises:
            BadUsage: there is no such answer.
            Missing: there is no such unit.
        """
        with self._screens.locked():
            return self._screens.desk().answer(
                given.item,
                given.answer,
                given.by,
                offer=self._screens.offer(given.by, given.item),
                reason=given.reason,
                note=given.note,
                seconds=given.seconds,
            )

    def undo(self, store: Store, by: str) -> tuple[str, list[Judgement]]:
        """Return what takes a reader's last answer back.

        Raises:
            BadUsage: there is none.
        """
        with self._screens.locked():
            made = self._screens.desk().undo(by)
            return made[0].subject, made

    def note(self, stored: Sequence[Judgement]) -> None:
        """Take note of answers as stored."""
        self._screens.note(stored)


class Adjudication(Screening):
    """The queue of what two readers of a screening disagree on, or were unsure of: a third person decides."""

    kind: Kind = "adjudicate"

    def upcoming(self, by: str, count: int, without: Collection[str], language: str) -> Queue:
        """Return the disputed units that this person has not read; see `_queued.Source`."""
        with self._screens.locked():
            try:
                desk = self._screens.desk()
            except BadUsage as error:
                return Queue(self.kind, (), 0, str(error))
            open_ = [
                unit
                for unit, entries in desk.disputes()
                if by not in {entry.reader for entry in entries} and unit not in without
            ]
            items = tuple(self._of(desk, unit, language) for unit in open_[:count])
        return Queue(self.kind, items, len(open_), "")

    def item(self, wanted: str, by: str, language: str) -> Item | None:
        """Return one unit with what its readers said."""
        with self._screens.locked():
            desk = self._screens.desk()
            known = _known(self._screens.view, desk, wanted, self.kind, language)
            return self._of(desk, wanted, language) if known else None

    def _of(self, desk: Desk, unit: str, language: str) -> Item:
        opinions = tuple(
            Opinion(entry.reader, entry.answer, " · ".join(each for each in (entry.reason, entry.note) if each), ())
            for entry in desk.board.newest(unit).values()
        )
        return _item(self._screens.view, desk, unit, self.kind, language, opinions)

    def decide(self, store: Store, given: Given) -> list[Judgement]:
        """Return what a third person's answer makes true.

        Raises:
            BadUsage: there is nothing to decide between, or the third is one of the two.
            Missing: there is no such unit.
        """
        with self._screens.locked():
            return self._screens.desk().answer(
                given.item,
                given.answer,
                given.by,
                reason=given.reason,
                note=given.note,
                seconds=given.seconds,
                adjudicate=True,
            )


def _known(view: View, desk: Desk, unit: str, kind: Kind, language: str) -> Item | None:
    try:
        return _item(view, desk, unit, kind, language)
    except Missing:
        return None


def _item(
    view: View, desk: Desk, unit: str, kind: Kind, language: str = "", opinions: tuple[Opinion, ...] = ()
) -> Item:
    told = desk.words(unit)
    facts_ = (("Buyer", told.buyer), ("Kind of notice", told.stage), ("Published", told.published))
    return Item(
        id=unit,
        kind=kind,
        question=in_language(desk.screening.ask, language),
        asked="",
        title=told.title,
        facts=tuple(Fact(name, value) for name, value in facts_ if value),
        passages=tuple(_passages(view, desk, unit, told)),
        options=OPTIONS if kind == "screen" else tuple(each for each in OPTIONS if each.answer != "later"),
        why="",
        expected=None,
        document=told.document,
        opens=opens(told.document),
        opinions=opinions,
        reasons=desk.screening.reasons,
    )


def _passages(view: View, desk: Desk, unit: str, told: Words) -> list[Passage]:
    """Return the words that weigh in with what stands around them, and the beginning of the text."""
    marks = [mark for mark in desk.marks(unit, wait=False) if mark.field == "body" and mark.weight > 0]
    found: list[Passage] = []
    until = min(OPENING, len(told.body))
    stretches: list[tuple[int, int]] = [(0, until)] if told.body.strip() else []
    for mark in marks:
        if len(stretches) > PASSAGES:
            break
        if any(first <= mark.start and mark.end <= last for first, last in stretches):
            continue
        seen = around(told.body, mark.start, mark.end, AROUND)
        stretches.append((seen.start, seen.end))
    for first, last in sorted(stretches):
        shift, document = _place(view, told, first)
        found.append(
            Passage(
                text=told.body[first:last],
                start=first + shift,
                highlights=tuple(
                    Highlight(mark.start + shift, mark.end + shift)
                    for mark in sorted(marks, key=lambda mark: mark.start)
                    if first <= mark.start and mark.end <= last
                ),
                cut_before=first > 0,
                cut_after=last < len(told.body),
                document=document,
                page=0,
                label="",
                option="",
                opens=opens(document, "", (first + shift, last + shift)),
            )
        )
    return found


def _place(view: View, told: Words, at: int) -> tuple[int, str]:
    """Return by how much a place in a unit's words is moved against its document's text, and the document."""
    shift, name = 0, ""
    for start, reading, origin in told.places:
        if start <= at:
            shift, name = origin - start, reading
    if len({reading for _, reading, _ in told.places}) < 2:
        return shift, told.document
    kept = view.reading(name)
    return shift, kept.document if kept is not None else told.document
