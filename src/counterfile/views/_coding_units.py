"""What is coded as one thing, and the words that a coder reads of it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from counterfile.model.codebook import Unit
from counterfile.model.judgement import Answer, Question
from counterfile.model.notice import ORGANIZATIONS, Notice
from counterfile.store.ports import Cluster, View
from counterfile.views.natural import IDENTIFIERS, natural
from counterfile.views.screening import PAGE, Item

MOST_NOTICES = 40
"""Notices read together for one organization, the first by id; a coder reads no more of one body at a sitting."""

KINDS = {Unit.PROCEDURE: Cluster.PROCEDURE, Unit.ORGANIZATION: Cluster.ORGANIZATION}


def unit_ids(view: View, unit: Unit, scope: str) -> list[str]:
    """Return the ids of all units of a kind, in order.

    Args:
        view: The inquiry.
        unit: What is looked at as one thing.
        scope: ``relevant``: only what has a notice that is in scope; ``all``.
    """
    notices = _notices(view, scope)
    names = [one.id for one in notices]
    if unit is Unit.NOTICE:
        return names
    if unit is Unit.DOCUMENT:
        return sorted({one.document for one in notices})
    if unit is Unit.PROCEDURE:
        found: set[str] = set()
        for some in _pages(names):
            clusters = view.clusters_of(Cluster.PROCEDURE, some)
            found |= {clusters.get(one, one) for one in some}
        return sorted(found)
    return _organizations(view, names)


def item(view: View, unit: Unit, wanted: str) -> Item | None:
    """Return a unit with its notices by its id, an id that was merged away too; None where there is none any more."""
    if unit is Unit.NOTICE:
        notice = view.notice(wanted)
        return Item(wanted, (notice,)) if notice is not None else None
    if unit is Unit.DOCUMENT:
        notices = tuple(view.notices_in(wanted))
        return Item(wanted, notices) if notices else None
    if unit is Unit.PROCEDURE and wanted.startswith("n-"):
        # A notice that was not gathered yet is a procedure by itself.
        alone = view.notice(wanted)
        return Item(wanted, (alone,)) if alone is not None else None
    name = view.redirect(wanted) or wanted
    members = view.members(KINDS[unit], name)
    if unit is Unit.ORGANIZATION:
        naming = view.keyed(tuple(ORGANIZATIONS), members)
        members = sorted({notice for some in naming.values() for notice in some})[:MOST_NOTICES]
    found = tuple(one for member in members if (one := view.notice(member)) is not None)
    return Item(name, found) if found else None


def current(view: View, unit: Unit, names: Collection[str]) -> dict[str, str]:
    """Return under which id each of these units is kept now: clusters may have been merged since."""
    if unit not in KINDS:
        return {name: name for name in names}
    known = {cluster for _, cluster in view.scan_clusters(KINDS[unit])}
    return {name: name if name in known else view.redirect(name) or name for name in names}


def _notices(view: View, scope: str) -> list[Notice]:
    found: list[Notice] = []
    after = ""
    while some := view.notices(after=after, limit=PAGE):
        after = some[-1].id
        if scope == "relevant":
            said = view.judgements(Question.RELEVANT, {one.id for one in some})
            wanted = {one.subject for one in said if one.answer == Answer.YES}
            some = [one for one in some if one.id in wanted]
        found.extend(some)
    return found


def _organizations(view: View, notices: Sequence[str]) -> list[str]:
    """Return the organizations that these notices name; sole traders are natural persons and are none of them."""
    known = dict(view.scan_clusters(Cluster.ORGANIZATION))
    named: dict[str, bool] = {}
    for some in _pages(notices):
        for statements in view.claims(some, (*ORGANIZATIONS, *IDENTIFIERS)).values():
            persons = natural([(one.subject, one.property, one.value) for one in statements])
            for one, person in zip(statements, persons, strict=True):
                if one.property in ORGANIZATIONS and one.key in known:
                    cluster = known[one.key]
                    named[cluster] = named.get(cluster, True) and person
    return sorted(name for name, only_persons in named.items() if not only_persons)


def _pages(names: Sequence[str]) -> Iterator[Sequence[str]]:
    for at in range(0, len(names), PAGE):
        yield names[at : at + PAGE]
