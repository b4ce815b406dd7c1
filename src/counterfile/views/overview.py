"""The inquiry at a glance: counts that add up, lists of all procedures and organizations, what needs a look.

`glance` is quick: it asks the store for counts. `register`, and `overview` with it, go through every statement once,
which takes seconds for a large inquiry: a door keeps the result for as long as the store has not changed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal
from enum import StrEnum
from operator import attrgetter

import msgspec

from counterfile.model.document import Document, State
from counterfile.model.files import Role
from counterfile.model.judgement import AgentKind, Judgement, Question
from counterfile.model.notice import AMOUNTS, Property, Stage
from counterfile.model.statement import Statement
from counterfile.model.value import Amount, Basis
from counterfile.store.ports import Cluster, Counts, View
from counterfile.store.rules import WITHDRAWN
from counterfile.text.script import fold, simplify
from counterfile.views.files import PLACES, ROLES, value_subject
from counterfile.views.natural import IDENTIFIERS, is_personal, is_sole_trader

_WANTED = frozenset(
    {
        *ROLES,
        *PLACES,
        *AMOUNTS,
        *IDENTIFIERS,
        Property.TITLE,
        Property.NOTICE_TITLE,
        Property.NUMBER,
        Property.STAGE,
        Property.PUBLISHED,
        Property.ROUND,
        Property.MISSING_DOCUMENT,
    }
)


class Look(StrEnum):
    """What may need a person's look."""

    FAILED = "documents failed"
    PENDING = "documents are not read yet"
    WAITING = "documents have pages that are pictures without text"
    CONFLICTS = "procedures where a notice contradicts itself"
    UNKNOWN_UNITS = "procedures with an amount whose unit is not stated"
    UNDATED = "procedures without a date"
    UNNAMED = "procedures without a buyer"
    MISSING = "procedures that point to attachments not captured"


class Need(msgspec.Struct, frozen=True):
    """Something to look at, and how often."""

    look: Look
    count: int
    """At least 1."""

    @property
    def what(self) -> str:
        """Return it in words, to follow the number."""
        return str(self.look)


class Glance(msgspec.Struct, frozen=True):
    """What the start page and the status page say at once."""

    counts: Counts
    failures: tuple[Document, ...]
    """Documents that could not be read, at most as many as asked for."""
    set_aside: tuple[Document, ...]
    pending: tuple[Document, ...]
    decisions: tuple[Judgement, ...]
    """Persons' newest judgements."""


class Overview(msgspec.Struct, frozen=True):
    """The whole inquiry on a page."""

    glance: Glance
    needs: tuple[Need, ...]


class ProcedureRow(msgspec.Struct, frozen=True):
    """A line of the list of procedures."""

    id: str
    title: str
    buyer: str
    buyer_id: str | None
    date: str
    """Of the first notice, ISO; empty where none is known."""
    latest: str
    stages: tuple[str, ...]
    notices: int
    place: str
    amount: str
    """One amount that stands for the procedure: the award where all notices print the same, else empty."""
    conflicts: int
    """Values where a notice contradicts itself."""
    unknown_units: int
    missing: int
    haystack: str
    """Title, buyer and numbers, folded, to filter by."""


class OrganizationRow(msgspec.Struct, frozen=True):
    """A line of the list of organizations."""

    id: str
    name: str
    roles: tuple[tuple[Role, int], ...]
    """Role and number of procedures."""
    procedures: int
    latest: str
    haystack: str


class Register(msgspec.Struct, frozen=True):
    """Lists over everything."""

    procedures: tuple[ProcedureRow, ...]
    """Newest first; those without a date last."""
    organizations: tuple[OrganizationRow, ...]
    """Those in most procedures first."""
    years: tuple[tuple[str, int], ...]
    """Procedures by the year of their first notice, in order; procedures without a date are not in it."""
    undated: int
    stages: tuple[tuple[str, int], ...]
    """Notices by stage, most first."""
    looks: tuple[tuple[Look, int], ...] = ()
    """Procedures that may need a look, by why."""


EMPTY = Register((), (), (), 0, ())
"""The lists of an inquiry without notices."""


def overview(view: View) -> Overview:
    """Return the whole inquiry on a page."""
    seen = glance(view)
    return Overview(seen, needs(seen.counts, register(view)))


def needs(counts: Counts, lists: Register) -> tuple[Need, ...]:
    """Return what may need a look, the most pressing first; what there is none of is left out."""
    found = (
        Need(Look.FAILED, counts.failed),
        Need(Look.PENDING, counts.pending),
        Need(Look.WAITING, counts.waiting),
        *(Need(look, count) for look, count in lists.looks),
    )
    return tuple(need for need in found if need.count)


def is_due(row: ProcedureRow, look: Look) -> bool:
    """Return whether a procedure is one of those to look at; False for what is not about procedures."""
    return {
        Look.CONFLICTS: row.conflicts > 0,
        Look.UNKNOWN_UNITS: row.unknown_units > 0,
        Look.UNDATED: not row.date,
        Look.UNNAMED: not row.buyer,
        Look.MISSING: row.missing > 0,
    }.get(look, False)


def glance(view: View, limit: int = 50) -> Glance:
    """Return counts, what failed, what was set aside and the newest decisions, at most `limit` of each."""
    return Glance(
        counts=view.counts(),
        failures=tuple(view.documents(State.FAILED, limit=limit)),
        set_aside=tuple(view.documents(State.SKIPPED, limit=limit)),
        pending=tuple(view.documents(State.PENDING, limit=limit)),
        decisions=tuple(view.history(limit=limit)),
    )


def needle(text: str) -> str:
    """Return a text in the form in which `haystack` is kept: without case, width and traditional characters."""
    return simplify(fold(text)).strip()


def register(view: View) -> Register:
    """Go through every statement once and return the lists."""
    procedures = dict(view.scan_clusters(Cluster.PROCEDURE))
    organizations = dict(view.scan_clusters(Cluster.ORGANIZATION))
    sheets: dict[str, _Sheet] = {}
    bodies: dict[str, _Body] = {}
    for notice, statements in _by_notice(view):
        procedure = procedures.get(notice)
        if procedure is None:
            continue
        sheet = sheets.setdefault(procedure, _Sheet())
        sheet.take(statements)
        for statement in statements:
            role = ROLES.get(statement.property)
            organization = organizations.get(statement.key or "")
            if role is not None and organization is not None:
                bodies.setdefault(organization, _Body()).take(statement, role, procedure, sheet)
            elif statement.property in IDENTIFIERS and is_sole_trader(statement.value):
                for other in statements:
                    if other.property in IDENTIFIERS[statement.property] and other.subject == statement.subject:
                        bodies.setdefault(organizations.get(other.key or "", ""), _Body()).person = True
    persons = {name for name, body in bodies.items() if body.is_person()}
    rows = [sheet.row(procedure, organizations, persons) for procedure, sheet in sheets.items()]
    rows.sort(key=attrgetter("id"))
    rows.sort(key=attrgetter("date"), reverse=True)
    years = Counter(row.date[:4] for row in rows if row.date)
    return Register(
        procedures=tuple(rows),
        organizations=tuple(
            sorted(
                (body.row(name) for name, body in bodies.items() if name and name not in persons),
                key=lambda row: (-row.procedures, row.name),
            )
        ),
        years=tuple(sorted(years.items())),
        undated=sum(1 for row in rows if not row.date),
        stages=tuple(Counter(stage for sheet in sheets.values() for stage in sheet.stages).most_common()),
        looks=tuple((look, sum(is_due(row, look) for row in rows)) for look in Look),
    )


def _by_notice(view: View) -> Iterator[tuple[str, list[Statement]]]:
    """Yield each notice's statements with persons' corrections in place, in order of notice."""
    newest: dict[str, str] = {}
    for judgement in view.history(Question.VALUE, limit=1_000_000):
        if judgement.agent_kind is AgentKind.PERSON:
            newest.setdefault(judgement.subject, judgement.answer)
    corrections = {subject: answer for subject, answer in newest.items() if answer != WITHDRAWN}
    current, gathered = "", list[Statement]()
    for statement in view.scan(_WANTED):
        if statement.notice != current:
            if gathered:
                yield current, gathered
            current, gathered = statement.notice, []
        if corrections:
            answer = corrections.get(value_subject(statement.notice, statement.subject, statement.property))
            if answer == "":
                continue
            if answer is not None and answer != statement.value:
                statement = msgspec.structs.replace(  # noqa: PLW2901  # the statement as a person left it
                    statement, value=answer, amount=None, conflict=False
                )
        gathered.append(statement)
    if gathered:
        yield current, gathered


def _plain(amount: Amount) -> str:
    """Return a total in plain digits, the same for 7708256.68 and 7708256.6800.

    >>> _plain(Amount(Basis.TOTAL, Decimal("7708256.6800"), "CNY"))
    'CNY 7708256.68'
    """
    return f"{amount.currency} {(amount.amount or Decimal(0)).quantize(Decimal('0.01'))}"


class _Sheet:
    """What is known of a procedure while the statements go by."""

    __slots__ = (
        "amounts",
        "buyers",
        "conflicts",
        "dates",
        "missing",
        "notice_titles",
        "notices",
        "numbers",
        "places",
        "stages",
        "titles",
        "unknown",
    )

    def __init__(self) -> None:
        self.titles: Counter[str] = Counter()
        self.notice_titles: list[str] = []
        self.buyers: Counter[tuple[str, str]] = Counter()
        self.numbers: set[str] = set()
        self.dates: list[str] = []
        self.stages: list[str] = []
        self.places: dict[Property, str] = {}
        self.amounts: dict[Property, set[str]] = {}
        self.notices = self.conflicts = self.unknown = self.missing = 0

    def take(self, statements: Sequence[Statement]) -> None:
        """Take in the statements of one notice."""
        self.notices += 1
        for statement in statements:
            name, value = statement.property, statement.value
            self.conflicts += statement.conflict
            if name is Property.TITLE:
                self.titles[value] += 1
            elif name is Property.NOTICE_TITLE:
                self.notice_titles.append(value)
            elif name is Property.BUYER:
                self.buyers[value, statement.key or ""] += 1
            elif name is Property.NUMBER:
                self.numbers.add(value)
            elif name is Property.PUBLISHED:
                self.dates.append(value)
            elif name is Property.STAGE:
                self.stages.append(value)
            elif name is Property.MISSING_DOCUMENT:
                self.missing += 1
            elif name in PLACES:
                self.places.setdefault(name, value)
            elif name in AMOUNTS and statement.amount is not None:
                self.unknown += statement.amount.basis is Basis.UNKNOWN_UNIT
                if statement.amount.basis is Basis.TOTAL:
                    self.amounts.setdefault(name, set()).add(_plain(statement.amount))

    def row(self, procedure: str, organizations: dict[str, str], persons: set[str]) -> ProcedureRow:
        """Return the line of the list."""
        title = self.titles.most_common(1)[0][0] if self.titles else next(iter(self.notice_titles), procedure)
        named = [(value, organizations.get(key)) for (value, key), _ in self.buyers.most_common()]
        buyer, buyer_id = next(((value, found) for value, found in named if found not in persons), ("", None))
        awards = self.amounts.get(Property.AWARD_VALUE, set())
        return ProcedureRow(
            id=procedure,
            title=title,
            buyer=buyer,
            buyer_id=buyer_id,
            date=min(self.dates, default=""),
            latest=max(self.dates, default=""),
            stages=tuple(stage for stage in Stage if stage in self.stages),
            notices=self.notices,
            place=" ".join(dict.fromkeys(self.places[name] for name in PLACES if name in self.places)),
            amount=next(iter(awards)) if len(awards) == 1 else "",
            conflicts=self.conflicts,
            unknown_units=self.unknown,
            missing=self.missing,
            haystack=needle("\n".join((title, buyer, *sorted(self.numbers), procedure))),
        )


class _Body:
    """What is known of an organization while the statements go by."""

    __slots__ = ("latest", "names", "person", "roles")

    def __init__(self) -> None:
        self.names: Counter[str] = Counter()
        self.roles: dict[Role, set[str]] = {}
        self.latest = ""
        self.person = False

    def take(self, statement: Statement, role: Role, procedure: str, sheet: _Sheet) -> None:
        """Take in one naming."""
        self.names[statement.value] += 1
        self.roles.setdefault(role, set()).add(procedure)
        self.latest = max(self.latest, sheet.dates[-1] if sheet.dates else "")

    def is_person(self) -> bool:
        """Return whether this is a sole trader, or carries nothing but a person's name."""
        return self.person or all(is_personal(name) for name in self.names)

    def row(self, organization: str) -> OrganizationRow:
        """Return the line of the list."""
        return OrganizationRow(
            id=organization,
            name=self.names.most_common(1)[0][0],
            roles=tuple((role, len(self.roles[role])) for role in Role if role in self.roles),
            procedures=len(set().union(*self.roles.values())),
            latest=self.latest,
            haystack=needle("\n".join(self.names)),
        )
