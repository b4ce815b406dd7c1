"""One coder's answer, and the judgement that keeps it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from enum import StrEnum

import msgspec

from counterfile.model.codebook import JOINT
from counterfile.model.evidence import Span
from counterfile.model.judgement import AgentKind, Judgement
from counterfile.store.rules import WITHDRAWN
from counterfile.views.circumstances import read, written

CODED = "coded:"
"""Before a question's name: what one coder answered."""

CODE = "code:"
"""Before a question's name: what the answers come to."""

LATER = "later"
"""Put aside: it comes again when all else is answered."""

UNSURE = "unsure"
"""An answer to any question; a third person decides."""


class Shown(StrEnum):
    """Why a unit was shown to a coder; it is recorded with the answer."""

    QUEUE = "queue"
    """It was theirs by chance."""
    REPEAT = "repeat"
    """They had answered it before and were not told so."""
    SAMPLE = "sample"
    """Drawn by chance from what software answered."""
    ASKED = "asked"
    """They named it."""
    ADJUDICATED = "adjudicated"
    """A third person decides between two coders."""


class Said(msgspec.Struct, frozen=True):
    """One coder's answer to one question about one unit; it stands until the coder changes it."""

    question: str
    unit: str
    coder: str
    answer: str
    """In stored form; see ``views.codebook.checked_answer``; or `UNSURE`, `LATER`."""
    shown: Shown = Shown.QUEUE
    reason: str = ""
    note: str = ""
    seconds: float | None = None
    """From showing to answering, where it was measured."""
    suggested: str = ""
    """What software suggested beside the unit, before the answer; empty where it showed nothing."""
    reading: str = ""
    evidence: tuple[Span, ...] = ()
    also: tuple[tuple[str, int, int], ...] = ()
    """Passages in other Readings than `reading`: its id, start and end; the words follow from it."""
    id: str = ""
    at: dt.datetime | None = None


def said_judgement(said: Said) -> Judgement:
    """Return the judgement that keeps an answer."""
    about = {
        "shown": said.shown.value,
        # A circumstance holds no semicolon, which stands between the answers to a question that may have many.
        "suggested": said.suggested.replace(JOINT, _BAR),
        "seconds": "" if said.seconds is None else f"{said.seconds:.1f}",
        "note": said.note,
        "also": written_also(said.also),
    }
    return Judgement(
        question=CODED + said.question,
        subject=said.unit,
        other=said.coder,
        answer=said.answer,
        agent=said.coder,
        agent_kind=AgentKind.PERSON,
        reason=written(said.reason or "read", about),
        reading=said.reading,
        evidence=said.evidence,
    )


def taken_back(said: Said) -> Judgement:
    """Return the judgement that takes an answer back; the one before it stands again."""
    return Judgement(
        CODED + said.question, said.unit, said.coder, WITHDRAWN, said.coder, AgentKind.PERSON, "taken back"
    )


def read_said(one: Judgement, unit: str) -> Said:
    """Return what a judgement on ``coded:NAME`` tells of a unit."""
    words, about = read(one.reason)
    return Said(
        question=one.question.removeprefix(CODED),
        unit=unit,
        coder=one.other,
        answer=one.answer,
        shown=Shown(about.get("shown", Shown.ASKED)),
        reason="" if words == "read" else words,
        note=about.get("note", ""),
        seconds=float(about["seconds"]) if "seconds" in about else None,
        suggested=about.get("suggested", "").replace(_BAR, JOINT),
        reading=one.reading,
        evidence=one.evidence,
        also=read_also(about.get("also", "")),
        id=one.id,
        at=one.decided_at,
    )


def evidence(said: Iterable[Said]) -> tuple[str, tuple[Span, ...], str]:
    """Return the passages of several answers: a Reading, the places in it, and those in other Readings as text."""
    places: dict[str, dict[tuple[int, int], Span]] = {}
    others: list[tuple[str, int, int]] = []
    for one in said:
        for span in one.evidence:
            places.setdefault(one.reading, {})[span.start, span.end] = span
        others += one.also
    if not places:
        return "", (), ""
    chosen = max(places, key=lambda name: len(places[name]))
    others += [(name, start, end) for name, some in places.items() if name != chosen for start, end in some]
    spans = tuple(span for _, span in sorted(places[chosen].items()))
    return chosen, spans, written_also(dict.fromkeys(one for one in others if one[0] != chosen))


def written_also(places: Iterable[tuple[str, int, int]]) -> str:
    """Return places in other Readings as a circumstance is written.

    >>> written_also([("rd-ab", 3, 9)])
    'rd-ab 3-9'
    """
    return ", ".join(f"{name} {start}-{end}" for name, start, end in places)


def read_also(text: str) -> tuple[tuple[str, int, int], ...]:
    """Return places that `written_also` wrote."""
    return tuple((name, int(start), int(end)) for name, start, end in _ALSO.findall(text))


def overlap(one: Sequence[Said], other: Sequence[Said]) -> bool:
    """Return whether any passages of two coders share a character."""
    first = [(each.reading, span.start, span.end) for each in one for span in each.evidence]
    second = [(each.reading, span.start, span.end) for each in other for span in each.evidence]
    return any(a == b and start < stop and begin < end for a, start, end in first for b, begin, stop in second)


_BAR = " | "
_ALSO = re.compile(r"(rd-\w+) (\d+)-(\d+)")
