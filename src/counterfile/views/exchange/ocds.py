"""Open Contracting Data Standard 1.1: one release a notice, one record a contracting process.

Rules:
    * A notice that was read from OCDS keeps its publisher's ocid; any other gets the prefix that was chosen and the
      procedure's id. Notices of one procedure with different ocids of publishers stay different processes.
    * A value is put where the standard has a place for it and the notice says one thing; an amount only as a plain
      total with its currency. Everything else stands in the extension block ``evidence``, with its words.
    * A join that nobody decided is a ``relatedProcesses`` entry marked as uncertain, never one process.
    * Parties are organizations.

Source:
    OCDS 1.1.5: release schema, release and record packages, merging (identifier merge, whole-list merge of texts);
    the extensions for lots and bids.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import islice
from typing import Any

import msgspec

from counterfile.model.finding import Unit
from counterfile.model.judgement import Answer, Judgement, Question
from counterfile.model.notice import LotStatus, Property, Stage
from counterfile.model.statement import Statement
from counterfile.model.value import Amount
from counterfile.text.identifiers import is_uscc
from counterfile.text.kinds import lot_key
from counterfile.views.exchange._said import Said, first_days, plain_total, said_of
from counterfile.views.tables import Workbench

VERSION = "1.1"
PREFIX = "ocds-000000"
"""Stands for a prefix of one's own, which the Open Contracting Partnership registers for free."""

EXTENSIONS = (
    "https://raw.githubusercontent.com/open-contracting-extensions/ocds_lots_extension/v1.1.5/extension.json",
    "https://raw.githubusercontent.com/open-contracting-extensions/ocds_bid_extension/v1.1.5/extension.json",
)
"""Public extensions whose fields are used; ours is written beside the packages (`extension`)."""

Json = dict[str, Any]
PREFIXED = re.compile(r"ocds-[a-z0-9]{6}(?:-.*)?", re.IGNORECASE | re.DOTALL)
_RUN = 200  # procedures whose statements are in memory at once
_OCDS = "application/json"
_CONTRACTED = Property.CONTRACT_VALUE

_TAGS = {
    Stage.PLANNING: "planning",
    Stage.PREQUALIFICATION: "tender",
    Stage.TENDER: "tender",
    Stage.SINGLE_SOURCE: "tender",
    Stage.AMENDMENT: "tenderUpdate",
    Stage.OPENING: "tenderUpdate",
    Stage.CANDIDATES: "tenderUpdate",
    Stage.AWARD: "award",
    Stage.TERMINATION: "tenderCancellation",
    Stage.CONTRACT: "contract",
}
_DOCUMENT_TYPES = {
    Stage.PLANNING: "plannedProcurementNotice",
    Stage.PREQUALIFICATION: "tenderNotice",
    Stage.TENDER: "tenderNotice",
    Stage.SINGLE_SOURCE: "tenderNotice",
    Stage.AWARD: "awardNotice",
    Stage.CONTRACT: "contractNotice",
}
_LOT_STATUS = {
    LotStatus.OPEN: "active",
    LotStatus.PROPOSED: "active",
    LotStatus.AWARDED: "complete",
    LotStatus.FAILED: "unsuccessful",
}
_METHODS = frozenset({"open", "selective", "limited", "direct"})
_ROLE_NAMES = {
    Property.BUYER: "buyer",
    Property.AGENCY: "procuringEntity",
    Property.SUPPLIER: "supplier",
    Property.CANDIDATE: "tenderer",
}


class Process(msgspec.Struct, frozen=True):
    """One contracting process."""

    ocid: str
    procedure: str
    releases: tuple[Json, ...]
    """In order of date."""
    left_out: int
    """Statements on natural persons, which nothing is said of."""
    unplaced: dict[str, int]
    """Statements for which the standard has no place, by property: they stand in ``evidence`` alone."""


def processes(bench: Workbench, *, prefix: str = PREFIX) -> Iterator[Process]:
    """Yield every contracting process, in order of procedure.

    Args:
        bench: The facts.
        prefix: Of ocids for notices that did not come with one.
    """
    known = _Known(bench, prefix)
    stored = bench.rows(Unit.PROCEDURE)
    every_id = iter(stored)
    while some := list(islice(every_id, _RUN)):
        notices = [found for one in some for id_ in stored.notices_of(one) if (found := bench.view.notice(id_))]
        by_procedure: dict[str, list[Said]] = {one: [] for one in some}
        for said in said_of(bench, notices):
            by_procedure[bench.procedure_of(said.notice.id)].append(said)
        for procedure, every in by_procedure.items():
            yield from _processes(bench, known, procedure, every)


def _processes(bench: Workbench, known: _Known, procedure: str, every: Sequence[Said]) -> Iterator[Process]:
    groups: dict[str, list[Said]] = {}
    for said in every:
        groups.setdefault(known.ocid(procedure, said.notice.id), []).append(said)
    days = dict(
        first_days(bench.view.first_arrivals([s.notice.document for s in every]), [s.notice.document for s in every])
    )
    for ocid, group in groups.items():
        related = [*known.related(procedure, ocid, [said.notice.id for said in every]), *_apart(ocid, groups)]
        yield _process(bench, procedure, ocid, group, days, related)


def _apart(ocid: str, groups: Iterable[str]) -> Iterator[Json]:
    """Yield the other processes that this one was joined with although publishers number them apart."""
    for other in groups:
        if other != ocid:
            yield {"relationship": ["sameProcedure"], "title": "", "scheme": "ocid", "identifier": other}


def _process(
    bench: Workbench, procedure: str, ocid: str, group: Sequence[Said], days: Mapping[str, str], related: Sequence[Json]
) -> Process:
    lots, roles = _Lots(group), _Roles()
    number = next((found for said in group if (found := said.only("", Property.NUMBER)) is not None), None)
    releases = []
    unplaced: Counter[str] = Counter()
    for said in group:
        day = said.published or days.get(said.notice.document, "")
        made = _Release(bench, said, lots, roles, ocid, number.value if number else ocid)
        releases.append(made.build(day, printed=bool(said.published)))
        unplaced.update(each.property.value for each in said.statements if each.id not in made.placed)
    releases.sort(key=lambda release: release["date"])
    if related and releases:
        releases[-1]["relatedProcesses"] = [
            {"id": str(place), **{key: value for key, value in each.items() if value != ""}}
            for place, each in enumerate(related, 1)
        ]
    return Process(ocid, procedure, tuple(releases), sum(len(said.left_out) for said in group), dict(unplaced))


class _Known:
    """Ocids of all procedures, and who is related to whom."""

    def __init__(self, bench: Workbench, prefix: str) -> None:
        self._bench, self._prefix = bench, prefix
        documents = bench.rows(Unit.DOCUMENT)
        self._given: dict[str, str] = {}
        for statement in bench.view.scan({Property.OCID}):
            correction = bench.overrides.get(f"{statement.notice}|{statement.subject}|{Property.OCID}")
            value = correction.answer if correction else statement.value
            notice = bench.view.notice(statement.notice)
            if notice is None or not value or statement.notice in self._given:
                continue
            if PREFIXED.fullmatch(value) or documents.get_value(notice.document, "media_type") == _OCDS:
                self._given[statement.notice] = value
        stored = bench.rows(Unit.PROCEDURE)
        self._stored = stored
        self._families: dict[str, list[str]] = {}
        for one, family in zip(stored.columns["id"], stored.columns["family"], strict=True):
            self._families.setdefault(family, []).append(one)

    def ocid(self, procedure: str, notice: str) -> str:
        """Return the ocid of a notice: the publisher's, else the one that its procedure's notices agree on, else ours."""
        if notice in self._given:
            return self._given[notice]
        given = {self._given[each] for each in self._stored.notices_of(procedure) if each in self._given}
        return next(iter(given)) if len(given) == 1 else f"{self._prefix}-{procedure}"

    def _main(self, procedure: str) -> str:
        return self.ocid(procedure, self._stored.notices_of(procedure)[0])

    def related(self, procedure: str, ocid: str, notices: Sequence[str]) -> Iterator[Json]:
        """Yield other attempts of the same project, and what may be the same and nobody decided."""
        own = self._stored[procedure].values
        for other in self._families.get(own["family"], ()):
            if other == procedure or self._main(other) == ocid:
                continue
            values = self._stored[other].values
            before = (values["round"] or 1, str(values["published"])) < (own["round"] or 1, str(own["published"]))
            kind = "unsuccessfulProcess" if before and values["failed"] else "otherAttempt"
            title = values["title"] or ""
            yield {"relationship": [kind], "title": title, "scheme": "ocid", "identifier": self._main(other)}
        yield from self._doubtful(procedure, ocid, notices)

    def _doubtful(self, procedure: str, ocid: str, notices: Sequence[str]) -> Iterator[Json]:
        view, seen = self._bench.view, {ocid}
        for question, kind in (
            (Question.SAME_PROCEDURE, "possiblySameProcess"),
            (Question.SAME_FAMILY, "possiblyOtherAttempt"),
        ):
            for judgement in view.judgements(question, set(notices)):
                other = judgement.other if judgement.subject in notices else judgement.subject
                if judgement.answer != Answer.UNSURE or view.notice(other) is None:
                    continue
                place = self._bench.procedure_of(other)
                name = self.ocid(place, other)
                if place == procedure or name in seen:
                    continue
                seen.add(name)
                yield {"relationship": [kind], "scheme": "ocid", "identifier": name, **_doubt(judgement)}


def _doubt(judgement: Judgement) -> Json:
    found: Json = {"uncertain": True, "judgement": judgement.id, "decidedBy": str(judgement.agent_kind)}
    return found if judgement.score is None else {**found, "confidence": judgement.score}


# One release ---------------------------------------------------------------------------------------------------------


class _Lots:
    """Which lots a process has, by the labels of all its notices."""

    def __init__(self, group: Sequence[Said]) -> None:
        self.names: dict[str, str] = {}
        for said in group:
            for row in said.rows:
                label = said.only(row, Property.LOT_LABEL)
                if label is not None:
                    self.names.setdefault(lot_key(label.value), label.value)

    def of(self, said: Said, row: str) -> str:
        """Return the id of the lot that a row speaks of; empty for the only lot of a process without labels."""
        label = said.only(row, Property.LOT_LABEL)
        if label is not None:
            return self.names[lot_key(label.value)]
        return next(iter(self.names.values())) if len(self.names) == 1 and len(said.rows) == 1 else ""


class _Roles:
    """Roles of each party, gathered release by release: a later list replaces an earlier one when releases are merged."""

    def __init__(self) -> None:
        self._of: dict[str, list[str]] = {}

    def add(self, party: str, role: str) -> list[str]:
        """Return all roles of a party until now."""
        roles = self._of.setdefault(party, [])
        if role not in roles:
            roles.append(role)
        return list(roles)


class _Release:
    """Builds one release and notes which statements found a place in it."""

    def __init__(self, bench: Workbench, said: Said, lots: _Lots, roles: _Roles, ocid: str, number: str) -> None:
        self._bench, self._said, self._lots, self._roles = bench, said, lots, roles
        self._ocid, self._number = ocid, number
        self._parties: dict[str, Json] = {}
        self._awards: dict[str, Json] = {}
        self._contracts: dict[str, Json] = {}
        self._bids: list[Json] = []
        self.placed: set[str] = set()

    def build(self, day: str, *, printed: bool) -> Json:
        """Return the release.

        Args:
            day: Of publication, or of arrival where the notice prints none.
            printed: Whether the notice prints it.
        """
        said = self._said
        release: Json = {"ocid": self._ocid, "id": said.notice.id, "date": _moment(day), "tag": []}
        release["initiationType"] = "tender"
        if not printed:
            release["dateIsArrival"] = True
        self._take("", Property.PUBLISHED)
        self._take("", Property.STAGE)
        self._take("", Property.OCID)
        buyer = self._who(Property.BUYER, "")
        entity = self._who(Property.AGENCY, "")
        tender = self._tender(entity)
        for row in said.rows:
            self._row(row)
        self._join()
        budget = self._money("", Property.BUDGET)
        release["tag"] = self._tag()
        release["parties"] = list(self._parties.values())
        release["buyer"] = buyer
        release["planning"] = {"budget": {"amount": budget}} if budget else None
        release["tender"] = tender
        release["bids"] = {"details": self._bids} if self._bids else None
        release["awards"] = list(self._awards.values())
        release["contracts"] = list(self._contracts.values())
        release["evidence"] = [_evidence(each, said.notice.document) for each in said.statements]
        return {key: value for key, value in release.items() if value not in (None, [], {})}

    def _tag(self) -> list[str]:
        """Return the tag of the stage; where the notice does not tell it, that of the sections that it fills."""
        stage = self._said.stage
        filled = (["award"] if self._awards else []) + (["contract"] if self._contracts else [])
        if stage is Stage.AMENDMENT and filled:
            return [f"{tag}Update" for tag in filled]
        if stage is None or stage is Stage.OTHER:
            return filled or ["tender"]
        return [_TAGS[stage]]

    def _take(self, subject: str, name: Property) -> str | None:
        """Return the value that counts, and note that it has a place."""
        found = self._said.only(subject, name)
        if found is None:
            return None
        self.placed.update(each.id for each in self._said.at(subject, name) if each.value == found.value)
        return found.value

    def _money(self, subject: str, name: Property) -> Json | None:
        found = self._said.at(subject, name)
        amounts = {str(amount): amount for each in found if (amount := plain_total(each)) is not None}
        if len(amounts) != 1:
            return None
        amount = next(iter(amounts.values()))
        self.placed.update(each.id for each in found if each.amount == amount)
        return _value(amount)

    # ---- parties

    def _who(self, name: Property, subject: str) -> Json | None:
        """Return a reference to an organization and enter it among the parties; None where none is named."""
        found = self._said.only(subject, name)
        party = self._bench.organization_of(found) if found is not None else None
        if found is None or party is None:
            return None
        self._take(subject, name)
        entry = self._parties.setdefault(party, {"id": party, "name": found.value})
        entry["roles"] = self._roles.add(party, _ROLE_NAMES[name])
        identifiers = {
            Property.BUYER: Property.BUYER_ID,
            Property.AGENCY: Property.AGENCY_ID,
            Property.SUPPLIER: Property.SUPPLIER_ID,
            Property.CANDIDATE: Property.SUPPLIER_ID,
        }
        identifier = self._take(subject, identifiers[name])
        if identifier:
            entry["identifier"] = {**({"scheme": "CN-SAIC"} if is_uscc(identifier) else {}), "id": identifier}
            entry["identifier"]["legalName"] = found.value
        if name is Property.BUYER and not subject:
            address = {
                "streetAddress": self._take("", Property.BUYER_ADDRESS),
                "locality": self._take("", Property.CITY),
                "region": self._take("", Property.PROVINCE),
            }
            if any(address.values()):
                entry["address"] = {key: value for key, value in address.items() if value}
        return {"id": party, "name": found.value}

    # ---- tender

    def _tender(self, entity: Json | None) -> Json:
        said = self._said
        tender: Json = {"id": self._number, "title": self._take("", Property.TITLE)}
        if said.only("", Property.NUMBER) is not None:
            same = [each for each in said.at("", Property.NUMBER) if each.value == self._number]
            self.placed.update(each.id for each in same)
        method = self._take("", Property.METHOD)
        tender["procurementMethodDetails"] = method
        tender["procurementMethod"] = method if method in _METHODS else None
        tender["procuringEntity"] = entity
        tender["value"] = self._money("", Property.ESTIMATE)
        tender["maxValue"] = self._money("", Property.CEILING)
        end = self._take("", Property.OPENING)
        tender["tenderPeriod"] = {"endDate": _moment(end)} if end else None
        tender["lots"] = [lot for row in said.rows if (lot := self._lot(row))]
        tender["status"] = self._tender_status()
        title = self._take("", Property.NOTICE_TITLE)
        tender["documents"] = [
            {
                "id": said.notice.id,
                "documentType": _DOCUMENT_TYPES.get(said.stage or Stage.OTHER, "notice"),
                "title": title,
                "datePublished": _moment(said.published) if said.published else None,
            }
        ]
        tender["documents"] = [{key: value for key, value in each.items() if value} for each in tender["documents"]]
        return {key: value for key, value in tender.items() if value not in (None, [], "")}

    def _lot(self, row: str) -> Json | None:
        name = self._lots.of(self._said, row)
        if not name:
            return None
        self._take(row, Property.LOT_LABEL)
        status = self._take(row, Property.LOT_STATUS)
        lot: Json = {
            "id": name,
            "title": self._take(row, Property.LOT_TITLE),
            "status": _LOT_STATUS.get(LotStatus(status)) if status in set(LotStatus) else None,
            "value": self._money(row, Property.ESTIMATE),
            "budget": self._money(row, Property.BUDGET),
            "maxValue": self._money(row, Property.CEILING),
        }
        return {key: value for key, value in lot.items() if value}

    def _tender_status(self) -> str | None:
        """Return what became of a process without labeled lots; of one with lots, its lots tell."""
        said = self._said
        if any(self._lots.of(said, row) for row in said.rows) or len(said.rows) > 1:
            return None
        for row in said.rows:
            status = self._take(row, Property.LOT_STATUS)
            if status:
                return _LOT_STATUS.get(LotStatus(status)) if status in set(LotStatus) else None
        return "cancelled" if said.stage is Stage.TERMINATION else None

    # ---- awards, contracts, bids

    def _row(self, row: str) -> None:
        said, lot = self._said, self._lots.of(self._said, row)
        winners = [each for each in said.suppliers(row) if said.only(each, Property.SUPPLIER) is not None]
        for subject in said.suppliers(row):
            if said.only(subject, Property.CANDIDATE) is not None:
                self._bid(row, subject, lot)
        values = (Property.AWARD_VALUE, Property.CONTRACT_VALUE)
        alone = [each for each in winners if any(said.at(each, name) for name in values)]
        if len(winners) > 1 and alone:
            for subject in winners:
                self._award(row, lot, [subject], own=True)
        elif winners or any(said.at(row, name) for name in values):
            self._award(row, lot, winners, own=False)
        self._proposed(row, lot, winners)

    def _award(self, row: str, lot: str, winners: Sequence[str], *, own: bool) -> None:
        said = self._said
        suppliers = [who for subject in winners if (who := self._who(Property.SUPPLIER, subject))]
        for subject in winners:
            self._take(subject, Property.LEAD)
        name = f"award-{lot or '1'}" + (f"-{suppliers[0]['id']}" if own and suppliers else "")
        if name in self._awards:
            name = f"{name}-{row.replace('/', '-')}"
        places = [*(winners if len(winners) == 1 else ()), *(() if own else (row,))]
        if len(said.rows) == 1 and not own:
            places.append("")
        award: Json = {"id": name, "suppliers": suppliers}
        award["status"] = "active" if said.stage in (Stage.AWARD, Stage.CONTRACT, Stage.AMENDMENT) else None
        award["value"] = self._first(places, Property.AWARD_VALUE)
        award["date"] = _moment(day) if (day := self._take("", Property.DECIDED)) else None
        award["relatedLots"] = [lot] if lot else None
        self._awards[name] = {key: value for key, value in award.items() if value}
        value = self._first(places, Property.CONTRACT_VALUE)
        if value or said.stage is Stage.CONTRACT:
            contract = {"id": f"contract-{name.removeprefix('award-')}", "awardID": name, "value": value}
            self._contracts[name] = {key: each for key, each in contract.items() if each}

    def _first(self, places: Sequence[str], name: Property) -> Json | None:
        return next((value for place in places if (value := self._money(place, name))), None)

    def _bid(self, row: str, subject: str, lot: str) -> None:
        who = self._who(Property.CANDIDATE, subject)
        if who is None:
            return
        rank = self._take(subject, Property.RANK)
        bid = {
            "id": f"{self._said.notice.id}-{subject.replace('/', '-')}",
            "tenderers": [who],
            "value": self._money(subject, Property.BID_VALUE),
            "relatedLots": [lot] if lot else None,
            "rank": int(rank) if rank and rank.isdecimal() and len(rank) < 5 else None,
        }
        self._bids.append({key: value for key, value in bid.items() if value})

    def _proposed(self, row: str, lot: str, winners: Sequence[str]) -> None:
        """Enter the only candidate of a lot as a proposed award."""
        said = self._said
        named = [each for each in said.suppliers(row) if said.only(each, Property.CANDIDATE) is not None]
        if (
            winners
            or len(named) != 1
            or ((rank := said.only(named[0], Property.RANK)) is not None and rank.value != "1")
        ):
            return
        who = self._who(Property.CANDIDATE, named[0])
        name = f"award-{lot or '1'}"
        if who is None or name in self._awards:
            return
        award: Json = {"id": name, "status": "pending", "suppliers": [who]}
        value = self._first((named[0], row), Property.AWARD_VALUE)
        self._awards[name] = {**award, **({"value": value} if value else {}), **({"relatedLots": [lot]} if lot else {})}

    def _join(self) -> None:
        """Give contracts their numbers and the day of signature, where it is certain which is meant."""
        said = self._said
        numbers = list(dict.fromkeys(each.value for each in said.at("", Property.CONTRACT_NUMBER) if not each.conflict))
        signed = {each.value for each in said.at("", Property.SIGNED) if not each.conflict}
        self._imply(contract=bool(numbers or signed))
        awards = list(self._awards)
        if len(awards) == 1 and numbers:
            own = self._contracts.get(awards[0], {"awardID": awards[0]})
            if len(numbers) > 1:
                # Which of several contracts an amount belongs to is not said.
                self.placed.difference_update(each.id for each in said.statements if each.property is _CONTRACTED)
                own = {"awardID": awards[0]}
            self._contracts = {number: {**own, "id": number} for number in numbers}
            self.placed.update(each.id for each in said.at("", Property.CONTRACT_NUMBER) if each.value in numbers)
        elif len(awards) == 1 and signed and not self._contracts:
            name = awards[0]
            self._contracts[name] = {"id": f"contract-{name.removeprefix('award-')}", "awardID": name}
        if len(signed) == 1 and self._contracts:
            self._take("", Property.SIGNED)
            for contract in self._contracts.values():
                contract["dateSigned"] = _moment(next(iter(signed)))

    def _imply(self, *, contract: bool) -> None:
        """Enter the award that a contract or a decision is about, where the notice does not say whose it is."""
        said = self._said
        decided = said.only("", Property.DECIDED)
        meant = (contract and said.stage is Stage.CONTRACT) or (decided is not None and said.stage is Stage.AWARD)
        if self._awards or not meant or len(said.rows) > 1 or len(self._lots.names) > 1:
            return
        lot = next(iter(self._lots.names.values()), "")
        award: Json = {"id": f"award-{lot or '1'}"}
        day = self._take("", Property.DECIDED)
        if day:
            award["date"] = _moment(day)
        self._awards[award["id"]] = {**award, **({"relatedLots": [lot]} if lot else {})}


def _evidence(statement: Statement, document: str) -> Json:
    """Return a statement as an entry of the extension block: what is said, by which words, and how sure that is."""
    found: Json = {
        "id": statement.id,
        **({"subject": statement.subject} if statement.subject else {}),
        "property": statement.property.value,
        "value": statement.value,
        "document": document,
        "quotes": [
            {"text": span.quote, "start": span.start, "end": span.end, **({"page": span.page} if span.page else {})}
            for span in statement.evidence
        ],
        "layer": statement.layer,
        "confidence": statement.confidence,
    }
    return {**found, "conflict": True} if statement.conflict else found


def _value(amount: Amount) -> Json:
    number = amount.amount or Decimal(0)
    return {
        "amount": int(number) if number == number.to_integral_value() else float(number),
        "currency": amount.currency,
    }


def _moment(day: str) -> str:
    """Return a day as the standard writes points in time."""
    return f"{day}T00:00:00Z"


# Packages ------------------------------------------------------------------------------------------------------------


def head(*, uri: str, publisher: str, now: dt.datetime) -> Json:
    """Return what a release package and a record package begin with.

    Args:
        uri: That identifies the package.
        publisher: Who hands it out.
        now: When, UTC.
    """
    return {
        "uri": uri,
        "version": VERSION,
        "extensions": list(EXTENSIONS),
        "publishedDate": now.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "publisher": {"name": publisher},
    }


def record(process: Process) -> Json:
    """Return a process as a record: its releases, and what they amount to together."""
    releases = list(process.releases)
    return {"ocid": process.ocid, "releases": releases, "compiledRelease": compiled(releases)}


def compiled(releases: Sequence[Json]) -> Json:
    """Return releases of one process merged into one, the later ones overriding the earlier.

    Objects are merged field by field, lists of objects with ids entry by entry, any other list is replaced; a value
    of null takes a field away.

    Source:
        OCDS 1.1, *Merging*. None of the fields that we write is merged in another way.
    """
    order = sorted(releases, key=lambda release: release["date"])
    merged: Json = {}
    for release in order:
        merged = _merged(merged, {key: value for key, value in release.items() if key not in ("id", "tag", "date")})
    last = order[-1]
    return {**merged, "tag": ["compiled"], "id": f"{last['ocid']}-{last['date']}", "date": last["date"]}


def _merged(old: Any, new: Any) -> Any:
    if isinstance(old, dict) and isinstance(new, dict):
        kept = {key: value for key, value in old.items() if key not in new}
        found = {key: _merged(old.get(key), value) for key, value in new.items() if value is not None}
        return {key: found.get(key, kept.get(key)) for key in (*old, *new) if key in found or key in kept}
    if isinstance(new, list) and new and all(isinstance(each, dict) and "id" in each for each in new):
        by_id = {each["id"]: each for each in old} if isinstance(old, list) else {}
        for each in new:
            by_id[each["id"]] = _merged(by_id.get(each["id"], {}), each)
        return list(by_id.values())
    return _merged({}, new) if isinstance(new, dict) else new


def extension() -> dict[str, Json]:
    """Return the files of our extension by name: its description, and the schema of the fields that it adds."""
    text = {"type": ["string", "null"]}
    quote = {
        "type": "object",
        "required": ["text"],
        "properties": {
            "text": {"type": "string", "title": "Quote", "description": "Words of the text, exactly."},
            "start": {"type": ["integer", "null"], "description": "Code points into the text of the document."},
            "end": {"type": ["integer", "null"], "description": "Code points, half open."},
            "page": {"type": ["integer", "null"], "description": "From 1."},
        },
    }
    evidence = {
        "type": "object",
        "required": ["id", "property", "value"],
        "properties": {
            "id": {"type": "string", "description": "Of the statement, or of the person's judgement in its place."},
            "subject": {**text, "description": "Whose: lot/1, lot/1/supplier/2; absent for the whole notice."},
            "property": {"type": "string", "description": "What is said, an OCDS path where there is one."},
            "value": {"type": "string", "description": "In canonical form."},
            "document": {**text, "description": "SHA-256 of the original."},
            "quotes": {"type": "array", "items": quote, "description": "The words that it follows from."},
            "layer": {**text, "description": "What proposed it: L0 structured data … L4 prose, or person."},
            "confidence": {"type": ["number", "null"], "minimum": 0, "maximum": 1},
            "conflict": {"type": ["boolean", "null"], "description": "Whether the notice also says something else."},
        },
    }
    value = {"$ref": "#/definitions/Value"}
    number = {"type": ["number", "null"]}
    schema: Json = {
        "definitions": {
            "Evidence": evidence,
            "Tender": {"properties": {"maxValue": value}},
            "Lot": {"properties": {"maxValue": value, "budget": value}},
            "Bid": {"properties": {"rank": {"type": ["integer", "null"]}}},
            "RelatedProcess": {
                "properties": {
                    "uncertain": {"type": ["boolean", "null"], "description": "Nobody decided that it is so."},
                    "confidence": number,
                    "judgement": text,
                    "decidedBy": text,
                }
            },
        },
        "properties": {
            "evidence": {"type": "array", "items": {"$ref": "#/definitions/Evidence"}},
            "dateIsArrival": {
                "type": ["boolean", "null"],
                "description": "Whether `date` is the day on which the document arrived, since it prints none.",
            },
        },
    }
    about: Json = {
        "name": {"en": "Evidence"},
        "description": {"en": "The words that each value follows from, where they stand, and how sure it is."},
        "schemas": ["release-schema.json"],
        "compatibility": ["1.1"],
    }
    return {"extension.json": about, "release-schema.json": schema}
