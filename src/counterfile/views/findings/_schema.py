"""The JSON Schema of a finding's file, made from what the parser accepts: editors complete and check with it.

It knows all that can be said of one place of the file: keys, units, measures, the columns of each unit, closed lists, forms
of dates and numbers. What needs two places compared, or the facts, only the parser knows: a window that ends before it
begins, two nested counts of one name.

Source:
    JSON Schema draft 7, which the language servers for YAML speak.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from counterfile.model.finding import Measure, Unit
from counterfile.views.findings._columns import CODE, NOTICES, TEXT, YEAR, Resolved, resolve
from counterfile.views.findings._grammar import (
    AMOUNT_MEASURES,
    BROKEN_DOWN,
    CLOSED,
    CODE_ASKED,
    EXCLUSION,
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
from counterfile.views.findings._outside import MOMENT
from counterfile.views.findings._sql import MOST_SQL
from counterfile.views.tables import COLUMNS, Kind

SCHEMA = "finding.schema.json"
"""Name of the file that `counterfile find --schema` writes beside the findings."""

_Schema = dict[str, Any]

_TEXT: _Schema = {"type": ["string", "number", "boolean"], "pattern": r"\S"}
_FLAG: _Schema = {"enum": ["yes", "no", True, False, "true", "false"]}
_NUMBER: _Schema = {"type": ["number", "string"], "pattern": r"^[+-]?[\d_,]*\.?\d[\d_,]*$"}
_WHOLE: _Schema = {"type": ["integer", "string"], "minimum": 0, "pattern": r"^[\d_,]*\d[\d_,]*$"}
_DATE: _Schema = {
    "type": ["string", "integer"],
    "pattern": r"^\d{4}(-(0?[1-9]|1[0-2])(-(0?[1-9]|[12]\d|3[01]))?)?$",
    "minimum": 1000,
    "maximum": 9999,
}
_MOMENT: _Schema = {"anyOf": [_DATE, {"type": "string", "pattern": MOMENT}]}
_DAY: _Schema = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\d$"}
_SHARE: _Schema = {"type": "string", "pattern": r"^\s*\d+\s*/\s*\d+\s*$"}
_NOTHING: _Schema = {"enum": [None, ""]}
_QUESTION = f"^{CODE}.+"
_ANSWERS = "asked-answers"


def schema() -> _Schema:
    """Return the schema of a finding's file."""
    units = [
        {"if": _is("unit", [unit]), "then": {"properties": _of_unit(unit), "allOf": _measured(unit)}} for unit in Unit
    ]
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "A finding",
        "description": "a claim in words, the query behind it, and the figure that it should come to",
        **_keys({key: _SHAPES.get(key, {}) for key in KEYS}, KEYS, required=REQUIRED),
        "allOf": [*units, *_by_measure()],
        "definitions": {
            **{f"where-{unit}": _where(unit) for unit in Unit},
            **{f"asked-{name}": {"anyOf": [_one_or_more(each), _asked(Kind.CODE, each)]} for name, each in _lists()},
            **{f"asked-{kind}": _condition(kind) for kind in Kind},
            _ANSWERS: {"anyOf": [_TEXTS, {**_keys({key: _ANSWER_ASKED[key] for key in CODE_ASKED}), "minProperties": 1}]},
            f"asked-{TEXT}-words": {"anyOf": [_one_or_more(_TEXT), _keys(dict.fromkeys(TEXT_ASKED, _TEXTS), TEXT_ASKED)]},
        },
    }  # fmt: skip


def _keys(
    shapes: Mapping[str, _Schema], said: Mapping[str, str] | None = None, *, required: Iterable[str] = ()
) -> _Schema:
    """Return a group of keys in which no other may stand."""
    properties = {key: {"description": said[key], **shape} if said else shape for key, shape in shapes.items()}
    found: _Schema = {"type": "object", "additionalProperties": False, "properties": properties}
    return found | ({"required": list(required)} if required else {})


def _one_or_more(shape: _Schema) -> _Schema:
    return {"anyOf": [shape, {"type": "array", "items": shape}]}


_TEXTS = _one_or_more(_TEXT)


def _is(key: str, values: Iterable[str]) -> _Schema:
    return {"properties": {key: {"enum": [str(value) for value in values]}}, "required": [key]}


def _without(*keys: str) -> _Schema:
    return {"properties": dict.fromkeys(keys, False)}


_LIMIT: _Schema = {"anyOf": [_NUMBER, _DATE]}
_ANSWER_ASKED: dict[str, _Schema] = {"from": _LIMIT, "to": _LIMIT, "not": _TEXTS, "missing": _FLAG}
"""What may be asked of the answers to a question of the codebook, by `CODE_ASKED`."""

# Keys that are the same for every unit -------------------------------------------------------------------------------

_SHAPES: dict[str, _Schema] = {
    "claim": _keys({"en": _TEXT, "zh": _TEXT}, required=("en", "zh")),
    "unit": {"enum": [unit.value for unit in Unit]},
    "measure": {"enum": [measure.value for measure in Measure]},
    "sql": {"type": "string", "maxLength": MOST_SQL, "pattern": r"\S"},
    "top": {"type": ["integer", "string"], "minimum": 1, "pattern": r"^[\d_,]*[1-9][\d_,]*$"},
    "quote": {"anyOf": [_TEXT, _keys(dict.fromkeys(QUOTE, _TEXT), QUOTE, required=("text",))]},
    "tolerance": {"type": ["number", "string"], "minimum": 0, "pattern": r"^[\d_,]*\.?\d[\d_,]*$"},
    "coverage": {
        "type": ["number", "string"],
        "exclusiveMinimum": 0,
        "maximum": 1,
        "pattern": r"^(0?\.\d*[1-9]\d*|1(\.0*)?)$",
    },
    "caveats": _TEXTS,
    "cites": _TEXTS,
}


def _lists() -> list[tuple[str, _Schema]]:
    """Return the values of columns with a closed list; yes and no may be written as truth values."""
    return [
        (name, {"enum": [*values, *((True, False, "true", "false") if name == "relevant" else ())]})
        for name, values in CLOSED.items()
    ]


def _condition(kind: Kind) -> _Schema:
    """Return what may be asked of a column of a kind."""
    if kind is Kind.AMOUNT:
        limited = _keys({"from": _NUMBER, "to": _NUMBER, "currency": _TEXT, "missing": _FLAG})
        needed = [{"required": [key]} for key in ("from", "to", "missing")]
        return {**limited, "anyOf": needed, "dependencies": {"from": ["currency"], "to": ["currency"]}}
    value = {Kind.FLAG: _FLAG, Kind.NUMBER: _WHOLE, Kind.DATE: _DATE}.get(kind, _TEXT)
    return {"anyOf": [_one_or_more(value), _asked(kind, value)]}


def _asked(kind: Kind, value: _Schema) -> _Schema:
    """Return the group of keys that asks more of a column than to be one of some values."""
    limit = _DATE if kind is Kind.DATE else _NUMBER
    shapes = {"from": limit, "to": limit, "not": _one_or_more(value), "contains": _TEXTS, "missing": _FLAG}
    return {**_keys({key: shapes[key] for key in asked_of(kind)}), "minProperties": 1}


# Keys that depend on the unit ----------------------------------------------------------------------------------------


def _fields(unit: Unit) -> dict[str, Resolved]:
    """Return every name that a finding over a unit may use, with where it is found."""
    names = [
        name
        for owner in (unit, *Unit)
        for column in COLUMNS[owner]
        for name in (column.name, *([column.name + YEAR] if column.kind is Kind.DATE else []))
    ]
    names += [f"notice.{name}" for name in names]
    found = {name: resolve(unit, name) for name in dict.fromkeys([TEXT, *names])}
    return {name: resolved for name, resolved in found.items() if resolved is not None}


def _where(unit: Unit) -> _Schema:
    fields = _fields(unit)
    shapes = {name: _reference(name, resolved) for name, resolved in fields.items()}
    said = {name: resolved.column.description for name, resolved in fields.items()}
    return _keys(shapes, said) | {"patternProperties": {_QUESTION: _link(_ANSWERS)}}


def _reference(name: str, resolved: Resolved) -> _Schema:
    if name == TEXT:
        return _link(f"asked-{TEXT}-words")
    column = resolved.column
    return _link(f"asked-{column.name if column.name in CLOSED else column.kind}")


def _link(name: str) -> _Schema:
    # Beside a `$ref` nothing else counts in draft 7, so it stands by itself inside.
    return {"allOf": [{"$ref": f"#/definitions/{name}"}]}


def _of_unit(unit: Unit) -> _Schema:
    """Return the keys of which a unit decides what may stand there."""
    where, fields = _link(f"where-{unit}"), _fields(unit)
    days = [name for name, each in fields.items() if each.column.kind is Kind.DATE]
    days += ["opening"] if "opened" in days else []
    window = _keys({"date": {"enum": days}, "from": _MOMENT, "to": _MOMENT, "anchor": _TEXT}, WINDOW)
    window |= {"required": ["date"], "anyOf": [{"required": ["from"]}, {"required": ["to"]}]}
    shapes = {name: _reference(name, fields[name]) for name in POPULATION if name in fields}
    population = _keys({**shapes, **({"window": window} if days else {}), "where": where}, POPULATION)
    excluded = _keys({"reason": _TEXT, "where": where, "ids": _TEXTS}, EXCLUSION, required=("reason",))
    excluded["oneOf"] = [{"required": ["where"]}, {"required": ["ids"]}]
    nested = _keys({"name": _TEXT, "where": where, "expected": _WHOLE}, NESTED, required=("name", "where"))
    parts = [
        name for name, each in fields.items()
        if each.level != NOTICES and each.column.kind not in (Kind.AMOUNT, Kind.TEXTS, Kind.CODES, Kind.DATE)
    ]  # fmt: skip
    one = {"anyOf": [{"enum": parts}, {"type": "string", "pattern": _QUESTION}]}
    found = {
        "population": population,
        "exclude": {"type": "array", "items": excluded},
        "also": {"type": "array", "items": nested},
        "by": {"anyOf": [one, {"type": "array", "items": one, "minItems": 1, "maxItems": 2}]},
        "sum": {"enum": _measurable(unit, Measure.SUM, Kind.AMOUNT)},
    }
    return found if TEXT in fields else {**found, "measure": {"not": {"const": Measure.QUOTATION.value}}}


def _measured(unit: Unit) -> list[_Schema]:
    """Return what `of` may be, by measure."""
    rules: list[_Schema] = [
        {"if": _is("measure", [Measure.SHARE]), "then": {"properties": {"of": _link(f"where-{unit}")}}}
    ]
    for measure in Measure:
        if measure not in (Measure.COUNT, Measure.SHARE, Measure.QUOTATION):
            then = {"properties": {"of": {"enum": _measurable(unit, measure)}}}
            rules.append({"if": _is("measure", [measure]), "then": then})
    return rules


def _measurable(unit: Unit, measure: Measure, *kinds: Kind) -> list[str]:
    """Return the columns of a unit that can be measured so; `kinds` leaves others out."""
    return [
        name
        for name, each in _fields(unit).items()
        if name != TEXT and each.level != NOTICES and is_measurable(each.column.kind, measure)
        and (measure not in AMOUNT_MEASURES or each.level == unit)
        and (not kinds or each.column.kind in kinds)
    ]  # fmt: skip


# Keys that depend on the measure -------------------------------------------------------------------------------------


def _by_measure() -> list[_Schema]:
    others = [measure for measure in Measure if measure not in (Measure.COUNT, Measure.QUOTATION)]
    rules: list[_Schema] = [
        {"if": _is("measure", [Measure.COUNT, Measure.QUOTATION]), "then": _without("of"), "else": {"required": ["of"]}},
        {"if": _is("measure", BROKEN_DOWN), "else": _without("by")},
        {"if": _is("measure", [Measure.RANK]), "else": _without("top", "sum")},
        {"if": _is("measure", [Measure.QUOTATION]), "then": {"required": ["quote"]}, "else": _without("quote")},
        {
            "if": {"properties": {"expected": {"type": "object"}}, "required": ["expected"]},
            "then": {"anyOf": [{"required": ["by"]}, _is("measure", [Measure.RANK])]},
        },
    ]  # fmt: skip
    return [
        *rules,
        *(
            {"if": _is("measure", [measure]), "then": {"properties": {"expected": _expected(measure)}}}
            for measure in (Measure.COUNT, Measure.QUOTATION, *others)
        ),
    ]


def _expected(measure: Measure) -> _Schema:
    """Return what may be expected of a measure: one value, a list of values, or counts by value."""
    part = {Measure.SHARE: _SHARE, Measure.RANK: _NUMBER}.get(measure, _WHOLE)
    one: list[_Schema] = [_NUMBER]
    if measure in (Measure.COUNT, Measure.DISTINCT, Measure.QUOTATION):
        one = [_WHOLE]
    elif measure is Measure.SHARE:
        one = [_SHARE, _NUMBER]
    elif measure in (Measure.MIN, Measure.MAX):
        one = [_DAY, _NUMBER]
    elif measure is Measure.FIRST:
        one = [_DAY]
    elif measure in (Measure.LIST, Measure.MIN_MAX, Measure.RANK):
        one = []
    by_value = {"type": "object", "additionalProperties": part}
    return {"anyOf": [_NOTHING, *one, {"type": "array", "items": _TEXT}, by_value]}
