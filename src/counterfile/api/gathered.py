"""What notices gather into: procedures and organizations."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from counterfile.api._answers import Falling, Page, facet, give, sliced
from counterfile.api._house import House
from counterfile.api._params import Cursor, Facets, Limit, OrganizationId, ProcedureId, Words
from counterfile.api._problems import Refusal
from counterfile.api._schema import gives
from counterfile.api._shapes import (
    Amounts,
    Dates,
    Differences,
    Links,
    Lots,
    OrganizationAnswer,
    OrganizationLine,
    Parties,
    ProcedureLine,
    RoleShort,
    Timeline,
    url,
)
from counterfile.model.files import OrganizationFile, Part, ProcedureFile, Role
from counterfile.model.notice import Stage
from counterfile.views import files, overview
from counterfile.views.overview import Look, OrganizationRow, ProcedureRow

_LOOKS = {look.name.lower(): look for look in Look if look not in (Look.FAILED, Look.PENDING, Look.WAITING)}

LookName = Literal["conflicts", "unknown_units", "undated", "unnamed", "missing"]


def routes(house: House) -> APIRouter:
    """Return the routes on procedures and organizations."""
    router = APIRouter(tags=["procedures and organizations"])
    _procedures(house, router)
    _organizations(house, router)
    return router


def _procedures(house: House, router: APIRouter) -> None:

    @router.get("/procedures", responses=gives(Page[ProcedureLine], "bad-cursor", "not-ready"))
    def list_procedures(
        request: Request,
        q: Words = "",
        stage: Annotated[Stage | None, Query(description="Only those with a notice of this stage.")] = None,
        year: Annotated[
            str, Query(pattern=r"^([0-9]{4})?$", description="Only those whose first notice is of this year.")
        ] = "",
        look: Annotated[LookName | None, Query(description="Only those that need this look.")] = None,
        sort: Annotated[Literal["newest", "oldest"], Query(description="By the date of the first notice.")] = "newest",
        facets: Facets = False,
        cursor: Cursor = "",
        limit: Limit = 50,
    ) -> Response:
        """List procedures: attempts to buy, each with all its notices. Those without a date come last."""
        terms = overview.needle(q).split()
        wanted = _LOOKS[look] if look else None
        rows = [
            row
            for row in house.desk.register().procedures
            if (stage is None or stage in row.stages)
            and row.date.startswith(year)
            and (wanted is None or overview.is_due(row, wanted))
            and all(term in row.haystack for term in terms)
        ]
        order: Callable[[Any], Any] = _newest
        if sort == "oldest":
            order = _oldest
            rows.sort(key=lambda row: _oldest((row.date, row.id)))
        counted = (
            (
                facet("stage", (each for row in rows for each in row.stages)),
                facet("year", (row.date[:4] for row in rows)),
            )
            if facets
            else ()
        )
        page = sliced(
            request,
            rows,
            lambda row: (row.date, row.id),
            (str, str),
            cursor=cursor,
            limit=limit,
            make=_procedure_line,
            facets=counted,
            order=order,
        )
        return give(request, page)

    @router.get("/procedures/{procedure}", responses=gives(ProcedureFile, "not-found"))
    def read_procedure(request: Request, procedure: ProcedureId) -> Response:
        """Return the file of a procedure. An id that was merged away gives the file that took it in: see `asked`."""
        return give(request, _procedure(house, procedure))

    @router.get("/procedures/{procedure}/timeline", responses=gives(Timeline, "not-found"))
    def read_timeline(request: Request, procedure: ProcedureId) -> Response:
        """Return the notices of a procedure in order of their dates."""
        file = _procedure(house, procedure)
        return give(request, Timeline(file.id, file.timeline))

    @router.get("/procedures/{procedure}/parties", responses=gives(Parties, "not-found"))
    def read_parties(request: Request, procedure: ProcedureId) -> Response:
        """Return who buys, runs, wins and bids."""
        file = _procedure(house, procedure)
        return give(request, Parties(file.id, file.parties))

    @router.get("/procedures/{procedure}/lots", responses=gives(Lots, "not-found"))
    def read_lots(request: Request, procedure: ProcedureId) -> Response:
        """Return the lots of a procedure."""
        file = _procedure(house, procedure)
        return give(request, Lots(file.id, file.lots))

    @router.get("/procedures/{procedure}/amounts", responses=gives(Amounts, "not-found"))
    def read_amounts(request: Request, procedure: ProcedureId) -> Response:
        """Return the amounts of a procedure by role and scope; they are never added up."""
        file = _procedure(house, procedure)
        return give(request, Amounts(file.id, file.amounts))

    @router.get("/procedures/{procedure}/dates", responses=gives(Dates, "not-found"))
    def read_dates(request: Request, procedure: ProcedureId) -> Response:
        """Return the dates of a procedure, each with its meaning."""
        file = _procedure(house, procedure)
        return give(request, Dates(file.id, file.dates))

    @router.get("/procedures/{procedure}/differences", responses=gives(Differences, "not-found"))
    def read_differences(request: Request, procedure: ProcedureId) -> Response:
        """Return where the notices of a procedure do not agree with each other or with themselves."""
        file = _procedure(house, procedure)
        return give(request, Differences(file.id, file.differences))

    @router.get("/procedures/{procedure}/links", responses=gives(Links, "not-found"))
    def read_links(request: Request, procedure: ProcedureId) -> Response:
        """Return why the notices of a procedure belong together."""
        file = _procedure(house, procedure)
        return give(request, Links(file.id, file.links))


def _organizations(house: House, router: APIRouter) -> None:
    @router.get("/organizations", responses=gives(Page[OrganizationLine], "bad-cursor", "not-ready"))
    def list_organizations(
        request: Request,
        q: Words = "",
        role: Annotated[Role | None, Query(description="Only those with this role.")] = None,
        facets: Facets = False,
        cursor: Cursor = "",
        limit: Limit = 50,
    ) -> Response:
        """List organizations, those in most procedures first. Natural persons, sole traders among them, are in no list."""
        terms = overview.needle(q).split()
        rows = [
            row
            for row in house.desk.register().organizations
            if (role is None or role in dict(row.roles)) and all(term in row.haystack for term in terms)
        ]
        rows.sort(key=lambda row: (-row.procedures, row.id))
        counted = (facet("role", (each for row in rows for each, _ in row.roles)),) if facets else ()
        page = sliced(
            request,
            rows,
            lambda row: (row.procedures, row.id),
            (int, str),
            cursor=cursor,
            limit=limit,
            make=_organization_line,
            facets=counted,
            order=lambda key: (-key[0], key[1]),
        )
        return give(request, page)

    @router.get("/organizations/{organization}", responses=gives(OrganizationAnswer, "not-found", "withheld"))
    def read_organization(request: Request, organization: OrganizationId) -> Response:
        """Return the file of an organization: names, identifiers, places, roles, and why its names are one."""
        file = organization_file(house, organization)
        answer = OrganizationAnswer(
            id=file.id,
            asked=file.asked,
            name=file.name,
            names=file.names,
            identifiers=file.identifiers,
            places=file.places,
            roles=file.roles,
            links=file.links,
            notices=file.notices,
            covered=file.covered,
            procedures=url("organizations", file.id, "procedures"),
        )
        return give(request, answer)

    @router.get(
        "/organizations/{organization}/procedures", responses=gives(Page[Part], "not-found", "withheld", "bad-cursor")
    )
    def list_organization_procedures(
        request: Request, organization: OrganizationId, cursor: Cursor = "", limit: Limit = 50
    ) -> Response:
        """List an organization's part in each procedure, the newest first."""
        file = organization_file(house, organization)
        parts = sorted(file.parts, key=lambda part: _newest((part.date, part.procedure)))
        page = sliced(
            request,
            parts,
            lambda part: (part.date, part.procedure),
            (str, str),
            cursor=cursor,
            limit=limit,
            make=lambda part: part,
            order=_newest,
        )
        return give(request, page)


def organization_file(house: House, wanted: str) -> OrganizationFile:
    """Return the file of an organization.

    Raises:
        Refusal: there is none, or it is a natural person's.
    """
    file = files.organization_file(house.view, wanted)
    if file is None:
        raise Refusal("not-found", f"no organization is called {wanted!r}")
    if file.withheld:
        raise Refusal("withheld", "this is a sole trader or carries nothing but a person's name")
    return file


def _procedure(house: House, wanted: str) -> ProcedureFile:
    file = files.procedure_file(house.view, wanted)
    if file is None:
        raise Refusal("not-found", f"no procedure is called {wanted!r}")
    return file


def _newest(key: Any) -> tuple[Falling, str]:
    return (Falling(key[0]), key[1])


def _oldest(key: Any) -> tuple[str, str]:
    return (key[0] or "9999", key[1])


def _procedure_line(row: ProcedureRow) -> ProcedureLine:
    return ProcedureLine(
        id=row.id,
        title=row.title,
        buyer=row.buyer,
        buyer_id=row.buyer_id,
        date=row.date,
        latest=row.latest,
        stages=row.stages,
        notices=row.notices,
        place=row.place,
        award=row.amount,
        conflicts=row.conflicts,
        unknown_units=row.unknown_units,
        missing=row.missing,
        url=url("procedures", row.id),
    )


def _organization_line(row: OrganizationRow) -> OrganizationLine:
    return OrganizationLine(
        id=row.id,
        name=row.name,
        roles=tuple(RoleShort(role, count) for role, count in row.roles),
        procedures=row.procedures,
        latest=row.latest,
        url=url("organizations", row.id),
    )
