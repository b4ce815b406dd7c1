"""What English notices say: a donor portal's pages, an OCDS release package, an eForms contract notice."""

from __future__ import annotations

import json
from collections.abc import Iterable
from html import escape
from typing import Any
from uuid import UUID, uuid5

from counterfile.demo import papers
from counterfile.demo.page import Block, Cell, Page, english_date, table, yuan
from counterfile.demo.plan import Lot
from counterfile.demo.truth import LotLabel

day = english_date

_KINDS = {
    "tender": "Invitation for Bids",
    "amendment": "Amendment to the Invitation for Bids",
    "award": "Contract Award Notice",
    "termination": "Cancellation of Bidding Process",
    "contract": "Contract Signature Notice",
    "single_source": "Notice of Intent to Award Directly",
}


def heading(page: Page) -> str:
    """Return the notice's own title."""
    return f"{_KINDS[page.pub.stage]}: {page.title()}"


def _money(page: Page, cents: int) -> str:
    return f"{page.p.currency} {cents // 100:,}.{cents % 100:02d}"


def body(page: Page) -> list[Block]:
    """Return the notice's own text."""
    return {
        "tender": _tender,
        "amendment": _amendment,
        "award": _award,
        "termination": _termination,
        "contract": _contract,
    }[page.pub.stage](page)


def _head(page: Page) -> list[Block]:
    return [
        ("kv", "Project title", page.title(), "title"),
        ("kv", "Reference No.", page.number(), "number"),
        ("kv", "Procuring entity", page.buyer(), "buyer"),
    ]


def _contact(page: Page) -> list[Block]:
    return [
        ("h", "Contact"),
        ("kv", "Address", page.address(), "buyer_address"),
        ("kv", "City", page.town(), "town"),
        ("kv", "E-mail", page.p.contact[2], "mail"),
    ]


def _tender(page: Page) -> list[Block]:
    p = page.p
    p_budget = _money(page, p.budget)
    page.truth.budget = yuan(p.budget)
    page.truth.consortium_allowed = p.consortium
    blocks: list[Block] = [
        ("p", f"The {page.buyer()} invites sealed bids from eligible bidders for the following contract."),
        *_head(page),
        ("kv", "Procurement method", "Open competitive bidding", "method"),
        ("kv", "Estimated budget", p_budget, "budget"),
        ("kv", "Deadline for submission of bids", f"{english_date(page.opening())}, 10:00 local time", "opening"),
        ("h", "Scope"),
        *[("p", line) for line in p.needs],
    ]
    rows = page.open_lots()
    if rows:
        head: list[Cell] = ["Lot", "Description", f"Budget ({p.currency})"]
        blocks.append(table([head, *(list(row) for row in rows)]))
    allowed = "Joint ventures are allowed." if p.consortium else "Joint ventures are not allowed."
    if p.paper:
        blocks.append(("p", f"Attachment 1: {papers.name(p)}"))
    return [*blocks, ("h", "Eligibility"), ("p", allowed), *_contact(page)]


def _amendment(page: Page) -> list[Block]:
    p = page.p
    if p.moved_opening:
        new = page.opening()
        change = (
            f"The deadline for submission of bids, {english_date(p.opening)}, 10:00 local time, is changed to "
            f"{english_date(new)}, 10:00 local time. All other terms remain unchanged."
        )
    else:
        change = "Section VI, item 4: for '24 months' read '36 months'. All other terms remain unchanged."
    return [
        *_head(page),
        ("kv", "First published", english_date(p.published), "first_published"),
        ("p", change),
        *_contact(page),
    ]


def _joint(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{names[0]} (lead partner), {', '.join(names[1:])} (joint venture partner)"


def _award(page: Page) -> list[Block]:
    p = page.p
    rows: list[list[Cell]] = [["Lot", "Awarded bidder", "Contract price", "Status"]]
    for n, lot in enumerate(p.lots, 1):
        if lot.failed:
            page.failed_lot(lot)
            rows.append([lot.label or str(n), "-", "-", "No award: fewer than three responsive bids"])
            continue
        cents = lot.bids[0].price
        names = page.lot(lot, lot.bids[0], role="award", price=(yuan(cents), "total", _money(page, cents)))
        rows.append([lot.label or str(n), _joint(names), _money(page, cents), "Awarded"])
    return [
        *_head(page),
        ("kv", "Bid opening", english_date(page.opening()), "opening"),
        ("kv", "Date of award decision", english_date(page.decided()), "decided"),
        ("h", "Award"),
        ("t", rows),
        *_contact(page),
    ]


def _termination(page: Page) -> list[Block]:
    for lot in page.p.lots:
        page.failed_lot(lot)
    return [
        *_head(page),
        (
            "p",
            "The bidding process is cancelled because fewer than three responsive bids were received. New bids will be invited.",
        ),
        *_contact(page),
    ]


def _first(page: Page) -> Lot:
    return next(lot for lot in page.p.lots if not lot.failed)


def _contract(page: Page) -> list[Block]:
    lot = _first(page)
    cents = lot.bids[0].price
    names = page.lot(lot, lot.bids[0], role="contract", price=(yuan(cents), "total", _money(page, cents)))
    mark = f" ({lot.label})" if lot.label else ""
    return [
        *_head(page),
        ("kv", "Contract No.", page.contract_number(), "contract_number"),
        ("kv", "Contractor", _joint(names) + mark, "supplier"),
        ("kv", "Contract amount", _money(page, cents), "contract_amount"),
        ("kv", "Date of contract signature", english_date(page.signed()), "signed"),
        *_contact(page),
    ]


# --- structured publications


def ocds(pages: Iterable[Page]) -> bytes:
    """Return a release package, one release a page, and complete the pages' truth."""
    releases = [_release(page, n) for n, page in enumerate(pages)]
    package = {
        "uri": "https://procurement.example/ocds/releases-lindora.json",
        "version": "1.1",
        "publishedDate": "2022-01-31T00:00:00Z",
        "publisher": {"name": "Lindora Procurement Office"},
        "extensions": [
            "https://raw.githubusercontent.com/open-contracting-extensions/ocds_lots_extension/master/extension.json"
        ],
        "releases": releases,
    }
    return json.dumps(package, ensure_ascii=False, indent=1).encode()


def _release(page: Page, segment: int) -> dict[str, Any]:
    p, stage = page.p, page.pub.stage
    page.truth.segment = segment
    page.truth.lots.clear()
    ocid = f"ocds-lnd0ra-{p.id}"
    lot = _first(page)
    buyer = {"id": f"LD-ORG-{p.buyer.id.removeprefix('o-')}", "name": page.buyer()}
    tender: dict[str, Any] = {
        "id": page.number(),
        "title": page.title(),
        "procurementMethod": "open",
        "mainProcurementCategory": p.product.kind,
        "procuringEntity": buyer,
    }
    release: dict[str, Any] = {
        "ocid": ocid,
        "id": f"{ocid}-{page.pub.serial}",
        "date": f"{page.published().isoformat()}T09:00:00Z",
        "tag": [stage],
        "initiationType": "tender",
        "language": "en",
        "buyer": buyer,
        "parties": [
            {
                **buyer,
                "roles": ["buyer", "procuringEntity"],
                "address": {"locality": page.town(), "countryName": "Lindora"},
            }
        ],
        "tender": tender,
    }
    if stage == "tender":
        page.truth.budget = yuan(p.budget)
        tender["description"] = " ".join(p.needs)
        tender["status"] = "active"
        tender["tenderPeriod"] = {"endDate": f"{page.opening().isoformat()}T10:00:00Z"}
        release["planning"] = {"budget": {"amount": _money_object(p.budget, p.currency)}}
    else:
        cents = lot.bids[0].price
        price = (yuan(cents), "total", yuan(cents))
        names = page.lot(Lot(None, None, 0, 0, lot.bids), lot.bids[0], role=stage, price=price)
        ids = [
            {"id": f"LD-ORG-{o.id.removeprefix('o-')}", "name": n}
            for o, n in zip(lot.bids[0].suppliers, names, strict=True)
        ]
        award: dict[str, Any] = {"id": f"{p.id}-a1", "status": "active", "suppliers": ids}
        if stage == "award":
            award |= {"date": f"{page.decided().isoformat()}T00:00:00Z", "value": _money_object(cents, p.currency)}
        else:
            release["contracts"] = [
                {
                    "id": page.contract_number(),
                    "awardID": f"{p.id}-a1",
                    "status": "active",
                    "value": _money_object(cents, p.currency),
                    "dateSigned": f"{page.signed().isoformat()}T00:00:00Z",
                }
            ]
        release["awards"] = [award]
        release["parties"] += [{**party, "roles": ["supplier"]} for party in ids]
    page.mentions(json.dumps(release, ensure_ascii=False))
    return release


def _money_object(cents: int, currency: str) -> dict[str, Any]:
    return {"amount": cents / 100, "currency": currency}


_UBL = "urn:oasis:names:specification:ubl:schema:xsd"
_EFORMS = "http://data.europa.eu/p27/eforms-ubl-extension"
_SPACE = UUID("7c0a4f0e-6f0e-4c5c-9f57-0d5a6a1c9b10")


def eforms(page: Page) -> bytes:
    """Return an eForms contract notice of one lot, and complete the page's truth."""
    p = page.p
    issued, closing = page.published(), page.opening()
    description = " ".join(p.needs)
    title, buyer, number, town = page.title(), page.buyer(), page.number(), page.town()
    page.truth.lots.append(LotLabel("LOT-0001", title, "open", [], None, None, None, None))
    page.mentions(f"{title}\n{description}")
    project = (
        f'<cac:ProcurementProject><cbc:ID schemeName="InternalID">{escape(number)}</cbc:ID><cbc:Name languageID="ENG">{escape(title)}</cbc:Name>'
        f'<cbc:Description languageID="ENG">{escape(description)}</cbc:Description>'
        '<cbc:ProcurementTypeCode listName="contract-nature">supplies</cbc:ProcurementTypeCode>'
        '<cac:MainCommodityClassification><cbc:ItemClassificationCode listName="cpv">32323500</cbc:ItemClassificationCode>'
        "</cac:MainCommodityClassification></cac:ProcurementProject>"
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<ContractNotice xmlns="{_UBL}:ContractNotice-2" xmlns:cac="{_UBL}:CommonAggregateComponents-2" '
        f'xmlns:cbc="{_UBL}:CommonBasicComponents-2" xmlns:ext="{_UBL}:CommonExtensionComponents-2" '
        f'xmlns:efext="{_EFORMS}s/1" xmlns:efac="{_EFORMS}-aggregate-components/1" xmlns:efbc="{_EFORMS}-basic-components/1">\n'
        "<ext:UBLExtensions><ext:UBLExtension><ext:ExtensionContent><efext:EformsExtension>"
        '<efac:NoticeSubType><cbc:SubTypeCode listName="notice-subtype">16</cbc:SubTypeCode></efac:NoticeSubType>'
        '<efac:Organizations><efac:Organization><efac:Company><cac:PartyIdentification><cbc:ID schemeName="organization">ORG-0001</cbc:ID>'
        f'</cac:PartyIdentification><cac:PartyName><cbc:Name languageID="ENG">{escape(buyer)}</cbc:Name></cac:PartyName>'
        f"<cac:PostalAddress><cbc:StreetName>{escape(p.street)}</cbc:StreetName><cbc:CityName>{escape(town)}</cbc:CityName></cac:PostalAddress>"
        "</efac:Company></efac:Organization></efac:Organizations></efext:EformsExtension></ext:ExtensionContent></ext:UBLExtension></ext:UBLExtensions>\n"
        "<cbc:UBLVersionID>2.3</cbc:UBLVersionID><cbc:CustomizationID>eforms-sdk-1.10</cbc:CustomizationID>"
        f'<cbc:ID schemeName="notice-id">{uuid5(_SPACE, str(page.pub.serial))}</cbc:ID>'
        f"<cbc:ContractFolderID>{uuid5(_SPACE, p.id)}</cbc:ContractFolderID>"
        f"<cbc:IssueDate>{issued.isoformat()}Z</cbc:IssueDate><cbc:IssueTime>09:00:00Z</cbc:IssueTime><cbc:VersionID>01</cbc:VersionID>"
        "<cbc:RegulatoryDomain>other</cbc:RegulatoryDomain>"
        '<cbc:NoticeTypeCode listName="competition">cn-standard</cbc:NoticeTypeCode><cbc:NoticeLanguageCode>ENG</cbc:NoticeLanguageCode>\n'
        '<cac:ContractingParty><cac:Party><cac:PartyIdentification><cbc:ID schemeName="organization">ORG-0001</cbc:ID></cac:PartyIdentification>'
        "</cac:Party></cac:ContractingParty>\n"
        '<cac:TenderingProcess><cbc:ProcedureCode listName="procurement-procedure-type">open</cbc:ProcedureCode></cac:TenderingProcess>\n'
        f'{project}\n<cac:ProcurementProjectLot><cbc:ID schemeName="Lot">LOT-0001</cbc:ID><cac:TenderingProcess><cac:TenderSubmissionDeadlinePeriod>'
        f"<cbc:EndDate>{closing.isoformat()}Z</cbc:EndDate><cbc:EndTime>10:00:00Z</cbc:EndTime></cac:TenderSubmissionDeadlinePeriod></cac:TenderingProcess>"
        f"{project}</cac:ProcurementProjectLot>\n</ContractNotice>\n"
    ).encode()  # fmt: skip
