"""Which claims change if somebody judges so: answered without making all tables again.

A judgement touches few families: those of the notices that it is about, or that name what it is about, before it and after.
Every finding is computed over these alone, once as it is and once as it would be. What a unit comes to depends on its own
family only, so a finding with the same units, values and reasons on both sides stays as it is. Of the others the figure is
computed over everything, the touched rows exchanged in the tables that were kept. What looks across families is taken for
touched: findings in SQL, and what counts or ranks organizations where one of these is another.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cached_property
from typing import Any, cast

import msgspec

from counterfile.errors import BadUsage
from counterfile.model.finding import Changed, Figure, FindingSpec, Measure, Unit
from counterfile.model.judgement import Judgement, Question
from counterfile.model.notice import ORGANIZATIONS, Notice
from counterfile.store.ports import Cluster, View
from counterfile.text import names
from counterfile.views.findings import REFUSED, Desk, compute, resolve
from counterfile.views.keeping import Kept
from counterfile.views.supposed import suppose
from counterfile.views.tables import Stored, Workbench


def consequences(
    view: View, judgements: Sequence[Judgement], specs: Sequence[FindingSpec], kept: Kept
) -> tuple[Changed, ...]:
    """Return the findings whose figure would be another, in the order of `specs`.

    Args:
        view: The facts as the inquiry's database holds them.
        judgements: What somebody would judge, the newest first; nothing is stored.
        specs: The inquiry's findings.
        kept: Its tables and what is remembered of its figures.

    Returns:
        One for each; a finding that cannot be computed, as it is or as it would be, has the figure `REFUSED` there.
    """
    after = cast(View, _Told(suppose(view, judgements).view, judgements))
    bench = kept.workbench(view)
    touch = _Touch(bench, after, judgements)
    touched = [spec for spec in specs if touch.moves(spec)]
    if not touched:
        return ()
    known = {name: each.figure for name, each in kept.memory().checked.items()}
    now, then = Desk(bench), Desk(touch.exchanged)
    found = []
    for spec in touched:
        before, changed = known.get(spec.name) or _figure(now, spec), _figure(then, spec)
        if before != changed:
            found.append(Changed(spec.name, before, changed))
    return tuple(found)


def _figure(desk: Desk, spec: FindingSpec) -> Figure:
    """Return a finding's figure, or that it is refused and why."""
    try:
        return compute(desk, spec, evidence=False).figure
    except BadUsage as error:
        return Figure(REFUSED, str(error))


class _Told:
    """A view in which corrections are among the history too."""

    def __init__(self, view: View, judgements: Sequence[Judgement]) -> None:
        self._view = view
        self._more = judgements

    def __getattr__(self, name: str) -> object:
        return getattr(self._view, name)

    def history(self, question: str | None = None, *, limit: int = 1000) -> list[Judgement]:
        """Return judgements of persons, the newest first."""
        more = [each for each in self._more if question in (None, each.question)]
        return [*more, *self._view.history(question, limit=limit)][:limit]


class _Touch:
    """What judgements touch, as it is and as it would be."""

    def __init__(self, bench: Workbench, after: View, judgements: Sequence[Judgement]) -> None:
        self._bench = bench
        self._views = (bench.view, after)
        notices = self._together({notice for each in judgements for notice in self._about(each)})
        self._before, self._after = (_Part(bench, view, notices) for view in self._views)
        self._desks = (Desk(self._before), Desk(self._after))

    def moves(self, spec: FindingSpec) -> bool:
        """Return whether a finding may be moved."""
        if spec.sql or (self._organizations and _is_of_organizations(spec)):
            return True
        # What is excluded by its id is looked at like all else: most of these ids are not among the touched units.
        spec = msgspec.structs.replace(spec, exclude=tuple(each for each in spec.exclude if not each.ids))
        one, other = (_counted(desk, spec) for desk in self._desks)
        return one != other

    # What is touched

    def _about(self, judgement: Judgement) -> Iterator[str]:
        """Yield the notices that a judgement is about, or that name what it is about."""
        subject = judgement.subject
        if judgement.question == Question.VALUE:
            subject = subject.partition("|")[0]
        for member in (subject, judgement.other):
            for view in self._views:
                yield from _notices_of(member, view)

    def _together(self, notices: set[str]) -> frozenset[str]:
        """Return notices with all others of their families, as they are and as they would be."""
        edge, found = set(notices), set(notices)
        while edge:
            more: set[str] = set()
            for view in self._views:
                for kind in (Cluster.PROCEDURE, Cluster.FAMILY):
                    for cluster in sorted(set(view.clusters_of(kind, sorted(edge)).values())):
                        more.update(view.members(kind, cluster))
            edge = more - found
            found |= more
        return frozenset(found)

    @cached_property
    def _organizations(self) -> frozenset[str]:
        """Organizations of which the touched notices say something else than before."""
        one, other = (part.rows(Unit.ORGANIZATION) for part in (self._before, self._after))
        return frozenset(each for each in {*one, *other} if _row(one, each) != _row(other, each))

    # The tables as they would be

    @cached_property
    def exchanged(self) -> Workbench:
        """All tables, with the touched rows as they would be."""
        return _Exchanged(self._bench, self._before, self._after, self._renamed)

    def _renamed(self) -> tuple[frozenset[str], Stored]:
        """Return the organizations that are others than before, and their rows as they would be."""
        rows = (self._bench.rows(Unit.ORGANIZATION), self._after.rows(Unit.ORGANIZATION))
        naming = {
            notice for each in self._organizations for some in rows if each in some for notice in some[each].notices
        }
        part = _Part(self._bench, self._views[1], self._together(naming))
        return self._organizations, part.rows(Unit.ORGANIZATION)


def _notices_of(member: str, view: View) -> Iterable[str]:
    """Return the notices that a judgement's subject stands for: a notice, a file, a document, or an organization's name."""
    if not member or member.startswith("n-"):
        return [member] if member else []
    for prefix, kind in (("p-", Cluster.PROCEDURE), ("f-", Cluster.FAMILY)):
        if member.startswith(prefix):
            return view.members(kind, member)
    if view.document(member) is not None:
        return [notice.id for notice in view.notices_in(member)]
    cluster = view.cluster(Cluster.ORGANIZATION, member)
    keys = {member, *(view.members(Cluster.ORGANIZATION, cluster) if cluster else ())}
    return {notice for some in view.keyed(ORGANIZATIONS, sorted(keys)).values() for notice in some}


def _is_of_organizations(spec: FindingSpec) -> bool:
    """Return whether a figure depends on rows of organizations, which are made of many families."""
    of = resolve(spec.unit, spec.of) if spec.of else None
    ranked = spec.measure is Measure.RANK and of is not None and of.column.organization
    return spec.unit is Unit.ORGANIZATION or ranked


def _counted(desk: Desk, spec: FindingSpec) -> tuple[object, ...]:
    """Return all that a finding comes to over the units of a desk."""
    try:
        found = compute(desk, spec, evidence=False)
    except BadUsage as error:
        return (str(error),)
    units = [(each.id, each.value, each.within, each.also) for each in found.units]
    # Of a first and of a rank the values alone do not tell all; the figure over the touched units does.
    return units, found.left_out, found.nested, found.figure


def _row(rows: Stored, one: str) -> tuple[dict[str, Any], tuple[str, ...]] | None:
    return (rows[one].values, rows.notices_of(one)) if one in rows else None


class _Part(Workbench):
    """The tables of some families only."""

    def __init__(self, bench: Workbench, view: View, notices: Collection[str]) -> None:
        super().__init__(view, buyer_class=bench.rule)
        self._whole = bench
        self._only = sorted(notices)

    @cached_property
    def _notices(self) -> dict[str, Notice]:
        found = ((each, self.view.notice(each)) for each in self._only)
        return {each: notice for each, notice in found if notice is not None}

    @cached_property
    def _procedure_of(self) -> dict[str, str]:
        return self.view.clusters_of(Cluster.PROCEDURE, self._only)

    @cached_property
    def _family_of(self) -> dict[str, str]:
        anchors = {"n-" + self.procedure_of(each).removeprefix("p-") for each in self._only}
        return self.view.clusters_of(Cluster.FAMILY, sorted({*self._only, *anchors}))

    @cached_property
    def _organization_of(self) -> dict[str, str]:
        said = self.view.claims(self._only, ORGANIZATIONS)
        keys = {each.key for statements in said.values() for each in statements if each.key}
        keys |= {names.name_key(each.answer) for each in self.overrides.values() if each.answer}
        return self.view.clusters_of(Cluster.ORGANIZATION, sorted(keys))

    @cached_property
    def _documents(self) -> Stored:
        known, found = self._whole.rows(Unit.DOCUMENT), Stored(Unit.DOCUMENT)
        for digest in sorted({notice.document for notice in self._notices.values()}):
            found.add(known[digest])
        return found


class _Exchanged(Workbench):
    """All tables, some rows of which are exchanged for others; only for computing without evidence."""

    def __init__(self, whole: Workbench, before: Workbench, after: Workbench, renamed: Any) -> None:
        super().__init__(after.view, buyer_class=whole.rule)
        self._whole, self._before, self._after, self._renamed = whole, before, after, renamed
        self._made: dict[Unit, Stored] = {}

    def rows(self, unit: Unit) -> Stored:
        """Return every row of a unit's table; see `Workbench.rows`."""
        if unit not in self._made:
            self._made[unit] = self._exchanged(unit)
        return self._made[unit]

    def _exchanged(self, unit: Unit) -> Stored:
        whole = self._whole.rows(unit)
        if unit is Unit.DOCUMENT:
            return whole  # no judgement changes a document
        if unit is not Unit.ORGANIZATION:
            come = self._after.rows(unit)
            return whole.exchanged({*self._before.rows(unit), *come}, come)
        gone, come = self._renamed()
        return whole.exchanged(gone, come)
