"""Who belongs together: groups within the components of the judgements in force, with ids that stay.

Notices gather into procedures and families, name keys into organizations (see `views.organizations`). A component is not
taken whole: one wrong link would join two files. Within it, groups form by average linkage over all pairs, each with the score of
its judgement or, where none was made, as `resolving.procedures` compares the two; two attempts, two ids of one publisher
and what a person keeps apart are never in one group. The id of a cluster is made from its
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
from counterfile.resolving import _procedure_linkage as linkage
from counterfile.resolving import procedures
from counterfile.resolving.linking import PERHAPS
from counterfile.store.ports import Cluster, View
from counterfile.views import organizations

PERHAPS_PROCEDURE = "perhaps same procedure?"
"""Question on two notices that only software answers, with `Answer.UNSURE`: a person may be asked; it links nothing."""

EDGES: dict[Cluster, tuple[str, ...]] = {
    Cluster.PROCEDURE: (Question.SAME_PROCEDURE, Question.SAME_FAMILY),
    Cluster.FAMILY: (Question.SAME_PROCEDURE, Question.SAME_FAMILY),
    Cluster.ORGANIZATION: (Question.SAME_ORGANIZATION, PERHAPS),
}
"""Which answers say whose members bear on each other: which attempt a result belongs to depends on the others."""

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
    if judgement.question in EDGES[Cluster.ORGANIZATION]:
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
    if kind is Cluster.ORGANIZATION:
        groups = organizations.groups(alive, links, view)
    else:
        groups = _gathered(kind, alive, links, view)
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
        ends = {end for judgement in found if _holds(judgement) for end in (judgement.subject, judgement.other)}
        frontier = sorted(ends - seen)
        seen |= ends
    return sorted(seen), list(links.values())


def _holds(judgement: Judgement) -> bool:
    """Return whether what one member is in may depend on the other."""
    if judgement.question == PERHAPS:
        return (judgement.score or 0.0) >= organizations.LINKS
    return judgement.answer == Answer.SAME


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


def _gathered(kind: Cluster, members: Sequence[str], links: Sequence[Judgement], view: View) -> list[list[str]]:
    """Return the procedures or families that notices form."""
    scores = _Scores(members, links, view)
    linked = _links(links, *EDGES[Cluster.FAMILY])
    found = linkage.groups(
        members,
        linked,
        scores.procedure,
        together=_judged(links, Question.SAME_PROCEDURE, Answer.SAME),
        apart=_judged(links, Question.SAME_PROCEDURE, Answer.DIFFERENT),
    )
    if kind is Cluster.PROCEDURE:
        return found
    # A family holds whole procedures.
    whole = [(group[0], other) for group in found for other in group[1:]]
    return linkage.groups(
        members,
        linked,
        scores.family,
        together=[*whole, *_judged(links, Question.SAME_FAMILY, Answer.SAME)],
        apart=_judged(links, Question.SAME_FAMILY, Answer.DIFFERENT),
    )


def _links(links: Sequence[Judgement], *questions: str) -> dict[tuple[str, str], float]:
    """Return how surely each pair is linked, by the surest answer *same*; a person's is certain."""
    found: dict[tuple[str, str], float] = {}
    for link in links:
        if link.question in questions and link.answer == Answer.SAME:
            pair = (link.subject, link.other)
            sure = 1.0 if link.agent_kind == AgentKind.PERSON or link.score is None else link.score
            found[pair] = max(sure, found.get(pair, 0.0))
    return found


def _judged(links: Sequence[Judgement], question: Question, answer: Answer) -> list[tuple[str, str]]:
    """Return the pairs that a person answered so, sorted."""
    return sorted(
        (link.subject, link.other)
        for link in links
        if link.question == question and link.answer == answer and link.agent_kind == AgentKind.PERSON
    )


class _Scores:
    """How surely any two notices of a component belong together, each pair compared once."""

    def __init__(self, members: Sequence[str], links: Sequence[Judgement], view: View) -> None:
        pairs = [(link.subject, link.other) for link in links if link.answer == Answer.SAME]
        # Two that only each other know need no more than their own link.
        many = [group for group in linkage.components(members, pairs) if len(group) > 2]
        spoken = procedures.spoken([one for group in many for one in group], view) if many else {}
        self._said: dict[str, procedures.Said] = {}
        self._marked: set[str] = set()
        for group in many:
            read = {notice: spoken[notice] for notice in group}
            now = procedures.with_rounds(read)
            self._said.update(now)
            self._marked.update(notice for notice in group if now[notice] is not read[notice])
        self._known = {question: _links(links, question) for question in EDGES[Cluster.FAMILY]}
        self._certain = {
            (link.subject, link.other)
            for link in links
            if link.agent_kind == AgentKind.PERSON and link.answer == Answer.SAME
        }
        self._compared: dict[tuple[str, str], procedures.Link | None] = {}

    def procedure(self, one: str, two: str) -> float | None:
        """Return how surely two are of one procedure; None where they say nothing about each other."""
        pair = (one, two) if one < two else (two, one)
        link = self._compare(pair)
        if link is not None and link.rule and not link.procedure and pair not in self._certain:
            return linkage.NEVER
        # A link between notices whose round is known now was made without knowing it.
        known = None if self._marked & set(pair) else self._known[Question.SAME_PROCEDURE].get(pair)
        return known if known is not None or link is None else procedures.bond(link)

    def family(self, one: str, two: str) -> float | None:
        """Return how surely two are of one family; None where they say nothing about each other."""
        pair = (one, two) if one < two else (two, one)
        known = [found[pair] for found in self._known.values() if pair in found]
        link = self._compare(pair)
        return max(known) if known else None if link is None else link.family

    def _compare(self, pair: tuple[str, str]) -> procedures.Link | None:
        if pair not in self._compared:
            first, second = self._said.get(pair[0]), self._said.get(pair[1])
            told = first is not None and second is not None and procedures.can_tell(first, second)
            self._compared[pair] = procedures.compare(first, second) if told and first and second else None
        return self._compared[pair]


def _dates(kind: Cluster, members: Sequence[str], view: View) -> dict[str, str]:
    """Return the publication date of each notice that prints one; name keys have none."""
    if kind is Cluster.ORGANIZATION:
        return {}
    found = view.claims(members, {Property.PUBLISHED})
    return {member: statements[0].value for member, statements in found.items() if statements}
