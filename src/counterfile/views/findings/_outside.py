"""Events outside the documents: a user's own table ``events.csv`` beside the codebook, each with its date and its source.

A finding's window may begin or end with one (``from: event:ID``), the timeline draws them beside the notices. The table is
read strictly: a line that does not fit is named. It is about institutions, programs and laws; what says outright that it is
about a person is refused, and identifiers of persons are masked.
"""

from __future__ import annotations

import calendar
import csv
import datetime as dt
import io
import re
from collections.abc import Mapping
from pathlib import Path

from counterfile.errors import BadUsage
from counterfile.model.event import Event
from counterfile.text.mask import mask
from counterfile.views._codebook_persons import said_of_person
from counterfile.views.findings._columns import day_of

EVENT = "event:"
"""Before an event's id in a finding's window."""

COLUMNS = ("id", "date", "en", "zh", "source", "document", "note")
"""Of the table; all but ``zh`` or ``en``, ``document`` and ``note`` must be filled."""

MOST = 2000
"""Events of a table."""
_LARGEST = 2_000_000  # bytes of the table

_ID = re.compile(r"[\w.-]{1,80}", re.ASCII)
_DIGEST = re.compile(r"[0-9a-f]{64}")
_MOMENT = re.compile(
    r"event:(?P<id>[\w.-]+)(?:\s*(?P<sign>[+-])\s*(?P<count>\d{1,4})\s+(?P<unit>year|month|day)s?)?", re.ASCII
)
MOMENT = r"^event:[A-Za-z0-9_.-]+( *[+-] *[0-9]{1,4} +(year|month|day)s?)?$"
"""How a window names an event, for the schema."""


def load_events(path: Path) -> dict[str, Event]:
    """Return the events of a table by their ids, in its order; none where there is no such file.

    Raises:
        BadUsage: a line does not fit; the message gives file and line.
    """
    if not path.is_file():
        return {}
    try:
        if path.stat().st_size > _LARGEST:
            raise BadUsage(f"{path.name}: it is larger than {_LARGEST:,} bytes; keep {MOST:,} events at most")
        return parse_events(path.read_text("utf-8-sig"), path.name)
    except UnicodeDecodeError as error:
        raise BadUsage(f"{path.name}: it is not UTF-8; save it as “CSV UTF-8”") from error


def parse_events(text: str, file: str) -> dict[str, Event]:
    """Return the events that a table states; see `load_events`.

    Args:
        text: The whole table in CSV, the header first.
        file: Its name, for messages.
    """
    rows = csv.reader(io.StringIO(text, newline=""), strict=True)
    found: dict[str, Event] = {}
    header: list[str] | None = None
    line = 1
    try:
        for cells in rows:
            at, line = line, rows.line_num + 1
            if not any(cell.strip() for cell in cells):
                continue
            if header is None:
                header = _header(cells, f"{file}:{at}")
                continue
            event = _event(header, cells, f"{file}:{at}")
            if event.id in found:
                raise BadUsage(f"{file}:{at}: the event {event.id} stands twice; rename one of them")
            found[event.id] = event
            if len(found) > MOST:
                raise BadUsage(f"{file}:{at}: there are more than {MOST:,} events; keep the ones that are used")
    except csv.Error as error:
        raise BadUsage(f"{file}:{rows.line_num}: it is no CSV ({error})") from error
    return found


def moment(text: str, events: Mapping[str, Event], *, end: bool) -> tuple[Event, dt.date]:
    """Return the event that a window's end names, and the day that is meant.

    Args:
        text: ``event:ID``, perhaps with a distance: ``event:first-patent + 4 years``.
        events: By id.
        end: Whether the window ends there: of an event that is dated by year or month, its last day counts.

    Raises:
        ValueError: it is not spelled so, or there is no such event; in words.

    >>> events = parse_events("id,date,en,source\\nlaw,2017-08-15,A law was passed,gazette 12/2017", "events.csv")
    >>> moment("event:law + 4 years", events, end=True)[1].isoformat()
    '2021-08-15'
    """
    match = _MOMENT.fullmatch(text)
    if match is None:
        raise ValueError(f"{text!r} names no event; write event:ID, or event:ID + 4 years (or months, days)")
    event = events.get(match["id"])
    if event is None:
        known = ", ".join(events) or "none; state it in events.csv beside codebook.yaml"
        raise ValueError(f"there is no event {match['id']}; there are: {known}")
    day = event.end if end else event.start
    if match["count"] is None:
        return event, day
    try:
        return event, _moved(day, int(f"{match['sign']}{match['count']}"), match["unit"])
    except (ValueError, OverflowError) as error:
        raise ValueError(f"{text!r} leads out of the calendar") from error


def _moved(day: dt.date, count: int, unit: str) -> dt.date:
    """Return a day so many days, months or years later; the last of a month where it has no such day."""
    if unit == "day":
        return day + dt.timedelta(days=count)
    year, month = divmod(day.year * 12 + day.month - 1 + count * (12 if unit == "year" else 1), 12)
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _header(cells: list[str], place: str) -> list[str]:
    names = [cell.strip().casefold() for cell in cells]
    for name in names:
        if name not in COLUMNS:
            raise BadUsage(f"{place}: there is no column {name!r}; the columns are {', '.join(COLUMNS)}")
        if names.count(name) > 1:
            raise BadUsage(f"{place}: the column {name} stands twice; keep one of them")
    for name in ("id", "date", "source"):
        if name not in names:
            raise BadUsage(f"{place}: the column {name} is missing; the columns are {', '.join(COLUMNS)}")
    return names


def _event(header: list[str], cells: list[str], place: str) -> Event:
    if len(cells) > len(header):
        raise BadUsage(f"{place}: {len(cells)} cells stand here, {len(header)} are wanted; put quotes around a comma")
    said = dict.fromkeys(COLUMNS, "") | {name: cell.strip() for name, cell in zip(header, cells, strict=False)}
    if not _ID.fullmatch(said["id"]):
        raise BadUsage(f"{place}: {said['id']!r} is no id; use up to 80 letters, digits, dots, - and _")
    try:
        start, end = (day_of(said["date"], end=each) for each in (False, True))
    except ValueError as error:
        raise BadUsage(f"{place}: {said['date']!r} is no date; write 2021, 2021-07 or 2021-07-15") from error
    if not (said["en"] or said["zh"]):
        raise BadUsage(f"{place}: nothing says what happened; fill the column en or zh")
    if not said["source"]:
        raise BadUsage(f"{place}: the source of the date is missing; give an address, or words that name it")
    if said["document"] and not _DIGEST.fullmatch(said["document"]):
        raise BadUsage(
            f"{place}: {said['document']!r} is no SHA-256 of a document; `counterfile status --files` has it"
        )
    for name in ("en", "zh"):
        if (words := said_of_person(said[name])) is not None:
            raise BadUsage(f"{place}: {words!r} is said of a person; events are of institutions, programs and laws")
    told = {name: mask(said[name])[0] for name in ("en", "zh", "source", "note")}
    return Event(
        said["id"], said["date"], start, end, told["en"], told["zh"], told["source"], said["document"], told["note"]
    )
