"""What persons' answers on pairs of names teach: weights refitted, let in through a gate, and made again when needed.

A layer over the shipped judgement (`resolving.model.Layer`) is a view: accepting one stores one judgement that names what
it was fitted from, and the weights are fitted again from what persons had answered by then, the same ones every time.
The gate holds answers out in turn: a layer is let in only if it judges those better that it has not seen, and proposes
no more pairs that persons called different. What a layer moves is what a person is asked and in which order; rules and
what stands guard are as before, so that nothing is joined without asking because of it.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, cast

import msgspec

from counterfile.errors import BadUsage
from counterfile.model.judgement import AgentKind, Answer, Judgement, Question
from counterfile.resolving import linking
from counterfile.store.ports import Cluster, View
from counterfile.store.rules import WITHDRAWN, in_force
from counterfile.views.organizations import seen

if TYPE_CHECKING:
    from counterfile.resolving.model import Layer

LINK_MODEL = "link model?"
"""Of ``organizations``: which layer is used? The answer is the digest of what it is fitted from; empty for none."""

SUBJECT = "organizations"

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
    if len(found) < ENOUGH or len({each.same for each in found}) < 2:
        raise BadUsage(
            f"{len(found)} answers on pairs of names can teach nothing; {ENOUGH} are wanted, some same and some different: "
            "`counterfile queue links` lists pairs"
        )
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


_HALF = 0.5


def _loss(judged: Sequence[float], truth: Sequence[bool]) -> float:
    likely = [each if same else 1 - each for each, same in zip(judged, truth, strict=True)]
    return round(-sum(math.log(max(each, 1e-6)) for each in likely) / len(likely), 4)


def _wrong(judged: Sequence[float], truth: Sequence[bool]) -> int:
    return sum((each >= _HALF) is not same for each, same in zip(judged, truth, strict=True))


def accept(view: View, *, by: str, reason: str) -> tuple[Gate, Judgement | None]:
    """Return how the gate judges what all answers teach, and the judgement that lets it in; None where the gate is shut.

    Raises:
        BadUsage: there are too few answers, or no name.
    """
    if not by.strip():
        raise BadUsage("a judgement needs a name, which may be a pseudonym; give one with --by")
    found = samples(view)
    judged = gate(found)
    if not judged.open:
        return judged, None
    why = reason.strip() or f"refitted from {judged.answers} answers"
    return judged, Judgement(LINK_MODEL, SUBJECT, "", digest(found), by.strip(), AgentKind.PERSON, why)


def in_use(view: View) -> Layer | None:
    """Return the layer that was let in last, fitted again from what persons had answered then; None for none.

    Answers given, and pairs proposed, since then are no part of it.
    """
    said = [each for each in view.history(LINK_MODEL, limit=ALL) if each.subject == SUBJECT]
    if not said or said[0].answer in ("", WITHDRAWN):
        return None
    return fit(samples(view, until=said[0]))


def bearing(view: View) -> list[str]:
    """Return the works of the resolve stage on which a layer bears: those of all names."""
    return [f"name:{member}" for member, _ in view.scan_clusters(Cluster.ORGANIZATION)]
