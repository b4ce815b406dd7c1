"""FollowTheMoney: entities as JSON lines, and a statement for each of their values.

Rules:
    * Organizations only, never a ``Person``. Sole traders and names that look like persons' are left out and counted;
      so is a supplier whose name does not tell whether it is an organization, unless it has an organization's identifier.
    * What a procedure, a lot and an award say follows the rules of the tables (`counterfile.views.tables`); every value
      has the documents that carry it as ``proof``, and each of its statements names ours in ``origin``.
    * An award's amount is given only where one supplier has it alone: an amount shared by several would be counted twice.

Source:
    FollowTheMoney 4 (MIT): schemata CallForTenders, Contract, ContractAward, PublicBody, Company, Organization,
    UnknownLink, Document; statements as JSON lines, ids as SHA-1 over data set, entity, property and value.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import islice
from typing import Any

import msgspec

from counterfile.model.finding import Unit
from counterfile.model.notice import ORGANIZATIONS, Property
from counterfile.model.statement import Statement
from counterfile.text.identifiers import UsccClass, is_uscc, uscc_class
from counterfile.text.names import is_organization
from counterfile.views.exchange._said import Said, said_of
from counterfile.views.natural import IDENTIFIERS
from counterfile.views.tables import Row, Workbench

DATASET = "counterfile"
PROOFS = 50
"""Documents named as proof of an organization; of any other entity all are."""

MOST = 64
"""Characters that FollowTheMoney takes for an identifier."""

Json = dict[str, Any]
_RUN = 200  # procedures whose statements are in memory at once
_OFFICIAL = frozenset({UsccClass.STATE_ORGAN, UsccClass.PUBLIC_INSTITUTION, UsccClass.MILITARY})
_BUSINESS = frozenset({UsccClass.COMPANY, UsccClass.COOPERATIVE})
_COMPANY_ENDS = ("公司", "集团")


class Left(msgspec.Struct):
    """What was left out; filled while `entities` runs."""

    persons: int = 0
    """Statements that name or identify natural persons, sole traders among them."""
    unclear: int = 0
    """Organizations of which the name does not tell that they are organizations."""
    without_buyer: int = 0
    """Procedures that name no buyer: FollowTheMoney wants one."""


class Entity:
    """An entity that grows value by value."""

    def __init__(self, dataset: str, name: str, schema: str) -> None:
        """Begin without values; `name` is unique in the data set."""
        self.dataset, self.schema = dataset, schema
        self.id = f"{dataset}-{_plain(name)}"
        self.properties: dict[str, list[str]] = {}
        self._origins: dict[tuple[str, str], tuple[str, str]] = {}

    def add(self, name: str, value: object, sources: Iterable[Statement] = ()) -> None:
        """Add a value of a property, with our statements that it rests on; None and empty texts add nothing."""
        if value is None or value == "":
            return
        text = _text(value)
        values = self.properties.setdefault(name, [])
        if text not in values:
            values.append(text)
            rested = list(sources)
            quotes = "; ".join(dict.fromkeys(span.quote for each in rested for span in each.evidence[:1]))
            self._origins[name, text] = (" ".join(dict.fromkeys(each.id for each in rested)), quotes)

    def to_json(self) -> Json:
        """Return the entity as FollowTheMoney writes it."""
        return {"id": self.id, "schema": self.schema, "datasets": [self.dataset], "properties": self.properties}

    def statements(self) -> Iterator[Json]:
        """Yield one statement for each value, the entity's own id last."""
        values = [(name, value) for name, several in self.properties.items() for value in several]
        digest = hashlib.sha1("".join(sorted(f"{n}{v}" for n, v in values)).encode(), usedforsecurity=False)
        for name, value in (*values, ("id", digest.hexdigest())):
            origin, quote = self._origins.get((name, value), ("", ""))
            key = f"{self.dataset}.{self.id}.{name}.{value}"
            yield {
                "canonical_id": self.id,
                "entity_id": self.id,
                "prop": name,
                "schema": self.schema,
                "value": value,
                "dataset": self.dataset,
                "lang": None,
                "original_value": quote if quote and quote != value else None,
                "first_seen": None,
                "last_seen": None,
                "external": False,
                "origin": origin or None,
                "id": hashlib.sha1(key.encode(), usedforsecurity=False).hexdigest(),
            }


def _plain(name: str) -> str:
    """Return a name as an id may be: letters of ASCII, digits, ``-`` and ``.``; what is cut out is told by a digest.

    >>> _plain("p-0123456789abcdef"), _plain("p-0123456789abcdef/lot/1")
    ('p-0123456789abcdef', 'p-0123456789abcdef-lot-1-6c5e878c')
    """
    plain = re.sub(r"[^0-9A-Za-z.-]+", "-", name).strip("-.")
    digest = hashlib.blake2b(name.encode(), digest_size=4).hexdigest()
    return plain if plain == name else f"{plain}-{digest}"


def _fits(number: str) -> bool:
    """Return whether FollowTheMoney takes a number for an identifier; a longer one is kept as a plain text."""
    return len(number) <= MOST


def _text(value: object) -> str:
    if isinstance(value, Decimal):
        return format(value, "f")
    return value.isoformat() if isinstance(value, dt.date) else str(value)


def entities(bench: Workbench, left: Left, *, dataset: str = DATASET) -> Iterator[Entity]:
    """Yield every entity: documents before what they prove, organizations last.

    Args:
        bench: The facts.
        left: Is filled with what was left out.
        dataset: Name of the data set; ids begin with it.
    """
    maker = _Maker(bench, left, dataset)
    stored = bench.rows(Unit.PROCEDURE)
    every = iter(stored)
    while some := list(islice(every, _RUN)):
        yield from maker.procedures(some)
    yield from maker.organizations()


class _Organization(msgspec.Struct):
    names: dict[str, Statement]
    identifiers: dict[str, Statement]
    proofs: dict[str, None]
    roles: set[Property]
    wanted: bool = False
    """Whether some entity refers to it."""


class _Maker:
    def __init__(self, bench: Workbench, left: Left, dataset: str) -> None:
        self._bench, self._left, self._dataset = bench, left, dataset
        self._organizations: dict[str, _Organization] = {}
        self._documents: set[str] = set()
        self._persons: set[str] = set()
        self._document_of: dict[str, str] = {}
        lots = bench.rows(Unit.LOT)
        self._lots: dict[str, list[str]] = {}
        for one, procedure in zip(lots.columns["id"], lots.columns["procedure"], strict=True):
            self._lots.setdefault(procedure, []).append(one)
        self._awarded = frozenset(bench.rows(Unit.AWARD))

    # ---- runs

    def procedures(self, some: Sequence[str]) -> Iterator[Entity]:
        bench = self._bench
        stored = bench.rows(Unit.PROCEDURE)
        notices = [found for one in some for id_ in stored.notices_of(one) if (found := bench.view.notice(id_))]
        self._document_of = {notice.id: notice.document for notice in notices}
        self._persons = set()
        for said in said_of(bench, notices):
            self._left.persons += len(said.left_out)
            self._persons.update(said.left_out)
            self._gather(said)
        rows = bench.rows_of(Unit.PROCEDURE, some)
        lots = bench.rows_of(Unit.LOT, [lot for one in some for lot in self._lots.get(one, ())])
        awards = bench.rows_of(Unit.AWARD, [f"{lot}/award" for lot in lots if f"{lot}/award" in self._awarded])
        for one in some:
            made = self._procedure(rows[one], [lots[lot] for lot in self._lots.get(one, ())], awards)
            yield from self._with_proofs(made)

    def _gather(self, said: Said) -> None:
        """Note what a notice says of organizations."""
        for statement in said.statements:
            if statement.property not in ORGANIZATIONS:
                continue
            party = self._bench.organization_of(statement)
            if party is None:
                continue
            found = self._organizations.setdefault(party, _Organization({}, {}, {}, set()))
            found.names.setdefault(statement.value, statement)
            found.roles.add(statement.property)
            if len(found.proofs) < PROOFS:
                found.proofs[said.notice.document] = None
            for name, owners in IDENTIFIERS.items():
                if statement.property in owners:
                    identifier = said.only(statement.subject, name)
                    if identifier is not None:
                        found.identifiers.setdefault(identifier.value, identifier)

    def _with_proofs(self, made: Sequence[tuple[Entity, Iterable[str]]]) -> Iterator[Entity]:
        for entity, digests in made:
            for digest in dict.fromkeys(digests):
                if digest not in self._documents:
                    self._documents.add(digest)
                    yield self._document(digest)
                entity.add("proof", f"{self._dataset}-{digest}")
            yield entity

    def _document(self, digest: str) -> Entity:
        row = self._bench.rows(Unit.DOCUMENT)[digest].values
        entity = Entity(self._dataset, digest, "Document")
        entity.add("fileName", row["name"] or digest)
        # `contentHash` takes nothing but SHA-1, which we never compute.
        entity.add("notes", f"SHA-256 {digest}")
        entity.add("fileSize", row["size"])
        entity.add("mimeType", row["media_type"])
        return entity

    # ---- procedures, lots, awards

    def _procedure(self, row: Row, lots: Sequence[Row], awards: dict[str, Row]) -> list[tuple[Entity, Iterable[str]]]:
        values = row.values
        buyer = self._refer(values["buyer"])
        if buyer is None:
            self._left.without_buyer += 1
            return []
        call = Entity(self._dataset, values["id"], "CallForTenders")
        title = values["title"] or ", ".join(values["numbers"]) or values["id"]
        call.add("title", title, row.sources.get("title", ()))
        call.add("authority", buyer, row.sources.get("buyer", ()))
        for number in values["numbers"]:
            own = [each for each in row.sources.get("numbers", ()) if each.value == number]
            call.add("callId" if _fits(number) else "recordId", number, own)
        for name, column in (
            ("publicationDate", "published"),
            ("submissionDeadline", "opened"),
            ("awardingDate", "decided"),
            ("procedure", "method"),
        ):
            call.add(name, values[column], row.sources.get(column, ()))
        if any(lot.values["labelled"] for lot in lots):
            call.add("numberOfLots", len(lots))
        made: list[tuple[Entity, Iterable[str]]] = []
        agency = self._refer(values["agency"])
        if agency is not None and agency != buyer:
            link = Entity(self._dataset, f"{values['id']}-agency", "UnknownLink")
            link.add("subject", agency, row.sources.get("agency", ()))
            link.add("object", buyer, row.sources.get("buyer", ()))
            link.add("role", "runs the procedure for")
            made.append((link, self._digests(row.sources.get("agency", ()))))
        made.append((call, self._digests(each for some in row.sources.values() for each in some)))
        for lot in lots:
            award = awards.get(f"{lot.values['id']}/award")
            made += self._award(call, buyer, title, row, lot, award)
        return made

    def _award(
        self, call: Entity, buyer: str, title: str, procedure: Row, lot: Row, award: Row | None
    ) -> Iterator[tuple[Entity, Iterable[str]]]:
        winners = self._winners(lot, award)
        if not winners:
            return
        values = lot.values
        contract = Entity(self._dataset, values["id"], "Contract")
        contract.add("title", values["lot_title"] or title, lot.sources.get("lot_title", ()))
        contract.add("authority", buyer, procedure.sources.get("buyer", ()))
        for number in procedure.values["numbers"]:
            contract.add("procedureNumber", number)
        if values["contract_value"] is not None:
            sources = lot.sources.get("contract_value", ())
            contract.add("amount", values["contract_value"], sources)
            contract.add("currency", values["contract_value_currency"], sources)
        if procedure.values["lots"] == 1:
            contract.add("contractDate", procedure.values["signed"], procedure.sources.get("signed", ()))
        about = [each for some in lot.sources.values() for each in some]
        yield contract, self._digests(about or [each for some in winners.values() for each in some])
        named = lot.values["suppliers"] if award is not None else lot.values["contractors"]
        for party, naming in winners.items():
            entity = Entity(self._dataset, f"{values['id']}/{party.removeprefix(f'{self._dataset}-')}", "ContractAward")
            entity.add("supplier", party, naming)
            entity.add("contract", contract.id)
            entity.add("callForTenders", call.id)
            entity.add("lotNumber", values["label"], lot.sources.get("label", ()))
            proofs = list(naming)
            if award is not None:
                entity.add("date", award.values["award_date"], award.sources.get("award_date", ()))
                if award.values["amount"] is not None and len(named) == 1:
                    sources = award.sources.get("amount", ())
                    entity.add("amount", award.values["amount"], sources)
                    entity.add("currency", award.values["amount_currency"], sources)
                    proofs += sources
                if award.values["consortium"]:
                    entity.add("role", "member of a consortium", award.sources.get("consortium", ()))
            yield entity, self._digests(proofs)

    def _winners(self, lot: Row, award: Row | None) -> dict[str, list[Statement]]:
        """Return who won a lot, by entity id, with the statements that name them; persons are left out."""
        sources = award.sources.get("suppliers", ()) if award is not None else lot.sources.get("contractors", ())
        found: dict[str, list[Statement]] = {}
        for statement in sources:
            if statement.id in self._persons:
                continue
            party = self._refer(self._bench.organization_of(statement))
            if party is not None:
                found.setdefault(party, []).append(statement)
        return found

    def _digests(self, statements: Iterable[Statement]) -> list[str]:
        """Return the documents of some statements, each once."""
        found = dict.fromkeys(self._document_of.get(each.notice, "") for each in statements)
        return [digest for digest in found if digest]

    # ---- organizations

    def _refer(self, party: str | None) -> str | None:
        """Return the entity id of an organization, or None where it is none or does not tell."""
        found = self._organizations.get(party) if party is not None else None
        if found is None or self._schema(found) is None:
            return None
        found.wanted = True
        return f"{self._dataset}-{party}"

    def _schema(self, found: _Organization) -> str | None:
        """Return the schema of an organization, or None where nothing tells that it is one."""
        classes = {uscc_class(code) for code in found.identifiers if is_uscc(code)}
        if classes & _OFFICIAL:
            return "PublicBody"
        if classes & _BUSINESS:
            return "Company"
        if any(name.endswith(_COMPANY_ENDS) for name in found.names):
            return "Company"
        if Property.BUYER in found.roles:
            return "PublicBody"
        tells = bool(classes) or any(is_organization(name) for name in found.names)
        return "Organization" if tells else None

    def organizations(self) -> Iterator[Entity]:
        """Yield every organization that something refers to, with the documents that name it."""
        for party, found in sorted(self._organizations.items()):
            schema = self._schema(found)
            if schema is None:
                self._left.unclear += 1
                continue
            if not found.wanted:
                continue
            entity = Entity(self._dataset, party, schema)
            for name, statement in found.names.items():
                entity.add("name", name, [statement])
            for code, statement in found.identifiers.items():
                kind = "registrationNumber" if _fits(code) else "notes"
                entity.add("uscCode" if is_uscc(code) else kind, code, [statement])
            yield from self._with_proofs([(entity, list(found.proofs))])
