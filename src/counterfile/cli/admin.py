"""Commands that look after the machine and the store."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from counterfile import __version__
from counterfile import app as wiring
from counterfile.cli.output import Json, print_json, say, table
from counterfile.store import layout, sqlite


def register(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    app.command()(serve)
    app.command()(doctor)
    store = typer.Typer(help="Look after the database.", no_args_is_help=True)
    store.command("upgrade")(upgrade)
    app.add_typer(store, name="store")
    app.callback(invoke_without_command=True)(_version)


def _version(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", help="Print the version and the schema of the store.")] = False,
) -> None:
    """Counterfile: from a heap of procurement notices to files and figures that open on their evidence."""
    if version:
        print(f"counterfile {__version__}, store schema {sqlite.HEAD}")
        raise typer.Exit
    if context.invoked_subcommand is None:
        print(context.get_help())
        raise typer.Exit(2)


def serve(
    port: Annotated[int, typer.Option(help="Port to listen on.", min=0, max=65535)] = 8321,
    host: Annotated[str, typer.Option(help="Address to listen on; this machine alone by default.")] = "127.0.0.1",
) -> None:
    """Open the inquiry's pages to this machine's browser."""
    from counterfile import api, web

    folder = wiring.find_inquiry(Path())
    say(f"pages at http://{host}:{port}/  (Ctrl+C ends the server)")
    web.serve(folder, host, port, around=api.mount)


def doctor(as_json: Json = False) -> None:
    """Check what the machine has, and print what to install."""
    checks = wiring.examine(Path())
    if as_json:
        print_json(checks)
    else:
        table(["", "what", "found", "next step"], [("ok" if c.ok else "!!", c.what, c.found, c.step) for c in checks])
    if not all(check.ok for check in checks):
        raise typer.Exit(3)


def upgrade() -> None:
    """Bring the database of an older version up to date."""
    folder = wiring.find_inquiry(Path())
    sqlite.create(folder / layout.DATABASE)
    say(f"{folder / layout.DATABASE} has schema {sqlite.HEAD} now")
