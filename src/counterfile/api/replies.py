"""The right of reply: who was asked about what, and what came of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Annotated, Literal

import msgspec
from fastapi import APIRouter, Query, Request
from pydantic import ConfigDict, Field
from starlette.responses import Response

from counterfile.api._answers import Page, facet, give, sliced
from counterfile.api._house import House
from counterfile.api._once import once
from counterfile.api._params import Body, Cursor, Facets, JudgementId, Limit, Once
from counterfile.api._problems import Refusal
from counterfile.api._schema import gives
from counterfile.api._shapes import url
from counterfile.errors import BadUsage
from counterfile.model.judgement import Judgement
from counterfile.model.reply import Asking, Channel, ReplyCounts, ReplyOutcome, ReplyState
from counterfile.store import layout
from counterfile.store.ports import Store
from counterfile.views import findings, replies

_WRITING = ("not-found", "busy", "unfinished", "key-reused", "media-type", "unparsable", "full")
_DAY = r"^\d{4}-\d\d-\d\d$"

Organization = Annotated[
    str,
    Field(min_length=1, max_length=200, description="An organization, or the full name of one that no notice names."),
]
Day = Annotated[str, Field(pattern=_DAY, examples=["2026-05-03"])]


class NewAsking(Body):
    """An organization was asked for a reply."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "organization": "o-0123456789ab",
                    "channel": "letter",
                    "findings": ["second-rounds"],
                    "day": "2026-05-03",
                    "deadline": "2026-05-17",
                    "reason": "sent to the press office",
                    "by": "heron",
                }
            ]
        }
    )

    organization: Organization
    channel: Literal["letter", "mail", "web-form", "telephone", "in-person"]
    findings: list[Annotated[str, Field(max_length=100)]] = Field(
        default_factory=list, max_length=200, description="About which findings, by their names."
    )
    day: Day
    deadline: str = Field(default="", pattern=rf"{_DAY}|^$", description="The last day for an answer; empty for none.")


class NewReply(Body):
    """What came of an asking."""

    outcome: Literal["answered", "declined", "no-answer", "confirmed"]
    day: Day
    words: str = Field(
        default="", max_length=replies.LONGEST, description="Of the answer; identifiers of persons are masked."
    )
    document: str = Field(
        default="", pattern=r"^([0-9a-f]{64})?$", description="The archived document that holds it; empty for none."
    )


class UndoneReply(Body):
    """Take an entry of the log back."""


class Replies(msgspec.Struct, frozen=True):
    """How many organizations were asked, and where each stands."""

    counts: ReplyCounts
    askings: str
    """Address of the list."""


class EntryKept(msgspec.Struct, frozen=True):
    """An entry that was kept."""

    id: str
    """``j-…``"""
    number: str
    """``reply-7``"""
    url: str


def routes(house: House) -> APIRouter:
    """Return the routes on the right of reply."""
    router = APIRouter(tags=["right of reply"])
    _reading(house, router)
    _saying(house, router)
    return router


def _reading(house: House, router: APIRouter) -> None:
    @router.get("/replies/counts", responses=gives(Replies))
    def count_replies(request: Request) -> Response:
        """Return how many organizations were asked; those that answered, declined, wait, are overdue or silent add up."""
        return give(request, Replies(replies.counts(_log(house)), url("replies")))

    @router.get("/replies", responses=gives(Page[Asking], "bad-cursor"))
    def list_replies(
        request: Request,
        state: Annotated[ReplyState | None, Query(description="Only those that stand so.")] = None,
        organization: Annotated[str, Query(max_length=200, description="Only this organization's.")] = "",
        finding: Annotated[str, Query(max_length=100, description="Only those about this finding.")] = "",
        facets: Facets = False,
        cursor: Cursor = "",
        limit: Limit = 50,
    ) -> Response:
        """List the askings with all that came of each, the oldest first. None is of a natural person."""
        wanted = house.view.redirect(organization) or organization
        rows = [
            each
            for each in _log(house)
            if state in (None, each.state)
            and wanted in ("", each.organization, each.name)
            and (not finding or finding in each.findings)
        ]
        page = sliced(
            request,
            rows,
            lambda row: (row.day.isoformat(), int(row.id.removeprefix("j-"))),
            (str, int),
            cursor=cursor,
            limit=limit,
            make=lambda row: row,
            facets=(facet("state", (row.state.value for row in rows)),) if facets else (),
        )
        return give(request, page)


def _saying(house: House, router: APIRouter) -> None:
    @router.post("/replies", status_code=201, responses=gives(EntryKept, *_WRITING, status=201))
    def record_asking(request: Request, body: NewAsking, idempotency_key: Once = "") -> Response:
        """Keep that an organization was asked, by which way, about which findings, until when."""

        def entry(store: Store, today: dt.date) -> Judgement:
            folder = house.inquiry.folder / layout.FINDINGS
            return replies.asked(
                store,
                body.organization,
                channel=Channel(body.channel),
                findings=body.findings,
                known={spec.name for spec in findings.load_findings(folder)} if body.findings else (),
                day=_day(body.day),
                deadline=_day(body.deadline) if body.deadline else None,
                today=today,
                note=body.reason,
                by=body.by,
            )

        return once(house, request, idempotency_key, body, "", lambda: _kept(house, request, entry))

    @router.post("/replies/{judgement}/answers", status_code=201, responses=gives(EntryKept, *_WRITING, status=201))
    def record_reply(request: Request, judgement: JudgementId, body: NewReply, idempotency_key: Once = "") -> Response:
        """Keep what came of an asking: an answer, that they declined, that nothing came, or a receipt."""

        def entry(store: Store, today: dt.date) -> Judgement:
            return replies.heard(
                store,
                judgement,
                outcome=ReplyOutcome(body.outcome),
                day=_day(body.day),
                words=body.words,
                document=body.document,
                today=today,
                note=body.reason,
                by=body.by,
            )

        return once(house, request, idempotency_key, body, "", lambda: _kept(house, request, entry))

    @router.post("/replies/{judgement}/withdrawal", status_code=201, responses=gives(EntryKept, *_WRITING, status=201))
    def withdraw_reply(
        request: Request, judgement: JudgementId, body: UndoneReply, idempotency_key: Once = ""
    ) -> Response:
        """Take an entry back by a new one; with an asking goes what came of it. Nothing is deleted."""

        def entry(store: Store, today: dt.date) -> Judgement:
            return replies.undone(store, judgement, reason=body.reason, by=body.by)

        return once(house, request, idempotency_key, body, "", lambda: _kept(house, request, entry))


def _log(house: House) -> list[Asking]:
    published = replies.published_days(house.inquiry.folder / layout.FINDINGS)
    return replies.log(house.view, today=_today(), published=published)


def _kept(house: House, request: Request, entry: Callable[[Store, dt.date], Judgement]) -> Response:
    with house.writing() as store:
        try:
            made = entry(store, _today())
        except BadUsage as error:
            raise Refusal("invalid", str(error)) from error
        with store.batch() as batch:
            kept = batch.judge(made)
    answer = EntryKept(kept.id, kept.other, url("judgements", kept.id))
    return give(request, answer, status=201, headers={"Location": answer.url})


def _today() -> dt.date:
    return dt.datetime.now(dt.UTC).date()


def _day(text: str) -> dt.date:
    """Return a day.

    Raises:
        BadUsage: there is no such day.
    """
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise BadUsage(f"{text!r} is no day; write it as 2026-05-03") from error
