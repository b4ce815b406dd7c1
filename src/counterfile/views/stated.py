"""Which fields each notice states and why it does not: what `views.coverage` adds up, notice by notice and by layout.

Every number of a report on extraction opens on the notices that it counts. So this goes through the notices once and
says of each field that it should state whether it does, and if not, why.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from itertools import groupby, islice

import msgspec

from counterfile.model.document import State
from counterfile.model.notice import Notice
from counterfile.store.ports import View
from counterfile.views import attachments
from counterfile.views.attachments import Attachment
from counterfile.views.coverage import Field, Reason, expected, places
from counterfile.views.layouts import Layout, layout_of

_BATCH = 128  # Readings in memory at once


class Told(msgspec.Struct, frozen=True):
    """One field that one notice should state."""

    notice: str
    field: Field
    reason: Reason | None
    """Why it is not stated; None where it is."""
    year: str
    """Of publication; empty where the notice states none."""
    layout: str
    """Id of its layout; empty unless layouts were asked for."""


class By(StrEnum):
    """What the numbers are added up by."""

    FIELD = "field"
    YEAR = "year"
    LAYOUT = "layout"


class Line(msgspec.Struct, frozen=True):
    """One field in the notices of one year or layout, or in all."""

    key: str
    """The year or the layout; the field itself by field."""
    field: Field
    stated: tuple[str, ...]
    """Ids of the notices that state it."""
    missing: tuple[tuple[Reason, tuple[str, ...]], ...]
    """Ids of those that do not, by reason; no reason is empty."""

    @property
    def notices(self) -> int:
        """Return how many notices should state the field; at least 1."""
        return len(self.stated) + sum(len(ids) for _, ids in self.missing)

    @property
    def share(self) -> float:
        """Return the share of notices that state the field, 0 to 1."""
        return len(self.stated) / self.notices


class Report(msgspec.Struct, frozen=True):
    """What extraction has and has not found."""

    by: By
    lines: tuple[Line, ...]
    layouts: tuple[Layout, ...]
    """Those that `lines` name; empty unless by layout."""
    unread: tuple[tuple[str, str], ...]
    """Digest and reason of each document that could not be read: what its notices state is not counted at all."""


def report(view: View, by: By, *, named: Iterable[Attachment] | None = None) -> Report:
    """Return what extraction has and has not found: goes through every statement once, and by layout every Reading.

    Args:
        view: The inquiry.
        by: What to add up by.
        named: `attachments.rows`, where the caller has them; None to make them.
    """
    layouts: dict[str, Layout] = {}
    told = list(_tell(view, named, layouts if by is By.LAYOUT else None))
    return Report(by, lines(told, by), tuple(layouts[name] for name in sorted(layouts)), tuple(_unread(view)))


def tell(view: View, *, named: Iterable[Attachment] | None = None) -> Iterator[Told]:
    """Yield every field that each notice should state, without layouts, in order of notice; see `report`."""
    return _tell(view, named, None)


def _tell(view: View, named: Iterable[Attachment] | None, layouts: dict[str, Layout] | None) -> Iterator[Told]:
    portals, _ = places(view)
    found = attachments.rows(view) if named is None else named
    ids = _layouts(view, portals, layouts) if layouts is not None else None
    for notice, seen, fields in expected(view, portals, found):
        layout = next(ids) if ids is not None else ""
        for field, reason in fields:
            yield Told(notice, field, reason, seen.year, layout)


def _layouts(view: View, portals: dict[str, str], layouts: dict[str, Layout]) -> Iterator[str]:
    """Yield the id of each notice's layout in order of notice, and put every layout into `layouts`."""
    notices = _notices(view)
    while some := list(islice(notices, _BATCH)):
        readings = view.readings_of(list(dict.fromkeys(notice.document for notice in some)))
        for notice in some:
            reading = readings.get(notice.document)
            if reading is None or reading.id != notice.reading:
                reading = view.reading(notice.reading)
            host = portals.get(notice.id[2:18], "")
            if reading is None:
                layout = Layout("", host, ())
            else:
                part = next((each for each in reading.segments if each.start == notice.start), None)
                layout = layout_of(reading, part, host=host)
            layouts.setdefault(layout.id, layout)
            yield layout.id


def _notices(view: View) -> Iterator[Notice]:
    after = ""
    while some := view.notices(after=after):
        after = some[-1].id
        yield from some


def _unread(view: View) -> Iterator[tuple[str, str]]:
    after = ""
    while some := view.documents(State.FAILED, after=after):
        after = some[-1].digest
        for document in some:
            yield document.digest, document.reason or ""


def lines(told: Sequence[Told], by: By) -> tuple[Line, ...]:
    """Return the fields added up, in order of key and field; by field in the order of fields."""
    order = {field: number for number, field in enumerate(Field)}

    def place(one: Told) -> tuple[str, int]:
        return ("" if by is By.FIELD else str(getattr(one, by)), order[one.field])

    return tuple(_line(list(group), by) for _, group in groupby(sorted(told, key=place), key=place))


def _line(told: Sequence[Told], by: By) -> Line:
    ids: dict[Reason | None, list[str]] = defaultdict(list)
    for one in told:
        ids[one.reason].append(one.notice)
    return Line(
        key=str(getattr(told[0], by)),
        field=told[0].field,
        stated=tuple(ids[None]),
        missing=tuple((reason, tuple(ids[reason])) for reason in Reason if ids[reason]),
    )
