"""Commands that compute, lock, verify and export figures."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from counterfile import app as wiring
from counterfile.cli.judging import Decision
from counterfile.cli.output import Json, console, print_json, say
from counterfile.errors import BadUsage
from counterfile.model.finding import Finding, Measure

MOST_PARTS = 12
"""Parts of a breakdown that are printed."""


def register(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    for command in (find, freeze, verify, diff, suppose, check, pack):
        app.command()(command)


def find(
    names: Annotated[list[str] | None, typer.Argument(help="Findings to compute; all if none is named.")] = None,
    lock: Annotated[bool, typer.Option(help="Write findings/NAME.lock.json.")] = True,
    schema: Annotated[
        bool, typer.Option("--schema", help="Only write the JSON Schema that editors complete and check findings with.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Compute the findings of findings/*.yaml, each with the units that it consists of, and lock them."""
    with wiring.open_inquiry(Path()) as inquiry:
        if schema:
            place = wiring.write_schema(inquiry.folder)
            say(f"{place} is written; begin a finding with the line: # yaml-language-server: $schema={place.name}")
            return
        found = inquiry.find(names or [], lock=lock)
        if as_json:
            print_json(found)
        else:
            _print(found)
    if any(finding.holds is False for finding in found):
        raise typer.Exit(1)


def print_findings(inquiry: wiring.Inquiry) -> None:
    """Compute, lock and print all findings of an inquiry."""
    _print(inquiry.find([], lock=True))


def _print(found: list[Finding]) -> None:
    out = console()
    if not found:
        out.print("no findings yet: write one as findings/NAME.yaml (docs/how-to/write-a-finding.md)")
    for finding in found:
        mark = {True: "holds", False: "MOVED", None: "     "}[finding.holds]
        sampled = finding.spec.measure is Measure.SHARE and finding.figure.low is not None
        interval = f" ({finding.figure.low} … {finding.figure.high} %, if read as a sample)" if sampled else ""
        out.print(f"{mark:<5}  {finding.figure.grouped}{interval} {finding.figure.label}  [{finding.spec.name}]")
        out.print(f"       {finding.spec.claim.en or finding.spec.claim.zh}")
        if finding.spec.window is not None and finding.spec.window.anchor:
            window = finding.spec.window
            out.print(f"       {window.start or '…'} – {window.end or '…'}: {window.anchor}")
        if finding.refused:
            out.print(f"       refused: {finding.refused}")
        elif finding.holds is False:
            out.print(f"       {'; '.join(finding.unexpected)}")
        for name, value in finding.figure.breakdown[:MOST_PARTS]:
            out.print(f"       {value:>7} {name}")
        if len(finding.figure.breakdown) > MOST_PARTS:
            out.print(f"       … {len(finding.figure.breakdown) - MOST_PARTS} more (--json lists all)")
        for each in finding.nested:
            unclear = f" ({each.open} undecided)" if each.open else ""
            out.print(f"       {each.count:>7} of these: {each.name}{unclear}")
        if finding.estimate is not None:
            best = finding.estimate
            out.print(
                f"       a checked sample makes of it {best.count} (95 %: {best.low} … {best.high}; {best.checked} checked)"
            )
        if finding.rests is not None and (finding.rests.people or finding.rests.coded):
            rests = finding.rests
            out.print(
                f"       rests on people: {rests.people}, on software's answers: {rests.coded}, on reading: {rests.software}"
            )
        if finding.excluded:
            reasons = ", ".join(f"{count} {reason}" for reason, count in finding.excluded)
            out.print(f"       {finding.used} of {finding.eligible} used; left out: {reasons}")
        for warning in finding.warnings:
            out.print(f"       ! {warning}")


def freeze(
    name: Annotated[str, typer.Argument(metavar="FINDING", help="Name of the finding.")],
    reason: Annotated[str, typer.Option("--reason", "-r", help="Where and when it is published.")],
) -> None:
    """Freeze a figure for publication: its lock is never written anew, and `verify` compares with it for ever."""
    with wiring.open_inquiry(Path()) as inquiry:
        lock = inquiry.freeze(name, reason)
    say(f"{name}: {lock.figure.value} {lock.figure.label}, frozen {lock.frozen}")


def verify(
    deep: Annotated[
        bool, typer.Option("--deep", help="Check every original, not only those that figures use.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Compute all findings again, check originals and quotes, and say what moved; exit 1 if anything did."""
    with wiring.open_inquiry(Path()) as inquiry:
        result = inquiry.verify(deep=deep)
    if as_json:
        print_json(result)
    else:
        out = console()
        for moved in result.moved:
            out.print(f"{moved.what}: {moved.message}" + (f"  [{moved.finding}]" if moved.finding else ""))
        out.print(
            f"{result.findings} findings ({result.locked} locked), {result.documents} originals and "
            f"{result.quotes} quotes checked: {len(result.moved)} things moved"
        )
    if result.moved:
        raise typer.Exit(1)


def diff(
    before: Annotated[Path, typer.Argument(help="An inquiry, a folder of locks, or one lock.")],
    now: Annotated[Path, typer.Argument(help="The same, later.")] = Path(),
    as_json: Json = False,
) -> None:
    """Say what moved between two states of the figures, from their locks alone; exit 1 if anything did.

    `git worktree add ../before HEAD~10` gives an older state of findings that are kept under version control.
    """
    from counterfile.views import differing

    moved = differing.differences(differing.read_locks(before), differing.read_locks(now))
    if as_json:
        print_json(moved)
    else:
        out = console()
        for each in moved:
            out.print(f"{each.what}: {each.message}  [{each.finding}]", markup=False)
        out.print(f"{len(moved)} things moved in {len({each.finding for each in moved})} findings")
    if moved:
        raise typer.Exit(1)


def suppose(
    decision: Annotated[Decision, typer.Argument(help="What would be decided; see `decide`.")],
    one: Annotated[str, typer.Argument(help="What about, as for `decide`.")],
    other: Annotated[str, typer.Argument(help="The second of a pair, or the right value.")] = "",
    as_json: Json = False,
) -> None:
    """Say which figures a decision would change, from what to what; nothing is stored."""
    from counterfile.views import consequences, judging

    with wiring.open_inquiry(Path()) as inquiry:
        judged = judging.judgements(inquiry.store, decision, one, other, reason="supposed", by="supposed")
        specs = inquiry.findings()
        found = consequences.consequences(inquiry.store, judged, specs, inquiry.kept())
    if as_json:
        print_json(found)
        return
    out = console()
    for each in found:
        was, is_ = each.before.grouped, each.after.grouped
        out.print(f"{each.finding}: {was} -> {is_} {each.after.label}", markup=False)
    out.print(f"{len(found)} of {len(specs)} figures would change")


def check(
    article: Annotated[Path, typer.Argument(help="The article, in Markdown.")],
    as_json: Json = False,
) -> None:
    """Hold an article against the findings: each number has a finding that carries it, or a source; exit 1 if one has none.

    A sentence is tied to a finding by [[finding:NAME]], to an outside source by [[source: yearbook 2020, p. 3]], to the
    log of replies by [[replies: all]] or [[replies: NAME]].
    """
    try:
        text = article.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BadUsage(f"{article} cannot be read as UTF-8 text ({error}); give an article in Markdown") from error
    with wiring.open_inquiry(Path()) as inquiry:
        checked = inquiry.check(text)
    if as_json:
        print_json(checked)
    else:
        out = console()
        for sentence in checked.sentences:
            for problem in sentence.problems:
                out.print(f"{article.name}:{sentence.line}: {problem}", markup=False)
        numbers = sum(len(each.numbers) for each in checked.sentences)
        tied = len({name for each in checked.sentences for name in each.findings})
        out.print(f"{len(checked.sentences)} claims, {numbers} numbers, {tied} findings: {checked.problems} problems")
    if checked.problems:
        raise typer.Exit(1)


def pack(
    name: Annotated[str, typer.Argument(metavar="FINDING", help="Name of the finding.")],
    folder: Annotated[Path | None, typer.Option("--to", help="A new folder; by default FINDING-pack.")] = None,
    originals: Annotated[
        bool,
        typer.Option("--originals", help="Also pack originals in which identifiers are masked; needs the next three."),
    ] = False,
    by: Annotated[str, typer.Option("--by", help="Your pseudonym.")] = "",
    role: Annotated[str, typer.Option("--role", help="As whom you ask: editor or lawyer.")] = "",
    reason: Annotated[str, typer.Option("--reason", "-r", help="Why, in words; it is kept.")] = "",
    as_json: Json = False,
) -> None:
    """Write everything behind one figure into a folder that opens offline and checks itself: python3 check.py."""
    if originals and not (by and role and reason):
        raise BadUsage("--originals packs what is masked elsewhere; give --by, --role and --reason with it")
    if not originals and (by or role or reason):
        raise BadUsage("--by, --role and --reason go with --originals")
    with wiring.open_inquiry(Path()) as inquiry:
        packed = inquiry.pack(name, folder or Path(f"{name}-pack"), by=by, role=role, reason=reason)
    if as_json:
        print_json(packed)
        return
    left = f", {packed.withheld} withheld for what is masked in them" if packed.withheld else ""
    say(
        f"{packed.folder}: {packed.quotes} quotes, {packed.originals} originals{left}, {packed.pages} pictures of pages"
    )
    say(f"open {packed.folder}/index.html; check it with: python3 {packed.folder}/check.py")
    say(f"digest of the whole pack, to publish or to have stamped: {packed.digest}")
