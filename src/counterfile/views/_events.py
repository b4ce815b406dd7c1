"""Events of a screening or a coding, kept as judgements: what was chosen, how it ended, what was drawn."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

import msgspec

from counterfile.model.judgement import AgentKind, Judgement, Question
from counterfile.store.ports import View
from counterfile.store.rules import WITHDRAWN

ALL = 10**9
"""More judgements than any history holds."""

E = TypeVar("E", bound=msgspec.Struct)


def events(view: View, question: Question, kinds: Mapping[str, type[E]]) -> list[E]:
    """Return the events of a question, the oldest first, each with its judgement's id, agent and time.

    Args:
        view: The inquiry.
        question: What the judgements are about.
        kinds: By the judgement's subject: the structure that its answer holds, with fields ``id``, ``by`` and ``at``.
    """
    found: list[E] = []
    for one in reversed(view.history(question, limit=ALL)):
        if one.subject in kinds and one.answer != WITHDRAWN:
            event = msgspec.json.decode(one.answer, type=kinds[one.subject])
            found.append(msgspec.structs.replace(event, id=one.id, by=one.agent, at=one.decided_at))
    return found


def recorded(event: E, question: Question, kinds: Mapping[str, type[E]], reason: str, by: str) -> Judgement:
    """Return the judgement that keeps an event; see `events`."""
    subject = next(name for name, kind in kinds.items() if isinstance(event, kind))
    return Judgement(question, subject, "", msgspec.json.encode(event).decode(), by, AgentKind.PERSON, reason)
