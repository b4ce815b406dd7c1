"""Pairs -> judgements: same procedure, same family, same organization, part of which organization.

A piece of work is a notice with its *neighborhood*: the notices before it, in order of id, that share a key with it (a
number, a title, a run of characters of one; see `resolving.procedures.keys_of`) or a file that came with both (see
`resolving.packages`). Its key is a digest of what they all
say, so a new notice makes only its own neighborhood due, and the answer does not depend on the order in which
notices came. For organizations it is a name with its neighborhood (see `resolving.linking.keys_of`), judged by the names
alone, and a *block*: all names that carry one identifier. What notices say of two names besides is looked at where
clusters are made (`views.organizations`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

import msgspec

from counterfile.model.judgement import AgentKind, Answer, Judgement, Question
from counterfile.model.notice import ORGANIZATIONS
from counterfile.resolving import linking, packages
from counterfile.resolving.procedures import JOINS, Said, compare, explain, keys_of, said, spoken
from counterfile.stages._names import (
    BY_IDENTIFIER,
    MAX_BLOCK,
    Block,
    Names,
    block,
    compared,
    neighborhoods,
    of_block,
    of_names,
)
from counterfile.store.ports import Fact, Published, View
from counterfile.views.clusters import PERHAPS_PROCEDURE
from counterfile.views.corrected import corrected

if TYPE_CHECKING:
    from counterfile.views.linking import Taught

PROPOSES = 0.1
"""Probability from which a person is asked whether two notices are of one procedure."""

_NOTICE, _NAME, _IDENTIFIER = "notice", "name", "identifier"


class Neighborhood(msgspec.Struct, frozen=True):
    """A notice with those before it that it is compared with."""

    notice: Said
    before: tuple[Said, ...]
    """In order of id."""
    taught: str = ""
    """A name for what persons' answers on notices have taught; empty for nothing."""


class ResolveStage:
    """Links notices and names; see `flow.Stage` and `flow.Placing`."""

    name = "resolve"
    version = "4"
    agent = "resolve 4"

    def __init__(self, taught: Taught | None = None) -> None:
        """Take what persons' answers have taught; None for nothing."""
        self._layer = taught.names if taught else None
        self._weights = taught.notices if taught else None
        self._names_taught = "" if self._layer is None else _digest(self._layer)
        self._notices_taught = "" if self._weights is None else _digest(self._weights)

    def due_after(self, facts: Iterable[Fact]) -> Iterable[str]:
        """Return the blocks that published notices belong to; their neighborhoods become due by `places`."""
        for fact in facts:
            if not isinstance(fact, Published):
                continue
            for statement in fact.statements:
                if statement.key and statement.property in BY_IDENTIFIER:
                    yield f"{_IDENTIFIER}:{statement.key}"

    def places(self, facts: Iterable[Published]) -> dict[str, dict[str, int]]:
        """Return, for each notice's and each name's work, the keys by which it is found: those of all that is said."""
        found: dict[str, dict[str, int]] = {}
        for fact in facts:
            keys = keys_of(said(fact.notice.id, fact.statements))
            found.setdefault(f"{_NOTICE}:{fact.notice.id}", {}).update(keys)
            for statement in fact.statements:
                if statement.key and statement.property in ORGANIZATIONS:
                    # By the key alone: what a name is found by is the same whoever prints it.
                    found[f"{_NAME}:{statement.key}"] = linking.keys_of(statement.key)
        return found

    def load(self, works: Sequence[str], view: View) -> Sequence[Neighborhood | Names | Block | None]:
        """Return each piece of work with what its members say, None where there is nothing to compare.

        A value that a person corrected links as corrected.
        """
        view = corrected(view)
        kinds = [work.partition(":") for work in works]
        notices = [work for work, (kind, _, _) in zip(works, kinds, strict=True) if kind == _NOTICE]
        near, packed = view.near(self.name, notices), view.near(packages.PACKED, notices)
        near = {work: sorted({*near[work], *packed[work]}) if packed[work] else near[work] for work in notices}
        spoken = _spoken(
            {work.partition(":")[2] for work in notices if near[work]}.union(*map(_bare, near.values())), view
        )
        names = self._names([work for work, (kind, _, _) in zip(works, kinds, strict=True) if kind == _NAME], view)
        identifiers = [value for kind, _, value in kinds if kind == _IDENTIFIER]
        named = view.keyed(tuple(BY_IDENTIFIER), identifiers) if identifiers else {}
        loaded: list[Neighborhood | Names | Block | None] = []
        for work, (kind, _, value) in zip(works, kinds, strict=True):
            if kind == _NOTICE:
                loaded.append(self._neighborhood(value, near[work], spoken))
            elif kind == _NAME:
                loaded.append(names.get(value))
            else:
                loaded.append(self._block(work, value, named.get(value, ()), view))
        return loaded

    def _neighborhood(self, notice: str, near: Sequence[str], spoken: Mapping[str, Said]) -> Neighborhood | None:
        before = tuple(spoken[other] for other in _bare(near) if other in spoken)
        return Neighborhood(spoken[notice], before, self._notices_taught) if before and notice in spoken else None

    def _names(self, works: Sequence[str], view: View) -> dict[str, Names]:
        near = {work: others for work, others in view.near(self.name, works).items() if others} if works else {}
        if not near:
            return {}
        keys = {work.partition(":")[2]: _bare(others) for work, others in near.items()}
        found = neighborhoods(keys, view, self._names_taught)
        done = view.currents(self.name, [f"{_NAME}:{key}" for key in found])
        # A new notice makes all that is near its names due; what stands as it was needs no comparing.
        open_ = {
            key: names
            for key, names in found.items()
            if (last := done.get(f"{_NAME}:{key}")) is None or last != (self.version, self.key(names))
        }
        return found | compared(open_, self._layer)

    def _block(self, work: str, identifier: str, notices: Sequence[str], view: View) -> Block | None:
        if not 2 <= len(notices) <= MAX_BLOCK:
            # An empty block retires what an earlier, fuller one said; one that never spoke needs no activity.
            return Block(identifier) if view.current(self.name, work) else None
        return block(identifier, notices, view)

    def key(self, loaded: Neighborhood | Names | Block) -> str:
        """Return a digest of all that the members say."""
        return _digest(msgspec.structs.replace(loaded, links=()) if isinstance(loaded, Names) else loaded)

    def run(self, loaded: Neighborhood | Names | Block) -> Sequence[Fact]:
        """Return a judgement for each pair that belongs, or may belong, together."""
        if isinstance(loaded, Names):
            return list(of_names(loaded, self.agent))
        if isinstance(loaded, Block):
            return list(of_block(loaded, self.agent))
        found: list[Fact] = []
        for other in loaded.before:
            link = compare(other, loaded.notice, self._weights)
            pair = (other.notice, loaded.notice.notice)
            if link.procedure >= JOINS:
                found.append(self._judgement(Question.SAME_PROCEDURE, *pair, link.procedure, explain(link)))
            elif link.family >= JOINS:
                found.append(self._judgement(Question.SAME_FAMILY, *pair, link.family, explain(link, family=True)))
            elif link.procedure >= PROPOSES and not link.neutral:
                found.append(self._judgement(PERHAPS_PROCEDURE, *pair, link.procedure, explain(link)))
        return found

    def _judgement(self, question: str, one: str, two: str, score: float, reason: str) -> Judgement:
        subject, other = sorted((one, two))
        return Judgement(
            question=question,
            subject=subject,
            other=other,
            answer=Answer.UNSURE if question == PERHAPS_PROCEDURE else Answer.SAME,
            agent=self.agent,
            agent_kind=AgentKind.SOFTWARE,
            reason=reason,
            score=round(score, 4),
        )


def _digest(content: msgspec.Struct) -> str:
    return hashlib.sha256(msgspec.json.encode(content, order="deterministic")).hexdigest()[:32]


def _bare(works: Iterable[str]) -> list[str]:
    return [work.partition(":")[2] for work in works]


def _spoken(notices: Iterable[str], view: View) -> dict[str, Said]:
    """Return what each notice says that still is there."""
    wanted = sorted(notices)
    return spoken(view.present(wanted), view) if wanted else {}
