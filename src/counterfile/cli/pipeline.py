"""Commands that take documents in and bring files up to date."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import msgspec
import typer

from counterfile import app as wiring
from counterfile.cli import correcting
from counterfile.cli.output import Json, console, print_json, progress, say, table
from counterfile.errors import BadUsage
from counterfile.model.document import State, next_step
from counterfile.views import proposals, wanted


class Wish(StrEnum):
    """Which pictures are recognized."""

    WANTED = "wanted"
    ALL = "all"
    NEVER = "never"


PARTIAL = 4
"""Exit code: some files failed, the rest is done."""


def register(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    for command in (init, add, run, ocr, status, demo):
        app.command()(command)


def init(folder: Annotated[Path, typer.Argument(help="Folder to make.")] = Path()) -> None:
    """Make an empty inquiry in FOLDER."""
    made = wiring.create_inquiry(folder)
    say(f"inquiry made in {made}; next: `counterfile add PATH...`, then `counterfile run`")


def add(
    paths: Annotated[list[Path], typer.Argument(help="Files and folders; - reads a list from stdin.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Count what would be taken in, and stop.")] = False,
    as_json: Json = False,
) -> None:
    """Take files and folders into the inquiry; running it again adds nothing twice."""
    named = [path for path in paths if str(path) != "-"]
    if len(named) < len(paths):
        named += [Path(line) for line in sys.stdin.read().splitlines() if line.strip()]
    with wiring.open_inquiry(Path()) as inquiry:
        if dry_run:
            files, size = inquiry.survey(named)
            print_json({"files": files, "bytes": size}) if as_json else say(f"{files} files, {size:,} bytes")
            return
        added = wiring.Added(0, 0, 0, ())
        with progress() as bars:
            for added in inquiry.add(named):
                bars.count("add", added.files, None)
    if as_json:
        print_json(added)
    else:
        say(f"{added.files} files: {added.new} new documents, {added.known} known already; next: `counterfile run`")
    for sentence in added.lost:
        say(f"not taken in: {sentence}")
    if added.lost:
        raise typer.Exit(PARTIAL)


def run(
    retry: Annotated[bool, typer.Option("--retry", help="Try again what failed or was set aside.")] = False,
    reread: Annotated[
        bool, typer.Option("--reread", help="Read every document again, with the readers of today.")
    ] = False,
    timeout: Annotated[float | None, typer.Option(help="Seconds that reading one file may take.", min=0.1)] = None,
    workers: Annotated[int | None, typer.Option(help="Processes that read and extract.", min=1, max=64)] = None,
    pictures: Annotated[
        Wish | None, typer.Option("--ocr", help="Which pictures are recognized; the setting `ocr` by default.")
    ] = None,
    accept_unsandboxed: Annotated[
        bool, typer.Option("--accept-unsandboxed", help="Read even where this machine cannot lock readers in.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Read, screen, recognize what the screening wants, extract and resolve: all that is due."""
    with wiring.open_inquiry(Path()) as inquiry:
        with progress() as bars:
            pages = bars.ticker("pages")
            steps = inquiry.run(
                retry=retry,
                reread=reread,
                recognize=pictures.value if pictures else None,
                workers=workers,
                timeout=timeout,
                accept_unsandboxed=accept_unsandboxed,
                on_page=pages,
            )
            for step in steps:
                bars.show(step)
        _summary(inquiry, as_json)
        if inquiry.store.counts().failed:
            raise typer.Exit(PARTIAL)


def ocr(
    documents: Annotated[list[str] | None, typer.Argument(help="Digests or names of documents.")] = None,
    everything: Annotated[bool, typer.Option("--all", help="Recognize every page that waits.")] = False,
    workers: Annotated[int | None, typer.Option(help="Pages recognized at once.", min=1, max=64)] = None,
    as_json: Json = False,
) -> None:
    """Recognize pictures of text: of the named documents, or of all that wait. Interrupted, it goes on where it was."""
    if bool(documents) == everything:
        raise BadUsage("name documents, or say --all; `counterfile status --waiting` lists what waits")
    with wiring.open_inquiry(Path()) as inquiry:
        digests = [inquiry.digest(name) for name in documents or ()]
        waiting = [inquiry.store.document(digest) for digest in digests]
        total = sum(each.waiting for each in waiting if each) if digests else inquiry.store.counts().waiting_pages
        with progress() as bars:
            pages = bars.ticker("pages", total or None)
            for step in inquiry.run(recognize=digests or "all", workers=workers, on_page=pages):
                bars.show(step)
        _summary(inquiry, as_json)


def _summary(inquiry: wiring.Inquiry, as_json: bool) -> None:
    counts = inquiry.store.counts()
    if as_json:
        print_json(counts)
        return
    line = f"{counts.added} documents = {counts.read} read + {counts.failed} failed + {counts.skipped} skipped"
    if counts.pending:
        line += f" + {counts.pending} pending"
    out = console()
    out.print(line)
    out.print(f"{counts.notices} notices, {counts.procedures} procedures, {counts.organizations} organizations")
    if counts.waiting:
        out.print(
            f"{_counted(counts.waiting_pages, 'page')} in {_counted(counts.waiting, 'document')} "
            f"{'is a picture' if counts.waiting_pages == 1 else 'are pictures'} without text: "
            "`counterfile ocr --all` recognizes all, some seconds a page"
        )
    for line in correcting.summary(inquiry.store):
        out.print(line)
    if unasked := proposals.unanswered(inquiry.store):
        out.print(f"{_counted(len(unasked), 'notice')} could not be asked about: `counterfile ask --retry`")
    if counts.failed:
        out.print("some files failed: `counterfile status --failed` names each with its reason")


def _counted(number: int, thing: str) -> str:
    """Return a number with what it counts.

    >>> _counted(1, "page"), _counted(2, "page")
    ('1 page', '2 pages')
    """
    return f"{number:,} {thing}" if number == 1 else f"{number:,} {thing}s"


def status(
    failed: Annotated[bool, typer.Option("--failed", help="List what failed or was set aside, with reasons.")] = False,
    files: Annotated[bool, typer.Option("--files", help="List every document with its state.")] = False,
    waiting: Annotated[bool, typer.Option("--waiting", help="List documents with pages to recognize.")] = False,
    as_json: Json = False,
) -> None:
    """Account for every document."""
    with wiring.open_inquiry(Path()) as inquiry:
        if waiting:
            _waiting(inquiry, as_json)
            return
        if failed or files:
            states = (State.FAILED, State.SKIPPED) if failed else tuple(State)
            rows = [
                {
                    "digest": document.digest,
                    "file": arrivals[0].origin,
                    "state": document.state,
                    "reason": document.reason,
                    "stage": document.stage,
                    "reader": document.reader,
                    "sandbox": document.sandbox,
                    "next": next_step(document.state),
                }
                for document in inquiry.documents(states)
                for arrivals in [inquiry.store.arrivals(document.digest)]
            ]
            if as_json:
                print_json(rows)
            else:
                table(["state", "file", "reason"], [(row["state"], row["file"], row["reason"]) for row in rows])
                if failed and any(row["state"] == State.FAILED for row in rows):
                    say("`counterfile run --retry` tries them again; a newer reader does so by itself")
            return
        if as_json:
            print_json(msgspec.structs.asdict(inquiry.store.counts()))
        else:
            _summary(inquiry, as_json=False)


def _waiting(inquiry: wiring.Inquiry, as_json: bool) -> None:
    rows = [
        (document.waiting, document.digest, arrivals[0].origin)
        for document in wanted.waiting(inquiry.store)
        for arrivals in [inquiry.store.arrivals(document.digest)]
    ]
    if as_json:
        print_json([{"digest": digest, "file": origin, "pages": pages} for pages, digest, origin in rows])
        return
    table(["pages", "document", "file"], [(pages, digest[:16], origin) for pages, digest, origin in rows])


def demo(
    folder: Annotated[Path, typer.Argument(help="Folder to make the demo inquiry in.")] = Path("demo-inquiry"),
    serve: Annotated[bool, typer.Option(help="Start the local server at the end.")] = True,
    seed: Annotated[int, typer.Option(help="Seed of the invented documents.")] = 1,
    procedures: Annotated[int, typer.Option(help="How many procedures to invent.", min=1)] = 106,
    port: Annotated[int, typer.Option(help="Port of the local server.", min=0, max=65535)] = 8321,
) -> None:
    """Make an inquiry of some 400 invented documents, run it, let invented people code it, open it in the browser."""
    from counterfile.cli import figures

    with wiring.create_demo(folder, seed=seed, procedures=procedures) as inquiry:
        with progress() as bars:
            for added in inquiry.add([inquiry.folder / "heap"]):
                bars.count("add", added.files, None)
            for step in inquiry.run():
                bars.show(step)
        wiring.answer_demo(inquiry, seed=seed, procedures=procedures)
        _summary(inquiry, as_json=False)
        figures.print_findings(inquiry)
        _needs_a_look(inquiry)
        place = inquiry.folder
    if serve:
        from counterfile import api, web

        say(f"the demo inquiry is in {place}; its pages are at http://127.0.0.1:{port}/  (Ctrl+C ends the server)")
        web.serve(place, "127.0.0.1", port, around=api.mount)


def _needs_a_look(inquiry: wiring.Inquiry) -> None:
    from counterfile.views import overview

    seen = overview.overview(inquiry.store)
    out = console()
    out.print("needs a look:")
    for need in seen.needs:
        out.print(f"  {need.count:>4}  {need.what}")
