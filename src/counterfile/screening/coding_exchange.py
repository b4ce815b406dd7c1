"""Answers as rows of a table, one an answer: item, question, coder, value, evidence, time, as packages for agreement take it."""

from __future__ import annotations

from collections.abc import Iterator

from counterfile.screening.coding import Desk
from counterfile.store.ports import View
from counterfile.views import coding as facts
from counterfile.views.coding import Said, Shown

COLUMNS = (
    "item",
    "unit",
    "question",
    "coder",
    "value",
    "evidence",
    "time",
    "shown",
    "double",
    "standing",
    "settled",
    "suggested",
    "reason",
    "note",
    "seconds",
    "reading",
    "places",
    "judgement",
)
"""Of `rows`. `double` tells the random overlap, `standing` and `settled` what the answers come to."""

SOFTWARE = "software"
"""In place of a coder; `shown` is then empty."""


def rows(desk: Desk) -> Iterator[tuple[object, ...]]:
    """Yield every coder's answer that stands, in the order of answering; what is sealed is left out.

    Several passages are joined by `` | ``; `places` gives where each stands in its Reading.
    """
    board = desk.board
    for said in board.entries:
        kind = desk.question(said.question).unit
        if board.is_sealed(said.unit, kind) or not _stands(desk, said):
            continue
        resolved = board.resolve(said.unit, said.question)
        yield (
            said.unit,
            kind.value,
            said.question,
            said.coder,
            said.answer,
            " | ".join(span.quote for span in said.evidence),
            said.at.isoformat() if said.at else "",
            said.shown.value,
            "yes" if board.is_double(said.unit, kind) else "no",
            resolved.standing.value,
            resolved.answer,
            said.suggested,
            said.reason,
            said.note,
            said.seconds,
            said.reading,
            _places(said),
            said.id,
        )


def software_rows(view: View, desk: Desk) -> Iterator[tuple[object, ...]]:
    """Yield what software answers where no person does, in the same columns."""
    for question in desk.questions:
        units = desk.began.units.get(question.unit.value, ())
        for one in view.judgements(facts.CODE + question.name, set(units)):
            if one.agent_kind != SOFTWARE:
                continue
            yield (
                one.subject,
                question.unit.value,
                question.name,
                one.agent,
                one.answer,
                " | ".join(span.quote for span in one.evidence),
                one.decided_at.isoformat() if one.decided_at else "",
                "",
                "no",
                SOFTWARE,
                one.answer,
                "",
                one.reason,
                "",
                None,
                one.reading,
                ", ".join(f"{one.reading} {span.start}-{span.end}" for span in one.evidence),
                one.id,
            )


def sealed(desk: Desk) -> int:
    """Return how many answers are left out since the second coder has not answered."""
    return sum(desk.board.is_sealed(said.unit, desk.question(said.question).unit) for said in desk.board.entries)


def _stands(desk: Desk, said: Said) -> bool:
    """Return whether a coder has not changed their mind since; a second time is an answer of its own."""
    if said.shown is Shown.ADJUDICATED:
        third = [e for e in desk.board.of(said.unit) if e.shown is Shown.ADJUDICATED and e.question == said.question]
        return third[-1] is said
    mine = desk.board.mine(said.unit, said.coder, repeat=said.shown is Shown.REPEAT)
    return mine.get(said.question) is said


def _places(said: Said) -> str:
    own = [(said.reading, span.start, span.end) for span in said.evidence]
    return facts.written_also([*own, *said.also])
