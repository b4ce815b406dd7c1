"""A dated event outside the documents, as a user states it with its source."""

from __future__ import annotations

import datetime as dt

import msgspec


class Event(msgspec.Struct, frozen=True):
    """What happened to institutions, programs or laws; never to a person."""

    id: str
    date: str
    """As it is stated: ``2017``, ``2017-08`` or ``2017-08-15``."""
    start: dt.date
    end: dt.date
    """The first and the last day that the date may mean."""
    en: str
    zh: str
    """What happened; one of the two may be empty."""
    source: str
    """Where the date comes from: an address or words."""
    document: str
    """SHA-256 of an archived copy; empty where there is none."""
    note: str

    @property
    def told(self) -> str:
        """Return the event with its date and source, in both languages where both are given."""
        return f"{' · '.join(filter(None, (self.en, self.zh)))}, {self.date} ({self.source})"


class Anchor(msgspec.Struct, frozen=True):
    """An event that a window begins or ends with."""

    event: str
    date: str
    """As the event states it."""
    source: str
