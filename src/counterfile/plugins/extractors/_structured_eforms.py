"""eForms: UBL notices of the European Union since 2022."""

from __future__ import annotations

import re

from counterfile.model.notice import Property
from counterfile.plugins.extractors._structured_fields import SURE, Claims, Fields, lot_key_among, text_of
from counterfile.plugins.extractors.outline import Spot
from counterfile.text.codes import method_of_code
from counterfile.text.kinds import lot_key

_WRAPPED = re.compile(r"UBLExtensions/UBLExtension(?:\[\d+\])?/ExtensionContent/EformsExtension/")
_TOTAL = "ProcurementProject/RequestedTenderTotal/EstimatedOverallContractAmount"
_MOST = "ProcurementProject/RequestedTenderTotal/FrameworkMaximumAmount"
_NO_LOTS = frozenset({"LOT-0000", "PAR-0000"})
"""The one lot or part that every notice must have, by the SDK's convention, where the procedure is not divided."""


def shorten(fields: dict[str, Spot]) -> dict[str, Spot]:
    """Strip root and extension wrappers from every path."""
    return {_WRAPPED.sub("", re.sub(r"^/\w+/", "", name)): spot for name, spot in fields.items()}


def read_eforms(fields: Fields, out: Claims) -> None:
    """Propose what an eForms notice says."""
    _Notice(fields, out).read()


class _Notice:
    def __init__(self, fields: Fields, out: Claims) -> None:
        self.fields, self.out = fields, out
        self.language = text_of(fields.get("NoticeLanguageCode"))
        self.bodies = self._by_id("Organizations/Organization", "Company/PartyIdentification/ID", "Company")
        self.parties = self._by_id("NoticeResult/TenderingParty", "ID", "")
        self.rows: dict[str, str] = {}
        self.bids: dict[str, int] = {}
        lots = {text_of(fields.get(f"{path}/ID")) for path in fields.many("ProcurementProjectLot")}
        self.undivided = bool(lots) and lots <= _NO_LOTS

    def _by_id(self, element: str, identifier: str, inner: str) -> dict[str, str]:
        """Return paths by the technical id that stands in them."""
        return {
            spot.text: f"{path}/{inner}" if inner else path
            for path in self.fields.many(element)
            if (spot := self.fields.get(f"{path}/{identifier}")) is not None
        }

    def read(self) -> None:
        self._head()
        self._buyer()
        for lot in self.fields.many("ProcurementProjectLot"):
            self._lot(lot)
        self._result()

    def _head(self) -> None:
        add, get, fields = self.out.add, self.fields.get, self.fields
        add("", Property.OCID, "number", get("ContractFolderID"))
        add("", Property.STAGE, "tag", get("NoticeTypeCode"))
        for change in fields.many("Changes")[:1]:
            # A change notice repeats the type of what it changes; its reason says what it is.
            reason = fields.first(f"{change}/ChangeReason/ReasonCode")
            add("", Property.STAGE, "tag", reason, sure=0.98)
        add("", Property.PUBLISHED, "date", get("Publication/PublicationDate"))
        add("", Property.PUBLISHED, "date", get("IssueDate"), sure=0.9)
        add("", Property.TITLE, "title", fields.in_language("ProcurementProject/Name", self.language))
        add("", Property.NUMBER, "number", get("ProcurementProject/ID"))
        add("", Property.NUMBER, "number", get("Publication/NoticePublicationID"), sure=0.5)
        procedure = get("TenderingProcess/ProcedureCode")
        if procedure is not None and method_of_code(procedure.text) is not None:
            add("", Property.METHOD, "method", procedure)
        self.out.money("", Property.ESTIMATE, fields, _TOTAL, f"{_TOTAL}/@currencyID")
        self.out.money("", Property.CEILING, fields, _MOST, f"{_MOST}/@currencyID")

    def _name(self, body: str | None) -> Spot | None:
        """Return a body's name in the notice's language: each language has a PartyName of its own."""
        names = [f"{path}/Name" for path in self.fields.many(f"{body}/PartyName")] if body is not None else []
        for name in names:
            if text_of(self.fields.get(f"{name}/@languageID")) == self.language and name in self.fields:
                return self.fields[name]
        return self.fields.in_language(names[0], self.language) if names else None

    def _buyer(self) -> None:
        for party in self.fields.many("ContractingParty")[:1]:
            body = self.bodies.get(text_of(self.fields.first(f"{party}/Party/PartyIdentification/ID")))
            self.out.party("", Property.BUYER, self._name(body))
            self.out.add("", Property.BUYER_ID, "number", self._company_id(body))
            self.out.add("", Property.BUYER_ADDRESS, "text", self.fields.get(f"{body}/PostalAddress/StreetName"))
            for service in self.fields.many(f"{party}/Party/ServiceProviderParty"):
                if text_of(self.fields.get(f"{service}/ServiceTypeCode")) == "serv-prov":
                    agent = self.bodies.get(text_of(self.fields.first(f"{service}/Party/PartyIdentification/ID")))
                    self.out.party("", Property.AGENCY, self._name(agent))
                    self.out.add("", Property.AGENCY_ID, "number", self._company_id(agent))

    def _company_id(self, body: str | None) -> Spot | None:
        if body is None:
            return None
        entities = self.fields.many(f"{body}/PartyLegalEntity")
        return next((spot for path in entities if (spot := self.fields.get(f"{path}/CompanyID")) is not None), None)

    # ---- lots

    def _row(self, lot: Spot | None, *, defined: bool = False) -> str:
        divided = lot is not None and not self.undivided and lot.text not in _NO_LOTS
        key = ""
        if lot is not None and divided:
            key = lot_key(lot.text) if defined else lot_key_among(lot.text, self.rows)
        known = key in self.rows
        subject = self.rows.setdefault(key, f"lot/{len(self.rows) + 1}")
        if key and lot is not None and not known:
            self.out.add(subject, Property.LOT_LABEL, "lot", lot)
        return subject

    def _lot(self, path: str) -> None:
        label = self.fields.get(f"{path}/ID")
        if label is None or not label.text.startswith(("LOT", "PAR")):
            return
        out, fields = self.out, self.fields
        subject = self._row(label, defined=True)
        value = f"{path}/{_TOTAL}"
        if label.text not in _NO_LOTS:
            out.add(
                subject,
                Property.LOT_TITLE,
                "title",
                fields.in_language(f"{path}/ProcurementProject/Name", self.language),
            )
        elif _TOTAL in fields:
            value = ""  # the undivided procedure's value, said twice
        out.money(subject, Property.ESTIMATE, fields, value, f"{value}/@currencyID")
        if label.text not in _NO_LOTS or _MOST not in fields:
            out.money(subject, Property.CEILING, fields, f"{path}/{_MOST}", f"{path}/{_MOST}/@currencyID")
        process = f"{path}/TenderingProcess"
        out.add("", Property.OPENING, "date", fields.get(f"{process}/TenderSubmissionDeadlinePeriod/EndDate"))
        out.add(
            "",
            Property.OPENING,
            "date",
            fields.get(f"{process}/ParticipationRequestReceptionPeriod/EndDate"),
            sure=0.95,
        )
        out.add("", Property.OPENING, "date", fields.first(f"{process}/OpenTenderEvent/OccurrenceDate"), sure=0.9)

    # ---- results

    def _result(self) -> None:
        fields, out = self.fields, self.out
        total = "NoticeResult/TotalAmount"
        out.money("", Property.AWARD_VALUE, fields, total, f"{total}/@currencyID")
        for name in ("OverallMaximumFrameworkContractsAmount", "OverallApproximateFrameworkContractsAmount"):
            most = f"NoticeResult/{name}"
            sure = SURE if "Maximum" in name else 0.9
            out.money("", Property.CEILING, fields, most, f"{most}/@currencyID", sure)
        contracts = fields.many("NoticeResult/SettledContract")
        for contract in contracts:
            out.add("", Property.SIGNED, "date", fields.get(f"{contract}/IssueDate"))
            out.add("", Property.DECIDED, "date", fields.get(f"{contract}/AwardDate"))
            number = fields.first(f"{contract}/ContractReference/ID")
            reference = fields.many(f"{contract}/ContractReference")[:1]
            spot = number or (fields.get(f"{reference[0]}/ID") if reference else None)
            out.add("", Property.CONTRACT_NUMBER, "number", spot, sure=0.85)
        won = self._won(contracts)
        for result in fields.many("NoticeResult/LotResult"):
            lot = fields.first(f"{result}/TenderLot/ID")
            code = fields.get(f"{result}/TenderResultCode")
            if lot is not None and code is not None and code.text in {"clos-nw", "open-nw"}:
                out.add(self._row(lot), Property.LOT_STATUS, "status", code)
            framework = f"{result}/FrameworkAgreementValues"
            if lot is not None and fields.many(framework):
                most, again = f"{framework}/MaximumValueAmount", f"{framework}/ReestimatedValueAmount"
                out.money(self._row(lot), Property.CEILING, fields, most, f"{most}/@currencyID")
                out.money(self._row(lot), Property.ESTIMATE, fields, again, f"{again}/@currencyID", 0.9)
        for tender in fields.many("NoticeResult/LotTender"):
            self._tender(tender, won)
        self._contract_titles(contracts)

    def _contract_titles(self, contracts: list[str]) -> None:
        """A lot of which the notice gives no title has that of its contract."""
        lots = {
            text_of(self.fields.get(f"{path}/ID")): self.fields.first(f"{path}/TenderLot/ID")
            for path in self.fields.many("NoticeResult/LotTender")
        }
        for path in contracts:
            title = self.fields.in_language(f"{path}/Title", self.language)
            for tender in self._tenders_of([path]) if title is not None and not self.undivided else ():
                lot = lots.get(tender)
                if lot is not None and lot.text not in _NO_LOTS:
                    self.out.add(self._row(lot), Property.LOT_TITLE, "title", title, sure=0.9)

    def _won(self, contracts: list[str]) -> frozenset[str]:
        """Return the tenders that a contract was made with, else those of results with a winner."""
        signed = self._tenders_of(contracts)
        if signed:
            return signed
        chosen = [
            path
            for path in self.fields.many("NoticeResult/LotResult")
            if text_of(self.fields.get(f"{path}/TenderResultCode")) == "selec-w"
        ]
        ranks = {
            text_of(self.fields.get(f"{path}/ID")): text_of(self.fields.get(f"{path}/RankCode"))
            for path in self.fields.many("NoticeResult/LotTender")
        }
        listed = self._tenders_of(chosen) if self.fields.many("NoticeResult/LotResult") else frozenset(ranks)
        return frozenset(tender for tender in listed if ranks.get(tender, "") in {"", "1"})

    def _tenders_of(self, places: list[str]) -> frozenset[str]:
        return frozenset(
            spot.text
            for path in places
            for tender in self.fields.many(f"{path}/LotTender")
            if (spot := self.fields.get(f"{tender}/ID")) is not None
        )

    def _tender(self, path: str, won: frozenset[str]) -> None:
        fields, out = self.fields, self.out
        row = self._row(fields.first(f"{path}/TenderLot/ID"))
        number = self.bids[row] = self.bids.get(row, 0) + 1
        bid = f"{row}/bid/{number}"
        wins = text_of(fields.get(f"{path}/ID")) in won
        party = self.parties.get(text_of(fields.first(f"{path}/TenderingParty/ID")))
        named = False
        for place, tenderer in enumerate(fields.many(f"{party}/Tenderer") if party is not None else [], 1):
            body = self.bodies.get(text_of(fields.get(f"{tenderer}/ID")))
            who = f"{bid}/supplier/{place}"
            if out.party(who, Property.SUPPLIER if wins else Property.CANDIDATE, self._name(body)):
                named = True
                out.add(who, Property.SUPPLIER_ID, "number", self._company_id(body))
        value = f"{path}/LegalMonetaryTotal/PayableAmount"
        prop = Property.AWARD_VALUE if wins else Property.BID_VALUE
        if named or wins:
            out.money(bid if named else row, prop, fields, value, f"{value}/@currencyID")
        out.add(bid, Property.RANK, "rank", fields.get(f"{path}/RankCode"))
