"""Commands about coding: two people answer a codebook's questions, blind to each other, and a third decides."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import msgspec
import typer

from counterfile import app as wiring
from counterfile import flow
from counterfile.cli._coding_loop import Loop
from counterfile.cli._coding_shown import as_said
from counterfile.cli._coding_shown import shown as as_shown
from counterfile.cli.output import Json, console, print_json, progress, say, table
from counterfile.errors import BadUsage, Moved, StorageFull
from counterfile.model.codebook import Codebook
from counterfile.store import layout
from counterfile.views import codebook as codebooks

if TYPE_CHECKING:
    from counterfile.screening.coding import Desk, Offer

By = Annotated[str, typer.Option("--by", help="Your pseudonym.", envvar="COUNTERFILE_USER")]
Why = Annotated[str, typer.Option("--reason", "-r", help="Why, in words.")]
Language = Annotated[str, typer.Option("--language", help="Of the questions, as zh or en; by default the first one.")]
Third = Annotated[bool, typer.Option("--adjudicate", help="Decide where two coders differ, or one was unsure.")]


def register(app: typer.Typer) -> None:
    """Add the group ``code`` to the command line."""
    group = typer.Typer(help="Answer the codebook's questions, two people blind to each other.", no_args_is_help=True)
    group.callback()(_group)
    group.command()(check)
    group.command()(start)
    group.command("next")(next_)
    group.command()(answer)
    group.command()(undo)
    group.command("read")(read_)
    group.command()(status)
    group.command("agreement")(agreement_)
    group.command()(disagreements)
    group.command()(stop)
    group.command()(sample)
    group.command("export")(export)
    app.add_typer(group, name="code")


def _group() -> None:
    """Answer the codebook's questions, two people blind to each other."""


def check(
    as_json: Json = False,
    list_all: Annotated[bool, typer.Option("--list", help="Name every unit.")] = False,
) -> None:
    """Check codebook.yaml, and say which answers must be looked at again since it changed; exit code 1 if any."""
    from counterfile.screening.coding_check import check as compare
    from counterfile.views import coding as facts

    with wiring.open_inquiry(Path()) as inquiry:
        codebook = _codebook(inquiry)
        found = compare(_desk(inquiry), codebook) if facts.course(inquiry.store) is not None else None
    if as_json:
        print_json({"questions": len(codebook.questions), "begun": found is not None, "changed": found or []})
    elif found is None:
        say(f"{len(codebook.questions)} questions, no mistakes; `counterfile code start` records them")
    elif not found:
        say(f"{len(codebook.questions)} questions, as they were recorded")
    for each in found or ():
        if as_json:
            break
        console().print(f"{each.question}: {', '.join(each.how)} changed")
        for units, what in (
            ([f"{unit} {coder}" for unit, coder in each.must], "answers end and are asked again"),
            (each.may, "answers stand though words changed; raise `version` to ask again"),
            (each.newly_asked, "units are asked now"),
            (each.no_longer_asked, "units are asked no more"),
            (each.new_cues, "units with a new cue term that nobody found to mention it"),
        ):
            if units:
                console().print(f"  {len(units)} {what}")
                for one in units if list_all else ():
                    console().print(f"    {one}")
    if found and any(each.must for each in found):
        raise Moved("answers must be looked at again; `counterfile code start --again` takes the changed codebook")


def start(
    again: Annotated[
        bool, typer.Option("--again", help="Go on with the answers so far, the changed codebook and what came since.")
    ] = False,
    reason: Why = "as the codebook says",
    by: By = "editor",
    as_json: Json = False,
) -> None:
    """Record the questions, who answers what, the overlap and its seed, before anything is answered.

    They are taken from codebook.yaml and hold until the next start, whatever the file says meanwhile.
    """
    from counterfile.screening.coding import begin
    from counterfile.views import coding as facts

    with wiring.open_inquiry(Path()) as inquiry:
        codebook = _codebook(inquiry)
        with inquiry.writing():
            began, before = begin(inquiry.store, codebook, again=again)
            made = [facts.recorded(began, reason, by)]
            if before is not None:
                made += facts.withdrawn(inquiry.store, before, began, by)
            kept = flow.judge(inquiry.store, made)
            if before is not None:
                flow.judge(inquiry.store, _desk(inquiry).resettle(by))
                _answer_rest(inquiry, [unit for names in before.units.values() for unit in names])
    if as_json:
        print_json({"judgement": kept[0].id, "withdrawn": len(kept) - 1, "began": began})
        return
    coding = began.coding
    units = ", ".join(f"{len(names):,} {kind}s" for kind, names in began.units.items())
    say(f"{kept[0].id}: {len(began.questions)} questions of {units}")
    if len(kept) > 1:
        say(f"  {len(kept) - 1} codes are taken back, since their questions changed")
    who = ", ".join(coding.coders) or "whoever comes"
    say(f"  {coding.overlap:.0%} by two, {coding.repeats:.0%} twice, seed {coding.seed}, coders: {who}")
    say("`counterfile code read` shows the first one")


def next_(
    third: Third = False,
    text: Annotated[bool, typer.Option("--text", help="With the unit's whole words.")] = False,
    language: Language = "",
    by: By = "editor",
    as_json: Json = False,
) -> None:
    """Show what to answer next, passages first; asking again shows the same."""
    with wiring.open_inquiry(Path()) as inquiry:
        desk = _desk(inquiry)
        offer = desk.next_dispute(by) if third else desk.next(by)
        _remember(inquiry, by, offer)
        if offer is None:
            if as_json:
                print_json({"unit": None, "left": 0})
            else:
                say(_nothing(desk))
            return
        told = as_shown(desk, offer, language, text=text)
    if as_json:
        print_json(told)
        return
    out = console()
    out.print(f"{told['unit']}  {told['question']}  ({told['left']:,} left)")
    out.print(f"{told['title']}\n{told['buyer']}  {told['stage']}  {told['published']}")
    out.print(told["ask"])
    for each in told["answers"]:
        out.print(f"  {each['coder']} says {each['answer']}: {' | '.join(each['words'])}")
    for each in told["passages"]:
        out.print(f"  {each['at']}  … {each['words']}")
    if told["suggested"]:
        out.print(f"  suggested: {told['suggested']}")
    if told.get("text"):
        out.print(told["text"])


def answer(
    unit: Annotated[str, typer.Argument(help="As `code next` names it.")],
    question: Annotated[str, typer.Argument(help="The question's name.")],
    said: Annotated[
        str, typer.Argument(metavar="ANSWER", help='As the question takes it, or "not mentioned", unsure, later.')
    ],
    at: Annotated[
        list[str] | None, typer.Option("--at", help="START-END: where the words that say so stand in the unit's words.")
    ] = None,
    quote: Annotated[list[str] | None, typer.Option("--quote", help="The words that say so, as printed.")] = None,
    reason: Why = "",
    note: Annotated[str, typer.Option("--note", help="Anything else worth keeping.")] = "",
    third: Third = False,
    by: By = "editor",
    as_json: Json = False,
) -> None:
    """Record an answer with its words; without any, the suggested passages carry the answer that they speak for."""
    from counterfile.screening.coding import Given

    with wiring.open_inquiry(Path()) as inquiry, inquiry.writing():
        desk = _desk(inquiry)
        seconds = _seconds(inquiry, by, unit, question)
        places = tuple(_place(each) for each in at or ())
        given = Given(places, tuple(quote or ()), reason, note, seconds)
        kept = flow.judge(inquiry.store, desk.answer(unit, question, said, by, given, adjudicate=third))
        desk.note(kept)
        following = desk.next_dispute(by) if third else desk.next(by)
        _remember(inquiry, by, following)
    if as_json:
        after = {"unit": following.unit, "question": following.question} if following else None
        print_json({"judgements": kept, "next": after})
        return
    then = f"{following.unit} {following.question}" if following else _nothing(desk)
    say(f"{kept[0].id}: {kept[0].subject} {question} {kept[0].answer}; next: {then}")


def undo(by: By = "editor", as_json: Json = False) -> None:
    """Take your last answer back; the one before it stands again."""
    with wiring.open_inquiry(Path()) as inquiry, inquiry.writing():
        desk = _desk(inquiry)
        kept = flow.judge(inquiry.store, desk.undo(by))
    if as_json:
        print_json(kept)
    else:
        say(f"{kept[0].id}: the answer to {kept[0].question} about {kept[0].subject} is taken back")


def read_(
    third: Third = False,
    plain: Annotated[bool, typer.Option("--plain", help="Show no suggestions: read first, every question.")] = False,
    language: Language = "",
    by: By = "editor",
) -> None:
    """Read and answer, one key an answer; ``?`` lists the keys."""
    with wiring.open_inquiry(Path()) as inquiry:
        loop = Loop(inquiry, _desk(inquiry), by, language=language, plain=plain)
        done = loop.adjudicate() if third else loop.code()
        say(_nothing(loop.desk) if loop.is_done else f"{done} answered")


def status(as_json: Json = False) -> None:
    """Say where the coding stands: what is answered, by whom, what waits, and what came since the start."""
    with wiring.open_inquiry(Path()) as inquiry:
        desk = _desk(inquiry)
        found = desk.status()
    if as_json:
        made = dict(msgspec.to_builtins(found, str_keys=True))
        made["began"] |= {"units": {kind: len(names) for kind, names in found.began.units.items()}}
        print_json(made)
        return
    out = console()
    out.print(f"began {found.began.at:%Y-%m-%d} by {found.began.by} ({found.began.id}), seed {found.began.coding.seed}")
    table(
        ["unit", "to code", "coded"],
        [(kind, f"{count:,}", f"{found.coded[kind]:,}") for kind, count in found.units.items()],
    )
    out.print(f"{found.waiting} units wait for their second coder, {found.disputed} answers for a third person")
    out.print(", ".join(f"{name} {count:,}" for name, count in found.coders.items()) or "nobody has answered yet")
    if found.seconds is not None:
        out.print(f"median {found.seconds:.1f} s an answer")
    if found.stopped is not None:
        out.print(f"stopped by {found.stopped.by} ({found.stopped.id})")
    for question, drawn, answered, of in found.samples:
        out.print(f"sample of {question or 'all questions'}: {answered} of {drawn} answered, drawn from {of:,}")
    if found.new:
        say(f"{found.new:,} units came since the start; `counterfile code start --again` takes them in")


def agreement_(
    as_json: Json = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="Print CSV instead of text.")] = False,
) -> None:
    """Say how well coders agree, on the random overlap only, question by question, and how each agrees with themselves."""
    from counterfile.screening.coding_agreement import agreements, repeated

    with wiring.open_inquiry(Path()) as inquiry:
        board = _desk(inquiry).board
        found, again = agreements(board), repeated(board)
    if as_json:
        print_json({"agreement": found, "repeated": again})
        return
    compared = [(each.question, "", each.what, each.agreement) for each in found]
    compared += [(each.question, each.coder, "repeated", each.agreement) for each in again]
    rows = [
        (question, who, what, said.n, measure.name, measure.value, measure.low, measure.high)
        for question, who, what, said in compared
        for measure in said.measures
    ]
    columns = ["question", "coder", "of", "n", "measure", "value", "low", "high"]
    if as_csv:
        import csv
        import sys

        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows([("" if cell is None else cell for cell in row) for row in rows])
        return
    table(columns, [(*row[:5], *(_rounded(cell) for cell in row[5:])) for row in rows])
    if not found:
        say("no unit of the overlap has two answers yet")


def disagreements(as_json: Json = False) -> None:
    """List what coders differ on or were unsure of, with their words; a third decides with `code read --adjudicate`."""
    from counterfile.screening.coding_agreement import disagreements as listed

    with wiring.open_inquiry(Path()) as inquiry:
        desk = _desk(inquiry)
        found: list[dict[str, Any]] = [
            {
                "unit": each.unit,
                "question": each.question,
                "title": desk.words(each.unit, desk.question(each.question).unit).title,
                "answers": [as_said(said) for said in each.answers],
            }
            for each in listed(desk.board)
        ]
    if as_json:
        print_json(found)
        return
    table(
        ["unit", "question", "answers", "title"],
        [
            (
                one["unit"],
                one["question"],
                ", ".join(f"{a['coder']}: {a['answer']}" for a in one["answers"]),
                one["title"],
            )
            for one in found
        ],
    )


def stop(
    rest: Annotated[
        bool, typer.Option("--answer-rest/--leave-rest", help="Let software answer the rest, marked as software's.")
    ] = True,
    reason: Why = "all that is to be coded by persons is",
    by: By = "editor",
    as_json: Json = False,
) -> None:
    """End coding by persons: what waits for a second coder stands as it is, and software answers what nobody coded."""
    from counterfile.views import coding as facts

    with wiring.open_inquiry(Path()) as inquiry, inquiry.writing():
        desk = _desk(inquiry)
        stopped = desk.stop(rest=rest)
        settled = desk.settle(by)
        kept = flow.judge(inquiry.store, [facts.recorded(stopped, reason, by), *settled])
        units = _answer_rest(inquiry) if rest else 0
    if as_json:
        print_json({"judgement": kept[0].id, "stopped": stopped, "settled": len(settled), "by_software": units})
        return
    say(f"{kept[0].id}: stopped with {stopped.coded:,} of {stopped.total:,} units coded by persons")
    if rest:
        say(f"software has answered {units:,}; `counterfile code sample 100` draws what shows how right it is")


def sample(
    count: Annotated[int, typer.Argument(help="How many units.")],
    question: Annotated[
        str,
        typer.Option("--question", help="Draw as many of each of software's answers to this question, ask only it."),
    ] = "",
    reason: Why = "to check what software answered",
    by: By = "editor",
    as_json: Json = False,
) -> None:
    """Draw a sample of what software answered; `code next` and `code read` then show it, without what software said."""
    from counterfile.views import coding as facts

    with wiring.open_inquiry(Path()) as inquiry, inquiry.writing():
        drawn = _desk(inquiry).draw(count, question)
        (kept,) = flow.judge(inquiry.store, [facts.recorded(drawn, reason, by)])
    if as_json:
        print_json({"judgement": kept.id, "drawn": len(drawn.picked), "of": drawn.of})
    else:
        say(f"{kept.id}: {len(drawn.picked)} of {drawn.of:,} drawn; `counterfile code read` shows them")


def export(
    file: Annotated[Path, typer.Argument(help="Written anew, .csv: one row an answer.")],
    software: Annotated[bool, typer.Option("--software", help="Software's answers besides.")] = False,
    as_json: Json = False,
) -> None:
    """Write all answers, one a row: item, question, coder, value, evidence, time. What is sealed is left out."""
    from itertools import chain

    from counterfile.plugins.exporters.csv import CsvExporter
    from counterfile.screening import coding_exchange as exchange

    if file.suffix.lower() != ".csv":
        raise BadUsage(f"{file.name}: .csv is wanted")
    with wiring.open_inquiry(Path()) as inquiry:
        desk = _desk(inquiry)
        rows = exchange.rows(desk)
        if software:
            rows = chain(rows, exchange.software_rows(inquiry.store, desk))
        aside = file.with_name(f".{file.name}.coming")
        try:
            count = CsvExporter().write(list(exchange.COLUMNS), rows, str(aside))
            aside.replace(file)
        except OSError as error:
            raise StorageFull(f"{file} cannot be written ({error.strerror}); choose another place") from error
        hidden = exchange.sealed(desk)
    if as_json:
        print_json({"file": str(file), "rows": count, "sealed": hidden})
    else:
        say(f"{file}: {count:,} rows" + (f", {hidden} sealed until both coders have answered" if hidden else ""))


# --- What the commands share


def _codebook(inquiry: wiring.Inquiry) -> Codebook:
    return codebooks.load(inquiry.folder / layout.CODEBOOK)


def _desk(inquiry: wiring.Inquiry) -> Desk:
    from counterfile.screening.coding import Desk

    return Desk(inquiry.store, inquiry.folder / layout.CACHE)


def _answer_rest(inquiry: wiring.Inquiry, before: list[str] | None = None) -> int:
    """Let software answer what nobody coded, or take back what it answered; return how many units it looked at."""
    from counterfile.screening.coding_rest import rest
    from counterfile.stages.code import CodeStage

    coder = rest(inquiry.store, inquiry.folder / layout.CACHE)
    stage = CodeStage(coder)
    units = coder.units() if coder is not None else list(inquiry.store.currents(stage.name, before or []))
    with inquiry.store.batch() as batch:
        batch.mark_due(stage.name, units)
    with progress() as bars:
        for step in flow.run([stage], inquiry.store, inquiry.archive, workers=1):
            bars.show(step)
    return len(units)


def _place(written: str) -> tuple[int, int]:
    start, dash, end = written.partition("-")
    if not (dash and start.isdecimal() and end.isdecimal()):
        raise BadUsage(f"{written!r} is no place; write START-END, as `code next` gives it")
    return int(start), int(end)


def _nothing(desk: Desk) -> str:
    if desk.stopped is not None:
        return "nothing is left to check; `counterfile code sample 100` draws more"
    if desk.board.disputes():
        return "nothing is left for you; `counterfile code disagreements` lists what a third person decides"
    return "nothing is left to answer; `counterfile code stop` lets software answer the rest"


def _rounded(cell: object) -> str:
    return "" if cell is None else f"{cell:.3f}" if isinstance(cell, float) else str(cell)


def _offers(inquiry: wiring.Inquiry) -> Path:
    return inquiry.folder / layout.CACHE / "coding" / "offers.json"


def _remember(inquiry: wiring.Inquiry, by: str, offer: Offer | None) -> None:
    """Keep when a question was shown first, so that the next command knows how long an answer took; a cache."""
    place = _offers(inquiry)
    kept = _read_offers(place)
    before = kept.pop(by, None)
    if offer is not None:
        same = before is not None and before[:2] == [offer.unit, offer.question]
        kept[by] = before if same and before else [offer.unit, offer.question, time.time()]
    place.parent.mkdir(parents=True, exist_ok=True)
    aside = place.with_name(".offers.coming")
    aside.write_text(json.dumps(kept), encoding="utf-8")
    aside.replace(place)


def _seconds(inquiry: wiring.Inquiry, by: str, unit: str, question: str) -> float | None:
    found = _read_offers(_offers(inquiry)).get(by)
    if found is None or found[:2] != [unit, question]:
        return None
    seconds = time.time() - float(found[2])
    # Who left the terminal open over night did not read all that time.
    return seconds if 0 <= seconds < 1800 else None


def _read_offers(place: Path) -> dict[str, list[Any]]:
    try:
        found = json.loads(place.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}
