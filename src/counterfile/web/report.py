"""The report: one file with every figure, the passages behind it, and how it was all made; it opens without us.

It is written with the templates of the pages, so a figure looks the same in both; the style sheet stands inside the
file, nothing is loaded, nothing runs.
"""

from __future__ import annotations

import datetime as dt
import os
import shutil
import subprocess
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from importlib import resources
from pathlib import Path
from typing import Any

from markupsafe import Markup

from counterfile.app import Inquiry
from counterfile.errors import BadSetup
from counterfile.model.finding import Counted, Finding, Unit
from counterfile.model.reading import Reading
from counterfile.store import layout
from counterfile.store.ports import View
from counterfile.views import network, overview, persons, purchases, tiles
from counterfile.views.findings import load_events
from counterfile.views.network import Network, Tie
from counterfile.views.pack import Quote, quotes_of, readings_of
from counterfile.views.passages import Passage, around
from counterfile.views.purchases import Asked
from counterfile.views.tables import Workbench
from counterfile.web import _method, charts, figured, wide, words
from counterfile.web._method import Section, Table
from counterfile.web._replied import in_markdown, replied
from counterfile.web.figured import Named
from counterfile.web.pages import environment
from counterfile.web.reasons import tell_figure

MOST_UNITS = 200
"""Units of a figure whose passages are shown; all are in its evidence pack."""
MOST_QUOTES = 4
"""Passages shown of each unit."""
TIES = {Tie.BUYS: "buys from", Tie.BESIDE: "wins beside", Tie.RUNS: "runs for"}


@dataclass(frozen=True, slots=True)
class Shown:
    """A finding as the report shows it."""

    found: Finding
    units: tuple[tuple[Counted, tuple[tuple[Quote, Passage], ...]], ...]
    more: int
    """Units that are not shown."""
    upright: charts.Chart | None
    lying: charts.Chart | None
    """One of the two at most, as its labels have room."""
    vega: str
    """What the chart shows as a Vega-Lite specification with its data, in JSON; empty where there is no breakdown."""


@dataclass(frozen=True, slots=True)
class Web:
    """The network of the procedures that figures count."""

    made: Network
    drawn: wide.Picture
    table: Table
    vega: str


def report(inquiry: Inquiry, language: str = "en", names: Sequence[str] = ()) -> str:
    """Return the report as one HTML file.

    Args:
        inquiry: Open; nothing is written.
        language: ``en`` or ``zh``, of all that is not quoted.
        names: Findings to put in, in this order; all if none is named.

    Raises:
        BadUsage: a finding's file is wrong.
        Missing: no finding has one of these names.
    """
    made = _Making(inquiry, language, names)
    years = made.years()
    places = made.places()
    events = list(load_events(inquiry.folder / layout.EVENTS).values())
    return (
        environment()
        .get_template("report.html")
        .render(
            _=made.spoken.say,
            n_=made.spoken.count,
            w=made.spoken,
            named=made.named,
            inquiry=inquiry.settings.title,
            style=Markup(_style()),  # noqa: S704 - our own style sheet
            day=dt.datetime.now(dt.UTC).date().isoformat(),
            shown=[_shown(inquiry.store, found, made.named) for found in made.found],
            procedures=len(made.bench.rows(Unit.PROCEDURE)),
            places=places,
            places_vega=_tiles_vega(places),
            timeline=charts.marked(charts.columns(years), years, events),
            events=events,
            replied=replied(inquiry, made.found),
            years=years,
            years_vega=charts.vega(
                "procedures by year",
                "bar",
                [{"year": year, "procedures": count} for year, count in years],
                x={"field": "year", "type": "ordinal"},
                y={"field": "procedures", "type": "quantitative"},
            ),
            web=made.web(),
            crowd=network.TOGETHER,
            method=made.method(),
        )
    )


def markdown(inquiry: Inquiry, language: str = "en", names: Sequence[str] = ()) -> str:
    """Return the report's figures, its network and its method as Markdown, to write on from; see `report`."""
    made = _Making(inquiry, language, names)
    say = made.spoken.say
    lines = [f"# {inquiry.settings.title}", ""]
    for found in made.found:
        lines += [*_in_markdown(found, made.named), ""]
    web = made.web()
    if web is not None:
        lines += [f"## {say('Network')}", "", *_table_in_markdown(web.table), ""]
    lines += in_markdown(replied(inquiry, made.found), made.spoken)
    lines += [f"## {say('How this was made')}", ""]
    for section in made.method():
        lines += [f"### {section.title}", "", *(f"{note}\n" for note in section.notes)]
        for table in section.tables:
            lines += [*([f"**{table.name}**", ""] if table.name else []), *_table_in_markdown(table), ""]
    return "\n".join(lines)


class _Making:
    """One report on its way."""

    def __init__(self, inquiry: Inquiry, language: str, names: Sequence[str]) -> None:
        self.inquiry = inquiry
        self.view = inquiry.store
        self.spoken = words.words(language)
        self.named = figured.named(figured.questions_of(self.view), self.spoken)
        # Computed, and their tables kept, before the tables are asked for again.
        self.found = [persons.without_names(each, self.view) for each in inquiry.find(list(names), lock=False)]
        self.bench: Workbench = inquiry.kept().workbench(self.view)

    def places(self) -> tiles.TileMap:
        """Return the procedures by the province-level division of their buyer."""
        named = [row.values["province"] for row in self.bench.rows(Unit.PROCEDURE).values()]
        return tiles.tile_map(Counter(name for name in named if name))

    def years(self) -> list[tuple[str, int]]:
        """Return the procedures by the year of their first notice."""
        days = (row.values["published"] for row in self.bench.rows(Unit.PROCEDURE).values())
        return charts.years(sorted(Counter(str(day.year) for day in days if day is not None).items()))

    def web(self) -> Web | None:
        """Return who buys from whom through whom in the procedures that the figures count; None where nobody does."""
        rows = self.bench.rows(Unit.NOTICE)
        notices = {notice for found in self.found for unit in found.units for notice in unit.notices}
        counted = {rows.get_value(notice, "procedure") for notice in notices}
        named = ((row.id, row.name) for row in overview.register(self.view).organizations)
        every = purchases.gather(self.view, named, bench=self.bench)
        made = network.network(every, Asked(), only=counted)
        if not made.lines:
            return None
        drawn = wide.picture(made, every.names)
        return Web(made, drawn, self._ties(made, every.names), _network_vega(made))

    def _ties(self, made: Network, names: dict[str, str]) -> Table:
        say = self.spoken.say
        rows = tuple(
            (
                names[line.one],
                say(TIES[line.tie]),
                names[line.other],
                f"{len(line.procedures):,}",
                "; ".join(f"{code} {amount:,.2f}" for code, amount in line.totals) or "–",
            )
            for line in made.drawn
        )
        head = ("Organization", "Tie", "Organization", "Procedures", "Awarded, plain totals only")
        return Table(tuple(map(say, head)), rows, texts=frozenset((0, 1, 2)))

    def method(self) -> list[Section]:
        """Return how all this was made."""
        read: dict[str, Reading] = {}
        for found in self.found:
            read |= readings_of(self.view, found.units)
        return _method.Method(self.inquiry, self.bench, self.named, list(read.values())).sections()


def _in_markdown(found: Finding, named: Named) -> Iterator[str]:
    """Yield a finding's lines."""
    spoken, spec = named.spoken, found.spec
    yield f"## {spec.claim.zh if spoken.language == 'zh' else spec.claim.en}"
    yield ""
    yield f"**{found.figure.grouped}** {tell_figure(found.figure.label, spoken)} [[finding:{spec.name}]]"
    yield ""
    yield spoken.say("{used} used of {eligible} eligible", used=found.used, eligible=found.eligible)
    yield ""
    if found.figure.breakdown:
        columns = spec.by or (spec.of or "",)
        parts = ((name,) for name, _ in found.figure.parts)
        labels = [named.values(columns, each) for each in (*parts, *(cell.labels for cell in found.figure.cells))]
        values = [value for _, value in found.figure.breakdown]
        head = (named.columns(columns), spoken.say(words.UNITS[spec.unit]))
        yield from _table_in_markdown(Table(head, tuple(zip(labels, values, strict=True))))
        yield ""
    yield from (f"- {each.count} / {found.used}: {each.name}" for each in found.nested)
    yield from (f"- {tell_figure(reason, spoken)}: {count}" for reason, count in found.excluded)
    if spec.window is not None and spec.window.anchor:
        yield f"- {spec.window.start or '…'} – {spec.window.end or '…'}: {spec.window.anchor}"
    yield from (f"- {note}" for note in (*spec.caveats, *spec.cites))
    yield from (f"- {tell_figure(note, spoken)}" for note in (*found.warnings, found.refused) if note)


def _table_in_markdown(table: Table) -> Iterator[str]:
    """Yield a table's lines; what would end a cell is put otherwise."""
    yield _row(table.head)
    yield "|" + "|".join("---" if place in table.texts else "---:" for place in range(len(table.head))) + "|"
    yield from map(_row, table.rows)


def _row(cells: Iterable[str]) -> str:
    return "| " + " | ".join(" ".join(cell.replace("|", "/").split()) for cell in cells) + " |"


CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
_PATIENCE = 300  # seconds for a large report


def print_pdf(page: Path) -> Path:
    """Print a report, everything unfolded, with the Chromium that is installed; return the PDF beside it.

    Raises:
        BadSetup: there is no Chromium, or it did not print.
    """
    program = next((found for name in CHROMIUM if (found := shutil.which(name))), None)
    if program is None:
        raise BadSetup("no Chromium is installed; `apt install chromium`, or print the HTML report from any browser")
    out = page.with_suffix(".pdf")
    with tempfile.TemporaryDirectory() as profile:
        # The report has no script and loads nothing, so that the browser's own sandbox has little to hold.
        flags = [
            "--headless",
            "--disable-gpu",
            "--no-first-run",
            "--no-pdf-header-footer",
            f"--user-data-dir={profile}",
        ]
        flags += ["--no-sandbox"] if os.geteuid() == 0 else []
        unfolded = Path(profile) / "report.html"
        unfolded.write_text(page.read_text("utf-8").replace("<details ", "<details open "), encoding="utf-8")
        command = [program, *flags, f"--print-to-pdf={out.resolve()}", unfolded.as_uri()]
        try:
            done = subprocess.run(command, capture_output=True, check=False, timeout=_PATIENCE)  # noqa: S603
        except subprocess.TimeoutExpired as error:
            raise BadSetup(
                f"{program} did not print {page} within {_PATIENCE} seconds; print it from a browser"
            ) from error
    if done.returncode or not out.is_file():
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()[-1:]
        raise BadSetup(f"{program} did not print {page} ({' '.join(said)}); print it from a browser")
    return out


def _style() -> str:
    """Return the pages' style sheet; a report has no other."""
    return (resources.files("counterfile.web") / "static" / "style.css").read_text("utf-8").replace("</", "<\\/")


# Findings


def _shown(view: View, found: Finding, named: Named) -> Shown:
    by_unit: dict[str, list[Quote]] = {}
    ordered = sorted(found.units, key=lambda unit: not unit.within)[:MOST_UNITS]
    readings = readings_of(view, ordered)
    for quote in quotes_of(view, ordered, readings):
        by_unit.setdefault(quote.unit, []).append(quote)
    units = tuple(
        (unit, tuple((quote, _context(readings[quote.document], quote)) for quote in _few(by_unit.get(unit.id, []))))
        for unit in ordered
    )
    upright, lying = _charts(found, named)
    return Shown(found, units, len(found.units) - len(ordered), upright, lying, _vega(found, named))


def _few(found: Sequence[Quote]) -> list[Quote]:
    """Return a unit's first passages, the same words once."""
    return list({quote.quote: quote for quote in reversed(found)}.values())[::-1][:MOST_QUOTES]


def _context(reading: Reading, quote: Quote) -> Passage:
    return around(reading.text, quote.start, quote.end, 70)


def _charts(found: Finding, named: Named) -> tuple[charts.Chart | None, charts.Chart | None]:
    """Return a figure's breakdown by one column as upright bars, or as lying ones where labels are long."""
    columns = found.spec.by or (found.spec.of or "",)
    cells: list[tuple[tuple[str, ...], str]] = [((name,), str(count)) for name, count in found.figure.parts]
    cells += [(cell.labels, cell.value) for cell in found.figure.cells if not cell.of]
    whole = len(cells) == len(found.figure.breakdown) and all(value.isdecimal() for _, value in cells)
    if not whole or len(columns) > 1 or len(cells) > MOST_BARS:
        return None, None
    counted = [(named.value(columns[0], labels[0]), int(value)) for labels, value in cells]
    counted = charts.years(counted) or counted
    if charts.fits([name for name, _ in counted]):
        return charts.columns(counted), None
    return None, charts.lines([(_cut(name), Decimal(count), f"{count:,}") for name, count in counted])


MOST_BARS = 40
"""Bars of a chart; a longer breakdown is a table alone."""


def _cut(label: str) -> str:
    return (
        label
        if charts.fits([label], LABEL)
        else next(label[:end] + "…" for end in range(len(label), -1, -1) if charts.fits([label[:end] + "…"], LABEL))
    )


LABEL = 190
"""Units of width that a lying bar has for its label."""


def _vega(found: Finding, named: Named) -> str:
    """Return a figure's breakdown, of a cross-table in colors, of a share with its denominators."""
    if not found.figure.breakdown:
        return ""
    spec = found.spec
    columns = spec.by or (spec.of or "",)
    cells: list[tuple[tuple[str, ...], str, str]] = [((name,), str(count), "") for name, count in found.figure.parts]
    cells += [(cell.labels, cell.value, cell.of) for cell in found.figure.cells]
    names = [named.column(column) for column in columns]
    rows: list[dict[str, Any]] = []
    for labels, value, of in cells:
        row: dict[str, Any] = {
            name: named.value(column, label) for name, column, label in zip(names, columns, labels, strict=False)
        }
        rows.append(row | {"value": _plain(value)} | ({"of": _plain(of)} if of else {}))
    color = {"color": {"field": names[1], "type": "nominal"}} if len(names) > 1 else {}
    return charts.vega(
        spec.claim.zh if named.spoken.language == "zh" else spec.claim.en,
        "bar",
        rows,
        x={"field": names[0], "type": "nominal"},
        y={"field": "value", "type": "quantitative", "title": tell_figure(found.figure.label, named.spoken)},
        **color,
    )


def _plain(value: str) -> int | float | str:
    """Return a number as JSON has it: an amount beyond a double's digits as text."""
    if value.isdecimal():
        return int(value)
    number = float(value)
    return number if Decimal(value) == Decimal(repr(number)) else value


# The whole


def _tiles_vega(places: tiles.TileMap) -> str:
    rows = [
        {"name": tile.name, "column": tile.column, "row": tile.row, "procedures": tile.count} for tile in places.tiles
    ]
    return charts.vega(
        "procedures by province, schematic",
        "rect",
        rows,
        x={"field": "column", "type": "ordinal", "axis": None},
        y={"field": "row", "type": "ordinal", "axis": None},
        color={"field": "procedures", "type": "quantitative"},
        tooltip={"field": "name", "type": "nominal"},
    )


def _network_vega(made: Network) -> str:
    """Return the picture's lines, each from point to point; the points follow from them."""
    spots = {point.id: point for point in made.points}
    rows = [
        {
            "one": spots[line.one].name, "other": spots[line.other].name, "tie": line.tie.value,
            "procedures": len(line.procedures),
            "x": spots[line.one].x, "y": spots[line.one].y, "x2": spots[line.other].x, "y2": spots[line.other].y,
        }
        for line in made.drawn
    ]  # fmt: skip
    return charts.vega(
        "organizations in the procedures counted",
        "rule",
        rows,
        x={"field": "x", "type": "quantitative", "axis": None},
        y={"field": "y", "type": "quantitative", "axis": None, "scale": {"reverse": True}},
        x2={"field": "x2"},
        y2={"field": "y2"},
        size={"field": "procedures", "type": "quantitative"},
        color={"field": "tie", "type": "nominal"},
    )
