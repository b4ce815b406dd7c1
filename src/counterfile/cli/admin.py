"""Commands that look after the machine and the store."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from counterfile import __version__
from counterfile import app as wiring
from counterfile.app import Check
from counterfile.cli.output import Json, print_json, say, table
from counterfile.errors import BadUsage, NotAnInquiry
from counterfile.settings import load_settings
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
    checks = [*wiring.examine(Path()), *_of_inquiry(Path())]
    if as_json:
        print_json(checks)
    else:
        table(["", "what", "found", "next step"], [("ok" if c.ok else "!!", c.what, c.found, c.step) for c in checks])
    if not all(check.ok for check in checks):
        raise typer.Exit(3)


def _of_inquiry(start: Path) -> list[Check]:
    """Return what the inquiry wants of the machine besides; nothing outside of one."""
    try:
        folder = wiring.find_inquiry(start)
    except NotAnInquiry:
        return []
    return [_languages(folder), _model(folder)]


def _languages(folder: Path) -> Check:
    """Return how the inquiry's own language files are."""
    from counterfile.text import lexicon
    from counterfile.text.own_words import unread

    what = "own language files"
    try:
        languages = lexicon.read_folder(folder / lexicon.FOLDER)
    except BadUsage as error:
        return Check(what, False, "one is wrong", str(error))
    if not languages:
        return Check(what, True, "none", "")
    lost = unread(languages)
    step = f"{lost[0]}; make it longer, or take it out ({len(lost)} in all)" if lost else ""
    return Check(what, not lost, ", ".join(one.name for one in languages), step)


def _model(folder: Path) -> Check:
    """Return whether the language model of the settings is there; no document is sent to find out."""
    from counterfile.stages._endpoint import knock

    what = "language model"
    try:
        model = load_settings(folder / layout.SETTINGS).model
        if not model.url:
            return Check(what, True, "off", "")
        answers, said = knock(model)
    except BadUsage as error:
        return Check(what, False, "set up wrongly", str(error))
    where = "on this machine" if model.is_local else "not on this machine"
    step = "" if answers else "start it, or mend [model] in counterfile.toml; without it everything else works"
    return Check(what, answers, f"{model.name} at {model.url} ({where}): {said}", step)


def upgrade() -> None:
    """Bring the database of an older version up to date."""
    folder = wiring.find_inquiry(Path())
    sqlite.create(folder / layout.DATABASE)
    say(f"{folder / layout.DATABASE} has schema {sqlite.HEAD} now")
