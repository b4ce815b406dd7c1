"""One screening question over one heap: what to read next and why, from the decisions so far.

A session holds no clock and no store. The same records, settings, seed and decisions in the same order give the same
reading, so a session is rebuilt from its rows at any time, by anyone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np
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
    ) -> None:
        """Build the vectors and take the decisions so far.

        Args:
            records: The heap; ids are unique.
            decisions: In the order in which they were made.
            settings: Chosen before the start.
            seed: Of all that is random.
            features: An extractor that was fitted to these records and their matrix, where they are known already.

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
        self._ranking: _Ranking | None = None
        self._fits = 0
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

    def undo(self) -> Decision | None:
        """Take the last decision back as if it had not been made and return it; None where there is none."""
        if not self._history:
            return None
        undone = self._history.pop()
        row = self._row[undone.record]
        before = next((each for each in reversed(self._history) if each.record == undone.record), None)
        if before is None:
            del self._current[row]
            self._open[row] = True
            if self._ranking is not None:
                self._ranking.at = 0
        else:
            self._current[row] = before
        return undone

    def next(self, count: int = 1) -> list[Shown]:
        """Return the next records to read, fewer where fewer are left; asking again gives the same until a decision.

        What was put aside comes back when all else is read.
        """
        ranking = self._fresh_ranking()
        chosen: list[Shown] = []
        taken: set[int] = set()
        for place in range(min(count, int(self._open.sum()))):
            rng = self._rng("pick", len(self._history) + place)
            if rng.random() < self.settings.random_share:
                row, why = self._drawn(rng, taken), Why.RANDOM
            elif ranking is None:
                row, why = self._unlike(rng, taken), Why.START
            else:
                row, why = self._highest(ranking, taken), Why.RANK
            taken.add(row)
            chosen.append(Shown(self._records[row].id, why, float(ranking.scores[row]) if ranking else None))
        if len(chosen) < count:
            chosen.extend(self._put_aside(count - len(chosen), ranking))
        return chosen

    def explain(self, record: str, most: int = 12) -> list[Mark]:
        """Return the words that weigh most for and against a record, the heaviest first; none while nothing is learned.

        A feature's part of the score is divided evenly among the places where it stands.

        Raises:
            Missing: there is no such record.
        """
        row = self._row_of(record)
        ranking = self._fresh_ranking()
        if ranking is None:
            return []
        vector = self._matrix[row]
        parts = dict(
            zip(vector.indices.tolist(), (vector.data * ranking.weights[vector.indices]).tolist(), strict=True)
        )
        terms: Sequence[Term] = self._extractor.locate(self._records[row])
        times: dict[int, int] = {}
        for term in terms:
            times[term.column] = times.get(term.column, 0) + 1
        weights: dict[tuple[str, int, int], float] = {}
        for term in terms:
            place = (term.field, term.start, term.end)
            weights[place] = weights.get(place, 0.0) + parts.get(term.column, 0.0) / times[term.column]
        marks = [Mark(*place, weight) for place, weight in weights.items() if weight]
        return sorted(marks, key=lambda mark: (-abs(mark.weight), mark.field != "title", mark.start))[:most]

    def score(self, record: str) -> float | None:
        """Return a record's score in the present ranking, None while nothing is learned.

        Raises:
            Missing: there is no such record.
        """
        row = self._row_of(record)
        ranking = self._fresh_ranking()
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

    def reads(self) -> list[Read]:
        """Return what was read in the order of reading, with the answers as they are now.

        Records that are unsure, put aside or no documents were not read in the sense of a bound: the first two stay in
        the unread heap, where they may be relevant, and the last never belonged to it.
        """
        documents = self.total
        found: list[Read] = []
        for decision in self._current.values():
            if decision.answer in (Answer.YES, Answer.NO):
                random = decision.why is Why.RANDOM
                found.append(Read(decision.answer is Answer.YES, documents - len(found), random))
        return found

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

    def _fresh_ranking(self) -> _Ranking | None:
        """Return the ranking that serves now, made anew where enough was decided since, None while nothing is learned."""
        known = len(self._history)
        if self._ranking is not None:
            served = known - self._ranking.made_at
            wanted = min(self.settings.batch_most, max(1, int(self.settings.batch_growth * known)))
            if 0 <= served < wanted:
                return self._ranking
        learned = self._learn()
        if learned is None:
            self._ranking = None
        else:
            # One matrix and one vector: scoring the whole heap is cheaper than copying what is unread of it.
            scores = np.asarray(self._matrix @ learned, dtype=np.float64)
            self._ranking = _Ranking(learned, scores, self._querier.order(scores), known)
        return self._ranking

    def _learn(self) -> Floats | None:
        decided = [(row, d.answer) for row, d in self._current.items() if d.answer in (Answer.YES, Answer.NO)]
        rows = np.array([row for row, _ in decided], dtype=np.intp)
        labels: Labels = np.array([answer is Answer.YES for _, answer in decided], dtype=np.int8)
        relevant = int(labels.sum())
        examples = self._examples if relevant < _ENOUGH else self._examples[:0]
        if relevant + examples.shape[0] == 0:
            return None
        rng = self._rng("fit", len(self._history))
        presumed = self._presumed(rng) if relevant == len(decided) else rows[:0]
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

    def _presumed(self, rng: np.random.Generator) -> Rows:
        left = np.flatnonzero(self._open)
        return rng.choice(left, min(self.settings.presumed, len(left)), replace=False)

    def _drawn(self, rng: np.random.Generator, taken: set[int]) -> int:
        left = np.flatnonzero(self._open)
        if taken:
            left = left[~np.isin(left, list(taken))]
        return int(rng.choice(left))

    def _unlike(self, rng: np.random.Generator, taken: set[int]) -> int:
        """Return a record unlike those seen: of some drawn by chance, the one whose nearest seen record is farthest."""
        left = np.setdiff1d(np.flatnonzero(self._open), np.array(sorted(taken), dtype=np.intp))
        some = rng.choice(left, min(_CANDIDATES, len(left)), replace=False)
        seen = [*list(self._current)[-_CANDIDATES:], *taken]
        if not seen:
            return int(some[0])
        likeness = (self._matrix[some] @ self._matrix[np.array(seen)].T).max(axis=1).toarray().ravel()
        return int(some[int(np.argmin(likeness))])

    def _highest(self, ranking: _Ranking, taken: set[int]) -> int:
        order = ranking.order
        while not self._open[order[ranking.at]]:
            ranking.at += 1
        for place in range(ranking.at, len(order)):
            row = int(order[place])
            if self._open[row] and row not in taken:
                return row
        raise AssertionError("next() never asks for more than is open")

    def _put_aside(self, count: int, ranking: _Ranking | None) -> list[Shown]:
        aside = [(row, d) for row, d in self._current.items() if d.answer is Answer.LATER]
        score = ranking.scores if ranking else None
        return [
            Shown(self._records[row].id, d.why, None if score is None else float(score[row]))
            for row, d in aside[:count]
        ]


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

_ENOUGH = 10  # relevant records from which on the start words only blur what was learned
_CANDIDATES = 300  # records compared to find an unlike one: a start within milliseconds at any size
