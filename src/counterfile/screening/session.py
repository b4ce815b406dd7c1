"""One screening question over one heap: what to read next and why, from the decisions so far.

A session holds no clock and no store. The same records, settings, seed and decisions in the same order give the same
reading, so a session is rebuilt from its rows at any time, by anyone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse  # type: ignore[import-untyped]

from counterfile.errors import BadUsage, Missing
from counterfile.screening import learners
from counterfile.screening.features import HashedText
from counterfile.screening.learners import LinearSvm
from counterfile.screening.parts import Floats, Labels, Read, Record, Rows, Term, Verdict, Why
from counterfile.screening.stopping import prevalence, rule


class Answer(StrEnum):
    """What a person says about a record."""

    YES = "yes"
    NO = "no"
    UNSURE = "unsure"
    """Read, and neither: it counts as unread for every bound, and is not learned from."""
    LATER = "later"
    """Put aside: it comes again when all others are read."""
    NOT_A_DOCUMENT = "not-a-document"
    """An empty page, a menu: it leaves the heap that recall is about."""


@dataclass(frozen=True, slots=True)
class Decision:
    """One answer; a later one about the same record replaces it and both stay."""

    record: str
    answer: Answer
    why: Why = Why.RANK
    """Why the record was shown; what a bound from random picks rests on."""
    note: str = ""
    by: str = ""
    """The reader's pseudonym."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What is chosen before the start and written into the report."""

    extractor: str = "hashed-text"
    classifier: str = "linear-svm"
    balancer: str = "fixed-ratio"
    querier: str = "highest"
    stop: str = "ranked-tail:95"
    """See `stopping.rule`."""
    random_share: float = 0.05
    """Of the records shown, drawn by chance from all unread ones."""
    presumed: int = 50
    """Unread records that are taken for not relevant while none is known to be so; most of a heap is not."""
    start: tuple[str, ...] = ()
    """Words of the question or example texts: learned from like relevant records until there are ten of those."""
    cues: tuple[str, ...] = ()
    """Terms that count as if they stood in the title, too."""
    batch_growth: float = 0.05
    """A ranking serves this share of the decisions made before the next fit, one record at least."""
    batch_most: int = 25
    """Records that one ranking serves at most."""

    def __post_init__(self) -> None:
        """Check the ranges.

        Raises:
            BadUsage: a number is outside its range.
        """
        if not 0 <= self.random_share <= 1:
            raise BadUsage(f"the random share is between 0 and 1, not {self.random_share:g}")
        if self.presumed < 0 or self.batch_most < 1 or self.batch_growth < 0:
            raise BadUsage("presumed and batch_growth are 0 or more, batch_most is 1 or more")


@dataclass(frozen=True, slots=True)
class Shown:
    """A record to read next."""

    id: str
    why: Why
    score: float | None
    """Of the ranking that chose it; greater means relevant; None while nothing is learned."""
    ranking: int | None = None
    """How many decisions that ranking was learned from; None while nothing is learned."""


@dataclass(frozen=True, slots=True)
class Mark:
    """Words that speak for or against relevance."""

    field: str
    """``title`` or ``body``."""
    start: int
    """Code points of the field, half open."""
    end: int
    weight: float
    """Part of the score; above 0 speaks for."""


@dataclass(frozen=True, slots=True)
class State:
    """Where a session stands."""

    total: int
    """Records of the heap, those that are no documents left out."""
    read: int
    """Records with an answer of yes or no."""
    found: int
    unsure: int
    later: int
    not_documents: int
    random: int
    """Records read that were drawn by chance."""
    verdict: Verdict
    prevalence: tuple[float, float, float] | None
    """Share of relevant records among the random picks with its interval; None without picks."""
    fits: int
    """Rankings made so far."""


Allowed = NDArray[np.bool_]
"""Whether each row may be chosen."""


@dataclass
class _Ranking:
    weights: Floats
    scores: Floats
    order: Rows
    made_at: int
    """Decisions known when it was made."""
    at: int = 0
    """Place in `order` up to which every record is read or put aside."""


class Session:
    """Ranks a heap by decisions; see the module."""

    def __init__(
        self,
        records: Sequence[Record],
        decisions: Iterable[Decision] = (),
        settings: Settings | None = None,
        seed: int = 0,
        *,
        features: tuple[Any, Any] | None = None,
        texts: Callable[[str], Record] | None = None,
    ) -> None:
        """Build the vectors and take the decisions so far.

        Args:
            records: The heap; ids are unique.
            decisions: In the order in which they were made.
            settings: Chosen before the start.
            seed: Of all that is random.
            features: An extractor that was fitted to these records and their matrix, where they are known already.
            texts: Gives a record with its words by its id, where `records` are too many to be held with theirs.

        Raises:
            BadUsage: an id occurs twice, or a part is not known.
            Missing: a decision is about no record of the heap.
        """
        self.settings = settings or Settings()
        self.seed = seed
        self._records = tuple(records)
        self._row = {record.id: row for row, record in enumerate(self._records)}
        if len(self._row) != len(self._records):
            raise BadUsage("two records of the heap have the same id")
        self._balancer = learners.part("balancer", self.settings.balancer)
        self._querier = learners.part("querier", self.settings.querier)
        self._stopper = rule(self.settings.stop)
        self._extractor, self._matrix = features or build(self._records, self.settings)
        self._classifier = learners.part("classifier", self.settings.classifier)
        if isinstance(self._classifier, LinearSvm) and getattr(self._extractor, "inner", False):
            # Measured: short texts, which share few terms, want a ranking that follows the decisions more closely.
            self._classifier.cost = SHORT_COST
        self._examples = self._extractor.transform([Record("", "", text) for text in self.settings.start])
        self._history: list[Decision] = []
        self._current: dict[int, Decision] = {}
        self._open = np.ones(len(self._records), dtype=bool)
        self._texts = texts or (lambda record: self._records[self._row[record]])
        self._ranking: _Ranking | None = None
        self._due = _Due(self.settings, self._examples.shape[0] > 0)
        self._fits = 0
        self._platt: tuple[int, float, float] | None = None
        for decision in decisions:
            self.decide(decision)

    def decide(self, decision: Decision) -> None:
        """Take one decision; one about a record that has one changes it, and both stay in the history.

        Raises:
            Missing: there is no such record.
        """
        row = self._row_of(decision.record)
        before = self._current.get(row)
        if before is not None:
            # A changed mind does not change how the record came to be read.
            decision = Decision(decision.record, decision.answer, before.why, decision.note, decision.by)
        self._history.append(decision)
        self._current[row] = decision
        self._open[row] = False
        self._due.count(before.answer if before else None, decision.answer)

    def undo(self) -> Decision | None:
        """Take the last decision back as if it had not been made and return it; None where there is none."""
        if not self._history:
            return None
        undone = self._history[-1]
        self.replay(self._history[:-1])
        return undone

    def replay(self, history: Sequence[Decision]) -> None:
        """Stand where these decisions lead, as if no others had been made."""
        self._history, self._current = [], {}
        self._open[:] = True
        self._due = _Due(self.settings, self._examples.shape[0] > 0)
        for decision in history:
            self.decide(decision)
        if self._ranking is not None:
            if self._ranking.made_at > self._due.at:
                self._ranking = None  # it knows what was taken back
            else:
                self._ranking.at = 0

    @property
    def is_stale(self) -> bool:
        """Whether enough was decided since the last ranking for a new one."""
        return self._ranking is None or self._ranking.made_at != self._due.at

    def prepare(self) -> None:
        """Make the ranking that is due, so that `next` need not; may run in a thread while `next` serves the old one."""
        if self.is_stale:
            made = self._made(self._due.at)
            if made is not None or self._ranking is None:
                self._ranking = made

    def next(self, count: int = 1, allowed: Allowed | None = None, *, wait: bool = True) -> list[Shown]:
        """Return the next records to read, fewer where fewer are left; asking again gives the same until a decision.

        What was put aside comes back when all else is read.

        Args:
            count: How many.
            allowed: The rows that may be chosen by rank; those drawn by chance are drawn from all.
            wait: Whether to make a ranking that is due first; without, the last one serves.
        """
        if wait:
            self.prepare()
        ranking = self._ranking
        free = self._open if allowed is None else self._open & allowed
        chosen: list[Shown] = []
        taken: set[int] = set()
        for place in range(min(count, int(free.sum()))):
            rng = self._rng("pick", len(self._history) + place)
            if rng.random() < self.settings.random_share:
                row, why = self._drawn(rng, taken), Why.RANDOM
            elif ranking is None:
                row, why = self._unlike(rng, taken, free), Why.START
            else:
                row, why = _highest(ranking, taken, free, self._open), Why.RANK
            taken.add(row)
            chosen.append(self._shown(row, why, ranking))
            free = free.copy()
            free[row] = False
            if not free.any():
                break
        if len(chosen) < count:
            chosen.extend(self._put_aside(count - len(chosen), ranking, allowed))
        return chosen

    def _shown(self, row: int, why: Why, ranking: _Ranking | None) -> Shown:
        score = None if ranking is None else float(ranking.scores[row])
        return Shown(self._records[row].id, why, score, ranking.made_at if ranking else None)

    def explain(self, record: str, most: int = 12, *, wait: bool = True) -> list[Mark]:
        """Return the words that weigh most for and against a record, the heaviest first; none while nothing is learned.

        A feature's part of the score is divided evenly among the places where it stands. `wait` is as for `next`.

        Raises:
            Missing: there is no such record.
        """
        row = self._row_of(record)
        if wait:
            self.prepare()
        ranking = self._ranking
        if ranking is None:
            return []
        return self._marks(self._texts(record), self._matrix[row], ranking.weights)[:most]

    def judge(self, record: Record) -> tuple[float, list[Mark]]:
        """Return how probable it is that a record is relevant, of the heap or not, and the words that weigh in.

        The probability is that of records like those that were read, by Platt's sigmoid over the scores that a learner
        gives to records it was not shown (`_sigmoid`).

        Raises:
            BadUsage: too little is decided to learn a probability from.
        """
        self.prepare()
        if self._ranking is None:
            raise BadUsage("nothing is learned yet: relevant and other records are wanted")
        if self._platt is None or self._platt[0] != len(self._history):
            self._platt = (len(self._history), *self._sigmoid())
        _, slope, base = self._platt
        vector = self._extractor.transform([record])[0]
        score = float((vector @ self._ranking.weights).item())
        chance = 1 / (1 + float(np.exp(-np.clip(slope * score + base, -500, 500))))
        return chance, self._marks(record, vector, self._ranking.weights)

    @property
    def can_judge(self) -> bool:
        """Whether enough is decided for `judge`."""
        counts = self.counts()
        return min(counts[Answer.YES], counts[Answer.NO]) >= _FOLDS

    def _sigmoid(self) -> tuple[float, float]:
        """Return slope and base of the probability over scores, from scores of records left out of the learning.

        Source: Platt (1999), "Probabilistic outputs for support vector machines".
        """
        from sklearn.linear_model import LogisticRegression  # type: ignore[import-untyped]

        current = {self._row[each.record]: each.answer for each in self._history}
        decided = [(row, answer is Answer.YES) for row, answer in current.items() if answer in (Answer.YES, Answer.NO)]
        rows = np.array([row for row, _ in decided], dtype=np.intp)
        labels: Labels = np.array([label for _, label in decided], dtype=np.int8)
        if min(np.count_nonzero(labels == 1), np.count_nonzero(labels == 0)) < _FOLDS:
            raise BadUsage(f"{_FOLDS} relevant records and as many others are wanted to learn a probability from")
        fold = np.empty(len(rows), dtype=np.intp)
        for label in (0, 1):
            places = np.flatnonzero(labels == label)
            fold[self._rng("fold", len(rows)).permutation(places)] = np.arange(len(places)) % _FOLDS
        scores = np.empty(len(rows))
        for number in range(_FOLDS):
            kept = fold != number
            weights = self._balancer.weigh(labels[kept])
            learned = self._classifier.fit(self._matrix[rows[kept]], labels[kept], weights, self.seed % (1 << 31))
            scores[~kept] = self._matrix[rows[~kept]] @ learned
        fitted = LogisticRegression(C=1e6).fit(scores[:, None], labels)
        return float(fitted.coef_[0][0]), float(fitted.intercept_[0])

    def _marks(self, record: Record, vector: Any, learned: Floats) -> list[Mark]:
        """Return the words of a record with a part in its score, the heaviest first."""
        parts = dict(zip(vector.indices.tolist(), (vector.data * learned[vector.indices]).tolist(), strict=True))
        terms: Sequence[Term] = self._extractor.locate(record)
        times: dict[int, int] = {}
        for term in terms:
            times[term.column] = times.get(term.column, 0) + 1
        weights: dict[tuple[str, int, int], float] = {}
        for term in terms:
            place = (term.field, term.start, term.end)
            weights[place] = weights.get(place, 0.0) + parts.get(term.column, 0.0) / times[term.column]
        marks = [Mark(*place, weight) for place, weight in weights.items() if weight]
        return sorted(marks, key=lambda mark: (-abs(mark.weight), mark.field != "title", mark.start))

    def score(self, record: str) -> float | None:
        """Return a record's score in the present ranking, None while nothing is learned.

        Raises:
            Missing: there is no such record.
        """
        row = self._row_of(record)
        self.prepare()
        ranking = self._ranking
        return None if ranking is None else float(ranking.scores[row])

    def state(self) -> State:
        """Return the counts and what the stopping rule says now."""
        answers = [decision.answer for decision in self._current.values()]
        total = len(self._records) - answers.count(Answer.NOT_A_DOCUMENT)
        reads = self.reads()
        return State(
            total=total,
            read=len(reads),
            found=answers.count(Answer.YES),
            unsure=answers.count(Answer.UNSURE),
            later=answers.count(Answer.LATER),
            not_documents=answers.count(Answer.NOT_A_DOCUMENT),
            random=sum(read.random for read in reads),
            verdict=self._stopper.judge(total, reads),
            prevalence=prevalence(reads),
            fits=self._fits,
        )

    def reads(self, leave_out: Collection[str] = ()) -> list[Read]:
        """Return what was read in the order of reading, with the answers as they are now.

        Records that are unsure, put aside or no documents were not read in the sense of a bound: the first two stay in
        the unread heap, where they may be relevant, and the last never belonged to it.

        Args:
            leave_out: Records whose answers were known before; they count as read from the beginning.
        """
        every = [each for each in self._current.values() if each.answer in (Answer.YES, Answer.NO)]
        kept = [each for each in every if each.record not in leave_out] if leave_out else every
        unread = self.total - (len(every) - len(kept))
        return [Read(each.answer is Answer.YES, unread - at, each.why is Why.RANDOM) for at, each in enumerate(kept)]

    def counts(self) -> Counter[Answer]:
        """Return how many records have each answer now."""
        return Counter(decision.answer for decision in self._current.values())

    @property
    def unread(self) -> Allowed:
        """Which rows have no answer; not to be written to."""
        return self._open

    @property
    def total(self) -> int:
        """Records of the heap, those that are no documents left out."""
        return len(self._records) - sum(d.answer is Answer.NOT_A_DOCUMENT for d in self._current.values())

    @property
    def fits(self) -> int:
        """Rankings made so far."""
        return self._fits

    def history(self) -> tuple[Decision, ...]:
        """Return all decisions in order, replaced ones too."""
        return tuple(self._history)

    def export(self) -> list[dict[str, str]]:
        """Return all decisions in order as rows of text, which `load_rows` reads back."""
        return [
            {"record_id": d.record, "answer": d.answer.value, "why": d.why.value, "note": d.note, "by": d.by}
            for d in self._history
        ]

    def _row_of(self, record: str) -> int:
        if record not in self._row:
            raise Missing(f"there is no record {record!r} in this heap")
        return self._row[record]

    def _rng(self, use: str, step: int) -> np.random.Generator:
        """Return a generator for one use at one step: what is drawn does not depend on how often one asks."""
        return np.random.default_rng([self.seed, step, *use.encode()])

    def _made(self, known: int) -> _Ranking | None:
        """Return the ranking that the first `known` decisions give, None while nothing can be learned from them."""
        learned = self._learn(self._history[:known])
        if learned is None:
            return None
        # One matrix and one vector: scoring the whole heap is cheaper than copying what is unread of it.
        scores = np.asarray(self._matrix @ learned, dtype=np.float64)
        return _Ranking(learned, scores, self._querier.order(scores), known)

    def _learn(self, history: Sequence[Decision]) -> Floats | None:
        current = {self._row[each.record]: each.answer for each in history}
        decided = [(row, answer) for row, answer in current.items() if answer in (Answer.YES, Answer.NO)]
        rows = np.array([row for row, _ in decided], dtype=np.intp)
        labels: Labels = np.array([answer is Answer.YES for _, answer in decided], dtype=np.int8)
        relevant = int(labels.sum())
        examples = self._examples if relevant < _ENOUGH else self._examples[:0]
        if relevant + examples.shape[0] == 0:
            return None
        rng = self._rng("fit", len(history))
        presumed = self._presumed(rng, current) if relevant == len(decided) else rows[:0]
        if len(decided) - relevant + len(presumed) == 0:
            return None
        parts = [self._matrix[np.concatenate([rows, presumed])], examples]
        matrix = sparse.vstack(parts, format="csr") if examples.shape[0] else parts[0]
        every: Labels = np.concatenate(
            [labels, np.zeros(len(presumed), dtype=np.int8), np.ones(examples.shape[0], dtype=np.int8)]
        )
        self._fits += 1
        weights: Floats = self._classifier.fit(matrix, every, self._balancer.weigh(every), int(rng.integers(1 << 31)))
        return weights

    def _presumed(self, rng: np.random.Generator, current: Mapping[int, Answer]) -> Rows:
        left = np.setdiff1d(np.arange(len(self._records)), np.fromiter(current, dtype=np.intp, count=len(current)))
        return rng.choice(left, min(self.settings.presumed, len(left)), replace=False)

    def _drawn(self, rng: np.random.Generator, taken: set[int]) -> int:
        left = np.flatnonzero(self._open)
        if taken:
            left = left[~np.isin(left, list(taken))]
        return int(rng.choice(left))

    def _unlike(self, rng: np.random.Generator, taken: set[int], free: Allowed) -> int:
        """Return a record unlike those seen: of some drawn by chance, the one whose nearest seen record is farthest."""
        left = np.setdiff1d(np.flatnonzero(free), np.array(sorted(taken), dtype=np.intp))
        some = rng.choice(left, min(_CANDIDATES, len(left)), replace=False)
        seen = [*list(self._current)[-_CANDIDATES:], *taken]
        if not seen:
            return int(some[0])
        likeness = (self._matrix[some] @ self._matrix[np.array(seen)].T).max(axis=1).toarray().ravel()
        return int(some[int(np.argmin(likeness))])

    def _put_aside(self, count: int, ranking: _Ranking | None, allowed: Allowed | None) -> list[Shown]:
        aside = [(row, each) for row, each in self._current.items() if each.answer is Answer.LATER]
        mine = [(row, each) for row, each in aside if allowed is None or allowed[row]]
        return [self._shown(row, each.why, ranking) for row, each in mine[:count]]


class _Due:
    """Which decisions a ranking is due after: it follows from their number and kind alone, whoever asks and when."""

    def __init__(self, settings: Settings, examples: bool) -> None:
        self._settings, self._examples = settings, examples
        self._known = self._relevant = 0
        self._can = examples
        self.at = 0
        """Decisions that the present ranking is learned from."""

    def count(self, before: Answer | None, now: Answer) -> None:
        """Take one more decision, which replaces an answer or not."""
        self._known += 1
        self._relevant += (now is Answer.YES) - (before is Answer.YES)
        wanted = min(self._settings.batch_most, max(1, int(self._settings.batch_growth * self._known)))
        if self._known - self.at >= wanted or not self._can:
            self.at = self._known
            self._can = self._examples or self._relevant > 0


def _highest(ranking: _Ranking, taken: set[int], free: Allowed, unread: Allowed) -> int:
    """Return the row of the highest score that is free; there is one."""
    order = ranking.order
    while ranking.at < len(order) and not unread[order[ranking.at]]:
        ranking.at += 1
    for first in range(ranking.at, len(order), _STRETCH):
        some = order[first : first + _STRETCH]
        for row in some[free[some]].tolist():
            if row not in taken:
                return int(row)
    raise AssertionError("next() never asks for more than is free")


def build(records: Sequence[Record], settings: Settings) -> tuple[Any, Any]:
    """Return the extractor that the settings name, fitted to a heap, and the heap's matrix; the slow part of a start."""
    extractor = learners.part("extractor", settings.extractor)
    if settings.cues and isinstance(extractor, HashedText):
        extractor = HashedText(cues=settings.cues)
    return extractor, extractor.fit_transform(records)


def load_rows(rows: Iterable[Mapping[str, str]]) -> list[Decision]:
    """Return decisions from rows as `Session.export` gives them; ``why``, ``note`` and ``by`` may be missing.

    Earlier decisions from elsewhere say nothing on how their records were found, so they count as found by rank.

    Raises:
        BadUsage: an answer or a reason for showing is none of ours; the message gives the row.
    """
    found = []
    for number, row in enumerate(rows, 1):
        try:
            answer, why = Answer(row["answer"].strip().lower()), Why(row.get("why", "").strip().lower() or "rank")
            record = row["record_id"]
        except KeyError as error:
            raise BadUsage(
                f"row {number}: there is no column {error.args[0]}; record_id and answer are wanted"
            ) from error
        except ValueError as error:
            raise BadUsage(f"row {number}: {error}; answers are {', '.join(Answer)}") from error
        found.append(Decision(record, answer, why, row.get("note", ""), row.get("by", "")))
    return found


SHORT_COST = 0.11
"""`LinearSvm.cost` for heaps of short texts."""

_FOLDS = 5
_STRETCH = 2048  # places of a ranking looked at together
_ENOUGH = 10  # relevant records from which on the start words only blur what was learned
_CANDIDATES = 300  # records compared to find an unlike one: a start within milliseconds at any size
