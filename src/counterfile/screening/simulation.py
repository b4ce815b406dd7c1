"""A session replayed on a heap whose labels are known: how much reading the learner and the rule would have saved."""

from __future__ import annotations

import math
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from counterfile.errors import BadUsage
from counterfile.screening.labeled import Labeled
from counterfile.screening.metrics import Figures, figures
from counterfile.screening.parts import Read, Stopper, Why
from counterfile.screening.session import Answer, Decision, Session, Settings, build
from counterfile.screening.stopping import elusion


@dataclass(frozen=True, slots=True)
class Stopped:
    """What a stopping rule would have done."""

    rule: str
    read: int
    """Records read when it stopped, prior knowledge included."""
    recall: float
    """The true recall then."""
    recall_low: float
    """What the rule stated then; 0.0 for a rule without a bound."""
    bound_holds: bool
    """Whether the stated bound was true at every look, not only at the last."""
    work_saved: float
    """Share of the heap that was not read."""
    elusion_high: int
    """Most relevant records that may be left (95 %) by a sample of up to 300 of the unread ones, drawn at the end."""


@dataclass(frozen=True, slots=True)
class Run:
    """One replay."""

    seed: int
    order: tuple[int, ...]
    """Rows in the order of reading, prior knowledge first, up to the last relevant record or the rule's stop."""
    labels: tuple[int, ...]
    """1 or 0 for each of them."""
    priors: int
    figures: Figures
    stopped: Stopped | None
    seconds: float
    """CPU seconds of this replay, without building the vectors."""
    fits: int


def simulate(
    heap: Labeled,
    *,
    seed: int,
    settings: Settings | None = None,
    priors: tuple[int, int] = (1, 1),
    stop: Stopper | None = None,
    features: tuple[Any, Any] | None = None,
) -> Run:
    """Replay a session until every relevant record is found and the rule, if there is one, has stopped.

    Prior knowledge is drawn as ``asreview simulate --n-prior-included A --n-prior-excluded B --prior-seed SEED`` draws
    it, so that both begin with the same records; it counts as read in `Figures.n95` and recall, and not in the loss.

    Args:
        heap: Records with their labels.
        seed: Of the prior knowledge and of the session.
        settings: Of the session; without a stopping rule, no record is drawn by chance unless they say so.
        priors: How many relevant and how many other records are known at the start.
        stop: The rule to try. It is asked after each record.
        features: As `session.build` gives them, to build them once for many seeds.

    Raises:
        BadUsage: the heap has no relevant record beyond the prior knowledge, or no other.
    """
    labels = np.array(heap.relevant, dtype=np.int8)
    check(labels, priors)
    chosen = settings or Settings(random_share=0.0)
    session = Session(heap.records, (), chosen, seed, features=features or build(heap.records, chosen))
    began = time.process_time()
    row_of = {record.id: row for row, record in enumerate(heap.records)}
    order = prior_rows(labels, priors, seed)
    for row in order:
        session.decide(_decision(heap, row, Why.START))
    left = int(labels.sum()) - int(labels[order].sum())
    watch = _Watch(stop, [bool(labels[row]) for row in order], len(labels), int(labels.sum())) if stop else None
    while left or (watch and watch.at is None):
        shown = session.next()[0]
        row = row_of[shown.id]
        session.decide(_decision(heap, row, shown.why))
        order.append(row)
        left -= int(labels[row])
        if watch:
            watch.look(bool(labels[row]), random=shown.why is Why.RANDOM)
    found = labels[order].tolist()
    return Run(
        seed=seed,
        order=tuple(order),
        labels=tuple(found),
        priors=sum(priors),
        figures=figures(found, total=len(labels), priors=sum(priors)),
        stopped=watch.result(labels, order, seed) if watch else None,
        seconds=time.process_time() - began,
        fits=session.fits,
    )


def check(labels: Sequence[int] | Any, priors: tuple[int, int]) -> None:
    """Refuse a heap in which there is nothing to find or nothing to sort out.

    Raises:
        BadUsage: with what was met and what is wanted.
    """
    relevant = int(np.count_nonzero(labels))
    others = len(labels) - relevant
    if relevant <= priors[0]:
        raise BadUsage(
            f"{relevant} of {len(labels)} records are relevant and {priors[0]} of them are known at the start; one more is wanted"
        )
    if others <= priors[1]:
        raise BadUsage(
            f"{others} of {len(labels)} records are not relevant and {priors[1]} of them are known at the start; one more is wanted"
        )


def prior_rows(labels: Any, priors: tuple[int, int], seed: int) -> list[int]:
    """Return the rows of the prior knowledge, relevant ones first, drawn as ASReview draws them from the same seed."""
    rows: list[int] = []
    for label, count in zip((1, 0), priors, strict=True):
        if count:
            # The legacy generator is the one that ASReview uses; each kind gets a new one from the same seed.
            drawn = np.random.RandomState(seed).choice(np.flatnonzero(labels == label), count, replace=False)
            rows.extend(int(row) for row in drawn)
    return rows


def _decision(heap: Labeled, row: int, why: Why) -> Decision:
    return Decision(heap.records[row].id, Answer.YES if heap.relevant[row] else Answer.NO, why)


class _Watch:
    """Asks a stopping rule after each record and remembers whether what it said was true."""

    def __init__(self, stopper: Stopper, priors: Sequence[bool], total: int, relevant: int) -> None:
        self._stopper, self._total, self._relevant = stopper, total, relevant
        self._reads: list[Read] = []
        self._found = 0
        self._recall = self._low = 0.0
        self._holds = True
        self.at: int | None = None
        for label in priors:
            self._add(label, random=False)

    def look(self, relevant: bool, *, random: bool) -> None:
        """Tell it of one more record and ask it, unless it has stopped already."""
        if self.at is not None:
            return
        self._add(relevant, random=random)
        verdict = self._stopper.judge(self._total, self._reads)
        recall = self._found / self._relevant
        self._holds &= verdict.recall_low <= recall + 1e-9
        if verdict.stop:
            self.at, self._low, self._recall = len(self._reads), verdict.recall_low, recall

    def _add(self, relevant: bool, *, random: bool) -> None:
        self._reads.append(Read(relevant, self._total - len(self._reads), random))
        self._found += relevant

    def result(self, labels: Any, order: Sequence[int], seed: int) -> Stopped:
        """Return what came of it, with a sample of the unread records at the end."""
        assert self.at is not None  # noqa: S101  # the replay ends with the rule
        unread = np.setdiff1d(np.arange(len(labels)), np.array(order[: self.at]))
        sample = np.random.default_rng([seed, 77]).choice(unread, min(300, len(unread)), replace=False)
        return Stopped(
            rule=self._stopper.name,
            read=self.at,
            recall=self._recall,
            recall_low=self._low,
            bound_holds=self._holds,
            work_saved=1 - self.at / len(labels),
            elusion_high=elusion(len(unread), len(sample), int(labels[sample].sum())),
        )


def middle(runs: Sequence[Run]) -> Figures:
    """Return the mean of the figures of several runs over the same heap; counts are rounded to whole records."""
    every = [run.figures for run in runs]

    def mean(name: str) -> float:
        return math.fsum(getattr(each, name) for each in every) / len(every)

    return Figures(
        n=every[0].n,
        relevant=every[0].relevant,
        n95=round(mean("n95")),
        wss95=mean("wss95"),
        loss=mean("loss"),
        atd=mean("atd"),
        recall10=mean("recall10"),
        recall20=mean("recall20"),
        recall50=mean("recall50"),
    )
