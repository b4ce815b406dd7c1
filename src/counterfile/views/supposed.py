"""What if somebody judged so? The facts with judgements that nobody has given yet, and what follows from them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import cast

import msgspec

from counterfile.model.judgement import Judgement
from counterfile.store.ports import Cluster, View
from counterfile.store.rules import in_force
from counterfile.views import clusters
from counterfile.views.corrected import corrected


class Effect(msgspec.Struct, frozen=True):
    """What judgements do to the files."""

    view: View
    """The facts as they would be."""
    before: tuple[str, ...]
    """Ids of the files that change, as they are, sorted; families left out."""
    after: tuple[str, ...]
    """Ids of the files that those would become."""


def suppose(view: View, judgements: Sequence[Judgement]) -> Effect:
    """Return what would follow from judgements; nothing is stored."""
    judged = cast(View, _Judged(view, judgements))
    moved: dict[Cluster, dict[str, str]] = {}
    before: set[str] = set()
    after: set[str] = set()
    for kind in Cluster:
        members = {each for one in judgements for each in clusters.members_of(one)}
        seeds = sorted(clusters.bare(each) for each in members if clusters.belongs(kind, each))
        changes = list(clusters.changes(kind, seeds, corrected(judged))) if seeds else []
        now = {member: change.id for change in changes for member in change.members}
        moved[kind] = now
        if kind is not Cluster.FAMILY:
            before |= set(view.clusters_of(kind, sorted(now)).values())
            after |= set(now.values())
    return Effect(cast(View, _Supposed(judged, moved)), tuple(sorted(before)), tuple(sorted(after)))


class _Judged:
    """A view with more judgements of persons."""

    def __init__(self, view: View, judgements: Sequence[Judgement]) -> None:
        self._view = view
        self._more = judgements

    def __getattr__(self, name: str) -> object:
        return getattr(self._view, name)

    def judgements(self, question: str, members: Collection[str]) -> list[Judgement]:
        """Return the judgements in force, those that are supposed taken for the newest."""
        more = [
            each
            for each in self._more
            if each.question == question and (each.subject in members or each.other in members)
        ]
        found = self._view.judgements(question, members)
        return in_force([*found, *more]) if more else found


class _Supposed:
    """A view with other clusters for some members."""

    def __init__(self, view: View, moved: dict[Cluster, dict[str, str]]) -> None:
        self._view = view
        self._moved = moved

    def __getattr__(self, name: str) -> object:
        return getattr(self._view, name)

    def cluster(self, kind: Cluster, member: str) -> str | None:
        """Return the cluster of a member."""
        return self._moved[kind].get(member) or self._view.cluster(kind, member)

    def clusters_of(self, kind: Cluster, members: Sequence[str]) -> dict[str, str]:
        """Return the cluster of each member that has one."""
        found = self._view.clusters_of(kind, members)
        return found | {member: self._moved[kind][member] for member in members if member in self._moved[kind]}

    def scan_clusters(self, kind: Cluster) -> Iterator[tuple[str, str]]:
        """Yield every member with its cluster."""
        moved = self._moved[kind]
        return ((member, moved.get(member, cluster)) for member, cluster in self._view.scan_clusters(kind))

    def members(self, kind: Cluster, cluster: str) -> list[str]:
        """Return the members of a cluster."""
        moved = self._moved[kind]
        kept = {each for each in self._view.members(kind, cluster) if moved.get(each, cluster) == cluster}
        return sorted(kept | {member for member, now in moved.items() if now == cluster})
