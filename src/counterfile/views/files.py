"""Files: one procedure, one organization, one document, with the proof of every value.

Pure functions of the facts. A person's judgement on ``value?`` stands in place of what software read, and says so.
No file tells of a person: a sole trader's name is left out, though the masked text of the notice still opens.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

import msgspec

from counterfile.model.document import Arrival
from counterfile.model.evidence import Span
from counterfile.model.files import (
    AmountRow,
    Correction,
    Counted,
    DateRow,
    Difference,
    DocumentFile,
    Entry,
    Link,
    LotRow,
    NoticeFile,
    OrganizationFile,
    Part,
    Party,
    ProcedureFile,
    Proof,
    ReadingMeta,
    Role,
    RoleCount,
    Scope,
    Sibling,
    Told,
    Withdrawn,
)
from counterfile.model.judgement import Judgement, Question
from counterfile.model.notice import AMOUNTS, DATES, Notice, Property, Stage
from counterfile.model.statement import Statement
from counterfile.model.value import Amount, Basis
from counterfile.store.ports import Cluster, View
from counterfile.store.rules import statement_notice
from counterfile.text.identifiers import number_key
from counterfile.text.kinds import lot_key
from counterfile.text.money import read_amount
from counterfile.text.names import name_key
from counterfile.views import matches
from counterfile.views import relations as related
from counterfile.views.corrected import answers, corrected
from counterfile.views.natural import IDENTIFIERS, is_personal, is_sole_trader, natural

MIN_PREFIX = 6
"""Characters of a digest that name a document."""

NOTICES = 1000
"""Notices that an organization's file goes into, the newest ones; all are counted."""

ROLES = {
    Property.BUYER: Role.BUYER,
    Property.AGENCY: Role.AGENCY,
    Property.SUPPLIER: Role.SUPPLIER,
    Property.CANDIDATE: Role.CANDIDATE,
}
"""Properties whose value is an organization's name, and the role that it gives."""

PLACES = (Property.PROVINCE, Property.CITY, Property.COUNTY)

_PARTS = frozenset(
    {
        *ROLES,
        *IDENTIFIERS,
        *PLACES,
        *AMOUNTS,
        Property.TITLE,
        Property.NOTICE_TITLE,
        Property.PUBLISHED,
        Property.LOT_LABEL,
        Property.LOT_TITLE,
    }
)
_OTHERS = (Property.OCID, Property.CONSORTIUM_ALLOWED, Property.BUYER_ADDRESS)
_STAGES = {stage: number for number, stage in enumerate(Stage)}
_ROLE_ORDER = {role: number for number, role in enumerate(Role)}
_CANONICAL = re.compile(r"(?P<currency>[A-Z]{3}) (?P<amount>\d+(?:\.\d+)?) (?P<basis>total|unit_price|per_year)")
_LOT = re.compile(r"lot/\d+")


class Row(msgspec.Struct, frozen=True):
    """A value of one notice after corrections: what all files are made of."""

    notice: str
    subject: str
    property: Property
    told: Told
    key: str
    """`Statement.key`, or the value where there is none."""


def told_by(
    view: View, notices: Sequence[Notice], properties: Collection[Property] | None = None
) -> dict[str, list[Row]]:
    """Return what notices say, in order of extraction, with persons' corrections in place.

    Names of natural persons and what identifies them are left out.
    """
    documents = {notice.id: notice.document for notice in notices}
    said = view.statements(list(documents), properties)
    corrections = _corrections(view, said)
    found = {}
    for notice, statements in said.items():
        rows, _ = _corrected(notice, documents[notice], statements, corrections, properties)
        found[notice] = _without_persons(rows)
    return found


def procedure_file(view: View, procedure_id: str) -> ProcedureFile | None:
    """Return the file of a procedure, or None where no procedure has or had this id.

    An id that was merged away leads to the procedure that took it in; `ProcedureFile.asked` keeps the old one.
    """
    current = view.redirect(procedure_id) or procedure_id
    members = view.members(Cluster.PROCEDURE, current)
    called = view.notices_called(members)
    notices = [called[member] for member in members if member in called]
    if not notices:
        return None
    documents = {notice.id: notice.document for notice in notices}
    said = view.statements(members)
    corrections = _corrections(view, said)
    rows: dict[str, list[Row]] = {}
    withdrawn: list[Withdrawn] = []
    for notice in notices:
        kept, gone = _corrected(notice.id, notice.document, said[notice.id], corrections, None)
        rows[notice.id] = _without_persons(kept)
        withdrawn += gone
    arrivals = view.first_arrivals(list(documents.values()))
    timeline = sorted((_entry(notice, rows[notice.id], arrivals) for notice in notices), key=_when)
    order = [entry.notice for entry in timeline]
    every = [row for notice in order for row in rows[notice]]
    scopes = {notice: _Scopes(rows[notice]) for notice in order}
    every = _superseded(every, scopes, timeline)
    organizations = view.clusters_of(Cluster.ORGANIZATION, sorted({row.key for row in every if row.property in ROLES}))
    amounts = _amounts(every, scopes)
    titles = _gathered(_of(every, Property.TITLE))
    family = view.clusters_of(Cluster.FAMILY, order[:1]).get(order[0])
    return ProcedureFile(
        id=current,
        asked=procedure_id,
        title=_title(timeline, titles),
        family=family,
        siblings=tuple(_siblings(view, family, current)),
        titles=titles,
        numbers=_gathered(_of(every, Property.NUMBER)),
        contract_numbers=_gathered(_of(every, Property.CONTRACT_NUMBER)),
        methods=_gathered(_of(every, Property.METHOD)),
        places=_by_property(every, PLACES),
        timeline=tuple(timeline),
        parties=_parties(every, scopes, organizations),
        lots=_lots(every, scopes, organizations),
        amounts=amounts,
        dates=_by_property(every, tuple(name for name in Property if name in DATES)),
        differences=(*_within(every, scopes), *_between(every, amounts, organizations)),
        missing=_gathered(_of(every, Property.MISSING_DOCUMENT)),
        withdrawn=tuple(withdrawn),
        links=tuple(_procedure_links(view, documents)),
        said=_by_property(every, _OTHERS),
    )


def organization_file(view: View, org_id: str) -> OrganizationFile | None:
    """Return the file of an organization, or None where none has or had this id.

    A sole trader is a natural person: of one, nothing is told but that the file is withheld.
    """
    current = view.redirect(org_id) or org_id
    keys = view.members(Cluster.ORGANIZATION, current)
    named: dict[Role, set[str]] = {
        role: {notice for notices in corrected(view).keyed((name,), keys).values() for notice in notices}
        for name, role in ROLES.items()
    }
    all_notices = sorted(set().union(*named.values()))
    if not keys or not all_notices:
        return None
    covered = _newest(view, all_notices)
    called = view.notices_called(covered)
    notices = [called[member] for member in covered if member in called]
    said = view.statements(covered, _PARTS)
    corrections = _corrections(view, said)
    members = set(keys)
    rows = {
        notice.id: _corrected(notice.id, notice.document, said[notice.id], corrections, _PARTS)[0] for notice in notices
    }
    identifiers = _gathered(row for some in rows.values() for row in _identifying(some, members))
    spellings = Counter(row.told.value for some in rows.values() for row in _naming(some, members))
    if any(is_sole_trader(told.value) for told in identifiers) or all(is_personal(name) for name in spellings):
        return OrganizationFile(
            current, org_id, "", (), (), (), (), (), (), notices=len(all_notices), covered=0, withheld=True
        )
    procedures = view.clusters_of(Cluster.PROCEDURE, all_notices)
    names = tuple(Counted(text, count) for text, count in spellings.most_common())
    return OrganizationFile(
        id=current,
        asked=org_id,
        name=names[0].text if names else keys[0],
        names=names,
        identifiers=identifiers,
        places=tuple(Counted(text, count) for text, count in _org_places(rows, members).most_common()),
        roles=tuple(
            RoleCount(role, len({procedures[each] for each in some if each in procedures}), len(some))
            for role, some in named.items()
            if some
        ),
        parts=_parts(rows, procedures, members),
        links=tuple(_organization_links(view, keys)),
        notices=len(all_notices),
        covered=len(covered),
        registers=tuple(matches.matches(view, keys)),
        relations=tuple(each for each in related.relations(view, current) if not is_personal(each.name)),
    )


def called(view: View, wanted: str) -> list[str]:
    """Return the digests of the documents with this file name, or with digests that begin so, sorted."""
    return view.named(wanted) or (view.prefixed(wanted) if len(wanted) >= MIN_PREFIX else [])


def document_file(view: View, digest: str) -> DocumentFile | None:
    """Return what is known of a document, or None where no document has this SHA-256."""
    document = view.document(digest)
    if document is None:
        return None
    arrivals = view.arrivals(digest)
    notices = view.notices_in(digest)
    rows = told_by(view, notices)
    procedures = view.clusters_of(Cluster.PROCEDURE, [notice.id for notice in notices])
    reading = view.reading(notices[0].reading) if notices else view.reading_of(digest)
    return DocumentFile(
        document=document,
        name=arrivals[0].name if arrivals else digest[:12],
        arrivals=tuple(arrivals),
        reading=None
        if reading is None
        else ReadingMeta(
            id=reading.id,
            reader=reading.reader,
            charset=reading.charset,
            characters=len(reading.text),
            pages=len(reading.pages),
            masked=reading.masked,
            sandbox=reading.sandbox,
            signals=reading.signals,
        ),
        notices=tuple(
            NoticeFile(
                id=notice.id,
                procedure=procedures.get(notice.id),
                title=_notice_title(rows[notice.id]),
                start=notice.start,
                end=notice.end,
                said=tuple((row.subject, row.property, row.told) for row in rows[notice.id]),
            )
            for notice in notices
        ),
    )


def proof_of(view: View, statement_id: str) -> tuple[Notice, Statement] | None:
    """Return a statement with its notice, or None where the current extraction has no such statement."""
    notice_id = statement_notice(statement_id)
    notice = view.notice(notice_id) if notice_id else None
    if notice is None:
        return None
    said = view.statements([notice.id])[notice.id]
    return next(((notice, statement) for statement in said if statement.id == statement_id), None)


# Corrections


def value_subject(notice: str, subject: str, name: Property) -> str:
    """Return how a judgement on ``value?`` names what it is about."""
    return f"{notice}|{subject}|{name}"


def _corrections(view: View, said: dict[str, list[Statement]]) -> dict[str, Judgement]:
    """Return persons' judgements on the values of these notices, of rows that software did not read too, by subject."""
    return {name: judgement for name, judgement in answers(view).items() if name.partition("|")[0] in said}


def _corrected(
    notice: str,
    document: str,
    statements: Sequence[Statement],
    corrections: dict[str, Judgement],
    properties: Collection[Property] | None,
) -> tuple[list[Row], list[Withdrawn]]:
    """Return a notice's rows with corrections in place, and what was taken away."""
    rows: list[Row] = []
    replaced: dict[str, list[Statement]] = {}
    places: dict[str, int] = {}
    for statement in statements:
        name = value_subject(notice, statement.subject, statement.property)
        if name in corrections:
            replaced.setdefault(name, []).append(statement)
            places.setdefault(name, len(rows))
        else:
            rows.append(_row(statement, document))
    withdrawn = []
    inserted: list[tuple[int, Row]] = []
    prefix = f"{notice}|"
    for name, judgement in corrections.items():
        if not name.startswith(prefix):
            continue
        _, subject, said_of = name.split("|", 2)
        meant = Property(said_of)
        if properties is not None and meant not in properties:
            continue
        old = replaced.get(name, [])
        correction = Correction(
            judgement=judgement.id,
            by=judgement.agent,
            reason=judgement.reason,
            instead_of=tuple(statement.value for statement in old if statement.value != judgement.answer),
            decided_at=judgement.decided_at,
        )
        if not judgement.answer:
            withdrawn.append(Withdrawn(meant, subject, notice, correction))
            continue
        inserted.append((places.get(name, len(rows)), _corrected_row(judgement, old, notice, document, correction)))
    for place, row in sorted(inserted, key=lambda pair: -pair[0]):
        rows.insert(place, row)
    return rows, withdrawn


def _corrected_row(
    judgement: Judgement, old: Sequence[Statement], notice: str, document: str, correction: Correction
) -> Row:
    _, subject, said_of = judgement.subject.split("|", 2)
    name = Property(said_of)
    answer = judgement.answer
    same = next((statement for statement in old if statement.value == answer), None)
    if judgement.evidence:
        proofs: tuple[Proof, ...] = (_proof("", notice, document, judgement.evidence),)
    elif same is not None:
        proofs = (_proof(same.id, notice, document, same.evidence),)
    else:
        proofs = ()
    amount = None
    if name in AMOUNTS:
        amount = same.amount if same is not None else _amount(answer)
    key = answer
    if name in ROLES:
        key = name_key(answer)
    elif name is Property.NUMBER:
        key = number_key(answer)
    return Row(notice, subject, name, Told(answer, proofs, correction=correction, amount=amount), key)


def _amount(answer: str) -> Amount | None:
    """Return the amount that a person wrote, in canonical form or as a notice would print it; None if it is neither."""
    match = _CANONICAL.fullmatch(answer.strip())
    if match is None:
        return read_amount(answer)
    from decimal import Decimal

    return Amount(Basis(match["basis"]), Decimal(match["amount"]), match["currency"])


def _row(statement: Statement, document: str) -> Row:
    proof = _proof(statement.id, statement.notice, document, statement.evidence)
    told = Told(statement.value, (proof,), conflict=statement.conflict, amount=statement.amount)
    return Row(statement.notice, statement.subject, statement.property, told, statement.key or statement.value)


def _proof(statement: str, notice: str, document: str, evidence: Sequence[Span]) -> Proof:
    return Proof(
        statement=statement,
        notice=notice,
        document=document,
        quote=evidence[0].quote,
        also=tuple(span.quote for span in evidence[1:]),
        page=evidence[0].page,
    )


# Persons


def _without_persons(rows: Sequence[Row]) -> list[Row]:
    """Return the rows without names and identifiers of natural persons."""
    hidden = natural([(row.subject, row.property, row.told.value) for row in rows])
    return [row for row, person in zip(rows, hidden, strict=True) if not person]


# Gathering


def _of(rows: Iterable[Row], name: Property) -> list[Row]:
    return [row for row in rows if row.property is name]


def _gathered(rows: Iterable[Row]) -> tuple[Told, ...]:
    """Return each value once, in order, with all its proofs."""
    groups: dict[str, list[Row]] = {}
    for row in rows:
        groups.setdefault(row.key, []).append(row)
    return tuple(_merged([row.told for row in group]) for group in groups.values())


def _merged(tolds: Sequence[Told]) -> Told:
    """Return one value from equal ones: spelled as most do, the first of them if they tie."""
    value = Counter(told.value for told in tolds).most_common(1)[0][0]
    return Told(
        value=value,
        proofs=tuple(dict.fromkeys(proof for told in tolds for proof in told.proofs)),
        conflict=any(told.conflict for told in tolds),
        correction=next((told.correction for told in tolds if told.correction is not None), None),
        amount=tolds[0].amount,
        superseded=tolds[-1].superseded if all(told.superseded for told in tolds) else "",
    )


def _by_property(rows: Sequence[Row], names: Sequence[Property]) -> tuple[DateRow, ...]:
    return tuple(DateRow(name, told) for name in names for told in _gathered(_of(rows, name)))


def _first(rows: Sequence[Row], name: Property) -> Told | None:
    return next((row.told for row in rows if row.property is name), None)


def _notice_title(rows: Sequence[Row]) -> str:
    told = _first(rows, Property.NOTICE_TITLE) or _first(rows, Property.TITLE)
    return told.value if told else ""


def _entry(notice: Notice, rows: Sequence[Row], arrivals: Mapping[str, Arrival]) -> Entry:
    return Entry(
        notice=notice.id,
        document=notice.document,
        name=arrivals[notice.document].name if notice.document in arrivals else "",
        title=_notice_title(rows),
        date=_first(rows, Property.PUBLISHED),
        stage=_first(rows, Property.STAGE),
        round=_first(rows, Property.ROUND),
    )


def _when(entry: Entry) -> tuple[str, int, str]:
    stage = _STAGES.get(Stage(entry.stage.value), 0) if entry.stage else len(_STAGES)
    return (entry.date.value if entry.date else "9999", stage, entry.notice)


def _title(timeline: Sequence[Entry], titles: Sequence[Told]) -> str:
    if titles:
        return max(titles, key=lambda told: len(told.proofs)).value
    return next((entry.title for entry in timeline if entry.title), "") or timeline[0].name or timeline[0].notice


# What a correction supersedes

_SUPERSEDED = frozenset(
    {*AMOUNTS, *DATES, Property.SUPPLIER} - {Property.PUBLISHED, Property.FIRST_PUBLISHED, Property.BID_VALUE}
)
"""What a correction notice states anew. A publication's date is each notice's own, and bids stand side by side."""


def _superseded(rows: Sequence[Row], scopes: dict[str, _Scopes], timeline: Sequence[Entry]) -> list[Row]:
    """Return the rows, in their order, with those marked for which a later correction notice states something else.

    Nothing is overwritten: both values stand, each with its own evidence. A correction of one lot touches that lot.
    """
    places = {entry.notice: place for place, entry in enumerate(timeline)}
    amends = {entry.notice for entry in timeline if entry.stage is not None and entry.stage.value == Stage.AMENDMENT}
    last: dict[tuple[Property, str], str] = {}
    stated: dict[tuple[Property, str, str], set[str]] = {}
    if not amends:
        return list(rows)
    for row in rows:
        if row.property in _SUPERSEDED:
            scope = _scope_key(row, scopes[row.notice])
            stated.setdefault((row.property, scope, row.notice), set()).add(row.key)
            if row.notice in amends:
                last[row.property, scope] = row.notice
    found = []
    for row in rows:
        scope = _scope_key(row, scopes[row.notice]) if row.property in _SUPERSEDED else ""
        by = last.get((row.property, scope), "")
        if by and places[row.notice] < places[by] and row.key not in stated[row.property, scope, by]:
            told = msgspec.structs.replace(row.told, superseded=by)
            found.append(msgspec.structs.replace(row, told=told))
        else:
            found.append(row)
    return found


def _scope_key(row: Row, scopes: _Scopes) -> str:
    """Return whose value it is: a lot's, by its label, or the procedure's."""
    lot = scopes.lot(row.subject)
    return scopes.lot_key(lot, row.notice) if lot is not None else ""


# Scopes: what the subjects of one notice stand for


class _Scopes:
    """What each subject of a notice is: the whole procedure, a lot, a supplier."""

    def __init__(self, rows: Sequence[Row]) -> None:
        self.labels = {row.subject: row.told.value for row in rows if row.property is Property.LOT_LABEL}
        self.titles = {row.subject: row.told.value for row in rows if row.property is Property.LOT_TITLE}
        self.names = {row.subject: row for row in rows if row.property in (Property.SUPPLIER, Property.CANDIDATE)}
        subjects = {match[0] for row in rows if (match := _LOT.match(row.subject))}
        self.whole = len(subjects) <= 1 and not self.labels
        """Whether the only row is implicit, so that what is said of it is said of the procedure."""

    def lot(self, subject: str) -> str | None:
        """Return the lot that a subject belongs to, or None for the whole procedure."""
        match = _LOT.match(subject)
        return match[0] if match and not self.whole else None

    def lot_key(self, lot: str, notice: str) -> str:
        """Return what two notices' rows of one lot share."""
        if lot in self.labels:
            return "label " + lot_key(self.labels[lot])
        return "title " + self.titles[lot] if lot in self.titles else f"{notice} {lot}"

    def scope(self, row: Row) -> tuple[Scope, str, str]:
        """Return a row's scope, the label to show and the key to gather by."""
        lot = self.lot(row.subject)
        if "/supplier/" in row.subject and row.property in AMOUNTS:
            named = self.names.get(row.subject)
            label = named.told.value if named else ""
            key = (self.lot_key(lot, row.notice) if lot else "") + "|" + (named.key if named else row.subject)
            return Scope.SUPPLIER, label, key
        if lot is None:
            return Scope.PROCEDURE, "", ""
        return Scope.LOT, self.labels.get(lot) or self.titles.get(lot, ""), self.lot_key(lot, row.notice)


def _amounts(rows: Iterable[Row], scopes: dict[str, _Scopes]) -> tuple[AmountRow, ...]:
    """Return every amount once per role and scope, roles in the order of a procedure's life."""
    groups: dict[tuple[Property, Scope, str, str], list[tuple[str, Told]]] = {}
    for row in rows:
        if row.property in AMOUNTS:
            scope, label, key = scopes[row.notice].scope(row)
            groups.setdefault((row.property, scope, key, row.told.value), []).append((label, row.told))
    life = {name: number for number, name in enumerate(Property)}
    ordered = sorted(groups.items(), key=lambda item: life[item[0][0]])
    return tuple(
        AmountRow(role, scope, group[0][0], _merged([told for _, told in group]))
        for (role, scope, _, _), group in ordered
    )


def _parties(rows: Sequence[Row], scopes: dict[str, _Scopes], organizations: dict[str, str]) -> tuple[Party, ...]:
    groups: dict[tuple[Role, str], list[Row]] = {}
    beside: dict[tuple[str, str, Property], Told] = {}
    for row in rows:
        if row.property in ROLES:
            groups.setdefault((ROLES[row.property], organizations.get(row.key, row.key)), []).append(row)
        elif row.property in IDENTIFIERS or row.property in (Property.LEAD, Property.RANK):
            beside.setdefault((row.notice, row.subject, row.property), row.told)
    parties = [_party(role, group, scopes, organizations, beside) for (role, _), group in groups.items()]
    return tuple(sorted(parties, key=lambda party: (_ROLE_ORDER[party.role], party.rank or 99, party.lead is False)))


def _party(
    role: Role,
    group: Sequence[Row],
    scopes: dict[str, _Scopes],
    organizations: dict[str, str],
    beside: dict[tuple[str, str, Property], Told],
) -> Party:
    def first(name: Property) -> Told | None:
        found = (beside.get((row.notice, row.subject, name)) for row in group)
        return next((told for told in found if told is not None), None)

    lead, rank = first(Property.LEAD), first(Property.RANK)
    identifying = next(name for name, named in IDENTIFIERS.items() if group[0].property in named)
    labels: dict[str, str] = {}
    for row in group:
        lot = scopes[row.notice].lot(row.subject)
        if lot is not None:
            label = scopes[row.notice].labels.get(lot) or scopes[row.notice].titles.get(lot, "")
            labels.setdefault(scopes[row.notice].lot_key(lot, row.notice), label)
    return Party(
        role=role,
        name=_merged([row.told for row in group]),
        organization=next((organizations[row.key] for row in group if row.key in organizations), None),
        lots=tuple(label for label in labels.values() if label),
        lead=None if lead is None else lead.value == "true",
        rank=int(rank.value) if rank is not None and rank.value.isdecimal() else None,
        identifier=first(identifying),
    )


def _lots(rows: Sequence[Row], scopes: dict[str, _Scopes], organizations: dict[str, str]) -> tuple[LotRow, ...]:
    groups: dict[str, list[Row]] = {}
    for row in rows:
        lot = scopes[row.notice].lot(row.subject)
        if lot is not None:
            groups.setdefault(scopes[row.notice].lot_key(lot, row.notice), []).append(row)
    found = []
    for group in groups.values():
        labels, titles = _of(group, Property.LOT_LABEL), _gathered(_of(group, Property.LOT_TITLE))
        found.append(
            LotRow(
                label=labels[0].told.value if labels else "",
                title=titles[0] if titles else None,
                status=_gathered(_of(group, Property.LOT_STATUS)),
                parties=_parties(group, scopes, organizations),
                amounts=_amounts(group, scopes),
            )
        )
    return tuple(sorted(found, key=lambda lot: _lot_order(lot.label)))


def _lot_order(label: str) -> tuple[int, str]:
    key = lot_key(label)
    return (int(key), "") if key.isdecimal() else (10_000, key)


# Differences


def _within(rows: Sequence[Row], scopes: dict[str, _Scopes]) -> Iterator[Difference]:
    """Yield where one notice contradicts itself."""
    groups: dict[tuple[str, str, Property], list[Row]] = {}
    for row in rows:
        groups.setdefault((row.notice, row.subject, row.property), []).append(row)
    for (notice, _, name), group in groups.items():
        if any(row.told.conflict for row in group):
            scope, label, _ = scopes[notice].scope(group[0])
            yield Difference(name, scope, label, within=True, values=_gathered(group))


def _between(rows: Sequence[Row], amounts: Sequence[AmountRow], organizations: dict[str, str]) -> Iterator[Difference]:
    """Yield where notices differ on who buys, or on a total of one role and scope."""
    for name in (Property.BUYER, Property.AGENCY):
        named: dict[str, list[Row]] = {}
        for row in _of(rows, name):
            named.setdefault(organizations.get(row.key, row.key), []).append(row)
        if len(named) > 1:
            values = tuple(_merged([row.told for row in group]) for group in named.values())
            if len({proof.notice for told in values for proof in told.proofs}) > 1:
                yield Difference(name, Scope.PROCEDURE, "", within=False, values=values)
    groups: dict[tuple[Property, Scope, str], list[Told]] = {}
    for line in amounts:
        amount = line.told.amount
        is_total = amount is not None and amount.basis is Basis.TOTAL
        if is_total and line.role is not Property.BID_VALUE and not line.told.superseded:
            groups.setdefault((line.role, line.scope, line.label), []).append(line.told)
    for (name, scope, label), tolds in groups.items():
        notices = [{proof.notice for proof in told.proofs} for told in tolds]
        if len(tolds) > 1 and any(one.isdisjoint(other) for one in notices for other in notices):
            yield Difference(name, scope, label, within=False, values=tuple(tolds))


# Links


def _link(judgement: Judgement, one: str, other: str) -> Link:
    return Link(
        judgement=judgement.id,
        question=judgement.question,
        answer=judgement.answer,
        one=one,
        other=other,
        by=judgement.agent,
        kind=judgement.agent_kind,
        reason=judgement.reason,
        score=judgement.score,
        decided_at=judgement.decided_at,
    )


def _procedure_links(view: View, members: Collection[str]) -> Iterator[Link]:
    for question in (Question.SAME_PROCEDURE, Question.SAME_FAMILY):
        for judgement in view.judgements(question, sorted(members)):
            yield _link(judgement, judgement.subject, judgement.other)


def _organization_links(view: View, keys: Sequence[str]) -> Iterator[Link]:
    for judgement in view.judgements(Question.SAME_ORGANIZATION, keys):
        yield _link(judgement, judgement.subject, judgement.other)


def _siblings(view: View, family: str | None, procedure: str) -> Iterator[Sibling]:
    """Yield the other attempts of a family, oldest first."""
    members = view.members(Cluster.FAMILY, family) if family else []
    procedures = view.clusters_of(Cluster.PROCEDURE, members)
    others: dict[str, list[str]] = {}
    for member, found in procedures.items():
        if found != procedure:
            others.setdefault(found, []).append(member)
    names = (Property.TITLE, Property.NOTICE_TITLE, Property.ROUND, Property.PUBLISHED)
    said = view.statements(sorted(member for group in others.values() for member in group), names)
    siblings = []
    for found, group in others.items():
        first: dict[Property, list[str]] = {}
        for member in group:
            for statement in said[member]:
                first.setdefault(statement.property, []).append(statement.value)
        titles = first.get(Property.TITLE) or first.get(Property.NOTICE_TITLE) or [found]
        rounds, dates = first.get(Property.ROUND, [""]), first.get(Property.PUBLISHED, [""])
        siblings.append(Sibling(found, titles[0], max(rounds), min(dates)))
    yield from sorted(siblings, key=lambda sibling: (sibling.date or "9999", sibling.procedure))


# Organizations


def _newest(view: View, notices: Sequence[str]) -> list[str]:
    """Return at most `NOTICES` notices, the newest ones."""
    if len(notices) <= NOTICES:
        return list(notices)
    said = view.statements(notices, (Property.PUBLISHED,))
    dated = sorted(notices, key=lambda notice: said[notice][0].value if said[notice] else "", reverse=True)
    return sorted(dated[:NOTICES])


def _naming(rows: Sequence[Row], keys: Collection[str]) -> list[Row]:
    return [row for row in rows if row.property in ROLES and row.key in keys]


def _identifying(rows: Sequence[Row], keys: Collection[str]) -> Iterator[Row]:
    """Yield the identifiers that stand in the rows where the organization is named."""
    named = {(row.subject, row.property) for row in _naming(rows, keys)}
    for row in rows:
        if any((row.subject, name) in named for name in IDENTIFIERS.get(row.property, ())):
            yield row


def _org_places(rows: dict[str, list[Row]], keys: Collection[str]) -> Counter[str]:
    """Count the places of notices in which the organization buys: they are stated of the buyer only."""
    places: Counter[str] = Counter()
    for some in rows.values():
        if any(row.property is Property.BUYER for row in _naming(some, keys)):
            told = [told.value for name in PLACES if (told := _first(some, name)) is not None]
            places.update([" ".join(dict.fromkeys(told))] if told else [])
    return places


def _parts(rows: dict[str, list[Row]], procedures: dict[str, str], keys: Collection[str]) -> tuple[Part, ...]:
    groups: dict[str, list[str]] = {}
    for notice in rows:
        if notice in procedures:
            groups.setdefault(procedures[notice], []).append(notice)
    parts = (_part(procedure, [rows[notice] for notice in group], keys) for procedure, group in groups.items())
    return tuple(sorted(parts, key=lambda part: (part.date, part.procedure), reverse=True))


def _part(procedure: str, notices: Sequence[list[Row]], keys: Collection[str]) -> Part:
    every = [row for rows in notices for row in rows]
    scopes = {rows[0].notice: _Scopes(rows) for rows in notices if rows}
    own: list[Row] = []
    roles: set[Role] = set()
    proofs: list[Proof] = []
    for rows in notices:
        naming = _naming(rows, keys)
        roles |= {ROLES[row.property] for row in naming}
        proofs += [proof for row in naming for proof in row.told.proofs]
        own += _own_amounts(rows, naming)
    titles = [row.told.value for row in (_of(every, Property.TITLE) or _of(every, Property.NOTICE_TITLE))]
    return Part(
        procedure=procedure,
        title=Counter(titles).most_common(1)[0][0] if titles else procedure,
        date=min((row.told.value for row in _of(every, Property.PUBLISHED)), default=""),
        roles=tuple(sorted(roles, key=_ROLE_ORDER.__getitem__)),
        amounts=_amounts(own, scopes),
        proofs=tuple(dict.fromkeys(proofs)),
    )


def _own_amounts(rows: Sequence[Row], naming: Sequence[Row]) -> list[Row]:
    """Return the amounts of a notice that concern the organization named in `naming`."""
    roles = {ROLES[row.property] for row in naming}
    scopes = _Scopes(rows)
    amounts = [row for row in rows if row.property in AMOUNTS]
    if roles & {Role.BUYER, Role.AGENCY}:
        return [row for row in amounts if scopes.scope(row)[0] is Scope.PROCEDURE]
    subjects = {row.subject for row in naming}
    # What is said of a lot's whole row is the supplier's own only where nobody else stands in the row.
    for subject in list(subjects):
        lot = subject.partition("/supplier/")[0]
        others = {row.subject for row in rows if row.property in ROLES and row.subject.startswith(f"{lot}/")}
        if others <= subjects:
            subjects.add(lot)
    return [
        row for row in amounts if row.subject in subjects and row.property not in (Property.BUDGET, Property.CEILING)
    ]
