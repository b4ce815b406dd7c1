"""Coding at work on an inquiry: what a coder sees next, what an answer makes true, and where the coding stands.

A desk is a view: it is rebuilt from the judgements of the inquiry at any time, by anyone, to the same state. It writes
nothing; each act returns the judgements that whoever holds the inquiry for writing is to store, and then takes note of
them. What is suggested is learned only from answers that stand: what waits for a second coder teaches nothing, since a
suggestion would tell the one what the other thinks.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from statistics import median

import numpy as np

from counterfile.errors import BadUsage, Missing
from counterfile.model.codebook import NOT_MENTIONED, Codebook, CodeQuestion, Kind, Unit
from counterfile.model.evidence import Span
from counterfile.model.judgement import AgentKind, Judgement, Question
from counterfile.screening import learners
from counterfile.screening.coding_learned import MOST_UNITS, Example, Learned, learn
from counterfile.screening.coding_models import load_or_learn
from counterfile.screening.coding_suggest import Suggestion, learned_answers, suggest
from counterfile.store.ports import View
from counterfile.store.rules import WITHDRAWN
from counterfile.text.mask import mask
from counterfile.views import coding as facts
from counterfile.views import screening
from counterfile.views.codebook import checked_answer
from counterfile.views.coding import LATER, UNSURE, Began, Board, Drawn, Picked, Said, Shown, Standing, Stopped
from counterfile.views.screening import Item, Words

MOST_SAMPLE = 5000
"""Units of one sample."""

MOST_QUOTES = 20
"""Passages of one answer."""

GROWTH = 1.15
"""How many times more answers there must be before suggestions are learned anew."""

FIRST = 16
"""Answers from which learning begins."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A question about a unit, to be answered next."""

    unit: str
    kind: Unit
    question: str
    shown: Shown
    """Why; coders are not told."""
    left: int
    """Units that this coder is still to answer, this one included."""


@dataclass(frozen=True, slots=True)
class Given:
    """What a coder says besides the answer itself."""

    at: tuple[tuple[int, int], ...] = ()
    """Stretches of the unit's words that carry the answer, code points."""
    quotes: tuple[str, ...] = ()
    """Or the words themselves; each must stand in the unit once."""
    reason: str = ""
    note: str = ""
    seconds: float | None = None
    """From showing to answering."""
    plain: bool = False
    """Whether no suggestion was shown, though one might have been."""


@dataclass(frozen=True, slots=True)
class Status:
    """Where a coding stands."""

    began: Began
    stopped: Stopped | None
    units: dict[str, int]
    """By kind, all that are to be coded."""
    coded: dict[str, int]
    """By kind, those with an answer of a person."""
    new: int
    """Units that came since the start and are not among them."""
    waiting: int
    """Units that wait for their second coder."""
    disputed: int
    """Questions about units that wait for a third person."""
    coders: dict[str, int]
    """Answers of each coder that stand."""
    samples: tuple[tuple[str, int, int, int], ...]
    """Of each sample: its question, units drawn, units answered, units it was drawn from."""
    seconds: float | None
    """Median time of an answer, where it was measured."""


class Desk:
    """One coding of one inquiry."""

    def __init__(self, view: View, cache: Path | None = None) -> None:
        """Rebuild the coding from the inquiry's judgements.

        Args:
            view: The inquiry.
            cache: The folder for what can be built again; None keeps nothing.

        Raises:
            BadUsage: no coding has begun.
        """
        # A desk knows what is sealed; it tells nobody but whom it concerns.
        self._view = facts.whole(view)
        self._cache = cache
        self._rebuild()

    def _rebuild(self) -> None:
        found = facts.course(self._view)
        if found is None:
            raise BadUsage(
                "no coding has begun; `counterfile code start` records the questions and who is to answer first"
            )
        self.began, self.stopped, self.samples, self.board = found.began, found.stopped, found.samples, found.board
        self.questions = self.began.questions
        self._kinds = {name: Unit(kind) for kind, names in self.began.units.items() for name in names}
        self._newest = _newest(self._view)
        """Number of the judgement up to which all are known; of newer ones only those in `_noted`."""
        self._noted: set[str] = set()
        self._orders: dict[tuple[str, str], list[str]] = {}
        self._words: dict[str, Words] = {}
        self._learned: dict[tuple[str, str], Learned | None] = {}

    # What is shown

    def question(self, name: str) -> CodeQuestion:
        """Return a question of the coding.

        Raises:
            Missing: there is none of this name.
        """
        found = self.began.question(name)
        if found is None:
            names = ", ".join(each.name for each in self.questions)
            raise Missing(f"there is no question {name!r}; there are {names}")
        return found

    def kind(self, unit: str) -> Unit | None:
        """Return what kind of unit an id is, None where it is none that is to be coded."""
        return self._kinds.get(unit)

    def unit(self, wanted: str, kind: Unit) -> Item:
        """Return a unit that is to be coded.

        Raises:
            Missing: there is no such unit among those that were there at the start.
        """
        found = facts.item(self._view, kind, wanted)
        if found is None or (found.id not in self._kinds and wanted not in self._kinds):
            raise Missing(f"{wanted!r} is no {kind} that is to be coded; `counterfile code next` names one")
        return found

    def words(self, unit: str, kind: Unit) -> Words:
        """Return what a coder reads of a unit."""
        if unit not in self._words:
            if len(self._words) > _KEPT:
                self._words.clear()
            self._words[unit] = screening.words(self._view, [self.unit(unit, kind)])[0]
        return self._words[unit]

    def suggestion(self, unit: str, question: CodeQuestion, shown: Shown = Shown.QUEUE) -> Suggestion:
        """Return what software suggests to a coder; nothing where they are to read first."""
        if not may_suggest(question, shown):
            return Suggestion("", ())
        return self.machine(unit, question)

    def machine(self, unit: str, question: CodeQuestion) -> Suggestion:
        """Return what software makes of a unit, whether a coder may see it or not."""
        return suggest(question, self.words(unit, question.unit).body, self.learned(question))

    def learned(self, question: CodeQuestion, *, upto: int | None = None) -> Learned | None:
        """Return what was learned of a question, None while there are too few answers.

        Args:
            question: Of the coding.
            upto: Learn from all answers before the judgement of this number; None: from as many as a growing step takes in.
        """
        some = self.settled(question, upto)
        if upto is None:
            some = some[: step(len(some))]
        some = some[-MOST_UNITS:]
        key = facts.digest([question.name, self.began.coding.classifier, *(f"{unit} {said.id}" for unit, said in some)])
        if (question.name, key) not in self._learned:
            self._learned = {each: kept for each, kept in self._learned.items() if each[0] != question.name}
            self._learned[question.name, key] = self._made(question, some, key) if len(some) >= FIRST else None
        return self._learned[question.name, key]

    def _made(self, question: CodeQuestion, some: Sequence[tuple[str, Said]], key: str) -> Learned | None:
        coding = self.began.coding
        folder = self._cache / "coding" if self._cache is not None else None
        return load_or_learn(
            folder, question.name, key, lambda: learn(self._examples(question, some), coding.classifier, coding.seed)
        )

    def settled(self, question: CodeQuestion, upto: int | None = None) -> list[tuple[str, Said]]:
        """Return the units whose answer stands with what carries it, in the order of answering; unsure ones left out."""
        board = self.board
        if upto is not None:
            board = Board(board.coding, board.questions, self.began.thresholds, single=board.single, is_open=True)
            for each in self.board.entries:
                if number_of(each) < upto:
                    board.add(each)
        found = []
        for unit in board.units():
            resolved = board.resolve(unit, question.name)
            if resolved.counts and resolved.answer != UNSURE:
                found.append((unit, max(resolved.said, key=number_of)))
        return sorted(found, key=lambda each: number_of(each[1]))

    def _examples(self, question: CodeQuestion, some: Sequence[tuple[str, Said]]) -> list[Example]:
        found = []
        for unit, said in some:
            item = facts.item(self._view, question.unit, unit)
            if item is None:
                continue
            words = screening.words(self._view, [item])[0]
            marked = tuple(
                place
                for span in said.evidence
                if (place := inside(words, said.reading, span.start, span.end)) is not None
            )
            found.append(Example(words.body, learned_answers(question, said.answer), marked))
        return found

    # What comes next

    def next(self, coder: str) -> Offer | None:
        """Return what a coder is to answer next, None where nothing is left; asking again gives the same.

        Raises:
            BadUsage: the coders were named before the start, and this is none of them.
        """
        self._check_coder(coder)
        if self.stopped is not None:
            return self._next_sampled(coder)
        left = self._left(coder)
        for unit in self._begun(coder):
            offer = self._offer(unit, coder, Shown.QUEUE, left)
            if offer is not None:
                return offer
        for unit in self.board.repeats_due(coder, at_end=False):
            if offer := self._offer(unit, coder, Shown.REPEAT, left):
                return offer
        for kind in self._unit_kinds():
            for unit in self._order(kind, coder):
                if not self.board.has_begun(unit, coder) and self.board.is_for(unit, coder, kind):
                    return self._offer(unit, coder, Shown.QUEUE, left)
        for unit in self.board.repeats_due(coder, at_end=True):
            if offer := self._offer(unit, coder, Shown.REPEAT, left):
                return offer
        return self._put_aside(coder, left)

    def after(self, coder: str, offer: Offer, count: int) -> list[Offer]:
        """Return the first questions of the units that a coder meets after this one, so that they can be made ready."""
        if self.stopped is not None or offer.shown is not Shown.QUEUE:
            return []
        found: list[Offer] = []
        for kind in self._unit_kinds():
            for unit in self._order(kind, coder):
                if len(found) >= count:
                    return found
                if unit == offer.unit or self.board.has_begun(unit, coder):
                    continue
                if not self.board.is_for(unit, coder, kind):
                    continue
                if coming := self._offer(unit, coder, Shown.QUEUE, offer.left):
                    found.append(coming)
        return found

    def next_dispute(self, coder: str) -> Offer | None:
        """Return what a third person is to decide next, None where nothing is left for them."""
        left = [(u, q) for u, q in self.board.disputes() if coder not in self.board.coders(u) and u in self._kinds]
        if not left:
            return None
        unit, name = left[0]
        return Offer(unit, self._kinds[unit], name, Shown.ADJUDICATED, len(left))

    def _check_coder(self, coder: str) -> None:
        if not coder.strip():
            raise BadUsage("an answer needs a name, which may be a pseudonym; give one with --by")
        declared = self.began.coding.coders
        if declared and coder not in declared and self.stopped is None:
            raise BadUsage(
                f"{coder!r} is none of the coders named before the start ({', '.join(declared)}); "
                "a third person decides with --adjudicate"
            )

    def _unit_kinds(self) -> list[Unit]:
        return list(dict.fromkeys(each.unit for each in self.questions))

    def _order(self, kind: Unit, coder: str) -> list[str]:
        if (kind, coder) not in self._orders:
            names = [name for name in self.began.units.get(kind.value, ()) if self._kinds.get(name) is kind]
            met = facts.order(self.began.coding.seed, names, coder)
            if self.began.coding.coders:
                met = [unit for unit in met if self.board.is_for(unit, coder, kind)]
            self._orders[kind, coder] = met
        return self._orders[kind, coder]

    def _begun(self, coder: str) -> list[str]:
        """Return the units that a coder is in the middle of, the last one first."""
        return [
            unit
            for unit in reversed(self.board.begun_by(coder))
            if unit in self._kinds
            and not self.board.has_finished(unit, coder)
            and self.board.due(unit, coder, self._kinds[unit])
        ]

    def _offer(self, unit: str, coder: str, shown: Shown, left: int) -> Offer | None:
        kind = self._kinds[unit]
        due = self.board.due(unit, coder, kind, repeat=shown is Shown.REPEAT)
        return Offer(unit, kind, due[0].name, shown, max(left, 1)) if due else None

    def _left(self, coder: str) -> int:
        own = sum(len(self._order(kind, coder)) for kind in self._unit_kinds())
        done = sum(self.board.has_finished(unit, coder) for unit in self.board.begun_by(coder) if unit in self._kinds)
        if self.began.coding.coders:
            return own - done
        # Of what was left to whoever comes, others have taken a part.
        taken = sum(
            not self.board.has_begun(unit, coder) and not self.board.is_for(unit, coder, self._kinds[unit])
            for unit in self.board.units()
            if unit in self._kinds
        )
        return own - done - taken

    def _put_aside(self, coder: str, left: int) -> Offer | None:
        for unit in self.board.begun_by(coder):
            if self.board.has_finished(unit, coder):
                continue
            if unit in self._kinds and (aside := self.board.aside(unit, coder, self._kinds[unit])):
                return Offer(unit, self._kinds[unit], aside[0].name, Shown.QUEUE, left)
        return None

    def _next_sampled(self, coder: str) -> Offer | None:
        """Return what is open of the samples: each unit is answered by whoever comes first, and to its end."""
        open_ = [(one.unit, names) for one, names in self._sampled()]
        todo = []
        for unit, names in open_:
            if unit not in self._kinds:
                continue
            others = [each for each in self.board.coders(unit) if each != coder]
            due = [each for each in self.board.due(unit, coder, self._kinds[unit]) if not names or each.name in names]
            if due and not others:
                todo.append((unit, due[0].name))
        if not todo:
            return None
        return Offer(todo[0][0], self._kinds[todo[0][0]], todo[0][1], Shown.SAMPLE, len(todo))

    def _sampled(self) -> list[tuple[Picked, frozenset[str]]]:
        """Return the units of all samples with the questions that are asked of them; no names means: all."""
        return [(one, self._with_above(sample.question)) for sample in self.samples for one in sample.picked]

    def _with_above(self, name: str) -> frozenset[str]:
        """Return a question's name with those of the questions that decide whether it is asked."""
        found = []
        question = self.began.question(name) if name else None
        while question is not None and question.name not in found:
            found.append(question.name)
            question = self.began.question(question.when.question) if question.when else None
        return frozenset(found)

    # Answers

    def answer(
        self, unit: str, name: str, answer: str, coder: str, given: Given | None = None, *, adjudicate: bool = False
    ) -> list[Judgement]:
        """Return the judgements that a coder's answer makes; once they are stored, `note` them.

        Args:
            unit: Id of a unit that is to be coded.
            name: Of the question.
            answer: As the question takes it; ``unsure`` and ``later`` are taken by all.
            coder: Pseudonym.
            given: Passages, reason, note, time.
            adjudicate: Whether to decide between two coders.

        Raises:
            BadUsage: the question takes no such answer, is not asked here, or wants passages; or it is not theirs.
            Missing: there is no such unit or question.
        """
        given, coder = given or Given(), coder.strip()
        question = self.question(name)
        item = self.unit(unit, question.unit)
        value = answer.strip() if answer.strip() in (UNSURE, LATER) else checked_answer(question, answer)
        if adjudicate:
            shown = self._third(item.id, question, value, coder)
        else:
            shown = self._why(item.id, question, coder)
        silent = adjudicate or given.plain
        suggested = Suggestion("", ()) if silent else self.suggestion(item.id, question, shown)
        reading, spans, also = self._evidence(item.id, question, value, given, suggested, adjudicate=adjudicate)
        said = Said(
            question=name,
            unit=item.id,
            coder=coder,
            answer=value,
            shown=shown,
            reason=mask(" ".join(given.reason.split()))[0],
            note=mask(" ".join(given.note.split()))[0],
            seconds=given.seconds,
            suggested=suggested.answer,
            reading=reading,
            evidence=spans,
            also=also,
        )
        board = self.board.trial(said)
        return [facts.said_judgement(said), *facts.follows(self._view, board, item.id, question.unit, coder)]

    def _why(self, unit: str, question: CodeQuestion, coder: str) -> Shown:
        """Return why a coder answers a question about a unit, or refuse it."""
        offer = self.next(coder)
        if offer is not None and (offer.unit, offer.question) == (unit, question.name):
            return offer.shown
        before = self.board.mine(unit, coder)
        if question.name in before:
            return before[question.name].shown  # a changed mind does not change how it came to be asked
        if not facts.is_met(question, before):
            above = question.when.question if question.when else ""
            raise BadUsage(f"{question.name} is asked only after {above} was answered otherwise; answer {above} first")
        if before:
            return next(iter(before.values())).shown
        if self.board.is_sealed(unit, question.unit) or not self.board.is_for(unit, coder, question.unit):
            if self.board.is_for(unit, coder, question.unit):
                return Shown.QUEUE
            raise BadUsage(f"{unit} is others' to answer; a third person decides with --adjudicate where they differ")
        return Shown.ASKED

    def _third(self, unit: str, question: CodeQuestion, answer: str, coder: str) -> Shown:
        if not coder:
            raise BadUsage("a decision needs a name, which may be a pseudonym; give one with --by")
        resolved = self.board.resolve(unit, question.name)
        if not self.board.is_disputed(unit, question.name) and resolved.standing is not Standing.ADJUDICATED:
            raise BadUsage(
                f"{unit}: no two coders differ on {question.name}; `counterfile code disagreements` lists those"
            )
        if coder in self.board.coders(unit):
            raise BadUsage(f"{unit}: {coder} is one of its coders; a third person decides")
        if answer == LATER:
            raise BadUsage("an adjudication decides; later is no answer to it")
        return Shown.ADJUDICATED

    def undo(self, coder: str) -> list[Judgement]:
        """Return the judgements that take a coder's last answer back; once they are stored, `note` them.

        Raises:
            BadUsage: there is no answer of theirs.
        """
        last = self.board.last(coder)
        if last is None:
            raise BadUsage(f"there is no answer of {coder!r} to take back")
        board = self.board.trial_without(last)
        kind = self.question(last.question).unit
        return [facts.taken_back(last), *facts.follows(self._view, board, last.unit, kind, coder)]

    def note(self, stored: Sequence[Judgement]) -> None:
        """Take note of judgements of this desk's making, as stored."""
        for one in stored:
            if one.id in self._noted:
                continue
            self._noted.add(one.id)
            name = one.question.removeprefix(facts.CODED)
            if name == one.question or self.began.question(name) is None:
                continue
            if one.answer == WITHDRAWN:
                mine = [e for e in self.board.of(one.subject) if (e.question, e.coder) == (name, one.other)]
                if mine:
                    self.board = self.board.without(mine[-1])
            else:
                self.board.add(facts.read_said(one, one.subject))

    def refresh(self) -> bool:
        """Take note of what others have decided since; return whether there was anything."""
        count = 16
        while True:
            some = self._view.history(limit=count)
            if len(some) < count or facts.number(some[-1]) <= self._newest:
                break
            count *= 4
        new = [one for one in reversed(some) if facts.number(one) > self._newest and one.id not in self._noted]
        if any(one.question == Question.CODING for one in new):
            self._rebuild()
            return True
        self.note(new)
        if some:
            self._newest = max(self._newest, facts.number(some[0]))
            self._noted.clear()
        return bool(new)

    # Passages

    def _evidence(
        self, unit: str, question: CodeQuestion, answer: str, given: Given, suggested: Suggestion, *, adjudicate: bool
    ) -> tuple[str, tuple[Span, ...], tuple[tuple[str, int, int], ...]]:
        """Return the passages of an answer: a Reading, the places in it, places in others.

        Raises:
            BadUsage: the answer says something and no words carry it, or the words are not the unit's own.
        """
        if len(given.at) + len(given.quotes) > MOST_QUOTES:
            raise BadUsage(f"an answer has at most {MOST_QUOTES} passages")
        words = self.words(unit, question.unit)
        marks = [_stretch(words, start, end) for start, end in given.at]
        marks += [_quoted(words, quote) for quote in given.quotes]
        if question.kind is Kind.QUOTATION and wants_words(question, answer) and not marks:
            marks = [_quoted(words, answer)]
        if not marks and wants_words(question, answer):
            if adjudicate:
                resolved = self.board.resolve(unit, question.name)
                carried = [each for each in resolved.said if each.answer == answer and each.evidence]
                if carried:
                    return carried[0].reading, carried[0].evidence, carried[0].also
            elif suggested.answer == answer or not suggested.answer:
                marks = [(each.start, each.end) for each in suggested.carrying(answer)]
            if not marks:
                raise BadUsage(
                    f"{question.name}: {answer!r} wants the words that say so: give them with --quote, or their place "
                    f"with --at; where nothing is said of it, the answer is {NOT_MENTIONED!r}"
                )
        return _spans(self._view, words, marks)

    # Where it stands

    def status(self) -> Status:
        """Return where the coding stands."""
        every = self.board.entries
        begun = set(self.board.units())
        timed = [each.seconds for each in every if each.seconds is not None]
        kinds = self.began.units
        now = {kind: facts.unit_ids(self._view, Unit(kind), self.began.coding.scope) for kind in kinds}
        standing = [
            said for unit in begun for c in self.board.coders(unit) for said in self.board.mine(unit, c).values()
        ]
        coders = sorted({each.coder for each in standing})
        return Status(
            began=self.began,
            stopped=self.stopped,
            units={kind: len(names) for kind, names in kinds.items()},
            coded={kind: len(begun & set(names)) for kind, names in kinds.items()},
            new=sum(len(set(names) - set(kinds[kind])) for kind, names in now.items()),
            waiting=len(self.board.waiting()),
            disputed=len(self.board.disputes()),
            coders={name: sum(each.coder == name for each in standing) for name in coders},
            samples=tuple(self._progress(sample) for sample in self.samples),
            seconds=median(timed) if timed else None,
        )

    def _progress(self, sample: Drawn) -> tuple[str, int, int, int]:
        names = self._with_above(sample.question) or frozenset(
            each.name for each in self.questions if each.unit.value == sample.kind
        )
        done = sum(
            all(self.board.resolve(one.unit, name).standing is not Standing.OPEN for name in names)
            for one in sample.picked
        )
        return sample.question, len(sample.picked), done, sample.of

    # The end, and samples

    def stop(self, *, rest: bool) -> Stopped:
        """Return what is recorded when coding by persons ends.

        Raises:
            BadUsage: it has ended already, or nothing was answered.
        """
        if self.stopped is not None:
            raise BadUsage("this coding has stopped already; `counterfile code start --again` goes on")
        if not self.board.entries:
            raise BadUsage("nothing was answered yet; `counterfile code next` shows what to answer")
        answers = facts.digest(f"{e.question} {e.unit} {e.coder} {e.answer} {e.shown}" for e in self.board.entries)
        return Stopped(len(self.board.units()), len(self._kinds), answers, rest)

    def settle(self, by: str) -> list[Judgement]:
        """Return what follows once nothing waits any more: answers of one coder whose second never came stand alone."""
        board = Board(self.board.coding, self.questions, self.began.thresholds, single=self.board.single, is_open=True)
        for each in self.board.entries:
            board.add(each)
        return [
            one
            for unit in self.board.waiting()
            if unit in self._kinds
            for one in facts.follows(self._view, board, unit, self._kinds[unit], by)
        ]

    def resettle(self, by: str) -> list[Judgement]:
        """Return what follows for all answered units once questions or settings have changed; nothing that stands already."""
        return [
            one
            for unit in self.board.units()
            if unit in self._kinds
            for one in facts.follows(self._view, self.board, unit, self._kinds[unit], by)
        ]

    def draw(self, count: int, name: str = "") -> Drawn:
        """Return a sample of what software answered, to be answered by persons who do not see that answer.

        Args:
            count: How many units; all that are left, where there are fewer.
            name: A question: then as many of each answer that software gave, with what probability is recorded, so that
                rare answers are checked, too. Without one, evenly, and all questions of the first kind of unit are asked.

        Raises:
            BadUsage: coding goes on, or software answered nothing that nobody has checked.
        """
        if self.stopped is None:
            raise BadUsage("samples are drawn after the stop; `counterfile code stop` lets software answer the rest")
        if not 1 <= count <= MOST_SAMPLE:
            raise BadUsage(f"a sample has 1 to {MOST_SAMPLE:,} units, not {count}")
        kind = self.question(name).unit if name else self._unit_kinds()[0]
        names = [each.name for each in self.questions if each.unit is kind]
        begun = set(self.board.units()) | {one.unit for sample in self.samples for one in sample.picked}
        units = [unit for unit in self.began.units.get(kind.value, ()) if unit not in begun]
        said = self.software(names, units)
        units = [unit for unit in units if said.get(unit)]
        if not units:
            raise BadUsage("software has answered nothing that nobody has checked; there is nothing to draw from")
        strata: dict[str, list[str]] = {}
        for unit in units:
            strata.setdefault(said[unit].get(name, "") if name else "", []).append(unit)
        seed = self.began.coding.seed
        rng = np.random.default_rng([seed, len(self.samples), 91])
        picked = []
        for answer, take in sorted(_shares({key: len(some) for key, some in strata.items()}, count).items()):
            some = strata[answer]
            rows = rng.choice(len(some), take, replace=False)
            picked += [Picked(some[row], take / len(some), said[some[row]]) for row in rows.tolist()]
        chosen = [picked[row] for row in rng.permutation(len(picked)).tolist()]
        return Drawn(kind.value, tuple(chosen), len(units), seed, name)

    def software(self, names: Iterable[str], units: Sequence[str]) -> dict[str, dict[str, str]]:
        """Return what software answers about units, by unit and question."""
        found: dict[str, dict[str, str]] = {}
        for name in names:
            for one in self._view.judgements(facts.CODE + name, set(units)):
                if one.agent_kind == AgentKind.SOFTWARE:
                    found.setdefault(one.subject, {})[name] = one.answer
        return found


def begin(view: View, codebook: Codebook, *, again: bool) -> tuple[Began, Began | None]:
    """Return what is recorded when a coding begins, or goes on with a changed codebook, and the start before it.

    Raises:
        BadUsage: there is nothing to code or to ask, it has begun already, or it never began.
    """
    if not codebook.questions:
        raise BadUsage("codebook.yaml asks no questions; write them under `questions:`, each with a name and `ask:`")
    coding = codebook.coding
    learners.part("classifier", coding.classifier)
    if coding.overlap > 0 and len(coding.coders) == 1:
        raise BadUsage("an overlap wants two coders; name another one in `coding: {coders: […]}`, or set overlap: 0")
    before = [each for each in facts.events(view) if isinstance(each, Began)]
    if before and not again:
        raise BadUsage(
            "a coding has begun already; `counterfile code check` says what the codebook's changes mean, and "
            "`counterfile code start --again` goes on with its answers"
        )
    if again and not before:
        raise BadUsage("no coding has begun yet; leave --again out")
    last = before[-1] if before else None
    began = facts.begun(view, coding, codebook.questions, last)
    if not any(began.units.values()):
        what = "nothing that is in scope" if coding.scope == "relevant" else "nothing"
        raise BadUsage(f"there is {what} to code; screen first, or set `coding: {{scope: all}}`")
    return began, last


def may_suggest(question: CodeQuestion, shown: Shown) -> bool:
    """Return whether a coder may see what software suggests: not where they read first, nor where they check software."""
    return not question.read_first and shown not in (Shown.SAMPLE, Shown.ADJUDICATED)


def wants_words(question: CodeQuestion, answer: str) -> bool:
    """Return whether an answer says something, so that passages must carry it."""
    if answer in (NOT_MENTIONED, UNSURE, LATER):
        return False
    return question.kind is not Kind.YES_NO or answer == "yes"


def inside(words: Words, reading: str, start: int, end: int) -> tuple[int, int] | None:
    """Return where a stretch of a Reading stands in a unit's words, None where it does not."""
    bounds = [*words.places, (len(words.body) + 1, "", 0)]
    for (first, name, origin), (after, _, _) in pairwise(bounds):
        at, last = first + start - origin, first + end - origin
        if name == reading and first <= at and last < after:
            return at, last
    return None


def number_of(said: Said) -> int:
    """Return the number of the judgement that keeps an answer."""
    return int(said.id.removeprefix("j-") or 0)


def step(count: int) -> int:
    """Return from how many of `count` answers suggestions are learned: steps grow with what is known.

    >>> [step(count) for count in (3, 16, 18, 19, 100)]
    [0, 16, 16, 19, 86]
    """
    reached, at = 0, FIRST
    while at <= count:
        reached, at = at, max(at + 1, int(at * GROWTH + 0.999))
    return reached


def _newest(view: View) -> int:
    return max((facts.number(one) for one in view.history(limit=1)), default=0)


def _shares(sizes: dict[str, int], count: int) -> dict[str, int]:
    """Return how many to take of each: as many of all as there are, the rest of those that have more."""
    left, taken = min(count, sum(sizes.values())), dict.fromkeys(sizes, 0)
    while left:
        open_ = [key for key in sorted(sizes) if taken[key] < sizes[key]]
        share = max(1, left // len(open_))
        for key in open_:
            more = min(share, sizes[key] - taken[key], left)
            taken[key] += more
            left -= more
    return {key: more for key, more in taken.items() if more}


def _stretch(words: Words, start: int, end: int) -> tuple[int, int]:
    if not 0 <= start < end <= len(words.body):
        raise BadUsage(f"{start}-{end} is no place in the unit's words, which have {len(words.body)} characters")
    while start < end and words.body[start].isspace():
        start += 1
    while end > start and words.body[end - 1].isspace():
        end -= 1
    if start == end:
        raise BadUsage("the place holds nothing but blanks")
    return start, end


def _quoted(words: Words, quote: str) -> tuple[int, int]:
    wanted = quote.strip()
    at = words.body.find(wanted) if wanted else -1
    if at < 0:
        raise BadUsage(f"{quote!r} does not stand in the unit's words; give it exactly as it is printed")
    if words.body.find(wanted, at + 1) >= 0:
        raise BadUsage(
            f"{quote!r} stands there more than once; give more of the words around it, or the place with --at"
        )
    return at, at + len(wanted)


def _spans(
    view: View, words: Words, marks: Sequence[tuple[int, int]]
) -> tuple[str, tuple[Span, ...], tuple[tuple[str, int, int], ...]]:
    """Return where stretches of a unit's words stand: in one Reading as evidence, in others as places."""
    if not marks:
        return "", (), ()
    reading, spans = screening.spans(words, marks, view)
    if not spans:
        raise BadUsage("a passage may not reach from one document into the next; give each by itself")
    bounds = [*words.places, (len(words.body) + 1, "", 0)]
    also = [
        (name, origin + start - first, origin + end - first)
        for start, end in marks
        for (first, name, origin), (after, _, _) in pairwise(bounds)
        if first <= start and end < after and name != reading
    ]
    return reading, tuple(spans), tuple(dict.fromkeys(also))


_KEPT = 64  # units whose words are kept ready
