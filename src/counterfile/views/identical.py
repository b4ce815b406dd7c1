"""Rare values that stand in notices with nothing to do with each other: one list, one odd amount.

Two buyers with the same five rows of goods, or the same amount to the cent, are worth a look. A value is told only where
it is rare: a list where few procedures have it, an amount where it has so many figures that two procedures of this heap
would hardly share it by chance. Never compared are names of persons, telephone numbers and addresses, nor what bidders say
of themselves: this is no index of persons. Fees and deposits follow tariffs and are no finding.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from enum import StrEnum
from itertools import combinations, groupby

import msgspec

from counterfile.model.notice import AMOUNTS, Property
from counterfile.model.reading import Block, Reading
from counterfile.model.value import Amount, Basis
from counterfile.store.ports import View
from counterfile.views.purchases import Purchases
from counterfile.views.reuse import Heap, Part, about, notice_parts, squash, two_buyers

MOST = 4
"""Procedures beyond which a value is not rare."""

ROWS = 4
"""Rows of the shortest list."""

CHANCE = 0.05
"""Pairs of procedures that may share an amount by chance, in the whole heap, for an amount to be told."""


class Kind(StrEnum):
    """What is the same."""

    LIST = "list"
    """All rows of a table, in any order."""
    AMOUNT = "amount"
    """A total, to the cent."""


class Place(msgspec.Struct, frozen=True):
    """Where a value stands."""

    document: str
    notice: str
    procedure: str
    start: int
    """Code points into the document's text, half open; 0 to 0 where the words are not known."""
    end: int
    buyer: str
    """The organization's id; empty where none is named, or a person."""
    said: str
    """Of an amount, what it is (``budget``, ``award``); of a list, empty."""


class Same(msgspec.Struct, frozen=True):
    """One value in unrelated notices."""

    kind: Kind
    value: str
    """The amount in its canonical form, or the list as printed in the first of the notices."""
    procedures: int
    """Procedures that have it, those of one family counted once; no other procedure of the heap has it."""
    places: tuple[Place, ...]


def find(view: View, found: Purchases) -> tuple[Same, ...]:
    """Return the rare values that procedures of different buyers share, lists first.

    Args:
        view: The inquiry.
        found: All its procedures, by `purchases.gather`.
    """
    parts = notice_parts(view, found)
    return (*_lists(view, found, parts), *_amounts(view, found, parts))


COLUMNS = ("kind", "value", "procedures", "document", "start", "end", "procedure", "buyer", "buyer_name", "said")
"""Columns of `rows`."""


def rows(found: Iterable[Same], names: Mapping[str, str]) -> Iterator[tuple[str | int, ...]]:
    """Yield a row for each place of each value: what tables are made of."""
    for same in found:
        for at in same.places:
            name = names.get(at.buyer, "")
            head = (same.kind, same.value, same.procedures)
            yield (*head, at.document, at.start, at.end, at.procedure, at.buyer, name, at.said)


# Lists


def _lists(view: View, found: Purchases, parts: Sequence[Part]) -> Iterator[Same]:
    heap = Heap(view, parts)
    met: dict[bytes, list[tuple[int, int, int]]] = defaultdict(list)
    for place in range(len(parts)):
        if place % 100 == 0:
            heap.fetch(place)
        reading = heap.reading(place)
        if reading is not None and reading.id == parts[place].notice.reading:
            for mark, start, end in _tables(reading, parts[place]):
                met[mark].append((place, start, end))
    for some in met.values():
        if _is_rare(view, found, [parts[place] for place, _, _ in some]):
            text = heap.words_between(*some[0])
            if about(text) is None:
                yield Same(
                    Kind.LIST,
                    text,
                    len({parts[place].origin for place, _, _ in some}),
                    tuple(_place(parts[place], start, end) for place, start, end in some),
                )


def _tables(reading: Reading, part: Part) -> Iterator[tuple[bytes, int, int]]:
    """Yield a digest of each list of a notice with where it begins and ends, each list once."""
    inside = [block for block in reading.blocks if part.notice.start <= block.start and block.end <= part.notice.end]
    seen = set()
    for table, some in groupby((block for block in inside if block.table >= 0), key=lambda block: block.table):
        cells = list(some)
        rows = sorted({words for words in _rows(reading, cells) if words})
        if table >= 0 and len(rows) >= ROWS and sum(map(len, rows)) >= _SAYS and "**" not in "".join(rows):
            mark = hashlib.blake2b("\n".join(rows).encode(), digest_size=12).digest()
            if mark not in seen:
                seen.add(mark)
                yield mark, cells[0].start, cells[-1].end


def _rows(reading: Reading, cells: Sequence[Block]) -> Iterator[str]:
    """Yield the rows of a table as they are compared; a masked identifier makes its table none that is."""
    for _, some in groupby(cells, key=lambda block: block.row):
        text = "\t".join(reading.text[block.start : block.end] for block in some)
        yield "**" if "**" in text else squash(text)


# Amounts


def _amounts(view: View, found: Purchases, parts: Sequence[Part]) -> Iterator[Same]:
    of = {part.notice.id: part for part in parts}
    enough = len({part.origin for part in parts}) ** 2 / 2 / CHANCE
    met: dict[str, dict[str, Property]] = defaultdict(dict)
    for statement in view.scan(_TOTALS):
        amount = statement.amount
        if amount is not None and _is_odd(amount, enough) and statement.notice in of:
            met[statement.value].setdefault(statement.notice, statement.property)
    for value, notices in sorted(met.items()):
        some = [of[notice] for notice in notices]
        if _is_rare(view, found, some):
            yield Same(
                Kind.AMOUNT,
                value,
                len({part.origin for part in some}),
                tuple(_stated(view, of[notice], name, value) for notice, name in notices.items()),
            )


def _is_odd(amount: Amount, enough: float) -> bool:
    """Return whether a total has so many figures that nobody else has it by chance."""
    if amount.basis is not Basis.TOTAL or amount.amount is None:
        return False
    figures = str(int(abs(amount.amount) * Decimal(100))).rstrip("0")
    return bool(10 ** (len(figures) - 1) >= enough)


def _stated(view: View, part: Part, name: Property, value: str) -> Place:
    said = view.statements([part.notice.id], {name})[part.notice.id]
    span = next((each.evidence[0] for each in said if each.value == value and each.evidence), None)
    return _place(part, span.start if span else 0, span.end if span else 0, name.name.lower())


# Both


def _is_rare(view: View, found: Purchases, some: Sequence[Part]) -> bool:
    """Return whether a value stands in few unrelated procedures, of at least two buyers."""
    origins = {part.origin for part in some}
    if not 1 < len(origins) <= MOST or len(some) > _CROWD:
        return False
    pairs = ((one, other) for one, other in combinations(some, 2) if one.origin != other.origin)
    return any(two_buyers(view, found, one, other) for one, other in pairs)


def _place(part: Part, start: int, end: int, said: str = "") -> Place:
    return Place(part.notice.document, part.notice.id, part.procedure, start, end, part.buyer, said)


_TOTALS: Collection[Property] = frozenset(AMOUNTS) - {Property.FEE, Property.DEPOSIT}
_SAYS = 40  # letters, Han characters and figures of a list that says enough to be one's own
_CROWD = 40  # notices that are looked at
