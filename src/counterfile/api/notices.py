"""Notices and what they say: values as they count, and statements with the words that say them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from counterfile.api._answers import Page, cursor_for, give, resume, sliced
from counterfile.api._house import House
from counterfile.api._params import Cursor, Limit, NoticeId, StatementId
from counterfile.api._problems import Refusal
from counterfile.api._schema import gives
from counterfile.api._shapes import (
    NoticeAnswer,
    NoticeLine,
    StatementAnswer,
    Value,
    statement_answer,
    url,
)
from counterfile.model.evidence import Span
from counterfile.model.judgement import Question
from counterfile.model.notice import Notice, Property
from counterfile.model.reading import Line, Reading
from counterfile.model.statement import Statement
from counterfile.store.ports import Cluster
from counterfile.store.rules import statement_notice
from counterfile.views import files
from counterfile.views.files import value_subject
from counterfile.views.persons import impersonal
from counterfile.views.places import boxes

_HEADS = (Property.NOTICE_TITLE, Property.TITLE, Property.STAGE, Property.PUBLISHED)


def routes(house: House) -> APIRouter:
    """Return the routes on notices and statements."""
    router = APIRouter(tags=["notices"])

    @router.get("/notices", responses=gives(Page[NoticeLine], "bad-cursor"))
    def list_notices(
        request: Request,
        document: Annotated[
            str, Query(pattern=r"^([0-9a-f]{64})?$", description="Only those of this document, by its digest.")
        ] = "",
        procedure: Annotated[
            str, Query(pattern=r"^(p-[0-9a-f]{16}(-[0-9]{1,6})?)?$", description="Only those of this procedure.")
        ] = "",
        cursor: Cursor = "",
        limit: Limit = 50,
    ) -> Response:
        """List notices, in order of their ids."""
        last = resume(request, cursor, (str,))
        after = last[0] if last else ""
        total = None
        if document or procedure:
            members = house.view.members(Cluster.PROCEDURE, house.view.redirect(procedure) or procedure)
            own = [notice.id for notice in house.view.notices_in(document)] if document else members
            ids = sorted(set(own) & set(members) if procedure else set(own))
            total = len(ids)
            chosen = [each for each in ids if each > after][: limit + 1]
            found = [notice for each in chosen if (notice := house.view.notice(each)) is not None]
        else:
            found = house.view.notices(after=after, limit=limit + 1)
            total = house.view.counts().notices
        more = cursor_for(request, (found[limit - 1].id,)) if len(found) > limit else None
        return give(request, Page(tuple(_lines(house, found[:limit])), more, total))

    @router.get("/notices/{notice}", responses=gives(NoticeAnswer, "not-found"))
    def read_notice(request: Request, notice: NoticeId) -> Response:
        """Return a notice and what it says: a person's value where a person gave one, each with its proofs."""
        found = _notice(house, notice)
        rows = files.told_by(house.view, [found])[notice]
        (line,) = _lines(house, [found])
        answer = NoticeAnswer(
            id=found.id,
            document=found.document,
            reading=found.reading,
            start=found.start,
            end=found.end,
            title=line.title,
            procedure=line.procedure,
            family=house.view.cluster(Cluster.FAMILY, notice),
            values=tuple(Value(row.subject, row.property, row.told) for row in rows),
            statements=url("notices", notice, "statements"),
        )
        return give(request, answer)

    @router.get("/notices/{notice}/statements", responses=gives(Page[StatementAnswer], "not-found", "bad-cursor"))
    def list_notice_statements(request: Request, notice: NoticeId, cursor: Cursor = "", limit: Limit = 50) -> Response:
        """List what software read in a notice, each with the words that say it."""
        found = _notice(house, notice)
        said = impersonal(house.view).statements([notice])[notice]
        page = sliced(
            request,
            list(enumerate(said)),
            lambda row: (row[0],),
            (int,),
            cursor=cursor,
            limit=limit,
            make=lambda row: row[1],
        )
        made = statement_answers(house, [(found, one) for one in page.items])
        return give(request, Page(tuple(made), page.next, page.total))

    @router.get("/statements/{statement}", responses=gives(StatementAnswer, "not-found", "withheld"))
    def read_statement(request: Request, statement: StatementId) -> Response:
        """Return a statement with its evidence as targets of the W3C Web Annotation model."""
        name = statement_notice(statement) or ""
        found = house.view.notice(name)
        if found is None:
            raise Refusal("not-found", f"no notice has the statement {statement!r}")
        said = impersonal(house.view).statements([found.id])[found.id]
        one = next((each for each in said if each.id == statement), None)
        if one is None:
            if files.proof_of(house.view, statement) is not None:
                raise Refusal("withheld")
            raise Refusal("not-found", f"the current extraction has no statement {statement!r}")
        (answer,) = statement_answers(house, [(found, one)])
        return give(request, answer)

    return router


def statement_answers(house: House, chosen: Sequence[tuple[Notice, Statement]]) -> Iterator[StatementAnswer]:
    """Yield statements with their evidence, what replaced them, and where it stands on the page."""
    view = house.view
    subjects = {value_subject(one.notice, one.subject, one.property) for _, one in chosen}
    replaced = {each.subject: each for each in view.judgements(Question.VALUE, subjects)} if subjects else {}
    readings: dict[str, Reading | None] = {}
    lines: dict[str, tuple[Line, ...]] = {}
    for notice, one in chosen:
        if notice.reading not in readings:
            readings[notice.reading] = view.reading(notice.reading)
            paged = readings[notice.reading]
            lines[notice.reading] = view.lines(notice.reading) if paged is not None and paged.pages else ()
        reading = readings[notice.reading]
        judged = replaced.get(value_subject(one.notice, one.subject, one.property))
        places = [_places(reading, lines[notice.reading], span) for span in one.evidence]
        instead = judged.id if judged is not None and judged.answer != one.value else ""
        yield statement_answer(one, notice, reading, instead, places)


def _places(reading: Reading | None, lines: Sequence[Line], span: Span) -> tuple[tuple[float, ...], ...]:
    """Return where words stand on their page: left, top, width and height in points, one box a line."""
    if reading is None or not span.page:
        return ()
    own = [line for line in lines if line.page == span.page and line.start < span.end and span.start < line.end]
    return tuple(
        (box.left / 10, box.top / 10, (box.right - box.left) / 10, (box.bottom - box.top) / 10)
        for box in boxes(reading.text, own, span.start, span.end)
    )


def _notice(house: House, wanted: str) -> Notice:
    found = house.view.notice(wanted)
    if found is None:
        raise Refusal("not-found", f"no notice is called {wanted!r}")
    return found


def _lines(house: House, notices: Sequence[Notice]) -> Iterator[NoticeLine]:
    ids = [notice.id for notice in notices]
    rows = files.told_by(house.view, notices, _HEADS) if notices else {}
    procedures = house.view.clusters_of(Cluster.PROCEDURE, ids)
    for notice in notices:
        first: dict[Property, str] = {}
        for row in rows[notice.id]:
            first.setdefault(row.property, row.told.value)
        yield NoticeLine(
            id=notice.id,
            document=notice.document,
            title=first.get(Property.NOTICE_TITLE) or first.get(Property.TITLE, ""),
            stage=first.get(Property.STAGE, ""),
            published=first.get(Property.PUBLISHED, ""),
            procedure=procedures.get(notice.id),
            url=url("notices", notice.id),
        )
