"""Search results: which documents hold the words, what they are, and where the words stand."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from counterfile.model.notice import Property
from counterfile.model.reading import BlockKind, Reading
from counterfile.model.statement import Statement
from counterfile.store.ports import Cluster, View
from counterfile.text import search
from counterfile.views.passages import Passage, around

PASSAGES = 3
"""Passages shown of one document."""

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
    found = []
    for digest in hits.documents:
        reading = view.reading_of(digest)
        if reading is not None and (result := _result(view, digest, reading, query)) is not None:
            found.append(result)
    return Results(query, hits.total, offset, tuple(found))


def of(view: View, query: str, documents: Sequence[str], total: int, offset: int = 0) -> Results:
    """Return these documents as a page of results, those left out that do not hold the words."""
    readings = view.readings_of(documents)
    made = (_result(view, digest, readings[digest], query) for digest in documents if digest in readings)
    return Results(query, total, offset, tuple(result for result in made if result is not None))


def _result(view: View, digest: str, reading: Reading, query: str) -> Result | None:
    if not search.matches(reading.text, query):
        return None
    spans = search.find(reading.text, query)
    body = [span for span in spans if not _in_furniture(reading, span)]
    notices = view.notices_in(digest)
    said = view.statements(
        [notice.id for notice in notices],
        (Property.NOTICE_TITLE, Property.TITLE, Property.PUBLISHED, Property.STAGE),
    )
    statements = said[notices[0].id] if notices else []
    arrivals = view.arrivals(digest)
    name = arrivals[0].name if arrivals else digest[:12]
    return Result(
        document=digest,
        name=name,
        title=_value(statements, Property.NOTICE_TITLE) or _value(statements, Property.TITLE) or name,
        date=_value(statements, Property.PUBLISHED),
        stage=_value(statements, Property.STAGE),
        procedure=view.cluster(Cluster.PROCEDURE, notices[0].id) if notices else None,
        passages=tuple(_passages(reading.text, body or spans)),
        hits=len(spans),
        aside=not body,
    )


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
