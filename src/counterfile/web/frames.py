"""Copies of HTML notices for a frame in which nothing runs and from which nothing is asked.

The copy is made in the airlock and is served with a policy of its own, under which a browser loads nothing and gives the
frame no origin. The original is never sent.
"""

from __future__ import annotations

import threading
import weakref
from typing import Protocol, cast

import msgspec
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from counterfile.desk import Desk
from counterfile.errors import BadInput
from counterfile.model.reading import Reading
from counterfile.plugins.readers import _html_copy
from counterfile.sandbox import Airlock, Task
from counterfile.store.ports import Archive, View
from counterfile.views import files

COPY = Task("counterfile.plugins.readers._html_copy:copy_task", _html_copy.Copy)
"""A page's bytes to its harmless copy."""

HEADERS = {
    "Content-Security-Policy": "default-src 'none'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'; sandbox",
    "X-Frame-Options": "SAMEORIGIN",
}

_CONTEXT = 32  # code points before the words, by which one of several places is chosen


class Inquiry(Protocol):
    """An open inquiry, as far as copies need it (`app.Inquiry` is one)."""

    archive: Archive


class Shell(Protocol):
    """What the pages share."""

    desk: Desk


def routes(shell: Shell) -> list[Route]:
    """Return the route of the copies."""
    return [Route("/documents/{id}/copy", _Copies(shell.desk).copy)]


def has_copy(file_type: str | None) -> bool:
    """Return whether a document of this kind has a copy."""
    return file_type == "text/html"


class _Copies:
    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._airlock: Airlock | None = None
        self._lock = threading.Lock()

    def copy(self, request: Request) -> Response:
        """Return the copy of a document, with the words of ``?ev=`` marked."""
        view = self._desk.view
        document = view.document(request.path_params["id"])
        if document is None or not has_copy(document.media_type):
            raise HTTPException(404)
        notices = view.notices_in(document.digest)
        reading = view.reading(notices[0].reading) if notices else view.reading_of(document.digest)
        if reading is None:
            raise HTTPException(404)
        quote, before = _wanted(view, reading, request.query_params.get("ev", ""))
        wanted = msgspec.msgpack.encode(_html_copy.Wanted(reading.text, quote, before))
        archive = cast(Inquiry, self._desk.source).archive
        try:
            made = cast(_html_copy.Copy, self._called().call(COPY.function, archive.get(document.digest), wanted))
        except BadInput as error:
            raise HTTPException(404, str(error)) from error
        return HTMLResponse(made.html, headers=HEADERS)

    def _called(self) -> Airlock:
        with self._lock:
            if self._airlock is None:
                accept = self._desk.source.settings.accept_unsandboxed
                self._airlock = Airlock(workers=1, tasks=(COPY,), accept_unsandboxed=accept)
                weakref.finalize(self, self._airlock.close)
            return self._airlock


def _wanted(view: View, reading: Reading, statement: str) -> tuple[str, str]:
    """Return the words to be marked and what stands before them; empty where nothing is asked for."""
    proof = files.proof_of(view, statement) if statement.startswith("st-") else None
    if proof is None or proof[0].reading != reading.id or not proof[1].evidence:
        return "", ""
    span = proof[1].evidence[0]
    return span.quote, reading.text[max(0, span.start - _CONTEXT) : span.start]
