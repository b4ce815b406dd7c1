"""Pages on the heap as a whole: duplicates, attachments, coverage."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import Any, Protocol

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from counterfile.desk import Desk, NotReady
from counterfile.store.ports import View
from counterfile.views import coverage, duplicates
from counterfile.views.attachments import Attachment, Kind, Presence
from counterfile.views.coverage import By, Coverage, Field, Line, Reason
from counterfile.views.duplicates import Groups, Twin
from counterfile.web import tables
from counterfile.web.tables import SUFFIXES, Table, table

SHOWN = 200
"""Lines of each list of the page on coverage; the files hold all of them."""

STRIP = (640, 22)
"""Width of a heat strip and height of one of its rows."""


class Shell(Protocol):
    """What these pages need of the others."""

    @property
    def desk(self) -> Desk:
        """Return the inquiry with its lists."""
        ...

    @property
    def view(self) -> View:
        """Return the facts."""
        ...

    def show(self, request: Request, template: str, status: int = 200, /, **context: Any) -> Response:
        """Return a page in the language of the request."""
        ...


class Square(msgspec.Struct, frozen=True):
    """One field of one key in a heat strip."""

    x: float
    width: float
    share: float
    """0 to 1."""
    notices: int


class Strip(msgspec.Struct, frozen=True):
    """A heat strip: a row for each key, a column for each field, as dark as the field is covered."""

    rows: tuple[tuple[str, float, tuple[Square, ...]], ...]
    """Key, place from the top, squares."""
    columns: tuple[tuple[Field, float], ...]
    """Field and the middle of its column."""
    width: float
    height: float
    row: float


def routes(shell: Shell, paging: Callable[[Request, int], Any]) -> list[Route]:
    """Return the addresses of these pages.

    Args:
        shell: What shows a page.
        paging: Makes from a request and a number of lines what tells which lines a page shows.
    """
    pages = _Pages(shell, paging)
    files: Sequence[tuple[str, Callable[[Request], Table]]] = (
        ("attachments", pages.attachments_table),
        ("coverage", pages.coverage_table),
        ("duplicates", pages.duplicates_table),
    )
    return [
        *(Route(f"/{name}.{suffix}", _as(page, suffix)) for name, page in files for suffix in SUFFIXES),
        Route("/attachments", pages.attachments),
        Route("/coverage", pages.coverage),
        Route("/duplicates", pages.duplicates),
    ]


def _as(page: Callable[[Request], Table], suffix: str) -> Callable[[Request], Response]:
    def answer(request: Request) -> Response:
        return tables.answer(page(request), suffix)

    return answer


def twins(view: View, digest: str, among: Collection[str] | None = None) -> list[tuple[Twin, str]]:
    """Return the documents that say the same as this one, each with its file's name, for `_twins.html`.

    Args:
        view: The facts.
        digest: The document.
        among: See `duplicates.of`.
    """
    found = []
    for twin in duplicates.of(view, digest, among):
        arrivals = view.arrivals(twin.digest)
        found.append((twin, arrivals[0].name if arrivals else twin.digest[:12]))
    return found


class Linked:
    """What the list of all duplicates says of single documents."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._of: tuple[Groups | None, dict[str, set[str]]] = (None, {})

    def __call__(self, digest: str) -> Collection[str] | None:
        """Return the documents that are linked to this one; None where they are better looked for.

        Looking for them goes through the search index, some 60 ms of a processor; where the inquiry is small, the list is
        not there yet, or the document came after it, there is no other way.
        """
        if not self._desk.is_large():
            return None
        try:
            found = self._desk.now(all_duplicates, Groups)
        except NotReady:
            return None
        came = self._desk.view.arrivals(digest)
        if not came or came[0].arrived_at >= self._desk.kept(all_duplicates, Groups).made.replace(microsecond=0):
            return None
        of, others = self._of
        if of is not found:
            others = {}
            for pair in (pair for group in found.linked for pair in group.pairs):
                others.setdefault(pair.one, set()).add(pair.other)
                others.setdefault(pair.other, set()).add(pair.one)
            self._of = (found, others)
        return others.get(digest, ())


def strip(lines: Sequence[Line]) -> Strip | None:
    """Return a heat strip of lines that were added up by year, portal or stage; None where there is nothing to compare."""
    keys = list(dict.fromkeys(line.key for line in lines))[:_MOST]
    fields = [field for field in Field if any(line.field is field for line in lines)]
    if len(keys) < 2:
        return None
    width, row = STRIP
    step = (width - _LABEL) / len(fields)
    known = {(line.key, line.field): line for line in lines}
    rows = tuple(
        (
            key,
            round(number * row + _HEAD, 2),
            tuple(
                Square(round(_LABEL + column * step, 2), round(step - 2, 2), round(line.share, 3), line.notices)
                for column, field in enumerate(fields)
                if (line := known.get((key, field))) is not None
            ),
        )
        for number, key in enumerate(keys)
    )
    columns = tuple((field, round(_LABEL + (number + 0.5) * step - 1, 2)) for number, field in enumerate(fields))
    return Strip(rows, columns, width, len(keys) * row + _HEAD, row - 2)


_MOST = 60  # rows of a strip; the table beside it has all of them
_LABEL = 112  # units for the names of the rows
_HEAD = 64  # units for the names of the columns, which slant


class _Pages:
    def __init__(self, shell: Shell, paging: Callable[[Request, int], Any]) -> None:
        self.shell = shell
        self.paging = paging

    # Attachments

    def attachments(self, request: Request) -> Response:
        """Show every attachment that a notice names."""
        every = self.shell.desk.attachments()
        rows = self._chosen(request)
        page = self.paging(request, len(rows))
        return self.shell.show(
            request,
            "attachments.html",
            rows=[(row, self._file(row.document)) for row in rows[page.first : page.last]],
            paging=page,
            counts=[(presence, sum(1 for row in every if row.presence is presence)) for presence in Presence],
            asked=request.query_params,
            kinds=list(Kind),
        )

    def attachments_table(self, request: Request) -> Table:
        """Return them as a table, filtered in the same way."""
        columns = ("presence", "kind", "name", "notice", "document", "start", "end", "page", "digest", "reason", "url")
        return table(
            "attachments",
            columns,
            (
                (*(getattr(row, column) for column in columns[:-1]), f"/documents/{row.document}")
                for row in self._chosen(request)
            ),
        )

    def _chosen(self, request: Request) -> list[Attachment]:
        asked = request.query_params
        return [
            row
            for row in self.shell.desk.attachments()
            if asked.get("presence", "") in ("", row.presence) and asked.get("kind", "") in ("", row.kind)
        ]

    def _file(self, digest: str) -> str:
        arrivals = self.shell.view.arrivals(digest)
        return arrivals[0].name if arrivals else digest[:12]

    # Coverage

    def coverage(self, request: Request) -> Response:
        """Show what the inquiry does not have."""
        found = self.shell.desk.coverage()
        by = _by(request)
        lines = coverage.lines(found.rows, by)
        keys = list(dict.fromkeys(line.key for line in lines))
        return self.shell.show(
            request,
            "coverage.html",
            found=found,
            by=by,
            lines=lines,
            fields=[field for field in Field if any(line.field is field for line in lines)],
            keys=keys,
            cells={(line.key, line.field): line for line in lines},
            strip=strip(lines) if by is not By.FIELD else strip(coverage.lines(found.rows, By.YEAR)),
            reasons=list(Reason),
            without_end=found.without_end[:SHOWN],
            without_tender=found.without_tender[:SHOWN],
            documents=_states(found),
        )

    def coverage_table(self, request: Request) -> Table:
        """Return the finest rows, or those added up as ``?by=`` says, as a table."""
        found = self.shell.desk.coverage()
        if "by" in request.query_params:
            by = _by(request)
            return table(
                f"coverage-by-{by}",
                (str(by), "counted", "notices", "stated", "share", *Reason),
                (
                    (line.key, line.field, line.notices, line.stated, round(line.share, 4), *_numbers(line.missing))
                    for line in coverage.lines(found.rows, by)
                ),
            )
        return table(
            "coverage",
            ("field", "year", "portal", "stage", "notices", "stated", *Reason),
            (
                (row.field, row.year, row.portal, row.stage, row.notices, row.stated, *_numbers(row.missing))
                for row in found.rows
            ),
        )

    # Duplicates

    def duplicates(self, request: Request) -> Response:
        """Show all documents that say the same, group by group."""
        found = self.shell.desk.now(all_duplicates, Groups)
        page = self.paging(request, len(found.linked))
        shown = found.linked[page.first : page.last]
        names = {digest: self._file(digest) for group in shown for digest in group.digests}
        return self.shell.show(
            request,
            "duplicates.html",
            groups=shown,
            names=names,
            exact=found.exact[:SHOWN],
            found=found,
            paging=page,
        )

    def duplicates_table(self, request: Request) -> Table:
        """Return all pairs, and the copies of each document, as a table."""
        found = self.shell.desk.now(all_duplicates, Groups)
        exact = [("exact", copies.digest, copies.digest, 1.0, " | ".join(copies.origins)) for copies in found.exact]
        pairs = [
            (pair.kind, pair.one, pair.other, pair.similarity, f"{self._file(pair.one)} | {self._file(pair.other)}")
            for group in found.linked
            for pair in group.pairs
        ]
        return table("duplicates", ("kind", "one", "other", "similarity", "names"), [*exact, *pairs])


def all_duplicates(desk: Desk) -> Groups:
    """Return all documents that say the same."""
    return duplicates.groups(desk.view)


def _by(request: Request) -> By:
    asked = request.query_params.get("by", "")
    return By(asked) if asked in tuple(By) else By.FIELD


def _numbers(missing: Sequence[tuple[Reason, int]]) -> tuple[int, ...]:
    known = dict(missing)
    return tuple(known.get(reason, 0) for reason in Reason)


def _states(found: Coverage) -> list[tuple[str, dict[str, int]]]:
    """Return the documents of each year by state, years in order."""
    years: dict[str, dict[str, int]] = {}
    for row in found.documents:
        counts = years.setdefault(row.year, {})
        counts[row.state] = counts.get(row.state, 0) + row.documents
    return sorted(years.items())
