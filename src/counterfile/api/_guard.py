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

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from counterfile.api._problems import Refusal, answer
from counterfile.guard import HEADERS, LOOPBACK, host_name

MAX_BODY = 64 * 1024  # bytes; a decision with its reason is far smaller
MAX_ADDRESS = 8 * 1024  # bytes of path and query

READING = frozenset({"GET", "HEAD"})


class Guard:
    """ASGI middleware around the API."""

    def __init__(self, app: ASGIApp, hosts: Collection[str] = ()) -> None:
        """Guard `app`; `hosts` are further names to answer to, without a port."""
        self.app = app
        self.hosts = {*LOOPBACK, *(host.casefold() for host in hosts)}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse, or pass on and add the headers."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        refusal = self._refusal(scope)
        if refusal is None and scope["method"] not in READING:
            body = await _body(receive)
            if body is None:
                refusal = Refusal("too-large", f"more than {MAX_BODY:,} bytes were sent")
            else:
                receive = _again(body, receive)
        if refusal is not None:
            await answer(refusal, scope["path"])(scope, receive, guarded)
            return
        await self.app(scope, receive, guarded)

    def _refusal(self, scope: Scope) -> Refusal | None:
        headers = Headers(scope=scope)
        host = headers.get("host", "")
        if host_name(host) not in self.hosts:
            return Refusal("wrong-host")
        if len(scope.get("raw_path") or b"") + len(scope.get("query_string") or b"") > MAX_ADDRESS:
            return Refusal("address-too-long", f"{MAX_ADDRESS:,} bytes are the limit")
        if scope["method"] in READING:
            embedded = headers.get("sec-fetch-mode", "navigate") != "navigate"
            foreign = headers.get("sec-fetch-site", "none") in ("cross-site", "same-site")
            return Refusal("foreign-origin") if embedded and foreign else None
        if headers.get("sec-fetch-site", "none") not in ("none", "same-origin"):
            return Refusal("foreign-origin")
        origin = headers.get("origin")
        if origin is not None and not self._is_own(origin, host):
            return Refusal("foreign-origin")
        kind = headers.get("content-type", "").partition(";")[0].strip().lower()
        if scope["method"] in ("POST", "PUT", "PATCH", "DELETE") and kind != "application/json":
            return Refusal("media-type")
        return None

    def _is_own(self, origin: str, host: str) -> bool:
        """Return whether an Origin is this very server: an own name and the port that was called."""
        try:
            parts = urlsplit(origin)
        except ValueError:
            return False
        return parts.scheme in ("http", "https") and parts.netloc.casefold() == host.casefold()


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
