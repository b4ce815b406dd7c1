"""TED_EXPORT notices: forms F01 to F25, T01 and T02 of R2.0.9, the defence forms 16 to 18, and the forms of R2.0.8."""

from __future__ import annotations

import re

from counterfile.model.notice import Property
from counterfile.plugins.extractors._structured_fields import Claims, Fields, lot_key_among, text_of
from counterfile.plugins.extractors.outline import Spot
from counterfile.text.codes import method_of_code
from counterfile.text.kinds import lot_key

_CODED = "CODED_DATA_SECTION"
_RESULT_FORMS = re.compile(r"F(?:03|06|13|15|25)_|AWARD|VEAT|VOLUNTARY")
_EITHER_FORMS = re.compile(r"F(?:21|22|23)_|MOVE")
"""Forms that announce a procedure or its result, by what stands in them."""


def read_ted(fields: Fields, out: Claims) -> None:
    """Propose what a TED notice says."""
    add, get = out.add, fields.get
    add("", Property.STAGE, "tag", get(f"{_CODED}/CODIF_DATA/TD_DOCUMENT_TYPE"))
    add("", Property.PUBLISHED, "date", get(f"{_CODED}/REF_OJS/DATE_PUB"))
    add("", Property.PUBLISHED, "date", get(f"{_CODED}/CODIF_DATA/DS_DATE_DISPATCH"), sure=0.9)
    add("", Property.OPENING, "date", get(f"{_CODED}/CODIF_DATA/DT_DATE_FOR_SUBMISSION"), sure=0.8)
    procedure = get(f"{_CODED}/CODIF_DATA/PR_PROC")
    if procedure is not None and method_of_code(procedure.text) is not None:
        add("", Property.METHOD, "method", procedure, sure=0.9)
    add("", Property.NUMBER, "number", get("@DOC_ID") or get(f"{_CODED}/NOTICE_DATA/NO_DOC_OJS"), sure=0.5)
    _titles(fields, out)
    form = _form(fields)
    if form is None:
        return
    inner = Fields(
        {name.removeprefix(f"{form}/"): spot for name, spot in fields.items() if name.startswith(f"{form}/")}
    )
    kind = form.rpartition("/")[2]
    if any(name.startswith("OBJECT_CONTRACT") or name.startswith("CONTRACTING_BODY/") for name in inner):
        _Form(inner, out, is_result=_is_result(kind, inner)).read()
    else:
        _Older(inner, out, is_result=_is_result(kind, inner)).read()


def _is_result(kind: str, inner: Fields) -> bool:
    if _RESULT_FORMS.search(kind):
        return True
    return bool(_EITHER_FORMS.search(kind)) and any(name.startswith("AWARD_CONTRACT") for name in inner)


def _form(fields: Fields) -> str | None:
    """Return the path of the form in the notice's own language."""
    forms = [f"FORM_SECTION/{name}" for name in fields.children.get("FORM_SECTION", ()) if name != "NOTICE_UUID"]
    languages = text_of(fields.get(f"{_CODED}/NOTICE_DATA/LG_ORIG")).split()
    for language in (*languages, "EN"):
        for form in forms:
            if text_of(fields.get(f"{form}/@LG")) == language:
                return form
    return forms[0] if forms else None


def _titles(fields: Fields, out: Claims) -> None:
    language = text_of(fields.get(f"{_CODED}/NOTICE_DATA/LG_ORIG")).split()[:1]
    places = fields.many("TRANSLATION_SECTION/ML_TITLES/ML_TI_DOC")
    own = [place for place in places if [text_of(fields.get(f"{place}/@LG"))] == language]
    for place in own or places[:1]:
        out.add("", Property.NOTICE_TITLE, "title", fields.get(f"{place}/TI_TEXT"), sure=0.9)


class _Form:
    """A form of R2.0.9 that is not of defence."""

    def __init__(self, fields: Fields, out: Claims, *, is_result: bool) -> None:
        self.fields, self.out, self.is_result = fields, out, is_result
        self.rows: dict[str, str] = {}
        self.bids: dict[str, int] = {}
        self.undivided = "OBJECT_CONTRACT/NO_LOT_DIVISION" in fields

    def read(self) -> None:
        self._head()
        for path in self.fields.many("OBJECT_CONTRACT"):
            for lot in self.fields.many(f"{path}/OBJECT_DESCR"):
                self._lot(lot)
        for award in self.fields.many("AWARD_CONTRACT"):
            self._award(award)
        for result in self.fields.many("RESULTS"):
            self._contest(result)
        self._modified()

    def _head(self) -> None:
        add, get, first = self.out.add, self.fields.get, self.fields.first
        body = self.fields.many("CONTRACTING_BODY/ADDRESS_CONTRACTING_BODY")[:1]
        for path in body:
            self.out.party("", Property.BUYER, get(f"{path}/OFFICIALNAME"))
            add("", Property.BUYER_ID, "number", get(f"{path}/NATIONALID"))
            add("", Property.BUYER_ADDRESS, "text", get(f"{path}/ADDRESS"))
        things = self.fields.many("OBJECT_CONTRACT")
        for path in things:
            add("", Property.TITLE, "title", get(f"{path}/TITLE"))
            add("", Property.NUMBER, "number", get(f"{path}/REFERENCE_NUMBER"))
            if len(things) > 1:
                continue  # a periodic notice of several procedures has no value of its own
            estimate, total = f"{path}/VAL_ESTIMATED_TOTAL", f"{path}/VAL_TOTAL"
            self.out.money("", Property.ESTIMATE, self.fields, estimate, f"{estimate}/@CURRENCY")
            if self.is_result:
                # Of a framework agreement this is the most that it may come to, not what was awarded.
                prop = Property.CEILING if self.fields.many("PROCEDURE/FRAMEWORK") else Property.AWARD_VALUE
                self.out.money("", prop, self.fields, total, f"{total}/@CURRENCY")
        self._method(*self._procedure())
        add("", Property.OPENING, "date", first("PROCEDURE/DATE_RECEIPT_TENDERS"))
        add("", Property.OPENING, "date", first("PROCEDURE/OPENING_CONDITION/DATE_OPENING_TENDERS"), sure=0.9)
        add("", Property.PUBLISHED, "date", first("COMPLEMENTARY_INFO/DATE_DISPATCH_NOTICE"), sure=0.85)

    def _method(self, *spots: Spot | None) -> None:
        for spot in spots:
            if spot is not None and method_of_code(spot.text) is not None:
                self.out.add("", Property.METHOD, "method", spot)

    def _procedure(self) -> tuple[Spot | None, ...]:
        for name in self.fields.children.get("PROCEDURE", ()):
            if name.startswith("PT_"):
                return (self.fields.get(f"PROCEDURE/{name}"),)
        return (None,)

    # ---- lots

    def _row(self, lot: Spot | None, *, defined: bool = False) -> str:
        """Return the subject of a lot; the row of the notice without lots where none is named, or there are none."""
        key = ""
        if lot is not None and not self.undivided:
            key = lot_key(lot.text) if defined else lot_key_among(lot.text, self.rows)
        lot = lot if key else None
        known = key in self.rows
        subject = self.rows.setdefault(key, f"lot/{len(self.rows) + 1}")
        if lot is not None and not known:
            self.out.add(subject, Property.LOT_LABEL, "lot", lot)
        return subject

    def _lot(self, path: str) -> None:
        lot = self.fields.first(f"{path}/LOT_NO")
        value = f"{path}/VAL_OBJECT"
        if (
            lot is None
            and len(self.fields.many("OBJECT_CONTRACT")) + len(self.fields.many("OBJECT_CONTRACT/OBJECT_DESCR")) > 2
        ):
            return  # several things without a number are no lots
        if (lot is None or self.undivided) and self.fields.many("OBJECT_CONTRACT/VAL_ESTIMATED_TOTAL"):
            return  # the undivided procedure's value, said twice
        subject = self._row(lot, defined=True)
        if lot is not None and not self.undivided:
            self.out.add(subject, Property.LOT_TITLE, "title", self.fields.get(f"{path}/TITLE"))
        self.out.money(subject, Property.ESTIMATE, self.fields, value, f"{value}/@CURRENCY")

    def _award(self, path: str) -> None:
        get, out = self.fields.get, self.out
        lots = self.fields.many(f"{path}/LOT_NO")
        spot = get(lots[0]) if lots else None
        rows = [self._row(get(lot)) for lot in lots] or [self._row(None)]
        for row in rows if spot is not None and not self.undivided else ():
            out.add(row, Property.LOT_TITLE, "title", get(f"{path}/TITLE"), sure=0.9)
        status = get(f"{path}/NO_AWARDED_CONTRACT")
        for row in rows:
            out.add(row, Property.LOT_STATUS, "status", status)
        for done in self.fields.many(f"{path}/AWARDED_CONTRACT"):
            out.add("", Property.CONTRACT_NUMBER, "number", get(f"{path}/CONTRACT_NO"), sure=0.85)
            out.add("", Property.SIGNED, "date", get(f"{done}/DATE_CONCLUSION_CONTRACT"))
            self._contract(done, rows)

    def _contract(self, done: str, rows: list[str]) -> None:
        contractors = self.fields.many(f"{done}/CONTRACTORS/CONTRACTOR") or self.fields.many(f"{done}/CONTRACTOR")
        whole = len(rows) == 1
        for row in rows:
            number = self.bids[row] = self.bids.get(row, 0) + 1
            bid = f"{row}/bid/{number}"
            named = self._winners(bid, [f"{path}/ADDRESS_CONTRACTOR" for path in contractors])
            if not whole:
                continue  # one sum for several lots is none of theirs
            value = self._one_of(f"{done}/VALUES/VAL_TOTAL", f"{done}/VALUE/VAL_TOTAL", f"{done}/VAL_TOTAL")
            estimate = self._one_of(f"{done}/VALUES/VAL_ESTIMATED_TOTAL", f"{done}/VALUE/VAL_ESTIMATED_TOTAL")
            self.out.money(bid if named else row, Property.AWARD_VALUE, self.fields, value, f"{value}/@CURRENCY")
            if row and number == 1:
                self.out.money(row, Property.ESTIMATE, self.fields, estimate, f"{estimate}/@CURRENCY", 0.9)

    def _one_of(self, *paths: str) -> str:
        """Return the first path that is there: schemas call the same thing by several names."""
        return next((path for path in paths if path in self.fields), paths[0])

    def _winners(self, bid: str, addresses: list[str]) -> bool:
        named = False
        for place, address in enumerate(addresses, 1):
            who = f"{bid}/supplier/{place}"
            if self.out.party(who, Property.SUPPLIER, self.fields.get(f"{address}/OFFICIALNAME")):
                named = True
                self.out.add(who, Property.SUPPLIER_ID, "number", self.fields.get(f"{address}/NATIONALID"))
        return named

    # ---- design contests, changed contracts

    def _contest(self, path: str) -> None:
        row = self._row(None)
        self.out.add(row, Property.LOT_STATUS, "status", self.fields.get(f"{path}/NO_AWARDED_PRIZE"))
        for prize in self.fields.many(f"{path}/AWARDED_PRIZE"):
            self.out.add("", Property.DECIDED, "date", self.fields.get(f"{prize}/DATE_DECISION_JURY"))
            winners = self.fields.many(f"{prize}/WINNERS/WINNER") or self.fields.many(f"{prize}/WINNER")
            # Prizes are ranked or shared; each winner is a party by itself, and the prize is nobody's contract value.
            for winner in winners:
                number = self.bids[row] = self.bids.get(row, 0) + 1
                self._winners(f"{row}/bid/{number}", [f"{winner}/ADDRESS_WINNER"])

    def _modified(self) -> None:
        """Take the changed value of a contract; what it was before stands beside it and is not stated."""
        path = "MODIFICATIONS_CONTRACT/DESCRIPTION_PROCUREMENT"
        if not self.rows or len(self.rows) > 1:
            return
        row = next(iter(self.rows.values()))
        for value in (f"{path}/VALUES/VAL_TOTAL", f"{path}/VAL_TOTAL"):
            self.out.money(row, Property.CONTRACT_VALUE, self.fields, value, f"{value}/@CURRENCY")


class _Older:
    """The defence forms, and R2.0.8, whose element names differ from form to form by what they are called in full."""

    def __init__(self, fields: Fields, out: Claims, *, is_result: bool) -> None:
        self.fields, self.out, self.is_result = fields, out, is_result

    def read(self) -> None:
        add, find = self.out.add, self._find
        self.out.party("", Property.BUYER, find(r"CA_CE_CONCESSIONAIRE_PROFILE/ORGANISATION(?:/OFFICIALNAME)?"))
        add("", Property.BUYER_ID, "number", find(r"CA_CE_CONCESSIONAIRE_PROFILE/ORGANISATION/NATIONALID"))
        add("", Property.BUYER_ADDRESS, "text", find(r"CA_CE_CONCESSIONAIRE_PROFILE/ADDRESS"))
        add("", Property.TITLE, "title", find(r"TITLE_CONTRACT(?:/P)?"))
        add("", Property.NUMBER, "number", find(r"FILE_REFERENCE_NUMBER(?:/P)?"))
        add("", Property.OPENING, "date", find(r"RECEIPT_LIMIT_DATE(?:_FOR_TENDERS)?"))
        add("", Property.PUBLISHED, "date", find(r"NOTICE_DISPATCH_DATE"), sure=0.85)
        for path in self._places(
            r"(?:NATURE_QUANTITY_SCOPE|QUANTITY_SCOPE\w*|TOTAL_ESTIMATED\w*)/COSTS_RANGE_AND_CURRENCY\w*"
        )[:1]:
            self._money("", Property.ESTIMATE, path)
        for path in self._places(r"TOTAL_FINAL_VALUE\w*/COSTS_RANGE_AND_CURRENCY\w*")[:1]:
            self._money("", Property.AWARD_VALUE, path)
        rows: dict[str, str] = {}
        bids: dict[str, int] = {}
        for award in self._places(
            r"(?:^|.*/)(?:AWARD_OF_CONTRACT\w*|AWARD_AND_CONTRACT_VALUE|AWARD_CONTRACT)(?:\[\d+\])?"
        ):
            self._award(award, rows, bids)

    def _find(self, pattern: str) -> Spot | None:
        wanted = re.compile(rf"(?:^|.*/){pattern}")
        return next((spot for name, spot in self.fields.items() if wanted.fullmatch(name)), None)

    def _places(self, pattern: str) -> list[str]:
        """Return the paths of elements, not of their leaves, in order."""
        wanted = re.compile(rf"((?:.*?/)?{pattern})/" if not pattern.startswith("(?:^") else rf"({pattern})/")
        found: dict[str, None] = {}
        for name in self.fields:
            match = wanted.match(name)
            if match:
                found.setdefault(match.group(1))
        return list(found)

    def _award(self, award: str, rows: dict[str, str], bids: dict[str, int]) -> None:
        out, get = self.out, self.fields.get
        lot = get(f"{award}/LOT_NUMBER")
        key = lot_key(lot.text) if lot is not None else ""
        known = key in rows
        row = rows.setdefault(key, f"lot/{len(rows) + 1}")
        if lot is not None and not known:
            out.add(row, Property.LOT_LABEL, "lot", lot)
            out.add(row, Property.LOT_TITLE, "title", get(f"{award}/CONTRACT_TITLE"))
        bids[row] = bids.get(row, 0) + 1
        bid = f"{row}/bid/{bids[row]}"
        out.add("", Property.CONTRACT_NUMBER, "number", get(f"{award}/CONTRACT_NUMBER"), sure=0.85)
        out.add("", Property.SIGNED, "date", get(f"{award}/CONTRACT_AWARD_DATE"))
        named = False
        names = re.compile(
            rf"{re.escape(award)}/ECONOMIC_OPERATOR_NAME_ADDRESS(?:\[\d+\])?/.*ORGANISATION(?:/OFFICIALNAME)?"
        )
        for place, (_, spot) in enumerate([pair for pair in self.fields.items() if names.fullmatch(pair[0])], 1):
            named = out.party(f"{bid}/supplier/{place}", Property.SUPPLIER, spot) or named
        inside = f"{award}/CONTRACT_VALUE_INFORMATION"
        for path in (f"{inside}/COSTS_RANGE_AND_CURRENCY_WITH_VAT_RATE", f"{inside}/COSTS_RANGE_AND_CURRENCY"):
            self._money(bid if named else row, Property.AWARD_VALUE, path)
        for path in (f"{inside}/INITIAL_ESTIMATED_TOTAL_VALUE_CONTRACT",):
            self._money(row, Property.ESTIMATE, path)

    def _money(self, subject: str, prop: Property, path: str) -> None:
        """Take one value; a range of two is no amount."""
        number = self.fields.get(f"{path}/VALUE_COST/@FMTVAL")
        self.out.sum(subject, prop, number, self.fields.get(f"{path}/@CURRENCY"))
