"""Names of organizations -> judgements: same organization, perhaps the same, part of which."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import combinations, islice
from typing import TYPE_CHECKING

import msgspec

from counterfile.model.judgement import AgentKind, Answer, Judgement, Question
from counterfile.model.notice import ORGANIZATIONS, Property
from counterfile.resolving import linking
from counterfile.resolving.linking import PART_OF, PERHAPS
from counterfile.store.ports import View

if TYPE_CHECKING:
    from counterfile.resolving.model import Layer

MAX_BLOCK = 400
"""Notices above which an identifier says nothing: a placeholder."""

MAX_NAMES = 12
"""Names of one identifier above which it says nothing either."""

PRINTED = 3
"""Notices, those with the smallest ids, that a name's printed form is taken from where its key does not give it back."""

MAX_NEAR = 400
"""Names that one is compared with at most: those whose keys come first."""

IDENTIFIED = 0.99
"""That two names of one identifier are one organization, where the names agree with that."""

UNLIKE = 0.8
"""The same where the names have nothing in common: renamed, or a misprint."""

NAMES = {
    Property.BUYER: Property.BUYER_ID,
    Property.AGENCY: Property.AGENCY_ID,
    Property.SUPPLIER: Property.SUPPLIER_ID,
}
BY_IDENTIFIER = {identifier: name for name, identifier in NAMES.items()}


class Name(msgspec.Struct, frozen=True):
    """A name of an organization, as a key and as printed."""

    key: str
    printed: str


class Names(msgspec.Struct, frozen=True):
    """A name with those before it that may be one organization with it, or a part of it, or it of them."""

    name: Name
    before: tuple[Name, ...]
    """In order of key."""
    links: tuple[linking.Link, ...] = ()
    """What it says with each of them; follows from the names."""
    taught: str = ""
    """Which answers of persons the links were weighed by; empty for none."""


class Block(msgspec.Struct, frozen=True):
    """All names that carry one identifier."""

    identifier: str
    names: tuple[Name, ...] = ()
    """In order of key; empty where an earlier, fuller block is retired."""


def neighborhoods(near: Mapping[str, Sequence[str]], view: View, taught: str) -> dict[str, Names]:
    """Return each name with its like, of those that have any, not yet with what it says with each of them.

    Args:
        near: Name key -> the keys near it.
        view: Where names are found as printed.
        taught: A name for what persons' answers have taught.
    """
    alive = view.stated(ORGANIZATIONS, {*near, *(each for some in near.values() for each in some)})
    pairs = [
        (key, other)
        for key, others in near.items()
        if key in alive
        for other in others[:MAX_NEAR]
        if other in alive and _may_be_near(key, other)
    ]
    shown = printed(view, {each for pair in pairs for each in pair})
    by: dict[str, list[str]] = {}
    for one, two in pairs:
        if _is_worth(shown[one], shown[two]):
            by.setdefault(one, []).append(two)
    return {
        one: Names(Name(one, shown[one]), tuple(Name(two, shown[two]) for two in others), taught=taught)
        for one, others in by.items()
    }


def compared(some: Mapping[str, Names], layer: Layer | None) -> dict[str, Names]:
    """Return names with what each says with its like; many at once cost little more than one.

    Args:
        some: By key.
        layer: What persons' answers have taught.
    """
    pairs = [(other.printed, names.name.printed) for names in some.values() for other in names.before]
    links = iter(linking.compare(pairs, layer))
    return {
        key: msgspec.structs.replace(names, links=tuple(islice(links, len(names.before))))
        for key, names in some.items()
    }


def block(identifier: str, notices: Sequence[str], view: View) -> Block:
    """Return all names that stand beside an identifier in their own row."""
    found = set()
    for statements in view.claims(notices, {*NAMES, *BY_IDENTIFIER}).values():
        for statement in statements:
            if statement.key == identifier and statement.property in BY_IDENTIFIER:
                role = BY_IDENTIFIER[statement.property]
                found |= {
                    other.key
                    for other in statements
                    if other.property is role and other.subject == statement.subject and other.key
                }
    shown = printed(view, found)
    return Block(identifier, tuple(Name(key, shown[key]) for key in sorted(found)))


_WORDS = re.compile("[a-z]{4}")


def printed(view: View, keys: Collection[str]) -> dict[str, str]:
    """Return a name as printed for each key: a Chinese key is the name but for blanks, of others one is looked up."""
    found = {key: key for key in keys}
    worded = sorted(key for key in keys if _WORDS.search(key))
    if worded:
        stated = {key: notices[:PRINTED] for key, notices in view.keyed(ORGANIZATIONS, worded).items()}
        said = view.claims(sorted({each for some in stated.values() for each in some}), ORGANIZATIONS)
        for key, notices in stated.items():
            names = [one.value for notice in notices for one in said[notice] if one.key == key]
            found[key] = min(names, default=key)
    return found


def _may_be_near(one: str, two: str) -> bool:
    """Return whether two keys are worth looking up as printed."""
    worded = _WORDS.search(one) is not None or _WORDS.search(two) is not None
    return worded or _is_worth(one, two)


def _is_worth(one: str, two: str) -> bool:
    return linking.is_plausible(one, two) or linking.relation_of(one, two) is not None


def of_names(names: Names, agent: str) -> Iterable[Judgement]:
    """Yield what a name says with its like: the same, perhaps the same, a part."""
    for other, link in zip(names.before, names.links, strict=True):
        keys = {other.printed: other.key, names.name.printed: names.name.key}
        if link.automatic:
            question, answer = Question.SAME_ORGANIZATION.value, Answer.SAME.value
        else:
            question, answer = PERHAPS, Answer.UNSURE.value
        if link.automatic or link.probability >= linking.PROPOSES:
            yield _judgement(
                question, other.key, names.name.key, answer, link.probability, linking.explain(link), agent
            )
        if link.relation is not None and len(keys) == 2:
            part, whole, how = link.relation
            yield Judgement(
                PART_OF,
                keys[part],
                keys[whole],
                how,
                agent,
                AgentKind.SOFTWARE,
                "the name says so",
                score=_PART,
            )


_PART = 0.95


def of_block(block: Block, agent: str) -> Iterable[Judgement]:
    """Yield what an identifier says of the names beside it."""
    names = block.names
    if not 2 <= len(names) <= MAX_NAMES:
        return
    for one, two in combinations(names, 2):
        reason = f"both names carry the identifier {block.identifier}"
        if why := linking.kept_apart(one.printed, two.printed):
            reason += f"; never without asking: {why}"
        elif not linking.agree(one.printed, two.printed):
            reason += "; the names have nothing in common"
        else:
            yield _judgement(Question.SAME_ORGANIZATION, one.key, two.key, Answer.SAME, IDENTIFIED, reason, agent)
            continue
        yield _judgement(PERHAPS, one.key, two.key, Answer.UNSURE, UNLIKE, reason, agent)


def _judgement(question: str, one: str, two: str, answer: str, score: float, reason: str, agent: str) -> Judgement:
    subject, other = sorted((one, two))
    return Judgement(question, subject, other, answer, agent, AgentKind.SOFTWARE, reason, score=round(score, 4))
