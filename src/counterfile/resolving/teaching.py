"""What a person's answers teach: a correction of the shipped probabilities, and which pair to ask about next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize  # type: ignore[import-untyped]

from counterfile.resolving.mentions import Floats, Table, Whole
from counterfile.resolving.model import COLUMNS, Layer, Scored

LEARNED = (
    "pieces_short",
    "pieces_left_long",
    "words_short",
    "words_left_short",
    "terms",
    "spelled",
    "start_core",
    "core_in_name",
    "core_same",
    "acronym",
    "form",
    "group",
    "unit",
    "number",
    "place",
    "kind",
    "city",
    "address",
    "lead_least",
    "common_share",
)
"""Columns whose weight answers may move; few, since answers are few."""

_TRUST_OFFSET = 2.0  # standard deviation of what answers may add to every pair, in log-odds
_TRUST_SLOPE = 0.5
_TRUST_COLUMN = 0.35  # for one standard deviation of a column
_BORDERS = (0.1, 0.5, 1.0)  # how far offset and slope are trusted, as shares of the above
_COLUMNS = (0.1, 0.25, 0.5, 1.0, 1.6)  # how far the columns are


def refit(scored: Scored, shipped: Floats, answers: Mapping[int, bool]) -> Layer:
    """Return the correction that answers teach, the shipped judgement where there are few of them.

    A logistic regression whose weights are drawn to those that leave the shipped judgement as it is. How strongly, the
    answers say themselves: of several strengths the one under which they are likeliest is taken, so that answers which
    the shipped judgement would have given change little, and answers that contradict it in one way change much.

    Args:
        scored: Candidate pairs.
        shipped: Their log-odds without any layer.
        answers: Pair, by its place in `scored`, -> whether a person said that it is one organization.

    Source:
        Maximum a posteriori with Gaussian priors, their widths by Laplace's approximation of the evidence; Bishop (2006),
        "Pattern recognition and machine learning", 4.4 and 4.5; MacKay (1992), "The evidence framework applied to
        classification networks".
    """
    columns = [COLUMNS.index(name) for name in LEARNED]
    plausible = np.flatnonzero(shipped > _PLAUSIBLE)
    every = scored.features[plausible if len(plausible) > 1 else slice(None)][:, columns].astype(np.float64)
    center, scale = every.mean(axis=0), np.maximum(every.std(axis=0), 1e-3)
    places = sorted(answers)
    rows = np.column_stack(
        [np.ones(len(places)), shipped[places], (scored.features[places][:, columns] - center) / scale]
    ).astype(np.float64)
    truth = np.array([1.0 if answers[place] else -1.0 for place in places])
    trusts = (
        np.array([_TRUST_OFFSET * border, _TRUST_SLOPE * border, *([_TRUST_COLUMN * share] * len(columns))])
        for border in _BORDERS
        for share in _COLUMNS
    )
    weights = max((_fitted(rows, truth, trust) for trust in trusts), key=lambda found: found[0])[1]
    return Layer(
        offset=float(weights[0]),
        slope=float(weights[1]),
        columns=tuple(columns),
        weights=tuple(weights[2:].tolist()),
        center=tuple(center.tolist()),
        scale=tuple(scale.tolist()),
    )


def _fitted(
    rows: NDArray[np.float64], truth: NDArray[np.float64], trust: NDArray[np.float64]
) -> tuple[float, NDArray[np.float64]]:
    """Return how likely the answers are under a prior of these widths, as a logarithm, and the weights under it."""
    middle = np.zeros(len(trust))
    middle[1] = 1.0

    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        margin = truth * (rows @ weights)
        slope = -truth / (1 + np.exp(np.clip(margin, -50, 50)))
        drawn = (weights - middle) / trust
        return float(np.logaddexp(0, -margin).sum() + (drawn**2).sum() / 2), rows.T @ slope + drawn / trust

    bounds = [(None, None), (0.2, 3.0)] + [(None, None)] * (len(trust) - 2)
    weights = minimize(loss, middle, jac=True, method="L-BFGS-B", bounds=bounds).x
    sure = 1 / (1 + np.exp(-rows @ weights))
    curved = (rows * (sure * (1 - sure))[:, None]).T @ rows
    spread = np.linalg.slogdet(np.eye(len(trust)) + trust[:, None] * curved * trust)[1]
    return -loss(weights)[0] - float(spread) / 2, weights


_PLAUSIBLE = -4.0  # log-odds from which pairs say what is usual for a column


def ask(
    table: Table,
    scored: Scored,
    answered: Sequence[int] = (),
    *,
    many: int = 10,
    stakes: Mapping[str, float] | None = None,
) -> list[int]:
    """Return the pairs to ask about next, by their places in `scored`.

    The most doubtful come first, those on which more hangs before others, and no mention twice in one list, since the
    answer to the first settles much of the second. Every third is drawn evenly from all plausible pairs instead: where
    the shipped judgement is wrong about this material, its doubts are in the wrong place.

    Args:
        table: The mentions.
        scored: The candidate pairs.
        answered: Pairs that a person answered already.
        many: How many to return at most.
        stakes: Mention -> what a decision on it moves (a figure's share, above 0); 1 where it is not named.

    Source:
        Lewis and Gale (1994), "A sequential algorithm for training text classifiers".
    """
    stake = np.array([(stakes or {}).get(mention.id, 1.0) for mention in table.mentions])
    weight = np.maximum(stake[scored.ones], stake[scored.twos])
    doubt = scored.probability * (1 - scored.probability) * weight
    by_doubt = np.argsort(-doubt, kind="stable")
    plausible = np.flatnonzero((scored.log_odds > _PLAUSIBLE) & (scored.log_odds < -_PLAUSIBLE))
    even = _even(plausible[np.argsort(scored.log_odds[plausible], kind="stable")], many, len(answered))
    done = set(answered)
    used = {int(row) for at in answered for row in (scored.ones[at], scored.twos[at])}
    chosen: list[int] = []
    first, second = iter(by_doubt.tolist()), iter(even.tolist())
    while len(chosen) < many:
        source = second if len(chosen) % 3 == 2 else first
        at = next((at for at in source if at not in done and not _seen(scored, at, used)), None)
        if at is None:
            at = next((at for at in first if at not in done and not _seen(scored, at, used)), None)
        if at is None:
            break
        chosen.append(at)
        done.add(at)
        used |= {int(scored.ones[at]), int(scored.twos[at])}
    return chosen


def _seen(scored: Scored, at: int, used: set[int]) -> bool:
    return int(scored.ones[at]) in used or int(scored.twos[at]) in used


def _even(ordered: Whole, many: int, shift: int) -> Whole:
    """Return pairs spread evenly over their order, others each time `shift` differs."""
    if not len(ordered):
        return ordered
    steps = max(many, 3)
    places = (np.arange(steps) + 0.5 + 0.382 * shift) / steps % 1
    return ordered[np.unique((places * len(ordered)).astype(np.int64))]
