"""What every store must decide in the same way, as pure functions."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from counterfile.model.judgement import AgentKind, Judgement
from counterfile.model.reading import BlockKind, Reading
from counterfile.model.statement import Statement
from counterfile.text import search


def indexed(reading: Reading) -> tuple[list[str], list[str]]:
    """Return the search tokens of a Reading's own text and those of its furniture."""
    own, furniture, at = [], [], 0
    for block in reading.blocks:
        if block.kind is BlockKind.FURNITURE:
            own.append(reading.text[at : block.start])
            furniture.append(reading.text[block.start : block.end])
            at = block.end
    own.append(reading.text[at:])
    return search.tokens("".join(own)), search.tokens("\n".join(furniture))


WITHDRAWN = "withdrawn"
"""Answer of a person that takes an earlier answer back, so that software's stands again."""


def in_force(judgements: Iterable[Judgement]) -> list[Judgement]:
    """Return those judgements that count, oldest first.

    A person's judgement beats software's, always; of a person's judgements on one question and pair the newest counts.

    Args:
        judgements: All that may count, oldest first; software's superseded ones already left out.
    """
    human: dict[tuple[str, str, str], Judgement] = {}
    rows = list(judgements)
    for row in rows:
        if row.agent_kind == AgentKind.PERSON:
            human[row.question, row.subject, row.other] = row
    counted = []
    for row in rows:
        person = human.get((row.question, row.subject, row.other))
        if person is row:
            if row.answer != WITHDRAWN:
                counted.append(row)
        elif row.agent_kind == AgentKind.SOFTWARE and (person is None or person.answer == WITHDRAWN):
            counted.append(row)
    return counted


def statement_id(statement: Statement) -> str:
    """Return ``st-`` + the notice's own part + a digest of what is claimed and where.

    The id follows from the claim alone, so it is the same on every machine and survives a second extraction that
    says the same of the same words.
    """
    first = statement.evidence[0] if statement.evidence else None
    claim = (statement.subject, statement.property, statement.value, first and first.start, first and first.end)
    digest = hashlib.blake2b(repr(claim).encode(), digest_size=4).hexdigest()
    return f"st-{statement.notice.removeprefix('n-')}-{digest}"


def statement_notice(statement_id: str) -> str | None:
    """Return the notice that a statement's id belongs to, or None if it is no such id.

    >>> statement_notice("st-abababababababab-2-0a1b2c3d")
    'n-abababababababab-2'
    """
    if not statement_id.startswith("st-"):
        return None
    notice, _, digest = statement_id.removeprefix("st-").rpartition("-")
    return f"n-{notice}" if notice and digest else None
