"""Runs the pages on this machine."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from pathlib import Path

from starlette.types import ASGIApp

from counterfile.desk import Desk
from counterfile.errors import BadUsage
from counterfile.guard import LOOPBACK
from counterfile.web import review
from counterfile.web.pages import create_app

Around = Callable[[ASGIApp, Desk, Sequence[str]], ASGIApp]
"""Puts another door beside the pages; gets the pages, the desk and the hosts that may be asked for."""


def serve(
    inquiry_folder: Path,
    host: str = "127.0.0.1",
    port: int = 8321,
    *,
    around: Around = lambda pages, desk, hosts: pages,
) -> None:
    """Serve the pages of an inquiry, and what is put around them, until interrupted.

    Nothing is logged about who asked for what. The lists over everything are prepared in the background, so that the
    first reader need not wait for them.

    Raises:
        BadUsage: the port is taken, or `host` is no address of this machine.
    """
    import uvicorn

    from counterfile.app import open_inquiry

    hosts = () if host in LOOPBACK else (host,)
    with open_inquiry(inquiry_folder) as inquiry:
        desk = Desk(inquiry)
        threading.Thread(target=desk.prepare, name="prepare the lists", daemon=True).start()
        config = uvicorn.Config(
            review.beside(around(create_app(desk, hosts=hosts, review=True), desk, hosts), desk, hosts),
            host=host,
            port=port,
            access_log=False,
            log_level="warning",
            server_header=False,
            date_header=False,
        )
        try:
            uvicorn.Server(config).run()
        except SystemExit as error:  # uvicorn's way to say that it cannot listen
            raise BadUsage(f"cannot listen on {host} port {port}; choose another with --port") from error
