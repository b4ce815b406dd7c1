"""The inquiry at a glance, search, findings, coverage, explanations, and the pages of the problems themselves."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Annotated, cast

import msgspec
from fastapi import APIRouter, Query, Request
from fastapi import Path as PathParameter
from starlette.responses import Response

from counterfile.api._answers import Page, cursor_for, facet, give, resume, sliced
from counterfile.api._house import House
from counterfile.api._params import Cursor, Facets, FindingName, Limit
from counterfile.api._problems import KINDS, ProblemKind, Refusal
from counterfile.api._schema import gives
from counterfile.api._shapes import (
    CoverageAnswer,
    CoverageLine,
    FacetShort,
    FindingAnswer,
    FindingLine,
    Findings,
    Found,
    Highlight,
    Hit,
    MissingShort,
    Need,
    PassageAnswer,
    PresenceCount,
    Reasoned,
    Status,
    UnfinishedLine,
    ValueCount,
    url,
)
from counterfile.api.gathered import organization_file
from counterfile.desk import NotReady
from counterfile.model.finding import Counted, Finding, Step, shown
from counterfile.model.notice import Property, Stage, notice_id
from counterfile.store.ports import Hits, View
from counterfile.text import search as terms
from counterfile.views import coverage as covering
from counterfile.views import explain as explaining
from counterfile.views import overview, snippets
from counterfile.views.coverage import By, Line
from counterfile.views.natural import is_personal
from counterfile.views.passages import Passage
from counterfile.views.persons import WITHHELD, impersonal, told, told_source
from counterfile.views.snippets import Result

COUNTED = 2000
"""Documents that facets are counted from, and filters look at."""

_NUMBERED = re.compile(r"(?:j|ac)-[0-9]{1,15}")


def routes(house: House) -> APIRouter:
    """Return the routes on the whole."""
    router = APIRouter()

    @router.get("/status", tags=["service"], responses=gives(Status))
    def read_status(request: Request) -> Response:
        """Return counts that add up, and what may need a look."""
        counts = house.view.counts()
        needs: tuple[Need, ...] | None
        try:
            found = overview.needs(counts, house.desk.register())
            needs = tuple(Need(need.look.name.lower(), need.what, need.count) for need in found)
        except NotReady:
            needs = None
        return give(request, Status(house.desk.title, counts, needs, house.jobs.writing))

    @router.get("/search", tags=["search"], responses=gives(Found, "bad-cursor"))
    def search(
        request: Request,
        q: Annotated[
            str,
            Query(
                min_length=1,
                max_length=500,
                description='Words that a document must hold, all of them; "…" keeps words together. Chinese: two characters or more.',
                examples=["人脸识别"],
            ),
        ],
        stage: Annotated[Stage | None, Query(description="Only documents whose first notice is of this stage.")] = None,
        year: Annotated[
            str, Query(pattern=r"^([0-9]{4})?$", description="Only those whose first notice was published then.")
        ] = "",
        facets: Facets = False,
        cursor: Cursor = "",
        limit: Annotated[int, Query(ge=1, le=50, description="Documents on a page.")] = 10,
    ) -> Response:
        """Find documents that hold all the words, in order of arrival, with the passages where they stand."""
        return give(request, _search(house.view, request, q, stage, year, facets=facets, cursor=cursor, limit=limit))

    @router.get("/findings", tags=["findings"], responses=gives(Findings, "not-ready", "setup"))
    def list_findings(request: Request) -> Response:
        """List all findings with their figures, computed from the facts as they are now."""
        figures = house.desk.findings()
        return give(request, Findings(tuple(_finding_line(each) for each in figures.findings), figures.wrong))

    @router.get(
        "/findings/{finding}", tags=["findings"], responses=gives(FindingAnswer, "not-found", "not-ready", "setup")
    )
    def read_finding(request: Request, finding: FindingName) -> Response:
        """Return a finding: the claim, the query behind it, the figure, and what was left out."""
        found = _finding(house, finding)
        answer = FindingAnswer(
            spec=found.spec,
            figure=found.figure,
            holds=found.holds,
            used=found.used,
            eligible=found.eligible,
            excluded=tuple(Reasoned(reason, count) for reason, count in found.excluded),
            warnings=found.warnings,
            units=url("findings", finding, "units"),
        )
        return give(request, answer)

    @router.get(
        "/findings/{finding}/units",
        tags=["findings"],
        responses=gives(Page[Counted], "not-found", "not-ready", "setup", "bad-cursor"),
    )
    def list_units(request: Request, finding: FindingName, cursor: Cursor = "", limit: Limit = 50) -> Response:
        """List the units that a figure consists of, each with the words that made it count."""
        found = _finding(house, finding)
        page = sliced(
            request,
            found.units,
            lambda unit: (unit.id,),
            (str,),
            cursor=cursor,
            limit=limit,
            make=lambda unit: unit,
        )
        return give(request, msgspec.structs.replace(page, items=tuple(_units(house.view, page.items))))

    @router.get("/coverage", tags=["coverage"], responses=gives(CoverageAnswer, "not-ready"))
    def read_coverage(
        request: Request, by: Annotated[By, Query(description="What the lines are added up by.")] = By.FIELD
    ) -> Response:
        """Return what the inquiry has and does not have: fields by year, portal or stage, gaps, ends that never came."""
        found = house.desk.coverage()
        answer = CoverageAnswer(
            by=by,
            lines=tuple(_coverage_line(line) for line in covering.lines(found.rows, by)),
            documents=found.documents,
            gaps=found.gaps,
            attachments=tuple(PresenceCount(presence, count) for presence, count in found.attachments),
            tenders=found.tenders,
            ends=found.ends,
            without_end=len(found.without_end),
            without_tender=len(found.without_tender),
            newest=found.newest,
            months=found.months,
        )
        return give(request, answer)

    @router.get(
        "/coverage/unfinished", tags=["coverage"], responses=gives(Page[UnfinishedLine], "not-ready", "bad-cursor")
    )
    def list_unfinished(request: Request, cursor: Cursor = "", limit: Limit = 50) -> Response:
        """List procedures of which one end is not here: tenders without a result, results without a tender."""
        found = house.desk.coverage()
        rows = [
            *(UnfinishedLine("end", each) for each in found.without_end),
            *(UnfinishedLine("tender", each) for each in found.without_tender),
        ]
        rows.sort(key=lambda row: (row.lacks, row.procedure.date, row.procedure.procedure))
        page = sliced(
            request,
            rows,
            lambda row: (row.lacks, row.procedure.date, row.procedure.procedure),
            (str, str, str),
            cursor=cursor,
            limit=limit,
            make=lambda row: row,
        )
        return give(request, page)

    @router.get("/explain/{wanted}", tags=["service"], responses=gives(Step, "not-found", "withheld"))
    def explain(
        request: Request,
        wanted: Annotated[
            str,
            PathParameter(
                max_length=200,
                description="A notice, procedure, family, organization, statement, judgement, activity, digest or file name.",
                examples=["p-0123456789abcdef"],
            ),
        ],
    ) -> Response:
        """Walk from anything with an id down to the bytes that carry it. Of a finding, walk from its units."""
        return give(request, _explain(house, wanted))

    @router.get("/problems", tags=["service"], responses=gives(Page[ProblemKind]))
    def list_problems(request: Request) -> Response:
        """List every kind of problem that an answer may carry, with what to do about it."""
        return give(request, Page(tuple(KINDS.values()), None, len(KINDS)))

    @router.get("/problems/{problem}", tags=["service"], responses=gives(ProblemKind, "not-found"))
    def read_problem(
        request: Request,
        problem: Annotated[str, PathParameter(max_length=40, description="Its name.", examples=["busy"])],
    ) -> Response:
        """Return what a kind of problem means and what to do about it: where the `type` of a problem leads."""
        if problem not in KINDS:
            raise Refusal("not-found", f"there is no problem called {problem!r}")
        return give(request, KINDS[problem])

    return router


# Search


class _Chosen:
    """A view in which a search finds what was chosen before."""

    def __init__(self, view: View, hits: Hits) -> None:
        self._view = view
        self._hits = hits

    def __getattr__(self, name: str) -> object:
        return getattr(self._view, name)

    def search(self, query: str, *, limit: int = 20, offset: int = 0) -> Hits:
        """Return what was chosen."""
        return self._hits


def _search(
    view: View, request: Request, q: str, stage: Stage | None, year: str, *, facets: bool, cursor: str, limit: int
) -> Found:
    last = resume(request, cursor, (int, str))
    counted: tuple[FacetShort, ...] = ()
    looked_at = 0
    if facets or stage or year:
        first = view.search(q, limit=COUNTED)
        heads = _heads(view, first.documents)
        looked_at = len(first.documents)
        chosen = [
            each
            for each in first.documents
            if (stage is None or heads[each][0] == stage) and heads[each][1].startswith(year)
        ]
        if facets:
            counted = tuple(_short(name, (heads[each][place] for each in chosen)) for place, name in enumerate(_FACETS))
        total = first.total if not (stage or year) else len(chosen)
        at = _place(chosen, last)
        wanted = chosen[at : at + limit + 1]
    else:
        at = last[0] if last else 0
        found = view.search(q, limit=limit + 2, offset=max(at - 1, 0))
        documents = list(found.documents)
        if last and documents[:1] != [last[1]]:
            # Documents came or went before this place: look where the last one given stands now.
            at = _place(list(view.search(q, limit=COUNTED).documents), last)
            found = view.search(q, limit=limit + 1, offset=at)
            documents = ["", *found.documents]
        total = found.total
        wanted = documents[1 if last else 0 :][: limit + 1]
    shown_ = wanted[:limit]
    results = snippets.results(cast(View, _Chosen(view, Hits(total, tuple(shown_)))), q, at, limit)
    more = cursor_for(request, (at + limit, shown_[-1])) if len(wanted) > limit else None
    return Found(tuple(_hit(row, q) for row in results.rows), more, total, looked_at, counted)


_FACETS = ("stage", "year")


def _place(chosen: Sequence[str], last: tuple[int, str] | None) -> int:
    """Return where a list goes on: behind the last document given, wherever it stands now."""
    if last is None:
        return 0
    place, digest = last
    if 0 < place <= len(chosen) and chosen[place - 1] == digest:
        return place
    return chosen.index(digest) + 1 if digest in chosen else place


def _heads(view: View, documents: Sequence[str]) -> Mapping[str, tuple[str, str]]:
    """Return stage and year of each document's first notice; empty where nothing says them."""
    said = view.claims([notice_id(each, 0) for each in documents], {Property.STAGE, Property.PUBLISHED})
    found = {}
    for each in documents:
        first: dict[Property, str] = {}
        for one in said[notice_id(each, 0)]:
            first.setdefault(one.property, one.value)
        found[each] = (first.get(Property.STAGE, ""), first.get(Property.PUBLISHED, "")[:4])
    return found


def _short(name: str, values: Iterable[str]) -> FacetShort:
    found = facet(name, values)
    return FacetShort(name, tuple(ValueCount(each.value, each.count) for each in found.values), found.others)


def _hit(row: Result, q: str) -> Hit:
    return Hit(
        document=row.document,
        name=row.name,
        title=row.title,
        date=row.date,
        stage=row.stage,
        procedure=row.procedure,
        hits=row.hits,
        aside=row.aside,
        passages=tuple(_passage(each, q) for each in row.passages),
        url=url("documents", row.document),
    )


def _passage(passage: Passage, q: str) -> PassageAnswer:
    text = "".join(piece.text for piece in passage.parts)
    hits = terms.find(text, q)
    marks = tuple(Highlight(passage.start + start, passage.start + end) for start, end in hits)
    return PassageAnswer(text, passage.start, passage.end, marks)


# Findings


def _finding(house: House, name: str) -> Finding:
    for found in house.desk.findings().findings:
        if found.spec.name == name:
            return found
    raise Refusal("not-found", f"no finding is called {name!r}")


def _finding_line(found: Finding) -> FindingLine:
    return FindingLine(
        name=found.spec.name,
        claim=found.spec.claim,
        figure=found.figure,
        holds=found.holds,
        expected="" if found.spec.expected is None else shown(found.spec.expected),
        used=found.used,
        eligible=found.eligible,
        warnings=found.warnings,
        url=url("findings", found.spec.name),
    )


def _units(view: View, units: Sequence[Counted]) -> Iterator[Counted]:
    """Yield units without the names of natural persons."""
    notices = sorted({source.notice for unit in units for source in unit.sources if source.notice})
    said = impersonal(view).statements(notices) if notices else {}
    stated = {one.id for some in said.values() for one in some}
    for unit in units:
        yield msgspec.structs.replace(
            unit,
            value=WITHHELD if is_personal(unit.value) else unit.value,
            sources=tuple(told_source(source, stated) for source in unit.sources),
        )


def _coverage_line(line: Line) -> CoverageLine:
    return CoverageLine(
        line.key,
        line.field,
        line.notices,
        line.stated,
        tuple(MissingShort(reason, count) for reason, count in line.missing),
    )


# Explanations


def _explain(house: House, wanted: str) -> Step:
    view = house.view
    if wanted.startswith("o-"):
        organization_file(house, wanted)  # refuses what is a person's
    if wanted.startswith(("j-", "ac-")) and not _NUMBERED.fullmatch(wanted):
        raise Refusal("not-found", f"{wanted!r} is no id")
    if wanted.startswith("j-"):
        judgement = view.judgement(wanted)
        if judgement is not None and WITHHELD in msgspec.structs.astuple(told(judgement)):
            raise Refusal("withheld")
    found = explaining.explain(impersonal(view), house.inquiry.archive, wanted)
    if found is None:
        raise Refusal("not-found", f"nothing here is called {wanted!r}")
    return found
