"""A command that keeps the files of an inquiry up to date while documents arrive."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated

import msgspec
import typer

from counterfile import app as wiring
from counterfile.cli.output import Json, print_json, say
from counterfile.errors import StoreBusy
from counterfile.model.finding import Moved
from counterfile.stages.collect import Found, Lost, Watched


def register(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command()(watch)


class Round(msgspec.Struct, frozen=True):
    """What one look brought."""

    files: int
    """Files taken in."""
    new: int
    """Documents among them that were not known."""
    failed: int
    """Documents of the inquiry that failed, all in all."""
    notices: int
    """Notices of the inquiry, all in all."""
    lost: tuple[str, ...]
    """Files and folders that could not be opened, with the reason."""
    moved: tuple[Moved, ...]
    """What moved in the findings and was not said before."""


def watch(
    paths: Annotated[list[Path], typer.Argument(help="Files and folders where documents arrive.")],
    every: Annotated[float, typer.Option(help="Seconds between two looks.", min=0.1, max=86_400)] = 10.0,
    verify: Annotated[bool, typer.Option(help="Say after each round what moved in the findings.")] = True,
    as_json: Json = False,
) -> None:
    """Take in what arrives, bring all files up to date, and say which findings moved; Ctrl+C ends it.

    A file is taken once it did not change between two looks. Nothing is ever taken out: a file that is deleted there stays
    in the archive. With --json, one line of JSON each round that brought something.
    """
    with wiring.open_inquiry(Path()) as inquiry:
        say(f"watching {', '.join(map(str, paths))}, every {every:g} s; Ctrl+C ends it")
        try:
            for found in _rounds(inquiry, Watched(paths, leave_out=inquiry.folder), every=every, verify=verify):
                _tell(found, as_json=as_json)
        except KeyboardInterrupt:
            say("no longer watching; what was taken in is kept")


def _rounds(inquiry: wiring.Inquiry, watched: Watched, *, every: float, verify: bool) -> Iterator[Round]:
    """Yield what each round brought, for ever; what is lost or moved is told once."""
    due = True  # What an earlier command left undone is done first.
    told: set[str | Moved] = set()
    while True:
        try:
            if (found := watched.look()) or due:
                due = True
                brought = _round(inquiry, found, verify=verify)
                watched.taken(found)
                due = False
                lost = tuple(each for each in brought.lost if each not in told)
                moved = tuple(each for each in brought.moved if each not in told)
                if brought.files or lost or moved:
                    yield msgspec.structs.replace(brought, lost=lost, moved=moved)
                told |= {*lost, *moved}
        except StoreBusy as busy:
            say(f"{busy}; it is tried again in {every:g} s")
        time.sleep(every)


def _round(inquiry: wiring.Inquiry, found: Sequence[Found | Lost], *, verify: bool) -> Round:
    """Take in what was found and bring up to date all that is due."""
    *_, added = inquiry.take(found)
    for _ in inquiry.run():
        pass
    counts = inquiry.store.counts()
    moved = inquiry.verify().moved if verify else ()
    return Round(added.files, added.new, counts.failed, counts.notices, added.lost, moved)


def _tell(found: Round, *, as_json: bool) -> None:
    if as_json:
        print_json(found)
        return
    failed = f", {found.failed:,} failed (`counterfile status --failed`)" if found.failed else ""
    say(f"taken in: {found.files:,} ({found.new:,} new); {found.notices:,} notices{failed}")
    for sentence in found.lost:
        say(f"not taken in: {sentence}")
    for moved in found.moved:
        print(f"{moved.what}: {moved.message}" + (f"  [{moved.finding}]" if moved.finding else ""))
