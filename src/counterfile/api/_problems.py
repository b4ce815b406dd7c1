"""What goes wrong, in the words of RFC 9457: every refusal is a problem with a page of its own and a next step."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from http import HTTPStatus

import msgspec
from starlette.responses import Response

from counterfile.errors import (
    BadInput,
    BadSetup,
    BadUsage,
    CounterfileError,
    Missing,
    NotAnInquiry,
    StorageFull,
    StoreBusy,
    StoreVersion,
)

ROOT = "/api/v1"
MEDIA_TYPE = "application/problem+json"


class ProblemKind(msgspec.Struct, frozen=True):
    """A kind of problem, as its own page tells of it."""

    name: str
    status: int
    """Of the answer that carries it."""
    title: str
    meaning: str
    """What happened, one sentence or two."""
    step: str
    """What to do about it."""

    @property
    def type(self) -> str:
        """Return the address of its page."""
        return f"{ROOT}/problems/{self.name}"


class Fault(msgspec.Struct, frozen=True):
    """One thing that is wrong with a request."""

    detail: str
    """What was met and what was wanted."""
    pointer: str = ""
    """JSON Pointer into the body; empty for a parameter."""
    parameter: str = ""
    """Name of the query parameter, path part or header; empty for the body."""


class Problem(msgspec.Struct, frozen=True, omit_defaults=True):
    """Why a request was refused (RFC 9457)."""

    type: str
    """Address of the page that explains this kind of problem."""
    title: str
    status: int
    detail: str
    """What happened here, and what to do next."""
    instance: str = ""
    """Path of the request."""
    errors: tuple[Fault, ...] = ()
    """What is wrong, one by one, where several things may be."""
    job: str = ""
    """The job that stands in the way; empty where none does."""


def _kinds(*rows: tuple[str, int, str, str, str]) -> dict[str, ProblemKind]:
    return {row[0]: ProblemKind(*row) for row in rows}


KINDS = _kinds(
    (
        "bad-cursor",
        400,
        "The cursor does not belong here",
        "A cursor continues the list that gave it, with the same filters; this one comes from another or was changed.",
        "Leave the cursor out to begin at the front, then follow `next`.",
    ),
    (
        "unparsable",
        400,
        "The body is not JSON",
        "The body could not be read as one JSON object in UTF-8.",
        "Send one JSON object; numbers must not be NaN or Infinity.",
    ),
    (
        "foreign-origin",
        403,
        "Another site asks",
        "A browser sent this for a page of another site. Only this server's own pages, and programs, may ask.",
        "Open the workbench itself, or call from a program that sends no Origin header.",
    ),
    (
        "withheld",
        403,
        "Withheld, since it is about a natural person",
        "The product makes no files on persons: names and numbers of natural persons, sole traders among them, are not told.",
        "Open the notice's masked text if you need its other contents.",
    ),
    (
        "not-found",
        404,
        "There is no such thing",
        "No resource has this address, or nothing in the inquiry has this id.",
        "Follow the `url` values of the lists; search finds documents by their words.",
    ),
    (
        "no-picture",
        404,
        "There is no picture of this page",
        "The page cannot be shown as a picture: its format has none, or what stands on it is not known and so not masked.",
        "Read the page's text, or start a recognition job for the document.",
    ),
    (
        "method-not-allowed",
        405,
        "This cannot be done here",
        "The address exists, but not for this method.",
        "Look the address up in openapi.json.",
    ),
    (
        "already-running",
        409,
        "A job is running already",
        "One job that writes runs at a time, and few others beside it.",
        "Wait for the job that is named, or cancel it.",
    ),
    (
        "superseded",
        409,
        "Something newer stands",
        "The judgement that you name no longer counts: a newer one stands in its place, or it was taken back.",
        "Look at what stands now, and take that back or decide anew.",
    ),
    (
        "unfinished",
        409,
        "The same request is under way, or was cut off",
        "A request with this Idempotency-Key began and gave no answer yet.",
        "Ask again in a moment; if that does not change, look at the log whether it was kept, and use a new key.",
    ),
    (
        "setup",
        409,
        "Something in the inquiry's folder must be mended",
        "A setting or a finding's file is wrong, so that this cannot be answered.",
        "Mend what the detail names; nothing needs to be started again.",
    ),
    (
        "changed",
        412,
        "It was changed since you looked",
        "Somebody decided on the same thing after you read it; your decision was not kept.",
        "Read it again, and send the new ETag with If-Match if you still want to decide.",
    ),
    (
        "too-large",
        413,
        "The body is too large",
        "Bodies are limited, since decisions are short.",
        "Send less, in several requests if need be.",
    ),
    (
        "address-too-long",
        414,
        "The address is too long",
        "Addresses with their parameters are limited.",
        "Use shorter words; long lists belong into several requests.",
    ),
    (
        "media-type",
        415,
        "JSON is wanted",
        "What changes something is sent as application/json, which no form of another site can do.",
        "Send `Content-Type: application/json`.",
    ),
    (
        "wrong-host",
        421,
        "This server does not go by that name",
        "Only names of this machine are answered to, so that no web site reaches the server through a name of its own.",
        "Call it as 127.0.0.1 or localhost, or start it with `counterfile serve --host NAME`.",
    ),
    (
        "invalid",
        422,
        "Something in the request does not fit",
        "A parameter or a field has a wrong type, is too long, unknown or missing, or its value means nothing here.",
        "Mend what `errors` lists; openapi.json says what is wanted.",
    ),
    (
        "key-reused",
        422,
        "The Idempotency-Key was used for another request",
        "A key stands for one request; this body or address is another.",
        "Make a new key for each decision.",
    ),
    (
        "busy",
        423,
        "The inquiry is being written to",
        "One process writes at a time; a run or another command holds the inquiry. Reading goes on.",
        "Try again when it has ended; nothing of this request was kept.",
    ),
    (
        "precondition-required",
        428,
        "Say what you are changing",
        "A person has decided on this already. To change it, the request must name what it replaces.",
        "Read what stands, and send its ETag with If-Match.",
    ),
    (
        "broken",
        500,
        "The program is at fault",
        "Something happened that should not. The cause is printed where the server runs.",
        "Report what you did and what is printed there.",
    ),
    (
        "not-ready",
        503,
        "The lists are being prepared",
        "Lists over everything are made in the background after a large inquiry has changed.",
        "Ask again after as many seconds as Retry-After says.",
    ),
    (
        "full",
        507,
        "The disk is full",
        "There is no space to keep this.",
        "Free some space and send it again.",
    ),
)
"""All kinds, by name."""


class Refusal(Exception):
    """Raised where a request cannot be answered, from any route; becomes a problem."""

    def __init__(
        self,
        kind: str,
        detail: str = "",
        *,
        errors: Sequence[Fault] = (),
        job: str = "",
        headers: Mapping[str, str] | None = None,
    ) -> None:
        """Name the kind, a key of `KINDS`, and what happened; without words the kind's own are used."""
        self.kind = KINDS[kind]
        self.detail = detail
        self.errors = tuple(errors)
        self.job = job
        self.headers = dict(headers or {})
        super().__init__(f"{kind}: {detail}")


def invalid(detail: str, *, pointer: str = "", parameter: str = "") -> Refusal:
    """Return the refusal of one field or parameter."""
    return Refusal("invalid", detail, errors=[Fault(detail, pointer, parameter)])


def refusal_of(error: CounterfileError, *, reading: bool) -> Refusal:
    """Return the refusal that one of our own errors means.

    Args:
        error: What was raised.
        reading: Whether the request only reads: then a wrong setting is the inquiry's, not the request's.
    """
    table: Sequence[tuple[type[CounterfileError], str]] = (
        (Missing, "not-found"),
        (StoreBusy, "busy"),
        (StorageFull, "full"),
        (BadUsage, "setup" if reading else "invalid"),
        (StoreVersion, "setup"),
        (NotAnInquiry, "setup"),
        (BadInput, "no-picture"),
        (BadSetup, "setup"),
    )
    kind = next((name for each, name in table if isinstance(error, each)), "broken")
    return Refusal(kind, "" if kind == "broken" else str(error))


def problem_of(refusal: Refusal, path: str) -> Problem:
    """Return a refusal as the problem that the client gets."""
    kind = refusal.kind
    detail = refusal.detail or kind.meaning
    if detail[-1] not in ".!?":
        detail += "."
    return Problem(
        type=kind.type,
        title=kind.title,
        status=kind.status,
        detail=f"{detail} {kind.step}",
        instance=path[:500],
        errors=refusal.errors,
        job=refusal.job,
    )


def answer(refusal: Refusal, path: str) -> Response:
    """Return the answer that carries a problem."""
    problem = problem_of(refusal, path)
    headers = dict(refusal.headers)
    if problem.status in (HTTPStatus.LOCKED, HTTPStatus.SERVICE_UNAVAILABLE):
        headers.setdefault("Retry-After", "2")
    return Response(msgspec.json.encode(problem), problem.status, headers, MEDIA_TYPE)
