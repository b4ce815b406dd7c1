"""From a Reading to decided statements: run the layers, then decide once.

Layers propose; one resolver decides. Precedence only breaks ties: agreement counts, contradiction is kept as a conflict where neither
side can be preferred, and arithmetic (factors of ten, sums of lots, awards above their ceiling) demotes what cannot be.
"""

from __future__ import annotations

# ruff: noqa: PLR0912 (one branch a kind of line, value or field; the order of the branches is the rule)
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

import msgspec

from counterfile.errors import NoEvidence
from counterfile.hooks import Extractor
from counterfile.model.candidate import Candidate
from counterfile.model.evidence import Span
from counterfile.model.notice import AMOUNTS, DATES, ORGANIZATIONS, Property, Stage, notice_id
from counterfile.model.reading import BlockKind, Reading, Segment, Source, is_waiting
from counterfile.model.statement import Statement
from counterfile.model.value import Amount, Basis
from counterfile.stages._calibration import CONTRADICTED, Features, Witnesses, calibrated
from counterfile.text.addresses import address_key
from counterfile.text.derive import derive, place_of, status_of_stage
from counterfile.text.identifiers import number_key
from counterfile.text.kinds import is_tender_papers, lot_key
from counterfile.text.names import core_title, is_organization, name_key
from counterfile.text.places import Place
from counterfile.text.quotes import are_cut

VERSION = "4"
"""Raised whenever the same Reading may give other statements."""

_PLACE = (Property.PROVINCE, Property.CITY, Property.COUNTY)
_BID_AMOUNTS = (Property.AWARD_VALUE, Property.CONTRACT_VALUE, Property.BID_VALUE)
_RESULTS = frozenset({Stage.AWARD, Stage.CONTRACT})
_PROPOSALS = frozenset({Stage.CANDIDATES, Stage.SINGLE_SOURCE})
_MOST_MISSING = 50
"""Statements of missing documents in one notice: a table of a thousand 详见附件 says it once more than enough."""
_TIE = 0.02
"""Two confidences closer than this do not tell which value is right."""


def extract_reading(reading: Reading, layers: Sequence[Extractor]) -> tuple[tuple[str, tuple[Statement, ...]], ...]:
    """Return the id and the statements of each notice in a reading.

    A segment in which no layer sees any sign of a notice (an annex, a spreadsheet) is no notice and is left out.
    """
    reading = _believed(reading)
    found = []
    for number, segment in enumerate(reading.segments):
        candidates = [candidate for layer in layers for candidate in layer.propose(reading, segment)]
        notice = notice_id(reading.document, number)
        statements = decide(candidates, reading, segment, notice)
        if statements:
            found.append((notice, statements))
    return tuple(found)


def _believed(reading: Reading) -> Reading:
    """Return the Reading with the blocks of doubted pages as furniture: kept, and nothing is extracted from them."""
    doubted = {page.number for page in reading.pages if is_waiting(page)}
    if not doubted:
        return reading
    blocks = tuple(
        msgspec.structs.replace(block, kind=BlockKind.FURNITURE) if block.page in doubted else block
        for block in reading.blocks
    )
    return msgspec.structs.replace(reading, blocks=blocks)


def decide(candidates: Iterable[Candidate], reading: Reading, segment: Segment, notice: str) -> tuple[Statement, ...]:
    """Return what one notice says, decided over all that the layers proposed.

    Args:
        candidates: From all layers; those whose words stand outside the segment are ignored.
        reading: That the candidates' evidence points into.
        segment: The notice's own part of it.
        notice: Its id.
    """
    kept = [one for one in candidates if _inside(one, reading, segment) and _is_whole(one, reading)]
    if not _is_notice(kept) or _is_papers(kept, reading, segment):
        return ()
    return tuple(one for one in _Decision(kept, reading, notice).statements() if _is_whole(one, reading))


def _inside(candidate: Candidate, reading: Reading, segment: Segment) -> bool:
    return bool(candidate.evidence) and all(
        segment.start <= span.start < span.end <= segment.end and reading.text[span.start : span.end] == span.quote
        for span in candidate.evidence
    )


def _is_whole(one: Candidate | Statement, reading: Reading) -> bool:
    """Return whether no word of a value is cut out of a longer one (`text.quotes`)."""
    alone = one.property is Property.NOTICE_TITLE
    return not are_cut(reading.text, one.evidence, one.derivation, whole_line=alone)


def _is_notice(candidates: list[Candidate]) -> bool:
    """A stage, or a number or buyer with something about the purchase beside it, makes a notice."""
    seen = {one.property for one in candidates}
    if Property.STAGE in seen:
        sure = max(one.confidence for one in candidates if one.property is Property.STAGE)
        if sure >= 0.4 and seen - {
            Property.STAGE,
            Property.NOTICE_TITLE,
            Property.TITLE,
            Property.MISSING_DOCUMENT,
            Property.LINK,
            Property.PAGE_ADDRESS,
            *_PLACE,
        }:
            return True
        if sure >= 0.75:
            return True
    core = {
        Property.OCID,
        Property.NUMBER,
        Property.BUYER,
        Property.AGENCY,
        Property.SUPPLIER,
        Property.CANDIDATE,
        Property.BUDGET,
        Property.CEILING,
        Property.OPENING,
        Property.AWARD_VALUE,
        Property.CONTRACT_VALUE,
    }
    return len(seen & core) >= 2


def _is_papers(candidates: list[Candidate], reading: Reading, segment: Segment) -> bool:
    """Tell whether a segment is tender papers: no title announces a publication, and the cover and chapters say so.

    Papers repeat the notice that announced them; as a notice of their own they would count the procedure twice.
    """
    titles = [one for one in candidates if one.property is Property.STAGE and one.layer in {"L0", "L1"}]
    if any(re.search(r"公告|公示|通知|公报", one.evidence[0].quote) and one.confidence >= 0.7 for one in titles):
        return False
    return is_tender_papers(reading.text[segment.start : segment.end])


# ------------------------------------------------------------------------------------------------------------- lot rows


@dataclass(slots=True)
class _Party:
    name: Candidate
    key: str
    lead: Candidate | None = None
    identifier: Candidate | None = None


@dataclass(slots=True)
class _Bid:
    parties: list[_Party] = field(default_factory=list)
    rank: Candidate | None = None
    amounts: dict[Property, list[Candidate]] = field(default_factory=dict)

    @property
    def wins(self) -> bool:
        return any(party.name.property is Property.SUPPLIER for party in self.parties)

    @property
    def rank_number(self) -> int | None:
        return int(self.rank.value) if self.rank is not None else None

    def join(self, other: _Bid) -> None:
        """Take over what another layer saw of the same bid."""
        known = {party.key: party for party in self.parties}
        wins = self.wins or other.wins
        if len(other.parties) > len(self.parties):
            self.parties, theirs = other.parties, known
        else:
            theirs = {party.key: party for party in other.parties}
        for party in self.parties:
            also = theirs.get(party.key)
            if also is not None:
                party.lead = party.lead or also.lead
                party.identifier = party.identifier or also.identifier
                if also.name.confidence > party.name.confidence:
                    party.name = also.name
        if wins and not self.wins:
            for party in self.parties:
                also = theirs.get(party.key)
                if also is not None and also.name.property is Property.SUPPLIER:
                    party.name = also.name
        self.rank = self.rank or other.rank
        for prop, found in other.amounts.items():
            self.amounts.setdefault(prop, []).extend(found)


@dataclass(slots=True)
class _Row:
    layer: str
    label: Candidate | None = None
    title: Candidate | None = None
    status: Candidate | None = None
    amounts: dict[Property, list[Candidate]] = field(default_factory=dict)
    bids: list[_Bid] = field(default_factory=list)
    by_party: dict[str, _Bid] = field(default_factory=dict)

    @property
    def key(self) -> str | None:
        if self.label is None:
            return None
        return self.label.key or lot_key(self.label.value)

    def join(self, other: _Row) -> None:
        """Take over what another layer saw of the same lot."""
        if self.label is None or (other.label is not None and other.label.confidence > self.label.confidence):
            self.label = other.label or self.label
        self.title = self.title or other.title
        self.status = self.status or other.status
        for prop, found in other.amounts.items():
            self.amounts.setdefault(prop, []).extend(found)
        for bid in other.bids:
            self.add(bid)

    def tidy(self) -> None:
        """Join bids that one layer saw twice."""
        bids, self.bids = self.bids, []
        for bid in bids:
            self.add(bid)

    def add(self, bid: _Bid) -> None:
        """Join a bid to the one of the same parties, or add it."""
        met = {
            id(self.by_party[party.key]): self.by_party[party.key]
            for party in bid.parties
            if party.key in self.by_party
        }
        if len(met) > 1:
            return  # a list of bidders, each known with a bid of its own, is no joint bid
        known = next(iter(met.values()), None)
        if known is None:
            self.bids.append(bid)
            known = bid
        else:
            known.join(bid)
        for party in [*bid.parties, *known.parties]:
            self.by_party.setdefault(party.key, known)

    @property
    def start(self) -> int:
        spans = [one.evidence[0].start for one in (self.label, self.title) if one is not None]
        spans += [party.name.evidence[0].start for bid in self.bids for party in bid.parties]
        spans += [one.evidence[0].start for found in self.amounts.values() for one in found]
        return min(spans, default=0)


_SUBJECT = re.compile(r"(lot/\d+)(?:/bid/(\d+))?(?:/supplier/(\d+))?$")


_RUNS_ONLY = re.compile(r"(?:政府|集中|公共)?采购(?:服务)?中心$|公共资源交易(?:服务)?中心$|政府采购办公室$")
"""Bodies that run procedures and win none."""


def _rows_of(candidates: list[Candidate]) -> list[_Row]:
    rows: dict[tuple[str, str], _Row] = {}
    bids: dict[tuple[str, str, str], _Bid] = {}
    parties: dict[tuple[str, str, str, str], _Party] = {}
    for one in candidates:
        match = _SUBJECT.match(one.subject)
        if match is None:
            continue
        lot, bid_number, party_number = match.groups()
        row = rows.setdefault((one.layer, lot), _Row(one.layer))
        if bid_number is None and party_number is not None:
            bid_number = party_number  # a layer without joint bids may leave the bid out
        if bid_number is None:
            _fill_row(row, one)
            continue
        place = (one.layer, lot, bid_number)
        bid = bids.get(place)
        if bid is None:
            bid = bids[place] = _Bid()
            row.bids.append(bid)
        if party_number is None:
            if one.property is Property.RANK:
                bid.rank = one
            elif one.property in AMOUNTS:
                bid.amounts.setdefault(one.property, []).append(one)
            continue
        slot = (*place, party_number)
        if one.property in {Property.SUPPLIER, Property.CANDIDATE}:
            if slot not in parties and not _RUNS_ONLY.search(one.value):
                parties[slot] = _Party(one, name_key(one.value))
                bid.parties.append(parties[slot])
        elif slot in parties and one.property is Property.LEAD:
            parties[slot].lead = one
        elif slot in parties and one.property is Property.SUPPLIER_ID:
            parties[slot].identifier = one
        elif one.property is Property.RANK:
            bid.rank = one
        elif one.property in AMOUNTS:
            bid.amounts.setdefault(one.property, []).append(one)
    for row in rows.values():
        row.bids = [bid for bid in row.bids if bid.parties]
        row.tidy()
    return list(rows.values())


def _fill_row(row: _Row, one: Candidate) -> None:
    if one.property is Property.LOT_LABEL:
        row.label = row.label or one
    elif one.property is Property.LOT_TITLE:
        row.title = row.title or one
    elif one.property is Property.LOT_STATUS:
        row.status = row.status or one
    elif one.property in AMOUNTS:
        row.amounts.setdefault(one.property, []).append(one)


_ORDER = {"L0": 0, "L3": 1, "L2": 2, "L1": 3, "L4": 4}


def _bring_together(rows: list[_Row]) -> tuple[list[_Row], list[Candidate]]:
    """Return one row a lot over all layers, and amounts that stand for the whole of several lots."""
    rows = sorted(rows, key=lambda row: _ORDER.get(row.layer, 9))
    titled = next(
        (row for row in rows if row.layer == "L1" and row.label is not None and not row.bids and not row.amounts), None
    )
    by_key: dict[str, _Row] = {}
    bare: list[_Row] = []
    for row in rows:
        key = row.key
        if key is None:
            bare.append(row)
        elif row is not titled:
            if key in by_key:
                by_key[key].join(row)
            else:
                by_key[key] = row
    if titled is not None and titled.key is not None:
        if titled.key in by_key:
            by_key[titled.key].join(titled)
        elif not by_key:
            by_key[titled.key] = titled
    merged = list(by_key.values())
    totals: list[Candidate] = []
    if not merged:
        whole: _Row | None = None
        for row in bare:
            if whole is None:
                whole = row
            else:
                whole.join(row)
        return ([whole] if whole is not None else []), totals
    if len(merged) == 1:
        for row in bare:
            merged[0].join(row)
        return merged, totals
    rest: _Row | None = None
    for row in bare:
        for found in row.amounts.values():
            # A price a day or a piece that stands outside of all lots is the price of one of them.
            totals.extend(one for one in found if one.amount is None or one.amount.basis is Basis.TOTAL)
        for bid in row.bids:
            homes = [known for known in merged if any(party.key in known.by_party for party in bid.parties)]
            if len(homes) == 1:
                homes[0].add(bid)
            elif not homes and row.layer != "L4":
                if rest is None:
                    rest = _Row(row.layer)
                rest.add(bid)
    if rest is not None and not any(known.bids for known in merged):
        merged.append(rest)
    return merged, totals


# ------------------------------------------------------------------------------------------------------------- decision


class _Decision:
    """Decides over the candidates of one notice."""

    def __init__(self, candidates: list[Candidate], reading: Reading, notice: str) -> None:
        self.candidates = candidates
        self.reading = reading
        self.notice = notice
        self.pages = [page.start for page in reading.pages]
        self.witnesses = Witnesses(candidates)
        self.confirmed: frozenset[tuple[Property, str]] = frozenset()
        self.recognized = frozenset(page.number for page in reading.pages if page.source is Source.OCR)
        self.by_property: dict[Property, list[Candidate]] = {}
        for one in candidates:
            if one.subject == "":
                self.by_property.setdefault(one.property, []).append(one)

    def statements(self) -> Iterator[Statement]:
        rows, totals = _bring_together(_rows_of(self.candidates))
        stage = self._stage(rows)
        kind = Stage(stage.value) if stage is not None else None
        self._roles(rows, kind, stage)
        self.confirmed = self._sums(rows, totals)
        yield from self._singles(stage, kind)
        yield from self._numbers()
        yield from self._places()
        yield from self._amounts_of_notice(totals, rows)
        yield from self._lots(rows, stage, kind)

    # ---- one value a notice

    def _stage(self, rows: list[_Row]) -> Candidate | None:
        found = self.by_property.get(Property.STAGE, [])
        best = max(found, key=lambda one: (one.confidence, -one.evidence[0].start), default=None)
        if best is None:
            return None
        ranked = [bid for row in rows for bid in row.bids if bid.rank is not None]
        won = any(bid.wins for row in rows for bid in row.bids)
        if best.value == Stage.AWARD and not won and len({bid.rank_number for bid in ranked}) > 1:
            # A notice headed 中标公告 that only ranks candidates announces candidates.
            for bid in ranked:
                rank = bid.rank
                if rank is not None and "候选" in rank.evidence[0].quote:
                    return self._restated(rank, Property.STAGE, "stage_words") or best
        failed = [row for row in rows if row.status is not None]
        if best.value == Stage.AWARD and not won and not ranked and failed and all(not row.bids for row in rows):
            status = failed[0].status
            if status is not None and len(failed) == len(rows):
                return self._restated(status, Property.STAGE, "stage_words") or best
        return best

    def _rival_stage(self, stage: Candidate) -> Candidate | None:
        """Return what contradicts the title's stage: a channel, or labels of a result under a title that invites bids."""
        for one in self.by_property.get(Property.STAGE, []):
            channel = one.layer == "L1" and one.derivation == "stage_words" and one.confidence >= _CHANNEL
            result = one.derivation == "stage_label" and one.value == Stage.AWARD and stage.value == Stage.TENDER
            if (channel or result) and _phase(one.value) and _phase(stage.value) not in {None, _phase(one.value)}:
                return one
        return None

    def _restated(self, one: Candidate, prop: Property, derivation: str) -> Candidate | None:
        try:
            value = derive(derivation, tuple(span.quote for span in one.evidence))
        except NoEvidence:
            return None
        return Candidate("", prop, value, one.evidence, derivation, one.layer, 0.8)

    def _singles(self, stage: Candidate | None, kind: Stage | None) -> Iterator[Statement]:
        if stage is not None:
            yield self._state("", stage)
            rival = self._rival_stage(stage)
            if rival is not None:
                yield self._state("", rival, conflict=True)
        for prop in (
            Property.OCID,
            Property.NOTICE_TITLE,
            Property.ROUND,
            Property.TITLE,
            Property.METHOD,
            Property.BUYER,
            Property.BUYER_ID,
            Property.BUYER_ADDRESS,
            Property.AGENCY,
            Property.AGENCY_ID,
            Property.CONSORTIUM_ALLOWED,
            Property.PAGE_ADDRESS,
        ):
            chosen = self._best(prop)
            if chosen is not None:
                yield self._state("", chosen)
                if prop is Property.BUYER:
                    yield from (self._state("", other) for other in self._beside(chosen))
        for one in (*self._missing(), *self.by_property.get(Property.LINK, ())):
            yield self._state("", one)
        for prop in sorted(DATES):
            chosen = self._date(prop, kind)
            if chosen is not None:
                yield self._state("", chosen)

    def _best(self, prop: Property) -> Candidate | None:
        """The value with the most confidence, agreement of layers counted; the earlier one where two are equal."""
        found = self.by_property.get(prop, [])
        if prop in ORGANIZATIONS:
            # A structured buyer is a public body by its field; a supplier's field may hold a sole trader.
            found = [one for one in found if one.layer == "L0" or is_organization(one.value)]
        if prop is Property.ROUND:
            found = found + self._rounds()
        if prop is Property.BUYER and not found:
            found = self._buyer_in_title()
        if not found:
            return None
        groups: dict[str, list[Candidate]] = {}
        for one in found:
            groups.setdefault(self._key(one) or one.value, []).append(one)
        if prop is Property.BUYER:
            agency = self._best(Property.AGENCY)
            other = {key: group for key, group in groups.items() if agency is None or key != name_key(agency.value)}
            groups = other or groups
        if prop is Property.CONSORTIUM_ALLOWED and len(groups) > 1:
            sure = {key: max(one.confidence for one in group) for key, group in groups.items()}
            if max(sure.values()) - min(sure.values()) < _TIE:
                return None
        if prop is Property.TITLE:
            return self._title(found)

        def weight(group: list[Candidate]) -> tuple[float, int]:
            layers = {one.layer for one in group}
            return max(one.confidence for one in group) + 0.01 * (len(layers) - 1), -group[0].evidence[0].start

        best = max(groups.values(), key=weight)
        return max(best, key=lambda one: (one.confidence, -one.evidence[0].start))

    def _beside(self, chosen: Candidate) -> list[Candidate]:
        """Return the other buyers that one value lists with the chosen one (某一中、某二中)."""
        found: dict[str, Candidate] = {self._key(chosen) or chosen.value: chosen}
        spans = [chosen.evidence[0]]
        for one in sorted(self.by_property.get(Property.BUYER, []), key=lambda one: one.evidence[0].start):
            key = self._key(one) or one.value
            span = one.evidence[0]
            if key in found or one.layer != chosen.layer or not is_organization(one.value):
                continue
            gaps = [self.reading.text[other.end : span.start] for other in spans if other.end <= span.start]
            gaps += [self.reading.text[span.end : other.start] for other in spans if span.end <= other.start]
            if any(gap and len(gap) <= 4 and not gap.strip(" 　、，,；;和及与/\n") for gap in gaps):
                found[key] = one
                spans.append(span)
        return list(found.values())[1:]

    def _missing(self) -> list[Candidate]:
        """Return what is said to stand in an attachment, each place once."""
        found: dict[int, Candidate] = {}
        for one in self.by_property.get(Property.MISSING_DOCUMENT, []):
            found.setdefault(one.evidence[0].start, one)
        return [found[start] for start in sorted(found)][:_MOST_MISSING]

    def _title(self, found: list[Candidate]) -> Candidate:
        return max(found, key=lambda one: (round(one.confidence, 2), -one.evidence[0].start))

    def _rounds(self) -> list[Candidate]:
        """A round may stand in the project's name rather than in the notice's title."""
        rounds = []
        for one in self.by_property.get(Property.TITLE, []):
            if one.confidence >= 0.6:
                again = self._restated(one, Property.ROUND, "round")
                if again is not None:
                    rounds.append(again)
        return rounds

    def _buyer_in_title(self) -> list[Candidate]:
        """某局某项目成交公告, with 某项目 stated as the project's name: what stands before it is who buys."""
        for title in self.by_property.get(Property.NOTICE_TITLE, []):
            span = title.evidence[0]
            for project in self.by_property.get(Property.TITLE, []):
                at = span.quote.find(project.value) if project.confidence >= 0.55 and len(project.value) >= 6 else -1
                words = span.quote[:at].rstrip(" 关于") if at > 3 else ""
                if words and is_organization(words):
                    place = Span(span.start, span.start + len(words), words)
                    return [Candidate("", Property.BUYER, words, (place,), "name", title.layer, 0.4)]
        return []

    def _date(self, prop: Property, kind: Stage | None) -> Candidate | None:
        found = self.by_property.get(prop, [])
        if not found:
            return None
        top = max(one.confidence for one in found)
        equal = sorted((one for one in found if top - one.confidence < _TIE), key=lambda one: one.evidence[0].start)
        if prop is Property.OPENING and kind is Stage.AMENDMENT:
            return equal[-1]  # what changed stands after what was
        if prop is Property.OPENING:
            return next((one for one in equal if "开" in self._before(one)), equal[0])
        return equal[0]

    def _before(self, one: Candidate) -> str:
        start = one.evidence[0].start
        return self.reading.text[max(0, start - 14) : start]

    def _numbers(self) -> Iterator[Statement]:
        contract = {number_key(one.value) for one in self.by_property.get(Property.CONTRACT_NUMBER, [])}
        seen: set[str] = set()
        found = sorted(
            self.by_property.get(Property.NUMBER, []), key=lambda one: (one.evidence[0].start, -one.confidence)
        )
        for one in found:
            key = number_key(one.value)
            if key in seen or (key in contract and one.confidence < 0.9) or not key:
                continue
            seen.add(key)
            yield self._state("", one)
        for one in self.by_property.get(Property.CONTRACT_NUMBER, []):
            key = number_key(one.value)
            if key not in seen:
                seen.add(key)
                yield self._state("", one)

    # ---- place

    def _places(self) -> Iterator[Statement]:
        seen: dict[tuple[int, int], tuple[float, Candidate, Place]] = {}
        for prop in _PLACE:
            for one in self.by_property.get(prop, []):
                span = one.evidence[0]
                place = place_of(span.quote)
                if place is not None and place.code is not None:
                    # Words that print the province are surer than a county's name, which may be part of another word.
                    sure = one.confidence + (
                        0.1 if place.province and short_place(place.province) in span.quote else 0.0
                    )
                    known = seen.get((span.start, span.end))
                    if known is None or known[0] < sure:
                        seen[span.start, span.end] = (sure, one, place)
        ordered = sorted(seen.values(), key=lambda entry: (-entry[0], entry[1].evidence[0].start))
        chosen: dict[Property, tuple[Candidate, Place]] = {}
        base: Place | None = None
        for _, one, place in ordered:
            if base is not None and not _agree(base, place):
                continue
            if base is None or _depth(place) > _depth(base):
                base = place
            for prop, part in zip(_PLACE, ("province", "city", "county"), strict=True):
                name = getattr(place, part)
                if name is None:
                    continue
                before = chosen.get(prop)
                # A quote that prints the part itself is better evidence than one that only implies it.
                if before is None or (not _prints(before[0], getattr(before[1], part)) and _prints(one, name)):
                    chosen[prop] = (one, place)
        for prop, part in zip(_PLACE, ("province", "city", "county"), strict=True):
            if prop in chosen:
                one, _ = chosen[prop]
                restated = self._restated(one, prop, part)
                if restated is not None:
                    yield self._state("", restated)

    # ---- amounts

    def _amounts_of_notice(self, totals: list[Candidate], rows: list[_Row]) -> Iterator[Statement]:
        for prop in sorted(AMOUNTS):
            found = self.by_property.get(prop, []) + [one for one in totals if one.property is prop]
            if not found:
                continue
            summed = _sum_of_lots(rows, prop)
            for said in self._amount("", found):
                # A total that its lots do not add up to is shown as contradicted, and never altered.
                apart = summed is not None and _is_total(said.amount) and not _same_amount(said.amount, summed)
                apart = apart or (prop is Property.CEILING and self._far_from_budget(said.amount))
                yield self._contradicted(said) if apart else said

    def _contradicted(self, said: Statement) -> Statement:
        return msgspec.structs.replace(said, conflict=True, confidence=min(said.confidence, CONTRADICTED))

    def _far_from_budget(self, ceiling: Amount | None) -> bool:
        """True where a ceiling is a power of ten off every budget: one of them was printed or read in another unit."""
        budgets = [one.amount for one in self.by_property.get(Property.BUDGET, []) if _is_total(one.amount)]
        return bool(budgets) and all(_is_ten_power(ceiling, budget) for budget in budgets)

    def _sums(self, rows: list[_Row], totals: list[Candidate]) -> frozenset[tuple[Property, str]]:
        """Return the amounts that arithmetic confirms: a stated total and the lots' amounts that add up to it exactly."""
        found: set[tuple[Property, str]] = set()
        for prop in AMOUNTS:
            summed = _sum_of_lots(rows, prop)
            if summed is None:
                continue
            told = [*self.by_property.get(prop, []), *(one for one in totals if one.property is prop)]
            equal = [one for one in told if one.amount == summed]
            if equal:
                found.update((prop, one.value) for one in equal)
                found.update((prop, one.value) for row in rows for one in _amounts_of(row, prop))
        return frozenset(found)

    def _amount(self, subject: str, found: list[Candidate]) -> Iterator[Statement]:
        """State one amount, or both of two that contradict each other."""
        chosen, rival = _choose_amount(found)
        if chosen is None:
            return
        yield self._state(subject, chosen, conflict=rival is not None)
        if rival is not None:
            yield self._state(subject, rival, conflict=True)

    # ---- lots

    def _roles(self, rows: list[_Row], kind: Stage | None, stage: Candidate | None) -> None:
        """Decide who won: explicit winners, else the first-ranked of an award; and drop bidders of stages that have none."""
        if kind is Stage.OTHER and stage is not None and _DISPUTE.search(stage.evidence[0].quote):
            for row in rows:
                row.bids = []  # the parties of a complaint have not won by it
            return
        for row in rows:
            if kind in _RESULTS:
                if not any(bid.wins for bid in row.bids):
                    first = [bid for bid in row.bids if bid.rank_number == 1] or (
                        row.bids if len(row.bids) == 1 and row.bids[0].rank is None else []
                    )
                    for bid in first[:1]:
                        _turn(bid, Property.SUPPLIER)
            elif kind in _PROPOSALS:
                row.bids = _without_mere_bidders(row.bids)
                for bid in row.bids:
                    _turn(bid, Property.CANDIDATE)
            elif kind in {Stage.TENDER, Stage.PLANNING, Stage.PREQUALIFICATION, Stage.OPENING, Stage.TERMINATION}:
                row.bids = (
                    [] if kind is not Stage.TERMINATION else [bid for bid in row.bids if bid.wins and bid.amounts]
                )
                for prop in _BID_AMOUNTS:
                    row.amounts.pop(prop, None)
            elif kind is Stage.AMENDMENT:
                row.bids = [bid for bid in row.bids if bid.wins]

    def _lots(self, rows: list[_Row], stage: Candidate | None, kind: Stage | None) -> Iterator[Statement]:
        rows = [row for row in rows if row.label is not None or row.bids or row.amounts or row.status is not None]
        rows.sort(key=lambda row: row.start)
        for number, row in enumerate(rows, 1):
            subject = f"lot/{number}"
            for one in (row.label, row.title):
                if one is not None:
                    yield self._state(subject, one)
            won = any(bid.wins for bid in row.bids)
            if row.status is not None and not won:
                yield self._state(subject, row.status)
            elif kind is Stage.AMENDMENT and won:
                pass  # a corrected result: neither open nor awarded by this notice
            elif stage is not None and kind is not None and status_of_stage(kind) is not None:
                status = self._restated_status(stage)
                if status is not None:
                    yield self._state(subject, status)
            yield from self._row_amounts(subject, row, kind)
            yield from self._suppliers(subject, row, kind)

    def _restated_status(self, stage: Candidate) -> Candidate | None:
        try:
            value = derive("status_of_stage", tuple(span.quote for span in stage.evidence))
        except NoEvidence:
            return None
        return Candidate(
            "", Property.LOT_STATUS, value, stage.evidence, "status_of_stage", stage.layer, stage.confidence
        )

    def _row_amounts(self, subject: str, row: _Row, kind: Stage | None) -> Iterator[Statement]:
        winners = [bid for bid in row.bids if bid.wins]
        if kind is Stage.AWARD:
            for amounts in (row.amounts, *(bid.amounts for bid in row.bids)):
                self._awarded(amounts)
        ceiling = [
            one
            for one in row.amounts.get(Property.CEILING, []) + self.by_property.get(Property.CEILING, [])
            if one.amount
        ]
        single = winners[0] if len(winners) == 1 and kind in _RESULTS else None
        own = row.amounts.get(Property.CEILING, []) or (ceiling if row.label is None else [])
        for prop in sorted(AMOUNTS):
            found = list(row.amounts.get(prop, []))
            if single is not None and prop in _BID_AMOUNTS:
                found = single.amounts.get(prop, []) + found
            found = [one for one in found if not _is_placeholder(one)]
            if prop in _BID_AMOUNTS and row.label is not None and not row.bids:
                # A price a day in a lot that names nobody is one of many suppliers' prices.
                found = [one for one in found if one.amount is None or one.amount.basis is not Basis.UNIT_PRICE]
            if not found:
                continue
            if prop in _BID_AMOUNTS and any(_ten_thousandfold(one, limit) for one in found[:1] for limit in ceiling):
                yield self._state(subject, found[0], conflict=True)
                continue
            for said in self._amount(subject, found):
                above = prop in _BID_AMOUNTS and any(_is_above(said.amount, limit.amount) for limit in own)
                # What cannot be is shown as contradicted, and neither dropped nor altered.
                yield self._contradicted(said) if above else said

    def _awarded(self, amounts: dict[Property, list[Candidate]]) -> None:
        """Take a "contract price" in an award notice of a language without Han script for what was awarded: they have one word."""
        if Property.AWARD_VALUE in amounts:
            return
        found = [one for one in amounts.get(Property.CONTRACT_VALUE, []) if not _HAN.search(self._around(one))]
        if found:
            amounts[Property.AWARD_VALUE] = [
                msgspec.structs.replace(one, property=Property.AWARD_VALUE) for one in found
            ]
            amounts[Property.CONTRACT_VALUE] = [one for one in amounts[Property.CONTRACT_VALUE] if one not in found]

    def _around(self, one: Candidate) -> str:
        start = one.evidence[0].start
        return self.reading.text[max(0, start - 40) : start + 40]

    def _suppliers(self, subject: str, row: _Row, kind: Stage | None) -> Iterator[Statement]:
        single = kind in _RESULTS and sum(1 for bid in row.bids if bid.wins) == 1
        count = 0
        for bid in self._ordered(row.bids):
            first = True
            for party in bid.parties:
                count += 1
                who = f"{subject}/supplier/{count}"
                yield self._state(who, party.name)
                for one in (party.lead, party.identifier, bid.rank):
                    if one is not None:
                        yield self._state(who, one)
                if first and not (single and bid.wins):
                    for prop in _BID_AMOUNTS:
                        found = [one for one in bid.amounts.get(prop, []) if not _is_placeholder(one)]
                        if found:
                            yield from self._amount(who, found)
                first = False

    def _ordered(self, bids: list[_Bid]) -> list[_Bid]:
        return sorted(bids, key=lambda bid: (bid.rank_number or 999, bid.parties[0].name.evidence[0].start))

    # ---- statements

    def _key(self, one: Candidate) -> str | None:
        if one.property in {Property.NUMBER, Property.CONTRACT_NUMBER, Property.OCID}:
            return number_key(one.value)
        if one.property in ORGANIZATIONS:
            return name_key(one.value)
        if one.property in {Property.TITLE, Property.NOTICE_TITLE, Property.LOT_TITLE}:
            return core_title(one.value)
        if one.property in {Property.LINK, Property.PAGE_ADDRESS}:
            return address_key(one.value) or None
        return None

    def _state(self, subject: str, one: Candidate, *, conflict: bool = False) -> Statement:
        evidence = one.evidence
        if self.pages:
            evidence = tuple(Span(span.start, span.end, span.quote, self._page(span.start)) for span in evidence)
        recognized = any(span.page in self.recognized for span in evidence)
        return Statement(
            self.notice,
            subject,
            one.property,
            one.value,
            evidence,
            one.derivation,
            one.layer,
            calibrated(self._features(one, conflict=conflict, recognized=recognized)),
            conflict,
            one.amount,
            one.key or self._key(one),
        )

    def _features(self, one: Candidate, *, conflict: bool, recognized: bool) -> Features:
        found = self.witnesses.features(one, conflict=conflict, recognized=recognized)
        # A sum that adds up agrees like one more layer.
        return replace(found, agreeing=found.agreeing + 1) if (one.property, one.value) in self.confirmed else found

    def _page(self, start: int) -> int:
        index = bisect_right(self.pages, start) - 1
        return self.reading.pages[index].number if index >= 0 else 0


_HAN = re.compile(r"[\u4e00-\u9fff]")
_DISPUTE = re.compile(r"投诉|处罚|监督检查|质疑|处理决定")
_CHANNEL = 0.6
"""How sure a channel is whose name tells more than a method."""
_BEFORE_RESULT = frozenset({Stage.PLANNING, Stage.PREQUALIFICATION, Stage.TENDER})
_AFTER_BIDS = frozenset({Stage.CANDIDATES, Stage.AWARD, Stage.CONTRACT, Stage.TERMINATION})


def _phase(stage: str) -> str | None:
    """Return whether a stage comes before or after the bids; None where it may be either (a correction, 其他)."""
    if stage in _BEFORE_RESULT:
        return "before"
    return "after" if stage in _AFTER_BIDS else None


_NAMED = 0.68
"""Below that a name stands in a list of bids or scores only."""


def _without_mere_bidders(bids: list[_Bid]) -> list[_Bid]:
    """Leave out those that only a list of all bidders or scores names, where others are named as candidates."""
    named = [bid for bid in bids if max(party.name.confidence for party in bid.parties) >= _NAMED]
    if not named or len(named) == len(bids):
        return bids
    if len(named) == 1 and all(bid.rank is not None for bid in bids):
        return bids
    return named


def _turn(bid: _Bid, prop: Property) -> None:
    for party in bid.parties:
        if party.name.property is not prop:
            one = party.name
            party.name = Candidate(
                one.subject,
                prop,
                one.value,
                one.evidence,
                one.derivation,
                one.layer,
                one.confidence,
                one.amount,
                one.key,
            )


def _agree(one: Place, other: Place) -> bool:
    """True unless the two say different things about the same level."""
    for part in ("province", "city", "county"):
        mine, theirs = getattr(one, part), getattr(other, part)
        if mine is not None and theirs is not None and mine != theirs:
            return False
    return True


def _depth(place: Place) -> int:
    return 3 if place.county else 2 if place.city else 1 if place.province else 0


def _prints(one: Candidate, name: str | None) -> bool:
    return name is not None and short_place(name) in one.evidence[0].quote


def short_place(name: str) -> str:
    """Return the part of a place's name that texts print at least (广西 for 广西壮族自治区).

    >>> short_place("湖北省"), short_place("广西壮族自治区"), short_place("点军区")
    ('湖北', '广西', '点军区')
    """
    region = re.match(r"(内蒙古|广西|西藏|宁夏|新疆|香港|澳门)", name)
    if region:
        return region.group()
    if name.endswith(("省", "市")) and len(name) > 2:
        return name[:-1]
    return name


def _is_total(amount: Amount | None) -> bool:
    return amount is not None and amount.basis is Basis.TOTAL and amount.amount is not None


def _amounts_of(row: _Row, prop: Property) -> list[Candidate]:
    winners = [bid for bid in row.bids if bid.wins]
    return [*(winners[0].amounts.get(prop, []) if len(winners) == 1 else []), *row.amounts.get(prop, [])]


def _sum_of_lots(rows: list[_Row], prop: Property) -> Amount | None:
    """Return what the lots add up to, or None unless there are several and each that did not fail has one total."""
    parts: list[Amount] = []
    for row in rows:
        if row.label is None or (row.status is not None and not row.bids):
            continue
        winners = [bid for bid in row.bids if bid.wins]
        found = _amounts_of(row, prop)
        told = {one.amount.amount: one.amount for one in found if one.amount is not None and _is_total(one.amount)}
        if len(told) != 1 or len(winners) > 1:
            return None
        parts.extend(told.values())
    if len(parts) < 2 or len({part.currency for part in parts}) != 1:
        return None
    return Amount(Basis.TOTAL, sum((part.amount or Decimal(0) for part in parts), Decimal(0)), parts[0].currency)


_TENS = frozenset(Decimal(10) ** power for power in (2, 3, 4, 8))


def _is_placeholder(one: Candidate) -> bool:
    """投标报价（元）1 stands where a form wants a sum and the bid was a rate."""
    return (
        one.amount is not None
        and one.amount.basis is Basis.TOTAL
        and one.amount.amount is not None
        and one.amount.amount <= 1
    )


def _choose_amount(found: list[Candidate]) -> tuple[Candidate | None, Candidate | None]:
    """Return the amount to state, and its rival where the two contradict each other."""
    told = [one for one in found if one.amount is not None and one.amount.amount is not None]
    if not told:
        return (found[0] if found else None), None
    groups: list[list[Candidate]] = []
    for one in told:
        for group in groups:
            if _same_amount(group[0].amount, one.amount):
                group.append(one)
                break
        else:
            groups.append([one])
    groups.sort(key=lambda group: (-max(one.confidence for one in group), -len(group)))
    best = max(groups[0], key=lambda one: (_precision(one.amount), one.confidence))
    if len(groups) == 1:
        return best, None
    rival = groups[1][0]
    if _is_ten_power(best.amount, rival.amount):
        return best, rival
    if max(one.confidence for one in groups[0]) - max(one.confidence for one in groups[1]) >= _TIE:
        return best, None
    if len(groups[0]) > len(groups[1]):
        return best, None
    return best, rival


def _precision(amount: Amount | None) -> int:
    if amount is None or amount.amount is None:
        return 0
    return len(str(amount.amount.normalize()).rstrip("0"))


def _same_amount(one: Amount | None, other: Amount | None) -> bool:
    """Equal, or one is the other rounded to 10,000 yuan's fourth digit."""
    if one is None or other is None or one.amount is None or other.amount is None:
        return False
    if one.currency != other.currency or one.basis is not other.basis:
        return False
    if one.amount == other.amount:
        return True
    larger = max(abs(one.amount), abs(other.amount))
    return larger > 0 and abs(one.amount - other.amount) <= min(Decimal(100), larger * Decimal("0.0005"))


def _is_ten_power(one: Amount | None, other: Amount | None) -> bool:
    if one is None or other is None or not one.amount or not other.amount:
        return False
    ratio = max(one.amount, other.amount) / min(one.amount, other.amount)
    return any(abs(ratio / ten - 1) < Decimal("0.001") for ten in _TENS)


def _is_above(amount: Amount | None, limit: Amount | None) -> bool:
    """True for a total above the ceiling of the same thing: possible, and worth a second look."""
    if amount is None or limit is None or not _is_total(amount) or not _is_total(limit):
        return False
    return amount.currency == limit.currency and (amount.amount or Decimal(0)) > (limit.amount or Decimal(0)) > 0


_UNITS_APART = 20
"""An award that many times its ceiling was printed in another unit, or the ceiling is another thing's."""


def _ten_thousandfold(one: Candidate, limit: Candidate) -> bool:
    """An award a hundred or ten thousand times its ceiling was printed in the wrong unit."""
    if one.amount is None or limit.amount is None or not one.amount.amount or not limit.amount.amount:
        return False
    if one.amount.basis is not Basis.TOTAL or limit.amount.basis is not Basis.TOTAL:
        return False
    ratio = one.amount.amount / limit.amount.amount
    return ratio > _UNITS_APART
