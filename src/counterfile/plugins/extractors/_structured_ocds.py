"""OCDS releases, by JSON pointer within the release."""

from __future__ import annotations

from dataclasses import dataclass

from counterfile.model.notice import Property
from counterfile.plugins.extractors._structured_fields import Claims, Fields, text_of
from counterfile.plugins.extractors.outline import Spot
from counterfile.text.names import clean_name

_TAG_ORDER = ("planning", "tender", "award", "contract", "implementation")
_ENDED = frozenset({"cancelled", "unsuccessful", "withdrawn"})
_IMPLICIT = ""
"""The key of the row of a procedure without lots."""


def read_ocds(fields: Fields, out: Claims) -> None:
    """Propose what a release says."""
    _Release(fields, out).read()


@dataclass(frozen=True, slots=True)
class _Award:
    path: str
    lots: tuple[str, ...]
    suppliers: tuple[str, ...]


class _Release:
    def __init__(self, fields: Fields, out: Claims) -> None:
        self.fields, self.out = fields, out
        self.parties = self._parties()
        self.rows: dict[str, str] = {}
        self.labeled: set[str] = set()
        self.lots = fields.numbers("/tender/lots")

    def _parties(self) -> dict[str, str]:
        """Return the path of each party by its id."""
        found: dict[str, str] = {}
        for number in self.fields.numbers("/parties"):
            identifier = self.fields.get(f"/parties/{number}/id")
            if identifier is not None:
                found.setdefault(identifier.text, f"/parties/{number}")
        return found

    def read(self) -> None:
        self._head()
        self._buyers()
        for number in self.lots:
            self._lot(f"/tender/lots/{number}")
        self._awards()

    def _head(self) -> None:
        add, get = self.out.add, self.fields.get
        add("", Property.OCID, "number", get("/ocid"))
        add("", Property.PUBLISHED, "date", get("/date"))
        self._stage()
        status = get("/tender/status")
        if text_of(status) in _ENDED and not self.fields.numbers("/awards") and not self.fields.numbers("/contracts"):
            add("", Property.STAGE, "tag", status, sure=0.98)
        add("", Property.TITLE, "title", get("/tender/title"))
        for path in ("/planning/project/title", "/planning/budget/project", "/awards/0/title", "/contracts/0/title"):
            if self.fields.numbers("/awards")[1:] and path.startswith(("/awards", "/contracts")):
                continue  # one of several awards does not name the whole
            add("", Property.TITLE, "title", get(path), sure=0.7)
        add("", Property.NOTICE_TITLE, "title", get("/title"), sure=0.9)
        add("", Property.NUMBER, "number", get("/tender/id"))
        add("", Property.METHOD, "method", get("/tender/procurementMethodDetails"))
        add("", Property.METHOD, "method", get("/tender/procurementMethod"), sure=0.9)
        self._money("", Property.BUDGET, "/planning/budget/amount")
        self._money("", Property.ESTIMATE, "/tender/value")
        self._money("", Property.CEILING, "/tender/maxValue")
        add("", Property.OPENING, "date", get("/tender/tenderPeriod/endDate"))

    def _stage(self) -> None:
        """Take the latest of the tags; a release tagged as a tender that states awards contradicts itself and has no stage."""
        places = ("/tag", *(f"/tag/{number}" for number in self.fields.numbers("/tag")))
        tags = [tag for path in places if (tag := self.fields.get(path)) is not None]
        order = [
            max((place for place, stem in enumerate(_TAG_ORDER) if tag.text.startswith(stem)), default=0)
            for tag in tags
        ]
        awarded = any(
            text_of(self.fields.get(f"/awards/{number}/status")) not in _ENDED
            and self.fields.numbers(f"/awards/{number}/suppliers")
            for number in self.fields.numbers("/awards")
        )
        if awarded and max(order, default=0) < _TAG_ORDER.index("award"):
            return
        for tag, later in zip(tags, order, strict=True):
            self.out.add("", Property.STAGE, "tag", tag, sure=0.9 + 0.015 * later)

    def _money(self, subject: str, prop: Property, path: str) -> None:
        self.out.money(subject, prop, self.fields, f"{path}/amount", f"{path}/currency")

    # ---- who buys

    def _buyers(self) -> None:
        out, get = self.out, self.fields.get
        buyer, buyer_at = self._body("/buyer", "buyer")
        entity, entity_at = self._body("/tender/procuringEntity", "procuringEntity")
        if buyer is None:
            buyer, buyer_at, entity = entity, entity_at, None
        out.party("", Property.BUYER, buyer)
        if buyer_at:
            out.add("", Property.BUYER_ID, "number", get(f"{buyer_at}/identifier/id"))
            out.add("", Property.BUYER_ADDRESS, "text", get(f"{buyer_at}/address/streetAddress"))
        if buyer is not None and entity is not None and clean_name(buyer.text) != clean_name(entity.text):
            out.party("", Property.AGENCY, entity)
            out.add("", Property.AGENCY_ID, "number", get(f"{entity_at}/identifier/id") if entity_at else None)

    def _body(self, reference: str, role: str) -> tuple[Spot | None, str]:
        """Return the name of a referenced body and the path of its entry: the reference's own name first."""
        at = self.parties.get(text_of(self.fields.get(f"{reference}/id")), "")
        name = self.fields.get(f"{reference}/name")
        if not at and name is None:
            at = self._with_role(role)
        return name or (self.fields.get(f"{at}/name") if at else None), at or (reference if name is not None else "")

    def _with_role(self, role: str) -> str:
        for number in self.fields.numbers("/parties"):
            path = f"/parties/{number}"
            if any(
                text_of(self.fields.get(f"{path}/roles/{place}")) == role
                for place in self.fields.numbers(f"{path}/roles")
            ):
                return path
        return ""

    # ---- lots

    def _row(self, lot: str) -> str:
        return self.rows.setdefault(lot, f"lot/{len(self.rows) + 1}")

    def _lot(self, path: str) -> None:
        lot = self.fields.get(f"{path}/id")
        if lot is None:
            return
        subject = self._row(lot.text)
        self.labeled.add(lot.text)
        self.out.add(subject, Property.LOT_LABEL, "lot", lot)
        self.out.add(subject, Property.LOT_TITLE, "title", self.fields.get(f"{path}/title"))
        status = self.fields.get(f"{path}/status")
        if text_of(status) in _ENDED:
            self.out.add(subject, Property.LOT_STATUS, "status", status)
        self._money(subject, Property.ESTIMATE, f"{path}/value")

    # ---- awards and contracts

    def _awards(self) -> None:
        awards = [self._award_at(f"/awards/{number}") for number in self.fields.numbers("/awards")]
        names = [text_of(self.fields.get(f"{award.path}/id")) for award in awards]
        contracts = self._contracts(names)
        split = self._stand_apart(awards)
        counts: dict[str, int] = {}
        for award in awards:
            status = self.fields.get(f"{award.path}/status")
            rows: tuple[str, ...]
            if split:
                rows = (self._own_row(award),)
            else:
                rows = tuple(self._lot_row(award, number) for number in range(len(award.lots))) or (
                    self._row(_IMPLICIT),
                )
            if text_of(status) in _ENDED:
                # Without lots, one cancelled award beside others does not end the procedure.
                for row in rows if award.lots or split or len(awards) == 1 else ():
                    self.out.add(row, Property.LOT_STATUS, "status", status)
                continue
            self.out.add("", Property.DECIDED, "date", self.fields.get(f"{award.path}/date"))
            for row in rows:
                counts[row] = counts.get(row, 0) + 1
                self._award(award, f"{row}/bid/{counts[row]}", row, contracts, alone=len(rows) == 1)

    def _award_at(self, path: str) -> _Award:
        lots = [f"{path}/relatedLots/{number}" for number in self.fields.numbers(f"{path}/relatedLots")]
        if f"{path}/relatedLot" in self.fields:
            lots.append(f"{path}/relatedLot")
        names = (self._supplier(f"{path}/suppliers/{number}") for number in self.fields.numbers(f"{path}/suppliers"))
        return _Award(
            path,
            tuple(lot for lot in lots if lot in self.fields),
            tuple(clean_name(name.text) for name in names if name is not None),
        )

    def _stand_apart(self, awards: list[_Award]) -> bool:
        """Whether awards without lots must be told apart, because one supplier has several of them."""
        if self.lots or any(award.lots for award in awards):
            return False
        named = [name for award in awards for name in set(award.suppliers)]
        return len(named) > len(set(named))

    def _own_row(self, award: _Award) -> str:
        """Give an award without a lot a row of its own, named as the release names the award."""
        label = self.fields.get(f"{award.path}/id")
        row = self._row(f"award {text_of(label) or award.path}")
        self.out.add(row, Property.LOT_LABEL, "lot", label)
        self.out.add(row, Property.LOT_TITLE, "title", self.fields.get(f"{award.path}/title"))
        return row

    def _lot_row(self, award: _Award, number: int) -> str:
        lot = self.fields[award.lots[number]]
        row = self._row(lot.text)
        if lot.text not in self.labeled:
            self.labeled.add(lot.text)
            self.out.add(row, Property.LOT_LABEL, "lot", lot)
        return row

    def _supplier(self, path: str) -> Spot | None:
        at = self.parties.get(text_of(self.fields.get(f"{path}/id")), "")
        return self.fields.get(f"{path}/name") or (self.fields.get(f"{at}/name") if at else None)

    def _award(self, award: _Award, bid: str, row: str, contracts: dict[str, list[str]], *, alone: bool) -> None:
        out, get = self.out, self.fields.get
        prop = Property.CANDIDATE if text_of(get(f"{award.path}/status")) == "pending" else Property.SUPPLIER
        named = False
        for place, number in enumerate(self.fields.numbers(f"{award.path}/suppliers"), 1):
            path, who = f"{award.path}/suppliers/{number}", f"{bid}/supplier/{place}"
            if out.party(who, prop, self._supplier(path)):
                named = True
                at = self.parties.get(text_of(get(f"{path}/id")), "")
                identifier = get(f"{path}/identifier/id") or (get(f"{at}/identifier/id") if at else None)
                out.add(who, Property.SUPPLIER_ID, "number", identifier)
        if not alone:
            return  # one sum for several lots is none of theirs
        where = bid if named else row
        self._money(where, Property.AWARD_VALUE, f"{award.path}/value")
        signed = contracts.get(text_of(get(f"{award.path}/id")), [])
        if len(signed) == 1:
            self._money(where, Property.CONTRACT_VALUE, f"{signed[0]}/value")

    def _contracts(self, awards: list[str]) -> dict[str, list[str]]:
        """State numbers and dates of contracts; return the paths of those in force by the award that each follows."""
        found: dict[str, list[str]] = {}
        loose: list[str] = []
        for number in self.fields.numbers("/contracts"):
            path = f"/contracts/{number}"
            self.out.add("", Property.CONTRACT_NUMBER, "number", self.fields.get(f"{path}/id"))
            if text_of(self.fields.get(f"{path}/status")) == "cancelled":
                continue
            self.out.add("", Property.SIGNED, "date", self.fields.get(f"{path}/dateSigned"))
            award = text_of(self.fields.get(f"{path}/awardID"))
            if award in awards and award:
                found.setdefault(award, []).append(path)
            else:
                loose.append(path)
        if len(loose) == 1 and not found and len(awards) == 1 and f"{loose[0]}/awardID" not in self.fields:
            # One award and one contract belong together though nothing says so.
            found[awards[0]] = loose
        if len(loose) == 1 and not found and not awards:
            self._money(self._row(_IMPLICIT), Property.CONTRACT_VALUE, f"{loose[0]}/value")
        return found
