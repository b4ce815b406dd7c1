"""The command ``divisions``: Chinese administrative divisions through the years."""

from __future__ import annotations

from typing import Annotated

import msgspec
import typer

from counterfile.cli.output import Json, print_json, say, table
from counterfile.errors import Missing


def register(app: typer.Typer) -> None:
    """Add this command to the command line."""
    app.command()(divisions)


def divisions(
    wanted: Annotated[
        str | None,
        typer.Argument(metavar="[NAME|CODE]", help="A full name or six digits; the table's version if none."),
    ] = None,
    at: Annotated[int | None, typer.Option("--at", help="As of this year.", min=1949, max=2200)] = None,
    as_json: Json = False,
) -> None:
    """Say what a Chinese division was called and coded when, and what became of it; without a name, which table it is."""
    from counterfile.text import divisions as years

    if wanted is None:
        some = years.divisions(at)
        if as_json:
            print_json({"version": years.version(), "year": at, "divisions": len(some)})
        else:
            say(f"{years.version()}: {len(some):,} divisions" + (f" in {at}" if at else " and former ones"))
        return
    found = years.history(wanted) if wanted.isdigit() else years.named(wanted)
    found = [each for each in found if at is None or each.held(at)]
    if not found:
        when = f" in {at}" if at else ""
        raise Missing(f"no division is called {wanted!r}{when}; full names are wanted (武陵区), or six digits")
    rows = [(each, years.later(each), years.now(each)) for each in found]
    if as_json:
        print_json([{**msgspec.structs.asdict(each), "later": later, "now": now} for each, later, now in rows])
        return
    table(
        ("code", "name", "from", "until", "became", "today"),
        (
            (each.code, each.name, each.first or "", each.last or "", _named(later), _named(now) if each.last else "")
            for each, later, now in rows
        ),
    )


def _named(division: object) -> str:
    return f"{getattr(division, 'code', '')} {getattr(division, 'name', '')}".strip() if division is not None else ""
