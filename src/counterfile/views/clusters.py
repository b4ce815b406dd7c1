"""Who belongs together: components of the judgements in force, with ids that stay.

Notices gather into procedures and families, name keys into organizations. The id of a cluster is made from its
anchor, the member with the earliest publication date (then the smallest id): so it depends on what is known and not
on the order of its arrival, a merged cluster keeps the oldest id, and after a split the id stays with the side that
holds the earliest fact.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Sequence

import msgspec

from counterfile.model.judgement import AgentKind, Answer, Judgement, Question
from counterfile.model.notice import ORGANIZATIONS, Property
from counterfile.store.ports import Cluster, View

EDGES: dict[Cluster, tuple[Question, ...]] = {
    Cluster.PROCEDURE: (Question.SAME_PROCEDURE,),
    Cluster.FAMILY: (Question.SAME_PROCEDURE, Question.SAME_FAMILY),
    Cluster.ORGANIZATION: (Question.SAME_ORGANIZATION,),
}
"""Which answers join the members of each kind of cluster."""

_LETTER = {Cluster.PROCEDURE: "p", Cluster.FAMILY: "f", Cluster.ORGANIZATION: "o"}


class Change(msgspec.Struct, frozen=True):
    """A cluster as it now is."""

    id: str
    members: tuple[str, ...]
    absorbed: tuple[str, ...]
    """Ids that led some of its members before and lead none now."""


def notice_member(notice: str) -> str:
    """Return how a notice is named among members that are due: ``notice:n-…``."""
    return f"notice:{notice}"


def name_member(key: str) -> str:
    """Return how an organization's name key is named among members that are due: ``name:…``."""
    return f"name:{key}"


def belongs(kind: Cluster, member: str) -> bool:
    """Return whether a member that is due is of the sort that this kind of cluster gathers."""
    return member.startswith("name:") is (kind is Cluster.ORGANIZATION)


def bare(member: str) -> str:
    """Return the notice id or name key without its sort."""
    return member.partition(":")[2]


def members_of(judgement: Judgement) -> set[str]:
    """Return the members whose clusters a judgement may change."""
    if judgement.question == Question.SAME_ORGANIZATION:
        return {name_member(judgement.subject), name_member(judgement.other)}
    if judgement.question in (Question.SAME_PROCEDURE, Question.SAME_FAMILY):
        return {notice_member(judgement.subject), notice_member(judgement.other)}
    return set()


def anchor_id(kind: Cluster, member: str) -> str:
    """Return the id of the cluster that `member` anchors.

    >>> anchor_id(Cluster.PROCEDURE, "n-abababababababab")
    'p-abababababababab'
    """
    if kind is Cluster.ORGANIZATION:
        return "o-" + hashlib.blake2b(member.encode(), digest_size=6).hexdigest()
    return f"{_LETTER[kind]}-{member.removeprefix('n-')}"


def changes(kind: Cluster, seeds: Sequence[str], view: View) -> Iterator[Change]:
    """Yield every cluster that the seeds are now part of, and those that their old companions are now in.

    Args:
        kind: What to gather.
        seeds: Notice ids or name keys that may have gained or lost a link.
        view: Where judgements and old clusters are found; all is read before the first change is yielded.
    """
    wanted = dict.fromkeys(seeds)
    before = view.clusters_of(kind, list(wanted))
    for cluster in sorted(set(before.values())):
        wanted.update(dict.fromkeys(view.members(kind, cluster)))
    reached, links = _reach(kind, wanted, view)
    alive = _alive(kind, reached, view)
    groups = _groups(alive, links)
    dates = _dates(kind, alive, view)
    old = view.clusters_of(kind, alive)
    leaders = {}
    for group in groups:
        leader = anchor_id(kind, min(group, key=lambda member: (dates.get(member, "9999"), member)))
        leaders.update(dict.fromkeys(group, leader))
    living = set(leaders.values())
    led: dict[str | None, set[str]] = {}
    for member in alive:
        led.setdefault(old.get(member), set()).add(member)
    for group in groups:
        leader = leaders[group[0]]
        absorbed = {anchor_id(kind, member) for member in group} & set(old.values()) - living
        if not absorbed and led.get(leader) == set(group):
            continue
        yield Change(leader, tuple(sorted(group)), tuple(sorted(absorbed)))


def _reach(kind: Cluster, wanted: Collection[str], view: View) -> tuple[list[str], list[Judgement]]:
    """Return all members linked to the wanted ones, however far, and the links among them."""
    seen = set(wanted)
    frontier = list(wanted)
    links: dict[str, Judgement] = {}
    while frontier:
        found = [judgement for question in EDGES[kind] for judgement in view.judgements(question, frontier)]
        links.update((judgement.id, judgement) for judgement in found)
        ends = {
            end
            for judgement in found
            if judgement.answer == Answer.SAME
            for end in (judgement.subject, judgement.other)
        }
        frontier = sorted(ends - seen)
        seen |= ends
    return sorted(seen), list(links.values())


def gone(kind: Cluster, seeds: Sequence[str], view: View) -> set[str]:
    """Return the seeds that are no longer there: notices that extraction no longer finds, names that none states."""
    return set(seeds) - set(_alive(kind, seeds, view))


def _alive(kind: Cluster, members: Sequence[str], view: View) -> list[str]:
    """Return the members that are still there: a judgement may name a notice that a new extraction no longer finds."""
    if kind is Cluster.ORGANIZATION:
        stated = view.stated(ORGANIZATIONS, members)
        return [member for member in members if member in stated]
    present = view.present(members)
    return [member for member in members if member in present]


def _groups(members: Sequence[str], links: Sequence[Judgement]) -> list[list[str]]:
    """Join members along links, the surest first, but never two that a person keeps apart."""
    group = {member: [member] for member in members}
    apart = {
        frozenset((link.subject, link.other))
        for link in links
        if link.answer == Answer.DIFFERENT and link.agent_kind == AgentKind.PERSON
    }
    joins = [link for link in links if link.answer == Answer.SAME and link.subject in group and link.other in group]
    joins.sort(key=lambda link: (link.agent_kind != AgentKind.PERSON, -(link.score or 0.0), link.subject, link.other))
    for link in joins:
        first, second = group[link.subject], group[link.other]
        if first is second:
            continue
        if apart and any(frozenset((a, b)) in apart for a in first for b in second):
            continue
        first.extend(second)
        for member in second:
            group[member] = first
    distinct = {id(each): sorted(each) for each in group.values()}
    return sorted(distinct.values())


def _dates(kind: Cluster, members: Sequence[str], view: View) -> dict[str, str]:
    """Return the publication date of each notice that prints one; name keys have none."""
    if kind is Cluster.ORGANIZATION:
        return {}
    found = view.claims(members, {Property.PUBLISHED})
    return {member: statements[0].value for member, statements in found.items() if statements}
