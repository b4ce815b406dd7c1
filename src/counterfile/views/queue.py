"""The links that a person should decide: pairs of files that may be one, with what speaks for it and what it would change.

A pair is in the queue where software proposes it and would not join it without asking, or where it linked two notices
that the rest of their files keep apart. Each comes with a line for each thing compared, with the words of both sides, and
with what the answer *same* would join and which figures it would move. First come those that move figures.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

import msgspec

from counterfile.hooks import Rule
from counterfile.model.files import Proof
from counterfile.model.finding import FindingSpec, Unit
from counterfile.model.judgement import AgentKind, Answer, Judgement, Question
from counterfile.model.notice import ORGANIZATIONS, Property
from counterfile.model.statement import Statement
from counterfile.resolving import linking, procedures
from counterfile.resolving.linking import PERHAPS
from counterfile.store.ports import Cluster, View
from counterfile.views import organizations
from counterfile.views.clusters import PERHAPS_PROCEDURE
from counterfile.views.corrected import corrected
from counterfile.views.findings import compute_all, resolve
from counterfile.views.organizations import Seen
from counterfile.views.supposed import suppose

PROOFS = 3
"""Passages given of each side."""

PAGE = 4000
"""Members looked up at once."""

EXACT = 2000
"""Notices up to which figures are computed with every answer of the first items; above, only for the item looked at."""

FIRST = 10
"""Items for which that is done in a list."""


class Field(msgspec.Struct, frozen=True):
    """One thing compared."""

    name: str
    says: str
    """What is compared, or the level of agreement, in words."""
    one: str
    """What the first side has; empty where nothing is told."""
    two: str
    agrees: str
    """``agree``, ``near``, ``differ`` or ``missing``."""
    weight: float
    """Log odds: above 0 it speaks for the two being one."""


class Side(msgspec.Struct, frozen=True):
    """One of the two."""

    member: str
    """A notice id or a name key."""
    cluster: str
    """The id of its file; empty while it has none."""
    name: str
    """A title or a name, as printed."""
    notices: int
    """Notices in its file that name it."""
    proofs: tuple[Proof, ...]
    """Where it stands, at most `PROOFS`."""


class FigureMove(msgspec.Struct, frozen=True):
    """A figure that the answer *same* moves."""

    finding: str
    before: str
    after: str
    """Empty where it was not computed: the figure rests on both files and may move."""


class Consequence(msgspec.Struct, frozen=True):
    """What the answer *same* would do."""

    files: int
    """Files that become one; 0 where the answer changes no file."""
    joins: tuple[str, ...]
    """Their ids."""
    figures: tuple[FigureMove, ...]
    says: str
    """All of that in a sentence."""


class Item(msgspec.Struct, frozen=True):
    """A pair to be decided."""

    kind: str
    """``procedure``, ``family`` or ``organization``."""
    key: str
    """``question|one|other``, which names the pair; the question is the one that is answered."""
    question: str
    subjects: tuple[str, str]
    """Notice ids or name keys, the smaller first."""
    title: str
    sides: tuple[Side, Side]
    table: tuple[Field, ...]
    """The heaviest first."""
    probability: float
    """That the two are one."""
    consequence: Consequence
    weight: float
    """What a decision is worth; the queue is in falling order of it."""
    why: str
    """Why it is asked, in words."""


class Figures:
    """The findings as they are, and as they would be."""

    def __init__(self, view: View, specs: Sequence[FindingSpec], buyer_class: Rule | None = None) -> None:
        """Compute all findings once; `specs` may be empty."""
        self._specs = list(specs)
        self._rule = buyer_class
        found = compute_all(view, self._specs, buyer_class=buyer_class, evidence=False) if specs else []
        self._values = {each.spec.name: each.figure.value for each in found}
        self._rests = {
            each.spec.name: {notice for unit in each.units for notice in unit.notices}
            for each in found
            if _counts_files(each.spec)
        }

    def touched(self, one: Collection[str], two: Collection[str]) -> list[str]:
        """Return the findings that rest on notices of both files, or on all of one of them."""
        return [name for name, notices in self._rests.items() if notices & set(one) and notices & set(two)]

    def moved(self, view: View) -> tuple[FigureMove, ...]:
        """Return the findings whose figure is another in this view."""
        found = compute_all(view, self._specs, buyer_class=self._rule, evidence=False) if self._specs else []
        return tuple(
            FigureMove(each.spec.name, self._values[each.spec.name], each.figure.value)
            for each in found
            if each.figure.value != self._values[each.spec.name]
        )


def _counts_files(spec: FindingSpec) -> bool:
    """Return whether a finding's figure depends on which notices or names are one."""
    if spec.unit not in (Unit.NOTICE, Unit.DOCUMENT):
        return True
    of = resolve(spec.unit, spec.of) if spec.of else None
    return (of is not None and of.column.organization) or bool(spec.sql)


# The queue -----------------------------------------------------------------------------------------------------------


def links(
    view: View,
    *,
    limit: int = 50,
    kinds: Collection[str] = ("procedure", "organization"),
    specs: Sequence[FindingSpec] = (),
    buyer_class: Rule | None = None,
) -> tuple[Item, ...]:
    """Return the pairs to be decided, those that would change most first.

    Args:
        view: The facts.
        limit: Most items.
        kinds: ``procedure``, ``organization`` or both.
        specs: The inquiry's findings, for what an answer moves; none are looked at by default.
        buyer_class: The rule that findings may ask.
    """
    view = corrected(view)
    figures = Figures(view, specs, buyer_class)
    found: list[Item] = []
    if "organization" in kinds:
        found += _organizations(view, figures, limit)
    if "procedure" in kinds:
        found += _procedures(view, figures)
    found.sort(key=lambda item: (-item.weight, item.key))
    found = found[:limit]
    if specs and view.counts().notices <= EXACT:
        found[:FIRST] = [_exact(view, item, figures) for item in found[:FIRST]]
        found.sort(key=lambda item: (-item.weight, item.key))
    return tuple(found)


def item(view: View, key: str, *, specs: Sequence[FindingSpec] = (), buyer_class: Rule | None = None) -> Item | None:
    """Return one pair by its key with what it would move, decided or not; None where there is no such pair."""
    view = corrected(view)
    question, _, rest = key.partition("|")
    one, _, other = rest.partition("|")
    if question == Question.SAME_ORGANIZATION:
        names = organizations.seen(view, {one, other})
        found = None
        if {one, other} == set(names):
            (link,) = linking.compare([(names[one].printed, names[other].printed)])
            found = _organization(view, one, other, names, None, link)
    elif question in (Question.SAME_PROCEDURE, Question.SAME_FAMILY):
        present = view.present([one, other]) == {one, other}
        found = _procedure(view, one, other, "asked for") if present else None
    else:
        found = None
    if found is None:
        return None
    return _exact(view, found, Figures(view, specs, buyer_class))


def similar(view: View, wanted: Item, *, limit: int = 5) -> tuple[Item, ...]:
    """Return open pairs that are like one that was just decided: with a file in common, or alike in the same things.

    Args:
        view: The facts.
        wanted: The pair that was decided.
        limit: Most items.
    """
    files = {side.cluster for side in wanted.sides} - {""}
    members = {*wanted.subjects}
    ranked = []
    for each in links(view, limit=SIMILAR, kinds=(wanted.kind,)):
        if each.key == wanted.key:
            continue
        shared = bool(files & {side.cluster for side in each.sides}) or bool(members & {*each.subjects})
        likeness = _likeness(_signature(wanted), _signature(each)) + shared
        if likeness >= ALIKE:
            ranked.append((-likeness, each.key, each))
    return tuple(each for _, _, each in sorted(ranked, key=lambda one: one[:2])[:limit])


SIMILAR = 500
"""Items that are looked through for similar ones."""

ALIKE = 0.6
"""Likeness, of 0 to 2, from which two pairs are called similar."""


def _signature(item: Item) -> set[tuple[str, str]]:
    """Return what of the table agrees, is near or differs."""
    return {(field.name, field.agrees) for field in item.table if field.agrees != "missing"}


def _likeness(one: set[tuple[str, str]], two: set[tuple[str, str]]) -> float:
    """Return Jaccard's index of two sets, 0 where both are empty."""
    return len(one & two) / len(one | two) if one | two else 0.0


def _exact(view: View, item: Item, figures: Figures) -> Item:
    """Return an item with its consequence computed: the answer applied to the facts, in memory."""
    effect = suppose(view, [answer(item, Answer.SAME, by="supposed", reason="supposed")])
    changed = effect.before != effect.after
    moves = figures.moved(effect.view) if changed else ()
    joins = effect.before if len(effect.before) > len(effect.after) else ()
    consequence = _consequence(joins, moves, changed=changed)
    return msgspec.structs.replace(item, consequence=consequence, weight=_weight(item, len(moves)))


def answer(item: Item, answer: Answer, *, by: str, reason: str) -> Judgement:
    """Return what a person's answer about an item is as a judgement."""
    one, other = item.subjects
    return Judgement(item.question, one, other, answer, by, AgentKind.PERSON, reason)


def _consequence(joins: Sequence[str], moves: Sequence[FigureMove], *, changed: bool = False) -> Consequence:
    parts = []
    if joins:
        parts.append(f"joins {len(joins)} files")
    if moves:
        moved = sum(bool(move.after) for move in moves)
        parts.append(f"moves {moved} figures" if moved else f"may move {len(moves)} figures")
    if changed and not joins:
        parts.insert(0, "changes files without joining them")
    return Consequence(len(joins), tuple(joins), tuple(moves), ", ".join(parts) or "changes no file and no figure")


def _weight(item: Item, moves: int) -> float:
    """Return what a decision is worth: figures first, then how many notices it is about; sure things less than doubtful."""
    doubt = 4 * item.probability * (1 - item.probability)
    size = math.log1p(min(side.notices for side in item.sides))
    return round((0.25 + doubt) * (1 + size) * (1 + 10 * moves), 4)


def _pages(members: Sequence[str]) -> Iterator[Sequence[str]]:
    return (members[start : start + PAGE] for start in range(0, len(members), PAGE))


# Organizations -------------------------------------------------------------------------------------------------------


def _organizations(view: View, figures: Figures, limit: int) -> list[Item]:
    keys = [member for member, _ in view.scan_clusters(Cluster.ORGANIZATION)]
    proposed: dict[tuple[str, str], Judgement] = {}
    for some in _pages(keys):
        for each in view.judgements(PERHAPS, some):
            pair = (each.subject, each.other)
            if pair not in proposed or (each.score or 0) > (proposed[pair].score or 0):
                proposed[pair] = each
    open_ = _open(view, Cluster.ORGANIZATION, Question.SAME_ORGANIZATION, proposed)
    names = organizations.seen(view, {each for pair in open_ for each in pair})
    pairs = [pair for pair in open_ if pair[0] in names and pair[1] in names]
    # The likeliest on which most hangs are looked at closely; looking at a pair costs some queries.
    touched = {pair: figures.touched(*(_notices_of(names[each]) for each in pair)) for pair in pairs}
    pairs.sort(key=lambda pair: (-len(touched[pair]), -(open_[pair].score or 0), pair))
    pairs = pairs[: CLOSELY * limit]
    said = linking.compare([(names[one].printed, names[two].printed) for one, two in pairs])
    found = []
    for pair, link in zip(pairs, said, strict=True):
        made = _organization(view, *pair, names, open_[pair], link)
        if made.probability >= linking.PROPOSES:
            found.append(_estimated(made, touched[pair]))
    return found


CLOSELY = 3
"""How many times as many proposals as items are looked at."""


def _notices_of(name: Seen) -> set[str]:
    return {notice for notice, _, _ in name.rows}


def _estimated(item: Item, touched: Sequence[str]) -> Item:
    joins = tuple(sorted({side.cluster for side in item.sides if side.cluster}))
    moves = tuple(FigureMove(name, "", "") for name in touched)
    consequence = _consequence(joins if len(joins) > 1 else (), moves)
    return msgspec.structs.replace(item, consequence=consequence, weight=_weight(item, len(moves)))


def _open(
    view: View, kind: Cluster, question: Question, proposed: Mapping[tuple[str, str], Judgement]
) -> dict[tuple[str, str], Judgement]:
    """Return proposals between two files that no person has answered, for each two files the likeliest one."""
    members = sorted({each for pair in proposed for each in pair})
    cluster = view.clusters_of(kind, members)
    answered: set[tuple[str, str]] = set()
    for some in _pages(members):
        for each in view.judgements(question, some):
            if each.agent_kind == AgentKind.PERSON:
                answered.add((cluster.get(each.subject, each.subject), cluster.get(each.other, each.other)))
    best: dict[tuple[str, str], tuple[str, str]] = {}
    for pair, _ in sorted(proposed.items(), key=lambda each: (-(each[1].score or 0), each[0])):
        files = sorted(cluster.get(each, each) for each in pair)
        both = (files[0], files[1])
        if both[0] == both[1] or both in answered or (both[1], both[0]) in answered:
            continue
        best.setdefault(both, pair)
    return {pair: proposed[pair] for pair in best.values()}


_NO = 0.05  # the most where notices say that two names are two organizations
_SUPPORT = 2.0  # log-odds that notices add where they name two names alike
_PLACED = 0.3
_AGAINST = -3.0


def _organization(
    view: View, one: str, two: str, names: Mapping[str, Seen], proposal: Judgement | None, link: linking.Link
) -> Item:
    a, b = names[one], names[two]
    # A proposal was weighed with what persons' answers have taught.
    probability = link.probability if proposal is None or proposal.score is None else proposal.score
    against, support = organizations.contradicted(a, b), organizations.supported(a, b)
    if against:
        probability = min(probability, _NO)
    elif support:
        # Many bodies have one place; few are named in one role of one purchase.
        odds = math.log(max(probability, 1e-4) / max(1 - probability, 1e-4))
        odds += _SUPPORT if a.identifiers & b.identifiers or a.purchases & b.purchases else _PLACED
        probability = 1 / (1 + math.exp(-odds))
    table = [
        Field(row.feature, row.says, row.one, row.two, _agrees(row.one, row.two, row.weight), row.weight)
        for row in link.rows
    ]
    table += _context(a, b, against, support)
    cluster = view.clusters_of(Cluster.ORGANIZATION, [one, two])
    sides = (_named(view, a, cluster.get(one, "")), _named(view, b, cluster.get(two, "")))
    return Item(
        kind="organization",
        key=f"{Question.SAME_ORGANIZATION}|{one}|{two}",
        question=Question.SAME_ORGANIZATION.value,
        subjects=(one, two),
        title=f"{a.printed} | {b.printed}",
        sides=sides,
        table=tuple(sorted(table, key=lambda field: -abs(field.weight))),
        probability=round(probability, 4),
        consequence=_consequence((), ()),
        weight=0.0,
        why=proposal.reason if proposal is not None else linking.explain(link),
    )


def _agrees(one: str, two: str, weight: float) -> str:
    if not one or not two:
        return "missing"
    if one == two:
        return "agree"
    return "near" if weight > 0 else "differ"


def _context(a: Seen, b: Seen, against: str, support: str) -> Iterator[Field]:
    """Yield what notices say beside the names."""
    for name, says, one, two, same in (
        ("registration number", "numbers beside the name", a.identifiers, b.identifiers, _SUPPORT * 3),
        ("where", "province, city and county of the buyer", _texts(a.regions), _texts(b.regions), _PLACED),
        ("address", "addresses stated", a.addresses, b.addresses, _SUPPORT),
        ("purchases", "purchases that name it in one role", _numbers(a), _numbers(b), _SUPPORT),
    ):
        shared = one & two
        agrees = "missing" if not one or not two else "agree" if shared else "differ"
        weight = same if shared else 0.0
        if agrees == "differ" and name in ("registration number", "where"):
            weight = _AGAINST if against else 0.0
        yield Field(name, says, _listed(shared or one), _listed(shared or two), agrees, weight)
    if "side by side" in against:
        yield Field("side by side", against, "", "", "differ", _AGAINST)
    elif against and "registration" not in against and "other places" not in against:
        yield Field("rule", against, a.printed, b.printed, "differ", _AGAINST)


def _texts(regions: Iterable[tuple[str, str, str]]) -> frozenset[str]:
    return frozenset("".join(region) for region in regions)


def _numbers(name: Seen) -> frozenset[str]:
    return frozenset(number for _, number in name.purchases)


def _listed(values: Iterable[str]) -> str:
    return ", ".join(sorted(values)[:3])


def _named(view: View, name: Seen, cluster: str) -> Side:
    notices = sorted(_notices_of(name))[:PROOFS]
    said = view.statements(notices, ORGANIZATIONS)
    proofs = [_proof(view, one) for notice in notices for one in said[notice] if one.key == name.key and one.evidence]
    return Side(name.key, cluster, name.printed, name.notices, tuple(each for each in proofs if each)[:PROOFS])


def _proof(view: View, statement: Statement) -> Proof | None:
    notice = view.notice(statement.notice)
    if notice is None or not statement.evidence:
        return None
    first = statement.evidence[0]
    also = tuple(span.quote for span in statement.evidence[1:])
    return Proof(statement.id, statement.notice, notice.document, first.quote, also, first.page)


# Procedures ----------------------------------------------------------------------------------------------------------

_TOLD = (Property.TITLE, Property.NOTICE_TITLE, Property.NUMBER, Property.BUYER, Property.PUBLISHED)


def _procedures(view: View, figures: Figures) -> list[Item]:
    notices = [member for member, _ in view.scan_clusters(Cluster.PROCEDURE)]
    proposed: dict[tuple[str, str], Judgement] = {}
    why: dict[tuple[str, str], str] = {}
    for some in _pages(notices):
        for each in view.judgements(PERHAPS_PROCEDURE, some):
            proposed[each.subject, each.other] = each
            why[each.subject, each.other] = each.reason
        for each in view.judgements(Question.SAME_PROCEDURE, some):
            if each.agent_kind == AgentKind.SOFTWARE and each.answer == Answer.SAME:
                # Linked, and yet in two files: the others of their files speak against it.
                proposed[each.subject, each.other] = each
                why[each.subject, each.other] = f"linked, but the rest of their files keeps them apart: {each.reason}"
    open_ = _open(view, Cluster.PROCEDURE, Question.SAME_PROCEDURE, proposed)
    found = []
    for one, two in open_:
        made = _procedure(view, one, two, why[one, two])
        if made is not None:
            sides = [set(view.members(Cluster.PROCEDURE, side.cluster)) for side in made.sides]
            found.append(_estimated(made, figures.touched(*sides)))
    return found


def _procedure(view: View, one: str, two: str, why: str) -> Item | None:
    said = procedures.spoken((one, two), view)
    link = procedures.compare(said[one], said[two])
    table = [
        Field(row.feature, row.level, row.one, row.two, _level(row), round(row.weight, 3))
        for row in link.rows
        if row.one or row.two
    ]
    if link.rule:
        table.append(Field("rule", link.rule, "", "", "agree" if link.procedure else "differ", 0.0))
    cluster = view.clusters_of(Cluster.PROCEDURE, [one, two])
    sides = (_titled(view, one, cluster.get(one, "")), _titled(view, two, cluster.get(two, "")))
    return Item(
        kind="procedure",
        key=f"{Question.SAME_PROCEDURE}|{one}|{two}",
        question=Question.SAME_PROCEDURE.value,
        subjects=(one, two),
        title=sides[0].name if sides[0].name == sides[1].name else f"{sides[0].name} | {sides[1].name}",
        sides=sides,
        table=tuple(sorted(table, key=lambda field: -abs(field.weight))),
        probability=round(link.procedure, 4),
        consequence=_consequence((), ()),
        weight=0.0,
        why=why,
    )


def _level(row: procedures.Row) -> str:
    if not row.one or not row.two:
        return "missing"
    if row.one == row.two:
        return "agree"
    return "near" if row.weight > 0 else "differ"


def _titled(view: View, notice: str, cluster: str) -> Side:
    statements = view.statements([notice], _TOLD)[notice]
    by = {name: [one for one in statements if one.property is name] for name in _TOLD}
    title = next((one.value for name in _TOLD[:2] for one in by[name]), notice)
    proofs = [_proof(view, one) for name in _TOLD for one in by[name][:1] if one.evidence]
    size = len(view.members(Cluster.PROCEDURE, cluster)) if cluster else 1
    return Side(notice, cluster, title, size, tuple(each for each in proofs if each)[:PROOFS])
