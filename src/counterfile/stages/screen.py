"""Notices -> judgements "relevant?", by the cue terms of the codebook, or by what a screening learned.

Software answers yes where a cue term stands in a notice's own words, and shows them; no where none does. It is a first
sort for people to correct: a person's judgement beats it, always. Once persons have screened the heap and stopped,
their learner decides what they left unread, marked as software's.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Protocol

import msgspec

from counterfile.model.codebook import Codebook
from counterfile.model.evidence import Span
from counterfile.model.judgement import AgentKind, Answer, Judgement, Question
from counterfile.model.notice import Notice
from counterfile.model.reading import BlockKind, Reading
from counterfile.store.ports import Fact, Published, View
from counterfile.text import search
from counterfile.views.codebook import load, quoted

MOST_SPANS = 20
"""Passages shown for one notice: enough to judge by, few enough to read."""


def load_codebook(path: Path) -> Codebook:
    """Return the codebook in a YAML file; see `views.codebook.load`."""
    return load(path)


class Screener(Protocol):
    """What a learner makes of notices after a screening has stopped."""

    version: str
    """Raised with every screening that ends."""

    def judge(self, notice: Notice, reading: Reading) -> tuple[Answer, float, Sequence[Span], str]:
        """Return the answer, how sure it is (0 to 1 for yes), the words that speak for it, and why."""
        ...


class Work(msgspec.Struct, frozen=True):
    """A document's notices with the Reading that they point into."""

    document: str
    reading: Reading | None
    """None where the document has no notices any more."""
    notices: tuple[Notice, ...]


class ScreenStage:
    """Screens notices by cue terms; see `flow.Stage`."""

    name = "screen"

    def __init__(self, codebook: Codebook, screener: Screener | None = None) -> None:
        """Use the terms of `codebook`; with others, all notices are screened again.

        Args:
            codebook: Whose terms sort the notices at first.
            screener: Decides instead, where a screening by persons has stopped; see `screening.rest`.
        """
        self.version = screener.version if screener else f"1 terms {codebook.digest}"
        self._terms = codebook.terms
        self._screener = screener
        self._query = " ".join(quoted(term) for term in codebook.terms)

    @property
    def _active(self) -> bool:
        return bool(self._terms) or self._screener is not None

    def due_after(self, facts: Iterable[Fact]) -> Iterable[str]:
        """Return the documents whose notices were found anew."""
        if not self._active:
            return ()
        return {fact.notice.document for fact in facts if isinstance(fact, Published)}

    def load(self, works: Sequence[str], view: View) -> Sequence[Work | None]:
        """Return each document's notices and words; nothing for one that has no notices and was never screened."""
        readings = view.readings_of(works) if self._active else {}
        return [self._load(work, view, readings.get(work)) for work in works]

    def _load(self, work: str, view: View, reading: Reading | None) -> Work | None:
        notices = tuple(view.notices_in(work)) if self._active else ()
        if not notices:
            # Empty work retires what was said before.
            return Work(work, None, ()) if view.current(self.name, work) else None
        if reading is None or reading.id != notices[0].reading:
            reading = view.reading(notices[0].reading)
        return Work(work, reading, notices)

    def key(self, loaded: Work) -> str:
        """Return the Reading and its notices; the terms are part of the version."""
        parts = [loaded.reading.id if loaded.reading else "", *(f"{n.id} {n.start} {n.end}" for n in loaded.notices)]
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:32]

    def run(self, loaded: Work) -> Sequence[Fact]:
        """Return one judgement for each notice."""
        if loaded.reading is None:
            return []
        if self._screener is not None:
            return [self._learned(self._screener, notice, loaded.reading) for notice in loaded.notices]
        spans = own_spans(loaded.reading, self._query)
        return [self._judgement(notice, loaded.reading, spans) for notice in loaded.notices]

    def _judgement(self, notice: Notice, reading: Reading, spans: Sequence[Span]) -> Judgement:
        inside = [span for span in spans if notice.start <= span.start and span.end <= notice.end]
        if inside:
            quotes = {span.quote for span in inside}
            terms = [term for term in self._terms if any(search.matches(quote, quoted(term)) for quote in quotes)]
            shown = "、".join(terms[:5]) + (f" and {len(terms) - 5} more" if len(terms) > 5 else "")
            reason = f"it says {shown}"
        else:
            reason = f"none of the {len(self._terms)} terms occurs"
        return Judgement(
            question=Question.RELEVANT,
            subject=notice.id,
            other="",
            answer=Answer.YES if inside else Answer.NO,
            agent=f"screen {self.version}",
            agent_kind=AgentKind.SOFTWARE,
            reason=reason,
            reading=reading.id if inside else "",
            evidence=tuple(inside[:MOST_SPANS]),
        )

    def _learned(self, screener: Screener, notice: Notice, reading: Reading) -> Judgement:
        answer, score, spans, reason = screener.judge(notice, reading)
        return Judgement(
            question=Question.RELEVANT,
            subject=notice.id,
            other="",
            answer=answer,
            agent=f"screen {self.version}",
            agent_kind=AgentKind.SOFTWARE,
            reason=reason,
            score=score,
            reading=reading.id if spans else "",
            evidence=tuple(spans[:MOST_SPANS]),
        )


def own_spans(reading: Reading, query: str) -> list[Span]:
    """Return where terms of a query stand in a Reading's own words, in order; furniture is not its own.

    Args:
        reading: The whole document.
        query: As `text.search.find` takes it.
    """
    blocks = [block for block in reading.blocks if block.kind is not BlockKind.FURNITURE]
    starts = [block.start for block in blocks]
    found = []
    for start, end in search.find(reading.text, query):
        place = bisect_right(starts, start) - 1
        if place >= 0 and end <= blocks[place].end:
            found.append(Span(start, end, reading.text[start:end], blocks[place].page))
    return found
