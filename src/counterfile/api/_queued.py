"""What a review queue hands out and takes back: one shape for five uses, so that one component can show them all."""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Collection, Sequence
from typing import Any, Literal, Protocol
from urllib.parse import quote

import msgspec

from counterfile.api._shapes import Highlight, JudgementAnswer
from counterfile.errors import BadUsage
from counterfile.model.evidence import Span
from counterfile.model.judgement import Judgement
from counterfile.model.reading import Reading
from counterfile.store.ports import Store, View
from counterfile.store.rules import WITHDRAWN
from counterfile.views.aside import LATER
from counterfile.views.circumstances import read, written
from counterfile.views.passages import around

Kind = Literal["screen", "fields", "links", "code", "adjudicate"]

AROUND = 160
"""Code points of context on either side of a passage."""


class Passage(msgspec.Struct, frozen=True):
    """Words of a document in their context."""

    text: str
    start: int
    """Of `text` in the document's text, code points."""
    highlights: tuple[Highlight, ...]
    """Code points of the document's text, half open."""
    cut_before: bool
    """Whether it begins in the middle of a sentence."""
    cut_after: bool
    document: str
    """Digest."""
    page: int
    """From 1; 0 where the format has no pages."""
    label: str
    """What it is evidence of, a key of the interface's catalogue; empty where that is plain."""
    option: str
    """The answer that it speaks for; empty where it speaks for none."""
    opens: str
    """Path of the page where people see it in the whole document."""


class Option(msgspec.Struct, frozen=True):
    """An answer that can be given."""

    answer: str
    """What is sent."""
    label: str
    """A key of the interface's catalogue, or the value itself where `said` is true."""
    said: bool = False
    """Whether the label is a value of the documents, which is never translated."""
    key: str = ""
    """The name of the act in the key map; empty for numbered options."""


PUT_ASIDE = Option(LATER, "later", key="later")
"""Of the queues that keep what was put aside by `views.aside`."""


class Comparison(msgspec.Struct, frozen=True):
    """One line of the table of a pair."""

    field: str
    """A key of the interface's catalogue."""
    one: str
    other: str
    agreement: Literal["agree", "near", "differ", "missing"]
    weight: float | None
    """Of this line in the pair's score, as logarithm of the odds; above 0 speaks for the same; null where it has none."""
    words: str
    """What was compared, in a few words."""


class Fact(msgspec.Struct, frozen=True):
    """Something that is known of what is asked about."""

    name: str
    """A key of the interface's catalogue."""
    value: str


class Consequence(msgspec.Struct, frozen=True):
    """What a decision would change."""

    words: str
    """A key of the interface's catalogue with ``{n}``."""
    count: int


class Opinion(msgspec.Struct, frozen=True):
    """What somebody answered, shown to who decides between two."""

    by: str
    answer: str
    reason: str
    passages: tuple[Passage, ...]


class Item(msgspec.Struct, frozen=True):
    """One thing to decide, with the evidence first."""

    id: str
    kind: Kind
    question: str
    """A key of the interface's catalogue, or the codebook's own question."""
    asked: str
    """What the question is about: a property's name, a key of the catalogue; empty where it is the whole thing."""
    title: str
    """Of the notice, procedure or first of a pair."""
    facts: tuple[Fact, ...]
    passages: tuple[Passage, ...]
    options: tuple[Option, ...]
    why: str
    """Why it is asked, a key of the catalogue; empty where the reader must not know."""
    expected: float | None
    """Errors that an answer is expected to remove; null where the order is another."""
    document: str
    """Digest of the document that `o` opens."""
    opens: str
    """Path of the page where people see the whole."""
    free: bool = False
    """Whether another value may be written."""
    rows: tuple[Comparison, ...] = ()
    consequences: tuple[Consequence, ...] = ()
    """What a decision would change."""
    opinions: tuple[Opinion, ...] = ()
    reasons: tuple[str, ...] = ()
    """Reasons to choose from."""
    change_set: str = ""
    """The change set that is asked about; empty for anything else."""


class Queue(msgspec.Struct, frozen=True):
    """What is to be decided next."""

    kind: Kind
    items: tuple[Item, ...]
    left: int
    """Items that wait, those given included."""
    closed: str
    """Why there is nothing to do and what would change that, a sentence; empty where there is, or all is done."""


class QueueShort(msgspec.Struct, frozen=True):
    """How much waits in one queue."""

    kind: Kind
    left: int
    closed: str


class Queues(msgspec.Struct, frozen=True):
    """All queues."""

    items: tuple[QueueShort, ...]


class Answered(msgspec.Struct, frozen=True):
    """An answer as it was kept."""

    item: str
    judgements: tuple[JudgementAnswer, ...]
    change_sets: tuple[str, ...] = ()
    """Ids of what the answer proposes for other notices."""
    job: str = ""
    """Address of the job that carries it out; empty where it is done."""


class Undone(msgspec.Struct, frozen=True):
    """An answer that was taken back."""

    item: str
    judgements: tuple[JudgementAnswer, ...]
    again: Item | None
    """The item, to be shown again; null where it no longer is one."""


class Given(msgspec.Struct, frozen=True):
    """An answer as it arrives, checked in its form."""

    item: str
    answer: str
    by: str
    reason: str
    note: str
    value: str
    quote: str
    seconds: float | None


class Source(Protocol):
    """Where one kind's items come from, and what an answer makes true."""

    def upcoming(self, by: str, count: int, without: Collection[str], language: str) -> Queue:
        """Return the next items for a person, the most urgent first."""
        ...

    def item(self, wanted: str, by: str, language: str) -> Item | None:
        """Return one item whether it waits or not; None where there is no such thing."""
        ...

    def decide(self, store: Store, given: Given) -> list[Judgement]:
        """Return the judgements that an answer makes, not yet stored."""
        ...

    def undo(self, store: Store, by: str) -> tuple[str, list[Judgement]]:
        """Return the item of a person's last answer here and the judgements that take it back."""
        ...

    def note(self, stored: Sequence[Judgement]) -> None:
        """Take note of judgements as stored."""
        ...


def tokened(given: Given, queue: str, **circumstances: str) -> str:
    """Return the reason of a decision, with what tells which acts of the queue belong together."""
    words = given.reason or given.note or "checked in the review queue"
    about = {"queue": queue, "act": secrets.token_hex(4), "note": given.note if given.reason else ""}
    if given.seconds is not None:
        about["seconds"] = f"{given.seconds:.1f}"
    return written(words, {**about, **circumstances})


def standing_token(view: View, questions: Collection[str], by: str, queue: str) -> list[Judgement]:
    """Return the judgements of a person's newest act in a queue that was not taken back.

    Raises:
        BadUsage: there is none, or it no longer stands.
    """
    taken: Counter[tuple[str, str, str]] = Counter()
    rows = [each for question in questions for each in view.history(question, limit=DEPTH) if each.agent == by]
    rows.sort(key=lambda each: int(each.id.removeprefix("j-")), reverse=True)
    act, found = "", []
    for row in rows:
        place = (row.question, row.subject, row.other)
        if row.answer == WITHDRAWN:
            taken[place] += 1
            continue
        about = read(row.reason)[1]
        if about.get("queue") != queue or (act and about.get("act") != act):
            continue
        if taken[place]:
            taken[place] -= 1
            continue
        act = about.get("act", "")
        found.append(row)
    if not found:
        raise BadUsage(f"there is no answer of {by!r} in this queue to take back")
    for row in found:
        now = [each for each in view.judgements(row.question, {row.subject}) if each.other == row.other]
        if not any(each.id == row.id for each in now if each.subject == row.subject):
            raise BadUsage(f"{row.id} no longer stands: somebody has decided anew; the log of decisions says who")
    return found


TAKEN_BACK: dict[str, Any] = {
    "answer": WITHDRAWN,
    "reason": "taken back",
    "reading": "",
    "evidence": (),
    "decided_at": None,
    "id": "",
}
"""What changes in a judgement to take it back."""

DEPTH = 5000
"""Judgements of each question that an undo looks back over."""


def page_of(reading: Reading, at: int) -> int:
    """Return the page of a position, 0 where the format has none."""
    return next((page.number for page in reading.pages if page.start <= at < page.end), 0)


def passage(
    reading: Reading,
    spans: Sequence[Span] | Sequence[tuple[int, int]],
    *,
    label: str = "",
    option: str = "",
    statement: str = "",
    context: int = AROUND,
) -> Passage:
    """Return the first of these spans in its context, with all that stand inside it highlighted.

    Args:
        reading: What the spans point into.
        spans: The words, at least one.
        label: See `Passage`.
        option: See `Passage`.
        statement: The statement whose words these are; empty for any other words.
        context: Code points on either side.
    """
    places = [(each.start, each.end) if isinstance(each, Span) else each for each in spans]
    start, end = places[0]
    found = around(reading.text, start, end, context)
    inside = [place for place in places if found.start <= place[0] and place[1] <= found.end]
    return Passage(
        text=reading.text[found.start : found.end],
        start=found.start,
        highlights=tuple(Highlight(*place) for place in sorted(set(inside))),
        cut_before=found.cut_before,
        cut_after=found.cut_after,
        document=reading.document,
        page=page_of(reading, start),
        label=label,
        option=option,
        opens=opens(reading.document, statement, (start, end)),
    )


def opens(document: str, statement: str = "", span: tuple[int, int] | None = None) -> str:
    """Return the path of the page where people see a document, opened on its words.

    >>> opens("ab", "st-1")
    '/documents/ab?ev=st-1#ev-st-1'
    """
    if statement:
        name = quote(statement, safe="")
        return f"/documents/{document}?ev={name}#ev-{name}"
    return f"/documents/{document}" + (f"#at={span[0]}-{span[1]}" if span is not None else "")
