"""Commands on what stands in several procedures: reused passages, and terms by year."""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Annotated

import msgspec
import typer

from counterfile import app as wiring
from counterfile.cli.output import Json, console, print_json, say, table
from counterfile.errors import BadUsage
from counterfile.model.finding import Unit
from counterfile.plugins.exporters.csv import inert
from counterfile.views import reuse as reused
from counterfile.views import terms as termed
from counterfile.views.identical import Same

Csv = Annotated[bool, typer.Option("--csv", help="Print CSV instead of text.")]


def register(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    for command in (reuse, terms):
        app.command()(command)


def reuse(
    least: Annotated[
        int, typer.Option("--min", help="Characters of the shortest passage.", min=reused.SHORTEST)
    ] = reused.SHORTEST,
    as_csv: Csv = False,
    as_json: Json = False,
) -> None:
    """List passages that stand word for word in procedures of different buyers or agencies, words of forms taken out.

    Below stand rare values that such procedures share: lists row by row, amounts to the cent. CSV has the passages alone.
    """
    from counterfile.desk import Desk
    from counterfile.web.across import all_identical, all_reuse

    with wiring.open_inquiry(Path()) as inquiry:
        desk = Desk(inquiry)
        found = desk.kept(all_reuse, reused.Reuse).get(wait=True)
        values = desk.kept(all_identical, tuple[Same, ...]).get(wait=True)
    passages = tuple(each for each in found.passages if each.characters >= least)
    if as_json:
        shown = msgspec.structs.replace(found, passages=passages)
        print_json({**msgspec.to_builtins(shown, str_keys=True), "identical": values})
    elif as_csv:
        _csv(reused.COLUMNS, reused.rows(passages, found.names))
    else:
        for passage in passages:
            _print(passage, found)
        for same in values:
            _print_value(same)
    left = ", ".join(f"{number:,} {reason}" for reason, number in found.left_out)
    say(
        f"{len(passages):,} passages and {len(values):,} rare values in {found.notices:,} notices"
        + (f"; left out: {left}" if left else "")
    )
    if found.cut:
        say(
            f"more than {reused.MOST_PAIRS:,} pairs of places share words; those of the most frequent ones were not compared"
        )


def _print(passage: reused.Passage, found: reused.Reuse) -> None:
    out = console()
    out.print(
        f"{passage.id}  {passage.characters} characters, {passage.procedures} procedures, {passage.buyers} buyers, "
        f"{passage.agencies} agencies, {passage.suppliers} suppliers, first {passage.first or '-'}"
    )
    out.print("    " + " ".join(passage.text.split()))
    for each in passage.occurrences:
        won = ", ".join(found.names[one] for one in each.suppliers)
        out.print(
            f"    {each.date or '-':<10}  {found.names.get(each.buyer, '-')}  {each.procedure}  "
            f"{each.document[:16]} {each.start}-{each.end}" + (f"  won by {won}" if won else "")
        )


def _print_value(same: Same) -> None:
    out = console()
    out.print(f"same {same.kind} in {same.procedures} procedures: {' '.join(same.value.split())}")
    for each in same.places:
        out.print(f"    {each.said or 'list':<10}  {each.procedure}  {each.document[:16]} {each.start}-{each.end}")


def terms(
    words: Annotated[list[str], typer.Argument(metavar="TERM...", help="Each is looked for as a whole.")],
    unit: Annotated[Unit, typer.Option(help="What is counted: notice or procedure.")] = Unit.NOTICE,
    as_csv: Csv = False,
    as_json: Json = False,
) -> None:
    """Count in how many notices of each year terms stand, out of how many, and show where each stands first."""
    if unit not in termed.UNITS:
        raise BadUsage(f"terms are counted by notice or by procedure, and {unit} is neither")
    with wiring.open_inquiry(Path()) as inquiry:
        days = termed.calendar(inquiry.kept().workbench(inquiry.store))
        found = termed.terms(inquiry.store, days, words, unit)
    if as_json:
        print_json(found)
    elif as_csv:
        _csv(termed.COLUMNS, termed.rows(found))
    else:
        _print_terms(found)


def _print_terms(found: termed.Terms) -> None:
    out = console()
    for each in found.terms:
        out.print(f"{each.term}: {each.holds} of {found.units} ({each.undated} of {found.undated} without a date)")
        table(
            ("year", "holds it", "of", "share"),
            ((year.year, year.holds, year.of, f"{year.share:.1%}") for year in each.years),
        )
        if each.first is not None:
            said = "".join(part.text for part in each.first.passage.parts)
            out.print(f"first: {each.first.date}  {each.first.notice}  … {' '.join(said.split())}")
        out.print()
    say(f"not counted: {found.unread} documents without a readable text, pages that are pictures in {found.waiting}")


def _csv(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([inert(cell) if isinstance(cell, str) else cell for cell in row] for row in rows)
