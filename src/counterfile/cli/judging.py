"""Commands that record what a person decides."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from counterfile import app as wiring
from counterfile.cli.output import Json, print_json, say

SHOWN = 5
"""Judgements printed one by one: to keep two procedures apart, every pair of their notices is said."""


class Decision(StrEnum):
    """What may be decided."""

    SAME = "same"
    """Two notices are one procedure, or two organizations are one."""
    DIFFERENT = "different"
    """They are not, whatever else is found; asked for once, kept for ever."""
    UNSURE = "unsure"
    """Looked at and left open; the pair is not asked about again."""
    MERGE = "merge"
    """Two files are one."""
    SPLIT = "split"
    """A notice or a name does not belong to its file."""
    FAMILY = "family"
    """Two notices are attempts of one project."""
    RELEVANT = "relevant"
    IRRELEVANT = "irrelevant"
    VALUE = "value"
    """A notice's value is another, or none."""
    WITHDRAW = "withdraw"
    """Take an earlier judgement back."""
    UNDO = "undo"
    """Take your last decision on links back."""


def register(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    app.command()(decide)


def decide(
    decision: Annotated[Decision, typer.Argument(help="What is decided.")],
    one: Annotated[
        str,
        typer.Argument(
            help="A notice (n-…), procedure (p-…), organization (o-…), statement (st-…) or judgement (j-…), or the key "
            "of a pair of `counterfile queue links`. Not needed for undo."
        ),
    ] = "",
    other: Annotated[
        str,
        typer.Argument(
            help="The second of a pair; for split: the notice or name that does not belong there; for value: the right "
            "value, empty to withdraw it."
        ),
    ] = "",
    reason: Annotated[str, typer.Option("--reason", "-r", help="Why, in words.", prompt=True)] = "",
    by: Annotated[str, typer.Option("--by", help="Your pseudonym.", envvar="COUNTERFILE_USER")] = "editor",
    as_json: Json = False,
) -> None:
    """Record a judgement; it beats software's, always, and can be withdrawn."""
    with wiring.open_inquiry(Path()) as inquiry:
        kept = inquiry.decide(decision, one, other, reason=reason, by=by)
    if as_json:
        print_json(kept)
    else:
        for judgement in kept[:SHOWN]:
            say(
                f"{judgement.id}: {judgement.question} {judgement.subject} {judgement.other}: {judgement.answer or 'none'}"
            )
