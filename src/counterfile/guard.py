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

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        refusal = self._refusal(scope)
        await (refusal or self.app)(scope, receive, guarded)

    def _refusal(self, scope: Scope) -> PlainTextResponse | None:
        headers = Headers(scope=scope)
        if host_name(headers.get("host", "")) not in self.hosts:
            return PlainTextResponse("This server answers to names of its own machine only.\n", 421)
        if scope["method"] not in ("GET", "HEAD"):
            return PlainTextResponse("These pages can be read, not written.\n", 405, {"Allow": "GET, HEAD"})
        embedded = headers.get("sec-fetch-mode", "navigate") != "navigate"
        if embedded and headers.get("sec-fetch-site", "none") in ("cross-site", "same-site"):
            return PlainTextResponse("Other sites may not embed these pages.\n", 403)
        return None


def host_name(header: str) -> str:
    """Return the name in a Host header, without its port.

    >>> host_name("LOCALHOST:8321"), host_name("[::1]:8321")
    ('localhost', '::1')
    """
    if header.startswith("["):
        return header[1:].partition("]")[0].casefold()
    return header.partition(":")[0].casefold()
