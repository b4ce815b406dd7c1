"""What answers hold where the model's own structs would say too much, too little, or in arrays instead of names."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Literal
from urllib.parse import quote

import msgspec

from counterfile.api._house import Named
from counterfile.api._jobs import Job
from counterfile.api._problems import ROOT
from counterfile.model.document import Arrival, State, next_step
from counterfile.model.evidence import Span
from counterfile.model.files import (
    AmountRow,
    Counted,
    DateRow,
    Difference,
    Entry,
    Link,
    LotRow,
    Party,
    Role,
    RoleCount,
    Told,
)
from counterfile.model.finding import Claim, Figure, FindingSpec
from counterfile.model.judgement import AgentKind, Judgement
from counterfile.model.notice import Notice, Property
from counterfile.model.reading import Reading, Source
from counterfile.model.statement import Statement
from counterfile.model.value import Amount
from counterfile.store.ports import Counts
from counterfile.views.attachments import Presence
from counterfile.views.coverage import DocumentRow, Field, Gap, Reason, Unfinished

CONTEXT = 32
"""Code points of a text-quote selector's prefix and suffix."""


def url(*parts: str) -> str:
    """Return the address of a resource."""
    return ROOT + "".join("/" + quote(part, safe="") for part in parts)


# The service


class Service(msgspec.Struct, frozen=True):
    """What this server is."""

    title: str
    """Of the inquiry."""
    version: str
    """Of the program."""
    openapi: str
    """Address of the description of all this."""
    status: str
    """Address of the counts."""


class Need(msgspec.Struct, frozen=True):
    """Something that may need a person's look, and how often."""

    look: str
    """``failed``, ``pending``, ``waiting``, ``conflicts``, ``unknown_units``, ``undated``, ``unnamed``, ``missing``."""
    what: str
    """In words, to follow the number."""
    count: int


class Status(msgspec.Struct, frozen=True):
    """The inquiry at a glance."""

    title: str
    counts: Counts
    needs: tuple[Need, ...] | None
    """Null while the lists are being prepared."""
    writing: str
    """The job that writes now; empty where none of this server does."""


# Documents


class DocumentLine(msgspec.Struct, frozen=True):
    """A document in a list."""

    id: str
    """SHA-256 of its bytes."""
    name: str
    """The file's own name, as it came first."""
    size: int
    """Bytes."""
    state: State
    reason: str | None
    """Why it failed or was set aside."""
    next_step: str
    """What can be done about it; empty where nothing needs to be."""
    media_type: str | None
    waiting: int
    """Pages that wait for recognition."""
    url: str


class Signal(msgspec.Struct, frozen=True):
    """Something that the reader noticed."""

    name: str
    value: str


class ReadingShort(msgspec.Struct, frozen=True):
    """How a document's bytes became text."""

    id: str
    reader: str
    charset: str | None
    characters: int
    """Code points of the text."""
    pages: int
    masked: int
    """Personal identifiers that were masked."""
    sandbox: str
    signals: tuple[Signal, ...]


class NoticeShort(msgspec.Struct, frozen=True):
    """A notice inside a document."""

    id: str
    title: str
    procedure: str | None
    start: int
    """Code points into the text, half open."""
    end: int
    url: str


class DocumentAnswer(msgspec.Struct, frozen=True):
    """One document: what arrived, how it was read, which notices it holds."""

    id: str
    """SHA-256 of its bytes."""
    name: str
    size: int
    state: State
    reason: str | None
    next_step: str
    media_type: str | None
    stage: str | None
    """The stage that gave it its state."""
    reader: str | None
    sandbox: str | None
    waiting: int
    arrivals: tuple[Arrival, ...]
    reading: ReadingShort | None
    """Null while it was not read."""
    notices: tuple[NoticeShort, ...]
    text: str
    """Address of its text."""
    pages: str
    """Address of its pages."""
    statements: str
    """Address of what it says."""


class Mask(msgspec.Struct, frozen=True):
    """Where a personal identifier was masked: each of its characters is one ``*``. Stars of the source look the same."""

    start: int
    end: int


class TextAnswer(msgspec.Struct, frozen=True):
    """A stretch of a document's masked text."""

    document: str
    reading: str
    start: int
    """Code points, half open; a JavaScript string counts otherwise beyond the Basic Multilingual Plane."""
    end: int
    characters: int
    """Of the whole text."""
    text: str
    masks: tuple[Mask, ...]
    page: int
    """The page that was asked for; 0 where a range was."""
    next: str | None
    """Address of what follows; null at the end."""


class PageAnswer(msgspec.Struct, frozen=True):
    """A page of a document."""

    number: int
    width: float
    """Points, as it is shown."""
    height: float
    start: int
    """Code points into the text, half open."""
    end: int
    source: Source
    """Where its text came from."""
    doubt: str
    """Why the file's own text of it is not believed; else empty."""
    picture: str | None
    """Address of its picture, masked; null where none may be shown."""
    withheld: str
    """Why no picture is shown; else empty."""
    text: str
    """Address of its text."""


# Evidence (W3C Web Annotation)


class TextPositionSelector(msgspec.Struct, frozen=True, tag_field="type", tag="TextPositionSelector"):
    """Where words stand: code points into the Reading's text, as the standard counts."""

    start: int
    end: int


class TextQuoteSelector(msgspec.Struct, frozen=True, tag_field="type", tag="TextQuoteSelector"):
    """The words themselves, with what stands around them."""

    exact: str
    prefix: str
    suffix: str


class FragmentSelector(msgspec.Struct, frozen=True, tag_field="type", tag="FragmentSelector"):
    """The page, and where on it, in points from its left and top edge (RFC 8118)."""

    value: str
    """``page=2&viewrect=72.0,90.5,120.0,14.0``"""
    conforms_to: str = msgspec.field(name="conformsTo", default="http://tools.ietf.org/rfc/rfc8118")


class ReadingState(msgspec.Struct, frozen=True):
    """The text that the selectors count in: another reading may count otherwise."""

    value: str
    """Id of the Reading."""
    type: Literal["Reading"] = "Reading"


class Target(msgspec.Struct, frozen=True):
    """Where a value's words stand (W3C Web Annotation, SpecificResource)."""

    source: str
    """``urn:sha256:`` and the digest of the document's bytes."""
    selector: tuple[TextPositionSelector | TextQuoteSelector | FragmentSelector, ...]
    state: ReadingState
    document: str
    """Address of the document here."""
    type: Literal["SpecificResource"] = "SpecificResource"


class StatementAnswer(msgspec.Struct, frozen=True):
    """What software read in a notice, with the words that say it."""

    id: str
    notice: str
    document: str
    subject: str
    """Whose: empty for the notice, ``lot/1``, ``lot/1/supplier/2``."""
    property: Property
    value: str
    amount: Amount | None
    derivation: str
    """The function by which the value follows from the words."""
    layer: str
    confidence: float
    """0 to 1."""
    conflict: bool
    """Whether the notice also says something else for the same property."""
    replaced_by: str
    """The person's judgement that stands in its place; empty where none does."""
    evidence: tuple[Target, ...]
    """The value's own words first."""
    url: str


# Notices, procedures, organizations


class NoticeLine(msgspec.Struct, frozen=True):
    """A notice in a list."""

    id: str
    document: str
    title: str
    stage: str
    """Empty where nothing says it."""
    published: str
    """ISO date; empty where none is stated."""
    procedure: str | None
    url: str


class Value(msgspec.Struct, frozen=True):
    """A value as it counts: a person's where a person gave one, with its proofs."""

    subject: str
    property: Property
    told: Told


class NoticeAnswer(msgspec.Struct, frozen=True):
    """One notice and what it says."""

    id: str
    document: str
    reading: str
    start: int
    """Of the segment of the text that is this notice, code points, half open."""
    end: int
    title: str
    procedure: str | None
    family: str | None
    values: tuple[Value, ...]
    statements: str
    """Address of what software read, with evidence."""


class ProcedureLine(msgspec.Struct, frozen=True):
    """A procedure in a list."""

    id: str
    title: str
    buyer: str
    buyer_id: str | None
    date: str
    """Of its first notice, ISO; empty where none is known."""
    latest: str
    stages: tuple[str, ...]
    notices: int
    place: str
    award: str
    """The award where all notices print the same; else empty."""
    conflicts: int
    """Values where a notice contradicts itself."""
    unknown_units: int
    missing: int
    """Pointers to attachments that were not captured."""
    url: str


class Timeline(msgspec.Struct, frozen=True):
    """The notices of a procedure, in order of their dates."""

    procedure: str
    items: tuple[Entry, ...]


class Parties(msgspec.Struct, frozen=True):
    """Who does what in a procedure."""

    procedure: str
    items: tuple[Party, ...]


class Lots(msgspec.Struct, frozen=True):
    """The lots of a procedure."""

    procedure: str
    items: tuple[LotRow, ...]


class Amounts(msgspec.Struct, frozen=True):
    """The amounts of a procedure, by role and scope; never added up."""

    procedure: str
    items: tuple[AmountRow, ...]


class Dates(msgspec.Struct, frozen=True):
    """The dates of a procedure, each with its meaning."""

    procedure: str
    items: tuple[DateRow, ...]


class Differences(msgspec.Struct, frozen=True):
    """Where the notices of a procedure do not agree."""

    procedure: str
    items: tuple[Difference, ...]


class Links(msgspec.Struct, frozen=True):
    """Why the notices of a procedure belong together, and what keeps others apart."""

    procedure: str
    items: tuple[Link, ...]


class OrganizationLine(msgspec.Struct, frozen=True):
    """An organization in a list. Natural persons, sole traders among them, are in none."""

    id: str
    name: str
    roles: tuple[RoleShort, ...]
    procedures: int
    latest: str
    url: str


class RoleShort(msgspec.Struct, frozen=True):
    """In how many procedures an organization has a role."""

    role: Role
    procedures: int


class OrganizationAnswer(msgspec.Struct, frozen=True):
    """One organization: where it is named, in which roles."""

    id: str
    asked: str
    """The id that was asked for; another than `id` where the organization was merged."""
    name: str
    names: tuple[Counted, ...]
    identifiers: tuple[Told, ...]
    places: tuple[Counted, ...]
    roles: tuple[RoleCount, ...]
    links: tuple[Link, ...]
    notices: int
    covered: int
    """Notices that its procedures were gathered from: the newest 1,000."""
    procedures: str
    """Address of its part in each procedure."""


# Judgements


class SpanAnswer(msgspec.Struct, frozen=True):
    """Words and where they stand."""

    start: int
    end: int
    quote: str
    page: int


class JudgementAnswer(msgspec.Struct, frozen=True):
    """One answer to one question, by a person or by software. Never changed: a change of mind is a newer one."""

    id: str
    question: str
    subject: str
    other: str
    answer: str
    by: str
    kind: AgentKind
    reason: str
    score: float | None
    decided_at: dt.datetime | None
    reading: str
    """The Reading that the evidence points into; empty where there is none."""
    evidence: tuple[SpanAnswer, ...]
    url: str


class Stands(msgspec.Struct, frozen=True):
    """What stands now on one question about one thing or pair."""

    question: str
    subject: str
    other: str
    judgement: JudgementAnswer | None
    """The judgement in force; null where nobody answered."""


class Standing(msgspec.Struct, frozen=True):
    """What a decision would be about, and what stands there now. Its ETag is what If-Match wants."""

    decision: str
    items: tuple[Stands, ...]


class Kept(msgspec.Struct, frozen=True):
    """The judgements that a decision became."""

    judgements: tuple[JudgementAnswer, ...]


class CorrectionKept(msgspec.Struct, frozen=True):
    """A correction as it was kept."""

    judgement: JudgementAnswer
    announced_by: str
    """The label, column or heading that announces the value; empty where none does or no words were given."""
    why_not: str
    """Why nothing is proposed for other notices; empty where a change set is."""
    change_sets: str
    """Address of the change sets that follow from it."""


# Search


class Highlight(msgspec.Struct, frozen=True):
    """A hit: code points into the document's text, half open."""

    start: int
    end: int


class PassageAnswer(msgspec.Struct, frozen=True):
    """Words with their context."""

    text: str
    start: int
    """Of `text` in the document's text."""
    end: int
    highlights: tuple[Highlight, ...]


class Hit(msgspec.Struct, frozen=True):
    """A document that holds the words."""

    document: str
    name: str
    title: str
    date: str
    stage: str
    procedure: str | None
    hits: int
    """How often the words stand in the text."""
    aside: bool
    """Whether all hits are in navigation or footers."""
    passages: tuple[PassageAnswer, ...]
    url: str


class Found(msgspec.Struct, frozen=True):
    """A page of what a search found."""

    items: tuple[Hit, ...]
    next: str | None
    total: int
    """Documents that the index finds; a few may turn out not to hold the words and are not among the items."""
    counted: int
    """Documents that `facets` were counted from, and filters looked at: the first ones, at most 2,000."""
    facets: tuple[FacetShort, ...]


class FacetShort(msgspec.Struct, frozen=True):
    """How what was found spreads over the values of one thing."""

    name: str
    values: tuple[ValueCount, ...]
    others: int


class ValueCount(msgspec.Struct, frozen=True):
    """A value and how many documents have it."""

    value: str
    count: int


# Findings


class FindingLine(msgspec.Struct, frozen=True):
    """A finding in a list."""

    name: str
    claim: Claim
    figure: Figure
    holds: bool | None
    """Whether the figure is what was expected; null where nothing was."""
    expected: str
    used: int
    eligible: int
    warnings: tuple[str, ...]
    url: str


class Findings(msgspec.Struct, frozen=True):
    """All findings, computed from the facts as they are now."""

    items: tuple[FindingLine, ...]
    wrong: tuple[str, ...]
    """A sentence for each finding that cannot be computed."""


class Reasoned(msgspec.Struct, frozen=True):
    """A reason and how many units were left out for it."""

    reason: str
    units: int


class FindingAnswer(msgspec.Struct, frozen=True):
    """One finding: the claim, the query behind it, the figure."""

    spec: FindingSpec
    figure: Figure
    holds: bool | None
    used: int
    eligible: int
    excluded: tuple[Reasoned, ...]
    warnings: tuple[str, ...]
    units: str
    """Address of the units that the figure consists of."""


# Coverage


class MissingShort(msgspec.Struct, frozen=True):
    """Why a field is missing, and in how many notices."""

    reason: Reason
    notices: int


class CoverageLine(msgspec.Struct, frozen=True):
    """A field in the notices of one year, portal or stage."""

    key: str
    field: Field
    notices: int
    """That should state the field."""
    stated: int
    missing: tuple[MissingShort, ...]


class PresenceCount(msgspec.Struct, frozen=True):
    """Attachments that notices name, by whether they are here."""

    presence: Presence
    attachments: int


class CoverageAnswer(msgspec.Struct, frozen=True):
    """What the inquiry has and does not have."""

    by: str
    lines: tuple[CoverageLine, ...]
    documents: tuple[DocumentRow, ...]
    gaps: tuple[Gap, ...]
    attachments: tuple[PresenceCount, ...]
    tenders: int
    """Procedures whose tender is old enough to expect an end."""
    ends: int
    without_end: int
    without_tender: int
    newest: str
    months: int


class JobList(msgspec.Struct, frozen=True):
    """Jobs of this server, the newest first."""

    items: tuple[Job, ...]


class UnfinishedLine(msgspec.Struct, frozen=True):
    """A procedure of which one end is not here."""

    lacks: str
    """``end`` or ``tender``."""
    procedure: Unfinished


# Making them


def document_line(named: Named) -> DocumentLine:
    """Return a document for a list."""
    found = named.document
    return DocumentLine(
        id=found.digest,
        name=named.name,
        size=found.size,
        state=found.state,
        reason=found.reason,
        next_step=next_step(found.state),
        media_type=found.media_type,
        waiting=found.waiting,
        url=url("documents", found.digest),
    )


def judgement_answer(found: Judgement) -> JudgementAnswer:
    """Return a judgement; see `_persons.told`, which goes before."""
    return JudgementAnswer(
        id=found.id,
        question=found.question,
        subject=found.subject,
        other=found.other,
        answer=found.answer,
        by=found.agent,
        kind=found.agent_kind,
        reason=found.reason,
        score=found.score,
        decided_at=found.decided_at,
        reading=found.reading,
        evidence=tuple(SpanAnswer(span.start, span.end, span.quote, span.page) for span in found.evidence),
        url=url("judgements", found.id),
    )


def target(span: Span, reading: Reading | None, notice: Notice, boxes: Sequence[tuple[float, ...]] = ()) -> Target:
    """Return a piece of evidence as a Web Annotation's target.

    Args:
        span: The words.
        reading: What they stand in; None where it is not kept, which leaves their surroundings out.
        notice: What they are said of.
        boxes: Left, top, width and height in points of where they stand on their page.
    """
    text = reading.text if reading is not None else ""
    selector: list[TextPositionSelector | TextQuoteSelector | FragmentSelector] = [
        TextPositionSelector(span.start, span.end),
        TextQuoteSelector(
            span.quote, text[max(0, span.start - CONTEXT) : span.start], text[span.end : span.end + CONTEXT]
        ),
    ]
    if span.page:
        places = [f"page={span.page}&viewrect={','.join(f'{each:.1f}' for each in box)}" for box in boxes]
        selector += [FragmentSelector(place) for place in places or [f"page={span.page}"]]
    return Target(
        source=f"urn:sha256:{notice.document}",
        selector=tuple(selector),
        state=ReadingState(notice.reading),
        document=url("documents", notice.document),
    )


def statement_answer(
    found: Statement,
    notice: Notice,
    reading: Reading | None,
    replaced_by: str,
    boxes: Sequence[Sequence[tuple[float, ...]]] = (),
) -> StatementAnswer:
    """Return a statement with its evidence; `boxes` has one entry for each span."""
    return StatementAnswer(
        id=found.id,
        notice=found.notice,
        document=notice.document,
        subject=found.subject,
        property=found.property,
        value=found.value,
        amount=found.amount,
        derivation=found.derivation,
        layer=found.layer,
        confidence=found.confidence,
        conflict=found.conflict,
        replaced_by=replaced_by,
        evidence=tuple(
            target(span, reading, notice, boxes[number] if boxes else ()) for number, span in enumerate(found.evidence)
        ),
        url=url("statements", found.id),
    )
