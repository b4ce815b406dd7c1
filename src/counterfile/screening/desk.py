"""Screening at work on an inquiry: what a reader sees next, what an answer makes true, and where the screening stands.

A desk is a view: it is rebuilt from the judgements of the inquiry at any time, by anyone, to the same state. It writes
nothing; each act returns the judgements that whoever holds the inquiry for writing is to store, and then takes note of
them. A ranking that is due may be made beside the reading (`prepare`), which goes on by the last one meanwhile; which
one chose a unit is recorded with the answer.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import msgspec
import numpy as np

from counterfile.errors import BadUsage, Missing
from counterfile.model.codebook import Screening
from counterfile.model.judgement import AgentKind, Judgement, Question
from counterfile.screening.agreement import Agreement, Table, agreement
from counterfile.screening.parts import Read, Record, Verdict, Why
from counterfile.screening.session import Allowed, Answer, Decision, Mark, Session, Settings
from counterfile.screening.stopping import Estimate, elusion_interval, estimate, onward, rule
from counterfile.screening.vectors import load_or_build, record
from counterfile.store.ports import View
from counterfile.store.rules import WITHDRAWN
from counterfile.views import screening as facts
from counterfile.views.screening import Began, Board, Drawn, Ended, Entry, Shown, Standing, Words

MOST_SAMPLE = 5000
"""Units of one sample after the stop."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A unit to read next."""

    unit: str
    shown: Shown
    """Why; readers are not told before they have answered."""
    ranking: int | None
    left: int
    """Units that this reader may still be shown, this one included."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What a sample of software's decisions says."""

    drawn: int
    answered: int
    of: int
    decided: str
    """What software says of all that it was drawn from; empty: all that was unread."""
    relevant: int
    """Found relevant by persons."""
    contrary: int
    """Answered otherwise than software."""
    low: int
    high: int
    """Relevant ones among all it was drawn from: at least and at most (95 %, exact); 0 and `of` until it is read."""


@dataclass(frozen=True, slots=True)
class Status:
    """Where a screening stands."""

    began: Began
    ended: Ended | None
    changed: str
    """How the heap differs from the one that the screening began with; empty where it does not."""
    total: int
    read: int
    found: int
    unsure: int
    later: int
    not_documents: int
    random: int
    imported: int
    waiting: int
    """Units that wait for their second reader."""
    disputed: int
    verdict: Verdict
    recall: Estimate | None
    """From the random picks; None without any."""
    samples: tuple[Checked, ...]
    readers: dict[str, int]
    """Answers of each reader that stand."""
    agreement: Agreement | None
    """Of the two readers of the units in the random overlap; None where there is none."""
    seconds: float | None
    """Median time of an answer where it was measured."""
    units_changed_their_mind: int


class Desk:
    """One screening of one inquiry."""

    def __init__(self, view: View, cache: Path) -> None:
        """Rebuild the screening from the inquiry's judgements.

        Args:
            view: The inquiry.
            cache: The folder for what can be built again.

        Raises:
            BadUsage: no screening has begun.
        """
        self._view = view
        events = facts.events(view)
        self.began = next((each for each in reversed(events) if isinstance(each, Began)), None) or _not_begun()
        since = events[events.index(self.began) + 1 :]
        self.ended = next((each for each in reversed(since) if isinstance(each, Ended)), None)
        self.samples = [each for each in since if isinstance(each, Drawn)]
        self.screening = self.began.screening
        self.heap = facts.items(view, self.screening.unit)
        if not self.heap:
            raise BadUsage("there are no notices to screen; run `counterfile run` first")
        self._items = {one.id: one for one in self.heap}
        self._row = {one.id: row for row, one in enumerate(self.heap)}
        entries = facts.log(view)
        answered = Board(self.screening, entries)
        entries = sorted([*entries, *facts.outside(view, self.heap, answered)], key=_stored)
        self.board = Board(self.screening)
        self._words: dict[str, Words] = {}
        self._masks: dict[str, Allowed] = {}
        settings = settings_of(self.screening)
        records = [Record(one.id, "") for one in self.heap]
        vectors = load_or_build(view, self.heap, settings, cache / "screening")
        self.session = Session(
            records, (), settings, self.screening.seed, features=vectors, texts=lambda unit: record(self.words(unit))
        )
        self._prior = _priors(entries, self.began)
        self._seen = max((_stored(entry) for entry in entries), default=0)
        for entry in entries:
            self._take(entry)

    # Reading

    def words(self, unit: str) -> Words:
        """Return what a reader sees of a unit.

        Raises:
            Missing: there is no such unit in the heap.
        """
        if unit not in self._words:
            if unit not in self._items:
                raise Missing(f"{unit!r} is no {self.screening.unit} of this heap")
            if len(self._words) > _KEPT:
                self._words.clear()
            self._words[unit] = facts.words(self._view, [self._items[unit]])[0]
        return self._words[unit]

    def marks(self, unit: str, most: int = 24, *, wait: bool = True) -> list[Mark]:
        """Return the words that speak for and against a unit, the heaviest first."""
        return self.session.explain(unit, most, wait=wait)

    def next(self, reader: str, *, wait: bool = True) -> Offer | None:
        """Return what a reader is to read next, None where nothing is left for them.

        Asking again gives the same until somebody answers. After the stop, only what a sample drew is shown.

        Args:
            reader: Pseudonym.
            wait: Whether to make a ranking that is due first; without, the last one serves.
        """
        if self.ended is not None:
            drawn = [unit for unit in self._sampled() if not self.board.newest(unit)]
            return Offer(drawn[0], Shown.SAMPLE, None, len(drawn)) if drawn else None
        second = [unit for unit in self.board.double if self._is_second(unit, reader)]
        allowed = self._mine(reader)
        left = int((allowed & self.session.unread).sum()) + len(second)
        if second and facts.chance(self.screening.seed, f"second {reader}", str(len(self.board.entries))) < 0.5:
            return Offer(second[0], Shown.OVERLAP, None, left)
        some = self.session.next(1, allowed, wait=wait)
        if some and (not second or self.session.unread[self._row[some[0].id]]):
            return Offer(some[0].id, Shown(some[0].why.value), some[0].ranking, max(left, 1))
        return Offer(second[0], Shown.OVERLAP, None, left) if second else None

    def prepare(self) -> None:
        """Make the ranking that is due; may run in a thread beside the reading."""
        self.session.prepare()

    @property
    def is_stale(self) -> bool:
        """Whether enough was answered since the last ranking for a new one."""
        return self.ended is None and self.session.is_stale

    def answer(
        self,
        unit: str,
        answer: str,
        reader: str,
        *,
        offer: Offer | None = None,
        reason: str = "",
        note: str = "",
        seconds: float | None = None,
        adjudicate: bool = False,
    ) -> list[Judgement]:
        """Return the judgements that a reader's answer makes; once they are stored, `note` them.

        Args:
            unit: A unit of the heap, or one of its notices.
            answer: One of `views.screening.ANSWERS`.
            reader: Pseudonym.
            offer: As `next` gave it; without one, or for another unit, the reader asked for the unit.
            reason: Why, in a few words.
            note: Anything else.
            seconds: From showing to answering.
            adjudicate: Whether to decide between two readers.

        Raises:
            BadUsage: there is no such answer, or nothing to decide between, or the third is one of the two.
            Missing: there is no such unit.
        """
        if answer not in facts.ANSWERS:
            raise BadUsage(f"{answer!r} is no answer; there are {', '.join(facts.ANSWERS)}")
        if not reader.strip():
            raise BadUsage("an answer needs a name, which may be a pseudonym; give one with --by")
        name = unit if unit in self._items else facts.item(self._view, self.screening.unit, unit).id
        if name not in self._items:
            raise Missing(f"{unit!r} is no {self.screening.unit} of this heap")
        shown, ranking = Shown.ASKED, None
        if adjudicate:
            self._check_third(name, answer, reader)
            shown = Shown.ADJUDICATED
        elif mine := self.board.newest(name).get(reader):
            shown, ranking = mine.shown, mine.ranking  # a changed mind does not change how it came to be read
        elif offer is not None and offer.unit == name:
            shown, ranking = offer.shown, offer.ranking
        entry = Entry(name, reader.strip(), answer, shown, ranking, reason.strip(), note.strip(), seconds)
        trial = self.board.trial(entry)
        return [facts.judgement(entry), *facts.follows(self._view, self._items[name], trial, reader)]

    def _check_third(self, unit: str, answer: str, reader: str) -> None:
        if self.board.resolve(unit).standing not in (Standing.DISAGREED, Standing.ADJUDICATED) and not (
            self.board.resolve(unit).answer == "unsure"
        ):
            raise BadUsage(f"{unit}: no two readers disagree on it; `counterfile screen disagreements` lists those")
        if reader in self.board.newest(unit):
            raise BadUsage(f"{unit}: {reader} is one of its readers; a third person decides")
        if answer == "later":
            raise BadUsage("an adjudication decides; later is no answer to it")

    def undo(self, reader: str) -> list[Judgement]:
        """Return the judgements that take a reader's last answer back; once they are stored, `note` them.

        Raises:
            BadUsage: there is no answer of theirs.
        """
        last = self.board.last(reader)
        if last is None or last.shown is Shown.IMPORTED:
            raise BadUsage(f"there is no answer of {reader!r} to take back")
        trial = self.board.trial_without(last)
        return [facts.undone(last), *facts.follows(self._view, self._items[last.unit], trial, reader)]

    def note(self, stored: Sequence[Judgement]) -> None:
        """Take note of judgements of this desk's making, as stored."""
        for one in stored:
            self._seen = max(self._seen, _number(one))
            if one.question != Question.SCREENED:
                continue
            if one.answer == WITHDRAWN:
                self._forget(one)
            else:
                self._take(facts.entry(one, one.subject))

    def _take(self, entry: Entry) -> None:
        resolved = self.board.add(entry)
        if entry.unit not in self._items:
            return  # its notice is no longer there; the answer stays in the log
        self.session.decide(_decision(entry.unit, resolved))

    def _forget(self, one: Judgement) -> None:
        gone = next((each for each in reversed(self.board.of(one.subject)) if each.reader == one.other), None)
        if gone is None:
            return
        kept = [each for each in self.board.entries if each is not gone]
        self.board = Board(self.screening)
        decisions = [_decision(each.unit, self.board.add(each)) for each in kept]
        self.session.replay([each for each in decisions if each.record in self._items])

    def _mine(self, reader: str) -> Allowed:
        """Return which rows a reader is to be shown by rank."""
        key = reader if reader in self.screening.readers else ""
        if key not in self._masks:
            self._masks[key] = np.array([self.board.is_for(one.id, reader) for one in self.heap], dtype=bool)
        return self._masks[key]

    def _is_second(self, unit: str, reader: str) -> bool:
        return unit in self._items and reader not in self.board.newest(unit) and self.board.is_for(unit, reader)

    def _sampled(self) -> list[str]:
        return [unit for sample in self.samples for unit in sample.units if unit in self._items]

    # Standing

    def changed(self) -> str:
        """Return how the heap differs from the one that the screening began with; empty where it does not."""
        if facts.digest(self._items) == self.began.heap:
            return ""
        return (
            f"the heap had {self.began.units:,} {self.screening.unit}s at the start and has {len(self.heap):,} now; "
            "no bound is stated until `counterfile screen start --again` takes them in"
        )

    def reads(self) -> tuple[list[Read], int, int]:
        """Return what was read since the start, and how many were read, and found, before it or elsewhere."""
        before = [self.board.resolve(unit) for unit in self._prior if unit in self._items]
        settled = [each for each in before if each.answer in ("yes", "no")]
        return self.session.reads(self._prior), len(settled), sum(each.answer == "yes" for each in settled)

    def verdict(self) -> Verdict:
        """Return what the stopping rule says now."""
        reads, known, found = self.reads()
        said = onward(rule(self.screening.stop), self.session.total, reads, known, found)
        if changed := self.changed():
            return Verdict(False, 0.0, None, changed)
        return said

    def status(self) -> Status:
        """Return where the screening stands."""
        state = self.session.counts()
        reads, known, found = self.reads()
        pairs = self.double_answers()
        timed = [entry.seconds for entry in self.board.entries if entry.seconds is not None]
        newest = [entry for unit in self.board.units() for entry in self.board.newest(unit).values()]
        readers = sorted({entry.reader for entry in newest})
        return Status(
            began=self.began,
            ended=self.ended,
            changed=self.changed(),
            total=self.session.total,
            read=len(reads) + known,
            found=found + sum(read.relevant for read in reads),
            unsure=state[Answer.UNSURE],
            later=state[Answer.LATER],
            not_documents=state[Answer.NOT_A_DOCUMENT],
            random=sum(read.random for read in reads),
            imported=sum(entry.shown is Shown.IMPORTED for entry in newest),
            waiting=len(self.board.double),
            disputed=len(self.board.disputed),
            verdict=self.verdict(),
            recall=estimate(self.session.total, reads, known, found),
            samples=tuple(self.check(sample) for sample in self.samples),
            readers={name: sum(entry.reader == name for entry in newest) for name in readers},
            agreement=agreement(pairs) if pairs else None,
            seconds=median(timed) if timed else None,
            units_changed_their_mind=sum(
                len(self.board.of(unit)) > len(self.board.newest(unit)) for unit in self.board.units()
            ),
        )

    def double_answers(self) -> Table:
        """Return the two answers about each unit of the random overlap that two people read, before any third's.

        Put aside is no answer. Units outside the overlap that two people happened to read are left out: chance did
        not choose them.
        """
        found = []
        for unit in self.board.units():
            blind = [each for each in self.board.newest(unit).values() if each.shown in facts.BLIND]
            said = [entry.answer for entry in blind if entry.answer != "later"]
            if len(said) >= 2 and self.board.is_double(unit):
                found.append(said[:2])
        return found

    def disputes(self) -> list[tuple[str, list[Entry]]]:
        """Return the units about which two disagree, and those where somebody is unsure, with their answers."""
        doubtful = [unit for unit in self.board.units() if self.board.resolve(unit).answer == "unsure"]
        names = dict.fromkeys([*self.board.disputed, *doubtful])
        return [(unit, list(self.board.newest(unit).values())) for unit in names if unit in self._items]

    # The end

    def end(self) -> Ended:
        """Return what stands fast now: the certificate of a stop.

        Raises:
            BadUsage: it has ended already.
        """
        if self.ended is not None:
            raise BadUsage("this screening has stopped already; `counterfile screen start --again` goes on")
        said, (reads, known, found) = self.verdict(), self.reads()
        return Ended(
            rule=self.screening.stop,
            met=said.stop,
            statement=said.reason,
            total=self.session.total,
            read=len(reads) + known,
            found=found + sum(read.relevant for read in reads),
            recall_low=said.recall_low,
            missed_high=said.missed_high,
            reads=facts.digest(f"{each.unit} {each.reader} {each.answer} {each.shown}" for each in self.board.entries),
            heap=facts.digest(self._items),
            learned=self.session.can_judge,
        )

    def draw(self, count: int, decided: str = "") -> Drawn:
        """Return a sample of what no person has answered, drawn evenly, to be read after the stop.

        Args:
            count: How many; all that are left, where there are fewer.
            decided: Draw only from those of which software says ``yes`` or ``no``.

        Raises:
            BadUsage: the screening goes on, or nothing is left to draw.
        """
        if self.ended is None:
            raise BadUsage("samples are drawn after the stop; `counterfile screen stop` ends the reading")
        if not 1 <= count <= MOST_SAMPLE:
            raise BadUsage(f"a sample has 1 to {MOST_SAMPLE:,} units, not {count}")
        open_units = [one.id for one in self.heap if not self.board.newest(one.id)]
        said = self.software(open_units)
        names = [unit for unit in open_units if not decided or said.get(unit) == decided]
        if not names:
            raise BadUsage("nothing is left to draw from")
        rng = np.random.default_rng([self.screening.seed, len(self.samples), 77])
        rows = sorted(rng.choice(len(names), min(count, len(names)), replace=False).tolist())
        chosen = tuple(names[row] for row in rows)
        return Drawn(chosen, len(names), tuple(said.get(unit, "") for unit in chosen), decided)

    def software(self, units: Sequence[str]) -> dict[str, str]:
        """Return what software says of units that no person has decided: yes where it says so of any notice."""
        return {unit: answer for unit, (answer, _) in self.software_says(units).items()}

    def software_says(self, units: Sequence[str]) -> dict[str, tuple[str, float | None]]:
        """Do the same with how sure it is, 0 to 1 for yes; None where it does not say."""
        notices = {notice.id: unit for unit in units for notice in self._items[unit].notices}
        found: dict[str, tuple[str, float | None]] = {}
        for one in self._view.judgements(Question.RELEVANT, notices):
            unit = notices[one.subject]
            if one.agent_kind == AgentKind.SOFTWARE and (unit not in found or found[unit][0] != "yes"):
                found[unit] = (one.answer, one.score)
        return found

    def imported(self, entries: Sequence[Entry], by: str) -> list[Judgement]:
        """Return the judgements that earlier decisions make, in their order; then build the desk anew.

        Args:
            entries: As `exchange.matched` gives them.
            by: Who imports them, for what follows for the notices.
        """
        board = Board(self.screening, self.board.entries)
        found = []
        for entry in entries:
            resolved = board.add(entry)
            found += [facts.judgement(entry), *facts.follows(self._view, self._items[entry.unit], resolved, by)]
        return found

    def refresh(self) -> bool:
        """Take note of what others have answered since; return whether there was anything.

        What somebody decided outside the screening is seen by the next desk.
        """
        count = 16
        while True:
            some = self._view.history(Question.SCREENED, limit=count)
            if len(some) < count or _number(some[-1]) <= self._seen:
                break
            count *= 4
        new = [one for one in reversed(some) if _number(one) > self._seen]
        self.note(new)
        return bool(new)

    def check(self, sample: Drawn) -> Checked:
        """Return what the answers to a sample say of all that it was drawn from."""
        said = [self.board.resolve(unit).answer for unit in sample.units]
        answered = sum(answer in facts.SETTLED for answer in said)
        relevant = sum(answer == "yes" for answer in said)
        contrary = sum(
            answer in ("yes", "no") and machine in ("yes", "no") and answer != machine
            for answer, machine in zip(said, sample.software, strict=False)
        )
        # The bounds are exact for a sample that is read to its end, and for no look before.
        whole = answered == len(sample.units)
        low, high = elusion_interval(sample.of, len(sample.units), relevant) if whole else (0, sample.of)
        return Checked(len(sample.units), answered, sample.of, sample.decided, relevant, contrary, low, high)


def settings_of(screening: Screening) -> Settings:
    """Return a session's settings from the codebook's question.

    Raises:
        BadUsage: the stopping rule is none, or a number is outside its range.
    """
    rule(screening.stop)
    return Settings(stop=screening.stop, random_share=screening.random, start=screening.start)


def begin(view: View, screening: Screening, *, again: bool) -> Began:
    """Return what is recorded when a screening begins, or goes on with what came since.

    Raises:
        BadUsage: there is nothing to screen, it has begun already, or it never began.
    """
    settings_of(screening)
    before = [each for each in facts.events(view) if isinstance(each, Began)]
    if before and not again:
        raise BadUsage(
            "a screening has begun already; `counterfile screen start --again` goes on with its answers, "
            "with the codebook's settings of now and all notices that came since"
        )
    if again and not before:
        raise BadUsage("no screening has begun yet; leave --again out")
    if before and before[-1].screening.unit is not screening.unit:
        raise BadUsage(f"the unit was {before[-1].screening.unit} at the start and cannot change")
    heap = facts.items(view, screening.unit)
    if not heap:
        raise BadUsage("there are no notices to screen; run `counterfile run` first")
    # Where a question stands in its file changes with every line above it, and says nothing.
    asked = msgspec.structs.replace(screening, line=0)
    return Began(asked, len(heap), facts.digest(one.id for one in heap), again)


def _not_begun() -> Began:
    raise BadUsage(
        "no screening has begun; `counterfile screen start` records the question and the stopping rule first"
    )


def _priors(entries: Sequence[Entry], began: Began) -> frozenset[str]:
    """Return the units that were answered before the last start, or elsewhere: nothing tells how they were found."""
    first: dict[str, Entry] = {}
    for entry in entries:
        first.setdefault(entry.unit, entry)
    number = int(began.id.removeprefix("j-") or 0)
    return frozenset(
        unit
        for unit, entry in first.items()
        if entry.shown is Shown.IMPORTED or int(entry.id.removeprefix("j-") or 0) < number
    )


def _stored(entry: Entry) -> int:
    return int(entry.id.removeprefix("j-") or 0)


def _number(one: Judgement) -> int:
    return int(one.id.removeprefix("j-") or 0)


def _decision(unit: str, resolved: facts.Resolved) -> Decision:
    why = Why(resolved.shown.value) if resolved.shown.value in set(Why) else Why.RANK
    return Decision(unit, Answer(resolved.answer), why)


_KEPT = 64  # units whose words are kept ready: the one shown, and those around it
