"""The review pages: one decision a screen, with a script or without one.

They know nothing that others cannot know: what is shown comes from ``/api/v1/queue`` and what is decided goes there, asked
inside this process. A form is turned into the very request that the island sends, so both doors decide alike.

**Why no other site can decide here.** The host must be a name of this machine; a browser says where a request comes from
(`Origin`, `Sec-Fetch-Site`), and anything but this server is refused; and every form carries a word that its reader's own
cookie must repeat, which another site can neither read nor set (`SameSite=Strict`).
"""

from __future__ import annotations

import datetime as dt
import hmac
import json
import re
import secrets
from collections.abc import Collection, Mapping, Sequence
from functools import cached_property
from typing import Any
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

from starlette.applications import Starlette
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from counterfile.desk import Desk
from counterfile.guard import Guard
from counterfile.store import layout
from counterfile.views.passages import marked
from counterfile.web import islands, words
from counterfile.web.pages import _Pages, _spoken

ROOT = "/review"
API = "/api/v1"

BY, FORM = "counterfile-by", "counterfile-form"
"""Cookies: the reader's pseudonym, and the word that forms repeat."""

MAX_FORM = 64 * 1024  # bytes

MAX_LATER = 40  # ids put aside that an address carries

KINDS = {
    "screen": ("Screen", "Which notices are about the question of this inquiry?"),
    "fields": ("Check values", "Those first where a look is expected to remove most errors."),
    "links": ("Check links", "Do two notices belong together, do two names mean one organization?"),
    "code": ("Code", "The codebook's questions, answered from the files."),
    "adjudicate": ("Adjudicate", "What two readers disagree on; a third person decides."),
}


def beside(app: ASGIApp, desk: Desk, hosts: Collection[str] = ()) -> ASGIApp:
    """Return an application that answers below ``/review`` itself and leaves all else to `app`.

    Args:
        app: The pages with the API beside them, as `api.mount` gives them.
        desk: The inquiry's lists.
        hosts: Names to answer to besides those of the loopback interface.
    """
    review = create_review(app, desk, hosts)

    async def both(scope: Scope, receive: Receive, send: Send) -> None:
        path = scope.get("path", "")
        chosen = review if path == ROOT or path.startswith(f"{ROOT}/") else app
        await chosen(scope, receive, send)

    return both


def create_review(api: ASGIApp, desk: Desk, hosts: Collection[str] = ()) -> ASGIApp:
    """Return the review pages of an inquiry whose API `api` answers."""
    pages = _Review(desk, api)
    routes = [
        Route(ROOT, pages.index),
        Route(f"{ROOT}/name", pages.name, methods=["POST"]),
        Route(f"{ROOT}/jobs", pages.jobs),
        Route(f"{ROOT}/jobs", pages.stop, methods=["POST"]),
        Route(f"{ROOT}/replies", pages.replies),
        Route(f"{ROOT}/replies", pages.reply, methods=["POST"]),
        Route(f"{ROOT}/{{kind}}", pages.queue),
        Route(f"{ROOT}/{{kind}}", pages.answer, methods=["POST"]),
    ]
    return _Door(Starlette(routes=routes), hosts)


class _Door(Guard):
    """The guard of the pages for reading; for a form, what the module's head says."""

    def refusal(self, scope: Scope) -> ASGIApp | None:
        """Return what answers in place of the application, or None where it is asked."""
        headers = Headers(scope=scope)
        if scope["method"] != "POST" or not self.is_own(headers):
            return super().refusal(scope)
        if headers.get("sec-fetch-site", "same-origin") != "same-origin":
            return PlainTextResponse("Another site may not decide here.\n", 403)
        origin = headers.get("origin")
        if origin is not None and urlsplit(origin).netloc.casefold() != headers.get("host", "").casefold():
            return PlainTextResponse("Another site may not decide here.\n", 403)
        return None


class _Review:
    def __init__(self, desk: Desk, api: ASGIApp) -> None:
        self._pages = _Pages(desk, review=True)
        self._api = api

    async def index(self, request: Request) -> Response:
        """Show all queues and how much waits in each."""
        by = _name(request)
        said = await self._ask(request, "GET", f"{API}/queue" + (f"?{urlencode({'by': by})}" if by else ""))
        rows = [(each, *KINDS[each["kind"]]) for each in said.body.get("items", ())]
        status = said.status if said.status == 422 else 200
        return self._show(
            request, "review.html", status, rows=rows, by=by if status == 200 else "", problem=said.problem
        )

    async def name(self, request: Request) -> Response:
        """Keep the pseudonym under which this browser decides."""
        form = await _form(request)
        if (refused := _checked(request, form)) is not None:
            return refused
        by = form.get("by", "").strip()[:64]
        back = form.get("back", "")
        response = RedirectResponse(back if _PLACE.fullmatch(back) else ROOT, 303)
        response.set_cookie(BY, quote(by), max_age=365 * 86400, httponly=True, samesite="strict")
        return response

    async def jobs(self, request: Request) -> Response:
        """Show what works in the background and how far it is; the page loads itself again until all has ended."""
        return await self._jobs(request, "")

    async def _jobs(self, request: Request, problem: str, status: int = 200) -> Response:
        said = await self._ask(request, "GET", f"{API}/jobs")
        rows = said.body.get("items", ())
        response = self._show(
            request,
            "review_jobs.html",
            status,
            rows=rows,
            problem=problem or said.problem,
            job_names=words.JOBS,
            job_states=words.JOB_STATES,
        )
        if any(each["ended_at"] is None for each in rows):
            response.headers["Refresh"] = str(_AGAIN)
        return response

    async def stop(self, request: Request) -> Response:
        """Ask a job to stop."""
        form = await _form(request)
        if (refused := _checked(request, form)) is not None:
            return refused
        where = f"{API}/jobs/{quote(form.get('job', ''), safe='')}/cancel"
        said = await self._ask(request, "POST", where, {"by": _name(request) or "reader"})
        if said.problem:
            return await self._jobs(request, said.problem, said.status)
        return RedirectResponse(f"{ROOT}/jobs", 303)

    async def queue(self, request: Request) -> Response:
        """Show the next item with its evidence and a form."""
        kind, by = request.path_params["kind"], _name(request)
        if kind not in KINDS:
            return self._show(request, "problem.html", 404, status=404, message="")
        if not by:
            return self._show(request, "review.html", rows=(), by="", problem="", back=f"{ROOT}/{kind}")
        return await self._shown(request, kind, by)

    async def _shown(
        self,
        request: Request,
        kind: str,
        by: str,
        *,
        status: int = 200,
        problem: str = "",
        again: dict[str, Any] | None = None,
    ) -> Response:
        """Show the next item, or the one whose answer was just taken back."""
        later = _later(request)
        query = {"by": by, "limit": "1", "lang": _spoken(request).language, "without": "\n".join(later)}
        said = await self._ask(request, "GET", f"{API}/queue/{kind}?{urlencode(query)}")
        if said.status == 422 and not problem:
            # The name is none that can sign: it looks like a person's number, say.
            back = f"{ROOT}/{kind}"
            return self._show(request, "review.html", 422, rows=(), by="", problem=said.problem, back=back)
        items = [again] if again else said.body.get("items") or ()
        return self._show(
            request,
            "review_item.html",
            status,
            kind=kind,
            name=KINDS[kind][0],
            by=by,
            item=_readable(items[0]) if items else None,
            left=said.body.get("left", 0),
            closed=said.body.get("closed", ""),
            problem=problem or said.problem,
            later="\n".join(later),
            key=secrets.token_hex(12),
        )

    async def answer(self, request: Request) -> Response:
        """Send what a form says to the API, and show what comes next."""
        kind, by, form = request.path_params["kind"], _name(request), await _form(request)
        if kind not in KINDS or not by:
            return RedirectResponse(ROOT, 303)
        if (refused := _checked(request, form)) is not None:
            return refused
        act, item, later = form.get("answer", ""), form.get("item", ""), _ids(form.get("later", ""))
        if act == "aside":
            return RedirectResponse(_address(kind, [*later, item]), 303)
        key = {"idempotency-key": form.get("key", "")}
        if act == "undo":
            where = f"{API}/queue/{kind}/undo?{urlencode({'lang': _spoken(request).language})}"
            said = await self._ask(request, "POST", where, {"by": by}, key)
        else:
            body = {"item": item, "answer": act, "by": by, "note": form.get("note", "")}
            body |= {name: form[name] for name in ("value", "quote") if form.get(name)}
            said = await self._ask(request, "POST", f"{API}/queue/{kind}/answers", body, key)
        if said.problem:
            return await self._shown(request, kind, by, status=said.status, problem=said.problem)
        if act == "undo" and said.body.get("again"):
            # A ranking may have moved on: what was taken back is what one wants to see now.
            return await self._shown(request, kind, by, again=said.body["again"])
        return RedirectResponse(_address(kind, later), 303)

    # Right of reply

    async def replies(self, request: Request) -> Response:
        """Show what an organization was asked, with forms to record what comes next."""
        return await self._replies(request, request.query_params.get("organization", "")[:200])

    async def reply(self, request: Request) -> Response:
        """Send what a form says to the API, and show the log again."""
        by, form = _name(request), await _form(request)
        if not by:
            return RedirectResponse(f"{ROOT}/replies", 303)
        if (refused := _checked(request, form)) is not None:
            return refused
        entry = quote(form.get("entry", ""), safe="")
        given: dict[str, Any] = {"by": by, "reason": form.get("note", "") or "right of reply"}
        if form.get("act") == "answer":
            path = f"/{entry}/answers"
            given |= {name: form.get(name, "") for name in ("outcome", "day", "words", "document")}
        elif form.get("act") == "undo":
            path = f"/{entry}/withdrawal"
        else:
            path = ""
            given |= {name: form.get(name, "") for name in ("organization", "channel", "day", "deadline")}
            given["findings"] = re.findall(r"[^\s,;，；、]+", form.get("findings", ""))
        said = await self._ask(request, "POST", f"{API}/replies{path}", given, {"idempotency-key": form.get("key", "")})
        organization = form.get("organization", "")[:200]
        if said.problem:
            return await self._replies(request, organization, status=said.status, problem=said.problem)
        return RedirectResponse(f"{ROOT}/replies?{urlencode({'organization': organization})}", 303)

    async def _replies(self, request: Request, wanted: str, *, status: int = 200, problem: str = "") -> Response:
        by = _name(request)
        if not by:
            return self._show(request, "review.html", rows=(), by="", problem=problem, back=f"{ROOT}/replies")
        found: list[Any] = []
        if wanted:
            said = await self._ask(
                request, "GET", f"{API}/replies?{urlencode({'organization': wanted, 'limit': '200'})}"
            )
            found = list(said.body.get("items") or ())
        return self._show(
            request,
            "review_replies.html",
            status,
            organization=wanted,
            askings=found,
            problem=problem,
            today=dt.datetime.now(dt.UTC).date().isoformat(),
            findings=sorted(place.stem for place in (self._pages.desk.source.folder / layout.FINDINGS).glob("*.yaml")),
            key=secrets.token_hex(12),
        )

    def _show(self, request: Request, template: str, status: int = 200, /, **context: Any) -> Response:
        word = request.cookies.get(FORM, "")
        fresh = word if _WORD.fullmatch(word) else secrets.token_hex(16)
        spoken = _spoken(request)
        context = {"form_word": fresh, "back": "", **context}
        response = self._pages.show(
            request,
            template,
            status,
            island_data=islands.data(spoken),
            island_scripts=islands.scripts("review-queue"),
            **context,
        )
        response.headers.update(islands.HEADERS)
        # Under the other pages' policy a browser says of a form that it comes from nowhere (`Origin: null`).
        response.headers["Referrer-Policy"] = "same-origin"
        if fresh != word:
            response.set_cookie(FORM, fresh, httponly=True, samesite="strict")
        return response

    async def _ask(
        self,
        request: Request,
        method: str,
        path: str,
        body: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> _Said:
        return await ask(self._api, request.headers.get("host", ""), method, path, body, headers or {})


class _Said:
    """What the API answered."""

    def __init__(self, status: int, content: bytes) -> None:
        self.status = status
        self._content = content

    @cached_property
    def body(self) -> dict[str, Any]:
        """Return the JSON object that was answered; empty where there is none."""
        found = json.loads(self._content) if self._content else {}
        return found if isinstance(found, dict) else {}

    @property
    def problem(self) -> str:
        """Return what went wrong, a sentence; empty where nothing did."""
        if self.status < 400:
            return ""
        return str(self.body.get("detail") or self.body.get("title") or self.status)


async def ask(
    api: ASGIApp, host: str, method: str, path: str, body: Mapping[str, Any] | None, headers: Mapping[str, str]
) -> _Said:
    """Ask the API inside this process, as a program on this machine would."""
    content = json.dumps(body).encode() if body is not None else b""
    place, _, query = path.partition("?")
    given = {"host": host, "content-type": "application/json", **{n: v for n, v in headers.items() if v}}
    scope: Scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": place,
        "raw_path": place.encode(),
        "query_string": query.encode(),
        "root_path": "",
        "headers": [(name.encode("latin-1"), value.encode("latin-1")) for name, value in given.items()],
        "client": None,
        "server": None,
    }
    status, received = 500, bytearray()

    async def receive() -> Message:
        return {"type": "http.request", "body": content, "more_body": False}

    async def send(message: Message) -> None:
        nonlocal status
        if message["type"] == "http.response.start":
            status = message["status"]
        elif message["type"] == "http.response.body":
            received.extend(message.get("body", b""))

    await api(scope, receive, send)
    return _Said(status, bytes(received))


def _readable(item: dict[str, Any]) -> dict[str, Any]:
    """Return an item with its passages in pieces, marked or not."""
    passages = [
        {
            **each,
            "pieces": marked(
                each["text"], [(light["start"], light["end"], "hit") for light in each["highlights"]], each["start"]
            ),
        }
        for each in item["passages"]
    ]
    return {**item, "passages": passages}


_AGAIN = 3  # seconds after which a page with work that goes on loads itself again
_WORD = re.compile(r"[0-9a-f]{32}")
_PLACE = re.compile(r"/review/[a-z]+")


def _name(request: Request) -> str:
    return unquote(request.cookies.get(BY, ""))[:64]


def _later(request: Request) -> list[str]:
    return _ids(request.query_params.get("later", ""))


def _ids(text: str) -> list[str]:
    return [each[:400] for each in text.replace("\r", "").split("\n") if each][-MAX_LATER:]


def _address(kind: str, later: Sequence[str]) -> str:
    query = f"?{urlencode({'later': chr(10).join(later[-MAX_LATER:])})}" if later else ""
    return f"{ROOT}/{kind}{query}"


async def _form(request: Request) -> dict[str, str]:
    """Return a form's fields; none where it is too large or no form."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/x-www-form-urlencoded":
        return {}
    found = bytearray()
    async for part in request.stream():
        found += part
        if len(found) > MAX_FORM:
            return {}
    return dict(parse_qsl(found.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=40))


def _checked(request: Request, form: Mapping[str, str]) -> Response | None:
    """Return why a form is refused; None where its word is that of the reader's cookie."""
    word = request.cookies.get(FORM, "")
    if _WORD.fullmatch(word) and hmac.compare_digest(word, form.get("word", "")):
        return None
    return PlainTextResponse("This form is old or another site's; open the page again.\n", 403)
