"""The whole workbench over an inquiry, served on a free port of this machine, for a real browser."""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import uvicorn
from starlette.types import ASGIApp

from counterfile import api
from counterfile.app import Inquiry, open_inquiry
from counterfile.desk import Desk
from counterfile.web import review
from counterfile.web.pages import create_app


def application(inquiry: Inquiry) -> ASGIApp:
    """Return pages, API and review of an inquiry, as `counterfile serve` puts them together."""
    desk = Desk(inquiry)
    return review.beside(api.mount(create_app(desk, review=True), desk), desk)


def until(check: Callable[[], bool], what: str = "it") -> None:
    """Wait for something in the browser; its own waiting makes code from text, which the pages' policy forbids."""
    end = time.monotonic() + 15
    while not check():
        assert time.monotonic() < end, f"{what} did not happen within fifteen seconds"
        time.sleep(0.02)


@contextlib.contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve an inquiry; yield the address of its start page without the slash."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with open_inquiry(folder) as inquiry:
        config = uvicorn.Config(
            application(inquiry), host="127.0.0.1", port=port, access_log=False, log_level="error", ws="none"
        )
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, daemon=True)
        thread.start()
        until = time.monotonic() + 20
        while not server.started:
            assert time.monotonic() < until, "the server did not start within twenty seconds"
            time.sleep(0.02)
        try:
            yield f"http://127.0.0.1:{port}"
        finally:
            server.should_exit = True
            thread.join(20)


def chromium() -> str:
    """Return where a Chromium is; empty where none is."""
    names = ("chromium", "chromium-browser", "google-chrome")
    return os.environ.get("COUNTERFILE_CHROMIUM", "") or next(filter(None, map(shutil.which, names)), "")


def addresses(page: Any) -> list[str]:
    """Return an address of every kind of page, with things to show on each."""

    def first(path: str, name: str = "id") -> str:
        items = page.request.get(f"/api/v1/{path}").json()["items"]
        return str(items[0][name])

    page_document = first("documents?media_type=application/pdf&limit=1")
    html = first("documents?media_type=text/html&state=read&limit=1")
    return [
        "/",
        "/findings",
        "/findings?verdict=holds",
        f"/findings/{first('findings', 'name')}",
        "/procedures",
        f"/procedures/{first('procedures?limit=1')}",
        "/organizations",
        f"/organizations/{first('organizations?limit=1')}",
        "/places?of=money",
        "/network",
        "/timeline?by=month",
        "/settings",
        "/coverage",
        "/attachments",
        "/duplicates",
        "/status",
        "/judgements",
        "/replies",
        "/reuse",
        "/reuse/values",
        "/terms?q=一人一档",
        "/about",
        "/search?q=人脸识别",
        f"/documents/{html}",
        f"/documents/{html}?q=采购",
        f"/documents/{html}?ev=st-gone",
        f"/documents/{page_document}",
        f"/documents/{page_document}/pages/1",
        "/documents/none",
        "/review",
        "/review/fields",
        "/review/screen",
        "/review/links",
        "/review/code",
        "/review/adjudicate",
        "/review/replies",
        "/review/jobs",
    ]
