"""Pairs -> judgements: same procedure, same family, same organization.

A piece of work is a notice with its *neighborhood*: the notices before it, in order of id, that share a key with it (a
number, a title, a run of characters of one; see `resolving.procedures.keys_of`). Its key is a digest of what they all
say, so a new notice makes only its own neighborhood due, and the answer does not depend on the order in which
notices came. For organizations it is a *block*: all names that carry one identifier.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from counterfile.model.judgement import AgentKind, Answer, Judgement, Question
from counterfile.model.notice import Property
from counterfile.resolving.procedures import JOINS, READ, Said, compare, explain, keys_of, said
from counterfile.store.ports import Fact, Published, View
from counterfile.views.corrected import corrected

MAX_BLOCK = 400
"""Notices above which an identifier says nothing: a placeholder."""

_NOTICE, _IDENTIFIER = "notice", "identifier"
_NAMES = {
    Property.BUYER: Property.BUYER_ID,
    Property.AGENCY: Property.AGENCY_ID,
    Property.SUPPLIER: Property.SUPPLIER_ID,
}
_BY_IDENTIFIER = {identifier: name for name, identifier in _NAMES.items()}


class Neighborhood(msgspec.Struct, frozen=True):
    """A notice with those before it that it is compared with."""

    notice: Said
    before: tuple[Said, ...]
    """In order of id."""


class Block(msgspec.Struct, frozen=True):
    """All names that carry one identifier."""

    identifier: str
    names: tuple[tuple[str, str], ...] = ()
    """(name key, notice) pairs, sorted; empty where an earlier, fuller block is retired."""


class ResolveStage:
    """Links notices and names; see `flow.Stage` and `flow.Placing`."""

    name = "resolve"
    version = "2"
    agent = "resolve 2"

    def due_after(self, facts: Iterable[Fact]) -> Iterable[str]:
        """Return the blocks that published notices belong to; their neighborhoods become due by `places`."""
        for fact in facts:
            if not isinstance(fact, Published):
                continue
            for statement in fact.statements:
                if statement.key and statement.property in _BY_IDENTIFIER:
                    yield f"{_IDENTIFIER}:{statement.key}"

    def places(self, facts: Iterable[Published]) -> dict[str, dict[str, int]]:
        """Return, for each notice's work, the keys by which it is found: those of all that is said of it."""
        found: dict[str, dict[str, int]] = {}
        for fact in facts:
            keys = keys_of(said(fact.notice.id, fact.statements))
            found.setdefault(f"{_NOTICE}:{fact.notice.id}", {}).update(keys)
        return found

    def load(self, works: Sequence[str], view: View) -> Sequence[Neighborhood | Block | None]:
        """Return each piece of work with what its members say, None where there is nothing to compare.

        A value that a person corrected links as corrected.
        """
        view = corrected(view)
        kinds = [work.partition(":") for work in works]
        notices = [work for work, (kind, _, _) in zip(works, kinds, strict=True) if kind == _NOTICE]
        near = view.near(self.name, notices)
        spoken = _spoken(
            {work.partition(":")[2] for work in notices if near[work]}.union(*map(_bare, near.values())), view
        )
        identifiers = [value for kind, _, value in kinds if kind == _IDENTIFIER]
        named = view.keyed(tuple(_BY_IDENTIFIER), identifiers) if identifiers else {}
        return [
            self._neighborhood(value, near[work], spoken)
            if kind == _NOTICE
            else self._block(work, value, named.get(value, ()), view)
            for work, (kind, _, value) in zip(works, kinds, strict=True)
        ]

    def _neighborhood(self, notice: str, near: Sequence[str], spoken: Mapping[str, Said]) -> Neighborhood | None:
        before = tuple(spoken[other] for other in _bare(near) if other in spoken)
        return Neighborhood(spoken[notice], before) if before and notice in spoken else None

    def _block(self, work: str, identifier: str, notices: Sequence[str], view: View) -> Block | None:
        if not 2 <= len(notices) <= MAX_BLOCK:
            # An empty block retires what an earlier, fuller one said; one that never spoke needs no activity.
            return Block(identifier) if view.current(self.name, work) else None
        return Block(identifier, _names(view, notices, identifier))

    def key(self, loaded: Neighborhood | Block) -> str:
        """Return a digest of all that the members say."""
        content = msgspec.json.encode(loaded, order="deterministic")
        return hashlib.sha256(content).hexdigest()[:32]

    def run(self, loaded: Neighborhood | Block) -> Sequence[Fact]:
        """Return a judgement for each pair that belongs together."""
        if isinstance(loaded, Block):
            return self._organizations(loaded)
        found: list[Fact] = []
        for other in loaded.before:
            link = compare(other, loaded.notice)
            pair = (other.notice, loaded.notice.notice)
            if link.procedure >= JOINS:
                found.append(self._judgement(Question.SAME_PROCEDURE, *pair, link.procedure, explain(link)))
            elif link.family >= JOINS:
                found.append(self._judgement(Question.SAME_FAMILY, *pair, link.family, explain(link, family=True)))
        return found

    def _organizations(self, block: Block) -> Sequence[Fact]:
        keys = sorted({name for name, _ in block.names})
        reason = f"both names carry the identifier {block.identifier}"
        return [self._judgement(Question.SAME_ORGANIZATION, keys[0], other, 0.99, reason) for other in keys[1:]]

    def _judgement(self, question: Question, one: str, two: str, score: float, reason: str) -> Judgement:
        subject, other = sorted((one, two))
        return Judgement(
            question=question,
            subject=subject,
            other=other,
            answer=Answer.SAME,
            agent=self.agent,
            agent_kind=AgentKind.SOFTWARE,
            reason=reason,
            score=round(score, 4),
        )


def _bare(works: Iterable[str]) -> list[str]:
    return [work.partition(":")[2] for work in works]


def _spoken(notices: Iterable[str], view: View) -> dict[str, Said]:
    """Return what each notice says that still is there."""
    wanted = sorted(notices)
    present = view.present(wanted) if wanted else set()
    return {notice: said(notice, statements) for notice, statements in view.claims(sorted(present), READ).items()}


def _names(view: View, notices: Sequence[str], identifier: str) -> tuple[tuple[str, str], ...]:
    """Return (name key, notice) for every name that stands beside the identifier in its own row."""
    spoken = view.claims(notices, {*_NAMES, *_BY_IDENTIFIER})
    found = set()
    for notice, statements in spoken.items():
        for statement in statements:
            if statement.key == identifier and statement.property in _BY_IDENTIFIER:
                role = _BY_IDENTIFIER[statement.property]
                found |= {
                    (other.key, notice)
                    for other in statements
                    if other.property is role and other.subject == statement.subject and other.key
                }
    return tuple(sorted(found))
