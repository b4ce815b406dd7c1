"""The shapes of files: what a view gathers about one procedure, one organization, one document.

Every value comes with its proofs. Nothing here is kept: a file is made anew from the facts whenever it is asked for.
There is no file on a person.
"""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

import msgspec

from counterfile.model.document import Arrival, Document
from counterfile.model.judgement import AgentKind
from counterfile.model.notice import Property
from counterfile.model.register import Match
from counterfile.model.value import Amount


class Role(StrEnum):
    """What an organization does in a procedure."""

    BUYER = "buyer"
    AGENCY = "agency"
    SUPPLIER = "supplier"
    CANDIDATE = "candidate"


class Scope(StrEnum):
    """What a value is said of."""

    PROCEDURE = "procedure"
    LOT = "lot"
    SUPPLIER = "supplier"


class Proof(msgspec.Struct, frozen=True):
    """Where a value stands: enough to open the passage."""

    statement: str
    """The statement's id; empty where a person gave the value."""
    notice: str
    document: str
    """Digest of the document that holds the notice."""
    quote: str
    """The value's own words as printed; empty where a person gave the value without words."""
    also: tuple[str, ...] = ()
    """What else the value follows from: a unit in a column header."""
    page: int = 0
    """From 1; 0 where the format has no pages."""


class Correction(msgspec.Struct, frozen=True):
    """A person's judgement that stands in place of what software read."""

    judgement: str
    by: str
    """Pseudonym."""
    reason: str
    instead_of: tuple[str, ...]
    """The values that software had read, in order; empty where it had read none."""
    decided_at: dt.datetime | None = None


class Told(msgspec.Struct, frozen=True):
    """A value, who said it and where."""

    value: str
    proofs: tuple[Proof, ...]
    conflict: bool = False
    """True when the same notice also says something else."""
    correction: Correction | None = None
    amount: Amount | None = None
    """For an amount, what `value` spells."""
    superseded: str = ""
    """Id of the later correction notice that states another value for the same thing; empty while the value stands."""


class Withdrawn(msgspec.Struct, frozen=True):
    """Values that a person took away without giving another."""

    property: Property
    subject: str
    notice: str
    correction: Correction


class Entry(msgspec.Struct, frozen=True):
    """A notice on the timeline of a procedure."""

    notice: str
    document: str
    name: str
    """The file's own name."""
    title: str
    """Of the notice, else of the project, else empty."""
    date: Told | None
    stage: Told | None
    round: Told | None


class Party(msgspec.Struct, frozen=True):
    """An organization in a role."""

    role: Role
    name: Told
    """As printed most often; its proofs are of all spellings."""
    organization: str | None
    """The organization's id; None while it has none."""
    lots: tuple[str, ...] = ()
    """Labels of the lots that it won or bid for; empty for the whole procedure."""
    lead: bool | None = None
    """Whether it leads a consortium; None where nothing says so."""
    rank: int | None = None
    identifier: Told | None = None


class AmountRow(msgspec.Struct, frozen=True):
    """One amount of one role and scope, with every notice that prints it."""

    role: Property
    """A property in `AMOUNTS`."""
    scope: Scope
    label: str
    """Of the lot, or the supplier's name; empty for the procedure."""
    told: Told


class LotRow(msgspec.Struct, frozen=True):
    """What the notices say about one lot, gathered under its label."""

    label: str
    """As printed first; empty where rows have none."""
    title: Told | None
    status: tuple[Told, ...]
    """Each status once, in order of publication: the last is the newest."""
    parties: tuple[Party, ...]
    """Suppliers and candidates of this lot."""
    amounts: tuple[AmountRow, ...]


class DateRow(msgspec.Struct, frozen=True):
    """A date with its meaning."""

    property: Property
    told: Told


class Difference(msgspec.Struct, frozen=True):
    """Values that stand side by side because the sources do not agree."""

    property: Property
    scope: Scope
    label: str
    within: bool
    """True when one notice contradicts itself; False when notices differ from each other."""
    values: tuple[Told, ...]


class Link(msgspec.Struct, frozen=True):
    """A judgement in force on two members, and why."""

    judgement: str
    question: str
    answer: str
    one: str
    """A notice id, or an organization's printed name."""
    other: str
    by: str
    kind: AgentKind
    reason: str
    score: float | None
    decided_at: dt.datetime | None


class Sibling(msgspec.Struct, frozen=True):
    """Another attempt of the same project."""

    procedure: str
    title: str
    round: str
    """The number of the round as stated; empty where nothing says so."""
    date: str
    """Of its first notice, ISO; empty where none is known."""


class ProcedureFile(msgspec.Struct, frozen=True):
    """One attempt to buy: everything that its notices say."""

    id: str
    asked: str
    """The id that was asked for; another than `id` where the procedure was merged."""
    title: str
    family: str | None
    siblings: tuple[Sibling, ...]
    titles: tuple[Told, ...]
    numbers: tuple[Told, ...]
    contract_numbers: tuple[Told, ...]
    methods: tuple[Told, ...]
    places: tuple[DateRow, ...]
    """Province, city and county of the buyer, by property."""
    timeline: tuple[Entry, ...]
    parties: tuple[Party, ...]
    lots: tuple[LotRow, ...]
    amounts: tuple[AmountRow, ...]
    dates: tuple[DateRow, ...]
    differences: tuple[Difference, ...]
    missing: tuple[Told, ...]
    """What the notices point to and nobody captured: attachments without a link."""
    withdrawn: tuple[Withdrawn, ...]
    links: tuple[Link, ...]
    said: tuple[DateRow, ...] = ()
    """Everything else that is stated, by property."""


class Counted(msgspec.Struct, frozen=True):
    """A text and how many notices print it."""

    text: str
    count: int


class RoleCount(msgspec.Struct, frozen=True):
    """How often an organization had a role."""

    role: Role
    procedures: int
    notices: int


class Part(msgspec.Struct, frozen=True):
    """An organization's part in one procedure."""

    procedure: str
    title: str
    date: str
    """Of the procedure's first notice that names the organization, ISO; empty where none is known."""
    roles: tuple[Role, ...]
    amounts: tuple[AmountRow, ...]
    """A buyer's and an agency's: those of the whole procedure. A supplier's and a candidate's: its own."""
    proofs: tuple[Proof, ...]
    """Where it is named."""


class Relation(msgspec.Struct, frozen=True, order=True):
    """How an organization stands to another; never a reason to merge the two."""

    kind: str
    """``part of`` or ``has part`` (a branch, office or station), ``in group`` or ``has member``, ``joint bid with``,
    ``formerly``."""
    name: str
    """Of the other, as printed; of ``formerly`` the former name."""
    organization: str
    """The other's id; empty where nothing else is known of it."""
    notices: tuple[str, ...] = ()
    """Where it is said, at most 40; empty where the names say it."""
    date: str = ""
    """Of the first of these notices, ISO; empty where none prints one."""


class OrganizationFile(msgspec.Struct, frozen=True):
    """One organization: where it is named, in which roles."""

    id: str
    asked: str
    name: str
    names: tuple[Counted, ...]
    identifiers: tuple[Told, ...]
    places: tuple[Counted, ...]
    roles: tuple[RoleCount, ...]
    parts: tuple[Part, ...]
    """Newest first."""
    links: tuple[Link, ...]
    notices: int
    """How many notices name it; `parts` covers the first `NOTICES` of them."""
    covered: int
    withheld: bool = False
    """True for a sole trader, who is a natural person: nothing but this is told."""
    registers: tuple[Match, ...] = ()
    """Rows of the user's registers that are it, or may be."""
    relations: tuple[Relation, ...] = ()
    """Its parts and what it is a part of, groups, joint bids, former names; never persons."""


class NoticeFile(msgspec.Struct, frozen=True):
    """One notice and what it says."""

    id: str
    procedure: str | None
    title: str
    start: int
    end: int
    said: tuple[tuple[str, Property, Told], ...]
    """(subject, property, value), in order of extraction."""


class ReadingMeta(msgspec.Struct, frozen=True):
    """How a document's bytes became text."""

    id: str
    reader: str
    charset: str | None
    characters: int
    pages: int
    masked: int
    sandbox: str
    signals: tuple[tuple[str, str], ...]


class DocumentFile(msgspec.Struct, frozen=True):
    """One document: what arrived, how it was read, what it says."""

    document: Document
    name: str
    """The file's own name, as it came first."""
    arrivals: tuple[Arrival, ...]
    reading: ReadingMeta | None
    notices: tuple[NoticeFile, ...]
