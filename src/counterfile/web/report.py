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
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

import msgspec
from markupsafe import Markup

from counterfile.app import Inquiry
from counterfile.errors import BadSetup
from counterfile.model.finding import Counted, Finding, Unit
from counterfile.model.judgement import AgentKind
from counterfile.model.reading import Reading
from counterfile.screening import desk as screening
from counterfile.store import layout
from counterfile.store.ports import View
from counterfile.views import coverage, persons, tiles
from counterfile.views.pack import Quote, quotes_of, readings_of
from counterfile.views.passages import Passage, around
from counterfile.views.screening import Began, events
from counterfile.views.tables import Workbench
from counterfile.web import charts, words
from counterfile.web.pages import environment

MOST_UNITS = 200
"""Units of a figure whose passages are shown; all are in its evidence pack."""
MOST_QUOTES = 4
"""Passages shown of each unit."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A finding as the report shows it."""

    found: Finding
    units: tuple[tuple[Counted, tuple[tuple[Quote, Passage], ...]], ...]
    more: int
    """Units that are not shown."""
    chart: charts.Chart | None
    vega: str
    """The same chart as a Vega-Lite specification with its data, in JSON; empty where there is no chart."""


@dataclass(frozen=True, slots=True)
class Method:
    """How the material was gathered, read and decided."""

    states: tuple[tuple[str, int], ...]
    notices: int
    procedures: int
    fields: tuple[coverage.Line, ...]
    failed: tuple[tuple[str, int], ...]
    """Reason and number of documents that were not read or were set aside."""
    decisions: tuple[tuple[str, int], ...]
    """Question and number of persons' answers in force or not."""
    screening: screening.Status | None


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
    spoken = words.words(language)
    found = inquiry.find(list(names), lock=False)
    view = inquiry.store
    bench = inquiry.kept().workbench(view)
    years = charts.years(_years(bench))
    return (
        environment()
        .get_template("report.html")
        .render(
            _=spoken.say,
            n_=spoken.count,
            w=spoken,
            inquiry=inquiry.settings.title,
            style=Markup(_style()),  # noqa: S704 - our own style sheet
            day=dt.datetime.now(dt.UTC).date().isoformat(),
            shown=[_shown(view, persons.without_names(each, view)) for each in found],
            method=_method(inquiry, bench),
            places=_places(bench),
            timeline=charts.columns(years),
            years=years,
        )
    )


def markdown(inquiry: Inquiry, language: str = "en", names: Sequence[str] = ()) -> str:
    """Return the report's figures as Markdown, to write on from; see `report`."""
    spoken = words.words(language)
    lines = [f"# {inquiry.settings.title}", ""]
    for each in inquiry.find(list(names), lock=False):
        found = persons.without_names(each, inquiry.store)
        claim = found.spec.claim.zh if language == "zh" else found.spec.claim.en
        lines += [
            f"## {claim}",
            "",
            f"**{found.figure.grouped}** {found.figure.label} [[finding:{found.spec.name}]]",
            "",
        ]
        lines += [spoken.say("{used} used of {eligible} eligible", used=found.used, eligible=found.eligible), ""]
        if found.figure.breakdown:
            rows = [f"| {name.replace('|', '/')} | {value} |" for name, value in found.figure.breakdown]
            lines += ["| | |", "|---|---:|", *rows, ""]
        lines += [f"- {each.count} / {found.used}: {each.name}" for each in found.nested]
        lines += [f"- {reason}: {count}" for reason, count in found.excluded]
        lines += [
            f"- {note}" for note in (*found.spec.caveats, *found.spec.cites, *found.warnings, found.refused) if note
        ]
        lines.append("")
    return "\n".join(lines)


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


def _shown(view: View, found: Finding) -> Shown:
    by_unit: dict[str, list[Quote]] = {}
    ordered = sorted(found.units, key=lambda unit: not unit.within)[:MOST_UNITS]
    readings = readings_of(view, ordered)
    for quote in quotes_of(view, ordered, readings):
        by_unit.setdefault(quote.unit, []).append(quote)
    units = tuple(
        (unit, tuple((quote, _context(readings[quote.document], quote)) for quote in _few(by_unit.get(unit.id, []))))
        for unit in ordered
    )
    values = [(name, int(value)) for name, value in found.figure.breakdown if value.isdecimal()]
    chart = charts.columns(charts.years(values) or values) if len(values) == len(found.figure.breakdown) else None
    return Shown(found, units, len(found.units) - len(ordered), chart, _vega(found, values) if chart else "")


def _few(found: Sequence[Quote]) -> list[Quote]:
    """Return a unit's first passages, the same words once."""
    return list({quote.quote: quote for quote in reversed(found)}.values())[::-1][:MOST_QUOTES]


def _context(reading: Reading, quote: Quote) -> Passage:
    return around(reading.text, quote.start, quote.end, 70)


def _vega(found: Finding, values: Sequence[tuple[str, int]]) -> str:
    spec = {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "description": found.spec.claim.en,
        "data": {"values": [{"label": label, "value": value} for label, value in values]},
        "mark": "bar",
        "encoding": {
            "x": {"field": "label", "type": "nominal", "title": " / ".join(found.spec.by) or found.spec.of},
            "y": {"field": "value", "type": "quantitative", "title": found.figure.label},
        },
    }
    return msgspec.json.encode(spec).decode()


# The whole


def _places(bench: Workbench) -> tiles.TileMap:
    """Return the procedures by the province-level division of their buyer."""
    rows = bench.rows(Unit.PROCEDURE)
    named = [row.values["province"] for row in rows.values()]
    return tiles.tile_map(Counter(name for name in named if name))


def _years(bench: Workbench) -> list[tuple[str, int]]:
    days = (row.values["published"] for row in bench.rows(Unit.PROCEDURE).values())
    return sorted(Counter(str(day.year) for day in days if day is not None).items())


def _method(inquiry: Inquiry, bench: Workbench) -> Method:
    view = inquiry.store
    documents = bench.rows(Unit.DOCUMENT)
    states = Counter(row.values["state"] for row in documents.values())
    reasons = Counter(row.values["reason"] for row in documents.values() if row.values["reason"])
    decisions = Counter(each.question for each in view.history(limit=1_000_000) if each.agent_kind is AgentKind.PERSON)
    screened = any(isinstance(each, Began) for each in events(view))
    desk = screening.Desk(view, inquiry.folder / layout.CACHE) if screened else None
    return Method(
        states=tuple(states.most_common()),
        notices=len(bench.rows(Unit.NOTICE)),
        procedures=len(bench.rows(Unit.PROCEDURE)),
        fields=coverage.lines(coverage.cover(view).rows, coverage.By.FIELD),
        failed=tuple(reasons.most_common(20)),
        decisions=tuple(decisions.most_common()),
        screening=desk.status() if desk is not None else None,
    )
