"""Runs the pages on this machine."""

from __future__ import annotations

import asyncio
import socket
import sys
import threading
from collections.abc import Callable, Sequence
from pathlib import Path

from starlette.types import ASGIApp

from counterfile.desk import Desk
from counterfile.errors import BadUsage
from counterfile.guard import LOOPBACK
from counterfile.store.ports import Cluster, View
from counterfile.web import review
from counterfile.web.pages import create_app

Around = Callable[[ASGIApp, Desk, Sequence[str]], ASGIApp]
"""Puts another door beside the pages; gets the pages, the desk and the hosts that may be asked for."""

SWITCH = 0.0005
"""Seconds that one thread computes before another may. A page asks the store some twenty small questions, and after each
it waits this long for whoever computes meanwhile; with Python's 5 ms, two readers at once wait ten times as long as one."""


def serve(
    inquiry_folder: Path,
    host: str = "127.0.0.1",
    port: int = 8321,
    *,
    around: Around = lambda pages, desk, hosts: pages,
) -> None:
    """Serve the pages of an inquiry, and what is put around them, until interrupted.

    Nothing is logged about who asked for what. The lists over everything are prepared in the background, so that the
    first reader need not wait for them. Of a large inquiry, a page of each kind is made before the first reader is let
    in: whoever comes meanwhile waits some seconds rather than being served slowly with all others.

    Raises:
        BadUsage: the port is taken, or `host` is no address of this machine.
    """
    import uvicorn

    from counterfile.app import open_inquiry

    hosts = () if host in LOOPBACK else (host,)
    with open_inquiry(inquiry_folder) as inquiry:
        desk = Desk(inquiry)
        threading.Thread(target=desk.prepare, name="prepare the lists", daemon=True).start()
        pages = review.beside(around(create_app(desk, hosts=hosts, review=True), desk, hosts), desk, hosts)
        config = uvicorn.Config(
            pages,
            host=host,
            port=port,
            access_log=False,
            log_level="warning",
            server_header=False,
            date_header=False,
        )
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        try:
            door = socket.create_server((host, port), family=family, backlog=config.backlog)
        except OSError as error:
            raise BadUsage(f"cannot listen on {host} port {port}; choose another with --port") from error
        # Connections inherit it. Without it the body of an answer waits 40 ms for the receipt of its head.
        door.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        sys.setswitchinterval(SWITCH)
        with door:
            if desk.is_large():
                asyncio.run(_warm(pages, desk.view))
            uvicorn.Server(config).run(sockets=[door])


async def _warm(pages: ASGIApp, view: View) -> None:
    """Make a page of each kind, so that its template, its lists and the store's inner pages are in memory."""
    paths = ["/", "/procedures", "/organizations", "/status", "/search?q=1"]
    for kind, name in ((Cluster.PROCEDURE, "procedures"), (Cluster.ORGANIZATION, "organizations")):
        paths += [f"/{name}/{each}" for each in view.clusters(kind, limit=1)]
    paths += [f"/documents/{each.digest}" for each in view.documents(limit=1)]
    for path in paths:
        await review.ask(pages, LOOPBACK[0], "GET", path, None, {})
