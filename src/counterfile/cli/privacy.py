"""Commands about what is masked."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from counterfile import app as wiring
from counterfile.cli.output import Json, console, print_json, say, table
from counterfile.errors import BadUsage, Unreadable
from counterfile.model.judgement import Judgement
from counterfile.model.reading import Draft
from counterfile.sandbox import Airlock, Limits
from counterfile.sandbox.unmasked import READ_UNMASKED
from counterfile.settings import Settings
from counterfile.store.ports import Archive, Store
from counterfile.views import unmasking
from counterfile.views.coding import blind

Read = Callable[[bytes, str], Draft]


def register(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    app.command()(unmask)
    app.command()(log)


def unmask(
    wanted: Annotated[str, typer.Argument(metavar="WHAT", help="A statement, a notice, a document or a file name.")],
    by: Annotated[str, typer.Option("--by", help="Your pseudonym.", envvar="COUNTERFILE_USER")],
    role: Annotated[str, typer.Option("--role", help="As whom you ask: editor or lawyer.")],
    reason: Annotated[str, typer.Option("--reason", "-r", help="Why, in words; it is kept.")],
) -> None:
    """Show the personal identifiers that are masked in WHAT, on this terminal only; who asked and why is kept for good."""
    if not sys.stdout.isatty():
        raise BadUsage("what is masked is shown on a terminal only; run `counterfile unmask` without a pipe or a file")
    with wiring.open_inquiry(Path()) as inquiry, inquiry.writing():
        people = inquiry.settings.people
        who, why = unmasking.request(people, by, role, reason)
        kept, found = reveal(
            inquiry.store, inquiry.archive, wanted, who=who, why=why, read=_read_in_airlock(inquiry.settings)
        )
    out = console()
    for each in found:
        out.print(f"{each.start:>8}  … {each.before}[{each.identifier}]{each.behind} …")
    say(f"{len(found)} shown; recorded as {kept.id} with your name and reason. Close the window when you are done")


def reveal(
    store: Store, archive: Archive, wanted: str, *, who: str, why: str, read: Read
) -> tuple[Judgement, list[unmasking.Shown]]:
    """Record who asks for what and why, durably, and only then read the original.

    Args:
        store: Gets the record.
        archive: Has the original.
        wanted: A statement, a notice, a document or a file name.
        who: Pseudonym of who asks; see `unmasking.request`.
        why: Role and reason, from there too.
        read: Reads a file through the airlock without masking it.

    Raises:
        Missing: there is no such document, and nothing is recorded; or it now reads otherwise.
        BadInput: the original cannot be read any more; the asking stays recorded.
    """
    asked = unmasking.find(store, wanted)
    with store.batch() as batch:
        kept = batch.judge(unmasking.record(asked, who, why, wanted))
    name = store.first_arrivals([asked.digest])[asked.digest].name
    draft = read(archive.get(asked.digest), name)
    return kept, list(unmasking.shown(asked, draft.text))


def _read_in_airlock(settings: Settings) -> Read:
    """Return a reader that starts a worker of its own for each file and ends it, so that no text stays behind."""

    def read(content: bytes, name: str) -> Draft:
        limits = Limits(wall_seconds=settings.timeout, cpu_seconds=max(1, round(settings.timeout)))
        with Airlock(
            workers=1, limits=limits, tasks=(READ_UNMASKED,), accept_unsandboxed=settings.accept_unsandboxed
        ) as airlock:
            draft = airlock.call(READ_UNMASKED.function, content, name, *settings.passwords)
        if not isinstance(draft, Draft):
            raise Unreadable("the file has no text of its own")
        return draft

    return read


def log(
    limit: Annotated[int, typer.Option(help="How many to show, the newest first.", min=1, max=100_000)] = 100,
    unmasked: Annotated[bool, typer.Option("--unmasked", help="Only who saw what is masked.")] = False,
    as_json: Json = False,
) -> None:
    """List what persons decided, and who saw what is masked, with their reasons."""
    with wiring.open_inquiry(Path()) as inquiry:
        rows = blind(inquiry.store).history(unmasking.QUESTION if unmasked else None, limit=limit)
    if as_json:
        print_json(rows)
        return
    table(
        ["when", "who", "what", "of", "and", "answer", "why"],
        [
            (f"{j.decided_at:%Y-%m-%d %H:%M}", j.agent, j.question, j.subject[:40], j.other[:40], j.answer, j.reason)
            for j in rows
        ],
    )
