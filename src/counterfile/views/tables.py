"""Typed tables, one row per unit, made from the facts.

A unit's values come from statements by rules that stand here and nowhere else: which of several notices wins, what an
award is, when an amount may stand for a lot. Every row knows the statements behind each of its values, so the same code
that fills a table also gives the evidence for one of its rows (`Workbench.rows_of`).

Rules, in short:
    * A person's answer to ``value?`` replaces what the notice's statements say; an empty one withdraws it.
    * Of an opening, a budget or a ceiling the last tender notice or amendment counts; notices that come after the
      opening only where no tender notice says it.
    * An amount counts only where its notice says one thing: two different totals in one notice are no total.
    * Lots of one procedure with one label are one lot. A notice without lots speaks of the only lot there is, or of the
      one implicit lot of a procedure without labels.
    * An award is a lot that an award notice awards; amendments of results supersede it. A total over several lots is
      never split over them; a notice's only total stands for its only lot.
    * Award and contract amounts, budgets and ceilings are different columns and never mix.
"""

from __future__ import annotations

import datetime as dt
import gc
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import msgspec

from counterfile.hooks import Rule
from counterfile.model.finding import Unit
from counterfile.model.judgement import AgentKind, Answer, Judgement, Question
from counterfile.model.notice import AMOUNTS, DATES, ORGANIZATIONS, LotStatus, Notice, Property, Stage
from counterfile.model.statement import Statement
from counterfile.model.value import Basis, read_canonical
from counterfile.store.ports import Cluster, View
from counterfile.store.rules import WITHDRAWN
from counterfile.text import kinds, names
from counterfile.views import clusters

if TYPE_CHECKING:
    import pyarrow as pa  # type: ignore[import-untyped]

PLAIN = (
    Property.STAGE,
    Property.NOTICE_TITLE,
    Property.TITLE,
    Property.ROUND,
    Property.NUMBER,
    Property.CONTRACT_NUMBER,
    Property.METHOD,
    Property.PROVINCE,
    Property.CITY,
    Property.COUNTY,
    Property.LOT_LABEL,
    Property.LOT_TITLE,
    Property.LOT_STATUS,
    Property.CONSORTIUM_ALLOWED,
    Property.MISSING_DOCUMENT,
    Property.LEAD,
)
USED = frozenset({*ORGANIZATIONS, *PLAIN, *AMOUNTS, *DATES} - {Property.FEE, Property.DEPOSIT, Property.BID_VALUE})
"""Properties that some column is made of."""

PAGE = 5000
"""Notices or documents taken from the store at once."""

RUN = 2000
"""Notices whose statements are in memory at once."""

_BEFORE = (Stage.TENDER, Stage.AMENDMENT, Stage.SINGLE_SOURCE)
"""Notices that say how the purchase is meant to be, the best ones."""

_EARLY = (Stage.PREQUALIFICATION, Stage.PLANNING)

_ORDER = {
    Stage.PLANNING: 0,
    Stage.PREQUALIFICATION: 1,
    Stage.TENDER: 2,
    Stage.SINGLE_SOURCE: 2,
    Stage.AMENDMENT: 3,
    Stage.OPENING: 4,
    Stage.CANDIDATES: 5,
    Stage.AWARD: 6,
    Stage.TERMINATION: 6,
    Stage.CONTRACT: 7,
    Stage.OTHER: 8,
}
"""Of two notices of one day, which comes later."""


class Kind(StrEnum):
    """What a column holds."""

    ID = "id"
    TEXT = "text"
    TEXTS = "texts"
    """Several texts."""
    CODE = "code"
    """A text out of a closed list."""
    CODES = "codes"
    DATE = "date"
    AMOUNT = "amount"
    """Decimal with two places, in the currency named beside it."""
    NUMBER = "number"
    FLAG = "flag"


class Column(msgspec.Struct, frozen=True):
    """One column of a table: an entry of the data dictionary."""

    name: str
    kind: Kind
    description: str
    organization: bool = False
    """True where the values are ids of organizations."""
    amount: str = ""
    """For an AMOUNT: the columns with its currency and basis are named this + ``_currency``, ``_basis``, ``_problem``."""


def _amount_columns(name: str, what: str) -> tuple[Column, ...]:
    return (
        Column(
            name, Kind.AMOUNT, f"{what}, in the currency's main unit; empty unless it is one plain total", amount=name
        ),
        Column(f"{name}_currency", Kind.CODE, f"ISO 4217 code of the currency of {name}"),
        Column(f"{name}_basis", Kind.CODE, f"what {name} is the price of: total, unit_price, per_year, rate, …"),
        Column(f"{name}_problem", Kind.TEXT, f"why {name} is empty although something is printed"),
    )


_WHO = (
    Column("buyer", Kind.ID, "organization that buys", organization=True),
    Column("buyer_name", Kind.TEXT, "the buyer's name as printed"),
    Column("buyer_class", Kind.CODE, "class of the buyer by the rule for names; empty where the rule abstains"),
    Column("agency", Kind.ID, "organization that runs the procedure for the buyer", organization=True),
    Column("agency_name", Kind.TEXT, "the agency's name as printed"),
    Column("province", Kind.TEXT, "province-level division of the buyer"),
    Column("city", Kind.TEXT, "prefecture-level division of the buyer"),
    Column("county", Kind.TEXT, "county-level division of the buyer"),
)
_SUBJECT = Column("relevant", Kind.CODE, "whether it is in scope: yes, no or unsure; empty while nobody has judged")

COLUMNS: dict[Unit, tuple[Column, ...]] = {
    Unit.DOCUMENT: (
        Column("id", Kind.ID, "SHA-256 of the bytes"),
        Column("name", Kind.TEXT, "the file's name as first added"),
        Column(
            "origin", Kind.TEXT, "where it came from: the path below the folder that was added, or inside its container"
        ),
        Column("arrivals", Kind.NUMBER, "how often these bytes came"),
        Column("size", Kind.NUMBER, "bytes"),
        Column("state", Kind.CODE, "pending, read, failed or skipped"),
        Column("reason", Kind.TEXT, "why it failed or was skipped"),
        Column("media_type", Kind.CODE, "what the reader found the bytes to be"),
        Column("notices", Kind.NUMBER, "notices found in it"),
    ),
    Unit.NOTICE: (
        Column("id", Kind.ID, "notice"),
        Column("document", Kind.ID, "SHA-256 of the document that it stands in"),
        Column("procedure", Kind.ID, "procedure that it belongs to"),
        Column("family", Kind.ID, "family that it belongs to"),
        Column("stage", Kind.CODE, "kind of act: planning, tender, amendment, award, contract, …"),
        Column("title", Kind.TEXT, "the notice's own title"),
        Column("project", Kind.TEXT, "the project's name"),
        Column("numbers", Kind.TEXTS, "numbers of the procedure, in order of appearance"),
        Column("round", Kind.NUMBER, "2 for a second attempt, and so on; 1 where nothing says so"),
        Column("method", Kind.TEXT, "procurement method as printed"),
        *_WHO,
        Column("suppliers", Kind.TEXTS, "winners or contractors named", organization=True),
        Column("published", Kind.DATE, "day of publication, as printed"),
        Column("opening", Kind.DATE, "day of bid opening, as printed"),
        Column("decided", Kind.DATE, "day of the award decision, as printed"),
        Column("signed", Kind.DATE, "day of contract signature, as printed"),
        *_amount_columns("budget", "budget for the whole purchase"),
        *_amount_columns("ceiling", "highest price for the whole purchase"),
        Column("missing", Kind.NUMBER, "documents that it points to and that were not captured"),
        _SUBJECT,
    ),
    Unit.PROCEDURE: (
        Column("id", Kind.ID, "procedure: one attempt to buy"),
        Column("family", Kind.ID, "family that it belongs to"),
        Column("title", Kind.TEXT, "the project's name, else the notice's title"),
        Column("numbers", Kind.TEXTS, "all numbers of the procedure"),
        Column("round", Kind.NUMBER, "2 for a second attempt, and so on; 1 where nothing says so"),
        Column("method", Kind.TEXT, "procurement method as printed"),
        *_WHO,
        Column("suppliers", Kind.TEXTS, "winners and contractors of all lots", organization=True),
        Column("published", Kind.DATE, "first day of publication of any of its notices"),
        Column("last_published", Kind.DATE, "last day of publication of any of its notices"),
        Column("opened", Kind.DATE, "day of bid opening, as the last tender notice or amendment gives it"),
        Column("decided", Kind.DATE, "day of the award decision; the last where several are given"),
        Column("signed", Kind.DATE, "day of contract signature; the first where several are given"),
        *_amount_columns("budget", "budget for the whole purchase"),
        *_amount_columns("ceiling", "highest price for the whole purchase"),
        *_amount_columns(
            "award_total", "award amount of the whole purchase: the sum of its awarded lots, or the printed total"
        ),
        *_amount_columns(
            "contract_total", "contract amount of the whole purchase: the sum of its lots, or the printed total"
        ),
        Column("stages", Kind.CODES, "kinds of act among its notices"),
        Column("notices", Kind.NUMBER, "notices"),
        Column("lots", Kind.NUMBER, "lots, the implicit one of a procedure without labels included"),
        Column(
            "has_award",
            Kind.FLAG,
            "whether an award notice awards at least one lot; false means not found, not never awarded",
        ),
        Column("has_contract", Kind.FLAG, "whether there is a contract notice"),
        Column("failed", Kind.FLAG, "whether its notices report that all of it failed"),
        Column("consortium_allowed", Kind.FLAG, "whether consortia may bid"),
        _SUBJECT,
    ),
    Unit.FAMILY: (
        Column("id", Kind.ID, "family: a project with all its attempts"),
        Column("title", Kind.TEXT, "the project's name in its first attempt"),
        *_WHO,
        Column("published", Kind.DATE, "first day of publication of any of its notices"),
        Column("last_published", Kind.DATE, "last day of publication of any of its notices"),
        Column("procedures", Kind.NUMBER, "attempts"),
        Column("notices", Kind.NUMBER, "notices"),
        Column("has_award", Kind.FLAG, "whether any attempt has an award"),
        _SUBJECT,
    ),
    Unit.LOT: (
        Column("id", Kind.ID, "lot: procedure and label"),
        Column("procedure", Kind.ID, "procedure that it is a part of"),
        Column("label", Kind.TEXT, "the lot's label as first printed; empty for the implicit lot"),
        Column("labelled", Kind.FLAG, "whether any notice labels it"),
        Column("lot_title", Kind.TEXT, "the lot's title"),
        Column("status", Kind.CODE, "open, proposed, awarded or failed"),
        *_amount_columns("budget", "budget of the lot"),
        *_amount_columns("ceiling", "highest price of the lot"),
        *_amount_columns("award_value", "award amount of the lot"),
        *_amount_columns("contract_value", "contract amount of the lot"),
        Column("suppliers", Kind.TEXTS, "winners by award notices", organization=True),
        Column("contractors", Kind.TEXTS, "contractors by contract notices", organization=True),
        Column("has_award", Kind.FLAG, "whether an award notice awards it"),
        Column("has_contract", Kind.FLAG, "whether a contract notice names it, its amount or its contractor"),
    ),
    Unit.AWARD: (
        Column("id", Kind.ID, "award: the result of one lot"),
        Column("lot", Kind.ID, "lot that is awarded"),
        Column("procedure", Kind.ID, "procedure that the lot is a part of"),
        Column("label", Kind.TEXT, "the lot's label as first printed; empty for the implicit lot"),
        Column("suppliers", Kind.TEXTS, "winners", organization=True),
        Column("supplier_names", Kind.TEXTS, "winners as printed"),
        Column("consortium", Kind.FLAG, "whether the winners are a consortium with a named lead"),
        Column("award_date", Kind.DATE, "day of the decision, else of the award notice"),
        Column("award_published", Kind.DATE, "day of publication of the award notice"),
        *_amount_columns("amount", "award amount"),
        Column("amount_role", Kind.CODE, "role of the amount: always award"),
        Column("amount_scope", Kind.CODE, "what the amount was printed for: lot, or the notice whose only lot it is"),
    ),
    Unit.ORGANIZATION: (
        Column("id", Kind.ID, "organization"),
        Column("name", Kind.TEXT, "its name as most often printed"),
        Column("names", Kind.TEXTS, "all its printed names"),
        Column("role", Kind.CODES, "roles it was met in: buyer, agency, supplier, candidate"),
        Column("buyer_class", Kind.CODE, "class by the rule for names; empty where the rule abstains or it never buys"),
        Column("province", Kind.TEXT, "province-level division, as notices state it of the buyer"),
        Column("as_buyer", Kind.NUMBER, "procedures in which it buys"),
        Column("as_agency", Kind.NUMBER, "procedures that it runs"),
        Column("as_supplier", Kind.NUMBER, "procedures that it wins or contracts for"),
        Column("as_candidate", Kind.NUMBER, "procedures in which it is ranked or proposed"),
    ),
}
"""The data dictionary: every table's columns, in order."""

STATEMENTS = (
    Column("notice", Kind.ID, "notice that says it"),
    Column("subject", Kind.TEXT, "whose property: empty for the notice, lot/1, lot/1/supplier/2"),
    Column("property", Kind.CODE, "what is said, an OCDS path where OCDS has one"),
    Column("value", Kind.TEXT, "canonical form of the value"),
    Column("key", Kind.TEXT, "normalized form to link by"),
    Column("role", Kind.CODE, "role of an amount: budget, ceiling, award, contract, fee, deposit, …"),
    Column("scope", Kind.CODE, "scope of an amount: procedure, lot or supplier"),
    Column("amount", Kind.AMOUNT, "amount in the currency's main unit", amount="amount"),
    Column("currency", Kind.CODE, "ISO 4217 code"),
    Column("basis", Kind.CODE, "what the amount is the price of: total, unit_price, per_year, rate, …"),
    Column("rate", Kind.TEXT, "a rate as a share of one"),
    Column("layer", Kind.CODE, "layer of extraction that proposed it, or person"),
    Column("confidence", Kind.TEXT, "0 to 1"),
    Column("conflict", Kind.FLAG, "whether the notice also says something else"),
)
"""Columns of the table of statements, which is long and therefore made only when asked for."""

_ROLE_OF = {
    Property.BUDGET: "budget",
    Property.CEILING: "ceiling",
    Property.ESTIMATE: "estimate",
    Property.BID_VALUE: "bid",
    Property.AWARD_VALUE: "award",
    Property.CONTRACT_VALUE: "contract",
    Property.FEE: "fee",
    Property.DEPOSIT: "deposit",
}


@dataclass(slots=True)
class Row:
    """A row of a table and where its values come from."""

    values: dict[str, Any]
    sources: dict[str, tuple[Statement, ...]] = field(default_factory=dict)
    """By column: the statements (with evidence, if they were loaded with it) that decide its value."""
    notices: tuple[str, ...] = ()

    def take(self, column: str, found: tuple[Any, tuple[Statement, ...]]) -> None:
        """Set a column to a value with its sources."""
        self.values[column], sources = found
        if sources:
            self.sources[column] = sources


class Stored(Mapping[str, Row]):
    """The rows of one table, kept by column: a row is made when asked for, without sources."""

    def __init__(self, unit: Unit) -> None:
        """Begin empty, with the columns of `unit`."""
        self.unit = unit
        begun: dict[str, list[Any]] = {column.name: [] for column in COLUMNS[unit]}
        self.columns: Mapping[str, list[Any]] = begun
        self._appends = [(values.append, name) for name, values in begun.items()]
        self._kept: pa.Table | None = None
        self._kept_notices: pa.ChunkedArray | None = None

    @cached_property
    def notices(self) -> list[tuple[str, ...]]:
        """The notices of each row, in the order of the rows."""
        return [] if self._kept_notices is None else _tuples(self._kept_notices)

    @cached_property
    def _place(self) -> dict[str, int]:
        return {one: place for place, one in enumerate(self.columns["id"])}

    @classmethod
    def unpacked(cls, unit: Unit, table: pa.Table) -> Stored:
        """Return the rows that `packed` gave; a column is made into a list only when it is asked for."""
        found = cls(unit)
        found._kept = table.drop_columns([_NOTICES_OF])
        found.columns = _Unpacked(found._kept)
        found._kept_notices = table[_NOTICES_OF]
        return found

    def exchanged(self, gone: Collection[str], come: Stored) -> Stored:
        """Return these rows without some, and with those of `come` that are called so, which then stand last."""
        import pyarrow as pa
        import pyarrow.compute as pc  # type: ignore[import-untyped]

        named = pa.array(sorted(gone), pa.string())
        kept = self.packed()
        new = come.packed().cast(kept.schema)
        rest = kept.filter(pc.invert(pc.is_in(kept["id"], named)))
        return Stored.unpacked(self.unit, pa.concat_tables([rest, new.filter(pc.is_in(new["id"], named))]))

    def packed(self) -> pa.Table:
        """Return the rows as a table with one more column, for the notices of each."""
        import pyarrow as pa

        notices = self._kept_notices
        if notices is None:
            notices = pa.array(self.notices, pa.list_(pa.string()))
        return self.table().append_column(_NOTICES_OF, notices)

    def table(self) -> pa.Table:
        """Return the rows as a table."""
        if self._kept is None:
            with uncollected():
                return _arrow(COLUMNS[self.unit], [self.columns[column.name] for column in COLUMNS[self.unit]])
        return self._kept

    def add(self, row: Row) -> None:
        """Append a row; of its sources nothing is kept."""
        self._place[row.values["id"]] = len(self.notices)
        self.notices.append(row.notices)
        get = row.values.get
        for append, name in self._appends:
            append(get(name))

    def sort(self) -> None:
        """Bring the rows into the order of their ids."""
        order = [place for _, place in sorted(self._place.items())]
        self.columns = {name: [values[place] for place in order] for name, values in self.columns.items()}
        self.notices = [self.notices[place] for place in order]
        self._place = {one: place for place, one in enumerate(self.columns["id"])}

    def get_value(self, one: str, column: str) -> Any:
        """Return one value of one row."""
        return self.columns[column][self._place[one]]

    def notices_of(self, one: str) -> tuple[str, ...]:
        """Return the notices of one row."""
        return self.notices[self._place[one]]

    def __getitem__(self, one: str) -> Row:
        """Return a row by its id."""
        place = self._place[one]
        return Row({name: values[place] for name, values in self.columns.items()}, notices=self.notices[place])

    def __contains__(self, one: object) -> bool:
        """Return whether there is a row with this id."""
        return one in self._place

    def __iter__(self) -> Iterator[str]:
        """Return the ids in order."""
        return iter(self.columns["id"])

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self._place)


_NOTICES_OF = "its notices"
"""Column of a packed table that no table has by itself."""


def _tuples(column: pa.ChunkedArray) -> list[tuple[str, ...]]:
    """Return a column of lists of texts; ten times as quick as asking for them one by one."""
    found: list[tuple[str, ...]] = []
    for chunk in column.chunks:
        texts, ends = chunk.values.to_pylist(), chunk.offsets.to_pylist()
        found += [tuple(texts[start:end]) for start, end in pairwise(ends)]
    return found


class _Unpacked(Mapping[str, list[Any]]):
    """The columns of an Arrow table as lists, each made once."""

    def __init__(self, table: pa.Table) -> None:
        self._table = table
        self._made: dict[str, list[Any]] = {}

    def __getitem__(self, name: str) -> list[Any]:
        if name not in self._made:
            self._made[name] = self._table[name].to_pylist()
        return self._made[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._table.column_names)

    def __len__(self) -> int:
        return int(self._table.num_columns)


@dataclass(slots=True)
class _Facts:
    """A notice with what it says, as the builders see it."""

    notice: Notice
    stage: Stage | None
    published: str
    said: dict[Property, list[Statement]]
    """Statements whose subject is the whole notice."""
    lots: dict[str, dict[Property, list[Statement]]]
    """By ``lot/1``: statements about that lot row."""
    suppliers: dict[str, dict[str, dict[Property, list[Statement]]]]
    """By ``lot/1``, then by ``lot/1/supplier/2``: statements about that supplier row."""

    @property
    def rows(self) -> list[str]:
        """Return the lot rows that are spoken of: ``lot/1`` …, in order of name."""
        return sorted(self.lots.keys() | self.suppliers.keys())


def _order(facts: _Facts) -> tuple[str, int, str]:
    """Return a key by which later notices come later; a notice without a date comes where its stage puts it."""
    return facts.published or "0000", _ORDER.get(facts.stage or Stage.OTHER, 9), facts.notice.id


@contextmanager
def uncollected() -> Iterator[None]:
    """Keep the garbage collector out: millions of small objects are made here, and none of them is garbage."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


Said = tuple[Any, tuple[Statement, ...]]
"""A value and its sources."""
NOTHING: Said = (None, ())


class Workbench:
    """Makes the tables of one view of the facts, each once, when first asked for."""

    def __init__(
        self, view: View, *, buyer_class: Rule | None = None, stored: Mapping[Unit, Stored] | None = None
    ) -> None:
        """Begin without tables.

        Args:
            view: The facts.
            buyer_class: The rule for the column of that name; without it the column is empty.
            stored: All rows, if they were kept; see `keeping`.
        """
        self.view = view
        self.rule = buyer_class
        self.stored = stored
        self._classes: dict[str, tuple[str, str] | None] = {}

    # What the tables are made of

    @cached_property
    def overrides(self) -> dict[str, Judgement]:
        """Persons' answers to ``value?`` that are in force, by ``notice|subject|property``."""
        return _overrides(self.view)

    @cached_property
    def relevance(self) -> dict[str, Judgement]:
        """The judgement in force on each notice's relevance."""
        return judged(self.view, Question.RELEVANT, list(self._notices))

    @cached_property
    def _notices(self) -> dict[str, Notice]:
        found: dict[str, Notice] = {}
        after = ""
        while page := self.view.notices(after=after, limit=PAGE):
            found.update((notice.id, notice) for notice in page)
            after = page[-1].id
        return found

    @cached_property
    def _procedure_of(self) -> dict[str, str]:
        return dict(self.view.scan_clusters(Cluster.PROCEDURE))

    @cached_property
    def _family_of(self) -> dict[str, str]:
        return dict(self.view.scan_clusters(Cluster.FAMILY))

    @cached_property
    def _organization_of(self) -> dict[str, str]:
        return dict(self.view.scan_clusters(Cluster.ORGANIZATION))

    def procedure_of(self, notice: str) -> str:
        """Return the procedure of a notice; one that was not yet gathered is a procedure by itself."""
        return self._procedure_of.get(notice) or clusters.anchor_id(Cluster.PROCEDURE, notice)

    def family_of(self, procedure: str) -> str:
        """Return the family of a procedure: the one of its anchor, the notice that gives it its id."""
        anchor = "n-" + procedure.removeprefix("p-")
        return self._family_of.get(anchor) or clusters.anchor_id(Cluster.FAMILY, anchor)

    def organization_of(self, statement: Statement) -> str | None:
        """Return the organization that a statement names, or None where its name has no key."""
        if not statement.key:
            return None
        return self._organization_of.get(statement.key) or clusters.anchor_id(Cluster.ORGANIZATION, statement.key)

    def class_of(self, name: str) -> tuple[str, str] | None:
        """Return the class of a buyer's name with the words it rests on, or None."""
        if self.rule is None:
            return None
        if name not in self._classes:
            self._classes[name] = self.rule.answer(name)
        return self._classes[name]

    def said(self, notices: Sequence[str], properties: Collection[Property] = USED) -> dict[str, list[Statement]]:
        """Return what notices say with the words that say it, persons' corrections applied."""
        found = self.view.statements(notices, properties)
        return {notice: self._corrected(notice, statements) for notice, statements in found.items()}

    def _corrected(self, notice: str, statements: list[Statement]) -> list[Statement]:
        if notice not in self._overridden:
            return statements
        kept: list[Statement] = []
        seen = set()
        for statement in statements:
            triple = f"{notice}|{statement.subject}|{statement.property}"
            judgement = self.overrides.get(triple)
            if judgement is None:
                kept.append(statement)
            elif triple not in seen:
                seen.add(triple)
                kept += _answered(judgement, statement.evidence)
        # A person may also state what extraction missed.
        missed = [triple for triple in self._overridden[notice] if triple not in seen]
        return kept + [each for triple in missed for each in _answered(self.overrides[triple], ())]

    @cached_property
    def _overridden(self) -> dict[str, list[str]]:
        by_notice: dict[str, list[str]] = {}
        for triple in self.overrides:
            by_notice.setdefault(triple.partition("|")[0], []).append(triple)
        return by_notice

    @cached_property
    def _gathered(self) -> dict[Unit, Stored]:
        """All rows but those of documents."""
        if self.stored is not None:
            return dict(self.stored)
        with uncollected():
            return self._gather()

    def _gather(self) -> dict[Unit, Stored]:
        by_procedure: dict[str, list[str]] = {}
        for notice in self._notices:
            by_procedure.setdefault(self.procedure_of(notice), []).append(notice)
        by_family: dict[str, list[str]] = {}
        for procedure in by_procedure:
            by_family.setdefault(self.family_of(procedure), []).append(procedure)
        stored = {unit: Stored(unit) for unit in Unit}
        organizations = _Organizations(self)
        for families in _runs(by_family, by_procedure):
            said = self.view.claims([n for f in families for p in by_family[f] for n in by_procedure[p]], USED)
            for family in families:
                for row in self._built(family, {p: by_procedure[p] for p in by_family[family]}, said, organizations):
                    stored[row[0]].add(row[1])
        for organization in organizations.rows():
            stored[Unit.ORGANIZATION].add(organization)
        for table in stored.values():
            table.sort()
        return stored

    def _built(
        self,
        family: str,
        procedures: Mapping[str, Sequence[str]],
        said: Mapping[str, list[Statement]],
        organizations: _Organizations | None,
    ) -> Iterator[tuple[Unit, Row]]:
        """Yield all rows of one family: its procedures with their notices, lots and awards, and its own."""
        attempts = []
        for procedure, notices in procedures.items():
            facts = [_facts(self._notices[notice], self._corrected(notice, said[notice])) for notice in notices]
            facts.sort(key=_order)
            rows = [self._notice(each, procedure, family) for each in facts]
            for row in rows:
                yield Unit.NOTICE, row
            lots = _lots(procedure, facts, self)
            for lot, award in lots:
                yield Unit.LOT, lot
                if award is not None:
                    yield Unit.AWARD, award
            attempt = self._procedure(procedure, family, facts, rows, lots)
            yield Unit.PROCEDURE, attempt
            attempts.append(attempt)
            if organizations is not None:
                organizations.add(facts, attempt)
        yield Unit.FAMILY, self._family(family, attempts)

    def rows_of(self, unit: Unit, ids: Sequence[str], *, evidence: bool = True) -> dict[str, Row]:
        """Return rows with their sources.

        Args:
            unit: NOTICE, PROCEDURE, FAMILY, LOT or AWARD; documents and organizations have no statements of their own.
            ids: Of units that exist.
            evidence: False leaves ids and words out of the sources, which is quicker; `with_words` finds them later.
        """
        with uncollected():
            return self._rows_of(unit, ids, evidence=evidence)

    def _rows_of(self, unit: Unit, ids: Sequence[str], *, evidence: bool) -> dict[str, Row]:
        bulk, known = self._gathered[unit], self._gathered[Unit.PROCEDURE]
        if unit is Unit.FAMILY:
            procedures = {self.procedure_of(notice) for each in ids for notice in bulk.notices_of(each)}
        elif unit is Unit.PROCEDURE:
            procedures = set(ids)
        else:
            procedures = {bulk.get_value(each, "procedure") for each in ids}
        by_family: dict[str, list[str]] = {}
        for procedure in sorted(procedures):
            by_family.setdefault(self.family_of(procedure), []).append(procedure)
        members = {procedure: known.notices_of(procedure) for procedure in procedures}
        wanted = set(ids)
        found: dict[str, Row] = {}
        for families in _runs(by_family, members):
            notices = [notice for f in families for p in by_family[f] for notice in members[p]]
            said = self.view.statements(notices, USED) if evidence else self.view.claims(notices, USED)
            for family in families:
                for kind, row in self._built(family, {p: members[p] for p in by_family[family]}, said, None):
                    if kind is unit and row.values["id"] in wanted:
                        found[row.values["id"]] = row
        return {each: found[each] for each in ids}

    def with_words(self, statements: Iterable[Statement]) -> dict[tuple[str, str, Property, str], Statement]:
        """Return statements with their ids and words, by notice, subject, property and value.

        Args:
            statements: Without evidence, from `rows_of`; those of persons are left out, having ids already.
        """
        wanted: dict[Property, set[str]] = {}
        for statement in statements:
            if not statement.id:
                wanted.setdefault(statement.property, set()).add(statement.notice)
        found: dict[tuple[str, str, Property, str], Statement] = {}
        for name, notices in wanted.items():
            listed = sorted(notices)
            for start in range(0, len(listed), PAGE):
                for said in self.view.statements(listed[start : start + PAGE], (name,)).values():
                    for each in said:
                        found.setdefault((each.notice, each.subject, each.property, each.value), each)
        return found

    # Rows

    def _notice(self, facts: _Facts, procedure: str, family: str) -> Row:
        notice, said = facts.notice, facts.said
        row = Row({"id": notice.id, "document": notice.document, "procedure": procedure}, notices=(notice.id,))
        values, sources = row.values, row.sources
        values["family"] = family
        for column, name in _NOTICE_TEXTS:
            chosen = _only(said.get(name))
            values[column] = chosen.value if chosen else None
            if chosen:
                sources[column] = (chosen,)
        numbers = said.get(Property.NUMBER, ())
        row.take("numbers", (list(dict.fromkeys(each.value for each in numbers)), tuple(numbers)))
        row.take("round", _round(said.get(Property.ROUND)))
        for column, name in _NOTICE_PARTIES:
            chosen = _only(said.get(name))
            values[column] = self.organization_of(chosen) if chosen else None
            values[f"{column}_name"] = chosen.value if chosen else None
            if chosen:
                sources[column] = sources[f"{column}_name"] = (chosen,)
        buyer = values["buyer_name"]
        known = self.class_of(buyer) if buyer else None
        values["buyer_class"] = known[0] if known else None
        if known:
            sources["buyer_class"] = sources["buyer_name"]
        suppliers = [each for lot in facts.rows for each in _winners(facts, lot)]
        row.take("suppliers", (_distinct(self.organization_of(each) for each in suppliers), tuple(suppliers)))
        for column, name in _NOTICE_DATES:
            row.take(column, _date(said.get(name)))
        _put_amount(row, "budget", _amount(said.get(Property.BUDGET)))
        _put_amount(row, "ceiling", _amount(said.get(Property.CEILING)))
        row.take("consortium_allowed", _flag(said.get(Property.CONSORTIUM_ALLOWED)))
        missing = said.get(Property.MISSING_DOCUMENT, ())
        row.take("missing", (len(missing), tuple(missing)))
        judgement = self.relevance.get(notice.id)
        values["relevant"] = judgement.answer if judgement else None
        return row

    def _procedure(
        self,
        procedure: str,
        family: str,
        facts: Sequence[_Facts],
        rows: Sequence[Row],
        lots: Sequence[tuple[Row, Row | None]],
    ) -> Row:
        row = Row({"id": procedure, "family": family}, notices=tuple(sorted(each.notice.id for each in facts)))
        values = row.values
        stages = [each.stage for each in facts]
        meant = [each for each, stage in zip(rows, stages, strict=True) if stage in _BEFORE] or rows
        titled = next((each for some in (meant, rows) for each in some if each.values["project"] is not None), None)
        if titled is not None:
            row.take("title", (titled.values["project"], titled.sources["project"]))
        else:
            row.take("title", _first(rows, "title"))
        numbers = [number for each in rows for number in each.values["numbers"]]
        row.take("numbers", (list(dict.fromkeys(numbers)), _all_sources(rows, "numbers")))
        row.take("round", _extreme(rows, "round", max))
        row.take("method", _first(meant, "method"))
        _take_who(row, rows)
        row.take("published", _extreme(rows, "published", min))
        latest = _extreme(rows, "published", max)
        row.take("last_published", latest)
        row.take("opened", _last(rows, stages, "opening"))
        row.take("decided", _extreme(rows, "decided", max))
        row.take("signed", _extreme(rows, "signed", min))
        for column in ("budget", "ceiling"):
            _copy_amount(row, column, _last_amount(rows, stages, column), column)
        awards = [award for _, award in lots if award is not None]
        _put_total(row, "award_total", [(each, "amount") for each in awards], facts, _AWARDED)
        contracts = [(lot, "contract_value") for lot, _ in lots if lot.values["has_contract"]]
        _put_total(row, "contract_total", contracts, facts, _CONTRACTED)
        parties = ("suppliers", "contractors")
        suppliers = [each for lot, _ in lots for name in parties for each in lot.values[name]]
        row.take(
            "suppliers",
            (_distinct(suppliers), tuple(s for n in parties for s in _all_sources([lot for lot, _ in lots], n))),
        )
        row.take("stages", (sorted({stage.value for stage in stages if stage}), _all_sources(rows, "stage")))
        values["notices"] = len(facts)
        values["lots"] = len(lots)
        row.take("has_award", (bool(awards), _all_sources(awards, "id")))
        contract = [each for each, stage in zip(rows, stages, strict=True) if stage is Stage.CONTRACT]
        row.take("has_contract", (bool(contract), _all_sources(contract, "stage")))
        failed = bool(lots) and all(lot.values["status"] == LotStatus.FAILED for lot, _ in lots)
        row.take("failed", (failed, _all_sources([lot for lot, _ in lots], "status") if failed else ()))
        row.take("consortium_allowed", _last(rows, stages, "consortium_allowed"))
        values["relevant"] = _in_scope([answer for each in rows if (answer := each.values["relevant"])], len(rows))
        return row

    def _family(self, family: str, procedures: Sequence[Row]) -> Row:
        attempts = sorted(
            procedures, key=lambda row: (row.values["round"], row.values["published"] or dt.date.max, row.values["id"])
        )
        row = Row({"id": family}, notices=tuple(sorted(each for attempt in attempts for each in attempt.notices)))
        row.take("title", _first(attempts, "title"))
        for column in _WHO:
            row.take(column.name, _first(attempts, column.name))
        row.take("published", _extreme(attempts, "published", min))
        row.take("last_published", _extreme(attempts, "last_published", max))
        row.values["procedures"] = len(attempts)
        row.values["notices"] = len(row.notices)
        row.take("has_award", (any(each.values["has_award"] for each in attempts), _all_sources(attempts, "has_award")))
        answers = [answer for each in attempts if (answer := each.values["relevant"])]
        row.values["relevant"] = _in_scope(answers, len(attempts))
        return row

    @cached_property
    def _documents(self) -> Stored:
        if self.stored is not None:
            return self.stored[Unit.DOCUMENT]
        with uncollected():
            return self._gather_documents()

    def _gather_documents(self) -> Stored:
        arrivals: dict[str, tuple[str, str, int]] = {}
        for arrival in self.view.scan_arrivals():
            name, origin, times = arrivals.get(arrival.digest, (arrival.name, arrival.origin, 0))
            arrivals[arrival.digest] = (name, origin, times + 1)
        by_document: dict[str, list[str]] = {}
        for notice in self._notices.values():
            by_document.setdefault(notice.document, []).append(notice.id)
        stored = Stored(Unit.DOCUMENT)
        after = ""
        while page := self.view.documents(after=after, limit=PAGE):
            for document in page:
                first = arrivals.get(document.digest, (None, None, 0))
                notices = tuple(sorted(by_document.get(document.digest, ())))
                values = {
                    "id": document.digest,
                    "name": first[0],
                    "origin": first[1],
                    "arrivals": first[2],
                    "size": document.size,
                    "state": document.state.value,
                    "reason": document.reason,
                    "media_type": document.media_type,
                    "notices": len(notices),
                }
                stored.add(Row(values, notices=notices))
            after = page[-1].digest
        return stored

    # Tables

    def rows(self, unit: Unit) -> Stored:
        """Return every row of a unit's table by id, in order of id; rows are without sources."""
        return self._documents if unit is Unit.DOCUMENT else self._gathered[unit]

    def table(self, unit: Unit) -> pa.Table:
        """Return the table of a unit, in order of id."""
        return self.rows(unit).table()

    def statements(self) -> Iterator[tuple[object, ...]]:
        """Yield the rows of the table of statements (`STATEMENTS`), in order of notice, corrections applied."""
        run: list[Statement] = []
        notice = ""
        for statement in self.view.scan(frozenset(Property)):
            if statement.notice != notice:
                yield from map(_statement_row, self._corrected(notice, run))
                notice, run = statement.notice, []
            run.append(statement)
        yield from map(_statement_row, self._corrected(notice, run))


TABLES: dict[str, Unit] = {
    "documents": Unit.DOCUMENT,
    "notices": Unit.NOTICE,
    "procedures": Unit.PROCEDURE,
    "families": Unit.FAMILY,
    "lots": Unit.LOT,
    "awards": Unit.AWARD,
    "organizations": Unit.ORGANIZATION,
}
"""Names under which tables are exported; ``statements`` is the eighth."""

TABLE_NAMES = (*TABLES, "statements")


def table_rows(bench: Workbench, name: str) -> tuple[list[str], Iterator[tuple[object, ...]]]:
    """Return the columns and rows of a table by its name, as `hooks.Exporter.write` takes them.

    Raises:
        KeyError: there is no table of that name (`TABLES` and ``statements`` are all).
    """
    if name == "statements":
        return [column.name for column in STATEMENTS], bench.statements()
    stored = bench.rows(TABLES[name])
    return list(stored.columns), zip(*stored.columns.values(), strict=True)


def build(view: View, *, buyer_class: Rule | None = None) -> dict[str, pa.Table]:
    """Return all tables by name, ``statements`` included, each in order of id.

    Args:
        view: The facts.
        buyer_class: The rule for the column of that name; without it the column is empty.
    """
    bench = Workbench(view, buyer_class=buyer_class)
    return {name: table(bench, name) for name in TABLE_NAMES}


def table(bench: Workbench, name: str) -> pa.Table:
    """Return a table by its name, in order of id.

    Raises:
        KeyError: there is no table of that name; see `TABLE_NAMES`.
    """
    if name != "statements":
        return bench.table(TABLES[name])
    gathered: list[list[Any]] = [[] for _ in STATEMENTS]
    for row in bench.statements():
        for values, value in zip(gathered, row, strict=True):
            values.append(value)
    return _arrow(STATEMENTS, gathered)


def rows(table: pa.Table) -> Iterator[tuple[object, ...]]:
    """Yield the rows of a table, as `hooks.Exporter.write` takes them, some thousand at a time."""
    for batch in table.to_batches(max_chunksize=PAGE):
        yield from zip(*(column.to_pylist() for column in batch.columns), strict=True)


def dictionary() -> dict[str, tuple[Column, ...]]:
    """Return the data dictionary: the columns of every exported table by its name."""
    return {**{name: COLUMNS[unit] for name, unit in TABLES.items()}, "statements": STATEMENTS}


def arrow_type(kind: Kind) -> pa.DataType:
    """Return how a kind of column is stored."""
    import pyarrow as pa

    if kind in (Kind.TEXTS, Kind.CODES):
        return pa.list_(pa.string())
    types = {Kind.DATE: pa.date32(), Kind.AMOUNT: pa.decimal128(24, 2), Kind.NUMBER: pa.int64(), Kind.FLAG: pa.bool_()}
    return types.get(kind, pa.string())


def _arrow(columns: Sequence[Column], gathered: Sequence[list[Any]]) -> pa.Table:
    import pyarrow as pa

    fields = [
        pa.field(column.name, arrow_type(column.kind), metadata={"description": column.description})
        for column in columns
    ]
    arrays = [pa.array(values, each.type) for values, each in zip(gathered, fields, strict=True)]
    return pa.Table.from_arrays(arrays, schema=pa.schema(fields))


def _statement_row(statement: Statement) -> tuple[object, ...]:
    amount = statement.amount
    scope = None
    if statement.property in AMOUNTS:
        scope = "supplier" if "/supplier/" in statement.subject else "lot" if statement.subject else "procedure"
    return (
        statement.notice,
        statement.subject,
        statement.property.value,
        statement.value,
        statement.key,
        _ROLE_OF.get(statement.property),
        scope,
        _cents(amount.amount) if amount else None,
        amount.currency if amount else None,
        amount.basis.value if amount else None,
        str(amount.rate) if amount and amount.rate is not None else None,
        statement.layer,
        f"{statement.confidence:g}",
        statement.conflict,
    )


# Judgements ----------------------------------------------------------------------------------------------------------


def judged(view: View, question: str, subjects: Sequence[str]) -> dict[str, Judgement]:
    """Return the judgement in force on each subject of a question about one thing; the newest where several are.

    A person's answer stands alone, since the store leaves software's out beside it.
    """
    found: dict[str, Judgement] = {}
    for judgement in view.judgements(question, set(subjects)):
        found[judgement.subject] = judgement
    return found


def _overrides(view: View) -> dict[str, Judgement]:
    latest: dict[str, Judgement] = {}
    for judgement in view.history(Question.VALUE, limit=1_000_000):
        latest.setdefault(judgement.subject, judgement)
    return {subject: judgement for subject, judgement in latest.items() if judgement.answer != WITHDRAWN}


def _answered(judgement: Judgement, evidence: tuple[Any, ...]) -> list[Statement]:
    """Return the statement that a person's answer makes, under the judgement's id; nothing where it withdraws."""
    notice, subject, name = judgement.subject.split("|", 2)
    if not judgement.answer or name not in _PROPERTIES:
        return []
    property_ = _PROPERTIES[name]
    return [
        Statement(
            notice=notice,
            subject=subject,
            property=property_,
            value=judgement.answer,
            evidence=judgement.evidence or evidence,
            derivation="judgement",
            layer="person",
            amount=read_canonical(judgement.answer) if property_ in AMOUNTS else None,
            key=names.name_key(judgement.answer) if property_ in ORGANIZATIONS else None,
            id=judgement.id,
        )
    ]


_PROPERTIES = {each.value: each for each in Property}


def _in_scope(answers: Iterable[str], units: int) -> str | None:
    """Return whether something is in scope whose parts were answered so: one yes is enough, a no needs all."""
    given = list(answers)
    if Answer.YES in given:
        return Answer.YES
    if Answer.UNSURE in given:
        return Answer.UNSURE
    return Answer.NO if given and len(given) == units else None


def is_person(judgement: Judgement) -> bool:
    """Return whether a person judged."""
    return judgement.agent_kind == AgentKind.PERSON


# One value out of several statements ---------------------------------------------------------------------------------

_NOTICE_TEXTS = (
    ("stage", Property.STAGE),
    ("title", Property.NOTICE_TITLE),
    ("project", Property.TITLE),
    ("method", Property.METHOD),
    ("province", Property.PROVINCE),
    ("city", Property.CITY),
    ("county", Property.COUNTY),
)
_NOTICE_PARTIES = (("buyer", Property.BUYER), ("agency", Property.AGENCY))
_NOTICE_DATES = (
    ("published", Property.PUBLISHED),
    ("opening", Property.OPENING),
    ("decided", Property.DECIDED),
    ("signed", Property.SIGNED),
)
_LOT = re.compile(r"(lot/\d+)(/supplier/\d+)?$")


def _facts(notice: Notice, statements: Iterable[Statement]) -> _Facts:
    said: dict[Property, list[Statement]] = {}
    lots: dict[str, dict[Property, list[Statement]]] = {}
    suppliers: dict[str, dict[str, dict[Property, list[Statement]]]] = {}
    for statement in statements:
        subject = statement.subject
        if not subject:
            said.setdefault(statement.property, []).append(statement)
            continue
        match = _LOT.match(subject)
        if match is None:
            continue
        rows = lots.setdefault(match[1], {})
        if match[2]:
            rows = suppliers.setdefault(match[1], {}).setdefault(subject, {})
        rows.setdefault(statement.property, []).append(statement)
    stage = _only(said.get(Property.STAGE))
    published = _only(said.get(Property.PUBLISHED))
    known = stage is not None and stage.value in _STAGES
    return _Facts(
        notice,
        Stage(stage.value) if stage and known else None,
        published.value if published else "",
        said,
        lots,
        suppliers,
    )


_STAGES = frozenset(stage.value for stage in Stage)


def _only(statements: Sequence[Statement] | None) -> Statement | None:
    """Return the statement that counts: the first without conflict, or the first if all agree; None if they differ."""
    if not statements:
        return None
    for statement in statements:
        if not statement.conflict:
            return statement
    first = statements[0]
    return first if all(each.value == first.value for each in statements) else None


def _text(statements: Sequence[Statement] | None) -> Said:
    chosen = _only(statements)
    return (chosen.value, (chosen,)) if chosen else NOTHING


def _round(statements: Sequence[Statement] | None) -> Said:
    chosen = _only(statements)
    return (int(chosen.value), (chosen,)) if chosen and chosen.value.isdecimal() else (1, ())


def _flag(statements: Sequence[Statement] | None) -> Said:
    chosen = _only(statements)
    return (chosen.value == "true", (chosen,)) if chosen else NOTHING


def _date(statements: Sequence[Statement] | None) -> Said:
    chosen = _only(statements)
    if chosen is None:
        return NOTHING
    try:
        return dt.date.fromisoformat(chosen.value), (chosen,)
    except ValueError:
        return NOTHING


class Money(msgspec.Struct, frozen=True):
    """An amount as a table holds it."""

    amount: Decimal | None
    """Only a plain total."""
    currency: str | None
    basis: str
    problem: str | None


TWO_AMOUNTS = "the notice says two different amounts"
_PROBLEMS = {
    Basis.UNIT_PRICE: "a unit price, not a total",
    Basis.PER_YEAR: "a yearly amount, not a total",
    Basis.RATE: "a rate, not a total",
    Basis.RANGE: "a range, not one amount",
    Basis.FORMULA: "a formula, not an amount",
    Basis.UNKNOWN_UNIT: "a number without a unit",
    Basis.NOT_STATED: "printed as not stated (a zero, a dash, see annex)",
}
_LARGEST = Decimal(10) ** 21


def _amount(statements: Sequence[Statement] | None) -> Said:
    """Return the `Money` that statements of one role and scope say; conflicting amounts are none."""
    if not statements:
        return NOTHING
    values = {statement.value for statement in statements}
    if len(values) > 1 and any(statement.conflict for statement in statements):
        return Money(None, None, "conflict", TWO_AMOUNTS), tuple(statements)
    chosen = statements[0]
    amount = chosen.amount or read_canonical(chosen.value)
    if amount is None:
        return Money(None, None, Basis.NOT_STATED.value, "not an amount"), (chosen,)
    if amount.basis is not Basis.TOTAL:
        return Money(None, amount.currency, amount.basis.value, _PROBLEMS[amount.basis]), (chosen,)
    if amount.amount is None or abs(amount.amount) >= _LARGEST:
        return Money(None, amount.currency, amount.basis.value, "not a plausible amount"), (chosen,)
    return Money(_cents(amount.amount), amount.currency, amount.basis.value, None), (chosen,)


def _cents(amount: Decimal | None) -> Decimal | None:
    return None if amount is None or abs(amount) >= _LARGEST else amount.quantize(Decimal("0.01"))


def _put_amount(row: Row, column: str, found: Said) -> None:
    money, sources = found
    row.values[column] = money.amount if money else None
    row.values[f"{column}_currency"] = money.currency if money else None
    row.values[f"{column}_basis"] = money.basis if money else None
    row.values[f"{column}_problem"] = money.problem if money else None
    if sources:
        row.sources[column] = sources


def _first(rows: Iterable[Row], column: str) -> Said:
    return next(((v, row.sources.get(column, ())) for row in rows if (v := row.values[column]) is not None), NOTHING)


def _extreme(rows: Iterable[Row], column: str, pick: Callable[..., Row]) -> Said:
    """Return the least or greatest value of a column with the sources of the first row that has it."""
    stated = [row for row in rows if row.values[column] is not None]
    if not stated:
        return NOTHING
    chosen = stated[0] if len(stated) == 1 else pick(stated, key=lambda row: row.values[column])
    return chosen.values[column], chosen.sources.get(column, ())


def _all_sources(rows: Iterable[Row], column: str) -> tuple[Statement, ...]:
    return tuple(source for row in rows for source in row.sources.get(column, ()))


def _last(rows: Sequence[Row], stages: Sequence[Stage | None], column: str) -> Said:
    """Return what the last notice before the opening says, else what the first of the others says."""
    found = _chosen(rows, stages, [row.values[column] is not None for row in rows], planned=column != "opening")
    return (found.values[column], found.sources.get(column, ())) if found else NOTHING


def _last_amount(rows: Sequence[Row], stages: Sequence[Stage | None], column: str) -> Row | None:
    return _chosen(rows, stages, [row.values[f"{column}_basis"] is not None for row in rows], planned=True)


def _chosen(
    rows: Sequence[Row], stages: Sequence[Stage | None], stated: Sequence[bool], *, planned: bool
) -> Row | None:
    """Return the row that decides: the last tender notice or amendment, the last plan, else the first of the others.

    Args:
        rows: Of one procedure's notices, in order.
        stages: Of the same notices.
        stated: Which of them state anything.
        planned: False where plans and prequalifications do not count: what a prequalification calls its deadline is
            not the opening of bids.
    """
    if not any(stated):
        return None
    ranked = [(row, stage) for row, stage, states in zip(rows, stages, stated, strict=True) if states]
    for group in (_BEFORE, _EARLY):
        found = [row for row, stage in ranked if stage in group]
        if found and (group is _BEFORE or planned):
            return found[-1]
    return next((row for row, stage in ranked if stage not in _BEFORE and stage not in _EARLY), None)


def _copy_amount(row: Row, column: str, found: Row | None, own: str) -> None:
    for suffix in ("", "_currency", "_basis", "_problem"):
        row.values[f"{column}{suffix}"] = found.values[f"{own}{suffix}"] if found else None
    if found and own in found.sources:
        row.sources[column] = found.sources[own]


def _take_who(row: Row, rows: Sequence[Row]) -> None:
    """Fill the columns about buyer, agency and place with what most notices say, the first one among equals."""
    for column, together in _TOGETHER:
        stated = [each for each in rows if each.values[column] is not None]
        if not stated:
            row.values[column] = None
            row.values.update(dict.fromkeys(together))
            continue
        first = stated[0]
        agreeing = [each for each in stated if each.values[column] == first.values[column]]
        if len(agreeing) < len(stated):
            count = Counter(each.values[column] for each in stated)
            best = max(count, key=lambda value: count[value])
            agreeing = [each for each in stated if each.values[column] == best]
        row.take(column, (agreeing[0].values[column], _all_sources(agreeing, column)))
        for other in together:
            row.take(other, (agreeing[0].values[other], agreeing[0].sources.get(other, ())))
    if row.values["buyer"] is None:
        for column in ("buyer_name", "buyer_class"):
            row.take(column, _first(rows, column))


_TOGETHER: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("buyer", ("buyer_name", "buyer_class")),
    ("agency", ("agency_name",)),
    ("province", ()),
    ("city", ()),
    ("county", ()),
)


def _runs(by_family: Mapping[str, Sequence[str]], by_procedure: Mapping[str, Sequence[str]]) -> Iterator[list[str]]:
    """Yield runs of families, in order, of some two thousand notices each."""
    run: list[str] = []
    count = 0
    for family in sorted(by_family):
        run.append(family)
        count += sum(len(by_procedure[procedure]) for procedure in by_family[family])
        if count >= RUN:
            yield run
            run, count = [], 0
    if run:
        yield run


def _distinct(values: Iterable[str | None]) -> list[str]:
    return list(dict.fromkeys(value for value in values if value is not None))


# Lots and awards -----------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _LotRow:
    """What one notice says about one lot."""

    facts: _Facts
    row: str
    """``lot/1``; empty where a notice speaks of the lot only by speaking of the whole."""
    key: str
    """Empty for a row without a label."""
    label: Statement | None

    def said(self, name: Property) -> list[Statement]:
        return self.facts.lots.get(self.row, {}).get(name, [])


def _winners(facts: _Facts, row: str, name: Property = Property.SUPPLIER) -> list[Statement]:
    """Return the suppliers named in a lot row, in order; of two readings of one supplier the first."""
    found = list(facts.lots.get(row, {}).get(name, ()))
    found += [chosen for rows in facts.suppliers.get(row, {}).values() if (chosen := _only(rows.get(name))) is not None]
    return found


def _lots(procedure: str, facts: Sequence[_Facts], bench: Workbench) -> list[tuple[Row, Row | None]]:
    """Return the lots of a procedure with their awards, in order of label."""
    by_key: dict[str, list[_LotRow]] = {}
    for each in facts:
        for row in each.rows:
            label = _only(each.lots.get(row, {}).get(Property.LOT_LABEL))
            key = kinds.lot_key(label.value) if label else ""
            by_key.setdefault(key, []).append(_LotRow(each, row, key, label))
    implicit = by_key.pop("", [])
    if not by_key:
        by_key[""] = implicit
    elif len(by_key) == 1:
        # A procedure with one labelled lot: notices without labels can only mean that one.
        next(iter(by_key.values())).extend(implicit)
    elif any(_winners(each.facts, each.row) and each.facts.stage is Stage.AWARD for each in implicit):
        by_key[""] = implicit
    order = {id(each): place for place, each in enumerate(facts)}
    found = []
    for key in sorted(by_key, key=_natural):
        rows = sorted(by_key[key], key=lambda each: order[id(each.facts)])
        found.append(_lot(procedure, key, rows, facts, bench, alone=len(by_key) == 1))
    return found


def _natural(key: str) -> tuple[int, int, str]:
    return (0, int(key), "") if key.isdecimal() and len(key) < 10 else (1, 0, key)


def _lot(
    procedure: str, key: str, rows: list[_LotRow], facts: Sequence[_Facts], bench: Workbench, *, alone: bool
) -> tuple[Row, Row | None]:
    lot_id = f"{procedure}/lot/{key or '-'}"
    notices = tuple(sorted({each.facts.notice.id for each in rows} or {each.notice.id for each in facts}))
    lot = Row({"id": lot_id, "procedure": procedure}, notices=notices)
    labels = [each.label for each in rows if each.label is not None]
    lot.take("label", (labels[0].value if labels else None, tuple(labels[:1])))
    lot.values["labelled"] = bool(labels)
    titles = [found for each in rows if (found := _text(each.said(Property.LOT_TITLE)))[0] is not None]
    lot.take("lot_title", titles[0] if titles else NOTHING)
    for column, name in (("budget", Property.BUDGET), ("ceiling", Property.CEILING)):
        printed = [said for each in rows if (said := _amount(each.said(name)))[0] is not None]
        _put_amount(lot, column, printed[-1] if printed else _whole_amount(facts, name) if alone else NOTHING)
    award = _award(lot, rows, facts, bench, alone=alone)
    contracts = [each for each in rows if each.facts.stage is Stage.CONTRACT]
    value = NOTHING
    for each in contracts:
        value = _row_amount(each, Property.CONTRACT_VALUE, alone=alone) or value
    _put_amount(lot, "contract_value", value)
    contractors = [statement for each in contracts for statement in _winners(each.facts, each.row)]
    lot.take("contractors", (_distinct(bench.organization_of(each) for each in contractors), tuple(contractors)))
    contract = tuple(s for each in contracts for s in each.facts.said.get(Property.STAGE, []))
    lot.take("has_contract", (bool(contracts), contract))
    lot.take("has_award", (award is not None, award.sources.get("id", ()) if award else ()))
    winners = (award.values["suppliers"], award.sources.get("suppliers", ())) if award else ([], ())
    lot.take("suppliers", winners)
    if award:
        for suffix in ("", "_currency", "_basis", "_problem"):
            lot.values[f"award_value{suffix}"] = award.values[f"amount{suffix}"]
        lot.sources["award_value"] = award.sources.get("amount", ())
    else:
        _put_amount(lot, "award_value", NOTHING)
    lot.take("status", _status(rows, facts, award))
    return lot, award


def _whole_amount(facts: Sequence[_Facts], name: Property) -> Said:
    """Return what notices say of the whole purchase, for its only lot: the last tender notice or amendment decides."""
    stated = [(each.stage, said) for each in facts if (said := _amount(each.said.get(name)))[0] is not None]
    for group in (_BEFORE, _EARLY):
        found = [said for stage, said in stated if stage in group]
        if found:
            return found[-1]
    return stated[0][1] if stated else NOTHING


def _status(rows: Sequence[_LotRow], facts: Sequence[_Facts], award: Row | None) -> Said:
    if award is not None:
        return LotStatus.AWARDED.value, award.sources.get("id", ())
    stated = [found for each in rows if (found := _text(each.said(Property.LOT_STATUS)))[0] is not None]
    ended = [each for each in facts if each.stage is Stage.TERMINATION and not any(each.lots.values())]
    if ended and not (stated and stated[-1][0] == LotStatus.AWARDED):
        return LotStatus.FAILED.value, tuple(ended[-1].said.get(Property.STAGE, []))
    if any(each.stage is Stage.TERMINATION for each in facts) and not stated:
        last = next(each for each in reversed(facts) if each.stage is Stage.TERMINATION)
        return LotStatus.FAILED.value, tuple(last.said.get(Property.STAGE, []))
    return stated[-1] if stated else NOTHING


def _is_awarded(each: _LotRow) -> bool:
    status = _text(each.said(Property.LOT_STATUS))[0]
    if status == LotStatus.FAILED:
        return False
    if status == LotStatus.AWARDED or _winners(each.facts, each.row):
        return True
    return any(_said_amounts(each.facts, each.row, Property.AWARD_VALUE))


def _said_amounts(facts: _Facts, row: str, name: Property) -> list[Statement]:
    rows = [facts.lots.get(row, {}), *facts.suppliers.get(row, {}).values()]
    return [statement for each in rows for statement in each.get(name, [])]


def _award(lot: Row, rows: Sequence[_LotRow], facts: Sequence[_Facts], bench: Workbench, *, alone: bool) -> Row | None:
    """Return the award of a lot, or None where no award notice awards it."""
    results = [each for each in rows if each.facts.stage is Stage.AWARD and _is_awarded(each)]
    whole = [each for each in facts if each.stage is Stage.AWARD and not each.lots and not each.suppliers]
    if alone and not results:
        # An award notice that prints only a total, or refers to an annex, still awards the only lot.
        results = [_LotRow(each, "", "", None) for each in whole if each.said.get(Property.AWARD_VALUE)]
    if not results:
        return None
    # An amendment that names a winner or an amount of the lot supersedes what the award notice says of it.
    changed = [
        each
        for each in rows
        if each.facts.stage is Stage.AMENDMENT
        and (_winners(each.facts, each.row) or _said_amounts(each.facts, each.row, Property.AWARD_VALUE))
    ]
    # An award notice of a later day than a failed one, or a second printing of the same, leaves the last to speak.
    row = Row({"id": f"{lot.values['id']}/award", "lot": lot.values["id"], "procedure": lot.values["procedure"]})
    row.notices = tuple(sorted({each.facts.notice.id for each in (*results, *changed)}))
    row.values["label"] = lot.values["label"]
    naming = [each for each in (*results, *changed) if _winners(each.facts, each.row)]
    winners = _winners(naming[-1].facts, naming[-1].row) if naming else []
    row.take("suppliers", (_distinct(bench.organization_of(each) for each in winners), tuple(winners)))
    row.values["supplier_names"] = _distinct(each.value for each in winners)
    leads = [
        each
        for rows_ in (naming[-1].facts.suppliers.get(naming[-1].row, {}) if naming else {}).values()
        for each in rows_.get(Property.LEAD, [])
    ]
    row.take("consortium", (len(winners) > 1 and any(each.value == "true" for each in leads), tuple(leads)))
    last = results[-1].facts
    published = _date(last.said.get(Property.PUBLISHED))
    row.take("award_published", published)
    decided = [found for each in results if (found := _date(each.facts.said.get(Property.DECIDED)))[0] is not None]
    row.take("award_date", decided[-1] if decided else published)
    _put_amount(row, "amount", _award_amount(results, changed, alone=alone))
    row.values["amount_role"] = "award" if row.values["amount_basis"] else None
    subjects = {source.subject for source in row.sources.get("amount", ())}
    row.values["amount_scope"] = ("notice" if "" in subjects else "lot") if subjects else None
    stage = last.said.get(Property.STAGE, [])
    row.sources["id"] = (*stage, *results[-1].said(Property.LOT_STATUS), *(winners[:1]))
    return row


def _award_amount(results: list[_LotRow], changed: list[_LotRow], *, alone: bool) -> Said:
    revised = [said for each in changed if (said := _row_amount(each, Property.AWARD_VALUE, alone=alone))]
    if revised:
        return revised[-1]
    printed = [said for each in results if (said := _row_amount(each, Property.AWARD_VALUE, alone=alone))]
    if not printed:
        return Money(None, None, Basis.NOT_STATED.value, "no award amount is printed"), ()
    if any(said[0].basis == "conflict" for said in printed):
        return next(said for said in printed if said[0].basis == "conflict")
    totals = [said for said in printed if said[0].amount is not None]
    if len({(said[0].amount, said[0].currency) for said in totals}) > 1:
        both = tuple(source for said in totals for source in said[1])
        return Money(None, None, "conflict", "two award notices say different amounts"), both
    return totals[-1] if totals else printed[-1]


def _row_amount(each: _LotRow, name: Property, *, alone: bool) -> Said | None:
    """Return the amount that a notice gives for one lot, or None where it prints none at all."""
    own = _amount(each.said(name))
    whole = _amount(each.facts.said.get(name))
    rows = each.facts.rows
    only = alone and len(rows) <= 1
    if own[0] is None:
        priced = [_amount(said[name]) for said in each.facts.suppliers.get(each.row, {}).values() if said.get(name)]
        if len(priced) == 1 and len(each.facts.suppliers.get(each.row, {})) == 1:
            own = priced[0]
        elif priced and not (only and whole[0] is not None):
            sources = tuple(source for said in priced for source in said[1])
            return Money(None, None, "several", "several suppliers, each with an amount of its own"), sources
    if own[0] is None and whole[0] is not None:
        if only:
            return whole
        return Money(None, whole[0].currency, "several", "only a total over several lots"), whole[1]
    if own[0] is None:
        return None
    if only and whole[0] is not None and _differ(own[0], whole[0]):
        return Money(None, None, "conflict", TWO_AMOUNTS), (*own[1], *whole[1])
    return own


def _differ(one: Money, other: Money) -> bool:
    """Return whether two totals of one thing are not the same."""
    if one.amount is None or other.amount is None:
        return False
    return (one.amount, one.currency) != (other.amount, other.currency)


_AWARDED = (Stage.AWARD, Property.AWARD_VALUE)
_CONTRACTED = (Stage.CONTRACT, Property.CONTRACT_VALUE)


def _put_total(
    row: Row,
    column: str,
    parts: Sequence[tuple[Row, str]],
    facts: Sequence[_Facts],
    role: tuple[Stage, Property],
) -> None:
    """Set a procedure's total of one role: the sum of its lots where each prints a total, else the printed total."""
    stage, name = role
    printed = [said for each in facts if each.stage is stage and (said := _amount(each.said.get(name)))[0] is not None]
    sources = tuple(source for part, own in parts for source in part.sources.get(own, ()))
    amounts = [part.values[own] for part, own in parts]
    currencies = {part.values[f"{own}_currency"] for part, own in parts}
    if parts and all(amount is not None for amount in amounts) and len(currencies) == 1:
        total = sum(amounts, Decimal(0))
        whole = printed[-1][0] if printed else None
        if whole is not None and whole.amount is not None and whole.amount != total:
            problem = "the printed total differs from the sum of the lots"
            found: Said = (Money(None, None, "conflict", problem), (*sources, *printed[-1][1]))
        else:
            found = (Money(total, next(iter(currencies)), Basis.TOTAL.value, None), sources)
    elif printed and len(parts) != 1:
        found = printed[-1]
    elif parts:
        first = next((part.values[f"{own}_problem"] for part, own in parts if part.values[own] is None), None)
        basis = next((part.values[f"{own}_basis"] for part, own in parts if part.values[own] is None), None)
        problem = first or ("lots in several currencies" if len(currencies) > 1 else "not every lot prints a total")
        found = (Money(None, None, basis or Basis.NOT_STATED.value, problem), sources)
    else:
        found = NOTHING
    _put_amount(row, column, found)


class _Organizations:
    """Gathers organizations from the statements that name them."""

    def __init__(self, bench: Workbench) -> None:
        self._bench = bench
        self._names: dict[str, Counter[str]] = {}
        self._procedures: dict[str, dict[str, set[str]]] = {}
        self._notices: dict[str, set[str]] = {}
        self._provinces: dict[str, Counter[str]] = {}

    def add(self, facts: Sequence[_Facts], procedure: Row) -> None:
        for each in facts:
            for name, role in ((Property.BUYER, "buyer"), (Property.AGENCY, "agency")):
                for statement in each.said.get(name, []):
                    self._note(statement, role, procedure.values["id"])
            for lot in {*each.lots, *each.suppliers}:
                for name, role in ((Property.SUPPLIER, "supplier"), (Property.CANDIDATE, "candidate")):
                    for statement in _winners(each, lot, name):
                        self._note(statement, role, procedure.values["id"])
        buyer, province = procedure.values["buyer"], procedure.values["province"]
        if buyer and province:
            self._provinces.setdefault(buyer, Counter())[province] += 1

    def _note(self, statement: Statement, role: str, procedure: str) -> None:
        organization = self._bench.organization_of(statement)
        if organization is None:
            return
        self._names.setdefault(organization, Counter())[statement.value] += 1
        self._procedures.setdefault(organization, {}).setdefault(role, set()).add(procedure)
        self._notices.setdefault(organization, set()).add(statement.notice)

    def rows(self) -> Iterator[Row]:
        for organization in sorted(self._names):
            count = self._names[organization]
            name = max(count, key=lambda each: (count[each], -len(each), each))
            roles = self._procedures[organization]
            kind = self._bench.class_of(name) if "buyer" in roles else None
            provinces = self._provinces.get(organization)
            values = {
                "id": organization,
                "name": name,
                "names": sorted(count),
                "role": sorted(roles),
                "buyer_class": kind[0] if kind else None,
                "province": max(provinces, key=lambda each: (provinces[each], each)) if provinces else None,
                **{f"as_{role}": len(roles.get(role, ())) for role in ("buyer", "agency", "supplier", "candidate")},
            }
            yield Row(values, notices=tuple(sorted(self._notices[organization])))
