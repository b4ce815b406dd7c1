"""Pages on what stands in several procedures: reused passages, and terms by year."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from counterfile import plugins
from counterfile.desk import Desk
from counterfile.errors import BadUsage
from counterfile.model.finding import Unit
from counterfile.views import identical, reuse, terms
from counterfile.views.identical import Same
from counterfile.views.purchases import Purchases
from counterfile.views.reuse import Reuse
from counterfile.views.tables import Workbench
from counterfile.views.terms import Calendar, Terms
from counterfile.web import charts, tables
from counterfile.web.heap import SHOWN, Shell
from counterfile.web.tables import SUFFIXES, Table, table
from counterfile.web.wide import all_purchases

LOOKED = 5000
"""Documents that a page looks at for one term; `counterfile terms` looks at all."""


def routes(shell: Shell, paging: Callable[[Request, int], Any]) -> list[Route]:
    """Return the addresses of these pages.

    Args:
        shell: What shows a page.
        paging: Makes from a request and a number of lines what tells which lines a page shows.
    """
    pages = _Pages(shell, paging)
    files: Sequence[tuple[str, Callable[[Request], Table]]] = (
        ("reuse", pages.reuse_table),
        ("reuse/values", pages.values_table),
        ("terms", pages.terms_table),
    )
    return [
        *(Route(f"/{name}.{suffix}", _as(page, suffix)) for name, page in files for suffix in SUFFIXES),
        Route("/reuse", pages.reuse),
        Route("/terms", pages.terms),
    ]


def _as(page: Callable[[Request], Table], suffix: str) -> Callable[[Request], Response]:
    def answer(request: Request) -> Response:
        return tables.answer(page(request), suffix)

    return answer


def all_reuse(desk: Desk) -> Reuse:
    """Return the passages that unrelated procedures share."""
    return reuse.find(desk.view, desk.now(all_purchases, Purchases))


def all_identical(desk: Desk) -> tuple[Same, ...]:
    """Return the rare values that unrelated procedures share."""
    return identical.find(desk.view, desk.now(all_purchases, Purchases))


def all_days(desk: Desk) -> Calendar:
    """Return when everything was published."""
    return terms.calendar(Workbench(desk.view, buyer_class=plugins.buyer_class()))


class _Pages:
    def __init__(self, shell: Shell, paging: Callable[[Request, int], Any]) -> None:
        self.shell = shell
        self.paging = paging

    # Passages

    def reuse(self, request: Request) -> Response:
        """Show passages that stand word for word in procedures of different buyers."""
        found = self.shell.desk.now(all_reuse, Reuse)
        page, values = self.paging(request, len(found.passages)), self._values()[:SHOWN]
        return self.shell.show(
            request,
            "reuse.html",
            found=found,
            passages=found.passages[page.first : page.last],
            paging=page,
            values=values,
            names=self.shell.desk.now(all_purchases, Purchases).names if values else {},
            shortest=reuse.SHORTEST,
            most=reuse.MOST,
        )

    def reuse_table(self, request: Request) -> Table:
        """Return a row for each place of each passage."""
        found = self.shell.desk.now(all_reuse, Reuse)
        rows = reuse.rows(found.passages, found.names)
        return table(
            "reuse", (*reuse.COLUMNS, "url"), ((*row, f"/documents/{row[5]}?at={row[6]}-{row[7]}") for row in rows)
        )

    def values_table(self, request: Request) -> Table:
        """Return a row for each place of each rare value."""
        names = self.shell.desk.now(all_purchases, Purchases).names
        rows = identical.rows(self._values(), names)
        return table(
            "reuse-values",
            (*identical.COLUMNS, "url"),
            ((*row, f"/documents/{row[3]}?at={row[4]}-{row[5]}") for row in rows),
        )

    def _values(self) -> tuple[Same, ...]:
        return self.shell.desk.now(all_identical, tuple[Same, ...])

    # Terms

    def terms(self, request: Request) -> Response:
        """Show in how many notices or procedures of each year terms stand, and where first."""
        asked = request.query_params.get("q", "")
        found, wrong = None, ""
        if asked.strip():
            try:
                found = self._terms(request)
            except BadUsage as error:
                wrong = str(error)
        return self.shell.show(
            request,
            "terms.html",
            400 if wrong else 200,
            asked=asked,
            unit=_unit(request),
            units=terms.UNITS,
            found=found,
            wrong=wrong,
            drawn=[
                (each, charts.columns(charts.years([(year.year, year.holds) for year in each.years])))
                for each in (found.terms if found is not None else ())
            ],
            looked=LOOKED,
            exports=[(name, f"/terms.{suffix}?{request.query_params}") for suffix, name in tables.FORMATS.items()],
        )

    def terms_table(self, request: Request) -> Table:
        """Return a row for each term and year."""
        return table("terms", (*terms.COLUMNS, "url"), ((*row, "/terms") for row in terms.rows(self._terms(request))))

    def _terms(self, request: Request) -> Terms:
        asked = request.query_params.get("q", "").replace("，", ",").replace("、", ",").split(",")
        wanted = [term for term in asked if term.strip()]
        days = self.shell.desk.now(all_days, Calendar)
        return terms.terms(self.shell.view, days, wanted, _unit(request), most=LOOKED)


def _unit(request: Request) -> Unit:
    return Unit.PROCEDURE if request.query_params.get("unit") == Unit.PROCEDURE else Unit.NOTICE
