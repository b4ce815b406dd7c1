"""Coding as the judgements tell it: what was chosen before the start, who answered what, and what it comes to.

Each answer of a coder is a judgement on ``coded:NAME`` of its own (`Judgement.other` is the coder), so nobody's answer
replaces another's. What they come to is a judgement on ``code:NAME``, which is what tables and findings read: one coder's
answer, two coders' where they agree, or a third's. Until both coders of a unit have answered all that is asked of it,
neither says anything, and what they said is sealed: doors show judgements through `Blind`.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import cast

import msgspec

from counterfile.model.codebook import NOT_MENTIONED, CodeQuestion, Coding, Unit
from counterfile.model.evidence import Span
from counterfile.model.judgement import AgentKind, Judgement, Question
from counterfile.store.ports import View
from counterfile.store.rules import WITHDRAWN
from counterfile.views import _coding_units as units
from counterfile.views import _events
from counterfile.views._coding_board import Board, Resolved, Standing, is_met, order, threshold
from counterfile.views._coding_changes import Change, How, change, changes
from counterfile.views._coding_said import (
    CODE,
    CODED,
    LATER,
    UNSURE,
    Said,
    Shown,
    evidence,
    overlap,
    read_said,
    said_judgement,
    taken_back,
    written_also,
)
from counterfile.views._coding_units import item, unit_ids
from counterfile.views._events import ALL
from counterfile.views.circumstances import read, written

BY_CODING = "coded"
"""Circumstance of a judgement on ``code:NAME`` that follows from coders' answers: how they stand."""


# --- What was chosen before the start, and what came after


class Began(msgspec.Struct, frozen=True):
    """The questions and settings of a coding, recorded before anything is answered, or when they change."""

    coding: Coding
    questions: tuple[CodeQuestion, ...]
    units: dict[str, tuple[str, ...]]
    """Ids of all units that are to be coded, by kind, in order."""
    thresholds: dict[str, float]
    """By kind: a unit whose number by chance lies below is coded by two."""
    again: bool = False
    """Whether it goes on with an earlier start's answers."""
    id: str = ""
    by: str = ""
    at: dt.datetime | None = None

    def question(self, name: str) -> CodeQuestion | None:
        """Return the question of this name, or None."""
        return next((each for each in self.questions if each.name == name), None)


class Stopped(msgspec.Struct, frozen=True):
    """The end of coding by persons: what waits for a second coder counts as it is, and software may answer the rest."""

    coded: int
    """Units with an answer of a person."""
    total: int
    answers: str
    """Digest of all answers in order: software learns from exactly these."""
    rest: bool = True
    """Whether software answers the rest."""
    id: str = ""
    by: str = ""
    at: dt.datetime | None = None


class Picked(msgspec.Struct, frozen=True):
    """A unit of a sample."""

    unit: str
    probability: float
    """With which it came into the sample: above 0, at most 1."""
    software: dict[str, str] = {}
    """What software answered when it was drawn, by question; a question without an answer is left out."""


class Drawn(msgspec.Struct, frozen=True):
    """A sample of what software answered, drawn to be answered by persons who do not see that answer."""

    kind: str
    """The kind of unit."""
    picked: tuple[Picked, ...]
    of: int
    """Units that it was drawn from."""
    seed: int
    question: str = ""
    """The question by whose answers it was drawn, the only one that is asked; empty: drawn evenly, all are asked."""
    id: str = ""
    by: str = ""
    at: dt.datetime | None = None


Event = Began | Stopped | Drawn
_EVENTS: dict[str, type[Event]] = {"start": Began, "stop": Stopped, "sample": Drawn}


def events(view: View) -> list[Event]:
    """Return what was chosen, stopped and drawn, the oldest first."""
    return _events.events(view, Question.CODING, _EVENTS)


def recorded(event: Event, reason: str, by: str) -> Judgement:
    """Return the judgement that keeps an event."""
    return _events.recorded(event, Question.CODING, _EVENTS, reason, by)


def begun(view: View, coding: Coding, questions: Sequence[CodeQuestion], before: Began | None = None) -> Began:
    """Return what is recorded when coding begins: all units there are, and which of them two people answer.

    Args:
        view: The inquiry.
        coding: Settings.
        questions: Of the codebook.
        before: The start whose answers it goes on with: with its seed and share, its units stay single or double.
    """
    # Where a question stands in its file changes with every line above it, and says nothing.
    asked = tuple(msgspec.structs.replace(each, line=0) for each in questions)
    kinds = list(dict.fromkeys(each.unit for each in asked))
    found = {kind.value: tuple(units.unit_ids(view, kind, coding.scope)) for kind in kinds}
    shares = {kind: threshold(coding.seed, names, coding.overlap) for kind, names in found.items()}
    if before is not None and (before.coding.seed, before.coding.overlap) == (coding.seed, coding.overlap):
        shares |= {kind: share for kind, share in before.thresholds.items() if kind in shares}
    return Began(coding, asked, found, shares, before is not None)


def digest(names: Iterable[str]) -> str:
    """Return 16 hexadecimal digits that name these in this order."""
    return hashlib.sha256("\n".join(names).encode()).hexdigest()[:16]


# --- Everything at once


class Course(msgspec.Struct, frozen=True):
    """A coding as it stands: rebuilt from the judgements at any time, by anyone, to the same."""

    began: Began
    stopped: Stopped | None
    samples: tuple[Drawn, ...]
    """Of what software answered since the last stop."""
    board: Board


def course(view: View) -> Course | None:
    """Return how far a coding is, None where none has begun."""
    view = whole(view)
    every = events(view)
    starts = [each for each in every if isinstance(each, Began)]
    if not starts:
        return None
    began = starts[-1]
    since = every[every.index(began) + 1 :]
    stopped = next((each for each in reversed(since) if isinstance(each, Stopped)), None)
    samples = tuple(each for each in since if isinstance(each, Drawn)) if stopped else ()
    drawn = {one.unit for each in every if isinstance(each, Drawn) for one in each.picked}
    named = {
        kind: units.current(view, Unit(kind), names) if Unit(kind) in units.KINDS else None
        for kind, names in began.units.items()
    }
    board = Board(began.coding, began.questions, began.thresholds, single=drawn, is_open=stopped is not None)
    for said in log(view, starts, named):
        board.add(said)
    return Course(began, stopped, samples, board)


def log(view: View, starts: Sequence[Began], named: Mapping[str, Mapping[str, str] | None] | None = None) -> list[Said]:
    """Return every answer that was not taken back, the oldest first; changed minds stay beside the new ones.

    Answers to a question as it no longer is are left out where the change ends them (`Change.voids`).

    Args:
        view: The inquiry.
        starts: All starts, the oldest first.
        named: By kind of unit, under which id units are kept now; None where ids never change.
    """
    names = dict.fromkeys(each.name for start in starts for each in start.questions)
    rows = [one for name in names for one in view.history(CODED + name, limit=ALL)]
    rows.sort(key=number)
    kept: list[Said | None] = []
    stacks: dict[tuple[str, str, str], list[int]] = {}
    known: dict[tuple[int, str], Change | None] = {}
    numbers = [_digits(each.id) for each in starts]
    for one in rows:
        name = one.question.removeprefix(CODED)
        now = starts[-1].question(name)
        moved = (named or {}).get(now.unit.value) if now is not None else None
        subject = moved.get(one.subject) or view.redirect(one.subject) or one.subject if moved else one.subject
        stack = stacks.setdefault((name, subject, one.other), [])
        if one.answer == WITHDRAWN:
            if stack:
                kept[stack.pop()] = None
            continue
        stack.append(len(kept))
        said = read_said(one, subject)
        book = sum(start <= number(one) for start in numbers) - 1
        if (book, name) not in known:
            known[book, name] = change(starts[book].question(name), now) if book < len(starts) - 1 else None
        differs = known[book, name]
        kept.append(None if differs is not None and differs.voids(said.answer) else said)
    return [each for each in kept if each is not None]


def follows(view: View, board: Board, unit: str, kind: Unit, by: str) -> list[Judgement]:
    """Return the judgements on ``code:NAME`` that a unit's state makes, those that stand already left out."""
    found = []
    for question in board.questions:
        if question.unit is not kind:
            continue
        resolved = board.resolve(unit, question.name)
        stands = _standing(view, question.name, unit)
        wanted = resolved.answer if resolved.counts else None
        if wanted is None and stands is not None and BY_CODING not in read(stands.reason)[1]:
            continue  # what somebody decided outside the coding is not the coding's to take back
        if (stands.answer if stands else None) == wanted and _same_words(stands, resolved):
            continue
        reading, spans, also = evidence(resolved.said) if wanted is not None else ("", (), "")
        found.append(
            Judgement(
                question=CODE + question.name,
                subject=unit,
                other="",
                answer=WITHDRAWN if wanted is None else wanted,
                agent=by,
                agent_kind=AgentKind.PERSON,
                reason=written(f"coding: {resolved.standing}", {BY_CODING: resolved.standing.value, "also": also}),
                reading=reading,
                evidence=spans,
            )
        )
    return found


def withdrawn(view: View, before: Began, now: Began, by: str) -> list[Judgement]:
    """Return the judgements that take back what was answered to questions that have since changed."""
    found = []
    for differs in changes(before.questions, now.questions):
        old = before.question(differs.question)
        if old is None or not (How.REMOVED in differs.how or differs.voids("") or differs.gone):
            continue
        for one in view.judgements(CODE + old.name, set(before.units.get(old.unit.value, ()))):
            if one.agent_kind == AgentKind.PERSON and BY_CODING in read(one.reason)[1] and differs.voids(one.answer):
                reason = written(f"the question changed: {', '.join(differs.how)}", {BY_CODING: "changed"})
                found.append(Judgement(one.question, one.subject, "", WITHDRAWN, by, AgentKind.PERSON, reason))
    return found


def _standing(view: View, name: str, unit: str) -> Judgement | None:
    stands = [one for one in view.judgements(CODE + name, {unit}) if one.agent_kind == AgentKind.PERSON]
    return stands[-1] if stands else None


def _same_words(stands: Judgement | None, resolved: Resolved) -> bool:
    return stands is None or stands.evidence == evidence(resolved.said)[1]


# --- What nobody may see yet


class Blind:
    """A view without the answers that the other coder of their unit may not see yet.

    Not even that there are any is told, since a question that is asked under a condition tells what was answered before.
    Everything else is as in the view behind it. Doors show judgements through it; whoever computes takes the view itself.
    """

    def __init__(self, view: View, reader: str = "") -> None:
        """Leave out what is sealed; a coder's own answers are not sealed to them.

        Args:
            view: The inquiry.
            reader: Pseudonym of who looks; empty for anybody.
        """
        self._view = view
        self._reader = reader
        self._course: Course | None = None
        self._newest = -1

    def __getattr__(self, name: str) -> object:
        return getattr(self._view, name)

    def history(self, question: str | None = None, *, limit: int = 1000) -> list[Judgement]:
        """Return judgements of persons, the newest first."""
        asked = limit
        while True:
            found = self._view.history(question, limit=asked)
            self._keep_up(found)
            kept = [one for one in found if not self._is_sealed(one)]
            if len(kept) >= limit or len(found) < asked:
                return kept[:limit]
            asked *= 2

    def judgement(self, judgement_id: str) -> Judgement | None:
        """Return a judgement by its id, or None."""
        found = self._view.judgement(judgement_id)
        self._keep_up([found] if found is not None else [])
        return None if found is None or self._is_sealed(found) else found

    def judgements(self, question: str, members: Collection[str]) -> list[Judgement]:
        """Return the judgements in force that touch any of the members, oldest first."""
        found = self._view.judgements(question, members)
        self._keep_up(found)
        return [one for one in found if not self._is_sealed(one)]

    def _is_sealed(self, one: Judgement) -> bool:
        if not one.question.startswith(CODED) or (self._reader and one.other == self._reader):
            return False
        if self._course is None:
            return False
        began, board = self._course.began, self._course.board
        question = began.question(one.question.removeprefix(CODED))
        # A question that is asked no more is sealed with its unit, whatever kind of unit that was.
        kinds = [question.unit] if question is not None else [Unit(kind) for kind in began.units]
        names = {one.subject, self._view.redirect(one.subject) or one.subject}
        return any(board.is_sealed(name, kind) for kind in kinds for name in names)

    def _keep_up(self, some: Sequence[Judgement]) -> None:
        """Rebuild the coding where anything was decided since: who holds this view may hold it for long."""
        if not any(one.question.startswith(CODED) for one in some):
            return
        newest = max((number(one) for one in self._view.history(limit=1)), default=0)
        if newest != self._newest:
            self._course, self._newest = course(self._view), newest


def blind(view: View, reader: str = "") -> View:
    """Return a view without the answers that may not be seen yet; see `Blind`."""
    return cast(View, Blind(whole(view), reader))


def whole(view: View) -> View:
    """Return the view behind a blind one, for whoever computes and shows nothing that is sealed."""
    return view._view if isinstance(view, Blind) else view


# --- What software answered, checked by persons


class Checked(msgspec.Struct, frozen=True):
    """One unit of a sample with both answers."""

    unit: str
    probability: float
    software: str | None
    """None where software gave no answer."""
    person: str | None
    """None while nobody has answered, or where two disagree."""


class CheckedSample(msgspec.Struct, frozen=True):
    """A sample of what software answered to a question, as far as persons have answered it.

    Its units were drawn by chance, each with the probability that is given, from the `of` units that no person had coded,
    and were answered without seeing what software said: what estimators of counts from software's answers ask for.
    """

    question: str
    kind: str
    sample: str
    """Id of the judgement that recorded the drawing."""
    seed: int
    of: int
    units: tuple[Checked, ...]
    """In the order in which they are asked; all of them, answered or not."""

    @property
    def is_complete(self) -> bool:
        """Whether every unit has a person's answer; before, what is answered is no sample."""
        return all(one.person is not None for one in self.units)


def checked_sample(view: View, question: str) -> CheckedSample | None:
    """Return the newest sample that tells how right software's answers to a question are; None where there is none.

    Args:
        view: The inquiry.
        question: Its name, without ``code:``.
    """
    found = course(view)
    asked = found.began.question(question) if found else None
    if found is None or asked is None:
        return None
    fitting = [each for each in found.samples if each.kind == asked.unit.value and each.question in ("", question)]
    if not fitting:
        return None
    drawn = fitting[-1]
    rows = []
    for one in drawn.picked:
        resolved = found.board.resolve(one.unit, question)
        answer = resolved.answer if resolved.counts else None
        if resolved.standing is Standing.NOT_ASKED:
            # A question that its condition rules out has the answer that nothing is said of it.
            answer = NOT_MENTIONED
        rows.append(Checked(one.unit, one.probability, one.software.get(question), answer))
    return CheckedSample(question, drawn.kind, drawn.id, drawn.seed, drawn.of, tuple(rows))


# --- What files, pages and findings read


class Told(msgspec.Struct, frozen=True):
    """An answer to a question of the codebook, as a page shows it."""

    question: str
    ask: dict[str, str]
    answer: str
    by: str
    software: bool
    standing: str
    """``single``, ``agreed``, ``adjudicated``; empty for software's."""
    judgement: str
    unit: str
    """The id of the unit that it is said of."""
    kind: str
    reading: str = ""
    evidence: tuple[Span, ...] = ()
    score: float | None = None


def told(view: View, subjects: Collection[str]) -> list[Told]:
    """Return the answers in force about these units (ids of notices, procedures, organizations, digests of documents).

    In the codebook's order; what is not settled yet is not among them.
    """
    starts = [each for each in events(view) if isinstance(each, Began)]
    if not starts:
        return []
    found = []
    for question in starts[-1].questions:
        for one in view.judgements(CODE + question.name, set(subjects)):
            found.append(
                Told(
                    question=question.name,
                    ask=question.ask,
                    answer=one.answer,
                    by=one.agent,
                    software=one.agent_kind == AgentKind.SOFTWARE,
                    standing=read(one.reason)[1].get(BY_CODING, ""),
                    judgement=one.id,
                    unit=one.subject,
                    kind=question.unit.value,
                    reading=one.reading,
                    evidence=one.evidence,
                    score=one.score,
                )
            )
    return found


def by_member(view: View, question: str, members: Mapping[str, Collection[str]]) -> dict[str, Judgement]:
    """Return the answer in force for each member: its own, else that of a unit that it belongs to.

    Args:
        view: The inquiry.
        question: ``code:NAME``.
        members: For each member (a notice) the ids of the units that it belongs to: itself, its document, its procedure.
    """
    every = {unit for belongs in members.values() for unit in belongs} | set(members)
    answers = {one.subject: one for one in view.judgements(question, every)}
    found = {}
    for member, belongs in members.items():
        one = answers.get(member) or next((answers[unit] for unit in belongs if unit in answers), None)
        if one is not None:
            found[member] = one
    return found


def number(one: Judgement) -> int:
    """Return a judgement's number, by which the store orders them."""
    return _digits(one.id)


def _digits(name: str) -> int:
    return int(name.removeprefix("j-") or 0)


__all__ = [
    "BY_CODING",
    "CODE",
    "CODED",
    "LATER",
    "UNSURE",
    "Began",
    "Blind",
    "Board",
    "Change",
    "Checked",
    "CheckedSample",
    "Course",
    "Drawn",
    "Event",
    "How",
    "Picked",
    "Resolved",
    "Said",
    "Shown",
    "Standing",
    "Stopped",
    "Told",
    "begun",
    "blind",
    "by_member",
    "change",
    "changes",
    "checked_sample",
    "course",
    "digest",
    "events",
    "follows",
    "is_met",
    "item",
    "log",
    "number",
    "order",
    "overlap",
    "read_said",
    "recorded",
    "said_judgement",
    "taken_back",
    "told",
    "unit_ids",
    "whole",
    "withdrawn",
    "written_also",
]
