"""The API as an application, and the one function that puts it beside the pages."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any, cast

from fastapi import APIRouter, Depends, FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from counterfile import __version__
from counterfile.api import _schema, deciding, documents, figures, gathered, notices, places, queue, replies, work
from counterfile.api._answers import give
from counterfile.api._guard import Guard
from counterfile.api._house import House, Inquiry
from counterfile.api._problems import ROOT, Fault, Refusal, answer, refusal_of
from counterfile.api._shapes import Service, url
from counterfile.desk import Desk, NotReady
from counterfile.errors import CounterfileError
from counterfile.guard import READING

DESCRIPTION = """\
Everything that the pages show, and everything that can be decided, for programs.

* Every value comes with the words that say it; positions count Unicode code points.
* Lists are pages: follow `next` until it is null. What comes in between is neither skipped nor repeated.
* Every refusal is a problem (RFC 9457) whose `type` leads to a page that says what to do.
* Whoever decides signs with a pseudonym and gives a reason. A decision beats software's and can be withdrawn.
* A decision on what a person has decided before must name what it replaces: `GET /api/v1/standing` gives an ETag for
  `If-Match`. Sent twice with one `Idempotency-Key`, it is kept once.
* Work over the whole inquiry is a job. One process writes at a time; while a job does, decisions are answered with 423.
* Nothing is told of natural persons, and texts and pictures are masked.
"""

_TAGS = [
    {"name": "service", "description": "The inquiry at a glance, explanations, problems."},
    {"name": "documents", "description": "What arrived, how it was read, its masked text and pictures."},
    {"name": "notices", "description": "Acts of publication and what they say."},
    {"name": "procedures and organizations", "description": "What notices gather into."},
    {"name": "search", "description": "Where words stand."},
    {"name": "findings", "description": "Figures that open on their units."},
    {"name": "coverage", "description": "What the inquiry does not have."},
    {"name": "judgements", "description": "What persons decided."},
    {"name": "corrections", "description": "Right values, and what they teach."},
    {"name": "right of reply", "description": "Who was asked about what, and what came of it."},
    {"name": "queue", "description": "What is to be decided next, one decision a time."},
    {"name": "jobs", "description": "Work in the background."},
]


def create_api(desk: Desk, inquiry: Inquiry, hosts: Sequence[str] = ()) -> Guard:
    """Return the API of an inquiry as an ASGI application that answers below ``/api/v1``.

    Args:
        desk: The inquiry's lists, shared with the pages.
        inquiry: The same inquiry, open; it stays the caller's to close.
        hosts: Names to answer to besides those of the loopback interface.
    """
    return Guard(application(House(desk, inquiry)), hosts)


def mount(pages: ASGIApp, desk: Desk, hosts: Sequence[str] = ()) -> ASGIApp:
    """Return an application that answers below ``/api/v1`` itself and leaves all else to the pages.

    Args:
        pages: The pages, with their own guard.
        desk: An inquiry opened by `app.open_inquiry`, with its lists.
        hosts: Names to answer to besides those of the loopback interface.
    """
    api = create_api(desk, desk.source, hosts)  # type: ignore[arg-type]  # the desk's source is the whole inquiry

    async def both(scope: Scope, receive: Receive, send: Send) -> None:
        path = scope.get("path", "")
        chosen = api if path == ROOT or path.startswith(f"{ROOT}/") or scope["type"] == "lifespan" else pages
        await chosen(scope, receive, send)

    return both


def application(house: House) -> FastAPI:
    """Return the application without its guard."""

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        yield
        house.close()

    app = FastAPI(
        title="Counterfile",
        summary="From a heap of public procurement notices to files and findings that open on their evidence.",
        description=DESCRIPTION,
        version="1",
        openapi_tags=_TAGS,
        # FastAPI's own pages load scripts from elsewhere; the document itself is all that is offered.
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        dependencies=[Depends(_schema.no_other_parameters)],
        generate_unique_id_function=lambda route: route.name,
        lifespan=lifespan,
        # Nothing about who asked for what is recorded or sent anywhere, whatever the environment says.
        telemetry={
            "tracing": False,
            "metrics": False,
            "logs": False,
            "operation_spans": False,
            "auto_configure": False,
        },
    )
    router = APIRouter(prefix=ROOT)
    for room in (figures, documents, places, notices, gathered, deciding, replies, queue, work):
        router.include_router(room.routes(house))
    app.include_router(router)
    found: dict[str, Any] = {}

    @app.get(ROOT, tags=["service"], responses=_schema.gives(Service))
    def read_service(request: Request) -> Response:
        """Return what this server is, and where its description lies."""
        return give(request, Service(house.desk.title, __version__, url("openapi.json"), url("status")))

    @app.get(f"{ROOT}/openapi.json", tags=["service"], responses=_schema.gives("application/json"))
    def read_openapi(request: Request) -> Response:
        """Return this description."""
        if not found:
            found.update(_schema.document(app))
        return give(request, found)

    app.add_exception_handler(Refusal, _refused)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(CounterfileError, _ours)
    app.add_exception_handler(NotReady, _wait)
    app.add_exception_handler(Exception, _broken)
    return app


def description() -> dict[str, Any]:
    """Return the OpenAPI document without an inquiry: routes are described, none is called."""
    return _schema.document(application(cast(House, None)))


def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, Refusal)  # noqa: S101  # told to the type checker
    return answer(error, request.url.path)


def _ours(request: Request, error: Exception) -> Response:
    assert isinstance(error, CounterfileError)  # noqa: S101
    return answer(refusal_of(error, reading=request.method in READING), request.url.path)


def _wait(request: Request, error: Exception) -> Response:
    return answer(Refusal("not-ready"), request.url.path)


def _broken(request: Request, error: Exception) -> Response:
    return answer(Refusal("broken"), request.url.path)


def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101
    kinds = {404: "not-found", 405: "method-not-allowed", 400: "unparsable"}
    headers = {name: value for name, value in (error.headers or {}).items() if name.lower() == "allow"}
    return answer(Refusal(kinds.get(error.status_code, "broken"), headers=headers), request.url.path)


def _invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)  # noqa: S101
    faults = [_fault(each) for each in error.errors()[:20]]
    if any(each["type"] == "json_invalid" for each in error.errors()):
        return answer(Refusal("unparsable"), request.url.path)
    first = faults[0]
    named = first.parameter or first.pointer or "the body"
    return answer(Refusal("invalid", f"{named}: {first.detail}", errors=faults), request.url.path)


def _fault(error: Any) -> Fault:
    """Return what pydantic found wrong, without repeating what was sent: that may be long, or somebody's number."""
    where, *path = error["loc"]
    said = str(error["msg"]).removeprefix("Value error, ")[:300]
    if where == "body":
        pointer = "".join("/" + str(part).replace("~", "~0").replace("/", "~1")[:80] for part in path)
        return Fault(said, pointer=pointer)
    return Fault(said, parameter=str(path[0])[:80] if path else str(where))
