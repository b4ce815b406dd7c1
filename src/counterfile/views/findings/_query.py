"""The query behind a finding: conditions become SQL over the tables, every value a parameter."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from counterfile.model.codebook import JOINT
from counterfile.model.finding import Condition, FindingSpec, Operator, Unit, Window
from counterfile.model.judgement import Answer, Judgement
from counterfile.views.coding import by_member
from counterfile.views.findings._codes import LIMITS, answered, check_limits, why_open, within
from counterfile.views.findings._columns import (
    CODE,
    NOTICES,
    PARENTS,
    TEXT,
    YEAR,
    day_of,
    fields_of,
    level_of,
    resolve,
    resolved_of,
)
from counterfile.views.findings._desk import Desk
from counterfile.views.findings._sql import chosen
from counterfile.views.tables import Column, Kind


class Asked:
    """What one finding asks of the tables, and what searches and codes answered."""

    def __init__(self, desk: Desk, spec: FindingSpec) -> None:
        self.desk = desk
        self.bench = desk.bench
        self.spec = spec
        self.conditions = spec.conditions + window_conditions(spec.window)
        self.found_words: dict[str, dict[str, tuple[tuple[int, int], ...]]] = {}
        """Term -> notice -> where it stands."""
        self.codes: dict[str, dict[str, Judgement]] = {}
        """Question -> notice -> answer; where organizations are counted, by their own ids."""

    @cached_property
    def chosen(self) -> frozenset[str] | None:
        """The units that the finding's SQL gives; None without SQL."""
        return chosen(self.desk, self.spec) if self.spec.sql else None

    def prepare(self, conditions: Sequence[Condition]) -> None:
        """Look for words and codes before the query, among the notices that may still matter."""
        terms = sorted({term for each in conditions if each.field == TEXT for term in each.values})
        if terms:
            self.found_words = self.desk.containing(terms, self._possible_notices())
        check_limits(self.bench.view, conditions, self.spec)
        for name in dict.fromkeys([*(each.field for each in conditions), *self.spec.by]):
            if name.startswith(CODE) and name not in self.codes:
                self.codes[name] = by_member(self.bench.view, name, self._answering)

    @cached_property
    def _answering(self) -> dict[str, tuple[str, ...]]:
        """Return by notice, or by organization where these are counted, the units whose answers hold for it."""
        if self.spec.unit is Unit.ORGANIZATION:
            return {one: (one,) for one in self.bench.rows(Unit.ORGANIZATION)}
        return {
            notice: (notice, row.values["procedure"], row.values["document"])
            for notice, row in self.bench.rows(Unit.NOTICE).items()
        }

    def said(self, question: str, unit: str) -> dict[str, Judgement]:
        """Return the answers to a question about a unit, by the notice that each holds for; an organization's by its id."""
        rows = self.bench.rows(self.spec.unit)
        if self.spec.unit is Unit.ORGANIZATION:
            members: Sequence[str] = (unit,)
        elif self.spec.unit in (Unit.LOT, Unit.AWARD):
            members = self.bench.rows(Unit.PROCEDURE).notices_of(rows.get_value(unit, "procedure"))
        else:
            members = rows.notices_of(unit)
        known = self.codes.get(question, {})
        return {member: known[member] for member in members if member in known}

    def parts(self, unit: str, plain: Sequence[Any]) -> tuple[tuple[Any, ...], ...]:
        """Return a unit's values of each column that the figure is broken down by: of a question all its answers.

        Args:
            unit: Its id.
            plain: Its values of the columns, in their order; what stands for a question is not looked at.
        """
        return tuple(
            answered(self.said(name, unit).values()) if name.startswith(CODE) else (value,)
            for name, value in zip(self.spec.by, plain, strict=False)
        )

    def _possible_notices(self) -> list[str]:
        """Return the notices that meet, or may meet, all conditions on notices but those on words."""
        plain = [
            each
            for each in self.conditions
            if each.field != TEXT
            and not each.field.startswith(CODE)
            and (resolved := resolve(self.spec.unit, each.field)) is not None
            and resolved.level == (Unit.NOTICE if self.spec.unit is Unit.NOTICE else NOTICES)
        ]
        if not plain:
            return list(self.bench.rows(Unit.NOTICE))
        parameters: list[Any] = []
        tests = [test_of(expression_of(Unit.NOTICE, each.field, "n"), each, parameters) for each in plain]
        where = " AND ".join(f"({test}) IS NOT FALSE" for test in tests)
        table = self.desk.table(Unit.NOTICE)
        rows = self.desk.connection.execute(f"SELECT n.id FROM {table} n WHERE {where}", parameters).fetchall()  # noqa: S608
        return [row[0] for row in rows]


@dataclass(slots=True)
class Candidate:
    """A unit that no condition rules out."""

    id: str
    unknown: str | None
    """Why it cannot be decided, or None where it belongs to the population."""
    notices: tuple[str, ...]
    """Notices that met the conditions on notices; all of its notices where there are none."""
    value: Any
    parts: tuple[tuple[Any, ...], ...]
    """Its values of each column that the figure is broken down by; several only of a question with several answers."""
    within: bool | None
    """Of a share; None where it cannot be decided."""
    also: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Nested conditions that it meets -> its notices that met them."""
    amount: Any = None
    """What a rank goes by; None where units are counted."""


class Query:
    """The one query that says of every unit whether it meets each condition: true, false, or not to be decided."""

    def __init__(
        self,
        asked: Asked,
        conditions: Sequence[Condition],
        share: Sequence[Condition],
        of: str | None,
        by: Sequence[str],
    ) -> None:
        self.asked = asked
        self.unit = asked.spec.unit
        self.conditions, self.share, self.of, self.by = conditions, share, of, by
        self.parameters: list[Any] = []
        self.reasons: list[Any] = []

    def rows(self) -> list[tuple[Any, ...]]:
        """Return (id, notices that met, value, parts, in the share, problem of the value, then one test per condition).

        Units that a condition rules out are left out.
        """
        desk = self.asked.desk
        own = [each for each in self.conditions if level_of(self.unit, each.field) != NOTICES]
        through = [each for each in self.conditions if level_of(self.unit, each.field) == NOTICES]
        # Parameters are numbered by their place in the text, so the parts are made in the order in which they stand.
        common = ""
        if through:
            common = "WITH met AS (" + self.through(through) + ")\n"
        within = "NULL"
        tests = []
        for each in own:
            tests.append(self.test(each))
            self.reasons.append(self.reason(each))
        if through:
            tests.append("coalesce(met.test, FALSE)" if not self._can_be_unknown(through) else _UNKNOWN_MET)
            undecided = f"{fields_of(through)} {UNSURE if _codes(through) else 'is not stated'}"
            self.reasons.append(lambda unit: self.silent(through, unit) or undecided)
        if self.share:
            shares = [each for each in self.share if level_of(self.unit, each.field) != NOTICES]
            inner = [each for each in self.share if level_of(self.unit, each.field) == NOTICES]
            parts = [self.test(each) for each in shares]
            if inner:
                part = f"(SELECT shared.test FROM ({self.through(inner)}) shared WHERE shared.unit = u.id)"  # noqa: S608
                parts.append(part if self._can_be_unknown(inner) else f"coalesce({part}, FALSE)")
            within = " AND ".join(f"({part})" for part in parts)
        value = self.expression(self.of) if self.of else "NULL"
        plain = ("NULL" if each.startswith(CODE) else f"CAST({self.expression(each)} AS VARCHAR)" for each in self.by)
        part = f"[{', '.join(plain)}]"
        problem = "NULL"
        resolved = resolve(self.unit, self.of) if self.of else None
        if resolved is not None and resolved.column.kind is Kind.AMOUNT and resolved.level == self.unit:
            problem = f'u."{self.of}_problem"'
        joins = "".join(
            f"\nLEFT JOIN {desk.table(above)} {above.value}_ ON {above.value}_.id = u.{link}"
            for above, link in PARENTS.get(self.unit, ())
        )
        if through:
            joins += "\nLEFT JOIN met ON met.unit = u.id"
        notices = "met.notices" if through else "NULL"
        listed = "".join(f",\n  ({test}) AS test_{place}" for place, test in enumerate(tests))
        # The text is made of names from the data dictionary only; every value is a parameter.
        selected = (
            f"SELECT u.id AS id, {notices} AS met_by, {value} AS measured, {part} AS parts, ({within}) AS within_, "
            f"{problem} AS problem{listed}\nFROM {desk.table(self.unit)} u{joins}"
        )
        still = " AND ".join(f"test_{place} IS DISTINCT FROM FALSE" for place in range(len(tests))) or "TRUE"
        sql = f"{common}SELECT * FROM ({selected}) WHERE {still} ORDER BY id"  # noqa: S608
        ordered = self._in_order(sql)
        return desk.connection.execute(ordered, self._given).fetchall()

    # Parameters are written as {n} marks while the parts are made, since parts are made in another order than they stand.

    def _in_order(self, sql: str) -> str:
        self._given: list[Any] = []

        def place(match: re.Match[str]) -> str:
            self._given.append(self.parameters[int(match[1])])
            return "?"

        return _MARK.sub(place, sql)

    def test(self, condition: Condition) -> str:
        if condition.field.startswith(CODE):
            return self.coded(condition, "u")
        found: list[Any] = []
        test = test_of(self.column(condition.field), condition, found)
        return self.marked(test, found)

    def marked(self, test: str, values: Sequence[Any]) -> str:
        start = len(self.parameters)
        self.parameters += values
        places = iter(range(start, start + len(values)))
        return re.sub(r"\?", lambda _: f"\x00{next(places)}\x00", test)

    def column(self, name: str) -> _Expression:
        level = resolved_of(self.unit, name).level
        if not isinstance(level, Unit):
            raise TypeError(f"{name} is a column of notices, which are not joined one by one")
        return expression_of(level, name, "u" if level is self.unit else f"{level.value}_")

    def expression(self, name: str) -> str:
        return self.column(name).sql

    def given(self, name: str, alias: str) -> _Expression:
        """Return the answer to a question of the codebook for a notice."""
        answers = self.asked.codes[name]
        table = self.asked.desk.temporary(
            {"notice": list(answers), "answer": [each.answer for each in answers.values()]}
        )
        # A question may have several answers; each of them meets a condition that names it.
        answer = f"(SELECT string_split(given.answer, '{JOINT}') FROM {table} given WHERE given.notice = {alias}.id)"  # noqa: S608
        return _Expression(answer, Column(name, Kind.CODES, ""))

    def coded(self, condition: Condition, alias: str) -> str:
        """Return a test of an answer; *unsure* decides nothing, unless it is asked for."""
        if condition.operator in LIMITS:
            return self.limited(condition, alias)
        found: list[Any] = []
        answer = self.given(condition.field, alias)
        if Answer.UNSURE not in condition.values and condition.operator is not Operator.MISSING:
            answer = _Expression(f"nullif({answer.sql}, ['{Answer.UNSURE}'])", answer.column)
        return self.marked(test_of(answer, condition, found), found)

    def limited(self, condition: Condition, alias: str) -> str:
        """Return a test of an answer that is a number or a day."""
        said = self.asked.codes[condition.field].items()
        tested = {one: within(each.answer, condition.operator, condition.values[0]) for one, each in said}
        known = {one: "yes" if met else "no" for one, met in tested.items() if met is not None}
        table = self.asked.desk.temporary({"member": list(known), "met": list(known.values())})
        return f"(SELECT given.met = 'yes' FROM {table} given WHERE given.member = {alias}.id)"  # noqa: S608

    def silent(self, conditions: Sequence[Condition], unit: str) -> str:
        """Return that a unit's answers say nothing of what is asked, empty where they do; see `why_open`."""
        limits = [each for each in conditions if each.field.startswith(CODE) and each.operator in LIMITS]
        return why_open(limits, {each.field: self.asked.said(each.field, unit).values() for each in limits})

    def reason(self, condition: Condition) -> Any:
        """Return how to say why a condition cannot be decided for a unit."""
        name = condition.field
        if name.startswith(CODE):
            return lambda unit: self.silent([condition], unit) or f"{name} {UNSURE}"
        resolved = resolve(self.unit, name)
        rows = self.asked.bench.rows(self.unit)
        amount = re.sub(r"_(?:currency|basis|problem)$", "", name)

        problem = f"{amount}_problem"
        has_problems = resolved is not None and resolved.level is self.unit and problem in rows.columns

        def say(unit: str) -> str:
            if has_problems and (said := rows.get_value(unit, problem)):
                return str(said)
            if len(condition.values) > 1 and condition.operator in (Operator.FROM, Operator.TO):
                return f"{name} is not stated in {condition.values[1]}"
            return f"{name} is not stated"

        return say

    def through(self, conditions: Sequence[Condition]) -> str:
        """Return a query for units with a notice that meets all of these, and with those notices."""
        desk = self.asked.desk
        tests = []
        for each in conditions:
            if each.field == TEXT:
                tests.append(self.words(each))
            elif each.field.startswith(CODE):
                tests.append(self.coded(each, "n"))
            else:
                found: list[Any] = []
                test = test_of(expression_of(Unit.NOTICE, each.field.removeprefix("notice."), "n"), each, found)
                tests.append(self.marked(test, found))
        both = " AND ".join(f"({test})" for test in tests)
        table = desk.table(Unit.NOTICE)
        link = {Unit.DOCUMENT: "document", Unit.FAMILY: "family"}.get(self.unit, "procedure")
        unit, join = f"n.{link}", ""
        if self.unit in (Unit.LOT, Unit.AWARD):
            unit, join = "o.id", f" JOIN {desk.table(self.unit)} o ON o.procedure = n.procedure"
        elif self.unit is Unit.NOTICE:
            unit = "n.id"
        return (
            f"SELECT unit, CASE WHEN bool_or(test) THEN TRUE WHEN bool_or(test IS NULL) THEN NULL ELSE FALSE END AS test, "  # noqa: S608
            f"bool_or(test IS NULL) AS open, list(id) FILTER (test) AS notices "
            f"FROM (SELECT {unit} AS unit, n.id AS id, ({both}) AS test FROM {table} n{join}) GROUP BY unit"
        )

    def words(self, condition: Condition) -> str:
        """Return a test of a notice's words; it can always be decided."""
        found = self.asked.found_words
        sets = [set(found.get(term, {})) for term in condition.values]
        held = set.intersection(*sets) if condition.operator is Operator.ALL else set().union(*sets)
        table = self.asked.desk.temporary({"notice": sorted(held)})
        negated = "NOT " if condition.operator is Operator.NOT else ""
        return f"n.id {negated}IN (SELECT notice FROM {table})"  # noqa: S608

    def _can_be_unknown(self, conditions: Sequence[Condition]) -> bool:
        return any(each.field != TEXT for each in conditions)


UNSURE = "is not answered, or the answer is unsure"
"""Why an answer to a question of the codebook decides nothing."""


def _codes(conditions: Sequence[Condition]) -> bool:
    return any(each.field.startswith(CODE) for each in conditions)


_MARK = re.compile("\x00(\\d+)\x00")
_UNKNOWN_MET = "CASE WHEN met.unit IS NULL THEN FALSE ELSE met.test END"


@dataclass(frozen=True, slots=True)
class _Expression:
    """A column in a query."""

    sql: str
    column: Column


def expression_of(unit: Unit, name: str, alias: str) -> _Expression:
    resolved = resolved_of(unit, name)
    if resolved.year:
        return _Expression(f'CAST(year({alias}."{name.removesuffix(YEAR)}") AS VARCHAR)', resolved.column)
    return _Expression(f'{alias}."{name}"', resolved.column)


def test_of(expression: _Expression, condition: Condition, parameters: list[Any]) -> str:
    """Return a comparison as SQL that is NULL where nothing is stated; its values are added to `parameters`."""
    sql, kind = expression.sql, expression.column.kind
    several = kind in (Kind.TEXTS, Kind.CODES)
    stated = f"nullif({sql}, [])" if several else sql
    operator, values = condition.operator, condition.values
    if operator is Operator.MISSING:
        return f"{stated} IS {'' if values[0] == 'yes' else 'NOT '}NULL"
    if operator in (Operator.FROM, Operator.TO):
        sign = ">=" if operator is Operator.FROM else "<="
        cast = {Kind.DATE: "DATE", Kind.AMOUNT: "DECIMAL(24, 2)"}.get(kind, "BIGINT")
        test = f"{sql} {sign} CAST(? AS {cast})"
        if kind is not Kind.AMOUNT:
            parameters.append(values[0])
            return test
        # Dollars are neither more nor less than yuan.
        parameters += [values[1], values[0]]
        currency = sql.removesuffix('"') + '_currency"'
        return f"CASE WHEN {sql} IS NULL OR {currency} <> ? THEN NULL ELSE {test} END"
    if operator is Operator.CONTAINS:
        parameters += [value.casefold() for value in values]
        one = (
            f"len(list_filter({sql}, one -> contains(lower(one), ?))) > 0" if several else f"contains(lower({sql}), ?)"
        )
        both = " OR ".join(one for _ in values)
        return f"CASE WHEN {stated} IS NULL THEN NULL ELSE ({both}) END"
    test = _equal(sql, stated, kind, values, parameters)
    return f"NOT ({test})" if operator is Operator.NOT else test


def _equal(sql: str, stated: str, kind: Kind, values: Sequence[str], parameters: list[Any]) -> str:
    if kind is Kind.DATE:
        tests = []
        for value in values:
            parameters += [day_of(value, end=False).isoformat(), day_of(value, end=True).isoformat()]
            tests.append(f"{sql} BETWEEN CAST(? AS DATE) AND CAST(? AS DATE)")
        return " OR ".join(tests)
    parameters += list(values)
    if kind in (Kind.TEXTS, Kind.CODES):
        return f"list_has_any({stated}, [{', '.join('?' for _ in values)}])"
    cast = {Kind.NUMBER: "BIGINT", Kind.FLAG: "BOOLEAN"}.get(kind, "VARCHAR")
    return f"{sql} IN ({', '.join(f'CAST(? AS {cast})' for _ in values)})"


def window_conditions(window: Window | None) -> tuple[Condition, ...]:
    if window is None:
        return ()
    found = []
    if window.start is not None:
        found.append(Condition(window.date, Operator.FROM, (window.start.isoformat(),)))
    if window.end is not None:
        found.append(Condition(window.date, Operator.TO, (window.end.isoformat(),)))
    return tuple(found)
