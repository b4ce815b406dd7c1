"""What a person put aside in a review: it comes again for them when all else is decided, after a reload too."""

from __future__ import annotations

from counterfile.model.judgement import AgentKind, Judgement
from counterfile.store.ports import View
from counterfile.store.rules import WITHDRAWN

ASIDE = "put aside?"
"""Question of a judgement on an item of a queue (`Judgement.subject`) by a reader (`Judgement.other`); it changes no file."""

LATER = "later"
"""The only answer to it."""

DEPTH = 5000
"""Newest judgements that are looked through."""


def put_aside(item: str, by: str, reason: str) -> Judgement:
    """Return what puts an item aside, not yet stored."""
    return Judgement(ASIDE, item, by, LATER, by, AgentKind.PERSON, reason)


def asides(view: View, by: str) -> dict[str, int]:
    """Return the items that a person put aside, each with its place: what was put aside last comes last."""
    newest: dict[str, Judgement] = {}
    for each in view.history(ASIDE, limit=DEPTH):
        if each.agent == by:
            newest.setdefault(each.subject, each)
    standing = [each.subject for each in reversed(newest.values()) if each.answer != WITHDRAWN]
    return {item: place for place, item in enumerate(standing)}
