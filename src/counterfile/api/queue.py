"""The review queue: what is to be decided next, one decision a time, and the way back.

Every kind is asked and answered alike. An answer becomes judgements like any other decision; nothing is deleted, and an
undo is a judgement of its own, so that it works after a reload, for every answer, one after the other.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum
from functools import partial
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi import Path as PathParameter
from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from starlette.responses import Response

from counterfile.api import _params, deciding
from counterfile.api._answers import give
from counterfile.api._coding import Coding, CodingDisputes, Codings, Together
from counterfile.api._fields import Fields
from counterfile.api._house import House
from counterfile.api._jobs import JobKind
from counterfile.api._links import Links
from counterfile.api._once import once
from counterfile.api._params import By, Once
from counterfile.api._persons import pseudonym
from counterfile.api._problems import Refusal
from counterfile.api._queued import Answered, Given, Kind, Queue, Queues, QueueShort, Source, Undone
from counterfile.api._schema import gives
from counterfile.api._screens import Adjudication, Screening, Screens, all_vectors
from counterfile.api._shapes import JudgementAnswer, judgement_answer, url
from counterfile.app import keep
from counterfile.desk import Apart, NotReady
from counterfile.errors import BadUsage
from counterfile.model.judgement import Judgement
from counterfile.store import layout
from counterfile.store.ports import Store, View
from counterfile.text.mask import mask
from counterfile.views import correcting
from counterfile.views.aside import LATER
from counterfile.views.persons import told

HELD = 200
"""Items that a client may hold already."""

BEING_MADE = "its order is being made, which takes some minutes in a large inquiry; look again in a moment"

_WRITING = ("busy", "unfinished", "key-reused", "media-type", "unparsable", "full")
_KIND = Annotated[Kind, PathParameter(description="Which queue.")]
_ITEM = Annotated[str, Field(min_length=1, max_length=400, description="Id of the item, as the queue gave it.")]


def _masked(text: str) -> str:
    return mask(text.strip())[0]


_Said = Annotated[str, Field(max_length=2000), AfterValidator(_masked)]


class NewAnswer(BaseModel):
    """An answer to one item of a queue."""

    model_config = ConfigDict(
        extra="forbid",
        strict=True,
        frozen=True,
        json_schema_extra={"examples": [{"item": "n-0123456789abcdef", "answer": "yes", "by": "heron"}]},
    )

    item: _ITEM
    answer: str = Field(
        min_length=1, max_length=60, description="One of the item's `options`, or `other` with a value."
    )
    by: By
    reason: _Said = Field(default="", description="Why, in words; identifiers of persons in it are masked.")
    note: _Said = Field(default="", description="Anything else worth keeping.")
    value: str = Field(default="", max_length=2000, description="With `other`: the right value, as a person writes it.")
    quote: str = Field(default="", max_length=5000, description="With `other`: the words of the document that say it.")
    seconds: float | None = Field(default=None, ge=0, le=86400, strict=False, description="From showing to answering.")


class NewUndo(BaseModel):
    """Take one's last answer in a queue back."""

    model_config = ConfigDict(
        extra="forbid", strict=True, frozen=True, json_schema_extra={"examples": [{"by": "heron"}]}
    )

    by: By


def routes(house: House) -> APIRouter:
    """Return the routes on the review queue."""
    router = APIRouter()
    tags: list[str | Enum] = ["queue"]
    sources = _Sources(house)

    def kept_of(store: Store, meant: Sequence[Judgement], kind: Kind) -> list[Judgement]:
        return house.note(meant) if kind == "fields" else keep(store, house.inquiry.archive, meant)

    @router.get("/queue", tags=tags, responses=gives(Queues, "not-ready"))
    def list_queues(
        request: Request, by: Annotated[str, Query(max_length=64, description="Pseudonym of who is to decide.")] = ""
    ) -> Response:
        """Say how much waits in each queue, for a person where `by` is given."""
        name = _name(by) if by else "reader"
        return give(request, Queues(tuple(_short(sources, kind, name) for kind in sources.kinds)))

    @router.get("/queue/{kind}", tags=tags, responses=gives(Queue, "not-found", "not-ready"))
    def read_queue(
        request: Request,
        kind: _KIND,
        by: Annotated[str, Query(max_length=64, description="Pseudonym of who is to decide.")] = "reader",
        limit: Annotated[int, Query(ge=1, le=20, description="Items wanted.")] = 4,
        without: Annotated[
            str, Query(max_length=7000, description="Ids of items that are not wanted again now, each on a line.")
        ] = "",
        lang: Annotated[str, Query(pattern="^(en|zh)?$", description="Of the codebook's own question.")] = "",
    ) -> Response:
        """Return what is to be decided next, the most urgent first, each with its evidence.

        Asking changes nothing, and asking again gives the same until somebody answers.
        """
        held = frozenset(without.split("\n")[:HELD]) if without else frozenset()
        return give(request, sources[kind].upcoming(_name(by), limit, held, lang))

    @router.post(
        "/queue/{kind}/answers",
        tags=tags,
        status_code=201,
        responses=gives(Answered, "not-found", "not-ready", "already-running", *_WRITING, status=201),
    )
    def answer_item(request: Request, kind: _KIND, body: NewAnswer, idempotency_key: Once = "") -> Response:
        """Keep an answer. It beats software's, always, and can be taken back."""
        source = sources[kind]
        given = Given(
            body.item, body.answer, body.by, body.reason, body.note, body.value, body.quote, body.seconds
        )  # fmt: skip

        def act() -> Response:
            if kind == "fields" and body.item.startswith("cs-") and body.answer != LATER:
                return give(request, _accepted(house, given), status=201)
            with house.writing() as store:
                kept = kept_of(store, source.decide(store, given), kind)
                source.note(kept)
                # A value that was right as it was read teaches nothing new.
                taught = kind == "fields" and body.answer in ("other", "absent")
                proposed = _proposed(store, kept) if taught else ()
            return give(request, Answered(body.item, _told(kept), proposed), status=201)

        return once(house, request, idempotency_key, body, "", act)

    @router.post(
        "/queue/{kind}/undo",
        tags=tags,
        status_code=201,
        responses=gives(Undone, "not-found", "not-ready", *_WRITING, status=201),
    )
    def undo_answer(
        request: Request,
        kind: _KIND,
        body: NewUndo,
        lang: Annotated[str, Query(pattern="^(en|zh)?$", description="Of the codebook's own question.")] = "",
        idempotency_key: Once = "",
    ) -> Response:
        """Take a person's last answer in this queue back; sent again, the one before it, and so on."""
        source = sources[kind]

        def act() -> Response:
            with house.writing() as store:
                item, meant = source.undo(store, body.by)
                kept = kept_of(store, meant, kind)
                source.note(kept)
                again = source.item(item, body.by, lang)
            return give(request, Undone(item, _told(kept), again), status=201)

        return once(house, request, idempotency_key, body, "", act)

    return router


class _Sources:
    """The queues of a house, made when they are first asked for."""

    kinds: tuple[Kind, ...] = ("screen", "fields", "links", "code", "adjudicate")

    def __init__(self, house: House) -> None:
        self._house = house
        self._made: dict[str, Source] = {}

    def __getitem__(self, kind: Kind) -> Source:
        if not self._made:
            house = self._house
            screens = Screens(
                lambda: house.view,
                house.inquiry.folder / layout.CACHE,
                partial(_ahead, Apart(house.desk, all_vectors, int)),
            )
            codings = Codings(lambda: house.view, house.inquiry.folder / layout.CACHE)
            self._made = {
                "screen": Screening(screens),
                "fields": Fields(house),
                "links": Links(house),
                "code": Coding(codings),
                "adjudicate": Together("adjudicate", Adjudication(screens), CodingDisputes(codings)),
            }
        return self._made[kind]


def _ahead(vectors: Apart[int]) -> None:
    """Have what a large screening is ranked by built by another process, while this one answers readers."""
    if vectors.is_wanted():
        vectors.make()


def _short(sources: _Sources, kind: Kind, name: str) -> QueueShort:
    """Return how much waits in a queue; one that is being made closes none of the others."""
    try:
        found = sources[kind].upcoming(name, 1, (), "")
    except NotReady:
        return QueueShort(kind, 0, BEING_MADE)
    return QueueShort(kind, found.left, found.closed)


def _name(by: str) -> str:
    try:
        return pseudonym(by)
    except ValueError as error:
        raise Refusal("invalid", str(error)) from error


def _told(kept: list[Judgement]) -> tuple[JudgementAnswer, ...]:
    return tuple(judgement_answer(told(each)) for each in kept)


def _proposed(store: View, kept: list[Judgement]) -> tuple[str, ...]:
    """Return the change sets that follow from a correction and wait for a person's word."""
    ids = {each.id for each in kept}
    return tuple(
        one.id
        for one in correcting.change_sets(store)
        if ids & set(one.sources) and not one.accepted and not one.contested
    )


def _accepted(house: House, given: Given) -> Answered:
    """Begin the job that accepts a change set."""
    if given.answer != "accept":
        raise BadUsage(f"{given.answer!r} is no answer to a change set; `accept` is, or leave it for later")
    body = _params.NewAcceptance(reason=given.reason or "checked in the review queue", by=given.by)
    one = correcting.change_set(house.view, given.item)
    correcting.acceptance(house.view, one, anywhere=False, by=given.by, reason=body.reason)
    house.probe()
    job = house.jobs.start(JobKind.ACCEPTANCE, given.by, deciding._accepting(house, given.item, body), writes=True)
    return Answered(given.item, (), (), url("jobs", job.id))
