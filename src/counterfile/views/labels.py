"""What a notice says, as one label object: the schema of the labeling guidelines, for scoring from outside."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from counterfile.model.notice import Notice, Property, Stage
from counterfile.model.statement import Statement
from counterfile.model.value import Basis
from counterfile.store.ports import Cluster, View

_RESULTS = frozenset({"award", "contract"})
_ROLES = {
    Property.BUYER: "buyer",
    Property.AGENCY: "agency",
    Property.SUPPLIER: "supplier",
    Property.CANDIDATE: "supplier",
}


def label(statements: Iterable[Statement], file_name: str) -> dict[str, object]:
    """Return the label object of one notice.

    Values in conflict are left out: an export abstains where the notice contradicts itself. Places are given only as far as the notice
    prints them; a province that a city implies is a statement, but no label.
    """
    told = [one for one in statements if not one.conflict]
    notice = {one.property: one for one in reversed(told) if one.subject == ""}

    def value(prop: Property) -> str | None:
        one = notice.get(prop)
        return one.value if one is not None else None

    numbers = [one.value for one in told if one.property is Property.NUMBER and one.subject == ""]
    if not numbers:
        numbers = [one.value for one in told if one.property is Property.CONTRACT_NUMBER and one.subject == ""]
    stage = value(Property.STAGE)
    consortium = value(Property.CONSORTIUM_ALLOWED)
    lots = _lots(told, stage)
    return {
        "file": file_name,
        "id": told[0].notice if told else None,
        "stage": stage,
        "round": int(value(Property.ROUND) or 1),
        "project_numbers": numbers,
        "project_title": value(Property.TITLE),
        "buyer": value(Property.BUYER),
        "agency": value(Property.AGENCY),
        "budget": _sum(notice.get(Property.BUDGET)) or _sum(notice.get(Property.ESTIMATE)),
        "ceiling": _sum(notice.get(Property.CEILING)),
        "published": value(Property.PUBLISHED),
        "opening": value(Property.OPENING),
        "decided": value(Property.DECIDED),
        "signed": value(Property.SIGNED),
        "lots": lots,
        "place": {
            "province": _place(notice.get(Property.PROVINCE)),
            "city": _place(notice.get(Property.CITY)),
            "county": _place(notice.get(Property.COUNTY)),
        },
        "consortium_allowed": None if consortium is None else consortium == "true",
        "doubt": None,
    }


def rows(view: View, notices: Sequence[Notice]) -> Iterator[dict[str, object]]:
    """Yield the label of each notice with the ids of its procedure and organizations, once for each name its file came under."""
    said = view.statements([notice.id for notice in notices])
    procedures = view.clusters_of(Cluster.PROCEDURE, [notice.id for notice in notices])
    keys = sorted({one.key for told in said.values() for one in told if one.property in _ROLES and one.key})
    organizations = view.clusters_of(Cluster.ORGANIZATION, keys)
    for notice in notices:
        told = said[notice.id]
        ids: dict[str, list[str]] = {role: [] for role in ("buyer", "agency", "supplier")}
        for one in told:
            found = organizations.get(one.key or "")
            if not one.conflict and one.property in _ROLES and found and found not in ids[_ROLES[one.property]]:
                ids[_ROLES[one.property]].append(found)
        names = dict.fromkeys(arrival.name for arrival in view.arrivals(notice.document))
        labeled = label(told, "")
        more = {
            "id": notice.id,
            "procedure": procedures.get(notice.id),
            "buyer_id": next(iter(ids["buyer"]), None),
            "agency_id": next(iter(ids["agency"]), None),
            "supplier_ids": ids["supplier"],
        }
        for name in names:
            yield {**labeled, **more, "file": name}


def _sum(one: Statement | None) -> str | None:
    if one is None or one.amount is None or one.amount.amount is None or one.amount.basis is not Basis.TOTAL:
        return None
    return f"{one.amount.amount:.2f}"


def _place(one: Statement | None) -> str | None:
    if one is None:
        return None
    short = re.match(r"(内蒙古|广西|西藏|宁夏|新疆|香港|澳门)", one.value)
    stem = short.group() if short else one.value[:-1] if len(one.value) > 2 and one.value[-1] in "省市" else one.value
    return one.value if any(stem in span.quote for span in one.evidence) else None


def _lots(told: list[Statement], stage: str | None) -> list[dict[str, object]]:
    rows: dict[int, list[Statement]] = {}
    for one in told:
        match = re.match(r"lot/(\d+)", one.subject)
        if match:
            rows.setdefault(int(match.group(1)), []).append(one)
    found = []
    for _, statements in sorted(rows.items()):
        made = _lot(statements, stage)
        if made is not None:
            found.append(made)
    return found


_AMOUNT_ORDER = {
    "award": (Property.AWARD_VALUE, Property.CONTRACT_VALUE, Property.BID_VALUE),
    "contract": (Property.CONTRACT_VALUE, Property.AWARD_VALUE, Property.BID_VALUE),
    "candidates": (Property.BID_VALUE, Property.AWARD_VALUE),
    "single_source": (Property.BID_VALUE, Property.BUDGET, Property.CEILING),
}
_OPEN_ORDER = (Property.BUDGET, Property.CEILING, Property.ESTIMATE)
_ROLE = {
    Property.AWARD_VALUE: "award",
    Property.CONTRACT_VALUE: "contract",
    Property.BID_VALUE: "bid",
    Property.BUDGET: "budget",
    Property.ESTIMATE: "budget",
    Property.CEILING: "ceiling",
}


def _lot(statements: list[Statement], stage: str | None) -> dict[str, object] | None:
    lot = {one.property: one for one in reversed(statements) if one.subject.count("/") == 1}
    label_ = lot.get(Property.LOT_LABEL)
    title = lot.get(Property.LOT_TITLE)
    status = lot.get(Property.LOT_STATUS)
    parties, amounts = _suppliers(statements, stage)
    order = _AMOUNT_ORDER.get(stage or "", _OPEN_ORDER)
    chosen = next((lot[prop] for prop in order if prop in lot), None)
    if stage in _RESULTS and chosen is None and label_ is None and not parties:
        return None
    if stage not in _RESULTS and stage not in {"candidates", "single_source"} and label_ is None:
        return None
    if chosen is None and stage == "candidates":
        chosen = next((amount for party, amount in amounts if party.get("rank") == 1 and amount is not None), None)
    made: dict[str, object] = {
        "lot": label_.value if label_ is not None else None,
        "title": title.value if title is not None else None,
        "status": status.value if status is not None else None,
        "suppliers": parties,
        **_amount(chosen, stage),
    }
    return made


def _amount(one: Statement | None, stage: str | None) -> dict[str, object]:
    if one is None or one.amount is None:
        return {"amount": None, "role": None, "basis": None, "raw": None}
    basis = one.amount.basis
    number = one.amount.amount if basis in {Basis.TOTAL, Basis.UNIT_PRICE, Basis.PER_YEAR} else None
    role = _ROLE.get(one.property)
    if stage == Stage.AWARD and role == "bid":
        role = "award"
    made: dict[str, object] = {
        "amount": _plain(number),
        "role": role,
        "basis": {
            Basis.TOTAL: "total",
            Basis.UNIT_PRICE: "unit_price",
            Basis.PER_YEAR: "total",
            Basis.RATE: "rate",
        }.get(basis),
        "raw": one.evidence[0].quote,
    }
    if one.amount.currency not in {None, "CNY"}:
        made["currency"] = one.amount.currency
    return made


def _plain(number: Decimal | None) -> str | None:
    return f"{number:.2f}" if number is not None else None


def _suppliers(
    statements: list[Statement], stage: str | None
) -> tuple[list[dict[str, object]], list[tuple[dict[str, object], Statement | None]]]:
    rows: dict[int, dict[Property, Statement]] = {}
    for one in statements:
        match = re.match(r"lot/\d+/supplier/(\d+)$", one.subject)
        if match:
            rows.setdefault(int(match.group(1)), {}).setdefault(one.property, one)
    wanted = Property.SUPPLIER if stage not in {"candidates", "single_source"} else Property.CANDIDATE
    parties: list[dict[str, object]] = []
    amounts: list[tuple[dict[str, object], Statement | None]] = []
    for _, row in sorted(rows.items()):
        if wanted not in row:
            continue
        rank, lead = row.get(Property.RANK), row.get(Property.LEAD)
        party: dict[str, object] = {
            "name": row[wanted].value,
            "rank": int(rank.value) if rank is not None and stage == "candidates" else None,
            "lead": None if lead is None else lead.value == "true",
        }
        price = next((row[prop] for prop in _AMOUNT_ORDER.get(stage or "", ()) if prop in row), None)
        if price is not None:
            plain = _amount(price, stage)
            if plain["amount"] is not None and plain["basis"] != "rate":
                party["amount"] = plain["amount"]
        parties.append(party)
        amounts.append((party, price))
    return parties, amounts
