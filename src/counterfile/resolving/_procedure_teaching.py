"""Weights of `procedures` from judged pairs, or from none: fitted near a table that is known to be sound, and let in by a gate.

A table of weights stays a table: a level of a feature, and the log odds that it adds. So every fit can be read, and
what a person's answers changed can be read beside what was shipped.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

import msgspec
import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize  # type: ignore[import-untyped]
from scipy.sparse import csr_matrix  # type: ignore[import-untyped]

from counterfile.model.judgement import AgentKind, Answer, Judgement, Question
from counterfile.resolving import procedures
from counterfile.resolving._procedure_linkage import components
from counterfile.resolving.procedures import FEATURES, Said, Weights
from counterfile.store.ports import View
from counterfile.store.rules import in_force

Floats = NDArray[np.float64]
Levels = Sequence[str]
"""The level of each of `FEATURES`, in their order, as `procedures.levels` returns them."""

FEWEST = 20
"""Judged pairs from which on weights are refitted; both answers must be among them."""
PULL = 4.0
"""How strongly a refit is drawn to the weights that it starts from, in judged pairs for a weight."""
FOLDS = 5


class Judged(msgspec.Struct, frozen=True):
    """A pair of notices that a person judged."""

    one: Said
    two: Said
    procedure: bool | None
    """Whether they are of one procedure; None where that was not answered."""
    family: bool | None


class Held(msgspec.Struct, frozen=True):
    """How weights do on judged pairs that they were not fitted on."""

    pairs: int
    errors: int
    """Pairs on the wrong side of `procedures.JOINS`."""
    loss: float
    """Mean of the negative logarithm of the probability given to what is right; lower is better."""


class Refit(msgspec.Struct, frozen=True):
    """What judgements teach, and whether it is let in."""

    weights: Weights
    """The refitted ones where let in, else those that it started from."""
    before: Held
    after: Held
    let_in: bool
    reason: str


def judged(view: View, until: Judgement | None = None) -> list[Judged]:
    """Return the pairs that persons called the same or different, by the newest answer; unsure ones teach nothing.

    Args:
        view: The facts.
        until: Only what was said before this judgement counts; everything by default.
    """
    answers: dict[tuple[str, str], dict[str, bool]] = {}
    for question in (Question.SAME_FAMILY, Question.SAME_PROCEDURE):
        for each in _answered(view, question, until):
            pair = min(each.subject, each.other), max(each.subject, each.other)
            answers.setdefault(pair, {})[question] = each.answer == Answer.SAME
    notices = sorted({notice for pair in answers for notice in pair})
    present = view.present(notices) if notices else set()
    said = procedures.spoken(present, view)
    return [
        Judged(said[one], said[two], given.get(Question.SAME_PROCEDURE), _family(given))
        for (one, two), given in sorted(answers.items())
        if one in said and two in said
    ]


def _answered(view: View, question: str, until: Judgement | None) -> Iterable[Judgement]:
    """Return the answers of persons in force, in the order in which they were given."""
    said = sorted(view.history(question, limit=_MOST), key=_number)
    return filter(_is_answer, in_force(each for each in said if until is None or _number(each) < _number(until)))


_MOST = 100_000  # judgements looked at


def _number(judgement: Judgement) -> int:
    return int(judgement.id.removeprefix("j-"))


def _is_answer(judgement: Judgement) -> bool:
    return judgement.agent_kind == AgentKind.PERSON and judgement.answer in (Answer.SAME, Answer.DIFFERENT)


def _family(given: Mapping[str, bool]) -> bool | None:
    return True if given.get(Question.SAME_PROCEDURE) else given.get(Question.SAME_FAMILY)


def refit(pairs: Sequence[Judged], start: Weights | None = None) -> Refit:
    """Return weights that judgements teach, let in only if they do no worse on judgements held out.

    Pairs of one purchase are held out together, since what decides one of them decides the others.

    Args:
        pairs: What persons judged.
        start: Where the fit begins and what it is drawn to; the shipped weights when None.
    """
    start = start or procedures.shipped()
    usable = open_pairs(pairs, start)
    if reason := too_few(usable):
        return Refit(start, held(usable, start), held(usable, start), False, reason)
    folds = _folds(usable)
    before = held(usable, start)
    out = []
    for fold in range(FOLDS):
        kept = [each for each, at in zip(usable, folds, strict=True) if at != fold]
        left = [each for each, at in zip(usable, folds, strict=True) if at == fold]
        out.append(held(left, taught(kept, start)) if left else Held(0, 0, 0.0))
    total = sum(each.pairs for each in out)
    after = Held(
        total, sum(each.errors for each in out), sum(each.loss * each.pairs for each in out) / total if total else 0.0
    )
    let_in = after.errors <= before.errors and after.loss < before.loss
    reason = (
        f"on judgements held out {after.errors} of {after.pairs} wrong (before: {before.errors}), "
        f"mean loss {after.loss:.3f} (before: {before.loss:.3f})"
    )
    return Refit(taught(usable, start) if let_in else start, before, after, let_in, reason)


def open_pairs(pairs: Sequence[Judged], start: Weights) -> list[Judged]:
    """Return the pairs that no rule decides: only they teach."""
    return [each for each in pairs if not procedures.compare(each.one, each.two, start).rule]


def too_few(pairs: Sequence[Judged]) -> str:
    """Return how many judged pairs there are and how many are wanted; empty where they are enough."""
    answers = [each.procedure for each in pairs if each.procedure is not None]
    if len(answers) >= FEWEST and len(set(answers)) == 2:
        return ""
    return f"{len(answers)} judged pairs of one and of two procedures; {FEWEST} with both answers are wanted"


def taught(pairs: Sequence[Judged], start: Weights) -> Weights:
    """Return the weights nearest to `start` that explain the judged pairs."""
    tables, biases = [], []
    for is_family in (False, True):
        rows = [(each, each.family if is_family else each.procedure) for each in pairs]
        known = [(procedures.levels(each.one, each.two), answer) for each, answer in rows if answer is not None]
        table, bias = fit(
            [row for row, _ in known], [answer for _, answer in known], _half(start, is_family), pull=PULL
        )
        tables.append(table)
        biases.append(bias)
    return Weights(tables[0], tables[1], (biases[0], biases[1]))


def held(pairs: Sequence[Judged], weights: Weights) -> Held:
    """Return how weights do on judged pairs of one and of two procedures."""
    losses, errors = [], 0
    for each in pairs:
        if each.procedure is None:
            continue
        found = procedures.compare(each.one, each.two, weights).procedure
        errors += (found >= procedures.JOINS) is not each.procedure
        losses.append(-float(np.log(max(found if each.procedure else 1 - found, 1e-9))))
    return Held(len(losses), errors, sum(losses) / len(losses) if losses else 0.0)


def _folds(pairs: Sequence[Judged]) -> list[int]:
    ends = [(each.one.notice, each.two.notice) for each in pairs]
    groups = components({end for pair in ends for end in pair}, ends)
    place = {member: at % FOLDS for at, group in enumerate(groups) for member in group}
    return [place[one] for one, _ in ends]


Half = tuple[Mapping[str, Mapping[str, float]], float]
"""Log odds by feature and level, and the bias: of *one procedure* or of *one family*."""


def _half(weights: Weights, is_family: bool) -> Half:
    return (weights.family if is_family else weights.procedure), weights.bias[is_family]


def fit(
    rows: Sequence[Levels],
    answers: Sequence[bool],
    prior: Half,
    *,
    pull: float,
    importance: Sequence[float] | None = None,
) -> tuple[dict[str, dict[str, float]], float]:
    """Return the weights of a logistic regression that are drawn to the prior ones, and the bias.

    Levels that the prior does not know are left out: they weigh nothing.

    Args:
        rows: The levels of each pair.
        answers: Whether it belongs together.
        prior: Log odds by feature and level, and the bias.
        pull: How strongly a weight is drawn to its prior, in pairs.
        importance: What each pair counts; 1 when None.

    Source:
        Maximum a posteriori with Gaussian priors; Bishop (2006), "Pattern recognition and machine learning", 4.5.
    """
    table, names = _table(rows, prior)
    signs = np.where(np.array(answers, dtype=bool), 1.0, -1.0)
    counts = np.ones(len(rows)) if importance is None else np.array(importance, dtype=np.float64)
    middle = np.array([*(prior[0][feature][level] for feature, level in names), prior[1]])

    def loss(guess: Floats) -> tuple[float, Floats]:
        odds = signs * (table @ guess)
        slope = -counts * signs / (1 + np.exp(np.clip(odds, -50, 50)))
        away = guess - middle
        value = float((counts * np.logaddexp(0, -odds)).sum() + pull / 2 * (away**2).sum())
        return value, table.T @ slope + pull * away

    return _named(minimize(loss, middle, jac=True, method="L-BFGS-B").x, names)


def expected(
    rows: Sequence[Levels], start: Half, *, steps: int = 25, tell: Callable[[int, float], None] | None = None
) -> tuple[dict[str, dict[str, float]], float]:
    """Return weights from pairs that nobody judged, by expectation maximization from a start.

    In each step every pair counts as belonging together as far as the last weights say so, and the weight of a level
    is the logarithm of how much more often it is met among those that do. Levels of one feature are taken as
    independent of the others', which the joint fit of `fit` is not in need of.

    Args:
        rows: The levels of each pair.
        start: Where it begins, and with what it is smoothed.
        steps: How many are made.
        tell: Called with each step and the share of pairs that belong together.

    Source:
        Winkler (2000), "Using the EM algorithm for weight computation in the Fellegi-Sunter model of record linkage".
    """
    table, names = _table(rows, start)
    table = table[:, :-1]  # the share of pairs that belong together stands for the bias
    weights = np.array([start[0][feature][level] for feature, level in names])
    bias = start[1]
    features = np.array([FEATURES.index(feature) for feature, _ in names])
    smooth = 2.0  # pairs of each kind that say what the start says
    first = 1 / (1 + np.exp(-weights))
    for step in range(steps):
        sure: Floats = 1 / (1 + np.exp(-np.clip(table @ weights + bias, -30, 30)))
        among, others = table.T @ sure, table.T @ (1 - sure)
        for feature in range(len(FEATURES)):
            its = features == feature
            same = (among[its] + smooth * first[its]) / (among[its].sum() + smooth * first[its].sum())
            other = (others[its] + smooth * (1 - first[its])) / (others[its].sum() + smooth * (1 - first[its]).sum())
            weights[its] = np.log(same / other)
        share = float(np.clip(sure.mean(), 1e-4, 0.9))
        bias = float(np.log(share / (1 - share)))
        if tell is not None:
            tell(step, share)
    return _named(np.append(weights, bias), names)


def _table(rows: Sequence[Levels], prior: Half) -> tuple[csr_matrix, list[tuple[str, str]]]:
    """Return which levels each pair has, shape ``(pairs, levels + 1)`` with a last column of ones, and their names."""
    names = [(feature, level) for feature in FEATURES for level in prior[0][feature]]
    place = {name: at for at, name in enumerate(names)}
    at: list[int] = []
    starts = [0]
    for row in rows:
        at += [place[name] for name in zip(FEATURES, row, strict=True) if name in place]
        at.append(len(names))
        starts.append(len(at))
    return csr_matrix((np.ones(len(at)), at, starts), shape=(len(rows), len(names) + 1)), names


def _named(found: Floats, names: Sequence[tuple[str, str]]) -> tuple[dict[str, dict[str, float]], float]:
    table: dict[str, dict[str, float]] = {feature: {} for feature in FEATURES}
    for (feature, level), weight in zip(names, found[:-1].tolist(), strict=True):
        table[feature][level] = weight
    return table, float(found[-1])
