"""A finding: a claim, the query behind it, the figure, and the units that the figure consists of."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from enum import StrEnum

import msgspec

from counterfile.model.event import Anchor

_LARGE = re.compile(r"(?<![\w.,/-])(\d{5,})((?:\.\d+)?)(?![\w,/-])")


class Unit(StrEnum):
    """What is counted. One is never called by the name of another."""

    DOCUMENT = "document"
    """Bytes that arrived; ids are SHA-256 digests."""
    NOTICE = "notice"
    """One act of publication; ids begin with ``n-``."""
    PROCEDURE = "procedure"
    """One attempt to buy; ids begin with ``p-``."""
    FAMILY = "family"
    """A project with all its attempts; ids begin with ``f-``."""
    LOT = "lot"
    """A part of a procedure that is awarded by itself, or the whole of one without lots; ``p-…/lot/1``."""
    AWARD = "award"
    """The result of one lot, as an award notice gives it; ``p-…/lot/1/award``."""
    ORGANIZATION = "organization"
    """A buyer, an agency, a supplier; ids begin with ``o-``."""


class Measure(StrEnum):
    """What is done with the units."""

    COUNT = "count"
    DISTINCT = "distinct"
    """How many different values of a field the units have."""
    SHARE = "share"
    """How many of the units meet a further condition."""
    SUM = "sum"
    MIN = "min"
    MAX = "max"
    MEDIAN = "median"
    MIN_MAX = "min-max"
    LIST = "list"
    """The different values of a field, sorted."""
    FIRST = "first"
    """The earliest day of a field, and the units that have it: a first mention."""
    RANK = "rank"
    """The values of a field that most units have, or that have the greatest sum."""
    QUOTATION = "quotation"
    """How many units hold some words exactly, line breaks and spaces aside."""


class Operator(StrEnum):
    """How a field is compared."""

    IS = "is"
    """Equal to any of the values; a field with several values meets it with one of them."""
    NOT = "not"
    """Stated, and equal to none of the values."""
    CONTAINS = "contains"
    """Holds any of the values as a part, letter case aside."""
    FROM = "from"
    """The same or later; the same or more."""
    TO = "to"
    """The same or earlier; the same or less."""
    MISSING = "missing"
    """Not stated (``yes``), or stated (``no``)."""
    ANY = "any"
    """Of a text: at least one of the search terms stands in it."""
    ALL = "all"
    """Of a text: every one of the search terms stands in it."""


class Condition(msgspec.Struct, frozen=True):
    """One comparison."""

    field: str
    """A column of the unit's table or of one above it; ``text``; ``code:NAME``."""
    operator: Operator
    values: tuple[str, ...]


class Window(msgspec.Struct, frozen=True):
    """A stretch of time, both ends included; an end that is None is open."""

    date: str
    """The column that says when: ``opened``, ``published``, ``decided``, ``signed``."""
    start: dt.date | None = None
    end: dt.date | None = None
    anchor: str = ""
    """The event that it begins or ends with, and the source of its date; empty where the days are chosen freely."""
    events: tuple[Anchor, ...] = ()
    """Events of the inquiry's own table that give its days."""


class Quotation(msgspec.Struct, frozen=True):
    """Words that are quoted, and who put them into another language."""

    text: str
    translation: str = ""
    translator: str = ""


class Nested(msgspec.Struct, frozen=True):
    """A further condition on the units of a figure, counted by itself."""

    name: str
    conditions: tuple[Condition, ...]
    expected: int | None = None
    """How many of the figure's units should meet it; None where nothing is expected."""


class Claim(msgspec.Struct, frozen=True):
    """What is said, in both languages."""

    en: str
    zh: str


class Exclusion(msgspec.Struct, frozen=True):
    """Units that are left out on purpose, and why."""

    reason: str
    conditions: tuple[Condition, ...] = ()
    ids: tuple[str, ...] = ()


Expected = str | int | tuple[str, ...] | dict[str, int | str] | None
"""What a figure should be: a number, a decimal as text, ``3/7`` for a share, a list of values, or counts (shares as ``3/7``) by value."""


class FindingSpec(msgspec.Struct, frozen=True):
    """One finding as its file states it."""

    name: str
    """The file's name without ``.yaml``."""
    claim: Claim
    unit: Unit
    measure: Measure
    conditions: tuple[Condition, ...] = ()
    """The population: a unit belongs to it where it meets all of them."""
    window: Window | None = None
    sql: str = ""
    """A query for ids of units; the population is what it gives and meets all conditions. Empty where none is asked."""
    of: str | None = None
    """The column that is measured; None for a count and a share."""
    share: tuple[Condition, ...] = ()
    """What the counted part of a share meets; empty for other measures."""
    by: tuple[str, ...] = ()
    """Columns, or ``code:NAME``, whose values a count or a share is broken down by: one for a series, two for a cross-table."""
    top: int = 0
    """Of a rank: how many values are named, ties with the last among them; 0 for other measures."""
    sum: str | None = None
    """Of a rank: the amount that it goes by; None where units are counted."""
    quote: Quotation | None = None
    """The words of a quotation; None for other measures."""
    also: tuple[Nested, ...] = ()
    """Nested counts: each says how many of the figure's units meet more."""
    expected: Expected = None
    tolerance: Decimal = Decimal(0)
    """How far a figure may be from `expected`, in its own unit (a share in hundredths)."""
    coverage: Decimal | None = None
    """The least part of the units, 0 to 1, for which everything asked must be stated; None where any part will do."""
    exclude: tuple[Exclusion, ...] = ()
    caveats: tuple[str, ...] = ()
    cites: tuple[str, ...] = ()
    """Outside facts that the claim rests on, each with its source; nothing here is computed from them."""
    source: str = ""
    """Name of the file it was read from."""


class Cell(msgspec.Struct, frozen=True):
    """One cell of a breakdown."""

    labels: tuple[str, ...]
    """The value of each column of `FindingSpec.by`, or of the ranked one."""
    value: str
    """A count or an amount in plain digits."""
    of: str = ""
    """Of a share: the units with these labels; empty otherwise."""


class Figure(msgspec.Struct, frozen=True):
    """A figure with what it is a figure of."""

    value: str
    """A number in plain digits, ``k/n`` for a share, ``low … high`` for a range, values joined by ``; `` for a list."""
    label: str
    """What the number counts or measures: ``procedures``, ``different provinces of procedures``, ``CNY, award amount of awards``."""
    parts: tuple[tuple[str, int], ...] = ()
    """The counts that it breaks down into, with one for units that do not state the value."""
    low: str | None = None
    """Of a share: the lower end of the Wilson 95 % interval, if the units are seen as a sample; of a range: its least value."""
    high: str | None = None
    values: tuple[str, ...] = ()
    """Of a list or a count of different values: those values, sorted; of a rank in its order; of a first the units."""
    cells: tuple[Cell, ...] = ()
    """Of a cross-table, a share that is broken down, or a rank: its cells."""
    at_least: bool = False
    """Whether more units might count: somebody answered *unsure* where the figure needs *yes*."""

    @property
    def breakdown(self) -> tuple[tuple[str, str], ...]:
        """The parts and cells as name and value: ``("police / 2021", "3")``, of a share ``3/7``."""
        cells = ((" / ".join(cell.labels), f"{cell.value}/{cell.of}" if cell.of else cell.value) for cell in self.cells)
        return (*((name, str(count)) for name, count in self.parts), *cells)

    @property
    def grouped(self) -> str:
        """Return the value as people read it: the digits of large numbers in groups of three, ``≥`` before a lower bound.

        >>> Figure("177963 … 139050678.50", "CNY").grouped, Figure("p-139050678", "ids").grouped
        ('177,963 … 139,050,678.50', 'p-139050678')
        >>> Figure("4", "procedures", at_least=True).grouped
        '≥ 4'
        """
        least = "≥ " if self.at_least else ""
        return least + _LARGE.sub(lambda found: f"{int(found[1]):,}{found[2]}", self.value)


class Source(msgspec.Struct, frozen=True):
    """Words that made a unit count."""

    field: str
    """The column that they decide; ``text`` for a search term."""
    id: str
    """``st-…`` of a statement, ``j-…`` of a judgement, or the Reading's id for words found by a search."""
    notice: str
    value: str
    quotes: tuple[str, ...] = ()
    """The words themselves; empty for a person's judgement without evidence."""
    subject: str = ""
    property: str = ""
    """Of a statement: what it is about; of a judgement: its question; empty for words found by a search."""
    start: int = -1
    """Position of words found by a search; -1 otherwise."""
    by: str = "software"
    """Who says so: ``person`` for a correction or an answer, ``coded`` for an answer that software gave, else ``software``."""


class Counted(msgspec.Struct, frozen=True):
    """One unit of a figure and all that made it count."""

    id: str
    notices: tuple[str, ...]
    """Notices that it consists of, sorted; the ones that met the conditions where those are about notices."""
    documents: tuple[str, ...] = ()
    """The document of each of `notices`, in the same order; the document itself where documents are counted."""
    value: str = ""
    """Of the measured column; empty where only units are counted."""
    within: bool = True
    """Of a share: whether the unit is in the counted part; True for other measures."""
    sources: tuple[Source, ...] = ()
    also: tuple[str, ...] = ()
    """Names of the nested conditions that it meets."""

    @property
    def by_person(self) -> bool:
        """Whether a person's answer is among the words that made it count."""
        return any(each.by == "person" for each in self.sources)


class NestedCount(msgspec.Struct, frozen=True):
    """How many units of a figure meet a further condition."""

    name: str
    count: int
    open: int
    """Units for which it cannot be decided: nothing is stated, or somebody is unsure."""
    expected: int | None = None
    """As its finding says; see `Nested.expected`."""

    @property
    def holds(self) -> bool | None:
        """Return whether it is what was expected; None where nothing was."""
        return None if self.expected is None else self.count == self.expected


class Rests(msgspec.Struct, frozen=True):
    """How much of a figure rests on people, and how much on software."""

    people: int
    """Units that a person's answer makes count, or helps to."""
    coded: int
    """Units that count by an answer that software gave to a question of judgement, and by no person's."""
    software: int
    """All other units: read and extracted by software, quotes attached."""


class Estimated(msgspec.Struct, frozen=True):
    """How many units really meet a question that software answered, from a random sample that people checked."""

    count: str
    low: int
    """Of the 95 % interval."""
    high: int
    checked: int
    """Units of the sample in the population."""
    unseen: int
    """Units of which software says something that no checked unit had: they may all count, or none."""
    sample: str
    """Id of the judgement that recorded the drawing."""


class Finding(msgspec.Struct, frozen=True):
    """A figure that opens on its units and their words."""

    spec: FindingSpec
    figure: Figure
    used: int
    """Units that the figure consists of."""
    eligible: int
    """Units of the population: `used` and all that are excluded."""
    excluded: tuple[tuple[str, int], ...]
    """Reason and number of units left out, missing values among them; the most frequent first."""
    left_out: tuple[tuple[str, str], ...]
    """Id and reason of every excluded unit, sorted by id."""
    units: tuple[Counted, ...]
    """Sorted by id."""
    warnings: tuple[str, ...] = ()
    """Where the words of the claim do not fit the figure."""
    nested: tuple[NestedCount, ...] = ()
    """In the order of `FindingSpec.also`."""
    rests: Rests | None = None
    """None where evidence was not asked for."""
    estimate: Estimated | None = None
    """Of a count that rests on software's answers: what a checked sample makes of it; None without one."""
    refused: str = ""
    """Why no figure is given, though units are: too little is stated; empty where one is."""

    @property
    def holds(self) -> bool | None:
        """Return whether the figure and its nested counts are what was expected; None where nothing was."""
        said = [agrees(self.figure, self.spec), *(each.holds for each in self.nested)]
        return None if set(said) == {None} else False not in said

    @property
    def unexpected(self) -> tuple[str, ...]:
        """What is not as expected, in words: the figure, and each nested count."""
        found = []
        if agrees(self.figure, self.spec) is False:
            dealt = isinstance(self.spec.expected, dict)
            met = "; ".join(f"{key} {count}" for key, count in self.figure.breakdown) if dealt else self.figure.value
            within = f" (± {self.spec.tolerance})" if self.spec.tolerance else ""
            found.append(f"{shown(self.spec.expected)}{within} is expected, {met} {self.figure.label} is found")
        wrong = (each for each in self.nested if each.holds is False)
        return (
            *found,
            *(f"of these {each.name}: {each.expected} is expected, {each.count} is found" for each in wrong),
        )


class LockedUnit(msgspec.Struct, frozen=True):
    """A unit as it was when its finding was locked."""

    digest: str
    """BLAKE2b over all that went in: documents, statements with their quotes, judgements."""
    notices: tuple[str, ...]
    statements: tuple[str, ...]
    value: str = ""
    within: bool = True


class LockedStatement(msgspec.Struct, frozen=True):
    """A statement that was used."""

    notice: str
    subject: str
    property: str
    value: str
    quotes: tuple[str, ...]


class LockedJudgement(msgspec.Struct, frozen=True):
    """A judgement that was used; software's have no time, since the same answer may be given again."""

    question: str
    subject: str
    other: str
    answer: str
    agent: str
    agent_kind: str
    decided_at: str = ""


class Lock(msgspec.Struct, frozen=True):
    """Everything that a figure rested on, to be kept beside the finding and compared by anyone."""

    finding: str
    figure: Figure
    unit: Unit
    used: int
    eligible: int
    excluded: dict[str, int]
    units: dict[str, LockedUnit]
    documents: dict[str, tuple[str, ...]]
    """Where each document that was used first came from, by its SHA-256."""
    notices: dict[str, str]
    """Document of each notice that was used."""
    statements: dict[str, LockedStatement]
    judgements: tuple[LockedJudgement, ...]
    engines: dict[str, str]
    """Versions of what made the facts: stage or reader, and its versions joined by commas."""
    frozen: str = ""
    """Why and when it was frozen for publication, from when on it is never written anew; empty if it is not."""
    events: dict[str, str] = {}
    """Date of each outside event that the window began or ended with, by its id."""
    format: int = 1


class What(StrEnum):
    """What sort of thing moved."""

    EXPECTED = "expected"
    """The figure is not what its claim says."""
    FIGURE = "figure"
    """The figure is not what was locked."""
    UNIT = "unit"
    """A unit came, went or changed."""
    STATEMENT = "statement"
    """A document is read otherwise than before."""
    JUDGEMENT = "judgement"
    """Somebody, or software, decided otherwise."""
    DOCUMENT = "document"
    """A document came, went, or its bytes changed."""
    QUOTE = "quote"
    """Words no longer stand where they were."""
    EVENT = "event"
    """An outside event is dated otherwise than before."""
    LOCK = "lock"
    """A lock cannot be read."""


class Moved(msgspec.Struct, frozen=True):
    """One thing that is no longer as it was."""

    finding: str
    """Name of the finding; empty for a document that no finding uses."""
    what: What
    id: str
    """Of the unit, statement, judgement or document."""
    message: str
    """One sentence with names: the file and its digest, the statement, or who judged and when."""
    documents: tuple[str, ...] = ()
    """Digests of the documents that it touches."""


class Changed(msgspec.Struct, frozen=True):
    """A figure that would be another if somebody judged so."""

    finding: str
    before: Figure
    after: Figure


class Verification(msgspec.Struct, frozen=True):
    """What was checked, and what moved."""

    moved: tuple[Moved, ...]
    findings: int
    locked: int
    """Of `findings`, those with a lock."""
    documents: int
    """Originals whose digest was computed again."""
    quotes: int
    """Quotes that were looked up in their Readings."""


class Step(msgspec.Struct, frozen=True):
    """One step of an explanation, and the steps that it rests on."""

    kind: str
    """``finding``, ``unit``, ``judgement``, ``statement``, ``quote``, ``reading``, ``document`` …"""
    id: str
    title: str
    facts: tuple[tuple[str, str], ...] = ()
    """Label and value, in the order to print them."""
    steps: tuple[Step, ...] = ()


def shown(expected: Expected) -> str:
    """Return what is expected as a person reads it.

    >>> shown({"2020": 3, "2021": 4}), shown(("10.00", "20.00")), shown(None)
    ('2020 3; 2021 4', '10.00; 20.00', 'nothing')
    """
    if isinstance(expected, dict):
        return "; ".join(f"{key} {count}" for key, count in sorted(expected.items()))
    if isinstance(expected, tuple):
        return "; ".join(expected)
    return "nothing" if expected is None else str(expected)


def agrees(figure: Figure, spec: FindingSpec) -> bool | None:
    """Return whether a figure is what its finding expects, within its tolerance; None where nothing is expected.

    >>> spec = FindingSpec("f", Claim("", ""), Unit.PROCEDURE, Measure.COUNT, expected=50, tolerance=Decimal(1))
    >>> agrees(Figure("51", "procedures"), spec), agrees(Figure("52", "procedures"), spec)
    (True, False)
    """
    expected = spec.expected
    if expected is None:
        return None
    if isinstance(expected, dict):
        met = {key: str(count) for key, count in figure.breakdown if count not in ("0", "0/0")}
        return met == {key: str(count) for key, count in expected.items() if count}
    if isinstance(expected, tuple):
        if spec.measure is Measure.MIN_MAX and len(expected) == 2:
            ends = (figure.low, figure.high)
            return all(_near(met, wanted, spec.tolerance) for met, wanted in zip(ends, expected, strict=True))
        return sorted(expected) == sorted(figure.values)
    wanted = str(expected)
    if spec.measure is Measure.SHARE and "/" in wanted and not spec.tolerance:
        return figure.value.replace(" ", "") == wanted.replace(" ", "")
    return _near(figure.value, wanted, spec.tolerance)


def _near(met: str | None, wanted: str, tolerance: Decimal) -> bool:
    one, two = _number(met), _number(wanted)
    if one is None or two is None:
        return met == wanted
    return abs(one - two) <= tolerance


def _number(text: str | None) -> Decimal | None:
    """Return the number that a figure spells; ``k/n`` is a share in hundredths. None if it is none."""
    if text is None:
        return None
    above, bar, below = text.replace(" ", "").partition("/")
    try:
        if bar:
            return Decimal(above) * 100 / Decimal(below) if Decimal(below) else None
        return Decimal(above.rstrip("%"))
    except ArithmeticError:
        return None
