"""From an invented notice to a Reading, from statements to facts, and both compared."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from counterfile.hooks import Extractor
from counterfile.model.notice import AMOUNTS, Property
from counterfile.model.reading import Block, BlockKind, Reading, Segment
from counterfile.model.statement import Statement
from counterfile.model.value import Basis
from counterfile.plugins.extractors.labels import LabelExtractor
from counterfile.plugins.extractors.prose import ProseExtractor
from counterfile.plugins.extractors.structured import StructuredExtractor
from counterfile.plugins.extractors.summary import SummaryExtractor
from counterfile.plugins.extractors.tables import TableExtractor
from counterfile.stages.extract import extract_reading
from counterfile.text.identifiers import number_key
from counterfile.text.kinds import lot_key

LAYERS: Sequence[Extractor] = (
    StructuredExtractor(),
    SummaryExtractor(),
    LabelExtractor(),
    TableExtractor(),
    ProseExtractor(),
)
Fact = tuple[str, ...]

_SINGLE = {
    Property.STAGE: "stage",
    Property.ROUND: "round",
    Property.NUMBER: "number",
    Property.CONTRACT_NUMBER: "contract-number",
    Property.BUYER: "buyer",
    Property.AGENCY: "agency",
    Property.OPENING: "opening",
    Property.DECIDED: "decided",
    Property.SIGNED: "signed",
    Property.PUBLISHED: "published",
    Property.FIRST_PUBLISHED: "first-published",
    Property.CONSORTIUM_ALLOWED: "consortium",
    Property.BUDGET: "budget",
    Property.CEILING: "ceiling",
    Property.ESTIMATE: "estimate",
    Property.FEE: "fee",
    Property.DEPOSIT: "deposit",
    Property.AWARD_VALUE: "total-award",
    Property.CONTRACT_VALUE: "total-contract",
    Property.BID_VALUE: "total-bid",
    Property.MISSING_DOCUMENT: "missing",
}
_OF_LOT = {
    Property.AWARD_VALUE: "award",
    Property.CONTRACT_VALUE: "contract",
    Property.BID_VALUE: "lot-bid",
    Property.BUDGET: "lot-budget",
    Property.CEILING: "lot-ceiling",
    Property.ESTIMATE: "lot-estimate",
}


def reading_from(text: str) -> Reading:
    """Return the Reading of a notice in the markup of `unseen_notices`."""
    blocks: list[Block] = []
    parts: list[str] = []
    at, table, row = 0, -1, -1

    def put(kind: BlockKind, words: str, **place: int | str) -> None:
        nonlocal at
        if words:
            blocks.append(Block(kind, at, at + len(words), **place))  # type: ignore[arg-type]
            parts.append(words)
            at += len(words) + 1

    inside = False
    for line in text.strip("\n").split("\n"):
        if line.startswith("|"):
            table, row = (table, row + 1) if inside else (table + 1, 0)
            for col, cell in enumerate(line.strip().strip("|").split("|")):
                put(BlockKind.CELL, cell.strip(), table=table, row=row, col=col)
        elif line.startswith("# "):
            put(BlockKind.TITLE, line[2:])
        elif line.startswith("@"):
            name, _, words = line[1:].partition(" ")
            put(BlockKind.FIELD, words, name=name)
        else:
            put(BlockKind.PARAGRAPH, line)
        inside = line.startswith("|")
    whole = "\n".join(parts)
    return Reading("rd-" + "0" * 20, "0" * 64, "test 1", whole, tuple(blocks), (), (Segment(0, len(whole)),))


def said(text: str) -> set[Fact]:
    """Return the facts that extraction states of a notice."""
    found: set[Fact] = set()
    for _, statements in extract_reading(reading_from(text), LAYERS):
        found.update(facts_of(statements))
    return found


def facts_of(statements: Sequence[Statement]) -> Iterator[Fact]:
    labels = {
        one.subject: lot_key(one.value) for one in statements if one.property is Property.LOT_LABEL and not one.conflict
    }
    names = {one.subject: one.value for one in statements if one.property in {Property.SUPPLIER, Property.CANDIDATE}}
    ranks = {one.subject: one.value for one in statements if one.property is Property.RANK}
    for one in statements:
        yield from _fact(one, labels, names, ranks)


def _fact(one: Statement, labels: dict[str, str], names: dict[str, str], ranks: dict[str, str]) -> Iterator[Fact]:
    lot = labels.get("/".join(one.subject.split("/")[:2]), "-")
    mark = "conflict-" if one.conflict else ""
    told = one.amount is None or one.amount.amount is not None or one.amount.basis is Basis.RATE
    if one.property in AMOUNTS and not told:
        return  # an unknown unit, a formula, nothing stated: no figure is claimed
    if one.subject == "":
        kind = _SINGLE.get(one.property)
        if kind is not None:
            yield (mark + kind, number_key(one.value) if kind == "number" else one.value)
    elif "/supplier/" not in one.subject:
        if one.property in _OF_LOT:
            yield (mark + _OF_LOT[one.property], lot, one.value)
        elif one.property is Property.LOT_STATUS and one.value == "failed":
            yield ("failed", lot)
    elif one.property is Property.SUPPLIER:
        yield ("winner", lot, one.value)
    elif one.property is Property.CANDIDATE:
        yield ("candidate", lot, ranks.get(one.subject, "-"), one.value)
    elif one.property is Property.LEAD:
        yield ("lead" if one.value == "true" else "member", names[one.subject])
    elif one.property in AMOUNTS:
        kind = "bid" if one.property is Property.BID_VALUE else "award-of"
        yield (mark + kind, names[one.subject], one.value)


def truth(text: str) -> set[Fact]:
    """Return the facts of a truth as `unseen_notices` writes it."""
    found: set[Fact] = set()
    for line in text.strip().split("\n"):
        kind, _, rest = line.partition(" ")
        if not kind:
            continue
        bare = kind.removeprefix("conflict-")
        if bare in _OF_LOT.values() or bare == "winner":
            lot, _, value = rest.partition(" ")
            found.add((kind, lot, value))
        elif bare == "candidate":
            lot, rank, value = rest.split(" ", 2)
            found.add((kind, lot, rank, value))
        elif bare in {"bid", "award-of"}:
            name, _, value = rest.partition(" = ")
            found.add((kind, name, value))
        elif bare == "number":
            found.add((kind, number_key(rest)))
        else:
            found.add((kind, rest))
    return found
