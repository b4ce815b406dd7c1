"""Facets of a search: how many of the documents found are of each year, stage, buyer's class, province, language, portal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from enum import StrEnum

import msgspec

from counterfile.store.ports import View
from counterfile.views.coverage import places
from counterfile.views.purchases import NOT_STATED, Purchases

LOOKED = 1000
"""Documents found that are counted; a search may find more."""

SHOWN = 12
"""Values of one facet, the most frequent ones."""


class By(StrEnum):
    """What documents are counted by."""

    YEAR = "year"
    STAGE = "stage"
    BUYER_CLASS = "class"
    PROVINCE = "province"
    LANGUAGE = "language"
    PORTAL = "portal"


Values = tuple[str, ...]
"""Of one document, in the order of `By`; an empty text where it is not stated."""


class Facet(msgspec.Struct, frozen=True):
    """One way to narrow a search."""

    by: By
    counts: tuple[tuple[str, int], ...]
    """Value and number of documents, most first; not stated is `NOT_STATED`."""
    more: int
    """Values that are not shown."""
    chosen: str


class Facets(msgspec.Struct, frozen=True):
    """All of them, with the documents that meet what is chosen."""

    facets: tuple[Facet, ...]
    documents: tuple[str, ...]
    """In the order of the search."""
    looked: int
    total: int
    """Documents that the search finds in all."""
    narrowed: bool
    """Whether anything is chosen."""


def values(view: View, found: Purchases) -> dict[str, Values]:
    """Return what each document with a notice is counted under: its first notice and that one's procedure tell."""
    portals, _ = places(view)
    made: dict[str, Values] = {}
    for act in found.acts:
        purchase = found.procedures.get(act.procedure)
        province = purchase.province if purchase is not None else ""
        kind = purchase.buyer_class if purchase is not None else ""
        portal = portals.get(act.document[:16], "")
        made.setdefault(act.document, (act.date[:4], act.stage, kind, province, act.language, portal))
    return made


def facets(view: View, known: Mapping[str, Values], query: str, chosen: Mapping[str, str]) -> Facets:
    """Return the facets of a search.

    Args:
        view: The inquiry.
        known: `values`, kept by the caller.
        query: What is searched for.
        chosen: Values by facet; what is no facet is left aside.
    """
    hits = view.search(query, limit=LOOKED)
    wanted = [chosen.get(by, "") for by in By]
    rows = [(digest, known.get(digest, _NOTHING)) for digest in hits.documents]
    unmet = [
        [place for place, one in enumerate(wanted) if one and (row[place] or NOT_STATED) != one] for _, row in rows
    ]
    made = []
    for place, by in enumerate(By):
        # A facet is counted over what all others leave, so that its values can be exchanged.
        counts = Counter(
            row[place] or NOT_STATED for (_, row), each in zip(rows, unmet, strict=True) if each in ([], [place])
        )
        ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
        made.append(Facet(by, tuple(ordered[:SHOWN]), max(len(ordered) - SHOWN, 0), wanted[place]))
    documents: Sequence[str] = [digest for (digest, _), each in zip(rows, unmet, strict=True) if not each]
    return Facets(tuple(made), tuple(documents), len(rows), hits.total, any(wanted))


_NOTHING: Values = ("",) * len(By)
