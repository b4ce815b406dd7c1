"""What is refused before a route is asked, and what every answer carries.

Why this keeps other sites out. A browser sends a page's request with its `Origin` wherever the method changes something,
and a page cannot forge it: any other origin than the server's own, `null` included, is refused. A form of another site
sends no Origin in old browsers, but it cannot send `application/json`, which is required here; a script that could must
first ask leave by OPTIONS, and no leave is given (no CORS header is ever sent). A site that points a name of its own at
this machine (DNS rebinding) arrives with that name in `Host`, which is not answered to. There is no cookie and no
password whose presence could be abused: who may reach the loopback address may decide, and signs with a pseudonym.
"""

from __future__ import annotations

from collections.abc import Collection
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from counterfile import guard
from counterfile.api._problems import Refusal, answer
from counterfile.guard import READING, is_embedded

MAX_BODY = 64 * 1024  # bytes; a decision with its reason is far smaller
MAX_ADDRESS = 8 * 1024  # bytes of path and query


class Guard(guard.Guard):
    """ASGI middleware around the API: as around the pages, and what a request that changes something must be."""

    def __init__(self, app: ASGIApp, hosts: Collection[str] = ()) -> None:
        """Guard `app`; `hosts` are further names to answer to, without a port."""
        super().__init__(_bounded(app), hosts)

    def refusal(self, scope: Scope) -> ASGIApp | None:
        """Return the problem that answers in place of the application, or None where it is asked."""
        found = self._problem(scope)
        return None if found is None else answer(found, scope["path"])

    def _problem(self, scope: Scope) -> Refusal | None:
        headers = Headers(scope=scope)
        if not self.is_own(headers):
            return Refusal("wrong-host")
        if len(scope.get("raw_path") or b"") + len(scope.get("query_string") or b"") > MAX_ADDRESS:
            return Refusal("address-too-long", f"{MAX_ADDRESS:,} bytes are the limit")
        if scope["method"] in READING:
            return Refusal("foreign-origin") if is_embedded(headers) else None
        if headers.get("sec-fetch-site", "none") not in ("none", "same-origin"):
            return Refusal("foreign-origin")
        origin = headers.get("origin")
        if origin is not None and not _is_same(origin, headers.get("host", "")):
            return Refusal("foreign-origin")
        kind = headers.get("content-type", "").partition(";")[0].strip().lower()
        if scope["method"] in ("POST", "PUT", "PATCH", "DELETE") and kind != "application/json":
            return Refusal("media-type")
        return None


def _is_same(origin: str, host: str) -> bool:
    """Return whether an Origin is this very server: an own name and the port that was called."""
    try:
        parts = urlsplit(origin)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and parts.netloc.casefold() == host.casefold()


def _bounded(app: ASGIApp) -> ASGIApp:
    """Return an application that is not asked where more than `MAX_BODY` bytes are sent."""

    async def bounded(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] in READING:
            await app(scope, receive, send)
            return
        body = await _body(receive)
        if body is None:
            refusal = Refusal("too-large", f"more than {MAX_BODY:,} bytes were sent")
            await answer(refusal, scope["path"])(scope, receive, send)
            return
        await app(scope, _again(body, receive), send)

    return bounded


async def _body(receive: Receive) -> bytes | None:
    """Return the whole body; None where it is larger than `MAX_BODY`."""
    found = bytearray()
    while True:
        message = await receive()
        if message["type"] != "http.request":
            return bytes(found)
        found += message.get("body", b"")
        if len(found) > MAX_BODY:
            return None
        if not message.get("more_body", False):
            return bytes(found)


def _again(body: bytes, receive: Receive) -> Receive:
    """Return what hands the body out once more, then whatever comes."""
    handed = False

    async def again() -> Message:
        nonlocal handed
        if handed:
            return await receive()
        handed = True
        return {"type": "http.request", "body": body, "more_body": False}

    return again
