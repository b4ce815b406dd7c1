"""Commands on the right of reply: who was asked about what, and what they said."""

from __future__ import annotations

import csv
import datetime as dt
import sys
from pathlib import Path
from typing import Annotated

import typer

from counterfile import app as wiring
from counterfile.cli.output import Json, console, print_json, say
from counterfile.errors import BadUsage
from counterfile.model.judgement import Judgement
from counterfile.model.reply import Asking, Channel, ReplyCounts, ReplyOutcome, ReplyState

reply = typer.Typer(
    name="reply",
    help="The right of reply: who was asked about what, by when, and what they said.",
    no_args_is_help=True,
)

By = Annotated[str, typer.Option("--by", help="Your pseudonym.", envvar="COUNTERFILE_USER")]
Note = Annotated[str, typer.Option("--note", "-n", help="Anything else, in words.")]
Day = Annotated[str, typer.Option("--on", help="The day, as 2026-05-03; today if not given.")]


def register(app: typer.Typer) -> None:
    """Add this group to the command line."""
    for command in (ask, answer, listed, undo):
        reply.command("list" if command is listed else command.__name__)(command)
    app.add_typer(reply)


def ask(
    organization: Annotated[
        str, typer.Argument(help="An organization (o-…), or the full name of one that no notice names.")
    ],
    about: Annotated[list[str] | None, typer.Option("--about", help="A finding; may be given several times.")] = None,
    channel: Annotated[Channel, typer.Option(help="By which way.")] = Channel.MAIL,
    on: Day = "",
    deadline: Annotated[str, typer.Option(help="The last day for an answer.")] = "",
    note: Note = "",
    by: By = "editor",
    as_json: Json = False,
) -> None:
    """Record that an organization was asked for a reply."""
    from counterfile.views import replies

    with wiring.open_inquiry(Path()) as inquiry, inquiry.writing():
        today = inquiry.store.now().date()
        entry = replies.asked(
            inquiry.store,
            organization,
            channel=channel,
            findings=about or [],
            known={spec.name for spec in inquiry.findings()} if about else (),
            day=_day(on) or today,
            deadline=_day(deadline),
            today=today,
            note=note,
            by=by,
        )
        _keep(inquiry, entry, as_json=as_json)


def answer(
    wanted: Annotated[str, typer.Argument(help="An asking (j-…), or an organization whose newest asking is meant.")],
    outcome: Annotated[ReplyOutcome, typer.Argument(help="What came of it.")],
    words: Annotated[str, typer.Option("--words", "-w", help="The words of the answer.")] = "",
    document: Annotated[str, typer.Option(help="The archived document that holds it: its digest or file name.")] = "",
    on: Day = "",
    note: Note = "",
    by: By = "editor",
    as_json: Json = False,
) -> None:
    """Record what came of an asking: an answer, that they declined, that nothing came, or a receipt."""
    from counterfile.views import replies

    with wiring.open_inquiry(Path()) as inquiry, inquiry.writing():
        today = inquiry.store.now().date()
        entry = replies.heard(
            inquiry.store,
            wanted,
            outcome=outcome,
            day=_day(on) or today,
            words=words,
            document=inquiry.digest(document) if document else "",
            today=today,
            note=note,
            by=by,
        )
        _keep(inquiry, entry, as_json=as_json)


def listed(
    open_only: Annotated[bool, typer.Option("--open", help="Only those that wait, or whose deadline passed.")] = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="Print CSV instead of text.")] = False,
    as_json: Json = False,
) -> None:
    """List who was asked, and where each stands; the numbers below add up."""
    from counterfile.plugins.exporters.csv import cell
    from counterfile.views import replies

    with wiring.open_inquiry(Path()) as inquiry:
        every = inquiry.askings()
    counts = replies.counts(every)
    found = [each for each in every if not open_only or each.state in (ReplyState.WAITING, ReplyState.OVERDUE)]
    if as_csv:
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(replies.COLUMNS)
        writer.writerows([cell(value) for value in row] for row in replies.table(found))
    elif as_json:
        print_json({"counts": counts, "askings": found})
    else:
        _print(found, counts)


def undo(
    entry: Annotated[str, typer.Argument(help="The entry (j-…); your newest one if not given.")] = "",
    reason: Annotated[str, typer.Option("--reason", "-r", help="Why, in words.")] = "",
    by: By = "editor",
    as_json: Json = False,
) -> None:
    """Take an entry back by a new one; with an asking goes what came of it."""
    from counterfile.views import replies

    with wiring.open_inquiry(Path()) as inquiry, inquiry.writing():
        _keep(inquiry, replies.undone(inquiry.store, entry, reason=reason, by=by), as_json=as_json)


def _keep(inquiry: wiring.Inquiry, entry: Judgement, *, as_json: bool) -> None:
    with inquiry.store.batch() as batch:
        kept = batch.judge(entry)
    if as_json:
        print_json(kept)
    else:
        say(f"{kept.id}: {kept.subject}, {kept.other}; `counterfile reply list` shows the log")


def _print(found: list[Asking], counts: ReplyCounts) -> None:
    out = console()
    for each in found:
        until = f", until {each.deadline}" if each.deadline else ""
        about = f" about {', '.join(each.findings)}" if each.findings else ""
        out.print(f"{each.state:<9} {each.name}  {each.organization}")
        out.print(f"          {each.id}: asked on {each.day} by {each.channel}{about}{until}")
        for came in each.answers:
            marks = [*(["late"] if came.late else []), *(f"after {name} was frozen" for name in came.after_publication)]
            marked = f" ({'; '.join(marks)})" if marks else ""
            held = f"  [{came.document[:16]}]" if came.document else ""
            out.print(f"          {came.id}: {came.outcome} on {came.day}{marked}: {came.words}{held}".rstrip(": "))
    out.print(
        f"{counts.asked} organizations asked: {counts.answered} answered, {counts.declined} declined, "
        f"{counts.waiting} waiting, {counts.overdue} overdue, {counts.silent} silent"
    )


def _day(text: str) -> dt.date | None:
    """Return a day as it was given; None for none."""
    if not text:
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise BadUsage(f"{text!r} is no day; write it as 2026-05-03") from error
