"""The page on the right of reply: who was asked, who answered, declined, is silent; and what files say of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from counterfile.model.reply import Asking, ReplyState
from counterfile.store import layout
from counterfile.store.ports import Cluster
from counterfile.views import replies
from counterfile.web import tables
from counterfile.web.heap import Shell
from counterfile.web.tables import SUFFIXES, Cell, Table, table


def routes(shell: Shell) -> list[Route]:
    """Return the addresses of these pages."""

    def page(request: Request) -> Response:
        """Show all organizations that were asked, one after the other."""
        every = _log(shell)
        asked = request.query_params.get("state", "")
        found = replies.by_organization(every)
        return shell.show(
            request,
            "replies.html",
            counts=[(state, getattr(replies.counts(every), state.value)) for state in ReplyState],
            total=len(found),
            chosen=asked if asked in tuple(ReplyState) else "",
            groups=[
                some
                for some in found.values()
                if asked in ("", replies.standing(some)) or asked not in tuple(ReplyState)
            ],
            standing=replies.standing,
        )

    def as_file(suffix: str) -> Callable[[Request], Response]:
        return lambda request: tables.answer(_table(_log(shell)), suffix)

    return [*(Route(f"/replies.{suffix}", as_file(suffix)) for suffix in SUFFIXES), Route("/replies", page)]


def of_organization(shell: Shell, organization: str) -> list[Asking]:
    """Return what an organization was asked, and what it said."""
    keys = shell.view.members(Cluster.ORGANIZATION, organization)
    return replies.of_names(shell.view, keys, today=_today(), published=_published(shell))


def _log(shell: Shell) -> list[Asking]:
    return replies.log(shell.view, today=_today(), published=_published(shell))


def _today() -> dt.date:
    return dt.datetime.now(dt.UTC).date()


def _published(shell: Shell) -> dict[str, dt.date]:
    return replies.published_days(shell.desk.source.folder / layout.FINDINGS)


def _table(askings: Sequence[Asking]) -> Table:
    rows = ((*map(_cell, row), f"/organizations/{row[1]}" if row[1] else None) for row in replies.table(askings))
    return table("replies", (*replies.COLUMNS, "url"), rows)


def _cell(value: object) -> Cell:
    return value if isinstance(value, bool) or value is None else str(value)
