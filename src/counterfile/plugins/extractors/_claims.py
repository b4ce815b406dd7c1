"""What the layers share: candidates that follow from their words, names cut out of values, and lot rows in the making.

Subjects of candidates are the layer's own: ``lot/1`` is the first lot row that this layer saw, ``lot/1/bid/2`` a bid in
it (its rank, its price) and ``lot/1/bid/2/supplier/1`` a party of that bid. The resolver brings the rows of all layers
together and gives the subjects of `counterfile.model.notice.Property`.
"""

from __future__ import annotations

# ruff: noqa: PLR0912 (one branch a kind of line, value or field; the order of the branches is the rule)
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from counterfile.errors import NoEvidence
from counterfile.model.candidate import Candidate
from counterfile.model.evidence import Span
from counterfile.model.notice import AMOUNTS, Property
from counterfile.model.value import Amount, Basis
from counterfile.plugins.extractors.outline import Lot, Spot
from counterfile.text import names
from counterfile.text.derive import amount_of, derive
from counterfile.text.joint import is_joint, split_english
from counterfile.text.kinds import Section, find_lots
from counterfile.text.labels import Field, Meaning, Party
from counterfile.text.money import capitals

MERE_BIDDER = 0.65
"""Most that a name is sure as a candidate where only bids or scores are listed."""
PROPERTY_OF = {
    Field.BUDGET: Property.BUDGET,
    Field.CEILING: Property.CEILING,
    Field.ESTIMATE: Property.ESTIMATE,
    Field.BID: Property.BID_VALUE,
    Field.AWARD: Property.AWARD_VALUE,
    Field.CONTRACT: Property.CONTRACT_VALUE,
    Field.FEE: Property.FEE,
    Field.DEPOSIT: Property.DEPOSIT,
}
"""Fields of money to the property that each states."""

UNUSED = frozenset(
    {
        Section.FAILED,
        Section.PERFORMANCE,
        Section.EXPERTS,
        Section.FEE,
        Section.COMPLAINT,
        Section.QUALIFICATION,
        Section.EVALUATION,
        Section.OBTAIN,
    }
)
"""Sections whose names and sums are nobody's award."""


def claim(
    subject: str, prop: Property, derivation: str, spots: tuple[Spot, ...], layer: str, confidence: float
) -> Candidate | None:
    """Return the candidate that follows from the words, or None where none follows."""
    quotes = tuple(spot.text for spot in spots)
    amount = None
    try:
        if prop in AMOUNTS:
            value, amount = _amount(derivation, quotes)
        else:
            value = derive(derivation, quotes)
    except NoEvidence:
        return None
    return Candidate(
        subject,
        prop,
        value,
        tuple(Span(spot.start, spot.end, spot.text) for spot in spots),
        derivation,
        layer,
        confidence,
        amount,
    )


def _amount(derivation: str, quotes: tuple[str, ...]) -> tuple[str, Amount]:
    value = derive(derivation, quotes)
    currency, _, rest = value.partition(" ")
    if derivation == "amount":
        amount = amount_of(quotes)
        if amount is None:
            raise NoEvidence("no amount follows from the words")
        return value, amount
    number, _, basis = rest.partition(" ")
    return value, Amount(Basis(basis), Decimal(number), currency)


# ---------------------------------------------------------------------------------------------------------- amounts


def read_price(value: Spot, whole: Spot, label: Spot, *, unit_price: bool) -> tuple[str, tuple[Spot, ...]] | None:
    """Return how a price follows from its words (derivation and spots), or None where no price can be read.

    The value is tried first, then what stands before its first bracket or comma, then the short lines after it; a
    header is evidence only where the value does not carry its own unit.
    """
    best: tuple[str, tuple[Spot, ...]] | None = None
    for spot in _pieces(value, whole):
        for spots in ((spot,), (spot, label)):
            amount = amount_of(tuple(one.text for one in spots))
            if amount is None or (amount.currency == "USD" and _is_yuan(spot.text, label.text)):
                continue
            if amount.basis is Basis.UNKNOWN_UNIT:
                best = best or ("amount", (spot,))
                continue
            if amount.basis is Basis.NOT_STATED:
                return "amount", spots
            if unit_price and amount.basis is Basis.TOTAL:
                return "unit_price", spots
            return "amount", spots
    return best


def _is_yuan(value: str, label: str) -> bool:
    """True where a bare $ stands under a header that says 元: one of the two is a slip, and neither is believed."""
    return "元" in label and not re.search(r"美元|美金|外币|USD|US", value + label, re.IGNORECASE)


_COMPONENT = re.compile(
    r"(?:设计|勘察|测量|监理|施工|建安|建筑安装|安装|设备|咨询|可研|检测|工程|暂列)\S{0,6}(?:费|金额)"
)
"""A part of a price that is printed as several parts."""


def _pieces(value: Spot, whole: Spot) -> Iterator[Spot]:
    yield value
    text = value.text
    cut = re.search(r"[(（，,；;。](?!\d)|\n", text)
    if cut and cut.start() > 1:
        rest = text[cut.start() :]
        # What is cut off must not contradict what stays: 捌万元（￥90000）is read by nobody.
        more = re.search(r"[\d壹贰叁肆伍陆柒捌玖]", rest) and not re.search(
            r"其中|资金|自筹|单价|不含税|增值税|税率", rest
        )
        if not more and not (_COMPONENT.match(text) and re.search(r"\d", rest)):
            yield Spot(value.start, value.start + cut.start(), text[: cut.start()])
        inner = re.match(r"[(（]\s*([￥¥]\s*[\d,，.]+\s*(?:万|亿)?元?)\s*[)）]\s*[。；;]?$", rest)
        if (
            inner
            and capitals(text[: cut.start()]) is None
            and re.match(r"(?:人民币)?\s*[零壹贰叁肆伍陆柒捌玖拾佰仟万亿元圆角分整正\s]+$", text[: cut.start()])
        ):
            start = value.start + cut.start() + inner.start(1)
            yield Spot(start, start + len(inner.group(1)), inner.group(1))
    total = re.search(
        r"(?:总价|总金额|总报价|合计|总计)(?:为|：|:)?\s*(?:人民币)?[￥¥]?\s*\d[\d,，.]*\s*(?:亿|万)?元", text
    )
    if total and total.start() > 0:
        yield Spot(value.start + total.start(), value.start + total.end(), total.group())
    if whole.end > value.end:
        lines = whole.text.split("\n")
        end = 0
        for count, line in enumerate(lines):
            end += len(line) + (1 if count else 0)
            if count and len(whole.text[:end]) <= 60 and len(line) <= 16:
                yield Spot(whole.start, whole.start + end, whole.text[:end])
            elif count:
                return


# ------------------------------------------------------------------------------------------------------------ names


def find_names(spot: Spot) -> list[tuple[Spot, Spot | None]]:
    """Return the organizations that a value names: each with the joint bid it was cut from, if its role is stated.

    An empty list means that the value names nobody who may be claimed (a person, 详见附件, a sentence).
    """
    if len(spot.text) > _LONGEST_VALUE:
        spot = _cut(spot, 0, _LONGEST_VALUE)
    text = spot.text
    both = _TRANSLATED.fullmatch(text)
    if both is not None and names.is_organization(names.clean_name(both["han"])):
        spot = _cut(spot, *both.span("han"))
        text = spot.text
    if is_joint(text):
        return _english_joint(spot)
    english = re.findall(r"[^()]{4,80}?\([^()]*(?:partner|lead|member)[^()]*\)", text) if text.isascii() else []
    if len(english) > 1:
        places: list[tuple[Spot, Spot | None]] = []
        for part in english:
            name = names.clean_name(re.sub(r"^[\s,;]+|\s*\([^()]*\)\s*$", "", part))
            place = _place(text, name)
            if place is None or not names.is_organization(name):
                return []
            places.append((_cut(spot, *place), None))
        return places
    pair = re.match(
        r"\s*([^()（）]{4,40}(?:[(（][^()（）]{2,8}[)）][^()（）]{2,20})?)[(（]([^()（）]{4,40})联合体[)）]\s*$", text
    )
    if pair and all(names.is_organization(names.clean_name(part)) for part in pair.groups()):
        return [(_cut(spot, *pair.span(1)), None), (_cut(spot, *pair.span(2)), None)]
    joined = re.match(
        r"\s*(.{4,40}?(?:公司|院|所|厂|中心|局|集团))\s*联合(?!体)\s*(.{4,40}?(?:公司|院|所|厂|中心|局|集团))\s*(?:联合体)?\s*$",
        text,
    )
    if joined and all(names.is_organization(names.clean_name(part)) for part in joined.groups()):
        return [(_cut(spot, *joined.span(1)), None), (_cut(spot, *joined.span(2)), None)]
    together = re.match(
        r"\s*(?P<one>[^、，,；;\n]{4,40}?)\s*[与和及]\s*(?P<two>[^、，,；;\n]{4,40}?)\s*(?:[(（](?:组成的?)?联合体(?:投标)?[)）]|组成的?联合体)\s*$",
        text,
    )
    if together and all(names.is_organization(names.clean_name(part)) for part in together.groups()):
        return [(_cut(spot, *together.span("one")), None), (_cut(spot, *together.span("two")), None)]
    tail = re.search(r"\s*(?:组成的?)?联合体(?:投标)?\s*$|\s*[(（](?:组成的?)?联合体(?:投标)?[)）]\s*$", text)
    core = text[: tail.start()] if tail and tail.start() > 4 else text
    single = names.clean_name(core)
    if names.is_organization(single) and not _JOINT_SIGN.search(core):
        place = _place(core, single)
        return [(_cut(spot, *place), None)] if place else []
    parties = names.split_joint(core)
    if len(parties) > 1 and all(names.is_organization(name) for name, _ in parties):
        found: list[tuple[Spot, Spot | None]] = []
        for name, lead in parties:
            place = _place(core, name)
            if place is None:
                return []
            found.append(
                (_cut(spot, *place), Spot(spot.start, spot.start + len(core), core) if lead is not None else None)
            )
        return found
    if names.is_organization(single):
        place = _place(core, single)
        return [(_cut(spot, *place), None)] if place else []
    if parties and len(parties) == 1 and names.is_organization(parties[0][0]):
        place = _place(core, parties[0][0])
        if place is not None:
            return [(_cut(spot, *place), None)]
    head = re.match(
        r"[^，,；;。\n：:]{4,60}?(?=\s*(?:[，,；;。\n/]|[(（](?:统一|地址|社会|信用|联系|9\d{5}|主|中标|成交|报价|得分|评审)|\s(?:地址|联系|电话|金额|中标|成交|统一)|$))",
        text,
    )
    if head:
        name = names.clean_name(head.group())
        place = _place(text, name)
        if place and names.is_organization(name):
            return [(_cut(spot, *place), None)]
        if head.end() < len(text) and _JOINT_SIGN.search(head.group()):
            return find_names(_cut(spot, head.start(), head.end()))
    return []


_TRANSLATED = re.compile(
    r"\s*(?P<han>[^A-Za-z]{3,80}[\u4e00-\u9fff）)])[\s/|]*[（(]?[A-Z][A-Za-z.,'’&()\-]+ [A-Za-z.,'’&()\- ]{1,120}[)）]?\s*"
)
"""A name in Chinese and once more in English."""
_LONGEST_VALUE = 1000
"""Code points of a value in which names are looked for; what stands further back is no name beside a label."""


def _english_joint(spot: Spot) -> list[tuple[Spot, Spot | None]]:
    """Return the parties of ``Joint venture of A Ltd (lead) and B GmbH``; none where not all can be told."""
    found: list[tuple[Spot, Spot | None]] = []
    for name, lead in split_english(spot.text):
        place = _place(spot.text, name)
        if place is None:
            return []
        found.append((_cut(spot, *place), spot if lead is not None else None))
    return found


_JOINT_SIGN = re.compile(r"[、;；/，,\n]|牵头|联合体|成员")


def _place(text: str, name: str) -> tuple[int, int] | None:
    """Find a cleaned name in the text that it was cleaned from, blanks and line breaks aside."""
    at = text.find(name)
    if at >= 0:
        return at, at + len(name)
    signs = [sign for sign in name if not sign.isspace()]
    match = re.search(r"\s*".join(map(re.escape, signs)), text)
    if match and names.clean_name(match.group()) == name:
        return match.start(), match.end()
    return None


def _cut(spot: Spot, start: int, end: int) -> Spot:
    return Spot(spot.start + start, spot.start + end, spot.text[start:end])


# --------------------------------------------------------------------------------------------------------- lot rows


@dataclass(slots=True)
class Bid:
    """A bidder, or a joint bid's parties, with what stands beside it."""

    names: list[tuple[Spot, Spot | None]]
    party: Party
    line: int
    rank: Spot | None = None
    rank_number: int | None = None
    amounts: dict[Property, tuple[str, tuple[Spot, ...]]] = field(default_factory=dict)
    ids: list[Spot] = field(default_factory=list)
    named: bool = True
    """False where the words call the parties bidders only (a table of scores), and not candidates or winners."""
    before: Spot | None = None
    """The name that a correction replaces by this one."""
    others: list[tuple[Property, str, tuple[Spot, ...]]] = field(default_factory=list)
    """Prices printed a second time (大写 and 小写), to confirm the first or to contradict it."""


@dataclass(slots=True)
class Row:
    """A lot in the making."""

    label: Spot | None
    title: Spot | None
    key: str | None
    bids: list[Bid] = field(default_factory=list)
    amounts: dict[Property, tuple[str, tuple[Spot, ...]]] = field(default_factory=dict)
    status: Spot | None = None
    others: list[tuple[Property, str, tuple[Spot, ...]]] = field(default_factory=list)
    """As `Bid.others`."""
    by_name: dict[str, Bid] = field(default_factory=dict)
    """The bid of each party, by the key of its name."""

    def bid(self, found: list[tuple[Spot, Spot | None]], party: Party, line: int) -> Bid:
        """Return the bid of these names, the same one however often they are named."""
        keys = [names.name_key(names.clean_name(spot.text)) for spot, _ in found]
        known = next((self.by_name[key] for key in keys if key in self.by_name), None)
        if known is None:
            known = Bid(found, party, line)
            self.bids.append(known)
        else:
            if len(found) > len(known.names):
                known.names = found
            if party is Party.SUPPLIER:
                known.party = party
        for key in keys:
            self.by_name.setdefault(key, known)
        return known


class Rows:
    """The lot rows that one layer sees, numbered in order of appearance."""

    def __init__(self) -> None:
        self.rows: list[Row] = []

    def of(self, lot: Lot | None) -> Row:
        """Return the row of a lot, or the row of the notice without lots."""
        if lot is None:
            return self.named(None, None)
        return self.named(lot.label, lot.key, lot.title)

    def named(self, label: Spot | None, key: str | None, title: Spot | None = None) -> Row:
        """Return the row with this key, made if new."""
        for row in self.rows:
            if row.key == key:
                row.title = row.title or title
                return row
        row = Row(label, title, key)
        self.rows.append(row)
        return row

    def claims(self, layer: str, confidence: float) -> Iterator[Candidate]:
        """Yield all that the rows hold."""
        for number, row in enumerate(self.rows, 1):
            lot = f"lot/{number}"
            yield from _some(
                row.label and _keyed(claim(lot, Property.LOT_LABEL, "lot", (row.label,), layer, confidence), row.key),
                row.title and claim(lot, Property.LOT_TITLE, "title", (row.title,), layer, confidence),
                row.status and claim(lot, Property.LOT_STATUS, "status", (row.status,), layer, confidence),
                *(
                    claim(lot, prop, derivation, spots, layer, confidence)
                    for prop, (derivation, spots) in row.amounts.items()
                ),
                *(claim(lot, prop, how, spots, layer, confidence) for prop, how, spots in row.others),
            )
            for count, bid in enumerate(row.bids, 1):
                yield from self._bid(f"{lot}/bid/{count}", bid, layer, confidence)

    def _bid(self, subject: str, bid: Bid, layer: str, confidence: float) -> Iterator[Candidate]:
        prop = Property.SUPPLIER if bid.party is Party.SUPPLIER else Property.CANDIDATE
        known, confidence = confidence, confidence if bid.named else min(confidence, MERE_BIDDER)
        for number, (spot, joint) in enumerate(bid.names, 1):
            party = f"{subject}/supplier/{number}"
            yield from _some(
                claim(party, prop, "corrected_name", (spot, bid.before), layer, confidence)
                if bid.before is not None and len(bid.names) == 1
                else claim(party, prop, "name", (spot,), layer, confidence),
                joint and claim(party, Property.LEAD, "lead", (spot, joint), layer, confidence),
            )
        if bid.ids and len(bid.names) == 1:
            yield from _some(
                claim(f"{subject}/supplier/1", Property.SUPPLIER_ID, "number", (bid.ids[0],), layer, known)
            )
        yield from _some(
            bid.rank and claim(subject, Property.RANK, "rank", (bid.rank,), layer, known),
            *(claim(subject, amount, how, spots, layer, known) for amount, (how, spots) in bid.amounts.items()),
            *(claim(subject, amount, how, spots, layer, known) for amount, how, spots in bid.others),
        )


def _keyed(found: Candidate | None, key: str | None) -> Candidate | None:
    return found and Candidate(
        found.subject,
        found.property,
        found.value,
        found.evidence,
        found.derivation,
        found.layer,
        found.confidence,
        None,
        key,
    )


def _some(*found: Candidate | Spot | None) -> Iterator[Candidate]:
    for one in found:
        if isinstance(one, Candidate):
            yield one


def lot_parts(value: Spot) -> list[tuple[Spot, str, Spot]]:
    """Return label, key and rest of each lot that a value lists (``包1：50万元；包2：30万元``); empty if it lists none."""
    lots = find_lots(value.text)
    if not lots or value.text[: lots[0].start].strip(" 　(（第【["):
        return []
    parts = []
    for number, lot in enumerate(lots):
        end = lots[number + 1].start if number + 1 < len(lots) else len(value.text)
        rest = value.text[lot.end : end]
        lead = len(rest) - len(rest.lstrip(" 　:：-—–)）】、,，\n"))
        tail = len(rest.rstrip(" 　;；,，、。(（\n【"))
        if tail <= lead:
            continue
        parts.append(
            (
                _cut(value, lot.start, lot.end),
                lot.key,
                Spot(value.start + lot.end + lead, value.start + lot.end + tail, rest[lead:tail]),
            )
        )
    return parts


def party_of(what: Meaning, section: Section | None) -> Party | None:
    """Return in which role a name stands, by its label and, where the label is silent, by its section."""
    if what.party is not None:
        return what.party
    return _PARTY_OF_SECTION.get(section) if section is not None else None


_PARTY_OF_SECTION = {
    Section.BUYER: Party.BUYER,
    Section.AGENCY: Party.AGENCY,
    Section.SUPPLIER: Party.SUPPLIER,
    Section.AWARD: Party.SUPPLIER,
    Section.CANDIDATES: Party.CANDIDATE,
    Section.BIDS: Party.CANDIDATE,
}
