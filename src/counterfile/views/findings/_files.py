"""Findings as files: YAML read strictly, every refusal with its line."""

from __future__ import annotations

import datetime as dt
import difflib
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

import yaml

from counterfile.errors import BadUsage, Missing
from counterfile.model.event import Anchor, Event
from counterfile.model.finding import (
    Claim,
    Condition,
    Exclusion,
    Expected,
    FindingSpec,
    Measure,
    Nested,
    Operator,
    Quotation,
    Unit,
    Window,
)
from counterfile.store import layout
from counterfile.text import search
from counterfile.views.findings._codes import is_number
from counterfile.views.findings._columns import (
    CODE,
    NOTICES,
    PLURAL,
    SUFFIX,
    TEXT,
    YEAR,
    Resolved,
    day_of,
    names_of,
    no_column,
    resolve,
)
from counterfile.views.findings._desk import quoted
from counterfile.views.findings._grammar import (
    AMOUNT_MEASURES,
    BROKEN_DOWN,
    CLOSED,
    CODE_ASKED,
    EXCLUSION,
    FLAGS,
    KEYS,
    NESTED,
    POPULATION,
    QUOTE,
    REQUIRED,
    TEXT_ASKED,
    WINDOW,
    asked_of,
    is_measurable,
)
from counterfile.views.findings._outside import EVENT, load_events, moment
from counterfile.views.findings._sql import MOST_SQL, tables_in
from counterfile.views.tables import TABLE_NAMES, Column, Kind

_NAME = re.compile(r"[\w.-]+", re.ASCII)


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
    events = load_events(folder.parent / layout.EVENTS)
    found = [load_finding(path, events) for path in paths]
    names = Counter(spec.name for spec in found)
    twice = [name for name, count in names.items() if count > 1]
    if twice:
        raise BadUsage(f"{folder}: the finding {twice[0]} stands in two files; rename one of them")
    return found


def load_finding(path: Path, events: Mapping[str, Event] | None = None) -> FindingSpec:
    """Return the finding that a file states; see `load_findings`.

    Args:
        path: Of the file.
        events: What its window may begin or end with; those of the inquiry's table if None.
    """
    if events is None:
        events = load_events(path.parent.parent / layout.EVENTS)
    try:
        text = path.read_text("utf-8")
    except UnicodeDecodeError as error:
        raise BadUsage(
            f"{path.name}: it is not UTF-8 ({error.reason} at byte {error.start}); save it as UTF-8"
        ) from error
    except FileNotFoundError as error:
        raise Missing(f"{path} does not exist; `counterfile find` lists the findings that do") from error
    return parse_finding(text, path.name, events)


def parse_finding(text: str, file: str, events: Mapping[str, Event] | None = None) -> FindingSpec:
    """Return the finding that a text in YAML states.

    Args:
        text: The whole file.
        file: Its name, used as the finding's name without its suffix and in messages.
        events: What its window may begin or end with, by id.

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
    return _Parser(file, events or {}).finding(root)


class _Parser:
    """Reads one file strictly; every refusal names the line."""

    def __init__(self, file: str, events: Mapping[str, Event]) -> None:
        self.file = file
        self.events = events
        self.unit = Unit.NOTICE

    def refuse(self, node: yaml.Node, message: str) -> BadUsage:
        return BadUsage(f"{self.file}:{node.start_mark.line + 1}: {message}")

    def finding(self, root: yaml.Node | None) -> FindingSpec:
        if not isinstance(root, yaml.MappingNode):
            raise BadUsage(f"{self.file}:1: a finding is a list of keys; the keys are {', '.join(KEYS)}")
        name = self.file.removesuffix(SUFFIX).removesuffix(".yml")
        if not _NAME.fullmatch(name):
            raise BadUsage(f"{self.file}: a finding's name is made of letters, digits, - and _; rename the file")
        keys = self.mapping(root, KEYS)
        for wanted in REQUIRED:
            if wanted not in keys:
                raise self.refuse(root, f"the key {wanted} is missing; the keys are {', '.join(KEYS)}")
        self.unit = self.choice(keys["unit"], Unit)
        measure = self.choice(keys["measure"], Measure)
        claim = self.claim(keys["claim"])
        conditions, window = self.population(keys.get("population"))
        of, share = self.of(keys.get("of"), measure, root)
        quote = self.quote(keys.get("quote"), measure, root)
        if quote is not None:
            conditions += (Condition(TEXT, Operator.ALL, (quote.text,)),)
        by = self.by(keys.get("by"), measure)
        spec = FindingSpec(
            name=name,
            claim=claim,
            unit=self.unit,
            measure=measure,
            conditions=conditions,
            window=window,
            sql=self.sql(keys["sql"]) if "sql" in keys else "",
            of=of,
            share=share,
            by=by,
            top=self.top(keys.get("top"), measure),
            sum=self.sum(keys.get("sum"), measure),
            quote=quote,
            also=self.also(keys.get("also")),
            expected=self.expected(keys.get("expected"), measure, by),
            tolerance=self.number(keys["tolerance"]) if "tolerance" in keys else Decimal(0),
            exclude=self.exclusions(keys.get("exclude")),
            coverage=self.coverage(keys.get("coverage")),
            caveats=self.texts(keys["caveats"]) if "caveats" in keys else (),
            cites=self.texts(keys["cites"]) if "cites" in keys else (),
            source=self.file,
        )
        if spec.tolerance < 0:
            raise self.refuse(keys["tolerance"], f"the tolerance is {spec.tolerance}; it must be 0 or more")
        return spec

    def mapping(self, node: yaml.Node, allowed: Iterable[str] | None) -> dict[str, yaml.Node]:
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
            return day_of(text, end=end)
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
        keys = self.mapping(node, POPULATION)
        conditions: list[Condition] = []
        for name in ("stage", "relevant", "round"):
            if name in keys:
                conditions += self.condition(name, keys[name], keys[name])
        if "where" in keys:
            conditions += self.where(keys["where"])
        return tuple(conditions), self.window(keys["window"]) if "window" in keys else None

    def sql(self, node: yaml.Node) -> str:
        text = self.text(node)
        if len(text) > MOST_SQL:
            raise self.refuse(node, f"the query has {len(text):,} characters, {MOST_SQL:,} are allowed")
        if not tables_in(text):
            raise self.refuse(node, f"the query names no table; the tables are {', '.join(TABLE_NAMES)}")
        return text

    def window(self, node: yaml.Node) -> Window:
        keys = self.mapping(node, WINDOW)
        if "date" not in keys:
            raise self.refuse(
                node, f"the window needs a date; the dates of a {self.unit} are {names_of(self.unit, Kind.DATE)}"
            )
        name = self.text(keys["date"])
        if name == "opening" and self.unit not in (Unit.NOTICE, Unit.DOCUMENT):
            name = "opened"  # the day of opening of everything that is made of several notices
        resolved = resolve(self.unit, name)
        if resolved is None or resolved.column.kind is not Kind.DATE:
            raise self.refuse(
                keys["date"], f"{name} is no date of a {self.unit}; its dates are {names_of(self.unit, Kind.DATE)}"
            )
        (start, begins), (end, ends) = (self.moment(keys.get(name), end=name == "to") for name in ("from", "to"))
        if start is None and end is None:
            raise self.refuse(node, "the window has neither from nor to; give at least one of them")
        if start is not None and end is not None and start > end:
            raise self.refuse(node, f"the window begins on {start} and ends before, on {end}; swap them")
        events = tuple(dict.fromkeys(event for event in (begins, ends) if event is not None))
        told = [self.text(keys["anchor"])] if "anchor" in keys else []
        anchors = tuple(Anchor(event.id, event.date, event.source) for event in events)
        return Window(name, start, end, "; ".join([*told, *(event.told for event in events)]), anchors)

    def moment(self, node: yaml.Node | None, *, end: bool) -> tuple[dt.date | None, Event | None]:
        """Return the day that an end of a window is, and the event that it is given by; None for what is not there."""
        if node is None:
            return None, None
        if not self.text(node).startswith(EVENT):
            return self.date(node, end=end), None
        try:
            event, day = moment(self.text(node), self.events, end=end)
        except ValueError as error:
            raise self.refuse(node, str(error)) from error
        return day, event

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
        allowed = CODE_ASKED if name.startswith(CODE) else asked_of(column.kind)
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
        if column.name.startswith(CODE):
            return self.answer_limit(value)
        if column.kind is Kind.AMOUNT and "currency" not in keys:
            raise self.refuse(node, f"a limit of {column.name} needs its currency, such as currency: CNY")
        return format(self.number(value), "f")

    def answer_limit(self, node: yaml.Node) -> str:
        """Return a limit of an answer, a number or a day; which of them the question asks for is found out later."""
        text = self.text(node).replace("_", "").replace(",", "")
        if is_number(text):
            return text
        try:
            day_of(text, end=False)
        except ValueError as error:
            raise self.refuse(
                node, f"{text!r} is no number and no day; write 3, 12.5, 2021, 2021-07 or 2021-07-15"
            ) from error
        return text

    def words(self, node: yaml.Node) -> list[Condition]:
        """Return the conditions on a text: terms to look for in a notice's own words."""
        if isinstance(node, yaml.MappingNode):
            keys = self.mapping(node, TEXT_ASKED)
            names = {"any": Operator.ANY, "contains": Operator.ANY, "all": Operator.ALL, "not": Operator.NOT}
            found = [Condition(TEXT, names[key], self.texts(value)) for key, value in keys.items()]
        else:
            found = [Condition(TEXT, Operator.ANY, self.texts(node))]
        for each in found:
            for term in each.values:
                if not search.phrases(quoted(term)):
                    raise self.refuse(node, f"{term!r} holds nothing to look for; give words or Chinese characters")
        return found

    def yes_or_no(self, node: yaml.Node) -> str:
        text = self.text(node).lower()
        if text not in FLAGS:
            raise self.refuse(node, f"{text!r} stands here, yes or no is wanted")
        return "yes" if FLAGS[text] else "no"

    def values(self, column: Column, values: tuple[str, ...], node: yaml.Node) -> tuple[str, ...]:
        """Return values to compare with, checked for the kind of the column."""
        if column.kind is Kind.AMOUNT:
            raise self.refuse(node, f"{column.name} is an amount; ask for a range: {{from: …, to: …, currency: CNY}}")
        if column.kind is Kind.FLAG:
            for value in values:
                if value.lower() not in FLAGS:
                    raise self.refuse(node, f"{value!r} stands here, yes or no is wanted")
            return tuple("true" if FLAGS[value.lower()] else "false" for value in values)
        if column.kind is Kind.NUMBER:
            for value in values:
                if not value.isdecimal():
                    raise self.refuse(node, f"{value!r} stands here, a whole number is wanted")
        if column.kind is Kind.DATE:
            for value in values:
                try:
                    day_of(value, end=False)
                except ValueError as error:
                    raise self.refuse(node, f"{value!r} is no date; write 2021, 2021-07 or 2021-07-15") from error
        closed = CLOSED.get(column.name)
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
        raise self.refuse(node, no_column(self.unit, name))

    def of(self, node: yaml.Node | None, measure: Measure, root: yaml.Node) -> tuple[str | None, tuple[Condition, ...]]:
        if measure is Measure.QUOTATION:
            if node is not None:
                raise self.refuse(node, "a quotation has no `of`: its words stand under quote")
            return None, ()
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
            raise self.refuse(node, no_column(self.unit, name))
        if resolved.level == NOTICES:
            raise self.refuse(
                node,
                f"{name} belongs to the notice, and a {self.unit} has several; use unit: notice, or one of the columns of a "
                f"{self.unit}: {names_of(self.unit)}",
            )
        self.measurable(node, name, resolved, measure)
        return name, ()

    def measurable(self, node: yaml.Node, name: str, resolved: Resolved, measure: Measure) -> None:
        """Refuse a measure that a column cannot have, or that would take one amount more than once."""
        column = resolved.column
        fits = is_measurable(column.kind, measure)
        if measure is Measure.FIRST:
            if not fits:
                raise self.refuse(
                    node,
                    f"{name} is no day, so none is first; the days of a {self.unit} are {names_of(self.unit, Kind.DATE)}",
                )
        elif measure in AMOUNT_MEASURES:
            if not fits:
                raise self.refuse(
                    node, f"{name} is no amount, so it has no {measure}; the amounts of a {self.unit} are "
                    f"{names_of(self.unit, Kind.AMOUNT) or 'none'}"
                )  # fmt: skip
            if resolved.level != self.unit:
                raise self.refuse(
                    node,
                    f"{name} belongs to the {resolved.level}: over {PLURAL[self.unit]} the same amount would be taken more "
                    f"than once; use unit: {resolved.level}",
                )
        elif not fits:
            raise self.refuse(node, f"{name} is an amount; use sum, min, max, median or min-max")

    def quote(self, node: yaml.Node | None, measure: Measure, root: yaml.Node) -> Quotation | None:
        if measure is not Measure.QUOTATION:
            if node is not None:
                raise self.refuse(node, f"only measure: quotation quotes words, this is a {measure}")
            return None
        if node is None:
            raise self.refuse(root, "the key quote is missing: the words that are quoted, as they stand in the notice")
        if resolve(self.unit, TEXT) is None:
            raise self.refuse(root, f"a {self.unit} has no words of its own; use unit: notice")
        if not isinstance(node, yaml.MappingNode):
            text, keys = self.text(node), {}
        else:
            keys = self.mapping(node, QUOTE)
            if "text" not in keys:
                raise self.refuse(node, "the key text is missing: the words as they stand in the notice")
            text = self.text(keys["text"])
        if not search.phrases(quoted(text)):
            raise self.refuse(node, f"{text!r} holds nothing to look for; give words or Chinese characters")
        return Quotation(text, *(self.text(keys[key]) if key in keys else "" for key in ("translation", "translator")))

    def top(self, node: yaml.Node | None, measure: Measure) -> int:
        if measure is not Measure.RANK:
            if node is not None:
                raise self.refuse(node, f"only a rank has a top, this is a {measure}")
            return 0
        found = int(self.whole(node)) if node is not None else 10
        if found < 1 and node is not None:
            raise self.refuse(node, "the top of a rank holds 1 value or more")
        return found

    def sum(self, node: yaml.Node | None, measure: Measure) -> str | None:
        if node is None:
            return None
        if measure is not Measure.RANK:
            raise self.refuse(node, f"only a rank goes by a sum; a {measure} names its column under of")
        name = self.text(node)
        resolved = resolve(self.unit, name)
        if resolved is None:
            raise self.refuse(node, no_column(self.unit, name))
        self.measurable(node, name, resolved, Measure.SUM)
        if resolved.column.kind is not Kind.AMOUNT:
            raise self.refuse(
                node, f"{name} is no amount; the amounts of a {self.unit} are {names_of(self.unit, Kind.AMOUNT)}"
            )
        return name

    def also(self, node: yaml.Node | None) -> tuple[Nested, ...]:
        if node is None:
            return ()
        if not isinstance(node, yaml.SequenceNode):
            raise self.refuse(node, "nested counts are a list, each with a name and where, perhaps with expected")
        found: list[Nested] = []
        for each in node.value:
            keys = self.mapping(each, NESTED)
            for wanted in ("name", "where"):
                if wanted not in keys:
                    raise self.refuse(each, f"a nested count without {wanted}; it needs a name and where")
            name = self.text(keys["name"])
            if any(name == other.name for other in found):
                raise self.refuse(keys["name"], f"two nested counts are called {name}; rename one of them")
            expected = int(self.whole(keys["expected"])) if "expected" in keys else None
            found.append(Nested(name, tuple(self.where(keys["where"])), expected))
        return tuple(found)

    def coverage(self, node: yaml.Node | None) -> Decimal | None:
        if node is None:
            return None
        found = self.number(node)
        if not 0 < found <= 1:
            raise self.refuse(node, f"the coverage is {found}; it is a part above 0 and up to 1, such as 0.8")
        return found

    def by(self, node: yaml.Node | None, measure: Measure) -> tuple[str, ...]:
        if node is None:
            return ()
        if measure not in BROKEN_DOWN:
            raise self.refuse(
                node,
                f"only a count or a share is broken down; take `by` out, or use measure: count instead of {measure}",
            )
        places = node.value if isinstance(node, yaml.SequenceNode) else [node]
        if not 1 <= len(places) <= 2:
            raise self.refuse(node, f"{len(places)} columns break the figure down; one or two can be shown")
        return tuple(self.breakdown(place) for place in places)

    def breakdown(self, node: yaml.Node) -> str:
        name = self.text(node)
        resolved = resolve(self.unit, name)
        if resolved is not None and name.startswith(CODE):
            return name
        if resolved is None or resolved.level == NOTICES or name == TEXT:
            raise self.refuse(node, no_column(self.unit, name))
        if resolved.column.kind in (Kind.AMOUNT, Kind.TEXTS, Kind.CODES):
            raise self.refuse(node, f"{name} cannot break down a count: a unit must have one value of it")
        if resolved.column.kind is Kind.DATE:
            raise self.refuse(node, f"{name} is a day; break down by year: {name}{YEAR}")
        return name

    def expected(self, node: yaml.Node | None, measure: Measure, by: tuple[str, ...]) -> Expected:
        if node is None or (isinstance(node, yaml.ScalarNode) and node.value in ("", "null", "~")):
            return None
        if isinstance(node, yaml.MappingNode):
            if not by and measure is not Measure.RANK:
                raise self.refuse(node, "counts by value are expected, but the count is not broken down; add `by`")
            keys = self.mapping(node, None)
            return {key: self.part(value, measure) for key, value in keys.items()}
        if isinstance(node, yaml.SequenceNode):
            return self.texts(node)
        text = self.text(node)
        if measure is Measure.SHARE and re.fullmatch(r"\d+\s*/\s*\d+", text):
            return text.replace(" ", "")
        if measure in (Measure.COUNT, Measure.DISTINCT, Measure.QUOTATION):
            return int(self.whole(node))
        if measure in (Measure.MIN, Measure.MAX, Measure.FIRST) and re.fullmatch(r"\d{4}-\d\d-\d\d", text):
            return text
        if measure is Measure.FIRST:
            raise self.refuse(node, f"{text!r} is no day; write 2021-07-15")
        if measure in (Measure.LIST, Measure.MIN_MAX, Measure.RANK):
            raise self.refuse(node, f"a {measure} expects a list such as [{text}, …]")
        return format(self.number(node), "f")

    def part(self, node: yaml.Node, measure: Measure) -> int | str:
        """Return what is expected of one value: a count, of a share ``k/n``, of a rank by sum an amount."""
        text = self.text(node).replace(" ", "")
        if measure is Measure.SHARE:
            if not re.fullmatch(r"\d+/\d+", text):
                raise self.refuse(node, f"{text!r} stands here, a share such as 3/7 is wanted")
            return text
        return format(self.number(node), "f") if measure is Measure.RANK else int(self.whole(node))

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
            keys = self.mapping(each, EXCLUSION)
            if "reason" not in keys:
                raise self.refuse(each, "an exclusion without a reason; say why these units are left out")
            if ("where" in keys) == ("ids" in keys):
                raise self.refuse(each, "an exclusion needs either where or ids")
            conditions = tuple(self.where(keys["where"])) if "where" in keys else ()
            found.append(
                Exclusion(self.text(keys["reason"]), conditions, self.texts(keys["ids"]) if "ids" in keys else ())
            )
        return tuple(found)
