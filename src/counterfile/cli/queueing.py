"""Commands on what waits for a person: links to be checked, and what answers on them teach."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import msgspec
import typer

from counterfile import app as wiring
from counterfile import plugins
from counterfile.cli.output import Json, console, print_json, say, table
from counterfile.errors import BadUsage, Missing

if TYPE_CHECKING:
    from counterfile.views.queue import Item

queue = typer.Typer(help="What waits for a person to decide.", no_args_is_help=True)
KINDS = ("procedure", "organization")

Limit = Annotated[int, typer.Option(help="Most pairs that are listed.", min=1, max=1000)]
Kind = Annotated[str, typer.Option(help="Only these: procedure or organization.")]
Key = Annotated[str, typer.Argument(help="Key of a pair, as `counterfile queue links` prints it.")]


def register(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    app.add_typer(queue, name="queue")
    queue.command("links")(links)
    queue.command("show")(show)
    queue.command("teach")(teach)


def links(
    kind: Kind = "",
    limit: Limit = 20,
    as_json: Json = False,
) -> None:
    """List pairs of files that may be one, those first on which most figures hang."""
    from counterfile.views import queue as views

    kinds = _kinds(kind)
    with wiring.open_inquiry(Path()) as inquiry:
        found = views.links(
            inquiry.store,
            limit=limit,
            kinds=kinds,
            specs=inquiry.findings(),
            buyer_class=plugins.buyer_class(),
        )
    if as_json:
        print_json(found)
        return
    if not found:
        say("no pair waits to be decided")
        return
    for item in found:
        console().print(f"{item.probability:.2f}  {item.title}")
        console().print(f"      {item.consequence.says}; {item.why}")
        console().print(f"      {item.key}")
    say('decide with: counterfile decide same|different|unsure "KEY" --reason "…"')


def _kinds(kind: str) -> tuple[str, ...]:
    """Return the kinds of link that an option names; all for none."""
    if kind and kind not in KINDS:
        raise BadUsage(f"{kind!r} is no kind of link; there are {', '.join(KINDS)}")
    return (kind,) if kind else KINDS


def show(key: Key, as_json: Json = False) -> None:
    """Show a pair: what both sides say line by line, where it stands, what the answer *same* would change, and its like."""
    from counterfile.views import queue as views

    with wiring.open_inquiry(Path()) as inquiry:
        found = views.item(inquiry.store, key, specs=inquiry.findings(), buyer_class=plugins.buyer_class())
        if found is None:
            raise Missing(f"no pair is called {key!r}; `counterfile queue links` lists those to be decided")
        similar = views.similar(inquiry.store, found)
    if as_json:
        print_json({"item": found, "similar": similar})
        return
    _print(found)
    for other in similar:
        console().print(f"similar: {other.title}\n      {other.key}")


def _print(item: Item) -> None:
    out = console()
    out.print(f"{item.title}\nprobability {item.probability:.2f}; {item.why}")
    table(
        ["", item.sides[0].cluster or "–", item.sides[1].cluster or "–", "", "weight"],
        [(field.name, field.one, field.two, field.agrees, f"{field.weight:+.1f}") for field in item.table],
    )
    for side in item.sides:
        for proof in side.proofs:
            out.print(f"{side.cluster}  {proof.statement}  {proof.quote}")
    out.print(f"same: {item.consequence.says}")
    for move in item.consequence.figures:
        out.print(f"  {move.finding}: {move.before} -> {move.after}" if move.after else f"  {move.finding}: may move")


def teach(
    kind: Kind = "",
    reason: Annotated[str, typer.Option("--reason", "-r", help="Why, in words.")] = "",
    by: Annotated[str, typer.Option("--by", help="Your pseudonym.", envvar="COUNTERFILE_USER")] = "editor",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say how good it would be.")] = False,
    as_json: Json = False,
) -> None:
    """Refit the weights of names and of notices from your answers; they are let in only if they judge held-out answers better."""
    from counterfile.views import linking

    with wiring.open_inquiry(Path()) as inquiry:
        found = linking.lessons(inquiry.store, _kinds(kind), by=by, reason=reason)
        kept = {}
        for lesson in found:
            if lesson.judgement is not None and not dry_run:
                with inquiry.writing():
                    (kept[lesson.kind],) = wiring.keep(inquiry.store, inquiry.archive, [lesson.judgement])
    if as_json:
        print_json([msgspec.structs.replace(each, judgement=kept.get(each.kind)) for each in found])
        return
    for lesson in found:
        console().print(
            f"{lesson.kind}: {lesson.answers} answers, each judged by weights fitted without it: loss "
            f"{lesson.loss_before:.3f} -> {lesson.loss_after:.3f}, wrong {lesson.wrong_before} -> {lesson.wrong_after}"
        )
        if lesson.kind in kept:
            number = kept[lesson.kind].id
            say(f"{number}: let in; take it back with: counterfile decide withdraw {number}")
        else:
            say("nothing was changed" if lesson.let_in else "not let in: held-out answers are judged no better")
