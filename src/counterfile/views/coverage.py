"""What the inquiry does not have: fields that notices do not state, years and portals with gaps, ends that never came.

A share means nothing without what it is a share of, so each field is counted only in notices that should state it: a
supplier in an award, not in a tender. Why a field is missing is told by what is known: the notice contradicts itself, an
attachment that may hold it was not captured, pages wait for recognition, or no words for it were found.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from statistics import median

import msgspec

from counterfile.model.document import State
from counterfile.model.judgement import AgentKind, Question
from counterfile.model.notice import Property, Stage
from counterfile.model.statement import Statement
from counterfile.model.value import Basis
from counterfile.store.ports import Cluster, View
from counterfile.store.rules import WITHDRAWN
from counterfile.views import attachments
from counterfile.views.attachments import Attachment, Presence
from counterfile.views.wanted import waiting

MONTHS = 9
"""Months after a tender within which an award, a contract or an end is to be expected."""

UNKNOWN = ""
"""The year or the stage of a notice that states none."""


class Field(StrEnum):
    """What a notice of its stage should state."""

    STAGE = "stage"
    NUMBER = "number"
    TITLE = "title"
    BUYER = "buyer"
    PLACE = "place"
    PUBLISHED = "published"
    AGENCY = "agency"
    OPENING = "opening"
    BUDGET = "budget"
    SUPPLIER = "supplier"
    AMOUNT = "amount"
    SIGNED = "signed"


_EVERY = frozenset(Stage) | {UNKNOWN}
_ENDS = frozenset({Stage.AWARD, Stage.CONTRACT})
_CALLS = frozenset({Stage.TENDER, Stage.PREQUALIFICATION})

EXPECTED: Mapping[Field, tuple[tuple[Property, ...], frozenset[str]]] = {
    Field.STAGE: ((Property.STAGE,), _EVERY),
    Field.NUMBER: ((Property.NUMBER, Property.OCID), _EVERY - {Stage.PLANNING}),
    Field.TITLE: ((Property.TITLE, Property.NOTICE_TITLE), _EVERY),
    Field.BUYER: ((Property.BUYER,), _EVERY),
    Field.PLACE: ((Property.PROVINCE, Property.CITY, Property.COUNTY), _EVERY),
    Field.PUBLISHED: ((Property.PUBLISHED,), _EVERY),
    Field.AGENCY: ((Property.AGENCY,), _CALLS | {Stage.AWARD}),
    Field.OPENING: ((Property.OPENING,), frozenset({Stage.TENDER})),
    Field.BUDGET: ((Property.BUDGET, Property.CEILING, Property.ESTIMATE), _CALLS | {Stage.PLANNING}),
    Field.SUPPLIER: (
        (Property.SUPPLIER, Property.CANDIDATE),
        _ENDS | {Stage.CANDIDATES, Stage.SINGLE_SOURCE},
    ),
    Field.AMOUNT: ((Property.AWARD_VALUE, Property.CONTRACT_VALUE, Property.BID_VALUE), _ENDS | {Stage.CANDIDATES}),
    Field.SIGNED: ((Property.SIGNED,), frozenset({Stage.CONTRACT})),
}
"""The properties that state each field, and the stages of notices that should; a notice without a stage is one."""


class Reason(StrEnum):
    """Why a notice has no value for a field."""

    CONFLICT = "conflict"
    """It states several, and nobody has decided."""
    UNIT = "unit"
    """It states a figure whose unit, and so whose value, is not known, or a rate, a range, a unit price."""
    UNREADABLE = "unreadable"
    """Pages of its document wait for recognition."""
    ATTACHMENT = "attachment"
    """It names an attachment that is not here or cannot be read, and does not state the field itself."""
    NOT_FOUND = "not found"
    """No words for it were found."""


class Row(msgspec.Struct, frozen=True):
    """One field in the notices of one year, portal and stage."""

    field: Field
    year: str
    """Of publication; empty where the notice states none."""
    portal: str
    stage: str
    """Empty where nothing says it."""
    notices: int
    """Notices that should state the field; at least 1."""
    stated: int
    missing: tuple[tuple[Reason, int], ...]
    """Adds up to ``notices - stated``."""


class Line(msgspec.Struct, frozen=True):
    """Rows added up."""

    key: str
    """A field, a year, a portal or a stage, as asked."""
    field: Field
    notices: int
    stated: int
    missing: tuple[tuple[Reason, int], ...]

    @property
    def share(self) -> float:
        """Return the share of notices that state the field, 0 to 1."""
        return self.stated / self.notices


class DocumentRow(msgspec.Struct, frozen=True):
    """Documents of one year and portal in one state."""

    state: State
    year: str
    """Of publication, else as named in the path; empty where neither tells."""
    portal: str
    documents: int


class Unfinished(msgspec.Struct, frozen=True):
    """A procedure of which one end is not here."""

    procedure: str
    title: str
    date: str
    """Of the tender, or of the award whose tender is not here."""
    portal: str


class Gap(msgspec.Struct, frozen=True):
    """A year in which a portal has none or far fewer notices than in its others."""

    portal: str
    year: str
    notices: int
    usual: int
    """Median of the portal's other years."""


class Coverage(msgspec.Struct, frozen=True):
    """What the inquiry has and does not have."""

    rows: tuple[Row, ...]
    documents: tuple[DocumentRow, ...]
    without_end: tuple[Unfinished, ...]
    """Tenders without an award, a contract or an end `months` after they were published, oldest first."""
    without_tender: tuple[Unfinished, ...]
    """Awards and contracts whose tender is not here, oldest first."""
    tenders: int
    """Procedures whose tender is old enough to expect an end."""
    ends: int
    """Procedures with an award or a contract."""
    gaps: tuple[Gap, ...]
    attachments: tuple[tuple[Presence, int], ...]
    newest: str
    """Day of the newest notice, ISO, from which age is counted; empty without dated notices."""
    months: int


class By(StrEnum):
    """What the rows are added up by."""

    FIELD = "field"
    YEAR = "year"
    PORTAL = "portal"
    STAGE = "stage"


def cover(view: View, *, months: int = MONTHS, named: Iterable[Attachment] | None = None) -> Coverage:
    """Return what the inquiry has and does not have: goes through every statement once.

    Args:
        view: The inquiry.
        months: Age of a tender, counted to the newest notice, from which an end is expected.
        named: `attachments.rows`, where the caller has them; None to make them.
    """
    portals, paths = places(view)
    found = list(attachments.rows(view)) if named is None else list(named)
    counted: dict[tuple[Field, str, str, str], Counter[Reason | None]] = defaultdict(Counter)
    known: dict[str, Seen] = {}
    for notice, seen, fields in expected(view, portals, found):
        known[notice] = seen
        for field, reason in fields:
            counted[field, seen.year, seen.portal, seen.stage][reason] += 1
    rows = (
        Row(
            field,
            year,
            portal,
            stage,
            notices=reasons.total(),
            stated=reasons[None],
            missing=tuple((reason, reasons[reason]) for reason in Reason if reasons[reason]),
        )
        for (field, year, portal, stage), reasons in counted.items()
    )
    newest = max((seen.published for seen in known.values()), default="")
    files = _procedures(view, known)
    old = _months_before(newest, months) if newest else ""
    tenders = [file for file in files if file.called and file.called <= old]
    return Coverage(
        rows=tuple(sorted(rows, key=_order)),
        documents=_documents(view, known, portals, paths),
        without_end=_unfinished(file for file in tenders if not file.ended),
        without_tender=_unfinished(file for file in files if file.awarded and not file.has_call),
        tenders=len(tenders),
        ends=sum(1 for file in files if file.awarded),
        gaps=tuple(_gaps(known.values())),
        attachments=tuple((presence, sum(1 for each in found if each.presence is presence)) for presence in Presence),
        newest=newest,
        months=months,
    )


def lines(rows: Iterable[Row], by: By) -> tuple[Line, ...]:
    """Return the rows added up by field, or by field within each year, portal or stage, in order."""
    notices: Counter[tuple[str, Field]] = Counter()
    stated: Counter[tuple[str, Field]] = Counter()
    missing: dict[tuple[str, Field], Counter[Reason]] = defaultdict(Counter)
    for row in rows:
        key = (str(getattr(row, by)), row.field)
        notices[key] += row.notices
        stated[key] += row.stated
        missing[key].update(dict(row.missing))
    order = {field: number for number, field in enumerate(Field)}
    keys = sorted(notices, key=lambda key: (order[key[1]] if by is By.FIELD else 0, key[0], order[key[1]]))
    return tuple(
        Line(
            key,
            field,
            notices[key, field],
            stated[key, field],
            tuple((reason, missing[key, field][reason]) for reason in Reason if missing[key, field][reason]),
        )
        for key, field in keys
    )


def portal_of(origin: str) -> str:
    """Return which portal something came from, as far as its origin tells: a host, else the folder below the heap.

    >>> portal_of("heap/www.example.org/2021/1.html"), portal_of("heap/national/1.html"), portal_of("heap/1.html")
    ('example.org', 'national', 'heap')
    >>> portal_of("saved.wacz!/https://portal.example.org/notice?id=1 (captured 2023-05-12T09:30:00Z)")
    'portal.example.org'
    """
    address = _HOST.search(origin)
    if address is not None:
        return address[1].lower().removeprefix("www.")
    parts = origin.replace("!/", "/").split("/")
    folders = parts[:-1]
    host = next((part for part in folders if _DOMAIN.fullmatch(part) and not _PACKED.search(part)), None)
    if host is not None:
        return host.lower().removeprefix("www.")
    if len(folders) > 1:
        return folders[1]
    return folders[0] if folders else ""


class Seen:
    """What is needed of a notice."""

    __slots__ = ("portal", "published", "stage", "title", "year")

    def __init__(self, statements: Sequence[Statement], portal: str) -> None:
        first: dict[Property, str] = {}
        for statement in statements:
            first.setdefault(statement.property, statement.value)
        self.stage = first.get(Property.STAGE, UNKNOWN)
        self.published = first.get(Property.PUBLISHED, "")
        self.year = self.published[:4]
        self.portal = portal
        self.title = first.get(Property.TITLE) or first.get(Property.NOTICE_TITLE, "")


_WANTED = frozenset(name for names, _ in EXPECTED.values() for name in names)


def expected(
    view: View, portals: Mapping[str, str], named: Iterable[Attachment]
) -> Iterator[tuple[str, Seen, list[tuple[Field, Reason | None]]]]:
    """Yield each notice with every field that it should state and why it does not, None where it does; in order of notice.

    Args:
        view: The inquiry.
        portals: As `places` gives them.
        named: `attachments.rows`.
    """
    waits = {document.digest[:16] for document in waiting(view)}
    pointing = {each.notice for each in named if each.presence is not Presence.PRESENT}
    for notice, statements in _by_notice(view):
        seen = Seen(statements, portals.get(notice[2:18], ""))
        yield (
            notice,
            seen,
            [
                (field, _why(field, properties, statements, notice in pointing, notice[2:18] in waits))
                for field, (properties, stages) in EXPECTED.items()
                if seen.stage in stages
            ],
        )


def _by_notice(view: View) -> Iterator[tuple[str, list[Statement]]]:
    """Yield every notice with its statements as persons left them, in order of notice."""
    decided: dict[str, str] = {}
    for judgement in view.history(Question.VALUE, limit=1_000_000):
        if judgement.agent_kind is AgentKind.PERSON:
            decided.setdefault(judgement.subject, judgement.answer)
    statements = view.scan(_WANTED)
    held = next(statements, None)
    after = ""
    while notices := view.notices(after=after):
        after = notices[-1].id
        for notice in notices:
            said = []
            while held is not None and held.notice <= notice.id:
                if held.notice == notice.id:
                    said.append(held)
                held = next(statements, None)
            yield notice.id, [_decided(statement, decided) for statement in said] if decided else said


def _decided(statement: Statement, decided: Mapping[str, str]) -> Statement:
    answer = decided.get(f"{statement.notice}|{statement.subject}|{statement.property}")
    if answer is None or answer == WITHDRAWN:
        return statement
    return msgspec.structs.replace(statement, value=answer, conflict=False)


def _why(
    field: Field, properties: Sequence[Property], statements: Sequence[Statement], points: bool, waits: bool
) -> Reason | None:
    """Return why a notice has no value for a field; None where it has one."""
    said = [statement for statement in statements if statement.property in properties and statement.value]
    if any(not statement.conflict and _is_value(field, statement) for statement in said):
        return None
    if any(statement.conflict for statement in said):
        return Reason.CONFLICT
    if any(_has_figure(statement) for statement in said):
        return Reason.UNIT
    if waits:
        return Reason.UNREADABLE
    return Reason.ATTACHMENT if points else Reason.NOT_FOUND


def _is_value(field: Field, statement: Statement) -> bool:
    if field not in (Field.BUDGET, Field.AMOUNT):
        return True
    return statement.amount is None or statement.amount.basis in (Basis.TOTAL, Basis.PER_YEAR)


def _has_figure(statement: Statement) -> bool:
    return statement.amount is not None and statement.amount.basis is not Basis.NOT_STATED


def places(view: View) -> tuple[dict[str, str], dict[str, str]]:
    """Return the portal, and the year in the path, of each document, by the beginning of its digest."""
    portals: dict[str, str] = {}
    years: dict[str, str] = {}
    for arrival in view.scan_arrivals():
        head = arrival.digest[:16]
        portals.setdefault(head, portal_of(arrival.origin))
        year = _YEAR.search(arrival.origin)
        if year is not None:
            years.setdefault(head, year[1])
    return portals, years


class _File:
    """What is needed of a procedure."""

    __slots__ = ("awarded", "called", "ended", "first", "has_call", "id", "portal", "title")

    def __init__(self, name: str) -> None:
        self.id, self.title, self.portal = name, "", ""
        self.called = self.first = ""
        self.awarded = self.ended = self.has_call = False

    def take(self, notice: Seen) -> None:
        """Take in one of its notices."""
        self.title = self.title or notice.title
        self.portal = self.portal or notice.portal
        self.awarded |= notice.stage in _ENDS
        self.ended |= notice.stage in _ENDS or notice.stage == Stage.TERMINATION
        if notice.stage in _CALLED:
            self.has_call = True
            self.called = min(filter(None, (self.called, notice.published)), default="")
        if notice.stage in _ENDS:
            self.first = min(filter(None, (self.first, notice.published)), default="")


_CALLED = frozenset({Stage.TENDER, Stage.PREQUALIFICATION, Stage.SINGLE_SOURCE})


def _procedures(view: View, known: Mapping[str, Seen]) -> list[_File]:
    files: dict[str, _File] = {}
    for notice, procedure in view.scan_clusters(Cluster.PROCEDURE):
        if notice in known:
            files.setdefault(procedure, _File(procedure)).take(known[notice])
    return [files[name] for name in sorted(files)]


def _unfinished(files: Iterable[_File]) -> tuple[Unfinished, ...]:
    found = (Unfinished(file.id, file.title, file.called or file.first, file.portal) for file in files)
    return tuple(sorted(found, key=lambda each: (each.date or "9999", each.procedure)))


def _documents(
    view: View, known: Mapping[str, Seen], portals: Mapping[str, str], paths: Mapping[str, str]
) -> tuple[DocumentRow, ...]:
    years = {notice[2:18]: seen.year for notice, seen in known.items() if seen.year}
    counted: Counter[tuple[State, str, str]] = Counter()
    for state in State:
        after = ""
        while some := view.documents(state, after=after):
            after = some[-1].digest
            for document in some:
                head = document.digest[:16]
                counted[state, years.get(head) or paths.get(head, UNKNOWN), portals.get(head, "")] += 1
    order = {state: number for number, state in enumerate(State)}
    keys = sorted(counted, key=lambda key: (order[key[0]], key[1], key[2]))
    return tuple(DocumentRow(*key, documents=counted[key]) for key in keys)


def _gaps(notices: Iterable[Seen]) -> Iterator[Gap]:
    """Yield the years inside each portal's span that have less than a fifth of what is usual there."""
    counted: dict[str, Counter[int]] = defaultdict(Counter)
    for notice in notices:
        if notice.year.isdecimal():
            counted[notice.portal][int(notice.year)] += 1
    for portal in sorted(counted):
        years = counted[portal]
        for year in range(min(years), min(max(years), min(years) + _SPAN) + 1):
            others = [number for other, number in years.items() if other != year]
            usual = round(median(others)) if others else 0
            if usual >= _ENOUGH and years[year] * 5 < usual:
                yield Gap(portal, str(year), years[year], usual)


def _months_before(day: str, months: int) -> str:
    date = dt.date.fromisoformat(day)
    count = date.year * 12 + date.month - 1 - months
    return dt.date(max(count // 12, 1), count % 12 + 1, min(date.day, 28)).isoformat()


def _order(row: Row) -> tuple[int, str, str, str]:
    return list(Field).index(row.field), row.year, row.portal, row.stage


_SPAN = 60  # years: a misread date must not make a list of centuries
_ENOUGH = 5  # notices a year below which a year without any is no gap

_HOST = re.compile(r"https?://([^/\s:?#]+)")
_DOMAIN = re.compile(r"(?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,12}")
_PACKED = re.compile(r"\.(?:zip|rar|7z|tar|t?gz|warc|wacz|eml|msg|mht(?:ml)?|html?)$", re.IGNORECASE)
_YEAR = re.compile(r"(?<!\d)((?:19[89]|20[0-4])\d)(?!\d{7})")
