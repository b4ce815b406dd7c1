"""How organizations stand to one another: parts and wholes, groups, joint bids, former names; never reasons to merge."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from counterfile.model.files import Relation
from counterfile.model.notice import ORGANIZATIONS, Property
from counterfile.resolving import linking
from counterfile.resolving.linking import PART_OF
from counterfile.store.ports import Cluster, View
from counterfile.views.corrected import corrected
from counterfile.views.organizations import BIDDERS, SEEN, Seen, seen

_KINDS = {"branch": ("part of", "has part"), "group": ("in group", "has member")}


def relations(view: View, organization: str) -> tuple[Relation, ...]:
    """Return how an organization is related to others, sorted; empty for an unknown id."""
    view = corrected(view)
    current = view.redirect(organization) or organization
    keys = view.members(Cluster.ORGANIZATION, current)
    found = {*_parts(view, current, keys), *_joint(view, keys), *_former(view, keys)}
    return tuple(sorted(found))


def _parts(view: View, organization: str, keys: Sequence[str]) -> Iterator[Relation]:
    told = view.judgements(PART_OF, keys)
    others = sorted({end for each in told for end in (each.subject, each.other)})
    cluster = view.clusters_of(Cluster.ORGANIZATION, others)
    names = seen(view, others)
    by_id = {member: cluster[member] for member in others if member in cluster}
    best: dict[tuple[str, str], Seen] = {}
    for each in told:
        part, whole = by_id.get(each.subject), by_id.get(each.other)
        if part is None or whole is None or part == whole:
            continue
        kind = _KINDS[each.answer][part != organization]
        other, member = (whole, each.other) if part == organization else (part, each.subject)
        if member in names:
            known = best.get((kind, other))
            if known is None or (-names[member].notices, member) < (-known.notices, known.key):
                best[kind, other] = names[member]
    for (kind, other), name in best.items():
        yield Relation(kind, name.printed, other)


def _joint(view: View, keys: Sequence[str]) -> Iterator[Relation]:
    """Yield those that bid jointly with it: other rows of one lot where notices say who leads."""
    notices = sorted({each for some in view.keyed(tuple(BIDDERS), keys).values() for each in some})[:SEEN]
    with_whom: dict[str, tuple[str, set[str]]] = {}
    for notice, statements in view.claims(notices, {*BIDDERS, Property.LEAD}).items():
        joint = {one.subject for one in statements if one.property is Property.LEAD}
        rows = [one for one in statements if one.property in BIDDERS and one.subject in joint]
        own = {one.subject.partition("/supplier")[0] for one in rows if one.key in keys}
        for one in rows:
            if one.key and one.key not in keys and one.subject.partition("/supplier")[0] in own:
                with_whom.setdefault(one.key, (one.value, set()))[1].add(notice)
    ids = view.clusters_of(Cluster.ORGANIZATION, sorted(with_whom))
    for key, (name, said) in sorted(with_whom.items()):
        yield Relation("joint bid with", name, ids.get(key, ""), tuple(sorted(said)), _first_date(view, said))


def _former(view: View, keys: Sequence[str]) -> Iterator[Relation]:
    """Yield the former names that notices state beside its names, dated by them."""
    said: dict[str, set[str]] = {}
    for key, notices in view.keyed(ORGANIZATIONS, keys).items():
        for notice, statements in view.claims(notices[:SEEN], ORGANIZATIONS).items():
            for one in statements:
                if one.key == key:
                    for former in linking.form_of(one.value).former:
                        said.setdefault(former, set()).add(notice)
    for former, where in said.items():
        yield Relation("formerly", former, "", tuple(sorted(where)), _first_date(view, where))


def _first_date(view: View, notices: Collection[str]) -> str:
    dates = view.claims(sorted(notices), {Property.PUBLISHED})
    return min((one.value for said in dates.values() for one in said), default="")
