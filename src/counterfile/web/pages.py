"""The pages: each a function from an address to what its template shows."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import jinja2
from markupsafe import Markup, escape
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from counterfile.desk import Desk, Figures, NotReady, Source, as_of, as_of_header, whole, within_first
from counterfile.errors import BadInput, BadSetup
from counterfile.guard import Guard
from counterfile.model.codebook import NOT_MENTIONED
from counterfile.model.document import State, next_step
from counterfile.model.files import AmountRow, DocumentFile, Link, OrganizationFile, ProcedureFile, Proof, Told
from counterfile.model.finding import Counted, Finding
from counterfile.model.finding import Source as Evidence
from counterfile.model.judgement import Question
from counterfile.model.notice import Notice, Property, Stage
from counterfile.model.reading import Page, Reading
from counterfile.model.value import Amount, Basis
from counterfile.pictures import withheld
from counterfile.store.ports import Cluster, View
from counterfile.text import search
from counterfile.text.script import has_han
from counterfile.views import circumstances, codes, coding, files, history, overview, snippets
from counterfile.views.aside import ASIDE
from counterfile.views.facets import Facets
from counterfile.views.findings import columns_in
from counterfile.views.history import Change
from counterfile.views.overview import Look, OrganizationRow, ProcedureRow
from counterfile.views.passages import Passage, around
from counterfile.web import (
    across,
    charts,
    document,
    figured,
    frames,
    heap,
    islands,
    reasons,
    replies,
    sheet,
    tables,
    wide,
    words,
)
from counterfile.web.tables import SUFFIXES, Table, table
from counterfile.web.words import Words

PAGE = 50
"""Lines of a list on one page."""

_AGAIN = 5  # seconds after which a page that is not ready loads itself again

SHEET_WIDTH = 1400
"""Pixels across of a page's picture where none are asked for."""

COOKIE = "counterfile-lang"


def create_app(inquiry: Path | Source | Desk, hosts: Sequence[str] = (), *, review: bool = False) -> Guard:
    """Return the pages of an inquiry as an ASGI application.

    Args:
        inquiry: An inquiry's folder, or an open inquiry, which stays the caller's to close.
        hosts: Names to answer to besides those of the loopback interface.
        review: Whether the review pages stand beside (`review.beside`), so that they are linked.

    Raises:
        NotAnInquiry: the folder is in no inquiry.
    """
    if isinstance(inquiry, Path):
        from counterfile.app import open_inquiry

        desk = Desk(open_inquiry(inquiry))
    else:
        desk = inquiry if isinstance(inquiry, Desk) else Desk(inquiry)
    pages = _Pages(desk, review=review)
    lists = [
        Route(f"/{name}.{suffix}", _as(page, suffix))
        for name, page in (
            ("findings", pages.findings_table),
            ("procedures", pages.procedures_table),
            ("organizations", pages.organizations_table),
            ("judgements", pages.judgements_table),
            ("search", pages.search_table),
            ("status", pages.status_table),
        )
        for suffix in SUFFIXES
    ]
    parts = [
        Route(f"/{name}/{{id}}/{{table}}.{suffix}", _as(page, suffix))
        for name, page in (
            ("findings", pages.finding_part),
            ("procedures", pages.procedure_part),
            ("organizations", pages.organization_part),
            ("documents", pages.document_part),
        )
        for suffix in SUFFIXES
    ]
    routes = [
        *wide.routes(pages, pages.wide, _Paging),
        *lists,
        *parts,
        Route("/findings/{id}.json", pages.finding_json),
        Route("/procedures/{id}.json", pages.procedure_json),
        Route("/organizations/{id}.json", pages.organization_json),
        Route("/documents/{id}.json", pages.document_json),
        Route("/", pages.start),
        Route("/findings", pages.findings),
        Route("/findings/{id}", pages.finding),
        Route("/procedures", pages.procedures),
        Route("/procedures/{id}", pages.procedure),
        Route("/families/{id}", pages.family),
        Route("/organizations", pages.organizations),
        Route("/organizations/{id}", pages.organization),
        Route("/documents/{id}/pages/{page:int}.image", pages.picture),
        Route("/documents/{id}/pages/{page:int}", pages.sheet),
        Route("/documents/{id}", pages.document),
        Route("/notices/{id}", pages.notice),
        Route("/evidence/{id}", pages.evidence),
        Route("/search", pages.search),
        Route("/status", pages.status),
        Route("/judgements", pages.judgements),
        Route("/about", pages.about),
        *across.routes(pages, _Paging),
        *heap.routes(pages, _Paging),
        *frames.routes(pages),
        *replies.routes(pages),
        Mount("/static", StaticFiles(packages=[("counterfile.web", "static")])),
    ]
    handlers: Mapping[Any, Callable[[Request, Exception], Response | Awaitable[Response]]] = {
        HTTPException: pages.problem,
        BadSetup: pages.bad_setup,
        NotReady: pages.wait,
        Exception: pages.broken,
    }
    # The guard stands outside of everything, so that the page of an error carries its headers too.
    return Guard(Starlette(routes=routes, exception_handlers=handlers), hosts)


def _as(page: Callable[[Request], Table], suffix: str) -> Callable[[Request], Response]:
    def answer(request: Request) -> Response:
        return tables.answer(page(request), suffix)

    return answer


class _Pages:
    """All pages of one inquiry."""

    def __init__(self, desk: Desk, *, review: bool = False) -> None:
        self.desk = desk
        self.review = review
        self.wide = wide.Wide(desk)
        self.linked = heap.Linked(desk)
        self.templates = environment()

    @property
    def view(self) -> View:
        return self.desk.view

    def show(self, request: Request, template: str, status: int = 200, /, **context: Any) -> HTMLResponse:
        """Return a page in the language of the request."""
        asked = request.query_params.get("lang")
        spoken = _spoken(request)
        content = self.templates.get_template(template).render(
            _=spoken.say,
            n_=spoken.count,
            w=spoken,
            inquiry=self.desk.title,
            review=self.review,
            path=request.url.path,
            as_of=as_of(),
            here=_here(request),
            languages={name: _here(request, lang=name) for name in words.LANGUAGES},
            **context,
        )
        told = {"Vary": "Accept-Language, Cookie", "Content-Language": spoken.tag, **as_of_header()}
        response = HTMLResponse(content, status, told)
        if asked in words.LANGUAGES:
            response.set_cookie(COOKIE, asked, max_age=365 * 86400, httponly=True, samesite="strict")
        return response

    # Start

    def start(self, request: Request) -> Response:
        """Show what holds, what there is, what needs a look."""
        seen = overview.glance(self.view, limit=5)
        lists, figures, links, ready = overview.EMPTY, Figures((), ()), None, True
        try:
            lists = self.desk.register()
            links = self.wide.links()
            figures = self.desk.findings()
        except NotReady:
            ready = False
        except BadSetup as error:
            figures = Figures((), (str(error),))
        return self.show(
            request,
            "start.html",
            seen=seen,
            counts=seen.counts,
            # What moved comes first; the sort is stable, so the rest keeps the order of the findings' files.
            found=sorted(figures.findings, key=lambda found: found.holds is not False),
            decisions=[each for each in self.view.history(limit=50) if each.question not in _BESIDE][:5],
            verdicts=_verdicts(figures.findings),
            links=links,
            many=wide.LINKS,
            ready=ready,
            wrong=figures.wrong,
            needs=overview.needs(seen.counts, lists),
            newest=lists.procedures[:8],
            chart=charts.columns(charts.years(lists.years)),
            lists=lists,
        )

    # Findings

    def findings(self, request: Request) -> Response:
        """Show all findings."""
        figures = self.desk.findings()
        asked = request.query_params.get("verdict", "")
        chosen = asked if asked in words.VERDICTS else ""
        shown = [found for found in figures.findings if chosen in ("", _verdict(found))]
        return self.show(
            request,
            "findings.html",
            found=shown,
            wrong=figures.wrong,
            chosen=chosen,
            verdicts=_verdicts(figures.findings),
            total=len(figures.findings),
        )

    def findings_table(self, request: Request) -> Table:
        """Return all findings as a table."""
        columns = ("name", "claim_en", "claim_zh", "figure", "label", "expected", "holds", "units", "eligible", "url")
        return table(
            "findings",
            columns,
            (
                (
                    found.spec.name,
                    found.spec.claim.en,
                    found.spec.claim.zh,
                    found.figure.value,
                    found.figure.label,
                    _expected(found),
                    found.holds,
                    found.used,
                    found.eligible,
                    _url("findings", found.spec.name),
                )
                for found in self.desk.findings().findings
            ),
        )

    def finding(self, request: Request) -> Response:
        """Show one finding with its units and the passages that made them count."""
        found = self._finding(request)
        page = _Paging(request, len(found.units))
        nested = (condition for each in found.spec.also for condition in each.conditions)
        decisive = {condition.field for condition in (*found.spec.conditions, *found.spec.share, *nested)}
        decisive |= set(columns_in(found.spec.unit, found.spec.sql))
        chosen = within_first(found)[page.first : page.last]
        units = [self._unit(found.units[each], decisive) for each in chosen]
        named = figured.named(figured.questions_of(self.view), _spoken(request))
        return self.show(
            request, "finding.html", found=found, expected=_expected(found), units=units, paging=page, named=named
        )

    def finding_part(self, request: Request) -> Table:
        """Return the units of a finding as a table."""
        found = self._finding(request)
        _only(request, "units")
        return table(
            f"{found.spec.name}-units",
            ("id", "within", "value", "also", "notices", "quotes", "statements", "url"),
            (
                (
                    unit.id,
                    unit.within,
                    unit.value,
                    "; ".join(unit.also),
                    " ".join(unit.notices),
                    " | ".join(" ".join(words.split()) for source in unit.sources for words in source.quotes),
                    " ".join(source.id for source in unit.sources),
                    _unit_url(unit),
                )
                for unit in found.units
            ),
        )

    def finding_json(self, request: Request) -> Response:
        """Return a finding as it is."""
        return tables.as_json(whole(self._finding(request)))

    def _finding(self, request: Request) -> Finding:
        name = request.path_params["id"]
        for found in self.desk.findings().findings:
            if found.spec.name == name:
                return found
        raise HTTPException(404)

    def _unit(self, unit: Counted, decisive: Collection[str]) -> dict[str, Any]:
        notices = {each: notice for each in unit.notices[:20] if (notice := self.view.notice(each)) is not None}
        said = self.view.statements(list(notices), _HEADS)
        titles = [s.value for some in said.values() for s in some if s.property is Property.TITLE]
        titles += [s.value for some in said.values() for s in some if s.property is Property.NOTICE_TITLE]
        dates = [s.value for some in said.values() for s in some if s.property is Property.PUBLISHED]
        readings: dict[str, Reading | None] = {}
        shown: dict[tuple[str, str], dict[str, Any]] = {}
        places = {_place_of(source, quote) for source in unit.sources for quote in source.quotes or ("",)}
        # What the conditions ask for comes before what merely says which unit it is.
        for source, quoted in _in_order(unit, decisive):
            place = _place_of(source, quoted)
            known = shown.get(place)
            if known is not None:
                known["fields"] = [*dict.fromkeys([*known["fields"], source.field])]
            if (known is not None and known["passage"] is not None) or (known is None and len(shown) == 12):
                continue
            notice = notices.get(source.notice) or self.view.notice(source.notice)
            if notice is None:
                continue
            start = source.start if quoted in source.quotes[:1] else -1
            passage = self._context(readings, notice, source.id, quoted, start)
            if known is None or passage is not None:
                shown[place] = {
                    "fields": known["fields"] if known is not None else [source.field],
                    "value": source.value,
                    "words": quoted,
                    "passage": passage,
                    "url": _source_url(notice, source.id, quoted),
                }
        return {
            "id": unit.id,
            "value": unit.value,
            "within": unit.within,
            "also": unit.also,
            "title": self._unit_title(unit, titles),
            "date": min(dates, default=""),
            "url": _unit_url(unit),
            "sources": list(shown.values()),
            "more": len(places) - len(shown),
        }

    def _unit_title(self, unit: Counted, titles: Sequence[str]) -> str:
        if unit.id.startswith("o-"):
            named = next((row.name for row in self.desk.register().organizations if row.id == unit.id), "")
            return named or unit.id
        return titles[0] if titles else unit.id

    def _context(
        self, readings: dict[str, Reading | None], notice: Notice, source: str, words: str, start: int
    ) -> Passage | None:
        """Return a quote in its context, or None where it cannot be placed."""
        if not words:
            return None
        if notice.reading not in readings:
            readings[notice.reading] = self.view.reading(notice.reading)
        reading = readings[notice.reading]
        if reading is None:
            return None
        if start < 0 and source.startswith("st-"):
            proof = files.proof_of(self.view, source)
            spans = proof[1].evidence if proof else ()
            start = next((span.start for span in spans if span.quote == words), -1)
        if start < 0:
            start = reading.text.find(words, notice.start, notice.end)
        if start < 0 or not reading.text.startswith(words, start):
            return None
        return around(reading.text, start, start + len(words), 70)

    # Procedures

    def procedures(self, request: Request) -> Response:
        """Show the list of procedures, filtered."""
        lists = self.desk.register()
        rows = self._procedures(request)
        page = _Paging(request, len(rows))
        counted = lists.years if len(rows) == len(lists.procedures) else _years(rows)
        return self.show(
            request,
            "procedures.html",
            rows=rows[page.first : page.last],
            paging=page,
            total=len(lists.procedures),
            years=[year for year, _ in reversed(lists.years)],
            stages=[stage for stage in Stage if stage in dict(lists.stages)],
            asked=request.query_params,
            looks=[look for look in Look if look not in (Look.FAILED, Look.PENDING, Look.WAITING)],
            chart=charts.columns(charts.years(counted)),
            counted=counted,
            exports=_exports(request),
        )

    def procedures_table(self, request: Request) -> Table:
        """Return the list of procedures, filtered in the same way, as a table."""
        return table(
            "procedures",
            (
                "id",
                "title",
                "buyer",
                "buyer_id",
                "date",
                "latest",
                "stages",
                "notices",
                "place",
                "award",
                "conflicts",
                "unknown_units",
                "url",
            ),
            (
                (
                    row.id,
                    row.title,
                    row.buyer,
                    row.buyer_id,
                    row.date,
                    row.latest,
                    " ".join(row.stages),
                    row.notices,
                    row.place,
                    row.amount,
                    row.conflicts,
                    row.unknown_units,
                    _url("procedures", row.id),
                )
                for row in self._procedures(request)
            ),
        )

    def _procedures(self, request: Request) -> Sequence[ProcedureRow]:
        asked = request.query_params
        rows: Iterable[ProcedureRow] = self.desk.register().procedures
        if stage := asked.get("stage"):
            rows = (row for row in rows if stage in row.stages)
        if year := asked.get("year"):
            rows = (row for row in rows if row.date.startswith(year))
        if look := next((look for look in Look if look.name.lower() == asked.get("look")), None):
            rows = (row for row in rows if overview.is_due(row, look))
        for term in overview.needle(asked.get("q", "")).split():
            rows = [row for row in rows if term in row.haystack]
        found = list(rows)
        if asked.get("sort") == "oldest":
            found.sort(key=lambda row: (row.date or "9999", row.id))
        elif asked.get("sort") == "notices":
            found.sort(key=lambda row: -row.notices)
        return found

    def procedure(self, request: Request) -> Response:
        """Show the file of a procedure."""
        file = self._procedure(request)
        if file.id != file.asked:
            return RedirectResponse(_url("procedures", file.id), 308)
        return self.show(
            request,
            "procedure.html",
            file=file,
            entries={entry.notice: entry for entry in file.timeline},
            chart=_drawn(file, _spoken(request)),
            roles=_by_role(file),
            dates=[row for row in file.dates if row.property is not Property.PUBLISHED],
            links=_links(file),
            changes=history.of_procedure(self.view, file, self.wide.decisions()),
            codes=_by_answer(self._codes(file)),
            **self._coded(_spoken(request)),
        )

    def procedure_json(self, request: Request) -> Response:
        """Return the file of a procedure as it is."""
        return tables.as_json(self._procedure(request))

    def procedure_part(self, request: Request) -> Table:
        """Return one table of a procedure's file."""
        file = self._procedure(request)
        makers: dict[str, Callable[[ProcedureFile], Table]] = {
            "timeline": _timeline_table,
            "parties": _parties_table,
            "lots": _lots_table,
            "amounts": _amounts_table,
            "dates": _dates_table,
            "links": _links_table,
            "history": lambda file: _history_table(
                file.id, history.of_procedure(self.view, file, self.wide.decisions())
            ),
            "codes": lambda file: _codes_table(file.id, self._codes(file)),
        }
        _only(request, *makers)
        return makers[request.path_params["table"]](file)

    def _codes(self, file: codes.File) -> list[_Coded]:
        """Return the codebook's answers in a file, each with its passages and where they open."""
        readings: dict[str, Reading | None] = {}
        found: list[_Coded] = []
        for told in codes.of_file(self.view, file):
            if told.reading and told.reading not in readings:
                readings[told.reading] = self.view.reading(told.reading)
            reading = readings.get(told.reading)
            passages = []
            if reading is not None:
                address = _url("documents", reading.document)
                passages = [
                    (around(reading.text, span.start, span.end, 60), f"{address}#at={span.start}-{span.end}")
                    for span in told.evidence
                ]
            found.append((told, passages))
        return found

    def _coded(self, spoken: Words) -> dict[str, Any]:
        """Return what a template needs to speak of codes: each question's words, and an answer's."""
        named = figured.named(figured.questions_of(self.view), spoken)
        return {"asks": named.asks, "answered": named.answer}

    def _procedure(self, request: Request) -> ProcedureFile:
        file = files.procedure_file(self.view, request.path_params["id"])
        if file is None:
            raise HTTPException(404)
        return file

    def family(self, request: Request) -> Response:
        """Lead to the first attempt of a project, whose page names all others."""
        wanted = request.path_params["id"]
        members = self.view.members(Cluster.FAMILY, self.view.redirect(wanted) or wanted)
        procedures = sorted(set(self.view.clusters_of(Cluster.PROCEDURE, members).values()))
        if not procedures:
            raise HTTPException(404)
        return RedirectResponse(_url("procedures", procedures[0]), 303)

    # Organizations

    def organizations(self, request: Request) -> Response:
        """Show the list of organizations, filtered."""
        rows = self._organizations(request)
        page = _Paging(request, len(rows))
        return self.show(
            request,
            "organizations.html",
            rows=rows[page.first : page.last],
            paging=page,
            total=len(self.desk.register().organizations),
            asked=request.query_params,
            exports=_exports(request),
        )

    def organizations_table(self, request: Request) -> Table:
        """Return the list of organizations, filtered in the same way, as a table."""
        return table(
            "organizations",
            ("id", "name", "procedures", *words.ROLES, "latest", "url"),
            (
                (
                    row.id,
                    row.name,
                    row.procedures,
                    *(dict(row.roles).get(role, 0) for role in words.ROLES),
                    row.latest,
                    _url("organizations", row.id),
                )
                for row in self._organizations(request)
            ),
        )

    def _organizations(self, request: Request) -> Sequence[OrganizationRow]:
        asked = request.query_params
        rows: Iterable[OrganizationRow] = self.desk.register().organizations
        if role := asked.get("role"):
            rows = (row for row in rows if role in dict(row.roles))
        for term in overview.needle(asked.get("q", "")).split():
            rows = [row for row in rows if term in row.haystack]
        return list(rows)

    def organization(self, request: Request) -> Response:
        """Show the file of an organization."""
        file = self._organization(request)
        if file.id != file.asked:
            return RedirectResponse(_url("organizations", file.id), 308)
        page = _Paging(request, len(file.parts))
        counted = sorted(Counter(part.date[:4] for part in file.parts if part.date).items())
        return self.show(
            request,
            "organization.html",
            file=file,
            parts=file.parts[page.first : page.last],
            paging=page,
            counted=counted,
            chart=charts.columns(charts.years(counted)),
            beside=None if file.withheld else self.wide.beside(file.id),
            changes=self._organization_changes(file),
            codes=_by_answer(self._codes(file)),
            askings=[] if file.withheld else replies.of_organization(self, file.id),
            **self._coded(_spoken(request)),
        )

    def organization_json(self, request: Request) -> Response:
        """Return the file of an organization as it is."""
        return tables.as_json(self._organization(request))

    def organization_part(self, request: Request) -> Table:
        """Return the procedures of an organization, its history or its codes as a table."""
        file = self._organization(request)
        _only(request, "procedures", "history", "codes")
        if request.path_params["table"] == "codes":
            return _codes_table(file.id, self._codes(file))
        if request.path_params["table"] == "history":
            return _history_table(file.id, self._organization_changes(file))
        return table(
            f"{file.id}-procedures",
            ("procedure", "date", "title", "roles", "amounts", "url"),
            (
                (
                    part.procedure,
                    part.date,
                    part.title,
                    " ".join(part.roles),
                    " | ".join(f"{row.role} {row.told.value}" for row in part.amounts),
                    _url("procedures", part.procedure),
                )
                for part in file.parts
            ),
        )

    def _organization_changes(self, file: OrganizationFile) -> list[Change]:
        return [] if file.withheld else history.of_organization(self.view, file, self.wide.decisions())

    def _organization(self, request: Request) -> OrganizationFile:
        file = files.organization_file(self.view, request.path_params["id"])
        if file is None:
            raise HTTPException(404)
        return file

    # Documents

    def document(self, request: Request) -> Response:
        """Show the masked text of a document with its passages marked."""
        file = self._document(request)
        if file.document.digest != request.path_params["id"]:
            return RedirectResponse(_url("documents", file.document.digest), 303)
        reading = self.view.reading(file.reading.id) if file.reading else None
        text, passage, asked = None, None, request.query_params
        spans: list[tuple[int, int, str]] = []
        focus = asked.get("ev", "")
        hits: list[tuple[int, int]] = []
        if reading is not None:
            said = self.view.statements([notice.id for notice in file.notices])
            statements = [statement for some in said.values() for statement in some]
            spans = document.spans_of(file, statements)
            hits = _hits(reading.text, asked)
            text = document.render(reading, spans, hits, focus, _whole(asked.get("part")))
            span = next((span for span in spans if span[2] == focus), None)
            passage = around(reading.text, span[0], span[1], 90) if span else None
        told = [(notice.id, *row) for notice in file.notices for row in notice.said]
        focused = next((row for row in told if focus and any(p.statement == focus for p in row[3].proofs)), None)
        response = self.show(
            request,
            "document.html",
            file=file,
            text=text,
            passage=passage,
            focus=focus if passage else "",
            lost=bool(focus) and passage is None,
            focused=focused,
            hits=len(hits),
            query=asked.get("q", ""),
            labels=_labels(file),
            step=next_step(file.document.state),
            codes=_by_answer(self._codes(file)),
            **self._coded(_spoken(request)),
            twins=heap.twins(self.view, file.document.digest, self.linked(file.document.digest)),
            part_url=lambda number: _here(request, part=str(number)),
        )
        response.headers.update(islands.HEADERS)
        return response

    def sheet(self, request: Request) -> Response:
        """Show a page of a document as its picture, with its passages outlined."""
        file, reading, page = self._page(request)
        asked = request.query_params
        said = self.view.statements([notice.id for notice in file.notices])
        spans = document.spans_of(file, [statement for some in said.values() for statement in some])
        hits = _hits(reading.text, asked)
        lines = self.view.lines(reading.id)
        refusal = withheld(reading, lines, page.number)
        if not refusal:
            try:
                lines = self.desk.pictures.characters(reading, lines, page.number)
            except BadInput as error:
                refusal = str(error)
        focus = asked.get("ev", "")
        shown = sheet.sheet(reading.text, page, len(reading.pages), lines, spans, hits, focus, refusal)
        return self.show(
            request,
            "sheet.html",
            file=file,
            sheet=shown,
            page_url=lambda number: _url("documents", file.document.digest, "pages", str(number)),
        )

    def picture(self, request: Request) -> Response:
        """Return the picture of a page, personal identifiers painted over."""
        _, reading, page = self._page(request)
        width = _whole(request.query_params.get("width")) or SHEET_WIDTH
        try:
            image = self.desk.pictures.image(reading, page.number, width)
        except BadInput as error:
            raise HTTPException(404, str(error)) from error
        return Response(image.content, media_type=image.media_type)

    def _page(self, request: Request) -> tuple[DocumentFile, Reading, Page]:
        file = self._document(request)
        reading = self.view.reading(file.reading.id) if file.reading else None
        number = request.path_params["page"]
        page = next((page for page in reading.pages if page.number == number), None) if reading else None
        if reading is None or page is None:
            raise HTTPException(404)
        return file, reading, page

    def document_json(self, request: Request) -> Response:
        """Return what is known of a document as it is."""
        return tables.as_json(self._document(request))

    def document_part(self, request: Request) -> Table:
        """Return what a document says as a table."""
        file = self._document(request)
        _only(request, "statements", "codes")
        if request.path_params["table"] == "codes":
            return _codes_table(file.document.digest[:16], self._codes(file))
        return table(
            f"{file.document.digest[:16]}-statements",
            (
                "notice",
                "subject",
                "property",
                "value",
                "quote",
                "also",
                "page",
                "conflict",
                "decided_by",
                "statement",
                "url",
            ),
            (
                (
                    notice.id,
                    subject,
                    name,
                    told.value,
                    proof.quote,
                    " | ".join(proof.also),
                    proof.page,
                    told.conflict,
                    told.correction.by if told.correction else "",
                    proof.statement,
                    _proof_url(proof),
                )
                for notice in file.notices
                for subject, name, told in notice.said
                for proof in told.proofs or (Proof("", notice.id, file.document.digest, ""),)
            ),
        )

    def _document(self, request: Request) -> DocumentFile:
        wanted = request.path_params["id"]
        file = files.document_file(self.view, wanted)
        if file is None and len(wanted) >= 8 and all(sign in "0123456789abcdef" for sign in wanted):
            # The beginning of a digest will do where only one document has it.
            near = self.view.prefixed(wanted, 2)
            file = files.document_file(self.view, near[0]) if len(near) == 1 else None
        if file is None:
            raise HTTPException(404)
        return file

    def notice(self, request: Request) -> Response:
        """Lead to a notice's place: the file of its procedure, or its document while it has none."""
        notice = self.view.notice(request.path_params["id"])
        if notice is None:
            raise HTTPException(404)
        procedure = self.view.cluster(Cluster.PROCEDURE, notice.id)
        if procedure is None:
            return RedirectResponse(_url("documents", notice.document), 303)
        return RedirectResponse(f"{_url('procedures', procedure)}#{quote(notice.id)}", 303)

    def evidence(self, request: Request) -> Response:
        """Lead to the passage of a statement."""
        proof = files.proof_of(self.view, request.path_params["id"])
        if proof is None:
            raise HTTPException(404)
        notice, statement = proof
        return RedirectResponse(_passage_url(notice.document, statement.id), 303)

    # Search, status, judgements, about

    def search(self, request: Request) -> Response:
        """Show which documents hold the words."""
        query = request.query_params.get("q", "").strip()[:500]
        number = _whole(request.query_params.get("page")) or 1
        asked = request.query_params
        counted = self.wide.facets(query, asked) if query else None
        found = None
        page = _Paging(request, _total(counted), 20)
        if counted is not None and page.last <= len(counted.documents):
            found = snippets.of(self.view, query, counted.documents[page.first : page.last], page.total, page.first)
        elif query:
            found = snippets.results(self.view, query, (number - 1) * 20, 20)
        return self.show(
            request,
            "search.html",
            query=query,
            found=found,
            counted=counted,
            paging=page if counted is not None else _Paging(request, found.total if found else 0, 20),
            narrowed=lambda by, value: _here(request, **{by: value, "page": "1"}),
            exports=_exports(request),
        )

    def search_table(self, request: Request) -> Table:
        """Return all results of a search as a table, at most 5,000; narrowed, those among the first 1,000."""
        query = request.query_params.get("q", "").strip()[:500]
        counted = self.wide.facets(query, request.query_params) if query else None
        if counted is not None and counted.narrowed:
            found = snippets.of(self.view, query, counted.documents, len(counted.documents)).rows
        else:
            found = snippets.results(self.view, query, 0, 5000).rows if query else ()
        return table(
            "search",
            ("document", "name", "title", "date", "stage", "hits", "procedure", "passage", "url"),
            (
                (
                    row.document,
                    row.name,
                    row.title,
                    row.date,
                    row.stage,
                    row.hits,
                    row.procedure,
                    " | ".join("".join(part.text for part in passage.parts) for passage in row.passages),
                    f"{_url('documents', row.document)}?{urlencode({'q': query})}#hit-1",
                )
                for row in found
            ),
        )

    def status(self, request: Request) -> Response:
        """Show counts that add up, and each failure with its reason and the next step."""
        asked = request.query_params
        state = State(asked["state"]) if asked.get("state") in tuple(State) else None
        shown = [state] if state else [State.FAILED, State.SKIPPED, State.PENDING]
        groups = []
        for each in shown:
            found = self.view.documents(each, after=asked.get("after", "") if state else "", limit=PAGE + 1)
            rows = [(item, self._file_name(item.digest)) for item in found[:PAGE]]
            groups.append((each, rows, rows[-1][0].digest if len(found) > PAGE else ""))
        waiting = [] if state else [(item, self._file_name(item.digest)) for item in self.view.waiting(limit=PAGE)]
        return self.show(
            request,
            "status.html",
            counts=self.view.counts(),
            groups=groups,
            step=next_step,
            chosen=state,
            waiting=waiting,
        )

    def status_table(self, request: Request) -> Table:
        """Return every document that was not read, with its reason, as a table."""
        rows = []
        for state in (State.FAILED, State.SKIPPED, State.PENDING):
            after = ""
            while found := self.view.documents(state, after=after):
                after = found[-1].digest
                rows += [
                    (
                        d.digest,
                        self._file_name(d.digest),
                        d.state,
                        d.stage,
                        d.reason,
                        d.sandbox,
                        next_step(d.state),
                        _url("documents", d.digest),
                    )
                    for d in found
                ]
        return table("status", ("document", "name", "state", "stage", "reason", "sandbox", "next_step", "url"), rows)

    def _file_name(self, digest: str) -> str:
        arrivals = self.view.arrivals(digest)
        return arrivals[0].name if arrivals else digest[:12]

    def judgements(self, request: Request) -> Response:
        """Show what persons decided, the newest first."""
        found = self.view.history(limit=1000)
        page = _Paging(request, len(found))
        return self.show(
            request,
            "judgements.html",
            rows=found[page.first : page.last],
            paging=page,
            urls=_member_url,
            **self._coded(_spoken(request)),
        )

    def judgements_table(self, request: Request) -> Table:
        """Return persons' judgements as a table."""
        return table(
            "judgements",
            ("id", "question", "subject", "other", "answer", "by", "reason", "decided_at"),
            (
                (j.id, j.question, j.subject, j.other, j.answer, j.agent, j.reason, str(j.decided_at or ""))
                for j in self.view.history(limit=1_000_000)
            ),
        )

    def about(self, request: Request) -> Response:
        """Show what this is, what it never does and what it does not promise."""
        return self.show(request, "about.html")

    # Problems

    def problem(self, request: Request, error: Exception) -> Response:
        """Show that there is no such page."""
        status = error.status_code if isinstance(error, HTTPException) else 500
        return self.show(request, "problem.html", status, status=status, message="")

    def wait(self, request: Request, error: Exception) -> Response:
        """Show that lists are being prepared; the page loads itself again."""
        response = self.show(request, "problem.html", 503, status=503, message="")
        response.headers["Retry-After"] = str(_AGAIN)
        response.headers["Refresh"] = str(_AGAIN)
        return response

    def bad_setup(self, request: Request, error: Exception) -> Response:
        """Show what the user can mend."""
        return self.show(request, "problem.html", 500, status=500, message=str(error))

    def broken(self, request: Request, error: Exception) -> Response:
        """Show that the program is at fault; the cause goes to the terminal, not into the page."""
        return self.show(request, "problem.html", 500, status=500, message="")


_BESIDE = {Question.READ_BEFORE, Question.REPLY, ASIDE}
"""Questions whose judgements stand beside a decision and are none themselves."""

_Coded = tuple[coding.Told, Sequence[tuple[Passage, str]]]
"""An answer of the codebook, and its passages with where they open."""

_HEADS = (Property.TITLE, Property.NOTICE_TITLE, Property.PUBLISHED)
_CHARTED = (
    Property.BUDGET,
    Property.CEILING,
    Property.ESTIMATE,
    Property.BID_VALUE,
    Property.AWARD_VALUE,
    Property.CONTRACT_VALUE,
)


def environment() -> jinja2.Environment:
    """Return the templates with their filters and names."""
    made = jinja2.Environment(
        loader=jinja2.PackageLoader("counterfile.web", "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters.update(
        lang=_language,
        number=lambda value: f"{value:,}",
        url=_url,
        proof_url=_proof_url,
        passage_url=_passage_url,
        money=_money,
        short=_short,
        tell=_tell,
        grouped=_grouped,
        subject=_subject,
        code=_code,
        day=_day,
        words_of=_words_of,
        reason=reasons.tell,
        of_figure=reasons.tell_figure,
        column_name=lambda name, named: named.column(name),
    )
    made.globals.update(
        islands=islands,
        stage_names=words.STAGES,
        role_names=words.ROLES,
        scope_names=words.SCOPES,
        basis_names=words.BASES,
        state_names=words.STATES,
        state_titles=words.STATE_TITLES,
        stage_titles=words.STAGE_TITLES,
        field_titles=words.FIELD_TITLES,
        relation_names=words.RELATIONS,
        property_names=words.PROPERTIES,
        question_names=words.QUESTIONS | words.BESIDE,
        answer_names=figured.ANSWERS,
        unit_names=words.UNITS,
        class_names=words.CLASSES,
        verdict_names=words.VERDICTS,
        change_names=words.CHANGES,
        standing_names=words.STANDINGS,
        channel_names=words.CHANNELS,
        outcome_names=words.OUTCOMES,
        reply_states=words.REPLIES,
    )
    return made


def _in_order(unit: Counted, decisive: Collection[str]) -> list[tuple[Evidence, str]]:
    """Return what made a unit count with each of its quotes, fields in `decisive` first."""
    ordered = sorted(unit.sources, key=lambda source: source.field not in decisive)
    return [(source, quote) for source in ordered for quote in source.quotes or ("",)]


def _place_of(source: Evidence, quoted: str) -> tuple[str, str]:
    """Return what is shown once: words in a notice, a person's words, which hold for all notices of a unit, or an answer."""
    if not quoted:
        return source.field, source.value
    return (source.id if source.id.startswith("j-") else source.notice), quoted


# Addresses


def _url(kind: str, name: str, *more: str) -> str:
    return "/" + "/".join(quote(part, safe="") for part in (kind, name, *more))


def _hits(text: str, asked: Mapping[str, str]) -> list[tuple[int, int]]:
    """Return what is to be marked in a text: the stretch that ``at=120-360`` names, else where the words of ``q`` stand."""
    start, dash, end = asked.get("at", "").partition("-")
    first, last = _whole(start), _whole(end)
    if dash and first is not None and last is not None and first < last <= len(text):
        return [(first, last)]
    return search.find(text, asked["q"])[:500] if asked.get("q") else []


def _passage_url(digest: str, statement: str) -> str:
    name = quote(statement, safe="")
    return f"{_url('documents', digest)}?ev={name}#ev-{name}"


def _proof_url(proof: Proof) -> str:
    return _passage_url(proof.document, proof.statement) if proof.statement else _url("documents", proof.document)


def _source_url(notice: Notice, source: str, words: str) -> str:
    if source.startswith("st-"):
        return _passage_url(notice.document, source)
    if words:
        return f"{_url('documents', notice.document)}?{urlencode({'q': chr(34) + words + chr(34)})}#hit-1"
    return _url("documents", notice.document)


def _unit_url(unit: Counted) -> str:
    kinds = {"p": "procedures", "o": "organizations", "f": "families", "n": "notices"}
    head = unit.id.partition("/")[0]
    letter, dash, _ = head.partition("-")
    return _url(kinds[letter], head) if dash and letter in kinds else _url("documents", head)


def _member_url(member: str) -> str:
    """Return where a judgement's subject is shown; empty for a name key, which has no page of its own."""
    notice = member.partition("|")[0]
    return _url("notices", notice) if notice.startswith("n-") else ""


def _here(request: Request, **changes: str) -> str:
    """Return this page's address with some of its query changed."""
    query = {name: value for name, value in request.query_params.items() if name != "lang"}
    query.update(changes)
    return request.url.path + ("?" + urlencode(query) if query else "")


def _exports(request: Request) -> list[tuple[str, str]]:
    query = {name: value for name, value in request.query_params.items() if name not in ("lang", "page")}
    tail = "?" + urlencode(query) if query else ""
    return [(name, f"{request.url.path}.{suffix}{tail}") for suffix, name in tables.FORMATS.items()]


def _only(request: Request, *known: str) -> None:
    if request.path_params["table"] not in known:
        raise HTTPException(404)


def _whole(text: str | None) -> int | None:
    return int(text) if text is not None and text.isascii() and text.isdecimal() and len(text) < 9 else None


class _Paging:
    """Which lines of a list a page shows."""

    def __init__(self, request: Request, total: int, size: int = PAGE) -> None:
        self.total = total
        self.pages = max(1, math.ceil(total / size))
        self.page = min(max(_whole(request.query_params.get("page")) or 1, 1), self.pages)
        self.first = (self.page - 1) * size
        self.last = min(self.first + size, total)
        self.previous = _here(request, page=str(self.page - 1)) if self.page > 1 else ""
        self.next = _here(request, page=str(self.page + 1)) if self.page < self.pages else ""


def _spoken(request: Request) -> Words:
    asked, kept = request.query_params.get("lang"), request.cookies.get(COOKIE)
    return words.words(words.choose(asked, kept, request.headers.get("accept-language", "")))


# Values in words


def _words_of(reason: str) -> str:
    """Return a reason without the line that only programs read."""
    return circumstances.read(reason)[0]


def _language(text: str) -> str:
    return "zh-Hans" if has_han(text) else "en"


def _short(text: str, most: int = 80) -> str:
    """Return a text on one line, cut behind `most` code points."""
    line = " ".join(text.split())
    return line if len(line) <= most else line[: most - 1] + "…"


def _narrow(text: str, most: int) -> str:
    """Return a text cut to a width, where a Han character is as wide as two Latin ones."""
    width = 0
    for at, sign in enumerate(text):
        width += 2 if has_han(sign) else 1
        if width > most:
            return text[: max(at - 1, 1)] + "…"
    return text


def _subject(subject: str, w: Words) -> str:
    """Return whose a statement is, in words: ``lot/1/supplier/2`` is the second supplier of the first row."""
    match = _ROW.fullmatch(subject)
    if match is None:
        return subject
    row = w.say("row {number}", number=match[1])
    return row if match[2] is None else f"{row} · {w.say('supplier')} {match[2]}"


_ROW = re.compile(r"lot/(\d+)(?:/supplier/(\d+))?")


def _money(amount: Amount, w: Words) -> str:
    """Return an amount to read: currency, thousands, and what it is the price of where that is no total."""
    kind = "" if amount.basis is Basis.TOTAL else w.say(words.BASES[amount.basis])
    if amount.amount is not None:
        text = f"{amount.currency} {amount.amount:,.2f}"
        return f"{text} ({kind})" if kind else text
    if amount.rate is not None:
        return f"{(amount.rate * 100).normalize():f} % ({kind})"
    return kind


def _tell(told: Told, name: Property, w: Words) -> str:
    """Return a value as the page shows it."""
    if told.amount is not None:
        return _money(told.amount, w)
    labels: dict[Property, dict[Any, str]] = {
        Property.STAGE: words.STAGES,
        Property.LOT_STATUS: words.LOT_STATUSES,
        Property.LEAD: words.TRUTHS,
        Property.CONSORTIUM_ALLOWED: words.TRUTHS,
    }
    label = labels.get(name, {}).get(told.value)
    return w.say(label) if label else told.value


def _grouped(text: str) -> str:
    """Return a text with the thousands of its amount set apart; a canonical total loses the word."""
    match = _AMOUNT.fullmatch(text)
    return text if match is None else f"{match[1]} {Decimal(match[2]):,.2f}{(match[3] or '').removesuffix(' total')}"


_AMOUNT = re.compile(r"([A-Z]{3}) (\d+(?:\.\d+)?)( [a-z_]+)?")


def _code(text: str) -> Markup:
    """Return a sentence with what stands in backticks set as code; all of it escaped."""
    return Markup(re.sub(r"`([^`]+)`", r"<code>\1</code>", str(escape(text))))  # noqa: S704  # escaped before


def _day(moment: Any) -> str:
    return f"{moment:%Y-%m-%d %H:%M}" if moment else ""


def _verdict(found: Finding) -> str:
    """Return a name of `words.VERDICTS`."""
    return {True: "holds", False: "moved", None: "open"}[found.holds]


def _verdicts(found: Iterable[Finding]) -> dict[str, int]:
    """Return how many findings have each verdict, in the order of `words.VERDICTS`; those of none are left out."""
    counted = Counter(map(_verdict, found))
    return {name: counted[name] for name in words.VERDICTS if counted[name]}


def _expected(found: Finding) -> str:
    expected = found.spec.expected
    if expected is None:
        return ""
    if isinstance(expected, dict):
        return "; ".join(f"{name} {count}" for name, count in expected.items())
    return "; ".join(expected) if isinstance(expected, tuple) else str(expected)


def _total(counted: Facets | None) -> int:
    """Return how many documents a search has to show."""
    if counted is None:
        return 0
    return len(counted.documents) if counted.narrowed else counted.total


def _years(rows: Sequence[ProcedureRow]) -> list[tuple[str, int]]:
    return sorted(Counter(row.date[:4] for row in rows if row.date).items())


def _by_role(file: ProcedureFile) -> dict[Property, list[AmountRow]]:
    """Return the amounts that stand at the top of a procedure's page."""
    found: dict[Property, list[AmountRow]] = {}
    for row in file.amounts:
        if row.role in _CHARTED and row.role is not Property.BID_VALUE:
            found.setdefault(row.role, []).append(row)
    return found


def _links(file: ProcedureFile) -> list[tuple[Link, tuple[str, str]]]:
    """Return each reason once, with the two notices in the order of the timeline."""
    order = {entry.notice: number for number, entry in enumerate(file.timeline)}
    found: dict[tuple[str, ...], tuple[Link, tuple[str, str]]] = {}
    for link in file.links:
        one, other = sorted((link.one, link.other), key=lambda notice: order.get(notice, len(order)))
        found.setdefault((link.question, one, other, link.answer, link.by, link.reason), (link, (one, other)))
    ranks = {str(Question.SAME_PROCEDURE): 0, str(Question.SAME_FAMILY): 1}
    return sorted(
        found.values(), key=lambda pair: (ranks.get(pair[0].question, 2), *(order.get(n, 999) for n in pair[1]))
    )


def _drawn(file: ProcedureFile, w: Words) -> charts.Chart | None:
    """Return the totals as bars; None where they are in different currencies, which no picture can compare."""
    shown = [
        (row, row.told.amount)
        for row in file.amounts
        if row.role in _CHARTED
        and row.role is not Property.BID_VALUE
        and row.told.amount is not None
        and row.told.amount.basis is Basis.TOTAL
        and not row.told.superseded
    ]
    if len({amount.currency for _, amount in shown}) != 1:
        return None
    return charts.lines(
        [
            (_narrow(f"{w.say(words.PROPERTIES[row.role])} {row.label}".strip(), 27), amount.amount, _money(amount, w))
            for row, amount in shown[:24]
            if amount.amount is not None
        ]
    )


def _by_answer(coded: Iterable[_Coded]) -> dict[str, dict[str, list[_Coded]]]:
    """Return the answers by question and by what they say, what is mentioned nowhere last."""
    found: dict[str, dict[str, list[_Coded]]] = {}
    for told, passages in sorted(coded, key=lambda one: one[0].answer == NOT_MENTIONED):
        found.setdefault(told.question, {}).setdefault(told.answer, []).append((told, passages))
    return found


def _labels(file: DocumentFile) -> dict[str, str]:
    """Return which property each statement is about."""
    return {
        proof.statement: words.PROPERTIES[name]
        for notice in file.notices
        for _, name, told in notice.said
        for proof in told.proofs
        if proof.statement
    }


# Tables of a procedure


def _timeline_table(file: ProcedureFile) -> Table:
    return table(
        f"{file.id}-timeline",
        ("notice", "date", "stage", "title", "document", "file", "url"),
        (
            (
                entry.notice,
                entry.date.value if entry.date else "",
                entry.stage.value if entry.stage else "",
                entry.title,
                entry.document,
                entry.name,
                _url("documents", entry.document),
            )
            for entry in file.timeline
        ),
    )


def _parties_table(file: ProcedureFile) -> Table:
    return table(
        f"{file.id}-parties",
        ("role", "name", "organization", "identifier", "lead", "rank", "lots", "superseded_by", "quotes", "url"),
        (
            (
                party.role,
                party.name.value,
                party.organization,
                party.identifier.value if party.identifier else "",
                party.lead,
                party.rank,
                " | ".join(party.lots),
                party.name.superseded,
                _quotes(party.name),
                _first_url(party.name),
            )
            for party in file.parties
        ),
    )


def _lots_table(file: ProcedureFile) -> Table:
    return table(
        f"{file.id}-lots",
        ("label", "title", "status", "suppliers", "candidates", "amounts"),
        (
            (
                lot.label,
                lot.title.value if lot.title else "",
                " | ".join(told.value for told in lot.status),
                " | ".join(party.name.value for party in lot.parties if party.role == "supplier"),
                " | ".join(party.name.value for party in lot.parties if party.role == "candidate"),
                " | ".join(f"{row.role} {row.told.value}" for row in lot.amounts),
            )
            for lot in file.lots
        ),
    )


def _amounts_table(file: ProcedureFile) -> Table:
    return table(
        f"{file.id}-amounts",
        (
            "role",
            "scope",
            "label",
            "basis",
            "amount",
            "currency",
            "rate",
            "conflict",
            "superseded_by",
            "decided_by",
            "quotes",
            "url",
        ),
        (_amount_row(row) for row in file.amounts),
    )


def _amount_row(row: AmountRow) -> tuple[Any, ...]:
    amount = row.told.amount or Amount(Basis.NOT_STATED)
    return (
        row.role,
        row.scope,
        row.label,
        amount.basis,
        f"{amount.amount:f}" if amount.amount is not None else "",
        amount.currency,
        f"{amount.rate:f}" if amount.rate is not None else "",
        row.told.conflict,
        row.told.superseded,
        row.told.correction.by if row.told.correction else "",
        _quotes(row.told),
        _first_url(row.told),
    )


def _dates_table(file: ProcedureFile) -> Table:
    return table(
        f"{file.id}-dates",
        ("property", "date", "superseded_by", "quotes", "url"),
        (
            (row.property, row.told.value, row.told.superseded, _quotes(row.told), _first_url(row.told))
            for row in file.dates
        ),
    )


def _links_table(file: ProcedureFile) -> Table:
    return table(
        f"{file.id}-links",
        ("judgement", "question", "one", "other", "answer", "by", "kind", "reason", "score", "decided_at"),
        (
            (
                link.judgement,
                link.question,
                link.one,
                link.other,
                link.answer,
                link.by,
                link.kind,
                link.reason,
                link.score,
                str(link.decided_at or ""),
            )
            for link in file.links
        ),
    )


def _history_table(name: str, changes: Iterable[Change]) -> Table:
    return table(
        f"{name}-history",
        ("what", "at", "about", "whose", "before", "after", "by", "reason", "judgement", "notice", "document", "url"),
        (
            (
                each.what,
                str(each.at or ""),
                each.about,
                each.whose,
                each.before,
                each.after,
                each.by,
                each.reason,
                each.judgement,
                each.notice,
                each.document,
                _url("documents", each.document) if each.document else "/judgements",
            )
            for each in changes
        ),
    )


def _codes_table(name: str, coded: Iterable[_Coded]) -> Table:
    return table(
        f"{name}-codes",
        ("question", "answer", "unit", "kind", "by", "software", "standing", "score", "quotes", "judgement", "url"),
        (
            (
                told.question,
                told.answer,
                told.unit,
                told.kind,
                told.by,
                told.software,
                told.standing,
                told.score,
                " | ".join(" ".join(span.quote.split()) for span in told.evidence),
                told.judgement,
                passages[0][1] if passages else "",
            )
            for told, passages in coded
        ),
    )


def _quotes(told: Told) -> str:
    return " | ".join(dict.fromkeys(" ".join(proof.quote.split()) for proof in told.proofs))


def _first_url(told: Told) -> str:
    return _proof_url(told.proofs[0]) if told.proofs else ""
