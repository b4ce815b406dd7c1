"""Documents: what arrived, how it was read, its masked text and pictures; what could not be read, and why."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi import Path as PathParameter
from starlette.responses import Response

from counterfile.api._answers import Facet, Page, cursor_for, facet, give, resume, sliced
from counterfile.api._house import House, Named, named
from counterfile.api._params import Cursor, Digest, Facets, Limit, Words
from counterfile.api._problems import Refusal, invalid
from counterfile.api._schema import gives
from counterfile.api._shapes import (
    DocumentAnswer,
    DocumentLine,
    Mask,
    NoticeShort,
    PageAnswer,
    ReadingShort,
    Signal,
    StatementAnswer,
    TextAnswer,
    document_line,
    url,
)
from counterfile.api.notices import statement_answers
from counterfile.errors import BadInput
from counterfile.model.document import State, next_step
from counterfile.model.files import DocumentFile, ReadingMeta
from counterfile.model.reading import Reading
from counterfile.pictures import withheld
from counterfile.views import files
from counterfile.views.overview import needle
from counterfile.views.persons import impersonal

PIECE = 20_000
"""Code points of text given where no end is asked for."""

MAX_PIECE = 200_000  # code points of text in one answer

_MASKED = re.compile(r"\*+")


def routes(house: House) -> APIRouter:
    """Return the routes on documents."""
    router = APIRouter(tags=["documents"])

    @router.get("/documents", responses=gives(Page[DocumentLine], "bad-cursor", "not-ready"))
    def list_documents(
        request: Request,
        state: Annotated[State | None, Query(description="Only documents in this state.")] = None,
        waiting: Annotated[bool, Query(description="Only those with pages that wait for recognition.")] = False,
        media_type: Annotated[str, Query(max_length=200, description="Only those of this kind.")] = "",
        q: Words = "",
        facets: Facets = False,
        cursor: Cursor = "",
        limit: Limit = 50,
    ) -> Response:
        """List documents, in order of their digests. `q` looks at the names of their files."""
        if facets or media_type or q or waiting:
            rows = _chosen(house.shelf(), state, waiting=waiting, media_type=media_type, q=q)
            counted = _facets(rows) if facets else ()
            page = sliced(
                request,
                rows,
                lambda row: (row.document.digest,),
                (str,),
                cursor=cursor,
                limit=limit,
                make=document_line,
                facets=counted,
            )
            return give(request, page)
        return give(request, _listed(house, request, state, cursor, limit))

    @router.get("/documents/{document}", responses=gives(DocumentAnswer, "not-found"))
    def read_document(request: Request, document: Digest) -> Response:
        """Return what is known of a document."""
        return give(request, _document(_file(house, document)))

    @router.get("/documents/{document}/text", responses=gives(TextAnswer, "not-found"))
    def read_text(
        request: Request,
        document: Digest,
        page: Annotated[int, Query(ge=0, le=1_000_000, description="A page, from 1; 0 for a range.")] = 0,
        start: Annotated[int, Query(ge=0, le=1_000_000_000, description="First code point of a range.")] = 0,
        end: Annotated[
            int, Query(ge=0, le=1_000_000_000, description="Code point behind the last one; 0 for 20,000 from `start`.")
        ] = 0,
    ) -> Response:
        """Return a stretch of a document's masked text: a page of it, or a range."""
        reading = _reading(house, document)
        if page and (start or end):
            raise invalid("give a page, or a range", parameter="page")
        return give(request, _text(reading, page, start, end))

    @router.get("/documents/{document}/pages", responses=gives(Page[PageAnswer], "not-found", "bad-cursor"))
    def list_pages(request: Request, document: Digest, cursor: Cursor = "", limit: Limit = 50) -> Response:
        """List the pages of a document with the addresses of their pictures; none for formats without pages."""
        reading = _reading(house, document)
        lines = house.view.lines(reading.id)

        def made(page: object) -> PageAnswer:
            assert isinstance(page, type(reading.pages[0]))  # noqa: S101  # told to the type checker
            reason = withheld(reading, [line for line in lines if line.page == page.number], page.number)
            return PageAnswer(
                number=page.number,
                width=page.width,
                height=page.height,
                start=page.start,
                end=page.end,
                source=page.source,
                doubt=page.doubt,
                picture=None if reason else url("documents", document, "pages", str(page.number), "picture"),
                withheld=reason,
                text=url("documents", document, "text") + f"?page={page.number}",
            )

        found = sliced(
            request, reading.pages, lambda page: (page.number,), (int,), cursor=cursor, limit=limit, make=made
        )
        return give(request, found)

    @router.get(
        "/documents/{document}/pages/{page}/picture",
        responses=gives(
            "image/*", "not-found", "no-picture", description="The page, personal identifiers painted over."
        ),
        response_class=Response,
    )
    def read_picture(
        document: Digest,
        page: Annotated[int, PathParameter(ge=1, le=1_000_000, description="Number of the page.")],
        width: Annotated[int, Query(ge=1, le=4000, description="Pixels across; the next of three sizes.")] = 1400,
    ) -> Response:
        """Return the picture of a page, personal identifiers painted over. It is made in the sandbox."""
        reading = _reading(house, document)
        try:
            image = house.inquiry.pictures.image(reading, page, width)
        except BadInput as error:
            raise Refusal("no-picture", str(error)) from error
        return Response(image.content, media_type=image.media_type)

    @router.get("/documents/{document}/statements", responses=gives(Page[StatementAnswer], "not-found", "bad-cursor"))
    def list_document_statements(
        request: Request, document: Digest, cursor: Cursor = "", limit: Limit = 50
    ) -> Response:
        """List what software read in a document, in order of its notices, each with the words that say it."""
        _file_or_none(house, document)
        notices = house.view.notices_in(document)
        said = impersonal(house.view).statements([notice.id for notice in notices])
        rows = [
            (place, number, notice, one)
            for place, notice in enumerate(notices)
            for number, one in enumerate(said[notice.id])
        ]
        page = sliced(
            request, rows, lambda row: (row[0], row[1]), (int, int), cursor=cursor, limit=limit, make=lambda row: row
        )
        made = statement_answers(house, [(notice, one) for _, _, notice, one in page.items])
        return give(request, Page(tuple(made), page.next, page.total))

    @router.get("/failures", responses=gives(Page[DocumentLine], "bad-cursor"))
    def list_failures(
        request: Request,
        state: Annotated[
            State | None, Query(description="`failed`, `skipped` or `pending`; all of them if left out.")
        ] = None,
        cursor: Cursor = "",
        limit: Limit = 50,
    ) -> Response:
        """List documents that were not read, each with its reason and what can be done: failed ones first."""
        wanted = [each for each in (State.FAILED, State.SKIPPED, State.PENDING) if state in (None, each)]
        if not wanted:
            raise invalid("`read` is no failure; use /documents?state=read", parameter="state")
        return give(request, _failures(house, request, wanted, cursor, limit))

    return router


def _chosen(rows: Sequence[Named], state: State | None, *, waiting: bool, media_type: str, q: str) -> list[Named]:
    terms = needle(q).split()
    return [
        row
        for row in rows
        if (state is None or row.document.state is state)
        and (not waiting or row.document.waiting)
        and (not media_type or row.document.media_type == media_type)
        and (not terms or all(term in needle(row.name) for term in terms))
    ]


def _facets(rows: Sequence[Named]) -> tuple[Facet, ...]:
    return (
        facet("state", (row.document.state for row in rows)),
        facet("media_type", (row.document.media_type or "" for row in rows)),
    )


def _listed(house: House, request: Request, state: State | None, cursor: str, limit: int) -> Page[DocumentLine]:
    """Return a page straight from the store, however large the inquiry is."""
    last = resume(request, cursor, (str,))
    found = house.view.documents(state, after=last[0] if last else "", limit=limit + 1)
    counts = house.view.counts()
    total = counts.added if state is None else getattr(counts, state.value)
    items = tuple(document_line(row) for row in named(house.view, found[:limit]))
    more = cursor_for(request, (found[limit - 1].digest,)) if len(found) > limit else None
    return Page(items, more, total)


def _failures(house: House, request: Request, wanted: Sequence[State], cursor: str, limit: int) -> Page[DocumentLine]:
    last = resume(request, cursor, (int, str))
    first, after = last or (0, "")
    found: list[tuple[int, Named]] = []
    for place, state in enumerate(wanted):
        if place < first or len(found) > limit:
            continue
        some = house.view.documents(state, after=after if place == first else "", limit=limit + 1 - len(found))
        found += [(place, row) for row in named(house.view, some)]
    counts = house.view.counts()
    chosen = found[:limit]
    more = cursor_for(request, (chosen[-1][0], chosen[-1][1].document.digest)) if len(found) > limit else None
    return Page(
        tuple(document_line(row) for _, row in chosen), more, sum(getattr(counts, state.value) for state in wanted)
    )


def _file(house: House, digest: str) -> DocumentFile:
    found = files.document_file(house.view, digest)
    if found is None:
        raise Refusal("not-found", f"no document has the digest {digest[:16]}…")
    return found


def _file_or_none(house: House, digest: str) -> None:
    if house.view.document(digest) is None:
        raise Refusal("not-found", f"no document has the digest {digest[:16]}…")


def _reading(house: House, digest: str) -> Reading:
    """Return the Reading that a document's notices point into."""
    _file_or_none(house, digest)
    notices = house.view.notices_in(digest)
    found = house.view.reading(notices[0].reading) if notices else house.view.reading_of(digest)
    if found is None:
        raise Refusal("not-found", f"the document {digest[:16]}… has no text: it was not read")
    return found


def _document(file: DocumentFile) -> DocumentAnswer:
    found = file.document
    return DocumentAnswer(
        id=found.digest,
        name=file.name,
        size=found.size,
        state=found.state,
        reason=found.reason,
        next_step=next_step(found.state),
        media_type=found.media_type,
        stage=found.stage,
        reader=found.reader,
        sandbox=found.sandbox,
        waiting=found.waiting,
        arrivals=file.arrivals,
        reading=_short(file.reading) if file.reading else None,
        notices=tuple(
            NoticeShort(each.id, each.title, each.procedure, each.start, each.end, url("notices", each.id))
            for each in file.notices
        ),
        text=url("documents", found.digest, "text"),
        pages=url("documents", found.digest, "pages"),
        statements=url("documents", found.digest, "statements"),
    )


def _short(meta: ReadingMeta) -> ReadingShort:
    return ReadingShort(
        id=meta.id,
        reader=meta.reader,
        charset=meta.charset,
        characters=meta.characters,
        pages=meta.pages,
        masked=meta.masked,
        sandbox=meta.sandbox,
        signals=tuple(Signal(name, value) for name, value in meta.signals),
    )


def _text(reading: Reading, page: int, start: int, end: int) -> TextAnswer:
    size = len(reading.text)
    following = None
    if page:
        sheet = next((each for each in reading.pages if each.number == page), None)
        if sheet is None:
            raise Refusal("not-found", f"there is no page {page}; this document has {len(reading.pages) or 'no'} pages")
        start, end = sheet.start, sheet.end
    else:
        end = min(end or start + PIECE, size)
        if start > end:
            raise invalid(f"a range inside 0 to {size} is wanted, from {start} to {end} is none", parameter="start")
        if end - start > MAX_PIECE:
            raise invalid(f"at most {MAX_PIECE:,} code points are given at once", parameter="end")
        if end < size:
            following = url("documents", reading.document, "text") + f"?start={end}"
    return TextAnswer(
        document=reading.document,
        reading=reading.id,
        start=start,
        end=end,
        characters=size,
        text=reading.text[start:end],
        masks=tuple(_masks(reading.text, start, end)),
        page=page,
        next=following,
    )


def _masks(text: str, start: int, end: int) -> Iterator[Mask]:
    for run in _MASKED.finditer(text, start, end):
        yield Mask(run.start(), run.end())
