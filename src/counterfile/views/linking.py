"""What persons' answers on pairs teach: weights refitted, let in through a gate, and made again when needed.

Pairs of names teach a layer over the shipped judgement (`resolving.model.Layer`), pairs of notices another table of
weights (`resolving._procedure_teaching`). Either is a view: accepting one stores one judgement that names what
it was fitted from, and the weights are fitted again from what persons had answered by then, the same ones every time.
The gate holds answers out in turn: a layer is let in only if it judges those better that it has not seen, and proposes
no more pairs that persons called different. What a layer of names moves is what a person is asked and in which order;
rules and what stands guard are as before, so that nothing is joined without asking because of it. What notices teach
moves the links of notices themselves.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, cast

import msgspec

from counterfile.errors import BadUsage
from counterfile.model.judgement import AgentKind, Answer, Judgement, Question
from counterfile.resolving import _procedure_teaching as procedure_teaching
from counterfile.resolving import linking, procedures
from counterfile.store.ports import Cluster, View
from counterfile.store.rules import WITHDRAWN, in_force
from counterfile.views.organizations import seen

if TYPE_CHECKING:
    from counterfile.resolving.model import Layer
    from counterfile.resolving.procedures import Weights

LINK_MODEL = "link model?"
"""Of one of `SUBJECTS`: which weights are used? The answer is the digest of what they are fitted from; empty for none."""

SUBJECTS = {"organization": "organizations", "procedure": "procedures"}
"""What answers teach, by the kind of link."""

ENOUGH = 8
"""Answers from which weights are refitted: with fewer, holding some out leaves nothing to fit."""

FOLDS = 4
"""Groups of answers that are held out in turn."""

ALL = 1_000_000


class Sample(msgspec.Struct, frozen=True, order=True):
    """A pair of names with a person's answer."""

    one: str
    two: str
    same: bool


class Gate(msgspec.Struct, frozen=True):
    """How the answers that were held out are judged, before and after."""

    answers: int
    loss_before: float
    """Mean negative log-likelihood of the answers; lower is better."""
    loss_after: float
    wrong_before: int
    """Answers on the other side of 0.5."""
    wrong_after: int
    falsely_before: int
    """Pairs called different that are judged one at 0.5 or more."""
    falsely_after: int

    @property
    def open(self) -> bool:
        """Whether the layer may be let in."""
        return self.loss_after < self.loss_before and self.falsely_after <= self.falsely_before


class Taught(msgspec.Struct, frozen=True):
    """What is in use of what answers have taught."""

    names: Layer | None
    notices: Weights | None


class Lesson(msgspec.Struct, frozen=True):
    """What answers of one kind teach, and whether it may be let in."""

    kind: str
    """``organization`` or ``procedure``."""
    answers: int
    loss_before: float
    """Mean negative log-likelihood of the answers that were held out; lower is better."""
    loss_after: float
    wrong_before: int
    wrong_after: int
    let_in: bool
    judgement: Judgement | None
    """What lets it in, to be stored; None where the gate is shut."""


def samples(view: View, until: Judgement | None = None) -> list[Sample]:
    """Return the pairs of names that persons answered, in order; those that rules decide teach nothing.

    Args:
        view: The facts.
        until: Only what was said before this judgement counts; everything by default.
    """
    said = list(reversed(view.history(Question.SAME_ORGANIZATION, limit=ALL)))
    if until is not None:
        said = [each for each in said if _number(each) < _number(until)]
    answered = [each for each in in_force(said) if each.answer in (Answer.SAME, Answer.DIFFERENT)]
    names = seen(view, {end for each in answered for end in (each.subject, each.other)})
    found = set()
    for each in answered:
        if each.subject in names and each.other in names:
            one, two = names[each.subject].printed, names[each.other].printed
            if linking.rule_of(one, two) is None:
                found.add(Sample(one, two, each.answer == Answer.SAME))
    return sorted(found)


def _number(judgement: Judgement) -> int:
    return int(judgement.id.removeprefix("j-"))


def digest(found: Sequence[Sample]) -> str:
    """Return a name for what is learned from; empty for nothing."""
    return hashlib.sha256(msgspec.json.encode(list(found))).hexdigest()[:16] if found else ""


def fit(found: Sequence[Sample]) -> Layer | None:
    """Return the layer that answers teach, the same for the same answers; None where they are too few."""
    if len(found) < ENOUGH - ENOUGH // FOLDS or len({each.same for each in found}) < 2:
        return None
    from counterfile.resolving import teaching
    from counterfile.resolving._linking_weights import log_odds, table_of, widened
    from counterfile.resolving.model import Scored, sigmoid

    ones, twos, rows = table_of([(each.one, each.two) for each in found])
    odds = log_odds(rows)
    # Names judged by themselves have no rivals, and refitting asks for none.
    scored = Scored(ones, twos, sigmoid(odds), odds, widened(rows), cast(Any, None))
    return teaching.refit(scored, odds, {at: each.same for at, each in enumerate(found)})


def gate(found: Sequence[Sample]) -> Gate:
    """Return how answers are judged by layers that were fitted without them, beside the shipped judgement.

    Raises:
        BadUsage: there are too few answers.
    """
    if short := _too_few(found):
        raise BadUsage(short)
    before: list[float] = []
    after: list[float] = []
    truth: list[bool] = []
    for fold in range(FOLDS):
        held = [each for at, each in enumerate(found) if at % FOLDS == fold]
        layer = fit([each for at, each in enumerate(found) if at % FOLDS != fold])
        pairs = [(each.one, each.two) for each in held]
        before += [link.probability for link in linking.compare(pairs)]
        after += [link.probability for link in linking.compare(pairs, layer)]
        truth += [each.same for each in held]
    return Gate(
        len(found),
        _loss(before, truth),
        _loss(after, truth),
        _wrong(before, truth),
        _wrong(after, truth),
        sum(each >= _HALF and not same for each, same in zip(before, truth, strict=True)),
        sum(each >= _HALF and not same for each, same in zip(after, truth, strict=True)),
    )


def _too_few(found: Sequence[Sample]) -> str:
    """Return why answers cannot teach anything; empty where they can."""
    if len(found) >= ENOUGH and len({each.same for each in found}) == 2:
        return ""
    return (
        f"{len(found)} answers on pairs of names can teach nothing; {ENOUGH} are wanted, some same and some different: "
        "`counterfile queue links` lists pairs"
    )


_HALF = 0.5


def _loss(judged: Sequence[float], truth: Sequence[bool]) -> float:
    likely = [each if same else 1 - each for each, same in zip(judged, truth, strict=True)]
    return round(-sum(math.log(max(each, 1e-6)) for each in likely) / len(likely), 4)


def _wrong(judged: Sequence[float], truth: Sequence[bool]) -> int:
    return sum((each >= _HALF) is not same for each, same in zip(judged, truth, strict=True))


def lessons(view: View, kinds: Sequence[str], *, by: str, reason: str) -> list[Lesson]:
    """Return what all answers of some kinds teach, of each kind that has enough of them.

    Args:
        view: The facts.
        kinds: Keys of `SUBJECTS`.
        by: Who lets it in.
        reason: Why, in words; what it was fitted from when empty.

    Raises:
        BadUsage: there are too few answers of every kind, or no name.
    """
    if not by.strip():
        raise BadUsage("a judgement needs a name, which may be a pseudonym; give one with --by")
    short = {kind: _SHORT[kind](view) for kind in kinds}
    if all(short.values()):
        raise BadUsage("; ".join(short.values()))
    return [_LESSONS[kind](view, by.strip(), reason.strip()) for kind in kinds if not short[kind]]


def _names(view: View, by: str, reason: str) -> Lesson:
    found = samples(view)
    gated = gate(found)
    judgement = _accepted("organization", digest(found), gated.answers, by, reason) if gated.open else None
    return Lesson(
        "organization",
        gated.answers,
        gated.loss_before,
        gated.loss_after,
        gated.wrong_before,
        gated.wrong_after,
        gated.open,
        judgement,
    )


def _notices(view: View, by: str, reason: str) -> Lesson:
    pairs = procedure_teaching.judged(view)
    found = procedure_teaching.refit(pairs)
    before, after = found.before, found.after
    judgement = _accepted("procedure", _digest_of(pairs), before.pairs, by, reason) if found.let_in else None
    return Lesson(
        "procedure",
        before.pairs,
        round(before.loss, 4),
        round(after.loss, 4),
        before.errors,
        after.errors,
        found.let_in,
        judgement,
    )


_LESSONS = {"organization": _names, "procedure": _notices}
_SHORT = {
    "organization": lambda view: _too_few(samples(view)),
    "procedure": lambda view: procedure_teaching.too_few(_open_pairs(view)),
}


def _open_pairs(view: View, until: Judgement | None = None) -> list[procedure_teaching.Judged]:
    return procedure_teaching.open_pairs(procedure_teaching.judged(view, until), procedures.shipped())


def _digest_of(pairs: Sequence[procedure_teaching.Judged]) -> str:
    """Return a name for the answers on notices that are learned from."""
    told = [(each.one.notice, each.two.notice, each.procedure, each.family) for each in pairs]
    return hashlib.sha256(msgspec.json.encode(told)).hexdigest()[:16]


def _accepted(kind: str, answer: str, answers: int, by: str, reason: str) -> Judgement:
    why = reason or f"refitted from {answers} answers"
    return Judgement(LINK_MODEL, SUBJECTS[kind], "", answer, by, AgentKind.PERSON, why)


def in_use(view: View) -> Taught | None:
    """Return what was let in last, fitted again from what persons had answered then; None for nothing.

    Answers given, and pairs proposed, since then are no part of it.
    """
    last: dict[str, Judgement] = {}
    for each in view.history(LINK_MODEL, limit=ALL):
        last.setdefault(each.subject, each)
    let_in = {name: each for name, each in last.items() if each.answer not in ("", WITHDRAWN)}
    of_names, of_notices = (let_in.get(SUBJECTS[kind]) for kind in ("organization", "procedure"))
    found = Taught(
        fit(samples(view, until=of_names)) if of_names else None,
        procedure_teaching.taught(_open_pairs(view, of_notices), procedures.shipped()) if of_notices else None,
    )
    return found if found.names or found.notices else None


def bearing(view: View) -> list[str]:
    """Return the works of the resolve stage on which the newest change of weights bears: all names, or all notices."""
    newest = view.history(LINK_MODEL, limit=1)
    if newest and newest[0].subject == SUBJECTS["procedure"]:
        return [f"notice:{member}" for member, _ in view.scan_clusters(Cluster.PROCEDURE)]
    return [f"name:{member}" for member, _ in view.scan_clusters(Cluster.ORGANIZATION)]
