"""Registers: lists of organizations that a user brings to match against, and which row an organization is.

A register is a file in the archive; that it belongs to the inquiry is a judgement, and so is each match. No row tells of
a natural person: such rows are refused when the file is read, and counted.
"""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

import msgspec

from counterfile.model.judgement import AgentKind, Question

REGISTER, IN_REGISTER, REGISTER_ROW = Question.REGISTER, Question.IN_REGISTER, Question.REGISTER_ROW


class Format(StrEnum):
    """How a register is written."""

    CSV = "csv"
    """Any table with a header whose columns are recognized or named."""
    FTM = "ftm"
    """FollowTheMoney: one JSON object a line."""
    OPENCORPORATES = "opencorporates"
    GLEIF = "gleif"
    """Golden copy of level 1 of the Global LEI Foundation, as CSV."""


class NameKind(StrEnum):
    """What a name of a row is."""

    LEGAL = "legal"
    FORMER = "former"
    OTHER = "other"
    """A trading name, an abbreviation, a name in another language."""


class RowName(msgspec.Struct, frozen=True, omit_defaults=True):
    """One of the names of a row."""

    text: str
    kind: NameKind = NameKind.LEGAL
    since: str = ""
    """ISO date or year; empty where the register does not say."""
    until: str = ""


class Scheme(StrEnum):
    """Whose number an identifier is."""

    USCC = "uscc"
    """Unified social credit code, with its check character right."""
    LEI = "lei"
    """Legal entity identifier, with its check digits right."""
    VAT = "vat"
    """VAT number of a member state of the Union with its country's letters, with what that country checks right."""
    NUMBER = "number"
    """Number in a national register; nothing of it can be checked."""


CHECKED = frozenset({Scheme.USCC, Scheme.LEI, Scheme.VAT})
"""Schemes whose numbers carry their own check, so that a misprint is no match."""

SINGLE = frozenset({Scheme.USCC, Scheme.LEI})
"""Schemes of which an organization has one number, so that two different ones speak of two organizations."""


class Identifier(msgspec.Struct, frozen=True, order=True):
    """A number and whose it is."""

    scheme: Scheme
    code: str


class RegisterRow(msgspec.Struct, frozen=True, omit_defaults=True):
    """What one row of a register says of one organization."""

    number: int
    """Of the row: data rows of a table, lines of a JSON file; from 1."""
    names: tuple[RowName, ...]
    """At least one; the legal name first."""
    id: str = ""
    """The row's own id, as the register writes it; empty where it has none."""
    identifiers: tuple[Identifier, ...] = ()
    country: str = ""
    """Two letters, lower case; empty where unknown."""
    city: str = ""
    address: str = ""
    status: str = ""
    """As the register writes it."""

    @property
    def name(self) -> str:
        """Return the legal name."""
        return self.names[0].text


class Description(msgspec.Struct, frozen=True):
    """How a register is called and read, kept as the answer of its judgement."""

    name: str
    file: str
    """The file's own name."""
    format: Format
    rows: int
    persons: int = 0
    """Rows that were refused since they tell of natural persons."""
    others: int = 0
    """Rows that tell of no organization (ownerships, addresses)."""
    errors: int = 0
    """Rows that could not be read."""
    size: int = 0
    """Bytes."""
    columns: dict[str, str] = {}
    """Field -> column, where the user named them."""


class Register(msgspec.Struct, frozen=True):
    """A register of the inquiry."""

    digest: str
    """SHA-256 of the file as it was added."""
    judgement: str
    by: str
    added_at: dt.datetime | None
    told: Description


class Match(msgspec.Struct, frozen=True):
    """A row that an organization was found to be, by a person or where identifier and name agree."""

    row_id: str
    """``r-…``"""
    register: str
    """Name of the register."""
    file: str
    digest: str
    added_at: dt.datetime | None
    row: RegisterRow
    judgement: str
    """Its id; `counterfile decide withdraw` takes a person's back."""
    answer: str
    by: str
    kind: AgentKind
    reason: str
    decided_at: dt.datetime | None


def row_id(digest: str, number: int) -> str:
    """Return how a row is called in judgements and on the command line.

    >>> row_id("ab" * 32, 7)
    'r-abababababababab-7'
    """
    return f"r-{digest[:16]}-{number}"
