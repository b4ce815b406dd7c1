"""Hand-made facts, small and real-looking, for tests."""

from __future__ import annotations

import datetime as dt
import hashlib

from counterfile.model.document import Arrival
from counterfile.model.evidence import Span
from counterfile.model.judgement import AgentKind, Judgement, Question
from counterfile.model.notice import Notice, Property, notice_id
from counterfile.model.reading import Block, BlockKind, Reading, Segment
from counterfile.model.statement import Statement
from counterfile.store.ports import Published

LONG_AGO = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)


def digest(name: str) -> str:
    """Return a SHA-256 that stands for a document called `name`."""
    return hashlib.sha256(name.encode()).hexdigest()


def arrival(name: str, container: str | None = None) -> Arrival:
    """Return the arrival of the document that `name` stands for."""
    return Arrival(digest(name), f"{name}.html", f"heap/{name}.html", container, "folder 1", LONG_AGO)


def reading(name: str, text: str) -> Reading:
    """Return a Reading of one paragraph a line."""
    blocks, at = [], 0
    for line in text.split("\n"):
        if line:
            blocks.append(Block(BlockKind.PARAGRAPH, at, at + len(line)))
        at += len(line) + 1
    return Reading(
        id=f"rd-{digest(name + text)[:20]}",
        document=digest(name),
        reader="text 1",
        text=text,
        blocks=tuple(blocks),
        segments=(Segment(0, len(text)),),
        sandbox="process",
    )


def notice(words: Reading) -> Notice:
    """Return the one notice of a Reading."""
    return Notice(notice_id(words.document, 0), words.document, words.id, 0, len(words.text))


def statement(
    words: Reading,
    name: Property,
    quote: str,
    *,
    value: str | None = None,
    key: str | None = None,
    subject: str = "",
    derivation: str = "text",
) -> Statement:
    """Return a statement that `quote`, which must stand in the Reading, says."""
    start = words.text.index(quote)
    return Statement(
        notice=notice(words).id,
        subject=subject,
        property=name,
        value=quote if value is None else value,
        evidence=(Span(start, start + len(quote), quote),),
        derivation=derivation,
        layer="L2",
        key=key,
    )


def published(words: Reading, *statements: Statement) -> Published:
    """Return the Reading's notice with what it says."""
    return Published(notice(words), statements)


def judgement(
    question: Question, one: str, two: str, answer: str, *, person: str | None = None, score: float | None = 0.9
) -> Judgement:
    """Return a judgement on a pair, by a person if one is named, else by software."""
    subject, other = sorted((one, two))
    return Judgement(
        question=question,
        subject=subject,
        other=other,
        answer=answer,
        agent=person or "matcher 1",
        agent_kind=AgentKind.PERSON if person else AgentKind.SOFTWARE,
        reason="both print the number XJ-2021-007",
        score=None if person else score,
    )
