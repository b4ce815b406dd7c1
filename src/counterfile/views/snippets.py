"""Search results: which documents hold the words, what they are, and where the words stand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from counterfile.model.notice import Property
from counterfile.model.reading import BlockKind, Reading
from counterfile.model.statement import Statement
from counterfile.store.ports import Cluster, View
from counterfile.text import search
from counterfile.views.passages import Passage, around

PASSAGES = 3
"""Passages shown of one document."""

AT_ONCE = 100
"""Documents whose texts are held at once."""

CONTEXT = 60
"""Code points on either side of a hit."""


class Result(msgspec.Struct, frozen=True):
    """A document that holds the words."""

    document: str
    name: str
    """The file's own name."""
    title: str
    date: str
    """Of publication, ISO; empty where none is stated."""
    stage: str
    procedure: str | None
    passages: tuple[Passage, ...]
    hits: int
    """How often the words stand in the text."""
    aside: bool
    """True where all hits are in navigation or footers, which nothing is extracted from."""


class Results(msgspec.Struct, frozen=True):
    """A page of results."""

    query: str
    total: int
    """Documents that the index finds; a few may turn out not to hold the words and are left out of `rows`."""
    offset: int
    rows: tuple[Result, ...]


def results(view: View, query: str, offset: int = 0, limit: int = 20) -> Results:
    """Return the documents that hold every term of the query, in order of arrival."""
    hits = view.search(query, limit=limit, offset=offset)
    return of(view, query, hits.documents, hits.total, offset)


def of(view: View, query: str, documents: Sequence[str], total: int, offset: int = 0) -> Results:
    """Return these documents as a page of results, those left out that do not hold the words."""
    parts = (documents[at : at + AT_ONCE] for at in range(0, len(documents), AT_ONCE))
    return Results(query, total, offset, tuple(result for some in parts for result in _results(view, query, some)))


def _results(view: View, query: str, documents: Sequence[str]) -> Iterator[Result]:
    readings = view.readings_of(documents)
    spans = {digest: search.find_all(reading.text, query) for digest, reading in readings.items()}
    shown = [digest for digest in documents if spans.get(digest)]
    first = {digest: notices[0].id for digest, notices in view.notices_of(shown).items() if notices}
    said = view.claims(list(first.values()), _HEADS)
    procedures = view.clusters_of(Cluster.PROCEDURE, list(first.values()))
    arrivals = view.first_arrivals(shown)
    for digest in shown:
        notice = first.get(digest, "")
        name = arrivals[digest].name if digest in arrivals else digest[:12]
        yield _result(readings[digest], spans[digest], name, said.get(notice, ()), procedures.get(notice))


def _result(
    reading: Reading, spans: Sequence[tuple[int, int]], name: str, said: Sequence[Statement], procedure: str | None
) -> Result:
    body = [span for span in spans if not _in_furniture(reading, span)]
    return Result(
        document=reading.document,
        name=name,
        title=_value(said, Property.NOTICE_TITLE) or _value(said, Property.TITLE) or name,
        date=_value(said, Property.PUBLISHED),
        stage=_value(said, Property.STAGE),
        procedure=procedure,
        passages=tuple(_passages(reading.text, body or spans)),
        hits=len(spans),
        aside=not body,
    )


_HEADS = (Property.NOTICE_TITLE, Property.TITLE, Property.PUBLISHED, Property.STAGE)


def _value(statements: Sequence[Statement], name: Property) -> str:
    return next((statement.value for statement in statements if statement.property is name), "")


def _in_furniture(reading: Reading, span: tuple[int, int]) -> bool:
    return any(block.start <= span[0] < block.end for block in reading.blocks if block.kind is BlockKind.FURNITURE)


def _passages(text: str, spans: Sequence[tuple[int, int]]) -> list[Passage]:
    """Return passages around the first hits, none of them inside another."""
    found: list[Passage] = []
    for start, end in spans:
        if found and start < found[-1].end:
            continue
        if len(found) == PASSAGES:
            break
        found.append(around(text, start, end, CONTEXT))
    return found
