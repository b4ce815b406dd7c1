"""Terms by year, with the denominator, and the first mention of each.

A term counts where it stands in a notice's own words; a neighbor's title in the page's furniture is not its own word. A
notice counts in the year in which it was published, a procedure in that of its first notice, and holds a term where one
of its notices does. Beside every count stands how many there are in that year, so that a term that is in more notices
because there are more notices is not taken for one that spreads.

The same rules as those of findings (`text: {any: […]}`, `by: published_year`, `measure: first`): a figure that is to be
published is written as one of them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

import msgspec

from counterfile.errors import BadUsage
from counterfile.model.finding import Unit
from counterfile.model.reading import Reading
from counterfile.store.ports import View
from counterfile.views.findings import own_words, quoted
from counterfile.views.passages import Passage, around
from counterfile.views.tables import Workbench

MOST = 20
"""Terms that are counted at once."""

LONGEST = 100
"""Characters of a term."""

UNITS = (Unit.NOTICE, Unit.PROCEDURE)
"""What may be counted."""


class Day(msgspec.Struct, frozen=True):
    """A notice, as far as it is counted."""

    procedure: str
    published: str
    """ISO; empty where nothing says it."""


class Calendar(msgspec.Struct, frozen=True):
    """When everything was published."""

    notices: dict[str, Day]
    procedures: dict[str, str]
    """The first day of each; empty where nothing says it."""


class Year(msgspec.Struct, frozen=True):
    """How many units of a year hold a term."""

    year: str
    holds: int
    of: int
    """All units of that year."""

    @property
    def share(self) -> float:
        """Return the share that holds it, 0 to 1."""
        return self.holds / self.of if self.of else 0.0


class Mention(msgspec.Struct, frozen=True):
    """The first place where a term stands."""

    date: str
    document: str
    notice: str
    procedure: str
    start: int
    """Code points into the document's text, half open."""
    end: int
    passage: Passage


class Term(msgspec.Struct, frozen=True):
    """What is known of one term."""

    term: str
    holds: int | None
    """Units that hold it; None where too many documents would have to be looked at."""
    documents: int
    """Documents that the search index finds it in, page furniture included."""
    years: tuple[Year, ...] = ()
    """Every year of which there is a unit, in order."""
    undated: int = 0
    """Units that hold it and have no day."""
    first: Mention | None = None
    """None where no dated notice holds it."""


class Terms(msgspec.Struct, frozen=True):
    """Terms by year."""

    unit: Unit
    terms: tuple[Term, ...]
    units: int
    """All of them: the denominator over all years."""
    undated: int
    """Those without a day."""
    unread: int
    """Documents that failed or are not read yet: what they hold is not counted."""
    waiting: int
    """Documents with pages that are pictures without text."""


def calendar(bench: Workbench) -> Calendar:
    """Return when everything was published, from the tables: persons' corrections count."""
    notices, procedures = bench.rows(Unit.NOTICE), bench.rows(Unit.PROCEDURE)
    return Calendar(
        {one: Day(row.values["procedure"] or "", _iso(row.values["published"])) for one, row in notices.items()},
        {one: _iso(row.values["published"]) for one, row in procedures.items()},
    )


def terms(view: View, days: Calendar, asked: Sequence[str], unit: Unit = Unit.NOTICE, *, most: int = 0) -> Terms:
    """Return, for each term, how many notices or procedures of each year hold it, and where it stands first.

    Args:
        view: The inquiry.
        days: By `calendar`.
        asked: The terms, each looked for as a whole.
        unit: Out of `UNITS`.
        most: Documents that are looked at for one term at most; a term in more is not counted. 0 for any number.

    Raises:
        BadUsage: there are too many terms, or one is empty or too long.
    """
    wanted = list(dict.fromkeys(" ".join(term.split()) for term in asked))
    if not wanted or len(wanted) > MOST:
        raise BadUsage(f"{len(wanted)} terms are given, and 1 to {MOST} can be counted at once")
    for term in wanted:
        if quoted(term) == '""' or len(term) > LONGEST:
            raise BadUsage(f"{term[:LONGEST]!r} is no term: give words of at most {LONGEST} characters")
    dates = {one: day.published for one, day in days.notices.items()} if unit is Unit.NOTICE else days.procedures
    of = Counter(date[:4] for date in dates.values())
    counts = view.counts()
    return Terms(
        unit=unit,
        terms=tuple(_term(view, days, dates, of, term, unit, most) for term in wanted),
        units=sum(of.values()),
        undated=of[""],
        unread=counts.failed + counts.pending,
        waiting=counts.waiting,
    )


COLUMNS = ("term", "unit", "year", "holds", "of", "share")
"""Columns of `rows`."""


def rows(found: Terms) -> Iterator[tuple[str, str, str, int | None, int, float | None]]:
    """Yield a row for each term and year, and one without a year for what has no day: what tables are made of."""
    for each in found.terms:
        for year in each.years:
            yield each.term, found.unit, year.year, year.holds, year.of, round(year.share, 4)
        if each.holds is None or found.undated:
            held = None if each.holds is None else each.undated
            yield each.term, found.unit, "", held, found.undated, None


def _term(
    view: View, days: Calendar, dates: dict[str, str], of: Counter[str], term: str, unit: Unit, most: int
) -> Term:
    hits = view.search(quoted(term), limit=most or _ALL)
    if most and hits.total > most:
        return Term(term, None, hits.total)
    holding: set[str] = set()
    first: tuple[str, str, tuple[int, int], Reading] | None = None
    for notice, span, reading in _holding(view, term, hits.documents):
        day = days.notices.get(notice)
        if day is None:
            continue
        holding.add(notice if unit is Unit.NOTICE else day.procedure)
        if day.published and (first is None or (day.published, notice) < first[:2]):
            first = (day.published, notice, span, reading)
    held = Counter(dates.get(one, "")[:4] for one in holding)
    return Term(
        term=term,
        holds=len(holding),
        documents=hits.total,
        years=tuple(Year(year, held[year], of[year]) for year in sorted(of) if year),
        undated=held[""],
        first=None if first is None else _mention(days, *first),
    )


def _holding(view: View, term: str, documents: Sequence[str]) -> Iterator[tuple[str, tuple[int, int], Reading]]:
    """Yield the notices that hold a term, each with where it stands first."""
    for at in range(0, len(documents), _BATCH):
        some = documents[at : at + _BATCH]
        readings, notices = view.readings_of(some), view.notices_of(some)
        for document, reading in readings.items():
            for notice in notices.get(document, ()):
                if notice.reading == reading.id and (spans := own_words(reading, term, notice.start, notice.end)):
                    yield notice.id, spans[0], reading


def _mention(days: Calendar, date: str, notice: str, span: tuple[int, int], reading: Reading) -> Mention:
    passage = around(reading.text, *span, _CONTEXT)
    return Mention(date, reading.document, notice, days.notices[notice].procedure, *span, passage)


def _iso(day: object) -> str:
    return str(day) if day is not None else ""


_ALL = 10_000_000
_BATCH = 100
_CONTEXT = 60
