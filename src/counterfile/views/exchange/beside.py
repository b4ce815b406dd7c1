"""Tables that stand beside those of the facts in every export: the log of replies and the outside events."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from counterfile.model.event import Event
from counterfile.model.reply import Asking
from counterfile.views import replies
from counterfile.views.tables import Column, Kind, dictionary

_REPLIES = (
    Column("id", Kind.ID, "entry of the log: an asking, or what came of one"),
    Column("organization", Kind.ID, "organization that was asked; empty where no notice names it", organization=True),
    Column("name", Kind.TEXT, "its name when it was asked"),
    Column("state", Kind.CODE, "where the asking stands: answered, declined, waiting, overdue or silent"),
    Column("asked", Kind.DATE, "the day of asking"),
    Column("channel", Kind.CODE, "letter, mail, web-form, telephone or in-person"),
    Column("findings", Kind.TEXT, "names of the findings that it was asked about, joined by “; ”"),
    Column("deadline", Kind.DATE, "the last day for an answer"),
    Column("outcome", Kind.CODE, "what came: answered, declined, no-answer or confirmed; empty for the asking itself"),
    Column("day", Kind.DATE, "the day on which it came"),
    Column("late", Kind.FLAG, "whether that was after the deadline"),
    Column("after_publication", Kind.TEXT, "findings that were frozen for publication before that day, joined by “; ”"),
    Column("words", Kind.TEXT, "the words of the answer, identifiers of persons masked"),
    Column("document", Kind.TEXT, "SHA-256 of the archived document that holds it"),
    Column("by", Kind.TEXT, "pseudonym of who recorded it"),
    Column("note", Kind.TEXT, "anything else, in words"),
)
_EVENTS = (
    Column("id", Kind.ID, "event of the inquiry's own table"),
    Column("date", Kind.TEXT, "as it is stated: a year, a month or a day"),
    Column("from", Kind.DATE, "the first day that the date may mean"),
    Column("to", Kind.DATE, "the last day that the date may mean"),
    Column("en", Kind.TEXT, "what happened, in English"),
    Column("zh", Kind.TEXT, "what happened, in Chinese"),
    Column("source", Kind.TEXT, "where the date comes from"),
    Column("document", Kind.TEXT, "SHA-256 of an archived copy"),
    Column("note", Kind.TEXT, "anything else, in words"),
)
COLUMNS: dict[str, tuple[Column, ...]] = {"replies": _REPLIES, "events": _EVENTS}


def whole_dictionary() -> dict[str, tuple[Column, ...]]:
    """Return the columns of every exported table, those of the facts first."""
    return {**dictionary(), **COLUMNS}


def rows(askings: Iterable[Asking], events: Iterable[Event]) -> dict[str, Iterator[tuple[object, ...]]]:
    """Return the rows of each of these tables, as `hooks.Exporter.write` takes them."""
    told = ((e.id, e.date, e.start, e.end, e.en, e.zh, e.source, e.document or None, e.note) for e in events)
    return {"replies": replies.table(askings), "events": told}
