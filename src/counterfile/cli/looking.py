"""Commands that look things up."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import msgspec
import typer
from rich.console import Console

from counterfile import app as wiring
from counterfile.cli.output import Json, console, print_json, say
from counterfile.errors import Missing
from counterfile.model.files import (
    AmountRow,
    DocumentFile,
    LotRow,
    OrganizationFile,
    Party,
    ProcedureFile,
    Told,
)
from counterfile.model.finding import Step
from counterfile.text.script import has_han
from counterfile.views import codes
from counterfile.views.coding import Told as Coded


def register(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    for command in (search, show, explain):
        app.command()(command)


def search(
    query: Annotated[str, typer.Argument(help='Words; "…" keeps words together. Chinese: any two characters or more.')],
    limit: Annotated[int, typer.Option(help="How many documents to show.", min=1, max=1000)] = 20,
    offset: Annotated[int, typer.Option(help="How many to pass over.", min=0)] = 0,
    as_json: Json = False,
) -> None:
    """Find documents that hold all words of QUERY, exactly."""
    from counterfile.views import snippets

    with wiring.open_inquiry(Path()) as inquiry:
        results = snippets.results(inquiry.store, query, offset, limit)
    if as_json:
        print_json(results)
        return
    out = console()
    for result in results.rows:
        out.print(f"{result.date or '-':<10}  {result.title or result.name}")
        out.print(f"            {result.name}  {result.document[:16]}")
        for passage in result.passages:
            marked = "".join(f"[{part.text}]" if part.hit else part.text for part in passage.parts)
            out.print("            … " + " ".join(marked.split()))
    say(f"{results.total} documents; {len(results.rows)} shown")
    if not results.total and any(len(word) == 1 and has_han(word) for word in query.split()):
        say("a single Chinese character is not looked up; use two or more")


def show(
    wanted: Annotated[
        str, typer.Argument(metavar="ID", help="A procedure, organization, notice, document or file name.")
    ],
    as_json: Json = False,
) -> None:
    """Print the file of a procedure, an organization or a document."""
    with wiring.open_inquiry(Path()) as inquiry:
        found = inquiry.file(wanted)
        coded = codes.of_file(inquiry.store, found)
    if as_json:
        # The file as every door gives it, with the codebook's answers beside.
        print_json({**msgspec.to_builtins(found), "codes": coded})
        return
    if isinstance(found, ProcedureFile):
        _procedure(found, console())
    elif isinstance(found, OrganizationFile):
        _organization(found, console())
    else:
        _document(found, console())
    _rows(console(), "codes", [_code(one) for one in coded])


def _code(told: Coded) -> str:
    """Return an answer of the codebook with its words and whose it is."""
    quotes = "  ".join(f"“{' '.join(span.quote.split())}”" for span in told.evidence[:2])
    by = "software" if told.software else f"{told.by}, {told.standing}"
    return f"{told.question:<20}  {told.answer}  {quotes}  ({by}, {told.unit}, {told.judgement})"


def explain(
    wanted: Annotated[str, typer.Argument(metavar="ID", help="Any id, a finding's name, a digest or a file name.")],
    as_json: Json = False,
) -> None:
    """Walk from a figure, or anything with an id, down to the bytes that carry it."""
    with wiring.open_inquiry(Path()) as inquiry:
        step = inquiry.explain(wanted)
    if step is None:
        raise Missing(f"nothing here is called {wanted!r}; `counterfile search` finds documents by their words")
    if as_json:
        print_json(step)
    else:
        _step(step, console(), 0)


def _step(step: Step, out: Console, depth: int) -> None:
    indent = "  " * depth
    out.print(f"{indent}{step.kind} {step.id}  {step.title}".rstrip())
    for label, value in step.facts:
        out.print(f"{indent}    {label}: {value}")
    for below in step.steps:
        _step(below, out, depth + 1)


def _told(told: Told) -> str:
    """Return a value with its quotes and the statements that carry them."""
    text = told.value
    if told.correction is not None:
        return f"{text}  (decided by {told.correction.by}: {told.correction.reason})"
    first = told.proofs[0] if told.proofs else None
    if first is not None:
        quote = " ".join(first.quote.split())
        more = f" +{len(told.proofs) - 1}" if len(told.proofs) > 1 else ""
        text += f"  “{quote}”  {first.statement}{more}"
    text += "  ! the notice also says otherwise" if told.conflict else ""
    return text + (f"  (superseded by {told.superseded})" if told.superseded else "")


def _rows(out: Console, title: str, lines: Sequence[str]) -> None:
    if lines:
        out.print(f"\n{title}")
        for line in lines:
            out.print(f"  {line}")


def _procedure(file: ProcedureFile, out: Console) -> None:
    out.print(f"{file.title or file.id}")
    merged = f", merged from {file.asked}" if file.asked != file.id else ""
    out.print(f"procedure {file.id}{merged}, family {file.family}")
    _rows(out, "numbers", [_told(told) for told in file.numbers])
    _rows(
        out,
        "timeline",
        [
            f"{entry.date.value if entry.date else '-':<10}  {entry.stage.value if entry.stage else '?':<16}"
            f"  {entry.title or entry.name}  {entry.notice}"
            for entry in file.timeline
        ],
    )
    _rows(out, "parties", [_party(party) for party in file.parties])
    _rows(out, "lots", [line for lot in file.lots for line in _lot(lot)])
    _rows(out, "amounts", [_amount(row) for row in file.amounts])
    _rows(out, "dates", [f"{row.property:<28}  {_told(row.told)}" for row in file.dates])
    _rows(out, "places", [f"{row.property:<28}  {_told(row.told)}" for row in file.places])
    _rows(out, "not captured", [_told(told) for told in file.missing])
    _rows(
        out,
        "side by side, since the sources differ",
        [f"{row.property}: " + "  |  ".join(_told(told) for told in row.values) for row in file.differences],
    )
    _rows(
        out,
        "other attempts of this project",
        [f"{s.date or '-':<10}  round {s.round or '?'}  {s.title}  {s.procedure}" for s in file.siblings],
    )
    _rows(
        out,
        "why these notices are together",
        [f"{link.one} {link.answer} {link.other}: {link.reason} ({link.by}, {link.judgement})" for link in file.links],
    )


def _party(party: Party) -> str:
    marks = [f"rank {party.rank}"] if party.rank else []
    if party.lead is not None:
        marks.append("lead of the consortium" if party.lead else "member of the consortium")
    if party.lots:
        marks.append("lot " + ", ".join(party.lots))
    return f"{party.role:<10}  {_told(party.name)}  {party.organization or ''}  {'; '.join(marks)}".rstrip()


def _lot(lot: LotRow) -> list[str]:
    status = ", then ".join(told.value for told in lot.status)
    lines = [f"{lot.label or 'the whole'}  {lot.title.value if lot.title else ''}  {status}".rstrip()]
    lines += [f"  {_party(party)}" for party in lot.parties]
    return lines + [f"  {_amount(row)}" for row in lot.amounts]


def _amount(row: AmountRow) -> str:
    scope = f"{row.scope} {row.label}".strip()
    return f"{row.role:<24}  {scope:<12}  {_told(row.told)}"


def _organization(file: OrganizationFile, out: Console) -> None:
    if file.withheld:
        out.print(f"{file.id} is a sole trader, a natural person: Counterfile keeps no file on persons")
        return
    merged = f", merged from {file.asked}" if file.asked != file.id else ""
    out.print(f"{file.name}\norganization {file.id}{merged}, named in {file.notices} notices")
    _rows(out, "names", [f"{name.count:>4}  {name.text}" for name in file.names])
    _rows(out, "identifiers", [_told(told) for told in file.identifiers])
    _rows(out, "places", [f"{place.count:>4}  {place.text}" for place in file.places])
    _rows(
        out, "roles", [f"{role.role:<10} {role.procedures} procedures, {role.notices} notices" for role in file.roles]
    )
    for part in file.parts:
        out.print(f"\n{part.date or '-':<10}  {part.title}  {part.procedure}  ({', '.join(part.roles)})")
        for row in part.amounts:
            out.print(f"    {_amount(row)}")


def _document(file: DocumentFile, out: Console) -> None:
    document = file.document
    out.print(f"{file.name}\ndocument {document.digest}, {document.size:,} bytes, {document.state}")
    if document.reason:
        out.print(f"  {document.reason}")
    for arrival in file.arrivals:
        out.print(f"  came as {arrival.origin} on {arrival.arrived_at:%Y-%m-%d %H:%M} UTC by {arrival.collector}")
    if file.reading:
        words = file.reading
        out.print(f"  read by {words.reader} ({words.sandbox}): {words.characters:,} characters, {words.masked} masked")
    for notice in file.notices:
        out.print(f"\nnotice {notice.id}, procedure {notice.procedure or '-'}: {notice.title}")
        for subject, name, told in notice.said:
            out.print(f"  {subject:<18} {name:<28} {_told(told)}".rstrip())
