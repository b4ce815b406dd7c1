"""How good an order of reading is: the figures by which screening is compared."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of one order of reading, of the records named in each."""

    n: int
    """Records of the heap."""
    relevant: int
    """Relevant ones among them."""
    n95: int
    """Records read until 95 % of the relevant ones were found, prior knowledge included in both."""
    wss95: float
    """Work saved over sampling: 0.95 - n95 / n."""
    loss: float
    """See `loss`; without prior knowledge, as ASReview computes it."""
    atd: float
    """Average time to discovery: the mean place of a relevant record that was found by ranking, from 1."""
    recall10: float
    recall20: float
    recall50: float
    """Share of the relevant records within this percentage of the heap, prior knowledge included in both."""


def loss(labels: Sequence[int]) -> float:
    """Return the normalized area between the best possible recall curve and this one.

    Args:
        labels: 1 or 0 for each record in the order of reading, all records of the heap; both occur.

    Returns:
        0.0 where all relevant records come first, 1.0 where they come last.

    Raises:
        ValueError: the labels are all of one kind.

    Source:
        ASReview, ``asreview.metrics.loss`` and ``asreview-insights``: (best - actual) / (best - worst), each the sum of
        the running number of relevant records over the places 1 to n.

    >>> loss([1, 1, 0, 0]), loss([0, 0, 1, 1]), loss([1, 0, 1, 0])
    (0.0, 1.0, 0.25)
    """
    places = np.flatnonzero(np.asarray(labels))
    relevant, total = len(places), len(labels)
    if relevant in (0, total):
        raise ValueError("loss needs records of both kinds")
    # A record at place p (from 0) adds to the running number from there on: total - p times.
    late = float(places.sum()) - relevant * (relevant - 1) / 2
    return late / (relevant * (total - relevant))


def read_for(labels: Sequence[int], relevant: int, share: float) -> int:
    """Return how many records had been read when this share of `relevant` was found.

    >>> read_for([1, 0, 1, 0, 0, 1], 3, 0.6)
    3
    """
    wanted = math.ceil(share * relevant - 1e-9)
    return int(np.flatnonzero(np.asarray(labels))[wanted - 1]) + 1 if wanted else 0


def figures(labels: Sequence[int], *, total: int, priors: int) -> Figures:
    """Return the figures of an order of reading that has found every relevant record.

    Args:
        labels: 1 or 0 for each record read, in order, prior knowledge first; what was not read is not relevant.
        total: Records of the heap.
        priors: How many of the labels are prior knowledge.

    Raises:
        ValueError: nothing is left to find after the prior knowledge.
    """
    padded = np.zeros(total, dtype=np.int8)
    padded[: len(labels)] = labels
    relevant = int(padded.sum())
    ranked = padded[priors:]
    running = np.cumsum(padded)
    n95 = read_for(padded.tolist(), relevant, 0.95)

    def recall(share: float) -> float:
        seen = math.floor(share * total)
        return float(running[seen - 1]) / relevant if seen else 0.0

    return Figures(
        n=total,
        relevant=relevant,
        n95=n95,
        wss95=0.95 - n95 / total,
        loss=loss(ranked.tolist()),
        atd=float(np.flatnonzero(ranked).mean()) + 1,
        recall10=recall(0.1),
        recall20=recall(0.2),
        recall50=recall(0.5),
    )
