"""Commands that correct a value and let the correction teach."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Annotated

import typer

from counterfile import app as wiring
from counterfile.app import extracting, keep
from counterfile.cli.output import Json, console, print_json, progress, say, table
from counterfile.errors import BadUsage, StorageFull
from counterfile.model.judgement import HEADING_MEANS, LABEL_MEANS, MODEL, Judgement
from counterfile.stages.extraction import ExtractStage
from counterfile.store import layout
from counterfile.store.ports import Store
from counterfile.views import correcting, models, replaying
from counterfile.views.acceptance import Gate
from counterfile.views.correcting import ChangeSet, Outcome
from counterfile.views.models import Kind, Models, Verdict
from counterfile.views.teaching import lessons

SHOWN = 20
"""Changes printed one by one."""

MAX_TRIED = 500
"""Documents extracted anew to show what a change set would change, unless more are asked for."""

Reason = Annotated[str, typer.Option("--reason", "-r", help="Why, in words.", prompt=True)]
By = Annotated[str, typer.Option("--by", help="Your pseudonym.", envvar="COUNTERFILE_USER")]
Anywhere = Annotated[bool, typer.Option("--anywhere", help="In every layout, not only in the one it was corrected in.")]

corrections = typer.Typer(
    name="corrections",
    help="What corrections teach: proposed changes of other notices, accepted with one act.",
    invoke_without_command=True,
)


def register(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    app.command()(correct)
    app.add_typer(corrections)


def correct(
    wanted: Annotated[str, typer.Argument(metavar="WHAT", help="A statement (st-…) or a notice (n-…).")],
    field: Annotated[str, typer.Argument(help="What is corrected: buyer, award_value, opening, …")],
    new: Annotated[str, typer.Argument(help="The right value; '' to take the value away.")],
    quote: Annotated[str, typer.Option("--quote", help="The words of the document that say it.")] = "",
    span: Annotated[str, typer.Option("--span", help="Where they stand in its text, START-END.")] = "",
    row: Annotated[str | None, typer.Option("--row", help="Whose it is: lot/1, lot/1/supplier/2.")] = None,
    reason: Reason = "",
    by: By = "editor",
    as_json: Json = False,
) -> None:
    """Give the right value of a notice, with the words that say it; software's other value is kept beside it."""
    place = _span(span)
    if place is not None and quote:
        raise BadUsage("--quote and --span say the same; give one of them")
    with wiring.open_inquiry(Path()) as inquiry:
        kept, meant = inquiry.correct(wanted, field, new, span=place, quote=quote, row=row, reason=reason, by=by)
        proposed = [one for one in correcting.change_sets(inquiry.store) if kept.id in one.sources]
        reach = correcting.reaches(inquiry.store, proposed)
    if as_json:
        print_json({"judgement": kept, "cause": meant.cause, "why_not": meant.why_not, "change_sets": proposed})
        return
    _, whose, name = kept.subject.split("|")
    say(f"{kept.id}: {name} {f'of {whose} ' if whose else ''}is {kept.answer or 'taken away'}")
    say(f'  "{kept.evidence[0].quote}"' if kept.evidence else "  on your word, without a quote")
    if meant.why_not:
        say(f"  nothing is proposed for other notices: {meant.why_not}")
    for one in proposed:
        found = reach[one.id]
        say(
            f"  {one.id}: {_lesson(one)} — {len(found.layout)} documents of this layout and {len(found.elsewhere)} others; "
            f"`counterfile corrections show {one.id}`"
        )


def _span(text: str) -> tuple[int, int] | None:
    if not text:
        return None
    match = re.fullmatch(r"(\d{1,9})-(\d{1,9})", text.strip())
    if match is None:
        raise BadUsage(f"{text!r} is no span; write where the words begin and end, as 120-131")
    return int(match[1]), int(match[2])


@corrections.callback()
def listed(
    context: typer.Context,
    learned: Annotated[
        bool, typer.Option("--learned", help="List what software now makes of each correction.")
    ] = False,
    as_json: Json = False,
) -> None:
    """List the change sets that corrections propose, and those that were accepted."""
    if context.invoked_subcommand is not None:
        return
    with wiring.open_inquiry(Path()) as inquiry:
        if learned:
            _learned(inquiry.store, as_json)
            return
        sets = correcting.change_sets(inquiry.store)
        reach = correcting.reaches(inquiry.store, sets)
        in_use = models.state(inquiry.store)
    if as_json:
        print_json([{"change_set": one, "reach": reach[one.id]} for one in sets])
        return
    for line in _models_in_use(in_use):
        say(line)
    table(
        ["change set", "the label", "means", "layout", "documents", "elsewhere", "state"],
        [
            (
                one.id,
                f"heading {one.label}" if one.heading else one.label,
                one.property or "nothing claimed",
                one.layout,
                len(reach[one.id].layout),
                len(reach[one.id].elsewhere),
                _state(one),
            )
            for one in sets
        ],
    )


def _state(one: ChangeSet) -> str:
    if one.accepted:
        return f"accepted ({one.accepted}{', anywhere' if one.everywhere else ''})"
    return "contested" if one.contested else "open"


def _lesson(one: ChangeSet) -> str:
    words = f"the heading {one.label!r}" if one.heading else repr(one.label)
    return f"{words} means {one.property or 'nothing that is claimed'}"


def _models_in_use(found: list[models.InUse]) -> list[str]:
    return [
        one.why_not
        or f"the {one.kind} model is trained from {one.samples} samples that corrections gave ({one.judgement.id})"
        for one in found
    ]


def _learned(store: Store, as_json: bool) -> None:
    found = correcting.learned(store)
    if as_json:
        print_json(found)
        return
    for line in summary(store):
        say(line)
    table(
        ["correction", "notice", "row", "property", "right", "software reads", "outcome"],
        [
            (one.judgement, one.notice, one.row, one.property, one.value, " / ".join(one.read), one.outcome)
            for one in found
        ],
    )


def summary(store: Store) -> list[str]:
    """Return what a run says of corrections: how many software now gets right by itself, and how many it contradicts."""
    found = correcting.learned(store)
    stale = [one.why_not for one in models.state(store) if one.why_not]
    if not found:
        return stale
    counts = {outcome: sum(1 for one in found if one.outcome is outcome) for outcome in Outcome}
    line = (
        f"{len(found)} corrected values: software reads {counts[Outcome.LEARNED]} right by itself, "
        f"contradicts {counts[Outcome.CONTRADICTED]} and misses {counts[Outcome.MISSED]}"
    )
    return [f"{line}: `counterfile corrections --learned` lists them", *stale]


@corrections.command()
def show(
    wanted: Annotated[str, typer.Argument(metavar="ID", help="A change set (cs-…).")],
    anywhere: Anywhere = False,
    limit: Annotated[int, typer.Option(help="Documents that are tried.", min=1, max=1_000_000)] = MAX_TRIED,
    as_json: Json = False,
) -> None:
    """Show what a change set would change: notice, old value, new value and the words."""
    with wiring.open_inquiry(Path()) as inquiry, extracting(inquiry.settings) as extract:
        store = inquiry.store
        one = correcting.change_set(store, wanted)
        documents = _documents(store, one, anywhere=anywhere)
        taught = correcting.with_lesson(lessons(store), correcting.lesson_of(one, anywhere=anywhere))
        found = list(correcting.changes(store, documents[:limit], taught, extract))
        said = correcting.judge_lesson(store, one, anywhere=anywhere, extract=extract, documents=documents[:limit])
    if as_json:
        print_json({"change_set": one, "documents": len(documents), "changes": found, "gate": said})
        return
    out = console()
    out.print(f"{one.id}: {_lesson(one)} in {'every layout' if anywhere else one.layout}, {_state(one)}")
    tried = f" (the first {limit:,} were tried)" if len(documents) > limit else ""
    notices = len({change.notice for change in found})
    out.print(
        f"{len(documents)} documents hold the label{tried}; {len(found)} values of {notices} notices would change"
    )
    for line in _verdict(said):
        out.print(line)
    for each in found[:SHOWN]:
        old, new = (" / ".join(values) or "nothing" for values in (each.old, each.new))
        person = f" (a person said: {each.person})" if each.person else ""
        out.print(f'{each.notice} {each.property}: {old} -> {new}{person}, from "{each.quote[:60]}"')
    if len(found) > SHOWN:
        say(f"{len(found) - SHOWN} more: --json prints all")


def _verdict(said: Gate) -> list[str]:
    if not said.held_out:
        return [
            "no other value that a person gave stands in these documents: nothing bears it out, nothing speaks against it"
        ]
    lines = [
        f"of {said.held_out} other values that persons gave, {said.before:.1%} are right now and {said.after:.1%} would be"
    ]
    return lines + [f"  {one.field} falls from {one.before:.1%} to {one.after:.1%}" for one in said.worse]


def _documents(store: Store, one: ChangeSet, *, anywhere: bool) -> list[str]:
    taught = lessons(store)
    after = correcting.with_lesson(taught, correcting.lesson_of(one, anywhere=anywhere))
    without = [each for each in taught if each.judgement != one.accepted]
    return correcting.affected(store, without, after)


@corrections.command()
def accept(
    wanted: Annotated[str, typer.Argument(metavar="ID", help="A change set (cs-…).")],
    anywhere: Anywhere = False,
    harmful: Annotated[
        bool, typer.Option("--although-worse", help="Accept it though other corrections speak against it.")
    ] = False,
    reason: Reason = "",
    by: By = "editor",
    as_json: Json = False,
) -> None:
    """Accept a change set: what it teaches holds for its layout from now on, and its documents are extracted again."""
    with wiring.open_inquiry(Path()) as inquiry:
        store = inquiry.store
        with inquiry.writing(), extracting(inquiry.settings) as extract:
            one = correcting.change_set(store, wanted)
            judged = correcting.acceptance(store, one, anywhere=anywhere, by=by, reason=reason)
            documents = _documents(store, one, anywhere=anywhere)
            said = correcting.judge_lesson(
                store, one, anywhere=anywhere, extract=extract, documents=documents[:MAX_TRIED]
            )
            if said.is_harmful and not harmful:
                raise BadUsage(
                    f"{one.id} would make worse what persons gave: {'; '.join(_verdict(said))}. "
                    "Look at it with `counterfile corrections show`, or accept it with --although-worse"
                )
            (kept,) = keep(store, inquiry.archive, [judged])
        with progress() as bars:
            for step in inquiry.run(recognize="never"):
                bars.show(step)
    if as_json:
        print_json({"judgement": kept, "documents": len(documents), "gate": said})
    else:
        say(f"{kept.id}: {_lesson(one)}; {len(documents)} documents were extracted again")


@corrections.command()
def withdraw(
    wanted: Annotated[str, typer.Argument(metavar="ID", help="An accepted change set (cs-…) or a correction (j-…).")],
    reason: Reason = "",
    by: By = "editor",
) -> None:
    """Take back a correction, or what was accepted; what software read before counts again."""
    with wiring.open_inquiry(Path()) as inquiry:
        with inquiry.writing():
            judged = correcting.withdrawal(inquiry.store, wanted, by=by, reason=reason)
            kept = _keep_model(inquiry, judged) if judged.question == MODEL else _keep(inquiry, judged)
        if kept.question in (LABEL_MEANS, HEADING_MEANS, MODEL):
            _extract_again(inquiry)
    say(f"{kept.id}: {wanted} is taken back")


def _keep(inquiry: wiring.Inquiry, judged: Judgement) -> Judgement:
    (kept,) = keep(inquiry.store, inquiry.archive, [judged])
    return kept


def _keep_model(inquiry: wiring.Inquiry, judged: Judgement) -> Judgement:
    """Store what is said of a model together with the work that it makes due: all documents, since a model may answer anywhere."""
    with inquiry.store.batch() as batch:
        kept = batch.judge(judged)
        batch.mark_due(ExtractStage.name, models.bearing(inquiry.store))
    return kept


def _extract_again(inquiry: wiring.Inquiry) -> None:
    with progress() as bars:
        for step in inquiry.run(recognize="never"):
            bars.show(step)


@corrections.command()
def train(
    kind: Annotated[Kind, typer.Argument(help="Which model: of labels, or of passages.")] = Kind.LABELS,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only try it and show how it does.")] = False,
    reason: Annotated[str, typer.Option("--reason", "-r", help="Why, in words.")] = "trained from corrections",
    by: By = "editor",
    as_json: Json = False,
) -> None:
    """Train a model from all corrections, try it on layouts it has not seen, and use it if it is better and nowhere worse."""
    with wiring.open_inquiry(Path()) as inquiry:
        trainer = models.TRAINERS[kind]
        kept = None
        in_use = Models(inquiry.folder / layout.CACHE).learned(inquiry.store)
        with extracting(inquiry.settings) as extract:
            said = models.examine(inquiry.store, trainer, extract, in_use)
        if said.is_accepted and not dry_run:
            with inquiry.writing():
                if models.digest(kind, trainer.samples(inquiry.store)) != said.digest:
                    raise BadUsage(
                        "corrections came in while the model was tried; run `counterfile corrections train` again"
                    )
                kept = _keep_model(inquiry, models.acceptance_of(said, by=by, reason=reason))
            _extract_again(inquiry)
    if as_json:
        print_json({"verdict": said, "accepted": said.is_accepted, "judgement": kept})
        return
    _print_verdict(said)
    say(_outcome(said, kept))


def _print_verdict(said: Verdict) -> None:
    say(
        f"{said.samples} samples from corrections; tried on {said.values.held_out} values that persons gave, "
        f"in {said.layouts} layouts, each held out whole"
    )
    gates = [said.values, *([said.known] if said.known is not None else [])]
    table(
        ["field", "values", "right before", "right after"],
        [
            (one.field, one.total, f"{one.before / one.total:.1%}", f"{one.after / one.total:.1%}")
            for gate in gates
            for one in gate.fields
        ],
    )


def _outcome(said: Verdict, kept: Judgement | None) -> str:
    if kept is not None:
        return f"{kept.id}: the {said.kind} model is used from now on; all documents were extracted again"
    if said.is_accepted:
        return f"the {said.kind} model would be used; run this without --dry-run"
    worse = [*said.values.worse, *(said.known.worse if said.known is not None else ())]
    if worse:
        listed = ", ".join(f"{one.field} falls from {one.before:.1%} to {one.after:.1%}" for one in worse)
        return f"the {said.kind} model is not used: {listed}"
    return f"the {said.kind} model is not used: it reads no more of these values right than what is in use"


@corrections.command()
def untrain(
    kind: Annotated[Kind, typer.Argument(help="Which model: of labels, or of passages.")] = Kind.LABELS,
    reason: Reason = "",
    by: By = "editor",
) -> None:
    """Take back a model that was trained from corrections; the shipped one is used again, where there is one."""
    with wiring.open_inquiry(Path()) as inquiry:
        with inquiry.writing():
            kept = _keep_model(inquiry, models.withdrawal_of(inquiry.store, kind, by=by, reason=reason))
        _extract_again(inquiry)
    say(f"{kept.id}: the {kind} model is taken back; all documents were extracted again")


@corrections.command()
def check(as_json: Json = False) -> None:
    """Read every corrected notice again, and end with 1 if something that was taught is no longer read right."""
    with wiring.open_inquiry(Path()) as inquiry, extracting(inquiry.settings) as extract:
        in_use = Models(inquiry.folder / layout.CACHE).learned(inquiry.store)
        found = list(replaying.replay(inquiry.store, extract, in_use))
    lost = replaying.lost(found)
    if as_json:
        print_json({"corrections": found, "lost": [one.judgement for one in lost]})
    else:
        right = sum(one.is_right for one in found)
        say(
            f"{len(found)} corrected values: {right} are read right, {len(found) - right - len(lost)} were not taught yet, "
            f"{len(lost)} are no longer read right"
        )
        table(
            ["correction", "notice", "row", "property", "right", "software reads"],
            [(one.judgement, one.notice, one.row, one.property, one.value, " / ".join(one.read)) for one in lost],
        )
    if lost:
        raise typer.Exit(1)


@corrections.command()
def export(
    folder: Annotated[Path, typer.Argument(help="Folder to write corrections.jsonl into.")],
) -> None:
    """Write each corrected notice as a labeled row, scored in its corrected fields: a fixture for `evaluate extract`."""
    with wiring.open_inquiry(Path()) as inquiry:
        rows = [json.dumps(row, ensure_ascii=False) for row in correcting.fixtures(inquiry.store)]
    target = folder / "corrections.jsonl"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        target.write_text("".join(f"{row}\n" for row in rows), encoding="utf-8")
    except OSError as error:
        raise StorageFull(f"{folder} cannot be written ({error.strerror}); choose another place") from error
    say(f"{target}: {len(rows)} corrected notices")
