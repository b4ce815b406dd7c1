"""Pages on the inquiry as a whole: places, network, timeline, settings; facets of a search, partners of an organization."""

from __future__ import annotations

import pkgutil
import platform
import sqlite3
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from importlib import metadata
from typing import Any, TypeVar, cast
from urllib.parse import urlencode

import msgspec
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from counterfile import plugins
from counterfile.desk import Desk, Kept, NotReady
from counterfile.errors import BadUsage
from counterfile.model.document import State
from counterfile.model.event import Event
from counterfile.store import layout
from counterfile.text import lexicon
from counterfile.text.script import has_han
from counterfile.views import facets, history, network, provinces, purchases, queue, tiles, timeline
from counterfile.views.facets import Facets
from counterfile.views.findings import load_events
from counterfile.views.history import Decisions
from counterfile.views.network import Line, Network, Point
from counterfile.views.provinces import Provinces
from counterfile.views.purchases import Asked, MoneyLine, Purchase, Purchases
from counterfile.views.tiles import TileMap
from counterfile.views.timeline import Step, Timeline
from counterfile.web import islands, tables
from counterfile.web.heap import Shell
from counterfile.web.tables import SUFFIXES, Table, table

T = TypeVar("T")

PARTNERS = 20
"""Counterparties on the page of an organization; the file holds all of them."""

SAMPLE = 1000
"""Documents that the page of the settings looks at to tell how files were read."""

DECISIONS = 100_000
"""Newest decisions that the page of the settings counts by who decided."""

LINKS = 500
"""Pairs that the review hands out, and so counts, at most."""

CANVAS = (960, 680)
"""Units across and most units down of the picture of a network; a small one is lower."""

NAMED = 60
"""Points of a network whose names stand beside them where there is room; the others tell theirs when pointed at, and in the table."""

STRIPS = (960, 120, 30)
"""Of the timeline: units across, units for names at the left, height of a row."""


class Spot(msgspec.Struct, frozen=True):
    """A point of the picture."""

    id: str
    name: str
    label: str
    """The name, cut to fit beside the point; empty where there is no room for it."""
    shape: str
    """``buyer``, ``winner``, ``both`` or ``agency``: a square, a circle, a diamond, a triangle."""
    procedures: int
    x: float
    y: float
    size: float
    label_y: float = 0.0
    """Where the label's line of writing stands; it is centered at `x`."""


class Stroke(msgspec.Struct, frozen=True):
    """A line of the picture."""

    x1: float
    y1: float
    x2: float
    y2: float
    width: float
    text: str
    one: str
    """Id of the organization at the first end; `other` at the second."""
    other: str
    tie: str
    procedures: int


class Picture(msgspec.Struct, frozen=True):
    """The picture of a network, in the units of its view box."""

    spots: tuple[Spot, ...]
    strokes: tuple[Stroke, ...]
    width: int
    height: int


class Strip(msgspec.Struct, frozen=True):
    """A row of bars on a common line of time."""

    stage: str
    """Empty for notices without one; ``*`` for procedures."""
    y: float
    bars: tuple[tuple[float, float, float, str, int], ...]
    """Left, height, width, period, number: of periods that have any."""
    most: int


class Strips(msgspec.Struct, frozen=True):
    """All rows, and the marks of time below them."""

    rows: tuple[Strip, ...]
    marks: tuple[tuple[float, str], ...]
    width: float
    height: float
    events: tuple[tuple[float, str], ...] = ()
    """Place of each outside event, and what it is."""


class Beside(msgspec.Struct, frozen=True):
    """What the page of an organization says of others, and of money."""

    lines: tuple[Line, ...]
    """At most `PARTNERS`, those with most procedures first."""
    all_lines: int
    money: tuple[MoneyLine, ...]
    names: dict[str, str]
    """Of those at the ends of the lines."""


class Wide:
    """What these pages are made from, kept until the facts change."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self._decisions = Kept(lambda: history.decisions(desk.view), lambda: desk.view.history(limit=1))
        self._drawn: tuple[Purchases | None, dict[object, Any]] = (None, {})

    def purchases(self) -> Purchases:
        """Return all procedures.

        Raises:
            NotReady: they are still being gathered.
        """
        return self.desk.now(all_purchases, Purchases)

    def links(self) -> int:
        """Return how many pairs wait for a person's decision, at most `LINKS`.

        Raises:
            NotReady: they are still being counted.
        """
        return self.desk.now(count_links, int)

    def decisions(self) -> Decisions:
        """Return persons' decisions by what they are about."""
        return self._decisions.get(wait=True)

    def network(self, asked: Asked, around: str) -> Network:
        """Return a network; the last ones asked for are kept."""
        return self._kept(network.network, asked, around)

    def provinces(self, asked: Asked) -> Provinces:
        """Return the procedures by province; see `network`."""
        return self._kept(provinces.provinces, asked)

    def timeline(self, asked: Asked, step: Step) -> Timeline:
        """Return the procedures and notices over time; see `network`."""
        return self._kept(timeline.timeline, asked, step)

    def _kept(self, make: Callable[..., T], *asked: object) -> T:
        """Return what is made of all procedures; the last ones asked for are kept."""
        found = self.purchases()
        of, known = self._drawn
        if of is not found or len(known) >= 64:
            known = {}
            self._drawn = (found, known)
        if (make, asked) not in known:
            known[make, asked] = make(found, *asked)
        return cast(T, known[make, asked])

    def beside(self, organization: str) -> Beside | None:
        """Return the counterparties and the money of an organization, None while they are being gathered."""
        try:
            found = self.purchases()
        except NotReady:
            return None
        lines = network.beside(found, organization)
        ends = {end for line in lines for end in (line.one, line.other)}
        names = {end: found.names[end] for end in ends}
        return Beside(lines[:PARTNERS], len(lines), purchases.money(found, organization), names)

    def facets(self, query: str, chosen: Mapping[str, str]) -> Facets | None:
        """Return the facets of a search, None while they are being gathered.

        Raises:
            NotReady: they are being gathered, and something is chosen.
        """
        try:
            known = self.desk.now(all_values, dict[str, facets.Values])
        except NotReady:
            if any(chosen.get(by) for by in facets.By):
                raise
            return None
        return facets.facets(self.desk.view, known, query, chosen)


def all_purchases(desk: Desk) -> Purchases:
    """Return all procedures with what maps, networks and timelines count."""
    named = ((row.id, row.name) for row in desk.register().organizations)
    return purchases.gather(desk.view, named, buyer_class=plugins.buyer_class())


def all_values(desk: Desk) -> dict[str, facets.Values]:
    """Return what each document is counted under."""
    return facets.values(desk.view, desk.now(all_purchases, Purchases))


def count_links(desk: Desk) -> int:
    """Return how many pairs wait for a person's decision, at most `LINKS`."""
    return len(queue.links(desk.view, limit=LINKS))


def routes(shell: Shell, wide: Wide, paging: Callable[[Request, int], Any]) -> list[Route]:
    """Return the addresses of these pages.

    Args:
        shell: What shows a page.
        wide: What they are made from.
        paging: Makes from a request and a number of lines what tells which lines a page shows.
    """
    pages = _Pages(shell, wide, paging)
    files: Sequence[tuple[str, Callable[[Request], Table]]] = (
        ("places", pages.places_table),
        ("places/procedures", pages.placed_table),
        ("network", pages.network_table),
        ("network/organizations", pages.points_table),
        ("timeline", pages.timeline_table),
        ("settings", pages.settings_table),
        ("organizations/{id}/counterparties", pages.counterparties_table),
        ("organizations/{id}/money", pages.money_table),
    )
    return [
        *(Route(f"/{name}.{suffix}", _as(page, suffix)) for name, page in files for suffix in SUFFIXES),
        Route("/places", pages.places),
        Route("/network", pages.network),
        Route("/timeline", pages.timeline),
        Route("/settings", pages.settings),
    ]


def _as(page: Callable[[Request], Table], suffix: str) -> Callable[[Request], Response]:
    def answer(request: Request) -> Response:
        return tables.answer(page(request), suffix)

    return answer


class _Pages:
    def __init__(self, shell: Shell, wide: Wide, paging: Callable[[Request, int], Any]) -> None:
        self.shell = shell
        self.wide = wide
        self.paging = paging

    # Places

    def places(self, request: Request) -> Response:
        """Show a map of equal tiles, the table that says the same, and one tile's procedures."""
        found, asked = self.wide.purchases(), _asked(request)
        made = self.wide.provinces(asked)
        measure = request.query_params.get("of", "")
        measure = measure if measure in _MEASURES else _MEASURES[0]
        rows = self._placed(found, asked) if asked.province else []
        page = self.paging(request, len(rows))
        lines = {row.id: row for row in self.shell.desk.register().procedures} if rows else {}
        return self.shell.show(
            request,
            "places.html",
            made=made,
            map=_map(made, measure),
            measure=measure,
            measures=_MEASURES,
            asked=asked,
            years=found.years,
            classes=found.classes,
            rows=[lines[row.id] for row in rows[page.first : page.last] if row.id in lines],
            paging=page,
            compact=_compact,
            at=lambda **changes: _at("/places", request, **changes),
            exports=_files("/places", request),
            list_exports=_files("/places/procedures", request),
        )

    def places_table(self, request: Request) -> Table:
        """Return the provinces as a table."""
        made = self.wide.provinces(_asked(request))
        return table(
            "places",
            ("province", "procedures", "share", "notices", "award_total", "currency", "procedures_with_total", "url"),
            (
                (
                    row.name,
                    row.procedures,
                    round(row.procedures / made.procedures, 4) if made.procedures else None,
                    row.notices,
                    f"{row.money:f}" if row.money is not None else None,
                    made.currency if row.money is not None else "",
                    row.totals,
                    _at("/places", request, province=row.name or purchases.NOT_STATED),
                )
                for row in (*made.rows, made.not_stated)
            ),
        )

    def placed_table(self, request: Request) -> Table:
        """Return the procedures of one province, or of all, as a table."""
        rows = self._placed(self.wide.purchases(), _asked(request))
        return table(
            "places-procedures",
            ("procedure", "date", "province", "buyer_class", "buyer", "notices", "award_total", "currency", "url"),
            (
                (
                    row.id,
                    row.date,
                    row.province,
                    row.buyer_class,
                    row.buyer,
                    row.notices,
                    f"{total[1]:f}" if (total := row.total(purchases.Sum.AWARD)) is not None else None,
                    total[0] if total is not None else "",
                    f"/procedures/{row.id}",
                )
                for row in rows
            ),
        )

    def _placed(self, found: Purchases, asked: Asked) -> list[Purchase]:
        """Return the procedures asked for, the newest first."""
        return sorted(purchases.chosen(found, asked), key=lambda row: row.date, reverse=True)

    # Network

    def network(self, request: Request) -> Response:
        """Show who buys from whom and who wins beside whom."""
        found, asked = self.wide.purchases(), _asked(request)
        around = request.query_params.get("around", "")
        around = self.shell.view.redirect(around) or around
        made = self.wide.network(asked, around)
        drawn = picture(made, found.names)
        page = self.paging(request, len(made.lines))
        response = self.shell.show(
            request,
            "network.html",
            made=made,
            drawn=drawn,
            lines=made.lines[page.first : page.last],
            names=found.names,
            paging=page,
            asked=asked,
            around=around if around in found.names else "",
            unknown=bool(around) and around not in found.names,
            years=found.years,
            provinces=found.provinces,
            classes=found.classes,
            money=_money,
            most=network.MOST,
            crowd=network.TOGETHER,
            at=lambda **changes: _at("/network", request, **changes),
            exports=_files("/network", request),
            point_exports=_files("/network/organizations", request),
        )
        response.headers.update(islands.HEADERS)
        return response

    def network_table(self, request: Request) -> Table:
        """Return all lines as a table."""
        return _lines_table("network", self._network(request).lines, self.wide.purchases().names)

    def points_table(self, request: Request) -> Table:
        """Return the points of the picture as a table, with their places on it."""
        return table(
            "network-organizations",
            ("id", "name", "procedures", "buys", "wins", "x", "y", "url"),
            (
                (each.id, each.name, each.procedures, each.buys, each.wins, each.x, each.y, f"/organizations/{each.id}")
                for each in self._network(request).points
            ),
        )

    def _network(self, request: Request) -> Network:
        around = request.query_params.get("around", "")
        return self.wide.network(_asked(request), self.shell.view.redirect(around) or around)

    # Timeline

    def timeline(self, request: Request) -> Response:
        """Show procedures and notices over time."""
        found, asked = self.wide.purchases(), _asked(request)
        step = _step(request)
        made = self.wide.timeline(asked, step)
        events = list(load_events(self.shell.desk.source.folder / layout.EVENTS).values())
        return self.shell.show(
            request,
            "timeline.html",
            made=made,
            strips=_strips(made, step, events),
            events=sorted(events, key=lambda event: event.start),
            row=STRIPS[2],
            step=step,
            steps=list(Step),
            asked=asked,
            provinces=found.provinces,
            classes=found.classes,
            at=lambda **changes: _at("/timeline", request, **changes),
            exports=_files("/timeline", request),
        )

    def timeline_table(self, request: Request) -> Table:
        """Return the periods as a table."""
        made = self.wide.timeline(_asked(request), _step(request))
        return table(
            f"timeline-by-{_step(request)}",
            ("period", "procedures", "notices", *(stage or "no_stage" for stage in made.stages)),
            ((each.name, each.procedures, each.notices, *map(each.of, made.stages)) for each in made.periods),
        )

    # Settings

    def settings(self, request: Request) -> Response:
        """Show how the inquiry is set, without anything secret."""
        lines = self._settings()
        return self.shell.show(
            request,
            "settings.html",
            groups=[(group, [line for line in lines if line[0] == group]) for group in _GROUPS],
            exports=_files("/settings", request),
            sample=SAMPLE,
        )

    def settings_table(self, request: Request) -> Table:
        """Return them as a table."""
        return table("settings", ("group", "name", "value"), self._settings())

    def _settings(self) -> list[tuple[str, str, str]]:
        """Return group, name and value; what is secret is told by how many there are."""
        source, view = self.shell.desk.source, self.shell.view
        kept = source.settings
        model = kept.model
        lines = [
            ("settings", "title", kept.title),
            ("settings", "timeout", f"{kept.timeout:g} s"),
            ("settings", "workers", str(kept.workers or "one per core, at most 8")),
            ("settings", "ocr", kept.ocr),
            ("settings", "passwords", str(len(kept.passwords))),
            ("settings", "accept_unsandboxed", "true" if kept.accept_unsandboxed else "false"),
            ("settings", "model.url", model.url or "none: no text is given to a language model"),
        ]
        if model.url:
            lines += [
                ("settings", "model.name", model.name),
                (
                    "settings",
                    "model.where",
                    "on this machine" if model.is_local else "elsewhere: text leaves this machine",
                ),
                ("settings", "model.key_env", "set, not shown" if model.key_env else "none"),
                ("settings", "model.timeout", f"{model.timeout:g} s"),
                ("settings", "model.in_run", "true" if model.in_run else "false"),
            ]
        lines += [("people", name, str(role)) for name, role in sorted(kept.people.items())]
        decided = Counter(each.agent for each in view.history(limit=DECISIONS))
        lines += [("decided", name, str(number)) for name, number in sorted(decided.items())]
        lines += [("languages", name, value) for name, value in self._languages()]
        steps = Counter(each.sandbox for each in view.documents(State.READ, limit=SAMPLE) if each.sandbox)
        lines += [("sandbox", str(step), str(number)) for step, number in steps.most_common()]
        lines += [("plugins", kind, names) for kind, names in _plugins()]
        lines += [
            ("versions", "counterfile", metadata.version("counterfile")),
            ("versions", "Python", platform.python_version()),
            ("versions", "SQLite", sqlite3.sqlite_version),
        ]
        return lines

    def _languages(self) -> list[tuple[str, str]]:
        try:
            own = lexicon.read_folder(self.shell.desk.source.folder / lexicon.FOLDER)
        except BadUsage as error:
            return [(lexicon.FOLDER, str(error))]
        return [(one.language, one.name) for one in own]

    # Organizations

    def counterparties_table(self, request: Request) -> Table:
        """Return all counterparties of an organization as a table."""
        one, found = self._one(request), self.wide.purchases()
        return _lines_table(f"{one}-counterparties", network.beside(found, one), found.names)

    def money_table(self, request: Request) -> Table:
        """Return the money of an organization by year and role as a table."""
        one = self._one(request)
        return table(
            f"{one}-money",
            ("year", "role", "kind", "currency", "amount", "stated", "of"),
            (
                (line.year, line.role, line.kind, line.currency, f"{line.amount:f}", line.stated, line.of)
                for line in purchases.money(self.wide.purchases(), one)
            ),
        )

    def _one(self, request: Request) -> str:
        one: str = request.path_params["id"]
        one = self.shell.view.redirect(one) or one
        if one not in self.wide.purchases().names:
            raise HTTPException(404)
        return one


_GROUPS = ("settings", "people", "decided", "languages", "sandbox", "plugins", "versions")
_MEASURES = ("procedures", "notices", "money")


def _plugins() -> list[tuple[str, str]]:
    """Return the built-in plugins by kind; named by their modules, for to load the readers is the sandbox's business."""
    found = []
    for kind in pkgutil.iter_modules(plugins.__path__):
        if kind.ispkg and not kind.name.startswith("_"):
            folder = f"{plugins.__path__[0]}/{kind.name}"
            names = [each.name for each in pkgutil.iter_modules([folder]) if not each.name.startswith("_")]
            found.append((kind.name, ", ".join(names)))
    return found


# What is asked for


def _asked(request: Request) -> Asked:
    asked = request.query_params
    return Asked(asked.get("year", "")[:10], asked.get("province", "")[:60], asked.get("class", "")[:40])


def _step(request: Request) -> Step:
    asked = request.query_params.get("by", "")
    return Step(asked) if asked in tuple(Step) else Step.YEAR


def _query(request: Request, **changes: str) -> str:
    query = {name: value for name, value in request.query_params.items() if name not in ("lang", "page") and value}
    query.update(changes)
    kept = {name: value for name, value in query.items() if value}
    return "?" + urlencode(kept) if kept else ""


def _at(path: str, request: Request, **changes: str) -> str:
    """Return an address with some of the query changed; an empty value takes it out."""
    return path + _query(request, **changes)


def _files(path: str, request: Request) -> list[tuple[str, str]]:
    return [(name, f"{path}.{suffix}{_query(request)}") for suffix, name in tables.FORMATS.items()]


# Pictures


def _map(made: Provinces, measure: str) -> TileMap:
    counted = {
        "procedures": {row.name: row.procedures for row in made.rows},
        "notices": {row.name: row.notices for row in made.rows},
        "money": {row.name: int(row.money) for row in made.rows if row.money is not None},
    }
    return tiles.tile_map(counted[measure])


def _compact(number: int | Decimal, language: str) -> str:
    """Return a number in at most five signs or so.

    >>> [_compact(n, "en") for n in (950, 12345, 3_200_000)], _compact(3_200_000, "zh")
    (['950', '12k', '3.2M'], '320万')
    """
    units = [(10**8, "亿"), (10**4, "万")] if language == "zh" else [(10**9, "G"), (10**6, "M"), (10**3, "k")]
    for size, sign in units:
        if number >= size:
            share = Decimal(number) / size
            return f"{share:.0f}{sign}" if share >= 10 else f"{share:.1f}".removesuffix(".0") + sign
    return f"{number:.0f}"


def picture(made: Network, names: Mapping[str, str]) -> Picture:
    """Return the picture of a network."""
    spots = _spots(made)
    return Picture(tuple(spots), tuple(_strokes(made, spots, names)), *_canvas(made))


def _shape(point: Point) -> str:
    if point.buys and point.wins:
        return "both"
    return "buyer" if point.buys else "agency" if point.runs and not point.wins else "winner"


def _spots(made: Network) -> list[Spot]:
    wide, tall = _canvas(made)
    spots = [
        Spot(
            id=each.id,
            name=each.name,
            label="",
            shape=_shape(each),
            procedures=each.procedures,
            x=round(_EDGE + each.x * (wide - 2 * _EDGE), 1),
            y=round(_EDGE / 2 + each.y * (tall - _EDGE), 1),
            size=round(min(4 + 2 * each.procedures**0.5, 20), 1),
        )
        for each in made.points
    ]
    return _labeled(spots)


def _canvas(made: Network) -> tuple[int, int]:
    return CANVAS[0], min(CANVAS[1], 160 + 30 * len(made.points))


def _labeled(spots: Sequence[Spot]) -> list[Spot]:
    """Return the points, the first of them with their names below or above, where these cover nothing else."""
    taken = [(spot.x - spot.size, spot.y - spot.size, spot.x + spot.size, spot.y + spot.size) for spot in spots]
    found = []
    for number, spot in enumerate(spots):
        label = _cut(spot.name, 24) if number < NAMED else ""
        half = sum(12 if has_han(sign) else 6.6 for sign in label) / 2
        for y in (spot.y + spot.size + 13, spot.y - spot.size - 4) if label else ():
            box = (spot.x - half, y - 11, spot.x + half, y + 3)
            if not any(_meet(box, other) for other in taken) and box[0] >= 0 and box[2] <= CANVAS[0]:
                taken.append(box)
                found.append(msgspec.structs.replace(spot, label=label, label_y=round(y, 1)))
                break
        else:
            found.append(spot)
    return found


_Box = tuple[float, float, float, float]


def _meet(one: _Box, other: _Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _strokes(made: Network, spots: Sequence[Spot], names: Mapping[str, str]) -> list[Stroke]:
    places = {spot.id: spot for spot in spots}
    return [
        Stroke(
            places[line.one].x,
            places[line.one].y,
            places[line.other].x,
            places[line.other].y,
            round(min(0.8 + 0.8 * len(line.procedures) ** 0.5, 8), 1),
            f"{names[line.one]} – {names[line.other]}: {len(line.procedures)}",
            line.one,
            line.other,
            line.tie,
            len(line.procedures),
        )
        for line in made.drawn
    ]


_EDGE = 90  # units kept free at the edges, for names


def _cut(text: str, most: int) -> str:
    """Return a text cut to a width, where a Han character is as wide as two Latin ones."""
    width = 0
    for at, sign in enumerate(text):
        width += 2 if has_han(sign) else 1
        if width > most:
            return text[: max(at - 1, 1)] + "…"
    return text


def _strips(made: Timeline, by: Step = Step.YEAR, events: Sequence[Event] = ()) -> Strips | None:
    """Return a row of bars for procedures and one for each stage; None where one period or less is no picture."""
    if len(made.periods) < 2:
        return None
    width, left, row = STRIPS
    step = (width - left - 60) / len(made.periods)
    wanted = [("*", [each.procedures for each in made.periods])]
    wanted += [(stage, [each.of(stage) for each in made.periods]) for stage in made.stages]
    rows = []
    for number, (stage, counts) in enumerate(wanted):
        most = max(counts)
        bars = tuple(
            (
                round(left + place * step, 2),
                round(max((row - 8) * count / most, 1), 2),
                round(max(step - 1.5, 1), 2),
                made.periods[place].name,
                count,
            )
            for place, count in enumerate(counts)
            if count
        )
        rows.append(Strip(stage, number * row, bars, most))
    every = -(-len(made.periods) // 12)
    marks = tuple(
        (round(left + (place + 0.5) * step, 2), each.name)
        for place, each in enumerate(made.periods)
        if place % every == 0
    )
    at = {each.name: left + place * step for place, each in enumerate(made.periods)}
    drawn = tuple(
        (round(at[name], 2), event.told)
        for event in events
        if (name := timeline.period(event.start.isoformat(), by)) in at
    )
    return Strips(tuple(rows), marks, width, len(rows) * row + 20, drawn)


# Tables


def _lines_table(name: str, lines: Sequence[Line], names: Mapping[str, str]) -> Table:
    return table(
        name,
        ("tie", "one", "one_name", "other", "other_name", "procedures", "lots", "lots_summed", "totals", "ids", "url"),
        (
            (
                line.tie,
                line.one,
                names[line.one],
                line.other,
                names[line.other],
                len(line.procedures),
                line.lots,
                line.summed,
                " | ".join(f"{code} {amount:f}" for code, amount in line.totals),
                " ".join(line.procedures),
                f"/network?{urlencode({'around': line.one})}",
            )
            for line in lines
        ),
    )


def _money(line: Line) -> str:
    return "; ".join(f"{code} {amount:,.2f}" for code, amount in line.totals)
