"""The right of reply: which organization was asked about what, and what it said.

An entry is kept as the answer of a judgement on `Question.REPLY`: its subject is the key of the organization's name, so
that it stays with that name when files are merged or split; its other member numbers the entry, so that each stands by
itself and one may be taken back. Nothing here moves a figure.
"""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

import msgspec


class Channel(StrEnum):
    """By which way an organization was asked."""

    LETTER = "letter"
    MAIL = "mail"
    """Electronic mail to an address of the organization."""
    FORM = "web-form"
    TELEPHONE = "telephone"
    IN_PERSON = "in-person"


class ReplyOutcome(StrEnum):
    """What became of an asking, as a person records it."""

    ANSWERED = "answered"
    DECLINED = "declined"
    """It said that it would not answer."""
    SILENT = "no-answer"
    CONFIRMED = "confirmed"
    """It confirmed that it was asked, and said nothing yet."""


class ReplyState(StrEnum):
    """Where an asking, or an organization, stands today. Each stands in exactly one, so that counts add up."""

    ANSWERED = "answered"
    DECLINED = "declined"
    WAITING = "waiting"
    """Nothing is recorded, and the deadline is to come, or there is none."""
    OVERDUE = "overdue"
    """The deadline has passed, and nobody has recorded what came of it."""
    SILENT = "silent"
    """A person recorded that no answer came."""


class Asked(msgspec.Struct, frozen=True, tag="asked"):
    """An organization was asked."""

    name: str
    """As it was printed when it was asked."""
    day: dt.date
    channel: Channel
    findings: tuple[str, ...]
    """Names of the findings that it was asked about."""
    deadline: dt.date | None
    """The last day for an answer; None where none was set."""


class Heard(msgspec.Struct, frozen=True, tag="heard"):
    """What came of an asking."""

    of: str
    """Number of the asking: ``reply-7``."""
    outcome: ReplyOutcome
    day: dt.date
    words: str
    """Of the answer, identifiers of persons masked; empty where only a document holds them, or nothing was said."""
    document: str
    """SHA-256 of the archived document that holds it; empty where none does."""


Entry = Asked | Heard


class Came(msgspec.Struct, frozen=True):
    """One thing that came of an asking, with who recorded it."""

    id: str
    """Of the judgement: ``j-…``."""
    outcome: ReplyOutcome
    day: dt.date
    words: str
    document: str
    by: str
    note: str
    late: bool
    """Whether it came after the deadline."""
    after_publication: tuple[str, ...]
    """Findings that the organization was asked about and that had been frozen for publication before that day."""


class Asking(msgspec.Struct, frozen=True):
    """One asking and all that came of it."""

    id: str
    """Of the judgement: ``j-…``."""
    number: str
    """``reply-7``."""
    organization: str
    """Id of the organization that the name belongs to now; empty where no notice names it."""
    name: str
    day: dt.date
    channel: Channel
    findings: tuple[str, ...]
    deadline: dt.date | None
    by: str
    note: str
    state: ReplyState
    answers: tuple[Came, ...]
    """In order of day; of one day in the order in which they were recorded."""

    @property
    def whose(self) -> str:
        """What tells one organization from another: its id, else its name."""
        return self.organization or self.name


class ReplyCounts(msgspec.Struct, frozen=True):
    """How many organizations were asked, and where each stands: the five add up to those asked."""

    asked: int
    answered: int
    declined: int
    waiting: int
    overdue: int
    silent: int


class Stand(msgspec.Struct, frozen=True):
    """An organization that findings name, and whether it was asked."""

    organization: str
    name: str
    findings: tuple[str, ...]
    """Those that name it."""
    unasked: tuple[str, ...]
    """Of these, findings about which nobody asked it."""
    state: ReplyState | None
    """None where it was never asked."""
    askings: tuple[Asking, ...]
