"""Findings: strict files in, figures out, each with the units it consists of and the words that made them count.

A population is a set of units that meet all conditions. A condition on a column of another table is followed only where
that makes sense: upwards from a lot or an award to its procedure, and from a unit to its notices, one of which must meet
all conditions on notices together. A unit for which a condition cannot be decided, since nothing is stated, is never
silently in or out: it is excluded with that reason and counted.
"""

from __future__ import annotations

import datetime as dt
import difflib
import math
import re
import statistics
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cached_property
from pathlib import Path
from typing import Any

import duckdb
import yaml

from counterfile.errors import BadUsage, Missing
from counterfile.hooks import Rule
from counterfile.model.document import State
from counterfile.model.finding import (
    Claim,
    Condition,
    Counted,
    Exclusion,
    Expected,
    Figure,
    Finding,
    FindingSpec,
    Measure,
    Operator,
    Source,
    Unit,
    Window,
)
from counterfile.model.judgement import Answer, Judgement
from counterfile.model.notice import ORGANIZATIONS, LotStatus, Stage
from counterfile.model.reading import BlockKind, Reading
from counterfile.model.statement import Statement
from counterfile.store.ports import View
from counterfile.text import search
from counterfile.views.tables import COLUMNS, Column, Kind, Row, Workbench, judged

SUFFIX = ".yaml"
LOCKED = ".lock.json"
TEXT = "text"
CODE = "code:"
YEAR = "_year"

_KEYS = ("claim", "unit", "population", "measure", "of", "by", "expected", "tolerance", "exclude", "caveats")
_POPULATION = ("stage", "relevant", "round", "window", "where")
_NAME = re.compile(r"[\w.-]+", re.ASCII)

PLURAL = {
    Unit.DOCUMENT: "documents",
    Unit.NOTICE: "notices",
    Unit.PROCEDURE: "procedures",
    Unit.FAMILY: "families",
    Unit.LOT: "lots",
    Unit.AWARD: "awards",
    Unit.ORGANIZATION: "organizations",
}
_PARENTS: dict[Unit, tuple[tuple[Unit, str], ...]] = {
    Unit.NOTICE: ((Unit.PROCEDURE, "procedure"), (Unit.FAMILY, "family")),
    Unit.PROCEDURE: ((Unit.FAMILY, "family"),),
    Unit.LOT: ((Unit.PROCEDURE, "procedure"),),
    Unit.AWARD: ((Unit.LOT, "lot"), (Unit.PROCEDURE, "procedure")),
}
"""Tables above a unit, with its column that holds the other's id: each unit has exactly one of them."""

_IDENTITY: dict[Unit, tuple[str, ...]] = {
    Unit.NOTICE: ("stage", "title"),
    Unit.PROCEDURE: ("title", "numbers"),
    Unit.FAMILY: ("title",),
    Unit.LOT: ("label", "lot_title"),
    Unit.AWARD: ("id", "suppliers"),
}
"""Columns whose words show what a unit is, whatever the conditions are."""

_CLOSED: dict[str, tuple[str, ...]] = {
    "stage": tuple(stage.value for stage in Stage),
    "stages": tuple(stage.value for stage in Stage),
    "relevant": (Answer.YES.value, Answer.NO.value, Answer.UNSURE.value),
    "status": tuple(status.value for status in LotStatus),
    "state": tuple(state.value for state in State),
    "role": ("buyer", "agency", "supplier", "candidate"),
}
"""Columns with a closed list of values: another value can only be a slip of the pen."""

_AMOUNT_MEASURES = frozenset({Measure.SUM, Measure.MIN, Measure.MAX, Measure.MEDIAN, Measure.MIN_MAX})


# Files ---------------------------------------------------------------------------------------------------------------


def load_findings(folder: Path) -> list[FindingSpec]:
    """Return the findings of a folder, in order of name.

    Args:
        folder: Where ``*.yaml`` files stand, one finding each; a folder that does not exist holds none.

    Raises:
        BadUsage: a key or a value is wrong; the message gives file and line, and the keys that exist.
    """
    if not folder.is_dir():
        return []
    paths = sorted(path for path in folder.iterdir() if path.suffix in (SUFFIX, ".yml") and path.is_file())
    found = [load_finding(path) for path in paths]
    names = Counter(spec.name for spec in found)
    twice = [name for name, count in names.items() if count > 1]
    if twice:
        raise BadUsage(f"{folder}: the finding {twice[0]} stands in two files; rename one of them")
    return found


def load_finding(path: Path) -> FindingSpec:
    """Return the finding that a file states; see `load_findings`."""
    try:
        text = path.read_text("utf-8")
    except UnicodeDecodeError as error:
        raise BadUsage(
            f"{path.name}: it is not UTF-8 ({error.reason} at byte {error.start}); save it as UTF-8"
        ) from error
    except FileNotFoundError as error:
        raise Missing(f"{path} does not exist; `counterfile find` lists the findings that do") from error
    return parse_finding(text, path.name)


def parse_finding(text: str, file: str) -> FindingSpec:
    """Return the finding that a text in YAML states.

    Args:
        text: The whole file.
        file: Its name, used as the finding's name without its suffix and in messages.

    Raises:
        BadUsage: it is not YAML, or a key or a value is wrong.
    """
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise BadUsage(f"{file}:{line}: it is not YAML ({error.problem})") from error
    except yaml.YAMLError as error:
        raise BadUsage(f"{file}:1: it is not YAML ({error})") from error
    return _Parser(file).finding(root)


class _Parser:
    """Reads one file strictly; every refusal names the line."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.unit = Unit.NOTICE

    def refuse(self, node: yaml.Node, message: str) -> BadUsage:
        return BadUsage(f"{self.file}:{node.start_mark.line + 1}: {message}")

    def finding(self, root: yaml.Node | None) -> FindingSpec:
        if not isinstance(root, yaml.MappingNode):
            raise BadUsage(f"{self.file}:1: a finding is a list of keys; the keys are {', '.join(_KEYS)}")
        name = self.file.removesuffix(SUFFIX).removesuffix(".yml")
        if not _NAME.fullmatch(name):
            raise BadUsage(f"{self.file}: a finding's name is made of letters, digits, - and _; rename the file")
        keys = self.mapping(root, _KEYS)
        for wanted in ("claim", "unit", "measure"):
            if wanted not in keys:
                raise self.refuse(root, f"the key {wanted} is missing; the keys are {', '.join(_KEYS)}")
        self.unit = self.choice(keys["unit"], Unit)
        measure = self.choice(keys["measure"], Measure)
        claim = self.claim(keys["claim"])
        conditions, window = self.population(keys.get("population"))
        of, share = self.of(keys.get("of"), measure, root)
        by = self.by(keys.get("by"), measure)
        spec = FindingSpec(
            name=name,
            claim=claim,
            unit=self.unit,
            measure=measure,
            conditions=conditions,
            window=window,
            of=of,
            share=share,
            by=by,
            expected=self.expected(keys.get("expected"), measure, by),
            tolerance=self.number(keys["tolerance"]) if "tolerance" in keys else Decimal(0),
            exclude=self.exclusions(keys.get("exclude")),
            caveats=self.texts(keys["caveats"]) if "caveats" in keys else (),
            source=self.file,
        )
        if spec.tolerance < 0:
            raise self.refuse(keys["tolerance"], f"the tolerance is {spec.tolerance}; it must be 0 or more")
        return spec

    def mapping(self, node: yaml.Node, allowed: Sequence[str] | None) -> dict[str, yaml.Node]:
        """Return the values by key; refuse what is no mapping, an unknown key, or a key that stands twice."""
        known = None if allowed is None else list(allowed)
        if not isinstance(node, yaml.MappingNode):
            wanted = f"; the keys are {', '.join(known)}" if known else ""
            raise self.refuse(node, f"{self.shown(node)} stands here, keys with values are wanted{wanted}")
        found: dict[str, yaml.Node] = {}
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                raise self.refuse(key, "a key must be one word")
            if known is not None and key.value not in known:
                near = difflib.get_close_matches(key.value, known, 1)
                hint = f" (did you mean {near[0]}?)" if near else ""
                raise self.refuse(key, f"there is no key {key.value}{hint}; the keys are {', '.join(known)}")
            if key.value in found:
                raise self.refuse(key, f"the key {key.value} stands twice; keep one of them")
            found[key.value] = value
        return found

    def shown(self, node: yaml.Node) -> str:
        if isinstance(node, yaml.ScalarNode):
            return repr(node.value) if node.value else "nothing"
        return "a list" if isinstance(node, yaml.SequenceNode) else "a group of keys"

    def text(self, node: yaml.Node) -> str:
        if not isinstance(node, yaml.ScalarNode) or not node.value.strip():
            raise self.refuse(node, f"{self.shown(node)} stands here, a text is wanted")
        return str(node.value).strip()

    def texts(self, node: yaml.Node) -> tuple[str, ...]:
        """Return one text or a list of texts."""
        if isinstance(node, yaml.SequenceNode):
            return tuple(self.text(each) for each in node.value)
        return (self.text(node),)

    def number(self, node: yaml.Node) -> Decimal:
        text = self.text(node).replace("_", "").replace(",", "")
        try:
            number = Decimal(text)
        except InvalidOperation:
            number = Decimal("NaN")
        if not number.is_finite():
            raise self.refuse(node, f"{text!r} is no number; write plain digits, such as 1500000")
        return number

    def date(self, node: yaml.Node, *, end: bool) -> dt.date:
        text = self.text(node)
        try:
            return _day(text, end=end)
        except ValueError as error:
            raise self.refuse(node, f"{text!r} is no date; write 2021, 2021-07 or 2021-07-15") from error

    def choice(self, node: yaml.Node, kind: type[Any]) -> Any:
        text = self.text(node)
        values = [each.value for each in kind]
        if text not in values:
            near = difflib.get_close_matches(text, values, 1)
            hint = f" (did you mean {near[0]}?)" if near else ""
            raise self.refuse(
                node, f"there is no {kind.__name__.lower()} {text!r}{hint}; there are {', '.join(values)}"
            )
        return kind(text)

    def claim(self, node: yaml.Node) -> Claim:
        keys = self.mapping(node, ("en", "zh"))
        for wanted in ("en", "zh"):
            if wanted not in keys:
                raise self.refuse(
                    node, f"the claim in {'English' if wanted == 'en' else 'Chinese'} is missing (key {wanted})"
                )
        return Claim(self.text(keys["en"]), self.text(keys["zh"]))

    def population(self, node: yaml.Node | None) -> tuple[tuple[Condition, ...], Window | None]:
        if node is None:
            return (), None
        keys = self.mapping(node, _POPULATION)
        conditions: list[Condition] = []
        for name in ("stage", "relevant", "round"):
            if name in keys:
                conditions += self.condition(name, keys[name], keys[name])
        if "where" in keys:
            conditions += self.where(keys["where"])
        return tuple(conditions), self.window(keys["window"]) if "window" in keys else None

    def window(self, node: yaml.Node) -> Window:
        keys = self.mapping(node, ("date", "from", "to"))
        if "date" not in keys:
            raise self.refuse(
                node, f"the window needs a date; the dates of a {self.unit} are {_names(self.unit, Kind.DATE)}"
            )
        name = self.text(keys["date"])
        if name == "opening" and self.unit not in (Unit.NOTICE, Unit.DOCUMENT):
            name = "opened"  # the day of opening of everything that is made of several notices
        resolved = resolve(self.unit, name)
        if resolved is None or resolved.column.kind is not Kind.DATE:
            raise self.refuse(
                keys["date"], f"{name} is no date of a {self.unit}; its dates are {_names(self.unit, Kind.DATE)}"
            )
        start = self.date(keys["from"], end=False) if "from" in keys else None
        end = self.date(keys["to"], end=True) if "to" in keys else None
        if start is None and end is None:
            raise self.refuse(node, "the window has neither from nor to; give at least one of them")
        if start is not None and end is not None and start > end:
            raise self.refuse(node, f"the window begins on {start} and ends before, on {end}; swap them")
        return Window(name, start, end)

    def where(self, node: yaml.Node) -> list[Condition]:
        found: list[Condition] = []
        keys = self.mapping(node, None)
        places = {key.value: key for key, _ in node.value}
        for name, value in keys.items():
            found += self.condition(name, value, places[name])
        return found

    def condition(self, name: str, node: yaml.Node, place: yaml.Node) -> list[Condition]:
        column = self.column(name, place)
        if name == TEXT:
            return self.words(node)
        if not isinstance(node, yaml.MappingNode):
            return [Condition(name, Operator.IS, self.values(column, self.texts(node), node))]
        allowed = _ASKED.get(column.kind, ("not", "missing"))
        keys = self.mapping(node, allowed)
        found = []
        for key, value in keys.items():
            if key == "currency":
                continue
            operator = Operator(key)
            if operator is Operator.MISSING:
                values: tuple[str, ...] = (self.yes_or_no(value),)
            elif operator in (Operator.FROM, Operator.TO):
                values = (self.limit(column, operator, value, keys, node),)
                if column.kind is Kind.AMOUNT:
                    values += (self.text(keys["currency"]),)
            elif operator is Operator.NOT:
                values = self.values(column, self.texts(value), value)
            else:
                values = self.texts(value)
            found.append(Condition(name, operator, values))
        if not found:
            raise self.refuse(node, f"nothing is asked of {name}; the keys are {', '.join(allowed)}")
        return found

    def limit(
        self, column: Column, operator: Operator, value: yaml.Node, keys: Mapping[str, yaml.Node], node: yaml.Node
    ) -> str:
        if column.kind is Kind.DATE:
            return self.date(value, end=operator is Operator.TO).isoformat()
        if column.kind is Kind.AMOUNT and "currency" not in keys:
            raise self.refuse(node, f"a limit of {column.name} needs its currency, such as currency: CNY")
        return format(self.number(value), "f")

    def words(self, node: yaml.Node) -> list[Condition]:
        """Return the conditions on a text: terms to look for in a notice's own words."""
        if isinstance(node, yaml.MappingNode):
            keys = self.mapping(node, ("any", "all", "not", "contains"))
            names = {"any": Operator.ANY, "contains": Operator.ANY, "all": Operator.ALL, "not": Operator.NOT}
            found = [Condition(TEXT, names[key], self.texts(value)) for key, value in keys.items()]
        else:
            found = [Condition(TEXT, Operator.ANY, self.texts(node))]
        for each in found:
            for term in each.values:
                if not search.phrases(_quoted(term)):
                    raise self.refuse(node, f"{term!r} holds nothing to look for; give words or Chinese characters")
        return found

    def yes_or_no(self, node: yaml.Node) -> str:
        text = self.text(node).lower()
        if text not in _FLAGS:
            raise self.refuse(node, f"{text!r} stands here, yes or no is wanted")
        return "yes" if _FLAGS[text] else "no"

    def values(self, column: Column, values: tuple[str, ...], node: yaml.Node) -> tuple[str, ...]:
        """Return values to compare with, checked for the kind of the column."""
        if column.kind is Kind.AMOUNT:
            raise self.refuse(node, f"{column.name} is an amount; ask for a range: {{from: …, to: …, currency: CNY}}")
        if column.kind is Kind.FLAG:
            for value in values:
                if value.lower() not in _FLAGS:
                    raise self.refuse(node, f"{value!r} stands here, yes or no is wanted")
            return tuple("true" if _FLAGS[value.lower()] else "false" for value in values)
        if column.kind is Kind.NUMBER:
            for value in values:
                if not value.isdecimal():
                    raise self.refuse(node, f"{value!r} stands here, a whole number is wanted")
        if column.kind is Kind.DATE:
            for value in values:
                try:
                    _day(value, end=False)
                except ValueError as error:
                    raise self.refuse(node, f"{value!r} is no date; write 2021, 2021-07 or 2021-07-15") from error
        closed = _CLOSED.get(column.name)
        if column.name in ("relevant",) or column.name.startswith(CODE):
            values = tuple({"true": "yes", "false": "no"}.get(value.lower(), value) for value in values)
        wrong = [value for value in values if closed is not None and value not in closed]
        if wrong and closed is not None:
            near = difflib.get_close_matches(wrong[0], closed, 1)
            hint = f" (did you mean {near[0]}?)" if near else ""
            raise self.refuse(node, f"{column.name} is never {wrong[0]!r}{hint}; it is one of {', '.join(closed)}")
        return values

    def column(self, name: str, node: yaml.Node) -> Column:
        resolved = resolve(self.unit, name)
        if resolved is not None:
            return resolved.column
        raise self.refuse(node, _no_column(self.unit, name))

    def of(self, node: yaml.Node | None, measure: Measure, root: yaml.Node) -> tuple[str | None, tuple[Condition, ...]]:
        if measure is Measure.COUNT:
            if node is not None:
                raise self.refuse(node, "a count has no `of`: it counts units; use measure: distinct to count values")
            return None, ()
        if node is None:
            wanted = "a condition such as {has_award: yes}" if measure is Measure.SHARE else "the name of a column"
            raise self.refuse(root, f"the key of is missing: {measure} needs {wanted}")
        if measure is Measure.SHARE:
            return None, tuple(self.where(node))
        if not isinstance(node, yaml.ScalarNode):
            raise self.refuse(
                node, f"{measure} measures one column; amounts of several roles (budget and award) are never one sum"
            )
        name = self.text(node)
        resolved = resolve(self.unit, name)
        if resolved is None or name == TEXT or name.startswith(CODE):
            raise self.refuse(node, _no_column(self.unit, name))
        if resolved.level == _NOTICES:
            raise self.refuse(
                node,
                f"{name} belongs to the notice, and a {self.unit} has several; use unit: notice, or one of the columns of a "
                f"{self.unit}: {_names(self.unit)}",
            )
        self.measurable(node, name, resolved, measure)
        return name, ()

    def measurable(self, node: yaml.Node, name: str, resolved: Resolved, measure: Measure) -> None:
        """Refuse a measure that a column cannot have, or that would take one amount more than once."""
        column = resolved.column
        if measure in _AMOUNT_MEASURES:
            if column.kind not in (Kind.AMOUNT, Kind.NUMBER, Kind.DATE) or (
                column.kind is Kind.DATE and measure in (Measure.SUM, Measure.MEDIAN)
            ):
                raise self.refuse(
                    node, f"{name} is no amount, so it has no {measure}; the amounts of a {self.unit} are "
                    f"{_names(self.unit, Kind.AMOUNT) or 'none'}"
                )  # fmt: skip
            if resolved.level != self.unit:
                raise self.refuse(
                    node,
                    f"{name} belongs to the {resolved.level}: over {PLURAL[self.unit]} the same amount would be taken more "
                    f"than once; use unit: {resolved.level}",
                )
        elif column.kind is Kind.AMOUNT:
            raise self.refuse(node, f"{name} is an amount; use sum, min, max, median or min-max")

    def by(self, node: yaml.Node | None, measure: Measure) -> str | None:
        if node is None:
            return None
        if measure is not Measure.COUNT:
            raise self.refuse(
                node, f"only a count is broken down; take `by` out, or use measure: count instead of {measure}"
            )
        name = self.text(node)
        resolved = resolve(self.unit, name)
        if resolved is None or resolved.level == _NOTICES or name == TEXT:
            raise self.refuse(node, _no_column(self.unit, name))
        if resolved.column.kind in (Kind.AMOUNT, Kind.TEXTS, Kind.CODES):
            raise self.refuse(node, f"{name} cannot break down a count: a unit must have one value of it")
        if resolved.column.kind is Kind.DATE:
            raise self.refuse(node, f"{name} is a day; break down by year: {name}{YEAR}")
        return name

    def expected(self, node: yaml.Node | None, measure: Measure, by: str | None) -> Expected:
        if node is None or (isinstance(node, yaml.ScalarNode) and node.value in ("", "null", "~")):
            return None
        if isinstance(node, yaml.MappingNode):
            if by is None:
                raise self.refuse(node, "counts by value are expected, but the count is not broken down; add `by`")
            keys = self.mapping(node, None)
            return {key: int(self.whole(value)) for key, value in keys.items()}
        if isinstance(node, yaml.SequenceNode):
            return self.texts(node)
        text = self.text(node)
        if measure is Measure.SHARE and re.fullmatch(r"\d+\s*/\s*\d+", text):
            return text.replace(" ", "")
        if measure in (Measure.COUNT, Measure.DISTINCT):
            return int(self.whole(node))
        if measure in (Measure.MIN, Measure.MAX) and re.fullmatch(r"\d{4}-\d\d-\d\d", text):
            return text
        if measure in (Measure.LIST, Measure.MIN_MAX):
            raise self.refuse(node, f"a {measure} expects a list such as [{text}, …]")
        return format(self.number(node), "f")

    def whole(self, node: yaml.Node) -> str:
        text = self.text(node).replace("_", "").replace(",", "")
        if not text.isdecimal():
            raise self.refuse(node, f"{text!r} stands here, a whole number is wanted")
        return text

    def exclusions(self, node: yaml.Node | None) -> tuple[Exclusion, ...]:
        if node is None:
            return ()
        if not isinstance(node, yaml.SequenceNode):
            raise self.refuse(node, "exclusions are a list, each with a reason and either where or ids")
        found = []
        for each in node.value:
            keys = self.mapping(each, ("reason", "where", "ids"))
            if "reason" not in keys:
                raise self.refuse(each, "an exclusion without a reason; say why these units are left out")
            if ("where" in keys) == ("ids" in keys):
                raise self.refuse(each, "an exclusion needs either where or ids")
            conditions = tuple(self.where(keys["where"])) if "where" in keys else ()
            found.append(
                Exclusion(self.text(keys["reason"]), conditions, self.texts(keys["ids"]) if "ids" in keys else ())
            )
        return tuple(found)


_ASKED: dict[Kind, tuple[str, ...]] = {
    Kind.TEXT: ("contains", "not", "missing"),
    Kind.TEXTS: ("contains", "not", "missing"),
    Kind.DATE: ("from", "to", "not", "missing"),
    Kind.NUMBER: ("from", "to", "not", "missing"),
    Kind.AMOUNT: ("from", "to", "currency", "missing"),
}
"""What may be asked of a column beside being one of some values; of the other kinds ``not`` and ``missing``."""
_FLAGS = {"yes": True, "true": True, "no": False, "false": False}


def _day(text: str, *, end: bool) -> dt.date:
    """Return the day that a date spells; of a year or a month the first day, or the last."""
    match = re.fullmatch(r"(\d{4})(?:-(\d{1,2}))?(?:-(\d{1,2}))?", text)
    if match is None:
        raise ValueError(text)
    year = int(match[1])
    month, day = (int(part) if part else None for part in match.groups()[1:])
    if day is not None:
        return dt.date(year, month or 1, day)
    if month is not None:
        first = dt.date(year, month, 1)
        following = dt.date(year + month // 12, month % 12 + 1, 1)
        return following - dt.timedelta(days=1) if end else first
    return dt.date(year, 12, 31) if end else dt.date(year, 1, 1)


# Columns -------------------------------------------------------------------------------------------------------------

_NOTICES = "notices"


@dataclass(frozen=True, slots=True)
class Resolved:
    """Where a field of a finding is found."""

    column: Column
    level: Unit | str
    """The unit that owns the column; `_NOTICES` where some notice of the unit must meet the condition."""
    year: bool = False
    """True where only the year of a date is meant."""


def resolve(unit: Unit, name: str) -> Resolved | None:
    """Return where a field is found for a unit: its own column, one of a table above it, or of its notices; or None.

    ``notice.published`` means the column of the notices even where the unit has one of that name.
    """
    has_notices = unit is not Unit.ORGANIZATION
    if name == TEXT:
        return Resolved(Column(TEXT, Kind.TEXT, "the notice's own words"), _NOTICES) if has_notices else None
    if name.startswith(CODE):
        column = Column(name, Kind.CODE, "answer to a question of the codebook")
        return Resolved(column, _NOTICES) if has_notices and len(name) > len(CODE) else None
    bare = name.removeprefix("notice.")
    if bare == name:
        for owner in (unit, *(above for above, _ in _PARENTS.get(unit, ()))):
            found = _own(owner, name)
            if found is not None:
                return found
    if not has_notices:
        return None
    found = _own(Unit.NOTICE, bare)
    if found is None:
        return None
    return found if unit is Unit.NOTICE else Resolved(found.column, _NOTICES, found.year)


def _own(unit: Unit, name: str) -> Resolved | None:
    by_name = {column.name: column for column in COLUMNS[unit]}
    if name in by_name:
        return Resolved(by_name[name], unit)
    if (
        name.endswith(YEAR)
        and (column := by_name.get(name.removesuffix(YEAR))) is not None
        and column.kind is Kind.DATE
    ):
        return Resolved(Column(name, Kind.CODE, f"year of {column.name}"), unit, year=True)
    return None


def _names(unit: Unit, kind: Kind | None = None) -> str:
    names = [column.name for column in COLUMNS[unit] if kind in (None, column.kind)]
    return ", ".join(names)


def _no_column(unit: Unit, name: str) -> str:
    """Say why a unit has no such column, and whose it is."""
    owners = [other for other in Unit if _own(other, name) is not None]
    if name == TEXT or name.startswith(CODE):
        owners = [Unit.NOTICE]
    if owners:
        one = owners[0]
        many = "" if unit is Unit.DOCUMENT else f", and one {unit} may have several"
        return (
            f"{name} belongs to the {' or the '.join(owners)}, not to the {unit}{many}; use unit: {one} "
            f"(with measure: distinct to count {PLURAL[unit]}), or one of the columns of a {unit}: {_names(unit)}"
        )
    near = difflib.get_close_matches(name, [column.name for column in COLUMNS[unit]], 1)
    hint = f" (did you mean {near[0]}?)" if near else ""
    return f"there is no column {name}{hint}; the columns of a {unit} are {_names(unit)}, text and code:NAME"


# Computing -----------------------------------------------------------------------------------------------------------


def compute(bench: Workbench | Desk, spec: FindingSpec, *, evidence: bool = True) -> Finding:
    """Return a finding's figure with its units.

    Args:
        bench: The tables; give the same `Desk` for several findings to load them once.
        spec: What to compute.
        evidence: False leaves `Counted.sources` empty, which is quicker.

    Raises:
        BadUsage: amounts in several currencies would be mixed, or an excluded id is no unit of the population.
    """
    desk = bench if isinstance(bench, Desk) else Desk(bench)
    return _Computation(desk, spec).finding(evidence=evidence)


def compute_all(
    view: View | Workbench, specs: Iterable[FindingSpec], *, buyer_class: Rule | None = None, evidence: bool = True
) -> list[Finding]:
    """Return all findings, in order; see `compute`.

    Args:
        view: The facts, or tables that were made of them.
        specs: From `load_findings`.
        buyer_class: The rule for the column of that name where `view` is no workbench.
        evidence: See `compute`.
    """
    bench = view if isinstance(view, Workbench) else Workbench(view, buyer_class=buyer_class)
    desk = Desk(bench)
    return [compute(desk, spec, evidence=evidence) for spec in specs]


class Desk:
    """The tables in a database that reaches nothing outside, and what searches found so far."""

    def __init__(self, bench: Workbench) -> None:
        self.bench = bench
        self._registered: set[Unit] = set()
        self._searched: dict[str, frozenset[str]] = {}
        self._hits: dict[tuple[str, str], tuple[tuple[int, int], ...]] = {}
        self._tables = 0

    @cached_property
    def connection(self) -> duckdb.DuckDBPyConnection:
        """An empty database in memory, without files, network or extensions."""
        connection = duckdb.connect(":memory:", config={"enable_external_access": "false"})
        connection.execute("SET python_enable_replacements = false")
        return connection

    def table(self, unit: Unit) -> str:
        """Return the name of a unit's table in the database."""
        if unit not in self._registered:
            self.connection.register(unit.value, self.bench.table(unit))
            self._registered.add(unit)
        return f'"{unit.value}"'

    def temporary(self, columns: Mapping[str, Sequence[str]]) -> str:
        """Put texts into a table of their own and return its name."""
        import pyarrow as pa  # type: ignore[import-untyped]

        self._tables += 1
        name = f"given_{self._tables}"
        arrays = {column: pa.array(list(values), pa.string()) for column, values in columns.items()}
        self.connection.register(name, pa.table(arrays))
        return name

    def containing(
        self, terms: Sequence[str], among: Iterable[str]
    ) -> dict[str, dict[str, tuple[tuple[int, int], ...]]]:
        """Return, by term, the notices whose own words hold it, and where.

        A neighbor's title in the page's furniture is not the notice's own word.

        Args:
            terms: What to look for, each as a whole.
            among: Notices to look at.
        """
        view = self.bench.view
        for term in terms:
            if term not in self._searched:
                self._searched[term] = frozenset(view.search(_quoted(term), limit=10_000_000).documents)
        found: dict[str, dict[str, tuple[tuple[int, int], ...]]] = {term: {} for term in terms}
        waiting: dict[str, list[str]] = {}
        rows = self.bench.rows(Unit.NOTICE)
        for notice in among:
            waiting.setdefault(rows[notice].values["document"], []).append(notice)
        for document, notices in waiting.items():
            wanted = [term for term in terms if document in self._searched[term]]
            unknown = [term for term in wanted if any((term, notice) not in self._hits for notice in notices)]
            if unknown:
                self._look(document, unknown)
            for term in wanted:
                for notice in notices:
                    spans = self._hits.get((term, notice), ())
                    if spans:
                        found[term][notice] = spans
        return found

    def _look(self, document: str, terms: Sequence[str]) -> None:
        reading = self.bench.view.reading_of(document)
        if reading is None:
            return
        for notice in self.bench.view.notices_in(document):
            for term in terms:
                self._hits[term, notice.id] = own_words(reading, term, notice.start, notice.end)


def own_words(reading: Reading, term: str, start: int, end: int) -> tuple[tuple[int, int], ...]:
    """Return where a term stands in one notice of a Reading, outside the page's furniture.

    Args:
        reading: The whole document's text.
        term: Looked for as a whole; see `text.search.find`.
        start: Of the notice, code points.
        end: Half open.
    """
    hits = [hit for hit in search.find(reading.text, _quoted(term)) if start <= hit[0] and hit[1] <= end]
    if not hits:
        return ()
    own = [block for block in reading.blocks if block.kind is not BlockKind.FURNITURE]
    return tuple(hit for hit in hits if any(block.start <= hit[0] and hit[1] <= block.end for block in own))


def _quoted(term: str) -> str:
    """Return a term as a query that keeps it whole."""
    return '"' + re.sub(r'["“”＂「」『』]', " ", term) + '"'


@dataclass(slots=True)
class _Candidate:
    """A unit that no condition rules out."""

    id: str
    unknown: str | None
    """Why it cannot be decided, or None where it belongs to the population."""
    notices: tuple[str, ...]
    """Notices that met the conditions on notices; all of its notices where there are none."""
    value: Any
    part: Any
    within: bool | None
    """Of a share; None where it cannot be decided."""


class _Computation:
    """One finding on its way."""

    def __init__(self, desk: Desk, spec: FindingSpec) -> None:
        self.desk = desk
        self.bench = desk.bench
        self.spec = spec
        self.conditions = spec.conditions + _window_conditions(spec.window)
        self.found_words: dict[str, dict[str, tuple[tuple[int, int], ...]]] = {}
        self.codes: dict[str, dict[str, Judgement]] = {}

    def finding(self, *, evidence: bool) -> Finding:
        spec = self.spec
        candidates = self.candidates()
        reasons: dict[str, str] = {}
        for exclusion in spec.exclude:
            for unit in self.meeting(exclusion, candidates):
                reasons.setdefault(unit, exclusion.reason)
        counted: list[_Candidate] = []
        for each in candidates:
            if each.id not in reasons:
                problem = each.unknown or self.missing(each)
                if problem is None:
                    counted.append(each)
                else:
                    reasons[each.id] = problem
        self.check_currencies(counted)
        figure = self.figure(counted)
        sources = self.sources(counted) if evidence else {}
        rows, kept = self.bench.rows(spec.unit), self.bench.rows(Unit.NOTICE)
        units = tuple(
            Counted(
                id=each.id,
                notices=(notices := each.notices or rows.notices_of(each.id)),
                documents=(each.id,)
                if spec.unit is Unit.DOCUMENT
                else tuple(kept.get_value(notice, "document") for notice in notices),
                value=_shown(each.value) if spec.of else (_shown(each.part) if spec.by else ""),
                within=each.within is not False,
                sources=sources.get(each.id, ()),
            )
            for each in counted
        )
        excluded = Counter(reasons.values())
        return Finding(
            spec=spec,
            figure=figure,
            used=len(counted),
            eligible=len(candidates),
            excluded=tuple(sorted(excluded.items(), key=lambda item: (-item[1], item[0]))),
            left_out=tuple(sorted(reasons.items())),
            units=units,
            warnings=_warnings(spec, figure),
        )

    # Which units

    def candidates(self) -> list[_Candidate]:
        """Return all units that no condition rules out, in order of id."""
        conditions, extra = self.conditions, self.spec.share
        self.prepare([*conditions, *extra, *(each for one in self.spec.exclude for each in one.conditions)])
        query = _Query(self, conditions, extra, self.spec.of, self.spec.by)
        found = []
        for unit, notices, value, part, within, problem, *tests in query.rows():
            if any(test is False for test in tests):
                continue
            unknown = next(
                (query.reasons[place](unit) for place, test in enumerate(tests) if test is None),
                None,
            )
            if unknown is None and extra and within is None:
                unknown = f"{_fields(extra)} is not stated"
            candidate = _Candidate(unit, unknown, tuple(sorted(notices or ())), value, part, within)
            if unknown is None and self.spec.of and value is None and problem:
                candidate.unknown = problem
            found.append(candidate)
        return found

    def meeting(self, exclusion: Exclusion, candidates: Sequence[_Candidate]) -> set[str]:
        """Return the candidates that an exclusion names."""
        known = {each.id for each in candidates}
        if exclusion.ids:
            strange = [each for each in exclusion.ids if each not in known]
            if strange:
                led = self.bench.view.redirect(strange[0])
                hint = f"; {strange[0]} is now {led}" if led else "; take it out of exclude"
                raise BadUsage(
                    f"{self.spec.source or self.spec.name}: {strange[0]} is excluded, but not in the population{hint}"
                )
            return set(exclusion.ids)
        rows = _Query(self, exclusion.conditions, (), None, None).rows()
        return {unit for unit, _, _, _, _, _, *tests in rows if unit in known and all(test is True for test in tests)}

    def prepare(self, conditions: Sequence[Condition]) -> None:
        """Look for words and codes before the query, among the notices that may still matter."""
        terms = sorted({term for each in conditions if each.field == TEXT for term in each.values})
        if terms:
            self.found_words = self.desk.containing(terms, self.possible_notices())
        for each in conditions:
            if each.field.startswith(CODE) and each.field not in self.codes:
                notices = self.bench.rows(Unit.NOTICE)
                own = judged(self.bench.view, each.field, list(notices))
                above = judged(self.bench.view, each.field, list(self.bench.rows(Unit.PROCEDURE)))
                answers = {notice: above[row.values["procedure"]] for notice, row in notices.items()
                           if row.values["procedure"] in above}  # fmt: skip
                self.codes[each.field] = {**answers, **own}

    def possible_notices(self) -> list[str]:
        """Return the notices that meet, or may meet, all conditions on notices but those on words."""
        plain = [
            each
            for each in self.conditions
            if each.field != TEXT
            and not each.field.startswith(CODE)
            and (resolved := resolve(self.spec.unit, each.field)) is not None
            and resolved.level == (Unit.NOTICE if self.spec.unit is Unit.NOTICE else _NOTICES)
        ]
        if not plain:
            return list(self.bench.rows(Unit.NOTICE))
        parameters: list[Any] = []
        tests = [_test(_column(Unit.NOTICE, each.field, "n"), each, parameters) for each in plain]
        where = " AND ".join(f"({test}) IS NOT FALSE" for test in tests)
        table = self.desk.table(Unit.NOTICE)
        rows = self.desk.connection.execute(f"SELECT n.id FROM {table} n WHERE {where}", parameters).fetchall()  # noqa: S608
        return [row[0] for row in rows]

    def missing(self, candidate: _Candidate) -> str | None:
        """Return why a unit of the population cannot be measured, or None."""
        if self.spec.of is None:
            return None
        if candidate.value is None or candidate.value == []:
            return f"{self.spec.of} is not stated"
        return None

    def check_currencies(self, counted: Sequence[_Candidate]) -> None:
        """Refuse to mix currencies: there is no sum, range or median of yuan and dollars."""
        of = self.spec.of
        column = resolve(self.spec.unit, of) if of else None
        if column is None or column.column.kind is not Kind.AMOUNT:
            return
        rows = self.bench.rows(self.spec.unit)
        currencies = Counter(rows[each.id].values[f"{of}_currency"] for each in counted)
        if len(currencies) > 1:
            listed = ", ".join(f"{count} in {currency}" for currency, count in sorted(currencies.items()))
            raise BadUsage(
                f"{self.spec.source or self.spec.name}: the amounts are in several currencies ({listed}), which have no "
                f"common {self.spec.measure}; choose one with where: {{{of}_currency: {currencies.most_common(1)[0][0]}}}"
            )

    # The figure

    def figure(self, counted: Sequence[_Candidate]) -> Figure:
        spec, units = self.spec, PLURAL[self.spec.unit]
        if spec.measure is Measure.COUNT:
            parts = (
                Counter(_shown(each.part) if each.part is not None else NOT_STATED for each in counted)
                if spec.by
                else {}
            )
            return Figure(str(len(counted)), units, tuple(sorted(parts.items())))
        if spec.measure is Measure.SHARE:
            within = sum(each.within is True for each in counted)
            low, high = wilson(within, len(counted))
            return Figure(
                f"{within}/{len(counted)}", f"{units} that meet {_fields(spec.share)}, of {units}", low=low, high=high
            )
        column = _resolved(spec.unit, spec.of or "")
        values = [value for each in counted for value in (each.value if isinstance(each.value, list) else [each.value])]
        if spec.measure in (Measure.DISTINCT, Measure.LIST):
            different = tuple(sorted({_shown(value) for value in values}))
            what = "organizations" if column.column.organization else f"different values of {spec.of}"
            if spec.measure is Measure.LIST:
                return Figure("; ".join(different), f"{what} of {units}", values=different)
            if column.column.organization:
                what += f" named as {spec.of}"
            return Figure(str(len(different)), f"{what} of {units}", values=different)
        return self.amounts(values, column.column)

    def amounts(self, values: Sequence[Any], column: Column) -> Figure:
        spec, units = self.spec, PLURAL[self.spec.unit]
        currency = ""
        if column.kind is Kind.AMOUNT and self._currency:
            currency = f"{self._currency}, "
        label = f"{currency}{spec.measure} of {spec.of} of {units}"
        if not values:
            return Figure("0" if spec.measure is Measure.SUM else NOT_STATED, label)
        low, high = _shown(min(values)), _shown(max(values))
        if spec.measure is Measure.MIN_MAX:
            return Figure(f"{low} … {high}", label, low=low, high=high)
        if spec.measure is Measure.MEDIAN:
            middle = statistics.median(values)
            return Figure(_shown(middle), label, low=low, high=high)
        if spec.measure is Measure.SUM:
            return Figure(_shown(sum(values[1:], values[0])), label)
        return Figure(low if spec.measure is Measure.MIN else high, label)

    @property
    def _currency(self) -> str | None:
        rows = self.bench.rows(self.spec.unit)
        column = f"{self.spec.of}_currency"
        return next(
            (c for row in rows.values() if row.values[self.spec.of or ""] is not None and (c := row.values[column])),
            None,
        )

    # The evidence

    def sources(self, counted: Sequence[_Candidate]) -> dict[str, tuple[Source, ...]]:
        """Return the words behind every unit."""
        spec = self.spec
        ids = [each.id for each in counted]
        if spec.unit is Unit.DOCUMENT:
            own: dict[str, list[_Found | Source]] = {each: [] for each in ids}
        elif spec.unit is Unit.ORGANIZATION:
            own = self._naming(ids)
        else:
            own = self._own_sources(ids)
        asked = [*self.conditions, *spec.share]
        fields = [each.field for each in asked if _level(spec.unit, each.field) == _NOTICES]
        if spec.unit is Unit.NOTICE:
            fields += [each.field for each in asked if each.field in (TEXT, "relevant") or each.field.startswith(CODE)]
        if fields or any(each.field == "relevant" for each in asked):
            self._notice_sources(counted, fields, own)
        return {unit: tuple(_unique(found)) for unit, found in self._worded(own).items()}

    def _worded(self, own: Mapping[str, list[_Found | Source]]) -> dict[str, list[Source]]:
        """Return sources with ids and words, all fetched together."""
        plain = [each[1] for found in own.values() for each in found if isinstance(each, tuple)]
        known = self.bench.with_words(plain)

        def worded(each: _Found | Source) -> Source:
            if isinstance(each, Source):
                return each
            name, statement = each
            if statement.id:
                return _source(name, statement)
            return _source(name, known[statement.notice, statement.subject, statement.property, statement.value])

        return {unit: [worded(each) for each in found] for unit, found in own.items()}

    def _own_sources(self, ids: Sequence[str]) -> dict[str, list[_Found | Source]]:
        spec = self.spec
        fields = {each.field for each in (*self.conditions, *spec.share)} | {spec.of or "", spec.by or ""}
        wanted: dict[Unit, list[str]] = {}
        for name in sorted(fields - {""}):
            resolved = resolve(spec.unit, name)
            if resolved is not None and isinstance(resolved.level, Unit):
                wanted.setdefault(resolved.level, []).append(_source_column(resolved))
        for name in _IDENTITY.get(spec.unit, ()):
            if name not in wanted.setdefault(spec.unit, []):
                wanted[spec.unit].append(name)
        found: dict[str, list[_Found | Source]] = {each: [] for each in ids}
        rows = self.bench.rows(spec.unit)
        for level, names in wanted.items():
            if level is spec.unit:
                owner = {each: each for each in ids}
            else:
                link = dict(_PARENTS[spec.unit])[level]
                owner = {each: rows[each].values[link] for each in ids}
            above = self.bench.rows_of(level, sorted(set(owner.values())), evidence=False)
            for each in ids:
                for name in names:
                    found[each] += _sources(name, above[owner[each]])
        return found

    def _naming(self, ids: Sequence[str]) -> dict[str, list[_Found | Source]]:
        """Return the statements that name each organization in one of its roles."""
        rows = self.bench.rows(Unit.ORGANIZATION)
        asked = {value for each in self.conditions if each.field == "role" for value in each.values}
        notices = sorted({notice for each in ids for notice in rows[each].notices})
        found: dict[str, list[_Found | Source]] = {each: [] for each in ids}
        for start in range(0, len(notices), 2000):
            said = self.bench.said(notices[start : start + 2000], ORGANIZATIONS)
            for statements in said.values():
                for statement in statements:
                    if statement.property not in ORGANIZATIONS or (
                        asked and statement.property.name.lower() not in asked
                    ):
                        continue
                    organization = self.bench.organization_of(statement)
                    if organization in found:
                        found[organization].append(_source("name", statement))
        return found

    def _notice_sources(
        self, counted: Sequence[_Candidate], fields: Sequence[str], own: dict[str, list[_Found | Source]]
    ) -> None:
        rows = self.bench.rows(self.spec.unit)
        matched = {each.id: each.notices or rows[each.id].notices for each in counted}
        notices = sorted({notice for some in matched.values() for notice in some})
        names = [name for field in fields if field != TEXT and not field.startswith(CODE)
                 for name in [field.removeprefix("notice.")]]  # fmt: skip
        said = self.bench.rows_of(Unit.NOTICE, notices, evidence=False) if names else {}
        relevant = any(
            each.field.removeprefix("notice.") == "relevant" for each in (*self.conditions, *self.spec.share)
        )
        for each in counted:
            for notice in matched[each.id]:
                for name in names:
                    resolved = resolve(Unit.NOTICE, name)
                    if resolved is not None:
                        own[each.id] += _sources(_source_column(resolved), said[notice])
                for code in dict.fromkeys(field for field in fields if field.startswith(CODE)):
                    if notice in self.codes.get(code, {}):
                        own[each.id].append(_judged(code, notice, self.codes[code][notice]))
            if relevant:
                for notice in rows[each.id].notices:
                    if notice in self.bench.relevance:
                        own[each.id].append(_judged("relevant", notice, self.bench.relevance[notice]))
            if TEXT in fields:
                own[each.id] += self._word_sources(matched[each.id])

    def _word_sources(self, notices: Sequence[str]) -> list[Source]:
        found = []
        for notice in notices:
            hits = [
                (span, term) for term, where in sorted(self.found_words.items()) for span in where.get(notice, ())[:3]
            ]
            if not hits:
                continue
            kept = self.bench.view.notice(notice)
            reading = self.bench.view.reading_of(kept.document) if kept else None
            if reading is not None:
                found += [
                    Source(TEXT, reading.id, notice, term, (reading.text[start:end],), start=start)
                    for (start, end), term in sorted(hits)
                ]
        return found


NOT_STATED = "not stated"
"""What a breakdown calls units without the value, and a figure over no units."""


class _Query:
    """The one query that says of every unit whether it meets each condition: true, false, or not to be decided."""

    def __init__(
        self,
        computation: _Computation,
        conditions: Sequence[Condition],
        share: Sequence[Condition],
        of: str | None,
        by: str | None,
    ) -> None:
        self.computation = computation
        self.unit = computation.spec.unit
        self.conditions, self.share, self.of, self.by = conditions, share, of, by
        self.parameters: list[Any] = []
        self.reasons: list[Any] = []

    def rows(self) -> list[tuple[Any, ...]]:
        """Return (id, notices that met, value, part, in the share, problem of the value, then one test per condition)."""
        desk = self.computation.desk
        own = [each for each in self.conditions if _level(self.unit, each.field) != _NOTICES]
        through = [each for each in self.conditions if _level(self.unit, each.field) == _NOTICES]
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
            undecided = f"{_fields(through)} is not stated"
            self.reasons.append(lambda _unit: undecided)
        if self.share:
            shares = [each for each in self.share if _level(self.unit, each.field) != _NOTICES]
            inner = [each for each in self.share if _level(self.unit, each.field) == _NOTICES]
            parts = [self.test(each) for each in shares]
            if inner:
                part = f"(SELECT shared.test FROM ({self.through(inner)}) shared WHERE shared.unit = u.id)"  # noqa: S608
                parts.append(part if self._can_be_unknown(inner) else f"coalesce({part}, FALSE)")
            within = " AND ".join(f"({part})" for part in parts)
        value = self.expression(self.of) if self.of else "NULL"
        part = self.expression(self.by) if self.by else "NULL"
        problem = "NULL"
        resolved = resolve(self.unit, self.of) if self.of else None
        if resolved is not None and resolved.column.kind is Kind.AMOUNT and resolved.level == self.unit:
            problem = f'u."{self.of}_problem"'
        joins = "".join(
            f"\nLEFT JOIN {desk.table(above)} {above.value}_ ON {above.value}_.id = u.{link}"
            for above, link in _PARENTS.get(self.unit, ())
        )
        if through:
            joins += "\nLEFT JOIN met ON met.unit = u.id"
        notices = "met.notices" if through else "NULL"
        listed = "".join(f",\n  ({test})" for test in tests)
        # The text is made of names from the data dictionary only; every value is a parameter.
        selected = f"SELECT u.id, {notices}, {value}, {part}, ({within}), {problem}{listed}"
        sql = f"{common}{selected}\nFROM {desk.table(self.unit)} u{joins}\nORDER BY u.id"
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
        found: list[Any] = []
        test = _test(self.column(condition.field), condition, found)
        return self.marked(test, found)

    def marked(self, test: str, values: Sequence[Any]) -> str:
        start = len(self.parameters)
        self.parameters += values
        places = iter(range(start, start + len(values)))
        return re.sub(r"\?", lambda _: f"\x00{next(places)}\x00", test)

    def column(self, name: str) -> _Expression:
        level = _resolved(self.unit, name).level
        if not isinstance(level, Unit):
            raise TypeError(f"{name} is a column of notices, which are not joined one by one")
        return _column(level, name, "u" if level is self.unit else f"{level.value}_")

    def expression(self, name: str) -> str:
        return self.column(name).sql

    def given(self, name: str, alias: str) -> _Expression:
        """Return the answer to a question of the codebook for a notice."""
        answers = self.computation.codes[name]
        table = self.computation.desk.temporary(
            {"notice": list(answers), "answer": [each.answer for each in answers.values()]}
        )
        answer = f"(SELECT given.answer FROM {table} given WHERE given.notice = {alias}.id)"  # noqa: S608
        return _Expression(answer, Column(name, Kind.CODE, ""))

    def reason(self, condition: Condition) -> Any:
        """Return how to say why a condition cannot be decided for a unit."""
        name = condition.field
        resolved = resolve(self.unit, name)
        rows = self.computation.bench.rows(self.unit)
        amount = re.sub(r"_(?:currency|basis|problem)$", "", name)

        def say(unit: str) -> str:
            values = rows[unit].values
            if resolved is not None and resolved.level is self.unit and values.get(f"{amount}_problem"):
                return str(values[f"{amount}_problem"])
            if len(condition.values) > 1 and condition.operator in (Operator.FROM, Operator.TO):
                return f"{name} is not stated in {condition.values[1]}"
            return f"{name} is not stated"

        return say

    def through(self, conditions: Sequence[Condition]) -> str:
        """Return a query for units with a notice that meets all of these, and with those notices."""
        desk = self.computation.desk
        tests = []
        for each in conditions:
            if each.field == TEXT:
                tests.append(self.words(each))
            elif each.field.startswith(CODE):
                found: list[Any] = []
                tests.append(self.marked(_test(self.given(each.field, "n"), each, found), found))
            else:
                found = []
                test = _test(_column(Unit.NOTICE, each.field.removeprefix("notice."), "n"), each, found)
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
        found = self.computation.found_words
        sets = [set(found.get(term, {})) for term in condition.values]
        held = set.intersection(*sets) if condition.operator is Operator.ALL else set().union(*sets)
        table = self.computation.desk.temporary({"notice": sorted(held)})
        negated = "NOT " if condition.operator is Operator.NOT else ""
        return f"n.id {negated}IN (SELECT notice FROM {table})"  # noqa: S608

    def _can_be_unknown(self, conditions: Sequence[Condition]) -> bool:
        return any(each.field != TEXT for each in conditions)


_MARK = re.compile("\x00(\\d+)\x00")
_UNKNOWN_MET = "CASE WHEN met.unit IS NULL THEN FALSE ELSE met.test END"


@dataclass(frozen=True, slots=True)
class _Expression:
    """A column in a query."""

    sql: str
    column: Column


def _column(unit: Unit, name: str, alias: str) -> _Expression:
    resolved = _resolved(unit, name)
    if resolved.year:
        return _Expression(f'CAST(year({alias}."{name.removesuffix(YEAR)}") AS VARCHAR)', resolved.column)
    return _Expression(f'{alias}."{name}"', resolved.column)


def _test(expression: _Expression, condition: Condition, parameters: list[Any]) -> str:
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
            parameters += [_day(value, end=False).isoformat(), _day(value, end=True).isoformat()]
            tests.append(f"{sql} BETWEEN CAST(? AS DATE) AND CAST(? AS DATE)")
        return " OR ".join(tests)
    parameters += list(values)
    if kind in (Kind.TEXTS, Kind.CODES):
        return f"list_has_any({stated}, [{', '.join('?' for _ in values)}])"
    cast = {Kind.NUMBER: "BIGINT", Kind.FLAG: "BOOLEAN"}.get(kind, "VARCHAR")
    return f"{sql} IN ({', '.join(f'CAST(? AS {cast})' for _ in values)})"


def _window_conditions(window: Window | None) -> tuple[Condition, ...]:
    if window is None:
        return ()
    found = []
    if window.start is not None:
        found.append(Condition(window.date, Operator.FROM, (window.start.isoformat(),)))
    if window.end is not None:
        found.append(Condition(window.date, Operator.TO, (window.end.isoformat(),)))
    return tuple(found)


def _level(unit: Unit, name: str) -> Unit | str:
    return _resolved(unit, name).level


def _resolved(unit: Unit, name: str) -> Resolved:
    """Return where a field is found, after the parser made sure that it is."""
    found = resolve(unit, name)
    if found is None:
        raise KeyError(f"{unit} has no column {name}")
    return found


def _fields(conditions: Iterable[Condition]) -> str:
    return ", ".join(dict.fromkeys(condition.field for condition in conditions))


def _source_column(resolved: Resolved) -> str:
    """Return the column whose sources stand behind a field: of an amount's currency the amount itself."""
    name = resolved.column.name
    if resolved.year:
        return name.removesuffix(YEAR)
    return re.sub(r"_(?:currency|basis|problem|role|scope)$", "", name)


_Found = tuple[str, Statement]
"""A column and a statement that decides it, whose words are not fetched yet."""


def _sources(name: str, row: Row) -> list[_Found]:
    return [(name, statement) for statement in row.sources.get(name, ())]


def _source(name: str, statement: Statement) -> Source:
    return Source(
        field=name,
        id=statement.id,
        notice=statement.notice,
        value=statement.value,
        quotes=tuple(span.quote for span in statement.evidence),
        subject=statement.subject,
        property=statement.property.value,
    )


def _judged(name: str, notice: str, judgement: Judgement) -> Source:
    return Source(
        field=name,
        id=judgement.id,
        notice=notice,
        value=judgement.answer,
        quotes=tuple(span.quote for span in judgement.evidence),
        property=judgement.question,
    )


def _unique(sources: Iterable[Source]) -> list[Source]:
    return sorted(set(sources), key=lambda each: (each.notice, each.field, each.id, each.start, each.value))


def _shown(value: Any) -> str:
    """Return a value as it is printed in a figure: amounts with their cents unless these are none."""
    if isinstance(value, Decimal):
        whole = value.to_integral_value()
        return f"{whole:f}" if whole == value else f"{value:f}"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return "; ".join(_shown(each) for each in value)
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value)


def wilson(part: int, whole: int) -> tuple[str | None, str | None]:
    """Return the Wilson 95 % interval of a share in hundredths, or (None, None) of nothing.

    Source:
        Wilson (1927), "Probable inference, the law of succession, and statistical inference", Journal of the American
        Statistical Association 22(158), 209-212.

    >>> wilson(32, 50)
    ('50.1', '75.9')
    """
    if not whole:
        return None, None
    z = 1.959963984540054
    share = part / whole
    middle = (share + z * z / (2 * whole)) / (1 + z * z / whole)
    half = z / (1 + z * z / whole) * math.sqrt(share * (1 - share) / whole + z * z / (4 * whole * whole))
    return f"{max(0.0, middle - half) * 100:.1f}", f"{min(1.0, middle + half) * 100:.1f}"


# Words and numbers ---------------------------------------------------------------------------------------------------

_COUNT_WORDS: tuple[tuple[str, float, float], ...] = (
    (r"\bmore than a dozen\b|十多|十余|十几", 11, math.inf),
    (r"\bdozens\b|数十|几十", 24, math.inf),
    (r"(?<!than )\b(?:a|one) dozen\b", 11, 13),
    (r"\bhundreds\b|数百|几百|上百", 100, math.inf),
    (r"\bthousands\b|数千|几千|上千", 1000, math.inf),
)
_SHARE_WORDS: tuple[tuple[str, float, float], ...] = (
    (r"\bmajority\b|\bmost\b|\bmore than half\b|多数|过半|半数以上|超过一半", 0.5, 1.0),
    (r"\bhalf\b(?<!than half)|(?<!过)(?<!超)半数(?!以上)|(?<!超过)一半", 0.45, 0.55),
    (r"\bminority\b|\bfewer than half\b|少数|不到一半", 0.0, 0.5),
)


def _warnings(spec: FindingSpec, figure: Figure) -> tuple[str, ...]:
    """Return a sentence for every word of the claim that does not fit the figure."""
    found = []
    text = f"{spec.claim.en}\n{spec.claim.zh}"
    if spec.measure is Measure.SHARE:
        part, _, whole = figure.value.partition("/")
        share = int(part) / int(whole) if int(whole) else 0.0
        tests, met = _SHARE_WORDS, share
    elif spec.measure in (Measure.COUNT, Measure.DISTINCT):
        tests, met = _COUNT_WORDS, float(figure.value)
    else:
        return ()
    for pattern, low, high in tests:
        match = re.search(pattern, text, re.IGNORECASE)
        beyond = met < low or met > high or (tests is _SHARE_WORDS and met == 0.5 and low == 0.5)
        if match and beyond:
            found.append(f"the claim says {match[0]!r}, the figure is {figure.value}")
    numbers = {re.sub(r"[,，]", "", each) for each in re.findall(r"\d[\d,，]*(?:\.\d+)?", text)}
    numbers -= {each for each in numbers if re.fullmatch(r"(?:19|20)\d\d", each)}
    spelled = {*re.split(r"\D+", figure.value), *(str(count) for _, count in figure.parts)}
    if numbers and not numbers & spelled and not (spec.measure is Measure.SHARE and _percent(figure) in numbers):
        found.append(f"the claim gives {', '.join(sorted(numbers))}, the figure is {figure.value}")
    return tuple(found)


def _percent(figure: Figure) -> str:
    part, _, whole = figure.value.partition("/")
    return f"{int(part) * 100 / int(whole):.0f}" if whole and int(whole) else ""
