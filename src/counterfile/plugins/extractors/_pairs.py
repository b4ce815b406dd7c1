"""From pairs of label and value to candidates: the work that the summary box and the body's labels have in common."""

from __future__ import annotations

# ruff: noqa: PLR0912 (one branch a kind of line, value or field; the order of the branches is the rule)
import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

from counterfile.model.candidate import Candidate
from counterfile.model.notice import Property
from counterfile.model.value import Basis
from counterfile.plugins.extractors._claims import (
    PROPERTY_OF,
    UNUSED,
    Bid,
    Row,
    Rows,
    claim,
    find_names,
    lot_parts,
    party_of,
    read_price,
)
from counterfile.plugins.extractors.outline import Outline, Pair, Spot
from counterfile.text.dates import find_dates
from counterfile.text.derive import amount_of
from counterfile.text.identifiers import find_numbers, is_uscc
from counterfile.text.kinds import TITLE_LABEL, Section, find_lots, is_pointer, lot_status_of, rank_of, stage_of
from counterfile.text.labels import AMOUNT_FIELDS, Field, Party, meaning
from counterfile.text.names import clean_name, name_key
from counterfile.text.places import find_place
from counterfile.text.script import has_han

_DATE_OF = {
    Field.PUBLISHED: Property.PUBLISHED,
    Field.PERIOD: Property.PUBLISHED,
    Field.FIRST_PUBLISHED: Property.FIRST_PUBLISHED,
    Field.OPENING: Property.OPENING,
    Field.DECIDED: Property.DECIDED,
    Field.SIGNED: Property.SIGNED,
}
_WEAKER = 0.3
_LEARNED = 0.1
"""What a value loses whose label the lexicon does not know and the classifier told."""
_FRESH = 0.04
"""What a value gains that a correction puts in place of another."""
_AFTERWARDS = frozenset({Section.AWARD, Section.CANDIDATES, Section.SUPPLIER, Section.FAILED, Section.CORRECTION})
_EARLIER = re.compile(r"首次|上一?次|前次|(?:^|[\s\d.、])原|计划|意向|控制价|图纸")
_ANNOUNCED_FIRST = re.compile(r"(?:首次|原|上一?次|前次)\S{0,8}公[告示]")
"""Days on which something earlier than this notice was published."""
_CALLED = re.compile(r"(?:招标|采购|磋商|谈判|询价|比选|原|首次)(?:采购|招标)?公告")
_DECIDED = re.compile(r"中标|成交|定标")
_HEADED = 0.97
"""How sure a heading of candidates is of the stage, where the title only says that there is a result."""
_UNSURE = 0.45
"""Confidence of a publication date whose label is not known for certain."""
_PERIOD = 0.35
"""Confidence of a publication date that is only the first day of the period of showing."""


_TELLING = {
    (Field.SIGNED, None): 0.45,
    (Field.NAME, Party.SUPPLIER): 0.44,
    (Field.AWARD, None): 0.44,
    (Field.NAME, Party.CANDIDATE): 0.42,
}
"""Labels that give a notice's stage away where neither title nor lead sentence does, with how surely."""


class PairClaims:
    """Turns the pairs of one layer into candidates."""

    def __init__(self, outline: Outline, pairs: Iterable[Pair], layer: str, confidence: float) -> None:
        self.outline = outline
        self.pairs = list(pairs)
        self.layer = layer
        self.sure = confidence
        self.summary = layer == "L1"
        self.rows = Rows()
        self.pending: list[tuple[int, Row, Property, str, tuple[Spot, ...]]] = []
        self.current: Bid | None = None
        self.current_row: Row | None = None
        self.named: tuple[Party | None, int] = (None, -99)

    def claims(self) -> Iterator[Candidate]:
        """Yield the candidates, notice level first, then lot rows."""
        for pair in self.pairs:
            yield from self._pair(pair)
            sure = _TELLING.get((pair.meaning.field, pair.meaning.party))
            if (
                sure is not None
                and pair.value.text
                and not pair.old
                and re.search(r"中标|成交|中选|签|候选", pair.label.text)
            ):
                yield from self._one(Property.STAGE, "stage_label", pair.label, sure=sure)
        if (heading := self._candidates_only()) is not None:
            yield from self._one(Property.STAGE, "stage_label", heading, sure=_HEADED)
        if not self.summary:
            for lot in self.outline.lots:
                self.rows.of(lot)
        yield from self.rows.claims(self.layer, self.sure)

    def _candidates_only(self) -> Spot | None:
        """Return 中选候选人： above several ranks, where nobody is called the winner and the title only speaks of a result."""
        if any(_DECIDED.search(spot.text) for spot in self.outline.titles[:2]):
            return None
        if any(one.meaning.party is Party.SUPPLIER and one.value.text for one in self.pairs):
            return None
        for number, pair in enumerate(self.pairs):
            if pair.meaning.party is Party.CANDIDATE and not pair.value.text and "候选" in pair.label.text:
                ranks = [one.rank for one in self.pairs[number + 1 : number + 12] if one.rank is not None]
                return pair.label if {1, 2} <= set(ranks) else None
        return None

    def _one(self, prop: Property, derivation: str, *spots: Spot, sure: float | None = None) -> Iterator[Candidate]:
        found = claim("", prop, derivation, spots, self.layer, self.sure if sure is None else sure)
        if found is not None:
            yield found

    def _pair(self, pair: Pair) -> Iterator[Candidate]:
        field, value = pair.meaning.field, pair.value
        sure = self.sure - (_WEAKER if pair.meaning.weak else _LEARNED if pair.meaning.learned else 0.0)
        if is_pointer(value.text):
            yield from self._one(Property.MISSING_DOCUMENT, "text", value)
            return
        if not value.text or field is Field.OTHER or pair.old:
            return
        section = pair.party or pair.section
        if field in AMOUNT_FIELDS:
            yield from self._money(pair)
        elif field is Field.NAME:
            yield from self._name(pair, sure)
        elif field is Field.NUMBER:
            if section not in UNUSED or section is Section.FAILED:
                yield from self._number(pair, sure)
        elif field is Field.CONTRACT_NUMBER:
            yield from self._one(Property.CONTRACT_NUMBER, "number", value)
        elif field in {Field.TITLE, Field.TITLE_NUMBER}:
            if section not in UNUSED:
                yield from self._title(pair, sure)
        elif field is Field.METHOD:
            if len(value.text) <= 30:
                yield from self._one(Property.METHOD, "method", value)
        elif field in _DATE_OF:
            yield from self._date(pair, sure)
        elif field is Field.DEADLINE:
            if section in {Section.OPENING, Section.SUBMIT}:
                yield from self._dates(Property.OPENING, pair, self.sure - 0.1)
        elif field is Field.CONSORTIUM:
            yield from self._flag(pair)
        elif field is Field.ADDRESS:
            yield from self._address(pair, section)
        elif field is Field.REGION:
            yield from self._place(value, self.sure - 0.2)
        elif field is Field.PARTY_ID:
            yield from self._identifier(pair, section)
        elif field is Field.LOT:
            self._lot(pair)
        elif field is Field.LOT_TITLE:
            self._lot_title(pair)
        elif field is Field.LOT_STATUS and (status := lot_status_of(value.text)):
            row = self.rows.of(pair.lot)
            row.status = Spot(value.start + status[1], value.start + status[2], value.text[status[1] : status[2]])

    # ---- money

    def _money(self, pair: Pair) -> Iterator[Candidate]:
        field = pair.meaning.field
        section = pair.party or pair.section
        if field is Field.AMOUNT:
            if section is Section.FEE:
                field = Field.FEE
            elif section in {Section.AWARD, Section.SUPPLIER}:
                field = Field.AWARD
            elif section is Section.CANDIDATES:
                field = Field.BID
            elif section is Section.CONTRACT or (section in {None, Section.PROJECT} and self._is_contract()):
                field = Field.CONTRACT
            else:
                return
        prop = PROPERTY_OF[field]
        if field in {Field.AWARD, Field.BID, Field.CONTRACT} and section in UNUSED | {Section.BIDS}:
            return
        if section is Section.OBJECTS and field in {Field.BID, Field.CONTRACT}:
            return
        if field in {Field.BUDGET, Field.CEILING, Field.ESTIMATE, Field.DEPOSIT} and section in UNUSED - {
            Section.OBTAIN
        }:
            return
        parts = lot_parts(pair.value) or (lot_parts(pair.whole) if len(pair.whole.text) < 400 else [])
        if parts:
            for label, key, rest in parts:
                price = read_price(rest, rest, pair.label, unit_price=pair.meaning.unit_price)
                row = self.rows.named(label, key)
                if price is not None:
                    row.amounts.setdefault(prop, price)
            return
        price = read_price(pair.value, pair.whole, pair.label, unit_price=pair.meaning.unit_price)
        if price is None or (field in {Field.BUDGET, Field.ESTIMATE} and _is_share(price)):
            return
        if pair.before is not None and price[0] == "amount" and _has_number(price[1]):
            price = ("corrected_amount", (*price[1], pair.before))
            sure = self.sure + _FRESH
            if field not in {Field.AWARD, Field.BID, Field.CONTRACT} and pair.lot is None:
                yield from self._one(prop, price[0], *price[1], sure=sure)
                return
        if field in {Field.FEE, Field.DEPOSIT}:
            yield from self._one(prop, price[0], *price[1])
        elif field in {Field.AWARD, Field.BID, Field.CONTRACT}:
            self._bid_price(pair, prop, price)
        elif pair.lot is not None and section not in {Section.FAILED}:
            self.rows.of(pair.lot).amounts.setdefault(prop, price)
        elif section is Section.OBJECTS and pair.meaning.unit is None and pair.cell:
            return
        else:
            yield from self._one(prop, price[0], *price[1], sure=self.sure - (_WEAKER if pair.meaning.weak else 0))

    def _of_named(self, pair: Pair, row: Row, prop: Property, price: tuple[str, tuple[Spot, ...]]) -> bool:
        """Read 某宾馆中标协议价：400元/天, a label that begins with the bidder's name; return whether it was one."""
        match = _NAMED_PRICE.match(pair.label.text)
        found = find_names(_part(pair.label, *match.span("name"))) if match is not None else []
        if match is None or len(found) != 1:
            return match is not None and match["won"] is not None  # somebody's, and not the lot's
        if match["won"]:
            row.bid(found, Party.SUPPLIER, pair.line).amounts.setdefault(prop, price)
        elif (known := row.by_name.get(name_key(clean_name(found[0][0].text)))) is not None:
            known.amounts.setdefault(prop, price)
        return True

    def _bid_price(self, pair: Pair, prop: Property, price: tuple[str, tuple[Spot, ...]]) -> None:
        row = self.rows.of(pair.lot)
        if self._of_named(pair, row, prop, price):
            return
        if len(before := _lots_before(pair)) == 1 and (pair.lot is None or pair.lot.key != before[0][1]):
            self.rows.named(*before[0]).amounts.setdefault(prop, price)
            return
        total = re.match(r"\D{0,4}总(?:中标|成交)", re.sub(r"\s", "", pair.label.text)) is not None
        if pair.rank is not None:
            bid = next((bid for bid in row.bids if bid.rank_number == pair.rank), None)
            if bid is not None:
                bid.amounts.setdefault(prop, price)
            else:
                self.pending.append((pair.rank, row, prop, *price))
            return
        bid = self.current
        if total or (prop is Property.CONTRACT_VALUE and bid is None):
            row.amounts.setdefault(prop, price)
            return
        if bid is not None and self.current_row is row and prop not in bid.amounts and pair.line - bid.line <= 12:
            bid.amounts[prop] = price
            return
        twice = _CASE.search(pair.label.text) is not None
        if bid is not None and self.current_row is row and prop in bid.amounts:
            if twice:
                bid.others.append((prop, *price))
            return
        if prop in row.amounts:
            if twice:
                row.others.append((prop, *price))
            return
        self.pending.append((-1, row, prop, *price))
        row.amounts[prop] = price

    def _is_contract(self) -> bool:
        """True where the first title announces a contract, whose price needs no other word than price."""
        return any(stage_of(spot.text) is not None and "合同" in spot.text for spot in self.outline.titles[:2])

    # ---- names

    def _name(self, pair: Pair, sure: float) -> Iterator[Candidate]:
        section = pair.party or pair.section
        party = party_of(pair.meaning, section)
        self.named = (party, pair.line)
        if party is None:
            return
        if party in {Party.BUYER, Party.AGENCY}:
            if section in {Section.PERFORMANCE, Section.EXPERTS, Section.QUALIFICATION}:
                return
            prop = Property.BUYER if party is Party.BUYER else Property.AGENCY
            found = find_names(pair.value)
            for number, (spot, _) in enumerate(found if party is Party.BUYER else found[:1]):
                yield from self._one(prop, "name", spot, sure=sure)
                if party is Party.BUYER and not number:
                    yield from self._place(spot, min(sure, 0.88))
            return
        if _NOT_CHOSEN.search(pair.label.text):
            return
        explicit = re.search(r"中标|成交|中选|候选", pair.label.text) is not None
        if section in UNUSED or section in {Section.BUYER, Section.AGENCY, Section.SUBMIT, Section.OPENING}:
            return
        if section is Section.OBJECTS and not explicit:
            return
        if section is Section.BIDS and pair.rank is None:
            return
        self._bidder(pair, party)

    def _listed(self, pair: Pair, party: Party) -> bool:
        """Read 入围供应商：1、甲公司；2、乙公司, each a bid of its own; return whether the value is such a list."""
        items = _items(pair.whole if len(pair.whole.text) < 1200 else pair.value)
        found = [find_names(item) for item in items]
        if len(items) < 2 or pair.rank is not None or not all(found):
            return False
        row = self.rows.of(pair.lot)
        ranked = "候选" in pair.label.text and not _UNRANKED.search(pair.label.text)
        for number, (item, names) in enumerate(zip(items, found, strict=True), 1):
            bid = row.bid(names, party, pair.line)
            self._price_behind(pair, bid, item, names[-1][0].end)
            before = pair.whole.text[: item.start - pair.whole.start]
            mark = re.search(r"(\d{1,2})\s*[、.．)）]\s*$", before)
            if ranked and mark is not None and int(mark.group(1)) == number and bid.rank is None:
                start = pair.whole.start + mark.start(1)
                bid.rank, bid.rank_number = Spot(start, start + len(mark.group(1)), mark.group(1)), number
        return True

    def _parallel(self, pair: Pair) -> bool:
        """Read 中标候选人（排名不分先后）：甲公司、乙公司, each a bid of its own; return whether the value is such a list."""
        value = pair.value.text
        unranked = _UNRANKED.search(pair.label.text) or _UNRANKED.search(value)
        if pair.rank is not None or not (unranked or re.search(r"候选|入围", pair.label.text)) or _JOINT.search(value):
            return False
        found = [find_names(item) for item in _between(pair.value)]
        if len(found) < 2 or not all(len(names) == 1 for names in found):
            return False
        row = self.rows.of(pair.lot)
        for names in found:
            row.bid(names, Party.CANDIDATE if "候选" in pair.label.text else Party.SUPPLIER, pair.line)
        return True

    def _bidder(self, pair: Pair, party: Party) -> None:
        if _ITEM.match(pair.value.text) and self._listed(pair, party):
            return
        if self._parallel(pair):
            return
        parts = lot_parts(pair.value)
        if parts:
            for label, key, rest in parts:
                found = find_names(rest)
                if found:
                    self.rows.named(label, key).bid(found, party, pair.line)
            return
        if len(before := _lots_before(pair)) > 1 and (found := find_names(pair.value)):
            for label, key in before:
                self.rows.named(label, key).bid(found, party, pair.line)
            return
        value, row = pair.value, self.rows.of(pair.lot) if pair.lot is not None else None
        tail = re.search(r"\s*[(（]([^()（）]{1,12})[)）]\s*$", value.text)
        if (
            tail
            and row is None
            and len(lots := find_lots(tail.group(1))) == 1
            and lots[0].end - lots[0].start == len(tail.group(1))
        ):
            start = value.start + tail.start(1)
            row = self.rows.named(Spot(start, start + len(tail.group(1)), tail.group(1)), lots[0].key)
            value = Spot(value.start, value.start + tail.start(), value.text[: tail.start()])
        row = row or self.rows.of(None)
        found = find_names(value)
        if not found and self._price_under_name(pair):
            return
        if not found:
            status = lot_status_of(pair.value.text)
            if status is not None and row.status is None and len(pair.value.text) < 60:
                row.status = Spot(
                    pair.value.start + status[1], pair.value.start + status[2], pair.value.text[status[1] : status[2]]
                )
            return
        bid = row.bid(found, party, pair.line)
        bid.line = pair.line
        if pair.before is not None and find_names(pair.before):
            bid.before = pair.before
        self._price_behind(pair, bid, value, found[-1][0].end)
        if pair.rank is not None and bid.rank is None:
            bid.rank_number = pair.rank
            told = (pair.label, pair.ranked)
            bid.rank = next((one for one in told if one is not None and rank_of(one.text) == pair.rank), None)
        self.current, self.current_row = bid, row
        kept = []
        for rank, where, prop, how, spots in self.pending:
            if where is row and (rank == pair.rank or (rank == -1 and pair.rank is None)) and prop not in bid.amounts:
                bid.amounts[prop] = (how, spots)
                if row.amounts.get(prop) == (how, spots):
                    del row.amounts[prop]
            else:
                kept.append((rank, where, prop, how, spots))
        self.pending = kept

    def _price_behind(self, pair: Pair, bid: Bid, value: Spot, end: int) -> None:
        """Read the price that stands behind the name in one value: 第一名：某公司，投标报价 98 万元."""
        rest = value.text[end - value.start :]
        cue = _PRICE_CUE.search(rest[:60])
        if cue is None:
            return
        stop = re.compile(r"[；;。\n]|[，,]\s*(?=[\u4e00-\u9fff]{2,6}[:：])").search(rest, cue.end())
        words = rest[cue.end() : stop.start() if stop else len(rest)].strip(" 　，,")
        if not words:
            return
        start = value.text.find(words, end - value.start + cue.end())
        spot = Spot(value.start + start, value.start + start + len(words), words)
        at = value.start + value.text.find(cue["label"], end - value.start)
        price = read_price(
            spot, spot, Spot(at, at + len(cue["label"]), cue["label"]), unit_price="单价" in cue["label"]
        )
        if price is not None and len(price[1]) == 1 and _has_number(price[1]):
            prop = Property.AWARD_VALUE if _CHOSEN.match(cue["label"]) else Property.BID_VALUE
            bid.amounts.setdefault(prop, price)

    def _price_under_name(self, pair: Pair) -> bool:
        """Read 成交单位：人民币贰万元整: the sum is the price of the winner named right before; return whether it was one."""
        explicit = re.search(r"中标|成交|中选", pair.label.text)
        if explicit is None or "候选" in pair.label.text or self.current is None or pair.rank is not None:
            return False
        price = read_price(pair.value, pair.value, pair.label, unit_price=False)
        amount = amount_of(tuple(spot.text for spot in price[1])) if price is not None else None
        if price is None or amount is None or amount.basis is not Basis.TOTAL or len(pair.value.text) > 80:
            return False
        if pair.line - self.current.line <= 2:
            self.current.amounts.setdefault(Property.AWARD_VALUE, price)
        return True

    # ---- the rest

    def _number(self, pair: Pair, sure: float) -> Iterator[Candidate]:
        value = pair.value
        section = pair.party or pair.section
        if pair.meaning.weak and section in {Section.BUYER, Section.AGENCY, Section.SUPPLIER, Section.OBJECTS}:
            return
        if pair.inside and _BARE_NUMBER.fullmatch(pair.label.text) and not _OF_PROJECT.search(pair.lead):
            return  # 安全员 李某，编号：…: the number of a certificate, within another value
        text = value.text.rstrip("。．")
        value = Spot(value.start, value.start + len(text), text)
        if pair.whole.end > value.end and re.fullmatch(r"[\dA-Za-z]{1,6}", text):
            value = Spot(value.start, pair.whole.end, pair.whole.text) if "\n" in pair.whole.text else value
            text = re.sub(r"\s+", "", value.text)
        if len(text) > 60 or text.count("\n") > 1:
            for start, end, _ in find_numbers(text)[:3]:
                yield from self._one(
                    Property.NUMBER,
                    "number",
                    Spot(value.start + start, value.start + end, text[start:end]),
                    sure=sure - 0.1,
                )
            return
        yield from self._several_numbers(value, sure)

    def _several_numbers(self, value: Spot, sure: float) -> Iterator[Candidate]:
        text = value.text
        pieces = [(match.start(), match.end()) for match in re.finditer(r"[^、，,；;\s]+(?:\s+[^、，,；;\s]+)*", text)]
        if len(pieces) > 1 and not all(_numberlike(text[start:end]) for start, end in pieces):
            pieces = (
                [(start, end) for start, end in pieces if _numberlike(text[start:end])][:1]
                if _numberlike(text[pieces[0][0] : pieces[0][1]])
                else [(0, len(text))]
            )
        for start, stop in pieces:
            end = stop
            part = text[start:end]
            bracket = re.match(
                r"(.+?)\s*[(（](?:采购方式|项目名称|如有|招标|[^)）]*方式|二次|第.次)[^)）]*[)）]\s*$", part
            )
            if bracket and "次" not in part[bracket.end(1) :]:
                end = start + bracket.end(1)
                part = text[start:end]
            if _numberlike(part):
                yield from self._one(
                    Property.NUMBER, "number", Spot(value.start + start, value.start + end, part), sure=sure
                )

    def _title(self, pair: Pair, sure: float) -> Iterator[Candidate]:
        value = pair.value
        if (again := TITLE_LABEL.match(value.text)) is not None:
            # A cover page prints the label twice: 招标文件 / 项目名称：… under a heading 项目名称.
            value = Spot(value.start + again.end(), value.start + len(value.text), value.text[again.end() :])
        value = _whole_title(value, pair.whole)
        text = value.text
        if pair.lot is not None and pair.meaning.weak:
            sure = 0.45  # the name of one lot, not of the whole project
        if pair.meaning.field is Field.TITLE_NUMBER or re.search(r"编号", pair.label.text):
            numbers = find_numbers(text)
            inline = re.search(r"[(（]([^()（）]{3,40})[)）]\s*$", text)
            for start, end, _ in numbers[-1:]:
                yield from self._one(
                    Property.NUMBER, "number", Spot(value.start + start, value.start + end, text[start:end]), sure=sure
                )
                title = re.sub(r"[、，,；;\s(（/]*(?:项目|采购|招标)?(?:编号)?[:：]?\s*$", "", text[:start])
                if len(title) >= 4:
                    yield from self._one(
                        Property.TITLE, "title", Spot(value.start, value.start + len(title), title), sure=sure - 0.1
                    )
            if not numbers and inline is None and len(text) < 100:
                yield from self._one(Property.TITLE, "title", value, sure=sure - 0.2)
                yield from self._number_below(pair, sure)
            return
        note = re.search(
            r"\s*[(（](?:采购方式|项目编号|招标编号|采购编号|编号)[:：][^()（）]*(?:[(（][^()（）]*[)）][^()（）]*)?[)）]\s*$",
            text,
        )
        if note:
            text = text[: note.start()]
        inner = re.search(r"\s*(?:项目|招标|采购)编号\s*[:：]", text)
        if inner:
            text = text[: inner.start()]
        text = text.rstrip(" 。.;；，,、")
        what = meaning(text) if len(text) <= 8 else None
        if _HEAD.fullmatch(text) or (what is not None and (what.field is not Field.OTHER or len(text) <= 5)):
            return  # 项目名称 beside 颁奖部门: two heads of a table
        if 3 < len(text) <= (160 if has_han(text) else 400) and "\n\n" not in text:
            spot = Spot(value.start, value.start + len(text), text)
            yield from self._one(Property.TITLE, "title", spot, sure=sure)

    def _number_below(self, pair: Pair, sure: float) -> Iterator[Candidate]:
        """Read 项目名称及编号：某项目 with the number alone on the next line."""
        rest = pair.whole.text[len(pair.value.text) :] if pair.whole.start == pair.value.start else ""
        line = re.match(r"\s*\n[ \t(（]*([A-Za-z\d][A-Za-z\d\-_/.#]{5,39})[ \t)）]*(?:\n|$)", rest)
        if line is not None and _numberlike(line.group(1)) and re.search(r"\d{3}", line.group(1)):
            start = pair.value.end + line.start(1)
            yield from self._one(
                Property.NUMBER, "number", Spot(start, start + len(line.group(1)), line.group(1)), sure=sure - 0.1
            )

    def _date(self, pair: Pair, sure: float) -> Iterator[Candidate]:
        field = pair.meaning.field
        section = pair.party or pair.section
        if field is Field.OPENING and section in {Section.OBTAIN}:
            return
        if section in {Section.PERFORMANCE, Section.EXPERTS}:
            return
        if field is Field.PUBLISHED and pair.meaning.learned:
            sure = min(sure, _UNSURE)  # a page prints several dates of publishing, of which one is this notice's
        if field is Field.PERIOD or (field is Field.PUBLISHED and _RANGE.search(pair.value.text)):
            sure = min(sure, _PERIOD)
        prop = _DATE_OF[field]
        label = pair.lead + pair.label.text
        if field is Field.PUBLISHED and _EARLIER.search(label):
            if not _ANNOUNCED_FIRST.search(label):
                return  # 招标计划发布时间: the day of another paper
            prop = Property.FIRST_PUBLISHED
        if field is Field.PUBLISHED and section in _AFTERWARDS and _CALLED.search(label):
            prop = Property.FIRST_PUBLISHED  # 招标公告日期 within a result is the day of the call
        yield from self._dates(prop, pair, sure)

    def _dates(self, prop: Property, pair: Pair, sure: float) -> Iterator[Candidate]:
        later = _CHANGED.search(pair.whole.text) is not None
        for spot in (pair.whole,) if later else (pair.value, pair.whole):
            found = find_dates(spot.text)
            if found and pair.before is not None and spot is pair.value and find_dates(pair.before.text):
                start, end, _ = found[0]
                new = Spot(spot.start + start, spot.start + end, spot.text[start:end])
                yield from self._one(prop, "corrected_date", new, pair.before, sure=sure + _FRESH)
                return
            if found:
                changed = _CHANGED.search(spot.text)
                if changed and later and not any(start >= changed.end() for start, _, _ in found):
                    # A page's edge may cut the new date itself in two.
                    tail = spot.text[changed.end() : changed.end() + 24]
                    yield from self._one(
                        prop,
                        "date",
                        Spot(spot.start + changed.end(), spot.start + changed.end() + len(tail), tail),
                        sure=sure,
                    )
                    return
                if changed and any(start >= changed.end() for start, _, _ in found):
                    found = [one for one in found if one[0] >= changed.end()]
                start, end, _ = found[0]
                yield from self._one(
                    prop, "date", Spot(spot.start + start, spot.start + end, spot.text[start:end]), sure=sure
                )
                return
        if pair.whole.text and re.search(r"\d\s*\n", pair.whole.text):
            yield from self._one(prop, "date", pair.whole, sure=sure)

    def _flag(self, pair: Pair) -> Iterator[Candidate]:
        for spot in (pair.value, pair.whole):
            if len(spot.text) <= 40:
                before = len(self.outline.pairs)
                found = list(self._one(Property.CONSORTIUM_ALLOWED, "flag", spot))
                if found and before:
                    follow = pair.whole.text[len(spot.text) :].strip()
                    if follow[:1] in {"否", "是"} and spot is pair.value and len(follow) <= 4:
                        return  # 是 and 否 both stand there, unmarked: the answer was a form's tick
                    yield from found
                    return

    def _address(self, pair: Pair, section: Section | None) -> Iterator[Candidate]:
        party = pair.meaning.party
        if party is None:
            # 招标人：… / 地址：… : an address without a party is that of the party named right before it.
            near = self.named[0] if pair.line - self.named[1] <= 3 else None
            party = near or party_of(pair.meaning, section)
        if party is not Party.BUYER:
            return
        value = pair.value
        yield from self._one(Property.BUYER_ADDRESS, "text", value)
        yield from self._place(value, self.sure - 0.05)

    def _place(self, value: Spot, sure: float) -> Iterator[Candidate]:
        # 高新区和某县: two places, and none of them the buyer's for certain.
        codes = {place.code for _, _, place in find_place(value.text)}
        if len(codes) == 1 or (codes and not re.search(r"[、和及]", value.text)) or re.match(r"\d{6}\s", value.text):
            for part in (Property.PROVINCE, Property.CITY, Property.COUNTY):
                yield from self._one(part, _PART[part], value, sure=sure)

    def _identifier(self, pair: Pair, section: Section | None) -> Iterator[Candidate]:
        party = party_of(pair.meaning, section)
        code = re.sub(r"\s", "", pair.value.text)
        if not is_uscc(code):
            return
        if party is Party.BUYER:
            yield from self._one(Property.BUYER_ID, "number", pair.value)
        elif party is Party.AGENCY:
            yield from self._one(Property.AGENCY_ID, "number", pair.value)
        elif party is not None and self.current is not None:
            self.current.ids.append(pair.value)

    def _lot(self, pair: Pair) -> None:
        lots = find_lots(pair.value.text)
        if len(lots) == 1 and len(pair.value.text) <= 20:
            spot = Spot(
                pair.value.start + lots[0].start,
                pair.value.start + lots[0].end,
                pair.value.text[lots[0].start : lots[0].end],
            )
            self.rows.named(spot, lots[0].key)
        elif len(pair.value.text) <= 3 and re.fullmatch(r"[A-Za-z\d]{1,3}", pair.value.text):
            self.rows.named(pair.value, pair.value.text.lstrip("0").upper() or pair.value.text)

    def _lot_title(self, pair: Pair) -> None:
        if pair.lot is not None and not pair.meaning.weak:
            row = self.rows.of(pair.lot)
            if row.title is None and len(pair.value.text) <= 120:
                row.title = pair.value


_HEAD = re.compile(r"[一-龥]{2,6}(?:部门|时间|日期|单位|名称|编号|级别|等级|地点|方式|情况)")
_RANGE = re.compile(
    r"\d[日\d]?\s*(?:\d{1,2}[:：时点]\d{0,2}(?:[:：分]\d{0,2})?)?\s*(?:至|到|~|～|—+|－|-{1,2})\s*(?:20\d\d|\d{1,2}月)"
)
"""A day, and another one that it reaches to."""
_CHANGED = re.compile(r"(?:更正|变更|调整|修改|改|延期|顺延|推迟|延长)\s*(?:为|至|到)")
_PART = {Property.PROVINCE: "province", Property.CITY: "city", Property.COUNTY: "county"}


_PRICE_CUE = re.compile(
    r"[，,；;、\s（(]\s*(?P<label>(?:投标|最终|谈判|磋商|响应|中标|成交|中选)?(?:总|含税)?(?:报价|金额|总?价格?|总额))"
    r"(?:合计|共计|总计)?\s*(?:为|是|[:：])?\s*(?:人民币)?(?=[￥¥\d零壹贰叁肆伍陆柒捌玖拾]|[\u4e00-\u9fff]{2,8}费)"
)
_CHOSEN = re.compile(r"中标|成交|中选")
_NAMED_PRICE = re.compile(
    r"\s*(?:[(（]?\d{1,2}[、.．)）]\s*)?(?P<name>[^，,。；;：:\s]{3,40}?(?:公司|院|所|厂|馆|店|中心|集团))的?(?:(?P<won>中标|成交|中选|入围)|(?:投标|最终)?报价|投标)"
)
"""A label of a price that begins with the name of the one whose price it is."""
_NOT_CHOSEN = re.compile(r"^[\s\d.、（(）)]*原|备选|备用|候补|递补|后备|替补|相关|投诉|举报|质疑|处罚|违法|当事")
"""Labels of suppliers that are no winner of this notice: reserves, those of a complaint, the one of before (原中标人)."""
_CASE = re.compile(r"大写|小写")
_ITEM = re.compile(r"\s*[(（]?\d{1,2}\s*[、.．)）]\s*(?=\D)")


_UNRANKED = re.compile(r"不分(?:先后|排名|名次)|无先后|不排(?:序|名)")
_JOINT = re.compile(r"联合体|牵头|成员|组成|联合[^、，]{3}")


def _lots_before(pair: Pair) -> list[tuple[Spot, str]]:
    """Return the lots that are named right before a label: 包1、包3中标供应商；包3中标金额."""
    words = Spot(pair.label.start - len(pair.lead), pair.label.end, pair.lead + pair.label.text)
    lots = find_lots(words.text)
    between = [words.text[one.end : other.start] for one, other in pairwise(lots)]
    if not lots or any(gap.strip(" 　、和与及/，,") for gap in between):
        return []
    rest = words.text[lots[-1].end :].lstrip(" 　的)）】]")
    if not words.text.endswith(rest) or len(rest) > len(pair.label.text) or meaning(rest) is None:
        return []
    return [(_part(words, lot.start, lot.end), lot.key) for lot in lots]


def _part(spot: Spot, start: int, end: int) -> Spot:
    return Spot(spot.start + start, spot.start + end, spot.text[start:end])


def _between(value: Spot) -> list[Spot]:
    """Return the parts of a value between 、, ， and ；."""
    parts: list[Spot] = []
    for match in re.finditer(r"[^、，,；;\n]+", value.text.rstrip(" 　。．.")):
        words = match.group()
        lead = len(words) - len(words.lstrip())
        if words.strip():
            parts.append(
                Spot(
                    value.start + match.start() + lead, value.start + match.start() + len(words.rstrip()), words.strip()
                )
            )
    return parts


def _items(value: Spot) -> list[Spot]:
    """Return the items of a numbered list from its first number on: one a line, or parted by semicolons."""
    items: list[Spot] = []
    at = 0
    for part in re.split(r"[\n；;]", value.text):
        lead = _ITEM.match(part)
        if lead is None:
            break
        words = part[lead.end() :].rstrip(" 　。，,")
        items.append(Spot(value.start + at + lead.end(), value.start + at + lead.end() + len(words), words))
        at += len(part) + 1
    return items


def _whole_title(value: Spot, whole: Spot) -> Spot:
    """Take the next line to a title whose bracket stays open at the end of its own."""
    if value.text.count("（") + value.text.count("(") <= value.text.count("）") + value.text.count(")"):
        return value
    if whole.start != value.start or whole.end <= value.end:
        return value
    lines = whole.text.split("\n")
    text = "\n".join(lines[:2])
    closed = text.count("（") + text.count("(") == text.count("）") + text.count(")")
    return Spot(value.start, value.start + len(text), text) if closed and len(text) <= 160 else value


def _is_share(price: tuple[str, tuple[Spot, ...]]) -> bool:
    """项目出资比例 40% is no budget, and 暂估价 0 states none."""
    amount = amount_of(tuple(spot.text for spot in price[1])) if price[0] == "amount" else None
    return amount is not None and amount.basis in {Basis.RATE, Basis.NOT_STATED}


def _has_number(spots: tuple[Spot, ...]) -> bool:
    amount = amount_of(tuple(spot.text for spot in spots))
    return amount is not None and amount.amount is not None


_OF_PROJECT = re.compile(r"(?:项目|采购|工程|服务|招标)\s*[（(\[【]\s*$")
_BARE_NUMBER = re.compile(r"[\s(（]*(?:证书|注册)?(?:编\s*号|证\s*号)\s*")
_CERTIFICATE = re.compile(r"安许证|许可证|证字|[建水交]安\s*[A-C][1-3I]?\s*[(（]|\d\*{3,}")
"""Numbers of licenses and of persons' certificates, which name no procedure."""


def _numberlike(text: str) -> bool:
    tight = re.sub(r"\s", "", text)
    if _CERTIFICATE.search(tight):
        return False
    if "\n" in text and len(tight) > 40:
        return False
    if not 2 <= len(tight) <= 50 or not re.search(r"\d", tight):
        return False
    if re.search(r"[。！？]|详见|无$|年\d+月|万元|元$|电话|[一-龥]{9,}", tight):
        return False
    return not re.fullmatch(r"\d{1,3}", tight)
