"""Commands on the heap as a whole: what is there twice, what is named and not there, what is not stated."""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Annotated

import typer

from counterfile import app as wiring
from counterfile.cli.output import Json, console, print_json, say, table
from counterfile.errors import BadUsage
from counterfile.model.files import DocumentFile
from counterfile.store.ports import View
from counterfile.views import attachments as named
from counterfile.views import coverage as covered
from counterfile.views.coverage import By, Coverage, Field


def register(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    for command in (duplicates, attachments, coverage):
        app.command()(command)


def duplicates(
    wanted: Annotated[
        str | None, typer.Argument(metavar="[DOC]", help="A document's digest or file name; all groups if none.")
    ] = None,
    as_json: Json = False,
) -> None:
    """List documents that say the same: exact copies, the same notice elsewhere, versions of one page.

    Nothing is deleted or merged. Corrections, second rounds, other lots and results are never linked to their tender.
    """
    from counterfile.views import duplicates as twins

    with wiring.open_inquiry(Path()) as inquiry:
        if wanted is not None:
            file = inquiry.file(wanted)
            if not isinstance(file, DocumentFile):
                raise BadUsage(f"{wanted!r} is no document; name a file or a digest")
            _twins(inquiry.store, file.document.digest, as_json=as_json)
            return
        found = twins.groups(inquiry.store)
        if as_json:
            print_json(found)
            return
        out = console()
        for copies in found.exact:
            out.print(f"exact    {copies.digest[:16]}  " + "  =  ".join(copies.origins))
        for group in found.linked:
            for pair in group.pairs:
                ends = "  ~  ".join(_origin(inquiry.store, digest) for digest in (pair.one, pair.other))
                out.print(f"{pair.kind:<7}  {pair.similarity:.2f}  {ends}")
        linked = sum(len(group.digests) for group in found.linked)
        say(
            f"{found.documents:,} documents compared: {len(found.exact):,} came more than once, "
            f"{linked:,} are linked in {len(found.linked):,} groups"
        )


def _twins(view: View, digest: str, *, as_json: bool) -> None:
    from counterfile.views import duplicates as twins

    found = twins.of(view, digest)
    if as_json:
        print_json(found)
        return
    out = console()
    for twin in found:
        out.print(f"{twin.kind:<7}  {twin.similarity:.2f}  {twin.digest[:16]}  {_origin(view, twin.digest)}")
        for words in twin.differs:
            out.print(f"           {words}")
    say(f"{len(found)} documents say the same")


def _origin(view: View, digest: str) -> str:
    arrivals = view.arrivals(digest)
    return arrivals[0].origin if arrivals else digest[:16]


def attachments(
    missing: Annotated[bool, typer.Option("--missing", help="Only those that are not here or cannot be read.")] = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="Print CSV instead of text.")] = False,
    as_json: Json = False,
) -> None:
    """List every attachment that a notice names, with whether it is here."""
    with wiring.open_inquiry(Path()) as inquiry:
        rows = [row for row in named.rows(inquiry.store) if not missing or row.presence is not named.Presence.PRESENT]
        if as_json:
            print_json(rows)
        elif as_csv:
            columns = ("presence", "kind", "name", "notice", "document", "start", "end", "page", "digest", "reason")
            _csv(columns, ([getattr(row, column) for column in columns] for row in rows))
        else:
            lines = (
                (row.presence, row.kind, row.name, _origin(inquiry.store, row.document), row.reason) for row in rows
            )
            table(("state", "named as", "name", "by", "why"), lines)
    counts = ", ".join(
        f"{sum(1 for row in rows if row.presence is presence):,} {presence}" for presence in named.Presence
    )
    say(f"{len(rows):,} attachments: {counts}")


def coverage(
    by: Annotated[By, typer.Option(help="What to add up by.")] = By.FIELD,
    months: Annotated[
        int, typer.Option(help="Months after a tender from which an end is expected.", min=1, max=240)
    ] = covered.MONTHS,
    as_csv: Annotated[bool, typer.Option("--csv", help="Print CSV instead of text.")] = False,
    as_json: Json = False,
) -> None:
    """Say what the inquiry does not have: fields not stated and why, gaps, tenders without an award."""
    with wiring.open_inquiry(Path()) as inquiry:
        found = covered.cover(inquiry.store, months=months)
    if as_json:
        print_json(found)
    elif as_csv:
        columns = (str(by), *(["field"] if by is not By.FIELD else []), "notices", "stated", "share", *covered.Reason)
        _csv(columns, _lines(found, by))
    else:
        _print(found, by)


def _lines(found: Coverage, by: By) -> Iterator[list[object]]:
    for line in covered.lines(found.rows, by):
        key = [line.key] if by is By.FIELD else [line.key, str(line.field)]
        missing = dict(line.missing)
        reasons = [missing.get(reason, 0) for reason in covered.Reason]
        yield [*key, line.notices, line.stated, f"{line.share:.4f}", *reasons]


def _print(found: Coverage, by: By) -> None:
    lines = covered.lines(found.rows, by)
    if by is By.FIELD:
        table(
            ("field", "notices", "stated", "share", "why not"),
            ((line.key, line.notices, line.stated, f"{line.share:.1%}", _why(line)) for line in lines),
        )
    else:
        keys = dict.fromkeys(line.key for line in lines)
        rows = ((key or "not stated", *_summed([line for line in lines if line.key == key])) for key in keys)
        table((str(by), "notices", "not in all of them"), rows)
    out = console()
    out.print()
    out.print(
        f"{len(found.without_end):,} of {found.tenders:,} tenders older than {found.months} months have no award, "
        f"contract or end here; {len(found.without_tender):,} of {found.ends:,} awards have no tender here"
    )
    attached = ", ".join(f"{number:,} {presence}" for presence, number in found.attachments)
    out.print(f"attachments that notices name: {attached}")
    for gap in found.gaps:
        out.print(f"gap: {gap.portal} has {gap.notices} notices of {gap.year}, usually {gap.usual}")


def _summed(lines: Sequence[covered.Line]) -> tuple[str, str]:
    """Return the notices of one key, and the share of those fields that are not in all notices that should state them."""
    partly = ", ".join(f"{line.field} {line.share:.0%}" for line in lines if line.stated < line.notices)
    return f"{next(line.notices for line in lines if line.field is Field.STAGE):,}", partly


def _why(line: covered.Line) -> str:
    return ", ".join(f"{number:,} {reason}" for reason, number in line.missing)


def _csv(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
