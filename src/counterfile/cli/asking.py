"""The command that asks a language model for quotes of what notices do not state."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from counterfile import app as wiring
from counterfile import flow
from counterfile.cli.output import Json, console, print_json, progress, say, table
from counterfile.errors import BadUsage
from counterfile.settings import Model

if TYPE_CHECKING:
    from counterfile.stages.ask import AskStage, Work

PARTIAL = 4
"""Exit code: some notices could not be asked about."""


def register(app: typer.Typer) -> None:
    """Add ``ask`` to the command line."""
    app.command()(ask)


def ask(
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would be sent, and send nothing.")] = False,
    retry: Annotated[bool, typer.Option("--retry", help="Ask again where the endpoint did not answer.")] = False,
    as_json: Json = False,
) -> None:
    """Ask the language model of `counterfile.toml` to quote what notices should state and do not.

    It only proposes quotes: a grammar derives each value, and what does not stand in its passage is refused. Everything
    that is sent is written to asked.log first.
    """
    with wiring.open_inquiry(Path()) as inquiry:
        model = endpoint_of(inquiry.settings.model)
        if dry_run:
            _show(inquiry, model, as_json)
            return
        if not model.is_local:
            say(f"{model.url} is not on this machine: masked passages of notices leave it; asked.log keeps every word")
        stage = asking(inquiry)
        with progress() as bars:
            for step in run(inquiry, stage, retry=retry):
                bars.show(step)
            for step in inquiry.run(recognize="never"):
                bars.show(step)
        _summary(inquiry, as_json)


def endpoint_of(model: Model) -> Model:
    """Return the settings of the endpoint.

    Raises:
        BadUsage: none is set.
    """
    if not model.url:
        raise BadUsage(
            'no language model is set; add to counterfile.toml: [model], url = "http://127.0.0.1:11434/v1", name = "..."'
        )
    return model


def asking(inquiry: wiring.Inquiry) -> AskStage:
    """Return the stage that asks the inquiry's endpoint."""
    return inquiry.asking()


def run(inquiry: wiring.Inquiry, stage: AskStage, *, retry: bool = False) -> Iterator[flow.Progress]:
    """Ask about every notice that lacks a field and was not asked about, and make due what then is to be extracted again."""
    from counterfile.views import proposals

    with inquiry.writing():
        with inquiry.store.batch() as batch:
            documents = _documents(inquiry)
            batch.mark_due(stage.name, documents)
            if retry:
                noticed = {one.subject for one in proposals.unanswered(inquiry.store)}
                again = {notice.document for name in noticed if (notice := inquiry.store.notice(name)) is not None}
                batch.redo(stage.name, sorted(again))
        yield from flow.run([stage], inquiry.store, inquiry.archive, workers=1)
        with inquiry.store.batch() as batch:
            batch.mark_due("extract", inquiry.store.currents(stage.name, documents))


def _documents(inquiry: wiring.Inquiry) -> list[str]:
    """Return the documents with notices, each once."""
    found: dict[str, None] = {}
    after = ""
    while notices := inquiry.store.notices(after=after):
        after = notices[-1].id
        found.update(dict.fromkeys(notice.document for notice in notices))
    return list(found)


def _show(inquiry: wiring.Inquiry, model: Model, as_json: bool) -> None:
    """Print what would be sent; what was answered before is not sent again."""
    from counterfile.stages.ask import messages

    rows = []
    for work in _works(inquiry):
        for one in work.inquests:
            text = work.reading.text if work.reading else ""
            sent = [message.content for message in messages(one, text)]
            rows.append({"notice": one.notice.id, "asked": [name.value for name in one.missing], "sent": sent})
    if as_json:
        print_json(rows)
        return
    out = console()
    for row in rows:
        out.print(f"== {row['notice']}: {', '.join(row['asked'])}")
        out.print("\n".join(row["sent"]))
    total = sum(len(text) for row in rows for text in row["sent"])
    say(f"{len(rows)} notices, {total:,} characters would be sent to {model.url} for {model.name}; nothing was sent")


def _works(inquiry: wiring.Inquiry) -> list[Work]:
    from counterfile.stages._endpoint import Message, Unanswered
    from counterfile.stages.ask import AskStage

    class Nobody:
        def ask(self, messages: tuple[Message, ...], about: str) -> str:
            raise Unanswered(f"{about}: a dry run sends nothing ({len(messages)} messages)")

    stage = AskStage(Nobody(), inquiry.settings.model.name)
    documents = _documents(inquiry)
    found = []
    for at in range(0, len(documents), flow.AHEAD):
        some = documents[at : at + flow.AHEAD]
        done = inquiry.store.currents(stage.name, some)
        for document, work in zip(some, stage.load(some, inquiry.store), strict=True):
            if work is not None and done.get(document) != (stage.version, stage.key(work)):
                found.append(work)
    return found


def _summary(inquiry: wiring.Inquiry, as_json: bool) -> None:
    """Print how many values now rest on proposals, and why notices could not be asked about."""
    from counterfile.views import proposals

    failed = Counter(one.reason for one in proposals.unanswered(inquiry.store))
    documents = _documents(inquiry)
    asked = inquiry.store.currents(proposals.STAGE, documents)
    kept = Counter(
        one.subject.rpartition("|")[2]
        for document in asked
        for one in inquiry.store.judgements_of(proposals.STAGE, document)
        if proposals.is_proposal(one)
    )
    if as_json:
        print_json({"documents": len(asked), "proposed": dict(sorted(kept.items())), "unanswered": dict(failed)})
    else:
        table(["field", "quotes that hold"], sorted(kept.items()))
        for reason, count in failed.most_common():
            say(f"{count} notices: {reason}")
    if failed:
        say("`counterfile ask --retry` asks about them again")
        raise typer.Exit(PARTIAL)
