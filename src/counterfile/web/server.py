"""Runs the pages on this machine."""

from __future__ import annotations

import threading
from pathlib import Path

from counterfile.errors import BadUsage
from counterfile.web.desk import Desk
from counterfile.web.guard import LOOPBACK
from counterfile.web.pages import create_app


def serve(inquiry_folder: Path, host: str = "127.0.0.1", port: int = 8321) -> None:
    """Serve the pages of an inquiry until interrupted.

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
            create_app(desk, hosts=hosts),
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
