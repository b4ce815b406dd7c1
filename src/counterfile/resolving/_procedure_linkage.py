"""Which notices form one group: average linkage among all of a component, never over what keeps two apart.

Connected components join too much as soon as one link is wrong. Here two groups become one only if their notices are
linked on the average of all pairs between them, whether or not a pair was a candidate before; nothing depends on the
order in which notices are given.

Source:
    Sokal and Michener (1958), "A statistical method for evaluating systematic relationships" (average linkage).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

LARGEST = 120
"""Members of a component up to which all pairs are compared; a larger one is first cut at surer links."""

CUTS = (0.7, 0.9, 0.97, 0.99, 0.997)
"""Where a component that is too large is cut, one after the other."""

Pair = tuple[str, str]
Score = Callable[[str, str], float | None]
"""How surely two members belong together, 0 to 1; None where the two say nothing about each other; or one of these two."""

NEVER = -1.0
"""Two that are in no group, whatever the others say."""
UNLIKELY = -0.5
"""Two that are in none by the average of the others', unless one was put with others for certain: then it counts as 0."""


def groups(
    members: Collection[str],
    links: Mapping[Pair, float],
    score: Score,
    *,
    together: Collection[Pair] = (),
    apart: Collection[Pair] = (),
    joins: float = 0.5,
) -> list[list[str]]:
    """Return the groups that members form, each sorted, in order of their first member.

    Args:
        members: All of them.
        links: The known links with their scores; members that no chain of links joins are never in one group.
        score: Compares any two members; called once a pair.
        together: Pairs that a person joined, or that are joined already.
        apart: Pairs that a person keeps apart; they win over everything.
        joins: Average score from which two groups are one.
    """
    found: list[list[str]] = []
    for component in _cut(sorted(members), links, together, (0.0, *CUTS)):
        found += _join(component, score, together, apart, joins) if len(component) > 1 else [component]
    return sorted(found)


def components(members: Iterable[str], pairs: Iterable[Pair]) -> list[list[str]]:
    """Return the connected components, each sorted, in order of their first member.

    >>> components("abcd", [("a", "c"), ("c", "d")])
    [['a', 'c', 'd'], ['b']]
    """
    parent = {member: member for member in members}

    def root(member: str) -> str:
        while parent[member] != member:
            parent[member] = parent[parent[member]]
            member = parent[member]
        return member

    for one, two in pairs:
        if one in parent and two in parent:
            low, high = sorted((root(one), root(two)))
            parent[high] = low
    found: dict[str, list[str]] = {}
    for member in sorted(parent):
        found.setdefault(root(member), []).append(member)
    return sorted(found.values())


def _cut(
    members: Sequence[str], links: Mapping[Pair, float], together: Collection[Pair], cuts: Sequence[float]
) -> list[list[str]]:
    """Return components, those that are too large cut at surer and surer links."""
    kept = [pair for pair, value in links.items() if value >= cuts[0]]
    found = []
    for component in components(members, [*kept, *together]):
        if len(component) <= LARGEST or len(cuts) == 1:
            found.append(component)
            continue
        inside = set(component)
        fewer = {pair: value for pair, value in links.items() if pair[0] in inside and pair[1] in inside}
        found += _cut(
            component, fewer, [pair for pair in together if pair[0] in inside and pair[1] in inside], cuts[1:]
        )
    return found


def _join(
    members: Sequence[str], score: Score, together: Collection[Pair], apart: Collection[Pair], joins: float
) -> list[list[str]]:
    """Return the groups of one component by average linkage."""
    kept_apart = {frozenset(pair) for pair in apart}
    inside = set(members)
    starts = components(members, ()) if kept_apart else components(members, together)
    if kept_apart:
        starts = _together(
            starts, sorted(pair for pair in together if pair[0] in inside and pair[1] in inside), kept_apart
        )
    if len(members) > 4 * LARGEST:
        # So many surely linked ones are one purchase or one misprint; comparing all of them tells nothing more.
        return starts if len(starts) == 1 else _together(starts, _chain(members), kept_apart)
    bonds = _bonds(starts, score, kept_apart)
    return _agglomerate(starts, bonds, joins)


class _Bond:
    """What is known between two groups: the sum and number of the scores that say something."""

    __slots__ = ("count", "never", "total")

    def __init__(self, total: float = 0.0, count: int = 0, never: bool = False) -> None:
        self.total = total
        self.count = count
        self.never = never

    @property
    def mean(self) -> float:
        return self.total / self.count if self.count and not self.never else NEVER


def _bonds(
    starts: Sequence[Sequence[str]], score: Score, apart: Collection[frozenset[str]]
) -> dict[tuple[int, int], _Bond]:
    bonds = {}
    for at, one in enumerate(starts):
        for other in range(at + 1, len(starts)):
            bond = _Bond()
            certain = len(one) > 1 or len(starts[other]) > 1
            for a in one:
                for b in starts[other]:
                    value = NEVER if frozenset((a, b)) in apart else score(a, b)
                    if value is None:
                        continue
                    if value == NEVER or (value < 0 and not certain):
                        bond.never = True
                    else:
                        bond.total += max(value, 0.0)
                        bond.count += 1
            bonds[at, other] = bond
    return bonds


def _agglomerate(starts: Sequence[Sequence[str]], bonds: dict[tuple[int, int], _Bond], joins: float) -> list[list[str]]:
    """Join the two groups of highest average until none reaches `joins`; of equals the first in order of members."""
    alive = {at: list(group) for at, group in enumerate(starts)}
    while bonds:
        # A group keeps the place of its first member, so that equals are taken in one order whatever came first.
        (one, two), best = min(bonds.items(), key=lambda item: (-round(item[1].mean, 9), item[0]))
        if best.mean < joins:
            break
        alive[one] += alive.pop(two)
        del bonds[one, two]
        for other in alive:
            if other == one:
                continue
            low, high = min(one, other), max(one, other)
            gone = bonds.pop((min(two, other), max(two, other)))
            kept = bonds[low, high]
            bonds[low, high] = _Bond(kept.total + gone.total, kept.count + gone.count, kept.never or gone.never)
    return [sorted(group) for group in alive.values()]


def _together(
    starts: Sequence[Sequence[str]], pairs: Sequence[Pair], apart: Collection[frozenset[str]]
) -> list[list[str]]:
    """Join along pairs in their order, but never two that are kept apart."""
    group = {member: list(start) for start in starts for member in start}
    for start in starts:
        for member in start:
            group[member] = group[start[0]]
    for one, two in pairs:
        first, second = group[one], group[two]
        if first is second or any(frozenset((a, b)) in apart for a in first for b in second):
            continue
        first.extend(second)
        for member in second:
            group[member] = first
    return sorted(sorted(each) for each in {id(each): each for each in group.values()}.values())


def _chain(members: Sequence[str]) -> list[Pair]:
    return [(members[0], other) for other in members[1:]]
