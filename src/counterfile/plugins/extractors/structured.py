"""L0: structured sources.

Extracts:
    Fields that a source names by machine: OCDS releases by JSON pointer, eForms and TED notices by path, meta tags and code-… classes of
    Chinese portals.

Source:
    OCDS 1.1 with the lots and bids extensions; eForms SDK 1.x (BT-04, BT-05, BT-27, BT-131, BT-137, BT-142, BT-145, BT-161, BT-500, BT-720);
    TED schema R2.0.9; code classes as Chinese portals print them.

Caveats:
    Natural persons of eForms and OCDS are not read. An OCDS release with several tags is taken for the latest stage among them.

License:
    Nothing beside Python.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from counterfile.model.candidate import Candidate
from counterfile.model.notice import Property
from counterfile.model.reading import Reading, Segment
from counterfile.plugins.extractors._claims import claim
from counterfile.plugins.extractors.outline import Spot, outline
from counterfile.text.names import clean_name, is_organization

_SURE = 0.97


class StructuredExtractor:
    """Proposes what machine-named fields say."""

    name = "L0"
    version = "1"

    def propose(self, reading: Reading, segment: Segment) -> Iterable[Candidate]:
        """Yield candidates from the field blocks of a segment."""
        blocks = outline(reading, segment).fields
        if not blocks:
            return
        fields: dict[str, Spot] = {}
        for block in blocks:
            spot = Spot(block.start, block.end, reading.text[block.start : block.end])
            if spot.text.strip():
                fields.setdefault(block.name, spot)
        out = _Claims(self.name)
        if "/ocid" in fields:
            _ocds(_Fields(fields), out)
        elif any(name.startswith("/TED_EXPORT/") for name in fields):
            _ted(_Fields({name.removeprefix("/TED_EXPORT/"): spot for name, spot in fields.items()}), out)
        elif any("/ContractFolderID" in name or "/NoticeTypeCode" in name for name in fields):
            _eforms(_Fields(_short(fields)), out)
        else:
            _named(fields, out)
        yield from out.found


class _Claims:
    """Collects the candidates that follow."""

    def __init__(self, layer: str) -> None:
        self.layer = layer
        self.found: list[Candidate] = []

    def add(self, subject: str, prop: Property, derivation: str, *spots: Spot | None, sure: float = _SURE) -> bool:
        """Add a candidate if all its words are there and its value follows; return whether it did."""
        if not spots or any(spot is None for spot in spots):
            return False
        one = claim(subject, prop, derivation, tuple(spot for spot in spots if spot is not None), self.layer, sure)
        if one is None:
            return False
        self.found.append(one)
        return True

    def money(self, subject: str, prop: Property, fields: dict[str, Spot], path: str, currency: str) -> bool:
        """Add an amount that stands in one field with its currency in another."""
        return self.add(subject, prop, "money", fields.get(path), fields.get(currency))

    def party(self, subject: str, prop: Property, spot: Spot | None, *, sure: float = _SURE) -> bool:
        """Add an organization; a supplier whose name may be a person's is left out."""
        if spot is None or (subject and not is_organization(clean_name(spot.text))):
            return False
        return self.add(subject, prop, "name", spot, sure=sure)


class _Fields(dict[str, Spot]):
    """Fields by path, with the children of every path in order of appearance."""

    def __init__(self, fields: dict[str, Spot]) -> None:
        super().__init__(fields)
        self.children: dict[str, dict[str, None]] = {}
        for name in fields:
            at = name.find("/", 1)
            while at >= 0:
                cut = name.rfind("/", 0, at)
                self.children.setdefault(name[:cut] if cut >= 0 else "", {}).setdefault(name[cut + 1 : at])
                at = name.find("/", at + 1)
            cut = name.rfind("/")
            self.children.setdefault(name[:cut] if cut >= 0 else "", {}).setdefault(name[cut + 1 :])

    def numbers(self, path: str) -> list[str]:
        """Return the indices of a JSON array's items."""
        return [name for name in self.children.get(path, ()) if name.isdecimal()]

    def many(self, path: str) -> list[str]:
        """Return the paths of an XML element's siblings, with or without index."""
        parent, _, element = path.rpartition("/")
        lead = f"{parent}/" if parent else ""
        return [lead + name for name in self.children.get(parent, ()) if name.partition("[")[0] == element]


# ------------------------------------------------------------------------------------------------------------------ OCDS

_TAG_ORDER = ("planning", "tender", "award", "contract", "implementation")


def _ocds(fields: _Fields, out: _Claims) -> None:
    add = out.add
    add("", Property.OCID, "number", fields.get("/ocid"))
    add("", Property.PUBLISHED, "date", fields.get("/date"))
    for number in fields.numbers("/tag"):
        tag = fields[f"/tag/{number}"]
        later = max((place for place, stem in enumerate(_TAG_ORDER) if tag.text.startswith(stem)), default=0)
        add("", Property.STAGE, "tag", tag, sure=0.9 + 0.015 * later)
    add("", Property.TITLE, "title", fields.get("/tender/title"))
    add("", Property.NOTICE_TITLE, "title", fields.get("/title"), sure=0.9)
    add("", Property.NUMBER, "number", fields.get("/tender/id"))
    add(
        "",
        Property.METHOD,
        "method",
        fields.get("/tender/procurementMethodDetails") or fields.get("/tender/procurementMethod"),
    )
    buyer, entity = fields.get("/buyer/name") or _buyer_party(fields), fields.get("/tender/procuringEntity/name")
    out.party("", Property.BUYER, buyer or entity)
    if buyer is not None and entity is not None and clean_name(buyer.text) != clean_name(entity.text):
        out.party("", Property.AGENCY, entity)
    out.money("", Property.BUDGET, fields, "/planning/budget/amount/amount", "/planning/budget/amount/currency")
    out.money("", Property.ESTIMATE, fields, "/tender/value/amount", "/tender/value/currency")
    out.money("", Property.CEILING, fields, "/tender/maxValue/amount", "/tender/maxValue/currency")
    add("", Property.OPENING, "date", fields.get("/tender/tenderPeriod/endDate"))
    for number in fields.numbers("/contracts"):
        add("", Property.CONTRACT_NUMBER, "number", fields.get(f"/contracts/{number}/id"))
        add("", Property.SIGNED, "date", fields.get(f"/contracts/{number}/dateSigned"))
    _ocds_lots(fields, out)


def _buyer_party(fields: _Fields) -> Spot | None:
    for name, spot in fields.items():
        match = re.match(r"(/parties/\d+)/roles/\d+$", name)
        if match and spot.text == "buyer":
            return fields.get(match.group(1) + "/name")
    return None


def _ocds_lots(fields: _Fields, out: _Claims) -> None:
    rows: dict[str, str] = {}
    for number in fields.numbers("/tender/lots"):
        lot = fields.get(f"/tender/lots/{number}/id")
        if lot is None:
            continue
        subject = rows[lot.text] = f"lot/{len(rows) + 1}"
        out.add(subject, Property.LOT_LABEL, "lot", lot)
        out.add(subject, Property.LOT_TITLE, "title", fields.get(f"/tender/lots/{number}/title"))
        out.money(
            subject,
            Property.ESTIMATE,
            fields,
            f"/tender/lots/{number}/value/amount",
            f"/tender/lots/{number}/value/currency",
        )
    contracts: dict[str, str] = {}
    for number in fields.numbers("/contracts"):
        award = fields.get(f"/contracts/{number}/awardID")
        if award is not None:
            contracts[award.text] = number
    for count, number in enumerate(fields.numbers("/awards"), 1):
        base = f"/awards/{number}"
        status = fields.get(f"{base}/status")
        if status is not None and status.text in {"unsuccessful", "cancelled"}:
            continue
        lot = fields.get(f"{base}/relatedLots/0") or fields.get(f"{base}/relatedLot")
        row = rows.setdefault(lot.text if lot is not None else "", f"lot/{len(rows) + 1}")
        subject = f"{row}/bid/{count}"
        pending = status is not None and status.text == "pending"
        prop = Property.CANDIDATE if pending else Property.SUPPLIER
        out.add("", Property.DECIDED, "date", fields.get(f"{base}/date"))
        named = False
        for place, supplier in enumerate(fields.numbers(f"{base}/suppliers"), 1):
            party = f"{subject}/supplier/{place}"
            if out.party(party, prop, fields.get(f"{base}/suppliers/{supplier}/name")):
                named = True
                out.add(party, Property.SUPPLIER_ID, "number", fields.get(f"{base}/suppliers/{supplier}/identifier/id"))
        where = subject if named else row
        out.money(where, Property.AWARD_VALUE, fields, f"{base}/value/amount", f"{base}/value/currency")
        award_id = fields.get(f"{base}/id")
        contract = contracts.get(award_id.text) if award_id is not None else None
        if contract is not None:
            out.money(
                where,
                Property.CONTRACT_VALUE,
                fields,
                f"/contracts/{contract}/value/amount",
                f"/contracts/{contract}/value/currency",
            )


# ---------------------------------------------------------------------------------------------------------------- eForms

_WRAPPED = re.compile(r"^/\w+/(?:UBLExtensions/UBLExtension(?:\[\d+\])?/ExtensionContent/EformsExtension/)?")


def _short(fields: dict[str, Spot]) -> dict[str, Spot]:
    """Strip root and extension wrapper from every path."""
    return {_WRAPPED.sub("", name): spot for name, spot in fields.items()}


def _eforms(fields: _Fields, out: _Claims) -> None:
    add, get = out.add, fields.get
    add("", Property.OCID, "number", get("ContractFolderID"))
    add("", Property.STAGE, "tag", get("NoticeTypeCode"))
    add("", Property.PUBLISHED, "date", get("Publication/PublicationDate"))
    add("", Property.PUBLISHED, "date", get("IssueDate"), sure=0.9)
    add("", Property.TITLE, "title", get("ProcurementProject/Name") or get("ProcurementProject/Name[1]"))
    add("", Property.NUMBER, "number", get("ProcurementProject/ID"))
    add("", Property.METHOD, "method", get("TenderingProcess/ProcedureCode"))
    total = "ProcurementProject/RequestedTenderTotal/EstimatedOverallContractAmount"
    out.money("", Property.ESTIMATE, fields, total, f"{total}/@currencyID")
    bodies = _organizations(fields)
    for party in fields.many("ContractingParty")[:1]:
        body = bodies.get(_text(get(f"{party}/Party/PartyIdentification/ID")))
        if body is not None:
            out.party("", Property.BUYER, get(f"{body}/PartyName/Name") or get(f"{body}/PartyName/Name[1]"))
            add("", Property.BUYER_ID, "number", get(f"{body}/PartyLegalEntity/CompanyID"))
    rows: dict[str, str] = {}
    for lot in fields.many("ProcurementProjectLot"):
        label = get(f"{lot}/ID")
        if label is None or not label.text.startswith("LOT"):
            continue
        subject = rows[label.text] = f"lot/{len(rows) + 1}"
        add(subject, Property.LOT_LABEL, "lot", label)
        add(
            subject,
            Property.LOT_TITLE,
            "title",
            get(f"{lot}/ProcurementProject/Name") or get(f"{lot}/ProcurementProject/Name[1]"),
        )
        value = f"{lot}/{total}"
        out.money(subject, Property.ESTIMATE, fields, value, f"{value}/@currencyID")
        add("", Property.OPENING, "date", get(f"{lot}/TenderingProcess/TenderSubmissionDeadlinePeriod/EndDate"))
    _eforms_result(fields, out, bodies, rows)


def _organizations(fields: _Fields) -> dict[str, str]:
    """Return the path of each organization's company by its technical id."""
    found = {}
    for path in fields.many("Organizations/Organization"):
        identifier = fields.get(f"{path}/Company/PartyIdentification/ID")
        if identifier is not None:
            found[identifier.text] = f"{path}/Company"
    return found


def _text(spot: Spot | None) -> str:
    return spot.text if spot is not None else ""


def _eforms_result(fields: _Fields, out: _Claims, bodies: dict[str, str], rows: dict[str, str]) -> None:
    get = fields.get
    parties = {
        get_id.text: path
        for path in fields.many("NoticeResult/TenderingParty")
        if (get_id := get(f"{path}/ID")) is not None
    }
    for contract in fields.many("NoticeResult/SettledContract"):
        out.add("", Property.SIGNED, "date", get(f"{contract}/IssueDate"))
        out.add("", Property.DECIDED, "date", get(f"{contract}/AwardDate"))
        for reference in (f"{contract}/ContractReference/ID", f"{contract}/ContractReference[1]/ID"):
            out.add("", Property.CONTRACT_NUMBER, "number", get(reference))
    winners = {
        tender.text
        for path in fields.many("NoticeResult/SettledContract")
        for place in fields.many(f"{path}/LotTender")
        if (tender := get(f"{place}/ID")) is not None
    }
    labeled = set(rows)
    for count, path in enumerate(fields.many("NoticeResult/LotTender"), 1):
        lot, party = get(f"{path}/TenderLot/ID"), parties.get(_text(get(f"{path}/TenderingParty/ID")))
        row = rows.setdefault(_text(lot), f"lot/{len(rows) + 1}")
        if lot is not None and lot.text not in labeled:
            labeled.add(lot.text)
            out.add(row, Property.LOT_LABEL, "lot", lot)
        won = not winners or _text(get(f"{path}/ID")) in winners
        subject = f"{row}/bid/{count}"
        named = False
        if party is not None:
            for place, tenderer in enumerate(fields.many(f"{party}/Tenderer"), 1):
                body = bodies.get(_text(get(f"{tenderer}/ID")))
                who = f"{subject}/supplier/{place}"
                name = get(f"{body}/PartyName/Name") or get(f"{body}/PartyName/Name[1]") if body is not None else None
                if out.party(who, Property.SUPPLIER if won else Property.CANDIDATE, name):
                    named = True
                    out.add(who, Property.SUPPLIER_ID, "number", get(f"{body}/PartyLegalEntity/CompanyID"))
        value = f"{path}/LegalMonetaryTotal/PayableAmount"
        out.money(
            subject if named else row,
            Property.AWARD_VALUE if won else Property.BID_VALUE,
            fields,
            value,
            f"{value}/@currencyID",
        )
        out.add(subject, Property.RANK, "rank", get(f"{path}/RankCode"))


# ------------------------------------------------------------------------------------------------------------------- TED


def _ted(fields: _Fields, out: _Claims) -> None:
    add, get = out.add, fields.get
    add("", Property.STAGE, "tag", get("CODED_DATA_SECTION/CODIF_DATA/TD_DOCUMENT_TYPE"))
    add("", Property.PUBLISHED, "date", get("CODED_DATA_SECTION/REF_OJS/DATE_PUB"))
    add("", Property.OPENING, "date", get("CODED_DATA_SECTION/CODIF_DATA/DT_DATE_FOR_SUBMISSION"), sure=0.8)
    form = next((f"FORM_SECTION/{name}" for name in fields.children.get("FORM_SECTION", ())), None)
    if form is None:
        return
    add("", Property.TITLE, "title", get(f"{form}/OBJECT_CONTRACT/TITLE") or get(f"{form}/OBJECT_CONTRACT[1]/TITLE"))
    add("", Property.NUMBER, "number", get(f"{form}/OBJECT_CONTRACT/REFERENCE_NUMBER"))
    add("", Property.NUMBER, "number", get("CODED_DATA_SECTION/NOTICE_DATA/NO_DOC_OJS"), sure=0.5)
    out.party("", Property.BUYER, get(f"{form}/CONTRACTING_BODY/ADDRESS_CONTRACTING_BODY/OFFICIALNAME"))
    estimate = f"{form}/OBJECT_CONTRACT/VAL_ESTIMATED_TOTAL"
    out.money("", Property.ESTIMATE, fields, estimate, f"{estimate}/@CURRENCY")
    add("", Property.OPENING, "date", get(f"{form}/PROCEDURE/OPENING_CONDITION/DATE_OPENING_TENDERS"))
    add("", Property.OPENING, "date", get(f"{form}/PROCEDURE/DATE_RECEIPT_TENDERS"), sure=0.9)
    for count, award in enumerate(fields.many(f"{form}/AWARD_CONTRACT"), 1):
        row, subject = f"lot/{count}", f"lot/{count}/bid/1"
        add(row, Property.LOT_LABEL, "lot", get(f"{award}/LOT_NO"))
        add(row, Property.LOT_TITLE, "title", get(f"{award}/TITLE"))
        done = f"{award}/AWARDED_CONTRACT"
        add("", Property.SIGNED, "date", get(f"{done}/DATE_CONCLUSION_CONTRACT"))
        named = False
        for place, contractor in enumerate(fields.many(f"{done}/CONTRACTORS/CONTRACTOR"), 1):
            who = f"{subject}/supplier/{place}"
            named = out.party(who, Property.SUPPLIER, get(f"{contractor}/ADDRESS_CONTRACTOR/OFFICIALNAME")) or named
        value = f"{done}/VALUES/VAL_TOTAL"
        out.money(subject if named else row, Property.AWARD_VALUE, fields, value, f"{value}/@CURRENCY")


# ------------------------------------------------------------------------------------------------- meta tags and classes

_CODES: tuple[tuple[re.Pattern[str], Property, str], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), prop, derivation)
    for pattern, prop, derivation in (
        (r"projectcode|projectno|purchaseno", Property.NUMBER, "number"),
        (r"projectname|purchaseprojectname|^code-00003$", Property.TITLE, "title"),
        (r"purchasername|purchaser$|buyername|^code-00014$", Property.BUYER, "name"),
        (r"agencyname|agentname|agency$|^code-00009$", Property.AGENCY, "name"),
    )
)


def _named(fields: dict[str, Spot], out: _Claims) -> None:
    for name, spot in fields.items():
        low = name.lower()
        if low.startswith("meta:"):
            _meta(low, spot, out)
        elif low.startswith("code-"):
            for pattern, prop, derivation in _CODES:
                if pattern.search(low):
                    out.add("", prop, derivation, spot, sure=0.93)
                    break
            if re.search(r"winningsuppliername|winsuppliername", low):
                out.party("lot/1/bid/1/supplier/1", Property.SUPPLIER, spot, sure=0.9)
            elif re.search(r"summaryprice|totalprice", low):
                out.add("lot/1", Property.AWARD_VALUE, "amount", spot, sure=0.85)


def _meta(name: str, spot: Spot, out: _Claims) -> None:
    if re.search(r"pub(?:lished|date|lish)|date|time", name):
        out.add("", Property.PUBLISHED, "date", spot, sure=0.55)
    elif re.search(r"district|region|area|location", name):
        for prop, part in ((Property.PROVINCE, "province"), (Property.CITY, "city"), (Property.COUNTY, "county")):
            out.add("", prop, part, spot, sure=0.5)
