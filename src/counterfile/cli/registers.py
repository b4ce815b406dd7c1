"""Commands on registers: lists of organizations that a user brings to match against, all on this machine."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import msgspec
import typer

from counterfile import app as wiring
from counterfile.cli.output import Json, console, print_json, say, table
from counterfile.errors import BadInput, BadUsage, Missing, Moved
from counterfile.model.judgement import AgentKind, Answer, Judgement
from counterfile.model.register import REGISTER, Description, Format, Register, RegisterRow, row_id

registers = typer.Typer(
    name="registers", help="Match organizations against registers that you bring: CSV, FtM, OpenCorporates, GLEIF."
)

SHOWN = 20
"""Rows that could not be read, shown one by one."""

By = Annotated[str, typer.Option("--by", help="Your pseudonym.", envvar="COUNTERFILE_USER")]


class Decision(StrEnum):
    """What may be said of an organization and a row."""

    SAME = "same"
    DIFFERENT = "different"
    UNSURE = "unsure"


def register(app: typer.Typer) -> None:
    """Add this group to the command line."""
    for command in (add, listed, remove, match, decide):
        registers.command("list" if command is listed else command.__name__)(command)
    app.add_typer(registers)


def add(
    file: Annotated[Path, typer.Argument(help="The register; plain, gzipped, or a ZIP with one file.")],
    name: Annotated[str, typer.Option(help="What to call it; its file name if not given.")] = "",
    format: Annotated[Format | None, typer.Option(help="How it is written; recognized if not given.")] = None,
    column: Annotated[
        list[str] | None,
        typer.Option(
            help="Which column holds a field, of CSV: name=供应商; may be given several times.", metavar="FIELD=COLUMN"
        ),
    ] = None,
    by: By = "editor",
    as_json: Json = False,
) -> None:
    """Copy a register into the archive and read all of it once; rows on natural persons are refused and counted."""
    from counterfile.resolving.registers import Refused, Why, described_format, read
    from counterfile.store.registers import keep

    columns = _columns(column or [])
    if not file.is_file():
        raise Missing(f"there is no file {file}")
    counts: Counter[str] = Counter()
    errors: list[Refused] = []
    with wiring.open_inquiry(Path()) as inquiry, inquiry.writing():
        with file.open("rb") as stream:
            written = format or described_format(stream, file.name)
            for row in read(stream, file.name, written, columns):
                counts[row.why if isinstance(row, Refused) else "rows"] += 1
                if isinstance(row, Refused) and row.why is Why.ERROR and len(errors) < SHOWN:
                    errors.append(row)
        if not counts["rows"]:
            raise BadInput(
                f"{file.name}: none of its {counts.total():,} rows tells of an organization; nothing is added"
            )
        digest, size = keep(inquiry.folder, file)
        told = Description(
            name or file.stem,
            file.name,
            written,
            rows=counts["rows"],
            persons=counts[Why.PERSON],
            others=counts[Why.OTHER],
            errors=counts[Why.ERROR],
            size=size,
            columns=columns,
        )
        answer = msgspec.json.encode(told).decode()
        with inquiry.store.batch() as batch:
            kept = batch.judge(Judgement(REGISTER, digest, "", answer, by, AgentKind.PERSON, f"added from {file.name}"))
    if as_json:
        print_json({"digest": digest, "judgement": kept.id, **msgspec.to_builtins(told), "first_errors": errors})
        return
    for error in errors:
        say(f"row {error.number}: {error.says}")
    if told.errors > len(errors):
        say(f"and {told.errors - len(errors):,} more rows that cannot be read")
    say(
        f"{told.name}: {told.rows:,} organizations of {counts.total():,} rows; {told.persons:,} refused as natural persons, "
        f"{told.others:,} of other kinds, {told.errors:,} with errors ({told.format}, {digest[:16]})"
    )


def _columns(given: list[str]) -> dict[str, str]:
    columns = {}
    for each in given:
        field, equal, column = each.partition("=")
        if not equal or not field.strip() or not column.strip():
            raise BadUsage(f"--column {each!r} is not like name=供应商: a field, an equals sign, a column's heading")
        columns[field.strip()] = column.strip()
    return columns


def listed(
    check: Annotated[bool, typer.Option("--check", help="Compare each file in the archive with its digest.")] = False,
    as_json: Json = False,
) -> None:
    """List the registers of this inquiry with their dates and digests."""
    from counterfile.views import matches

    with wiring.open_inquiry(Path()) as inquiry:
        there = matches.registers(inquiry.store)
        changed = [each.told.name for each in there if check and not inquiry.archive.verify(each.digest)]
    if as_json:
        print_json(there)
    else:
        _list(there)
    if changed:
        raise Moved(f"no longer what was added, or gone: {', '.join(changed)}; restore the folder archive/ from a copy")


def _list(there: list[Register]) -> None:
    columns = ("name", "format", "organizations", "persons refused", "errors", "added", "by", "file", "SHA-256")
    rows = (
        (
            each.told.name,
            each.told.format,
            f"{each.told.rows:,}",
            f"{each.told.persons:,}",
            f"{each.told.errors:,}",
            each.added_at.date() if each.added_at else "",
            each.by,
            each.told.file,
            each.digest[:16],
        )
        for each in there
    )
    table(columns, rows)


def remove(
    wanted: Annotated[str, typer.Argument(metavar="REGISTER", help="Its name, or the beginning of its digest.")],
    reason: Annotated[str, typer.Option("--reason", "-r", help="Why, in words.")] = "no longer wanted",
    by: By = "editor",
    as_json: Json = False,
) -> None:
    """Take a register out of the inquiry; its file stays in the archive, and adding it again brings its matches back."""
    from counterfile.store.rules import WITHDRAWN
    from counterfile.views import registers as view

    with wiring.open_inquiry(Path()) as inquiry, inquiry.writing():
        found = view.named(inquiry.store, wanted)
        with inquiry.store.batch() as batch:
            kept = batch.judge(
                Judgement(REGISTER, found.digest, "", WITHDRAWN, by, AgentKind.PERSON, reason.strip() or "removed")
            )
    if as_json:
        print_json(kept)
    else:
        say(f"{found.told.name} is no longer matched against; {kept.id} records it")


def match(
    wanted: Annotated[
        str | None, typer.Argument(metavar="[REGISTER]", help="Its name or digest; all registers if none.")
    ] = None,
    organization: Annotated[
        list[str] | None, typer.Option("--organization", help="Only this organization (o-…).")
    ] = None,
    most: Annotated[int, typer.Option(help="Rows shown for one organization.", min=1, max=50)] = 3,
    as_json: Json = False,
) -> None:
    """Look the inquiry's organizations up: candidates with probability and reasons.

    Where a checked number and the name agree, the match is recorded; all others wait for `registers decide`.
    """
    from counterfile.views import matches
    from counterfile.views import registers as view

    out: list[dict[str, Any]] = []
    with wiring.open_inquiry(Path()) as inquiry, inquiry.writing():
        looked = view.sought(inquiry.store, organization or ())
        if organization and not looked:
            raise Missing(f"no organization is called {', '.join(organization)}")
        chosen = [view.named(inquiry.store, wanted)] if wanted else matches.registers(inquiry.store)
        if not chosen:
            raise Missing("this inquiry has no register; `counterfile registers add FILE` brings one")
        for each in chosen:
            out += _matched(inquiry, each, looked, most, whole=not organization)
    if as_json:
        print_json(out)
        return
    lines = console()
    for one in out:
        lines.print(f"{one['organization']}  {one['name']}  ({one['register']})")
        for candidate in one["candidates"]:
            said = f"  [{candidate['answer']}]" if candidate["answer"] else ""
            lines.print(
                f"    {candidate['probability']:.2f}  {candidate['row_id']}  {candidate['row']['names'][0]['text']}{said}"
            )
            lines.print(f"          {candidate['says']}")
    recorded = sum(each["answer"] == Answer.SAME for one in out for each in one["candidates"])
    say(f"{len(looked):,} organizations looked up, {len(out):,} have candidates, {recorded:,} are matched")


def _matched(
    inquiry: wiring.Inquiry, chosen: Register, looked: list[Any], most: int, *, whole: bool
) -> list[dict[str, Any]]:
    """Match against one register, record what needs no person, and return what to print."""
    from counterfile.resolving import registers as engine
    from counterfile.store.ports import Cluster
    from counterfile.views import matches
    from counterfile.views import registers as view

    with _rows(inquiry, chosen) as rows:
        found = engine.match(looked, rows, most=most)
    if whole:
        # Of some organizations only, the others' matches would be retired with the activity that they came from.
        facts = view.automatic(inquiry.store, chosen, found)
        key = hashlib.sha256(msgspec.json.encode([looked, facts], order="deterministic")).hexdigest()[:32]
        with inquiry.store.batch() as batch:
            batch.record(view.STAGE, engine.VERSION, chosen.digest, key, facts)
    out = []
    for one in looked:
        if one.id not in found:
            continue
        keys = inquiry.store.members(Cluster.ORGANIZATION, one.id)
        every = (Answer.SAME, Answer.DIFFERENT, Answer.UNSURE)
        told = {each.row_id: each for each in matches.matches(inquiry.store, keys, answers=every)}
        candidates = []
        for each in found[one.id]:
            name = row_id(chosen.digest, each.row.number)
            said = told.get(name)
            candidates.append(
                {
                    "row_id": name,
                    "answer": said.answer if said else "",
                    "judgement": said.judgement if said else "",
                    **msgspec.to_builtins(each),
                }
            )
        out.append(
            {"register": chosen.told.name, "organization": one.id, "name": one.names[0], "candidates": candidates}
        )
    return out


@contextmanager
def _rows(inquiry: wiring.Inquiry, chosen: Register) -> Iterator[Iterator[RegisterRow]]:
    """Give the rows of a register in the archive, without those that were refused, as long as the block lasts."""
    from counterfile.resolving.registers import read
    from counterfile.store.registers import opened

    told = chosen.told
    with (
        opened(inquiry.folder, chosen.digest) as stream,
        # Closed before the file below it, for a block may stop in the middle.
        closing(read(stream, told.file, told.format, told.columns)) as rows,
    ):
        yield (row for row in rows if isinstance(row, RegisterRow))


def decide(
    decision: Annotated[Decision, typer.Argument(help="Whether the row is the organization.")],
    organization: Annotated[str, typer.Argument(help="An organization (o-…).")],
    row: Annotated[str, typer.Argument(help="A register's row (r-…).")],
    reason: Annotated[str, typer.Option("--reason", "-r", help="Why, in words.", prompt=True)] = "",
    by: By = "editor",
    as_json: Json = False,
) -> None:
    """Record whether a row is an organization; it beats software's answer, and `decide withdraw` takes it back."""
    from counterfile.views import registers as view

    if not reason.strip() or not by.strip():
        raise BadUsage("a judgement needs a reason and a name, which may be a pseudonym; give --reason and --by")
    with wiring.open_inquiry(Path()) as inquiry, inquiry.writing():
        chosen, number = view.of_row(inquiry.store, row)
        key = view.member(inquiry.store, organization)
        with _rows(inquiry, chosen) as rows:
            found = next((each for each in rows if each.number == number), None)
        if found is None:
            raise Missing(f"{chosen.told.name} has no row {number} on an organization")
        judgements = view.judged(chosen, key, found, Answer(decision), reason.strip(), by=by.strip())
        with inquiry.store.batch() as batch:
            kept = [batch.judge(each) for each in judgements]
    if as_json:
        print_json(kept[0])
    else:
        say(f"{kept[0].id}: {organization} and {found.name} ({row}): {decision}")
