"""What every answer must carry, and what is refused before a page is asked.

The pages hold material that must not leave the machine: only names of this machine are answered to (so that no web site
can reach the server through a name of its own, DNS rebinding), nothing but reading is possible, and the browser is told
to load nothing from elsewhere, to run no script, and to tell nobody where it came from.
"""

from __future__ import annotations

from collections.abc import Collection

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LOOPBACK = ("127.0.0.1", "localhost", "::1")
"""Host names that are always answered to."""

POLICY = "; ".join(
    (
        "default-src 'none'",
        "style-src 'self'",
        "img-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)

READING = frozenset({"GET", "HEAD"})
"""Methods that change nothing."""

HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cache-Control": "private, no-cache",
}


class Guard:
    """ASGI middleware around the whole application."""

    def __init__(self, app: ASGIApp, hosts: Collection[str] = ()) -> None:
        """Guard `app`; `hosts` are further names to answer to, without a port."""
        self.app = app
        self.hosts = {*LOOPBACK, *(host.casefold() for host in hosts)}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse, or pass on and add the headers."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def carrying(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        await (self.refusal(scope) or self.app)(scope, receive, carrying)

    def refusal(self, scope: Scope) -> ASGIApp | None:
        """Return what answers in place of the application, or None where it is asked."""
        headers = Headers(scope=scope)
        if not self.is_own(headers):
            return PlainTextResponse("This server answers to names of its own machine only.\n", 421)
        if scope["method"] not in READING:
            return PlainTextResponse("These pages can be read, not written.\n", 405, {"Allow": "GET, HEAD"})
        if is_embedded(headers):
            return PlainTextResponse("Other sites may not embed these pages.\n", 403)
        return None

    def is_own(self, headers: Headers) -> bool:
        """Return whether a request calls this machine by a name that it answers to."""
        return host_name(headers.get("host", "")) in self.hosts


def is_embedded(headers: Headers) -> bool:
    """Return whether another site's page asks for this as a part of itself; following a link is none."""
    foreign = headers.get("sec-fetch-site", "none") in ("cross-site", "same-site")
    return foreign and headers.get("sec-fetch-mode", "navigate") != "navigate"


def host_name(header: str) -> str:
    """Return the name in a Host header, without its port.

    >>> host_name("LOCALHOST:8321"), host_name("[::1]:8321")
    ('localhost', '::1')
    """
    if header.startswith("["):
        return header[1:].partition("]")[0].casefold()
    return header.partition(":")[0].casefold()
